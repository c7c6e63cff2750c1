//! Sealing: XChaCha20-Poly1305 with random nonces, each value bound to its place.
//!
//! A sealed value is `format (1 byte) · [key number (4 bytes)] · nonce (24) · ciphertext · tag (16)`.

use crate::random_bytes;
use chacha20poly1305::aead::inout::InOutBuf;
use chacha20poly1305::{AeadInOut, KeyInit, Tag, XChaCha20Poly1305, XNonce};
use kernel::{Fault, Id};
use std::fmt;

/// The first byte of everything sealed; a later way of sealing takes another.
pub(crate) const FORMAT: u8 = 1;
const NONCE_BYTES: usize = 24;
const TAG_BYTES: usize = 16;
/// Room for the two names of a place; they are constants of the code.
const AAD_BYTES: usize = 128;

/// What sealing adds to a chunk, see [`CaseKey::seal_chunk`].
pub const CHUNK_OVERHEAD: usize = NONCE_BYTES + TAG_BYTES;

/// Where a sealed value lives. It is bound to the value: opened anywhere else it fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// The room (crate) it belongs to.
    pub room: &'static str,
    /// The row.
    pub id: Id,
    /// The column or the meaning within the row.
    pub field: &'static str,
}

impl Place {
    /// The place of a field in a row of a room.
    pub const fn new(room: &'static str, id: Id, field: &'static str) -> Place {
        Place { room, id, field }
    }

    pub(crate) fn describe(&self) -> impl fmt::Display {
        format!("{}.{} of {}", self.room, self.field, self.id)
    }
}

/// What a key is used for; part of what is bound, so that one kind never opens as another.
#[derive(Clone, Copy)]
pub(crate) enum Use {
    /// A case key wrapped by a master key.
    Key = 1,
    /// A value sealed by a master key.
    Own = 2,
    /// A value sealed by a case key.
    Case = 3,
    /// A chunk of a file.
    Chunk = 4,
}

/// The associated data of one seal, on the stack.
pub(crate) struct Aad {
    bytes: [u8; AAD_BYTES],
    len: usize,
}

impl Aad {
    pub(crate) fn new(used: Use, place: &Place) -> Aad {
        let mut aad = Aad { bytes: [0; AAD_BYTES], len: 0 };
        aad.push(&[used as u8]);
        aad.push(&place.id.0.to_be_bytes());
        for name in [place.room, place.field] {
            aad.push(&[u8::try_from(name.len()).expect("the names of a place are short")]);
            aad.push(name.as_bytes());
        }
        aad
    }

    fn push(&mut self, more: &[u8]) {
        let end = self.len + more.len();
        assert!(end <= AAD_BYTES, "the names of a place are short");
        self.bytes[self.len..end].copy_from_slice(more);
        self.len = end;
    }

