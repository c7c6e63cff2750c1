//! The catalogue as JSON.

use crate::entry::Entry;
use crate::model::{Class, Field, Form, Kind, Meaning, Service, Silence, StepKind, Text, Tier, Way};
use crate::national::{Listed, NationalProcedure, reading, store};
use crate::revision::Revision;
use crate::shelf::Catalogue;
use axum::extract::{Path, State};
use kernel::{Id, Limit, Refusal};
use serde::Serialize;
use utoipa::ToSchema;
use web::{ApiError, Json, Visitor};

/// Procedures in one answer, unless more or fewer are asked for.
const PER_PAGE: u32 = 100;
/// Most procedures in one answer.
const MOST_PER_PAGE: u32 = 500;

/// A procedure in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProcedureSummary {
    code: String,
    /// Whether it can be applied for on this site; otherwise it is of the national catalogue.
    here: bool,
    /// The revision in force; a draft keeps it. None for one that cannot be applied for here.
    #[schema(value_type = Option<String>)]
    revision: Option<Id>,
    name: Text,
    short: Text,
    summary: Option<Text>,
    field: Field,
    tier: Vec<Tier>,
    service: Option<Service>,
    effective_from: Option<String>,
    effective_to: Option<String>,
    /// Address of its page.
    page: String,
}

/// The procedures in force, a page of them.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProcedureList {
    procedures: Vec<ProcedureSummary>,
    /// How many there are on all pages.
    total: usize,
    /// This page, from 1.
    page: u32,
    pages: u32,
}

/// A procedure of the national catalogue: what its record says, and what is doubted of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct NationalDetail {
    /// False: it can be read here, and applied for elsewhere.
    here: bool,
    /// Address of its page.
    page: String,
    #[serde(flatten)]
    record: NationalProcedure,
}

/// A procedure, by where it comes from.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum AnyProcedure {
    /// Made here.
    Here(Box<ProcedureDetail>),
    /// Imported.
    National(Box<NationalDetail>),
}

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

/// The procedures in force today, those made here first; or those that fit `?q=`, best first.
#[utoipa::path(get, path = "/api/v1/procedures", tag = "catalogue",
    params(
        ("q" = Option<String>, Query, description = "Words people use; Vietnamese marks may be left out"),
        ("here" = Option<bool>, Query, description = "`true`: those that can be applied for on this site; `false`: the others"),
        ("page" = Option<u32>, Query, description = "From 1"),
        ("per_page" = Option<u32>, Query, description = "100 unless asked otherwise; at most 500")),
    responses((status = 200, body = ProcedureList)))]
pub(crate) async fn list(
    State(catalogue): State<Catalogue>,
    v: Visitor,
) -> Result<Json<ProcedureList>, ApiError> {
    Ok(Json(listed(&catalogue, &v)))
}

fn listed(catalogue: &Catalogue, v: &Visitor) -> ProcedureList {
    let today = v.now.day();
    let mut entries: Vec<Entry> = match v.query("q") {
        Some(words) => {
            let found = catalogue.search(&words, today, usize::MAX);
            found.procedures.into_iter().map(|hit| hit.entry).collect()
        }
        None => {
            let mut all = catalogue.entries(today);
            all.sort_by_key(|entry| !entry.is_made());
            all
        }
    };
    match v.query("here").as_deref() {
        Some("true") => entries.retain(Entry::is_made),
        Some("false") => entries.retain(|entry| !entry.is_made()),
        _ => {}
    }
    let per_page = v.query_number("per_page").unwrap_or(PER_PAGE).clamp(1, MOST_PER_PAGE) as usize;
    let pages = entries.len().div_ceil(per_page).max(1);
    let page = v.query_number("page").unwrap_or(1).max(1) as usize;
    let shown = entries.iter().skip((page - 1).saturating_mul(per_page)).take(per_page);
    ProcedureList {
        procedures: shown.map(|entry| summary_of(v, entry)).collect(),
        total: entries.len(),
        page: u32::try_from(page).unwrap_or(u32::MAX),
        pages: u32::try_from(pages).unwrap_or(u32::MAX),
    }
}

/// One procedure: of one made here its questions, papers, fees, limits and steps; of one imported
/// what its record says.
#[utoipa::path(get, path = "/api/v1/procedures/{code}", tag = "catalogue",
    params(("code" = String, Path, description = "National code: one digit, a dot, six digits")),
    responses((status = 200, body = AnyProcedure), (status = 404, description = "No such procedure in force")))]
pub(crate) async fn detail(
    State(catalogue): State<Catalogue>,
    v: Visitor,
    Path(code): Path<String>,
) -> Result<Json<AnyProcedure>, ApiError> {
    let entry = catalogue.entry(&code, v.now.day()).ok_or_else(Refusal::absent)?;
    let record = match &entry {
        Entry::Made(_) => None,
        Entry::National(listed) => {
            let id = listed.id;
            let body = catalogue.db().read(move |tx| Ok(store::body_of(tx, id)?)).await?;
            Some(reading::read(&body.ok_or_else(Refusal::absent)?))
        }
    };
    Ok(Json(any(&v, &entry, record).ok_or_else(Refusal::absent)?))
}

fn any(v: &Visitor, entry: &Entry, record: Option<NationalProcedure>) -> Option<AnyProcedure> {
    Some(match entry {
        Entry::Made(revision) => AnyProcedure::Here(Box::new(whole(v, revision))),
        Entry::National(_) => {
            let page = v.full_url(&format!("/thu-tuc/{}", entry.slug()));
            AnyProcedure::National(Box::new(NationalDetail { here: false, page, record: record? }))
        }
    })
}

/// A whole procedure as JSON text, for the file of open data.
pub(crate) fn as_json(v: &Visitor, entry: &Entry, record: Option<&NationalProcedure>) -> Option<String> {
    serde_json::to_string(&any(v, entry, record.cloned())?).ok()
}

fn summary_of(v: &Visitor, entry: &Entry) -> ProcedureSummary {
    match entry {
        Entry::Made(revision) => summary(v, revision),
        Entry::National(listed) => national_summary(v, entry, listed),
    }
}

fn national_summary(v: &Visitor, entry: &Entry, listed: &Listed) -> ProcedureSummary {
    let vietnamese = |text: &str| Text { vi: text.to_owned(), en: None };
    ProcedureSummary {
        code: listed.code.clone(),
        here: false,
        revision: None,
        name: vietnamese(&listed.name),
        short: vietnamese(&listed.name),
        summary: None,
        field: Field { key: entry.field_slug(), name: vietnamese(&listed.field) },
        tier: listed.tiers.clone(),
        service: listed.service,
        effective_from: None,
        effective_to: None,
        page: v.full_url(&format!("/thu-tuc/{}", entry.slug())),
    }
}

fn summary(v: &Visitor, revision: &Revision) -> ProcedureSummary {
    let procedure = &revision.procedure;
    ProcedureSummary {
        code: procedure.code.clone(),
        here: true,
        revision: Some(revision.id),
        name: procedure.name.clone(),
        short: procedure.short.clone(),
        summary: Some(procedure.summary.clone()),
        field: procedure.field.clone(),
        tier: procedure.tier.clone(),
        service: Some(procedure.service),
        effective_from: Some(procedure.effective_from.to_string()),
        effective_to: procedure.effective_to.map(|day| day.to_string()),
        page: v.full_url(&format!("/thu-tuc/{}", revision.slug())),
    }
}

fn whole(v: &Visitor, revision: &Revision) -> ProcedureDetail {
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
