//! The tables of papers: a heading of the case, then rows of name, form and how many, run
//! together: `Trường hợp một:Tên giấy tờ…Tờ khaiTO KHAI.docx1 bản chính,2 bản saoGiấy…`.

use crate::national::words::{leading_digits, one_line, trailing_digits, without_debris};
use crate::national::{NationalPaper, PaperGroup};

const HEADING: &str = "Tên giấy tờMẫu đơn, tờ khaiSố lượng";
const ORIGINALS: &str = " bản chính";
const COPIES: &str = " bản sao";
/// Printed as heading where there is no case.
const NO_CASE: [&str; 3] = ["Thành phần hồ sơ", "Thành phần hồ sơ:", "Thành phần hồ sơ gồm:"];

/// The tables as they were read.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub(crate) groups: Vec<PaperGroup>,
    pub(crate) unread: Vec<String>,
}

/// The cell of how many.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Quantity {
    start: usize,
    end: usize,
    originals: u32,
    copies: Option<u32>,
}

/// Reads the tables.
pub(crate) fn tables(text: &str) -> Tables {
    let text = without_debris(text);
    let mut tables = Tables::default();
    let mut at = 0;
    // Without a table it is prose that strayed here; a figure in it counts no papers.
    let quantities = if text.contains(HEADING) { quantities(text) } else { Vec::new() };
    for quantity in quantities {
        let name = headings(&mut tables, &text[at..quantity.start]);
        let (name, form) = name_and_form(name);
        let group = last_group(&mut tables);
        group.papers.push(NationalPaper {
            name,
            form,
            originals: Some(quantity.originals),
            copies: quantity.copies,
            note: quantity.originals == 0 && quantity.copies.unwrap_or(0) == 0,
        });
        at = quantity.end;
    }
    let rest = headings(&mut tables, &text[at..]).trim();
    if !rest.trim_matches(['-', ' ']).is_empty() && rest != crate::national::words::NOTHING {
        tables.unread.push(rest.to_owned());
    }
    tables
}

fn last_group(tables: &mut Tables) -> &mut PaperGroup {
    if tables.groups.is_empty() {
        tables.groups.push(PaperGroup { case: None, papers: Vec::new() });
    }
    let last = tables.groups.len() - 1;
    &mut tables.groups[last]
}

/// Opens a group for each heading in a text; what stands behind the last one.
fn headings<'t>(tables: &mut Tables, text: &'t str) -> &'t str {
    let mut rest = text;
    while let Some((case, after)) = rest.split_once(HEADING) {
        let case = one_line(case.trim_matches(|c: char| c == '-' || c.is_whitespace()));
        let case = (!case.is_empty() && !NO_CASE.contains(&case.as_str())).then_some(case);
        tables.groups.push(PaperGroup { case, papers: Vec::new() });
        rest = after;
    }
    rest
}

fn quantities(text: &str) -> Vec<Quantity> {
    let found: Vec<Quantity> =
        text.match_indices(ORIGINALS).filter_map(|(at, _)| quantity(text, at)).collect();
    // `nộp 1 bản chính1 bản chính`: the first is the end of the name, the second the cell.
    let starts: Vec<usize> = found.iter().map(|quantity| quantity.start).collect();
    let in_name = |quantity: &Quantity| {
        let apart = text[..quantity.start].ends_with(|c: char| c.is_whitespace() || c == '(');
        apart && starts.contains(&quantity.end)
    };
    found.into_iter().filter(|quantity| !in_name(quantity)).collect()
}

/// The cell around ` bản chính` at `at`; none where it belongs to the name: `(01 bản chính)`,
/// `nộp 02 bản chính, trong đó`.
fn quantity(text: &str, at: usize) -> Option<Quantity> {
    let digits = trailing_digits(&text[..at]);
    let count = count(&text[..at - digits.len()], digits)?;
    let behind = &text[at + ORIGINALS.len()..];
    let copies = behind.strip_prefix(',').and_then(|rest| {
        let number = leading_digits(rest);
        rest[number.len()..].starts_with(COPIES).then_some(number)
    });
    let length = copies.map_or(0, |number| 1 + number.len() + COPIES.len());
    let start = at - count.len();
    let alone = text[..start].ends_with(|c: char| c.is_whitespace() || c == '(');
    let goes_on = behind[length..].starts_with(|c: char| c.is_whitespace() || ".,;:)/".contains(c));
    if alone && goes_on {
        return None;
    }
    let copies = match copies {
        None => None,
        Some(number) => Some(number.parse().ok()?),
    };
    Some(Quantity { start, end: at + ORIGINALS.len() + length, originals: count.parse().ok()?, copies })
}

