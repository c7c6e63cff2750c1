//! What a query may mean: as it was typed, as it was probably meant, and as the catalogue would say
//! it. Each reading is a row of slots, one for each word, which the words of names may fill.

use super::filling::shares;
use super::index::{Index, UNKNOWN_WEIGHT};
use super::spoken::spoken;
use super::typos::{Mended, mend};
use super::vocabulary::{Plain, Word, agreement, words_of};
use crate::words::Tier;

/// Most words of a query that are read.
pub(super) const MOST_WORDS: usize = 24;
/// Most letters of a query that are read.
const MOST_LETTERS: usize = 400;
/// Most readings of one query.
const MOST_READINGS: usize = 12;
/// Most words that an unfinished word may become.
const MOST_ENDINGS: usize = 48;

/// A word of the query.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub(super) written: String,
    pub(super) folded: String,
    /// What is left of its weight.
    pub(super) share: f32,
    /// Whether its marks count: some were typed in the query, or it is written out from letters.
    pub(super) marked: bool,
}

/// What one word of a reading may be filled with.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    /// Words as written, each with how well it fits.
    pub(super) words: Vec<(Word, f32)>,
    /// The same, folded.
    pub(super) plain: Vec<(Plain, f32)>,
    /// How much it says about what is meant.
    pub(super) weight: f32,
    /// Whether it says next to nothing.
    pub(super) filling: bool,
}

/// How a reading came to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Meant {
    /// As typed.
    Typed,
    /// With typing mended; the words follow from what is found.
    Mended,
    /// As the synonym file says it.
    Said,
}

/// One way to read a query.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) slots: Vec<Slot>,
    /// How likely it is meant so.
    pub(super) factor: f32,
    pub(super) meant: Meant,
}

/// A query, read.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    /// Digits of a code it names.
    pub(super) code: Option<String>,
    /// Whether it is nothing but that code, or the beginning of one.
    pub(super) code_only: bool,
    /// The level it asks for.
    pub(super) tier: Option<Tier>,
    pub(super) readings: Vec<Reading>,
}

/// Reads a query.
pub(super) fn read(index: &Index, query: &str) -> Asked {
    let query: String = query.chars().take(MOST_LETTERS).collect();
    let mut asked = Asked { code: code_in(&query), ..Asked::default() };
    let only = query.trim();
    asked.code_only = only.len() > 2 && only.chars().all(|c| c.is_ascii_digit() || c == '.');
    if asked.code_only && asked.code.is_none() {
        asked.code = Some(only.chars().filter(char::is_ascii_digit).take(7).collect());
    }
    let mut typed = words(index, &query);
    asked.tier = take_tier(&mut typed);
    if typed.is_empty() {
        return asked;
    }
    let unfinished = !query.ends_with(|c: char| !c.is_alphanumeric());
    let marked = typed.iter().any(|word| !word.marked && !word.written.is_ascii());
    typed.iter_mut().for_each(|word| word.marked |= marked);
    shares(index, &mut typed);
    let folded: Vec<String> = typed.iter().map(|word| word.folded.clone()).collect();
    let as_typed: Vec<Mended> = folded
        .iter()
        .enumerate()
        .map(|(at, word)| Mended { plain: index.vocabulary.find(word), typed: at })
        .collect();
    let mended = mend(&index.vocabulary, &folded, unfinished);
    let ways = [(Some(as_typed), 1.0, Meant::Typed), (mended, 0.9, Meant::Mended)];
    for (way, factor, meant) in ways {
        let Some(way) = way else { continue };
        let slots = slots(index, &typed, &way, unfinished && meant == Meant::Typed);
        spoken(index, &typed, &way, &slots, factor, &mut asked.readings);
        asked.readings.push(Reading { slots, factor, meant });
    }
    // What was typed first, then what was mended: a tie is for the plainer reading.
    asked.readings.sort_by_key(|reading| match reading.meant {
        Meant::Typed => 0,
        Meant::Mended => 1,
        Meant::Said => 2,
    });
    asked.readings.truncate(MOST_READINGS);
    asked
}

/// The digits of a code in a query: `1.013225`, `1013225`, `thủ tục 1.013225`.
fn code_in(query: &str) -> Option<String> {
    let mut words = query.split(|c: char| !c.is_ascii_digit() && c != '.');
    words.find_map(|word| {
        let digits: String = word.trim_matches('.').chars().filter(char::is_ascii_digit).collect();
        let shape = word.trim_matches('.').find('.').is_none_or(|at| at == 1);
        (shape && digits.len() == 7).then_some(digits)
    })
}

