//! Request ids and incident codes; secrets come from the vault.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// Letters and digits that nobody mistakes when reading aloud.
const CLEAR: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.push(DIGITS[usize::from(byte >> 4)] as char);
        out.push(DIGITS[usize::from(byte & 15)] as char);
    }
    out
}

/// `SC-7K3P`: short enough to read over the phone, logged beside the request id.
pub(crate) fn incident() -> String {
    let mut bits = request_number();
    let mut code = String::from("SC-");
    for _ in 0..4 {
        code.push(CLEAR[(bits & 31) as usize] as char);
        bits >>= 5;
    }
    code
}

/// A number that differs for each request of any process; not secret.
pub(crate) fn request_number() -> u64 {
    static START: LazyLock<u64> = LazyLock::new(|| u64::from_le_bytes(vault::random_bytes()));
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut z = START.wrapping_add(COUNT.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
