//! One thing per page: the agency, then the pages of the revision.

use super::Nothing;
use super::fields;
use super::filling::{AGENCY, Filling, Place};
use crate::commands::Dossiers;
use accounts::Agency;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use catalogue::{Answer, Checked, Question, Revision, shown};
use kernel::{Failure, FieldError, Id, Refusal};
use std::sync::Arc;
use web::parts::{Choice, Field, Mistake};
use web::{Answer as Page, Form, Pairs, Visitor};

/// How often a lost race is decided again before the person is told.
const RACES: usize = 3;
/// More agencies than this are a list, not radio buttons.
const MOST_RADIOS: usize = 12;

#[derive(Template)]
#[template(path = "dossiers/question.html")]
struct QuestionPage {
    v: Visitor,
    title: String,
    heading: Option<String>,
    over: String,
    back: String,
    action: String,
    version: i64,
    mark: String,
    to_review: bool,
    mistakes: Vec<Mistake>,
    fields: Vec<Field>,
    saved: Option<String>,
}

#[derive(Template)]
#[template(path = "dossiers/conflict.html")]
struct ConflictPage {
    v: Visitor,
    over: String,
    action: String,
    version: i64,
    mark: String,
    lead: String,
    choices: Vec<Field>,
    typed: Vec<(String, String)>,
}

/// What one page said, and what must be mended.
struct Said {
    answers: Vec<(String, Option<Answer>)>,
    agency: Option<Id>,
    errors: Vec<FieldError>,
}

/// One question that two windows answered differently.
struct Differs {
    name: String,
    label: String,
    mine: String,
    theirs: String,
}

pub(super) async fn show(
    State(room): State<Dossiers>,
    v: Visitor,
    Path((ma, khoa)): Path<(Id, String)>,
) -> Page {
    let filling = Filling::load(&room, &v, ma).await?;
    if filling.draft.submitted_case.is_some() {
        return Ok(v.see_other(&format!("/nop/{ma}/da-nop")));
    }
    let to_review = v.query("ve").as_deref() == Some("xem-lai");
    let fields = fields_of(&v, &filling, &khoa, None, &[])?;
    v.page(&question_page(&room, &v, &filling, khoa, fields, Vec::new(), to_review))
}

pub(super) async fn save(
    State(room): State<Dossiers>,
    v: Visitor,
    Path((ma, khoa)): Path<(Id, String)>,
    form: Form<Nothing>,
) -> Page {
    let to_review = form.pairs.get("ve") == "xem-lai";
    for _ in 0..RACES {
        let mut filling = Filling::load(&room, &v, ma).await?;
        if filling.draft.submitted_case.is_some() {
            return Ok(v.see_other(&format!("/nop/{ma}/da-nop")));
        }
        let said = keep_theirs(read(&v, &filling, &khoa, &form.pairs)?, &form.pairs);
        if changed_meanwhile(&room, &filling, &khoa, &form.pairs) {
            let differs = differing(&v, &filling, &said);
            if !differs.is_empty() {
                return v.page_with(
                    StatusCode::CONFLICT,
                    &conflict_page(&room, &v, &filling, &khoa, differs, &form.pairs),
                );
            }
        }
        if !is_news(&filling, &said) {
            return answered(&room, &v, &filling, khoa, said.errors, &form.pairs, to_review);
        }
        let version = filling.draft.version;
        match room.answer(&v.actor, ma, Some(version), said.answers.clone(), said.agency).await {
            Err(Failure::Refusal(refusal)) if refusal.code == "changed" => {}
            Err(failure) => return Err(failure.into()),
            Ok(saved) => {
                filling.answers.apply(said.answers);
                filling.draft.version = saved.version;
                filling.draft.updated_at = v.now;
                filling.draft.agency = said.agency.or(filling.draft.agency);
                return answered(&room, &v, &filling, khoa, said.errors, &form.pairs, to_review);
            }
        }
    }
    Err(Refusal::changed().into())
}

/// Saved: on to the next place, or the same page with what must be mended.
fn answered(
    room: &Dossiers,
    v: &Visitor,
    filling: &Filling,
    key: String,
    errors: Vec<FieldError>,
    pairs: &Pairs,
    to_review: bool,
) -> Page {
    let later = pairs.has("luu");
    let mend: Vec<FieldError> = errors.into_iter().filter(|error| !(later && is_absence(error))).collect();
    if !mend.is_empty() {
        let mistakes = mistakes(v, filling, &key, &mend);
        let fields = fields_of(v, filling, &key, Some(pairs), &mistakes)?;
        let page = question_page(room, v, filling, key, fields, mistakes, to_review);
        return v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    if later {
        return Ok(v.see_other("/ban-nhap"));
    }
    let place = if to_review { Place::Review } else { filling.after(&Place::Page(key)) };
    Ok(v.see_other(&filling.path(&place)))
}

/// Whether nothing was answered: no reason to hold back someone who goes on another day.
fn is_absence(error: &FieldError) -> bool {
    matches!(error.code, "answer-missing" | "choice-missing" | "agency")
}

/// The questions shown on a page; absent when it is not shown.
fn questions_of<'f>(filling: &'f Filling, key: &str) -> Result<Vec<&'f Question>, Refusal> {
    let pages = filling.revision.with(&filling.answers).pages();
    let page = pages.into_iter().find(|shown| shown.page.key == key);
    Ok(page.ok_or_else(Refusal::absent)?.questions)
}

