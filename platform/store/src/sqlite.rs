//! SQLite: one writer thread with group commit, readers on the calling threads.

use crate::db::{Given, Job, Options, busy, run_closure, stopped};
use crate::tx::{Side, Tx};
use crate::value::RowSource;
use crate::{Cell, Row, Statement, Value};
use crossbeam_channel::{Receiver, Sender};
use kernel::{Failure, Fault, Refusal, RefusalKind};
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, ffi};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A batch takes no new transaction after this long, so that the first does not wait for ever.
const BATCH_TIME: Duration = Duration::from_millis(5);
/// A transaction slower than this holds everyone up; it is logged.
const SLOW: Duration = Duration::from_millis(20);
/// Idle reading connections kept; more are opened when more threads read at once.
const IDLE_READERS: usize = 32;
/// Prepared statements kept by a connection: more than the repository has.
const STATEMENTS: usize = 2_000;

pub(crate) struct Sqlite {
    path: PathBuf,
    jobs: Option<Sender<Job>>,
    writer: Option<JoinHandle<()>>,
    readers: Mutex<Vec<Connection>>,
    queue: usize,
}

impl Sqlite {
    pub(crate) fn open(path: &Path, options: &Options) -> Result<Sqlite, Fault> {
        let at = |fault: Fault| fault.context(format_args!("opening the database {}", path.display()));
        make_private(path).map_err(|error| at(error.into()))?;
        let connection = connect_writer(path).map_err(|error| at(words(&error)))?;
        let (sender, receiver) = crossbeam_channel::unbounded();
        let batch = options.batch.max(1);
        let writer = std::thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || write_for_ever(&connection, &receiver, batch))
            .map_err(|error| at(error.into()))?;
        Ok(Sqlite {
            path: path.to_owned(),
            jobs: Some(sender),
            writer: Some(writer),
            readers: Mutex::new(Vec::new()),
            queue: options.queue,
        })
    }

    pub(crate) fn submit(&self, job: Job) -> Result<(), Failure> {
        let jobs = self.jobs.as_ref().ok_or_else(stopped)?;
        if jobs.len() >= self.queue {
            return Err(busy());
        }
        jobs.send(job).map_err(|_| stopped())
    }

    /// Runs the closure here, on one state of the database.
    pub(crate) fn read(
        &self,
        f: &mut (dyn FnMut(&mut Tx<'_>) -> Result<Given, Failure> + Send),
    ) -> Result<Given, Failure> {
        let idle = self.readers.lock().unwrap_or_else(std::sync::PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.connect_reader()?,
        };
        control(&connection, "begin").map_err(|error| words(&error))?;
        let outcome = run_closure(f, Tx::new(Side::Sqlite(&connection)));
        if control(&connection, "rollback").is_ok() {
            let mut idle = self.readers.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if idle.len() < IDLE_READERS {
                idle.push(connection);
            }
        }
        outcome
    }

    /// A read-only connection of its own.
    pub(crate) fn connect_reader(&self) -> Result<Connection, Fault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Connection::open_with_flags(&self.path, flags)
            .and_then(|connection| {
                settle(&connection, 4_000)?;
                connection.pragma_update(None, "query_only", true)?;
                Ok(connection)
            })
            .map_err(|error| words(&error).context("opening the database for reading"))
    }

    /// A second writing connection, for a long piece of work while nobody else writes.
    pub(crate) fn connect_another_writer(&self) -> Result<Connection, Fault> {
        connect_writer(&self.path).map_err(|error| words(&error).context("opening the database"))
    }

    /// Where the file is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        // Readers first: the last connection to close, the writer's, empties the log into the file.
        self.readers.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner).clear();
        self.jobs = None;
        if let Some(writer) = self.writer.take() {
            // The last handle may be dropped by a transaction, on the writer itself.
            if writer.thread().id() != std::thread::current().id() {
                drop(writer.join());
            }
        }
    }
}

/// Makes the file before SQLite does, so that only its owner can read it.
pub(crate) fn make_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

