//! Work that runs beside the leading step: parts of linked procedures, papers on their way, and
//! tasks whose unit was dissolved.

use super::{Ground, Offices, agency_hours, held, outcome, promise, step, unheld};
use calendar::Calendar;
use cases::{CaseState, Channel, Event, Phase, TaskKind};
use catalogue::{Part, Regime, UnitKind};
use kernel::{Actor, Id, Moment, Permission, Refusal, Role};

/// The unit that does something of a flow: one of the competent agency, or another agency's.
pub(super) fn unit_of(
    ground: &Ground<'_>,
    agency: Id,
    unit: Option<UnitKind>,
    code: Option<&str>,
) -> Result<Id, Refusal> {
    let unit = match (unit, code) {
        (Some(kind), _) => ground.offices.unit(agency, kind),
        (None, Some(code)) => ground.offices.asked(code),
        (None, None) => None,
    };
    unit.ok_or_else(|| Refusal::state("no-unit"))
}

/// Sends a part out: all parts of a step go at once, each with its own limit (NĐ 118/2025 Art 20.2).
pub(super) fn open_part(ground: &Ground<'_>, agency: Id, part: &Part) -> Result<Event, Refusal> {
    let unit = unit_of(ground, agency, part.unit, part.agency.as_deref())?;
    let hours = ground.offices.calendar(unit);
    Ok(Event::TaskOpened {
        task: (ground.new_id)(),
        step: part.key.clone(),
        work: TaskKind::Part,
        unit,
        role: Role::Specialist,
        holder: ground.offices.sole_holder(unit, Role::Specialist, ground.now),
        lead: false,
        due: Some(hours.due(ground.now, part.limit).at),
        hold_by: Some(unheld(ground, &hours)),
        silence: None,
    })
}

/// An agency has done its part; its own result is there where the procedure has one.
pub fn complete_part(
    ground: &Ground<'_>,
    state: &CaseState,
    actor: &Actor,
    task: Id,
    has_result: bool,
) -> Result<Vec<Event>, Refusal> {
    let (task, taken) = held(state, actor, task)?;
    if task.kind != TaskKind::Part {
        return Err(Refusal::absent());
    }
    let needs = ground.revision.part(&task.step).is_some_and(|part| part.result.is_some());
    if needs && !has_result {
        return Err(Refusal::state("result-missing"));
    }
    let mut events: Vec<Event> = taken.into_iter().collect();
    events.push(Event::TaskDone { task: task.id, outcome: outcome::DONE.to_owned() });
    Ok(events)
}

/// When papers must have left: the same day, or the next morning when accepted after the hour the
/// regime names (NĐ 118/2025 Art 18.2).
pub fn papers_leave_by(hours: &Calendar, regime: &Regime, now: Moment) -> Moment {
    let today = now.day();
    let in_time = hours.is_working_day(today) && now.minute() <= regime.paper_moves_after();
    let same_day = in_time.then(|| hours.closes(today)).flatten();
    let morning = hours.next_working_day(today);
    let noon = hours.sessions(morning).first().map(|session| Moment::at(morning, session.to));
    same_day.or(noon).unwrap_or(now)
}

/// Papers taken in at another agency's desk travel to the competent one, tracked until they are there.
pub(super) fn transfer(ground: &Ground<'_>, state: &CaseState) -> Option<Event> {
    let elsewhere = ground.offices.agency_of(state.desk) != Some(state.agency);
    if !elsewhere || state.channel == Channel::Online {
        return None;
    }
    let hours = ground.offices.calendar(state.desk);
    Some(transfer_task(ground, state.desk, papers_leave_by(&hours, ground.regime, ground.now)))
}

fn transfer_task(ground: &Ground<'_>, unit: Id, due: Moment) -> Event {
    Event::TaskOpened {
        task: (ground.new_id)(),
        step: step::TRANSFER.to_owned(),
        work: TaskKind::Transfer,
        unit,
        role: Role::Receiver,
        holder: ground.offices.sole_holder(unit, Role::Receiver, ground.now),
        lead: false,
        due: Some(due),
        hold_by: None,
        silence: None,
    }
}

/// The desk that took the papers sends them; the desk of the competent agency confirms that they came.
pub fn papers_moved(
    ground: &Ground<'_>,
    state: &CaseState,
    actor: &Actor,
    task: Id,
) -> Result<Vec<Event>, Refusal> {
    let (task, taken) = held(state, actor, task)?;
    if task.kind != TaskKind::Transfer || !actor.may(Permission::Receive) {
        return Err(Refusal::absent());
    }
    let there = ground.offices.unit(state.agency, UnitKind::Desk);
    let mut events: Vec<Event> = taken.into_iter().collect();
    match there {
        Some(there) if task.unit != there => {
            let hours = agency_hours(ground.offices, state);
            let due = hours.due(ground.now, ground.regime.transfer.limit).at;
            events.push(Event::TaskDone { task: task.id, outcome: outcome::SENT.to_owned() });
            events.push(transfer_task(ground, there, due));
        }
        _ => events.push(Event::TaskDone { task: task.id, outcome: outcome::RECEIVED.to_owned() }),
    }
    Ok(events)
}

/// Open tasks of a dissolved unit pass to its successor, which takes them anew.
pub fn moved_tasks(
    offices: &dyn Offices,
    regime: &Regime,
    state: &CaseState,
    unit: Id,
    now: Moment,
) -> Vec<Event> {
    let Some(successor) = offices.successor(unit) else { return Vec::new() };
    let hours = offices.calendar(successor);
    let hold_by = hours.due(now, regime.unheld.limit).at;
    let open = state.open_tasks().filter(|task| task.unit == unit);
    open.flat_map(|task| {
        let moved = Event::TaskMoved { task: task.id, unit: successor, hold_by };
        let holder = offices.sole_holder(successor, task.role, now);
        let held = holder.map(|holder| Event::TaskHeld { task: task.id, holder, principal: None });
        [Some(moved), held].into_iter().flatten()
    })
    .collect()
}

/// What follows by itself from a state, with calendars: asked after every change and wake-up.
pub fn settle(offices: &dyn Offices, regime: &Regime, state: &CaseState, now: Moment) -> Vec<Event> {
    if state.phase == Phase::Closed {
        return Vec::new();
    }
    promise::resumes(offices, regime, state, now).into_iter().collect()
}
