//! PostgreSQL's side of the portable backup: a connection of its own, one transaction; rows stream
//! out of a query and go in through the binary COPY.

use super::{Counts, Frames, Writer, column_list, is_content, kinds_of, matching, not_empty};
use crate::catalogue::{self, ColumnType, Table};
use crate::postgres::{BEGIN_READ, BEGIN_WRITE, Session, cell, words};
use crate::postgres_pool::{Pool, on_own_thread};
use crate::tx::{Side, Tx};
use crate::{Engine, Value, migrate};
use kernel::Fault;
use std::future::poll_fn;
use std::io::Write;
use std::pin::pin;
use tokio_postgres::Client;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{ToSql, Type};

fn of_postgres(error: tokio_postgres::Error) -> Fault {
    words(&error)
}

pub(super) fn write(pool: &Pool, out: &mut (dyn Write + Send)) -> Result<Counts, Fault> {
    on_own_thread(move || {
        let mut session = pool.session()?;
        session.begin(BEGIN_READ);
        let mut tx = Tx::new(Side::Postgres(&mut session));
        let steps = migrate::steps(&mut tx)?;
        let tables = catalogue::tables(&mut tx)?;
        drop(tx);
        let mut writer = Writer::begin(out, Engine::Postgres, steps)?;
        for table in tables.iter().filter(|table| is_content(table)) {
            session.with(|client| write_table(client, table, &mut writer))?;
        }
        writer.end()
    })
}

/// The server is read no faster than the file is written: answers wait in the socket.
async fn write_table(client: &Client, table: &Table, writer: &mut Writer<'_>) -> Result<(), Fault> {
    writer.begin_table(table)?;
    let sql = format!("select {} from {}", table.column_list(), table.name);
    let none: [&(dyn ToSql + Sync); 0] = [];
    let mut rows = pin!(client.query_raw(sql.as_str(), none).await.map_err(of_postgres)?);
    while let Some(row) = poll_fn(|cx| futures_util::Stream::poll_next(rows.as_mut(), cx)).await {
        let row = row.map_err(of_postgres)?;
        writer.row((0..row.len()).map(|index| cell(&row, index)))?;
    }
    writer.end_table(table)
}

pub(super) fn restore(pool: &Pool, frames: Frames<'_>) -> Result<Counts, Fault> {
    on_own_thread(move || {
        let mut session = pool.session()?;
        session.begin(BEGIN_WRITE);
        let mut tx = Tx::new(Side::Postgres(&mut session));
        let tables = catalogue::tables(&mut tx)?;
        let steps = migrate::steps(&mut tx)?;
        drop(tx);
        let filled = fill(&mut session, frames, &tables, &steps);
        match filled {
            Ok(_) => session.commit().map_err(crate::db::fault_of)?,
            Err(_) => session.rollback(),
        }
        filled
    })
}

fn fill(
    session: &mut Session,
    mut frames: Frames<'_>,
    tables: &[Table],
    steps: &[(String, usize, String)],
) -> Result<Counts, Fault> {
    for table in tables.iter().filter(|table| is_content(table)) {
        let sql = format!("select 1 from {} limit 1", table.name);
        let rows = session.with(|client| client.simple_query(&sql)).map_err(of_postgres)?;
        if rows.iter().any(|row| matches!(row, tokio_postgres::SimpleQueryMessage::Row(_))) {
            return Err(not_empty(&table.name));
        }
    }
    frames.header(steps)?;
    let mut counts = Counts::new();
    while let Some(head) = frames.next_table(counts.len())? {
        let table = matching(&head, tables)?;
        let kinds = kinds_of(&head)?;
        let types: Vec<Type> = kinds.iter().map(|kind| type_of(*kind)).collect();
        let sql = format!("copy {} ({}) from stdin (format binary)", table.name, column_list(&head));
        let sink = session.with(|client| client.copy_in(&sql)).map_err(of_postgres)?;
        let mut copy = Box::pin(BinaryCopyInWriter::new(sink, &types));
        let rows = frames.rows(&head.table, &kinds, |row: &[Value<'_>]| {
            let row = row.iter().map(|value| value as &(dyn ToSql + Sync));
            session.with(|_| copy.as_mut().write_raw(row)).map_err(of_postgres)
        })?;
        session.with(|_| copy.as_mut().finish()).map_err(of_postgres)?;
        counts.insert(head.table, rows);
    }
    Ok(counts)
}

fn type_of(kind: ColumnType) -> Type {
    match kind {
        ColumnType::Int => Type::INT8,
        ColumnType::Text => Type::TEXT,
        ColumnType::Bytes => Type::BYTEA,
    }
}
