//! Declared days, delegations, absences, closings: JSON handlers.

use super::{VersionBody, id, stamp};
use crate::model::{Absence, DeclaredDay, Delegation};
use crate::rules::{AbsenceEdit, ClosingEdit, DayEdit, DelegationEdit};
use crate::{Accounts, Stamp};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{Id, Moment, Permission};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::routes;
use web::{Access, ApiError, IdempotencyKey, Json, Routes, Visitor};

const ADMIN: Access = Access::Officer(&[Permission::Administer]);
/// Whose absences one looks after is decided by the command.
const OFFICER: Access = Access::Officer(&[]);

/// Adds these operations.
pub(super) fn operations(routes: Routes<Accounts>) -> Routes<Accounts> {
    routes
        .api("accounts.days", ADMIN, routes!(days))
        .api("accounts.declare-day", ADMIN, routes!(declare_day))
        .api("accounts.withdraw-day", ADMIN, routes!(withdraw_day))
        .api("accounts.delegations", OFFICER, routes!(delegations))
        .api("accounts.delegate", OFFICER, routes!(delegate))
        .api("accounts.end-delegation", OFFICER, routes!(end_delegation))
        .api("accounts.absences", OFFICER, routes!(absences))
        .api("accounts.record-absence", OFFICER, routes!(record_absence))
        .api("accounts.end-absence", OFFICER, routes!(end_absence))
        .api("accounts.close-unit", ADMIN, routes!(close_unit))
        .api("accounts.close-agency", ADMIN, routes!(close_agency))
}

/// `YYYY-MM-DD` taken apart as the forms type it; anything else is found wrong by the rules.
fn date(text: &str) -> (String, String, String) {
    let mut parts = text.trim().splitn(3, '-').map(str::to_owned);
    let year = parts.next().unwrap_or_default();
    let month = parts.next().unwrap_or_default();
    (parts.next().unwrap_or_default(), month, year)
}

/// The number of what was made.
#[derive(Serialize, ToSchema)]
struct Made {
    id: String,
}

fn made(id: Id) -> Response {
    (StatusCode::CREATED, Json(Made { id: id.to_string() })).into_response()
}

/// Days declared off or worked.
#[derive(Serialize, ToSchema)]
struct DayOut {
    id: String,
    /// Number of the agency; the whole province when absent.
    agency: Option<String>,
    /// `off` or `worked`.
    kind: String,
    first: String,
    last: String,
    name_vi: String,
    name_en: String,
    instrument: String,
    declared: String,
    withdrawn: Option<String>,
    version: i64,
}

#[utoipa::path(get, path = "/api/v1/declared-days", responses((status = 200, body = Vec<DayOut>)))]
async fn days(State(accounts): State<Accounts>) -> Json<Vec<DayOut>> {
    let out = |day: &DeclaredDay| DayOut {
        id: day.id.to_string(),
        agency: day.agency.map(|id| id.to_string()),
        kind: day.kind.name().to_owned(),
        first: day.first.to_string(),
        last: day.last.to_string(),
        name_vi: day.name_vi.clone(),
        name_en: day.name_en.clone(),
        instrument: day.instrument.clone(),
        declared: day.declared.rfc3339(),
        withdrawn: day.withdrawn.map(Moment::rfc3339),
        version: day.version,
    };
    Json(accounts.declared_days().iter().map(|day| out(day)).collect())
}

/// Days to be declared.
#[derive(Deserialize, ToSchema)]
struct DayBody {
    /// Number of the agency; the whole province when absent.
    #[serde(default)]
    agency: Option<String>,
    /// `off` or `worked`.
    kind: String,
    /// `YYYY-MM-DD`.
    first: String,
    /// `YYYY-MM-DD`; the first day when empty.
    #[serde(default)]
    last: String,
    name_vi: String,
    name_en: String,
    /// The act or letter that says so.
    instrument: String,
}

#[utoipa::path(post, path = "/api/v1/declared-days", request_body = DayBody,
    responses((status = 201, body = Made), (status = 422, body = web::Problem)))]
