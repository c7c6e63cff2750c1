//! The one layer around every handler: request id, host and origin, limits, who asks, access, form
//! token, panic, error page, headers, packing. One layer costs less than ten and reads top to bottom.

use crate::config::Web;
use crate::errors::{self, Failed};
use crate::extract::{JsonLimit, Posted, is_urlencoded, parse_pairs, read_body};
use crate::limiter::{client_address, network_key};
use crate::origin::{self, Origin};
use crate::replay::{self, KeptPost};
use crate::routes::{Access, Kind, RouteInfo};
use crate::session::{self, Credential, SessionActor, cookie_name, read_cookie, same_token};
use crate::texts::Lang;
use crate::visitor::{Inner, Visitor, see_other};
use crate::{assets, compress};
use axum::body::Body;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use futures_util::FutureExt;
use kernel::{Actor, Failure, Fault, Refusal, RefusalKind};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

/// What the edge decided before the handler.
enum Gate {
    Open(Request),
    Answer(Response),
}

pub(crate) async fn edge(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let packs = compress::takes_gzip(request.headers());
    let arrival = Arrival::new(&web, &request);
    let asset = arrival.route.as_ref().is_some_and(|route| route.kind == Kind::Asset);
    let (v, response) = if asset {
        let v = arrival.visitor(&web, None, None);
        request.extensions_mut().insert(v.clone());
        let response = run(&v, request, next).await;
        (v, response)
    } else {
        admit_and_run(&web, arrival, request, next).await
    };
    let response = dress(&web, &v, response);
    let route = v.route.as_ref().map_or("", |route| route.name);
    tracing::debug!(request = v.request_id, route, status = response.status().as_u16(), "answered");
    if packs { compress::pack(response).await } else { response }
}

async fn admit_and_run(web: &Web, arrival: Arrival, mut request: Request, next: Next) -> (Visitor, Response) {
    let (token, found) = match arrival.resolve(web, request.headers()).await {
        Ok(found) => found,
        Err(failure) => {
            let v = arrival.visitor(web, None, None);
            let response = errors::answer(&v, &failure);
            return (v, response);
        }
    };
    let expired = token.is_some() && found.is_none();
    let csrf_source = token.filter(|_| found.is_some());
    let v = arrival.visitor(web, found, csrf_source);
    request.extensions_mut().insert(v.clone());
    let response = match gate(web, &v, &arrival, expired, request).await {
        Ok(Gate::Open(request)) => run(&v, request, next).await,
        Ok(Gate::Answer(response)) => response,
        Err(failure) => errors::answer(&v, &failure),
    };
    (v, response)
}

/// Runs the handler; a panic becomes a fault.
async fn run(v: &Visitor, request: Request, next: Next) -> Response {
    let mut response = match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => return errors::answer(v, &Fault::new("a handler panicked").into()),
    };
    if let Some(Failed(failure)) = response.extensions_mut().remove::<Failed>() {
        return errors::answer(v, &failure);
    }
    if response.status().is_client_error()
        && response.headers().get(header::CONTENT_TYPE).is_none_or(plain_text)
    {
        // A rejection of the framework: a path or query that could not be read.
        return errors::answer(v, &rejection(&response).into());
    }
    response
}

fn plain_text(kind: &HeaderValue) -> bool {
    kind.as_bytes().starts_with(b"text/plain")
}

fn rejection(response: &Response) -> Refusal {
    match response.status().as_u16() {
        413 => Refusal::limit("too-large"),
        422 | 415 => Refusal::field("form", "form"),
        _ => Refusal::absent(),
    }
}

/// What is known of a request before anyone is asked.
struct Arrival {
    route: Option<Arc<RouteInfo>>,
    /// Methods that would do, when only the method was wrong.
    allowed: Option<String>,
    lang: Lang,
    api: bool,
    method: Method,
    address: IpAddr,
    origin: Origin,
    request_id: String,
    path: String,
    query: Option<String>,
    css_inline: bool,
}

