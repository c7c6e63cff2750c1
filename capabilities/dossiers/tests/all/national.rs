//! What the national exchange is told: every way a dossier can go, replayed from its ledger.

use crate::house::{SETS, moment};
use crate::law::{COMMANDS, Try, attempt, people};
use crate::rules::{AGENCY, ASKED, CONSTRUCTION, DESK, LEADERS, Town, World, officer};
use cases::ledger::{GENESIS, Record};
use cases::{CaseState, Channel, Event, TaskKind, fold};
use catalogue::{Catalogue, Lang, Revision, StepKind};
use dossiers::national::{NationalStatus, REOPENED, TABLE, history, national_status};
use dossiers::rules::{self, Submission};
use kernel::{Actor, Clock, Id, Ids, Moment, Role};
use proptest::prelude::*;
use std::sync::{Arc, OnceLock};
use testkit::fresh;

const CASE: Id = Id(7);
/// A change of land: it waits until the person has paid.
const LAND: &str = "1.013831";

// What the table of `attempt` calls things.
const ACCEPT: u8 = 0;
const REFUSE: u8 = 1;
const ASK_AT_INTAKE: u8 = 2;
const ASK_AFTER_APPRAISAL: u8 = 3;
const ANSWER: u8 = 4;
const AGREE: u8 = 7;
const PROPOSE_REFUSAL: u8 = 10;
const PROPOSE_STOP: u8 = 11;
const WITHDRAW: u8 = 12;
const DROP: u8 = 13;
const CONFIRM: u8 = 14;
const REOPEN: u8 = 16;

/// A dossier and its ledger, as commands write it.
struct Life {
    world: World,
    state: CaseState,
    ledger: Vec<Record>,
}

fn catalogue() -> &'static Catalogue {
    static SHELF: OnceLock<Catalogue> = OnceLock::new();
    SHELF.get_or_init(|| {
        let fresh = fresh(store::Engine::Sqlite, SETS);
        let clock = Clock::fixed(moment("2026-09-07T09:00:00+07:00"));
        let ids = Ids::new(clock.clone(), 1);
        Catalogue::open(&fresh.db(), &ids, &clock, catalogue::Files::embedded()).unwrap()
    })
}

fn revision(code: &str) -> Arc<Revision> {
    catalogue().current(code, moment("2026-09-07T09:00:00+07:00").day()).unwrap()
}

fn receiver() -> Actor {
    officer(Role::Receiver, DESK)
}

fn specialist() -> Actor {
    officer(Role::Specialist, CONSTRUCTION)
}

fn head() -> Actor {
    officer(Role::Head, CONSTRUCTION)
}

impl Life {
    fn sent() -> Life {
        Life::sent_to(World::new())
    }

    fn sent_to(world: World) -> Life {
        let said = Submission {
            agency: AGENCY,
            desk: DESK,
            channel: Channel::Online,
            applicant: None,
            receipt: "9K2P-Q7X4".to_owned(),
        };
        let (first, then) = world.with(|ground| rules::submit(ground, &said));
        let state = fold::first(CASE, world.now, &first).unwrap();
        let record = Record::next(CASE, 1, &GENESIS, world.now, &Actor::system(), &first, None);
        let mut life = Life { world, state, ledger: vec![record] };
        life.take(then);
        life
    }

    /// A permit up to a step.
    fn at(step: &str) -> Life {
        let mut life = Life::sent();
        life.tries(&receiver(), ACCEPT);
        life.forward_to(step);
        life
    }

    fn take(&mut self, events: Vec<Event>) {
        for event in events {
            self.state.apply(self.world.now, &event).unwrap();
            let last = self.ledger.last().unwrap();
            let (seq, hash) = (last.seq + 1, last.hash.clone());
            let next = Record::next(CASE, seq, &hash, self.world.now, &Actor::system(), &event, None);
            self.ledger.push(next);
        }
    }

    #[track_caller]
    fn tries(&mut self, who: &Actor, what: u8) {
        let events = attempt(&self.world, &self.state, who, what);
        self.take(events.unwrap_or_else(|refusal| panic!("{what}: {refusal:?}")));
        self.settle();
    }

