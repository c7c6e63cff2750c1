//! Drafts: begin, answer, add papers, send.

use super::{Key, id, pairs};
use crate::commands::{Dossiers, Upload as Taken};
use crate::model::Draft;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use catalogue::{Answers, Missing};
use kernel::{Failure, Id, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use web::{ApiError, Json, Upload, Visitor};

/// Begin an application.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewDraft {
    /// Procedure code.
    #[schema(example = "d.dddddd")]
    procedure: String,
}

/// Answers to save; questions left out stay as they are.
#[derive(Deserialize, ToSchema)]
pub(crate) struct AnswersBody {
    /// Code of the agency that shall decide.
    #[serde(default)]
    #[schema(example = "H29.201")]
    agency: Option<String>,
    /// The version seen; another one means somebody changed it meanwhile.
    #[serde(default)]
    version: Option<i64>,
    /// Answers by question key; `null` empties one.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, catalogue::Answer>)]
    answers: BTreeMap<String, serde_json::Value>,
}

/// Send.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SubmitBody {
    /// The person declares that the answers are true and agrees to their use for this procedure.
    agreed: bool,
}

/// Something still missing.
#[derive(Serialize, ToSchema)]
pub(crate) struct MissingOut {
    /// `agency`, `answer` or `paper`.
    what: &'static str,
    key: String,
}

/// A paper uploaded to a draft.
#[derive(Serialize, ToSchema)]
pub(crate) struct DraftPaperOut {
    id: String,
    paper: String,
    /// `jpeg`, `png` or `pdf`.
    kind: String,
    size: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<i64>,
    added_at: String,
}

/// A draft.
#[derive(Serialize, ToSchema)]
pub(crate) struct DraftOut {
    id: String,
    procedure: String,
    version: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    agency: Option<String>,
    answers: Answers,
    papers: Vec<DraftPaperOut>,
    /// What must be there before it can be sent.
    missing: Vec<MissingOut>,
    expires_at: String,
    /// Whether it was sent.
    sent: bool,
}

/// A draft saved.
#[derive(Serialize, ToSchema)]
pub(crate) struct SavedOut {
    id: String,
    version: i64,
}

/// A paper taken.
#[derive(Serialize, ToSchema)]
pub(crate) struct PaperTaken {
    id: String,
}

/// What the person gets for sending.
#[derive(Serialize, ToSchema)]
pub(crate) struct SubmittedOut {
    id: String,
    receipt: String,
    /// When the office must have accepted or refused.
    accept_by: String,
    /// With the receipt number it opens the dossier.
    secret: String,
    /// Path of the view-only link.
    tracking: String,
}

/// A draft as its owner reads it.
pub(super) fn draft_out(room: &Dossiers, draft: &Draft) -> Result<DraftOut, Failure> {
    let revision = room.revision(draft.revision)?;
    let answers = draft.answers(&room.vault)?;
    let mut missing = Vec::new();
    if draft.agency.is_none() {
        missing.push(MissingOut { what: "agency", key: "agency".to_owned() });
    }
    for one in revision.with(&answers).missing(|key| draft.papers.iter().any(|paper| paper.key == key)) {
        missing.push(match one {
            Missing::Answer { question, .. } => MissingOut { what: "answer", key: question },
            Missing::Paper { paper } => MissingOut { what: "paper", key: paper },
        });
    }
    Ok(DraftOut {
        id: draft.id.to_string(),
        procedure: draft.procedure.clone(),
        version: draft.version,
        agency: draft.agency.and_then(|id| room.accounts.agency(id)).map(|agency| agency.code.clone()),
        answers,
        papers: draft
            .papers
            .iter()
            .map(|paper| DraftPaperOut {
                id: paper.id.to_string(),
                paper: paper.key.clone(),
                kind: paper.kind.clone(),
                size: paper.size,
                pages: paper.pages,
                added_at: paper.added_at.rfc3339(),
            })
            .collect(),
        missing: if draft.submitted_case.is_some() { Vec::new() } else { missing },
        expires_at: draft.expires_at.rfc3339(),
        sent: draft.submitted_case.is_some(),
    })
}

/// An agency by its code.
pub(super) fn agency(room: &Dossiers, code: &str) -> Result<Id, Refusal> {
    room.accounts
        .agency_by_code(code)
        .map(|agency| agency.id)
        .ok_or_else(|| Refusal::field("agency", "choose"))
}

/// Begins an application. What the account says about its person is filled in.
#[utoipa::path(post, path = "/api/v1/drafts", tag = "drafts", request_body = NewDraft,
    responses((status = 201, body = DraftOut)))]
pub(crate) async fn start(
    State(room): State<Dossiers>,
    v: Visitor,
    Key(key): Key,
    Json(body): Json<NewDraft>,
) -> Result<Response, ApiError> {
    let draft = room.start(&v.actor, v.actor.session, &body.procedure, key).await?;
    let draft = crate::pages::prefill(&room, &v.actor, draft).await?;
    Ok((StatusCode::CREATED, Json(draft_out(&room, &draft)?)).into_response())
}

