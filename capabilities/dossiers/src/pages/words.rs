//! Moments and states in words, the same on every page.

use crate::queries::{Mood, Stage, Standing, Title};
use crate::rules::outcome;
use calendar::{Lateness, Tick};
use cases::TaskKind;
use kernel::{Limit, LimitUnit};
use web::Visitor;
use web::parts::{Step, StepState, Tag, Tone};

const DAY: u32 = calendar::WORKING_DAY_MINUTES as u32;

/// `1 ngày 2 giờ làm việc`, `3 giờ làm việc`, `20 phút`: office time.
pub fn late_words(v: &Visitor, minutes: u32) -> String {
    let (days, hours, rest) = (minutes / DAY, minutes % DAY / 60, minutes % 60);
    match (days, hours) {
        (0, 0) => v.t1("dossiers-late-minutes", "n", rest.max(1)),
        (0, hours) => v.t1("dossiers-late-hours", "n", hours),
        (days, 0) => v.t1("dossiers-late-days", "n", days),
        (days, hours) => v.t2("dossiers-late-days-hours", "days", days, "hours", hours),
    }
    .into_owned()
}

/// Lateness by the law in words; none when it is not late.
pub fn lateness_words(v: &Visitor, lateness: Lateness) -> Option<String> {
    match lateness {
        Lateness::No => None,
        Lateness::Days { working: 0, calendar } => {
            Some(v.t1("dossiers-late-calendar", "n", calendar).into_owned())
        }
        Lateness::Days { working, .. } => Some(v.t1("dossiers-late-days", "n", working).into_owned()),
        Lateness::Minutes(minutes) => Some(late_words(v, minutes)),
    }
}

/// `15 ngày làm việc`, `trong ngày`.
pub fn limit_words(v: &Visitor, limit: Limit) -> String {
    v.tx(limit_key(limit.unit), &[("n", &limit.n)]).into_owned()
}

/// The text of a limit in a unit of the law.
pub(super) const fn limit_key(unit: LimitUnit) -> &'static str {
    match unit {
        LimitUnit::Hours => "dossiers-limit-hours",
        LimitUnit::WorkingHours => "dossiers-limit-working-hours",
        LimitUnit::WorkingDays => "dossiers-limit-working-days",
        LimitUnit::Days => "dossiers-limit-days",
        LimitUnit::Months => "dossiers-limit-months",
        LimitUnit::SameDay => "dossiers-limit-same-day",
    }
}

/// The limit as a whole sentence.
pub(super) fn limit_sentence(v: &Visitor, limit: Limit) -> String {
    match limit.unit {
        LimitUnit::SameDay => v.t("dossiers-limit-day").into_owned(),
        _ => v.t1("dossiers-limit", "limit", limit_words(v, limit)).into_owned(),
    }
}

/// The first letter small: the words stand inside a sentence.
pub(super) fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// `3 ngày 2 giờ`: how much of a ruler is used.
pub(super) fn used_words(v: &Visitor, ruler: calendar::Ruler) -> String {
    match ruler.tick {
        Tick::WorkingHour => v.t1("dossiers-used-hours", "n", ruler.used_milli / 1000),
        Tick::WorkingDay => {
            let (days, hours) = (ruler.used_milli / 1000, ruler.used_milli % 1000 * 8 / 1000);
            match (days, hours) {
                (0, hours) => v.t1("dossiers-used-hours", "n", hours),
                (days, 0) => v.t1("dossiers-used-days", "n", days),
                (days, hours) => v.t2("dossiers-used-days-hours", "days", days, "hours", hours),
            }
        }
    }
    .into_owned()
}

/// The state in a word.
pub(super) fn mood_tag(v: &Visitor, mood: Mood, accepted: bool) -> Tag {
    // What was accepted is not "not accepted", even when it is refused in the end.
    if mood == Mood::Refused && accepted {
        return Tag::new(Tone::Bad, v.t("dossiers-tag-refused-after"));
    }
    let tone = match mood {
        Mood::Sent | Mood::Running => Tone::Now,
        Mood::Unheld => Tone::Warn,
        Mood::AcceptLate | Mood::Overdue | Mood::Refused | Mood::Lapsed | Mood::Stopped => Tone::Bad,
        Mood::Asked => Tone::Warn,
        Mood::Withdrawn => Tone::Wait,
        Mood::Ready | Mood::Delivered => Tone::Good,
    };
    Tag::new(tone, v.t(&format!("dossiers-tag-{}", mood.name())))
}

