//! A procedure made here as JSON: everything needed to fill in an application.

use super::{ProcedureSummary, summary};
use crate::durations::Durations;
use crate::model::{Class, Form, Kind, Meaning, Silence, StepKind, Text, Way};
use crate::revision::Revision;
use kernel::Limit;
use serde::Serialize;
use utoipa::ToSchema;
use web::Visitor;

/// A whole procedure: everything needed to fill in an application.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProcedureDetail {
    #[serde(flatten)]
    summary: ProcedureSummary,
    decision: String,
    /// Codes of the procedures it took the place of.
    replaces: Vec<String>,
    source: String,
    decides: Text,
    minutes: u32,
    result_at_once: bool,
    who: Vec<SaidOut>,
    ways: Vec<WayOut>,
    pages: Vec<PageOut>,
    papers: Vec<PaperOut>,
    fees: Vec<FeeOut>,
    limits: Vec<LimitOut>,
    steps: Vec<StepOut>,
    results: Vec<ResultOut>,
    basis: Vec<BasisOut>,
    /// How long dossiers really took of late, where there are enough of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) took: Option<TookOut>,
}

/// How long the dossiers took whose result was made ready in a span of days: office time from
/// acceptance, eight hours a day, without what the law takes out.
#[derive(Serialize, ToSchema)]
pub(crate) struct TookOut {
    /// First day.
    from: String,
    /// Last day.
    to: String,
    /// How many dossiers.
    count: u32,
    /// Half took no longer, in minutes.
    median_minutes: u32,
    /// Nine in ten took no longer, in minutes.
    p90_minutes: u32,
    /// How many were late by the law.
    late: u32,
}

impl TookOut {
    pub(super) fn of(told: &Durations) -> Option<TookOut> {
        let (from, to) = (told.from.to_string(), told.to.to_string());
        let Durations { count, median_minutes, p90_minutes, late, .. } = *told;
        told.is_enough().then_some(TookOut { from, to, count, median_minutes, p90_minutes, late })
    }
}

/// A sentence and its source.
#[derive(Serialize, ToSchema)]
pub(crate) struct SaidOut {
    text: Text,
    source: String,
}

/// A way to file.
#[derive(Serialize, ToSchema)]
pub(crate) struct WayOut {
    by: Way,
    note: Text,
    source: String,
}

/// A page of questions.
#[derive(Serialize, ToSchema)]
pub(crate) struct PageOut {
    key: String,
    title: Text,
    /// CEL over the answers; shown always without it.
    visible_when: Option<String>,
    questions: Vec<QuestionOut>,
}

/// A question.
#[derive(Serialize, ToSchema)]
pub(crate) struct QuestionOut {
    key: String,
    label: Text,
    hint: Option<Text>,
    kind: Kind,
    class: Class,
    required: bool,
    required_when: Option<String>,
    visible_when: Option<String>,
    min: Option<i64>,
    max: Option<i64>,
    length: Option<usize>,
    year_only: bool,
    unit: Option<Text>,
    means: Option<Meaning>,
    options: Vec<OptionOut>,
}

/// An option of a choice.
#[derive(Serialize, ToSchema)]
pub(crate) struct OptionOut {
    key: String,
    label: Text,
}

/// A paper.
#[derive(Serialize, ToSchema)]
pub(crate) struct PaperOut {
    key: String,
    name: Text,
    hint: Option<Text>,
    case: Option<Text>,
    required_when: Option<String>,
    optional: bool,
    made_here: bool,
    held_by_state: Option<Text>,
    held_when: Option<String>,
    forms: Vec<Form>,
    originals: u32,
    copies: u32,
    source: Option<String>,
}

/// A fee.
#[derive(Serialize, ToSchema)]
pub(crate) struct FeeOut {
    key: String,
    name: Text,
    /// In đồng.
    amount: i64,
    times: Option<String>,
    when: Option<String>,
    /// The council sets it; the amount is a demonstration figure.
    by_council: bool,
    source: String,
}

/// A limit in the unit of the law.
#[derive(Serialize, ToSchema)]
pub(crate) struct LimitOut {
    n: u32,
    /// `hours`, `working_hours`, `working_days`, `days`, `months`, `same_day`.
    #[schema(value_type = String)]
    unit: kernel::LimitUnit,
    when: Option<String>,
    label: Option<Text>,
    source: String,
}

/// A step.
#[derive(Serialize, ToSchema)]
pub(crate) struct StepOut {
    key: String,
    name: Text,
    citizen: Text,
    kind: StepKind,
    #[schema(value_type = String)]
    role: kernel::Role,
    /// What the person must do, where the step waits for it.
    person_does: Option<Text>,
    /// Why its time is outside the limit.
    excluded: Option<SaidOut>,
    consultations: Vec<ConsultOut>,
    parts: Vec<PartOut>,
}

/// What another agency does at the same time.
#[derive(Serialize, ToSchema)]
pub(crate) struct PartOut {
    key: String,
    procedure: Option<String>,
    name: Text,
    agency: Option<String>,
    when: Option<String>,
    limit: LimitPair,
    result: Option<String>,
    source: String,
}

/// A consultation.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConsultOut {
    key: String,
    name: Text,
    silence: Silence,
    when: Option<String>,
    limit: LimitPair,
    /// Why its time is outside the limit.
    excluded: Option<SaidOut>,
    source: String,
}

