//! The clock of a dossier as JSON: how its promise moved, what was asked, what other agencies do.
//!
//! For the person concerned and for officers who may see the dossier, never for a link. What an
//! officer proposes is no decision yet: only officers read it.

use super::shapes::at;
use crate::commands::Dossiers;
use crate::queries::unit_name;
use cases::ledger::Record;
use cases::queries::Whole;
use cases::{CaseState, Event, ItemKind, Move, Promise, Task, TaskKind};
use catalogue::{Lang, Regime, Revision};
use kernel::{Failure, Fault, Limit, Moment};
use serde::Serialize;
use utoipa::ToSchema;

/// Whose eyes read it, and what it takes to name things.
pub(crate) struct Reader<'a> {
    pub(crate) room: &'a Dossiers,
    pub(crate) whole: &'a Whole,
    pub(crate) revision: &'a Revision,
    pub(crate) regime: &'a Regime,
    pub(crate) lang: Lang,
    pub(crate) officer: bool,
}

/// A limit in its legal unit.
#[derive(Serialize, ToSchema)]
pub(crate) struct LegalLimitOut {
    n: u32,
    /// `hours`, `working_hours`, `working_days`, `days`, `months` or `same_day`.
    #[schema(value_type = String)]
    unit: kernel::LimitUnit,
}

impl From<Limit> for LegalLimitOut {
    fn from(limit: Limit) -> LegalLimitOut {
        LegalLimitOut { n: limit.n, unit: limit.unit }
    }
}

/// A promised moment and the legal day it stands on.
#[derive(Serialize, ToSchema)]
pub(crate) struct PromiseOut {
    at: String,
    day: String,
}

impl From<Promise> for PromiseOut {
    fn from(promise: Promise) -> PromiseOut {
        PromiseOut { at: at(promise.at), day: promise.day.to_string() }
    }
}

/// A promise that was moved.
#[derive(Serialize, ToSchema)]
pub(crate) struct MoveOut {
    at: String,
    from: PromiseOut,
    to: PromiseOut,
    /// `restart`, `extension`, `excluded`, `calendar` or `reopening`.
    why: String,
    /// A key of the regime's list, steps, or the holiday with its instrument.
    #[serde(skip_serializing_if = "String::is_empty")]
    cause: String,
    /// The same in words.
    #[serde(skip_serializing_if = "String::is_empty")]
    cause_name: String,
}

/// One thing asked of the person.
#[derive(Serialize, ToSchema)]
pub(crate) struct ItemOut {
    /// `paper` or `answer`.
    kind: &'static str,
    key: String,
    name: String,
    /// Why it is not enough as it is.
    reason: String,
    /// The legal basis.
    basis: String,
    /// When it came.
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_at: Option<String>,
}

/// The request for more papers that is open.
#[derive(Serialize, ToSchema)]
pub(crate) struct SupplementOut {
    /// `intake` or `appraisal`.
    stage: &'static str,
    asked_at: String,
    /// When an unanswered one closes the dossier.
    #[serde(skip_serializing_if = "Option::is_none")]
    close: Option<PromiseOut>,
    items: Vec<ItemOut>,
    missing: usize,
    #[serde(skip_serializing_if = "String::is_empty")]
    note: String,
}

/// A letter that was sent because time had run out.
#[derive(Serialize, ToSchema)]
pub(crate) struct LetterOut {
    at: String,
    cause: String,
    cause_name: String,
    words: String,
    due: PromiseOut,
}

/// The clock stands still.
#[derive(Serialize, ToSchema)]
pub(crate) struct PauseOut {
    since: String,
    steps: Vec<String>,
    /// Why, for the person.
    why: Vec<String>,
    /// The rule that takes this time out of the limit.
    rules: Vec<String>,
}

/// What waits for a head; officers only.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProposalOut {
    /// `extension`, `refusal` or `stop`.
    what: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    cause: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    cause_name: String,
    reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<PromiseOut>,
}

/// One agency's part of a linked procedure.
#[derive(Serialize, ToSchema)]
pub(crate) struct LinkedPartOut {
    key: String,
    /// The procedure it stands for, when it has a code of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    procedure: Option<String>,
    name: String,
    unit: String,
    began: String,
    /// Its own limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<LegalLimitOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    done: Option<String>,
    late: bool,
}

/// A result that is being mended.
#[derive(Serialize, ToSchema)]
pub(crate) struct CorrectionOut {
    since: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
}

