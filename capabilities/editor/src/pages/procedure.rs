//! One procedure: its texts with their days, what is on its way, and the forms that begin a change,
//! restate an older text or cancel one that has not begun.

use super::home::{EditLine, edit_line};
use super::{day_and_reason, fields, next_month, stamp, typed_day, who};
use crate::Editor;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use catalogue::{Origin, Publication, Revision};
use kernel::{Day, Failure, Id, Refusal};
use serde::Deserialize;
use std::sync::Arc;
use web::parts::{Choice, Field, Mistake, Tag, Tone};
use web::{Answer, Form, Pairs, Visitor};

/// A published text.
struct TextLine {
    publication: Id,
    from: Day,
    to: Option<Day>,
    state: Tag,
    origin: String,
    /// Why it was taken back.
    cancelled: String,
    /// Where it is compared with the text before it.
    compare: Option<String>,
    /// The change it was published by.
    edit: Option<String>,
    /// The form that cancels it, where it may be.
    cancel: Option<Field>,
}

#[derive(Template)]
#[template(path = "editor/procedure.html")]
struct ProcedurePage {
    v: Visitor,
    code: String,
    name: String,
    field: String,
    public: String,
    texts: Vec<TextLine>,
    edits: Vec<EditLine>,
    /// A record of the same code was imported, and so much of it is doubted.
    imported: bool,
    doubts: usize,
    start: Vec<Field>,
    restore: Vec<Field>,
    /// The form that restates was sent and must be mended.
    restoring: bool,
    mistakes: Vec<Mistake>,
}

/// Which form was sent and must be shown again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sent {
    Nothing,
    Start,
    Restore,
    Cancel,
}

/// `/can-bo/thu-tuc/{ma}`.
pub(crate) async fn show(State(editor): State<Editor>, v: Visitor, Path(code): Path<String>) -> Answer {
    drawn(&editor, &v, &code, Sent::Nothing, &Pairs::default(), Vec::new()).await
}

