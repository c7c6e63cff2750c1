//! Changing procedures: what differs, drafts of change, publishing by a second person, rolling
//! back, and what is published as files again.

mod asked;
mod commands;
mod deciding;
mod difference;
mod export;
mod fields;
#[cfg(test)]
mod fields_tests;
mod findings;
mod from_record;
mod nested;
mod publishing;
mod record_fees;
#[cfg(test)]
mod record_tests;
mod rules;
mod sections;
pub(crate) mod store;
mod write;

pub use asked::Asked;
pub use commands::{Edits, ItemAct, Stamp};
pub use difference::{Change, ChangeKind, Fact, FactChange, What, difference, everything};
pub(crate) use difference::{core_substance, substance};
pub use export::export;
pub use fields::{FieldSpec, Input, Place, Section};
pub use publishing::Candidate;
pub use rules::{Unready, later_than};
pub use sections::{FILE_ONLY, SECTIONS, UNITS, section};
pub(crate) use write::without_regime;

use kernel::{Day, Fault, Id, Moment};

use crate::model::Procedure;
use crate::reader::from_toml;

kernel::words! {
    /// What a change of a procedure sets out to do.
    EditKind {
        /// Change facts from a day on.
        Change = "change",
        /// Restate an older text from a day on.
        Rollback = "rollback",
        /// Make a procedure that can be applied for here, from its national record.
        Create = "create",
    }
}

kernel::words! {
    /// Where a change stands.
    EditState {
        /// Its author writes it.
        Draft = "draft",
        /// It waits for a second person.
        Proposed = "proposed",
        /// The second person gave it back with a reason; its author mends it.
        Returned = "returned",
        /// It is published.
        Published = "published",
        /// Its author gave it up.
        Withdrawn = "withdrawn",
    }
}

impl EditState {
    /// Whether its author may write.
    pub const fn is_written(self) -> bool {
        matches!(self, EditState::Draft | EditState::Returned)
    }

    /// Whether something is still to come.
    pub const fn is_open(self) -> bool {
        matches!(self, EditState::Draft | EditState::Returned | EditState::Proposed)
    }
}

/// A change of a procedure on its way.
#[derive(Clone, Debug)]
pub struct Edit {
    /// Its id.
    pub id: Id,
    /// Code of the procedure.
    pub code: String,
    /// What it sets out to do.
    pub kind: EditKind,
    /// The published text it was made from; none where it was made from a record.
    pub base: Option<Id>,
    /// The older text that is restated.
    pub restates: Option<Id>,
    /// Who writes it.
    pub author: Id,
    /// Since when.
    pub started_at: Moment,
    /// From which day it is to hold.
    pub from: Day,
    /// The legal basis of the change, in words.
    pub reason: String,
    /// The whole procedure as it would be, as a file.
    pub body: String,
    /// Where it stands.
    pub state: EditState,
    /// When it last changed.
    pub changed_at: Moment,
    /// When it was proposed.
    pub proposed_at: Option<Moment>,
    /// Who decided last, and when.
    pub decided: Option<(Id, Moment)>,
    /// What they said.
    pub note: Option<String>,
    /// Grows with every change.
    pub version: i64,
}

impl Edit {
    /// The procedure as it would be, with its first day.
    ///
    /// # Errors
    /// A fault when the kept text cannot be read.
    pub fn procedure(&self) -> Result<Procedure, Fault> {
        let mut procedure: Procedure = from_toml(&self.body)
            .map_err(|error| Fault::new(error).context(format!("reading the change {}", self.id)))?;
        procedure.effective_from = self.from;
        Ok(procedure)
    }
}

/// What happened to a change.
#[derive(Clone, Debug)]
pub struct EditEvent {
    /// When.
    pub at: Moment,
    /// Who did it.
    pub by: Id,
    /// What: `start`, `save`, `propose`, `take-back`, `return`, `publish`, `withdraw`, `cancel`.
    pub what: String,
    /// Which section, or the words said.
    pub detail: String,
}
