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
        /// More papers were asked for; it waits for the person.
        Asked = "asked",
        /// The result is there; it waits to be handed over.
        Ready = "ready",
        /// Over. Only an error of the State opens it again.
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
        /// The person took it back.
        Withdrawn = "withdrawn",
        /// Papers asked for did not come in time.
        Lapsed = "lapsed",
        /// The office stopped it, with a notice.
        Stopped = "stopped",
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
        /// Wait until the person has done something, and confirm it.
        Await = "await",
        /// Agree to what an officer proposes, or decline it.
        Decide = "decide",
        /// Do one agency's part of a linked procedure.
        Part = "part",
        /// Hand the papers to the competent agency.
        Transfer = "transfer",
        /// Mend a result that was wrong.
        Correct = "correct",
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
        /// Another office did not answer, or do its part, in the time given.
        AnswerLate = "answer-late",
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

kernel::words! {
    /// When more papers are asked for: two different rules.
    Stage {
        /// Before acceptance.
        Intake = "intake",
        /// After the dossier was looked through.
        Appraisal = "appraisal",
    }
}

kernel::words! {
    /// What an item of a supplement is.
    ItemKind {
        /// A paper.
        Paper = "paper",
        /// An answer to be mended.
        Answer = "answer",
    }
}

kernel::words! {
    /// What an officer may propose and a head decides.
    Proposed {
        /// A new date.
        Extension = "extension",
        /// A refusal after appraisal.
        Refusal = "refusal",
        /// Stopping the dossier.
        Stop = "stop",
    }
}

/// One thing asked of the person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Key of the paper or question in the pinned revision.
    pub key: String,
    /// When it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Moment>,
}

/// One complete request for more papers. Reasons and legal bases are sealed beside its event.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Supplement {
    /// Before acceptance or after appraisal.
    pub stage: Stage,
    /// When it was asked.
    pub asked_at: Moment,
    /// What is asked.
    pub items: Vec<Item>,
    /// When an unanswered one closes the dossier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close: Option<Promise>,
    /// The step that goes on afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
}

impl Supplement {
    /// Items that have not come yet.
    pub fn missing(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.answered_at.is_none())
    }
}

/// A proposal that waits for a head.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proposal {
    /// What is proposed.
    pub what: Proposed,
    /// Its cause: a key of the regime's list.
    pub cause: String,
    /// The new date, for an extension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Promise>,
}

/// A warning to be given at a moment decided when the limit began.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Warning {
    /// Key of the regime's rule: `half`, `most`, `eve`.
    pub key: String,
    /// When.
    pub at: Moment,
}

/// The clock stands still because sector law takes an interval out of the limit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pause {
    /// Since when.
    pub since: Moment,
    /// The tasks whose time is excluded.
    pub tasks: Vec<Id>,
}

/// A promise that was moved, and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Move {
    /// When it was moved.
    pub at: Moment,
    /// From.
    pub from: Promise,
    /// To.
    pub to: Promise,
    /// `restart`, `extension`, `excluded`, `calendar` or `reopening`.
    pub why: String,
    /// The cause: a key of the regime's list, a step, or the holiday with its instrument.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub cause: String,
}

