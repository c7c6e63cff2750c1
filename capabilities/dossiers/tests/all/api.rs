//! The same as JSON.

use crate::house::*;
use axum::http::StatusCode;
use serde_json::{Value, json};
use testkit::{block_on, fresh};

pub(crate) fn answers() -> Value {
    json!({
        "asker": "self", "requester_name": "Nông Thị Thí Dụ", "requester_birth": "1990-09-05",
        "requester_card": "001190000018", "phone": "0900000418", "address": "Số 18", "event": "birth",
        "registered_at": "Phường Bến Nghé", "registered_year": 1990, "copies": 2, "receive_by": "online"
    })
}

#[test]
fn a_draft_is_begun_answered_and_sent_and_every_door_shows_the_same() {
    for engine in ENGINES {
        let fresh = fresh(engine, SETS);
        let house = House::new(&fresh.db());
        block_on(async {
            let mut citizen = house.signed_in("nguoidan").await;
            let begun = citizen.api("POST", "/api/v1/drafts", json!({ "procedure": EXTRACT })).await;
            assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.body);
            let draft = format!("/api/v1/drafts/{}", begun.json()["id"].as_str().unwrap());
            let early = citizen.api("POST", &format!("{draft}/submit"), json!({ "agreed": true })).await;
            assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
            let body = json!({ "agency": "H29.201", "answers": answers() });
            let saved = citizen.api("PUT", &format!("{draft}/answers"), body).await;
            assert_eq!(saved.status, StatusCode::OK, "{}", saved.body);
            let stale = json!({ "version": 1, "answers": { "copies": 3 } });
            assert_eq!(
                citizen.api("PUT", &format!("{draft}/answers"), stale).await.status,
                StatusCode::CONFLICT
            );
            let wrong = json!({ "answers": { "copies": "nhiều", "nonsense": 1 } });
            let wrong = citizen.api("PUT", &format!("{draft}/answers"), wrong).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(wrong.json()["fields"].as_array().unwrap().len(), 2);
            let shown = citizen.api("GET", &draft, Value::Null).await.json();
            assert_eq!(
                (shown["missing"].as_array().unwrap().len(), &shown["agency"]),
                (0, &json!("H29.201"))
            );

            let sent = citizen.api("POST", &format!("{draft}/submit"), json!({ "agreed": true })).await;
            assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
            let sent = sent.json();
            let again =
                citizen.api("POST", &format!("{draft}/submit"), json!({ "agreed": true })).await.json();
            assert_eq!(again["receipt"], sent["receipt"]);

            let id = sent["id"].as_str().unwrap();
            let token = sent["tracking"].as_str().unwrap().strip_prefix("/t/").unwrap();
            let link =
                house.browser().api("GET", &format!("/api/v1/tracking/{token}"), Value::Null).await.json();
            assert_eq!((&link["applicant"], &link["state"]), (&json!("Nông T. T. D."), &json!("sent")));
            assert!(link.get("papers").is_none() && link.get("id").is_none() && link.get("fees").is_none());
            let own = citizen.api("GET", &format!("/api/v1/dossiers/{id}"), Value::Null).await.json();
            assert_eq!(own["answers"]["copies"], 2);
            assert!(own.get("tasks").is_none());
            let list = citizen.api("GET", "/api/v1/dossiers", Value::Null).await.json();
            assert_eq!(list[0]["number"], sent["receipt"]);
            let mut other = house.signed_in("nguoidan2").await;
            for path in
                [format!("/api/v1/dossiers/{id}"), format!("/api/v1/dossiers/{id}/looks"), draft.clone()]
            {
                assert_eq!(
                    other.api("GET", &path, Value::Null).await.status,
                    StatusCode::NOT_FOUND,
                    "{path}"
                );
            }

            let mut officer = house.signed_in("tiepnhan.saigon").await;
            let seen = officer.api("GET", &format!("/api/v1/dossiers/{id}"), Value::Null).await.json();
            assert_eq!(seen["tasks"][0]["kind"], "receive");
            let accept = format!("/api/v1/dossiers/{id}/accept");
            let stale = officer.api("POST", &accept, json!({ "version": 77 })).await;
            assert_eq!(stale.status, StatusCode::CONFLICT);
            let accepted = officer.api("POST", &accept, json!({ "version": seen["version"] })).await;
            assert_eq!(accepted.status, StatusCode::OK, "{}", accepted.body);
            assert_eq!(accepted.json()["number"], "H29.201-260907-0001");
            assert_eq!(other.api("POST", &accept, json!({})).await.status, StatusCode::NOT_FOUND);

            let looks = citizen.api("GET", &format!("/api/v1/dossiers/{id}/looks"), Value::Null).await.json();
            let parties: Vec<&str> =
                looks.as_array().unwrap().iter().map(|look| look["party"].as_str().unwrap()).collect();
            assert!(parties.contains(&"officer") && parties.contains(&"guest"), "{looks}");
        });
    }
}

#[test]
fn a_walk_in_is_received_and_accepted_in_one_request() {
    let fresh = fresh(store::Engine::Sqlite, SETS);
    let house = House::new(&fresh.db());
    block_on(async {
        let mut officer = house.signed_in("tiepnhan.saigon").await;
        let body = json!({ "procedure": EXTRACT, "agency": "H29.201", "answers": answers(), "agreed": true,
            "fee_taken": true, "at_once": true, "papers": [] });
        let done = officer.api("POST", "/api/v1/dossiers", body).await;
        assert_eq!(done.status, StatusCode::CREATED, "{}", done.body);
        let number = done.json()["number"].as_str().unwrap().to_owned();
        assert_eq!(number, "H29.201-260907-0001");
        let shown = officer.api("GET", &format!("/api/v1/dossiers/{number}"), Value::Null).await.json();
        assert_eq!((&shown["state"], &shown["fees"]["total"]), (&json!("delivered"), &json!(16000)));
        let mut citizen = house.signed_in("nguoidan").await;
        let walk_in = citizen.api("POST", "/api/v1/dossiers", json!({})).await;
        assert_eq!(walk_in.status, StatusCode::NOT_FOUND);
    });
}
