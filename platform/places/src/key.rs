//! What people type, as the index compares it.

use crate::units::{Kind, Level};
use kernel::text::fold;

/// Words people write before a name, as keys (so `huyện` has an `i`), longest first, with what they
/// can mean.
const KIND_WORDS: &[(&str, Kind)] = &[
    ("thanh pho", Kind::City),
    ("thi tran", Kind::Township),
    ("dac khu", Kind::SpecialZone),
    ("thi xa", Kind::Town),
    ("phuong", Kind::Ward),
    ("huien", Kind::District),
    ("quan", Kind::UrbanDistrict),
    ("tinh", Kind::Province),
    ("xa", Kind::Commune),
    ("tp", Kind::City),
    ("tt", Kind::Township),
    ("tx", Kind::Town),
    ("dk", Kind::SpecialZone),
    ("p", Kind::Ward),
    ("x", Kind::Commune),
    ("q", Kind::UrbanDistrict),
    ("h", Kind::District),
    ("t", Kind::Province),
];

/// Those written with a stop.
const SHORT_KINDS: &[&str] = &["tp", "tt", "tx", "p", "x", "q", "h", "t"];

/// What people call some provinces.
const SHORT_PROVINCES: &[(&str, &str)] = &[
    ("hcm", "ho chi minh"),
    ("tphcm", "ho chi minh"),
    ("tp hcm", "ho chi minh"),
    ("hn", "ha noi"),
    ("brvt", "ba ria vung tau"),
];

/// How names of wards are numbered in one province.
const ROMAN: &[&str] = &["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];

/// The form in which names are compared: folded, `y` as `i` (Quý and Quí are one name), letters
/// and figures apart (`q1`), figures without leading noughts.
pub(crate) fn key(raw: &str) -> String {
    let folded = fold(raw);
    let mut out = String::with_capacity(folded.len() + 2);
    let mut before = ' ';
    for c in folded.chars() {
        if c.is_ascii_digit() != before.is_ascii_digit() && c != ' ' && before != ' ' {
            out.push(' ');
            before = ' ';
        }
        if before == '0' && c.is_ascii_digit() && (out == "0" || out.ends_with(" 0")) {
            out.pop();
        }
        before = c;
        out.push(if c == 'y' { 'i' } else { c });
    }
    out
}

/// The key of a name without its kind: a Roman figure alone is a figure.
pub(crate) fn name_key(raw: &str) -> String {
    arabic(key(raw))
}

pub(crate) fn arabic(key: String) -> String {
    match ROMAN.iter().position(|roman| *roman == key) {
        Some(at) => (at + 1).to_string(),
        None => key,
    }
}

/// The word for a kind a key begins with, and what is left.
pub(crate) fn without_kind(key: &str) -> Option<(Kind, &str)> {
    KIND_WORDS.iter().find_map(|(word, kind)| {
        let rest = key.strip_prefix(word)?.strip_prefix(' ')?;
        Some((*kind, rest))
    })
}

/// Whether the word for a kind is written so that it cannot be part of a name: with its marks
/// (`phường`, not `phương`), or in short with a stop (`p.`).
pub(crate) fn plainly_kind(raw: &str) -> bool {
    let raw: String = raw.trim_start().chars().take(16).flat_map(char::to_lowercase).collect();
    let raw = kernel::text::clean(&raw, false);
    let begins = |word: &str| {
        raw.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '.', '_', '-']))
    };
    let short = raw.split_once('.').is_some_and(|(word, _)| SHORT_KINDS.contains(&word));
    short || Kind::ALL.iter().any(|kind| !kind.word().is_ascii() && begins(kind.word()))
}

/// The levels a typed kind speaks of: `tp` is a province or a district, `xã` a commune.
pub(crate) fn means(kind: Kind, level: Level) -> bool {
    match kind {
        Kind::Province => level == Level::Province,
        Kind::City => level != Level::Commune,
        Kind::UrbanDistrict | Kind::District | Kind::Town => level == Level::District,
        Kind::Township | Kind::Ward | Kind::Commune | Kind::SpecialZone => level == Level::Commune,
    }
}

/// The full name behind a short one of a province.
pub(crate) fn long_province(key: &str) -> &str {
    SHORT_PROVINCES.iter().find(|(short, _)| *short == key).map_or(key, |(_, long)| long)
}

/// Whether two keys differ by one letter: another one, one more, one less, two changed about.
pub(crate) fn one_slip(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    match (a.len(), b.len()) {
        (x, y) if x == y => {
            a.get(1..) == b.get(1..) || (x > 1 && a[0] == b[1] && a[1] == b[0] && a.get(2..) == b.get(2..))
        }
        (x, y) if x == y + 1 => &a[1..] == b,
        (x, y) if x + 1 == y => a == &b[1..],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_have_one_key() {
        for (one, other) in [
            ("Phú Quý", "phú quí"),
            ("P.12", "p12"),
            ("Phường 01", "PHƯỜNG 1"),
            ("Hòa Bình", "Hoà Bình"),
            ("Quận 10", "quan 010"),
        ] {
            assert_eq!(key(one), key(other), "{one}");
        }
        assert_eq!(key("Phường 10"), "phuong 10");
        assert_eq!(name_key("VII"), "7");
        assert_eq!(name_key("Vi Hương"), "vi huong");
    }

    #[test]
    fn the_word_before_a_name_is_known_in_full_and_in_short() {
        assert_eq!(without_kind(&key("P. Bến Nghé")), Some((Kind::Ward, "ben nghe")));
        assert_eq!(without_kind(&key("q1")), Some((Kind::UrbanDistrict, "1")));
        assert_eq!(without_kind(&key("TP.Thủ Đức")), Some((Kind::City, "thu duc")));
        assert_eq!(without_kind(&key("Huyện Hóc Môn")), Some((Kind::District, "hoc mon")));
        assert_eq!(without_kind("phuong"), None);
        for plain in ["Phường Sài Gòn", "P. Sài Gòn", "q.1", "XÃ Bình Chánh", "phường"] {
            assert!(plainly_kind(plain), "{plain}");
        }
        for name in ["Phương Liệt", "phuong liet", "Xa La", "p ben nghe", "Quan Sơn"] {
            assert!(!plainly_kind(name), "{name}");
        }
    }

    #[test]
    fn one_slip_is_forgiven_and_two_are_not() {
        for near in ["ben nghe", "ben ghe", "ben nnghe", "ben nghr", "ben ngeh"] {
            assert!(one_slip("ben nghe", near), "{near}");
        }
        for far in ["ben thanh", "bem nghr", "ben", ""] {
            assert!(!one_slip("ben nghe", far), "{far}");
        }
    }
}
