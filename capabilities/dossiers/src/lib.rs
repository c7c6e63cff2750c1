//! The dossier kind: draft, submit, accept, steps, result.
//!
//! `rules` decides, `commands` load and save, pages and API are two doors to the same commands.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod commands;
pub mod model;
pub mod queries;
pub mod rules;
mod store;

pub use commands::{Advice, Attached, Done, Dossiers, Saved, SeenPaper, Submitted, Upload, WalkIn};
pub use model::{Content, Draft, DraftPaper, Seen};
pub use store::{ALL as STATEMENTS, MIGRATIONS};
