//! The keyring file: its mode, its making by two processes at once, its rotation.
#![allow(clippy::unwrap_used)]

use kernel::Id;
use std::collections::HashSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use vault::{Place, Vault};

const HERE: Place = Place::new("settings", Id(1), "value");
/// Set for the child processes of this test: the keyring they open.
const CHILD: &str = "VAULT_TEST_KEYRING";

struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        let path = std::env::temp_dir().join(format!("vault-{}", vault::random_token()));
        fs::create_dir(&path).unwrap();
        Folder(path)
    }

    fn keyring(&self) -> PathBuf {
        self.0.join("data").join("keys.json")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_new_keyring_is_for_its_owner_only_and_opens_again() {
    let folder = Folder::new();
    let vault = Vault::from_file(folder.keyring()).unwrap();
    let sealed = vault.seal(&HERE, b"kept");
    let mode = fs::metadata(folder.keyring()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(names_in(folder.keyring().parent().unwrap()), ["keys.json"]);

    let again = Vault::from_existing_file(folder.keyring()).unwrap();
    assert_eq!(again.open(&HERE, &sealed).unwrap(), b"kept");
    assert_eq!(again.fingerprint(), vault.fingerprint());
}

#[test]
fn a_keyring_others_can_read_is_refused_with_the_command_that_mends_it() {
    let folder = Folder::new();
    Vault::from_file(folder.keyring()).unwrap();
    fs::set_permissions(folder.keyring(), fs::Permissions::from_mode(0o644)).unwrap();
    let told = Vault::from_file(folder.keyring()).unwrap_err().to_string();
    assert!(told.contains("chmod 600"), "{told}");
}

#[test]
fn a_missing_or_spoilt_keyring_is_told_without_quoting_it() {
    let folder = Folder::new();
    let told = Vault::from_existing_file(folder.keyring()).unwrap_err().to_string();
    assert!(told.contains("there is no keyring"), "{told}");

    Vault::from_file(folder.keyring()).unwrap();
    let text = fs::read_to_string(folder.keyring()).unwrap();
    let secret = text.split('"').find(|part| part.len() == 64).unwrap();
    fs::write(folder.keyring(), text.replace(secret, &secret[1..])).unwrap();
    let told = Vault::from_file(folder.keyring()).unwrap_err().to_string();
    assert!(told.contains("cannot be read as a keyring"), "{told}");
    assert!(!told.contains(&secret[1..20]), "{told}");
}

#[test]
fn rotated_keys_still_open_old_values_in_every_process_that_runs() {
    let folder = Folder::new();
    let here = Vault::from_file(folder.keyring()).unwrap();
    let there = Vault::from_file(folder.keyring()).unwrap();
    let old = here.seal(&HERE, b"old");
    assert_eq!(here.rotate().unwrap(), 2);
    let new = here.seal(&HERE, b"new");
    assert_eq!(here.open(&HERE, &old).unwrap(), b"old");
    assert_eq!(there.key_number(), 1);
    assert_eq!(there.open(&HERE, &new).unwrap(), b"new");
    assert_eq!(there.key_number(), 2);
    assert_eq!(there.rotate().unwrap(), 3);
    assert_eq!(fs::metadata(folder.keyring()).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn rotations_at_once_lose_no_key() {
    let folder = Folder::new();
    Vault::from_file(folder.keyring()).unwrap();
    let path = folder.keyring();
    let numbers: HashSet<u32> = std::thread::scope(|scope| {
        let turns: Vec<_> =
            (0..8).map(|_| scope.spawn(|| Vault::from_file(&path).unwrap().rotate().unwrap())).collect();
        turns.into_iter().map(|turn| turn.join().unwrap()).collect()
    });
    assert_eq!(numbers, (2..=9).collect());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how the child process learns that it is one")]
fn processes_that_make_the_keyring_at_once_end_with_one() {
    if let Some(path) = std::env::var_os(CHILD) {
        let vault = Vault::from_file(PathBuf::from(path)).unwrap();
        eprintln!("fingerprint {}", vault.fingerprint());
        return;
    }
    for _ in 0..5 {
        let folder = Folder::new();
        let children: Vec<_> = (0..4)
            .map(|_| {
                Command::new(std::env::current_exe().unwrap())
                    .args(["--exact", "processes_that_make_the_keyring_at_once_end_with_one", "--nocapture"])
                    .env(CHILD, folder.keyring())
                    .stdout(std::process::Stdio::null())
                    .stderr(std::process::Stdio::piped())
                    .spawn()
                    .unwrap()
            })
            .collect();
        let mut prints = HashSet::new();
        for child in children {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success());
            let said = String::from_utf8(output.stderr).unwrap();
            prints.insert(said.lines().find(|line| line.starts_with("fingerprint")).unwrap().to_owned());
        }
        assert_eq!(prints.len(), 1, "{prints:?}");
        assert_eq!(names_in(folder.keyring().parent().unwrap()), ["keys.json"]);
    }
}
