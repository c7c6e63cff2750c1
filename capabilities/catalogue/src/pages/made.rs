//! The page of a procedure made here: what one needs to know, in the order people ask.

use super::Words;
use super::event::{Card, cards};
use super::head::{crumbs, head, service};
use super::lines::{Line, amount, entry_line, fees_in_short, limit_words, shortest};
use super::ruler::ruler;
use crate::entry::slug;
use crate::model::{Channel, Fee, LimitRule, Mark, Paper, Procedure, Source, Step, Text, Way};
use crate::regime::Timed;
use crate::revision::Revision;
use crate::shelf::Catalogue;
use askama::Template;
use kernel::Day;
use serde_json::{Value, json};
use std::sync::Arc;
use web::parts::Markup;
use web::{Answer, Visitor};

/// A paper on the page of a procedure.
struct PaperLine {
    name: Words,
    case: Option<Words>,
    hint: Option<Words>,
    forms: String,
    tag: &'static str,
    tone: &'static str,
}

struct LimitLine {
    label: Option<Words>,
    words: String,
}

struct FeeLine {
    name: Words,
    amount: String,
    by_council: bool,
    waived: Vec<Words>,
}

struct WayLine {
    key: &'static str,
    note: Words,
}

/// A fact with its source.
struct SourceLine {
    fact: Words,
    mark: &'static str,
    source: Words,
}

#[derive(Template)]
#[template(path = "catalogue/procedure.html")]
struct ProcedurePage {
    v: Visitor,
    head: Markup,
    code: String,
    /// Where the button leads.
    start: String,
    short: Words,
    name: Words,
    field: Words,
    summary: Words,
    minutes: u32,
    result_in: String,
    fee_in_short: String,
    papers_in_short: String,
    who: Vec<Words>,
    papers: Vec<PaperLine>,
    fees: Vec<FeeLine>,
    limits: Vec<LimitLine>,
    acceptance: String,
    at_once: bool,
    ways: Vec<WayLine>,
    decides: Words,
    results: Vec<Words>,
    decision: String,
    from: Day,
    to: Option<Day>,
    basis: Vec<(String, Words)>,
    sources: Vec<SourceLine>,
    /// Last part of the address.
    slug: String,
    field_url: String,
    ruler: Markup,
    versions: Vec<Version>,
    linked: Vec<Line>,
    events: Vec<Card>,
    spoken: String,
}

/// A version of a procedure.
pub(super) struct Version {
    pub(super) from: Day,
    pub(super) to: Option<Day>,
    pub(super) current: bool,
}

/// The page of a revision in force.
pub(super) fn show(
    catalogue: &Catalogue,
    v: &Visitor,
    revision: &Arc<Revision>,
    acceptance: &Timed,
    start: &str,
) -> Answer {
    v.page(&procedure_page(catalogue, v, revision, acceptance, start))
}

/// What this page is about, for software.
fn graph(v: &Visitor, procedure: &Procedure, path: &str) -> Vec<Value> {
    let (name, field) = (procedure.name.get(v.lang), procedure.field.name.get(v.lang));
    let mut about = service(v, &procedure.code, name, field, procedure.decides.get(v.lang), path);
    about["alternateName"] = json!(procedure.short.get(v.lang));
    about["description"] = json!(procedure.summary.get(v.lang));
    let channel = |way: &Channel| {
        let mut channel = json!({"@type": "ServiceChannel", "name": v.t(way_key(way.by)), "description": way.note.get(v.lang)});
        if way.by == Way::Online {
            channel["serviceUrl"] = json!(v.full_url(&v.url(&format!("/nop/{}", procedure.code))));
        }
        channel
    };
    about["availableChannel"] = procedure.way.iter().map(channel).collect();
    // Only amounts that hold: what a council sets is for demonstration here.
    let sure = procedure.fee.iter().filter(|fee| !fee.by_council);
    let offer = |fee: &Fee| json!({"@type": "Offer", "name": fee.name.get(v.lang), "price": fee.amount.0, "priceCurrency": "VND"});
    let mut offers: Vec<Value> = sure.map(offer).collect();
    if procedure.fee.is_empty() {
        offers.push(json!({"@type": "Offer", "price": 0, "priceCurrency": "VND"}));
    }
    if !offers.is_empty() {
        about["offers"] = Value::Array(offers);
    }
    let field_path = format!("/thu-tuc/linh-vuc/{}", slug(&procedure.field.name.vi));
    let (home, all) = (v.t("catalogue-home"), v.t("catalogue-list-title"));
    let steps = [
        (home.as_ref(), "/"),
        (all.as_ref(), "/thu-tuc"),
        (field, field_path.as_str()),
        (procedure.short.get(v.lang), path),
    ];
    vec![about, crumbs(v, &steps)]
}

