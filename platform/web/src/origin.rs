//! Whether a request comes from one of our own pages.

use axum::http::{HeaderMap, header};

/// What the browser says about where a request was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Origin {
    /// One of our own pages.
    Own,
    /// Someone else's page.
    Foreign,
    /// Nothing was said: not a browser, or a very old one.
    Unsaid,
}

pub(crate) fn of(headers: &HeaderMap) -> Origin {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    // Browsers set this one and no page can forge it.
    if let Some(site) = text("sec-fetch-site") {
        return match site {
            "same-origin" => Origin::Own,
            // Typed or opened from a bookmark: nobody's page.
            "none" => Origin::Unsaid,
            _ => Origin::Foreign,
        };
    }
    match text(header::ORIGIN.as_str()) {
        None => Origin::Unsaid,
        Some(origin) => {
            let host = text(header::HOST.as_str()).unwrap_or_default();
            let own = origin.split_once("://").is_some_and(|(_, from)| !host.is_empty() && from == host);
            if own { Origin::Own } else { Origin::Foreign }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn origin(pairs: &[(&'static str, &'static str)]) -> Origin {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        of(&headers)
    }

    #[test]
    fn only_our_own_page_counts_as_ours() {
        assert_eq!(origin(&[("sec-fetch-site", "same-origin")]), Origin::Own);
        assert_eq!(origin(&[("sec-fetch-site", "same-site")]), Origin::Foreign);
        assert_eq!(origin(&[("sec-fetch-site", "cross-site")]), Origin::Foreign);
        assert_eq!(origin(&[("origin", "http://a.example"), ("host", "a.example")]), Origin::Own);
        assert_eq!(origin(&[("origin", "http://b.example"), ("host", "a.example")]), Origin::Foreign);
        assert_eq!(origin(&[("origin", "null"), ("host", "a.example")]), Origin::Foreign);
        assert_eq!(origin(&[("host", "a.example")]), Origin::Unsaid);
    }
}
