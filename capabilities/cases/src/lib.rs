//! The core: ledger, tasks, clocks, papers, looks, alarms.
//!
//! A case is a ledger of events; its row and tasks are what the ledger folds to. Kinds of case
//! (dossiers first) decide which events happen; this room records, folds, wakes and verifies.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod case;
mod commands;
pub mod doctor;
pub mod fold;
mod jobs;
pub mod ledger;
pub mod looks;
pub mod model;
pub mod queries;
mod store;

pub use case::{Case, Envelope, WAKE, link_token, lookup_secret, next_number, receipt_number};
pub use commands::{add_paper, compare_original, take_fee};
pub use jobs::wake;
pub use model::{
    Alarm, Applicant, CaseKind, CaseState, Channel, Event, Fee, Outcome, Paper, Phase, Promise, RESULT, Task,
    TaskKind,
};
pub use store::{ALL as STATEMENTS, MIGRATIONS};

use ::store::agenda::Handler;
use kernel::Clock;
use std::sync::Arc;

/// What this room does when the agenda says so.
pub fn jobs(clock: &Clock) -> Vec<(&'static str, Handler)> {
    let clock = clock.clone();
    let wake: Handler = Arc::new(jobs::wake);
    let seal: Handler = Arc::new(move |tx, _, now| looks::seal(tx, now, clock.technical()));
    vec![(WAKE, wake), (looks::SEAL, seal)]
}
