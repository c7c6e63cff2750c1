//! What is doubted of a record: marked, never mended.

use crate::national::words::{NOTHING, amounts_in, around, province_sets};
use crate::national::{ChannelRow, Doubt, FeeRead, LimitRead, NationalProcedure};
use crate::words::Way;

kernel::words! {
    /// Why something of a record is doubted; the text `catalogue-doubt-{name}` says it to people.
    DoubtKind {
        /// A number of time without its unit.
        LimitWithoutUnit = "limit-without-unit",
        /// A time from … to …; its upper end was taken.
        LimitRange = "limit-range",
        /// A part of a day; read as hours.
        LimitFraction = "limit-fraction",
        /// The number of time ran into the amount.
        RunTogether = "run-together",
        /// One channel states several times.
        SeveralLimits = "several-limits",
        /// The channels do not state the same time.
        ChannelsDiffer = "channels-differ",
        /// Said to be free, beside words that the province sets the fee.
        FreeButCouncil = "free-but-council",
        /// Said to be free, beside amounts.
        FreeButAmount = "free-but-amount",
        /// An amount of less than a thousand đồng: thousands were lost.
        AmountTooSmall = "amount-too-small",
        /// The amount is not among those its own note names.
        AmountDiffers = "amount-differs",
        /// A level of government that is none.
        UnknownTier = "unknown-tier",
        /// No table of papers.
        NoPapers = "no-papers",
        /// Says nothing where every record should.
        Empty = "empty",
        /// Names the district level, abolished from 1 July 2025.
        DistrictLevel = "district-level",
        /// Names a ministry or department merged in 2025.
        FormerBody = "former-body",
        /// The code of a result is none of the national system.
        OddResultCode = "odd-result-code",
        /// A procedure made here takes its place.
        Replaced = "replaced",
        /// A text that was not understood.
        Unread = "unread",
    }
}

impl DoubtKind {
    /// A doubt of this kind about a text.
    pub(crate) fn about(self, text: impl Into<String>) -> Doubt {
        Doubt { kind: self.name().to_owned(), text: text.into() }
    }
}

impl NationalProcedure {
    /// Whether a doubt leaves no fee of it to be believed.
    pub(crate) fn fee_is_doubted(&self) -> bool {
        use DoubtKind::{AmountDiffers, AmountTooSmall, FreeButAmount, FreeButCouncil, RunTogether};
        let about_fees = [FreeButCouncil, FreeButAmount, AmountTooSmall, AmountDiffers, RunTogether];
        self.doubts.iter().any(|doubt| about_fees.iter().any(|kind| kind.name() == doubt.kind))
    }
}

/// Words for the district level (Luật Tổ chức chính quyền địa phương 72/2025: two levels).
const DISTRICT: [&str; 15] = [
    "cấp huyện",
    "ủy ban nhân dân huyện",
    "uỷ ban nhân dân huyện",
    "ubnd huyện",
    "ubnd quận",
    "ủy ban nhân dân quận",
    "công an huyện",
    "công an quận",
    "quận, huyện",
    "huyện, quận",
    "huyện, thị xã",
    "quận/huyện",
    "phòng tư pháp",
    "phòng tài nguyên và môi trường",
    "phòng tài chính - kế hoạch",
];

/// Bodies merged into others in 2025 (Nghị quyết 176/2025/QH15 and what followed in provinces).
const FORMER: [&str; 14] = [
    "bộ kế hoạch và đầu tư",
    "bộ giao thông vận tải",
    "bộ thông tin và truyền thông",
    "bộ lao động - thương binh và xã hội",
    "bộ lao động, thương binh và xã hội",
    "bộ tài nguyên và môi trường",
    "bộ nông nghiệp và phát triển nông thôn",
    "ủy ban dân tộc",
    "sở kế hoạch và đầu tư",
    "sở giao thông vận tải",
    "sở thông tin và truyền thông",
    "sở lao động - thương binh và xã hội",
    "sở tài nguyên và môi trường",
    "sở nông nghiệp và phát triển nông thôn",
];

