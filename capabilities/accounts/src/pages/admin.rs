//! Administration: officers, agencies, the matrix.

use super::{MatrixRow, fields, matrix, office_text, role_key, roles_text, stamp};
use crate::model::{Agency, Officer, Unit};
use crate::rules::OfficerEdit;
use crate::{Accounts, permissions};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::{Id, Refusal, text};
use serde::Deserialize;
use std::sync::Arc;
use web::parts::{Choice, Fact, Field, Mistake, Pages, Tag, Tone};
use web::{Answer, Form, Pairs, Visitor};

const OFFICERS_PER_PAGE: u32 = 50;
const HOME: &str = "/can-bo/he-thong/nguoi-dung";

#[derive(Template)]
#[template(path = "accounts/officers.html")]
struct OfficersPage {
    v: Visitor,
    count: i64,
    agency: Field,
    rows: Vec<OfficerLine>,
    pages: Pages,
}

struct OfficerLine {
    officer: Arc<Officer>,
    office: String,
    roles: String,
    state: Tag,
}

/// The state of an account in a word.
fn state(v: &Visitor, officer: &Officer, locked: bool) -> Tag {
    match (officer.disabled_at, locked) {
        (Some(_), _) => Tag::new(Tone::Wait, v.t("accounts-officers-off")),
        (None, true) => Tag::new(Tone::Warn, v.t("accounts-officers-locked")),
        (None, false) => Tag::new(Tone::Good, v.t("accounts-officers-on")),
    }
}

fn roles_now(v: &Visitor, officer: &Officer) -> String {
    roles_text(v, officer.roles_at(v.now).iter())
}

pub(super) async fn officers_page(State(accounts): State<Accounts>, v: Visitor) -> Answer {
    let wanted = v.query("co-quan").and_then(|id| id.parse::<Id>().ok());
    let seen = |officer: &Arc<Officer>| {
        accounts.manages(&v.actor, officer.agency) && (wanted.is_none() || officer.agency == wanted)
    };
    let officers: Vec<_> = accounts.officers().into_iter().filter(seen).collect();
    let locked = accounts.locked_officers().await?;
    let base = match wanted {
        Some(id) => format!("{}?co-quan={id}&", v.url(HOME)),
        None => format!("{}?", v.url(HOME)),
    };
    let pages =
        Pages::new(v.query_number("trang").unwrap_or(1), officers.len() as u64, OFFICERS_PER_PAGE, base);
    let from = (pages.page as usize - 1) * OFFICERS_PER_PAGE as usize;
    let line = |officer: &Arc<Officer>| OfficerLine {
        office: office_text(&accounts, &v, officer.unit.and_then(|id| accounts.unit(id))),
        roles: roles_now(&v, officer),
        state: state(&v, officer, locked.contains(&officer.id)),
        officer: Arc::clone(officer),
    };
    let rows = officers.iter().skip(from).take(OFFICERS_PER_PAGE as usize).map(line).collect();
    let mut choices = vec![Choice::new("", v.t("accounts-officers-all"))];
    let of = |agency: Arc<Agency>| Choice::new(agency.id.to_string(), agency.name(v.lang.tag()));
    choices.extend(accounts.managed(&v.actor).into_iter().map(of));
    let chosen = wanted.map(|id| id.to_string()).unwrap_or_default();
    let agency = Field::select("co-quan", v.t("accounts-officers-agency"), choices).value(chosen);
    v.page(&OfficersPage { v: v.clone(), count: officers.len() as i64, agency, rows, pages })
}

