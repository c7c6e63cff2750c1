//! Sealed content over object storage; uploads known by content.
//!
//! [`Files::receive`] streams an upload: its kind is found from its bytes, its content sealed
//! chunk by chunk under a key of its own, and it is on disk before the call returns.
//! [`keep`] then writes its row in the caller's transaction; what is never kept is swept later.
//! No plain byte and no original name touches the disk.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod check;
mod inspect;
mod kind;
mod layout;
mod name;
mod object;
mod problem;
mod receive;
mod store;
mod sweep;

pub use check::Checked;
pub use kind::FileKind;
pub use problem::UploadProblem;
pub use receive::Received;
pub use store::{MIGRATIONS, StoredFile, delete, keep, load};

use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use kernel::{Failure, Fault, Id, Ids};
use layout::Layout;
use object_store::ObjectStore;
use object_store::local::LocalFileSystem;
use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use vault::{Place, TOKEN_ALPHABET, Vault};

/// The largest paper taken: 15 MB.
pub const LIMIT: u64 = 15 * 1024 * 1024;

/// Every SQL text of this room, for the test that prepares them on both engines.
pub fn statements() -> &'static [&'static ::store::Statement] {
    store::ALL
}

/// The files of one installation. Cloning shares them.
#[derive(Clone)]
pub struct Files(Arc<Inner>);

struct Inner {
    objects: Arc<dyn ObjectStore>,
    /// The folder, when the objects are in one.
    folder: Option<PathBuf>,
    vault: Vault,
    ids: Ids,
}

impl Files {
    /// Files in a folder, made when it is not there.
    ///
    /// # Errors
    /// When the folder cannot be made or used.
    pub fn open(folder: impl AsRef<Path>, vault: Vault, ids: Ids) -> Result<Files, Fault> {
        let folder = folder.as_ref();
        let fault =
            |error| Fault::from(error).context(format_args!("opening the files in {}", folder.display()));
        prepare(folder).map_err(fault)?;
        let local = LocalFileSystem::new_with_prefix(folder).map_err(Fault::new)?.with_fsync(true);
        let folder = Some(folder.to_owned());
        Ok(Files(Arc::new(Inner { objects: Arc::new(local), folder, vault, ids })))
    }

    /// Files in another object store. It must have written what it acknowledges, and must take
    /// parts of 256 KiB.
    pub fn in_store(objects: Arc<dyn ObjectStore>, vault: Vault, ids: Ids) -> Files {
        Files(Arc::new(Inner { objects, folder: None, vault, ids }))
    }

    /// The name a file had at home; its kind's ending alone when it had none.
    ///
    /// # Errors
    /// When the keyring does not open it.
    pub fn name(&self, file: &StoredFile) -> Result<String, Fault> {
        let key = self.0.vault.unwrap(&file.key, &key_place(file.id))?;
        let name = key.open(&name_place(file.id), &file.sealed_name)?;
        let name = String::from_utf8(name).map_err(Fault::new)?;
        Ok(if name.is_empty() { format!("tep.{}", file.kind.extension()) } else { name })
    }

    /// The content, a few chunks at a time; the first are read and opened before this returns,
    /// so that a missing or altered file is told before any header is sent.
    ///
    /// # Errors
    /// When the object is missing, altered, or the keyring does not open it.
    pub async fn open_stream(
        &self,
        file: &StoredFile,
    ) -> Result<impl Stream<Item = Result<Bytes, Fault>> + Send + use<>, Fault> {
        let key = self.0.vault.unwrap(&file.key, &key_place(file.id))?;
        let reader = object::Reader {
            objects: Arc::clone(&self.0.objects),
            path: object_path(&file.object),
            key,
            place: content_place(file.id),
            layout: Layout { size: file.size },
        };
        let first = reader.window(0).await?;
        let rest = stream::unfold((reader, 1), |(reader, number)| async move {
            if number >= reader.layout.windows() {
                return None;
            }
            let read = reader.window(number).await;
            // After a failure nothing more comes.
            let next = if read.is_ok() { number + 1 } else { u64::MAX };
            Some((read.map(|window| window.plain), (reader, next)))
        });
        Ok(stream::once(std::future::ready(Ok(first.plain))).chain(rest))
    }
}

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Files")
    }
}

/// One folder per first letter, all there and on disk from the start: an upload then never has
/// to wait for, or rely on, a folder another one is just making.
fn prepare(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true).mode(0o700);
    builder.create(folder)?;
    for letter in TOKEN_ALPHABET.chars() {
        builder.create(folder.join(letter.to_string()))?;
    }
    fs::File::open(folder)?.sync_all()?;
    match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => fs::File::open(parent)?.sync_all(),
        _ => Ok(()),
    }
}

fn object_path(object: &str) -> object_store::path::Path {
    object_store::path::Path::from_iter([object.get(..1).unwrap_or_default(), object])
}

const fn key_place(id: Id) -> Place {
    Place::new("files", id, "key")
}

const fn name_place(id: Id) -> Place {
    Place::new("files", id, "name")
}

const fn content_place(id: Id) -> Place {
    Place::new("files", id, "content")
}

fn fault_of(failure: Failure) -> Fault {
    match failure {
        Failure::Fault(fault) => fault,
        Failure::Refusal(refusal) => Fault::new(refusal),
    }
}
