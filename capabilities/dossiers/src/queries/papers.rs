//! Papers and results of a dossier, as its owner sees them.

use super::both;
use cases::queries::Whole;
use catalogue::{Revision, Text};
use kernel::{Id, Moment};

/// A paper with the dossier, as its owner sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaperLine {
    /// Its id.
    pub id: Id,
    /// What it is.
    pub name: Text,
    /// Whether it can be opened.
    pub file: bool,
    /// `original`, `photo` and so on.
    pub form: String,
    /// How many.
    pub copies: i64,
    /// Pages, when known.
    pub pages: Option<i64>,
    /// Size in bytes.
    pub size: Option<i64>,
    /// When it came.
    pub at: Moment,
    /// Whether its original was compared.
    pub compared: bool,
    /// A result that came after a wrong one: the right one, or the wrong one itself.
    pub mended: Option<Mended>,
}

/// Two results stand beside each other when one was wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mended {
    /// As it was handed over first.
    Before,
    /// As it was mended.
    After,
}

/// The papers of a dossier, or its results.
pub(super) fn papers(whole: &Whole, revision: &Revision, results: bool) -> Vec<PaperLine> {
    let state = &whole.case.state;
    // What came after the end is the right one in place of a wrong one.
    let handed_over = state.closed_at.filter(|_| results && state.course.corrections > 0);
    whole
        .papers
        .iter()
        .filter(|(paper, _)| cases::is_result(&paper.key) == results)
        .map(|(paper, _)| PaperLine {
            id: paper.id,
            name: paper_name(revision, &paper.key),
            file: paper.file.is_some(),
            form: paper.form.clone(),
            copies: paper.copies,
            pages: paper.pages,
            size: paper.size,
            at: paper.added_at,
            compared: paper.compared_at.is_some(),
            mended: handed_over
                .filter(|_| paper.key == cases::RESULT)
                .map(|end| if paper.added_at > end { Mended::After } else { Mended::Before }),
        })
        .collect()
}

/// What a paper is called; a result of one part is called as that part's.
fn paper_name(revision: &Revision, key: &str) -> Text {
    if let Some(paper) = revision.paper(key) {
        return paper.name.clone();
    }
    let part = key.strip_prefix(cases::RESULT).and_then(|rest| rest.strip_prefix('-'));
    match part.and_then(|part| revision.part(part)) {
        Some(part) => part_result(revision, part).unwrap_or_else(|| part.citizen.clone()),
        None => {
            revision.procedure.result.first().map_or_else(|| both(key, key), |result| result.name.clone())
        }
    }
}

/// What the result of a part is called; none for a part that only hands data over.
pub(super) fn part_result(revision: &Revision, part: &catalogue::Part) -> Option<Text> {
    let code = part.result.as_ref()?;
    revision.procedure.result.iter().find(|result| result.code == *code).map(|result| result.name.clone())
}
