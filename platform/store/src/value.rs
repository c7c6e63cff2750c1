//! Values that travel to and from a database: NULL, whole numbers, text and bytes, nothing else.

use kernel::{Day, Fault, Id, Moment, Money};
use std::borrow::Cow;

/// One parameter of a statement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value<'a> {
    /// NULL.
    Null,
    /// A whole number: ids, moments (ms), money (đồng), flags (0 or 1).
    Int(i64),
    /// Text.
    Text(Cow<'a, str>),
    /// Bytes.
    Bytes(Cow<'a, [u8]>),
}

impl Value<'_> {
    /// The same value, holding its own text or bytes.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Value::Null => Value::Null,
            Value::Int(number) => Value::Int(number),
            Value::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Value::Bytes(bytes) => Value::Bytes(Cow::Owned(bytes.into_owned())),
        }
    }

    pub(crate) fn cell(&self) -> Cell<'_> {
        match self {
            Value::Null => Cell::Null,
            Value::Int(number) => Cell::Int(*number),
            Value::Text(text) => Cell::Text(text),
            Value::Bytes(bytes) => Cell::Bytes(bytes),
        }
    }

    /// What it is, in a word, for faults; never what it holds.
    pub(crate) fn kind(&self) -> &'static str {
        self.cell().kind()
    }
}

macro_rules! from_number {
    ($($type:ty: $name:ident => $number:expr;)*) => {
        $(impl From<$type> for Value<'_> {
            fn from($name: $type) -> Self {
                Value::Int($number)
            }
        })*
    };
}

from_number! {
    i64: number => number;
    i32: number => number.into();
    u32: number => number.into();
    u16: number => number.into();
    u8: number => number.into();
    bool: flag => flag.into();
    Id: id => id.0;
    Moment: moment => moment.ms();
    Money: money => money.0;
}

impl From<Day> for Value<'_> {
    fn from(day: Day) -> Self {
        Value::Text(Cow::Owned(day.to_string()))
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(Cow::Owned(text))
    }
}

impl<'a> From<Cow<'a, str>> for Value<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Value::Text(text)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Value::Bytes(Cow::Borrowed(bytes))
    }
}

impl<'a> From<&'a Vec<u8>> for Value<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Value::Bytes(Cow::Borrowed(bytes))
    }
}

impl From<Vec<u8>> for Value<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Value::Bytes(Cow::Owned(bytes))
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Value::Bytes(Cow::Borrowed(bytes))
    }
}

impl<const N: usize> From<[u8; N]> for Value<'_> {
    fn from(bytes: [u8; N]) -> Self {
        Value::Bytes(Cow::Owned(bytes.to_vec()))
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

impl<'a> From<&'a Option<String>> for Value<'a> {
    fn from(value: &'a Option<String>) -> Self {
        value.as_deref().into()
    }
}

impl<'a> From<&'a Option<Vec<u8>>> for Value<'a> {
    fn from(value: &'a Option<Vec<u8>>) -> Self {
        value.as_deref().into()
    }
}

/// The parameters of one statement, in order: `params![id, name, moment]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { [$($crate::Value::from($value)),*] };
}

/// One column of one row, borrowed from it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cell<'a> {
    /// NULL.
    Null,
    /// A whole number.
    Int(i64),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

impl Cell<'_> {
    /// What it is, in a word.
    pub fn kind(self) -> &'static str {
        match self {
            Cell::Null => "null",
            Cell::Int(_) => "a whole number",
            Cell::Text(_) => "text",
            Cell::Bytes(_) => "bytes",
        }
    }

    /// The same value, on its own.
    pub fn to_value(self) -> Value<'static> {
        match self {
            Cell::Null => Value::Null,
            Cell::Int(number) => Value::Int(number),
            Cell::Text(text) => Value::Text(Cow::Owned(text.to_owned())),
            Cell::Bytes(bytes) => Value::Bytes(Cow::Owned(bytes.to_vec())),
        }
    }
}

/// What can be read from a column.
pub trait FromCell: Sized {
    /// Reads it; the fault names what was there, never its content.
    fn from_cell(cell: Cell<'_>) -> Result<Self, Fault>;
}

fn unlike(cell: Cell<'_>, wanted: &str) -> Fault {
    Fault::new(format_args!("the column holds {}, not {wanted}", cell.kind()))
}

impl FromCell for i64 {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Fault> {
        match cell {
            Cell::Int(number) => Ok(number),
            other => Err(unlike(other, "a whole number")),
        }
    }
}

macro_rules! from_narrow {
    ($($type:ty)*) => {
        $(impl FromCell for $type {
            fn from_cell(cell: Cell<'_>) -> Result<Self, Fault> {
                <$type>::try_from(i64::from_cell(cell)?)
                    .map_err(|_| Fault::new(concat!("the number in the column does not fit in ", stringify!($type))))
            }
        })*
    };
}

from_narrow!(i32 u8 u16 u32 u64 usize);

impl FromCell for bool {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Fault> {
        match i64::from_cell(cell)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Fault::new("the flag in the column is neither 0 nor 1")),
        }
    }
}

