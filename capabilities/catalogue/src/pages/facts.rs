//! What a text of a procedure says, fact by fact, and what differs between two of them: the same
//! for procedures made here and for records of the national catalogue.

use super::lines::{fee_amount, fee_read, limit_read, limit_words, tier_key};
use super::made::way_key;
use crate::model::{Procedure, Text};
use crate::national::{FeeRead, NationalProcedure};
use web::Visitor;

/// One fact with its values, in the order they stand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fact {
    /// Text key of its name.
    pub(super) key: &'static str,
    pub(super) values: Vec<String>,
}

/// One fact that differs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Change {
    pub(super) key: &'static str,
    /// What is gone.
    pub(super) before: Vec<String>,
    /// What is new.
    pub(super) after: Vec<String>,
}

/// The facts of a procedure made here.
pub(super) fn of_made(v: &Visitor, procedure: &Procedure) -> Vec<Fact> {
    let said = |text: &Text| text.get(v.lang).to_owned();
    let limits = procedure.limit.iter().map(|rule| match &rule.label {
        Some(label) => format!("{}: {}", label.get(v.lang), limit_words(v, rule.limit)),
        None => limit_words(v, rule.limit),
    });
    let fees = procedure.fee.iter().map(|fee| format!("{}: {}", fee.name.get(v.lang), fee_amount(v, fee)));
    let papers = procedure.paper.iter().map(|paper| match &paper.case {
        Some(case) => format!("{} ({})", paper.name.get(v.lang), case.get(v.lang)),
        None => said(&paper.name),
    });
    let ways = procedure.way.iter().map(|way| format!("{}: {}", v.t(way_key(way.by)), way.note.get(v.lang)));
    vec![
        fact("catalogue-fact-name", [said(&procedure.name)]),
        fact("catalogue-fact-who", procedure.who.iter().map(|who| said(&who.text))),
        fact("catalogue-fact-papers", papers),
        fact("catalogue-fact-fee", fees),
        fact("catalogue-fact-limit", limits),
        fact("catalogue-fact-where", ways),
        fact("catalogue-fact-agency", [said(&procedure.decides)]),
        fact("catalogue-fact-result", procedure.result.iter().map(|result| said(&result.name))),
        fact("catalogue-fact-steps", procedure.step.iter().map(|step| said(&step.name))),
        fact(
            "catalogue-fact-basis",
            procedure.basis.iter().map(|act| format!("{}, {}", act.name, act.number)),
        ),
        fact("catalogue-fact-decision", [procedure.decision.clone()]),
    ]
}

/// The facts of a record of the national catalogue.
pub(super) fn of_national(v: &Visitor, read: &NationalProcedure) -> Vec<Fact> {
    let with_case = |group: &crate::national::PaperGroup| {
        let case = group.case.clone();
        let named = move |name: &String| match &case {
            Some(case) => format!("{name} ({case})"),
            None => name.clone(),
        };
        group.papers.iter().map(|paper| named(&paper.name)).collect::<Vec<_>>()
    };
    let fee = |fee: &FeeRead| match fee {
        FeeRead::Amount { note, .. }
        | FeeRead::Free { note }
        | FeeRead::ByCase { note }
        | FeeRead::ByProvince { note }
            if !note.is_empty() =>
        {
            format!("{} ({note})", fee_read(v, fee))
        }
        fee => fee_read(v, fee),
    };
    let rows = || read.channels.iter();
    let limits = rows().map(|row| format!("{}: {}", v.t(way_key(row.by)), limit_read(v, &row.limit)));
    let fees = rows().flat_map(|row| {
        let way = v.t(way_key(row.by)).into_owned();
        row.fees.iter().map(move |one| format!("{way}: {}", fee(one))).collect::<Vec<_>>()
    });
    let notes = rows().filter(|row| !row.note.is_empty()).map(|row| row.note.clone());
    let lines =
        |lines: &[crate::national::Line]| lines.iter().map(|line| line.text.clone()).collect::<Vec<_>>();
    let bodies = [&read.agency, &read.competent, &read.address, &read.delegated, &read.coordinating];
    vec![
        fact("catalogue-fact-name", [read.name.clone()]),
        fact("catalogue-fact-field", [read.field.clone()]),
        fact("catalogue-fact-tier", read.tiers.iter().map(|tier| v.t(tier_key(*tier)).into_owned())),
        fact("catalogue-fact-who", read.who.iter().cloned()),
        fact("catalogue-fact-papers", read.papers.iter().flat_map(with_case)),
        fact("catalogue-fact-fee", fees),
        fact("catalogue-fact-limit", limits),
        fact("catalogue-fact-where", notes),
        fact("catalogue-fact-conditions", lines(&read.conditions)),
        fact("catalogue-fact-agency", bodies.into_iter().cloned()),
        fact("catalogue-fact-result", read.results.iter().map(|result| result.name.clone())),
        fact("catalogue-fact-steps", lines(&read.sequence)),
        fact("catalogue-fact-related", read.related.iter().map(|one| one.name.clone())),
        fact("catalogue-fact-basis", read.bases.iter().map(|act| act.name.clone())),
        fact("catalogue-fact-decision", [read.decision.clone()]),
    ]
}

fn fact(key: &'static str, values: impl IntoIterator<Item = String>) -> Fact {
    Fact { key, values: values.into_iter().filter(|value| !value.is_empty()).collect() }
}

/// What differs between two texts: what only the one or the other has. An order alone is no change.
pub(super) fn changes(old: &[Fact], new: &[Fact]) -> Vec<Change> {
    let of = |facts: &[Fact], key: &str| {
        facts.iter().find(|fact| fact.key == key).map(|fact| fact.values.clone()).unwrap_or_default()
    };
    let mut keys: Vec<&'static str> = new.iter().chain(old).map(|fact| fact.key).collect();
    let mut seen = Vec::new();
    keys.retain(|key| {
        !seen.contains(key) && {
            seen.push(*key);
            true
        }
    });
    let change = |key: &'static str| {
        let (old, new) = (of(old, key), of(new, key));
        let only = |one: &[String], other: &[String]| {
            one.iter().filter(|value| !other.contains(value)).cloned().collect::<Vec<_>>()
        };
        Change { key, before: only(&old, &new), after: only(&new, &old) }
    };
    let all = keys.into_iter().map(change);
    all.filter(|change| !change.before.is_empty() || !change.after.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(fee: &[&str], papers: &[&str]) -> Vec<Fact> {
        let own = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        vec![fact("catalogue-fact-fee", own(fee)), fact("catalogue-fact-papers", own(papers))]
    }

    #[test]
    fn only_what_differs_is_a_change() {
        let found = changes(&facts(&["8.000"], &["A", "B"]), &facts(&["9.000"], &["B", "A"]));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].before[0].as_str(), found[0].after[0].as_str()), ("8.000", "9.000"));
        assert!(changes(&facts(&[], &["A"]), &facts(&[], &["A"])).is_empty());
    }

    #[test]
    fn what_is_new_or_gone_is_a_change() {
        let found = changes(&facts(&[], &["A"]), &facts(&["1"], &[]));
        assert_eq!(found.len(), 2);
    }
}
