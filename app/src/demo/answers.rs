//! What the invented applicants of the demonstration say.

/// A copy of a birth extract, for oneself: ten answers.
pub(crate) const EXTRACT: &[(&str, &str)] = &[
    ("asker", "self"),
    ("requester_name", "Lý Thị Giả Tưởng"),
    ("requester_birth", "12/3/1990"),
    ("requester_card", "079190004321"),
    ("phone", "0903004321"),
    ("address", "12 đường Ví Dụ, phường Sài Gòn"),
    ("event", "birth"),
    ("registered_at", "UBND phường Bến Nghé cũ"),
    ("registered_year", "1990"),
    ("copies", "2"),
    ("receive_by", "counter"),
];

/// A permit for a house.
pub(crate) const PERMIT: &[(&str, &str)] = &[
    ("owner_kind", "household"),
    ("owner_name", "Lý Văn Tưởng Tượng"),
    ("owner_birth", "5/9/1985"),
    ("owner_card", "079085001234"),
    ("phone", "0908001234"),
    ("address", "214 đường Minh Họa, phường Sài Gòn"),
    ("work", "house"),
    ("land_address", "214 đường Minh Họa, phường Sài Gòn"),
    ("land_parcel", "214"),
    ("land_sheet", "37"),
    ("land_area", "112,5"),
    ("land_paper", "certificate"),
    ("land_rented", "0"),
    ("footprint", "90"),
    ("floor_area", "262,5"),
    ("floors", "3"),
    ("height", "11,4"),
    ("adjoining", "1"),
    ("designer", "Công ty Thiết kế Diễn Tập"),
    ("design_check", "0"),
    ("fire", "0"),
    ("months", "12"),
    ("receive_by", "counter"),
];
