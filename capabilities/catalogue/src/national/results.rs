//! Results with their codes: `Giấy phépMã: KQ.G17.000311Văn bản từ chốiMã: …`.

use crate::national::NationalResult;
use crate::national::words::{NOTHING, leading_digits, one_line};

const CODE: &str = "Mã:";

/// The results as they were read.
#[derive(Debug, Default)]
pub(crate) struct Results {
    pub(crate) results: Vec<NationalResult>,
    /// Codes that look like none of the national system.
    pub(crate) odd: Vec<String>,
}

/// Reads the results; the tail of keywords is cut off already.
pub(crate) fn results(text: &str) -> Results {
    let mut found = Results::default();
    let mut rest = text;
    while let Some((name, after)) = rest.split_once(CODE) {
        let space = after.len() - after.trim_start().len();
        let (code, length) = code(&after[space..]);
        if !usual(code) && !code.is_empty() {
            found.odd.push(code.to_owned());
        }
        let code = (!code.is_empty()).then(|| code.to_owned());
        found.results.push(NationalResult { name: one_line(name), code });
        rest = &after[space + length..];
    }
    let rest = one_line(rest);
    if !rest.is_empty() && rest != NOTHING {
        found.results.push(NationalResult { name: rest, code: None });
    }
    found
}

/// A code and how many bytes it takes: what follows is the next name, which runs on.
fn code(text: &str) -> (&str, usize) {
    let last = !text.contains(CODE);
    if last && !text.contains(char::is_whitespace) && text.len() <= 40 {
        return (text, text.len());
    }
    let end = match numbered(text) {
        Some(end) => end,
        None => text.char_indices().skip(1).find(|(_, c)| !is_code(*c)).map_or(text.len(), |(at, _)| at),
    };
    let end = if text.starts_with(is_code) { end } else { 0 };
    // `hgvg6Quyết định`: a capital after a small letter or digit begins the next name.
    let code = &text[..end];
    let cut = match (numbered(text), code.char_indices().skip(1).find(|(_, c)| c.is_ascii_uppercase())) {
        (None, Some((at, _))) if code.starts_with(char::is_lowercase) => at,
        _ => end,
    };
    // A capital before a small letter begins a word, which is the next name: `Mô tả`.
    let word = text[cut..].starts_with(char::is_lowercase)
        && text[..cut].ends_with(|c: char| c.is_ascii_uppercase());
    let cut = if word { cut - 1 } else { cut };
    (&text[..cut], cut)
}

const fn is_code(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '.' || c == '-' || c == '_'
}

/// The end of a code of capitals, points and digits that ends with its number: `KQ.G15.000031`,
/// `000.00.00.G04-KQ1788`, `TP-G12.0001128`.
fn numbered(text: &str) -> Option<usize> {
    let head = text
        .find(|c: char| !(is_code(c) && (c.is_ascii_digit() || !c.is_ascii_lowercase())))
        .unwrap_or(text.len());
    let head = &text[..head];
    // A capital that is followed by a small letter belongs to the next name.
    let end = head.rfind(|c: char| c.is_ascii_digit())? + 1;
    let digits = head[..end].len() - head[..end].trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let start = end - digits;
    let lower = text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("KQ.G"));
    if !lower && !head.contains("KQ") && !head.contains('.') && !head.contains('-') {
        return None;
    }
    // The number has six digits; more are its own unless the next name begins with a figure.
    let behind = &text[end..];
    let name_figure = digits > 6 && behind.starts_with([' ', '.', ')']);
    Some(if name_figure { start + 6 } else { start + leading_digits(&text[start..]).len() })
}

fn usual(code: &str) -> bool {
    let mut parts = code.split('.');
    let kinds = (parts.next(), parts.next(), parts.next(), parts.next());
    let agency = |text: &str| {
        text.len() == 3 && text.starts_with(['G', 'H']) && text[1..].chars().all(|c| c.is_ascii_digit())
    };
    matches!(kinds, (Some("KQ"), Some(body), Some(number), None)
        if agency(body) && number.len() == 6 && number.chars().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Option<String>)> {
        results(text).results.into_iter().map(|one| (one.name, one.code)).collect()
    }

    fn result(name: &str, code: &str) -> (String, Option<String>) {
        (name.to_owned(), Some(code.to_owned()))
    }

    #[test]
    fn names_and_codes_are_told_apart_though_they_run_together() {
        assert_eq!(
            read("Giấy phépMã: KQ.G19.000258văn bản từ chốiMã: KQ.G19.000567"),
            [result("Giấy phép", "KQ.G19.000258"), result("văn bản từ chối", "KQ.G19.000567"),]
        );
        assert_eq!(
            read("AMã: KQ0.00.00.G00-3322Công vănMã: KQ0.00.00.G12-0011"),
            [result("A", "KQ0.00.00.G00-3322"), result("Công văn", "KQ0.00.00.G12-0011"),]
        );
        assert_eq!(
            read("AMã: 000.00.00.G12-KQ002223Giấy BMã: KQ.G12.0001235"),
            [result("A", "000.00.00.G12-KQ002223"), result("Giấy B", "KQ.G12.0001235"),]
        );
    }

    #[test]
    fn codes_that_are_none_are_kept_and_doubted() {
        let found = results("AMã: hgvg6Quyết định xóaMã: vgvj");
        let codes: Vec<_> = found.results.iter().map(|one| one.code.as_deref().unwrap()).collect();
        assert_eq!(codes, ["hgvg6", "vgvj"]);
        assert_eq!(found.results[1].name, "Quyết định xóa");
        assert_eq!(found.odd, ["hgvg6", "vgvj"]);
    }

    #[test]
    fn a_result_without_a_code_is_a_result() {
        assert_eq!(read("Văn bản trả lời"), [("Văn bản trả lời".to_owned(), None)]);
        assert!(read("Không có thông tin").is_empty());
    }
}
