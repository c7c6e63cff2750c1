//! Two texts of a procedure side by side, to print on A4.

use super::short_of;
use crate::Editor;
use crate::words::{ChangeBox, changes};
use askama::Template;
use axum::extract::{Path, State};
use catalogue::difference;
use kernel::{Day, Id, Refusal};
use web::{Answer, Visitor};

#[derive(Template)]
#[template(path = "editor/compare.html")]
struct ComparePage {
    v: Visitor,
    code: String,
    name: String,
    before: Day,
    after: Day,
    changes: Vec<ChangeBox>,
}

/// `/can-bo/thu-tuc/{ma}/so-sanh?truoc=&sau=`; without them, the last two texts.
pub(crate) async fn show(State(editor): State<Editor>, v: Visitor, Path(code): Path<String>) -> Answer {
    let catalogue = editor.edits.catalogue();
    let asked = |name: &str| v.query(name).and_then(|id| id.parse::<Id>().ok());
    let mut versions = catalogue.versions(&code);
    let last = versions.pop().ok_or_else(Refusal::absent)?;
    let of_this = |id: Id| catalogue.revision(id).filter(|one| one.code() == code);
    let before = match asked("truoc") {
        Some(id) => of_this(id).ok_or_else(Refusal::absent)?,
        None => versions.pop().unwrap_or_else(|| last.clone()),
    };
    let after = match asked("sau") {
        Some(id) => of_this(id).ok_or_else(Refusal::absent)?,
        None => last,
    };
    v.page(&ComparePage {
        name: short_of(&editor, &v, &code),
        before: before.procedure.effective_from,
        after: after.procedure.effective_from,
        changes: changes(&v, &difference(&before.procedure, &after.procedure)),
        code,
        v: v.clone(),
    })
}