async fn declare_day(
    State(accounts): State<Accounts>,
    v: Visitor,
    key: IdempotencyKey,
    Json(body): Json<DayBody>,
) -> Result<Response, ApiError> {
    let agency = body.agency.as_deref().map(id).transpose()?;
    let last = if body.last.trim().is_empty() { Default::default() } else { date(&body.last) };
    let DayBody { kind, first, name_vi, name_en, instrument, .. } = body;
    let typed = DayEdit { first: date(&first), last, kind, name_vi, name_en, instrument };
    Ok(made(accounts.declare_day(&stamp(&v, key), &typed, agency).await?))
}

#[utoipa::path(post, path = "/api/v1/declared-days/{day}/withdraw", params(("day" = String, Path)),
    request_body = VersionBody, responses((status = 204), (status = 409, body = web::Problem)))]
async fn withdraw_day(
    State(accounts): State<Accounts>,
    v: Visitor,
    key: IdempotencyKey,
    Path(day): Path<String>,
    Json(body): Json<VersionBody>,
) -> Result<StatusCode, ApiError> {
    accounts.withdraw_day(&stamp(&v, key), id(&day)?, body.version).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A delegation.
#[derive(Serialize, ToSchema)]
struct DelegationOut {
    id: String,
    /// Number of the officer whose role it is.
    principal: String,
    /// Number of the officer who acts for them.
    delegate: String,
    unit: String,
    role: String,
    /// Code of the one procedure it is for; all when absent.
    procedure: Option<String>,
    since: String,
    until: String,
    reason: String,
    version: i64,
}

#[utoipa::path(get, path = "/api/v1/officers/{officer}/delegations", params(("officer" = String, Path)),
    responses((status = 200, body = Vec<DelegationOut>), (status = 404, body = web::Problem)))]
async fn delegations(
    State(accounts): State<Accounts>,
    v: Visitor,
    Path(officer): Path<String>,
) -> Result<Json<Vec<DelegationOut>>, ApiError> {
    let officer = accounts.looked_after(&v.actor, id(&officer)?)?;
    let out = |one: &Delegation| DelegationOut {
        id: one.id.to_string(),
        principal: one.principal.to_string(),
        delegate: one.delegate.to_string(),
        unit: one.unit.to_string(),
        role: one.role.name().to_owned(),
        procedure: Some(one.procedure.clone()).filter(|code| !code.is_empty()),
        since: one.since.rfc3339(),
        until: one.until.rfc3339(),
        reason: one.reason.clone(),
        version: one.version,
    };
    Ok(Json(accounts.delegations_of(officer.id, v.now).iter().map(|one| out(one)).collect()))
}

/// A delegation to be made.
#[derive(Deserialize, ToSchema)]
struct DelegationBody {
    /// Number of the officer who will act.
    delegate: String,
    /// `receiver`, `specialist`, `head` or `signatory`.
    role: String,
    /// Code of the one procedure it is for; all when empty.
    #[serde(default)]
    procedure: String,
    /// First day, `YYYY-MM-DD`.
    first: String,
    /// Last day, `YYYY-MM-DD`.
    last: String,
    /// Why, and by which paper.
    reason: String,
}

#[utoipa::path(post, path = "/api/v1/officers/{officer}/delegations", params(("officer" = String, Path)),
    request_body = DelegationBody, responses((status = 201, body = Made), (status = 422, body = web::Problem)))]
async fn delegate(
    State(accounts): State<Accounts>,
    v: Visitor,
    key: IdempotencyKey,
    Path(officer): Path<String>,
    Json(body): Json<DelegationBody>,
) -> Result<Response, ApiError> {
    let DelegationBody { delegate, role, procedure, first, last, reason } = body;
    let typed = DelegationEdit { role, procedure, first: date(&first), last: date(&last), reason };
    let chosen = delegate.parse().ok();
    Ok(made(accounts.delegate(&stamp(&v, key), id(&officer)?, chosen, &typed).await?))
}

#[utoipa::path(post, path = "/api/v1/delegations/{delegation}/end", params(("delegation" = String, Path)),
    request_body = VersionBody, responses((status = 204), (status = 409, body = web::Problem)))]
