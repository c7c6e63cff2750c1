//! The letters: each prints what its form asks for, to those who may see it.

use crate::house::*;
use axum::http::StatusCode;
use cases::{ItemKind, Stage, TaskKind};
use dossiers::rules::Wanted;
use dossiers::{Dossiers, LetterLine, Seen};
use kernel::{Actor, Day, Id};
use testkit::{block_on, fresh};

pub const HOME: &[(&str, &str)] = &[
    ("owner_kind", "household"),
    ("owner_name", "Lý Văn Mẫu"),
    ("owner_birth", "5/9/1985"),
    ("owner_card", "079085001234"),
    ("phone", "0908001234"),
    ("address", "214 đường Minh Họa, phường Sài Gòn"),
    ("work", "house"),
    ("land_address", "214 đường Minh Họa, phường Sài Gòn"),
    ("land_parcel", "214"),
    ("land_sheet", "37"),
    ("land_area", "112,5"),
    ("land_paper", "certificate"),
    ("land_rented", "0"),
    ("footprint", "90"),
    ("floor_area", "262,5"),
    ("floors", "3"),
    ("height", "11,4"),
    ("adjoining", "1"),
    ("designer", "Công ty Thiết kế Mẫu"),
    ("design_check", "0"),
    ("fire", "0"),
    ("months", "12"),
    ("receive_by", "counter"),
];

pub const SPECIALIST: &str = "xaydung.saigon";
pub const HEAD: &str = "truongphong.saigon";

pub fn seen() -> Seen {
    Seen::default()
}

/// A permit sent by the person `nguoidan`.
pub async fn sent(house: &House) -> Id {
    let (room, who) = (&house.room, house.actor("nguoidan").await);
    let draft = room.start(&who, None, PERMIT, None).await.unwrap();
    let raw: Vec<(String, String)> =
        HOME.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let ward = room.accounts.agency_by_code("H29.201").unwrap().id;
    room.answer_all(&who, draft.id, None, &raw, Some(ward)).await.unwrap();
    let draft = room.draft(&who, draft.id).await.unwrap();
    let revision = room.revision(draft.revision).unwrap();
    for need in revision.with(&draft.answers(&room.vault).unwrap()).papers() {
        if need.need == catalogue::Need::Required {
            let bytes = Ok::<_, std::io::Error>(axum::body::Bytes::from_static(PDF));
            let received =
                room.files.receive(futures_util::stream::iter([bytes]), "a.pdf", files::LIMIT).await;
            room.add_paper(&who, draft.id, &need.paper.key, "a.pdf", received, None).await.unwrap();
        }
    }
    room.submit(&who, draft.id, None, true).await.unwrap().id
}

/// The same, accepted and with the specialist.
pub async fn appraised(house: &House) -> Id {
    let case = sent(house).await;
    house.room.accept(&house.actor("tiepnhan.saigon").await, case, seen()).await.unwrap();
    let head = house.actor(HEAD).await;
    house.room.forward(&head, case, leading(&house.room, case).await, seen()).await.unwrap();
    case
}

pub async fn state(room: &Dossiers, case: Id) -> cases::CaseState {
    room.whole(case).await.unwrap().case.state
}

pub async fn leading(room: &Dossiers, case: Id) -> Id {
    state(room, case).await.leading().unwrap().id
}

pub async fn agree(house: &House, case: Id) {
    let state = state(&house.room, case).await;
    let task = state.open_tasks().find(|task| task.kind == TaskKind::Decide).unwrap().id;
    house.room.decide(&house.actor(HEAD).await, case, task, seen(), true, "").await.unwrap();
}

async fn lines(house: &House, case: Id) -> (String, Vec<LetterLine>) {
    let whole = house.room.whole(case).await.unwrap();
    let ledger = house.room.db.read(move |tx| Ok(cases::queries::ledger(tx, case)?)).await.unwrap();
    let lines = dossiers::letters(&house.room.catalogue, &ledger);
    (whole.case.state.number().to_owned(), lines)
}

pub fn wanted() -> Vec<Wanted> {
    let one = |kind, key: &str, reason: &str| Wanted {
        kind,
        key: key.to_owned(),
        reason: reason.to_owned(),
        basis: "Nghị định 175/2024/NĐ-CP, Điều 55".to_owned(),
    };
    vec![
        one(ItemKind::Paper, "ban-ve-nha", "Bản vẽ mặt cắt bị mờ."),
        one(ItemKind::Answer, "floors", "Số tầng trong đơn khác bản vẽ."),
    ]
}

pub fn new_date(day: &str, cause: &str) -> dossiers::commands::Letter {
    dossiers::commands::Letter {
        cause: cause.to_owned(),
        words: "Sở Xây dựng chưa trả lời.".to_owned(),
        day: day.parse::<Day>().unwrap(),
    }
}

