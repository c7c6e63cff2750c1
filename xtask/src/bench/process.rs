//! What a process has cost so far, from `/proc`.

use crate::problem::{Context, Outcome, Problem};
use serde::Serialize;
use std::collections::BTreeMap;

/// The kernel counts CPU time in hundredths of a second on every architecture we build for.
const TICKS_PER_SECOND: f64 = 100.0;

/// Memory of the server.
#[derive(Default, Serialize)]
pub(super) struct Memory {
    pub(super) now_mb: f64,
    pub(super) peak_mb: f64,
}

struct Stat {
    parent: u32,
    own_ticks: u64,
    ended_children_ticks: u64,
}

fn stat(pid: u32) -> Option<Stat> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // the name stands in brackets and may hold anything, so the fields are counted from behind it
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let number = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok());
    Some(Stat {
        parent: u32::try_from(number(1)?).ok()?,
        own_ticks: number(11)? + number(12)?,
        ended_children_ticks: number(13)? + number(14)?,
    })
}

/// CPU seconds of one process, all its threads, those that ended included.
pub(super) fn cpu_of(pid: u32) -> Outcome<f64> {
    let stat = stat(pid).ok_or_else(|| Problem::new(format!("process {pid} is gone")))?;
    Ok(stat.own_ticks as f64 / TICKS_PER_SECOND)
}

/// CPU seconds of a process and all that descend from it, those that ended included.
pub(super) fn cpu_of_tree(root: u32) -> Outcome<f64> {
    let mut all: BTreeMap<u32, Stat> = BTreeMap::new();
    for entry in std::fs::read_dir("/proc")?.flatten() {
        if let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()) {
            all.extend(stat(pid).map(|stat| (pid, stat)));
        }
    }
    let belongs = |mut pid: u32| {
        for _ in 0..64 {
            if pid == root {
                return true;
            }
            match all.get(&pid) {
                Some(stat) => pid = stat.parent,
                None => return false,
            }
        }
        false
    };
    let ticks: u64 = all
        .iter()
        .filter(|(pid, _)| belongs(**pid))
        .map(|(_, stat)| stat.own_ticks + stat.ended_children_ticks)
        .sum();
    Ok(ticks as f64 / TICKS_PER_SECOND)
}

/// How much memory a process holds, and held at most.
pub(super) fn memory(pid: u32) -> Outcome<Memory> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status")).context("the server's memory")?;
    let kilobytes = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("");
        line.trim().split(' ').next().and_then(|number| number.parse::<f64>().ok()).unwrap_or(0.0)
    };
    Ok(Memory { now_mb: kilobytes("VmRSS:") / 1024.0, peak_mb: kilobytes("VmHWM:") / 1024.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_process_is_found_with_its_cost_and_memory() {
        let own = std::process::id();
        assert!(cpu_of(own).is_ok());
        assert!(cpu_of_tree(own).unwrap() >= cpu_of(own).unwrap() - 0.05);
        assert!(memory(own).unwrap().now_mb > 0.5);
    }
}
