//! The limits of the machine in the same run: figures of another day or disk say nothing about these.

use crate::problem::{Context, Outcome};
use serde::Serialize;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// What the machine can do.
#[derive(Default, Serialize)]
pub(super) struct Machine {
    /// Appends of 4 KiB, each followed by an fsync, per second.
    pub(super) fsyncs_per_s: f64,
    /// Rows of about 200 bytes into one table of the engine, one by one in one transaction, per second.
    pub(super) raw_inserts_per_s: f64,
    /// The kind of file system the run stands on.
    pub(super) file_system: String,
    pub(super) cores: usize,
}

/// Measures for about a second each, beside the data; on PostgreSQL in the database at `url`.
pub(super) fn measure(folder: &Path, url: Option<&str>) -> Outcome<Machine> {
    let words = "the machine's own limits could not be measured";
    std::fs::create_dir_all(folder)?;
    let fsyncs_per_s = fsync_rate(&folder.join("appended")).context(words)?;
    let raw_inserts_per_s = match url {
        None => sqlite_rate(&folder.join("raw.db")).context(words)?,
        Some(url) => postgres_rate(&folder.join("raw.sql"), url).context(words)?,
    };
    let file_system = file_system(folder);
    std::fs::remove_dir_all(folder).context(words)?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Ok(Machine { fsyncs_per_s, raw_inserts_per_s, file_system, cores })
}

const SECOND: Duration = Duration::from_secs(1);

fn fsync_rate(file: &Path) -> std::io::Result<f64> {
    let mut file = File::create(file)?;
    let block = [7_u8; 4096];
    let started = Instant::now();
    let mut count = 0_u32;
    while started.elapsed() < SECOND {
        file.write_all(&block)?;
        file.sync_all()?;
        count += 1;
    }
    Ok(f64::from(count) / started.elapsed().as_secs_f64())
}

fn sqlite_rate(file: &Path) -> rusqlite::Result<f64> {
    let db = rusqlite::Connection::open(file)?;
    db.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full;
         create table raw (id integer primary key, number integer not null, what blob not null) strict;",
    )?;
    let started = Instant::now();
    let mut count = 0_u32;
    db.execute_batch("begin immediate")?;
    {
        let mut insert = db.prepare("insert into raw (id, number, what) values (?1, ?2, ?3)")?;
        while started.elapsed() < SECOND {
            insert.execute(rusqlite::params![count, count % 977, [7_u8; 200]])?;
            count += 1;
        }
    }
    db.execute_batch("commit")?;
    Ok(f64::from(count) / started.elapsed().as_secs_f64())
}

/// PostgreSQL's own client sends a prepared statement as often as the server takes it.
fn postgres_rate(file: &Path, url: &str) -> Outcome<f64> {
    const ROWS: u32 = 20_000;
    let mut script = String::from(
        "create table raw (id bigint primary key, number bigint not null, what bytea not null);\n\
         prepare put (bigint, bigint, bytea) as insert into raw (id, number, what) values ($1, $2, $3);\nbegin;\n",
    );
    let what = "07".repeat(200);
    for row in 0..ROWS {
        script.push_str(&format!("execute put ({row}, {}, '\\x{what}');\n", row % 977));
    }
    script.push_str("commit;\ndrop table raw;\n");
    std::fs::write(file, script)?;
    let psql = crate::servers::postgres::programs().unwrap_or_default().join("psql");
    let mut line = crate::house::command(&psql.display().to_string());
    line.args(["--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--dbname", url, "--file"]).arg(file);
    let started = Instant::now();
    crate::house::read(&mut line)?;
    Ok(f64::from(ROWS) / started.elapsed().as_secs_f64())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_are_measured_on_both_engines() {
        let scratch = crate::servers::Scratch::new("machine-test").unwrap();
        assert!(measure(&scratch.path("a"), None).unwrap().raw_inserts_per_s > 100.0);
        let cluster = crate::servers::cluster(crate::servers::postgres::Kind::Throwaway).unwrap();
        let url = cluster.new_database("raw").unwrap();
        let machine = measure(&scratch.path("b"), Some(&url)).unwrap();
        assert!(machine.raw_inserts_per_s > 100.0 && machine.fsyncs_per_s > 1.0);
    }
}
