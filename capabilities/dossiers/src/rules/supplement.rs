//! Asking for what is missing: one complete list, once at intake and once after appraisal.

use super::promise::{clock, leading};
use super::{Ground, Offices, agency_hours, hold_receiving, may_receive, open_step, outcome, step, unheld};
use calendar::Calendar;
use cases::{CaseState, Event, Item, ItemKind, Phase, Promise, Stage, TaskKind};
use catalogue::{Revision, SupplementRule};
use kernel::{Actor, FieldError, Id, Limit, Moment, Refusal, Role};

/// One thing an officer asks for, with the reason the person reads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// Paper or answer.
    pub kind: ItemKind,
    /// Its key in the revision.
    pub key: String,
    /// Why it is not enough as it is.
    pub reason: String,
    /// The legal basis.
    pub basis: String,
}

/// Most items of one request.
const MOST_ITEMS: usize = 40;
/// Most characters of a reason or basis.
const LONGEST: usize = 2_000;

/// The list is complete and asks only what the catalogue requires.
pub(super) fn check(
    revision: &Revision,
    answers: &catalogue::Answers,
    wanted: &[Wanted],
) -> Result<(), Refusal> {
    let may = revision.with(answers).supplement_items();
    let mut wrong = Vec::new();
    if wanted.is_empty() || wanted.len() > MOST_ITEMS {
        wrong.push(FieldError::new("items", if wanted.is_empty() { "required" } else { "too-many" }));
    }
    for (at, item) in wanted.iter().enumerate() {
        let known = may.iter().any(|one| kind_of(one.kind) == item.kind && one.key == item.key);
        let twice = wanted[..at].iter().any(|one| one.kind == item.kind && one.key == item.key);
        if !known || twice {
            wrong.push(FieldError::new(format!("item-{}", item.key), "not-required-by-procedure"));
        }
        for (field, said) in [("reason", &item.reason), ("basis", &item.basis)] {
            let path = format!("{field}-{}", item.key);
            match said.trim().chars().count() {
                0 => wrong.push(FieldError::new(path, "required")),
                n if n > LONGEST => {
                    wrong.push(FieldError::new(path, "too-long").with("max", LONGEST).with("count", n));
                }
                _ => {}
            }
        }
    }
    Refusal::fields(wrong).map_or(Ok(()), Err)
}

/// The catalogue's word as the core's.
pub(super) fn kind_of(kind: catalogue::ItemKind) -> ItemKind {
    match kind {
        catalogue::ItemKind::Paper => ItemKind::Paper,
        catalogue::ItemKind::Answer => ItemKind::Answer,
    }
}

fn items(wanted: &[Wanted]) -> Vec<Item> {
    wanted.iter().map(|one| Item { kind: one.kind, key: one.key.clone(), answered_at: None }).collect()
}

/// Once is once, and the answer says why.
fn once(rule: &SupplementRule, asked: u32) -> Result<(), Refusal> {
    if asked < rule.most { Ok(()) } else { Err(Refusal::state("supplement-asked-already")) }
}

fn closing(hours: &Calendar, now: Moment, limit: Option<Limit>) -> Option<Promise> {
    limit.map(|limit| {
        let due = hours.due(now, limit);
        Promise { at: due.at, day: due.last_day }
    })
}

/// The desk waits for the person, and follows up.
fn awaits(ground: &Ground<'_>, desk: Id, close: Option<Promise>) -> Event {
    Event::TaskOpened {
        task: (ground.new_id)(),
        step: step::SUPPLEMENT.to_owned(),
        work: TaskKind::Await,
        unit: desk,
        role: Role::Receiver,
        holder: ground.offices.sole_holder(desk, Role::Receiver, ground.now),
        lead: true,
        due: close.map(|close| close.at),
        hold_by: None,
        silence: None,
    }
}

/// At intake, before acceptance: no limit runs and nothing closes by itself unless the regime says so.
pub fn ask_at_intake(
    ground: &Ground<'_>,
    state: &CaseState,
    actor: &Actor,
    wanted: &[Wanted],
) -> Result<Vec<Event>, Refusal> {
    super::receives(state, actor)?;
    if state.phase == Phase::Asked {
        return Err(Refusal::state("supplement-asked-already"));
    }
    let task = may_receive(state, actor)?;
    let rule = &ground.regime.supplement_at_intake;
    once(rule, state.course.asked_at_intake)?;
    check(ground.revision, ground.answers, wanted)?;
    let close = closing(&ground.offices.calendar(state.desk), ground.now, rule.closes_after);
    let mut events: Vec<Event> = hold_receiving(state, actor, task).into_iter().collect();
    events.push(Event::TaskDone { task, outcome: outcome::ASKED.to_owned() });
    events.push(Event::SupplementAsked {
        stage: Stage::Intake,
        items: items(wanted),
        close,
        step: None,
        rule: rule.source.to_string(),
    });
    events.push(awaits(ground, state.desk, close));
    Ok(events)
}

