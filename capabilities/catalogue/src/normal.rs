//! From what a person typed to the form that is kept: tolerant, silent, and with an error that
//! says what to do when it cannot be understood (ux.md 2.6).

use crate::answer::Answer;
use crate::model::{Kind, Question};
use crate::place::{self, PLACE_PARTS, TypedPlace};
use kernel::{Day, FieldError, text};

/// Longest one-line and several-line answers, in characters, where the file names none.
const LINE_MAX: usize = 300;
const LONG_MAX: usize = 4_000;
const NAME_MAX: usize = 100;
const EMAIL_MAX: usize = 254;
/// Most digits after the point of a decimal.
const PART_MAX: usize = 3;

/// Ends of the names of the three inputs of a date.
pub(crate) const DATE_PARTS: [&str; 3] = ["_ngay", "_thang", "_nam"];

/// What was typed for one question: one value, the three fields of a date, or the parts of an address.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed<'a> {
    pub(crate) whole: Option<&'a str>,
    pub(crate) date: [Option<&'a str>; 3],
    pub(crate) place: TypedPlace<'a>,
}

impl<'a> Typed<'a> {
    /// Finds the value in raw form pairs: `key`; or `key_ngay`, `key_thang`, `key_nam`; or
    /// `key` and the ends of an address.
    pub(crate) fn find(key: &str, raw: &'a [(String, String)]) -> Typed<'a> {
        let mut typed = Typed::default();
        for (name, value) in raw {
            match name.strip_prefix(key) {
                Some("") => typed.whole = Some(value),
                Some("_ngay") => typed.date[0] = Some(value),
                Some("_thang") => typed.date[1] = Some(value),
                Some("_nam") => typed.date[2] = Some(value),
                Some(end) => {
                    if let Some(at) = PLACE_PARTS.iter().position(|part| *part == end) {
                        typed.place[at] = Some(value);
                    }
                }
                None => {}
            }
        }
        typed
    }

    pub(crate) fn is_absent(&self) -> bool {
        self.whole.is_none() && self.date.iter().chain(&self.place).all(Option::is_none)
    }
}

/// The kept form of what was typed; `None` when nothing was.
pub(crate) fn normalise(
    question: &Question,
    typed: &Typed<'_>,
    today: Day,
) -> Result<Option<Answer>, FieldError> {
    if question.kind == Kind::Date {
        return date(question, typed, today);
    }
    if question.kind == Kind::Address && typed.whole.is_none() {
        return place::read(question, &typed.place);
    }
    let plain = narrow(typed.whole.unwrap_or_default());
    let line = text::clean(&plain, question.kind == Kind::Long);
    if line.is_empty() {
        return Ok(None);
    }
    let error = |code: &'static str| FieldError::new(&question.key, code);
    let answer = match question.kind {
        Kind::Text | Kind::Address => limited(question, line, LINE_MAX)?.into(),
        Kind::Long => limited(question, line, LONG_MAX)?.into(),
        Kind::Name => Answer::Text(name(question, line)?),
        Kind::Email => Answer::Text(email(&line).ok_or_else(|| error("email"))?),
        Kind::Phone => Answer::Text(text::phone(&line).ok_or_else(|| error("phone"))?),
        Kind::Card => Answer::Text(card(question, &line)?),
        Kind::Year | Kind::Number => Answer::Number(number(question, &line, today)?),
        Kind::Decimal => Answer::Text(decimal(question, &line)?),
        Kind::Choice if question.option.iter().any(|option| option.key == line) => Answer::Text(line),
        Kind::Choice => return Err(error("choice")),
        Kind::YesNo => Answer::Yes(yes_or_no(&line).ok_or_else(|| error("choice"))?),
        Kind::Date => return Err(error("date")),
    };
    Ok(Some(answer))
}

impl From<String> for Answer {
    fn from(text: String) -> Answer {
        Answer::Text(text)
    }
}

/// Full-width letters, digits and signs as the usual ones.
fn narrow(raw: &str) -> String {
    raw.chars()
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            '\u{3000}' => ' ',
            c => c,
        })
        .collect()
}

pub(crate) fn limited(question: &Question, line: String, usual: usize) -> Result<String, FieldError> {
    let max = question.length.unwrap_or(usual);
    let count = line.chars().count();
    if count > max {
        return Err(FieldError::new(&question.key, "too-long").with("max", max).with("count", count));
    }
    Ok(line)
}

/// Any letters, with apostrophes, hyphens, dots and spaces; one word is enough (ux.md 4.3).
fn name(question: &Question, line: String) -> Result<String, FieldError> {
    let allowed = |c: char| c.is_alphabetic() || " '’ʼ‘`-.·".contains(c) || is_mark(c);
    if !line.chars().all(allowed) || !line.chars().any(char::is_alphabetic) {
        return Err(FieldError::new(&question.key, "name"));
    }
    limited(question, line, NAME_MAX)
}

/// A combining mark that has no composed letter.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}')
}

fn email(line: &str) -> Option<String> {
    let (user, host) = line.rsplit_once('@')?;
    let good = !user.is_empty()
        && !user.contains(['@', ' '])
        && !line.contains([' ', ',', ';'])
        && line.len() <= EMAIL_MAX
        && host.split('.').count() > 1
        && host.split('.').all(|part| !part.is_empty());
    good.then(|| format!("{user}@{}", host.to_lowercase()))
}

