//! The stage of the browser stories: a demonstration server per engine, and Node driving Chromium.

use super::cargo_tests::run_counted;
use crate::house;
use crate::problem::{Context, Outcome, Problem};
use crate::servers::{Engine, Scratch, Server};
use crate::setup;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// The civil time of the stories: a Monday morning within office hours.
const AT: &str = "2026-09-07T09:00:00+07:00";

/// Told on PostgreSQL too: every page answers there, and both main ways go through. The other stories are
/// about pages, which both engines fill alike; their commands run on both engines in tests/walkthroughs.
const ON_POSTGRES: [&str; 3] = ["citizen-nojs.test.mjs", "officers.test.mjs", "routes.test.mjs"];

/// Runs every story on SQLite and the main ones on PostgreSQL, with their files in `folder`: how many passed,
/// how many failed, and the outcome.
pub(super) fn run(binary: &Path, postgres_url: &str, folder: &Path) -> (u64, u64, Outcome) {
    let (mut passed, mut failed) = (0, 0);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (good, bad, outcome) = run_on(engine, binary, postgres_url, folder);
        passed += good;
        failed += bad;
        if outcome.is_err() {
            return (passed, failed, outcome);
        }
        if good == 0 {
            return (passed, failed, Err(Problem::new(format!("no story ran on {}", engine.name()))));
        }
    }
    (passed, failed, Ok(()))
}

fn run_on(engine: Engine, binary: &Path, postgres_url: &str, folder: &Path) -> (u64, u64, Outcome) {
    let prepared = || -> Outcome<(Scratch, Server, Vec<PathBuf>)> {
        let scratch = Scratch::inside(folder, &format!("stories-{}", engine.name()))?;
        let place = place(engine, &scratch, postgres_url);
        let accounts = scratch.path("accounts.json").display().to_string();
        let mut arguments: Vec<String> =
            ["demo", "--at", AT, "--accounts-json", &accounts].map(str::to_owned).into();
        let national = house::root().join("e2e/data/national.jsonl");
        arguments.extend(["--catalogue".to_owned(), national.display().to_string()]);
        arguments.extend(place.iter().cloned());
        let server = Server::start(binary, &arguments, &scratch.path("server.log"))?;
        println!("   {}: {} ready after {} ms", engine.name(), server.url(), server.ready_after.as_millis());
        let routes =
            house::read(house::command(&binary.display().to_string()).args(["routes", "--json"]).args(place))
                .context("the route table")?;
        std::fs::write(scratch.path("routes.json"), routes)?;
        Ok((scratch, server, stories(engine)?))
    };
    let (scratch, server, stories) = match prepared() {
        Ok(prepared) => prepared,
        Err(problem) => return (0, 0, Err(problem)),
    };
    let mut line = house::command("node");
    line.args(["--test", "--test-reporter=spec", "--test-concurrency=2"]).args(stories);
    line.env("MOTCUA_URL", server.url());
    line.env("MOTCUA_ENGINE", engine.name());
    line.env("MOTCUA_ACCOUNTS", scratch.path("accounts.json"));
    line.env("MOTCUA_ROUTES", scratch.path("routes.json"));
    line.env("MOTCUA_CHROMIUM", setup::CHROMIUM);
    line.env("MOTCUA_BIN", binary);
    line.env("TMPDIR", folder);
    line.stderr(Stdio::piped());
    let (passed, failed, outcome) = run_counted(&mut line, node_line);
    if outcome.is_err() {
        let said = std::fs::read_to_string(scratch.path("server.log")).unwrap_or_default();
        println!("the server said:\n{said}");
    }
    (passed, failed, outcome)
}

/// The arguments that say where the data of one engine stand.
fn place(engine: Engine, scratch: &Scratch, postgres_url: &str) -> Vec<String> {
    let mut place = vec!["--data".to_owned(), scratch.path("data").display().to_string()];
    if engine == Engine::Postgres {
        place.extend(["--database".to_owned(), postgres_url.to_owned()]);
    }
    place
}

/// The files of stories, by name.
fn stories(engine: Engine) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(house::root().join("e2e"))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let told = match engine {
            Engine::Sqlite => name.ends_with(".test.mjs"),
            Engine::Postgres => ON_POSTGRES.contains(&name.as_str()),
        };
        if told {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

/// `ℹ pass 12` and `ℹ fail 0`, as Node's reporter closes.
fn node_line(line: &str) -> (u64, u64) {
    let number = |word: &str| -> u64 {
        line.strip_prefix(word).and_then(|number| number.trim().parse().ok()).unwrap_or(0)
    };
    (number("ℹ pass "), number("ℹ fail "))
}

#[cfg(test)]
mod tests {
    use super::node_line;

    #[test]
    fn the_closing_lines_of_node_are_counted() {
        assert_eq!(node_line("ℹ pass 12"), (12, 0));
        assert_eq!(node_line("ℹ fail 2"), (0, 2));
        assert_eq!(node_line("✔ a story (12ms)"), (0, 0));
    }
}
