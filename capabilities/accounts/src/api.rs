//! JSON handlers: the same commands, the same views.

mod offices;

use crate::model::{ApiToken, Officer};
use crate::rules::{OfficerEdit, ProfileEdit, SignUp};
use crate::{Accounts, Stamp, permissions};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{Id, Permission, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::routes;
use web::{Access, ApiError, IdempotencyKey, Json, Rate, Routes, Visitor};

const ADMIN: Access = Access::Officer(&[Permission::Administer]);
/// As at the door of the pages.
const DOOR_RATE: Rate = Rate { per_minute: 60, burst: 120 };
/// Days a token made with login and password works when nothing is said.
const SHORT_TOKEN_DAYS: u32 = 1;

/// Adds the operations of this room.
pub(crate) fn operations(routes: Routes<Accounts>) -> Routes<Accounts> {
    let routes = routes
        .api("accounts.sign-in", Access::Public, routes!(sign_in))
        .api("accounts.sign-out", Access::Signed, routes!(sign_out))
        .api("accounts.sign-up", Access::Public, routes!(sign_up))
        .api("accounts.mine", Access::Signed, routes!(me))
        .api("accounts.change-profile", Access::Signed, routes!(change_profile))
        .api("accounts.change-password", Access::Signed, routes!(change_password))
        .api("accounts.tokens", Access::Signed, routes!(tokens))
        .api("accounts.create-token", Access::Signed, routes!(create_token))
        .api("accounts.revoke-token", Access::Signed, routes!(revoke_token))
        .api("accounts.agencies", Access::Public, routes!(agencies))
        .api("accounts.roles", ADMIN, routes!(roles))
        .api("accounts.officers", ADMIN, routes!(officers))
        .api("accounts.add-officer", ADMIN, routes!(add_officer))
        .api("accounts.change-officer", ADMIN, routes!(change_officer))
        .api("accounts.disable-officer", ADMIN, routes!(disable_officer))
        .api("accounts.enable-officer", ADMIN, routes!(enable_officer))
        .api("accounts.unlock-officer", ADMIN, routes!(unlock_officer))
        .api("accounts.reset-password", ADMIN, routes!(reset_password));
    offices::operations(routes)
}

fn stamp(v: &Visitor, key: IdempotencyKey) -> Stamp {
    Stamp { actor: v.actor.clone(), key: Some(key.0) }
}

/// The parameter as a number; nothing has another.
fn id(text: &str) -> Result<Id, Refusal> {
    text.parse().map_err(|_| Refusal::absent())
}

/// Login and password for a token.
#[derive(Deserialize, ToSchema)]
struct SignInBody {
    /// Phone number, e-mail or user name.
    login: String,
    /// Password.
    password: String,
    /// What the token is called in the list of tokens.
    #[serde(default)]
    name: Option<String>,
    /// How many days it works; 1 when absent.
    #[serde(default)]
    days: Option<u32>,
}

/// A token just made.
#[derive(Serialize, ToSchema)]
struct TokenMade {
    /// Its number.
    id: String,
    /// The token itself; given this once.
    token: String,
    /// When it ends, RFC 3339.
    expires: String,
}

impl TokenMade {
    fn new((made, token): (ApiToken, String)) -> TokenMade {
        TokenMade { id: made.id.to_string(), token, expires: made.expires.rfc3339() }
    }
}

#[utoipa::path(post, path = "/api/v1/tokens", request_body = SignInBody,
    responses((status = 201, body = TokenMade), (status = 422, body = web::Problem)))]
async fn sign_in(
    State(accounts): State<Accounts>,
    v: Visitor,
    Json(body): Json<SignInBody>,
) -> Result<Response, ApiError> {
    v.limit(&format!("sign-in {}", v.network()), DOOR_RATE, 1)?;
    let name = body.name.unwrap_or_else(|| "API".to_owned());
    let days = body.days.unwrap_or(SHORT_TOKEN_DAYS).to_string();
    let made = accounts.token_for_password(&body.login, &body.password, &name, &days).await?;
    Ok((StatusCode::CREATED, Json(TokenMade::new(made))).into_response())
}

