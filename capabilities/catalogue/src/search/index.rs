//! Building the index: each thing that can be found, by its phrases and by the words of its papers.

use super::found::Topic;
use super::synonyms::Synonyms;
use super::vocabulary::{Plain, Quick, Vocabulary, Word, each_word, number, words_of};
use crate::entry::Entry;
use crate::national::Listed;
use crate::revision::Revision;
use crate::words::Tier;
use std::collections::HashMap;
use std::sync::Arc;

/// Most words kept of one phrase, and of the papers and results of one procedure.
const PHRASE_WORDS: usize = 160;
const PAPER_WORDS: usize = 1_200;

/// The weight of a word that no document has: somebody's word for something, a place, a name.
pub(super) const UNKNOWN_WEIGHT: f32 = 0.35;

/// What a phrase is; names weigh more than what stands around them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// The name, or a part of it.
    Name,
    /// What people call it.
    Alias,
    /// A sentence about it.
    Summary,
}

/// Words in a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Phrase {
    from: u32,
    to: u32,
    pub(super) kind: Kind,
    /// What its words weigh together.
    pub(super) weight: f32,
}

/// What is found.
#[derive(Clone, Debug)]
pub(super) enum Subject {
    Procedure(Entry),
    Topic(String),
}

/// One thing that can be found.
#[derive(Clone, Debug)]
pub(super) struct Document {
    pub(super) subject: Subject,
    phrases: (u32, u32),
    papers: (u32, u32),
    /// How likely people mean it, everything else being equal.
    pub(super) prior: f32,
}

/// The index.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) vocabulary: Vocabulary,
    pub(super) documents: Vec<Document>,
    phrases: Vec<Phrase>,
    words: Vec<Word>,
    /// Folded words of papers, results, field and body of each document, in order of id.
    papers: Vec<Plain>,
    /// For each folded word, the documents whose phrases have it, then those whose papers have it.
    in_phrases: Postings,
    in_papers: Postings,
    /// What each folded word says about which document is meant: 0 to 1.
    pub(super) weights: Vec<f32>,
    /// Groups of synonyms by the folded word they begin with.
    pub(super) groups: Quick<Plain, Vec<Spoken>>,
    /// Abbreviations, folded, and their words.
    pub(super) short: Quick<Plain, Vec<Word>>,
    /// Documents by the digits of their code.
    pub(super) codes: Vec<(Box<str>, u32)>,
}

/// Words of a group of synonyms, and what they are read as.
#[derive(Clone, Debug)]
pub(super) struct Spoken {
    pub(super) words: Vec<Word>,
    pub(super) means: Arc<Vec<Vec<Word>>>,
}

/// Lists of documents by folded word, in one row.
#[derive(Debug, Default)]
struct Postings {
    starts: Vec<u32>,
    documents: Vec<u32>,
}

impl Postings {
    /// From pairs of word and document.
    fn of(mut pairs: Vec<(Plain, u32)>, words: usize) -> Postings {
        pairs.sort_unstable();
        pairs.dedup();
        let mut starts = vec![0; words + 1];
        for (plain, _) in &pairs {
            starts[*plain as usize + 1] += 1;
        }
        for at in 0..words {
            starts[at + 1] += starts[at];
        }
        Postings { starts, documents: pairs.into_iter().map(|(_, document)| document).collect() }
    }

    fn get(&self, plain: Plain) -> &[u32] {
        match self.starts.get(plain as usize..plain as usize + 2) {
            Some([from, to]) => &self.documents[*from as usize..*to as usize],
            _ => &[],
        }
    }
}

impl Index {
    pub(super) fn build(
        made: &[Arc<Revision>],
        national: &[Arc<Listed>],
        synonyms: &Synonyms,
        topics: &[Topic],
    ) -> Index {
        let mut index = Index::default();
        index.abbreviations(synonyms);
        let mut aliases: HashMap<&str, Vec<&str>> = HashMap::new();
        for group in &synonyms.group {
            for code in &group.codes {
                aliases.entry(code).or_default().extend(group.words.iter().map(String::as_str));
            }
        }
        let mut bags = Bags::default();
        for revision in made {
            let own = aliases.get(revision.code()).map_or(&[][..], Vec::as_slice);
            index.add_made(revision, own, &mut bags);
        }
        for listed in national {
            let own = aliases.get(listed.code.as_str()).map_or(&[][..], Vec::as_slice);
            index.add_national(listed, own, &mut bags);
        }
        for topic in topics {
            index.begin(&mut bags);
            topic.names.iter().for_each(|name| index.phrase(name, Kind::Name));
            index.end(Subject::Topic(topic.key.clone()), 1.0, &bags);
        }
        index.spoken(synonyms);
        index.finish();
        index
    }

