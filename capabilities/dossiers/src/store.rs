//! SQL texts of drafts, and rows to and from the model.

use crate::model::{Draft, DraftPaper};
use ::store::{Expect, Tx};
use ::store::{Row, params};
use kernel::{Failure, Fault, Id, Moment, Refusal};
use vault::WrappedKey;

/// The tables of this room.
pub const MIGRATIONS: ::store::Migrations = ::store::Migrations {
    room: "dossiers",
    steps: &[include_str!("../migrations/0001.sql"), include_str!("../migrations/0002_durations.sql")],
};

macro_rules! draft_columns {
    () => {
        "id, procedure, revision, owner, agency, version, answers, key_no, key_bytes, created_at, updated_at, \
         expires_at, submitted_case"
    };
}

::store::statements! {
    /// One draft.
    pub static DRAFT = concat!("select ", draft_columns!(), " from draft where id = ?1");
    /// A person's drafts, newest first.
    pub static DRAFTS_OF_PERSON = concat!("select ", draft_columns!(),
        " from draft where owner = ?1 and submitted_case is null order by id desc limit 50");
    /// A new draft.
    pub static INSERT_DRAFT = concat!("insert into draft (", draft_columns!(),
        ") values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
    /// New answers, if nobody changed it first.
    pub static UPDATE_DRAFT = "update draft set answers = ?1, agency = ?2, version = ?3, updated_at = ?4 \
        where id = ?5 and version = ?6 and submitted_case is null";
    /// A paper came or went: the version rises.
    pub static TOUCH_DRAFT = "update draft set version = version + 1, updated_at = ?1 \
        where id = ?2 and submitted_case is null";
    /// What a guest began belongs to the account they signed in with.
    pub static ADOPT_DRAFT = "update draft set owner = ?1 where id = ?2 and owner is null";
    /// It was sent: the answers now live in the case.
    pub static SUBMIT_DRAFT = "update draft set submitted_case = ?1, version = version + 1, answers = ?2, \
        updated_at = ?3 where id = ?4 and version = ?5 and submitted_case is null";
    /// A draft somebody threw away.
    pub static DELETE_DRAFT = "delete from draft where id = ?1 and submitted_case is null";
    /// Its papers go first.
    pub static DELETE_DRAFT_PAPERS = "delete from draft_paper where draft = ?1";
    /// A draft's papers.
    pub static DRAFT_PAPERS = "select id, draft, key, file, name, kind, size, pages, added_at from draft_paper \
        where draft = ?1 order by id";
    /// A paper of a draft.
    pub static INSERT_DRAFT_PAPER = "insert into draft_paper (id, draft, key, file, name, kind, size, pages, \
        added_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    /// The number of a letter.
    pub static INSERT_LETTER = "insert into letter (case_id, seq, agency, year, mark, n) \
        values (?1, ?2, ?3, ?4, ?5, ?6)";
    /// The number of the letter that an event made.
    pub static LETTER_NUMBER = "select n from letter where case_id = ?1 and seq = ?2";
    /// A paper taken out.
    pub static DELETE_DRAFT_PAPER = "delete from draft_paper where id = ?1 and draft = ?2";
}

pub(crate) fn draft_from_row(row: &Row<'_>) -> Result<Draft, Fault> {
    Ok(Draft {
        id: row.get(0)?,
        procedure: row.get(1)?,
        revision: row.get(2)?,
        owner: row.get(3)?,
        agency: row.get(4)?,
        version: row.get(5)?,
        sealed: row.get(6)?,
        key: WrappedKey { number: row.get::<i64>(7)? as u32, bytes: row.get(8)? },
        created_at: row.get(9)?,
        updated_at: row.get(10)?,
        expires_at: row.get(11)?,
        submitted_case: row.get(12)?,
        papers: Vec::new(),
    })
}

pub(crate) fn paper_from_row(row: &Row<'_>) -> Result<DraftPaper, Fault> {
    Ok(DraftPaper {
        id: row.get(0)?,
        draft: row.get(1)?,
        key: row.get(2)?,
        file: row.get(3)?,
        sealed_name: row.get(4)?,
        kind: row.get(5)?,
        size: row.get(6)?,
        pages: row.get(7)?,
        added_at: row.get(8)?,
    })
}

/// Loads a draft and its papers; the two questions travel together.
pub(crate) fn load(tx: &mut Tx<'_>, id: Id) -> Result<Option<Draft>, Fault> {
    let draft = tx.ask(&DRAFT, &params![id])?;
    let papers = tx.ask(&DRAFT_PAPERS, &params![id])?;
    let draft = tx.take(draft, draft_from_row)?.into_iter().next();
    let papers = tx.take(papers, paper_from_row)?;
    Ok(draft.map(|draft| Draft { papers, ..draft }))
}

pub(crate) fn insert(tx: &mut Tx<'_>, draft: &Draft) -> Result<(), Failure> {
    tx.send(
        &INSERT_DRAFT,
        &params![
            draft.id,
            draft.procedure.as_str(),
            draft.revision,
            draft.owner,
            draft.agency,
            draft.version,
            draft.sealed.as_slice(),
            draft.key.number,
            draft.key.bytes.as_slice(),
            draft.created_at,
            draft.updated_at,
            draft.expires_at,
            draft.submitted_case
        ],
        Expect::Any,
    )
}

pub(crate) fn update(
    tx: &mut Tx<'_>,
    id: Id,
    seen: i64,
    sealed: &[u8],
    agency: Option<Id>,
    now: Moment,
) -> Result<(), Failure> {
    tx.send(&UPDATE_DRAFT, &params![sealed, agency, seen + 1, now, id, seen], Expect::One(Refusal::changed()))
}

pub(crate) fn insert_paper(tx: &mut Tx<'_>, paper: &DraftPaper) -> Result<(), Failure> {
    tx.send(
        &INSERT_DRAFT_PAPER,
        &params![
            paper.id,
            paper.draft,
            paper.key.as_str(),
            paper.file,
            paper.sealed_name.as_slice(),
            paper.kind.as_str(),
            paper.size,
            paper.pages,
            paper.added_at
        ],
        Expect::Any,
    )
}