#[utoipa::path(delete, path = "/api/v1/tokens/current", responses((status = 204)))]
async fn sign_out(State(accounts): State<Accounts>, v: Visitor) -> Result<StatusCode, ApiError> {
    accounts.sign_out(&Stamp { actor: v.actor.clone(), key: None }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A new account of a person.
#[derive(Deserialize, ToSchema)]
struct SignUpBody {
    /// Full name.
    name: String,
    /// Phone number: the login.
    phone: String,
    /// Personal identification number.
    #[serde(default)]
    card: String,
    /// Password, at least ten characters.
    password: String,
}

#[utoipa::path(post, path = "/api/v1/accounts", request_body = SignUpBody,
    responses((status = 201, body = TokenMade), (status = 422, body = web::Problem)))]
async fn sign_up(
    State(accounts): State<Accounts>,
    v: Visitor,
    key: IdempotencyKey,
    Json(body): Json<SignUpBody>,
) -> Result<StatusCode, ApiError> {
    v.limit(&format!("sign-up {}", v.network()), DOOR_RATE, 10)?;
    let SignUpBody { name, phone, card, password } = body;
    let typed = SignUp { name, phone, card, again: password.clone(), password };
    accounts.sign_up(&stamp(&v, key), &typed).await?;
    Ok(StatusCode::CREATED)
}

/// The account of whoever asks.
#[derive(Serialize, ToSchema)]
struct Me {
    id: String,
    /// `person` or `officer`.
    kind: String,
    name: String,
    phone: String,
    card: String,
    born: String,
    address: String,
    email: String,
    login: String,
    roles: Vec<String>,
    permissions: Vec<String>,
    /// Number of the officer's agency.
    agency: Option<String>,
    /// Number of the officer's unit.
    unit: Option<String>,
    /// To be sent back with a change.
    version: i64,
}

#[utoipa::path(get, path = "/api/v1/me", responses((status = 200, body = Me)))]
async fn me(State(accounts): State<Accounts>, v: Visitor) -> Result<Json<Me>, ApiError> {
    let account = accounts.own(&Stamp { actor: v.actor.clone(), key: None }).await?;
    let profile = account.profile;
    let may = Permission::ALL.iter().filter(|one| v.actor.may(**one));
    Ok(Json(Me {
        id: account.id.to_string(),
        kind: account.kind.name().to_owned(),
        name: profile.name,
        phone: profile.phone,
        card: profile.card,
        born: profile.born,
        address: profile.address,
        email: profile.email,
        login: profile.login,
        roles: v.actor.roles.iter().map(|role| role.name().to_owned()).collect(),
        permissions: may.map(|one| one.name().to_owned()).collect(),
        agency: v.actor.agency.map(|id| id.to_string()),
        unit: v.actor.unit.map(|id| id.to_string()),
        version: account.version,
    }))
}

/// A person's own profile.
#[derive(Deserialize, ToSchema)]
struct ProfileBody {
    name: String,
    #[serde(default)]
    card: String,
    /// `YYYY-MM-DD`, or the year alone.
    #[serde(default)]
    born: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    email: String,
    /// As `GET /api/v1/me` gave it.
    version: i64,
}

#[utoipa::path(put, path = "/api/v1/me", request_body = ProfileBody,
    responses((status = 204), (status = 409, body = web::Problem), (status = 422, body = web::Problem)))]
