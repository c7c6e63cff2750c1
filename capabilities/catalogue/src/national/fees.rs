//! The cell of the fee and the note in brackets behind it.

use crate::national::FeeRead;
use crate::national::words::{NOTHING, amounts_in, leading_digits, province_sets};
use kernel::Money;

/// Currencies as printed; those of the first row are đồng.
const DONG: [&str; 6] = ["Việt Nam Đồng", "Việt Nam đồng", "VNĐ", "VND", "Đồng", "đồng"];
const FOREIGN: [&str; 8] = ["USD", "EUR", "GBP", "JPY", "CNY", "Đô la Mỹ", "đô la Mỹ", "Euro"];
const FREE: &str = "Miễn phí";
/// What may stand before a cell that has several.
const LABELS: [&str; 4] = ["Lệ phí:", "Lệ phí :", "Phí:", "Phí :"];

/// What a cell of the fee begins with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Head<'a> {
    Free,
    Nothing,
    Dong(i64),
    /// As printed.
    Foreign(&'a str),
}

/// The cell a text begins with, and how many bytes it takes.
pub(crate) fn head(text: &str) -> Option<(Head<'_>, usize)> {
    let label = LABELS.iter().find(|label| text.starts_with(**label)).map_or(0, |label| label.len());
    let rest = text[label..].trim_start();
    let label = text.len() - rest.len();
    if rest.starts_with(FREE) {
        return Some((Head::Free, label + FREE.len()));
    }
    if rest.starts_with(NOTHING) {
        return Some((Head::Nothing, label + NOTHING.len()));
    }
    let (figure, currency) = figure(rest)?;
    let end = figure.len() + currency.len();
    let amount = plain(figure.trim_end())?;
    let head = if DONG.contains(&currency) { Head::Dong(amount) } else { Head::Foreign(&rest[..end]) };
    Some((head, label + end))
}

/// A figure (with the space behind it) and the currency that follows at once.
fn figure(text: &str) -> Option<(&str, &str)> {
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.')?;
    let rest = text[digits..].trim_start();
    let end = text.len() - rest.len();
    let known = DONG.iter().chain(&FOREIGN).find(|currency| rest.starts_with(**currency));
    let currency = known.copied().or_else(|| sign_of_currency(rest))?;
    leading_digits(text).parse::<i64>().ok()?;
    Some((&text[..end], currency))
}

/// Three capitals that stand alone: `SDR`, `THB`.
fn sign_of_currency(text: &str) -> Option<&str> {
    let sign = text.get(..3).filter(|sign| sign.bytes().all(|byte| byte.is_ascii_uppercase()))?;
    text[3..].chars().next().is_none_or(|next| !next.is_alphanumeric()).then_some(sign)
}

/// The amount of a figure, grouped by commas or points or not at all; none where it is no amount:
/// `020`, `1,00`, `1100` written without its separator is one.
fn plain(figure: &str) -> Option<i64> {
    let mut groups = figure.split([',', '.']);
    let first = groups.next()?;
    if first.is_empty() || (first.len() > 1 && first.starts_with('0')) {
        return None;
    }
    let mut text = first.to_owned();
    for group in groups {
        if group.len() != 3 || first == "0" || first.len() > 3 {
            return None;
        }
        text.push_str(group);
    }
    text.parse().ok()
}

/// Ways to tell a number of time and an amount apart that ran together: `1100 VNĐ` is 1 and 100,
/// because the portal prints a thousand as `1,000`; `125 VNĐ` may be 1 and 25 or 12 and 5.
pub(crate) fn run_together(text: &str) -> Option<RunTogether<'_>> {
    let (figure, currency) = figure(text)?;
    let digits = leading_digits(figure);
    let grouped = |rest: &str| {
        let first = leading_digits(rest);
        first.len() <= 3 && !first.is_empty() && first != "0" && plain(rest.trim_end()).is_some()
    };
    let splits: Vec<usize> = (1..digits.len().min(4)).filter(|at| grouped(&figure[*at..])).collect();
    let length = figure.len() + currency.len();
    let foreign = !DONG.contains(&currency);
    (!splits.is_empty()).then_some(RunTogether { text: &text[..length], figure, foreign, splits })
}

/// A number and an amount in one figure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct RunTogether<'a> {
    /// As printed, with the currency.
    pub(crate) text: &'a str,
    figure: &'a str,
    foreign: bool,
    /// Where it may be cut.
    pub(crate) splits: Vec<usize>,
}