/// The inputs of an officer's account; the login is typed only once.
fn officer_inputs(
    accounts: &Accounts,
    v: &Visitor,
    officer: Option<&Officer>,
    typed: Option<&Pairs>,
    mistakes: &[Mistake],
) -> Vec<Field> {
    let mut units = vec![Choice::new("", v.t("accounts-officer-unit-choose"))];
    for agency in accounts.managed(&v.actor) {
        // A closed unit takes nobody in; who is still there sees where.
        let own = officer.and_then(|officer| officer.unit);
        let offered = |unit: &Arc<Unit>| unit.closed.is_none() || own == Some(unit.id);
        for unit in accounts.units_of(agency.id).into_iter().filter(offered) {
            let lang = v.lang.tag();
            units.push(Choice::new(
                unit.id.to_string(),
                format!("{}: {}", agency.name(lang), unit.name(lang)),
            ));
        }
    }
    let roles =
        permissions::officer_roles().map(|role| Choice::new(role.name(), v.t(&role_key(role)))).collect();
    let blank = String::new();
    let now = |pick: fn(&Officer) -> &String| officer.map_or(&blank, pick).clone();
    let unit = officer.and_then(|officer| officer.unit).map(|id| id.to_string()).unwrap_or_default();
    let held: Vec<&str> =
        officer.map(|one| one.roles_at(v.now).iter().map(kernel::Role::name).collect()).unwrap_or_default();
    let mut inputs = vec![
        Field::text("name", v.t("accounts-officers-name")).value(now(|one| &one.name)),
        Field::text("title", v.t("accounts-officer-title-field")).value(now(|one| &one.title)),
        Field::phone("phone", v.t("accounts-officer-phone-field"))
            .hint(v.t("accounts-officer-phone-hint"))
            .optional(v)
            .autocomplete("off")
            .value(now(|one| &one.phone)),
    ];
    if officer.is_none() {
        let login = Field::text("login", v.t("accounts-officers-login"))
            .hint(v.t("accounts-officer-login-hint"))
            .extra("autocapitalize=\"none\" spellcheck=\"false\"");
        inputs.push(login);
    }
    inputs.push(Field::select("unit", v.t("accounts-officer-unit"), units).value(unit));
    inputs.push(
        Field::many("roles", v.t("accounts-officer-roles-field"), roles)
            .hint(v.t("accounts-officer-roles-hint"))
            .ticked(held.into_iter()),
    );
    let inputs =
        inputs.into_iter().map(|input| if let Some(pairs) = typed { input.posted(pairs) } else { input });
    inputs.map(|input| input.mistaken(v, mistakes)).collect()
}

#[derive(Deserialize)]
pub(super) struct OfficerForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    login: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    version: i64,
}

impl OfficerForm {
    fn edit(&self, pairs: &Pairs) -> OfficerEdit {
        OfficerEdit {
            name: self.name.clone(),
            title: self.title.clone(),
            phone: self.phone.clone(),
            login: self.login.clone(),
            roles: pairs.all("roles").map(str::to_owned).collect(),
        }
    }

    fn unit(&self) -> Option<Id> {
        self.unit.parse().ok()
    }
}

#[derive(Template)]
#[template(path = "accounts/officer-new.html")]
struct NewOfficerPage {
    v: Visitor,
    mistakes: Vec<Mistake>,
    inputs: Vec<Field>,
}

#[derive(Template)]
#[template(path = "accounts/officer-password.html")]
struct PasswordShownPage {
    v: Visitor,
    title: String,
    name: String,
    login: String,
    password: String,
    link: String,
}

pub(super) async fn new_officer_page(State(accounts): State<Accounts>, v: Visitor) -> Answer {
    let inputs = officer_inputs(&accounts, &v, None, None, &[]);
    v.page(&NewOfficerPage { v: v.clone(), mistakes: Vec::new(), inputs })
}

pub(super) async fn add_officer(
    State(accounts): State<Accounts>,
    v: Visitor,
    form: Form<OfficerForm>,
) -> Answer {
    let typed = form.value.edit(&form.pairs);
    match accounts.add_officer(&stamp(&v, &form.key), &typed, form.value.unit()).await {
        Ok(new) => show_password(&accounts, &v, new.id, new.password, "accounts-officer-created-title"),
        Err(failure) => {
            let mistakes = v.mistakes(&fields(failure)?);
            let inputs = officer_inputs(&accounts, &v, None, Some(&form.pairs), &mistakes);
            v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &NewOfficerPage { v: v.clone(), mistakes, inputs })
        }
    }
}

