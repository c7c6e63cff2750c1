//! What may happen to a case: the clear facts of each event, as the ledger keeps them.

use crate::model::{Alarm, CaseKind, Channel, Item, ItemKind, Promise, Proposed, Stage, TaskKind, Warning};
use kernel::{Id, Limit, Moment, Role};
use serde::{Deserialize, Serialize};

/// A new promise: where the limit began, which rule and calendar gave it, when to warn.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Clock {
    /// The promise.
    pub due: Promise,
    /// The rule that computed it.
    pub rule: String,
    /// The calendar's version.
    pub calendar: String,
    /// Warnings on the way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

/// The clear facts of an event: decided values and references, nothing personal. The fold of
/// these alone gives the state. What is personal travels beside them, sealed ([`crate::ledger`]).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Event {
    /// A person sent it; always the first.
    Submitted {
        /// Kind of case.
        case: CaseKind,
        /// Procedure code.
        about: String,
        /// Pinned revision.
        revision: Id,
        /// Competent agency.
        agency: Id,
        /// Receiving desk.
        desk: Id,
        /// Channel.
        channel: Channel,
        /// Applicant's account.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        applicant: Option<Id>,
        /// Receipt number.
        receipt: String,
        /// When the desk must be told.
        notice_by: Moment,
        /// When the desk must accept or refuse.
        accept_by: Moment,
        /// The rule that gave both.
        rule: String,
    },
    /// The desk has been told (2 clock hours at most).
    Noticed,
    /// Accepted complete and valid: code, limit and promise.
    Accepted {
        /// Dossier code.
        code: String,
        /// Limit in its legal unit.
        limit: Limit,
        /// The promise.
        due: Promise,
        /// The rule that computed it.
        rule: String,
        /// The regime in force.
        regime: String,
        /// The calendar's version.
        calendar: String,
        /// Warnings on the way.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        warnings: Vec<Warning>,
    },
    /// Refused; the reason is sealed beside it.
    Refused,
    /// A piece of work reached a unit.
    TaskOpened {
        /// Task id.
        task: Id,
        /// Step key.
        step: String,
        /// What it asks.
        work: TaskKind,
        /// Unit.
        unit: Id,
        /// Role that may hold it.
        role: Role,
        /// Officer, when given at once.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        holder: Option<Id>,
        /// Whether it leads.
        lead: bool,
        /// When it should be done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Moment>,
        /// When the alarm rings if unheld.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hold_by: Option<Moment>,
        /// Outcome that silence gives at `due`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        silence: Option<String>,
    },
    /// An officer took it or was given it.
    TaskHeld {
        /// Task id.
        task: Id,
        /// Officer.
        holder: Id,
        /// For whom, when by delegation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        principal: Option<Id>,
    },
    /// A piece of work is done.
    TaskDone {
        /// Task id.
        task: Id,
        /// Outcome of the flow.
        outcome: String,
    },
    /// A paper is with the case.
    PaperAdded {
        /// Paper id.
        paper: Id,
        /// Which required paper it is, or `result`.
        key: String,
    },
    /// The officer compared the original.
    OriginalCompared {
        /// Paper id.
        paper: Id,
    },
    /// An officer with the right approved the result: a recorded approval, not a signature.
    Approved {
        /// Step key.
        step: String,
    },
    /// The result is there and waits to be handed over.
    Ready,
    /// A fee was taken in cash against a numbered receipt.
    FeeTaken {
        /// Amount in đồng.
        amount: kernel::Money,
        /// Number of the receipt.
        number: String,
    },
    /// The result was handed over; the case is over.
    HandedOver {
        /// To whom: `applicant` or `proxy`.
        to: String,
    },
    /// The person had to come, call or be called.
    Contact {
        /// `visit`, `call` or `message`.
        channel: String,
        /// Whose fault: `none`, `office` or `person`.
        fault: String,
    },
    /// One complete list of what is missing; reasons and bases are sealed beside it.
    SupplementAsked {
        /// Before acceptance or after appraisal.
        stage: Stage,
        /// What is asked.
        items: Vec<Item>,
        /// When an unanswered one closes the dossier.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        close: Option<Promise>,
        /// The step that goes on afterwards.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        step: Option<String>,
        /// The rule that allows it.
        rule: String,
    },
    /// The person gave one of the things asked for.
    ItemAnswered {
        /// What it is.
        item: ItemKind,
        /// Its key.
        key: String,
        /// The paper.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        paper: Option<Id>,
    },
    /// Everything asked for is there: after appraisal the limit starts anew, at intake the time to
    /// accept.
    SupplementCompleted {
        /// The limit started anew.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clock: Option<Clock>,
        /// When the desk must accept or refuse.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        accept_by: Option<Moment>,
        /// The rule.
        rule: String,
    },
    /// What was asked for did not come by the last day.
    Lapsed,
    /// An officer proposes something a head decides; the words are sealed beside it.
    Proposed {
        /// What.
        what: Proposed,
        /// Its cause.
        cause: String,
        /// The new date, for an extension.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Promise>,
    },
    /// A head declined a proposal; the reason is sealed beside it.
    Declined {
        /// What.
        what: Proposed,
    },
    /// A new date, promised in time. The first promise stays beside it.
    Extended {
        /// Its cause.
        cause: String,
        /// The new promise.
        clock: Clock,
    },
    /// A letter to the person because time had run out. The promise stays broken.
    LateLetter {
        /// Its cause.
        cause: String,
        /// The day it names.
        due: Promise,
    },
    /// Time runs out: holder and head were warned.
    Warned {
        /// Key of the regime's rule.
        warning: String,
    },
    /// The promise is broken.
    Overdue,
    /// An office that was asked, or has a part to do, was reminded: half of its time is over.
    Reminded {
        /// Its task.
        task: Id,
    },
    /// The clock stands still: sector law takes the time of a task out of the limit.
    ClockStopped {
        /// The task.
        task: Id,
        /// The rule.
        rule: String,
    },
    /// The clock runs again; the promise moved by what was excluded.
    ClockResumed {
        /// The new promise.
        clock: Clock,
    },
    /// The calendar changed: the promise was computed again.
    Recounted {
        /// The new promise.
        clock: Clock,
        /// The holiday or working day that moved it, with its instrument.
        cause: String,
    },
    /// The office stopped the dossier; the notice is sealed beside it.
    Stopped {
        /// Its cause.
        cause: String,
    },
    /// The person asks to take it back.
    WithdrawalAsked,
    /// The person wants it to go on after all.
    WithdrawalDropped,
    /// Taken back; papers and fees go back by sector law.
    Withdrawn,
    /// The person changed what was sent; the answers now in force are sealed beside it.
    Adjusted,
    /// A result turned out wrong.
    CorrectionOpened {
        /// By when it must be mended.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Promise>,
    },
    /// The right result is there.
    Corrected,
    /// Opened again because the State erred; what went wrong is sealed beside it.
    Reopened {
        /// Its cause.
        cause: String,
        /// The promise, for a dossier that had been accepted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clock: Option<Clock>,
        /// When the desk must accept or refuse, for one that had not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        accept_by: Option<Moment>,
    },
    /// A unit was dissolved: its task passed to the successor.
    TaskMoved {
        /// Task id.
        task: Id,
        /// The unit that has it now.
        unit: Id,
        /// When the alarm rings if unheld.
        hold_by: Moment,
    },
    /// The core raised an alarm.
    Alarmed {
        /// Which.
        alarm: Alarm,
        /// About which task.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<Id>,
    },
}

