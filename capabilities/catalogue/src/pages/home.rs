//! The home page.

use super::{Line, line};
use crate::shelf::Catalogue;
use askama::Template;
use axum::extract::State;
use web::{Answer, Visitor};

/// Most procedures on the home page.
const HOME_MAX: usize = 8;

#[derive(Template)]
#[template(path = "catalogue/home.html")]
struct HomePage {
    v: Visitor,
    lines: Vec<Line>,
}

pub(crate) async fn home(State(catalogue): State<Catalogue>, v: Visitor) -> Answer {
    let list = catalogue.list(v.now.day());
    let lines = list.iter().take(HOME_MAX).map(|revision| line(&v, revision)).collect();
    v.page(&HomePage { lines, v: v.clone() })
}
