//! What a dossier costs, and the result that waits for it.

use crate::commands::Dossiers;
use crate::rules;
use cases::queries::Whole;
use cases::{CaseState, Outcome, Phase};
use catalogue::{FeeQuote, Text};
use kernel::{Failure, Moment, Money};

/// What is to be paid, and what was.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fees {
    /// Each fee: its name, how many, amount, and why it is waived.
    pub lines: Vec<(Text, u32, Money, Option<Text>)>,
    /// Their sum.
    pub total: Money,
    /// Receipts: amount, number, when.
    pub taken: Vec<(Money, String, Moment)>,
}

impl Fees {
    pub(super) fn new(quote: &FeeQuote<'_>, taken: &[cases::Fee]) -> Fees {
        Fees {
            lines: quote
                .lines
                .iter()
                .map(|line| {
                    (
                        line.fee.name.clone(),
                        line.times,
                        line.amount,
                        line.waived.map(|waiver| waiver.reason.clone()),
                    )
                })
                .collect(),
            total: quote.total,
            taken: taken.iter().map(|fee| (fee.amount, fee.number.clone(), fee.at)).collect(),
        }
    }

    /// Something is still to be paid.
    pub fn unpaid(&self) -> bool {
        self.total > Money(0) && self.taken.is_empty()
    }
}

/// A result is the person's once it is ready, not while it is a draft; and a fee comes first, on
/// the way down as at the counter.
pub(super) fn may_have_result(state: &CaseState, fees: &Fees) -> bool {
    (state.phase == Phase::Ready && !fees.unpaid()) || state.outcome == Some(Outcome::Delivered)
}

impl Dossiers {
    /// Whether the person may download the result of this dossier now.
    ///
    /// # Errors
    /// When what is sealed does not open, or its revision is not loaded.
    pub fn gives_result(&self, whole: &Whole) -> Result<bool, Failure> {
        let (state, answers) = (&whole.case.state, self.content(whole)?.answers);
        let revision = self.revision(state.revision)?;
        Ok(may_have_result(state, &Fees::new(&rules::quote(&revision, &answers, state.channel), &whole.fees)))
    }
}
