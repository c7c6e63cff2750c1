//! Pure decisions about dossiers: (state, command, now, calendars) → events or a refusal.

mod parts;
mod paths;
mod promise;
mod supplement;

pub use parts::{complete_part, moved_tasks, papers_leave_by, papers_moved, settle};
pub use paths::{
    adjust, confirm_withdrawal, correct, decide, drop_withdrawal, open_correction, propose_refusal,
    propose_stop, reopen, withdraw,
};
pub use promise::{late_letter, may_extend, propose_extension};
pub use supplement::{Wanted, answer, ask_after_appraisal, ask_at_intake};

pub(crate) use promise::recounted;

use calendar::Calendar;
use cases::{CaseKind, CaseState, Channel, Event, Phase, Task, TaskKind};
use catalogue::{Answers, FeeQuote, Regime, Revision, StepOutcome, Way};
use kernel::{Actor, Id, Limit, LimitUnit, Moment, Permission, Refusal, Role, Standing};

/// What the rules ask of the office tree.
pub trait Offices {
    /// The unit of this kind in an agency.
    fn unit(&self, agency: Id, kind: catalogue::UnitKind) -> Option<Id>;
    /// The unit that answers a consultation put to another agency, named by its code.
    fn asked(&self, code: &str) -> Option<Id>;
    /// The officer of a unit, when exactly one holds the role.
    fn sole_holder(&self, unit: Id, role: Role, now: Moment) -> Option<Id>;
    /// Whether this officer works in the unit and holds the role.
    fn works_in(&self, officer: Id, unit: Id, role: Role, procedure: &str, now: Moment) -> bool;
    /// The working time of a unit.
    fn calendar(&self, unit: Id) -> Calendar;
    /// The agency of a unit.
    fn agency_of(&self, unit: Id) -> Option<Id>;
    /// The unit whose head decides what an officer of this unit proposes.
    fn deciding_unit(&self, unit: Id, now: Moment) -> Option<Id>;
    /// The unit that took the place of a dissolved one.
    fn successor(&self, unit: Id) -> Option<Id>;
}

/// The calendar that rules a dossier's limit: that of the competent agency's desk (phi địa giới: not
/// that of the desk which happened to receive it).
pub(crate) fn agency_hours(offices: &dyn Offices, state: &CaseState) -> Calendar {
    let desk = offices.unit(state.agency, catalogue::UnitKind::Desk).unwrap_or(state.desk);
    offices.calendar(desk)
}

/// Everything a decision may look at beside the state.
pub struct Ground<'a> {
    /// The office tree.
    pub offices: &'a dyn Offices,
    /// The pinned revision.
    pub revision: &'a Revision,
    /// The regime in force.
    pub regime: &'a Regime,
    /// The answers of the dossier.
    pub answers: &'a Answers,
    /// Makes ids.
    pub new_id: &'a dyn Fn() -> Id,
    /// Civil time.
    pub now: Moment,
}

/// Step key of the task that accepts or refuses.
pub const RECEIVE: &str = step::RECEIVE;

/// Step keys of tasks that stand beside the flow; no step of a procedure may use them.
pub mod step {
    /// Accept or refuse.
    pub const RECEIVE: &str = "receive";
    /// The person gives what was missing.
    pub const SUPPLEMENT: &str = "supplement";
    /// A new date is proposed.
    pub const EXTENSION: &str = "extension";
    /// A refusal after appraisal is proposed.
    pub const REFUSAL: &str = "refusal";
    /// Stopping is proposed.
    pub const STOP: &str = "stop";
    /// The person takes the request back.
    pub const WITHDRAWAL: &str = "withdrawal";
    /// Papers travel to the competent agency.
    pub const TRANSFER: &str = "transfer";
    /// A wrong result is mended.
    pub const CORRECTION: &str = "correction";
}

/// Outcomes of tasks.
pub mod outcome {
    /// Done; the flow goes on.
    pub const DONE: &str = "done";
    /// Sent back to an earlier step, with a reason.
    pub const RETURNED: &str = "returned";
    /// The dossier was accepted.
    pub const ACCEPTED: &str = "accepted";
    /// The dossier was refused.
    pub const REFUSED: &str = "refused";
    /// The asked agency agrees.
    pub const AGREED: &str = "agreed";
    /// The asked agency objects, with words.
    pub const OBJECTED: &str = "objected";
    /// Silence that sector law takes as consent.
    pub const SILENT: &str = "silent";
    /// The result was handed over.
    pub const HANDED: &str = "handed-over";
    /// More papers were asked for.
    pub const ASKED: &str = "asked";
    /// What was asked for is there.
    pub const ANSWERED: &str = "answered";
    /// A proposal was declined, or the person changed their mind.
    pub const DECLINED: &str = "declined";
    /// Papers left.
    pub const SENT: &str = "sent";
    /// Papers came.
    pub const RECEIVED: &str = "received";
}

