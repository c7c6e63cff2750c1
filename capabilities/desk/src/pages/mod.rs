//! The pages of the officers' side. Each handler loads, notes the look, and shows.

pub(crate) mod assign;
pub(crate) mod counter;
pub(crate) mod dossier;
pub(crate) mod lists;
pub(crate) mod lookup;
pub(crate) mod sheet;
pub(crate) mod supplement;
pub(crate) mod today;
