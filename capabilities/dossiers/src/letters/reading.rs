//! What a letter is read from: its event, the dossier before and after it, the words sealed beside.

use super::LetterKind;
use super::head::{Form, Head, Party, Signer};
use crate::commands::Dossiers;
use cases::doctor::refold;
use cases::ledger::Record;
use cases::queries::Whole;
use cases::{CaseState, Event, Proposed};
use catalogue::{Regime, Revision};
use kernel::{Failure, Fault, Refusal};
use serde::Deserialize;
use std::sync::Arc;
use web::Visitor;

/// What an officer wrote beside an event.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Words {
    pub(super) reason: String,
    pub(super) note: String,
    pub(super) items: Vec<Told>,
}

/// What was said about one thing asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Told {
    pub(super) kind: String,
    pub(super) key: String,
    pub(super) reason: String,
    pub(super) basis: String,
}

/// One letter's event in its ledger.
pub(super) struct Reading<'a> {
    pub(super) room: &'a Dossiers,
    pub(super) whole: &'a Whole,
    pub(super) kind: LetterKind,
    pub(super) record: Record,
    pub(super) event: Event,
    pub(super) before: CaseState,
    pub(super) after: CaseState,
    pub(super) words: Words,
    pub(super) revision: Arc<Revision>,
    pub(super) regime: Arc<Regime>,
    number: Option<i64>,
}

impl<'a> Reading<'a> {
    pub(super) async fn of(room: &'a Dossiers, whole: &'a Whole, seq: i64) -> Result<Reading<'a>, Failure> {
        let id = whole.case.state.id;
        let (records, number) = room
            .db
            .read(move |tx| Ok((cases::queries::ledger(tx, id)?, super::numbers::of_event(tx, id, seq)?)))
            .await?;
        let at = records.iter().position(|record| record.seq == seq).filter(|at| *at > 0);
        let at = at.ok_or_else(Refusal::absent)?;
        let record = records[at].clone();
        let kind = LetterKind::of_event(&record.kind).ok_or_else(Refusal::absent)?;
        let (before, after) = (refold(id, &records[..at])?, refold(id, &records[..=at])?);
        let words = worded(kind, &before, &records[..=at])?;
        Ok(Reading {
            words: words.map(|words| opened(room, whole, words)).transpose()?.unwrap_or_default(),
            event: record.event()?,
            revision: room.revision(after.revision)?,
            regime: room.regime(&after, record.at.day())?,
            room,
            whole,
            kind,
            record,
            before,
            after,
            number,
        })
    }

    /// The head of its page. A letter from before numbers were given has a gap for one.
    pub(super) fn head(&self, v: &Visitor) -> Result<Head, Failure> {
        let head = Head::new(self.room, v, super::head::issuer(self.room, &self.before), self.record.at)?;
        let number = self.number.map_or_else(|| "……".to_owned(), |n| n.to_string());
        Ok(head.numbered(format!("{number}/{}", self.kind.mark())))
    }

    /// Its form.
    pub(super) fn form(&self, v: &Visitor) -> Form {
        Form::of(&self.room.catalogue, v, self.kind.purpose(), self.record.at)
    }

    /// Whose dossier it is, and about what.
    pub(super) fn party(&self) -> Result<Party, Failure> {
        Party::of(self.room, self.whole, &self.revision)
    }

    /// The officer who wrote it: a recorded act, to be signed by hand where it is printed.
    pub(super) fn signer(&self) -> Signer {
        self.record.actor.and_then(|id| self.room.accounts.officer(id)).map_or_else(
            Signer::default,
            |officer| Signer {
                name: officer.name.clone(),
                title: officer.title.clone(),
                phone: officer.phone.clone(),
            },
        )
    }

    /// A cause of the regime's list, in words.
    pub(super) fn cause(&self, key: &str) -> String {
        let cause = self.regime.cause.iter().find(|cause| cause.key == key);
        cause.map_or_else(|| key.to_owned(), |cause| cause.name.vi.clone())
    }
}

/// The line whose sealed words the person reads: the letter's own, or those of the proposal that a
/// head agreed to.
fn worded<'r>(
    kind: LetterKind,
    before: &CaseState,
    records: &'r [Record],
) -> Result<Option<&'r Record>, Fault> {
    let what = match kind {
        LetterKind::Extension => Proposed::Extension,
        LetterKind::Stop => Proposed::Stop,
        LetterKind::Refusal if before.course.proposal.is_some() => Proposed::Refusal,
        LetterKind::Supplement | LetterKind::Refusal | LetterKind::Late => return Ok(records.last()),
    };
    for record in records.iter().rev().filter(|record| record.kind == "proposed") {
        if matches!(record.event()?, Event::Proposed { what: said, .. } if said == what) {
            return Ok(Some(record));
        }
    }
    Ok(None)
}

fn opened(room: &Dossiers, whole: &Whole, record: &Record) -> Result<Words, Failure> {
    match whole.case.words(&room.vault, record)? {
        None => Ok(Words::default()),
        Some(plain) => Ok(serde_json::from_slice(&plain).map_err(Fault::new)?),
    }
}
