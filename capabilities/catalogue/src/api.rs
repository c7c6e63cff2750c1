//! The catalogue as JSON.

mod whole;

use crate::entry::Entry;
use crate::model::{Field, Service, Text, Tier};
use crate::national::{Listed, NationalProcedure, reading, store};
use crate::revision::Revision;
use crate::shelf::Catalogue;
use axum::extract::{Path, State};
use kernel::{Id, Refusal};
use serde::Serialize;
use utoipa::ToSchema;
use web::{ApiError, Json, Visitor};
use whole::{ProcedureDetail, TookOut, whole};

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
    let mut found = any(&v, &entry, record).ok_or_else(Refusal::absent)?;
    if let AnyProcedure::Here(detail) = &mut found {
        detail.took = catalogue.duration(&code).as_ref().and_then(TookOut::of);
    }
    Ok(Json(found))
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
