//! Reading files: TOML to types, with the file, the line and what to do for every mistake.

use crate::model::Procedure;
use crate::reader::{Unreadable, from_toml};
use crate::revision::Revision;
use crate::source_files::SourceFile;
use kernel::Id;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::fmt;
use std::fmt::Write;

/// A mistake in a file: where, what, and what to do about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Path inside `procedures/`.
    pub file: String,
    /// Line, where it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
    /// The same for people, where a text of a procedure can have it; none for mistakes that only
    /// files have.
    pub words: Option<Box<ProblemWords>>,
}

/// A mistake as people are told of it, in their language: the text `catalogue-check-{kind}`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProblemWords {
    /// One of [`CHECKS`](crate::CHECKS).
    pub kind: &'static str,
    /// What it is about, by the names of the values of that text.
    pub about: Vec<(&'static str, String)>,
}

impl Problem {
    pub(crate) fn new(file: &SourceFile, line: Option<usize>, what: String, remedy: String) -> Problem {
        Problem { file: file.path.clone(), line, what, remedy, words: None }
    }

    /// Of which kind it is; empty for a mistake that only files have.
    pub(crate) fn kind(&self) -> &'static str {
        self.words.as_ref().map_or("", |words| words.kind)
    }

    /// Says of which kind it is, and what it is about.
    pub(crate) fn of(&mut self, kind: &'static str, about: &[(&'static str, &str)]) {
        let about = about.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        self.words = Some(Box::new(ProblemWords { kind, about }));
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}. {}.", self.file, self.what, self.remedy),
            None => write!(f, "{}: {}. {}.", self.file, self.what, self.remedy),
        }
    }
}

impl Procedure {
    /// What a procedure file says, unchecked.
    ///
    /// # Errors
    /// The mistake that makes it unreadable.
    pub fn from_file(file: &SourceFile) -> Result<Procedure, Problem> {
        Ok(procedure(file)?.procedure)
    }
}

/// Reads a procedure file; the revision has no id yet.
pub(crate) fn procedure(file: &SourceFile) -> Result<Revision, Problem> {
    let procedure: Procedure = from_toml(&file.text).map_err(|error| unreadable(file, error))?;
    Ok(Revision::new(Id(0), hash(&file.text), file.path.clone(), procedure))
}

/// Reads a revision the database holds: one stored by an earlier release may still name its
/// regime, which now follows from the day alone.
pub(crate) fn stored(file: &SourceFile) -> Result<Revision, Problem> {
    let text = crate::edits::without_regime(&file.text);
    let procedure: Procedure = from_toml(&text).map_err(|error| unreadable(file, error))?;
    Ok(Revision::new(Id(0), hash(&file.text), file.path.clone(), procedure))
}

/// Reads a file of one of the dated tables.
pub(crate) fn table<T: DeserializeOwned>(file: &SourceFile) -> Result<T, Problem> {
    from_toml(&file.text).map_err(|error| unreadable(file, error))
}

fn unreadable(file: &SourceFile, error: Unreadable) -> Problem {
    let line = error.at.map(|at| line_at(&file.text, at));
    let said = error.message.trim_end_matches('.').replace('\n', " ");
    let remedy = remedy_for(&said);
    let what = plain(said);
    Problem::new(file, line, what, remedy.to_owned())
}

/// What the parser says, for someone who never met one.
fn plain(said: String) -> String {
    let unknown = |words: &str| {
        let (name, known) = said.strip_prefix(words)?.split_once(", expected ")?;
        Some((name.to_owned(), known.trim_start_matches("one of ").to_owned()))
    };
    if let Some((word, known)) = unknown("unknown variant ") {
        return format!("{word} is not a word that may stand here; these may: {known}");
    }
    if let Some((field, known)) = unknown("unknown field ") {
        return format!("{field} is not a field that may stand here; these may: {known}");
    }
    match said.strip_prefix("missing field ") {
        Some(field) => format!("The field {field} is missing"),
        None => said,
    }
}

/// What to do about what the parser says.
fn remedy_for(what: &str) -> &'static str {
    if what.contains("unknown variant") {
        "Use one of the words listed"
    } else if what.contains("unknown field") {
        "Check the spelling, or move it to where it belongs"
    } else if what.contains("missing field") {
        "Add it; README.md of the catalogue shows an example"
    } else if what.contains("CEL") {
        "Mend the expression; strings stand in single quotes, == compares"
    } else if what.contains("source") {
        "Write where the fact comes from, for example \"[L] Luật Hộ tịch 60/2014/QH13, Điều 5.3\""
    } else {
        "Mend the line as TOML; texts stand in double quotes"
    }
}

/// The line, from 1, of a byte offset.
pub(crate) fn line_at(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1
}

/// SHA-256 of a text, in hex.
pub(crate) fn hash(text: &str) -> String {
    let mut out = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        let _ = write!(out, "{byte:02x}");
    }
    out
}
