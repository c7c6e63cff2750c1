//! The officers' side as they meet it: over HTTP, by what stands in the pages.
#![allow(clippy::unwrap_used)]

mod house;

use accounts::Stamp;
use axum::http::StatusCode;
use house::{House, picture};
use testkit::store::Engine;

const TABS: [&str; 6] = ["noi-dung", "giay-to", "quy-trinh", "trao-doi", "ket-qua", "nhat-ky"];

/// One story on both engines.
macro_rules! story {
    ($name:ident, |$house:ident| $body:block) => {
        mod $name {
            use super::*;

            fn told($house: House) $body

            #[test]
            fn on_sqlite() {
                told(House::on(Engine::Sqlite));
            }

            #[test]
            fn on_postgres() {
                told(House::on(Engine::Postgres));
            }
        }
    };
}

// After the macro, which it uses.
mod stories;

fn pairs(values: &[(&str, &str)]) -> Vec<(String, String)> {
    values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Answers that make an application for a copy complete.
const ANSWERS: &[(&str, &str)] = &[
    ("asker", "self"),
    ("requester_name", "Nông Thị Thí Dụ"),
    ("requester_birth", "12/3/1997"),
    ("requester_card", "010197000018"),
    ("phone", "0912 345 678"),
    ("address", "Số 18, tổ 7, phường Mẫu"),
    ("event", "birth"),
    ("registered_at", "Phường Mẫu"),
    ("registered_year", "1997"),
    ("copies", "2"),
    ("receive_by", "counter"),
];

/// A dossier sent online to Phường Sài Gòn; its receipt number.
fn sent(house: &House) -> String {
    let dossiers = &house.dossiers;
    let agency = dossiers.accounts.agency_by_code("H29.201").unwrap().id;
    testkit::block_on(async {
        let draft = dossiers.start(&house.actor("quantri"), None, "2.000635", None).await.unwrap();
        let actor = house.actor("quantri");
        dossiers.answer_all(&actor, draft.id, None, &pairs(ANSWERS), Some(agency)).await.unwrap();
        dossiers.submit(&actor, draft.id, None, true).await.unwrap().receipt
    })
}

/// A dossier taken in at the counter; its code.
fn taken_in(house: &House, more: &[(&str, &str)]) -> String {
    let page = house.get("tiepnhan.saigon", "/can-bo/quay/2.000635");
    let agency = house.dossiers.accounts.agency_by_code("H29.201").unwrap().id.to_string();
    let mut values = ANSWERS.to_vec();
    values.extend([("agency", agency.as_str()), ("dong_y", "1"), ("lam", "nhan")]);
    values.extend(more);
    let got = house.post("tiepnhan.saigon", &page, "/can-bo/quay/2.000635", &values);
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    let code = got.location.strip_prefix("/can-bo/ho-so/").unwrap().strip_suffix("/da-nhan").unwrap();
    code.to_owned()
}

fn tabs(house: &House, login: &str, number: &str) {
    for tab in TABS {
        house.get_both(login, &format!("/can-bo/ho-so/{number}?muc={tab}"));
    }
}

#[test]
fn the_texts_and_templates_of_this_room_are_complete() {
    assert_eq!(web::checks::room(env!("CARGO_MANIFEST_DIR"), &desk::TEXTS), Vec::<String>::new());
}

story! { a_dossier_goes_from_the_counter_to_the_hand_over, |house| {
    let choose = house.get_both("tiepnhan.saigon", "/can-bo/quay");
    assert!(choose.contains("/can-bo/quay/2.000635") && choose.contains("/can-bo/quay/1.013225"));
    assert!(!house.get("tiepnhan.saigon", "/can-bo/quay?q=tr%C3%ADch+l%E1%BB%A5c").contains("1.013225"));
    house.get_both("tiepnhan.saigon", "/can-bo/quay/1.013225");

    let code = taken_in(&house, &[]);
    assert_eq!(code, "H29.201-260907-0001");
    let received = house.get_both("tiepnhan.saigon", &format!("/can-bo/ho-so/{code}/da-nhan"));
    assert!(received.contains("17:00 thứ Hai, 07/9/2026") && received.contains("autofocus"));
    house.get_both("tiepnhan.saigon", &format!("/can-bo/ho-so/{code}/giay-hen"));

    // The specialist finds it first in the list, attaches the result and forwards.
    let list = house.get_both("hotich.saigon", "/can-bo/viec");
    assert!(list.contains(&code) && list.contains("Nông Thị Thí Dụ"), "{list}");
    let path = format!("/can-bo/ho-so/{code}");
    tabs(&house, "hotich.saigon", &code);
    let page = house.get("hotich.saigon", &path);
    assert!(page.contains("Đính kèm kết quả") && !page.contains(&format!("{path}/tiep-nhan")));
    let got =
        house.upload("hotich.saigon", &page, &format!("{path}/ket-qua"), "Bản sao \"1\".png", &picture());
    assert_eq!(
        (got.status, got.location.as_str()),
        (StatusCode::SEE_OTHER, format!("{path}?xong=attach-result").as_str()),
        "{}",
        got.body
    );
    let page = house.get("hotich.saigon", &format!("{path}?muc=ket-qua&xong=attach-result"));
    assert!(page.contains("Chưa ký số") && page.contains("Đã đính kèm kết quả."));
    let file = &page[page.find(&format!("{path}/tep/")).unwrap()..];
    let got = house.try_get("hotich.saigon", &file[..file.find('"').unwrap()]);
    assert_eq!((got.status, got.headers["content-type"].to_str().unwrap()), (StatusCode::OK, "image/png"));
    assert!(got.headers["content-security-policy"].to_str().unwrap().starts_with("sandbox"));
    let got = house.post("hotich.saigon", &page, &format!("{path}/chuyen"), &[]);
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);

    // The signatory sends it back with a reason, the specialist forwards again, and it is approved.
    let page = house.get("chutich.saigon", &path);
    let refused = house.post("chutich.saigon", &page, &format!("{path}/tra-lai"), &[("ly_do", "  ")]);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Lỗi: ") && refused.body.contains("Viết lý do"), "{}", refused.body);
    let got =
        house.post("chutich.saigon", &page, &format!("{path}/tra-lai"), &[("ly_do", "Thiếu dấu giáp lai")]);
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    let page = house.get("hotich.saigon", &path);
    assert_eq!(
        house.post("hotich.saigon", &page, &format!("{path}/chuyen"), &[]).status,
        StatusCode::SEE_OTHER
    );
    let page = house.get("chutich.saigon", &path);
    assert!(page.contains("Phê duyệt và chuyển"));
    assert_eq!(
        house.post("chutich.saigon", &page, &format!("{path}/chuyen"), &[]).status,
        StatusCode::SEE_OTHER
    );

    // The desk takes the fee first, notes a contact, and hands over.
    let page = house.get("tiepnhan.saigon", &path);
    assert!(page.contains("Thu phí trước"));
    let got = house.post("tiepnhan.saigon", &page, &format!("{path}/thu-phi"), &[]);
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    let contacts = house.get("tiepnhan.saigon", &format!("{path}?muc=trao-doi"));
    let got = house.post("tiepnhan.saigon", &contacts, &format!("{path}/lien-he"), &[("kenh", "call")]);
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.body.contains("Chọn vì sao phải liên hệ."), "{}", got.body);
    let values = [("kenh", "call"), ("do_ai", "office"), ("noi_dung", "Báo đến nhận")];
    let got = house.post("tiepnhan.saigon", &contacts, &format!("{path}/lien-he"), &values);
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    let page = house.get("tiepnhan.saigon", &path);
    let got =
        house.post("tiepnhan.saigon", &page, &format!("{path}/tra-ket-qua"), &[("trao_cho", "applicant")]);
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);

    let ledger = house.get("tiepnhan.saigon", &format!("{path}?muc=nhat-ky"));
    for words in ["Thiếu dấu giáp lai", "Báo đến nhận", "16.000 đồng", "Phê duyệt", "Mở một tệp giấy tờ"]
    {
        assert!(ledger.contains(words), "{words}: {ledger}");
    }
    tabs(&house, "tiepnhan.saigon", &code);

    // The control slip names every hand-over, by whom and how it kept its time.
    let control = house.get_both("chutich.saigon", &format!("{path}/phieu-kiem-soat"));
    for words in [
        "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
        "Mẫu số 06, Thông tư 03/2025/TT-VPCP",
        "1. Người nộp hồ sơ",
        "2. Văn phòng HĐND và UBND",
        "2. Lãnh đạo UBND phường",
        "09 giờ 41 phút, 07/9/2026",
        "Đúng hạn",
        "(trả lại)",
        "Hẹn trả: 17 giờ 00 phút",
        "Xong lúc: ",
    ] {
        assert!(control.contains(words), "{words}: {control}");
    }
    assert!(house.get("chutich.saigon", &path).contains(&format!("{path}/phieu-kiem-soat")));
    let looks = house.get("tiepnhan.saigon", &format!("{path}?muc=nhat-ky"));
    assert!(looks.contains("Mở phiếu, thư của hồ sơ để in"), "{looks}");
} }

