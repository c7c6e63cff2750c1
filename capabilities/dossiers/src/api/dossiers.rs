//! One dossier, for the person concerned and for officers who may see it.

use super::course::{CourseOut, Reader};
use super::shapes::{LookOut, NationalOut, TaskOut, TrackingOut};
use crate::commands::Dossiers;
use crate::national::{self, NationalStatus, national_status};
use crate::pages::{Sent, send_file};
use crate::queries::{Eyes, unit_name};
use crate::rules;
use axum::extract::{Path, State};
use axum::response::Response;
use cases::looks::{self, Via};
use cases::queries::Whole;
use catalogue::Answers;
use kernel::{Failure, Id, Moment, Permission, Refusal};
use serde::Serialize;
use utoipa::ToSchema;
use web::{ApiError, Json, Visitor};

/// A dossier with everything this person may see.
#[derive(Serialize, ToSchema)]
pub(crate) struct DossierOut {
    #[serde(flatten)]
    tracking: TrackingOut,
    /// What was submitted, as the person left it.
    answers: Answers,
    /// Its clock, and what happened beside the straight way.
    course: CourseOut,
    /// As the national exchange counts it.
    national: NationalOut,
    /// Tasks; for officers only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tasks: Vec<TaskOut>,
}

/// A dossier named by id, code or receipt number, that is the person's own or that this officer
/// may see. The second value is true for the officer.
async fn find(room: &Dossiers, v: &Visitor, named: &str) -> Result<(Whole, bool), Failure> {
    let number = named.to_owned();
    let found = match named.parse::<Id>() {
        Ok(id) => Some(id),
        Err(_) => room.db.read(move |tx| Ok(cases::queries::id_by_number(tx, &number)?)).await?,
    };
    let whole = room.whole(found.ok_or_else(Refusal::absent)?).await?;
    if rules::officer_may_see(&whole.case.state, &v.actor) {
        return Ok((whole, true));
    }
    if room.is_own(&v.actor, &whole.case).await? { Ok((whole, false)) } else { Err(Refusal::absent().into()) }
}

/// One dossier, by id, code or receipt number.
#[utoipa::path(get, path = "/api/v1/dossiers/{id}", tag = "dossiers", params(("id" = String, Path)),
    responses((status = 200, body = DossierOut)))]
pub(crate) async fn show(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(named): Path<String>,
) -> Result<Json<DossierOut>, ApiError> {
    let (whole, officer) = find(&room, &v, &named).await?;
    let view = room.own_tracking(&whole).await?;
    let (state, case) = (&whole.case.state, view.id);
    looks::note(&room.db, &room.ids, &v.actor, case, Via::Api, v.now).await?;
    let worded = room.db.read(move |tx| Ok(cases::queries::worded(tx, case)?)).await?;
    let revision = room.revision(state.revision)?;
    let regime = room.regime(state, v.now.day())?;
    let reader =
        Reader { room: &room, whole: &whole, revision: &revision, regime: &regime, lang: v.lang, officer };
    Ok(Json(DossierOut {
        tracking: TrackingOut::new(&view, Eyes::Owner, v.lang),
        answers: room.content(&whole)?.answers,
        course: CourseOut::new(&reader, &worded, v.now)?,
        national: NationalOut::new(national_status(state, &revision), None, v.lang),
        tasks: if officer { TaskOut::all(state) } else { Vec::new() },
    }))
}

/// What the national exchange is told about a dossier.
#[derive(Serialize, ToSchema)]
pub(crate) struct NationalHistory {
    /// Code when accepted, else receipt number.
    number: String,
    procedure: String,
    present: Option<NationalOut>,
    /// Each change once, oldest first.
    history: Vec<NationalOut>,
    /// Where the codes come from.
    source: &'static str,
}

/// The national status of a dossier and how it came there.
#[utoipa::path(get, path = "/api/v1/dossiers/{id}/national", tag = "officers", params(("id" = String, Path)),
    responses((status = 200, body = NationalHistory)))]
pub(crate) async fn national(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(named): Path<String>,
) -> Result<Json<NationalHistory>, ApiError> {
    let (whole, officer) = find(&room, &v, &named).await?;
    if !officer {
        return Err(Refusal::absent().into());
    }
    let case = whole.case.state.id;
    looks::note(&room.db, &room.ids, &v.actor, case, Via::Api, v.now).await?;
    let ledger = room.db.read(move |tx| Ok(cases::queries::ledger(tx, case)?)).await?;
    let revision = room.revision(whole.case.state.revision)?;
    let changes = national::history(case, &ledger, &revision).map_err(Failure::from)?;
    let shown = |(at, status): &(Moment, NationalStatus)| NationalOut::new(*status, Some(*at), v.lang);
    Ok(Json(NationalHistory {
        number: whole.case.state.number().to_owned(),
        procedure: whole.case.state.about.clone(),
        present: changes.last().map(shown),
        history: changes.iter().map(shown).collect(),
        source: national::CODES_SOURCE,
    }))
}

/// Who looked at a dossier: for the person concerned and for auditors.
#[utoipa::path(get, path = "/api/v1/dossiers/{id}/looks", tag = "dossiers", params(("id" = String, Path)),
    responses((status = 200, body = Vec<LookOut>)))]
pub(crate) async fn looks(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(named): Path<String>,
) -> Result<Json<Vec<LookOut>>, ApiError> {
    let (whole, officer) = find(&room, &v, &named).await?;
    if officer && !v.actor.may(Permission::Audit) {
        return Err(Refusal::absent().into());
    }
    let case = whole.case.state.id;
    looks::note(&room.db, &room.ids, &v.actor, case, Via::Api, v.now).await?;
    let seen = room.db.read(move |tx| Ok(looks::of_case(tx, case)?)).await?;
    let one = |look: looks::Look| {
        let officer = look.actor.filter(|_| look.party == "officer").and_then(|id| room.accounts.officer(id));
        let unit = officer.as_ref().and_then(|officer| officer.unit);
        LookOut {
            at: look.at.rfc3339(),
            party: look.party,
            name: officer.map(|officer| officer.name.clone()),
            unit: unit.map(|unit| unit_name(&room, unit).get(v.lang).to_owned()),
            via: look.via,
        }
    };
    Ok(Json(seen.into_iter().map(one).collect()))
}

/// A file of a dossier.
#[utoipa::path(get, path = "/api/v1/dossiers/{id}/papers/{paper}", tag = "dossiers",
    params(("id" = String, Path), ("paper" = String, Path)),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>)))]
pub(crate) async fn file(
    State(room): State<Dossiers>,
    v: Visitor,
    Path((named, paper)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let (whole, officer) = find(&room, &v, &named).await?;
    let paper = super::id(&paper)?;
    let found = whole.papers.iter().map(|(paper, _)| paper).find(|one| one.id == paper);
    let found = found.ok_or_else(Refusal::absent)?;
    if cases::is_result(&found.key) && !officer && !room.gives_result(&whole)? {
        return Err(Refusal::absent().into());
    }
    let file = found.file.ok_or_else(Refusal::absent)?;
    let name = whole.file_name(&room.vault, paper)?;
    looks::note(&room.db, &room.ids, &v.actor, whole.case.state.id, Via::File, v.now).await?;
    send_file(&room, Sent { file, name }).await
}
