//! Offices among what a search for procedures gives.

use crate::search::OfficeHit;
use places::{Hit, Places, Scope};

/// The communes whose whole name (of today, or of before 01/07/2025) was typed, best first: people
/// who look for a procedure type words that begin many names of places, and mean none of them.
/// `prefer` is the code of the province whose communes come first.
pub fn offices_named(query: &str, prefer: Option<&str>, most: usize) -> Vec<OfficeHit> {
    let places = Places::get();
    let hit = |hit: &Hit| OfficeHit {
        code: hit.commune.code.to_owned(),
        name: places.with_province(hit.commune),
        was: hit.former.map(|former| places.former_full(former)),
    };
    let hits = places.search(query, most, Scope { province: None, prefer });
    hits.iter().filter(|hit| hit.exact).map(hit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_is_found_by_its_whole_name_of_now_or_before() {
        let hits = offices_named("bến nghé", Some("79"), 3);
        assert_eq!(hits[0].code, "26740");
        assert_eq!(hits[0].was.as_deref(), Some("Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh"));
        assert_eq!(
            offices_named("ubnd phường sài gòn", None, 3)[0].name,
            "Phường Sài Gòn, Thành phố Hồ Chí Minh"
        );
    }

    #[test]
    fn words_for_procedures_name_no_office() {
        for words in [
            "giấy khai sinh",
            "sổ đỏ",
            "đăng ký kết hôn",
            "xây nhà",
            "ho khau",
            "an sinh xã hội",
            "hộ kinh doanh",
        ] {
            assert_eq!(offices_named(words, Some("79"), 3), [], "{words}");
        }
    }
}
