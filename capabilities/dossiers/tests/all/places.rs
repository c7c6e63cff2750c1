//! An address in an application, without scripts: province, commune, what stands before.

use crate::house::*;
use axum::http::StatusCode;
use serde_json::json;
use testkit::{block_on, fresh};

/// The page of contacts of the extract, posted with these parts of the address.
async fn contacts(browser: &mut Browser, draft: &str, parts: [&str; 4]) -> Reply {
    let path = format!("{draft}/buoc/lien-lac");
    let page = browser.page(&path).await;
    let [province, commune, chosen, street] = parts;
    let said = [
        ("phone", "0900000418"),
        ("email", ""),
        ("address_tinh", province),
        ("address_xa", commune),
        ("address_ma", chosen),
        ("address_nha", street),
    ];
    browser.post(&path, &page, &said).await
}

async fn kept(browser: &mut Browser, draft: &str) -> serde_json::Value {
    let id = draft.rsplit('/').next().unwrap();
    browser.api("GET", &format!("/api/v1/drafts/{id}"), json!(null)).await.json()["answers"]["address"]
        .clone()
}

async fn at_contacts(house: &House) -> (Browser, String) {
    let mut guest = house.signed_in("nguoidan").await;
    let draft = begin(&mut guest, EXTRACT).await;
    answer(&mut guest, &draft, "noi-giai-quyet", &[("noi", &house.agency("H29.201"))]).await;
    for (page, pairs) in EXTRACT_PAGES.iter().take_while(|(page, _)| *page != "lien-lac") {
        answer(&mut guest, &draft, page, pairs).await;
    }
    (guest, draft)
}

const STREET: &str = "12 đường Ví Dụ";
const SAIGON: &str = "12 đường Ví Dụ, Phường Sài Gòn, Thành phố Hồ Chí Minh";
const BEN_THANH: &str = "12 đường Ví Dụ, Phường Bến Thành, Thành phố Hồ Chí Minh";

#[test]
fn a_whole_name_is_taken_however_it_is_typed_and_kept_with_its_code() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let house = House::new(&fresh.db());
        block_on(async {
            let (mut guest, draft) = at_contacts(&house).await;
            let page = guest.page(&format!("{draft}/buoc/lien-lac")).await;
            page.says("<legend>").says("name=\"address_tinh\"").says("name=\"address_xa\"");
            page.says("name=\"address_nha\"").hides("name=\"address_ma\"").hides("name=\"address\"");
            page.says("<option value=\"79\"").says("Ghi cả địa chỉ vào một ô");
            for (typed, unit, line) in [
                ("Phường Sài Gòn", "26740", SAIGON),
                ("P. Bến Thành", "26743", BEN_THANH),
                ("phuong ben thanh", "26743", BEN_THANH),
                ("ben thanh", "26743", BEN_THANH),
                ("26740", "26740", SAIGON),
            ] {
                let on = contacts(&mut guest, &draft, ["79", typed, "", STREET]).await;
                assert_eq!(on.status, StatusCode::SEE_OTHER, "{typed}: {}", on.body);
                let expected = json!({ "unit": unit, "street": STREET, "line": line });
                assert_eq!(kept(&mut guest, &draft).await, expected, "{typed}");
            }
            // Shown again as it would be typed.
            let again = guest.page(&format!("{draft}/buoc/lien-lac")).await;
            again.says("<option value=\"79\" selected>").says("value=\"Phường Sài Gòn\"").says(STREET);
            guest.page(&format!("{draft}/xem-lai")).await.says(SAIGON);
        });
    }
}

#[test]
fn a_name_that_fits_several_or_is_one_of_before_gives_buttons_on_the_same_page() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let house = House::new(&fresh.db());
        block_on(async {
            let (mut guest, draft) = at_contacts(&house).await;
            let old = contacts(&mut guest, &draft, ["79", "Phường Bến Nghé, Quận 1", "", STREET]).await;
            assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
            old.says("Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh nay thuộc Phường Sài Gòn");
            old.says("value=\"Phường Bến Nghé, Quận 1\"").says(&format!("value=\"{STREET}\""));
            old.says("name=\"address_ma\" value=\"26740\"").says("href=\"#f-address_ma\"");
            // What the account said stays until the choice is made.
            assert!(kept(&mut guest, &draft).await.is_string());
            let chosen =
                contacts(&mut guest, &draft, ["79", "Phường Bến Nghé, Quận 1", "26740", STREET]).await;
            assert_eq!(chosen.status, StatusCode::SEE_OTHER, "{}", chosen.body);
            assert_eq!(kept(&mut guest, &draft).await["unit"], "26740");

            let several = contacts(&mut guest, &draft, ["79", "tân", "", STREET]).await;
            assert_eq!(several.status, StatusCode::UNPROCESSABLE_ENTITY);
            several.says("Có nhiều nơi hợp với “tân”").says("Là nơi nào sau đây?").says("value=\"tân\"");
            // A button that fits nothing typed is not believed.
            let forged = contacts(&mut guest, &draft, ["79", "tân", "26740", STREET]).await;
            assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY);
        });
    }
}

