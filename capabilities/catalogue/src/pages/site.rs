//! For software that reads the site: every permanent address in both languages, and what may be read.

use super::lists::field_slugs;
use crate::shelf::Catalogue;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::fmt::Write;
use web::{Lang, Visitor, localised};

/// Public pages without parameters.
const PAGES: [&str; 5] = ["/", "/thu-tuc", "/thu-tuc/thay-doi", "/co-quan", "/du-lieu"];

/// `/sitemap.xml`: home, lists, life events, fields and procedures.
pub(crate) async fn sitemap(State(catalogue): State<Catalogue>, v: Visitor, headers: HeaderMap) -> Response {
    let entries = catalogue.entries(v.now.day());
    let tag = super::dataset::tag(&catalogue, &v, &entries);
    if super::dataset::has(&headers, &tag) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    let mut paths: Vec<String> = PAGES.iter().map(|path| (*path).to_owned()).collect();
    paths.extend(catalogue.events().iter().map(|event| format!("/su-kien/{}", event.key)));
    paths.extend(field_slugs(&entries).into_iter().map(|slug| format!("/thu-tuc/linh-vuc/{slug}")));
    paths.extend(entries.iter().map(|entry| format!("/thu-tuc/{}", entry.slug())));
    let kind = HeaderValue::from_static("application/xml; charset=utf-8");
    ([(header::CONTENT_TYPE, kind), (header::ETAG, tag)], xml(&v, &paths)).into_response()
}

/// Each page under its own address in each language, with its twin.
fn xml(v: &Visitor, paths: &[String]) -> String {
    let mut out = String::with_capacity(paths.len() * 700);
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n");
    for path in paths {
        let address = |lang: Lang| web::parts::escape(&v.full_url(&localised(lang, path)));
        let twins: String = Lang::ALL
            .iter()
            .map(|lang| {
                let (tag, to) = (lang.tag(), address(*lang));
                format!("<xhtml:link rel=\"alternate\" hreflang=\"{tag}\" href=\"{to}\"/>")
            })
            .collect();
        for lang in Lang::ALL {
            // Writing into a string does not fail.
            let _ = writeln!(out, "<url><loc>{}</loc>{twins}</url>", address(lang));
        }
    }
    out.push_str("</urlset>\n");
    out
}

/// `/robots.txt`: everything public may be read; what is personal needs no visit.
pub(crate) async fn robots(v: Visitor) -> Response {
    let closed =
        ["/can-bo", "/nop/", "/ho-so", "/ban-nhap", "/tai-khoan", "/tra-cuu", "/t/", "/dang-nhap", "/tim"];
    let mut out = "User-agent: *\n".to_owned();
    for path in closed {
        let _ = writeln!(out, "Disallow: {path}\nDisallow: /en{path}");
    }
    let _ = writeln!(out, "Sitemap: {}", v.full_url("/sitemap.xml"));
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], out).into_response()
}
