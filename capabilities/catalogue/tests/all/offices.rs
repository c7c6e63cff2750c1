//! Where procedures are done, as a visitor and a program meet it.

use accounts::{Accounts, seed};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use kernel::{Clock, Ids};
use serde_json::Value;
use testkit::store::{Db, Engine};
use tower::ServiceExt;
use vault::Vault;
use web::samples::MOMENT;

/// The room over a database, with or without the demonstration's offices.
fn site(db: &Db, offices: bool) -> Router {
    let clock = Clock::fixed(MOMENT);
    let ids = Ids::new(clock.clone(), 1);
    let accounts = Accounts::open(db.clone(), Vault::ephemeral(), clock, ids).unwrap();
    if offices {
        seed::run(&accounts).unwrap();
    }
    let texts = web::Routes::new("catalogue").texts(catalogue::TEXTS.vi, catalogue::TEXTS.en).with_state(());
    web::samples::house(vec![texts, catalogue::offices(accounts)]).unwrap().router
}

fn get(site: &Router, path: &str) -> (StatusCode, String, String) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    testkit::block_on(async {
        let response = site.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let location = response.headers().get(header::LOCATION);
        let location = location.map_or("", |value| value.to_str().unwrap()).to_owned();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, location, String::from_utf8(body.to_vec()).unwrap())
    })
}

fn page(site: &Router, path: &str) -> String {
    let (status, _, html) = get(site, path);
    assert_eq!(status, StatusCode::OK, "{path}");
    assert!(!html.contains('⟦'), "a text is missing on {path}");
    assert_eq!(html.matches("<h1").count(), 1, "{path}");
    html
}

fn json(site: &Router, path: &str) -> Value {
    serde_json::from_str(&get(site, path).2).unwrap()
}

/// Without offices of its own.
fn empty() -> (Router, testkit::Fresh) {
    let fresh = testkit::fresh(Engine::Sqlite, &[accounts::MIGRATIONS]);
    (site(&fresh.db(), false), fresh)
}

testkit::both_engines! {
    migrations = &[accounts::MIGRATIONS];

    fn a_commune_of_this_house_shows_its_counter_its_hours_and_its_former_names(db) {
        let html = page(&site(&db, true), "/co-quan/26740-phuong-sai-gon");
        for words in [
            "<h1>Phường Sài Gòn</h1>",
            "Trung tâm Phục vụ hành chính công",
            "Số 201 đường Trình Diễn",
            "Đang mở cửa",
            "Thứ Hai – thứ Sáu: 07:30–11:30, 13:00–17:00",
            "Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh",
            "/co-quan/26743-phuong-ben-thanh",
        ] {
            assert!(html.contains(words), "{words}");
        }
    }

    fn communes_of_this_house_come_first(db) {
        let site = site(&db, true);
        let html = page(&site, "/co-quan?tinh=79");
        let (house, all) = (html.find("UBND phường Sài Gòn").unwrap(), html.find("113 phường").unwrap());
        assert!(house < all);
        // A search prefers the province of the house.
        let html = page(&site, "/co-quan?q=phuong+12");
        assert!(html.split("<h3>").nth(1).unwrap().contains("Thành phố Hồ Chí Minh"));
        // The departments are named where nothing is chosen.
        assert!(page(&site, "/co-quan").contains("Sở Tư pháp"));
    }

    fn every_commune_of_an_agency_is_a_commune(db) {
        let clock = Clock::fixed(MOMENT);
        let accounts =
            Accounts::open(db.clone(), Vault::ephemeral(), clock.clone(), Ids::new(clock, 1)).unwrap();
        seed::run(&accounts).unwrap();
        let codes: Vec<String> = accounts.agencies().iter().filter_map(|one| one.commune.clone()).collect();
        assert_eq!(codes.len(), 3);
        for code in codes {
            assert!(places::Places::get().commune(&code).is_some(), "{code}");
        }
    }
}

#[test]
fn every_page_opens_in_both_languages_within_its_weight() {
    let (site, _fresh) = empty();
    for path in [
        "/co-quan",
        "/co-quan?tinh=79",
        "/co-quan?tinh=38",
        "/co-quan?q=ben+nghe",
        "/co-quan?tinh=79&q=ben+nghe",
        "/co-quan?tinh=01&q=ben+nghe",
        "/co-quan?q=binh+duong",
        "/co-quan?q=khong+co+dau",
        "/co-quan/00070-phuong-hoan-kiem",
        "/co-quan/26732-dac-khu-con-dao",
        "/co-quan/26746",
        "/co-quan/760",
    ] {
        for path in [path.to_owned(), format!("/en{path}")] {
            let html = page(&site, &path);
            assert!(html.len() < 60_000, "{path}: {} bytes", html.len());
        }
    }
}

