//! When a legal limit ends (Civil Code 91/2015, Art 147–148), and which holidays moved that.

use crate::calendar::Calendar;
use crate::holidays::{Entry, Holiday};
use kernel::{Day, Limit, LimitUnit, Moment};
use std::sync::Arc;

/// More months than any limit has; keeps the day within what a date can be.
const MOST_MONTHS: u32 = 12_000;

/// Stable codes of the rules by which a limit was computed; the ledger keeps them.
pub mod rule {
    /// Clock hours from the very moment, nights and holidays included (BLDS 147.1).
    pub const HOURS: &str = "blds-147-hours";
    /// Office hours from the very moment.
    pub const WORKING_HOURS: &str = "office-hours";
    /// Working days after the first day, which is not counted (BLDS 147).
    pub const WORKING_DAYS: &str = "blds-147-working-days";
    /// Calendar days; a last day that is off moves to the next working day (BLDS 147, 148.5).
    pub const DAYS: &str = "blds-147-148";
    /// Months, to the same-numbered day or the month's last; moved likewise (BLDS 148.3, 148.5).
    pub const MONTHS: &str = "blds-148-months";
    /// The same working day; the next one when accepted after 15:00 (Luật Hộ tịch Điều 5.3,
    /// NĐ 23/2015 Điều 7).
    pub const SAME_DAY: &str = "same-day-15h";
    /// A limit moved on because sector law takes an interval out of it; see
    /// [`Calendar::shifted`](crate::Calendar::shifted).
    pub const SHIFTED: &str = "interval-excluded";
}

/// Parameters of computing that a regime may set otherwise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Terms {
    /// Minute of the day after which a same-day procedure is due on the next working day.
    /// On the minute itself is not after: 15:00:00 is today, a moment later is not.
    pub same_day_until: u32,
}

impl Default for Terms {
    fn default() -> Terms {
        Terms { same_day_until: 15 * 60 }
    }
}

/// Days off that a limit jumped over: one holiday, clipped to the weekdays it took away.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Skipped {
    /// The holiday; where a swapped day joins one of the same name, the first entry of the two.
    pub holiday: Arc<Holiday>,
    /// First weekday lost.
    pub first: Day,
    /// Last weekday lost.
    pub last: Day,
    /// How many weekdays.
    pub days: u32,
}

/// When a limit ends, and why then.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Due {
    /// The printed moment: for limits in days the office's closing time on the last day, for
    /// limits in hours the very moment.
    pub at: Moment,
    /// The last day. Legally a limit in days runs to its end, 24:00 (BLDS 148.6).
    pub last_day: Day,
    /// For limits in days or months: the day the period would have ended on, had it been worked.
    pub moved_from: Option<Day>,
    /// The holidays jumped over, in order. Ordinary weekends are not listed.
    pub moved_by: Vec<Skipped>,
    /// Weekend days that did count, because a swap made them working days.
    pub worked_weekends: Vec<Day>,
    /// By which rule: a code of [`rule`].
    pub rule: &'static str,
    /// The computing used a year whose table is provisional.
    pub provisional: bool,
    /// The computing used a year without table: only weekends were known.
    pub beyond_table: bool,
}

impl Calendar {
    /// When a limit that starts at `start` ends, with the terms of the law.
    pub fn due(&self, start: Moment, limit: Limit) -> Due {
        self.due_with(start, limit, Terms::default())
    }

    /// When a limit that starts at `start` ends, with other terms.
    pub fn due_with(&self, start: Moment, limit: Limit, terms: Terms) -> Due {
        let day = start.day();
        let n = i64::from(limit.n);
        match limit.unit {
            LimitUnit::Hours => {
                let at = start.plus_minutes(n * 60);
                plain(at, rule::HOURS)
            }
            LimitUnit::WorkingHours => {
                let at = self.add_working_minutes(start, n * 60);
                self.explain(plain(at, rule::WORKING_HOURS), day, at.day())
            }
            LimitUnit::WorkingDays => {
                let last = self.add_working_days(day, limit.n);
                let first = if limit.n == 0 { day } else { day.plus(1) };
                self.explain(self.until(last, rule::WORKING_DAYS), first, last)
            }
            LimitUnit::Days => self.moved(day.plus(n), rule::DAYS),
            LimitUnit::Months => {
                let months = limit.n.min(MOST_MONTHS) as i32;
                self.moved(day.plus_months(months), rule::MONTHS)
            }
            LimitUnit::SameDay => {
                let today = self.is_working_day(day) && start <= Moment::at(day, terms.same_day_until);
                let last = if today { day } else { self.next_working_day(day) };
                self.explain(self.until(last, rule::SAME_DAY), day, last)
            }
        }
    }

    /// The last working day on which an apology can still go out in time: at least one day before
    /// the due date (NĐ 61/2018 Art 19.9, NĐ 118/2025 Art 19.6; "01 ngày" is a calendar day).
    pub fn apology_by(&self, last_day: Day) -> Day {
        self.working_day_until(last_day.plus(-1))
    }

    /// The last moment at which an extension may go out: closing time of the last working day that
    /// lies at least so many calendar days before the last day. With 1, on [`Self::apology_by`].
    pub fn extension_open_until(&self, last_day: Day, days_before: u32) -> Moment {
        let by = self.apology_by(last_day.plus(1 - i64::from(days_before)));
        self.closes(by).unwrap_or_else(|| Moment::at(by, 1440))
    }

    /// A period that ends on `nominal`, or on the next working day when that is off (BLDS 148.5).
    pub(crate) fn moved(&self, nominal: Day, rule: &'static str) -> Due {
        let last = self.working_day_from(nominal);
        let mut due = self.until(last, rule);
        due.moved_from = (last != nominal).then_some(nominal);
        self.explain(due, nominal, last)
    }

    pub(crate) fn until(&self, last: Day, rule: &'static str) -> Due {
        // A working day always has hours; 24:00 is the legal end where it had none.
        let at = self.closes(last).unwrap_or_else(|| Moment::at(last, 1440).plus_ms(-1));
        Due { last_day: last, ..plain(at, rule) }
    }

    /// Says which days between `first` and `last` differ from the plain week.
    pub(crate) fn explain(&self, mut due: Due, first: Day, last: Day) -> Due {
        for (number, entry) in self.holidays().between(first.number(), last.number()) {
            let day = Day::from_number(number);
            match entry {
                Entry::Worked(_) if day.is_weekend() => due.worked_weekends.push(day),
                Entry::Off(holiday) if !day.is_weekend() => self.skip(&mut due.moved_by, day, holiday),
                _ => {}
            }
        }
        for year in first.year()..=last.year() {
            due.provisional |= self.holidays().is_provisional(year);
            due.beyond_table |= !self.holidays().covers(year);
        }
        due
    }

    /// Joins a day to the holiday before it when both have one name and no work lies between.
    fn skip(&self, list: &mut Vec<Skipped>, day: Day, holiday: &Arc<Holiday>) {
        if let Some(previous) = list.last_mut() {
            let same = previous.holiday.vi == holiday.vi;
            if same && self.working_days_between(previous.last, day) == 0 {
                previous.last = day;
                previous.days += 1;
                return;
            }
        }
        list.push(Skipped { holiday: Arc::clone(holiday), first: day, last: day, days: 1 });
    }
}

pub(crate) fn plain(at: Moment, rule: &'static str) -> Due {
    Due {
        at,
        last_day: at.day(),
        moved_from: None,
        moved_by: Vec::new(),
        worked_weekends: Vec::new(),
        rule,
        provisional: false,
        beyond_table: false,
    }
}
