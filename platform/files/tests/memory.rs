//! Memory stays flat while twenty people upload at once. In a process of its own, because the
//! measure is the whole process.
#![allow(clippy::unwrap_used, missing_docs)]

mod samples;

use bytes::Bytes;
use files::{Files, LIMIT};
use futures_util::stream;
use kernel::{Clock, Ids};
use std::convert::Infallible;
use testkit::{block_on, temp_dir};
use vault::Vault;

const UPLOADS: usize = 20;
const SIZE: usize = 14 * 1024 * 1024;
/// Twenty times a few hundred KiB, and what the allocator keeps.
const MOST_GROWTH_KB: u64 = 40 * 1024;

/// The most memory this process ever held.
fn peak_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn twenty_large_uploads_at_once_need_little_memory() {
    let folder = temp_dir();
    let files = Files::open(folder.path(), Vault::ephemeral(), Ids::new(Clock::system(), 3)).unwrap();
    // One photograph in memory, sent by everyone: slices of it cost nothing.
    let photo = Bytes::from(samples::jpeg(SIZE));
    block_on(async {
        let before = peak_kb();
        let uploads: Vec<_> = (0..UPLOADS)
            .map(|_| {
                let (files, photo) = (files.clone(), photo.clone());
                tokio::spawn(async move {
                    let parts = (0..SIZE)
                        .step_by(16 * 1024)
                        .map(move |at| Ok::<_, Infallible>(photo.slice(at..SIZE.min(at + 16 * 1024))));
                    files.receive(stream::iter(parts), "anh.jpg", LIMIT).await.unwrap().size
                })
            })
            .collect();
        for upload in uploads {
            assert_eq!(upload.await.unwrap(), SIZE as u64);
        }
        let growth = peak_kb() - before;
        assert!(growth < MOST_GROWTH_KB, "{growth} KiB more");
    });
}