/// The clock of a dossier and what the law counts.
#[derive(Serialize, ToSchema)]
pub(crate) struct CourseOut {
    /// The regime that binds it.
    regime: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<LegalLimitOut>,
    /// Where the limit in force began.
    #[serde(skip_serializing_if = "Option::is_none")]
    started_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    promise: Option<PromiseOut>,
    /// The first promise; it stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    original_promise: Option<PromiseOut>,
    moves: Vec<MoveOut>,
    extensions: u32,
    /// Days late, former promises included.
    late_days: i64,
    late_letters: Vec<LetterOut>,
    asked_at_intake: u32,
    asked_after_appraisal: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    supplement: Option<SupplementOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pause: Option<PauseOut>,
    /// When the person asked to take it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawal_at: Option<String>,
    adjustments: u32,
    reopenings: u32,
    /// Results mended.
    corrections: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    correction: Option<CorrectionOut>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<LinkedPartOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proposal: Option<ProposalOut>,
}

impl CourseOut {
    /// From a loaded dossier and the events that carry words.
    pub(crate) fn new(reader: &Reader<'_>, worded: &[Record], now: Moment) -> Result<CourseOut, Failure> {
        let state = &reader.whole.case.state;
        let course = &state.course;
        Ok(CourseOut {
            regime: reader.regime.key.clone(),
            limit: state.limit.map(LegalLimitOut::from),
            started_at: course.started_at.map(at),
            promise: state.due.map(PromiseOut::from),
            original_promise: state.original_due.map(PromiseOut::from),
            moves: course.moves.iter().map(|one| reader.moved(one)).collect(),
            extensions: course.extensions,
            late_days: state.late_days(now),
            late_letters: reader.letters(worded)?,
            asked_at_intake: course.asked_at_intake,
            asked_after_appraisal: course.asked_after_appraisal,
            supplement: reader.supplement(worded)?,
            pause: reader.pause(),
            withdrawal_at: course.withdrawal_at.map(at),
            adjustments: course.adjustments,
            reopenings: course.reopenings,
            corrections: course.corrections,
            correction: correction(state),
            parts: reader.parts(now),
            proposal: reader.proposal(worded)?,
        })
    }
}

/// The task that mends a result, while it is open.
fn correction(state: &CaseState) -> Option<CorrectionOut> {
    let task = state.open_tasks().find(|task| task.kind == TaskKind::Correct)?;
    Some(CorrectionOut { since: at(task.opened_at), due: task.due_at.map(at) })
}

