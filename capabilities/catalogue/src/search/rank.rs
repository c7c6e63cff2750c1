//! How well a document fits a reading, and which fit best.

use super::index::{Document, Index, Kind, Phrase, standing};
use super::readings::{Asked, Reading, Slot};
use super::vocabulary::Word;
use crate::words::Tier;

/// Documents looked at closely for each reading.
const CLOSELY: usize = 120;
/// Most slots of a reading.
const MOST_SLOTS: usize = 64;
/// What a word of the papers counts beside one of the name.
const PAPER_SHARE: f32 = 0.4;

/// A document that fits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fit {
    pub(super) document: u32,
    pub(super) score: f32,
    /// The reading it fits best.
    pub(super) reading: usize,
    /// Its phrase that fits best, counted in the document.
    pub(super) phrase: Option<usize>,
    /// Whether it fits well enough to be shown.
    pub(super) good: bool,
}

/// All documents that fit, best first.
pub(super) fn rank(index: &Index, asked: &Asked) -> Vec<Fit> {
    let mut best: Vec<Option<Fit>> = vec![None; index.documents.len()];
    let mut desk = Desk::of(index);
    for (at, reading) in asked.readings.iter().enumerate() {
        desk.lay(reading);
        for document in desk.candidates(index, reading) {
            let Some(mut fit) = desk.judge(index, reading, document) else { continue };
            fit.reading = at;
            fit.score *= reading.factor * tier_factor(asked.tier, &index.documents[document as usize]);
            let kept = &mut best[document as usize];
            if kept.is_none_or(|kept| fit.score > kept.score) {
                *kept = Some(Fit { good: fit.good || kept.is_some_and(|kept| kept.good), ..fit });
            } else if let Some(kept) = kept {
                kept.good |= fit.good;
            }
        }
        desk.clear();
    }
    let mut fits: Vec<Fit> = best.into_iter().flatten().collect();
    fits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.document.cmp(&b.document)));
    fits
}

/// A level asked for in words counts much.
fn tier_factor(asked: Option<Tier>, document: &Document) -> f32 {
    let (Some(asked), super::index::Subject::Procedure(entry)) = (asked, &document.subject) else {
        return 1.0;
    };
    if entry.tiers().contains(&asked) { 1.15 } else { 0.8 }
}

/// What is needed to judge documents by one reading.
struct Desk {
    /// For each word, the slot it fills, counted from 1, and how well.
    fills: Vec<(u8, f32)>,
    laid: Vec<u32>,
    /// For each document, what it may be worth.
    worth: Vec<f32>,
    total: f32,
}

impl Desk {
    fn of(index: &Index) -> Desk {
        Desk {
            fills: vec![(0, 0.0); index.vocabulary.words.len()],
            laid: Vec::new(),
            worth: vec![0.0; index.documents.len()],
            total: 0.0,
        }
    }

    fn lay(&mut self, reading: &Reading) {
        self.total = reading.slots.iter().map(|slot| slot.weight).sum();
        for (at, slot) in reading.slots.iter().take(MOST_SLOTS).enumerate() {
            for (word, fits) in &slot.words {
                let fill = &mut self.fills[*word as usize];
                if *fits > fill.1 {
                    *fill = (u8::try_from(at + 1).unwrap_or(u8::MAX), *fits);
                    self.laid.push(*word);
                }
            }
        }
    }

    fn clear(&mut self) {
        for word in self.laid.drain(..) {
            self.fills[word as usize] = (0, 0.0);
        }
    }

    /// The documents worth a closer look.
    fn candidates(&mut self, index: &Index, reading: &Reading) -> Vec<u32> {
        let mut met: Vec<u32> = Vec::new();
        for slot in &reading.slots {
            for (plain, fits) in &slot.plain {
                let lists = [(index.with_phrase(*plain), 1.0), (index.with_paper(*plain), PAPER_SHARE)];
                for (list, share) in lists {
                    for document in list {
                        let worth = &mut self.worth[*document as usize];
                        if *worth == 0.0 {
                            met.push(*document);
                        }
                        *worth += slot.weight * fits * share + f32::MIN_POSITIVE;
                    }
                }
            }
        }
        let worth = &self.worth;
        if met.len() > CLOSELY {
            met.select_nth_unstable_by(CLOSELY, |a, b| {
                worth[*b as usize].total_cmp(&worth[*a as usize]).then(a.cmp(b))
            });
        }
        for document in &met[CLOSELY.min(met.len())..] {
            self.worth[*document as usize] = 0.0;
        }
        met.truncate(CLOSELY);
        for document in &met {
            self.worth[*document as usize] = 0.0;
        }
        met
    }

