//! What can be wrong with a table of days or of hours.

use std::fmt;

/// A calendar file that cannot be used: which entry, and what is wrong with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CalendarError {
    /// The entry at fault, such as `year 2026, off 2026-01-02 (Tết Dương lịch)`.
    pub entry: String,
    /// What is wrong with it.
    pub problem: String,
}

impl CalendarError {
    pub(crate) fn new(entry: impl Into<String>, problem: impl Into<String>) -> CalendarError {
        CalendarError { entry: entry.into(), problem: problem.into() }
    }

    /// A file that is no TOML of the expected shape; the reader's message holds line and column.
    pub(crate) fn shape(file: &str, error: &toml::de::Error) -> CalendarError {
        CalendarError::new(file, error.to_string().trim_end())
    }
}

impl fmt::Display for CalendarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.entry, self.problem)
    }
}

impl std::error::Error for CalendarError {}
