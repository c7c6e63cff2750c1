//! The home page: the wall and the door, one's own dossiers, the life events.

use super::event::{Card, cards};
use super::head::head;
use crate::shelf::Catalogue;
use askama::Template;
use axum::extract::State;
use web::parts::Markup;
use web::{Answer, Visitor};

#[derive(Template)]
#[template(path = "catalogue/home.html")]
struct HomePage {
    v: Visitor,
    head: Markup,
    /// The present dossiers of whoever is signed in, made by the room that knows them.
    mine: Markup,
    events: Vec<Card>,
    /// How many procedures there are in all.
    count: usize,
    /// How many of them can be applied for here.
    here: usize,
}

pub(crate) async fn home(State(catalogue): State<Catalogue>, v: Visitor) -> Answer {
    let mine = match catalogue.home_slot().filter(|_| v.signed()) {
        Some(slot) => slot(v.clone()).await?,
        None => Markup::default(),
    };
    let entries = catalogue.entries(v.now.day());
    v.page(&HomePage {
        head: head(&v, "/", Vec::new()),
        mine,
        events: cards(&v, &catalogue.events()),
        count: entries.len(),
        here: entries.iter().filter(|entry| entry.is_made()).count(),
        v: v.clone(),
    })
}
