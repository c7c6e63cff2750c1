//! One PostgreSQL connection, driven by the thread that uses it: no wake-up between threads for
//! a statement, and statements that were sent travel together with the next question.

use crate::sqlite::taken;
use crate::tx::Expect;
use crate::{Cell, Statement, Value};
use bytes::BytesMut;
use futures_util::future::maybe_done;
use kernel::{Failure, Fault};
use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use tokio_postgres::error::SqlState;
use tokio_postgres::tls::NoTlsStream;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Config, Connection, NoTls, Socket};

type Wire = Connection<Socket, NoTlsStream>;

/// What every connection is told first. A statement that hangs must not hold a lock for ever.
const SETTLE: &str = "set jit = off; set lock_timeout = '10s'; set idle_in_transaction_session_timeout = '60s'; \
    set client_min_messages = 'warning'";
/// A connection unused for so long may have been closed by the other side.
const IDLE: Duration = Duration::from_secs(1);
pub(crate) const BEGIN_WRITE: &str = "begin isolation level read committed read write";
pub(crate) const BEGIN_READ: &str = "begin isolation level repeatable read read only";

/// Whether a failed transaction should be run once more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Again {
    No,
    /// It lost a race (serialisation, deadlock).
    SameConnection,
    /// The connection broke, or its prepared statements are of an older schema.
    NewConnection,
}

/// A statement that waits to travel.
pub(crate) struct Sent {
    statement: &'static Statement,
    params: Vec<Value<'static>>,
    role: Role,
}

enum Role {
    Statement(Expect),
    Question(usize),
}

impl Sent {
    pub(crate) fn statement(statement: &'static Statement, params: &[Value<'_>], expect: Expect) -> Sent {
        Sent { statement, params: owned(params), role: Role::Statement(expect) }
    }

    pub(crate) fn question(statement: &'static Statement, params: &[Value<'_>], ticket: usize) -> Sent {
        Sent { statement, params: owned(params), role: Role::Question(ticket) }
    }

    fn wants_rows(&self) -> bool {
        matches!(self.role, Role::Question(_))
    }
}

fn owned(params: &[Value<'_>]) -> Vec<Value<'static>> {
    params.iter().map(|value| value.clone().into_owned()).collect()
}

/// The statement whose answer is wanted now.
pub(crate) struct Last<'a> {
    pub(crate) statement: &'static Statement,
    pub(crate) params: &'a [Value<'a>],
    pub(crate) rows: bool,
}

/// What came back from one journey.
#[derive(Default)]
pub(crate) struct Flushed {
    pub(crate) questions: Vec<(usize, Vec<tokio_postgres::Row>)>,
    pub(crate) rows: Vec<tokio_postgres::Row>,
    pub(crate) touched: u64,
}

enum Answer {
    Done,
    Touched(u64),
    Rows(Vec<tokio_postgres::Row>),
}

pub(crate) struct Session {
    runtime: Runtime,
    client: Client,
    /// `None` once it has ended.
    wire: Option<Wire>,
    prepared: HashMap<usize, tokio_postgres::Statement>,
    queue: Vec<Sent>,
    /// The `begin` that has not been sent yet.
    begin: Option<&'static str>,
    /// The server is inside our transaction.
    open: bool,
    commit_sent: bool,
    last_used: Instant,
    pub(crate) again: Again,
}

