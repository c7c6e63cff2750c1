//! What is particular to one engine: group commit on SQLite; retries and lost connections on
//! PostgreSQL.
#![allow(clippy::unwrap_used, clippy::type_complexity, missing_docs)]

use kernel::{Failure, Fault};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use store::{Db, Engine, Expect, Migrations, Options, Tx, params};

const TABLES: Migrations = Migrations {
    room: "engines",
    steps: &["create table item (id INT not null primary key, n INT not null) STRICT;
              create table part (id INT not null primary key, item INT not null references item (id)) STRICT;
              create index part_item on part (item);"],
};

store::statements! {
    static ADD = "insert into item (id, n) values (?1, 0)";
    static ADD_PART = "insert into part (id, item) values (?1, ?2)";
    static UP = "update item set n = n + 1 where id = ?1";
    static GET = "select n from item where id = ?1";
    static WHOLE = "select * from item where id = ?1";
    static LATER: sqlite = "pragma defer_foreign_keys = on";
    static SLEEP: postgres = "select 1 from pg_sleep(0.05)";
    static KILL: postgres = "select case when pg_terminate_backend(cast(cast(?1 as bigint) as integer)) then 1 else 0 end";
    static MY_PID: postgres = "select pg_backend_pid()";
}

fn get(tx: &mut Tx<'_>, id: i64) -> Result<Option<i64>, Fault> {
    tx.row_opt(&GET, &params![id], |row| row.get(0))
}

#[test]
fn an_answer_comes_after_the_commit_others_can_see() {
    let folder = testkit::temp_dir();
    let path = folder.path().join("motcua.db");
    let db = Db::open_sqlite(&path, Options::default()).unwrap();
    db.migrate(&[TABLES]).unwrap();
    let other = Db::open_sqlite(&path, Options::default()).unwrap();
    let threads: Vec<_> = (0..32)
        .map(|thread| {
            let (db, other) = (db.clone(), other.clone());
            std::thread::spawn(move || {
                for n in 0..20 {
                    let id = thread * 100 + n;
                    db.write_blocking(move |tx| tx.send(&ADD, &params![id], Expect::Any)).unwrap();
                    assert_eq!(other.read_blocking(move |tx| Ok(get(tx, id)?)).unwrap(), Some(0));
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
}

#[test]
fn a_commit_that_fails_is_told_to_everyone_in_the_batch() {
    let fresh = testkit::fresh(Engine::Sqlite, &[TABLES]);
    let db = fresh.db();
    let gate = Arc::new(Barrier::new(2));
    let write = |f: Box<dyn FnMut(&mut Tx<'_>) -> Result<(), Failure> + Send>| {
        let (db, mut f) = (db.clone(), f);
        std::thread::spawn(move || db.write_blocking(move |tx| f(tx)))
    };
    let hold = Arc::clone(&gate);
    let first = write(Box::new(move |tx| {
        hold.wait();
        hold.wait();
        tx.send(&ADD, &params![1], Expect::Any)
    }));
    gate.wait();
    let good = write(Box::new(|tx| tx.send(&ADD, &params![2], Expect::Any)));
    // Only the commit notices that the item it belongs to is missing.
    let bad = write(Box::new(|tx| {
        tx.run(&LATER, &[])?;
        tx.send(&ADD_PART, &params![1, 99], Expect::Any)
    }));
    std::thread::sleep(std::time::Duration::from_millis(50));
    gate.wait();
    // The first held the writer longer than a batch lasts, and was committed alone.
    first.join().unwrap().unwrap();
    for told in [good, bad] {
        let told = told.join().unwrap().unwrap_err().to_string();
        assert!(told.contains("could not save; nothing was changed"), "{told}");
    }
    assert_eq!(db.read_blocking(|tx| Ok((get(tx, 1)?, get(tx, 2)?))).unwrap(), (Some(0), None));
    db.write_blocking(|tx| tx.send(&ADD, &params![3], Expect::Any)).unwrap();
}

#[test]
fn the_longest_queue_is_refused_and_not_grown() {
    let folder = testkit::temp_dir();
    let options = Options { queue: 3, ..Options::default() };
    let db = Db::open_sqlite(&folder.path().join("motcua.db"), options).unwrap();
    let gate = Arc::new(Barrier::new(2));
    let (held, hold) = (db.clone(), Arc::clone(&gate));
    let first = std::thread::spawn(move || {
        held.write_blocking(move |_| {
            hold.wait();
            hold.wait();
            Ok(())
        })
    });
    gate.wait();
    let refused = testkit::block_on(async {
        let mut waiting = Vec::new();
        let mut refused = None;
        for _ in 0..4 {
            let mut one = Box::pin(db.write(|_| Ok(())));
            let polled = std::future::poll_fn(|cx| std::task::Poll::Ready(one.as_mut().poll(cx))).await;
            match polled {
                std::task::Poll::Ready(result) => refused = result.err(),
                std::task::Poll::Pending => waiting.push(one),
            }
        }
        gate.wait();
        for one in waiting {
            one.await.unwrap();
        }
        refused
    });
    first.join().unwrap().unwrap();
    assert!(matches!(refused, Some(Failure::Refusal(refusal)) if refusal.code == "busy"));
}

#[test]
fn two_that_stand_in_each_others_way_both_end_well() {
    let fresh = testkit::fresh(Engine::Postgres, &[TABLES]);
    let db = fresh.db();
    db.write_blocking(|tx| (1..=2).try_for_each(|id| tx.send(&ADD, &params![id], Expect::Any))).unwrap();
    let runs = Arc::new(AtomicUsize::new(0));
    let gate = Arc::new(Barrier::new(2));
    let threads: Vec<_> = [(1, 2), (2, 1)]
        .into_iter()
        .map(|(mine, yours)| {
            let (db, runs, gate) = (db.clone(), Arc::clone(&runs), Arc::clone(&gate));
            std::thread::spawn(move || {
                let mut first = true;
                db.write_blocking(move |tx| {
                    runs.fetch_add(1, Ordering::SeqCst);
                    tx.run(&UP, &params![mine])?;
                    if std::mem::take(&mut first) {
                        gate.wait();
                    }
                    tx.run(&UP, &params![yours])?;
                    Ok(())
                })
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap().unwrap();
    }
    assert_eq!(db.read_blocking(|tx| Ok((get(tx, 1)?, get(tx, 2)?))).unwrap(), (Some(2), Some(2)));
    assert_eq!(runs.load(Ordering::SeqCst), 3);
}

/// Ends a connection of the server, as a restart of it would.
fn kill(db: &Db, pid: i64) {
    db.read_blocking(move |tx| Ok(tx.row(&KILL, &params![pid], |_| Ok(()))?)).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(50));
}

#[test]
fn a_connection_that_broke_is_replaced_and_the_transaction_run_again() {
    let fresh = testkit::fresh(Engine::Postgres, &[TABLES]);
    let (db, other) = (fresh.db(), fresh.another());
    let mut runs = 0;
    let total = db.write_blocking(move |tx| {
        runs += 1;
        tx.send(&ADD, &params![7], Expect::Any)?;
        let pid: i64 = tx.row(&MY_PID, &[], |row| row.get(0))?;
        if runs == 1 {
            std::thread::scope(|scope| scope.spawn(|| kill(&other, pid)).join().unwrap());
        }
        tx.run(&UP, &params![7])?;
        Ok(runs)
    });
    assert_eq!(total.unwrap(), 2);
    assert_eq!(db.read_blocking(|tx| Ok(get(tx, 7)?)).unwrap(), Some(1));
}

#[test]
fn a_connection_that_ended_while_idle_is_noticed_before_it_is_used() {
    let name = testkit::pg_database();
    let open = || {
        Db::open_postgres(&testkit::pg_url(&name), Options { connections: 1, ..Options::default() }).unwrap()
    };
    let (db, other) = (open(), open());
    db.migrate(&[TABLES]).unwrap();
    let pid: i64 = db.read_blocking(|tx| Ok(tx.row(&MY_PID, &[], |row| row.get(0))?)).unwrap();
    kill(&other, pid);
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    // Statement and commit travel together: it could not be told whether this was saved.
    db.write_blocking(|tx| tx.send(&ADD, &params![1], Expect::Any)).unwrap();
}

#[test]
fn a_schema_changed_by_a_newer_process_does_not_disturb_this_one() {
    let name = testkit::pg_database();
    let url = testkit::pg_url(&name);
    let db = Db::open_postgres(&url, Options { connections: 1, ..Options::default() }).unwrap();
    db.migrate(&[TABLES]).unwrap();
    let columns = |db: &Db| {
        db.read_blocking(|tx| Ok(tx.row_opt(&WHOLE, &params![1], |row| Ok(row.columns()))?)).unwrap()
    };
    db.write_blocking(|tx| tx.send(&ADD, &params![1], Expect::Any)).unwrap();
    assert_eq!(columns(&db), Some(2));
    store::postgres_script(&url, &["alter table item add column note text".to_owned()]).unwrap();
    assert_eq!(columns(&db), Some(3));
}

#[test]
fn readings_and_writings_use_several_connections_at_once() {
    let fresh = testkit::fresh(Engine::Postgres, &[TABLES]);
    let pids: std::collections::HashSet<i64> = testkit::block_on(async {
        let waiting: Vec<_> = (0..4)
            .map(|_| {
                let db = fresh.db();
                tokio::spawn(async move {
                    db.read(|tx| {
                        tx.row(&SLEEP, &[], |_| Ok(()))?;
                        Ok(tx.row(&MY_PID, &[], |row| row.get::<i64>(0))?)
                    })
                    .await
                })
            })
            .collect();
        let mut pids = std::collections::HashSet::new();
        for one in waiting {
            pids.insert(one.await.unwrap().unwrap());
        }
        pids
    });
    assert!(pids.len() > 1, "one connection served all");
}
