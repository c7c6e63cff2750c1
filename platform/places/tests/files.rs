//! The two files: counts, shapes, and the list of the State where it stands beside the clone.
#![allow(clippy::unwrap_used)]

use places::{Kind, Level, Places};
use std::collections::HashSet;
use std::io::Write;
use std::path::Path;
use unicode_normalization::is_nfc;

fn of_kind(kind: Kind) -> usize {
    Places::get().communes().iter().filter(|commune| commune.kind == kind).count()
}

#[test]
fn there_are_34_provinces_and_3321_communes() {
    let places = Places::get();
    let cities = places.provinces().iter().filter(|province| province.kind == Kind::City).count();
    assert_eq!((places.provinces().len(), cities), (34, 6));
    assert_eq!(places.communes().len(), 3_321);
    let kinds = [Kind::Commune, Kind::Ward, Kind::SpecialZone].map(of_kind);
    assert_eq!(kinds, [2_621, 687, 13]);
    for (code, count) in
        [("01", 126), ("31", 114), ("46", 40), ("48", 94), ("79", 168), ("92", 103), ("96", 64)]
    {
        assert_eq!(places.communes_of(code).len(), count, "{code}");
        assert_eq!(places.province(code).unwrap().count(), count, "{code}");
    }
}

#[test]
fn there_were_63_provinces_696_districts_and_10035_communes() {
    let count = |level| Places::get().all_former().iter().filter(|former| former.level == level).count();
    assert_eq!([Level::Province, Level::District, Level::Commune].map(count), [63, 696, 10_035]);
}

#[test]
fn codes_are_unique_sorted_and_of_the_right_length() {
    let places = Places::get();
    let codes: HashSet<&str> = places.communes().iter().map(|commune| commune.code).collect();
    assert_eq!(codes.len(), places.communes().len());
    assert!(codes.iter().all(|code| code.len() == 5));
    assert!(places.provinces().windows(2).all(|two| two[0].code < two[1].code));
    for province in places.provinces() {
        assert!(places.communes_of(province.code).windows(2).all(|two| two[0].code < two[1].code));
    }
    for level in [Level::Province, Level::District, Level::Commune] {
        let of_level: Vec<_> = places.all_former().iter().filter(|former| former.level == level).collect();
        let unique: HashSet<&str> = of_level.iter().map(|former| former.code).collect();
        assert_eq!(unique.len(), of_level.len(), "{level:?}");
    }
}

#[test]
fn names_are_nfc_with_single_spaces_and_letters_of_the_country() {
    let places = Places::get();
    let names = places.communes().iter().map(|one| one.name);
    let names = names.chain(places.provinces().iter().map(|one| one.name));
    for name in names.chain(places.all_former().iter().map(|one| one.name)) {
        assert!(is_nfc(name) && name == kernel::text::clean(name, false), "{name}");
        assert!(name.chars().all(|c| c.is_alphanumeric() || " '-".contains(c)), "{name}");
        assert!(name.starts_with(|first: char| first.is_uppercase() || first.is_numeric()), "{name}");
    }
}

#[test]
fn no_two_communes_of_a_province_have_the_same_full_name() {
    for province in Places::get().provinces() {
        let names: HashSet<String> =
            Places::get().communes_of(province.code).iter().map(places::Commune::full_name).collect();
        assert_eq!(names.len(), province.count(), "{}", province.name);
    }
}

#[test]
fn every_former_commune_has_a_successor_in_its_province_of_today_and_every_commune_came_from_one() {
    let places = Places::get();
    for former in places.all_former().iter().filter(|former| former.level != Level::Province) {
        let successors = places.successors(former);
        assert!(successors.iter().any(|(_, certain)| *certain), "{}", places.former_full(former));
        for (commune, _) in successors {
            assert_eq!(
                places.province_of(commune).code,
                places.province_after(former).code,
                "{}",
                places.former_full(former)
            );
        }
    }
    for commune in places.communes() {
        let from = places.formed_from(commune);
        assert!(from.iter().any(|(_, certain)| *certain), "{}", places.with_province(commune));
    }
}

