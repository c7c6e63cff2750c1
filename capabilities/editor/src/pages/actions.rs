//! What is done with a whole change: proposing, taking back, giving up, returning, publishing.

use super::edit::again;
use super::procedure::Nothing;
use super::{edit_of, edit_path, stamp, version};
use crate::Editor;
use axum::extract::{Path, State};
use kernel::Id;
use web::{Answer, Form, Visitor};

/// `POST …/vua`: makes the steps shorter until they fit.
pub(crate) async fn fit(
    State(editor): State<Editor>,
    v: Visitor,
    Path((code, id)): Path<(String, Id)>,
    form: Form<Nothing>,
) -> Answer {
    let edit = edit_of(&editor, (&code, id)).await?;
    editor.edits.fit_steps(&stamp(&v, &form.key)?, id, version(&form.pairs)).await?;
    Ok(v.see_other(&edit_path(&edit)))
}

/// `POST …/trinh`.
pub(crate) async fn propose(
    State(editor): State<Editor>,
    v: Visitor,
    Path((code, id)): Path<(String, Id)>,
    form: Form<Nothing>,
) -> Answer {
    let edit = edit_of(&editor, (&code, id)).await?;
    editor.edits.propose(&stamp(&v, &form.key)?, id, version(&form.pairs)).await?;
    Ok(v.see_other(&edit_path(&edit)))
}

/// `POST …/lay-lai`.
pub(crate) async fn take_back(
    State(editor): State<Editor>,
    v: Visitor,
    Path((code, id)): Path<(String, Id)>,
    form: Form<Nothing>,
) -> Answer {
    let edit = edit_of(&editor, (&code, id)).await?;
    editor.edits.take_back(&stamp(&v, &form.key)?, id, version(&form.pairs), false).await?;
    Ok(v.see_other(&edit_path(&edit)))
}

/// `POST …/bo`.
pub(crate) async fn withdraw(
    State(editor): State<Editor>,
    v: Visitor,
    Path((code, id)): Path<(String, Id)>,
    form: Form<Nothing>,
) -> Answer {
    edit_of(&editor, (&code, id)).await?;
    editor.edits.take_back(&stamp(&v, &form.key)?, id, version(&form.pairs), true).await?;
    Ok(v.see_other(&format!("/can-bo/thu-tuc/{code}")))
}

/// `POST …/tra-lai`.
pub(crate) async fn give_back(
    State(editor): State<Editor>,
    v: Visitor,
    Path((code, id)): Path<(String, Id)>,
    form: Form<Nothing>,
) -> Answer {
    let edit = edit_of(&editor, (&code, id)).await?;
    let reason = form.pairs.get("note");
    match editor.edits.give_back(&stamp(&v, &form.key)?, id, version(&form.pairs), reason).await {
        Ok(()) => Ok(v.see_other(&edit_path(&edit))),
        Err(failure) => again(&editor, &v, &edit, failure, &form.pairs).await,
    }
}

/// `POST …/cong-bo`.
pub(crate) async fn publish(
    State(editor): State<Editor>,
    v: Visitor,
    Path((code, id)): Path<(String, Id)>,
    form: Form<Nothing>,
) -> Answer {
    edit_of(&editor, (&code, id)).await?;
    editor.edits.publish(&stamp(&v, &form.key)?, id, version(&form.pairs)).await?;
    Ok(v.see_other(&format!("/can-bo/thu-tuc/{code}")))
}
