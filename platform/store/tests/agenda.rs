//! Future work, form keys and node numbers, on both engines.
#![allow(clippy::unwrap_used, missing_docs)]

use kernel::{Clock, Failure, Fault, Id, Moment};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use store::agenda::{self, Claimant, Entry, Handler};
use store::{Db, Engine, Expect, Migrations, Tx, form_key, params};

const TABLES: Migrations = Migrations {
    room: "effects",
    steps: &["create table effect (id INT not null primary key, n INT not null) STRICT;"],
};

store::statements! {
    static EFFECT = "insert into effect (id, n) values (?1, 1) on conflict (id) do update set n = effect.n + 1";
    static TOTAL: scan = "select cast(coalesce(sum(n), 0) as bigint) from effect";
    static MOST: scan = "select cast(coalesce(max(n), 0) as bigint) from effect";
}

const WAKE: &str = "test.wake";

fn start() -> Moment {
    Moment::parse_rfc3339("2026-09-07T08:00:00+07:00").unwrap()
}

fn put(db: &Db, subject: i64, due: Moment) {
    db.write_blocking(move |tx| agenda::put(tx, WAKE, Id(subject), due)).unwrap();
}

fn find(db: &Db, subject: i64) -> Option<Entry> {
    db.read_blocking(move |tx| Ok(agenda::find(tx, WAKE, Id(subject))?)).unwrap()
}

fn effect(tx: &mut Tx<'_>, id: Id) -> Result<(), Failure> {
    tx.send(&EFFECT, &params![id], Expect::Any)
}

fn total(db: &Db) -> i64 {
    db.read_blocking(|tx| Ok(tx.row(&TOTAL, &[], |row| row.get(0))?)).unwrap()
}

fn claimant(db: &Db, clock: &Clock, handler: Handler) -> Claimant {
    Claimant::new(db.clone(), clock.clone(), vec![(WAKE, handler)])
}