#[test]
fn the_63_provinces_became_34_as_the_national_assembly_resolved() {
    let places = Places::get();
    let after = |name: &str| {
        let former = places.former_provinces().find(|former| former.name == name).unwrap();
        places.province_after(former).name
    };
    for (name, now) in [
        ("Hà Giang", "Tuyên Quang"),
        ("Yên Bái", "Lào Cai"),
        ("Bắc Kạn", "Thái Nguyên"),
        ("Vĩnh Phúc", "Phú Thọ"),
        ("Hòa Bình", "Phú Thọ"),
        ("Bắc Giang", "Bắc Ninh"),
        ("Thái Bình", "Hưng Yên"),
        ("Hải Dương", "Hải Phòng"),
        ("Hà Nam", "Ninh Bình"),
        ("Nam Định", "Ninh Bình"),
        ("Quảng Bình", "Quảng Trị"),
        ("Quảng Nam", "Đà Nẵng"),
        ("Kon Tum", "Quảng Ngãi"),
        ("Bình Định", "Gia Lai"),
        ("Ninh Thuận", "Khánh Hòa"),
        ("Đắk Nông", "Lâm Đồng"),
        ("Bình Thuận", "Lâm Đồng"),
        ("Phú Yên", "Đắk Lắk"),
        ("Bà Rịa - Vũng Tàu", "Hồ Chí Minh"),
        ("Bình Dương", "Hồ Chí Minh"),
        ("Bình Phước", "Đồng Nai"),
        ("Long An", "Tây Ninh"),
        ("Sóc Trăng", "Cần Thơ"),
        ("Hậu Giang", "Cần Thơ"),
        ("Bến Tre", "Vĩnh Long"),
        ("Trà Vinh", "Vĩnh Long"),
        ("Tiền Giang", "Đồng Tháp"),
        ("Bạc Liêu", "Cà Mau"),
        ("Kiên Giang", "An Giang"),
    ] {
        assert_eq!(after(name), now, "{name}");
    }
    let unchanged = places.provinces().iter().filter(|province| {
        places.former_provinces().filter(|one| after(one.name) == province.name).count() == 1
    });
    // Eleven by the resolution: Huế among them.
    assert_eq!(unchanged.count(), 11);
}

/// As newspapers printed the plan of April 2025 and the resolutions of June: read elsewhere than
/// in the sources of the file.
#[test]
fn wards_known_from_elsewhere_went_where_they_went() {
    let places = Places::get();
    for (old, new) in [
        ("Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh", "Phường Sài Gòn"),
        ("Phường Nguyễn Thái Bình, Quận 1, Thành phố Hồ Chí Minh", "Phường Sài Gòn, Phường Bến Thành"),
        ("Phường Đa Kao, Quận 1, Thành phố Hồ Chí Minh", "Phường Tân Định, Phường Sài Gòn"),
        ("Phường Cầu Kho, Quận 1, Thành phố Hồ Chí Minh", "Phường Cầu Ông Lãnh"),
        ("Phường 1, Quận 3, Thành phố Hồ Chí Minh", "Phường Bàn Cờ"),
        ("Phường 9, Quận 3, Thành phố Hồ Chí Minh", "Phường Nhiêu Lộc"),
        ("Phường 16, Quận 4, Thành phố Hồ Chí Minh", "Phường Xóm Chiếu"),
        ("Phường 7, Quận 5, Thành phố Hồ Chí Minh", "Phường An Đông"),
        ("Phường Hiệp Bình Phước, Thành phố Thủ Đức, Thành phố Hồ Chí Minh", "Phường Hiệp Bình"),
        ("Phường Tăng Nhơn Phú A, Thành phố Thủ Đức, Thành phố Hồ Chí Minh", "Phường Tăng Nhơn Phú"),
        ("Phường Hàng Bạc, Quận Hoàn Kiếm, Thành phố Hà Nội", "Phường Hoàn Kiếm"),
        ("Huyện Côn Đảo, Tỉnh Bà Rịa - Vũng Tàu", "Đặc khu Côn Đảo"),
        ("Huyện Lý Sơn, Tỉnh Quảng Ngãi", "Đặc khu Lý Sơn"),
        ("Xã Tam Thanh, Huyện Phú Quí, Tỉnh Bình Thuận", "Đặc khu Phú Quý"),
    ] {
        let former = places.all_former().iter().find(|one| places.former_full(one) == old).unwrap();
        let now: Vec<String> = places
            .successors(former)
            .iter()
            .filter(|(_, certain)| *certain)
            .map(|(commune, _)| commune.full_name())
            .collect();
        assert_eq!(now.join(", "), new, "{old}");
    }
}

/// Code by code and name by name; blemishes of the list (doubled spaces) are mended in the file.
#[test]
fn the_file_agrees_with_the_list_of_july_2025() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/admin-units-2025-07.csv");
    let mut out = std::io::stderr();
    if !path.exists() {
        writeln!(out, "units: not compared, ../shared/data does not stand beside this clone").unwrap();
        return;
    }
    let text = std::fs::read_to_string(path).unwrap();
    let places = Places::get();
    let mut compared = 0;
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let commune = places.commune(cells[4]).unwrap();
        let province = places.province_of(commune);
        let said = |cell: &str| kernel::text::clean(cell, false);
        assert_eq!(
            (said(cells[0]).as_str(), said(cells[1])),
            (province.code, province.full_name()),
            "{line}"
        );
        assert_eq!(said(cells[5]), commune.full_name(), "{line}");
        compared += 1;
    }
    assert_eq!(compared, places.communes().len());
}
