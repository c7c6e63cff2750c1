//! The cell of the time: a number with its unit, a number alone, or words.

use crate::national::words::{leading_digits, one_line};
use crate::national::{DoubtKind, LimitRead};
use kernel::{Limit, LimitUnit};

/// Units as printed, the longer before the shorter one they begin with.
const UNITS: [(&str, Unit); 11] = [
    ("ngày làm việc", Unit::Limit(LimitUnit::WorkingDays, 1)),
    ("ngày", Unit::Limit(LimitUnit::Days, 1)),
    ("giờ làm việc", Unit::Limit(LimitUnit::WorkingHours, 1)),
    ("giờ", Unit::Limit(LimitUnit::Hours, 1)),
    ("tiếng", Unit::Limit(LimitUnit::Hours, 1)),
    // A week is seven days, a year twelve months (BLDS 146, 147).
    ("tuần", Unit::Limit(LimitUnit::Days, 7)),
    ("tháng", Unit::Limit(LimitUnit::Months, 1)),
    ("năm", Unit::Limit(LimitUnit::Months, 12)),
    ("quý", Unit::Limit(LimitUnit::Months, 3)),
    ("buổi", Unit::None),
    ("phút", Unit::Minutes),
];

#[derive(Clone, Copy)]
enum Unit {
    Limit(LimitUnit, u32),
    Minutes,
    /// A unit that no limit of the law has.
    None,
}

/// A time as it was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Time {
    /// As printed.
    pub(crate) printed: String,
    /// What it says.
    pub(crate) limit: LimitRead,
    /// What is doubted of it.
    pub(crate) doubt: Option<DoubtKind>,
    /// Whether the words were understood.
    pub(crate) understood: bool,
}

impl Time {
    pub(crate) fn nothing() -> Time {
        Time { printed: String::new(), limit: LimitRead::NotStated, doubt: None, understood: true }
    }

    pub(crate) fn number(printed: &str) -> Time {
        let limit = LimitRead::NoUnit { text: printed.to_owned() };
        Time { printed: printed.to_owned(), limit, doubt: None, understood: true }
    }
}

/// Whether a cell of the time names a unit: `5 Ngày làm việc`, `nửa tháng`.
pub(crate) fn names_unit(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    let word = |c: char| !c.is_alphabetic();
    lower.contains(|c: char| c.is_ascii_digit()) && UNITS.iter().any(|(unit, _)| finds(&lower, unit, word))
}

fn finds(text: &str, unit: &str, apart: impl Fn(char) -> bool) -> bool {
    text.match_indices(unit).any(|(at, _)| {
        text[..at].chars().next_back().is_none_or(&apart)
            && text[at + unit.len()..].chars().next().is_none_or(&apart)
    })
}

/// A number with its unit at the beginning of a text, and how many bytes it takes. What follows
/// may run on without a space.
pub(crate) fn with_unit(text: &str) -> Option<(Time, usize)> {
    let (number, end) = number(text)?;
    let (high, end) = match upper(&text[end..]) {
        Some((high, more)) => (Some(high), end + more),
        None => (None, end),
    };
    let spaces = text[end..].len() - text[end..].trim_start().len();
    let (unit, length) = unit_at(&text[end + spaces..])?;
    let length = end + spaces + length;
    let printed = one_line(&text[..length]);
    let range = high.is_some();
    Some((valued(printed, &high.unwrap_or(number), unit, range), length))
}

