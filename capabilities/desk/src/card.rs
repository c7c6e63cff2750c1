//! What a scan of an identity card says (ux.md 2.10). The parts are found by their shape, because
//! the order differs between series of cards and some scanners leave parts out. Only the number
//! is to be trusted; the rest saves typing and is read back by the officer.

use kernel::Day;

/// What was read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Card {
    /// Twelve digits.
    pub number: String,
    /// The old nine-digit number, or empty.
    pub old_number: String,
    /// Full name, or empty.
    pub name: String,
    /// Date of birth.
    pub birth: Option<Day>,
    /// Male or female, as printed.
    pub sex: Option<Sex>,
    /// Place of residence, or empty.
    pub address: String,
    /// Date of issue.
    pub issued: Option<Day>,
    /// What had no known shape.
    pub other: Vec<String>,
    /// What to look at twice.
    pub doubts: Vec<Doubt>,
}

/// The sex printed on a card.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sex {
    /// Nam.
    Male,
    /// Nữ.
    Female,
}

/// Something that does not fit; a warning, never a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doubt {
    /// The name has no Vietnamese marks: the scanner may have lost them.
    Name,
    /// The fourth digit says another sex or century.
    Sex,
    /// The fifth and sixth digits say another year of birth.
    Year,
    /// The first three digits name no place.
    Place,
}

impl Doubt {
    /// Its stable name, as in text keys.
    pub const fn name(self) -> &'static str {
        match self {
            Doubt::Name => "name",
            Doubt::Sex => "sex",
            Doubt::Year => "year",
            Doubt::Place => "place",
        }
    }
}

/// Reads what a scanner typed or a person pasted; `None` when there is no twelve-digit number.
pub fn read(scan: &str) -> Option<Card> {
    let mut card = Card::default();
    let mut dates = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    let tokens =
        scan.split('|').map(|token| token.trim_matches(|c: char| c.is_whitespace() || c.is_control()));
    for token in tokens.filter(|token| !token.is_empty()) {
        match digits_only(token) {
            Some(digits) if digits.len() == 12 && card.number.is_empty() => card.number = digits,
            Some(digits) if digits.len() == 9 && card.old_number.is_empty() => card.old_number = digits,
            _ => match (date(token), sex(token)) {
                (Some(day), _) => dates.push(day),
                (None, Some(sex)) if card.sex.is_none() => card.sex = Some(sex),
                _ if token.chars().any(char::is_alphabetic) => words.push(token),
                _ => card.other.push(token.to_owned()),
            },
        }
    }
    if card.number.is_empty() {
        return None;
    }
    let mut dates = dates.into_iter();
    card.birth = dates.next();
    card.issued = dates.next();
    if let Some(at) = address_among(&words) {
        card.address = words.remove(at).to_owned();
    }
    if !words.is_empty() {
        card.name = words.remove(0).to_owned();
    }
    card.other.extend(words.into_iter().map(str::to_owned));
    card.doubts = doubts(&card);
    Some(card)
}

/// Digits with spaces or dots between them, and nothing else.
fn digits_only(token: &str) -> Option<String> {
    let plain = token.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '.'));
    plain.then(|| token.chars().filter(char::is_ascii_digit).collect())
}

