//! Keyring, sealed fields, blind indexes.
//!
//! What is personal is stored sealed: XChaCha20-Poly1305 under a key that lives outside the
//! database, bound to its [`Place`], so that a value moved elsewhere does not open. Each case
//! has a [`CaseKey`] of its own, stored wrapped by a numbered master key of the keyring:
//! destroying the wrapped key erases the case. Sealed values are found again through
//! [`Vault::index`]; look-up secrets and link tokens are derived, never stored.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod keyring;
mod lookup;
mod random;
mod seal;

pub use lookup::{CODE_ALPHABET, TOKEN_ALPHABET, same, token_hash};
pub use random::{random_bytes, random_token};
pub use seal::{CHUNK_OVERHEAD, CaseKey, Place, WrappedKey};

use kernel::{Fault, Id};
use keyring::Keyring;
use lookup::Lookup;
use seal::{Aad, Cipher, FORMAT, Use};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

/// The keys of one installation, and all that is done with them. Cloning shares them.
#[derive(Clone)]
pub struct Vault(Arc<Inner>);

struct Inner {
    /// Where the keyring lives; `None` for one that dies with the process.
    path: Option<PathBuf>,
    /// Subkeys that never rotate, because stored indexes and printed codes depend on them.
    lookup: Lookup,
    ring: RwLock<Arc<Ring>>,
}

/// The subkeys of the numbered master keys, derived once.
struct Ring {
    /// By rising number; never empty; the last one seals.
    keys: Vec<Master>,
}

struct Master {
    number: u32,
    /// Wraps case keys.
    wrapping: Cipher,
    /// Seals values that belong to no case.
    sealing: Cipher,
}

