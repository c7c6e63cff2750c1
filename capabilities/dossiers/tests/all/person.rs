//! What the person does after sending: gives what is missing, changes it, takes it back, reports a
//! wrong result, applies again; and how the tracking page tells it.

use crate::house::*;
use crate::letters::{
    HEAD, HOME, SPECIALIST, agree, appraised, leading, new_date, seen, sent, state, wanted,
};
use axum::http::StatusCode;
use cases::{Outcome, Phase, Stage, TaskKind};
use kernel::Id;
use testkit::{block_on, fresh};

/// The address of a dossier.
async fn path(house: &House, case: Id) -> String {
    format!("/ho-so/{}", state(&house.room, case).await.number())
}

async fn ask(house: &House, login: &str, case: Id, stage: Stage) {
    let actor = house.actor(login).await;
    house.room.ask_supplement(&actor, case, seen(), stage, wanted(), "Nộp cả hai mục.").await.unwrap();
}

/// A page of whoever has only the link.
async fn linked(house: &House, case: Id) -> Reply {
    let link = format!("/t/{}", cases::link_token(&house.room.vault, case));
    house.browser().page(&link).await
}

#[test]
fn what_is_missing_after_appraisal_is_given_one_by_one_and_the_limit_begins_anew() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let house = House::new(&fresh.db());
        block_on(async {
            let case = appraised(&house).await;
            let first = state(&house.room, case).await.due.unwrap();
            ask(&house, SPECIALIST, case, Stage::Appraisal).await;
            let (path, mut person) = (path(&house, case).await, house.signed_in("nguoidan").await);
            let tracking = person.page(&path).await;
            tracking
                .says("Đang chờ ông/bà bổ sung 2 mục")
                .says("Bản vẽ mặt cắt bị mờ.")
                .says("Gửi đủ chậm nhất hết thứ Ba, 22/9/2026.")
                .says("Đồng hồ đang dừng")
                .says(&format!("{path}/bo-sung"))
                .says("Cơ quan yêu cầu ông/bà bổ sung")
                .says(&format!("{path}/phieu/"));
            linked(&house, case)
                .await
                .says("bổ sung 2 mục")
                .hides("bị mờ")
                .hides("Đã xảy ra")
                .hides("/bo-sung");
            person
                .page("/ho-so")
                .await
                .says("Cần ông/bà làm")
                .says("Bổ sung chậm nhất hết thứ Ba, 22/9/2026");

            let page = person.page(&format!("{path}/bo-sung")).await;
            page.says("Cần bổ sung 2 mục")
                .says("Vì sao: Bản vẽ mặt cắt bị mờ.")
                .says("Căn cứ: Nghị định 175/2024/NĐ-CP, Điều 55")
                .says("Cơ quan ghi thêm: Nộp cả hai mục.")
                .says("Sau ngày đó hồ sơ tự đóng")
                .says("thời hạn tính lại từ đầu: ")
                .says("Lần trước ông/bà trả lời: 3")
                .says("name=\"giay_ban-ve-nha\"");
            // A wrong file and a wrong answer say what to do, and nothing is lost.
            let paper = format!("{path}/bo-sung/giay/ban-ve-nha");
            let none = person.upload(&paper, &page, &[], "").await;
            assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
            none.says("<title>Lỗi: ").says("href=\"#f-giay_ban-ve-nha\"").says("Thêm ảnh hoặc tệp PDF");
            let wrong = person.upload(&paper, &page, &[("giay_ban-ve-nha", "a.pdf", b"MZ no")], "").await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
            let floors = format!("{path}/bo-sung/cau/floors");
            let wrong = person.post(&floors, &page, &[("floors", "nhiều")]).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
            wrong.says("value=\"nhiều\"").says("href=\"#f-floors\"");

            // Somebody else's dossier is not there.
            let mut other = house.signed_in("nguoidan2").await;
            let theirs = other.page("/ho-so").await;
            assert_eq!(other.get(&format!("{path}/bo-sung")).await.status, StatusCode::NOT_FOUND);
            let post = other.post(&floors, &theirs, &[("floors", "2")]).await;
            assert_ne!(post.status, StatusCode::SEE_OTHER);
            let file = other.upload(&paper, &theirs, &[("giay_ban-ve-nha", "a.pdf", PDF)], "").await;
            assert_ne!(file.status, StatusCode::SEE_OTHER);

            house.move_to("2026-09-10T09:00:00+07:00");
            let file: &[(&str, &str, &[u8])] = &[("giay_ban-ve-nha", "bản vẽ.pdf", PDF)];
            for _ in 0..2 {
                let given = person.upload(&paper, &page, file, "").await;
                assert_eq!(given.location(), format!("{path}/bo-sung"), "{}", given.body);
            }
            let page = person.page(&format!("{path}/bo-sung")).await;
            page.says("Cần bổ sung 1 mục").says("Đã nhận 09:00").hides("name=\"giay_ban-ve-nha\"");
            // Given already: whoever sends it from an old page is led to what is there.
            let again = person.upload(&paper, &page, file, "").await;
            assert_eq!(again.location(), format!("{path}/bo-sung"), "{}", again.body);
            let unasked = format!("{path}/bo-sung/cau/height");
            assert_eq!(person.post(&unasked, &page, &[("height", "9")]).await.status, StatusCode::SEE_OTHER);
            assert_eq!(
                person.post(&format!("{path}/bo-sung/cau/none"), &page, &[]).await.status,
                StatusCode::NOT_FOUND
            );
            assert_eq!(state(&house.room, case).await.phase, Phase::Asked);

            for _ in 0..2 {
                let given = person.post(&floors, &page, &[("floors", "2")]).await;
                assert_eq!(given.location(), format!("{path}/bo-sung"), "{}", given.body);
            }
            let now = state(&house.room, case).await;
            assert_eq!((now.phase, now.original_due), (Phase::Running, Some(first)));
            let due = now.due.unwrap();
            assert!(due.day > first.day);
            let done = person.page(&format!("{path}/bo-sung")).await;
            let when = |at| web::format::when(web::Lang::Vi, at);
            done.says("Đã nhận đủ").says("Ngày trả mới").says(&when(due.at));
            done.says(&format!("Hẹn đầu: {}", when(first.at))).says("tính lại từ đầu");
            let tracking = person.page(&path).await;
            tracking
                .says(&when(due.at))
                .says(&format!("Hẹn đầu: {}", when(first.at)))
                .says("Ông/bà bổ sung đủ nên thời hạn tính lại từ đầu")
                .says("Đã nhận mục bổ sung: ")
                .hides("Ông/bà sửa nội dung đã gửi");
            linked(&house, case).await.says("Hẹn đầu: ").says("tính lại từ đầu").hides("Đã nhận mục");
        });
    }
}

