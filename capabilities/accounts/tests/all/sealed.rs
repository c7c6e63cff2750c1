//! Nothing personal lies open in the database file.

use crate::house::{NOW, actor_of, moment, open};
use accounts::rules::AbsenceEdit;
use accounts::{Accounts, MIGRATIONS, Stamp, seed};
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
    let mut personal = seeded.personal.clone();
    personal.push(away_for_a_reason(&accounts));
    drop((accounts, db));
    let mut read = 0;
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        read += bytes.len();
        for text in &personal {
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

/// Why an officer is away is theirs to tell.
fn away_for_a_reason(accounts: &Accounts) -> String {
    let day = ("8".to_owned(), "9".to_owned(), "2026".to_owned());
    let reason = "Con ốm nằm viện".to_owned();
    let edit = AbsenceEdit { first: day.clone(), last: day, reason: reason.clone() };
    testkit::block_on(async {
        let actor = actor_of(accounts, "hotich.saigon").await;
        let own = actor.account.unwrap();
        accounts.record_absence(&Stamp { actor, key: None }, own, &edit).await.unwrap();
    });
    reason
}
