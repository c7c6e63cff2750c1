//! The stages that cargo does: building everything once, then running every test on both engines.

use crate::house;
use crate::problem::{Context, Outcome, Problem};
use crate::servers::postgres;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Where tests that start or kill the server find it.
const BINARY: &str = "MOTCUA_BIN";

/// Builds all tests and the server; apart, so that a slow build is not taken for slow tests.
pub(super) fn build() -> Outcome<String> {
    house::run(house::command("cargo").args(["test", "--workspace", "--locked", "--quiet", "--no-run"]))?;
    build_binary()?;
    Ok(String::new())
}

/// Builds the server with the same features as the tests, and says where it is.
pub(super) fn build_binary() -> Outcome<PathBuf> {
    house::run(house::command("cargo").args(["build", "--workspace", "--bins", "--locked", "--quiet"]))?;
    let answer = house::read(house::command("cargo").args(["metadata", "--no-deps", "--format-version=1"]))?;
    let answer: serde_json::Value = serde_json::from_str(&answer)?;
    let target =
        answer["target_directory"].as_str().ok_or_else(|| Problem::new("cargo names no target folder"))?;
    Ok(PathBuf::from(target).join("debug").join("motcua"))
}

/// Runs every test against the cluster at `url`: how many passed, how many failed, and the outcome.
pub(super) fn run(url: &str) -> (u64, u64, Outcome) {
    let binary = match build_binary() {
        Ok(binary) => binary,
        Err(problem) => return (0, 0, Err(problem)),
    };
    let mut line = house::command("cargo");
    line.args(["test", "--workspace", "--locked", "--no-fail-fast"]);
    line.env(postgres::SHARED, url).env(BINARY, binary).env("INSTA_UPDATE", "no");
    run_counted(&mut line, cargo_line)
}

/// `test result: ok. 12 passed; 0 failed; …`
fn cargo_line(line: &str) -> (u64, u64) {
    let Some(rest) = line.strip_prefix("test result: ") else { return (0, 0) };
    let number = |word: &str| -> u64 {
        let part = rest.split([';', '.']).map(str::trim).find(|part| part.ends_with(word));
        part.and_then(|part| part.split(' ').next()).and_then(|number| number.parse().ok()).unwrap_or(0)
    };
    (number(" passed"), number(" failed"))
}

/// Runs the command, passes its output on line by line, and adds up what `count` finds in it.
pub(super) fn run_counted(command: &mut Command, count: fn(&str) -> (u64, u64)) -> (u64, u64, Outcome) {
    let words = house::words(command);
    println!("$ {words}");
    let (mut passed, mut failed) = (0, 0);
    let mut attempt = || -> Outcome {
        let mut child =
            command.stdout(Stdio::piped()).spawn().context(format_args!("cannot start `{words}`"))?;
        let output = child.stdout.take().ok_or_else(|| Problem::new("no output"))?;
        for line in BufReader::new(output).split(b'\n') {
            let line = line?;
            std::io::stdout().write_all(&line)?;
            std::io::stdout().write_all(b"\n")?;
            let (good, bad) = count(&String::from_utf8_lossy(&line));
            passed += good;
            failed += bad;
        }
        let status = child.wait()?;
        if status.success() { Ok(()) } else { Err(Problem::new(format!("`{words}` failed ({status})"))) }
    };
    let outcome = attempt();
    (passed, failed, outcome)
}

#[cfg(test)]
mod tests {
    use super::cargo_line;

    #[test]
    fn the_closing_line_of_a_test_binary_is_counted() {
        let line =
            "test result: ok. 12 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.02s";
        assert_eq!(cargo_line(line), (12, 3));
        assert_eq!(cargo_line("test a_test_that_passed ... ok"), (0, 0));
    }
}
