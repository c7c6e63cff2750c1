//! A demonstration house over one database, and browsers that talk to it.

use accounts::{Accounts, Stamp, seed};
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use catalogue::Catalogue;
use dossiers::Dossiers;
use files::Files;
use http_body_util::BodyExt;
use kernel::{Actor, Clock, Ids, Moment};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Db, Engine, Migrations};
use testkit::TempDir;
use tower::ServiceExt;
use vault::Vault;
use web::{Assembly, Config, Credential};

pub const SETS: &[Migrations] = &[
    accounts::MIGRATIONS,
    catalogue::MIGRATIONS,
    files::MIGRATIONS,
    cases::MIGRATIONS,
    dossiers::MIGRATIONS,
];
pub const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];
/// Monday 2026-09-07, 09:41.
pub const NOW: &str = "2026-09-07T09:41:00+07:00";
/// Copy of a civil-status extract.
pub const EXTRACT: &str = "2.000635";
/// Building permit.
pub const PERMIT: &str = "1.013225";

pub fn moment(text: &str) -> Moment {
    Moment::parse_rfc3339(text).unwrap()
}

/// The rooms over one database.
pub struct House {
    pub room: Dossiers,
    pub clock: Clock,
    router: axum::Router,
    _folder: TempDir,
}

impl House {
    pub fn new(db: &Db) -> House {
        House::at(db, NOW)
    }

    pub fn at(db: &Db, now: &str) -> House {
        House::with(db, now, catalogue::Files::embedded())
    }

    /// With procedure files of one's own.
    pub fn with(db: &Db, now: &str, procedures: catalogue::Files) -> House {
        let folder = testkit::temp_dir();
        let clock = Clock::fixed(moment(now));
        let vault = Vault::ephemeral();
        let ids = Ids::new(clock.clone(), 1);
        let accounts = Accounts::open(db.clone(), vault.clone(), clock.clone(), ids.clone()).unwrap();
        seed::run(&accounts).unwrap();
        let catalogue = Catalogue::open(db, &ids, &clock, procedures).unwrap();
        let files = Files::open(folder.path(), vault.clone(), ids.clone()).unwrap();
        let room = Dossiers { db: db.clone(), vault, files, clock: clock.clone(), ids, accounts, catalogue };
        let mut config = Config::new(*b"a key for tests only, thirty-two");
        config.demo = true;
        let assembled = Assembly {
            config,
            clock: clock.clone(),
            resolver: Arc::new(room.accounts.clone()),
            replay: Some(Arc::new(room.accounts.clone())),
            rooms: vec![
                accounts::room(room.accounts.clone()),
                catalogue::room(room.catalogue.clone()),
                dossiers::room(room.clone()),
            ],
        }
        .build()
        .unwrap();
        House { room, clock, router: assembled.router, _folder: folder }
    }

    /// A browser nobody used before.
    pub fn browser(&self) -> Browser {
        Browser { house: self.router.clone(), cookies: BTreeMap::new() }
    }

    pub async fn signed_in(&self, login: &str) -> Browser {
        let mut browser = self.browser();
        let page = browser.get("/dang-nhap").await;
        let said = [("login", login), ("mat_khau", seed::PASSWORD)];
        let answer = browser.post("/dang-nhap", &page, &said).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{login}: {}", answer.body);
        browser
    }

    /// The actor of someone who signs in with the demonstration password.
    pub async fn actor(&self, login: &str) -> Actor {
        let guest = Stamp { actor: Actor::guest(None), key: None };
        let signed = self.room.accounts.sign_in(&guest, login, seed::PASSWORD).await.unwrap();
        let who = self.room.accounts.who_is(Credential::Session(&signed.session.token)).await.unwrap();
        who.unwrap().actor.clone()
    }

    /// The id of an agency, by its code.
    pub fn agency(&self, code: &str) -> String {
        self.room.accounts.agency_by_code(code).unwrap().id.to_string()
    }

    pub fn move_to(&self, now: &str) {
        assert!(self.clock.move_civil_to(moment(now)));
    }
}

