//! Walk-in intake: choose a procedure, then one dense page, then the receipt.

use super::dossier::resolve;
use super::sheet::{Scanned, Sheet};
use crate::Desk;
use crate::card;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use catalogue::{Answers, Meaning, Missing, Revision};
use dossiers::{Dossiers, SeenPaper, WalkIn};
use kernel::{Failure, FieldError, Id, Refusal, RefusalKind};
use serde::Deserialize;
use std::sync::Arc;
use web::{Answer, Form, Pairs, Visitor};

/// A procedure to choose.
pub(crate) struct ProcedureLink {
    pub(crate) url: String,
    pub(crate) name: String,
    pub(crate) code: String,
    pub(crate) field: String,
}

#[derive(Template)]
#[template(path = "desk/counter-choose.html")]
pub(crate) struct ChoosePage {
    pub(crate) v: Visitor,
    pub(crate) query: String,
    pub(crate) procedures: Vec<ProcedureLink>,
}

/// `GET /can-bo/quay`.
pub(crate) async fn choose(State(desk): State<Desk>, v: Visitor) -> Answer {
    desk.dossiers.own_desk(&v.actor)?;
    let query = v.query("q").unwrap_or_default();
    let link = |one: Arc<Revision>| ProcedureLink {
        url: v.url(&format!("/can-bo/quay/{}", one.code())),
        name: one.procedure.short.get(v.lang).to_owned(),
        code: one.code().to_owned(),
        field: one.procedure.field.name.get(v.lang).to_owned(),
    };
    let (catalogue, today) = (&desk.dossiers.catalogue, v.now.day());
    let list = if query.is_empty() { catalogue.list(today) } else { catalogue.find(&query, today) };
    let procedures = list.into_iter().map(link).collect();
    v.page(&ChoosePage { query, procedures, v: v.clone() })
}

/// The revision in force of the procedure in the address.
fn revision(desk: &Desk, v: &Visitor, code: &str) -> Result<Arc<Revision>, Failure> {
    desk.dossiers.own_desk(&v.actor)?;
    let found = desk.dossiers.catalogue.current(code, v.now.day());
    Ok(found.ok_or_else(Refusal::absent)?)
}

/// `GET /can-bo/quay/{procedure}`.
pub(crate) async fn sheet(State(desk): State<Desk>, v: Visitor, Path(code): Path<String>) -> Answer {
    let revision = revision(&desk, &v, &code)?;
    let pairs = Pairs::default();
    v.page(&Sheet { desk: &desk, v: &v, revision: &revision, pairs: &pairs }.page(&[], None))
}

/// The page of the counter as an officer would see it, of a procedure that need not be published.
pub fn preview_sheet(dossiers: &Dossiers, v: &Visitor, revision: &Revision) -> Answer {
    let desk = Desk { dossiers: dossiers.clone(), seen: Arc::default() };
    let pairs = Pairs::default();
    v.page(&Sheet { desk: &desk, v, revision, pairs: &pairs }.page(&[], None))
}

/// What is read by the handler itself; the answers are read by the revision.
#[derive(Deserialize)]
pub(crate) struct Pressed {
    #[serde(default)]
    lam: String,
    #[serde(default)]
    quet: String,
    #[serde(default)]
    agency: String,
}

/// `POST /can-bo/quay/{procedure}`: fills from a scan, shows again, or takes the dossier in.
pub(crate) async fn intake(
    State(desk): State<Desk>,
    v: Visitor,
    Path(code): Path<String>,
    form: Form<Pressed>,
) -> Answer {
    let revision = revision(&desk, &v, &code)?;
    if form.value.lam == "nhan" {
        return take_in(&desk, &v, &revision, form).await;
    }
    let scan = form.value.quet.trim();
    let (pairs, scanned) = match card::read(scan) {
        Some(card) => (filled(&revision, &form.pairs, &card), Some(Scanned::Card(card))),
        None if scan.is_empty() => ((*form.pairs).clone(), None),
        None => match resolve(&desk, scan).await {
            // Not a card but a slip: the question is "where is mine?".
            Ok(_) => return Ok(v.see_other(&format!("/can-bo/ho-so/{scan}"))),
            Err(Failure::Refusal(_)) => ((*form.pairs).clone(), Some(Scanned::Nothing)),
            Err(fault) => return Err(fault.into()),
        },
    };
    v.page(&Sheet { desk: &desk, v: &v, revision: &revision, pairs: &pairs }.page(&[], scanned))
}