story! { what_was_sent_online_is_accepted_or_refused, |house| {
    let (first, second) = (sent(&house), sent(&house));
    let today = house.get_both("tiepnhan.saigon", "/can-bo");
    assert!(today.contains("<b>2</b>"), "{today}");
    let list = house.get_both("tiepnhan.saigon", "/can-bo/tiep-nhan");
    assert!(list.contains(&first) && list.contains("Chờ tiếp nhận: 2 hồ sơ, 0 quá giờ"), "{list}");
    tabs(&house, "tiepnhan.saigon", &first);

    let path = format!("/can-bo/ho-so/{first}");
    let page = house.get("tiepnhan.saigon", &path);
    let got = house.post("tiepnhan.saigon", &page, &format!("{path}/tiep-nhan"), &[]);
    assert_eq!(got.location, "/can-bo/ho-so/H29.201-260907-0001?xong=accept", "{}", got.body);
    // The same form again gives the same answer; another with the old version does not.
    let again = house.post("tiepnhan.saigon", &page, &format!("{path}/tiep-nhan"), &[]);
    assert_eq!(again.location, got.location);
    let mut stale = house::form_of(&page, &format!("{path}/tu-choi")).hidden;
    stale.push(("ly_do".to_owned(), "Thiếu".to_owned()));
    assert_eq!(
        house.post_pairs("tiepnhan.saigon", &format!("{path}/tu-choi"), &stale).status,
        StatusCode::CONFLICT
    );

    let path = format!("/can-bo/ho-so/{second}");
    let page = house.get("tiepnhan.saigon", &path);
    let got = house.post("tiepnhan.saigon", &page, &format!("{path}/tu-choi"), &[("ly_do", "")]);
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.body.contains("id=\"loi\"") && got.body.contains("href=\"#refuse-ly_do\""), "{}", got.body);
    let got = house.post(
        "tiepnhan.saigon",
        &page,
        &format!("{path}/tu-choi"),
        &[("ly_do", "Không thuộc thẩm quyền")],
    );
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    let refused = house.get("tiepnhan.saigon", &format!("{path}?xong=refuse"));
    assert!(refused.contains("Từ chối"));
    // The letter of the refusal is linked and prints.
    let letter = &refused[refused.find(&format!("{path}/phieu/")).unwrap()..];
    let letter = house.get_both("tiepnhan.saigon", &letter[..letter.find('"').unwrap()]);
    assert!(letter.contains("Mẫu số 03") && letter.contains("Không thuộc thẩm quyền"), "{letter}");
    assert_eq!(house.try_get("tiepnhan.saigon", &format!("{path}/phieu/1")).status, StatusCode::NOT_FOUND);
    tabs(&house, "tiepnhan.saigon", &second);
} }

