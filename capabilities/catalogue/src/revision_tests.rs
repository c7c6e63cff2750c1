//! Behaviour of revisions, on the two procedures of the project.

use crate::answer::{Answer, Answers, shown};
use crate::check::load;
use crate::filled::{Missing, Need};
use crate::flow::StepOutcome;
use crate::model::{Lang, Meaning};
use crate::revision::{Checked, Revision};
use crate::source_files::Files;
use crate::words::Way;
use kernel::{Day, Limit, LimitUnit, Money};

fn revision(code: &str) -> Revision {
    let loaded = load(Files::embedded().read().unwrap());
    loaded
        .revisions
        .into_iter()
        .map(|(revision, _)| revision)
        .find(|revision| revision.code() == code)
        .unwrap()
}

fn extract() -> Revision {
    revision("2.000635")
}

fn permit() -> Revision {
    revision("1.013225")
}

fn answers(pairs: &[(&str, Answer)]) -> Answers {
    pairs.iter().map(|(key, answer)| ((*key).to_owned(), answer.clone())).collect()
}

fn today() -> Day {
    Day::new(2026, 9, 7).unwrap()
}

fn raw(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn page(revision: &Revision, key: &str, pairs: &[(&str, &str)], so_far: &Answers) -> Checked {
    revision.validate_page(key, &raw(pairs), so_far, today()).unwrap()
}

const USUAL: &[(&str, &str)] = &[
    ("asker", "self"),
    ("requester_name", "Nguyễn Thị Thí Dụ"),
    ("requester_birth", "5/9/1990"),
    ("requester_card", "079 090 123 456"),
    ("phone", "+84 912 345 678"),
    ("address", "12 đường Thí Dụ, phường Sài Gòn"),
    ("event", "birth"),
    ("registered_at", "Phường Bến Nghé"),
    ("registered_year", "1990"),
    ("copies", "3"),
    ("receive_by", "counter"),
];

fn codes(checked: &Checked) -> Vec<(&str, &str)> {
    checked.errors.iter().map(|error| (error.path.as_str(), error.code)).collect()
}

#[test]
fn pages_follow_the_answers() {
    let revision = extract();
    let keys = |answers: &Answers| {
        revision.with(answers).pages().iter().map(|shown| shown.page.key.clone()).collect::<Vec<_>>()
    };
    let alone =
        answers(&[("asker", "self".into()), ("event", "birth".into()), ("receive_by", "counter".into())]);
    let usual = ["ai-yeu-cau", "ho-ten", "lien-lac", "viec-ho-tich", "noi-dang-ky", "so-ban", "nhan-ket-qua"];
    assert_eq!(keys(&alone), usual);
    let mut other = alone.clone();
    other.set("asker", "other");
    other.set("event", "marriage");
    other.set("receive_by", "post");
    let shown = keys(&other);
    for extra in ["nguoi-duoc-cap", "vo-chong", "dia-chi-nhan"] {
        assert!(shown.iter().any(|key| key == extra), "{extra}");
    }
    assert_eq!(revision.with(&alone).next_page("viec-ho-tich").unwrap().key, "noi-dang-ky");
    assert_eq!(revision.with(&other).next_page("viec-ho-tich").unwrap().key, "nguoi-duoc-cap");
    assert!(revision.with(&alone).next_page("nhan-ket-qua").is_none());
}

#[test]
fn a_whole_application_is_read_and_nothing_is_missing() {
    let revision = extract();
    let checked = revision.validate_form(&raw(USUAL), today());
    assert!(checked.is_ok(), "{checked:?}");
    let mut said = Answers::new();
    said.apply(checked.said);
    assert!(said.len() >= 10);
    assert_eq!(said.text("requester_birth"), Some("1990-09-05"));
    assert_eq!(said.text("phone"), Some("0912345678"));
    assert_eq!(said.get("copies"), Some(&Answer::Number(3)));
    assert_eq!(revision.with(&said).missing(|_| false), []);
    assert_eq!(revision.with(&said).meaning(Meaning::ApplicantCard), Some("079090123456"));
    assert_eq!(revision.with(&said).meaning(Meaning::SubjectName), None);
}

#[test]
fn what_is_missing_is_named_page_by_page_then_paper_by_paper() {
    let revision = extract();
    let mut said = Answers::new();
    said.apply(revision.validate_form(&raw(USUAL), today()).said);
    said.set("asker", "other");
    let missing = revision.with(&said).missing(|_| false);
    let answer =
        |question: &str| Missing::Answer { page: "nguoi-duoc-cap".into(), question: question.into() };
    let paper = Missing::Paper { paper: "uy-quyen".into() };
    assert_eq!(missing, [answer("subject_name"), answer("subject_birth"), answer("relation"), paper]);
}

#[test]
fn answers_to_questions_no_longer_shown_do_not_count() {
    let revision = extract();
    let mut said = answers(&[("asker", "other".into()), ("subject_name", "Trần Văn Mẫu".into())]);
    assert_eq!(revision.with(&said).meaning(Meaning::SubjectName), Some("Trần Văn Mẫu"));
    said.set("asker", "self");
    assert_eq!(revision.with(&said).meaning(Meaning::SubjectName), None);
    assert_eq!(revision.with(&said).relevant().text("subject_name"), None);
    assert_eq!(revision.with(&said).relevant().text("asker"), Some("self"));
}

#[test]
fn every_usual_way_to_write_is_understood() {
    let revision = extract();
    let none = Answers::new();
    for birth in
        ["5/9/1990", "05-09-1990", "1990-09-05", "05091990", "５/９/１９９０", "ngày 5 tháng 9 năm 1990"]
    {
        let pairs = [
            ("requester_name", "Y Nhưk Êban"),
            ("requester_birth", birth),
            ("requester_card", "０７９０９０１２３４５６"),
        ];
        let checked = page(&revision, "ho-ten", &pairs, &none);
        assert!(checked.is_ok(), "{birth} {checked:?}");
        assert!(checked.said.contains(&("requester_birth".into(), Some("1990-09-05".into()))), "{birth}");
    }
    let three =
        [("requester_birth_ngay", "5"), ("requester_birth_thang", "9"), ("requester_birth_nam", "1990")];
    let checked = page(&revision, "ho-ten", &three, &none);
    assert!(checked.said.contains(&("requester_birth".into(), Some("1990-09-05".into()))));
    let decomposed =
        page(&revision, "ho-ten", &[("requester_name", "Nguye\u{302}\u{303}n  Thi\u{323}  Mẫu")], &none);
    assert!(decomposed.said.contains(&("requester_name".into(), Some("Nguyễn Thị Mẫu".into()))));
    for name in ["H'Hen Niê", "K’ Brêu", "Sùng A Phềnh", "Lan"] {
        let checked = page(&revision, "ho-ten", &[("requester_name", name)], &none);
        assert!(!codes(&checked).contains(&("requester_name", "name")), "{name}");
    }
}

#[test]
fn each_mistake_has_its_own_code_and_the_rest_is_kept() {
    let revision = extract();
    let pairs =
        [("requester_name", "12345"), ("requester_birth", "31/2/1990"), ("requester_card", "07909012345")];
    let checked = page(&revision, "ho-ten", &pairs, &Answers::new());
    assert_eq!(
        codes(&checked),
        [("requester_name", "name"), ("requester_birth", "date"), ("requester_card", "card")]
    );
    assert_eq!(checked.errors[2].params, [("count", "11".to_owned())]);
    let checked = page(
        &revision,
        "lien-lac",
        &[("phone", "091234567"), ("email", "a@b"), ("address", "12 Thí Dụ")],
        &Answers::new(),
    );
    assert_eq!(codes(&checked), [("phone", "phone"), ("email", "email")]);
    assert_eq!(checked.said, [("address".to_owned(), Some("12 Thí Dụ".into()))]);
    let checked = page(&revision, "so-ban", &[("copies", "21")], &Answers::new());
    assert_eq!(codes(&checked), [("copies", "number-range")]);
    let checked = page(&revision, "ho-ten", &[("requester_birth", "1/1/2030")], &Answers::new());
    assert_eq!(
        codes(&checked),
        [
            ("requester_name", "answer-missing"),
            ("requester_birth", "date-future"),
            ("requester_card", "answer-missing")
        ]
    );
    let checked = page(&revision, "ai-yeu-cau", &[("asker", "nobody")], &Answers::new());
    assert_eq!(codes(&checked), [("asker", "choice")]);
    assert_eq!(codes(&page(&revision, "ai-yeu-cau", &[], &Answers::new())), [("asker", "choice-missing")]);
}

#[test]
fn an_optional_answer_can_be_emptied_and_one_required_by_another_cannot() {
    let revision = extract();
    let checked = page(
        &revision,
        "lien-lac",
        &[("phone", "0912345678"), ("email", " "), ("address", "12")],
        &Answers::new(),
    );
    assert!(checked.is_ok());
    assert!(checked.said.contains(&("email".to_owned(), None)));
    let other = answers(&[("asker", "other".into())]);
    let checked =
        page(&revision, "nguoi-duoc-cap", &[("subject_name", "Trần Mẫu"), ("subject_birth", "1960")], &other);
    assert_eq!(codes(&checked), [("relation", "answer-missing")]);
    let organisation = answers(&[("asker", "organisation".into())]);
    let checked = page(
        &revision,
        "nguoi-duoc-cap",
        &[("subject_name", "Trần Mẫu"), ("subject_birth", "1960")],
        &organisation,
    );
    assert!(checked.is_ok());
}

#[test]
fn a_page_that_is_not_shown_is_not_read() {
    let revision = extract();
    let alone = answers(&[("asker", "self".into())]);
    assert!(revision.validate_page("nguoi-duoc-cap", &[], &alone, today()).is_none());
    assert!(revision.validate_page("khong-co", &[], &alone, today()).is_none());
}

#[test]
fn a_partial_update_demands_nothing_and_knows_its_questions() {
    let revision = extract();
    let checked = revision
        .validate_some(&raw(&[("copies", "2"), ("requester_birth_nam", "1990"), ("salary", "1")]), today());
    assert_eq!(codes(&checked), [("salary", "unknown-question")]);
    assert_eq!(checked.said.len(), 2);
}

#[test]
fn areas_are_understood_in_both_ways_of_writing() {
    let revision = permit();
    let area = |typed: &str| {
        let checked = revision.validate_some(&raw(&[("land_area", typed)]), today());
        checked.said.first().and_then(|(_, answer)| answer.as_ref()?.as_text().map(str::to_owned))
    };
    for (typed, kept) in [
        ("82,5", "82.5"),
        ("82.50 m2", "82.5"),
        ("1.082,5 m²", "1082.5"),
        ("1,082.5", "1082.5"),
        ("1.082", "1082"),
        ("90", "90"),
    ] {
        assert_eq!(area(typed).as_deref(), Some(kept), "{typed}");
    }
    for wrong in ["tám mươi", "-5", "1,2345", "0"] {
        assert_eq!(area(wrong), None, "{wrong}");
    }
}

#[test]
fn the_copy_costs_eight_thousand_for_each() {
    let revision = extract();
    for (copies, total) in [(1, 8_000), (3, 24_000), (20, 160_000)] {
        let said = answers(&[("copies", Answer::Number(copies))]);
        assert_eq!(revision.with(&said).fee().total, Money(total));
    }
    let said = Answers::new();
    assert_eq!(revision.with(&said).fee().total, Money(0));
}

#[test]
fn a_council_fee_says_that_its_figure_is_a_demonstration() {
    let revision = permit();
    let said = Answers::new();
    let quote = revision.with(&said).fee();
    assert_eq!(quote.total, Money(75_000));
    assert!(quote.lines[0].fee.by_council);
}

#[test]
fn a_fee_may_depend_on_how_the_application_is_filed() {
    let revision = revision("1.004222");
    let said = answers(&[("exempt", "no".into())]);
    let total = |answers: &Answers| revision.with(answers).fee().total;
    assert_eq!(total(&said.filed(Way::Counter)), Money(20_000));
    assert_eq!(total(&said.filed(Way::Online)), Money(10_000));
    assert_eq!(total(&said), Money(10_000), "before it is known, the charge on line is told");
    assert_eq!(revision.with(&said.filed(Way::Counter)).relevant(), said, "it is no answer and is not kept");
    let exempt = answers(&[("exempt", "data".into())]);
    assert_eq!(total(&exempt.filed(Way::Counter)), Money(0));
}

#[test]
fn a_waiver_leaves_nothing_to_pay_and_says_why() {
    let mut files = Files::embedded().read().unwrap();
    let file = files.iter_mut().find(|file| file.path.starts_with("2.000635")).unwrap();
    let waiver = "waiver = [{ when = \"event == 'death'\", reason = { vi = \"Miễn\" }, source = \"[M] thử\" }]\ntimes = \"copies\"";
    file.text = file.text.replacen("times = \"copies\"", waiver, 1);
    let loaded = load(files);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let (revision, _) = loaded.revisions.iter().find(|(revision, _)| revision.code() == "2.000635").unwrap();
    let said = answers(&[("copies", Answer::Number(2)), ("event", "death".into())]);
    let quote = revision.with(&said).fee();
    assert_eq!((quote.total, quote.lines[0].times), (Money(0), 2));
    assert_eq!(quote.lines[0].waived.unwrap().reason.vi, "Miễn");
}

#[test]
fn limits_differ_by_case() {
    let copy = extract();
    assert_eq!(copy.with(&Answers::new()).limit().limit.unit, LimitUnit::SameDay);
    let permit = permit();
    let limit = |work: &str| permit.with(&answers(&[("work", work.into())])).limit().limit;
    assert_eq!(limit("house"), Limit::new(15, LimitUnit::Days));
    for work in ["building", "linear", "religious", "monument"] {
        assert_eq!(limit(work), Limit::new(20, LimitUnit::Days), "{work}");
    }
}

#[test]
fn papers_depend_on_the_case_and_what_the_state_holds_is_not_asked() {
    let permit = permit();
    let papers = |pairs: &[(&str, Answer)]| {
        let said = answers(pairs);
        permit.with(&said).papers().iter().map(|need| (need.paper.key.clone(), need.need)).collect::<Vec<_>>()
    };
    let house =
        papers(&[("work", "house".into()), ("land_paper", "data".into()), ("adjoining", true.into())]);
    let expected = [
        ("don", Need::MadeHere),
        ("giay-to-dat", Need::Held),
        ("ban-ve-nha", Need::Required),
        ("cam-ket-lien-ke", Need::Required),
    ];
    assert_eq!(house, expected.map(|(key, need)| (key.to_owned(), need)));
    let linear = papers(&[
        ("work", "linear".into()),
        ("land_paper", "certificate".into()),
        ("adjoining", true.into()),
    ]);
    let expected = ["don", "giay-to-dat", "ban-ve-cong-trinh", "quyet-dinh-du-an", "vi-tri-tuyen"];
    assert_eq!(linear.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), expected);
    assert_eq!(linear[1].1, Need::Required);
}