impl Session {
    pub(crate) fn connect(config: &Config) -> Result<Session, Fault> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
        let (client, wire) = runtime
            .block_on(config.connect(NoTls))
            .map_err(|error| words(&error).context("connecting to PostgreSQL"))?;
        let mut session = Session {
            runtime,
            client,
            wire: Some(wire),
            prepared: HashMap::new(),
            queue: Vec::new(),
            begin: None,
            open: false,
            commit_sent: false,
            last_used: Instant::now(),
            again: Again::No,
        };
        drive(&session.runtime, &mut session.wire, session.client.batch_execute(SETTLE))
            .map_err(|error| words(&error).context("settling the PostgreSQL connection"))?;
        Ok(session)
    }

    /// Starts a transaction; `begin` travels with its first statement.
    pub(crate) fn begin(&mut self, begin: &'static str) {
        self.begin = Some(begin);
        self.queue.clear();
        self.commit_sent = false;
        self.again = Again::No;
    }

    pub(crate) fn queue(&mut self, sent: Sent) {
        self.queue.push(sent);
    }

    /// Sends what waits, `begin` before and `last` (and `commit`) behind it, in one journey.
    pub(crate) fn flush(&mut self, last: Option<Last<'_>>, commit: bool) -> Result<Flushed, Failure> {
        if self.queue.is_empty() && last.is_none() && !commit {
            return Ok(Flushed::default());
        }
        let queue = std::mem::take(&mut self.queue);
        let begin = self.begin.take();
        let statements =
            queue.iter().map(|sent| sent.statement).chain(last.as_ref().map(|last| last.statement));
        self.prepare(statements.collect())?;
        let mut journey: Vec<Step<'_>> = Vec::with_capacity(queue.len() + 3);
        if let Some(begin) = begin {
            journey.push(Box::pin(command(&self.client, begin)));
        }
        for sent in &queue {
            let prepared = fitting(&self.prepared, sent.statement, &sent.params)?;
            journey.push(Box::pin(execute(&self.client, prepared, &sent.params, sent.wants_rows())));
        }
        if let Some(last) = &last {
            let prepared = fitting(&self.prepared, last.statement, last.params)?;
            journey.push(Box::pin(execute(&self.client, prepared, last.params, last.rows)));
        }
        if commit {
            journey.push(Box::pin(command(&self.client, "commit")));
        }
        self.open = !commit;
        self.commit_sent = commit;
        let answers = drive(&self.runtime, &mut self.wire, in_order(journey));
        self.sort_out(&queue, last, answers.into_iter().skip(usize::from(begin.is_some())))
    }

    /// Matches answers with what was sent; the first trouble in order is the one reported.
    fn sort_out(
        &mut self,
        queue: &[Sent],
        last: Option<Last<'_>>,
        mut answers: impl Iterator<Item = Result<Answer, tokio_postgres::Error>>,
    ) -> Result<Flushed, Failure> {
        let mut flushed = Flushed::default();
        for sent in queue {
            match (answers.next(), &sent.role) {
                (Some(Err(error)), _) => return Err(self.failure(sent.statement.name(), &error)),
                (Some(Ok(Answer::Touched(0))), Role::Statement(Expect::One(refusal))) => {
                    return Err(refusal.clone().into());
                }
                (Some(Ok(Answer::Rows(rows))), Role::Question(ticket)) => {
                    flushed.questions.push((*ticket, rows))
                }
                _ => {}
            }
        }
        let name = last.map_or("commit", |last| last.statement.name());
        for answer in answers {
            match answer {
                Err(error) => return Err(self.failure(name, &error)),
                Ok(Answer::Rows(rows)) => flushed.rows = rows,
                Ok(Answer::Touched(touched)) => flushed.touched = touched,
                Ok(Answer::Done) => {}
            }
        }
        Ok(flushed)
    }

    /// Ends a transaction that went well: what still waits travels with the commit, unless an
    /// expectation must be seen first.
    pub(crate) fn commit(&mut self) -> Result<(), Failure> {
        if !self.open && self.queue.len() == 1 {
            return self.alone();
        }
        if self.queue.iter().any(|sent| matches!(sent.role, Role::Statement(Expect::One(_)))) {
            self.flush(None, false)?;
        }
        if !self.open && self.queue.is_empty() {
            self.begin = None;
            return Ok(());
        }
        self.flush(None, true).map(drop)
    }

    /// One statement alone is a transaction of its own: no `begin`, no `commit`.
    fn alone(&mut self) -> Result<(), Failure> {
        self.begin = None;
        let sent = self.queue.remove(0);
        self.prepare(vec![sent.statement])?;
        let prepared = fitting(&self.prepared, sent.statement, &sent.params)?;
        let step: Step<'_> = Box::pin(execute(&self.client, prepared, &sent.params, sent.wants_rows()));
        self.commit_sent = true;
        let answer = drive(&self.runtime, &mut self.wire, step);
        self.sort_out(&[sent], None, std::iter::once(answer)).map(drop)
    }

    /// Ends a transaction that went wrong, or a reading one.
    pub(crate) fn rollback(&mut self) {
        self.begin = None;
        self.queue.clear();
        if std::mem::take(&mut self.open) && self.wire.is_some() {
            let ended = drive(&self.runtime, &mut self.wire, self.client.batch_execute("rollback"));
            if ended.is_err() {
                self.wire = None;
            }
        }
    }

    /// Whether the connection can serve another transaction. One that was idle is looked at first:
    /// a commit lost on a connection that had ended long ago would leave open if it was saved.
    pub(crate) fn is_ready(&mut self) -> bool {
        if self.last_used.elapsed() > IDLE {
            // The first turn lets the runtime see what the socket has to say, the second reads it.
            drive(&self.runtime, &mut self.wire, async {
                for _ in 0..4 {
                    tokio::task::yield_now().await;
                }
            });
        }
        self.last_used = Instant::now();
        self.is_usable()
    }

    fn is_usable(&self) -> bool {
        self.wire.is_some() && !self.client.is_closed()
    }

    /// Whether a lost connection leaves open if the transaction was saved.
    pub(crate) fn may_be_saved(&self) -> bool {
        self.commit_sent && !self.is_usable()
    }

    pub(crate) fn script(&mut self, sql: &str) -> Result<(), Failure> {
        self.flush(None, false)?;
        let begin = self.begin.take().map(|begin| format!("{begin};")).unwrap_or_default();
        self.open = true;
        drive(&self.runtime, &mut self.wire, self.client.batch_execute(&format!("{begin}{sql}")))
            .map_err(|error| self.failure("script", &error))
    }

    /// Drives something of this connection's client to its end, on this thread.
    pub(crate) fn with<'s, T, F>(&'s mut self, work: impl FnOnce(&'s Client) -> F) -> T
    where
        F: Future<Output = T>,
    {
        drive(&self.runtime, &mut self.wire, work(&self.client))
    }

    /// Prepares what this connection has not seen, all in one journey.
    fn prepare(&mut self, statements: Vec<&'static Statement>) -> Result<(), Failure> {
        let mut missing: Vec<&'static Statement> = statements
            .into_iter()
            .filter(|statement| !self.prepared.contains_key(&statement.key()))
            .collect();
        missing.sort_by_key(|statement| statement.key());
        missing.dedup_by_key(|statement| statement.key());
        if missing.is_empty() {
            return Ok(());
        }
        let client = &self.client;
        let journey = missing.iter().map(|statement| -> Pin<Box<dyn Future<Output = _>>> {
            Box::pin(client.prepare(statement.postgres_sql()))
        });
        let answers = drive(&self.runtime, &mut self.wire, in_order(journey.collect()));
        for (statement, answer) in missing.iter().zip(answers) {
            let prepared = answer.map_err(|error| self.failure(statement.name(), &error))?;
            self.prepared.insert(statement.key(), prepared);
        }
        Ok(())
    }

    fn failure(&mut self, name: &str, error: &tokio_postgres::Error) -> Failure {
        match error.code() {
            Some(code) if *code == SqlState::UNIQUE_VIOLATION => return taken(),
            Some(code)
                if [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED].contains(code) =>
            {
                self.again = Again::SameConnection;
            }
            // "cached plan must not change result type": a newer process changed the schema.
            Some(code) if *code == SqlState::FEATURE_NOT_SUPPORTED => self.again = Again::NewConnection,
            Some(_) => {}
            None if error.is_closed()
                || std::error::Error::source(error).is_some_and(|source| source.is::<std::io::Error>()) =>
            {
                self.again = Again::NewConnection;
                self.wire = None;
            }
            None => {}
        }
        words(error).context(name).into()
    }
}

