//! The person changes what was sent on line: the whole application on one page, section by section.

use super::Nothing;
use super::fields;
use super::person::seen;
use crate::commands::Dossiers;
use crate::queries::Act;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use cases::looks::{self, Via};
use cases::queries::Whole;
use catalogue::{Answers, Question, Revision};
use kernel::{Failure, FieldError, RefusalKind};
use web::parts::{Field, Mistake};
use web::{Answer as Page, Form, Pairs, Visitor};

#[derive(Template)]
#[template(path = "dossiers/adjust.html")]
struct AdjustPage {
    v: Visitor,
    subject: String,
    number: String,
    back: String,
    action: String,
    version: i64,
    mistakes: Vec<Mistake>,
    sections: Vec<(String, Vec<Field>)>,
    /// Somebody changed the dossier meanwhile; what was typed is still here.
    changed: bool,
}

pub(super) async fn show(State(room): State<Dossiers>, v: Visitor, Path(ma): Path<String>) -> Page {
    let whole = room.own_by_number(&v.actor, &ma).await?;
    room.may(&whole, Act::Adjust)?;
    looks::note(&room.db, &room.ids, &v.actor, whole.case.state.id, Via::Page, v.now).await?;
    let revision = room.revision(whole.case.state.revision)?;
    let answers = room.content(&whole)?.answers;
    let sections = sections(&v, &revision, &answers, None, &[]);
    v.page(&page(&v, &whole, &revision, sections, Vec::new(), false))
}

pub(super) async fn save(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(ma): Path<String>,
    form: Form<Nothing>,
) -> Page {
    let whole = room.own_by_number(&v.actor, &ma).await?;
    let revision = room.revision(whole.case.state.revision)?;
    let all: Vec<&Question> = revision.questions().collect();
    let raw = fields::raw(&form.pairs, &all);
    let (errors, changed) =
        match room.adjust(&v.actor, whole.case.state.id, seen(&form.pairs, form.key), &raw).await {
            Ok(_) => return Ok(v.see_other(&format!("/ho-so/{ma}"))),
            Err(Failure::Refusal(refusal)) if refusal.kind == RefusalKind::Fields => (refusal.fields, false),
            Err(Failure::Refusal(refusal)) if refusal.code == "changed" => (Vec::new(), true),
            Err(failure) => return Err(failure.into()),
        };
    // Which questions show depends on what was just typed.
    let mut answers = Answers::new();
    answers.apply(revision.validate_form(&raw, v.now.day()).said);
    let mistakes: Vec<Mistake> = errors.iter().map(|error| mistake(&v, &revision, error)).collect();
    let sections = sections(&v, &revision, &answers, Some(&form.pairs), &mistakes);
    let status = if changed { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    v.page_with(status, &page(&v, &whole, &revision, sections, mistakes, changed))
}

/// The mistake in words that name its place.
fn mistake(v: &Visitor, revision: &Revision, error: &FieldError) -> Mistake {
    if let Some(paper) = revision.paper(&error.path) {
        let text = v.t1("dossiers-adjust-paper", "name", paper.name.get(v.lang)).into_owned();
        return Mistake::new("giay-to", text);
    }
    let text = v.field_error(error).into_owned();
    // Some sentences name their question themselves.
    let named = matches!(error.code, "answer-missing" | "choice-missing");
    match revision.question_at(&error.path).filter(|_| !named) {
        Some(question) => Mistake::new(&error.path, format!("{}: {text}", question.label.get(v.lang))),
        None => Mistake::new(&error.path, text),
    }
}

fn sections(
    v: &Visitor,
    revision: &Revision,
    answers: &Answers,
    typed: Option<&Pairs>,
    mistakes: &[Mistake],
) -> Vec<(String, Vec<Field>)> {
    let field = |question: &Question| {
        let was_there = |pairs: &&Pairs| !fields::raw(pairs, &[question]).is_empty();
        let answer = answers.get(&question.key);
        fields::drawn(v, question, false, answer, typed.filter(was_there), mistakes)
    };
    let pages = revision.with(answers).pages().into_iter();
    pages
        .map(|shown| {
            (shown.page.title.get(v.lang).to_owned(), shown.questions.into_iter().map(field).collect())
        })
        .collect()
}

fn page(
    v: &Visitor,
    whole: &Whole,
    revision: &Revision,
    sections: Vec<(String, Vec<Field>)>,
    mistakes: Vec<Mistake>,
    changed: bool,
) -> AdjustPage {
    let state = &whole.case.state;
    let back = format!("/ho-so/{}", state.number());
    AdjustPage {
        subject: revision.procedure.short.get(v.lang).to_owned(),
        number: state.number().to_owned(),
        action: format!("{back}/sua"),
        back,
        version: state.version,
        mistakes,
        sections,
        changed,
        v: v.clone(),
    }
}
