//! What officers do with a dossier; the forms for the same commands are in `desk`.

use super::{Key, drafts, id, pairs};
use crate::commands::{Advice, Attached, Done, Dossiers, SeenPaper, WalkIn};
use crate::model::Seen;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use catalogue::Answers;
use kernel::{FieldError, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use web::{ApiError, Json, Upload, Visitor};

/// What a command on a dossier answers.
#[derive(Serialize, ToSchema)]
pub(crate) struct DoneOut {
    id: String,
    /// Code, or receipt number before acceptance.
    number: String,
    /// Its new version.
    version: i64,
}

type Answer = Result<Json<DoneOut>, ApiError>;

fn done(done: Done) -> Json<DoneOut> {
    Json(DoneOut { id: done.id.to_string(), number: done.number, version: done.version })
}

/// The version seen; another one means somebody changed the dossier meanwhile.
#[derive(Deserialize, ToSchema)]
pub(crate) struct VersionBody {
    #[serde(default)]
    version: Option<i64>,
}

/// A reason.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ReasonBody {
    #[serde(default)]
    version: Option<i64>,
    /// In words; the person reads it.
    reason: String,
}

/// A task.
#[derive(Deserialize, ToSchema)]
pub(crate) struct TaskBody {
    task: String,
    #[serde(default)]
    version: Option<i64>,
}

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

fn seen(key: Key, version: Option<i64>) -> Seen {
    Seen { key: key.0, version }
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
    let done_now = room.walk_in(&v.actor, key, form).await?;
    Ok((StatusCode::CREATED, done(done_now)).into_response())
}

/// Accepts: code, limit from now, promise, first step.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/accept", tag = "officers", params(("id" = String, Path)),
    request_body = VersionBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn accept(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(case): Path<String>,
    key: Key,
    Json(body): Json<VersionBody>,
) -> Answer {
    Ok(done(room.accept(&v.actor, id(&case)?, seen(key, body.version)).await?))
}

/// Refuses at intake; the person reads the reason.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/refuse", tag = "officers", params(("id" = String, Path)),
    request_body = ReasonBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn refuse(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(case): Path<String>,
    key: Key,
    Json(body): Json<ReasonBody>,
) -> Answer {
    Ok(done(room.refuse(&v.actor, id(&case)?, seen(key, body.version), &body.reason).await?))
}

/// Takes an open task of the own unit.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/take", tag = "officers", params(("id" = String, Path)),
    request_body = TaskBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn take(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(case): Path<String>,
    key: Key,
    Json(body): Json<TaskBody>,
) -> Answer {
    Ok(done(room.take(&v.actor, id(&case)?, id(&body.task)?, seen(key, body.version)).await?))
}

/// Gives an open task of the own unit to an officer.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/assign", tag = "officers", params(("id" = String, Path)),
    request_body = AssignBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn assign(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(case): Path<String>,
    key: Key,
    Json(body): Json<AssignBody>,
) -> Answer {
    let holder = body.holder.parse().map_err(|_| Refusal::field("holder", "holder-unfit"))?;
    Ok(done(room.assign(&v.actor, id(&case)?, id(&body.task)?, holder, seen(key, body.version)).await?))
}

/// Finishes a step, approving it where the step approves, and opens what follows.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/forward", tag = "officers", params(("id" = String, Path)),
    request_body = TaskBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn forward(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(case): Path<String>,
    key: Key,
    Json(body): Json<TaskBody>,
) -> Answer {
    Ok(done(room.forward(&v.actor, id(&case)?, id(&body.task)?, seen(key, body.version)).await?))
}

/// Sends a step back with a reason.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/send-back", tag = "officers", params(("id" = String, Path)),
    request_body = SendBackBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn send_back(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(case): Path<String>,
    key: Key,
    Json(body): Json<SendBackBody>,
) -> Answer {
    let seen = seen(key, body.version);
    Ok(done(room.send_back(&v.actor, id(&case)?, id(&body.task)?, seen, &body.reason).await?))
}

/// Answers a consultation.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/advise", tag = "officers", params(("id" = String, Path)),
    request_body = AdviseBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn advise(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(case): Path<String>,
    key: Key,
    Json(body): Json<AdviseBody>,
) -> Answer {
    let advice = Advice { agrees: body.agrees, words: body.words };
    Ok(done(room.advise(&v.actor, id(&case)?, id(&body.task)?, seen(key, body.version), &advice).await?))
}

/// Attaches a result: a form with the text fields `task` and, if wanted, `version` before the
/// file `file`. Nothing pretends to be signed.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/results", tag = "officers", params(("id" = String, Path)),
    request_body(content_type = "multipart/form-data", content = Vec<u8>),
    responses((status = 201, body = DoneOut)))]
pub(crate) async fn attach_result(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(case): Path<String>,
    key: Key,
    mut up: Upload,
) -> Result<Response, ApiError> {
    let case = id(&case)?;
    room.for_officer(&v.actor, case).await?;
    let Some(file) = up.next_file().await? else {
        return Err(Refusal::field("file", "required").into());
    };
    let name = file.name.clone();
    let received = room.files.receive(file.stream(), &name, files::LIMIT).await;
    let task = id(up.pairs.get("task"))?;
    let seen = seen(key, up.pairs.get("version").parse().ok());
    match room.attach_result(&v.actor, case, task, seen, &name, received).await? {
        Attached::Taken(attached) => Ok((StatusCode::CREATED, done(attached)).into_response()),
        Attached::Not(error) => Err(refused(error).into()),
    }
}

fn refused(error: FieldError) -> Refusal {
    Refusal::fields(vec![error]).unwrap_or_else(Refusal::absent)
}

/// Notes that the original of a paper was compared.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/papers/{paper}/compare", tag = "officers",
    params(("id" = String, Path), ("paper" = String, Path)), request_body = VersionBody,
    responses((status = 200, body = DoneOut)))]
pub(crate) async fn compare(
    State(room): State<Dossiers>,
    v: Visitor,
    Path((case, paper)): Path<(String, String)>,
    key: Key,
    Json(body): Json<VersionBody>,
) -> Answer {
    Ok(done(room.compare_original(&v.actor, id(&case)?, id(&paper)?, seen(key, body.version)).await?))
}

/// Notes the fee as taken in cash.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/fee", tag = "officers", params(("id" = String, Path)),
    request_body = VersionBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn take_fee(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(case): Path<String>,
    key: Key,
    Json(body): Json<VersionBody>,
) -> Answer {
    Ok(done(room.take_fee(&v.actor, id(&case)?, seen(key, body.version)).await?))
}

/// Hands the result over.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/hand-over", tag = "officers", params(("id" = String, Path)),
    request_body = HandOverBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn hand_over(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(case): Path<String>,
    key: Key,
    Json(body): Json<HandOverBody>,
) -> Answer {
    Ok(done(room.hand_over(&v.actor, id(&case)?, seen(key, body.version), &body.to).await?))
}

/// Notes a contact and whose fault it was.
#[utoipa::path(post, path = "/api/v1/dossiers/{id}/contacts", tag = "officers", params(("id" = String, Path)),
    request_body = ContactBody, responses((status = 200, body = DoneOut)))]
pub(crate) async fn contact(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(case): Path<String>,
    key: Key,
    Json(body): Json<ContactBody>,
) -> Answer {
    let seen = seen(key, body.version);
    Ok(done(room.contact(&v.actor, id(&case)?, seen, &body.channel, &body.fault, &body.note).await?))
}
