//! Revisions in the database: by content, never changed, so that a dossier stays pinned to the
//! text it was made under.

use crate::parse;
use crate::revision::Revision;
use crate::source_files::SourceFile;
use kernel::{Day, Failure, Fault, Id, Ids, Moment};
use std::collections::HashSet;
use store::{Db, Migrations, Tx, params};

/// The tables of this room.
pub const MIGRATIONS: Migrations = Migrations {
    room: "catalogue",
    steps: &[
        include_str!("../migrations/0001_procedure_revision.sql"),
        include_str!("../migrations/0002_national_revision.sql"),
        include_str!("../migrations/0003_search_miss.sql"),
    ],
};

store::statements! {
    /// What is already held. Read whole: a few thousand short rows, once at start.
    pub static HELD_REVISIONS: scan = "select code, hash from procedure_revision order by code, hash";
    /// Every text. Read whole, once at start.
    pub static ALL_REVISIONS: scan = "select id, path, body from procedure_revision order by id";
    /// Adds one, unless another process just did.
    pub static ADD_REVISION = "insert into procedure_revision \
        (id, code, hash, effective_from, effective_to, path, body, imported_at) \
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) on conflict (code, hash) do nothing";
}

/// A revision to be added.
#[derive(Clone)]
struct New {
    id: Id,
    code: String,
    hash: String,
    from: Day,
    to: Option<Day>,
    file: SourceFile,
}

/// Adds the revisions the database does not hold yet; says how many. Nothing is written when
/// there are none.
pub(crate) fn sync(
    db: &Db,
    ids: &Ids,
    now: Moment,
    read: &[(Revision, SourceFile)],
) -> Result<usize, Failure> {
    let held = db.read_blocking(|tx| Ok(held(tx)?))?;
    let is_new = |revision: &Revision| !held.contains(&(revision.code().to_owned(), revision.hash.clone()));
    let new: Vec<New> = read
        .iter()
        .filter(|(revision, _)| is_new(revision))
        .map(|(revision, file)| New {
            id: ids.next(),
            code: revision.code().to_owned(),
            hash: revision.hash.clone(),
            from: revision.procedure.effective_from,
            to: revision.procedure.effective_to,
            file: file.clone(),
        })
        .collect();
    if new.is_empty() {
        return Ok(0);
    }
    db.write_blocking(move |tx| {
        let mut added = 0;
        for one in &new {
            let (path, body) = (one.file.path.as_str(), one.file.text.as_str());
            let values =
                params![one.id, one.code.as_str(), one.hash.as_str(), one.from, one.to, path, body, now];
            added += usize::try_from(tx.run(&ADD_REVISION, &values)?).unwrap_or(0);
        }
        Ok(added)
    })
}

fn held(tx: &mut Tx<'_>) -> Result<HashSet<(String, String)>, Fault> {
    Ok(tx.rows(&HELD_REVISIONS, &[], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}

/// Every revision, parsed.
pub(crate) fn load(db: &Db) -> Result<Vec<Revision>, Failure> {
    let rows = db.read_blocking(|tx| {
        let row_of = |row: &store::Row<'_>| {
            Ok((row.get::<Id>(0)?, SourceFile { path: row.get(1)?, text: row.get(2)? }))
        };
        Ok(tx.rows(&ALL_REVISIONS, &[], row_of)?)
    })?;
    rows.into_iter()
        .map(|(id, file)| match parse::stored(&file) {
            Ok(mut revision) => {
                revision.id = id;
                Ok(revision)
            }
            Err(problem) => Err(Fault::new(problem)
                .context(format!("revision {id} cannot be read by this program"))
                .into()),
        })
        .collect()
}