/// Everything doubted of a procedure as it was read; `sequence` is its text before it was taken
/// apart, so that a place can be shown in it.
pub(crate) fn of_procedure(read: &NationalProcedure, sequence: &str) -> Vec<Doubt> {
    let mut found = Vec::new();
    limits(&mut found, &read.channels);
    for row in &read.channels {
        row.fees.iter().for_each(|fee| of_fee(&mut found, row, fee));
    }
    if read.papers.iter().all(|group| group.papers.is_empty()) {
        found.push(DoubtKind::NoPapers.about(""));
    }
    empty(&mut found, read);
    let bodies = [&read.agency, &read.competent, &read.address, &read.delegated, &read.coordinating];
    for text in bodies.into_iter().map(String::as_str).chain([sequence]) {
        if let Some(doubt) = named(text, &DISTRICT, DoubtKind::DistrictLevel) {
            found.push(doubt);
            break;
        }
    }
    let former = bodies.into_iter().find_map(|text| named(text, &FORMER, DoubtKind::FormerBody));
    found.extend(former);
    found.dedup();
    found
}

fn limits(found: &mut Vec<Doubt>, rows: &[ChannelRow]) {
    let mut seen: Vec<String> = Vec::new();
    for row in rows {
        if let LimitRead::NoUnit { text } = &row.limit
            && !seen.contains(text)
        {
            found.push(DoubtKind::LimitWithoutUnit.about(text));
            seen.push(text.clone());
        }
    }
    let said = |row: &ChannelRow| if row.time.is_empty() { NOTHING.to_lowercase() } else { row.time.clone() };
    let of = |by: Way| {
        let mut times: Vec<String> = rows.iter().filter(|row| row.by == by).map(said).collect();
        times.sort_unstable();
        times.dedup();
        times
    };
    let all: Vec<(Way, Vec<String>)> =
        Way::ALL.iter().filter(|by| rows.iter().any(|row| row.by == **by)).map(|by| (*by, of(*by))).collect();
    for (by, times) in all.iter().filter(|(_, times)| times.len() > 1) {
        found.push(DoubtKind::SeveralLimits.about(format!("{}: {}", printed(*by), times.join("; "))));
    }
    if all.windows(2).any(|pair| pair[0].1 != pair[1].1) {
        let each: Vec<String> =
            all.iter().map(|(by, times)| format!("{}: {}", printed(*by), times.join("; "))).collect();
        found.push(DoubtKind::ChannelsDiffer.about(each.join(" · ")));
    }
}

const fn printed(by: Way) -> &'static str {
    match by {
        Way::Online => "Trực tuyến",
        Way::Post => "Dịch vụ bưu chính",
        Way::Counter => "Trực tiếp",
    }
}

/// Smallest amount that is ever asked for.
const SMALLEST: i64 = 1000;

fn of_fee(found: &mut Vec<Doubt>, row: &ChannelRow, fee: &FeeRead) {
    let doubt = match fee {
        FeeRead::Free { note } => {
            let beside = if note.is_empty() { row.note.as_str() } else { note };
            // What stands in its own sentence behind the row is often about something else, so
            // only the note in brackets counts for amounts.
            if province_sets(note) {
                Some(DoubtKind::FreeButCouncil.about(beside))
            } else if !amounts_in(note).is_empty() {
                Some(DoubtKind::FreeButAmount.about(beside))
            } else {
                None
            }
        }
        FeeRead::Amount { amount, note } => {
            let named = amounts_in(note);
            let small = amount.0 < SMALLEST;
            if small {
                Some(DoubtKind::AmountTooSmall.about(format!("{} đồng {note}", amount.0).trim()))
            } else if !named.is_empty() && !named.contains(&amount.0) {
                let amount = kernel::money::grouped(amount.0);
                Some(DoubtKind::AmountDiffers.about(format!("{amount} đồng ({note})")))
            } else {
                None
            }
        }
        _ => None,
    };
    if let Some(doubt) = doubt
        && !found.contains(&doubt)
    {
        found.push(doubt);
    }
}

/// What every record should say, by the heading of the portal.
fn empty(found: &mut Vec<Doubt>, read: &NationalProcedure) {
    let all = [
        ("Tên thủ tục", read.name.is_empty()),
        ("Lĩnh vực", read.field.is_empty()),
        ("Cấp thực hiện", read.tiers.is_empty()),
        ("Đối tượng thực hiện", read.who.is_empty()),
        ("Cơ quan thực hiện", read.agency.is_empty() && read.competent.is_empty()),
        ("Trình tự thực hiện", read.sequence.is_empty()),
        ("Cách thức thực hiện", read.channels.is_empty()),
        ("Kết quả thực hiện", read.results.is_empty()),
        ("Căn cứ pháp lý", read.bases.is_empty()),
    ];
    for (heading, _) in all.into_iter().filter(|one| one.1) {
        found.push(DoubtKind::Empty.about(heading));
    }
}

