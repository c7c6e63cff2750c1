//! A killed server loses nothing it acknowledged: fifty times under load, on each engine.

use axum::http::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use walkthroughs::samples::{EXTRACT, PDF};
use walkthroughs::{
    Client, Engine, NewDatabase, Sent, Server, fresh_key, multipart, new_database, on_both_engines, server,
};

const KILLS: usize = 50;
const CLIENTS: usize = 6;
const COPY: &str = "2.000635";
const WARDS: [(&str, &str); 2] = [("H29.201", "tiepnhan.saigon"), ("H29.203", "tiepnhan.thuduc")];

store::statements! {
    static CODES: scan = "select code from case_row where code is not null order by code";
}

/// What the server acknowledged, and what it was asked when it died.
#[derive(Default)]
struct Noted {
    /// Draft: the last answer acknowledged, and one that may have been kept too.
    answers: HashMap<String, (String, Option<String>)>,
    /// Draft, paper, content.
    papers: Vec<(String, String, Vec<u8>)>,
    /// Draft: case and receipt.
    sent: BTreeMap<String, (String, String)>,
    /// Case: code.
    codes: BTreeMap<String, String>,
    /// Asked to be sent, not answered: draft and key.
    open: Vec<(String, String)>,
}

struct Town {
    folder: testkit::TempDir,
    database: Option<NewDatabase>,
    citizen: String,
    desks: Vec<String>,
}

