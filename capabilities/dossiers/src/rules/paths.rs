//! Other ways a dossier may go: proposals a head decides, taking back, mending, opening again.

use super::promise::{clock, extended, leading, open_decision};
use super::{Ground, agency_hours, at_desk, held, open_step, outcome, step, unheld};
use cases::{CaseState, Event, Outcome, Phase, Promise, Proposed, TaskKind};
use kernel::{Actor, Id, Permission, Refusal, Role};

/// The step key of a proposal's task.
pub(super) const fn step_of(what: Proposed) -> &'static str {
    match what {
        Proposed::Extension => step::EXTENSION,
        Proposed::Refusal => step::REFUSAL,
        Proposed::Stop => step::STOP,
    }
}

/// A cause the regime's list has for this purpose.
pub(super) fn cause_of(ground: &Ground<'_>, of: &str, cause: &str) -> Result<(), Refusal> {
    if ground.regime.causes(of).any(|one| one.key == cause) {
        Ok(())
    } else {
        Err(Refusal::field("cause", "choose"))
    }
}

/// Whoever holds the leading step may propose, one thing at a time.
pub(super) fn may_propose(
    ground: &Ground<'_>,
    state: &CaseState,
    actor: &Actor,
    what: Proposed,
    cause: &str,
) -> Result<Vec<Event>, Refusal> {
    let (task, taken) = leading(state, actor)?;
    if !matches!(task.kind, TaskKind::Work | TaskKind::Approve | TaskKind::Await) {
        return Err(Refusal::state("not-a-step"));
    }
    if state.course.proposal.is_some() {
        return Err(Refusal::state("proposed-already"));
    }
    match what {
        Proposed::Extension => cause_of(ground, "extension", cause)?,
        Proposed::Stop => cause_of(ground, "stop", cause)?,
        Proposed::Refusal => {}
    }
    Ok(taken.into_iter().collect())
}

/// The proposal, and the task of the head who decides it.
pub(super) fn proposed(
    ground: &Ground<'_>,
    state: &CaseState,
    what: Proposed,
    cause: &str,
    due: Option<Promise>,
) -> Result<Vec<Event>, Refusal> {
    let lead = state.open_tasks().find(|task| task.lead).ok_or_else(|| Refusal::state("no-next-step"))?;
    let unit =
        ground.offices.deciding_unit(lead.unit, ground.now).ok_or_else(|| Refusal::state("no-unit"))?;
    Ok(vec![
        Event::Proposed { what, cause: cause.to_owned(), due },
        open_decision(ground, step_of(what), unit),
    ])
}

/// A refusal after appraisal is proposed: only inside the limit (NĐ 118/2025 Art 19.3).
pub fn propose_refusal(ground: &Ground<'_>, state: &CaseState, actor: &Actor) -> Result<Vec<Event>, Refusal> {
    let mut events = may_propose(ground, state, actor, Proposed::Refusal, "")?;
    if !ground.regime.refusal_after_appraisal.allowed {
        return Err(Refusal::state("not-in-this-regime"));
    }
    events.extend(proposed(ground, state, Proposed::Refusal, "", None)?);
    Ok(events)
}

/// Stopping is proposed, with a cause of the list.
pub fn propose_stop(
    ground: &Ground<'_>,
    state: &CaseState,
    actor: &Actor,
    cause: &str,
) -> Result<Vec<Event>, Refusal> {
    if !ground.regime.stop.allowed && super::officer_may_see(state, actor) {
        return Err(Refusal::state("not-in-this-regime"));
    }
    let mut events = may_propose(ground, state, actor, Proposed::Stop, cause)?;
    events.extend(proposed(ground, state, Proposed::Stop, cause, None)?);
    Ok(events)
}

