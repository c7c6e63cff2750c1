//! What a person follows: the link, the own list.

use super::shapes::{OwnOut, TrackingOut};
use crate::commands::Dossiers;
use crate::queries::{Eyes, tracking as view};
use axum::extract::{Path, State};
use cases::looks::{self, Via};
use web::{ApiError, Json, Visitor};

/// A dossier by its view-only link: where it is, units only, name masked, no files.
#[utoipa::path(get, path = "/api/v1/tracking/{token}", tag = "dossiers", params(("token" = String, Path)),
    responses((status = 200, body = TrackingOut)))]
pub(crate) async fn tracking(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(token): Path<String>,
) -> Result<Json<TrackingOut>, ApiError> {
    let whole = room.by_link(&token).await?;
    let seen = view(&room, &whole, Eyes::Link, v.now)?;
    looks::note(&room.db, &room.ids, &v.actor, seen.id, Via::Link, v.now).await?;
    Ok(Json(TrackingOut::new(&seen, Eyes::Link, v.lang)))
}

/// The own dossiers, newest first.
#[utoipa::path(get, path = "/api/v1/dossiers", tag = "dossiers", responses((status = 200, body = Vec<OwnOut>)))]
pub(crate) async fn own(State(room): State<Dossiers>, v: Visitor) -> Result<Json<Vec<OwnOut>>, ApiError> {
    let lines = room.own(&v.actor).await?;
    Ok(Json(lines.iter().map(|line| OwnOut::new(line, v.lang)).collect()))
}
