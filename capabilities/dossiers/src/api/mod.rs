//! The same commands and readings as JSON.

mod citizens;
mod dossiers;
mod drafts;
mod officers;
mod shapes;

use crate::commands::Dossiers;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::{Id, Permission, Refusal};
use std::collections::BTreeMap;
use utoipa_axum::routes;
use web::{Access, IdempotencyKey, PageError, Routes};

const RECEIVER: Access = Access::Officer(&[Permission::Receive]);
const WORKER: Access =
    Access::Officer(&[Permission::Receive, Permission::Process, Permission::Approve, Permission::Advise]);
const STEPPER: Access = Access::Officer(&[Permission::Process, Permission::Approve]);
const CALLER: Access = Access::Officer(&[
    Permission::Receive,
    Permission::Process,
    Permission::Approve,
    Permission::Advise,
    Permission::Lookup,
]);

/// Registers the API.
pub(crate) fn routes(routes: Routes<Dossiers>) -> Routes<Dossiers> {
    routes
        .api("start", Access::Signed, routes!(drafts::start))
        .api("dossiers.drafts", Access::Signed, routes!(drafts::list))
        .api("dossiers.draft", Access::Signed, routes!(drafts::show))
        .api("answer", Access::Signed, routes!(drafts::answer))
        .api("attach-paper", Access::Signed, routes!(drafts::attach))
        .api("remove-paper", Access::Signed, routes!(drafts::remove))
        .api("discard", Access::Signed, routes!(drafts::discard))
        .api("submit", Access::Signed, routes!(drafts::submit))
        .api("dossiers.link", Access::Grant, routes!(citizens::tracking))
        .api("dossiers.own", Access::Signed, routes!(citizens::own))
        .api("dossiers.dossier", Access::Signed, routes!(dossiers::show))
        .api("dossiers.looks", Access::Signed, routes!(dossiers::looks))
        .api("dossiers.file", Access::Signed, routes!(dossiers::file))
        .api("walk-in", RECEIVER, routes!(officers::walk_in))
        .api("accept", RECEIVER, routes!(officers::accept))
        .api("refuse", RECEIVER, routes!(officers::refuse))
        .api("take", WORKER, routes!(officers::take))
        .api("assign", Access::Officer(&[Permission::Assign]), routes!(officers::assign))
        .api("forward", STEPPER, routes!(officers::forward))
        .api("send-back", STEPPER, routes!(officers::send_back))
        .api("advise", Access::Officer(&[Permission::Advise]), routes!(officers::advise))
        .api("attach-result", STEPPER, routes!(officers::attach_result))
        .api("compare-original", RECEIVER, routes!(officers::compare))
        .api("take-fee", RECEIVER, routes!(officers::take_fee))
        .api("hand-over", RECEIVER, routes!(officers::hand_over))
        .api("contact", CALLER, routes!(officers::contact))
}

/// The `Idempotency-Key` header, when there is one.
pub(crate) struct Key(pub(crate) Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for Key {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Key, PageError> {
        if !parts.headers.contains_key("idempotency-key") {
            return Ok(Key(None));
        }
        let IdempotencyKey(key) = IdempotencyKey::from_request_parts(parts, state).await?;
        Ok(Key(Some(key)))
    }
}

/// The parameter as an id; nothing has another.
fn id(text: &str) -> Result<Id, Refusal> {
    text.parse().map_err(|_| Refusal::absent())
}

/// Answers as JSON to the pairs a form would send; `null` empties an answer.
fn pairs(answers: &BTreeMap<String, serde_json::Value>) -> Result<Vec<(String, String)>, Refusal> {
    use serde_json::Value;
    answers
        .iter()
        .map(|(key, value)| {
            let text = match value {
                Value::Null => String::new(),
                Value::Bool(yes) => if *yes { "1" } else { "0" }.to_owned(),
                // A decimal comma, so that `1.234` is not taken for a group of thousands.
                Value::Number(number) => number.to_string().replace('.', ","),
                Value::String(text) => text.clone(),
                Value::Array(_) | Value::Object(_) => {
                    return Err(Refusal::field(key.as_str(), "answer-kind"));
                }
            };
            Ok((key.clone(), text))
        })
        .collect()
}