async fn change_profile(
    State(accounts): State<Accounts>,
    v: Visitor,
    key: IdempotencyKey,
    Json(body): Json<ProfileBody>,
) -> Result<StatusCode, ApiError> {
    let mut born = body.born.splitn(3, '-').map(str::to_owned);
    let year = born.next().unwrap_or_default();
    let (month, day) = (born.next().unwrap_or_default(), born.next().unwrap_or_default());
    let ProfileBody { name, card, address, email, version, .. } = body;
    let typed = ProfileEdit { name, card, born: (day, month, year), address, email };
    accounts.change_profile(&stamp(&v, key), &typed, version).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A new password.
#[derive(Deserialize, ToSchema)]
struct PasswordBody {
    /// The current one.
    old: String,
    /// The new one, at least ten characters.
    password: String,
}

#[utoipa::path(post, path = "/api/v1/me/password", request_body = PasswordBody,
    responses((status = 204), (status = 422, body = web::Problem)))]
async fn change_password(
    State(accounts): State<Accounts>,
    v: Visitor,
    key: IdempotencyKey,
    Json(body): Json<PasswordBody>,
) -> Result<StatusCode, ApiError> {
    accounts.change_password(&stamp(&v, key), &body.old, &body.password, &body.password).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A token in the list.
#[derive(Serialize, ToSchema)]
struct TokenOut {
    id: String,
    name: String,
    created: String,
    expires: String,
    revoked: Option<String>,
}

#[utoipa::path(get, path = "/api/v1/me/tokens", responses((status = 200, body = Vec<TokenOut>)))]
async fn tokens(State(accounts): State<Accounts>, v: Visitor) -> Result<Json<Vec<TokenOut>>, ApiError> {
    let own = v.actor.account.ok_or_else(Refusal::absent)?;
    let out = |token: ApiToken| TokenOut {
        id: token.id.to_string(),
        name: token.name,
        created: token.created.rfc3339(),
        expires: token.expires.rfc3339(),
        revoked: token.revoked.map(kernel::Moment::rfc3339),
    };
    Ok(Json(accounts.tokens_of(own).await?.into_iter().map(out).collect()))
}

/// A token to be made.
#[derive(Deserialize, ToSchema)]
struct TokenBody {
    /// What it is called.
    name: String,
    /// How many days it works, 1 to 365.
    days: u32,
}

#[utoipa::path(post, path = "/api/v1/me/tokens", request_body = TokenBody,
    responses((status = 201, body = TokenMade), (status = 422, body = web::Problem)))]
async fn create_token(
    State(accounts): State<Accounts>,
    v: Visitor,
    key: IdempotencyKey,
    Json(body): Json<TokenBody>,
) -> Result<Response, ApiError> {
    let made = accounts.create_token(&stamp(&v, key), &body.name, &body.days.to_string()).await?;
    Ok((StatusCode::CREATED, Json(TokenMade::new(made))).into_response())
}

#[utoipa::path(delete, path = "/api/v1/me/tokens/{token}", params(("token" = String, Path)),
    responses((status = 204), (status = 404, body = web::Problem)))]
