//! What officers do when a dossier leaves the straight way: supplements, new dates, letters,
//! refusals after appraisal, stopping, papers on their way, mending, opening again.

use super::Dossiers;
use super::officers::{Attached, Done, words};
use crate::model::Seen;
use crate::rules::{self, Wanted};
use cases::{Paper, Stage};
use files::{Received, UploadProblem};
use kernel::{Actor, Day, Failure, Id, Refusal};
use serde_json::json;

/// What a letter or proposal says beside its cause.
#[derive(Clone)]
pub struct Letter {
    /// A key of the regime's list.
    pub cause: String,
    /// What the person reads.
    pub words: String,
    /// The day it names.
    pub day: Day,
}

/// The sealed words of a supplement: what to give, why, on which basis.
fn told(wanted: &[Wanted], note: &str) -> Result<serde_json::Value, Refusal> {
    let item = |one: &Wanted| json!({ "kind": one.kind.name(), "key": one.key, "reason": one.reason.trim(), "basis": one.basis.trim() });
    let note = super::officers::note("note", note)?;
    Ok(json!({ "items": wanted.iter().map(item).collect::<Vec<_>>(), "note": note }))
}

impl Dossiers {
    /// Asks once, completely, for what is missing: before acceptance or after appraisal.
    pub async fn ask_supplement(
        &self,
        actor: &Actor,
        case: Id,
        seen: Seen,
        stage: Stage,
        wanted: Vec<Wanted>,
        note: &str,
    ) -> Result<Done, Failure> {
        let carried = Some(("supplement-asked", told(&wanted, note)?));
        let who = actor.clone();
        let command = match stage {
            Stage::Intake => "ask-supplement-intake",
            Stage::Appraisal => "ask-supplement-appraisal",
        };
        self.change(actor, case, seen, command, carried, move |ground, _, loaded| {
            Ok(match stage {
                Stage::Intake => rules::ask_at_intake(ground, &loaded.state, &who, &wanted)?,
                Stage::Appraisal => rules::ask_after_appraisal(ground, &loaded.state, &who, &wanted)?,
            })
        })
        .await
    }

    /// Proposes a new date to the head.
    pub async fn propose_extension(
        &self,
        actor: &Actor,
        case: Id,
        seen: Seen,
        letter: &Letter,
    ) -> Result<Done, Failure> {
        let text = words("words", &letter.words)?;
        let (who, letter) = (actor.clone(), letter.clone());
        let carried = Some(("proposed", json!({ "reason": text })));
        self.change(actor, case, seen, "propose-extension", carried, move |ground, _, loaded| {
            Ok(rules::propose_extension(ground, &loaded.state, &who, &letter.cause, letter.day)?)
        })
        .await
    }

    /// Proposes a refusal after appraisal to the head.
    pub async fn propose_refusal(
        &self,
        actor: &Actor,
        case: Id,
        seen: Seen,
        reason: &str,
    ) -> Result<Done, Failure> {
        let who = actor.clone();
        let carried = Some(("proposed", json!({ "reason": words("reason", reason)? })));
        self.change(actor, case, seen, "propose-refusal", carried, move |ground, _, loaded| {
            Ok(rules::propose_refusal(ground, &loaded.state, &who)?)
        })
        .await
    }

    /// Proposes to stop the dossier to the head.
    pub async fn propose_stop(
        &self,
        actor: &Actor,
        case: Id,
        seen: Seen,
        cause: &str,
        reason: &str,
    ) -> Result<Done, Failure> {
        let (who, cause) = (actor.clone(), cause.to_owned());
        let carried = Some(("proposed", json!({ "reason": words("reason", reason)? })));
        self.change(actor, case, seen, "propose-stop", carried, move |ground, _, loaded| {
            Ok(rules::propose_stop(ground, &loaded.state, &who, &cause)?)
        })
        .await
    }

    /// The head agrees to a proposal, or declines it with a reason.
    pub async fn decide(
        &self,
        actor: &Actor,
        case: Id,
        task: Id,
        seen: Seen,
        agrees: bool,
        reason: &str,
    ) -> Result<Done, Failure> {
        let said = if agrees { super::officers::note("reason", reason)? } else { words("reason", reason)? };
        let who = actor.clone();
        let carried = Some(("task-done", json!({ "reason": said })));
        self.change(actor, case, seen, "decide", carried, move |ground, _, loaded| {
            Ok(rules::decide(ground, &loaded.state, &who, task, agrees)?)
        })
        .await
    }

