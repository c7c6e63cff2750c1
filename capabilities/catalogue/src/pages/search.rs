//! Searching: what fits in groups, what was understood, and what is near when nothing is found.

use super::event::{Card, cards};
use super::lines::{Line, entry_line};
use super::mark::marked;
use crate::search::{Hit, OfficeHit};
use crate::shelf::Catalogue;
use askama::Template;
use axum::extract::State;
use web::{Answer, Visitor};

/// Most procedures on the page: whoever has not found it among fifty types more words.
const MOST: usize = 50;
/// Most procedures shown as near after a search that found nothing.
const NEAREST_MAX: usize = 3;
/// Most characters of a search.
const LONGEST: usize = 200;

/// A life event that fits.
struct Guide {
    url: String,
    name: super::Words,
    summary: super::Words,
}

/// An office that fits.
struct Office {
    url: String,
    name: String,
    was: Option<String>,
}

#[derive(Template)]
#[template(path = "catalogue/search.html")]
struct SearchPage {
    v: Visitor,
    words: String,
    understood: String,
    /// How many fit, of every group.
    count: usize,
    total: usize,
    found: Vec<Line>,
    guides: Vec<Guide>,
    offices: Vec<Office>,
    nearest: Vec<Line>,
    events: Vec<Card>,
}

/// `/tim?q=`.
pub(crate) async fn search(State(catalogue): State<Catalogue>, v: Visitor) -> Answer {
    let words: String = v.query("q").unwrap_or_default().chars().take(LONGEST).collect();
    let found = catalogue.search(&words, v.now.day(), MOST);
    let guides: Vec<Guide> = found.topics.iter().filter_map(|key| guide(&catalogue, &v, key)).collect();
    let nothing = found.is_empty() && !words.is_empty();
    if nothing {
        catalogue.note_missed(&words, v.now).await;
    }
    let nearest = found.nearest.iter().take(NEAREST_MAX).map(|entry| entry_line(&v, entry));
    v.page(&SearchPage {
        count: found.total + guides.len() + found.offices.len(),
        understood: found.understood.iter().map(|one| format!("“{one}”")).collect::<Vec<_>>().join(", "),
        total: found.total,
        found: found.procedures.iter().map(|hit| hit_line(&v, hit, &words, &found.understood)).collect(),
        guides,
        offices: found.offices.iter().map(|office| office_line(&v, office)).collect(),
        nearest: if nothing { nearest.collect() } else { Vec::new() },
        events: if nothing || words.is_empty() { cards(&v, &catalogue.events()) } else { Vec::new() },
        words,
        v: v.clone(),
    })
}

fn hit_line(v: &Visitor, hit: &Hit, words: &str, understood: &[String]) -> Line {
    let mut line = entry_line(v, &hit.entry);
    let asked: Vec<&str> = std::iter::once(words).chain(understood.iter().map(String::as_str)).collect();
    line.shown = marked(&line.name.text, &asked);
    if let Some(by) = &hit.by {
        line.meta = v.t2("catalogue-search-by", "word", by, "rest", &line.meta).into_owned();
    }
    line
}

fn guide(catalogue: &Catalogue, v: &Visitor, key: &str) -> Option<Guide> {
    let event = catalogue.event(key)?;
    Some(Guide {
        url: v.url(&format!("/su-kien/{}", event.key)),
        name: super::Words::of(&event.name, v.lang),
        summary: super::Words::of(&event.summary, v.lang),
    })
}

fn office_line(v: &Visitor, office: &OfficeHit) -> Office {
    Office {
        url: v.url(&format!("/co-quan/{}", office.code)),
        name: office.name.clone(),
        was: office.was.clone(),
    }
}
