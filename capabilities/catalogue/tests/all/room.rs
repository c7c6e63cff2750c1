//! The catalogue as others meet it: over HTTP, over a database, and beside the national record.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use catalogue::{Catalogue, FileKind, Files, SourceFile};
use kernel::{Clock, Ids};
use std::sync::atomic::{AtomicU16, Ordering};
use testkit::store::{Db, Engine};
use tower::ServiceExt;

const DAY: &str = "2026-09-07T09:41:00+07:00";

fn clock() -> Clock {
    testkit::clock_at(DAY)
}

/// Each start of the program has its own node number, as the lease gives it.
fn ids() -> Ids {
    static NODE: AtomicU16 = AtomicU16::new(1);
    Ids::new(clock(), NODE.fetch_add(1, Ordering::Relaxed))
}

fn open(db: &Db, files: Files) -> Catalogue {
    Catalogue::open(db, &ids(), &clock(), files).unwrap()
}

fn rows(db: &Db) -> i64 {
    store::statements! {
        static COUNT: scan = "select count(*), coalesce(max(imported_at), 0) from procedure_revision";
    }
    db.read_blocking(|tx| Ok(tx.row(&COUNT, &[], |row| row.get(0))?)).unwrap()
}

/// How many procedure files the project has.
fn procedures() -> i64 {
    let files = Files::embedded().read().unwrap();
    i64::try_from(files.iter().filter(|file| file.kind() == FileKind::Procedure).count()).unwrap()
}

fn changed(path: &str, from: &str, to: &str) -> Vec<SourceFile> {
    let mut files = Files::embedded().read().unwrap();
    let file = files.iter_mut().find(|file| file.path == path).unwrap();
    assert!(file.text.contains(from));
    file.text = file.text.replacen(from, to, 1);
    files
}

testkit::both_engines! {
    migrations = &[catalogue::MIGRATIONS];

    fn the_same_files_a_second_time_write_nothing(db) {
        let first = open(&db, Files::embedded());
        let count = rows(&db);
        assert_eq!(count, procedures());
        let second = open(&db, Files::embedded());
        assert_eq!(rows(&db), count);
        let day = clock().civil().day();
        let ids = |catalogue: &Catalogue| catalogue.list(day).iter().map(|revision| revision.id).collect::<Vec<_>>();
        assert_eq!(ids(&first), ids(&second));
    }

    fn a_file_for_a_new_first_day_makes_a_new_revision_and_leaves_the_old_one_to_its_dossiers(db) {
        let day = clock().civil().day();
        let before = open(&db, Files::embedded()).current("2.000635", day).unwrap();
        let from = before.procedure.effective_from;
        let ended = format!("effective_to = \"2026-09-06\"\neffective_from = \"{from}\"");
        let mut files = changed("2.000635.toml", &format!("effective_from = \"{from}\""), &ended);
        let old = files.iter().find(|file| file.path == "2.000635.toml").unwrap();
        let text = old.text.replace(&ended, "effective_from = \"2026-09-07\"");
        let text = text.replacen("amount = 8000", "amount = 9000", 1);
        files.push(SourceFile { path: "2.000635-2026.toml".to_owned(), text });
        let catalogue = open(&db, Files::given(files));
        let after = catalogue.current("2.000635", day).unwrap();
        assert_ne!(before.id, after.id);
        assert_eq!(after.procedure.fee[0].amount.0, 9000);
        assert_eq!(catalogue.revision(before.id).unwrap().procedure.fee[0].amount.0, 8000);
        assert_eq!(catalogue.list(day).len(), open(&db, Files::embedded()).list(day).len());
        // The older text with its last day, and the new one.
        assert_eq!(rows(&db), procedures() + 2);
    }

    fn files_with_mistakes_change_nothing(db) {
        let catalogue = open(&db, Files::embedded());
        let files = Files::given(changed("2.000635.toml", "role = \"specialist\"", "role = \"emperor\""));
        let day = clock().civil().day();
        let offered = catalogue.list(day).len();
        let fault = catalogue.reload(&db, &ids(), &clock(), &files).unwrap_err();
        assert!(fault.to_string().contains("2.000635.toml:"), "{fault}");
        assert_eq!(catalogue.list(day).len(), offered);
        assert_eq!(rows(&db), procedures());
    }

    fn a_revision_stored_when_procedures_still_named_their_regime_is_read(db) {
        let day = clock().civil().day();
        let catalogue = open(&db, Files::embedded());
        let id = catalogue.current("2.000635", day).unwrap().id;
        db.write_blocking(move |tx| {
            store::statements! {
                static AGE = "update procedure_revision set body = replace(body, ?1, ?2) where id = ?3";
            }
            let (now, before) = ("decision = ", "regime = \"nd-118-2025\"\ndecision = ");
            Ok(tx.run(&AGE, &store::params![now, before, id])?)
        })
        .unwrap();
        assert!(open(&db, Files::embedded()).revision(id).is_some());
    }

    fn a_replaced_procedure_is_neither_listed_nor_found_nor_started(db) {
        let files = changed("1.013225.toml", "minutes = 20", "replaces = [\"2.000635\"]\nminutes = 20");
        let catalogue = open(&db, Files::given(files));
        let day = clock().civil().day();
        let first = catalogue.current("1.013225", day).unwrap().procedure.effective_from;
        assert!(catalogue.current("2.000635", first).is_none());
        assert!(catalogue.find("trich luc", day).iter().all(|found| found.code() != "2.000635"));
        assert!(catalogue.list(day).iter().all(|revision| revision.code() != "2.000635"));
        assert_eq!(catalogue.replaced_by("2.000635", first).unwrap().code(), "1.013225");
        assert!(catalogue.replaced_by("2.000635", first.plus(-1)).is_none());
        assert!(catalogue.replaced_by("1.013225", day).is_none());
    }

    fn a_procedure_is_there_from_its_first_day_on(db) {
        let catalogue = open(&db, Files::embedded());
        let first = catalogue.current("2.000635", clock().civil().day()).unwrap().procedure.effective_from;
        assert!(catalogue.current("2.000635", first).is_some());
        assert!(catalogue.current("2.000635", first.plus(-1)).is_none());
    }
}