    fn abbreviations(&mut self, synonyms: &Synonyms) {
        for group in synonyms.group.iter().filter(|group| group.abbreviation) {
            let Some(means) = group.means.first() else { continue };
            let long: Vec<Word> =
                words_of(means, PHRASE_WORDS).iter().map(|word| self.vocabulary.add(word)).collect();
            for word in &group.words {
                let word = self.vocabulary.add(&word.to_lowercase());
                self.short.insert(self.vocabulary.fold_of(word), long.clone());
            }
        }
    }

    fn spoken(&mut self, synonyms: &Synonyms) {
        for group in synonyms.group.iter().filter(|group| !group.abbreviation) {
            let means = group.means.iter().map(|text| self.read(text));
            let means = Arc::new(means.collect::<Vec<_>>());
            for text in &group.words {
                let words = self.read(text);
                self.vocabulary.note(&words);
                if let Some(first) = words.first().filter(|_| !means.is_empty()) {
                    let first = self.vocabulary.fold_of(*first);
                    self.groups.entry(first).or_default().push(Spoken { words, means: means.clone() });
                }
            }
        }
    }

    /// The words of a text, abbreviations written out.
    fn read(&mut self, text: &str) -> Vec<Word> {
        let (vocabulary, short) = (&mut self.vocabulary, &self.short);
        let mut words = Vec::new();
        each_word(text, PHRASE_WORDS, |word| {
            let id = vocabulary.add(word);
            match short.get(&vocabulary.fold_of(id)) {
                Some(long) => words.extend(long),
                None => words.push(id),
            }
        });
        words
    }

    fn add_made(&mut self, revision: &Arc<Revision>, aliases: &[&str], bags: &mut Bags) {
        let procedure = &revision.procedure;
        self.begin(bags);
        for text in [&procedure.short, &procedure.name] {
            self.names(&text.vi);
            text.en.iter().for_each(|text| self.names(text));
        }
        let own = procedure.words.iter().map(String::as_str);
        own.chain(aliases.iter().copied()).for_each(|text| self.phrase(text, Kind::Alias));
        self.phrase(&procedure.summary.vi, Kind::Summary);
        procedure.summary.en.iter().for_each(|text| self.phrase(text, Kind::Summary));
        let papers = procedure.paper.iter().map(|paper| paper.name.vi.as_str());
        let results = procedure.result.iter().map(|result| result.name.vi.as_str());
        let around = [procedure.field.name.vi.as_str(), procedure.decides.vi.as_str()];
        papers.chain(results).chain(around).for_each(|text| self.paper(text, bags));
        self.code(revision.code());
        let prior = 1.12 * prior(&procedure.tier);
        self.end(Subject::Procedure(Entry::Made(revision.clone())), prior, bags);
    }

    fn add_national(&mut self, listed: &Arc<Listed>, aliases: &[&str], bags: &mut Bags) {
        self.begin(bags);
        self.names(&listed.name);
        aliases.iter().for_each(|text| self.phrase(text, Kind::Alias));
        for text in [&listed.search, &listed.field, &listed.agency] {
            self.paper(text, bags);
        }
        self.code(&listed.code);
        self.end(Subject::Procedure(Entry::National(listed.clone())), prior(&listed.tiers), bags);
    }

    fn code(&mut self, code: &str) {
        let digits: String = code.chars().filter(char::is_ascii_digit).collect();
        self.codes.push((digits.into(), number(self.documents.len())));
    }

    fn begin(&self, bags: &mut Bags) {
        bags.words.clear();
        bags.first = number(self.phrases.len());
    }

    fn end(&mut self, subject: Subject, prior: f32, bags: &Bags) {
        let papers_from = number(self.papers.len());
        self.papers.extend(&bags.words);
        self.papers[papers_from as usize..].sort_unstable();
        let mut kept = papers_from as usize;
        for at in papers_from as usize..self.papers.len() {
            if at == papers_from as usize || self.papers[at] != self.papers[kept - 1] {
                self.papers[kept] = self.papers[at];
                kept += 1;
            }
        }
        self.papers.truncate(kept);
        let phrases = (bags.first, number(self.phrases.len()));
        let papers = (papers_from, number(self.papers.len()));
        self.documents.push(Document { subject, phrases, papers, prior });
    }

    /// A name, and its parts where it says several things.
    fn names(&mut self, text: &str) {
        let text = text.trim();
        self.phrase(text, Kind::Name);
        let parts: Vec<&str> = text.split([';', '/']).map(str::trim).collect();
        if parts.len() > 1 {
            parts.into_iter().filter(|part| part.len() > 8).for_each(|part| self.phrase(part, Kind::Name));
        }
    }

    fn phrase(&mut self, text: &str, kind: Kind) {
        let words = self.read(text);
        if words.is_empty() {
            return;
        }
        self.vocabulary.note(&words);
        let from = number(self.words.len());
        self.words.extend(words);
        self.phrases.push(Phrase { from, to: number(self.words.len()), kind, weight: 0.0 });
    }

