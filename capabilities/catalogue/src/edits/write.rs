//! A procedure written as a file: in the order and the shape of `procedures/`, so that people
//! read what was edited in the browser like what was written by hand.

use crate::model::Procedure;
use kernel::Fault;
use serde_json::{Map, Value};
use std::fmt::Write;

/// The fields of every table, in the order a reader wants them.
const ORDER: &[&str] = &[
    "by",
    "code",
    "number",
    "key",
    "procedure",
    "name",
    "text",
    "note",
    "title",
    "short",
    "summary",
    "citizen",
    "sentence",
    "label",
    "words",
    "hint",
    "why",
    "field",
    "tier",
    "service",
    "decision",
    "effective_from",
    "effective_to",
    "replaces",
    "minutes",
    "decides",
    "competent",
    "class",
    "kind",
    "role",
    "unit",
    "agency",
    "amount",
    "times",
    "per",
    "when",
    "limit",
    "silence",
    "result_at_once",
    "required",
    "required_when",
    "case",
    "visible_when",
    "reason",
];

/// Arrays written as one section an item, and tables written as a section.
const SECTIONS: &[&str] = &[
    "counter",
    "sector",
    "acceptance",
    "supplement_within",
    "closes_after",
    "who",
    "way",
    "page",
    "question",
    "paper",
    "fee",
    "waiver",
    "limit",
    "step",
    "consult",
    "part",
    "excluded",
    "result",
    "basis",
    "sentence",
];

/// Fields that mean nothing when they are false, zero or empty; `required` when it is true.
const SILENT: &[&str] = &[
    "year_only",
    "future",
    "optional",
    "made_here",
    "compare_original",
    "may_attach_result",
    "waits_for_consults",
    "waits_for_parts",
    "by_council",
    "originals",
    "copies",
    "words",
    "fee",
    "waiver",
    "replaces",
    "next",
    "consult",
    "part",
    "option",
];

/// The text of a procedure file that reads back to the same procedure.
pub(crate) fn toml(procedure: &Procedure) -> Result<String, Fault> {
    match serde_json::to_value(procedure).map_err(Fault::new)? {
        Value::Object(fields) => Ok(tree(&fields)),
        _ => Ok(String::new()),
    }
}

/// The same of what a procedure is as JSON.
pub(super) fn tree(fields: &Map<String, Value>) -> String {
    let mut out = String::new();
    table(&mut out, "", fields);
    out
}

/// A rank by [`ORDER`]; what is not named comes after it, and the source last.
fn rank(key: &str) -> usize {
    let last = if key == "source" { ORDER.len() + 1 } else { ORDER.len() };
    ORDER.iter().position(|known| *known == key).unwrap_or(last)
}

pub(super) fn in_order(fields: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut fields: Vec<_> = fields.iter().filter(|(key, value)| !is_silent(key, value)).collect();
    fields.sort_by_key(|(key, _)| rank(key));
    fields
}

/// Whether a field says no more than its absence.
fn is_silent(key: &str, value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(true) => key == "required",
        Value::Bool(false) => SILENT.contains(&key),
        Value::Number(number) => SILENT.contains(&key) && number.as_u64() == Some(0),
        Value::Array(items) => SILENT.contains(&key) && items.is_empty(),
        _ => false,
    }
}

fn is_text(value: &Value) -> bool {
    value.as_object().is_some_and(|fields| {
        fields.contains_key("vi") && fields.keys().all(|key| key == "vi" || key == "en")
    })
}

/// Whether it is written as sections of its own.
fn is_section(key: &str, value: &Value) -> bool {
    let shape = match value {
        Value::Array(items) => !items.is_empty() && items.iter().all(Value::is_object),
        Value::Object(fields) => !is_text(value) && !fields.contains_key("unit"),
        _ => false,
    };
    shape && SECTIONS.contains(&key)
}

fn table(out: &mut String, path: &str, fields: &Map<String, Value>) {
    let fields = in_order(fields);
    for (key, value) in fields.iter().filter(|(key, value)| !is_section(key, value)) {
        line(out, key, value);
    }
    // The order of sections is that of the list, whatever they are called.
    let mut sections: Vec<_> = fields.into_iter().filter(|(key, value)| is_section(key, value)).collect();
    sections.sort_by_key(|(key, _)| SECTIONS.iter().position(|known| known == key));
    for (key, value) in sections {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        match value {
            Value::Array(items) => {
                for item in items.iter().filter_map(Value::as_object) {
                    let _ = write!(out, "\n[[{path}]]\n");
                    table(out, &path, item);
                }
            }
            Value::Object(fields) => {
                let own = fields.iter().any(|(key, value)| !value.is_null() && !is_section(key, value));
                if own || fields.values().all(Value::is_null) {
                    let _ = write!(out, "\n[{path}]\n");
                }
                table(out, &path, fields);
            }
            _ => {}
        }
    }
}

