//! State is a fold of clear facts that calls nothing: no clock, no calendar, no database.
//! The same function runs when a command records an event and when `doctor` re-reads the ledger.

use crate::event::{Clock, Event};
use crate::model::{
    Alarm, CaseState, Course, Item, Move, Outcome, Pause, Phase, Promise, Proposal, Proposed, Stage,
    Supplement, Task, TaskKind,
};
use kernel::{Id, Moment};

/// The ledger says something that cannot follow from what came before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Impossible(pub &'static str);

impl std::fmt::Display for Impossible {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

/// The state after the first event of a ledger.
pub fn first(id: Id, at: Moment, event: &Event) -> Result<CaseState, Impossible> {
    let Event::Submitted {
        case,
        about,
        revision,
        agency,
        desk,
        channel,
        applicant,
        receipt,
        notice_by,
        accept_by,
        rule: _,
    } = event
    else {
        return Err(Impossible("a ledger begins with the submission"));
    };
    Ok(CaseState {
        id,
        kind: *case,
        about: about.clone(),
        revision: *revision,
        agency: *agency,
        desk: *desk,
        channel: *channel,
        applicant: *applicant,
        receipt: receipt.clone(),
        code: None,
        phase: Phase::Waiting,
        outcome: None,
        opened_at: at,
        notice_by: Some(*notice_by),
        accept_by: *accept_by,
        accept_alarmed: false,
        no_task_alarmed: false,
        accepted_at: None,
        limit: None,
        due: None,
        original_due: None,
        ready_at: None,
        closed_at: None,
        version: 0,
        seq: 1,
        content_seq: 1,
        course: Course::default(),
        tasks: Vec::new(),
    })
}

impl CaseState {
    /// Takes one more event in. Only an error of the State leaves [`Phase::Closed`]; a wrong result
    /// is mended without leaving it.
    pub fn apply(&mut self, at: Moment, event: &Event) -> Result<(), Impossible> {
        if self.phase == Phase::Closed && !after_the_end(event) {
            return Err(Impossible("the case is over"));
        }
        match event {
            Event::Submitted { .. } => return Err(Impossible("a case is submitted once")),
            Event::Noticed => self.notice_by = None,
            Event::Accepted { code, limit, due, rule: _, regime, calendar, warnings } => {
                self.expect(Phase::Waiting, "only a waiting case is accepted")?;
                self.code = Some(code.clone());
                self.phase = Phase::Running;
                self.accepted_at = Some(at);
                self.limit = Some(*limit);
                self.due = Some(*due);
                self.original_due = Some(*due);
                self.notice_by = None;
                self.course.regime.clone_from(regime);
                self.course.calendar.clone_from(calendar);
                self.course.warnings.clone_from(warnings);
                self.course.started_at = Some(at);
            }
            Event::Refused => self.close(at, Outcome::Refused),
            Event::SupplementAsked { stage, items, close, step, rule: _ } => {
                self.ask(at, *stage, items, *close, step.clone())?;
            }
            Event::ItemAnswered { item, key, paper: _ } => {
                let open = self.course.supplement.as_mut().and_then(|asked| {
                    asked
                        .items
                        .iter_mut()
                        .find(|one| one.kind == *item && one.key == *key && one.answered_at.is_none())
                });
                open.ok_or(Impossible("that was not asked"))?.answered_at = Some(at);
            }
            Event::SupplementCompleted { clock, accept_by, rule: _ } => {
                self.expect(Phase::Asked, "nothing was asked")?;
                self.course.supplement = None;
                self.phase = if self.accepted_at.is_some() { Phase::Running } else { Phase::Waiting };
                if let Some(accept_by) = accept_by {
                    self.accept_by = *accept_by;
                    self.accept_alarmed = false;
                }
                if let Some(clock) = clock {
                    self.course.started_at = Some(at);
                    self.promise(at, clock, "restart", "");
                }
            }
            Event::Lapsed => {
                self.expect(Phase::Asked, "nothing was asked")?;
                self.close(at, Outcome::Lapsed);
            }
            Event::Proposed { what, cause, due } => {
                if self.course.proposal.is_some() {
                    return Err(Impossible("one proposal at a time"));
                }
                self.course.proposal = Some(Proposal { what: *what, cause: cause.clone(), due: *due });
            }
            Event::Declined { what } => {
                self.proposal(*what)?;
                self.course.proposal = None;
            }
            Event::Extended { cause, clock } => {
                self.expect(Phase::Running, "only a running case is extended")?;
                self.course.proposal = None;
                self.course.extensions += 1;
                self.promise(at, clock, "extension", cause);
            }
            Event::LateLetter { cause: _, due } => {
                self.course.letters += 1;
                self.course.letter = Some(*due);
            }
            Event::Warned { warning } => self.course.warnings.retain(|one| one.key != *warning),
            Event::Overdue => self.course.overdue_noted = true,
            Event::Reminded { task } => self.course.reminded.push(*task),
            Event::ClockStopped { task, rule: _ } => {
                self.expect(Phase::Running, "only a running clock stops")?;
                match &mut self.course.pause {
                    Some(pause) => pause.tasks.push(*task),
                    None => {
                        self.course.late_days = self.late_days(at);
                        self.course.pause = Some(Pause { since: at, tasks: vec![*task] });
                    }
                }
            }
            Event::ClockResumed { clock } => {
                let pause = self.course.pause.take().ok_or(Impossible("the clock runs"))?;
                let steps = pause.tasks.iter().filter_map(|task| self.task(*task));
                let cause = steps.map(|task| task.step.clone()).collect::<Vec<_>>().join(" ");
                self.promise(at, clock, "excluded", &cause);
            }
            Event::Recounted { clock, cause } => self.promise(at, clock, "calendar", cause),
            Event::Stopped { .. } => self.close(at, Outcome::Stopped),
            Event::WithdrawalAsked => self.course.withdrawal_at = Some(at),
            Event::WithdrawalDropped => self.course.withdrawal_at = None,
            Event::Withdrawn => self.close(at, Outcome::Withdrawn),
            Event::Adjusted => {
                self.content_seq = self.seq + 1;
                self.course.adjustments += 1;
            }
            Event::CorrectionOpened { .. } => {}
            Event::Corrected => self.course.corrections += 1,
            Event::Reopened { cause, clock, accept_by } => {
                self.expect(Phase::Closed, "only a closed case is opened again")?;
                if !matches!(self.outcome, Some(Outcome::Refused | Outcome::Lapsed | Outcome::Stopped)) {
                    return Err(Impossible("the State closed it, or it is not opened again"));
                }
                self.course.late_days = self.late_days(at);
                self.outcome = None;
                self.closed_at = None;
                self.course.reopenings += 1;
                self.phase = if self.accepted_at.is_some() { Phase::Running } else { Phase::Waiting };
                if let Some(accept_by) = accept_by {
                    self.accept_by = *accept_by;
                    self.accept_alarmed = false;
                }
                if let Some(clock) = clock {
                    self.course.started_at = Some(at);
                    self.promise(at, clock, "reopening", cause);
                }
            }
            Event::TaskMoved { task, unit, hold_by } => {
                let task = self.open_task_mut(*task)?;
                task.unit = *unit;
                task.holder = None;
                task.held_at = None;
                task.hold_by = Some(*hold_by);
                task.alarmed_at = None;
            }
            Event::TaskOpened { task, step, work, unit, role, holder, lead, due, hold_by, silence } => {
                if self.task(*task).is_some() {
                    return Err(Impossible("a task opens once"));
                }
                self.no_task_alarmed = false;
                self.tasks.push(Task {
                    id: *task,
                    step: step.clone(),
                    kind: *work,
                    unit: *unit,
                    role: *role,
                    holder: *holder,
                    lead: *lead,
                    opened_at: at,
                    held_at: holder.map(|_| at),
                    due_at: *due,
                    hold_by: hold_by.filter(|_| holder.is_none()),
                    silence: silence.clone(),
                    done_at: None,
                    outcome: None,
                    alarmed_at: None,
                });
            }
            Event::TaskHeld { task, holder, principal: _ } => {
                let task = self.open_task_mut(*task)?;
                task.holder = Some(*holder);
                task.held_at = Some(at);
                task.hold_by = None;
                task.alarmed_at = None;
            }
            Event::TaskDone { task, outcome } => {
                let task = self.open_task_mut(*task)?;
                task.done_at = Some(at);
                task.outcome = Some(outcome.clone());
                task.hold_by = None;
            }
            Event::Ready => {
                self.expect(Phase::Running, "only a running case becomes ready")?;
                self.phase = Phase::Ready;
                self.ready_at = Some(at);
            }
            Event::HandedOver { .. } => {
                self.expect(Phase::Ready, "only a ready case is handed over")?;
                self.close(at, Outcome::Delivered);
            }
            Event::Alarmed { alarm: Alarm::Unheld, task: Some(task) } => {
                let task = self.open_task_mut(*task)?;
                task.hold_by = None;
                task.alarmed_at = Some(at);
            }
            Event::Alarmed { alarm: Alarm::AnswerLate, task: Some(task) } => {
                self.course.answers_late.push(*task);
            }
            Event::Alarmed { alarm: Alarm::AcceptLate, .. } => self.accept_alarmed = true,
            Event::Alarmed { alarm: Alarm::NoTask, .. } => self.no_task_alarmed = true,
            Event::Alarmed { .. }
            | Event::PaperAdded { .. }
            | Event::OriginalCompared { .. }
            | Event::Approved { .. }
            | Event::FeeTaken { .. }
            | Event::Contact { .. } => {}
        }
        self.seq += 1;
        Ok(())
    }

