//! Schema steps, numbered per room. Each runs once, in a transaction of its own; the database
//! remembers its text's hash, so a step that changed after it ran is noticed.
//!
//! From the first release on a change is made in two releases: expand (add what is new, fill it,
//! let the old and the new program both run), then contract (drop what nobody reads any more).

use crate::db::{Inner, fault_of};
use crate::{Db, Engine, Expect, Tx, params};
use kernel::{Clock, Fault};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// The schema steps of one room, in order; step n is the one at index n-1.
#[derive(Clone, Copy, Debug)]
pub struct Migrations {
    /// The room (crate) they belong to.
    pub room: &'static str,
    /// SQL with the type words `INT`, `TEXT`, `BYTES`; every `create table` ends with `) STRICT;`.
    pub steps: &'static [&'static str],
}

/// The store's own tables.
pub const MIGRATIONS: Migrations =
    Migrations { room: "store", steps: &[include_str!("../migrations/0001_store.sql")] };

const LEDGER: &str = "create table if not exists schema_step (room TEXT not null, step INT not null, \
    hash TEXT not null, applied_at INT not null, primary key (room, step)) STRICT";

crate::statements! {
    /// Every step the database holds.
    static STEPS_APPLIED: scan = "select room, step, hash from schema_step order by room, step";
    static KEEP_STEP = "insert into schema_step (room, step, hash, applied_at) values (?1, ?2, ?3, ?4)";
    /// One process at a time changes the schema; the lock ends with the transaction.
    static LOCK_SCHEMA: postgres = "select 1 from pg_advisory_xact_lock(5207640)";
}

struct Applied {
    room: String,
    step: usize,
    hash: String,
}

/// One step of one room.
#[derive(Clone, Copy)]
struct Step {
    room: &'static str,
    number: usize,
    text: &'static str,
}

impl Db {
    /// Brings the schema up to what this program knows: the store's own tables, then `sets` in
    /// order. Refuses a database that is ahead of the program. An existing SQLite file is copied
    /// beside itself first; PostgreSQL is backed up by its own means.
    pub fn migrate(&self, sets: &[Migrations]) -> Result<(), Fault> {
        let engine = self.engine();
        self.write_blocking(move |tx| {
            lock(tx)?;
            Ok(tx.script(&crate::ddl::expand(LEDGER, engine))?)
        })
        .map_err(fault_of)?;
        let applied = self.read_blocking(|tx| Ok(applied(tx)?)).map_err(fault_of)?;
        let all: Vec<Migrations> = std::iter::once(MIGRATIONS).chain(sets.iter().copied()).collect();
        let pending = pending(&all, &applied)?;
        if let (Some(first), false, Inner::Sqlite(sqlite)) =
            (pending.first(), applied.is_empty(), self.inner())
        {
            let copy = copy_before(sqlite.path(), first)?;
            tracing::info!(copy = %copy.display(), "the database was copied before its schema changes");
        }
        for step in pending {
            self.write_blocking(move |tx| Ok(apply(tx, step)?)).map_err(|failure| {
                fault_of(failure).context(format_args!("schema step {} of {}", step.number, step.room))
            })?;
            tracing::debug!(room = step.room, step = step.number, "schema step applied");
        }
        Ok(())
    }
}

fn lock(tx: &mut Tx<'_>) -> Result<(), Fault> {
    match tx.engine() {
        Engine::Sqlite => Ok(()),
        Engine::Postgres => tx.row(&LOCK_SCHEMA, &[], |_| Ok(())),
    }
}

fn applied(tx: &mut Tx<'_>) -> Result<Vec<Applied>, Fault> {
    tx.rows(&STEPS_APPLIED, &[], |row| {
        Ok(Applied { room: row.get(0)?, step: row.get(1)?, hash: row.get(2)? })
    })
}

/// `(room, step, hash)` of every step the database holds, for the backup.
pub(crate) fn steps(tx: &mut Tx<'_>) -> Result<Vec<(String, usize, String)>, Fault> {
    Ok(applied(tx)?.into_iter().map(|done| (done.room, done.step, done.hash)).collect())
}

