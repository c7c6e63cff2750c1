//! State is a fold of clear facts that calls nothing: no clock, no calendar, no database.
//! The same function runs when a command records an event and when `doctor` re-reads the ledger.

use crate::model::{Alarm, CaseState, Event, Outcome, Phase, Task};
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
        tasks: Vec::new(),
    })
}

impl CaseState {
    /// Takes one more event in. Nothing leaves [`Phase::Closed`].
    pub fn apply(&mut self, at: Moment, event: &Event) -> Result<(), Impossible> {
        if self.phase == Phase::Closed && !matches!(event, Event::TaskDone { .. } | Event::Contact { .. }) {
            return Err(Impossible("the case is over"));
        }
        match event {
            Event::Submitted { .. } => return Err(Impossible("a case is submitted once")),
            Event::Noticed => self.notice_by = None,
            Event::Accepted { code, limit, due, .. } => {
                self.expect(Phase::Waiting, "only a waiting case is accepted")?;
                self.code = Some(code.clone());
                self.phase = Phase::Running;
                self.accepted_at = Some(at);
                self.limit = Some(*limit);
                self.due = Some(*due);
                self.original_due = Some(*due);
                self.notice_by = None;
            }
            Event::Refused => self.close(at, Outcome::Refused),
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
            Event::TaskHeld { task, holder } => {
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

    fn close(&mut self, at: Moment, outcome: Outcome) {
        self.phase = Phase::Closed;
        self.outcome = Some(outcome);
        self.closed_at = Some(at);
        self.notice_by = None;
    }

    fn open_task_mut(&mut self, id: Id) -> Result<&mut Task, Impossible> {
        self.tasks
            .iter_mut()
            .find(|task| task.id == id && task.is_open())
            .ok_or(Impossible("that task is not open"))
    }
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
    for task in state.open_tasks() {
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
        [silence, task.hold_by]
    });
    let at_once = without_task(state).then_some(state.opened_at);
    [state.notice_by, acceptance, at_once].into_iter().chain(tasks).flatten().min()
}
