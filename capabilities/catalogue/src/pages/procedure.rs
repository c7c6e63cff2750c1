//! The page of a procedure made here, and of a code another one took the place of.

use super::{Line, Words, amount, fees_in_short, limit_words, line, shortest};
use crate::model::{Fee, LimitRule, Paper, Procedure, Source, Step, Text, Way};
use crate::regime::Timed;
use crate::revision::Revision;
use crate::shelf::Catalogue;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use kernel::{Day, Fault, Refusal};
use web::{Answer, Visitor};

#[derive(Template)]
#[template(path = "catalogue/replaced.html")]
struct ReplacedPage {
    v: Visitor,
    code: String,
    /// What it was called, when its file is still there.
    name: Option<Words>,
    from: Day,
    line: Line,
}

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
    code: String,
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
}

/// `/thu-tuc/{code}` and `/thu-tuc/{code}-ban-sao-…`: the code decides, a wrong tail is
/// sent to the right one.
pub(crate) async fn procedure(
    State(catalogue): State<Catalogue>,
    v: Visitor,
    Path(asked): Path<String>,
) -> Answer {
    let code = asked.split('-').next().unwrap_or_default();
    let today = v.now.day();
    let revision = match catalogue.current(code, today) {
        Some(revision) => revision,
        None => return replaced(&catalogue, &v, code),
    };
    if asked != code && asked != revision.slug() {
        let url = v.url(&format!("/thu-tuc/{}", revision.slug()));
        return Ok((StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, url)]).into_response());
    }
    let regime =
        catalogue.regime_on(today).ok_or_else(|| Fault::new(format!("no regime is in force on {today}")))?;
    v.page(&procedure_page(&v, &revision, &revision.acceptance(&regime)))
}

/// The page of a code another procedure took the place of.
fn replaced(catalogue: &Catalogue, v: &Visitor, code: &str) -> Answer {
    let by = catalogue.replaced_by(code, v.now.day()).ok_or_else(Refusal::absent)?;
    let old = catalogue.named(code);
    v.page(&ReplacedPage {
        code: code.to_owned(),
        name: old.map(|revision| Words::of(&revision.procedure.short, v.lang)),
        from: by.procedure.effective_from,
        line: line(v, &by),
        v: v.clone(),
    })
}

fn procedure_page(v: &Visitor, revision: &Revision, acceptance: &Timed) -> ProcedurePage {
    let procedure = &revision.procedure;
    let said = |text: &Text| Words::of(text, v.lang);
    ProcedurePage {
        code: procedure.code.clone(),
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

const fn way_key(way: Way) -> &'static str {
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
        mark: match source.mark {
            crate::model::Mark::L => "catalogue-mark-l",
            crate::model::Mark::D => "catalogue-mark-d",
            crate::model::Mark::S => "catalogue-mark-s",
            crate::model::Mark::M => "catalogue-mark-m",
        },
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
