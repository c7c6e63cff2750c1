//! A visitor without a server, for rendering templates in tests.

use crate::app::{Assembled, Assembly};
use crate::config::{Config, Web};
use crate::routes::Room;
use crate::session::{Credential, Resolver, SessionActor};
use crate::texts::Lang;
use crate::visitor::{Inner, Visitor};
use futures_util::future::BoxFuture;
use kernel::{Actor, Clock, Fault, Moment};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// Monday 2026-09-07, 09:41: the moment of every sample.
pub const MOMENT: Moment = Moment::from_ms(1_788_748_860_000);

struct Nobody;

impl Resolver for Nobody {
    fn resolve<'a>(&'a self, _: Credential<'a>) -> BoxFuture<'a, Result<Option<Arc<SessionActor>>, Fault>> {
        Box::pin(async { Ok(None) })
    }
}

/// A house of these rooms where nobody is signed in and the time is [`MOMENT`].
pub fn house(rooms: Vec<Room>) -> Result<Assembled, Fault> {
    let mut config = Config::new(*b"a key for samples only, never used");
    config.demo = true;
    let clock = Clock::fixed(MOMENT);
    Assembly { config, clock, resolver: Arc::new(Nobody), replay: None, rooms }.build()
}

/// Someone who looks at a page of this house in this language. Accounts have a name and a post.
pub fn visitor(web: &Web, lang: Lang, actor: Actor) -> Visitor {
    at(web, lang, actor, "/mau")
}

/// The same at some path.
pub fn at(web: &Web, lang: Lang, actor: Actor, path: &str) -> Visitor {
    let named = actor.account.is_some();
    let session = SessionActor {
        name: if named { "Nông Thị Thí Dụ".to_owned() } else { String::new() },
        post: if actor.is_officer() { "Chuyên viên".to_owned() } else { String::new() },
        office: if actor.is_officer() { "UBND Phường Sài Gòn".to_owned() } else { String::new() },
        actor: actor.clone(),
    };
    Visitor::new(Inner {
        actor,
        lang,
        path: path.to_owned(),
        query: None,
        request_id: "0123456789abcdef".to_owned(),
        now: MOMENT,
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        route: None,
        web: web.clone(),
        session: named.then(|| Arc::new(session)),
        csrf_source: named.then(|| "sample".to_owned()),
        css_inline: false,
    })
}
