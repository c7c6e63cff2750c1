//! What is weak in the table, seen from today.

use crate::calendar::Calendar;
use kernel::Moment;
use std::fmt;

/// How far ahead limits are usually set, in days.
const HORIZON: i64 = 60;

/// A weakness of the calendar that a person should look into.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Warning {
    /// The table of a year, this one or one ahead, is provisional.
    Provisional {
        /// The year.
        year: i16,
        /// Limits set today may already rest on it.
        in_use: bool,
    },
    /// Limits set today may fall in a year without table: only weekends would be known.
    NoTable {
        /// The year.
        year: i16,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Warning::Provisional { year, in_use: true } => {
                write!(f, "the calendar of {year} is provisional and limits set now may rest on it")
            }
            Warning::Provisional { year, in_use: false } => {
                write!(f, "the calendar of {year} is provisional")
            }
            Warning::NoTable { year } => {
                write!(f, "the calendar has no holidays for {year}: limits that reach it count weekends only")
            }
        }
    }
}

impl Calendar {
    /// What a person should look into: provisional years, and years without table within sixty
    /// days from now.
    pub fn doctor(&self, now: Moment) -> Vec<Warning> {
        let today = now.day();
        let reached = today.year()..=today.plus(HORIZON).year();
        let missing = reached
            .clone()
            .filter(|year| !self.holidays().covers(*year))
            .map(|year| Warning::NoTable { year });
        let provisional =
            self.holidays().years().filter(|(year, provisional)| *provisional && *year >= today.year());
        let provisional =
            provisional.map(|(year, _)| Warning::Provisional { year, in_use: reached.contains(&year) });
        provisional.chain(missing).collect()
    }
}