/// `05091990`, `05/09/1990`, `5-9-1990`.
fn date(token: &str) -> Option<Day> {
    let parts: Vec<&str> = token.split(['/', '-']).collect();
    let (day, month, year) = match parts[..] {
        [day, month, year] if year.len() == 4 => (day, month, year),
        [whole] if whole.len() == 8 && whole.is_ascii() => (&whole[..2], &whole[2..4], &whole[4..]),
        _ => return None,
    };
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn sex(token: &str) -> Option<Sex> {
    match token.to_lowercase().as_str() {
        "nam" => Some(Sex::Male),
        "nữ" | "nu" | "nư\u{303}" => Some(Sex::Female),
        _ => None,
    }
}

/// The address: the longest of those with commas; without commas one with a digit; else the
/// second of two.
fn address_among(words: &[&str]) -> Option<usize> {
    let longest = |fits: fn(&str) -> bool| {
        let fitting = words.iter().enumerate().filter(|(_, word)| fits(word));
        fitting.max_by_key(|(_, word)| word.chars().count()).map(|(at, _)| at)
    };
    longest(|word| word.contains(','))
        .or_else(|| longest(|word| word.contains(|c: char| c.is_ascii_digit())))
        .or((words.len() == 2).then_some(1))
}

fn doubts(card: &Card) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let lost = |c: char| matches!(c, '?' | '\u{FFFD}') || c.is_ascii_digit();
    if !card.name.is_empty() && (card.name.is_ascii() || card.name.contains(lost)) {
        doubts.push(Doubt::Name);
    }
    let digit = |at: usize| card.number.as_bytes().get(at).map_or(0, |byte| i16::from(byte - b'0'));
    // Even: male, odd: female; 0 and 1 for the 20th century, 2 and 3 for the 21st.
    let sex = if digit(3) % 2 == 0 { Sex::Male } else { Sex::Female };
    let century = 1900 + digit(3) / 2 * 100;
    let wrong_century = card.birth.is_some_and(|day| day.year() / 100 * 100 != century);
    if card.sex.is_some_and(|printed| printed != sex) || wrong_century {
        doubts.push(Doubt::Sex);
    }
    if card.birth.is_some_and(|day| day.year() % 100 != digit(4) * 10 + digit(5)) {
        doubts.push(Doubt::Year);
    }
    // Codes of place of birth run from 001 (Hà Nội) to 096 (Cà Mau); countries follow from 100.
    if digit(0) == 0 && !(1..=96).contains(&(digit(1) * 10 + digit(2))) {
        doubts.push(Doubt::Place);
    }
    doubts
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str =
        "010197000018|012345678|Nông Thị Thí Dụ|12031997|Nữ|Số 18, tổ 7, phường Mẫu, tỉnh Ví Dụ|01072021";

    fn day(text: &str) -> Option<Day> {
        text.parse().ok()
    }

    #[test]
    fn a_card_of_2021_is_read_whole() {
        let card = read(WHOLE).unwrap();
        assert_eq!(card.number, "010197000018");
        assert_eq!(card.old_number, "012345678");
        assert_eq!(card.name, "Nông Thị Thí Dụ");
        assert_eq!((card.birth, card.issued), (day("1997-03-12"), day("2021-07-01")));
        assert_eq!(card.sex, Some(Sex::Female));
        assert_eq!(card.address, "Số 18, tổ 7, phường Mẫu, tỉnh Ví Dụ");
        assert_eq!(card.doubts, []);
        assert!(card.other.is_empty());
    }

    #[test]
    fn parts_are_found_by_shape_whatever_their_number_and_order() {
        // (what is scanned, name, birth, address)
        let table = [
            (
                "010197000018||Nông Thị Thí Dụ|12031997|Nữ|Số 18, tổ 7|01072021",
                "Nông Thị Thí Dụ",
                "1997-03-12",
                "Số 18, tổ 7",
            ),
            (
                "010197000018|Nông Thị Thí Dụ|12031997|Nữ|Số 18, tổ 7|01072021",
                "Nông Thị Thí Dụ",
                "1997-03-12",
                "Số 18, tổ 7",
            ),
            (
                "010197000018||Nông Thị Thí Dụ|12/03/1997|Nữ|Số 18, tổ 7|01/07/2021|12/03/2037",
                "Nông Thị Thí Dụ",
                "1997-03-12",
                "Số 18, tổ 7",
            ),
            (
                "010197000018||Nông Thị Thí Dụ|12031997|Nữ|Thôn 3 xã Mẫu|01072021\r\n",
                "Nông Thị Thí Dụ",
                "1997-03-12",
                "Thôn 3 xã Mẫu",
            ),
            ("010197000018||Nông Thị Thí Dụ|12031997|Nữ|Xã Mẫu|", "Nông Thị Thí Dụ", "1997-03-12", "Xã Mẫu"),
            ("Nông Thị Thí Dụ|010 197 000 018", "Nông Thị Thí Dụ", "", ""),
            ("010197000018", "", "", ""),
        ];
        for (scan, name, birth, address) in table {
            let card = read(scan).unwrap_or_else(|| panic!("{scan}"));
            assert_eq!(card.number, "010197000018", "{scan}");
            assert_eq!((card.name.as_str(), card.address.as_str()), (name, address), "{scan}");
            assert_eq!(card.birth, day(birth), "{scan}");
        }
    }

    #[test]
    fn what_has_no_number_is_no_card() {
        for scan in [
            "",
            "|||",
            "Nông Thị Thí Dụ|12031997|Nữ",
            "01019700001",
            "H29.201-260907-0001",
            "0912345678",
            "\u{FFFD}",
        ] {
            assert_eq!(read(scan), None, "{scan}");
        }
    }

    #[test]
    fn what_does_not_fit_is_doubted_but_read() {
        let doubted = |scan: &str| read(scan).map(|card| card.doubts);
        assert_eq!(doubted("010197000018||NONG THI THI DU|12031997|Nữ"), Some(vec![Doubt::Name]));
        assert_eq!(doubted("010197000018||N?ng Th? Thí D?|12031997|Nữ"), Some(vec![Doubt::Name]));
        assert_eq!(doubted("010197000018||Nông Văn Thí Dụ|12031997|Nam"), Some(vec![Doubt::Sex]));
        assert_eq!(doubted("010197000018||Nông Thị Thí Dụ|12031996|Nữ"), Some(vec![Doubt::Year]));
        assert_eq!(doubted("010397000018||Nông Thị Thí Dụ|12031997|Nữ"), Some(vec![Doubt::Sex]));
        assert_eq!(doubted("099197000018||Nông Thị Thí Dụ|12031997|Nữ"), Some(vec![Doubt::Place]));
    }

    #[test]
    fn unknown_parts_are_kept_and_impossible_dates_are_not_dates() {
        let card = read("010197000018||Nông Thị Thí Dụ|99999999|Nữ|Số 1, tổ 2|Ghi chú|777").unwrap();
        assert_eq!(card.birth, None);
        assert_eq!(card.other, ["99999999", "777", "Ghi chú"]);
    }
}
