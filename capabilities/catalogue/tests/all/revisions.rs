//! Which text is in force on a day, and which changes of files are taken.

use catalogue::{Catalogue, Files, SourceFile, What};
use kernel::{Clock, Day, Id, Ids};
use std::sync::atomic::{AtomicU16, Ordering};
use testkit::store::Db;

const CODE: &str = "2.000635";
const PATH: &str = "2.000635.toml";

fn clock() -> Clock {
    testkit::clock_at("2026-09-07T09:41:00+07:00")
}

fn ids() -> Ids {
    static NODE: AtomicU16 = AtomicU16::new(1);
    Ids::new(clock(), NODE.fetch_add(1, Ordering::Relaxed))
}

fn open(db: &Db, files: Vec<SourceFile>) -> Catalogue {
    Catalogue::open(db, &ids(), &clock(), Files::given(files)).unwrap()
}

fn embedded() -> Vec<SourceFile> {
    Files::embedded().read().unwrap()
}

fn changed(from: &str, to: &str) -> Vec<SourceFile> {
    let mut files = embedded();
    let file = files.iter_mut().find(|file| file.path == PATH).unwrap();
    assert!(file.text.contains(from), "{from}");
    file.text = file.text.replacen(from, to, 1);
    files
}

/// A second file of the same procedure, from a day on, with a fee of its own.
fn with_second(from: &str, amount: &str) -> Vec<SourceFile> {
    let mut files = embedded();
    let at = files.iter().position(|file| file.path == PATH).unwrap();
    let first = first_day();
    let line = format!("effective_from = \"{first}\"");
    let day: Day = from.parse().unwrap();
    let text = files[at].text.replacen(&line, &format!("effective_from = \"{from}\""), 1);
    let text = text.replacen("amount = 8000", &format!("amount = {amount}"), 1);
    files[at].text =
        files[at].text.replacen(&line, &format!("{line}\neffective_to = \"{}\"", day.plus(-1)), 1);
    files.push(SourceFile { path: format!("{CODE}-{from}.toml"), text });
    files
}

fn first_day() -> Day {
    let loaded = embedded().into_iter().find(|file| file.path == PATH).unwrap().text;
    let line = loaded.lines().find(|line| line.starts_with("effective_from")).unwrap().to_owned();
    line.split('"').nth(1).unwrap().parse().unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn fee(catalogue: &Catalogue, on: &str) -> i64 {
    catalogue.current(CODE, day(on)).unwrap().procedure.fee[0].amount.0
}

fn id(catalogue: &Catalogue) -> Id {
    catalogue.current(CODE, day("2026-09-07")).unwrap().id
}

testkit::both_engines! {
    migrations = &[catalogue::MIGRATIONS];

    fn a_changed_text_for_a_first_day_in_use_is_refused_with_the_difference_and_the_held_one_goes_on(db) {
        let before = id(&open(&db, embedded()));
        let files = changed("amount = 8000", "amount = 9000");
        let catalogue = open(&db, files.clone());
        assert_eq!((id(&catalogue), fee(&catalogue, "2026-09-07")), (before, 8_000));
        let refused = catalogue.refused_files();
        assert_eq!(refused.len(), 1);
        assert_eq!((refused[0].code.as_str(), refused[0].held), (CODE, before));
        assert_eq!(refused[0].changes[0].what, What::Fee);
        let said = refused[0].to_string();
        for part in [PATH, "8000 đồng -> 9000 đồng", "effective_from", "procedures export"] {
            assert!(said.contains(part), "{part}: {said}");
        }
        let whole = open(&db, embedded());
        assert!(whole.refused_files().is_empty());
        let fault = whole.reload(&db, &ids(), &clock(), &Files::given(files)).unwrap_err();
        assert!(fault.to_string().contains("8000 đồng -> 9000 đồng"), "{fault}");
        assert_eq!(id(&whole), before);
    }

    fn comments_and_layout_are_free_and_write_nothing(db) {
        let before = id(&open(&db, embedded()));
        let files = changed("minutes", "# phút cần để khai\nminutes   ");
        let catalogue = open(&db, files);
        assert_eq!(id(&catalogue), before);
        assert!(catalogue.refused_files().is_empty());
        assert_eq!(catalogue.publications(CODE).len(), 1);
    }

    fn a_text_that_has_not_begun_may_still_be_changed_in_its_file(db) {
        open(&db, embedded());
        let catalogue = open(&db, with_second("2026-11-01", "9000"));
        assert_eq!((fee(&catalogue, "2026-10-31"), fee(&catalogue, "2026-11-01")), (8_000, 9_000));
        let catalogue = open(&db, with_second("2026-11-01", "9500"));
        assert_eq!((fee(&catalogue, "2026-10-31"), fee(&catalogue, "2026-11-01")), (8_000, 9_500));
        assert!(catalogue.refused_files().is_empty());
        assert_eq!(catalogue.versions(CODE).len(), 2);
    }

    fn a_text_of_an_earlier_release_does_not_come_back_for_a_day_in_use(db) {
        open(&db, with_second("2026-11-01", "9000"));
        let later = testkit::clock_at("2026-11-02T09:00:00+07:00");
        let files = with_second("2026-11-01", "9500");
        let catalogue = Catalogue::open(&db, &ids(), &later, Files::given(files)).unwrap();
        assert_eq!(fee(&catalogue, "2026-11-02"), 9_000);
        assert_eq!(catalogue.refused_files().len(), 1);
    }

    fn a_procedure_whose_last_text_has_ended_is_not_offered(db) {
        let first = first_day();
        let files = changed(
            &format!("effective_from = \"{first}\""),
            &format!("effective_from = \"{first}\"\neffective_to = \"2026-10-31\""),
        );
        let catalogue = open(&db, files);
        assert!(catalogue.current(CODE, day("2026-10-31")).is_some());
        assert!(catalogue.current(CODE, day("2026-11-01")).is_none());
    }

    fn nothing_published_leaves_the_shelf_as_it_is(db) {
        let catalogue = open(&db, embedded());
        assert!(!catalogue.refresh().unwrap());
        open(&db, with_second("2026-11-01", "9000"));
        assert!(catalogue.refresh().unwrap(), "another process published");
        assert!(!catalogue.refresh().unwrap());
    }
}
