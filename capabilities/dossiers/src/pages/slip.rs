//! The slip on one A5 page: a receipt note before acceptance, form 01 after it.

use super::words::{limit_key, lower_first};
use crate::commands::Dossiers;
use crate::letters::{Form, Head, vi};
use askama::Template;
use axum::extract::{Path, State};
use cases::looks::{self, Via};
use cases::queries::Whole;
use cases::{Paper, TaskKind};
use catalogue::{Need, Revision};
use kernel::{Failure, Limit, Money};
use web::format::{formal, formal_promise};
use web::parts::{Markup, qr};
use web::{Answer as Page, Lang, Visitor};

/// With more lines than this the letters become smaller.
const MOST_PAPERS: usize = 2;

#[derive(Template)]
#[template(path = "dossiers/letter.html")]
struct SlipPage {
    v: Visitor,
    /// Smaller letters, so that it stays on one page.
    small: bool,
    back: String,
    head: Head,
    /// The line about its form; a receipt note has none.
    form: String,
    accepted: bool,
    number: String,
    receipt: String,
    secret: String,
    name: String,
    card: String,
    address: String,
    phone: String,
    subject: String,
    procedure: String,
    papers: Vec<PaperRow>,
    fees: Vec<String>,
    limit: String,
    received: String,
    due: String,
    collect: String,
    link: String,
    code: Markup,
    officer: String,
    officer_phone: String,
}

/// A line of the table of papers.
struct PaperRow {
    name: String,
    form: String,
    count: i64,
}

pub(super) async fn own(State(room): State<Dossiers>, v: Visitor, Path(ma): Path<String>) -> Page {
    let whole = room.own_by_number(&v.actor, &ma).await?;
    looks::note(&room.db, &room.ids, &v.actor, whole.case.state.id, Via::Slip, v.now).await?;
    let back = format!("/ho-so/{}", whole.case.state.number());
    slip(&room, &v, &whole, back)
}

/// The slip of a loaded dossier. The caller has noted the look; `back` is the Vietnamese path of
/// the page to return to.
///
/// # Errors
/// When what is sealed does not open.
pub fn slip(room: &Dossiers, v: &Visitor, whole: &Whole, back: String) -> Page {
    v.page(&slip_page(room, v, whole, back)?)
}

fn slip_page(room: &Dossiers, v: &Visitor, whole: &Whole, back: String) -> Result<SlipPage, Failure> {
    let state = &whole.case.state;
    let revision = room.revision(state.revision)?;
    let content = room.content(whole)?;
    let applicant = whole.case.applicant(&room.vault)?;
    let received = state.accepted_at.unwrap_or(state.opened_at);
    let link = format!("/t/{}", cases::link_token(&room.vault, state.id));
    let title = v.t1("dossiers-qr", "number", state.number());
    let receive = state.tasks.iter().find(|task| task.kind == TaskKind::Receive && !task.is_open());
    let officer = receive.and_then(|task| task.holder).and_then(|id| room.accounts.officer(id));
    // Number of the slip: the last part of the code.
    let number = state.code.as_deref().and_then(|code| code.rsplit('-').next());
    let head = Head::new(room, v, state.desk, received)?
        .numbered(number.map_or_else(String::new, |number| format!("{number}/TNHS")));
    let papers = papers(v, whole, &revision, &content.answers);
    let due = state.due.map_or(state.accept_by, |due| due.at);
    Ok(SlipPage {
        form: match state.code {
            Some(_) => Form::of(&room.catalogue, v, "receipt", received).line,
            None => String::new(),
        },
        accepted: state.code.is_some(),
        number: state.number().to_owned(),
        receipt: state.receipt.clone(),
        secret: cases::lookup_secret(&room.vault, state.id),
        name: applicant.name,
        card: if applicant.card.is_empty() {
            String::new()
        } else {
            kernel::text::card_masked(&applicant.card)
        },
        address: applicant.address,
        phone: kernel::text::phone_shown(&applicant.phone),
        subject: revision.procedure.short.vi.clone(),
        procedure: state.about.clone(),
        small: papers.len() > MOST_PAPERS || v.lang == Lang::En,
        papers,
        fees: fees(v, whole, &revision, &content.answers),
        limit: limit(v, state.limit.unwrap_or(revision.with(&content.answers).limit().limit)),
        received: formal(received),
        due: formal_promise(due),
        collect: format!("{}, {}", head.desk, head.agency),
        code: qr(&v.full_url(&link), &title),
        link: v.spoken_url("/tra-cuu"),
        officer: officer.as_ref().map_or_else(String::new, |officer| officer.name.clone()),
        officer_phone: officer.map_or_else(|| head.phone.clone(), |officer| officer.phone.clone()),
        head,
        back,
        v: v.clone(),
    })
}

/// Papers with the dossier, and those the system made from the answers.
fn papers(v: &Visitor, whole: &Whole, revision: &Revision, answers: &catalogue::Answers) -> Vec<PaperRow> {
    let form = |form: &str| v.t(&format!("dossiers-form-{form}")).into_owned();
    let mut rows: Vec<PaperRow> = revision
        .with(answers)
        .papers()
        .iter()
        .filter(|need| need.need == Need::MadeHere)
        .map(|need| PaperRow { name: need.paper.name.vi.clone(), form: form("electronic"), count: 1 })
        .collect();
    let mut seen: Vec<&str> = Vec::new();
    let brought: Vec<&Paper> =
        whole.papers.iter().map(|(paper, _)| paper).filter(|paper| !cases::is_result(&paper.key)).collect();
    for paper in &brought {
        if seen.contains(&paper.key.as_str()) {
            continue;
        }
        seen.push(&paper.key);
        let same = brought.iter().filter(|one| one.key == paper.key);
        rows.push(PaperRow {
            name: revision.paper(&paper.key).map_or_else(|| paper.key.clone(), |known| known.name.vi.clone()),
            form: form(&paper.form),
            count: same.map(|one| one.copies).sum(),
        });
    }
    rows
}

fn limit(v: &Visitor, limit: Limit) -> String {
    lower_first(&vi(v, limit_key(limit.unit), &[("n", &limit.n)]))
}

fn fees(v: &Visitor, whole: &Whole, revision: &Revision, answers: &catalogue::Answers) -> Vec<String> {
    let quote = crate::rules::quote(revision, answers, whole.case.state.channel);
    if quote.total == Money(0) && quote.lines.is_empty() {
        return vec![vi(v, "dossiers-no-fee", &[]).trim_end_matches('.').to_owned()];
    }
    let line = |line: &catalogue::FeeLine<'_>| {
        let name = &line.fee.name.vi;
        match line.waived {
            Some(waiver) => vi(v, "dossiers-fee-waived", &[("name", name), ("reason", &waiver.reason.vi)]),
            None => vi(v, "dossiers-fee-line", &[("name", name), ("amount", &v.money(line.amount))]),
        }
    };
    let mut lines: Vec<String> = quote.lines.iter().map(line).collect();
    lines.extend(whole.fees.iter().map(|fee| v.t1("dossiers-slip-paid", "number", &fee.number).into_owned()));
    lines
}
