//! The dossier page: header strip, tabs as links, and the forms of what may be done now.

mod course;
mod decision;
pub(crate) mod file;
mod forms;
mod law_forms;
mod ledger;
pub(crate) mod receipt;
pub(crate) mod steps;
mod strip;
pub(crate) mod supplement_state;
mod tabs;

use crate::Desk;
use crate::actions::{Actions, Asked, Facts};
use crate::time::TimeWords;
use accounts::UnitKind;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use calendar::Calendar;
use cases::ledger::Record;
use cases::looks::{Look, Via};
use cases::queries::Whole;
use cases::{Applicant, CaseState, Phase};
use catalogue::{Regime, Revision};
use dossiers::Content;
use dossiers::rules::{Ground, Offices};
pub(crate) use forms::{ActionForm, Posted, first, holder_choice};
use kernel::{Failure, Id, Permission, Refusal};
use std::sync::Arc;
pub(crate) use strip::title;
pub(crate) use tabs::form_key;
use web::parts::{Fact, Markup, Mistake, Ruler, Step, Tag};
use web::{Answer, Visitor};

/// The tabs, each a link of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tab {
    Content,
    Papers,
    Flow,
    Contacts,
    Result,
    Ledger,
}

impl Tab {
    pub(crate) const ALL: [Tab; 6] =
        [Tab::Content, Tab::Papers, Tab::Flow, Tab::Contacts, Tab::Result, Tab::Ledger];

    pub(crate) const fn query(self) -> &'static str {
        match self {
            Tab::Content => "noi-dung",
            Tab::Papers => "giay-to",
            Tab::Flow => "quy-trinh",
            Tab::Contacts => "trao-doi",
            Tab::Result => "ket-qua",
            Tab::Ledger => "nhat-ky",
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Tab::Content => "desk-tab-content",
            Tab::Papers => "desk-tab-papers",
            Tab::Flow => "desk-tab-flow",
            Tab::Contacts => "desk-tab-contacts",
            Tab::Result => "desk-tab-result",
            Tab::Ledger => "desk-tab-ledger",
        }
    }

    fn from_query(name: Option<&str>) -> Tab {
        Tab::ALL.into_iter().find(|tab| Some(tab.query()) == name).unwrap_or(Tab::Content)
    }
}

/// A dossier with everything its page needs, opened.
pub(crate) struct Opened {
    pub(crate) whole: Whole,
    pub(crate) revision: Arc<Revision>,
    pub(crate) regime: Arc<Regime>,
    pub(crate) content: Content,
    pub(crate) applicant: Applicant,
    pub(crate) ledger: Vec<Record>,
    pub(crate) looks: Vec<Look>,
}

impl Opened {
    pub(crate) fn state(&self) -> &CaseState {
        &self.whole.case.state
    }

    /// What the rules are asked about before a form is shown.
    pub(crate) fn ground<'a>(&'a self, desk: &'a Desk, v: &Visitor) -> Ground<'a> {
        Ground {
            offices: &desk.dossiers.accounts as &dyn Offices,
            revision: &self.revision,
            regime: &self.regime,
            answers: &self.content.answers,
            new_id: &no_id,
            now: v.now,
        }
    }

    /// What this officer may do.
    pub(crate) fn asked<'a>(&'a self, ground: &'a Ground<'a>, v: &'a Visitor) -> Asked<'a> {
        let keys = self.whole.papers.iter().map(|(paper, _)| paper.key.as_str());
        let facts = Facts {
            results: keys.filter(|key| cases::is_result(key)).collect(),
            has_fee: !self.whole.fees.is_empty(),
        };
        Asked { ground, state: self.state(), actor: &v.actor, facts }
    }
}

/// The working time that rules a dossier's limit: that of the agency that decides, wherever it was
/// taken in.
pub(crate) fn agency_hours(desk: &Desk, state: &CaseState) -> Calendar {
    let accounts = &desk.dossiers.accounts;
    let unit = accounts.unit_of_kind(state.agency, UnitKind::Desk).map_or(state.desk, |unit| unit.id);
    accounts.calendar_for_unit(unit)
}

/// Rules that are only asked make nothing that lasts.
fn no_id() -> Id {
    Id(0)
}

/// The case an address names: by dossier code, receipt number or id.
pub(crate) async fn resolve(desk: &Desk, name: &str) -> Result<Id, Failure> {
    if let Some(id) = name.parse::<i64>().ok().filter(|id| *id > 0) {
        return Ok(Id(id));
    }
    let name = name.to_owned();
    let found = desk.dossiers.db.read(move |tx| Ok(cases::queries::id_by_number(tx, &name)?)).await?;
    Ok(found.ok_or_else(Refusal::absent)?)
}

