//! Late, left and used: numbers for pages, without words.

use crate::calendar::{Calendar, WORKING_DAY_MINUTES};
use kernel::{Day, LimitUnit, Moment};

/// How late something is by the law.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lateness {
    /// Not late.
    No,
    /// Late by the day: the due date has passed, 24:00 included.
    Days {
        /// Calendar days since the due date, at least 1.
        calendar: u32,
        /// Working days since the due date; 0 on the weekend after it.
        working: u32,
    },
    /// A limit in hours, late by the minute: clock minutes for hours, office minutes for
    /// working hours.
    Minutes(u32),
}

impl Lateness {
    /// Whether it is late at all.
    pub fn is_late(self) -> bool {
        self != Lateness::No
    }
}

/// What is left of a limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Remaining {
    /// Working days after today up to and including the last ("còn 6 ngày làm việc sau hôm nay").
    pub days_after_today: u32,
    /// The last day is today.
    pub today: bool,
    /// The printed moment has passed. By the day it may still be in time: see [`Lateness`].
    pub passed: bool,
    /// Office minutes left until the printed moment, 0 when it has passed.
    pub minutes: u32,
}

impl Remaining {
    /// The office time left, told as full working days of eight hours, hours and minutes
    /// ("còn 2 ngày 4 giờ").
    pub fn split(self) -> (u32, u32, u32) {
        let day = WORKING_DAY_MINUTES as u32;
        (self.minutes / day, self.minutes % day / 60, self.minutes % 60)
    }
}

/// What one tick of a ruler is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tick {
    /// A working day: 0 is the end of the day of acceptance, which is not counted.
    WorkingDay,
    /// An office hour, for limits that end on the day they start.
    WorkingHour,
}

/// A limit as a ruler: so many ticks, and where now is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ruler {
    /// What a tick is.
    pub tick: Tick,
    /// Ticks from start to due, at least 1.
    pub total: u32,
    /// Ticks used up to now, in thousandths; over `total * 1000` when the printed moment passed.
    pub used_milli: u32,
}

impl Ruler {
    /// Whole ticks used.
    pub fn used(self) -> u32 {
        self.used_milli / 1000
    }

    /// The place of now in thousandths of the whole ruler, at most 1000.
    pub fn permille(self) -> u32 {
        (self.used_milli / self.total.max(1)).min(1000)
    }
}

impl Calendar {
    /// Legal lateness of a limit in days: late once the last day is over, at 24:00 (BLDS 148.6).
    pub fn lateness(&self, last_day: Day, now: Moment) -> Lateness {
        let today = now.day();
        if today <= last_day {
            return Lateness::No;
        }
        let calendar = small(today.number() - last_day.number());
        Lateness::Days { calendar, working: small(self.working_days_between(last_day, today)) }
    }

    /// Legal lateness of a limit by its unit: by the minute for hours, by the day for all others.
    pub fn lateness_of(&self, due: Moment, unit: LimitUnit, now: Moment) -> Lateness {
        if !matches!(unit, LimitUnit::Hours | LimitUnit::WorkingHours) {
            return self.lateness(due.day(), now);
        }
        if now <= due {
            return Lateness::No;
        }
        Lateness::Minutes(match unit {
            LimitUnit::Hours => small((now.ms() - due.ms()) / 60_000),
            _ => small(self.working_minutes_between(due, now)),
        })
    }

    /// Lateness of an internal step, in office minutes; 0 when it is in time.
    pub fn step_lateness(&self, due: Moment, now: Moment) -> u32 {
        small(self.working_minutes_between(due, now))
    }

    /// What is left until a printed moment.
    pub fn remaining(&self, due: Moment, now: Moment) -> Remaining {
        Remaining {
            days_after_today: small(self.working_days_between(now.day(), due.day())),
            today: now.day() == due.day(),
            passed: now > due,
            minutes: small(self.working_minutes_between(now, due)),
        }
    }

    /// A limit as a ruler, in working days; in office hours when it ends on the day it starts.
    ///
    /// Nothing is used on the day of acceptance, because the law does not count it, and a working
    /// day is used evenly over its office hours.
    pub fn used(&self, start: Moment, due: Moment, now: Moment) -> Ruler {
        let days = small(self.working_days_between(start.day(), due.day()));
        if days == 0 {
            let minutes = small(self.working_minutes_between(start, due));
            let used = small(self.working_minutes_between(start, now.max(start)));
            let used_milli = used.saturating_mul(50) / 3;
            return Ruler { tick: Tick::WorkingHour, total: minutes.div_ceil(60).max(1), used_milli };
        }
        Ruler { tick: Tick::WorkingDay, total: days, used_milli: self.used_days_milli(start.day(), now) }
    }

    fn used_days_milli(&self, start: Day, now: Moment) -> u32 {
        let today = now.day();
        if today <= start {
            return 0;
        }
        let begun = small(self.working_days_between(start, today));
        if !self.is_working_day(today) {
            return begun.saturating_mul(1000);
        }
        let left = small(self.working_minutes_between(now, Moment::at(today, 1440)));
        let whole = small(self.working_minutes_between(Moment::at(today, 0), Moment::at(today, 1440))).max(1);
        begun.saturating_mul(1000).saturating_sub(left.saturating_mul(1000).div_ceil(whole))
    }
}

fn small(number: i64) -> u32 {
    number.clamp(0, i64::from(u32::MAX)) as u32
}
