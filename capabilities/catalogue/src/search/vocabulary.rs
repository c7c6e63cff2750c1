//! The words search knows: each as it is written and as it is folded, how often it stands in names,
//! and which stand beside each other. A Vietnamese word has several syllables, so a pair of
//! syllables says more than each of them.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A word as it is written: an index into [`Vocabulary::words`].
pub(super) type Word = u32;
/// A word without marks: an index into [`Vocabulary::plain`].
pub(super) type Plain = u32;

/// Longest word that is kept apart from others, in characters: no syllable and few English words
/// come near it.
const LONGEST_WORD: usize = 32;

/// A map over words this program chose itself, so that nobody can make its keys collide on purpose.
pub(super) type Quick<K, V> = HashMap<K, V, BuildHasherDefault<QuickHasher>>;

/// Multiplies and turns: a hash for short keys.
#[derive(Default)]
pub(super) struct QuickHasher(u64);

impl Hasher for QuickHasher {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut eight = [0; 8];
            eight[..part.len()].copy_from_slice(part);
            self.write_u64(u64::from_le_bytes(eight));
        }
    }

    fn write_u8(&mut self, n: u8) {
        self.write_u64(u64::from(n));
    }

    fn write_u32(&mut self, n: u32) {
        self.write_u64(u64::from(n));
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0.rotate_left(5) ^ n).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

/// Two words beside each other.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pair {
    /// How often they stand so.
    pub(super) count: u32,
    /// How they are written most often, as far as a vote of each against the others tells.
    pub(super) written: (Word, Word),
    votes: u32,
}

impl Pair {
    fn note(&mut self, first: Word, then: Word) {
        self.count += 1;
        if self.votes == 0 {
            self.written = (first, then);
        }
        if self.written == (first, then) {
            self.votes += 1;
        } else {
            self.votes -= 1;
        }
    }
}

/// The words of all that can be found.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// Each word without marks.
    pub(super) plain: Vec<Box<str>>,
    plain_ids: Quick<Box<str>, Plain>,
    /// Each word as written, in lower case, with its folded form.
    pub(super) words: Vec<(Box<str>, Plain)>,
    word_ids: Quick<Box<str>, Word>,
    /// How often each word stands in names as it is written.
    written: Vec<u32>,
    /// The ways each folded word is written.
    pub(super) forms: Vec<Vec<Word>>,
    /// The letters of each folded word, one bit each.
    pub(super) letters: Vec<u64>,
    /// How often each folded word stands in names and people's words.
    pub(super) seen: Vec<u32>,
    /// Folded words in the order of their letters, for beginnings.
    sorted: Vec<Plain>,
    /// Folded words that sound alike, by how they sound.
    alike: Quick<Box<str>, Vec<Plain>>,
    /// How often two folded words stand beside each other in names and people's words, and how.
    pairs: Quick<(Plain, Plain), Pair>,
}

impl Vocabulary {
    /// The id of a word as written, in lower case; new words are added.
    pub(super) fn add(&mut self, written: &str) -> Word {
        if let Some(known) = self.word_ids.get(written) {
            return *known;
        }
        let folded = kernel::text::fold(written);
        let plain = match self.plain_ids.get(folded.as_str()) {
            Some(known) => *known,
            None => self.add_plain(&folded),
        };
        let id = number(self.words.len());
        self.words.push((written.into(), plain));
        self.written.push(0);
        self.word_ids.insert(written.into(), id);
        self.forms[plain as usize].push(id);
        id
    }

    fn add_plain(&mut self, folded: &str) -> Plain {
        let id = number(self.plain.len());
        self.plain.push(folded.into());
        self.plain_ids.insert(folded.into(), id);
        self.forms.push(Vec::new());
        self.seen.push(0);
        self.letters.push(super::letters::letters_in(folded));
        id
    }

    /// Notes that these words stand in a name, in this order.
    pub(super) fn note(&mut self, words: &[Word]) {
        for (at, word) in words.iter().enumerate() {
            let plain = self.fold_of(*word);
            self.seen[plain as usize] += 1;
            self.written[*word as usize] += 1;
            if let Some(next) = words.get(at + 1) {
                let pair = (plain, self.fold_of(*next));
                self.pairs.entry(pair).or_default().note(*word, *next);
            }
        }
    }

