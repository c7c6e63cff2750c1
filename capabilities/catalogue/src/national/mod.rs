//! The national catalogue as a file: one record a line, JSON, packed with gzip or not. Its times,
//! fees and papers are flattened text; what can be told apart is told apart, and no more.

mod read;

pub use read::{
    ChannelRow, Doubt, FeeRead, LimitRead, Line, Listed, NationalBasis, NationalPaper, NationalProcedure,
    NationalResult, PaperGroup, Related, Unread,
};

use crate::words::Way;
use flate2::read::GzDecoder;
use kernel::Fault;
use serde::Deserialize;
use std::collections::HashMap;
use std::io::Read;
use std::path::Path;

/// Records by code.
#[derive(Clone, Debug, Default)]
pub struct NationalCatalogue(HashMap<String, NationalRecord>);

/// One procedure as the national catalogue states it.
#[derive(Clone, Debug, Deserialize)]
pub struct NationalRecord {
    #[serde(rename = "ma_thu_tuc")]
    pub(crate) code: String,
    #[serde(rename = "ten_thu_tuc", default)]
    pub(crate) name: String,
    #[serde(rename = "so_quyet_dinh", default)]
    pub(crate) decision: String,
    #[serde(rename = "cap_thuc_hien", default)]
    pub(crate) tiers: String,
    #[serde(rename = "linh_vuc", default)]
    pub(crate) field: String,
    #[serde(rename = "trinh_tu_thuc_hien", default)]
    pub(crate) sequence: String,
    #[serde(rename = "cach_thuc_thuc_hien", default)]
    pub(crate) ways: String,
    #[serde(rename = "thanh_phan_ho_so", default)]
    pub(crate) papers: String,
    #[serde(rename = "can_cu_phap_ly", default)]
    pub(crate) bases: String,
    #[serde(rename = "ket_qua_xu_ly", default)]
    pub(crate) results: String,
}

/// How it is filed by one channel.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct WayRow {
    pub(crate) by: Way,
    /// Number and unit as printed: `3 ngày làm việc`, or `1` where the unit is lost.
    pub(crate) time: Option<String>,
    /// Amounts in đồng.
    pub(crate) amounts: Vec<i64>,
}

impl NationalCatalogue {
    /// Reads a file, packed or not.
    pub fn read(path: &Path) -> Result<NationalCatalogue, Fault> {
        let context = |error: std::io::Error| Fault::new(error).context(path.display());
        let bytes = std::fs::read(path).map_err(context)?;
        let mut text = String::new();
        if bytes.starts_with(&[0x1f, 0x8b]) {
            GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).map_err(context)?;
        } else {
            bytes.as_slice().read_to_string(&mut text).map_err(context)?;
        }
        NationalCatalogue::parse(&text).map_err(|fault| fault.context(path.display()))
    }

    pub(crate) fn parse(text: &str) -> Result<NationalCatalogue, Fault> {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let record = |(at, line): (usize, &str)| {
            let record: NationalRecord = serde_json::from_str(line)
                .map_err(|error| Fault::new(error).context(format!("line {} is no record", at + 1)))?;
            Ok((record.code.clone(), record))
        };
        lines.map(record).collect::<Result<_, Fault>>().map(NationalCatalogue)
    }

    /// The record of a code.
    pub fn record(&self, code: &str) -> Option<&NationalRecord> {
        self.0.get(code)
    }
}

const CHANNELS: [(&str, Way); 3] =
    [("Trực tuyến", Way::Online), ("Dịch vụ bưu chính", Way::Post), ("Trực tiếp", Way::Counter)];
const NOTHING: &str = "Không có thông tin";
const UNITS: [&str; 5] = ["Ngày làm việc", "Giờ làm việc", "Ngày", "Giờ", "Tháng"];
const MONEY: [&str; 2] = ["VNĐ", "Việt Nam Đồng"];

