//! One complete request for papers, before acceptance and after appraisal.

use super::*;

/// Sends what the preview shows.
fn sends(house: &House, login: &str, preview: &str, url: &str) -> String {
    let got = house.post(login, preview, url, &[]);
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    got.location
}

story! { a_waiting_dossier_is_asked_for_everything_missing_once, |house| {
    let receipt = sent(&house);
    let path = format!("/can-bo/ho-so/{receipt}");
    let url = format!("{path}/bo-sung");
    assert!(house.get("tiepnhan.saigon", &path).contains(&format!("href=\"{url}\"")));
    let page = house.get_both("tiepnhan.saigon", &url);
    assert!(page.contains("Chỉ yêu cầu được một lần") && page.contains("Nông Thị Thí Dụ"), "{page}");
    // The basis comes from the catalogue and carries no mark of how sure it is.
    assert!(!page.contains("[D]") && !page.contains("[L]"), "{page}");

    // Nothing ticked; then ticked without a reason and with the basis emptied.
    let none = house.post("tiepnhan.saigon", &page, &url, &[("lam", "xem")]);
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.body.contains("Đánh dấu ít nhất một mục.") && none.body.contains("href=\"#muc-0\""));
    let item = "answer.registered_year";
    let (reason, basis) = (format!("ly_do.{item}"), format!("can_cu.{item}"));
    let wrong = house.post(
        "tiepnhan.saigon",
        &page,
        &url,
        &[("muc", item), (&reason, " "), (&basis, ""), ("ghi_chu", "Gặp chị Mẫu"), ("lam", "xem")],
    );
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    house::well_made(&url, &wrong.body);
    for words in ["viết lý do", "viết căn cứ", "Gặp chị Mẫu", "checked"] {
        assert!(wrong.body.contains(words), "{words}: {}", wrong.body);
    }

    // What is looked at is what the person will read; it can still be changed.
    let values = [
        ("muc", item),
        (&reason, "Năm đăng ký không khớp sổ"),
        (&basis, "Luật Hộ tịch, Điều 64"),
        ("ghi_chu", "Gặp chị Mẫu"),
    ];
    let with = |lam| values.iter().copied().chain([("lam", lam)]).collect::<Vec<_>>();
    let preview = house.post("tiepnhan.saigon", &page, &url, &with("xem"));
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.body);
    house::well_made(&url, &preview.body);
    for words in [
        "Cần bổ sung 1 mục",
        "Năm đăng ký không khớp sổ",
        "Căn cứ: Luật Hộ tịch, Điều 64",
        "chỉ yêu cầu một lần",
        "Không có hạn trả lời",
        "Gửi yêu cầu",
    ] {
        assert!(preview.body.contains(words), "{words}: {}", preview.body);
    }
    let again = house.post("tiepnhan.saigon", &preview.body, &url, &[("lam", "sua")]);
    assert_eq!(again.status, StatusCode::OK);
    assert!(again.body.contains("Năm đăng ký không khớp sổ"), "{}", again.body);

    // Somebody else does something meanwhile: said on the fresh page, with everything typed.
    let send = format!("{url}/tiep-nhan");
    moves_on(&house, "tiepnhan.saigon", &path);
    too_late(&house, "tiepnhan.saigon", &preview.body, &send, &[], "Năm đăng ký không khớp sổ");
    let page = house.get("tiepnhan.saigon", &url);
    let preview = house.post("tiepnhan.saigon", &page, &url, &with("xem"));
    let sent = sends(&house, "tiepnhan.saigon", &preview.body, &send);
    assert!(sent.ends_with("?xong=ask-supplement-intake"));
    // The same form again is the same answer.
    assert_eq!(sends(&house, "tiepnhan.saigon", &preview.body, &send), sent);

    let dossier = house.get_both("tiepnhan.saigon", &path);
    for words in ["Chờ người dân bổ sung 1 trong 1 mục", "Năm đăng ký không khớp sổ", "Chưa có", "Gặp chị Mẫu"] {
        assert!(dossier.contains(words), "{words}: {dossier}");
    }
    assert!(!dossier.contains(&format!("href=\"{url}\"")));
    tabs(&house, "tiepnhan.saigon", &receipt);
    let list = house.get_both("tiepnhan.saigon", "/can-bo/viec");
    assert!(list.contains("Chờ người dân bổ sung") && list.contains("Tạm không tính"), "{list}");

    // A second time: when it was asked, and that the law allows one.
    let second = house.try_get("tiepnhan.saigon", &url);
    assert_eq!(second.status, StatusCode::CONFLICT);
    house::well_made(&url, &second.body);
    assert!(second.body.contains("đã yêu cầu bổ sung 1 mục lúc") && second.body.contains("tối đa 1 lần"));
    assert_eq!(house.try_get("tiepnhan.saigon", &format!("/en{url}")).status, StatusCode::CONFLICT);

    // The person gives it; the dossier can be accepted again.
    let id = state(&house, &receipt).id;
    let raw = vec![("registered_year".to_owned(), "1998".to_owned())];
    let seen = dossiers::Seen { key: None, version: None };
    testkit::block_on(house.dossiers.answer_with_words(
        &house.actor("quantri"), id, seen, "registered_year", &raw,
    )).unwrap();
    let dossier = house.get("tiepnhan.saigon", &path);
    assert!(dossier.contains("Đã bổ sung 09:41") && dossier.contains(&format!("action=\"{path}/tiep-nhan")), "{dossier}");
    assert!(dossier.contains("Yêu cầu bổ sung: không làm được."), "{dossier}");
    let third = house.try_get("tiepnhan.saigon", &url);
    assert_eq!(third.status, StatusCode::CONFLICT);
} }

