//! What becomes of words that found nothing, over HTTP and on both engines.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use catalogue::{Catalogue, Files, MissedTerm, SourceFile};
use kernel::Ids;
use std::sync::atomic::{AtomicU16, Ordering};
use testkit::store::Db;
use tower::ServiceExt;

const WORDS: &str = "/tim?q=C%C3%B4n%20tr%C3%B9ng%20bi%E1%BA%BFt%20bay";

struct Site {
    router: Router,
    catalogue: Catalogue,
}

impl Site {
    fn over(db: &Db, files: Files) -> Site {
        static NODE: AtomicU16 = AtomicU16::new(1);
        let clock = testkit::clock_at("2026-09-07T09:41:00+07:00");
        let ids = Ids::new(clock.clone(), NODE.fetch_add(1, Ordering::Relaxed));
        let catalogue = Catalogue::open(db, &ids, &clock, files).unwrap();
        let house = web::samples::house(vec![catalogue::room(catalogue.clone())]).unwrap();
        Site { router: house.router, catalogue }
    }

    fn page(&self, path: &str) -> String {
        let request = Request::get(path).body(Body::empty()).unwrap();
        testkit::block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            String::from_utf8(to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
        })
    }

    fn missed(&self) -> Vec<MissedTerm> {
        testkit::block_on(self.catalogue.missed_terms(10)).unwrap()
    }
}

testkit::both_engines! {
    migrations = &[catalogue::MIGRATIONS];

    fn a_term_asked_often_that_found_nothing_is_kept_until_an_editor_settles_it(db) {
        let site = Site::over(&db, Files::embedded());
        site.page(WORDS);
        site.page(WORDS);
        assert_eq!(site.missed(), [], "twice is not often");
        site.page(WORDS);
        let missed = site.missed();
        assert_eq!(missed.len(), 1);
        assert_eq!((missed[0].term.as_str(), missed[0].shown.as_str()), ("con trung biet bay", "côn trùng biết bay"));
        assert_eq!((missed[0].asked, missed[0].first.to_string()), (3, "2026-09-07".to_owned()));
        assert!(testkit::block_on(site.catalogue.settle_term("con trung biet bay")).unwrap());
        assert!(!testkit::block_on(site.catalogue.settle_term("con trung biet bay")).unwrap());
        assert_eq!(site.missed(), []);
    }

    fn what_is_counted_by_two_programs_adds_up(db) {
        for asked in [3, 6] {
            let site = Site::over(&db, Files::embedded());
            (0..3).for_each(|_| drop(site.page(WORDS)));
            assert_eq!(site.missed()[0].asked, asked);
        }
    }

    fn numbers_and_names_that_people_paste_are_never_kept(db) {
        let site = Site::over(&db, Files::embedded());
        for path in ["/tim?q=001090123456", "/tim?q=Nguy%E1%BB%85n%20V%C4%83n%20Zz", "/tim?q=zz%40zz.vn", "/tim?q="] {
            (0..5).for_each(|_| drop(site.page(path)));
        }
        assert_eq!(site.missed(), []);
    }

    fn words_that_an_office_adds_to_its_file_find_something_from_then_on(db) {
        let text = "[[group]]\nwords = [\"côn trùng biết bay\"]\nmeans = [\"khai sinh\"]\n";
        let mut files = Files::embedded().read().unwrap();
        files.retain(|file| file.path != "synonyms.toml");
        files.push(SourceFile { path: "synonyms.toml".to_owned(), text: text.to_owned() });
        let site = Site::over(&db, Files::given(files));
        let page = site.page(WORDS);
        assert!(page.contains("/thu-tuc/1.001193"), "{page}");
        assert!(page.contains("khai sinh"));
    }
}

#[test]
fn a_mistake_in_the_file_of_people_s_words_is_named_with_its_line() {
    let mut files = Files::embedded().read().unwrap();
    let file = files.iter_mut().find(|file| file.path == "synonyms.toml").unwrap();
    file.text =
        "[[group]]\nwords = [\"a\"]\nmeans = [\"b\"]\n\n[[group]]\nwords = [\"A\"]\ncodes = [\"7\"]\n"
            .to_owned();
    let problems: Vec<String> = catalogue::check(files).iter().map(ToString::to_string).collect();
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].starts_with("synonyms.toml:5: `7` is not a procedure code."), "{problems:?}");
    assert!(problems[1].starts_with("synonyms.toml:5: `A` stands in another group"), "{problems:?}");
}
