//! How long it really took, beside the limit: the ruler of time of a procedure, and the same
//! figures as a table.

use super::lines::{limit_in_short, small};
use crate::durations::{Durations, FEWEST};
use crate::model::Procedure;
use askama::Template;
use kernel::{Limit, LimitUnit};
use web::Visitor;
use web::parts::Markup;

/// Office minutes of a working day, as limits in days are consumed.
const DAY: u32 = 480;
/// Most ticks, so that they stay apart on a phone.
const MOST_TICKS: u32 = 30;

/// A mark on the ruler.
struct Mark {
    /// Where: `27.1%`.
    at: String,
    /// Where its words stand, and how they are anchored.
    x: String,
    anchor: &'static str,
    words: String,
}

/// A line of the table.
struct Row {
    key: &'static str,
    value: String,
}

#[derive(Template)]
#[template(path = "catalogue/ruler.html")]
struct RulerPart<'a> {
    v: &'a Visitor,
    /// Enough dossiers to show figures.
    enough: bool,
    finding: String,
    about: String,
    title: String,
    range: String,
    fill: String,
    half: Mark,
    nine: Mark,
    limit: Mark,
    ticks: Vec<String>,
    rows: Vec<Row>,
}

/// The figure; nothing where nobody has told of any duration.
pub(crate) fn ruler(v: &Visitor, procedure: &Procedure, durations: Option<&Durations>) -> Markup {
    let Some(durations) = durations else { return Markup::default() };
    let part = part(v, procedure, durations);
    part.render().map_or_else(|_| Markup::default(), Markup::trusted)
}

fn part<'a>(v: &'a Visitor, procedure: &Procedure, durations: &Durations) -> RulerPart<'a> {
    let limit = longest(procedure);
    let (half, nine) = (durations.median_minutes, durations.p90_minutes);
    let enough = durations.is_enough();
    let limit_minutes = limit.map_or(DAY, minutes).max(1);
    let whole = if enough { limit_minutes.max(nine) } else { limit_minutes };
    let limit_words = limit.map(|limit| small(&limit_in_short(v, limit))).unwrap_or_default();
    let (half_words, nine_words) = (took(v, half), took(v, nine));
    let finding =
        if enough { v.t1("catalogue-took-finding", "half", &half_words) } else { v.t("catalogue-took-few") };
    let count = i64::from(durations.count);
    let about = v.tx(
        "catalogue-took-about",
        &[("count", &v.count(count)), ("from", &v.day(durations.from)), ("to", &v.day(durations.to))],
    );
    let title = if enough {
        let (half, nine, limit) = (&half_words, &nine_words, &limit_words);
        v.t3("catalogue-took-title", "half", half, "nine", nine, "limit", limit)
    } else {
        v.t1("catalogue-took-few-title", "least", i64::from(FEWEST))
    };
    RulerPart {
        enough,
        finding: finding.into_owned(),
        about: about.into_owned(),
        title: title.into_owned(),
        range: percent(nine, whole),
        fill: percent(half, whole),
        half: mark(half, whole, v.t1("catalogue-took-half", "time", &half_words).into_owned()),
        nine: mark(nine, whole, v.t1("catalogue-took-nine", "time", &nine_words).into_owned()),
        limit: mark(limit_minutes, whole, v.t1("catalogue-took-limit", "limit", &limit_words).into_owned()),
        ticks: ticks(whole),
        rows: rows(v, durations, half_words, nine_words, limit_words),
        v,
    }
}

fn rows(v: &Visitor, durations: &Durations, half: String, nine: String, limit: String) -> Vec<Row> {
    let row = |key, value| Row { key, value };
    let mut rows = vec![row("catalogue-took-row-count", v.count(i64::from(durations.count)))];
    if durations.is_enough() {
        // In tenths of a percent, rounded.
        let share = (u64::from(durations.late) * 2000 / u64::from(durations.count.max(1))).div_ceil(2);
        let late = v.t2(
            "catalogue-took-late",
            "count",
            v.count(i64::from(durations.late)),
            "share",
            format!("{},{}", share / 10, share % 10),
        );
        rows.push(row("catalogue-took-row-half", half));
        rows.push(row("catalogue-took-row-nine", nine));
        rows.push(row("catalogue-took-row-late", late.into_owned()));
    }
    rows.push(row("catalogue-took-row-limit", limit));
    rows
}