impl Event {
    /// Its stable name, as stored beside the facts.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::Submitted { .. } => "submitted",
            Event::Noticed => "noticed",
            Event::Accepted { .. } => "accepted",
            Event::Refused => "refused",
            Event::TaskOpened { .. } => "task-opened",
            Event::TaskHeld { .. } => "task-held",
            Event::TaskDone { .. } => "task-done",
            Event::PaperAdded { .. } => "paper-added",
            Event::OriginalCompared { .. } => "original-compared",
            Event::Approved { .. } => "approved",
            Event::Ready => "ready",
            Event::FeeTaken { .. } => "fee-taken",
            Event::HandedOver { .. } => "handed-over",
            Event::Contact { .. } => "contact",
            Event::SupplementAsked { .. } => "supplement-asked",
            Event::ItemAnswered { .. } => "item-answered",
            Event::SupplementCompleted { .. } => "supplement-completed",
            Event::Lapsed => "lapsed",
            Event::Proposed { .. } => "proposed",
            Event::Declined { .. } => "declined",
            Event::Extended { .. } => "extended",
            Event::LateLetter { .. } => "late-letter",
            Event::Warned { .. } => "warned",
            Event::Overdue => "overdue",
            Event::Reminded { .. } => "reminded",
            Event::ClockStopped { .. } => "clock-stopped",
            Event::ClockResumed { .. } => "clock-resumed",
            Event::Recounted { .. } => "recounted",
            Event::Stopped { .. } => "stopped",
            Event::WithdrawalAsked => "withdrawal-asked",
            Event::WithdrawalDropped => "withdrawal-dropped",
            Event::Withdrawn => "withdrawn",
            Event::Adjusted => "adjusted",
            Event::CorrectionOpened { .. } => "correction-opened",
            Event::Corrected => "corrected",
            Event::Reopened { .. } => "reopened",
            Event::TaskMoved { .. } => "task-moved",
            Event::Alarmed { .. } => "alarmed",
        }
    }
}
