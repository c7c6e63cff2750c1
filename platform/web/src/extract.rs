//! What a handler takes from a request: forms, uploads, JSON, keys of repetition.

use crate::errors::PageError;
use crate::session::same_token;
use crate::visitor::Visitor;
use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use kernel::{Failure, Fault, Refusal, text};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::pin::Pin;
use std::sync::Arc;

/// Most characters of a text field inside an upload.
const TEXT_LIMIT: usize = 64 * 1024;

/// What was typed: names and values in order, cleaned.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// From names and values as they came; each value is cleaned, passwords excepted.
    pub fn new(raw: Vec<(String, String)>) -> Pairs {
        Pairs(raw.into_iter().map(|(name, value)| (clean_name(&name), clean_value(&name, value))).collect())
    }

    /// The first value of a name; empty when absent.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Every value of a name: ticked boxes.
    pub fn all<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether the name was sent at all: the button pressed.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// Names and values without form key and token.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = |name: &str| matches!(name, "khoa" | "csrf");
        self.0.iter().filter(move |(name, _)| !own(name)).map(|(name, value)| (name.as_str(), value.as_str()))
    }

    fn push(&mut self, name: &str, value: String) {
        self.0.push((clean_name(name), clean_value(name, value)));
    }

    fn key(&self) -> Result<String, Refusal> {
        form_key(self.get("khoa")).ok_or_else(|| Refusal::field("khoa", "form-key"))
    }

    /// Reads the pairs into a type.
    fn read<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        match serde_urlencoded::from_str(&self.encoded()?) {
            Ok(read) => Ok(read),
            Err(_) => Err(Refusal::field("form", "form")),
        }
    }

    fn encoded(&self) -> Result<String, Refusal> {
        serde_urlencoded::to_string(&self.0).map_err(|_| Refusal::field("form", "form"))
    }
}

fn clean_name(name: &str) -> String {
    text::clean(name, false)
}

/// Passwords stay as typed: a space at their end is part of them.
fn clean_value(name: &str, value: String) -> String {
    if name.starts_with("mat_khau") { value } else { text::clean(&value, true) }
}

/// A form key or idempotency key: 16 to 64 letters, digits, `-` and `_`.
fn form_key(text: &str) -> Option<String> {
    let fits = (16..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    fits.then(|| text.to_owned())
}

/// The body of a form, read and checked by the edge before the handler.
#[derive(Clone)]
pub(crate) struct Posted(pub(crate) Arc<Pairs>);

/// A posted form: its key, its values as `T`, and the pairs as typed for showing it again.
pub struct Form<T> {
    /// The form key: the same key is the same submission.
    pub key: String,
    /// The values.
    pub value: T,
    /// What was typed.
    pub pairs: Arc<Pairs>,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, _: &S) -> Result<Form<T>, PageError> {
        let (key, pairs) = posted(&request)?;
        Ok(Form { key, value: pairs.read()?, pairs })
    }
}

/// The key of a form and what was typed.
fn posted(request: &Request) -> Result<(String, Arc<Pairs>), PageError> {
    let posted = request.extensions().get::<Posted>().cloned();
    let Posted(pairs) = posted.ok_or_else(|| Fault::new("a form outside .form()"))?;
    Ok((pairs.key()?, pairs))
}

/// A form with files, read as it arrives. Key and token stand before the first file.
pub struct Upload {
    /// Text fields read so far.
    pub pairs: Pairs,
    v: Visitor,
    parts: multer::Multipart<'static>,
    header_key: Option<String>,
    checked: bool,
}

/// One file on its way in; read it to its end before asking for the next.
pub struct UploadedFile {
    /// Name of the input.
    pub field: String,
    /// Name the person's device gave the file, cleaned.
    pub name: String,
    part: multer::Field<'static>,
}

impl Upload {
    /// The next file; `None` at the end. Inputs left empty are passed over.
    pub async fn next_file(&mut self) -> Result<Option<UploadedFile>, PageError> {
        while let Some(mut part) = self.parts.next_field().await.map_err(|error| broken(&error))? {
            let field = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(|name| text::clean(name, false)) {
                Some(name) if name.is_empty() => {}
                Some(name) => {
                    self.check()?;
                    return Ok(Some(UploadedFile { field, name, part }));
                }
                None => {
                    let value = read_text(&mut part).await?;
                    self.pairs.push(&field, value);
                }
            }
        }
        self.check()?;
        Ok(None)
    }

    /// The form key, once all was read or the first file was reached; in the API the header's.
    pub fn key(&self) -> Result<String, PageError> {
        match &self.header_key {
            Some(key) => Ok(key.clone()),
            None => Ok(self.pairs.key()?),
        }
    }

    fn check(&mut self) -> Result<(), Refusal> {
        let expected = self.v.csrf();
        if !self.checked && !expected.is_empty() && !same_token(&expected, self.pairs.get("csrf")) {
            return Err(Refusal::forbidden("csrf"));
        }
        self.checked = true;
        Ok(())
    }
}