#[test]
fn what_is_missing_before_acceptance_has_no_last_day_and_the_secret_opens_it() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    block_on(async {
        let mut guest = house.browser();
        let draft = complete(&house, &mut guest).await;
        let (receipt, secret) = send(&mut guest, &draft).await;
        let case = house.room.own_by_number(&house.actor("nguoidan").await, &receipt).await;
        assert!(case.is_err(), "a guest's dossier belongs to no account");
        let number = receipt.clone();
        let case = house
            .room
            .db
            .read(move |tx| Ok(cases::queries::id_by_number(tx, &number)?))
            .await
            .unwrap()
            .unwrap();
        let one = vec![dossiers::rules::Wanted {
            kind: cases::ItemKind::Answer,
            key: "registered_year".to_owned(),
            reason: "Không có sổ của năm 1990.".to_owned(),
            basis: "Luật Hộ tịch".to_owned(),
        }];
        let desk = house.actor("tiepnhan.saigon").await;
        house.room.ask_supplement(&desk, case, seen(), Stage::Intake, one, "").await.unwrap();

        let mut other = house.browser();
        let look_up = other.page("/tra-cuu").await;
        other.post("/tra-cuu", &look_up, &[("ma", &receipt), ("bi_mat", &secret)]).await;
        let path = format!("/ho-so/{receipt}");
        other.page(&path).await.says("Hồ sơ đang chờ ông/bà").says("Chưa có hạn cuối");
        let page = other.page(&format!("{path}/bo-sung")).await;
        page.says("Cần bổ sung 1 mục").says("Không có sổ của năm 1990.").hides("tự đóng");
        let given = other
            .post(&format!("{path}/bo-sung/cau/registered_year"), &page, &[("registered_year", "1991")])
            .await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
        let done = other.page(&format!("{path}/bo-sung")).await;
        done.says("Đã nhận đủ").says("Trả lời chậm nhất").says("Lúc này không cần làm gì");
        assert_eq!(state(&house.room, case).await.phase, Phase::Waiting);
        other.page(&format!("/en{path}/bo-sung")).await.says("We have everything").hides("⟦");
    });
}

