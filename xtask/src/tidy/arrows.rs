//! The arrows: which room leans on which. The map is the table of section "Map" in `ARCHITECTURE.md`.

use crate::house;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

type Arrows = BTreeMap<String, BTreeSet<String>>;

/// The arrows of the map: rows `| platform/files | … | kernel, vault, store |` (the last cell says on what
/// a room leans, `-` on nothing).
fn map(text: &str) -> Arrows {
    let from_heading = text.split_once("\n## Map").map_or("", |(_, rest)| rest);
    let section = from_heading.split("\n## ").next().unwrap_or("");
    let mut arrows = Arrows::new();
    for line in section.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        let (Some(folder), Some(leans)) = (cells.first(), cells.last()) else { continue };
        let room = folder.trim_matches(['`', '/']);
        if cells.len() < 3 || !(room.starts_with("platform/") || room.starts_with("capabilities/")) {
            continue;
        }
        let names =
            leans.split(',').map(|name| name.trim_matches(['`', ' ', '-'])).filter(|name| !name.is_empty());
        arrows.insert(room.to_owned(), names.map(str::to_owned).collect());
    }
    arrows
}

/// The rooms as their folders and manifests say.
fn rooms() -> Vec<(String, PathBuf)> {
    let mut rooms = Vec::new();
    for shelf in ["platform", "capabilities"] {
        for entry in std::fs::read_dir(house::root().join(shelf)).into_iter().flatten().flatten() {
            let manifest = entry.path().join("Cargo.toml");
            if manifest.is_file() {
                rooms.push((format!("{shelf}/{}", entry.file_name().to_string_lossy()), manifest));
            }
        }
    }
    rooms.sort();
    rooms
}

/// The local crates under `[dependencies]`; development ones are free.
fn dependencies(manifest: &str, local: &BTreeSet<String>) -> BTreeSet<String> {
    let mut inside = false;
    let mut found = BTreeSet::new();
    for line in manifest.lines() {
        let line = line.trim();
        if line.starts_with('[') {
            inside = line == "[dependencies]";
        } else if inside {
            let name = line.split(['.', '=', ' ']).next().unwrap_or("");
            if local.contains(name) {
                found.insert(name.to_owned());
            }
        }
    }
    found
}

fn last_name(room: &str) -> String {
    room.rsplit('/').next().unwrap_or(room).to_owned()
}

fn read_map() -> Result<Arrows, String> {
    let text = std::fs::read_to_string(house::root().join("ARCHITECTURE.md"))
        .map_err(|_| "ARCHITECTURE.md is not there".to_owned())?;
    let arrows = map(&text);
    if arrows.is_empty() {
        Err("ARCHITECTURE.md has no section Map with a table".to_owned())
    } else {
        Ok(arrows)
    }
}

/// Manifest against map, in both directions, and nothing upwards. What is missing on the map is shown as
/// the row that would mend it.
pub(super) fn manifests() -> Vec<String> {
    let (arrows, mut found) = match read_map() {
        Ok(arrows) => (arrows, Vec::new()),
        Err(problem) => (Arrows::new(), vec![problem]),
    };
    let rooms = rooms();
    let local: BTreeSet<String> = rooms.iter().map(|(room, _)| last_name(room)).collect();
    for (room, manifest) in &rooms {
        let text = std::fs::read_to_string(manifest).unwrap_or_default();
        let said = dependencies(&text, &local);
        if arrows.get(room) != Some(&said) {
            let leans = said.iter().cloned().collect::<Vec<_>>().join(", ");
            let leans = if leans.is_empty() { "-" } else { &leans };
            found.push(format!("by its manifest the map would say: | `{room}` | … | {leans} |"));
        }
        if room.starts_with("platform/") {
            let up = said
                .iter()
                .filter(|name| rooms.iter().any(|(room, _)| *room == format!("capabilities/{name}")));
            found.extend(up.map(|name| format!("{room} leans upwards on {name}")));
        }
    }
    for room in arrows.keys().filter(|room| !rooms.iter().any(|(present, _)| present == *room)) {
        found.push(format!("{room} is on the map but not in the house"));
    }
    found
}

