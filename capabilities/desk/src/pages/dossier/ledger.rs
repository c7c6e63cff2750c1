//! The ledger in words: what happened, who did it, and what they wrote.

use super::LedgerLine;
use super::tabs::Scene;
use crate::lists::step_name;
use cases::ledger::Record;
use cases::{Alarm, Event};
use kernel::{Failure, Id};
use serde::Deserialize;

/// What is personal beside an event and belongs into the ledger as words; the answers of the
/// submission have their own tab.
#[derive(Default, Deserialize)]
struct Words {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    note: String,
}

/// Every line, newest first.
pub(super) fn lines(scene: &Scene<'_>) -> Result<Vec<LedgerLine>, Failure> {
    let key = scene.opened.whole.case.unlock(&scene.desk.dossiers.vault)?;
    let mut lines = Vec::with_capacity(scene.opened.ledger.len());
    for record in scene.opened.ledger.iter().rev() {
        let words = match (&record.payload, &record.commitment) {
            (Some(payload), Some(commitment)) if record.kind != "submitted" => {
                let plain = cases::ledger::open(&key, scene.opened.state().id, payload, commitment)?;
                let said: Words = serde_json::from_slice(&plain).unwrap_or_default();
                [said.reason, said.words, said.note]
                    .into_iter()
                    .find(|text| !text.is_empty())
                    .unwrap_or_default()
            }
            _ => String::new(),
        };
        lines.push(line(scene, record, words)?);
    }
    Ok(lines)
}

fn line(scene: &Scene<'_>, record: &Record, words: String) -> Result<LedgerLine, Failure> {
    let event = record.event()?;
    Ok(LedgerLine {
        at: scene.v.when_short(record.at),
        who: scene.who(&record.party, record.actor),
        what: sentence(scene, &event),
        words,
        late: lateness(scene, record, &event),
    })
}

/// How late a step was finished, in words; empty when in time.
fn lateness(scene: &Scene<'_>, record: &Record, event: &Event) -> String {
    let Event::TaskDone { task, .. } = event else { return String::new() };
    let task = scene.opened.state().task(*task);
    let due = task.and_then(|task| Some((task.unit, task.due_at?))).filter(|(_, due)| *due < record.at);
    due.map_or_else(String::new, |(unit, due)| {
        let calendar = scene.desk.dossiers.accounts.calendar_for_unit(unit);
        scene.words.left(crate::time::Left::Late(calendar.step_lateness(due, record.at))).to_string()
    })
}

