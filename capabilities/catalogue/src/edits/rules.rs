//! What stands in the way of publishing a change. Pure.

use super::record_fees::is_asked;
use super::{Asked, Edit, EditKind, What};
use crate::model::{Procedure, Text};
use crate::parse::Problem;
use crate::revision::Revision;
use kernel::{Day, Failure, Limit, LimitUnit, Refusal, RefusalKind};
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
    /// The steps do not fit into the shortest limit.
    StepsTooLong {
        /// Working hours they take.
        takes: u32,
        /// Working hours the limit leaves.
        leaves: u32,
    },
    /// A fact of the procedure itself is empty.
    Blank {
        /// Its name in the file.
        fact: &'static str,
    },
    /// A result has no code, or a legal basis no number.
    Lacks {
        /// Which of the two.
        what: What,
        /// What it is called.
        name: Text,
    },
    /// Nobody has set the amount of a fee yet.
    FeeAsked {
        /// What the fee is called.
        name: Text,
    },
    /// The national record it is made from does not say it.
    Asked(Asked),
    /// Another procedure takes the place of this code by then.
    Replaced {
        /// The code of that one.
        by: String,
    },
    /// Anything else that a file would be refused for.
    Check(Problem),
}

/// What the decision needs to know.
pub(crate) struct Beside<'a> {
    /// The published text that would hold on the first day without this change.
    pub(crate) standing: Option<&'a Revision>,
    /// Whether any text of the procedure is published.
    pub(crate) is_published: bool,
    /// What a national record leaves open, for a procedure made from it.
    pub(crate) asked: Vec<Asked>,
    /// The procedure that takes the place of this one by its first day.
    pub(crate) replaced_by: Option<String>,
    /// Today, in civil time.
    pub(crate) today: Day,
    /// What the checks of files say of the text.
    pub(crate) problems: Vec<Problem>,
    /// Working hours the steps take and the shortest limit leaves, where they do not fit.
    pub(crate) too_long: Option<(u32, u32)>,
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
    // Of a procedure made from a record no text may stand yet; of any other, one must.
    let creates = edit.kind == EditKind::Create;
    if creates == beside.is_published && !all.contains(&Unready::BaseChanged) {
        all.push(Unready::BaseChanged);
    }
    all.extend(beside.replaced_by.filter(|_| creates).map(|by| Unready::Replaced { by }));
    if edit.reason.trim().is_empty() {
        all.push(Unready::NoReason);
    }
    if edit.from < beside.today {
        all.push(Unready::PastDay);
    }
    all.extend(beside.asked.into_iter().map(Unready::Asked));
    all.extend(empty(procedure));
    let papers = procedure.paper.iter().filter(|paper| paper.source.is_none());
    all.extend(papers.map(|paper| Unready::PaperWithoutBasis { name: paper.name.clone() }));
    all.extend(beside.too_long.map(|(takes, leaves)| Unready::StepsTooLong { takes, leaves }));
    // These are said above, in the reader's language.
    let said = |problem: &Problem| matches!(problem.kind(), "paper-without-basis" | "steps-too-long");
    let others = beside.problems.into_iter().filter(|problem| !said(problem));
    all.extend(others.map(Unready::Check));
    all
}

/// Facts that stand there without saying anything.
fn empty(procedure: &Procedure) -> Vec<Unready> {
    let general = [
        ("name", procedure.name.vi.is_empty()),
        ("short", procedure.short.vi.is_empty()),
        ("summary", procedure.summary.vi.is_empty()),
        ("tier", procedure.tier.is_empty()),
        ("decision", procedure.decision.is_empty()),
        ("field.name", procedure.field.name.vi.is_empty()),
        ("minutes", procedure.minutes == 0),
        ("decides", procedure.decides.vi.is_empty()),
    ];
    let blank = general.into_iter().filter(|(_, is_blank)| *is_blank);
    let mut all: Vec<Unready> = blank.map(|(fact, _)| Unready::Blank { fact }).collect();
    let results = procedure.result.iter().filter(|one| one.code.is_empty());
    all.extend(results.map(|one| Unready::Lacks { what: What::Result, name: one.name.clone() }));
    let bases = procedure.basis.iter().filter(|one| one.number.is_empty());
    let named = |name: &String| Text { vi: name.clone(), en: None };
    all.extend(bases.map(|one| Unready::Lacks { what: What::Basis, name: named(&one.name) }));
    let fees = procedure.fee.iter().filter(|fee| is_asked(fee));
    all.extend(fees.map(|fee| Unready::FeeAsked { name: fee.name.clone() }));
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

/// The limits of the steps made shorter in proportion until they fit; what law gives others for an
/// answer or a part stays. None when that is not enough.
pub(crate) fn fitted(
    procedure: &Procedure,
    too_long: impl Fn(&Procedure) -> Option<(u32, u32)>,
) -> Option<Procedure> {
    for percent in (5..100).rev() {
        let mut shorter = procedure.clone();
        for limit in shorter.step.iter_mut().filter_map(|step| step.limit.as_mut()) {
            *limit = part_of(*limit, percent);
        }
        if too_long(&shorter).is_none() {
            return Some(shorter);
        }
    }
    None
}

/// So many hundredths of an internal limit, at least one; days are counted as hours where a day
/// would be too much.
fn part_of(limit: Limit, percent: u32) -> Limit {
    const HOURS: u32 = 8;
    let part = |n: u32| (n * percent / 100).max(1);
    match limit.unit {
        LimitUnit::WorkingDays => {
            let hours = part(limit.n * HOURS);
            match hours % HOURS {
                0 => Limit::new(hours / HOURS, LimitUnit::WorkingDays),
                _ => Limit::new(hours, LimitUnit::WorkingHours),
            }
        }
        LimitUnit::SameDay => limit,
        unit => Limit::new(part(limit.n), unit),
    }
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
