//! Where the databases and files of tests stand: in memory, where the machine has enough of it. Every commit of
//! SQLite waits for the disk, and a test that waits proves nothing more: it kills processes, never the machine.

use crate::house;
use crate::problem::Outcome;
use crate::servers::Scratch;
use std::path::Path;

/// Files that are kept in memory only.
const MEMORY: &str = "/dev/shm";
/// As much must be free: a cluster with its log, and some twenty houses with files of 30 MB.
const ENOUGH: u64 = 4 * 1024 * 1024 * 1024;
const PURPOSE: &str = "run";

/// A new folder for all temporary files of this run.
pub(super) fn folder() -> Outcome<Scratch> {
    if free(MEMORY).is_some_and(|bytes| bytes >= ENOUGH) {
        sweep(Path::new(MEMORY));
        return Scratch::inside(Path::new(MEMORY), PURPOSE);
    }
    Scratch::new(PURPOSE)
}

/// Bytes that are free where the folder stands; none where that cannot be said.
fn free(folder: &str) -> Option<u64> {
    let said = house::read(house::command("df").args(["--output=avail", "--block-size=1", folder])).ok()?;
    said.lines().last()?.trim().parse().ok()
}

/// Takes away what runs that were killed left behind.
fn sweep(place: &Path) {
    for entry in std::fs::read_dir(place).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let process = name.strip_prefix("motcua-run-").and_then(|id| id.parse::<u32>().ok());
        if process.is_some_and(|id| !Path::new(&format!("/proc/{id}")).exists()) {
            drop(std::fs::remove_dir_all(entry.path()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{free, sweep};
    use crate::servers::Scratch;

    #[test]
    fn what_is_free_is_said_in_bytes() {
        assert!(free("/").is_some_and(|bytes| bytes > 0));
        assert_eq!(free("/khong/co"), None);
    }

    #[test]
    fn only_what_the_dead_left_is_taken_away() {
        let place = Scratch::new("sweep").unwrap();
        let (dead, alive) = (place.path("motcua-run-4294967295"), place.path("motcua-run-1"));
        for folder in [&dead, &alive] {
            std::fs::create_dir(folder).unwrap();
        }
        sweep(place.folder());
        assert!(!dead.exists() && alive.exists());
    }
}
