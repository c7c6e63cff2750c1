//! What officers do when a dossier leaves the straight way; the forms are in `desk`.

use super::call::{Answer, Call, DoneOut, ReasonBody, TaskBody, attached, done};
use super::id;
use crate::commands::Letter;
use crate::rules::Wanted;
use axum::response::Response;
use cases::{ItemKind, Stage};
use kernel::Refusal;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{ApiError, Json, Upload};

/// One thing asked for.
#[derive(Deserialize, ToSchema)]
pub(crate) struct WantedBody {
    /// `paper` or `answer`.
    kind: String,
    /// Its key in the procedure; only what the procedure requires may be asked.
    key: String,
    /// Why it is not enough as it is; the person reads it.
    reason: String,
    /// The legal basis; the person reads it.
    basis: String,
}

/// One complete list of what is missing.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SupplementBody {
    items: Vec<WantedBody>,
    /// A word to the person, beside the list.
    #[serde(default)]
    note: String,
    #[serde(default)]
    version: Option<i64>,
}

/// A day with its cause, for a letter to the person.
#[derive(Deserialize, ToSchema)]
pub(crate) struct LetterBody {
    /// A key of the regime's list of causes.
    cause: String,
    /// What the person reads.
    words: String,
    /// A working day, `2026-09-30`.
    day: String,
    #[serde(default)]
    version: Option<i64>,
}

/// A cause of the regime's list, with words.
#[derive(Deserialize, ToSchema)]
pub(crate) struct CauseBody {
    /// A key of the regime's list of causes.
    cause: String,
    /// What the person reads.
    reason: String,
    #[serde(default)]
    version: Option<i64>,
}

/// The word of the head on a proposal.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DecideBody {
    task: String,
    agrees: bool,
    /// Needed to decline.
    #[serde(default)]
    reason: String,
    #[serde(default)]
    version: Option<i64>,
}

/// A note beside what is done.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NoteBody {
    #[serde(default)]
    note: String,
    #[serde(default)]
    version: Option<i64>,
}

fn wanted(items: Vec<WantedBody>) -> Result<Vec<Wanted>, Refusal> {
    let one = |item: WantedBody| {
        let kind = ItemKind::from_name(&item.kind);
        let kind = kind.ok_or_else(|| Refusal::field(format!("item-{}", item.key), "choose"))?;
        Ok(Wanted { kind, key: item.key, reason: item.reason, basis: item.basis })
    };
    items.into_iter().map(one).collect()
}

fn letter(body: LetterBody) -> Result<(Letter, Option<i64>), Refusal> {
    let day = body.day.parse().map_err(|_| Refusal::field("day", "not-working-day"))?;
    Ok((Letter { cause: body.cause, words: body.words, day }, body.version))
}

async fn ask(call: Call, stage: Stage, body: SupplementBody) -> Answer {
    let (wanted, seen) = (wanted(body.items)?, call.seen(body.version));
    done(call.room.ask_supplement(call.actor(), call.case, seen, stage, wanted, &body.note).await)
}

/// Asks once, completely, before acceptance.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/ask-supplement-intake", tag = "officers",
    params(("id" = String, Path)), request_body = SupplementBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn ask_at_intake(call: Call, Json(body): Json<SupplementBody>) -> Answer {
    ask(call, Stage::Intake, body).await
}

/// Asks once, completely, after appraisal: the person's time does not count, and the limit starts
/// anew when everything is there.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/ask-supplement-appraisal", tag = "officers",
    params(("id" = String, Path)), request_body = SupplementBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn ask_after_appraisal(call: Call, Json(body): Json<SupplementBody>) -> Answer {
    ask(call, Stage::Appraisal, body).await
}

/// Proposes a new date to the head.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/propose-extension", tag = "officers",
    params(("id" = String, Path)), request_body = LetterBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn propose_extension(call: Call, Json(body): Json<LetterBody>) -> Answer {
    let (letter, version) = letter(body)?;
    done(call.room.propose_extension(call.actor(), call.case, call.seen(version), &letter).await)
}

