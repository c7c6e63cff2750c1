//! Regimes, forms and code patterns are data: a third regime, invented, comes as files alone.

use catalogue::{Catalogue, Files, SourceFile, check};
use kernel::{Day, Ids, Limit, LimitUnit};

/// What differs from the regime before it, as text in its file.
const OTHER: [(&str, &str); 9] = [
    ("key = \"nd-118-2025\"", "key = \"nd-900-2027\""),
    ("effective_from = \"2025-07-01\"", "effective_from = \"2027-01-01\""),
    ("limit = { n = 8, unit = \"working_hours\" }", "limit = { n = 3, unit = \"working_hours\" }"),
    ("after = \"15:00\"", "after = \"11:30\""),
    ("closes_after = { n = 15, unit = \"days\" }", "closes_after = { n = 2, unit = \"months\" }"),
    ("most = 1\ndays_before = 1", "most = 2\ndays_before = 4"),
    ("permille = 800", "permille = 900"),
    ("[adjustment]\nallowed = true", "[adjustment]\nallowed = false"),
    (
        "limit = { n = 3, unit = \"working_days\" }\nsource = \"[L] Nghị định 118/2025/NĐ-CP, Điều 23.1",
        "limit = { n = 9, unit = \"days\" }\nsource = \"[M] Điều bịa",
    ),
];

fn file(path: &str, text: String) -> SourceFile {
    SourceFile { path: path.to_owned(), text }
}

