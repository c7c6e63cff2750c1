//! Future work: one row per kind and subject, run by one claimant loop per process.
//!
//! `due` is civil time, so that a demonstration clock can bring it nearer; leases and retries are
//! technical time. A row is leased first; then its handler and the change of the row share one
//! transaction that begins by locking the row, so that no two processes ever run it at once.

use crate::db::fault_of;
use crate::{Db, Expect, Tx, params};
use kernel::{Clock, Failure, Fault, Id, Moment, Refusal};
use std::future::Future;
use std::hash::{BuildHasher, RandomState};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

/// Rows claimed at once.
const CLAIM: i64 = 32;
/// A claim not finished in this time may be taken by another process.
const LEASE_MS: i64 = 60_000;
/// The first retry comes after this long, each later one after twice as long, at most an hour.
const FIRST_RETRY_MS: i64 = 5_000;
const LAST_RETRY_MS: i64 = 3_600_000;
/// One call runs at most so many rows: a handler that is always due would go round for ever.
const MOST: usize = 100_000;
const ERROR_LENGTH: usize = 300;
/// How long the loop sleeps when nothing is due.
const PAUSE: Duration = Duration::from_millis(500);

crate::statements! {
    static PUT = "insert into agenda (kind, subject, due, attempts, retry_at, leased_until, holder)
                  values (?1, ?2, ?3, 0, 0, 0, 0)
                  on conflict (kind, subject) do update set due = excluded.due, attempts = 0, retry_at = 0";
    static DROP_ROW = "delete from agenda where kind = ?1 and subject = ?2";
    static CLAIM_DUE = "update agenda set holder = ?1, leased_until = ?2
                        where leased_until <= ?3 and (kind, subject) in (
                          select kind, subject from agenda
                          where due <= ?4 and retry_at <= ?3 and leased_until <= ?3
                          order by due limit ?5)
                        returning kind, subject, due, attempts";
    static HOLD = "update agenda set leased_until = ?4 where kind = ?1 and subject = ?2 and holder = ?3 and due <= ?5";
    static RESCHEDULE = "update agenda set due = ?4, attempts = 0, retry_at = 0, leased_until = 0, holder = 0, last_error = null
                         where kind = ?1 and subject = ?2 and holder = ?3";
    static DONE = "delete from agenda where kind = ?1 and subject = ?2 and holder = ?3";
    static FAILED = "update agenda set attempts = attempts + 1, retry_at = ?4, leased_until = 0, holder = 0, last_error = ?5
                     where kind = ?1 and subject = ?2 and holder = ?3";
    static LET_GO = "update agenda set leased_until = 0, holder = 0 where kind = ?1 and subject = ?2 and holder = ?3";
    // Walks the index from its start; only what waits for a retry stands before the answer.
    static NEXT_DUE: scan = "select due from agenda where retry_at <= ?1 order by due limit 1";
    static ROW = "select due, attempts, last_error from agenda where kind = ?1 and subject = ?2";
    static TROUBLED: scan = "select kind, subject, due, attempts, last_error from agenda where attempts > 0 order by due limit ?1";
}

/// Puts work on the agenda, or moves it: there is one row per kind and subject.
pub fn put(tx: &mut Tx<'_>, kind: &'static str, subject: Id, due: Moment) -> Result<(), Failure> {
    tx.send(&PUT, &params![kind, subject, due], Expect::Any)
}

/// Takes work off the agenda.
pub fn drop_row(tx: &mut Tx<'_>, kind: &'static str, subject: Id) -> Result<(), Failure> {
    tx.send(&DROP_ROW, &params![kind, subject], Expect::Any)
}

/// When the next piece of work is due, leaving out what waits for a retry.
pub fn next_due(tx: &mut Tx<'_>, technical: Moment) -> Result<Option<Moment>, Fault> {
    tx.row_opt(&NEXT_DUE, &params![technical], |row| row.get(0))
}

