//! What every command on a dossier has in common: which one, who asks, with which key, and the
//! answer.

use super::{Key, id};
use crate::commands::{Attached, Done, Dossiers};
use crate::model::Seen;
use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use files::{Received, UploadProblem};
use kernel::{Actor, Failure, Id, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;
use web::{ApiError, Json, PageError, Upload, Visitor};

/// A command on the dossier named in the path.
pub(crate) struct Call {
    pub(crate) room: Dossiers,
    pub(crate) v: Visitor,
    pub(crate) case: Id,
    pub(crate) key: Option<String>,
    named: HashMap<String, String>,
}

impl FromRequestParts<Dossiers> for Call {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, room: &Dossiers) -> Result<Call, PageError> {
        let v = Visitor::from_request_parts(parts, room).await?;
        let Key(key) = Key::from_request_parts(parts, room).await?;
        let path = Path::<HashMap<String, String>>::from_request_parts(parts, room).await;
        let Path(named) = path.map_err(|_| Refusal::absent())?;
        let case = id(named.get("id").map_or("", String::as_str))?;
        Ok(Call { room: room.clone(), v, case, key, named })
    }
}

impl Call {
    /// Who asks.
    pub(crate) fn actor(&self) -> &Actor {
        &self.v.actor
    }

    /// What the caller saw, and the key of the request.
    pub(crate) fn seen(&self, version: Option<i64>) -> Seen {
        Seen { key: self.key.clone(), version }
    }

    /// Another id of the path.
    pub(crate) fn param(&self, name: &str) -> Result<Id, Refusal> {
        id(self.named.get(name).map_or("", String::as_str))
    }

    /// Reads the text fields of a form and takes the one file in. Whose dossier it is was asked
    /// before: nobody else's file is stored.
    pub(crate) async fn sent(&self, up: &mut Upload) -> Result<SentFile, ApiError> {
        let Some(file) = up.next_file().await? else {
            return Err(Refusal::field("file", "required").into());
        };
        let name = file.name.clone();
        let received = self.room.files.receive(file.stream(), &name, files::LIMIT).await;
        Ok(SentFile { name, received, seen: self.seen(up.pairs.get("version").parse().ok()) })
    }
}

/// A file that came with a command.
pub(crate) struct SentFile {
    pub(crate) name: String,
    pub(crate) received: Result<Received, UploadProblem>,
    pub(crate) seen: Seen,
}

/// What a command on a dossier answers.
#[derive(Serialize, ToSchema)]
pub(crate) struct DoneOut {
    id: String,
    /// Code, or receipt number before acceptance.
    number: String,
    /// Its new version.
    version: i64,
}

impl From<Done> for DoneOut {
    fn from(done: Done) -> DoneOut {
        DoneOut { id: done.id.to_string(), number: done.number, version: done.version }
    }
}

pub(crate) type Answer = Result<Json<DoneOut>, ApiError>;

/// The answer to a command.
pub(crate) fn done(result: Result<Done, Failure>) -> Answer {
    Ok(Json(result?.into()))
}

/// The answer to a command that made something new.
pub(crate) fn created(result: Result<Done, Failure>) -> Result<Response, ApiError> {
    Ok((StatusCode::CREATED, done(result)?).into_response())
}

/// The answer to a command that took a file, or why it was not taken.
pub(crate) fn attached(result: Result<Attached, Failure>) -> Result<Response, ApiError> {
    match result? {
        Attached::Taken(taken) => created(Ok(taken)),
        Attached::Not(error) => Err(Refusal::fields(vec![error]).unwrap_or_else(Refusal::absent).into()),
    }
}

/// The version seen; another one means somebody changed the dossier meanwhile.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SeenVersionBody {
    #[serde(default)]
    pub(crate) version: Option<i64>,
}

/// A reason.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ReasonBody {
    #[serde(default)]
    pub(crate) version: Option<i64>,
    /// In words; the person reads it.
    pub(crate) reason: String,
}

/// A task.
#[derive(Deserialize, ToSchema)]
pub(crate) struct TaskBody {
    pub(crate) task: String,
    #[serde(default)]
    pub(crate) version: Option<i64>,
}