async fn end_delegation(
    State(accounts): State<Accounts>,
    v: Visitor,
    key: IdempotencyKey,
    Path(delegation): Path<String>,
    Json(body): Json<VersionBody>,
) -> Result<StatusCode, ApiError> {
    accounts.end_delegation(&stamp(&v, key), id(&delegation)?, body.version).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A time in which an officer is away.
#[derive(Serialize, ToSchema)]
struct AbsenceOut {
    id: String,
    since: String,
    until: String,
    reason: String,
    version: i64,
}

#[utoipa::path(get, path = "/api/v1/officers/{officer}/absences", params(("officer" = String, Path)),
    responses((status = 200, body = Vec<AbsenceOut>), (status = 404, body = web::Problem)))]
async fn absences(
    State(accounts): State<Accounts>,
    v: Visitor,
    Path(officer): Path<String>,
) -> Result<Json<Vec<AbsenceOut>>, ApiError> {
    let officer = accounts.looked_after(&v.actor, id(&officer)?)?;
    let out = |one: &Absence| AbsenceOut {
        id: one.id.to_string(),
        since: one.since.rfc3339(),
        until: one.until.rfc3339(),
        reason: one.reason.clone(),
        version: one.version,
    };
    Ok(Json(accounts.absences_of(officer.id, v.now).iter().map(|one| out(one)).collect()))
}

/// An absence to be recorded.
#[derive(Deserialize, ToSchema)]
struct AbsenceBody {
    /// First day, `YYYY-MM-DD`.
    first: String,
    /// Last day, `YYYY-MM-DD`.
    last: String,
    /// Why; may be empty.
    #[serde(default)]
    reason: String,
}

#[utoipa::path(post, path = "/api/v1/officers/{officer}/absences", params(("officer" = String, Path)),
    request_body = AbsenceBody, responses((status = 201, body = Made), (status = 422, body = web::Problem)))]
async fn record_absence(
    State(accounts): State<Accounts>,
    v: Visitor,
    key: IdempotencyKey,
    Path(officer): Path<String>,
    Json(body): Json<AbsenceBody>,
) -> Result<Response, ApiError> {
    let typed = AbsenceEdit { first: date(&body.first), last: date(&body.last), reason: body.reason };
    Ok(made(accounts.record_absence(&stamp(&v, key), id(&officer)?, &typed).await?))
}

#[utoipa::path(post, path = "/api/v1/absences/{absence}/end", params(("absence" = String, Path)),
    request_body = VersionBody, responses((status = 204), (status = 409, body = web::Problem)))]
async fn end_absence(
    State(accounts): State<Accounts>,
    v: Visitor,
    key: IdempotencyKey,
    Path(absence): Path<String>,
    Json(body): Json<VersionBody>,
) -> Result<StatusCode, ApiError> {
    accounts.end_absence(&stamp(&v, key), id(&absence)?, body.version).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A unit or an agency to be closed.
#[derive(Deserialize, ToSchema)]
struct ClosingBody {
    /// Number of the one that takes over.
    successor: String,
    /// First day it no longer exists, `YYYY-MM-DD`.
    on: String,
}

#[utoipa::path(post, path = "/api/v1/units/{unit}/close", params(("unit" = String, Path)),
    request_body = ClosingBody, responses((status = 204), (status = 409, body = web::Problem)))]
async fn close_unit(
    State(accounts): State<Accounts>,
    v: Visitor,
    key: IdempotencyKey,
    Path(unit): Path<String>,
    Json(body): Json<ClosingBody>,
) -> Result<StatusCode, ApiError> {
    let who: Stamp = stamp(&v, key);
    let typed = ClosingEdit { on: date(&body.on) };
    accounts.close_unit(&who, id(&unit)?, body.successor.parse().ok(), &typed).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(post, path = "/api/v1/agencies/{agency}/close", params(("agency" = String, Path)),
    request_body = ClosingBody, responses((status = 204), (status = 409, body = web::Problem)))]
async fn close_agency(
    State(accounts): State<Accounts>,
    v: Visitor,
    key: IdempotencyKey,
    Path(agency): Path<String>,
    Json(body): Json<ClosingBody>,
) -> Result<StatusCode, ApiError> {
    let who: Stamp = stamp(&v, key);
    let typed = ClosingEdit { on: date(&body.on) };
    accounts.close_agency(&who, id(&agency)?, body.successor.parse().ok(), &typed).await?;
    Ok(StatusCode::NO_CONTENT)
}