/// Procedures that do this one together with others, and the life events it belongs to.
fn beside(catalogue: &Catalogue, v: &Visitor, code: &str) -> (Vec<Line>, Vec<Card>) {
    let (mut linked, mut events) = (Vec::new(), Vec::new());
    for event in catalogue.events() {
        if event.codes().any(|one| one == code) {
            events.push(event.clone());
        }
        let does =
            |key: &String| event.step(key).is_some_and(|step| step.codes.iter().any(|one| one == code));
        let together = event.together.iter().filter(|one| one.code != code && one.steps.iter().any(does));
        let entries = together.filter_map(|one| catalogue.entry(&one.code, v.now.day()));
        linked.extend(entries.map(|entry| entry_line(v, &entry)));
    }
    (linked, cards(v, &events))
}

fn versions(catalogue: &Catalogue, revision: &Revision) -> Vec<Version> {
    let all = catalogue.versions(revision.code());
    let version = |one: &Arc<Revision>| Version {
        from: one.procedure.effective_from,
        to: one.procedure.effective_to,
        current: one.id == revision.id,
    };
    all.iter().rev().map(version).collect()
}

fn procedure_page(
    catalogue: &Catalogue,
    v: &Visitor,
    revision: &Arc<Revision>,
    acceptance: &Timed,
    start: &str,
) -> ProcedurePage {
    let path = format!("/thu-tuc/{}", revision.slug());
    let (linked, events) = beside(catalogue, v, revision.code());
    let procedure = &revision.procedure;
    let said = |text: &Text| Words::of(text, v.lang);
    ProcedurePage {
        head: head(v, &path, graph(v, procedure, &path)),
        field_url: v.url(&format!("/thu-tuc/linh-vuc/{}", slug(&procedure.field.name.vi))),
        ruler: ruler(v, procedure, catalogue.duration(revision.code()).as_ref()),
        versions: versions(catalogue, revision),
        linked,
        events,
        spoken: v.spoken_url(&v.url(&format!("/thu-tuc/{}", revision.code()))),
        slug: revision.slug(),
        code: procedure.code.clone(),
        start: v.url(start),
        short: said(&procedure.short),
        name: said(&procedure.name),
        field: said(&procedure.field.name),
        summary: said(&procedure.summary),
        minutes: procedure.minutes,
        result_in: shortest(v, procedure),
        fee_in_short: fees_in_short(v, procedure),
        papers_in_short: papers_in_short(v, procedure),
        who: procedure.who.iter().map(|who| said(&who.text)).collect(),
        papers: procedure.paper.iter().map(|paper| paper_line(v, paper)).collect(),
        fees: procedure.fee.iter().map(|fee| fee_line(v, fee)).collect(),
        limits: procedure.limit.iter().map(|rule| limit_line(v, rule)).collect(),
        acceptance: limit_words(v, acceptance.limit),
        at_once: procedure.counter.result_at_once,
        ways: procedure
            .way
            .iter()
            .map(|way| WayLine { key: way_key(way.by), note: said(&way.note) })
            .collect(),
        decides: said(&procedure.decides),
        results: procedure.result.iter().map(|result| said(&result.name)).collect(),
        decision: procedure.decision.clone(),
        from: procedure.effective_from,
        to: procedure.effective_to,
        basis: procedure
            .basis
            .iter()
            .map(|act| (act.number.clone(), Words::vietnamese(&act.name, v.lang)))
            .collect(),
        sources: sources(v, procedure, acceptance),
        v: v.clone(),
    }
}

/// The text of a mark.
pub(crate) const fn mark_key(mark: Mark) -> &'static str {
    match mark {
        Mark::L => "catalogue-mark-l",
        Mark::D => "catalogue-mark-d",
        Mark::S => "catalogue-mark-s",
        Mark::M => "catalogue-mark-m",
    }
}

pub(super) const fn way_key(way: Way) -> &'static str {
    match way {
        Way::Online => "catalogue-way-online",
        Way::Counter => "catalogue-way-counter",
        Way::Post => "catalogue-way-post",
    }
}

