//! The start page of a procedure, and the beginning of a draft.

use super::Nothing;
use super::filling::Filling;
use super::words::lower_first;
use crate::commands::Dossiers;
use crate::model::Draft;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use catalogue::{Answer, Answers, Meaning, Need, Revision};
use kernel::{Actor, Failure, Id};
use web::{Answer as Page, Form, Visitor, session};

/// A guest's session lives so long.
const GUEST_SECONDS: u32 = 86_400;

#[derive(Template)]
#[template(path = "dossiers/start.html")]
struct StartPage {
    v: Visitor,
    subject: String,
    minutes: u32,
    back: String,
    action: String,
    always: Vec<String>,
    sometimes: Vec<String>,
    fees: Vec<String>,
    limits: Vec<String>,
}

/// The code in an address: `2.000635` or `2.000635-ban-sao-trich-luc`.
fn code(ma: &str) -> &str {
    ma.split('-').next().unwrap_or(ma)
}

pub(super) async fn show(State(room): State<Dossiers>, v: Visitor, Path(ma): Path<String>) -> Page {
    if let Ok(id) = ma.parse::<Id>() {
        return resume(&room, &v, id).await;
    }
    let revision = room.current(code(&ma))?;
    let page = StartPage {
        always: papers(&v, &revision, true),
        sometimes: papers(&v, &revision, false),
        fees: fees(&v, &revision),
        limits: limits(&v, &revision),
        subject: revision.procedure.short.get(v.lang).to_owned(),
        minutes: revision.procedure.minutes,
        back: format!("/thu-tuc/{}", revision.slug()),
        action: format!("/nop/{}", revision.code()),
        v: v.clone(),
    };
    v.page(&page)
}

/// `/nop/{draft}` leads to where the draft stands.
async fn resume(room: &Dossiers, v: &Visitor, id: Id) -> Page {
    let filling = Filling::load(room, v, id).await?;
    if filling.draft.submitted_case.is_some() {
        return Ok(v.see_other(&format!("/nop/{id}/da-nop")));
    }
    Ok(v.see_other(&filling.path(&filling.stands_at())))
}

pub(super) async fn begin(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(ma): Path<String>,
    form: Form<Nothing>,
) -> Page {
    let (session, new) = room.accounts.ensure_guest_session(&v.actor).await?;
    let actor = if new.is_some() { Actor::guest(Some(session)) } else { v.actor.clone() };
    let draft = room.start(&v.actor, Some(session), code(&ma), Some(form.key)).await?;
    let draft = prefill(&room, &actor, draft).await?;
    let filling = Filling::of(&room, draft)?;
    let first = filling.places().into_iter().next().map_or_else(String::new, |place| filling.path(&place));
    let mut response = v.see_other(&first);
    if let Some(new) = new {
        let cookie = session::set_cookie(v.web(), &new.token, GUEST_SECONDS);
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// What the account already says is not asked again: the answers are there, and can be changed.
pub(crate) async fn prefill(room: &Dossiers, actor: &Actor, draft: Draft) -> Result<Draft, Failure> {
    let Some(account) = actor.account.filter(|_| draft.version == 1 && !actor.is_officer()) else {
        return Ok(draft);
    };
    let Some(profile) = room.accounts.person(account).await? else { return Ok(draft) };
    let revision = room.revision(draft.revision)?;
    let known = |meaning| match meaning {
        Meaning::ApplicantName => profile.name.as_str(),
        Meaning::ApplicantBirth => profile.born.as_str(),
        Meaning::ApplicantCard => profile.card.as_str(),
        Meaning::ApplicantPhone => profile.phone.as_str(),
        Meaning::ApplicantEmail => profile.email.as_str(),
        Meaning::ApplicantAddress => profile.address.as_str(),
        _ => "",
    };
    let said: Vec<(String, Option<Answer>)> = revision
        .questions()
        .filter_map(|question| Some((question.key.clone(), known(question.means?))))
        .filter(|(_, known)| !known.is_empty())
        .map(|(key, known)| (key, Some(Answer::from(known))))
        .collect();
    if said.is_empty() {
        return Ok(draft);
    }
    match room.answer(actor, draft.id, Some(draft.version), said, None).await {
        // The form came twice at once, and the other sending filled the same in first.
        Err(Failure::Refusal(refusal)) if refusal.code == "changed" => {}
        Err(failure) => return Err(failure),
        Ok(_) => {}
    }
    room.draft(actor, draft.id).await
}

/// Papers to have ready: those always needed, or those that depend on the answers.
fn papers(v: &Visitor, revision: &Revision, always: bool) -> Vec<String> {
    let nothing = Answers::default();
    let needed: Vec<&str> = revision
        .with(&nothing)
        .papers()
        .iter()
        .filter(|paper| paper.need == Need::Required && paper.paper.required_when.is_none())
        .filter(|paper| paper.paper.held_by_state.is_none())
        .map(|paper| paper.paper.key.as_str())
        .collect();
    revision
        .procedure
        .paper
        .iter()
        .filter(|paper| !paper.made_here && needed.contains(&paper.key.as_str()) == always)
        .filter(|paper| paper.held_by_state.is_none() || paper.held_when.is_some())
        .map(|paper| match &paper.case {
            Some(case) if !always => {
                format!("{} ({})", paper.name.get(v.lang), lower_first(case.get(v.lang)))
            }
            _ => paper.name.get(v.lang).to_owned(),
        })
        .collect()
}

fn fees(v: &Visitor, revision: &Revision) -> Vec<String> {
    let line = |fee: &catalogue::Fee| {
        let amount = v.money(fee.amount);
        let name = fee.name.get(v.lang);
        match &fee.per {
            Some(per) => {
                v.t3("dossiers-fee-per", "name", name, "amount", amount, "per", per.get(v.lang)).into_owned()
            }
            None => v.t2("dossiers-fee-line", "name", name, "amount", amount).into_owned(),
        }
    };
    revision.procedure.fee.iter().map(line).collect()
}

fn limits(v: &Visitor, revision: &Revision) -> Vec<String> {
    let line = |rule: &catalogue::LimitRule| {
        let words = super::limit_words(v, rule.limit);
        match &rule.label {
            Some(label) => format!("{}: {words}", label.get(v.lang)),
            None => words,
        }
    };
    revision.procedure.limit.iter().map(line).collect()
}