story! { somebody_elses_dossier_is_not_there, |house| {
    let receipt = sent(&house);
    let path = format!("/can-bo/ho-so/{receipt}");
    for login in ["tiepnhan.benthanh", "hotich.thuduc", "quantri"] {
        assert_eq!(house.try_get(login, &path).status, StatusCode::NOT_FOUND, "{login}");
        assert_eq!(
            house.try_get(login, &format!("{path}/giay-hen")).status,
            StatusCode::NOT_FOUND,
            "{login}"
        );
    }
    let control = house.try_get("tiepnhan.benthanh", &format!("{path}/phieu-kiem-soat"));
    assert_eq!(control.status, StatusCode::NOT_FOUND);
    assert_eq!(house.try_get("hotich.saigon", "/can-bo/quay").status, StatusCode::NOT_FOUND);
    assert_eq!(house.try_get("hotich.saigon", "/can-bo/phan-cong").status, StatusCode::NOT_FOUND);
    let page = house.get("tiepnhan.saigon", &path);
    let mut stolen = house::form_of(&page, &format!("{path}/tiep-nhan")).hidden;
    let own = house.get("tiepnhan.benthanh", "/can-bo/quay/2.000635");
    let csrf = house::form_of(&own, "/can-bo/quay/2.000635")
        .hidden
        .into_iter()
        .find(|(name, _)| name == "csrf")
        .unwrap();
    stolen.retain(|(name, _)| name != "csrf");
    stolen.push(csrf);
    let got = house.post_pairs("tiepnhan.benthanh", &format!("{path}/tiep-nhan"), &stolen);
    assert_eq!(got.status, StatusCode::NOT_FOUND);
} }

