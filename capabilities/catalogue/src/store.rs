//! Revisions in the database: by content, never changed, so that a dossier stays pinned to the
//! text it was made under; and which text was published for which first day, as a list that only
//! grows.

use crate::parse;
use crate::revision::Revision;
use crate::source_files::SourceFile;
use kernel::{Day, Failure, Fault, Id, Moment};
use store::{Db, Migrations, Tx, params};

/// The tables of this room.
pub const MIGRATIONS: Migrations = Migrations {
    room: "catalogue",
    steps: &[
        include_str!("../migrations/0001_procedure_revision.sql"),
        include_str!("../migrations/0002_national_revision.sql"),
        include_str!("../migrations/0003_search_miss.sql"),
        include_str!("../migrations/0004_procedure_edit.sql"),
    ],
};

store::statements! {
    /// Every text. Read whole, once at start.
    pub static ALL_REVISIONS: scan = "select id, path, body from procedure_revision order by id";
    /// Adds one, unless another process just did.
    pub static ADD_REVISION = "insert into procedure_revision \
        (id, code, hash, effective_from, effective_to, path, body, imported_at) \
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) on conflict (code, hash) do nothing";
    static REVISION_OF = "select id from procedure_revision where code = ?1 and hash = ?2";
    /// What was published. Read whole, once at start.
    static PUBLICATIONS: scan = "select id, code, revision, effective_from, origin, edit, published_at, \
        published_by, cancelled_at, cancelled_by, cancel_reason from procedure_publication order by id";
    static PUBLISH = "insert into procedure_publication \
        (id, code, revision, effective_from, origin, edit, published_at, published_by) \
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    static CANCEL = "update procedure_publication set cancelled_at = ?2, cancelled_by = ?3, cancel_reason = ?4 \
        where id = ?1 and cancelled_at is null";
    static STAMP = "select n from catalogue_stamp where name = ?1";
    static BUMP = "insert into catalogue_stamp (name, n) values (?1, 1) \
        on conflict (name) do update set n = catalogue_stamp.n + 1";
}

/// The stamp that grows whenever what is published changes.
const STAMP_NAME: &str = "published";

/// Where a publication came from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// A file of the office or of this program.
    File,
    /// Published in the browser.
    Browser,
}

/// That a revision was published for a first day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Publication {
    /// Its id; a later one counts where two are for the same day.
    pub id: Id,
    /// Code of the procedure.
    pub code: String,
    /// The text.
    pub revision: Id,
    /// First day.
    pub from: Day,
    /// Where it came from.
    pub origin: Origin,
    /// The change it was published by, in the browser.
    pub edit: Option<Id>,
    /// When.
    pub at: Moment,
    /// By whom; nobody for a file.
    pub by: Option<Id>,
    /// When, by whom and why it was taken back before it began.
    pub cancelled: Option<(Moment, Option<Id>, String)>,
}

/// A revision to be added and published.
#[derive(Clone, Debug)]
pub(crate) struct New {
    /// Id of the revision, if it is new.
    pub(crate) revision: Id,
    /// Id of the publication.
    pub(crate) publication: Id,
    pub(crate) code: String,
    pub(crate) hash: String,
    pub(crate) from: Day,
    pub(crate) to: Option<Day>,
    pub(crate) file: SourceFile,
    pub(crate) origin: Origin,
    pub(crate) edit: Option<Id>,
    pub(crate) by: Option<Id>,
}

/// Adds the text if it is not held, and publishes it.
pub(crate) fn publish(tx: &mut Tx<'_>, new: &New, now: Moment) -> Result<(), Fault> {
    let (code, hash) = (new.code.as_str(), new.hash.as_str());
    let (path, body) = (new.file.path.as_str(), new.file.text.as_str());
    tx.run(&ADD_REVISION, &params![new.revision, code, hash, new.from, new.to, path, body, now])?;
    let held = tx.row_opt(&REVISION_OF, &params![code, hash], |row| row.get::<Id>(0))?;
    let revision = held.unwrap_or(new.revision);
    let origin = match new.origin {
        Origin::File => "file",
        Origin::Browser => "browser",
    };
    tx.run(&PUBLISH, &params![new.publication, code, revision, new.from, origin, new.edit, now, new.by])?;
    bump(tx)
}

/// Takes a publication back; false when that was done already.
pub(crate) fn cancel(tx: &mut Tx<'_>, id: Id, at: Moment, by: Id, reason: &str) -> Result<bool, Fault> {
    let touched = tx.run(&CANCEL, &params![id, at, by, reason])?;
    bump(tx)?;
    Ok(touched == 1)
}

/// Tells other processes that what is published has changed.
pub(crate) fn bump(tx: &mut Tx<'_>) -> Result<(), Fault> {
    tx.run(&BUMP, &params![STAMP_NAME])?;
    Ok(())
}

/// The stamp; it grows whenever what is published changes.
pub(crate) fn stamp(db: &Db) -> Result<u64, Failure> {
    db.read_blocking(|tx| {
        let n = tx.row_opt(&STAMP, &params![STAMP_NAME], |row| row.get::<i64>(0))?;
        Ok(n.and_then(|n| u64::try_from(n).ok()).unwrap_or(0))
    })
}

/// Everything that was ever published, oldest first.
pub(crate) fn publications(db: &Db) -> Result<Vec<Publication>, Failure> {
    db.read_blocking(|tx| {
        Ok(tx.rows(&PUBLICATIONS, &[], |row| {
            let by: Option<Id> = row.get(9)?;
            let reason: Option<String> = row.get(10)?;
            let cancelled: Option<Moment> = row.get(8)?;
            Ok(Publication {
                id: row.get(0)?,
                code: row.get(1)?,
                revision: row.get(2)?,
                from: row.get(3)?,
                origin: if row.text(4)? == "browser" { Origin::Browser } else { Origin::File },
                edit: row.get(5)?,
                at: row.get(6)?,
                by: row.get(7)?,
                cancelled: cancelled.map(|at| (at, by, reason.unwrap_or_default())),
            })
        })?)
    })
}

/// Every text with its id, oldest first.
pub(crate) fn texts(db: &Db) -> Result<Vec<(Id, SourceFile)>, Failure> {
    db.read_blocking(|tx| {
        let row_of = |row: &store::Row<'_>| {
            Ok((row.get::<Id>(0)?, SourceFile { path: row.get(1)?, text: row.get(2)? }))
        };
        Ok(tx.rows(&ALL_REVISIONS, &[], row_of)?)
    })
}

/// A text the database holds, parsed.
pub(crate) fn revision(id: Id, file: &SourceFile) -> Result<Revision, Fault> {
    match parse::stored(file) {
        Ok(mut revision) => {
            revision.id = id;
            Ok(revision)
        }
        Err(problem) => {
            Err(Fault::new(problem).context(format!("revision {id} cannot be read by this program")))
        }
    }
}
