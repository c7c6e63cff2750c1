//! The section of the home page about one's own dossiers: the three most urgent that are under way.

use super::own::{Line, line};
use crate::commands::Dossiers;
use crate::queries::{Mood, OwnLine};
use askama::Template;
use kernel::{Failure, Fault, Moment};
use std::sync::Arc;
use web::Visitor;
use web::parts::{Markup, leaf_mini};

/// Most of them on the home page.
const MOST: usize = 3;

#[derive(Template)]
#[template(path = "dossiers/home.html")]
struct Section {
    v: Visitor,
    lines: Vec<(Markup, Line)>,
    more: usize,
}

/// Who makes the section, for the catalogue.
pub(crate) fn slot(room: &Dossiers) -> catalogue::HomeSlot {
    let room = room.clone();
    Arc::new(move |v: Visitor| {
        let room = room.clone();
        Box::pin(async move {
            if !v.signed() {
                return Ok(Markup::default());
            }
            section(v.clone(), room.own(&v.actor).await?)
        })
    })
}

fn section(v: Visitor, mut own: Vec<OwnLine>) -> Result<Markup, Failure> {
    own.retain(|one| one.closed_at.is_none());
    if own.is_empty() {
        return Ok(Markup::default());
    }
    own.sort_by_key(urgency);
    let lines = own.iter().take(MOST).map(|one| (leaf_mini(&v, one.until), told(&v, one))).collect();
    let more = if own.len() > MOST { own.len() } else { 0 };
    let html = Section { lines, more, v: v.clone() }.render().map_err(Fault::new)?;
    Ok(Markup::trusted(html))
}

/// The line of the own list; who is late says sorry.
fn told(v: &Visitor, one: &OwnLine) -> Line {
    let mut line = line(v, one);
    if matches!(one.mood, Mood::AcceptLate | Mood::Overdue) {
        let sorry = format!("{} {}", v.t("dossiers-home-sorry"), line.sentence);
        line.sentence = sorry.trim_end().to_owned();
    }
    line
}

/// What waits for the person first, then what is late, then what is due soonest.
fn urgency(one: &OwnLine) -> (u8, Moment) {
    let rank = match one.mood {
        _ if one.asks => 0,
        Mood::AcceptLate | Mood::Overdue | Mood::Unheld => 1,
        _ => 2,
    };
    (rank, one.until)
}
