//! What officers do with a dossier; the forms for the same commands are in `desk`.

use super::call::{Answer, Call, DoneOut, ReasonBody, SeenVersionBody, TaskBody, attached, created, done};
use super::{Key, drafts, id, pairs};
use crate::commands::{Advice, Dossiers, SeenPaper, WalkIn};
use axum::extract::State;
use axum::response::Response;
use catalogue::Answers;
use kernel::Refusal;
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use web::{ApiError, Json, Upload, Visitor};

/// A task and who shall hold it.
#[derive(Deserialize, ToSchema)]
pub(crate) struct AssignBody {
    task: String,
    /// Id of the officer.
    holder: String,
    #[serde(default)]
    version: Option<i64>,
}

/// A task sent back.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SendBackBody {
    task: String,
    /// Why.
    reason: String,
    #[serde(default)]
    version: Option<i64>,
}

/// The answer of the asked agency.
#[derive(Deserialize, ToSchema)]
pub(crate) struct AdviseBody {
    task: String,
    agrees: bool,
    /// Needed for an objection.
    #[serde(default)]
    words: String,
    #[serde(default)]
    version: Option<i64>,
}

/// To whom the result is handed.
#[derive(Deserialize, ToSchema)]
pub(crate) struct HandOverBody {
    /// `applicant` or `proxy`.
    to: String,
    #[serde(default)]
    version: Option<i64>,
}

/// A visit, call or message the person had to make.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ContactBody {
    /// `visit`, `call` or `message`.
    channel: String,
    /// Whose fault: `none`, `office` or `person`.
    fault: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    version: Option<i64>,
}

/// A paper seen at the counter.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SeenPaperBody {
    /// Its key in the procedure.
    key: String,
    /// `original`, `certified`, `electronic` or `photo`.
    form: String,
    #[serde(default = "one")]
    copies: i64,
    /// Its original was compared and handed back.
    #[serde(default)]
    compared: bool,
}

const fn one() -> i64 {
    1
}

/// A person at the counter.
#[derive(Deserialize, ToSchema)]
pub(crate) struct WalkInBody {
    /// Procedure code.
    procedure: String,
    /// Code of the agency that shall decide.
    agency: String,
    /// Answers by question key.
    #[schema(value_type = BTreeMap<String, catalogue::Answer>)]
    answers: BTreeMap<String, serde_json::Value>,
    #[serde(default)]
    papers: Vec<SeenPaperBody>,
    /// The fee was taken in cash.
    #[serde(default)]
    fee_taken: bool,
    /// The result is given at once.
    #[serde(default)]
    at_once: bool,
    /// The applicant declared and agreed.
    agreed: bool,
}

/// Receives and accepts a person at the counter in one transaction.
#[utoipa::path(post, path = "/api/v1/dossiers", tag = "officers", request_body = WalkInBody,
    responses((status = 201, body = DoneOut)))]
pub(crate) async fn walk_in(
    State(room): State<Dossiers>,
    v: Visitor,
    Key(key): Key,
    Json(body): Json<WalkInBody>,
) -> Result<Response, ApiError> {
    let revision = room.current(&body.procedure)?;
    let checked = revision.validate_some(&pairs(&body.answers)?, v.now.day());
    if let Some(refusal) = Refusal::fields(checked.errors) {
        return Err(refusal.into());
    }
    let mut answers = Answers::new();
    answers.apply(checked.said);
    let form = WalkIn {
        agency: drafts::agency(&room, &body.agency)?,
        procedure: body.procedure,
        answers,
        papers: body
            .papers
            .into_iter()
            .map(|paper| {
                let SeenPaperBody { key, form, copies, compared } = paper;
                SeenPaper { key, form, copies, compared }
            })
            .collect(),
        fee_taken: body.fee_taken,
        at_once: body.at_once,
        agreed: body.agreed,
    };
    created(room.walk_in(&v.actor, key, form).await)
}

/// Accepts: code, limit from now, promise, first step.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/accept", tag = "officers", params(("id" = String, Path)),
    request_body = SeenVersionBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn accept(call: Call, Json(body): Json<SeenVersionBody>) -> Answer {
    done(call.room.accept(call.actor(), call.case, call.seen(body.version)).await)
}

