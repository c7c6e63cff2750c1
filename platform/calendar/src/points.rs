//! Moments on the way to a due time, at which someone is warned.

use crate::calendar::Calendar;
use kernel::{Day, Moment};

/// A moment on the way to a due time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Point {
    /// When so many thousandths of the office time from start to due are used.
    Share(u32),
    /// When the office opens on the working day so many working days before the last day; with 0,
    /// on the last day itself.
    WorkingDaysBefore(u32),
}

impl Calendar {
    /// The moments wanted, in the order asked; none for one that would lie before the start, or
    /// not before the due moment: a warning that comes too late, or at once, warns of nothing.
    pub fn points(&self, start: Moment, due: Moment, last_day: Day, wants: &[Point]) -> Vec<Option<Moment>> {
        let within = |at: &Moment| start <= *at && *at < due;
        wants.iter().map(|want| self.point(start, due, last_day, *want).filter(within)).collect()
    }

    fn point(&self, start: Moment, due: Moment, last_day: Day, want: Point) -> Option<Moment> {
        match want {
            Point::Share(permille) => {
                let whole = self.working_minutes_between(start, due);
                // Without office time between the two there is no share of it.
                (whole > 0).then(|| self.add_working_minutes(start, whole * i64::from(permille) / 1000))
            }
            Point::WorkingDaysBefore(days) => {
                let day = self.working_days_before(last_day, days);
                Some(self.opens(day).unwrap_or_else(|| Moment::at(day, 0)))
            }
        }
    }
}
