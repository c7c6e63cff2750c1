//! How a sealed object is laid out: `MCF1`, then chunks of 64 KiB, each sealed on its own with
//! its number and whether it is the last. Where a chunk lies follows from the plain size alone.

use std::ops::Range;
use vault::CHUNK_OVERHEAD;

/// Tells an operator what this file is.
pub(crate) const HEADER: &[u8; 4] = b"MCF1";
/// Plain bytes of every chunk but the last, which has at least one.
pub(crate) const CHUNK: usize = 64 * 1024;
/// Chunks read at once.
const WINDOW: u64 = 4;

/// The layout of a file of this many plain bytes.
#[derive(Clone, Copy)]
pub(crate) struct Layout {
    pub(crate) size: u64,
}

impl Layout {
    pub(crate) const fn chunks(self) -> u64 {
        self.size.div_ceil(CHUNK as u64)
    }

    pub(crate) const fn windows(self) -> u64 {
        self.chunks().div_ceil(WINDOW)
    }

    /// Length of the whole object.
    pub(crate) const fn sealed(self) -> u64 {
        HEADER.len() as u64 + self.size + self.chunks() * CHUNK_OVERHEAD as u64
    }

    /// The chunks of a window.
    pub(crate) fn window(self, number: u64) -> Range<u64> {
        number * WINDOW..self.chunks().min((number + 1) * WINDOW)
    }

    /// Where these chunks lie.
    pub(crate) fn bytes(self, chunks: &Range<u64>) -> Range<u64> {
        let start = |chunk| HEADER.len() as u64 + chunk * (CHUNK + CHUNK_OVERHEAD) as u64;
        start(chunks.start)..start(chunks.end).min(self.sealed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_cover_every_byte_once() {
        let chunk = CHUNK as u64;
        for size in [1, chunk - 1, chunk, chunk + 1, 4 * chunk, 4 * chunk + 1, 15 * 1024 * 1024] {
            let layout = Layout { size };
            let mut at = HEADER.len() as u64;
            for number in 0..layout.windows() {
                let bytes = layout.bytes(&layout.window(number));
                assert_eq!(bytes.start, at, "size {size}");
                assert!(bytes.end > bytes.start);
                at = bytes.end;
            }
            assert_eq!(at, layout.sealed(), "size {size}");
        }
    }
}
