//! Finding a procedure by what people call it: without marks, in any order, mistyped, by the
//! beginning of words, by names of before. One index in memory, the same on both engines.

mod filling;
mod found;
mod index;
mod letters;
pub(crate) mod missed;
mod rank;
mod readings;
mod spoken;
pub(crate) mod synonyms;
#[cfg(test)]
mod tests;
mod typos;
mod vocabulary;

pub use found::{Found, Hit, OfficeHit, Topic};
pub use missed::MissedTerm;
pub(crate) use synonyms::Synonyms;

use crate::entry::Entry;
use crate::national::Listed;
use crate::revision::Revision;
use index::{Index, Kind, Subject};
use rank::Fit;
use readings::Meant;
use std::sync::Arc;

/// Most procedures shown as near when nothing was found.
const NEAREST: usize = 8;
/// Most topics of one search.
const TOPICS: usize = 4;
/// What fits this much worse than the best is not shown.
const FAR_BEHIND: f32 = 0.3;

/// The index over everything that can be found. Built once, then only asked.
#[derive(Debug, Default)]
pub(crate) struct SearchIndex(Index);

impl SearchIndex {
    /// Builds the index. A procedure that stands in `made` and in `national` is in it twice: who
    /// asks says which of them fits.
    pub(crate) fn build(
        made: &[Arc<Revision>],
        national: &[Arc<Listed>],
        synonyms: &Synonyms,
        topics: &[Topic],
    ) -> SearchIndex {
        SearchIndex(Index::build(made, national, synonyms, topics))
    }

    /// What fits a query, of that for which `fits` holds; at most `limit` procedures.
    pub(crate) fn find(&self, query: &str, fits: impl Fn(&Entry) -> bool, limit: usize) -> Found {
        let index = &self.0;
        let asked = readings::read(index, query);
        let allowed = |document: u32| match &index.documents[document as usize].subject {
            Subject::Procedure(entry) => fits(entry),
            Subject::Topic(_) => true,
        };
        if let Some(digits) = &asked.code {
            let by_code = rank::by_code(index, digits).into_iter().filter(|one| allowed(*one));
            let procedures: Vec<Hit> = by_code.filter_map(|document| self.hit(document, None)).collect();
            if !procedures.is_empty() || asked.code_only {
                let total = procedures.len();
                return Found { procedures: first(procedures, limit), total, ..Found::default() };
            }
        }
        let all: Vec<Fit> =
            rank::rank(index, &asked).into_iter().filter(|fit| allowed(fit.document)).collect();
        self.found(&asked, &all, limit)
    }

    fn found(&self, asked: &readings::Asked, all: &[Fit], limit: usize) -> Found {
        let index = &self.0;
        let mut found = Found::default();
        let floor = all.iter().find(|fit| fit.good).map_or(0.0, |fit| fit.score * FAR_BEHIND);
        for fit in all.iter().filter(|fit| fit.good && fit.score >= floor) {
            match &index.documents[fit.document as usize].subject {
                Subject::Topic(key) if found.topics.len() < TOPICS => found.topics.push(key.clone()),
                Subject::Topic(_) => {}
                Subject::Procedure(_) => {
                    found.total += 1;
                    if found.procedures.len() < limit {
                        found.procedures.extend(self.hit(fit.document, Some(fit)));
                    }
                }
            }
        }
        if found.procedures.is_empty() {
            let near = all.iter().filter_map(|fit| self.hit(fit.document, None));
            found.nearest = near.map(|hit| hit.entry).take(NEAREST).collect();
        }
        found.understood.extend(self.understood(asked, all));
        found
    }

    /// What the words were taken for, where the best hit follows from another reading.
    fn understood(&self, asked: &readings::Asked, all: &[Fit]) -> Option<String> {
        let best = all.first().filter(|fit| fit.good)?;
        let reading = &asked.readings[best.reading];
        match &reading.meant {
            Meant::Typed => None,
            Meant::Mended | Meant::Said => Some(rank::words_meant(&self.0, reading, best)),
        }
    }

    fn hit(&self, document: u32, fit: Option<&Fit>) -> Option<Hit> {
        let Subject::Procedure(entry) = &self.0.documents[document as usize].subject else { return None };
        let alias =
            fit.and_then(|fit| rank::phrase_words(&self.0, fit)).filter(|(kind, _)| *kind == Kind::Alias);
        let known = kernel::text::fold(entry.short(crate::model::Lang::Vi));
        let by = alias.map(|(_, words)| words).filter(|words| !known.contains(&kernel::text::fold(words)));
        Some(Hit { entry: entry.clone(), by })
    }

    /// Bytes held by the index, roughly, without the procedures themselves.
    pub(crate) fn bytes(&self) -> usize {
        self.0.bytes()
    }
}

fn first<T>(mut all: Vec<T>, most: usize) -> Vec<T> {
    all.truncate(most);
    all
}
