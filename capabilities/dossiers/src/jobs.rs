//! What wakes up later, each safe to run twice: what follows from a state, a calendar that changed,
//! a unit that was dissolved.

use crate::commands::Dossiers;
use crate::rules;
use ::store::agenda::Handler;
use ::store::{Tx, agenda};
use cases::{Case, CaseState, Event, Settle};
use kernel::{Actor, Failure, Id, Moment};
use std::sync::Arc;

impl Dossiers {
    /// What the core asks after every wake-up: what follows by the rules, with calendars.
    pub fn settle(&self) -> Settle {
        let room = self.clone();
        Arc::new(move |state, now| {
            let regime = room.regime(state, now.day())?;
            Ok(rules::settle(&room.accounts, &regime, state, now))
        })
    }

    /// What this room does when its agenda rows fall due.
    pub fn handlers(&self) -> Vec<(&'static str, Handler)> {
        let (recount, moved) = (self.clone(), self.clone());
        vec![
            (accounts::CALENDAR_CHANGED, Arc::new(move |tx, after, now| recount.recount(tx, after, now))),
            (crate::COUNT_DURATIONS, crate::durations::handler(self)),
            (accounts::UNIT_CLOSED, Arc::new(move |tx, unit, now| moved.move_tasks(tx, unit, now))),
        ]
    }

    /// Computes the promises of some open dossiers again with the calendar as it is now, and comes
    /// back for the next ones. The subject of the row is the last one seen.
    fn recount(&self, tx: &mut Tx<'_>, after: Id, now: Moment) -> Result<Option<Moment>, Failure> {
        self.accounts.refresh_within(tx)?;
        let some = cases::queries::open_after(tx, after)?;
        for id in &some {
            self.follow(tx, *id, now, |regime, state| {
                rules::recounted(&self.accounts, regime, state, now).into_iter().collect()
            })?;
        }
        if let Some(last) = some.last() {
            agenda::put(tx, accounts::CALENDAR_CHANGED, *last, now)?;
        }
        Ok(None)
    }

    /// Gives open tasks of a dissolved unit to its successor, some at a time, until none is left.
    fn move_tasks(&self, tx: &mut Tx<'_>, unit: Id, now: Moment) -> Result<Option<Moment>, Failure> {
        self.accounts.refresh_within(tx)?;
        let some = cases::queries::with_tasks_of(tx, unit)?;
        let mut moved = 0;
        for id in &some {
            moved += self.follow(tx, *id, now, |regime, state| {
                rules::moved_tasks(&self.accounts, regime, state, unit, now)
            })?;
        }
        Ok((moved > 0).then_some(now))
    }

    /// Records what follows for one case; says how many events.
    fn follow(
        &self,
        tx: &mut Tx<'_>,
        id: Id,
        now: Moment,
        events: impl Fn(&catalogue::Regime, &CaseState) -> Vec<Event>,
    ) -> Result<usize, Failure> {
        let Some(mut case) = Case::load(tx, id)? else { return Ok(0) };
        let regime = self.regime(&case.state, now.day())?;
        let events = events(&regime, &case.state);
        if !events.is_empty() {
            case.record_all(now, &Actor::system(), &events)?;
            case.save(tx, None)?;
        }
        Ok(events.len())
    }
}
