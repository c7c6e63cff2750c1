//! What can go wrong: a [`Refusal`] is expected and speaks to a person, a [`Fault`] is not.

use std::fmt;

/// The kinds of refusal; `web` maps each to a status and a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RefusalKind {
    /// There is no such thing, or it is not yours: 404.
    Absent,
    /// Known, yours, but not allowed: 403.
    Forbidden,
    /// Fields to mend: 422.
    Fields,
    /// Not possible in the present state: 409.
    State,
    /// Someone changed it first: 409.
    Changed,
    /// Too much, too often, too large: 429 or 413.
    Limit,
}

/// One field to mend: where, what, and the values its sentence needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldError {
    /// Name of the form field (JSON path in the API).
    pub path: String,
    /// Stable code; the text catalogue holds `field-{code}`.
    pub code: &'static str,
    /// Values for the sentence.
    pub params: Vec<(&'static str, String)>,
}

/// An expected "no" from the domain: stable code and parameters, no HTTP and no text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// Its kind.
    pub kind: RefusalKind,
    /// Stable code; the text catalogue holds `refusal-{code}`.
    pub code: &'static str,
    /// Values for the sentence.
    pub params: Vec<(&'static str, String)>,
    /// Fields to mend, for [`RefusalKind::Fields`].
    pub fields: Vec<FieldError>,
}

impl Refusal {
    /// A refusal of some kind with a stable code.
    pub fn new(kind: RefusalKind, code: &'static str) -> Refusal {
        Refusal { kind, code, params: Vec::new(), fields: Vec::new() }
    }

    /// Nothing here, or not yours.
    pub fn absent() -> Refusal {
        Refusal::new(RefusalKind::Absent, "absent")
    }

    /// Known, but this person may not.
    pub fn forbidden(code: &'static str) -> Refusal {
        Refusal::new(RefusalKind::Forbidden, code)
    }

    /// Not possible now.
    pub fn state(code: &'static str) -> Refusal {
        Refusal::new(RefusalKind::State, code)
    }

    /// Someone else was first.
    pub fn changed() -> Refusal {
        Refusal::new(RefusalKind::Changed, "changed")
    }

    /// Too much or too often.
    pub fn limit(code: &'static str) -> Refusal {
        Refusal::new(RefusalKind::Limit, code)
    }

    /// One field to mend.
    pub fn field(path: impl Into<String>, code: &'static str) -> Refusal {
        let mut refusal = Refusal::new(RefusalKind::Fields, "fields");
        refusal.fields.push(FieldError { path: path.into(), code, params: Vec::new() });
        refusal
    }

    /// Several fields to mend; `None` when there are none.
    pub fn fields(fields: Vec<FieldError>) -> Option<Refusal> {
        if fields.is_empty() {
            return None;
        }
        let mut refusal = Refusal::new(RefusalKind::Fields, "fields");
        refusal.fields = fields;
        Some(refusal)
    }

    /// Adds a value for the sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Refusal {
        self.params.push((name, value.to_string()));
        self
    }
}

impl FieldError {
    /// A field error without parameters.
    pub fn new(path: impl Into<String>, code: &'static str) -> FieldError {
        FieldError { path: path.into(), code, params: Vec::new() }
    }

    /// Adds a value for the sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> FieldError {
        self.params.push((name, value.to_string()));
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused: {}", self.code)
    }
}

impl std::error::Error for Refusal {}

/// An unexpected failure of the machinery, with context from each boundary it crossed.
#[derive(Clone, Debug)]
pub struct Fault(String);

impl Fault {
    /// A fault described in words; never personal data.
    pub fn new(what: impl fmt::Display) -> Fault {
        Fault(what.to_string())
    }

    /// Adds what was being done when it happened.
    #[must_use]
    pub fn context(self, doing: impl fmt::Display) -> Fault {
        Fault(format!("{doing}: {}", self.0))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Fault {
        Fault::new(error)
    }
}

/// What a command answers when it does not succeed.
#[derive(Clone, Debug)]
pub enum Failure {
    /// Expected.
    Refusal(Refusal),
    /// Unexpected.
    Fault(Fault),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Refusal(refusal) => refusal.fmt(f),
            Failure::Fault(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure::Refusal(refusal)
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Failure {
        Failure::Fault(fault)
    }
}