/// An answer of the house.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Reply {
    pub fn location(&self) -> String {
        let value = self.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap());
        value.to_owned()
    }

    /// The text between two marks.
    pub fn between(&self, before: &str, after: &str) -> String {
        let from =
            self.body.find(before).unwrap_or_else(|| panic!("no {before} in {}", self.body)) + before.len();
        self.body[from..].split(after).next().unwrap().to_owned()
    }

    #[track_caller]
    pub fn says(&self, words: &str) -> &Reply {
        assert!(self.body.contains(words), "“{words}” is not in {}", self.body);
        self
    }

    #[track_caller]
    pub fn hides(&self, words: &str) -> &Reply {
        assert!(!self.body.contains(words), "“{words}” is in {}", self.body);
        self
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

/// One browser: it keeps its cookies and fills in what forms hide.
#[derive(Clone)]
pub struct Browser {
    house: axum::Router,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    pub async fn get(&mut self, path: &str) -> Reply {
        self.send(Request::get(path), Body::empty()).await
    }

    /// A page that must be there.
    #[track_caller]
    pub fn page<'b>(&'b mut self, path: &'b str) -> impl Future<Output = Reply> + 'b {
        let caller = std::panic::Location::caller();
        async move {
            let reply = self.get(path).await;
            assert_eq!(
                reply.status,
                StatusCode::OK,
                "{path} at {caller}: {} {}",
                reply.location(),
                reply.body
            );
            reply
        }
    }

    /// Posts the form of a page, with its key and token.
    pub async fn post(&mut self, path: &str, page: &Reply, pairs: &[(&str, &str)]) -> Reply {
        let mut all = hidden(page);
        all.extend(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let body: Vec<String> =
            all.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(body.join("&"))).await
    }

    /// Posts a form with files: name of the input, name of the file, content.
    pub async fn upload(
        &mut self,
        path: &str,
        page: &Reply,
        files: &[(&str, &str, &[u8])],
        button: &str,
    ) -> Reply {
        let mut body = Vec::new();
        let mut fields = hidden(page);
        fields.retain(|(name, _)| name == "khoa" || name == "csrf");
        for (name, value) in fields {
            let part =
                format!("--grenze\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        for (input, name, content) in files {
            let part = format!(
                "--grenze\r\nContent-Disposition: form-data; name=\"{input}\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(part.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        if !button.is_empty() {
            let part = format!("--grenze\r\nContent-Disposition: form-data; name=\"{button}\"\r\n\r\n1\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        body.extend_from_slice(b"--grenze--\r\n");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=grenze")
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(body)).await
    }

    /// Asks the API as a page of ours would.
    pub async fn api(&mut self, method: &str, path: &str, body: serde_json::Value) -> Reply {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/json")
            .header("sec-fetch-site", "same-origin");
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        self.send(request, body).await
    }

    /// The same with a key: the same key is the same request.
    pub async fn api_once(&mut self, path: &str, key: &str, body: &serde_json::Value) -> Reply {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/json")
            .header("sec-fetch-site", "same-origin")
            .header("idempotency-key", key);
        self.send(request, Body::from(body.to_string())).await
    }

    /// Sends the API a file, with text fields before it.
    pub async fn api_file(
        &mut self,
        path: &str,
        key: &str,
        fields: &[(&str, &str)],
        content: &[u8],
    ) -> Reply {
        // A browser's session proves with a token that its own page sent the file.
        let page = self.get("/nop/2.000635").await;
        let token = hidden(&page).into_iter().find(|(name, _)| name == "csrf").unwrap_or_default();
        let csrf = [(token.0.as_str(), token.1.as_str())];
        let mut body = Vec::new();
        for (name, value) in csrf.iter().chain(fields) {
            let part =
                format!("--grenze\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        body.extend_from_slice(
            b"--grenze\r\nContent-Disposition: form-data; name=\"file\"; filename=\"t.pdf\"\r\n\
              Content-Type: application/octet-stream\r\n\r\n",
        );
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--grenze--\r\n");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=grenze")
            .header("sec-fetch-site", "same-origin")
            .header("idempotency-key", key);
        self.send(request, Body::from(body)).await
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Reply {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header(header::COOKIE, cookies.join("; ")).body(body).unwrap();
        let response = self.house.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Reply { status, headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

/// What the first form of the page's content hides.
fn hidden(page: &Reply) -> Vec<(String, String)> {
    let content = page.body.split("<main").nth(1).unwrap_or(&page.body);
    let form = content.split("<form").nth(1).unwrap_or_default();
    let form = form.split("</form>").next().unwrap_or_default();
    form.split("<input type=\"hidden\" name=\"")
        .skip(1)
        .map(|input| {
            let (name, rest) = input.split_once("\" value=\"").unwrap();
            (name.to_owned(), rest.split('"').next().unwrap().to_owned())
        })
        .collect()
}

pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// The smallest PDF with one page.
pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// Answers of a simple extract, page by page.
pub const EXTRACT_PAGES: &[(&str, &[(&str, &str)])] = &[
    ("ai-yeu-cau", &[("asker", "self")]),
    (
        "ho-ten",
        &[
            ("requester_name", "Nông Thị Thí Dụ"),
            ("requester_birth_ngay", "5"),
            ("requester_birth_thang", "9"),
            ("requester_birth_nam", "1990"),
            ("requester_card", "001 190 000 018"),
        ],
    ),
    ("lien-lac", &[("phone", "+84 900 000 418"), ("email", ""), ("address", "Số 18, phường Sài Gòn")]),
    ("viec-ho-tich", &[("event", "birth")]),
    (
        "noi-dang-ky",
        &[("registered_at", "Phường Bến Nghé"), ("registered_year", "1990"), ("register_number", "")],
    ),
    ("so-ban", &[("copies", "2")]),
    ("nhan-ket-qua", &[("receive_by", "counter")]),
];

/// Begins a draft; its address without the last part.
pub async fn begin(browser: &mut Browser, code: &str) -> String {
    let start = browser.page(&format!("/nop/{code}")).await;
    let begun = browser.post(&format!("/nop/{code}"), &start, &[]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
    begun.location().split("/buoc/").next().unwrap().to_owned()
}

/// Answers one page and follows to the next.
#[track_caller]
pub fn answer<'b>(
    browser: &'b mut Browser,
    draft: &'b str,
    page: &'b str,
    pairs: &'b [(&'b str, &'b str)],
) -> impl Future<Output = String> + 'b {
    let caller = std::panic::Location::caller();
    async move {
        let path = format!("{draft}/buoc/{page}");
        let shown = browser.page(&path).await;
        let reply = browser.post(&path, &shown, pairs).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{path} at {caller}: {}", reply.body);
        reply.location()
    }
}

/// A complete draft of an extract, not sent.
pub async fn complete(house: &House, browser: &mut Browser) -> String {
    let draft = begin(browser, EXTRACT).await;
    answer(browser, &draft, "noi-giai-quyet", &[("noi", &house.agency("H29.201"))]).await;
    for (page, pairs) in EXTRACT_PAGES {
        answer(browser, &draft, page, pairs).await;
    }
    draft
}

/// Sends a complete draft; gives receipt number and secret.
pub async fn send(browser: &mut Browser, draft: &str) -> (String, String) {
    let review = browser.page(&format!("{draft}/xem-lai")).await;
    let sent = browser.post(&format!("{draft}/gui"), &review, &[("dong_y", "1")]).await;
    assert_eq!(
        (sent.status, sent.location()),
        (StatusCode::SEE_OTHER, format!("{draft}/da-nop")),
        "{}",
        sent.body
    );
    let done = browser.page(&format!("{draft}/da-nop")).await;
    let receipt = done.between("<p class=\"number\">", "<");
    let secret =
        done.body.split("<p class=\"number\">").nth(2).unwrap().split('<').next().unwrap().to_owned();
    (receipt, secret)
}