/// The longest limit: what a person may have to wait at most.
fn longest(procedure: &Procedure) -> Option<Limit> {
    procedure.limit.iter().map(|rule| rule.limit).max_by_key(|limit| minutes(*limit))
}

/// A limit in office minutes. Calendar time holds five working days in seven, and a month 22: near
/// enough for a drawing, which says the limit in its own unit beside it.
pub(crate) fn minutes(limit: Limit) -> u32 {
    match limit.unit {
        LimitUnit::SameDay => DAY,
        LimitUnit::WorkingHours => limit.n.saturating_mul(60),
        LimitUnit::WorkingDays => limit.n.saturating_mul(DAY),
        LimitUnit::Hours => limit.n.saturating_mul(DAY) / 24,
        LimitUnit::Days => limit.n.saturating_mul(DAY) / 7 * 5,
        LimitUnit::Months => limit.n.saturating_mul(22 * DAY),
    }
}

/// Office time in words: `2 giờ 10 phút`, `3 ngày làm việc 4 giờ`.
pub(crate) fn took(v: &Visitor, minutes: u32) -> String {
    let (days, hours, rest) = (minutes / DAY, minutes % DAY / 60, minutes % 60);
    let n = |n: u32| i64::from(n);
    match (days, hours, rest) {
        (0, 0, rest) => v.t1("catalogue-took-minutes", "n", n(rest.max(1))),
        (0, hours, 0) => v.t1("catalogue-took-hours", "n", n(hours)),
        (0, hours, rest) => v.t2("catalogue-took-hours-minutes", "hours", n(hours), "minutes", n(rest)),
        (days, 0, _) => v.t1("catalogue-took-days", "n", n(days)),
        (days, hours, _) => v.t2("catalogue-took-days-hours", "days", n(days), "hours", n(hours)),
    }
    .into_owned()
}

fn percent(part: u32, whole: u32) -> String {
    let tenths = (u64::from(part) * 1000 / u64::from(whole.max(1))).min(1000);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// Words stay inside the drawing wherever the mark is.
fn mark(part: u32, whole: u32, words: String) -> Mark {
    let at = percent(part, whole);
    let (anchor, x) = match u64::from(part) * 100 / u64::from(whole.max(1)) {
        ..40 => ("", "0%".to_owned()),
        40..60 => (" mid", at.clone()),
        _ => (" end", "100%".to_owned()),
    };
    Mark { at, x, anchor, words }
}

/// A tick an hour for up to three days, a tick a day above; at most thirty.
fn ticks(whole: u32) -> Vec<String> {
    let unit = if whole <= 3 * DAY { 60 } else { DAY };
    let count = whole / unit;
    let step = count.div_ceil(MOST_TICKS).max(1);
    (0..=count / step).map(|at| percent(at * step * unit, whole)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_keep_their_words_inside_the_drawing() {
        let left = mark(10, 480, String::new());
        assert_eq!((left.x.as_str(), left.anchor), ("0%", ""));
        let right = mark(470, 480, String::new());
        assert_eq!((right.x.as_str(), right.anchor), ("100%", " end"));
        assert_eq!(mark(900, 480, String::new()).at, "100.0%");
    }

    #[test]
    fn ticks_are_hours_then_days_and_never_too_many() {
        assert_eq!(ticks(480).len(), 9);
        assert_eq!(ticks(10 * 480).len(), 11);
        assert!(ticks(200 * 480).len() <= 31);
    }

    #[test]
    fn limits_are_office_time() {
        assert_eq!(minutes(Limit::new(8, LimitUnit::WorkingHours)), 480);
        assert_eq!(minutes(Limit::new(7, LimitUnit::Days)), 2_400);
        assert_eq!(minutes(Limit::new(0, LimitUnit::SameDay)), 480);
    }
}
