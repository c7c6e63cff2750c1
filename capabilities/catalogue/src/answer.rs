//! Answers: what a person said, in the one form that is kept, and how it is shown again.

use crate::condition::CHANNEL;
use crate::model::{Kind, Lang, Question};
use crate::place::Place;
use crate::words::Way;
use kernel::text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One answer in its kept form. In JSON: `true`, `12`, `"text"` or, for an
/// address whose commune is known, an object.
///
/// Dates are `"1990-09-05"` or, where a paper knows only the year, `"1990"`; decimals are text
/// with a point (`"82.5"`), so that what is sealed and hashed never depends on a float.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(untagged)]
pub enum Answer {
    /// Yes or no.
    Yes(bool),
    /// A whole number or a year.
    Number(i64),
    /// Everything else, normalised.
    Text(String),
    /// An address whose commune is known.
    Place(Place),
}

impl Answer {
    /// The text, for every kind kept as text; of an address its one line.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Answer::Text(text) => Some(text),
            Answer::Place(place) => Some(&place.line),
            _ => None,
        }
    }

    /// The value of a decimal or a number.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Answer::Text(text) => text.parse().ok(),
            #[allow(clippy::cast_precision_loss, reason = "areas and counts stay far below 2^52")]
            Answer::Number(number) => Some(*number as f64),
            Answer::Yes(_) | Answer::Place(_) => None,
        }
    }
}

impl From<&str> for Answer {
    fn from(text: &str) -> Answer {
        Answer::Text(text.to_owned())
    }
}

impl From<i64> for Answer {
    fn from(number: i64) -> Answer {
        Answer::Number(number)
    }
}

impl From<bool> for Answer {
    fn from(yes: bool) -> Answer {
        Answer::Yes(yes)
    }
}

/// The answers of one dossier, ordered by question key. In JSON: one object.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<String, Answer>);

impl Answers {
    /// No answers yet.
    pub fn new() -> Answers {
        Answers::default()
    }

    /// The answer to a question.
    pub fn get(&self, key: &str) -> Option<&Answer> {
        self.0.get(key)
    }

    /// The answer to a question, when it is kept as text.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Answer::as_text)
    }

    /// Puts an answer in place of the old one.
    pub fn set(&mut self, key: impl Into<String>, answer: impl Into<Answer>) {
        self.0.insert(key.into(), answer.into());
    }

    /// The same answers, with how the application is filed, which fees may depend on.
    #[must_use]
    pub fn filed(&self, by: Way) -> Answers {
        let mut answers = self.clone();
        answers.set(CHANNEL, by.name());
        answers
    }

    /// Takes over what a page said: answers set, and answers emptied.
    pub fn apply(&mut self, said: Vec<(String, Option<Answer>)>) {
        for (key, answer) in said {
            match answer {
                Some(answer) => {
                    self.0.insert(key, answer);
                }
                None => {
                    self.0.remove(&key);
                }
            }
        }
    }

    /// Each answer with its key, in order of keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.0.iter().map(|(key, answer)| (key.as_str(), answer))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(String, Answer)> for Answers {
    fn from_iter<I: IntoIterator<Item = (String, Answer)>>(iter: I) -> Answers {
        Answers(iter.into_iter().collect())
    }
}

/// An answer as a person reads it: `5/9/1990`, `0912 345 678`, `82,5 m²`, the words of a choice.
pub fn shown(question: &Question, answer: &Answer, lang: Lang) -> String {
    match (question.kind, answer) {
        (_, Answer::Yes(yes)) => yes_word(*yes, lang).to_owned(),
        (Kind::Choice, Answer::Text(key)) => question
            .option
            .iter()
            .find(|option| option.key == *key)
            .map_or_else(|| key.clone(), |option| option.label.get(lang).to_owned()),
        (Kind::Date, Answer::Text(date)) => date_shown(date),
        (Kind::Phone, Answer::Text(number)) => text::phone_shown(number),
        (Kind::Card, Answer::Text(number)) => card_shown(number),
        (Kind::Decimal, Answer::Text(number)) => with_unit(decimal_shown(number, lang), question, lang),
        (Kind::Year, Answer::Number(year)) => year.to_string(),
        (_, Answer::Number(number)) => with_unit(kernel::money::grouped(*number), question, lang),
        (_, Answer::Text(text)) => text.clone(),
        (_, Answer::Place(place)) => place.line.clone(),
    }
}

const fn yes_word(yes: bool, lang: Lang) -> &'static str {
    match (lang, yes) {
        (Lang::Vi, true) => "Có",
        (Lang::Vi, false) => "Không",
        (Lang::En, true) => "Yes",
        (Lang::En, false) => "No",
    }
}

fn with_unit(number: String, question: &Question, lang: Lang) -> String {
    match &question.unit {
        Some(unit) => format!("{number} {}", unit.get(lang)),
        None => number,
    }
}

/// `1990-09-05` as `5/9/1990`; a year alone stays.
fn date_shown(date: &str) -> String {
    match date.parse::<kernel::Day>() {
        Ok(day) => format!("{}/{}/{}", day.day(), day.month(), day.year()),
        Err(_) => date.to_owned(),
    }
}

/// `001 090 123 456`: groups of three, for the holder's own eyes.
fn card_shown(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    digits.chunks(3).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// `1082.5` as `1.082,5` in Vietnamese and `1,082.5` in English.
fn decimal_shown(number: &str, lang: Lang) -> String {
    let (whole, part) = number.split_once('.').map_or((number, None), |(whole, part)| (whole, Some(part)));
    let grouped = whole.parse().map_or_else(|_| whole.to_owned(), kernel::money::grouped);
    match (lang, part) {
        (Lang::Vi, Some(part)) => format!("{grouped},{part}"),
        (Lang::En, Some(part)) => format!("{}.{part}", grouped.replace('.', ",")),
        (Lang::Vi, None) => grouped,
        (Lang::En, None) => grouped.replace('.', ","),
    }
}
