//! Time left and time late in words. The words are fetched once for a page; each line then
//! writes itself into the page without building strings.

use calendar::{Calendar, WORKING_DAY_MINUTES};
use kernel::{Day, Moment};
use std::borrow::Cow;
use std::fmt;
use web::Visitor;

/// In which group of a list a task stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Group {
    /// Past its time.
    Late,
    /// Due before the day ends.
    Today,
    /// Later, or whenever the person comes.
    Rest,
}

impl Group {
    /// The group of a due time; the same comparison as in the counts.
    pub(crate) fn of(due: Option<Moment>, now: Moment) -> Group {
        match due {
            Some(due) if due < now => Group::Late,
            Some(due) if due.day() == now.day() => Group::Today,
            _ => Group::Rest,
        }
    }

    /// Its stable name, as in text keys and in the API.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Group::Late => "late",
            Group::Today => "today",
            Group::Rest => "rest",
        }
    }
}

/// Office time left of a task.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Left {
    /// Minutes past.
    Late(u32),
    /// Minutes to go.
    Within(u32),
    /// No time: it waits for the person.
    Open,
}

impl Left {
    /// What is left until `due`.
    pub(crate) fn of(calendar: &Calendar, due: Option<Moment>, now: Moment) -> Left {
        match due {
            None => Left::Open,
            Some(due) if due < now => Left::Late(calendar.step_lateness(due, now)),
            Some(due) => Left::Within(calendar.remaining(due, now).minutes),
        }
    }
}

/// The words time is told with, in one language.
pub(crate) struct TimeWords {
    late: (String, String),
    left: (String, String),
    open: String,
    just: String,
    day: [String; 2],
    hour: [String; 2],
    minute: [String; 2],
}

/// Stands in a sentence for the time itself.
const HOLE: &str = "\u{1}";

impl TimeWords {
    /// Fetches them.
    pub(crate) fn new(v: &Visitor) -> TimeWords {
        let around = |sentence: Cow<'_, str>| {
            let (before, after) = sentence.split_once(HOLE).unwrap_or((&sentence, ""));
            (before.to_owned(), after.to_owned())
        };
        let two = |one: &str, many: &str| [v.t(one).into_owned(), v.t(many).into_owned()];
        TimeWords {
            late: around(v.t1("desk-time-late", "time", HOLE)),
            left: around(v.t1("desk-time-left", "time", HOLE)),
            open: v.t("desk-time-open").into_owned(),
            just: v.t("desk-time-just").into_owned(),
            day: two("desk-time-day", "desk-time-days"),
            hour: two("desk-time-hour", "desk-time-hours"),
            minute: two("desk-time-minute", "desk-time-minutes"),
        }
    }

    /// "trễ 3 ngày 2 giờ", "còn 2 giờ".
    pub(crate) fn left(&self, left: Left) -> LeftWords<'_> {
        LeftWords { words: self, left }
    }

    /// "3 ngày 2 giờ": office minutes as days of eight hours, hours, or minutes when short.
    pub(crate) fn span(&self, minutes: u32) -> Span<'_> {
        Span { words: self, minutes }
    }
}

/// A time left that writes itself.
#[derive(Clone, Copy)]
pub(crate) struct LeftWords<'a> {
    words: &'a TimeWords,
    left: Left,
}

impl fmt::Display for LeftWords<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ((before, after), minutes) = match self.left {
            Left::Open => return f.write_str(&self.words.open),
            Left::Late(0) => return f.write_str(&self.words.just),
            Left::Late(minutes) => (&self.words.late, minutes),
            Left::Within(minutes) => (&self.words.left, minutes),
        };
        f.write_str(before)?;
        self.words.span(minutes).fmt(f)?;
        f.write_str(after)
    }
}

/// A span of office time that writes itself.
#[derive(Clone, Copy)]
pub(crate) struct Span<'a> {
    words: &'a TimeWords,
    minutes: u32,
}

impl fmt::Display for Span<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = WORKING_DAY_MINUTES as u32;
        let (days, hours, minutes) = (self.minutes / day, self.minutes % day / 60, self.minutes % 60);
        let one = |f: &mut fmt::Formatter<'_>, number: u32, words: &[String; 2]| {
            write!(f, "{number} {}", words[usize::from(number != 1)])
        };
        match (days, hours) {
            (0, 0) => one(f, minutes, &self.words.minute),
            (0, _) => one(f, hours, &self.words.hour),
            (_, 0) => one(f, days, &self.words.day),
            _ => {
                one(f, days, &self.words.day)?;
                f.write_str(" ")?;
                one(f, hours, &self.words.hour)
            }
        }
    }
}

/// A day as lists write it: `15/9`, `04/9`.
#[derive(Clone, Copy)]
pub(crate) struct Short(pub Day);

impl fmt::Display for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let zero = if self.0.month() < 3 { "0" } else { "" };
        write!(f, "{:02}/{zero}{}", self.0.day(), self.0.month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::visitor;
    use web::Lang;

    fn at(text: &str) -> Moment {
        Moment::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn a_task_is_late_due_today_or_later() {
        let now = at("2026-09-07T09:41:00+07:00");
        for (due, group) in [
            ("2026-09-07T09:40:59+07:00", Group::Late),
            ("2026-09-07T09:41:00+07:00", Group::Today),
            ("2026-09-07T23:59:59+07:00", Group::Today),
            ("2026-09-08T00:00:00+07:00", Group::Rest),
        ] {
            assert_eq!(Group::of(Some(at(due)), now), group, "{due}");
        }
        assert_eq!(Group::of(None, now), Group::Rest);
    }

    #[test]
    fn time_is_told_in_office_days_and_hours() {
        let (vi, en) = (TimeWords::new(&visitor(Lang::Vi)), TimeWords::new(&visitor(Lang::En)));
        let told = |left: Left| (vi.left(left).to_string(), en.left(left).to_string());
        let same = |vi: &str, en: &str| (vi.to_owned(), en.to_owned());
        assert_eq!(told(Left::Late(3 * 480 + 125)), same("trễ 3 ngày 2 giờ", "3 days 2 hours late"));
        assert_eq!(told(Left::Within(480)), same("còn 1 ngày", "1 day left"));
        assert_eq!(told(Left::Within(61)), same("còn 1 giờ", "1 hour left"));
        assert_eq!(told(Left::Within(45)), same("còn 45 phút", "45 minutes left"));
        assert_eq!(told(Left::Late(0)), same("vừa hết giờ", "just past"));
        assert_eq!(told(Left::Open), same("chờ người nộp", "waiting for the applicant"));
    }

    #[test]
    fn only_office_time_counts() {
        let calendar = Calendar::standard();
        // From Friday 16:00 to Monday 08:30: one hour, then one hour.
        let (due, now) = (at("2026-09-11T16:00:00+07:00"), at("2026-09-14T08:30:00+07:00"));
        assert_eq!(Left::of(&calendar, Some(due), now), Left::Late(120));
        assert_eq!(Left::of(&calendar, Some(now), due), Left::Within(120));
    }

    #[test]
    fn short_days_are_written_as_the_house_writes_them() {
        for text in ["2026-09-04", "2026-02-14", "2026-12-31"] {
            let day: Day = text.parse().unwrap();
            assert_eq!(Short(day).to_string(), web::format::short(day));
        }
    }
}
