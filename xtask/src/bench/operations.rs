//! What is measured, as data: to measure another operation, add a row.

use crate::problem::{Context, Outcome, Problem};
use serde_json::Value;
use std::path::Path;

/// One request that is asked again and again. In path, headers and body, `{word}` stands for the field
/// `word` of one item of the material, or else of the material itself; `{fresh}` for a new form key.
pub(super) struct Operation {
    pub(super) name: &'static str,
    pub(super) variant: &'static str,
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) headers: &'static [(&'static str, &'static str)],
    pub(super) body: Option<&'static str>,
    /// The list in `bench.json` that the items come from; empty when none is needed.
    pub(super) material: &'static str,
    /// True when an item can be used only once.
    pub(super) once: bool,
    /// The most CPU that one request may cost at 16 connections on SQLite, in ms; PostgreSQL has twice that.
    pub(super) target_cpu_ms: Option<f64>,
    /// The least number of requests per second with 64 connections on SQLite.
    pub(super) target_rate: Option<f64>,
}

const CITIZEN: (&str, &str) = ("authorization", "Bearer {citizen_token}");
const OFFICER: (&str, &str) = ("authorization", "Bearer {officer_token}");
const OFFICER_SESSION: (&str, &str) = ("cookie", "{officer_cookie}");
const CITIZEN_SESSION: (&str, &str) = ("cookie", "{citizen_cookie}");
/// A session counts for the API only when one of our own pages asks, as a browser says.
const OWN_PAGE: (&str, &str) = ("sec-fetch-site", "same-origin");
const JSON: (&str, &str) = ("content-type", "application/json");
const FRESH: (&str, &str) = ("idempotency-key", "{fresh}");

