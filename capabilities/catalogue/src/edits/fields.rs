//! The facts of a section as they are typed, and how what is typed becomes a text again. The tree
//! is the procedure as it stands in its file.

use super::nested;
use super::sections::UNITS;
use crate::condition::Condition;
use kernel::{Day, FieldError};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// How a fact is typed.
#[derive(Clone, Copy, Debug)]
pub enum Input {
    /// One line.
    Line,
    /// Words in Vietnamese and in English: `{name}_vi`, `{name}_en`.
    Pair,
    /// The same, several lines long.
    LongPair,
    /// A whole number.
    Number,
    /// An amount in đồng.
    Money,
    /// Yes or no.
    Flag,
    /// A limit: `{name}_n`, `{name}_unit`.
    Limit,
    /// One word of a set.
    Word(fn() -> Vec<&'static str>),
    /// Several words of a set.
    Words(fn() -> Vec<&'static str>),
    /// A legal basis: `{name}_mark`, `{name}_text`.
    Source,
    /// A condition over the answers.
    Condition,
    /// One text a line.
    Lines,
    /// Options of a choice, one a line: `key | words | English`.
    Options,
    /// Ways on, one a line: `step | condition`.
    Next,
}

/// A fact of a section.
#[derive(Clone, Copy, Debug)]
pub struct FieldSpec {
    /// Its name in the file; the way to it where it stands in a table of its own: `excluded.why`.
    pub name: &'static str,
    /// How it is typed.
    pub input: Input,
    /// Whether it must be there.
    pub required: bool,
}

/// A part of a procedure that is edited and saved by itself.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// The last part of its address.
    pub slug: &'static str,
    /// Name of its list in the file; empty for the head of the procedure.
    pub list: &'static str,
    /// Name of the list whose items hold it.
    pub parent: Option<&'static str>,
    /// Its facts.
    pub fields: &'static [FieldSpec],
    /// Whether its items carry keys.
    pub keyed: bool,
}

/// Which item of a section: `3`, `2-1` inside another, none for a new one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// Place of the item that holds it, from 0.
    pub outer: Option<usize>,
    /// Its own place, from 0; none for a new one.
    pub at: Option<usize>,
}

impl Place {
    /// Reads the last part of an address: `0`, `moi`, `2-1`, `2-moi`.
    pub fn parse(text: &str, nested: bool) -> Option<Place> {
        let (outer, own) = match text.split_once('-') {
            Some((outer, own)) if nested => (Some(outer.parse().ok()?), own),
            None if !nested => (None, text),
            _ => return None,
        };
        let at = if own == "moi" { None } else { Some(own.parse().ok()?) };
        Some(Place { outer, at })
    }

    /// As part of an address.
    pub fn slug(self) -> String {
        let own = self.at.map_or_else(|| "moi".to_owned(), |at| at.to_string());
        self.outer.map_or_else(|| own.clone(), |outer| format!("{outer}-{own}"))
    }
}

type Tree = Map<String, Value>;

impl Section {
    /// Whether its items stand inside items of another section.
    pub const fn is_nested(&self) -> bool {
        self.parent.is_some()
    }

    /// The items of the section, or of one item that holds it.
    pub fn items<'t>(&self, tree: &'t Tree, outer: Option<usize>) -> Vec<&'t Tree> {
        let holder = match (self.parent, outer) {
            (Some(parent), Some(at)) => {
                tree.get(parent).and_then(|items| items.get(at)).and_then(Value::as_object)
            }
            _ => Some(tree),
        };
        let items = holder.and_then(|holder| holder.get(self.list)).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(Value::as_object).collect()
    }

    /// One item; the head of the procedure for the section without a list.
    pub fn item<'t>(&self, tree: &'t Tree, place: Place) -> Option<&'t Tree> {
        if self.list.is_empty() {
            return Some(tree);
        }
        self.items(tree, place.outer).get(place.at?).copied()
    }

    /// The list its items stand in; made when it is not there.
    pub(crate) fn list<'t>(&self, tree: &'t mut Tree, place: Place) -> Option<&'t mut Vec<Value>> {
        let holder = match self.parent {
            Some(parent) => tree.get_mut(parent)?.get_mut(place.outer?)?.as_object_mut()?,
            None => tree,
        };
        let list = holder.entry(self.list).or_insert_with(|| json!([]));
        if list.is_null() {
            *list = json!([]);
        }
        list.as_array_mut()
    }

    /// Puts what was typed into an item.
    ///
    /// # Errors
    /// One field error for everything that must be mended; the path is the name of the input.
    pub(crate) fn read(
        &self,
        item: &mut Tree,
        typed: &dyn Fn(&str) -> Vec<String>,
    ) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        for field in self.fields {
            match field.read(typed) {
                Ok(value) => nested::put(item, field.name, value),
                Err(error) => errors.push(error),
            }
        }
        // A table that need not be there is there as a whole or not at all.
        let half = |field: &&FieldSpec| {
            nested::is_begun(item, field.name) && nested::get(item, field.name).is_none()
        };
        let said = |field: &FieldSpec| errors.iter().any(|error| error.path.starts_with(field.name));
        let halves: Vec<FieldError> = self
            .fields
            .iter()
            .filter(|field| half(field) && !said(field))
            .map(|field| field.wrong(field.first(), "edit-needed"))
            .collect();
        errors.extend(halves);
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

