//! Changing procedures: what differs, drafts of change, publishing by a second person, rolling
//! back, and what is published as files again.

mod difference;
mod write;

pub use difference::{Change, ChangeKind, Fact, FactChange, What, difference};
pub(crate) use difference::{core_substance, substance};