story! { a_request_for_papers_of_another_office_is_not_there, |house| {
    let receipt = sent(&house);
    let url = format!("/can-bo/ho-so/{receipt}/bo-sung");
    assert_eq!(house.try_get("tiepnhan.benthanh", &url).status, StatusCode::NOT_FOUND);
    assert_eq!(house.try_get("thanhtra", &url).status, StatusCode::NOT_FOUND);
    // An officer of the same ward who does not receive: the rules say no.
    assert_eq!(house.try_get("xaydung.saigon", &url).status, StatusCode::NOT_FOUND);
    let page = house.get("tiepnhan.saigon", &url);
    let mut pairs = house::form_of(&page, &url).hidden;
    pairs.retain(|(name, _)| name != "csrf");
    pairs.push(("csrf".to_owned(), house.csrf("tiepnhan.benthanh")));
    pairs.push(("muc".to_owned(), "answer.registered_year".to_owned()));
    for leaf in ["", "/tiep-nhan", "/tham-dinh"] {
        let got = house.post_pairs("tiepnhan.benthanh", &format!("{url}{leaf}"), &pairs);
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{leaf}");
    }
} }

story! { after_appraisal_the_clock_stands_still_until_everything_is_there, |house| {
    let code = permit(&house);
    let path = format!("/can-bo/ho-so/{code}");
    let url = format!("{path}/bo-sung");
    press(&house, "truongphong.saigon", &path, "chuyen");
    let page = house.get_both("xaydung.saigon", &url);
    let paper = "paper.ban-ve-nha";
    let (reason, basis) = (format!("ly_do.{paper}"), format!("can_cu.{paper}"));
    assert!(page.contains(&format!("name=\"{basis}\"")) && page.contains("Hồ sơ có 1 bản."), "{page}");
    let values = [("muc", paper), (reason.as_str(), "Thiếu mặt cắt"), (basis.as_str(), "NĐ 175/2024, Điều 55")];
    let look: Vec<_> = values.iter().copied().chain([("lam", "xem")]).collect();
    let preview = house.post("xaydung.saigon", &page, &url, &look);
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.body);
    for words in ["Cần bổ sung 1 mục, chậm nhất", "thời hạn giải quyết tính lại từ đầu", "hồ sơ sẽ đóng"] {
        assert!(preview.body.contains(words), "{words}: {}", preview.body);
    }
    sends(&house, "xaydung.saigon", &preview.body, &format!("{url}/tham-dinh"));
    let dossier = house.get_both("xaydung.saigon", &path);
    assert!(dossier.contains("Quá ngày đó, hồ sơ tự đóng.") && dossier.contains("Chờ người dân bổ sung"), "{dossier}");
    // The letter of the request can be printed.
    assert!(dossier.contains(&format!("{path}/phieu/")), "{dossier}");
    tabs(&house, "truongphong.saigon", &code);
    assert_eq!(house.try_get("xaydung.saigon", &url).status, StatusCode::CONFLICT);
} }

story! { papers_are_not_asked_for_after_the_days_the_sector_gives, |house| {
    let code = permit(&house);
    let path = format!("/can-bo/ho-so/{code}");
    press(&house, "truongphong.saigon", &path, "chuyen");
    days_pass(&house, 11);
    let page = house.get_both("xaydung.saigon", &path);
    assert!(page.contains("Đã quá thời gian được yêu cầu bổ sung"), "{page}");
    assert!(!page.contains(&format!("href=\"{path}/bo-sung\"")));
    assert_eq!(house.try_get("xaydung.saigon", &format!("{path}/bo-sung")).status, StatusCode::CONFLICT);
} }
