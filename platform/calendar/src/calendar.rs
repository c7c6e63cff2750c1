//! One office's calendar: which days are worked, and time counted in its hours.

use crate::count::Count;
use crate::holidays::{Entry, Holiday, Holidays, Overlay, Swap};
use crate::hours::{Hours, Session};
use kernel::{Day, Moment};
use std::fmt;
use std::sync::Arc;

const MINUTE_MS: i64 = 60_000;
/// More minutes than any limit has; keeps arithmetic far from its edges.
const MOST_MINUTES: i64 = 1 << 40;

/// A working day when a limit or a rest of time is told in days and hours: eight hours.
pub const WORKING_DAY_MINUTES: i64 = 480;

/// What kind of day a day is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayKind<'a> {
    /// Monday to Friday, and not off.
    Working,
    /// A weekend day that is worked in exchange for another.
    WorkedWeekend(&'a Swap),
    /// An ordinary weekend day.
    Weekend,
    /// Off by name; a weekend day inside the break too.
    Off(&'a Holiday),
}

/// One office's calendar; cheap to clone.
#[derive(Clone)]
pub struct Calendar(Arc<Office>);

struct Office {
    holidays: Holidays,
    hours: Hours,
    version: String,
    /// Open milliseconds by day.
    open: Count,
}

impl Calendar {
    /// The calendar of an office with these days off and these hours.
    pub fn new(holidays: Holidays, hours: Hours) -> Calendar {
        let week = std::array::from_fn(|weekday| length(hours.weekday(weekday)));
        let exceptions = holidays.entries().map(|(day, entry)| match entry {
            Entry::Off(_) => (day, 0),
            Entry::Worked(swap) => (day, length(hours.worked(swap.day))),
        });
        let open = Count::new(week, exceptions);
        let version = format!("{}/{}", holidays.version(), hours.name());
        Calendar(Arc::new(Office { holidays, hours, version, open }))
    }

    /// The table that comes with the program and standard hours.
    pub fn standard() -> Calendar {
        Calendar::new(Holidays::vietnam(), Hours::standard())
    }

    /// This calendar with later decisions laid over it.
    pub fn with_overlay(&self, overlay: &Overlay) -> Calendar {
        Calendar::new(self.0.holidays.with_overlay(overlay), self.0.hours.clone())
    }

    /// The days off behind this calendar.
    pub fn holidays(&self) -> &Holidays {
        &self.0.holidays
    }

    /// The hours behind this calendar.
    pub fn hours(&self) -> &Hours {
        &self.0.hours
    }

    /// Versions of table, overlays and hours: `vn-2026-10-02/standard`. The ledger keeps it beside
    /// every limit it decides.
    pub fn version(&self) -> &str {
        &self.0.version
    }

    /// Whether the day is a working day of the State. A desk's Saturday session makes none.
    pub fn is_working_day(&self, day: Day) -> bool {
        self.0.holidays.count().weight(day.number()) > 0
    }

    /// What kind of day it is, with the holiday or the swap.
    pub fn kind(&self, day: Day) -> DayKind<'_> {
        match self.0.holidays.entry(day.number()) {
            Some(Entry::Off(holiday)) => DayKind::Off(holiday),
            Some(Entry::Worked(swap)) => DayKind::WorkedWeekend(swap),
            None if day.is_weekend() => DayKind::Weekend,
            None => DayKind::Working,
        }
    }

    /// The holiday for which the day is off; none for a working day or an ordinary weekend.
    pub fn why_off(&self, day: Day) -> Option<&Holiday> {
        match self.kind(day) {
            DayKind::Off(holiday) => Some(holiday),
            _ => None,
        }
    }

    /// The first working day after `day`.
    pub fn next_working_day(&self, day: Day) -> Day {
        self.working_day_from(day.plus(1))
    }

    /// `day` itself when it is worked, otherwise the next working day.
    pub fn working_day_from(&self, day: Day) -> Day {
        let count = self.0.holidays.count();
        Day::from_number(count.day_of(count.before(day.number())))
    }

    /// `day` itself when it is worked, otherwise the working day before it.
    pub fn working_day_until(&self, day: Day) -> Day {
        let count = self.0.holidays.count();
        Day::from_number(count.day_of(count.before(day.number() + 1) - 1))
    }

    /// The `n`th working day after `day`; `day` is not counted. With 0, [`Self::working_day_from`].
    pub fn add_working_days(&self, day: Day, n: u32) -> Day {
        if n == 0 {
            return self.working_day_from(day);
        }
        let count = self.0.holidays.count();
        Day::from_number(count.day_of(count.before(day.number() + 1) + i64::from(n) - 1))
    }

    /// The working day `n` working days before `day`; with 0, [`Self::working_day_until`].
    pub fn working_days_before(&self, day: Day, n: u32) -> Day {
        let count = self.0.holidays.count();
        Day::from_number(count.day_of(count.before(day.number() + 1) - 1 - i64::from(n)))
    }

    /// Working days after `from` up to and including `to`; negative when `to` is earlier.
    pub fn working_days_between(&self, from: Day, to: Day) -> i64 {
        let count = self.0.holidays.count();
        count.before(to.number() + 1) - count.before(from.number() + 1)
    }

    /// When the office is open on a day; empty when it is closed.
    pub fn sessions(&self, day: Day) -> &[Session] {
        match self.0.holidays.entry(day.number()) {
            Some(Entry::Off(_)) => &[],
            Some(Entry::Worked(_)) => self.0.hours.worked(day),
            None => self.0.hours.weekday(day.weekday()),
        }
    }

    /// When the office opens on a day, if it does.
    pub fn opens(&self, day: Day) -> Option<Moment> {
        self.sessions(day).first().map(|session| Moment::at(day, session.from))
    }

    /// When the office closes for the day, if it is open on it.
    pub fn closes(&self, day: Day) -> Option<Moment> {
        self.sessions(day).last().map(|session| Moment::at(day, session.to))
    }

    /// Whether the office is open at this moment; at the minute of closing it no longer is.
    pub fn is_open(&self, at: Moment) -> bool {
        let minute = at.minute();
        self.sessions(at.day()).iter().any(|session| session.from <= minute && minute < session.to)
    }

    /// The moment at which so many minutes of office hours have passed since `start`. An end that
    /// falls on a closing time stays there (17:00, not 07:30 the day after). Negative minutes go
    /// back; 0 is `start` itself, even at night.
    pub fn add_working_minutes(&self, start: Moment, minutes: i64) -> Moment {
        let span = minutes.clamp(-MOST_MINUTES, MOST_MINUTES) * MINUTE_MS;
        match span {
            0 => start,
            1.. => self.at_unit(self.position(start) + span - 1).plus_ms(1),
            _ => self.at_unit(self.position(start) + span),
        }
    }

    /// Whole minutes of office hours from `from` to `to`; negative when `to` is earlier.
    pub fn working_minutes_between(&self, from: Moment, to: Moment) -> i64 {
        (self.position(to) - self.position(from)) / MINUTE_MS
    }

    /// Open milliseconds passed since a fixed origin.
    fn position(&self, at: Moment) -> i64 {
        let day = at.day();
        let into = at.ms() - Moment::at(day, 0).ms();
        let passed = |session: &Session| {
            let (from, to) = (i64::from(session.from) * MINUTE_MS, i64::from(session.to) * MINUTE_MS);
            into.clamp(from, to) - from
        };
        self.0.open.before(day.number()) + self.sessions(day).iter().map(passed).sum::<i64>()
    }

    /// The moment at which the open millisecond `unit` begins.
    fn at_unit(&self, unit: i64) -> Moment {
        let number = self.0.open.day_of(unit);
        let day = Day::from_number(number);
        let mut left = unit - self.0.open.before(number);
        for session in self.sessions(day) {
            let long = i64::from(session.to - session.from) * MINUTE_MS;
            if left < long {
                return Moment::at(day, session.from).plus_ms(left);
            }
            left -= long;
        }
        // Only for days past the end of time, where `Day` stops counting.
        Moment::at(day, 1440)
    }
}

impl fmt::Debug for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Calendar({})", self.version())
    }
}

fn length(sessions: &[Session]) -> i64 {
    sessions.iter().map(|session| i64::from(session.to - session.from) * MINUTE_MS).sum()
}
