//! Numbers of letters: without a gap per agency, year and kind.

use super::LetterKind;
use crate::commands::Dossiers;
use crate::store as sql;
use ::store::{Expect, Tx, params};
use cases::{CaseState, Event};
use kernel::{Day, Failure, Fault, Id, Moment};

/// Numbers the letters among events just recorded, inside their transaction: a number rolls back
/// with its letter. `first` is the ledger number of the first of them.
pub(crate) fn number(
    tx: &mut Tx<'_>,
    room: &Dossiers,
    state: &CaseState,
    first: i64,
    events: &[Event],
    now: Moment,
) -> Result<(), Failure> {
    for (seq, event) in (first..).zip(events) {
        let Some(kind) = LetterKind::of_event(event.name()) else { continue };
        let unit = super::head::issuer(room, state);
        let agency = room.accounts.unit(unit).map_or(state.agency, |unit| unit.agency);
        let n = next(tx, agency, now, kind)?;
        tx.send(
            &sql::INSERT_LETTER,
            &params![state.id, seq, agency, now.day().year() as i64, kind.mark(), n],
            Expect::Any,
        )?;
    }
    Ok(())
}

/// A year's series stands under its first day.
fn next(tx: &mut Tx<'_>, agency: Id, now: Moment, kind: LetterKind) -> Result<i64, Failure> {
    let year = Day::new(now.day().year(), 1, 1).ok_or_else(|| Fault::new("a year begins"))?;
    Ok(cases::next_number(tx, agency, year, &format!("letter-{}", kind.mark()))?)
}

/// The number of the letter that an event made; none for one recorded before numbers were given.
pub(super) fn of_event(tx: &mut Tx<'_>, case: Id, seq: i64) -> Result<Option<i64>, Fault> {
    tx.row_opt(&sql::LETTER_NUMBER, &params![case, seq], |row| row.get(0))
}
