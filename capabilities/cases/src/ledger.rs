//! The ledger: append-only, hash-chained over the exact stored bytes.
//!
//! An event's clear facts and a salted commitment to its sealed payload are what the chain covers.
//! Destroying the case's key makes the payload unreadable; the chain still verifies.

use crate::event::Event;
use kernel::{Actor, Fault, Id, Moment, Party};
use sha2::{Digest, Sha256};
use vault::{CaseKey, Place};

/// Where payloads belong: bound to the case; the commitment ties each to its event.
pub fn payload_place(case: Id) -> Place {
    Place { room: "cases", id: case, field: "event" }
}

/// What is personal in an event, sealed before the transaction begins.
#[derive(Clone)]
pub struct Sealed {
    /// Ciphertext of salt and content.
    pub payload: Vec<u8>,
    /// SHA-256 over salt and content.
    pub commitment: [u8; 32],
}

const SALT: usize = 16;

/// Seals `content` (JSON) for an event of `case`.
pub fn seal(key: &CaseKey, case: Id, content: &[u8]) -> Sealed {
    let mut plain = Vec::with_capacity(SALT + content.len());
    plain.extend_from_slice(&vault::random_bytes::<SALT>());
    plain.extend_from_slice(content);
    Sealed { commitment: Sha256::digest(&plain).into(), payload: key.seal(&payload_place(case), &plain) }
}

/// Opens a payload and checks it against its commitment.
pub fn open(key: &CaseKey, case: Id, payload: &[u8], commitment: &[u8]) -> Result<Vec<u8>, Fault> {
    let plain = key.open(&payload_place(case), payload)?;
    if Sha256::digest(&plain).as_slice() != commitment || plain.len() < SALT {
        return Err(Fault::new("a payload does not match what the ledger committed to"));
    }
    Ok(plain[SALT..].to_vec())
}

/// One line of the ledger as it is stored.
#[derive(Clone)]
pub struct Record {
    /// Its number in the case, from 1.
    pub seq: i64,
    /// When, civil time.
    pub at: Moment,
    /// What kind of one acted.
    pub party: String,
    /// Which account acted.
    pub actor: Option<Id>,
    /// Name of the event.
    pub kind: String,
    /// Clear facts, JSON, exactly as stored.
    pub facts: String,
    /// Commitment to the payload.
    pub commitment: Option<Vec<u8>>,
    /// Sealed payload; absent when there is none or it was erased.
    pub payload: Option<Vec<u8>>,
    /// Hash of this line and all before it.
    pub hash: Vec<u8>,
}

impl Record {
    /// The next line after `previous` (32 zero bytes before the first).
    pub fn next(
        case: Id,
        seq: i64,
        previous: &[u8],
        at: Moment,
        actor: &Actor,
        event: &Event,
        sealed: Option<Sealed>,
    ) -> Record {
        let facts = serde_json::to_string(event).expect("facts are plain data");
        let (payload, commitment) =
            sealed.map_or((None, None), |s| (Some(s.payload), Some(s.commitment.to_vec())));
        let mut record = Record {
            seq,
            at,
            party: actor.party.name().to_owned(),
            actor: actor.account.filter(|_| actor.party != Party::Guest),
            kind: event.name().to_owned(),
            facts,
            commitment,
            payload,
            hash: Vec::new(),
        };
        record.hash = record.hash_after(case, previous).to_vec();
        record
    }

    /// The hash this line must have after `previous`.
    pub fn hash_after(&self, case: Id, previous: &[u8]) -> [u8; 32] {
        let mut hash = Sha256::new();
        let mut put = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        };
        put(previous);
        put(&case.0.to_be_bytes());
        put(&self.seq.to_be_bytes());
        put(&self.at.ms().to_be_bytes());
        put(self.party.as_bytes());
        put(&self.actor.map_or(0, |id| id.0).to_be_bytes());
        put(self.facts.as_bytes());
        put(self.commitment.as_deref().unwrap_or_default());
        hash.finalize().into()
    }

    /// The event.
    pub fn event(&self) -> Result<Event, Fault> {
        serde_json::from_str(&self.facts)
            .map_err(|error| Fault::new(format!("facts of event {}: {error}", self.seq)))
    }
}

/// Before the first event.
pub const GENESIS: [u8; 32] = [0; 32];