story! { the_counter_says_everything_there_is_to_mend_and_keeps_what_was_typed, |house| {
    let url = "/can-bo/quay/2.000635";
    let page = house.get("tiepnhan.saigon", url);
    let card = "010197000018||Nông Thị Thí Dụ|12031997|Nữ|Số 18, tổ 7|01072021";
    let filled = house.post(
        "tiepnhan.saigon",
        &page,
        url,
        &[("quet", card), ("lam", "dien"), ("phone", "0912345678")],
    );
    assert_eq!(filled.status, StatusCode::OK);
    for value in [
        "value=\"Nông Thị Thí Dụ\"",
        "value=\"010197000018\"",
        "value=\"12/3/1997\"",
        "value=\"Số 18, tổ 7\"",
        "value=\"0912345678\"",
    ] {
        assert!(filled.body.contains(value), "{value}: {}", filled.body);
    }
    let nothing = house.post("tiepnhan.saigon", &page, url, &[("quet", "abc"), ("lam", "dien")]);
    assert!(nothing.body.contains("Không đọc được mã. Nhập 12 số trên thẻ."));

    // Someone else's copy asks for an authorisation, which was not ticked.
    let values =
        [("asker", "other"), ("requester_name", "Nông Thị Thí Dụ"), ("copies", "x"), ("lam", "nhan")];
    let wrong = house.post("tiepnhan.saigon", &page, url, &values);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "Lỗi: ",
        "Giấy ủy quyền: Xem giấy này",
        "href=\"#f-agree\"",
        "href=\"#f-agency\"",
        "href=\"#f-requester_card\"",
        "subject_name",
    ] {
        assert!(wrong.body.contains(words), "{words}: {}", wrong.body);
    }
    assert!(wrong.body.contains("value=\"x\"") && wrong.body.contains("value=\"Nông Thị Thí Dụ\""));

    // The result at once needs the fee first.
    let agency = house.dossiers.accounts.agency_by_code("H29.201").unwrap().id.to_string();
    let mut values = ANSWERS.to_vec();
    values.extend([("agency", agency.as_str()), ("dong_y", "1"), ("tra_ngay", "1"), ("lam", "nhan")]);
    let unpaid = house.post("tiepnhan.saigon", &page, url, &values);
    assert_eq!(unpaid.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", unpaid.body);
    assert!(unpaid.body.contains("href=\"#f-thu\""), "{}", unpaid.body);
    let code = taken_in(&house, &[("tra_ngay", "1"), ("thu", "1")]);
    assert!(
        house
            .get_both("tiepnhan.saigon", &format!("/can-bo/ho-so/{code}/da-nhan"))
            .contains("Đã nhận và trả kết quả")
    );
    tabs(&house, "tiepnhan.saigon", &code);
} }