/// What a dossier costs: some fees depend on how it was filed.
pub fn quote<'r>(revision: &'r Revision, answers: &Answers, channel: Channel) -> FeeQuote<'r> {
    let by = match channel {
        Channel::Counter => Way::Counter,
        Channel::Post => Way::Post,
        Channel::Online => Way::Online,
    };
    revision.with(&answers.filed(by)).fee()
}

/// What a submission says.
pub struct Submission {
    /// Agency that decides.
    pub agency: Id,
    /// Desk that received it.
    pub desk: Id,
    /// Channel.
    pub channel: Channel,
    /// Applicant's account.
    pub applicant: Option<Id>,
    /// Receipt number.
    pub receipt: String,
}

/// A dossier was sent: its first event, and the task to accept it.
/// The desk is told within the regime's clock hours and must decide within its working hours
/// (NĐ 118/2025 Art 17.2).
pub fn submit(ground: &Ground<'_>, said: &Submission) -> (Event, Vec<Event>) {
    let hours = ground.offices.calendar(said.desk);
    let accept_by = hours.due(ground.now, ground.revision.acceptance(ground.regime).limit).at;
    let submitted = Event::Submitted {
        case: CaseKind::Dossier,
        about: ground.revision.code().to_owned(),
        revision: ground.revision.id,
        agency: said.agency,
        desk: said.desk,
        channel: said.channel,
        applicant: said.applicant,
        receipt: said.receipt.clone(),
        notice_by: hours.due(ground.now, ground.regime.notice.limit).at,
        accept_by,
        rule: ground.regime.key.clone(),
    };
    let receive = Event::TaskOpened {
        task: (ground.new_id)(),
        step: RECEIVE.to_owned(),
        work: TaskKind::Receive,
        unit: said.desk,
        role: Role::Receiver,
        // Whoever at the desk is free takes it; until then the alarm clock runs.
        holder: None,
        lead: true,
        due: Some(accept_by),
        hold_by: Some(unheld(ground, &hours)),
        silence: None,
    };
    (submitted, vec![receive])
}

fn unheld(ground: &Ground<'_>, hours: &Calendar) -> Moment {
    hours.due(ground.now, ground.regime.unheld.limit).at
}

/// In whose name this officer receives at the dossier's desk; absent for everybody else.
fn receives(state: &CaseState, actor: &Actor) -> Result<Standing, Refusal> {
    actor.standing(state.desk, Role::Receiver, &state.about).ok_or_else(Refusal::absent)
}

/// The officer may accept or refuse this dossier now.
pub fn may_receive(state: &CaseState, actor: &Actor) -> Result<Id, Refusal> {
    receives(state, actor)?;
    let task = state.open_tasks().find(|task| task.kind == TaskKind::Receive);
    match (state.phase, task) {
        (Phase::Waiting, Some(task)) => Ok(task.id),
        _ => Err(Refusal::state("not-waiting")),
    }
}

/// The officer who receives is recorded as the one who held the task: the person has a right to
/// know who it was (NĐ 224/2026 Art 15).
fn hold_receiving(state: &CaseState, actor: &Actor, task: Id) -> Option<Event> {
    let holder = actor.account?;
    let principal = receives(state, actor).ok().and_then(principal);
    let held = state.task(task).and_then(|task| task.holder);
    (held != Some(holder)).then_some(Event::TaskHeld { task, holder, principal })
}

/// Accepted complete and valid: the code, the limit from now, and the first step.
pub fn accept(
    ground: &Ground<'_>,
    state: &CaseState,
    actor: &Actor,
    code: String,
) -> Result<Vec<Event>, Refusal> {
    let receive = may_receive(state, actor)?;
    let limit = ground.revision.with(ground.answers).limit().limit;
    let hours = agency_hours(ground.offices, state);
    let due = hours.due(ground.now, limit);
    let clock = promise::clock(&hours, ground.regime, ground.now, &due);
    let mut events: Vec<Event> = hold_receiving(state, actor, receive).into_iter().collect();
    events.extend([
        Event::TaskDone { task: receive, outcome: outcome::ACCEPTED.to_owned() },
        Event::Accepted {
            code,
            limit,
            due: clock.due,
            rule: clock.rule,
            regime: ground.regime.key.clone(),
            calendar: clock.calendar,
            warnings: clock.warnings,
        },
    ]);
    events.extend(parts::transfer(ground, state));
    events.extend(open_step(ground, state.agency, state.desk, Some(ground.revision.first_step()), true)?);
    Ok(events)
}

