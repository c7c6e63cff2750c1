//! The words that were searched for, marked in what was found.

use kernel::text::fold;
use web::parts::{Markup, escape};

/// Shortest word that is marked where it is all that was asked.
const SHORTEST: usize = 3;

/// A name with the asked words in `<mark>`; marks and case make no difference.
pub(crate) fn marked(name: &str, asked: &[&str]) -> Markup {
    let asked: Vec<Vec<String>> = asked.iter().map(|words| folded(words)).collect();
    let pieces: Vec<&str> = name.split_inclusive(' ').collect();
    let names: Vec<String> = pieces.iter().map(|piece| fold(piece)).collect();
    let mut hit = vec![false; pieces.len()];
    for words in &asked {
        longest_runs(&names, words, &mut hit);
    }
    let mut out = String::with_capacity(name.len() + 32);
    let mut at = 0;
    while at < pieces.len() {
        let end = (at..pieces.len()).find(|to| hit[*to] != hit[at]).unwrap_or(pieces.len());
        let run = pieces[at..end].concat();
        if hit[at] {
            let words = run.trim_end();
            out.push_str(&format!("<mark>{}</mark>{}", escape(words), &run[words.len()..]));
        } else {
            out.push_str(&escape(&run));
        }
        at = end;
    }
    Markup::trusted(out)
}

fn folded(words: &str) -> Vec<String> {
    fold(words).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Marks every longest run of asked words; one word of several stands in half of all names.
fn longest_runs(names: &[String], asked: &[String], hit: &mut [bool]) {
    for start in 0..names.len() {
        let run = (0..asked.len()).map(|from| common(&names[start..], &asked[from..])).max().unwrap_or(0);
        let alone = run == 1 && asked.len() == 1 && names[start].chars().count() >= SHORTEST;
        let worth = run > 1 || alone;
        if worth {
            hit[start..start + run].fill(true);
        }
    }
}

fn common(names: &[String], asked: &[String]) -> usize {
    names.iter().zip(asked).take_while(|(name, word)| name == word).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asked_words_are_marked_whatever_their_marks() {
        let html = marked("Thủ tục đăng ký khai sinh", &["dang ky khai sinh"]).to_string();
        assert_eq!(html, "Thủ tục <mark>đăng ký khai sinh</mark>");
        assert_eq!(marked("Tạm trú ở <b>", &["o tam tru"]).to_string(), "<mark>Tạm trú</mark> ở &lt;b&gt;");
    }

    #[test]
    fn what_was_not_asked_is_not_marked() {
        assert_eq!(marked("Đăng ký kết hôn", &["xây nhà"]).to_string(), "Đăng ký kết hôn");
        assert_eq!(marked("", &["x"]).to_string(), "");
    }
}
