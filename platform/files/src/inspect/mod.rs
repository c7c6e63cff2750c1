//! What an upload really is: found out from its bytes as they stream by, never from its name.
//!
//! Each walker follows the structure of its format to the end, so that a photograph whose
//! second half never arrived is noticed while the person can still send it again. Memory is
//! constant; nothing is decoded.

mod jpeg;
mod pdf;
mod png;

use crate::FileKind;

/// A PDF may begin with this much of something else.
const HEAD: usize = 1024;

/// Beginnings of what is never a document, even if `%PDF-` follows.
const NEVER: [&[u8]; 12] = [
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"PK\x03\x04",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"7z\xbc\xaf",
    b"GIF8",
    b"<",
];

/// A file that is whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Found {
    pub(crate) kind: FileKind,
    /// Pages of a PDF, where they can be counted without unpacking it.
    pub(crate) pages: Option<u32>,
}

/// Why it is not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Trouble {
    /// Neither JPEG, PNG nor PDF.
    Kind,
    /// Its end is missing.
    Truncated(FileKind),
    /// It has an end, yet no content a reader could show.
    Unreadable(FileKind),
    /// It asks for a password.
    Encrypted,
}

/// Watches the bytes go by.
pub(crate) struct Inspector(State);

enum State {
    Undecided(Vec<u8>),
    Jpeg(jpeg::Walk),
    Png(png::Walk),
    Pdf(Box<pdf::Walk>),
    Unknown,
}

impl Inspector {
    pub(crate) fn new() -> Inspector {
        Inspector(State::Undecided(Vec::new()))
    }

    /// Takes the next bytes; false once it is clear that the kind is none of ours.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> bool {
        match &mut self.0 {
            State::Undecided(head) => {
                head.extend_from_slice(bytes);
                if let Some(decided) = decide(head) {
                    let head = std::mem::take(head);
                    self.0 = decided;
                    return self.push(&head);
                }
            }
            State::Jpeg(walk) => walk.push(bytes),
            State::Png(walk) => walk.push(bytes),
            State::Pdf(walk) => walk.push(bytes),
            State::Unknown => return false,
        }
        true
    }

    /// The verdict after the last byte.
    pub(crate) fn finish(self) -> Result<Found, Trouble> {
        match self.0 {
            State::Undecided(_) | State::Unknown => Err(Trouble::Kind),
            State::Jpeg(walk) => verdict(FileKind::Jpeg, walk.is_whole(), walk.has_image()),
            State::Png(walk) => verdict(FileKind::Png, walk.is_whole(), walk.has_image()),
            State::Pdf(walk) if walk.is_encrypted() => Err(Trouble::Encrypted),
            State::Pdf(walk) => {
                let found = verdict(FileKind::Pdf, walk.is_whole(), walk.has_objects())?;
                Ok(Found { pages: walk.pages(), ..found })
            }
        }
    }
}

fn verdict(kind: FileKind, whole: bool, content: bool) -> Result<Found, Trouble> {
    match (whole, content) {
        (true, true) => Ok(Found { kind, pages: None }),
        (true, false) => Err(Trouble::Unreadable(kind)),
        (false, _) => Err(Trouble::Truncated(kind)),
    }
}

fn decide(head: &[u8]) -> Option<State> {
    if head.starts_with(b"\xff\xd8\xff") {
        return Some(State::Jpeg(jpeg::Walk::new()));
    }
    if head.starts_with(png::SIGNATURE) {
        return Some(State::Png(png::Walk::new()));
    }
    if NEVER.iter().any(|magic| head.starts_with(magic)) {
        return Some(State::Unknown);
    }
    let front = &head[..head.len().min(HEAD + pdf::SIGNATURE.len())];
    if front.windows(pdf::SIGNATURE.len()).any(|window| window == pdf::SIGNATURE) {
        return Some(State::Pdf(Box::new(pdf::Walk::new())));
    }
    (head.len() >= HEAD + pdf::SIGNATURE.len()).then_some(State::Unknown)
}

#[cfg(test)]
mod tests;
