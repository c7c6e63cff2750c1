//! A question of a procedure as a field of a form, and back.

use catalogue::{Answer, Kind, Question};
use web::parts::{Choice, DateTyped, Field};
use web::{Pairs, Visitor};

/// The field of a question. With `heading` its label is the heading of the page.
pub(crate) fn field(v: &Visitor, question: &Question, heading: bool) -> Field {
    let label = label(v, question);
    let key = question.key.as_str();
    let field = match question.kind {
        Kind::Text | Kind::Name | Kind::Address => Field::text(key, label),
        Kind::Email => {
            Field::text(key, label).extra("inputmode=\"email\" autocapitalize=\"none\" spellcheck=\"false\"")
        }
        Kind::Long => Field::area(key, label),
        Kind::Phone => Field::phone(key, label),
        Kind::Card => Field::digits(key, label),
        Kind::Year | Kind::Number => Field::digits(key, label).short(),
        Kind::Decimal => Field::text(key, label).extra("inputmode=\"decimal\"").short(),
        Kind::Date => Field::date(v, key, label),
        Kind::Choice => Field::one(key, label, options(v, question)),
        Kind::YesNo => {
            let word = |key: &str| v.t(key).into_owned();
            Field::one(
                key,
                label,
                vec![Choice::new("1", word("dossiers-yes")), Choice::new("0", word("dossiers-no"))],
            )
        }
    };
    let field = field.hint(hint(v, question));
    let field = if question.is_optional() { field.optional(v) } else { field };
    let field =
        question.autocomplete().map_or_else(|| field.clone(), |purpose| field.clone().autocomplete(purpose));
    if heading { field.heading() } else { field }
}

fn label(v: &Visitor, question: &Question) -> String {
    let label = question.label.get(v.lang);
    match &question.unit {
        Some(unit) => format!("{label} ({})", unit.get(v.lang)),
        None => label.to_owned(),
    }
}

fn hint(v: &Visitor, question: &Question) -> String {
    let said: Vec<&str> =
        [&question.hint, &question.why].into_iter().flatten().map(|text| text.get(v.lang)).collect();
    match said.as_slice() {
        [hint, why] => format!("{}. {why}", hint.trim_end_matches('.')),
        _ => said.concat(),
    }
}

fn options(v: &Visitor, question: &Question) -> Vec<Choice> {
    let choice = |option: &catalogue::Choice| {
        let choice = Choice::new(&option.key, option.label.get(v.lang));
        match &option.hint {
            Some(hint) => choice.hint(hint.get(v.lang)),
            None => choice,
        }
    };
    question.option.iter().map(choice).collect()
}

/// The field with the answer kept so far.
pub(crate) fn stored(field: Field, question: &Question, answer: Option<&Answer>) -> Field {
    let Some(answer) = answer else { return field };
    match (question.kind, answer) {
        (Kind::Date, Answer::Text(date)) => field.typed(date_typed(date)),
        (Kind::YesNo, Answer::Yes(yes)) => field.value(if *yes { "1" } else { "0" }),
        (Kind::Decimal, Answer::Text(number)) => field.value(number.replace('.', ",")),
        (_, Answer::Number(number)) => field.value(number.to_string()),
        (_, Answer::Text(text)) => field.value(text.as_str()),
        (_, Answer::Yes(_)) => field,
    }
}

/// `1990-09-05` taken apart; a year alone stands in its own input.
fn date_typed(date: &str) -> DateTyped {
    match date.parse::<kernel::Day>() {
        Ok(day) => DateTyped::of(day),
        Err(_) => DateTyped { year: date.to_owned(), ..DateTyped::default() },
    }
}

/// The posted pairs of these questions, as the catalogue reads them: a day is one value, or the
/// three inputs `_ngay`, `_thang`, `_nam`.
pub(crate) fn raw(pairs: &Pairs, questions: &[&Question]) -> Vec<(String, String)> {
    let names = questions.iter().flat_map(|question| {
        let key = question.key.as_str();
        let parts = if question.kind == Kind::Date { &["_ngay", "_thang", "_nam"][..] } else { &[] };
        std::iter::once(key.to_owned()).chain(parts.iter().map(move |part| format!("{key}{part}")))
    });
    names.filter(|name| pairs.has(name)).map(|name| (name.clone(), pairs.get(&name).to_owned())).collect()
}
