//! Text as people write it: cleaned, folded for search, sorted by given name.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// NFC, without NUL, control and bidirectional control characters, outer and doubled spaces.
/// Line breaks survive as `\n` when `lines` is true.
pub fn clean(raw: &str, lines: bool) -> String {
    let mut out = String::with_capacity(raw.len());
    for c in raw.nfc() {
        match c {
            '\n' if lines => {
                while out.ends_with(' ') {
                    out.pop();
                }
                out.push('\n');
            }
            c if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with([' ', '\n']) {
                    out.push(' ');
                }
            }
            c if c.is_control() || is_bidi_control(c) => {}
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// The folded form for search: marks removed, `đ` as `d`, lower case, words of letters and
/// digits with one space between. Old and new tone placement fold to the same.
pub fn fold(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    for c in raw.nfd() {
        if is_combining_mark(c) {
            continue;
        }
        match c {
            'đ' | 'Đ' => out.push('d'),
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
        }
    }
    while out.ends_with(' ') {
        out.pop();
    }
    out
}

/// The sort key of a name: given name first, then the rest, folded.
pub fn name_key(name: &str) -> String {
    let folded = fold(name);
    match folded.rsplit_once(' ') {
        Some((rest, given)) => format!("{given} {rest}"),
        None => folded,
    }
}

/// Full-width digits to ASCII; everything but digits dropped.
pub fn digits(raw: &str) -> String {
    raw.nfkc().filter(char::is_ascii_digit).collect()
}

/// A phone number as its ten national digits (`+84 912…`, `84912…`, `0912 345 678` are the same),
/// or `None` when it cannot be one.
pub fn phone(raw: &str) -> Option<String> {
    if !raw.nfkc().all(|c| c.is_ascii_digit() || "+-.() \u{a0}".contains(c)) {
        return None;
    }
    let digits = digits(raw);
    let national = match digits.strip_prefix("84") {
        Some(rest) if digits.len() == 11 => format!("0{rest}"),
        _ => digits,
    };
    (national.len() == 10 && national.starts_with('0')).then_some(national)
}

/// `0912 345 678`: four, three, three.
pub fn phone_shown(national: &str) -> String {
    match (national.get(..4), national.get(4..7), national.get(7..)) {
        (Some(a), Some(b), Some(c)) => format!("{a} {b} {c}"),
        _ => national.to_owned(),
    }
}

/// `001 090 •••••• 56`: a card number for everyone but its holder.
pub fn card_masked(number: &str) -> String {
    match (number.get(..3), number.get(3..6), number.get(number.len().saturating_sub(2)..)) {
        (Some(a), Some(b), Some(c)) if number.len() == 12 => format!("{a} {b} •••••• {c}"),
        _ => "••••".to_owned(),
    }
}

/// `Nguyễn T. L.`: family name in full, the rest as initials.
pub fn name_masked(name: &str) -> String {
    let mut parts = name.split_whitespace();
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if let Some(initial) = part.chars().next() {
            out.push(' ');
            out.push(initial);
            out.push('.');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_forgets_marks_case_and_tone_placement() {
        assert_eq!(fold("Đăng ký KHAI SINH"), "dang ky khai sinh");
        assert_eq!(fold("hòa"), fold("hoà"));
        assert_eq!(fold("  Thủ-tục  số 1 "), "thu tuc so 1");
    }

    #[test]
    fn cleaning_gives_nfc_without_hidden_characters() {
        assert_eq!(clean("  Nguye\u{302}\u{303}n \u{202E} Văn\0 A ", false), "Nguyễn Văn A");
        assert_eq!(clean("một \n hai", true), "một\nhai");
    }

    #[test]
    fn names_sort_by_given_name() {
        assert!(name_key("Trần Văn An") < name_key("Lê Thị Bình"));
    }

    #[test]
    fn every_usual_way_to_write_a_phone_number_is_one_number() {
        for way in ["0912345678", "0912 345 678", "+84912345678", "84-912-345-678", "０９１２３４５６７８"]
        {
            assert_eq!(phone(way).as_deref(), Some("0912345678"), "{way}");
        }
        for wrong in ["912345678", "09123456789", "gọi tôi", ""] {
            assert_eq!(phone(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn masks_keep_enough_to_recognise_and_no_more() {
        assert_eq!(name_masked("Nông Thị Thí Dụ"), "Nông T. T. D.");
        assert_eq!(card_masked("001090123456"), "001 090 •••••• 56");
    }
}