impl NationalRecord {
    /// The rows of the channels, in order. A channel's name begins a row where a figure, "Miễn
    /// phí" or "no information" follows at once.
    pub(crate) fn rows(&self) -> Vec<WayRow> {
        let mut starts: Vec<(usize, &str, Way)> = CHANNELS
            .into_iter()
            .flat_map(|(name, by)| self.ways.match_indices(name).map(move |(at, _)| (at, name, by)))
            .filter(|(at, name, _)| begins_row(&self.ways[at + name.len()..]))
            .collect();
        starts.sort_unstable_by_key(|(at, _, _)| *at);
        let ends = starts.iter().skip(1).map(|(at, _, _)| *at).chain([self.ways.len()]);
        let rows = starts.iter().zip(ends);
        rows.map(|((at, name, by), end)| row(*by, &self.ways[at + name.len()..end])).collect()
    }

    /// How many papers its table has, and how many rows beside them are notes (no original, no copy).
    pub(crate) fn paper_rows(&self) -> (usize, usize) {
        let original = " bản chính";
        let (mut papers, mut notes) = (0, 0);
        for (at, _) in self.papers.match_indices(original) {
            let originals = digits_before(&self.papers[..at]);
            let rest = &self.papers[at + original.len()..];
            let copies = rest.strip_prefix(',').map_or("", leading_digits);
            match (originals, copies) {
                ("", _) => {}
                ("0", "" | "0") => notes += 1,
                _ => papers += 1,
            }
        }
        (papers, notes)
    }

