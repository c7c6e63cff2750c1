//! `GET /can-bo`: the day's work in numbers. Each number leads to exactly the lines it counts.

use super::lists::Which;
use crate::Desk;
use crate::lists::{self, Around, Line, Only};
use crate::time::TimeWords;
use askama::Template;
use axum::extract::State;
use cases::TaskKind;
use cases::queries::{self, Listed, Listing, Scope};
use dossiers::rules::step;
use kernel::{Failure, Permission};
use web::{Answer, Visitor};

/// A number and where it leads.
pub(crate) struct Tile {
    url: String,
    number: i64,
    words: String,
    bad: bool,
}

/// Numbers under one heading.
pub(crate) struct Section {
    id: &'static str,
    heading: String,
    tiles: Vec<Tile>,
}

/// Something to go to.
pub(crate) struct Door {
    url: String,
    text: String,
    hint: String,
}

#[derive(Template)]
#[template(path = "desk/today.html")]
pub(crate) struct TodayPage {
    pub(crate) v: Visitor,
    pub(crate) decisions: Vec<Decision>,
    pub(crate) sections: Vec<Section>,
    pub(crate) doors: Vec<Door>,
}

/// A proposal that waits for this officer's word.
pub(crate) struct Decision {
    pub(crate) url: String,
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) procedure: String,
    pub(crate) what: String,
    pub(crate) left: String,
    pub(crate) tone: &'static str,
}

impl TodayPage {
    pub(crate) fn new(v: &Visitor, counts: &[(Which, Listing)], decisions: Vec<Decision>) -> TodayPage {
        let sections = counts.iter().map(|(which, listing)| section(v, *which, listing)).collect();
        TodayPage { v: v.clone(), decisions, sections, doors: doors(v) }
    }
}

fn section(v: &Visitor, which: Which, counts: &Listing) -> Section {
    let tile = |part: Only, number: i64, key: &str, bad: bool| Tile {
        url: v.url(&which.path(part)),
        number,
        words: v.t(key).into_owned(),
        bad: bad && number > 0,
    };
    let late = tile(Only::Late, counts.late, "desk-tile-late", true);
    let today = tile(Only::Today, counts.today, "desk-tile-today", false);
    let (id, heading, tiles) = match which {
        Which::Waiting => (
            "cho-tiep-nhan",
            "desk-today-waiting",
            vec![tile(Only::All, counts.total, "desk-tile-waiting", false), late, today],
        ),
        Which::Mine => (
            "viec-cua-toi",
            "desk-today-mine",
            vec![late, today, tile(Only::All, counts.total, "desk-tile-all", false)],
        ),
        Which::Unit | Which::Unheld | Which::Lent(_) => {
            let unheld = Tile {
                url: v.url(&Which::Unheld.path(Only::All)),
                number: counts.unheld,
                words: v.t("desk-tile-unheld").into_owned(),
                bad: counts.unheld > 0,
            };
            (
                "viec-don-vi",
                "desk-today-unit",
                vec![late, today, unheld, tile(Only::All, counts.total, "desk-tile-all", false)],
            )
        }
    };
    Section { id, heading: v.t(heading).into_owned(), tiles }
}

fn doors(v: &Visitor) -> Vec<Door> {
    let door = |path: &str, text: &str, hint: &str| Door {
        url: v.url(path),
        text: v.t(text).into_owned(),
        hint: v.t(hint).into_owned(),
    };
    let mut doors = Vec::new();
    if v.actor.may(Permission::Receive) {
        doors.push(door("/can-bo/quay", "desk-menu-counter", "desk-door-counter"));
    }
    if v.actor.may(Permission::Assign) {
        doors.push(door("/can-bo/phan-cong", "desk-menu-assign", "desk-door-assign"));
    }
    if v.actor.may(Permission::Lookup) {
        doors.push(door("/can-bo/tra-cuu", "desk-menu-lookup", "desk-door-lookup"));
    }
    doors
}

/// Which lists the numbers of this officer come from.
fn scopes(v: &Visitor) -> Vec<(Which, Scope)> {
    let mut scopes = Vec::new();
    let works = [Permission::Receive, Permission::Process, Permission::Approve, Permission::Advise];
    if !works.iter().any(|one| v.actor.may(*one)) {
        return scopes;
    }
    if let Some(unit) = v.actor.unit.filter(|_| v.actor.may(Permission::Receive)) {
        scopes.push((Which::Waiting, Scope::Waiting(unit)));
    }
    if let Some(officer) = v.actor.account {
        scopes.push((Which::Mine, Scope::Holder(officer)));
    }
    if let Some(unit) = v.actor.unit {
        scopes.push((Which::Unit, Scope::Unit(unit)));
    }
    scopes
}

/// Proposals held by a head, or by nobody in a unit where this officer may decide.
async fn decisions(desk: &Desk, v: &Visitor) -> Result<Vec<Decision>, Failure> {
    let (Some(officer), true) = (v.actor.account, v.actor.may(Permission::Assign)) else {
        return Ok(Vec::new());
    };
    let units = v.actor.unit.into_iter().chain(v.actor.lent.iter().map(|lent| lent.unit));
    let scopes: Vec<Scope> =
        std::iter::once(Scope::Holder(officer)).chain(units.map(Scope::Unheld)).collect();
    let now = v.now;
    let mut found: Vec<Listed> = desk
        .dossiers
        .db
        .read(move |tx| {
            let mut found = Vec::new();
            for scope in &scopes {
                found.extend(queries::list(tx, *scope, now, queries::MOST_COUNTED, 0)?.lines);
            }
            Ok(found)
        })
        .await?;
    found.retain(|one| one.task.kind == TaskKind::Decide && one.task.step != step::WITHDRAWAL);
    let may = |one: &Listed| v.actor.standing(one.task.unit, one.task.role, &one.state.about).is_some();
    found.retain(may);
    found.sort_by_key(|one| (one.task.due_at, one.task.id));
    found.dedup_by_key(|one| one.task.id);
    lists::note(desk, &v.actor, found.iter().map(|one| one.state.id), now).await?;
    let (around, vault, words) = (Around::of(desk, &found), &desk.dossiers.vault, TimeWords::new(v));
    let lines = around.lines(&found, v, |one| one.name(vault))?;
    let decision = |line: &Line<'_>| Decision {
        url: v.url(&format!("/can-bo/ho-so/{}", line.state.number())),
        number: line.state.number().to_owned(),
        name: line.name.clone(),
        procedure: line.procedure.to_owned(),
        what: line.step.clone().into_owned(),
        left: words.left(line.left).to_string(),
        tone: line.tone(),
    };
    Ok(lines.iter().map(decision).collect())
}

/// `GET /can-bo`.
pub(crate) async fn today(State(desk): State<Desk>, v: Visitor) -> Answer {
    let (asked, now) = (scopes(&v), v.now);
    let counts = desk
        .dossiers
        .db
        .read(move |tx| {
            let one = |(which, scope): &(Which, Scope)| Ok((*which, queries::list(tx, *scope, now, 0, 0)?));
            asked.iter().map(one).collect::<Result<Vec<_>, kernel::Failure>>()
        })
        .await?;
    let decisions = decisions(&desk, &v).await?;
    v.page(&TodayPage::new(&v, &counts, decisions))
}
