//! One's own account: details, password, API tokens.

use super::{fields, office_text, roles_text, stamp};
use crate::model::{Account, AccountKind, ApiToken};
use crate::rules::{self, ProfileEdit};
use crate::{Accounts, Stamp};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::{Day, Id, Refusal};
use serde::Deserialize;
use web::parts::{DateTyped, Fact, Field, Mistake, Tag, Tone};
use web::{Answer, Form, Pairs, Visitor};

#[derive(Template)]
#[template(path = "accounts/mine.html")]
struct ProfilePage {
    v: Visitor,
    mistakes: Vec<Mistake>,
    /// What cannot be changed here.
    facts: Vec<Fact>,
    /// What can; empty for officers.
    inputs: Vec<Field>,
    version: i64,
    saved: bool,
}

fn profile_form(
    accounts: &Accounts,
    v: &Visitor,
    account: &Account,
    typed: Option<&Pairs>,
    refusal: Option<&Refusal>,
) -> ProfilePage {
    let mistakes = refusal.map(|refusal| v.mistakes(refusal)).unwrap_or_default();
    let (facts, inputs) = match account.kind {
        AccountKind::Officer => (officer_facts(accounts, v, account), Vec::new()),
        AccountKind::Person => (person_facts(v, account), person_inputs(v, account, typed, &mistakes)),
    };
    let saved = v.query("da-luu").is_some();
    ProfilePage { v: v.clone(), mistakes, facts, inputs, version: account.version, saved }
}

fn officer_facts(accounts: &Accounts, v: &Visitor, account: &Account) -> Vec<Fact> {
    let officer = accounts.officer(account.id);
    let unit = officer.as_ref().and_then(|officer| officer.unit).and_then(|id| accounts.unit(id));
    let title = officer.as_ref().map_or("", |officer| officer.title.as_str());
    vec![
        Fact::new(v.t("accounts-name"), account.profile.name.as_str()),
        Fact::new(v.t("accounts-login"), account.profile.login.as_str()),
        Fact::new(v.t("accounts-officer-title-field"), title),
        Fact::new(v.t("accounts-mine-office"), office_text(accounts, v, unit)),
        Fact::new(v.t("accounts-mine-roles"), roles_text(v, v.actor.roles.iter())),
    ]
}

fn person_facts(v: &Visitor, account: &Account) -> Vec<Fact> {
    let mut facts = Vec::new();
    if !account.profile.phone.is_empty() {
        facts.push(Fact::new(v.t("accounts-phone"), kernel::text::phone_shown(&account.profile.phone)));
    }
    if !account.profile.login.is_empty() {
        facts.push(Fact::new(v.t("accounts-login"), account.profile.login.as_str()));
    }
    facts.push(Fact::new(v.t("accounts-mine-since"), v.day(account.created.day())));
    facts
}

fn person_inputs(v: &Visitor, account: &Account, typed: Option<&Pairs>, mistakes: &[Mistake]) -> Vec<Field> {
    let profile = &account.profile;
    let inputs = [
        Field::text("name", v.t("accounts-name"))
            .hint(v.t("accounts-name-hint"))
            .autocomplete("name")
            .value(&profile.name),
        Field::digits("card", v.t("accounts-card"))
            .hint(v.t("accounts-card-hint"))
            .optional(v)
            .value(&profile.card),
        Field::date(v, "born", v.t("accounts-born"))
            .hint(v.t("accounts-born-hint"))
            .optional(v)
            .autocomplete("bday")
            .typed(born_typed(&profile.born)),
        Field::text("address", v.t("accounts-address"))
            .hint(v.t("accounts-address-hint"))
            .optional(v)
            .autocomplete("street-address")
            .value(&profile.address),
        Field::text("email", v.t("accounts-email"))
            .hint(v.t("accounts-email-hint"))
            .optional(v)
            .autocomplete("email")
            .value(&profile.email),
    ];
    let inputs =
        inputs.into_iter().map(|input| if let Some(pairs) = typed { input.posted(pairs) } else { input });
    inputs.map(|input| input.mistaken(v, mistakes)).collect()
}

fn born_typed(born: &str) -> DateTyped {
    match born.parse::<Day>() {
        Ok(day) => DateTyped::of(day),
        Err(_) => DateTyped { year: born.to_owned(), ..DateTyped::default() },
    }
}

fn reader(v: &Visitor) -> Stamp {
    Stamp { actor: v.actor.clone(), key: None }
}

pub(super) async fn profile_page(State(accounts): State<Accounts>, v: Visitor) -> Answer {
    let account = accounts.own(&reader(&v)).await?;
    v.page(&profile_form(&accounts, &v, &account, None, None))
}

#[derive(Deserialize)]
pub(super) struct ProfileForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    card: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    email: String,
    version: i64,
}

