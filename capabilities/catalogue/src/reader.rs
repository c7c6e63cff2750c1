//! TOML to types, by one road a kind of value.
//!
//! `toml` parses. Its own way on to types can do more (spans, dates, anything anywhere), is
//! therefore compiled several times for each type of a procedure file, and was a sixth of what the
//! compiler had to do for this room.

use serde::Deserialize;
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use std::fmt;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeInteger, DeString, DeTable, DeValue};

/// What a TOML text says.
///
/// # Errors
/// It is not TOML, or not of the shape of `T`.
pub(crate) fn from_toml<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, Unreadable> {
    T::deserialize(parsed(text)?)
}

fn parsed(text: &str) -> Result<Node<'_>, Unreadable> {
    let table = DeTable::parse(text).map_err(|error| Unreadable {
        message: error.message().to_owned(),
        at: error.span().map(|span| span.start),
    })?;
    Ok(Node { at: table.span(), value: DeValue::Table(table.into_inner()) })
}

/// Why a text cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Unreadable {
    /// In the words of the parser or of the type.
    pub(crate) message: String,
    /// Where in the text, in bytes from its start.
    pub(crate) at: Option<usize>,
}

impl Unreadable {
    /// The place, unless something inside knew it better.
    fn within(mut self, span: &Range<usize>) -> Unreadable {
        self.at = self.at.or(Some(span.start));
        self
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Unreadable {}

impl Error for Unreadable {
    fn custom<T: fmt::Display>(message: T) -> Unreadable {
        Unreadable { message: message.to_string(), at: None }
    }
}

/// A value and where it stands.
struct Node<'t> {
    value: DeValue<'t>,
    at: Range<usize>,
}

impl<'t> From<Spanned<DeValue<'t>>> for Node<'t> {
    fn from(value: Spanned<DeValue<'t>>) -> Node<'t> {
        Node { at: value.span(), value: value.into_inner() }
    }
}

impl Node<'_> {
    /// It is not of the kind that is wanted.
    fn unlike(&self, wanted: &dyn serde::de::Expected) -> Unreadable {
        let unexpected = match &self.value {
            DeValue::String(text) => Unexpected::Str(text),
            DeValue::Integer(number) => {
                whole(number).map_or(Unexpected::Other("integer"), Unexpected::Signed)
            }
            DeValue::Float(number) => Unexpected::Float(number.as_str().parse().unwrap_or_default()),
            DeValue::Boolean(yes) => Unexpected::Bool(*yes),
            DeValue::Datetime(_) => Unexpected::Other("a date without quotes"),
            DeValue::Array(_) => Unexpected::Seq,
            DeValue::Table(_) => Unexpected::Map,
        };
        Unreadable::invalid_type(unexpected, wanted).within(&self.at)
    }
}

fn whole(number: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// Methods of a deserializer, each for one kind of value.
macro_rules! read {
    ($($method:ident: $kind:pat => |$visitor:ident| $visit:expr),+ $(,)?) => {$(
        fn $method<V: Visitor<'t>>(self, $visitor: V) -> Result<V::Value, Unreadable> {
            match self.value {
                $kind => $visit.map_err(|error: Unreadable| error.within(&self.at)),
                _ => Err(self.unlike(&$visitor)),
            }
        }
    )+};
}

/// Methods that read as another one does.
macro_rules! same {
    ($($method:ident: $as:ident),+ $(,)?) => {$(
        fn $method<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            self.$as(visitor)
        }
    )+};
}

impl<'t> Deserializer<'t> for Node<'t> {
    type Error = Unreadable;

    read! {
        deserialize_bool: DeValue::Boolean(yes) => |visitor| visitor.visit_bool(yes),
        deserialize_str: DeValue::String(ref text) => |visitor| visitor.visit_str(text),
        deserialize_seq: DeValue::Array(items) => |visitor| visitor.visit_seq(Items(items.into_iter())),
        deserialize_map: DeValue::Table(fields) => |visitor| visitor.visit_map(Fields::of(fields)),
    }

    fn deserialize_i64<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match &self.value {
            DeValue::Integer(number) => match whole(number) {
                Some(number) => visitor.visit_i64(number).map_err(|error: Unreadable| error.within(&self.at)),
                None => Err(Unreadable::custom("integer number overflowed").within(&self.at)),
            },
            _ => Err(self.unlike(&visitor)),
        }
    }

    same! {
        deserialize_string: deserialize_str,
        deserialize_u8: deserialize_i64,
        deserialize_u16: deserialize_i64,
        deserialize_u32: deserialize_i64,
        deserialize_u64: deserialize_i64,
    }

    fn deserialize_option<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_map(visitor)
    }

    /// Every enum of a procedure file is a word.
    fn deserialize_enum<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        match &self.value {
            DeValue::String(word) => {
                visitor.visit_enum(of_word(word)).map_err(|error| error.within(&self.at))
            }
            _ => Err(self.unlike(&visitor)),
        }
    }

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.value {
            DeValue::String(_) => self.deserialize_str(visitor),
            DeValue::Integer(_) => self.deserialize_i64(visitor),
            DeValue::Boolean(_) => self.deserialize_bool(visitor),
            DeValue::Array(_) => self.deserialize_seq(visitor),
            DeValue::Table(_) => self.deserialize_map(visitor),
            DeValue::Float(_) | DeValue::Datetime(_) => Err(self.unlike(&visitor)),
        }
    }

    forward_to_deserialize_any! { <V: Visitor<'t>>
        i8 i16 i32 i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct identifier
        ignored_any
    }
}

