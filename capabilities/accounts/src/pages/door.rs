//! Sign-in, sign-up, sign-out, set-up of the first administrator.

use super::{fields, role_key, stamp};
use crate::model::AccountKind;
use crate::rules::{self, SignUp};
use crate::sessions::NewSession;
use crate::{Accounts, SignedIn, seed};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::Response;
use kernel::{Refusal, RefusalKind, Role};
use serde::Deserialize;
use web::parts::{Field, Mistake};
use web::{Answer, Form, Pairs, Rate, Visitor, session};

/// Tries at the door from one network.
const DOOR_RATE: Rate = Rate { per_minute: 60, burst: 120 };
/// Accounts opened from one network: a school or an internet café may share one.
const SIGN_UP_RATE: Rate = Rate { per_minute: 6, burst: 30 };

const HOUR_SECONDS: u32 = 3_600;

/// Sets the session cookie on an answer.
fn with_session(v: &Visitor, mut answer: Response, new: &NewSession) -> Response {
    let seconds = HOUR_SECONDS * rules::SESSION_MAX_HOURS as u32;
    answer.headers_mut().append(header::SET_COOKIE, session::set_cookie(v.web(), &new.token, seconds));
    answer
}

/// Where to go after coming in: where one was going, or the first page of one's kind.
fn onward(v: &Visitor, next: &str, kind: AccountKind) -> Response {
    if let Some(next) = rules::safe_next(next) {
        let language = next.strip_prefix("/en").filter(|rest| rest.is_empty() || rest.starts_with('/'));
        return v.see_other(language.map_or(next, |rest| if rest.is_empty() { "/" } else { rest }));
    }
    let known = |path: &&&str| v.web().table.iter().any(|route| route.path == **path);
    let homes: &[&str] = match kind {
        AccountKind::Officer => &["/can-bo", "/can-bo/viec"],
        AccountKind::Person => &["/ho-so"],
    };
    v.see_other(homes.iter().find(known).unwrap_or(&"/tai-khoan"))
}

#[derive(Template)]
#[template(path = "accounts/sign-in.html")]
struct SignInPage {
    v: Visitor,
    mistakes: Vec<Mistake>,
    next: String,
    sign_up_link: String,
    login: Field,
    password: Field,
    demo_password: &'static str,
    /// Demonstration accounts: login and role in words.
    demo: Vec<(&'static str, String)>,
}

/// One demonstration account for each role with something to do.
const DEMO: [(&str, Role); 10] = [
    ("nguoidan", Role::Citizen),
    ("tiepnhan.saigon", Role::Receiver),
    ("hotich.saigon", Role::Specialist),
    ("truongphong.saigon", Role::Head),
    ("chutich.saigon", Role::Signatory),
    ("tongdai", Role::Operator),
    ("lanhdao", Role::Leader),
    ("thanhtra", Role::Auditor),
    ("quantri", Role::Admin),
    ("nhapho.saigon", Role::Helper),
];

/// The demonstration account chosen by its link.
fn demo_login(v: &Visitor) -> &'static str {
    let chosen = v.query("ten").filter(|_| v.is_demo()).unwrap_or_default();
    DEMO.iter().find(|(login, _)| *login == chosen).map_or("", |(login, _)| login)
}

fn sign_in_form(v: &Visitor, next: &str, typed: Option<&Pairs>, refusal: Option<&Refusal>) -> SignInPage {
    let mistakes = refusal.map(|refusal| v.mistakes(refusal)).unwrap_or_default();
    let login = Field::text("login", v.t("accounts-login"))
        .hint(v.t("accounts-login-hint"))
        .autocomplete("username")
        .value(typed.map_or_else(|| demo_login(v), |pairs| pairs.get("login")))
        .extra("autocapitalize=\"none\" spellcheck=\"false\"")
        .mistaken(v, &mistakes);
    let password = Field::password("mat_khau", v.t("accounts-password"), false).mistaken(v, &mistakes);
    let next = rules::safe_next(next).unwrap_or_default().to_owned();
    let mut sign_up_link = v.url("/dang-ky");
    if !next.is_empty() {
        sign_up_link.push_str("?tiep=");
        sign_up_link.push_str(&in_query(&next));
    }
    SignInPage {
        v: v.clone(),
        mistakes,
        next,
        sign_up_link,
        login,
        password,
        demo_password: seed::PASSWORD,
        demo: DEMO.iter().map(|(login, role)| (*login, v.t(&role_key(*role)).into_owned())).collect(),
    }
}

