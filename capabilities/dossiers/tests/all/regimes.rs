//! Every row of the regimes as a table of dates: what the rules decide under each of the three, with
//! the article it stands on (regulations: section 14).

use crate::law::{attempt, wanted, yes};
use crate::rules::{CONSTRUCTION, DESK, World, after, officer};
use cases::{CaseState, Event, Phase};
use dossiers::rules;
use kernel::{Day, Moment, Role};

const REGIMES: [&str; 3] = ["nd-61-2018", "nd-107-2021", "nd-118-2025"];

fn at(text: &str) -> Moment {
    Moment::parse_rfc3339(&format!("{text}:00+07:00")).unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn under(key: &str) -> World {
    let mut world = World::new();
    world.regime = world.regime_of(key);
    world
}

fn sent_at(world: &mut World, moment: &str) -> CaseState {
    world.now = at(moment);
    world.sent()
}

#[test]
fn an_office_is_told_in_clock_hours_and_answers_in_working_hours() {
    // NĐ 118/2025 Art 17.2: 02 hours from the automatic answer; 08 working hours from receipt.
    // Hours 7:30–11:30 and 13:00–17:00.
    let table = [
        ("2026-09-07T09:00", "2026-09-07T11:00", "2026-09-08T09:00"),
        ("2026-09-11T15:30", "2026-09-11T17:30", "2026-09-14T15:30"),
        ("2026-09-12T22:00", "2026-09-13T00:00", "2026-09-14T17:00"),
        ("2026-02-13T16:00", "2026-02-13T18:00", "2026-02-23T16:00"),
        ("2026-08-21T16:00", "2026-08-21T18:00", "2026-08-22T16:00"),
    ];
    for key in REGIMES {
        let mut world = under(key);
        for (sent, told, answered) in table {
            let state = sent_at(&mut world, sent);
            assert_eq!((state.notice_by, state.accept_by), (Some(at(told)), at(answered)), "{key} {sent}");
        }
    }
}

#[test]
fn papers_are_asked_for_within_three_working_days_of_acceptance() {
    // NĐ 61/2018 Art 19.4, NĐ 118/2025 Art 19.5; the permit's own sector time is longer and wins.
    for key in REGIMES {
        let mut world = under(key);
        let state = world.reach("tham-dinh");
        let last = world.revision.supplement_within(&world.regime).unwrap();
        let end = calendar::Calendar::standard().due(world.now, last.limit).last_day;
        let specialist = officer(Role::Specialist, CONSTRUCTION);
        world.now = Moment::at(end, 1_439);
        assert!(attempt(&world, &state, &specialist, 3).is_ok(), "{key}: on the last day");
        world.now = Moment::at(end.plus(1), 0);
        assert_eq!(attempt(&world, &state, &specialist, 3).unwrap_err().code, "too-late-to-ask", "{key}");
        assert_eq!(world.regime.supplement_after_appraisal.within.unwrap().n, 3, "{key}");
    }
}

#[test]
fn only_the_decree_of_2025_closes_what_nobody_answers() {
    // NĐ 118/2025 Art 19.5: 15 days from the notice; NĐ 61/2018 has no such rule.
    let table = [
        ("2026-09-07T09:00", "2026-09-22"),
        // 15 days from 1/2 end on 16/2, in Tết: the next working day is 23/2 (BLDS 148.5).
        ("2026-02-02T09:00", "2026-02-23"),
        // 15 days from Monday 17/8 end on Tuesday 1/9, a holiday: Thursday 3/9.
        ("2026-08-17T09:00", "2026-09-03"),
    ];
    for key in REGIMES {
        for (asked, closes) in table {
            let mut world = under(key);
            world.now = at(asked);
            let state = world.reach("tham-dinh");
            let events = yes(attempt(&world, &state, &officer(Role::Specialist, CONSTRUCTION), 3));
            let state = after(state, world.now, events);
            let close = state.course.supplement.as_ref().unwrap().close.map(|close| close.day);
            let expected = (key == "nd-118-2025").then(|| day(closes));
            assert_eq!(close, expected, "{key}, asked {asked}");
        }
    }
}

#[test]
fn complete_papers_start_the_limit_from_zero_under_every_decree() {
    // NĐ 61/2018 Art 19.4, NĐ 118/2025 Art 19.5: restart. Never before acceptance (Art 17.3).
    for key in REGIMES {
        let mut world = under(key);
        let specialist = officer(Role::Specialist, CONSTRUCTION);
        let mut state = world.reach("tham-dinh");
        state = after(state.clone(), world.now, yes(attempt(&world, &state, &specialist, 3)));
        world.now = at("2026-09-10T10:00");
        while state.phase == Phase::Asked {
            state = after(state.clone(), world.now, yes(attempt(&world, &state, &specialist, 4)));
        }
        assert_eq!(state.due.unwrap().day, day("2026-09-25"), "{key}: 15 days from 10/9");

        let mut early = sent_at(&mut world, "2026-09-07T09:00");
        let receiver = officer(Role::Receiver, DESK);
        early = after(early.clone(), world.now, yes(attempt(&world, &early, &receiver, 2)));
        assert_eq!(early.course.supplement.as_ref().unwrap().close, None, "{key}: no closing at intake");
        world.now = at("2026-09-11T15:30");
        while early.phase == Phase::Asked {
            early = after(early.clone(), world.now, yes(attempt(&world, &early, &receiver, 4)));
        }
        assert_eq!((early.phase, early.due), (Phase::Waiting, None), "{key}: nothing runs yet");
        assert_eq!(early.accept_by, at("2026-09-14T15:30"), "{key}: and the office answers anew");
    }
}

#[test]
fn a_new_date_goes_out_on_the_last_working_day_that_is_a_day_before() {
    // NĐ 61/2018 Art 19.9, NĐ 118/2025 Art 19.6: at least 01 day before, once.
    let table = [
        // Accepted, last day, last moment for the extension.
        ("2026-09-07T09:00", "2026-09-22", "2026-09-21T17:00"),
        // Due on Monday 14/9: the Friday before, not the Sunday.
        ("2026-08-30T09:00", "2026-09-14", "2026-09-11T17:00"),
        // Due after Tết, on 23/2: the day before is off, and so is the week; 13/2 is the last.
        ("2026-02-02T09:00", "2026-02-23", "2026-02-13T17:00"),
    ];
    for key in REGIMES {
        for (accepted, last, until) in table {
            let mut world = under(key);
            world.now = at(accepted);
            let state = world.at("tham-dinh");
            assert_eq!(state.due.unwrap().day, day(last), "{key}");
            world.now = at(until);
            assert!(world.with(|ground| rules::may_extend(ground, &state)).is_ok(), "{key} {until}");
            world.now = at(until).plus_minutes(1);
            let late = world.with(|ground| rules::may_extend(ground, &state)).unwrap_err();
            assert_eq!(late.code, "too-late-to-extend", "{key} {until}");
        }
    }
}

#[test]
fn stopping_taking_back_and_changing_exist_since_2025_only() {
    // NĐ 118/2025 Art 21; NĐ 61/2018 does not regulate them.
    for key in REGIMES {
        let world = under(key);
        let new = key == "nd-118-2025";
        let state = world.reach("tham-dinh");
        let specialist = officer(Role::Specialist, CONSTRUCTION);
        for (what, code) in [(11, "stop"), (12, "withdraw"), (15, "adjust")] {
            let answer = attempt(&world, &state, &specialist, what);
            assert_eq!(answer.is_ok(), new, "{key} {code}: {:?}", answer.err().map(|refusal| refusal.code));
        }
        // Before acceptance nobody is held to a request.
        let waiting = world.sent();
        assert!(attempt(&world, &waiting, &specialist, 12).is_ok(), "{key}");
    }
}

#[test]
fn a_wrong_result_is_mended_in_three_working_days_since_2025() {
    // NĐ 118/2025 Art 23.1; NĐ 61/2018 Art 21.1 sets no time.
    for key in REGIMES {
        let mut world = under(key);
        let state = world.at("tra");
        let handed = rules::hand_over(&state, &officer(Role::Receiver, DESK), "applicant", false).unwrap();
        let state = after(state, world.now, handed);
        world.now = at("2026-08-28T10:00");
        let opened = world.with(|ground| rules::open_correction(ground, &state)).unwrap();
        let due = opened.iter().find_map(|event| match event {
            Event::CorrectionOpened { due } => Some(due.map(|due| due.day)),
            _ => None,
        });
        // From Friday 28/8 over the National Day: 3, 4 and 7 September.
        assert_eq!(due.unwrap(), (key == "nd-118-2025").then(|| day("2026-09-07")), "{key}");
    }
}

#[test]
fn papers_taken_after_three_leave_the_next_morning() {
    // NĐ 61/2018 Art 18.2, NĐ 118/2025 Art 18.2.
    let table = [
        ("2026-09-07T14:59", "2026-09-07T17:00"),
        ("2026-09-07T15:00", "2026-09-07T17:00"),
        ("2026-09-07T15:01", "2026-09-08T11:30"),
        ("2026-09-11T16:00", "2026-09-14T11:30"),
        ("2026-02-13T15:30", "2026-02-23T11:30"),
    ];
    for key in REGIMES {
        let world = under(key);
        assert_eq!(world.regime.paper_moves_after(), 15 * 60, "{key}");
        for (taken, leave) in table {
            let hours = calendar::Calendar::standard();
            assert_eq!(rules::papers_leave_by(&hours, &world.regime, at(taken)), at(leave), "{key} {taken}");
        }
    }
}

#[test]
fn what_a_supplement_may_ask_is_what_the_catalogue_requires() {
    let world = World::new();
    assert!(!wanted(&world).is_empty());
    for item in world.revision.with(&world.answers).supplement_items() {
        assert!(!item.source.text.is_empty(), "{} has a legal basis", item.key);
    }
}
