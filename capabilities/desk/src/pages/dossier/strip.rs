//! The header strip: who, number, state, clocks with their rulers.

use super::Opened;
use crate::Desk;
use crate::pages::lists::channel_key;
use crate::time::{Left, TimeWords};
use calendar::{Calendar, Lateness, Tick};
use kernel::Moment;
use web::Visitor;
use web::parts::{Ruler, Tag, Tone};

/// "Lê Minh Họa: giấy phép xây dựng nhà ở".
pub(crate) fn title(v: &Visitor, opened: &Opened) -> String {
    format!("{}: {}", opened.applicant.name, opened.revision.procedure.short.get(v.lang))
}

/// Legally late, in working days.
pub(super) fn overdue(desk: &Desk, v: &Visitor, opened: &Opened) -> Option<Tag> {
    let state = opened.state();
    if !crate::status::is_overdue(state, v.now) {
        return None;
    }
    let text = match super::agency_hours(desk, state).lateness(state.due?.day, state.clock_at(v.now)) {
        Lateness::Days { working, .. } => v.t1("desk-overdue-days", "n", working),
        // A limit in hours is broken on its own day.
        _ => v.t("desk-overdue"),
    };
    Some(Tag::new(Tone::Bad, text))
}

/// Number, phone, channel, where and when it came in.
pub(super) fn meta(v: &Visitor, opened: &Opened) -> Vec<String> {
    let state = opened.state();
    let mut meta = Vec::new();
    if state.code.is_some() {
        meta.push(v.t1("desk-meta-receipt", "receipt", &state.receipt).into_owned());
    }
    if !opened.applicant.phone.is_empty() {
        meta.push(kernel::text::phone_shown(&opened.applicant.phone));
    }
    meta.push(v.t(channel_key(state.channel)).into_owned());
    meta.push(v.t1("desk-meta-sent", "time", v.when(state.opened_at)).into_owned());
    if let Some(at) = state.accepted_at {
        meta.push(v.t1("desk-meta-accepted", "time", v.when(at)).into_owned());
    }
    meta
}

/// Next due moments in words, overdue first.
pub(super) fn clock(v: &Visitor, opened: &Opened, words: &TimeWords, desk: &Desk) -> Vec<String> {
    let state = opened.state();
    let accounts = &desk.dossiers.accounts;
    let mut lines: Vec<String> = super::course::promise(v, state).into_iter().collect();
    for task in state.open_tasks() {
        let unit = accounts.unit(task.unit);
        let place = unit.as_deref().map_or("", |unit| unit.name(v.lang.tag()));
        let holder = task.holder.and_then(|id| accounts.officer(id));
        let who = holder.map_or_else(|| v.t("desk-nobody").into_owned(), |officer| officer.name.clone());
        let who = match presence(v, accounts, &state.about, task) {
            Some(away) => format!("{who} ({away})"),
            None => who,
        };
        let step = crate::lists::step_name(v, Some(&opened.revision), &task.step);
        let held = v.t3("desk-clock-held", "step", &step, "who", &who, "unit", place);
        lines.push(match task.due_at {
            None => held.into_owned(),
            Some(due) => {
                let left = Left::of(&accounts.calendar_for_unit(task.unit), Some(due), v.now);
                let left = words.left(left).to_string();
                v.t3("desk-clock-due", "held", &held, "due", v.when(due), "left", &left).into_owned()
            }
        });
    }
    lines
}

/// Whether the holder of a task is away, and who stands in.
fn presence(v: &Visitor, accounts: &accounts::Accounts, about: &str, task: &cases::Task) -> Option<String> {
    let holder = task.holder?;
    let away = accounts.absences_of(holder, v.now).into_iter().find(|one| one.since <= v.now)?;
    let until = v.when_short(away.until);
    let acts = |id: &kernel::Id| accounts.acts_for(*id, task.unit, task.role, about, v.now) == Some(holder);
    let able = accounts.officers_for_procedure(task.unit, task.role, about, v.now);
    let deputy = able.into_iter().find(acts).and_then(|id| accounts.officer(id));
    Some(
        match deputy {
            Some(deputy) => v.t2("desk-away-deputy", "until", &until, "deputy", &deputy.name),
            None => v.t1("desk-away", "until", &until),
        }
        .into_owned(),
    )
}

/// Rulers: the whole limit, and the officer's step.
pub(super) fn rulers(desk: &Desk, v: &Visitor, opened: &Opened, words: &TimeWords) -> Vec<Ruler> {
    let state = opened.state();
    let accounts = &desk.dossiers.accounts;
    let mut rulers = Vec::new();
    // From where the limit in force began: acceptance, or the last restart.
    if let (Some(start), Some(due)) = (state.course.started_at, state.due) {
        let calendar = super::agency_hours(desk, state);
        let span = Stretch { start, due: due.at, now: state.clock_at(v.now) };
        rulers.push(ruler(v, words, &calendar, "thuoc-ho-so", "desk-ruler-whole", &span));
    }
    if let Some((task, due)) = state.leading().and_then(|task| Some((task, task.due_at?))) {
        let calendar = accounts.calendar_for_unit(task.unit);
        let span = Stretch { start: task.opened_at, due, now: v.now };
        rulers.push(ruler(v, words, &calendar, "thuoc-buoc", "desk-ruler-step", &span));
    }
    rulers
}

struct Stretch {
    start: Moment,
    due: Moment,
    now: Moment,
}

fn ruler(v: &Visitor, words: &TimeWords, calendar: &Calendar, id: &str, key: &str, span: &Stretch) -> Ruler {
    let drawn = calendar.used(span.start, span.due, span.now);
    // A working day is eight office hours, whatever the desk's own hours are.
    let minutes = match drawn.tick {
        Tick::WorkingDay => drawn.used_milli.saturating_mul(12) / 25,
        Tick::WorkingHour => drawn.used_milli.saturating_mul(3) / 50,
    };
    let used = words.span(minutes).to_string();
    let total = match drawn.tick {
        Tick::WorkingDay => v.t1("desk-ruler-days", "n", drawn.total),
        Tick::WorkingHour => v.t1("desk-ruler-hours", "n", drawn.total),
    };
    let said = v.t1(key, "used", &used).into_owned();
    Ruler {
        id: id.to_owned(),
        title: v.t2("desk-ruler-title", "said", &said, "total", &total).into_owned(),
        units: drawn.total,
        used_thousandths: drawn.used_milli / drawn.total.max(1),
        used: said,
        from: v.short(span.start.day()),
        until: v.t1("desk-ruler-until", "due", v.when_short(span.due)).into_owned(),
    }
}
