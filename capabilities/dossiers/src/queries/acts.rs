//! What the person may do now with a dossier that was sent.

use crate::commands::Dossiers;
use crate::rules::{self, Ground};
use cases::queries::Whole;
use cases::{CaseState, Outcome, Phase};
use catalogue::Answers;
use kernel::{Failure, Moment, Refusal};

/// Something the person may do now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Act {
    /// Give what was asked for.
    Supplement,
    /// Change what was sent.
    Adjust,
    /// Take it back.
    Withdraw,
    /// Let it go on after all.
    DropWithdrawal,
    /// Say that the result is wrong.
    ReportError,
    /// Apply again with the old answers.
    Again,
}

impl Act {
    /// Every one, in the order a page offers them.
    pub const ALL: [Act; 6] =
        [Act::Supplement, Act::Adjust, Act::DropWithdrawal, Act::ReportError, Act::Again, Act::Withdraw];
}

/// Whether a dossier ended so that the person may apply again.
pub(crate) fn ended_without_result(state: &CaseState) -> bool {
    use Outcome::{Lapsed, Refused, Stopped, Withdrawn};
    matches!(state.outcome, Some(Refused | Lapsed | Stopped | Withdrawn))
}

/// The rules themselves are asked, so that no page offers what they refuse.
pub(super) fn acts(
    room: &Dossiers,
    state: &CaseState,
    answers: &Answers,
    now: Moment,
) -> Result<Vec<Act>, Failure> {
    let footing = room.footing(state.revision, answers.clone(), now, Some(state))?;
    Ok(footing
        .with(|ground| Act::ALL.into_iter().filter(|act| allowed(ground, state, *act).is_ok()).collect()))
}

/// What the rules say to an act.
fn allowed(ground: &Ground<'_>, state: &CaseState, act: Act) -> Result<(), Refusal> {
    let open = |may: bool, otherwise: Refusal| if may { Ok(Vec::new()) } else { Err(otherwise) };
    let done = match act {
        Act::Supplement => open(state.phase == Phase::Asked, Refusal::state("nothing-asked")),
        Act::Adjust => rules::adjust(ground, state),
        Act::Withdraw => rules::withdraw(ground, state),
        Act::DropWithdrawal => rules::drop_withdrawal(state),
        Act::ReportError => rules::open_correction(ground, state),
        Act::Again => open(ended_without_result(state), Refusal::state("not-over")),
    };
    done.map(|_| ())
}

impl Dossiers {
    /// Whether the person may do this now; if not, the rule's own refusal.
    ///
    /// # Errors
    /// The refusal, or when what is sealed does not open.
    pub fn may(&self, whole: &Whole, act: Act) -> Result<(), Failure> {
        let state = &whole.case.state;
        let answers = self.content(whole)?.answers;
        let footing = self.footing(state.revision, answers, self.clock.civil(), Some(state))?;
        Ok(footing.with(|ground| allowed(ground, state, act))?)
    }
}
