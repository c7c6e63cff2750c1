//! The catalogue as a table: one row for each procedure and channel, after RFC 4180.

use super::filters;
use super::lines::limit_in_short;
use crate::entry::Entry;
use crate::national::{FeeRead, LimitRead, NationalProcedure};
use web::Visitor;

/// What a spreadsheet takes for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// Columns of the CSV; the page of the data says what each means.
pub(super) const COLUMNS: [&str; 19] = [
    "ma",
    "ten",
    "linh_vuc",
    "cap_thuc_hien",
    "doi_tuong",
    "co_quan",
    "muc_do",
    "cach_nop",
    "thoi_han",
    "don_vi",
    "thoi_han_ghi",
    "loai_phi",
    "so_tien",
    "phi_ghi",
    "nop_tai_day",
    "nguon",
    "quyet_dinh",
    "nghi_van",
    "trang",
];
/// Without it at the beginning, spreadsheets read Vietnamese letters as another alphabet.
pub(super) const BOM: &str = "\u{FEFF}";

/// The rows of a procedure: one a channel, and one for a procedure that names none.
pub(super) fn csv_rows(v: &Visitor, entry: &Entry, national: Option<&NationalProcedure>) -> String {
    let mut out = String::new();
    let rows = match (entry, national) {
        (Entry::National(_), Some(read)) => national_rows(read),
        _ => made_rows(v, entry),
    };
    for row in rows {
        row_into(&mut out, &shared(v, entry, national), &row);
    }
    out
}

/// What differs by channel: from `cach_nop` to `phi_ghi`.
#[derive(Default)]
struct Row {
    way: String,
    limit: String,
    unit: String,
    limit_said: String,
    fee_kind: String,
    amount: String,
    fee_said: String,
}

fn national_rows(read: &NationalProcedure) -> Vec<Row> {
    let row = |row: &crate::national::ChannelRow| {
        let (limit, unit) = match &row.limit {
            LimitRead::Unit { limit } => (limit.n.to_string(), unit_name(limit.unit)),
            LimitRead::NoUnit { text } => (text.clone(), String::new()),
            LimitRead::NotStated => (String::new(), String::new()),
        };
        let amounts: Vec<String> = row
            .fees
            .iter()
            .filter_map(|fee| match fee {
                FeeRead::Amount { amount, .. } => Some(amount.0.to_string()),
                _ => None,
            })
            .collect();
        let kinds: Vec<&str> = row.fees.iter().map(fee_kind).collect();
        let said: Vec<String> = row.fees.iter().map(fee_with_note).collect();
        Row {
            way: row.by.name().to_owned(),
            limit,
            unit,
            limit_said: row.time.clone(),
            fee_kind: kinds.join("; "),
            amount: amounts.join("; "),
            fee_said: said.join("; "),
        }
    };
    let rows: Vec<Row> = read.channels.iter().map(row).collect();
    if rows.is_empty() { vec![Row::default()] } else { rows }
}

fn made_rows(v: &Visitor, entry: &Entry) -> Vec<Row> {
    let Entry::Made(revision) = entry else { return vec![Row::default()] };
    let procedure = &revision.procedure;
    let each = |words: Vec<String>| words.join("; ");
    let single = match procedure.limit.as_slice() {
        [rule] => (rule.limit.n.to_string(), unit_name(rule.limit.unit)),
        _ => (String::new(), String::new()),
    };
    let said = each(procedure.limit.iter().map(|rule| limit_in_short(v, rule.limit)).collect());
    // What a council sets is a figure for demonstration: it is no amount here.
    let kind = |fee: &crate::model::Fee| if fee.by_council { "by-province" } else { "amount" };
    let kinds: Vec<&str> = procedure.fee.iter().map(kind).collect();
    let sure = procedure.fee.iter().filter(|fee| !fee.by_council);
    let row = |way: &crate::model::Channel| Row {
        way: way.by.name().to_owned(),
        limit: single.0.clone(),
        unit: single.1.clone(),
        limit_said: said.clone(),
        fee_kind: if kinds.is_empty() { "free".to_owned() } else { kinds.join("; ") },
        amount: each(sure.clone().map(|fee| fee.amount.0.to_string()).collect()),
        fee_said: each(procedure.fee.iter().map(|fee| fee.name.vi.clone()).collect()),
    };
    procedure.way.iter().map(row).collect()
}

