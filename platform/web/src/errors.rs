//! From a failure to a page or to problem+json. What is unexpected is logged here, once.

use crate::routes::Kind;
use crate::visitor::{Html, Visitor, html};
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Failure, Fault, FieldError, Refusal, RefusalKind};
use serde::Serialize;

/// What handlers of pages and forms answer.
pub type Answer = Result<Response, PageError>;

/// A failure on its way to the edge, where it becomes a page or problem+json.
#[derive(Clone, Debug)]
pub struct PageError(pub Failure);

/// The same, under the name API handlers use.
pub type ApiError = PageError;

impl From<Failure> for PageError {
    fn from(failure: Failure) -> PageError {
        PageError(failure)
    }
}

impl From<Refusal> for PageError {
    fn from(refusal: Refusal) -> PageError {
        PageError(Failure::Refusal(refusal))
    }
}

impl From<Fault> for PageError {
    fn from(fault: Fault) -> PageError {
        PageError(Failure::Fault(fault))
    }
}

/// Carries the failure from the handler to the edge.
#[derive(Clone)]
pub(crate) struct Failed(pub(crate) Failure);

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let mut response = status(&self.0).into_response();
        response.extensions_mut().insert(Failed(self.0));
        response
    }
}

/// The status of a failure: the one table.
pub fn status(failure: &Failure) -> StatusCode {
    match failure {
        Failure::Refusal(refusal) => match (refusal.kind, refusal.code) {
            (RefusalKind::Absent, _) => StatusCode::NOT_FOUND,
            (RefusalKind::Forbidden, "sign-in") => StatusCode::UNAUTHORIZED,
            (RefusalKind::Forbidden, _) => StatusCode::FORBIDDEN,
            (RefusalKind::Fields, _) => StatusCode::UNPROCESSABLE_ENTITY,
            (RefusalKind::State, "method") => StatusCode::METHOD_NOT_ALLOWED,
            (RefusalKind::State | RefusalKind::Changed, _) => StatusCode::CONFLICT,
            (RefusalKind::Limit, "too-large") => StatusCode::PAYLOAD_TOO_LARGE,
            (RefusalKind::Limit, "busy") => StatusCode::SERVICE_UNAVAILABLE,
            (RefusalKind::Limit, _) => StatusCode::TOO_MANY_REQUESTS,
        },
        Failure::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// One field in problem+json.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ProblemField {
    /// Where, as in the request.
    pub path: String,
    /// Stable code.
    pub code: String,
    /// In words.
    pub text: String,
}

/// An answer that is not a success (RFC 9457).
#[derive(Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// `urn:motcua:problem:{code}`.
    #[serde(rename = "type")]
    pub kind: String,
    /// In words.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Stable code.
    pub code: String,
    /// Fields to mend.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<ProblemField>,
    /// Code to give on the phone, for what is our fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
    /// Id of the request, as in the log.
    pub request_id: String,
}

/// Every page that says no.
#[derive(Template)]
#[template(path = "web/error.html")]
pub(crate) struct ErrorPage {
    pub(crate) v: Visitor,
    pub(crate) title: String,
    pub(crate) lead: String,
    /// Whether typed data are known to be safe, said in a green box.
    pub(crate) safe: bool,
    pub(crate) fields: Vec<String>,
    pub(crate) incident: Option<String>,
    pub(crate) look_up: bool,
    pub(crate) back: bool,
}

/// The answer to a failure, as the visitor's route gives it.
pub(crate) fn answer(v: &Visitor, failure: &Failure) -> Response {
    let status = status(failure);
    let incident = log(v, failure);
    let api = v.route.as_ref().map_or_else(|| v.path.starts_with("/api/"), |route| route.kind == Kind::Api);
    let mut response =
        if api { problem(v, status, failure, incident) } else { page(v, status, failure, incident) };
    *response.status_mut() = status;
    if let Failure::Refusal(refusal) = failure {
        for (name, value) in &refusal.params {
            let header = match *name {
                "seconds" => header::RETRY_AFTER,
                "allowed" => header::ALLOW,
                _ => continue,
            };
            if let Ok(value) = HeaderValue::from_str(value) {
                response.headers_mut().insert(header, value);
            }
        }
    }
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

fn log(v: &Visitor, failure: &Failure) -> Option<String> {
    let route = v.route.as_ref().map_or("", |route| route.name);
    match failure {
        Failure::Refusal(refusal) => {
            tracing::debug!(request = v.request_id, route, code = refusal.code, "refused");
            None
        }
        Failure::Fault(fault) => {
            let incident = crate::random::incident();
            tracing::error!(request = v.request_id, route, incident, %fault, "fault");
            Some(incident)
        }
    }
}

fn problem(v: &Visitor, status: StatusCode, failure: &Failure, incident: Option<String>) -> Response {
    let (code, title, fields) = match failure {
        Failure::Refusal(refusal) => (refusal.code, v.refusal(refusal), refusal.fields.as_slice()),
        Failure::Fault(_) => ("fault", v.t("web-fault-title"), [].as_slice()),
    };
    let field = |field: &FieldError| ProblemField {
        path: field.path.clone(),
        code: field.code.to_owned(),
        text: v.field_error(field).into_owned(),
    };
    let body = Problem {
        kind: format!("urn:motcua:problem:{code}"),
        title: title.into_owned(),
        status: status.as_u16(),
        code: code.to_owned(),
        fields: fields.iter().map(field).collect(),
        incident,
        request_id: v.request_id.clone(),
    };
    let bytes = serde_json::to_vec(&body).unwrap_or_default();
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"))], bytes).into_response()
}

fn page(v: &Visitor, status: StatusCode, failure: &Failure, incident: Option<String>) -> Response {
    let (title, lead, fields) = match failure {
        Failure::Refusal(refusal) => {
            let title = v.t(title_key(refusal)).into_owned();
            let lead = v.refusal(refusal).into_owned();
            (title, lead, refusal.fields.iter().map(|field| v.field_error(field).into_owned()).collect())
        }
        Failure::Fault(_) => {
            (v.t("web-fault-title").into_owned(), v.t("web-fault-lead").into_owned(), Vec::new())
        }
    };
    let posted = v.route.as_ref().is_some_and(|route| route.command.is_some());
    let template = ErrorPage {
        v: v.clone(),
        title,
        lead,
        safe: status == StatusCode::INTERNAL_SERVER_ERROR || status == StatusCode::SERVICE_UNAVAILABLE,
        fields,
        incident,
        look_up: status == StatusCode::NOT_FOUND,
        back: posted,
    };
    match html(&template) {
        Ok(page) => Html::into_response(page),
        // The page about the failure failed itself: say the least that helps.
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, "500 · 1022").into_response(),
    }
}

fn title_key(refusal: &Refusal) -> &'static str {
    match (refusal.kind, refusal.code) {
        (RefusalKind::Absent, _) => "web-absent-title",
        (RefusalKind::Forbidden, _) => "web-forbidden-title",
        (RefusalKind::Fields, _) => "web-fields-title",
        (RefusalKind::State, _) => "web-state-title",
        (RefusalKind::Changed, _) => "web-changed-title",
        (RefusalKind::Limit, "too-large") => "web-too-large-title",
        (RefusalKind::Limit, "busy") => "web-busy-title",
        (RefusalKind::Limit, _) => "web-too-often-title",
    }
}