async fn revoke_token(
    State(accounts): State<Accounts>,
    v: Visitor,
    key: IdempotencyKey,
    Path(token): Path<String>,
) -> Result<StatusCode, ApiError> {
    accounts.revoke_token(&stamp(&v, key), id(&token)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An agency with its units.
#[derive(Serialize, ToSchema)]
struct AgencyOut {
    id: String,
    /// Electronic identifier.
    code: String,
    name_vi: String,
    name_en: String,
    /// `province`, `department` or `ward`.
    kind: String,
    parent: Option<String>,
    phone: String,
    address: String,
    /// Code of the commune it is the committee of, as under `/api/v1/places`.
    commune: Option<String>,
    opened: String,
    closed: Option<String>,
    successor: Option<String>,
    units: Vec<UnitOut>,
}

/// A unit.
#[derive(Serialize, ToSchema)]
struct UnitOut {
    id: String,
    /// `desk`, `civil-status`, `construction`, `police`, `social`, `tax`, `land`, `insurance`,
    /// `leadership` or `department`.
    kind: String,
    name_vi: String,
    name_en: String,
    closed: Option<String>,
    /// Number of the unit that took over.
    successor: Option<String>,
}

#[utoipa::path(get, path = "/api/v1/agencies", responses((status = 200, body = Vec<AgencyOut>)))]
async fn agencies(State(accounts): State<Accounts>) -> Result<Json<Vec<AgencyOut>>, ApiError> {
    let out = accounts.agencies().into_iter().map(|agency| AgencyOut {
        id: agency.id.to_string(),
        code: agency.code.clone(),
        name_vi: agency.name_vi.clone(),
        name_en: agency.name_en.clone(),
        kind: agency.kind.name().to_owned(),
        parent: agency.parent.map(|id| id.to_string()),
        phone: agency.phone.clone(),
        address: agency.address.clone(),
        commune: agency.commune.clone(),
        opened: agency.opened.to_string(),
        closed: agency.closed.map(|day| day.to_string()),
        successor: agency.successor.map(|id| id.to_string()),
        units: accounts
            .units_of(agency.id)
            .iter()
            .map(|unit| UnitOut {
                id: unit.id.to_string(),
                kind: unit.kind.name().to_owned(),
                name_vi: unit.name_vi.clone(),
                name_en: unit.name_en.clone(),
                closed: unit.closed.map(|day| day.to_string()),
                successor: unit.successor.map(|id| id.to_string()),
            })
            .collect(),
    });
    Ok(Json(out.collect()))
}

/// What a role may do.
#[derive(Serialize, ToSchema)]
struct RoleOut {
    role: String,
    permissions: Vec<String>,
}

#[utoipa::path(get, path = "/api/v1/roles", responses((status = 200, body = Vec<RoleOut>)))]
async fn roles() -> Result<Json<Vec<RoleOut>>, ApiError> {
    let row = |(role, may): &(kernel::Role, &[Permission])| RoleOut {
        role: role.name().to_owned(),
        permissions: may.iter().map(|one| one.name().to_owned()).collect(),
    };
    Ok(Json(permissions::MATRIX.iter().map(row).collect()))
}

/// An officer's account.
#[derive(Serialize, ToSchema)]
struct OfficerOut {
    id: String,
    name: String,
    title: String,
    phone: String,
    login: String,
    agency: Option<String>,
    unit: Option<String>,
    roles: Vec<String>,
    disabled: bool,
    version: i64,
}

#[utoipa::path(get, path = "/api/v1/officers", responses((status = 200, body = Vec<OfficerOut>)))]
async fn officers(State(accounts): State<Accounts>, v: Visitor) -> Result<Json<Vec<OfficerOut>>, ApiError> {
    let out = |one: &Officer| OfficerOut {
        id: one.id.to_string(),
        name: one.name.clone(),
        title: one.title.clone(),
        phone: one.phone.clone(),
        login: one.login.clone(),
        agency: one.agency.map(|id| id.to_string()),
        unit: one.unit.map(|id| id.to_string()),
        roles: one.roles_at(v.now).iter().map(|role| role.name().to_owned()).collect(),
        disabled: one.disabled_at.is_some(),
        version: one.version,
    };
    let all = accounts.officers();
    let mine = all.iter().filter(|one| accounts.manages(&v.actor, one.agency));
    Ok(Json(mine.map(|one| out(one)).collect()))
}

/// An officer's account to be made or changed.
#[derive(Deserialize, ToSchema)]
struct OfficerBody {
    name: String,
    title: String,
    #[serde(default)]
    phone: String,
    /// User name; only for a new account.
    #[serde(default)]
    login: String,
    /// Number of the unit.
    unit: String,
    roles: Vec<String>,
    /// Only for a change.
    #[serde(default)]
    version: i64,
}

impl OfficerBody {
    fn edit(self) -> (OfficerEdit, Option<Id>, i64) {
        let OfficerBody { name, title, phone, login, unit, roles, version } = self;
        (OfficerEdit { name, title, phone, login, roles }, unit.parse().ok(), version)
    }
}

/// An account with the password its owner begins with.
#[derive(Serialize, ToSchema)]
struct FirstPassword {
    id: String,
    /// Given this once.
    password: String,
}

#[utoipa::path(post, path = "/api/v1/officers", request_body = OfficerBody,
    responses((status = 201, body = FirstPassword), (status = 422, body = web::Problem)))]
