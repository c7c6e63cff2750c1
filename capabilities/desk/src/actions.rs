//! What an officer may do with a dossier now. The rules of `dossiers` decide again when the form
//! comes; here they only choose which forms are shown, so that no button leads to a refusal.

use cases::{CaseState, Phase, Task, TaskKind};
use catalogue::{Answers, Revision, Step, StepKind, StepOutcome};
use dossiers::rules;
use kernel::{Actor, Id, Moment, Money, Permission};

/// What stands beside the state and matters for what may be done.
#[derive(Clone, Copy, Default)]
pub struct Facts {
    /// A result is attached.
    pub has_result: bool,
    /// The fee was taken.
    pub has_fee: bool,
}

/// The forms to show.
#[derive(Default)]
pub struct Actions<'a> {
    /// Accept or refuse.
    pub receive: bool,
    /// What may be done with each open task of the officer's unit.
    pub tasks: Vec<TaskActions<'a>>,
    /// The fee to take in cash.
    pub fee: Option<Money>,
    /// Originals may be noted as compared.
    pub compare: bool,
    /// The result may be handed over, or why not yet.
    pub hand_over: Option<HandOver>,
    /// A contact with the person may be noted.
    pub contact: bool,
}

/// Whether a result may be handed over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HandOver {
    /// Yes.
    Now,
    /// After the fee is taken.
    Unpaid,
}

/// What may be done with one open task.
pub struct TaskActions<'a> {
    /// The task.
    pub task: &'a Task,
    /// Nobody holds it and this officer may.
    pub take: bool,
    /// It may be given to somebody.
    pub assign: bool,
    /// It may be finished, or why not yet.
    pub forward: Option<Forward<'a>>,
    /// The step it may be sent back to.
    pub back: Option<&'a Step>,
    /// It asks for an opinion.
    pub advise: bool,
    /// A result may be attached.
    pub attach: bool,
}

/// How a step goes on.
pub struct Forward<'a> {
    /// The step after it.
    pub next: &'a Step,
    /// Finishing it approves the result.
    pub approves: bool,
    /// Why it cannot be finished yet; a text key.
    pub blocked: Option<&'static str>,
}

impl TaskActions<'_> {
    fn is_empty(&self) -> bool {
        !self.take
            && !self.assign
            && self.forward.is_none()
            && self.back.is_none()
            && !self.advise
            && !self.attach
    }
}

/// The forms of this officer.
pub fn actions<'a>(
    state: &'a CaseState,
    actor: &Actor,
    revision: &'a Revision,
    answers: &Answers,
    facts: Facts,
) -> Actions<'a> {
    let at_desk = rules::at_desk(state, actor).is_ok();
    let fee = revision.fee(answers).total;
    let unpaid = fee > Money(0) && !facts.has_fee;
    let of_task = |task: &'a Task| task_actions(state, task, actor, revision, answers, facts);
    let open = state.open_tasks().filter(|task| !matches!(task.kind, TaskKind::Receive | TaskKind::HandOver));
    Actions {
        receive: rules::may_receive(state, actor).is_ok(),
        tasks: open.map(of_task).filter(|task| !task.is_empty()).collect(),
        fee: (at_desk && unpaid && state.phase != Phase::Waiting).then_some(fee),
        compare: at_desk,
        hand_over: (at_desk && state.phase == Phase::Ready).then_some(if unpaid {
            HandOver::Unpaid
        } else {
            HandOver::Now
        }),
        contact: !actor.may(Permission::Audit) && state.phase != Phase::Closed,
    }
}

fn task_actions<'a>(
    state: &CaseState,
    task: &'a Task,
    actor: &Actor,
    revision: &'a Revision,
    answers: &Answers,
    facts: Facts,
) -> TaskActions<'a> {
    let mine = rules::task_of_unit(state, actor, task.id).is_ok();
    let fits = mine && actor.roles.has(task.role) && actor.account.is_some();
    let acts = fits && (task.holder.is_none() || task.holder == actor.account);
    let is_step = matches!(task.kind, TaskKind::Work | TaskKind::Approve);
    let step = revision.step(&task.step).filter(|_| acts && is_step);
    let approves = task.kind == TaskKind::Approve;
    TaskActions {
        task,
        take: fits && task.holder.is_none(),
        assign: mine && actor.may(Permission::Assign),
        forward: step
            .filter(|_| !approves || actor.may(Permission::Approve))
            .and_then(|step| forward(state, step, revision, answers, facts, approves)),
        back: step.and_then(|step| revision.next_step(&step.key, StepOutcome::Back, answers)),
        advise: acts && task.kind == TaskKind::Consult && actor.may(Permission::Advise),
        attach: step.is_some_and(|step| step.may_attach_result),
    }
}

fn forward<'a>(
    state: &CaseState,
    step: &'a Step,
    revision: &'a Revision,
    answers: &Answers,
    facts: Facts,
    approves: bool,
) -> Option<Forward<'a>> {
    let next = revision.next_step(&step.key, StepOutcome::Forward, answers)?;
    let asked = state.open_tasks().any(|task| task.kind == TaskKind::Consult);
    let blocked = if step.waits_for_consults && asked {
        Some("desk-blocked-consults")
    } else if next.kind == StepKind::Handover && !facts.has_result {
        Some("desk-blocked-result")
    } else {
        None
    };
    Some(Forward { next, approves, blocked })
}

/// Who of a unit may be given a task, as the rules ask.
pub fn may_hold(accounts: &accounts::Accounts, task: &Task, now: Moment) -> Vec<(Id, String)> {
    use dossiers::rules::Offices;
    let officers = accounts.officers_of_unit(task.unit).into_iter();
    let fit = officers
        .filter(|one| Some(one.id) != task.holder && accounts.works_in(one.id, task.unit, task.role, now));
    fit.map(|one| (one.id, one.name.clone())).collect()
}
