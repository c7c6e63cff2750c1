//! People's words in a query, said as the catalogue says them.

use super::index::{Index, Spoken};
use super::readings::{MOST_WORDS, Meant, Reading, Slot, Typed, filled};
use super::typos::Mended;
use super::vocabulary::{Word, agreement};

/// Words of a group found in the query.
struct Heard<'a> {
    from: usize,
    to: usize,
    spoken: &'a Spoken,
    /// How well the marks agree.
    agrees: f32,
}

/// Readings in which people's words are said as the catalogue says them.
pub(super) fn spoken(
    index: &Index,
    typed: &[Typed],
    way: &[Mended],
    slots: &[Slot],
    factor: f32,
    readings: &mut Vec<Reading>,
) {
    let mut heard = heard(index, typed, way);
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
fn heard<'a>(index: &'a Index, typed: &[Typed], way: &[Mended]) -> Vec<Heard<'a>> {
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
                if typed.marked && own { agreement(&typed.written, written) } else { 1.0 }
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
