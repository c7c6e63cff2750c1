//! What is asked for, item by item; each is sent on its own, and the last one starts the clock anew.

use super::Nothing;
use super::fields;
use super::words::limit_words;
use crate::commands::{Attached, Dossiers};
use crate::model::Seen;
use crate::queries::{Asked, AskedItem};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use cases::looks::{self, Via};
use cases::queries::Whole;
use cases::{ItemKind, Promise};
use catalogue::{Answers, Revision, shown};
use kernel::{Failure, Moment, Refusal, RefusalKind};
use web::parts::{Field, Mistake, Tag, Tone};
use web::{Answer as Page, Form, Pairs, Upload, Visitor};

#[derive(Template)]
#[template(path = "dossiers/supplement.html")]
struct SupplementPage {
    v: Visitor,
    subject: String,
    number: String,
    back: String,
    mistakes: Vec<Mistake>,
    title: String,
    lines: Vec<String>,
    note: String,
    items: Vec<Row>,
}

/// One thing that is asked for.
struct Row {
    name: String,
    tag: Tag,
    reason: String,
    basis: String,
    before: String,
    paper: bool,
    action: String,
    /// None when it has come.
    field: Option<Field>,
}

#[derive(Template)]
#[template(path = "dossiers/supplement-done.html")]
struct DonePage {
    v: Visitor,
    subject: String,
    number: String,
    back: String,
    title: String,
    at: Moment,
    lines: Vec<String>,
}

pub(super) async fn show(State(room): State<Dossiers>, v: Visitor, Path(ma): Path<String>) -> Page {
    let whole = room.own_by_number(&v.actor, &ma).await?;
    looks::note(&room.db, &room.ids, &v.actor, whole.case.state.id, Via::Page, v.now).await?;
    match room.asked(&whole).await? {
        Some(asked) => v.page(&page(&room, &v, &whole, &asked, None, Vec::new())?),
        None => done(&room, &v, &whole),
    }
}

/// A photo or PDF for one paper that was asked for.
pub(super) async fn paper(
    State(room): State<Dossiers>,
    v: Visitor,
    Path((ma, muc)): Path<(String, String)>,
    mut up: Upload,
) -> Page {
    // Before a byte is taken: whose dossier is it, and is this asked?
    let whole = room.own_by_number(&v.actor, &ma).await?;
    let id = whole.case.state.id;
    let revision = room.revision(whole.case.state.revision)?;
    let name = revision.paper(&muc).ok_or_else(Refusal::absent)?.name.get(v.lang).to_owned();
    let Some(file) = up.next_file().await? else {
        up.key()?;
        let absent = v.t1("dossiers-paper-absent", "name", name).into_owned();
        return again(&room, &v, &ma, Mistake::new(&input(ItemKind::Paper, &muc), absent), None).await;
    };
    let called = file.name.clone();
    let received = room.files.receive(file.stream(), &called, files::LIMIT).await;
    // An item stands for itself: whoever answers two of them from one old page gives both.
    let seen = Seen { key: Some(up.key()?), version: None };
    match room.answer_with_paper(&v.actor, id, seen, &muc, &called, received).await {
        Ok(Attached::Taken(_)) => Ok(v.see_other(&format!("/ho-so/{ma}/bo-sung"))),
        Ok(Attached::Not(error)) => {
            let told = Mistake::new(&input(ItemKind::Paper, &muc), v.field_error(&error).into_owned());
            again(&room, &v, &ma, told, None).await
        }
        Err(failure) => came_already(&v, &ma, failure),
    }
}

/// An answer that was asked for, mended.
pub(super) async fn words(
    State(room): State<Dossiers>,
    v: Visitor,
    Path((ma, muc)): Path<(String, String)>,
    form: Form<Nothing>,
) -> Page {
    let whole = room.own_by_number(&v.actor, &ma).await?;
    let revision = room.revision(whole.case.state.revision)?;
    let question = revision.question(&muc).ok_or_else(Refusal::absent)?;
    let raw = fields::raw(&form.pairs, &[question]);
    let seen = Seen { key: Some(form.key), version: None };
    match room.answer_with_words(&v.actor, whole.case.state.id, seen, &muc, &raw).await {
        Ok(_) => Ok(v.see_other(&format!("/ho-so/{ma}/bo-sung"))),
        Err(Failure::Refusal(refusal)) if refusal.kind == RefusalKind::Fields => {
            let text = refusal.fields.first().map(|error| v.field_error(error).into_owned());
            let told = Mistake::new(&muc, text.unwrap_or_default());
            again(&room, &v, &ma, told, Some((&muc, &form.pairs))).await
        }
        Err(failure) => came_already(&v, &ma, failure),
    }
}

/// What came already is there: the page that says so is the answer.
fn came_already(v: &Visitor, ma: &str, failure: Failure) -> Page {
    match failure {
        Failure::Refusal(refusal) if matches!(refusal.code, "item-not-asked" | "nothing-asked") => {
            Ok(v.see_other(&format!("/ho-so/{ma}/bo-sung")))
        }
        failure => Err(failure.into()),
    }
}

