//! What both engines promise, tested on both.
#![allow(clippy::unwrap_used, missing_docs)]

use kernel::{Failure, Fault, Refusal};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::{Db, Expect, Migrations, Tx, params};

const TABLES: Migrations = Migrations {
    room: "contract",
    steps: &[
        "create table counter (name TEXT not null primary key, n INT not null, version INT not null) STRICT;
              create table note (id INT not null primary key, name TEXT not null, body BYTES) STRICT;",
    ],
};

store::statements! {
    static COUNT_UP = "insert into counter (name, n, version) values (?1, 1, 0)
                       on conflict (name) do update set n = counter.n + 1 returning n";
    static SET = "insert into counter (name, n, version) values (?1, ?2, 0)";
    static READ = "select n from counter where name = ?1";
    static CHANGE = "update counter set n = ?3, version = version + 1 where name = ?1 and version = ?2";
    static ADD_NOTE = "insert into note (id, name, body) values (?1, ?2, ?3)";
    static NOTES = "select id, name, body from note where id >= ?1 order by id";
}

fn set(tx: &mut Tx<'_>, name: &str, n: i64) -> Result<(), Failure> {
    tx.send(&SET, &params![name, n], Expect::Any)
}

fn value(db: &Db, name: &'static str) -> Option<i64> {
    db.read_blocking(move |tx| Ok(tx.row_opt(&READ, &params![name], |row| row.get(0))?)).unwrap()
}

fn code(failure: Failure) -> &'static str {
    match failure {
        Failure::Refusal(refusal) => refusal.code,
        Failure::Fault(fault) => panic!("a fault instead of a refusal: {fault}"),
    }
}

