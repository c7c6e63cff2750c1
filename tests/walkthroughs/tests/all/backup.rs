//! A copy taken while people work, put back on the other engine.

use motcua::{House, Place};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use walkthroughs::samples::{EXTRACT, HOUSE};
use walkthroughs::{Client, Engine, Town, new_database, on_both_engines};

fn other(engine: Engine) -> Engine {
    if engine == Engine::Sqlite { Engine::Postgres } else { Engine::Sqlite }
}

/// The page without what differs between two houses: tokens of forms.
fn story(page: &walkthroughs::html::Page) -> String {
    page.main()
}

on_both_engines! {
    fn a_copy_taken_while_serving_tells_the_same_on_the_other_engine(engine) {
        let town = Town::on(engine);
        let permit = town.sent("nguoidan2", "1.013225", "H29.201", HOUSE);
        town.accepted("tiepnhan.saigon", permit);
        let extract = town.sent("nguoidan", "2.000635", "H29.202", EXTRACT);
        let told = [permit, extract].map(|case| (case, story(&town.guest().page(&town.link(case)))));

        let folder = testkit::temp_dir();
        let copy = folder.path().join("copy");
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while !over.load(Ordering::Relaxed) {
                        town.sent("nguoidan3", "2.000635", "H29.203", EXTRACT);
                    }
                });
            }
            motcua::backup::backup(&town.place, &copy).unwrap();
            over.store(true, Ordering::Relaxed);
        });
        assert!(!copy.join("keys").exists(), "the keys never go with the copy");

        let database = (other(engine) == Engine::Postgres).then(new_database);
        let place = Place {
            data: folder.path().join("restored"),
            database: database.as_ref().map(walkthroughs::NewDatabase::url),
            procedures: None,
        };
        let without_keys = motcua::backup::restore(&place, &copy);
        assert!(without_keys.is_err(), "without the keys nothing is put back");
        std::fs::create_dir_all(&place.data).unwrap();
        std::fs::copy(town.place.keyring(), place.keyring()).unwrap();
        motcua::backup::restore(&place, &copy).unwrap();
        let report = motcua::doctor::examine(&place).unwrap();
        assert!(report.is_well(), "{}", report.text());
        let house = Arc::new(House::open(&place, testkit::clock_at(&town.now().rfc3339())).unwrap());
        let browser = Client::new(house.assemble(|_| {}).unwrap().router);
        for (case, before) in told {
            assert_eq!(story(&browser.page(&town.link(case))), before);
        }
        assert!(motcua::backup::restore(&place, &copy).is_err(), "a copy is put into an empty house only");
    }

    fn data_open_only_with_the_keyring_they_were_sealed_with(engine) {
        let folder = testkit::temp_dir();
        let database = (engine == Engine::Postgres).then(new_database);
        let at = |name: &str| Place {
            data: folder.path().join(name),
            database: database.as_ref().map(walkthroughs::NewDatabase::url),
            procedures: None,
        };
        let (place, clock) = (at("data"), || testkit::clock_at("2026-09-07T09:00:00+07:00"));
        drop(House::open(&place, clock()).unwrap());
        let keys = std::fs::read(place.keyring()).unwrap();
        std::fs::remove_file(place.keyring()).unwrap();
        let lost = House::open(&place, clock()).err().unwrap().to_string();
        assert!(lost.contains("put back"), "{lost}");
        drop(vault::Vault::from_file(place.keyring()).unwrap());
        let strange = House::open(&place, clock()).err().unwrap().to_string();
        assert!(strange.contains("not the keyring of these data"), "{strange}");
        std::fs::write(place.keyring(), keys).unwrap();
        House::open(&place, clock()).unwrap();
    }

    fn a_damaged_copy_is_not_put_back(engine) {
        let town = Town::on(engine);
        town.sent("nguoidan", "2.000635", "H29.201", EXTRACT);
        let folder = testkit::temp_dir();
        let copy = folder.path().join("copy");
        motcua::backup::backup(&town.place, &copy).unwrap();
        let dump = copy.join("database.dump");
        let mut bytes = std::fs::read(&dump).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&dump, bytes).unwrap();
        let place = Place { data: folder.path().join("restored"), database: None, procedures: None };
        std::fs::create_dir_all(&place.data).unwrap();
        std::fs::copy(town.place.keyring(), place.keyring()).unwrap();
        let said = motcua::backup::restore(&place, &copy).unwrap_err().to_string();
        assert!(said.contains("database.dump"), "{said}");
        assert!(!place.sqlite_file().exists(), "nothing was begun");
    }
}
