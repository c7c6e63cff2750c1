//! Every command beside the straight way as JSON: right, twice with one key, with a stale version,
//! and by somebody whose it is not.

use crate::api_house::Sent;
use crate::house::*;
use axum::http::StatusCode;
use serde_json::{Value, json};
use testkit::{block_on, fresh};

/// A birth with everything that follows from it: two agencies do their parts.
const LINKED: &str = "3.000722";

fn wanted(items: &[(&str, &str)]) -> Value {
    let one = |(kind, key): &(&str, &str)| json!({ "kind": kind, "key": key, "reason": "Chữ không đọc được.", "basis": "Điều 5" });
    json!({ "items": items.iter().map(one).collect::<Vec<_>>(), "note": "Xin bổ sung một lần." })
}

#[test]
fn what_is_missing_is_asked_once_and_given_item_by_item() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let house = House::new(&fresh.db());
        block_on(async {
            let mut sent = Sent::marital(&house).await;
            let mut desk = sent.desk.clone();
            let too_much = wanted(&[("paper", "so-ho-khau")]);
            let path = format!("{}/ask-supplement-intake", sent.path);
            let refused = desk.api("POST", &path, too_much).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "only what the procedure requires");
            let both = wanted(&[("paper", "uy-quyen"), ("answer", "address")]);
            sent.command(&mut desk, "ask-supplement-intake", both.clone()).await;
            assert_eq!(desk.api("POST", &path, both.clone()).await.status, StatusCode::CONFLICT, "once");

            let asked = sent.seen().await;
            let supplement = &asked["course"]["supplement"];
            assert_eq!((&asked["state"], &supplement["stage"]), (&json!("asked"), &json!("intake")));
            assert_eq!(
                (&supplement["missing"], &supplement["note"]),
                (&json!(2), &json!("Xin bổ sung một lần."))
            );
            assert_eq!(supplement["items"][0]["reason"], "Chữ không đọc được.");
            assert_eq!(supplement["items"][0]["basis"], "Điều 5");
            assert!(supplement["items"][0]["name"].as_str().unwrap().contains("ủy quyền"));
            assert_eq!(sent.worked().await["course"]["supplement"], *supplement, "officers read the same");

            let mut owner = sent.owner.clone();
            let unasked = json!({ "key": "phone", "value": "0900000419" });
            let unasked = owner.api("POST", &format!("{}/answer-item", sent.path), unasked).await;
            assert_eq!(unasked.status, StatusCode::CONFLICT);
            let mended = json!({ "key": "address", "value": "Số 20, phường Sài Gòn" });
            sent.command(&mut owner, "answer-item", mended).await;
            let one = sent.seen().await;
            assert_eq!(one["answers"]["address"], "Số 20, phường Sài Gòn");
            assert_eq!(one["course"]["supplement"]["missing"], 1);
            sent.file(&mut owner, "answer-item/paper", &[("paper", "uy-quyen")]).await;
            assert_eq!(sent.seen().await["state"], "sent", "the last thing asked sends it on");
            assert_eq!(sent.national().await, [1, 5]);

            sent.accept().await;
            sent.forward("chanhvanphong.saigon", "work").await;
            let mut specialist = sent.officer("hotich.saigon").await;
            let more = wanted(&[("answer", "address")]);
            sent.command(&mut specialist, "ask-supplement-appraisal", more).await;
            assert!(sent.seen().await["course"]["supplement"]["close"]["day"].is_string());
            house.move_to("2026-09-08T09:00:00+07:00");
            let mended = json!({ "key": "address", "value": "Số 22, phường Sài Gòn" });
            sent.command(&mut owner, "answer-item", mended).await;
            let restarted = sent.seen().await;
            let moves = &restarted["course"]["moves"];
            assert_eq!((&moves[0]["why"], &moves[0]["to"]["day"]), (&json!("restart"), &json!("2026-09-11")));
            assert_eq!(restarted["course"]["original_promise"]["day"], "2026-09-10");
            assert_eq!(sent.national().await, [1, 5, 2, 4, 5, 2, 4]);

            let told = owner.api("GET", &format!("{}/national", sent.path), Value::Null).await;
            assert_eq!(told.status, StatusCode::NOT_FOUND, "the exchange is the office's");
        });
    }
}

