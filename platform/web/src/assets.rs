//! The few files of the house: one style sheet, one small script, one icon. Content is in the
//! name, so browsers keep them for good.

use crate::compress;
use crate::parts::Markup;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// A file with its content in its name.
pub(crate) struct Asset {
    kind: &'static str,
    path: String,
    plain: &'static [u8],
    packed: Bytes,
}

impl Asset {
    fn new(name: &str, extension: &str, kind: &'static str, plain: &'static [u8]) -> Asset {
        let digest = crate::random::hex(&Sha256::digest(plain)[..6]);
        let packed = Bytes::from(compress::gzip(plain, compress::ONCE));
        Asset { kind, path: format!("/tep/{name}.{digest}.{extension}"), plain, packed }
    }

    /// Its address.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// Its size on the line, packed.
    #[cfg(test)]
    fn weight(&self) -> usize {
        self.packed.len()
    }

    fn serve(&'static self, headers: &HeaderMap) -> Response {
        let (body, packed) = if compress::takes_gzip(headers) {
            (Body::from(self.packed.clone()), true)
        } else {
            (Body::from(Bytes::from_static(self.plain)), false)
        };
        let mut response = body.into_response();
        let out = response.headers_mut();
        out.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        out.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
        out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if packed {
            out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }
}

const CSS: &str = include_str!("../assets/motcua.css");

/// The style sheet.
pub(crate) static STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("motcua", "css", "text/css; charset=utf-8", CSS.as_bytes()));
/// The script; every page works without it.
pub(crate) static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("motcua", "js", "text/javascript; charset=utf-8", include_bytes!("../assets/motcua.js"))
});
/// The icon.
pub(crate) static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("cua", "svg", "image/svg+xml", include_bytes!("../assets/cua.svg")));

pub(crate) fn all() -> [&'static Asset; 3] {
    [&STYLE, &SCRIPT, &ICON]
}

/// Cookie that says the browser has this style sheet already.
pub(crate) const SEEN_COOKIE: &str = "kieu";

/// The mark of the present style sheet, as in the cookie.
pub(crate) fn seen_mark() -> &'static str {
    STYLE.path.split('.').nth(1).unwrap_or_default()
}

/// The style sheet of a page head. On the first visit it stands in the page, because a second
/// file would cost a slow line two more seconds; it is fetched beside for the next page.
pub(crate) fn style(inline: bool) -> Markup {
    static INLINE: LazyLock<String> = LazyLock::new(|| {
        format!("<style>{CSS}</style><link rel=\"prefetch\" href=\"{}\" as=\"style\">", STYLE.path)
    });
    static LINK: LazyLock<String> =
        LazyLock::new(|| format!("<link rel=\"stylesheet\" href=\"{}\">", STYLE.path));
    Markup::fixed(if inline { &INLINE } else { &LINK })
}

/// The hash that lets the style sheet stand in a page under a strict policy.
pub(crate) fn style_hash() -> String {
    format!("'sha256-{}'", base64(&Sha256::digest(CSS.as_bytes())))
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for group in bytes.chunks(3) {
        let bits =
            group.iter().enumerate().fold(0_u32, |bits, (at, byte)| bits | u32::from(*byte) << (16 - 8 * at));
        for at in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * at) & 63) as usize] as char;
            out.push(if at <= group.len() { digit } else { '=' });
        }
    }
    out
}

pub(crate) async fn serve_style(headers: HeaderMap) -> Response {
    STYLE.serve(&headers)
}

pub(crate) async fn serve_script(headers: HeaderMap) -> Response {
    SCRIPT.serve(&headers)
}

pub(crate) async fn serve_icon(headers: HeaderMap) -> Response {
    ICON.serve(&headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_padded() {
        assert_eq!(base64(b"Man"), "TWFu");
        assert_eq!(base64(b"Ma"), "TWE=");
        assert_eq!(base64(b"M"), "TQ==");
    }

    #[test]
    fn the_files_of_the_house_leave_most_of_the_weight_to_the_page() {
        let total: usize = all().iter().map(|asset| asset.weight()).sum();
        assert!(total < 12 * 1024, "{total}");
    }
}