    /// How well a document fits; none when nothing of it does.
    fn judge(&self, index: &Index, reading: &Reading, at: u32) -> Option<Fit> {
        let document = &index.documents[at as usize];
        let mut anywhere = [0.0_f32; MOST_SLOTS];
        let mut best = (0.0_f32, 0.0_f32, None);
        for (number, phrase) in index.phrases_of(document).iter().enumerate() {
            let (score, covered) = self.phrase(index, reading, phrase, &mut anywhere);
            if score > best.0 {
                best = (score, covered, Some(number));
            }
        }
        let slots = reading.slots.iter().take(MOST_SLOTS);
        let (mut all, mut whole, mut named) = (0.0, 0.0, 0.0);
        let (mut met, mut met_by_name, mut content) = (0, 0, 0);
        for (slot, found) in slots.zip(anywhere) {
            let in_papers = || {
                let has =
                    |(plain, fits): &(u32, f32)| if index.paper_has(document, *plain) { *fits } else { 0.0 };
                slot.plain.iter().map(has).fold(0.0, f32::max)
            };
            let papers = if found < 0.5 { in_papers() } else { 0.0 };
            all += slot.weight * found.max(papers * PAPER_SHARE);
            whole += slot.weight * found.max(papers);
            named += slot.weight * found;
            if slot.weight > 0.12 {
                content += 1;
                met += usize::from(found.max(papers) > 0.4);
                met_by_name += usize::from(found > 0.4);
            }
        }
        if self.total <= 0.0 || whole <= 0.0 {
            return None;
        }
        let (all, whole, named) = (all / self.total, whole / self.total, named / self.total);
        let score = (best.0 + 0.3 * (all - best.1).max(0.0)) * document.prior;
        // One word of several is chance, unless it says nearly all; what only papers say, too,
        // unless they say it all.
        let enough = content <= 1 || met_by_name >= 2 || named >= 0.7 || (met >= 3 && whole >= 0.9);
        let good = whole >= 0.42 && enough && score > 0.1;
        Some(Fit { document: at, score, reading: 0, phrase: best.2, good })
    }

    /// How well a phrase fits, and how much of the reading it covers.
    fn phrase(
        &self,
        index: &Index,
        reading: &Reading,
        phrase: &Phrase,
        anywhere: &mut [f32; MOST_SLOTS],
    ) -> (f32, f32) {
        let mut best = [0.0_f32; MOST_SLOTS];
        let mut joined = [0.0_f32; MOST_SLOTS];
        let mut own = 0.0;
        let mut previous: Option<(usize, usize)> = None;
        for (place, word) in index.words_in(phrase).iter().enumerate() {
            let (slot, fits) = self.fills[*word as usize];
            let Some(slot) = usize::from(slot).checked_sub(1) else { continue };
            best[slot] = best[slot].max(fits);
            own += index.weights[index.vocabulary.fold_of(*word) as usize] * fits * standing(place);
            if let Some((before, where_before)) = previous {
                let (at, worth) = match (slot.wrapping_sub(before), place - where_before) {
                    (1, 1) => (slot, 1.0),
                    (1, 2) => (slot, 0.6),
                    (2, 1 | 2) => (slot, 0.5),
                    (usize::MAX, 1) => (before, 0.35),
                    _ => (slot, 0.0),
                };
                joined[at] = joined[at].max(worth * fits);
            }
            previous = Some((slot, place));
        }
        if previous.is_none() {
            return (0.0, 0.0);
        }
        let (mut covered, mut pairs, mut all_pairs) = (0.0, 0.0, 0.0);
        let slots = &reading.slots[..reading.slots.len().min(MOST_SLOTS)];
        for (at, slot) in slots.iter().enumerate() {
            covered += slot.weight * best[at];
            anywhere[at] = anywhere[at].max(best[at]);
            if at > 0 {
                let weight = (slots[at - 1].weight * slot.weight).sqrt();
                pairs += weight * joined[at];
                all_pairs += weight;
            }
        }
        let covered = covered / self.total.max(f32::MIN_POSITIVE);
        let pairs = if all_pairs > 0.0 { pairs / all_pairs } else { covered };
        let own = (own / phrase.weight.max(f32::MIN_POSITIVE)).min(1.0);
        let kind = match phrase.kind {
            Kind::Name | Kind::Alias => 1.0,
            Kind::Summary => 0.7,
        };
        (kind * covered.powf(1.5) * (0.42 + 0.26 * pairs + 0.32 * own), covered)
    }
}