#[test]
fn what_needs_the_word_of_a_head_is_proposed_decided_and_told() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let house = House::new(&fresh.db());
        block_on(async {
            let mut sent = Sent::marital(&house).await;
            sent.accept().await;
            sent.forward("chanhvanphong.saigon", "work").await;
            let mut specialist = sent.officer("hotich.saigon").await;
            let mut head = sent.officer("chanhvanphong.saigon").await;

            let path = format!("{}/propose-extension", sent.path);
            for day in ["ngày mai", "2026-09-13", "2026-09-08"] {
                let body = json!({ "cause": "complex", "words": "Chờ xác minh.", "day": day });
                let wrong = specialist.api("POST", &path, body).await;
                assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
                assert_eq!(wrong.json()["fields"][0]["path"], "day", "{}", wrong.body);
            }
            let later = json!({ "cause": "complex", "words": "Chờ xác minh.", "day": "2026-09-14" });
            sent.command(&mut specialist, "propose-extension", later).await;
            let officers = sent.worked().await;
            let proposal = &officers["course"]["proposal"];
            assert_eq!(
                (&proposal["what"], &proposal["reason"]),
                (&json!("extension"), &json!("Chờ xác minh."))
            );
            assert!(sent.seen().await["course"].get("proposal").is_none(), "a proposal is no decision");
            let task = sent.task("decide").await;
            sent.command(&mut head, "decide", json!({ "task": task, "agrees": true })).await;
            let moved = sent.seen().await;
            assert_eq!(moved["course"]["moves"][0]["why"], "extension");
            assert!(!moved["course"]["moves"][0]["cause_name"].as_str().unwrap().is_empty());
            assert_eq!(moved["course"]["extensions"], 1);
            assert_eq!(moved["course"]["promise"]["day"], "2026-09-14");
            assert_eq!(moved["course"]["original_promise"]["day"], "2026-09-10");

            let why = json!({ "reason": "Không đủ điều kiện." });
            sent.command(&mut specialist, "propose-refusal", why).await;
            let task = sent.task("decide").await;
            let silent = json!({ "task": task, "agrees": false });
            let silent = head.api("POST", &format!("{}/decide", sent.path), silent).await;
            assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "a head declines with a reason");
            let declined = json!({ "task": task, "agrees": false, "reason": "Xem lại giấy ủy quyền." });
            sent.command(&mut head, "decide", declined).await;

            house.move_to("2026-09-16T09:00:00+07:00");
            let letter = json!({ "cause": "complex", "words": "Xin lỗi ông/bà.", "day": "2026-09-18" });
            sent.command(&mut head, "late-letter", letter).await;
            let late = sent.seen().await;
            let letters = &late["course"]["late_letters"];
            assert_eq!(
                (&letters[0]["words"], &letters[0]["due"]["day"]),
                (&json!("Xin lỗi ông/bà."), &json!("2026-09-18"))
            );
            assert_eq!(late["course"]["promise"]["day"], "2026-09-14", "a letter repairs nothing");
            assert!(late["course"]["late_days"].as_i64().unwrap() > 0);

            let cause = cause(&house, "stop");
            let stop = json!({ "cause": cause, "reason": "Tòa án yêu cầu." });
            sent.command(&mut specialist, "propose-stop", stop).await;
            let task = sent.task("decide").await;
            sent.command(&mut head, "decide", json!({ "task": task, "agrees": true })).await;
            assert_eq!(sent.seen().await["state"], "stopped");
            assert_eq!(sent.national().await, [1, 2, 4, 8]);
            apply_again(&mut sent).await;

            let mut signatory = sent.officer("chutich.saigon").await;
            let cause = self::cause(&house, "reopen");
            let again = json!({ "cause": cause, "reason": "Cơ quan nhầm." });
            sent.command(&mut signatory, "reopen", again).await;
            let open = sent.seen().await;
            assert_eq!((&open["course"]["reopenings"], &open["state"]), (&json!(1), &json!("running")));
            assert_eq!(sent.national().await, [1, 2, 4, 8, 4]);
        });
    }
}

/// The first cause of the regime in force for a purpose.
fn cause(house: &House, of: &str) -> String {
    let regime = house.room.regime_on(house.clock.civil().day()).unwrap();
    regime.causes(of).next().unwrap().key.clone()
}

