//! One procedure in a list: its name, what it is good for, how long, how much.

use super::Words;
use crate::entry::Entry;
use crate::model::{Fee, Procedure};
use crate::national::{FeeRead, LimitRead, Listed};
use crate::words::Tier;
use kernel::{Limit, LimitUnit};
use web::Visitor;
use web::parts::Markup;

/// One procedure in a list.
#[derive(Clone)]
pub(crate) struct Line {
    pub(crate) url: String,
    pub(crate) name: Words,
    /// The name as it is shown; words that were searched for stand in `<mark>`.
    pub(crate) shown: Markup,
    pub(crate) summary: Option<Words>,
    pub(crate) meta: String,
}

/// Lines of several entries.
pub(crate) fn lines_of<'a>(v: &Visitor, entries: impl IntoIterator<Item = &'a Entry>) -> Vec<Line> {
    entries.into_iter().map(|entry| entry_line(v, entry)).collect()
}

pub(crate) fn entry_line(v: &Visitor, entry: &Entry) -> Line {
    let name = name_of(v, entry);
    let (summary, meta) = match entry {
        Entry::Made(revision) => {
            let procedure = &revision.procedure;
            let facts = [
                shortest(v, procedure),
                fees_in_short(v, procedure),
                v.t("catalogue-line-here").into_owned(),
            ];
            (Some(Words::of(&procedure.summary, v.lang)), facts.join(" · "))
        }
        Entry::National(listed) => (None, national_meta(v, listed)),
    };
    let shown = Markup::trusted(web::parts::escape(&name.text));
    Line { url: v.url(&format!("/thu-tuc/{}", entry.slug())), name, shown, summary, meta }
}

/// What an entry is called; its code where a record has no name.
pub(crate) fn name_of(v: &Visitor, entry: &Entry) -> Words {
    match entry.short(v.lang) {
        "" => Words { text: entry.code().to_owned(), foreign: false },
        name => Words { text: name.to_owned(), foreign: entry.foreign(v.lang) },
    }
}

fn national_meta(v: &Visitor, listed: &Listed) -> String {
    let limit = |limit: &LimitRead| match limit {
        LimitRead::NotStated => None,
        LimitRead::NoUnit { text } => Some(v.t1("catalogue-line-no-unit", "text", text).into_owned()),
        limit => Some(limit_read(v, limit)),
    };
    let fee = |fee: &FeeRead| match fee {
        FeeRead::NotStated => None,
        FeeRead::Free { .. } => Some(v.t("catalogue-line-free").into_owned()),
        fee => Some(small(&fee_read(v, fee))),
    };
    let limits: Vec<String> = listed.limits.iter().filter_map(limit).collect();
    let fees: Vec<String> = match listed.fee_doubted {
        true => vec![v.t("catalogue-line-fee-doubted").into_owned()],
        false => listed.fees.iter().filter_map(fee).collect(),
    };
    let tiers = listed.tiers.iter().map(|tier| v.t(tier_key(*tier)).into_owned());
    let mut parts = vec![or(v, &limits), or(v, &fees)];
    parts.push(tiers.collect::<Vec<_>>().join(", "));
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() {
        return String::new();
    }
    v.t1("catalogue-line-national", "facts", parts.join(" · ")).into_owned()
}

pub(crate) const fn tier_key(tier: Tier) -> &'static str {
    match tier {
        Tier::Central => "catalogue-tier-central",
        Tier::Province => "catalogue-tier-province",
        Tier::Commune => "catalogue-tier-commune",
        Tier::Other => "catalogue-tier-other",
    }
}

/// `15 ngày hoặc 20 ngày`.
pub(crate) fn or(v: &Visitor, words: &[String]) -> String {
    let join = |first: String, next: &String| {
        v.t2("catalogue-limit-or", "first", first, "next", small(next)).into_owned()
    };
    words.split_first().map(|(first, rest)| rest.iter().fold(first.clone(), join)).unwrap_or_default()
}

/// Words as they stand inside a sentence: `trong ngày`.
pub(crate) fn small(words: &str) -> String {
    begun(words, |first| first.to_lowercase().collect())
}

/// Words as they begin a line.
pub(crate) fn capital(words: &str) -> String {
    begun(words, |first| first.to_uppercase().collect())
}

fn begun(words: &str, change: impl Fn(char) -> String) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| change(first) + chars.as_str()).unwrap_or_default()
}

/// A limit of the national catalogue in short; what has no unit is quoted.
pub fn limit_read(v: &Visitor, limit: &LimitRead) -> String {
    match limit {
        LimitRead::Unit { limit } => limit_in_short(v, *limit),
        LimitRead::NoUnit { text } => v.t1("catalogue-limit-no-unit", "text", text).into_owned(),
        LimitRead::NotStated => v.t("catalogue-limit-not-stated").into_owned(),
    }
}

/// A fee of the national catalogue in short, without its note.
pub fn fee_read(v: &Visitor, fee: &FeeRead) -> String {
    match fee {
        FeeRead::Amount { amount, .. } => v.money(*amount),
        FeeRead::Free { .. } => v.t("catalogue-fee-said-free").into_owned(),
        FeeRead::ByCase { .. } => v.t("catalogue-fee-by-case").into_owned(),
        FeeRead::ByProvince { .. } => v.t("catalogue-fee-by-province").into_owned(),
        FeeRead::NotStated => v.t("catalogue-fee-not-stated").into_owned(),
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

pub(crate) fn limit_in_short(v: &Visitor, limit: Limit) -> String {
    match limit.unit {
        LimitUnit::SameDay => v.t("catalogue-limit-short-same-day").into_owned(),
        _ => limit_words(v, limit),
    }
}

/// The limits in short: `15 ngày hoặc 20 ngày`.
pub(crate) fn shortest(v: &Visitor, procedure: &Procedure) -> String {
    let words: Vec<String> = procedure.limit.iter().map(|rule| limit_in_short(v, rule.limit)).collect();
    or(v, &words)
}

pub(crate) fn fees_in_short(v: &Visitor, procedure: &Procedure) -> String {
    match procedure.fee.as_slice() {
        [] => v.t("catalogue-fee-free").into_owned(),
        [fee, ..] => fee_amount(v, fee),
    }
}

/// An amount; what a council sets is for demonstration only and says so.
pub(crate) fn fee_amount(v: &Visitor, fee: &Fee) -> String {
    if fee.by_council {
        return v.t1("catalogue-fee-sample", "amount", amount(v, fee)).into_owned();
    }
    amount(v, fee)
}

pub(crate) fn amount(v: &Visitor, fee: &Fee) -> String {
    match &fee.per {
        Some(per) => {
            v.t2("catalogue-fee-each", "amount", v.money(fee.amount), "per", per.get(v.lang)).into_owned()
        }
        None => v.money(fee.amount),
    }
}
