//! Brotli for those who ask for it. Who does not ask pays nothing.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use brotli::enc::BrotliEncoderParams;
use http_body::Body as _;
use std::io::Write;

/// Below this a packet is sent anyway.
const WORTH_BYTES: u64 = 1_024;
/// A page of 7 KB takes a tenth of a millisecond; the next step up costs twice that and saves a twentieth.
const QUALITY: i32 = 3;

pub(crate) fn brotli(plain: &[u8], quality: i32) -> Vec<u8> {
    let params = BrotliEncoderParams { quality, lgwin: 18, size_hint: plain.len(), ..Default::default() };
    let mut writer =
        brotli::CompressorWriter::with_params(Vec::with_capacity(plain.len() / 3), 8 * 1024, &params);
    // Writing into memory does not fail.
    let _ = writer.write_all(plain);
    writer.into_inner()
}

/// Whether the header names brotli and does not refuse it.
pub(crate) fn takes_brotli(headers: &HeaderMap) -> bool {
    let Some(accepted) = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    accepted.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        parts.next() == Some("br")
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
    parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    parts.headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    Response::from_parts(parts, Body::from(brotli(&plain, QUALITY)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_asks_for_brotli_gets_it() {
        let takes = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_str(text).unwrap());
            takes_brotli(&headers)
        };
        assert!(takes("gzip, deflate, br") && takes("br;q=0.5"));
        assert!(!takes("gzip") && !takes("br;q=0, gzip") && !takes("brotli"));
        assert!(!takes_brotli(&HeaderMap::new()));
    }
}
