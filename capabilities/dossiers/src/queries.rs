//! What a person sees of a dossier: decided facts and moments, no words yet.
//!
//! Pages and API read the same [`Tracking`], so they cannot disagree. Everything here is pure
//! beside the office tree and the keyring; the caller notes the look before it shows anything.

mod acts;
mod aside;
mod fees;
mod happened;
mod own;
mod papers;
mod stages;

pub use acts::Act;
pub use aside::{Aside, Asked, AskedItem, LateLetter, MovedPromise, Paused, Travelling};
pub use fees::Fees;
pub use happened::{Happening, Until};
pub use own::OwnLine;
pub use papers::{Mended, PaperLine};
pub use stages::{Stage, Standing, Title};

pub(crate) use acts::ended_without_result;

use fees::may_have_result;
use papers::papers;

use crate::commands::Dossiers;
use crate::rules;
use calendar::{Calendar, Lateness, Remaining, Ruler, Skipped};
use cases::queries::Whole;
use cases::{CaseState, Channel, Outcome, Phase, Promise};
use catalogue::{Answers, Meaning, Revision, Text};
use kernel::{Day, Failure, Id, Limit, LimitUnit, Moment};

/// Who looks: that decides what is masked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Eyes {
    /// The person concerned: everything.
    Owner,
    /// Whoever has the link: units only, names masked, no files.
    Link,
}

/// The one state a person reads first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mood {
    /// Sent; the office must accept or refuse it.
    Sent,
    /// Sent, and not answered in the time the rules give.
    AcceptLate,
    /// Nobody took the present step in time; the head was told.
    Unheld,
    /// Under way, in time.
    Running,
    /// Under way, past its promise.
    Overdue,
    /// The person must give something before it goes on.
    Asked,
    /// The result is there.
    Ready,
    /// The result is with the person.
    Delivered,
    /// Refused, with a reason.
    Refused,
    /// Taken back by the person.
    Withdrawn,
    /// Closed, because what was asked for did not come.
    Lapsed,
    /// Stopped by the office, with a notice.
    Stopped,
}

impl Mood {
    /// Its stable name, as in texts and the API.
    pub const fn name(self) -> &'static str {
        match self {
            Mood::Sent => "sent",
            Mood::AcceptLate => "accept-late",
            Mood::Unheld => "unheld",
            Mood::Running => "running",
            Mood::Overdue => "overdue",
            Mood::Asked => "asked",
            Mood::Ready => "ready",
            Mood::Delivered => "delivered",
            Mood::Refused => "refused",
            Mood::Withdrawn => "withdrawn",
            Mood::Lapsed => "lapsed",
            Mood::Stopped => "stopped",
        }
    }

    /// Every one.
    pub const ALL: [Mood; 12] = [
        Mood::Sent,
        Mood::AcceptLate,
        Mood::Unheld,
        Mood::Running,
        Mood::Overdue,
        Mood::Asked,
        Mood::Ready,
        Mood::Delivered,
        Mood::Refused,
        Mood::Withdrawn,
        Mood::Lapsed,
        Mood::Stopped,
    ];
}

/// An officer as the person concerned may know them (NĐ 224/2026 Art 15).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Phone at work, ten digits or empty.
    pub phone: String,
}

/// Who has the dossier now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holder {
    /// The unit.
    pub unit: Text,
    /// The officer; never to a stranger.
    pub officer: Option<Person>,
    /// Since when.
    pub since: Moment,
    /// When the alarm rang that nobody took it.
    pub alarmed_at: Option<Moment>,
}

/// Why the last day is where it is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Moved {
    /// The day the period would have ended on.
    pub from: Option<Day>,
    /// Holidays jumped over.
    pub by: Vec<Skipped>,
}