/// Proposes a refusal after appraisal to the head.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/propose-refusal", tag = "officers",
    params(("id" = String, Path)), request_body = ReasonBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn propose_refusal(call: Call, Json(body): Json<ReasonBody>) -> Answer {
    done(call.room.propose_refusal(call.actor(), call.case, call.seen(body.version), &body.reason).await)
}

/// Proposes to stop the dossier to the head.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/propose-stop", tag = "officers",
    params(("id" = String, Path)), request_body = CauseBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn propose_stop(call: Call, Json(body): Json<CauseBody>) -> Answer {
    let seen = call.seen(body.version);
    done(call.room.propose_stop(call.actor(), call.case, seen, &body.cause, &body.reason).await)
}

/// The head agrees to what was proposed, or declines it with a reason.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/decide", tag = "officers", params(("id" = String, Path)),
    request_body = DecideBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn decide(call: Call, Json(body): Json<DecideBody>) -> Answer {
    let (task, seen) = (id(&body.task)?, call.seen(body.version));
    done(call.room.decide(call.actor(), call.case, task, seen, body.agrees, &body.reason).await)
}

/// Writes to the person because time ran out; the promise stays broken.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/late-letter", tag = "officers",
    params(("id" = String, Path)), request_body = LetterBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn late_letter(call: Call, Json(body): Json<LetterBody>) -> Answer {
    let (letter, version) = letter(body)?;
    done(call.room.late_letter(call.actor(), call.case, call.seen(version), &letter).await)
}

/// Gives papers and fees back and closes a dossier the person took back.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/confirm-withdrawal", tag = "officers",
    params(("id" = String, Path)), request_body = NoteBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn confirm_withdrawal(call: Call, Json(body): Json<NoteBody>) -> Answer {
    done(call.room.confirm_withdrawal(call.actor(), call.case, call.seen(body.version), &body.note).await)
}

/// Finishes one agency's part of a linked procedure; its result is attached before.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/complete-part", tag = "officers",
    params(("id" = String, Path)), request_body = TaskBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn complete_part(call: Call, Json(body): Json<TaskBody>) -> Answer {
    let task = id(&body.task)?;
    done(call.room.complete_part(call.actor(), call.case, task, call.seen(body.version)).await)
}

/// Papers left for the competent agency, or came there.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/papers-moved", tag = "officers",
    params(("id" = String, Path)), request_body = TaskBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn papers_moved(call: Call, Json(body): Json<TaskBody>) -> Answer {
    let task = id(&body.task)?;
    done(call.room.papers_moved(call.actor(), call.case, task, call.seen(body.version)).await)
}

/// Notes that the result turned out wrong.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/open-correction", tag = "officers",
    params(("id" = String, Path)), request_body = ReasonBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn open_correction(call: Call, Json(body): Json<ReasonBody>) -> Answer {
    done(call.room.open_correction(call.actor(), call.case, call.seen(body.version), &body.reason).await)
}

/// Attaches the right result: a form with the text fields `task` and, if wanted, `version` before
/// the file `file`.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/correct-result", tag = "officers",
    params(("id" = String, Path)), request_body(content_type = "multipart/form-data", content = Vec<u8>),
    responses((status = 201, body = DoneOut)))]
pub(crate) async fn correct_result(call: Call, mut up: Upload) -> Result<Response, ApiError> {
    call.room.for_officer(call.actor(), call.case).await?;
    let sent = call.sent(&mut up).await?;
    let task = id(up.pairs.get("task"))?;
    let (name, received) = (&sent.name, sent.received);
    attached(call.room.correct_result(call.actor(), call.case, task, sent.seen, name, received).await)
}

/// A head opens a dossier again that the State closed by its own error.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/reopen", tag = "officers", params(("id" = String, Path)),
    request_body = CauseBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn reopen(call: Call, Json(body): Json<CauseBody>) -> Answer {
    let seen = call.seen(body.version);
    done(call.room.reopen(call.actor(), call.case, seen, &body.cause, &body.reason).await)
}
