//! A draft while it is filled in: its places in order, and where it stands.

use crate::commands::Dossiers;
use crate::model::Draft;
use accounts::Agency;
use catalogue::{Answers, Missing, Need, Revision};
use kernel::{Failure, Id, Moment};
use std::sync::Arc;
use web::Visitor;

/// Key of the built-in first step: which agency decides.
pub(crate) const AGENCY: &str = "noi-giai-quyet";

/// A place on the way from the start page to sending.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// A page of questions, or [`AGENCY`].
    Page(String),
    /// The papers.
    Papers,
    /// Check your answers.
    Review,
}

/// A draft with what is needed to show it.
pub(crate) struct Filling {
    pub(crate) draft: Draft,
    pub(crate) revision: Arc<Revision>,
    pub(crate) answers: Answers,
    pub(crate) agencies: Vec<Arc<Agency>>,
}

impl Filling {
    /// Loads a person's own draft.
    pub(crate) async fn load(room: &Dossiers, v: &Visitor, id: Id) -> Result<Filling, Failure> {
        let draft = room.draft(&v.actor, id).await?;
        Filling::of(room, draft)
    }

    pub(crate) fn of(room: &Dossiers, draft: Draft) -> Result<Filling, Failure> {
        let revision = room.revision(draft.revision)?;
        let answers = draft.answers(&room.vault)?;
        let agencies = room.agencies_for(&revision);
        Ok(Filling { draft, revision, answers, agencies })
    }

    /// The places in order, for the answers so far.
    pub(crate) fn places(&self) -> Vec<Place> {
        let mut places = Vec::new();
        if self.agencies.len() != 1 {
            places.push(Place::Page(AGENCY.to_owned()));
        }
        let filled = self.revision.with(&self.answers);
        places.extend(filled.pages().iter().map(|shown| Place::Page(shown.page.key.clone())));
        if !filled.papers().is_empty() {
            places.push(Place::Papers);
        }
        places.push(Place::Review);
        places
    }

    /// The place after this one; a place no longer shown leads to the first that is not done.
    pub(crate) fn after(&self, place: &Place) -> Place {
        let places = self.places();
        match places.iter().position(|one| one == place) {
            Some(at) => places.get(at + 1).cloned().unwrap_or(Place::Review),
            None => self.stands_at(),
        }
    }

    /// The address of the place before this one; the start page before the first.
    pub(crate) fn before(&self, place: &Place) -> String {
        let places = self.places();
        match places.iter().position(|one| one == place) {
            Some(at) if at > 0 => self.path(&places[at - 1]),
            _ => format!("/nop/{}", self.revision.code()),
        }
    }

    /// Which place this is, and about how many there are.
    pub(crate) fn progress(&self, place: &Place) -> (usize, usize) {
        let places = self.places();
        let at = places.iter().position(|one| one == place).map_or(1, |at| at + 1);
        (at, places.len())
    }

    /// The first place where something is missing.
    pub(crate) fn stands_at(&self) -> Place {
        if self.draft.agency.is_none() {
            return Place::Page(AGENCY.to_owned());
        }
        match self.missing().into_iter().next() {
            Some(Missing::Answer { page, .. }) => Place::Page(page),
            Some(Missing::Paper { .. }) => Place::Papers,
            None => Place::Review,
        }
    }

    /// What is missing.
    pub(crate) fn missing(&self) -> Vec<Missing> {
        self.revision
            .with(&self.answers)
            .missing(|key| self.draft.papers.iter().any(|paper| paper.key == key))
    }

    /// The papers still missing.
    pub(crate) fn missing_papers(&self) -> Vec<String> {
        self.missing()
            .into_iter()
            .filter_map(|missing| match missing {
                Missing::Paper { paper } => Some(paper),
                Missing::Answer { .. } => None,
            })
            .collect()
    }

    /// Whether any paper can be uploaded.
    pub(crate) fn takes_papers(&self) -> bool {
        let papers = self.revision.with(&self.answers).papers();
        papers.iter().any(|paper| matches!(paper.need, Need::Required | Need::Optional))
    }

    /// The address of a place, without the language.
    pub(crate) fn path(&self, place: &Place) -> String {
        let id = self.draft.id;
        match place {
            Place::Page(key) => format!("/nop/{id}/buoc/{key}"),
            Place::Papers => format!("/nop/{id}/giay-to"),
            Place::Review => format!("/nop/{id}/xem-lai"),
        }
    }

    /// The agency chosen.
    pub(crate) fn agency(&self) -> Option<&Arc<Agency>> {
        self.agencies.iter().find(|agency| Some(agency.id) == self.draft.agency)
    }

    /// Procedure and progress, above the heading.
    pub(crate) fn over(&self, v: &Visitor, place: &Place) -> String {
        let (at, of) = self.progress(place);
        let subject = self.revision.procedure.short.get(v.lang);
        v.t3("dossiers-over", "subject", subject, "at", at, "of", of).into_owned()
    }

    /// When it was last saved and until when it is kept; none before the first answer.
    pub(crate) fn saved(&self, v: &Visitor) -> Option<String> {
        (self.draft.version > 1).then(|| saved(v, self.draft.updated_at, self.draft.expires_at))
    }
}

/// "Đã lưu lúc 09:41. Giữ đến 07/10/2026."
pub(crate) fn saved(v: &Visitor, at: Moment, until: Moment) -> String {
    if v.signed() {
        v.t2("dossiers-saved", "time", at.clock_text(), "day", v.day(until.day())).into_owned()
    } else {
        v.t1("dossiers-saved-guest", "time", at.clock_text()).into_owned()
    }
}
