//! Nothing of a record is lost: every character of its text is found again in what was read, apart
//! from headings and the menu of the portal. Over the real file where it stands beside the clone,
//! and over random recombinations of its phrases.

use super::reading::read;
use super::source::Lines;
use super::summary::Summary;
use super::{FeeRead, LimitRead, NationalProcedure, NationalRecord};
use crate::words::Way;
use proptest::prelude::*;
use std::io::Write;
use std::path::{Path, PathBuf};

fn compact(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Words of the tables, which are read as what they stand for.
const TABLE_WORDS: [&str; 32] = [
    "Hình thức nộpThời gianPhí, lệ phíMô tả",
    "Tên giấy tờMẫu đơn, tờ khaiSố lượng",
    "Tên văn bản pháp lýMã văn bản",
    "Thành phần hồ sơ gồm:",
    "Thành phần hồ sơ:",
    "Thành phần hồ sơ",
    "Không có thông tin",
    "Miễn phí",
    "Việt Nam Đồng",
    "Việt Nam đồng",
    "VNĐ",
    "VND",
    "Đồng",
    "đồng",
    "Từ khóa",
    "Mô tả",
    "Mã:",
    "Chọn cơ quan thực hiện",
    "Tỉnh/ Thành phố",
    "Bộ ngành",
    "-- Chọn Tỉnh/ Thành phố --",
    "-- Chọn Bộ ngành --",
    "-- Chọn Phường/ Xã --",
    "-- Chọn Cơ sở --",
    "Phường/ Xã",
    "Đơn vị",
    "Sở",
    "Hệ thống chỉ hiển thị những cơ quan đã áp dụng dịch vụ công trực tuyến",
    "Nộp hồ sơ",
    "Hiển thị kết quả",
    "(",
    ")",
];
const SIGNS: &str = "-–+•●*·\u{f0fc}\u{f0d8}\u{f0b7}";

/// What is left of `source` when the pieces are taken from it one after another; nothing when all
/// of it was read. What was handed to an editor may stand anywhere, once.
fn lost(source: &str, pieces: &[Vec<String>], unread: &[String], prose: bool) -> Option<String> {
    let words: Vec<String> = TABLE_WORDS.iter().map(|word| compact(word)).collect();
    let words = if prose { &[] } else { words.as_slice() };
    let pieces: Vec<Vec<String>> =
        pieces.iter().map(|ways| ways.iter().map(|piece| compact(piece)).collect()).collect();
    let unread: Vec<String> =
        unread.iter().map(|text| compact(text)).filter(|text| !text.is_empty()).collect();
    taken(&compact(source), &pieces, &unread, words).err()
}

fn taken(
    mut rest: &str,
    mut pieces: &[Vec<String>],
    unread: &[String],
    words: &[String],
) -> Result<(), String> {
    loop {
        for (at, text) in unread.iter().enumerate().filter(|(_, text)| rest.starts_with(text.as_str())) {
            let others: Vec<String> = [&unread[..at], &unread[at + 1..]].concat();
            if taken(&rest[text.len()..], pieces, &others, words).is_ok() {
                return Ok(());
            }
        }
        let piece =
            pieces.first().and_then(|ways| ways.iter().find(|piece| rest.starts_with(piece.as_str())));
        let word = words.iter().find(|word| rest.starts_with(word.as_str())).map(String::len);
        let sign = rest.chars().next().filter(|c| SIGNS.contains(*c)).map(char::len_utf8);
        match (piece, word.or(sign)) {
            (Some(piece), _) => {
                rest = &rest[piece.len()..];
                pieces = &pieces[1..];
            }
            (None, Some(length)) => rest = &rest[length..],
            (None, None) if rest.is_empty() && pieces.is_empty() => return Ok(()),
            (None, None) => return Err(format!("{rest:.80} where {:?} should stand", pieces.first())),
        }
    }
}

fn one(text: &str) -> Vec<String> {
    vec![text.to_owned()]
}

fn grouped(number: i64) -> String {
    kernel::money::grouped(number).replace('.', ",")
}

fn channel_pieces(read: &NationalProcedure) -> Vec<Vec<String>> {
    let mut pieces = Vec::new();
    for row in &read.channels {
        let names: &[&str] = match row.by {
            Way::Online => &["Trực tuyến"],
            Way::Post => &["Dịch vụ bưu chính công ích", "Dịch vụ bưu chính"],
            Way::Counter => &["Trực tiếp"],
        };
        pieces.push(names.iter().map(|name| (*name).to_owned()).collect());
        pieces.push(one(&row.time));
        for fee in &row.fees {
            match fee {
                FeeRead::Amount { amount, note } => {
                    pieces.push(vec![
                        grouped(amount.0),
                        kernel::money::grouped(amount.0),
                        amount.0.to_string(),
                    ]);
                    pieces.push(one(note));
                }
                // Beside an amount in another currency a bracket never closed is closed.
                FeeRead::ByCase { note } => {
                    pieces.push(vec![note.clone(), note.strip_suffix(')').unwrap_or(note).to_owned()]);
                }
                FeeRead::Free { note } | FeeRead::ByProvince { note } => pieces.push(one(note)),
                FeeRead::NotStated => {}
            }
        }
        pieces.push(one(&row.note));
    }
    pieces
}

fn paper_pieces(read: &NationalProcedure) -> Vec<Vec<String>> {
    let mut pieces = Vec::new();
    for group in &read.papers {
        pieces.extend(group.case.as_deref().map(one));
        for paper in &group.papers {
            pieces.push(one(&paper.name));
            pieces.extend(paper.form.as_deref().map(one));
            pieces.push(one(&format!("{} bản chính", paper.originals.unwrap())));
            pieces.extend(paper.copies.map(|copies| one(&format!(",{copies} bản sao"))));
        }
    }
    pieces
}

/// Everything that was lost of a record, by field.
pub(super) fn all_lost(record: &NationalRecord) -> Vec<(String, String)> {
    let read = read(record);
    let lines = |lines: &[super::Line]| lines.iter().map(|line| one(&line.text)).collect::<Vec<_>>();
    let mut bases = Vec::new();
    for base in &read.bases {
        match &base.number {
            Some(number) if *number == base.name => {
                bases.push(vec![format!("{number}{number}"), number.clone()]);
            }
            number => {
                bases.push(one(&base.name));
                bases.extend(number.as_deref().map(one));
            }
        }
    }
    let mut results = Vec::new();
    for result in &read.results {
        results.push(one(&result.name));
        results.extend(result.code.as_deref().map(one));
    }
    let mut conditions = lines(&read.conditions);
    for (field, pieces) in [("ket_qua_xu_ly", &mut results), ("yeu_cau_dieu_kien", &mut conditions)] {
        if let Some(tail) = super::words::tail(&record.text(field)).1 {
            pieces.extend([one("Từ khóa"), one(&tail.keywords), one("Mô tả"), one(&tail.description)]);
            assert!(read.keywords.contains(&tail.keywords) && read.description.contains(&tail.description));
        }
    }
    let plain = |text: &str| vec![one(text)];
    let tier_words = record.text("cap_thuc_hien");
    let fields: Vec<(&str, Vec<Vec<String>>, bool)> = vec![
        ("ma_thu_tuc", plain(&read.code), true),
        ("detail_url", plain(&read.url), true),
        ("formality_id", plain(&read.portal_id), true),
        ("ten_thu_tuc", plain(&read.name), true),
        ("so_quyet_dinh", plain(&read.decision), true),
        ("loai_thu_tuc", plain(&read.kind), true),
        ("linh_vuc", plain(&read.field), true),
        ("co_quan_co_tham_quyen", plain(&read.competent), false),
        ("dia_chi_tiep_nhan", plain(&read.address), false),
        ("co_quan_duoc_uy_quyen", plain(&read.delegated), false),
        ("co_quan_phoi_hop", plain(&read.coordinating), false),
        ("co_quan_thuc_hien", plain(&read.agency), false),
        ("_nguon", plain(&read.origin), true),
        ("trinh_tu_thuc_hien", lines(&read.sequence), true),
        ("yeu_cau_dieu_kien", conditions, false),
        ("cach_thuc_thuc_hien", channel_pieces(&read), false),
        ("thanh_phan_ho_so", paper_pieces(&read), false),
        ("can_cu_phap_ly", bases, false),
        ("ket_qua_xu_ly", results, false),
    ];
    let mut found: Vec<(String, String)> = Vec::new();
    for (field, pieces, prose) in fields {
        let unread: Vec<String> =
            read.unread.iter().filter(|one| one.field == field).map(|one| one.text.clone()).collect();
        found.extend(lost(&record.text(field), &pieces, &unread, prose).map(|rest| (field.to_owned(), rest)));
    }
    let who: String = read.who.iter().map(|one| compact(one)).collect();
    let letters =
        |text: &str| text.chars().filter(|c| !c.is_whitespace() && !",;".contains(*c)).collect::<String>();
    if letters(&who) != letters(&super::words::said(&record.text("doi_tuong_thuc_hien"))) {
        found.push(("doi_tuong_thuc_hien".to_owned(), format!("{:?}", read.who)));
    }
    let tiers = tier_words.split([',', ';']).filter(|word| !word.trim().is_empty()).count();
    let unknown = read.unread.iter().filter(|one| one.field == "cap_thuc_hien").count();
    if tiers != read.tiers.len() + unknown {
        found.push(("cap_thuc_hien".to_owned(), tier_words));
    }
    found
}

fn real_file() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/tthc-national-2026-07-part.jsonl.gz");
    path.exists().then_some(path)
}