/// Refused at intake, with a reason the person reads.
pub fn refuse(state: &CaseState, actor: &Actor) -> Result<Vec<Event>, Refusal> {
    let receive = may_receive(state, actor)?;
    let mut events: Vec<Event> = hold_receiving(state, actor, receive).into_iter().collect();
    events.extend([Event::TaskDone { task: receive, outcome: outcome::REFUSED.to_owned() }, Event::Refused]);
    Ok(events)
}

/// Opens a step with its parallel consultations.
fn open_step(
    ground: &Ground<'_>,
    agency: Id,
    desk: Id,
    step: Option<&catalogue::Step>,
    with_consults: bool,
) -> Result<Vec<Event>, Refusal> {
    let step = step.ok_or_else(|| Refusal::state("no-next-step"))?;
    let unit = match step.unit {
        catalogue::UnitKind::Desk => desk,
        kind => ground.offices.unit(agency, kind).ok_or_else(|| Refusal::state("no-unit"))?,
    };
    let hours = ground.offices.calendar(unit);
    let work = match step.kind {
        catalogue::StepKind::Work => TaskKind::Work,
        catalogue::StepKind::Approve => TaskKind::Approve,
        catalogue::StepKind::Await => TaskKind::Await,
        catalogue::StepKind::Handover => TaskKind::HandOver,
    };
    let mut events = Vec::new();
    if work == TaskKind::HandOver {
        events.push(Event::Ready);
    }
    let task = (ground.new_id)();
    events.push(Event::TaskOpened {
        task,
        step: step.key.clone(),
        work,
        unit,
        role: step.role,
        holder: ground.offices.sole_holder(unit, step.role, ground.now),
        lead: true,
        due: step.limit.map(|limit| step_due(&hours, ground.now, limit)),
        // A hand-over waits for the person, not for an officer; so does what the person must do.
        hold_by: matches!(work, TaskKind::Work | TaskKind::Approve).then(|| unheld(ground, &hours)),
        silence: None,
    });
    if let Some(rule) = &step.excluded {
        events.push(promise::stops(rule, task));
    }
    if with_consults {
        let filled = ground.revision.with(ground.answers);
        for consult in filled.consults(&step.key) {
            events.extend(open_consult(ground, agency, consult)?);
        }
        for part in filled.parts(&step.key) {
            events.push(parts::open_part(ground, agency, part)?);
        }
    }
    Ok(events)
}

/// An internal working day is eight working hours from the very moment, not a legal day.
pub(crate) fn step_due(hours: &Calendar, now: Moment, limit: Limit) -> Moment {
    match limit.unit {
        LimitUnit::WorkingDays => hours.due(now, Limit::new(limit.n * 8, LimitUnit::WorkingHours)).at,
        _ => hours.due(now, limit).at,
    }
}

fn open_consult(
    ground: &Ground<'_>,
    agency: Id,
    consult: &catalogue::Consult,
) -> Result<Vec<Event>, Refusal> {
    let unit = parts::unit_of(ground, agency, consult.unit, consult.agency.as_deref())?;
    let hours = ground.offices.calendar(unit);
    let task = (ground.new_id)();
    let opened = Event::TaskOpened {
        task,
        step: consult.key.clone(),
        work: TaskKind::Consult,
        unit,
        role: Role::Specialist,
        holder: ground.offices.sole_holder(unit, Role::Specialist, ground.now),
        lead: false,
        due: Some(hours.due(ground.now, consult.limit).at),
        hold_by: Some(unheld(ground, &hours)),
        silence: (consult.silence == catalogue::Silence::Consent).then(|| outcome::SILENT.to_owned()),
    };
    let stopped = consult.excluded.as_ref().map(|rule| promise::stops(rule, task));
    Ok([Some(opened), stopped].into_iter().flatten().collect())
}

/// An open task in whose unit this officer works, or acts for someone; "not yours" is the same as
/// "not there".
pub fn task_of_unit<'s>(state: &'s CaseState, actor: &Actor, task: Id) -> Result<&'s Task, Refusal> {
    let task = state.task(task).ok_or_else(Refusal::absent)?;
    if !actor.works_in(task.unit) {
        return Err(Refusal::absent());
    }
    if task.is_open() { Ok(task) } else { Err(Refusal::state("task-done")) }
}

/// For whom somebody acts, when not for themselves.
fn principal(standing: Standing) -> Option<Id> {
    match standing {
        Standing::Own => None,
        Standing::For(principal) => Some(principal),
    }
}

