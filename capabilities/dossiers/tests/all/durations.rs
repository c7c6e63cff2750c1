//! How long dossiers really took: noted, counted once a day, read again after a restart.

use crate::house::*;
use catalogue::{Answers, Durations};
use dossiers::{Seen, WalkIn};
use kernel::{Actor, Day, Id, Moment};
use serde_json::json;
use store::Db;
use testkit::{block_on, fresh};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Runs what the agenda would, until it has nothing to do today.
fn count(house: &House) {
    let (kind, handler) =
        house.room.handlers().into_iter().find(|(kind, _)| *kind == dossiers::COUNT_DURATIONS).unwrap();
    let now = house.clock.civil();
    for _ in 0..1_000 {
        let handler = handler.clone();
        let next = house.room.db.write_blocking(move |tx| handler(tx, Id(0), now)).unwrap().unwrap();
        if next > now {
            assert_eq!(next, Moment::at(now.day().plus(1), 10), "{kind} comes again tomorrow");
            return;
        }
    }
    panic!("{kind} never ends");
}

/// Notes finished dossiers as the past left them: the row a dossier leaves, without its ledger.
fn finished(db: &Db, case: Id, procedure: &'static str, on: Day, minutes: i64, late: bool) {
    store::statements! {
        static COPY = "insert into dossier_time (case_id, procedure, ready_day, minutes, late) values (?1, ?2, ?3, ?4, ?5)";
    }
    db.write_blocking(move |tx| {
        tx.send(&COPY, &store::params![case, procedure, on, minutes, i64::from(late)], store::Expect::Any)
    })
    .unwrap();
}

async fn receiver(house: &House) -> Actor {
    house.actor("tiepnhan.saigon").await
}

/// A person comes to the counter; the result is given later.
async fn walk_in(house: &House, receiver: &Actor) -> Id {
    let answers: Answers = [
        ("asker", "self"),
        ("requester_name", "Nông Thị Thí Dụ"),
        ("requester_birth", "1990-09-05"),
        ("requester_card", "001190000018"),
        ("phone", "0900000418"),
        ("address", "Số 18, phường Sài Gòn"),
        ("event", "birth"),
        ("registered_at", "Phường Bến Nghé"),
        ("receive_by", "counter"),
    ]
    .into_iter()
    .map(|(key, text)| (key.to_owned(), catalogue::Answer::Text(text.to_owned())))
    .chain(
        [("copies", 1), ("registered_year", 1990)]
            .map(|(key, n)| (key.to_owned(), catalogue::Answer::Number(n))),
    )
    .collect();
    let form = WalkIn {
        procedure: EXTRACT.to_owned(),
        agency: house.room.accounts.agency_by_code("H29.201").unwrap().id,
        answers,
        papers: Vec::new(),
        fee_taken: true,
        at_once: false,
        agreed: true,
    };
    house.room.walk_in(receiver, None, form).await.unwrap().id
}

/// Attaches the result, finishes and signs: ready.
async fn make_ready(house: &House, case: Id) {
    let leading = || {
        let state = house.room.db.read_blocking(move |tx| Ok(cases::Case::require(tx, case)?.state)).unwrap();
        state.leading().unwrap().id
    };
    let clerk = house.actor("hotich.saigon").await;
    let file = Ok::<_, std::io::Error>(axum::body::Bytes::from_static(PDF));
    let received =
        house.room.files.receive(futures_util::stream::iter([file]), "ban-sao.pdf", files::LIMIT).await;
    let seen = Seen::default;
    let attached = house.room.attach_result(&clerk, case, leading(), seen(), "ban-sao.pdf", received).await;
    assert!(matches!(attached, Ok(dossiers::Attached::Taken(_))));
    house.room.forward(&clerk, case, leading(), seen()).await.unwrap();
    let chair = house.actor("chutich.saigon").await;
    house.room.forward(&chair, case, leading(), seen()).await.unwrap();
}

