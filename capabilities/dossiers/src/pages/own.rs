//! A person's own dossiers: the list, who looked, the files.

use super::sending::{Sent, send_file};
use super::words::{lateness_words, mood_tag};
use crate::commands::Dossiers;
use crate::queries::{Mood, OwnLine, person, unit_name};
use askama::Template;
use axum::extract::{Path, State};

use cases::looks::{self, Look, Via};
use kernel::{Id, Refusal};
use web::parts::Tag;
use web::{Answer as Page, Visitor};

#[derive(Template)]
#[template(path = "dossiers/own.html")]
struct OwnPage {
    v: Visitor,
    sections: Vec<(String, Vec<Line>)>,
    drafts: usize,
}

/// One dossier of the list.
pub(super) struct Line {
    pub(super) subject: String,
    number: String,
    pub(super) url: String,
    pub(super) tag: Tag,
    pub(super) sentence: String,
    pub(super) when: String,
}

pub(super) async fn list(State(room): State<Dossiers>, v: Visitor) -> Page {
    let mut own = room.own(&v.actor).await?;
    // What is late first, then what is due soonest; what is over stays newest first.
    own.sort_by_key(|one| match one.closed_at {
        Some(_) => (2, 0),
        None if matches!(one.mood, Mood::AcceptLate | Mood::Overdue | Mood::Unheld) => (0, one.until.ms()),
        None => (1, one.until.ms()),
    });
    let drafts = room.drafts(&v.actor).await?.len();
    // What needs something from the person comes first.
    let place = |one: &OwnLine| match (one.asks, one.closed_at) {
        (true, _) => "dossiers-own-todo",
        (false, None) => "dossiers-own-running",
        (false, Some(_)) => "dossiers-own-over",
    };
    let mut sections = Vec::new();
    for key in ["dossiers-own-todo", "dossiers-own-running", "dossiers-own-over"] {
        let lines: Vec<Line> = own.iter().filter(|one| place(one) == key).map(|one| line(&v, one)).collect();
        if !lines.is_empty() {
            sections.push((v.t(key).into_owned(), lines));
        }
    }
    v.page(&OwnPage { v: v.clone(), sections, drafts })
}

pub(super) fn line(v: &Visitor, own: &OwnLine) -> Line {
    let sentence = own.sentence.as_ref().map(|sentence| sentence.get(v.lang).to_owned());
    let late = lateness_words(v, own.lateness);
    let when = match (own.mood, own.closed_at) {
        (Mood::Delivered, Some(at)) => v.t1("dossiers-delivered-at", "when", v.when(at)),
        (Mood::Refused, Some(at)) => v.t1("dossiers-refused-at", "when", v.when(at)),
        (_, Some(at)) => v.t1("dossiers-closed-at", "when", v.when(at)),
        (Mood::Sent | Mood::AcceptLate, _) => v.t1("dossiers-own-accept-by", "when", v.when(own.until)),
        (Mood::Asked, _) => v.t1("dossiers-own-asked", "day", v.long_day(own.until.day())),
        (_, _) => v.t1("dossiers-own-due", "when", v.when(own.until)),
    };
    Line {
        subject: own.subject.get(v.lang).to_owned(),
        url: format!("/ho-so/{}", own.number),
        number: own.number.clone(),
        tag: mood_tag(v, own.mood, own.accepted),
        sentence: match late {
            Some(late) => v.t1("dossiers-late", "late", late).into_owned(),
            None => sentence.filter(|_| matches!(own.mood, Mood::Running | Mood::Ready)).unwrap_or_default(),
        },
        when: when.into_owned(),
    }
}

#[derive(Template)]
#[template(path = "dossiers/looks.html")]
struct LooksPage {
    v: Visitor,
    number: String,
    path: String,
    rows: Vec<LookRow>,
}

/// One look, in words.
struct LookRow {
    when: String,
    who: String,
    place: String,
    via: String,
}

pub(super) async fn looks(State(room): State<Dossiers>, v: Visitor, Path(ma): Path<String>) -> Page {
    let whole = room.own_by_number(&v.actor, &ma).await?;
    let state = &whole.case.state;
    let id = state.id;
    looks::note(&room.db, &room.ids, &v.actor, id, Via::Page, v.now).await?;
    let seen = room.db.read(move |tx| Ok(looks::of_case(tx, id)?)).await?;
    v.page(&LooksPage {
        number: state.number().to_owned(),
        path: format!("/ho-so/{}", state.number()),
        rows: seen.iter().map(|look| look_row(&room, &v, look, state.applicant)).collect(),
        v: v.clone(),
    })
}

/// An officer by name and unit; the person as the person; strangers as what let them in.
fn look_row(room: &Dossiers, v: &Visitor, look: &Look, applicant: Option<Id>) -> LookRow {
    let officer = look.actor.filter(|_| look.party == "officer").and_then(|id| room.accounts.officer(id));
    let known = officer.as_ref().and_then(|officer| person(room, officer.id));
    let who = match (&known, look.party.as_str(), look.via.as_str()) {
        (Some(person), _, _) if person.title.is_empty() => person.name.clone(),
        (Some(person), _, _) => format!("{}, {}", person.name, person.title),
        (None, _, "link") => v.t("dossiers-look-link").into_owned(),
        (None, "person", _) if look.actor == applicant => v.t("dossiers-look-you").into_owned(),
        (None, "system", _) => v.t("dossiers-look-system").into_owned(),
        (None, _, _) => v.t("dossiers-look-secret").into_owned(),
    };
    let unit = officer.as_ref().and_then(|officer| officer.unit);
    LookRow {
        when: v.when(look.at),
        who,
        place: unit.map_or_else(String::new, |unit| unit_name(room, unit).get(v.lang).to_owned()),
        via: v.t(&format!("dossiers-via-{}", look.via)).into_owned(),
    }
}

pub(super) async fn file(
    State(room): State<Dossiers>,
    v: Visitor,
    Path((ma, giay)): Path<(String, Id)>,
) -> Page {
    let whole = room.own_by_number(&v.actor, &ma).await?;
    let paper = whole.papers.iter().map(|(paper, _)| paper).find(|paper| paper.id == giay);
    let paper = paper.ok_or_else(Refusal::absent)?;
    if cases::is_result(&paper.key) && !room.gives_result(&whole)? {
        return Err(Refusal::absent().into());
    }
    let file = paper.file.ok_or_else(Refusal::absent)?;
    let name = whole.file_name(&room.vault, giay)?;
    looks::note(&room.db, &room.ids, &v.actor, whole.case.state.id, Via::File, v.now).await?;
    send_file(&room, Sent { file, name }).await
}