/// An open task that this officer holds. One that nobody holds is taken by acting on it; so is one
/// held by the officer for whom this one acts.
fn held<'s>(state: &'s CaseState, actor: &Actor, task: Id) -> Result<(&'s Task, Option<Event>), Refusal> {
    let task = task_of_unit(state, actor, task)?;
    let standing = actor.standing(task.unit, task.role, &state.about).ok_or_else(Refusal::absent)?;
    let me = actor.account.ok_or_else(Refusal::absent)?;
    let principal = principal(standing);
    let taken = || Some(Event::TaskHeld { task: task.id, holder: me, principal });
    match task.holder {
        Some(holder) if holder == me => Ok((task, None)),
        None => Ok((task, taken())),
        Some(holder) if Some(holder) == principal => Ok((task, taken())),
        Some(_) => Err(Refusal::state("held-by-another")),
    }
}

/// Nobody signs what they worked on themselves (separation of duties).
fn apart(state: &CaseState, actor: &Actor) -> Result<(), Refusal> {
    let worked = |task: &Task| {
        task.kind == TaskKind::Work
            && task.role == Role::Specialist
            && !task.is_open()
            && task.holder.is_some()
            && task.holder == actor.account
    };
    if state.tasks.iter().any(worked) { Err(Refusal::state("own-work")) } else { Ok(()) }
}

/// An officer of the unit takes an open task that nobody holds.
pub fn take(state: &CaseState, actor: &Actor, task: Id) -> Result<Vec<Event>, Refusal> {
    let (_, taken) = held(state, actor, task)?;
    taken.map(|event| vec![event]).ok_or_else(|| Refusal::state("already-yours"))
}

/// A head gives an open task of the own unit to an officer of it.
pub fn assign(
    ground: &Ground<'_>,
    state: &CaseState,
    actor: &Actor,
    task: Id,
    holder: Id,
) -> Result<Vec<Event>, Refusal> {
    let task = task_of_unit(state, actor, task)?;
    if !actor.may(Permission::Assign) {
        return Err(Refusal::absent());
    }
    if !ground.offices.works_in(holder, task.unit, task.role, &state.about, ground.now) {
        return Err(Refusal::field("holder", "holder-unfit"));
    }
    if task.holder == Some(holder) {
        return Err(Refusal::state("already-held"));
    }
    Ok(vec![Event::TaskHeld { task: task.id, holder, principal: None }])
}

/// A step is done (and, where it approves, approved), or sent back with a reason.
pub fn forward(
    ground: &Ground<'_>,
    state: &CaseState,
    actor: &Actor,
    task: Id,
    returned: bool,
    has_result: bool,
) -> Result<Vec<Event>, Refusal> {
    let (task, taken) = held(state, actor, task)?;
    let awaited = task.kind == TaskKind::Await && task.step != step::SUPPLEMENT;
    if !awaited && !matches!(task.kind, TaskKind::Work | TaskKind::Approve) {
        return Err(Refusal::state("not-a-step"));
    }
    if state.phase != Phase::Running {
        return Err(Refusal::state("not-running"));
    }
    undecided(state)?;
    let step = ground.revision.step(&task.step).ok_or_else(|| Refusal::state("no-next-step"))?;
    let mut events: Vec<Event> = taken.into_iter().collect();
    if returned {
        let back = ground.revision.with(ground.answers).next_step(&task.step, StepOutcome::Back);
        let back = back.ok_or_else(|| Refusal::state("cannot-return"))?;
        events.push(Event::TaskDone { task: task.id, outcome: outcome::RETURNED.to_owned() });
        events.extend(open_step(ground, state.agency, state.desk, Some(back), false)?);
        return Ok(events);
    }
    if step.waits_for_consults && state.open_tasks().any(|task| task.kind == TaskKind::Consult) {
        return Err(Refusal::state("consults-open"));
    }
    if step.waits_for_parts && state.open_tasks().any(|task| task.kind == TaskKind::Part) {
        return Err(Refusal::state("parts-open"));
    }
    let next = ground.revision.with(ground.answers).next_step(&task.step, StepOutcome::Forward);
    if next.is_some_and(|next| next.kind == catalogue::StepKind::Handover) && !has_result {
        return Err(Refusal::state("result-missing"));
    }
    events.push(Event::TaskDone { task: task.id, outcome: outcome::DONE.to_owned() });
    if task.kind == TaskKind::Approve {
        if !actor.may(Permission::Approve) {
            return Err(Refusal::absent());
        }
        apart(state, actor)?;
        events.push(Event::Approved { step: task.step.clone() });
    }
    events.extend(open_step(ground, state.agency, state.desk, next, true)?);
    Ok(events)
}

