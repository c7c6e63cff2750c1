//! What people searched for and did not find.

use super::procedure::Nothing;
use super::stamp;
use crate::Editor;
use askama::Template;
use axum::extract::State;
use catalogue::MissedTerm;
use web::{Answer, Form, Visitor};

const MOST: u32 = 200;

#[derive(Template)]
#[template(path = "editor/missed.html")]
struct MissedPage {
    v: Visitor,
    rows: Vec<MissedTerm>,
}

/// `/can-bo/tu-khong-thay`.
pub(crate) async fn show(State(editor): State<Editor>, v: Visitor) -> Answer {
    let rows = editor.edits.catalogue().missed_terms(MOST).await?;
    v.page(&MissedPage { rows, v: v.clone() })
}

/// `POST /can-bo/tu-khong-thay`: dealt with.
pub(crate) async fn settle(State(editor): State<Editor>, v: Visitor, form: Form<Nothing>) -> Answer {
    editor.edits.settle_term(&stamp(&v, &form.key)?, form.pairs.get("term")).await?;
    Ok(v.see_other("/can-bo/tu-khong-thay"))
}
