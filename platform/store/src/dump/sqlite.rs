//! SQLite's side of the portable backup: a connection of its own, one transaction.

use super::{Counts, Frames, Writer, column_list, is_content, kinds_of, matching, not_empty};
use crate::sqlite::{Sqlite, words};
use crate::tx::{Side, Tx};
use crate::{Engine, catalogue, migrate};
use kernel::Fault;
use rusqlite::Connection;
use std::io::Write;

fn of_sqlite(error: rusqlite::Error) -> Fault {
    words(&error)
}

pub(super) fn write(sqlite: &Sqlite, out: &mut (dyn Write + Send)) -> Result<Counts, Fault> {
    let connection = sqlite.connect_reader()?;
    connection.execute_batch("begin").map_err(of_sqlite)?;
    let mut tx = Tx::new(Side::Sqlite(&connection));
    let mut writer = Writer::begin(out, Engine::Sqlite, migrate::steps(&mut tx)?)?;
    for table in catalogue::tables(&mut tx)?.iter().filter(|table| is_content(table)) {
        writer.begin_table(table)?;
        let sql = format!("select {} from {}", table.column_list(), table.name);
        let mut prepared = connection.prepare(&sql).map_err(of_sqlite)?;
        let mut rows = prepared.raw_query();
        while let Some(row) = rows.next().map_err(of_sqlite)? {
            writer.row((0..table.columns.len()).map(|index| crate::sqlite::cell(row, index)))?;
        }
        writer.end_table(table)?;
    }
    writer.end()
}

pub(super) fn restore(sqlite: &Sqlite, frames: Frames<'_>) -> Result<Counts, Fault> {
    let connection = sqlite.connect_another_writer()?;
    // References are counted at the commit: a table may refer to itself.
    connection.execute_batch("begin immediate; pragma defer_foreign_keys = on").map_err(of_sqlite)?;
    let counts = fill(&connection, frames)?;
    connection.execute_batch("commit").map_err(of_sqlite)?;
    Ok(counts)
}

fn fill(connection: &Connection, mut frames: Frames<'_>) -> Result<Counts, Fault> {
    let mut tx = Tx::new(Side::Sqlite(connection));
    let tables = catalogue::tables(&mut tx)?;
    for table in tables.iter().filter(|table| is_content(table)) {
        if connection
            .prepare(&format!("select 1 from {} limit 1", table.name))
            .and_then(|mut one| one.exists([]))
            .map_err(of_sqlite)?
        {
            return Err(not_empty(&table.name));
        }
    }
    frames.header(&migrate::steps(&mut tx)?)?;
    let mut counts = Counts::new();
    while let Some(head) = frames.next_table(counts.len())? {
        let table = matching(&head, &tables)?;
        let places: Vec<String> = (1..=head.columns.len()).map(|at| format!("?{at}")).collect();
        let sql =
            format!("insert into {} ({}) values ({})", table.name, column_list(&head), places.join(", "));
        let mut prepared = connection.prepare(&sql).map_err(of_sqlite)?;
        let rows = frames.rows(&head.table, &kinds_of(&head)?, |row| {
            prepared.execute(rusqlite::params_from_iter(row)).map(drop).map_err(of_sqlite)
        })?;
        counts.insert(head.table, rows);
    }
    Ok(counts)
}
