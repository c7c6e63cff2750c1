//! A dossier behind the API, and everybody who knocks at its doors.

use crate::house::*;
use axum::http::StatusCode;
use catalogue::Kind;
use serde_json::{Value, json};

/// Confirmation of the marital status: three working days, five steps, one head.
pub const MARITAL: &str = "1.004873";

/// A dossier somebody sent, and everyone who may have to do with it.
pub struct Sent<'h> {
    house: &'h House,
    pub path: String,
    pub owner: Browser,
    pub desk: Browser,
    /// A person and an officer it does not concern.
    pub strangers: [Browser; 2],
    keys: u32,
}

impl<'h> Sent<'h> {
    pub async fn new(house: &'h House, procedure: &str, said: Value) -> Sent<'h> {
        let mut owner = house.signed_in("nguoidan").await;
        let draft = drafted(house, &mut owner, procedure, said).await;
        let sent = owner.api("POST", &format!("{draft}/submit"), json!({ "agreed": true })).await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
        let strangers = [house.signed_in("nguoidan2").await, house.signed_in("truongphong.thuduc").await];
        let path = format!("/api/v1/dossiers/{}", sent.json()["id"].as_str().unwrap());
        Sent { house, path, owner, desk: house.signed_in("tiepnhan.saigon").await, strangers, keys: 0 }
    }

    /// One to confirm the marital status of somebody else, so that an authorisation is needed.
    pub async fn marital(house: &'h House) -> Sent<'h> {
        Sent::new(house, MARITAL, json!({ "asker": "other" })).await
    }

    pub fn key(&mut self) -> String {
        self.keys += 1;
        format!("khoa-thu-nghiem-{:04}", self.keys)
    }

    pub async fn officer(&self, login: &str) -> Browser {
        self.house.signed_in(login).await
    }

    pub async fn seen(&mut self) -> Value {
        let seen = self.owner.api("GET", &self.path, Value::Null).await;
        assert_eq!(seen.status, StatusCode::OK, "{}", seen.body);
        seen.json()
    }

    /// As the desk sees it.
    pub async fn worked(&mut self) -> Value {
        self.desk.api("GET", &self.path, Value::Null).await.json()
    }

    /// The open task of a kind.
    pub async fn task(&mut self, kind: &str) -> String {
        let seen = self.worked().await;
        let tasks = seen["tasks"].as_array().unwrap();
        let open = tasks.iter().find(|task| task["open"] == true && task["kind"] == kind);
        open.unwrap_or_else(|| panic!("no {kind} in {seen}"))["id"].as_str().unwrap().to_owned()
    }

    /// One door: nobody else's, not with an old version, once with one key.
    pub async fn command(&mut self, who: &mut Browser, name: &str, body: Value) -> Value {
        let path = format!("{}/{name}", self.path);
        for stranger in &mut self.strangers {
            let shut = stranger.api("POST", &path, body.clone()).await;
            assert_eq!(shut.status, StatusCode::NOT_FOUND, "{name}: {}", shut.body);
        }
        let guest = self.house.browser().api("POST", &path, body.clone()).await;
        assert!(matches!(guest.status, StatusCode::UNAUTHORIZED | StatusCode::NOT_FOUND), "{name}");
        let before = self.seen().await["version"].clone();
        let mut stale = body.clone();
        stale["version"] = json!(before.as_i64().unwrap() + 70);
        let changed = who.api("POST", &path, stale).await;
        assert_eq!(changed.status, StatusCode::CONFLICT, "{name}: {}", changed.body);

        let mut now = body;
        now["version"] = before.clone();
        let key = self.key();
        let done = who.api_once(&path, &key, &now).await;
        assert_eq!(done.status, StatusCode::OK, "{name}: {}", done.body);
        assert_eq!(done.json()["version"].as_i64().unwrap(), before.as_i64().unwrap() + 1, "{name}");
        let again = who.api_once(&path, &key, &now).await;
        assert_eq!((again.status, again.json()), (StatusCode::OK, done.json()), "{name}");
        assert_eq!(self.seen().await["version"], done.json()["version"], "{name} twice is once");
        done.json()
    }

    /// The same with a file.
    pub async fn file(&mut self, who: &mut Browser, name: &str, fields: &[(&str, &str)]) {
        let path = format!("{}/{name}", self.path);
        for stranger in &mut self.strangers {
            let shut = stranger.api_file(&path, "khoa-nguoi-la-0001", fields, PDF).await;
            assert_eq!(shut.status, StatusCode::NOT_FOUND, "{name}: {}", shut.body);
        }
        let stale = [fields, &[("version", "770")]].concat();
        let key = self.key();
        let changed = who.api_file(&path, &key, &stale, PDF).await;
        assert_eq!(changed.status, StatusCode::CONFLICT, "{name}: {}", changed.body);
        let broken = who.api_file(&path, &key, fields, b"MZ no paper").await;
        assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", broken.body);
        let done = who.api_file(&path, &key, fields, PDF).await;
        assert_eq!(done.status, StatusCode::CREATED, "{name}: {}", done.body);
        let again = who.api_file(&path, &key, fields, PDF).await;
        assert_eq!((again.status, again.json()), (StatusCode::CREATED, done.json()), "{name}");
    }

    pub async fn accept(&mut self) {
        let done = self.desk.api("POST", &format!("{}/accept", self.path), json!({})).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    }

    /// The leading step forwarded by whoever's it is.
    pub async fn forward(&mut self, login: &str, kind: &str) {
        let task = self.task(kind).await;
        let mut officer = self.officer(login).await;
        let path = format!("{}/forward", self.path);
        let done = officer.api("POST", &path, json!({ "task": task })).await;
        assert_eq!(done.status, StatusCode::OK, "{login}: {}", done.body);
    }

    /// Who made the result: a head or a specialist of the office that checks civil status.
    pub async fn maker(&mut self, task: &str) -> String {
        let seen = self.worked().await;
        let tasks = seen["tasks"].as_array().unwrap();
        let role = tasks.iter().find(|one| one["id"] == task).unwrap()["role"].as_str().unwrap();
        if role == "head" { "chanhvanphong.saigon" } else { "hotich.saigon" }.to_owned()
    }

    /// The open task of a kind on a step.
    pub async fn task_of(&mut self, kind: &str, step: &str) -> Option<String> {
        let seen = self.worked().await;
        let tasks = seen["tasks"].as_array().unwrap();
        let fits = |one: &&Value| one["open"] == true && one["kind"] == kind && one["step"] == step;
        tasks.iter().find(fits).map(|one| one["id"].as_str().unwrap().to_owned())
    }

    pub async fn national(&mut self) -> Vec<u64> {
        let told = self.desk.api("GET", &format!("{}/national", self.path), Value::Null).await;
        assert_eq!(told.status, StatusCode::OK, "{}", told.body);
        let told = told.json();
        let codes: Vec<u64> =
            told["history"].as_array().unwrap().iter().map(|one| one["code"].as_u64().unwrap()).collect();
        assert_eq!(told["present"]["code"].as_u64(), codes.last().copied());
        assert_eq!(self.worked().await["national"]["code"].as_u64(), codes.last().copied());
        codes
    }
}

/// A complete draft: what it misses is asked of the API until nothing is missing.
async fn drafted(house: &House, owner: &mut Browser, procedure: &str, said: Value) -> String {
    let begun = owner.api("POST", "/api/v1/drafts", json!({ "procedure": procedure })).await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.body);
    let draft = format!("/api/v1/drafts/{}", begun.json()["id"].as_str().unwrap());
    let revision = house.room.current(procedure).unwrap();
    let mut body = json!({ "agency": "H29.201", "answers": said });
    for round in 0..40 {
        let saved = owner.api("PUT", &format!("{draft}/answers"), body).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.body);
        let shown = owner.api("GET", &draft, Value::Null).await.json();
        let mut answers = json!({});
        for missing in shown["missing"].as_array().unwrap() {
            let key = missing["key"].as_str().unwrap();
            if missing["what"] == "paper" {
                let form = [("paper", key)];
                let once = format!("giay-to-thu-{round:02}-{key:_<20}");
                let taken = owner.api_file(&format!("{draft}/papers"), &once, &form, PDF).await;
                assert_eq!(taken.status, StatusCode::CREATED, "{key}: {}", taken.body);
            } else {
                answers[key] = example(revision.question(key).unwrap());
            }
        }
        if shown["missing"].as_array().unwrap().is_empty() {
            return draft;
        }
        body = json!({ "answers": answers });
    }
    panic!("{procedure} never became complete");
}

/// An answer its question takes.
fn example(question: &catalogue::Question) -> Value {
    match question.kind {
        Kind::Choice => json!(question.option[0].key),
        Kind::YesNo => json!(false),
        Kind::Name => json!("Nông Thị Thí Dụ"),
        Kind::Date => json!("1990-09-05"),
        Kind::Year => json!(2000),
        Kind::Number | Kind::Decimal => json!(question.min.unwrap_or(1)),
        Kind::Card => json!("001190000018"),
        Kind::Phone => json!("0900000418"),
        Kind::Email => json!("thi.du@example.vn"),
        Kind::Text | Kind::Long | Kind::Address => json!("Số 18, phường Sài Gòn"),
    }
}
