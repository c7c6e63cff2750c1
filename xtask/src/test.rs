//! `cargo xtask test`: everything a change must pass, in stages, with the time of each.

mod browser;
mod cargo_tests;
mod fleeting;
mod lanes;

use crate::house;
use crate::problem::{Outcome, Problem};
use crate::servers::{self, postgres};
use crate::setup;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The whole command must end within this time on two cores.
const LIMIT: Duration = Duration::from_secs(15 * 60);
/// On a clean machine, which installs and compiles everything first and may share its cores, going
/// over [`LIMIT`] is said loudly; only this much is a failure.
const CLEAN_LIMIT: Duration = Duration::from_secs(40 * 60);

/// What `cargo xtask test` is asked to do.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Run only this stage; may be given several times
    #[arg(long = "stage", value_name = "NAME", value_parser = clap::builder::PossibleValuesParser::new(NAMES))]
    stages: Vec<String>,
}

/// What the stages share.
#[derive(Default)]
struct Bench {
    cluster: Option<postgres::Cluster>,
    fleeting: Option<servers::Scratch>,
    passed: u64,
    failed: u64,
}

impl Bench {
    /// The cluster of this run, started on first need.
    fn cluster(&mut self) -> Outcome<&postgres::Cluster> {
        if self.cluster.is_none() {
            let place = self.fleeting()?;
            self.cluster = Some(servers::cluster_in(&place, postgres::Kind::Throwaway)?);
        }
        self.cluster.as_ref().ok_or_else(|| Problem::new("no cluster"))
    }

    /// The folder of this run's temporary files, made on first need.
    fn fleeting(&mut self) -> Outcome<PathBuf> {
        if self.fleeting.is_none() {
            self.fleeting = Some(fleeting::folder()?);
        }
        self.fleeting
            .as_ref()
            .map(|scratch| scratch.folder().to_path_buf())
            .ok_or_else(|| Problem::new("no folder"))
    }
}

type Stage = (&'static str, fn(&mut Bench) -> Outcome<String>);

const STAGES: &[Stage] =
    &[("needs", needs), ("fmt", fmt), ("build", build), ("tests", tests), ("browser", browser)];
const NAMES: [&str; 5] = ["needs", "fmt", "build", "tests", "browser"];

/// Runs the stages in order, stops at the first that fails, and prints the time of each.
pub(crate) fn run(options: &Options) -> Outcome {
    let whole = options.stages.is_empty();
    let chosen = |name: &str| whole || options.stages.iter().any(|stage| stage == name);
    let started = Instant::now();
    let mut bench = Bench::default();
    let mut table = Vec::new();
    let mut outcome = Ok(());
    for (name, stage) in STAGES.iter().filter(|(name, _)| chosen(name)) {
        println!("\n== {name}");
        let stage_started = Instant::now();
        let result = stage(&mut bench);
        let time = stage_started.elapsed();
        let note = match result {
            Ok(note) => note,
            Err(problem) => {
                outcome = Err(problem);
                "FAILED".to_owned()
            }
        };
        println!("-- {name}: {} {note}", shown(time));
        table.push((*name, time, note));
        if outcome.is_err() {
            break;
        }
    }
    drop(bench.cluster.take());
    drop(bench.fleeting.take());
    let total = started.elapsed();
    print_table(&table, total);
    if bench.passed + bench.failed > 0 {
        println!("\n{} passed, {} failed", bench.passed, bench.failed);
    }
    outcome?;
    let limit = if house::is_ci() { CLEAN_LIMIT } else { LIMIT };
    if total > limit {
        return Err(Problem::new(format!("over the limit: {} of {}", shown(total), shown(limit))));
    }
    if total > LIMIT {
        println!("OVER {}: find what takes the time before it becomes usual", shown(LIMIT));
    }
    if (whole || chosen("tests")) && bench.passed == 0 {
        return Err(Problem::new("no test ran, and that is not a pass"));
    }
    Ok(())
}

fn print_table(table: &[(&str, Duration, String)], total: Duration) {
    println!("\nstage       time");
    for (name, time, note) in table {
        println!("{name:<10} {:>5}  {note}", shown(*time));
    }
    println!("{:<10} {:>5}  of {} allowed", "whole", shown(total), shown(LIMIT));
}

fn shown(time: Duration) -> String {
    format!("{}:{:02}", time.as_secs() / 60, time.as_secs() % 60)
}

fn needs(_: &mut Bench) -> Outcome<String> {
    if house::is_root() || house::is_ci() {
        setup::run()?;
    } else if let Some(line) = setup::missing() {
        return Err(Problem::new(format!(
            "the tests need more than this machine has. Run this line:\n  {line}"
        )));
    }
    Ok(match shared_data() {
        Some(folder) => format!("checks against {} run in addition", folder.display()),
        None => "no ../shared/data beside this clone: its additional checks do not apply".to_owned(),
    })
}

/// The folder of real inputs beside the clone, where there is one.
fn shared_data() -> Option<PathBuf> {
    let beside = house::root().parent()?.join("shared").join("data");
    beside.is_dir().then(|| PathBuf::from("../shared/data"))
}

fn fmt(_: &mut Bench) -> Outcome<String> {
    house::run(house::command("cargo").args(["fmt", "--all", "--check"]))?;
    Ok(String::new())
}

/// Apart from the tests, so that a slow build is not taken for slow tests.
fn build(_: &mut Bench) -> Outcome<String> {
    cargo_tests::build()?;
    Ok("clippy has nothing to say".to_owned())
}

fn tests(bench: &mut Bench) -> Outcome<String> {
    let built = cargo_tests::build()?;
    let url = bench.cluster()?.url("postgres");
    let (passed, failed, outcome) = cargo_tests::run(built, &url, &bench.fleeting()?);
    bench.passed += passed;
    bench.failed += failed;
    outcome?;
    Ok(format!("{passed} passed"))
}

fn browser(bench: &mut Bench) -> Outcome<String> {
    let binary = cargo_tests::build()?.server;
    let database = bench.cluster()?.new_database("stories").map_err(Problem::new)?;
    let (passed, failed, outcome) = browser::run(&binary, &database, &bench.fleeting()?);
    bench.passed += passed;
    bench.failed += failed;
    outcome?;
    Ok(format!("{passed} passed"))
}
