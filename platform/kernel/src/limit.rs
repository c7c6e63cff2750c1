//! Legal limits: a number and the unit the law uses.

use serde::{Deserialize, Serialize};

/// The unit a limit is written in; it is consumed in that unit (BLDS 146–148).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitUnit {
    /// Clock hours, nights and holidays included.
    Hours,
    /// Hours in which the office is open.
    WorkingHours,
    /// Days on which the office works.
    WorkingDays,
    /// Calendar days; a last day that is not worked moves to the next working day.
    Days,
    /// Calendar months.
    Months,
    /// The same working day, or the next one when accepted after 15:00; the number is unused.
    SameDay,
}

impl LimitUnit {
    /// Its stable name, as files write it.
    pub const fn name(self) -> &'static str {
        match self {
            LimitUnit::Hours => "hours",
            LimitUnit::WorkingHours => "working_hours",
            LimitUnit::WorkingDays => "working_days",
            LimitUnit::Days => "days",
            LimitUnit::Months => "months",
            LimitUnit::SameDay => "same_day",
        }
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
