//! Records of the national catalogue in the database: each text once, by content; and which text
//! is in use for a code, as a list that only grows, so that an older text can come back.

use crate::national::{Doubt, Listed, NationalRecord, reading};
use kernel::{Failure, Fault, Id, Moment};
use std::collections::HashSet;
use store::{Db, Tx, params};

store::statements! {
    /// What is in use for a code.
    static IN_USE = "select u.seq, r.hash from national_use u join national_revision r on r.id = u.revision \
        where u.code = ?1 order by u.seq desc limit 1";
    /// A text that was held before.
    static OF_HASH = "select id from national_revision where code = ?1 and hash = ?2";
    static ADD = "insert into national_revision \
        (id, code, hash, file, line, imported_at, reader, listed, findings, body) \
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    /// None is touched when another process used the number first.
    static USE = "insert into national_use (code, seq, revision, file, line, from_at) \
        values (?1, ?2, ?3, ?4, ?5, ?6) on conflict (code, seq) do nothing";
    /// The summaries of what is in use. Read whole, once at start.
    static ALL_LISTED: scan = "select r.id, r.reader, r.listed from national_use u \
        join national_revision r on r.id = u.revision \
        where u.seq = (select max(v.seq) from national_use v where v.code = u.code) order by r.code";
    /// What is doubted or not understood of everything in use. A few hundred bytes a record.
    static ALL_FINDINGS: scan = "select r.id, r.code, r.reader, r.listed, r.findings from national_use u \
        join national_revision r on r.id = u.revision \
        where u.seq = (select max(v.seq) from national_use v where v.code = u.code) order by r.code";
    static FINDINGS_OF = "select r.id, r.code, r.reader, r.listed, r.findings from national_use u \
        join national_revision r on r.id = u.revision where u.code = ?1 order by u.seq desc limit 1";
    static ALL_CODES: scan = "select distinct code from national_use order by code";
    static BODY_IN_USE = "select r.id, r.body from national_use u join national_revision r on r.id = u.revision \
        where u.code = ?1 order by u.seq desc limit 1";
    static BODY = "select id, body from national_revision where id = ?1";
    static REREAD = "update national_revision set reader = ?2, listed = ?3, findings = ?4 where id = ?1";
    static HISTORY = "select u.revision, u.file, u.line, u.from_at from national_use u \
        where u.code = ?1 order by u.seq desc";
    static NOTES: scan = "select code, kind, text_hash, account, settled_at, note from national_note \
        order by code, kind, text_hash";
    static SETTLE = "insert into national_note (code, kind, text_hash, account, settled_at, note) \
        values (?1, ?2, ?3, ?4, ?5, ?6) on conflict (code, kind, text_hash) do update \
        set account = excluded.account, settled_at = excluded.settled_at, note = excluded.note";
    static OPEN_AGAIN = "delete from national_note where code = ?1 and kind = ?2 and text_hash = ?3";
}

/// A record on its way into the database, read already.
#[derive(Clone, Debug)]
pub(crate) struct Incoming {
    pub(crate) id: Id,
    pub(crate) code: String,
    pub(crate) hash: String,
    pub(crate) line: u32,
    pub(crate) listed: String,
    pub(crate) findings: String,
    pub(crate) body: String,
}

/// What became of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Outcome {
    /// The code was not held.
    New,
    /// Its text is another than the one in use.
    Changed,
    /// Its text is in use already; nothing was written.
    Unchanged,
}

/// When a text began to be in use.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NationalUse {
    /// The text.
    pub revision: Id,
    /// The file it came in.
    pub file: String,
    /// Its line there.
    pub line: u32,
    /// When it was imported.
    pub at: Moment,
}

/// An editor's word on something doubted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Note {
    pub(crate) code: String,
    pub(crate) kind: String,
    pub(crate) text_hash: String,
    pub(crate) account: Id,
    pub(crate) at: Moment,
    pub(crate) note: String,
}

/// What is doubted of one record in use.
pub(crate) struct Found {
    pub(crate) listed: Listed,
    pub(crate) findings: Vec<Doubt>,
}

