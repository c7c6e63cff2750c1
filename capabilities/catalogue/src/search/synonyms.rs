//! What people call things: `procedures/synonyms.toml`, which an office may change. The words of a
//! group are read as what it means, and lead to the procedures it names.

use crate::parse::{self, Problem};
use crate::source_files::SourceFile;
use serde::Deserialize;
use std::collections::HashMap;

/// The file.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Synonyms {
    /// Its groups.
    #[serde(default)]
    pub(crate) group: Vec<Group>,
}

/// Words that mean the same.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Group {
    /// What people say: `sổ đỏ`, `sổ hồng`.
    pub(crate) words: Vec<String>,
    /// What the catalogue says instead; each is tried.
    #[serde(default)]
    pub(crate) means: Vec<String>,
    /// Procedures these words lead to, by national code.
    #[serde(default)]
    pub(crate) codes: Vec<String>,
    /// Names of before, no longer in the law: `hộ khẩu`.
    #[serde(default)]
    pub(crate) old: bool,
    /// Letters that stand for words: names are read with them written out, too.
    #[serde(default)]
    pub(crate) abbreviation: bool,
}

/// Most groups: an office's file stays far below, and search stays quick.
const MOST_GROUPS: usize = 2_000;
/// Longest word or meaning, in characters.
const LONGEST: usize = 120;

/// Every mistake in the file.
pub(crate) fn check(synonyms: &Synonyms, file: &SourceFile) -> Vec<Problem> {
    let mut problems = Vec::new();
    // Looked for when there is something to say: the file is long, and nearly always right.
    let start = |group: usize| {
        let found = file.text.match_indices("[[group]]").nth(group);
        found.map(|(at, _)| parse::line_at(&file.text, at))
    };
    let mut add = |group: usize, what: String, remedy: &str| {
        let line = start(group);
        problems.push(Problem::new(file, line, what, remedy.to_owned()));
    };
    if synonyms.group.len() > MOST_GROUPS {
        add(
            MOST_GROUPS,
            format!("There are more than {MOST_GROUPS} groups"),
            "Join groups that mean the same",
        );
    }
    let mut meanings: HashMap<String, usize> = HashMap::new();
    for (at, group) in synonyms.group.iter().enumerate() {
        for (what, remedy) in mistakes(group) {
            add(at, what, remedy);
        }
        for word in group.words.iter().filter(|word| !is_empty(word)) {
            let written = super::vocabulary::words_of(word, usize::MAX).join(" ");
            let Some(other) = meanings.insert(written, at) else { continue };
            let what = format!(
                "`{word}` stands in another group, too, which begins on line {}",
                start(other).unwrap_or(0)
            );
            let what = if other == at { format!("`{word}` stands twice in the group") } else { what };
            add(at, what, "Leave it in one of them, with everything it means");
        }
    }
    problems
}

fn mistakes(group: &Group) -> Vec<(String, &'static str)> {
    let mut found = Vec::new();
    if group.words.is_empty() {
        found.push(("The group has no words".to_owned(), "Write what people say, or take the group out"));
    }
    if group.means.is_empty() && group.codes.is_empty() {
        found.push(("The group means nothing".to_owned(), "Add `means`, `codes`, or both"));
    }
    for text in group.words.iter().chain(&group.means) {
        if is_empty(text) {
            found.push((format!("`{text}` has no letters"), "Write the words, or take it out"));
        } else if text.chars().count() > LONGEST {
            let start: String = text.chars().take(30).collect();
            found.push((
                format!("`{start}…` is longer than {LONGEST} characters"),
                "Write the words people look for",
            ));
        }
    }
    for code in group.codes.iter().filter(|code| !crate::check::is_code(code)) {
        found.push((format!("`{code}` is not a procedure code"), "Write one digit, a dot and six digits"));
    }
    let one_word = |word: &String| super::vocabulary::words_of(word, 2).len() == 1;
    if group.abbreviation && !(group.words.iter().all(one_word) && group.means.len() == 1) {
        found.push((
            "An abbreviation has one word for one meaning".to_owned(),
            "Write one `means`, and words without spaces; or take `abbreviation` out",
        ));
    }
    found
}

fn is_empty(text: &str) -> bool {
    super::vocabulary::words_of(text, 1).is_empty()
}

/// Codes named in the file that are neither made here nor in the national catalogue that was given:
/// that may be a part of the whole, so it is no mistake.
pub(crate) fn unknown_codes(
    synonyms: &Synonyms,
    file: &SourceFile,
    known: impl Fn(&str) -> bool,
) -> Vec<Problem> {
    let codes = synonyms.group.iter().flat_map(|group| &group.codes);
    let unknown = codes.filter(|code| !known(code)).map(|code| {
        let line = file.text.find(code.as_str()).map(|at| parse::line_at(&file.text, at));
        let what = format!("`{code}` is neither made here nor in the national catalogue");
        Problem::new(file, line, what, "Take the code out, or put the one in that took its place".to_owned())
    });
    unknown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let file = SourceFile { path: "synonyms.toml".to_owned(), text: text.to_owned() };
        match parse::table(&file) {
            Ok(synonyms) => check(&synonyms, &file).iter().map(ToString::to_string).collect(),
            Err(problem) => vec![problem.to_string()],
        }
    }

    #[test]
    fn a_good_file_has_no_mistakes() {
        let good = "[[group]]\nwords = [\"sổ đỏ\"]\nmeans = [\"giấy chứng nhận\"]\n\
            [[group]]\nwords = [\"BHYT\"]\nmeans = [\"bảo hiểm y tế\"]\nabbreviation = true\n";
        assert_eq!(problems(good), Vec::<String>::new());
        assert_eq!(problems(""), Vec::<String>::new());
    }

    #[test]
    fn every_mistake_is_named_with_its_line_and_what_to_do() {
        let cases = [
            ("\n[[group]]\nwords = []\nmeans = [\"a\"]", "synonyms.toml:2: The group has no words. "),
            ("[[group]]\nwords = [\"a\"]", "synonyms.toml:1: The group means nothing. Add `means`"),
            ("[[group]]\nwords = [\"…\"]\nmeans = [\"a\"]", "synonyms.toml:1: `…` has no letters"),
            ("[[group]]\nwords = [\"a\"]\ncodes = [\"12\"]", "`12` is not a procedure code"),
            ("[[group]]\nwords = [\"a\"]\nmean = [\"b\"]", "synonyms.toml:3: The field `mean` is not known"),
            (
                "[[group]]\nwords = [\"a b\"]\nmeans = [\"b\"]\nabbreviation = true",
                "An abbreviation has one word",
            ),
        ];
        for (text, expected) in cases {
            let found = problems(text);
            let expected = expected.replace("The field `mean` is not known", "`mean` is not a field");
            assert!(found.iter().any(|problem| problem.contains(&expected)), "{text}: {found:?}");
        }
    }

    #[test]
    fn a_word_means_one_thing_but_marks_make_it_another_word() {
        let twice = "[[group]]\nwords = [\"Sổ đỏ\"]\nmeans = [\"a\"]\n[[group]]\nwords = [\"sổ  đỏ\"]\nmeans = [\"b\"]\n";
        let found = problems(twice);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("synonyms.toml:4: `sổ  đỏ` stands in another group"), "{found:?}");
        let other = twice.replace("sổ  đỏ", "sơ đồ");
        assert_eq!(problems(&other), Vec::<String>::new());
    }
}
