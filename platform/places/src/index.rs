//! Names by the beginnings of their words: one text of all keys, and where its words begin, sorted.

use crate::Places;
use crate::key::name_key;
use crate::units::Level;

/// What a name belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Subject {
    /// Position of a commune of today.
    Now(u16),
    /// Position of a former commune or district.
    Then(u16),
}

#[derive(Debug)]
struct Entry {
    subject: Subject,
    from: u32,
    to: u32,
}

/// A name that has what was typed at the beginning of one of its words.
pub(crate) struct Found {
    pub(crate) subject: Subject,
    /// 0: the whole name; 1: how it begins; 2: inside.
    pub(crate) quality: u8,
}

/// The index over all names.
#[derive(Debug)]
pub(crate) struct Index {
    /// The keys, each with a line break after it.
    text: String,
    entries: Vec<Entry>,
    /// Where words begin, by the text from there on; with the entry.
    words: Vec<(u32, u16)>,
    /// Keys of provinces of today, by position.
    pub(crate) provinces: Vec<String>,
    /// Keys of districts and provinces of before, by position.
    above: Vec<(u16, String)>,
}

impl Index {
    pub(crate) fn of(places: &Places) -> Index {
        let mut index = Index {
            text: String::with_capacity(200_000),
            entries: Vec::with_capacity(14_100),
            words: Vec::with_capacity(32_000),
            provinces: places.provinces.iter().map(|province| name_key(province.name)).collect(),
            above: Vec::with_capacity(760),
        };
        for (at, commune) in (0..).zip(&places.communes) {
            index.add(commune.name, Subject::Now(at));
        }
        for former in places.former.iter().filter(|former| former.level != Level::Province) {
            index.add(former.name, Subject::Then(former.at));
        }
        let above = places.former.iter().filter(|former| former.level != Level::Commune);
        index.above.extend(above.map(|former| (former.at, name_key(former.name))));
        let text = index.text.as_bytes();
        index.words.sort_unstable_by_key(|(from, _)| text.get(*from as usize..).unwrap_or_default());
        index
    }

    fn add(&mut self, name: &str, subject: Subject) {
        let (from, entry) = (self.text.len() as u32, self.entries.len() as u16);
        let key = name_key(name);
        self.words.push((from, entry));
        self.words.extend(key.match_indices(' ').map(|(at, _)| (from + at as u32 + 1, entry)));
        self.text.push_str(&key);
        self.entries.push(Entry { subject, from, to: self.text.len() as u32 });
        self.text.push('\n');
    }

    /// The key of the name of an entry.
    fn name(&self, entry: &Entry) -> &str {
        self.text.get(entry.from as usize..entry.to as usize).unwrap_or_default()
    }

    /// The key of a district or province of before.
    pub(crate) fn above(&self, at: u16) -> &str {
        let found = self.above.binary_search_by_key(&at, |(at, _)| *at).ok();
        found.and_then(|found| self.above.get(found)).map_or("", |(_, key)| key)
    }

    /// Every name that has this phrase at the beginning of a word, each once, with its best quality.
    pub(crate) fn find(&self, phrase: &str) -> Vec<Found> {
        let figure = phrase.ends_with(|last: char| last.is_ascii_digit());
        // One letter says nothing; one figure is a ward.
        if phrase.len() < 2 && !figure {
            return Vec::new();
        }
        let tail = |from: u32| self.text.as_bytes().get(from as usize..).unwrap_or_default();
        let asked = phrase.as_bytes();
        let first = self.words.partition_point(|(from, _)| cut(tail(*from), asked.len()) < asked);
        let mut found: Vec<Found> = Vec::new();
        for (from, entry) in &self.words[first..] {
            if !tail(*from).starts_with(asked) {
                break;
            }
            let Some(entry) = self.entries.get(usize::from(*entry)) else { continue };
            // Ward 1 is not ward 10.
            if figure && tail(*from).get(asked.len()).is_some_and(u8::is_ascii_digit) {
                continue;
            }
            let quality = match (*from == entry.from, *from as usize + asked.len() == entry.to as usize) {
                (true, true) => 0,
                (true, false) => 1,
                (false, _) => 2,
            };
            found.push(Found { subject: entry.subject, quality });
        }
        found.sort_unstable_by_key(|one| (one.subject, one.quality));
        found.dedup_by_key(|one| one.subject);
        found
    }

    /// Every name one slip away from this one.
    pub(crate) fn near(&self, name: &str) -> Vec<Found> {
        let near = |entry: &&Entry| {
            let known = self.name(entry);
            known.len().abs_diff(name.len()) < 2
                && known.as_bytes().first() == name.as_bytes().first()
                && crate::key::one_slip(known, name)
        };
        if name.len() < 5 {
            return Vec::new();
        }
        self.entries.iter().filter(near).map(|entry| Found { subject: entry.subject, quality: 1 }).collect()
    }
}

/// At most so many bytes.
fn cut(text: &[u8], most: usize) -> &[u8] {
    text.get(..most).unwrap_or(text)
}