/// The steps that are still to be run; a fault when the database and the program do not agree.
fn pending(sets: &[Migrations], applied: &[Applied]) -> Result<Vec<Step>, Fault> {
    for done in applied {
        let known = sets.iter().find(|set| set.room == done.room).map_or(&[][..], |set| set.steps);
        match known.get(done.step.wrapping_sub(1)) {
            Some(text) if hash(text) == done.hash => {}
            Some(_) => {
                return Err(Fault::new(format_args!(
                    "schema step {} of {} is not the one this database was made with; a step is never changed, add a new one",
                    done.step, done.room
                )));
            }
            None => {
                return Err(Fault::new(format_args!(
                    "the database was written by a newer program: it holds step {} of {}, this program knows {}. \
                     Start the newer program, or restore the copy made before the upgrade",
                    done.step,
                    done.room,
                    known.len()
                )));
            }
        }
    }
    let is_done = |step: &Step| applied.iter().any(|done| done.room == step.room && done.step == step.number);
    let all = sets.iter().flat_map(|set| {
        set.steps.iter().enumerate().map(|(at, text)| Step { room: set.room, number: at + 1, text })
    });
    Ok(all.filter(|step| !is_done(step)).collect())
}

/// Runs one step, unless another process just did.
fn apply(tx: &mut Tx<'_>, step: Step) -> Result<(), Fault> {
    lock(tx)?;
    if applied(tx)?.iter().any(|done| done.room == step.room && done.step == step.number) {
        return Ok(());
    }
    if let Some(wrong) = crate::ddl::wrong_in(step.text) {
        return Err(Fault::new(wrong));
    }
    let text = crate::ddl::expand(step.text, tx.engine());
    if tx.engine() == Engine::Sqlite {
        // A table may be rebuilt: references are counted again at the commit.
        tx.script("pragma defer_foreign_keys = on")?;
    }
    for statement in crate::ddl::split(&text) {
        tx.script(&statement).map_err(|fault| fault.context(first_line(&statement)))?;
    }
    let number = i64::try_from(step.number).map_err(Fault::new)?;
    let now = Clock::system().technical();
    tx.send(&KEEP_STEP, &params![step.room, number, hash(step.text), now], Expect::Any).map_err(fault_of)
}

fn first_line(statement: &str) -> String {
    statement.lines().next().unwrap_or_default().to_owned()
}

/// Spaces, line ends and comments do not count.
fn hash(text: &str) -> String {
    let words = crate::ddl::split(text).join(";");
    let spaced = words.split_whitespace().collect::<Vec<_>>().join(" ");
    Sha256::digest(spaced).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// One consistent copy beside the database: `motcua.db.before-cases-4`.
fn copy_before(path: &Path, step: &Step) -> Result<PathBuf, Fault> {
    let name = |end: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".before-{}-{}{end}", step.room, step.number));
        PathBuf::from(name)
    };
    let (copy, unfinished) = (name(""), name(".unfinished"));
    let at = |fault: Fault| fault.context(format_args!("copying the database to {}", copy.display()));
    if unfinished.exists() {
        std::fs::remove_file(&unfinished).map_err(|error| at(error.into()))?;
    }
    crate::sqlite::make_private(&unfinished).map_err(|error| at(error.into()))?;
    crate::sqlite::copy(path, &unfinished).map_err(at)?;
    std::fs::rename(&unfinished, &copy).map_err(|error| at(error.into()))?;
    Ok(copy)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASES: Migrations = Migrations {
        room: "cases",
        steps: &["create table a (id INT) STRICT;", "create index i on a (id);"],
    };

    fn done(step: usize, text: &str) -> Applied {
        Applied { room: "cases".into(), step, hash: hash(text) }
    }

    #[test]
    fn only_what_is_missing_is_run() {
        let steps = pending(&[CASES], &[done(1, CASES.steps[0])]).unwrap();
        assert_eq!(steps.iter().map(|step| step.number).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn a_newer_database_is_refused_in_words() {
        let fault = pending(&[CASES], &[done(3, "")]).err().unwrap().to_string();
        assert!(
            fault.contains("newer program") && fault.contains("step 3 of cases, this program knows 2"),
            "{fault}"
        );
    }

    #[test]
    fn a_step_changed_after_it_ran_is_noticed_but_its_spaces_are_not() {
        assert!(pending(&[CASES], &[done(1, "create table  a\n(id INT) -- x\n STRICT;")]).is_ok());
        assert!(pending(&[CASES], &[done(1, "create table b (id INT) STRICT;")]).is_err());
    }
}
