//! For the doctor: every kept file has its object, whole and unaltered.

use crate::layout::Layout;
use crate::object::Reader;
use crate::{Files, StoredFile, content_place, fault_of, key_place, object_path, store};
use ::store::Db;
use kernel::{Fault, Id};
use object_store::ObjectStoreExt;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Rows read in one transaction.
const BATCH: u32 = 200;

/// What was looked at, and what is wrong.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Checked {
    /// Files looked at.
    pub files: u64,
    /// Their plain bytes.
    pub bytes: u64,
    /// One sentence per file that is not in order.
    pub wrong: Vec<String>,
}

impl Files {
    /// Looks at every kept file: its object is there and as long as it must be; with `deep`,
    /// also unaltered, and every chunk opens.
    ///
    /// # Errors
    /// When the store cannot be read. What is wrong with a file is in the answer.
    pub async fn check(&self, db: &Db, deep: bool) -> Result<Checked, Fault> {
        let mut checked = Checked::default();
        let mut last = Id(i64::MIN);
        loop {
            let batch = db.read(move |tx| Ok(store::after(tx, last, BATCH)?)).await.map_err(fault_of)?;
            let Some(end) = batch.last() else { return Ok(checked) };
            last = end.id;
            for file in &batch {
                checked.files += 1;
                checked.bytes += file.size;
                if let Err(fault) = self.check_one(file, deep).await {
                    checked.wrong.push(format!("file {}: {fault}", file.id));
                }
            }
        }
    }

    async fn check_one(&self, file: &StoredFile, deep: bool) -> Result<(), Fault> {
        let (path, layout) = (object_path(&file.object), Layout { size: file.size });
        let object = self.0.objects.head(&path).await.map_err(|error| match error {
            object_store::Error::NotFound { .. } => Fault::new("its object is missing"),
            other => Fault::new(other),
        })?;
        if object.size != layout.sealed() {
            return Err(Fault::new(format_args!(
                "its object has {} bytes instead of {}",
                object.size,
                layout.sealed()
            )));
        }
        if !deep {
            return Ok(());
        }
        let key = self.0.vault.unwrap(&file.key, &key_place(file.id))?;
        let objects = Arc::clone(&self.0.objects);
        let reader = Reader { objects, path, key, place: content_place(file.id), layout };
        let mut digest = Sha256::new();
        digest.update(crate::layout::HEADER);
        for number in 0..layout.windows() {
            digest.update(&reader.window(number).await?.sealed);
        }
        if digest.finalize()[..] != file.sealed_sha256[..] {
            return Err(Fault::new("its object differs from the one that was received"));
        }
        Ok(())
    }
}
