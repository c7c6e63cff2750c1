//! A list to take along, on A4: what to bring, how much, where, with the address of the page as a
//! QR code.

use super::Words;
use super::head::head;
use super::lines::{fee_amount, fee_read, fees_in_short, limit_read, name_of, shortest};
use super::made::way_key;
use super::national;
use super::procedure::{gone, of_address, put_right};
use crate::entry::Entry;
use crate::model::{Paper, Procedure};
use crate::national::words::without_bullet;
use crate::national::{FeeRead, NationalPaper, NationalProcedure};
use crate::shelf::Catalogue;
use askama::Template;
use axum::extract::{Path, State};
use web::parts::{Markup, qr};
use web::{Answer, Lang, Visitor};

/// A paper to tick.
struct Item {
    name: Words,
    detail: String,
}

/// Papers of a case; without one, they are always needed.
struct Group {
    case: Option<Words>,
    items: Vec<Item>,
}

/// A fact with its name.
struct Fact {
    key: &'static str,
    values: Vec<Words>,
}

#[derive(Template)]
#[template(path = "catalogue/bring.html")]
struct BringPage {
    v: Visitor,
    head: Markup,
    name: Words,
    code: String,
    url: String,
    groups: Vec<Group>,
    facts: Vec<Fact>,
    made: bool,
    qr: Markup,
    spoken: String,
}

/// `/thu-tuc/{ma}/mang-theo`.
pub(crate) async fn bring(
    State(catalogue): State<Catalogue>,
    v: Visitor,
    Path(asked): Path<String>,
) -> Answer {
    let Some(entry) = of_address(&catalogue, &asked, v.now.day()) else {
        return gone(&catalogue, &v, &asked);
    };
    if let Some(response) = put_right(&v, &asked, &entry, "/mang-theo") {
        return Ok(response);
    }
    let (groups, facts) = match &entry {
        Entry::Made(revision) => (made_groups(&v, &revision.procedure), made_facts(&v, &revision.procedure)),
        Entry::National(listed) => {
            let read = national::record(&catalogue, &listed.code).await?.read;
            (national_groups(&v, &read), national_facts(&v, &read))
        }
    };
    let path = format!("/thu-tuc/{}", entry.slug());
    // The code alone is enough, and a short address makes a code with large modules.
    let short = v.url(&format!("/thu-tuc/{}", entry.code()));
    v.page(&BringPage {
        head: head(&v, &format!("{path}/mang-theo"), Vec::new()),
        name: name_of(&v, &entry),
        code: entry.code().to_owned(),
        url: v.url(&path),
        groups,
        facts,
        made: entry.is_made(),
        qr: qr(&v.full_url(&short), &v.t1("catalogue-bring-qr", "address", v.spoken_url(&short))),
        spoken: v.spoken_url(&short),
        v: v.clone(),
    })
}

fn plain(text: impl Into<String>) -> Words {
    Words { text: text.into(), foreign: false }
}

/// What the State holds and what is made from the answers is not carried along.
fn made_groups(v: &Visitor, procedure: &Procedure) -> Vec<Group> {
    let held = |paper: &Paper| paper.held_by_state.is_some() && paper.held_when.is_none();
    let asked = procedure.paper.iter().filter(|paper| !paper.made_here && !held(paper));
    let item = |paper: &Paper| {
        let forms: Vec<String> = paper
            .forms
            .iter()
            .map(|form| v.t(&format!("catalogue-form-{}", form.name())).into_owned())
            .collect();
        let detail = v.t1("catalogue-paper-forms", "forms", forms.join(", ")).into_owned();
        Item { name: Words::of(&paper.name, v.lang), detail }
    };
    let mut always = Group { case: None, items: Vec::new() };
    let mut cases: Vec<Group> = Vec::new();
    for paper in asked {
        let case = paper.case.as_ref().map(|case| Words::of(case, v.lang));
        let case =
            case.or_else(|| paper.optional.then(|| plain(v.t("catalogue-paper-optional").into_owned())));
        match case {
            None => always.items.push(item(paper)),
            Some(case) => match cases.iter_mut().find(|group| group.case.as_ref() == Some(&case)) {
                Some(group) => group.items.push(item(paper)),
                None => cases.push(Group { case: Some(case), items: vec![item(paper)] }),
            },
        }
    }
    let mut groups = vec![always];
    groups.extend(cases);
    groups.retain(|group| !group.items.is_empty());
    groups
}

fn made_facts(v: &Visitor, procedure: &Procedure) -> Vec<Fact> {
    let fees: Vec<Words> = procedure
        .fee
        .iter()
        .map(|fee| Words {
            text: format!("{}: {}", fee.name.get(v.lang), fee_amount(v, fee)),
            foreign: fee.name.foreign(v.lang),
        })
        .collect();
    let fees = if fees.is_empty() { vec![plain(fees_in_short(v, procedure))] } else { fees };
    let ways = procedure.way.iter().map(|way| Words {
        text: format!("{}: {}", v.t(way_key(way.by)), way.note.get(v.lang)),
        foreign: way.note.foreign(v.lang),
    });
    vec![
        Fact { key: "catalogue-fee", values: fees },
        Fact { key: "catalogue-time", values: vec![plain(shortest(v, procedure))] },
        Fact { key: "catalogue-where", values: ways.collect() },
    ]
}

fn national_groups(v: &Visitor, read: &NationalProcedure) -> Vec<Group> {
    let item = |paper: &NationalPaper| {
        let count = |key: &str, count: Option<u32>| {
            count.filter(|count| *count > 0).map(|count| v.t1(key, "count", i64::from(count)).into_owned())
        };
        let mut parts: Vec<String> = [
            count("catalogue-paper-originals", paper.originals),
            count("catalogue-paper-copies", paper.copies),
        ]
        .into_iter()
        .flatten()
        .collect();
        parts.extend(
            paper.form.as_ref().map(|form| v.t1("catalogue-paper-form-file", "file", form).into_owned()),
        );
        Item { name: Words::vietnamese(without_bullet(&paper.name), v.lang), detail: parts.join(" · ") }
    };
    let group = |group: &crate::national::PaperGroup| Group {
        case: group.case.as_ref().map(|case| Words::vietnamese(case, v.lang)),
        items: group.papers.iter().filter(|paper| !paper.note).map(item).collect(),
    };
    let mut groups: Vec<Group> = read.papers.iter().map(group).collect();
    groups.retain(|group| !group.items.is_empty());
    groups
}

fn national_facts(v: &Visitor, read: &NationalProcedure) -> Vec<Fact> {
    let foreign = v.lang == Lang::En;
    let row = |row: &crate::national::ChannelRow| {
        let fees: Vec<String> =
            row.fees.iter().filter(|fee| **fee != FeeRead::NotStated).map(|fee| fee_read(v, fee)).collect();
        let mut parts = vec![limit_read(v, &row.limit)];
        parts.extend(fees);
        plain(format!("{}: {}", v.t(way_key(row.by)), parts.join(" · ")))
    };
    let mut rows: Vec<Words> = read.channels.iter().map(row).collect();
    rows.dedup();
    let bodies = [&read.agency, &read.competent, &read.address];
    let bodies = bodies.into_iter().filter(|name| !name.is_empty());
    let bodies = bodies.map(|name| Words { text: name.clone(), foreign });
    let mut facts = vec![
        Fact { key: "catalogue-channels", values: rows },
        Fact { key: "catalogue-where", values: bodies.collect() },
    ];
    facts.retain(|fact| !fact.values.is_empty());
    facts
}