fn files() -> Vec<SourceFile> {
    let mut files = Files::embedded().read().unwrap();
    let old = files.iter_mut().find(|file| file.path == "regimes/nd-118-2025.toml").unwrap();
    let mut text = old.text.clone();
    // Amendments of the old one are none of the new one's.
    while let Some(at) = text.find("[[amended]]") {
        let end = text[at..].find("\n\n").unwrap();
        text.replace_range(at..at + end, "");
    }
    for (from, to) in OTHER {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    old.text = old.text.replacen("\neffective_from", "\neffective_to = \"2026-12-31\"\neffective_from", 1);
    files.push(file("regimes/nd-900-2027.toml", text));
    let forms = "key = \"tt-9-2027\"\nfrom = \"2027-03-01\"\nact = \"Thông tư 9/2027\"\nsource = \"[M] bịa\"\n\
        form = [{ purpose = \"receipt\", number = \"7A\", title = { vi = \"Giấy nhận\" } }]\n";
    files.push(file("forms/tt-9-2027.toml", forms.to_owned()));
    let code = "key = \"tt-9-2027\"\nfrom = \"2027-02-01\"\npattern = \"{agency}/{yyyymmdd}/{n:7}\"\n\
        scope = \"receiving-agency\"\nsource = \"[M] bịa\"\n";
    files.push(file("codes/tt-9-2027.toml", code.to_owned()));
    files
}

fn day(year: i16, month: i8, day: i8) -> Day {
    Day::new(year, month, day).unwrap()
}

fn open() -> Catalogue {
    let fresh = testkit::fresh(testkit::store::Engine::Sqlite, &[catalogue::MIGRATIONS]);
    let clock = testkit::clock_at("2026-09-07T09:41:00+07:00");
    Catalogue::open(&fresh.db(), &Ids::new(clock.clone(), 1), &clock, Files::given(files())).unwrap()
}

#[test]
fn the_files_of_a_third_regime_pass() {
    assert_eq!(check(files()), []);
}

#[test]
fn each_table_changes_on_its_own_day() {
    let catalogue = open();
    let regime = |at| catalogue.regime_on(at).map(|regime| regime.key.clone());
    let forms = |at| catalogue.forms_on(at).map(|set| set.key.clone());
    let code = |at| {
        let pattern = catalogue.code_pattern_on(at)?;
        pattern.code("H29.201", at, 42)
    };
    let expected = [
        (day(2018, 6, 20), None, None, None),
        (day(2018, 6, 21), Some("nd-61-2018"), None, None),
        (day(2021, 12, 5), Some("nd-61-2018"), Some("tt-01-2018"), Some("H29.201-211205-0042")),
        (day(2021, 12, 6), Some("nd-107-2021"), Some("tt-01-2018"), Some("H29.201-211206-0042")),
        (day(2025, 6, 30), Some("nd-107-2021"), Some("tt-01-2018"), Some("H29.201-250630-0042")),
        (day(2025, 7, 1), Some("nd-118-2025"), Some("tt-01-2018"), Some("H29.201-250701-0042")),
        (day(2025, 9, 15), Some("nd-118-2025"), Some("tt-03-2025"), Some("H29.201-250915-0042")),
        (day(2026, 12, 31), Some("nd-118-2025"), Some("tt-03-2025"), Some("H29.201-261231-0042")),
        (day(2027, 1, 1), Some("nd-900-2027"), Some("tt-03-2025"), Some("H29.201-270101-0042")),
        (day(2027, 2, 1), Some("nd-900-2027"), Some("tt-03-2025"), Some("H29.201/20270201/0000042")),
        (day(2027, 3, 1), Some("nd-900-2027"), Some("tt-9-2027"), Some("H29.201/20270301/0000042")),
    ];
    for (at, regime_key, forms_key, number) in expected {
        assert_eq!(regime(at).as_deref(), regime_key, "{at}");
        assert_eq!(forms(at).as_deref(), forms_key, "{at}");
        assert_eq!(code(at).as_deref(), number, "{at}");
    }
    let control = |at| catalogue.forms_on(at).and_then(|set| Some(set.form("control")?.number.clone()));
    assert_eq!(control(day(2025, 9, 14)).as_deref(), Some("05"));
    assert_eq!(control(day(2025, 9, 15)).as_deref(), Some("06"));
}

#[test]
fn the_numbers_are_those_of_the_file() {
    let catalogue = open();
    let regime = catalogue.regime("nd-900-2027").unwrap();
    assert_eq!(regime.acceptance.limit, Limit::new(3, LimitUnit::WorkingHours));
    assert_eq!(regime.paper_moves_after(), 11 * 60 + 30);
    assert_eq!((regime.extension.most, regime.extension.days_before), (2, 4));
    assert_eq!(regime.supplement_after_appraisal.closes_after, Some(Limit::new(2, LimitUnit::Months)));
    assert_eq!(regime.correction.limit, Some(Limit::new(9, LimitUnit::Days)));
    assert_eq!(regime.warning.iter().find_map(|rule| rule.permille.filter(|part| *part > 500)), Some(900));
    assert!(!regime.adjustment.allowed && regime.withdrawal.allowed);
    let revision = catalogue.current("2.000635", day(2027, 1, 1)).unwrap();
    assert_eq!(revision.acceptance(&regime).limit, Limit::new(3, LimitUnit::WorkingHours));
}

#[test]
fn what_each_regime_of_the_law_allows() {
    let catalogue = open();
    let allowed = |key: &str| {
        let regime = catalogue.regime(key).unwrap();
        [
            regime.any_office.allowed,
            regime.refusal_after_appraisal.allowed,
            regime.stop.allowed,
            regime.withdrawal.allowed,
            regime.adjustment.allowed,
            regime.correction.limit.is_some(),
            regime.supplement_after_appraisal.closes_after.is_some(),
            regime.supplement_after_appraisal.restarts,
        ]
    };
    let before = [false, true, false, false, false, false, false, true];
    assert_eq!(allowed("nd-61-2018"), before);
    assert_eq!(allowed("nd-107-2021"), before);
    assert_eq!(allowed("nd-118-2025"), [true; 8]);
    for key in ["nd-61-2018", "nd-107-2021", "nd-118-2025"] {
        let regime = catalogue.regime(key).unwrap();
        assert_eq!(
            (regime.supplement_at_intake.most, regime.supplement_after_appraisal.most),
            (1, 1),
            "{key}"
        );
        let extension = &regime.extension;
        assert_eq!((extension.most, extension.days_before, extension.barred_up_to_days), (1, 1, 1), "{key}");
        assert_eq!(regime.causes("stop").next().is_some(), regime.stop.allowed, "{key}");
        assert!(regime.causes("extension").count() >= 5, "{key}");
    }
}
