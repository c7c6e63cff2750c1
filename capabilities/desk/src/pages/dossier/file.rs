//! `GET /can-bo/ho-so/{ma}/tep/{paper}`: a file of a dossier, opened as it is sent. The look is
//! written first, and nothing in the file may run.

use super::resolve;
use crate::Desk;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use cases::looks::Via;
use kernel::{Fault, Id, Refusal};
use web::{Answer, Visitor};

/// The file of a paper.
pub(crate) async fn file(
    State(desk): State<Desk>,
    v: Visitor,
    Path((name, paper)): Path<(String, String)>,
) -> Answer {
    let case = resolve(&desk, &name).await?;
    let paper = paper.parse().map(Id).map_err(|_| Refusal::absent())?;
    let dossiers = &desk.dossiers;
    let whole = dossiers.for_officer(&v.actor, case).await?;
    let found = whole.papers.iter().find(|(one, _)| one.id == paper).and_then(|(one, _)| one.file);
    let file = found.ok_or_else(Refusal::absent)?;
    cases::looks::note(&dossiers.db, &dossiers.ids, &v.actor, case, Via::File, v.now).await?;
    let stored = dossiers.db.read(move |tx| Ok(files::load(tx, file)?)).await?.ok_or_else(Refusal::absent)?;
    let shown = whole.file_name(&dossiers.vault, paper)?;
    let content = dossiers.files.open_stream(&stored).await?;
    let mut response = Response::new(Body::from_stream(content));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(stored.kind.mime()));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(stored.size));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::CONTENT_DISPOSITION, disposition(&shown, stored.kind.extension())?);
    Ok(response)
}

const POLICY: &str =
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'";

/// Shown in the browser; saved under its own name, written so that every letter survives.
fn disposition(name: &str, extension: &str) -> Result<HeaderValue, Fault> {
    let mut text = format!("inline; filename=\"giay-to.{extension}\"");
    if !name.is_empty() {
        text.push_str("; filename*=UTF-8''");
        for byte in name.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
                text.push(char::from(byte));
            } else {
                text.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    HeaderValue::from_str(&text).map_err(Fault::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_any_letters_survives_and_cannot_break_out() {
        let header = disposition("Bản vẽ \"1\"\r\n.pdf", "pdf").unwrap();
        let text = header.to_str().unwrap();
        assert!(
            text.starts_with("inline; filename=\"giay-to.pdf\"; filename*=UTF-8''B%E1%BA%A3n%20v"),
            "{text}"
        );
        assert!(!text.contains(['\r', '\n']) && text.matches('"').count() == 2);
    }
}
