//! "Đã xảy ra": what happened beside the straight way, read from the ledger for the person
//! concerned. Every event there is one a person can read.

use super::aside::{cause_name, item_name};
use super::{Asked, unit_name};
use crate::commands::Dossiers;
use crate::letters::{LetterLine, letters};
use crate::rules::{outcome, step};
use cases::ledger::Record;
use cases::queries::Whole;
use cases::{CaseState, Event, Promise, Proposed};
use catalogue::{Regime, Revision, Text};
use kernel::{Day, Failure, Fault, Moment};
use serde_json::Value;

/// The time an event names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Until {
    /// The new promise.
    Promise(Moment),
    /// The office answers by then.
    Answer(Moment),
    /// The last day for the person.
    Close(Day),
    /// The day a letter names.
    Letter(Day),
    /// The result is mended by then.
    Mend(Moment),
}

/// One event beside the straight way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Happening {
    /// When.
    pub at: Moment,
    /// What: a stable name, one of [`Happening::ALL`].
    pub kind: &'static str,
    /// About what: a cause, a paper, a unit.
    pub about: Option<Text>,
    /// The time it names.
    pub until: Option<Until>,
    /// What was written to the person.
    pub words: String,
    /// The legal letter it made.
    pub letter: Option<LetterLine>,
}

impl Happening {
    /// Every kind; each has a sentence.
    pub const ALL: [&'static str; 30] = [
        "supplement-asked",
        "item-answered",
        "supplement-completed",
        "lapsed",
        "proposed-extension",
        "proposed-refusal",
        "proposed-stop",
        "declined-extension",
        "declined-refusal",
        "declined-stop",
        "extended",
        "late-letter",
        "overdue",
        "clock-stopped",
        "clock-resumed",
        "recounted",
        "refused",
        "refused-after",
        "stopped",
        "withdrawal-asked",
        "withdrawal-dropped",
        "withdrawn",
        "adjusted",
        "correction-opened",
        "corrected",
        "reopened",
        "task-moved",
        "papers-sent",
        "papers-received",
        "part-done",
    ];
}

/// What the sealed words of a ledger say to its person.
#[derive(Default)]
pub(super) struct Told {
    pub(super) happened: Vec<Happening>,
    /// Why it was refused or stopped.
    pub(super) reason: Option<String>,
    /// The words of the last letter about being late.
    pub(super) letter: Option<String>,
    /// The words of the last request for more.
    asked: Value,
}

impl Told {
    /// Puts the reasons and bases beside what is asked.
    pub(super) fn explain(&self, asked: &mut Asked) {
        let said =
            |one: &Value, name: &str| one.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        asked.note = said(&self.asked, "note");
        let items = self.asked.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for item in &mut asked.items {
            let mine = |one: &&Value| said(one, "kind") == item.kind.name() && said(one, "key") == item.key;
            if let Some(one) = items.iter().find(mine) {
                (item.reason, item.basis) = (said(one, "reason"), said(one, "basis"));
            }
        }
    }
}

/// The words sealed beside a record; `null` when it has none.
pub(super) fn words(room: &Dossiers, whole: &Whole, record: &Record) -> Result<Value, Failure> {
    match whole.case.words(&room.vault, record)? {
        Some(plain) => Ok(serde_json::from_slice(&plain).map_err(Fault::new)?),
        None => Ok(Value::Null),
    }
}

/// A sentence among sealed words.
pub(super) fn sentence(words: &Value) -> String {
    let said = ["reason", "words", "note"].iter().find_map(|name| words.get(name)?.as_str());
    said.unwrap_or_default().to_owned()
}

/// Reads a ledger for the person concerned.
pub(super) fn told(
    room: &Dossiers,
    whole: &Whole,
    records: &[Record],
    revision: &Revision,
    regime: &Regime,
) -> Result<Told, Failure> {
    let state = &whole.case.state;
    let reader = Reader { room, state, revision, regime };
    let mut told = Told::default();
    let mut made = letters(&room.catalogue, records).into_iter().peekable();
    // What an officer proposed is said to the person once a head agreed to it.
    let mut proposed = String::new();
    let mut accepted = false;
    for (at, record) in records.iter().enumerate() {
        let event = record.event()?;
        let mut said = Value::Null;
        if !matches!(event, Event::Submitted { .. } | Event::Adjusted | Event::TaskDone { .. }) {
            said = words(room, whole, record)?;
        }
        let mut line = sentence(&said);
        match &event {
            Event::Accepted { .. } => accepted = true,
            Event::SupplementAsked { .. } => told.asked = said,
            Event::Proposed { .. } => proposed = std::mem::take(&mut line),
            Event::Declined { .. } => line.clear(),
            Event::Extended { .. } | Event::Stopped { .. } => line = std::mem::take(&mut proposed),
            Event::Refused if accepted => line = std::mem::take(&mut proposed),
            _ => {}
        }
        match &event {
            Event::Refused | Event::Stopped { .. } => told.reason = Some(line.clone()),
            Event::Reopened { .. } => told.reason = None,
            Event::LateLetter { .. } => told.letter = Some(line.clone()),
            _ => {}
        }
        let letter = made.next_if(|letter| letter.seq == record.seq);
        let next = records.get(at + 1).map(|next| next.kind.as_str());
        if let Some(found) = reader.read(&event, next, accepted) {
            told.happened.push(Happening {
                at: record.at,
                kind: found.0,
                about: found.1,
                until: found.2,
                words: line,
                letter,
            });
        }
    }
    told.reason = told.reason.filter(|reason| !reason.is_empty());
    Ok(told)
}