/// Refuses at intake; the person reads the reason.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/refuse", tag = "officers", params(("id" = String, Path)),
    request_body = ReasonBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn refuse(call: Call, Json(body): Json<ReasonBody>) -> Answer {
    done(call.room.refuse(call.actor(), call.case, call.seen(body.version), &body.reason).await)
}

/// Takes an open task of the own unit.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/take", tag = "officers", params(("id" = String, Path)),
    request_body = TaskBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn take(call: Call, Json(body): Json<TaskBody>) -> Answer {
    done(call.room.take(call.actor(), call.case, id(&body.task)?, call.seen(body.version)).await)
}

/// Gives an open task of the own unit to an officer.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/assign", tag = "officers", params(("id" = String, Path)),
    request_body = AssignBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn assign(call: Call, Json(body): Json<AssignBody>) -> Answer {
    let holder = body.holder.parse().map_err(|_| Refusal::field("holder", "holder-unfit"))?;
    done(call.room.assign(call.actor(), call.case, id(&body.task)?, holder, call.seen(body.version)).await)
}

/// Finishes a step, approving it where the step approves, and opens what follows.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/forward", tag = "officers", params(("id" = String, Path)),
    request_body = TaskBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn forward(call: Call, Json(body): Json<TaskBody>) -> Answer {
    done(call.room.forward(call.actor(), call.case, id(&body.task)?, call.seen(body.version)).await)
}

/// Sends a step back with a reason.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/send-back", tag = "officers", params(("id" = String, Path)),
    request_body = SendBackBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn send_back(call: Call, Json(body): Json<SendBackBody>) -> Answer {
    let seen = call.seen(body.version);
    done(call.room.send_back(call.actor(), call.case, id(&body.task)?, seen, &body.reason).await)
}

/// Answers a consultation.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/advise", tag = "officers", params(("id" = String, Path)),
    request_body = AdviseBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn advise(call: Call, Json(body): Json<AdviseBody>) -> Answer {
    let advice = Advice { agrees: body.agrees, words: body.words };
    done(call.room.advise(call.actor(), call.case, id(&body.task)?, call.seen(body.version), &advice).await)
}

/// Attaches a result: a form with the text fields `task` and, if wanted, `version` before the
/// file `file`. Nothing pretends to be signed.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/results", tag = "officers", params(("id" = String, Path)),
    request_body(content_type = "multipart/form-data", content = Vec<u8>),
    responses((status = 201, body = DoneOut)))]
pub(crate) async fn attach_result(call: Call, mut up: Upload) -> Result<Response, ApiError> {
    call.room.for_officer(call.actor(), call.case).await?;
    let sent = call.sent(&mut up).await?;
    let task = id(up.pairs.get("task"))?;
    let (name, received) = (&sent.name, sent.received);
    attached(call.room.attach_result(call.actor(), call.case, task, sent.seen, name, received).await)
}

/// Notes that the original of a paper was compared.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/papers/{paper}/compare", tag = "officers",
    params(("id" = String, Path), ("paper" = String, Path)), request_body = SeenVersionBody,
    responses((status = 200, body = DoneOut)))]
pub(crate) async fn compare(call: Call, Json(body): Json<SeenVersionBody>) -> Answer {
    done(
        call.room
            .compare_original(call.actor(), call.case, call.param("paper")?, call.seen(body.version))
            .await,
    )
}

/// Notes the fee as taken in cash.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/fee", tag = "officers", params(("id" = String, Path)),
    request_body = SeenVersionBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn take_fee(call: Call, Json(body): Json<SeenVersionBody>) -> Answer {
    done(call.room.take_fee(call.actor(), call.case, call.seen(body.version)).await)
}

/// Hands the result over.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/hand-over", tag = "officers", params(("id" = String, Path)),
    request_body = HandOverBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn hand_over(call: Call, Json(body): Json<HandOverBody>) -> Answer {
    done(call.room.hand_over(call.actor(), call.case, call.seen(body.version), &body.to).await)
}

/// Notes a contact and whose fault it was.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/contacts", tag = "officers", params(("id" = String, Path)),
    request_body = ContactBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn contact(call: Call, Json(body): Json<ContactBody>) -> Answer {
    let seen = call.seen(body.version);
    done(call.room.contact(call.actor(), call.case, seen, &body.channel, &body.fault, &body.note).await)
}
