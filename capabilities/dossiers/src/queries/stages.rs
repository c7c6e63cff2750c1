//! The timeline: what was done, what is under way, what is planned.

use super::papers::part_result;
use super::{Eyes, Person, both, person, unit_name};
use crate::commands::Dossiers;
use crate::rules;
use calendar::Calendar;
use cases::{CaseState, Phase, Task, TaskKind};
use catalogue::{Answers, Part, Revision, Step, StepKind, StepOutcome, Text};
use kernel::{Id, Limit, Moment};

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
    /// What kind of work it is; none for the sending itself.
    pub work: Option<TaskKind>,
    /// Its own limit, for a part of a linked procedure.
    pub limit: Option<Limit>,
    /// Its own result, for a part of a linked procedure.
    pub result: Option<Text>,
}

impl Stage {
    fn sent(at: Moment) -> Stage {
        Stage {
            began: Some(at),
            done: Some(at),
            standing: Standing::Done,
            ..Stage::planned("sent", Title::Sent, None)
        }
    }

    /// A row nothing is known of but what it is.
    fn planned(key: &str, title: Title, work: Option<TaskKind>) -> Stage {
        Stage {
            key: key.to_owned(),
            title,
            unit: None,
            officer: None,
            began: None,
            due: None,
            done: None,
            outcome: None,
            late_minutes: 0,
            standing: Standing::Ahead,
            lead: false,
            work,
            limit: None,
            result: None,
        }
    }

    /// With the limit and the result of a part of a linked procedure.
    fn of_part(mut self, revision: &Revision, part: Option<&Part>) -> Stage {
        if let Some(part) = part {
            self.limit = Some(part.limit);
            self.result = part_result(revision, part);
        }
        self
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
        // What a head is asked to decide concerns the person, not whoever has the link.
        if eyes == Eyes::Owner || task.kind != TaskKind::Decide {
            rows.push(of_task(room, state, revision, task, leading == Some(task.id), eyes, now));
        }
    }
    if matches!(state.phase, Phase::Waiting | Phase::Running | Phase::Asked) {
        rows.extend(ahead(room, state, revision, answers, now));
    }
    rows
}

/// A unit; one of another agency is named with it.
fn place(room: &Dossiers, state: &CaseState, unit: Id) -> Text {
    let name = unit_name(room, unit);
    let elsewhere = room.accounts.unit(unit).map(|unit| unit.agency).filter(|agency| *agency != state.agency);
    match elsewhere.and_then(|agency| room.accounts.agency(agency)) {
        Some(agency) => both(
            &format!("{}, {}", name.get(web::Lang::Vi), agency.name_vi),
            &format!("{}, {}", name.get(web::Lang::En), agency.name_en),
        ),
        None => name,
    }
}

fn of_task(
    room: &Dossiers,
    state: &CaseState,
    revision: &Revision,
    task: &Task,
    lead: bool,
    eyes: Eyes,
    now: Moment,
) -> Stage {
    let hours = room.accounts.calendar_for_unit(task.unit);
    let until = task.done_at.unwrap_or(now);
    // What waits for the person makes no office late.
    let due = task.due_at.filter(|due| task.kind != TaskKind::Await && until > *due);
    let part = revision.part(&task.step).filter(|_| task.kind == TaskKind::Part);
    Stage {
        unit: Some(place(room, state, task.unit)),
        officer: task.holder.filter(|_| eyes == Eyes::Owner).and_then(|officer| person(room, officer)),
        began: Some(task.opened_at),
        due: task.due_at,
        done: task.done_at,
        outcome: task.outcome.clone(),
        late_minutes: due.map_or(0, |due| hours.step_lateness(due, until)),
        standing: if task.is_open() { Standing::Current } else { Standing::Done },
        lead,
        ..Stage::planned(&task.step, title(revision, task), Some(task.kind))
    }
    .of_part(revision, part)
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
    let filled = revision.with(answers);
    let lead = state.leading();
    let mut next = match lead {
        Some(task) if task.step == rules::RECEIVE => Some(revision.first_step()),
        // It goes on where it stood when more was asked for.
        Some(task) if task.step == rules::step::SUPPLEMENT => {
            let stood = state.course.supplement.as_ref().and_then(|asked| asked.step.as_deref());
            stood.map_or_else(|| Some(revision.first_step()), |step| revision.step(step))
        }
        Some(task) => filled.next_step(&task.step, StepOutcome::Forward),
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
            (Phase::Waiting | Phase::Asked, ..) => None,
            // A plan never lies before what must come first, even when that breaks the promise.
            (_, StepKind::Handover, _) => state.due.map(|due| due.at.max(from)),
            (_, _, limit) => limit.map(|limit| rules::step_due(&hours, from, limit)),
        };
        if let Some(planned) = planned.filter(|_| step.kind != StepKind::Handover) {
            from = planned;
        }
        rows.push(Stage {
            unit: unit.map(|unit| unit_name(room, unit)),
            due: planned,
            ..Stage::planned(&step.key, Title::Step(step.citizen.clone()), Some(work_of(step.kind)))
        });
        let parts = filled.parts(&step.key).into_iter();
        rows.extend(parts.map(|part| part_ahead(room, state, revision, part)));
        next = filled.next_step(&step.key, StepOutcome::Forward);
    }
    rows
}

const fn work_of(kind: StepKind) -> TaskKind {
    match kind {
        StepKind::Work => TaskKind::Work,
        StepKind::Approve => TaskKind::Approve,
        StepKind::Await => TaskKind::Await,
        StepKind::Handover => TaskKind::HandOver,
    }
}

/// A part of another agency that has not gone out yet.
fn part_ahead(room: &Dossiers, state: &CaseState, revision: &Revision, part: &Part) -> Stage {
    let unit = match (part.unit, part.agency.as_deref()) {
        (Some(kind), _) => rules::Offices::unit(&room.accounts, state.agency, kind),
        (None, code) => code.and_then(|code| rules::Offices::asked(&room.accounts, code)),
    };
    Stage {
        unit: unit.map(|unit| place(room, state, unit)),
        ..Stage::planned(&part.key, Title::Part(part.citizen.clone()), Some(TaskKind::Part))
    }
    .of_part(revision, Some(part))
}

fn unit_of(room: &Dossiers, state: &CaseState, step: &Step) -> Option<kernel::Id> {
    match step.unit {
        catalogue::UnitKind::Desk => Some(state.desk),
        kind => rules::Offices::unit(&room.accounts, state.agency, kind),
    }
}
