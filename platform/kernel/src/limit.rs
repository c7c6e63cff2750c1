//! Legal limits: a number and the unit the law uses.

use serde::{Deserialize, Serialize};

crate::words! {
    /// The unit a limit is written in; it is consumed in that unit (BLDS 146–148).
    LimitUnit {
        /// Clock hours, nights and holidays included.
        Hours = "hours",
        /// Hours in which the office is open.
        WorkingHours = "working_hours",
        /// Days on which the office works.
        WorkingDays = "working_days",
        /// Calendar days; a last day that is not worked moves to the next working day.
        Days = "days",
        /// Calendar months.
        Months = "months",
        /// The same working day, or the next one when accepted after 15:00; the number is unused.
        SameDay = "same_day",
    }
}

/// A limit `(n, unit)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Limit {
    /// How many; unused for [`LimitUnit::SameDay`].
    pub n: u32,
    /// Of what.
    pub unit: LimitUnit,
}

impl Limit {
    /// A limit of `n` units.
    pub const fn new(n: u32, unit: LimitUnit) -> Limit {
        Limit { n, unit }
    }
}
