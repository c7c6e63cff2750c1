//! JSON answers are written here: rooms are optimised by half, and what of a serialiser does not know
//! their types is compiled once, in this room. The same text as `serde_json` writes.

use serde::Serialize;
use serde::ser;
use std::fmt::{self, Write as _};

/// The text of a value; an error for a map whose keys are not texts.
pub(crate) fn to_vec<T: Serialize>(value: &T) -> Result<Vec<u8>, fmt::Error> {
    let mut writer = Writer(Vec::with_capacity(2_048));
    value.serialize(&mut writer)?;
    Ok(writer.0)
}

struct Writer(Vec<u8>);

impl Writer {
    #[inline(never)]
    fn raw(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    #[inline(never)]
    fn text(&mut self, text: &str) {
        self.0.push(b'"');
        self.escaped(text.as_bytes());
        self.0.push(b'"');
    }

    /// Stretches that need no escape are copied whole.
    fn escaped(&mut self, text: &[u8]) {
        let mut rest = text;
        while let Some(at) = first_special(rest) {
            self.0.extend_from_slice(&rest[..at]);
            self.escape(rest[at]);
            rest = &rest[at + 1..];
        }
        self.0.extend_from_slice(rest);
    }

    fn escape(&mut self, byte: u8) {
        let short = match byte {
            b'"' | b'\\' => byte,
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0x08 => b'b',
            0x0c => b'f',
            _ => {
                const DIGITS: &[u8; 16] = b"0123456789abcdef";
                self.raw("\\u00");
                self.0.push(DIGITS[usize::from(byte >> 4)]);
                self.0.push(DIGITS[usize::from(byte & 15)]);
                return;
            }
        };
        self.0.extend_from_slice(&[b'\\', short]);
    }

    #[inline(never)]
    fn number(&mut self, negative: bool, mut number: u64) {
        let mut digits = [0; 20];
        let mut at = digits.len();
        loop {
            at -= 1;
            digits[at] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        if negative {
            self.0.push(b'-');
        }
        self.0.extend_from_slice(&digits[at..]);
    }

    #[inline(never)]
    fn fraction(&mut self, number: f64) -> fmt::Result {
        match number.is_finite() {
            true => write!(Plain(self), "{number:?}"),
            false => {
                self.raw("null");
                Ok(())
            }
        }
    }

    #[inline(never)]
    fn open(&mut self, bracket: u8) {
        self.0.push(bracket);
    }

    /// What stands before the next element.
    #[inline(never)]
    fn next(&mut self, first: &mut bool) {
        if !std::mem::replace(first, false) {
            self.0.push(b',');
        }
    }

    /// A key written as a number or a flag gets its quotes; only what is one word can be a key.
    fn quoted_from(&mut self, start: usize) -> fmt::Result {
        match self.0.get(start) {
            Some(b'"') => Ok(()),
            Some(b'-' | b'0'..=b'9' | b't' | b'f') => {
                self.0.insert(start, b'"');
                self.0.push(b'"');
                Ok(())
            }
            _ => Err(fmt::Error),
        }
    }

    /// What stands before the next field. Its name is one that Rust or `serde` was given: nothing in it
    /// needs an escape.
    #[inline(never)]
    fn field(&mut self, first: &mut bool, name: &'static str) {
        debug_assert_eq!(first_special(name.as_bytes()), None, "{name}");
        self.next(first);
        self.0.reserve(name.len() + 3);
        self.0.push(b'"');
        self.0.extend_from_slice(name.as_bytes());
        self.0.extend_from_slice(b"\":");
    }
}

/// Where the first byte stands that JSON does not write as it is: a quote, a backslash, a control character.
fn first_special(text: &[u8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = ONES << 7;
    // The high bit of each byte that is nought; borrowing can only mark a byte after a true one.
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & HIGH;
    let (words, tail) = text.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let control = word.wrapping_sub(ONES * 0x20) & !word & HIGH;
        let found = control | zeros(word ^ (ONES * 0x22)) | zeros(word ^ (ONES * 0x5c));
        if found != 0 {
            return Some(at * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let special = |byte: &u8| *byte < 0x20 || matches!(byte, b'"' | b'\\');
    tail.iter().position(special).map(|at| words.len() * 8 + at)
}

/// Takes what formats itself.
struct Plain<'w>(&'w mut Writer);

impl fmt::Write for Plain<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.raw(text);
        Ok(())
    }
}

/// The same inside a text.
struct Quoted<'w>(&'w mut Writer);

impl fmt::Write for Quoted<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.escaped(text.as_bytes());
        Ok(())
    }
}