#[test]
fn what_never_came_closes_the_dossier_and_its_answers_begin_a_new_one() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    block_on(async {
        let case = appraised(&house).await;
        ask(&house, SPECIALIST, case, Stage::Appraisal).await;
        house.move_to("2026-09-23T08:00:00+07:00");
        let (settle, now) = (house.room.settle(), house.clock.civil());
        house.room.db.write(move |tx| cases::wake(tx, case, now, &settle)).await.unwrap();
        assert_eq!(state(&house.room, case).await.outcome, Some(Outcome::Lapsed));

        let (path, mut person) = (path(&house, case).await, house.signed_in("nguoidan").await);
        let page = person.page(&path).await;
        page.says("Hồ sơ đã đóng vì chưa bổ sung").says("các câu trả lời cũ còn nguyên");
        page.says(&format!("{path}/nop-lai")).says("Hồ sơ tự đóng vì quá ngày bổ sung");
        assert_eq!(person.get(&format!("{path}/bo-sung")).await.location(), path);
        let ask = person.page(&format!("{path}/nop-lai")).await;
        ask.says("các câu trả lời cũ").says("phải gửi lại");
        let first = person.post(&format!("{path}/nop-lai"), &ask, &[]).await;
        let twice = person.post(&format!("{path}/nop-lai"), &ask, &[]).await;
        assert_eq!(first.location(), twice.location(), "twice is once");
        assert!(first.location().ends_with("/xem-lai"), "{} {}", first.location(), first.body);
        let review = person.page(&first.location()).await;
        review.says("Lý Văn Mẫu").says("112,5").says("262,5").says("phường Sài Gòn");
        review.hides("Chưa trả lời").says("Chưa có");
        let mut other = house.signed_in("nguoidan2").await;
        let page = other.page("/ho-so").await;
        assert_eq!(other.get(&format!("{path}/nop-lai")).await.status, StatusCode::NOT_FOUND);
        assert_ne!(other.post(&format!("{path}/nop-lai"), &page, &[]).await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn a_request_is_taken_back_at_once_before_acceptance_and_through_the_desk_afterwards() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let house = House::new(&fresh.db());
        block_on(async {
            let mut person = house.signed_in("nguoidan").await;
            let case = sent(&house).await;
            let path_of = path(&house, case).await;
            person.page(&path_of).await.says("Rút hồ sơ");
            assert_eq!(person.get(&format!("{path_of}/nop-lai")).await.status, StatusCode::CONFLICT);
            let ask = person.page(&format!("{path_of}/rut")).await;
            ask.says("đóng ngay").says("name=\"phien_ban\"");
            let gone = person.post(&format!("{path_of}/rut"), &ask, &[("ly_do", "Xây sau")]).await;
            assert_eq!(gone.location(), path_of, "{}", gone.body);
            assert_eq!(state(&house.room, case).await.outcome, Some(Outcome::Withdrawn));
            person.page(&path_of).await.says("Ông/bà đã rút hồ sơ này").says("Nộp lại").says("Xây sau");
            linked(&house, case).await.says("Đã rút").hides("Xây sau");

            let case = appraised(&house).await;
            let path_of = path(&house, case).await;
            let ask = person.page(&format!("{path_of}/rut")).await;
            ask.says("Quầy đã nhận hồ sơ sẽ trả lại giấy tờ");
            let asked = person.post(&format!("{path_of}/rut"), &ask, &[("ly_do", "")]).await;
            assert_eq!(asked.location(), path_of, "{}", asked.body);
            person.page(&path_of).await.says("Ông/bà xin rút hồ sơ lúc").says("xem hoặc thôi rút");
            let dropping = person.page(&format!("{path_of}/rut")).await;
            let dropped = person.post(&format!("{path_of}/rut/thoi"), &dropping, &[]).await;
            assert_eq!(dropped.location(), path_of, "{}", dropped.body);
            person.page(&path_of).await.says("Ông/bà thôi rút").hides("Quầy đang làm thủ tục");

            let ask = person.page(&format!("{path_of}/rut")).await;
            let mut other = house.signed_in("nguoidan2").await;
            assert_eq!(other.get(&format!("{path_of}/rut")).await.status, StatusCode::NOT_FOUND);
            // Somebody was faster: what the page said may no longer hold.
            house.room.withdraw(&house.actor("nguoidan").await, case, seen(), "").await.unwrap();
            let late = person.post(&format!("{path_of}/rut"), &ask, &[]).await;
            assert_eq!(late.status, StatusCode::CONFLICT);
            let desk = house.actor("tiepnhan.saigon").await;
            house.room.confirm_withdrawal(&desk, case, seen(), "Đã trả 5 giấy tờ.").await.unwrap();
            person.page(&path_of).await.says("Ông/bà đã rút").says("Đã trả 5 giấy tờ.");
            assert_eq!(person.get(&format!("{path_of}/rut")).await.status, StatusCode::CONFLICT);
        });
    }
}

/// The present answers as the whole form posts them again, some of them changed.
fn form<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let born = [("owner_birth_ngay", "5"), ("owner_birth_thang", "9"), ("owner_birth_nam", "1985")];
    let kept = HOME.iter().copied().filter(|(name, _)| *name != "owner_birth").chain(born);
    let kept = kept.filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    kept.chain(changes.iter().copied()).collect()
}