/// A whole cell in words: `Không quá 5 ngày làm việc`, `Trong ngày`.
pub(crate) fn of_cell(cell: &str) -> Time {
    let printed = one_line(cell);
    let not_stated =
        |understood| Time { printed: printed.clone(), limit: LimitRead::NotStated, doubt: None, understood };
    let mut lower = printed.to_lowercase();
    for before in ["trong thời hạn", "thời hạn", "không quá", "tối đa", "chậm nhất là", "chậm nhất", "từ"]
    {
        lower = lower.strip_prefix(before).map_or(lower.clone(), |rest| rest.trim_start().to_owned());
    }
    let whole = lower.trim_end_matches(['.', ';', ' ']);
    if ["trong ngày", "ngay trong ngày", "trong ngày làm việc", "ngay trong ngày làm việc"].contains(&whole)
    {
        let limit = LimitRead::Unit { limit: Limit::new(1, LimitUnit::SameDay) };
        return Time { printed, limit, doubt: None, understood: true };
    }
    match with_unit(whole) {
        Some((time, length)) if length == whole.len() => Time { printed, ..time },
        _ if !whole.is_empty() && whole.chars().all(|c| c.is_ascii_digit()) => Time::number(&printed),
        // A number with a word that is no unit we know.
        _ if whole.starts_with(|c: char| c.is_ascii_digit()) && !names_unit(whole) => {
            Time { understood: false, ..Time::number(&printed) }
        }
        _ => not_stated(!names_unit(&printed)),
    }
}

/// Digits, perhaps with a decimal part, as tenths; and how many bytes they take.
fn number(text: &str) -> Option<(String, usize)> {
    let whole = leading_digits(text);
    if whole.is_empty() {
        return None;
    }
    let rest = &text[whole.len()..];
    let decimal = rest.strip_prefix(['.', ',']).map(leading_digits).unwrap_or_default();
    match decimal.len() {
        1 | 2 => Some((format!("{whole}.{decimal}"), whole.len() + 1 + decimal.len())),
        _ => Some((whole.to_owned(), whole.len())),
    }
}

/// The upper end of a range: `- 7`, `đến 7`.
fn upper(text: &str) -> Option<(String, usize)> {
    let rest = text.trim_start();
    let rest = ["-", "–", "đến", "Đến"].iter().find_map(|to| rest.strip_prefix(to))?.trim_start();
    let (number, length) = number(rest)?;
    Some((number, text.len() - rest.len() + length))
}

fn unit_at(text: &str) -> Option<(Unit, usize)> {
    UNITS.iter().find_map(|(name, unit)| {
        // Case is folded character by character, so that lengths in bytes are those of the text.
        let mut at = 0;
        let mut chars = text.chars();
        for wanted in name.chars() {
            let found = chars.next()?;
            let space = wanted == ' ' && found.is_whitespace();
            if !space && found.to_lowercase().next() != Some(wanted) {
                return None;
            }
            at += found.len_utf8();
        }
        Some((*unit, at))
    })
}

fn valued(printed: String, number: &str, unit: Unit, range: bool) -> Time {
    let (limit, fraction) = match number.split_once('.') {
        None => (number.parse().ok().and_then(|n| whole(n, unit)), false),
        Some((whole_part, part)) => {
            (fraction(whole_part, part, unit), part.chars().any(|digit| digit != '0'))
        }
    };
    let doubt = match (range, fraction) {
        (true, _) => Some(DoubtKind::LimitRange),
        (_, true) => Some(DoubtKind::LimitFraction),
        _ => None,
    };
    match limit {
        Some(limit) => Time { printed, limit: LimitRead::Unit { limit }, doubt, understood: true },
        None => {
            let limit = LimitRead::NoUnit { text: printed.clone() };
            Time { printed, limit, doubt, understood: false }
        }
    }
}

fn whole(n: u32, unit: Unit) -> Option<Limit> {
    match unit {
        _ if n == 0 => None,
        Unit::Limit(unit, times) => Some(Limit::new(n.checked_mul(times)?, unit)),
        Unit::Minutes if n.is_multiple_of(60) => Some(Limit::new(n / 60, LimitUnit::Hours)),
        Unit::Minutes | Unit::None => None,
    }
}

