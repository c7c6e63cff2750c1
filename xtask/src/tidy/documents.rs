//! Documents name files; the files must be there.

use crate::house;
use std::path::Path;

/// Paths in backticks in the documents of the root and of the rooms that are not in the tree.
pub(super) fn named_paths() -> Vec<String> {
    let mut found = Vec::new();
    for file in house::files() {
        let is_document = file.extension().is_some_and(|kind| kind == "md");
        if !is_document {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let beside = file.parent().unwrap_or(&file).to_path_buf();
        for path in paths_in(&text) {
            let there = [house::root().join(&path), beside.join(&path)].iter().any(|place| place.exists());
            if !there {
                found.push(format!("{} names {path}, which does not exist", house::shown(&file)));
            }
        }
    }
    found
}

/// What stands in backticks or as the target of a link and reads as a path of this tree.
fn paths_in(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut in_block = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
        } else if !in_block {
            found.extend(line.split('`').skip(1).step_by(2).filter(|word| is_path(word)).map(str::to_owned));
            let links = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
            let local = links.filter(|link| !link.contains(':') && !link.starts_with('#'));
            found.extend(local.map(|link| link.split('#').next().unwrap_or(link).to_owned()));
        }
    }
    found
}

/// A path has a folder of ours in front or a kind of file of ours behind; an address on the web starts
/// with a slash, and a pattern is no path.
fn is_path(word: &str) -> bool {
    const ROOTS: [&str; 11] = [
        "platform/",
        "capabilities/",
        "app/",
        "docs/",
        "procedures/",
        "tests/",
        "e2e/",
        "xtask/",
        ".ci/",
        ".cargo/",
        "migrations/",
    ];
    const KINDS: [&str; 7] = ["rs", "md", "toml", "ftl", "sql", "mjs", "css"];
    let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c));
    if !plain
        || word.starts_with('/')
        || word.starts_with("..")
        || ["target/", "e2e/out"].iter().any(|made| word.starts_with(made))
    {
        return false;
    }
    let is_file =
        Path::new(word).extension().and_then(|kind| kind.to_str()).is_some_and(|kind| KINDS.contains(&kind));
    ROOTS.iter().any(|root| word.starts_with(root)) || (is_file && word.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_from_addresses_commands_and_patterns() {
        let text = "See `platform/store/src/lib.rs`, `/tra-cuu`, `cargo xtask test`, `e2e/*.test.mjs`, `a/b`, \
                    [there](docs/decisions/0001-store.md#why) and [out](https://example.org).\n\
                    ```\n`platform/gone.rs`\n```\n";
        assert_eq!(paths_in(text), ["platform/store/src/lib.rs", "docs/decisions/0001-store.md"]);
    }
}