/// The timeline in words.
pub fn stage_rows(v: &Visitor, stages: &[Stage]) -> Vec<Step> {
    stages.iter().map(|stage| row(v, stage)).collect()
}

fn row(v: &Visitor, stage: &Stage) -> Step {
    let title = match &stage.title {
        Title::Sent => v.t("dossiers-stage-sent").into_owned(),
        Title::Receive => v.t("dossiers-stage-receive").into_owned(),
        Title::Step(name) => name.get(v.lang).to_owned(),
        Title::Consult(name) => v.t1("dossiers-stage-consult", "about", name.get(v.lang)).into_owned(),
        Title::Part(name) => name.get(v.lang).to_owned(),
        Title::Beside(step) => v.t(&format!("dossiers-stage-{step}")).into_owned(),
    };
    let unit = stage.unit.as_ref().map(|unit| unit.get(v.lang).to_owned());
    let officer = stage.officer.as_ref().map(|officer| officer.name.clone());
    Step {
        state: state(stage),
        current: stage.lead,
        title,
        place: [unit, officer].into_iter().flatten().collect::<Vec<_>>().join(", "),
        times: times(v, stage),
        tag: tag(v, stage),
    }
}

fn state(stage: &Stage) -> StepState {
    match stage.standing {
        Standing::Current if stage.work == Some(TaskKind::Await) => StepState::Held,
        _ if stage.late_minutes > 0 => StepState::Late,
        Standing::Done => StepState::Done,
        Standing::Current => StepState::Current,
        Standing::Ahead => StepState::Ahead,
    }
}

fn times(v: &Visitor, stage: &Stage) -> Vec<(String, String)> {
    let mut times = Vec::new();
    let mut put = |key: &str, at: kernel::Moment| times.push((v.t(key).into_owned(), v.when_short(at)));
    match (&stage.title, stage.standing) {
        (Title::Sent, _) => {}
        (_, Standing::Ahead) => {
            if let Some(due) = stage.due {
                put("dossiers-planned", due);
            }
        }
        _ => {
            if let Some(began) = stage.began {
                put("dossiers-arrived", began);
            }
            if let Some(due) = stage.due {
                put("dossiers-promised", due);
            }
        }
    }
    if let Some(done) = stage.done {
        put("dossiers-done", done);
    }
    if let Some(limit) = stage.limit {
        times.push((v.t("dossiers-part-limit").into_owned(), limit_words(v, limit)));
    }
    if let Some(result) = &stage.result {
        times.push((v.t("dossiers-part-result").into_owned(), result.get(v.lang).to_owned()));
    }
    times
}

fn tag(v: &Visitor, stage: &Stage) -> Tag {
    let word = |tone, key: &str| Tag::new(tone, v.t(key));
    let decides = stage.work == Some(TaskKind::Decide);
    match (stage.standing, stage.outcome.as_deref()) {
        (_, Some(cases::fold::DROPPED)) => word(Tone::Wait, "dossiers-was-dropped"),
        (_, Some(outcome::ASKED)) => word(Tone::Warn, "dossiers-was-asked"),
        (_, Some(outcome::DECLINED)) => word(Tone::Wait, "dossiers-was-declined"),
        (_, Some(outcome::AGREED)) if decides => word(Tone::Now, "dossiers-was-agreed"),
        (Standing::Current, _) if stage.work == Some(TaskKind::Await) => {
            word(Tone::Pause, "dossiers-waits-person")
        }
        (_, Some(outcome::RETURNED)) => word(Tone::Warn, "dossiers-was-returned"),
        (_, Some(outcome::SILENT)) => word(Tone::Good, "dossiers-was-silent"),
        (_, Some(outcome::REFUSED)) => word(Tone::Bad, "dossiers-was-refused"),
        _ if stage.late_minutes > 0 => {
            Tag::new(Tone::Bad, v.t1("dossiers-late", "late", late_words(v, stage.late_minutes)))
        }
        (Standing::Done, _) if stage.due.is_some() => word(Tone::Good, "dossiers-in-time"),
        (Standing::Done, _) => word(Tone::Good, "dossiers-is-done"),
        // Only a hand-over has no time of its own: it waits for the person.
        (Standing::Current, _) if stage.work == Some(TaskKind::HandOver) => {
            word(Tone::Warn, "dossiers-waits-for-you")
        }
        (Standing::Current, _) => word(Tone::Now, "dossiers-under-way"),
        (Standing::Ahead, _) => word(Tone::Wait, "dossiers-not-yet"),
    }
}