/// Half a working day is four working hours, a fraction of a day hours; only where it comes out
/// even, everything else stays as printed.
fn fraction(whole_part: &str, part: &str, unit: Unit) -> Option<Limit> {
    let scale = 10_u32.checked_pow(u32::try_from(part.len()).ok()?)?;
    let n: u32 = whole_part.parse::<u32>().ok()?.checked_mul(scale)?.checked_add(part.parse().ok()?)?;
    let (small, times) = match unit {
        _ if n.is_multiple_of(scale) => return whole(n / scale, unit),
        Unit::Limit(LimitUnit::WorkingDays, 1) => (LimitUnit::WorkingHours, 8),
        Unit::Limit(LimitUnit::Days, 1) => (LimitUnit::Hours, 24),
        // Half a month is fifteen days (BLDS 146).
        Unit::Limit(LimitUnit::Months, 1) if n < scale => (LimitUnit::Days, 30),
        Unit::Limit(LimitUnit::Months, 12) => (LimitUnit::Months, 12),
        _ => return None,
    };
    let product = n.checked_mul(times)?;
    (product > 0 && product.is_multiple_of(scale)).then(|| Limit::new(product / scale, small))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(n: u32, unit: LimitUnit) -> LimitRead {
        LimitRead::Unit { limit: Limit::new(n, unit) }
    }

    #[test]
    fn every_unit_is_read_whatever_its_case_and_what_runs_on_behind_it() {
        for (text, expected) in [
            ("7 Ngày làm việcMiễn phí", limit(7, LimitUnit::WorkingDays)),
            ("7 ngày Làm Việc", limit(7, LimitUnit::WorkingDays)),
            ("30 NgàyMiễn phí", limit(30, LimitUnit::Days)),
            ("8Giờ làm việc5,000 VNĐ", limit(8, LimitUnit::WorkingHours)),
            ("24 GIỜ", limit(24, LimitUnit::Hours)),
            ("2 Tháng", limit(2, LimitUnit::Months)),
            ("1 Năm", limit(12, LimitUnit::Months)),
            ("2 Tuần", limit(14, LimitUnit::Days)),
            ("120 Phút", limit(2, LimitUnit::Hours)),
            ("1.0 Ngày", limit(1, LimitUnit::Days)),
        ] {
            let (time, _) = with_unit(text).unwrap();
            assert_eq!((time.limit, time.doubt), (expected, None), "{text}");
        }
    }

    #[test]
    fn fractions_and_ranges_are_read_and_doubted() {
        let (time, _) = with_unit("0.5 Ngày làm việcMiễn phí").unwrap();
        assert_eq!(time.limit, limit(4, LimitUnit::WorkingHours));
        assert_eq!(time.doubt, Some(DoubtKind::LimitFraction));
        assert_eq!(with_unit("1,5 Ngày").unwrap().0.limit, limit(36, LimitUnit::Hours));
        let (time, length) = with_unit("5 - 7 Ngày làm việcMiễn phí").unwrap();
        assert_eq!(time.limit, limit(7, LimitUnit::WorkingDays));
        assert_eq!(time.doubt, Some(DoubtKind::LimitRange));
        assert_eq!(length, "5 - 7 Ngày làm việc".len());
    }

    #[test]
    fn what_cannot_be_a_limit_stays_as_printed() {
        for text in ["0.3 Ngày làm việc", "45 Phút", "0 Ngày", "99999999999 Ngày", "1.5 Tháng"] {
            let (time, _) = with_unit(text).unwrap();
            assert_eq!(time.limit, LimitRead::NoUnit { text: text.to_owned() });
            assert!(!time.understood);
        }
        assert_eq!(with_unit("20,000 VNĐ"), None);
    }

    #[test]
    fn a_cell_in_words_is_a_limit_only_when_that_is_all_it_says() {
        assert_eq!(of_cell("Không quá 05 ngày làm việc").limit, limit(5, LimitUnit::WorkingDays));
        assert_eq!(of_cell("Trong ngày").limit, limit(1, LimitUnit::SameDay));
        assert_eq!(of_cell("12").limit, LimitRead::NoUnit { text: "12".to_owned() });
        let words = of_cell("Không phải trả kết quả cho người nộp thuế");
        assert_eq!((words.limit, words.understood), (LimitRead::NotStated, true));
        let unknown = of_cell("3 kỳ họp");
        assert_eq!(
            (unknown.limit, unknown.understood),
            (LimitRead::NoUnit { text: "3 kỳ họp".to_owned() }, false)
        );
        let mixed = of_cell("5 ngày đối với nhà ở, 10 ngày đối với công trình");
        assert_eq!((mixed.limit, mixed.understood), (LimitRead::NotStated, false));
    }
}
