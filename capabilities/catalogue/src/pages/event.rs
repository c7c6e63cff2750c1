//! Life events: their cards, and the page of one, to be read and printed.

use super::Words;
use super::head::{crumbs, head};
use super::lines::{Line, entry_line};
use super::made::mark_key;
use crate::life_event::{EventStep, LifeEvent, Together};
use crate::model::Source;
use crate::shelf::Catalogue;
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Day, Refusal};
use std::sync::Arc;
use web::parts::Markup;
use web::{Answer, Visitor};

/// A life event as something to press.
pub(crate) struct Card {
    pub(crate) url: String,
    pub(crate) name: Words,
    pub(crate) icon: Markup,
}

pub(crate) fn cards(v: &Visitor, events: &[Arc<LifeEvent>]) -> Vec<Card> {
    let card = |event: &Arc<LifeEvent>| Card {
        url: v.url(&format!("/su-kien/{}", event.key)),
        name: Words::of(&event.name, v.lang),
        icon: drawing(&event.icon),
    };
    events.iter().map(card).collect()
}

/// One path on the grid of 24, drawn in the line of the house.
macro_rules! drawn {
    ($path:literal) => {
        concat!(
            "<svg class=\"drawn\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\"><path d=\"",
            $path,
            "\"/></svg>"
        )
    };
}

/// A drawing by the name files use.
fn drawing(name: &str) -> Markup {
    Markup::fixed(match name {
        "birth" => drawn!(
            "M9 6a3 3 0 1 0 6 0a3 3 0 1 0 -6 0M6 21c-1.5-7 2-11 6-11s7.5 4 6 11zM7 15l9 6M17 15l-4.5 3"
        ),
        "marriage" => drawn!(
            "M3 14.5a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0M10 14.5a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0M10 5l2 2.5L14 5l-1-2h-2z"
        ),
        "death" => drawn!(
            "M12 20c-2-2-3-5-3-8s1-5.5 3-8c2 2.5 3 5 3 8s-1 6-3 8zM9 12c-2-2-4-2.5-6-2.5 0 5 3 9.5 9 10.5 6-1 9-5.5 9-10.5-2 0-4 .5-6 2.5"
        ),
        "home" => drawn!("M3 12l9-8 9 8M6 9.5V20h12V9.5M9.5 20v-6h5v6"),
        "shop" => drawn!("M4 10v10h16V10M4.5 4h15L22 10H2zM9 20v-6h6v6"),
        "land" => drawn!("M3 7l6-3 6 3 6-3v13l-6 3-6-3-6 3zM9 4v13M15 7v13"),
        "old-age" => drawn!(
            "M7 5a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0M9.5 9v6l-3 6M9.5 15l3 6M9.5 10.5l5 2.5M15 12v9M13 12h4"
        ),
        "disability" => {
            drawn!("M8 4.5a2 2 0 1 0 4 0a2 2 0 1 0 -4 0M10 8v6h5l3 5.5M10 10.5h5M7.5 11.5a5 5 0 1 0 7 6.5")
        }
        _ => "",
    })
}

/// A step as it is shown.
struct StepLine {
    title: Words,
    text: Words,
    when: Option<Words>,
    place: Words,
    /// Procedures to choose from that stand in this catalogue.
    lines: Vec<Line>,
    /// Codes that do not: where to go is said instead.
    absent: Vec<String>,
    /// Whether a linked procedure does it too.
    together: bool,
}

/// A linked procedure as it is shown.
struct TogetherLine {
    text: Words,
    /// The steps it does.
    steps: Vec<Words>,
    line: Line,
    /// Whether it can be applied for here: its address then.
    start: Option<String>,
}

/// A fact with its source.
struct Sourced {
    fact: Words,
    mark: &'static str,
    source: Words,
}

#[derive(Template)]
#[template(path = "catalogue/event.html")]
struct EventPage {
    v: Visitor,
    head: Markup,
    name: Words,
    summary: Words,
    together: Vec<TogetherLine>,
    steps: Vec<StepLine>,
    sources: Vec<Sourced>,
    others: Vec<Card>,
    address: String,
}

/// `/su-kien/{slug}`.
pub(crate) async fn event(
    State(catalogue): State<Catalogue>,
    v: Visitor,
    Path(slug): Path<String>,
) -> Answer {
    let event = catalogue.event(&slug).ok_or_else(Refusal::absent)?;
    let path = format!("/su-kien/{}", event.key);
    let name = event.name.get(v.lang);
    let graph = vec![crumbs(&v, &[(&v.t("catalogue-home"), "/"), (name, &path)])];
    let day = v.now.day();
    let others: Vec<_> = catalogue.events().into_iter().filter(|other| other.key != event.key).collect();
    v.page(&EventPage {
        head: head(&v, &path, graph),
        name: Words::of(&event.name, v.lang),
        summary: Words::of(&event.summary, v.lang),
        together: event
            .together
            .iter()
            .filter_map(|one| together_line(&catalogue, &v, day, &event, one))
            .collect(),
        steps: event.step.iter().map(|step| step_line(&catalogue, &v, day, &event, step)).collect(),
        sources: sources(&v, &event),
        others: cards(&v, &others),
        address: v.spoken_url(&v.url(&path)),
        v: v.clone(),
    })
}

fn step_line(catalogue: &Catalogue, v: &Visitor, day: Day, event: &LifeEvent, step: &EventStep) -> StepLine {
    let found: Vec<_> = step.codes.iter().map(|code| (code, catalogue.entry(code, day))).collect();
    let does = |one: &Together| one.steps.contains(&step.key) && catalogue.entry(&one.code, day).is_some();
    StepLine {
        title: Words::of(&step.title, v.lang),
        text: Words::of(&step.text, v.lang),
        when: step.when.as_ref().map(|when| Words::of(when, v.lang)),
        place: Words::of(&step.place, v.lang),
        lines: found.iter().filter_map(|(_, entry)| Some(entry_line(v, entry.as_ref()?))).collect(),
        absent: found.iter().filter(|(_, entry)| entry.is_none()).map(|(code, _)| (*code).clone()).collect(),
        together: event.together.iter().any(does),
    }
}

/// A linked procedure this catalogue does not have is not promised.
fn together_line(
    catalogue: &Catalogue,
    v: &Visitor,
    day: Day,
    event: &LifeEvent,
    together: &Together,
) -> Option<TogetherLine> {
    let entry = catalogue.entry(&together.code, day)?;
    let steps = together.steps.iter().filter_map(|key| event.step(key));
    Some(TogetherLine {
        text: Words::of(&together.text, v.lang),
        steps: steps.map(|step| Words::of(&step.title, v.lang)).collect(),
        line: entry_line(v, &entry),
        start: entry.is_made().then(|| v.url(&format!("/nop/{}", entry.code()))),
    })
}

fn sources(v: &Visitor, event: &LifeEvent) -> Vec<Sourced> {
    let line = |fact: Words, source: &Source| Sourced {
        fact,
        mark: mark_key(source.mark),
        source: Words::vietnamese(&source.text, v.lang),
    };
    let mut all = vec![line(Words::of(&event.name, v.lang), &event.source)];
    all.extend(event.together.iter().map(|one| line(Words::of(&one.text, v.lang), &one.source)));
    all.extend(event.step.iter().map(|one| line(Words::of(&one.title, v.lang), &one.source)));
    all
}