story! { a_look_in_a_list_is_written_once_a_day_and_pages_each_time, |house| {
    let code = taken_in(&house, &[]);
    let id = testkit::block_on(house.dossiers.db.read({
        let code = code.clone();
        move |tx| Ok(cases::queries::id_by_number(tx, &code)?.unwrap())
    }))
    .unwrap();
    let looks = |via: &str| {
        let found =
            testkit::block_on(house.dossiers.db.read(move |tx| Ok(cases::looks::of_case(tx, id)?))).unwrap();
        found.iter().filter(|look| look.via == via && look.actor == Some(house.id("hotich.saigon"))).count()
    };
    for _ in 0..3 {
        house.get("hotich.saigon", "/can-bo/viec");
    }
    assert_eq!((looks("list"), looks("page")), (1, 0));
    for _ in 0..2 {
        house.get("hotich.saigon", &format!("/can-bo/ho-so/{id}"));
    }
    assert_eq!((looks("list"), looks("page")), (1, 2));
} }

story! { the_list_as_json_says_the_same, |house| {
    let code = taken_in(&house, &[]);
    let got = house.try_get("hotich.saigon", "/api/v1/tasks");
    assert_eq!(got.status, StatusCode::OK, "{}", got.body);
    let json: serde_json::Value = serde_json::from_str(&got.body).unwrap();
    assert_eq!(
        (&json["total"], &json["late"], &json["page"], &json["pages"]),
        (&1.into(), &0.into(), &1.into(), &1.into())
    );
    let item = &json["items"][0];
    assert_eq!(item["number"], code.as_str());
    assert_eq!(
        (&item["applicant"], &item["status"], &item["kind"]),
        (&"Nông Thị Thí Dụ".into(), &"work".into(), &"work".into())
    );
    assert!(item["minutes_left"].as_i64().unwrap() > 0);
    for (scope, total) in [("unit", 1), ("unheld", 0)] {
        let got = house.try_get("hotich.saigon", &format!("/api/v1/tasks?scope={scope}"));
        let json: serde_json::Value = serde_json::from_str(&got.body).unwrap();
        assert_eq!(json["total"], total, "{scope}");
    }
    assert_eq!(house.try_get("hotich.saigon", "/api/v1/tasks?scope=waiting").status, StatusCode::NOT_FOUND);
    assert_eq!(
        house.try_get("hotich.saigon", "/api/v1/tasks?scope=x").status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
} }

story! { late_work_comes_first_and_its_number_leads_to_it, |house| {
    let first = taken_in(&house, &[]);
    assert!(house.clock.move_civil_to(house.clock.civil().plus_minutes(24 * 60)));
    let second = taken_in(&house, &[]);
    let list = house.get_both("hotich.saigon", "/can-bo/viec");
    assert!(list.contains("Việc của tôi: 2 việc, 1 quá hạn"), "{list}");
    assert!(list.find(&first).unwrap() < list.find(&second).unwrap());
    assert!(list.contains("trễ ") && list.contains("Quá hạn (1)") && list.contains("Hết hạn hôm nay (1)"));
    let late = house.get("hotich.saigon", "/can-bo/viec?loc=qua-han");
    assert!(late.contains(&first) && !late.contains(&second));
    let today = house.get("hotich.saigon", "/can-bo/viec?loc=hom-nay&trang=7");
    assert!(!today.contains(&first) && today.contains(&second));
    house.get_both("chanhvanphong.saigon", "/can-bo/viec?pham-vi=don-vi");
    house.get_both("chanhvanphong.saigon", "/can-bo/viec?pham-vi=chua-giao");
    assert!(
        house.get("hotich.saigon", &format!("/can-bo/ho-so/{first}")).contains("Quá hạn 1 ngày làm việc")
    );
} }

/// Where the look-up of these words leads; the address does not say them.
fn looked_up(house: &House, login: &str, words: &str) -> String {
    let page = house.get(login, "/can-bo/tra-cuu");
    let got = house.post(login, &page, "/can-bo/tra-cuu", &[("q", words)]);
    assert!(!got.location.contains("010197000018"), "{}", got.location);
    got.location
}

story! { heads_assign_and_everyone_looks_up, |house| {
    let code = taken_in(&house, &[]);
    let page = house.get_both("chanhvanphong.saigon", "/can-bo/phan-cong");
    assert!(page.contains("Mọi việc đều có người nhận") && page.contains("Mỗi người đang giữ"), "{page}");
    for query in [
        "010197000018",
        "0912 345 678",
        "thí dụ",
        "Nong Thi Thi Du",
        &code,
        "010197000018||Nông Thị Thí Dụ|12031997|Nữ",
    ] {
        let page = house.get_both("hotich.saigon", &looked_up(&house, "hotich.saigon", query));
        assert!(page.contains("Tìm thấy 1 hồ sơ") && page.contains(&code), "{query}: {page}");
        let other = house.get("hotich.benthanh", &looked_up(&house, "hotich.benthanh", query));
        assert!(other.contains("Tìm thấy 0 hồ sơ"), "{query}");
    }
    house.get_both("hotich.saigon", "/can-bo/tra-cuu");
    for login in [
        "tiepnhan.saigon",
        "hotich.saigon",
        "chanhvanphong.saigon",
        "chutich.saigon",
        "quantri",
        "thanhtra",
        "lanhdao",
    ] {
        house.get_both(login, "/can-bo");
    }
} }

/// Answers about a house on land with an old paper.
const HOUSE: &[(&str, &str)] = &[
    ("owner_kind", "household"),
    ("owner_name", "Lê Minh Họa"),
    ("owner_birth", "1994"),
    ("owner_card", "001094000018"),
    ("phone", "0912 345 679"),
    ("address", "Số 1, đường Mẫu"),
    ("work", "house"),
    ("land_address", "Số 3, đường Mẫu"),
    ("land_parcel", "214"),
    ("land_sheet", "37"),
    ("land_area", "112,5"),
    ("land_paper", "other"),
    ("land_rented", "0"),
    ("footprint", "90"),
    ("floor_area", "250"),
    ("floors", "3"),
    ("height", "11,4"),
    ("adjoining", "0"),
    ("designer", "Công ty Thiết kế Mẫu"),
    ("design_check", "0"),
    ("fire", "0"),
    ("months", "8"),
    ("receive_by", "counter"),
];

/// An application for a permit, taken in at the counter; its code.
fn permit(house: &House) -> String {
    let url = "/can-bo/quay/1.013225";
    let page = house.get("tiepnhan.saigon", url);
    let agency = house.dossiers.accounts.agency_by_code("H29.201").unwrap().id.to_string();
    let mut values = HOUSE.to_vec();
    values.extend([
        ("agency", agency.as_str()),
        ("dong_y", "1"),
        ("giay", "ban-ve-nha"),
        ("giay", "giay-to-dat"),
        ("ban-ban-ve-nha", "2"),
    ]);
    values.push(("lam", "nhan"));
    let got = house.post("tiepnhan.saigon", &page, url, &values);
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    got.location.strip_prefix("/can-bo/ho-so/").unwrap().strip_suffix("/da-nhan").unwrap().to_owned()
}

/// Presses the one button of a form on the dossier page.
fn press(house: &House, login: &str, path: &str, leaf: &str) {
    let page = house.get(login, path);
    let got = house.post(login, &page, &format!("{path}/{leaf}"), &[]);
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{login} {leaf}: {}", got.body);
}

story! { others_are_asked_and_the_step_waits_for_them, |house| {
    let code = permit(&house);
    let path = format!("/can-bo/ho-so/{code}");
    press(&house, "truongphong.saigon", &path, "chuyen");
    press(&house, "xaydung.saigon", &path, "chuyen");
    press(&house, "xaydung.saigon", &path, "chuyen");
    let page = house.get_both("xaydung.saigon", &path);
    assert!(page.contains("Chờ các nơi được hỏi trả lời") && page.contains("Lấy ý kiến phối hợp"), "{page}");
    assert!(!page.contains(&format!("action=\"{path}/chuyen")));

    // One objects, with words; one agrees.
    let page = house.get("chuyenvien.sxd", &path);
    let url = format!("{path}/y-kien");
    let got = house.post("chuyenvien.sxd", &page, &url, &[("tra_loi", "khong"), ("y_kien", "")]);
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.body.contains("Viết lý do không đồng ý."), "{}", got.body);
    let got = house.post(
        "chuyenvien.sxd",
        &page,
        &url,
        &[("tra_loi", "khong"), ("y_kien", "Khoảng lùi phải 3,0 m")],
    );
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    let page = house.get("hotich.saigon", &path);
    let got = house.post("hotich.saigon", &page, &url, &[("tra_loi", "dong-y"), ("y_kien", "")]);
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    press(&house, "xaydung.saigon", &path, "chuyen");

    // The desk compares an original later.
    let papers = house.get("tiepnhan.saigon", &format!("{path}?muc=giay-to"));
    assert!(papers.contains("2 bản"));
    let got = house.post("tiepnhan.saigon", &papers, &format!("{path}/doi-chieu"), &[]);
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    assert!(house.get("tiepnhan.saigon", &format!("{path}?muc=giay-to")).contains("Đã đối chiếu bản chính"));
    tabs(&house, "truongphong.saigon", &code);
    let ledger = house.get("truongphong.saigon", &format!("{path}?muc=nhat-ky"));
    assert!(ledger.contains("Khoảng lùi phải 3,0 m") && ledger.contains("Trả lời không đồng ý"), "{ledger}");
} }

