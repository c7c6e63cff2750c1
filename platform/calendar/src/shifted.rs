//! A promise after an interval was taken out of its limit by sector law.

use crate::calendar::Calendar;
use crate::due::{Due, Terms, plain, rule};
use kernel::{Day, LimitUnit, Moment};

impl Calendar {
    /// The promise after the interval from `from` to `to` was taken out of the limit.
    ///
    /// The decrees on one-stop work exclude nothing; sector law sometimes does, and then only says
    /// that the interval is not counted (civil status: NĐ 123/2015 Art 3.4, from sending a request
    /// for verification to its answer \[L\]). How a part of a day is counted no text says. The rule
    /// here is a design \[I\], the nearest to how the limit itself is counted:
    ///
    /// - **Working days, same day**: a day counts as a whole, and the first day of a period is not
    ///   counted (BLDS 147). So the last day moves by the working days in (first day, last day] of
    ///   the interval; out and back on one day moves nothing. If the interval ends after the last
    ///   day so found, the limit ends on the next working day: what is left of it cannot end before
    ///   it runs again. A same-day limit that resumes on its last day after 15:00 ends on the next
    ///   working day, as one accepted after 15:00 does.
    /// - **Days, months**: likewise by calendar days; a last day that is off moves to the next
    ///   working day (BLDS 148.5).
    /// - **Hours**: by the clock. **Working hours**: by the office minutes between.
    ///
    /// A promise that was late when the interval began moves by the same number of days, and so
    /// stays late by as much.
    pub fn shifted(&self, at: Moment, last_day: Day, unit: LimitUnit, from: Moment, to: Moment) -> Due {
        let to = to.max(from);
        match unit {
            LimitUnit::Hours => plain(at.plus_ms(to.ms() - from.ms()), rule::SHIFTED),
            LimitUnit::WorkingHours => {
                let later = self.add_working_minutes(at, self.working_minutes_between(from, to));
                self.explain(plain(later, rule::SHIFTED), at.day(), later.day())
            }
            // Out and back on one day leaves the very promise, with its hour.
            _ if from.day() == to.day() => Due { last_day, ..plain(at, rule::SHIFTED) },
            LimitUnit::WorkingDays => self.shifted_days(last_day, from, to, false),
            LimitUnit::SameDay => self.shifted_days(last_day, from, to, true),
            LimitUnit::Days | LimitUnit::Months => {
                let out = to.day().number() - from.day().number();
                self.moved(last_day.plus(out), rule::SHIFTED)
            }
        }
    }

    fn shifted_days(&self, last_day: Day, from: Moment, to: Moment, same_day: bool) -> Due {
        let out = self.working_days_between(from.day(), to.day()).max(0);
        let moved = self.add_working_days(last_day, u32::try_from(out).unwrap_or(u32::MAX));
        let resumed = to.day();
        let too_late = same_day && to > Moment::at(resumed, Terms::default().same_day_until);
        let in_time = last_day >= from.day();
        let last = match () {
            () if in_time && moved < resumed => self.working_day_from(resumed),
            () if in_time && moved == resumed && too_late => self.next_working_day(resumed),
            () => moved,
        };
        self.explain(self.until(last, rule::SHIFTED), last_day.plus(1), last)
    }
}
