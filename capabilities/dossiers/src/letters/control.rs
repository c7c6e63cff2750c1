//! The control slip: every hand-over between units, with its times and how it kept them.

use super::head::{Form, Head, Party, vi};
use crate::commands::Dossiers;
use crate::rules::{outcome, step};
use askama::Template;
use cases::looks::{self, Via};
use cases::queries::Whole;
use cases::{CaseState, Task, TaskKind};
use catalogue::Revision;
use kernel::{Id, Moment};
use web::format::{day, formal, formal_promise};
use web::{Answer as Page, Visitor};

/// With more rows than these the letters become smaller, and smaller again.
const ROOMY: usize = 4;
const TIGHT: usize = 5;

#[derive(Template)]
#[template(path = "dossiers/letters/control.html")]
struct ControlPage {
    v: Visitor,
    back: String,
    size: &'static str,
    head: Head,
    form: Form,
    party: Party,
    /// The agency that decides.
    decides: String,
    received: String,
    due: String,
    first: String,
    finished: String,
    rows: Vec<Row>,
}

/// One hand-over.
struct Row {
    from: String,
    to: String,
    given: String,
    taken: String,
    giver: String,
    taker: String,
    result: String,
    note: String,
}

/// The control slip of a dossier that an officer may see; `back` is the Vietnamese path of the page
/// to return to. The look is noted before the page is made.
///
/// # Errors
/// When the database fails or something sealed does not open.
pub async fn control(room: &Dossiers, v: &Visitor, whole: &Whole, back: String) -> Page {
    let state = &whole.case.state;
    let revision = room.revision(state.revision)?;
    let party = Party::of(room, whole, &revision)?;
    looks::note(&room.db, &room.ids, &v.actor, state.id, Via::Letter, v.now).await?;
    let rows: Vec<Row> = handed(state).into_iter().map(|task| row(room, v, &revision, state, task)).collect();
    let promise = |due: Option<cases::Promise>| due.map_or_else(String::new, |due| formal_promise(due.at));
    v.page(&ControlPage {
        size: match rows.len() {
            n if n <= ROOMY => "",
            n if n <= TIGHT => " small",
            _ => " small tiny",
        },
        head: Head::new(room, v, super::head::issuer(room, state), v.now)?,
        form: Form::of(&room.catalogue, v, "control", v.now),
        party,
        decides: room.accounts.agency(state.agency).map_or_else(String::new, |agency| agency.name_vi.clone()),
        received: formal(state.accepted_at.unwrap_or(state.opened_at)),
        due: promise(state.due),
        first: promise(state.original_due.filter(|first| Some(*first) != state.due)),
        finished: state.ready_at.or(state.closed_at).map_or_else(String::new, formal),
        rows,
        back,
        v: v.clone(),
    })
}

/// Tasks in the order they were given.
fn handed(state: &CaseState) -> Vec<&Task> {
    let mut tasks: Vec<&Task> = state.tasks.iter().collect();
    tasks.sort_by_key(|task| (task.opened_at, task.id));
    tasks
}

fn row(room: &Dossiers, v: &Visitor, revision: &Revision, state: &CaseState, task: &Task) -> Row {
    let giver = giver(state, task);
    let unit = |id: Id| room.accounts.unit(id).map_or_else(String::new, |unit| unit.name_vi.clone());
    let officer = |id: Option<Id>| {
        id.and_then(|id| room.accounts.officer(id)).map_or_else(String::new, |officer| officer.name.clone())
    };
    Row {
        from: giver.map_or_else(|| vi(v, "dossiers-letter-applicant", &[]), |giver| unit(giver.unit)),
        to: unit(task.unit),
        given: clock(task.opened_at),
        taken: task.held_at.map_or_else(String::new, clock),
        giver: officer(giver.and_then(|giver| giver.holder)),
        taker: officer(task.holder),
        result: result(task, v),
        note: note(v, revision, task),
    }
}

/// Whose task led to this one: the leading one before it. The first is given by the person, and so
/// is the wish to take the request back.
fn giver<'s>(state: &'s CaseState, task: &Task) -> Option<&'s Task> {
    let led = state.tasks.iter().filter(|one| one.lead && one.id < task.id);
    led.max_by_key(|one| one.id).filter(|_| task.step != step::WITHDRAWAL)
}

/// `09 giờ 41 phút, 07/9/2026`.
fn clock(at: Moment) -> String {
    let minute = at.minute();
    format!("{:02} giờ {:02} phút, {}", minute / 60, minute % 60, day(at.day()))
}

/// Before its day, on its day, or late; nothing where no time was set.
fn result(task: &Task, v: &Visitor) -> String {
    let Some(due) = task.due_at else { return String::new() };
    let done = task.done_at.unwrap_or(v.now);
    let key = match task.done_at {
        _ if task.outcome.as_deref() == Some(cases::fold::DROPPED) => return String::new(),
        _ if done > due => "dossiers-letter-overdue",
        None => return String::new(),
        Some(_) if done.day() < due.day() => "dossiers-letter-early",
        Some(_) => "dossiers-letter-on-time",
    };
    vi(v, key, &[])
}

/// The step, and how it ended when that is not plain.
fn note(v: &Visitor, revision: &Revision, task: &Task) -> String {
    let named = match task.kind {
        TaskKind::Part => revision.part(&task.step).map(|part| part.name.vi.clone()),
        TaskKind::Consult => {
            let mut asked = revision.procedure.step.iter().flat_map(|step| &step.consult);
            asked.find(|consult| consult.key == task.step).map(|consult| consult.name.vi.clone())
        }
        _ => revision.step(&task.step).map(|step| step.name.vi.clone()),
    };
    let name = named.unwrap_or_else(|| vi(v, &format!("dossiers-letter-step-{}", task.step), &[]));
    let ended = match task.outcome.as_deref() {
        None => "dossiers-letter-open",
        Some(outcome::RETURNED) => "dossiers-letter-returned",
        Some(outcome::ASKED) => "dossiers-letter-asked",
        Some(outcome::REFUSED) => "dossiers-letter-refused",
        Some(outcome::OBJECTED) => "dossiers-letter-objected",
        Some(outcome::SILENT) => "dossiers-letter-silent",
        Some(outcome::DECLINED) => "dossiers-letter-declined",
        Some(cases::fold::DROPPED) => "dossiers-letter-dropped",
        Some(_) => return name,
    };
    format!("{name} ({})", vi(v, ended, &[]))
}
