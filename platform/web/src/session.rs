//! Who asks: the credential of a request, its resolver, the session cookie, the form token.

use crate::config::{Config, Web};
use axum::http::HeaderValue;
use futures_util::future::BoxFuture;
use hmac::{Hmac, KeyInit, Mac};
use kernel::{Actor, Fault};
use sha2::Sha256;
use std::sync::Arc;

/// What a request shows to say who asks.
#[derive(Clone, Copy)]
pub enum Credential<'a> {
    /// The token in the session cookie.
    Session(&'a str),
    /// An API token.
    Bearer(&'a str),
}

/// Whoever stands behind a credential.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionActor {
    /// Who acts.
    pub actor: Actor,
    /// Name shown in the band; empty for a guest.
    pub name: String,
    /// Post and place of an officer, shown in the band.
    pub post: String,
    /// The office an officer works for, under the portal's name.
    pub office: String,
}

/// Finds who stands behind a credential; `accounts` implements it. It is asked once per request.
pub trait Resolver: Send + Sync {
    /// `None` when the credential is unknown, expired or revoked.
    fn resolve<'a>(
        &'a self,
        credential: Credential<'a>,
    ) -> BoxFuture<'a, Result<Option<Arc<SessionActor>>, Fault>>;
}

/// Name of the session cookie.
pub fn cookie_name(config: &Config) -> &'static str {
    // The prefix binds the cookie to this host and to https; browsers refuse it without https.
    if config.https() { "__Host-phien" } else { "phien" }
}

/// The `Set-Cookie` value that starts a session. The token must be unguessable; store only its hash.
pub fn set_cookie(web: &Web, token: &str, max_age_seconds: u32) -> HeaderValue {
    cookie(&web.config, cookie_name(&web.config), token, max_age_seconds)
}

/// The `Set-Cookie` value that ends the session in the browser.
pub fn clear(web: &Web) -> HeaderValue {
    cookie(&web.config, cookie_name(&web.config), "", 0)
}

/// A cookie of ours: this host only, unseen by scripts, not sent with foreign posts.
pub(crate) fn cookie(config: &Config, name: &str, value: &str, max_age_seconds: u32) -> HeaderValue {
    let secure = if config.https() { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age_seconds}{secure}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// The value of a cookie in a `Cookie` header.
pub(crate) fn read_cookie<'h>(header: &'h str, name: &str) -> Option<&'h str> {
    header.split(';').find_map(|pair| {
        let (left, right) = pair.trim().split_once('=')?;
        (left == name && !right.is_empty()).then_some(right)
    })
}

/// The form token of a session.
pub(crate) fn csrf_token(key: &[u8], session: &str) -> String {
    let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).map(|mut mac| {
        mac.update(b"csrf\0");
        mac.update(session.as_bytes());
        mac.finalize().into_bytes()
    });
    mac.map(|bytes| crate::random::hex(&bytes[..16])).unwrap_or_default()
}

/// Compares in constant time.
pub(crate) fn same_token(expected: &str, given: &str) -> bool {
    !expected.is_empty() && vault::same(expected, given)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        assert_eq!(read_cookie("a=1; phien=xyz; b=2", "phien"), Some("xyz"));
        assert_eq!(read_cookie("phien=; b=2", "phien"), None);
        assert_eq!(read_cookie("phienx=1", "phien"), None);
    }

    #[test]
    fn the_form_token_belongs_to_one_session_and_one_key() {
        let one = csrf_token(b"key", "session");
        assert_eq!(one.len(), 32);
        assert!(same_token(&one, &csrf_token(b"key", "session")));
        assert!(!same_token(&one, &csrf_token(b"key", "other")));
        assert!(!same_token(&one, &csrf_token(b"other", "session")));
        assert!(!same_token("", ""));
    }

    #[test]
    fn a_cookie_is_secure_only_over_https() {
        let mut config = Config::new(*b"k");
        assert!(!cookie(&config, "phien", "x", 60).to_str().unwrap().contains("Secure"));
        config.base_url = "https://motcua.example".to_owned();
        assert_eq!(cookie_name(&config), "__Host-phien");
        assert!(cookie(&config, "phien", "x", 60).to_str().unwrap().ends_with("; Secure"));
    }
}
