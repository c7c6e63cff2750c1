//! The limits of the machine in the same run: figures of another day or disk say nothing about these.

use crate::problem::{Context, Outcome};
use serde::Serialize;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// What the disk can do.
#[derive(Default, Serialize)]
pub(super) struct Machine {
    /// Appends of 4 KiB, each followed by an fsync, per second.
    pub(super) fsyncs_per_s: f64,
    /// Appends of 256 bytes without any fsync, per second: the ceiling of raw records.
    pub(super) appends_per_s: f64,
    /// The kind of file system the run stands on.
    pub(super) file_system: String,
    pub(super) cores: usize,
}

/// Measures for about a second each, in a file beside the data.
pub(super) fn measure(file: &Path) -> Outcome<Machine> {
    let words = "the machine's own limits could not be measured";
    let fsyncs_per_s = rate(file, 4096, true).context(words)?;
    let appends_per_s = rate(file, 256, false).context(words)?;
    std::fs::remove_file(file).context(words)?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Ok(Machine { fsyncs_per_s, appends_per_s, file_system: file_system(file), cores })
}

fn rate(file: &Path, size: usize, durable: bool) -> std::io::Result<f64> {
    let mut file = File::create(file)?;
    let block = vec![7_u8; size];
    let started = Instant::now();
    let mut count = 0_u32;
    while started.elapsed() < Duration::from_secs(1) {
        file.write_all(&block)?;
        if durable {
            file.sync_all()?;
        }
        count += 1;
    }
    Ok(f64::from(count) / started.elapsed().as_secs_f64())
}

/// The mount that holds the file: one in memory would make durability free.
fn file_system(file: &Path) -> String {
    let mounts = std::fs::read_to_string("/proc/mounts").unwrap_or_default();
    let mut best = ("", "unknown");
    for line in mounts.lines() {
        let mut fields = line.split(' ').skip(1);
        let (Some(at), Some(kind)) = (fields.next(), fields.next()) else { continue };
        if file.starts_with(at) && at.len() >= best.0.len() {
            best = (at, kind);
        }
    }
    best.1.to_owned()
}
