//! Every command in every state for every kind of officer, as one table.

use crate::house::{PERMIT, SETS, moment};
use calendar::Calendar;
use cases::{CaseState, Channel, Event, fold};
use catalogue::{Answers, Catalogue, Regime, Revision, UnitKind};
use dossiers::rules::{self, Ground, Offices, Submission};
use kernel::{Actor, Clock, Id, Ids, Moment, Party, Refusal, Role, Roles};
use std::cell::Cell;
use std::fmt::Write;
use std::sync::{Arc, OnceLock};
use testkit::fresh;

pub(crate) const AGENCY: Id = Id(1);
pub(crate) const DESK: Id = Id(11);
pub(crate) const CONSTRUCTION: Id = Id(12);
pub(crate) const LEADERS: Id = Id(13);
pub(crate) const ASKED: Id = Id(21);
pub(crate) const ELSEWHERE: Id = Id(31);
pub(crate) const DISSOLVED: Id = Id(41);

/// One agency with four units, and the one that is asked; two officers each, so that nobody holds
/// a task by being alone.
pub(crate) struct Town;

impl Offices for Town {
    fn unit(&self, _: Id, kind: UnitKind) -> Option<Id> {
        Some(match kind {
            UnitKind::Desk => DESK,
            UnitKind::Leadership => LEADERS,
            UnitKind::Construction | UnitKind::CivilStatus => CONSTRUCTION,
            _ => ASKED,
        })
    }

    fn asked(&self, _: &str) -> Option<Id> {
        Some(ASKED)
    }

    fn sole_holder(&self, _: Id, _: Role, _: Moment) -> Option<Id> {
        None
    }

    fn works_in(&self, officer: Id, unit: Id, _: Role, _: &str, _: Moment) -> bool {
        officer.0 / 10 == unit.0
    }

    fn agency_of(&self, unit: Id) -> Option<Id> {
        Some(if unit == ELSEWHERE { Id(2) } else { AGENCY })
    }

    fn deciding_unit(&self, unit: Id, _: Moment) -> Option<Id> {
        Some(if unit == LEADERS { CONSTRUCTION } else { unit })
    }

    fn successor(&self, unit: Id) -> Option<Id> {
        (unit == DISSOLVED).then_some(CONSTRUCTION)
    }

    fn calendar(&self, _: Id) -> Calendar {
        Calendar::standard()
    }
}

pub(crate) fn officer(role: Role, unit: Id) -> Actor {
    let roles = Roles::of(&[role]);
    Actor {
        party: Party::Officer,
        account: Some(Id(unit.0 * 10 + if role == Role::Head { 3 } else { 1 })),
        session: None,
        roles,
        permissions: accounts::permissions::of_roles(roles),
        agency: Some(if unit == ELSEWHERE { Id(2) } else { AGENCY }),
        unit: Some(unit),
        lent: Vec::new(),
    }
}

pub(crate) struct World {
    pub(crate) revision: Arc<Revision>,
    pub(crate) regime: Arc<Regime>,
    pub(crate) answers: Answers,
    next: Cell<i64>,
    pub(crate) now: Moment,
}

impl World {
    pub(crate) fn new() -> World {
        let now = moment("2026-09-07T09:00:00+07:00");
        let catalogue = World::catalogue();
        let (revision, regime) =
            (catalogue.current(PERMIT, now.day()).unwrap(), catalogue.regime_on(now.day()).unwrap());
        let mut answers = Answers::new();
        answers.set("work", "house");
        answers.set("land_paper", "data");
        World { revision, regime, answers, next: Cell::new(100), now }
    }

    /// The built-in files, read once.
    fn catalogue() -> &'static Catalogue {
        static FILES: OnceLock<Catalogue> = OnceLock::new();
        FILES.get_or_init(|| {
            let now = moment("2026-09-07T09:00:00+07:00");
            let fresh = fresh(store::Engine::Sqlite, SETS);
            let clock = Clock::fixed(now);
            let ids = Ids::new(clock.clone(), 1);
            Catalogue::open(&fresh.db(), &ids, &clock, catalogue::Files::embedded()).unwrap()
        })
    }

    /// Another regime of the files.
    pub(crate) fn regime_of(&self, key: &str) -> Arc<Regime> {
        World::catalogue().regime(key).unwrap()
    }

    pub(crate) fn with<T>(&self, f: impl FnOnce(&Ground<'_>) -> T) -> T {
        let new_id = || {
            self.next.set(self.next.get() + 1);
            Id(self.next.get())
        };
        f(&Ground {
            offices: &Town,
            revision: &self.revision,
            regime: &self.regime,
            answers: &self.answers,
            new_id: &new_id,
            now: self.now,
        })
    }

    pub(crate) fn sent(&self) -> CaseState {
        let said = Submission {
            agency: AGENCY,
            desk: DESK,
            channel: Channel::Online,
            applicant: None,
            receipt: "9K2P-Q7X4".to_owned(),
        };
        let (first, then) = self.with(|ground| rules::submit(ground, &said));
        after(fold::first(Id(7), self.now, &first).unwrap(), self.now, then)
    }

    pub(crate) fn accepted(&self) -> CaseState {
        let state = self.sent();
        let code = "H29.201-260907-0001".to_owned();
        let events = self.with(|ground| rules::accept(ground, &state, &officer(Role::Receiver, DESK), code));
        after(state, self.now, events.unwrap())
    }

    /// The state at a step of the flow, every step before it done and every question answered.
    pub(crate) fn at(&self, step: &str) -> CaseState {
        self.answered(self.reach(step))
    }

    fn answered(&self, mut state: CaseState) -> CaseState {
        for consult in state.clone().open_tasks().filter(|task| task.kind == cases::TaskKind::Consult) {
            let events = rules::advise(&state, &officer(Role::Specialist, ASKED), consult.id, true);
            state = after(state, self.now, events.unwrap());
        }
        state
    }

    /// The state at a step that does not wait for consultations, which are still open.
    pub(crate) fn reach(&self, step: &str) -> CaseState {
        let mut state = self.accepted();
        while state.leading().unwrap().step != step {
            let task = state.leading().unwrap();
            let who = officer(task.role, task.unit);
            let id = task.id;
            if self.revision.step(&task.step).is_some_and(|step| step.waits_for_consults) {
                state = self.answered(state);
            }
            let events = self.with(|ground| rules::forward(ground, &state, &who, id, false, true));
            state = after(state, self.now, events.unwrap());
        }
        state
    }
}

