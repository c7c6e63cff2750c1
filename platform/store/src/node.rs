//! Node numbers lent to living processes, so that two of them never make the same identifier.

use crate::{Db, Expect, Tx, params};
use kernel::{Clock, Failure, Fault, Moment, Refusal};
use std::hash::{BuildHasher, RandomState};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// A lease lasts this long when nobody renews it.
const LEASE_MS: i64 = 120_000;
const RENEW_EVERY: Duration = Duration::from_secs(30);
/// Node numbers an identifier has room for.
const NODES: u16 = 1024;
/// Processes that start together may want the same number; each tries this often.
const TRIES: usize = 50;

crate::statements! {
    static OLDEST_ENDED = "select node, until from node_lease where until <= ?1 order by until, node limit 1";
    static NEXT_UNUSED = "select coalesce(max(node) + 1, 0) from node_lease";
    static LEASE_NEW = "insert into node_lease (node, holder, until) values (?1, ?2, ?3) on conflict do nothing";
    static LEASE_AGAIN = "update node_lease set holder = ?3, until = ?4 where node = ?1 and until = ?2";
    static EXTEND = "update node_lease set until = ?3 where node = ?1 and holder = ?2";
}

/// A node number held by this process, renewed in the background until it is dropped.
pub struct NodeLease {
    node: u16,
    stop: Option<Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl NodeLease {
    /// The number, below 1,024.
    pub fn node(&self) -> u16 {
        self.node
    }
}

impl Drop for NodeLease {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

impl Db {
    /// Borrows a node number for [`kernel::Ids`]; keep the lease as long as identifiers are made.
    /// A number given back is the last to be lent again, and never before its time has passed, so
    /// a clock that was set back makes no identifier twice.
    pub fn lease_node(&self, clock: &Clock) -> Result<NodeLease, Failure> {
        let holder = (RandomState::new().hash_one(std::process::id()) >> 1).cast_signed();
        let mut tries = 0;
        let node = loop {
            let now = clock.technical();
            match self.write_blocking(move |tx| take_one(tx, holder, now)) {
                Err(Failure::Refusal(_)) if tries < TRIES => tries += 1,
                other => break other?,
            }
        };
        let (stop, stopped) = channel();
        let (db, clock) = (self.clone(), clock.clone());
        let thread = std::thread::Builder::new()
            .name("store-node".into())
            .spawn(move || {
                while stopped.recv_timeout(RENEW_EVERY) == Err(RecvTimeoutError::Timeout) {
                    extend(&db, node, holder, clock.technical().plus_ms(LEASE_MS));
                }
                extend(&db, node, holder, clock.technical());
            })
            .map_err(Fault::from)?;
        Ok(NodeLease { node, stop: Some(stop), thread: Some(thread) })
    }
}

fn take_one(tx: &mut Tx<'_>, holder: i64, now: Moment) -> Result<u16, Failure> {
    let until = now.plus_ms(LEASE_MS);
    let unused: u16 = tx.row(&NEXT_UNUSED, &[], |row| row.get(0))?;
    if unused < NODES {
        tx.send(&LEASE_NEW, &params![unused, holder, until], Expect::One(Refusal::changed()))?;
        return Ok(unused);
    }
    let ended =
        tx.row_opt(&OLDEST_ENDED, &params![now], |row| Ok((row.get::<u16>(0)?, row.get::<i64>(1)?)))?;
    let (node, was) =
        ended.ok_or_else(|| Fault::new("all 1,024 node numbers are held by living processes"))?;
    tx.send(&LEASE_AGAIN, &params![node, was, holder, until], Expect::One(Refusal::changed()))?;
    Ok(node)
}

fn extend(db: &Db, node: u16, holder: i64, until: Moment) {
    match db.write_blocking(move |tx| Ok(tx.run(&EXTEND, &params![node, holder, until])?)) {
        Ok(0) => tracing::error!(node, "the node number was lent to another process; restart this one"),
        Ok(_) => {}
        Err(failure) => tracing::error!(node, %failure, "the node number could not be renewed"),
    }
}
