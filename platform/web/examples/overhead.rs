//! What the edge, a session, a page of the public layout and a JSON answer cost per request, without a
//! network: `cargo run --release -p web --example overhead`.
#![allow(missing_docs, clippy::expect_used, clippy::print_stdout)]

use askama::Template;
use axum::body::Body;
use axum::http::Request;
use futures_util::future::BoxFuture;
use kernel::{Actor, Clock, Fault, Id, Party};
use std::sync::Arc;
use tower::ServiceExt;
use web::{Access, Answer, Assembly, Config, Credential, Resolver, Routes, SessionActor, Visitor};

#[derive(Template)]
#[template(
    source = "{% extends \"layout.html\" %}{% block title %}x{% endblock %}{% block content %}<h1>x</h1>{{ v.form_start() }}{% endblock %}",
    ext = "html"
)]
struct Page {
    v: Visitor,
}

async fn bare() -> &'static str {
    "x"
}

async fn page(v: Visitor) -> Answer {
    v.page(&Page { v: v.clone() })
}

struct One(Arc<SessionActor>);

impl Resolver for One {
    fn resolve<'a>(&'a self, _: Credential<'a>) -> BoxFuture<'a, Result<Option<Arc<SessionActor>>, Fault>> {
        Box::pin(async { Ok(Some(Arc::clone(&self.0))) })
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let room = Routes::new("bench")
        .texts("bench-a = A\nbench-b = B\nbench-c = C\n", "bench-a = A\nbench-b = B\nbench-c = C\n")
        .page("/tran", "bare", Access::Public, bare)
        .nav(1, "bench-a")
        .page("/trang", "page", Access::Signed, page)
        .nav(20, "bench-b")
        .foot(20, "bench-c")
        .with_state(());
    let actor = Actor { party: Party::Person, account: Some(Id(1)), ..Actor::system() };
    let who = SessionActor { actor, name: "Thí Dụ".into(), post: String::new(), office: String::new() };
    let resolver = Arc::new(One(Arc::new(who)));
    let rooms = vec![room];
    let house =
        Assembly { config: Config::new(*b"k"), clock: Clock::system(), resolver, replay: None, rooms }
            .build()?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    for (name, path, cookie, packed) in [
        ("edge alone", "/tran", "", false),
        ("edge and session", "/tran", "phien=abcdefghijklmnopqrstuvwxyz; kieu=x", false),
        ("page of the layout", "/trang", "phien=abcdefghijklmnopqrstuvwxyz; kieu=x", false),
        ("the same, packed", "/trang", "phien=abcdefghijklmnopqrstuvwxyz; kieu=x", true),
        ("style sheet inline", "/nothing", "", false),
    ] {
        const ROUNDS: u32 = 20_000;
        let clock = Clock::system();
        let start = clock.technical();
        let mut size = 0;
        runtime.block_on(async {
            for _ in 0..ROUNDS {
                let mut request = Request::get(path).header("host", "a");
                if !cookie.is_empty() {
                    request = request.header("cookie", cookie);
                }
                if packed {
                    request = request.header("accept-encoding", "gzip");
                }
                let request = request.body(Body::empty()).expect("a request");
                let response = house.router.clone().oneshot(request).await.expect("an answer");
                size = axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("a body").len();
            }
        });
        let ms = clock.technical().ms() - start.ms();
        println!("{name}: {} µs, {size} bytes", ms as f64 * 1_000.0 / f64::from(ROUNDS));
    }
    Ok(())
}
