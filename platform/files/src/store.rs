//! The table `file`: one row per kept file. Deleting the row destroys its key.

use crate::{FileKind, Received};
use kernel::{Failure, Fault, Id, Moment};
use store::{Expect, Migrations, Row, Tx, params};
use vault::WrappedKey;

/// The schema of this room.
pub const MIGRATIONS: Migrations =
    Migrations { room: "files", steps: &[include_str!("../migrations/0001.sql")] };

store::statements! {
    /// A received file becomes one that is kept.
    pub static KEEP_FILE = "insert into file (id, object, key_no, key_bytes, kind, size, pages, sealed_sha256, sealed_name, at) \
                            values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    /// One file.
    pub static FIND_FILE = "select id, object, key_no, key_bytes, kind, size, pages, sealed_sha256, sealed_name, at \
                            from file where id = ?1";
    /// The next files in the order of their ids, for the doctor.
    pub static FILES_AFTER = "select id, object, key_no, key_bytes, kind, size, pages, sealed_sha256, sealed_name, at \
                              from file where id > ?1 order by id limit ?2";
    /// Whether an object belongs to a file.
    pub static FIND_OBJECT = "select id from file where object = ?1";
    /// The key is gone with the row.
    pub static DELETE_FILE = "delete from file where id = ?1";
}

/// A kept file.
#[derive(Clone)]
pub struct StoredFile {
    /// The file.
    pub id: Id,
    /// The keyed name of its object.
    pub object: String,
    /// The key of this file alone.
    pub key: WrappedKey,
    /// What it is.
    pub kind: FileKind,
    /// Plain bytes.
    pub size: u64,
    /// Pages of a PDF, where they could be counted.
    pub pages: Option<u32>,
    /// SHA-256 of the object's bytes.
    pub sealed_sha256: Vec<u8>,
    /// The name it had at home, sealed; see [`crate::Files::name`].
    pub sealed_name: Vec<u8>,
    /// When it was kept.
    pub at: Moment,
}

impl std::fmt::Debug for StoredFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StoredFile({}, {}, {} bytes)", self.id, self.kind.name(), self.size)
    }
}

impl StoredFile {
    fn from_row(row: &Row<'_>) -> Result<StoredFile, Fault> {
        let kind: String = row.get(4)?;
        let size: i64 = row.get(5)?;
        Ok(StoredFile {
            id: row.get(0)?,
            object: row.get(1)?,
            key: WrappedKey { number: row.get(2)?, bytes: row.get(3)? },
            kind: FileKind::from_name(&kind)
                .ok_or_else(|| Fault::new(format_args!("unknown kind of file: {kind}")))?,
            size: u64::try_from(size).map_err(Fault::new)?,
            pages: row.get(6)?,
            sealed_sha256: row.get(7)?,
            sealed_name: row.get(8)?,
            at: row.get(9)?,
        })
    }
}

/// Keeps a received file: its row belongs to the caller's transaction.
///
/// # Errors
/// When the store fails.
pub fn keep(tx: &mut Tx<'_>, file: &Received, at: Moment) -> Result<(), Failure> {
    tx.send(
        &KEEP_FILE,
        &params![
            file.id,
            file.object.as_str(),
            file.key.number,
            file.key.bytes.as_slice(),
            file.kind.name(),
            i64::try_from(file.size).map_err(Fault::new)?,
            file.pages,
            &file.sealed_sha256[..],
            file.sealed_name.as_slice(),
            at,
        ],
        Expect::Any,
    )
}

/// A kept file, or `None` when there is none (any more).
///
/// # Errors
/// When the store fails.
pub fn load(tx: &mut Tx<'_>, id: Id) -> Result<Option<StoredFile>, Fault> {
    tx.row_opt(&FIND_FILE, &params![id], StoredFile::from_row)
}

/// Erases a file: its key and name are gone with its row, its object is swept later. Rows that
/// point at it must be gone before.
///
/// # Errors
/// When the store fails.
pub fn delete(tx: &mut Tx<'_>, id: Id) -> Result<(), Failure> {
    tx.send(&DELETE_FILE, &params![id], Expect::Any)
}

/// The next files in the order of their ids.
pub(crate) fn after(tx: &mut Tx<'_>, id: Id, most: u32) -> Result<Vec<StoredFile>, Fault> {
    tx.rows(&FILES_AFTER, &params![id, most], StoredFile::from_row)
}

/// Whether an object belongs to a file.
pub(crate) fn is_kept(tx: &mut Tx<'_>, object: &str) -> Result<bool, Fault> {
    tx.row_opt(&FIND_OBJECT, &params![object], |_| Ok(())).map(|row| row.is_some())
}
