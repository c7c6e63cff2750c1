//! Sending: a draft becomes a dossier in one commit, once.

use super::Dossiers;
use crate::model::{self, CONSENT, Content, Draft};
use crate::rules::{self, Submission};
use crate::store as sql;
use ::store::{Expect, params};
use accounts::{GrantKind, UnitKind};
use cases::{Applicant, Case, Channel, Envelope, Event, Paper};
use catalogue::{Filled, Meaning, Missing};
use kernel::{Actor, Failure, Fault, FieldError, Id, Moment, Refusal};
use serde::{Deserialize, Serialize};

/// What the person gets: the receipt number and the time by which the office must accept.
#[derive(Clone, Serialize, Deserialize)]
pub struct Submitted {
    /// The case.
    pub id: Id,
    /// Receipt number.
    pub receipt: String,
    /// When the office must have accepted or refused.
    pub accept_by: Moment,
}

/// The rights of a guest's session on the sent dossier last this long.
const GRANT_MS: i64 = 30 * 86_400_000;

impl Dossiers {
    /// Sends a complete draft. `agreed` is the person's declaration.
    pub async fn submit(
        &self,
        actor: &Actor,
        id: Id,
        key: Option<String>,
        agreed: bool,
    ) -> Result<Submitted, Failure> {
        let draft = self.draft(actor, id).await?;
        if let Some(case) = draft.submitted_case {
            return self.already_sent(case).await;
        }
        let revision = self.revision(draft.revision)?;
        let answers = draft.answers(&self.vault)?;
        let filled = revision.with(&answers);
        let agency = complete(&draft, &filled, agreed)?;
        let desk = self
            .accounts
            .unit_of_kind(agency, UnitKind::Desk)
            .ok_or_else(|| Fault::new("the agency has no desk"))?
            .id;
        let case = self.ids.next();
        let content = Content { answers: filled.relevant(), consent: CONSENT.to_owned(), typed_by: None };
        let envelope = self.envelope(case, agency, &applicant(&filled), &content)?;
        let papers = self.papers_to_case(&draft, &envelope)?;
        let footing = self.footing(draft.revision, content.answers, self.clock.civil(), None)?;
        let said = Submission {
            agency,
            desk,
            channel: Channel::Online,
            applicant: draft.owner,
            receipt: cases::receipt_number(&self.vault, case),
        };
        let (first, then) = footing.with(|ground| rules::submit(ground, &said));
        let (accounts, who, now) = (self.accounts.clone(), actor.clone(), footing.now);
        let until = self.clock.technical().plus_ms(GRANT_MS);
        let emptied = Vec::new();
        let sent = self
            .once(actor, "submit", key, move |tx| {
                let mut new = Case::begin(&envelope, now, &who, &first)?;
                new.record_all(now, &who, &then)?;
                for (paper, _) in &papers {
                    let event = Event::PaperAdded { paper: paper.id, key: paper.key.clone() };
                    new.record(now, &who, &event, None)?;
                }
                new.save(tx, Some(&envelope))?;
                tx.send(
                    &sql::SUBMIT_DRAFT,
                    &params![case, emptied.as_slice(), now, id, draft.version],
                    Expect::One(Refusal::changed()),
                )?;
                for (paper, name) in &papers {
                    cases::add_paper(tx, case, paper, name, None)?;
                }
                if let (None, Some(session)) = (who.account, who.session) {
                    accounts.grant(tx, session, GrantKind::Case, case, until)?;
                }
                Ok(Submitted { id: case, receipt: new.state.receipt.clone(), accept_by: new.state.accept_by })
            })
            .await;
        match sent {
            // A second press with another form key lost the race: the dossier is there all the same.
            Err(Failure::Refusal(refusal)) if refusal.code == "changed" => {
                match self.draft(actor, id).await?.submitted_case {
                    Some(case) => self.already_sent(case).await,
                    None => Err(refusal.into()),
                }
            }
            other => other,
        }
    }

    async fn already_sent(&self, case: Id) -> Result<Submitted, Failure> {
        self.db
            .read(move |tx| {
                let state = Case::require(tx, case)?.state;
                Ok(Submitted { id: case, receipt: state.receipt, accept_by: state.accept_by })
            })
            .await
    }

    /// Keys and sealed particulars of a new dossier.
    pub(super) fn envelope(
        &self,
        case: Id,
        agency: Id,
        applicant: &Applicant,
        content: &Content,
    ) -> Result<Envelope, Failure> {
        let plain = serde_json::to_vec(content).map_err(Fault::new)?;
        Ok(Envelope::seal(&self.vault, case, agency, applicant, &plain)?)
    }

    /// The draft's papers as papers of the case; names sealed anew under the case's key.
    fn papers_to_case(&self, draft: &Draft, envelope: &Envelope) -> Result<Vec<(Paper, Vec<u8>)>, Failure> {
        if draft.papers.is_empty() {
            return Ok(Vec::new());
        }
        let from = self.vault.unwrap(&draft.key, &model::key_place(draft.id))?;
        let to = envelope.unlock(&self.vault)?;
        draft
            .papers
            .iter()
            .map(|paper| {
                let name = from.open(&model::paper_place(paper.id), &paper.sealed_name)?;
                let moved = Paper {
                    id: paper.id,
                    key: paper.key.clone(),
                    file: Some(paper.file),
                    form: "photo".to_owned(),
                    copies: 1,
                    pages: paper.pages,
                    size: Some(paper.size),
                    added_at: paper.added_at,
                    compared_at: None,
                };
                Ok((moved, to.seal(&cases::case::paper_place(paper.id), &name)))
            })
            .collect()
    }
}

/// Everything the procedure asks is there, and the person agreed.
fn complete(draft: &Draft, filled: &Filled<'_, '_>, agreed: bool) -> Result<Id, Refusal> {
    let mut wrong: Vec<FieldError> = filled
        .missing(|key| draft.papers.iter().any(|paper| paper.key == key))
        .into_iter()
        .map(|missing| match missing {
            Missing::Answer { question, .. } => FieldError::new(question, "required"),
            Missing::Paper { paper } => FieldError::new(paper, "paper-missing"),
        })
        .collect();
    if draft.agency.is_none() {
        wrong.insert(0, FieldError::new("agency", "choose"));
    }
    if !agreed {
        wrong.push(FieldError::new("agree", "agree"));
    }
    match (Refusal::fields(wrong), draft.agency) {
        (Some(refusal), _) => Err(refusal),
        (None, agency) => agency.ok_or_else(|| Refusal::field("agency", "choose")),
    }
}

/// Who applies, from the answers that mean it.
pub(super) fn applicant(filled: &Filled<'_, '_>) -> Applicant {
    let meant = |meaning| filled.meaning(meaning).unwrap_or_default().to_owned();
    let organisation = meant(Meaning::Organisation);
    Applicant {
        name: if organisation.is_empty() { meant(Meaning::ApplicantName) } else { organisation },
        card: meant(Meaning::ApplicantCard),
        phone: meant(Meaning::ApplicantPhone),
        email: meant(Meaning::ApplicantEmail),
        address: meant(Meaning::ApplicantAddress),
    }
}