/// Nothing goes on while a head has a proposal to decide, or the person asked to take it back.
fn undecided(state: &CaseState) -> Result<(), Refusal> {
    if state.course.proposal.is_some() {
        return Err(Refusal::state("proposal-open"));
    }
    if state.course.withdrawal_at.is_some() {
        return Err(Refusal::state("withdrawal-open"));
    }
    Ok(())
}

/// Whether finishing this task opens the hand-over: then a result must be there.
pub fn leads_to_hand_over(ground: &Ground<'_>, state: &CaseState, task: Id) -> bool {
    state
        .task(task)
        .and_then(|task| ground.revision.with(ground.answers).next_step(&task.step, StepOutcome::Forward))
        .is_some_and(|next| next.kind == catalogue::StepKind::Handover)
}

/// The asked agency answers.
pub fn advise(state: &CaseState, actor: &Actor, task: Id, agrees: bool) -> Result<Vec<Event>, Refusal> {
    let (task, taken) = held(state, actor, task)?;
    if task.kind != TaskKind::Consult || !actor.may(Permission::Advise) {
        return Err(Refusal::absent());
    }
    let outcome = if agrees { outcome::AGREED } else { outcome::OBJECTED };
    let mut events: Vec<Event> = taken.into_iter().collect();
    events.push(Event::TaskDone { task: task.id, outcome: outcome.to_owned() });
    Ok(events)
}

/// A result may be attached by who holds a step that allows it, each part of a linked procedure its
/// own; the key says whose it is.
pub fn attach_result(
    ground: &Ground<'_>,
    state: &CaseState,
    actor: &Actor,
    task: Id,
) -> Result<(Vec<Event>, String), Refusal> {
    let (task, taken) = held(state, actor, task)?;
    let key = if task.kind == TaskKind::Part {
        cases::part_result(&task.step)
    } else if ground.revision.step(&task.step).is_some_and(|step| step.may_attach_result) {
        cases::RESULT.to_owned()
    } else {
        return Err(Refusal::state("no-result-here"));
    };
    Ok((taken.into_iter().collect(), key))
}

/// The desk hands the result over; unpaid fees are taken first.
pub fn hand_over(state: &CaseState, actor: &Actor, to: &str, unpaid: bool) -> Result<Vec<Event>, Refusal> {
    receives(state, actor)?;
    if !matches!(to, "applicant" | "proxy") {
        return Err(Refusal::field("to", "choose"));
    }
    let task = state.open_tasks().find(|task| task.kind == TaskKind::HandOver);
    let task = task.ok_or_else(|| Refusal::state("not-ready"))?;
    if unpaid {
        return Err(Refusal::state("fee-unpaid"));
    }
    Ok(vec![
        Event::TaskDone { task: task.id, outcome: outcome::HANDED.to_owned() },
        Event::HandedOver { to: to.to_owned() },
    ])
}

/// The one-stop desk of a dossier records fees, contacts and compared originals until it is over.
pub fn at_desk(state: &CaseState, actor: &Actor) -> Result<(), Refusal> {
    receives(state, actor)?;
    if state.phase == Phase::Closed { Err(Refusal::state("closed")) } else { Ok(()) }
}

/// Received, accepted, decided and handed over at the counter in one go, by the desk officer to
/// whom the decision is delegated (NĐ 118/2025 Art 17.4, 17.5): the flow's steps are skipped and
/// the approval is recorded as the desk's.
pub fn result_at_once(ground: &Ground<'_>, state: &CaseState, actor: &Actor) -> Result<Vec<Event>, Refusal> {
    if !ground.revision.procedure.counter.result_at_once {
        return Err(Refusal::state("not-at-once"));
    }
    receives(state, actor)?;
    let step = state.leading().ok_or_else(|| Refusal::state("no-next-step"))?;
    Ok(vec![
        Event::TaskDone { task: step.id, outcome: outcome::DONE.to_owned() },
        Event::Approved { step: RECEIVE.to_owned() },
        Event::Ready,
        Event::HandedOver { to: "applicant".to_owned() },
    ])
}

/// Who among officers may see a dossier: its desk, a unit that has or had work on it, and those
/// of the competent agency who may look dossiers up.
pub fn officer_may_see(state: &CaseState, actor: &Actor) -> bool {
    if !actor.is_officer() {
        return false;
    }
    let mine = |unit: Id| actor.works_in(unit);
    mine(state.desk)
        || state.tasks.iter().any(|task| mine(task.unit))
        || (actor.agency == Some(state.agency) && actor.may(Permission::Lookup))
        || actor.may(Permission::Audit)
}