/// A path of ours as a value of a query.
fn in_query(path: &str) -> String {
    path.replace('%', "%25").replace('&', "%26").replace('#', "%23").replace('+', "%2B").replace('=', "%3D")
}

pub(super) async fn sign_in_page(v: Visitor) -> Answer {
    let next = v.query("tiep").unwrap_or_default();
    v.page(&sign_in_form(&v, &next, None, None))
}

#[derive(Deserialize)]
pub(super) struct SignInForm {
    #[serde(default)]
    login: String,
    #[serde(default)]
    mat_khau: String,
    #[serde(default)]
    tiep: String,
}

pub(super) async fn sign_in(State(accounts): State<Accounts>, v: Visitor, form: Form<SignInForm>) -> Answer {
    v.limit(&format!("sign-in {}", v.network()), DOOR_RATE, 1)?;
    let typed = &form.value;
    match accounts.sign_in(&stamp(&v, &form.key), &typed.login, &typed.mat_khau).await {
        Ok(SignedIn { session, kind }) => Ok(with_session(&v, onward(&v, &typed.tiep, kind), &session)),
        Err(failure) => {
            let refusal = fields(failure)?;
            let page = sign_in_form(&v, &typed.tiep, Some(&form.pairs), Some(&refusal));
            v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Nothing {}

pub(super) async fn sign_out(State(accounts): State<Accounts>, v: Visitor, form: Form<Nothing>) -> Answer {
    accounts.sign_out(&stamp(&v, &form.key)).await?;
    let mut answer = v.see_other("/");
    answer.headers_mut().append(header::SET_COOKIE, session::clear(v.web()));
    Ok(answer)
}

#[derive(Template)]
#[template(path = "accounts/sign-up.html")]
struct SignUpPage {
    v: Visitor,
    mistakes: Vec<Mistake>,
    next: String,
    inputs: Vec<Field>,
}

fn password_pair(v: &Visitor, mistakes: &[Mistake], label: &str) -> [Field; 2] {
    [
        Field::password("mat_khau", v.t(label), true)
            .hint(v.t1("accounts-password-hint", "min", rules::PASSWORD_MIN_CHARS))
            .mistaken(v, mistakes),
        Field::password("mat_khau_lai", v.t("accounts-password-repeat"), true).mistaken(v, mistakes),
    ]
}

fn sign_up_form(v: &Visitor, next: &str, typed: Option<&Pairs>, refusal: Option<&Refusal>) -> SignUpPage {
    let mistakes = refusal.map(|refusal| v.mistakes(refusal)).unwrap_or_default();
    let mut inputs = vec![
        Field::text("name", v.t("accounts-name")).hint(v.t("accounts-name-hint")).autocomplete("name"),
        Field::phone("phone", v.t("accounts-phone")).hint(v.t("accounts-phone-hint")),
        Field::digits("card", v.t("accounts-card")).hint(v.t("accounts-card-hint")).optional(v),
    ];
    inputs = inputs
        .into_iter()
        .map(|input| if let Some(pairs) = typed { input.posted(pairs) } else { input })
        .map(|input| input.mistaken(v, &mistakes))
        .collect();
    inputs.extend(password_pair(v, &mistakes, "accounts-password"));
    let next = rules::safe_next(next).unwrap_or_default().to_owned();
    SignUpPage { v: v.clone(), mistakes, next, inputs }
}

pub(super) async fn sign_up_page(v: Visitor) -> Answer {
    let next = v.query("tiep").unwrap_or_default();
    v.page(&sign_up_form(&v, &next, None, None))
}

#[derive(Deserialize)]
pub(super) struct SignUpForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    card: String,
    #[serde(default)]
    mat_khau: String,
    #[serde(default)]
    mat_khau_lai: String,
    #[serde(default)]
    tiep: String,
}

pub(super) async fn sign_up(State(accounts): State<Accounts>, v: Visitor, form: Form<SignUpForm>) -> Answer {
    v.limit(&format!("sign-up {}", v.network()), SIGN_UP_RATE, 1)?;
    let typed = &form.value;
    let new = SignUp {
        name: typed.name.clone(),
        phone: typed.phone.clone(),
        card: typed.card.clone(),
        password: typed.mat_khau.clone(),
        again: typed.mat_khau_lai.clone(),
    };
    match accounts.sign_up(&stamp(&v, &form.key), &new).await {
        Ok(SignedIn { session, kind }) => Ok(with_session(&v, onward(&v, &typed.tiep, kind), &session)),
        Err(failure) => {
            let refusal = fields(failure)?;
            let page = sign_up_form(&v, &typed.tiep, Some(&form.pairs), Some(&refusal));
            v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

#[derive(Template)]
#[template(path = "accounts/setup.html")]
struct SetupPage {
    v: Visitor,
    mistakes: Vec<Mistake>,
    inputs: Vec<Field>,
}

#[derive(Template)]
#[template(path = "accounts/setup-done.html")]
struct SetupDonePage {
    v: Visitor,
}

fn setup_form(v: &Visitor, typed: Option<&Pairs>, refusal: Option<&Refusal>) -> SetupPage {
    let mistakes = refusal.map(|refusal| v.mistakes(refusal)).unwrap_or_default();
    let texts = [
        Field::text("name", v.t("accounts-name")).autocomplete("name"),
        Field::text("login", v.t("accounts-login"))
            .hint(v.t("accounts-setup-login-hint"))
            .autocomplete("username")
            .extra("autocapitalize=\"none\" spellcheck=\"false\""),
    ];
    let mut inputs: Vec<Field> = texts
        .into_iter()
        .map(|input| if let Some(pairs) = typed { input.posted(pairs) } else { input })
        .map(|input| input.mistaken(v, &mistakes))
        .collect();
    inputs.extend(password_pair(v, &mistakes, "accounts-password"));
    SetupPage { v: v.clone(), mistakes, inputs }
}

pub(super) async fn setup_page(
    State(accounts): State<Accounts>,
    v: Visitor,
    Path(token): Path<String>,
) -> Answer {
    v.limit(&format!("setup {}", v.network()), DOOR_RATE, 1)?;
    if !accounts.invitation_opens(&token).await? {
        return Err(Refusal::absent().into());
    }
    v.page(&setup_form(&v, None, None))
}

#[derive(Deserialize)]
pub(super) struct SetupForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    login: String,
    #[serde(default)]
    mat_khau: String,
    #[serde(default)]
    mat_khau_lai: String,
}

pub(super) async fn setup(
    State(accounts): State<Accounts>,
    v: Visitor,
    Path(token): Path<String>,
    form: Form<SetupForm>,
) -> Answer {
    v.limit(&format!("setup {}", v.network()), DOOR_RATE, 1)?;
    let SetupForm { name, login, mat_khau, mat_khau_lai } = &form.value;
    let made =
        accounts.accept_invitation(&stamp(&v, &form.key), &token, name, login, mat_khau, mat_khau_lai).await;
    match made {
        Ok(_) => v.page(&SetupDonePage { v: v.clone() }),
        Err(kernel::Failure::Refusal(refusal)) if refusal.kind == RefusalKind::Absent => Err(refusal.into()),
        Err(failure) => {
            let refusal = fields(failure)?;
            let page = setup_form(&v, Some(&form.pairs), Some(&refusal));
            v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}