/// Documents whose code is, or begins with, these digits.
pub(super) fn by_code(index: &Index, digits: &str) -> Vec<u32> {
    let from = index.codes.partition_point(|(code, _)| &**code < digits);
    let rest = index.codes[from..].iter().take_while(|(code, _)| code.starts_with(digits));
    rest.map(|(_, document)| *document).collect()
}

/// The reading in words, as they are written in the phrase that fits best, where the word beside
/// them stands there, too; the usual writing for a word the phrase does not have.
pub(super) fn words_meant(index: &Index, reading: &Reading, fit: &Fit) -> String {
    let document = &index.documents[fit.document as usize];
    let phrase = fit.phrase.and_then(|at| index.phrases_of(document).get(at));
    let inside = phrase.map_or(&[][..], |phrase| index.words_in(phrase));
    let fitting: Vec<Vec<Word>> = reading.slots.iter().map(best_words).collect();
    let fits = |slot: Option<usize>, place: Option<usize>| {
        let word = place.and_then(|place| inside.get(place));
        slot.and_then(|slot| fitting.get(slot)).zip(word).is_some_and(|(slot, word)| slot.contains(word))
    };
    let beside = |slot: usize, place: usize| {
        u8::from(fits(slot.checked_sub(1), place.checked_sub(1)))
            + u8::from(fits(Some(slot + 1), Some(place + 1)))
    };
    let written = |word: &Word| index.vocabulary.words[*word as usize].0.to_string();
    let word = |(at, slot): (usize, &Slot)| {
        let places = (0..inside.len()).filter(|place| fits(Some(at), Some(*place)));
        let here = places.max_by_key(|place| (beside(at, *place), std::cmp::Reverse(*place)));
        let plain = |at: Option<usize>| Some(reading.slots.get(at?)?.plain.first()?.0);
        let paired = |first: Option<usize>, then: Option<usize>| {
            index.vocabulary.pair_written(plain(first)?, plain(then)?)
        };
        let before = paired(at.checked_sub(1), Some(at)).map(|pair| (pair.count, pair.written.1));
        let after = paired(Some(at), Some(at + 1)).map(|pair| (pair.count, pair.written.0));
        let usual = || slot.plain.first().map_or("", |one| index.vocabulary.usual(one.0)).to_owned();
        match (here, fitting[at].as_slice(), before.max(after)) {
            (Some(place), _, pair) if pair.is_none() || beside(at, place) > 0 => written(&inside[place]),
            // Where one way of writing fits best, it was asked for.
            (_, [only], _) => written(only),
            (_, _, Some((_, word))) => written(&word),
            _ => usual(),
        }
    };
    // Filling was not understood, but passed over.
    let said = reading.slots.iter().enumerate().filter(|(_, slot)| !slot.filling);
    let words: Vec<String> = said.map(word).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// The ways of writing that fit a slot best.
fn best_words(slot: &Slot) -> Vec<Word> {
    let best = slot.words.iter().map(|(_, fits)| *fits).fold(0.0, f32::max);
    slot.words.iter().filter(|(_, fits)| *fits >= best).map(|(word, _)| *word).collect()
}

/// The words of a phrase, as they are written.
pub(super) fn phrase_words(index: &Index, fit: &Fit) -> Option<(Kind, String)> {
    let document = &index.documents[fit.document as usize];
    let phrase = index.phrases_of(document).get(fit.phrase?)?;
    let words: Vec<&str> =
        index.words_in(phrase).iter().map(|word| &*index.vocabulary.words[*word as usize].0).collect();
    Some((phrase.kind, words.join(" ")))
}