impl<'a> RunTogether<'a> {
    /// The cell of the fee behind a cut.
    pub(crate) fn head(&self, cut: usize) -> Option<Head<'a>> {
        if self.foreign { Some(Head::Foreign(&self.text[cut..])) } else { self.amount(cut).map(Head::Dong) }
    }

    fn amount(&self, cut: usize) -> Option<i64> {
        plain(self.figure[cut..].trim_end())
    }

    /// The only cut, or the only one whose amount the note names: as it stands or in thousands.
    pub(crate) fn cut(&self, note: &str) -> Option<usize> {
        if let [only] = self.splits.as_slice() {
            return Some(*only);
        }
        let named = amounts_in(note);
        let agrees = |cut: &&usize| {
            let amount = self.amount(**cut).unwrap_or(-1);
            named.iter().any(|one| *one == amount || *one == amount.saturating_mul(1000))
        };
        let mut agreeing = self.splits.iter().filter(agrees);
        match (agreeing.next(), agreeing.next()) {
            (Some(cut), None) => Some(*cut),
            _ => None,
        }
    }
}

/// The note in brackets a text begins with, without its brackets, and how many bytes it takes. A
/// bracket inside that is never closed, or an item `a)`, does not end it.
pub(crate) fn bracket(text: &str) -> (&str, usize) {
    if !text.starts_with('(') {
        return ("", 0);
    }
    let mut depth = 0_i32;
    let mut last = None;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                let after = &text[at + 1..];
                if ends_cell(after) {
                    if depth <= 0 {
                        return (&text[1..at], at + 1);
                    }
                    last = Some(at);
                }
            }
            _ => {}
        }
    }
    match last {
        Some(at) => (&text[1..at], at + 1),
        None => (&text[1..], text.len()),
    }
}

/// Whether a cell may end before this text: nothing follows, or something that runs on.
fn ends_cell(after: &str) -> bool {
    after.chars().next().is_none_or(|c| !c.is_whitespace() && !".,;:)/”\"".contains(c))
}

/// A fee, from its cell and its note.
pub(crate) fn fee(head: Head<'_>, note: &str) -> FeeRead {
    let note = note.trim().to_owned();
    match head {
        Head::Free => FeeRead::Free { note },
        Head::Dong(amount) => FeeRead::Amount { amount: Money(amount), note },
        Head::Foreign(printed) if note.is_empty() => FeeRead::ByCase { note: printed.to_owned() },
        Head::Foreign(printed) => FeeRead::ByCase { note: format!("{printed} ({note})") },
        Head::Nothing if note.is_empty() => FeeRead::NotStated,
        Head::Nothing if province_sets(&note) => FeeRead::ByProvince { note },
        Head::Nothing => FeeRead::ByCase { note },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_free_an_amount_another_currency_or_nothing() {
        assert_eq!(head("Miễn phíTrực tiếp"), Some((Head::Free, "Miễn phí".len())));
        assert_eq!(head("10,000,000 VNĐ(Phí"), Some((Head::Dong(10_000_000), "10,000,000 VNĐ".len())));
        assert_eq!(head("250,000 Việt Nam Đồng").unwrap().0, Head::Dong(250_000));
        assert_eq!(head("50 USD(").unwrap().0, Head::Foreign("50 USD"));
        assert_eq!(head("7 SDR").unwrap().0, Head::Foreign("7 SDR"));
        assert_eq!(head("Không có thông tinNộp").unwrap().0, Head::Nothing);
        assert_eq!(head("Theo quy định"), None);
    }

    #[test]
    fn a_number_that_ran_into_an_amount_is_cut_only_where_one_cut_is_possible() {
        let cut = |text: &str, note: &str| run_together(text).and_then(|found| found.cut(note));
        assert_eq!(cut("1100 VNĐ", ""), Some(1));
        assert_eq!(cut("120,000 VNĐ", ""), Some(1));
        assert_eq!(cut("3010,000 VNĐ", ""), Some(2));
        assert_eq!(cut("125 VNĐ", ""), None);
        assert_eq!(cut("125 VNĐ", "mức thu 25.000 đồng"), Some(1));
        assert_eq!(run_together("5,000 VNĐ"), None);
    }

    #[test]
    fn a_note_ends_where_its_cell_ends() {
        assert_eq!(bracket("(Phí (AOC): 40.000 đồng)50 ngày").0, "Phí (AOC): 40.000 đồng");
        assert_eq!(bracket("(a) một; b) hai)Nộp").0, "a) một; b) hai");
        assert_eq!(bracket("(chưa đóng").0, "chưa đóng");
        assert_eq!(bracket("không").1, 0);
    }

    #[test]
    fn a_fee_the_cell_leaves_open_is_what_its_note_says() {
        assert_eq!(
            fee(Head::Nothing, "Theo Nghị quyết của Hội đồng nhân dân tỉnh"),
            FeeRead::ByProvince {
                note: "Theo Nghị quyết của Hội đồng nhân dân tỉnh".to_owned()
            }
        );
        assert_eq!(
            fee(Head::Foreign("50 USD"), "+ một lần"),
            FeeRead::ByCase { note: "50 USD (+ một lần)".to_owned() }
        );
        assert_eq!(fee(Head::Nothing, ""), FeeRead::NotStated);
    }
}
