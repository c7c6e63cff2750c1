//! Steps, parts, excluded times, sector times and what may be asked, on an invented procedure.

use crate::answer::{Answer, Answers};
use crate::check::{load, mistake_tests::files};
use crate::flow::{ItemKind, StepOutcome};
use crate::model::Mark;
use crate::revision::Revision;
use crate::tables::Tables;
use crate::words::StepKind;
use kernel::{Day, Limit, LimitUnit};

fn linked() -> (Revision, Tables) {
    let loaded = load(files());
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let revision = loaded.revisions.into_iter().map(|(revision, _)| revision);
    (revision.into_iter().find(|revision| revision.code() == "9.000001").unwrap(), loaded.tables)
}

fn insured(yes: bool) -> Answers {
    let mut answers = Answers::new();
    answers.set("insured", Answer::Yes(yes));
    answers
}

#[test]
fn a_step_that_waits_for_the_person_is_a_step_of_the_way() {
    let (revision, _) = linked();
    let said = Answers::new();
    let way: Vec<&str> = revision.with(&said).path().iter().map(|step| step.key.as_str()).collect();
    assert_eq!(way, ["xem", "nop-tien", "chuyen-di", "ky", "tra"]);
    let wait = revision.with(&said).next_step("xem", StepOutcome::Forward).unwrap();
    assert_eq!((wait.kind, wait.limit), (StepKind::Await, None));
    assert_eq!(wait.person_does.as_ref().unwrap().vi, "Nộp tiền theo thông báo.");
    assert_eq!(revision.with(&said).next_step("nop-tien", StepOutcome::Back).unwrap().key, "xem");
}

#[test]
fn parts_follow_the_answers_and_are_known_by_key() {
    let (revision, _) = linked();
    let keys = |yes| {
        let said = insured(yes);
        revision.with(&said).parts("chuyen-di").iter().map(|part| part.key.clone()).collect::<Vec<_>>()
    };
    assert_eq!(keys(true), ["cu-tru", "bao-hiem"]);
    assert_eq!(keys(false), ["cu-tru"]);
    assert!(revision.with(&insured(true)).parts("ky").is_empty());
    assert_eq!(revision.part("bao-hiem").unwrap().agency.as_deref(), Some("H29.32"));
    assert_eq!(revision.consult("hoi-xa").unwrap().limit, Limit::new(20, LimitUnit::WorkingDays));
    assert!(revision.part("hoi-xa").is_none() && revision.consult("bao-hiem").is_none());
}

#[test]
fn time_is_excluded_only_where_the_file_carries_the_rule() {
    let (revision, _) = linked();
    for key in ["nop-tien", "hoi-xa"] {
        assert_eq!(revision.excluded(key).unwrap().source.mark, Mark::S, "{key}");
    }
    for key in ["xem", "chuyen-di", "cu-tru", "khong-co"] {
        assert!(revision.excluded(key).is_none(), "{key}");
    }
}

#[test]
fn the_sector_s_own_times_go_before_the_regime_s() {
    let (revision, tables) = linked();
    let regime = tables.regime_on(Day::new(2026, 9, 7).unwrap()).unwrap();
    assert_eq!(revision.acceptance(regime).limit, Limit::new(1, LimitUnit::WorkingDays));
    assert!(revision.acceptance(regime).source.text.contains("luật bịa"));
    let within = revision.supplement_within(regime).unwrap();
    assert_eq!(within.limit, Limit::new(3, LimitUnit::WorkingDays));
    assert!(within.source.text.contains("Điều 19.5"));
    assert_eq!(revision.closes_after(regime).unwrap().limit, Limit::new(30, LimitUnit::Days));
    // Before 01/7/2025 nothing closed a dossier, unless sector law did.
    let old = tables.regime("nd-61-2018").unwrap();
    assert!(old.supplement_after_appraisal.closes_after.is_none());
    assert_eq!(revision.closes_after(old).unwrap().limit, Limit::new(30, LimitUnit::Days));
}

#[test]
fn only_what_the_catalogue_requires_may_be_asked_for() {
    let (revision, _) = linked();
    let said = insured(true);
    let items = revision.with(&said).supplement_items();
    let keys: Vec<(ItemKind, &str)> = items.iter().map(|item| (item.kind, item.key)).collect();
    assert_eq!(keys, [(ItemKind::Paper, "giay-chung-sinh"), (ItemKind::Answer, "insured")]);
    assert_eq!(items[0].name.vi, "Giấy chứng sinh");
    assert!(items[0].source.text.contains("Điều 3"));
    for kind in [ItemKind::Paper, ItemKind::Answer] {
        assert_eq!(ItemKind::from_name(kind.name()), Some(kind));
    }
}

#[test]
fn what_the_state_holds_is_never_asked_for() {
    let loaded = load(files());
    let mut revisions = loaded.revisions.into_iter().map(|(revision, _)| revision);
    let permit = revisions.find(|revision| revision.code() == "1.013225").unwrap();
    let asked = |paper: &str| {
        let mut said = Answers::new();
        said.set("work", "house");
        said.set("land_paper", paper);
        permit
            .with(&said)
            .supplement_items()
            .iter()
            .any(|item| item.key == "giay-to-dat" && item.kind == ItemKind::Paper)
    };
    assert!(asked("certificate"));
    assert!(!asked("data"));
}
