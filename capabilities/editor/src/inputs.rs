//! The facts of an item as fields of a form. Every name begins with the place of the item, so that
//! several forms stand on one page.

use crate::words::{label, word};
use catalogue::edits::{FieldSpec, Input, Place, Section, UNITS};
use serde_json::{Map, Value};
use web::parts::{Choice, Field, Mistake};
use web::{Pairs, Visitor};

/// What the names of a form's inputs begin with.
pub(crate) fn prefix(place: Place) -> String {
    format!("m{}_", place.slug())
}

/// The fields of an item: filled with what stands in the file, or with what was typed.
pub(crate) fn inputs(
    v: &Visitor,
    section: &Section,
    place: Place,
    item: Option<&Map<String, Value>>,
    typed: Option<&Pairs>,
    mistakes: &[Mistake],
) -> Vec<Field> {
    let prefix = prefix(place);
    let empty = Map::new();
    let item = item.unwrap_or(&empty);
    let stands = section.fields.iter().flat_map(|field| field.typed(item));
    let stands = Pairs::new(stands.map(|(name, value)| (format!("{prefix}{name}"), value)).collect());
    let pairs = typed.unwrap_or(&stands);
    let drawn = section.fields.iter().flat_map(|field| of_fact(v, &prefix, field));
    drawn.map(|field| field.posted(pairs).mistaken(v, mistakes)).collect()
}

/// Words explaining how a fact is typed, where there are any.
fn hint(v: &Visitor, name: &str) -> String {
    let key = format!("editor-hint-{}", name.replace(['.', '_'], "-"));
    if v.has_text(&key) { v.t(&key).into_owned() } else { String::new() }
}

fn words(v: &Visitor, all: &[&str]) -> Vec<Choice> {
    all.iter().map(|one| Choice::new(*one, word(v, one))).collect()
}

fn of_fact(v: &Visitor, prefix: &str, field: &FieldSpec) -> Vec<Field> {
    let name = format!("{prefix}{}", field.name);
    let label = label(v, field.name);
    let hint = hint(v, field.name);
    let optional = |drawn: Field| if field.required { drawn } else { drawn.optional(v) };
    let in_english = v.t1("editor-in-english", "fact", &label).into_owned();
    match field.input {
        Input::Line => vec![optional(Field::text(&name, label).hint(hint))],
        Input::Pair => vec![
            optional(Field::text(&format!("{name}_vi"), label).hint(hint)),
            Field::text(&format!("{name}_en"), in_english).optional(v),
        ],
        Input::LongPair => vec![
            optional(Field::area(&format!("{name}_vi"), label).hint(hint)),
            Field::area(&format!("{name}_en"), in_english).optional(v),
        ],
        Input::Number => vec![optional(Field::digits(&name, label).hint(hint).short())],
        Input::Money => vec![optional(Field::digits(&name, label).hint(hint))],
        Input::Flag => vec![Field::many(&name, label, vec![Choice::new("1", v.t("editor-yes"))]).hint(hint)],
        Input::Limit => vec![
            optional(Field::digits(&format!("{name}_n"), label).hint(hint).short()),
            Field::select(&format!("{name}_unit"), v.t("editor-unit"), words(v, &UNITS)),
        ],
        Input::Word(all) => {
            let mut choices = words(v, &all());
            // What must be said has no default: the first word may be the most open one.
            let none = if field.required { "editor-choose" } else { "editor-none" };
            choices.insert(0, Choice::new("", v.t(none)));
            vec![optional(Field::select(&name, label, choices).hint(hint))]
        }
        Input::Words(all) => vec![optional(Field::many(&name, label, words(v, &all())).hint(hint))],
        Input::Source => {
            let marks = ["L", "D", "S", "M"]
                .map(|mark| Choice::new(mark, v.t(&format!("editor-mark-{}", mark.to_lowercase()))));
            let hint = if field.required { "editor-hint-source" } else { "editor-hint-source-later" };
            vec![
                Field::area(&format!("{name}_text"), label).hint(v.t(hint)),
                Field::select(&format!("{name}_mark"), v.t("editor-mark"), marks.into()),
            ]
        }
        Input::Condition => {
            vec![optional(Field::text(&name, label).hint(or(hint, v, "editor-hint-condition")))]
        }
        Input::Lines | Input::Options | Input::Next => {
            vec![optional(Field::area(&name, label).hint(hint))]
        }
    }
}

fn or(hint: String, v: &Visitor, usual: &str) -> String {
    if hint.is_empty() { v.t(usual).into_owned() } else { hint }
}
