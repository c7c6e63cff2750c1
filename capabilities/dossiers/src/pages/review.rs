//! Check your answers, send, and what the person gets for it.

use super::Nothing;
use super::filling::{AGENCY, Filling, Place};
use super::papers::file_words;
use crate::commands::Dossiers;
use crate::rules;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use cases::Channel;
use cases::queries::Whole;
use catalogue::{Missing, Need, shown};
use kernel::{Failure, FieldError, Id, Moment, Refusal, RefusalKind};
use web::parts::{Choice, Field, Markup, Mistake, Tag, Tone, id_of, qr};
use web::{Answer as Page, Form, Visitor};

#[derive(Template)]
#[template(path = "dossiers/review.html")]
struct ReviewPage {
    v: Visitor,
    over: String,
    back: String,
    action: String,
    mistakes: Vec<Mistake>,
    missing: Vec<Missed>,
    sections: Vec<Section>,
    fees: Vec<String>,
    limit: String,
    agree: Field,
}

/// Something still to do, with its page.
struct Missed {
    text: String,
    url: String,
}

/// A page of answers.
struct Section {
    title: String,
    rows: Vec<ReviewRow>,
}

/// One answer.
struct ReviewRow {
    id: String,
    label: String,
    value: String,
    tag: Option<Tag>,
    change: Option<String>,
}

pub(super) async fn show(State(room): State<Dossiers>, v: Visitor, Path(ma): Path<Id>) -> Page {
    let filling = Filling::load(&room, &v, ma).await?;
    if filling.draft.submitted_case.is_some() {
        return Ok(v.see_other(&format!("/nop/{ma}/da-nop")));
    }
    v.page(&review(&v, &filling, Vec::new(), false))
}

pub(super) async fn submit(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(ma): Path<Id>,
    form: Form<Nothing>,
) -> Page {
    if form.pairs.has("luu") {
        room.draft(&v.actor, ma).await?;
        return Ok(v.see_other("/ban-nhap"));
    }
    let agreed = form.pairs.get("dong_y") == "1";
    match room.submit(&v.actor, ma, Some(form.key), agreed).await {
        Ok(_) => Ok(v.see_other(&format!("/nop/{ma}/da-nop"))),
        Err(Failure::Refusal(refusal)) if refusal.kind == RefusalKind::Fields => {
            let filling = Filling::load(&room, &v, ma).await?;
            let mistakes = refusal.fields.iter().map(|error| mistake(&v, &filling, error)).collect();
            v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &review(&v, &filling, mistakes, agreed))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// What stops the sending, in words that name the place.
fn mistake(v: &Visitor, filling: &Filling, error: &FieldError) -> Mistake {
    if error.path == "agree" {
        return Mistake::new("dong_y", v.field_error(error).into_owned());
    }
    Mistake::new(&error.path, missed_words(v, filling, &error.path))
}

/// "Chưa trả lời: Họ và tên", "Chưa có giấy tờ: …".
fn missed_words(v: &Visitor, filling: &Filling, key: &str) -> String {
    let revision = &filling.revision;
    if let Some(question) = revision.question(key) {
        return v.t1("dossiers-not-answered", "label", question.label.get(v.lang)).into_owned();
    }
    if let Some(paper) = revision.paper(key) {
        return v.t1("dossiers-paper-absent", "name", paper.name.get(v.lang)).into_owned();
    }
    v.t("field-agency").into_owned()
}

fn review(v: &Visitor, filling: &Filling, mistakes: Vec<Mistake>, agreed: bool) -> ReviewPage {
    let quote = rules::quote(&filling.revision, &filling.answers, Channel::Online);
    let limit = filling.revision.with(&filling.answers).limit().limit;
    let choice = Choice::new("1", v.t("dossiers-declare")).hint(v.t("dossiers-consent"));
    let ticked = agreed.then_some("1");
    ReviewPage {
        over: filling.over(v, &Place::Review),
        back: filling.before(&Place::Review),
        action: format!("/nop/{}/gui", filling.draft.id),
        missing: if mistakes.is_empty() { missing(v, filling) } else { Vec::new() },
        sections: sections(v, filling),
        fees: fee_lines(v, &quote),
        limit: super::words::limit_sentence(v, limit),
        agree: Field::many("dong_y", v.t("dossiers-declaration"), vec![choice])
            .ticked(ticked.into_iter())
            .mistaken(v, &mistakes),
        mistakes,
        v: v.clone(),
    }
}

fn missing(v: &Visitor, filling: &Filling) -> Vec<Missed> {
    let mut missed = Vec::new();
    if filling.draft.agency.is_none() {
        let url = filling.path(&Place::Page(AGENCY.to_owned()));
        missed.push(Missed { text: v.t("field-agency").into_owned(), url });
    }
    for one in filling.missing() {
        let (key, place) = match one {
            Missing::Answer { page, question } => (question, Place::Page(page)),
            Missing::Paper { paper } => (paper, Place::Papers),
        };
        missed.push(Missed { text: missed_words(v, filling, &key), url: filling.path(&place) });
    }
    missed
}

fn fee_lines(v: &Visitor, quote: &catalogue::FeeQuote<'_>) -> Vec<String> {
    let line = |line: &catalogue::FeeLine<'_>| {
        let name = line.fee.name.get(v.lang);
        match line.waived {
            Some(waiver) => {
                v.t2("dossiers-fee-waived", "name", name, "reason", waiver.reason.get(v.lang)).into_owned()
            }
            None => v.t2("dossiers-fee-line", "name", name, "amount", v.money(line.amount)).into_owned(),
        }
    };
    quote.lines.iter().map(line).collect()
}

fn sections(v: &Visitor, filling: &Filling) -> Vec<Section> {
    let change = |place: &Place| Some(format!("{}?ve=xem-lai", filling.path(place)));
    let mut sections = Vec::new();
    let agency = filling.agency().map(|agency| agency.name(v.lang.tag()).to_owned());
    sections.push(Section {
        title: v.t("dossiers-where").into_owned(),
        rows: vec![ReviewRow {
            id: id_of("agency"),
            label: v.t("dossiers-agency-row").into_owned(),
            tag: agency.is_none().then(|| Tag::new(Tone::Wait, v.t("dossiers-unanswered"))),
            value: agency.unwrap_or_default(),
            change: if filling.agencies.len() == 1 { None } else { change(&Place::Page(AGENCY.to_owned())) },
        }],
    });
    for page in filling.revision.with(&filling.answers).pages() {
        let rows = page
            .questions
            .iter()
            .map(|question| {
                let answer = filling.answers.get(&question.key);
                let tag = answer.is_none().then(|| match question.is_optional() {
                    true => Tag::new(Tone::Wait, v.t("dossiers-left-empty")),
                    false => Tag::new(Tone::Wait, v.t("dossiers-unanswered")),
                });
                ReviewRow {
                    id: id_of(&question.key),
                    label: question.label.get(v.lang).to_owned(),
                    value: answer.map_or_else(String::new, |answer| shown(question, answer, v.lang)),
                    tag,
                    change: change(&Place::Page(page.page.key.clone())),
                }
            })
            .collect();
        sections.push(Section { title: page.page.title.get(v.lang).to_owned(), rows });
    }
    let papers = paper_rows(v, filling);
    if !papers.is_empty() {
        sections.push(Section { title: v.t("dossiers-papers").into_owned(), rows: papers });
    }
    sections
}

fn paper_rows(v: &Visitor, filling: &Filling) -> Vec<ReviewRow> {
    let row = |need: &catalogue::PaperNeed<'_>| {
        let count = filling.draft.papers.iter().filter(|paper| paper.key == need.paper.key).count();
        let takes = matches!(need.need, Need::Required | Need::Optional);
        let (value, tag) = match (takes, count) {
            (false, _) => (v.t("dossiers-paper-not-needed").into_owned(), None),
            (true, 0) => (String::new(), Some(Tag::new(Tone::Wait, v.t("dossiers-paper-none")))),
            (true, n) => (v.t1("dossiers-paper-files", "n", n).into_owned(), None),
        };
        ReviewRow {
            id: id_of(&need.paper.key),
            label: need.paper.name.get(v.lang).to_owned(),
            value,
            tag,
            change: takes.then(|| filling.path(&Place::Papers)),
        }
    };
    filling.revision.with(&filling.answers).papers().iter().map(row).collect()
}