/// Whether a value says nothing yet: most cases take no side path, and their row stays short.
fn fresh<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The clock of a case and what the law counts: facts that are read with the case, never searched.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Course {
    /// The regime of its acceptance; empty before.
    #[serde(skip_serializing_if = "fresh")]
    pub regime: String,
    /// Version of the calendar its promise was computed with.
    #[serde(skip_serializing_if = "fresh")]
    pub calendar: String,
    /// Where the limit in force began: acceptance, or the last restart.
    #[serde(skip_serializing_if = "fresh")]
    pub started_at: Option<Moment>,
    /// Requests for papers before acceptance.
    #[serde(skip_serializing_if = "fresh")]
    pub asked_at_intake: u32,
    /// Requests for papers after appraisal.
    #[serde(skip_serializing_if = "fresh")]
    pub asked_after_appraisal: u32,
    /// The request that is open.
    #[serde(skip_serializing_if = "fresh")]
    pub supplement: Option<Supplement>,
    /// Promises that were extended.
    #[serde(skip_serializing_if = "fresh")]
    pub extensions: u32,
    /// The proposal that waits for a head.
    #[serde(skip_serializing_if = "fresh")]
    pub proposal: Option<Proposal>,
    /// Letters sent when time had run out.
    #[serde(skip_serializing_if = "fresh")]
    pub letters: u32,
    /// The day the last of them names.
    #[serde(skip_serializing_if = "fresh")]
    pub letter: Option<Promise>,
    /// Warnings still to be given.
    #[serde(skip_serializing_if = "fresh")]
    pub warnings: Vec<Warning>,
    /// Whether its being late was noted.
    #[serde(skip_serializing_if = "fresh")]
    pub overdue_noted: bool,
    /// The clock stands still.
    #[serde(skip_serializing_if = "fresh")]
    pub pause: Option<Pause>,
    /// Days it was late under promises that no longer hold: moving a promise forgives nothing.
    #[serde(skip_serializing_if = "fresh")]
    pub late_days: i64,
    /// When the person asked to take it back.
    #[serde(skip_serializing_if = "fresh")]
    pub withdrawal_at: Option<Moment>,
    /// Times what was sent was changed by the person.
    #[serde(skip_serializing_if = "fresh")]
    pub adjustments: u32,
    /// Times it was opened again.
    #[serde(skip_serializing_if = "fresh")]
    pub reopenings: u32,
    /// Results mended.
    #[serde(skip_serializing_if = "fresh")]
    pub corrections: u32,
    /// Offices that were asked and reminded: their tasks.
    #[serde(skip_serializing_if = "fresh")]
    pub reminded: Vec<Id>,
    /// Offices that were asked and are late: their tasks.
    #[serde(skip_serializing_if = "fresh")]
    pub answers_late: Vec<Id>,
    /// How its promise moved.
    #[serde(skip_serializing_if = "fresh")]
    pub moves: Vec<Move>,
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
    /// Number of the event that carries the answers in force.
    pub content_seq: i64,
    /// Its clock and what the law counts.
    pub course: Course,
    /// Its tasks, oldest first.
    pub tasks: Vec<Task>,
}

impl CaseState {
    /// The first moment at which the promise in force is broken. Legal lateness is by the day;
    /// limits in hours end at their very moment.
    pub fn late_from(&self) -> Option<Moment> {
        use kernel::LimitUnit::{Hours, WorkingHours};
        let due = self.due?;
        Some(match self.limit.map(|limit| limit.unit) {
            Some(Hours | WorkingHours) => due.at.plus_ms(1),
            _ => Moment::at(due.day.plus(1), 0),
        })
    }

    /// The moment up to which its clock has run: it stands still when the result is there, while
    /// the person is asked, and while sector law excludes the time.
    pub fn clock_at(&self, now: Moment) -> Moment {
        let asked = self.course.supplement.as_ref().filter(|_| self.phase == Phase::Asked);
        let paused = self.course.pause.as_ref().map(|pause| pause.since);
        [self.ready_at, self.closed_at, asked.map(|asked| asked.asked_at), paused]
            .into_iter()
            .flatten()
            .fold(now, Moment::min)
    }

    /// Whole days it is late at a moment, former promises included; never shortened by a command.
    pub fn late_days(&self, now: Moment) -> i64 {
        let until = self.clock_at(now);
        let present = match (self.late_from(), self.due) {
            (Some(from), Some(due)) if from <= until => (until.day().number() - due.day.number()).max(1),
            _ => 0,
        };
        present.max(self.course.late_days)
    }

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

/// Key of the result of one part of a linked procedure.
pub fn part_result(part: &str) -> String {
    format!("{RESULT}-{part}")
}

/// Whether a paper's key says that it is a result, of the whole or of a part.
pub fn is_result(key: &str) -> bool {
    key.strip_prefix(RESULT).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

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