/// Which of these digits are the number; the ones before end the name (`Mẫu số 18`, `năm 2024`,
/// `TK04`). The portal prints no leading nought.
fn count<'d>(before: &str, digits: &'d str) -> Option<&'d str> {
    let last = &digits[digits.len().checked_sub(1)?..];
    match digits.len() {
        1 => Some(digits),
        2 if digits.starts_with('0') => None,
        2 => {
            let sentence = before.ends_with(|c: char| c.is_lowercase() || ";)”".contains(c));
            let file = before.rsplit('.').next().is_some_and(is_extension);
            Some(if sentence && !before.ends_with(char::is_whitespace) || file { digits } else { last })
        }
        _ => Some(last),
    }
}

const EXTENSIONS: [&str; 17] = [
    "docx", "doc", "pdf", "xlsx", "xls", "rar", "zip", "jpeg", "jpg", "png", "odt", "rtf", "pptx", "ppt",
    "txt", "tif", "xml",
];

fn is_extension(text: &str) -> bool {
    EXTENSIONS.contains(&text.to_lowercase().as_str())
}

/// A name and the file names of its forms that run on behind it.
fn name_and_form(text: &str) -> (String, Option<String>) {
    let text = text.trim();
    let mut cut = text.len();
    while let Some(start) = file_start(&text[..cut]) {
        cut = start;
        if cut == 0 {
            break;
        }
    }
    let (name, form) = (one_line(&text[..cut]), one_line(&text[cut..]));
    match (name.is_empty(), form.is_empty()) {
        // A paper that is called like its file.
        (true, _) => (form, None),
        (false, true) => (name, None),
        (false, false) => (name, Some(form)),
    }
}

/// Where the file name begins that a text ends with: at the last place where something runs on
/// without a space.
fn file_start(text: &str) -> Option<usize> {
    let (stem, extension) = text.rsplit_once('.')?;
    if !is_extension(extension) {
        return None;
    }
    let mut end = stem.len();
    let mut weak = None;
    loop {
        let start = stem[..end].rfind(char::is_whitespace).map_or(0, |at| at + 1);
        if let Some(at) = seam(&stem[start..end]) {
            let at = start + at;
            let short = !stem[at..].contains(|c: char| c.is_lowercase() || c.is_whitespace());
            let point = stem[..at].ends_with('.');
            if !(point && short) {
                return Some(at);
            }
            // `Đơn đề nghị.CSBT.docx` may be one name: look for a better place.
            weak = weak.or(Some(at));
        }
        if start == 0 || end.saturating_sub(start) > 200 {
            return weak;
        }
        end = stem[..start].trim_end().len();
        if end == 0 {
            return weak;
        }
    }
}

