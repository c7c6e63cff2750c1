//! What the law forbids, over random lives of a dossier: commands of everybody in any order, with
//! time between them.

use crate::rules::{CONSTRUCTION, DESK, LEADERS, Town, World, after, officer};
use cases::{CaseState, Event, ItemKind, Outcome, Phase, TaskKind, fold};
use dossiers::rules::{self, Wanted};
use kernel::{Actor, Day, Id, Lent, Moment, Refusal, Role};
use proptest::prelude::*;

/// One thing somebody tries, and how many minutes pass before it.
pub(crate) type Try = (u8, u8, u16);

/// How many different things are tried.
pub(crate) const COMMANDS: u8 = 18;

pub(crate) fn people() -> [Actor; 4] {
    [
        officer(Role::Receiver, DESK),
        officer(Role::Specialist, CONSTRUCTION),
        officer(Role::Head, CONSTRUCTION),
        officer(Role::Signatory, LEADERS),
    ]
}

pub(crate) fn wanted(world: &World) -> Vec<Wanted> {
    let items = world.revision.with(&world.answers).supplement_items();
    let two = items.iter().take(2);
    two.map(|item| Wanted {
        kind: match item.kind {
            catalogue::ItemKind::Paper => ItemKind::Paper,
            catalogue::ItemKind::Answer => ItemKind::Answer,
        },
        key: item.key.to_owned(),
        reason: "Bản vẽ không đọc được".to_owned(),
        basis: item.source.to_string(),
    })
    .collect()
}

fn cause(world: &World, of: &str) -> String {
    world.regime.causes(of).next().map(|cause| cause.key.clone()).unwrap_or_default()
}

fn some_day(state: &CaseState, now: Moment, more: i64) -> Day {
    let from = state.due.map_or(now.day(), |due| due.day.max(now.day()));
    calendar::Calendar::standard().working_day_from(from.plus(more))
}

/// What one person's try answers.
pub(crate) fn attempt(
    world: &World,
    state: &CaseState,
    who: &Actor,
    what: u8,
) -> Result<Vec<Event>, Refusal> {
    let lead = state.leading().map_or(Id(0), |task| task.id);
    let open =
        |kind: TaskKind| state.open_tasks().find(|task| task.kind == kind).map_or(Id(0), |task| task.id);
    world.with(|ground| match what {
        0 => rules::accept(ground, state, who, "H29.201-260907-0001".to_owned()),
        1 => rules::refuse(state, who),
        2 => rules::ask_at_intake(ground, state, who, &wanted(world)),
        3 => rules::ask_after_appraisal(ground, state, who, &wanted(world)),
        4 | 5 => {
            let asked = state.course.supplement.iter().flat_map(|asked| asked.missing()).next();
            match asked {
                Some(item) => rules::answer(ground, state, item.kind, &item.key, None),
                None => rules::answer(ground, state, ItemKind::Paper, "none", None),
            }
        }
        6 => {
            let day = some_day(state, ground.now, 3);
            rules::propose_extension(ground, state, who, &cause(world, "extension"), day)
        }
        7 => rules::decide(ground, state, who, open(TaskKind::Decide), true),
        8 => rules::decide(ground, state, who, open(TaskKind::Decide), false),
        9 => rules::late_letter(ground, state, who, &cause(world, "late"), some_day(state, ground.now, 5)),
        10 => rules::propose_refusal(ground, state, who),
        11 => rules::propose_stop(ground, state, who, &cause(world, "stop")),
        12 => rules::withdraw(ground, state),
        13 => rules::drop_withdrawal(state),
        14 => rules::confirm_withdrawal(state, who),
        15 => rules::adjust(ground, state),
        16 => rules::reopen(ground, state, who, &cause(world, "reopen")),
        _ if state.phase == Phase::Ready => rules::hand_over(state, who, "applicant", false),
        _ => rules::forward(ground, state, who, lead, false, true),
    })
}

/// The events that may move a promise, by name.
const MOVERS: [&str; 6] =
    ["accepted", "supplement-completed", "extended", "clock-resumed", "recounted", "reopened"];

