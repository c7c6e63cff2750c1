//! Rules about the text of sources and templates.

use crate::house;
use std::path::Path;

/// Longer files most likely have more than one subject.
const LINES_AT_MOST: usize = 700;

/// Every line of the files that `wanted` chooses, with where it stands.
fn lines_of(wanted: fn(&Path) -> bool) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for file in house::files().into_iter().filter(|file| wanted(file)) {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        let name = house::shown(&file);
        lines
            .extend(text.lines().enumerate().map(|(n, line)| (format!("{name}:{}", n + 1), line.to_owned())));
    }
    lines
}

fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|kind| kind == "rs")
}

fn is_template(path: &Path) -> bool {
    path.extension().is_some_and(|kind| kind == "html")
        && path.components().any(|part| part.as_os_str() == "templates")
}

fn is_text(path: &Path) -> bool {
    const KINDS: [&str; 14] =
        ["rs", "toml", "md", "html", "css", "js", "mjs", "json", "ftl", "sql", "txt", "sh", "csv", "yml"];
    let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or("");
    KINDS.contains(&kind) || path.ends_with(".ci/run")
}

/// A style attribute, a script written into the page, or a handler in an attribute: our policy forbids
/// the browser to run them, so they would be dead or a hole.
pub(super) fn templates() -> Vec<String> {
    let mut found = Vec::new();
    for (place, line) in lines_of(is_template) {
        let low = line.to_lowercase();
        if low.contains(" style=") {
            found.push(format!("{place}: a style attribute"));
        }
        let scripts = low.split("<script").skip(1);
        if scripts.filter(|tag| !tag.contains("src=") && !tag.contains("application/")).count() > 0 {
            found.push(format!("{place}: a script inside the page"));
        }
        if has_handler(&low) {
            found.push(format!("{place}: a handler in an attribute"));
        }
    }
    found
}

fn has_handler(line: &str) -> bool {
    line.split(" on").skip(1).any(|rest| {
        let word = rest.chars().take_while(char::is_ascii_lowercase).count();
        word > 2 && rest[word..].starts_with('=')
    })
}

/// Folders that exist on one machine only.
pub(super) fn machine_paths() -> Vec<String> {
    let folders = ["work", "farm", "root", "home"].map(|name| format!("/{name}/"));
    let mut found = Vec::new();
    for (place, line) in lines_of(is_text) {
        for folder in &folders {
            let starts = line.match_indices(folder.as_str()).map(|(at, _)| line[..at].chars().next_back());
            let own =
                |before: Option<char>| !before.is_some_and(|c| c.is_alphanumeric() || "_./-}*{".contains(c));
            if starts.into_iter().any(own) {
                found.push(format!("{place}: {folder}"));
            }
        }
    }
    found
}

/// `1.013225` in a source would be a rule that belongs into the procedure's own file.
pub(super) fn procedure_codes() -> Vec<String> {
    let mut found = Vec::new();
    for file in house::files().into_iter().filter(|file| is_rust(file) && !is_test(file)) {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        for (number, line) in text.lines().enumerate() {
            if line.trim() == "#[cfg(test)]" {
                break; // tests stand at the end of a file
            }
            if !line.trim_start().starts_with("//") && names_a_procedure(line) {
                found.push(format!("{}:{}: {}", house::shown(&file), number + 1, line.trim()));
            }
        }
    }
    found
}

fn is_test(path: &Path) -> bool {
    let named = |name: &str| matches!(name, "tests" | "testkit" | "tests.rs") || name.ends_with("_tests.rs");
    path.components().any(|part| part.as_os_str().to_str().is_some_and(named))
}

fn names_a_procedure(line: &str) -> bool {
    let bytes = line.as_bytes();
    let digits = |slice: &[u8]| slice.iter().all(u8::is_ascii_digit);
    bytes.windows(8).enumerate().any(|(at, part)| {
        let before = at.checked_sub(1).map(|at| bytes[at]);
        let after = bytes.get(at + 8);
        let alone = |byte: Option<u8>| !byte.is_some_and(|b| b.is_ascii_digit() || b == b'.' || b == b'_');
        digits(&part[..1]) && part[1] == b'.' && digits(&part[2..]) && alone(before) && alone(after.copied())
    })
}

/// Hosts that packages come from: they differ from machine to machine.
pub(super) fn registry_hosts() -> Vec<String> {
    let hosts = [
        ["crates.", "io"],
        ["npmjs.", "org"],
        ["deb.debian.", "org"],
        ["pypi.", "org"],
        ["pythonhosted.", "org"],
    ];
    let hosts = hosts.map(|parts| parts.concat());
    let elsewhere = |path: &Path| is_text(path) && !path.ends_with("Cargo.lock");
    let lines = lines_of(elsewhere);
    let named = lines.iter().filter(|(_, line)| hosts.iter().any(|host| line.contains(host.as_str())));
    named.map(|(place, line)| format!("{place}: {}", line.trim())).collect()
}

/// Marks of work that was left.
pub(super) fn unfinished() -> Vec<String> {
    let marks = [["FIX", "ME"], ["todo", "!("], ["unimplemented", "!("], ["#[ig", "nore"]]
        .map(|parts| parts.concat());
    let lines = lines_of(is_rust);
    let marked = lines.iter().filter(|(_, line)| marks.iter().any(|mark| line.contains(mark.as_str())));
    marked.map(|(place, line)| format!("{place}: {}", line.trim())).collect()
}

/// Files that ask for a look: do they still have one subject?
pub(super) fn long_files() -> Vec<String> {
    let files = house::files().into_iter().filter(|file| is_rust(file));
    let counted = files.map(|file| {
        let lines = std::fs::read_to_string(&file).unwrap_or_default().lines().count();
        (file, lines)
    });
    let long = counted.filter(|(_, lines)| *lines > LINES_AT_MOST);
    long.map(|(file, lines)| {
        format!("{} has {lines} lines: does it still have one subject?", house::shown(&file))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_procedure_code_is_known_by_its_digits() {
        let code = format!("{}.{}", 1, "013225");
        assert!(names_a_procedure(&format!("\"{code}\"")));
        assert!(!names_a_procedure("1_000.0000001"));
        assert!(!names_a_procedure("version 1.013"));
    }

    #[test]
    fn a_handler_is_told_from_words() {
        assert!(has_handler("<a onclick=\"x\">"));
        assert!(!has_handler("depends on=\"x\" on the way"));
    }
}
