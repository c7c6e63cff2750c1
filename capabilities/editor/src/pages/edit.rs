//! A change: what differs, what stands in the way, what may be done with it, what happened to it.

use super::{day_and_reason, edit_of, edit_path, fields, short_of, stamp, state, typed_day, version, who};
use crate::Editor;
use crate::pages::procedure::Nothing;
use crate::words::{ChangeBox, changes, unready};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use catalogue::edits::{Candidate, Edit, EditKind, EditState, FILE_ONLY, SECTIONS, Unready};
use catalogue::{difference, everything};
use kernel::{Day, Failure, Id};
use web::parts::{Field, Mistake, Tag};
use web::{Answer, Form, Pairs, Visitor};

/// A section of the procedure, as a link.
pub(crate) struct SectionLink {
    pub(crate) url: String,
    pub(crate) text: String,
    pub(crate) here: bool,
}

/// A line of the history.
struct EventLine {
    at: kernel::Moment,
    by: String,
    what: String,
}

#[derive(Template)]
#[template(path = "editor/edit.html")]
struct EditPage {
    v: Visitor,
    path: String,
    code: String,
    name: String,
    state: Tag,
    from: Day,
    reason: String,
    author: String,
    version: i64,
    note: Option<String>,
    /// The one who looks wrote it, and may write on.
    writes: bool,
    /// It is theirs and still on its way.
    mine: bool,
    proposed: bool,
    /// They may publish it or give it back.
    decides: bool,
    sections: Vec<SectionLink>,
    /// What only files can change.
    file_only: String,
    unready: Vec<(String, Option<String>)>,
    /// The steps do not fit into the limit.
    too_long: bool,
    later: Option<Day>,
    /// It makes a procedure from a national record: everything in it is new.
    creates: bool,
    changes: Vec<ChangeBox>,
    day: Vec<Field>,
    give_back: Field,
    mistakes: Vec<Mistake>,
    asked: Option<String>,
    history: Vec<EventLine>,
}

/// The sections as links; those that stand inside others are reached through them.
pub(crate) fn section_links(v: &Visitor, edit: &Edit, here: &str) -> Vec<SectionLink> {
    let link = |section: &catalogue::edits::Section| SectionLink {
        url: v.url(&format!("{}/muc/{}", edit_path(edit), section.slug)),
        text: v.t(&format!("editor-section-{}", section.slug)).into_owned(),
        here: section.slug == here,
    };
    SECTIONS.iter().filter(|section| !section.is_nested()).map(link).collect()
}

/// What no section holds, in words.
fn file_only(v: &Visitor) -> String {
    let named = |name: &&str| v.t(&format!("editor-file-only-{}", name.replace('_', "-"))).into_owned();
    FILE_ONLY.iter().map(named).collect::<Vec<_>>().join("; ")
}

/// `/can-bo/thu-tuc/{ma}/sua/{ban}`.
pub(crate) async fn show(
    State(editor): State<Editor>,
    v: Visitor,
    Path((code, id)): Path<(String, Id)>,
) -> Answer {
    let edit = edit_of(&editor, (&code, id)).await?;
    v.page(&page(&editor, &v, &edit, None, Vec::new()).await?)
}

async fn page(
    editor: &Editor,
    v: &Visitor,
    edit: &Edit,
    typed: Option<&Pairs>,
    mistakes: Vec<Mistake>,
) -> Result<EditPage, Failure> {
    let candidate = editor.edits.candidate(edit).await?;
    let mine = Some(edit.author) == v.actor.account;
    let open = edit.state.is_open();
    // What has been published is compared with the text it was made from, not with itself.
    let base = match (open, edit.base.and_then(|id| editor.edits.catalogue().revision(id))) {
        (true, base) => candidate.standing.clone().or(base),
        (false, base) => base.or_else(|| candidate.standing.clone()),
    };
    let creates = edit.kind == EditKind::Create;
    let differs = match base {
        Some(base) if !creates => difference(&base.procedure, &candidate.revision.procedure),
        _ => everything(&candidate.revision.procedure),
    };
    let draw = |field: Field| match typed {
        Some(pairs) => field.posted(pairs).mistaken(v, &mistakes),
        None => field,
    };
    let history = editor.edits.history(edit.id).await?;
    Ok(EditPage {
        path: v.url(&edit_path(edit)),
        code: edit.code.clone(),
        name: short_of(editor, v, &edit.code),
        state: state(v, edit.state),
        from: edit.from,
        reason: edit.reason.clone(),
        author: who(editor, edit.author),
        version: edit.version,
        note: edit.note.clone().filter(|_| edit.state == EditState::Returned),
        writes: mine && edit.state.is_written(),
        mine: mine && open,
        proposed: edit.state == EditState::Proposed,
        decides: !mine && edit.state == EditState::Proposed,
        sections: section_links(v, edit, ""),
        file_only: file_only(v),
        unready: match open {
            true => in_words(v, &candidate),
            false => Vec::new(),
        },
        too_long: candidate.unready.iter().any(|one| matches!(one, Unready::StepsTooLong { .. })),
        later: candidate.later.filter(|_| open),
        creates,
        changes: changes(v, &differs),
        day: day_and_reason(v, Some(edit.from), &edit.reason).into_iter().map(draw).collect(),
        give_back: draw(Field::area("note", v.t("editor-return-reason"))),
        mistakes,
        asked: candidate
            .revision
            .procedure
            .page
            .first()
            .map(|page| v.url(&format!("{}/xem/hoi/{}", edit_path(edit), page.key))),
        history: history
            .into_iter()
            .map(|event| EventLine {
                at: event.at,
                by: who(editor, event.by),
                what: happened(v, &event.what, &event.detail),
            })
            .collect(),
        v: v.clone(),
    })
}

/// What stands in the way, in words; what reads alike once.
fn in_words(v: &Visitor, candidate: &Candidate) -> Vec<(String, Option<String>)> {
    let mut all: Vec<_> =
        candidate.unready.iter().map(|one| unready(v, one, &candidate.revision.procedure)).collect();
    let mut said = std::collections::HashSet::new();
    all.retain(|one| said.insert(one.clone()));
    all
}

/// What happened, in words.
fn happened(v: &Visitor, what: &str, detail: &str) -> String {
    let said = v.t(&format!("editor-event-{what}")).into_owned();
    let detail = match what {
        "save" => v.t(&format!("editor-section-{detail}")).into_owned(),
        _ => detail.to_owned(),
    };
    if detail.is_empty() { said } else { format!("{said}: {detail}") }
}

/// `POST …/ngay`.
pub(crate) async fn set_day(
    State(editor): State<Editor>,
    v: Visitor,
    Path((code, id)): Path<(String, Id)>,
    form: Form<Nothing>,
) -> Answer {
    let edit = edit_of(&editor, (&code, id)).await?;
    let (from, reason) = (typed_day(&form.pairs, "from"), form.pairs.get("reason"));
    let stamp = stamp(&v, &form.key)?;
    match editor.edits.set_day(&stamp, id, version(&form.pairs), from, reason).await {
        Ok(()) => Ok(v.see_other(&edit_path(&edit))),
        Err(failure) => again(&editor, &v, &edit, failure, &form.pairs).await,
    }
}

/// The page again with what must be mended.
pub(crate) async fn again(
    editor: &Editor,
    v: &Visitor,
    edit: &Edit,
    failure: Failure,
    typed: &Pairs,
) -> Answer {
    let refusal = fields(failure)?;
    let page = page(editor, v, edit, Some(typed), super::mistakes(v, &refusal, "")).await?;
    v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}