#[test]
fn what_was_sent_on_line_is_changed_on_one_page_until_the_decision() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    block_on(async {
        let case = appraised(&house).await;
        let (path, mut person) = (path(&house, case).await, house.signed_in("nguoidan").await);
        let page = person.page(&format!("{path}/sua")).await;
        page.says("value=\"Lý Văn Mẫu\"").says("value=\"262,5\"").says("name=\"owner_birth_nam\"");
        let wrong = person.post(&format!("{path}/sua"), &page, &form(&[("floors", "")])).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.says("<title>Lỗi: ").says("href=\"#f-floors\"").says("value=\"Công ty Thiết kế Mẫu\"");
        let other_name = form(&[("floors", "3"), ("owner_name", "Người Khác")]);
        let wrong = person.post(&format!("{path}/sua"), &page, &other_name).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.says("không sửa ở đây được").says("href=\"#f-owner_name\"");
        // A paper the new answers need and that is not there.
        let wrong =
            person.post(&format!("{path}/sua"), &page, &form(&[("floors", "3"), ("fire", "1")])).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);

        let page = person.page(&format!("{path}/sua")).await;
        let changed = person.post(&format!("{path}/sua"), &page, &form(&[("floors", "2")])).await;
        assert_eq!(changed.location(), path, "{}", changed.body);
        let again = person.post(&format!("{path}/sua"), &page, &form(&[("floors", "2")])).await;
        assert_eq!(again.location(), path, "the same form gives the same answer");
        let whole = house.room.whole(case).await.unwrap();
        assert_eq!(house.room.content(&whole).unwrap().answers.get("floors"), Some(&2.into()));
        assert_eq!(whole.case.state.course.adjustments, 1);
        person.page(&path).await.says("Ông/bà sửa nội dung đã gửi");
        // Another window with the old version keeps what was typed.
        let mut second = person.clone();
        let fresh_page = second.page(&format!("{path}/rut")).await;
        let stale = format!("<main><form>{}</form></main>", page.between("<form", "</form>"));
        let stale = Reply {
            body: stale.replace(
                &page.between("name=\"khoa\" value=\"", "\""),
                &fresh_page.between("name=\"khoa\" value=\"", "\""),
            ),
            ..page
        };
        let conflict = person.post(&format!("{path}/sua"), &stale, &form(&[("floors", "4")])).await;
        assert_eq!(conflict.status, StatusCode::CONFLICT);
        conflict.says("Hồ sơ vừa thay đổi").says("value=\"4\"");

        let mut other = house.signed_in("nguoidan2").await;
        assert_eq!(other.get(&format!("{path}/sua")).await.status, StatusCode::NOT_FOUND);
        ask(&house, SPECIALIST, case, Stage::Appraisal).await;
        let closed = person.get(&format!("{path}/sua")).await;
        assert_eq!(closed.status, StatusCode::CONFLICT);
        closed.says("Trả lời đúng các mục được hỏi");
    });
}

