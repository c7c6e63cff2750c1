//! What left the straight way, as far as clear facts tell it: no ledger is read for these.

use super::{both, unit_name};
use crate::commands::Dossiers;
use cases::{CaseState, ItemKind, Move, Phase, Promise, TaskKind};
use catalogue::{Regime, Revision, Text};
use kernel::{Day, Failure, Limit, Moment};

/// One thing that was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AskedItem {
    /// Paper or answer.
    pub kind: ItemKind,
    /// Its key in the revision.
    pub key: String,
    /// What it is called.
    pub name: Text,
    /// Why it is not enough as it is; never to a stranger.
    pub reason: String,
    /// The legal basis; never to a stranger.
    pub basis: String,
    /// When it came.
    pub answered_at: Option<Moment>,
}

/// The request that is open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// Before acceptance or after appraisal.
    pub stage: cases::Stage,
    /// When it was asked.
    pub asked_at: Moment,
    /// The last day; none: nothing closes by itself.
    pub close: Option<Promise>,
    /// The limit that begins anew when everything is there.
    pub restarts: Option<Limit>,
    /// How many things have not come yet.
    pub missing: usize,
    /// The things; none to a stranger.
    pub items: Vec<AskedItem>,
    /// What the office adds; never to a stranger.
    pub note: String,
}

/// A promise that moved, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MovedPromise {
    /// When it was moved.
    pub at: Moment,
    /// From.
    pub from: Promise,
    /// To.
    pub to: Promise,
    /// `restart`, `extension`, `excluded`, `calendar` or `reopening`.
    pub why: String,
    /// The cause in words: of the regime's list, of the sector rule, or the holiday and its instrument.
    pub cause: Option<Text>,
}

/// Sector law takes the present time out of the limit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paused {
    /// Since when.
    pub since: Moment,
    /// The words of each rule.
    pub why: Vec<Text>,
}

/// The letter that was sent because time had run out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LateLetter {
    /// The day it names.
    pub day: Day,
    /// Its words; never to a stranger.
    pub words: String,
}

/// Papers on their way to the competent agency.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Travelling {
    /// The unit that has to send or confirm them.
    pub unit: Text,
    /// By when.
    pub due: Option<Moment>,
}

/// Everything beside the straight way.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Aside {
    /// What is asked of the person.
    pub asked: Option<Asked>,
    /// How the promise moved, oldest first.
    pub moves: Vec<MovedPromise>,
    /// The clock stands still.
    pub paused: Option<Paused>,
    /// The last letter about being late.
    pub letter: Option<LateLetter>,
    /// When the person asked to take it back.
    pub withdrawal_at: Option<Moment>,
    /// Papers on their way.
    pub travelling: Option<Travelling>,
    /// A wrong result is being mended: by when, where a rule says so.
    pub mending: Option<Option<Moment>>,
    /// How many results were mended.
    pub mended: u32,
    /// How often more was asked for.
    pub times_asked: u32,
}

/// The side paths of a state. What is asked is named to its person only.
pub(super) fn aside(
    room: &Dossiers,
    state: &CaseState,
    revision: &Revision,
    owner: bool,
    now: Moment,
) -> Result<Aside, Failure> {
    let course = &state.course;
    let regime = room.regime(state, now.day())?;
    let open = |kind: TaskKind| state.open_tasks().find(move |task| task.kind == kind);
    Ok(Aside {
        asked: asked(state, revision, &regime, owner),
        moves: course.moves.iter().map(|one| moved(one, revision, &regime)).collect(),
        paused: course.pause.as_ref().map(|pause| Paused {
            since: pause.since,
            why: pause
                .tasks
                .iter()
                .filter_map(|task| state.task(*task))
                .filter_map(|task| revision.excluded(&task.step))
                .map(|rule| rule.why.clone())
                .collect(),
        }),
        letter: course.letter.map(|due| LateLetter { day: due.day, words: String::new() }),
        withdrawal_at: course.withdrawal_at,
        travelling: open(TaskKind::Transfer)
            .map(|task| Travelling { unit: unit_name(room, task.unit), due: task.due_at }),
        mending: open(TaskKind::Correct).map(|task| task.due_at),
        mended: course.corrections,
        times_asked: course.asked_at_intake + course.asked_after_appraisal,
    })
}

fn asked(state: &CaseState, revision: &Revision, regime: &Regime, owner: bool) -> Option<Asked> {
    let asked = state.course.supplement.as_ref().filter(|_| state.phase == Phase::Asked)?;
    let anew = asked.stage == cases::Stage::Appraisal && regime.supplement_after_appraisal.restarts;
    let items = asked.items.iter().filter(|_| owner).map(|item| AskedItem {
        kind: item.kind,
        name: item_name(revision, item.kind, &item.key),
        key: item.key.clone(),
        reason: String::new(),
        basis: String::new(),
        answered_at: item.answered_at,
    });
    Some(Asked {
        stage: asked.stage,
        asked_at: asked.asked_at,
        close: asked.close,
        restarts: state.limit.filter(|_| anew),
        missing: asked.missing().count(),
        items: items.collect(),
        note: String::new(),
    })
}

/// What a thing that may be asked for is called.
pub(super) fn item_name(revision: &Revision, kind: ItemKind, key: &str) -> Text {
    let name = match kind {
        ItemKind::Paper => revision.paper(key).map(|paper| &paper.name),
        ItemKind::Answer => revision.question(key).map(|question| &question.label),
    };
    name.map_or_else(|| both(key, key), Clone::clone)
}

/// The words of a cause of the regime's list.
pub(super) fn cause_name(regime: &Regime, key: &str) -> Option<Text> {
    regime.cause.iter().find(|cause| cause.key == key).map(|cause| cause.name.clone())
}

fn moved(one: &Move, revision: &Revision, regime: &Regime) -> MovedPromise {
    let cause = match one.why.as_str() {
        "extension" | "reopening" => cause_name(regime, &one.cause),
        "excluded" => {
            one.cause.split(' ').find_map(|step| revision.excluded(step)).map(|rule| rule.why.clone())
        }
        _ => Some(both(&one.cause, &one.cause)).filter(|_| !one.cause.is_empty()),
    };
    MovedPromise { at: one.at, from: one.from, to: one.to, why: one.why.clone(), cause }
}

/// Whether anything happened beside the straight way: only then its person's page reads the ledger.
pub(super) fn strayed(state: &CaseState) -> bool {
    let course = &state.course;
    let counted = course.asked_at_intake
        + course.asked_after_appraisal
        + course.extensions
        + course.letters
        + course.adjustments
        + course.reopenings
        + course.corrections;
    let beside = |kind| matches!(kind, TaskKind::Decide | TaskKind::Transfer | TaskKind::Correct);
    counted > 0
        || course.overdue_noted
        || course.late_days > 0
        || course.pause.is_some()
        || !course.moves.is_empty()
        || state.outcome.is_some_and(|outcome| outcome != cases::Outcome::Delivered)
        || state.tasks.iter().any(|task| beside(task.kind))
}
