//! What an officer may do with a dossier now. The rules of `dossiers` are asked beforehand with the
//! very facts they decide on, so that no button leads to a refusal; they decide again when the form
//! comes.

use cases::{CaseState, Phase, Proposal, Stage, Task, TaskKind};
use catalogue::{Step, StepOutcome};
use dossiers::rules::{self, Ground};
use kernel::{Actor, Id, Moment, Money, Permission, Refusal, RefusalKind};

/// What stands beside the state and matters for what may be done.
#[derive(Default)]
pub struct Facts<'a> {
    /// Keys of the results that are attached.
    pub results: Vec<&'a str>,
    /// The fee was taken.
    pub has_fee: bool,
}

impl Facts<'_> {
    fn has(&self, key: &str) -> bool {
        self.results.contains(&key)
    }
}

/// A dossier and who looks at it: what the rules are asked about.
pub struct Asked<'a> {
    /// What decisions stand on.
    pub ground: &'a Ground<'a>,
    /// The dossier.
    pub state: &'a CaseState,
    /// The officer.
    pub actor: &'a Actor,
    /// What stands beside it.
    pub facts: Facts<'a>,
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
    /// Ways beside the straight one.
    pub ways: Vec<(Way, Possible)>,
}

/// Whether a result may be handed over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HandOver {
    /// Yes.
    Now,
    /// After the fee is taken.
    Unpaid,
}

/// A way beside the straight one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// Ask for more papers.
    Supplement(Stage),
    /// Propose a new date.
    Extension,
    /// Propose a refusal after appraisal.
    Refusal,
    /// Propose to stop it.
    Stop,
    /// Write because time ran out.
    LateLetter,
    /// Close what the person took back.
    Withdrawal,
    /// Note that the result is wrong.
    Correction,
    /// Open it again.
    Reopening,
}

/// Yes, or no longer and why.
pub type Possible = Result<(), Refusal>;

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
    /// A proposal to decide, or why somebody else has to.
    pub decide: Option<(&'a Proposal, Possible)>,
    /// A part to finish, or why not yet.
    pub part: Option<Possible>,
    /// Papers to send, or to confirm.
    pub papers: Option<Papers>,
    /// A wrong result to mend.
    pub correct: bool,
}

/// Where papers on their way are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Papers {
    /// Still at the desk that took them in.
    ToSend,
    /// On their way to this desk.
    ToReceive,
}

/// How a step goes on.
pub struct Forward<'a> {
    /// The step that ends.
    pub step: &'a Step,
    /// The step after it.
    pub next: &'a Step,
    /// Finishing it approves the result.
    pub approves: bool,
    /// Why it cannot be finished yet.
    pub blocked: Option<Refusal>,
}

impl TaskActions<'_> {
    fn is_empty(&self) -> bool {
        !(self.take || self.assign || self.advise || self.attach || self.correct)
            && self.forward.is_none()
            && self.back.is_none()
            && self.decide.is_none()
            && self.part.is_none()
            && self.papers.is_none()
    }
}

/// Why a step, a part or a decision waits although it is this officer's: said where its button would be.
const BLOCKS: &[&str] = &[
    "consults-open",
    "own-proposal",
    "own-work",
    "parts-open",
    "proposal-open",
    "result-missing",
    "withdrawal-open",
];

/// Why a way is closed for good, worth saying to whoever could have taken it.
const CLOSED: &[&str] = &[
    "extended-already",
    "supplement-asked-already",
    "too-late-to-ask",
    "too-late-to-extend",
    "too-short-to-extend",
];

/// A rule's answer: possible, not possible for one of these reasons, or nothing to show. What is
/// wrong with a field is no obstacle: the fields are not filled in yet.
fn possible<T>(answer: Result<T, Refusal>, reasons: &[&str]) -> Option<Possible> {
    match answer {
        Ok(_) => Some(Ok(())),
        Err(refusal) if refusal.kind == RefusalKind::Fields => Some(Ok(())),
        Err(refusal) if reasons.contains(&refusal.code) => Some(Err(refusal)),
        Err(_) => None,
    }
}