/// The own drafts.
#[utoipa::path(get, path = "/api/v1/drafts", tag = "drafts", responses((status = 200, body = Vec<DraftOut>)))]
pub(crate) async fn list(State(room): State<Dossiers>, v: Visitor) -> Result<Json<Vec<DraftOut>>, ApiError> {
    let drafts = room.drafts(&v.actor).await?;
    Ok(Json(drafts.iter().map(|draft| draft_out(&room, draft)).collect::<Result<_, _>>()?))
}

/// One draft.
#[utoipa::path(get, path = "/api/v1/drafts/{id}", tag = "drafts", params(("id" = String, Path)),
    responses((status = 200, body = DraftOut)))]
pub(crate) async fn show(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(draft): Path<String>,
) -> Result<Json<DraftOut>, ApiError> {
    let draft = room.draft(&v.actor, id(&draft)?).await?;
    Ok(Json(draft_out(&room, &draft)?))
}

/// Saves answers.
#[utoipa::path(put, path = "/api/v1/drafts/{id}/answers", tag = "drafts", params(("id" = String, Path)),
    request_body = AnswersBody, responses((status = 200, body = SavedOut)))]
pub(crate) async fn answer(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(draft): Path<String>,
    Json(body): Json<AnswersBody>,
) -> Result<Json<SavedOut>, ApiError> {
    let draft = id(&draft)?;
    // Whose it is comes before what is wrong with it.
    room.draft(&v.actor, draft).await?;
    let agency = body.agency.as_deref().map(|code| agency(&room, code)).transpose()?;
    let raw = pairs(&body.answers)?;
    let saved = room.answer_all(&v.actor, draft, body.version, &raw, agency).await?;
    Ok(Json(SavedOut { id: saved.id.to_string(), version: saved.version }))
}

/// Adds a file to a draft: a form with the text field `paper` (its key) before the file `file`.
#[utoipa::path(post, path = "/api/v1/drafts/{id}/papers", tag = "drafts", params(("id" = String, Path)),
    request_body(content_type = "multipart/form-data", content = Vec<u8>),
    responses((status = 201, body = PaperTaken)))]
pub(crate) async fn attach(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(draft): Path<String>,
    Key(key): Key,
    mut up: Upload,
) -> Result<Response, ApiError> {
    let draft = id(&draft)?;
    room.draft(&v.actor, draft).await?;
    let Some(file) = up.next_file().await? else {
        return Err(Refusal::field("file", "required").into());
    };
    let name = file.name.clone();
    let received = room.files.receive(file.stream(), &name, files::LIMIT).await;
    let paper = up.pairs.get("paper").to_owned();
    match room.add_paper(&v.actor, draft, &paper, &name, received, key).await? {
        Taken::Taken { paper } => {
            Ok((StatusCode::CREATED, Json(PaperTaken { id: paper.to_string() })).into_response())
        }
        Taken::Not { error, .. } => Err(Refusal::fields(vec![error]).unwrap_or_else(Refusal::absent).into()),
    }
}

/// Takes a file out of a draft; its content is destroyed.
#[utoipa::path(delete, path = "/api/v1/drafts/{id}/papers/{paper}", tag = "drafts",
    params(("id" = String, Path), ("paper" = String, Path)), responses((status = 204)))]
pub(crate) async fn remove(
    State(room): State<Dossiers>,
    v: Visitor,
    Path((draft, paper)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    room.remove_paper(&v.actor, id(&draft)?, id(&paper)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Throws a draft away.
#[utoipa::path(delete, path = "/api/v1/drafts/{id}", tag = "drafts", params(("id" = String, Path)),
    responses((status = 204)))]
pub(crate) async fn discard(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(draft): Path<String>,
    Key(key): Key,
) -> Result<StatusCode, ApiError> {
    room.discard(&v.actor, id(&draft)?, key).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sends a complete draft.
#[utoipa::path(post, path = "/api/v1/drafts/{id}/submit", tag = "drafts", params(("id" = String, Path)),
    request_body = SubmitBody, responses((status = 200, body = SubmittedOut)))]
pub(crate) async fn submit(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(draft): Path<String>,
    Key(key): Key,
    Json(body): Json<SubmitBody>,
) -> Result<Json<SubmittedOut>, ApiError> {
    let sent = room.submit(&v.actor, id(&draft)?, key, body.agreed).await?;
    Ok(Json(SubmittedOut {
        id: sent.id.to_string(),
        receipt: sent.receipt,
        accept_by: sent.accept_by.rfc3339(),
        secret: cases::lookup_secret(&room.vault, sent.id),
        tracking: format!("/t/{}", cases::link_token(&room.vault, sent.id)),
    }))
}
