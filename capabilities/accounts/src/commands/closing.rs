//! Closing units and agencies: each names the one that takes over.

use super::Stamp;
use super::officers::administers;
use crate::model::{Agency, Unit, UnitKind};
use crate::rules::{self, ClosingEdit};
use crate::standing::UNIT_CLOSED;
use crate::{Accounts, store};
use ::store::{Expect, Tx, agenda, params};
use kernel::{Actor, Day, Failure, Id, Moment, Refusal};
use std::sync::Arc;

/// A unit and the one that takes over.
type Handed = (Id, Id);

impl Accounts {
    /// Closes a unit on a day; its work goes to `successor`.
    ///
    /// # Errors
    /// Fields to mend; changed meanwhile when it is closed already; absent.
    pub async fn close_unit(
        &self,
        stamp: &Stamp,
        unit: Id,
        successor: Option<Id>,
        typed: &ClosingEdit,
    ) -> Result<(), Failure> {
        let managed = |unit: &Arc<Unit>| self.manages(&stamp.actor, Some(unit.agency));
        let unit = self.unit(unit).filter(managed).ok_or_else(Refusal::absent)?;
        let now = self.clock().civil();
        let fit = |other: &Arc<Unit>| other.id != unit.id && other.closed.is_none() && managed(other);
        let successor = successor.and_then(|id| self.unit(id)).filter(fit);
        let (on, successor) = both(rules::closing_day(typed, now.day()), successor)?;
        let handed = vec![(unit.id, successor.id)];
        self.once(stamp, "accounts.close-unit", unit.id, move |tx| {
            hold_all(tx, &handed)?;
            close_all(tx, &handed, on, now)?;
            store::directory_changed(tx)
        })
        .await?;
        self.refresh().await
    }

    /// Closes an agency on a day with all its units; the work of each goes to the unit of the same
    /// kind in the successor, or to its desk.
    ///
    /// # Errors
    /// Fields to mend; changed meanwhile when it is closed already; absent.
    pub async fn close_agency(
        &self,
        stamp: &Stamp,
        agency: Id,
        successor: Option<Id>,
        typed: &ClosingEdit,
    ) -> Result<(), Failure> {
        administers(&stamp.actor)?;
        let agency = self.managed_agency(&stamp.actor, agency).ok_or_else(Refusal::absent)?;
        let now = self.clock().civil();
        let fit = |other: &Arc<Agency>| other.id != agency.id && other.closed.is_none();
        let successor =
            successor.and_then(|id| self.managed_agency(&stamp.actor, id)).filter(fit).filter(|other| {
                // An agency cannot go over into one that would go down with it, nor into nothing.
                agency.parent.is_some() && !self.open_units(other.id).is_empty()
            });
        let (on, successor) = both(rules::closing_day(typed, now.day()), successor)?;
        let heirs = self.open_units(successor.id);
        let open = self.open_units(agency.id);
        let handed: Vec<Handed> =
            open.iter().filter_map(|unit| Some((unit.id, heir(&heirs, unit.kind)?))).collect();
        let (closed, taker) = (agency.id, successor.id);
        self.once(stamp, "accounts.close-agency", closed, move |tx| {
            for id in [closed.min(taker), closed.max(taker)] {
                tx.send(&store::HOLD_AGENCY, &params![id], Expect::One(Refusal::changed()))?;
            }
            hold_all(tx, &handed)?;
            tx.send(&store::CLOSE_AGENCY, &params![on, taker, closed], Expect::Any)?;
            close_all(tx, &handed, on, now)?;
            store::directory_changed(tx)
        })
        .await?;
        self.refresh().await
    }

    fn managed_agency(&self, actor: &Actor, id: Id) -> Option<Arc<Agency>> {
        self.agency(id).filter(|agency| self.manages(actor, Some(agency.id)))
    }

    fn open_units(&self, agency: Id) -> Vec<Arc<Unit>> {
        self.units_of(agency).into_iter().filter(|unit| unit.closed.is_none()).collect()
    }
}

/// The unit of the same kind, or the desk, or the first.
fn heir(units: &[Arc<Unit>], kind: UnitKind) -> Option<Id> {
    let of = |kind| units.iter().find(|unit| unit.kind == kind);
    of(kind).or_else(|| of(UnitKind::Desk)).or_else(|| units.first()).map(|unit| unit.id)
}

/// Day and successor, or the fields to mend in the order of the form.
fn both<T>(on: Result<Day, Refusal>, successor: Option<T>) -> Result<(Day, T), Refusal> {
    match (on, successor) {
        (Ok(on), Some(successor)) => Ok((on, successor)),
        (on, successor) => {
            let missing = successor.is_none().then(|| Refusal::field("successor", "accounts-successor"));
            let fields = missing.into_iter().chain(on.err()).flat_map(|refusal| refusal.fields).collect();
            Err(Refusal::fields(fields).unwrap_or_else(Refusal::absent))
        }
    }
}

/// Holds units that are closed and those that take over, always in the same order, so that of two
/// closings at once one waits. None of them may be closed already: no two can take over from each
/// other, however often units are closed.
fn hold_all(tx: &mut Tx<'_>, handed: &[Handed]) -> Result<(), Failure> {
    let mut all: Vec<Id> = handed.iter().flat_map(|(closed, taker)| [*closed, *taker]).collect();
    all.sort_unstable();
    all.dedup();
    for id in all {
        tx.send(&store::HOLD_UNIT, &params![id], Expect::One(Refusal::changed()))?;
    }
    Ok(())
}

fn close_all(tx: &mut Tx<'_>, handed: &[Handed], on: Day, now: Moment) -> Result<(), Failure> {
    for (closed, taker) in handed {
        tx.send(&store::CLOSE_UNIT, &params![on, *taker, *closed], Expect::Any)?;
        agenda::put(tx, UNIT_CLOSED, *closed, now.max(Moment::at(on, 0)))?;
    }
    Ok(())
}
