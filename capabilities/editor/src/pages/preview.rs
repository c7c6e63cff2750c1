//! A change as others will meet it: the same pages, with a notice above them.

use super::procedure::Nothing;
use super::{edit_of, edit_path};
use crate::Editor;
use askama::Template;
use axum::extract::{Path, State};
use catalogue::edits::{Candidate, Edit};
use kernel::{Failure, Fault, Id, Refusal};
use web::parts::Markup;
use web::{Answer, Form, Visitor};

#[derive(Template)]
#[template(path = "editor/notice.html")]
struct Notice<'a> {
    v: &'a Visitor,
    path: String,
    from: String,
    here: &'static str,
    first: String,
    /// When a page of questions is shown.
    when: String,
    version: i64,
    /// Its author may propose it from here.
    proposes: bool,
}

fn noticed(
    v: &Visitor,
    edit: &Edit,
    candidate: &Candidate,
    here: &'static str,
    when: String,
) -> Result<Visitor, Failure> {
    let first = candidate.revision.procedure.page.first().map(|page| page.key.clone());
    let notice = Notice {
        v,
        path: v.url(&edit_path(edit)),
        from: v.day(edit.from),
        here,
        version: edit.version,
        proposes: Some(edit.author) == v.actor.account
            && edit.state.is_written()
            && candidate.unready.is_empty(),
        first: first.unwrap_or_default(),
        when,
    };
    let drawn = notice.render().map_err(Fault::new)?;
    Ok(v.noticed(Markup::trusted(drawn)))
}

/// A change and the procedure it would make.
async fn written(editor: &Editor, address: (&str, Id)) -> Result<(Edit, Candidate), Failure> {
    let edit = edit_of(editor, address).await?;
    let candidate = editor.edits.candidate(&edit).await?;
    Ok((edit, candidate))
}

/// `…/xem/nguoi-dan`: the page of the procedure.
pub(crate) async fn citizen(
    State(editor): State<Editor>,
    v: Visitor,
    Path((code, id)): Path<(String, Id)>,
) -> Answer {
    let (edit, candidate) = written(&editor, (&code, id)).await?;
    let v = noticed(&v, &edit, &candidate, "citizen", String::new())?;
    let path = edit_path(&edit);
    let start = match candidate.revision.procedure.page.first() {
        Some(page) => format!("{path}/xem/hoi/{}", page.key),
        None => format!("{path}/xem/can-bo"),
    };
    catalogue::preview(editor.edits.catalogue(), &v, &candidate.revision, &start)
}

/// `…/xem/hoi/{khoa}`: one page of questions.
pub(crate) async fn asked(
    State(editor): State<Editor>,
    v: Visitor,
    Path((code, id, key)): Path<(String, Id, String)>,
) -> Answer {
    let (edit, candidate) = written(&editor, (&code, id)).await?;
    let pages = &candidate.revision.procedure.page;
    let at = pages.iter().position(|page| page.key == key).ok_or_else(Refusal::absent)?;
    let path = edit_path(&edit);
    let back = match at.checked_sub(1).and_then(|before| pages.get(before)) {
        Some(before) => format!("{path}/xem/hoi/{}", before.key),
        None => format!("{path}/xem/nguoi-dan"),
    };
    let when = match &pages[at].visible_when {
        Some(when) => v.t1("editor-shown-when", "when", when.source()).into_owned(),
        None => String::new(),
    };
    let over = v.t2("editor-page-of", "n", at + 1, "all", pages.len()).into_owned();
    let action = format!("{path}/xem/hoi/{key}");
    let v = noticed(&v, &edit, &candidate, "asked", when)?;
    let drawn = (editor.previews.questions)(&v, &candidate.revision, &key, (over, back, action));
    drawn.ok_or_else(Refusal::absent)?
}

/// Pressing the button goes on to the next page; nothing is kept.
pub(crate) async fn asked_on(
    State(editor): State<Editor>,
    v: Visitor,
    Path((code, id, key)): Path<(String, Id, String)>,
    _form: Form<Nothing>,
) -> Answer {
    let (edit, candidate) = written(&editor, (&code, id)).await?;
    let pages = &candidate.revision.procedure.page;
    let at = pages.iter().position(|page| page.key == key).ok_or_else(Refusal::absent)?;
    let path = edit_path(&edit);
    Ok(v.see_other(&match pages.get(at + 1) {
        Some(next) => format!("{path}/xem/hoi/{}", next.key),
        None => format!("{path}/xem/can-bo"),
    }))
}

/// `…/xem/can-bo`: the page of the counter.
pub(crate) async fn officer(
    State(editor): State<Editor>,
    v: Visitor,
    Path((code, id)): Path<(String, Id)>,
) -> Answer {
    let (edit, candidate) = written(&editor, (&code, id)).await?;
    let v = noticed(&v, &edit, &candidate, "officer", String::new())?;
    (editor.previews.counter)(&v, &candidate.revision)
}
