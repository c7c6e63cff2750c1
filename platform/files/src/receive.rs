//! Taking an upload.

use crate::inspect::Inspector;
use crate::object::Writer;
use crate::{FileKind, Files, UploadProblem, content_place, key_place, name_place, object_path};
use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use kernel::Id;
use sha2::{Digest, Sha256};
use std::pin::pin;
use std::sync::Arc;
use vault::WrappedKey;

/// Of an upload that is too large, so many times the limit is read and thrown away: a browser
/// shows an answer only after it has sent everything.
const PATIENCE: u64 = 4;

/// An upload that is whole, sealed and on disk. It is forgotten unless [`crate::keep`] is called.
#[derive(Clone)]
pub struct Received {
    /// The file.
    pub id: Id,
    /// What it is, by its content.
    pub kind: FileKind,
    /// Plain bytes.
    pub size: u64,
    /// Pages of a PDF, where they can be counted.
    pub pages: Option<u32>,
    /// SHA-256 of the plain content. Not stored here: it would tell who sent the same paper.
    pub sha256: [u8; 32],
    /// The key of this file alone.
    pub key: WrappedKey,
    /// The name it had at home, under the same key.
    pub sealed_name: Vec<u8>,
    /// The keyed name of the object.
    pub object: String,
    /// SHA-256 of the object's bytes, which needs no key to be checked.
    pub sealed_sha256: [u8; 32],
}

impl std::fmt::Debug for Received {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Received({}, {}, {} bytes)", self.id, self.kind.name(), self.size)
    }
}

impl Files {
    /// Takes an upload of at most `limit` bytes, called `name` by its sender. When this
    /// returns, it is on disk, or nothing of it is.
    ///
    /// # Errors
    /// One clear problem; other uploads are not touched by it.
    pub async fn receive<E>(
        &self,
        content: impl Stream<Item = Result<Bytes, E>>,
        name: &str,
        limit: u64,
    ) -> Result<Received, UploadProblem> {
        let id = self.0.ids.next();
        let (key, wrapped) = self.0.vault.new_case_key(&key_place(id));
        let sealed_name = key.seal(&name_place(id), crate::name::shown(name).as_bytes());
        let object = self.0.vault.derive_token("files", id);
        let mut writer =
            Writer::new(Arc::clone(&self.0.objects), object_path(&object), key, content_place(id));

        match take(content, &mut writer, limit).await {
            Ok(Taken { kind, size, pages, sha256, sealed_sha256 }) => {
                let key = wrapped;
                Ok(Received { id, kind, size, pages, sha256, key, sealed_name, object, sealed_sha256 })
            }
            Err(problem) => {
                writer.abort().await;
                Err(problem)
            }
        }
    }
}

struct Taken {
    kind: FileKind,
    size: u64,
    pages: Option<u32>,
    sha256: [u8; 32],
    sealed_sha256: [u8; 32],
}

async fn take<E>(
    content: impl Stream<Item = Result<Bytes, E>>,
    writer: &mut Writer,
    limit: u64,
) -> Result<Taken, UploadProblem> {
    let mut content = pin!(content);
    let mut inspector = Inspector::new();
    let mut digest = Sha256::new();
    let mut size = 0;
    let mut wanted = true;
    while let Some(bytes) = content.next().await {
        let bytes = bytes.map_err(|_| UploadProblem::Interrupted)?;
        size += bytes.len() as u64;
        if size > limit.saturating_mul(PATIENCE) {
            return Err(UploadProblem::TooLarge { limit, seen: size });
        }
        if wanted && (size > limit || !inspector.push(&bytes)) {
            wanted = false;
            writer.abort().await;
        }
        if wanted {
            digest.update(&bytes);
            writer.push(&bytes).await.map_err(UploadProblem::Io)?;
        }
    }
    if size == 0 {
        return Err(UploadProblem::Empty);
    }
    if size > limit {
        return Err(UploadProblem::TooLarge { limit, seen: size });
    }
    let found = inspector.finish()?;
    let sealed_sha256 = writer.finish().await.map_err(UploadProblem::Io)?;
    let sha256 = digest.finalize().into();
    Ok(Taken { kind: found.kind, size, pages: found.pages, sha256, sealed_sha256 })
}
