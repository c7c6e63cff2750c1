//! A browser without scripts, and a program with a token.

use crate::html::{Form, Page};
use crate::runtime;
use crate::wire::Wire;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, header};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

/// What came back.
#[derive(Clone)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
    /// What was asked: for messages of tests.
    pub asked: String,
}

impl Answer {
    /// The body as text.
    pub fn html(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as a page.
    pub fn page(&self) -> Page {
        Page::new(self.html())
    }

    /// A header, empty when absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Where it sends the browser.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{}: no JSON ({error}): {}", self.asked, self.short()))
    }

    /// The heading and the first words, for messages of tests.
    pub fn short(&self) -> String {
        let html = self.html();
        let words = if html.contains("<main") { Page::new(html).main() } else { html };
        words.chars().take(700).collect()
    }

    /// This answer, if its status is the expected one.
    ///
    /// # Panics
    /// When it is another.
    #[track_caller]
    pub fn expect(self, status: u16) -> Answer {
        assert_eq!(self.status, status, "{} → {} {}", self.asked, self.location(), self.short());
        self
    }
}

/// How requests travel.
#[derive(Clone)]
enum Transport {
    /// Within the process.
    Router(Router),
    /// Over a socket.
    Wire(Arc<Wire>),
}

/// One browser (cookies) or one program (token).
pub struct Client {
    transport: Transport,
    cookies: Mutex<Vec<(String, String)>>,
    token: Option<String>,
    /// The machine the requests come from.
    pub address: SocketAddr,
}

impl Client {
    /// A browser that has not been here before.
    pub fn new(router: Router) -> Client {
        Client::over(Transport::Router(router))
    }

    /// The same over a socket.
    pub fn over_wire(to: SocketAddr) -> Client {
        Client::over(Transport::Wire(Arc::new(Wire::new(to))))
    }

    /// A program over a socket.
    pub fn over_wire_with(to: SocketAddr, token: &str) -> Client {
        Client { token: Some(token.to_owned()), ..Client::over_wire(to) }
    }

    fn over(transport: Transport) -> Client {
        let address = SocketAddr::from(([127, 0, 0, 1], 40_000));
        Client { transport, cookies: Mutex::default(), token: None, address }
    }

    /// A program with a token.
    pub fn with_token(router: Router, token: &str) -> Client {
        Client { token: Some(token.to_owned()), ..Client::new(router) }
    }

    /// A second window of the same browser: it knows the same cookies now.
    pub fn window(&self) -> Client {
        let cookies = Mutex::new(self.cookies.lock().expect("cookies").clone());
        Client {
            transport: self.transport.clone(),
            cookies,
            token: self.token.clone(),
            address: self.address,
        }
    }

    /// The same browser asking another process.
    pub fn at(&self, router: Router) -> Client {
        Client { transport: Transport::Router(router), ..self.window() }
    }