/// A fee as it is printed, in Vietnamese: the words of the record, nothing of ours.
fn fee_with_note(fee: &FeeRead) -> String {
    let beside =
        |words: String, note: &str| if note.is_empty() { words } else { format!("{words} ({note})") };
    match fee {
        FeeRead::Amount { amount, note } => beside(format!("{amount} đồng"), note),
        FeeRead::Free { note } => beside("Miễn phí".to_owned(), note),
        FeeRead::ByCase { note } | FeeRead::ByProvince { note } => note.clone(),
        FeeRead::NotStated => String::new(),
    }
}

const fn fee_kind(fee: &FeeRead) -> &'static str {
    match fee {
        FeeRead::Amount { .. } => "amount",
        FeeRead::Free { .. } => "free",
        FeeRead::ByCase { .. } => "by-case",
        FeeRead::ByProvince { .. } => "by-province",
        FeeRead::NotStated => "not-stated",
    }
}

/// The name of a unit as the API writes it.
fn unit_name(unit: kernel::LimitUnit) -> String {
    serde_json::to_value(unit).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What is the same in all rows of a procedure: before and behind the columns of a channel.
fn shared(v: &Visitor, entry: &Entry, national: Option<&NationalProcedure>) -> [String; 12] {
    let names = |all: Vec<&str>| all.join("; ");
    let tiers = names(entry.tiers().iter().map(|tier| tier.name()).collect());
    let page = v.full_url(&format!("/thu-tuc/{}", entry.slug()));
    let agency = filters::agency_of(entry).to_owned();
    let doubts =
        national.map_or_else(Vec::new, |read| read.doubts.iter().map(|doubt| doubt.kind.as_str()).collect());
    let (name, who, service, source, decision) = match entry {
        Entry::Made(revision) => {
            let procedure = &revision.procedure;
            let who = names(procedure.who.iter().map(|who| who.text.vi.as_str()).collect());
            let source = format!("{:?}", procedure.source.mark);
            (procedure.name.vi.clone(), who, Some(procedure.service), source, procedure.decision.clone())
        }
        Entry::National(listed) => {
            let decision = national.map(|read| read.decision.clone()).unwrap_or_default();
            (listed.name.clone(), listed.who.join("; "), listed.service, "D".to_owned(), decision)
        }
    };
    [
        entry.code().to_owned(),
        name,
        entry.field().to_owned(),
        tiers,
        who,
        agency,
        service.map(|service| service.name().to_owned()).unwrap_or_default(),
        i32::from(entry.is_made()).to_string(),
        source,
        decision,
        names(doubts),
        page,
    ]
}

fn row_into(out: &mut String, shared: &[String; 12], row: &Row) {
    let (before, behind) = shared.split_at(7);
    let middle =
        [&row.way, &row.limit, &row.unit, &row.limit_said, &row.fee_kind, &row.amount, &row.fee_said];
    let cells = before.iter().chain(middle).chain(behind).map(|text| cell(text));
    out.push_str(&cells.collect::<Vec<_>>().join(","));
    out.push_str("\r\n");
}

/// A cell after RFC 4180; what a spreadsheet would run as a formula gets an apostrophe in front.
pub(super) fn cell(text: &str) -> String {
    let guarded = if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() };
    if guarded.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_run_as_formulas() {
        assert_eq!(cell("a"), "a");
        assert_eq!(cell("a,b"), "\"a,b\"");
        assert_eq!(cell("\"x\"\ny"), "\"\"\"x\"\"\ny\"");
        for formula in ["=1+1", "+84", "-1", "@x", "\tx"] {
            assert!(cell(formula).trim_start_matches('"').starts_with('\''), "{formula}");
        }
    }
}
