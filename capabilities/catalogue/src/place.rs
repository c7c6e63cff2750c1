//! An address as an answer: the commune it lies in, known by code, and the words before it.

use crate::answer::{Answer, Answers};
use crate::model::{Kind, Question};
use crate::normal::limited;
use crate::pages::PlaceTyped;
use crate::revision::Revision;
use kernel::{FieldError, text};
use places::{Commune, Hit, Places, Province, Resolution, Scope};
use serde::{Deserialize, Serialize};

/// Chosen instead of a province: the whole address stands in one line. For addresses abroad, and
/// for a place that is not found.
pub const ELSEWHERE: &str = "khac";
/// Ends of the names of its inputs: province, commune, the button chosen, the words before.
pub const PLACE_PARTS: [&str; 4] = ["_tinh", "_xa", "_ma", "_nha"];
/// Longest address in one line, and longest words before the commune, in characters.
const LINE_MAX: usize = 300;
/// Most places named in a mistake.
const NAMED: usize = 3;

/// An address whose commune is known. In JSON: an object.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Place {
    /// Code of the commune (xã, phường, đặc khu): five digits, as the State numbers them.
    pub unit: String,
    /// House number and street, or hamlet: what stands before the commune.
    pub street: String,
    /// The whole address in one line, as it is shown and read by conditions.
    pub line: String,
}

impl Place {
    fn of(commune: &Commune, street: String) -> Place {
        let line = format!("{street}, {}", Places::get().with_province(commune));
        Place { unit: commune.code.to_owned(), street, line }
    }

    /// Its commune with the province: `Phường Sài Gòn, Thành phố Hồ Chí Minh`.
    pub fn commune(&self) -> String {
        let places = Places::get();
        places.commune(&self.unit).map_or_else(String::new, |commune| places.with_province(commune))
    }

    /// The commune that an address written in one line names at its end, with or without its province;
    /// without, it is looked for in `home` (code of a province). The line stays as it was written.
    /// Nothing when it is not sure: a name of before 01/07/2025, or one that fits several.
    pub fn recognised(line: &str, home: Option<&str>) -> Option<Place> {
        let places = Places::get();
        let parts: Vec<&str> = line.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        let (province, before) = match parts.split_last() {
            Some((last, before)) if before.len() >= 2 && province_named(last).is_some() => {
                (province_named(last)?.code, before)
            }
            _ => (home?, parts.as_slice()),
        };
        let (commune, street) = before.split_last()?;
        if street.is_empty() || commune.chars().all(|c| c.is_ascii_digit()) {
            return None;
        }
        let Resolution::One(found) = places.resolve(province, commune) else { return None };
        Some(Place { unit: found.code.to_owned(), street: street.join(", "), line: line.to_owned() })
    }
}

impl Revision {
    /// Gives addresses that were written in one line the commune they name, where it is sure: at the
    /// counter there is no time for three inputs.
    pub fn recognise_places(&self, answers: &mut Answers, home: Option<&str>) {
        for question in self.questions().filter(|question| question.kind == Kind::Address) {
            let line = answers.get(&question.key).and_then(|answer| match answer {
                Answer::Text(line) => Place::recognised(line, home),
                _ => None,
            });
            if let Some(place) = line {
                answers.0.insert(question.key.clone(), Answer::Place(place));
            }
        }
    }
}

/// The one province of today whose name this is.
fn province_named(name: &str) -> Option<&'static Province> {
    let hits = Places::get().search_provinces(name);
    match hits.as_slice() {
        [one] if one.former.is_none() => Some(one.province),
        _ => None,
    }
}

/// The code of the province with this name.
pub fn province_code(name: &str) -> Option<&'static str> {
    province_named(name).map(|province| province.code)
}

/// What was typed for an address in parts, beside the one line some forms have.
pub(crate) type TypedPlace<'a> = [Option<&'a str>; 4];

/// The address typed in parts; `None` when nothing was. The province alone says nothing: the form
/// chooses one beforehand.
pub(crate) fn read(question: &Question, typed: &TypedPlace<'_>) -> Result<Option<Answer>, FieldError> {
    let [province, commune, chosen, street] = typed.map(|part| text::clean(part.unwrap_or_default(), false));
    let street = limited(question, street, LINE_MAX)?;
    let commune = limited(question, commune, LINE_MAX)?;
    let at = |part: &str, code| FieldError::new(format!("{}{part}", question.key), code);
    if commune.is_empty() && chosen.is_empty() && street.is_empty() {
        return Ok(None);
    }
    if province == ELSEWHERE {
        let said = [street, commune].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        return Ok(Some(Answer::Text(said.join(", "))));
    }
    if commune.is_empty() {
        return Err(at("", "place-commune"));
    }
    let found = find(question, PlaceTyped { province, commune, chosen })?;
    if street.is_empty() {
        return Err(at("_nha", "place-street"));
    }
    Ok(Some(Answer::Place(Place::of(found, street))))
}