fn connect_writer(path: &Path) -> rusqlite::Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    settle(&connection, 16_000)?;
    // A receipt survives a power cut; many transactions share the price of one fsync.
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "wal_autocheckpoint", 4_000)?;
    connection.pragma_update(None, "journal_size_limit", 64_000_000)?;
    // Deleted content is overwritten where that costs no extra page.
    connection.pragma_update(None, "secure_delete", "fast")?;
    Ok(connection)
}

/// What every connection has.
fn settle(connection: &Connection, cache_kib: i64) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "temp_store", "memory")?;
    // The file is not mapped into memory: a reader would unmap and map it again after every commit, and
    // each time the other cores would have to forget it too.
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "cache_size", -cache_kib)?;
    // A double-quoted unknown column is an error, not a text.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // A plan stands on the statement alone. Otherwise every bound `limit` has its statement planned anew.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// The writer: takes what waits, runs one after the other, commits once, then answers all.
fn write_for_ever(connection: &Connection, jobs: &Receiver<Job>, batch: usize) {
    while let Ok(first) = jobs.recv() {
        let began = Instant::now();
        if let Err(fault) = begin(connection) {
            first.answer(Some(fault.into()));
            continue;
        }
        let mut done = Vec::with_capacity(8);
        let mut apart = false;
        let mut next = Some(first);
        let mut broken = None;
        while let Some(job) = next {
            if let Err(fault) = run_next(connection, job, &mut done, &mut apart) {
                broken = Some(fault);
                break;
            }
            next =
                if done.len() < batch && began.elapsed() < BATCH_TIME { jobs.try_recv().ok() } else { None };
        }
        let verdict = match broken {
            Some(fault) => Err(fault),
            None => control(connection, "commit").map_err(|error| words(&error)),
        };
        if verdict.is_err() && !connection.is_autocommit() {
            drop(control(connection, "rollback"));
        }
        let overruled = verdict.err().map(|fault| {
            tracing::error!(%fault, transactions = done.len(), "the batch could not be saved");
            Failure::from(fault.context("the database could not save; nothing was changed"))
        });
        for job in done {
            job.answer(overruled.clone());
        }
    }
}

fn begin(connection: &Connection) -> Result<(), Fault> {
    control(connection, "begin immediate")
        .map_err(|error| words(&error).context("the database could not begin a transaction"))
}

/// Runs one more transaction of a batch; a fault when the whole batch is lost.
///
/// Nearly all succeed, so they share one frame until one fails. Then everything is undone, those before it
/// are run again in a savepoint of their own, and so is all that comes after (`apart`).
fn run_next(
    connection: &Connection,
    mut job: Job,
    done: &mut Vec<Job>,
    apart: &mut bool,
) -> Result<(), Fault> {
    let ran = if *apart { run_apart(connection, &mut job).map(|()| true) } else { run(connection, &mut job) };
    let undo = matches!(ran, Ok(false));
    done.push(job);
    ran?;
    if undo {
        *apart = true;
        control(connection, "rollback").map_err(|error| words(&error))?;
        begin(connection)?;
        let before = done.len() - 1;
        done[..before].iter_mut().try_for_each(|job| run_apart(connection, job))?;
    }
    Ok(())
}

/// Runs one transaction; whether what it did should be kept.
fn run(connection: &Connection, job: &mut Job) -> Result<bool, Fault> {
    let began = Instant::now();
    let keep = job.run(Tx::new(Side::Sqlite(connection)));
    // A full disk or an IO error may have made SQLite undo everything by itself.
    if connection.is_autocommit() {
        return Err(Fault::new("the disk is full or cannot be written"));
    }
    let took = began.elapsed();
    if took > SLOW {
        tracing::warn!(ms = took.as_millis(), "a transaction held the writer for long");
    }
    Ok(keep)
}