impl Arrival {
    fn new(web: &Web, request: &Request) -> Arrival {
        let headers = request.headers();
        let matched = request.extensions().get::<MatchedPath>();
        let found = matched.map(|path| web.index.find(path.as_str(), request.method()));
        let (route, allowed) = match found {
            Some(Ok(route)) => (Some(Arc::clone(route)), None),
            Some(Err(allowed)) if !allowed.is_empty() => (None, Some(allowed)),
            _ => (None, None),
        };
        let full = request.uri().path();
        let (lang, path) = match full.strip_prefix("/en") {
            Some("") => (Lang::En, "/"),
            Some(rest) if rest.starts_with('/') => (Lang::En, rest),
            _ => (Lang::Vi, full),
        };
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip());
        let forwarded = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
        let seen = cookie_header(headers).and_then(|cookies| read_cookie(cookies, assets::SEEN_COOKIE));
        Arrival {
            api: path.starts_with("/api/"),
            method: request.method().clone(),
            address: client_address(peer, forwarded, &web.config.proxies),
            origin: origin::of(headers),
            request_id: format!("{:016x}", crate::random::request_number()),
            path: path.to_owned(),
            query: request.uri().query().map(str::to_owned),
            css_inline: seen != Some(assets::seen_mark()),
            route,
            allowed,
            lang,
        }
    }

    /// The session token shown, if any, and who stands behind what was shown.
    async fn resolve(
        &self,
        web: &Web,
        headers: &HeaderMap,
    ) -> Result<(Option<String>, Option<Arc<SessionActor>>), Failure> {
        if self.api
            && let Some(bearer) = bearer(headers)
        {
            let found = web.resolver.resolve(Credential::Bearer(bearer)).await?;
            return match found {
                Some(found) => Ok((None, Some(found))),
                None => Err(Refusal::forbidden("sign-in").into()),
            };
        }
        let token = cookie_header(headers).and_then(|cookies| read_cookie(cookies, cookie_name(&web.config)));
        let Some(token) = token else {
            return Ok((None, None));
        };
        let found = web.resolver.resolve(Credential::Session(token)).await?;
        Ok((Some(token.to_owned()), found))
    }

    fn visitor(&self, web: &Web, session: Option<Arc<SessionActor>>, csrf_source: Option<String>) -> Visitor {
        Visitor::new(Inner {
            actor: session.as_ref().map_or_else(|| Actor::guest(None), |session| session.actor.clone()),
            lang: self.lang,
            path: self.path.clone(),
            query: self.query.clone(),
            request_id: self.request_id.clone(),
            now: web.clock.civil(),
            address: self.address,
            route: self.route.clone(),
            web: web.clone(),
            css_inline: self.css_inline && csrf_source.is_none(),
            session,
            csrf_source,
        })
    }
}

fn cookie_header(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::COOKIE).and_then(|value| value.to_str().ok())
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Everything that can stop a request before its handler, in order.
async fn gate(
    web: &Web,
    v: &Visitor,
    arrival: &Arrival,
    expired: bool,
    request: Request,
) -> Result<Gate, Failure> {
    check_host(web, &request)?;
    check_rate(web, arrival)?;
    let Some(route) = arrival.route.as_deref() else {
        return Err(match &arrival.allowed {
            Some(allowed) => Refusal::state("method").with("allowed", allowed).into(),
            None => Refusal::absent().into(),
        });
    };
    let mut request = request;
    let admitted = route.access.admits(&v.actor);
    // A grant may have hung on the session that ended: signing in can bring it back.
    let lapsed = expired && route.access == Access::Grant && matches!(route.kind, Kind::Form | Kind::Upload);
    if admitted == Some(false) {
        return Err(Refusal::absent().into());
    }
    if admitted.is_none() || lapsed {
        return sign_in(web, v, arrival, route, request).await;
    }
    match route.kind {
        Kind::Form => return open_form(web, v, arrival, request).await,
        Kind::Upload => {
            if arrival.origin == Origin::Foreign {
                return Err(Refusal::forbidden("csrf").into());
            }
            request = limit_body(request, web.config.upload_limit);
        }
        Kind::Api => {
            // A session cookie may only be used by our own pages; a token is proof by itself.
            if route.command.is_some() && v.csrf_source.is_some() && arrival.origin != Origin::Own {
                return Err(Refusal::forbidden("csrf").into());
            }
            request = limit_body(request, web.config.upload_limit);
            request.extensions_mut().insert(JsonLimit(web.config.json_limit));
        }
        Kind::Page | Kind::Asset => {}
    }
    Ok(Gate::Open(request))
}

fn check_host(web: &Web, request: &Request) -> Result<(), Refusal> {
    if web.config.hosts.is_empty() {
        return Ok(());
    }
    let host = request.headers().get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let known = web.config.hosts.iter().any(|known| known.eq_ignore_ascii_case(host));
    if known { Ok(()) } else { Err(Refusal::absent()) }
}

fn check_rate(web: &Web, arrival: &Arrival) -> Result<(), Refusal> {
    match web.config.rate {
        Some(rate) if !arrival.address.is_loopback() => {
            web.limiter.check(&network_key(arrival.address), rate, 1, web.clock.technical())
        }
        _ => Ok(()),
    }
}

fn limit_body(request: Request, limit: usize) -> Request {
    let (parts, body) = request.into_parts();
    Request::from_parts(parts, Body::new(http_body_util::Limited::new(body, limit)))
}