impl<'a> Asked<'a> {
    /// The forms of this officer.
    pub fn actions(&self) -> Actions<'a> {
        let (state, actor, ground) = (self.state, self.actor, self.ground);
        let at_desk = rules::at_desk(state, actor).is_ok();
        let fee = rules::quote(ground.revision, ground.answers, state.channel).total;
        let unpaid = fee > Money(0) && !self.facts.has_fee;
        let accepted = state.accepted_at.is_some();
        let own = |task: &&Task| !matches!(task.kind, TaskKind::Receive | TaskKind::HandOver);
        let tasks = state.open_tasks().filter(own).map(|task| self.of_task(task));
        Actions {
            receive: rules::may_receive(state, actor).is_ok(),
            tasks: tasks.filter(|task| !task.is_empty()).collect(),
            fee: (at_desk && unpaid && accepted).then_some(fee),
            compare: at_desk,
            hand_over: (at_desk && state.phase == Phase::Ready).then_some(if unpaid {
                HandOver::Unpaid
            } else {
                HandOver::Now
            }),
            contact: !actor.may(Permission::Audit) && state.phase != Phase::Closed,
            ways: self.ways(),
        }
    }

    /// Whether more papers may be asked for, and at which stage.
    pub fn supplement(&self) -> (Stage, Result<(), Refusal>) {
        let stage = stage(self.state);
        let asked = match stage {
            Stage::Intake => rules::ask_at_intake(self.ground, self.state, self.actor, &[]),
            Stage::Appraisal => rules::ask_after_appraisal(self.ground, self.state, self.actor, &[]),
        };
        match asked {
            Err(refusal) if refusal.kind != RefusalKind::Fields => (stage, Err(refusal)),
            _ => (stage, Ok(())),
        }
    }

    fn ways(&self) -> Vec<(Way, Possible)> {
        let (ground, state, actor) = (self.ground, self.state, self.actor);
        let cause = ground.regime.causes("extension").next().map_or("", |cause| cause.key.as_str());
        let (stage, supplement) = self.supplement();
        let today = ground.now.day();
        // While it is asked, the page says so itself.
        let reasons = if state.phase == Phase::Asked { &[] } else { CLOSED };
        let answers = [
            (Way::Supplement(stage), possible(supplement, reasons)),
            (Way::Extension, possible(rules::propose_extension(ground, state, actor, cause, today), CLOSED)),
            (Way::Refusal, possible(rules::propose_refusal(ground, state, actor), &[])),
            (Way::Stop, possible(rules::propose_stop(ground, state, actor, ""), &[])),
            (Way::LateLetter, possible(rules::late_letter(ground, state, actor, "", today), &[])),
            (Way::Withdrawal, possible(rules::confirm_withdrawal(state, actor), &[])),
            (Way::Correction, self.correction()),
            (Way::Reopening, possible(rules::reopen(ground, state, actor, ""), &[])),
        ];
        answers.into_iter().filter_map(|(way, answer)| Some((way, answer?))).collect()
    }

    /// Whoever may see a dossier may say that its result is wrong, except who only inspects.
    fn correction(&self) -> Option<Possible> {
        let may = !self.actor.may(Permission::Audit);
        possible(rules::open_correction(self.ground, self.state), &[]).filter(|_| may)
    }

    fn of_task(&self, task: &'a Task) -> TaskActions<'a> {
        let (ground, state, actor, id) = (self.ground, self.state, self.actor, task.id);
        let has_part = self.facts.has(&cases::part_result(&task.step));
        let makes_result = match task.kind {
            TaskKind::Part => ground.revision.part(&task.step).is_some_and(|part| part.result.is_some()),
            _ => true,
        };
        TaskActions {
            task,
            take: rules::take(state, actor, id).is_ok(),
            assign: rules::task_of_unit(state, actor, id).is_ok() && actor.may(Permission::Assign),
            forward: self.forward(task),
            back: self.back(task),
            advise: rules::advise(state, actor, id, true).is_ok(),
            attach: makes_result && rules::attach_result(ground, state, actor, id).is_ok(),
            decide: state
                .course
                .proposal
                .as_ref()
                .zip(possible(rules::decide(ground, state, actor, id, false), BLOCKS)),
            part: possible(rules::complete_part(ground, state, actor, id, has_part), BLOCKS),
            papers: rules::papers_moved(ground, state, actor, id).ok().map(|_| self.papers(task)),
            correct: rules::correct(state, actor, id).is_ok(),
        }
    }

    fn papers(&self, task: &Task) -> Papers {
        let there = self.ground.offices.unit(self.state.agency, catalogue::UnitKind::Desk);
        if there.is_some_and(|there| there != task.unit) { Papers::ToSend } else { Papers::ToReceive }
    }

    fn back(&self, task: &Task) -> Option<&'a Step> {
        let (ground, revision) = (self.ground, self.ground.revision);
        rules::forward(ground, self.state, self.actor, task.id, true, true).ok()?;
        revision.with(ground.answers).next_step(&task.step, StepOutcome::Back)
    }

    fn forward(&self, task: &Task) -> Option<Forward<'a>> {
        let (ground, revision) = (self.ground, self.ground.revision);
        let next = revision.with(ground.answers).next_step(&task.step, StepOutcome::Forward)?;
        let has_result = self.facts.has(cases::RESULT);
        let answer = rules::forward(ground, self.state, self.actor, task.id, false, has_result);
        Some(Forward {
            step: revision.step(&task.step)?,
            next,
            approves: task.kind == TaskKind::Approve,
            blocked: possible(answer, BLOCKS)?.err(),
        })
    }
}

/// At which stage more papers would be asked for now, or are.
pub fn stage(state: &CaseState) -> Stage {
    let asked = state.course.supplement.as_ref().map(|asked| asked.stage);
    let by_phase = if state.accepted_at.is_none() { Stage::Intake } else { Stage::Appraisal };
    asked.unwrap_or(by_phase)
}

/// Who may be given a task, as the rules ask: also those to whom the role was delegated. The second
/// value says who is recorded as away.
pub fn may_hold(accounts: &accounts::Accounts, procedure: &str, task: &Task, now: Moment) -> Vec<Holder> {
    let officers = accounts.officers_for_procedure(task.unit, task.role, procedure, now);
    let holder = |id: Id| {
        let officer = accounts.officer(id)?;
        let stands_in = accounts.acts_for(id, task.unit, task.role, procedure, now);
        let stands_in = stands_in.and_then(|id| accounts.officer(id)).map(|one| one.name.clone());
        Some(Holder { id, name: officer.name.clone(), away: accounts.is_absent(id, now), stands_in })
    };
    officers.into_iter().filter(|id| Some(*id) != task.holder).filter_map(holder).collect()
}

/// Someone who may be given a task.
pub struct Holder {
    /// The officer.
    pub id: Id,
    /// Name.
    pub name: String,
    /// Recorded as away now.
    pub away: bool,
    /// For whom, when the role was delegated.
    pub stands_in: Option<String>,
}
