//! Finding a commune by what people call it, by its name of today or one of before.

use crate::Places;
use crate::index::{Found, Index, Subject};
use crate::key::{arabic, key, long_province, means, plainly_kind, without_kind};
use crate::units::{Commune, Former, Kind, Level, Province};
use std::collections::BTreeMap;

/// Longest text looked at, in characters.
const LONGEST: usize = 200;

/// What people write before the kind when they mean the office, as keys.
const COMMITTEES: &[&str] = &["ubnd ", "ui ban nhan dan ", "ui ban "];

/// Where to look.
#[derive(Clone, Copy, Default, Debug)]
pub struct Scope<'a> {
    /// Code of the only province to look in.
    pub province: Option<&'a str>,
    /// Code of the province whose communes come first among equals.
    pub prefer: Option<&'a str>,
}

impl<'a> Scope<'a> {
    /// Only this province.
    pub fn only(province: &'a str) -> Scope<'a> {
        Scope { province: Some(province), prefer: None }
    }
}

/// A commune that fits.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    /// The commune of today.
    pub commune: &'static Commune,
    /// The former unit that fitted, when it was not the commune's own name: "trước là".
    pub former: Option<&'static Former>,
    /// The whole name fitted.
    pub exact: bool,
    /// `false` when only one of the two sources names the commune as successor of `former`.
    pub certain: bool,
}

/// A province that fits.
#[derive(Clone, Copy, Debug)]
pub struct ProvinceHit {
    /// The province of today.
    pub province: &'static Province,
    /// The former province that fitted, when it was not the province's own name.
    pub former: Option<&'static Former>,
}

/// What was typed, taken apart: a name, the word for a kind before it, and what lies around it.
struct Asked {
    /// The keys to be looked up: as it stands, and without the word for a kind.
    names: Vec<(String, Option<Kind>)>,
    /// Keys of districts and provinces named behind it, without kinds.
    within: Vec<String>,
}

impl Asked {
    /// Reads the parts of an address from the smallest on.
    fn of(parts: &[Part]) -> Asked {
        let (first, plainly) =
            parts.first().map(|part| (part.key.as_str(), part.plainly)).unwrap_or_default();
        let mut names = Vec::new();
        if !plainly {
            names.push((arabic(first.to_owned()), None));
        }
        names.extend(without_kind(first).map(|(kind, rest)| (arabic(rest.to_owned()), Some(kind))));
        let bare = |part: &Part| {
            let rest = without_kind(&part.key).map_or(part.key.as_str(), |(_, rest)| rest);
            long_province(rest).to_owned()
        };
        Asked { names, within: parts.iter().skip(1).map(bare).collect() }
    }
}

/// Smaller comes first: quality, another province, a name of before, another kind, code.
type Rank = (u8, bool, bool, bool, u16);

/// The hits so far, one for each commune.
struct Hits<'a> {
    places: &'static Places,
    scope: Scope<'a>,
    best: BTreeMap<u16, (Rank, Hit)>,
}

impl Hits<'_> {
    fn offer(&mut self, at: u16, quality: u8, former: Option<(&'static Former, bool)>, other_kind: bool) {
        let Some(commune) = self.places.communes.get(usize::from(at)) else { return };
        let province = self.places.province_of(commune).code;
        if self.scope.province.is_some_and(|only| only != province) {
            return;
        }
        let away = self.scope.prefer.is_some_and(|prefer| prefer != province);
        let rank = (quality, away, former.is_some(), other_kind, at);
        let hit = Hit {
            commune,
            former: former.map(|(former, _)| former),
            exact: quality == 0,
            certain: former.is_none_or(|(_, certain)| certain),
        };
        let known = self.best.entry(at).or_insert((rank, hit));
        if rank < known.0 {
            *known = (rank, hit);
        }
    }

    fn ranked(self, limit: usize) -> Vec<Hit> {
        let mut all: Vec<(Rank, Hit)> = self.best.into_values().collect();
        all.sort_unstable_by_key(|(rank, _)| *rank);
        all.into_iter().map(|(_, hit)| hit).take(limit).collect()
    }
}

impl Places {
    /// The communes that fit what was typed, best first: by the name of today or one of before
    /// 01/07/2025, with or without marks and the word for the kind (`p.`, `xã`…), alone or with
    /// district and province behind it (`bến nghé q1`, `Phường 12, Quận 10, TP.HCM`). Among equals
    /// the preferred province comes first, then names of today. The name of a former district gives
    /// the communes it became. One slip of the finger is forgiven when nothing else fits.
    pub fn search(&'static self, query: &str, limit: usize, scope: Scope<'_>) -> Vec<Hit> {
        let parts = parts(query);
        for from in 0..parts.len() {
            // What stands first may be a street: go on without it.
            let hits = self.search_parts(&parts[from..], scope);
            if !hits.best.is_empty() {
                return hits.ranked(limit);
            }
        }
        Vec::new()
    }

    /// The provinces whose name of today or of before fits what was typed.
    pub fn search_provinces(&'static self, query: &str) -> Vec<ProvinceHit> {
        let asked = key(&query.chars().take(LONGEST).collect::<String>());
        let bare = match without_kind(&asked) {
            Some((kind, rest)) if means(kind, Level::Province) => rest,
            _ => &asked,
        };
        let name = long_province(bare);
        if name.len() < 2 {
            return Vec::new();
        }
        let index = self.index();
        let mut found = Vec::new();
        for (province, key) in self.provinces.iter().zip(&index.provinces) {
            if begins(key, name) {
                found.push(ProvinceHit { province, former: None });
            }
        }
        for former in self.former_provinces() {
            let province = self.province_after(former);
            if begins(&key(former.name), name) && former.name != province.name {
                found.push(ProvinceHit { province, former: Some(former) });
            }
        }
        found
    }

