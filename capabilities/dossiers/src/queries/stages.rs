//! The timeline: what was done, what is under way, what is planned.

use super::{Eyes, Person, person, unit_name};
use crate::commands::Dossiers;
use crate::rules;
use calendar::Calendar;
use cases::{CaseState, Phase, Task, TaskKind};
use catalogue::{Answers, Revision, Step, StepKind, StepOutcome, Text};
use kernel::Moment;

/// What a row of the timeline is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Title {
    /// The person sent it.
    Sent,
    /// The office accepts or refuses.
    Receive,
    /// A step of the flow, in its own words.
    Step(Text),
    /// Another office is asked.
    Consult(Text),
    /// Another agency's part of a linked procedure.
    Part(Text),
    /// Something beside the flow, by its step key: a supplement, a proposal, papers on their way.
    Beside(String),
}

/// Where a row stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Done.
    Done,
    /// Under way.
    Current,
    /// Planned.
    Ahead,
}

/// One row of the timeline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stage {
    /// Step key.
    pub key: String,
    /// What it is about.
    pub title: Title,
    /// The unit.
    pub unit: Option<Text>,
    /// The officer; never to a stranger.
    pub officer: Option<Person>,
    /// When it reached the unit.
    pub began: Option<Moment>,
    /// When it should be done; planned for a row that is ahead.
    pub due: Option<Moment>,
    /// When it was done.
    pub done: Option<Moment>,
    /// How it was done.
    pub outcome: Option<String>,
    /// Office minutes past its due time.
    pub late_minutes: u32,
    /// Where it stands.
    pub standing: Standing,
    /// Whether it is the one shown as present.
    pub lead: bool,
}

impl Stage {
    fn sent(at: Moment) -> Stage {
        Stage {
            key: "sent".to_owned(),
            title: Title::Sent,
            unit: None,
            officer: None,
            began: Some(at),
            due: None,
            done: Some(at),
            outcome: None,
            late_minutes: 0,
            standing: Standing::Done,
            lead: false,
        }
    }
}

/// The rows of a dossier: sent, tasks in order, then what the flow still plans.
pub(super) fn stages(
    room: &Dossiers,
    state: &CaseState,
    revision: &Revision,
    answers: &Answers,
    eyes: Eyes,
    now: Moment,
) -> Vec<Stage> {
    let leading = state.leading().map(|task| task.id);
    let mut rows = vec![Stage::sent(state.opened_at)];
    for task in &state.tasks {
        rows.push(of_task(room, revision, task, leading == Some(task.id), eyes, now));
    }
    if matches!(state.phase, Phase::Waiting | Phase::Running) {
        rows.extend(ahead(room, state, revision, answers, now));
    }
    rows
}

fn of_task(room: &Dossiers, revision: &Revision, task: &Task, lead: bool, eyes: Eyes, now: Moment) -> Stage {
    let hours = room.accounts.calendar_for_unit(task.unit);
    let until = task.done_at.unwrap_or(now);
    Stage {
        key: task.step.clone(),
        title: title(revision, task),
        unit: Some(unit_name(room, task.unit)),
        officer: task.holder.filter(|_| eyes == Eyes::Owner).and_then(|officer| person(room, officer)),
        began: Some(task.opened_at),
        due: task.due_at,
        done: task.done_at,
        outcome: task.outcome.clone(),
        late_minutes: task.due_at.filter(|due| until > *due).map_or(0, |due| hours.step_lateness(due, until)),
        standing: if task.is_open() { Standing::Current } else { Standing::Done },
        lead,
    }
}

fn title(revision: &Revision, task: &Task) -> Title {
    match task.kind {
        TaskKind::Receive => Title::Receive,
        TaskKind::Consult => {
            let mut asked = revision.procedure.step.iter().flat_map(|step| &step.consult);
            let name = asked.find(|consult| consult.key == task.step).map(|consult| consult.name.clone());
            Title::Consult(name.unwrap_or_else(|| super::both(&task.step, &task.step)))
        }
        TaskKind::Part => {
            let name = revision.part(&task.step).map(|part| part.citizen.clone());
            Title::Part(name.unwrap_or_else(|| super::both(&task.step, &task.step)))
        }
        TaskKind::Work | TaskKind::Approve | TaskKind::HandOver | TaskKind::Await => {
            match revision.step(&task.step) {
                Some(step) => Title::Step(step.citizen.clone()),
                None => Title::Beside(task.step.clone()),
            }
        }
        TaskKind::Decide | TaskKind::Transfer | TaskKind::Correct => Title::Beside(task.step.clone()),
    }
}

/// Rows not begun yet, each planned to follow the one before.
fn ahead(
    room: &Dossiers,
    state: &CaseState,
    revision: &Revision,
    answers: &Answers,
    now: Moment,
) -> Vec<Stage> {
    let lead = state.leading();
    let mut next = match lead {
        Some(task) if task.step == rules::RECEIVE => Some(revision.first_step()),
        Some(task) => following(revision, &task.step, answers),
        None => None,
    };
    let mut from = lead.and_then(|task| task.due_at).unwrap_or(now).max(now);
    let mut rows = Vec::new();
    while let Some(step) = next {
        if rows.len() > revision.procedure.step.len() {
            break;
        }
        let unit = unit_of(room, state, step);
        let hours = unit.map_or_else(Calendar::standard, |unit| room.accounts.calendar_for_unit(unit));
        // Before acceptance no moment is promised to anybody.
        let planned = match (state.phase, step.kind, step.limit) {
            (Phase::Waiting, ..) => None,
            // A plan never lies before what must come first, even when that breaks the promise.
            (_, StepKind::Handover, _) => state.due.map(|due| due.at.max(from)),
            (_, _, limit) => limit.map(|limit| rules::step_due(&hours, from, limit)),
        };
        if let Some(planned) = planned.filter(|_| step.kind != StepKind::Handover) {
            from = planned;
        }
        rows.push(Stage {
            key: step.key.clone(),
            title: Title::Step(step.citizen.clone()),
            unit: unit.map(|unit| unit_name(room, unit)),
            officer: None,
            began: None,
            due: planned,
            done: None,
            outcome: None,
            late_minutes: 0,
            standing: Standing::Ahead,
            lead: false,
        });
        next = following(revision, &step.key, answers);
    }
    rows
}

/// What follows a step. Most steps have one way on; only a fork asks the answers.
fn following<'r>(revision: &'r Revision, step: &str, answers: &Answers) -> Option<&'r Step> {
    let from = revision.step(step)?;
    match from.next.as_slice() {
        [only] if only.when.is_none() => revision.step(&only.to),
        _ => revision.next_step(step, StepOutcome::Forward, answers),
    }
}

fn unit_of(room: &Dossiers, state: &CaseState, step: &Step) -> Option<kernel::Id> {
    match step.unit {
        catalogue::UnitKind::Desk => Some(state.desk),
        kind => rules::Offices::unit(&room.accounts, state.agency, kind),
    }
}