/// Opens a dossier for an officer who may see it, and writes the look before anything is shown.
pub(crate) async fn open(desk: &Desk, v: &Visitor, name: &str, via: Via) -> Result<Opened, Failure> {
    let id = resolve(desk, name).await?;
    let dossiers = &desk.dossiers;
    let whole = dossiers.for_officer(&v.actor, id).await?;
    let revision = dossiers.revision(whole.case.state.revision)?;
    let regime = dossiers.regime(&whole.case.state, v.now.day())?;
    let content = dossiers.content(&whole)?;
    let applicant = whole.case.applicant(&dossiers.vault)?;
    cases::looks::note(&dossiers.db, &dossiers.ids, &v.actor, id, via, v.now).await?;
    let (ledger, looks) = dossiers
        .db
        .read(move |tx| Ok((cases::queries::ledger(tx, id)?, cases::looks::of_case(tx, id)?)))
        .await?;
    Ok(Opened { whole, revision, regime, content, applicant, ledger, looks })
}

/// A paper as a line with its file and what was done with it.
pub(crate) struct PaperLine {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) tag: Tag,
    pub(crate) detail: String,
    pub(crate) file: Option<String>,
    pub(crate) compare: Option<Markup>,
}

/// A line of the ledger or of the log of looks, in words.
pub(crate) struct LedgerLine {
    pub(crate) at: String,
    pub(crate) who: String,
    pub(crate) what: String,
    pub(crate) words: String,
    pub(crate) late: String,
}

/// The list this officer most likely came from.
pub(crate) struct Crumb {
    pub(crate) url: String,
    pub(crate) text: String,
}

fn crumb(v: &Visitor, state: &CaseState) -> Crumb {
    let works = [Permission::Receive, Permission::Process, Permission::Approve, Permission::Advise];
    let (path, key) = if state.phase == Phase::Waiting && v.actor.may(Permission::Receive) {
        ("/can-bo/tiep-nhan", "desk-menu-receiving")
    } else if works.iter().any(|one| v.actor.may(*one)) {
        ("/can-bo/viec", "desk-menu-work")
    } else if v.actor.may(Permission::Lookup) {
        ("/can-bo/tra-cuu", "desk-menu-lookup")
    } else {
        ("/can-bo", "desk-menu-today")
    };
    Crumb { url: v.url(path), text: v.t(key).into_owned() }
}

/// A tab as a link.
pub(crate) struct TabLink {
    pub(crate) url: String,
    pub(crate) text: String,
    pub(crate) current: bool,
}

#[derive(Template)]
#[template(path = "desk/dossier.html")]
pub(crate) struct DossierPage {
    pub(crate) v: Visitor,
    pub(crate) mistakes: Vec<Mistake>,
    pub(crate) done: Option<String>,
    pub(crate) crumb: Crumb,
    pub(crate) title: String,
    pub(crate) status: Tag,
    pub(crate) overdue: Option<Tag>,
    pub(crate) number: String,
    pub(crate) path: String,
    pub(crate) version: i64,
    pub(crate) meta: Vec<String>,
    pub(crate) clock: Vec<String>,
    pub(crate) notices: Vec<course::Notice>,
    pub(crate) course: Vec<Fact>,
    pub(crate) requests: Vec<supplement_state::RequestShown>,
    pub(crate) rulers: Vec<Ruler>,
    pub(crate) tabs: Vec<TabLink>,
    pub(crate) tab: Tab,
    pub(crate) answers: Vec<Fact>,
    pub(crate) papers: Vec<PaperLine>,
    pub(crate) results: Vec<PaperLine>,
    pub(crate) steps: Vec<Step>,
    pub(crate) fees: Vec<Fact>,
    pub(crate) contacts: Vec<LedgerLine>,
    pub(crate) ledger: Vec<LedgerLine>,
    pub(crate) looks: Vec<LedgerLine>,
    pub(crate) contact_form: Option<ActionForm>,
    pub(crate) forms: Vec<ActionForm>,
    /// Letters that were made, to print.
    pub(crate) letters: Vec<Crumb>,
    /// Where more papers are asked for.
    pub(crate) builder: Option<String>,
    /// What can no longer be done, and why.
    pub(crate) closed: Vec<String>,
}