    fn as_slice(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

/// One key, ready to use.
#[derive(Clone)]
pub(crate) struct Cipher(XChaCha20Poly1305);

impl Cipher {
    pub(crate) fn new(key: &[u8; 32]) -> Cipher {
        Cipher(XChaCha20Poly1305::new(key.into()))
    }

    /// `head · nonce · ciphertext · tag`, in one allocation.
    pub(crate) fn seal(&self, aad: &Aad, head: &[u8], plain: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(head.len() + NONCE_BYTES + plain.len() + TAG_BYTES);
        out.extend_from_slice(head);
        self.seal_onto(aad, plain, &mut out);
        out
    }

    /// Appends `nonce · ciphertext · tag`.
    fn seal_onto(&self, aad: &Aad, plain: &[u8], out: &mut Vec<u8>) {
        let nonce = random_bytes::<NONCE_BYTES>();
        out.extend_from_slice(&nonce);
        let start = out.len();
        out.extend_from_slice(plain);
        let tag = self
            .0
            .encrypt_inout_detached(&XNonce::from(nonce), aad.as_slice(), InOutBuf::from(&mut out[start..]))
            .expect("what is sealed is far shorter than the cipher's limit of 256 GiB");
        out.extend_from_slice(&tag);
    }

    /// The plain bytes of `nonce · ciphertext · tag`.
    pub(crate) fn open(&self, aad: &Aad, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, rest) = sealed.split_first_chunk::<NONCE_BYTES>()?;
        let (text, tag) = rest.split_last_chunk::<TAG_BYTES>()?;
        let mut plain = text.to_vec();
        self.open_in(aad, nonce, &mut plain, tag).then_some(plain)
    }

    /// A wrapped key, without touching the heap.
    pub(crate) fn open_key(&self, aad: &Aad, sealed: &[u8]) -> Option<[u8; 32]> {
        let (nonce, rest) = sealed.split_first_chunk::<NONCE_BYTES>()?;
        let (text, tag) = rest.split_last_chunk::<TAG_BYTES>()?;
        let mut key: [u8; 32] = text.try_into().ok()?;
        self.open_in(aad, nonce, &mut key, tag).then_some(key)
    }

    fn open_in(&self, aad: &Aad, nonce: &[u8; 24], text: &mut [u8], tag: &[u8; 16]) -> bool {
        self.0
            .decrypt_inout_detached(
                &XNonce::from(*nonce),
                aad.as_slice(),
                InOutBuf::from(text),
                &Tag::from(*tag),
            )
            .is_ok()
    }
}

/// The key of one case or one file. Whoever destroys its [`WrappedKey`] erases what it sealed.
#[derive(Clone)]
pub struct CaseKey(Cipher);

impl CaseKey {
    pub(crate) fn new(secret: [u8; 32]) -> CaseKey {
        CaseKey(Cipher::new(&secret))
    }

    /// Seals a value at a place.
    pub fn seal(&self, place: &Place, plain: &[u8]) -> Vec<u8> {
        self.0.seal(&Aad::new(Use::Case, place), &[FORMAT], plain)
    }

    /// Opens what was sealed at the same place.
    ///
    /// # Errors
    /// When the value was altered, moved, or sealed by another key.
    pub fn open(&self, place: &Place, sealed: &[u8]) -> Result<Vec<u8>, Fault> {
        match sealed {
            [FORMAT, rest @ ..] => self.0.open(&Aad::new(Use::Case, place), rest),
            _ => None,
        }
        .ok_or_else(|| {
            Fault::new(format_args!(
                "{} does not open with the key of its case: the value was altered or moved",
                place.describe()
            ))
        })
    }

    /// Seals one chunk of a stream onto `out`, [`CHUNK_OVERHEAD`] bytes longer. Its number and
    /// whether it is the last are bound, so that chunks cannot be reordered, dropped or cut off.
    pub fn seal_chunk(&self, place: &Place, number: u64, last: bool, plain: &[u8], out: &mut Vec<u8>) {
        self.0.seal_onto(&chunk_aad(place, number, last), plain, out);
    }

    /// Opens a chunk; `None` when it is not that chunk of that stream, unaltered.
    pub fn open_chunk(&self, place: &Place, number: u64, last: bool, sealed: &[u8]) -> Option<Vec<u8>> {
        self.0.open(&chunk_aad(place, number, last), sealed)
    }
}

fn chunk_aad(place: &Place, number: u64, last: bool) -> Aad {
    let mut aad = Aad::new(Use::Chunk, place);
    aad.push(&number.to_be_bytes());
    aad.push(&[u8::from(last)]);
    aad
}

impl fmt::Debug for CaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CaseKey")
    }
}

/// A case key sealed by a master key: two columns, `key_no INT` and `key_bytes BYTES`.
#[derive(Clone, PartialEq, Eq)]
pub struct WrappedKey {
    /// The number of the master key.
    pub number: u32,
    /// The sealed key.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for WrappedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WrappedKey(by {})", self.number)
    }
}
