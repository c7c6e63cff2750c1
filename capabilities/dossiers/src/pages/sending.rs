//! Sending a file to the one who may see it: as it was, from a sandbox, stored nowhere on the way.

use crate::commands::Dossiers;
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::{Id, Refusal};
use web::PageError;

/// A file and the name it is saved under.
pub(crate) struct Sent {
    /// The file.
    pub(crate) file: Id,
    /// The name it had at home; in no address and no log.
    pub(crate) name: String,
}

/// Streams a file with headers under which no browser runs anything in it.
pub(crate) async fn send_file(room: &Dossiers, sent: Sent) -> Result<Response, PageError> {
    let id = sent.file;
    let stored = room.db.read(move |tx| Ok(files::load(tx, id)?)).await?;
    let stored = stored.ok_or_else(Refusal::absent)?;
    let stream = room.files.open_stream(&stored).await?;
    let mut response = Body::from_stream(stream).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(stored.kind.mime()));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(stored.size));
    headers.insert(header::CONTENT_DISPOSITION, disposition(&sent.name, stored.kind.extension()));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:",
        ),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// `attachment` with the name in UTF-8 (RFC 6266); the plain name says only what kind it is.
fn disposition(name: &str, extension: &str) -> HeaderValue {
    let name = if name.is_empty() { format!("tep.{extension}") } else { name.to_owned() };
    let mut encoded = String::with_capacity(name.len() * 3);
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    let value = format!("attachment; filename=\"tep.{extension}\"; filename*=UTF-8''{encoded}");
    HeaderValue::from_str(&value).unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_marks_and_quotes_travels_safely() {
        let header = disposition("sổ \"đỏ\"; 1.pdf", "pdf");
        let text = header.to_str().unwrap();
        assert!(
            text.starts_with("attachment; filename=\"tep.pdf\"; filename*=UTF-8''s%E1%BB%95%20%22"),
            "{text}"
        );
        assert!(!text.contains("đ"));
    }
}