macro_rules! whole_numbers {
    ($($signed:ident: $i:ty, $unsigned:ident: $u:ty;)*) => {
        $(
            fn $signed(self, number: $i) -> fmt::Result {
                self.number(number < 0, u64::from(number.unsigned_abs()));
                Ok(())
            }

            fn $unsigned(self, number: $u) -> fmt::Result {
                self.number(false, u64::from(number));
                Ok(())
            }
        )*
    };
}

impl<'w> ser::Serializer for &'w mut Writer {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = Inside<'w>;
    type SerializeTuple = Inside<'w>;
    type SerializeTupleStruct = Inside<'w>;
    type SerializeTupleVariant = Inside<'w>;
    type SerializeMap = Inside<'w>;
    type SerializeStruct = Inside<'w>;
    type SerializeStructVariant = Inside<'w>;

    whole_numbers! {
        serialize_i8: i8, serialize_u8: u8;
        serialize_i16: i16, serialize_u16: u16;
        serialize_i32: i32, serialize_u32: u32;
        serialize_i64: i64, serialize_u64: u64;
    }

    fn serialize_bool(self, flag: bool) -> fmt::Result {
        self.raw(if flag { "true" } else { "false" });
        Ok(())
    }

    fn serialize_f32(self, number: f32) -> fmt::Result {
        self.fraction(number.into())
    }

    fn serialize_f64(self, number: f64) -> fmt::Result {
        self.fraction(number)
    }

    fn serialize_char(self, char: char) -> fmt::Result {
        self.text(char.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, text: &str) -> fmt::Result {
        self.text(text);
        Ok(())
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> fmt::Result {
        self.open(b'"');
        write!(Quoted(self), "{value}")?;
        self.open(b'"');
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> fmt::Result {
        bytes.serialize(self)
    }

    fn serialize_none(self) -> fmt::Result {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> fmt::Result {
        value.serialize(self)
    }

    fn serialize_unit(self) -> fmt::Result {
        self.raw("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> fmt::Result {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> fmt::Result {
        self.text(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> fmt::Result {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> fmt::Result {
        self.open(b'{');
        self.field(&mut true, variant);
        value.serialize(&mut *self)?;
        self.open(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Inside<'w>, fmt::Error> {
        Ok(Inside::new(self, "[", "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Inside<'w>, fmt::Error> {
        Ok(Inside::new(self, "[", "]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Inside<'w>, fmt::Error> {
        Ok(Inside::new(self, "[", "]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Inside<'w>, fmt::Error> {
        self.open(b'{');
        self.field(&mut true, variant);
        Ok(Inside::new(self, "[", "]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Inside<'w>, fmt::Error> {
        Ok(Inside::new(self, "{", "}"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Inside<'w>, fmt::Error> {
        Ok(Inside::new(self, "{", "}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Inside<'w>, fmt::Error> {
        self.open(b'{');
        self.field(&mut true, variant);
        Ok(Inside::new(self, "{", "}}"))
    }
}

/// A list or an object that is being written.
struct Inside<'w> {
    writer: &'w mut Writer,
    first: bool,
    close: &'static str,
}

impl<'w> Inside<'w> {
    fn new(writer: &'w mut Writer, open: &str, close: &'static str) -> Inside<'w> {
        writer.raw(open);
        Inside { writer, first: true, close }
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> fmt::Result {
        self.writer.next(&mut self.first);
        value.serialize(&mut *self.writer)
    }

    fn named<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> fmt::Result {
        self.writer.field(&mut self.first, name);
        value.serialize(&mut *self.writer)
    }

    fn closed(self) -> fmt::Result {
        self.writer.raw(self.close);
        Ok(())
    }
}

macro_rules! lists {
    ($($kind:ident: $method:ident;)*) => {
        $(impl ser::$kind for Inside<'_> {
            type Ok = ();
            type Error = fmt::Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> fmt::Result {
                self.element(value)
            }

            fn end(self) -> fmt::Result {
                self.closed()
            }
        })*
    };
}

macro_rules! objects {
    ($($kind:ident;)*) => {
        $(impl ser::$kind for Inside<'_> {
            type Ok = ();
            type Error = fmt::Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> fmt::Result {
                self.named(name, value)
            }

            fn end(self) -> fmt::Result {
                self.closed()
            }
        })*
    };
}

lists! {
    SerializeSeq: serialize_element;
    SerializeTuple: serialize_element;
    SerializeTupleStruct: serialize_field;
    SerializeTupleVariant: serialize_field;
}

objects! {
    SerializeStruct;
    SerializeStructVariant;
}

impl ser::SerializeMap for Inside<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> fmt::Result {
        self.writer.next(&mut self.first);
        let start = self.writer.0.len();
        key.serialize(&mut *self.writer)?;
        self.writer.quoted_from(start)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> fmt::Result {
        self.writer.open(b':');
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> fmt::Result {
        self.closed()
    }
}

#[cfg(test)]
mod tests;