/// What must hold whatever a person or the passing of time did.
fn fair(before: &CaseState, after: &CaseState, now: Moment, events: &[Event]) {
    let names: Vec<&str> = events.iter().map(Event::name).collect();
    if before.due != after.due {
        assert!(
            names.iter().any(|name| MOVERS.contains(name)),
            "a promise moved without a reason: {names:?}"
        );
    }
    if before.original_due.is_some() {
        assert_eq!(before.original_due, after.original_due, "the first promise is never overwritten");
    }
    assert!(before.late_days(now) <= after.late_days(now), "{names:?} forgave lateness");
    if before.phase == Phase::Closed && after.phase != Phase::Closed {
        assert!(names.contains(&"reopened"), "{names:?} left the end");
        assert!(
            !matches!(before.outcome, Some(Outcome::Delivered | Outcome::Withdrawn)),
            "only what the State closed is opened again"
        );
    }
    if after.phase != Phase::Closed {
        assert!(after.open_tasks().next().is_some(), "{names:?} left nobody with anything to do");
    }
    let waits = after.phase == Phase::Asked;
    assert!(!(waits && after.course.proposal.is_some()), "{names:?}: asked with a proposal open");
    assert!(after.course.asked_at_intake <= 1 && after.course.asked_after_appraisal <= 1, "asked twice");
    assert!(after.course.extensions <= 1, "extended twice");
}

fn live(from: u8, tries: &[Try]) {
    let mut world = World::new();
    let sent = match from {
        0 => world.sent(),
        1 => world.accepted(),
        2 => world.reach("tham-dinh"),
        3 => world.reach("tong-hop"),
        4 => world.at("ky"),
        _ => world.at("tra"),
    };
    let mut state = sent.clone();
    let mut ledger: Vec<(Moment, Event)> = Vec::new();
    let mut take = |state: &mut CaseState, now: Moment, events: Vec<Event>| {
        if events.is_empty() {
            return;
        }
        let before = state.clone();
        *state = after(before.clone(), now, events.clone());
        fair(&before, state, now, &events);
        ledger.extend(events.into_iter().map(|event| (now, event)));
    };
    for (what, who, minutes) in tries {
        world.now = world.now.plus_minutes(i64::from(*minutes));
        for _ in 0..6 {
            let due = fold::due_by_itself(&state, world.now);
            let then =
                if due.is_empty() { rules::settle(&Town, &world.regime, &state, world.now) } else { due };
            take(&mut state, world.now, then);
        }
        let who = &people()[usize::from(*who) % 4];
        if let Ok(events) = attempt(&world, &state, who, what % COMMANDS) {
            take(&mut state, world.now, events);
        }
        let then = rules::settle(&Town, &world.regime, &state, world.now);
        take(&mut state, world.now, then);
    }
    let mut folded = sent;
    for (at, event) in &ledger {
        folded.apply(*at, event).unwrap();
    }
    assert_eq!(folded, state, "the fold of the ledger is the state");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_commands_moves_a_promise_in_silence_or_forgives_lateness(
        from in 0..6u8,
        tries in proptest::collection::vec((0..COMMANDS, 0..4u8, 0..4_000u16), 1..60)
    ) {
        live(from, &tries);
    }
}

pub(crate) fn yes(answer: Result<Vec<Event>, Refusal>) -> Vec<Event> {
    answer.unwrap_or_else(|refusal| panic!("{}", refusal.code))
}

#[test]
fn the_last_item_of_a_supplement_starts_the_limit_anew_by_itself() {
    let mut world = World::new();
    let specialist = officer(Role::Specialist, CONSTRUCTION);
    let state = world.reach("tham-dinh");
    let first = state.due.unwrap();
    let asked = yes(attempt(&world, &state, &specialist, 3));
    let state = after(state, world.now, asked);
    assert_eq!(state.phase, Phase::Asked);
    assert_eq!(attempt(&world, &state, &specialist, 3).unwrap_err().code, "supplement-asked-already");
    world.now = world.now.plus_minutes(3 * 1_440);
    let one = yes(attempt(&world, &state, &specialist, 4));
    assert_eq!(one.iter().map(Event::name).collect::<Vec<_>>(), ["item-answered"]);
    let state = after(state, world.now, one);
    let last = yes(attempt(&world, &state, &specialist, 4));
    let names: Vec<&str> = last.iter().map(Event::name).collect();
    assert_eq!(names, ["item-answered", "task-done", "supplement-completed", "task-opened"]);
    let state = after(state, world.now, last);
    assert_eq!(state.leading().unwrap().step, "tham-dinh", "the step that asked goes on");
    assert_eq!(state.original_due, Some(first));
    // 15 days (a house) from 10/9/2026.
    assert_eq!(state.due.unwrap().day, Day::new(2026, 9, 25).unwrap());
    assert_eq!(state.course.moves[0].why, "restart");
    assert_eq!(attempt(&world, &state, &specialist, 3).unwrap_err().code, "supplement-asked-already");
}

