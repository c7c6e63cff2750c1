//! `GET /can-bo/ho-so/{ma}/da-nhan`: what to say to the person at the counter; the slip, the letters.

use super::{Opened, open};
use crate::Desk;
use askama::Template;
use axum::extract::{Path, State};
use cases::TaskKind;
use cases::looks::Via;
use cases::queries::Whole;
use kernel::{Failure, Moment};
use web::parts::Fact;
use web::{Answer, Visitor};

#[derive(Template)]
#[template(path = "desk/received.html")]
pub(crate) struct ReceivedPage {
    pub(crate) v: Visitor,
    pub(crate) number: String,
    pub(crate) due: Option<Moment>,
    pub(crate) finished: bool,
    pub(crate) facts: Vec<Fact>,
    pub(crate) slip: String,
    pub(crate) dossier: String,
    pub(crate) place: String,
    /// Where papers must go and by when, when another agency decides.
    pub(crate) transfer: Option<String>,
}

impl ReceivedPage {
    fn new(desk: &Desk, v: &Visitor, opened: &Opened) -> ReceivedPage {
        let state = opened.state();
        let path = format!("/can-bo/ho-so/{}", state.number());
        let mut facts = vec![
            Fact::new(v.t("desk-col-applicant"), &opened.applicant.name),
            Fact::new(v.t("desk-col-procedure"), opened.revision.procedure.short.get(v.lang)),
        ];
        for fee in &opened.whole.fees {
            let words = v.t3(
                "desk-fee-taken",
                "amount",
                v.money(fee.amount),
                "number",
                &fee.number,
                "time",
                v.when(fee.at),
            );
            facts.push(Fact::new(v.t("desk-fee-receipt"), words));
        }
        let accounts = &desk.dossiers.accounts;
        let unit = accounts.unit(state.desk);
        let papers = state.open_tasks().find(|task| task.kind == TaskKind::Transfer);
        let transfer = papers.and_then(|task| task.due_at).map(|due| {
            let agency = accounts.agency(state.agency);
            let agency = agency.as_deref().map_or("", |agency| agency.name(v.lang.tag()));
            v.t2("desk-received-transfer", "agency", agency, "due", v.when(due)).into_owned()
        });
        ReceivedPage {
            number: state.number().to_owned(),
            due: state.due.map(|due| due.at),
            finished: state.closed_at.is_some(),
            facts,
            slip: v.url(&format!("{path}/giay-hen")),
            dossier: v.url(&path),
            transfer,
            place: unit.as_deref().map_or_else(String::new, |unit| unit.name(v.lang.tag()).to_owned()),
            v: v.clone(),
        }
    }
}

/// The page after an intake at the counter.
pub(crate) async fn received(State(desk): State<Desk>, v: Visitor, Path(name): Path<String>) -> Answer {
    let opened = open(&desk, &v, &name, Via::Page).await?;
    v.page(&ReceivedPage::new(&desk, &v, &opened))
}

/// `GET /can-bo/ho-so/{ma}/giay-hen`: the slip on one A5 page, as the person gets it.
pub(crate) async fn slip(State(desk): State<Desk>, v: Visitor, Path(name): Path<String>) -> Answer {
    let dossiers = &desk.dossiers;
    let case = super::resolve(&desk, &name).await?;
    let whole = dossiers.for_officer(&v.actor, case).await?;
    cases::looks::note(&dossiers.db, &dossiers.ids, &v.actor, case, Via::Slip, v.now).await?;
    let back = format!("/can-bo/ho-so/{}", whole.case.state.number());
    dossiers::slip(dossiers, &v, &whole, back)
}

/// The dossier an address names, and the page to return to.
async fn loaded(desk: &Desk, v: &Visitor, name: &str) -> Result<(Whole, String), Failure> {
    let case = super::resolve(desk, name).await?;
    let whole = desk.dossiers.for_officer(&v.actor, case).await?;
    let back = format!("/can-bo/ho-so/{}", whole.case.state.number());
    Ok((whole, back))
}

/// `GET /can-bo/ho-so/{ma}/phieu/{so}`: the letter that an event made, as the person gets it.
pub(crate) async fn letter(
    State(desk): State<Desk>,
    v: Visitor,
    Path((name, so)): Path<(String, String)>,
) -> Answer {
    let (whole, back) = loaded(&desk, &v, &name).await?;
    dossiers::letter(&desk.dossiers, &v, &whole, &so, back).await
}

/// `GET /can-bo/ho-so/{ma}/phieu-kiem-soat`: every hand-over between units.
pub(crate) async fn control(State(desk): State<Desk>, v: Visitor, Path(name): Path<String>) -> Answer {
    let (whole, back) = loaded(&desk, &v, &name).await?;
    dossiers::control(&desk.dossiers, &v, &whole, back).await
}
