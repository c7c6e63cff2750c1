//! The fold and the wake-ups, without a database: random ledgers of possible and impossible events.

#![allow(clippy::unwrap_used)]

use cases::ledger::{GENESIS, Record, open, seal};
use cases::{Alarm, CaseKind, CaseState, Channel, Event, Phase, Promise, TaskKind, fold};
use kernel::{Actor, Id, Limit, LimitUnit, Moment, Money, Role};
use proptest::prelude::*;
use vault::{Place, Vault};

const START: Moment = Moment::from_ms(1_788_750_000_000);
const HOUR: i64 = 3_600_000;

fn submitted() -> Event {
    Event::Submitted {
        case: CaseKind::Dossier,
        about: "a procedure".into(),
        revision: Id(1),
        agency: Id(2),
        desk: Id(3),
        channel: Channel::Online,
        applicant: None,
        receipt: "9K2P-Q7X4".into(),
        notice_by: START.plus_ms(2 * HOUR),
        accept_by: START.plus_ms(8 * HOUR),
        rule: "a regime".into(),
    }
}

fn opened(task: i64, silence: Option<&str>) -> Event {
    Event::TaskOpened {
        task: Id(task),
        step: "a step".into(),
        work: if silence.is_some() { TaskKind::Consult } else { TaskKind::Work },
        unit: Id(3),
        role: Role::Specialist,
        holder: None,
        lead: silence.is_none(),
        due: Some(START.plus_ms(20 * HOUR)),
        hold_by: Some(START.plus_ms(4 * HOUR)),
        silence: silence.map(str::to_owned),
    }
}

fn accepted() -> Event {
    Event::Accepted {
        code: "H29.201-260907-0001".into(),
        limit: Limit::new(15, LimitUnit::Days),
        due: Promise { at: START.plus_ms(300 * HOUR), day: START.plus_ms(300 * HOUR).day() },
        rule: "blds-147-148".into(),
        regime: "a regime".into(),
        calendar: "vn".into(),
        warnings: Vec::new(),
    }
}

fn fresh() -> CaseState {
    let mut state = fold::first(Id(9), START, &submitted()).unwrap();
    state.apply(START, &opened(100, None)).unwrap();
    state
}

fn any_event() -> impl Strategy<Value = Event> {
    let task = 100_i64..104;
    prop_oneof![
        Just(accepted()),
        Just(Event::Noticed),
        Just(Event::Refused),
        Just(Event::Ready),
        Just(Event::HandedOver { to: "applicant".into() }),
        Just(Event::FeeTaken { amount: Money(8000), number: "1".into() }),
        Just(submitted()),
        (task.clone(), any::<bool>()).prop_map(|(id, asks)| opened(id, asks.then_some("silent"))),
        task.clone().prop_map(|id| Event::TaskHeld { task: Id(id), holder: Id(7), principal: None }),
        task.clone().prop_map(|id| Event::TaskDone { task: Id(id), outcome: "done".into() }),
        task.prop_map(|id| Event::Alarmed { alarm: Alarm::Unheld, task: Some(Id(id)) }),
        Just(Event::Alarmed { alarm: Alarm::AcceptLate, task: None }),
    ]
}

proptest! {
    #[test]
    fn no_ledger_leaves_the_end_moves_a_promise_or_loses_its_first(
        events in proptest::collection::vec(any_event(), 0..40)
    ) {
        let mut state = fresh();
        let mut at = START;
        for event in events {
            at = at.plus_ms(HOUR);
            let before = state.clone();
            if state.apply(at, &event).is_err() {
                state = before;
                continue;
            }
            prop_assert_eq!(state.seq, before.seq + 1);
            if before.phase == Phase::Closed {
                prop_assert_eq!(state.phase, Phase::Closed);
                prop_assert_eq!(state.outcome, before.outcome);
            }
            if before.original_due.is_some() {
                prop_assert_eq!(state.original_due, before.original_due);
                prop_assert_eq!(state.due, before.due);
            }
        }
    }

    #[test]
    fn waking_a_case_until_it_sleeps_always_ends_and_leaves_nothing_due(
        events in proptest::collection::vec(any_event(), 0..20), hours in 0_i64..40
    ) {
        let mut state = fresh();
        for event in events {
            let before = state.clone();
            if state.apply(START, &event).is_err() {
                state = before;
            }
        }
        let now = START.plus_ms(hours * HOUR);
        for _ in 0..2 {
            for event in fold::due_by_itself(&state, now) {
                state.apply(now, &event).unwrap();
            }
        }
        let left = fold::due_by_itself(&state, now);
        prop_assert_eq!(left, Vec::new());
        prop_assert!(fold::next_wake(&state).is_none_or(|next| next > now));
    }
}

