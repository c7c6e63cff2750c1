//! Legal bases: names and numbers of acts that run together, the number often twice:
//! `Luật 54/2014/QH1354/2014/QH13Nghị định về hải quan08/2015/NĐ-CP…`.

use crate::national::NationalBasis;
use crate::national::words::{NOTHING, leading_digits, one_line, trailing_digits, without_debris};

const HEADING: &str = "Tên văn bản pháp lýMã văn bản";
/// Kinds of acts that may stand before the number in its own cell.
const KINDS: [&str; 11] = [
    "Thông tư liên tịch",
    "Thông tư",
    "Nghị định",
    "Nghị quyết",
    "Pháp lệnh",
    "Quyết định",
    "Chỉ thị",
    "Hiến pháp",
    "Bộ luật",
    "Luật",
    "Văn bản hợp nhất",
];
/// Signs of bodies, the longer before the shorter one they begin with; needed where a title in
/// capitals runs on.
const SIGNS: [&str; 51] = [
    "TT-BNNPTNT",
    "TT-BLĐTBXH",
    "TT-BVHTTDL",
    "TT-BNNMT",
    "TT-BTNMT",
    "TT-BGTVT",
    "TT-BKHĐT",
    "TT-BGDĐT",
    "TT-BTTTT",
    "TT-BKHCN",
    "TT-BDTTG",
    "TT-NHNN",
    "TT-TTCP",
    "TT-VPCP",
    "TT-UBDT",
    "TT-TANDTC",
    "TT-VKSNDTC",
    "TT-BXD",
    "TT-BTC",
    "TT-BCA",
    "TT-BTP",
    "TT-BCT",
    "TT-BQP",
    "TT-BYT",
    "TT-BNV",
    "TT-BNG",
    "TT-KTNN",
    "VBHN-BTC",
    "VBHN-BCA",
    "VBHN-BTP",
    "VBHN-BXD",
    "VBHN-BNNMT",
    "VBHN-VPQH",
    "VBHN-NHNN",
    "QĐ-NHNN",
    "QĐ-BTC",
    "QĐ-BCA",
    "QĐ-BTP",
    "QĐ-BXD",
    "QĐ-BNNMT",
    "QĐ-TTg",
    "CT-TTg",
    "NQ-HĐND",
    "QĐ-UBND",
    "NĐ-CP",
    "NQ-CP",
    "NĐ-HĐBT",
    "QĐ-BHXH",
    "QD-TTg",
    "ND-CP",
    "TT_BCA",
];
/// Bodies whose sign ends with the number of its term.
const TERMS: [&str; 5] = ["NQ-UBTVQH", "PL-UBTVQH", "UBTVQH", "NQ-QH", "QH"];

/// A number of an act in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Number {
    start: usize,
    end: usize,
}

/// Reads the bases; what has no number keeps its name.
pub(crate) fn bases(text: &str) -> Vec<NationalBasis> {
    let text = without_debris(text);
    let text = text.strip_prefix(HEADING).unwrap_or(text);
    let mut found = Vec::new();
    let mut at = 0;
    let mut from = 0;
    while let Some(number) = next_number(text, from) {
        from = number.end;
        if !is_cell(text, &number) {
            continue;
        }
        let start = cell_start(text, at, &number);
        // `…bởi Nghị định số 07/2025/NĐ-CP280/2025/NĐ-CP`: the cell is the second.
        let prose = start == number.start && text[..start].ends_with(char::is_whitespace);
        if prose && next_number(text, number.end).is_some_and(|next| next.start == number.end) {
            continue;
        }
        let name = one_line(&text[at..start]);
        let number_text = one_line(&text[start..number.end]);
        let (name, number_text) =
            if name.is_empty() { (number_text.clone(), number_text) } else { (name, number_text) };
        found.push(NationalBasis { name, number: Some(number_text) });
        at = number.end;
    }
    let rest = one_line(&text[at..]);
    if !rest.is_empty() && rest != NOTHING {
        found.push(NationalBasis { name: rest, number: None });
    }
    found
}

