//! The core: ledger, tasks, clocks, papers, looks, alarms.
//!
//! A case is a ledger of events; its row and tasks are what the ledger folds to. Kinds of case
//! (dossiers first) decide which events happen; this room records, folds, wakes and verifies.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod case;
mod commands;
pub mod doctor;
mod event;
pub mod fold;
mod jobs;
pub mod ledger;
pub mod looks;
pub mod model;
pub mod queries;
mod store;

pub use case::{Case, Envelope, WAKE, link_token, lookup_secret, next_number, receipt_number};
pub use commands::{add_paper, compare_original, replace_applicant, take_fee};
pub use event::{Clock, Event};
pub use jobs::{Settle, wake};
pub use model::{
    Alarm, Applicant, CaseKind, CaseState, Channel, Course, Fee, Item, ItemKind, Move, Outcome, Paper, Pause,
    Phase, Promise, Proposal, Proposed, RESULT, Stage, Supplement, Task, TaskKind, Warning, is_result,
    part_result,
};
pub use store::{ALL as STATEMENTS, MIGRATIONS};

use ::store::agenda::Handler;
use kernel::Clock as Clocks;
use std::sync::Arc;

/// What this room does when the agenda says so; `settle` is asked what follows by the rules of a kind.
pub fn jobs(clock: &Clocks, settle: Settle) -> Vec<(&'static str, Handler)> {
    let clock = clock.clone();
    let wake: Handler = Arc::new(move |tx, id, now| jobs::wake(tx, id, now, &settle));
    let seal: Handler = Arc::new(move |tx, _, now| looks::seal(tx, now, clock.technical()));
    vec![(WAKE, wake), (looks::SEAL, seal)]
}
