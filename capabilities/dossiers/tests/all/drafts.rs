//! Filling in: mistakes, two windows, papers, twice, somebody else's.

use crate::house::*;
use axum::http::{StatusCode, header};
use testkit::{block_on, fresh};

#[test]
fn what_was_understood_is_kept_beside_what_must_be_mended() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    block_on(async {
        let mut guest = house.browser();
        let draft = begin(&mut guest, EXTRACT).await;
        let path = format!("{draft}/buoc/ho-ten");
        let page = guest.page(&path).await;
        let typed = [
            ("requester_name", "Nông Thị Thí Dụ"),
            ("requester_birth_nam", "1990"),
            ("requester_card", "12345"),
        ];
        let wrong = guest.post(&path, &page, &typed).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.says("<title>Lỗi: ").says("Có 1 chỗ cần sửa").says("href=\"#f-requester_card\"");
        wrong.says("Số vừa nhập có 5 số").says("value=\"12345\"").says("aria-invalid=\"true\"");
        let again = guest.page(&path).await;
        again
            .says("value=\"Nông Thị Thí Dụ\"")
            .says("value=\"1990\"")
            .hides("12345")
            .says("Đã lưu lúc 09:41");
        assert_eq!(guest.get(&draft).await.location(), format!("{draft}/buoc/noi-giai-quyet"));
    });
}

#[test]
fn save_and_do_later_leads_to_the_drafts_and_back_to_where_it_stands() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    block_on(async {
        let mut guest = house.browser();
        guest.page("/ban-nhap").await.says("Chưa có bản nháp nào.");
        let draft = begin(&mut guest, EXTRACT).await;
        answer(&mut guest, &draft, "noi-giai-quyet", &[("noi", &house.agency("H29.202"))]).await;
        let to = answer(&mut guest, &draft, "ai-yeu-cau", &[("asker", "other"), ("luu", "1")]).await;
        assert_eq!(to, "/ban-nhap");
        let list = guest.page("/ban-nhap").await;
        list.says("Bản nháp của tôi").says(&format!("{draft}/buoc/ho-ten")).says("24 giờ");
        house.browser().page("/ban-nhap").await.hides(&draft);

        let ask = guest.page(&format!("{draft}/xoa")).await;
        let gone = guest.post(&format!("{draft}/xoa"), &ask, &[]).await;
        assert_eq!(gone.location(), "/ban-nhap");
        let twice = guest.post(&format!("{draft}/xoa"), &ask, &[]).await;
        assert_eq!(twice.location(), "/ban-nhap", "twice is once");
        assert_eq!(guest.get(&draft).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn two_windows_choose_when_they_differ_and_merge_when_they_do_not() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let house = House::new(&fresh.db());
        block_on(async {
            let mut guest = house.browser();
            let draft = complete(&house, &mut guest).await;
            let (phones, copies) = (format!("{draft}/buoc/lien-lac"), format!("{draft}/buoc/so-ban"));
            let (old_phones, old_copies) = (guest.page(&phones).await, guest.page(&copies).await);
            answer(&mut guest, &draft, "so-ban", &[("copies", "3")]).await;

            // Another page changed meanwhile: that is no conflict.
            let said = [("phone", "0900 000 419"), ("email", ""), ("address", "Số 18, phường Sài Gòn")];
            let merged = guest.post(&phones, &old_phones, &said).await;
            assert_eq!(merged.status, StatusCode::SEE_OTHER, "{}", merged.body);

            // The same question changed meanwhile: the person chooses.
            let differs = guest.post(&copies, &old_copies, &[("copies", "4")]).await;
            assert_eq!(differs.status, StatusCode::CONFLICT);
            differs
                .says("Chọn bản muốn giữ")
                .says("ông/bà vừa nhập")
                .says("name=\"giu_copies\"")
                .says("3 bản")
                .says("4 bản");
            let kept = guest.post(&copies, &differs, &[("giu_copies", "kia")]).await;
            assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
            guest.page(&copies).await.says("value=\"3\"");
            let mine = guest.post(&copies, &differs, &[("giu_copies", "toi")]).await;
            assert_eq!(mine.status, StatusCode::SEE_OTHER, "{}", mine.body);
            guest.page(&copies).await.says("value=\"4\"");

            // The same form sent twice changes nothing more.
            let page = guest.page(&copies).await;
            for _ in 0..2 {
                let reply = guest.post(&copies, &page, &[("copies", "5")]).await;
                assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
            }
        });
    }
}

#[test]
fn the_start_button_pressed_twice_begins_one_draft() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let house = House::new(&fresh.db());
        block_on(async {
            let mut guest = house.browser();
            let page = guest.page("/nop/2.000635").await;
            let mut second = guest.clone();
            let first = guest.post("/nop/2.000635", &page, &[]).await.location();
            let again = second.post("/nop/2.000635", &page, &[]).await.location();
            assert_eq!(first, again);
            second.page(&again).await.says("Nơi nào giải quyết");
        });
    }
}

