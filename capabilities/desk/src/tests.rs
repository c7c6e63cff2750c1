//! What the tests of this room share.

use kernel::{Actor, Id, Party, Role, Roles};
use web::{Lang, Room, Routes, Visitor};

/// The room without its handlers: texts only.
fn texts() -> Room {
    Routes::<()>::new("desk").texts(crate::TEXTS.vi, crate::TEXTS.en).with_state(())
}

/// An officer of these roles.
pub(crate) fn officer(roles: &[Role]) -> Actor {
    let roles = Roles::of(roles);
    Actor {
        party: Party::Officer,
        account: Some(samples::OFFICER),
        session: Some(Id(99)),
        roles,
        permissions: accounts::permissions::of_roles(roles),
        agency: Some(samples::AGENCY),
        unit: Some(samples::UNIT),
        lent: Vec::new(),
    }
}

/// A head who is also a specialist, looking at a page.
pub(crate) fn visitor(lang: Lang) -> Visitor {
    visitor_as(lang, officer(&[Role::Specialist, Role::Head]))
}

/// Anyone looking at a page.
pub(crate) fn visitor_as(lang: Lang, actor: Actor) -> Visitor {
    let house = web::samples::house(vec![texts()]).unwrap();
    web::samples::visitor(&house.web, lang, actor)
}

pub(crate) mod samples {
    //! Cases in several states, folded from their events as the house folds them.

    use cases::{CaseKind, CaseState, Channel, Event, Promise, TaskKind};
    use kernel::{Id, Limit, LimitUnit, Moment, Role};
    use web::samples::MOMENT;

    pub(crate) const OFFICER: Id = Id(501);
    pub(crate) const AGENCY: Id = Id(201);
    pub(crate) const UNIT: Id = Id(301);
    pub(crate) const TASK: Id = Id(7_002);

    fn opened(id: Id, step: &str, work: TaskKind, holder: Option<Id>, due: i64) -> Event {
        Event::TaskOpened {
            task: id,
            step: step.to_owned(),
            work,
            unit: UNIT,
            role: if work == TaskKind::Receive { Role::Receiver } else { Role::Specialist },
            holder,
            lead: true,
            due: Some(MOMENT.plus_minutes(due)),
            hold_by: None,
            silence: None,
        }
    }

    pub(crate) fn waiting() -> CaseState {
        let sent = MOMENT.plus_minutes(-90);
        let submitted = Event::Submitted {
            case: CaseKind::Dossier,
            about: "2.000635".to_owned(),
            revision: Id(0),
            agency: AGENCY,
            desk: UNIT,
            channel: Channel::Online,
            applicant: None,
            receipt: "9K2P-Q7X4".to_owned(),
            notice_by: MOMENT.plus_minutes(30),
            accept_by: MOMENT.plus_minutes(390),
            rule: "nd-118-2025".to_owned(),
        };
        let mut state = cases::fold::first(Id(9_001), sent, &submitted).unwrap();
        state.apply(sent, &opened(Id(7_001), "receive", TaskKind::Receive, Some(OFFICER), 390)).unwrap();
        state
    }

    pub(crate) fn running() -> CaseState {
        let mut state = waiting();
        let (at, due) = (MOMENT.plus_minutes(-60), Moment::at(MOMENT.day().plus(1), 17 * 60));
        let accepted = Event::Accepted {
            code: "H29.201-260907-0001".to_owned(),
            limit: Limit::new(1, LimitUnit::SameDay),
            due: Promise { at: due, day: due.day() },
            rule: "same-day".to_owned(),
            regime: "nd-118-2025".to_owned(),
            calendar: "sample".to_owned(),
            warnings: ["half", "most", "eve"]
                .map(|key| cases::Warning { key: key.to_owned(), at: due })
                .to_vec(),
        };
        let done = Event::TaskDone { task: Id(7_001), outcome: "accepted".to_owned() };
        for event in [done, accepted, opened(TASK, "tra-cuu", TaskKind::Work, Some(OFFICER), 120)] {
            state.apply(at, &event).unwrap();
        }
        state
    }
}
