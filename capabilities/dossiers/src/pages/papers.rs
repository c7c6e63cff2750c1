//! Papers of a draft: several files per paper, one clear message per file, the others kept.

use super::Nothing;
use super::filling::{Filling, Place};
use super::sending::{Sent, send_file};
use crate::commands::{Dossiers, Upload as Taken};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use catalogue::{Need, PaperNeed};
use kernel::{Failure, Id, Refusal};
use web::parts::{Mistake, Tag, Tone, id_of};
use web::{Answer as Page, Form, Upload, Visitor};

#[derive(Template)]
#[template(path = "dossiers/papers.html")]
struct PapersPage {
    v: Visitor,
    over: String,
    back: String,
    action: String,
    mistakes: Vec<Mistake>,
    rows: Vec<Row>,
    takes: bool,
    saved: Option<String>,
}

/// One paper of the list.
struct Row {
    name: String,
    hint: String,
    tag: Tag,
    note: String,
    files: Vec<FileRow>,
    errors: Vec<String>,
    /// Name of the file input; empty when nothing is to be brought.
    input: String,
    input_id: String,
    label: String,
}

/// One file of a paper.
struct FileRow {
    id: Id,
    name: String,
    detail: String,
    view: String,
    remove: String,
}

pub(super) async fn show(State(room): State<Dossiers>, v: Visitor, Path(ma): Path<Id>) -> Page {
    let filling = Filling::load(&room, &v, ma).await?;
    if filling.draft.submitted_case.is_some() {
        return Ok(v.see_other(&format!("/nop/{ma}/da-nop")));
    }
    v.page(&page(&room, &v, &filling, Vec::new())?)
}

pub(super) async fn upload(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(ma): Path<Id>,
    mut up: Upload,
) -> Page {
    // Before a byte is taken: whose draft is it?
    let filling = Filling::load(&room, &v, ma).await?;
    if filling.draft.submitted_case.is_some() {
        return Ok(v.see_other(&format!("/nop/{ma}/da-nop")));
    }
    let mut mistakes = Vec::new();
    let mut number = 0;
    while let Some(file) = up.next_file().await? {
        number += 1;
        let (input, name) = (file.field.clone(), file.name.clone());
        let Some(key) = input.strip_prefix("giay_").filter(|key| filling.revision.paper(key).is_some())
        else {
            return Err(Refusal::field("form", "form").into());
        };
        let received = room.files.receive(file.stream(), &name, files::LIMIT).await;
        let once = format!("{}-{number}", up.key()?);
        match room.add_paper(&v.actor, ma, key, &name, received, Some(once)).await? {
            Taken::Taken { .. } => {}
            Taken::Not { error, .. } => {
                mistakes.push(Mistake::new(&input, v.field_error(&error).into_owned()))
            }
        }
    }
    up.key()?;
    let filling = Filling::load(&room, &v, ma).await?;
    let (later, only_upload) = (up.pairs.has("luu"), up.pairs.has("tai"));
    if !later && !only_upload {
        mistakes.extend(absent_papers(&v, &filling, &mistakes));
    }
    if !mistakes.is_empty() {
        return v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page(&room, &v, &filling, mistakes)?);
    }
    Ok(v.see_other(&match (later, only_upload) {
        (true, _) => "/ban-nhap".to_owned(),
        (_, true) => filling.path(&Place::Papers),
        _ => filling.path(&filling.after(&Place::Papers)),
    }))
}

/// Papers that must be there and are not; one that was just refused says so already.
fn absent_papers(v: &Visitor, filling: &Filling, told: &[Mistake]) -> Vec<Mistake> {
    filling
        .missing_papers()
        .iter()
        .map(|key| (format!("giay_{key}"), filling.revision.paper(key)))
        .filter(|(input, _)| told.iter().all(|mistake| mistake.path != *input))
        .filter_map(|(input, paper)| {
            let text = v.t1("dossiers-paper-absent", "name", paper?.name.get(v.lang)).into_owned();
            Some(Mistake::new(&input, text))
        })
        .collect()
}