#[test]
fn what_is_not_known_of_a_place_is_said_to_be_unknown() {
    let (site, _fresh) = empty();
    let html = page(&site, "/co-quan/00070-phuong-hoan-kiem");
    assert!(html.contains("chưa biết địa chỉ và giờ mở cửa"), "{html}");
    assert!(html.contains("1022") && html.contains("Phường Hàng Bạc, Quận Hoàn Kiếm"));
    assert!(!html.contains("Đang mở cửa") && !html.contains("Đang nghỉ"));
}

#[test]
fn the_code_decides_and_codes_of_before_lead_to_what_became_of_them() {
    let (site, _fresh) = empty();
    for (asked, goes) in [
        ("/co-quan/26740", "/co-quan/26740-phuong-sai-gon"),
        ("/co-quan/26740-phuong-ben-nghe", "/co-quan/26740-phuong-sai-gon"),
        ("/en/co-quan/26740", "/en/co-quan/26740-phuong-sai-gon"),
        ("/co-quan/26812", "/co-quan/26809-phuong-hiep-binh"),
        ("/co-quan/755", "/co-quan/26732-dac-khu-con-dao"),
        ("/co-quan/79", "/co-quan?tinh=79"),
        ("/co-quan/74", "/co-quan?tinh=79"),
    ] {
        let (status, location, _) = get(&site, asked);
        assert_eq!((status, location.as_str()), (StatusCode::MOVED_PERMANENTLY, goes), "{asked}");
    }
    for gone in ["/co-quan/99999", "/co-quan/abc", "/co-quan/7", "/co-quan/26740x"] {
        assert_eq!(get(&site, gone).0, StatusCode::NOT_FOUND, "{gone}");
    }
    let divided = page(&site, "/co-quan/26746");
    for words in ["Phường Nguyễn Thái Bình, Quận 1", "Phường Sài Gòn", "Phường Bến Thành"]
    {
        assert!(divided.contains(words), "{words}");
    }
}

#[test]
fn a_search_tells_the_older_name_and_looks_further_when_a_province_has_nothing() {
    let (site, _fresh) = empty();
    let html = page(&site, "/co-quan?q=b%E1%BA%BFn+ngh%C3%A9+q1");
    assert!(html.contains("Trước 01/7/2025: Phường Bến Nghé, Quận 1"), "{html}");
    let html = page(&site, "/co-quan?tinh=01&q=ben+nghe");
    assert!(html.contains("Nơi khác thì có") && html.contains("Phường Sài Gòn"));
    assert!(page(&site, "/co-quan?q=binh+duong").contains("Tỉnh Bình Dương nay thuộc nơi này"));
    let html = page(&site, "/co-quan?q=%3Cscript%3Ealert(1)%3C/script%3E");
    assert!(!html.contains("<script>alert"));
    // A province that is none is as none chosen.
    assert!(page(&site, "/co-quan?tinh=99").contains("34 tỉnh, thành phố"));
}

#[test]
fn the_api_lists_finds_and_describes_places() {
    let (site, _fresh) = empty();
    let all = json(&site, "/api/v1/places");
    assert_eq!(all["provinces"].as_array().unwrap().len(), 34);
    let city = json(&site, "/api/v1/places?province=79");
    assert_eq!(city["communes"].as_array().unwrap().len(), 168);
    let hit = &json(&site, "/api/v1/places?q=ben+nghe")["communes"][0];
    assert_eq!((hit["code"].as_str(), hit["kind"].as_str()), (Some("26740"), Some("ward")));
    assert_eq!(hit["former"]["full_name"], "Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh");
    let commune = json(&site, "/api/v1/places/26740");
    assert_eq!(commune["province"]["code"], "79");
    assert_eq!(commune["formed_from"].as_array().unwrap().len(), 3);
    // Under the same code stood another commune.
    assert_eq!(commune["former"]["name"], "Bến Nghé");
    assert_eq!(json(&site, "/api/v1/places/26746")["former"]["successors"].as_array().unwrap().len(), 2);
    assert_eq!(json(&site, "/api/v1/places/74")["former"]["province"], "79");
    assert_eq!(get(&site, "/api/v1/places/99999").0, StatusCode::NOT_FOUND);
    assert_eq!(get(&site, "/api/v1/places?province=99").0, StatusCode::NOT_FOUND);
}
