//! What the person may do with a dossier that was sent: take it back, let it go on, say that the
//! result is wrong, apply again. Each page says what will happen before it happens.

use super::Nothing;
use super::filling::{Filling, Place};
use crate::commands::Dossiers;
use crate::model::Seen;
use crate::queries::{Act, ended_without_result};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use cases::queries::Whole;
use kernel::{Actor, Failure, Refusal, RefusalKind};
use web::parts::{Field, Mistake};
use web::{Answer as Page, Form, Pairs, Visitor, session};

/// A guest's session lives so long.
const GUEST_SECONDS: u32 = 86_400;
/// Name of the field for a reason.
const REASON: &str = "ly_do";

#[derive(Template)]
#[template(path = "dossiers/act.html")]
struct ActPage {
    v: Visitor,
    subject: String,
    number: String,
    back: String,
    mistakes: Vec<Mistake>,
    title: String,
    lines: Vec<String>,
    action: String,
    version: i64,
    field: Option<Field>,
    button: String,
    /// The button ends something.
    stops: bool,
    no: String,
}

/// What a page is about, and the words it needs.
struct Asks {
    title: &'static str,
    lines: Vec<String>,
    way: &'static str,
    field: Option<Field>,
    button: &'static str,
    stops: bool,
    no: &'static str,
}

pub(super) async fn withdraw(State(room): State<Dossiers>, v: Visitor, Path(ma): Path<String>) -> Page {
    let whole = room.own_by_number(&v.actor, &ma).await?;
    if whole.case.state.course.withdrawal_at.is_some() {
        return v.page(&page(&room, &v, &whole, drop_asks(&v, &whole), Vec::new())?);
    }
    room.may(&whole, Act::Withdraw)?;
    v.page(&page(&room, &v, &whole, withdraw_asks(&v, &whole, ""), Vec::new())?)
}

