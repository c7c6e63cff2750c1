//! The portable backup: every table of one consistent state, in a file that either engine restores.
//!
//! A file is frames: one letter, a length (u32, little endian), content. `H` header (JSON), then
//! per table `T` its name and columns (JSON), `R` a batch of rows, `E` its count and the SHA-256
//! of its rows (JSON); at last `Z` the number of tables. Rows are columns one after another: a
//! kind byte, then eight bytes of number, or a length (u32) and the text or bytes.

use crate::catalogue::{Column, ColumnType, Table};
use crate::{Cell, Db, Engine, Value};
use kernel::Fault;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Read, Write};

mod postgres;
mod sqlite;

const FORMAT: &str = "motcua-dump-1";
/// A batch of rows is written when it is this large.
const BATCH_BYTES: usize = 256 * 1024;
/// No frame of ours is larger: one row holds at most a form, not a file.
const MOST_BYTES: u32 = 64 * 1024 * 1024;
/// Tables that belong to the running installation, not to its content.
const LEFT_OUT: [&str; 2] = ["node_lease", "schema_step"];

/// How many rows each table had.
pub type Counts = BTreeMap<String, u64>;

#[derive(Serialize, Deserialize)]
struct Header {
    format: String,
    engine: String,
    /// `(room, step, hash)` of every schema step: the file fits a database with the same ones.
    steps: Vec<(String, usize, String)>,
}

#[derive(Serialize, Deserialize)]
struct TableHead {
    table: String,
    /// `(name, type word)`.
    columns: Vec<(String, String)>,
}

#[derive(Serialize, Deserialize)]
struct TableEnd {
    rows: u64,
    sha256: String,
}

#[derive(Serialize, Deserialize)]
struct End {
    tables: usize,
}

/// Writes everything to `out`, from one consistent state, while others go on working. Needs
/// memory for one batch only. On SQLite the write-ahead log grows until this ends.
pub fn write(db: &Db, out: &mut (dyn Write + Send)) -> Result<Counts, Fault> {
    let counts = match db.inner() {
        crate::db::Inner::Sqlite(sqlite) => sqlite::write(sqlite, out),
        crate::db::Inner::Postgres(pool) => postgres::write(pool, out),
    };
    counts.map_err(|fault| fault.context("writing the backup"))
}

/// Fills an empty, migrated database from a file written by [`write`], on either engine: all of
/// it, or nothing.
pub fn restore(db: &Db, from: &mut (dyn Read + Send)) -> Result<Counts, Fault> {
    let reader = Frames { from };
    let counts = match db.inner() {
        crate::db::Inner::Sqlite(sqlite) => sqlite::restore(sqlite, reader),
        crate::db::Inner::Postgres(pool) => postgres::restore(pool, reader),
    };
    counts.map_err(|fault| fault.context("restoring the backup"))
}

/// Reads a backup to its end without a database: counts and checksums hold, or a fault says which
/// table is damaged.
pub fn verify(from: &mut (dyn Read + Send)) -> Result<Counts, Fault> {
    let mut frames = Frames { from };
    let _header: Header = frames.json(b'H')?;
    let mut counts = Counts::new();
    while let Some(head) = frames.next_table(counts.len())? {
        let kinds = kinds_of(&head)?;
        let rows = frames.rows(&head.table, &kinds, |_| Ok(()))?;
        counts.insert(head.table, rows);
    }
    Ok(counts)
}

/// Writes the frames of one backup.
struct Writer<'w> {
    out: &'w mut (dyn Write + Send),
    batch: Vec<u8>,
    hash: Sha256,
    rows: u64,
    counts: Counts,
}

impl<'w> Writer<'w> {
    fn begin(
        out: &'w mut (dyn Write + Send),
        engine: Engine,
        steps: Vec<(String, usize, String)>,
    ) -> Result<Self, Fault> {
        let mut writer = Writer {
            out,
            batch: Vec::with_capacity(BATCH_BYTES + 4096),
            hash: Sha256::new(),
            rows: 0,
            counts: Counts::new(),
        };
        let engine = crate::check::engine_name(engine).to_owned();
        writer.json(b'H', &Header { format: FORMAT.to_owned(), engine, steps })?;
        Ok(writer)
    }