#[test]
fn a_case_wakes_for_the_notice_first_then_the_alarm_then_late_acceptance() {
    let mut state = fresh();
    let mut wakes = Vec::new();
    while let Some(next) = fold::next_wake(&state) {
        wakes.push((next.ms() - START.ms()) / HOUR);
        for event in fold::due_by_itself(&state, next) {
            state.apply(next, &event).unwrap();
        }
    }
    assert_eq!(wakes, [2, 4, 8]);
    assert!(state.accept_alarmed);
}

#[test]
fn silence_answers_a_consultation_when_its_time_is_up() {
    let mut state = fresh();
    state.apply(START, &accepted()).unwrap();
    state.apply(START, &opened(101, Some("silent"))).unwrap();
    let due = START.plus_ms(20 * HOUR);
    let events = fold::due_by_itself(&state, due);
    assert!(events.contains(&Event::TaskDone { task: Id(101), outcome: "silent".into() }));
    assert!(
        !fold::due_by_itself(&state, due.plus_ms(-1))
            .iter()
            .any(|event| matches!(event, Event::TaskDone { .. }))
    );
}

#[test]
fn holding_a_task_silences_its_alarm() {
    let mut state = fresh();
    state.apply(START, &Event::TaskHeld { task: Id(100), holder: Id(7), principal: None }).unwrap();
    assert!(
        fold::due_by_itself(&state, START.plus_ms(5 * HOUR)).iter().all(|event| event.name() != "alarmed")
    );
}

#[test]
fn the_chain_covers_facts_and_commitment_but_outlives_the_payload() {
    let vault = Vault::ephemeral();
    let case = Id(9);
    let (key, _) = vault.new_case_key(&Place::new("cases", case, "key"));
    let sealed = seal(&key, case, b"{\"name\":\"x\"}");
    let record = Record::next(case, 1, &GENESIS, START, &Actor::system(), &submitted(), Some(sealed));
    assert_eq!(
        open(&key, case, record.payload.as_deref().unwrap(), record.commitment.as_deref().unwrap()).unwrap(),
        b"{\"name\":\"x\"}"
    );
    let mut erased = record.clone();
    erased.payload = None;
    assert_eq!(erased.hash_after(case, &GENESIS).as_slice(), record.hash.as_slice());
    let mut changed = record.clone();
    changed.facts = changed.facts.replace("online", "counter");
    assert_ne!(changed.hash_after(case, &GENESIS).as_slice(), record.hash.as_slice());
    let mut moved = record.clone();
    moved.commitment = Some(vec![0; 32]);
    assert_ne!(moved.hash_after(case, &GENESIS).as_slice(), record.hash.as_slice());
    assert!(open(&key, case, record.payload.as_deref().unwrap(), &[0; 32]).is_err());
}

#[test]
fn two_seals_of_the_same_words_commit_to_different_values() {
    let vault = Vault::ephemeral();
    let (key, _) = vault.new_case_key(&Place::new("cases", Id(9), "key"));
    assert_ne!(seal(&key, Id(9), b"yes").commitment, seal(&key, Id(9), b"yes").commitment);
}

#[test]
fn an_office_that_owes_an_answer_is_reminded_half_way_and_its_lateness_told_once() {
    let mut state = fresh();
    state.apply(START, &accepted()).unwrap();
    let Event::TaskOpened { task, step, unit, role, due, .. } = opened(200, None) else { unreachable!() };
    let asked = Event::TaskOpened {
        task,
        step,
        work: TaskKind::Consult,
        unit,
        role,
        holder: Some(Id(8)),
        lead: false,
        due,
        hold_by: None,
        silence: None,
    };
    state.apply(START, &asked).unwrap();
    let (half, late) = (START.plus_ms(10 * HOUR), START.plus_ms(20 * HOUR + 1));
    let of_it = |state: &CaseState, now: Moment| -> Vec<&'static str> {
        let due = fold::due_by_itself(state, now);
        let about = due.iter().filter(|event| match event {
            Event::Reminded { task } | Event::Alarmed { task: Some(task), .. } => *task == Id(200),
            _ => false,
        });
        about.map(Event::name).collect()
    };
    assert!(of_it(&state, half.plus_ms(-1)).is_empty());
    assert_eq!(of_it(&state, half), ["reminded"]);
    state.apply(half, &Event::Reminded { task: Id(200) }).unwrap();
    assert!(of_it(&state, late.plus_ms(-1)).is_empty(), "once");
    assert_eq!(of_it(&state, late), ["alarmed"]);
    state.apply(late, &Event::Alarmed { alarm: Alarm::AnswerLate, task: Some(Id(200)) }).unwrap();
    assert!(of_it(&state, late.plus_ms(HOUR)).is_empty(), "once");
}