/// Not a redirect: a password is in no address and is shown this once.
fn show_password(accounts: &Accounts, v: &Visitor, id: Id, password: String, title: &str) -> Answer {
    let officer = accounts.managed_officer(&v.actor, id)?;
    v.page(&PasswordShownPage {
        v: v.clone(),
        title: v.t1(title, "name", officer.name.as_str()).into_owned(),
        name: officer.name.clone(),
        login: officer.login.clone(),
        password,
        link: v.url(&format!("{HOME}/{id}")),
    })
}

#[derive(Template)]
#[template(path = "accounts/officer.html")]
struct OfficerPage {
    v: Visitor,
    mistakes: Vec<Mistake>,
    officer: Arc<Officer>,
    facts: Vec<Fact>,
    state: Tag,
    inputs: Vec<Field>,
    version: i64,
    own: bool,
    locked: bool,
    saved: bool,
    link: String,
}

async fn officer_view(
    accounts: &Accounts,
    v: &Visitor,
    id: Id,
    typed: Option<&Pairs>,
    refusal: Option<&Refusal>,
) -> Result<OfficerPage, kernel::Failure> {
    let officer = accounts.managed_officer(&v.actor, id)?;
    let locked = accounts.locked_officers().await?.contains(&id);
    let mistakes = refusal.map(|refusal| v.mistakes(refusal)).unwrap_or_default();
    let phone = if officer.phone.is_empty() { String::new() } else { text::phone_shown(&officer.phone) };
    let unit = officer.unit.and_then(|id| accounts.unit(id));
    let facts = vec![
        Fact::new(v.t("accounts-officers-login"), officer.login.as_str()),
        Fact::new(v.t("accounts-officers-office"), office_text(accounts, v, unit)),
        Fact::new(v.t("accounts-officer-phone-field"), phone),
        Fact::new(v.t("accounts-officers-roles"), roles_now(v, &officer)),
    ];
    Ok(OfficerPage {
        state: state(v, &officer, locked),
        inputs: officer_inputs(accounts, v, Some(&officer), typed, &mistakes),
        version: officer.version,
        own: v.actor.account == Some(id),
        saved: v.query("da-luu").is_some(),
        link: v.url(&format!("{HOME}/{id}")),
        v: v.clone(),
        mistakes,
        facts,
        officer,
        locked,
    })
}

pub(super) async fn officer_page(
    State(accounts): State<Accounts>,
    v: Visitor,
    Path(officer): Path<Id>,
) -> Answer {
    let page = officer_view(&accounts, &v, officer, None, None).await?;
    v.page(&page)
}