    fn begin_table(&mut self, table: &Table) -> Result<(), Fault> {
        let columns =
            table.columns.iter().map(|column| (column.name.clone(), column.kind.word().to_owned())).collect();
        (self.hash, self.rows) = (Sha256::new(), 0);
        self.json(b'T', &TableHead { table: table.name.clone(), columns })
    }

    fn row<'c>(&mut self, cells: impl Iterator<Item = Result<Cell<'c>, Fault>>) -> Result<(), Fault> {
        for cell in cells {
            match cell? {
                Cell::Null => self.batch.push(0),
                Cell::Int(number) => {
                    self.batch.push(1);
                    self.batch.extend_from_slice(&number.to_le_bytes());
                }
                Cell::Text(text) => self.long(2, text.as_bytes())?,
                Cell::Bytes(bytes) => self.long(3, bytes)?,
            }
        }
        self.rows += 1;
        if self.batch.len() >= BATCH_BYTES { self.flush_batch() } else { Ok(()) }
    }

    fn long(&mut self, kind: u8, content: &[u8]) -> Result<(), Fault> {
        let length = u32::try_from(content.len()).map_err(Fault::new)?;
        self.batch.push(kind);
        self.batch.extend_from_slice(&length.to_le_bytes());
        self.batch.extend_from_slice(content);
        Ok(())
    }

    fn flush_batch(&mut self) -> Result<(), Fault> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let batch = std::mem::take(&mut self.batch);
        self.hash.update(&batch);
        self.frame(b'R', &batch)?;
        self.batch = batch;
        self.batch.clear();
        Ok(())
    }

    fn end_table(&mut self, table: &Table) -> Result<(), Fault> {
        self.flush_batch()?;
        let sha256 = hex(&self.hash.finalize_reset());
        self.json(b'E', &TableEnd { rows: self.rows, sha256 })?;
        self.counts.insert(table.name.clone(), self.rows);
        Ok(())
    }

    fn end(mut self) -> Result<Counts, Fault> {
        self.json(b'Z', &End { tables: self.counts.len() })?;
        self.out.flush()?;
        Ok(self.counts)
    }

    fn json(&mut self, letter: u8, content: &impl Serialize) -> Result<(), Fault> {
        let text = serde_json::to_vec(content).map_err(Fault::new)?;
        self.frame(letter, &text)
    }

    fn frame(&mut self, letter: u8, content: &[u8]) -> Result<(), Fault> {
        let length = u32::try_from(content.len()).ok().filter(|length| *length <= MOST_BYTES);
        let length = length.ok_or_else(|| Fault::new("a row is too large for a backup"))?;
        self.out.write_all(&[letter])?;
        self.out.write_all(&length.to_le_bytes())?;
        Ok(self.out.write_all(content)?)
    }
}

/// Reads the frames of one backup.
struct Frames<'r> {
    from: &'r mut (dyn Read + Send),
}

