//! Programs of tests, as many at a time as the machine has cores. Cargo runs one after another, and a
//! program whose last test waits leaves the other cores idle.

use crate::problem::{Outcome, Problem};
use std::io::Write;
use std::process::{Command, Output, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// One program, and what people call it.
pub(super) struct Job {
    pub(super) name: String,
    pub(super) command: Command,
}

/// Runs every job, also when one fails, shows the output of each when it has ended, and adds up what
/// `count` finds in it: how many passed, how many failed, and the outcome.
pub(super) fn run(jobs: Vec<Job>, count: fn(&str) -> (u64, u64)) -> (u64, u64, Outcome) {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let queue = Mutex::new(jobs.into_iter());
    let sum = Mutex::new((0, 0, Vec::new()));
    let lane = || {
        loop {
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some(Job { name, mut command }) = next else { break };
            let started = Instant::now();
            let ended = command.stdin(Stdio::null()).output();
            let seconds = started.elapsed().as_secs_f32();
            let (good, bad) = ended.as_ref().map_or((0, 0), |output| counted(output, count));
            // One at a time: what a program said stays together.
            let mut sum = sum.lock().unwrap_or_else(PoisonError::into_inner);
            println!("\n   {name}: {seconds:.1} s");
            sum.0 += good;
            sum.1 += bad;
            match ended {
                Ok(output) => {
                    shown(&output);
                    if !output.status.success() {
                        sum.2.push(format!("{name} ({})", output.status));
                    }
                }
                Err(error) => sum.2.push(format!("{name} (cannot be started: {error})")),
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(lane);
        }
    });
    let (passed, failed, wrong) = sum.into_inner().unwrap_or_else(PoisonError::into_inner);
    let outcome =
        if wrong.is_empty() { Ok(()) } else { Err(Problem::new(format!("failed: {}", wrong.join(", ")))) };
    (passed, failed, outcome)
}

fn counted(output: &Output, count: fn(&str) -> (u64, u64)) -> (u64, u64) {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().map(count).fold((0, 0), |sum, line| (sum.0 + line.0, sum.1 + line.1))
}

fn shown(output: &Output) {
    let _ = std::io::stdout().write_all(&output.stdout);
    let _ = std::io::stderr().write_all(&output.stderr);
}

#[cfg(test)]
mod tests {
    use super::{Job, run};
    use std::process::Command;

    fn job(name: &str, script: &str) -> Job {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script]);
        Job { name: name.to_owned(), command }
    }

    fn ones(line: &str) -> (u64, u64) {
        (u64::from(line == "good"), u64::from(line == "bad"))
    }

    #[test]
    fn every_job_runs_and_those_that_failed_are_named() {
        let jobs = vec![
            job("first", "echo good; echo bad; exit 3"),
            job("second", "echo good"),
            job("third", "echo good; kill -9 $$"),
        ];
        let (passed, failed, outcome) = run(jobs, ones);
        assert_eq!((passed, failed), (3, 1));
        let said = outcome.unwrap_err().to_string();
        assert!(said.contains("first") && said.contains("third") && !said.contains("second"), "{said}");
    }

    #[test]
    fn a_program_that_is_not_there_is_a_failure() {
        let job = Job { name: "none".to_owned(), command: Command::new("/khong/co") };
        let (passed, failed, outcome) = run(vec![job], ones);
        assert_eq!((passed, failed), (0, 0));
        assert!(outcome.unwrap_err().to_string().contains("none"));
    }
}