/// The prepared statement, once its parameters are known to fit: nothing may go wrong on our
/// side in the middle of a journey that ends with `commit`.
fn fitting<'p>(
    prepared: &'p HashMap<usize, tokio_postgres::Statement>,
    statement: &'static Statement,
    params: &[Value<'_>],
) -> Result<&'p tokio_postgres::Statement, Fault> {
    let prepared = prepared.get(&statement.key()).ok_or_else(|| Fault::new("not prepared"))?;
    let wrong = |what: String| Fault::new(what).context(statement.name());
    if prepared.params().len() != params.len() {
        return Err(wrong(format!("{} parameters given, {} wanted", params.len(), prepared.params().len())));
    }
    for (at, (param, wanted)) in params.iter().zip(prepared.params()).enumerate() {
        if !fits(param, wanted) {
            return Err(wrong(format!(
                "parameter {} is {}, the statement wants {wanted}",
                at + 1,
                param.kind()
            )));
        }
    }
    Ok(prepared)
}

/// One step of a journey to the server.
type Step<'a> = Pin<Box<dyn Future<Output = Result<Answer, tokio_postgres::Error>> + 'a>>;

async fn command(client: &Client, sql: &str) -> Result<Answer, tokio_postgres::Error> {
    client.batch_execute(sql).await.map(|()| Answer::Done)
}

