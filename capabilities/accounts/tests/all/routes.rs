//! Pages and API as a browser and a program meet them.

use crate::house::{Browser, SETS, seeded};
use accounts::seed;
use axum::http::StatusCode;
use testkit::block_on;

testkit::both_engines! {
    migrations = SETS;

    fn signing_in_leads_to_the_page_that_asked_for_it(db) {
        let (accounts, _, _) = seeded(&db);
        block_on(async {
            let mut browser = Browser::new(&accounts);
            let sent = browser.get("/en/tai-khoan").await;
            assert_eq!((sent.status, sent.location()), (StatusCode::SEE_OTHER, "/en/dang-nhap?tiep=%2Fen%2Ftai-khoan"));
            let page = browser.get(sent.location()).await;
            assert_eq!(page.status, StatusCode::OK);
            let next = page.hidden("tiep");
            let typed = [("login", "nguoidan"), ("mat_khau", seed::PASSWORD), ("tiep", next.as_str())];
            let answer = browser.post("/en/dang-nhap", &page, &typed).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/en/tai-khoan"));
            assert!(browser.has_cookie());
            let mine = browser.get(answer.location()).await;
            assert_eq!(mine.status, StatusCode::OK);
            let out = browser.post("/thoat", &mine, &[]).await;
            assert_eq!((out.status, browser.has_cookie()), (StatusCode::SEE_OTHER, false));
            assert_eq!(browser.get("/tai-khoan").await.status, StatusCode::SEE_OTHER);
        });
    }

    fn a_wrong_password_shows_the_form_again_without_it(db) {
        let (accounts, _, _) = seeded(&db);
        block_on(async {
            let mut browser = Browser::new(&accounts);
            let page = browser.get("/dang-nhap").await;
            let answer =
                browser.post("/dang-nhap", &page, &[("login", "nguoidan"), ("mat_khau", "khong-phai-the")]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.body.contains("<title>Lỗi:") && answer.body.contains("id=\"loi\""));
            assert!(answer.body.contains("value=\"nguoidan\"") && !answer.body.contains("khong-phai-the"));
            let empty = browser.post("/dang-nhap", &page, &[]).await;
            assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
            let away = browser.get("/dang-nhap?tiep=https://xau.vn").await;
            assert!(!away.body.contains("name=\"tiep\"") && !away.body.contains("dang-ky?tiep"));
        });
    }

    fn a_person_signs_up_and_is_in(db) {
        let (accounts, _, _) = seeded(&db);
        block_on(async {
            let mut browser = Browser::new(&accounts);
            let page = browser.get("/dang-ky").await;
            let wrong = browser.post("/dang-ky", &page, &[("name", "Lan"), ("phone", "12")]).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(wrong.body.contains("value=\"Lan\"") && wrong.body.contains("phone\">Nhập số điện thoại 10 số"));
            let typed = [
                ("name", "Lý Thị Phỏng Đoán"),
                ("phone", "0900 000 777"),
                ("mat_khau", "một câu dễ nhớ"),
                ("mat_khau_lai", "một câu dễ nhớ"),
            ];
            let answer = browser.post("/dang-ky", &wrong, &typed).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/tai-khoan"));
            let mine = browser.get("/tai-khoan").await;
            assert!(mine.body.contains("0900 000 777"));
            let changed = [("name", "Lý Thị Phỏng Đoán"), ("version", "1"), ("born_nam", "1990")];
            let saved = browser.post("/tai-khoan", &mine, &changed).await;
            assert_eq!((saved.status, saved.location()), (StatusCode::SEE_OTHER, "/tai-khoan?da-luu=1"));
            let twice = browser.post("/tai-khoan", &mine, &changed).await;
            assert_eq!(twice.status, StatusCode::SEE_OTHER);
            let fresh = browser.get("/tai-khoan").await;
            let stale = browser.post("/tai-khoan", &fresh, &changed).await;
            assert_eq!(stale.status, StatusCode::CONFLICT);
        });
    }

    fn every_page_answers_for_those_who_may_and_is_not_there_for_others(db) {
        let (accounts, seeded, _) = seeded(&db);
        block_on(async {
            let officer = seeded.accounts.iter().find(|row| row.login == "hotich.saigon").unwrap();
            let one = format!("/can-bo/he-thong/nguoi-dung/{}", officer.id);
            let admin_pages = [
                "/can-bo/he-thong/nguoi-dung",
                "/can-bo/he-thong/nguoi-dung?co-quan=1&trang=9",
                "/can-bo/he-thong/nguoi-dung/moi",
                one.as_str(),
                "/can-bo/he-thong/co-quan",
                "/can-bo/he-thong/vai-tro",
            ];
            let mut admin = Browser::signed_in(&accounts, "quantri").await;
            let mut other = Browser::signed_in(&accounts, "hotich.saigon").await;
            for page in admin_pages {
                for path in [page.to_owned(), format!("/en{page}")] {
                    let answer = admin.get(&path).await;
                    assert_eq!(answer.status, StatusCode::OK, "{path}");
                    assert!(!answer.body.contains("accounts-"), "{path} shows a key");
                    assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
                }
            }
            assert_eq!(admin.get("/can-bo/he-thong/nguoi-dung/1").await.status, StatusCode::NOT_FOUND);
            for page in ["/tai-khoan", "/tai-khoan/mat-khau", "/tai-khoan/ma-truy-cap", "/en/dang-ky"] {
                let answer = other.get(page).await;
                assert_eq!(answer.status, StatusCode::OK, "{page}");
                assert!(!answer.body.contains("accounts-"), "{page} shows a key");
            }
            assert_eq!(other.get("/thiet-lap/khong-co").await.status, StatusCode::NOT_FOUND);
        });
    }

    fn an_officer_is_added_by_the_form_and_the_password_is_shown_once(db) {
        let (accounts, _, _) = seeded(&db);
        block_on(async {
            let mut admin = Browser::signed_in(&accounts, "quantri").await;
            let ward = accounts.agency_by_code("H29.201").unwrap();
            let unit = accounts.units_of(ward.id)[1].id.to_string();
            let page = admin.get("/can-bo/he-thong/nguoi-dung/moi").await;
            let wrong = admin.post("/can-bo/he-thong/nguoi-dung", &page, &[("name", "Mẫu"), ("roles", "head")]).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(wrong.body.contains("value=\"head\" checked"));
            let typed = [
                ("name", "Bàn Văn Thử"),
                ("title", "Chuyên viên"),
                ("login", "thu.saigon"),
                ("unit", unit.as_str()),
                ("roles", "specialist"),
                ("roles", "head"),
            ];
            let made = admin.post("/can-bo/he-thong/nguoi-dung", &wrong, &typed).await;
            assert_eq!(made.status, StatusCode::OK, "{}", made.body);
            assert!(made.body.contains("thu.saigon"));
            let twice = admin.post("/can-bo/he-thong/nguoi-dung", &wrong, &typed).await;
            assert_eq!(twice.status, StatusCode::OK);
            let shown = |body: &str| body.split("class=\"number\">").nth(1).unwrap()[..14].to_owned();
            assert_eq!(shown(&made.body), shown(&twice.body));
            let id = accounts.officers().iter().find(|one| one.login == "thu.saigon").unwrap().id;
            let officer = admin.get(&format!("/can-bo/he-thong/nguoi-dung/{id}")).await;
            let version = officer.hidden("version");
            let path = format!("/can-bo/he-thong/nguoi-dung/{id}/khoa");
            let off = admin.post(&path, &officer, &[("version", &version)]).await;
            assert_eq!(off.status, StatusCode::SEE_OTHER);
            let again = admin.get(&format!("/can-bo/he-thong/nguoi-dung/{id}")).await;
            assert!(again.body.contains("Đã khóa"));
            let stale = admin.post(&path, &again, &[("version", &version)]).await;
            assert_eq!(stale.status, StatusCode::CONFLICT);
        });
    }

    fn the_first_administrator_sets_up_by_the_link(db) {
        let vault = vault::Vault::ephemeral();
        let accounts = crate::house::open(&db, &vault, crate::house::moment(crate::house::NOW), 1);
        let token = accounts.invite_first_admin().unwrap();
        block_on(async {
            let mut browser = Browser::new(&accounts);
            let path = format!("/thiet-lap/{token}");
            let page = browser.get(&path).await;
            assert_eq!(page.status, StatusCode::OK);
            let typed = [
                ("name", "Đỗ Thị Khởi Đầu"),
                ("login", "quantri"),
                ("mat_khau", "một câu dễ nhớ"),
                ("mat_khau_lai", "một câu dễ nhớ"),
            ];
            let wrong = browser.post(&path, &page, &typed[..3]).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
            let done = browser.post(&path, &wrong, &typed).await;
            assert_eq!(done.status, StatusCode::OK);
            assert_eq!(browser.post(&path, &wrong, &typed).await.status, StatusCode::OK);
            assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
            assert_eq!(browser.post(&path, &page, &typed).await.status, StatusCode::NOT_FOUND);
        });
    }

    fn a_program_takes_a_token_works_with_it_and_gives_it_back(db) {
        let (accounts, seeded, _) = seeded(&db);
        block_on(async {
            let mut program = Browser::new(&accounts);
            let body = format!(r#"{{"login":"quantri","password":"{}"}}"#, seed::PASSWORD);
            let wrong = program.api("POST", "/api/v1/tokens", "", "", r#"{"login":"quantri","password":"sai"}"#).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
            let made = program.api("POST", "/api/v1/tokens", "", "", &body).await;
            assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
            let token = made.body.split("\"token\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
            assert_eq!(program.get("/api/v1/me").await.status, StatusCode::UNAUTHORIZED);
            let me = program.api("GET", "/api/v1/me", &token, "", "").await;
            assert!(me.body.contains("\"administer\""), "{}", me.body);
            for path in ["/api/v1/agencies", "/api/v1/roles", "/api/v1/officers", "/api/v1/me/tokens"] {
                assert_eq!(program.api("GET", path, &token, "", "").await.status, StatusCode::OK, "{path}");
            }
            let officer = seeded.accounts.iter().find(|row| row.login == "hotich.saigon").unwrap().id;
            let off = format!("/api/v1/officers/{officer}/disable");
            let unsigned = program.api("POST", &off, &token, "", r#"{"version":1}"#).await;
            assert_eq!(unsigned.status, StatusCode::UNPROCESSABLE_ENTITY);
            let key = "0123456789abcdef";
            for _ in 0..2 {
                let done = program.api("POST", &off, &token, key, r#"{"version":1}"#).await;
                assert_eq!(done.status, StatusCode::NO_CONTENT, "{}", done.body);
            }
            let stale = program.api("POST", &off, &token, "fedcba9876543210", r#"{"version":1}"#).await;
            assert_eq!(stale.status, StatusCode::CONFLICT);
            assert_eq!(program.api("DELETE", "/api/v1/tokens/current", &token, "", "").await.status, StatusCode::NO_CONTENT);
            assert_eq!(program.api("GET", "/api/v1/me", &token, "", "").await.status, StatusCode::UNAUTHORIZED);
        });
    }

    fn what_was_typed_under_an_ended_session_waits_behind_the_sign_in(db) {
        let (accounts, _, _) = seeded(&db);
        block_on(async {
            let mut browser = Browser::signed_in(&accounts, "nguoidan").await;
            let page = browser.get("/tai-khoan").await;
            let mut elsewhere = Browser::new(&accounts).with_cookie_of(&browser);
            let out = elsewhere.get("/tai-khoan").await;
            elsewhere.post("/thoat", &out, &[]).await;
            let kept = browser.post("/tai-khoan", &page, &[("name", "Tên Vừa Gõ"), ("version", "1")]).await;
            assert_eq!(kept.status, StatusCode::SEE_OTHER);
            let door = browser.get(kept.location()).await;
            let next = door.hidden("tiep");
            let typed = [("login", "nguoidan"), ("mat_khau", seed::PASSWORD), ("tiep", next.as_str())];
            let back = browser.post("/dang-nhap", &door, &typed).await;
            assert_eq!(back.location(), "/tiep-tuc");
            assert!(browser.get("/tiep-tuc").await.body.contains("Tên Vừa Gõ"));
            assert!(!browser.get("/tiep-tuc").await.body.contains("Tên Vừa Gõ"));
        });
    }

    fn one_network_cannot_knock_without_end(db) {
        let (accounts, _, _) = seeded(&db);
        block_on(async {
            let mut browser = Browser::new(&accounts);
            let page = browser.get("/dang-nhap").await;
            let mut last = StatusCode::OK;
            for _ in 0..121 {
                last = browser.post("/dang-nhap", &page, &[]).await.status;
            }
            assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
        });
    }
}
