//! PostgreSQL: a few threads, each with one connection, that run transactions one after another.

use crate::db::{Job, Kind, Options, busy, stopped};
use crate::postgres::{Again, BEGIN_READ, BEGIN_WRITE, Session};
use crate::tx::{Side, Tx};
use crossbeam_channel::{Receiver, Sender};
use kernel::{Failure, Fault};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio_postgres::Config;

/// A transaction that keeps losing races is given up after so many runs.
const RUNS: u32 = 10;
/// A transaction whose connection broke before its commit is run so many times.
const CONNECTIONS: u32 = 3;

crate::statements! {
    /// What the server is.
    static SERVER: postgres = "select current_setting('server_encoding'), current_setting('server_version')";
}

/// Refuses a server whose text is not UTF-8.
pub(crate) fn check_server(tx: &mut Tx<'_>) -> Result<(), Fault> {
    let (encoding, version) =
        tx.row(&SERVER, &[], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))?;
    if encoding != "UTF8" {
        return Err(Fault::new(format_args!(
            "the PostgreSQL database is in {encoding}; make it with encoding UTF8"
        )));
    }
    tracing::debug!(version, "connected to PostgreSQL");
    Ok(())
}

pub(crate) struct Pool {
    shared: Arc<Shared>,
    jobs: Option<Sender<Waiting>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    limit: usize,
    queue: usize,
}

struct Shared {
    config: Config,
    waiting: Receiver<Waiting>,
    idle: AtomicUsize,
}

struct Waiting {
    kind: Kind,
    job: Job,
}

impl Pool {
    pub(crate) fn new(url: &str, options: &Options) -> Result<Pool, Fault> {
        let (sender, waiting) = crossbeam_channel::unbounded();
        Ok(Pool {
            shared: Arc::new(Shared { config: config(url)?, waiting, idle: AtomicUsize::new(0) }),
            jobs: Some(sender),
            threads: Mutex::new(Vec::new()),
            limit: options.connections.max(1),
            queue: options.queue,
        })
    }

    pub(crate) fn submit(&self, kind: Kind, job: Job) -> Result<(), Failure> {
        let jobs = self.jobs.as_ref().ok_or_else(stopped)?;
        if jobs.len() >= self.queue {
            return Err(busy());
        }
        jobs.send(Waiting { kind, job }).map_err(|_| stopped())?;
        if jobs.len() > self.shared.idle.load(Ordering::SeqCst) {
            self.grow()?;
        }
        Ok(())
    }

    /// A session of its own for a long piece of work; use it on a thread without a runtime.
    pub(crate) fn session(&self) -> Result<Session, Fault> {
        Session::connect(&self.shared.config)
    }

    /// One thread more, up to the limit: connections are opened when they are needed.
    fn grow(&self) -> Result<(), Fault> {
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        if threads.len() >= self.limit {
            return Ok(());
        }
        let shared = Arc::clone(&self.shared);
        let name = format!("store-postgres-{}", threads.len());
        threads.push(std::thread::Builder::new().name(name).spawn(move || serve(&shared))?);
        Ok(())
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.jobs = None;
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // The last handle may be dropped by a transaction, on one of these threads.
            if thread.thread().id() != std::thread::current().id() {
                drop(thread.join());
            }
        }
    }
}

/// Reads the address; keep-alives so that a dead network is noticed within a minute.
fn config(url: &str) -> Result<Config, Fault> {
    let mut config: Config = url.parse().map_err(|error: tokio_postgres::Error| {
        crate::postgres::words(&error).context("the database address")
    })?;
    config
        .application_name("motcua")
        .keepalives_idle(Duration::from_secs(30))
        .tcp_user_timeout(Duration::from_secs(30));
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(5));
    }
    Ok(config)
}

fn serve(shared: &Shared) {
    let mut session = None;
    loop {
        shared.idle.fetch_add(1, Ordering::SeqCst);
        let next = shared.waiting.recv();
        shared.idle.fetch_sub(1, Ordering::SeqCst);
        let Ok(Waiting { kind, mut job }) = next else {
            return;
        };
        let overruled = work(shared, &mut session, kind, &mut job).err();
        job.answer(overruled);
        // A reading transaction is answered before it is ended.
        if let Some(session) = &mut session {
            session.rollback();
        }
    }
}

/// Runs one transaction, again where that is harmless and may help.
fn work(shared: &Shared, session: &mut Option<Session>, kind: Kind, job: &mut Job) -> Result<(), Failure> {
    let mut runs = 0;
    let mut connections = 0;
    loop {
        let ready = session.take().and_then(|mut idle| idle.is_ready().then_some(idle));
        let current = session.insert(match ready {
            Some(ready) => ready,
            None => Session::connect(&shared.config)?,
        });
        current.begin(if kind == Kind::Read { BEGIN_READ } else { BEGIN_WRITE });
        let keep = job.run(Tx::new(Side::Postgres(current)));
        let verdict = match (keep, kind) {
            (true, Kind::Write) => current.commit(),
            (true, Kind::Read) => return Ok(()),
            (false, _) => Ok(()),
        };
        if keep && verdict.is_ok() {
            return Ok(());
        }
        let again = current.again;
        let uncertain = current.may_be_saved();
        current.rollback();
        runs += 1;
        connections += u32::from(again == Again::NewConnection);
        if uncertain {
            return Err(Fault::new(
                "the connection broke during the commit: it may or may not have been saved",
            )
            .into());
        }
        if again == Again::No || runs >= RUNS || connections >= CONNECTIONS {
            return verdict;
        }
        if again == Again::NewConnection {
            *session = None;
        }
        // Those who collided should not come back at the same moment.
        std::thread::sleep(Duration::from_millis(u64::from(runs) * 2 + pause_of_this_thread()));
    }
}

/// A few milliseconds that differ between threads.
fn pause_of_this_thread() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(std::thread::current().id()) % 8
}

/// Runs statements outside any transaction, on a connection of its own, and gives the first column
/// of every row: for making and removing databases.
pub fn postgres_script(url: &str, statements: &[String]) -> Result<Vec<String>, Fault> {
    let config = config(url)?;
    on_own_thread(move || {
        let mut session = Session::connect(&config)?;
        let mut found = Vec::new();
        for sql in statements {
            let answers = session.with(|client| client.simple_query(sql));
            for answer in answers.map_err(|error| crate::postgres::words(&error).context(sql))? {
                if let tokio_postgres::SimpleQueryMessage::Row(row) = answer {
                    found.push(row.get(0).unwrap_or_default().to_owned());
                }
            }
        }
        Ok(found)
    })
}

/// A session drives its own runtime, which the caller's thread may not allow.
pub(crate) fn on_own_thread<T: Send>(work: impl FnOnce() -> Result<T, Fault> + Send) -> Result<T, Fault> {
    std::thread::scope(|scope| {
        scope.spawn(work).join().unwrap_or_else(|_| Err(Fault::new("a bug: the database thread panicked")))
    })
}