impl Reader<'_> {
    fn state(&self) -> &CaseState {
        &self.whole.case.state
    }

    fn cause_name(&self, key: &str) -> String {
        let cause = self.regime.cause.iter().find(|cause| cause.key == key);
        cause.map(|cause| cause.name.get(self.lang).to_owned()).unwrap_or_default()
    }

    fn moved(&self, one: &Move) -> MoveOut {
        let cause_name = match one.why.as_str() {
            "extension" | "reopening" => self.cause_name(&one.cause),
            "excluded" => {
                one.cause.split(' ').map(|step| self.step_name(step)).collect::<Vec<_>>().join("; ")
            }
            _ => one.cause.clone(),
        };
        MoveOut {
            at: at(one.at),
            from: one.from.into(),
            to: one.to.into(),
            why: one.why.clone(),
            cause: one.cause.clone(),
            cause_name,
        }
    }

    fn step_name(&self, key: &str) -> String {
        let consults = self.revision.procedure.step.iter().flat_map(|step| &step.consult);
        let consult = || consults.into_iter().find(|one| one.key == key).map(|one| &one.name);
        let name = self.revision.step(key).map(|step| &step.citizen).or_else(consult);
        name.map_or(key, |name| name.get(self.lang)).to_owned()
    }

    /// The words sealed beside an event.
    fn words(&self, record: &Record) -> Result<serde_json::Value, Failure> {
        let words = self.whole.case.words(&self.room.vault, record)?;
        Ok(words
            .map_or(Ok(serde_json::Value::Null), |words| serde_json::from_slice(&words))
            .map_err(Fault::new)?)
    }

    fn letters(&self, worded: &[Record]) -> Result<Vec<LetterOut>, Failure> {
        let mut letters = Vec::new();
        for record in worded {
            if let Event::LateLetter { cause, due } = record.event()? {
                letters.push(LetterOut {
                    at: at(record.at),
                    cause_name: self.cause_name(&cause),
                    cause,
                    words: text(&self.words(record)?, "reason"),
                    due: due.into(),
                });
            }
        }
        Ok(letters)
    }

    fn supplement(&self, worded: &[Record]) -> Result<Option<SupplementOut>, Failure> {
        let Some(asked) = &self.state().course.supplement else { return Ok(None) };
        let record = worded.iter().rfind(|record| record.kind == "supplement-asked");
        let words = record.map(|record| self.words(record)).transpose()?.unwrap_or_default();
        let told = |item: &cases::Item, what: &str| {
            let items = words.get("items").and_then(|items| items.as_array());
            let same = |one: &&serde_json::Value| {
                text(one, "kind") == item.kind.name() && text(one, "key") == item.key
            };
            items.and_then(|items| items.iter().find(same)).map(|one| text(one, what)).unwrap_or_default()
        };
        let item = |item: &cases::Item| ItemOut {
            kind: item.kind.name(),
            key: item.key.clone(),
            name: self.item_name(item),
            reason: told(item, "reason"),
            basis: told(item, "basis"),
            answered_at: item.answered_at.map(at),
        };
        Ok(Some(SupplementOut {
            stage: asked.stage.name(),
            asked_at: at(asked.asked_at),
            close: asked.close.map(PromiseOut::from),
            items: asked.items.iter().map(item).collect(),
            missing: asked.missing().count(),
            note: text(&words, "note"),
        }))
    }

    fn item_name(&self, item: &cases::Item) -> String {
        let name = match item.kind {
            ItemKind::Paper => self.revision.paper(&item.key).map(|paper| &paper.name),
            ItemKind::Answer => self.revision.question(&item.key).map(|question| &question.label),
        };
        name.map_or(item.key.as_str(), |name| name.get(self.lang)).to_owned()
    }

    fn pause(&self) -> Option<PauseOut> {
        let pause = self.state().course.pause.as_ref()?;
        let tasks: Vec<&Task> = pause.tasks.iter().filter_map(|id| self.state().task(*id)).collect();
        let excluded: Vec<_> = tasks.iter().filter_map(|task| self.excluded(&task.step)).collect();
        Some(PauseOut {
            since: at(pause.since),
            steps: tasks.iter().map(|task| self.step_name(&task.step)).collect(),
            why: excluded.iter().map(|rule| rule.why.get(self.lang).to_owned()).collect(),
            rules: excluded.iter().map(|rule| rule.source.to_string()).collect(),
        })
    }

    /// The rule that takes the time of a step or consultation out of the limit.
    fn excluded(&self, key: &str) -> Option<&catalogue::Excluded> {
        let consults = self.revision.procedure.step.iter().flat_map(|step| &step.consult);
        let consult = || consults.into_iter().find(|one| one.key == key)?.excluded.as_ref();
        self.revision.step(key).and_then(|step| step.excluded.as_ref()).or_else(consult)
    }

    fn parts(&self, now: Moment) -> Vec<LinkedPartOut> {
        let parts = self.state().tasks.iter().filter(|task| task.kind == TaskKind::Part);
        parts.map(|task| self.part(task, now)).collect()
    }

    fn part(&self, task: &Task, now: Moment) -> LinkedPartOut {
        let part = self.revision.part(&task.step);
        let name = part.map(|part| if self.officer { &part.name } else { &part.citizen });
        let until = task.done_at.unwrap_or(now);
        LinkedPartOut {
            key: task.step.clone(),
            procedure: part.and_then(|part| part.procedure.clone()),
            name: name.map_or(task.step.as_str(), |name| name.get(self.lang)).to_owned(),
            unit: unit_name(self.room, task.unit).get(self.lang).to_owned(),
            began: at(task.opened_at),
            limit: part.map(|part| part.limit.into()),
            due: task.due_at.map(at),
            done: task.done_at.map(at),
            late: task.due_at.is_some_and(|due| due < until),
        }
    }

    fn proposal(&self, worded: &[Record]) -> Result<Option<ProposalOut>, Failure> {
        let Some(proposal) = self.state().course.proposal.as_ref().filter(|_| self.officer) else {
            return Ok(None);
        };
        let record = worded.iter().rfind(|record| record.kind == "proposed");
        let words = record.map(|record| self.words(record)).transpose()?.unwrap_or_default();
        Ok(Some(ProposalOut {
            what: proposal.what.name(),
            cause: proposal.cause.clone(),
            cause_name: self.cause_name(&proposal.cause),
            reason: text(&words, "reason"),
            due: proposal.due.map(PromiseOut::from),
        }))
    }
}

/// A text of sealed words; empty when it is not there.
fn text(words: &serde_json::Value, key: &str) -> String {
    words.get(key).and_then(|text| text.as_str()).unwrap_or_default().to_owned()
}
