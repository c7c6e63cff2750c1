//! The stages that cargo does: building everything once, then running every test on both engines.

use crate::house;
use crate::problem::{Context, Outcome, Problem};
use crate::servers::postgres;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where tests that start or kill the server find it.
const BINARY: &str = "MOTCUA_BIN";

/// What is built and run: unit and integration tests. Examples are held by clippy.
const TESTS: [&str; 3] = ["--workspace", "--locked", "--tests"];

/// Builds all tests and the server; apart, so that a slow build is not taken for slow tests.
pub(super) fn build() -> Outcome<String> {
    build_binary()?;
    Ok(String::new())
}

/// Builds the server and the tests, and says where the server is. In one go: alone, the server would be
/// built on packages with fewer features than the tests', and most of the house a second time.
pub(super) fn build_binary() -> Outcome<PathBuf> {
    house::run(house::command("cargo").args(["build", "--bins", "--quiet"]).args(TESTS))?;
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
    let mut tests = house::command("cargo");
    tests.args(["test", "--no-fail-fast"]).args(TESTS);
    tests.env(postgres::SHARED, url).env(BINARY, binary).env("INSTA_UPDATE", "no");
    let (passed, failed, outcome) = run_counted(&mut tests, cargo_line);
    let (examples, wrong, documents) = match examples() {
        Ok(mut line) => run_counted(&mut line, cargo_line),
        Err(problem) => (0, 0, Err(problem)),
    };
    (passed + examples, failed + wrong, outcome.and(documents))
}

/// The command that runs the examples in the documentation of every room that has one: asking a room
/// without costs seconds.
fn examples() -> Outcome<Command> {
    let mut line = house::command("cargo");
    line.args(["test", "--doc", "--locked", "--no-fail-fast"]);
    for folder in ["platform", "capabilities"] {
        for room in std::fs::read_dir(house::root().join(folder))? {
            let room = room?;
            if has_example(&room.path().join("src"))? {
                line.arg("--package").arg(room.file_name());
            }
        }
    }
    Ok(line)
}

/// True when documentation of some source in the folder opens a block of code.
fn has_example(folder: &Path) -> Outcome<bool> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let found = if path.is_dir() {
            has_example(&path)?
        } else {
            path.extension().is_some_and(|end| end == "rs") && opens_example(&std::fs::read_to_string(&path)?)
        };
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}

fn opens_example(source: &str) -> bool {
    let documents = source.lines().filter_map(|line| {
        let line = line.trim_start();
        line.strip_prefix("///").or_else(|| line.strip_prefix("//!"))
    });
    documents.map(str::trim_start).any(|line| line.starts_with("```") || line.starts_with("~~~"))
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
        // Node makes pipes it is given answer at once, full or not: it must not be given ours.
        if let Some(mut errors) = child.stderr.take() {
            std::thread::spawn(move || std::io::copy(&mut errors, &mut std::io::stderr()));
        }
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
    use super::{cargo_line, opens_example};

    #[test]
    fn the_closing_line_of_a_test_binary_is_counted() {
        let line =
            "test result: ok. 12 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.02s";
        assert_eq!(cargo_line(line), (12, 3));
        assert_eq!(cargo_line("test a_test_that_passed ... ok"), (0, 0));
    }

    #[test]
    fn only_rooms_with_an_example_are_asked_for_theirs() {
        assert!(opens_example("/// As in\n    /// ```\n    /// f();\n    /// ```\nfn f() {}"));
        assert!(!opens_example("// ```\nfn f() {} // no documentation"));
    }
}
