//! The promise, on the tracking page: when, how it moved and why.

use super::words::{late_words, lateness_words, limit_sentence, used_words};
use crate::queries::{Mood, MovedPromise, Tracking};
use calendar::Skipped;
use kernel::Moment;
use web::parts::Ruler;
use web::{Lang, Visitor};

/// The promise and its ruler.
pub(super) struct PromiseBox {
    pub(super) title: String,
    /// When it is promised; none when no day stands.
    pub(super) at: Option<Moment>,
    /// The leaf of a promise that rests.
    pub(super) rests: bool,
    pub(super) lines: Vec<String>,
    /// How it moved and why, one line each.
    pub(super) moves: Vec<String>,
    pub(super) ruler: Option<Ruler>,
    pub(super) meta: Vec<String>,
}

pub(super) fn promise(v: &Visitor, view: &Tracking) -> Option<PromiseBox> {
    let moved = view.original_due.is_some() && view.original_due != view.due;
    match view.mood {
        Mood::Sent | Mood::AcceptLate | Mood::Unheld if view.due.is_none() => Some(PromiseBox {
            title: v.t("dossiers-accept-by").into_owned(),
            at: Some(view.accept_by),
            rests: false,
            lines: accept_lines(v, view),
            moves: Vec::new(),
            ruler: None,
            meta: vec![v.t("dossiers-accept-rule").into_owned()],
        }),
        Mood::Asked => asked(v, view),
        Mood::Delivered | Mood::Refused | Mood::Withdrawn | Mood::Lapsed | Mood::Stopped => None,
        _ => view.due.map(|due| PromiseBox {
            title: v.t(if moved { "dossiers-due-new" } else { "dossiers-due" }).into_owned(),
            at: Some(due.at),
            rests: view.aside.paused.is_some(),
            lines: due_lines(v, view),
            moves: move_lines(v, view),
            ruler: ruler(v, view),
            meta: due_meta(v, view),
        }),
    }
}

/// The clock rests while it waits for the person.
fn asked(v: &Visitor, view: &Tracking) -> Option<PromiseBox> {
    let asked = view.aside.asked.as_ref()?;
    let mut lines = vec![v.t1("dossiers-rests-since", "when", v.when(asked.asked_at)).into_owned()];
    lines.push(super::supplement::then_line(v, asked));
    lines.extend(first_promise(v, view));
    let title = if view.due.is_some() { "dossiers-rests" } else { "dossiers-rests-unaccepted" };
    Some(PromiseBox {
        title: v.t(title).into_owned(),
        at: asked.close.map(|close| close.at),
        rests: true,
        lines,
        moves: move_lines(v, view),
        ruler: None,
        meta: Vec::new(),
    })
}

/// The first promise stands beside every later one.
fn first_promise(v: &Visitor, view: &Tracking) -> Option<String> {
    let shown = view.mood == Mood::Asked || view.original_due != view.due;
    let first = view.original_due.filter(|_| shown)?;
    Some(v.t1("dossiers-first-promise", "when", v.when(first.at)).into_owned())
}

/// How the promise moved and why, one line each.
fn move_lines(v: &Visitor, view: &Tracking) -> Vec<String> {
    let line = |one: &MovedPromise| {
        let (from, to) = (v.when_short(one.from.at), v.when_short(one.to.at));
        let cause = one.cause.as_ref().map(|cause| cause.get(v.lang)).unwrap_or_default();
        let key = match (one.why.as_str(), cause.is_empty()) {
            ("restart", _) => "dossiers-move-restart",
            ("extension", false) => "dossiers-move-extension",
            ("extension", true) => "dossiers-move-extension-plain",
            ("excluded", _) => "dossiers-move-excluded",
            ("calendar", false) => "dossiers-move-calendar",
            ("reopening", false) => "dossiers-move-reopening",
            ("reopening", true) => "dossiers-move-reopening-plain",
            _ => "dossiers-move-plain",
        };
        v.t3(key, "from", from, "to", to, "cause", cause).into_owned()
    };
    view.aside.moves.iter().map(line).collect()
}

/// The letter that was written when time had run out.
fn letter_lines(v: &Visitor, view: &Tracking) -> Vec<String> {
    let Some(letter) = &view.aside.letter else { return Vec::new() };
    let mut lines = vec![v.t1("dossiers-letter-day", "day", v.long_day(letter.day)).into_owned()];
    if !letter.words.is_empty() {
        lines.push(v.t1("dossiers-letter-words", "words", letter.words.as_str()).into_owned());
    }
    lines
}

/// "Tạm không tính thời hạn từ … vì …".
fn paused_lines(v: &Visitor, view: &Tracking) -> Vec<String> {
    let Some(paused) = &view.aside.paused else { return Vec::new() };
    let mut lines = vec![v.t1("dossiers-paused", "when", v.when(paused.since)).into_owned()];
    let mut why: Vec<String> = paused.why.iter().map(|why| why.get(v.lang).to_owned()).collect();
    why.dedup();
    lines.extend(why);
    lines
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
    let mut lines: Vec<String> = first_promise(v, view).into_iter().collect();
    lines.extend(paused_lines(v, view));
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
    lines.extend(letter_lines(v, view));
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
    let (ruler, from, due) = (view.ruler?, view.began_at?, view.due?);
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
