//! What goes wrong in a developer command: a sentence for the person at the keyboard.

use std::fmt;

/// A sentence that says what went wrong and, where there is one, what to do next.
#[derive(Debug)]
pub(crate) struct Problem(String);

/// What every developer command gives back.
pub(crate) type Outcome<T = ()> = Result<T, Problem>;

impl Problem {
    /// A problem in these words.
    pub(crate) fn new(words: impl Into<String>) -> Problem {
        Problem(words.into())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Problem {
        Problem(error.to_string())
    }
}

impl From<serde_json::Error> for Problem {
    fn from(error: serde_json::Error) -> Problem {
        Problem(format!("not the JSON that was expected: {error}"))
    }
}

/// Says where an error happened.
pub(crate) trait Context<T> {
    /// Puts `words` before the error's own words.
    fn context(self, words: impl fmt::Display) -> Outcome<T>;
}

impl<T, E: fmt::Display> Context<T> for Result<T, E> {
    fn context(self, words: impl fmt::Display) -> Outcome<T> {
        self.map_err(|error| Problem(format!("{words}: {error}")))
    }
}
