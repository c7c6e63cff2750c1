//! An address picker without a script: the province from a list, the commune by typing its name,
//! and a choice of buttons when the name fits several or is one of before 01/07/2025.

use places::{Commune, Hit, Places, Resolution};
use web::parts::{Choice, Field, Mistake};
use web::{Pairs, Visitor};

/// What was typed into the picker.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct PlaceTyped {
    /// Code of the province, `79`.
    pub province: String,
    /// Name of the commune as typed.
    pub commune: String,
    /// Code chosen from the buttons.
    pub chosen: String,
}

impl PlaceTyped {
    /// What was posted under `{name}_tinh`, `{name}_xa`, `{name}_ma`.
    pub fn from_pairs(pairs: &Pairs, name: &str) -> PlaceTyped {
        let part = |suffix: &str| pairs.get(&format!("{name}_{suffix}")).trim().to_owned();
        PlaceTyped { province: part("tinh"), commune: part("xa"), chosen: part("ma") }
    }

    /// As it would be typed for a commune that is known: to show it again.
    pub fn of(code: &str) -> PlaceTyped {
        let places = Places::get();
        let Some(commune) = places.commune(code) else { return PlaceTyped::default() };
        PlaceTyped {
            province: places.province_of(commune).code.to_owned(),
            commune: commune.full_name(),
            chosen: String::new(),
        }
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.commune.is_empty() && self.chosen.is_empty()
    }

    /// The commune meant. A button counts while it fits what is typed beside it: whoever types
    /// another name afterwards means that one.
    pub fn resolve(&self) -> Resolution {
        let places = Places::get();
        let typed = places.resolve(&self.province, &self.commune);
        let chosen = places.commune(&self.chosen);
        match (chosen, &typed) {
            (Some(chosen), Resolution::Several(hits))
                if hits.iter().any(|hit| hit.commune.code == chosen.code) =>
            {
                Resolution::One(chosen)
            }
            _ => typed,
        }
    }
}

/// The fields to print, in this order.
pub struct PlaceFields {
    /// The province.
    pub province: Field,
    /// The commune, typed.
    pub commune: Field,
    /// The places the typed name may mean; nothing while there is no choice to make.
    pub choice: Option<Field>,
}

/// The picker for a name, filled with what was typed; `{name}_tinh`, `{name}_xa` and `{name}_ma` are
/// also the paths of mistakes.
pub fn place_fields(v: &Visitor, name: &str, typed: &PlaceTyped, mistakes: &[Mistake]) -> PlaceFields {
    let none = Choice::new("", v.t("catalogue-place-choose"));
    let each = Places::get().provinces().iter();
    let provinces = std::iter::once(none)
        .chain(each.map(|one| Choice::new(one.code, super::offices::province_name(v.lang, one))))
        .collect();
    let province = Field::select(&format!("{name}_tinh"), v.t("catalogue-place-province"), provinces)
        .value(typed.province.as_str());
    let commune = Field::text(&format!("{name}_xa"), v.t("catalogue-place-commune"))
        .hint(v.t("catalogue-place-commune-hint"))
        .value(typed.commune.as_str())
        .extra("maxlength=\"200\"");
    let choice = match typed.resolve() {
        Resolution::Several(hits) => Some(which(v, &format!("{name}_ma"), &hits)),
        _ => None,
    };
    PlaceFields {
        province: province.mistaken(v, mistakes),
        commune: commune.mistaken(v, mistakes),
        choice: choice.map(|field| field.value(typed.chosen.as_str()).mistaken(v, mistakes)),
    }
}

fn which(v: &Visitor, name: &str, hits: &[Hit]) -> Field {
    let choices = hits.iter().map(|hit| {
        let choice = Choice::new(hit.commune.code, place_name(v, hit.commune));
        match hit.former {
            Some(former) => choice.hint(was(v, &Places::get().former_full(former), hit.certain)),
            None => choice,
        }
    });
    Field::one(name, v.t("catalogue-place-which"), choices.collect())
}

fn was(v: &Visitor, before: &str, certain: bool) -> String {
    let key = if certain { "catalogue-place-was" } else { "catalogue-place-was-perhaps" };
    v.t1(key, "before", before).into_owned()
}

/// `Phường Sài Gòn, Thành phố Hồ Chí Minh`, in the visitor's language.
pub fn place_name(v: &Visitor, commune: &Commune) -> String {
    let province = Places::get().province_of(commune);
    format!(
        "{}, {}",
        super::offices::name_of(v.lang, commune),
        super::offices::province_name(v.lang, province)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(province: &str, commune: &str, chosen: &str) -> PlaceTyped {
        PlaceTyped { province: province.into(), commune: commune.into(), chosen: chosen.into() }
    }

    fn code(typed: &PlaceTyped) -> Option<&'static str> {
        match typed.resolve() {
            Resolution::One(commune) => Some(commune.code),
            _ => None,
        }
    }

    #[test]
    fn a_whole_name_is_taken_and_an_old_one_waits_for_the_button() {
        assert_eq!(code(&typed("79", "phuong sai gon", "")), Some("26740"));
        assert_eq!(code(&typed("79", "bến nghé", "")), None);
        assert_eq!(code(&typed("79", "bến nghé", "26740")), Some("26740"));
    }

    #[test]
    fn a_button_that_does_not_fit_the_name_beside_it_is_not_believed() {
        assert_eq!(code(&typed("79", "phường thủ đức", "26740")), Some("26824"));
        assert_eq!(code(&typed("79", "bến nghé", "00070")), None);
        assert_eq!(code(&typed("01", "bến nghé", "26740")), None);
        assert_eq!(code(&typed("", "", "26740")), None);
    }

    #[test]
    fn a_known_commune_is_shown_again_as_it_would_be_typed() {
        let again = PlaceTyped::of("26740");
        assert_eq!(again, typed("79", "Phường Sài Gòn", ""));
        assert_eq!(code(&again), Some("26740"));
        assert!(PlaceTyped::of("99999").is_empty());
    }

    #[test]
    fn every_commune_typed_by_its_full_name_is_itself() {
        for commune in Places::get().communes() {
            assert_eq!(code(&PlaceTyped::of(commune.code)), Some(commune.code), "{}", commune.full_name());
        }
    }
}
