//! What invented applicants say and send.

/// A copy of one's own birth extract.
pub const EXTRACT: &[(&str, &str)] = &[
    ("asker", "self"),
    ("requester_name", "Đinh Thị Thử Nghiệm"),
    ("requester_birth", "9/4/1988"),
    ("requester_card", "079188007654"),
    ("phone", "0907007654"),
    ("email", "thu.nghiem@vi-du.vn"),
    ("address", "77 đường Thử Nghiệm, phường Sài Gòn"),
    ("event", "birth"),
    ("registered_at", "UBND phường Cầu Ông Lãnh cũ"),
    ("registered_year", "1988"),
    ("copies", "2"),
    ("receive_by", "online"),
];

/// A permit for a house, with papers about the land on paper.
pub const HOUSE: &[(&str, &str)] = &[
    ("owner_kind", "household"),
    ("owner_name", "Phan Văn Kiểm Chứng"),
    ("owner_birth", "21/11/1979"),
    ("owner_card", "079079005432"),
    ("phone", "0905005432"),
    ("address", "9 đường Kiểm Chứng, phường Sài Gòn"),
    ("work", "house"),
    ("land_address", "11 đường Kiểm Chứng, phường Sài Gòn"),
    ("land_parcel", "5432"),
    ("land_sheet", "98"),
    ("land_area", "82,5"),
    ("land_paper", "certificate"),
    ("land_rented", "0"),
    ("footprint", "70"),
    ("floor_area", "210"),
    ("floors", "3"),
    ("height", "11,4"),
    ("adjoining", "1"),
    ("designer", "Công ty Thiết kế Kiểm Chứng"),
    ("design_check", "0"),
    ("fire", "0"),
    ("months", "9"),
    ("receive_by", "counter"),
];

/// What is personal in the two above: nobody may find it in a file, whatever the engine.
pub const PERSONAL: &[&str] = &[
    "Đinh Thị Thử Nghiệm",
    "079188007654",
    "0907007654",
    "thu.nghiem@vi-du.vn",
    "77 đường Thử Nghiệm",
    "Cầu Ông Lãnh",
    "Phan Văn Kiểm Chứng",
    "079079005432",
    "0905005432",
    "9 đường Kiểm Chứng",
];

/// The answers with some of them changed.
pub fn with<'a>(answers: &[(&'a str, &'a str)], changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all: Vec<(&str, &str)> =
        answers.iter().copied().filter(|(key, _)| changed.iter().all(|(other, _)| key != other)).collect();
    all.extend_from_slice(changed);
    all
}

/// One empty page as PDF.
pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n";

/// A PDF of about so many bytes.
pub fn large_pdf(bytes: usize) -> Vec<u8> {
    let (head, tail) = PDF.split_at(9);
    let mut out = head.to_vec();
    let line = [b'%'; 1023];
    while out.len() + tail.len() < bytes {
        out.extend_from_slice(&line);
        out.push(b'\n');
    }
    out.extend_from_slice(tail);
    out
}

/// A small photograph, complete as far as anyone looks who does not decode it.
pub fn jpeg() -> Vec<u8> {
    let mut out = vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 16];
    out.extend_from_slice(b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    // One component, 16 by 16, baseline.
    out.extend_from_slice(&[0xFF, 0xC0, 0, 11, 8, 0, 16, 0, 16, 1, 1, 0x11, 0]);
    out.extend_from_slice(&[0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0]);
    out.extend_from_slice(&[0x12, 0x34, 0x56, 0x78].repeat(64));
    out.extend_from_slice(&[0xFF, 0xD9]);
    out
}