/// The room alone, as a visitor reaches it.
struct Site {
    router: Router,
    _fresh: testkit::Fresh,
}

impl Site {
    fn new() -> Site {
        Site::of(Files::embedded())
    }

    fn of(files: Files) -> Site {
        let fresh = testkit::fresh(Engine::Sqlite, &[catalogue::MIGRATIONS]);
        let catalogue = open(&fresh.db(), files);
        let house = web::samples::house(vec![catalogue::room(catalogue)]).unwrap();
        Site { router: house.router, _fresh: fresh }
    }

    fn get(&self, path: &str) -> (StatusCode, String, String) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        testkit::block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let status = response.status();
            let location = response
                .headers()
                .get(header::LOCATION)
                .map_or("", |value| value.to_str().unwrap())
                .to_owned();
            let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
            (status, location, String::from_utf8(body.to_vec()).unwrap())
        })
    }

    fn page(&self, path: &str) -> String {
        let (status, _, html) = self.get(path);
        assert_eq!(status, StatusCode::OK, "{path}: {html}");
        assert!(!html.contains('⟦'), "a text is missing on {path}");
        html
    }
}

#[test]
fn every_page_opens_in_both_languages_within_its_weight() {
    let site = Site::new();
    for path in
        ["/", "/thu-tuc", "/thu-tuc/2.000635", "/thu-tuc/1.013225", "/tim", "/tim?q=xay+nha", "/tim?q=xyz"]
    {
        let en = if path == "/" { "/en".to_owned() } else { format!("/en{path}") };
        for path in [path, &en] {
            let html = site.page(path);
            assert!(html.len() < 60_000, "{path}: {} bytes", html.len());
            assert_eq!(html.matches("<h1").count(), 1, "{path}");
        }
    }
}