impl FieldSpec {
    /// What was typed as the file says it; none for nothing.
    fn read(&self, typed: &dyn Fn(&str) -> Vec<String>) -> Result<Option<Value>, FieldError> {
        let one = |end: &str| {
            let said = typed(&format!("{}{end}", self.name)).into_iter().next().unwrap_or_default();
            said.trim().replace("\r\n", "\n")
        };
        let value = match self.input {
            Input::Line => some_text(one("")),
            Input::Pair | Input::LongPair => match (one("_vi"), one("_en")) {
                (vi, en) if vi.is_empty() && en.is_empty() => None,
                (vi, _) if vi.is_empty() => return Err(self.wrong("_vi", "edit-needed")),
                (vi, en) if en.is_empty() => Some(json!({ "vi": vi })),
                (vi, en) => Some(json!({ "vi": vi, "en": en })),
            },
            Input::Number => self.number(&one(""))?,
            Input::Money => self.number(&one("").replace(['.', ' '], ""))?,
            Input::Flag => Some(json!(!one("").is_empty())),
            Input::Limit => self.limit(&one("_n"), &one("_unit"))?,
            Input::Word(words) => match one("") {
                word if word.is_empty() => None,
                word if words().contains(&word.as_str()) => Some(json!(word)),
                _ => return Err(self.wrong("", "edit-word")),
            },
            Input::Words(words) => {
                let chosen: Vec<&str> = words()
                    .into_iter()
                    .filter(|word| typed(self.name).iter().any(|said| said == word))
                    .collect();
                (!chosen.is_empty()).then(|| json!(chosen))
            }
            Input::Source => self.source(&one("_mark"), &one("_text"))?,
            Input::Condition => self.condition(&one(""))?,
            Input::Lines => {
                let lines: Vec<String> = lines(&one("")).map(str::to_owned).collect();
                Some(json!(lines))
            }
            Input::Options => self.options(&one(""))?,
            Input::Next => self.next(&one(""))?,
        };
        match value {
            None if self.required => Err(self.wrong(self.first(), "edit-needed")),
            value => Ok(value),
        }
    }