testkit::both_engines! {
    migrations = &[TABLES];

    fn work_that_is_due_is_done_once_and_other_work_waits(db) {
        let clock = Clock::fixed(start());
        put(&db, 1, start());
        put(&db, 2, start().plus_minutes(1));
        let once = claimant(&db, &clock, Arc::new(|tx, id, _| effect(tx, id).map(|()| None)));
        assert_eq!((once.run_due().unwrap(), once.run_due().unwrap()), (1, 0));
        assert_eq!((total(&db), find(&db, 1), find(&db, 2).unwrap().attempts), (1, None, 0));
    }

    fn there_is_one_row_for_a_kind_and_a_subject_and_the_last_due_time_holds(db) {
        put(&db, 1, start());
        put(&db, 1, start().plus_minutes(9));
        assert_eq!(find(&db, 1).unwrap().due, start().plus_minutes(9));
        db.write_blocking(|tx| agenda::drop_row(tx, WAKE, Id(1))).unwrap();
        assert_eq!(find(&db, 1), None);
    }

    fn what_fails_is_undone_counted_and_waits_with_its_reason(db) {
        let clock = Clock::fixed(start());
        put(&db, 1, start());
        let failing = claimant(&db, &clock, Arc::new(|tx, id, _| {
            effect(tx, id)?;
            Err(Fault::new("the printer is out of paper").into())
        }));
        assert_eq!((failing.run_due().unwrap(), failing.run_due().unwrap()), (1, 0));
        let entry = find(&db, 1).unwrap();
        assert_eq!((entry.attempts, entry.last_error.as_deref()), (1, Some("the printer is out of paper")));
        assert_eq!(db.read_blocking(|tx| Ok(agenda::troubled(tx, 10)?)).unwrap(), [entry]);
        assert_eq!(total(&db), 0);
        // Asked for anew, it does not wait for its retry.
        put(&db, 1, start());
        assert_eq!(failing.run_due().unwrap(), 1);
    }

    fn a_handler_that_panics_is_a_failure_like_another(db) {
        let clock = Clock::fixed(start());
        put(&db, 1, start());
        let panicking = claimant(&db, &clock, Arc::new(|_, _, _| panic!("on purpose")));
        assert_eq!(panicking.run_due().unwrap(), 1);
        assert_eq!(find(&db, 1).unwrap().attempts, 1);
    }

    fn a_moved_clock_stops_at_every_due_time_on_the_way(db) {
        let clock = Clock::fixed(start());
        let seen = Arc::new(Mutex::new(Vec::new()));
        put(&db, 1, start().plus_minutes(10));
        put(&db, 2, start().plus_minutes(25));
        let told = Arc::clone(&seen);
        // The first comes again every ten minutes.
        let every_ten = claimant(&db, &clock, Arc::new(move |_, id, now| {
            told.lock().unwrap().push((id.0, (now.ms() - start().ms()) / 60_000));
            Ok((id.0 == 1).then(|| now.plus_minutes(10)))
        }));
        assert_eq!(every_ten.run_due_until(start().plus_minutes(35)).unwrap(), 4);
        assert_eq!(*seen.lock().unwrap(), [(1, 10), (1, 20), (2, 25), (1, 30)]);
        assert_eq!(clock.civil(), start().plus_minutes(35));
        assert_eq!(find(&db, 1).unwrap().due, start().plus_minutes(40));
    }

    fn a_handler_may_put_its_own_row_and_what_it_returns_holds(db) {
        let clock = Clock::fixed(start());
        put(&db, 1, start());
        let both = claimant(&db, &clock, Arc::new(|tx, id, now| {
            agenda::put(tx, WAKE, id, now.plus_minutes(1))?;
            Ok(Some(now.plus_minutes(2)))
        }));
        assert_eq!(both.run_due().unwrap(), 1);
        assert_eq!(find(&db, 1).unwrap().due, start().plus_minutes(2));
    }

    fn a_kind_without_a_handler_waits_with_its_reason(db) {
        put(&db, 1, start());
        let none = Claimant::new(db.clone(), Clock::fixed(start()), Vec::new());
        assert_eq!(none.run_due().unwrap(), 1);
        assert!(find(&db, 1).unwrap().last_error.unwrap().contains("no handler"));
    }

    fn the_loop_runs_until_it_is_told_to_end(db) {
        let clock = Clock::fixed(start());
        put(&db, 1, start());
        let quick = claimant(&db, &clock, Arc::new(|tx, id, _| effect(tx, id).map(|()| None)));
        testkit::block_on(async {
            quick.run_forever(tokio::time::sleep(std::time::Duration::from_millis(50))).await;
        });
        assert_eq!(total(&db), 1);
    }

    fn the_same_form_sent_twice_acts_once_and_answers_the_same(db) {
        testkit::block_on(async {
            let send = |answer: &'static str| form_key::once(&db, "k-1", "submit", None, move |tx| {
                effect(tx, Id(1)).map(|()| answer.to_owned())
            });
            let (first, second) = (send("9K2P-Q7X4").await.unwrap(), send("another").await.unwrap());
            assert_eq!((first.text.as_str(), first.replayed), ("9K2P-Q7X4", false));
            assert_eq!((second.text.as_str(), second.replayed), ("9K2P-Q7X4", true));
        });
        assert_eq!(total(&db), 1);
    }

    fn the_same_form_sent_at_the_same_moment_acts_once(db) {
        let answers: Vec<_> = testkit::block_on(async {
            let sent: Vec<_> = (0..16).map(|number| {
                let db = db.clone();
                tokio::spawn(async move {
                    form_key::once(&db, "k-2", "submit", Some(Id(4)), move |tx| {
                        effect(tx, Id(number)).map(|()| number.to_string())
                    }).await.unwrap()
                })
            }).collect();
            let mut answers = Vec::new();
            for one in sent {
                answers.push(one.await.unwrap());
            }
            answers
        });
        assert_eq!(total(&db), 1);
        assert!(answers.iter().all(|answer| answer.text == answers[0].text));
        assert_eq!(answers.iter().filter(|answer| !answer.replayed).count(), 1);
    }

    fn a_form_key_of_someone_else_shows_nothing(db) {
        db.write_blocking(|tx| form_key::keep(tx, "k-3", "submit", Some(Id(1)), "secret")).unwrap();
        for (command, actor) in [("submit", Some(Id(2))), ("submit", None), ("accept", Some(Id(1)))] {
            let shown = db.read_blocking(move |tx| form_key::seen(tx, "k-3", command, actor));
            assert!(matches!(shown, Err(Failure::Refusal(_))), "{command} {actor:?}");
        }
        let later = Clock::system().technical().plus_ms(1);
        assert_eq!(db.write_blocking(move |tx| form_key::purge(tx, later)).unwrap(), 1);
    }

    fn living_processes_have_different_node_numbers(db) {
        let clock = Clock::fixed(start());
        let leases: Vec<_> = (0..5).map(|_| db.lease_node(&clock).unwrap()).collect();
        let mut nodes: Vec<u16> = leases.iter().map(store::NodeLease::node).collect();
        nodes.sort_unstable();
        nodes.dedup();
        assert_eq!(nodes.len(), 5);
        drop(leases);
        assert!(!nodes.contains(&db.lease_node(&clock).unwrap().node()));
    }
}