    fn search_parts<'a>(&'static self, parts: &[Part], scope: Scope<'a>) -> Hits<'a> {
        let index = self.index();
        let asked = Asked::of(parts);
        let mut hits = Hits { places: self, scope, best: BTreeMap::new() };
        for strict in [true, false] {
            for (name, kind) in &asked.names {
                let within: &[String] = if strict { &asked.within } else { &[] };
                self.offer_all(&mut hits, index.find(name), *kind, within);
            }
            if !hits.best.is_empty() || asked.within.is_empty() {
                break;
            }
        }
        if hits.best.is_empty() {
            self.split_words(&mut hits, index, &asked);
        }
        if hits.best.is_empty() {
            for (name, kind) in &asked.names {
                self.offer_all(&mut hits, index.near(name), *kind, &asked.within);
            }
        }
        hits
    }

    /// `ben nghe quan 1`, `ben nghe hcm`: the longest beginning that is a name, with the rest as
    /// what lies around it.
    fn split_words(&'static self, hits: &mut Hits<'_>, index: &Index, asked: &Asked) {
        for (name, kind) in &asked.names {
            for (at, _) in name.rmatch_indices(' ') {
                let (head, tail) = (&name[..at], &name[at + 1..]);
                let tail = without_kind(tail).map_or(tail, |(_, rest)| rest);
                if without_kind(&format!("{tail} x")).is_some_and(|(_, rest)| rest == "x") {
                    continue;
                }
                let mut within = vec![long_province(tail).to_owned()];
                within.extend(asked.within.iter().cloned());
                self.offer_all(hits, index.find(&arabic(head.to_owned())), *kind, &within);
                if !hits.best.is_empty() {
                    return;
                }
            }
        }
    }

    fn offer_all(
        &'static self,
        hits: &mut Hits<'_>,
        found: Vec<Found>,
        kind: Option<Kind>,
        within: &[String],
    ) {
        for Found { subject, quality } in found {
            match subject {
                Subject::Now(at) => {
                    let Some(commune) = self.communes.get(usize::from(at)) else { continue };
                    if kind.is_some_and(|kind| !means(kind, Level::Commune)) || !self.lies_in(commune, within)
                    {
                        continue;
                    }
                    hits.offer(at, quality, None, kind.is_some_and(|kind| kind != commune.kind));
                }
                Subject::Then(at) => {
                    let Some(former) = self.former.get(usize::from(at)) else { continue };
                    self.offer_former(hits, former, quality, kind, within);
                }
            }
        }
    }

    fn offer_former(
        &'static self,
        hits: &mut Hits<'_>,
        former: &'static Former,
        quality: u8,
        kind: Option<Kind>,
        within: &[String],
    ) {
        let district = former.level == Level::District;
        // A district is meant by its whole name only; without its word it comes after communes.
        if kind.is_some_and(|kind| !means(kind, former.level)) || (district && quality > 0) {
            return;
        }
        let quality = if district && kind.is_none() { 1 } else { quality };
        if !self.lay_in(former, within) {
            return;
        }
        let other_kind = kind.is_some_and(|kind| kind != former.kind);
        for part in self.parts(former) {
            for taken in self.taken_by(part) {
                let found = (former, taken.certain);
                hits.offer(taken.commune, quality, Some(found), other_kind || !taken.certain);
            }
        }
    }

    /// Whether a commune of today lies in all of these: only its province can be named.
    fn lies_in(&'static self, commune: &Commune, within: &[String]) -> bool {
        let province = self.index().provinces.get(usize::from(commune.province));
        within.iter().all(|part| {
            province.is_some_and(|key| begins(key, part))
                || self.formed_from(commune).iter().any(|(former, _)| self.named_above(former, part))
        })
    }

    /// Whether a former unit lay in all of these: district or province of then, province of today.
    fn lay_in(&'static self, former: &Former, within: &[String]) -> bool {
        let today = self.index().provinces.get(usize::from(former.province));
        within.iter().all(|part| self.named_above(former, part) || today.is_some_and(|key| begins(key, part)))
    }

    fn named_above(&'static self, former: &Former, part: &str) -> bool {
        let mut above = self.above(former);
        while let Some(one) = above {
            if begins(self.index().above(one.at), part) {
                return true;
            }
            above = self.above(one);
        }
        false
    }
}

/// Whether a key begins with what was typed; figures must be whole: district 1 is not 10.
fn begins(key: &str, typed: &str) -> bool {
    !typed.is_empty()
        && key.strip_prefix(typed).is_some_and(|rest| {
            rest.is_empty() || rest.starts_with(' ') || !typed.ends_with(|last: char| last.is_ascii_digit())
        })
}

/// A part of an address as it was typed.
struct Part {
    key: String,
    /// It begins with a word for a kind that can be nothing else.
    plainly: bool,
}

/// The parts of an address, smallest first; `Phường 1 (Quận 3)` has two.
fn parts(query: &str) -> Vec<Part> {
    let query: String = query.chars().take(LONGEST).collect();
    let parts = query.split([',', ';', '(', ')', '\n']);
    let parts = parts.map(|part| {
        let key = key(part);
        match COMMITTEES.iter().find_map(|word| key.strip_prefix(word)) {
            Some(place) => Part { plainly: without_kind(place).is_some(), key: place.to_owned() },
            None => Part { plainly: plainly_kind(part), key },
        }
    });
    parts.filter(|part| !part.key.is_empty()).take(6).collect()
}