    /// What follows by itself.
    fn settle(&mut self) {
        for _ in 0..6 {
            let due = fold::due_by_itself(&self.state, self.world.now);
            let then = if due.is_empty() {
                rules::settle(&Town, &self.world.regime, &self.state, self.world.now)
            } else {
                due
            };
            self.take(then);
        }
    }

    /// Forwards by whoever it concerns, questions answered, until a step leads.
    fn forward_to(&mut self, step: &str) {
        while self.state.leading().is_some_and(|task| task.step != step) {
            self.forward();
        }
    }

    fn forward(&mut self) {
        let consults: Vec<Id> = self
            .state
            .open_tasks()
            .filter(|task| task.kind == TaskKind::Consult)
            .map(|task| task.id)
            .collect();
        for consult in consults {
            let unit = self.state.task(consult).unwrap().unit;
            let advised = rules::advise(&self.state, &officer(Role::Specialist, unit), consult, true);
            self.take(advised.unwrap());
            self.settle();
        }
        let lead = self.state.leading().unwrap();
        let (id, who) = (lead.id, officer(lead.role, lead.unit));
        let done = self.world.with(|ground| rules::forward(ground, &self.state, &who, id, false, true));
        self.take(done.unwrap_or_else(|refusal| panic!("{refusal:?}")));
        self.settle();
    }

    fn hand_over(&mut self) {
        let done = rules::hand_over(&self.state, &receiver(), "applicant", false);
        self.take(done.unwrap());
    }

    fn days_pass(&mut self, days: i64) {
        self.world.now = self.world.now.plus_minutes(days * 1_440);
        self.settle();
    }

    fn told(&self) -> Vec<(Moment, NationalStatus)> {
        history(CASE, &self.ledger, &self.world.revision).unwrap()
    }

    /// The codes told, every step between them allowed, and the last what the state says.
    #[track_caller]
    fn codes(&self) -> Vec<u8> {
        let told = self.told();
        let mut at = told[0].1;
        assert_eq!(at, NationalStatus::Registered);
        for (_, then) in &told[1..] {
            assert!(allowed(at, *then), "{at:?} to {then:?} in {told:?}");
            at = *then;
        }
        assert!(told.is_sorted_by_key(|(at, _)| *at));
        assert_eq!(at, national_status(&self.state, &self.world.revision), "{told:?}");
        told.iter().map(|(_, status)| status.code()).collect()
    }
}

/// By the table, or opened again by the State.
fn allowed(from: NationalStatus, to: NationalStatus) -> bool {
    from.may_become(to) || REOPENED.iter().any(|(end, then)| *end == from && then.contains(&to))
}

#[test]
fn the_ten_codes_are_named_as_the_national_table_names_them() {
    let names: Vec<&str> = TABLE.iter().map(|line| line.vi).collect();
    assert_eq!(
        names,
        [
            "Mới đăng ký",
            "Được tiếp nhận",
            "Không được tiếp nhận",
            "Đang xử lý",
            "Yêu cầu bổ sung giấy tờ",
            "Yêu cầu thực hiện nghĩa vụ tài chính",
            "Công dân yêu cầu rút hồ sơ",
            "Dừng xử lý",
            "Đã xử lý xong",
            "Đã trả kết quả",
        ]
    );
    assert_eq!(NationalStatus::Stopped.name(Lang::En), "Stopped");
}

#[test]
fn the_straight_way_is_told_without_a_leap() {
    let mut life = Life::sent();
    assert_eq!(life.codes(), [1]);
    life.tries(&receiver(), ACCEPT);
    assert_eq!(life.codes(), [1, 2], "accepted, and nobody has taken the first step");
    life.forward();
    assert_eq!(life.codes(), [1, 2, 4]);
    life.forward_to("tra");
    assert_eq!(life.codes(), [1, 2, 4, 9]);
    life.hand_over();
    assert_eq!(life.codes(), [1, 2, 4, 9, 10]);
}

#[test]
fn a_result_mended_after_delivery_stays_delivered() {
    let mut life = Life::at("tra");
    life.hand_over();
    let opened = life.world.with(|ground| rules::open_correction(ground, &life.state));
    life.take(opened.unwrap());
    assert_eq!(life.codes(), [1, 2, 4, 9, 10]);
}