/// A delivered extract of the person `nguoidan`.
async fn delivered(house: &House) -> Id {
    let mut person = house.signed_in("nguoidan").await;
    let draft = complete(house, &mut person).await;
    let (receipt, _) = send(&mut person, &draft).await;
    let case =
        house.room.own_by_number(&house.actor("nguoidan").await, &receipt).await.unwrap().case.state.id;
    let desk = house.actor("tiepnhan.saigon").await;
    house.room.accept(&desk, case, seen()).await.unwrap();
    let registrar = house.actor("hotich.saigon").await;
    let task = leading(&house.room, case).await;
    let received = house.room.files.receive(file(), "a.pdf", files::LIMIT).await;
    house.room.attach_result(&registrar, case, task, seen(), "a.pdf", received).await.unwrap();
    house.room.forward(&registrar, case, task, seen()).await.unwrap();
    let signer = house.actor("chutich.saigon").await;
    house.room.forward(&signer, case, leading(&house.room, case).await, seen()).await.unwrap();
    house.room.take_fee(&desk, case, seen()).await.unwrap();
    house.room.hand_over(&desk, case, seen(), "applicant").await.unwrap();
    case
}

fn file() -> impl futures_util::Stream<Item = Result<bytes::Bytes, std::io::Error>> {
    futures_util::stream::iter([Ok(bytes::Bytes::from_static(PDF))])
}

#[test]
fn a_wrong_result_is_reported_mended_and_both_versions_are_there() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let house = House::new(&fresh.db());
        block_on(async {
            let early = appraised(&house).await;
            let (early, mut person) = (path(&house, early).await, house.signed_in("nguoidan").await);
            assert_eq!(person.get(&format!("{early}/bao-sai")).await.status, StatusCode::CONFLICT);
            let case = delivered(&house).await;
            let path = path(&house, case).await;
            person.page(&path).await.says("Báo kết quả sai").hides("Rút hồ sơ");
            let page = person.page(&format!("{path}/bao-sai")).await;
            page.says("3 ngày làm việc").says("không phải trả chi phí");
            let empty = person.post(&format!("{path}/bao-sai"), &page, &[("ly_do", " ")]).await;
            assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
            empty.says("Ghi rõ chỗ nào sai").says("href=\"#f-ly_do\"");
            let said = [("ly_do", "Năm sinh ghi 1991, đúng là 1990.")];
            let told = person.post(&format!("{path}/bao-sai"), &page, &said).await;
            assert_eq!(told.location(), path, "{}", told.body);
            let tracking = person.page(&path).await;
            tracking.says("Kết quả đang được sửa").says("xong chậm nhất").says("đúng là 1990.");
            linked(&house, case).await.says("Kết quả đang được sửa").hides("1990");
            assert_eq!(person.get(&format!("{path}/bao-sai")).await.status, StatusCode::CONFLICT);

            house.move_to("2026-09-08T09:00:00+07:00");
            let task = state(&house.room, case).await;
            let task = task.open_tasks().find(|task| task.kind == TaskKind::Correct).unwrap().id;
            let registrar = house.actor("hotich.saigon").await;
            let received = house.room.files.receive(file(), "b.pdf", files::LIMIT).await;
            house.room.correct_result(&registrar, case, task, seen(), "b.pdf", received).await.unwrap();
            let mended = person.page(&path).await;
            mended.says("Kết quả đã được sửa").says("bản trước khi sửa").says("bản đã sửa");
            mended.says("Xin lỗi ông/bà vì kết quả trước bị sai");
            let mut other = house.signed_in("nguoidan2").await;
            assert_eq!(other.get(&format!("{path}/bao-sai")).await.status, StatusCode::NOT_FOUND);
        });
    }
}

