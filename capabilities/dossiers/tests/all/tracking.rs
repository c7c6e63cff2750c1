//! What the tracking page says in each state.

use crate::house::*;
use axum::http::StatusCode;
use dossiers::Seen;
use dossiers::queries::{Eyes, Mood, tracking};
use kernel::Id;
use testkit::{block_on, fresh};

fn seen() -> Seen {
    Seen::default()
}

/// A sent extract: browser of the person, receipt number, case.
async fn sent(house: &House) -> (Browser, String, Id) {
    let mut guest = house.browser();
    let draft = complete(house, &mut guest).await;
    let (receipt, _) = send(&mut guest, &draft).await;
    let case = find(house, &receipt).await;
    (guest, receipt, case)
}

async fn find(house: &House, number: &str) -> Id {
    let number = number.to_owned();
    house.room.db.read(move |tx| Ok(cases::queries::id_by_number(tx, &number)?)).await.unwrap().unwrap()
}

async fn mood(house: &House, case: Id) -> Mood {
    let whole = house.room.whole(case).await.unwrap();
    tracking(&house.room, &whole, Eyes::Owner, house.clock.civil()).unwrap().mood
}

#[test]
fn an_accepted_dossier_names_receiver_holder_promise_and_steps() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let house = House::new(&fresh.db());
        block_on(async {
            let (mut guest, receipt, case) = sent(&house).await;
            let receiver = house.actor("tiepnhan.saigon").await;
            let done = house.room.accept(&receiver, case, seen()).await.unwrap();
            assert_eq!(done.number, "H29.201-260907-0001");
            let page = guest.page(&format!("/ho-so/{}", done.number)).await;
            page.says("Hẹn trả kết quả").says("17:00 thứ Hai, 07/9/2026").says("Hạn là hôm nay.");
            page.says("Người nhận hồ sơ: ")
                .says("aria-current=\"step\"")
                .says("Đúng hẹn")
                .says("<svg class=\"chart\"");
            page.says("trong ngày; nhận sau 15:00").says("Ai đang giữ");
            guest.page(&format!("/ho-so/{receipt}")).await.says(&done.number);
            let slip = guest.page(&format!("/ho-so/{}/giay-hen", done.number)).await;
            slip.says("GIẤY TIẾP NHẬN HỒ SƠ")
                .says("17 giờ 00 phút, thứ Hai, ngày 07 tháng 9 năm 2026")
                .says("Mẫu số 01");
            slip.says("001 190 •••••• 18").says("0001/TNHS").says("<svg class=\"qr\"");

            // Past its day the page says so, and apologises.
            house.move_to("2026-09-09T10:00:00+07:00");
            let late = guest.page(&format!("/ho-so/{}", done.number)).await;
            late.says("Hồ sơ trễ 2 ngày làm việc so với hẹn. Xin lỗi ông/bà.").says("Quá hạn");
        });
    }
}

#[test]
fn a_refused_dossier_says_why_to_its_person_only() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    block_on(async {
        let (mut guest, receipt, case) = sent(&house).await;
        let receiver = house.actor("tiepnhan.saigon").await;
        house.room.refuse(&receiver, case, seen(), "Việc này không đăng ký tại phường.").await.unwrap();
        let page = guest.page(&format!("/ho-so/{receipt}")).await;
        page.says("Chưa đủ điều kiện để nhận hồ sơ")
            .says("Việc này không đăng ký tại phường.")
            .says("Nộp lại");
        let link = format!("/t/{}", cases::link_token(&house.room.vault, case));
        house.browser().page(&link).await.says("Chưa đủ điều kiện").hides("không đăng ký tại phường");
        guest.page("/ho-so").await.says("Đã xong");
    });
}

#[test]
fn silence_of_the_office_is_said() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    block_on(async {
        let (mut guest, receipt, case) = sent(&house).await;
        assert_eq!(mood(&house, case).await, Mood::Sent);
        house.move_to("2026-09-08T16:00:00+07:00");
        assert_eq!(mood(&house, case).await, Mood::AcceptLate);
        let page = guest.page(&format!("/ho-so/{receipt}")).await;
        page.says("chưa trả lời đúng hẹn. Xin lỗi ông/bà.").says("Trễ ");
    });
}

#[test]
fn a_result_is_shown_when_it_is_ready_and_not_before() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let house = House::new(&fresh.db());
        block_on(async {
            let (mut guest, _, case) = sent(&house).await;
            let number =
                house.room.accept(&house.actor("tiepnhan.saigon").await, case, seen()).await.unwrap().number;
            let state = |house: &House| {
                let room = house.room.clone();
                async move { room.whole(case).await.unwrap() }
            };
            let mut result = None;
            for login in ["hotich.saigon", "chanhvanphong.saigon", "chutich.saigon"] {
                let actor = house.actor(login).await;
                let whole = state(&house).await;
                let Some(task) = whole
                    .case
                    .state
                    .leading()
                    .filter(|task| Some(task.unit) == actor.unit)
                    .map(|task| task.id)
                else {
                    continue;
                };
                if result.is_none() {
                    let content = futures(PDF);
                    let received = house.room.files.receive(content, "trích lục.pdf", files::LIMIT).await;
                    let attached = house
                        .room
                        .attach_result(&actor, case, task, seen(), "trích lục.pdf", received)
                        .await
                        .unwrap();
                    assert!(matches!(attached, dossiers::Attached::Taken(_)));
                    let papers = state(&house).await.papers;
                    result = papers
                        .iter()
                        .map(|(paper, _)| paper)
                        .find(|paper| paper.key == cases::RESULT)
                        .map(|p| p.id);
                    let path = format!("/ho-so/{number}/tep/{}", result.unwrap());
                    assert_eq!(
                        guest.get(&path).await.status,
                        StatusCode::NOT_FOUND,
                        "a draft result is not the person's"
                    );
                }
                house.room.forward(&actor, case, task, seen()).await.unwrap();
            }
            assert_eq!(mood(&house, case).await, Mood::Ready);
            let page = guest.page(&format!("/ho-so/{number}")).await;
            page.says("Mời ông/bà nhận kết quả").says("Mang theo căn cước").says("16.000 đồng");
            let path = format!("/ho-so/{number}/tep/{}", result.unwrap());
            assert_eq!(guest.get(&path).await.status, StatusCode::NOT_FOUND, "the fee comes first");
            let receiver = house.actor("tiepnhan.saigon").await;
            house.room.take_fee(&receiver, case, seen()).await.unwrap();
            guest.page(&format!("/ho-so/{number}")).await.says("chưa ký số");
            assert_eq!(guest.page(&path).await.body.as_bytes(), PDF);
            assert_eq!(house.browser().get(&path).await.status, StatusCode::NOT_FOUND);

            house.room.hand_over(&receiver, case, seen(), "applicant").await.unwrap();
            let over = guest.page(&format!("/ho-so/{number}")).await;
            over.says("kết quả đã trao")
                .says("Không cần làm gì nữa")
                .says("Số biên lai BL-H29.201-20260907-0001");
        });
    }
}

/// One chunk as a stream.
fn futures(bytes: &'static [u8]) -> impl futures_util::Stream<Item = Result<bytes::Bytes, std::io::Error>> {
    futures_util::stream::iter([Ok(bytes::Bytes::from_static(bytes))])
}
