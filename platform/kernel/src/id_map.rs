//! Maps by [`Id`], for what every request asks of memory.

use crate::Id;

/// What is known by id. Ids are made by this program alone, so their hash needs no secret.
pub type IdMap<T> = rustc_hash::FxHashMap<Id, T>;
