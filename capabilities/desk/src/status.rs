//! What officers call the state of a dossier (ux.md 4.4, the officer's column).

use cases::{CaseState, Outcome, Phase, Task, TaskKind};
use kernel::Moment;
use web::Visitor;
use web::parts::{Tag, Tone};

/// A state: its text key and its tone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Status {
    /// Key of its word.
    pub key: &'static str,
    /// Its tone.
    pub tone: Tone,
}

impl Status {
    /// Its word, to print.
    pub(crate) fn tag(self, v: &Visitor) -> Tag {
        Tag::new(self.tone, v.t(self.key))
    }

    /// Its stable name in the API.
    pub(crate) fn name(self) -> &'static str {
        self.key.strip_prefix("desk-status-").unwrap_or(self.key)
    }
}

/// The state of a case whose shown task is `task`.
pub(crate) fn status(state: &CaseState, task: Option<&Task>) -> Status {
    let of = |key, tone| Status { key, tone };
    match (state.phase, state.outcome) {
        (Phase::Waiting, _) => of("desk-status-waiting", Tone::Now),
        (Phase::Ready, _) => of("desk-status-ready", Tone::Good),
        (Phase::Closed, Some(Outcome::Delivered))
            if task.is_some_and(|task| task.kind == TaskKind::Correct) =>
        {
            of("desk-status-correcting", Tone::Warn)
        }
        (Phase::Closed, Some(Outcome::Refused)) => of("desk-status-refused", Tone::Wait),
        (Phase::Closed, Some(Outcome::Withdrawn)) => of("desk-status-withdrawn", Tone::Wait),
        (Phase::Closed, Some(Outcome::Lapsed)) => of("desk-status-lapsed", Tone::Wait),
        (Phase::Closed, Some(Outcome::Stopped)) => of("desk-status-stopped", Tone::Wait),
        (Phase::Closed, _) => of("desk-status-delivered", Tone::Good),
        (Phase::Asked, _) => of("desk-status-asked", Tone::Wait),
        (Phase::Running, _) if state.course.withdrawal_at.is_some() => {
            of("desk-status-withdrawing", Tone::Warn)
        }
        (Phase::Running, _) if state.course.proposal.is_some() => of("desk-status-decide", Tone::Warn),
        (Phase::Running, _) => match task {
            Some(task) if task.kind == TaskKind::Await => of("desk-status-await", Tone::Wait),
            Some(task) if task.holder.is_none() => of("desk-status-unheld", Tone::Warn),
            Some(task) if task.kind == TaskKind::Part => of("desk-status-part", Tone::Now),
            Some(task) if task.kind == TaskKind::Transfer => of("desk-status-transfer", Tone::Now),
            Some(task) if task.kind == TaskKind::Approve => of("desk-status-approve", Tone::Now),
            Some(task) if task.kind == TaskKind::Consult => of("desk-status-consult", Tone::Now),
            Some(task)
                if state.open_tasks().any(|other| other.kind == TaskKind::Consult && other.id != task.id) =>
            {
                of("desk-status-consult", Tone::Now)
            }
            Some(_) => of("desk-status-work", Tone::Now),
            None => of("desk-status-no-task", Tone::Bad),
        },
    }
}

/// Legally late: the promise in force is broken, and its clock has not stopped.
pub(crate) fn is_overdue(state: &CaseState, now: Moment) -> bool {
    state.late_from().is_some_and(|from| from <= state.clock_at(now))
}

/// What holder and head were warned of, beside being late.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Warned {
    /// Half of the limit is used.
    Half,
    /// Most of it is used, or one working day is left.
    Soon,
}

/// The last warning given on a clock that runs: warnings leave the state when they are given.
pub(crate) fn warned(state: &CaseState) -> Option<Warned> {
    let course = &state.course;
    if state.phase != Phase::Running || course.pause.is_some() || course.regime.is_empty() {
        return None;
    }
    let ahead = |key: &str| course.warnings.iter().any(|warning| warning.key == key);
    match (ahead("half"), ahead("most"), ahead("eve")) {
        (false, false, _) | (false, _, false) => Some(Warned::Soon),
        (false, true, true) => Some(Warned::Half),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::samples;

    #[test]
    fn each_state_has_the_name_officers_use() {
        let mut state = samples::running();
        let name = |state: &CaseState| status(state, state.leading()).name();
        assert_eq!(name(&state), "work");
        state.tasks[1].holder = None;
        assert_eq!(name(&state), "unheld");
        let mut state = samples::waiting();
        assert_eq!(name(&state), "waiting");
        state.phase = Phase::Closed;
        state.outcome = Some(Outcome::Refused);
        assert_eq!(name(&state), "refused");
    }

    #[test]
    fn a_dossier_is_overdue_when_its_last_day_is_over() {
        let state = samples::running();
        let due = state.due.map(|due| due.day).unwrap();
        assert!(!is_overdue(&state, Moment::at(due, 1_439)));
        assert!(is_overdue(&state, Moment::at(due.plus(1), 0)));
        let mut ready = state;
        ready.ready_at = Some(Moment::at(due, 900));
        assert!(!is_overdue(&ready, Moment::at(due.plus(5), 0)));
    }
}