/// A new draft with the answers of one that ended, for its person only, once with one key.
async fn apply_again(sent: &mut Sent<'_>) {
    let path = format!("{}/apply-again", sent.path);
    for stranger in &mut sent.strangers {
        assert_eq!(stranger.api("POST", &path, json!({})).await.status, StatusCode::NOT_FOUND);
    }
    let key = sent.key();
    let draft = sent.owner.api_once(&path, &key, &json!({})).await;
    assert_eq!(draft.status, StatusCode::CREATED, "{}", draft.body);
    assert_eq!(draft.json()["answers"], sent.seen().await["answers"]);
    let again = sent.owner.api_once(&path, &key, &json!({})).await;
    assert_eq!(again.json()["id"], draft.json()["id"], "twice is once");
}

#[test]
fn the_person_changes_takes_back_and_lets_it_go_on() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let house = House::new(&fresh.db());
        block_on(async {
            let mut sent = Sent::marital(&house).await;
            let mut owner = sent.owner.clone();
            let mut answers = sent.seen().await["answers"].clone();
            answers["address"] = json!("Số 30, phường Sài Gòn");
            sent.command(&mut owner, "adjust", json!({ "answers": answers.clone() })).await;
            let adjusted = sent.seen().await;
            assert_eq!(adjusted["answers"]["address"], "Số 30, phường Sài Gòn");
            assert_eq!(adjusted["course"]["adjustments"], 1);
            answers["requester_name"] = json!("Lý Văn Thí Dụ");
            let other = json!({ "answers": answers });
            let other = owner.api("POST", &format!("{}/adjust", sent.path), other).await;
            assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY, "who they are is another request");

            let early = owner.api("POST", &format!("{}/apply-again", sent.path), json!({})).await;
            assert_eq!(early.status, StatusCode::CONFLICT, "only what ended without a result");
            sent.accept().await;
            let why = json!({ "reason": "Không cần nữa." });
            sent.command(&mut owner, "withdraw", why.clone()).await;
            assert!(sent.seen().await["course"]["withdrawal_at"].is_string());
            sent.command(&mut owner, "drop-withdrawal", json!({})).await;
            assert!(sent.seen().await["course"].get("withdrawal_at").is_none());
            sent.command(&mut owner, "withdraw", why).await;
            let mut desk = sent.desk.clone();
            sent.command(&mut desk, "confirm-withdrawal", json!({ "note": "Đã trả giấy tờ." })).await;
            assert_eq!(sent.seen().await["state"], "withdrawn");
            assert_eq!(sent.national().await.last(), Some(&8));
            apply_again(&mut sent).await;
        });
    }
}

#[test]
fn a_wrong_result_is_mended_whoever_noticed_it() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let house = House::new(&fresh.db());
        block_on(async {
            let mut sent = Sent::marital(&house).await;
            sent.accept().await;
            sent.forward("chanhvanphong.saigon", "work").await;
            sent.forward("hotich.saigon", "work").await;
            let task = sent.task("work").await;
            let mut specialist = sent.officer("hotich.saigon").await;
            sent.file(&mut specialist, "results", &[("task", &task)]).await;
            sent.forward("hotich.saigon", "work").await;
            sent.forward("chanhvanphong.saigon", "work").await;
            sent.forward("chutich.saigon", "approve").await;
            let mut desk = sent.desk.clone();
            desk.api("POST", &format!("{}/fee", sent.path), json!({})).await;
            let handed =
                desk.api("POST", &format!("{}/hand-over", sent.path), json!({ "to": "applicant" })).await;
            assert_eq!(handed.status, StatusCode::OK, "{}", handed.body);

            let mut owner = sent.owner.clone();
            let wrong = json!({ "reason": "Sai ngày sinh." });
            sent.command(&mut owner, "report-error", wrong.clone()).await;
            let seen = sent.seen().await;
            let correction = &seen["course"]["correction"];
            assert!(correction["due"].is_string(), "{correction}");
            let task = sent.task("correct").await;
            let maker = sent.maker(&task).await;
            let mut maker = sent.officer(&maker).await;
            sent.file(&mut maker, "correct-result", &[("task", &task)]).await;
            let mended = sent.seen().await;
            assert_eq!(mended["course"]["corrections"], 1);
            assert!(mended["course"].get("correction").is_none());
            sent.command(&mut desk, "open-correction", wrong).await;
            assert!(sent.seen().await["course"]["correction"].is_object());
            assert_eq!(sent.national().await, [1, 2, 4, 9, 10]);
        });
    }
}

