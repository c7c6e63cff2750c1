//! The lock of a data folder: one process writes, others say so.

use kernel::Fault;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

/// Held as long as this lives; the operating system ends it with the process.
#[derive(Debug)]
pub struct DataLock {
    _file: File,
}

impl DataLock {
    /// Takes the lock of `folder`, or says who holds it.
    pub fn take(folder: &Path) -> Result<DataLock, Fault> {
        let path = folder.join("lock");
        let at =
            |error: std::io::Error| Fault::from(error).context(format_args!("the lock {}", path.display()));
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(at)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                drop(file.read_to_string(&mut holder));
                return Err(Fault::new(format_args!(
                    "the data folder {} is in use by process {}; stop it first",
                    folder.display(),
                    holder.trim()
                )));
            }
            Err(TryLockError::Error(error)) => return Err(at(error)),
        }
        file.set_len(0).map_err(at)?;
        file.rewind().map_err(at)?;
        writeln!(file, "{}", std::process::id()).map_err(at)?;
        Ok(DataLock { _file: file })
    }
}