/// The head agrees to what is proposed, or declines it with a reason. Who proposed does not decide.
pub fn decide(
    ground: &Ground<'_>,
    state: &CaseState,
    actor: &Actor,
    task: Id,
    agrees: bool,
) -> Result<Vec<Event>, Refusal> {
    let (task, taken) = held(state, actor, task)?;
    if task.kind != TaskKind::Decide || task.step == step::WITHDRAWAL || !actor.may(Permission::Assign) {
        return Err(Refusal::absent());
    }
    let proposal = state.course.proposal.as_ref().ok_or_else(|| Refusal::state("not-proposed"))?;
    let lead = state.open_tasks().find(|task| task.lead).and_then(|task| task.holder);
    if lead.is_some() && lead == actor.account {
        return Err(Refusal::state("own-proposal"));
    }
    let mut events: Vec<Event> = taken.into_iter().collect();
    let done = |outcome: &str| Event::TaskDone { task: task.id, outcome: outcome.to_owned() };
    if !agrees {
        events.extend([done(outcome::DECLINED), Event::Declined { what: proposal.what }]);
        return Ok(events);
    }
    events.push(done(outcome::AGREED));
    events.push(match proposal.what {
        Proposed::Extension => extended(ground, state)?,
        Proposed::Refusal => Event::Refused,
        Proposed::Stop => Event::Stopped { cause: proposal.cause.clone() },
    });
    Ok(events)
}

/// Until the decision is there (NĐ 118/2025 Art 21).
fn before_decision(state: &CaseState) -> Result<(), Refusal> {
    match state.phase {
        Phase::Ready | Phase::Closed => Err(Refusal::state("decided-already")),
        _ if state.open_tasks().any(|task| task.kind == TaskKind::HandOver) => {
            Err(Refusal::state("decided-already"))
        }
        _ => Ok(()),
    }
}

/// The person takes the request back: at once before acceptance, afterwards the desk gives papers
/// and fees back and closes it.
pub fn withdraw(ground: &Ground<'_>, state: &CaseState) -> Result<Vec<Event>, Refusal> {
    before_decision(state)?;
    if state.accepted_at.is_none() {
        return Ok(vec![Event::Withdrawn]);
    }
    if !ground.regime.withdrawal.allowed {
        return Err(Refusal::state("not-in-this-regime"));
    }
    if state.course.withdrawal_at.is_some() {
        return Err(Refusal::state("withdrawal-asked-already"));
    }
    let hours = ground.offices.calendar(state.desk);
    let task = Event::TaskOpened {
        task: (ground.new_id)(),
        step: step::WITHDRAWAL.to_owned(),
        work: TaskKind::Decide,
        unit: state.desk,
        role: Role::Receiver,
        holder: ground.offices.sole_holder(state.desk, Role::Receiver, ground.now),
        lead: false,
        due: Some(hours.due(ground.now, ground.regime.acceptance.limit).at),
        hold_by: Some(unheld(ground, &hours)),
        silence: None,
    };
    Ok(vec![Event::WithdrawalAsked, task])
}

/// The person wants it to go on after all.
pub fn drop_withdrawal(state: &CaseState) -> Result<Vec<Event>, Refusal> {
    if state.course.withdrawal_at.is_none() || state.phase == Phase::Closed {
        return Err(Refusal::state("no-withdrawal"));
    }
    let tasks = state.open_tasks().filter(|task| task.step == step::WITHDRAWAL);
    let mut events: Vec<Event> =
        tasks.map(|task| Event::TaskDone { task: task.id, outcome: outcome::DECLINED.to_owned() }).collect();
    events.push(Event::WithdrawalDropped);
    Ok(events)
}

/// The desk gives papers and fees back by sector law and closes a dossier that was taken back.
pub fn confirm_withdrawal(state: &CaseState, actor: &Actor) -> Result<Vec<Event>, Refusal> {
    at_desk(state, actor)?;
    if state.course.withdrawal_at.is_none() {
        return Err(Refusal::state("no-withdrawal"));
    }
    let task = state.open_tasks().find(|task| task.step == step::WITHDRAWAL);
    let mut events: Vec<Event> = task
        .map(|task| Event::TaskDone { task: task.id, outcome: outcome::AGREED.to_owned() })
        .into_iter()
        .collect();
    events.push(Event::Withdrawn);
    Ok(events)
}