#[test]
fn what_is_not_found_is_said_with_where_it_is_and_one_line_is_always_open() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    block_on(async {
        let (mut guest, draft) = at_contacts(&house).await;
        let unknown = contacts(&mut guest, &draft, ["79", "Xã Không Có Thật", "", STREET]).await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
        unknown.says("Không thấy “Xã Không Có Thật” ở Thành phố Hồ Chí Minh").says("href=\"#f-address\"");
        unknown.says("id=\"f-address\"").says("value=\"Xã Không Có Thật\"");
        let other = contacts(&mut guest, &draft, ["79", "phường Hoàn Kiếm", "", STREET]).await;
        other.says("Có ở: Phường Hoàn Kiếm, Thành phố Hà Nội");
        let without = contacts(&mut guest, &draft, ["", "phường Sài Gòn", "", STREET]).await;
        without.says("Chọn tỉnh, thành phố.").says("href=\"#f-address_tinh\"");
        let bare = contacts(&mut guest, &draft, ["79", "phường Sài Gòn", "", ""]).await;
        bare.says("Ghi số nhà, đường, hoặc thôn, tổ.").says("href=\"#f-address_nha\"");
        let only = contacts(&mut guest, &draft, ["79", "", "", STREET]).await;
        only.says("Gõ tên xã, phường hoặc đặc khu.").says("href=\"#f-address\"");
        let nothing = contacts(&mut guest, &draft, ["79", "", "", ""]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        nothing.says("Điền câu này:").says("href=\"#f-address\"");
        assert_eq!(kept(&mut guest, &draft).await, json!(null));

        let abroad = contacts(&mut guest, &draft, ["khac", "", "", "1-2-3 Chiyoda, Tokyo, Nhật Bản"]).await;
        assert_eq!(abroad.status, StatusCode::SEE_OTHER, "{}", abroad.body);
        assert_eq!(kept(&mut guest, &draft).await, json!("1-2-3 Chiyoda, Tokyo, Nhật Bản"));
        let again = guest.page(&format!("{draft}/buoc/lien-lac")).await;
        again.says("<option value=\"khac\" selected>").says("value=\"1-2-3 Chiyoda, Tokyo, Nhật Bản\"");
    });
}

#[test]
fn software_may_send_one_line_or_the_parts() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let house = House::new(&fresh.db());
        block_on(async {
            let (mut guest, draft) = at_contacts(&house).await;
            let path = format!("/api/v1/drafts/{}/answers", draft.rsplit('/').next().unwrap());
            for (said, expected) in [
                (json!("Số 18, phường Sài Gòn"), json!("Số 18, phường Sài Gòn")),
                (
                    json!({ "unit": "26740", "street": STREET }),
                    json!({ "unit": "26740", "street": STREET, "line": SAIGON }),
                ),
                (
                    json!({ "province": "79", "commune": "bến thành", "street": STREET, "line": "?" }),
                    json!({ "unit": "26743", "street": STREET, "line": BEN_THANH }),
                ),
                (json!(null), json!(null)),
            ] {
                let saved = guest.api("PUT", &path, json!({ "answers": { "address": said } })).await;
                assert_eq!(saved.status, StatusCode::OK, "{}", saved.body);
                assert_eq!(kept(&mut guest, &draft).await, expected);
            }
            for (said, code) in [
                (json!({ "unit": "99999", "street": STREET }), "place-province"),
                (json!({ "province": "79", "commune": "bến nghé", "street": STREET }), "place-former"),
                (json!({ "unit": "26740" }), "place-street"),
                (json!({ "town": "x" }), "answer-kind"),
                (json!({ "unit": 26740 }), "answer-kind"),
                (json!([]), "answer-kind"),
            ] {
                let refused = guest.api("PUT", &path, json!({ "answers": { "address": said } })).await;
                assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
                refused.says(code);
            }
        });
    }
}

#[test]
fn an_address_that_was_sent_is_changed_by_its_parts_and_comes_back_when_applying_again() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    block_on(async {
        let (mut guest, draft) = at_contacts(&house).await;
        contacts(&mut guest, &draft, ["79", "phường sài gòn", "", STREET]).await;
        for (page, pairs) in EXTRACT_PAGES.iter().skip_while(|(page, _)| *page != "lien-lac").skip(1) {
            answer(&mut guest, &draft, page, pairs).await;
        }
        let (receipt, _) = send(&mut guest, &draft).await;
        let sent = async |line: &str| {
            let person = house.actor("nguoidan").await;
            let whole = house.room.own_by_number(&person, &receipt).await.unwrap();
            let content = house.room.content(&whole).unwrap();
            assert_eq!(content.answers.text("address"), Some(line));
        };
        sent(SAIGON).await;
        let path = format!("/ho-so/{receipt}/sua");
        let page = guest.page(&path).await;
        page.says("value=\"Phường Sài Gòn\"").says(&format!("value=\"{STREET}\""));
        let others = EXTRACT_PAGES.iter().flat_map(|(_, pairs)| pairs.iter().copied());
        let said = |commune: &'static str| -> Vec<(&str, &str)> {
            let parts = [("address_tinh", "79"), ("address_xa", commune), ("address_nha", STREET)];
            others.clone().filter(|(name, _)| *name != "address").chain(parts).collect()
        };
        let old = guest.post(&path, &page, &said("bến nghé")).await;
        assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
        old.says("nay thuộc Phường Sài Gòn").says("name=\"address_ma\"").says("value=\"bến nghé\"");
        let page = guest.page(&path).await;
        let changed = guest.post(&path, &page, &said("bến thành")).await;
        assert_eq!(changed.location(), format!("/ho-so/{receipt}"), "{}", changed.body);
        sent(BEN_THANH).await;

        let path = format!("/ho-so/{receipt}/rut");
        let page = guest.page(&path).await;
        guest.post(&path, &page, &[]).await;
        let path = format!("/ho-so/{receipt}/nop-lai");
        let page = guest.page(&path).await;
        let again = guest.post(&path, &page, &[]).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
        let id = again.location().split('/').nth(2).unwrap().to_owned();
        let kept = guest.api("GET", &format!("/api/v1/drafts/{id}"), json!(null)).await.json();
        assert_eq!(kept["answers"]["address"]["line"], BEN_THANH);
    });
}