#[test]
fn the_page_of_a_procedure_answers_in_the_order_people_ask() {
    let html = Site::new().page("/thu-tuc/2.000635");
    let order = [
        "Ai làm được",
        "Giấy tờ cần có",
        "Phải trả bao nhiêu",
        "Bao lâu có kết quả",
        "Nộp ở đâu",
        "Căn cứ pháp lý",
    ];
    let places: Vec<usize> =
        order.iter().map(|words| html.find(words).unwrap_or_else(|| panic!("{words}"))).collect();
    assert!(places.is_sorted(), "{places:?}");
    for words in ["href=\"/nop/2.000635\"", "Không cần nộp", "8.000 đồng một bản sao"] {
        assert!(html.contains(words), "{words}");
    }
}

#[test]
fn a_demonstration_fee_says_so_and_limits_are_told_by_case() {
    let html = Site::new().page("/thu-tuc/1.013225");
    assert!(html.contains("chỉ để minh họa"));
    assert!(html.contains("15 ngày") && html.contains("20 ngày"));
}

#[test]
fn on_english_pages_what_stays_vietnamese_is_marked() {
    let html = Site::new().page("/en/thu-tuc/2.000635");
    assert!(html.contains("Copy of a civil-status extract"));
    assert!(html.contains("<li lang=\"vi\">Luật Hộ tịch"));
    assert!(html.contains("href=\"/en/nop/2.000635\""));
}

#[test]
fn the_code_decides_the_address_and_a_wrong_tail_is_put_right() {
    let site = Site::new();
    let right = "/thu-tuc/2.000635-ban-sao-trich-luc-ho-tich";
    site.page(right);
    for (wrong, goes) in
        [("/thu-tuc/2.000635-sai", right.to_owned()), ("/en/thu-tuc/2.000635-sai", format!("/en{right}"))]
    {
        let (status, location, _) = site.get(wrong);
        assert_eq!((status, location), (StatusCode::MOVED_PERMANENTLY, goes));
    }
    assert_eq!(site.get("/thu-tuc/9.999999").0, StatusCode::NOT_FOUND);
}

#[test]
fn the_page_of_a_replaced_procedure_leads_to_the_one_in_its_place() {
    let site = Site::of(Files::given(changed(
        "1.013225.toml",
        "minutes = 20",
        "replaces = [\"2.000635\", \"1.009122\"]\nminutes = 20",
    )));
    let html = site.page("/thu-tuc/2.000635");
    assert!(html.contains("đã được thay") && html.contains("Bản sao trích lục hộ tịch"), "{html}");
    assert!(html.contains("href=\"/thu-tuc/1.013225-"), "{html}");
    assert!(!html.contains("/nop/2.000635"));
    // Also one that never had a file here.
    assert!(site.page("/en/thu-tuc/1.009122").contains("has been replaced"));
}

#[test]
fn what_is_typed_into_search_is_shown_as_text() {
    let html = Site::new().page("/tim?q=%3Cscript%3Ealert(1)%3C/script%3E");
    assert!(!html.contains("<script>alert"));
}

#[test]
fn the_api_lists_finds_and_describes() {
    let site = Site::new();
    let json = |path: &str| serde_json::from_str::<serde_json::Value>(&site.get(path).2).unwrap();
    let codes = json("/api/v1/procedures")["procedures"].to_string();
    assert!(codes.contains("1.013225") && codes.contains("2.000635"), "{codes}");
    assert_eq!(json("/api/v1/procedures?q=gpxd")["procedures"][0]["code"], "1.013225");
    let detail = json("/api/v1/procedures/2.000635");
    assert_eq!(detail["limits"][0]["unit"], "same_day");
    assert_eq!(detail["fees"][0]["amount"], 8000);
    assert_eq!(detail["pages"][0]["questions"][0]["key"], "asker");
    let (status, _, problem) = site.get("/api/v1/procedures/9.999999");
    assert_eq!(status, StatusCode::NOT_FOUND, "{problem}");
}

#[test]
fn every_text_is_there_in_both_languages() {
    let folder = env!("CARGO_MANIFEST_DIR");
    assert_eq!(web::checks::room(folder, &catalogue::TEXTS), Vec::<String>::new());
    assert_eq!(web::checks::codes(folder, &catalogue::TEXTS), Vec::<String>::new());
}