/// The page of a procedure, or of the record where nothing else stands under the code.
async fn drawn(
    editor: &Editor,
    v: &Visitor,
    code: &str,
    sent: Sent,
    typed: &Pairs,
    mistakes: Vec<Mistake>,
) -> Answer {
    editor.edits.refresh().await?;
    let status = if sent == Sent::Nothing { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let catalogue = editor.edits.catalogue();
    if catalogue.versions(code).is_empty() && catalogue.national(code).is_some() {
        let typed = (sent != Sent::Nothing).then_some(typed);
        return v.page_with(status, &super::record::page(editor, v, code, typed, mistakes).await?);
    }
    v.page_with(status, &page(editor, v, code, sent, typed, mistakes).await?)
}

/// `/can-bo/thu-tuc/{ma}/sua`: one's own open change, or the form that begins one.
pub(crate) async fn edits(State(editor): State<Editor>, v: Visitor, Path(code): Path<String>) -> Answer {
    let all = editor.edits.of_code(&code).await?;
    let mine = all.iter().find(|edit| Some(edit.author) == v.actor.account && edit.state.is_open());
    match mine {
        Some(edit) => Ok(v.see_other(&super::edit_path(edit))),
        None => drawn(&editor, &v, &code, Sent::Nothing, &Pairs::default(), Vec::new()).await,
    }
}

async fn page(
    editor: &Editor,
    v: &Visitor,
    code: &str,
    sent: Sent,
    typed: &Pairs,
    mistakes: Vec<Mistake>,
) -> Result<ProcedurePage, Failure> {
    let catalogue = editor.edits.catalogue();
    let today = v.now.day();
    let versions = catalogue.versions(code);
    let current = super::standing(editor, v, code).ok_or_else(Refusal::absent)?;
    let edits = editor.edits.of_code(code).await?;
    let draw = |form: Sent, fields: Vec<Field>| -> Vec<Field> {
        let again = sent == form;
        let draw = |field: Field| if again { field.posted(typed).mistaken(v, &mistakes) } else { field };
        fields.into_iter().map(draw).collect()
    };
    let first = next_month(today);
    let start = draw(Sent::Start, day_and_reason(v, Some(first), ""));
    // Two forms on one page: their inputs need names of their own.
    let restore = draw(Sent::Restore, restore_fields(v, &versions, today));
    Ok(ProcedurePage {
        code: code.to_owned(),
        name: current.procedure.short.get(v.lang).to_owned(),
        field: current.procedure.field.name.get(v.lang).to_owned(),
        public: v.url(&format!("/thu-tuc/{}", current.slug())),
        texts: texts(editor, v, code, &versions, (typed, &mistakes)),
        edits: edits.iter().map(|edit| edit_line(editor, v, edit)).collect(),
        imported: catalogue.national(code).is_some(),
        doubts: catalogue.national(code).map_or(0, |listed| listed.doubts as usize),
        start,
        restore,
        restoring: sent == Sent::Restore,
        mistakes,
        v: v.clone(),
    })
}

fn restore_fields(v: &Visitor, versions: &[Arc<Revision>], today: Day) -> Vec<Field> {
    let older = versions.iter().filter(|version| version.procedure.effective_from <= today);
    let older: Vec<Choice> = older
        .map(|version| {
            let words = v.t1("editor-text-from", "day", v.day(version.procedure.effective_from));
            Choice::new(version.id.to_string(), words)
        })
        .collect();
    let mut fields = vec![Field::select("text", v.t("editor-restore-which"), older)];
    fields.push(Field::date(v, "again", v.t("editor-from")).hint(v.t("editor-from-hint")));
    fields.push(Field::area("because", v.t("editor-reason")).hint(v.t("editor-reason-hint")));
    fields
}

/// The input of the reason for cancelling a text.
fn note_of(publication: Id) -> String {
    format!("note_{publication}")
}

/// Everything ever published, newest first.
fn texts(
    editor: &Editor,
    v: &Visitor,
    code: &str,
    versions: &[Arc<Revision>],
    (typed, mistakes): (&Pairs, &[Mistake]),
) -> Vec<TextLine> {
    let catalogue = editor.edits.catalogue();
    let today = v.now.day();
    let in_force = catalogue.current(code, today).map(|revision| revision.id);
    let line = |publication: &Publication| {
        let counts = versions.iter().position(|version| {
            version.id == publication.revision && version.procedure.effective_from == publication.from
        });
        let counts = counts.filter(|_| publication.cancelled.is_none());
        let next = counts.and_then(|at| versions.get(at + 1)).map(|next| next.procedure.effective_from);
        let own = counts.and_then(|at| versions[at].procedure.effective_to);
        let before = counts.filter(|at| *at > 0).map(|at| versions[at - 1].id);
        let state = match (counts, publication.cancelled.is_some()) {
            (_, true) => Tag::new(Tone::Bad, v.t("editor-cancelled")),
            (None, _) => Tag::new(Tone::Wait, v.t("editor-superseded")),
            (Some(_), _) if publication.from > today => Tag::new(Tone::Now, v.t("editor-scheduled")),
            (Some(_), _) if in_force == Some(publication.revision) => {
                Tag::new(Tone::Good, v.t("editor-in-force"))
            }
            _ => Tag::new(Tone::Wait, v.t("editor-ended")),
        };
        let cancelled = publication.cancelled.as_ref().map(|(at, by, reason)| {
            let by = by.map(|by| who(editor, by)).unwrap_or_default();
            v.tx("editor-cancelled-by", &[("by", &by), ("at", &v.when_short(*at)), ("reason", reason)])
                .into_owned()
        });
        let by = publication.by.map(|by| who(editor, by)).unwrap_or_default();
        let may_cancel =
            counts.is_some() && publication.from > today && publication.origin == Origin::Browser;
        TextLine {
            publication: publication.id,
            from: publication.from,
            to: own.or(next.map(|next| next.plus(-1))),
            state,
            origin: match publication.origin {
                Origin::File => v.t("editor-origin-file").into_owned(),
                Origin::Browser => {
                    v.t2("editor-origin-browser", "by", by, "at", v.when_short(publication.at)).into_owned()
                }
            },
            cancelled: cancelled.unwrap_or_default(),
            compare: before.map(|before| {
                let path =
                    format!("/can-bo/thu-tuc/{code}/so-sanh?truoc={before}&sau={}", publication.revision);
                v.url(&path)
            }),
            edit: publication.edit.map(|edit| v.url(&format!("/can-bo/thu-tuc/{code}/sua/{edit}"))),
            cancel: may_cancel.then(|| {
                let field = Field::text(&note_of(publication.id), v.t("editor-cancel-reason"));
                field.posted(typed).mistaken(v, mistakes)
            }),
        }
    };
    catalogue.publications(code).iter().rev().map(line).collect()
}

/// Values are read as pairs.
#[derive(Deserialize)]
pub(crate) struct Nothing {}

/// `POST /can-bo/thu-tuc/{ma}/sua`.
pub(crate) async fn start(
    State(editor): State<Editor>,
    v: Visitor,
    Path(code): Path<String>,
    form: Form<Nothing>,
) -> Answer {
    let (from, reason) = (typed_day(&form.pairs, "from"), form.pairs.get("reason"));
    let begun = editor.edits.start(&stamp(&v, &form.key)?, &code, from, reason).await;
    begun_or_again(&editor, &v, (&code, Sent::Start), begun, &form.pairs).await
}

/// `POST /can-bo/thu-tuc/{ma}/khoi-phuc`.
pub(crate) async fn roll_back(
    State(editor): State<Editor>,
    v: Visitor,
    Path(code): Path<String>,
    form: Form<Nothing>,
) -> Answer {
    let (from, reason) = (typed_day(&form.pairs, "again"), form.pairs.get("because"));
    let text = form.pairs.get("text").parse().unwrap_or(Id(0));
    let begun = editor.edits.roll_back(&stamp(&v, &form.key)?, &code, text, from, reason).await;
    begun_or_again(&editor, &v, (&code, Sent::Restore), begun, &form.pairs).await
}

async fn begun_or_again(
    editor: &Editor,
    v: &Visitor,
    (code, sent): (&str, Sent),
    begun: Result<Id, Failure>,
    typed: &Pairs,
) -> Answer {
    match begun {
        Ok(id) => Ok(v.see_other(&format!("/can-bo/thu-tuc/{code}/sua/{id}"))),
        Err(failure) => {
            let mut refusal = fields(failure)?;
            for field in refusal.fields.iter_mut().filter(|_| sent == Sent::Restore) {
                field.path = match field.path.as_str() {
                    "from" => "again".to_owned(),
                    "reason" => "because".to_owned(),
                    other => other.to_owned(),
                };
            }
            drawn(editor, v, code, sent, typed, super::mistakes(v, &refusal, "")).await
        }
    }
}

/// `POST /can-bo/thu-tuc/{ma}/huy`.
pub(crate) async fn cancel(
    State(editor): State<Editor>,
    v: Visitor,
    Path(code): Path<String>,
    form: Form<Nothing>,
) -> Answer {
    let publication = form.pairs.get("publication").parse().unwrap_or(Id(0));
    let note = note_of(publication);
    let reason = form.pairs.get(&note);
    match editor.edits.cancel(&stamp(&v, &form.key)?, &code, publication, reason).await {
        Ok(()) => Ok(v.see_other(&format!("/can-bo/thu-tuc/{code}"))),
        Err(failure) => {
            let mut refusal = fields(failure)?;
            refusal.fields.iter_mut().for_each(|field| field.path.clone_from(&note));
            let mistakes = super::mistakes(&v, &refusal, "");
            drawn(&editor, &v, &code, Sent::Cancel, &form.pairs, mistakes).await
        }
    }
}
