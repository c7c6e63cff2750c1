//! The table of channels: how it is filed, how long it takes, what it costs. Its rows run
//! together: `Trực tuyến7 Ngày làm việcMiễn phí(note)words behindTrực tiếp…`.

use crate::national::fees::{self, Head, RunTogether};
use crate::national::limits::{self, Time};
use crate::national::record::beginning;
use crate::national::words::{NOTHING, leading_digits, without_debris};
use crate::national::{ChannelRow, DoubtKind, FeeRead, LimitRead};
use crate::words::Way;

const HEADING: &str = "Hình thức nộpThời gianPhí, lệ phíMô tả";
/// Names as printed, the longer before the shorter one they begin with.
const NAMES: [(&str, Way); 4] = [
    ("Trực tuyến", Way::Online),
    ("Dịch vụ bưu chính công ích", Way::Post),
    ("Dịch vụ bưu chính", Way::Post),
    ("Trực tiếp", Way::Counter),
];
/// A cell of words before the fee is not longer.
const LONGEST_CELL: usize = 600;

/// The table as it was read.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) rows: Vec<ChannelRow>,
    /// Kind, and what it is about.
    pub(crate) doubts: Vec<(DoubtKind, String)>,
    pub(crate) unread: Vec<String>,
}

/// The beginning of a row: its channel, and the text behind its name.
struct Start {
    at: usize,
    cells: usize,
    by: Way,
}

/// Reads the table.
pub(crate) fn table(text: &str) -> Table {
    let text = without_debris(text);
    let text = text.strip_prefix(HEADING).unwrap_or(text);
    let mut table = Table::default();
    let starts = starts(text);
    let first = starts.first().map_or(text.len(), |start| start.at);
    let before = text[..first].trim();
    if !before.is_empty() && before != NOTHING {
        table.unread.push(before.to_owned());
    }
    let ends: Vec<usize> = starts.iter().skip(1).map(|start| start.at).chain([text.len()]).collect();
    for (start, end) in starts.iter().zip(ends) {
        row(&mut table, start.by, &text[start.cells..end]);
    }
    settle_run_together(&mut table);
    table
}

fn starts(text: &str) -> Vec<Start> {
    let mut starts: Vec<Start> = Vec::new();
    for (name, by) in NAMES {
        for (at, _) in text.match_indices(name) {
            let cells = at + name.len();
            let runs_on = !text[..at].ends_with(char::is_whitespace);
            if begins_cells(&text[cells..], runs_on) {
                starts.push(Start { at, cells, by });
            }
        }
    }
    starts.sort_unstable_by_key(|start| (start.at, std::cmp::Reverse(start.cells)));
    starts.dedup_by_key(|start| start.at);
    starts
}

/// Whether the cells of a row follow: a time and a fee run on behind the name, without a space. A
/// figure is enough where the name runs on itself, whatever it means.
fn begins_cells(after: &str, runs_on: bool) -> bool {
    if after.starts_with(|c: char| c.is_ascii_digit()) {
        let number = leading_digits(after);
        return runs_on
            || limits::with_unit(after).is_some()
            || fees::head(&after[number.len()..]).is_some()
            || fees::head(after).is_some();
    }
    after.starts_with(NOTHING)
        || fees::head(after).is_some()
        || (after.starts_with(char::is_uppercase) && words_end(after).is_some())
}

/// Where a cell of words ends: at the cell of the fee, which runs on without a space, before
/// another channel is named.
fn words_end(text: &str) -> Option<usize> {
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        let begins = c.is_uppercase() || c.is_ascii_digit();
        if at > 0 && begins && !previous.is_whitespace() && fees::head(&text[at..]).is_some() {
            return Some(at);
        }
        if at > LONGEST_CELL || (at > 0 && NAMES.iter().any(|(name, _)| text[at..].starts_with(name))) {
            return None;
        }
        previous = c;
    }
    None
}

/// The time a row begins with, and what follows it.
fn time(text: &str) -> (Time, &str) {
    if let Some(rest) = text.strip_prefix(NOTHING) {
        return (Time::nothing(), rest);
    }
    if let Some((time, length)) = limits::with_unit(text) {
        return (time, &text[length..]);
    }
    let number = leading_digits(text);
    let rest = &text[number.len()..];
    if !number.is_empty() && fees::head(rest).is_some() {
        return (Time::number(number), rest);
    }
    if fees::head(text).is_some() {
        return (Time::nothing(), text);
    }
    match words_end(text) {
        Some(end) => (limits::of_cell(&text[..end]), &text[end..]),
        None if number.is_empty() => (Time::nothing(), text),
        None => (Time::number(number), rest),
    }
}