fn of_word(word: &str) -> StrDeserializer<'_, Unreadable> {
    word.into_deserializer()
}

/// The items of an array, one after the other.
struct Items<'t>(<DeArray<'t> as IntoIterator>::IntoIter);

impl<'t> SeqAccess<'t> for Items<'t> {
    type Error = Unreadable;

    fn next_element_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<Option<S::Value>, Unreadable> {
        match self.0.next() {
            Some(item) => seed.deserialize(Node::from(item)).map(Some),
            None => Ok(None),
        }
    }
}

/// The fields of a table, one after the other.
struct Fields<'t> {
    rest: <DeTable<'t> as IntoIterator>::IntoIter,
    value: Option<Node<'t>>,
}

impl<'t> Fields<'t> {
    fn of(table: DeTable<'t>) -> Fields<'t> {
        Fields { rest: table.into_iter(), value: None }
    }

    fn next_name(&mut self) -> Option<Spanned<DeString<'t>>> {
        let (name, value) = self.rest.next()?;
        self.value = Some(Node::from(value));
        Some(name)
    }
}

impl<'t> MapAccess<'t> for Fields<'t> {
    type Error = Unreadable;

    fn next_key_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<Option<S::Value>, Unreadable> {
        match self.next_name() {
            Some(name) => match seed.deserialize(of_word(name.get_ref())) {
                Ok(key) => Ok(Some(key)),
                Err(error) => Err(error.within(&name.span())),
            },
            None => Ok(None),
        }
    }

    fn next_value_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<S::Value, Unreadable> {
        match self.value.take() {
            Some(value) => {
                let at = value.at.clone();
                seed.deserialize(value).map_err(|error| error.within(&at))
            }
            None => Err(Unreadable::custom("a field without a value")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Unreadable, from_toml};
    use serde::Deserialize;
    use std::collections::BTreeMap;

    #[derive(Deserialize, PartialEq, Debug)]
    #[serde(rename_all = "kebab-case")]
    enum Colour {
        Red,
        DarkBlue,
    }

    #[derive(Deserialize, PartialEq, Debug)]
    #[serde(deny_unknown_fields)]
    struct Tile {
        colour: Colour,
        #[serde(default)]
        size: Option<u32>,
        #[serde(default)]
        glazed: bool,
        #[serde(default)]
        names: BTreeMap<String, String>,
        #[serde(default)]
        beside: Vec<Tile>,
    }

    fn wrong(text: &str) -> (String, Option<usize>) {
        let Unreadable { message, at } = from_toml::<Tile>(text).unwrap_err();
        (message, at.map(|at| crate::parse::line_at(text, at)))
    }

    #[test]
    fn a_text_is_read_as_the_parsers_own_reader_reads_it() {
        let text = "colour = 'red'\nsize = 1_000\nglazed = true\nnames.vi = \"gạch\\u00a0men\"\n\
                    [[beside]]\ncolour = \"dark-blue\"\nsize = 0xff\n[[beside.beside]]\ncolour = 'red'\n";
        let read: Tile = from_toml(text).unwrap();
        assert_eq!(read, toml::from_str(text).unwrap());
        assert_eq!((read.size, read.beside[0].size), (Some(1_000), Some(255)));
        assert_eq!(read.names["vi"], "gạch\u{a0}men");
    }

    #[test]
    fn what_is_wrong_is_said_with_the_line_it_stands_on() {
        assert_eq!(
            wrong("\n\ncolour = "),
            ("string values must be quoted, expected literal string".to_owned(), Some(3))
        );
        assert_eq!(wrong("size = 1\n"), ("missing field `colour`".to_owned(), Some(1)));
        assert_eq!(
            wrong("colour = 'red'\n[[beside]]\nsize = 2\n"),
            ("missing field `colour`".to_owned(), Some(2))
        );
        assert_eq!(
            wrong("colour = 'red'\nweight = 2\n"),
            (
                "unknown field `weight`, expected one of `colour`, `size`, `glazed`, `names`, `beside`"
                    .to_owned(),
                Some(2)
            )
        );
        assert_eq!(
            wrong("colour = 'green'\n"),
            ("unknown variant `green`, expected `red` or `dark-blue`".to_owned(), Some(1))
        );
        assert_eq!(
            wrong("colour = 'red'\nsize = 'big'\n"),
            ("invalid type: string \"big\", expected u32".to_owned(), Some(2))
        );
        assert_eq!(
            wrong("colour = 'red'\nsize = -1\n"),
            ("invalid value: integer `-1`, expected u32".to_owned(), Some(2))
        );
        assert_eq!(
            wrong("colour = 'red'\nsize = 99999999999999999999\n"),
            ("integer number overflowed".to_owned(), Some(2))
        );
        assert_eq!(
            wrong("colour = 'red'\nnames.vi = 2026-01-01\n"),
            ("invalid type: a date without quotes, expected a string".to_owned(), Some(2))
        );
        assert_eq!(
            wrong("colour = 'red'\nbeside = 'none'\n"),
            ("invalid type: string \"none\", expected a sequence".to_owned(), Some(2))
        );
    }
}