/// What the agenda says about one piece of work.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The kind of work.
    pub kind: String,
    /// What it is about.
    pub subject: Id,
    /// When it is due, civil time.
    pub due: Moment,
    /// How often it failed since it last went well.
    pub attempts: u32,
    /// Why it failed last; never personal data.
    pub last_error: Option<String>,
}

/// One piece of work.
pub fn find(tx: &mut Tx<'_>, kind: &str, subject: Id) -> Result<Option<Entry>, Fault> {
    tx.row_opt(&ROW, &params![kind, subject], |row| {
        Ok(Entry {
            kind: kind.to_owned(),
            subject,
            due: row.get(0)?,
            attempts: row.get(1)?,
            last_error: row.get(2)?,
        })
    })
}

/// Work that failed at least once, the oldest first: for the doctor's page.
pub fn troubled(tx: &mut Tx<'_>, most: u32) -> Result<Vec<Entry>, Fault> {
    tx.rows(&TROUBLED, &params![most], |row| {
        Ok(Entry {
            kind: row.get(0)?,
            subject: row.get(1)?,
            due: row.get(2)?,
            attempts: row.get(3)?,
            last_error: row.get(4)?,
        })
    })
}

/// Does one piece of work about a subject, at a civil time, and says when it is due next
/// (`None`: never again). It must be safe to run twice. What it returns is what the agenda keeps,
/// whatever it put there itself for the same kind and subject.
pub type Handler = Arc<dyn Fn(&mut Tx<'_>, Id, Moment) -> Result<Option<Moment>, Failure> + Send + Sync>;

/// Runs what is due.
pub struct Claimant {
    db: Db,
    clock: Clock,
    handlers: Vec<(&'static str, Handler)>,
    holder: i64,
}

/// A row this claimant holds.
struct Claimed {
    kind: String,
    subject: Id,
    due: Moment,
    attempts: u32,
}

impl Claimant {
    /// A claimant with a handler for each kind.
    pub fn new(db: Db, clock: Clock, handlers: Vec<(&'static str, Handler)>) -> Claimant {
        let holder = (RandomState::new().hash_one("holder") >> 1).cast_signed() | 1;
        Claimant { db, clock, handlers, holder }
    }

    /// Runs everything that is due now and says how many pieces of work were tried. Waits on the
    /// database: not for a thread that serves requests.
    pub fn run_due(&self) -> Result<usize, Fault> {
        let mut tried = 0;
        loop {
            let claimed = self.claim().map_err(fault_of)?;
            if claimed.is_empty() {
                return Ok(tried);
            }
            for row in &claimed {
                self.run_row(row)?;
            }
            tried += claimed.len();
            if tried >= MOST {
                return Err(Fault::new("the agenda goes round: a handler is due again at once, always"));
            }
        }
    }

    /// Moves the civil clock forward to `moment`, stopping at each due time on the way, so that
    /// every piece of work sees the time it was due.
    pub fn run_due_until(&self, moment: Moment) -> Result<usize, Fault> {
        let mut tried = self.run_due()?;
        loop {
            let technical = self.clock.technical();
            let next = self.db.read_blocking(move |tx| Ok(next_due(tx, technical)?)).map_err(fault_of)?;
            let Some(next) = next.filter(|next| *next <= moment) else {
                break;
            };
            if !self.clock.move_civil_to(next) {
                // Already past: leased by another process, which will do it.
                std::thread::sleep(Duration::from_millis(20));
            }
            let ran = self.run_due()?;
            tried += ran;
            if tried >= MOST {
                return Err(Fault::new("the agenda goes round: a handler is due again at once, always"));
            }
        }
        // When it cannot be moved there, time itself has just passed it.
        let _passed = !self.clock.move_civil_to(moment);
        Ok(tried)
    }

    /// Runs what is due, again and again, until `shutdown` ends.
    pub async fn run_forever(self, shutdown: impl Future<Output = ()> + Send) {
        let claimant = Arc::new(self);
        let mut shutdown = pin!(shutdown);
        loop {
            let worker = Arc::clone(&claimant);
            match tokio::task::spawn_blocking(move || worker.run_due()).await {
                Ok(Ok(_)) => {}
                Ok(Err(fault)) => tracing::error!(%fault, "the agenda could not be run"),
                Err(_) => tracing::error!("the agenda panicked"),
            }
            tokio::select! {
                () = &mut shutdown => return,
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    }

    fn claim(&self) -> Result<Vec<Claimed>, Failure> {
        let (holder, civil, technical) = (self.holder, self.clock.civil(), self.clock.technical());
        // Nothing due is the usual case, and costs a reading only.
        let next = self.db.read_blocking(move |tx| Ok(next_due(tx, technical)?))?;
        if next.is_none_or(|next| next > civil) {
            return Ok(Vec::new());
        }
        let mut claimed = self.db.write_blocking(move |tx| {
            let params = params![holder, technical.plus_ms(LEASE_MS), technical, civil, CLAIM];
            Ok(tx.rows(&CLAIM_DUE, &params, |row| {
                Ok(Claimed {
                    kind: row.get(0)?,
                    subject: row.get(1)?,
                    due: row.get(2)?,
                    attempts: row.get(3)?,
                })
            })?)
        })?;
        claimed.sort_by_key(|row| row.due);
        Ok(claimed)
    }

    fn run_row(&self, row: &Claimed) -> Result<(), Fault> {
        let Some((kind, handler)) = self.handlers.iter().find(|(kind, _)| *kind == row.kind) else {
            return self.note_failure(row, "this program has no handler for it");
        };
        let (kind, handler, subject, holder) = (*kind, Arc::clone(handler), row.subject, self.holder);
        let (civil, lease) = (self.clock.civil(), self.clock.technical().plus_ms(LEASE_MS));
        let ran = self.db.write_blocking(move |tx| {
            // Moved, dropped or taken meanwhile: then it is no longer ours to run.
            tx.send(
                &HOLD,
                &params![kind, subject, holder, lease, civil],
                Expect::One(Refusal::state(NOT_OURS)),
            )?;
            match handler(tx, subject, civil)? {
                Some(next) => tx.send(&RESCHEDULE, &params![kind, subject, holder, next], Expect::Any),
                None => tx.send(&DONE, &params![kind, subject, holder], Expect::Any),
            }
        });
        match ran {
            Ok(()) => Ok(()),
            Err(Failure::Refusal(refusal)) if refusal.code == NOT_OURS => self.let_go(row),
            Err(failure) => self.note_failure(row, &failure.to_string()),
        }
    }

    fn let_go(&self, row: &Claimed) -> Result<(), Fault> {
        let (kind, subject, holder) = (row.kind.clone(), row.subject, self.holder);
        self.db
            .write_blocking(move |tx| tx.send(&LET_GO, &params![&kind, subject, holder], Expect::Any))
            .map_err(fault_of)
    }

    fn note_failure(&self, row: &Claimed, why: &str) -> Result<(), Fault> {
        let wait = FIRST_RETRY_MS.saturating_mul(1 << row.attempts.min(20)).min(LAST_RETRY_MS);
        let retry_at = self.clock.technical().plus_ms(wait);
        let why: String = why.chars().take(ERROR_LENGTH).collect();
        tracing::warn!(kind = row.kind, subject = %row.subject, attempts = row.attempts + 1, why, "work on the agenda failed");
        let (kind, subject, holder) = (row.kind.clone(), row.subject, self.holder);
        self.db
            .write_blocking(move |tx| {
                tx.send(&FAILED, &params![&kind, subject, holder, retry_at, &why], Expect::Any)
            })
            .map_err(fault_of)
    }
}

const NOT_OURS: &str = "agenda-not-ours";
