//! The citizen's whole way without scripts, in both languages, on both engines.

use crate::house::*;
use axum::http::StatusCode;
use testkit::{block_on, fresh};

#[test]
fn a_guest_goes_from_the_start_page_to_the_tracking_page() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let house = House::new(&fresh.db());
        block_on(async {
            let mut guest = house.browser();
            guest
                .page("/nop/2.000635")
                .await
                .says("Bắt đầu")
                .says("Mất khoảng")
                .says("8.000 đồng một bản sao");
            let draft = begin(&mut guest, EXTRACT).await;
            guest
                .page(&format!("{draft}/buoc/noi-giai-quyet"))
                .await
                .says("Nơi nào giải quyết cho ông/bà?")
                .says("Bước 1 trong khoảng")
                .says("Lưu và làm sau");
            let mut next =
                answer(&mut guest, &draft, "noi-giai-quyet", &[("noi", &house.agency("H29.201"))]).await;
            for (page, pairs) in EXTRACT_PAGES {
                assert_eq!(next, format!("{draft}/buoc/{page}"));
                next = answer(&mut guest, &draft, page, pairs).await;
            }
            assert_eq!(next, format!("{draft}/giay-to"));
            let papers = guest.page(&next).await;
            papers.says("Không cần nộp").says("cơ quan đăng ký tự tra cứu");
            let on = guest.upload(&next, &papers, &[], "").await;
            assert_eq!(on.location(), format!("{draft}/xem-lai"));
            let review = guest.page(&on.location()).await;
            review.says("001 190 000 018").says("0900 000 418").says("5/9/1990").says("16.000 đồng");
            review.says("buoc/ho-ten?ve=xem-lai").says("Xem lại trước khi gửi");

            let unticked = guest.post(&format!("{draft}/gui"), &review, &[]).await;
            assert_eq!(unticked.status, StatusCode::UNPROCESSABLE_ENTITY);
            unticked.says("<title>Lỗi: ").says("Đánh dấu vào ô cam đoan").says("href=\"#f-dong_y\"");

            let (receipt, secret) = send(&mut guest, &draft).await;
            assert_eq!((receipt.len(), secret.len()), (9, 6), "{receipt} {secret}");
            let done = guest.page(&format!("{draft}/da-nop")).await;
            done.says("Trả lời chậm nhất").says("thứ Ba, 08/9/2026").says("<svg class=\"qr\"").says(&secret);
            // Sent again, the same dossier; a sent draft leads to its receipt.
            let again = guest.post(&format!("{draft}/gui"), &unticked, &[("dong_y", "1")]).await;
            assert_eq!(again.location(), format!("{draft}/da-nop"));
            guest.page(&again.location()).await.says(&receipt);
            assert_eq!(
                guest.get(&format!("{draft}/buoc/ho-ten")).await.location(),
                format!("{draft}/da-nop")
            );

            let tracking = guest.page(&format!("/ho-so/{receipt}")).await;
            tracking.says("Hồ sơ đã gửi, ").says("Lúc này không cần làm gì").says("Nông Thị Thí Dụ");
            tracking.says("Tin tiếp theo muộn nhất").says("In giấy biên nhận").says("Chưa đến");
            guest.page("/ho-so").await.says(&receipt).says("Đang giải quyết");
            guest.page(&format!("/ho-so/{receipt}/giay-hen")).await.says("GIẤY BIÊN NHẬN").says(&secret);

            let link = done.between("<p class=\"code\"><a href=\"", "\"");
            let mut stranger = house.browser();
            let seen = stranger.page(&link).await;
            seen.says("Nông T. T. D.").hides("Thí Dụ").hides("0900").hides("001190000018").hides("Số 18,");
            assert_eq!(stranger.get(&format!("/ho-so/{receipt}")).await.status, StatusCode::NOT_FOUND);
            assert_eq!(stranger.get(&draft).await.status, StatusCode::NOT_FOUND);

            let looks = guest.page(&format!("/ho-so/{receipt}/nhat-ky")).await;
            looks.says("Người có liên kết chỉ xem").says("mở giấy hẹn để in");
        });
    }
}

#[test]
fn every_page_is_there_in_english() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    block_on(async {
        let mut guest = house.browser();
        let draft = complete(&house, &mut guest).await;
        for path in ["/nop/2.000635", "/ban-nhap", "/tra-cuu", "/ho-so"] {
            guest.page(&format!("/en{path}")).await.says("lang=\"en\"").hides("⟦");
        }
        for part in ["/buoc/noi-giai-quyet", "/buoc/ho-ten", "/buoc/lien-lac", "/giay-to", "/xem-lai", "/xoa"]
        {
            let page = guest.page(&format!("/en{draft}{part}")).await;
            page.says("lang=\"en\"").hides("⟦");
        }
        let (receipt, _) = send(&mut guest, &draft).await;
        guest.page(&format!("/en{draft}/da-nop")).await.says("Application sent").hides("⟦");
        for part in ["", "/nhat-ky", "/giay-hen"] {
            guest.page(&format!("/en/ho-so/{receipt}{part}")).await.says("lang=\"en\"").hides("⟦");
        }
    });
}

#[test]
fn the_secret_opens_the_dossier_on_another_device_and_guessing_is_slowed() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    block_on(async {
        let mut guest = house.browser();
        let draft = complete(&house, &mut guest).await;
        let (receipt, secret) = send(&mut guest, &draft).await;

        let mut other = house.browser();
        let page = other.page(&format!("/tra-cuu?ma={receipt}")).await;
        page.says(&format!("value=\"{receipt}\""));
        let empty = other.post("/tra-cuu", &page, &[("ma", ""), ("bi_mat", "")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        empty.says("Nhập mã hồ sơ hoặc mã biên nhận.").says("Nhập mã tra cứu");
        let typed = format!("{} {}", secret[..3].to_lowercase(), &secret[3..]);
        let opened =
            other.post("/tra-cuu", &page, &[("ma", &receipt.to_lowercase()), ("bi_mat", &typed)]).await;
        assert_eq!(opened.location(), format!("/ho-so/{receipt}"), "{}", opened.body);
        other.page(&format!("/ho-so/{receipt}")).await.says("Nông Thị Thí Dụ");

        let mut thief = house.browser();
        let said = |reply: &Reply| reply.between("href=\"#f-ma\">", "<");
        let wrong = thief.post("/tra-cuu", &page, &[("ma", &receipt), ("bi_mat", "222222")]).await;
        let nobody = thief.post("/tra-cuu", &page, &[("ma", "9999-9999"), ("bi_mat", "222222")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(said(&wrong), said(&nobody), "the answer says which of the two was wrong");
        for _ in 0..3 {
            thief.post("/tra-cuu", &page, &[("ma", &receipt), ("bi_mat", "222222")]).await;
        }
        let paused = thief.post("/tra-cuu", &page, &[("ma", &receipt), ("bi_mat", &secret)]).await;
        assert_eq!(paused.status, StatusCode::TOO_MANY_REQUESTS, "even the right secret waits");
    });
}
