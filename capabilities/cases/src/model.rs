//! What every kind of case shares: its state, its tasks, its events.

use kernel::{Day, Id, Limit, Moment, Role};
use serde::{Deserialize, Serialize};

kernel::words! {
    /// The kinds of case (DESIGN section 2). Only dossiers exist so far.
    CaseKind {
        /// Hồ sơ: a case about a procedure.
        Dossier = "dossier",
    }
}

kernel::words! {
    /// Where a case is in its life; the steps of a running one are its tasks.
    Phase {
        /// Sent; the office must accept or refuse it.
        Waiting = "waiting",
        /// Accepted; its limit runs.
        Running = "running",
        /// The result is there; it waits to be handed over.
        Ready = "ready",
        /// Over. No event but a look leaves this phase.
        Closed = "closed",
    }
}

kernel::words! {
    /// How a closed case ended.
    Outcome {
        /// The result is with the person.
        Delivered = "delivered",
        /// Refused, with a reason.
        Refused = "refused",
    }
}

kernel::words! {
    /// How the request came in (NĐ 118/2025 Art 15).
    Channel {
        /// At a counter.
        Counter = "counter",
        /// By post.
        Post = "post",
        /// Online.
        Online = "online",
    }
}

kernel::words! {
    /// What a task asks of its holder.
    TaskKind {
        /// Accept or refuse what was sent.
        Receive = "receive",
        /// Work a step of the flow.
        Work = "work",
        /// Approve the result of earlier steps.
        Approve = "approve",
        /// Answer a question put by the office that leads.
        Consult = "consult",
        /// Hand the result over.
        HandOver = "handover",
    }
}

kernel::words! {
    /// What the core raises by itself when something is silent.
    Alarm {
        /// An open task that nobody holds for longer than allowed.
        Unheld = "unheld",
        /// Not accepted in the time the rules give.
        AcceptLate = "accept-late",
        /// An unfinished case without any open task.
        NoTask = "no-task",
    }
}

/// An open or finished piece of work on a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Task {
    /// Its id.
    pub id: Id,
    /// The step's key in the flow of the pinned revision; `receive` before acceptance.
    pub step: String,
    /// What it asks.
    pub kind: TaskKind,
    /// The unit that must do it.
    pub unit: Id,
    /// The role that may hold it.
    pub role: Role,
    /// The officer who holds it.
    pub holder: Option<Id>,
    /// Whether it is the one shown as "who holds the dossier".
    pub lead: bool,
    /// When it reached the unit.
    pub opened_at: Moment,
    /// When the present holder got it.
    pub held_at: Option<Moment>,
    /// When it should be done.
    pub due_at: Option<Moment>,
    /// When the alarm rings if nobody holds it by then.
    pub hold_by: Option<Moment>,
    /// The outcome it takes by itself when `due_at` passes without an answer.
    pub silence: Option<String>,
    /// When it was done.
    pub done_at: Option<Moment>,
    /// How it was done: an outcome of the flow.
    pub outcome: Option<String>,
    /// When the alarm rang that nobody held it.
    pub alarmed_at: Option<Moment>,
}

impl Task {
    /// Not done yet.
    pub fn is_open(&self) -> bool {
        self.done_at.is_none()
    }
}

/// A promised moment and the legal day it stands on. Legal lateness is by the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Promise {
    /// The appointment, usually closing time.
    pub at: Moment,
    /// The last day of the limit.
    pub day: Day,
}

/// The state of a case: what the fold of its events gives, and what its row says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseState {
    /// Its id.
    pub id: Id,
    /// Its kind.
    pub kind: CaseKind,
    /// What it is about, in words only its kind understands (a procedure code).
    pub about: String,
    /// The revision it is pinned to.
    pub revision: Id,
    /// The agency competent to decide.
    pub agency: Id,
    /// The one-stop desk that received it.
    pub desk: Id,
    /// How it came in.
    pub channel: Channel,
    /// The account of the applicant, when there is one.
    pub applicant: Option<Id>,
    /// Receipt number, given when sent.
    pub receipt: String,
    /// Dossier code, given when accepted.
    pub code: Option<String>,
    /// Where it is.
    pub phase: Phase,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// When it was sent.
    pub opened_at: Moment,
    /// When the desk must have been told (2 clock hours), until it was.
    pub notice_by: Option<Moment>,
    /// When the desk must have accepted or refused it.
    pub accept_by: Moment,
    /// Whether the alarm about late acceptance rang.
    pub accept_alarmed: bool,
    /// Whether the alarm about a case without a task rang.
    pub no_task_alarmed: bool,
    /// When it was accepted: its limit starts here.
    pub accepted_at: Option<Moment>,
    /// The limit that applies, in its legal unit.
    pub limit: Option<Limit>,
    /// The promise in force.
    pub due: Option<Promise>,
    /// The first promise; never overwritten.
    pub original_due: Option<Promise>,
    /// When the result was there.
    pub ready_at: Option<Moment>,
    /// When it ended.
    pub closed_at: Option<Moment>,
    /// Rises with every change; commands name the one they saw.
    pub version: i64,
    /// Number of the last event.
    pub seq: i64,
    /// Its tasks, oldest first.
    pub tasks: Vec<Task>,
}

impl CaseState {
    /// The open task that is shown as "who holds it": the leading one, else the oldest.
    pub fn leading(&self) -> Option<&Task> {
        self.open_tasks().find(|task| task.lead).or_else(|| self.open_tasks().next())
    }

    /// Tasks not done yet, oldest first.
    pub fn open_tasks(&self) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter(|task| task.is_open())
    }

    /// The task with this id.
    pub fn task(&self, id: Id) -> Option<&Task> {
        self.tasks.iter().find(|task| task.id == id)
    }

    /// Code when accepted, else receipt number: what people quote.
    pub fn number(&self) -> &str {
        self.code.as_deref().unwrap_or(&self.receipt)
    }
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
            Event::Alarmed { .. } => "alarmed",
        }
    }
}

/// Who the case is for, sealed on the row so that lists and slips need one opening.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Applicant {
    /// Full name.
    pub name: String,
    /// Card number (12 digits) or tax code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub card: String,
    /// Phone, ten digits.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// E-mail.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// Address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
}

/// A paper with a case; its file, if any, is sealed in `files`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paper {
    /// Its id.
    pub id: Id,
    /// Which required paper it is, or [`RESULT`].
    pub key: String,
    /// The sealed file; none for a paper seen at the counter.
    pub file: Option<Id>,
    /// `original`, `certified`, `copy`, `photo` or `electronic`.
    pub form: String,
    /// How many.
    pub copies: i64,
    /// Pages, when known.
    pub pages: Option<i64>,
    /// Size in bytes, when there is a file.
    pub size: Option<i64>,
    /// When it came.
    pub added_at: Moment,
    /// When its original was compared.
    pub compared_at: Option<Moment>,
}

/// Key of a paper that is the result.
pub const RESULT: &str = "result";

/// A fee taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fee {
    /// Amount.
    pub amount: kernel::Money,
    /// Number of the receipt.
    pub number: String,
    /// When.
    pub at: Moment,
}
