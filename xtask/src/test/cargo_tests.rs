//! The stages that cargo does: building and judging everything once, then running every test on both engines.

use super::lanes::{self, Job};
use crate::house;
use crate::problem::{Context, Outcome, Problem};
use crate::servers::postgres;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where tests that start or kill the server find it.
const BINARY: &str = "MOTCUA_BIN";

/// What is built and run: unit and integration tests.
const TESTS: [&str; 3] = ["--workspace", "--locked", "--tests"];

/// What was built.
pub(super) struct Built {
    /// The server.
    pub(super) server: PathBuf,
    tests: Vec<TestBinary>,
}

/// One program of tests, and the folder of its package, in which it runs.
struct TestBinary {
    name: String,
    path: PathBuf,
    folder: PathBuf,
}

/// Cargo with clippy as the compiler of our own crates: what is built is judged on the way, and a warning
/// is an error. Apart, clippy would read all dependencies and all of the house a second time.
fn cargo() -> Command {
    let mut cargo = house::command("cargo");
    cargo.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
    // As `cargo clippy -- -D warnings` hands it on.
    cargo.env("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__");
    // Nobody goes on editing what this builds.
    cargo.env("CARGO_INCREMENTAL", "0");
    cargo
}

/// Builds the server, all tests and all examples, and says where they are. In one go: alone, the server
/// would be built on packages with fewer features than the tests', and most of the house a second time.
pub(super) fn build() -> Outcome<Built> {
    let mut line = cargo();
    line.args(["build", "--bins", "--examples", "--quiet"]).args(TESTS);
    line.arg("--message-format=json-render-diagnostics").stderr(Stdio::inherit());
    println!("$ {}", house::words(&line));
    built(&house::read(&mut line)?)
}

/// What cargo says it made, one JSON text a line.
fn built(said: &str) -> Outcome<Built> {
    let (mut server, mut tests) = (None, Vec::new());
    for line in said.lines() {
        let made: serde_json::Value = serde_json::from_str(line)?;
        let Some(path) = made["executable"].as_str().map(PathBuf::from) else { continue };
        let target = &made["target"];
        let name = target["name"].as_str().unwrap_or_default();
        if made["profile"]["test"] == true {
            let manifest = Path::new(made["manifest_path"].as_str().unwrap_or_default());
            let folder = manifest.parent().unwrap_or(manifest).to_path_buf();
            let room = folder.file_name().unwrap_or_default().to_string_lossy();
            tests.push(TestBinary { name: format!("{room} {name}"), path, folder });
        } else if name == "motcua" && target["kind"][0] == "bin" {
            server = Some(path);
        }
    }
    let server = server.ok_or_else(|| Problem::new("cargo built no server"))?;
    Ok(Built { server, tests })
}

/// Runs every test against the cluster at `url`, with its files in `place`: how many passed, how many failed,
/// and the outcome.
pub(super) fn run(built: Built, url: &str, place: &Path) -> (u64, u64, Outcome) {
    let mut tests = built.tests;
    // The largest first: it takes longest, and the others fill what it leaves of the machine.
    tests.sort_by_key(|test| std::cmp::Reverse(std::fs::metadata(&test.path).map_or(0, |file| file.len())));
    let mut jobs = Vec::new();
    for test in tests {
        let mut command = Command::new(&test.path);
        command.current_dir(&test.folder).env("CARGO_MANIFEST_DIR", &test.folder);
        command
            .env(postgres::SHARED, url)
            .env(BINARY, &built.server)
            .env("INSTA_UPDATE", "no")
            .env("TMPDIR", place);
        jobs.push(Job { name: test.name, command });
    }
    match examples() {
        Ok(command) => jobs.push(Job { name: "examples in documentation".to_owned(), command }),
        Err(problem) => return (0, 0, Err(problem)),
    }
    lanes::run(jobs, cargo_line)
}

/// The command that runs the examples in the documentation of every room that has one: asking a room
/// without costs seconds.
fn examples() -> Outcome<Command> {
    let mut line = cargo();
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
    use super::{built, cargo_line, opens_example};

    #[test]
    fn what_cargo_made_is_known_by_what_it_is_for() {
        let said = concat!(
            r#"{"manifest_path":"/h/app/Cargo.toml","target":{"kind":["lib"],"name":"motcua"},"profile":{"test":false},"executable":null}"#,
            "\n",
            r#"{"manifest_path":"/h/app/Cargo.toml","target":{"kind":["bin"],"name":"motcua"},"profile":{"test":false},"executable":"/t/motcua"}"#,
            "\n",
            r#"{"manifest_path":"/h/app/Cargo.toml","target":{"kind":["bin"],"name":"motcua"},"profile":{"test":true},"executable":"/t/deps/motcua-1"}"#,
            "\n",
            r#"{"reason":"build-finished","success":true}"#,
        );
        let built = built(said).unwrap();
        assert_eq!(built.server.to_str(), Some("/t/motcua"));
        let tests: Vec<_> = built.tests.iter().map(|test| (test.name.as_str(), test.path.to_str())).collect();
        assert_eq!(tests, [("app motcua", Some("/t/deps/motcua-1"))]);
    }

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