/// Reads what was posted to a page.
fn read(v: &Visitor, filling: &Filling, key: &str, pairs: &Pairs) -> Result<Said, Refusal> {
    if key == AGENCY {
        return Ok(read_agency(filling, pairs));
    }
    let questions = questions_of(filling, key)?;
    let raw = fields::raw(pairs, &questions);
    let checked = filling.revision.validate_page(key, &raw, &filling.answers, v.now.day());
    let Checked { said, errors } = checked.ok_or_else(Refusal::absent)?;
    Ok(Said { answers: said, agency: None, errors })
}

fn read_agency(filling: &Filling, pairs: &Pairs) -> Said {
    let chosen = pairs.get("noi").parse::<Id>().ok();
    let agency = chosen.filter(|id| filling.agencies.iter().any(|agency| agency.id == *id));
    let errors = if agency.is_none() { vec![FieldError::new("noi", "agency")] } else { Vec::new() };
    Said { answers: Vec::new(), agency, errors }
}

/// On the page of two values the person chose to keep the other one.
fn keep_theirs(mut said: Said, pairs: &Pairs) -> Said {
    let theirs = |key: &str| pairs.get(&format!("giu_{key}")) == "kia";
    said.answers.retain(|(key, _)| !theirs(key));
    said.errors.retain(|error| !theirs(&error.path));
    said.agency = said.agency.filter(|_| !theirs("noi"));
    said
}

/// A keyed mark of what a page shows: whoever posts it back saw exactly that.
fn mark(room: &Dossiers, filling: &Filling, key: &str) -> String {
    let mut shown = format!("{key}\n");
    if key == AGENCY {
        shown.push_str(&filling.draft.agency.map(|agency| agency.to_string()).unwrap_or_default());
    } else {
        for question in questions_of(filling, key).unwrap_or_default() {
            let answer = filling.answers.get(&question.key);
            let said = serde_json::to_string(&answer).unwrap_or_default();
            shown.push_str(&format!("{}={said}\n", question.key));
        }
    }
    format!("{:016x}", room.vault.index("page", filling.draft.id, &shown))
}

/// Whether someone changed what this page shows since it was opened. The mark decides; a form
/// without one is judged by its version.
fn changed_meanwhile(room: &Dossiers, filling: &Filling, key: &str, pairs: &Pairs) -> bool {
    let same_version = pairs.get("phien_ban").parse() == Ok(filling.draft.version);
    !same_version && pairs.get("dau_vet") != mark(room, filling, key)
}

/// The answers that are there already and are not what was just said.
fn differing(v: &Visitor, filling: &Filling, said: &Said) -> Vec<Differs> {
    let mut differs: Vec<Differs> = said
        .answers
        .iter()
        .filter_map(|(key, mine)| {
            let theirs = filling.answers.get(key)?;
            let question = filling.revision.question(key).filter(|_| mine.as_ref() != Some(theirs))?;
            let mine = mine
                .as_ref()
                .map_or_else(|| v.t("dossiers-left-empty").into_owned(), |a| shown(question, a, v.lang));
            Some(Differs {
                name: format!("giu_{key}"),
                label: question.label.get(v.lang).to_owned(),
                mine,
                theirs: shown(question, theirs, v.lang),
            })
        })
        .collect();
    if let (Some(mine), Some(theirs)) = (said.agency, filling.draft.agency)
        && mine != theirs
    {
        let name = |id| {
            filling.agencies.iter().find(|one| one.id == id).map(|one| one.name(v.lang.tag()).to_owned())
        };
        differs.push(Differs {
            name: "giu_noi".to_owned(),
            label: v.t("dossiers-agency").into_owned(),
            mine: name(mine).unwrap_or_default(),
            theirs: name(theirs).unwrap_or_default(),
        });
    }
    differs
}

/// Whether saving would change anything.
fn is_news(filling: &Filling, said: &Said) -> bool {
    said.agency.is_some_and(|agency| filling.draft.agency != Some(agency))
        || said.answers.iter().any(|(key, answer)| filling.answers.get(key) != answer.as_ref())
}

/// The mistakes in words; where a page asks several things, each says which.
fn mistakes(v: &Visitor, filling: &Filling, key: &str, errors: &[FieldError]) -> Vec<Mistake> {
    let several = key != AGENCY && questions_of(filling, key).is_ok_and(|questions| questions.len() > 1);
    let one = |error: &FieldError| {
        let text = v.field_error(error).into_owned();
        // Some sentences name their question themselves.
        let named = matches!(error.code, "answer-missing" | "choice-missing");
        match filling.revision.question_at(&error.path).filter(|_| several && !named) {
            Some(question) => Mistake::new(&error.path, format!("{}: {text}", question.label.get(v.lang))),
            None => Mistake::new(&error.path, text),
        }
    };
    errors.iter().map(one).collect()
}

