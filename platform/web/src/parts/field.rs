//! A field of a form: label above, hint, error between hint and input.

use super::{Mistake, id_of};
use crate::{Pairs, Visitor};
use askama::Template;
use kernel::Day;

/// One thing to choose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// Value sent.
    pub value: String,
    /// Words shown.
    pub text: String,
    /// Smaller words below.
    pub hint: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Choice {
    /// A thing to choose.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Choice {
        Choice { value: value.into(), text: text.into(), hint: String::new(), chosen: false }
    }

    /// With smaller words below.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Choice {
        self.hint = hint.into();
        self
    }
}

/// How a field is filled in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Input {
    Line(&'static str),
    Area,
    Select,
    One,
    Many,
    Date,
    File,
    Group,
}

/// A field of a form. Build it, print it.
#[derive(Clone, Template)]
#[template(path = "parts/field.html")]
pub struct Field {
    /// Id of its first input.
    pub id: String,
    /// Name sent.
    pub name: String,
    /// Label.
    pub label: String,
    /// Hint below the label.
    pub hint: String,
    /// What is typed.
    pub value: String,
    /// What is wrong, without the word "Lỗi".
    pub error: String,
    input: Input,
    typed: DateTyped,
    choices: Vec<Choice>,
    inner: Vec<Field>,
    autocomplete: &'static str,
    inputmode: &'static str,
    extra: &'static str,
    note: String,
    error_word: String,
    heading: bool,
    short: bool,
    code: bool,
    words: [String; 3],
}

impl askama::filters::HtmlSafe for Field {}

impl Field {
    fn new(input: Input, name: &str, label: impl Into<String>) -> Field {
        Field {
            id: id_of(name),
            name: name.to_owned(),
            label: label.into(),
            hint: String::new(),
            value: String::new(),
            error: String::new(),
            input,
            typed: DateTyped::default(),
            choices: Vec::new(),
            inner: Vec::new(),
            autocomplete: "off",
            inputmode: "",
            extra: "",
            note: String::new(),
            error_word: String::new(),
            heading: false,
            short: false,
            code: false,
            words: Default::default(),
        }
    }

    /// One line of text.
    pub fn text(name: &str, label: impl Into<String>) -> Field {
        Field::new(Input::Line("text"), name, label)
    }

    /// A whole number or digits.
    pub fn digits(name: &str, label: impl Into<String>) -> Field {
        let mut field = Field::text(name, label);
        field.inputmode = "numeric";
        field
    }

    /// A phone number.
    pub fn phone(name: &str, label: impl Into<String>) -> Field {
        let mut field = Field::new(Input::Line("tel"), name, label);
        field.autocomplete = "tel";
        field
    }

    /// A password; `new` for one being chosen.
    pub fn password(name: &str, label: impl Into<String>, new: bool) -> Field {
        let mut field = Field::new(Input::Line("password"), name, label);
        field.autocomplete = if new { "new-password" } else { "current-password" };
        field
    }

    /// Several lines of text.
    pub fn area(name: &str, label: impl Into<String>) -> Field {
        Field::new(Input::Area, name, label)
    }

    /// One of a few, as radio buttons.
    pub fn one(name: &str, label: impl Into<String>, choices: Vec<Choice>) -> Field {
        let mut field = Field::new(Input::One, name, label);
        field.choices = choices;
        field
    }

    /// Any of a few, as tick boxes.
    pub fn many(name: &str, label: impl Into<String>, choices: Vec<Choice>) -> Field {
        let mut field = Field::new(Input::Many, name, label);
        field.choices = choices;
        field
    }

    /// One of many, as a list.
    pub fn select(name: &str, label: impl Into<String>, choices: Vec<Choice>) -> Field {
        let mut field = Field::new(Input::Select, name, label);
        field.choices = choices;
        field
    }

    /// A day in three inputs: `{name}_ngay`, `{name}_thang`, `{name}_nam`.
    pub fn date(v: &Visitor, name: &str, label: impl Into<String>) -> Field {
        let mut field = Field::new(Input::Date, name, label);
        field.words = ["web-day", "web-month", "web-year"].map(|key| v.t(key).into_owned());
        field
    }

    /// Several fields that are one answer; what is typed and what is wrong stands at each of them.
    pub fn group(name: &str, label: impl Into<String>, inner: Vec<Field>) -> Field {
        let mut field = Field::new(Input::Group, name, label);
        field.id.push_str("-nhom");
        field.inner = inner;
        field
    }

    /// With one more thing to choose, after the others.
    #[must_use]
    pub fn also(mut self, choice: Choice) -> Field {
        self.choices.push(choice);
        self
    }

    /// Files to choose.
    pub fn file(name: &str, label: impl Into<String>) -> Field {
        Field::new(Input::File, name, label)
    }

