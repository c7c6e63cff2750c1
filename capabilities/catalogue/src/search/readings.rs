//! What a query may mean: as it was typed, as it was probably meant, and as the catalogue would say
//! it. Each reading is a row of slots, one for each word, which the words of names may fill.

use super::index::{Index, Spoken, UNKNOWN_WEIGHT};
use super::typos::{Mended, mend};
use super::vocabulary::{Plain, Word, agreement, words_of};
use crate::words::Tier;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Most words of a query that are read.
pub(super) const MOST_WORDS: usize = 24;
/// Most letters of a query that are read.
const MOST_LETTERS: usize = 400;
/// Most readings of one query.
const MOST_READINGS: usize = 12;
/// Most words that an unfinished word may become.
const MOST_ENDINGS: usize = 48;

/// Words that say little about which procedure is meant, and how much of their weight is left.
/// Only where they stand alone: `can` is filling in `can lam gi`, but not in `can cuoc`.
const FILLING: &[(&str, f32)] = &[
    ("tôi", 0.0),
    ("toi", 0.0),
    ("tui", 0.0),
    ("em", 0.0),
    ("mình", 0.0),
    ("anh", 0.1),
    ("chị", 0.1),
    ("muốn", 0.0),
    ("cần", 0.05),
    ("xin", 0.12),
    ("làm", 0.15),
    ("đi", 0.1),
    ("là", 0.0),
    ("gì", 0.0),
    ("ở", 0.1),
    ("đâu", 0.0),
    ("thế", 0.0),
    ("nào", 0.0),
    ("như", 0.0),
    ("bao", 0.0),
    ("nhiêu", 0.0),
    ("lâu", 0.1),
    ("hồ", 0.3),
    ("sơ", 0.3),
    ("giấy", 0.3),
    ("tờ", 0.2),
    ("thủ", 0.1),
    ("tục", 0.1),
    ("cho", 0.15),
    ("về", 0.15),
    ("của", 0.05),
    ("để", 0.05),
    ("bị", 0.1),
    ("có", 0.1),
    ("phải", 0.1),
    ("được", 0.05),
    ("việc", 0.1),
    ("các", 0.05),
    ("và", 0.05),
    ("tại", 0.05),
    ("theo", 0.1),
    ("thì", 0.0),
    ("mà", 0.0),
    ("rồi", 0.05),
    ("xong", 0.05),
    ("hỏi", 0.0),
    ("ạ", 0.0),
    ("ơi", 0.0),
    ("không", 0.15),
    ("khi", 0.1),
    ("hay", 0.05),
    ("hoặc", 0.05),
    ("với", 0.1),
    ("từ", 0.2),
    ("ra", 0.15),
    ("lên", 0.1),
    ("đến", 0.1),
    ("cái", 0.05),
    ("này", 0.0),
    ("đó", 0.0),
    ("nhà", 0.6),
    ("con", 0.6),
    ("nộp", 0.3),
    ("đơn", 0.35),
    ("online", 0.2),
    ("mạng", 0.3),
    ("qua", 0.2),
    ("trực", 0.5),
    ("tuyến", 0.5),
    ("i", 0.0),
    ("want", 0.0),
    ("to", 0.05),
    ("a", 0.05),
    ("an", 0.1),
    ("the", 0.05),
    ("of", 0.05),
    ("my", 0.0),
    ("for", 0.05),
    ("how", 0.0),
    ("get", 0.1),
    ("apply", 0.1),
    ("need", 0.0),
    ("in", 0.05),
    ("is", 0.0),
    ("do", 0.05),
    ("where", 0.0),
];

