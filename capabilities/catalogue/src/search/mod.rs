//! Finding a procedure by what people call it: without marks, in any order, by the beginning of
//! words. One index in memory, the same on both engines.

mod found;

pub use found::{Found, Hit, OfficeHit, Topic};

use crate::entry::Entry as Standing;
use crate::revision::Revision;
use kernel::text::fold;
use std::sync::Arc;

/// Words that say nothing about which procedure is meant, folded.
const EMPTY_WORDS: &[&str] = &[
    "toi", "muon", "can", "xin", "lam", "cho", "ve", "cua", "o", "dau", "the", "nao", "giay", "thu", "tuc",
    "i", "want", "to", "a", "the", "of", "my",
];

/// What an index knows of one procedure.
#[derive(Debug)]
struct Entry {
    revision: Arc<Revision>,
    /// Whole phrases people use.
    phrases: Vec<String>,
    /// Each word with its weight.
    words: Vec<(String, u32)>,
}

/// The index over the procedures in the catalogue.
#[derive(Debug, Default)]
pub(crate) struct Index(Vec<Entry>);

impl Index {
    pub(crate) fn of(revisions: &[Arc<Revision>]) -> Index {
        Index(revisions.iter().map(entry).collect())
    }

    /// What fits, in groups, at most `limit` procedures.
    pub(crate) fn search(&self, query: &str, fits: impl Fn(&Revision) -> bool, limit: usize) -> Found {
        let all = self.find(query, fits);
        let hit = |revision: &Arc<Revision>| Hit { entry: Standing::Made(revision.clone()), by: None };
        let procedures: Vec<Hit> = all.iter().take(limit).map(hit).collect();
        Found { total: all.len(), procedures, ..Found::default() }
    }

    /// What fits best first; empty when nothing does.
    pub(crate) fn find(&self, query: &str, fits: impl Fn(&Revision) -> bool) -> Vec<Arc<Revision>> {
        let folded = fold(query);
        let code = query.trim();
        let mut asked: Vec<&str> =
            folded.split(' ').filter(|word| !word.is_empty() && !EMPTY_WORDS.contains(word)).collect();
        if asked.is_empty() {
            asked = folded.split(' ').filter(|word| !word.is_empty()).collect();
        }
        let mut found: Vec<(u32, &Entry)> = self
            .0
            .iter()
            .filter(|entry| fits(&entry.revision))
            .map(|entry| (entry.score(&folded, &asked, code), entry))
            .filter(|(score, _)| *score > 0)
            .collect();
        found.sort_by(|(a, one), (b, other)| {
            b.cmp(a).then_with(|| one.revision.code().cmp(other.revision.code()))
        });
        found.into_iter().map(|(_, entry)| entry.revision.clone()).collect()
    }
}

impl Entry {
    fn score(&self, folded: &str, asked: &[&str], code: &str) -> u32 {
        if asked.is_empty() {
            return 0;
        }
        if self.revision.code() == code {
            return 10_000;
        }
        let best = |word: &&str| {
            let fits = self.words.iter().filter(|(known, _)| {
                known == word || ((word.len() > 1 || asked.len() > 1) && known.starts_with(*word))
            });
            fits.map(|(known, weight)| if known == word { weight * 2 } else { *weight }).max().unwrap_or(0)
        };
        let scores: Vec<u32> = asked.iter().map(best).collect();
        let met = scores.iter().filter(|score| **score > 0).count();
        if met * 2 < asked.len() + usize::from(asked.len() > 1) {
            return 0;
        }
        let whole = self.phrases.iter().any(|phrase| phrase == folded);
        let inside =
            self.phrases.iter().any(|phrase| phrase.contains(folded) || folded.contains(phrase.as_str()));
        scores.iter().sum::<u32>() + if whole { 1_000 } else { 0 } + if inside { 100 } else { 0 }
    }
}

fn entry(revision: &Arc<Revision>) -> Entry {
    let procedure = &revision.procedure;
    let mut phrases: Vec<String> = procedure.words.iter().map(|words| fold(words)).collect();
    let mut words = Vec::new();
    let mut add =
        |text: &str, weight: u32| words.extend(fold(text).split(' ').map(|word| (word.to_owned(), weight)));
    for (text, weight) in
        [(&procedure.short, 4), (&procedure.name, 2), (&procedure.summary, 1), (&procedure.field.name, 1)]
    {
        add(&text.vi, weight);
        add(text.en.as_deref().unwrap_or_default(), weight);
    }
    for alias in &procedure.words {
        add(alias, 3);
    }
    phrases.push(fold(&procedure.short.vi));
    words.retain(|(word, _)| !word.is_empty());
    words.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    words.dedup_by(|later, earlier| later.0 == earlier.0);
    Entry { revision: revision.clone(), phrases, words }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::load;
    use crate::source_files::Files;

    fn first(query: &str) -> Option<String> {
        let loaded = load(Files::embedded().read().unwrap());
        let revisions: Vec<_> =
            loaded.revisions.into_iter().map(|(revision, _)| Arc::new(revision)).collect();
        Index::of(&revisions).find(query, |_| true).first().map(|found| found.code().to_owned())
    }

    #[test]
    fn people_find_a_procedure_by_their_own_words_with_or_without_marks() {
        for query in [
            "trích lục khai sinh",
            "trich luc",
            "ban sao giay khai sinh",
            "XIN LẠI giấy khai sinh",
            "mat giay khai sinh",
            "2.000635",
            "birth certificate",
        ] {
            assert_eq!(first(query).as_deref(), Some("2.000635"), "{query}");
        }
        for query in [
            "xây nhà",
            "tôi muốn xin phép xây nhà",
            "giay phep xay dung",
            "gpxd",
            "cất nhà",
            "building permit",
            "xay d",
        ] {
            assert_eq!(first(query).as_deref(), Some("1.013225"), "{query}");
        }
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        for query in ["hộ chiếu", "", "   ", "xyz", "?"] {
            assert_eq!(first(query), None, "{query}");
        }
    }
}