/// The fields of a page, with what is kept or what was just typed.
fn fields_of(
    v: &Visitor,
    filling: &Filling,
    key: &str,
    typed: Option<&Pairs>,
    mistakes: &[Mistake],
) -> Result<Vec<Field>, Refusal> {
    if key == AGENCY {
        let chosen = filling.draft.agency.map(|id| id.to_string()).unwrap_or_default();
        let chosen = typed.map_or(chosen, |pairs| pairs.get("noi").to_owned());
        return Ok(vec![agency_field(v, &filling.agencies).value(chosen).mistaken(v, mistakes)]);
    }
    let questions = questions_of(filling, key)?;
    let heading = questions.len() == 1;
    Ok(questions
        .into_iter()
        .map(|question| {
            let answer = filling.answers.get(&question.key);
            fields::drawn(v, question, heading, answer, typed, mistakes)
        })
        .collect())
}

fn agency_field(v: &Visitor, agencies: &[Arc<Agency>]) -> Field {
    let choice = |agency: &Arc<Agency>| {
        Choice::new(agency.id.to_string(), agency.name(v.lang.tag())).hint(&agency.address)
    };
    let choices: Vec<Choice> = agencies.iter().map(choice).collect();
    let label = v.t("dossiers-agency");
    let field = if choices.len() > MOST_RADIOS {
        let mut all = vec![Choice::new("", v.t("dossiers-choose"))];
        all.extend(choices);
        Field::select("noi", label, all)
    } else {
        Field::one("noi", label, choices)
    };
    field.hint(v.t("dossiers-agency-hint")).heading()
}

fn question_page(
    room: &Dossiers,
    v: &Visitor,
    filling: &Filling,
    key: String,
    fields: Vec<Field>,
    mistakes: Vec<Mistake>,
    to_review: bool,
) -> QuestionPage {
    let place = Place::Page(key.clone());
    let page = filling.revision.page(&key);
    let heading = page.filter(|_| fields.len() != 1).map(|page| page.title.get(v.lang).to_owned());
    QuestionPage {
        title: heading
            .clone()
            .or_else(|| fields.first().map(|field| field.label.clone()))
            .unwrap_or_default(),
        heading,
        over: filling.over(v, &place),
        back: if to_review { filling.path(&Place::Review) } else { filling.before(&place) },
        action: filling.path(&place),
        version: filling.draft.version,
        mark: mark(room, filling, &key),
        to_review,
        mistakes,
        fields,
        saved: filling.saved(v),
        v: v.clone(),
    }
}

/// A page of questions as the applicant meets it, of a procedure that need not be published: every
/// question of the page, whatever earlier answers would hide. None when there is no such page.
pub fn preview_questions(
    v: &Visitor,
    revision: &Revision,
    page: &str,
    (over, back, action): (String, String, String),
) -> Option<Page> {
    let page = revision.page(page)?;
    let alone = page.question.len() == 1;
    let draw = |question: &Question| fields::drawn(v, question, alone, None, None, &[]);
    let fields: Vec<Field> = page.question.iter().map(draw).collect();
    let heading = (!alone).then(|| page.title.get(v.lang).to_owned());
    let label = || fields.first().map(|field| field.label.clone()).unwrap_or_default();
    Some(v.page(&QuestionPage {
        title: heading.clone().unwrap_or_else(label),
        heading,
        over,
        back,
        action,
        version: 0,
        mark: String::new(),
        to_review: false,
        mistakes: Vec::new(),
        fields,
        saved: None,
        v: v.clone(),
    }))
}

fn conflict_page(
    room: &Dossiers,
    v: &Visitor,
    filling: &Filling,
    key: &str,
    differs: Vec<Differs>,
    pairs: &Pairs,
) -> ConflictPage {
    let place = Place::Page(key.to_owned());
    let choice = |differs: Differs| {
        let mine = Choice::new("toi", differs.mine).hint(v.t("dossiers-mine"));
        let theirs = v.t1("dossiers-theirs", "time", filling.draft.updated_at.clock_text());
        let theirs = Choice::new("kia", differs.theirs).hint(theirs);
        Field::one(&differs.name, differs.label, vec![mine, theirs]).value("toi")
    };
    let ours = |name: &str| name.starts_with("giu_") || matches!(name, "phien_ban" | "dau_vet");
    ConflictPage {
        over: filling.over(v, &place),
        action: filling.path(&place),
        version: filling.draft.version,
        mark: mark(room, filling, key),
        lead: v.t1("dossiers-conflict-lead", "time", filling.draft.updated_at.clock_text()).into_owned(),
        choices: differs.into_iter().map(choice).collect(),
        typed: pairs
            .iter()
            .filter(|(name, _)| !ours(name))
            .map(|(n, value)| (n.to_owned(), value.to_owned()))
            .collect(),
        v: v.clone(),
    }
}