pub(super) async fn remove(
    State(room): State<Dossiers>,
    v: Visitor,
    Path((ma, giay)): Path<(Id, Id)>,
    _form: Form<Nothing>,
) -> Page {
    room.remove_paper(&v.actor, ma, giay).await?;
    Ok(v.see_other(&format!("/nop/{ma}/giay-to")))
}

pub(super) async fn open(State(room): State<Dossiers>, v: Visitor, Path((ma, giay)): Path<(Id, Id)>) -> Page {
    let draft = room.draft(&v.actor, ma).await?;
    let paper = draft.papers.iter().find(|paper| paper.id == giay).ok_or_else(Refusal::absent)?;
    let name = draft.file_name(&room.vault, paper)?;
    send_file(&room, Sent { file: paper.file, name }).await
}

fn page(
    room: &Dossiers,
    v: &Visitor,
    filling: &Filling,
    mistakes: Vec<Mistake>,
) -> Result<PapersPage, Failure> {
    let needs = filling.revision.with(&filling.answers).papers();
    let rows =
        needs.iter().map(|need| row(room, v, filling, need, &mistakes)).collect::<Result<Vec<_>, _>>()?;
    Ok(PapersPage {
        over: filling.over(v, &Place::Papers),
        back: filling.before(&Place::Papers),
        action: filling.path(&Place::Papers),
        mistakes,
        rows,
        takes: filling.takes_papers(),
        saved: filling.saved(v),
        v: v.clone(),
    })
}

fn row(
    room: &Dossiers,
    v: &Visitor,
    filling: &Filling,
    need: &PaperNeed<'_>,
    mistakes: &[Mistake],
) -> Result<Row, Failure> {
    let paper = need.paper;
    let takes = matches!(need.need, Need::Required | Need::Optional);
    let input = if takes { format!("giay_{}", paper.key) } else { String::new() };
    let files = files(room, v, filling, &paper.key)?;
    let note = match need.need {
        Need::Held => paper.held_by_state.as_ref().map_or_else(String::new, |why| why.get(v.lang).to_owned()),
        Need::MadeHere => v.t("dossiers-paper-made-here").into_owned(),
        Need::Optional if files.is_empty() => v.t("dossiers-paper-optional").into_owned(),
        Need::Optional | Need::Required => String::new(),
    };
    let tag = match (takes, files.is_empty()) {
        (false, _) => Tag::new(Tone::Good, v.t("dossiers-paper-not-needed")),
        (true, true) => Tag::new(Tone::Wait, v.t("dossiers-paper-none")),
        (true, false) => Tag::new(Tone::Good, v.t("dossiers-paper-received")),
    };
    let label = if files.is_empty() { "dossiers-paper-choose" } else { "dossiers-paper-more" };
    Ok(Row {
        name: paper.name.get(v.lang).to_owned(),
        hint: paper
            .hint
            .as_ref()
            .filter(|_| takes)
            .map_or_else(String::new, |hint| hint.get(v.lang).to_owned()),
        tag,
        note,
        files,
        errors: mistakes
            .iter()
            .filter(|one| takes && one.path == input)
            .map(|one| one.text.clone())
            .collect(),
        input_id: id_of(&input),
        input,
        label: v.t(label).into_owned(),
    })
}

fn files(room: &Dossiers, v: &Visitor, filling: &Filling, key: &str) -> Result<Vec<FileRow>, Failure> {
    let draft = &filling.draft;
    let mut rows = Vec::new();
    for paper in draft.papers.iter().filter(|paper| paper.key == key) {
        let at = format!("/nop/{}/giay-to/{}", draft.id, paper.id);
        rows.push(FileRow {
            id: paper.id,
            name: draft.file_name(&room.vault, paper)?,
            detail: file_words(v, paper.pages, Some(paper.size)),
            remove: format!("{at}/xoa"),
            view: at,
        });
    }
    Ok(rows)
}

/// `2 trang, 640 KB`.
pub(super) fn file_words(v: &Visitor, pages: Option<i64>, size: Option<i64>) -> String {
    let pages = pages.map(|pages| v.t1("dossiers-pages", "n", pages).into_owned());
    let size = size.map(|size| v.size(size));
    [pages, size].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
