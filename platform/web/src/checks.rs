//! Checks that every room runs over its own texts and templates.

use crate::texts::{Lang, Source};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What is wrong with a room: keys missing in a language, keys used but not written, inline style
/// or script. Empty when all is well. `folder` is the room's `CARGO_MANIFEST_DIR`.
pub fn room(folder: &str, source: &Source) -> Vec<String> {
    room_among(folder, source, &[])
}

/// The same for a room that also uses texts of the rooms it leans on.
pub fn room_among(folder: &str, source: &Source, others: &[Source]) -> Vec<String> {
    let mut problems = languages(source);
    let known = known(source, others);
    for file in files(Path::new(folder)) {
        let Ok(text) = fs::read_to_string(&file) else {
            continue;
        };
        let name = file.strip_prefix(folder).unwrap_or(&file).display().to_string();
        for key in used(&text) {
            if !known.contains(&key) {
                problems.push(format!("{name}: no text {key}"));
            }
        }
        if name.ends_with(".html") {
            problems.extend(inline(&text).into_iter().map(|what| format!("{name}: {what}")));
        }
    }
    problems
}

/// Refusal and field codes that stand in the sources of a room and have no sentence.
pub fn codes(folder: &str, source: &Source) -> Vec<String> {
    codes_among(folder, source, &[])
}

/// The same for a room whose codes may have their sentence in the rooms it leans on.
pub fn codes_among(folder: &str, source: &Source, others: &[Source]) -> Vec<String> {
    let known = known(source, others);
    let mut missing = BTreeSet::new();
    for file in files(Path::new(folder)) {
        let Ok(text) = fs::read_to_string(&file) else {
            continue;
        };
        for (call, kind, at) in CODES {
            for arguments in after(&text, call) {
                let code = literals(arguments).into_iter().nth(*at).filter(|code| plain(code));
                let key = code.map(|code| format!("{kind}-{code}"));
                missing.extend(key.filter(|key| !known.contains(key)));
            }
        }
    }
    missing.into_iter().collect()
}

fn known(source: &Source, others: &[Source]) -> BTreeSet<String> {
    [source, &crate::TEXTS].into_iter().chain(others).flat_map(|source| keys(source.vi)).collect()
}

/// Whether a literal can be a key or a code.
fn plain(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Calls that name a code, what kind of text it needs, and which string literal holds it.
const CODES: &[(&str, &str, usize)] = &[
    ("Refusal::state(", "refusal", 0),
    ("Refusal::forbidden(", "refusal", 0),
    ("Refusal::limit(", "refusal", 0),
    ("Refusal::field(", "field", 1),
    ("FieldError::new(", "field", 1),
];

/// Keys that one language has and the other lacks.
fn languages(source: &Source) -> Vec<String> {
    let [vi, en] = Lang::ALL.map(|lang| keys(source.of(lang)));
    let mut problems = Vec::new();
    for key in vi.difference(&en) {
        problems.push(format!("{}: {key} is not written in English", source.room));
    }
    for key in en.difference(&vi) {
        problems.push(format!("{}: {key} is not written in Vietnamese", source.room));
    }
    problems
}

/// Keys of a Fluent source.
pub fn keys(fluent: &str) -> BTreeSet<String> {
    let lines = fluent.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
    lines.filter_map(|line| line.split_once(" =")).map(|(key, _)| key.trim().to_owned()).collect()
}

/// Keys written out in calls such as `v.t("…")`.
fn used(text: &str) -> Vec<String> {
    let calls = [".t(", ".t1(", ".t2(", ".t3(", ".tx(", ".tp("];
    let found = calls.iter().flat_map(|call| after(text, call));
    found
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split_once('"'))
        .map(|(key, _)| key.to_owned())
        .filter(|key| key.contains('-') && plain(key))
        .collect()
}

fn inline(html: &str) -> Vec<&'static str> {
    let mut problems = Vec::new();
    if html.contains(" style=") {
        problems.push("a style attribute");
    }
    if html.contains("<script>") || html.contains(" onclick=") || html.contains("javascript:") {
        problems.push("an inline script");
    }
    problems
}

/// What follows each occurrence of `call`.
fn after<'t>(text: &'t str, call: &'t str) -> impl Iterator<Item = &'t str> {
    text.match_indices(call).map(move |(at, _)| &text[at + call.len()..])
}

/// String literals at the beginning of an argument list; an argument that is none counts as empty.
fn literals(arguments: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = arguments;
    for _ in 0..2 {
        rest = rest.trim_start();
        if let Some(inside) = rest.strip_prefix('"')
            && let Some((literal, after)) = inside.split_once('"')
        {
            found.push(literal.to_owned());
            rest = after.trim_start().strip_prefix(',').unwrap_or("");
        } else {
            let Some((_, after)) = argument(rest) else {
                break;
            };
            found.push(String::new());
            rest = after;
        }
    }
    // A code kept in a variable cannot be read here; the room's own tests see it.
    found
}

/// An argument that is no literal, and what follows its comma.
fn argument(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_i32;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => return None,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => return Some((&text[..at], &text[at + 1..])),
            _ => {}
        }
    }
    None
}

/// Templates and sources of a room.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.join("templates"), folder.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "html" || end == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_itself_has_every_text_in_both_languages() {
        let folder = env!("CARGO_MANIFEST_DIR");
        assert_eq!(room(folder, &crate::TEXTS), Vec::<String>::new());
        assert_eq!(codes(folder, &crate::TEXTS), Vec::<String>::new());
    }

    #[test]
    fn a_missing_text_and_an_inline_style_are_found() {
        let call = ["{{ v.", "t(\"room-title\") }}"].concat();
        assert_eq!(used(&call), ["room-title"]);
        assert_eq!(inline("<p style=\"color:red\">"), ["a style attribute"]);
        let source = Source { room: "room", vi: "room-a = A\n", en: "room-b = B\n" };
        assert_eq!(languages(&source).len(), 2);
    }

    #[test]
    fn codes_are_read_from_calls() {
        assert_eq!(literals("format!(\"a\", b), \"wrong\")")[1], "wrong");
        assert_eq!(literals("\"path\", \"wrong\")")[1], "wrong");
    }
}