#[test]
fn an_unanswered_supplement_closes_the_dossier_on_the_day_the_rule_says() {
    let world = World::new();
    let state = world.reach("tham-dinh");
    let asked = yes(attempt(&world, &state, &officer(Role::Specialist, CONSTRUCTION), 3));
    let state = after(state, world.now, asked);
    // Asked on Monday 7/9/2026: the fifteenth day is Tuesday 22/9.
    let eve = Moment::at(Day::new(2026, 9, 22).unwrap(), 1_439);
    assert!(!fold::due_by_itself(&state, eve).contains(&Event::Lapsed));
    let state = after(state.clone(), eve.plus_minutes(1), fold::due_by_itself(&state, eve.plus_minutes(1)));
    assert_eq!((state.phase, state.outcome), (Phase::Closed, Some(Outcome::Lapsed)));
    assert!(state.open_tasks().next().is_none());
}

#[test]
fn a_new_date_is_promised_once_a_day_before_and_by_the_head() {
    let mut world = World::new();
    let (specialist, head) = (officer(Role::Specialist, CONSTRUCTION), officer(Role::Head, CONSTRUCTION));
    let state = world.at("tham-dinh");
    let first = state.due.unwrap();
    let proposed = yes(attempt(&world, &state, &specialist, 6));
    let state = after(state, world.now, proposed);
    assert!(attempt(&world, &state, &specialist, 7).is_err(), "who proposes does not decide");
    let agreed = yes(attempt(&world, &state, &head, 7));
    let state = after(state, world.now, agreed);
    assert!(state.due.unwrap().day > first.day);
    assert_eq!(state.original_due, Some(first));
    assert_eq!(attempt(&world, &state, &specialist, 6).unwrap_err().code, "extended-already");

    // Due on Tuesday 22/9: the last chance is Monday 21/9, closing time.
    let fresh = world.at("tham-dinh");
    world.now = Moment::at(Day::new(2026, 9, 21).unwrap(), 17 * 60);
    assert!(world.with(|ground| rules::may_extend(ground, &fresh)).is_ok());
    world.now = world.now.plus_minutes(1);
    assert_eq!(
        world.with(|ground| rules::may_extend(ground, &fresh)).unwrap_err().code,
        "too-late-to-extend"
    );
    assert_eq!(attempt(&world, &fresh, &head, 9).unwrap_err().code, "not-late");
    world.now = Moment::at(Day::new(2026, 9, 24).unwrap(), 600);
    let letter = yes(attempt(&world, &fresh, &head, 9));
    let late = after(fresh.clone(), world.now, letter);
    assert_eq!((late.due, late.late_days(world.now)), (fresh.due, 2), "a letter repairs nothing");
    assert_eq!(late.course.letters, 1);
}

#[test]
fn tasks_of_a_dissolved_unit_pass_to_its_successor() {
    let world = World::new();
    let mut state = world.at("tham-dinh");
    let lead = state.leading().unwrap().id;
    state.tasks.iter_mut().find(|task| task.id == lead).unwrap().unit = crate::rules::DISSOLVED;
    let moved = rules::moved_tasks(&Town, &world.regime, &state, crate::rules::DISSOLVED, world.now);
    assert_eq!(moved.len(), 1);
    let state = after(state, world.now, moved);
    assert_eq!(state.leading().unwrap().unit, CONSTRUCTION);
    assert!(state.leading().unwrap().hold_by.is_some(), "and the alarm clock runs anew");
}

#[test]
fn a_delegate_receives_at_the_desk_of_the_one_who_is_away_and_nowhere_else() {
    let world = World::new();
    let state = world.sent();
    let lent = |unit: Id| Lent { unit, role: Role::Receiver, procedure: None, principal: Id(111) };
    let mut delegate = officer(Role::Specialist, CONSTRUCTION);
    assert_eq!(attempt(&world, &state, &delegate, 0).unwrap_err().code, "absent");
    delegate.lent = vec![lent(LEADERS)];
    assert_eq!(attempt(&world, &state, &delegate, 0).unwrap_err().code, "absent");
    delegate.lent = vec![lent(DESK)];
    let accepted = yes(attempt(&world, &state, &delegate, 0));
    let held = accepted.iter().find_map(|event| match event {
        Event::TaskHeld { holder, principal, .. } => Some((*holder, *principal)),
        _ => None,
    });
    assert_eq!(held, Some((delegate.account.unwrap(), Some(Id(111)))), "and the ledger says for whom");
}
