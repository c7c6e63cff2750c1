//! The tracking page: the heart of the product (ux.md 2.9, blocks 1 to 6).

use super::words::{lateness_words, limit_sentence, mood_tag, stage_rows, used_words};
use super::{late_words, papers::file_words};
use crate::commands::Dossiers;
use crate::queries::{Eyes, Holder, Mood, PaperLine, Person, Tracking, tracking};
use askama::Template;
use axum::extract::{Path, State};
use calendar::Skipped;
use cases::looks::{self, Via};
use kernel::{Moment, Money};
use web::parts::{Ruler, Step, Tag};
use web::{Answer as Page, Lang, Visitor};

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
    pub(super) paper_title: String,
    pub(super) papers: Vec<(String, String)>,
    pub(super) results: Vec<ResultRow>,
    pub(super) fees: Vec<String>,
    pub(super) receipts: Vec<String>,
    pub(super) slip: String,
    pub(super) slip_text: String,
    pub(super) looks: String,
    pub(super) look_up: String,
}

/// The one thing to do, even when it is nothing.
pub(super) struct Todo {
    pub(super) class: &'static str,
    pub(super) title: String,
    pub(super) lines: Vec<String>,
    /// A button: where to, and its words.
    pub(super) button: Option<(String, String)>,
}

/// The promise and its ruler.
pub(super) struct PromiseBox {
    pub(super) title: String,
    pub(super) at: Moment,
    pub(super) lines: Vec<String>,
    pub(super) ruler: Option<Ruler>,
    pub(super) meta: Vec<String>,
}

/// Who has it.
pub(super) struct HolderBox {
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
        tag: mood_tag(v, view.mood),
        headline: headline(v, view),
        todo: todo(v, view, owner, &path),
        promise: promise(v, view),
        holder: view.holder.as_ref().map(|holder| holder_box(v, view, holder)),
        steps: stage_rows(v, &view.stages),
        paper_title: paper_title(v, view),
        papers: view.papers.iter().map(|paper| paper_row(v, paper)).collect(),
        results: view.results.iter().map(|paper| result_row(v, paper, &path)).collect(),
        fees: fees(v, view),
        receipts: receipts(v, view),
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
        Mood::Delivered => said("dossiers-head-delivered"),
        Mood::Refused => said("dossiers-head-refused"),
        Mood::Asked => said("dossiers-head-asked"),
        Mood::Withdrawn => said("dossiers-head-withdrawn"),
        Mood::Lapsed => said("dossiers-head-lapsed"),
        Mood::Stopped => said("dossiers-head-stopped"),
    }
}

fn todo(v: &Visitor, view: &Tracking, owner: bool, path: &str) -> Todo {
    let nothing = |class| Todo {
        class,
        title: v.t("dossiers-todo-nothing").into_owned(),
        lines: vec![news(v, view)],
        button: None,
    };
    match view.mood {
        Mood::Sent | Mood::Running => nothing("good"),
        Mood::Asked => Todo {
            class: "warn",
            title: v.t("dossiers-todo-asked").into_owned(),
            lines: view
                .news_by
                .map(|at| v.t1("dossiers-asked-by", "when", v.when(at)).into_owned())
                .into_iter()
                .collect(),
            button: owner.then(|| (format!("{path}/bo-sung"), v.t("dossiers-answer").into_owned())),
        },
        Mood::Withdrawn | Mood::Lapsed | Mood::Stopped => Todo {
            class: "warn",
            title: v.t("dossiers-todo-over").into_owned(),
            lines: view
                .closed_at
                .map(|at| v.t1("dossiers-closed-at", "when", v.when(at)).into_owned())
                .into_iter()
                .collect(),
            button: owner.then(|| (format!("/nop/{}", view.procedure), v.t("dossiers-again").into_owned())),
        },
        Mood::Unheld | Mood::AcceptLate | Mood::Overdue => nothing(""),
        Mood::Ready => ready(v, view, owner, path),
        Mood::Delivered => Todo {
            class: "good",
            title: v.t("dossiers-todo-over").into_owned(),
            lines: view
                .closed_at
                .map(|at| v.t1("dossiers-delivered-at", "when", v.when(at)).into_owned())
                .into_iter()
                .collect(),
            button: None,
        },
        Mood::Refused => Todo {
            class: "warn",
            title: v.t("dossiers-todo-refused").into_owned(),
            lines: refused(v, view),
            button: owner.then(|| (format!("/nop/{}", view.procedure), v.t("dossiers-again").into_owned())),
        },
    }
}

/// When the next news comes; when that time has passed, whom to call.
fn news(v: &Visitor, view: &Tracking) -> String {
    match view.news_by {
        Some(at) => v.t1("dossiers-news-by", "when", v.when(at)).into_owned(),
        None => v.t1("dossiers-news-late", "phone", v.phone()).into_owned(),
    }
}

fn refused(v: &Visitor, view: &Tracking) -> Vec<String> {
    let reason = view.reason.as_ref().map(|reason| v.t1("dossiers-reason", "reason", reason).into_owned());
    reason.into_iter().chain([v.t("dossiers-refused-then").into_owned()]).collect()
}

