//! What wakes up later, each safe to run twice.

use crate::case::Case;
use crate::event::Event;
use crate::fold;
use crate::model::CaseState;
use ::store::Tx;
use kernel::{Actor, Failure, Id, Moment};
use std::sync::Arc;

/// What follows from a state by the rules of its kind, with calendars: the clock of a dossier runs
/// again when nothing holds it any more. Pure: no database; asked until it has nothing to add.
pub type Settle = Arc<dyn Fn(&CaseState, Moment) -> Result<Vec<Event>, Failure> + Send + Sync>;

/// More rounds than one wake-up ever needs.
const MOST_ROUNDS: usize = 8;

/// Wakes one case: raises what the state says is due, and says when to wake it next.
/// Everything it does follows from the state, so a second run finds nothing to do.
pub fn wake(tx: &mut Tx<'_>, id: Id, now: Moment, settle: &Settle) -> Result<Option<Moment>, Failure> {
    let Some(mut case) = Case::load(tx, id)? else {
        return Ok(None);
    };
    let before = case.state.seq;
    for _ in 0..MOST_ROUNDS {
        let mut due = fold::due_by_itself(&case.state, now);
        if due.is_empty() {
            due = settle(&case.state, now)?;
        }
        if due.is_empty() {
            break;
        }
        case.record_all(now, &Actor::system(), &due)?;
    }
    if case.state.seq != before {
        case.save(tx, None)?;
    }
    Ok(fold::next_wake(&case.state))
}