async fn add_officer(
    State(accounts): State<Accounts>,
    v: Visitor,
    key: IdempotencyKey,
    Json(body): Json<OfficerBody>,
) -> Result<Response, ApiError> {
    let (typed, unit, _) = body.edit();
    let new = accounts.add_officer(&stamp(&v, key), &typed, unit).await?;
    let out = FirstPassword { id: new.id.to_string(), password: new.password };
    Ok((StatusCode::CREATED, Json(out)).into_response())
}

#[utoipa::path(put, path = "/api/v1/officers/{officer}", params(("officer" = String, Path)),
    request_body = OfficerBody, responses((status = 204), (status = 409, body = web::Problem)))]
async fn change_officer(
    State(accounts): State<Accounts>,
    v: Visitor,
    key: IdempotencyKey,
    Path(officer): Path<String>,
    Json(body): Json<OfficerBody>,
) -> Result<StatusCode, ApiError> {
    let officer = accounts.managed_officer(&v.actor, id(&officer)?)?;
    let (mut typed, unit, version) = body.edit();
    typed.login.clone_from(&officer.login);
    accounts.change_officer(&stamp(&v, key), officer.id, &typed, unit, version).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which state of the account the change is about.
#[derive(Deserialize, ToSchema)]
struct VersionBody {
    version: i64,
}

#[utoipa::path(post, path = "/api/v1/officers/{officer}/disable", params(("officer" = String, Path)),
    request_body = VersionBody, responses((status = 204), (status = 409, body = web::Problem)))]
async fn disable_officer(
    State(accounts): State<Accounts>,
    v: Visitor,
    key: IdempotencyKey,
    Path(officer): Path<String>,
    Json(body): Json<VersionBody>,
) -> Result<StatusCode, ApiError> {
    accounts.disable_officer(&stamp(&v, key), id(&officer)?, body.version).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(post, path = "/api/v1/officers/{officer}/enable", params(("officer" = String, Path)),
    request_body = VersionBody, responses((status = 204), (status = 409, body = web::Problem)))]
async fn enable_officer(
    State(accounts): State<Accounts>,
    v: Visitor,
    key: IdempotencyKey,
    Path(officer): Path<String>,
    Json(body): Json<VersionBody>,
) -> Result<StatusCode, ApiError> {
    accounts.enable_officer(&stamp(&v, key), id(&officer)?, body.version).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(post, path = "/api/v1/officers/{officer}/unlock", params(("officer" = String, Path)),
    request_body = VersionBody, responses((status = 204), (status = 409, body = web::Problem)))]
async fn unlock_officer(
    State(accounts): State<Accounts>,
    v: Visitor,
    key: IdempotencyKey,
    Path(officer): Path<String>,
    Json(body): Json<VersionBody>,
) -> Result<StatusCode, ApiError> {
    accounts.unlock_officer(&stamp(&v, key), id(&officer)?, body.version).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(post, path = "/api/v1/officers/{officer}/password", params(("officer" = String, Path)),
    request_body = VersionBody, responses((status = 200, body = FirstPassword), (status = 409, body = web::Problem)))]
async fn reset_password(
    State(accounts): State<Accounts>,
    v: Visitor,
    key: IdempotencyKey,
    Path(officer): Path<String>,
    Json(body): Json<VersionBody>,
) -> Result<Json<FirstPassword>, ApiError> {
    let new = accounts.reset_password(&stamp(&v, key), id(&officer)?, body.version).await?;
    Ok(Json(FirstPassword { id: new.id.to_string(), password: new.password }))
}
