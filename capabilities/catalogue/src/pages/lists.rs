//! The list of procedures.

use super::{Group, Words, line};
use crate::shelf::Catalogue;
use askama::Template;
use axum::extract::State;
use web::{Answer, Visitor};

#[derive(Template)]
#[template(path = "catalogue/list.html")]
struct ListPage {
    v: Visitor,
    count: usize,
    groups: Vec<Group>,
}

pub(crate) async fn list(State(catalogue): State<Catalogue>, v: Visitor) -> Answer {
    let all = catalogue.list(v.now.day());
    let mut groups: Vec<(String, Group)> = Vec::new();
    for revision in &all {
        let field = &revision.procedure.field;
        if groups.last().is_none_or(|(key, _)| *key != field.key) {
            groups
                .push((field.key.clone(), Group { name: Words::of(&field.name, v.lang), lines: Vec::new() }));
        }
        if let Some((_, group)) = groups.last_mut() {
            group.lines.push(line(&v, revision));
        }
    }
    let groups = groups.into_iter().map(|(_, group)| group).collect();
    v.page(&ListPage { count: all.len(), groups, v: v.clone() })
}
