//! Paragraphs and items of a text: steps, conditions.

use crate::national::Line;

/// Signs that begin an item, and how deep it stands.
const BULLETS: [(char, u8); 10] = [
    ('-', 1),
    ('–', 1),
    ('+', 2),
    ('•', 1),
    ('●', 1),
    ('*', 0),
    ('·', 1),
    ('\u{f0fc}', 1),
    ('\u{f0d8}', 1),
    ('\u{f0b7}', 1),
];

/// The lines of a text. A line broken in the middle of a sentence is joined again; items that run
/// on in one line are taken apart.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let mut joined: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match joined.last_mut() {
            Some(before) if goes_on(before, line) => {
                before.push(' ');
                before.push_str(line);
            }
            _ => joined.push(line.to_owned()),
        }
    }
    joined.iter().flat_map(|line| items(line)).filter_map(of_item).collect()
}

fn goes_on(before: &str, line: &str) -> bool {
    let ended = before.ends_with(['.', ';', ':', '!', '?']);
    let label = line.chars().nth(1).is_some_and(|c| c == ')' || c == '.');
    !ended && !label && line.starts_with(char::is_lowercase)
}

/// Cuts before a sign that stands, with a space behind it, after the end of a sentence.
fn items(line: &str) -> Vec<&str> {
    let mut cuts = vec![0];
    for (at, c) in line.char_indices().skip(1) {
        let before = line[..at].trim_end();
        let after = &line[at + c.len_utf8()..];
        let sign = BULLETS.iter().any(|bullet| bullet.0 == c) && after.starts_with(' ');
        let capital = after.trim_start().starts_with(char::is_uppercase);
        if sign && capital && before.ends_with(['.', ';', ':']) {
            cuts.push(at);
        }
        let step = line[at..]
            .strip_prefix("Bước ")
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if step && before.ends_with(['.', ';']) {
            cuts.push(at);
        }
    }
    cuts.dedup();
    let ends = cuts.iter().skip(1).copied().chain([line.len()]);
    cuts.iter().zip(ends).map(|(start, end)| &line[*start..end]).collect()
}

fn of_item(item: &str) -> Option<Line> {
    let mut text = item.trim();
    let mut depth = None;
    while let Some(sign) = text.chars().next() {
        let Some((_, deep)) = BULLETS.iter().find(|bullet| bullet.0 == sign) else { break };
        // A sign in front of a figure is part of it: `-5°C`.
        let rest = &text[sign.len_utf8()..];
        if sign == '-'
            && rest.starts_with(|c: char| c.is_ascii_digit())
            && depth.is_none()
            && !rest.contains(' ')
        {
            break;
        }
        depth = Some(depth.map_or(*deep, |so_far: u8| so_far.max(*deep)));
        text = rest.trim_start();
    }
    if text.is_empty() {
        return None;
    }
    let step = text.strip_prefix("Bước ").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let depth = if step { 0 } else { depth.unwrap_or_else(|| labelled(text)) };
    Some(Line { depth, text: text.to_owned() })
}

/// `a)` and `(i)` are items, everything else without a sign a paragraph.
fn labelled(text: &str) -> u8 {
    let label: String = text.chars().take(5).collect();
    let letter = label.chars().next().is_some_and(char::is_lowercase) && label.chars().nth(1) == Some(')');
    u8::from(letter || label.starts_with("(i") || label.starts_with("(v"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(u8, String)> {
        lines(text).into_iter().map(|line| (line.depth, line.text)).collect()
    }

    fn line(depth: u8, text: &str) -> (u8, String) {
        (depth, text.to_owned())
    }

    #[test]
    fn steps_items_and_items_in_them_have_their_depth() {
        let text = "Bước 1: Nộp hồ sơ.\n- Trực tiếp; + Tại quầy; - Qua mạng.\na) Một\n+ Bước 2. Nhận";
        assert_eq!(
            told(text),
            [
                line(0, "Bước 1: Nộp hồ sơ."),
                line(1, "Trực tiếp;"),
                line(2, "Tại quầy;"),
                line(1, "Qua mạng."),
                line(1, "a) Một"),
                line(0, "Bước 2. Nhận"),
            ]
        );
    }

    #[test]
    fn a_sentence_broken_by_its_line_is_one_again() {
        assert_eq!(
            told("Trong thời hạn 05 ngày\nlàm việc kể từ ngày\nnhận đủ hồ sơ.\nTrả kết quả"),
            [line(0, "Trong thời hạn 05 ngày làm việc kể từ ngày nhận đủ hồ sơ."), line(0, "Trả kết quả"),]
        );
    }

    #[test]
    fn nothing_gives_no_lines() {
        assert!(lines(" \n- \n").is_empty());
    }
}
