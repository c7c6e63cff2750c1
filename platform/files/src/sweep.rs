//! Removing objects that no row knows: uploads never kept, and files that were erased.

use crate::{Files, fault_of, object_path, store};
use ::store::Db;
use futures_util::StreamExt;
use kernel::{Fault, Moment};
use object_store::ObjectStoreExt;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Objects looked up in one transaction.
const BATCH: usize = 100;

impl Files {
    /// Removes every object last written before `before` that belongs to no kept file, and the
    /// half-written ones a killed process left. Returns how many. Give uploads under way a
    /// day: `before` is technical time.
    ///
    /// # Errors
    /// When the store or the objects cannot be read.
    pub async fn sweep(&self, db: &Db, before: Moment) -> Result<usize, Fault> {
        let mut removed = self.sweep_half_written(before).await?;
        let mut listing = self.0.objects.list(None).chunks(BATCH);
        while let Some(batch) = listing.next().await {
            let mut old = Vec::with_capacity(batch.len());
            for object in batch {
                let object = object.map_err(listing_fault)?;
                if object.last_modified.timestamp_millis() < before.ms() {
                    old.extend(object.location.filename().map(str::to_owned));
                }
            }
            removed += self.sweep_batch(db, old).await?;
        }
        Ok(removed)
    }

    async fn sweep_batch(&self, db: &Db, objects: Vec<String>) -> Result<usize, Fault> {
        if objects.is_empty() {
            return Ok(0);
        }
        let orphans = db.read(move |tx| {
            let mut orphans = Vec::new();
            for object in &objects {
                if !store::is_kept(tx, object)? {
                    orphans.push(object.clone());
                }
            }
            Ok(orphans)
        });
        let orphans = orphans.await.map_err(fault_of)?;
        for object in &orphans {
            match self.0.objects.delete(&object_path(object)).await {
                // Another process sweeps as well.
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(listing_fault(error)),
            }
        }
        Ok(orphans.len())
    }

    /// In a folder, an upload is written beside its final name and renamed when whole; the
    /// object store does not list such a file.
    async fn sweep_half_written(&self, before: Moment) -> Result<usize, Fault> {
        let Some(folder) = self.0.folder.clone() else { return Ok(0) };
        let before = SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(before.ms()).unwrap_or(0));
        tokio::task::spawn_blocking(move || remove_half_written(&folder, before))
            .await
            .map_err(Fault::new)?
            .map_err(|error| Fault::from(error).context("sweeping half-written files"))
    }
}

fn remove_half_written(folder: &Path, before: SystemTime) -> std::io::Result<usize> {
    let mut removed = 0;
    for letter in std::fs::read_dir(folder)? {
        let letter = letter?;
        if !letter.file_type()?.is_dir() {
            continue;
        }
        for entry in std::fs::read_dir(letter.path())? {
            let entry = entry?;
            if entry.file_name().as_encoded_bytes().contains(&b'#') {
                removed += usize::from(remove_if_old(&entry, before)?);
            }
        }
    }
    Ok(removed)
}

/// Whether it was old and is gone; an upload may finish, or another process sweep, meanwhile.
fn remove_if_old(entry: &std::fs::DirEntry, before: SystemTime) -> std::io::Result<bool> {
    let removed = entry.metadata().and_then(|found| {
        let old = found.modified()? < before;
        if old {
            std::fs::remove_file(entry.path())?;
        }
        Ok(old)
    });
    match removed {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        other => other,
    }
}

fn listing_fault(error: object_store::Error) -> Fault {
    Fault::new(error).context("sweeping files")
}