/// Reads a form, checks where it comes from and its token.
async fn open_form(web: &Web, v: &Visitor, arrival: &Arrival, request: Request) -> Result<Gate, Failure> {
    let (request, pairs) = read_form(web, request).await?;
    let expected = v.csrf();
    let allowed = match arrival.origin {
        Origin::Foreign => false,
        Origin::Own | Origin::Unsaid => expected.is_empty() || same_token(&expected, pairs.get("csrf")),
    };
    if !allowed {
        if arrival.origin == Origin::Own {
            // Our own page, opened under an older session: offer what was typed again.
            let post = kept(arrival, &pairs);
            return Ok(Gate::Answer(crate::app::resend(v, &post)?));
        }
        return Err(Refusal::forbidden("csrf").into());
    }
    let mut request = request;
    request.extensions_mut().insert(Posted(Arc::new(pairs)));
    Ok(Gate::Open(request))
}

async fn read_form(web: &Web, request: Request) -> Result<(Request, crate::Pairs), Failure> {
    if !is_urlencoded(&request) {
        return Err(Refusal::field("form", "form").into());
    }
    let (parts, body) = request.into_parts();
    let bytes = read_body(body, web.config.form_limit).await?;
    let pairs = parse_pairs(&bytes)?;
    Ok((Request::from_parts(parts, Body::empty()), pairs))
}

fn kept(arrival: &Arrival, pairs: &crate::Pairs) -> KeptPost {
    let secret = |name: &str| name.starts_with("mat_khau");
    let typed = pairs.iter().filter(|(name, _)| !secret(name));
    let mut pairs: Vec<(String, String)> =
        typed.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    pairs.shrink_to_fit();
    KeptPost { path: crate::routes::localised(arrival.lang, &arrival.path), pairs }
}

/// Nobody is signed in, and signing in would help.
async fn sign_in(
    web: &Web,
    v: &Visitor,
    arrival: &Arrival,
    route: &RouteInfo,
    request: Request,
) -> Result<Gate, Failure> {
    match route.kind {
        Kind::Api => Err(Refusal::new(RefusalKind::Forbidden, "sign-in").into()),
        Kind::Page | Kind::Asset => {
            let mut next = crate::routes::localised(arrival.lang, &arrival.path);
            if let Some(query) = &arrival.query {
                next.push('?');
                next.push_str(query);
            }
            Ok(Gate::Answer(to_sign_in(v, &next)))
        }
        Kind::Form if arrival.origin != Origin::Foreign => keep_and_sign_in(web, v, arrival, request).await,
        Kind::Form | Kind::Upload => {
            let readable =
                web.index.find(&route.path, &Method::GET).is_ok() && arrival.method == Method::POST;
            let next =
                if readable { crate::routes::localised(arrival.lang, &arrival.path) } else { v.url("/") };
            Ok(Gate::Answer(to_sign_in(v, &next)))
        }
    }
}

fn to_sign_in(v: &Visitor, next: &str) -> Response {
    let query = serde_urlencoded::to_string([("tiep", next)]).unwrap_or_default();
    see_other(&format!("{}?{query}", v.url("/dang-nhap")))
}

async fn keep_and_sign_in(
    web: &Web,
    v: &Visitor,
    arrival: &Arrival,
    request: Request,
) -> Result<Gate, Failure> {
    let Some(store) = web.replay.clone() else {
        return Ok(Gate::Answer(to_sign_in(v, &v.url("/"))));
    };
    let (_, pairs) = read_form(web, request).await?;
    let key = vault::random_token();
    store.keep(&key, kept(arrival, &pairs)).await?;
    let mut response = to_sign_in(v, &v.url(replay::RESUME));
    let cookie = session::cookie(&web.config, replay::COOKIE, &key, replay::KEPT_SECONDS);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(Gate::Answer(response))
}

// Names that `http` has no constant for; as texts they would be read anew with every answer.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// The headers every answer carries.
fn dress(web: &Web, v: &Visitor, mut response: Response) -> Response {
    let kind = v.route.as_ref().map(|route| route.kind);
    let personal = v.session.is_some() || v.route.as_ref().is_none_or(|route| route.access != Access::Public);
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(id) = HeaderValue::from_str(&v.request_id) {
        headers.insert(REQUEST_ID, id);
    }
    if kind == Some(Kind::Asset) {
        return response;
    }
    // A handler that sends a file may set a stricter policy of its own.
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, crate::app::policy());
    }
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    // Not `no-referrer`: that would make browsers send `Origin: null` with our own forms.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(OPENER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(PERMISSIONS_POLICY, HeaderValue::from_static("camera=(), geolocation=(), microphone=()"));
    if web.config.https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        let cache = if personal { "no-store" } else { "private, no-cache" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    }
    let page = kind.is_none_or(|kind| kind != Kind::Api);
    if page && v.css_inline && response.status().is_success() {
        let cookie = session::cookie(&web.config, assets::SEEN_COOKIE, assets::seen_mark(), 31_536_000);
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
