//! Writing and reading one sealed object, a few hundred KiB in memory at most.

use crate::layout::{CHUNK, HEADER, Layout};
use bytes::{Bytes, BytesMut};
use kernel::Fault;
use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt, PutPayload};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use vault::{CHUNK_OVERHEAD, CaseKey, Place};

/// Sealed bytes handed to the object store at once.
const PART: usize = 256 * 1024;
const ROOM: usize = PART + CHUNK + CHUNK_OVERHEAD;

/// Seals a stream into an object that appears whole, on disk, or not at all.
pub(crate) struct Writer {
    objects: Arc<dyn ObjectStore>,
    path: Path,
    key: CaseKey,
    place: Place,
    /// Plain bytes of the chunk being filled; sealed once it is known whether it is the last.
    chunk: Vec<u8>,
    number: u64,
    sealed: Vec<u8>,
    digest: Sha256,
    /// Begun with the first part, so that what is refused early never touches the disk.
    upload: Option<Box<dyn MultipartUpload>>,
}

impl Writer {
    pub(crate) fn new(objects: Arc<dyn ObjectStore>, path: Path, key: CaseKey, place: Place) -> Writer {
        let mut sealed = Vec::with_capacity(CHUNK);
        sealed.extend_from_slice(HEADER);
        let (chunk, digest) = (Vec::new(), Sha256::new());
        Writer { objects, path, key, place, chunk, number: 0, sealed, digest, upload: None }
    }

    pub(crate) async fn push(&mut self, mut bytes: &[u8]) -> Result<(), Fault> {
        while !bytes.is_empty() {
            if self.chunk.len() == CHUNK {
                self.seal(false).await?;
            }
            let step = bytes.len().min(CHUNK - self.chunk.len());
            self.chunk.extend_from_slice(&bytes[..step]);
            bytes = &bytes[step..];
        }
        Ok(())
    }

    async fn seal(&mut self, last: bool) -> Result<(), Fault> {
        self.key.seal_chunk(&self.place, self.number, last, &self.chunk, &mut self.sealed);
        self.chunk.clear();
        self.number += 1;
        if last || self.sealed.len() >= PART {
            self.flush().await?;
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), Fault> {
        self.digest.update(&self.sealed);
        let part = std::mem::replace(&mut self.sealed, Vec::with_capacity(ROOM));
        let upload = match &mut self.upload {
            Some(upload) => upload,
            none => none.insert(self.objects.put_multipart(&self.path).await.map_err(writing)?),
        };
        upload.put_part(PutPayload::from(part)).await.map_err(writing)
    }

    /// Seals the last chunk and waits until the object is on disk; the digest of its bytes.
    pub(crate) async fn finish(&mut self) -> Result<[u8; 32], Fault> {
        self.seal(true).await?;
        if let Some(mut upload) = self.upload.take() {
            upload.complete().await.map_err(writing)?;
        }
        Ok(std::mem::take(&mut self.digest).finalize().into())
    }

    /// Removes what was written. A writer that is dropped (the line went away) does the same,
    /// soon after.
    pub(crate) async fn abort(&mut self) {
        if let Some(mut upload) = self.upload.take() {
            // What cannot be removed now is swept later.
            let _ = upload.abort().await;
        }
        self.chunk = Vec::new();
        self.sealed = Vec::new();
    }
}

fn writing(error: object_store::Error) -> Fault {
    Fault::new(error).context("writing a file")
}

/// Reads a sealed object by windows of a few chunks.
pub(crate) struct Reader {
    pub(crate) objects: Arc<dyn ObjectStore>,
    pub(crate) path: Path,
    pub(crate) key: CaseKey,
    pub(crate) place: Place,
    pub(crate) layout: Layout,
}

/// A window as it lies on disk and as it was.
pub(crate) struct Window {
    pub(crate) sealed: Bytes,
    pub(crate) plain: Bytes,
}

impl Reader {
    pub(crate) async fn window(&self, number: u64) -> Result<Window, Fault> {
        let chunks = self.layout.window(number);
        let range = self.layout.bytes(&chunks);
        let wanted = range.end - range.start;
        let sealed = self.objects.get_range(&self.path, range).await.map_err(reading)?;
        if sealed.len() as u64 != wanted {
            return Err(Fault::new("reading a file: its end is missing"));
        }
        let mut plain = BytesMut::with_capacity(sealed.len());
        for (number, chunk) in chunks.zip(sealed.chunks(CHUNK + CHUNK_OVERHEAD)) {
            let last = number + 1 == self.layout.chunks();
            let opened = self.key.open_chunk(&self.place, number, last, chunk).ok_or_else(|| {
                Fault::new(format_args!(
                    "chunk {number} of file {} does not open: it was altered",
                    self.place.id
                ))
            })?;
            plain.extend_from_slice(&opened);
        }
        Ok(Window { sealed, plain: plain.freeze() })
    }
}

fn reading(error: object_store::Error) -> Fault {
    match error {
        object_store::Error::NotFound { .. } => Fault::new("reading a file: its object is missing"),
        other => Fault::new(other).context("reading a file"),
    }
}