impl Town {
    fn new(engine: Engine) -> Town {
        let folder = testkit::temp_dir();
        let database = (engine == Engine::Postgres).then(new_database);
        let mut town = Town { folder, database, citizen: String::new(), desks: Vec::new() };
        let server = town.start();
        let token = |login: &str| {
            let body = json!({ "login": login, "password": accounts::seed::PASSWORD, "days": 2 });
            let made = server.guest().post_json("/api/v1/tokens", &body).expect(201).json();
            made["token"].as_str().unwrap().to_owned()
        };
        let (citizen, desks) = (token("nguoidan"), WARDS.map(|(_, login)| token(login)).to_vec());
        drop(server);
        town.citizen = citizen;
        town.desks = desks;
        town
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn url(&self) -> Option<String> {
        self.database.as_ref().map(NewDatabase::url)
    }

    fn start(&self) -> Server {
        Server::start(&self.data(), self.url().as_deref(), &[], &[])
    }

    fn doctor(&self) {
        let data = self.data().display().to_string();
        let mut line = vec!["doctor", "--data", &data];
        let url = self.url();
        if let Some(url) = &url {
            line.extend(["--database", url]);
        }
        let (well, said) = server::run(&line);
        assert!(well, "{said}");
    }

    /// Every code in the database.
    fn codes(&self) -> Vec<String> {
        let place = motcua::Place { data: self.data(), database: self.url(), procedures: None };
        let db = place.open_database().unwrap();
        db.read_blocking(|tx| Ok(tx.rows(&CODES, &[], |row| row.get::<String>(0))?)).unwrap()
    }
}

/// A number nobody guesses, below `most`.
fn random(most: u64) -> u64 {
    RandomState::new().hash_one(std::thread::current().id()) % most
}

/// One client until the line breaks: draft, answers, a paper, sending, acceptance, again and again.
fn work(n: usize, citizen: &Client, desk: &Client, noted: &Mutex<Noted>) -> std::io::Result<()> {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let ward = WARDS[n % WARDS.len()].0;
    let answers: serde_json::Map<String, Value> =
        EXTRACT.iter().map(|(key, value)| ((*key).to_owned(), Value::from(*value))).collect();
    loop {
        let begun =
            citizen.try_json(Method::POST, "/api/v1/drafts", &json!({ "procedure": COPY }), &fresh_key())?;
        let draft = begun.expect(201).json()["id"].as_str().unwrap().to_owned();
        for round in 0..3 {
            let said = format!("sổ {} quyển {round}", NEXT.fetch_add(1, Ordering::Relaxed));
            let mut answers = answers.clone();
            answers.insert("register_number".to_owned(), said.clone().into());
            noted.lock().unwrap().answers.entry(draft.clone()).or_default().1 = Some(said.clone());
            let body = json!({ "agency": ward, "answers": answers });
            citizen
                .try_json(Method::PUT, &format!("/api/v1/drafts/{draft}/answers"), &body, &fresh_key())?
                .expect(200);
            noted.lock().unwrap().answers.insert(draft.clone(), (said, None));
        }
        if n.is_multiple_of(2) {
            let content = [PDF, format!("% {}\n", fresh_key()).as_bytes(), b"%%EOF\n"].concat();
            let pairs = [("paper".to_owned(), "giay-to-tuy-than".to_owned())];
            let (kind, body) = multipart(&pairs, &[Sent { field: "file", name: "thẻ.pdf", bytes: &content }]);
            let key = fresh_key();
            let headers = [("content-type", kind.as_str()), ("idempotency-key", key.as_str())];
            let taken =
                citizen.try_send(Method::POST, &format!("/api/v1/drafts/{draft}/papers"), &headers, body)?;
            let paper = taken.expect(201).json()["id"].as_str().unwrap().to_owned();
            noted.lock().unwrap().papers.push((draft.clone(), paper, content));
        }
        let key = fresh_key();
        noted.lock().unwrap().open.push((draft.clone(), key.clone()));
        let sent = citizen.try_json(
            Method::POST,
            &format!("/api/v1/drafts/{draft}/submit"),
            &json!({ "agreed": true }),
            &key,
        )?;
        let case = note_sent(noted, &draft, &sent.expect(200).json());
        if n % 3 != 2 {
            let accepted = desk.try_json(
                Method::POST,
                &format!("/api/v1/dossiers/{case}/accept"),
                &json!({}),
                &fresh_key(),
            )?;
            let code = accepted.expect(200).json()["number"].as_str().unwrap().to_owned();
            noted.lock().unwrap().codes.insert(case, code);
        }
    }
}

fn note_sent(noted: &Mutex<Noted>, draft: &str, answer: &Value) -> String {
    let (case, receipt) =
        (answer["id"].as_str().unwrap().to_owned(), answer["receipt"].as_str().unwrap().to_owned());
    let mut noted = noted.lock().unwrap();
    noted.open.retain(|(one, _)| one != draft);
    noted.sent.insert(draft.to_owned(), (case.clone(), receipt));
    case
}

/// Everything acknowledged before the kill is there, and what was not answered can be asked again.
fn check(town: &Town, server: &Server, noted: &Mutex<Noted>) {
    let citizen = server.with_token(&town.citizen);
    let open = std::mem::take(&mut noted.lock().unwrap().open);
    for (draft, key) in open {
        let body = json!({ "agreed": true });
        let path = format!("/api/v1/drafts/{draft}/submit");
        let first = citizen.json_keyed(Method::POST, &path, &body, &key).expect(200).json();
        let again = citizen.json_keyed(Method::POST, &path, &body, &key).expect(200).json();
        assert_eq!(first, again, "the same key gives the same answer");
        note_sent(noted, &draft, &first);
    }
    let noted = noted.lock().unwrap();
    for (draft, (acknowledged, asked)) in &noted.answers {
        let shown = match noted.sent.get(draft) {
            Some((case, receipt)) => {
                let dossier = citizen.get_json(&format!("/api/v1/dossiers/{case}"));
                assert_eq!(dossier["receipt"], receipt.as_str());
                if let Some(code) = noted.codes.get(case) {
                    assert_eq!(dossier["number"], code.as_str(), "an acknowledged code is kept");
                }
                dossier
            }
            None => citizen.get_json(&format!("/api/v1/drafts/{draft}")),
        };
        let kept = shown["answers"]["register_number"].as_str().unwrap_or_default();
        let right = kept == acknowledged || asked.as_deref() == Some(kept);
        assert!(right, "acknowledged {acknowledged:?}, asked {asked:?}, but {kept:?} is there");
    }
    for (draft, paper, content) in &noted.papers {
        if let Some((case, _)) = noted.sent.get(draft) {
            let file = citizen.get(&format!("/api/v1/dossiers/{case}/papers/{paper}")).expect(200);
            assert_eq!(&file.body[..], content.as_slice(), "an acknowledged file is whole");
        } else {
            let papers = citizen.get_json(&format!("/api/v1/drafts/{draft}"))["papers"].clone();
            assert!(
                papers.as_array().unwrap().iter().any(|one| one["id"] == paper.as_str()),
                "an acknowledged file is there"
            );
        }
    }
}

on_both_engines! {
    fn fifty_kills_under_load_lose_nothing_that_was_acknowledged(engine) {
        let town = Town::new(engine);
        let mut receipts = BTreeSet::new();
        let mut codes = BTreeSet::new();
        let mut work_done = 0;
        let mut server = town.start();
        for _ in 0..KILLS {
            let noted = Mutex::new(Noted::default());
            std::thread::scope(|scope| {
                for n in 0..CLIENTS {
                    let (citizen, desk) = (server.with_token(&town.citizen), server.with_token(&town.desks[n % 2]));
                    let noted = &noted;
                    scope.spawn(move || work(n, &citizen, &desk, noted).unwrap_err());
                }
                std::thread::sleep(Duration::from_millis(40 + random(400)));
                // By its process id, with nothing said before.
                server.kill_now();
            });
            server = town.start();
            check(&town, &server, &noted);
            let noted = noted.into_inner().unwrap();
            for (_, receipt) in noted.sent.values() {
                assert!(receipts.insert(receipt.clone()), "receipt {receipt} twice");
            }
            for code in noted.codes.values() {
                assert!(codes.insert(code.clone()), "code {code} twice");
            }
            work_done += noted.answers.len();
        }
        server.kill();
        assert!(work_done > KILLS, "there was load: {work_done} drafts");
        assert!(codes.len() > KILLS / 2, "and acceptance: {} codes", codes.len());
        let all = town.codes();
        crate::codes::without_gaps(&all);
        let all: BTreeSet<String> = all.into_iter().collect();
        assert!(codes.is_subset(&all), "every acknowledged code is in the database");
        town.doctor();
    }
}