fn named(text: &str, names: &[&str], kind: DoubtKind) -> Option<Doubt> {
    let lower = text.to_lowercase();
    let (at, length) = names.iter().find_map(|name| lower.find(name).map(|at| (at, name.len())))?;
    // Lower case has the same length for Vietnamese letters; where it has not, show the beginning.
    let same = lower.len() == text.len() && text.is_char_boundary(at) && text.is_char_boundary(at + length);
    let place = if same { around(text, at, length) } else { super::record::beginning(text, 80) };
    Some(kind.about(place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::national::NationalRecord;
    use crate::national::reading::read;

    fn doubted(fields: serde_json::Value) -> Vec<(String, String)> {
        let mut record = serde_json::json!({"ma_thu_tuc": "9.000001"});
        record.as_object_mut().unwrap().append(&mut fields.as_object().unwrap().clone());
        let read = read(&NationalRecord::of_line(&record.to_string()).unwrap());
        read.doubts.into_iter().map(|doubt| (doubt.kind, doubt.text)).filter(|one| one.0 != "empty").collect()
    }

    fn ways(text: &str) -> Vec<(String, String)> {
        let mut found = doubted(serde_json::json!({ "cach_thuc_thuc_hien": text }));
        found.retain(|one| one.0 != "no-papers");
        found
    }

    fn doubt(kind: DoubtKind, text: &str) -> (String, String) {
        (kind.name().to_owned(), text.to_owned())
    }

    #[test]
    fn limits_are_doubted_without_unit_and_where_rows_or_channels_differ() {
        assert_eq!(ways("Trực tuyến5 NgàyMiễn phíTrực tiếp5 NgàyMiễn phí"), []);
        assert_eq!(
            ways("Trực tuyến3Miễn phíTrực tiếp5 NgàyMiễn phíTrực tiếp7 NgàyMiễn phí"),
            [
                doubt(DoubtKind::LimitWithoutUnit, "3"),
                doubt(DoubtKind::SeveralLimits, "Trực tiếp: 5 Ngày; 7 Ngày"),
                doubt(DoubtKind::ChannelsDiffer, "Trực tuyến: 3 · Trực tiếp: 5 Ngày; 7 Ngày"),
            ]
        );
    }

    #[test]
    fn a_fee_is_doubted_where_its_note_says_otherwise() {
        let council = "Lệ phí do Hội đồng nhân dân cấp tỉnh quy định";
        assert_eq!(
            ways(&format!("Trực tiếp5 NgàyMiễn phí({council})")),
            [doubt(DoubtKind::FreeButCouncil, council)]
        );
        assert_eq!(
            ways("Trực tiếp5 NgàyMiễn phí(20.000 đồng/tờ)"),
            [doubt(DoubtKind::FreeButAmount, "20.000 đồng/tờ")]
        );
        assert_eq!(
            ways("Trực tiếp5 Ngày20 VNĐ(20.000 đồng)"),
            [doubt(DoubtKind::AmountTooSmall, "20 đồng 20.000 đồng")]
        );
        assert_eq!(
            ways("Trực tiếp5 Ngày500,000 VNĐ(250.000 đồng)"),
            [doubt(DoubtKind::AmountDiffers, "500.000 đồng (250.000 đồng)")]
        );
        assert_eq!(ways("Trực tiếp5 Ngày20,000 VNĐ(20.000 đồng, nộp trực tuyến 10.000 đồng)"), []);
    }

    #[test]
    fn bodies_that_are_no_more_are_shown_in_their_place() {
        let found = doubted(serde_json::json!({
            "co_quan_thuc_hien": "Sở Giao thông vận tải",
            "trinh_tu_thuc_hien": "Nộp hồ sơ tại Ủy ban nhân dân cấp huyện nơi cư trú",
        }));
        let kinds: Vec<&str> = found.iter().map(|one| one.0.as_str()).collect();
        assert_eq!(kinds, ["no-papers", "district-level", "former-body"]);
        assert!(found[1].1.contains("cấp huyện nơi cư trú"));
    }

    #[test]
    fn every_kind_has_its_words_in_both_languages() {
        for text in [include_str!("../../texts/vi.ftl"), include_str!("../../texts/en.ftl")] {
            for kind in DoubtKind::ALL {
                assert!(text.contains(&format!("\ncatalogue-doubt-{} = ", kind.name())), "{}", kind.name());
            }
        }
    }
}