/// How to get the result: one way, the one the person asked for.
fn ready(v: &Visitor, view: &Tracking, owner: bool, path: &str) -> Todo {
    let file = view.results.iter().find(|paper| paper.file);
    let mut lines = Vec::new();
    let mut button = None;
    match (view.receive_by.as_str(), file) {
        ("online", Some(paper)) if owner => {
            lines.push(v.t("dossiers-ready-online").into_owned());
            button = Some((format!("{path}/tep/{}", paper.id), v.t("dossiers-download").into_owned()));
        }
        ("post", _) => lines.push(v.t("dossiers-ready-post").into_owned()),
        (by, _) => {
            if by == "online" {
                lines.push(v.t("dossiers-ready-online-unpaid").into_owned());
            }
            let (desk, address) = (view.desk.get(v.lang), view.address.as_str());
            lines.push(
                v.t3(
                    "dossiers-ready-counter",
                    "desk",
                    desk,
                    "agency",
                    view.agency.get(v.lang),
                    "address",
                    address,
                )
                .into_owned(),
            );
            lines.push(v.t("dossiers-ready-bring").into_owned());
        }
    }
    if let Some(fees) = view.fees.as_ref().filter(|fees| fees.unpaid()) {
        lines.push(v.t1("dossiers-ready-pay", "amount", v.money(fees.total)).into_owned());
    }
    Todo { class: "warn", title: v.t("dossiers-todo-ready").into_owned(), lines, button }
}

fn promise(v: &Visitor, view: &Tracking) -> Option<PromiseBox> {
    match view.mood {
        Mood::Sent | Mood::AcceptLate | Mood::Unheld if view.due.is_none() => Some(PromiseBox {
            title: v.t("dossiers-accept-by").into_owned(),
            at: view.accept_by,
            lines: accept_lines(v, view),
            ruler: None,
            meta: vec![v.t("dossiers-accept-rule").into_owned()],
        }),
        Mood::Delivered | Mood::Refused | Mood::Withdrawn | Mood::Lapsed | Mood::Stopped => None,
        _ => view.due.map(|due| PromiseBox {
            title: v.t("dossiers-due").into_owned(),
            at: due.at,
            lines: due_lines(v, view),
            ruler: ruler(v, view),
            meta: due_meta(v, view),
        }),
    }
}

fn accept_lines(v: &Visitor, view: &Tracking) -> Vec<String> {
    let late = view
        .stages
        .iter()
        .find(|stage| stage.key == crate::rules::RECEIVE)
        .map_or(0, |stage| stage.late_minutes);
    if late > 0 { vec![v.t1("dossiers-late", "late", late_words(v, late)).into_owned()] } else { Vec::new() }
}

fn due_lines(v: &Visitor, view: &Tracking) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(original) = view.original_due.filter(|original| Some(*original) != view.due) {
        lines.push(v.t1("dossiers-first-promise", "when", v.when(original.at)).into_owned());
    }
    if let Some(late) = lateness_words(v, view.lateness) {
        lines.push(v.t1("dossiers-late", "late", late).into_owned());
    } else if let Some(left) = view.remaining {
        lines.push(match (left.today, left.passed) {
            (true, true) => v.t("dossiers-left-day").into_owned(),
            (true, false) => v.t("dossiers-left-today").into_owned(),
            (false, _) => v.t1("dossiers-left-days", "n", left.days_after_today).into_owned(),
        });
    }
    if let Some(ready) = view.ready_at {
        lines.push(v.t1("dossiers-ready-since", "when", v.when(ready)).into_owned());
    }
    lines
}

/// The limit in the words of the law, and the days that moved it.
fn due_meta(v: &Visitor, view: &Tracking) -> Vec<String> {
    let mut meta = Vec::new();
    if let Some(limit) = view.limit {
        meta.push(limit_sentence(v, limit));
        if matches!(limit.unit, kernel::LimitUnit::WorkingDays | kernel::LimitUnit::WorkingHours) {
            meta.push(v.t("dossiers-weekends").into_owned());
        }
    }
    if let (Some(from), Some(due)) = (view.moved.from, view.due) {
        meta.push(v.t2("dossiers-moved", "from", v.long_day(from), "to", v.long_day(due.day)).into_owned());
    }
    for skipped in &view.moved.by {
        meta.push(skipped_words(v, skipped));
    }
    meta
}

fn skipped_words(v: &Visitor, skipped: &Skipped) -> String {
    let name = match v.lang {
        Lang::Vi => &skipped.holiday.vi,
        Lang::En => &skipped.holiday.en,
    };
    let days = if skipped.first == skipped.last {
        v.short(skipped.first)
    } else {
        format!("{}–{}", v.short(skipped.first), v.short(skipped.last))
    };
    v.t2("dossiers-holiday", "name", name, "days", days).into_owned()
}

fn ruler(v: &Visitor, view: &Tracking) -> Option<Ruler> {
    let (ruler, from, due) = (view.ruler?, view.accepted_at?, view.due?);
    let used = used_words(v, ruler);
    let units = match ruler.tick {
        calendar::Tick::WorkingDay => "dossiers-ruler-days",
        calendar::Tick::WorkingHour => "dossiers-ruler-hours",
    };
    Some(Ruler {
        id: "thuoc".to_owned(),
        title: v.tx(units, &[("n", &ruler.total), ("used", &used)]).into_owned(),
        units: ruler.total,
        used_thousandths: ruler.used_milli / ruler.total.max(1),
        used: v.t1("dossiers-used", "used", used).into_owned(),
        from: v.t1("dossiers-ruler-from", "day", v.short(from.day())).into_owned(),
        until: v.t1("dossiers-ruler-until", "day", v.short(due.day)).into_owned(),
    })
}

fn holder_box(v: &Visitor, view: &Tracking, holder: &Holder) -> HolderBox {
    let words = |person: &Person| {
        if person.title.is_empty() {
            person.name.clone()
        } else {
            format!("{}, {}", person.name, person.title)
        }
    };
    HolderBox {
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
    ResultRow {
        name: paper.name.get(v.lang).to_owned(),
        detail: file_words(v, paper.pages, paper.size),
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