#[test]
fn two_processes_never_do_one_piece_of_work_at_the_same_time_or_twice() {
    let fresh = testkit::fresh(Engine::Postgres, &[TABLES]);
    let clock = Clock::fixed(start());
    let db = fresh.db();
    db.write_blocking(|tx| (0..120).try_for_each(|id| agenda::put(tx, WAKE, Id(id), start()))).unwrap();
    let running: Arc<Mutex<HashMap<i64, usize>>> = Arc::default();
    let overlaps = Arc::new(AtomicUsize::new(0));
    let threads: Vec<_> = [db.clone(), fresh.another(), fresh.another()]
        .into_iter()
        .map(|db| {
            let (running, overlaps) = (Arc::clone(&running), Arc::clone(&overlaps));
            let careful = claimant(
                &db,
                &clock,
                Arc::new(move |tx, id, _| {
                    let now =
                        running.lock().unwrap().entry(id.0).and_modify(|n| *n += 1).or_insert(1).to_owned();
                    overlaps.fetch_add(now - 1, Ordering::SeqCst);
                    effect(tx, id)?;
                    std::thread::sleep(std::time::Duration::from_millis(1));
                    *running.lock().unwrap().get_mut(&id.0).unwrap() -= 1;
                    Ok(None)
                }),
            );
            std::thread::spawn(move || careful.run_due().unwrap())
        })
        .collect();
    let tried: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    let most: i64 = db.read_blocking(|tx| Ok(tx.row(&MOST, &[], |row| row.get(0))?)).unwrap();
    assert_eq!((tried, total(&db), most, overlaps.load(Ordering::SeqCst)), (120, 120, 1, 0));
}

#[test]
fn a_form_key_used_in_two_processes_at_once_acts_once() {
    let fresh = testkit::fresh(Engine::Postgres, &[TABLES]);
    let (one, two) = (fresh.db(), fresh.another());
    for round in 0..10 {
        let key = format!("two-{round}");
        testkit::block_on(async {
            let send = |db: &Db| {
                let (db, key) = (db.clone(), key.clone());
                tokio::spawn(async move {
                    form_key::once(&db, &key, "submit", None, move |tx| {
                        effect(tx, Id(round)).map(|()| "done".to_owned())
                    })
                    .await
                })
            };
            let (first, second) = (send(&one), send(&two));
            let (first, second) = (first.await.unwrap().unwrap(), second.await.unwrap().unwrap());
            assert_ne!(first.replayed, second.replayed);
        });
    }
    assert_eq!(total(&one), 10);
}
