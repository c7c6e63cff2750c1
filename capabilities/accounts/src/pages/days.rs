//! Days off and worked days declared late.

use super::{fields, stamp, typed_date};
use crate::Accounts;
use crate::model::{DayKind, DeclaredDay};
use crate::pages::admin::VersionForm;
use crate::rules::DayEdit;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::{Id, Refusal};
use serde::Deserialize;
use std::sync::Arc;
use web::parts::{Choice, Field, Mistake, Tag, Tone};
use web::{Answer, Form, Pairs, Visitor};

const HOME: &str = "/can-bo/he-thong/ngay-nghi";
/// What the choice "the whole province" sends.
const PROVINCE: &str = "tinh";

#[derive(Template)]
#[template(path = "accounts/days.html")]
struct DaysPage {
    v: Visitor,
    mistakes: Vec<Mistake>,
    rows: Vec<DayLine>,
    inputs: Vec<Field>,
    saved: bool,
}

struct DayLine {
    day: Arc<DeclaredDay>,
    dates: String,
    name: String,
    place: String,
    state: Tag,
    /// It stands, and the one who looks may take it back.
    open: bool,
}

fn line(accounts: &Accounts, v: &Visitor, day: &Arc<DeclaredDay>) -> DayLine {
    let dates = match day.first == day.last {
        true => v.day(day.first),
        false => format!("{} – {}", v.day(day.first), v.day(day.last)),
    };
    let place = match day.agency.and_then(|id| accounts.agency(id)) {
        Some(agency) => agency.name(v.lang.tag()).to_owned(),
        None => v.t("accounts-days-province").into_owned(),
    };
    let state = match (day.withdrawn, day.kind) {
        (Some(_), _) => Tag::new(Tone::Wait, v.t("accounts-days-withdrawn")),
        (None, DayKind::Off) => Tag::new(Tone::Warn, v.t("accounts-days-off")),
        (None, DayKind::Worked) => Tag::new(Tone::Good, v.t("accounts-days-worked")),
    };
    DayLine {
        name: day.name(v.lang.tag()).to_owned(),
        open: day.withdrawn.is_none() && accounts.may_declare(&v.actor, day.agency),
        day: Arc::clone(day),
        dates,
        place,
        state,
    }
}

fn inputs(accounts: &Accounts, v: &Visitor, typed: Option<&Pairs>, mistakes: &[Mistake]) -> Vec<Field> {
    let mut places = vec![Choice::new("", v.t("accounts-days-choose"))];
    if accounts.may_declare(&v.actor, None) {
        places.push(Choice::new(PROVINCE, v.t("accounts-days-province")));
    }
    let open = accounts.managed(&v.actor).into_iter().filter(|agency| agency.closed.is_none());
    places.extend(open.map(|agency| Choice::new(agency.id.to_string(), agency.name(v.lang.tag()))));
    let kinds = vec![
        Choice::new(DayKind::Off.name(), v.t("accounts-days-off")),
        Choice::new(DayKind::Worked.name(), v.t("accounts-days-worked")),
    ];
    let inputs = [
        Field::select("agency", v.t("accounts-days-place"), places),
        Field::date(v, "first", v.t("accounts-first-day")),
        Field::date(v, "last", v.t("accounts-last-day")).hint(v.t("accounts-days-last-hint")).optional(v),
        Field::one("kind", v.t("accounts-days-kind"), kinds),
        Field::text("name_vi", v.t("accounts-days-name")).hint(v.t("accounts-days-name-hint")),
        Field::text("name_en", v.t("accounts-days-name-en")),
        Field::text("instrument", v.t("accounts-days-instrument")).hint(v.t("accounts-days-instrument-hint")),
    ];
    let inputs =
        inputs.into_iter().map(|input| if let Some(pairs) = typed { input.posted(pairs) } else { input });
    inputs.map(|input| input.mistaken(v, mistakes)).collect()
}

fn view(accounts: &Accounts, v: &Visitor, typed: Option<&Pairs>, refusal: Option<&Refusal>) -> DaysPage {
    let mistakes = refusal.map(|refusal| v.mistakes(refusal)).unwrap_or_default();
    DaysPage {
        rows: accounts.declared_days().iter().map(|day| line(accounts, v, day)).collect(),
        inputs: inputs(accounts, v, typed, &mistakes),
        saved: v.query("da-luu").is_some(),
        v: v.clone(),
        mistakes,
    }
}

pub(super) async fn page(State(accounts): State<Accounts>, v: Visitor) -> Answer {
    v.page(&view(&accounts, &v, None, None))
}

#[derive(Deserialize)]
pub(super) struct DayForm {
    #[serde(default)]
    agency: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    name_vi: String,
    #[serde(default)]
    name_en: String,
    #[serde(default)]
    instrument: String,
}

pub(super) async fn declare(State(accounts): State<Accounts>, v: Visitor, form: Form<DayForm>) -> Answer {
    let DayForm { agency, kind, name_vi, name_en, instrument } = form.value;
    let date = |name| typed_date(&form.pairs, name);
    let typed = DayEdit { first: date("first"), last: date("last"), kind, name_vi, name_en, instrument };
    // Nothing chosen is no agency that is known, and is refused as such.
    let place = if agency == PROVINCE { None } else { Some(agency.parse().unwrap_or(Id(0))) };
    match accounts.declare_day(&stamp(&v, &form.key), &typed, place).await {
        Ok(_) => Ok(v.see_other(&format!("{HOME}?da-luu=1"))),
        Err(failure) => {
            let refusal = fields(failure)?;
            let page = view(&accounts, &v, Some(&form.pairs), Some(&refusal));
            v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

pub(super) async fn withdraw(
    State(accounts): State<Accounts>,
    v: Visitor,
    Path(day): Path<Id>,
    form: Form<VersionForm>,
) -> Answer {
    accounts.withdraw_day(&stamp(&v, &form.key), day, form.value.version).await?;
    Ok(v.see_other(&format!("{HOME}?da-luu=1")))
}