/// The next number at or after `from`: `123/2015/NĐ-CP`, `60/2014/QH13`, `163/QĐ-BTP`.
fn next_number(text: &str, from: usize) -> Option<Number> {
    text[from..].match_indices('/').find_map(|(slash, _)| number_at(text, from, from + slash))
}

fn number_at(text: &str, from: usize, slash: usize) -> Option<Number> {
    let digits = trailing_digits(&text[from..slash]);
    if digits.is_empty() {
        return None;
    }
    let rest = &text[slash + 1..];
    let year = leading_digits(rest);
    let (sign, sign_at) = match (year.len(), rest[year.len()..].strip_prefix('/')) {
        (4, Some(sign)) => (sign, slash + 1 + year.len() + 1),
        (0, _) => (rest, slash + 1),
        _ => return None,
    };
    let length = sign_length(sign)?;
    // Without a year it is a decision or the like; anything else is a fraction or a date.
    if year.is_empty() && !["QĐ-", "CT-", "VBHN-", "HD-"].iter().any(|kind| sign.starts_with(kind)) {
        return None;
    }
    let own = own_digits(&text[from..slash - digits.len()], digits);
    Some(Number { start: slash - own, end: sign_at + length })
}

/// How many of these digits are the number's own: the year a name ends with is not, nor the day of
/// a date.
fn own_digits(before: &str, digits: &str) -> usize {
    let year = digits.get(..4).is_some_and(|year| year.starts_with("19") || year.starts_with("20"));
    if digits.len() > 4 && year && before.ends_with([' ', '/', '-']) {
        return digits.len() - 4;
    }
    digits.len()
}

fn sign_length(text: &str) -> Option<usize> {
    if let Some(term) = TERMS.iter().find(|term| text.starts_with(**term)) {
        let number = leading_digits(&text[term.len()..]);
        // Terms run from I to XVI: one digit only where a second one cannot follow.
        let length = if number.starts_with('1') { number.len().min(2) } else { number.len().min(1) };
        return (length > 0).then_some(term.len() + length);
    }
    if let Some(sign) = SIGNS.iter().find(|sign| text.starts_with(**sign)) {
        return Some(sign.len());
    }
    general_sign(text)
}

/// Capitals and hyphens; the last capital belongs to the title that follows when the two together
/// begin a syllable.
fn general_sign(text: &str) -> Option<usize> {
    let end = text.find(|c: char| !c.is_ascii_uppercase() && c != 'Đ' && c != '-').unwrap_or(text.len());
    let kind = &text[..end];
    let (last, capital) = kind.char_indices().next_back()?;
    let next = text[end..].chars().next().and_then(|next| next.to_lowercase().next());
    let title = next.is_some_and(|next| begins_syllable(capital, next));
    let kind = if title { &kind[..last] } else { kind };
    let kind = kind.trim_end_matches('-');
    kind.contains('-').then_some(kind.len())
}

fn begins_syllable(capital: char, next: char) -> bool {
    match next {
        'g' => capital == 'N',
        'h' => "CGKNPT".contains(capital),
        'r' => capital == 'T',
        _ => next.is_lowercase() && !"bcdđfjklmnpqstvwxz".contains(next),
    }
}

/// Whether a number fills its cell: the next name runs on behind it, or nothing; and it is not
/// the end of a name whose number follows once more.
fn is_cell(text: &str, number: &Number) -> bool {
    let after = &text[number.end..];
    let Some(next) = after.chars().next() else { return true };
    let prose = ["ngày", "của ", "và ", "được "].iter().any(|word| after.starts_with(word));
    if next.is_whitespace() || ".,;:)/”\"-".contains(next) || prose {
        return false;
    }
    !repeats(after, &text[number.start..number.end])
}

/// Whether a text begins with this number, with or without the kind of the act before it.
fn repeats(text: &str, number: &str) -> bool {
    let kind = KINDS.iter().find_map(|kind| text.strip_prefix(kind)).unwrap_or(text).trim_start();
    let rest = ["số ", "Số "].iter().find_map(|word| kind.strip_prefix(word)).unwrap_or(kind);
    rest.trim_start().starts_with(number)
}