fn sentence(scene: &Scene<'_>, event: &Event) -> String {
    let (v, accounts) = (scene.v, &scene.desk.dossiers.accounts);
    let revision = &scene.opened.revision;
    let step_words = |key: &str| step_name(v, Some(revision), key).into_owned();
    let task_words =
        |id: Id| scene.opened.state().task(id).map_or_else(String::new, |task| step_words(&task.step));
    let unit = |id: Id| accounts.unit(id).map_or_else(String::new, |unit| unit.name(v.lang.tag()).to_owned());
    let officer = |id: Id| accounts.officer(id).map_or_else(String::new, |one| one.name.clone());
    let paper = |key: &str| match revision.paper(key) {
        Some(paper) => paper.name.get(v.lang).to_owned(),
        None => v.t("desk-paper-result").into_owned(),
    };
    let paper_of = |id: Id| {
        let found = scene.opened.whole.papers.iter().find(|(one, _)| one.id == id);
        found.map_or_else(String::new, |(one, _)| paper(&one.key))
    };
    match event {
        Event::Submitted { receipt, accept_by, .. } => {
            v.t2("desk-event-submitted", "receipt", receipt, "due", v.when(*accept_by))
        }
        Event::Noticed => v.t("desk-event-noticed"),
        Event::Accepted { code, due, .. } => v.t2("desk-event-accepted", "code", code, "due", v.when(due.at)),
        Event::Refused => v.t("desk-event-refused"),
        Event::TaskOpened { step, unit: at, holder, .. } => match holder {
            Some(holder) => v.t3(
                "desk-event-task-opened-held",
                "step",
                step_words(step),
                "unit",
                unit(*at),
                "who",
                officer(*holder),
            ),
            None => v.t2("desk-event-task-opened", "step", step_words(step), "unit", unit(*at)),
        },
        Event::TaskHeld { task, holder, principal: Some(principal) } => v.t3(
            "desk-event-task-held-for",
            "step",
            task_words(*task),
            "who",
            officer(*holder),
            "principal",
            officer(*principal),
        ),
        Event::TaskHeld { task, holder, principal: None } => {
            v.t2("desk-event-task-held", "step", task_words(*task), "who", officer(*holder))
        }
        Event::TaskDone { task, outcome } => {
            let key = done_key(outcome);
            v.t1(key, "step", task_words(*task))
        }
        Event::PaperAdded { key, .. } => v.t1("desk-event-paper-added", "paper", paper(key)),
        Event::OriginalCompared { paper } => v.t1("desk-event-original-compared", "paper", paper_of(*paper)),
        // Decided at the counter by whom the decision is delegated to.
        Event::Approved { step } if step == dossiers::rules::RECEIVE => v.t("desk-event-approved-desk"),
        Event::Approved { step } => v.t1("desk-event-approved", "step", step_words(step)),
        Event::Ready => v.t("desk-event-ready"),
        Event::FeeTaken { amount, number } => {
            v.t2("desk-event-fee-taken", "amount", v.money(*amount), "number", number)
        }
        Event::HandedOver { to } if to == "proxy" => v.t("desk-event-handed-over-proxy"),
        Event::HandedOver { .. } => v.t("desk-event-handed-over"),
        Event::Contact { channel, fault } => {
            let (channel, fault) = (v.t(contact_key(channel)), v.t(fault_key(fault)));
            v.t2("desk-event-contact", "channel", channel, "fault", fault)
        }
        Event::SupplementAsked { items, close, .. } => match close {
            Some(close) => {
                v.t2("desk-event-supplement-asked-until", "n", items.len(), "when", v.when(close.at))
            }
            None => v.t1("desk-event-supplement-asked", "n", items.len()),
        },
        Event::ItemAnswered { key, .. } => v.t1("desk-event-item-answered", "item", item_name(scene, key)),
        Event::SupplementCompleted { clock: Some(clock), .. } => {
            v.t1("desk-event-supplement-restarted", "due", v.when(clock.due.at))
        }
        Event::SupplementCompleted { accept_by, .. } => {
            let by = accept_by.map_or_else(String::new, |by| v.when(by));
            v.t1("desk-event-supplement-completed", "due", by)
        }
        Event::Proposed { what, due, .. } => {
            let due = due.map_or_else(String::new, |due| v.when(due.at));
            v.t1(&format!("desk-event-proposed-{}", what.name()), "due", due)
        }
        Event::Declined { what } => v.t(&format!("desk-event-declined-{}", what.name())),
        Event::Extended { clock, .. } => v.t1("desk-event-extended", "due", v.when(clock.due.at)),
        Event::LateLetter { due, .. } => v.t1("desk-event-late-letter", "due", v.when(due.at)),
        Event::Reminded { task } => v.t1("desk-event-reminded", "step", task_words(*task)),
        Event::Warned { warning } => v.t(&format!("desk-event-warned-{warning}")),
        Event::ClockStopped { task, .. } => v.t1("desk-event-clock-stopped", "step", task_words(*task)),
        Event::ClockResumed { clock } => v.t1("desk-event-clock-resumed", "due", v.when(clock.due.at)),
        Event::Recounted { clock, cause } => {
            v.t2("desk-event-recounted", "due", v.when(clock.due.at), "cause", cause)
        }
        Event::TaskMoved { task, unit: to, .. } => {
            v.t2("desk-event-task-moved", "step", task_words(*task), "unit", unit(*to))
        }
        Event::CorrectionOpened { due } => {
            let due = due.map_or_else(String::new, |due| v.when(due.at));
            v.t1("desk-event-correction-opened", "due", due)
        }
        Event::Reopened { clock, accept_by, .. } => {
            let due = clock.as_ref().map(|clock| clock.due.at).or(*accept_by);
            v.t1("desk-event-reopened", "due", due.map_or_else(String::new, |due| v.when(due)))
        }
        Event::Lapsed
        | Event::Overdue
        | Event::Stopped { .. }
        | Event::WithdrawalAsked
        | Event::WithdrawalDropped
        | Event::Withdrawn
        | Event::Adjusted
        | Event::Corrected => v.t(&format!("desk-event-{}", event.name())),
        Event::Alarmed { alarm, task } => match alarm {
            Alarm::Unheld => {
                v.t1("desk-event-alarm-unheld", "step", task.map(task_words).unwrap_or_default())
            }
            Alarm::AnswerLate => {
                v.t1("desk-event-alarm-answer-late", "step", task.map(task_words).unwrap_or_default())
            }
            Alarm::AcceptLate => v.t("desk-event-alarm-accept-late"),
            Alarm::NoTask => v.t("desk-event-alarm-no-task"),
        },
    }
    .into_owned()
}

/// The name of a paper or question that was asked for.
fn item_name(scene: &Scene<'_>, key: &str) -> String {
    let (revision, lang) = (&scene.opened.revision, scene.v.lang);
    let paper = revision.paper(key).map(|paper| &paper.name);
    let name = paper.or_else(|| revision.question(key).map(|question| &question.label));
    name.map_or_else(|| key.to_owned(), |name| name.get(lang).to_owned())
}

fn done_key(outcome: &str) -> &'static str {
    use dossiers::rules::outcome as o;
    match outcome {
        o::RETURNED => "desk-event-task-returned",
        o::ACCEPTED => "desk-event-task-accepted",
        o::REFUSED => "desk-event-task-refused",
        o::AGREED => "desk-event-task-agreed",
        o::OBJECTED => "desk-event-task-objected",
        o::SILENT => "desk-event-task-silent",
        o::HANDED => "desk-event-task-handed",
        o::ASKED => "desk-event-task-asked",
        o::ANSWERED => "desk-event-task-answered",
        o::DECLINED => "desk-event-task-declined",
        o::SENT => "desk-event-task-sent",
        o::RECEIVED => "desk-event-task-received",
        _ => "desk-event-task-done",
    }
}

/// The word for how the person was reached.
pub(super) fn contact_key(channel: &str) -> &'static str {
    match channel {
        "visit" => "desk-contact-visit",
        "call" => "desk-contact-call",
        _ => "desk-contact-message",
    }
}

/// The word for whose fault it was.
pub(super) fn fault_key(fault: &str) -> &'static str {
    match fault {
        "office" => "desk-fault-office",
        "person" => "desk-fault-person",
        _ => "desk-fault-none",
    }
}