/// Writes what is new of one batch, in the caller's transaction.
pub(crate) fn put(
    tx: &mut Tx<'_>,
    batch: &[Incoming],
    file: &str,
    now: Moment,
) -> Result<Vec<Outcome>, Failure> {
    let mut asked = Vec::with_capacity(batch.len());
    for one in batch {
        asked.push(tx.ask(&IN_USE, &params![one.code.as_str()])?);
    }
    let mut in_use = Vec::with_capacity(batch.len());
    for ticket in asked {
        let rows = tx.take(ticket, |row| Ok((row.get::<u32>(0)?, row.get::<String>(1)?)))?;
        in_use.push(rows.into_iter().next());
    }
    let mut outcomes = Vec::with_capacity(batch.len());
    for (one, held) in batch.iter().zip(in_use) {
        outcomes.push(put_one(tx, one, held, file, now)?);
    }
    Ok(outcomes)
}

fn put_one(
    tx: &mut Tx<'_>,
    one: &Incoming,
    held: Option<(u32, String)>,
    file: &str,
    now: Moment,
) -> Result<Outcome, Failure> {
    let code = one.code.as_str();
    let (seq, outcome) = match held {
        Some((_, hash)) if hash == one.hash => return Ok(Outcome::Unchanged),
        Some((seq, _)) => (seq + 1, Outcome::Changed),
        None => (1, Outcome::New),
    };
    let before = match outcome {
        Outcome::Changed => {
            tx.row_opt(&OF_HASH, &params![code, one.hash.as_str()], |row| row.get::<Id>(0))?
        }
        _ => None,
    };
    let id = before.unwrap_or(one.id);
    if before.is_none() {
        let (listed, findings, body) = (one.listed.as_str(), one.findings.as_str(), one.body.as_str());
        let hash = one.hash.as_str();
        tx.run(
            &ADD,
            &params![id, code, hash, file, one.line, now, reading::VERSION, listed, findings, body],
        )?;
    }
    if tx.run(&USE, &params![code, seq, id, file, one.line, now])? == 0 {
        let words = format!("another import wrote {code} at the same time; import the file again");
        return Err(Fault::new(words).into());
    }
    Ok(outcome)
}

/// The summary of every record in use; read again where an older reader made it.
pub(crate) fn load(db: &Db) -> Result<Vec<Listed>, Failure> {
    let rows = db.read_blocking(|tx| {
        let row_of =
            |row: &store::Row<'_>| Ok((row.get::<Id>(0)?, row.get::<u32>(1)?, row.get::<String>(2)?));
        Ok(tx.rows(&ALL_LISTED, &[], row_of)?)
    })?;
    let mut all = Vec::with_capacity(rows.len());
    for (id, reader, listed) in rows {
        let kept = (reader == reading::VERSION).then(|| serde_json::from_str(&listed).ok()).flatten();
        match kept {
            Some(listed) => all.push(Listed { id, ..listed }),
            None => all.push(reread(db, id)?.listed),
        }
    }
    Ok(all)
}

/// A record read again by this program's reader; kept, unless the database is only read.
fn reread(db: &Db, id: Id) -> Result<Found, Failure> {
    let body = db.read_blocking(move |tx| Ok(body_of(tx, id)?))?;
    let record =
        body.ok_or_else(|| Fault::new(format!("the text {id} of the national catalogue is gone")))?;
    let (listed, findings) = reading::summary(id, &reading::read(&record));
    Ok(Found { listed, findings })
}

/// Brings the summaries up to this program's reader; says how many were.
pub(crate) fn refresh(db: &Db) -> Result<usize, Failure> {
    let rows = db.read_blocking(|tx| {
        let row_of = |row: &store::Row<'_>| Ok((row.get::<Id>(0)?, row.get::<u32>(1)?));
        Ok(tx.rows(&ALL_LISTED, &[], row_of)?)
    })?;
    let stale: Vec<Id> = rows.into_iter().filter(|row| row.1 != reading::VERSION).map(|row| row.0).collect();
    for chunk in stale.chunks(100) {
        let mut read = Vec::with_capacity(chunk.len());
        for id in chunk {
            let found = reread(db, *id)?;
            read.push((*id, json(&found.listed)?, json(&found.findings)?));
        }
        db.write_blocking(move |tx| {
            for (id, listed, findings) in &read {
                tx.run(&REREAD, &params![*id, reading::VERSION, listed.as_str(), findings.as_str()])?;
            }
            Ok(())
        })?;
    }
    Ok(stale.len())
}