pub(crate) fn after(mut state: CaseState, at: Moment, events: Vec<Event>) -> CaseState {
    for event in events {
        state.apply(at, &event).unwrap();
    }
    state
}

fn words(answer: Result<Vec<Event>, Refusal>) -> String {
    match answer {
        Ok(events) if events.is_empty() => "yes".to_owned(),
        Ok(events) => events.iter().map(Event::name).collect::<Vec<_>>().join(" + "),
        Err(refusal) => {
            let code = refusal.fields.first().map_or(refusal.code, |field| field.code);
            if code == "absent" { "-".to_owned() } else { format!("no: {code}") }
        }
    }
}

#[test]
fn what_every_officer_may_do_in_every_state() {
    let world = World::new();
    let delivered = {
        let state = world.at("tra");
        let events = rules::hand_over(&state, &officer(Role::Receiver, DESK), "applicant", false).unwrap();
        after(state, world.now, events)
    };
    let refused = {
        let state = world.sent();
        let events = rules::refuse(&state, &officer(Role::Receiver, DESK)).unwrap();
        after(state, world.now, events)
    };
    let states = [
        ("waiting", world.sent()),
        ("assigning", world.at("phan-cong")),
        ("appraising, consultation open", world.reach("tham-dinh")),
        ("drafting, consultation open", world.reach("tong-hop")),
        ("drafting", world.at("tong-hop")),
        ("checking", world.at("kiem-tra")),
        ("approving", world.at("ky")),
        ("ready", world.at("tra")),
        ("delivered", delivered),
        ("refused", refused),
    ];
    let officers = [
        ("receiver of the desk", officer(Role::Receiver, DESK)),
        ("receiver elsewhere", officer(Role::Receiver, ELSEWHERE)),
        ("specialist of the unit", officer(Role::Specialist, CONSTRUCTION)),
        ("head of the unit", officer(Role::Head, CONSTRUCTION)),
        ("signatory", officer(Role::Signatory, LEADERS)),
        ("specialist asked", officer(Role::Specialist, ASKED)),
        ("leader of the province", officer(Role::Leader, ELSEWHERE)),
    ];
    let mut table = String::new();
    for (name, state) in &states {
        writeln!(table, "## {name}").unwrap();
        for (who, actor) in &officers {
            for (command, answer) in commands(&world, state, actor) {
                if answer != "-" {
                    writeln!(table, "{who}: {command}: {answer}").unwrap();
                }
            }
        }
    }
    insta::assert_snapshot!(table);
}

/// Each command on the task it would concern: the leading one, or the open consultation.
fn commands(world: &World, state: &CaseState, actor: &Actor) -> Vec<(&'static str, String)> {
    let last = state.tasks.last().unwrap().id;
    let task = state.leading().map_or(last, |task| task.id);
    let consult =
        state.open_tasks().find(|task| task.kind == cases::TaskKind::Consult).map_or(last, |task| task.id);
    let colleague = Id(actor.unit.unwrap().0 * 10 + 2);
    let forward =
        |returned, result| world.with(|ground| rules::forward(ground, state, actor, task, returned, result));
    vec![
        ("accept", words(world.with(|ground| rules::accept(ground, state, actor, "CODE".to_owned())))),
        ("refuse", words(rules::refuse(state, actor))),
        ("take", words(rules::take(state, actor, task))),
        ("assign", words(world.with(|ground| rules::assign(ground, state, actor, task, colleague)))),
        (
            "assign to a stranger",
            words(world.with(|ground| rules::assign(ground, state, actor, task, Id(999)))),
        ),
        ("forward with a result", words(forward(false, true))),
        ("forward without", words(forward(false, false))),
        ("send back", words(forward(true, true))),
        ("advise", words(rules::advise(state, actor, consult, true))),
        (
            "attach a result",
            words(
                world
                    .with(|ground| rules::attach_result(ground, state, actor, task))
                    .map(|(events, _)| events),
            ),
        ),
        ("hand over", words(rules::hand_over(state, actor, "applicant", false))),
        ("hand over unpaid", words(rules::hand_over(state, actor, "applicant", true))),
        ("take a fee", words(rules::at_desk(state, actor).map(|()| vec![]))),
        ("result at once", words(world.with(|ground| rules::result_at_once(ground, state, actor)))),
        ("see", if rules::officer_may_see(state, actor) { "yes".to_owned() } else { "-".to_owned() }),
    ]
}

#[test]
fn nothing_leaves_a_closed_dossier() {
    let world = World::new();
    let state = world.at("tra");
    let events = rules::hand_over(&state, &officer(Role::Receiver, DESK), "proxy", false).unwrap();
    let closed = after(state, world.now, events);
    for role in Role::ALL {
        for unit in [DESK, CONSTRUCTION, LEADERS, ASKED] {
            for (command, answer) in commands(&world, &closed, &officer(*role, unit)) {
                let said = answer.starts_with("no: ") || matches!(answer.as_str(), "-" | "yes");
                assert!(said, "{role:?} {command}: {answer}");
            }
        }
    }
}