/// The page of the dossier's newest letter, as its person reads it.
async fn newest(house: &House, case: Id) -> Reply {
    let (number, lines) = lines(house, case).await;
    let seq = lines.last().unwrap().seq;
    let mut person = house.signed_in("nguoidan").await;
    person.page(&format!("/ho-so/{number}/phieu/{seq}")).await
}

async fn ask(room: &Dossiers, actor: &Actor, case: Id, stage: Stage) {
    room.ask_supplement(actor, case, seen(), stage, wanted(), "Nộp qua trang theo dõi.").await.unwrap();
}

#[test]
fn a_request_for_papers_names_each_with_reason_and_basis() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let house = House::new(&fresh.db());
        block_on(async {
            let case = appraised(&house).await;
            ask(&house.room, &house.actor(SPECIALIST).await, case, Stage::Appraisal).await;
            let page = newest(&house, case).await;
            page.says("PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ")
                .says("Mẫu số 02, Thông tư 03/2025/TT-VPCP")
                .says("Số: 1/HDHS")
                .says("UBND PHƯỜNG SÀI GÒN")
                .says("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG")
                .says("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
                .says("Sài Gòn, ngày 07 tháng 9 năm 2026")
                .says("H29.201-260907-0001")
                .says("Lý Văn Mẫu")
                .says("0908 001 234")
                .says("Lý do: Bản vẽ mặt cắt bị mờ.")
                .says("Căn cứ: Nghị định 175/2024/NĐ-CP, Điều 55")
                .says("Sửa trên tờ khai")
                .says("Hướng dẫn thêm: Nộp qua trang theo dõi.")
                .says("đến hết <strong>ngày 22 tháng 9 năm 2026</strong>")
                .says("tính lại từ đầu")
                .says("(lần 1)")
                .says("NGƯỜI HƯỚNG DẪN");
            let looked = house.signed_in("nguoidan").await.page("/ho-so/H29.201-260907-0001/nhat-ky").await;
            looked.says("mở phiếu, thư của hồ sơ để in");
        });
    }
}

#[test]
fn a_request_before_acceptance_has_no_last_day_and_a_number_of_its_own() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    block_on(async {
        let desk = house.actor("tiepnhan.saigon").await;
        let (first, second) = (sent(&house).await, sent(&house).await);
        ask(&house.room, &desk, first, Stage::Intake).await;
        ask(&house.room, &desk, second, Stage::Intake).await;
        newest(&house, first).await.says("Số: 1/HDHS").says("không đặt thời hạn cuối");
        newest(&house, second).await.says("Số: 2/HDHS").says("tính từ khi hồ sơ được tiếp nhận");
        // A series counts within its year.
        house.move_to("2027-01-04T09:00:00+07:00");
        let third = sent(&house).await;
        ask(&house.room, &desk, third, Stage::Intake).await;
        newest(&house, third).await.says("Số: 1/HDHS").says("ngày 04 tháng 01 năm 2027");
    });
}

#[test]
fn a_refusal_says_why_at_the_desk_and_after_appraisal() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    block_on(async {
        let case = sent(&house).await;
        let desk = house.actor("tiepnhan.saigon").await;
        house.room.refuse(&desk, case, seen(), "Đất này thuộc phường khác.").await.unwrap();
        let page = newest(&house, case).await;
        page.says("PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ").says("Mẫu số 03").says("Số: 1/TCHS");
        page.says("không tiếp nhận").says("Đất này thuộc phường khác.").says("NGƯỜI TIẾP NHẬN HỒ SƠ");

        let case = appraised(&house).await;
        let specialist = house.actor(SPECIALIST).await;
        house.room.propose_refusal(&specialist, case, seen(), "Trái quy hoạch phân khu.").await.unwrap();
        agree(&house, case).await;
        let page = newest(&house, case).await;
        page.says("không giải quyết").says("Trái quy hoạch phân khu.").says("THỦ TRƯỞNG CƠ QUAN");
        page.says("Nghị định 118/2025/NĐ-CP, Điều 19.3").says("Số: 2/TCHS");
    });
}

#[test]
fn an_apology_in_time_and_a_late_letter_are_one_form_with_different_words() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    block_on(async {
        let case = appraised(&house).await;
        let due = state(&house.room, case).await.due.unwrap();
        let specialist = house.actor(SPECIALIST).await;
        let extension = new_date("2026-10-15", "verification");
        house.room.propose_extension(&specialist, case, seen(), &extension).await.unwrap();
        agree(&house, case).await;
        let promised = web::format::formal_promise(due.at);
        let page = newest(&house, case).await;
        page.says("VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT")
            .says("Mẫu số 04")
            .says("Số: 1/PXL")
            .says(&promised)
            .says("đề nghị gia hạn")
            .hides("chưa trả kết quả đúng hạn")
            .says("Chờ kết quả xác minh")
            .says("Sở Xây dựng chưa trả lời.")
            .says("thứ Năm, ngày 15 tháng 10 năm 2026")
            .says("Số lần hẹn lại: 1.");

        house.move_to("2026-10-20T09:00:00+07:00");
        let head = house.actor(HEAD).await;
        house.room.late_letter(&head, case, seen(), &new_date("2026-10-27", "complex")).await.unwrap();
        let page = newest(&house, case).await;
        page.says("chưa trả kết quả đúng hạn")
            .says("Số: 2/PXL")
            .says("Hồ sơ phức tạp")
            .says("ngày 15 tháng 10 năm 2026")
            .says(&format!("lần đầu: {promised}"))
            .says("ngày 27 tháng 10 năm 2026")
            .says("Số lần hẹn lại: 2.");
        let (_, lines) = lines(&house, case).await;
        assert_eq!(lines.iter().map(|line| line.purpose).collect::<Vec<_>>(), ["extension", "extension"]);
    });
}

