//! One transaction, the same on both engines: synchronous, with statements that travel together.

use crate::postgres::{Last, Sent, Session};
use crate::value::RowSource;
use crate::{Engine, Row, Statement, Value};
use kernel::{Failure, Fault, Refusal};

/// How many rows a statement given to [`Tx::send`] must touch.
#[derive(Clone, Debug)]
pub enum Expect {
    /// As many as it likes.
    Any,
    /// At least one; when none, the whole transaction is undone with this refusal.
    One(Refusal),
}

/// A question asked with [`Tx::ask`], to be exchanged for its answer with [`Tx::take`].
#[derive(Debug)]
#[must_use = "the answer is taken with Tx::take"]
pub struct Ticket(usize);

/// One transaction. Everything it did is undone when the closure fails, panics, or when any
/// statement failed, even if the closure went on: the first failure is what the caller gets.
pub struct Tx<'c> {
    side: Side<'c>,
    doom: Option<Failure>,
    asked: Vec<Asked>,
}

pub(crate) enum Side<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(&'c mut Session),
}

/// Takes rows one by one: a closure behind a pointer, so that running a statement is compiled once.
type EachRow<'e> = &'e mut dyn FnMut(&Row<'_>) -> Result<(), Fault>;

/// A question on its way.
enum Asked {
    Waiting(&'static Statement, Vec<Value<'static>>),
    Sent,
    Kept(Vec<Vec<Value<'static>>>),
    Rows(Vec<tokio_postgres::Row>),
    Taken,
}

impl<'c> Tx<'c> {
    pub(crate) fn new(side: Side<'c>) -> Tx<'c> {
        Tx { side, doom: None, asked: Vec::new() }
    }

    /// Which engine this is; only the store itself should need to ask.
    pub fn engine(&self) -> Engine {
        match self.side {
            Side::Sqlite(_) => Engine::Sqlite,
            Side::Postgres(_) => Engine::Postgres,
        }
    }

    /// All rows, each read by `map`.
    pub fn rows<T>(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
        mut map: impl FnMut(&Row<'_>) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        let mut found = Vec::new();
        self.each(statement, params, &mut |row| {
            found.push(map(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    fn each(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
        each: EachRow<'_>,
    ) -> Result<(), Fault> {
        self.alive()?;
        if !statement.sql().starts_with("select") {
            self.answer_waiting()?;
        }
        let result = match &mut self.side {
            Side::Sqlite(connection) => crate::sqlite::each_row(connection, statement, params, each),
            Side::Postgres(session) => match session
                .flush(Some(Last { statement, params, rows: true }), false)
            {
                Err(failure) => Err(failure),
                Ok(flushed) => {
                    keep_answers(&mut self.asked, flushed.questions);
                    each_postgres(&flushed.rows, each).map_err(|fault| fault.context(statement.name()).into())
                }
            },
        };
        self.settle(result)
    }

    /// The first row, if there is one.
    pub fn row_opt<T>(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
        map: impl FnMut(&Row<'_>) -> Result<T, Fault>,
    ) -> Result<Option<T>, Fault> {
        Ok(self.rows(statement, params, map)?.into_iter().next())
    }

    /// The first row; a fault when there is none.
    pub fn row<T>(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
        map: impl FnMut(&Row<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        self.row_opt(statement, params, map)?
            .ok_or_else(|| Fault::new(format_args!("{}: there was no row", statement.name())))
    }

    /// Runs it at once and says how many rows it touched.
    pub fn run(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<u64, Fault> {
        self.alive()?;
        self.answer_waiting()?;
        let result = match &mut self.side {
            Side::Sqlite(connection) => crate::sqlite::execute(connection, statement, params),
            Side::Postgres(session) => {
                session.flush(Some(Last { statement, params, rows: false }), false).map(|flushed| {
                    keep_answers(&mut self.asked, flushed.questions);
                    flushed.touched
                })
            }
        };
        self.settle(result)
    }

    /// Runs it now or a little later, together with others: in the order given, before the next
    /// question is answered and before the commit. A refused expectation may therefore show up at
    /// a later call; it undoes the whole transaction in any case.
    pub fn send(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
        expect: Expect,
    ) -> Result<(), Failure> {
        self.alive()?;
        self.answer_waiting()?;
        let result = match &mut self.side {
            Side::Sqlite(connection) => {
                crate::sqlite::execute(connection, statement, params).and_then(|touched| match expect {
                    Expect::One(refusal) if touched == 0 => Err(refusal.into()),
                    _ => Ok(()),
                })
            }
            Side::Postgres(session) => {
                session.queue(Sent::statement(statement, params, expect));
                Ok(())
            }
        };
        if let Err(failure) = &result {
            self.doom.get_or_insert_with(|| failure.clone());
        }
        result
    }

    /// Asks something whose answer is needed later: several questions travel together.
    /// It sees what was sent before it and not what is sent after it.
    pub fn ask(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<Ticket, Fault> {
        self.alive()?;
        let ticket = self.asked.len();
        match &mut self.side {
            Side::Sqlite(_) => {
                let params = params.iter().map(|value| value.clone().into_owned()).collect();
                self.asked.push(Asked::Waiting(statement, params));
            }
            Side::Postgres(session) => {
                session.queue(Sent::question(statement, params, ticket));
                self.asked.push(Asked::Sent);
            }
        }
        Ok(Ticket(ticket))
    }

    /// The answer to a question.
    pub fn take<T>(
        &mut self,
        ticket: Ticket,
        mut map: impl FnMut(&Row<'_>) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        let mut found = Vec::new();
        self.take_each(ticket, &mut |row| {
            found.push(map(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    fn take_each(&mut self, ticket: Ticket, each: EachRow<'_>) -> Result<(), Fault> {
        self.alive()?;
        if let (Some(Asked::Sent), Side::Postgres(session)) = (self.asked.get(ticket.0), &mut self.side) {
            let result =
                session.flush(None, false).map(|flushed| keep_answers(&mut self.asked, flushed.questions));
            self.settle(result)?;
        }
        let asked = self.asked.get_mut(ticket.0).map(|asked| std::mem::replace(asked, Asked::Taken));
        match (asked, &self.side) {
            (Some(Asked::Waiting(statement, params)), Side::Sqlite(connection)) => {
                let result = crate::sqlite::each_row(connection, statement, &params, each);
                self.settle(result)
            }
            (Some(Asked::Kept(rows)), _) => rows.iter().try_for_each(|row| each(&Row(RowSource::Kept(row)))),
            (Some(Asked::Rows(rows)), _) => each_postgres(&rows, each),
            _ => Err(Fault::new("this ticket is not of this transaction")),
        }
    }

    /// Runs a script of several statements without parameters: schema steps only.
    pub(crate) fn script(&mut self, sql: &str) -> Result<(), Fault> {
        self.alive()?;
        let result = match &mut self.side {
            Side::Sqlite(connection) => crate::sqlite::script(connection, sql),
            Side::Postgres(session) => session.script(sql),
        };
        self.settle(result)
    }

    /// What the closure said, unless a statement failed before.
    pub(crate) fn close<T>(self, result: Result<T, Failure>) -> Result<T, Failure> {
        match self.doom {
            Some(failure) => Err(failure),
            None => result,
        }
    }

    fn alive(&self) -> Result<(), Fault> {
        match &self.doom {
            Some(failure) => Err(Fault::new(failure).context("the transaction had already failed")),
            None => Ok(()),
        }
    }

    /// On SQLite, questions asked and not yet taken are answered before anything changes.
    fn answer_waiting(&mut self) -> Result<(), Fault> {
        let Side::Sqlite(connection) = &self.side else {
            return Ok(());
        };
        let mut result = Ok(());
        for asked in &mut self.asked {
            if let Asked::Waiting(statement, params) = asked {
                let mut rows = Vec::new();
                result = crate::sqlite::each_row(connection, statement, params, &mut |row| {
                    rows.push(kept(row)?);
                    Ok(())
                });
                *asked = Asked::Kept(rows);
                if result.is_err() {
                    break;
                }
            }
        }
        self.settle(result)
    }

    /// Remembers a failure, so that the transaction cannot be committed any more.
    fn settle<T>(&mut self, result: Result<T, Failure>) -> Result<T, Fault> {
        result.map_err(|failure| {
            self.doom.get_or_insert_with(|| failure.clone());
            match failure {
                Failure::Fault(fault) => fault,
                Failure::Refusal(refusal) => Fault::new(refusal),
            }
        })
    }
}

fn kept(row: &Row<'_>) -> Result<Vec<Value<'static>>, Fault> {
    (0..row.columns()).map(|index| row.cell(index).map(crate::Cell::to_value)).collect()
}

fn keep_answers(asked: &mut [Asked], answers: Vec<(usize, Vec<tokio_postgres::Row>)>) {
    for (ticket, rows) in answers {
        if let Some(asked) = asked.get_mut(ticket) {
            *asked = Asked::Rows(rows);
        }
    }
}

fn each_postgres(rows: &[tokio_postgres::Row], each: EachRow<'_>) -> Result<(), Fault> {
    rows.iter().try_for_each(|row| each(&Row(RowSource::Postgres(row))))
}