#[test]
fn a_supplement_at_intake_waits_under_its_code_until_acceptance() {
    let mut life = Life::sent();
    life.tries(&receiver(), ASK_AT_INTAKE);
    assert_eq!(life.codes(), [1, 5]);
    life.tries(&receiver(), ANSWER);
    life.tries(&receiver(), ANSWER);
    assert_eq!(life.codes(), [1, 5], "the table has no way back from 5 to 1");
    life.tries(&receiver(), ACCEPT);
    life.forward();
    assert_eq!(life.codes(), [1, 5, 2, 4]);
}

#[test]
fn a_supplement_at_intake_that_is_not_enough_is_refused() {
    let mut life = Life::sent();
    life.tries(&receiver(), ASK_AT_INTAKE);
    life.tries(&receiver(), ANSWER);
    life.tries(&receiver(), ANSWER);
    life.tries(&receiver(), REFUSE);
    assert_eq!(life.codes(), [1, 5, 3]);
}

#[test]
fn a_supplement_after_appraisal_is_accepted_anew_and_goes_on() {
    let mut life = Life::at("tham-dinh");
    life.tries(&specialist(), ASK_AFTER_APPRAISAL);
    assert_eq!(life.codes(), [1, 2, 4, 5]);
    life.days_pass(2);
    life.tries(&receiver(), ANSWER);
    life.tries(&receiver(), ANSWER);
    assert_eq!(life.codes(), [1, 2, 4, 5, 2, 4]);
    let told = life.told();
    assert_eq!(told[4].0, told[5].0, "what was leapt over is told at the same moment");
}

#[test]
fn a_supplement_nobody_answers_stops_and_is_not_done() {
    let mut life = Life::at("tham-dinh");
    life.tries(&specialist(), ASK_AFTER_APPRAISAL);
    life.days_pass(20);
    assert_eq!(life.codes(), [1, 2, 4, 5, 8]);
}

#[test]
fn a_refusal_at_intake_and_one_after_appraisal_are_two_codes() {
    let mut life = Life::sent();
    life.tries(&receiver(), REFUSE);
    assert_eq!(life.codes(), [1, 3]);

    let mut life = Life::at("tham-dinh");
    life.tries(&specialist(), PROPOSE_REFUSAL);
    assert_eq!(life.codes(), [1, 2, 4], "a proposal is no decision");
    life.tries(&head(), AGREE);
    assert_eq!(life.codes(), [1, 2, 4, 8]);
}

#[test]
fn a_stop_is_told_as_a_stop() {
    let mut life = Life::at("tham-dinh");
    life.tries(&specialist(), PROPOSE_STOP);
    life.tries(&head(), AGREE);
    assert_eq!(life.codes(), [1, 2, 4, 8]);
}

#[test]
fn a_withdrawal_passes_the_wish_of_the_person() {
    let mut life = Life::sent();
    life.tries(&receiver(), WITHDRAW);
    assert_eq!(life.codes(), [1, 7, 8], "before acceptance both at once");

    let mut life = Life::sent();
    life.tries(&receiver(), ASK_AT_INTAKE);
    life.tries(&receiver(), WITHDRAW);
    assert_eq!(life.codes(), [1, 5, 7, 8]);

    let mut life = Life::at("tham-dinh");
    life.tries(&receiver(), WITHDRAW);
    assert_eq!(life.codes(), [1, 2, 4, 7]);
    life.tries(&receiver(), CONFIRM);
    assert_eq!(life.codes(), [1, 2, 4, 7, 8]);
}

#[test]
fn a_wish_dropped_goes_on_where_it_stood() {
    let mut life = Life::sent();
    life.tries(&receiver(), ACCEPT);
    life.tries(&receiver(), WITHDRAW);
    life.tries(&receiver(), DROP);
    assert_eq!(life.codes(), [1, 2, 7, 4]);

    let mut life = Life::at("tham-dinh");
    life.tries(&specialist(), ASK_AFTER_APPRAISAL);
    life.tries(&receiver(), WITHDRAW);
    life.tries(&receiver(), DROP);
    assert_eq!(life.codes(), [1, 2, 4, 5, 7, 4, 5]);
}