/// The page again with what must be mended; the other items are untouched.
async fn again(
    room: &Dossiers,
    v: &Visitor,
    ma: &str,
    mistake: Mistake,
    typed: Option<(&str, &Pairs)>,
) -> Page {
    let whole = room.own_by_number(&v.actor, ma).await?;
    let Some(asked) = room.asked(&whole).await? else { return done(room, v, &whole) };
    let page = page(room, v, &whole, &asked, typed, vec![mistake])?;
    v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn page(
    room: &Dossiers,
    v: &Visitor,
    whole: &Whole,
    asked: &Asked,
    typed: Option<(&str, &Pairs)>,
    mistakes: Vec<Mistake>,
) -> Result<SupplementPage, Failure> {
    let state = &whole.case.state;
    let revision = room.revision(state.revision)?;
    let answers = room.content(whole)?.answers;
    let items = asked.items.iter();
    Ok(SupplementPage {
        subject: revision.procedure.short.get(v.lang).to_owned(),
        number: state.number().to_owned(),
        back: format!("/ho-so/{}", state.number()),
        title: v.t1("dossiers-supplement-title", "n", asked.missing).into_owned(),
        lines: until_lines(v, asked).into_iter().chain([then_line(v, asked)]).collect(),
        note: asked.note.clone(),
        items: items
            .map(|item| row(v, state.number(), &revision, &answers, item, typed, &mistakes))
            .collect(),
        mistakes,
        v: v.clone(),
    })
}

/// Until when, and what happens otherwise; for the tracking page too.
pub(super) fn until_lines(v: &Visitor, asked: &Asked) -> Vec<String> {
    let close = match asked.close {
        Some(close) => vec![
            v.t1("dossiers-asked-by", "day", v.long_day(close.day)).into_owned(),
            v.t("dossiers-asked-else").into_owned(),
        ],
        None => vec![v.t("dossiers-asked-open").into_owned()],
    };
    close.into_iter().chain([v.t("dossiers-asked-once").into_owned()]).collect()
}

/// What follows when everything is there.
pub(super) fn then_line(v: &Visitor, asked: &Asked) -> String {
    match (asked.stage, asked.restarts) {
        (cases::Stage::Intake, _) => v.t("dossiers-asked-then-answer").into_owned(),
        (_, Some(limit)) => v.t1("dossiers-asked-then-anew", "limit", limit_words(v, limit)).into_owned(),
        (_, None) => v.t("dossiers-asked-then-on").into_owned(),
    }
}

/// The name of an item's input.
fn input(kind: ItemKind, key: &str) -> String {
    match kind {
        ItemKind::Paper => format!("giay_{key}"),
        ItemKind::Answer => key.to_owned(),
    }
}

fn row(
    v: &Visitor,
    number: &str,
    revision: &Revision,
    answers: &Answers,
    item: &AskedItem,
    typed: Option<(&str, &Pairs)>,
    mistakes: &[Mistake],
) -> Row {
    let question = revision.question(&item.key).filter(|_| item.kind == ItemKind::Answer);
    let before = question
        .zip(answers.get(&item.key))
        .map_or_else(String::new, |(question, answer)| shown(question, answer, v.lang));
    let field = match question {
        Some(question) => {
            let typed = typed.filter(|(key, _)| *key == item.key).map(|(_, pairs)| pairs);
            fields::drawn(v, question, false, answers.get(&item.key), typed, mistakes)
        }
        None => Field::file(&input(item.kind, &item.key), v.t("dossiers-paper-choose"))
            .hint(v.t("dossiers-supplement-file"))
            .extra("accept=\"image/*,application/pdf\"")
            .mistaken(v, mistakes),
    };
    let way = if item.kind == ItemKind::Paper { "giay" } else { "cau" };
    Row {
        name: item.name.get(v.lang).to_owned(),
        tag: match item.answered_at {
            Some(at) => Tag::new(Tone::Good, v.t1("dossiers-item-came", "when", v.when_short(at))),
            None => Tag::new(Tone::Warn, v.t("dossiers-item-missing")),
        },
        reason: item.reason.clone(),
        basis: item.basis.clone(),
        before,
        paper: item.kind == ItemKind::Paper,
        action: format!("/ho-so/{number}/bo-sung/{way}/{}", item.key),
        field: item.answered_at.is_none().then_some(field),
    }
}

/// Everything is there: what follows, and the first promise beside the new one.
fn done(room: &Dossiers, v: &Visitor, whole: &Whole) -> Page {
    let state = &whole.case.state;
    let path = format!("/ho-so/{}", state.number());
    let course = &state.course;
    let asked_before = course.asked_at_intake + course.asked_after_appraisal > 0;
    let (at, first) = match (state.phase, state.due) {
        (cases::Phase::Running, Some(due)) => (due.at, state.original_due),
        (cases::Phase::Waiting, _) => (state.accept_by, None),
        // Nothing was asked, or it is over: the tracking page says all there is to say.
        _ => return Ok(v.see_other(&path)),
    };
    if !asked_before {
        return Ok(v.see_other(&path));
    }
    v.page(&DonePage {
        subject: room.revision(state.revision)?.procedure.short.get(v.lang).to_owned(),
        number: state.number().to_owned(),
        back: path,
        title: v.t(if state.due.is_some() { "dossiers-due-new" } else { "dossiers-accept-by" }).into_owned(),
        at,
        lines: done_lines(v, state.due, first, state.limit),
        v: v.clone(),
    })
}

fn done_lines(
    v: &Visitor,
    due: Option<Promise>,
    first: Option<Promise>,
    limit: Option<kernel::Limit>,
) -> Vec<String> {
    let mut lines = Vec::new();
    match (due, first, limit) {
        (Some(_), Some(first), Some(limit)) => {
            lines.push(v.t1("dossiers-first-promise", "when", v.when(first.at)).into_owned());
            lines.push(v.t1("dossiers-supplement-anew", "limit", limit_words(v, limit)).into_owned());
        }
        _ => lines.push(v.t("dossiers-supplement-answer").into_owned()),
    }
    lines
}