/// JSON as it is kept.
pub(crate) fn json<T: serde::Serialize>(value: &T) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(Fault::new)
}

/// Codes that stand in the database.
pub(crate) fn codes(db: &Db) -> Result<HashSet<String>, Failure> {
    db.read_blocking(|tx| Ok(tx.rows(&ALL_CODES, &[], |row| row.get(0))?.into_iter().collect()))
}

fn record(rows: Vec<(Id, String)>) -> Result<Option<(Id, NationalRecord)>, Fault> {
    let Some((id, body)) = rows.into_iter().next() else { return Ok(None) };
    Ok(Some((id, NationalRecord::of_line(&body).map_err(|error| Fault::new(error).context(id))?)))
}

/// The record in use for a code.
pub(crate) fn in_use(tx: &mut Tx<'_>, code: &str) -> Result<Option<(Id, NationalRecord)>, Fault> {
    record(tx.rows(&BODY_IN_USE, &params![code], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// A text by id, also one no longer in use.
pub(crate) fn body_of(tx: &mut Tx<'_>, id: Id) -> Result<Option<NationalRecord>, Fault> {
    Ok(record(tx.rows(&BODY, &params![id], |row| Ok((row.get(0)?, row.get(1)?)))?)?.map(|held| held.1))
}

/// The texts in use for a code one after another, newest first.
pub(crate) fn history(tx: &mut Tx<'_>, code: &str) -> Result<Vec<NationalUse>, Fault> {
    tx.rows(&HISTORY, &params![code], |row| {
        Ok(NationalUse { revision: row.get(0)?, file: row.get(1)?, line: row.get(2)?, at: row.get(3)? })
    })
}

/// What is doubted, of one record or of all.
pub(crate) fn findings(db: &Db, code: Option<&str>) -> Result<Vec<Found>, Failure> {
    let code = code.map(str::to_owned);
    let rows = db.read_blocking(move |tx| {
        let row_of = |row: &store::Row<'_>| {
            Ok((row.get::<Id>(0)?, row.get::<u32>(2)?, row.get::<String>(3)?, row.get::<String>(4)?))
        };
        Ok(match &code {
            Some(code) => tx.rows(&FINDINGS_OF, &params![code.as_str()], row_of)?,
            None => tx.rows(&ALL_FINDINGS, &[], row_of)?,
        })
    })?;
    let mut all = Vec::with_capacity(rows.len());
    for (id, reader, listed, findings) in rows {
        let kept = (reader == reading::VERSION)
            .then(|| Some((serde_json::from_str(&listed).ok()?, serde_json::from_str(&findings).ok()?)))
            .flatten();
        all.push(match kept {
            Some((listed, findings)) => Found { listed, findings },
            None => reread(db, id)?,
        });
    }
    Ok(all)
}

/// Every note of an editor.
pub(crate) fn notes(db: &Db) -> Result<Vec<Note>, Failure> {
    db.read_blocking(|tx| {
        Ok(tx.rows(&NOTES, &[], |row| {
            Ok(Note {
                code: row.get(0)?,
                kind: row.get(1)?,
                text_hash: row.get(2)?,
                account: row.get(3)?,
                at: row.get(4)?,
                note: row.get(5)?,
            })
        })?)
    })
}

/// Keeps an editor's word on something doubted.
pub(crate) fn settle(tx: &mut Tx<'_>, note: &Note) -> Result<(), Fault> {
    let (code, kind, hash) = (note.code.as_str(), note.kind.as_str(), note.text_hash.as_str());
    tx.run(&SETTLE, &params![code, kind, hash, note.account, note.at, note.note.as_str()])?;
    Ok(())
}

/// Takes that word back.
pub(crate) fn open_again(tx: &mut Tx<'_>, code: &str, kind: &str, text_hash: &str) -> Result<(), Fault> {
    tx.run(&OPEN_AGAIN, &params![code, kind, text_hash])?;
    Ok(())
}
