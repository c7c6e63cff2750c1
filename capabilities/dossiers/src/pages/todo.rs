//! The one thing to do, on the tracking page.

use crate::queries::{Mood, Tracking};
use web::Visitor;

/// The one thing to do, even when it is nothing.
pub(super) struct Todo {
    pub(super) class: &'static str,
    pub(super) title: String,
    pub(super) lines: Vec<String>,
    /// What is missing, with the reason of each.
    pub(super) items: Vec<(String, String)>,
    /// A button: where to, and its words.
    pub(super) button: Option<(String, String)>,
}

pub(super) fn todo(v: &Visitor, view: &Tracking, owner: bool, path: &str) -> Todo {
    let nothing = |class| Todo {
        class,
        title: v.t("dossiers-todo-nothing").into_owned(),
        lines: [Some(news(v, view)), leaving(v, view)].into_iter().flatten().collect(),
        items: Vec::new(),
        button: None,
    };
    let again = || owner.then(|| (format!("{path}/nop-lai"), v.t("dossiers-again").into_owned()));
    if let Some(does) = view.does.as_ref().filter(|_| view.mood != Mood::Delivered) {
        return Todo {
            class: "warn",
            title: v.t("dossiers-todo-does").into_owned(),
            lines: vec![does.get(v.lang).to_owned(), v.t("dossiers-todo-does-then").into_owned()],
            items: Vec::new(),
            button: None,
        };
    }
    match view.mood {
        Mood::Sent | Mood::Running => nothing("good"),
        Mood::Asked => asked(v, view, owner, path),
        Mood::Withdrawn => over(v, view, "dossiers-withdrawn-then", again()),
        Mood::Lapsed => over(v, view, "dossiers-lapsed-then", again()),
        Mood::Stopped => over(v, view, "dossiers-stopped-then", again()),
        Mood::Unheld | Mood::AcceptLate | Mood::Overdue => nothing(""),
        Mood::Ready => ready(v, view, owner, path),
        Mood::Delivered => delivered(v, view),
        Mood::Refused => Todo {
            class: "warn",
            title: v.t("dossiers-todo-refused").into_owned(),
            lines: refused(v, view),
            items: Vec::new(),
            button: again(),
        },
    }
}

/// What is missing, until when, and what happens otherwise.
fn asked(v: &Visitor, view: &Tracking, owner: bool, path: &str) -> Todo {
    let asked = view.aside.asked.as_ref();
    let missing = asked.map(|asked| asked.items.as_slice()).unwrap_or_default().iter();
    Todo {
        class: "warn",
        title: v.t("dossiers-todo-asked").into_owned(),
        lines: asked.map_or_else(Vec::new, |asked| super::supplement::until_lines(v, asked)),
        items: missing
            .filter(|item| item.answered_at.is_none())
            .map(|item| (item.name.get(v.lang).to_owned(), item.reason.clone()))
            .collect(),
        button: owner.then(|| (format!("{path}/bo-sung"), v.t("dossiers-answer").into_owned())),
    }
}

/// It is over without a result; the answers can be used again.
fn over(v: &Visitor, view: &Tracking, then: &str, button: Option<(String, String)>) -> Todo {
    let closed = view.closed_at.map(|at| v.t1("dossiers-closed-at", "when", v.when(at)).into_owned());
    let reason = view.reason.as_ref().map(|reason| v.t1("dossiers-reason", "reason", reason).into_owned());
    Todo {
        class: "warn",
        title: v.t("dossiers-todo-over").into_owned(),
        lines: closed.into_iter().chain(reason).chain([v.t(then).into_owned()]).collect(),
        items: Vec::new(),
        button,
    }
}

/// Handed over; or the result is being mended.
fn delivered(v: &Visitor, view: &Tracking) -> Todo {
    let handed = view.closed_at.map(|at| v.t1("dossiers-delivered-at", "when", v.when(at)).into_owned());
    let mending = view.aside.mending.map(|due| match due {
        Some(due) => v.t1("dossiers-mending-by", "when", v.when(due)).into_owned(),
        None => v.t("dossiers-mending").into_owned(),
    });
    let mended = (view.aside.mended > 0 && mending.is_none()).then(|| v.t("dossiers-mended").into_owned());
    Todo {
        class: "good",
        title: v
            .t(if mending.is_some() { "dossiers-todo-nothing" } else { "dossiers-todo-over" })
            .into_owned(),
        lines: [mending, mended, handed].into_iter().flatten().collect(),
        items: Vec::new(),
        button: None,
    }
}

/// The person asked to take it back, and the desk has not closed it yet.
fn leaving(v: &Visitor, view: &Tracking) -> Option<String> {
    let at = view.aside.withdrawal_at?;
    Some(v.t1("dossiers-withdraw-asked", "when", v.when(at)).into_owned())
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
    let then =
        if view.accepted_at.is_some() { "dossiers-refused-after-then" } else { "dossiers-refused-then" };
    reason.into_iter().chain([v.t(then).into_owned()]).collect()
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
    Todo { class: "warn", title: v.t("dossiers-todo-ready").into_owned(), lines, items: Vec::new(), button }
}
