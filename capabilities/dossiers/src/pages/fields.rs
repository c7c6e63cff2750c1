//! A question of a procedure as a field of a form, and back.

use catalogue::{Answer, ELSEWHERE, Kind, PLACE_PARTS, PlaceTyped, Question, place_fields, place_parts};
use web::parts::{Choice, DateTyped, Field, Mistake, id_of};
use web::{Pairs, Visitor};

/// The field of a question, with the answer kept so far or what was just typed, and what is wrong
/// with it. With `heading` its label is the heading of the page.
pub(crate) fn drawn(
    v: &Visitor,
    question: &Question,
    heading: bool,
    answer: Option<&Answer>,
    typed: Option<&Pairs>,
    mistakes: &[Mistake],
) -> Field {
    let empty = || field(v, question, heading, Vec::new());
    match (question.kind, typed) {
        (Kind::Address, _) => field(v, question, heading, address(v, question, answer, typed, mistakes)),
        (_, Some(pairs)) => empty().posted(pairs).mistaken(v, mistakes),
        (_, None) => stored(empty(), question, answer).mistaken(v, mistakes),
    }
}

fn field(v: &Visitor, question: &Question, heading: bool, inner: Vec<Field>) -> Field {
    let label = label(v, question);
    let key = question.key.as_str();
    let field = match question.kind {
        Kind::Text | Kind::Name => Field::text(key, label),
        Kind::Address => Field::group(key, label, inner),
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

/// The inputs of an address: province, commune, the places to choose from when there are several,
/// and what stands before the commune. The commune carries the id and the mistakes of the question.
fn address(
    v: &Visitor,
    question: &Question,
    answer: Option<&Answer>,
    typed: Option<&Pairs>,
    mistakes: &[Mistake],
) -> Vec<Field> {
    let key = question.key.as_str();
    let home = catalogue::province_code(v.province());
    let (place, street) = match typed {
        // Some forms send the address in one line.
        Some(pairs) if pairs.has(key) => place_parts(Some(&Answer::from(pairs.get(key))), home),
        Some(pairs) => (PlaceTyped::from_pairs(pairs, key), pairs.get(&format!("{key}_nha")).to_owned()),
        None => place_parts(answer, home),
    };
    let mut fields = place_fields(v, key, &place, mistakes);
    let chosen = fields.province.value.clone();
    fields.province =
        fields.province.also(Choice::new(ELSEWHERE, v.t("dossiers-place-elsewhere"))).value(chosen);
    fields.commune.id = id_of(key);
    let own = mistakes.iter().filter(|mistake| mistake.path == key);
    let own: Vec<Mistake> =
        own.map(|one| Mistake { path: fields.commune.name.clone(), ..one.clone() }).collect();
    let name = format!("{key}_nha");
    let mut before = Field::text(&name, v.t("dossiers-place-street"))
        .value(street)
        .extra("maxlength=\"300\"")
        .mistaken(v, mistakes);
    if let Some(purpose) = question.autocomplete() {
        before = before.autocomplete(purpose);
    }
    let choice = fields.choice.filter(|_| place.province != ELSEWHERE);
    [Some(fields.province), Some(fields.commune.mistaken(v, &own)), choice, Some(before)]
        .into_iter()
        .flatten()
        .collect()
}

fn stored(field: Field, question: &Question, answer: Option<&Answer>) -> Field {
    let Some(answer) = answer else { return field };
    match (question.kind, answer) {
        (Kind::Date, Answer::Text(date)) => field.typed(date_typed(date)),
        (Kind::YesNo, Answer::Yes(yes)) => field.value(if *yes { "1" } else { "0" }),
        (Kind::Decimal, Answer::Text(number)) => field.value(number.replace('.', ",")),
        (_, Answer::Number(number)) => field.value(number.to_string()),
        (_, Answer::Text(text)) => field.value(text.as_str()),
        (_, Answer::Yes(_) | Answer::Place(_)) => field,
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
/// three inputs `_ngay`, `_thang`, `_nam`; an address one line, or its parts.
pub(crate) fn raw(pairs: &Pairs, questions: &[&Question]) -> Vec<(String, String)> {
    let names = questions.iter().flat_map(|question| {
        let key = question.key.as_str();
        let parts = match question.kind {
            Kind::Date => &["_ngay", "_thang", "_nam"][..],
            Kind::Address => &PLACE_PARTS,
            _ => &[],
        };
        std::iter::once(key.to_owned()).chain(parts.iter().map(move |part| format!("{key}{part}")))
    });
    names.filter(|name| pairs.has(name)).map(|name| (name.clone(), pairs.get(&name).to_owned())).collect()
}
