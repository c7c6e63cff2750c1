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
