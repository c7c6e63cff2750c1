//! The status of a dossier as the national exchange counts it: ten codes, and the ways between them.
//!
//! Pure: a state gives a code, a ledger gives the history. A code that tells the person's turn or
//! an end without a result (5, 6, 8) is never reported as done (9).

use crate::rules::{outcome, step};
use cases::ledger::Record;
use cases::{CaseState, Outcome, Phase, Task, TaskKind, fold};
use catalogue::{Lang, Revision, StepKind};
use kernel::{Fault, Id, Moment};

/// A status as the national system numbers it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(u8)]
pub enum NationalStatus {
    /// Sent; nobody accepted it yet.
    Registered = 1,
    /// Accepted; no step has begun.
    Accepted = 2,
    /// Refused at intake.
    NotAccepted = 3,
    /// In work.
    Processing = 4,
    /// More papers were asked for.
    SupplementAsked = 5,
    /// The person has to pay before it goes on.
    PaymentAsked = 6,
    /// The person asks to take it back.
    WithdrawalAsked = 7,
    /// It ended without a result: stopped, lapsed, withdrawn, refused after appraisal.
    Stopped = 8,
    /// The result is there.
    Processed = 9,
    /// The result is with the person.
    Delivered = 10,
}

use NationalStatus::{
    Accepted, Delivered, NotAccepted, PaymentAsked, Processed, Processing, Registered, Stopped,
    SupplementAsked, WithdrawalAsked,
};

/// One line of the national table: a code, its name, and to which codes it may pass.
pub struct Line {
    /// The status.
    pub status: NationalStatus,
    /// Its name in the national table.
    pub vi: &'static str,
    /// The same in English.
    pub en: &'static str,
    /// What may follow.
    pub then: &'static [NationalStatus],
}

/// Where the codes come from.
pub const CODES_SOURCE: &str = "[C] TrangThaiHoSo: mã nguồn công khai của hệ thống một cửa cấp tỉnh và trang tích hợp của một bộ, hai nơi giống nhau";

/// Where the ways between them come from.
pub const WAYS_SOURCE: &str =
    "[I] Thiết kế của phần mềm này theo bảng mã; bảng quốc gia chỉ đặt tên mã, không đặt đường đi";

const fn line(
    status: NationalStatus,
    vi: &'static str,
    en: &'static str,
    then: &'static [NationalStatus],
) -> Line {
    Line { status, vi, en, then }
}

/// The ten codes, in their order.
pub const TABLE: [Line; 10] = [
    line(
        Registered,
        "Mới đăng ký",
        "Newly registered",
        &[Accepted, NotAccepted, SupplementAsked, WithdrawalAsked],
    ),
    line(Accepted, "Được tiếp nhận", "Accepted", &[Processing, SupplementAsked, WithdrawalAsked]),
    line(NotAccepted, "Không được tiếp nhận", "Not accepted", &[]),
    line(
        Processing,
        "Đang xử lý",
        "In work",
        &[SupplementAsked, PaymentAsked, Stopped, Processed, WithdrawalAsked],
    ),
    line(
        SupplementAsked,
        "Yêu cầu bổ sung giấy tờ",
        "More papers asked for",
        &[Accepted, NotAccepted, Stopped, WithdrawalAsked],
    ),
    line(
        PaymentAsked,
        "Yêu cầu thực hiện nghĩa vụ tài chính",
        "Financial obligation to be met",
        &[Processing, Stopped],
    ),
    line(
        WithdrawalAsked,
        "Công dân yêu cầu rút hồ sơ",
        "Withdrawal asked by the person",
        &[Stopped, Processing],
    ),
    line(Stopped, "Dừng xử lý", "Stopped", &[]),
    line(Processed, "Đã xử lý xong", "Processed", &[Delivered]),
    line(Delivered, "Đã trả kết quả", "Result delivered", &[]),
];

/// What may follow an end when the State opens a dossier again by its own error. The table calls
/// these ends final; an exchange that refuses them must be told by hand.
pub const REOPENED: [(NationalStatus, &[NationalStatus]); 2] =
    [(NotAccepted, &[Registered]), (Stopped, &[Registered, Processing])];

impl NationalStatus {
    /// Its number.
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// Its line in the table, which stands in the order of the numbers.
    pub const fn line(self) -> &'static Line {
        &TABLE[self as usize - 1]
    }

    /// Its name.
    pub const fn name(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Vi => self.line().vi,
            Lang::En => self.line().en,
        }
    }

    /// Whether the table lets `then` follow.
    pub fn may_become(self, then: NationalStatus) -> bool {
        self.line().then.contains(&then)
    }
}

/// The status of a dossier as it stands.
pub fn national_status(state: &CaseState, revision: &Revision) -> NationalStatus {
    let accepted = state.accepted_at.is_some();
    match (state.phase, state.outcome) {
        (Phase::Closed, Some(Outcome::Delivered) | None) => Delivered,
        (Phase::Closed, Some(Outcome::Refused)) if !accepted => NotAccepted,
        (Phase::Closed, Some(_)) => Stopped,
        (Phase::Ready, _) => Processed,
        _ if state.course.withdrawal_at.is_some() => WithdrawalAsked,
        (Phase::Asked, _) => SupplementAsked,
        // The table has no way back from 5 to 1: what was given waits for acceptance under 5.
        (Phase::Waiting, _) if answered_at_intake(state) => SupplementAsked,
        (Phase::Waiting, _) => Registered,
        (Phase::Running, _) if awaits_payment(state, revision) => PaymentAsked,
        (Phase::Running, _) if begun(state) => Processing,
        (Phase::Running, _) => Accepted,
    }
}

