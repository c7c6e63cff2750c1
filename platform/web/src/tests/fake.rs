//! A tiny room and a client.

use crate::parts::{Field, Mistake};
use crate::replay::{KeptPost, ReplayStore};
use crate::routes;
use crate::{
    Access, Answer, ApiError, Assembled, Assembly, Config, Credential, Form, IdempotencyKey, Json, Resolver,
    Room, Routes, SessionActor, Upload, Visitor,
};
use askama::Template;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Request, Response, StatusCode, header};
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use kernel::{Actor, Clock, Failure, Fault, Id, Party, Permission, Refusal, RefusalKind, Role, Roles};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

#[derive(Clone, Default)]
pub(super) struct Notes {
    pub(super) kept: Arc<Mutex<HashMap<String, String>>>,
    pub(super) writes: Arc<AtomicUsize>,
}

#[derive(Template)]
#[template(
    source = "{% extends \"layout.html\" %}{% block title %}Tờ giấy{% endblock %}{% block prefix %}{% if !mistakes.is_empty() %}{{ v.t(\"web-error-prefix\") }} {% endif %}{% endblock %}{% block content %}{{ crate::parts::summary(v, mistakes) }}<h1>Tờ giấy</h1><form method=\"post\" action=\"{{ v.url(\"/giay\") }}#loi\" novalidate>{{ v.form_start() }}{{ text }}<button class=\"button\">{{ v.t(\"web-continue\") }}</button></form>{% endblock %}",
    ext = "html"
)]
struct NotePage {
    v: Visitor,
    mistakes: Vec<Mistake>,
    text: Field,
}

#[derive(serde::Deserialize, serde::Serialize, utoipa::ToSchema)]
pub(super) struct Note {
    #[serde(default)]
    text: String,
}

async fn show(v: Visitor) -> Answer {
    let text = Field::text("text", "Nội dung").hint("Vài chữ");
    v.page(&NotePage { v: v.clone(), mistakes: Vec::new(), text })
}

fn write(notes: &Notes, key: &str, text: &str) -> Result<String, Failure> {
    if text.is_empty() {
        return Err(Refusal::field("text", "form").into());
    }
    if text == "stale" {
        return Err(Refusal::changed().into());
    }
    let mut kept = notes.kept.lock().map_err(|_| Fault::new("lock"))?;
    Ok(kept
        .entry(key.to_owned())
        .or_insert_with(|| format!("NO-{}", notes.writes.fetch_add(1, Ordering::SeqCst)))
        .clone())
}

async fn post(State(notes): State<Notes>, v: Visitor, form: Form<Note>) -> Answer {
    match write(&notes, &form.key, &form.value.text) {
        Ok(code) => Ok(v.see_other(&format!("/giay/{code}"))),
        Err(Failure::Refusal(refusal)) if refusal.kind == RefusalKind::Fields => {
            let mistakes = v.mistakes(&refusal);
            let text = Field::text("text", "Nội dung").posted(&form.pairs).mistaken(&v, &mistakes);
            v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &NotePage { v: v.clone(), mistakes, text })
        }
        Err(other) => Err(other.into()),
    }
}

async fn break_down(Path(how): Path<String>) -> Answer {
    match how.as_str() {
        "panic" => panic!("as asked"),
        "fault" => Err(Fault::new("the disk is full").into()),
        "busy" => Err(Refusal::limit("busy").into()),
        "often" => Err(Refusal::limit("too-often").with("seconds", 7).into()),
        _ => Err(Refusal::absent().into()),
    }
}

async fn number(Path(_): Path<u32>) -> &'static str {
    "a number"
}

async fn attach(v: Visitor, mut upload: Upload) -> Answer {
    let mut sizes = Vec::new();
    while let Some(file) = upload.next_file().await? {
        let name = file.name.clone();
        let mut stream = std::pin::pin!(file.stream());
        let mut size = 0;
        while let Some(chunk) = stream.next().await {
            size += chunk.map_err(|_| Refusal::limit("too-large"))?.len();
        }
        sizes.push(format!("{name}={size}"));
    }
    upload.key()?;
    Ok(v.see_other(&format!("/giay/{}", sizes.join("+"))))
}

#[utoipa::path(post, path = "/api/v1/notes", request_body = Note, responses((status = 200, body = Note)))]
async fn api_write(
    State(notes): State<Notes>,
    key: IdempotencyKey,
    Json(note): Json<Note>,
) -> Result<Json<Note>, ApiError> {
    Ok(Json(Note { text: write(&notes, &key.0, &note.text)? }))
}

#[utoipa::path(get, path = "/api/v1/notes/{note}", responses((status = 200, body = Note)))]
async fn api_read(Path(note): Path<String>) -> Result<Json<Note>, ApiError> {
    if note == "none" { Err(Refusal::absent().into()) } else { Ok(Json(Note { text: note })) }
}