    fn expect(&self, phase: Phase, otherwise: &'static str) -> Result<(), Impossible> {
        if self.phase == phase { Ok(()) } else { Err(Impossible(otherwise)) }
    }

    /// Ends the case; what anybody still had to do on it is dropped.
    fn close(&mut self, at: Moment, outcome: Outcome) {
        self.course.late_days = self.late_days(at);
        self.phase = Phase::Closed;
        self.outcome = Some(outcome);
        self.closed_at = Some(at);
        self.notice_by = None;
        let course = &mut self.course;
        (course.supplement, course.proposal, course.pause, course.withdrawal_at) = (None, None, None, None);
        course.warnings.clear();
        for task in self.tasks.iter_mut().filter(|task| task.is_open()) {
            task.done_at = Some(at);
            task.outcome = Some(DROPPED.to_owned());
            task.hold_by = None;
        }
    }

    fn ask(
        &mut self,
        at: Moment,
        stage: Stage,
        items: &[Item],
        close: Option<Promise>,
        step: Option<String>,
    ) -> Result<(), Impossible> {
        match stage {
            Stage::Intake => {
                self.expect(Phase::Waiting, "only a waiting case is asked at intake")?;
                self.course.asked_at_intake += 1;
                self.notice_by = None;
            }
            Stage::Appraisal => {
                self.expect(Phase::Running, "only a running case is asked after appraisal")?;
                self.course.asked_after_appraisal += 1;
                self.course.late_days = self.late_days(at);
            }
        }
        self.phase = Phase::Asked;
        self.course.supplement = Some(Supplement { stage, asked_at: at, items: items.to_vec(), close, step });
        Ok(())
    }

