//! Changes of procedures in the database, and what happened to each.

use super::{Edit, EditEvent, EditKind, EditState};
use kernel::{Day, Failure, Fault, Id, Moment, Refusal};
use store::{Expect, Tx, params};

store::statements! {
    static START = "insert into procedure_edit \
        (id, code, kind, base, restates, author, started_at, effective_from, reason, body, state, changed_at, version) \
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'draft', ?7, 1)";
    static EDIT = "select id, code, kind, base, restates, author, started_at, effective_from, reason, body, \
        state, changed_at, proposed_at, decided_by, decided_at, note, version from procedure_edit where id = ?1";
    static OF_CODE = "select id, code, kind, base, restates, author, started_at, effective_from, reason, '', \
        state, changed_at, proposed_at, decided_by, decided_at, note, version from procedure_edit \
        where code = ?1 order by id desc limit 50";
    static OF_STATE = "select id, code, kind, base, restates, author, started_at, effective_from, reason, '', \
        state, changed_at, proposed_at, decided_by, decided_at, note, version from procedure_edit \
        where state = ?1 order by id desc limit 200";
    static WRITE = "update procedure_edit set effective_from = ?3, reason = ?4, body = ?5, changed_at = ?6, \
        version = version + 1 where id = ?1 and version = ?2 and state in ('draft', 'returned')";
    static MOVE = "update procedure_edit set state = ?3, changed_at = ?4, proposed_at = ?5, decided_by = ?6, \
        decided_at = ?7, note = ?8, version = version + 1 where id = ?1 and version = ?2";
    static EVENTS = "select at, account, what, detail from procedure_edit_event where edit = ?1 order by seq";
    static ADD_EVENT = "insert into procedure_edit_event (edit, seq, at, account, what, detail) \
        values (?1, (select coalesce(max(e.seq), 0) + 1 from procedure_edit_event e where e.edit = ?1), \
        ?2, ?3, ?4, ?5)";
}

fn edit_of(row: &store::Row<'_>) -> Result<Edit, Fault> {
    let word = |column: usize| row.text(column).map(str::to_owned);
    let (kind, state) = (word(2)?, word(10)?);
    let unknown = |what: &str| Fault::new(format!("`{what}` is no word of a change"));
    let decided_by: Option<Id> = row.get(13)?;
    let decided_at: Option<Moment> = row.get(14)?;
    Ok(Edit {
        id: row.get(0)?,
        code: row.get(1)?,
        kind: EditKind::from_name(&kind).ok_or_else(|| unknown(&kind))?,
        base: row.get(3)?,
        restates: row.get(4)?,
        author: row.get(5)?,
        started_at: row.get(6)?,
        from: row.get(7)?,
        reason: row.get(8)?,
        body: row.get(9)?,
        state: EditState::from_name(&state).ok_or_else(|| unknown(&state))?,
        changed_at: row.get(11)?,
        proposed_at: row.get(12)?,
        decided: decided_by.zip(decided_at),
        note: row.get(15)?,
        version: row.get(16)?,
    })
}

pub(crate) fn start(tx: &mut Tx<'_>, edit: &Edit) -> Result<(), Fault> {
    let (code, kind) = (edit.code.as_str(), edit.kind.name());
    let (reason, body) = (edit.reason.as_str(), edit.body.as_str());
    let values = params![
        edit.id,
        code,
        kind,
        edit.base,
        edit.restates,
        edit.author,
        edit.started_at,
        edit.from,
        reason,
        body
    ];
    tx.run(&START, &values)?;
    event(tx, edit.id, edit.started_at, edit.author, "start", reason)
}

pub(crate) fn edit(tx: &mut Tx<'_>, id: Id) -> Result<Option<Edit>, Fault> {
    tx.row_opt(&EDIT, &params![id], edit_of)
}

/// The changes of a procedure, newest first, without their texts.
pub(crate) fn of_code(tx: &mut Tx<'_>, code: &str) -> Result<Vec<Edit>, Fault> {
    tx.rows(&OF_CODE, &params![code], edit_of)
}

/// The changes in a state, newest first, without their texts.
pub(crate) fn of_state(tx: &mut Tx<'_>, state: EditState) -> Result<Vec<Edit>, Fault> {
    tx.rows(&OF_STATE, &params![state.name()], edit_of)
}

/// Writes what its author changed, if nothing changed it meanwhile.
pub(crate) fn write(
    tx: &mut Tx<'_>,
    id: Id,
    version: i64,
    (from, reason, body): (Day, &str, &str),
    at: Moment,
) -> Result<(), Failure> {
    let mine = Expect::One(Refusal::changed());
    tx.send(&WRITE, &params![id, version, from, reason, body, at], mine)
}

/// Puts it into another state, if nothing changed it meanwhile.
pub(crate) fn put(tx: &mut Tx<'_>, edit: &Edit, state: EditState, at: Moment) -> Result<(), Failure> {
    let (by, when) = edit.decided.unzip();
    let note = edit.note.as_deref();
    let values = params![edit.id, edit.version, state.name(), at, edit.proposed_at, by, when, note];
    tx.send(&MOVE, &values, Expect::One(Refusal::changed()))
}

/// Notes what happened.
pub(crate) fn event(
    tx: &mut Tx<'_>,
    edit: Id,
    at: Moment,
    account: Id,
    what: &str,
    detail: &str,
) -> Result<(), Fault> {
    tx.run(&ADD_EVENT, &params![edit, at, account, what, detail])?;
    Ok(())
}

/// What happened to a change, oldest first.
pub(crate) fn events(tx: &mut Tx<'_>, id: Id) -> Result<Vec<EditEvent>, Fault> {
    tx.rows(&EVENTS, &params![id], |row| {
        Ok(EditEvent { at: row.get(0)?, by: row.get(1)?, what: row.get(2)?, detail: row.get(3)? })
    })
}
