//! `/can-bo/phan-cong`: what nobody of the unit holds, who has how much, and giving several tasks
//! to one officer.

use super::dossier::{first, holder_choice};
use crate::Desk;
use crate::actions::Holder;
use crate::lists::{self, Around, Line, Loaded, Only, PER_PAGE};
use crate::time::{LeftWords, Short, TimeWords};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use cases::queries::{self, Listed, Listing, Scope};
use dossiers::Seen;
use kernel::{Failure, Id, Refusal};
use serde::Deserialize;
use std::sync::Arc;
use web::parts::{Field, Markup, Mistake};
use web::{Answer, Form, Pairs, Visitor};

/// An officer of the unit and what is on the desk.
pub(crate) struct Load {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) open: i64,
    pub(crate) late: i64,
    pub(crate) today: i64,
    /// Until when the officer is away; empty when there.
    pub(crate) away: String,
}

/// What became of one ticked task.
pub(crate) struct Outcome {
    pub(crate) number: String,
    pub(crate) words: String,
    pub(crate) good: bool,
}

#[derive(Template)]
#[template(path = "desk/assign.html")]
pub(crate) struct AssignPage<'a> {
    pub(crate) v: &'a Visitor,
    pub(crate) mistakes: Vec<Mistake>,
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) done: Option<String>,
    pub(crate) total: i64,
    pub(crate) lines: &'a [Line<'a>],
    /// What officers hold who are away.
    pub(crate) left: &'a [Line<'a>],
    pub(crate) ticked: Vec<String>,
    pub(crate) words: &'a TimeWords,
    pub(crate) holder: Field,
    pub(crate) loads: Vec<Load>,
    pub(crate) start: Markup,
}

impl AssignPage<'_> {
    fn left(&self, line: &Line<'_>) -> LeftWords<'_> {
        self.words.left(line.left)
    }

    fn is_ticked(&self, line: &Line<'_>) -> bool {
        self.ticked.contains(&ticket(line))
    }

    fn ticket(&self, line: &Line<'_>) -> String {
        ticket(line)
    }

    fn opened(&self, line: &Line<'_>) -> Short {
        Short(line.task.opened_at.day())
    }
}

/// The value of a tick box: case, task, the version seen, and the number for the report.
fn ticket(line: &Line<'_>) -> String {
    format!("{}.{}.{}.{}", line.state.id, line.task.id, line.state.version, line.state.number())
}

/// A ticked task.
#[derive(PartialEq, Eq, Debug)]
struct Ticked<'a> {
    case: Id,
    task: Id,
    version: i64,
    number: &'a str,
}

impl Ticked<'_> {
    fn read(value: &str) -> Option<Ticked<'_>> {
        let mut parts = value.splitn(4, '.');
        let mut number = || parts.next()?.parse::<i64>().ok();
        let (case, task, version) = (Id(number()?), Id(number()?), number()?);
        Some(Ticked { case, task, version, number: parts.next()? })
    }
}

/// What a post left to show.
#[derive(Default)]
struct After {
    mistakes: Vec<Mistake>,
    outcomes: Vec<Outcome>,
    ticked: Vec<String>,
    holder: String,
}

/// `GET /can-bo/phan-cong`.
pub(crate) async fn show(State(desk): State<Desk>, v: Visitor) -> Answer {
    draw(&desk, &v, StatusCode::OK, After::default()).await
}

async fn draw(desk: &Desk, v: &Visitor, status: StatusCode, after: After) -> Answer {
    let unit = v.actor.unit.ok_or_else(Refusal::absent)?;
    let loaded: Loaded = lists::load(desk, &v.actor, Scope::Unheld(unit), Only::All, 1, v.now).await?;
    let around = Around::of(desk, &loaded.listing.lines);
    let vault = &desk.dossiers.vault;
    let lines = around.lines(&loaded.listing.lines, v, |one| one.name(vault))?;
    let held = held_by_absent(desk, v, unit).await?;
    let around_held = Around::of(desk, &held);
    let left = around_held.lines(&held, v, |one| one.name(vault))?;
    let (words, loads) = (TimeWords::new(v), loads(desk, v, unit).await?);
    let page = AssignPage {
        v,
        outcomes: after.outcomes,
        done: v.query_number("xong").map(|n| v.t1("desk-assign-done", "n", n).into_owned()),
        total: loaded.listing.total,
        lines: &lines,
        left: &left,
        ticked: after.ticked,
        words: &words,
        holder: holder_field(desk, v, unit, &after.holder, &after.mistakes),
        mistakes: after.mistakes,
        loads,
        start: v.form_start(),
    };
    v.page_with(status, &page)
}

/// The officers of the unit, and who is away.
fn holder_field(desk: &Desk, v: &Visitor, unit: Id, chosen: &str, mistakes: &[Mistake]) -> Field {
    let accounts = &desk.dossiers.accounts;
    let choice = |one: Arc<accounts::Officer>| {
        let away = accounts.is_absent(one.id, v.now);
        holder_choice(v, Holder { id: one.id, name: one.name.clone(), away, stands_in: None })
    };
    let choices = accounts.officers_of_unit(unit).into_iter().map(choice).collect();
    Field::select("nguoi_nhan", v.t("desk-field-holder"), first(v, choices))
        .value(chosen)
        .mistaken(v, mistakes)
}