impl Vault {
    /// Opens the keyring at `path`, making one on the first start. Two processes that make it
    /// at once end with the same one.
    ///
    /// # Errors
    /// When the file cannot be read or made, is open to other users, or is no keyring.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Vault, Fault> {
        let path = path.as_ref();
        let keyring = match keyring::read(path)? {
            Some(keyring) => keyring,
            None => keyring::create(path)?,
        };
        Ok(Vault::from_keyring(&keyring, Some(path.to_owned())))
    }

    /// Opens the keyring at `path` and makes none: for data that exist already, which a new
    /// keyring could not open.
    ///
    /// # Errors
    /// As [`Vault::from_file`], and when there is no such file.
    pub fn from_existing_file(path: impl AsRef<Path>) -> Result<Vault, Fault> {
        let path = path.as_ref();
        let keyring = keyring::read(path)?.ok_or_else(|| {
            Fault::new(format_args!(
                "there is no keyring at {}: put back the one that belongs to these data",
                path.display()
            ))
        })?;
        Ok(Vault::from_keyring(&keyring, Some(path.to_owned())))
    }

    /// Fresh keys that die with the process.
    pub fn ephemeral() -> Vault {
        Vault::from_keyring(&Keyring::fresh(), None)
    }

    fn from_keyring(keyring: &Keyring, path: Option<PathBuf>) -> Vault {
        Vault(Arc::new(Inner {
            path,
            lookup: Lookup::new(keyring.lookup()),
            ring: RwLock::new(Arc::new(Ring::new(keyring))),
        }))
    }

    /// Adds a key to the keyring; from now on it seals, while older ones still open. Returns
    /// its number.
    ///
    /// # Errors
    /// When the keyring file cannot be replaced.
    pub fn rotate(&self) -> Result<u32, Fault> {
        let Some(path) = &self.0.path else {
            let mut slot = self.0.ring.write().unwrap_or_else(PoisonError::into_inner);
            let number = slot.newest().number + 1;
            *slot = Arc::new(slot.with(number, &random_bytes()));
            return Ok(number);
        };
        let keyring = keyring::rotate(path)?;
        let ring = Arc::new(Ring::new(&keyring));
        let number = ring.newest().number;
        *self.0.ring.write().unwrap_or_else(PoisonError::into_inner) = ring;
        Ok(number)
    }

    /// The number of the key that seals now.
    pub fn key_number(&self) -> u32 {
        self.ring().newest().number
    }

    /// A short name of this keyring that gives nothing away: kept in the database, it tells at
    /// start-up whether keyring and data belong together. The same after a rotation.
    pub fn fingerprint(&self) -> String {
        self.0.lookup.fingerprint()
    }

    /// A fresh key for one case (or one file), and its wrapped form for storage.
    pub fn new_case_key(&self, place: &Place) -> (CaseKey, WrappedKey) {
        let secret = random_bytes::<32>();
        let wrapped = self.wrap(&secret, place);
        (CaseKey::new(secret), wrapped)
    }

    fn wrap(&self, secret: &[u8; 32], place: &Place) -> WrappedKey {
        let ring = self.ring();
        let master = ring.newest();
        let bytes = master.wrapping.seal(&Aad::new(Use::Key, place), &[FORMAT], secret);
        WrappedKey { number: master.number, bytes }
    }

    /// The key that was wrapped at this place.
    ///
    /// # Errors
    /// When the keyring lacks the key, or the wrapped key was altered or moved.
    pub fn unwrap(&self, wrapped: &WrappedKey, place: &Place) -> Result<CaseKey, Fault> {
        Ok(CaseKey::new(self.unwrapped(wrapped, place)?))
    }

    fn unwrapped(&self, wrapped: &WrappedKey, place: &Place) -> Result<[u8; 32], Fault> {
        let ring = self.ring_with(wrapped.number)?;
        let refused = || does_not_open(place, wrapped.number);
        let master = ring.find(wrapped.number).ok_or_else(refused)?;
        let [FORMAT, rest @ ..] = wrapped.bytes.as_slice() else { return Err(refused()) };
        master.wrapping.open_key(&Aad::new(Use::Key, place), rest).ok_or_else(refused)
    }

    /// The same key wrapped by the newest master key, after a rotation.
    ///
    /// # Errors
    /// As [`Vault::unwrap`].
    pub fn rewrap(&self, wrapped: &WrappedKey, place: &Place) -> Result<WrappedKey, Fault> {
        Ok(self.wrap(&self.unwrapped(wrapped, place)?, place))
    }

    /// Seals a value that belongs to no case (an account's name, a setting); the number of the
    /// key travels inside.
    pub fn seal(&self, place: &Place, plain: &[u8]) -> Vec<u8> {
        let ring = self.ring();
        let master = ring.newest();
        let mut head = [FORMAT; 5];
        head[1..].copy_from_slice(&master.number.to_be_bytes());
        master.sealing.seal(&Aad::new(Use::Own, place), &head, plain)
    }

    /// Opens what [`Vault::seal`] sealed at the same place.
    ///
    /// # Errors
    /// When the keyring lacks the key, or the value was altered or moved.
    pub fn open(&self, place: &Place, sealed: &[u8]) -> Result<Vec<u8>, Fault> {
        let [FORMAT, a, b, c, d, rest @ ..] = sealed else {
            return Err(Fault::new(format_args!("{}: this is not a sealed value", place.describe())));
        };
        let number = u32::from_be_bytes([*a, *b, *c, *d]);
        let refused = || does_not_open(place, number);
        let ring = self.ring_with(number)?;
        let master = ring.find(number).ok_or_else(refused)?;
        master.sealing.open(&Aad::new(Use::Own, place), rest).ok_or_else(refused)
    }

    /// The keyed token under which a folded text is found again, within one scope (an agency):
    /// equal text and scope give equal tokens, anything else does not.
    pub fn index(&self, purpose: &str, scope: Id, folded: &str) -> i64 {
        self.0.lookup.index(purpose, scope, folded)
    }

    /// A short secret for a thing, recomputed whenever it is asked for and never stored.
    /// `alphabet` is ASCII; usually [`CODE_ALPHABET`].
    pub fn derive_code(&self, purpose: &str, id: Id, len: usize, alphabet: &str) -> String {
        self.0.lookup.code(purpose, id, len, alphabet)
    }

    /// A 128-bit token for a thing, in 26 lower-case characters; store its [`token_hash`].
    pub fn derive_token(&self, purpose: &str, id: Id) -> String {
        self.0.lookup.token(purpose, id)
    }

    fn ring(&self) -> Arc<Ring> {
        Arc::clone(&self.0.ring.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The ring that holds this key: another process may have rotated since we read the file.
    fn ring_with(&self, number: u32) -> Result<Arc<Ring>, Fault> {
        let ring = self.ring();
        if ring.find(number).is_some() {
            return Ok(ring);
        }
        let again = match &self.0.path {
            Some(path) => keyring::read(path)?.map(|keyring| Arc::new(Ring::new(&keyring))),
            None => None,
        };
        match again.filter(|ring| ring.find(number).is_some()) {
            Some(ring) => {
                *self.0.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&ring);
                Ok(ring)
            }
            None => Err(Fault::new(format_args!(
                "the keyring has no key {number}: it is not the keyring these data were sealed with, or an older copy of it"
            ))),
        }
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault")
    }
}

impl Ring {
    fn new(keyring: &Keyring) -> Ring {
        Ring { keys: keyring.keys().map(|(number, secret)| Master::new(number, secret)).collect() }
    }

    fn with(&self, number: u32, secret: &[u8; 32]) -> Ring {
        let mut keys: Vec<Master> = self.keys.iter().map(Master::copy).collect();
        keys.push(Master::new(number, secret));
        Ring { keys }
    }

    fn newest(&self) -> &Master {
        self.keys.last().expect("a keyring has at least one key")
    }

    fn find(&self, number: u32) -> Option<&Master> {
        self.keys.iter().rev().find(|key| key.number == number)
    }
}

impl Master {
    fn new(number: u32, secret: &[u8; 32]) -> Master {
        Master {
            number,
            wrapping: Cipher::new(&lookup::subkey(secret, "case keys")),
            sealing: Cipher::new(&lookup::subkey(secret, "sealed values")),
        }
    }

    fn copy(&self) -> Master {
        Master { number: self.number, wrapping: self.wrapping.clone(), sealing: self.sealing.clone() }
    }
}

fn does_not_open(place: &Place, number: u32) -> Fault {
    Fault::new(format_args!(
        "{} does not open with key {number}: the value was altered or moved, or the keyring belongs to other data",
        place.describe()
    ))
}

#[cfg(test)]
mod tests;