    /// Writes to the person because time ran out; the promise stays broken.
    pub async fn late_letter(
        &self,
        actor: &Actor,
        case: Id,
        seen: Seen,
        letter: &Letter,
    ) -> Result<Done, Failure> {
        let text = words("words", &letter.words)?;
        let (who, letter) = (actor.clone(), letter.clone());
        let carried = Some(("late-letter", json!({ "reason": text })));
        self.change(actor, case, seen, "late-letter", carried, move |ground, _, loaded| {
            Ok(rules::late_letter(ground, &loaded.state, &who, &letter.cause, letter.day)?)
        })
        .await
    }

    /// Gives papers and fees back and closes a dossier the person took back.
    pub async fn confirm_withdrawal(
        &self,
        actor: &Actor,
        case: Id,
        seen: Seen,
        note: &str,
    ) -> Result<Done, Failure> {
        let who = actor.clone();
        let carried = Some(("withdrawn", json!({ "note": super::officers::note("note", note)? })));
        self.change(actor, case, seen, "confirm-withdrawal", carried, move |_, _, loaded| {
            Ok(rules::confirm_withdrawal(&loaded.state, &who)?)
        })
        .await
    }

    /// Finishes one agency's part of a linked procedure.
    pub async fn complete_part(
        &self,
        actor: &Actor,
        case: Id,
        task: Id,
        seen: Seen,
    ) -> Result<Done, Failure> {
        let who = actor.clone();
        self.change(actor, case, seen, "complete-part", None, move |ground, tx, loaded| {
            let step = loaded.state.task(task).map(|task| task.step.clone()).unwrap_or_default();
            let result = cases::queries::has_paper(tx, case, &cases::part_result(&step))?;
            Ok(rules::complete_part(ground, &loaded.state, &who, task, result)?)
        })
        .await
    }

    /// Papers left for the competent agency, or came there.
    pub async fn papers_moved(&self, actor: &Actor, case: Id, task: Id, seen: Seen) -> Result<Done, Failure> {
        let who = actor.clone();
        self.change(actor, case, seen, "papers-moved", None, move |ground, _, loaded| {
            Ok(rules::papers_moved(ground, &loaded.state, &who, task)?)
        })
        .await
    }

    /// An officer who may see the dossier noticed that its result is wrong.
    pub async fn open_correction(
        &self,
        actor: &Actor,
        case: Id,
        seen: Seen,
        reason: &str,
    ) -> Result<Done, Failure> {
        let carried = Some(("correction-opened", json!({ "reason": words("reason", reason)? })));
        self.change(actor, case, seen, "open-correction", carried, move |ground, _, loaded| {
            Ok(rules::open_correction(ground, &loaded.state)?)
        })
        .await
    }

    /// Attaches the right result; the wrong one stays in the ledger.
    pub async fn correct_result(
        &self,
        actor: &Actor,
        case: Id,
        task: Id,
        seen: Seen,
        name: &str,
        received: Result<Received, UploadProblem>,
    ) -> Result<Attached, Failure> {
        let who = actor.clone();
        self.attach(actor, case, seen, "correct-result", name, received, move |_, state| {
            rules::correct(state, &who, task).map(|events| (events, cases::RESULT.to_owned()))
        })
        .await
    }

    /// A head opens a dossier again that was closed by an error of the State.
    pub async fn reopen(
        &self,
        actor: &Actor,
        case: Id,
        seen: Seen,
        cause: &str,
        reason: &str,
    ) -> Result<Done, Failure> {
        let (who, cause) = (actor.clone(), cause.to_owned());
        let carried = Some(("reopened", json!({ "reason": words("reason", reason)? })));
        self.change(actor, case, seen, "reopen", carried, move |ground, _, loaded| {
            Ok(rules::reopen(ground, &loaded.state, &who, &cause)?)
        })
        .await
    }
}

/// A paper that came as a file.
pub(super) fn filed(id: Id, key: String, received: &Received, now: kernel::Moment) -> Paper {
    Paper {
        id,
        key,
        file: Some(received.id),
        form: "electronic".to_owned(),
        copies: 1,
        pages: received.pages.map(i64::from),
        size: Some(i64::try_from(received.size).unwrap_or(i64::MAX)),
        added_at: now,
        compared_at: None,
    }
}
