//! Developer commands of this house: `setup`, `test`, `bench`, `tidy`. `CONTRIBUTING.md` says when to use
//! which; `cargo xtask --help` says how.
#![allow(clippy::print_stdout, reason = "a command for people: what it prints is its work")]
#![allow(clippy::disallowed_methods, reason = "a developer's tool reads the environment of the developer")]

mod bench;
mod house;
mod problem;
mod servers;
mod setup;
mod test;
mod tidy;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Developer commands of Một Cửa")]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what the tests need: PostgreSQL, Chromium, fonts, Node, the packages of e2e/
    Setup,
    /// Formatting, clippy, all tests on both engines, browser stories; fails when over 15 minutes
    Test(test::Options),
    /// Measure the release build under load and compare with the targets
    Bench(bench::Options),
    /// Check what no compiler checks: arrows, named paths, templates, machine paths
    Tidy,
    /// The load generator of `bench`, which starts it as a process of its own
    #[command(hide = true)]
    BenchClient(bench::client::Options),
}

fn main() -> ExitCode {
    let outcome = match Line::parse().command {
        Command::Setup => setup::run(),
        Command::Test(options) => test::run(&options),
        Command::Bench(options) => bench::run(&options),
        Command::Tidy => tidy::run(),
        Command::BenchClient(options) => bench::client::run(&options),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\nxtask: {problem}");
            ExitCode::FAILURE
        }
    }
}