    /// Moves the promise. How late it was under the old one is remembered.
    fn promise(&mut self, at: Moment, clock: &Clock, why: &str, cause: &str) {
        self.course.late_days = self.late_days(at);
        if let Some(from) = self.due.filter(|from| *from != clock.due) {
            let moved = Move { at, from, to: clock.due, why: why.to_owned(), cause: cause.to_owned() };
            self.course.moves.push(moved);
        }
        self.due = Some(clock.due);
        self.original_due = self.original_due.or(self.due);
        self.course.calendar.clone_from(&clock.calendar);
        self.course.warnings.clone_from(&clock.warnings);
        self.course.overdue_noted = false;
    }

    fn proposal(&self, what: Proposed) -> Result<(), Impossible> {
        match &self.course.proposal {
            Some(proposal) if proposal.what == what => Ok(()),
            _ => Err(Impossible("that is not proposed")),
        }
    }

    fn open_task_mut(&mut self, id: Id) -> Result<&mut Task, Impossible> {
        self.tasks
            .iter_mut()
            .find(|task| task.id == id && task.is_open())
            .ok_or(Impossible("that task is not open"))
    }
}

/// Outcome of a task that the end of its case made needless.
pub const DROPPED: &str = "dropped";

/// What may still happen to a closed case.
fn after_the_end(event: &Event) -> bool {
    match event {
        Event::Contact { .. }
        | Event::PaperAdded { .. }
        | Event::CorrectionOpened { .. }
        | Event::Corrected
        | Event::Reopened { .. }
        | Event::TaskHeld { .. }
        | Event::TaskDone { .. }
        | Event::TaskMoved { .. } => true,
        Event::TaskOpened { work, .. } => *work == TaskKind::Correct,
        _ => false,
    }
}

/// The clock of a running case that neither stands still nor has been told everything.
fn ticking(state: &CaseState) -> bool {
    state.phase == Phase::Running && state.course.pause.is_none()
}

/// What the core must do by itself, and when: the state alone decides.
pub fn due_by_itself(state: &CaseState, now: Moment) -> Vec<Event> {
    let mut events = Vec::new();
    if state.phase == Phase::Closed {
        return events;
    }
    if state.notice_by.is_some_and(|by| by <= now) {
        events.push(Event::Noticed);
    }
    if state.phase == Phase::Waiting && !state.accept_alarmed && state.accept_by < now {
        events.push(Event::Alarmed { alarm: Alarm::AcceptLate, task: None });
    }
    if lapses_at(state).is_some_and(|at| at <= now) {
        return vec![Event::Lapsed];
    }
    if ticking(state) {
        let given = state.course.warnings.iter().filter(|warning| warning.at <= now);
        events.extend(given.map(|warning| Event::Warned { warning: warning.key.clone() }));
        if !state.course.overdue_noted && state.late_from().is_some_and(|from| from <= now) {
            events.push(Event::Overdue);
        }
    }
    for task in state.open_tasks() {
        if reminds_at(state, task).is_some_and(|at| at <= now) {
            events.push(Event::Reminded { task: task.id });
        }
        if answers_late_at(state, task).is_some_and(|at| at <= now) {
            events.push(Event::Alarmed { alarm: Alarm::AnswerLate, task: Some(task.id) });
        }
        match (&task.silence, task.due_at) {
            (Some(outcome), Some(due)) if due <= now => {
                events.push(Event::TaskDone { task: task.id, outcome: outcome.clone() });
            }
            _ if task.hold_by.is_some_and(|by| by <= now) => {
                events.push(Event::Alarmed { alarm: Alarm::Unheld, task: Some(task.id) });
            }
            _ => {}
        }
    }
    if without_task(state) {
        events.push(Event::Alarmed { alarm: Alarm::NoTask, task: None });
    }
    events
}

/// Whether somebody outside the leading step owes an answer or a part.
fn owes(task: &Task) -> bool {
    matches!(task.kind, TaskKind::Consult | TaskKind::Part)
}

/// When an office that owes something is reminded: half-way to its due time.
fn reminds_at(state: &CaseState, task: &Task) -> Option<Moment> {
    let due = task.due_at.filter(|_| owes(task) && !state.course.reminded.contains(&task.id))?;
    Some(task.opened_at.plus_ms((due.ms() - task.opened_at.ms()) / 2))
}

/// When one that owes something is late: silence that counts as consent is no lateness.
fn answers_late_at(state: &CaseState, task: &Task) -> Option<Moment> {
    let waits = owes(task) && task.silence.is_none() && !state.course.answers_late.contains(&task.id);
    task.due_at.filter(|_| waits).map(|due| due.plus_ms(1))
}

/// When what was asked for has not come: the day after the last day.
fn lapses_at(state: &CaseState) -> Option<Moment> {
    let asked = state.course.supplement.as_ref().filter(|_| state.phase == Phase::Asked)?;
    asked.close.map(|close| Moment::at(close.day.plus(1), 0))
}

/// Unfinished, nobody has anything to do, and nobody has been told.
fn without_task(state: &CaseState) -> bool {
    !state.no_task_alarmed && state.open_tasks().next().is_none()
}

/// When [`due_by_itself`] next has something to say; `None` when only people can move it.
pub fn next_wake(state: &CaseState) -> Option<Moment> {
    if state.phase == Phase::Closed {
        return None;
    }
    let acceptance =
        (state.phase == Phase::Waiting && !state.accept_alarmed).then(|| state.accept_by.plus_ms(1));
    let tasks = state.open_tasks().flat_map(|task| {
        let silence = task.silence.as_ref().and(task.due_at);
        [silence, task.hold_by, reminds_at(state, task), answers_late_at(state, task)]
    });
    let at_once = without_task(state).then_some(state.opened_at);
    let ticks = ticking(state);
    let warnings = state.course.warnings.iter().filter(|_| ticks).map(|warning| Some(warning.at));
    let late = state.late_from().filter(|_| ticks && !state.course.overdue_noted);
    [state.notice_by, acceptance, at_once, lapses_at(state), late]
        .into_iter()
        .chain(tasks)
        .chain(warnings)
        .flatten()
        .min()
}