#[derive(Template)]
#[template(path = "dossiers/sent.html")]
struct SentPage {
    v: Visitor,
    subject: String,
    receipt: String,
    secret: String,
    agency: String,
    accept_by: Moment,
    path: String,
    slip: String,
    link: String,
    spoken: String,
    code: Markup,
    papers: Vec<(String, String, String)>,
    fees: Vec<String>,
    first_step: String,
}

pub(super) async fn sent(State(room): State<Dossiers>, v: Visitor, Path(ma): Path<Id>) -> Page {
    let draft = room.draft(&v.actor, ma).await?;
    let Some(case) = draft.submitted_case else {
        return Ok(v.see_other(&format!("/nop/{ma}")));
    };
    let whole = room.for_person(&v.actor, case).await?;
    cases::looks::note(&room.db, &room.ids, &v.actor, case, cases::looks::Via::Page, v.now).await?;
    v.page(&sent_page(&room, &v, &whole)?)
}

fn sent_page(room: &Dossiers, v: &Visitor, whole: &Whole) -> Result<SentPage, Failure> {
    let state = &whole.case.state;
    let revision = room.revision(state.revision)?;
    let answers = room.content(whole)?.answers;
    let link = format!("/t/{}", cases::link_token(&room.vault, state.id));
    let agency = room.accounts.agency(state.agency).ok_or_else(Refusal::absent)?;
    let title = v.t1("dossiers-qr", "number", state.receipt.as_str());
    let named = |key: &str| revision.paper(key).map_or(key, |paper| paper.name.get(v.lang)).to_owned();
    Ok(SentPage {
        subject: revision.procedure.short.get(v.lang).to_owned(),
        path: format!("/ho-so/{}", state.receipt),
        slip: format!("/ho-so/{}/giay-hen", state.receipt),
        receipt: state.receipt.clone(),
        secret: cases::lookup_secret(&room.vault, state.id),
        agency: agency.name(v.lang.tag()).to_owned(),
        accept_by: state.accept_by,
        code: qr(&v.full_url(&link), &title),
        spoken: v.spoken_url(&link),
        link,
        papers: whole
            .papers
            .iter()
            .map(|(paper, _)| {
                (named(&paper.key), file_words(v, paper.pages, paper.size), v.clock(paper.added_at))
            })
            .collect(),
        fees: fee_lines(v, &rules::quote(&revision, &answers, whole.case.state.channel)),
        first_step: revision.first_step().citizen.get(v.lang).to_owned(),
        v: v.clone(),
    })
}