/// A dossier as its tracking page tells it.
#[derive(Clone, Debug)]
pub struct Tracking {
    /// The case.
    pub id: Id,
    /// Its version.
    pub version: i64,
    /// Code when accepted, else receipt number.
    pub number: String,
    /// Receipt number.
    pub receipt: String,
    /// Procedure code.
    pub procedure: String,
    /// What the procedure is called.
    pub subject: Text,
    /// The agency that decides.
    pub agency: Text,
    /// The desk that received it, its address and phone.
    pub desk: Text,
    /// Address of the desk.
    pub address: String,
    /// Public phone of the agency.
    pub phone: String,
    /// The state in one word.
    pub mood: Mood,
    /// The sentence of the present step.
    pub sentence: Option<Text>,
    /// Who it is for; masked for a stranger.
    pub name: String,
    /// When it was sent.
    pub opened_at: Moment,
    /// When the office must have accepted or refused it.
    pub accept_by: Moment,
    /// When it was accepted.
    pub accepted_at: Option<Moment>,
    /// Where the limit in force began: acceptance, or the last restart.
    pub began_at: Option<Moment>,
    /// What the person must do in the present step.
    pub does: Option<Text>,
    /// The limit.
    pub limit: Option<Limit>,
    /// The promise in force.
    pub due: Option<Promise>,
    /// The first promise.
    pub original_due: Option<Promise>,
    /// Why the promise is where it is.
    pub moved: Moved,
    /// When the result was there.
    pub ready_at: Option<Moment>,
    /// When it ended.
    pub closed_at: Option<Moment>,
    /// How late by the law: now while it runs, at the result afterwards.
    pub lateness: Lateness,
    /// What is left of the promise; none when it does not run.
    pub remaining: Option<Remaining>,
    /// The limit as a ruler; none when it does not run.
    pub ruler: Option<Ruler>,
    /// When the next news must come at the latest, if that is still ahead.
    pub news_by: Option<Moment>,
    /// Who has it.
    pub holder: Option<Holder>,
    /// Who received it; never to a stranger.
    pub receiver: Option<Person>,
    /// The timeline.
    pub stages: Vec<Stage>,
    /// It came in over a counter: papers were seen, not uploaded.
    pub at_counter: bool,
    /// How many papers.
    pub paper_count: usize,
    /// The papers; none to a stranger.
    pub papers: Vec<PaperLine>,
    /// The results, once they may be seen; none to a stranger.
    pub results: Vec<PaperLine>,
    /// Fees; none to a stranger.
    pub fees: Option<Fees>,
    /// How the person wants the result: `online`, `counter`, `post` or empty.
    pub receive_by: String,
    /// Why it was refused or stopped; none to a stranger.
    pub reason: Option<String>,
    /// What left the straight way.
    pub aside: Aside,
    /// What happened beside the straight way; none to a stranger.
    pub happened: Vec<Happening>,
    /// What the person may do now; nothing for a stranger.
    pub acts: Vec<Act>,
    /// When it was made.
    pub now: Moment,
}

/// A text that is the same in both languages.
pub fn both(vi: &str, en: &str) -> Text {
    Text { vi: vi.to_owned(), en: Some(en.to_owned()) }
}

/// The name of a unit.
pub fn unit_name(room: &Dossiers, unit: Id) -> Text {
    room.accounts.unit(unit).map_or_else(|| both("", ""), |unit| both(&unit.name_vi, &unit.name_en))
}

/// An officer as a person may know them.
pub fn person(room: &Dossiers, officer: Id) -> Option<Person> {
    let officer = room.accounts.officer(officer)?;
    Some(Person { name: officer.name.clone(), title: officer.title.clone(), phone: officer.phone.clone() })
}

/// What a person sees of a loaded dossier at a moment.
///
/// # Errors
/// When what is sealed does not open, or its revision is not loaded.
pub fn tracking(room: &Dossiers, whole: &Whole, eyes: Eyes, now: Moment) -> Result<Tracking, Failure> {
    let state = &whole.case.state;
    let revision = room.revision(state.revision)?;
    let hours = rules::agency_hours(&room.accounts, state);
    let agency = room.accounts.agency(state.agency);
    let owner = eyes == Eyes::Owner;
    let answers = if owner { room.content(whole)?.answers } else { Answers::default() };
    let applicant = whole.case.applicant_name(&room.vault)?;
    let lateness = lateness(state, &hours, now);
    let lead = state.leading();
    let runs = state.phase == Phase::Running;
    let promise = state.due.filter(|_| runs);
    // A stranger's page asks nothing of answers or fees.
    let fees = owner.then(|| Fees::new(&rules::quote(&revision, &answers, state.channel), &whole.fees));
    let office_name =
        |pick: fn(&accounts::Agency) -> &str| agency.as_deref().map(pick).unwrap_or_default().to_owned();
    Ok(Tracking {
        id: state.id,
        version: state.version,
        number: state.number().to_owned(),
        receipt: state.receipt.clone(),
        procedure: state.about.clone(),
        subject: revision.procedure.short.clone(),
        agency: both(&office_name(|agency| &agency.name_vi), &office_name(|agency| &agency.name_en)),
        desk: unit_name(room, state.desk),
        address: office_name(|agency| &agency.address),
        phone: office_name(|agency| &agency.phone),
        mood: mood(state, lateness, now),
        sentence: sentence(&revision, state),
        name: if owner { applicant } else { kernel::text::name_masked(&applicant) },
        opened_at: state.opened_at,
        accept_by: state.accept_by,
        accepted_at: state.accepted_at,
        began_at: state.course.started_at.or(state.accepted_at),
        does: lead
            .filter(|task| state.phase == Phase::Running && task.kind == cases::TaskKind::Await)
            .and_then(|task| revision.step(&task.step)?.person_does.clone()),
        limit: state.limit,
        due: state.due,
        original_due: state.original_due,
        moved: moved(state, &hours),
        ready_at: state.ready_at,
        closed_at: state.closed_at,
        lateness,
        remaining: promise.map(|due| hours.remaining(due.at, state.clock_at(now))),
        ruler: promise
            .zip(state.course.started_at.or(state.accepted_at))
            .map(|(due, from)| hours.used(from, due.at, state.clock_at(now))),
        news_by: news_by(state, now),
        holder: lead.filter(|_| state.phase != Phase::Ready).map(|task| Holder {
            unit: unit_name(room, task.unit),
            officer: task.holder.filter(|_| owner).and_then(|officer| person(room, officer)),
            since: task.held_at.unwrap_or(task.opened_at),
            alarmed_at: task.alarmed_at,
        }),
        receiver: receiver(state).filter(|_| owner).and_then(|officer| person(room, officer)),
        stages: stages::stages(room, state, &revision, &answers, eyes, now),
        at_counter: state.channel == Channel::Counter,
        paper_count: whole.paper_count,
        papers: if owner { papers(whole, &revision, false) } else { Vec::new() },
        results: if fees.as_ref().is_some_and(|fees| may_have_result(state, fees)) {
            papers(whole, &revision, true)
        } else {
            Vec::new()
        },
        fees,
        // A stranger's page never opens the answers, so it asks them nothing.
        receive_by: if owner { meant(&revision, &answers, Meaning::ReceiveBy) } else { String::new() },
        reason: None,
        aside: aside::aside(room, state, &revision, owner, now)?,
        happened: Vec::new(),
        acts: Vec::new(),
        now,
    })
}