fn real_records() -> Option<Vec<NationalRecord>> {
    let lines = Lines::open(&real_file()?).unwrap();
    Some(lines.map(|line| NationalRecord::of_line(&line.text.unwrap()).unwrap()).collect())
}

#[test]
fn nothing_of_the_real_file_is_lost_and_its_units_are_read() {
    let mut out = std::io::stderr();
    let Some(records) = real_records() else {
        writeln!(out, "national catalogue: not read, ../shared/data does not stand beside this clone")
            .unwrap();
        return;
    };
    let mut summary = Summary::default();
    let mut wrong = Vec::new();
    for record in &records {
        wrong.extend(
            all_lost(record).into_iter().map(|(field, rest)| format!("{} {field}: {rest}", record.code())),
        );
        summary.add(&read(record));
    }
    writeln!(out, "{} records. {}", summary.records, summary.text()).unwrap();
    assert!(wrong.is_empty(), "{} lost:\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
    assert!(summary.cells_naming_a_unit > 3000);
    assert!(summary.cells_naming_a_unit_read * 100 >= summary.cells_naming_a_unit * 99);
    assert_eq!(summary.rows, summary.limit_with_unit + summary.limit_without_unit + summary.limit_not_stated);
}

/// Two records cut in the middle of a text and put together again, as another part of the
/// catalogue might look.
#[test]
fn nothing_is_lost_of_records_cut_and_put_together_at_random() {
    let Some(records) = real_records() else { return };
    let texts =
        ["cach_thuc_thuc_hien", "thanh_phan_ho_so", "can_cu_phap_ly", "ket_qua_xu_ly", "trinh_tu_thuc_hien"];
    let cut = |text: &str, share: usize| {
        text.char_indices().map(|found| found.0).nth(text.chars().count() * share / 100).unwrap_or(text.len())
    };
    let mut wrong = Vec::new();
    for (at, one) in records.iter().enumerate().step_by(5) {
        let other = &records[(at * 7919 + 13) % records.len()];
        let mut made = serde_json::json!({"ma_thu_tuc": "9.000001", "ten_thu_tuc": "Thử"});
        for (n, field) in texts.iter().enumerate() {
            let (first, second) = (one.text(field), other.text(field));
            let share = (at * 31 + n * 17) % 100;
            let text = format!("{}{}", &first[..cut(&first, share)], &second[cut(&second, 100 - share)..]);
            made[*field] = text.into();
        }
        let record = NationalRecord::of_line(&made.to_string()).unwrap();
        wrong.extend(all_lost(&record).into_iter().map(|lost| (one.code(), other.code(), lost)));
    }
    assert!(wrong.is_empty(), "{} lost: {:#?}", wrong.len(), &wrong[..wrong.len().min(10)]);
}

/// Rows without a unit are never given one: every limit that was read stands in its cell.
#[test]
fn no_limit_of_the_real_file_is_given_a_unit() {
    for record in real_records().unwrap_or_default() {
        for row in read(&record).channels {
            let unit = super::limits::names_unit(&row.time);
            assert_eq!(matches!(row.limit, LimitRead::Unit { .. }), unit, "{} {row:?}", record.code());
        }
    }
}

/// Phrases of real records, to be put together at random.
const WAYS: [&str; 27] = [
    "Theo quy định",
    "3 kỳ họp",
    "7 SDR",
    "Trực tuyến",
    "Trực tiếp",
    "Dịch vụ bưu chính",
    "7 Ngày làm việc",
    "30 Ngày",
    "1",
    "24 Giờ",
    "0.5 Ngày làm việc",
    "5 - 7 Ngày",
    "Không có thông tin",
    "Miễn phí",
    "10,000 VNĐ",
    "250,000 Việt Nam Đồng",
    "50 USD",
    "100 VNĐ",
    "25 VNĐ",
    "(Theo Nghị quyết của Hội đồng nhân dân cấp tỉnh)",
    "(a) một; b) hai (ba",
    ")",
    "Nộp hồ sơ qua Cổng. ",
    " Trực tiếp: tại xã",
    "Không quy định",
    "- Trong thời hạn 05 ngày\n",
    "<b>đậm</b>",
];
const PAPERS: [&str; 18] = [
    "--",
    "Tên giấy tờMẫu đơn, tờ khaiSố lượng",
    "Tờ khai theo Mẫu số 18",
    "1 bản chính",
    "0 bản chính",
    "0 bản chính,1 bản sao",
    "2 bản chính,3 bản sao",
    "PHLC 1.docx",
    ";",
    "(01 bản chính hoặc 01 bản sao)",
    "- Trường hợp mất:",
    "Thành phần hồ sơ",
    "Báo cáo năm 2024",
    ".",
    "Mẫu TK04.doc",
    " nộp 02 bản chính. ",
    "Không có thông tin",
    "<script>",
];
const BASES: [&str; 14] = [
    "Tên văn bản pháp lýMã văn bản",
    "Luật Công chứng năm 2024",
    "46/2024/QH15",
    "Nghị định số ",
    "104/2025/NĐ-CP",
    " ngày 15/5/2025 của Chính phủ",
    "Thông tư ",
    "71/2025/TT-BXD",
    "LUẬT HÀNG KHÔNG",
    "163/QĐ-BTP",
    "số ",
    "Luật số ",
    "/",
    "Không có thông tin",
];
const RESULTS: [&str; 14] = [
    "Giấy phép",
    "Mã: ",
    "KQ.G15.000031",
    "000.00.00.G04-KQ1788",
    "KQ.G12.0001235",
    "hgvg6",
    "văn bản từ chối",
    "Từ khóa",
    "Mô tả",
    "Không có thông tin",
    "Chọn cơ quan thực hiện",
    "Tỉnh/ Thành phốBộ ngành",
    "Nộp hồ sơ",
    "đ",
];
const PROSE: [&str; 12] = [
    "Bước 1: ",
    "Bước 2. ",
    "- ",
    "+ ",
    "* ",
    "Nộp hồ sơ; ",
    "kết quả.",
    "\n",
    "a) ",
    "-5°C",
    "ngày làm việc",
    "\u{f0fc}\t",
];

fn phrases(of: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(of), 0..14).prop_map(|all| all.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_of_what_was_never_seen(
        ways in phrases(&WAYS),
        papers in phrases(&PAPERS),
        bases in phrases(&BASES),
        results in phrases(&RESULTS),
        sequence in phrases(&PROSE),
        any in "\\PC{0,40}",
    ) {
        let line = serde_json::json!({
            "ma_thu_tuc": "9.000001",
            "ten_thu_tuc": any,
            "doi_tuong_thuc_hien": any,
            "cach_thuc_thuc_hien": format!("Hình thức nộpThời gianPhí, lệ phíMô tả{ways}"),
            "thanh_phan_ho_so": papers,
            "can_cu_phap_ly": bases,
            "ket_qua_xu_ly": results,
            "trinh_tu_thuc_hien": sequence,
            "linh_vuc": "Thử",
        });
        let record = NationalRecord::of_line(&line.to_string()).unwrap();
        prop_assert_eq!(all_lost(&record), Vec::<(String, String)>::new());
    }
}
