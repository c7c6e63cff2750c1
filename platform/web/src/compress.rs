//! Gzip for those who ask for it. Who does not ask pays nothing.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use http_body::Body as _;
use std::io::Write;

/// Below this a packet is sent anyway.
const WORTH_BYTES: u64 = 1_024;
/// For pages: the next step up costs nearly twice as much and saves a fiftieth.
const PAGES: Compression = Compression::new(3);
/// For what is packed once.
pub(crate) const ONCE: Compression = Compression::new(9);

pub(crate) fn gzip(plain: &[u8], effort: Compression) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::with_capacity(plain.len() / 3), effort);
    // Writing into memory does not fail.
    let _ = writer.write_all(plain);
    writer.finish().unwrap_or_default()
}

/// Whether the header names gzip and does not refuse it.
pub(crate) fn takes_gzip(headers: &HeaderMap) -> bool {
    let Some(accepted) = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    accepted.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        parts.next() == Some("gzip")
            && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

fn worth(response: &Response) -> bool {
    let kind = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    (kind.starts_with("text/html") || kind.starts_with("application/json"))
        && !response.headers().contains_key(header::CONTENT_ENCODING)
        && response.body().size_hint().exact().is_some_and(|size| size >= WORTH_BYTES)
}

/// The answer, packed where that is worth it. Only whole bodies are; streams pass.
pub(crate) async fn pack(response: Response) -> Response {
    if !worth(&response) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(plain) = axum::body::to_bytes(body, usize::MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    parts.headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    Response::from_parts(parts, Body::from(gzip(&plain, PAGES)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_asks_for_gzip_gets_it() {
        let takes = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_str(text).unwrap());
            takes_gzip(&headers)
        };
        assert!(takes("gzip, deflate, br") && takes("br, gzip;q=0.5"));
        assert!(!takes("br") && !takes("gzip;q=0, br") && !takes("gzipped"));
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
