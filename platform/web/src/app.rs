//! Puts the rooms together: one router, one route table, one API description, one set of texts.

use crate::config::{Config, Shared, Web};
use crate::edge::edge;
use crate::errors::{Answer, PageError};
use crate::replay::{self, KeptPost, ReplayStore};
use crate::routes::{Access, Index, MenuItem, Room, RouteInfo, Routes};
use crate::session::{self, Resolver, read_cookie};
use crate::texts::{Lang, Source, Texts};
use crate::visitor::{Html, Visitor, html};
use crate::{assets, limiter::Limiter};
use askama::Template;
use axum::Router;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Clock, Failure, Fault, Refusal};
use std::sync::{Arc, LazyLock};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{Info, OpenApi, OpenApiBuilder};

/// Texts of the house itself.
pub const TEXTS: Source =
    Source { room: "web", vi: include_str!("../texts/vi.ftl"), en: include_str!("../texts/en.ftl") };

/// Everything the web side is made of.
pub struct Assembly {
    /// Settings.
    pub config: Config,
    /// Both clocks.
    pub clock: Clock,
    /// Who stands behind a session or token.
    pub resolver: Arc<dyn Resolver>,
    /// Where a post waits whose session had ended.
    pub replay: Option<Arc<dyn ReplayStore>>,
    /// The rooms.
    pub rooms: Vec<Room>,
}

/// The house, ready to serve.
pub struct Assembled {
    /// Serve it with `into_make_service_with_connect_info::<SocketAddr>()`.
    pub router: Router,
    /// Every route.
    pub table: Vec<RouteInfo>,
    /// The API description.
    pub openapi: OpenApi,
    /// What requests share.
    pub web: Web,
}

impl Assembly {
    /// Puts it together; a mistake in a room's declarations is a fault here, not at the first request.
    pub fn build(self) -> Result<Assembled, Fault> {
        let mut openapi = description();
        let mut router = Router::new();
        let mut table = Vec::new();
        let mut entries = Entries::default();
        let mut sources = Vec::new();
        for room in self.rooms.into_iter().chain([own_room()]) {
            if !room.problems.is_empty() {
                return Err(Fault::new(room.problems.join("; ")));
            }
            router = router.merge(room.router);
            table.extend(room.table.into_iter().map(Arc::new));
            openapi.merge(room.openapi);
            entries.menu.extend(room.menu);
            entries.nav.extend(room.nav);
            entries.foot.extend(room.foot);
            sources.extend(room.texts);
        }
        let texts = Texts::new(&sources)?;
        entries.settle(&texts)?;
        let described = openapi.to_json().map_err(Fault::new)?;
        let web = Web(Arc::new(Shared {
            config: self.config,
            clock: self.clock,
            texts,
            limiter: Limiter::default(),
            index: Index::new(&table),
            table,
            entries,
            resolver: self.resolver,
            replay: self.replay,
            openapi: described.into(),
        }));
        let table = web.table.iter().map(|route| RouteInfo::clone(route)).collect();
        let layer = axum::middleware::from_fn_with_state(web.clone(), edge);
        Ok(Assembled { router: router.fallback(nothing).layer(layer), table, openapi, web })
    }
}

/// The entries of staff menu, header and footer.
#[derive(Default)]
pub(crate) struct Entries {
    pub(crate) menu: Vec<MenuItem>,
    pub(crate) nav: Vec<MenuItem>,
    pub(crate) foot: Vec<MenuItem>,
}

impl Entries {
    /// Puts them in order and sees that each has its words.
    fn settle(&mut self, texts: &Texts) -> Result<(), Fault> {
        for list in [&mut self.menu, &mut self.nav, &mut self.foot] {
            list.sort_by_key(|item| item.order);
            for item in list {
                if Lang::ALL.iter().any(|lang| !texts.has(*lang, item.key)) {
                    return Err(Fault::new(format!("the text {} of a menu is missing", item.key)));
                }
            }
        }
        Ok(())
    }
}

fn description() -> OpenApi {
    let mut openapi = OpenApiBuilder::new().info(Info::new("Một Cửa", env!("CARGO_PKG_VERSION"))).build();
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    openapi.components.get_or_insert_default().add_security_scheme("token", bearer);
    openapi
}

/// The policy of every page: only our own files, nothing inline but the style sheet itself.
pub(crate) fn policy() -> HeaderValue {
    static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
        let text = format!(
            "default-src 'none'; script-src 'self'; style-src 'self' {}; img-src 'self'; font-src 'self'; \
             connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            assets::style_hash()
        );
        HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"))
    });
    POLICY.clone()
}

/// What the house answers itself.
fn own_room() -> Room {
    let mut routes = Routes::new("web").texts(TEXTS.vi, TEXTS.en);
    for (asset, name) in assets::all().into_iter().zip(["style", "script", "icon"]) {
        routes = match name {
            "style" => routes.asset(asset.path(), name, assets::serve_style),
            "script" => routes.asset(asset.path(), name, assets::serve_script),
            _ => routes.asset(asset.path(), name, assets::serve_icon),
        };
    }
    routes
        .asset("/suc-khoe", "health", health)
        .asset("/api/v1/openapi.json", "openapi", openapi_json)
        .page(replay::RESUME, "resume", Access::Signed, resume)
        .with_state(())
}

async fn nothing() -> PageError {
    Refusal::absent().into()
}

async fn health() -> Response {
    ([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], "ok\n").into_response()
}

async fn openapi_json(v: Visitor) -> Response {
    let kind = HeaderValue::from_static("application/json");
    ([(header::CONTENT_TYPE, kind)], v.web().openapi.clone()).into_response()
}

/// A form that was posted under a session that had ended, ready to be sent again.
#[derive(Template)]
#[template(path = "web/resume.html")]
struct ResumePage {
    v: Visitor,
    post: Option<KeptPost>,
}

async fn resume(v: Visitor, headers: HeaderMap) -> Answer {
    let cookies = headers.get(header::COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let post = match (read_cookie(cookies, replay::COOKIE), &v.web().replay) {
        (Some(key), Some(store)) => store.take(key).await?,
        _ => None,
    };
    let mut response = v.page(&ResumePage { v: v.clone(), post })?;
    let gone = session::cookie(&v.web().config, replay::COOKIE, "", 0);
    response.headers_mut().append(header::SET_COOKIE, gone);
    Ok(response)
}

/// The same page as an answer to a form whose token was of an older session.
pub(crate) fn resend(v: &Visitor, post: &KeptPost) -> Result<Response, Failure> {
    let page =
        html(&ResumePage { v: v.clone(), post: Some(post.clone()) }).map_err(|PageError(failure)| failure)?;
    let mut response = Html::into_response(page);
    *response.status_mut() = StatusCode::FORBIDDEN;
    Ok(response)
}

/// Where to go after signing in: an address of ours, never another host's.
pub fn safe_next(next: &str) -> &str {
    let own = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\n', '\r', '\t']);
    if own { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_host_after_signing_in() {
        assert_eq!(safe_next("/can-bo/viec?trang=2"), "/can-bo/viec?trang=2");
        for bad in ["//evil.example", "https://evil.example", "/\\evil.example", "", "evil"] {
            assert_eq!(safe_next(bad), "/");
        }
    }
}
