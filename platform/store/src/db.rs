//! The handle everyone holds: one database, SQLite or PostgreSQL behind it.

use crate::tx::Tx;
use crate::{postgres_pool::Pool, sqlite::Sqlite};
use kernel::{Failure, Fault, Refusal};
use std::any::Any;
use std::cell::Cell;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::sync::oneshot;

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
    pub fn write<T, F>(&self, f: F) -> Coming<'_, T>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
        T: Send + 'static,
    {
        Coming::new(self, Kind::Write, erased(f))
    }

    /// Runs `f` on one consistent state of the database, changing nothing. On SQLite it runs on
    /// the calling thread.
    pub fn read<T, F>(&self, f: F) -> Coming<'_, T>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
        T: Send + 'static,
    {
        Coming::new(self, Kind::Read, erased(f))
    }

    /// [`Db::write`] for threads that may wait: the command line, the agenda, tests.
    pub fn write_blocking<T, F>(&self, f: F) -> Result<T, Failure>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
        T: Send + 'static,
    {
        self.waited(Kind::Write, erased(f)).and_then(unpacked)
    }

    /// [`Db::read`] for threads that may wait.
    pub fn read_blocking<T, F>(&self, f: F) -> Result<T, Failure>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
        T: Send + 'static,
    {
        self.waited(Kind::Read, erased(f)).and_then(unpacked)
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.0
    }

    fn waited(&self, kind: Kind, mut task: Task) -> Result<Given, Failure> {
        if let (Inner::Sqlite(sqlite), Kind::Read) = (&*self.0, kind) {
            return outside().and_then(|()| sqlite.read(&mut *task));
        }
        let (reply, answer) = crossbeam_channel::bounded(1);
        self.submit(kind, Job { task, outcome: None, reply: Reply::Thread(reply) })?;
        answer.recv().unwrap_or_else(|_| Err(stopped()))
    }

    fn submit(&self, kind: Kind, job: Job) -> Result<(), Failure> {
        outside()?;
        match &*self.0 {
            Inner::Sqlite(sqlite) => sqlite.submit(job),
            Inner::Postgres(pool) => pool.submit(kind, job),
        }
    }
}

/// What a closure gave, its type set aside: all that lies between a room's closure and the
/// database is compiled once, not once for each closure.
pub(crate) type Given = Box<dyn Any + Send>;

/// A closure of any room.
pub(crate) type Task = Box<dyn FnMut(&mut Tx<'_>) -> Result<Given, Failure> + Send>;

fn erased<T, F>(mut f: F) -> Task
where
    F: FnMut(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
    T: Send + 'static,
{
    Box::new(move |tx| match f(tx) {
        Ok(given) => Ok(Box::new(given)),
        Err(failure) => Err(failure),
    })
}

fn unpacked<T: 'static>(given: Given) -> Result<T, Failure> {
    match given.downcast() {
        Ok(given) => Ok(*given),
        Err(_) => Err(stopped()),
    }
}

/// A transaction that begins when it is first waited for.
#[must_use = "a transaction does nothing until it is waited for"]
pub struct Coming<'d, T> {
    waiting: Waiting<'d>,
    gives: PhantomData<fn() -> T>,
}

impl<'d, T> Coming<'d, T> {
    fn new(db: &'d Db, kind: Kind, task: Task) -> Coming<'d, T> {
        Coming { waiting: Waiting { db, kind, task: Some(task), answer: None }, gives: PhantomData }
    }
}

impl<T: 'static> Future for Coming<'_, T> {
    type Output = Result<T, Failure>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<T, Failure>> {
        match self.get_mut().waiting.poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Ok(given)) => Poll::Ready(unpacked(given)),
            Poll::Ready(Err(failure)) => Poll::Ready(Err(failure)),
        }
    }
}

struct Waiting<'d> {
    db: &'d Db,
    kind: Kind,
    task: Option<Task>,
    answer: Option<oneshot::Receiver<Result<Given, Failure>>>,
}

impl Waiting<'_> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Given, Failure>> {
        if let Some(mut task) = self.task.take() {
            if let (Inner::Sqlite(sqlite), Kind::Read) = (&*self.db.0, self.kind) {
                return Poll::Ready(outside().and_then(|()| sqlite.read(&mut *task)));
            }
            let (reply, answer) = oneshot::channel();
            self.db.submit(self.kind, Job { task, outcome: None, reply: Reply::Future(reply) })?;
            self.answer = Some(answer);
        }
        match &mut self.answer {
            Some(answer) => {
                Pin::new(answer).poll(context).map(|said| said.unwrap_or_else(|_| Err(stopped())))
            }
            None => Poll::Ready(Err(stopped())),
        }
    }
}

/// A transaction that waits for its thread.
pub(crate) struct Job {
    task: Task,
    outcome: Option<Result<Given, Failure>>,
    reply: Reply,
}

/// Who waits for the answer.
enum Reply {
    Future(oneshot::Sender<Result<Given, Failure>>),
    Thread(crossbeam_channel::Sender<Result<Given, Failure>>),
}

impl Job {
    /// Runs the closure once more; true when what it did should be kept.
    pub(crate) fn run(&mut self, tx: Tx<'_>) -> bool {
        let outcome = run_closure(&mut *self.task, tx);
        let keep = outcome.is_ok();
        self.outcome = Some(outcome);
        keep
    }

    /// Says how it ended: what the closure said, or `overruled`.
    pub(crate) fn answer(self, overruled: Option<Failure>) {
        let outcome = match overruled {
            Some(failure) => Err(failure),
            None => self.outcome.unwrap_or_else(|| Err(stopped())),
        };
        match self.reply {
            Reply::Future(reply) => drop(reply.send(outcome)),
            Reply::Thread(reply) => drop(reply.send(outcome)),
        }
    }
}

thread_local! {
    /// Whether this thread is inside a transaction.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Runs a closure; a panic is a fault, and a transaction in a transaction is refused.
pub(crate) fn run_closure(
    f: &mut (dyn FnMut(&mut Tx<'_>) -> Result<Given, Failure> + Send),
    mut tx: Tx<'_>,
) -> Result<Given, Failure> {
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