fn meant(revision: &Revision, answers: &Answers, meaning: Meaning) -> String {
    revision.with(answers).meaning(meaning).unwrap_or_default().to_owned()
}

/// The officer who received the dossier, once it left the desk.
fn receiver(state: &CaseState) -> Option<Id> {
    state
        .tasks
        .iter()
        .find(|task| task.step == rules::RECEIVE && !task.is_open())
        .and_then(|task| task.holder)
}

/// By the law: by the day for limits in days, by the minute for limits in hours.
fn lateness(state: &CaseState, hours: &Calendar, now: Moment) -> Lateness {
    match (state.due, state.limit) {
        (Some(due), Some(limit)) => hours.lateness_of(due.at, limit.unit, state.clock_at(now)),
        _ => Lateness::No,
    }
}

fn mood(state: &CaseState, lateness: Lateness, now: Moment) -> Mood {
    match (state.phase, state.outcome) {
        (Phase::Closed, Some(Outcome::Refused)) => Mood::Refused,
        (Phase::Closed, Some(Outcome::Withdrawn)) => Mood::Withdrawn,
        (Phase::Closed, Some(Outcome::Lapsed)) => Mood::Lapsed,
        (Phase::Closed, Some(Outcome::Stopped)) => Mood::Stopped,
        (Phase::Closed, _) => Mood::Delivered,
        (Phase::Asked, _) => Mood::Asked,
        (Phase::Ready, _) => Mood::Ready,
        (Phase::Waiting, _) if now > state.accept_by => Mood::AcceptLate,
        (Phase::Running, _) if lateness.is_late() => Mood::Overdue,
        _ if state.leading().is_some_and(|task| task.alarmed_at.is_some()) => Mood::Unheld,
        (Phase::Waiting, _) => Mood::Sent,
        (Phase::Running, _) => Mood::Running,
    }
}

/// The procedure's own sentence for a state, or that of the step.
fn sentence(revision: &Revision, state: &CaseState) -> Option<Text> {
    if let Some(own) = revision.procedure.sentence.get(state.phase.name()) {
        return Some(own.clone());
    }
    let step = revision.step(&state.leading()?.step)?;
    Some(step.sentence.clone())
}

/// Recomputed only to name the holidays; the promise itself is what the ledger says.
fn moved(state: &CaseState, hours: &Calendar) -> Moved {
    let from = state.course.started_at.or(state.accepted_at);
    let (Some(from), Some(limit), Some(due)) = (from, state.limit, state.due) else {
        return Moved::default();
    };
    if matches!(limit.unit, LimitUnit::Hours) {
        return Moved::default();
    }
    let computed = hours.due(from, limit);
    if computed.at == due.at {
        Moved { from: computed.moved_from, by: computed.moved_by }
    } else {
        Moved::default()
    }
}

/// The office's next word: acceptance, the end of the step, or the promise.
fn news_by(state: &CaseState, now: Moment) -> Option<Moment> {
    let step = state.leading().and_then(|task| task.due_at);
    let promise = state.due.map(|due| due.at).filter(|_| state.course.pause.is_none());
    match state.phase {
        Phase::Waiting => Some(state.accept_by).filter(|at| *at > now),
        Phase::Running => [step, promise].into_iter().flatten().filter(|at| *at > now).min(),
        Phase::Asked => state.course.supplement.as_ref().and_then(|asked| asked.close).map(|close| close.at),
        Phase::Ready | Phase::Closed => None,
    }
}