testkit::both_engines! {
    migrations = &[TABLES];

    fn what_was_answered_can_be_read(db) {
        db.write_blocking(|tx| set(tx, "a", 5)).unwrap();
        assert_eq!(value(&db, "a"), Some(5));
    }

    fn a_refused_transaction_leaves_nothing(db) {
        let refused = db.write_blocking(|tx| {
            set(tx, "a", 1)?;
            Err::<(), _>(Refusal::state("no").into())
        });
        assert_eq!(code(refused.unwrap_err()), "no");
        assert_eq!(value(&db, "a"), None);
    }

    fn a_panic_undoes_its_own_transaction_alone(db) {
        let others: Vec<_> = (0..20).map(|_| {
            let db = db.clone();
            std::thread::spawn(move || {
                db.write_blocking(|tx| Ok(tx.row(&COUNT_UP, &params!["b"], |row| row.get::<i64>(0))?)).unwrap()
            })
        }).collect();
        let panicked = db.write_blocking(|tx| -> Result<(), Failure> {
            tx.run(&COUNT_UP, &params!["b"])?;
            panic!("on purpose")
        });
        assert!(matches!(panicked, Err(Failure::Fault(_))));
        for other in others {
            assert!(other.join().unwrap() > 0);
        }
        assert_eq!(value(&db, "b"), Some(20));
    }

    fn sixty_four_threads_count_without_a_gap(db) {
        let threads: Vec<_> = (0..64).map(|_| {
            let db = db.clone();
            std::thread::spawn(move || -> Vec<i64> {
                (0..8).map(|_| {
                    db.write_blocking(|tx| Ok(tx.row(&COUNT_UP, &params!["c"], |row| row.get(0))?)).unwrap()
                }).collect()
            })
        }).collect();
        let mut numbers: Vec<i64> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=512).collect::<Vec<i64>>());
    }

    fn an_expectation_that_fails_undoes_everything(db) {
        db.write_blocking(|tx| set(tx, "d", 1)).unwrap();
        let change = |version: i64| {
            move |tx: &mut Tx<'_>| {
                tx.send(&SET, &params!["beside", 1], Expect::Any)?;
                tx.send(&CHANGE, &params!["d", version, 2], Expect::One(Refusal::changed()))
            }
        };
        assert_eq!(code(db.write_blocking(change(7)).unwrap_err()), "changed");
        assert_eq!((value(&db, "d"), value(&db, "beside")), (Some(1), None));
        db.write_blocking(change(0)).unwrap();
        assert_eq!((value(&db, "d"), value(&db, "beside")), (Some(2), Some(1)));
    }

    fn an_expectation_cannot_be_overlooked(db) {
        let overlooked = db.write_blocking(|tx| {
            set(tx, "e", 1)?;
            let _ = tx.send(&CHANGE, &params!["none", 0, 0], Expect::One(Refusal::changed()));
            let _ = tx.row_opt(&READ, &params!["e"], |row| row.get::<i64>(0));
            Ok(())
        });
        assert_eq!(code(overlooked.unwrap_err()), "changed");
        assert_eq!(value(&db, "e"), None);
    }

    fn a_name_taken_twice_is_a_refusal(db) {
        db.write_blocking(|tx| set(tx, "f", 1)).unwrap();
        for attempt in 0..2 {
            let taken = db.write_blocking(move |tx| match attempt {
                0 => set(tx, "f", 2),
                _ => Ok(tx.run(&SET, &params!["f", 2]).map(|_| ())?),
            });
            assert_eq!(code(taken.unwrap_err()), "taken");
        }
    }

    fn a_question_sees_what_was_sent_before_it_and_not_after(db) {
        let seen = db.write_blocking(|tx| {
            set(tx, "g", 1)?;
            let first = tx.ask(&READ, &params!["g"])?;
            tx.send(&CHANGE, &params!["g", 0, 2], Expect::One(Refusal::changed()))?;
            let second = tx.ask(&READ, &params!["g"])?;
            let get = |tx: &mut Tx<'_>, ticket| tx.take(ticket, |row| row.get::<i64>(0));
            let second = get(tx, second)?;
            Ok((get(tx, first)?, second, tx.row(&READ, &params!["g"], |row| row.get::<i64>(0))?))
        });
        assert_eq!(seen.unwrap(), (vec![1], vec![2], 2));
    }

    fn several_questions_of_a_reading_travel_together(db) {
        db.write_blocking(|tx| { set(tx, "h", 1)?; set(tx, "i", 2) }).unwrap();
        let both = db.read_blocking(|tx| {
            let (h, i) = (tx.ask(&READ, &params!["h"])?, tx.ask(&READ, &params!["i"])?);
            let h = tx.take(h, |row| row.get::<i64>(0))?;
            Ok((h, tx.take(i, |row| row.get::<i64>(0))?))
        });
        assert_eq!(both.unwrap(), (vec![1], vec![2]));
    }

    fn a_reading_sees_one_state_and_cannot_write(db) {
        db.write_blocking(|tx| set(tx, "j", 1)).unwrap();
        let inside = Arc::new(std::sync::Barrier::new(2));
        let (there, other) = (Arc::clone(&inside), db.clone());
        let reader = std::thread::spawn(move || other.read_blocking(move |tx| {
            let before = tx.row(&READ, &params!["j"], |row| row.get::<i64>(0))?;
            there.wait();
            there.wait();
            Ok((before, tx.row(&READ, &params!["j"], |row| row.get::<i64>(0))?))
        }));
        inside.wait();
        db.write_blocking(|tx| Ok(tx.run(&CHANGE, &params!["j", 0, 9])?)).unwrap();
        inside.wait();
        assert_eq!(reader.join().unwrap().unwrap(), (1, 1));
        assert!(matches!(db.read_blocking(|tx| Ok(tx.run(&CHANGE, &params!["j", 1, 3])?)), Err(Failure::Fault(_))));
        assert_eq!(value(&db, "j"), Some(9));
    }

    fn every_kind_of_value_comes_back_as_it_went(db) {
        let body: Vec<u8> = (0..=255).collect();
        let sent = body.clone();
        db.write_blocking(move |tx| {
            tx.send(&ADD_NOTE, &params![1, "Một cửa: đường Nguyễn Huệ", &sent], Expect::Any)?;
            tx.send(&ADD_NOTE, &params![i64::MAX, "", None::<Vec<u8>>], Expect::Any)
        }).unwrap();
        let rows = db.read_blocking(|tx| Ok(tx.rows(&NOTES, &params![0], |row| {
            Ok((row.get::<i64>(0)?, row.get::<String>(1)?, row.get::<Option<Vec<u8>>>(2)?))
        })?));
        let expected = vec![(1, "Một cửa: đường Nguyễn Huệ".to_owned(), Some(body)), (i64::MAX, String::new(), None)];
        assert_eq!(rows.unwrap(), expected);
    }

    fn a_wrong_parameter_is_a_fault_that_tells_no_value(db) {
        let fault = db.write_blocking(|tx| {
            set(tx, "k", 1)?;
            Ok(tx.run(&ADD_NOTE, &params![1, 2, "bí mật"])?)
        });
        let Err(Failure::Fault(fault)) = fault else { panic!("it was accepted") };
        assert!(fault.to_string().contains("ADD_NOTE") && !fault.to_string().contains("bí mật"), "{fault}");
        assert_eq!(value(&db, "k"), None);
    }

    fn a_transaction_in_a_transaction_is_a_fault_and_not_a_standstill(db) {
        let inner = db.clone();
        let nested = db.write_blocking(move |_| inner.write_blocking(|tx| set(tx, "l", 1)));
        assert!(matches!(nested, Err(Failure::Fault(_))));
    }

    fn async_callers_wait_without_holding_a_thread(db) {
        let runs = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&runs);
        let total = testkit::block_on(async move {
            let mut waiting = Vec::new();
            for _ in 0..100 {
                let (db, counted) = (db.clone(), Arc::clone(&counted));
                waiting.push(tokio::spawn(async move {
                    counted.fetch_add(1, Ordering::SeqCst);
                    db.write(|tx| Ok(tx.row(&COUNT_UP, &params!["m"], |row| row.get::<i64>(0))?)).await.unwrap()
                }));
            }
            for one in waiting {
                one.await.unwrap();
            }
            db.read(|tx| Ok(tx.row(&READ, &params!["m"], |row| row.get::<i64>(0))?)).await.unwrap()
        });
        assert_eq!((total, runs.load(Ordering::SeqCst)), (100, 100));
    }

    fn a_fault_of_the_closure_is_told_as_it_is(db) {
        let told = db.write_blocking(|_| Err::<(), _>(Fault::new("in words").into()));
        assert_eq!(told.unwrap_err().to_string(), "in words");
    }
}
