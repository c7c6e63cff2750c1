//! Why an upload was not taken, one clear message each.

use crate::FileKind;
use crate::inspect::Trouble;
use kernel::{Failure, Fault, FieldError, Refusal};

const MB: u64 = 1024 * 1024;

/// Why one upload was not taken. Other files of the same request are not touched by it.
#[derive(Clone, Debug)]
pub enum UploadProblem {
    /// Nothing in it.
    Empty,
    /// More bytes than are taken.
    TooLarge {
        /// The most that is taken, in bytes.
        limit: u64,
        /// What came, in bytes; at least, when the rest was not waited for.
        seen: u64,
    },
    /// Neither JPEG, PNG nor PDF, whatever its name says.
    Kind,
    /// Its end is missing.
    Truncated(FileKind),
    /// Complete, yet without anything a reader could show.
    Unreadable(FileKind),
    /// A PDF that asks for a password.
    Encrypted,
    /// The line dropped, or the request ended in the middle of the file.
    Interrupted,
    /// The machinery failed.
    Io(Fault),
}

impl UploadProblem {
    /// The stable code of the field error; `None` for a fault.
    pub const fn code(&self) -> Option<&'static str> {
        Some(match self {
            UploadProblem::Empty => "file-empty",
            UploadProblem::TooLarge { .. } => "file-too-large",
            UploadProblem::Kind => "file-kind",
            UploadProblem::Truncated(_) => "file-truncated",
            UploadProblem::Unreadable(_) => "file-unreadable",
            UploadProblem::Encrypted => "file-encrypted",
            UploadProblem::Interrupted => "file-interrupted",
            UploadProblem::Io(_) => return None,
        })
    }

    /// The error of a form field, for the file called `name`. Parameters: `name`, for
    /// `file-too-large` also `size` and `limit` in whole MB.
    ///
    /// # Errors
    /// The fault itself, which is no field's error.
    pub fn field(self, path: impl Into<String>, name: &str) -> Result<FieldError, Fault> {
        let Some(code) = self.code() else {
            return Err(match self {
                UploadProblem::Io(fault) => fault,
                other => Fault::new(format_args!("upload problem without a code: {other:?}")),
            });
        };
        let shown = crate::name::shown(name);
        let error = FieldError::new(path, code).with("name", if shown.is_empty() { "?" } else { &shown });
        Ok(match self {
            UploadProblem::TooLarge { limit, seen } => {
                // Rounded up, so that "15 MB" is never called larger than "15 MB".
                error.with("size", seen.div_ceil(MB).max(limit / MB + 1)).with("limit", limit / MB)
            }
            _ => error,
        })
    }

    /// The refusal of a form with this one file.
    pub fn into_failure(self, path: &str, name: &str) -> Failure {
        match self.field(path, name) {
            Ok(error) => Refusal::fields(vec![error]).map_or_else(|| Refusal::absent().into(), Failure::from),
            Err(fault) => fault.into(),
        }
    }
}

impl From<Trouble> for UploadProblem {
    fn from(trouble: Trouble) -> UploadProblem {
        match trouble {
            Trouble::Kind => UploadProblem::Kind,
            Trouble::Truncated(kind) => UploadProblem::Truncated(kind),
            Trouble::Unreadable(kind) => UploadProblem::Unreadable(kind),
            Trouble::Encrypted => UploadProblem::Encrypted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_about_size_never_contradicts_itself() {
        let problem = UploadProblem::TooLarge { limit: 15 * MB, seen: 15 * MB + 1 };
        let error = problem.field("papers", "C:\\scan\\don.pdf").unwrap();
        assert_eq!(error.code, "file-too-large");
        let params = [("name", "don.pdf"), ("size", "16"), ("limit", "15")];
        assert_eq!(error.params, params.map(|(name, value)| (name, value.to_owned())));
    }

    #[test]
    fn a_fault_is_no_error_of_a_field() {
        let failure = UploadProblem::Io(Fault::new("disk full")).into_failure("papers", "a.pdf");
        assert!(matches!(failure, Failure::Fault(_)), "{failure}");
        let failure = UploadProblem::Empty.into_failure("papers", "a.pdf");
        assert!(matches!(failure, Failure::Refusal(refusal) if refusal.fields[0].code == "file-empty"));
    }
}