/// The form with what the card says in the fields that mean it. What was typed before for a field
/// the card leaves empty stays.
fn filled(revision: &Revision, pairs: &Pairs, card: &card::Card) -> Pairs {
    let birth =
        card.birth.map(|day| format!("{}/{}/{}", day.day(), day.month(), day.year())).unwrap_or_default();
    let says = [
        (Meaning::ApplicantName, card.name.as_str()),
        (Meaning::ApplicantCard, card.number.as_str()),
        (Meaning::ApplicantBirth, birth.as_str()),
        (Meaning::ApplicantAddress, card.address.as_str()),
    ];
    let mut raw: Vec<(String, String)> = pairs
        .iter()
        .filter(|(name, _)| *name != "quet")
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    for (meaning, value) in says {
        for question in
            revision.questions().filter(|question| question.means == Some(meaning) && !value.is_empty())
        {
            raw.retain(|(name, _)| *name != question.key);
            raw.push((question.key.clone(), value.to_owned()));
        }
    }
    Pairs::new(raw)
}

async fn take_in(desk: &Desk, v: &Visitor, revision: &Arc<Revision>, form: Form<Pressed>) -> Answer {
    let result = match said(desk, v, revision, &form) {
        Ok(said) => desk.dossiers.walk_in(&v.actor, Some(form.key), said).await,
        Err(refusal) => Err(refusal.into()),
    };
    let fields = match result {
        Ok(done) => return Ok(v.see_other(&format!("/can-bo/ho-so/{}/da-nhan", done.number))),
        Err(Failure::Refusal(refusal)) if refusal.kind == RefusalKind::Fields => refusal.fields,
        // Said beside the box that mends it, with everything typed still there.
        Err(Failure::Refusal(refusal)) if refusal.code == "fee-unpaid" => {
            vec![FieldError::new("thu", "fee-unpaid")]
        }
        Err(other) => return Err(other.into()),
    };
    let page = Sheet { desk, v, revision, pairs: &form.pairs }.page(&fields, None);
    v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// The whole form as the command takes it, or everything there is to mend, at once.
fn said(desk: &Desk, v: &Visitor, revision: &Revision, form: &Form<Pressed>) -> Result<WalkIn, Refusal> {
    let pairs = &form.pairs;
    let raw: Vec<(String, String)> =
        pairs.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let checked = revision.validate_form(&raw, v.now.day());
    let mut answers = Answers::new();
    answers.apply(checked.said);
    revision.recognise_places(&mut answers, catalogue::province_code(v.province()));
    let agency = form.value.agency.parse().map(Id).unwrap_or(Id(0));
    let papers = papers_seen(revision, &answers, pairs);
    let agreed = pairs.has("dong_y");
    if !checked.errors.is_empty() {
        let mut wrong = checked.errors;
        let missing = revision.with(&answers).missing(|key| papers.iter().any(|paper| paper.key == key));
        wrong.extend(missing.into_iter().filter_map(|missing| match missing {
            Missing::Paper { paper } => Some(FieldError::new(paper, "paper-not-seen")),
            Missing::Answer { .. } => None,
        }));
        if desk.dossiers.fit_agency(revision, agency).is_err() {
            wrong.push(FieldError::new("agency", "choose"));
        }
        if !agreed {
            wrong.push(FieldError::new("agree", "agree"));
        }
        return Err(Refusal::fields(wrong).unwrap_or_else(Refusal::absent));
    }
    Ok(WalkIn {
        procedure: revision.code().to_owned(),
        agency,
        answers,
        papers,
        fee_taken: pairs.has("thu"),
        at_once: pairs.has("tra_ngay"),
        agreed,
    })
}

/// The papers ticked as received, of those these answers ask for.
fn papers_seen(revision: &Revision, answers: &Answers, pairs: &Pairs) -> Vec<SeenPaper> {
    let asked = revision.with(answers).papers();
    pairs
        .all("giay")
        .filter_map(|key| asked.iter().find(|need| need.paper.key == key).map(|need| need.paper))
        .map(|paper| SeenPaper {
            key: paper.key.clone(),
            form: match pairs.get(&format!("dang-{}", paper.key)) {
                "" => "original".to_owned(),
                form => catalogue::Form::from_name(form).map_or("original", catalogue::Form::name).to_owned(),
            },
            copies: pairs.get(&format!("ban-{}", paper.key)).parse().unwrap_or(1),
            compared: pairs.all("doi").any(|key| key == paper.key),
        })
        .collect()
}