fn row(table: &mut Table, by: Way, text: &str) {
    if let Some(found) = figure_of_both(text) {
        return run_together(table, by, text, &found);
    }
    let (time, rest) = time(text);
    if fees::head(rest).is_none() && !rest.trim().is_empty() {
        // What the cell of the fee says cannot be told from what stands behind it.
        table.unread.push(beginning(rest.trim(), 300));
    }
    let (fees, rest) = all_fees(rest);
    if !time.understood {
        table.unread.push(time.printed.clone());
    }
    if let Some(kind) = time.doubt {
        table.doubts.push((kind, time.printed.clone()));
    }
    let note = rest.trim().to_owned();
    table.rows.push(ChannelRow { by, time: time.printed, limit: time.limit, fees, note });
}

/// The figure a row begins with, where it can be a number of time and an amount in one. Beside
/// what the portal says it has nothing to say, so a figure alone is not the amount.
fn figure_of_both(text: &str) -> Option<RunTogether<'_>> {
    let digits = leading_digits(text);
    if digits.is_empty() || limits::with_unit(text).is_some() {
        return None;
    }
    fees::run_together(text)
}

/// Where it cannot be told which digits are the time's, both stay as printed.
fn run_together(table: &mut Table, by: Way, text: &str, found: &RunTogether<'_>) {
    let rest = &text[found.text.len()..];
    let (bracket, length) = fees::bracket(rest);
    let note = rest[length..].trim().to_owned();
    table.doubts.push((DoubtKind::RunTogether, found.text.to_owned()));
    let (time, fee) = match found.cut(bracket).and_then(|cut| Some((cut, found.head(cut)?))) {
        Some((cut, head)) => (&text[..cut], fees::fee(head, bracket)),
        None => (found.text, FeeRead::ByCase { note: bracket.to_owned() }),
    };
    let limit = LimitRead::NoUnit { text: time.to_owned() };
    table.rows.push(ChannelRow { by, time: time.to_owned(), limit, fees: vec![fee], note });
}