    fn paper(&mut self, text: &str, bags: &mut Bags) {
        let (vocabulary, short) = (&mut self.vocabulary, &self.short);
        each_word(text, PAPER_WORDS, |word| {
            let id = vocabulary.add(word);
            let plain = vocabulary.fold_of(id);
            match short.get(&plain) {
                Some(long) => bags.words.extend(long.iter().map(|word| vocabulary.fold_of(*word))),
                None => bags.words.push(plain),
            }
        });
    }

    fn finish(&mut self) {
        self.vocabulary.finish();
        let count = self.vocabulary.plain.len();
        let (mut in_phrases, mut in_papers) = (Vec::new(), Vec::new());
        for (at, document) in self.documents.iter().enumerate() {
            let at = number(at);
            for phrase in &self.phrases[document.phrases.0 as usize..document.phrases.1 as usize] {
                let words = &self.words[phrase.from as usize..phrase.to as usize];
                in_phrases.extend(words.iter().map(|word| (self.vocabulary.fold_of(*word), at)));
            }
            let papers = &self.papers[document.papers.0 as usize..document.papers.1 as usize];
            in_papers.extend(papers.iter().map(|plain| (*plain, at)));
        }
        self.in_phrases = Postings::of(in_phrases, count);
        self.in_papers = Postings::of(in_papers, count);
        self.weights = (0..number(count)).map(|plain| self.weight_of(plain)).collect();
        for at in 0..self.phrases.len() {
            let phrase = self.phrases[at];
            let words = &self.words[phrase.from as usize..phrase.to as usize];
            let weight = |(place, word): (usize, &Word)| {
                self.weights[self.vocabulary.fold_of(*word) as usize] * standing(place)
            };
            let weight = words.iter().enumerate().map(weight).sum();
            self.phrases[at].weight = weight;
        }
        self.codes.sort_unstable();
        self.words.shrink_to_fit();
        self.papers.shrink_to_fit();
        self.phrases.shrink_to_fit();
    }

    /// A word that stands everywhere says little.
    #[expect(clippy::cast_precision_loss, reason = "counts of some thousands")]
    fn weight_of(&self, plain: Plain) -> f32 {
        let all = self.documents.len() as f32;
        let with = match self.in_phrases.get(plain).len() {
            0 => self.in_papers.get(plain).len(),
            count => count,
        };
        if with == 0 {
            return UNKNOWN_WEIGHT;
        }
        let weight = (1.0 + all / (with as f32 + 0.5)).ln() / (1.0 + all * 2.0).ln();
        weight.clamp(0.05, 1.0)
    }

    /// The phrases of a document.
    pub(super) fn phrases_of(&self, document: &Document) -> &[Phrase] {
        &self.phrases[document.phrases.0 as usize..document.phrases.1 as usize]
    }

    /// The words of a phrase.
    pub(super) fn words_in(&self, phrase: &Phrase) -> &[Word] {
        &self.words[phrase.from as usize..phrase.to as usize]
    }

    /// Whether the papers, results, field or body of a document have a folded word.
    pub(super) fn paper_has(&self, document: &Document, plain: Plain) -> bool {
        self.papers[document.papers.0 as usize..document.papers.1 as usize].binary_search(&plain).is_ok()
    }

    /// Documents with a folded word in a phrase.
    pub(super) fn with_phrase(&self, plain: Plain) -> &[u32] {
        self.in_phrases.get(plain)
    }

    /// Documents with a folded word in their papers.
    pub(super) fn with_paper(&self, plain: Plain) -> &[u32] {
        self.in_papers.get(plain)
    }

    /// Bytes held, roughly, without the entries themselves.
    pub(super) fn bytes(&self) -> usize {
        self.vocabulary.bytes()
            + self.documents.len() * size_of::<Document>()
            + self.phrases.len() * size_of::<Phrase>()
            + (self.words.len() + self.papers.len() + self.weights.len()) * 4
            + (self.in_phrases.documents.len() + self.in_papers.documents.len()) * 4
            + (self.in_phrases.starts.len() + self.in_papers.starts.len()) * 4
            + self.codes.len() * 32
    }
}

/// What a word counts at its place in a phrase: names begin with what is done to what, and end with
/// cases and offices.
pub(super) fn standing(place: usize) -> f32 {
    match u16::try_from(place) {
        Ok(place) if place < 10 => 1.0,
        Ok(place) if place < 30 => 1.0 - f32::from(place - 10) * 0.035,
        _ => 0.3,
    }
}

/// What is gathered for one document.
#[derive(Default)]
struct Bags {
    first: u32,
    words: Vec<Plain>,
}

/// Citizens ask a province's portal: what its communes and itself decide comes before what a
/// ministry decides.
fn prior(tiers: &[Tier]) -> f32 {
    if tiers.contains(&Tier::Commune) {
        1.0
    } else if tiers.contains(&Tier::Province) {
        0.98
    } else if tiers.contains(&Tier::Central) {
        0.88
    } else {
        0.95
    }
}
