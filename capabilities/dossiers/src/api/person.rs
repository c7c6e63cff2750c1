//! What the person does after sending.

use super::call::{Answer, Call, DoneOut, ReasonBody, SeenVersionBody, attached, done};
use super::drafts::{DraftOut, draft_out};
use super::pairs;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use web::{ApiError, Json, Upload};

/// An answer that was asked for, mended.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ItemBody {
    /// Key of the question.
    key: String,
    #[schema(value_type = catalogue::Answer)]
    value: serde_json::Value,
    #[serde(default)]
    version: Option<i64>,
}

/// Everything that was sent, as it shall be now.
#[derive(Deserialize, ToSchema)]
pub(crate) struct AdjustBody {
    /// Answers by question key; a question left out is unanswered.
    #[schema(value_type = BTreeMap<String, catalogue::Answer>)]
    answers: BTreeMap<String, serde_json::Value>,
    #[serde(default)]
    version: Option<i64>,
}

/// Why it is taken back; nobody has to say.
#[derive(Deserialize, ToSchema)]
pub(crate) struct WithdrawBody {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    version: Option<i64>,
}

/// Mends one answer that was asked for; the last thing asked sends everything on.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/answer-item", tag = "dossiers",
    params(("id" = String, Path)), request_body = ItemBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn answer_item(call: Call, Json(body): Json<ItemBody>) -> Answer {
    // Whose it is comes before what is wrong with it.
    call.room.for_person(call.actor(), call.case).await?;
    let raw = pairs(&BTreeMap::from([(body.key.clone(), body.value)]))?;
    let seen = call.seen(body.version);
    done(call.room.answer_with_words(call.actor(), call.case, seen, &body.key, &raw).await)
}

/// Gives one paper that was asked for: a form with the text fields `paper` (its key) and, if wanted,
/// `version` before the file `file`.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/answer-item/paper", tag = "dossiers",
    params(("id" = String, Path)), request_body(content_type = "multipart/form-data", content = Vec<u8>),
    responses((status = 201, body = DoneOut)))]
pub(crate) async fn answer_paper(call: Call, mut up: Upload) -> Result<Response, ApiError> {
    call.room.for_person(call.actor(), call.case).await?;
    let sent = call.sent(&mut up).await?;
    let (paper, name, received) = (up.pairs.get("paper"), &sent.name, sent.received);
    attached(call.room.answer_with_paper(call.actor(), call.case, sent.seen, paper, name, received).await)
}

/// Changes what was sent on line, until the decision is there.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/adjust", tag = "dossiers", params(("id" = String, Path)),
    request_body = AdjustBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn adjust(call: Call, Json(body): Json<AdjustBody>) -> Answer {
    call.room.for_person(call.actor(), call.case).await?;
    let raw = pairs(&body.answers)?;
    done(call.room.adjust(call.actor(), call.case, call.seen(body.version), &raw).await)
}

/// Takes the request back: at once before acceptance, afterwards the desk gives papers and fees back.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/withdraw", tag = "dossiers", params(("id" = String, Path)),
    request_body = WithdrawBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn withdraw(call: Call, Json(body): Json<WithdrawBody>) -> Answer {
    done(call.room.withdraw(call.actor(), call.case, call.seen(body.version), &body.reason).await)
}

/// Wants it to go on after all.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/drop-withdrawal", tag = "dossiers",
    params(("id" = String, Path)), request_body = SeenVersionBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn drop_withdrawal(call: Call, Json(body): Json<SeenVersionBody>) -> Answer {
    done(call.room.drop_withdrawal(call.actor(), call.case, call.seen(body.version)).await)
}

/// Says that the result is wrong, and how.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/report-error", tag = "dossiers",
    params(("id" = String, Path)), request_body = ReasonBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn report_error(call: Call, Json(body): Json<ReasonBody>) -> Answer {
    done(call.room.report_error(call.actor(), call.case, call.seen(body.version), &body.reason).await)
}

/// Begins a new application with the answers of this dossier, which ended without a result.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/apply-again", tag = "dossiers",
    params(("id" = String, Path)), responses((status = 201, body = DraftOut)))]
pub(crate) async fn apply_again(call: Call) -> Result<Response, ApiError> {
    let (room, actor) = (&call.room, call.actor());
    let draft = room.apply_again(actor, actor.session, call.case, call.key.clone()).await?;
    Ok((StatusCode::CREATED, Json(draft_out(room, &draft)?)).into_response())
}
