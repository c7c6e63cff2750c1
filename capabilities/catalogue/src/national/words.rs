//! Small questions about run-together text, shared by the readers of its parts.

/// What the portal prints where nothing was entered.
pub(crate) const NOTHING: &str = "Không có thông tin";

/// What the portal prints around the texts, in the order it may stand.
const DEBRIS: [&str; 14] = [
    "Chọn cơ quan thực hiện",
    "Tỉnh/ Thành phố",
    "Tỉnh/Thành phố",
    "Bộ ngành",
    "-- Chọn Tỉnh/ Thành phố --",
    "-- Chọn Bộ ngành --",
    "-- Chọn Phường/ Xã --",
    "-- Chọn Cơ sở --",
    "Phường/ Xã",
    "Đơn vị",
    "Sở",
    "Hệ thống chỉ hiển thị những cơ quan đã áp dụng dịch vụ công trực tuyến",
    "Nộp hồ sơ",
    "Hiển thị kết quả",
];

/// Where the menu of the portal begins that stands behind some texts; none where what follows its
/// first words is something else.
fn debris_at(text: &str) -> Option<usize> {
    let starts = ["Chọn cơ quan thực hiện", "Hiển thị kết quả"];
    starts.iter().filter_map(|start| text.find(start)).find(|at| is_debris(&text[*at..]))
}

fn is_debris(mut text: &str) -> bool {
    loop {
        text = text.trim_start();
        if text.is_empty() {
            return true;
        }
        let Some(token) = DEBRIS.iter().find(|token| text.starts_with(**token)) else { return false };
        text = &text[token.len()..];
    }
}

/// A text without the menu of the portal behind it.
pub(crate) fn without_debris(text: &str) -> &str {
    debris_at(text).map_or(text, |at| text[..at].trim_end())
}

/// What stands behind the results, or, where there are none, behind the conditions.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Tail {
    pub(crate) keywords: String,
    pub(crate) description: String,
}

/// A name without the bullets that were run into it: `++ Bản sao` is `Bản sao`.
pub(crate) fn without_bullet(text: &str) -> &str {
    let plain = text.trim_start_matches(['+', '-', '–', '*', '•', ' ']);
    if plain.is_empty() { text } else { plain }
}

/// A text and its tail `Từ khóa…Mô tả…`.
pub(crate) fn tail(text: &str) -> (&str, Option<Tail>) {
    let text = without_debris(text);
    let (key, about) = ("Từ khóa", "Mô tả");
    let Some(at) = text.match_indices(key).map(|found| found.0).find(|at| text[*at..].contains(about)) else {
        return (text, None);
    };
    let rest = &text[at + key.len()..];
    let Some((keywords, description)) = rest.split_once(about) else { return (text, None) };
    let tail = Tail { keywords: said(keywords), description: said(description) };
    (text[..at].trim_end(), Some(tail))
}

/// A text, or nothing where the portal says that there is nothing.
pub(crate) fn said(text: &str) -> String {
    let text = text.trim();
    if text == NOTHING { String::new() } else { text.to_owned() }
}

/// On one line.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The digits a text begins with.
pub(crate) fn leading_digits(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    &text[..end]
}

/// The digits a text ends with.
pub(crate) fn trailing_digits(text: &str) -> &str {
    let start = text.char_indices().rev().take_while(|(_, c)| c.is_ascii_digit()).last();
    start.map_or("", |(at, _)| &text[at..])
}

/// Whether the province sets a fee, by these words.
pub(crate) fn province_sets(text: &str) -> bool {
    let text = text.to_lowercase();
    let council = ["hội đồng nhân dân", "hđnd"].iter().any(|words| text.contains(words));
    let committee = ["ủy ban nhân dân", "uỷ ban nhân dân", "ubnd"].iter().any(|words| text.contains(words));
    let sets = ["quy định", "quyết định", "ban hành"].iter().any(|words| text.contains(words));
    council || (committee && text.contains("tỉnh") && sets) || text.contains("địa phương quy định")
}

/// Amounts in đồng that a prose text names: `100.000 đồng`, `70.000đ/lần`, `2,5 triệu đồng` not.
pub(crate) fn amounts_in(text: &str) -> Vec<i64> {
    let lower = text.to_lowercase();
    let mut found = Vec::new();
    let mut rest = lower.as_str();
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        rest = &rest[at..];
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(rest.len());
        let figure = rest[..end].trim_end_matches(['.', ',']);
        let after = rest[end..].trim_start();
        let money = ["đồng", "vnđ", "vnd", "việt nam đồng"].iter().any(|unit| after.starts_with(unit))
            || (after.starts_with('đ') && !after[2..].starts_with(char::is_alphabetic));
        if let (true, Ok(amount)) = (money, figure.replace(['.', ','], "").parse::<i64>()) {
            found.push(amount);
        }
        rest = &rest[end..];
    }
    found
}

/// The place around a match, in whole words.
pub(crate) fn around(text: &str, at: usize, length: usize) -> String {
    let before = text[..at].char_indices().rev().take(40).last().map_or(at, |(start, _)| start);
    let behind = &text[at + length..];
    let after = behind.char_indices().nth(40).map_or(behind.len(), |(end, _)| end);
    let start = text[before..at].find(' ').filter(|_| before > 0).map_or(before, |space| before + space + 1);
    let end = behind[..after].rfind(' ').filter(|_| after < behind.len()).unwrap_or(after);
    one_line(&text[start..at + length + end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_menu_of_the_portal_is_no_text_but_words_like_it_are() {
        let menu =
            "Chọn cơ quan thực hiệnTỉnh/ Thành phốBộ ngành-- Chọn Bộ ngành --Đơn vị-- Chọn Cơ sở --Nộp hồ sơ";
        assert_eq!(without_debris(&format!("Giấy phép{menu}")), "Giấy phép");
        let prose = "Chọn cơ quan thực hiện theo nơi cư trú";
        assert_eq!(without_debris(prose), prose);
    }

    #[test]
    fn keywords_and_description_stand_behind_a_text() {
        let (text, found) = tail("Giấy phépTừ khóaxây nhàMô tảKhông có thông tin");
        assert_eq!(text, "Giấy phép");
        assert_eq!(found, Some(Tail { keywords: "xây nhà".to_owned(), description: String::new() }));
        assert_eq!(tail("Từ khóa: không").1, None);
    }

    #[test]
    fn amounts_are_found_in_prose() {
        assert_eq!(
            amounts_in("mức thu 20.000 VNĐ; 2.000đ/thẻ, 5 ngày, 100,000 đồng"),
            [20_000, 2_000, 100_000]
        );
        assert_eq!(amounts_in("theo khoản 3 Điều 5 đối với"), Vec::<i64>::new());
    }

    #[test]
    fn the_province_is_known_by_its_council_or_committee() {
        assert!(province_sets("Theo Nghị quyết của HĐND cấp tỉnh"));
        assert!(province_sets("do Ủy ban nhân dân cấp tỉnh quy định."));
        assert!(!province_sets("nộp tại UBND cấp xã"));
    }

    #[test]
    fn the_place_of_a_find_is_told_in_whole_words() {
        let text = "Hồ sơ gửi đến Phòng Tư pháp thuộc Ủy ban nhân dân cấp huyện nơi cư trú của người yêu cầu để giải quyết";
        let at = text.find("cấp huyện").unwrap();
        let told = around(text, at, "cấp huyện".len());
        assert!(told.contains("cấp huyện") && text.contains(&told), "{told}");
    }
}