#[test]
fn a_new_date_a_late_letter_and_a_refusal_are_told_with_their_words() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    block_on(async {
        let case = appraised(&house).await;
        let (path_of, mut person) = (path(&house, case).await, house.signed_in("nguoidan").await);
        let specialist = house.actor(SPECIALIST).await;
        let extension = new_date("2026-10-15", "verification");
        house.room.propose_extension(&specialist, case, seen(), &extension).await.unwrap();
        let proposed = person.page(&path_of).await;
        proposed.says("Cán bộ đề nghị lùi ngày trả").hides("Sở Xây dựng chưa trả lời.");
        agree(&house, case).await;
        let moved = person.page(&path_of).await;
        moved.says("Ngày trả mới").says("Hẹn đầu: ").says("Xin lỗi ông/bà, ngày trả lùi từ");
        moved.says("Lý do: Chờ kết quả xác minh").says("Sở Xây dựng chưa trả lời.");
        linked(&house, case).await.says("Chờ kết quả xác minh").hides("Sở Xây dựng chưa trả lời.");

        house.move_to("2026-10-20T09:00:00+07:00");
        let head = house.actor(HEAD).await;
        house.room.late_letter(&head, case, seen(), &new_date("2026-10-27", "complex")).await.unwrap();
        let late = person.page(&path_of).await;
        late.says("Hồ sơ trễ 3 ngày làm việc so với hẹn. Xin lỗi ông/bà.");
        late.says("ghi ngày trả thứ Ba, 27/10/2026").says("Thư viết: Sở Xây dựng chưa trả lời.");
        linked(&house, case).await.says("27/10/2026").hides("Thư viết");

        let case = appraised(&house).await;
        let path_of = path(&house, case).await;
        house.room.propose_refusal(&specialist, case, seen(), "Trái quy hoạch phân khu.").await.unwrap();
        person.page(&path_of).await.hides("Trái quy hoạch");
        linked(&house, case).await.hides("Xem xét việc từ chối");
        agree(&house, case).await;
        let refused = person.page(&path_of).await;
        refused.says("Hồ sơ không giải quyết được").says("Lý do: Trái quy hoạch phân khu.").says("Nộp lại");
        linked(&house, case).await.says("không giải quyết được").hides("Trái quy hoạch");
        person.page("/ho-so").await.says("Không giải quyết được");
        for page in ["", "/nop-lai"] {
            person.page(&format!("/en{path_of}{page}")).await.hides("⟦");
        }
    });
}

/// A filled-in application of the person `nguoidan`, accepted in Sài Gòn.
async fn accepted(house: &House, code: &str, changes: &[(&str, &str)]) -> Id {
    let samples = include_str!("../../../../tests/walkthroughs/data/applications.json");
    let samples: serde_json::Value = serde_json::from_str(samples).unwrap();
    let mut raw: Vec<(String, String)> = samples[code]
        .as_object()
        .unwrap()
        .iter()
        .map(|(key, said)| (key.clone(), said.as_str().map_or_else(|| said.to_string(), str::to_owned)))
        .filter(|(key, _)| changes.iter().all(|(changed, _)| changed != key))
        .collect();
    raw.extend(changes.iter().map(|(key, said)| ((*key).to_owned(), (*said).to_owned())));
    let (room, who) = (&house.room, house.actor("nguoidan").await);
    let draft = room.start(&who, None, code, None).await.unwrap();
    let ward = room.accounts.agency_by_code("H29.201").unwrap().id;
    room.answer_all(&who, draft.id, None, &raw, Some(ward)).await.unwrap();
    let draft = room.draft(&who, draft.id).await.unwrap();
    let revision = room.revision(draft.revision).unwrap();
    for need in revision.with(&draft.answers(&room.vault).unwrap()).papers() {
        if need.need == catalogue::Need::Required {
            let received = room.files.receive(file(), "a.pdf", files::LIMIT).await;
            room.add_paper(&who, draft.id, &need.paper.key, "a.pdf", received, None).await.unwrap();
        }
    }
    let case = room.submit(&who, draft.id, None, true).await.unwrap().id;
    room.accept(&house.actor("tiepnhan.saigon").await, case, seen()).await.unwrap();
    case
}

