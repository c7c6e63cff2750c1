//! The clock: promises, warnings, extensions, late letters, and time that does not count.

use super::{Ground, Offices, agency_hours, held};
use calendar::{Calendar, Due, Point};
use cases::{CaseState, Clock, Event, Phase, Promise, Proposed, TaskKind, Warning};
use catalogue::Regime;
use kernel::{Actor, Day, Id, Limit, LimitUnit, Moment, Permission, Refusal, Role};

/// A promise from a limit that begins at `start`, with the warnings of the regime on its way.
pub(super) fn clock(hours: &Calendar, regime: &Regime, start: Moment, due: &Due) -> Clock {
    let promise = Promise { at: due.at, day: due.last_day };
    Clock {
        due: promise,
        rule: due.rule.to_owned(),
        calendar: hours.version().to_owned(),
        warnings: warnings(hours, regime, start, promise),
    }
}

/// When to warn on the way from `start` to `due`; moments outside it are left out.
pub(super) fn warnings(hours: &Calendar, regime: &Regime, start: Moment, due: Promise) -> Vec<Warning> {
    let wants: Vec<Point> = regime.warning.iter().map(point).collect();
    let moments = hours.points(start, due.at, due.day, &wants);
    let rules = regime.warning.iter().zip(moments);
    rules.filter_map(|(rule, at)| Some(Warning { key: rule.key.clone(), at: at? })).collect()
}

fn point(rule: &catalogue::WarningRule) -> Point {
    match (rule.permille, rule.working_days_before) {
        (Some(permille), _) => Point::Share(permille),
        (None, days) => Point::WorkingDaysBefore(days.unwrap_or_default()),
    }
}

/// A new date for an extension: a working day after the present promise, at closing time.
fn later_day(hours: &Calendar, state: &CaseState, day: Day) -> Result<Promise, Refusal> {
    let due = state.due.ok_or_else(|| Refusal::state("not-accepted"))?;
    if day <= due.day {
        return Err(Refusal::field("day", "not-later"));
    }
    if !hours.is_working_day(day) {
        return Err(Refusal::field("day", "not-working-day"));
    }
    let at = hours.closes(day).ok_or_else(|| Refusal::field("day", "not-working-day"))?;
    Ok(Promise { at, day })
}

/// Whether a limit is too short to be extended.
fn barred(limit: Limit, days: u32) -> bool {
    match limit.unit {
        LimitUnit::SameDay | LimitUnit::Hours | LimitUnit::WorkingHours => true,
        LimitUnit::Days | LimitUnit::WorkingDays => limit.n <= days,
        LimitUnit::Months => false,
    }
}

/// Whether a new date may still be promised now (NĐ 118/2025 Art 19.6): in time, once, and not for
/// limits of a day or less.
pub fn may_extend(ground: &Ground<'_>, state: &CaseState) -> Result<(), Refusal> {
    let rule = &ground.regime.extension;
    let (Some(limit), Some(due)) = (state.limit, state.due) else {
        return Err(Refusal::state("not-accepted"));
    };
    if state.phase != Phase::Running || state.course.pause.is_some() {
        return Err(Refusal::state("not-running"));
    }
    if state.course.extensions >= rule.most {
        return Err(Refusal::state("extended-already"));
    }
    if barred(limit, rule.barred_up_to_days) {
        return Err(Refusal::state("too-short-to-extend"));
    }
    let hours = agency_hours(ground.offices, state);
    let until = hours.extension_open_until(due.day, rule.days_before);
    if ground.now > until { Err(Refusal::state("too-late-to-extend")) } else { Ok(()) }
}

/// An officer who holds the leading step proposes a new date; the head decides.
pub fn propose_extension(
    ground: &Ground<'_>,
    state: &CaseState,
    actor: &Actor,
    cause: &str,
    day: Day,
) -> Result<Vec<Event>, Refusal> {
    let mut events = super::paths::may_propose(ground, state, actor, Proposed::Extension, cause)?;
    may_extend(ground, state)?;
    let due = later_day(&agency_hours(ground.offices, state), state, day)?;
    events.extend(super::paths::proposed(ground, state, Proposed::Extension, cause, Some(due))?);
    Ok(events)
}

/// The head agrees: the new promise, still at least a day before the old one.
pub(super) fn extended(ground: &Ground<'_>, state: &CaseState) -> Result<Event, Refusal> {
    may_extend(ground, state)?;
    let proposal = state.course.proposal.as_ref().ok_or_else(|| Refusal::state("not-proposed"))?;
    let due = proposal.due.ok_or_else(|| Refusal::state("not-proposed"))?;
    let hours = agency_hours(ground.offices, state);
    let start = state.course.started_at.unwrap_or(ground.now);
    let mut warnings = warnings(&hours, ground.regime, start, due);
    warnings.retain(|warning| warning.at > ground.now);
    let clock = Clock { due, rule: "extension".to_owned(), calendar: hours.version().to_owned(), warnings };
    Ok(Event::Extended { cause: proposal.cause.clone(), clock })
}