    /// The end of the name of its first input.
    const fn first(&self) -> &'static str {
        match self.input {
            Input::Pair | Input::LongPair => "_vi",
            Input::Limit => "_n",
            Input::Source => "_text",
            _ => "",
        }
    }

    fn wrong(&self, end: &str, code: &'static str) -> FieldError {
        FieldError::new(format!("{}{end}", self.name), code)
    }

    fn number(&self, typed: &str) -> Result<Option<Value>, FieldError> {
        if typed.is_empty() {
            return Ok(None);
        }
        let number: i64 = typed.parse().map_err(|_| self.wrong("", "edit-number"))?;
        let fits = (-1_000_000_000_000..=1_000_000_000_000).contains(&number);
        // Only the bounds of an answer may lie below zero.
        if !fits || (number < 0 && !matches!(self.name, "min" | "max")) {
            return Err(self.wrong("", "edit-number"));
        }
        Ok(Some(json!(number)))
    }

    fn limit(&self, n: &str, unit: &str) -> Result<Option<Value>, FieldError> {
        // Within the day there is nothing to count; the number stays as it was.
        let n = if unit == "same_day" && n.is_empty() { "1" } else { n };
        if n.is_empty() {
            return Ok(None);
        }
        let n: u32 = n.parse().map_err(|_| self.wrong("_n", "edit-number"))?;
        if n == 0 || n > 10_000 {
            return Err(self.wrong("_n", "edit-number"));
        }
        match UNITS.contains(&unit) {
            true => Ok(Some(json!({ "n": n, "unit": unit }))),
            false => Err(self.wrong("_unit", "edit-word")),
        }
    }

    fn source(&self, mark: &str, text: &str) -> Result<Option<Value>, FieldError> {
        if text.is_empty() {
            return Ok(None);
        }
        match matches!(mark, "L" | "D" | "S" | "M") {
            true => Ok(Some(json!(format!("[{mark}] {}", text.replace('\n', " "))))),
            false => Err(self.wrong("_mark", "edit-word")),
        }
    }

    fn condition(&self, typed: &str) -> Result<Option<Value>, FieldError> {
        if typed.is_empty() {
            return Ok(None);
        }
        match Condition::compile(typed) {
            Ok(_) => Ok(Some(json!(typed))),
            Err(error) => Err(self.wrong("", "edit-condition").with("why", error.to_string())),
        }
    }

    fn options(&self, typed: &str) -> Result<Option<Value>, FieldError> {
        let mut options = Vec::new();
        for line in lines(typed) {
            let mut parts = line.split('|').map(str::trim);
            let (Some(key), Some(vi)) = (parts.next(), parts.next()) else {
                return Err(self.wrong("", "edit-option"));
            };
            if key.is_empty() || vi.is_empty() {
                return Err(self.wrong("", "edit-option"));
            }
            let text = |vi: &str, en: Option<&str>| match en.filter(|en| !en.is_empty()) {
                Some(en) => json!({ "vi": vi, "en": en }),
                None => json!({ "vi": vi }),
            };
            let mut option = json!({ "key": key, "label": text(vi, parts.next()) });
            if let (Some(hint), Some(option)) =
                (parts.next().filter(|hint| !hint.is_empty()), option.as_object_mut())
            {
                option.insert("hint".to_owned(), text(hint, parts.next()));
            }
            options.push(option);
        }
        Ok((!options.is_empty()).then(|| json!(options)))
    }

    fn next(&self, typed: &str) -> Result<Option<Value>, FieldError> {
        let mut ways = Vec::new();
        for line in lines(typed) {
            let (to, when) = line.split_once('|').map_or((line, ""), |(to, when)| (to.trim(), when.trim()));
            let mut way = json!({ "to": to });
            if let (Some(when), Some(way)) = (self.condition(when)?, way.as_object_mut()) {
                way.insert("when".to_owned(), when);
            }
            ways.push(way);
        }
        Ok((!ways.is_empty()).then(|| json!(ways)))
    }

    /// What stands in the file as it is typed: name of the input and its value. A list of words
    /// gives one pair a word.
    pub fn typed(&self, item: &Tree) -> Vec<(String, String)> {
        let pair = |end: &str, value: String| (format!("{}{end}", self.name), value);
        let Some(value) = nested::get(item, self.name) else {
            return match self.input {
                Input::Flag if self.name == "required" => vec![pair("", "1".to_owned())],
                _ => Vec::new(),
            };
        };
        let part = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        match self.input {
            Input::Pair | Input::LongPair => vec![pair("_vi", part("vi")), pair("_en", part("en"))],
            Input::Flag => match value.as_bool() {
                Some(true) => vec![pair("", "1".to_owned())],
                _ => Vec::new(),
            },
            Input::Limit => {
                let n = value.get("n").map(ToString::to_string).unwrap_or_default();
                vec![pair("_n", n), pair("_unit", part("unit"))]
            }
            Input::Source => {
                let said = value.as_str().unwrap_or_default();
                let (mark, text) = said.split_at_checked(3).unwrap_or_default();
                vec![
                    pair("_mark", mark.trim_matches(['[', ']']).to_owned()),
                    pair("_text", text.trim().to_owned()),
                ]
            }
            Input::Words(_) => {
                let words = value.as_array().into_iter().flatten().filter_map(Value::as_str);
                words.map(|word| pair("", word.to_owned())).collect()
            }
            Input::Lines => {
                vec![pair("", joined(value, |line| line.as_str().unwrap_or_default().to_owned()))]
            }
            Input::Options => vec![pair("", joined(value, option_line))],
            Input::Next => vec![pair("", joined(value, next_line))],
            Input::Line | Input::Number | Input::Money | Input::Word(_) | Input::Condition => {
                vec![pair("", value.as_str().map_or_else(|| value.to_string(), str::to_owned))]
            }
        }
    }
}

fn some_text(text: String) -> Option<Value> {
    (!text.is_empty()).then(|| json!(text))
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn joined(value: &Value, line: impl Fn(&Value) -> String) -> String {
    let lines: Vec<String> = value.as_array().into_iter().flatten().map(line).collect();
    lines.join("\n")
}

fn option_line(option: &Value) -> String {
    let part = |path: &str| option.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let parts = [part("/key"), part("/label/vi"), part("/label/en"), part("/hint/vi"), part("/hint/en")];
    let said = parts.join(" | ");
    said.trim_end_matches([' ', '|']).to_owned()
}

fn next_line(next: &Value) -> String {
    let part = |name: &str| next.get(name).and_then(Value::as_str).unwrap_or_default();
    match part("when") {
        "" => part("to").to_owned(),
        when => format!("{} | {when}", part("to")),
    }
}

/// Every key that a procedure uses.
pub(crate) fn keys(tree: &Tree) -> HashSet<String> {
    let mut found = HashSet::new();
    for (name, value) in tree {
        match value {
            Value::String(key) if name == "key" => drop(found.insert(key.clone())),
            Value::Object(inner) => found.extend(keys(inner)),
            Value::Array(items) => found.extend(items.iter().filter_map(Value::as_object).flat_map(keys)),
            _ => {}
        }
    }
    found
}

/// A key for a new item, made of its name, that nothing else has.
pub(crate) fn new_key(taken: &HashSet<String>, name: &str, day: Day) -> String {
    let mut key: String = kernel::text::fold(name).split(' ').take(5).collect::<Vec<_>>().join("_");
    key.retain(|c| c.is_ascii_alphanumeric() || c == '_');
    if !key.starts_with(|c: char| c.is_ascii_alphabetic()) {
        key = format!("muc_{}", day.to_string().replace('-', ""));
    }
    if !taken.contains(&key) {
        return key;
    }
    let numbered = (2..).map(|n: u32| format!("{key}_{n}"));
    numbered.into_iter().find(|key| !taken.contains(key)).unwrap_or(key)
}