pub(super) fn room(notes: Notes) -> Room {
    Routes::new("fake")
        .texts("fake-notes = Tờ giấy\n", "fake-notes = Notes\n")
        .page("/", "fake.home", Access::Public, show)
        .page("/giay", "fake.show", Access::Public, show)
        .nav(1, "fake-notes")
        .form("/giay", "fake.write", Access::Public, post)
        .page("/can-bo/giay", "fake.staff", Access::Officer(&[Permission::Receive]), show)
        .menu(1, "fake-notes")
        .form("/can-bo/giay", "fake.staff-write", Access::Officer(&[Permission::Receive]), post)
        .page("/cua-toi", "fake.mine", Access::Signed, show)
        .form("/ban-nhap", "fake.draft", Access::Grant, post)
        .upload("/tep-len", "fake.attach", Access::Public, attach)
        .page("/hong/{how}", "fake.break", Access::Public, break_down)
        .page("/so/{n}", "fake.number", Access::Public, number)
        .api("fake.write", Access::Signed, routes!(api_write))
        .api("fake.read", Access::Public, routes!(api_read))
        .with_state(notes)
}

/// Tokens: `person`, `officer`, `auditor`; the API takes `token-officer`.
struct People;

pub(super) fn actor(role: Role) -> Actor {
    let (party, permissions) = match role {
        Role::Citizen => (Party::Person, 0),
        Role::Receiver => (Party::Officer, 1 << Permission::Receive as u32),
        _ => (Party::Officer, 1 << Permission::Audit as u32),
    };
    Actor { party, account: Some(Id(1)), roles: Roles::of(&[role]), permissions, ..Actor::system() }
}

impl Resolver for People {
    fn resolve<'a>(
        &'a self,
        credential: Credential<'a>,
    ) -> BoxFuture<'a, Result<Option<Arc<SessionActor>>, Fault>> {
        let role = match credential {
            Credential::Session("person") => Some(Role::Citizen),
            Credential::Session("officer") | Credential::Bearer("token-officer") => Some(Role::Receiver),
            Credential::Session("auditor") => Some(Role::Auditor),
            _ => None,
        };
        let found = role.map(|role| {
            Arc::new(SessionActor {
                actor: actor(role),
                name: "Nông Thị Thí Dụ".to_owned(),
                post: String::new(),
                office: String::new(),
            })
        });
        Box::pin(async move { Ok(found) })
    }
}

#[derive(Default)]
struct Kept(Mutex<HashMap<String, KeptPost>>);

impl ReplayStore for Kept {
    fn keep<'a>(&'a self, key: &'a str, post: KeptPost) -> BoxFuture<'a, Result<(), Fault>> {
        self.0.lock().unwrap().insert(key.to_owned(), post);
        Box::pin(async { Ok(()) })
    }

    fn take<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<KeptPost>, Fault>> {
        let post = self.0.lock().unwrap().remove(key);
        Box::pin(async { Ok(post) })
    }
}

pub(super) fn house(notes: &Notes, change: impl FnOnce(&mut Config)) -> Assembled {
    let mut config = Config::new(*b"test key");
    config.demo = true;
    change(&mut config);
    Assembly {
        config,
        clock: Clock::fixed(crate::samples::MOMENT),
        resolver: Arc::new(People),
        replay: Some(Arc::new(Kept::default())),
        rooms: vec![room(notes.clone())],
    }
    .build()
    .unwrap()
}

/// An answer with its body read.
pub(super) struct Got {
    pub(super) status: u16,
    pub(super) body: String,
    parts: axum::http::response::Parts,
}

impl Got {
    pub(super) fn header(&self, name: &str) -> &str {
        self.parts.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(super) fn location(&self) -> &str {
        self.header("location")
    }

    /// The value of a hidden input.
    pub(super) fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        self.body
            .split_once(&mark)
            .map(|(_, rest)| rest.split('"').next().unwrap().to_owned())
            .unwrap_or_default()
    }

    pub(super) fn cookie(&self, name: &str) -> Option<String> {
        let cookies = self.parts.headers.get_all(header::SET_COOKIE).iter();
        cookies
            .filter_map(|cookie| cookie.to_str().ok()?.strip_prefix(name)?.strip_prefix('='))
            .map(|rest| rest.split(';').next().unwrap().to_owned())
            .next()
    }
}

/// A request under way.
pub(super) struct Ask(axum::http::request::Builder, Body);

pub(super) fn get(path: &str) -> Ask {
    Ask(Request::get(path), Body::empty())
}

pub(super) fn post_form(path: &str, body: impl Into<Body>) -> Ask {
    let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    Ask(request, body.into())
}

pub(super) fn post_json(path: &str, body: &'static str) -> Ask {
    Ask(Request::post(path).header("content-type", "application/json"), Body::from(body))
}

pub(super) fn post_files(path: &str, body: String) -> Ask {
    Ask(Request::post(path).header("content-type", "multipart/form-data; boundary=X"), Body::from(body))
}

impl Ask {
    pub(super) fn header(self, name: &str, value: &str) -> Ask {
        Ask(self.0.header(name, value), self.1)
    }

    pub(super) fn session(self, session: &str) -> Ask {
        self.header("cookie", &format!("phien={session}"))
    }

    pub(super) fn own(self) -> Ask {
        self.header("sec-fetch-site", "same-origin")
    }

    pub(super) async fn of(self, house: &Assembled) -> Got {
        let response: Response<Body> =
            house.router.clone().oneshot(self.0.body(self.1).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Got { status: parts.status.as_u16(), body: String::from_utf8_lossy(&bytes).into_owned(), parts }
    }
}
