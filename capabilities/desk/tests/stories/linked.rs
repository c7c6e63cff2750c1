//! Parts of other agencies, what the person must do meanwhile, and time that does not count.

use super::*;
use catalogue::{Answers, Kind, Missing, Question};
use dossiers::{SeenPaper, WalkIn};

/// An answer its question takes, as typed.
fn example(question: &Question) -> String {
    match question.kind {
        Kind::Choice => question.option[0].key.clone(),
        Kind::YesNo => "0".to_owned(),
        Kind::Date => "5/9/1990".to_owned(),
        Kind::Year => "2000".to_owned(),
        Kind::Number | Kind::Decimal => question.min.unwrap_or(1).to_string(),
        Kind::Card => "001190000018".to_owned(),
        Kind::Phone => "0900000418".to_owned(),
        Kind::Email => "ten@vi-du.vn".to_owned(),
        _ => "Nông Thị Thí Dụ".to_owned(),
    }
}

/// A complete dossier of any procedure, taken in at the counter of Phường Sài Gòn; its code.
fn walked_in(house: &House, procedure: &str, agency: &str) -> String {
    let dossiers = &house.dossiers;
    let today = house.clock.civil().day();
    let revision = dossiers.catalogue.current(procedure, today).unwrap();
    let (mut raw, mut answers, mut papers) = (Vec::new(), Answers::new(), Vec::<SeenPaper>::new());
    for _ in 0..40 {
        answers.apply(revision.validate_form(&raw, today).said);
        let missing = revision.with(&answers).missing(|key| papers.iter().any(|paper| paper.key == key));
        if missing.is_empty() {
            break;
        }
        for one in missing {
            match one {
                Missing::Answer { question, .. } => {
                    let value = example(revision.question(&question).unwrap());
                    raw.push((question, value));
                }
                Missing::Paper { paper: key } => {
                    papers.push(SeenPaper { key, form: "original".to_owned(), copies: 1, compared: true })
                }
            }
        }
    }
    let form = WalkIn {
        procedure: procedure.to_owned(),
        agency: dossiers.accounts.agency_by_code(agency).unwrap().id,
        answers,
        papers,
        fee_taken: false,
        at_once: false,
        agreed: true,
    };
    testkit::block_on(dossiers.walk_in(&house.actor("tiepnhan.saigon"), None, form)).unwrap().number
}

story! { other_agencies_do_their_parts_and_the_step_waits_for_them, |house| {
    let code = walked_in(&house, "3.000722", "H29.201");
    let path = format!("/can-bo/ho-so/{code}");
    for _ in 0..6 {
        let state = state(&house, &code);
        let lead = state.leading().unwrap();
        if lead.step == "lien-thong" {
            break;
        }
        let login = if lead.kind == cases::TaskKind::Approve { "chutich.saigon" } else { "hotich.saigon" };
        let page = house.get(login, &path);
        if page.contains(&format!("action=\"{path}/ket-qua#loi\"")) {
            house.upload(login, &page, &format!("{path}/ket-qua"), "ket qua.png", &picture());
        }
        press(&house, login, &path, "chuyen");
    }
    let page = house.get_both("hotich.saigon", &path);
    assert!(page.contains("Còn nơi chưa làm xong phần của mình."), "{page}");
    assert!(!page.contains(&format!("action=\"{path}/chuyen")));
    let list = house.get_both("chuyenvien.bhxh", "/can-bo/viec");
    assert!(list.contains("Cấp thẻ bảo hiểm y tế") && list.contains("Làm phần") || list.contains(&code), "{list}");

    // The part's own result comes first.
    let page = house.get_both("chuyenvien.bhxh", &path);
    assert!(page.contains("Xong phần của cơ quan") && page.contains("Đính kèm kết quả trước"), "{page}");
    assert!(!page.contains(&format!("action=\"{path}/xong-phan")));
    let got = house.upload("chuyenvien.bhxh", &page, &format!("{path}/ket-qua"), "the.png", &picture());
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    let stale = house.get("chuyenvien.bhxh", &path);
    moves_on(&house, "tiepnhan.saigon", &path);
    too_late(&house, "chuyenvien.bhxh", &stale, &format!("{path}/xong-phan"), &[], "Xong phần của cơ quan");
    steals(&house, "chuyenvien.bhxh", "chuyenvien.sxd", &path, "xong-phan", &[]);
    does(&house, "chuyenvien.bhxh", &path, "xong-phan", &[]);
    let flow = house.get_both("hotich.saigon", &format!("{path}?muc=quy-trinh"));
    assert!(flow.contains("Cấp thẻ bảo hiểm y tế") && flow.contains("Đã xong"), "{flow}");
    tabs(&house, "congan.saigon", &code);
} }

story! { the_time_a_person_needs_to_pay_does_not_count_and_says_by_which_rule, |house| {
    let code = walked_in(&house, "1.013831", "H29.33");
    let path = format!("/can-bo/ho-so/{code}");
    press(&house, "chuyenvien.datdai", &path, "chuyen");
    let page = house.get("chuyenvien.thue", &path);
    let said = [("tra_loi", "dong-y"), ("y_kien", "")];
    let got = house.post("chuyenvien.thue", &page, &format!("{path}/y-kien"), &said);
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    press(&house, "chuyenvien.datdai", &path, "chuyen");
    let page = house.get_both("chuyenvien.datdai", &path);
    for words in ["Tạm không tính thời hạn từ 09:41", "không tính vào thời hạn giải quyết", "Căn cứ: ", "Chờ người dân thực hiện", "Người nộp đã làm xong"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(house.get_both("chuyenvien.datdai", "/can-bo/viec").contains("Tạm không tính"));
    days_pass(&house, 2);
    does(&house, "chuyenvien.datdai", &path, "chuyen", &[]);
    let page = house.get_both("chuyenvien.datdai", &path);
    assert!(!page.contains("Tạm không tính thời hạn từ") && page.contains("Hẹn lần đầu"), "{page}");
    let flow = house.get("chuyenvien.datdai", &format!("{path}?muc=quy-trinh"));
    assert!(flow.contains("Thời gian không tính vào thời hạn: Chờ người dân nộp tiền"), "{flow}");
    tabs(&house, "tiepnhan.saigon", &code);
} }