/// The words of a query, abbreviations written out.
fn words(index: &Index, query: &str) -> Vec<Typed> {
    let mut typed = Vec::new();
    for written in words_of(query, MOST_WORDS) {
        let folded = kernel::text::fold(&written);
        let long = index.vocabulary.find(&folded).and_then(|plain| index.short.get(&plain));
        if let Some(long) = long {
            let words = long.iter().map(|word| &index.vocabulary.words[*word as usize]);
            typed.extend(words.map(|(written, plain)| Typed {
                written: written.to_string(),
                folded: index.vocabulary.plain[*plain as usize].to_string(),
                share: 1.0,
                marked: true,
            }));
        } else if !folded.is_empty() {
            typed.push(Typed { written, folded, share: 1.0, marked: false });
        }
    }
    typed.truncate(MOST_WORDS);
    typed
}

/// Takes `cấp xã`, `cấp tỉnh`, `trung ương` out of the words.
fn take_tier(typed: &mut Vec<Typed>) -> Option<Tier> {
    let tier_at = |at: usize| {
        let word = |at: usize| typed.get(at).map_or("", |word| word.folded.as_str());
        match (word(at), word(at + 1), word(at + 2)) {
            ("cap", "xa", next) if next != "hoi" => Some(Tier::Commune),
            ("cap", "phuong", _) => Some(Tier::Commune),
            ("cap", "tinh", _) => Some(Tier::Province),
            ("trung", "uong", _) => Some(Tier::Central),
            ("cap", "bo", next) if next != "sung" => Some(Tier::Central),
            _ => None,
        }
    };
    let at = (0..typed.len()).find(|at| tier_at(*at).is_some())?;
    let tier = tier_at(at);
    // A query that says nothing else is about the words themselves.
    if typed.len() == 2 {
        return None;
    }
    typed.drain(at..at + 2);
    tier
}

/// The slots of a way to read the query.
fn slots(index: &Index, typed: &[Typed], way: &[Mended], unfinished: bool) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::with_capacity(way.len());
    for one in way {
        let word = &typed[one.typed];
        let own = one.plain.filter(|plain| *index.vocabulary.plain[*plain as usize] == *word.folded);
        // Marks count where the word is the one that was typed.
        let written = (word.marked && own.is_some()).then_some(word.written.as_str());
        let mut slot = match one.plain {
            Some(plain) => filled(index, &[(plain, 1.0)], written),
            None => Slot { words: Vec::new(), plain: Vec::new(), weight: UNKNOWN_WEIGHT, filling: false },
        };
        slot.weight *= word.share;
        slot.filling = word.share < 0.2;
        slots.push(slot);
    }
    if unfinished {
        endings(index, typed, way, &mut slots);
    }
    slots
}

/// A slot for folded words, as written where that is asked.
pub(super) fn filled(index: &Index, plain: &[(Plain, f32)], written: Option<&str>) -> Slot {
    let vocabulary = &index.vocabulary;
    let forms = |(plain, fits): &(Plain, f32)| {
        let fits = *fits;
        vocabulary.forms[*plain as usize].iter().map(move |word| {
            let agrees = written.map_or(1.0, |typed| agreement(typed, &vocabulary.words[*word as usize].0));
            (*word, fits * agrees)
        })
    };
    let weight = plain.iter().map(|(plain, _)| index.weights[*plain as usize]).fold(0.0, f32::max);
    Slot { words: plain.iter().flat_map(forms).collect(), plain: plain.to_vec(), weight, filling: false }
}

/// Lets the last word become longer: `khai si` may be `khai sinh`.
fn endings(index: &Index, typed: &[Typed], way: &[Mended], slots: &mut [Slot]) {
    let (Some(last), Some(slot)) = (typed.last(), slots.last_mut()) else { return };
    let alone = typed.len() == 1;
    if alone && last.folded.chars().count() < 2 {
        return;
    }
    let before = way.len().checked_sub(2).and_then(|at| way[at].plain);
    let vocabulary = &index.vocabulary;
    let beside = |plain: Plain| before.map_or(0, |before| vocabulary.pair(before, plain));
    let longer = vocabulary.beginning(&last.folded).iter().copied();
    let mut longer: Vec<Plain> = longer
        .filter(|plain| {
            vocabulary.seen[*plain as usize] > 0 && *vocabulary.plain[*plain as usize] != *last.folded
        })
        .filter(|plain| last.folded.len() > 1 || beside(*plain) > 0)
        .collect();
    longer.sort_by_key(|plain| std::cmp::Reverse((beside(*plain), vocabulary.seen[*plain as usize])));
    longer.truncate(MOST_ENDINGS);
    if longer.is_empty() {
        return;
    }
    let known = !slot.plain.is_empty();
    let each: Vec<(Plain, f32)> = longer
        .into_iter()
        .map(|plain| {
            (
                plain,
                if known {
                    0.5
                } else if beside(plain) > 0 {
                    0.9
                } else {
                    0.7
                },
            )
        })
        .collect();
    let more = filled(index, &each, None);
    if !known {
        slot.weight = 0.6;
    }
    slot.words.extend(more.words);
    slot.plain.extend(more.plain);
}