pub(super) async fn change_officer(
    State(accounts): State<Accounts>,
    v: Visitor,
    Path(officer): Path<Id>,
    form: Form<OfficerForm>,
) -> Answer {
    let known = accounts.managed_officer(&v.actor, officer)?;
    let mut typed = form.value.edit(&form.pairs);
    typed.login.clone_from(&known.login);
    let (unit, version) = (form.value.unit(), form.value.version);
    match accounts.change_officer(&stamp(&v, &form.key), officer, &typed, unit, version).await {
        Ok(()) => Ok(saved(&v, officer)),
        Err(failure) => {
            let refusal = fields(failure)?;
            let mut page = officer_view(&accounts, &v, officer, Some(&form.pairs), Some(&refusal)).await?;
            page.version = version;
            v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn saved(v: &Visitor, officer: Id) -> axum::response::Response {
    v.see_other(&format!("{HOME}/{officer}?da-luu=1"))
}

#[derive(Deserialize)]
pub(super) struct VersionForm {
    pub(super) version: i64,
}

pub(super) async fn disable_officer(
    State(accounts): State<Accounts>,
    v: Visitor,
    Path(officer): Path<Id>,
    form: Form<VersionForm>,
) -> Answer {
    accounts.disable_officer(&stamp(&v, &form.key), officer, form.value.version).await?;
    Ok(saved(&v, officer))
}

pub(super) async fn enable_officer(
    State(accounts): State<Accounts>,
    v: Visitor,
    Path(officer): Path<Id>,
    form: Form<VersionForm>,
) -> Answer {
    accounts.enable_officer(&stamp(&v, &form.key), officer, form.value.version).await?;
    Ok(saved(&v, officer))
}

pub(super) async fn unlock_officer(
    State(accounts): State<Accounts>,
    v: Visitor,
    Path(officer): Path<Id>,
    form: Form<VersionForm>,
) -> Answer {
    accounts.unlock_officer(&stamp(&v, &form.key), officer, form.value.version).await?;
    Ok(saved(&v, officer))
}

pub(super) async fn reset_password(
    State(accounts): State<Accounts>,
    v: Visitor,
    Path(officer): Path<Id>,
    form: Form<VersionForm>,
) -> Answer {
    let new = accounts.reset_password(&stamp(&v, &form.key), officer, form.value.version).await?;
    show_password(&accounts, &v, new.id, new.password, "accounts-officer-reset-title")
}

#[derive(Template)]
#[template(path = "accounts/agencies.html")]
struct AgenciesPage {
    v: Visitor,
    rows: Vec<AgencyLine>,
    saved: bool,
}

struct AgencyLine {
    agency: Arc<Agency>,
    name: String,
    above: String,
    kind: String,
    hours: String,
    units: Vec<UnitLine>,
    officers: usize,
}

struct UnitLine {
    name: String,
    hours: String,
    /// When it was closed and who took over, in words.
    closed: String,
}

/// When a unit was or will be closed, and the unit that takes over; empty when it is not.
fn closed_text(accounts: &Accounts, v: &Visitor, unit: &Unit) -> String {
    let Some(day) = unit.closed else { return String::new() };
    let heir = office_text(accounts, v, unit.successor.and_then(|id| accounts.unit(id)));
    v.t2("accounts-agencies-unit-closed", "day", v.day(day), "unit", heir).into_owned()
}

/// The name of a calendar of working time in words; its own name when it has none.
fn hours_text(v: &Visitor, hours: &str) -> String {
    let key = format!("accounts-hours-{hours}");
    if v.has_text(&key) { v.t(&key).into_owned() } else { hours.to_owned() }
}

pub(super) async fn agencies_page(State(accounts): State<Accounts>, v: Visitor) -> Answer {
    let lang = v.lang.tag();
    let line = |agency: Arc<Agency>| AgencyLine {
        name: agency.name(lang).to_owned(),
        above: agency
            .parent
            .and_then(|id| accounts.agency(id))
            .map_or_else(String::new, |one| one.name(lang).to_owned()),
        kind: v.t(&format!("accounts-kind-{}", agency.kind.name())).into_owned(),
        hours: hours_text(&v, &agency.hours),
        units: accounts
            .units_of(agency.id)
            .iter()
            .map(|unit| UnitLine {
                name: unit.name(lang).to_owned(),
                hours: unit.hours.as_deref().map_or_else(String::new, |hours| hours_text(&v, hours)),
                closed: closed_text(&accounts, &v, unit),
            })
            .collect(),
        officers: accounts.officers_of_agency(agency.id).len(),
        agency,
    };
    let rows = accounts.managed(&v.actor).into_iter().map(line).collect();
    let saved = v.query("da-luu").is_some();
    v.page(&AgenciesPage { v: v.clone(), rows, saved })
}

#[derive(Template)]
#[template(path = "accounts/roles.html")]
struct RolesPage {
    v: Visitor,
    head: Vec<String>,
    rows: Vec<MatrixRow>,
}

pub(super) async fn roles_page(v: Visitor) -> Answer {
    let (head, rows) = matrix(&v);
    v.page(&RolesPage { v: v.clone(), head, rows })
}
