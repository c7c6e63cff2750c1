//! Taking back, and mending a result that was wrong.

use super::*;

story! { a_dossier_taken_back_is_closed_by_the_desk, |house| {
    let receipt = sent(&house);
    does(&house, "tiepnhan.saigon", &format!("/can-bo/ho-so/{receipt}"), "tiep-nhan", &[]);
    let before = state(&house, &receipt);
    let (id, code) = (before.id, before.code.unwrap());
    let path = format!("/can-bo/ho-so/{code}");
    assert!(!house.get("tiepnhan.saigon", &path).contains(&format!("{path}/rut")));
    let seen = dossiers::Seen { key: None, version: None };
    testkit::block_on(house.dossiers.withdraw(&house.actor("quantri"), id, seen, "Không cần nữa")).unwrap();
    let page = house.get_both("tiepnhan.saigon", &path);
    assert!(page.contains("Người nộp xin rút hồ sơ lúc") && page.contains("Người dân xin rút"), "{page}");
    // The step waits meanwhile, and says why.
    let work = house.get("hotich.saigon", &path);
    assert!(work.contains("Người nộp đang xin rút hồ sơ.") && !work.contains(&format!("action=\"{path}/chuyen")), "{work}");
    let list = house.get_both("tiepnhan.saigon", "/can-bo/viec");
    assert!(list.contains("Trả giấy tờ khi người dân rút hồ sơ"), "{list}");
    steals(&house, "tiepnhan.saigon", "tiepnhan.benthanh", &path, "rut", &[]);
    let stale = house.get("tiepnhan.saigon", &path);
    moves_on(&house, "tiepnhan.saigon", &path);
    too_late(&house, "tiepnhan.saigon", &stale, &format!("{path}/rut"), &[("noi_dung", "Đã trả hai tờ")], "Đã trả hai tờ");
    does(&house, "tiepnhan.saigon", &path, "rut", &[("noi_dung", "Đã trả hai tờ")]);
    assert!(house.get_both("tiepnhan.saigon", &path).contains("Đã rút"));
    tabs(&house, "hotich.saigon", &code);
} }

story! { a_wrong_result_is_mended_by_who_made_it, |house| {
    let code = taken_in(&house, &[("tra_ngay", "1"), ("thu", "1")]);
    let path = format!("/can-bo/ho-so/{code}");
    let wrong = mends(&house, "tiepnhan.saigon", &path, "dinh-chinh", &[("ly_do", "")]);
    assert!(wrong.contains("Viết lý do"), "{wrong}");
    let reason = [("ly_do", "Sai năm sinh: 1997, không phải 1979")];
    steals(&house, "tiepnhan.saigon", "tiepnhan.benthanh", &path, "dinh-chinh", &reason);
    does(&house, "tiepnhan.saigon", &path, "dinh-chinh", &reason);
    let list = house.get_both("hotich.saigon", "/can-bo/viec?pham-vi=don-vi");
    assert!(list.contains("Sửa kết quả sai") && list.contains(&code), "{list}");
    let page = house.get_both("hotich.saigon", &path);
    assert!(page.contains("Đang sửa kết quả") && page.contains("Đính kèm kết quả đúng"), "{page}");
    assert!(!page.contains(&format!("{path}/dinh-chinh")));
    let url = format!("{path}/ket-qua-dung");
    let got = house.upload("hotich.saigon", &page, &url, "anh.txt", b"no picture");
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", got.body);
    let got = house.upload("hotich.saigon", &page, &url, "Ban dung.png", &picture());
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    house.get_both("hotich.saigon", &got.location);
    let ledger = house.get("hotich.saigon", &format!("{path}?muc=nhat-ky"));
    assert!(ledger.contains("Sai năm sinh") && ledger.contains("Đã có kết quả đúng"), "{ledger}");
    tabs(&house, "hotich.saigon", &code);
} }