#[test]
fn steps_lead_from_acceptance_to_the_hand_over() {
    for revision in [extract(), permit()] {
        let said = Answers::new();
        let path = revision.with(&said).path();
        assert_eq!(path[0].key, revision.first_step().key);
        let last = path.last().unwrap();
        assert_eq!(last.kind, crate::model::StepKind::Handover);
        assert!(revision.with(&said).next_step(&last.key, StepOutcome::Forward).is_none());
    }
    let revision = permit();
    assert_eq!(revision.with(&Answers::new()).next_step("ky", StepOutcome::Back).unwrap().key, "kiem-tra");
}

#[test]
fn consultations_open_for_the_case_and_silence_is_consent_where_the_law_says_so() {
    let revision = permit();
    let asked = |paper: &str| {
        let said = answers(&[("land_paper", paper.into())]);
        revision
            .with(&said)
            .consults("tham-dinh")
            .iter()
            .map(|consult| (consult.key.clone(), consult.silence))
            .collect::<Vec<_>>()
    };
    assert_eq!(asked("data"), [("quy-hoach".to_owned(), crate::model::Silence::Consent)]);
    assert_eq!(asked("other").len(), 2);
    let said = Answers::new();
    assert_eq!(revision.with(&said).consults("tham-dinh")[0].limit, Limit::new(12, LimitUnit::Days));
    assert!(revision.with(&said).consults("ky").is_empty());
}

