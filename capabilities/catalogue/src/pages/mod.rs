//! Public pages: home, the list, search, and the page of a procedure. What they share stands here.

mod home;
mod lists;
mod office;
mod offices;
mod place_fields;
mod procedure;
mod search;

pub(crate) use home::home;
pub(crate) use lists::list;
pub(crate) use office::office;
pub(crate) use offices::offices;
pub use place_fields::{PlaceFields, PlaceTyped, place_fields, place_name};
pub(crate) use procedure::procedure;
pub(crate) use search::search;

use crate::model::{Fee, Procedure, Text};
use crate::revision::Revision;
use kernel::{Limit, LimitUnit};
use web::parts::Markup;
use web::{Lang, Visitor};

/// A text of a file on a page: its words, and whether they are Vietnamese on an English page.
#[derive(Clone)]
pub(crate) struct Words {
    pub(crate) text: String,
    pub(crate) foreign: bool,
}

impl Words {
    pub(crate) fn of(text: &Text, lang: Lang) -> Words {
        Words { text: text.get(lang).to_owned(), foreign: text.foreign(lang) }
    }

    /// What is never translated: names of acts, sources.
    pub(crate) fn vietnamese(text: impl Into<String>, lang: Lang) -> Words {
        Words { text: text.into(), foreign: lang == Lang::En }
    }

    /// ` lang="vi"` where a reader must be told.
    pub(crate) fn mark(&self) -> Markup {
        if self.foreign { Markup::fixed(" lang=\"vi\"") } else { Markup::default() }
    }
}

/// One procedure in a list.
struct Line {
    url: String,
    name: Words,
    summary: Words,
    meta: String,
}

/// The procedures of one field.
struct Group {
    name: Words,
    lines: Vec<Line>,
}

fn line(v: &Visitor, revision: &Revision) -> Line {
    let procedure = &revision.procedure;
    Line {
        url: v.url(&format!("/thu-tuc/{}", revision.slug())),
        name: Words::of(&procedure.short, v.lang),
        summary: Words::of(&procedure.summary, v.lang),
        meta: format!("{} · {}", shortest(v, procedure), fees_in_short(v, procedure)),
    }
}

/// A limit in words: `15 ngày`, `8 giờ làm việc`.
pub fn limit_words(v: &Visitor, limit: Limit) -> String {
    let n = i64::from(limit.n);
    match limit.unit {
        LimitUnit::Hours => v.t1("catalogue-limit-hours", "n", n),
        LimitUnit::WorkingHours => v.t1("catalogue-limit-working-hours", "n", n),
        LimitUnit::WorkingDays => v.t1("catalogue-limit-working-days", "n", n),
        LimitUnit::Days => v.t1("catalogue-limit-days", "n", n),
        LimitUnit::Months => v.t1("catalogue-limit-months", "n", n),
        LimitUnit::SameDay => v.t("catalogue-limit-same-day"),
    }
    .into_owned()
}

fn limit_in_short(v: &Visitor, limit: Limit) -> String {
    match limit.unit {
        LimitUnit::SameDay => v.t("catalogue-limit-short-same-day").into_owned(),
        _ => limit_words(v, limit),
    }
}

/// The limits in short: `15 ngày hoặc 20 ngày`.
fn shortest(v: &Visitor, procedure: &Procedure) -> String {
    let words: Vec<String> = procedure.limit.iter().map(|rule| limit_in_short(v, rule.limit)).collect();
    let or =
        |first: String, next: &String| v.t2("catalogue-limit-or", "first", first, "next", next).into_owned();
    words.split_first().map(|(first, rest)| rest.iter().fold(first.clone(), or)).unwrap_or_default()
}

fn fees_in_short(v: &Visitor, procedure: &Procedure) -> String {
    match procedure.fee.as_slice() {
        [] => v.t("catalogue-fee-free").into_owned(),
        [fee, ..] if fee.by_council => v.t1("catalogue-fee-sample", "amount", amount(v, fee)).into_owned(),
        [fee, ..] => amount(v, fee),
    }
}

fn amount(v: &Visitor, fee: &Fee) -> String {
    match &fee.per {
        Some(per) => {
            v.t2("catalogue-fee-each", "amount", v.money(fee.amount), "per", per.get(v.lang)).into_owned()
        }
        None => v.money(fee.amount),
    }
}