#[test]
fn a_notice_of_stopping_tells_cause_stage_and_what_goes_back() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    block_on(async {
        let case = appraised(&house).await;
        let specialist = house.actor(SPECIALIST).await;
        let words = "Tòa án đang xét ranh giới thửa đất.";
        house.room.propose_stop(&specialist, case, seen(), "dispute", words).await.unwrap();
        agree(&house, case).await;
        let page = newest(&house, case).await;
        page.says("THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ").says("Mẫu số 05").says("Số: 1/TB").says(words);
        page.says("Có tranh chấp").says("Giai đoạn khi dừng: Thẩm định hồ sơ");
        page.says("theo pháp luật chuyên ngành").says("Chưa thu phí").says("Điều 21");
    });
}

/// The procedures as they are, with the forms of 2018 only.
fn older_forms() -> testkit::TempDir {
    let folder = testkit::temp_dir();
    for file in catalogue::Files::embedded().read().unwrap() {
        if !file.path.starts_with("forms/") || file.text.contains("from = \"2019-01-06\"") {
            let path = folder.path().join(&file.path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, &file.text).unwrap();
        }
    }
    folder
}

#[test]
fn under_the_forms_of_2018_stopping_is_a_plain_notice_and_says_so() {
    let (fresh, folder) = (fresh(store::Engine::Sqlite, SETS), older_forms());
    let house = House::with(&fresh.db(), NOW, catalogue::Files::folder(folder.path()));
    block_on(async {
        let case = appraised(&house).await;
        let specialist = house.actor(SPECIALIST).await;
        house.room.propose_stop(&specialist, case, seen(), "requested", "Ông/bà xin dừng.").await.unwrap();
        agree(&house, case).await;
        let page = newest(&house, case).await;
        page.says("THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ").hides("Mẫu số");
        page.says("bộ mẫu của Thông tư 01/2018/TT-VPCP không có mẫu cho việc này");

        let other = appraised(&house).await;
        ask(&house.room, &specialist, other, Stage::Appraisal).await;
        newest(&house, other).await.says("Mẫu số 02, Thông tư 01/2018/TT-VPCP");
    });
}

#[test]
fn the_older_set_numbers_its_own_forms_and_has_none_for_stopping() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    let old = moment("2025-08-04T09:00:00+07:00");
    let today = moment(NOW);
    let forms = |at: kernel::Moment| house.room.catalogue.forms_on(at.day()).unwrap();
    assert_eq!(forms(old).form("control").unwrap().number, "05");
    assert_eq!(forms(today).form("control").unwrap().number, "06");
    let stopped = |at: kernel::Moment| cases::ledger::Record {
        seq: 9,
        at,
        party: "officer".to_owned(),
        actor: None,
        kind: "stopped".to_owned(),
        facts: String::new(),
        commitment: None,
        payload: None,
        hash: Vec::new(),
    };
    assert!(forms(old).form("stop").is_none());
    let lines = dossiers::letters(&house.room.catalogue, &[stopped(old), stopped(today)]);
    assert_eq!(lines[0].title.vi, "Thông báo dừng giải quyết hồ sơ");
    assert_eq!(lines[0].title.vi, lines[1].title.vi);
}

#[test]
fn a_letter_is_its_persons_and_there_only_where_an_event_made_one() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    block_on(async {
        let case = appraised(&house).await;
        ask(&house.room, &house.actor(SPECIALIST).await, case, Stage::Appraisal).await;
        let (number, lines) = lines(&house, case).await;
        let path = format!("/ho-so/{number}/phieu/{}", lines[0].seq);
        let mut stranger = house.signed_in("nguoidan2").await;
        assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND);
        let mut person = house.signed_in("nguoidan").await;
        person.page(&format!("/en{path}")).await.says("Request for more papers").hides("⟦");
        for so in ["1", "0", "999", "-1", "abc"] {
            let absent = person.get(&format!("/ho-so/{number}/phieu/{so}")).await;
            assert_eq!(absent.status, StatusCode::NOT_FOUND, "{so}");
        }
    });
}
