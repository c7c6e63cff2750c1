//! The tracking page: the heart of the product (ux.md 2.9, blocks 1 to 6).

use super::happened::{Event, events};
use super::papers::file_words;
use super::promise::{PromiseBox, promise};
use super::todo::{Todo, todo};
use super::words::{lateness_words, mood_tag, stage_rows};
use crate::commands::Dossiers;
use crate::queries::{Act, Eyes, Holder, Mended, Mood, PaperLine, Person, Tracking, tracking};
use askama::Template;
use axum::extract::{Path, State};
use cases::looks::{self, Via};
use kernel::{Moment, Money};
use web::parts::{Step, Tag};
use web::{Answer as Page, Visitor};

/// The page in words.
#[derive(Template)]
#[template(path = "dossiers/tracking.html")]
pub(super) struct TrackingPage {
    pub(super) v: Visitor,
    pub(super) owner: bool,
    pub(super) subject: String,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) tag: Tag,
    pub(super) headline: String,
    pub(super) todo: Todo,
    pub(super) promise: Option<PromiseBox>,
    pub(super) holder: Option<HolderBox>,
    pub(super) steps: Vec<Step>,
    pub(super) happened: Vec<Event>,
    pub(super) paper_title: String,
    pub(super) papers: Vec<(String, String)>,
    pub(super) travelling: Option<String>,
    pub(super) results: Vec<ResultRow>,
    pub(super) fees: Vec<String>,
    pub(super) receipts: Vec<String>,
    pub(super) acts: Vec<(String, String)>,
    pub(super) slip: String,
    pub(super) slip_text: String,
    pub(super) looks: String,
    pub(super) look_up: String,
}

/// Who has it.
pub(super) struct HolderBox {
    pub(super) title: String,
    pub(super) unit: String,
    pub(super) officer: Option<Person>,
    pub(super) phone: String,
    pub(super) since: String,
    pub(super) alarm: bool,
    pub(super) receiver: Option<String>,
}

/// A result that can be taken home.
pub(super) struct ResultRow {
    pub(super) name: String,
    pub(super) detail: String,
    pub(super) url: Option<String>,
}

pub(super) async fn own(State(room): State<Dossiers>, v: Visitor, Path(ma): Path<String>) -> Page {
    let whole = room.own_by_number(&v.actor, &ma).await?;
    let view = room.own_tracking(&whole).await?;
    looks::note(&room.db, &room.ids, &v.actor, view.id, Via::Page, v.now).await?;
    v.page(&page(&v, &view, Eyes::Owner))
}

pub(super) async fn link(State(room): State<Dossiers>, v: Visitor, Path(token): Path<String>) -> Page {
    let whole = room.by_link(&token).await?;
    let view = tracking(&room, &whole, Eyes::Link, v.now)?;
    looks::note(&room.db, &room.ids, &v.actor, view.id, Via::Link, v.now).await?;
    v.page(&page(&v, &view, Eyes::Link))
}

/// The page in words, for whoever looks.
pub(super) fn page(v: &Visitor, view: &Tracking, eyes: Eyes) -> TrackingPage {
    let owner = eyes == Eyes::Owner;
    let path = format!("/ho-so/{}", view.number);
    TrackingPage {
        owner,
        subject: view.subject.get(v.lang).to_owned(),
        number: view.number.clone(),
        name: view.name.clone(),
        tag: mood_tag(v, view.mood, view.accepted_at.is_some()),
        headline: headline(v, view),
        todo: todo(v, view, owner, &path),
        promise: promise(v, view),
        holder: view.holder.as_ref().map(|holder| holder_box(v, view, holder)),
        steps: stage_rows(v, &view.stages),
        happened: events(v, &view.happened, &path),
        paper_title: paper_title(v, view),
        papers: view.papers.iter().map(|paper| paper_row(v, paper)).collect(),
        travelling: travelling(v, view),
        results: view.results.iter().map(|paper| result_row(v, paper, &path)).collect(),
        fees: fees(v, view),
        receipts: receipts(v, view),
        acts: acts(v, view, &path),
        slip: format!("{path}/giay-hen"),
        slip_text: v
            .t(if view.accepted_at.is_some() { "dossiers-print" } else { "dossiers-print-note" })
            .into_owned(),
        looks: format!("{path}/nhat-ky"),
        look_up: format!("/tra-cuu?ma={}", view.number),
        v: v.clone(),
    }
}

/// One sentence: where it is, with an apology when it is late.
fn headline(v: &Visitor, view: &Tracking) -> String {
    let late = lateness_words(v, view.lateness).unwrap_or_default();
    let agency = view.agency.get(v.lang);
    let said = |key: &str| v.t(key).into_owned();
    let sentence = view.sentence.as_ref().map(|sentence| sentence.get(v.lang).to_owned());
    match view.mood {
        Mood::Sent => v.t1("dossiers-head-sent", "agency", agency).into_owned(),
        Mood::AcceptLate => v.t1("dossiers-head-accept-late", "agency", agency).into_owned(),
        Mood::Unheld => said("dossiers-head-unheld"),
        Mood::Running => sentence.unwrap_or_else(|| said("dossiers-head-running")),
        Mood::Overdue => v.t1("dossiers-head-overdue", "late", late).into_owned(),
        Mood::Ready if !late.is_empty() => v.t1("dossiers-head-ready-late", "late", late).into_owned(),
        Mood::Ready => sentence.unwrap_or_else(|| said("dossiers-head-ready")),
        Mood::Delivered if view.aside.mending.is_some() => said("dossiers-head-mending"),
        Mood::Delivered if view.aside.mended > 0 => said("dossiers-head-mended"),
        Mood::Delivered => said("dossiers-head-delivered"),
        Mood::Refused if view.accepted_at.is_some() => said("dossiers-head-refused-after"),
        Mood::Refused => said("dossiers-head-refused"),
        Mood::Asked => {
            let missing = view.aside.asked.as_ref().map_or(0, |asked| asked.missing);
            v.t1("dossiers-head-asked", "n", missing).into_owned()
        }
        Mood::Withdrawn => said("dossiers-head-withdrawn"),
        Mood::Lapsed => said("dossiers-head-lapsed"),
        Mood::Stopped => said("dossiers-head-stopped"),
    }
}

