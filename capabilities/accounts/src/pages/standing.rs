//! Absences and delegations: one's own, those of one's unit for its head, of the agency for its
//! administrator.

use super::{fields, roles_text, stamp, typed_date};
use crate::model::{Absence, Delegation, Officer};
use crate::rules::{AbsenceEdit, DelegationEdit};
use crate::{Accounts, DELEGABLE};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Failure, Id, Moment, Refusal};
use serde::Deserialize;
use std::sync::Arc;
use web::parts::{Choice, Field, Mistake, Tag, Tone};
use web::{Answer, Form, Pairs, Visitor};

const AWAY: &str = "/tai-khoan/vang-mat";
const LENT: &str = "/tai-khoan/uy-quyen";

/// The officer a page is about: the one named, or oneself.
fn about(accounts: &Accounts, v: &Visitor) -> Result<Arc<Officer>, Refusal> {
    let named = v.query("can-bo").map(|id| id.parse::<Id>());
    let id = match named {
        Some(id) => id.ok(),
        None => v.actor.account,
    };
    accounts.looked_after(&v.actor, id.ok_or_else(Refusal::absent)?)
}

/// The others of the unit, for its head.
fn colleagues(accounts: &Accounts, v: &Visitor, officer: &Officer) -> Vec<Arc<Officer>> {
    let Some(unit) = v.actor.unit else { return Vec::new() };
    let others = accounts.officers_of_unit(unit).into_iter();
    others.filter(|one| one.id != officer.id && accounts.looks_after(&v.actor, one)).collect()
}

/// A period told by its days; a last moment of midnight belongs to the day before.
fn days(v: &Visitor, since: Moment, until: Moment) -> String {
    let (first, last) = (since.day(), until.plus_ms(-1).day());
    if first == last { v.day(first) } else { format!("{} – {}", v.day(first), v.day(last)) }
}

fn state(v: &Visitor, since: Moment) -> Tag {
    match since <= v.now {
        true => Tag::new(Tone::Good, v.t("accounts-standing-now")),
        false => Tag::new(Tone::Wait, v.t("accounts-standing-later")),
    }
}

fn back(v: &Visitor, home: &str, officer: Id) -> Response {
    match v.actor.account == Some(officer) {
        true => v.see_other(&format!("{home}?da-luu=1")),
        false => v.see_other(&format!("{home}?can-bo={officer}&da-luu=1")),
    }
}

#[derive(Template)]
#[template(path = "accounts/away.html")]
struct AwayPage {
    v: Visitor,
    mistakes: Vec<Mistake>,
    officer: Arc<Officer>,
    own: bool,
    saved: bool,
    rows: Vec<AwayLine>,
    inputs: Vec<Field>,
    colleagues: Vec<Arc<Officer>>,
}

struct AwayLine {
    absence: Arc<Absence>,
    days: String,
    state: Tag,
}

fn away_view(
    accounts: &Accounts,
    v: &Visitor,
    officer: Arc<Officer>,
    typed: Option<&Pairs>,
    refusal: Option<&Refusal>,
) -> AwayPage {
    let mistakes = refusal.map(|refusal| v.mistakes(refusal)).unwrap_or_default();
    let line = |absence: Arc<Absence>| AwayLine {
        days: days(v, absence.since, absence.until),
        state: state(v, absence.since),
        absence,
    };
    let inputs = [
        Field::date(v, "first", v.t("accounts-first-day")),
        Field::date(v, "last", v.t("accounts-last-day")),
        Field::text("reason", v.t("accounts-away-reason")).hint(v.t("accounts-away-reason-hint")).optional(v),
    ];
    let inputs =
        inputs.into_iter().map(|input| if let Some(pairs) = typed { input.posted(pairs) } else { input });
    AwayPage {
        inputs: inputs.map(|input| input.mistaken(v, &mistakes)).collect(),
        rows: accounts.absences_of(officer.id, v.now).into_iter().map(line).collect(),
        own: v.actor.account == Some(officer.id),
        saved: v.query("da-luu").is_some(),
        colleagues: colleagues(accounts, v, &officer),
        v: v.clone(),
        mistakes,
        officer,
    }
}

pub(super) async fn away_page(State(accounts): State<Accounts>, v: Visitor) -> Answer {
    let officer = about(&accounts, &v)?;
    v.page(&away_view(&accounts, &v, officer, None, None))
}

#[derive(Deserialize)]
pub(super) struct AwayForm {
    officer: Id,
    #[serde(default)]
    reason: String,
}