#[test]
fn answers_are_shown_as_people_read_them() {
    let copy = extract();
    let permit = permit();
    let in_words = |revision: &Revision, key: &str, answer: Answer, lang| {
        shown(revision.question(key).unwrap(), &answer, lang)
    };
    assert_eq!(in_words(&copy, "requester_birth", "1990-09-05".into(), Lang::Vi), "5/9/1990");
    assert_eq!(in_words(&copy, "requester_birth", "1990".into(), Lang::Vi), "1990");
    assert_eq!(in_words(&copy, "phone", "0912345678".into(), Lang::Vi), "0912 345 678");
    assert_eq!(in_words(&copy, "requester_card", "079090123456".into(), Lang::Vi), "079 090 123 456");
    assert_eq!(in_words(&copy, "event", "birth".into(), Lang::En), "Birth");
    assert_eq!(in_words(&copy, "copies", Answer::Number(3), Lang::Vi), "3 bản");
    assert_eq!(in_words(&permit, "land_area", "1082.5".into(), Lang::Vi), "1.082,5 m²");
    assert_eq!(in_words(&permit, "land_area", "1082.5".into(), Lang::En), "1,082.5 m²");
    assert_eq!(in_words(&permit, "fire", true.into(), Lang::En), "Yes");
}

#[test]
fn answers_are_plain_json() {
    let said = answers(&[("a", true.into()), ("b", Answer::Number(3)), ("c", "x".into())]);
    let json = serde_json::to_string(&said).unwrap();
    assert_eq!(json, r#"{"a":true,"b":3,"c":"x"}"#);
    assert_eq!(serde_json::from_str::<Answers>(&json).unwrap(), said);
}

#[test]
fn the_address_of_a_procedure_is_its_code_and_its_short_name() {
    assert_eq!(extract().slug(), "2.000635-ban-sao-trich-luc-ho-tich");
}

#[test]
fn dossier_codes_and_forms_follow_tables_of_their_own() {
    let tables = load(Files::embedded().read().unwrap()).tables;
    let code = |day: Day, n| tables.code_pattern_on(day).and_then(|code| code.code("H29.201", day, n));
    assert_eq!(code(today(), 1).as_deref(), Some("H29.201-260907-0001"));
    assert_eq!(code(today(), 12_345).as_deref(), Some("H29.201-260907-12345"));
    assert_eq!(code(Day::new(2018, 1, 2).unwrap(), 1), None);
    let form = |day: Day| tables.forms_on(day).unwrap().form("control").unwrap().number.clone();
    // New rules ran on the forms of 2018 for eleven weeks.
    let between = Day::new(2025, 7, 2).unwrap();
    assert_eq!(tables.regime_on(between).unwrap().key, "nd-118-2025");
    assert_eq!((form(between), form(today())), ("05".to_owned(), "06".to_owned()));
}