/// What was asked for at intake is there, and nobody accepted or refused it since.
fn answered_at_intake(state: &CaseState) -> bool {
    let over = |task: &Task| matches!(task.outcome.as_deref(), Some(outcome::REFUSED | fold::DROPPED));
    let mut before = state.tasks.iter().rev().skip_while(|task| task.step == step::RECEIVE && !over(task));
    let last = before.next();
    last.is_some_and(|task| {
        task.step == step::SUPPLEMENT && task.outcome.as_deref() == Some(outcome::ANSWERED)
    })
}

/// The leading step waits for a payment: a step that waits for the person, whose time sector law
/// takes out of the limit. Other waits (both spouses come to sign) stay in the limit and in work.
fn awaits_payment(state: &CaseState, revision: &Revision) -> bool {
    let lead = state.leading().filter(|task| task.kind == TaskKind::Await);
    let step = lead.and_then(|task| revision.step(&task.step));
    step.is_some_and(|step| step.kind == StepKind::Await && step.excluded.is_some())
}

/// Somebody has taken or done something beside receiving it and carrying its papers.
fn begun(state: &CaseState) -> bool {
    let beside =
        |task: &Task| matches!(task.step.as_str(), step::RECEIVE | step::SUPPLEMENT | step::TRANSFER);
    let touched = |task: &Task| task.holder.is_some() || task.done_at.is_some();
    state.tasks.iter().any(|task| !beside(task) && touched(task))
}

/// How the status of a dossier changed, each change once and each by a way of the table: where an
/// event leaps over a status, that status is told at the same moment. A step back the table has no
/// way for (a task given to another unit before anybody took it) changes nothing.
///
/// # Errors
/// When the ledger cannot be read.
pub fn history(
    case: Id,
    records: &[Record],
    revision: &Revision,
) -> Result<Vec<(Moment, NationalStatus)>, Fault> {
    let impossible = |why: fold::Impossible| Fault::new(why.to_string());
    let Some((first, rest)) = records.split_first() else { return Ok(Vec::new()) };
    let mut state = fold::first(case, first.at, &first.event()?).map_err(impossible)?;
    let mut now = national_status(&state, revision);
    let mut changes = vec![(first.at, now)];
    for record in rest {
        let over = state.phase == Phase::Closed;
        state.apply(record.at, &record.event()?).map_err(impossible)?;
        let then = national_status(&state, revision);
        if then == now {
            continue;
        }
        let way = if over { reopened(now, then) } else { way(now, then, state.outcome) };
        now = way.last().copied().unwrap_or(now);
        changes.extend(way.into_iter().map(|status| (record.at, status)));
    }
    Ok(changes)
}

fn reopened(from: NationalStatus, to: NationalStatus) -> Vec<NationalStatus> {
    let known = REOPENED.iter().any(|(end, then)| *end == from && then.contains(&to));
    if known { vec![to] } else { Vec::new() }
}

/// From one status to another: at once, or over what must have happened between them. Only
/// "accepted" and "in work" may be told as passed; of what the person asked only what was asked.
fn way(from: NationalStatus, to: NationalStatus, outcome: Option<Outcome>) -> Vec<NationalStatus> {
    if to == Stopped && outcome == Some(Outcome::Withdrawn) && from != WithdrawalAsked {
        let asked = way(from, WithdrawalAsked, None);
        return if asked.is_empty() { asked } else { [asked, vec![Stopped]].concat() };
    }
    if from.may_become(to) {
        return vec![to];
    }
    let between: [&[NationalStatus]; 3] = [&[Accepted], &[Processing], &[Accepted, Processing]];
    let fits = |way: &[NationalStatus]| {
        let ends = way.first().zip(way.last());
        ends.is_some_and(|(first, last)| from.may_become(*first) && last.may_become(to))
    };
    match between.into_iter().find(|way| fits(way)) {
        Some(between) => [between, &[to]].concat(),
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_stands_in_the_order_of_its_numbers() {
        for (at, line) in TABLE.iter().enumerate() {
            assert_eq!(usize::from(line.status.code()), at + 1);
            assert_eq!(line.status.line().vi, line.vi);
        }
    }

    #[test]
    fn an_end_without_a_result_is_never_told_as_done() {
        for from in [SupplementAsked, PaymentAsked, Stopped, WithdrawalAsked, NotAccepted] {
            assert!(!from.may_become(Processed), "{from:?}");
        }
    }

    #[test]
    fn whatever_is_filled_in_between_is_a_way_of_the_table() {
        for from in &TABLE {
            for to in &TABLE {
                for outcome in [None, Some(Outcome::Withdrawn)] {
                    let mut at = from.status;
                    for next in way(from.status, to.status, outcome) {
                        assert!(at.may_become(next), "{at:?} to {next:?}");
                        at = next;
                    }
                }
            }
        }
    }

    #[test]
    fn leaps_pass_what_lies_between() {
        assert_eq!(way(SupplementAsked, Processing, None), [Accepted, Processing]);
        assert_eq!(way(PaymentAsked, Processed, None), [Processing, Processed]);
        assert_eq!(way(Registered, Stopped, Some(Outcome::Withdrawn)), [WithdrawalAsked, Stopped]);
        assert_eq!(way(PaymentAsked, WithdrawalAsked, None), [Processing, WithdrawalAsked]);
        assert_eq!(way(Processing, Accepted, None), []);
    }
}