impl FromCell for Id {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Fault> {
        i64::from_cell(cell).map(Id)
    }
}

impl FromCell for Moment {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Fault> {
        i64::from_cell(cell).map(Moment::from_ms)
    }
}

impl FromCell for Money {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Fault> {
        i64::from_cell(cell).map(Money)
    }
}

impl FromCell for String {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Fault> {
        match cell {
            Cell::Text(text) => Ok(text.to_owned()),
            other => Err(unlike(other, "text")),
        }
    }
}

impl FromCell for Day {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Fault> {
        match cell {
            Cell::Text(text) => text.parse().map_err(|_| Fault::new("the column does not hold a day")),
            other => Err(unlike(other, "a day")),
        }
    }
}

impl FromCell for Vec<u8> {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Fault> {
        match cell {
            Cell::Bytes(bytes) => Ok(bytes.to_vec()),
            other => Err(unlike(other, "bytes")),
        }
    }
}

impl<const N: usize> FromCell for [u8; N] {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Fault> {
        match cell {
            Cell::Bytes(bytes) => bytes
                .try_into()
                .map_err(|_| Fault::new(format_args!("the column holds {} bytes, not {N}", bytes.len()))),
            other => Err(unlike(other, "bytes")),
        }
    }
}

impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Fault> {
        match cell {
            Cell::Null => Ok(None),
            some => T::from_cell(some).map(Some),
        }
    }
}

/// Says which column it was; apart, so that it is not compiled for each type.
#[cold]
fn in_column(index: usize, fault: Fault) -> Fault {
    fault.context(format_args!("column {index}"))
}

/// One row of an answer.
pub struct Row<'a>(pub(crate) RowSource<'a>);

pub(crate) enum RowSource<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
    Kept(&'a [Value<'static>]),
}

impl Row<'_> {
    /// The column at `index`, from 0.
    pub fn get<T: FromCell>(&self, index: usize) -> Result<T, Fault> {
        match self.cell(index).and_then(T::from_cell) {
            Ok(value) => Ok(value),
            Err(fault) => Err(in_column(index, fault)),
        }
    }

    /// The text at `index`, borrowed.
    pub fn text(&self, index: usize) -> Result<&str, Fault> {
        match self.cell(index)? {
            Cell::Text(text) => Ok(text),
            other => Err(in_column(index, unlike(other, "text"))),
        }
    }

    /// The text at `index`, borrowed; none for NULL.
    pub fn text_opt(&self, index: usize) -> Result<Option<&str>, Fault> {
        match self.cell(index)? {
            Cell::Null => Ok(None),
            Cell::Text(text) => Ok(Some(text)),
            other => Err(in_column(index, unlike(other, "text"))),
        }
    }

    /// The column as it is.
    pub fn cell(&self, index: usize) -> Result<Cell<'_>, Fault> {
        match &self.0 {
            RowSource::Sqlite(row) => crate::sqlite::cell(row, index),
            RowSource::Postgres(row) => crate::postgres::cell(row, index),
            RowSource::Kept(row) => {
                row.get(index).map(Value::cell).ok_or_else(|| Fault::new("there is no such column"))
            }
        }
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        match &self.0 {
            RowSource::Sqlite(row) => row.as_ref().column_count(),
            RowSource::Postgres(row) => row.len(),
            RowSource::Kept(row) => row.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_domain_value_becomes_a_number_text_or_bytes() {
        let day: Day = "2026-09-07".parse().unwrap();
        let params =
            crate::params![Id(7), Moment::from_ms(5), Money(8000), true, day, "a", None::<i64>, [1u8, 2]];
        let kinds: Vec<&str> = params.iter().map(Value::kind).collect();
        let number = "a whole number";
        assert_eq!(kinds, [number, number, number, number, "text", "text", "null", "bytes"]);
    }

    #[test]
    fn reading_the_wrong_kind_says_what_was_there_and_not_its_content() {
        let row = [Value::Text("bí mật".into())];
        let fault = Row(RowSource::Kept(&row)).get::<i64>(0).unwrap_err().to_string();
        assert_eq!(fault, "column 0: the column holds text, not a whole number");
    }
}
