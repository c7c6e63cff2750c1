//! What stands in the way of publishing a change. Pure.

use super::{Edit, EditKind};
use crate::model::{Procedure, Text};
use crate::parse::Problem;
use crate::revision::Revision;
use kernel::{Day, Failure, Refusal, RefusalKind};
use std::sync::Arc;

/// Something to mend before a change can be proposed or published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unready {
    /// It says the same as the text it would follow.
    NoDifference,
    /// The legal basis of the change is not said.
    NoReason,
    /// Its first day has passed.
    PastDay,
    /// A text for that first day is in use.
    DayInUse,
    /// Something else was published since it was begun.
    BaseChanged,
    /// A paper is asked for without a legal basis.
    PaperWithoutBasis {
        /// What the paper is called.
        name: Text,
    },
    /// Anything else that a file would be refused for.
    Check(Problem),
}

/// What the decision needs to know.
pub(crate) struct Beside<'a> {
    /// The published text that would hold on the first day without this change.
    pub(crate) standing: Option<&'a Revision>,
    /// Today, in civil time.
    pub(crate) today: Day,
    /// What the checks of files say of the text.
    pub(crate) problems: Vec<Problem>,
}

/// Everything to mend; nothing when it may be published.
pub(crate) fn unready(edit: &Edit, procedure: &Procedure, beside: Beside<'_>) -> Vec<Unready> {
    let mut all = Vec::new();
    if let Some(standing) = beside.standing {
        if same_but_for_days(&standing.procedure, procedure) {
            all.push(Unready::NoDifference);
        }
        let own = edit.base == Some(standing.id) || edit.kind == EditKind::Rollback;
        if !own {
            all.push(Unready::BaseChanged);
        }
        if standing.procedure.effective_from == edit.from && edit.from <= beside.today {
            all.push(Unready::DayInUse);
        }
    }
    if edit.reason.trim().is_empty() {
        all.push(Unready::NoReason);
    }
    if edit.from < beside.today {
        all.push(Unready::PastDay);
    }
    let papers = procedure.paper.iter().filter(|paper| paper.source.is_none());
    all.extend(papers.map(|paper| Unready::PaperWithoutBasis { name: paper.name.clone() }));
    // The papers are named above, in the reader's language.
    let others = beside.problems.into_iter().filter(|problem| !problem.what.ends_with("has no legal basis"));
    all.extend(others.map(Unready::Check));
    all
}

/// Whether two texts differ in their first and last day at most.
pub(crate) fn same_but_for_days(a: &Procedure, b: &Procedure) -> bool {
    let mut b = b.clone();
    b.effective_from = a.effective_from;
    super::core_substance(a) == super::core_substance(&b)
}

/// The first day of the next text that is published for later: it would not hold this change.
pub fn later_than(versions: &[Arc<Revision>], from: Day) -> Option<Day> {
    let days = versions.iter().map(|revision| revision.procedure.effective_from);
    days.filter(|day| *day > from).min()
}

/// Its author writes a change, and nobody else.
pub(crate) fn may_write(edit: &Edit, account: kernel::Id) -> Result<(), Failure> {
    if edit.author != account {
        return Err(refusal("edit-not-author").into());
    }
    if !edit.state.is_written() {
        return Err(refusal("edit-not-written").into());
    }
    Ok(())
}

/// A second person decides on what waits for one.
pub(crate) fn may_decide(edit: &Edit, account: kernel::Id) -> Result<(), Failure> {
    if edit.state != super::EditState::Proposed {
        return Err(refusal("edit-not-proposed").into());
    }
    if edit.author == account {
        return Err(refusal("edit-second-person").into());
    }
    Ok(())
}

pub(crate) fn refusal(code: &'static str) -> Refusal {
    Refusal::new(RefusalKind::State, code)
}