fn card(question: &Question, line: &str) -> Result<String, FieldError> {
    let digits = text::digits(line);
    if digits.len() == 12 && line.chars().all(|c| !c.is_alphabetic()) {
        return Ok(digits);
    }
    Err(FieldError::new(&question.key, "card").with("count", digits.len()))
}

fn number(question: &Question, line: &str, today: Day) -> Result<i64, FieldError> {
    let grouped = line.split(['.', ' ']).skip(1).all(|group| group.len() == 3);
    let digits: String = line.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
    let whole = digits.chars().all(|c| c.is_ascii_digit()) && digits.len() <= 15 && grouped;
    let wrong = if question.kind == Kind::Year { "year" } else { "number" };
    let number: i64 = match digits.parse() {
        Ok(number) if whole => number,
        _ => return Err(FieldError::new(&question.key, wrong)),
    };
    let (min, max) = match question.kind {
        Kind::Year => (question.min.unwrap_or(1900), question.max.unwrap_or_else(|| i64::from(today.year()))),
        _ => (question.min.unwrap_or(0), question.max.unwrap_or(i64::MAX)),
    };
    if number < min || number > max {
        let code = match (question.kind, question.max) {
            (Kind::Year, _) => "year-range",
            (_, Some(_)) => "number-range",
            (_, None) => "number-min",
        };
        return Err(FieldError::new(&question.key, code).with("min", min).with("max", max));
    }
    Ok(number)
}

/// `82,5`, `82.5`, `1.082,5`, `1,082.5 m²`: the last sign before the part is the point; a single
/// dot before exactly three digits groups thousands, as Vietnamese writes it.
fn decimal(question: &Question, line: &str) -> Result<String, FieldError> {
    let wrong = || FieldError::new(&question.key, "decimal");
    let bare = line.trim_end_matches("m²").trim_end_matches("m2").trim_end_matches('m').replace(' ', "");
    let point = match (bare.rfind('.'), bare.rfind(',')) {
        (Some(dot), Some(comma)) => Some(dot.max(comma)),
        (None, Some(comma)) => Some(comma),
        (Some(dot), None) => {
            let groups = bare.matches('.').count() > 1
                || (bare.len() - dot == 4 && dot <= 3 && !bare.starts_with('0'));
            (!groups).then_some(dot)
        }
        (None, None) => None,
    };
    let (whole, part) = point.map_or((bare.as_str(), ""), |at| (&bare[..at], &bare[at + 1..]));
    let whole: String = whole.chars().filter(|c| !matches!(c, '.' | ',')).collect();
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || part.len() > PART_MAX || !digits(&whole) || !digits(part) {
        return Err(wrong());
    }
    let whole: i64 = whole.parse().map_err(|_| wrong())?;
    if whole < question.min.unwrap_or(0) || whole > question.max.unwrap_or(i64::MAX) {
        let code = if question.max.is_some() { "number-range" } else { "number-min" };
        let (min, max) = (question.min.unwrap_or(0), question.max.unwrap_or(i64::MAX));
        return Err(FieldError::new(&question.key, code).with("min", min).with("max", max));
    }
    let part = part.trim_end_matches('0');
    Ok(if part.is_empty() { whole.to_string() } else { format!("{whole}.{part}") })
}

fn yes_or_no(line: &str) -> Option<bool> {
    match text::fold(line).as_str() {
        "1" | "true" | "yes" | "co" => Some(true),
        "0" | "false" | "no" | "khong" => Some(false),
        _ => None,
    }
}

/// `5/9/1990`, `05-09-1990`, `1990-09-05`, `05091990`, three fields, or a year where one is enough.
fn date(question: &Question, typed: &Typed<'_>, today: Day) -> Result<Option<Answer>, FieldError> {
    let joined = match typed.whole {
        Some(whole) => narrow(whole),
        None => narrow(&typed.date.map(|part| part.unwrap_or_default().trim()).join("/")),
    };
    let groups: Vec<&str> =
        joined.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let wrong = || FieldError::new(&question.key, "date");
    let day = match groups.as_slice() {
        [] if joined.chars().all(|c| !c.is_alphanumeric()) => return Ok(None),
        [year] if question.year_only && year.len() == 4 => {
            return year_alone(question, year, today).map(Some);
        }
        [all] if all.len() == 8 => day_of(&all[4..], &all[2..4], &all[..2]),
        [first, second, third] if first.len() == 4 => day_of(first, second, third),
        [first, second, third] if third.len() == 4 => day_of(third, second, first),
        _ => None,
    }
    .ok_or_else(wrong)?;
    if day > today && !question.future {
        return Err(FieldError::new(&question.key, "date-future"));
    }
    if day.year() < 1880 || day > today.plus_months(1200) {
        return Err(wrong());
    }
    Ok(Some(Answer::Text(day.to_string())))
}

fn day_of(year: &str, month: &str, day: &str) -> Option<Day> {
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn year_alone(question: &Question, year: &str, today: Day) -> Result<Answer, FieldError> {
    match year.parse::<i16>() {
        Ok(number) if (1880..=today.year()).contains(&number) => Ok(Answer::Text(year.to_owned())),
        Ok(number) if number > today.year() => Err(FieldError::new(&question.key, "date-future")),
        _ => Err(FieldError::new(&question.key, "date")),
    }
}
