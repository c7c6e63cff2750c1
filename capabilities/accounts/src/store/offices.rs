//! What is decided about offices while they work: declared days, closings, delegations, absences.

use super::named;
use crate::model::{DayKind, DeclaredDay};
use kernel::{Fault, Id, Moment, Role};
use store::{Row, Tx, params};

/// The statements of this file.
pub(crate) fn offices_statements() -> &'static [&'static store::Statement] {
    ALL
}

store::statements! {
    /// Days declared by offices, withdrawn ones too: they count in the version of a calendar.
    pub static DECLARED_DAYS: scan = "select id, agency, kind, first_day, last_day, name_vi, name_en, instrument, declared, withdrawn, version from declared_day order by id";
    /// One of them.
    pub static DECLARED_DAY = "select id, agency, kind, first_day, last_day, name_vi, name_en, instrument, declared, withdrawn, version from declared_day where id = ?1";
    /// Declares days.
    pub static DECLARE_DAY = "insert into declared_day (id, agency, kind, first_day, last_day, name_vi, name_en, instrument, declared, declared_by, version) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 1)";
    /// Takes a declaration back.
    pub static WITHDRAW_DAY = "update declared_day set withdrawn = ?1, withdrawn_by = ?2, version = version + 1 where id = ?3 and version = ?4 and withdrawn is null";

    /// Delegations that run or will; in no order, so that the index on their end serves.
    pub static DELEGATIONS = "select id, principal, delegate, unit, role, procedure, since, until, reason, made_by, ended, version from delegation where until > ?1 and ended is null";
    /// One of them, whatever its state.
    pub static DELEGATION = "select id, principal, delegate, unit, role, procedure, since, until, reason, made_by, ended, version from delegation where id = ?1";
    /// A new one.
    pub static ADD_DELEGATION = "insert into delegation (id, principal, delegate, unit, role, procedure, since, until, reason, made, made_by, version) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 1)";
    /// Ends one early.
    pub static END_DELEGATION = "update delegation set ended = ?1, ended_by = ?2, version = version + 1 where id = ?3 and version = ?4 and ended is null";

    /// Absences that run or will; likewise.
    pub static ABSENCES = "select id, officer, since, until, reason, ended, version from absence where until > ?1 and ended is null";
    /// One of them, whatever its state.
    pub static ABSENCE = "select id, officer, since, until, reason, ended, version from absence where id = ?1";
    /// A new one.
    pub static ADD_ABSENCE = "insert into absence (id, officer, since, until, reason, recorded, recorded_by, version) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1)";
    /// Ends one early.
    pub static END_ABSENCE = "update absence set ended = ?1, ended_by = ?2, version = version + 1 where id = ?3 and version = ?4 and ended is null";

    /// Holds a unit that is not closed: of two closings at once one waits, and finds it closed.
    pub static HOLD_UNIT = "update unit set version = version + 1 where id = ?1 and closed is null";
    /// Closes it.
    pub static CLOSE_UNIT = "update unit set closed = ?1, successor = ?2 where id = ?3";
    /// Holds an agency that is not closed.
    pub static HOLD_AGENCY = "update agency set version = version + 1 where id = ?1 and closed is null";
    /// Closes it.
    pub static CLOSE_AGENCY = "update agency set closed = ?1, successor = ?2 where id = ?3";
}

/// A delegation as stored: its reason is sealed.
pub(crate) struct DelegationRow {
    pub(crate) id: Id,
    pub(crate) principal: Id,
    pub(crate) delegate: Id,
    pub(crate) unit: Id,
    pub(crate) role: Role,
    pub(crate) procedure: String,
    pub(crate) since: Moment,
    pub(crate) until: Moment,
    pub(crate) reason: Vec<u8>,
    pub(crate) made_by: Id,
    pub(crate) ended: Option<Moment>,
    pub(crate) version: i64,
}

/// An absence as stored: its reason is sealed.
pub(crate) struct AbsenceRow {
    pub(crate) id: Id,
    pub(crate) officer: Id,
    pub(crate) since: Moment,
    pub(crate) until: Moment,
    pub(crate) reason: Vec<u8>,
    pub(crate) ended: Option<Moment>,
    pub(crate) version: i64,
}

fn declared(row: &Row<'_>) -> Result<DeclaredDay, Fault> {
    Ok(DeclaredDay {
        id: row.get(0)?,
        agency: row.get(1)?,
        kind: named(row, 2, DayKind::from_name)?,
        first: row.get(3)?,
        last: row.get(4)?,
        name_vi: row.get(5)?,
        name_en: row.get(6)?,
        instrument: row.get(7)?,
        declared: row.get(8)?,
        withdrawn: row.get(9)?,
        version: row.get(10)?,
    })
}

pub(crate) fn declared_days(tx: &mut Tx<'_>) -> Result<Vec<DeclaredDay>, Fault> {
    tx.rows(&DECLARED_DAYS, &[], declared)
}

pub(crate) fn declared_day(tx: &mut Tx<'_>, id: Id) -> Result<Option<DeclaredDay>, Fault> {
    tx.row_opt(&DECLARED_DAY, &params![id], declared)
}

fn delegated(row: &Row<'_>) -> Result<DelegationRow, Fault> {
    Ok(DelegationRow {
        id: row.get(0)?,
        principal: row.get(1)?,
        delegate: row.get(2)?,
        unit: row.get(3)?,
        role: named(row, 4, Role::from_name)?,
        procedure: row.get(5)?,
        since: row.get(6)?,
        until: row.get(7)?,
        reason: row.get(8)?,
        made_by: row.get(9)?,
        ended: row.get(10)?,
        version: row.get(11)?,
    })
}

pub(crate) fn delegations(tx: &mut Tx<'_>, now: Moment) -> Result<Vec<DelegationRow>, Fault> {
    let mut rows = tx.rows(&DELEGATIONS, &params![now], delegated)?;
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

pub(crate) fn delegation(tx: &mut Tx<'_>, id: Id) -> Result<Option<DelegationRow>, Fault> {
    tx.row_opt(&DELEGATION, &params![id], delegated)
}

fn away(row: &Row<'_>) -> Result<AbsenceRow, Fault> {
    Ok(AbsenceRow {
        id: row.get(0)?,
        officer: row.get(1)?,
        since: row.get(2)?,
        until: row.get(3)?,
        reason: row.get(4)?,
        ended: row.get(5)?,
        version: row.get(6)?,
    })
}

pub(crate) fn absences(tx: &mut Tx<'_>, now: Moment) -> Result<Vec<AbsenceRow>, Fault> {
    let mut rows = tx.rows(&ABSENCES, &params![now], away)?;
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

pub(crate) fn absence(tx: &mut Tx<'_>, id: Id) -> Result<Option<AbsenceRow>, Fault> {
    tx.row_opt(&ABSENCE, &params![id], away)
}