    /// With a hint below the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Field {
        self.hint = hint.into();
        self
    }

    /// With what is typed or chosen.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Field {
        self.value = value.into();
        for choice in &mut self.choices {
            choice.chosen = choice.value == self.value;
        }
        self
    }

    /// With the boxes that are ticked.
    #[must_use]
    pub fn ticked<'p>(mut self, values: impl Iterator<Item = &'p str>) -> Field {
        let values: Vec<&str> = values.collect();
        for choice in &mut self.choices {
            choice.chosen = values.contains(&choice.value.as_str());
        }
        self
    }

    /// With what is typed in the three inputs of a day.
    #[must_use]
    pub fn typed(mut self, typed: DateTyped) -> Field {
        self.typed = typed;
        self
    }

    /// With whatever was posted under its name.
    #[must_use]
    pub fn posted(self, pairs: &Pairs) -> Field {
        match self.input {
            Input::Date => {
                let typed = DateTyped::from_pairs(pairs, &self.name);
                self.typed(typed)
            }
            Input::Many => {
                let name = self.name.clone();
                self.ticked(pairs.all(&name))
            }
            Input::File | Input::Group => self,
            _ => {
                let value = pairs.get(&self.name).to_owned();
                self.value(value)
            }
        }
    }

    /// Says "(không bắt buộc)" after the label.
    #[must_use]
    pub fn optional(mut self, v: &Visitor) -> Field {
        self.note = v.t("web-optional").into_owned();
        self
    }

    /// The label is the heading of the page: one thing per page.
    #[must_use]
    pub fn heading(mut self) -> Field {
        self.heading = true;
        self
    }

    /// A narrow input.
    #[must_use]
    pub fn short(mut self) -> Field {
        self.short = true;
        self
    }

    /// A code: mono, without spell check.
    #[must_use]
    pub fn code(mut self) -> Field {
        self.code = true;
        self
    }

    /// With an `autocomplete` purpose: `name`, `bday`, `street-address`, `username`.
    #[must_use]
    pub fn autocomplete(mut self, purpose: &'static str) -> Field {
        self.autocomplete = purpose;
        self
    }

    /// With a fixed attribute of our own, such as `accept="image/*" multiple`.
    #[must_use]
    pub fn extra(mut self, attribute: &'static str) -> Field {
        self.extra = attribute;
        self
    }

    /// With the mistake found at it, if any.
    #[must_use]
    pub fn mistaken(mut self, v: &Visitor, mistakes: &[Mistake]) -> Field {
        if let Some(mistake) = mistakes.iter().find(|mistake| mistake.path == self.name) {
            self.error.clone_from(&mistake.text);
            self.error_word = v.t("web-error-prefix").into_owned();
        }
        self
    }

    fn radio(&self) -> bool {
        self.input == Input::One
    }

    fn wrong(&self) -> bool {
        !self.error.is_empty()
    }

    /// `aria-describedby` of the input: hint and error, where there are any.
    fn described(&self) -> String {
        match (self.hint.is_empty(), self.error.is_empty()) {
            (true, true) => String::new(),
            (false, true) => format!("{}-h", self.id),
            (true, false) => format!("{}-loi", self.id),
            (false, false) => format!("{0}-h {0}-loi", self.id),
        }
    }

    /// Id of a choice: the first carries the field's own id, so that the summary leads to it.
    fn choice_id(&self, index: &usize) -> String {
        if *index == 0 { self.id.clone() } else { format!("{}-{index}", self.id) }
    }
}

/// A day as typed in three inputs.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DateTyped {
    /// Day of the month.
    pub day: String,
    /// Month.
    pub month: String,
    /// Year.
    pub year: String,
}

impl DateTyped {
    /// What was posted under `{name}_ngay`, `_thang`, `_nam`. A whole date typed into the first
    /// input (`5/9/1990`) is taken apart.
    pub fn from_pairs(pairs: &Pairs, name: &str) -> DateTyped {
        let part = |suffix: &str| pairs.get(&format!("{name}_{suffix}")).to_owned();
        let typed = DateTyped { day: part("ngay"), month: part("thang"), year: part("nam") };
        if typed.month.is_empty() && typed.year.is_empty() {
            let pieces: Vec<&str> =
                typed.day.split(['/', '-', '.', ' ']).filter(|piece| !piece.is_empty()).collect();
            if let [day, month, year] = pieces[..] {
                return DateTyped { day: day.to_owned(), month: month.to_owned(), year: year.to_owned() };
            }
        }
        typed
    }

    /// A day taken apart for showing it again.
    pub fn of(day: Day) -> DateTyped {
        DateTyped { day: day.day().to_string(), month: day.month().to_string(), year: day.year().to_string() }
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.day.is_empty() && self.month.is_empty() && self.year.is_empty()
    }

    /// The day, if there is one; full-width digits are understood.
    pub fn day(&self) -> Option<Day> {
        let number = |text: &str| kernel::text::digits(text).parse::<i16>().ok();
        let (day, month, year) = (number(&self.day)?, number(&self.month)?, number(&self.year)?);
        Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
    }

    /// As JSON and the store write it: `2026-09-04`, or what was typed when it names no day.
    pub fn text(&self) -> String {
        match self.day() {
            Some(day) => day.to_string(),
            None if self.is_empty() => String::new(),
            None => format!("{}-{}-{}", self.year, self.month, self.day),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_date_typed_into_one_input_is_understood() {
        let pairs = Pairs::new(vec![("sinh_ngay".into(), "5/9/1990".into())]);
        assert_eq!(DateTyped::from_pairs(&pairs, "sinh").text(), "1990-09-05");
        let pairs = Pairs::new(vec![
            ("sinh_ngay".into(), "31".into()),
            ("sinh_thang".into(), "9".into()),
            ("sinh_nam".into(), "2026".into()),
        ]);
        let typed = DateTyped::from_pairs(&pairs, "sinh");
        assert_eq!((typed.day(), typed.text().as_str()), (None, "2026-9-31"));
    }
}