/// Runs one transaction in its savepoint.
fn run_apart(connection: &Connection, job: &mut Job) -> Result<(), Fault> {
    control(connection, "savepoint one").map_err(|error| words(&error))?;
    if !run(connection, job)? {
        control(connection, "rollback to one").map_err(|error| words(&error))?;
    }
    control(connection, "release one").map_err(|error| words(&error))
}

fn control(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.raw_execute().map(drop)
}

/// Runs a statement to its end and says how many rows it touched.
pub(crate) fn execute(
    connection: &Connection,
    statement: &'static Statement,
    params: &[Value<'_>],
) -> Result<u64, Failure> {
    let touched = || -> rusqlite::Result<u64> {
        let mut prepared = connection.prepare_cached(statement.sql())?;
        bind(&mut prepared, params)?;
        if prepared.column_count() == 0 {
            return prepared.raw_execute().map(|rows| rows as u64);
        }
        let mut rows = prepared.raw_query();
        let mut count = 0;
        while rows.next()?.is_some() {
            count += 1;
        }
        Ok(count)
    };
    touched().map_err(|error| failure(statement, &error))
}

/// Gives each row to `each`.
pub(crate) fn each_row(
    connection: &Connection,
    statement: &'static Statement,
    params: &[Value<'_>],
    each: &mut dyn FnMut(&Row<'_>) -> Result<(), Fault>,
) -> Result<(), Failure> {
    let wrong = |error: rusqlite::Error| failure(statement, &error);
    let mut prepared = connection.prepare_cached(statement.sql()).map_err(wrong)?;
    bind(&mut prepared, params).map_err(wrong)?;
    let mut rows = prepared.raw_query();
    while let Some(row) = rows.next().map_err(wrong)? {
        each(&Row(RowSource::Sqlite(row))).map_err(|fault| fault.context(statement.name()))?;
    }
    Ok(())
}

pub(crate) fn script(connection: &Connection, sql: &str) -> Result<(), Failure> {
    connection.execute_batch(sql).map_err(|error| words(&error).into())
}

fn bind(prepared: &mut rusqlite::Statement<'_>, params: &[Value<'_>]) -> rusqlite::Result<()> {
    let wanted = prepared.parameter_count();
    if wanted != params.len() {
        return Err(rusqlite::Error::InvalidParameterCount(params.len(), wanted));
    }
    for (at, param) in params.iter().enumerate() {
        prepared.raw_bind_parameter(at + 1, param)?;
    }
    Ok(())
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

pub(crate) fn cell<'a>(row: &'a rusqlite::Row<'_>, index: usize) -> Result<Cell<'a>, Fault> {
    Ok(match row.get_ref(index).map_err(|_| Fault::new("there is no such column"))? {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Int(number),
        ValueRef::Text(text) => {
            Cell::Text(std::str::from_utf8(text).map_err(|_| Fault::new("the text is not UTF-8"))?)
        }
        ValueRef::Blob(bytes) => Cell::Bytes(bytes),
        ValueRef::Real(_) => return Err(Fault::new("the column holds a fraction; numbers here are whole")),
    })
}

fn failure(statement: &Statement, error: &rusqlite::Error) -> Failure {
    if let rusqlite::Error::SqliteFailure(ffi::Error { extended_code, .. }, _) = error
        && matches!(
            *extended_code,
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID
        )
    {
        return taken();
    }
    words(error).context(statement.name()).into()
}

/// The refusal when a unique constraint decided a race.
pub(crate) fn taken() -> Failure {
    Refusal::new(RefusalKind::Changed, "taken").into()
}

/// SQLite's own words; they name tables and columns, never values.
pub(crate) fn words(error: &rusqlite::Error) -> Fault {
    Fault::new(error)
}

/// Copies the database into an empty file, as one consistent state.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let to = to.to_str().ok_or_else(|| Fault::new("the path is not UTF-8"))?;
    Connection::open_with_flags(from, flags)
        .and_then(|connection| connection.execute("vacuum into ?1", [to]))
        .map(drop)
        .map_err(|error| words(&error))
}
