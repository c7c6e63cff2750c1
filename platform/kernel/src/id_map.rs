//! Maps by [`Id`], for what every request asks of memory.

use crate::Id;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// What is known by id. Ids are made by this program alone, so their hash needs no secret and costs one
/// multiplication.
pub type IdMap<T> = HashMap<Id, T, BuildHasherDefault<IdHasher>>;

/// The hash behind [`IdMap`].
#[derive(Default)]
pub struct IdHasher(u64);

/// The golden ratio: an odd number whose bits look like chance.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_i64(i64::from(*byte)));
    }

    #[inline]
    fn write_i64(&mut self, number: i64) {
        // Both halves of the product: tables look at the highest bits and at the lowest.
        let product = u128::from(self.0 ^ number as u64) * u128::from(SPREAD);
        self.0 = (product as u64) ^ (product >> 64) as u64;
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn ids_that_differ_little_spread_over_a_table() {
        let hash = |id: i64| {
            let mut hasher = IdHasher::default();
            hasher.write_i64(id);
            hasher.finish()
        };
        // Neighbours in sequence, in time, and small numbers as tests use them.
        for step in [1, 1 << 12, 1 << 22] {
            let buckets: HashSet<u64> = (0..1024).map(|at| hash(7 + at * step) & 1023).collect();
            let tags: HashSet<u64> = (0..1024).map(|at| hash(7 + at * step) >> 57).collect();
            assert!(buckets.len() > 500 && tags.len() > 100, "{step}: {} {}", buckets.len(), tags.len());
        }
    }

    #[test]
    fn what_was_put_is_found() {
        let map: IdMap<i64> = (0..100).map(|at| (Id(at << 22), at)).collect();
        assert!((0..100).all(|at| map.get(&Id(at << 22)) == Some(&at)));
        assert_eq!(map.get(&Id(1)), None);
    }
}
