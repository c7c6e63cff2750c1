//! What the person does after sending: gives what was asked for, changes it, takes it back, reports
//! a wrong result.

use super::law::filed;
use super::officers::{Attached, Done, note, words};
use super::submit::applicant;
use super::{Dossiers, Side};
use crate::model::{Content, Seen};
use crate::rules;
use cases::queries::Whole;
use cases::{Event, ItemKind};
use catalogue::{Answers, Filled, Meaning, Revision};
use files::{Received, UploadProblem};
use kernel::{Actor, Failure, Fault, FieldError, Id, Refusal};
use serde_json::json;

impl Dossiers {
    /// Gives a paper that was asked for; the last thing asked starts the clock anew.
    pub async fn answer_with_paper(
        &self,
        actor: &Actor,
        case: Id,
        seen: Seen,
        key: &str,
        name: &str,
        received: Result<Received, UploadProblem>,
    ) -> Result<Attached, Failure> {
        let shown = kernel::text::clean(name, false);
        let received = match received {
            Ok(received) => received,
            Err(problem) => return Ok(Attached::Not(problem.field("paper", &shown)?)),
        };
        let whole = self.for_person(actor, case).await?;
        let now = self.clock.civil();
        let paper = filed(self.ids.next(), key.to_owned(), &received, now);
        let sealed =
            whole.case.unlock(&self.vault)?.seal(&cases::case::paper_place(paper.id), shown.as_bytes());
        let key = key.to_owned();
        let done = self
            .change_as(Side::Person, actor, case, seen, "answer-item", None, move |ground, tx, loaded| {
                let answered = rules::answer(ground, &loaded.state, ItemKind::Paper, &key, Some(paper.id))?;
                files::keep(tx, &received, now)?;
                cases::add_paper(tx, case, &paper, &sealed, None)?;
                let mut events = vec![Event::PaperAdded { paper: paper.id, key: key.clone() }];
                events.extend(answered);
                Ok(events)
            })
            .await?;
        Ok(Attached::Taken(done))
    }

    /// Mends an answer that was asked for.
    pub async fn answer_with_words(
        &self,
        actor: &Actor,
        case: Id,
        seen: Seen,
        key: &str,
        raw: &[(String, String)],
    ) -> Result<Done, Failure> {
        let whole = self.for_person(actor, case).await?;
        let revision = self.revision(whole.case.state.revision)?;
        let mut content = self.content(&whole)?;
        let only: Vec<(String, String)> = raw
            .iter()
            .filter(|(name, _)| name == key || name.starts_with(&format!("{key}_")))
            .cloned()
            .collect();
        let checked = revision.validate_some(&only, self.clock.civil().day());
        if let Some(refusal) = Refusal::fields(checked.errors.clone()) {
            return Err(refusal.into());
        }
        if !checked.said.iter().any(|(said, answer)| said == key && answer.is_some()) {
            return Err(field(key, "required").into());
        }
        content.answers.apply(checked.said);
        let carried = Some(("adjusted", sealed_content(&content)?));
        let key = key.to_owned();
        self.change_as(Side::Person, actor, case, seen, "answer-item", carried, move |ground, _, loaded| {
            let answered = rules::answer(ground, &loaded.state, ItemKind::Answer, &key, None)?;
            Ok([vec![Event::Adjusted], answered].concat())
        })
        .await
    }