/// What officers of the unit hold who are away: their head may give it to others.
async fn held_by_absent(desk: &Desk, v: &Visitor, unit: Id) -> Result<Vec<Listed>, Failure> {
    let accounts = &desk.dossiers.accounts;
    let officers = accounts.officers_of_unit(unit).into_iter().map(|one| one.id);
    let away: Vec<Id> = officers.filter(|id| accounts.is_absent(*id, v.now)).collect();
    if away.is_empty() {
        return Ok(Vec::new());
    }
    let now = v.now;
    let mut held: Vec<Listed> = desk
        .dossiers
        .db
        .read(move |tx| {
            let mut held = Vec::new();
            for officer in &away {
                held.extend(queries::list(tx, Scope::Holder(*officer), now, PER_PAGE, 0)?.lines);
            }
            Ok(held)
        })
        .await?;
    // Someone who stands in elsewhere may hold tasks of another unit.
    held.retain(|one| one.task.unit == unit);
    lists::note(desk, &v.actor, held.iter().map(|one| one.state.id), now).await?;
    Ok(held)
}

/// Until when an officer is away; empty when there.
fn away(desk: &Desk, v: &Visitor, officer: Id) -> String {
    let absences = desk.dossiers.accounts.absences_of(officer, v.now);
    let now = absences.iter().find(|one| one.since <= v.now);
    now.map_or_else(String::new, |one| {
        v.t1("desk-assign-away-until", "until", v.when_short(one.until)).into_owned()
    })
}

/// How much each officer of the unit holds.
async fn loads(desk: &Desk, v: &Visitor, unit: Id) -> Result<Vec<Load>, Failure> {
    let officers: Vec<Arc<accounts::Officer>> = desk.dossiers.accounts.officers_of_unit(unit);
    let (ids, now): (Vec<Id>, _) = (officers.iter().map(|one| one.id).collect(), v.now);
    let counts: Vec<Listing> = desk
        .dossiers
        .db
        .read(move |tx| {
            Ok(ids
                .iter()
                .map(|id| queries::list(tx, Scope::Holder(*id), now, 0, 0))
                .collect::<Result<_, _>>()?)
        })
        .await?;
    let load = |(officer, counts): (Arc<accounts::Officer>, Listing)| Load {
        name: officer.name.clone(),
        title: officer.title.clone(),
        away: away(desk, v, officer.id),
        open: counts.total,
        late: counts.late,
        today: counts.today,
    };
    Ok(officers.into_iter().zip(counts).map(load).collect())
}

/// What the form says beside the ticks.
#[derive(Deserialize)]
pub(crate) struct Said {
    #[serde(default)]
    nguoi_nhan: String,
}

/// `POST /can-bo/phan-cong`: one command per ticked task, each with a key of its own, so that a
/// second post finishes what the first left.
pub(crate) async fn assign(State(desk): State<Desk>, v: Visitor, form: Form<Said>) -> Answer {
    let ticked: Vec<String> = form.pairs.all("viec").map(str::to_owned).collect();
    let holder = form.value.nguoi_nhan.parse::<i64>().ok().map(Id);
    let mistakes = mistakes(&v, &form.pairs, holder);
    let Some(holder) = holder.filter(|_| mistakes.is_empty()) else {
        let after = After { mistakes, ticked, holder: form.value.nguoi_nhan, ..After::default() };
        return draw(&desk, &v, StatusCode::UNPROCESSABLE_ENTITY, after).await;
    };
    let mut outcomes = Vec::new();
    for one in ticked.iter().filter_map(|value| Ticked::read(value)) {
        let seen = Seen { key: Some(format!("{}-{}", form.key, one.task)), version: Some(one.version) };
        let outcome = match desk.dossiers.assign(&v.actor, one.case, one.task, holder, seen).await {
            Ok(done) => {
                Outcome { number: done.number, words: v.t("desk-done-assign").into_owned(), good: true }
            }
            Err(Failure::Refusal(refusal)) => {
                let field = refusal.fields.first().map(|field| v.field_error(field).into_owned());
                let words = field.unwrap_or_else(|| v.refusal(&refusal).into_owned());
                Outcome { number: one.number.to_owned(), words, good: false }
            }
            Err(fault) => return Err(fault.into()),
        };
        outcomes.push(outcome);
    }
    if outcomes.iter().all(|one| one.good) {
        return Ok(v.see_other(&format!("/can-bo/phan-cong?xong={}", outcomes.len())));
    }
    draw(&desk, &v, StatusCode::CONFLICT, After { outcomes, ..After::default() }).await
}

fn mistakes(v: &Visitor, pairs: &Pairs, holder: Option<Id>) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    if !pairs.all("viec").any(|value| Ticked::read(value).is_some()) {
        mistakes.push(Mistake::new("viec", v.t("desk-mend-tasks").into_owned()));
    }
    if holder.is_none() {
        mistakes.push(Mistake::new("nguoi_nhan", v.t("desk-mend-holder").into_owned()));
    }
    mistakes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tick_names_case_task_version_and_number() {
        let read = Ticked { case: Id(12), task: Id(34), version: 5, number: "H29.201-260907-0001" };
        assert_eq!(Ticked::read("12.34.5.H29.201-260907-0001"), Some(read));
        for wrong in ["", "12", "12.34", "12.34.x.H29", "a.b.c.d"] {
            assert_eq!(Ticked::read(wrong), None, "{wrong}");
        }
    }
}
