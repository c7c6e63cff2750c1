//! What wakes up later: sweeping out what has ended. Safe to run twice.

use crate::{Accounts, store};
use ::store::{Expect, Tx, agenda, params};
use kernel::{Failure, Id, Moment};
use std::sync::Arc;

/// The agenda row that sweeps.
pub const SWEEP: &str = "accounts.sweep";
/// The sweep happens once an hour.
const SWEEP_EVERY_MINUTES: i64 = 60;
/// There is one sweep for the whole house.
const THE_HOUSE: Id = Id(1);

impl Accounts {
    /// What this room does when its agenda rows fall due.
    pub fn handlers(&self) -> Vec<(&'static str, agenda::Handler)> {
        let accounts = self.clone();
        vec![(SWEEP, Arc::new(move |tx: &mut Tx<'_>, _, now| accounts.sweep(tx, now)))]
    }

    /// Puts the first sweep on the agenda, on this thread.
    ///
    /// # Errors
    /// When the database fails.
    pub fn plan_sweep(&self) -> Result<(), Failure> {
        let due = self.clock().civil();
        self.db().write_blocking(move |tx| agenda::put(tx, SWEEP, THE_HOUSE, due))
    }

    /// Forgets sessions, grants and kept posts that ended; says when to come again.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sweep(&self, tx: &mut Tx<'_>, civil: Moment) -> Result<Option<Moment>, Failure> {
        let now = self.clock().technical();
        for statement in [&store::SWEEP_SESSIONS, &store::SWEEP_GRANTS, &store::SWEEP_POSTS] {
            tx.send(statement, &params![now], Expect::Any)?;
        }
        Ok(Some(civil.plus_minutes(SWEEP_EVERY_MINUTES)))
    }
}