/// A change of land, paid or not.
fn land() -> Life {
    let mut world = World::new();
    world.revision = revision(LAND);
    world.answers.set("deal", "sale");
    let mut life = Life::sent_to(world);
    life.tries(&receiver(), ACCEPT);
    life.forward_to("nop-tien");
    life
}

#[test]
fn waiting_for_the_payment_has_its_own_code() {
    let mut life = land();
    assert_eq!(life.codes(), [1, 2, 4, 6]);
    life.days_pass(3);
    life.forward_to("tra");
    life.hand_over();
    assert_eq!(life.codes(), [1, 2, 4, 6, 4, 9, 10]);
}

#[test]
fn a_dossier_that_waits_for_the_payment_may_be_stopped_or_taken_back() {
    let officer = officer(Role::Specialist, ASKED);
    let mut life = land();
    life.tries(&officer, PROPOSE_STOP);
    let head = crate::rules::officer(Role::Head, ASKED);
    life.tries(&head, AGREE);
    assert_eq!(life.codes(), [1, 2, 4, 6, 8]);

    let mut life = land();
    life.tries(&receiver(), WITHDRAW);
    life.tries(&receiver(), DROP);
    assert_eq!(life.codes(), [1, 2, 4, 6, 4, 7, 4, 6]);
}

#[test]
fn only_a_wait_for_money_is_told_as_a_payment() {
    let day = moment("2026-09-07T09:00:00+07:00").day();
    let mut payments = 0;
    for revision in catalogue().list(day) {
        for step in revision.procedure.step.iter().filter(|step| step.kind == StepKind::Await) {
            let does = step.person_does.as_ref().unwrap().vi.to_lowercase();
            let pays = step.excluded.is_some();
            assert_eq!(does.contains("nộp tiền"), pays, "{} {}: {does}", revision.code(), step.key);
            payments += usize::from(pays);
        }
    }
    assert!(payments > 0);
}

#[test]
fn what_the_state_opens_again_is_told_as_going_on() {
    let leader = officer(Role::Signatory, LEADERS);
    let mut life = Life::sent();
    life.tries(&receiver(), REFUSE);
    life.tries(&leader, REOPEN);
    assert_eq!(life.codes(), [1, 3, 1]);

    let mut life = Life::at("tham-dinh");
    life.tries(&specialist(), PROPOSE_STOP);
    life.tries(&head(), AGREE);
    life.tries(&leader, REOPEN);
    assert_eq!(life.codes(), [1, 2, 4, 8, 4]);

    let mut life = Life::sent();
    life.tries(&receiver(), ASK_AT_INTAKE);
    life.tries(&receiver(), ANSWER);
    life.tries(&receiver(), ANSWER);
    life.tries(&receiver(), REFUSE);
    life.tries(&leader, REOPEN);
    assert_eq!(life.codes(), [1, 5, 3, 1], "what was asked before it was refused is over");
}

#[test]
fn an_empty_ledger_tells_nothing() {
    assert_eq!(history(CASE, &[], &World::new().revision).unwrap(), []);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_life_of_a_dossier_leaves_the_ways_of_the_table(
        from in 0..5u8,
        tries in proptest::collection::vec((0..COMMANDS, 0..4u8, 0..4_000u16), 1..40)
    ) {
        let mut life = match from {
            0 => Life::sent(),
            1 => Life::at("tham-dinh"),
            2 => Life::at("tong-hop"),
            3 => land(),
            _ => Life::at("tra"),
        };
        let all: &[Try] = &tries;
        for (what, who, minutes) in all {
            life.world.now = life.world.now.plus_minutes(i64::from(*minutes));
            life.settle();
            let who = &people()[usize::from(*who) % 4];
            if let Ok(events) = attempt(&life.world, &life.state, who, *what) {
                life.take(events);
                life.settle();
            }
        }
        let codes = life.codes();
        prop_assert!(codes.windows(2).all(|pair| pair[0] != pair[1]), "each change once: {codes:?}");
    }
}