async fn read_text(part: &mut multer::Field<'static>) -> Result<String, PageError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(|error| broken(&error))? {
        if bytes.len() + chunk.len() > TEXT_LIMIT {
            return Err(Refusal::limit("too-large").into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn broken(error: &(dyn std::error::Error + 'static)) -> Refusal {
    if is_too_long(error) { Refusal::limit("too-large") } else { Refusal::field("form", "upload-broken") }
}

/// Whether the length limit stands anywhere behind an error.
fn is_too_long(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(inner) = cause {
        if inner.is::<http_body_util::LengthLimitError>() {
            return true;
        }
        cause = inner.source();
    }
    false
}

impl UploadedFile {
    /// Its bytes as they arrive.
    pub fn stream(self) -> impl Stream<Item = Result<Bytes, std::io::Error>> + Send + 'static {
        self.part.map(|chunk| chunk.map_err(std::io::Error::other))
    }
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = PageError;

    async fn from_request(request: Request, _: &S) -> Result<Upload, PageError> {
        uploaded(request)
    }
}

fn uploaded(request: Request) -> Result<Upload, PageError> {
    let v = request.extensions().get::<Visitor>().cloned();
    let v = v.ok_or_else(|| Fault::new("an upload outside .upload()"))?;
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let boundary = kind.and_then(|kind| multer::parse_boundary(kind).ok());
    let header_key = header_key(request.headers());
    let boundary = boundary.ok_or_else(|| Refusal::field("form", "upload-broken"))?;
    let parts = multer::Multipart::new(request.into_body().into_data_stream(), boundary);
    Ok(Upload { pairs: Pairs::default(), v, parts, header_key, checked: false })
}

/// A JSON body, and a JSON answer.
pub struct Json<T>(pub T);

/// Marks the size limit of JSON bodies; put in by the edge.
#[derive(Clone, Copy)]
pub(crate) struct JsonLimit(pub(crate) usize);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, _: &S) -> Result<Json<T>, PageError> {
        let bytes = json_bytes(request).await?;
        match serde_json::from_slice(&bytes) {
            Ok(value) => Ok(Json(value)),
            Err(error) => Err(not_json(&error)),
        }
    }
}

/// The body of a request, within the limit of JSON. Behind a pointer: what waits for it stays small.
fn json_bytes(request: Request) -> Pin<Box<dyn Future<Output = Result<Bytes, Failure>> + Send>> {
    let limit = request.extensions().get::<JsonLimit>().map_or(64 * 1024, |limit| limit.0);
    Box::pin(read_body(request.into_body(), limit))
}

/// The parser's own sentence may quote what was sent; place and kind are enough.
fn not_json(error: &serde_json::Error) -> PageError {
    let place = format!("line {} column {}", error.line(), error.column());
    PageError(Failure::Refusal(Refusal::field(place, "json")))
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        json_answer(&self.0)
    }
}

/// Behind a pointer: the writer is compiled once, in this room, which is fully optimised.
fn json_answer(value: &dyn erased_serde::Serialize) -> Response {
    let mut bytes = Vec::with_capacity(2_048);
    match serde_json::to_writer(&mut bytes, value) {
        Ok(()) => {
            ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], bytes).into_response()
        }
        Err(error) => PageError::from(Fault::new(error)).into_response(),
    }
}

/// Reads a whole body, or refuses with `too-large`.
pub(crate) async fn read_body(body: Body, limit: usize) -> Result<Bytes, Failure> {
    axum::body::to_bytes(body, limit).await.map_err(|error| broken(&error).into())
}

fn header_key(headers: &HeaderMap) -> Option<String> {
    form_key(headers.get("idempotency-key")?.to_str().ok()?)
}

/// The `Idempotency-Key` header of an API command; a form sends its `khoa` instead.
pub struct IdempotencyKey(pub String);

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<IdempotencyKey, PageError> {
        sent_key(&parts.headers)
    }
}

fn sent_key(headers: &HeaderMap) -> Result<IdempotencyKey, PageError> {
    let key = header_key(headers).map(IdempotencyKey);
    key.ok_or_else(|| Refusal::field("Idempotency-Key", "form-key").into())
}

/// Whether a body is a form of plain text.
pub(crate) fn is_urlencoded(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

/// Reads `a=1&b=2`.
pub(crate) fn parse_pairs(bytes: &[u8]) -> Result<Pairs, Refusal> {
    let raw = serde_urlencoded::from_bytes(bytes).map_err(|_| Refusal::field("form", "form"))?;
    Ok(Pairs::new(raw))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize, PartialEq, Debug)]
    struct Answers {
        name: String,
        #[serde(default)]
        note: String,
        version: i64,
    }

    #[test]
    fn values_are_cleaned_but_passwords_are_not() {
        let pairs = parse_pairs("name=++Nguye%CC%82%CC%83n++A&mat_khau=+a++b+&version=3".as_bytes()).unwrap();
        assert_eq!(pairs.get("name"), "Nguyễn A");
        assert_eq!(pairs.get("mat_khau"), " a  b ");
        let read: Answers = pairs.read().unwrap();
        assert_eq!(read, Answers { name: "Nguyễn A".into(), note: String::new(), version: 3 });
    }

    #[test]
    fn ticked_boxes_keep_every_value_and_keys_stay_out_of_the_list() {
        let pairs = parse_pairs(b"khoa=k&csrf=c&a=1&a=2&b=").unwrap();
        assert_eq!(pairs.all("a").collect::<Vec<_>>(), ["1", "2"]);
        assert!(pairs.has("b") && !pairs.has("c"));
        assert_eq!(pairs.iter().count(), 3);
    }

    #[test]
    fn a_key_is_long_enough_to_be_nobody_elses() {
        assert!(form_key("0123456789abcdef").is_some());
        assert!(form_key("short").is_none());
        assert!(form_key("0123456789abcdef'; drop").is_none());
        assert!(form_key(&"a".repeat(65)).is_none());
    }
}