/// Time ran out all the same: a letter with a cause and a day. It repairs nothing: the promise
/// stays broken, and the letter is counted.
pub fn late_letter(
    ground: &Ground<'_>,
    state: &CaseState,
    actor: &Actor,
    cause: &str,
    day: Day,
) -> Result<Vec<Event>, Refusal> {
    let task = state.open_tasks().find(|task| task.lead && actor.works_in(task.unit));
    let head = actor.may(Permission::Assign) || actor.may(Permission::Approve);
    if !head || !(task.is_some() || actor.agency == Some(state.agency)) {
        return Err(Refusal::absent());
    }
    if !ground.regime.late_letter.allowed {
        return Err(Refusal::state("not-in-this-regime"));
    }
    if state.phase != Phase::Running || state.late_from().is_none_or(|from| ground.now < from) {
        return Err(Refusal::state("not-late"));
    }
    super::paths::cause_of(ground, "late", cause)?;
    let hours = agency_hours(ground.offices, state);
    if day < ground.now.day() {
        return Err(Refusal::field("day", "not-later"));
    }
    let at = hours.is_working_day(day).then(|| hours.closes(day)).flatten();
    let at = at.ok_or_else(|| Refusal::field("day", "not-working-day"))?;
    Ok(vec![Event::LateLetter { cause: cause.to_owned(), due: Promise { at, day } }])
}

/// The clock stops for a task whose time sector law excludes.
pub(super) fn stops(rule: &catalogue::Excluded, task: Id) -> Event {
    Event::ClockStopped { task, rule: rule.source.to_string() }
}

/// The clock runs again when no excluded task is open any more: the promise moves by what was
/// excluded, and no warning already given comes back.
pub(super) fn resumes(
    offices: &dyn Offices,
    regime: &Regime,
    state: &CaseState,
    now: Moment,
) -> Option<Event> {
    let pause = state.course.pause.as_ref()?;
    if state.phase != Phase::Running
        || pause.tasks.iter().any(|id| state.task(*id).is_some_and(|t| t.is_open()))
    {
        return None;
    }
    let (due, limit) = (state.due?, state.limit?);
    let hours = agency_hours(offices, state);
    let moved = hours.shifted(due.at, due.day, limit.unit, pause.since, now);
    let start = state.course.started_at.unwrap_or(now);
    let mut clock = clock(&hours, regime, start, &moved);
    clock.warnings.retain(|warning| state.course.warnings.iter().any(|left| left.key == warning.key));
    Some(Event::ClockResumed { clock })
}

/// The promise computed again with the calendar as it is now: from where the limit began, with the
/// excluded time and extensions it had. Only a limit that still runs is computed again.
pub(crate) fn recounted(
    offices: &dyn Offices,
    regime: &Regime,
    state: &CaseState,
    now: Moment,
) -> Option<Event> {
    let (limit, due, start) = (state.limit?, state.due?, state.course.started_at?);
    if !matches!(state.phase, Phase::Running | Phase::Asked) || state.course.pause.is_some() {
        return None;
    }
    let hours = agency_hours(offices, state);
    if hours.version() == state.course.calendar {
        return None;
    }
    // A date named by hand (an extension) or shifted by excluded time is kept, moved only off a
    // day that is no longer worked.
    let plain = !state
        .course
        .moves
        .iter()
        .any(|one| matches!(one.why.as_str(), "extension" | "excluded") && one.at >= start);
    let new = if plain {
        hours.due(start, limit)
    } else {
        hours.due(Moment::at(due.day, 0), Limit::new(0, LimitUnit::Days))
    };
    let same = new.last_day == due.day;
    let cause = new.moved_by.iter().map(|skipped| {
        let day = &skipped.holiday;
        if day.instrument.is_empty() { day.vi.clone() } else { format!("{} ({})", day.vi, day.instrument) }
    });
    let cause = cause.collect::<Vec<_>>().join("; ");
    // A day off taken back shortens no limit into the past.
    if same || (new.last_day < due.day && new.last_day < now.day()) {
        return None;
    }
    let mut clock = clock(&hours, regime, start, &new);
    clock.warnings.retain(|warning| warning.at > now);
    Some(Event::Recounted { clock, cause })
}

/// The head of the unit that holds a task.
pub(super) fn open_decision(ground: &Ground<'_>, step: &str, unit: Id) -> Event {
    let hours = ground.offices.calendar(unit);
    Event::TaskOpened {
        task: (ground.new_id)(),
        step: step.to_owned(),
        work: TaskKind::Decide,
        unit,
        role: Role::Head,
        holder: ground.offices.sole_holder(unit, Role::Head, ground.now),
        lead: false,
        due: Some(hours.due(ground.now, ground.regime.unheld.limit).at),
        hold_by: Some(super::unheld(ground, &hours)),
        silence: None,
    }
}

/// The officer who holds the leading step of a running dossier.
pub(super) fn leading<'s>(
    state: &'s CaseState,
    actor: &Actor,
) -> Result<(&'s cases::Task, Option<Event>), Refusal> {
    if state.phase != Phase::Running {
        return Err(if super::officer_may_see(state, actor) {
            Refusal::state("not-running")
        } else {
            Refusal::absent()
        });
    }
    let lead = state.open_tasks().find(|task| task.lead).ok_or_else(|| Refusal::state("no-next-step"))?;
    held(state, actor, lead.id)
}
