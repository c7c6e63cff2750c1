//! What wakes up later, each safe to run twice.

use crate::case::Case;
use crate::fold;
use ::store::Tx;
use kernel::{Actor, Failure, Id, Moment};

/// Wakes one case: raises what the state says is due, and says when to wake it next.
/// Everything it does follows from the state, so a second run finds nothing to do.
pub fn wake(tx: &mut Tx<'_>, id: Id, now: Moment) -> Result<Option<Moment>, Failure> {
    let Some(mut case) = Case::load(tx, id)? else {
        return Ok(None);
    };
    let due = fold::due_by_itself(&case.state, now);
    if !due.is_empty() {
        case.record_all(now, &Actor::system(), &due)?;
        case.save(tx, None)?;
    }
    Ok(fold::next_wake(&case.state))
}
