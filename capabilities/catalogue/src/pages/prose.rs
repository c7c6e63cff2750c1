//! Run-together texts of the national catalogue as paragraphs and lists. Everything is text: what
//! looks like HTML is shown as it was written.

use crate::national::Line;
use web::parts::{Markup, escape};

/// Depths that are told apart: a paragraph, an item, an item of an item.
const DEEPEST: u8 = 2;

/// Paragraphs and nested lists.
pub(crate) fn prose(lines: &[Line]) -> Markup {
    let mut out = String::new();
    // How many lists are open; each but the last stands in an open item.
    let mut open = 0_u8;
    for line in lines.iter().filter(|line| !line.text.trim().is_empty()) {
        let depth = line.depth.min(DEEPEST);
        // An item of an item needs an item to stand in.
        let depth = depth.min(open + 1);
        while open > depth {
            out.push_str("</li></ul>");
            open -= 1;
        }
        if depth == 0 {
            out.push_str("<p>");
            out.push_str(&paragraph(&line.text));
            out.push_str("</p>");
            continue;
        }
        if depth > open {
            out.push_str("<ul>");
            open += 1;
        } else {
            out.push_str("</li>");
        }
        out.push_str("<li>");
        out.push_str(&paragraph(&line.text));
    }
    for _ in 0..open {
        out.push_str("</li></ul>");
    }
    Markup::trusted(out)
}

/// A text with its line breaks.
pub(crate) fn paragraph(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| step_name(&escape(line))).collect::<Vec<_>>().join("<br>")
}

/// “Bước 1:” stands out, so that the eye finds the steps; the text is escaped already.
fn step_name(line: &str) -> String {
    let Some(rest) = line.strip_prefix("Bước ") else { return line.to_owned() };
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 {
        return line.to_owned();
    }
    let (number, after) = rest.split_at(digits);
    let (colon, after) = after.strip_prefix([':', '.']).map_or(("", after), |after| (":", after));
    format!("<strong>Bước {number}{colon}</strong>{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(lines: &[(u8, &str)]) -> String {
        let lines: Vec<Line> =
            lines.iter().map(|(depth, text)| Line { depth: *depth, text: (*text).to_owned() }).collect();
        prose(&lines).to_string()
    }

    #[test]
    fn depths_become_paragraphs_and_nested_lists() {
        assert_eq!(
            html(&[(0, "Bước 1: Nộp"), (1, "a"), (2, "b"), (1, "c"), (0, "Hết")]),
            "<p><strong>Bước 1:</strong> Nộp</p><ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><p>Hết</p>"
        );
    }

    #[test]
    fn a_list_that_begins_too_deep_is_still_a_list() {
        assert_eq!(html(&[(2, "a"), (2, "b")]), "<ul><li>a<ul><li>b</li></ul></li></ul>");
    }

    #[test]
    fn html_in_a_text_is_text() {
        assert_eq!(html(&[(0, "<script>x</script>")]), "<p>&lt;script&gt;x&lt;/script&gt;</p>");
    }
}