fn line(out: &mut String, key: &str, value: &Value) {
    match value.as_object().filter(|_| is_text(value)) {
        Some(text) => {
            for language in ["vi", "en"] {
                if let Some(said) = text.get(language).and_then(Value::as_str) {
                    let _ = writeln!(out, "{}.{language} = {}", bare(key), quoted(said));
                }
            }
        }
        None => {
            let _ = writeln!(out, "{} = {}", bare(key), inline(value));
        }
    }
}

/// A key as it may stand without quotes.
fn bare(key: &str) -> String {
    let plain = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if plain { key.to_owned() } else { quoted(key) }
}

fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) if items.iter().any(Value::is_object) => {
            let mut out = "[\n".to_owned();
            for item in items {
                let _ = writeln!(out, "  {},", inline(item));
            }
            out.push(']');
            out
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", "))
        }
        Value::Object(fields) => {
            let pair = |(key, value): (&String, &Value)| format!("{} = {}", bare(key), inline(value));
            let pairs: Vec<String> = inline_order(fields).into_iter().map(pair).collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        other => other.to_string(),
    }
}

/// Small tables: Vietnamese before English, the number before its unit.
fn inline_order(fields: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut fields = in_order(fields);
    fields.sort_by_key(|(key, _)| (!matches!(key.as_str(), "vi" | "n" | "to"), rank(key)));
    fields
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if (c as u32) < 0x20 || c as u32 == 0x7f => {
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The lines above the first section, each with the field it sets, then the rest as it stands.
fn rewritten(text: &str, each: impl Fn(&str, &str, &mut String)) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut inside = false;
    for line in text.lines() {
        inside |= line.trim_start().starts_with('[');
        match line.split_once('=').filter(|_| !inside) {
            Some((field, _)) => each(field.trim(), line, &mut out),
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out
}

/// The same file with its last day set or taken away; everything else, comments too, stays.
pub(crate) fn with_last_day(text: &str, last: Option<kernel::Day>) -> String {
    rewritten(text, |field, line, out| {
        if field != "effective_to" {
            let _ = writeln!(out, "{line}");
        }
        if let Some(last) = last.filter(|_| field == "effective_from") {
            let _ = writeln!(out, "effective_to = \"{last}\"");
        }
    })
}

/// The same file without the regime that files named once.
pub(crate) fn without_regime(text: &str) -> String {
    rewritten(text, |field, line, out| {
        if field != "regime" {
            let _ = writeln!(out, "{line}");
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use crate::source_files::{FileKind, Files, SourceFile};

    fn files() -> Vec<SourceFile> {
        let files = Files::embedded().read().unwrap();
        files.into_iter().filter(|file| file.kind() == FileKind::Procedure).collect()
    }

    fn value(file: &SourceFile) -> Value {
        serde_json::to_value(&parse::procedure(file).unwrap().procedure).unwrap()
    }

    #[test]
    fn every_procedure_written_reads_back_as_the_same() {
        for file in files() {
            let procedure = parse::procedure(&file).unwrap().procedure;
            let written = SourceFile { path: file.path.clone(), text: toml(&procedure).unwrap() };
            assert_eq!(value(&written), value(&file), "{}", file.path);
            let again = parse::procedure(&written).unwrap().procedure;
            assert_eq!(toml(&again).unwrap(), written.text, "{}", file.path);
        }
    }

    #[test]
    fn a_file_that_is_written_passes_every_check() {
        let mut files = Files::embedded().read().unwrap();
        for file in files.iter_mut().filter(|file| file.kind() == FileKind::Procedure) {
            file.text = toml(&parse::procedure(file).unwrap().procedure).unwrap();
        }
        assert_eq!(crate::check::check(files), []);
    }

    #[test]
    fn what_people_type_stays_what_they_typed() {
        let mut procedure = parse::procedure(&files()[0]).unwrap().procedure;
        procedure.summary.vi = "Dấu \"ngoặc\", gạch \\, hai\ndòng\tvà \u{1} lạ = # [x]".to_owned();
        let file = SourceFile { path: files()[0].path.clone(), text: toml(&procedure).unwrap() };
        assert_eq!(parse::procedure(&file).unwrap().procedure.summary.vi, procedure.summary.vi);
    }

    #[test]
    fn the_last_day_is_set_without_touching_the_rest() {
        let text =
            "# ghi chú\ncode = \"1\"\neffective_from = \"2026-07-01\" # đầu\n[x]\neffective_from = \"2\"\n";
        let last = kernel::Day::new(2026, 10, 31);
        let ended = with_last_day(text, last);
        assert_eq!(
            ended,
            "# ghi chú\ncode = \"1\"\neffective_from = \"2026-07-01\" # đầu\neffective_to = \"2026-10-31\"\n[x]\neffective_from = \"2\"\n"
        );
        assert_eq!(with_last_day(&ended, None), text);
    }
}
