//! A checksummed copy of a running installation: database and sealed files, never the keys.
//! It can be restored on either engine.

use crate::house::{self, House, Place};
use kernel::{Failure, Fault};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

const DUMP: &str = "database.dump";
const FILES: &str = "files";
const LIST: &str = "SHA256SUMS";

/// Writes the copy while the installation may be serving: the database first, as one snapshot;
/// files are never changed once written, so those the snapshot names are all there afterwards.
pub fn backup(place: &Place, copy: &Path) -> Result<String, Failure> {
    if copy.exists() && fs::read_dir(copy).map_err(at(copy))?.next().is_some() {
        return Err(Fault::new(format!("{} is not empty; choose a new folder", copy.display())).into());
    }
    fs::create_dir_all(copy.join(FILES)).map_err(at(copy))?;
    let house = House::read_only(place)?;
    let counts = write_dump(&house.db, &copy.join(DUMP))?;
    let mut list = vec![line(copy, Path::new(DUMP))?];
    let mut files = 0_usize;
    for path in walk(&place.files_folder())? {
        let within = path.strip_prefix(place.files_folder()).map_err(Fault::new)?;
        let to = copy.join(FILES).join(within);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(at(folder))?;
        }
        fs::copy(&path, &to).map_err(at(&path))?;
        list.push(line(copy, &Path::new(FILES).join(within))?);
        files += 1;
    }
    write_durably(&copy.join(LIST), (list.join("\n") + "\n").as_bytes())?;
    Ok(format!(
        "{} rows of {} tables and {files} sealed files are in {}. The keys ({}) are not: keep a copy of them elsewhere.",
        counts.values().sum::<u64>(),
        counts.len(),
        copy.display(),
        place.keyring().display()
    ))
}

fn write_dump(db: &store::Db, path: &Path) -> Result<store::dump::Counts, Fault> {
    let mut out = BufWriter::new(fs::File::create(path).map_err(at(path))?);
    let counts = store::dump::write(db, &mut out)?;
    let file = out.into_inner().map_err(|error| at(path)(error.into_error()))?;
    file.sync_all().map_err(at(path))?;
    Ok(counts)
}

/// Puts a copy into an empty installation. The keys must be in place already.
pub fn restore(place: &Place, copy: &Path) -> Result<String, Failure> {
    check(copy)?;
    if !place.keyring().exists() {
        return Err(Fault::new(format!(
            "the keys are not there: put the keyring of this installation at {} first",
            place.keyring().display()
        ))
        .into());
    }
    fs::create_dir_all(&place.data).map_err(at(&place.data))?;
    let db = place.open_database()?;
    db.migrate(&house::migrations())?;
    let mut dump = BufReader::new(fs::File::open(copy.join(DUMP)).map_err(at(copy))?);
    let counts = store::dump::restore(&db, &mut dump)?;
    let from = copy.join(FILES);
    let mut files = 0_usize;
    for path in walk(&from)? {
        let to = place.files_folder().join(path.strip_prefix(&from).map_err(Fault::new)?);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(at(folder))?;
        }
        fs::copy(&path, &to).map_err(at(&path))?;
        files += 1;
    }
    let rows: u64 = counts.values().sum();
    Ok(format!("{rows} rows of {} tables and {files} sealed files are back.", counts.len()))
}

/// Every file of the copy is what its list says, and none is missing.
fn check(copy: &Path) -> Result<(), Fault> {
    let list = fs::read_to_string(copy.join(LIST)).map_err(at(&copy.join(LIST)))?;
    for entry in list.lines() {
        let (sum, name) = entry.split_once("  ").ok_or_else(|| Fault::new(format!("{LIST}: {entry}")))?;
        if sum != digest(&copy.join(name))? {
            return Err(Fault::new(format!("{name} is not what {LIST} says; nothing was restored")));
        }
    }
    Ok(())
}

fn line(copy: &Path, name: &Path) -> Result<String, Fault> {
    Ok(format!("{}  {}", digest(&copy.join(name))?, name.display()))
}

fn digest(path: &Path) -> Result<String, Fault> {
    let mut file = fs::File::open(path).map_err(at(path))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer).map_err(at(path))? {
            0 => return Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()),
            n => hash.update(&buffer[..n]),
        }
    }
}

fn walk(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.map_err(at(&folder))?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

fn write_durably(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let mut file = fs::File::create(path).map_err(at(path))?;
    file.write_all(bytes).map_err(at(path))?;
    file.sync_all().map_err(at(path))
}

fn at(path: &Path) -> impl Fn(std::io::Error) -> Fault {
    let path = path.display().to_string();
    move |error| Fault::from(error).context(&path)
}