#[test]
fn other_agencies_finish_their_parts_of_a_linked_procedure() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let house = House::new(&fresh.db());
        block_on(async {
            let mut sent = Sent::new(&house, LINKED, json!({})).await;
            sent.accept().await;
            while sent.task_of("work", "lien-thong").await.is_none() {
                let seen = sent.worked().await;
                let signs = seen["tasks"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|one| one["open"] == true && one["kind"] == "approve");
                if signs {
                    sent.forward("chutich.saigon", "approve").await;
                    continue;
                }
                let task = sent.task("work").await;
                let mut specialist = sent.officer("hotich.saigon").await;
                let key = sent.key();
                let results = format!("{}/results", sent.path);
                specialist.api_file(&results, &key, &[("task", &task)], PDF).await;
                sent.forward("hotich.saigon", "work").await;
            }
            let parts = sent.seen().await["course"]["parts"].clone();
            assert!(parts.as_array().unwrap().len() >= 2, "{parts}");
            assert!(parts[0]["limit"]["n"].is_number() && parts[0]["due"].is_string(), "{parts}");
            let insured = sent.task_of("part", "bao-hiem-y-te").await.unwrap();
            let mut insurer = sent.officer("chuyenvien.bhxh").await;
            let early = json!({ "task": insured });
            let early = insurer.api("POST", &format!("{}/complete-part", sent.path), early).await;
            assert_eq!(early.status, StatusCode::CONFLICT, "its result comes first");
            sent.file(&mut insurer, "results", &[("task", &insured)]).await;
            sent.command(&mut insurer, "complete-part", json!({ "task": insured })).await;
            let after = sent.seen().await["course"]["parts"].clone();
            let part = after.as_array().unwrap().iter().find(|part| part["key"] == "bao-hiem-y-te").unwrap();
            assert!(part["done"].is_string(), "{part}");
        });
    }
}

#[test]
fn papers_taken_in_elsewhere_are_tracked_until_they_are_there() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let house = House::new(&fresh.db());
        block_on(async {
            let mut here = house.signed_in("tiepnhan.saigon").await;
            let mut there = house.signed_in("tiepnhan.benthanh").await;
            let mut stranger = house.signed_in("tiepnhan.thuduc").await;
            let body = json!({ "procedure": EXTRACT, "agency": "H29.202", "answers": crate::api::answers(),
                "agreed": true, "fee_taken": true, "papers": [] });
            let taken = here.api("POST", "/api/v1/dossiers", body).await;
            assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.body);
            let path = format!("/api/v1/dossiers/{}", taken.json()["id"].as_str().unwrap());
            let moved = format!("{path}/papers-moved");
            for (key, who) in [("khoa-chuyen-giay-01", &mut here), ("khoa-chuyen-giay-02", &mut there)] {
                let seen = who.api("GET", &path, Value::Null).await.json();
                let tasks = seen["tasks"].as_array().unwrap();
                let task = tasks.iter().find(|one| one["open"] == true && one["kind"] == "transfer").unwrap();
                let body = json!({ "task": task["id"], "version": seen["version"] });
                assert_eq!(stranger.api("POST", &moved, body.clone()).await.status, StatusCode::NOT_FOUND);
                let mut stale = body.clone();
                stale["version"] = json!(77);
                assert_eq!(who.api("POST", &moved, stale).await.status, StatusCode::CONFLICT);
                let done = who.api_once(&moved, key, &body).await;
                assert_eq!(done.status, StatusCode::OK, "{}", done.body);
                assert_eq!(who.api_once(&moved, key, &body).await.json(), done.json());
            }
            let seen = here.api("GET", &path, Value::Null).await.json();
            let open = seen["tasks"].as_array().unwrap().iter();
            assert!(!open.clone().any(|one| one["open"] == true && one["kind"] == "transfer"));
        });
    }
}

#[test]
fn a_link_reads_nothing_of_the_course() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    block_on(async {
        let mut sent = Sent::marital(&house).await;
        let body = wanted(&[("answer", "address")]);
        let mut desk = sent.desk.clone();
        sent.command(&mut desk, "ask-supplement-intake", body).await;
        let case = sent.path.rsplit('/').next().unwrap().parse().unwrap();
        let token = cases::link_token(&house.room.vault, case);
        let link = house.browser().api("GET", &format!("/api/v1/tracking/{token}"), Value::Null).await;
        link.hides("Chữ không đọc được").hides("course").hides("Xin bổ sung");
        assert_eq!(link.json()["state"], "asked");
    });
}
