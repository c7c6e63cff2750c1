//! Time-ordered 64-bit identifiers made by the application.

use crate::{Clock, Moment};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A time-ordered identifier: 41 bits of milliseconds since 2024-01-01 UTC, 10 bits of node,
/// 12 bits of sequence. A string in JSON, because JavaScript numbers end at 53 bits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub i64);

/// Milliseconds of 2024-01-01T00:00:00Z.
const EPOCH_MS: i64 = 1_704_067_200_000;
const NODE_BITS: u32 = 10;
const SEQUENCE_BITS: u32 = 12;

impl Id {
    /// The smallest id that any node can make at this technical time; with it, "older than" is
    /// a comparison of ids.
    pub const fn first_at(technical: Moment) -> Id {
        Id((technical.ms() - EPOCH_MS) << (NODE_BITS + SEQUENCE_BITS))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.0)
    }
}

impl FromStr for Id {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Id)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Makes [`Id`]s for one process; the node number is leased from the database at start-up,
/// so two processes never make the same one.
#[derive(Clone)]
pub struct Ids(Arc<IdsInner>);

struct IdsInner {
    clock: Clock,
    node: i64,
    last: AtomicI64,
}

impl Ids {
    /// `node` must be below 1,024 and held by no other living process of the same database.
    pub fn new(clock: Clock, node: u16) -> Ids {
        assert!(node < 1 << NODE_BITS, "node {node} does not fit in {NODE_BITS} bits");
        Ids(Arc::new(IdsInner { clock, node: node.into(), last: AtomicI64::new(0) }))
    }

    /// The next identifier, greater than every earlier one of this process.
    pub fn next(&self) -> Id {
        let inner = &*self.0;
        let now = (inner.clock.technical().ms() - EPOCH_MS) << SEQUENCE_BITS;
        let tick = inner
            .last
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(now.max(last + 1)))
            .map_or(now, |last| now.max(last + 1));
        let ms = tick >> SEQUENCE_BITS;
        let sequence = tick & ((1 << SEQUENCE_BITS) - 1);
        Id((ms << (NODE_BITS + SEQUENCE_BITS)) | (inner.node << SEQUENCE_BITS) | sequence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_rise_and_never_repeat_even_within_a_millisecond() {
        let ids = Ids::new(Clock::system(), 7);
        let mut last = ids.next();
        for _ in 0..20_000 {
            let next = ids.next();
            assert!(next > last);
            last = next;
        }
    }

    #[test]
    fn ids_of_two_nodes_differ() {
        let clock = Clock::system();
        let a = Ids::new(clock.clone(), 1);
        let b = Ids::new(clock, 2);
        assert_ne!(a.next(), b.next());
    }

    #[test]
    fn an_id_is_a_string_in_json() {
        assert_eq!(serde_json::to_string(&Id(12)).unwrap(), "\"12\"");
        assert_eq!(serde_json::from_str::<Id>("\"12\"").unwrap(), Id(12));
    }
}