/// Every `references TABLE` of a migration points to the room itself or to one it leans on.
pub(super) fn foreign_keys() -> Vec<String> {
    let rooms = rooms();
    let local: BTreeSet<String> = rooms.iter().map(|(room, _)| last_name(room)).collect();
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    let mut references: Vec<(String, String)> = Vec::new();
    for (room, manifest) in &rooms {
        for sql in migrations(manifest) {
            let words: Vec<String> = words(&sql);
            for pair in words.windows(3).filter(|w| w[0] == "create" && w[1] == "table") {
                owners.insert(pair[2].clone(), last_name(room));
            }
            for pair in words.windows(2).filter(|w| w[0] == "references") {
                references.push((last_name(room), pair[1].clone()));
            }
        }
    }
    let mut found = Vec::new();
    for (room, table) in references {
        let Some(owner) = owners.get(&table) else {
            found.push(format!("{room} references {table}, which no room makes"));
            continue;
        };
        let manifest = rooms.iter().find(|(name, _)| last_name(name) == room).map(|(_, path)| path.clone());
        let text = manifest.and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default();
        if *owner != room && !dependencies(&text, &local).contains(owner) {
            found.push(format!("{room} references {table} of {owner}, on which it does not lean"));
        }
    }
    found
}

/// The texts of a room's migrations: its folder, or `migrations.rs`.
fn migrations(manifest: &Path) -> Vec<String> {
    let room = manifest.parent().unwrap_or(manifest);
    let inside = |path: &&PathBuf| path.starts_with(room) && path.to_string_lossy().contains("migrations");
    house::files().iter().filter(inside).filter_map(|path| std::fs::read_to_string(path).ok()).collect()
}

fn words(sql: &str) -> Vec<String> {
    let without_remarks: Vec<&str> = sql.lines().map(|line| line.split("--").next().unwrap_or("")).collect();
    let text = without_remarks.join(" ").to_lowercase();
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.split(|c: char| !is_part(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Crates that `deny.toml` bans and `Cargo.lock` holds.
pub(super) fn banned() -> Vec<String> {
    let read = |name: &str| std::fs::read_to_string(house::root().join(name)).unwrap_or_default();
    let (deny, lock) = (read("deny.toml"), read("Cargo.lock"));
    let bans = deny.split_once("[bans]").map_or("", |(_, rest)| rest);
    let names = bans.lines().filter_map(|line| line.trim().strip_prefix("{ name = \"")?.split('"').next());
    let held = names.filter(|name| lock.contains(&format!("name = \"{name}\"\n")));
    held.map(|name| format!("Cargo.lock holds {name}, which deny.toml bans")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_is_read_from_its_table() {
        let text = "# A\n\n## Map\n\n| Room | What | Leans on |\n|---|---|---|\n| `platform/kernel` | ids | - |\n\
                    | `platform/files/` | content | kernel, vault |\n\n## Next\n\n| `platform/x` | a | b |\n";
        let arrows = map(text);
        assert_eq!(arrows.len(), 2);
        assert!(arrows["platform/kernel"].is_empty());
        assert_eq!(
            arrows["platform/files"].iter().map(String::as_str).collect::<Vec<_>>(),
            ["kernel", "vault"]
        );
    }

    #[test]
    fn only_local_crates_under_dependencies_are_arrows() {
        let local = BTreeSet::from(["kernel".to_owned(), "testkit".to_owned()]);
        let manifest =
            "[dependencies]\nkernel.workspace = true\nserde = \"1\"\n[dev-dependencies]\ntestkit = {}\n";
        assert_eq!(dependencies(manifest, &local), BTreeSet::from(["kernel".to_owned()]));
    }

    #[test]
    fn sql_words_are_read_without_remarks() {
        assert_eq!(
            words("a INT references b(id), -- references c\n d"),
            ["a", "int", "references", "b", "id", "d"]
        );
    }
}