impl Frames<'_> {
    /// The header, once it is known to fit the database.
    fn header(&mut self, steps: &[(String, usize, String)]) -> Result<(), Fault> {
        let header: Header = self.json(b'H')?;
        if header.format != FORMAT {
            return Err(Fault::new("this is not a backup of this program"));
        }
        if header.steps != steps {
            return Err(Fault::new(
                "the backup was made by another version: restore it with the version that made it, then upgrade",
            ));
        }
        Ok(())
    }

    /// The next table, or `None` at the end, where the number of tables must be `read`.
    fn next_table(&mut self, read: usize) -> Result<Option<TableHead>, Fault> {
        let (letter, content) = self.frame()?;
        let damaged = |error: serde_json::Error| Fault::new(format_args!("the backup is damaged: {error}"));
        match letter {
            b'T' => serde_json::from_slice(&content).map(Some).map_err(damaged),
            b'Z' => {
                let end: End = serde_json::from_slice(&content).map_err(damaged)?;
                if end.tables == read {
                    Ok(None)
                } else {
                    Err(Fault::new("tables are missing in the backup"))
                }
            }
            _ => Err(Fault::new("the backup is damaged: a table was expected")),
        }
    }

    /// Gives every row of a table to `each`, and checks count and checksum behind the last.
    fn rows(
        &mut self,
        table: &str,
        kinds: &[ColumnType],
        mut each: impl FnMut(&[Value<'_>]) -> Result<(), Fault>,
    ) -> Result<u64, Fault> {
        let mut hash = Sha256::new();
        let mut count = 0;
        loop {
            let (letter, content) = self.frame()?;
            match letter {
                b'R' => {
                    hash.update(&content);
                    let mut rest = content.as_slice();
                    while !rest.is_empty() {
                        let row =
                            kinds.iter().map(|kind| take_value(&mut rest, *kind)).collect::<Option<Vec<_>>>();
                        each(
                            &row.ok_or_else(|| Fault::new(format_args!("the rows of {table} are damaged")))?,
                        )?;
                        count += 1;
                    }
                }
                b'E' => {
                    let end: TableEnd = serde_json::from_slice(&content).map_err(Fault::new)?;
                    if (end.rows, end.sha256) != (count, hex(&hash.finalize())) {
                        return Err(Fault::new(format_args!("the rows of {table} are damaged")));
                    }
                    return Ok(count);
                }
                _ => return Err(Fault::new(format_args!("the rows of {table} are cut off"))),
            }
        }
    }

    fn json<T: serde::de::DeserializeOwned>(&mut self, wanted: u8) -> Result<T, Fault> {
        let (letter, content) = self.frame()?;
        if letter != wanted {
            return Err(Fault::new("this is not a backup of this program"));
        }
        serde_json::from_slice(&content).map_err(|_| Fault::new("this is not a backup of this program"))
    }

    fn frame(&mut self) -> Result<(u8, Vec<u8>), Fault> {
        let mut head = [0; 5];
        let cut = |error| Fault::from(error).context("the backup is cut off");
        self.from.read_exact(&mut head).map_err(cut)?;
        let [letter, length @ ..] = head;
        let length = u32::from_le_bytes(length);
        if length > MOST_BYTES {
            return Err(Fault::new("the backup is damaged: a frame is too long"));
        }
        let mut content = vec![0; length as usize];
        self.from.read_exact(&mut content).map_err(cut)?;
        Ok((letter, content))
    }
}

fn take_value<'a>(rest: &mut &'a [u8], kind: ColumnType) -> Option<Value<'a>> {
    let letter = *rest.split_off_first()?;
    match (letter, kind) {
        (0, _) => Some(Value::Null),
        (1, ColumnType::Int) => Some(Value::Int(i64::from_le_bytes(rest.split_off(..8)?.try_into().ok()?))),
        (2, ColumnType::Text) => {
            let text = take_long(rest)?;
            std::str::from_utf8(text).ok().map(|text| Value::Text(Cow::Borrowed(text)))
        }
        (3, ColumnType::Bytes) => take_long(rest).map(|bytes| Value::Bytes(Cow::Borrowed(bytes))),
        _ => None,
    }
}

fn take_long<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = u32::from_le_bytes(rest.split_off(..4)?.try_into().ok()?);
    rest.split_off(..length as usize)
}

fn kinds_of(head: &TableHead) -> Result<Vec<ColumnType>, Fault> {
    head.columns
        .iter()
        .map(|(_, word)| {
            ColumnType::from_word(word).ok_or_else(|| Fault::new("the backup holds an unknown type"))
        })
        .collect()
}

/// The table the rows go to: the same columns, by name.
fn matching<'t>(head: &TableHead, tables: &'t [Table]) -> Result<&'t Table, Fault> {
    let same =
        |column: &Column, (name, word): &(String, String)| column.name == *name && column.kind.word() == word;
    let columns_match = |table: &&Table| {
        table.columns.len() == head.columns.len()
            && head.columns.iter().all(|wanted| table.columns.iter().any(|column| same(column, wanted)))
    };
    tables.iter().find(|table| table.name == head.table).filter(columns_match).ok_or_else(|| {
        Fault::new(format_args!("the database has no table {} like that of the backup", head.table))
    })
}

/// The columns of the file, in its order.
fn column_list(head: &TableHead) -> String {
    head.columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
}

fn is_content(table: &Table) -> bool {
    !LEFT_OUT.contains(&table.name.as_str())
}

fn not_empty(table: &str) -> Fault {
    Fault::new(format_args!("the database is not empty: table {table} has rows; restore into a new one"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