#[test]
fn an_account_fills_in_what_it_already_says() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    block_on(async {
        let mut citizen = house.signed_in("nguoidan").await;
        let draft = begin(&mut citizen, EXTRACT).await;
        let page = citizen.page(&format!("{draft}/buoc/ho-ten")).await;
        page.hides("name=\"requester_name\" autocomplete=\"name\" value=\"\"");
        let mut other = house.signed_in("nguoidan2").await;
        for part in ["", "/buoc/ho-ten", "/giay-to", "/xem-lai", "/da-nop", "/xoa"] {
            let reply = other.get(&format!("{draft}{part}")).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{part}");
        }
    });
}

#[test]
fn each_file_has_one_clear_message_and_the_others_are_kept() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let house = House::new(&fresh.db());
        block_on(async {
            let mut guest = house.browser();
            let draft = begin(&mut guest, EXTRACT).await;
            answer(&mut guest, &draft, "ai-yeu-cau", &[("asker", "other")]).await;
            let path = format!("{draft}/giay-to");
            let page = guest.page(&path).await;
            page.says("name=\"giay_uy-quyen\"").says("Chưa có").says("enctype=\"multipart/form-data\"");
            let files: &[(&str, &str, &[u8])] = &[
                ("giay_uy-quyen", "ủy quyền.pdf", PDF),
                ("giay_uy-quyen", "trống.pdf", b""),
                ("giay_uy-quyen", "chương trình.pdf", b"MZ\x90\0 not a paper"),
            ];
            let mixed = guest.upload(&path, &page, files, "").await;
            assert_eq!(mixed.status, StatusCode::UNPROCESSABLE_ENTITY);
            mixed
                .says("Có 2 chỗ cần sửa")
                .says("ủy quyền.pdf")
                .says("Đã nhận")
                .says("trống.pdf")
                .says("1 trang");
            assert_eq!(mixed.body.matches(">Xem<").count(), 1);
            // The same form again keeps the same one paper.
            let again = guest.upload(&path, &page, files, "").await;
            assert_eq!(again.body.matches(">Xem<").count(), 1);

            let view = format!("{path}/{}", mixed.between(&format!("<a href=\"{path}/"), "\""));
            let opened = guest.page(&view).await;
            assert_eq!(opened.body.as_bytes(), PDF);
            let header = |name: header::HeaderName| opened.headers.get(name).unwrap().to_str().unwrap();
            assert!(header(header::CONTENT_DISPOSITION).starts_with("attachment; filename=\"tep.pdf\""));
            assert!(header(header::CONTENT_SECURITY_POLICY).starts_with("sandbox"));
            assert_eq!(header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
            assert_eq!(house.browser().get(&view).await.status, StatusCode::NOT_FOUND);

            let page = guest.page(&path).await;
            for _ in 0..2 {
                let gone = guest.post(&format!("{view}/xoa"), &page, &[]).await;
                assert_eq!(gone.location(), path, "{}", gone.body);
            }
            guest.page(&path).await.hides(">Xem<").says("Chưa có");
            let missing = guest.upload(&path, &page, &[], "").await;
            assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
            missing.says("Thêm ảnh hoặc tệp PDF: Giấy ủy quyền");
        });
    }
}
