//! PDF: words outside streams, as they go by. Tells whether the end is there, whether a
//! password is asked for, and how many pages can be seen without unpacking anything.

use std::collections::BTreeSet;

pub(super) const SIGNATURE: &[u8] = b"%PDF-";
const END: &[u8] = b"%%EOF";
const END_OF_STREAM: &[u8] = b"endstream";
/// How much may follow the last end marker, white space and padding not counted.
const TRAILER: usize = 1024;
/// Words longer than this are none we look for.
const WORD: usize = 24;
/// Beyond this many pages nobody counts.
const MOST_PAGES: usize = 20_000;

pub(super) struct Walk {
    at: At,
    word: Vec<u8>,
    /// The last two numbers seen: an object's number and generation stand before `obj`.
    numbers: [Option<u32>; 2],
    object: u32,
    expects: Expects,
    objects: bool,
    encrypted: bool,
    /// Some objects are packed into streams, so that pages may hide there.
    packed: bool,
    /// By object number, because a saved change writes the same page again.
    pages: BTreeSet<u32>,
    end_matched: usize,
    since_end: Option<usize>,
}

enum At {
    Words,
    Comment,
    /// How much of the end-of-stream word has been matched.
    Stream(usize),
}

#[derive(Clone, Copy, PartialEq)]
enum Expects {
    Anything,
    /// After `/Type`.
    Type,
    /// After `/Encrypt`.
    Encryption,
}

impl Walk {
    pub(super) fn new() -> Walk {
        Walk {
            at: At::Words,
            word: Vec::with_capacity(WORD),
            numbers: [None; 2],
            object: 0,
            expects: Expects::Anything,
            objects: false,
            encrypted: false,
            packed: false,
            pages: BTreeSet::new(),
            end_matched: 0,
            since_end: None,
        }
    }

    pub(super) fn is_whole(&self) -> bool {
        self.since_end.is_some_and(|since| since <= TRAILER)
    }

    pub(super) fn has_objects(&self) -> bool {
        self.objects
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.encrypted
    }

    pub(super) fn pages(&self) -> Option<u32> {
        let seen = self.pages.len();
        (!self.packed && seen > 0 && seen < MOST_PAGES).then(|| u32::try_from(seen).ok()).flatten()
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.watch_end(byte);
            match self.at {
                At::Stream(matched) => self.at = stream(matched, byte),
                At::Comment if matches!(byte, b'\r' | b'\n') => self.at = At::Words,
                At::Comment => {}
                At::Words => self.word_byte(byte),
            }
        }
    }

    fn watch_end(&mut self, byte: u8) {
        if let Some(since) = &mut self.since_end {
            *since += usize::from(!byte.is_ascii_whitespace() && byte != 0);
        }
        self.end_matched = match END.get(self.end_matched) {
            Some(expected) if *expected == byte => self.end_matched + 1,
            // `%%%EOF` still matches: two percent signs have been seen.
            _ if byte == b'%' => self.end_matched.clamp(1, 2),
            _ => 0,
        };
        if self.end_matched == END.len() {
            self.end_matched = 0;
            self.since_end = Some(0);
        }
    }

    fn word_byte(&mut self, byte: u8) {
        match byte {
            b'\0' | b'\t' | b'\n' | b'\x0c' | b'\r' | b' ' => self.end_word(),
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' => {
                self.end_word();
                if byte == b'<' && self.expects == Expects::Encryption {
                    self.encrypted = true;
                }
                self.expects = Expects::Anything;
            }
            b'%' => {
                self.end_word();
                if matches!(self.at, At::Words) {
                    self.at = At::Comment;
                }
            }
            b'/' => {
                self.end_word();
                self.word.push(byte);
            }
            _ if self.word.len() < WORD => self.word.push(byte),
            _ => {}
        }
    }

    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let number = std::str::from_utf8(&self.word).ok().and_then(|word| word.parse().ok());
        let expected = std::mem::replace(&mut self.expects, Expects::Anything);
        match (expected, self.word.as_slice()) {
            (Expects::Type, b"/Page") if self.pages.len() < MOST_PAGES => {
                self.pages.insert(self.object);
            }
            (Expects::Type, b"/ObjStm") => self.packed = true,
            (Expects::Encryption, _) if number.is_some() => self.encrypted = true,
            (_, b"/Type") => self.expects = Expects::Type,
            (_, b"/Encrypt") => self.expects = Expects::Encryption,
            (_, b"stream") => self.at = At::Stream(0),
            (_, b"obj") => {
                self.objects = true;
                self.object = self.numbers[0].unwrap_or_default();
            }
            _ => {}
        }
        self.numbers = [self.numbers[1], number];
        self.word.clear();
    }
}

fn stream(matched: usize, byte: u8) -> At {
    let matched = match END_OF_STREAM.get(matched) {
        Some(expected) if *expected == byte => matched + 1,
        _ => usize::from(byte == END_OF_STREAM[0]),
    };
    if matched == END_OF_STREAM.len() { At::Words } else { At::Stream(matched) }
}