pub(super) async fn take_back(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(ma): Path<String>,
    form: Form<Nothing>,
) -> Page {
    let whole = room.own_by_number(&v.actor, &ma).await?;
    let said = form.pairs.get(REASON).to_owned();
    if let Some(mistake) = too_long(&v, &said) {
        let asks = withdraw_asks(&v, &whole, &said);
        let page = page(&room, &v, &whole, asks, vec![mistake])?;
        return v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let seen = seen(&form.pairs, form.key);
    room.withdraw(&v.actor, whole.case.state.id, seen, &said).await?;
    Ok(v.see_other(&format!("/ho-so/{ma}")))
}

pub(super) async fn go_on(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(ma): Path<String>,
    form: Form<Nothing>,
) -> Page {
    let whole = room.own_by_number(&v.actor, &ma).await?;
    let seen = seen(&form.pairs, form.key);
    room.drop_withdrawal(&v.actor, whole.case.state.id, seen).await?;
    Ok(v.see_other(&format!("/ho-so/{ma}")))
}

pub(super) async fn wrong_result(State(room): State<Dossiers>, v: Visitor, Path(ma): Path<String>) -> Page {
    let whole = room.own_by_number(&v.actor, &ma).await?;
    room.may(&whole, Act::ReportError)?;
    v.page(&page(&room, &v, &whole, report_asks(&room, &v, &whole, "")?, Vec::new())?)
}

pub(super) async fn report(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(ma): Path<String>,
    form: Form<Nothing>,
) -> Page {
    let whole = room.own_by_number(&v.actor, &ma).await?;
    let said = form.pairs.get(REASON).to_owned();
    let seen = seen(&form.pairs, form.key);
    match room.report_error(&v.actor, whole.case.state.id, seen, &said).await {
        Ok(_) => Ok(v.see_other(&format!("/ho-so/{ma}"))),
        Err(Failure::Refusal(refusal)) if refusal.kind == RefusalKind::Fields => {
            let told = refusal.fields.iter().map(|error| match error.code {
                "required" => Mistake::new(REASON, v.t("dossiers-wrong-say").into_owned()),
                _ => Mistake::new(REASON, v.field_error(error).into_owned()),
            });
            let asks = report_asks(&room, &v, &whole, &said)?;
            let page = page(&room, &v, &whole, asks, told.collect())?;
            v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(failure) => Err(failure.into()),
    }
}

pub(super) async fn again(State(room): State<Dossiers>, v: Visitor, Path(ma): Path<String>) -> Page {
    let whole = room.own_by_number(&v.actor, &ma).await?;
    if !ended_without_result(&whole.case.state) {
        return Err(Refusal::state("not-over").into());
    }
    let lines = ["dossiers-again-lead", "dossiers-again-papers"].map(|key| v.t(key).into_owned());
    let asks = Asks {
        title: "dossiers-again-title",
        lines: lines.to_vec(),
        way: "nop-lai",
        field: None,
        button: "dossiers-again",
        stops: false,
        no: "dossiers-back-to-dossier",
    };
    v.page(&page(&room, &v, &whole, asks, Vec::new())?)
}

pub(super) async fn begin_again(
    State(room): State<Dossiers>,
    v: Visitor,
    Path(ma): Path<String>,
    form: Form<Nothing>,
) -> Page {
    let whole = room.own_by_number(&v.actor, &ma).await?;
    let (session, new) = room.accounts.ensure_guest_session(&v.actor).await?;
    let actor = if new.is_some() { Actor::guest(Some(session)) } else { v.actor.clone() };
    let draft = room.apply_again(&actor, Some(session), whole.case.state.id, Some(form.key)).await?;
    let filling = Filling::of(&room, draft)?;
    let mut response = v.see_other(&filling.path(&Place::Review));
    if let Some(new) = new {
        let cookie = session::set_cookie(v.web(), &new.token, GUEST_SECONDS);
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// What a form says about the dossier it was shown for.
pub(super) fn seen(pairs: &Pairs, key: String) -> Seen {
    Seen { key: Some(key), version: pairs.get("phien_ban").parse().ok() }
}

/// Most letters of a reason, as officers may write too.
const MOST: usize = 2_000;

fn too_long(v: &Visitor, said: &str) -> Option<Mistake> {
    let count = said.chars().count();
    let error = kernel::FieldError::new(REASON, "too-long").with("max", MOST).with("count", count);
    (count > MOST).then(|| Mistake::new(REASON, v.field_error(&error).into_owned()))
}

fn withdraw_asks(v: &Visitor, whole: &Whole, said: &str) -> Asks {
    let accepted = whole.case.state.accepted_at.is_some();
    let lines: &[&str] = if accepted {
        &["dossiers-withdraw-desk", "dossiers-withdraw-money", "dossiers-withdraw-change"]
    } else {
        &["dossiers-withdraw-at-once", "dossiers-withdraw-again"]
    };
    Asks {
        title: "dossiers-withdraw-title",
        lines: lines.iter().map(|key| v.t(key).into_owned()).collect(),
        way: "rut",
        field: Some(Field::area(REASON, v.t("dossiers-withdraw-why")).optional(v).value(said)),
        button: "dossiers-withdraw-yes",
        stops: true,
        no: "dossiers-withdraw-no",
    }
}

fn drop_asks(v: &Visitor, whole: &Whole) -> Asks {
    let asked = whole.case.state.course.withdrawal_at.map(|at| v.when(at)).unwrap_or_default();
    Asks {
        title: "dossiers-withdraw-asked-title",
        lines: vec![
            v.t1("dossiers-withdraw-asked", "when", asked).into_owned(),
            v.t("dossiers-withdraw-change").into_owned(),
        ],
        way: "rut/thoi",
        field: None,
        button: "dossiers-withdraw-drop",
        stops: false,
        no: "dossiers-back-to-dossier",
    }
}

fn report_asks(room: &Dossiers, v: &Visitor, whole: &Whole, said: &str) -> Result<Asks, Failure> {
    let regime = room.regime(&whole.case.state, v.now.day())?;
    let mut lines = vec![v.t("dossiers-wrong-lead").into_owned()];
    lines.push(match regime.correction.limit {
        Some(limit) => v.t1("dossiers-wrong-limit", "limit", super::limit_words(v, limit)).into_owned(),
        None => v.t("dossiers-wrong-no-limit").into_owned(),
    });
    lines.push(v.t("dossiers-wrong-cost").into_owned());
    Ok(Asks {
        title: "dossiers-wrong-title",
        lines,
        way: "bao-sai",
        field: Some(
            Field::area(REASON, v.t("dossiers-wrong-what")).hint(v.t("dossiers-wrong-hint")).value(said),
        ),
        button: "dossiers-wrong-send",
        stops: false,
        no: "dossiers-back-to-dossier",
    })
}

fn page(
    room: &Dossiers,
    v: &Visitor,
    whole: &Whole,
    asks: Asks,
    mistakes: Vec<Mistake>,
) -> Result<ActPage, Failure> {
    let state = &whole.case.state;
    let back = format!("/ho-so/{}", state.number());
    Ok(ActPage {
        subject: room.revision(state.revision)?.procedure.short.get(v.lang).to_owned(),
        number: state.number().to_owned(),
        title: v.t(asks.title).into_owned(),
        lines: asks.lines,
        action: format!("{back}/{}", asks.way),
        version: state.version,
        field: asks.field.map(|field| field.mistaken(v, &mistakes)),
        button: v.t(asks.button).into_owned(),
        stops: asks.stops,
        no: v.t(asks.no).into_owned(),
        back,
        mistakes,
        v: v.clone(),
    })
}
