//! The keyring file: a few numbered secrets outside the database, readable by its owner only.

use crate::random_bytes;
use kernel::Fault;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

const VERSION: u32 = 1;
const OWNER_ONLY: u32 = 0o600;
const NOTE: &str = "Keys of Mot Cua. Who holds this file can read every sealed value; without it \
                    nobody can. Keep a copy apart from the copies of the database.";

/// What the file holds.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Keyring {
    note: String,
    version: u32,
    /// The root of indexes, codes and tokens; never rotated.
    lookup: Secret,
    /// By rising number.
    keys: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    number: u32,
    secret: Secret,
}

/// 32 bytes, written as 64 hexadecimal digits.
#[derive(Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct Secret([u8; 32]);

impl Clone for Secret {
    fn clone(&self) -> Secret {
        Secret(self.0)
    }
}

impl From<Secret> for String {
    fn from(secret: Secret) -> String {
        secret.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl TryFrom<String> for Secret {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Secret, Self::Error> {
        const WRONG: &str = "a key is 64 hexadecimal digits";
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(WRONG);
        }
        let mut out = [0; 32];
        for (at, byte) in out.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).map_err(|_| WRONG)?;
        }
        Ok(Secret(out))
    }
}

impl Keyring {
    pub(crate) fn fresh() -> Keyring {
        Keyring {
            note: NOTE.to_owned(),
            version: VERSION,
            lookup: Secret(random_bytes()),
            keys: vec![Entry { number: 1, secret: Secret(random_bytes()) }],
        }
    }

    pub(crate) fn lookup(&self) -> &[u8; 32] {
        &self.lookup.0
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = (u32, &[u8; 32])> {
        self.keys.iter().map(|entry| (entry.number, &entry.secret.0))
    }

    fn check(&self) -> Result<(), &'static str> {
        if self.version != VERSION {
            return Err("it was written by a newer version of this program");
        }
        if self.keys.is_empty() {
            return Err("it holds no key");
        }
        if !self.keys.is_sorted_by(|a, b| a.number < b.number) {
            return Err("its keys are not numbered in rising order");
        }
        Ok(())
    }
}

/// The keyring at `path`, or `None` when there is no file.
pub(crate) fn read(path: &Path) -> Result<Option<Keyring>, Fault> {
    let context =
        |what: &dyn std::fmt::Display| Fault::new(format_args!("keyring {}: {what}", path.display()));
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(context(&error)),
    };
    let mode = fs::metadata(path).map_err(|error| context(&error))?.mode();
    if mode & 0o077 != 0 {
        return Err(context(&format_args!(
            "other users of this machine can read it (mode {:o}); run: chmod 600 {}",
            mode & 0o777,
            path.display()
        )));
    }
    // The parser's own message could quote a key, so only the place is told.
    let keyring: Keyring = serde_json::from_str(&text).map_err(|error| {
        context(&format_args!(
            "it cannot be read as a keyring (line {}, column {})",
            error.line(),
            error.column()
        ))
    })?;
    keyring.check().map_err(|what| context(&what))?;
    Ok(Some(keyring))
}

/// Makes a keyring at `path`. When another process was faster, its keyring is the one.
pub(crate) fn create(path: &Path) -> Result<Keyring, Fault> {
    let context = |error: std::io::Error| {
        Fault::from(error).context(format_args!("making the keyring {}", path.display()))
    };
    fs::create_dir_all(folder(path)).map_err(context)?;
    let fresh = Keyring::fresh();
    let draft = write_beside(path, &fresh).map_err(context)?;
    // A link appears whole or not at all, and never over another file.
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft).map_err(context)?;
    match linked {
        Ok(()) => {
            sync_folder(path).map_err(context)?;
            Ok(fresh)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            sync_folder(path).map_err(context)?;
            read(path)?.ok_or_else(|| context(error))
        }
        Err(error) => Err(context(error)),
    }
}

/// Adds a key with the next number and returns the whole keyring as it is on disk now.
pub(crate) fn rotate(path: &Path) -> Result<Keyring, Fault> {
    let context = |error: std::io::Error| {
        Fault::from(error).context(format_args!("rotating the keyring {}", path.display()))
    };
    // Two rotations at once take turns, so that neither loses the other's key.
    let turn = File::create(beside(path, "lock")).map_err(context)?;
    turn.lock().map_err(context)?;
    let mut keyring = read(path)?
        .ok_or_else(|| Fault::new(format_args!("there is no keyring at {} to rotate", path.display())))?;
    let number = keyring.keys.last().map_or(0, |entry| entry.number) + 1;
    keyring.keys.push(Entry { number, secret: Secret(random_bytes()) });
    let draft = write_beside(path, &keyring).map_err(context)?;
    fs::rename(&draft, path).map_err(context)?;
    sync_folder(path).map_err(context)?;
    Ok(keyring)
}

/// Writes the keyring to a new file in the same folder, through to the disk.
fn write_beside(path: &Path, keyring: &Keyring) -> std::io::Result<PathBuf> {
    let draft = beside(path, &crate::random_token());
    let mut file = OpenOptions::new().write(true).create_new(true).mode(OWNER_ONLY).open(&draft)?;
    let mut text = serde_json::to_string_pretty(keyring)?;
    text.push('\n');
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    if let Err(error) = written {
        let _ = fs::remove_file(&draft);
        return Err(error);
    }
    Ok(draft)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    path.with_file_name(name)
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn sync_folder(path: &Path) -> std::io::Result<()> {
    File::open(folder(path))?.sync_all()
}