/// The person changes what was sent on line, until the decision is there.
pub fn adjust(ground: &Ground<'_>, state: &CaseState) -> Result<Vec<Event>, Refusal> {
    before_decision(state)?;
    if state.channel != cases::Channel::Online {
        return Err(Refusal::state("adjust-online-only"));
    }
    if !ground.regime.adjustment.allowed {
        return Err(Refusal::state("not-in-this-regime"));
    }
    if state.phase == Phase::Asked {
        return Err(Refusal::state("answer-what-is-asked"));
    }
    Ok(vec![Event::Adjusted])
}

/// A result turned out wrong: by the person, or by the office that noticed it.
pub fn open_correction(ground: &Ground<'_>, state: &CaseState) -> Result<Vec<Event>, Refusal> {
    if state.outcome != Some(Outcome::Delivered) {
        return Err(Refusal::state("no-result-yet"));
    }
    if state.open_tasks().any(|task| task.kind == TaskKind::Correct) {
        return Err(Refusal::state("correction-open"));
    }
    // Whoever made the result mends it: the last working step before it was handed over.
    let maker = state.tasks.iter().rev().find(|task| matches!(task.kind, TaskKind::Work | TaskKind::Part));
    let (unit, role) = maker.map_or((state.desk, Role::Receiver), |task| (task.unit, task.role));
    let hours = ground.offices.calendar(unit);
    let due = ground.regime.correction.limit.map(|limit| {
        let due = hours.due(ground.now, limit);
        Promise { at: due.at, day: due.last_day }
    });
    let task = Event::TaskOpened {
        task: (ground.new_id)(),
        step: step::CORRECTION.to_owned(),
        work: TaskKind::Correct,
        unit,
        role,
        holder: ground.offices.sole_holder(unit, role, ground.now),
        lead: true,
        due: due.map(|due| due.at),
        hold_by: None,
        silence: None,
    };
    Ok(vec![Event::CorrectionOpened { due }, task])
}

/// The right result is attached: the wrong one stays in the ledger, the person gets the new one.
pub fn correct(state: &CaseState, actor: &Actor, task: Id) -> Result<Vec<Event>, Refusal> {
    let (task, taken) = held(state, actor, task)?;
    if task.kind != TaskKind::Correct {
        return Err(Refusal::absent());
    }
    let mut events: Vec<Event> = taken.into_iter().collect();
    events.extend([Event::TaskDone { task: task.id, outcome: outcome::DONE.to_owned() }, Event::Corrected]);
    Ok(events)
}

/// A head of the competent agency opens a dossier again that the State closed by its own error.
/// It goes on where it stood; the limit starts anew, and how late it was is not forgotten.
pub fn reopen(
    ground: &Ground<'_>,
    state: &CaseState,
    actor: &Actor,
    cause: &str,
) -> Result<Vec<Event>, Refusal> {
    let head = actor.may(Permission::Assign) || actor.may(Permission::Approve);
    if !head || actor.agency != Some(state.agency) {
        return Err(Refusal::absent());
    }
    if !ground.regime.reopening.allowed {
        return Err(Refusal::state("not-in-this-regime"));
    }
    if !matches!(state.outcome, Some(Outcome::Refused | Outcome::Lapsed | Outcome::Stopped)) {
        return Err(Refusal::state("not-closed-by-the-state"));
    }
    cause_of(ground, "reopen", cause)?;
    let Some(limit) = state.limit else {
        let (accept_by, receive) = super::supplement::received_anew(ground.offices, ground, state);
        let opened = Event::Reopened { cause: cause.to_owned(), clock: None, accept_by: Some(accept_by) };
        return Ok(vec![opened, receive]);
    };
    let hours = agency_hours(ground.offices, state);
    let clock = clock(&hours, ground.regime, ground.now, &hours.due(ground.now, limit));
    let stood = state.tasks.iter().rev().find(|task| {
        task.lead
            && matches!(task.kind, TaskKind::Work | TaskKind::Approve)
            && ground.revision.step(&task.step).is_some()
    });
    let again = stood.and_then(|task| ground.revision.step(&task.step));
    let again = again.or_else(|| Some(ground.revision.first_step()));
    let mut events = vec![Event::Reopened { cause: cause.to_owned(), clock: Some(clock), accept_by: None }];
    events.extend(open_step(ground, state.agency, state.desk, again, false)?);
    Ok(events)
}