    /// Makes the look-ups that need every word.
    pub(super) fn finish(&mut self) {
        self.sorted = (0..number(self.plain.len())).collect();
        self.sorted.sort_unstable_by(|a, b| self.plain[*a as usize].cmp(&self.plain[*b as usize]));
        for id in 0..number(self.plain.len()) {
            if self.seen[id as usize] > 0 {
                let sound = super::letters::sound(&self.plain[id as usize]);
                self.alike.entry(sound.into()).or_default().push(id);
            }
        }
        self.plain.shrink_to_fit();
        self.words.shrink_to_fit();
        self.pairs.shrink_to_fit();
    }

    /// A folded word, if it is known.
    pub(super) fn find(&self, folded: &str) -> Option<Plain> {
        self.plain_ids.get(folded).copied()
    }

    /// The folded form of a word.
    pub(super) fn fold_of(&self, word: Word) -> Plain {
        self.words[word as usize].1
    }

    /// How often one folded word stands before another in names.
    pub(super) fn pair(&self, first: Plain, then: Plain) -> u32 {
        self.pairs.get(&(first, then)).map_or(0, |pair| pair.count)
    }

    /// How two folded words are mostly written where they stand beside each other.
    pub(super) fn pair_written(&self, first: Plain, then: Plain) -> Option<&Pair> {
        self.pairs.get(&(first, then))
    }

    /// Words of names that sound like this.
    pub(super) fn sounding(&self, sound: &str) -> &[Plain] {
        self.alike.get(sound).map_or(&[], Vec::as_slice)
    }

    /// Folded words that begin with these letters.
    pub(super) fn beginning(&self, letters: &str) -> &[Plain] {
        let from = self.sorted.partition_point(|id| &*self.plain[*id as usize] < letters);
        let rest = &self.sorted[from..];
        let count = rest.partition_point(|id| self.plain[*id as usize].starts_with(letters));
        &rest[..count]
    }

    /// The way a folded word is written most often in names.
    pub(super) fn usual(&self, plain: Plain) -> &str {
        let forms = self.forms[plain as usize].iter();
        let usual = forms.max_by_key(|word| self.written[**word as usize]);
        usual.map_or("", |word| &self.words[*word as usize].0)
    }

    /// Bytes held, roughly.
    pub(super) fn bytes(&self) -> usize {
        let texts = |all: usize, each: usize| all * (each + 40);
        texts(self.plain.len() * 2, 8)
            + texts(self.words.len() * 2, 10)
            + self.forms.len() * 40
            + self.pairs.capacity() * 26
            + self.alike.len() * 60
    }
}

/// A count as an id; there are never 4 billion words.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The words of a text as written, in lower case: letters and digits, at most `most` of them.
pub(super) fn words_of(text: &str, most: usize) -> Vec<String> {
    let mut words = Vec::new();
    each_word(text, most, |word| words.push(word.to_owned()));
    words
}

/// Gives the words of a text, one by one. Combining marks heaped on a letter are left away, unless
/// they belong to Vietnamese.
pub(super) fn each_word(text: &str, most: usize, mut take: impl FnMut(&str)) {
    let composed;
    let text = if text.chars().any(is_combining) {
        composed = kernel::text::clean(text, false);
        &composed
    } else {
        text
    };
    let mut word = String::new();
    let (mut given, mut letters) = (0, 0);
    // A space behind the last word ends it.
    for c in text.chars().chain([' ']) {
        if c.is_ascii_alphanumeric() || c.is_alphanumeric() {
            letters += 1;
            if c.is_ascii() {
                word.push(c.to_ascii_lowercase());
            } else if letters <= LONGEST_WORD {
                word.extend(c.to_lowercase().filter(|c| c.is_alphanumeric()));
            }
        } else if !is_combining(c) && !word.is_empty() {
            if given == most {
                return;
            }
            word.truncate(word.char_indices().nth(LONGEST_WORD).map_or(word.len(), |(at, _)| at));
            take(&word);
            word.clear();
            (given, letters) = (given + 1, 0);
        }
    }
}

const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5C7}' | '\u{64B}'..='\u{65F}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// The marks of a word: its letters without tone, and its tone from 0 (none) to 5.
fn marks(written: &str) -> (String, u8) {
    let mut tone = 0;
    let letters = written.chars().map(|c| {
        let (letter, of) = untoned(c);
        tone = tone.max(of);
        letter
    });
    let letters = letters.collect();
    (letters, tone)
}

