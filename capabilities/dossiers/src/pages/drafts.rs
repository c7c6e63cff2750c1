//! A person's drafts: go on, or throw away.

use super::Nothing;
use super::filling::{Filling, saved};
use crate::commands::Dossiers;
use askama::Template;
use axum::extract::{Path, State};
use kernel::Id;
use web::{Answer as Page, Form, Visitor};

#[derive(Template)]
#[template(path = "dossiers/drafts.html")]
struct DraftsPage {
    v: Visitor,
    drafts: Vec<Line>,
}

/// One draft of the list.
struct Line {
    subject: String,
    saved: String,
    left: String,
    go_on: String,
    discard: String,
}

#[derive(Template)]
#[template(path = "dossiers/discard.html")]
struct DiscardPage {
    v: Visitor,
    subject: String,
    action: String,
    papers: usize,
}

pub(super) async fn list(State(room): State<Dossiers>, v: Visitor) -> Page {
    let mut drafts = Vec::new();
    for draft in room.drafts(&v.actor).await? {
        let filling = Filling::of(&room, draft)?;
        let draft = &filling.draft;
        let left = filling.missing().len() + usize::from(draft.agency.is_none());
        drafts.push(Line {
            subject: filling.revision.procedure.short.get(v.lang).to_owned(),
            saved: saved(&v, draft.updated_at, draft.expires_at),
            left: match left {
                0 => v.t("dossiers-left-none").into_owned(),
                n => v.t1("dossiers-left", "n", n).into_owned(),
            },
            go_on: filling.path(&filling.stands_at()),
            discard: format!("/nop/{}/xoa", draft.id),
        });
    }
    v.page(&DraftsPage { v: v.clone(), drafts })
}

pub(super) async fn ask_discard(State(room): State<Dossiers>, v: Visitor, Path(ma): Path<Id>) -> Page {
    let filling = Filling::load(&room, &v, ma).await?;
    if filling.draft.submitted_case.is_some() {
        return Ok(v.see_other(&format!("/nop/{ma}/da-nop")));
    }
    v.page(&DiscardPage {
        subject: filling.revision.procedure.short.get(v.lang).to_owned(),
        action: format!("/nop/{ma}/xoa"),
        papers: filling.draft.papers.len(),
        v: v.clone(),
    })
}

pub(super) async fn discard(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(ma): Path<Id>,
    form: Form<Nothing>,
) -> Page {
    room.discard(&v.actor, ma, Some(form.key)).await?;
    Ok(v.see_other("/ban-nhap"))
}
