//! Applying again after a dossier ended without a result: nobody types the same twice.

use super::Dossiers;
use crate::model::Draft;
use crate::queries::ended_without_result;
use catalogue::{Answer, Answers, Kind, Revision};
use kernel::{Actor, Day, Failure, Id, Refusal};

impl Dossiers {
    /// A new draft of the same procedure with the answers of a dossier that was refused, lapsed,
    /// stopped or taken back; once per form key. Answers the revision in force no longer takes are
    /// left out. Papers must be given again.
    pub async fn apply_again(
        &self,
        actor: &Actor,
        session: Option<Id>,
        case: Id,
        key: Option<String>,
    ) -> Result<Draft, Failure> {
        let state = self.for_person(actor, case).await?.case.state;
        if !ended_without_result(&state) {
            return Err(Refusal::state("not-over").into());
        }
        let (code, before) = self.answers_again(actor, case).await?;
        let today = self.clock.civil().day();
        let shelf = &self.catalogue;
        let now = shelf.current(&code, today).or_else(|| shelf.replaced_by(&code, today));
        let revision = now.ok_or_else(|| Refusal::state("procedure-gone"))?;
        let draft = self.start(actor, session, revision.code(), key).await?;
        if draft.version > 1 {
            return Ok(draft); // the form came twice
        }
        let said = still_valid(&revision, &before, today);
        let agency = self.fit_agency(&revision, state.agency).ok();
        match self.answer(actor, draft.id, Some(draft.version), said, agency).await {
            // The same form came twice at once, and the other sending filled the same in first.
            Err(Failure::Refusal(refusal)) if refusal.code == "changed" => {}
            Err(failure) => return Err(failure),
            Ok(_) => {}
        }
        self.draft(actor, draft.id).await
    }
}

/// The answers that the revision still asks for and still takes.
fn still_valid(revision: &Revision, before: &Answers, today: Day) -> Vec<(String, Option<Answer>)> {
    let typed: Vec<(String, String)> = revision
        .questions()
        .filter_map(|question| Some(typed(&question.key, question.kind, before.get(&question.key)?)))
        .flatten()
        .collect();
    revision.validate_some(&typed, today).said
}

/// An answer as it could have been typed.
fn typed(key: &str, kind: Kind, answer: &Answer) -> Vec<(String, String)> {
    let text = match answer {
        Answer::Yes(yes) => if *yes { "1" } else { "0" }.to_owned(),
        Answer::Number(number) => number.to_string(),
        // A decimal comma, so that `1.234` is not taken for a group of thousands.
        Answer::Text(text) if kind == Kind::Decimal => text.replace('.', ","),
        Answer::Text(text) => text.clone(),
        Answer::Place(place) => {
            let parts = [("_xa", &place.unit), ("_nha", &place.street)];
            return parts.map(|(part, said)| (format!("{key}{part}"), said.clone())).into();
        }
    };
    vec![(key.to_owned(), text)]
}
