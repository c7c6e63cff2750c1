//! A procedure that only the national catalogue had, made here by two editors in the browser, and
//! applied for the same day.

use serde_json::json;
use walkthroughs::{Client, Town, on_both_engines};

const CODE: &str = "9.000077";
const WARD: &str = "H29.201";

fn imported(town: &Town) {
    let record = json!({
        "ma_thu_tuc": CODE,
        "ten_thu_tuc": "Cấp thẻ tham quan vườn ví dụ",
        "so_quyet_dinh": "1/QĐ-THU",
        "cap_thuc_hien": "Cấp xã",
        "linh_vuc": "Vườn ví dụ",
        "doi_tuong_thuc_hien": "Công dân Việt Nam",
        "co_quan_co_tham_quyen": "Ủy ban nhân dân cấp xã",
        "cach_thuc_thuc_hien": concat!(
            "Hình thức nộpThời gianPhí, lệ phíMô tả",
            "Trực tuyến3 Ngày làm việcMiễn phíTrực tiếp3 Ngày làm việcMiễn phí"
        ),
        "thanh_phan_ho_so": "--Tên giấy tờMẫu đơn, tờ khaiSố lượngTờ khai cấp thẻTO KHAI.docx1 bản chính",
        "can_cu_phap_ly": "Tên văn bản pháp lýMã văn bảnLuật Thử nghiệm46/2024/QH15",
        "ket_qua_xu_ly": "Thẻ tham quanMã: KQ.G15.000031",
    });
    let house = town.house();
    let path =
        std::env::temp_dir().join(format!("motcua-record-{}-{:?}.jsonl", std::process::id(), town.engine));
    std::fs::write(&path, record.to_string()).unwrap();
    let (db, ids, clock) = (&house.db, &house.ids, &house.clock);
    catalogue::import(db, ids, clock, &house.catalogue, &path, &mut |_| ()).unwrap();
    std::fs::remove_file(&path).unwrap();
    house.catalogue.refresh().unwrap();
}

/// Saves an item of the change as it stands on a page, with what is given.
fn save(who: &Client, change: &str, (page, place): (&str, &str), values: &[(&str, &str)]) {
    let form = who.form(&format!("{change}/muc/{page}"), &format!("{change}/muc/{place}"));
    who.submit(&form, values).expect(303);
}

on_both_engines! {
    fn a_record_becomes_a_procedure_that_is_applied_for(engine) {
        let town = Town::on(engine);
        imported(&town);
        let public = town.guest().follow(town.guest().get(&format!("/thu-tuc/{CODE}")));
        assert!(public.page().link("/nop/").is_none(), "a record cannot be applied for");

        let (author, second) = (town.sign_in("bientap"), town.sign_in("kiemsoat"));
        let found = author.page("/can-bo/thu-tuc?q=the+tham+quan+vuon");
        let home = format!("/can-bo/thu-tuc/{CODE}");
        assert!(found.links().contains(&home), "{:?}", found.links());
        let form = author.form(&home, &format!("{home}/sua"));
        let today = town.now().day();
        let day = [today.day().to_string(), today.month().to_string(), today.year().to_string()];
        let begun = author.submit(&form, &[
            ("from_ngay", day[0].as_str()),
            ("from_thang", day[1].as_str()),
            ("from_nam", day[2].as_str()),
            ("reason", "Quyết định 1/QĐ-THU"),
        ]);
        begun.expect(303);
        let page = author.page(&home);
        let change = page.link("/sua/").unwrap();
        let open = author.page(&change).main();
        assert!(open.contains("Mục Chung") && open.contains("Mục Quy trình"), "{open}");
        save(&author, &change, ("chung", "chung/0"), &[
            ("m0_short_vi", "Thẻ tham quan"),
            ("m0_summary_vi", "Để vào vườn ví dụ."),
            ("m0_minutes", "5"),
            ("m0_service", "full"),
            ("m0_competent", "social"),
        ]);
        save(&author, &change, ("quy-trinh/0", "quy-trinh/0"), &[("m0_unit", "social")]);
        let form = author.form(&change, &format!("{change}/trinh"));
        author.submit(&form, &[]).expect(303);
        let form = second.form(&change, &format!("{change}/cong-bo"));
        second.submit(&form, &[]).expect(303);

        // People read what was made here, and apply for it.
        let guest = town.guest();
        let public = guest.follow(guest.get(&format!("/thu-tuc/{CODE}"))).page();
        assert!(public.link(&format!("/nop/{CODE}")).is_some(), "{:?}", public.links());
        let searched = guest.page("/tim?q=the+tham+quan");
        assert!(searched.main().contains("Thẻ tham quan"), "{}", searched.main());
        let answers = [
            ("requester_name", "Đinh Thị Thử Nghiệm"),
            ("requester_card", "079188007654"),
            ("phone", "0907007654"),
        ];
        let case = town.sent("nguoidan", CODE, WARD, &answers);
        town.accepted("tiepnhan.saigon", case);
        let state = town.state(case);
        let due = state.due.unwrap().day;
        assert!(due > today && due <= today.plus(7), "three working days from {today}: {due}");
        town.doctor();

        // Beside its record it says the same.
        let beside = author.page(&format!("{home}/quoc-gia")).main();
        assert!(beside.contains("nói như nhau"), "{beside}");
    }
}
