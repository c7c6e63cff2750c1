//! Dossier codes: no gap, no double, per competent agency and day, however many ask at once.

use dossiers::{Seen, WalkIn};
use std::collections::BTreeMap;
use walkthroughs::samples::EXTRACT;
use walkthroughs::{Town, on_both_engines, runtime};

const CODE: &str = "2.000635";
const CLIENTS: usize = 64;
const WARDS: [(&str, &str); 3] = [("saigon", "H29.201"), ("benthanh", "H29.202"), ("thuduc", "H29.203")];

/// One round of 64 clients at once: half accept what was sent, half receive walk-ins, some of them
/// at another ward's desk.
fn round(town: &Town) -> Vec<String> {
    let day = town.now().day();
    let revision = town.house().catalogue.current(CODE, day).unwrap();
    let raw: Vec<(String, String)> =
        EXTRACT.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let mut answers = catalogue::Answers::default();
    answers.apply(revision.validate_form(&raw, day).said);
    let mut tasks = Vec::new();
    for n in 0..CLIENTS {
        let (ward, code) = WARDS[n % 3];
        let (room, who) = (town.house().dossiers.clone(), town.actor(&format!("tiepnhan.{ward}")));
        if n % 2 == 0 {
            let case = town.sent("nguoidan", CODE, code, EXTRACT);
            tasks.push(runtime().spawn(async move { room.accept(&who, case, Seen::default()).await }));
        } else {
            let agency = town.agency(WARDS[n / 2 % 3].1);
            let form = WalkIn {
                procedure: CODE.to_owned(),
                agency,
                answers: answers.clone(),
                papers: Vec::new(),
                fee_taken: true,
                at_once: n % 4 == 1,
                agreed: true,
            };
            let key = walkthroughs::fresh_key();
            tasks.push(runtime().spawn(async move { room.walk_in(&who, Some(key), form).await }));
        }
    }
    let done = tasks.into_iter().map(|task| town.wait(task).unwrap());
    done.map(|done| done.unwrap_or_else(|failure| panic!("{failure:?}")).number).collect()
}

/// `H29.201-260907-0012` is number 12 of `H29.201-260907`.
pub(crate) fn without_gaps(codes: &[String]) {
    let mut series: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for code in codes {
        let (day, number) = code.rsplit_once('-').unwrap_or_else(|| panic!("{code} is no code"));
        series.entry(day).or_default().push(number.parse().unwrap());
    }
    for (day, mut numbers) in series {
        numbers.sort_unstable();
        let expected: Vec<u32> = (1..=numbers.len() as u32).collect();
        assert_eq!(numbers, expected, "{day} has gaps or doubles");
    }
}

on_both_engines! {
    fn sixty_four_clients_at_once_get_codes_without_gap_or_double(engine) {
        let town = Town::at(engine, "2026-09-07T16:00:00+07:00");
        let first = round(&town);
        without_gaps(&first);
        town.until("2026-09-08T08:00:00+07:00");
        let second = round(&town);
        without_gaps(&second);
        assert_eq!(first.len() + second.len(), 2 * CLIENTS);
        assert!(first.iter().all(|code| code.contains("-260907-")));
        assert!(second.iter().all(|code| code.contains("-260908-")));
        for (_, code) in WARDS {
            assert!(first.iter().any(|one| one.starts_with(code)), "every ward decides some");
        }
        town.doctor();
    }

    fn a_refused_acceptance_uses_no_number(engine) {
        let town = Town::on(engine);
        let case = town.sent("nguoidan", CODE, "H29.201", EXTRACT);
        let stranger = town.actor("tiepnhan.thuduc");
        assert!(town.wait(town.house().dossiers.accept(&stranger, case, Seen::default())).is_err());
        let stale = Seen { key: None, version: Some(999) };
        assert!(town.wait(town.house().dossiers.accept(&town.actor("tiepnhan.saigon"), case, stale)).is_err());
        assert_eq!(town.accepted("tiepnhan.saigon", case), "H29.201-260907-0001");
    }
}
