//! What the head of a public page says to software: the one address of the page, its twin in the
//! other language, and what the page is about (schema.org).

use serde_json::{Value, json};
use web::parts::{Markup, escape};
use web::{Lang, Visitor, localised};

/// One address and its twins; `path` is the Vietnamese one. `graph` is what the page is about.
pub(crate) fn head(v: &Visitor, path: &str, graph: Vec<Value>) -> Markup {
    let address = |lang: Lang| escape(&v.full_url(&localised(lang, path)));
    let mut out = format!("<link rel=\"canonical\" href=\"{}\">", address(v.lang));
    for lang in Lang::ALL {
        out.push_str(&format!(
            "<link rel=\"alternate\" hreflang=\"{}\" href=\"{}\">",
            lang.tag(),
            address(lang)
        ));
    }
    if !graph.is_empty() {
        let data = json!({"@context": "https://schema.org", "@graph": graph});
        out.push_str("<script type=\"application/ld+json\">");
        out.push_str(&in_script(&data.to_string()));
        out.push_str("</script>");
    }
    Markup::trusted(out)
}

/// JSON that may stand inside a script element: nothing in it can end the element or begin a comment.
fn in_script(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            c => out.push(c),
        }
    }
    out
}

/// The way to a page: names and Vietnamese paths, from the home page on.
pub(crate) fn crumbs(v: &Visitor, steps: &[(&str, &str)]) -> Value {
    let item = |(at, (name, path)): (usize, &(&str, &str))| {
        json!({
            "@type": "ListItem", "position": at + 1, "name": name,
            "item": v.full_url(&v.url(path)),
        })
    };
    json!({"@type": "BreadcrumbList", "itemListElement": steps.iter().enumerate().map(item).collect::<Vec<_>>()})
}

/// What is the same for every service: who gives it, where.
pub(crate) fn service(v: &Visitor, code: &str, name: &str, field: &str, agency: &str, path: &str) -> Value {
    let mut service = json!({
        "@type": "GovernmentService",
        "name": name,
        "identifier": code,
        "serviceType": field,
        "url": v.full_url(&v.url(path)),
        "areaServed": {"@type": "AdministrativeArea", "name": v.province()},
    });
    if !agency.is_empty() {
        service["provider"] = json!({"@type": "GovernmentOrganization", "name": agency});
    }
    service
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_leave_the_data_block() {
        let text = json!({"name": "</script><script>alert(1)</script><!-- & \u{2028}"}).to_string();
        let safe = in_script(&text);
        assert!(!safe.contains(['<', '>', '&', '\u{2028}']), "{safe}");
        assert_eq!(
            serde_json::from_str::<Value>(&safe).unwrap(),
            serde_json::from_str::<Value>(&text).unwrap()
        );
    }
}
