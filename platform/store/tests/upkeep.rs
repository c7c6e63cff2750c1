//! Schema steps, the portable backup, the statement check and the folder's lock.
#![allow(clippy::unwrap_used, missing_docs)]

use kernel::Failure;
use std::path::PathBuf;
use store::{Db, Engine, Expect, Migrations, Options, check, dump, params};

const FIRST: Migrations = Migrations {
    room: "upkeep",
    steps: &["create table parent (id INT not null primary key, name TEXT not null, sealed BYTES) STRICT;
              create table child (id INT not null primary key, parent INT not null references parent (id),
                before INT references child (id)) STRICT;
              create index child_parent on child (parent);
              create index child_before on child (before);"],
};
const SECOND: Migrations =
    Migrations { room: "upkeep", steps: &[FIRST.steps[0], "alter table parent add column note TEXT;"] };

store::statements! {
    static ADD_PARENT = "insert into parent (id, name, sealed) values (?1, ?2, ?3)";
    static ADD_CHILD = "insert into child (id, parent, before) values (?1, ?2, ?3)";
    static PARENTS: scan = "select id, name, sealed from parent order by id";
    static CHILDREN: scan = "select id, parent, before from child order by id";
}

type Parents = Vec<(i64, String, Option<Vec<u8>>)>;
type Children = Vec<(i64, i64, Option<i64>)>;

fn fill(db: &Db, rows: i64) {
    db.write_blocking(move |tx| {
        for id in 0..rows {
            let sealed = (id % 3 != 0).then(|| vec![id as u8; 300]);
            tx.send(&ADD_PARENT, &params![id, format!("Hồ sơ số {id}"), sealed], Expect::Any)?;
            tx.send(&ADD_CHILD, &params![id, id, (id > 0).then_some(id - 1)], Expect::Any)?;
        }
        Ok(())
    })
    .unwrap();
}

fn content(db: &Db) -> (Parents, Children) {
    db.read_blocking(|tx| {
        let parents = tx.rows(&PARENTS, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok((parents, tx.rows(&CHILDREN, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?))
    })
    .unwrap()
}

testkit::both_engines! {
    migrations = &[FIRST];

    fn a_newer_step_is_applied_once_and_a_newer_database_is_refused(db) {
        db.migrate(&[SECOND]).unwrap();
        db.migrate(&[SECOND]).unwrap();
        let refused = db.migrate(&[FIRST]).unwrap_err().to_string();
        assert!(refused.contains("newer program") && refused.contains("step 2 of upkeep"), "{refused}");
        let unknown = db.migrate(&[]).unwrap_err().to_string();
        assert!(unknown.contains("upkeep, this program knows 0"), "{unknown}");
    }

    fn a_step_that_fails_leaves_nothing_and_says_where(db) {
        const BROKEN: Migrations = Migrations {
            room: "broken",
            steps: &["create table made (id INT not null) STRICT; insert into nowhere values (1);"],
        };
        let fault = db.migrate(&[FIRST, BROKEN]).unwrap_err().to_string();
        assert!(fault.contains("schema step 1 of broken"), "{fault}");
        assert!(check::schema(&db).unwrap().iter().all(|table| table.name != "made"));
    }

    fn the_stores_own_statements_are_sound(db) {
        check::assert_statements(&db, &[&check::own_statements(), ALL]);
        check::few_are_specific(&[&check::own_statements()]).unwrap();
    }

    fn a_statement_that_scans_or_does_not_fit_is_found(db) {
        store::statements! {
            static SCANS = "select id from parent where name = ?1";
            static WRONG = "select nothing from parent";
            static FINE = "select name from parent where id = ?1";
        }
        let found: Vec<&str> = check::statements(&db, &[ALL]).unwrap().iter().map(|one| one.statement).collect();
        assert_eq!(found, ["SCANS", "WRONG"]);
        let _ = (&SCANS, &WRONG, &FINE);
    }

    fn a_backup_goes_to_either_engine_with_every_row(db) {
        fill(&db, 2_000);
        let mut file = Vec::new();
        let counts = dump::write(&db, &mut file).unwrap();
        assert_eq!((counts["parent"], counts["child"], counts.contains_key("schema_step")), (2_000, 2_000, false));
        assert_eq!(dump::verify(&mut file.as_slice()).unwrap(), counts);
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let target = testkit::fresh(engine, &[FIRST]);
            assert_eq!(dump::restore(&target.db(), &mut file.as_slice()).unwrap(), counts);
            assert!(content(&target.db()) == content(&db), "the rows differ on {engine:?}");
            let again = dump::restore(&target.db(), &mut file.as_slice()).unwrap_err().to_string();
            assert!(again.contains("not empty"), "{again}");
        }
    }

    fn a_damaged_backup_is_noticed_and_restores_nothing(db) {
        fill(&db, 50);
        let mut file = Vec::new();
        dump::write(&db, &mut file).unwrap();
        let target = testkit::fresh(db.engine(), &[FIRST]);
        let middle = file.len() / 2;
        for at in [middle, file.len() - 40] {
            let mut damaged = file.clone();
            damaged[at] ^= 1;
            assert!(dump::verify(&mut damaged.as_slice()).is_err());
            assert!(dump::restore(&target.db(), &mut damaged.as_slice()).is_err());
        }
        assert!(dump::restore(&target.db(), &mut &file[..file.len() - 1]).is_err());
        assert_eq!(content(&target.db()), (Vec::new(), Vec::new()));
    }

    fn a_backup_of_another_schema_is_refused(db) {
        let mut file = Vec::new();
        dump::write(&db, &mut file).unwrap();
        let target = testkit::fresh(Engine::Sqlite, &[SECOND]);
        let fault = dump::restore(&target.db(), &mut file.as_slice()).unwrap_err().to_string();
        assert!(fault.contains("another version"), "{fault}");
    }

    fn a_backup_is_one_state_while_others_write(db) {
        let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let (writing, told) = (db.clone(), std::sync::Arc::clone(&stop));
        let writer = std::thread::spawn(move || {
            let mut id = 0_i64;
            while !told.load(std::sync::atomic::Ordering::SeqCst) {
                writing.write_blocking(move |tx| {
                    tx.send(&ADD_PARENT, &params![id, "x", None::<Vec<u8>>], Expect::Any)?;
                    tx.send(&ADD_CHILD, &params![id, id, None::<i64>], Expect::Any)
                }).unwrap();
                id += 1;
            }
            id
        });
        for _ in 0..10 {
            let counts = dump::write(&db, &mut std::io::sink()).unwrap();
            assert_eq!(counts["parent"], counts["child"]);
        }
        stop.store(true, std::sync::atomic::Ordering::SeqCst);
        assert!(writer.join().unwrap() > 0);
    }
}

#[test]
fn both_engines_describe_the_same_schema() {
    let tables = [Engine::Sqlite, Engine::Postgres].map(|engine| {
        let fresh = testkit::fresh(engine, &[FIRST]);
        check::schema(&fresh.db()).unwrap()
    });
    assert_eq!(tables[0], tables[1]);
}

#[test]
fn the_sqlite_file_is_copied_before_its_schema_changes() {
    let folder = testkit::temp_dir();
    let path = folder.path().join("motcua.db");
    let copy = PathBuf::from(format!("{}.before-upkeep-2", path.display()));
    let db = Db::open_sqlite(&path, Options::default()).unwrap();
    db.migrate(&[FIRST]).unwrap();
    fill(&db, 3);
    assert!(!copy.exists());
    db.migrate(&[SECOND]).unwrap();
    let before = Db::open_sqlite(&copy, Options::default()).unwrap();
    before.migrate(&[FIRST]).unwrap();
    assert_eq!(content(&before), content(&db));
    #[cfg(unix)]
    for file in [&path, &copy] {
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(file).unwrap().permissions());
        assert_eq!(mode & 0o077, 0, "{} can be read by others", file.display());
    }
}

#[test]
fn two_processes_may_change_the_schema_at_once() {
    let name = testkit::pg_database();
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let url = testkit::pg_url(&name);
            std::thread::spawn(move || {
                Db::open_postgres(&url, Options::default()).unwrap().migrate(&[SECOND])
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap().unwrap();
    }
}

#[test]
fn a_data_folder_has_one_holder() {
    let folder = testkit::temp_dir();
    let lock = store::lock::DataLock::take(folder.path()).unwrap();
    let refused = store::lock::DataLock::take(folder.path()).unwrap_err().to_string();
    assert!(refused.contains(&format!("in use by process {}", std::process::id())), "{refused}");
    drop(lock);
    store::lock::DataLock::take(folder.path()).unwrap();
}

#[test]
fn a_wrong_address_is_a_fault_in_words() {
    let fault =
        Db::open_postgres("host=/nowhere user=x dbname=y", Options::default()).err().unwrap().to_string();
    assert!(fault.contains("connecting to PostgreSQL"), "{fault}");
    let Err(fault) = Db::open_sqlite(std::path::Path::new("/nowhere/motcua.db"), Options::default()) else {
        panic!("it was opened")
    };
    assert!(fault.to_string().contains("opening the database"), "{fault}");
    let _: Option<Failure> = None;
}
