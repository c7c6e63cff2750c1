//! The same commands and readings as JSON.

mod call;
mod citizens;
mod course;
mod dossiers;
mod drafts;
mod law;
mod officers;
mod person;
mod shapes;

use crate::commands::Dossiers;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::{Id, Permission, Refusal};
use std::collections::BTreeMap;
use web::routes;
use web::{Access, IdempotencyKey, PageError, Routes};

const RECEIVER: Access = Access::Officer(&[Permission::Receive]);
const WORKER: Access =
    Access::Officer(&[Permission::Receive, Permission::Process, Permission::Approve, Permission::Advise]);
const STEPPER: Access = Access::Officer(&[Permission::Process, Permission::Approve]);
const HEAD: Access = Access::Officer(&[Permission::Assign]);
const SIGNER: Access = Access::Officer(&[Permission::Assign, Permission::Approve]);
const CALLER: Access = Access::Officer(&[
    Permission::Receive,
    Permission::Process,
    Permission::Approve,
    Permission::Advise,
    Permission::Lookup,
]);

const READER: Access = Access::Officer(&[
    Permission::Receive,
    Permission::Process,
    Permission::Approve,
    Permission::Advise,
    Permission::Lookup,
    Permission::Audit,
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
        .api("assign", HEAD, routes!(officers::assign))
        .api("forward", STEPPER, routes!(officers::forward))
        .api("send-back", STEPPER, routes!(officers::send_back))
        .api("advise", Access::Officer(&[Permission::Advise]), routes!(officers::advise))
        .api("attach-result", STEPPER, routes!(officers::attach_result))
        .api("compare-original", RECEIVER, routes!(officers::compare))
        .api("take-fee", RECEIVER, routes!(officers::take_fee))
        .api("hand-over", RECEIVER, routes!(officers::hand_over))
        .api("contact", CALLER, routes!(officers::contact))
        .api("ask-supplement-intake", RECEIVER, routes!(law::ask_at_intake))
        .api("ask-supplement-appraisal", WORKER, routes!(law::ask_after_appraisal))
        .api("propose-extension", WORKER, routes!(law::propose_extension))
        .api("propose-refusal", WORKER, routes!(law::propose_refusal))
        .api("propose-stop", WORKER, routes!(law::propose_stop))
        .api("decide", HEAD, routes!(law::decide))
        .api("late-letter", SIGNER, routes!(law::late_letter))
        .api("confirm-withdrawal", RECEIVER, routes!(law::confirm_withdrawal))
        .api("complete-part", WORKER, routes!(law::complete_part))
        .api("papers-moved", RECEIVER, routes!(law::papers_moved))
        .api("open-correction", CALLER, routes!(law::open_correction))
        .api("correct-result", WORKER, routes!(law::correct_result))
        .api("reopen", SIGNER, routes!(law::reopen))
        .api("answer-item", Access::Signed, routes!(person::answer_item))
        .api("answer-item", Access::Signed, routes!(person::answer_paper))
        .api("adjust", Access::Signed, routes!(person::adjust))
        .api("withdraw", Access::Signed, routes!(person::withdraw))
        .api("drop-withdrawal", Access::Signed, routes!(person::drop_withdrawal))
        .api("report-error", Access::Signed, routes!(person::report_error))
        .api("apply-again", Access::Signed, routes!(person::apply_again))
        .api("dossiers.national", READER, routes!(dossiers::national))
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
    let mut pairs = Vec::with_capacity(answers.len());
    for (key, value) in answers {
        let text = match value {
            Value::Null => String::new(),
            Value::Bool(yes) => if *yes { "1" } else { "0" }.to_owned(),
            // A decimal comma, so that `1.234` is not taken for a group of thousands.
            Value::Number(number) => number.to_string().replace('.', ","),
            Value::String(text) => text.clone(),
            Value::Object(parts) => {
                pairs.extend(address(key, parts)?);
                continue;
            }
            Value::Array(_) => return Err(Refusal::field(key.as_str(), "answer-kind")),
        };
        pairs.push((key.clone(), text));
    }
    Ok(pairs)
}

/// An address whose commune is known: `unit` its code (or `province` and `commune` by name), and
/// `street`. Its `line` is made from them.
fn address(
    key: &str,
    parts: &serde_json::Map<String, serde_json::Value>,
) -> Result<Vec<(String, String)>, Refusal> {
    let wrong = || Refusal::field(key, "answer-kind");
    let mut pairs = Vec::new();
    for (name, value) in parts {
        let end = match name.as_str() {
            "unit" | "commune" => "_xa",
            "province" => "_tinh",
            "street" => "_nha",
            "line" => continue,
            _ => return Err(wrong()),
        };
        pairs.push((format!("{key}{end}"), value.as_str().ok_or_else(wrong)?.to_owned()));
    }
    if pairs.is_empty() { Err(wrong()) } else { Ok(pairs) }
}
