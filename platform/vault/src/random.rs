//! Randomness from the operating system, fetched in small batches per thread: a nonce then
//! costs nanoseconds instead of a system call.

use crate::lookup::spell_token;
use std::cell::RefCell;

/// Bytes fetched at once.
const POOL: usize = 1024;
/// Longer requests go to the operating system directly.
const LARGEST_POOLED: usize = 64;

struct Pool {
    bytes: [u8; POOL],
    used: usize,
}

thread_local! {
    static LOCAL: RefCell<Pool> = const { RefCell::new(Pool { bytes: [0; POOL], used: POOL }) };
}

/// Unpredictable bytes, each given out once.
///
/// # Panics
/// When the operating system has no randomness to give: nothing can be sealed then.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut out = [0; N];
    if N > LARGEST_POOLED {
        from_system(&mut out);
        return out;
    }
    LOCAL.with_borrow_mut(|pool| {
        if pool.used + N > POOL {
            from_system(&mut pool.bytes);
            pool.used = 0;
        }
        let taken = &mut pool.bytes[pool.used..pool.used + N];
        out.copy_from_slice(taken);
        taken.fill(0);
        pool.used += N;
    });
    out
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for randomness")]
fn from_system(out: &mut [u8]) {
    getrandom::fill(out).expect("the operating system gives randomness");
}

/// A fresh 128-bit token in 26 lower-case characters, for sessions and one-time links.
pub fn random_token() -> String {
    spell_token(&random_bytes::<26>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn random_values_do_not_repeat_across_refills_and_threads() {
        let many = || (0..500).map(|_| random_bytes::<24>()).collect::<Vec<_>>();
        let other = std::thread::spawn(many);
        let mut all: HashSet<[u8; 24]> = many().into_iter().collect();
        all.extend(other.join().unwrap());
        assert_eq!(all.len(), 1000);
        assert!(!all.contains(&[0; 24]));
    }

    #[test]
    fn a_random_token_has_26_characters_that_cannot_be_misread() {
        let token = random_token();
        assert_eq!(token.len(), 26);
        assert!(token.chars().all(|c| crate::TOKEN_ALPHABET.contains(c)), "{token}");
    }
}
