//! Searching, and what is near when nothing is found.

use super::{Line, line};
use crate::revision::Revision;
use crate::shelf::Catalogue;
use askama::Template;
use axum::extract::State;
use std::sync::Arc;
use web::{Answer, Visitor};

/// Most procedures shown as near after a search that found nothing.
const NEAREST_MAX: usize = 8;

#[derive(Template)]
#[template(path = "catalogue/search.html")]
struct SearchPage {
    v: Visitor,
    words: String,
    found: Vec<Line>,
    nearest: Vec<Line>,
}

pub(crate) async fn search(State(catalogue): State<Catalogue>, v: Visitor) -> Answer {
    let words: String = v.query("q").unwrap_or_default().chars().take(200).collect();
    let today = v.now.day();
    let lines = |found: &[Arc<Revision>]| found.iter().map(|revision| line(&v, revision)).collect::<Vec<_>>();
    let found = lines(&catalogue.find(&words, today));
    let nearest = if found.is_empty() { lines(&catalogue.list(today)) } else { Vec::new() };
    let nearest = nearest.into_iter().take(NEAREST_MAX).collect();
    v.page(&SearchPage { words, found, nearest, v: v.clone() })
}