fn holder_box(v: &Visitor, view: &Tracking, holder: &Holder) -> HolderBox {
    let words = |person: &Person| {
        if person.title.is_empty() {
            person.name.clone()
        } else {
            format!("{}, {}", person.name, person.title)
        }
    };
    let asks = if view.mood == Mood::Asked { "dossiers-holder-ask" } else { "dossiers-holder" };
    HolderBox {
        title: v.t(asks).into_owned(),
        unit: holder.unit.get(v.lang).to_owned(),
        phone: match &holder.officer {
            Some(officer) if !officer.phone.is_empty() => officer.phone.clone(),
            _ => view.phone.clone(),
        },
        officer: holder.officer.clone(),
        since: v.t1("dossiers-since", "when", v.when_short(holder.since)).into_owned(),
        alarm: holder.alarmed_at.is_some(),
        receiver: view.receiver.as_ref().map(words),
    }
}

/// Files came, or papers were seen at the counter, or none were needed.
fn paper_title(v: &Visitor, view: &Tracking) -> String {
    match (view.paper_count, view.at_counter) {
        (0, _) => v.t("dossiers-papers-zero").into_owned(),
        (n, true) => v.t1("dossiers-papers-seen", "n", n).into_owned(),
        (n, false) => v.t1("dossiers-papers-received", "n", n).into_owned(),
    }
}

/// Papers on their way to the office that decides.
fn travelling(v: &Visitor, view: &Tracking) -> Option<String> {
    let papers = view.aside.travelling.as_ref()?;
    let agency = view.agency.get(v.lang);
    Some(match papers.due {
        Some(due) => v.t2("dossiers-travelling-by", "agency", agency, "when", v.when(due)).into_owned(),
        None => v.t1("dossiers-travelling", "agency", agency).into_owned(),
    })
}

/// What the person may do, beside the one thing to do now.
fn acts(v: &Visitor, view: &Tracking, path: &str) -> Vec<(String, String)> {
    let way = |act: &Act| {
        let (way, key) = match act {
            // These two are the button above.
            Act::Supplement | Act::Again => return None,
            Act::Adjust => ("sua", "dossiers-act-adjust"),
            Act::Withdraw => ("rut", "dossiers-act-withdraw"),
            Act::DropWithdrawal => ("rut", "dossiers-act-drop"),
            Act::ReportError => ("bao-sai", "dossiers-act-wrong"),
        };
        Some((format!("{path}/{way}"), v.t(key).into_owned()))
    };
    view.acts.iter().filter_map(way).collect()
}

fn paper_row(v: &Visitor, paper: &PaperLine) -> (String, String) {
    let mut said = file_words(v, paper.pages, paper.size);
    if !paper.file {
        said = v.t1("dossiers-paper-copies", "n", paper.copies).into_owned();
    }
    if paper.compared {
        said = format!("{said}, {}", v.t("dossiers-paper-compared"));
    }
    (paper.name.get(v.lang).to_owned(), said)
}

fn result_row(v: &Visitor, paper: &PaperLine, path: &str) -> ResultRow {
    let mended = paper.mended.map(|mended| match mended {
        Mended::Before => v.t("dossiers-result-before").into_owned(),
        Mended::After => v.t("dossiers-result-after").into_owned(),
    });
    let detail = [Some(file_words(v, paper.pages, paper.size)), mended];
    ResultRow {
        name: paper.name.get(v.lang).to_owned(),
        detail: detail.into_iter().flatten().filter(|said| !said.is_empty()).collect::<Vec<_>>().join(", "),
        url: paper.file.then(|| format!("{path}/tep/{}", paper.id)),
    }
}

fn fees(v: &Visitor, view: &Tracking) -> Vec<String> {
    let Some(fees) = &view.fees else { return Vec::new() };
    if fees.total == Money(0) && fees.lines.iter().all(|(_, _, _, waived)| waived.is_none()) {
        return vec![v.t("dossiers-no-fee").into_owned()];
    }
    fees.lines
        .iter()
        .map(|(name, _, amount, waived)| {
            let name = name.get(v.lang);
            match waived {
                Some(reason) => {
                    v.t2("dossiers-fee-waived", "name", name, "reason", reason.get(v.lang)).into_owned()
                }
                None => v.t2("dossiers-fee-line", "name", name, "amount", v.money(*amount)).into_owned(),
            }
        })
        .collect()
}

fn receipts(v: &Visitor, view: &Tracking) -> Vec<String> {
    let Some(fees) = &view.fees else { return Vec::new() };
    if fees.unpaid() {
        return vec![v.t("dossiers-fee-unpaid").into_owned()];
    }
    let line = |(amount, number, at): &(Money, String, Moment)| {
        let (amount, when) = (v.money(*amount), v.when(*at));
        v.t3("dossiers-fee-paid", "amount", amount, "when", when, "number", number).into_owned()
    };
    fees.taken.iter().map(line).collect()
}