    /// Codes of results: `KQ.G15.000031`.
    pub(crate) fn result_codes(&self) -> Vec<&str> {
        let mut codes: Vec<&str> = self
            .results
            .match_indices("KQ.")
            .filter_map(|(at, _)| self.results.get(at..at + "KQ.G15.000031".len()))
            .collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Acts it names that none of these numbers covers. Where the number ran together with the
    /// title before it, the figure may carry foreign digits in front.
    pub(crate) fn acts_beside(&self, ours: &[&str]) -> Vec<String> {
        let mut acts = Vec::new();
        for (at, _) in self.bases.match_indices('/') {
            let Some(act) = act_at(&self.bases, at) else { continue };
            let known = ours.iter().any(|number| act.ends_with(number));
            if !known && !acts.contains(&act) {
                acts.push(act);
            }
        }
        acts
    }
}

fn begins_row(after: &str) -> bool {
    after.starts_with(|c: char| c.is_ascii_digit())
        || after.starts_with(NOTHING)
        || after.starts_with("Miễn phí")
}

fn row(by: Way, text: &str) -> WayRow {
    let (time, rest) = time_of(text);
    // The note in brackets is prose; amounts in it are for single cases.
    let head = rest.split('(').next().unwrap_or(rest);
    let amounts = MONEY.iter().flat_map(|unit| head.match_indices(unit)).filter_map(|(at, _)| {
        let before = head[..at].trim_end();
        let figure = before.rsplit(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').next()?;
        figure.replace([',', '.'], "").parse().ok()
    });
    WayRow { by, time, amounts: amounts.collect() }
}

/// The time a row begins with, and what follows it.
fn time_of(text: &str) -> (Option<String>, &str) {
    if let Some(rest) = text.strip_prefix(NOTHING) {
        return (None, rest);
    }
    let number = leading_digits(text);
    let rest = &text[number.len()..];
    // Digits with a separator behind them belong to an amount.
    if number.is_empty() || rest.starts_with(',') {
        return (None, text);
    }
    let after = rest.trim_start();
    match UNITS.iter().find(|unit| after.starts_with(**unit)) {
        Some(unit) => (Some(format!("{number} {}", unit.to_lowercase())), &after[unit.len()..]),
        None => (Some(number.to_owned()), rest),
    }
}

/// The number of an act around the slash at `at`: `123/2015/NĐ-CP`, `60/2014/QH13`.
fn act_at(text: &str, at: usize) -> Option<String> {
    let number = text[..at].rsplit(|c: char| !c.is_ascii_digit() && c != '.').next()?;
    let rest = &text[at + 1..];
    let year = leading_digits(rest);
    let kind = rest[year.len()..].strip_prefix('/')?;
    if number.is_empty() || year.len() != 4 {
        return None;
    }
    let usual = ["NĐ-CP", "NQ-CP"].into_iter().find(|usual| kind.starts_with(usual));
    let kind = match usual {
        Some(usual) => usual,
        None if kind.starts_with("QH") => kind.get(..4)?,
        None => kind_of(kind)?,
    };
    Some(format!("{}/{year}/{kind}", number.trim_start_matches('.')))
}

/// Capitals and hyphens; the last capital belongs to the title that follows when the two together
/// begin a syllable.
fn kind_of(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_ascii_uppercase() && c != 'Đ' && c != '-').unwrap_or(text.len());
    let kind = &text[..end];
    let (last, capital) = kind.char_indices().next_back()?;
    let next = text[end..].chars().next().and_then(|next| next.to_lowercase().next());
    let title = next.is_some_and(|next| begins_syllable(capital, next));
    let kind = if title { &kind[..last] } else { kind };
    let kind = kind.trim_end_matches('-');
    (!kind.is_empty()).then_some(kind)
}

fn begins_syllable(capital: char, next: char) -> bool {
    match next {
        'g' => capital == 'N',
        'h' => "CGKNPT".contains(capital),
        'r' => capital == 'T',
        _ => next.is_lowercase() && !"bcdđfjklmnpqstvwxz".contains(next),
    }
}

fn leading_digits(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    &text[..end]
}

fn digits_before(text: &str) -> &str {
    text.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A record as the file has it: tables run together into one line.
    const LINE: &str = concat!(
        r#"{"ma_thu_tuc": "9.000001", "cach_thuc_thuc_hien": "Hình thức nộpThời gianPhí, lệ phíMô tả"#,
        "Trực tuyến3 Ngày làm việc7,000 Việt Nam Đồng(Trực tuyến qua Cổng: 7.000 đồng)",
        "Dịch vụ bưu chính1Miễn phíTrực tiếpKhông có thông tin8,000 VNĐ",
        r#"", "thanh_phan_ho_so": "Tờ khai1 bản chínhĐơn1 bản chính,2 bản saoGhi chú.0 bản chính"#,
        r#"Hợp đồng0 bản chính,1 bản sao", "can_cu_phap_ly": "Luật 60/2014/QH1360/2014/QH13"#,
        "Thông tư 68/2025/TT-BTCNghị định về xây dựng105/2025/NĐ-CPquy định257/2016/TT-BTCquy định56/2021/TT-BCASỬA đổi",
        r#"", "ket_qua_xu_ly": "GiấyMã: KQ.G15.000031Từ khóa"}"#
    );

    fn record() -> NationalRecord {
        NationalCatalogue::parse(LINE).unwrap().record("9.000001").unwrap().clone()
    }

    #[test]
    fn rows_of_channels_are_told_apart() {
        let row = |by, time: Option<&str>, amounts: &[i64]| WayRow {
            by,
            time: time.map(str::to_owned),
            amounts: amounts.to_vec(),
        };
        let expected = [
            row(Way::Online, Some("3 ngày làm việc"), &[7_000]),
            row(Way::Post, Some("1"), &[]),
            row(Way::Counter, None, &[8_000]),
        ];
        assert_eq!(record().rows(), expected);
    }

    #[test]
    fn papers_results_and_acts_are_found_in_flattened_text() {
        let record = record();
        assert_eq!(record.paper_rows(), (3, 1));
        assert_eq!(record.result_codes(), ["KQ.G15.000031"]);
        assert_eq!(
            record.acts_beside(&["60/2014/QH13"]),
            ["68/2025/TT-BTC", "105/2025/NĐ-CP", "257/2016/TT-BTC", "56/2021/TT-BCA"]
        );
    }

    #[test]
    fn a_line_that_is_no_record_is_named() {
        let fault = NationalCatalogue::parse(&format!("{LINE}\n\nnothing")).unwrap_err();
        assert!(fault.to_string().contains("line 3"), "{fault}");
    }
}