fn papers_in_short(v: &Visitor, procedure: &Procedure) -> String {
    let always = |paper: &&Paper| paper_tag(paper).0 == "catalogue-paper-required";
    let count = procedure.paper.iter().filter(always).count();
    let some = procedure.paper.iter().any(|paper| paper_tag(paper).0 == "catalogue-paper-case");
    match (count, some) {
        (0, true) => v.t("catalogue-papers-some").into_owned(),
        (0, false) => v.t("catalogue-papers-none").into_owned(),
        (count, _) => {
            v.t1("catalogue-papers-all", "count", i64::try_from(count).unwrap_or(i64::MAX)).into_owned()
        }
    }
}

/// Text key and tone of a paper's tag, before anything is known of the case.
const fn paper_tag(paper: &Paper) -> (&'static str, &'static str) {
    if paper.made_here {
        ("catalogue-paper-made", "good")
    } else if paper.held_by_state.is_some() && paper.held_when.is_none() {
        ("catalogue-paper-held", "good")
    } else if paper.required_when.is_some() {
        ("catalogue-paper-case", "")
    } else if paper.optional {
        ("catalogue-paper-optional", "")
    } else {
        ("catalogue-paper-required", "now")
    }
}

fn paper_line(v: &Visitor, paper: &Paper) -> PaperLine {
    let (tag, tone) = paper_tag(paper);
    let said = |text: &Text| Words::of(text, v.lang);
    let held = paper.held_by_state.as_ref();
    let asked = tag == "catalogue-paper-required"
        || tag == "catalogue-paper-case"
        || tag == "catalogue-paper-optional";
    let forms: Vec<String> =
        paper.forms.iter().map(|form| v.t(&format!("catalogue-form-{}", form.name())).into_owned()).collect();
    PaperLine {
        name: said(&paper.name),
        case: paper.case.as_ref().filter(|_| !paper.made_here).map(said),
        hint: held.or(paper.hint.as_ref()).map(said),
        forms: if asked {
            v.t1("catalogue-paper-forms", "forms", forms.join(", ")).into_owned()
        } else {
            String::new()
        },
        tag,
        tone,
    }
}

fn fee_line(v: &Visitor, fee: &Fee) -> FeeLine {
    FeeLine {
        name: Words::of(&fee.name, v.lang),
        amount: amount(v, fee),
        by_council: fee.by_council,
        waived: fee.waiver.iter().map(|waiver| Words::of(&waiver.reason, v.lang)).collect(),
    }
}

fn limit_line(v: &Visitor, rule: &LimitRule) -> LimitLine {
    LimitLine {
        label: rule.label.as_ref().map(|label| Words::of(label, v.lang)),
        words: limit_words(v, rule.limit),
    }
}

/// Every figure and every paper with where it comes from.
fn sources(v: &Visitor, procedure: &Procedure, acceptance: &Timed) -> Vec<SourceLine> {
    let said = |text: &Text| Words::of(text, v.lang);
    let line = |fact: Words, source: &Source| SourceLine {
        fact,
        mark: mark_key(source.mark),
        source: Words::vietnamese(&source.text, v.lang),
    };
    let mut all = vec![line(said(&procedure.name), &procedure.source)];
    let limit_name = |rule: &LimitRule| match &rule.label {
        Some(label) => Words {
            text: format!("{}: {}", label.get(v.lang), limit_words(v, rule.limit)),
            foreign: label.foreign(v.lang),
        },
        None => Words { text: limit_words(v, rule.limit), foreign: false },
    };
    all.extend(procedure.limit.iter().map(|rule| line(limit_name(rule), &rule.source)));
    let accepted = v.t1("catalogue-fact-acceptance", "limit", limit_words(v, acceptance.limit)).into_owned();
    all.push(line(Words { text: accepted, foreign: false }, &acceptance.source));
    let excluded = |step: &Step| {
        let asked = step.consult.iter().filter_map(|consult| consult.excluded.clone());
        step.excluded.clone().into_iter().chain(asked).collect::<Vec<_>>()
    };
    let excluded: Vec<_> = procedure.step.iter().flat_map(excluded).collect();
    all.extend(excluded.iter().map(|one| line(said(&one.why), &one.source)));
    all.extend(procedure.fee.iter().map(|fee| line(said(&fee.name), &fee.source)));
    let papers = procedure
        .paper
        .iter()
        .filter_map(|paper| paper.source.as_ref().map(|source| line(said(&paper.name), source)));
    all.extend(papers);
    all.extend(procedure.who.iter().map(|who| line(said(&who.text), &who.source)));
    all.extend(procedure.result.iter().map(|result| line(said(&result.name), &result.source)));
    all
}