/// The commune meant, or what to do about it.
fn find(question: &Question, mut typed: PlaceTyped) -> Result<&'static Commune, FieldError> {
    let places = Places::get();
    if let (true, Some(commune)) = (typed.province.is_empty(), places.commune(&typed.commune)) {
        places.province_of(commune).code.clone_into(&mut typed.province);
    }
    let Some(province) = places.province(&typed.province) else {
        return Err(FieldError::new(format!("{}_tinh", question.key), "place-province"));
    };
    match typed.resolve() {
        Resolution::One(commune) => Ok(commune),
        Resolution::Several(hits) => Err(which(question, &typed.commune, &hits)),
        Resolution::None => Err(unknown(question, &typed.commune, province)),
    }
}

/// Several communes fit, or one that was called so before: the person chooses.
fn which(question: &Question, typed: &str, hits: &[Hit]) -> FieldError {
    let places = Places::get();
    let path = format!("{}_ma", question.key);
    let mut befores: Vec<String> =
        hits.iter().filter_map(|hit| hit.former.map(|former| places.former_full(former))).collect();
    befores.dedup();
    match (befores.as_slice(), hits.iter().all(|hit| hit.former.is_some())) {
        ([before], true) => {
            let into = named(hits.iter().map(|hit| hit.commune.full_name()));
            FieldError::new(path, "place-former").with("before", before).with("into", into)
        }
        _ => FieldError::new(path, "place-which").with("typed", typed),
    }
}

/// Nothing in the province is called so; perhaps something in another is.
fn unknown(question: &Question, typed: &str, province: &Province) -> FieldError {
    let elsewhere = Places::get().search(typed, NAMED, Scope::default());
    let exact = elsewhere.iter().filter(|hit| hit.exact).map(|hit| Places::get().with_province(hit.commune));
    let exact = named(exact);
    let code = if exact.is_empty() { "place-unknown" } else { "place-elsewhere" };
    FieldError::new(&question.key, code)
        .with("typed", typed)
        .with("province", province.full_name())
        .with("where", exact)
}

/// The first few names in a row.
fn named(names: impl Iterator<Item = String>) -> String {
    let mut all: Vec<String> = names.collect();
    all.dedup();
    let more = all.len() > NAMED;
    all.truncate(NAMED);
    let list = all.join("; ");
    if more { format!("{list}…") } else { list }
}

/// An address taken apart for its inputs: what was typed into the picker, and the words before. One
/// that names no commune for sure stays whole.
pub fn place_parts(answer: Option<&Answer>, home: Option<&str>) -> (PlaceTyped, String) {
    let known = |place: &Place| (PlaceTyped::of(&place.unit), place.street.clone());
    let of_province = |province: &str| PlaceTyped { province: province.to_owned(), ..PlaceTyped::default() };
    match answer {
        Some(Answer::Place(place)) => known(place),
        Some(Answer::Text(line)) => match Place::recognised(line, home) {
            Some(place) => known(&place),
            None => (of_province(ELSEWHERE), line.clone()),
        },
        _ => (of_province(home.unwrap_or_default()), String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(said: &str) -> Option<(String, String)> {
        Place::recognised(said, Some("79")).map(|place| (place.unit, place.street))
    }

    #[test]
    fn a_line_that_ends_with_a_commune_of_today_is_recognised() {
        let sure = Some(("26740".to_owned(), "12 đường Ví Dụ".to_owned()));
        assert_eq!(line("12 đường Ví Dụ, phường Sài Gòn"), sure);
        assert_eq!(line("12 đường Ví Dụ, P. Sai Gon, TP. Hồ Chí Minh"), sure);
        let flat = Some(("26740".to_owned(), "Phòng 3, 56 đường Mẫu".to_owned()));
        assert_eq!(line("Phòng 3, 56 đường Mẫu, phường Sài Gòn, Thành phố Hồ Chí Minh"), flat);
        assert_eq!(line("Số 2, phường Hoàn Kiếm, Hà Nội").map(|(unit, _)| unit).as_deref(), Some("00070"));
    }

    #[test]
    fn what_is_not_sure_stays_as_it_was_written() {
        for said in [
            "12 đường Ví Dụ, phường Bến Nghé, Quận 1, TP. Hồ Chí Minh",
            "12 đường Ví Dụ, phường Bến Nghé",
            "12 đường Ví Dụ",
            "phường Sài Gòn",
            "1-2-3 Chiyoda, Tokyo, Nhật Bản",
            "Số 5, 12",
            "",
        ] {
            assert_eq!(line(said), None, "{said}");
        }
    }

    #[test]
    fn the_line_stays_as_it_was_written_and_is_taken_apart_for_its_inputs() {
        let said = "12 đường Ví Dụ,  phường sài gòn";
        let place = Place::recognised(said, Some("79")).unwrap();
        assert_eq!(place.line, said);
        assert_eq!(place.commune(), "Phường Sài Gòn, Thành phố Hồ Chí Minh");
        let (typed, street) = place_parts(Some(&Answer::Place(place)), None);
        assert_eq!((typed.province.as_str(), street.as_str()), ("79", "12 đường Ví Dụ"));
        let abroad = Answer::from("Chiyoda, Tokyo");
        let (typed, street) = place_parts(Some(&abroad), Some("79"));
        assert_eq!((typed.province.as_str(), street.as_str()), (ELSEWHERE, "Chiyoda, Tokyo"));
        assert_eq!(place_parts(None, Some("79")).0.province, "79");
    }
}
