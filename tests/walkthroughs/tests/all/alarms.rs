//! Silence is noticed by itself: notices, late acceptance, work that nobody holds.

use cases::{Alarm, Event};
use kernel::{Id, Moment};
use walkthroughs::samples::EXTRACT;
use walkthroughs::{Town, on_both_engines};

const CODE: &str = "2.000635";
const UNHELD: &str = "Chưa có người nhận, đã báo lãnh đạo bộ phận";

fn moment(text: &str) -> Moment {
    Moment::parse_rfc3339(text).unwrap()
}

fn sent_at(engine: walkthroughs::Engine, at: &str) -> (Town, Id) {
    let town = Town::at(engine, at);
    let case = town.sent("nguoidan", CODE, "H29.201", EXTRACT);
    (town, case)
}

/// When an event of this kind stands in the ledger.
fn when(town: &Town, case: Id, kind: &str) -> Option<Moment> {
    town.events(case).into_iter().find(|(name, _)| name == kind).map(|(_, at)| at)
}

/// When this alarm stands in the ledger.
fn alarm(town: &Town, case: Id, wanted: Alarm) -> Option<Moment> {
    let records = town.db().read_blocking(move |tx| Ok(cases::queries::ledger(tx, case)?)).unwrap();
    let mut rang = records
        .into_iter()
        .filter(|record| matches!(record.event(), Ok(Event::Alarmed { alarm, .. }) if alarm == wanted));
    rang.next().map(|record| record.at)
}

on_both_engines! {
    fn a_dossier_nobody_takes_for_four_working_hours_rings_and_the_page_says_so(engine) {
        let (town, case) = sent_at(engine, "2026-09-07T10:00:00+07:00");
        // 10:00 to 11:30, then 13:00 to 15:30.
        town.until("2026-09-07T15:29:00+07:00");
        assert!(!town.guest().page(&town.link(case)).main().contains(UNHELD));
        assert_eq!(alarm(&town, case, Alarm::Unheld), None);
        town.until("2026-09-07T15:31:00+07:00");
        assert_eq!(alarm(&town, case, Alarm::Unheld), Some(moment("2026-09-07T15:30:00+07:00")));
        let page = town.guest().page(&town.link(case));
        assert!(page.main().contains(UNHELD), "{}", page.main());
        // Whoever acts on it holds it: the alarm is over.
        town.accepted("tiepnhan.saigon", case);
        assert!(!town.guest().page(&town.link(case)).main().contains(UNHELD));
        town.doctor();
    }

    fn the_notice_comes_two_clock_hours_after_sending_even_at_night(engine) {
        let (town, case) = sent_at(engine, "2026-09-07T22:15:00+07:00");
        town.until("2026-09-08T00:14:00+07:00");
        assert_eq!(when(&town, case, "noticed"), None);
        town.until("2026-09-08T07:30:00+07:00");
        assert_eq!(when(&town, case, "noticed"), Some(moment("2026-09-08T00:15:00+07:00")));
    }

    fn the_office_has_eight_working_hours_to_accept_across_a_weekend(engine) {
        let (town, case) = sent_at(engine, "2026-09-11T16:00:00+07:00");
        // Friday 16:00 to 17:00, Monday 7:30 to 11:30 and 13:00 to 16:00.
        assert_eq!(town.state(case).accept_by, moment("2026-09-14T16:00:00+07:00"));
        town.until("2026-09-14T16:00:00+07:00");
        assert_eq!(alarm(&town, case, Alarm::AcceptLate), None);
        assert!(!town.guest().page(&town.link(case)).main().contains("xin lỗi"));
        town.until("2026-09-14T16:01:00+07:00");
        assert!(alarm(&town, case, Alarm::AcceptLate).is_some());
        let page = town.guest().page(&town.link(case));
        assert!(page.main().contains("xin lỗi") || page.main().contains("Xin lỗi"), "lateness is said with an apology: {}", page.main());
        town.doctor();
    }

    fn a_saturday_morning_counts_only_at_a_desk_that_is_open_then(engine) {
        let town = Town::at(engine, "2026-09-12T08:00:00+07:00");
        let open = town.sent("nguoidan3", CODE, "H29.202", EXTRACT);
        let shut = town.sent("nguoidan", CODE, "H29.201", EXTRACT);
        // Saturday 8:00 to 11:30, Monday 7:30 to 11:30 and 13:00 to 13:30.
        assert_eq!(town.state(open).accept_by, moment("2026-09-14T13:30:00+07:00"));
        assert_eq!(town.state(shut).accept_by, moment("2026-09-14T17:00:00+07:00"));
    }

    fn waking_twice_says_nothing_twice(engine) {
        let (town, case) = sent_at(engine, "2026-09-07T10:00:00+07:00");
        town.until("2026-09-09T10:00:00+07:00");
        let before = town.events(case);
        let now = town.now();
        let settle = town.house().dossiers.settle();
        let next = town.db().write_blocking(move |tx| cases::wake(tx, case, now, &settle)).unwrap();
        assert_eq!(town.events(case), before);
        assert_eq!(next, None, "only people can move it now");
    }
}
