//! No log, no page: every look at personal data is written before it is shown, and sealed in
//! hash-chained blocks a little later, so that a row taken out or changed is noticed.

use crate::store as sql;
use ::store::{Db, Expect, Row, Tx, params};
use kernel::{Actor, Failure, Fault, Id, Ids, Moment};
use sha2::{Digest, Sha256};

/// The agenda row that seals looks.
pub const SEAL: &str = "look.seal";
/// How soon looks are sealed again while there are some, and when there were none.
const SEAL_BUSY_MS: i64 = 60_000;
const SEAL_QUIET_MS: i64 = 3_600_000;
/// A look may be this old before its transaction is surely over (ids are made before commit).
const HORIZON_MS: i64 = 120_000;

/// Through what somebody looked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Via {
    /// The dossier's page.
    Page,
    /// The unguessable link.
    Link,
    /// The API.
    Api,
    /// A file was opened.
    File,
    /// The slip was shown for printing.
    Slip,
    /// A letter or the control slip was shown for printing.
    Letter,
}

impl Via {
    /// Its stable name, as stored.
    pub const fn name(self) -> &'static str {
        match self {
            Via::Page => "page",
            Via::Link => "link",
            Via::Api => "api",
            Via::File => "file",
            Via::Slip => "slip",
            Via::Letter => "letter",
        }
    }
}

/// One look, as the person concerned reads it.
pub struct Look {
    /// When.
    pub at: Moment,
    /// What kind of one: `officer`, `person`, `guest`.
    pub party: String,
    /// Which account.
    pub actor: Option<Id>,
    /// Through what: a name of [`Via`], or `list`.
    pub via: String,
}

/// Writes one look.
pub async fn note(db: &Db, ids: &Ids, actor: &Actor, case: Id, via: Via, at: Moment) -> Result<(), Failure> {
    let (id, party, account) = (ids.next(), actor.party.name(), actor.account);
    db.write(move |tx| {
        tx.send(&sql::INSERT_LOOK, &params![id, case, at, at.day(), party, account, via.name()], Expect::Any)
    })
    .await
}

/// Writes that an officer saw these cases in a list; once per case and day is enough.
pub async fn note_list(db: &Db, ids: &Ids, actor: &Actor, cases: Vec<Id>, at: Moment) -> Result<(), Failure> {
    if cases.is_empty() {
        return Ok(());
    }
    let looks: Vec<(Id, Id)> = cases.into_iter().map(|case| (ids.next(), case)).collect();
    let (party, account) = (actor.party.name(), actor.account);
    db.write(move |tx| {
        for (id, case) in &looks {
            tx.send(&sql::INSERT_LIST_LOOK, &params![*id, *case, at, at.day(), party, account], Expect::Any)?;
        }
        Ok(())
    })
    .await
}

/// The last 200 looks at a case, newest first.
pub fn of_case(tx: &mut Tx<'_>, case: Id) -> Result<Vec<Look>, Fault> {
    tx.rows(&sql::LOOKS, &params![case], |row| {
        Ok(Look { at: row.get(0)?, party: row.get(1)?, actor: row.get(2)?, via: row.get(3)? })
    })
}

struct Line {
    id: i64,
    bytes: [u8; 32],
}

fn line(row: &Row<'_>) -> Result<Line, Fault> {
    let id = row.get::<i64>(0)?;
    let mut hash = Sha256::new();
    for number in [id, row.get(1)?, row.get(2)?, row.get::<Option<i64>>(4)?.unwrap_or(0)] {
        hash.update(number.to_be_bytes());
    }
    hash.update(row.get::<String>(3)?);
    hash.update([0]);
    hash.update(row.get::<String>(5)?);
    Ok(Line { id, bytes: hash.finalize().into() })
}

fn block(previous: &[u8], lines: &[Line]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(previous);
    lines.iter().for_each(|line| hash.update(line.bytes));
    hash.finalize().into()
}

/// The id below which no transaction can still be adding looks.
fn horizon(technical: Moment) -> i64 {
    Id::first_at(technical.plus_ms(-HORIZON_MS)).0
}

/// Seals what is old enough; says when to come again. Safe to run twice.
pub fn seal(tx: &mut Tx<'_>, civil: Moment, technical: Moment) -> Result<Option<Moment>, Failure> {
    let last = tx.row_opt(&sql::LAST_SEAL, &[], |row| {
        Ok((row.get::<i64>(0)?, row.get::<i64>(1)?, row.get::<Vec<u8>>(2)?))
    })?;
    let (number, after, previous) = last.unwrap_or((0, 0, vec![0; 32]));
    let lines = tx.rows(&sql::LOOKS_AFTER, &params![after, horizon(technical)], line)?;
    if let Some(newest) = lines.last() {
        tx.send(
            &sql::INSERT_SEAL,
            &params![number + 1, newest.id, lines.len() as i64, civil, block(&previous, &lines).as_slice()],
            Expect::Any,
        )?;
    }
    Ok(Some(civil.plus_ms(if lines.is_empty() { SEAL_QUIET_MS } else { SEAL_BUSY_MS })))
}

/// What `doctor` found about the sealed blocks.
pub struct Verified {
    /// Looks covered by intact blocks.
    pub looks: i64,
    /// Numbers of blocks that do not match what is stored now.
    pub broken: Vec<i64>,
}

/// Re-reads every block and compares.
pub fn verify(db: &Db) -> Result<Verified, Failure> {
    let mut found = Verified { looks: 0, broken: Vec::new() };
    let (mut number, mut after, mut previous) = (0, 0, vec![0; 32]);
    loop {
        let seals = db.read_blocking(move |tx| {
            Ok(tx.rows(&sql::SEALS, &params![number], |row| {
                Ok((row.get::<i64>(0)?, row.get::<i64>(1)?, row.get::<i64>(2)?, row.get::<Vec<u8>>(3)?))
            })?)
        })?;
        if seals.is_empty() {
            return Ok(found);
        }
        for (this, last_id, looks, hash) in seals {
            let lines = db
                .read_blocking(move |tx| Ok(tx.rows(&sql::LOOKS_AFTER, &params![after, last_id], line)?))?;
            if lines.len() as i64 == looks && block(&previous, &lines).as_slice() == hash.as_slice() {
                found.looks += looks;
            } else {
                found.broken.push(this);
            }
            (number, after, previous) = (this, last_id, hash);
        }
    }
}