    /// Changes what was sent on line, until the decision is there.
    pub async fn adjust(
        &self,
        actor: &Actor,
        case: Id,
        seen: Seen,
        raw: &[(String, String)],
    ) -> Result<Done, Failure> {
        let whole = self.for_person(actor, case).await?;
        let revision = self.revision(whole.case.state.revision)?;
        let checked = revision.validate_form(raw, self.clock.civil().day());
        if let Some(refusal) = Refusal::fields(checked.errors.clone()) {
            return Err(refusal.into());
        }
        let before = self.content(&whole)?;
        let mut answers = Answers::new();
        answers.apply(checked.said);
        let filled = revision.with(&answers);
        let has = |key: &str| whole.papers.iter().any(|(paper, _)| paper.key == key);
        let missing: Vec<FieldError> = filled
            .missing(has)
            .into_iter()
            .map(|missing| match missing {
                catalogue::Missing::Answer { question, .. } => FieldError::new(question, "required"),
                catalogue::Missing::Paper { paper } => FieldError::new(paper, "paper-missing"),
            })
            .collect();
        if let Some(refusal) = Refusal::fields(missing) {
            return Err(refusal.into());
        }
        let party = self.same_applicant(&whole, &revision, &before.answers, &filled)?;
        let content = Content { answers: filled.relevant(), ..before };
        let carried = Some(("adjusted", sealed_content(&content)?));
        self.change_as(Side::Person, actor, case, seen, "adjust", carried, move |ground, tx, loaded| {
            let events = rules::adjust(ground, &loaded.state)?;
            cases::replace_applicant(tx, case, &party)?;
            Ok(events)
        })
        .await
    }

    /// The applicant's particulars sealed anew. How to reach them may change; who they are may not:
    /// that is another request.
    fn same_applicant(
        &self,
        whole: &Whole,
        revision: &Revision,
        before: &Answers,
        after: &Filled<'_, '_>,
    ) -> Result<Vec<u8>, Failure> {
        let (old, new) = (applicant(&revision.with(before)), applicant(after));
        let changed = |meaning: Meaning, same: bool| {
            let asked = revision.questions().find(|question| question.means == Some(meaning));
            asked.filter(|_| !same).map(|question| FieldError::new(question.key.as_str(), "not-adjustable"))
        };
        let wrong = [
            changed(Meaning::ApplicantName, old.name == new.name),
            changed(Meaning::ApplicantCard, old.card == new.card),
        ];
        match Refusal::fields(wrong.into_iter().flatten().collect()) {
            Some(refusal) => Err(refusal.into()),
            None => Ok(whole.case.seal_applicant(&self.vault, &new)?),
        }
    }

    /// Takes the request back.
    pub async fn withdraw(&self, actor: &Actor, case: Id, seen: Seen, reason: &str) -> Result<Done, Failure> {
        let said = json!({ "reason": note("reason", reason)? });
        let whole = self.for_person(actor, case).await?;
        let event = if whole.case.state.accepted_at.is_none() { "withdrawn" } else { "withdrawal-asked" };
        self.change_as(
            Side::Person,
            actor,
            case,
            seen,
            "withdraw",
            Some((event, said)),
            move |ground, _, loaded| Ok(rules::withdraw(ground, &loaded.state)?),
        )
        .await
    }

    /// Wants it to go on after all.
    pub async fn drop_withdrawal(&self, actor: &Actor, case: Id, seen: Seen) -> Result<Done, Failure> {
        self.change_as(Side::Person, actor, case, seen, "drop-withdrawal", None, move |_, _, loaded| {
            Ok(rules::drop_withdrawal(&loaded.state)?)
        })
        .await
    }

    /// Says that the result is wrong.
    pub async fn report_error(
        &self,
        actor: &Actor,
        case: Id,
        seen: Seen,
        reason: &str,
    ) -> Result<Done, Failure> {
        let carried = Some(("correction-opened", json!({ "reason": words("reason", reason)? })));
        self.change_as(Side::Person, actor, case, seen, "report-error", carried, move |ground, _, loaded| {
            Ok(rules::open_correction(ground, &loaded.state)?)
        })
        .await
    }
}

fn field(key: &str, code: &'static str) -> Refusal {
    Refusal::fields(vec![FieldError::new(key, code)]).unwrap_or_else(Refusal::absent)
}

fn sealed_content(content: &Content) -> Result<serde_json::Value, Fault> {
    serde_json::to_value(content).map_err(Fault::new)
}

impl Dossiers {
    /// The answers of a closed dossier as a new draft's: whoever has to apply again types nothing twice.
    pub async fn answers_again(&self, actor: &Actor, case: Id) -> Result<(String, Answers), Failure> {
        let whole = self.for_person(actor, case).await?;
        Ok((whole.case.state.about.clone(), self.content(&whole)?.answers))
    }
}