#[test]
fn a_ready_result_is_noted_with_its_office_time_and_counted_the_next_day() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let house = House::at(&fresh.db(), "2026-09-07T16:00:00+07:00");
        block_on(async {
            let desk = receiver(&house).await;
            let case = walk_in(&house, &desk).await;
            // Still under way: no figure.
            walk_in(&house, &desk).await;
            // The next morning, an hour after opening: an hour of yesterday and an hour of today.
            house.move_to("2026-09-08T08:30:00+07:00");
            make_ready(&house, case).await;
            count(&house);
            assert_eq!(house.room.catalogue.duration(EXTRACT), None, "today is not over");
            house.move_to("2026-09-09T07:00:00+07:00");
            count(&house);
            let told = house.room.catalogue.duration(EXTRACT).unwrap();
            assert_eq!((told.count, told.median_minutes, told.p90_minutes), (1, 120, 120));
            assert!(!told.is_enough());
        });
    }
}

#[test]
fn half_and_nine_in_ten_are_exact_and_stay_after_a_restart() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let db = fresh.db();
        let house = House::at(&db, NOW);
        block_on(async {
            let desk = receiver(&house).await;
            let mut cases = Vec::new();
            for _ in 0..33 {
                cases.push(walk_in(&house, &desk).await);
            }
            // 30 in the span took 10, 20 … 300 minutes, three of them late; one stands before the
            // span, one in it is of another procedure, one is of today.
            for (n, case) in (1_i64..=30).zip(&cases) {
                finished(&db, *case, EXTRACT, day("2026-06-09"), n * 10, n > 27);
            }
            finished(&db, cases[30], EXTRACT, day("2026-06-08"), 9_999, true);
            finished(&db, cases[31], PERMIT, day("2026-09-06"), 4_800, false);
            finished(&db, cases[32], EXTRACT, day("2026-09-07"), 9_999, true);
            count(&house);
            let expected = Durations {
                count: 30,
                median_minutes: 150,
                p90_minutes: 270,
                late: 3,
                from: day("2026-06-09"),
                to: day("2026-09-06"),
            };
            let catalogue = &house.room.catalogue;
            assert_eq!(catalogue.duration(EXTRACT), Some(expected));
            assert!(expected.is_enough());
            assert_eq!(
                catalogue.duration(PERMIT).map(|told| (told.count, told.is_enough())),
                Some((1, false))
            );
            count(&house);
            assert_eq!(catalogue.duration(EXTRACT), Some(expected), "counted twice");

            // Shown where there are enough, and only there.
            let mut guest = house.browser();
            let extract =
                guest.api("GET", &format!("/api/v1/procedures/{EXTRACT}"), json!(null)).await.json();
            assert_eq!(
                extract["took"],
                json!({ "from": "2026-06-09", "to": "2026-09-06", "count": 30,
                    "median_minutes": 150, "p90_minutes": 270, "late": 3 })
            );
            let permit = guest.api("GET", &format!("/api/v1/procedures/{PERMIT}"), json!(null)).await;
            permit.hides("4800").hides("\"took\"");
            let csv = guest.page("/du-lieu/thoi-gian.csv").await;
            csv.says("2.000635,2026-06-09,2026-09-06,30,150,270,3");
            csv.says("1.013225,2026-06-09,2026-09-06,1,,,");

            catalogue.set_durations(Default::default());
            house.room.tell_durations().unwrap();
            assert_eq!(catalogue.duration(EXTRACT), Some(expected), "read again after a restart");

            // The next day the thirty are ninety-one days old, and only today's stays.
            house.move_to("2026-09-08T00:10:00+07:00");
            count(&house);
            let told = catalogue.duration(EXTRACT).unwrap();
            assert_eq!((told.count, told.median_minutes, told.from), (1, 9_999, day("2026-06-10")));
            house.move_to("2026-12-08T00:10:00+07:00");
            count(&house);
            assert_eq!(catalogue.duration(EXTRACT), None, "figures of nothing are dropped");
            house.room.tell_durations().unwrap();
            assert_eq!(catalogue.duration(PERMIT), None);
        });
    }
}