impl DossierPage {
    /// The page of an opened dossier; `posted` is a form that came back with mistakes.
    pub(crate) fn new(
        desk: &Desk,
        v: &Visitor,
        opened: &Opened,
        posted: Option<&Posted>,
    ) -> Result<DossierPage, Failure> {
        let state = opened.state();
        let path = format!("/can-bo/ho-so/{}", state.number());
        let asked = Tab::from_query(v.query("muc").as_deref());
        let tab = posted.map_or(asked, |posted| posted.tab());
        let words = TimeWords::new(v);
        let scene = tabs::Scene { desk, v, opened, path: &path, words: &words };
        let ground = opened.ground(desk, v);
        let actions: Actions<'_> = opened.asked(&ground, v).actions();
        let (papers, results) = scene.papers(&actions)?;
        let ledger = scene.ledger()?;
        let contacts = scene.contacts(&ledger);
        let forms = forms::Builder { desk, v, opened, path: &path, posted };
        let all = forms.all(&actions)?;
        Ok(DossierPage {
            mistakes: posted.map(|posted| posted.mistakes(v)).unwrap_or_default(),
            done: done_sentence(v),
            crumb: crumb(v, state),
            title: strip::title(v, opened),
            status: crate::status::status(state, state.leading()).tag(v),
            overdue: strip::overdue(desk, v, opened),
            number: state.number().to_owned(),
            meta: strip::meta(v, opened),
            clock: strip::clock(v, opened, &words, desk),
            rulers: strip::rulers(desk, v, opened, &words),
            tabs: tab_links(v, &path, tab, &ledger, &papers, &contacts),
            answers: scene.answers(),
            steps: scene.steps(),
            fees: scene.fees(),
            looks: scene.looks(),
            contact_form: forms.contact(&actions),
            notices: scene.notices(),
            course: scene.course(),
            requests: scene.requests()?,
            letters: letters(desk, v, opened, &path),
            closed: forms.closed(&actions),
            builder: forms.builder(&actions),
            forms: all,
            papers,
            results,
            contacts,
            ledger,
            tab,
            version: state.version,
            path: v.url(&path),
            v: v.clone(),
        })
    }

    fn is(&self, tab: &str) -> bool {
        self.tab.query() == tab
    }
}

/// The letters of the dossier, the newest first, and the sheet of its hand-overs.
fn letters(desk: &Desk, v: &Visitor, opened: &Opened, path: &str) -> Vec<Crumb> {
    let made = dossiers::letters(&desk.dossiers.catalogue, &opened.ledger);
    let line = |one: &dossiers::LetterLine| Crumb {
        url: v.url(&format!("{path}/phieu/{}", one.seq)),
        text: v
            .t2("desk-print-letter", "title", one.title.get(v.lang), "time", v.when_short(one.at))
            .into_owned(),
    };
    let control = Crumb {
        url: v.url(&format!("{path}/phieu-kiem-soat")),
        text: v.t("desk-print-control").into_owned(),
    };
    made.iter().rev().map(line).chain([control]).collect()
}

fn tab_links(
    v: &Visitor,
    path: &str,
    current: Tab,
    ledger: &[LedgerLine],
    papers: &[PaperLine],
    contacts: &[LedgerLine],
) -> Vec<TabLink> {
    let count = |tab: Tab| match tab {
        Tab::Papers => papers.len(),
        Tab::Contacts => contacts.len(),
        Tab::Ledger => ledger.len(),
        _ => 0,
    };
    let link = |tab: Tab| {
        let word = v.t(tab.key());
        let text = if count(tab) > 0 { format!("{word} ({})", count(tab)) } else { word.into_owned() };
        let url =
            if tab == Tab::Content { v.url(path) } else { v.url(&format!("{path}?muc={}", tab.query())) };
        TabLink { url, text, current: tab == current }
    };
    Tab::ALL.into_iter().map(link).collect()
}

/// What was just done, said once after the form.
fn done_sentence(v: &Visitor) -> Option<String> {
    let said = v.query("xong")?;
    let command = DONE.iter().find(|command| **command == said)?;
    Some(v.t(&format!("desk-done-{command}")).into_owned())
}

/// Commands after which the page says what was done.
const DONE: &[&str] = &[
    "accept",
    "refuse",
    "take",
    "assign",
    "forward",
    "send-back",
    "advise",
    "attach-result",
    "compare-original",
    "take-fee",
    "hand-over",
    "contact",
    "ask-supplement-intake",
    "ask-supplement-appraisal",
    "propose-extension",
    "propose-refusal",
    "propose-stop",
    "decide",
    "late-letter",
    "confirm-withdrawal",
    "complete-part",
    "papers-moved",
    "open-correction",
    "correct-result",
    "reopen",
];

/// `GET /can-bo/ho-so/{ma}`.
pub(crate) async fn show(State(desk): State<Desk>, v: Visitor, Path(name): Path<String>) -> Answer {
    let opened = open(&desk, &v, &name, Via::Page).await?;
    v.page(&DossierPage::new(&desk, &v, &opened, None)?)
}

/// The page again, with the mistakes of a form at their fields.
pub(crate) async fn again(desk: &Desk, v: &Visitor, name: &str, posted: Posted) -> Answer {
    let opened = open(desk, v, name, Via::Page).await?;
    let status = if posted.is_late() { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    v.page_with(status, &DossierPage::new(desk, v, &opened, Some(&posted))?)
}
