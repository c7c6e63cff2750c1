//! Closing a unit or an agency: one page each, one form.

use super::{fields, stamp, typed_date};
use crate::Accounts;
use crate::rules::ClosingEdit;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use kernel::{Failure, Id, Refusal};
use serde::Deserialize;
use web::parts::{Choice, Field, Mistake};
use web::{Answer, Form, Pairs, Visitor};

/// The page that shows what became of it.
const AGENCIES: &str = "/can-bo/he-thong/co-quan";

#[derive(Template)]
#[template(path = "accounts/closing.html")]
struct ClosingPage {
    v: Visitor,
    mistakes: Vec<Mistake>,
    title: String,
    lead: String,
    inputs: Vec<Field>,
}

/// Open units of the agencies one looks after.
fn units(accounts: &Accounts, v: &Visitor) -> Vec<Choice> {
    let lang = v.lang.tag();
    let mut choices = vec![Choice::new("", v.t("accounts-officer-unit-choose"))];
    for agency in accounts.managed(&v.actor) {
        for unit in accounts.units_of(agency.id).into_iter().filter(|unit| unit.closed.is_none()) {
            let name = format!("{}: {}", agency.name(lang), unit.name(lang));
            choices.push(Choice::new(unit.id.to_string(), name));
        }
    }
    choices
}

/// Open agencies one looks after.
fn agencies(accounts: &Accounts, v: &Visitor) -> Vec<Choice> {
    let open = accounts.managed(&v.actor).into_iter().filter(|agency| agency.closed.is_none());
    let names = open.map(|agency| Choice::new(agency.id.to_string(), agency.name(v.lang.tag())));
    std::iter::once(Choice::new("", v.t("accounts-days-choose"))).chain(names).collect()
}

fn view(
    accounts: &Accounts,
    v: &Visitor,
    of_agency: bool,
    typed: Option<&Pairs>,
    refusal: Option<&Refusal>,
) -> ClosingPage {
    let mistakes = refusal.map(|refusal| v.mistakes(refusal)).unwrap_or_default();
    let (title, lead, choices) = match of_agency {
        true => ("accounts-closing-agency", "accounts-closing-agency-lead", agencies(accounts, v)),
        false => ("accounts-closing-unit", "accounts-closing-unit-lead", units(accounts, v)),
    };
    let inputs = [
        Field::select("closed", v.t("accounts-closing-what"), choices.clone()),
        Field::select("successor", v.t("accounts-closing-successor"), choices),
        Field::date(v, "on", v.t("accounts-closing-on")).hint(v.t("accounts-closing-on-hint")),
    ];
    let inputs =
        inputs.into_iter().map(|input| if let Some(pairs) = typed { input.posted(pairs) } else { input });
    ClosingPage {
        inputs: inputs.map(|input| input.mistaken(v, &mistakes)).collect(),
        title: v.t(title).into_owned(),
        lead: v.t(lead).into_owned(),
        v: v.clone(),
        mistakes,
    }
}

pub(super) async fn unit_page(State(accounts): State<Accounts>, v: Visitor) -> Answer {
    v.page(&view(&accounts, &v, false, None, None))
}

pub(super) async fn agency_page(State(accounts): State<Accounts>, v: Visitor) -> Answer {
    v.page(&view(&accounts, &v, true, None, None))
}

#[derive(Deserialize)]
pub(super) struct ClosingForm {
    #[serde(default)]
    closed: String,
    #[serde(default)]
    successor: String,
}

impl ClosingForm {
    /// What is to be closed; a field to mend when nothing was chosen.
    fn closed(&self) -> Result<Id, Refusal> {
        self.closed.parse().map_err(|_| Refusal::field("closed", "accounts-closing-what"))
    }
}

/// The list of agencies, or the form again.
fn done(
    accounts: &Accounts,
    v: &Visitor,
    of_agency: bool,
    pairs: &Pairs,
    all: Result<(), Failure>,
) -> Answer {
    match all {
        Ok(()) => Ok(v.see_other(&format!("{AGENCIES}?da-luu=1"))),
        Err(failure) => {
            let refusal = fields(failure)?;
            let page = view(accounts, v, of_agency, Some(pairs), Some(&refusal));
            v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

pub(super) async fn close_unit(
    State(accounts): State<Accounts>,
    v: Visitor,
    form: Form<ClosingForm>,
) -> Answer {
    let typed = ClosingEdit { on: typed_date(&form.pairs, "on") };
    let successor = form.value.successor.parse().ok();
    let closed = match form.value.closed() {
        Ok(unit) => accounts.close_unit(&stamp(&v, &form.key), unit, successor, &typed).await,
        Err(refusal) => Err(refusal.into()),
    };
    done(&accounts, &v, false, &form.pairs, closed)
}

pub(super) async fn close_agency(
    State(accounts): State<Accounts>,
    v: Visitor,
    form: Form<ClosingForm>,
) -> Answer {
    let typed = ClosingEdit { on: typed_date(&form.pairs, "on") };
    let successor = form.value.successor.parse().ok();
    let closed = match form.value.closed() {
        Ok(agency) => accounts.close_agency(&stamp(&v, &form.key), agency, successor, &typed).await,
        Err(refusal) => Err(refusal.into()),
    };
    done(&accounts, &v, true, &form.pairs, closed)
}
