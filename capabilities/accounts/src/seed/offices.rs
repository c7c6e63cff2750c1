//! The agencies of the demonstration province, their units and the posts to be filled there.

use crate::commands::{NewAgency, NewUnit};
use crate::model::{AgencyKind, UnitKind};
use kernel::{Day, Id, Role};

/// A post to be filled: login, roles, title, index of the unit within the agency.
pub(super) type Post = (&'static str, &'static [Role], &'static str, usize);

pub(super) const WARD_POSTS: &[Post] = &[
    ("tiepnhan", &[Role::Receiver], "Công chức tiếp nhận", 0),
    ("hotich", &[Role::Specialist], "Công chức tư pháp – hộ tịch", 1),
    ("chanhvanphong", &[Role::Head], "Chánh Văn phòng", 1),
    ("xaydung", &[Role::Specialist], "Chuyên viên xây dựng", 2),
    ("truongphong", &[Role::Head], "Trưởng phòng", 2),
    ("chutich", &[Role::Signatory], "Phó Chủ tịch UBND", 3),
];

/// The head of the ward's police also signs: residence is decided by the police, not by the
/// committee.
pub(super) const WARD_DIVISION_POSTS: &[Post] = &[
    ("congan", &[Role::Specialist], "Cán bộ Công an phường", 4),
    ("truongcongan", &[Role::Head, Role::Signatory], "Trưởng Công an phường", 4),
    ("vanhoa", &[Role::Specialist], "Công chức văn hóa – xã hội", 5),
    ("truongvanhoa", &[Role::Head], "Trưởng phòng", 5),
];

pub(super) const DEPARTMENT_POSTS: &[Post] = &[
    ("tiepnhan", &[Role::Receiver], "Chuyên viên tiếp nhận", 0),
    ("chuyenvien", &[Role::Specialist], "Chuyên viên", 1),
    ("truongphong", &[Role::Head], "Trưởng phòng", 1),
    ("giamdoc", &[Role::Signatory], "Phó Giám đốc", 2),
];

pub(super) const TAX_POSTS: &[Post] = &[
    ("tiepnhan", &[Role::Receiver], "Công chức tiếp nhận", 0),
    ("chuyenvien", &[Role::Specialist], "Công chức thuế", 1),
    ("truongphong", &[Role::Head], "Trưởng phòng", 1),
    ("giamdoc", &[Role::Signatory], "Phó Trưởng Thuế Thành phố", 2),
];

pub(super) const INSURANCE_POSTS: &[Post] = &[
    ("chuyenvien", &[Role::Specialist], "Chuyên viên", 0),
    ("truongphong", &[Role::Head], "Trưởng phòng", 0),
    ("giamdoc", &[Role::Signatory], "Phó Giám đốc", 1),
];

pub(super) const LAND_POSTS: &[Post] = &[
    ("tiepnhan", &[Role::Receiver], "Viên chức tiếp nhận", 0),
    ("chuyenvien", &[Role::Specialist], "Viên chức đăng ký đất đai", 1),
    ("truongphong", &[Role::Head], "Trưởng phòng", 1),
    ("giamdoc", &[Role::Signatory], "Phó Giám đốc", 2),
];

pub(super) const PROVINCE_POSTS: &[Post] = &[
    ("lanhdao", &[Role::Leader], "Phó Chủ tịch UBND Thành phố", 0),
    ("khaosat", &[Role::Surveyor], "Chuyên viên cải cách hành chính", 1),
    ("quantri", &[Role::Admin], "Quản trị hệ thống", 1),
    ("thanhtra", &[Role::Auditor], "Thanh tra viên", 1),
    ("tongdai", &[Role::Operator], "Tổng đài viên", 2),
];

/// Who keeps the procedures: one writes a change, another publishes it.
pub(super) const EDITOR_POSTS: &[Post] = &[
    ("bientap", &[Role::Editor], "Chuyên viên kiểm soát thủ tục hành chính", 1),
    ("kiemsoat", &[Role::Editor], "Phó Trưởng phòng Kiểm soát thủ tục hành chính", 1),
];

fn ward_units(desk_hours: Option<&'static str>) -> Vec<NewUnit> {
    let unit = |kind, name_vi, name_en, hours| NewUnit { kind, name_vi, name_en, hours };
    vec![
        unit(UnitKind::Desk, "Trung tâm Phục vụ hành chính công", "Public Service Centre", desk_hours),
        unit(
            UnitKind::CivilStatus,
            "Văn phòng HĐND và UBND",
            "Office of the People's Council and Committee",
            None,
        ),
        unit(
            UnitKind::Construction,
            "Phòng Kinh tế, Hạ tầng và Đô thị",
            "Economy, Infrastructure and Urban Division",
            None,
        ),
        unit(UnitKind::Leadership, "Lãnh đạo UBND phường", "Leadership of the People's Committee", None),
        // Residence is received on Saturday mornings everywhere (see the hours' own source).
        unit(UnitKind::Police, "Công an phường", "Ward police", Some("saturday-morning")),
        unit(UnitKind::Social, "Phòng Văn hóa – Xã hội", "Culture and Social Affairs Division", None),
    ]
}

fn department_units(kind: UnitKind, name_vi: &'static str, name_en: &'static str) -> Vec<NewUnit> {
    let unit = |kind, name_vi, name_en| NewUnit { kind, name_vi, name_en, hours: None };
    vec![
        unit(UnitKind::Desk, "Bộ phận Một cửa", "One-stop desk"),
        unit(kind, name_vi, name_en),
        unit(UnitKind::Leadership, "Ban Giám đốc", "Directorate"),
    ]
}

fn province_units() -> Vec<NewUnit> {
    let unit = |kind, name_vi, name_en| NewUnit { kind, name_vi, name_en, hours: None };
    vec![
        unit(UnitKind::Leadership, "Lãnh đạo UBND Thành phố", "Leadership of the City"),
        unit(UnitKind::Department, "Văn phòng UBND Thành phố", "Office of the City People's Committee"),
        unit(UnitKind::Department, "Tổng đài 1022", "1022 call centre"),
    ]
}

fn since_merger() -> Day {
    // The two-level local government began on 1 July 2025.
    Day::from_number(20_270)
}

pub(super) fn province() -> NewAgency {
    NewAgency {
        code: "H29",
        name_vi: "UBND Thành phố Hồ Chí Minh",
        name_en: "People's Committee of Ho Chi Minh City",
        kind: AgencyKind::Province,
        parent: None,
        hours: "standard",
        phone: "1022",
        address: "86 Lê Thánh Tôn, phường Sài Gòn",
        commune: None,
        opened: since_merger(),
        units: province_units(),
    }
}

pub(super) fn justice(parent: Id) -> NewAgency {
    NewAgency {
        code: "H29.11",
        name_vi: "Sở Tư pháp",
        name_en: "Department of Justice",
        kind: AgencyKind::Department,
        parent: Some(parent),
        hours: "standard",
        phone: "1022",
        address: "Số 11 đường Trình Diễn, phường Sài Gòn",
        commune: None,
        opened: since_merger(),
        units: department_units(
            UnitKind::CivilStatus,
            "Phòng Hành chính tư pháp",
            "Judicial Administration Division",
        ),
    }
}

pub(super) fn building(parent: Id) -> NewAgency {
    NewAgency {
        code: "H29.14",
        name_vi: "Sở Xây dựng",
        name_en: "Department of Construction",
        kind: AgencyKind::Department,
        parent: Some(parent),
        hours: "standard",
        phone: "1022",
        address: "Số 14 đường Trình Diễn, phường Sài Gòn",
        commune: None,
        opened: since_merger(),
        units: department_units(
            UnitKind::Construction,
            "Phòng Cấp phép xây dựng",
            "Building Permit Division",
        ),
    }
}

pub(super) fn wards(parent: Id) -> [(NewAgency, &'static str); 3] {
    let ward = |code, commune, name_vi, name_en, address, desk| NewAgency {
        code,
        name_vi,
        name_en,
        kind: AgencyKind::Ward,
        parent: Some(parent),
        hours: "standard",
        phone: "1022",
        address,
        commune: Some(commune),
        opened: since_merger(),
        units: ward_units(desk),
    };
    [
        (
            ward(
                "H29.201",
                "26740",
                "UBND phường Sài Gòn",
                "People's Committee of Sai Gon Ward",
                "Số 201 đường Trình Diễn, phường Sài Gòn",
                None,
            ),
            ".saigon",
        ),
        (
            ward(
                "H29.202",
                "26743",
                "UBND phường Bến Thành",
                "People's Committee of Ben Thanh Ward",
                "Số 202 đường Trình Diễn, phường Bến Thành",
                Some("saturday-morning"),
            ),
            ".benthanh",
        ),
        (
            ward(
                "H29.203",
                "26824",
                "UBND phường Thủ Đức",
                "People's Committee of Thu Duc Ward",
                "Số 203 đường Trình Diễn, phường Thủ Đức",
                None,
            ),
            ".thuduc",
        ),
    ]
}

/// An office of the province that takes part in procedures of the wards.
fn office(
    parent: Id,
    code: &'static str,
    name_vi: &'static str,
    name_en: &'static str,
    address: &'static str,
    units: Vec<NewUnit>,
) -> NewAgency {
    NewAgency {
        code,
        name_vi,
        name_en,
        kind: AgencyKind::Department,
        parent: Some(parent),
        hours: "standard",
        phone: "1022",
        address,
        commune: None,
        opened: since_merger(),
        units,
    }
}

pub(super) fn tax(parent: Id) -> NewAgency {
    let unit = |kind, name_vi, name_en| NewUnit { kind, name_vi, name_en, hours: None };
    let units = vec![
        unit(UnitKind::Desk, "Bộ phận Một cửa", "One-stop desk"),
        unit(UnitKind::Tax, "Phòng Nghiệp vụ thuế", "Tax Division"),
        unit(UnitKind::Leadership, "Lãnh đạo Thuế Thành phố", "Leadership of the City Tax Office"),
    ];
    let address = "Số 31 đường Trình Diễn, phường Sài Gòn";
    office(parent, "H29.31", "Thuế Thành phố Hồ Chí Minh", "Ho Chi Minh City Tax Office", address, units)
}

pub(super) fn insurance(parent: Id) -> NewAgency {
    let unit = |kind, name_vi, name_en| NewUnit { kind, name_vi, name_en, hours: None };
    let units = vec![
        unit(
            UnitKind::Insurance,
            "Phòng Quản lý thu và Cấp sổ, thẻ",
            "Contributions, Books and Cards Division",
        ),
        unit(UnitKind::Leadership, "Ban Giám đốc", "Directorate"),
    ];
    let (vi, en) = ("Bảo hiểm xã hội Thành phố Hồ Chí Minh", "Ho Chi Minh City Social Insurance");
    office(parent, "H29.32", vi, en, "Số 32 đường Trình Diễn, phường Sài Gòn", units)
}

pub(super) fn land(parent: Id) -> NewAgency {
    let units = department_units(
        UnitKind::Land,
        "Phòng Đăng ký và Cấp giấy chứng nhận",
        "Registration and Certificates Division",
    );
    let vi = "Văn phòng Đăng ký đất đai Thành phố Hồ Chí Minh";
    let en = "Ho Chi Minh City Land Registration Office";
    office(parent, "H29.33", vi, en, "Số 33 đường Trình Diễn, phường Sài Gòn", units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wards_began_with_the_two_level_government() {
        assert_eq!(since_merger().to_string(), "2025-07-01");
    }
}