/// Where the cell begins: before the kind of the act, when that runs on behind the name.
fn cell_start(text: &str, at: usize, number: &Number) -> usize {
    let before = &text[at..number.start];
    let mut head = before.trim_end();
    head = head.strip_suffix("số").or_else(|| head.strip_suffix("Số")).unwrap_or(head).trim_end();
    let kind = KINDS.iter().find_map(|kind| head.strip_suffix(kind));
    let cut = kind.unwrap_or(head);
    let runs_on = !cut.is_empty() && !cut.ends_with(char::is_whitespace);
    if cut.len() < before.len() && runs_on && (kind.is_some() || before.trim_end().ends_with("số")) {
        return match kind {
            Some(_) => at + cut.len(),
            // `…NHNNsố 50/2025/TT-NHNN`: only where the word itself runs on.
            None if before.trim_end().len() == head.len() + "số".len() => at + head.len(),
            None => number.start,
        };
    }
    number.start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Option<String>)> {
        bases(&format!("{HEADING}{text}")).into_iter().map(|one| (one.name, one.number)).collect()
    }

    fn act(name: &str, number: &str) -> (String, Option<String>) {
        (name.to_owned(), Some(number.to_owned()))
    }

    #[test]
    fn names_and_numbers_are_told_apart_though_the_number_stands_twice() {
        assert_eq!(
            read("Luật 54/2014/QH1354/2014/QH13Nghị định 08/2015/NĐ-CP08/2015/NĐ-CPQuy định38/2015/TT-BTC"),
            [
                act("Luật 54/2014/QH13", "54/2014/QH13"),
                act("Nghị định 08/2015/NĐ-CP", "08/2015/NĐ-CP"),
                act("Quy định", "38/2015/TT-BTC"),
            ]
        );
    }

    #[test]
    fn a_number_in_the_prose_of_a_name_ends_nothing() {
        let text = concat!(
            "Nghị định số 104/2025/NĐ-CP ngày 15/5/2025 của Chính phủ104/2025/NĐ-CP",
            "Thông tư số 53/2025/TT-BCAngày 01/7/2025 của Bộ53/2025/TT-BCA"
        );
        assert_eq!(
            read(text),
            [
                act("Nghị định số 104/2025/NĐ-CP ngày 15/5/2025 của Chính phủ", "104/2025/NĐ-CP"),
                act("Thông tư số 53/2025/TT-BCAngày 01/7/2025 của Bộ", "53/2025/TT-BCA"),
            ]
        );
    }

    #[test]
    fn the_year_a_name_ends_with_is_not_the_number() {
        assert_eq!(
            read("Luật Công chứng năm 202446/2024/QH15"),
            [act("Luật Công chứng năm 2024", "46/2024/QH15")]
        );
        assert_eq!(
            read("Nghị định ngày 15/5/2025104/2025/NĐ-CP"),
            [act("Nghị định ngày 15/5/2025", "104/2025/NĐ-CP")]
        );
    }

    #[test]
    fn the_kind_of_the_act_may_stand_in_the_cell_of_the_number() {
        assert_eq!(
            read(
                "Luật Các tổ chức tín dụngLuật số 32/2024/QH15phân cấp11/2026/TT-NHNN50/2025/TT-NHNNsố 50/2025/TT-NHNN"
            ),
            [
                act("Luật Các tổ chức tín dụng", "Luật số 32/2024/QH15"),
                act("phân cấp", "11/2026/TT-NHNN"),
                act("50/2025/TT-NHNN", "số 50/2025/TT-NHNN"),
            ]
        );
    }

    #[test]
    fn a_title_in_capitals_does_not_become_part_of_the_number() {
        assert_eq!(
            read("Thông tư71/2025/TT-BXDLUẬT HÀNG KHÔNG66/2006/QH11Quy định19/2017/TT-BGTVT"),
            [
                act("Thông tư", "71/2025/TT-BXD"),
                act("LUẬT HÀNG KHÔNG", "66/2006/QH11"),
                act("Quy định", "19/2017/TT-BGTVT"),
            ]
        );
    }

    #[test]
    fn an_act_without_a_number_keeps_its_name() {
        assert_eq!(read("Hiến pháp"), [("Hiến pháp".to_owned(), None)]);
        assert!(read("").is_empty() && bases("Không có thông tin").is_empty());
    }
}
