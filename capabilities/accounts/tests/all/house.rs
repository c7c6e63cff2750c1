//! A demonstration house over one database, and a browser that talks to it.

use accounts::{Accounts, MIGRATIONS, Stamp, seed};
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use kernel::{Actor, Clock, Failure, Ids, Moment, Refusal};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Db, Migrations};
use tower::ServiceExt;
use vault::Vault;
use web::{Assembly, Config, Credential};

pub const SETS: &[Migrations] = &[MIGRATIONS];
/// Monday 2026-09-07, 09:41.
pub const NOW: &str = "2026-09-07T09:41:00+07:00";

pub fn moment(text: &str) -> Moment {
    Moment::parse_rfc3339(text).unwrap()
}

/// The room over a database, with its own clock and node number: as one process sees it.
pub fn open(db: &Db, vault: &Vault, now: Moment, node: u16) -> Accounts {
    let clock = Clock::fixed(now);
    Accounts::open(db.clone(), vault.clone(), clock.clone(), Ids::new(clock, node)).unwrap()
}

/// A seeded room.
pub fn seeded(db: &Db) -> (Accounts, seed::Seeded, Vault) {
    let vault = Vault::ephemeral();
    let accounts = open(db, &vault, moment(NOW), 1);
    let seeded = seed::run(&accounts).unwrap();
    (accounts, seeded, vault)
}

pub fn guest() -> Stamp {
    Stamp { actor: Actor::guest(None), key: None }
}

pub fn refusal<T>(result: Result<T, Failure>) -> Refusal {
    match result {
        Err(Failure::Refusal(refusal)) => refusal,
        Err(Failure::Fault(fault)) => panic!("a fault instead of a refusal: {fault}"),
        Ok(_) => panic!("a success instead of a refusal"),
    }
}

/// The code a person reads: that of the first field, or of the refusal.
pub fn code<T>(result: Result<T, Failure>) -> &'static str {
    let refusal = refusal(result);
    refusal.fields.first().map_or(refusal.code, |field| field.code)
}

/// The actor of someone who signs in with the demonstration password.
pub async fn actor_of(accounts: &Accounts, login: &str) -> Actor {
    let signed = accounts.sign_in(&guest(), login, seed::PASSWORD).await.unwrap();
    let who = accounts.who_is(Credential::Session(&signed.session.token)).await.unwrap();
    who.unwrap().actor.clone()
}

/// An answer of the house.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Reply {
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap())
    }

    /// The value of a hidden input.
    pub fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let from =
            self.body.find(&mark).unwrap_or_else(|| panic!("no input {name} in {}", self.body)) + mark.len();
        self.body[from..].split('"').next().unwrap().to_owned()
    }
}

/// One browser: it keeps its cookies and fills in what forms hide.
pub struct Browser {
    house: axum::Router,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    pub fn new(accounts: &Accounts) -> Browser {
        let mut config = Config::new(*b"a key for tests only, thirty-two");
        config.demo = true;
        let assembled = Assembly {
            config,
            clock: Clock::fixed(moment(NOW)),
            resolver: Arc::new(accounts.clone()),
            replay: Some(Arc::new(accounts.clone())),
            rooms: vec![accounts::room(accounts.clone())],
        }
        .build()
        .unwrap();
        Browser { house: assembled.router, cookies: BTreeMap::new() }
    }

    pub async fn signed_in(accounts: &Accounts, login: &str) -> Browser {
        let mut browser = Browser::new(accounts);
        let page = browser.get("/dang-nhap").await;
        let answer =
            browser.post("/dang-nhap", &page, &[("login", login), ("mat_khau", seed::PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{login}");
        browser
    }

    pub fn with_cookie_of(&self, other: &Browser) -> Browser {
        Browser { house: self.house.clone(), cookies: other.cookies.clone() }
    }

    pub fn has_cookie(&self) -> bool {
        self.cookies.contains_key("phien")
    }

    pub async fn get(&mut self, path: &str) -> Reply {
        self.send(Request::get(path), String::new()).await
    }

    /// Posts the form of a page, with its key and token.
    pub async fn post(&mut self, path: &str, page: &Reply, pairs: &[(&str, &str)]) -> Reply {
        let mut all = vec![("khoa", page.hidden("khoa"))];
        if page.body.contains("name=\"csrf\"") {
            all.push(("csrf", page.hidden("csrf")));
        }
        all.extend(pairs.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let body: Vec<String> =
            all.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, body.join("&")).await
    }

    /// Asks the API with a token.
    pub async fn api(&mut self, method: &str, path: &str, token: &str, key: &str, body: &str) -> Reply {
        let mut request =
            Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/json");
        if !token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if !key.is_empty() {
            request = request.header("idempotency-key", key);
        }
        self.send(request, body.to_owned()).await
    }

    async fn send(&mut self, mut request: axum::http::request::Builder, body: String) -> Reply {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        request = request.header(header::COOKIE, cookies.join("; "));
        let answer = self.house.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            match pair.split_once('=').unwrap() {
                (name, "") => drop(self.cookies.remove(name)),
                (name, value) => drop(self.cookies.insert(name.to_owned(), value.to_owned())),
            }
        }
        let bytes = body.collect().await.unwrap().to_bytes();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}

fn encoded(value: &str) -> String {
    value
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => (byte as char).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