/// After appraisal, by whoever holds the leading step, within the days the regime (or sector law) gives.
pub fn ask_after_appraisal(
    ground: &Ground<'_>,
    state: &CaseState,
    actor: &Actor,
    wanted: &[Wanted],
) -> Result<Vec<Event>, Refusal> {
    let rule = &ground.regime.supplement_after_appraisal;
    if state.phase == Phase::Asked && super::officer_may_see(state, actor) {
        return Err(Refusal::state("supplement-asked-already"));
    }
    let (task, taken) = leading(state, actor)?;
    once(rule, state.course.asked_after_appraisal)?;
    super::undecided(state)?;
    if task.kind != TaskKind::Work || state.course.pause.is_some() {
        return Err(Refusal::state("not-a-step"));
    }
    let hours = agency_hours(ground.offices, state);
    let accepted = state.accepted_at.ok_or_else(|| Refusal::state("not-accepted"))?;
    if let Some(within) = ground.revision.supplement_within(ground.regime) {
        let last = hours.due(accepted, within.limit).last_day;
        if ground.now.day() > last {
            return Err(Refusal::state("too-late-to-ask"));
        }
    }
    check(ground.revision, ground.answers, wanted)?;
    let close =
        closing(&hours, ground.now, ground.revision.closes_after(ground.regime).map(|timed| timed.limit));
    let mut events: Vec<Event> = taken.into_iter().collect();
    // What others were asked meanwhile goes on; the step itself is over until the papers are there.
    events.push(Event::TaskDone { task: task.id, outcome: outcome::ASKED.to_owned() });
    events.push(Event::SupplementAsked {
        stage: Stage::Appraisal,
        items: items(wanted),
        close,
        step: Some(task.step.clone()),
        rule: rule.source.to_string(),
    });
    events.push(awaits(ground, state.desk, close));
    Ok(events)
}

/// The person gives one of the things asked for; the last one starts the clock anew by itself.
pub fn answer(
    ground: &Ground<'_>,
    state: &CaseState,
    kind: ItemKind,
    key: &str,
    paper: Option<Id>,
) -> Result<Vec<Event>, Refusal> {
    let asked = match (&state.course.supplement, state.phase) {
        (Some(asked), Phase::Asked) => asked,
        _ => return Err(Refusal::state("nothing-asked")),
    };
    let wanted = |item: &&Item| item.kind == kind && item.key == key;
    if !asked.missing().any(|item| wanted(&item)) {
        return Err(Refusal::state("item-not-asked"));
    }
    let mut events = vec![Event::ItemAnswered { item: kind, key: key.to_owned(), paper }];
    if asked.missing().all(|item| wanted(&item)) {
        events.extend(completed(ground, state, asked)?);
    }
    Ok(events)
}

fn completed(
    ground: &Ground<'_>,
    state: &CaseState,
    asked: &cases::Supplement,
) -> Result<Vec<Event>, Refusal> {
    let waiting = state.open_tasks().find(|task| task.step == step::SUPPLEMENT);
    let mut events: Vec<Event> = waiting
        .map(|task| Event::TaskDone { task: task.id, outcome: outcome::ANSWERED.to_owned() })
        .into_iter()
        .collect();
    match asked.stage {
        Stage::Intake => {
            let (accept_by, receive) = received_anew(ground.offices, ground, state);
            events.push(Event::SupplementCompleted {
                clock: None,
                accept_by: Some(accept_by),
                rule: ground.regime.acceptance.source.to_string(),
            });
            events.push(receive);
        }
        Stage::Appraisal => {
            events.push(Event::SupplementCompleted {
                clock: restarted(ground, state),
                accept_by: None,
                rule: ground.regime.supplement_after_appraisal.source.to_string(),
            });
            let again = asked.step.as_deref().and_then(|key| ground.revision.step(key));
            events.extend(open_step(ground, state.agency, state.desk, again, false)?);
        }
    }
    Ok(events)
}

/// The limit from zero (NĐ 118/2025 Art 19.5), where the regime restarts it.
fn restarted(ground: &Ground<'_>, state: &CaseState) -> Option<cases::Clock> {
    let limit = state.limit.filter(|_| ground.regime.supplement_after_appraisal.restarts)?;
    let hours = agency_hours(ground.offices, state);
    Some(clock(&hours, ground.regime, ground.now, &hours.due(ground.now, limit)))
}

/// The task to accept or refuse what is now complete, with its own time.
pub(super) fn received_anew(
    offices: &dyn Offices,
    ground: &Ground<'_>,
    state: &CaseState,
) -> (Moment, Event) {
    let hours = offices.calendar(state.desk);
    let accept_by = hours.due(ground.now, ground.revision.acceptance(ground.regime).limit).at;
    let receive = Event::TaskOpened {
        task: (ground.new_id)(),
        step: step::RECEIVE.to_owned(),
        work: TaskKind::Receive,
        unit: state.desk,
        role: Role::Receiver,
        holder: None,
        lead: true,
        due: Some(accept_by),
        hold_by: Some(unheld(ground, &hours)),
        silence: None,
    };
    (accept_by, receive)
}
