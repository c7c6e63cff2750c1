//! The handle everyone holds: one database, SQLite or PostgreSQL behind it.

use crate::tx::Tx;
use crate::{postgres_pool::Pool, sqlite::Sqlite};
use kernel::{Failure, Fault, Refusal};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

/// The two engines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// Embedded: one file, one process.
    Sqlite,
    /// A server, for any number of processes.
    Postgres,
}

/// Limits of one [`Db`].
#[derive(Clone, Debug)]
pub struct Options {
    /// PostgreSQL: at most so many connections, each with a thread of its own.
    pub connections: usize,
    /// Transactions that may wait; the next one is refused with the code `busy`.
    pub queue: usize,
    /// SQLite: transactions that may share one commit.
    pub batch: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options { connections: 16, queue: 10_000, batch: 256 }
    }
}

/// One database. Cloning shares it; the last one dropped closes it.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

pub(crate) enum Inner {
    Sqlite(Sqlite),
    Postgres(Pool),
}

/// What a transaction is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Read,
    Write,
}

impl Db {
    /// Opens (or makes, readable by its owner only) the file at `path`.
    pub fn open_sqlite(path: &Path, options: Options) -> Result<Db, Fault> {
        Ok(Db(Arc::new(Inner::Sqlite(Sqlite::open(path, &options)?))))
    }

    /// Opens `postgres://user@host/name` or `host=/socket/dir user=… dbname=…`, and asks the
    /// server one question, so that a wrong address is a fault now and not later.
    pub fn open_postgres(url: &str, options: Options) -> Result<Db, Fault> {
        let db = Db(Arc::new(Inner::Postgres(Pool::new(url, &options)?)));
        db.read_blocking(|tx| Ok(crate::postgres_pool::check_server(tx)?)).map_err(fault_of)?;
        Ok(db)
    }

    /// Which engine is behind it.
    pub fn engine(&self) -> Engine {
        match &*self.0 {
            Inner::Sqlite(_) => Engine::Sqlite,
            Inner::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs `f` in a transaction and answers after its commit. `f` may run more than once (only
    /// the last run counts): ids, times and nonces come from outside. It does no IO, no
    /// encryption, and stays under 20 ms. Dropping the future does not undo the transaction.
    pub async fn write<T, F>(&self, f: F) -> Result<T, Failure>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
        T: Send + 'static,
    {
        self.queued(Kind::Write, f).await
    }

    /// Runs `f` on one consistent state of the database, changing nothing. On SQLite it runs on
    /// the calling thread.
    pub async fn read<T, F>(&self, mut f: F) -> Result<T, Failure>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
        T: Send + 'static,
    {
        match &*self.0 {
            Inner::Sqlite(sqlite) => outside().and_then(|()| sqlite.read(&mut f)),
            Inner::Postgres(_) => self.queued(Kind::Read, f).await,
        }
    }

    /// [`Db::write`] for threads that may wait: the command line, the agenda, tests.
    pub fn write_blocking<T, F>(&self, f: F) -> Result<T, Failure>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
        T: Send + 'static,
    {
        self.waited(Kind::Write, f)
    }

    /// [`Db::read`] for threads that may wait.
    pub fn read_blocking<T, F>(&self, mut f: F) -> Result<T, Failure>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
        T: Send + 'static,
    {
        match &*self.0 {
            Inner::Sqlite(sqlite) => outside().and_then(|()| sqlite.read(&mut f)),
            Inner::Postgres(_) => self.waited(Kind::Read, f),
        }
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.0
    }

    async fn queued<T, F>(&self, kind: Kind, f: F) -> Result<T, Failure>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
        T: Send + 'static,
    {
        let (reply, answer) = tokio::sync::oneshot::channel();
        self.submit(kind, Work::boxed(f, move |outcome| drop(reply.send(outcome))))?;
        answer.await.unwrap_or_else(|_| Err(stopped()))
    }

    fn waited<T, F>(&self, kind: Kind, f: F) -> Result<T, Failure>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
        T: Send + 'static,
    {
        let (reply, answer) = crossbeam_channel::bounded(1);
        self.submit(kind, Work::boxed(f, move |outcome| drop(reply.send(outcome))))?;
        answer.recv().unwrap_or_else(|_| Err(stopped()))
    }

    fn submit(&self, kind: Kind, job: Box<dyn Job>) -> Result<(), Failure> {
        outside()?;
        match &*self.0 {
            Inner::Sqlite(sqlite) => sqlite.submit(job),
            Inner::Postgres(pool) => pool.submit(kind, job),
        }
    }
}

/// A transaction that waits for its thread.
pub(crate) trait Job: Send {
    /// Runs the closure once more; true when what it did should be kept.
    fn run(&mut self, tx: Tx<'_>) -> bool;
    /// Says how it ended: what the closure said, or `overruled`.
    fn answer(self: Box<Self>, overruled: Option<Failure>);
}

struct Work<T, F, R> {
    f: F,
    outcome: Option<Result<T, Failure>>,
    reply: R,
}

impl<T, F, R> Work<T, F, R>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
    T: Send + 'static,
    R: FnOnce(Result<T, Failure>) + Send + 'static,
{
    fn boxed(f: F, reply: R) -> Box<dyn Job> {
        Box::new(Work { f, outcome: None, reply })
    }
}

impl<T, F, R> Job for Work<T, F, R>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, Failure> + Send,
    T: Send,
    R: FnOnce(Result<T, Failure>) + Send,
{
    fn run(&mut self, tx: Tx<'_>) -> bool {
        let outcome = run_closure(&mut self.f, tx);
        let keep = outcome.is_ok();
        self.outcome = Some(outcome);
        keep
    }

    fn answer(self: Box<Self>, overruled: Option<Failure>) {
        let outcome = match overruled {
            Some(failure) => Err(failure),
            None => self.outcome.unwrap_or_else(|| Err(stopped())),
        };
        (self.reply)(outcome);
    }
}

thread_local! {
    /// Whether this thread is inside a transaction.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Runs a closure; a panic is a fault, and a transaction in a transaction is refused.
pub(crate) fn run_closure<T>(
    f: &mut impl FnMut(&mut Tx<'_>) -> Result<T, Failure>,
    mut tx: Tx<'_>,
) -> Result<T, Failure> {
    INSIDE.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(|| f(&mut tx)));
    INSIDE.set(false);
    match outcome {
        Ok(result) => tx.close(result),
        Err(_) => Err(Fault::new("a bug: the transaction panicked and was undone").into()),
    }
}

fn outside() -> Result<(), Failure> {
    match INSIDE.get() {
        true => Err(Fault::new("a bug: a transaction was begun inside another one").into()),
        false => Ok(()),
    }
}

/// The refusal when too many transactions wait.
pub(crate) fn busy() -> Failure {
    Refusal::limit("busy").into()
}

pub(crate) fn stopped() -> Failure {
    Fault::new("the database threads have stopped").into()
}

pub(crate) fn fault_of(failure: Failure) -> Fault {
    match failure {
        Failure::Fault(fault) => fault,
        Failure::Refusal(refusal) => Fault::new(refusal),
    }
}