/// Rows of one vowel: without tone, acute, hook, tilde, dot, grave.
const VOWELS: [[char; 6]; 12] = [
    ['a', 'á', 'ả', 'ã', 'ạ', 'à'],
    ['ă', 'ắ', 'ẳ', 'ẵ', 'ặ', 'ằ'],
    ['â', 'ấ', 'ẩ', 'ẫ', 'ậ', 'ầ'],
    ['e', 'é', 'ẻ', 'ẽ', 'ẹ', 'è'],
    ['ê', 'ế', 'ể', 'ễ', 'ệ', 'ề'],
    ['i', 'í', 'ỉ', 'ĩ', 'ị', 'ì'],
    ['o', 'ó', 'ỏ', 'õ', 'ọ', 'ò'],
    ['ô', 'ố', 'ổ', 'ỗ', 'ộ', 'ồ'],
    ['ơ', 'ớ', 'ở', 'ỡ', 'ợ', 'ờ'],
    ['u', 'ú', 'ủ', 'ũ', 'ụ', 'ù'],
    ['ư', 'ứ', 'ử', 'ữ', 'ự', 'ừ'],
    ['y', 'ý', 'ỷ', 'ỹ', 'ỵ', 'ỳ'],
];

fn untoned(c: char) -> (char, u8) {
    if c.is_ascii() {
        return (c, 0);
    }
    for row in &VOWELS {
        if let Some(tone) = row.iter().position(|one| *one == c) {
            return (row[0], u8::try_from(tone).unwrap_or(0));
        }
    }
    (c, 0)
}

/// How well the marks somebody typed agree with those of a word of the same letters: 1 when they
/// are the same, wherever the tone stands; less where some were left out, least where they differ
/// (`thuê` is not `thuế`). Hook and tilde are mixed up all over the country.
pub(super) fn agreement(typed: &str, word: &str) -> f32 {
    if typed == word {
        return 1.0;
    }
    let ((letters, tone), (others, other)) = (marks(typed), marks(word));
    let tones = match (tone, other) {
        (a, b) if a == b => 1.0,
        (2, 3) | (3, 2) => 0.93,
        (0, _) => 0.82,
        _ => 0.6,
    };
    let shapes = if letters == others {
        1.0
    } else if letters.is_ascii() {
        0.85
    } else {
        0.65
    };
    tones * shapes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_letters_and_digits_whatever_stands_between() {
        assert_eq!(
            words_of("Đăng-ký  KHAI sinh (1.013225)!", 9),
            ["đăng", "ký", "khai", "sinh", "1", "013225"]
        );
        assert_eq!(words_of("nguye\u{302}\u{303}n", 9), ["nguyễn"]);
        assert_eq!(words_of("k\u{336}\u{337}hai s\u{20DD}inh", 9), ["khai", "sinh"]);
        assert_eq!(words_of("a b c", 2), ["a", "b"]);
        assert_eq!(words_of(&"x".repeat(100), 9)[0].len(), LONGEST_WORD);
        assert!(words_of(" \u{202E} 👶 …", 9).is_empty());
    }

    #[test]
    fn marks_agree_wherever_the_tone_stands_and_less_where_they_differ() {
        assert!((agreement("hòa", "hoà") - 1.0).abs() < f32::EPSILON);
        assert!(agreement("kêt", "kết") > agreement("thuê", "thuế") - 0.01);
        assert!(agreement("chũ", "chữ") > agreement("chú", "chữ"));
        assert!(agreement("sổ", "sổ") > agreement("sổ", "sỗ"));
        assert!(agreement("sổ", "sỗ") > agreement("sổ", "số"));
    }

    #[test]
    fn words_are_found_by_their_beginning() {
        let mut all = Vocabulary::default();
        let words: Vec<Word> = ["khai", "sinh", "khám", "kết"].map(|word| all.add(word)).to_vec();
        all.note(&words);
        all.finish();
        let found: Vec<&str> = all.beginning("kh").iter().map(|id| &*all.plain[*id as usize]).collect();
        assert_eq!(found, ["khai", "kham"]);
        assert!(all.beginning("z").is_empty());
        assert_eq!(all.pair(all.find("khai").unwrap(), all.find("sinh").unwrap()), 1);
    }
}