type Found = (&'static str, Option<Text>, Option<Until>);

struct Reader<'a> {
    room: &'a Dossiers,
    state: &'a CaseState,
    revision: &'a Revision,
    regime: &'a Regime,
}

impl Reader<'_> {
    /// What an event says beside the straight way; none for the steps the timeline shows.
    fn read(&self, event: &Event, next: Option<&str>, accepted: bool) -> Option<Found> {
        let promise = |due: Promise| Some(Until::Promise(due.at));
        Some(match event {
            Event::SupplementAsked { close, .. } => {
                ("supplement-asked", None, close.map(|close| Until::Close(close.day)))
            }
            Event::ItemAnswered { item, key, .. } => {
                ("item-answered", Some(item_name(self.revision, *item, key)), None)
            }
            Event::SupplementCompleted { clock, accept_by, .. } => {
                let promised = clock.as_ref().and_then(|clock| promise(clock.due));
                ("supplement-completed", None, promised.or_else(|| accept_by.map(Until::Answer)))
            }
            Event::Lapsed => ("lapsed", None, None),
            Event::Proposed { what, cause, due } => {
                (proposed(*what), self.cause(cause), due.and_then(promise))
            }
            Event::Declined { what } => (declined(*what), None, None),
            Event::Extended { cause, clock } => ("extended", self.cause(cause), promise(clock.due)),
            Event::LateLetter { cause, due } => {
                ("late-letter", self.cause(cause), Some(Until::Letter(due.day)))
            }
            Event::Overdue => ("overdue", None, None),
            Event::ClockStopped { task, .. } => {
                let step = self.state.task(*task).map(|task| task.step.as_str()).unwrap_or_default();
                ("clock-stopped", self.revision.excluded(step).map(|rule| rule.why.clone()), None)
            }
            Event::ClockResumed { clock } => ("clock-resumed", None, promise(clock.due)),
            Event::Recounted { clock, cause } => {
                let cause = Some(super::both(cause, cause)).filter(|_| !cause.is_empty());
                ("recounted", cause, promise(clock.due))
            }
            Event::Refused => (if accepted { "refused-after" } else { "refused" }, None, None),
            Event::Stopped { cause } => ("stopped", self.cause(cause), None),
            Event::WithdrawalAsked => ("withdrawal-asked", None, None),
            Event::WithdrawalDropped => ("withdrawal-dropped", None, None),
            Event::Withdrawn => ("withdrawn", None, None),
            // A mended answer that was asked for is told once, as that.
            Event::Adjusted if next == Some("item-answered") => return None,
            Event::Adjusted => ("adjusted", None, None),
            Event::CorrectionOpened { due } => {
                ("correction-opened", None, due.map(|due| Until::Mend(due.at)))
            }
            Event::Corrected => ("corrected", None, None),
            Event::Reopened { cause, clock, accept_by } => {
                let promised = clock.as_ref().and_then(|clock| promise(clock.due));
                ("reopened", self.cause(cause), promised.or_else(|| accept_by.map(Until::Answer)))
            }
            Event::TaskMoved { unit, .. } => ("task-moved", Some(unit_name(self.room, *unit)), None),
            Event::TaskDone { task, outcome } => return self.done(*task, outcome),
            _ => return None,
        })
    }

    fn cause(&self, key: &str) -> Option<Text> {
        cause_name(self.regime, key)
    }

    /// Papers that left or came, and parts of a linked procedure that are done.
    fn done(&self, task: kernel::Id, how: &str) -> Option<Found> {
        let task = self.state.task(task)?;
        match (task.step.as_str(), how) {
            (step::TRANSFER, outcome::SENT) => {
                Some(("papers-sent", Some(unit_name(self.room, task.unit)), None))
            }
            (step::TRANSFER, outcome::RECEIVED) => {
                Some(("papers-received", Some(unit_name(self.room, task.unit)), None))
            }
            (key, outcome::DONE) => Some(("part-done", Some(self.revision.part(key)?.citizen.clone()), None)),
            _ => None,
        }
    }
}

const fn proposed(what: Proposed) -> &'static str {
    match what {
        Proposed::Extension => "proposed-extension",
        Proposed::Refusal => "proposed-refusal",
        Proposed::Stop => "proposed-stop",
    }
}

const fn declined(what: Proposed) -> &'static str {
    match what {
        Proposed::Extension => "declined-extension",
        Proposed::Refusal => "declined-refusal",
        Proposed::Stop => "declined-stop",
    }
}