pub(super) async fn change_profile(
    State(accounts): State<Accounts>,
    v: Visitor,
    form: Form<ProfileForm>,
) -> Answer {
    let typed = &form.value;
    let born = DateTyped::from_pairs(&form.pairs, "born");
    let edit = ProfileEdit {
        name: typed.name.clone(),
        card: typed.card.clone(),
        born: (born.day, born.month, born.year),
        address: typed.address.clone(),
        email: typed.email.clone(),
    };
    match accounts.change_profile(&stamp(&v, &form.key), &edit, typed.version).await {
        Ok(()) => Ok(v.see_other("/tai-khoan?da-luu=1")),
        Err(failure) => {
            let refusal = fields(failure)?;
            let account = accounts.own(&reader(&v)).await?;
            let mut page = profile_form(&accounts, &v, &account, Some(&form.pairs), Some(&refusal));
            // The version typed from stays: what someone else changed meanwhile must not be lost.
            page.version = typed.version;
            v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

#[derive(Template)]
#[template(path = "accounts/password.html")]
struct PasswordPage {
    v: Visitor,
    mistakes: Vec<Mistake>,
    inputs: Vec<Field>,
    saved: bool,
}

fn password_form(v: &Visitor, refusal: Option<&Refusal>) -> PasswordPage {
    let mistakes = refusal.map(|refusal| v.mistakes(refusal)).unwrap_or_default();
    let inputs = vec![
        Field::password("mat_khau_cu", v.t("accounts-password-old"), false).mistaken(v, &mistakes),
        Field::password("mat_khau", v.t("accounts-password-new"), true)
            .hint(v.t1("accounts-password-hint", "min", rules::PASSWORD_MIN_CHARS))
            .mistaken(v, &mistakes),
        Field::password("mat_khau_lai", v.t("accounts-password-repeat"), true).mistaken(v, &mistakes),
    ];
    PasswordPage { v: v.clone(), mistakes, inputs, saved: v.query("da-luu").is_some() }
}

pub(super) async fn password_page(v: Visitor) -> Answer {
    v.page(&password_form(&v, None))
}

#[derive(Deserialize)]
pub(super) struct PasswordForm {
    #[serde(default)]
    mat_khau_cu: String,
    #[serde(default)]
    mat_khau: String,
    #[serde(default)]
    mat_khau_lai: String,
}

pub(super) async fn change_password(
    State(accounts): State<Accounts>,
    v: Visitor,
    form: Form<PasswordForm>,
) -> Answer {
    let PasswordForm { mat_khau_cu, mat_khau, mat_khau_lai } = &form.value;
    match accounts.change_password(&stamp(&v, &form.key), mat_khau_cu, mat_khau, mat_khau_lai).await {
        Ok(()) => Ok(v.see_other("/tai-khoan/mat-khau?da-luu=1")),
        Err(failure) => {
            let refusal = fields(failure)?;
            v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &password_form(&v, Some(&refusal)))
        }
    }
}

#[derive(Template)]
#[template(path = "accounts/tokens.html")]
struct TokensPage {
    v: Visitor,
    mistakes: Vec<Mistake>,
    rows: Vec<TokenLine>,
    inputs: Vec<Field>,
}

struct TokenLine {
    token: ApiToken,
    state: Tag,
    works: bool,
}

#[derive(Template)]
#[template(path = "accounts/token-shown.html")]
struct TokenShownPage {
    v: Visitor,
    name: String,
    text: String,
    until: kernel::Moment,
}

async fn tokens_form(
    accounts: &Accounts,
    v: &Visitor,
    typed: Option<&Pairs>,
    refusal: Option<&Refusal>,
) -> Result<TokensPage, kernel::Failure> {
    let own = reader(v).account()?;
    let now = v.web().clock.technical();
    let line = |token: ApiToken| {
        let (tone, key) = match (token.works_at(now), token.revoked) {
            (true, _) => (Tone::Good, "accounts-tokens-works"),
            (false, Some(_)) => (Tone::Wait, "accounts-tokens-revoked"),
            (false, None) => (Tone::Wait, "accounts-tokens-ended"),
        };
        TokenLine { works: token.works_at(now), state: Tag::new(tone, v.t(key)), token }
    };
    let rows = accounts.tokens_of(own).await?.into_iter().map(line).collect();
    let mistakes = refusal.map(|refusal| v.mistakes(refusal)).unwrap_or_default();
    let inputs = [
        Field::text("name", v.t("accounts-tokens-name")).hint(v.t("accounts-tokens-name-hint")),
        Field::digits("days", v.t("accounts-tokens-days"))
            .hint(v.t1("accounts-tokens-days-hint", "max", rules::TOKEN_MAX_DAYS))
            .short()
            .value("90"),
    ];
    let inputs =
        inputs.into_iter().map(|input| if let Some(pairs) = typed { input.posted(pairs) } else { input });
    let inputs = inputs.map(|input| input.mistaken(v, &mistakes)).collect();
    Ok(TokensPage { v: v.clone(), mistakes, rows, inputs })
}

pub(super) async fn tokens_page(State(accounts): State<Accounts>, v: Visitor) -> Answer {
    let page = tokens_form(&accounts, &v, None, None).await?;
    v.page(&page)
}

#[derive(Deserialize)]
pub(super) struct TokenForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    days: String,
}

pub(super) async fn create_token(
    State(accounts): State<Accounts>,
    v: Visitor,
    form: Form<TokenForm>,
) -> Answer {
    match accounts.create_token(&stamp(&v, &form.key), &form.value.name, &form.value.days).await {
        // Not a redirect: the token is in no address and is shown this once.
        Ok((token, text)) => {
            v.page(&TokenShownPage { v: v.clone(), name: token.name, text, until: token.expires })
        }
        Err(failure) => {
            let refusal = fields(failure)?;
            let page = tokens_form(&accounts, &v, Some(&form.pairs), Some(&refusal)).await?;
            v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Nothing {}

pub(super) async fn revoke_token(
    State(accounts): State<Accounts>,
    v: Visitor,
    Path(token): Path<Id>,
    form: Form<Nothing>,
) -> Answer {
    accounts.revoke_token(&stamp(&v, &form.key), token).await?;
    Ok(v.see_other("/tai-khoan/ma-truy-cap"))
}
