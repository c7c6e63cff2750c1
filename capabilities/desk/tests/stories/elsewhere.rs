//! Dossiers taken in for another agency, papers on their way, and officers who are away.

use super::*;
use accounts::Stamp;

story! { a_desk_takes_a_dossier_for_another_ward_and_its_papers_travel, |house| {
    let url = "/can-bo/quay/2.000635";
    let page = house.get("tiepnhan.saigon", url);
    assert!(page.contains("Mã hồ sơ và lịch làm việc:"), "{page}");
    let there = house.actor("tiepnhan.benthanh").agency.unwrap();
    let there = house.dossiers.accounts.agency(there).unwrap();
    let (id, name, mark) = (there.id.to_string(), there.name("vi").to_owned(), there.code.clone());
    let mut values = ANSWERS.to_vec();
    values.push(("agency", &id));
    let look: Vec<_> = values.iter().copied().chain([("lam", "xem")]).collect();
    let shown = house.post("tiepnhan.saigon", &page, url, &look);
    let coded = format!("Mã hồ sơ mang mã {mark}");
    for words in [coded.as_str(), "Thời hạn tính theo lịch làm việc của", "Bản giấy chuyển trong hôm nay."] {
        assert!(shown.body.contains(words), "{words}: {}", shown.body);
    }
    values.extend([("dong_y", "1"), ("lam", "nhan")]);
    let got = house.post("tiepnhan.saigon", &page, url, &values);
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    let received = house.get_both("tiepnhan.saigon", &got.location);
    assert!(received.contains(&format!("Bản giấy phải gửi đến {name}")), "{received}");
    let code = got.location.strip_prefix("/can-bo/ho-so/").unwrap().strip_suffix("/da-nhan").unwrap();
    assert!(code.starts_with(&format!("{mark}-")), "{code}");
    let path = format!("/can-bo/ho-so/{code}");

    // Sent from here, received there.
    let list = house.get_both("tiepnhan.saigon", "/can-bo/viec");
    assert!(list.contains("Chuyển bản giấy"), "{list}");
    let stale = house.get("tiepnhan.saigon", &path);
    moves_on(&house, "tiepnhan.saigon", &path);
    too_late(&house, "tiepnhan.saigon", &stale, &format!("{path}/chuyen-giay"), &[], "Bản giấy đã gửi đi");
    steals(&house, "tiepnhan.saigon", "tiepnhan.thuduc", &path, "chuyen-giay", &[]);
    does(&house, "tiepnhan.saigon", &path, "chuyen-giay", &[]);
    let page = house.get_both("tiepnhan.benthanh", &path);
    assert!(page.contains("Bản giấy đã đến"), "{page}");
    does(&house, "tiepnhan.benthanh", &path, "chuyen-giay", &[]);
    let flow = house.get_both("tiepnhan.saigon", &format!("{path}?muc=quy-trinh"));
    assert!(flow.contains("Đã gửi đi") && flow.contains("Đã nhận"), "{flow}");
    tabs(&house, "tiepnhan.saigon", code);
} }

fn typed(day: &str) -> (String, String, String) {
    (day.to_owned(), "9".to_owned(), "2026".to_owned())
}

story! { work_of_an_officer_who_is_away_is_given_to_who_stands_in, |house| {
    let code = taken_in(&house, &[]);
    let path = format!("/can-bo/ho-so/{code}");
    let stamp = |login| Stamp { actor: house.actor(login), key: None };
    let away = accounts::rules::AbsenceEdit { first: typed("7"), last: typed("9"), reason: String::new() };
    let (hotich, deputy) = (house.id("hotich.saigon"), house.id("chanhvanphong.saigon"));
    let lent = accounts::rules::DelegationEdit {
        role: "specialist".to_owned(),
        first: typed("7"),
        last: typed("9"),
        reason: "Nghỉ phép".to_owned(),
        procedure: String::new(),
    };
    testkit::block_on(async {
        house.dossiers.accounts.record_absence(&stamp("quantri"), hotich, &away).await.unwrap();
        house.dossiers.accounts.delegate(&stamp("quantri"), hotich, Some(deputy), &lent).await.unwrap();
    });
    let page = house.get_both("chanhvanphong.saigon", &path);
    assert!(page.contains("vắng mặt đến") && page.contains("làm thay"), "{page}");
    let assign = house.get_both("chanhvanphong.saigon", "/can-bo/phan-cong");
    assert!(assign.contains("Việc của người đang vắng mặt") && assign.contains(&code), "{assign}");
    does(&house, "chanhvanphong.saigon", &path, "phan-cong", &[("nguoi_nhan", &deputy.to_string())]);
    assert!(house.get("chanhvanphong.saigon", "/can-bo/viec").contains(&code));
} }
