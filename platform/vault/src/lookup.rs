//! Keyed tokens: blind indexes, look-up secrets, link tokens. Their subkeys come from a secret
//! of the keyring that never rotates, because stored tokens and printed codes depend on it.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use kernel::Id;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

type Keyed = Hmac<Sha256>;

/// Codes that people read and type: no 0 O 1 I.
pub const CODE_ALPHABET: &str = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// The same in lower case, for tokens in links.
pub const TOKEN_ALPHABET: &str = "23456789abcdefghjklmnpqrstuvwxyz";

/// 26 characters of five bits hold 128 bits.
const TOKEN_CHARS: usize = 26;

/// A subkey for one purpose (HKDF-SHA256).
pub(crate) fn subkey(secret: &[u8; 32], purpose: &str) -> [u8; 32] {
    let mut out = [0; 32];
    Hkdf::<Sha256>::new(Some(b"motcua vault 1"), secret)
        .expand(purpose.as_bytes(), &mut out)
        .expect("32 bytes are within what HKDF can give");
    out
}

/// The keyed hashes, with their keys already absorbed.
pub(crate) struct Lookup {
    index: Keyed,
    code: Keyed,
    token: Keyed,
    fingerprint: [u8; 32],
}

impl Lookup {
    pub(crate) fn new(secret: &[u8; 32]) -> Lookup {
        let keyed =
            |purpose| Keyed::new_from_slice(&subkey(secret, purpose)).expect("HMAC takes keys of any length");
        Lookup {
            index: keyed("indexes"),
            code: keyed("codes"),
            token: keyed("tokens"),
            fingerprint: subkey(secret, "fingerprint"),
        }
    }

    pub(crate) fn fingerprint(&self) -> String {
        spell(&self.fingerprint[..16], TOKEN_ALPHABET)
    }

    pub(crate) fn index(&self, purpose: &str, scope: Id, folded: &str) -> i64 {
        let hash = answer(&self.index, purpose, scope, folded.as_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&hash[..8]);
        i64::from_be_bytes(first)
    }

    pub(crate) fn code(&self, purpose: &str, id: Id, len: usize, alphabet: &str) -> String {
        let mut out = String::with_capacity(len);
        for block in 0_u8.. {
            let hash = answer(&self.code, purpose, id, &[block]);
            let more = (len - out.len()).min(hash.len() / 2);
            out.push_str(&spell(&hash[..more * 2], alphabet));
            if out.len() == len {
                break;
            }
        }
        out
    }

    pub(crate) fn token(&self, purpose: &str, id: Id) -> String {
        spell_token(&answer(&self.token, purpose, id, b""))
    }
}

/// The keyed hash of purpose, number and text, each unmistakably apart.
fn answer(keyed: &Keyed, purpose: &str, id: Id, text: &[u8]) -> [u8; 32] {
    let mut keyed = keyed.clone();
    keyed.update(&(purpose.len() as u64).to_be_bytes());
    keyed.update(purpose.as_bytes());
    keyed.update(&id.0.to_be_bytes());
    keyed.update(text);
    keyed.finalize().into_bytes().into()
}

/// One character for every two bytes: with 16 bits each, no character is noticeably likelier,
/// whatever the alphabet's length.
fn spell(bytes: &[u8], alphabet: &str) -> String {
    debug_assert!(alphabet.is_ascii());
    let letters = alphabet.as_bytes();
    bytes
        .chunks_exact(2)
        .map(|pair| letters[usize::from(u16::from_be_bytes([pair[0], pair[1]])) % letters.len()] as char)
        .collect()
}

/// One character for every byte; the alphabet's 32 letters divide a byte evenly.
pub(crate) fn spell_token(bytes: &[u8]) -> String {
    let letters = TOKEN_ALPHABET.as_bytes();
    bytes.iter().take(TOKEN_CHARS).map(|byte| letters[usize::from(byte % 32)] as char).collect()
}

/// What the database keeps of a token: its SHA-256.
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Whether two secrets are the same, in a time that does not tell where they differ.
pub fn same(a: impl AsRef<[u8]>, b: impl AsRef<[u8]>) -> bool {
    a.as_ref().ct_eq(b.as_ref()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lookup(byte: u8) -> Lookup {
        Lookup::new(&[byte; 32])
    }

    #[test]
    fn an_index_is_equal_for_equal_text_and_scope_only() {
        let (ours, theirs) = (lookup(1), lookup(2));
        let here = ours.index("name", Id(7), "thi");
        assert_eq!(here, ours.index("name", Id(7), "thi"));
        let others = [
            ours.index("name", Id(8), "thi"),
            ours.index("phone", Id(7), "thi"),
            ours.index("name", Id(7), "du"),
            theirs.index("name", Id(7), "thi"),
        ];
        assert!(!others.contains(&here));
    }

    #[test]
    fn codes_are_derived_again_the_same_and_differ_by_thing_and_purpose() {
        let lookup = lookup(1);
        let code = lookup.code("look-up", Id(7), 6, CODE_ALPHABET);
        assert_eq!(code.len(), 6);
        assert!(code.chars().all(|c| CODE_ALPHABET.contains(c)));
        assert_eq!(code, lookup.code("look-up", Id(7), 6, CODE_ALPHABET));
        assert_ne!(code, lookup.code("look-up", Id(8), 6, CODE_ALPHABET));
        assert_ne!(code, lookup.code("receipt", Id(7), 6, CODE_ALPHABET));
        assert_eq!(lookup.code("look-up", Id(7), 40, CODE_ALPHABET).len(), 40);
    }

    #[test]
    fn tokens_carry_128_bits_and_are_stored_as_a_hash() {
        let token = lookup(1).token("link", Id(7));
        assert_eq!(token.len(), TOKEN_CHARS);
        assert_eq!(token, lookup(1).token("link", Id(7)));
        assert_ne!(token, lookup(1).token("link", Id(8)));
        assert_eq!(token_hash(&token).len(), 32);
        assert_ne!(token_hash(&token), token.as_bytes());
    }

    #[test]
    fn every_letter_of_a_code_is_about_as_likely_as_any_other() {
        let lookup = lookup(3);
        let mut counts = [0_u32; 256];
        for id in 0..4000 {
            for letter in lookup.code("look-up", Id(id), 8, CODE_ALPHABET).bytes() {
                counts[usize::from(letter)] += 1;
            }
        }
        for letter in CODE_ALPHABET.bytes() {
            let count = counts[usize::from(letter)];
            assert!((850..1150).contains(&count), "{} came {count} times", letter as char);
        }
    }

    #[test]
    fn comparing_secrets_tells_equal_from_different_and_shorter() {
        assert!(same("9K2PQ7", "9K2PQ7"));
        assert!(!same("9K2PQ7", "9K2PQ8"));
        assert!(!same("9K2PQ7", "9K2PQ"));
    }
}
