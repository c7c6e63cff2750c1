//! `GET /api/v1/tasks`: the work list as JSON, the same query and the same log of looks.

use crate::Desk;
use crate::lists::{self, Around, Line, Only, PER_PAGE};
use crate::status::status;
use crate::time::Left;
use axum::extract::{Query, State};
use cases::queries::Scope;
use kernel::{FieldError, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{ApiError, Json, Visitor};

/// What to list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TasksAsked {
    /// `mine` (what I hold), `unit` (what my unit has), `unheld` (what nobody of it holds) or
    /// `waiting` (what my desk must accept or refuse).
    #[serde(default)]
    scope: Option<String>,
    /// `late` or `today`; everything when absent.
    #[serde(default)]
    only: Option<String>,
    /// From 1; 50 lines each.
    #[serde(default)]
    page: Option<u32>,
}

/// A page of a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct Tasks {
    /// Time of the figures.
    at: String,
    /// Open tasks in the scope; the most urgent thousand at most.
    total: i64,
    /// There are more than those counted and listed.
    more: bool,
    /// Of these, past their time.
    late: i64,
    /// Of these, due today.
    today: i64,
    /// Of these, held by nobody.
    unheld: i64,
    /// This page.
    page: i64,
    /// Pages of the part asked for.
    pages: i64,
    /// Least time left first.
    items: Vec<TaskLine>,
}

/// One open task and its dossier.
#[derive(Serialize, ToSchema)]
pub(crate) struct TaskLine {
    /// Task.
    task: String,
    /// Dossier.
    dossier: String,
    /// Code, or receipt number before acceptance.
    number: String,
    /// Version of the dossier; commands name it.
    version: i64,
    /// Procedure code.
    procedure: String,
    /// Its short name.
    procedure_name: String,
    /// Step key.
    step: String,
    /// Its name.
    step_name: String,
    /// `receive`, `work`, `approve`, `consult`, `handover`, `await`, `decide`, `part`, `transfer` or `correct`.
    kind: &'static str,
    /// State of the dossier.
    status: &'static str,
    /// Who applies.
    applicant: String,
    /// Unit that must do it.
    unit: String,
    /// Officer who holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    holder: Option<String>,
    /// When it should be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    /// `late`, `today` or `rest`.
    group: &'static str,
    /// Office minutes left; negative when late.
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes_left: Option<i64>,
    /// When the person was promised the result.
    #[serde(skip_serializing_if = "Option::is_none")]
    promised: Option<String>,
    /// When the person was first promised it, when that moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    first_promised: Option<String>,
    /// Its clock stands still: by sector law, or because the person was asked.
    paused: bool,
    /// The promised day is over.
    overdue: bool,
}

impl From<&Line<'_>> for TaskLine {
    fn from(line: &Line<'_>) -> TaskLine {
        let (task, state) = (line.task, line.state);
        TaskLine {
            task: task.id.to_string(),
            dossier: state.id.to_string(),
            number: state.number().to_owned(),
            version: state.version,
            procedure: state.about.clone(),
            procedure_name: line.procedure.to_owned(),
            step: task.step.clone(),
            step_name: line.step.clone().into_owned(),
            kind: task.kind.name(),
            status: status(state, Some(task)).name(),
            applicant: line.name.clone(),
            unit: task.unit.to_string(),
            holder: task.holder.map(|id| id.to_string()),
            due: task.due_at.map(|due| due.rfc3339()),
            group: line.group.name(),
            minutes_left: match line.left {
                Left::Open => None,
                Left::Late(minutes) => Some(-i64::from(minutes)),
                Left::Within(minutes) => Some(i64::from(minutes)),
            },
            promised: state.due.map(|due| due.at.rfc3339()),
            first_promised: state
                .original_due
                .filter(|first| Some(*first) != state.due)
                .map(|first| first.at.rfc3339()),
            paused: line.is_paused(),
            overdue: line.overdue,
        }
    }
}

fn unknown(path: &'static str) -> Refusal {
    Refusal::fields(vec![FieldError::new(path, "choose")]).unwrap_or_else(Refusal::absent)
}

/// Open tasks by time left.
#[utoipa::path(get, path = "/api/v1/tasks", params(TasksAsked), tag = "desk",
    responses((status = 200, body = Tasks), (status = 404, description = "Not an officer of a unit")))]
pub(crate) async fn tasks(
    State(desk): State<Desk>,
    v: Visitor,
    Query(asked): Query<TasksAsked>,
) -> Result<Json<Tasks>, ApiError> {
    let unit = || v.actor.unit.ok_or_else(Refusal::absent);
    let scope = match asked.scope.as_deref() {
        None | Some("" | "mine") => Scope::Holder(v.actor.account.ok_or_else(Refusal::absent)?),
        Some("unit") => Scope::Unit(unit()?),
        Some("unheld") => Scope::Unheld(unit()?),
        Some("waiting") => Scope::Waiting(desk.dossiers.own_desk(&v.actor)?),
        Some(_) => return Err(unknown("scope").into()),
    };
    let only = match asked.only.as_deref() {
        None | Some("") => Only::All,
        Some("late") => Only::Late,
        Some("today") => Only::Today,
        Some(_) => return Err(unknown("only").into()),
    };
    let loaded = lists::load(&desk, &v.actor, scope, only, asked.page.unwrap_or(1), v.now).await?;
    let around = Around::of(&desk, &loaded.listing.lines);
    let vault = &desk.dossiers.vault;
    let lines = around.lines(&loaded.listing.lines, &v, |one| one.name(vault))?;
    let counts = &loaded.listing;
    Ok(Json(Tasks {
        at: v.now.rfc3339(),
        total: counts.total,
        more: counts.more,
        late: counts.late,
        today: counts.today,
        unheld: counts.unheld,
        page: loaded.page,
        pages: ((loaded.rows + PER_PAGE - 1) / PER_PAGE).max(1),
        items: lines.iter().map(TaskLine::from).collect(),
    }))
}