story! { a_head_gives_several_tasks_at_once_and_hears_about_each, |house| {
    let unit = house.actor("hotich.saigon").unit;
    let second = accounts::rules::OfficerEdit {
        name: "Phan Văn Giả Sử".to_owned(),
        title: "Chuyên viên".to_owned(),
        login: "hotich2.saigon".to_owned(),
        roles: vec!["specialist".to_owned()],
        ..Default::default()
    };
    let stamp = Stamp { actor: house.actor("quantri"), key: None };
    testkit::block_on(house.dossiers.accounts.add_officer(&stamp, &second, unit)).unwrap();
    let codes = [taken_in(&house, &[]), taken_in(&house, &[]), taken_in(&house, &[])];
    let page = house.get_both("chanhvanphong.saigon", "/can-bo/phan-cong");
    assert!(page.contains("Phân công: 3 việc chưa có người nhận"), "{page}");
    house.get_both("chanhvanphong.saigon", "/can-bo/viec?pham-vi=chua-giao");

    // One is taken by an officer meanwhile: the page the head holds is old for it.
    let taken = format!("/can-bo/ho-so/{}", codes[0]);
    let before = house.get("hotich.saigon", &taken);
    assert!(before.contains("Chưa phân công"));
    let got = house.post("hotich.saigon", &before, &format!("{taken}/nhan-viec"), &[]);
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);

    let ticks: Vec<String> = page
        .split("name=\"viec\" value=\"")
        .skip(1)
        .map(|rest| rest[..rest.find('"').unwrap()].to_owned())
        .collect();
    assert_eq!(ticks.len(), 3);
    let none = house.post("chanhvanphong.saigon", &page, "/can-bo/phan-cong", &[]);
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        none.body.contains("href=\"#f-viec\"") && none.body.contains("href=\"#f-nguoi_nhan\""),
        "{}",
        none.body
    );
    let holder = house.id("hotich.saigon").to_string();
    let mut values: Vec<(&str, &str)> = ticks.iter().map(|tick| ("viec", tick.as_str())).collect();
    values.push(("nguoi_nhan", &holder));
    let report = house.post("chanhvanphong.saigon", &page, "/can-bo/phan-cong", &values);
    assert_eq!(report.status, StatusCode::CONFLICT);
    assert!(
        report.body.contains("Có việc chưa giao được") && report.body.matches("Đã giao việc.").count() == 2,
        "{}",
        report.body
    );
    assert!(house.get("hotich.saigon", "/can-bo/viec").contains("Việc của tôi: 3 việc"));
} }
