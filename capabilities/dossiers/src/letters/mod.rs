//! The legal letters of a dossier on one A5 page each: a request for more papers, a refusal, an
//! apology with a new date, a notice of stopping, and the control slip of the officers.
//!
//! A letter is a reading of the event that made it: printed again it says the same, under the form
//! set in force on its day. Its number is given with the event, never when it is printed.

mod apology;
mod control;
mod head;
mod numbers;
mod reading;
mod refusal;
mod stop;
mod supplement;

pub use control::control;
pub(crate) use head::{Form, Head, vi};
pub(crate) use numbers::number;

use crate::commands::Dossiers;
use axum::extract::{Path, State};
use cases::ledger::Record;
use cases::looks::{self, Via};
use cases::queries::Whole;
use catalogue::{Catalogue, Text};
use kernel::{Moment, Refusal};
use reading::Reading;
use web::{Answer as Page, Visitor};

kernel::words! {
    /// What a letter is for.
    LetterKind {
        /// Form 02: more papers.
        Supplement = "supplement",
        /// Form 03: not accepted, or not solved.
        Refusal = "refusal",
        /// Form 04: a new date, promised in time.
        Extension = "extension",
        /// Form 04 as well: time had run out.
        Late = "late",
        /// The notice of stopping; a form of its own since the set of 2025.
        Stop = "stop",
    }
}

impl LetterKind {
    /// The letter that an event of this name makes.
    pub(crate) fn of_event(name: &str) -> Option<LetterKind> {
        Some(match name {
            "supplement-asked" => LetterKind::Supplement,
            "refused" => LetterKind::Refusal,
            "extended" => LetterKind::Extension,
            "late-letter" => LetterKind::Late,
            "stopped" => LetterKind::Stop,
            _ => return None,
        })
    }

    /// The purpose of its form in the form set.
    pub(crate) const fn purpose(self) -> &'static str {
        match self {
            LetterKind::Supplement => "supplement",
            LetterKind::Refusal => "refusal",
            LetterKind::Extension | LetterKind::Late => "extension",
            LetterKind::Stop => "stop",
        }
    }

    /// The letters behind its number: `Số: 12/HDHS`. One series for each.
    pub(crate) const fn mark(self) -> &'static str {
        match self {
            LetterKind::Supplement => "HDHS",
            LetterKind::Refusal => "TCHS",
            LetterKind::Extension | LetterKind::Late => "PXL",
            LetterKind::Stop => "TB",
        }
    }
}

/// One letter of a dossier, for a list of links.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LetterLine {
    /// Number of its event in the ledger: the last part of its address.
    pub seq: i64,
    /// The purpose of its form in the form set.
    pub purpose: &'static str,
    /// The title of its form.
    pub title: Text,
    /// When it was made.
    pub at: Moment,
}

/// The letters of a ledger, oldest first.
pub fn letters(catalogue: &Catalogue, records: &[Record]) -> Vec<LetterLine> {
    let line = |record: &Record| {
        let kind = LetterKind::of_event(&record.kind)?;
        let title = head::title(catalogue, kind.purpose(), record.at);
        Some(LetterLine { seq: record.seq, purpose: kind.purpose(), title, at: record.at })
    };
    records.iter().filter_map(line).collect()
}

/// `GET /ho-so/{ma}/phieu/{so}`: a letter as its person prints it.
pub(crate) async fn own(
    State(room): State<Dossiers>,
    v: Visitor,
    Path((ma, so)): Path<(String, String)>,
) -> Page {
    let whole = room.own_by_number(&v.actor, &ma).await?;
    let back = format!("/ho-so/{}", whole.case.state.number());
    letter(&room, &v, &whole, &so, back).await
}

/// The letter that event number `so` of a loaded dossier made; `back` is the Vietnamese path of the
/// page to return to. The look is noted before the page is made.
///
/// # Errors
/// "Absent" when that event made none; when the database fails or something sealed does not open.
pub async fn letter(room: &Dossiers, v: &Visitor, whole: &Whole, so: &str, back: String) -> Page {
    let seq: i64 = so.parse().map_err(|_| Refusal::absent())?;
    let reading = Reading::of(room, whole, seq).await?;
    looks::note(&room.db, &room.ids, &v.actor, whole.case.state.id, Via::Letter, v.now).await?;
    match reading.kind {
        LetterKind::Supplement => v.page(&supplement::page(&reading, v, back)?),
        LetterKind::Refusal => v.page(&refusal::page(&reading, v, back)?),
        LetterKind::Extension | LetterKind::Late => v.page(&apology::page(&reading, v, back)?),
        LetterKind::Stop => v.page(&stop::page(&reading, v, back)?),
    }
}