/// A word of the query.
#[derive(Clone, Debug)]
struct Typed {
    written: String,
    folded: String,
    /// What is left of its weight.
    share: f32,
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
    let marked = typed.iter().any(|word| !word.written.is_ascii());
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
        let slots = slots(index, &typed, &way, marked, unfinished && meant == Meant::Typed);
        spoken(index, &typed, &way, &slots, factor, marked, &mut asked.readings);
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
            }));
        } else if !folded.is_empty() {
            typed.push(Typed { written, folded, share: 1.0 });
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

type Fillings = HashMap<String, Vec<(&'static str, f32)>>;
static FILLINGS: LazyLock<Fillings> = LazyLock::new(|| {
    let mut by_fold = Fillings::new();
    for (word, share) in FILLING {
        by_fold.entry(kernel::text::fold(word)).or_default().push((word, *share));
    }
    by_fold
});

/// What is left of the weight of a word if it is filling: it is written so, or without marks.
fn filling(word: &Typed) -> Option<f32> {
    let all = FILLINGS.get(&word.folded)?;
    let same = |one: &&(&str, f32)| one.0 == word.written || word.written.is_ascii();
    all.iter().filter(same).map(|one| one.1).reduce(f32::min)
}

/// Takes weight from filling words, unless they stand in names beside the word beside them.
fn shares(index: &Index, typed: &mut [Typed]) {
    let fills: Vec<Option<f32>> = typed.iter().map(filling).collect();
    if fills.iter().all(Option::is_some) {
        return;
    }
    let ids: Vec<Option<Plain>> = typed.iter().map(|word| index.vocabulary.find(&word.folded)).collect();
    let known = |a: usize, b: usize| match (ids[a], ids[b]) {
        (Some(a), Some(b)) => index.vocabulary.pair(a, b) > 1,
        _ => false,
    };
    for at in 0..typed.len() {
        let Some(share) = fills[at] else { continue };
        let before = at > 0 && fills[at - 1].is_none() && known(at - 1, at);
        let after = at + 1 < typed.len() && fills[at + 1].is_none() && known(at, at + 1);
        // Written with its marks it is what it says; without, the pair decides.
        let certain = !typed[at].written.is_ascii() || share > 0.0;
        typed[at].share = match (before || after, certain) {
            (true, false) => 1.0,
            (true, true) => share.max(0.5),
            (false, _) => share,
        };
    }
}

/// The slots of a way to read the query.
fn slots(index: &Index, typed: &[Typed], way: &[Mended], marked: bool, unfinished: bool) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::with_capacity(way.len());
    for one in way {
        let word = &typed[one.typed];
        let own = one.plain.filter(|plain| *index.vocabulary.plain[*plain as usize] == *word.folded);
        // Marks count where the word is the one that was typed.
        let written = (marked && own.is_some()).then_some(word.written.as_str());
        let mut slot = match one.plain {
            Some(plain) => filled(index, &[(plain, 1.0)], written),
            None => Slot { words: Vec::new(), plain: Vec::new(), weight: UNKNOWN_WEIGHT },
        };
        slot.weight *= word.share;
        slots.push(slot);
    }
    if unfinished {
        endings(index, typed, way, &mut slots);
    }
    slots
}

/// A slot for folded words, as written where that is asked.
fn filled(index: &Index, plain: &[(Plain, f32)], written: Option<&str>) -> Slot {
    let vocabulary = &index.vocabulary;
    let forms = |(plain, fits): &(Plain, f32)| {
        let fits = *fits;
        vocabulary.forms[*plain as usize].iter().map(move |word| {
            let agrees = written.map_or(1.0, |typed| agreement(typed, &vocabulary.words[*word as usize].0));
            (*word, fits * agrees)
        })
    };
    let weight = plain.iter().map(|(plain, _)| index.weights[*plain as usize]).fold(0.0, f32::max);
    Slot { words: plain.iter().flat_map(forms).collect(), plain: plain.to_vec(), weight }
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

/// Words of a group found in the query.
struct Heard<'a> {
    from: usize,
    to: usize,
    spoken: &'a Spoken,
    /// How well the marks agree.
    agrees: f32,
}

/// Readings in which people's words are said as the catalogue says them.
fn spoken(
    index: &Index,
    typed: &[Typed],
    way: &[Mended],
    slots: &[Slot],
    factor: f32,
    marked: bool,
    readings: &mut Vec<Reading>,
) {
    let mut heard = heard(index, typed, way, marked);
    heard.sort_by_key(|one| (std::cmp::Reverse(one.to - one.from), one.from));
    let mut taken: Vec<&Heard<'_>> = Vec::new();
    for one in &heard {
        // A part of a longer expression says nothing of its own.
        if taken.iter().any(|other| one.from >= other.from && one.to <= other.to) {
            continue;
        }
        for words in one.spoken.means.iter() {
            let changed = said(index, slots, &[(one, words.as_slice())]);
            let factor = factor * 0.97 * one.agrees;
            readings.push(Reading { slots: changed, factor, meant: Meant::Said });
        }
        taken.push(one);
    }
    let apart = taken
        .iter()
        .enumerate()
        .all(|(at, one)| taken[at + 1..].iter().all(|other| one.to <= other.from || other.to <= one.from));
    if taken.len() > 1 && apart {
        let mut all: Vec<(&Heard<'_>, &[Word])> = taken
            .iter()
            .filter_map(|one| one.spoken.means.first().map(|words| (*one, words.as_slice())))
            .collect();
        all.sort_by_key(|(one, _)| one.from);
        let agrees = taken.iter().map(|one| one.agrees).fold(1.0, f32::min);
        let changed = said(index, slots, &all);
        readings.push(Reading { slots: changed, factor: factor * 0.95 * agrees, meant: Meant::Said });
    }
}

/// The slots with people's words replaced.
fn said(index: &Index, slots: &[Slot], changes: &[(&Heard<'_>, &[Word])]) -> Vec<Slot> {
    let mut out: Vec<Slot> = Vec::new();
    let mut at = 0;
    for (heard, words) in changes {
        out.extend_from_slice(&slots[at..heard.from]);
        let new = out.len();
        for word in *words {
            let (written, plain) = &index.vocabulary.words[*word as usize];
            out.push(filled(index, &[(*plain, 1.0)], Some(written)));
        }
        // A long name for a short word takes no weight from the other words of the query.
        let weight = |slots: &[Slot]| slots.iter().map(|slot| slot.weight).sum::<f32>();
        let (own, typed) = (weight(&out[new..]), weight(&slots[heard.from..heard.to]));
        let most = 2.2 * typed;
        if own > most {
            out[new..].iter_mut().for_each(|slot| slot.weight *= most / own);
        }
        at = heard.to;
    }
    out.extend_from_slice(&slots[at..]);
    out.truncate(MOST_WORDS * 2);
    out
}

/// Every expression of the synonym file in the query.
fn heard<'a>(index: &'a Index, typed: &[Typed], way: &[Mended], marked: bool) -> Vec<Heard<'a>> {
    let mut found = Vec::new();
    for from in 0..way.len() {
        let Some(groups) = way[from].plain.and_then(|plain| index.groups.get(&plain)) else { continue };
        for spoken in groups {
            let to = from + spoken.words.len();
            if to > way.len() {
                continue;
            }
            let fits = |(one, word): (&Mended, &Word)| one.plain == Some(index.vocabulary.fold_of(*word));
            if !way[from..to].iter().zip(&spoken.words).all(fits) {
                continue;
            }
            let agrees = |(one, word): (&Mended, &Word)| {
                let typed = &typed[one.typed];
                let (written, plain) = &index.vocabulary.words[*word as usize];
                let own = *index.vocabulary.plain[*plain as usize] == *typed.folded;
                if marked && own { agreement(&typed.written, written) } else { 1.0 }
            };
            let agrees = way[from..to].iter().zip(&spoken.words).map(agrees).fold(1.0, f32::min);
            // `sơ đồ` is not `sổ đỏ`.
            if agrees > 0.55 {
                found.push(Heard { from, to, spoken, agrees });
            }
        }
    }
    found
}