    /// A cookie of the jar.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let cookies = self.cookies.lock().expect("cookies");
        cookies.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    }

    /// Forgets every cookie.
    pub fn forget(&self) {
        self.cookies.lock().expect("cookies").clear();
    }

    /// Sends a request.
    ///
    /// # Panics
    /// When the line breaks.
    pub fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let asked = format!("{method} {path}");
        self.try_send(method, path, headers, body).unwrap_or_else(|error| panic!("{asked}: {error}"))
    }

    /// Sends a request over a line that may break.
    ///
    /// # Errors
    /// When it breaks before the whole answer was there.
    pub fn try_send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> std::io::Result<Answer> {
        let asked = format!("{method} {path}");
        let mut all: Vec<(String, String)> =
            headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        match &self.token {
            Some(token) => all.push(("authorization".to_owned(), format!("Bearer {token}"))),
            None => all.extend(self.cookie_header().map(|cookies| ("cookie".to_owned(), cookies))),
        }
        let (status, headers, body) = match &self.transport {
            Transport::Router(router) => self.through(router.clone(), method, path, &all, body),
            Transport::Wire(wire) => wire.ask(&method, &encoded(path), &all, &[&body])?,
        };
        self.take_cookies(&headers);
        Ok(Answer { status, headers, body, asked })
    }

    fn cookie_header(&self) -> Option<String> {
        let jar = self.cookies.lock().expect("cookies");
        let pairs: Vec<String> = jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    fn through(
        &self,
        router: Router,
        method: Method,
        path: &str,
        headers: &[(String, String)],
        body: Vec<u8>,
    ) -> (u16, HeaderMap, Bytes) {
        let mut request = Request::builder().method(method).uri(encoded(path));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let mut request = request.body(Body::from(body)).unwrap_or_else(|error| panic!("{path}: {error}"));
        request.extensions_mut().insert(ConnectInfo(self.address));
        let task = async move {
            let (parts, body) = router.oneshot(request).await.expect("never fails").into_parts();
            (parts, axum::body::to_bytes(body, usize::MAX).await)
        };
        // On a task of its own: a lone `block_on` would run every handler on this one thread.
        let (parts, body) = runtime().block_on(runtime().spawn(task)).expect("the edge never panics");
        let body = body.unwrap_or_else(|error| panic!("{path}: the body broke: {error}"));
        (parts.status.as_u16(), parts.headers, body)
    }

    fn take_cookies(&self, headers: &HeaderMap) {
        let mut jar = self.cookies.lock().expect("cookies");
        for cookie in headers.get_all(header::SET_COOKIE) {
            let text = cookie.to_str().unwrap_or_default();
            let Some((name, rest)) = text.split_once('=') else { continue };
            let value = rest.split(';').next().unwrap_or_default();
            jar.retain(|(key, _)| key != name);
            if !text.contains("Max-Age=0") && !value.is_empty() {
                jar.push((name.to_owned(), value.to_owned()));
            }
        }
    }

    /// Opens a page.
    pub fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[("accept", "text/html")], Vec::new())
    }

    /// Opens a page that must be there.
    #[track_caller]
    pub fn page(&self, path: &str) -> Page {
        self.get(path).expect(200).page()
    }

    /// Follows where an answer leads, as browsers do after a form; an answer that leads nowhere stays.
    pub fn follow(&self, answer: Answer) -> Answer {
        let mut answer = answer;
        for _ in 0..5 {
            if !matches!(answer.status, 302 | 303 | 307) {
                return answer;
            }
            let next = answer.location().split('#').next().unwrap_or_default().to_owned();
            answer = self.get(&next);
        }
        panic!("{}: leads round in a circle", answer.asked)
    }

    /// Sends names and values as a form of ours.
    pub fn post(&self, path: &str, pairs: &[(String, String)]) -> Answer {
        let headers =
            [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        self.send(Method::POST, path, &headers, urlencoded(pairs).into_bytes())
    }

    /// Sends a form with these values, as it stands on its page.
    pub fn submit(&self, form: &Form, values: &[(&str, &str)]) -> Answer {
        let pairs = form.filled(values);
        if form.multipart { self.upload(&form.action, &pairs, &[]) } else { self.post(&form.action, &pairs) }
    }

    /// Opens the page, fills the form that goes to `action` and sends it.
    #[track_caller]
    pub fn post_form(&self, page: &str, action: &str, values: &[(&str, &str)]) -> Answer {
        let form = self.form(page, action);
        self.submit(&form, values)
    }

    /// The form on a page that goes to `action`.
    #[track_caller]
    pub fn form(&self, page: &str, action: &str) -> Form {
        let answer = self.get(page).expect(200);
        let shown = answer.page();
        shown.form(action).unwrap_or_else(|| {
            let forms: Vec<String> = shown.forms().into_iter().map(|form| form.action).collect();
            panic!("{page}: no form to {action}, only {forms:?}")
        })
    }

    /// Sends a form with files.
    pub fn upload(&self, path: &str, pairs: &[(String, String)], files: &[Sent<'_>]) -> Answer {
        let (kind, body) = multipart(pairs, files);
        let headers = [("content-type", kind.as_str()), ("sec-fetch-site", "same-origin")];
        self.send(Method::POST, path, &headers, body)
    }

    /// Sends a form with files over a socket piece by piece, so that large files are never copied
    /// together here.
    ///
    /// # Panics
    /// When there is no socket, or the line breaks.
    pub fn upload_streamed(&self, path: &str, pairs: &[(String, String)], files: &[Sent<'_>]) -> Answer {
        let Transport::Wire(wire) = &self.transport else { panic!("only over a socket") };
        let (kind, whole) =
            multipart(pairs, &files.iter().map(|file| Sent { bytes: b"", ..*file }).collect::<Vec<_>>());
        // Every file's content stands after the empty line of its part.
        let mut rest = whole.as_slice();
        let mut parts: Vec<&[u8]> = Vec::new();
        for file in files {
            let mark = b"application/octet-stream\r\n\r\n";
            let at = rest.windows(mark.len()).position(|window| window == mark).expect("a part") + mark.len();
            parts.push(&rest[..at]);
            parts.push(file.bytes);
            rest = &rest[at..];
        }
        parts.push(rest);
        let mut headers =
            vec![("content-type".to_owned(), kind), ("sec-fetch-site".to_owned(), "same-origin".to_owned())];
        headers.extend(self.cookie_header().map(|cookies| ("cookie".to_owned(), cookies)));
        let asked = format!("POST {path}");
        let (status, headers, body) = wire
            .ask(&Method::POST, path, &headers, &parts)
            .unwrap_or_else(|error| panic!("{asked}: {error}"));
        Answer { status, headers, body, asked }
    }

    /// Sends JSON under a fresh idempotency key.
    pub fn json(&self, method: Method, path: &str, body: &serde_json::Value) -> Answer {
        self.json_keyed(method, path, body, &fresh_key())
    }

    /// Sends JSON under a known idempotency key.
    pub fn json_keyed(&self, method: Method, path: &str, body: &serde_json::Value, key: &str) -> Answer {
        self.try_json(method, path, body, key).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The same over a line that may break.
    ///
    /// # Errors
    /// When it breaks before the whole answer was there.
    pub fn try_json(
        &self,
        method: Method,
        path: &str,
        body: &serde_json::Value,
        key: &str,
    ) -> std::io::Result<Answer> {
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        self.try_send(method, path, &headers, body.to_string().into_bytes())
    }

    /// POSTs JSON.
    pub fn post_json(&self, path: &str, body: &serde_json::Value) -> Answer {
        self.json(Method::POST, path, body)
    }

    /// GETs JSON that must be there.
    #[track_caller]
    pub fn get_json(&self, path: &str) -> serde_json::Value {
        self.send(Method::GET, path, &[("accept", "application/json")], Vec::new()).expect(200).json()
    }
}

/// A file on its way.
#[derive(Clone, Copy)]
pub struct Sent<'a> {
    /// Name of the input.
    pub field: &'a str,
    /// Name of the file.
    pub name: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
}

const BOUNDARY: &str = "motcua-walkthrough-boundary";

/// Content type and body of a form with files; texts first, as our forms have them.
pub fn multipart(pairs: &[(String, String)], files: &[Sent<'_>]) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (name, value) in pairs {
        body.extend_from_slice(
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .as_bytes(),
        );
    }
    for file in files {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n",
            file.field, file.name
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file.bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={BOUNDARY}"), body)
}

/// A form key nobody has used.
pub fn fresh_key() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("walkthrough-{:010}-{:010}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// `a=1&b=2`.
pub fn urlencoded(pairs: &[(String, String)]) -> String {
    let part = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
                b' ' => "+".to_owned(),
                other => format!("%{other:02X}"),
            })
            .collect()
    };
    pairs.iter().map(|(name, value)| format!("{}={}", part(name), part(value))).collect::<Vec<_>>().join("&")
}

/// A path as it goes over the wire: what is not ASCII is escaped.
fn encoded(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            0x21..=0x7e => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
