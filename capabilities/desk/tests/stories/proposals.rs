//! New dates, refusals and stops: proposed by who works on it, decided by a head.

use super::*;

/// A permit whose appraisal has begun; the path of its page.
fn in_appraisal(house: &House) -> String {
    let code = permit(house);
    let path = format!("/can-bo/ho-so/{code}");
    press(house, "truongphong.saigon", &path, "chuyen");
    path
}

fn number(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

const LATER: &[(&str, &str)] = &[
    ("nguyen_nhan", "complex"),
    ("hen_ngay", "30"),
    ("hen_thang", "9"),
    ("hen_nam", "2026"),
    ("loi_nhan", "Xin lỗi ông Họa, cần kiểm tra thêm móng"),
];

story! { a_new_date_is_proposed_declined_proposed_again_and_promised, |house| {
    let path = in_appraisal(&house);
    let page = house.get_both("xaydung.saigon", &path);
    assert!(page.contains("Đề nghị hẹn lại") && page.contains("Hồ sơ phức tạp, phải kiểm tra thêm"), "{page}");
    assert!(page.contains("Xin lỗi ông/bà vì chưa trả được kết quả"), "{page}");

    let wrong = mends(&house, "xaydung.saigon", &path, "hen-lai", &[("loi_nhan", "")]);
    for words in ["Chọn nguyên nhân.", "Viết lời gửi người nộp.", "Nhập một ngày có thật", "<details class=\"box\" open>"] {
        assert!(wrong.contains(words), "{words}: {wrong}");
    }
    // A Sunday, and a day that is not later than the promised one.
    let day = |day: &'static str| {
        let mut values = LATER.to_vec();
        values.retain(|(name, _)| *name != "hen_ngay");
        values.push(("hen_ngay", day));
        values
    };
    let sunday = mends(&house, "xaydung.saigon", &path, "hen-lai", &day("27"));
    assert!(sunday.contains("Chọn một ngày làm việc.") && sunday.contains("kiểm tra thêm móng"), "{sunday}");
    let early = mends(&house, "xaydung.saigon", &path, "hen-lai", &day("8"));
    assert!(early.contains("Chọn một ngày sau ngày đã hẹn."), "{early}");

    let before = house.get("xaydung.saigon", &path);
    moves_on(&house, "truongphong.saigon", &path);
    too_late(&house, "xaydung.saigon", &before, &format!("{path}/hen-lai"), LATER, "kiểm tra thêm móng");
    steals(&house, "xaydung.saigon", "xaydung.benthanh", &path, "hen-lai", LATER);
    does(&house, "xaydung.saigon", &path, "hen-lai", LATER);
    let page = house.get("xaydung.saigon", &path);
    assert!(page.contains("Chờ lãnh đạo quyết định") && !page.contains(&format!("action=\"{path}/hen-lai")), "{page}");
    assert!(page.contains("Đang chờ lãnh đạo quyết định một đề nghị."), "{page}");

    // The head finds it first, with cause, words, both dates and who proposed.
    let today = house.get_both("truongphong.saigon", "/can-bo");
    assert!(today.contains("Chờ tôi quyết định (1)") && today.contains(number(&path)), "{today}");
    assert!(today.find("Chờ tôi quyết định").unwrap() < today.find("Việc tôi đang giữ").unwrap());
    let list = house.get_both("truongphong.saigon", "/can-bo/viec");
    assert!(list.contains("Quyết định đề nghị hẹn lại"), "{list}");
    let page = house.get_both("truongphong.saigon", &path);
    for words in ["Hồ sơ phức tạp, phải kiểm tra thêm", "kiểm tra thêm móng", "30/9/2026", "Người đề nghị"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let wrong = mends(&house, "truongphong.saigon", &path, "quyet-dinh", &[]);
    assert!(wrong.contains("Chọn đồng ý hoặc không đồng ý."), "{wrong}");
    let wrong = mends(&house, "truongphong.saigon", &path, "quyet-dinh", &[("quyet_dinh", "khong"), ("ly_do", " ")]);
    assert!(wrong.contains("Viết lý do không đồng ý."), "{wrong}");
    steals(&house, "truongphong.saigon", "chanhvanphong.saigon", &path, "quyet-dinh", &[("quyet_dinh", "dong-y")]);
    does(&house, "truongphong.saigon", &path, "quyet-dinh", &[("quyet_dinh", "khong"), ("ly_do", "Còn kịp")]);
    assert!(house.get("xaydung.saigon", &format!("{path}?muc=nhat-ky")).contains("Còn kịp"));

    does(&house, "xaydung.saigon", &path, "hen-lai", LATER);
    does(&house, "truongphong.saigon", &path, "quyet-dinh", &[("quyet_dinh", "dong-y")]);
    let page = house.get_both("xaydung.saigon", &path);
    assert!(page.contains("Hẹn lần đầu") && page.contains("30/9/2026"), "{page}");
    assert!(page.contains("đã hẹn lại một lần"), "{page}");
    let flow = house.get_both("xaydung.saigon", &format!("{path}?muc=quy-trinh"));
    assert!(flow.contains("1 lần, tối đa 1 lần") && flow.contains("Hẹn lại: Hồ sơ phức tạp"), "{flow}");
    assert!(flow.contains("Mã trạng thái quốc gia"), "{flow}");
    let list = house.get("xaydung.saigon", "/can-bo/viec");
    assert!(list.contains("(lần đầu "), "{list}");
    tabs(&house, "truongphong.saigon", number(&path));
} }

story! { a_refusal_is_proposed_agreed_to_and_opened_again_by_a_head, |house| {
    let path = in_appraisal(&house);
    let wrong = mends(&house, "xaydung.saigon", &path, "de-nghi-tu-choi", &[("ly_do", "")]);
    assert!(wrong.contains("Viết lý do để người đọc biết phải làm gì."), "{wrong}");
    let reason = [("ly_do", "Đất không được phép xây dựng")];
    let before = house.get("xaydung.saigon", &path);
    moves_on(&house, "truongphong.saigon", &path);
    too_late(&house, "xaydung.saigon", &before, &format!("{path}/de-nghi-tu-choi"), &reason, "Đất không được phép");
    steals(&house, "xaydung.saigon", "xaydung.benthanh", &path, "de-nghi-tu-choi", &reason);
    does(&house, "xaydung.saigon", &path, "de-nghi-tu-choi", &reason);
    assert!(house.get("truongphong.saigon", &path).contains("Đất không được phép xây dựng"));
    does(&house, "truongphong.saigon", &path, "quyet-dinh", &[("quyet_dinh", "dong-y")]);
    assert!(house.get_both("xaydung.saigon", &path).contains("Từ chối"));
    tabs(&house, "tiepnhan.saigon", number(&path));

    // The State erred: a head opens it again, with a cause and a reason.
    let page = house.get("truongphong.saigon", &path);
    assert!(page.contains(&format!("action=\"{path}/mo-lai#loi\"")), "{page}");
    assert!(!house.get("xaydung.saigon", &path).contains(&format!("{path}/mo-lai")));
    let wrong = mends(&house, "truongphong.saigon", &path, "mo-lai", &[]);
    assert!(wrong.contains("Chọn nguyên nhân.") && wrong.contains("Viết lý do"), "{wrong}");
    let again = [("nguyen_nhan", "closed-by-mistake"), ("ly_do", "Đọc nhầm tờ bản đồ")];
    steals(&house, "truongphong.saigon", "truongphong.benthanh", &path, "mo-lai", &again);
    does(&house, "truongphong.saigon", &path, "mo-lai", &again);
    let flow = house.get_both("truongphong.saigon", &format!("{path}?muc=quy-trinh"));
    assert!(flow.contains("Mở lại"), "{flow}");
} }

story! { a_stop_needs_a_cause_of_the_list_and_a_reason, |house| {
    let path = in_appraisal(&house);
    let page = house.get("xaydung.saigon", &path);
    let allowed = house.dossiers.catalogue.regime_on(house.clock.civil().day()).unwrap().stop.allowed;
    assert_eq!(page.contains(&format!("{path}/de-nghi-dung")), allowed);
    if allowed {
        let wrong = mends(&house, "xaydung.saigon", &path, "de-nghi-dung", &[]);
        assert!(wrong.contains("Chọn nguyên nhân.") && wrong.contains("Viết lý do"), "{wrong}");
        let regime = house.dossiers.catalogue.regime_on(house.clock.civil().day()).unwrap();
        let cause = regime.causes("stop").next().unwrap().key.clone();
        let values = [("nguyen_nhan", cause.as_str()), ("ly_do", "Có bản án đang thi hành")];
        steals(&house, "xaydung.saigon", "xaydung.benthanh", &path, "de-nghi-dung", &values);
        does(&house, "xaydung.saigon", &path, "de-nghi-dung", &values);
        does(&house, "truongphong.saigon", &path, "quyet-dinh", &[("quyet_dinh", "dong-y")]);
        assert!(house.get_both("xaydung.saigon", &path).contains("Dừng giải quyết"));
    }
} }

story! { when_it_is_late_a_letter_names_a_day_and_the_dossier_stays_late, |house| {
    let path = in_appraisal(&house);
    let url = format!("{path}/thu-xin-loi");
    assert!(!house.get("truongphong.saigon", &path).contains(&url));
    days_pass(&house, 21);
    let page = house.get_both("truongphong.saigon", &path);
    assert!(page.contains(&url) && page.contains("Quá hạn "), "{page}");
    assert!(page.contains("Đề nghị hẹn lại: không làm được.") || !page.contains("hen-lai"), "{page}");
    let wrong = mends(&house, "truongphong.saigon", &path, "thu-xin-loi", &[("loi_nhan", " ")]);
    assert!(wrong.contains("Chọn nguyên nhân.") && wrong.contains("Viết lời gửi"), "{wrong}");
    let letter = [
        ("nguyen_nhan", "many"),
        ("hen_ngay", "7/10/2026"),
        ("loi_nhan", "Xin lỗi ông Họa vì hồ sơ chậm"),
    ];
    let before = house.get("truongphong.saigon", &path);
    moves_on(&house, "tiepnhan.saigon", &path);
    too_late(&house, "truongphong.saigon", &before, &url, &letter, "vì hồ sơ chậm");
    steals(&house, "truongphong.saigon", "truongphong.benthanh", &path, "thu-xin-loi", &letter);
    does(&house, "truongphong.saigon", &path, "thu-xin-loi", &letter);
    let page = house.get_both("truongphong.saigon", &path);
    assert!(page.contains("Đã gửi 1 thư xin lỗi") && page.contains("vẫn tính là quá hạn"), "{page}");
    assert!(house.get("xaydung.saigon", "/can-bo/viec").contains("Quá hạn"));
    tabs(&house, "truongphong.saigon", number(&path));
} }