/// A figure that two cuts could explain is cut where the other rows of the record have the same
/// number alone; otherwise it is handed to an editor.
fn settle_run_together(table: &mut Table) {
    let number = |row: &ChannelRow| match &row.limit {
        LimitRead::NoUnit { text } if text.chars().all(|c| c.is_ascii_digit()) => Some(text.clone()),
        _ => None,
    };
    let mut numbers: Vec<String> = table.rows.iter().filter_map(number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    for row in &mut table.rows {
        let LimitRead::NoUnit { text } = &row.limit else { continue };
        let printed = text.clone();
        let Some(found) = fees::run_together(&printed) else { continue };
        let cut = match numbers.as_slice() {
            [only] if found.splits.contains(&only.len()) && printed.starts_with(only.as_str()) => {
                Some(only.len())
            }
            _ => None,
        };
        let Some((cut, head)) = cut.and_then(|cut| Some((cut, found.head(cut)?))) else {
            table.unread.push(printed);
            continue;
        };
        let bracket = match row.fees.first() {
            Some(FeeRead::ByCase { note }) => note.clone(),
            _ => String::new(),
        };
        row.time = printed[..cut].to_owned();
        row.limit = LimitRead::NoUnit { text: row.time.clone() };
        row.fees = vec![fees::fee(head, &bracket)];
    }
}

/// The fees behind the time; a second one only where it is an amount that runs on.
fn all_fees(text: &str) -> (Vec<FeeRead>, &str) {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((head, length)) = fees::head(rest) {
        let amount = matches!(head, Head::Dong(_) | Head::Foreign(_));
        let behind = &rest[length..];
        let runs_on = behind.is_empty() || behind.starts_with('(');
        let another = amount && runs_on;
        if !(found.is_empty() || another) {
            break;
        }
        let (note, bracket) = fees::bracket(behind);
        found.push(fees::fee(head, note));
        rest = &behind[bracket..];
    }
    if found.is_empty() {
        found.push(FeeRead::NotStated);
    }
    (found, rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Limit, LimitUnit, Money};

    fn read(text: &str) -> Table {
        table(&format!("{HEADING}{text}"))
    }

    fn days(n: u32) -> LimitRead {
        LimitRead::Unit { limit: Limit::new(n, LimitUnit::WorkingDays) }
    }

    #[test]
    fn rows_that_run_together_are_told_apart() {
        let table = read(concat!(
            "Trực tuyến3 Ngày làm việc7,000 Việt Nam Đồng(7.000 đồng)Trực tuyến qua Cổng.",
            "Dịch vụ bưu chính1Miễn phíTrực tiếpKhông có thông tin8,000 VNĐ"
        ));
        let rows: Vec<_> =
            table.rows.iter().map(|row| (row.by, row.limit.clone(), row.note.as_str())).collect();
        let one = LimitRead::NoUnit { text: "1".to_owned() };
        assert_eq!(
            rows,
            [
                (Way::Online, days(3), "Trực tuyến qua Cổng."),
                (Way::Post, one, ""),
                (Way::Counter, LimitRead::NotStated, ""),
            ]
        );
        let fee = |amount, note: &str| FeeRead::Amount { amount: Money(amount), note: note.to_owned() };
        assert_eq!(table.rows[0].fees, [fee(7_000, "7.000 đồng")]);
        assert_eq!(table.rows[1].fees, [FeeRead::Free { note: String::new() }]);
        assert_eq!(table.rows[2].fees, [fee(8_000, "")]);
        assert!(table.unread.is_empty() && table.doubts.is_empty());
    }

    #[test]
    fn a_channel_named_in_prose_begins_no_row() {
        let table = read(
            "Trực tiếp5 Ngày làm việcMiễn phí- Trực tuyến: nộp qua Cổng. Trực tiếp tại xã, Trực tiếp 01 bộ",
        );
        assert_eq!(table.rows.len(), 1);
        assert!(table.rows[0].note.ends_with("Trực tiếp 01 bộ"));
    }

    #[test]
    fn words_in_the_cell_of_the_time_are_kept_as_printed() {
        let table = read("Trực tuyếnKhông phải trả kết quảMiễn phíQua CổngTrực tiếpKhôngMiễn phíTại xã");
        assert_eq!(table.rows.len(), 2);
        assert_eq!(
            (table.rows[0].time.as_str(), &table.rows[0].limit),
            ("Không phải trả kết quả", &LimitRead::NotStated)
        );
        assert_eq!(table.rows[1].note, "Tại xã");
    }

    #[test]
    fn a_number_that_ran_into_its_fee_is_doubted_and_cut_where_the_other_rows_say_how() {
        let table = read("Trực tuyến1100 VNĐ(100.000 đồng)Trực tiếp125 VNĐ");
        let found: Vec<_> = table.rows.iter().map(|row| (row.time.as_str(), row.fees[0].clone())).collect();
        assert_eq!(
            found,
            [
                ("1", FeeRead::Amount { amount: Money(100), note: "100.000 đồng".to_owned() }),
                ("1", FeeRead::Amount { amount: Money(25), note: String::new() }),
            ]
        );
        assert_eq!(table.doubts.len(), 2);
        let alone = read("Trực tiếp125 VNĐ");
        assert_eq!(alone.rows[0].limit, LimitRead::NoUnit { text: "125 VNĐ".to_owned() });
        assert_eq!(alone.unread, ["125 VNĐ"]);
    }

    #[test]
    fn several_fees_of_one_row_are_all_kept() {
        let table = read("Trực tiếp5 Ngày làm việc100,000 VNĐ(cấp mới)50,000 VNĐ(cấp lại)Nộp tại xã");
        assert_eq!(table.rows[0].fees.len(), 2);
        assert_eq!(table.rows[0].note, "Nộp tại xã");
    }

    #[test]
    fn a_row_that_is_not_understood_is_a_row_all_the_same() {
        let table = read(
            "Trực tuyến5 Ngày làm việcTheo quy địnhTrực tiếp3 kỳ họpMiễn phíDịch vụ bưu chính7Theo thỏa thuận",
        );
        let limits: Vec<_> = table.rows.iter().map(|row| row.limit.clone()).collect();
        let number = |text: &str| LimitRead::NoUnit { text: text.to_owned() };
        assert_eq!(limits, [days(5), number("3 kỳ họp"), number("7")]);
        assert_eq!(table.rows[0].fees, [FeeRead::NotStated]);
        assert_eq!(table.unread, ["Theo quy định", "3 kỳ họp", "Theo thỏa thuận"]);
    }

    #[test]
    fn what_stands_before_the_first_row_goes_to_an_editor() {
        assert_eq!(read("Xem văn bảnTrực tiếp5 NgàyMiễn phí").unread, ["Xem văn bản"]);
        assert!(read("Không có thông tin").unread.is_empty());
    }
}