#[test]
fn time_that_does_not_count_is_told_with_its_rule_while_it_lasts_and_afterwards() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    block_on(async {
        let elsewhere = [
            ("requester_places", "elsewhere"),
            ("requester_places_list", "xã Bình Hòa, Tây Ninh, 2010 đến 2018"),
        ];
        let case = accepted(&house, "1.000894", &elsewhere).await;
        let (path, mut person) = (path(&house, case).await, house.signed_in("nguoidan").await);
        let rule = "Thời gian chờ này không tính vào thời hạn giải quyết.";
        house.move_to("2026-09-09T10:00:00+07:00");
        let paused = person.page(&path).await;
        paused.says("Tạm không tính thời hạn từ 09:41 thứ Hai, 07/9/2026.").says(rule);
        paused.hides("Quá hạn").says("Tạm không tính thời hạn</h3>").says("Hỏi ý kiến: ");
        linked(&house, case).await.says("Tạm không tính thời hạn từ").says(rule).hides("Đã xảy ra");
        person.page(&format!("/en{path}")).await.says("Time has not counted since").hides("⟦");

        let task = state(&house.room, case).await;
        let task = task.open_tasks().find(|task| task.kind == TaskKind::Consult).unwrap().id;
        let registrar = house.actor("hotich.saigon").await;
        let words = "Chưa đăng ký kết hôn với ai.".to_owned();
        let advice = dossiers::Advice { agrees: true, words };
        house.room.advise(&registrar, case, task, seen(), &advice).await.unwrap();
        let on = person.page(&path).await;
        on.says("Có thời gian không tính vào thời hạn").says("Hẹn đầu: ").says("Thời hạn tính tiếp");
        on.hides("Tạm không tính thời hạn từ");

        // What the person must do is said when the step waits for it.
        house.room.forward(&registrar, case, leading(&house.room, case).await, seen()).await.unwrap();
        let task = leading(&house.room, case).await;
        let received = house.room.files.receive(file(), "a.pdf", files::LIMIT).await;
        house.room.attach_result(&registrar, case, task, seen(), "a.pdf", received).await.unwrap();
        house.room.forward(&registrar, case, task, seen()).await.unwrap();
        let signer = house.actor("chutich.saigon").await;
        house.room.forward(&signer, case, leading(&house.room, case).await, seen()).await.unwrap();
        let waits = person.page(&path).await;
        waits.says("Việc ông/bà cần làm").says("Hai người cùng đến, mang căn cước").says("Chờ ông/bà");
        person.page("/ho-so").await.says("Cần ông/bà làm").hides("Đang giải quyết</h2>");
    });
}

#[test]
fn parts_of_a_linked_procedure_are_rows_with_agency_limit_and_result_of_their_own() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    block_on(async {
        let case = accepted(&house, "2.002913", &[("allowance", "insurance")]).await;
        let (path, mut person) = (path(&house, case).await, house.signed_in("nguoidan").await);
        let planned = person.page(&path).await;
        planned
            .says("Công an phường xóa thường trú")
            .says("Bảo hiểm xã hội giải quyết tử tuất")
            .says("Bảo hiểm xã hội Thành phố Hồ Chí Minh")
            .says("<dt>Hạn riêng</dt><dd>5 ngày làm việc</dd>")
            .says("<dt>Kết quả riêng</dt>");
        planned.hides("giải quyết tiền mai táng");

        let registrar = house.actor("hotich.saigon").await;
        let task = leading(&house.room, case).await;
        let received = house.room.files.receive(file(), "a.pdf", files::LIMIT).await;
        house.room.attach_result(&registrar, case, task, seen(), "a.pdf", received).await.unwrap();
        house.room.forward(&registrar, case, task, seen()).await.unwrap();
        let signer = house.actor("chutich.saigon").await;
        house.room.forward(&signer, case, leading(&house.room, case).await, seen()).await.unwrap();
        for (login, done) in [("congan.saigon", false), ("chuyenvien.bhxh", true)] {
            let officer = house.actor(login).await;
            let open = state(&house.room, case).await;
            let mut parts = open.open_tasks().filter(|task| task.kind == TaskKind::Part);
            let task = parts.find(|task| Some(task.unit) == officer.unit).unwrap().id;
            let received = house.room.files.receive(file(), "b.pdf", files::LIMIT).await;
            house.room.attach_result(&officer, case, task, seen(), "b.pdf", received).await.unwrap();
            house.room.complete_part(&officer, case, task, seen()).await.unwrap();
            let going = person.page(&path).await;
            going.says("<dt>Hạn riêng</dt>").hides(&format!("{path}/tep/"));
            linked(&house, case).await.says("Công an phường xóa thường trú").hides("/ho-so/");
            let last = leading(&house.room, case).await;
            assert_eq!(house.room.forward(&registrar, case, last, seen()).await.is_ok(), done, "{login}");
        }
        let desk = house.actor("tiepnhan.saigon").await;
        if person.page(&path).await.body.contains("Chưa trả.") {
            house.room.take_fee(&desk, case, seen()).await.unwrap();
        }
        // Each result has its own name and can be downloaded on its own.
        let ready = person.page(&path).await;
        assert_eq!(ready.body.matches(&format!("{path}/tep/")).count(), 3, "{}", ready.body);
        for name in
            ["Trích lục", "Thông báo kết quả giải quyết thủ tục về cư trú", "Quyết định hưởng trợ cấp"]
        {
            ready.says(name);
        }
    });
}
