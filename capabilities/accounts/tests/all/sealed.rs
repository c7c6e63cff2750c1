//! Nothing personal lies open in the database file.

use crate::house::{NOW, moment, open};
use accounts::{MIGRATIONS, seed};
use store::{Db, Options};
use vault::Vault;

#[test]
fn the_database_file_holds_no_seeded_name_phone_number_or_address() {
    let folder = testkit::temp_dir();
    let path = folder.path().join("motcua.db");
    let db = Db::open_sqlite(&path, Options::default()).unwrap();
    db.migrate(&[MIGRATIONS]).unwrap();
    let accounts = open(&db, &Vault::ephemeral(), moment(NOW), 1);
    let seeded = seed::run(&accounts).unwrap();
    assert!(seeded.personal.len() > 80);
    drop((accounts, db));
    let mut read = 0;
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        read += bytes.len();
        for text in &seeded.personal {
            let found = bytes.windows(text.len()).any(|window| window == text.as_bytes());
            assert!(!found, "{text} lies open");
        }
        for row in &seeded.accounts {
            let login = row.login.as_bytes();
            assert!(
                login.len() < 8 || !bytes.windows(login.len()).any(|window| window == login),
                "{}",
                row.login
            );
        }
    }
    assert!(read > 10_000);
}