/// The first place in a word where another text runs on: `họcĐơn`, `;Mẫu`, `NĐ-CP.Mẫu`, `Nam32-Mẫu`,
/// `đủmẫu`, `BNNPTNTPhlc`.
fn seam(word: &str) -> Option<usize> {
    let mut before = word.char_indices();
    let certain = before.by_ref().skip(1).map(|found| found.0).find(|at| {
        let (head, tail) = word.split_at(*at);
        runs_on(head, tail)
    });
    let chars: Vec<(usize, char)> = word.char_indices().collect();
    let camel = |three: &&[(usize, char)]| {
        let (first, middle, next) = (three[0].1, three[1].1, three[2].1);
        (first.is_uppercase() || first.is_ascii_digit()) && middle.is_uppercase() && next.is_lowercase()
    };
    let camel = chars.windows(3).find(camel).map(|three| three[1].0);
    match (certain, camel) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn runs_on(head: &str, tail: &str) -> bool {
    let Some(last) = head.chars().next_back() else { return false };
    let numbered =
        tail[leading_digits(tail).len()..].starts_with('-') && tail.starts_with(|c: char| c.is_ascii_digit());
    let capital = tail.starts_with(char::is_uppercase);
    let sentence = head.strip_suffix('.').and_then(|head| head.chars().next_back());
    match sentence {
        Some(end) if end.is_lowercase() || end == ')' => capital || numbered || tail.starts_with("mẫu"),
        Some(end) if end.is_uppercase() => capital && tail.chars().nth(1).is_some_and(char::is_lowercase),
        Some(_) => false,
        None if last.is_lowercase() => capital || numbered || tail.starts_with("mẫu"),
        None => ";,:)”".contains(last) && tail.starts_with(char::is_alphanumeric),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<NationalPaper> {
        let tables = tables(&format!("--{HEADING}{text}"));
        assert!(tables.unread.is_empty(), "{:?}", tables.unread);
        tables.groups.into_iter().flat_map(|group| group.papers).collect()
    }

    fn paper(name: &str, form: Option<&str>, originals: u32, copies: Option<u32>) -> NationalPaper {
        NationalPaper {
            name: name.to_owned(),
            form: form.map(str::to_owned),
            originals: Some(originals),
            copies,
            note: originals == 0 && copies.unwrap_or(0) == 0,
        }
    }

    #[test]
    fn rows_are_told_apart_with_form_and_number() {
        let text = concat!(
            "Tờ khai theo mẫu;TO KHAI.docx1 bản chính- Đơn đề nghịDon 01.docDon 02.doc1 bản chính,2 bản sao",
            "Ghi chú.0 bản chínhHợp đồng0 bản chính,1 bản sao"
        );
        assert_eq!(
            read(text),
            [
                paper("Tờ khai theo mẫu;", Some("TO KHAI.docx"), 1, None),
                paper("- Đơn đề nghị", Some("Don 01.docDon 02.doc"), 1, Some(2)),
                paper("Ghi chú.", None, 0, None),
                paper("Hợp đồng", None, 0, Some(1)),
            ]
        );
    }

    #[test]
    fn figures_of_the_name_are_not_the_number() {
        let text = concat!(
            "Đơn theo Mẫu số 181 bản chính,1 bản saoHợp đồng (01 bản chính hoặc 01 bản sao có chứng thực)1 bản chính",
            "Tờ khai: 02 bản chính. Nộp tại xã1 bản chínhGiấy phép: 01 bản chính1 bản chính",
            "Báo cáo ngày 24/7/20240 bản chính,1 bản saoDanh sách;10 bản chínhTờ TK042 bản chính"
        );
        assert_eq!(
            read(text),
            [
                paper("Đơn theo Mẫu số 18", None, 1, Some(1)),
                paper("Hợp đồng (01 bản chính hoặc 01 bản sao có chứng thực)", None, 1, None),
                paper("Tờ khai: 02 bản chính. Nộp tại xã", None, 1, None),
                paper("Giấy phép: 01 bản chính", None, 1, None),
                paper("Báo cáo ngày 24/7/2024", None, 0, Some(1)),
                paper("Danh sách;", None, 10, None),
                paper("Tờ TK04", None, 2, None),
            ]
        );
    }

    #[test]
    fn the_file_of_a_form_begins_where_it_runs_on() {
        for (text, name) in [
            (
                "Đơn theo Thông tư số 94/2025/TT-BNNMT.Quy trình.docx",
                "Đơn theo Thông tư số 94/2025/TT-BNNMT.",
            ),
            ("Đơn theo Thông tư số 21/2015/TT-BNNPTNTPhlcII.docx", "Đơn theo Thông tư số 21/2015/TT-BNNPTNT"),
            ("Trợ cấp một lần (mẫu 9B).47-Mẫu 8A-Công văn (1).doc", "Trợ cấp một lần (mẫu 9B)."),
            ("Đơn đề nghị đủ điều kiệnmẫu số 1 nđ 88.docx", "Đơn đề nghị đủ điều kiện"),
            ("Dự án cơ sởDu an.CSBT.docx", "Dự án cơ sở"),
        ] {
            assert_eq!(name_and_form(text).0, name);
        }
        assert_eq!(name_and_form("Mẫu 12.docx"), ("Mẫu 12.docx".to_owned(), None));
    }

    #[test]
    fn papers_stand_under_their_case() {
        let text = format!("--{HEADING}Đơn1 bản chính- Trường hợp mất: {HEADING}Giấy báo1 bản chính----");
        let tables = tables(&text);
        let cases: Vec<_> =
            tables.groups.iter().map(|group| (group.case.as_deref(), group.papers.len())).collect();
        assert_eq!(cases, [(None, 1), (Some("Trường hợp mất:"), 1)]);
        assert!(tables.unread.is_empty());
    }

    #[test]
    fn prose_where_papers_should_be_goes_to_an_editor() {
        let tables = tables("); nộp 01 bản chính cho cơ quan.");
        assert!(tables.groups.is_empty());
        assert_eq!(tables.unread, ["); nộp 01 bản chính cho cơ quan."]);
    }
}