pub(super) async fn record(State(accounts): State<Accounts>, v: Visitor, form: Form<AwayForm>) -> Answer {
    let officer = accounts.looked_after(&v.actor, form.value.officer)?;
    let date = |name| typed_date(&form.pairs, name);
    let reason = form.value.reason.clone();
    let typed = AbsenceEdit { first: date("first"), last: date("last"), reason };
    match accounts.record_absence(&stamp(&v, &form.key), officer.id, &typed).await {
        Ok(_) => Ok(back(&v, AWAY, officer.id)),
        Err(failure) => {
            let refusal = fields(failure)?;
            let page = away_view(&accounts, &v, officer, Some(&form.pairs), Some(&refusal));
            v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

#[derive(Deserialize)]
pub(super) struct EndForm {
    officer: Id,
    version: i64,
}

pub(super) async fn end_absence(
    State(accounts): State<Accounts>,
    v: Visitor,
    Path(absence): Path<Id>,
    form: Form<EndForm>,
) -> Answer {
    accounts.end_absence(&stamp(&v, &form.key), absence, form.value.version).await?;
    Ok(back(&v, AWAY, form.value.officer))
}

#[derive(Template)]
#[template(path = "accounts/lent.html")]
struct LentPage {
    v: Visitor,
    mistakes: Vec<Mistake>,
    officer: Arc<Officer>,
    own: bool,
    saved: bool,
    rows: Vec<LentLine>,
    /// Empty for one who holds no role that can be delegated.
    inputs: Vec<Field>,
    colleagues: Vec<Arc<Officer>>,
}

struct LentLine {
    delegation: Arc<Delegation>,
    from: String,
    to: String,
    role: String,
    scope: String,
    days: String,
    state: Tag,
    /// Given by the officer the page is about, so that it can be ended here.
    given: bool,
}

fn lent_line(accounts: &Accounts, v: &Visitor, officer: Id, one: Arc<Delegation>) -> LentLine {
    let name = |id| accounts.officer(id).map_or_else(String::new, |officer| officer.name.clone());
    let scope = match one.procedure.as_str() {
        "" => v.t("accounts-lent-all").into_owned(),
        code => code.to_owned(),
    };
    LentLine {
        from: name(one.principal),
        to: name(one.delegate),
        role: roles_text(v, std::iter::once(one.role)),
        scope,
        days: days(v, one.since, one.until),
        state: state(v, one.since),
        given: one.principal == officer,
        delegation: one,
    }
}

fn lent_inputs(
    accounts: &Accounts,
    v: &Visitor,
    officer: &Officer,
    typed: Option<&Pairs>,
    mistakes: &[Mistake],
) -> Vec<Field> {
    let held = officer.roles_at(v.now);
    let roles: Vec<Choice> = DELEGABLE
        .iter()
        .filter(|role| held.has(**role))
        .map(|role| Choice::new(role.name(), v.t(&super::role_key(*role))))
        .collect();
    if roles.is_empty() || officer.unit.is_none() {
        return Vec::new();
    }
    let mut others = vec![Choice::new("", v.t("accounts-lent-choose"))];
    let fit = accounts.possible_delegates(officer).into_iter();
    others.extend(
        fit.filter(|one| v.actor.account != Some(one.id))
            .map(|one| Choice::new(one.id.to_string(), format!("{}, {}", one.name, one.title))),
    );
    let inputs = [
        Field::select("delegate", v.t("accounts-lent-to"), others),
        Field::one("role", v.t("accounts-lent-role"), roles),
        Field::text("procedure", v.t("accounts-lent-procedure"))
            .hint(v.t("accounts-lent-procedure-hint"))
            .optional(v)
            .short(),
        Field::date(v, "first", v.t("accounts-first-day")),
        Field::date(v, "last", v.t("accounts-last-day")),
        Field::text("reason", v.t("accounts-lent-reason")).hint(v.t("accounts-lent-reason-hint")),
    ];
    let inputs =
        inputs.into_iter().map(|input| if let Some(pairs) = typed { input.posted(pairs) } else { input });
    inputs.map(|input| input.mistaken(v, mistakes)).collect()
}

fn lent_view(
    accounts: &Accounts,
    v: &Visitor,
    officer: Arc<Officer>,
    typed: Option<&Pairs>,
    refusal: Option<&Refusal>,
) -> LentPage {
    let mistakes = refusal.map(|refusal| v.mistakes(refusal)).unwrap_or_default();
    let known = accounts.delegations_of(officer.id, v.now).into_iter();
    LentPage {
        rows: known.map(|one| lent_line(accounts, v, officer.id, one)).collect(),
        inputs: lent_inputs(accounts, v, &officer, typed, &mistakes),
        own: v.actor.account == Some(officer.id),
        saved: v.query("da-luu").is_some(),
        colleagues: colleagues(accounts, v, &officer),
        v: v.clone(),
        mistakes,
        officer,
    }
}

pub(super) async fn lent_page(State(accounts): State<Accounts>, v: Visitor) -> Answer {
    let officer = about(&accounts, &v)?;
    v.page(&lent_view(&accounts, &v, officer, None, None))
}

#[derive(Deserialize)]
pub(super) struct LentForm {
    officer: Id,
    #[serde(default)]
    delegate: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    procedure: String,
    #[serde(default)]
    reason: String,
}

pub(super) async fn delegate(State(accounts): State<Accounts>, v: Visitor, form: Form<LentForm>) -> Answer {
    let officer = accounts.looked_after(&v.actor, form.value.officer)?;
    let date = |name| typed_date(&form.pairs, name);
    let LentForm { delegate, role, procedure, reason, .. } = form.value;
    let typed = DelegationEdit { role, procedure, first: date("first"), last: date("last"), reason };
    let chosen = delegate.parse().ok();
    match accounts.delegate(&stamp(&v, &form.key), officer.id, chosen, &typed).await {
        Ok(_) => Ok(back(&v, LENT, officer.id)),
        Err(failure) => lent_again(&accounts, &v, officer, &form.pairs, failure),
    }
}

fn lent_again(
    accounts: &Accounts,
    v: &Visitor,
    officer: Arc<Officer>,
    pairs: &Pairs,
    failure: Failure,
) -> Answer {
    let refusal = fields(failure)?;
    let page = lent_view(accounts, v, officer, Some(pairs), Some(&refusal));
    v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

pub(super) async fn end_delegation(
    State(accounts): State<Accounts>,
    v: Visitor,
    Path(delegation): Path<Id>,
    form: Form<EndForm>,
) -> Answer {
    accounts.end_delegation(&stamp(&v, &form.key), delegation, form.value.version).await?;
    Ok(back(&v, LENT, form.value.officer))
}