/// Everything that is measured, in the order of a dossier's life.
pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        name: "create",
        variant: "token",
        method: "POST",
        path: "/api/v1/drafts/{id}/submit",
        headers: &[CITIZEN, JSON, FRESH],
        body: Some(r#"{"agreed":true}"#),
        material: "drafts",
        once: true,
        target_cpu_ms: Some(0.5),
        target_rate: Some(2_000.0),
    },
    Operation {
        name: "create",
        variant: "session",
        method: "POST",
        path: "/api/v1/drafts/{id}/submit",
        headers: &[CITIZEN_SESSION, OWN_PAGE, JSON, FRESH],
        body: Some(r#"{"agreed":true}"#),
        material: "drafts",
        once: true,
        target_cpu_ms: Some(0.5),
        target_rate: Some(2_000.0),
    },
    Operation {
        name: "tracking-html",
        variant: "link",
        method: "GET",
        path: "/t/{token}",
        headers: &[],
        body: None,
        material: "track_tokens",
        once: false,
        target_cpu_ms: Some(0.4),
        target_rate: None,
    },
    Operation {
        name: "tracking-json",
        variant: "link",
        method: "GET",
        path: "/api/v1/tracking/{token}",
        headers: &[],
        body: None,
        material: "track_tokens",
        once: false,
        target_cpu_ms: Some(0.2),
        target_rate: None,
    },
    Operation {
        name: "step",
        variant: "token",
        method: "POST",
        path: "/api/v1/dossiers/{id}/forward",
        headers: &[OFFICER, JSON, FRESH],
        body: Some(r#"{"version":{version},"task":"{task}"}"#),
        material: "steps",
        once: true,
        target_cpu_ms: Some(0.4),
        target_rate: None,
    },
    Operation {
        name: "step",
        variant: "session",
        method: "POST",
        path: "/api/v1/dossiers/{id}/forward",
        headers: &[OFFICER_SESSION, OWN_PAGE, JSON, FRESH],
        body: Some(r#"{"version":{version},"task":"{task}"}"#),
        material: "steps",
        once: true,
        target_cpu_ms: Some(0.4),
        target_rate: None,
    },
    Operation {
        name: "list-html",
        variant: "session",
        method: "GET",
        path: "/can-bo/viec",
        headers: &[OFFICER_SESSION],
        body: None,
        material: "",
        once: false,
        target_cpu_ms: Some(0.8),
        target_rate: None,
    },
    Operation {
        name: "list-json",
        variant: "session",
        method: "GET",
        path: "/api/v1/tasks",
        headers: &[OFFICER_SESSION],
        body: None,
        material: "",
        once: false,
        target_cpu_ms: None,
        target_rate: None,
    },
    Operation {
        name: "list-json",
        variant: "token",
        method: "GET",
        path: "/api/v1/tasks",
        headers: &[OFFICER],
        body: None,
        material: "",
        once: false,
        target_cpu_ms: None,
        target_rate: None,
    },
];

impl Operation {
    /// How the tables name it.
    pub(super) fn title(&self) -> String {
        format!("{} ({})", self.name, self.variant)
    }

    /// The row with this name and variant.
    pub(super) fn named(name: &str, variant: &str) -> Outcome<&'static Operation> {
        OPERATIONS
            .iter()
            .find(|operation| operation.name == name && operation.variant == variant)
            .ok_or_else(|| Problem::new(format!("no operation {name} ({variant})")))
    }

    /// The request as it goes over the wire.
    pub(super) fn request(
        &self,
        material: &Material,
        number: usize,
        host: &str,
        compressed: bool,
    ) -> Outcome<Vec<u8>> {
        let item = material.item(self.material, number);
        let fill = |text: &str| fill(text, item, &material.0, number);
        let mut head = format!("{} {} HTTP/1.1\r\nhost: {host}\r\n", self.method, fill(self.path)?);
        for (name, value) in self.headers {
            head.push_str(&format!("{name}: {}\r\n", fill(value)?));
        }
        if compressed {
            head.push_str("accept-encoding: gzip, br\r\n");
        }
        let body = self.body.map(fill).transpose()?.unwrap_or_default();
        if self.body.is_some() {
            head.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        head.push_str(&body);
        Ok(head.into_bytes())
    }
}

/// What `motcua bench-load` left to measure with: credentials, and lists of items.
pub(super) struct Material(Value);

impl Material {
    /// Reads `bench.json`.
    pub(super) fn read(file: &Path) -> Outcome<Material> {
        let text = std::fs::read_to_string(file).context(format_args!("cannot read {}", file.display()))?;
        Ok(Material(serde_json::from_str(&text)?))
    }

    /// How many items a list has.
    pub(super) fn count(&self, list: &str) -> usize {
        self.0[list].as_array().map_or(0, Vec::len)
    }

    fn item(&self, list: &str, number: usize) -> &Value {
        match self.0[list].as_array() {
            Some(items) if !items.is_empty() => &items[number % items.len()],
            _ => &Value::Null,
        }
    }
}

/// Puts values where `{word}` stands. A list of plain strings has one field, `token`.
fn fill(text: &str, item: &Value, whole: &Value, number: usize) -> Outcome<String> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let word = after.split('}').next().unwrap_or("");
        if word.is_empty() || !word.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
            filled.push('{');
            rest = after;
            continue;
        }
        filled.push_str(&match (word, item) {
            ("fresh", _) => format!("bench-{:010}-{number:08}", std::process::id()),
            ("token", Value::String(token)) => token.clone(),
            _ => match item.get(word).or_else(|| whole.get(word)) {
                Some(Value::String(value)) => value.clone(),
                Some(value) => value.to_string(),
                None => return Err(Problem::new(format!("the material of the bench has no `{word}`"))),
            },
        });
        rest = after.get(word.len() + 1..).unwrap_or("");
    }
    filled.push_str(rest);
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_braces_are_filled_and_json_is_left_alone() {
        let item = serde_json::json!({"id": "7", "version": 3});
        let whole = serde_json::json!({"csrf": "c"});
        let text = r#"{"version":{version},"x":"{csrf}","id":"{id}"}"#;
        assert_eq!(fill(text, &item, &whole, 1).unwrap(), r#"{"version":3,"x":"c","id":"7"}"#);
        assert!(fill("{absent}", &item, &whole, 1).is_err());
        assert_eq!(fill("/t/{token}", &Value::String("abc".into()), &whole, 1).unwrap(), "/t/abc");
    }

    #[test]
    fn every_operation_has_a_name_of_its_own() {
        let mut titles: Vec<String> = OPERATIONS.iter().map(Operation::title).collect();
        titles.sort();
        titles.dedup();
        assert_eq!(titles.len(), OPERATIONS.len());
    }
}