async fn execute(
    client: &Client,
    prepared: &tokio_postgres::Statement,
    params: &[Value<'_>],
    rows: bool,
) -> Result<Answer, tokio_postgres::Error> {
    let params = params.iter().map(|value| value as &(dyn ToSql + Sync));
    if !rows {
        return client.execute_raw(prepared, params).await.map(Answer::Touched);
    }
    let mut stream = pin!(client.query_raw(prepared, params).await?);
    let mut found = Vec::new();
    while let Some(row) = poll_fn(|cx| futures_util::Stream::poll_next(stream.as_mut(), cx)).await {
        found.push(row?);
    }
    Ok(Answer::Rows(found))
}

/// Starts every step before waiting for the first, so that all leave in one packet.
async fn in_order<T>(steps: Vec<Pin<Box<dyn Future<Output = T> + '_>>>) -> Vec<T> {
    let mut steps: Vec<_> = steps.into_iter().map(maybe_done).collect();
    poll_fn(|cx| {
        for step in &mut steps {
            let _ = Pin::new(step).poll(cx);
        }
        Poll::Ready(())
    })
    .await;
    let mut answers = Vec::with_capacity(steps.len());
    for mut step in steps {
        Pin::new(&mut step).await;
        answers.extend(Pin::new(&mut step).take_output());
    }
    answers
}

/// Runs `work` and the connection it talks through, on this thread.
fn drive<T>(runtime: &Runtime, wire: &mut Option<Wire>, work: impl Future<Output = T>) -> T {
    runtime.block_on(async {
        let mut work = pin!(work);
        poll_fn(|cx| {
            if let Poll::Ready(done) = work.as_mut().poll(cx) {
                return Poll::Ready(done);
            }
            if let Some(open) = wire
                && Pin::new(open).poll(cx).is_ready()
            {
                // Dropped, so that those who wait for an answer learn that none will come.
                *wire = None;
            }
            work.as_mut().poll(cx)
        })
        .await
    })
}

fn fits(value: &Value<'_>, wanted: &Type) -> bool {
    match value {
        Value::Null => true,
        Value::Int(number) => match *wanted {
            Type::INT8 => true,
            Type::INT4 => i32::try_from(*number).is_ok(),
            _ => false,
        },
        Value::Text(_) => *wanted == Type::TEXT,
        Value::Bytes(_) => *wanted == Type::BYTEA,
    }
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) if *ty == Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
            Value::Int(number) => number.to_sql(ty, out),
            Value::Text(text) => text.as_ref().to_sql(ty, out),
            Value::Bytes(bytes) => bytes.as_ref().to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

struct Raw<'a>(Cell<'a>);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Raw(match *ty {
            Type::INT8 => Cell::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Cell::Int(i32::from_sql(ty, raw)?.into()),
            Type::INT2 => Cell::Int(i16::from_sql(ty, raw)?.into()),
            Type::BOOL => Cell::Int(bool::from_sql(ty, raw)?.into()),
            Type::BYTEA => Cell::Bytes(raw),
            _ => Cell::Text(std::str::from_utf8(raw)?),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Raw(Cell::Null))
    }

    fn accepts(ty: &Type) -> bool {
        is_readable(ty)
    }
}

/// The column types [`Cell`] can hold.
pub(crate) fn is_readable(ty: &Type) -> bool {
    [Type::INT8, Type::INT4, Type::INT2, Type::BOOL, Type::BYTEA, Type::TEXT, Type::VARCHAR, Type::NAME]
        .contains(ty)
}

pub(crate) fn cell(row: &tokio_postgres::Row, index: usize) -> Result<Cell<'_>, Fault> {
    row.try_get::<_, Raw<'_>>(index).map(|raw| raw.0).map_err(|error| {
        let ty = row.columns().get(index).map_or("missing", |column| column.type_().name());
        Fault::new(format_args!("the column is {ty}, which is not read here: {error}"))
    })
}

/// The server's own words: SQLSTATE and message, without the detail, which may quote values.
pub(crate) fn words(error: &tokio_postgres::Error) -> Fault {
    match error.as_db_error() {
        Some(told) => Fault::new(format_args!("PostgreSQL {}: {}", told.code().code(), told.message())),
        None => match std::error::Error::source(error) {
            Some(cause) => Fault::new(format_args!("{error}: {cause}")),
            None => Fault::new(error),
        },
    }
}