/// A number and its unit.
#[derive(Serialize, ToSchema)]
pub(crate) struct LimitPair {
    n: u32,
    #[schema(value_type = String)]
    unit: kernel::LimitUnit,
}

/// A result.
#[derive(Serialize, ToSchema)]
pub(crate) struct ResultOut {
    code: String,
    name: Text,
}

/// A legal basis.
#[derive(Serialize, ToSchema)]
pub(crate) struct BasisOut {
    number: String,
    name: String,
    source: String,
}

pub(super) fn whole(v: &Visitor, revision: &Revision) -> ProcedureDetail {
    let p = &revision.procedure;
    let said =
        |said: &crate::model::Said| SaidOut { text: said.text.clone(), source: said.source.to_string() };
    ProcedureDetail {
        summary: summary(v, revision),
        decision: p.decision.clone(),
        replaces: p.replaces.clone(),
        source: p.source.to_string(),
        decides: p.decides.clone(),
        minutes: p.minutes,
        result_at_once: p.counter.result_at_once,
        who: p.who.iter().map(said).collect(),
        ways: p
            .way
            .iter()
            .map(|way| WayOut { by: way.by, note: way.note.clone(), source: way.source.to_string() })
            .collect(),
        pages: p.page.iter().map(page).collect(),
        papers: p.paper.iter().map(paper).collect(),
        fees: p.fee.iter().map(fee).collect(),
        limits: p.limit.iter().map(limit).collect(),
        steps: p.step.iter().map(step).collect(),
        results: p.result.iter().map(|r| ResultOut { code: r.code.clone(), name: r.name.clone() }).collect(),
        basis: p
            .basis
            .iter()
            .map(|b| BasisOut {
                number: b.number.clone(),
                name: b.name.clone(),
                source: b.source.to_string(),
            })
            .collect(),
        took: None,
    }
}

fn cel(condition: Option<&crate::Condition>) -> Option<String> {
    condition.map(|condition| condition.source().to_owned())
}

fn page(page: &crate::model::Page) -> PageOut {
    PageOut {
        key: page.key.clone(),
        title: page.title.clone(),
        visible_when: cel(page.visible_when.as_ref()),
        questions: page.question.iter().map(question).collect(),
    }
}

fn question(q: &crate::model::Question) -> QuestionOut {
    QuestionOut {
        key: q.key.clone(),
        label: q.label.clone(),
        hint: q.hint.clone(),
        kind: q.kind,
        class: q.class,
        required: q.required,
        required_when: cel(q.required_when.as_ref()),
        visible_when: cel(q.visible_when.as_ref()),
        min: q.min,
        max: q.max,
        length: q.length,
        year_only: q.year_only,
        unit: q.unit.clone(),
        means: q.means,
        options: q.option.iter().map(|o| OptionOut { key: o.key.clone(), label: o.label.clone() }).collect(),
    }
}

fn paper(paper: &crate::model::Paper) -> PaperOut {
    PaperOut {
        key: paper.key.clone(),
        name: paper.name.clone(),
        hint: paper.hint.clone(),
        case: paper.case.clone(),
        required_when: cel(paper.required_when.as_ref()),
        optional: paper.optional,
        made_here: paper.made_here,
        held_by_state: paper.held_by_state.clone(),
        held_when: cel(paper.held_when.as_ref()),
        forms: paper.forms.clone(),
        originals: paper.originals,
        copies: paper.copies,
        source: paper.source.as_ref().map(ToString::to_string),
    }
}

fn fee(fee: &crate::model::Fee) -> FeeOut {
    FeeOut {
        key: fee.key.clone(),
        name: fee.name.clone(),
        amount: fee.amount.0,
        times: cel(fee.times.as_ref()),
        when: cel(fee.when.as_ref()),
        by_council: fee.by_council,
        source: fee.source.to_string(),
    }
}

fn limit(rule: &crate::model::LimitRule) -> LimitOut {
    let Limit { n, unit } = rule.limit;
    LimitOut {
        n,
        unit,
        when: cel(rule.when.as_ref()),
        label: rule.label.clone(),
        source: rule.source.to_string(),
    }
}

fn step(step: &crate::model::Step) -> StepOut {
    let consult = |consult: &crate::model::Consult| ConsultOut {
        key: consult.key.clone(),
        name: consult.name.clone(),
        silence: consult.silence,
        when: cel(consult.when.as_ref()),
        limit: LimitPair { n: consult.limit.n, unit: consult.limit.unit },
        excluded: consult.excluded.as_ref().map(excluded),
        source: consult.source.to_string(),
    };
    let part = |part: &crate::model::Part| PartOut {
        key: part.key.clone(),
        procedure: part.procedure.clone(),
        name: part.name.clone(),
        agency: part.agency.clone(),
        when: cel(part.when.as_ref()),
        limit: LimitPair { n: part.limit.n, unit: part.limit.unit },
        result: part.result.clone(),
        source: part.source.to_string(),
    };
    StepOut {
        key: step.key.clone(),
        name: step.name.clone(),
        citizen: step.citizen.clone(),
        kind: step.kind,
        role: step.role,
        person_does: step.person_does.clone(),
        excluded: step.excluded.as_ref().map(excluded),
        consultations: step.consult.iter().map(consult).collect(),
        parts: step.part.iter().map(part).collect(),
    }
}

fn excluded(excluded: &crate::model::Excluded) -> SaidOut {
    SaidOut { text: excluded.why.clone(), source: excluded.source.to_string() }
}
