//! The page of a procedure: one made here, one of the national catalogue, or the word that another
//! took its place.

use super::lines::{Line, entry_line};
use super::{Words, made, national};
use crate::entry::Entry;
use crate::revision::Revision;
use crate::shelf::Catalogue;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Day, Fault, Refusal};
use std::sync::Arc;
use web::{Answer, Visitor};

#[derive(Template)]
#[template(path = "catalogue/replaced.html")]
struct ReplacedPage {
    v: Visitor,
    code: String,
    /// What it was called, when its file is still there.
    name: Option<Words>,
    from: Day,
    line: Line,
}

/// The entry an address means: `1.013225`, `1.013225-giay-phep-xay-dung`. The code decides, the
/// rest is decoration; a code may hold hyphens itself.
pub(super) fn of_address(catalogue: &Catalogue, asked: &str, day: Day) -> Option<Entry> {
    let codes = asked.match_indices('-').map(|(at, _)| &asked[..at]);
    std::iter::once(asked).chain(codes).find_map(|code| catalogue.entry(code, day))
}

/// The answer to an address with another tail than the entry has; `below` is what follows.
pub(super) fn put_right(v: &Visitor, asked: &str, entry: &Entry, below: &str) -> Option<Response> {
    (asked != entry.code() && asked != entry.slug()).then(|| {
        let url = v.url(&format!("/thu-tuc/{}{below}", entry.slug()));
        (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, url)]).into_response()
    })
}

/// `/thu-tuc/{code}` and `/thu-tuc/{code}-ban-sao-…`: the code decides, a wrong tail is
/// sent to the right one.
pub(crate) async fn procedure(
    State(catalogue): State<Catalogue>,
    v: Visitor,
    Path(asked): Path<String>,
) -> Answer {
    let today = v.now.day();
    let Some(entry) = of_address(&catalogue, &asked, today) else {
        return replaced(&catalogue, &v, &asked);
    };
    if let Some(response) = put_right(&v, &asked, &entry, "") {
        return Ok(response);
    }
    match &entry {
        Entry::Made(revision) => {
            let regime = catalogue
                .regime_on(today)
                .ok_or_else(|| Fault::new(format!("no regime is in force on {today}")))?;
            let start = format!("/nop/{}", revision.code());
            made::show(&catalogue, &v, revision, &revision.acceptance(&regime), &start)
        }
        Entry::National(listed) => national::show(&catalogue, &v, listed).await,
    }
}

/// The page of a procedure that need not be published, as people will read it from its first day; its
/// button leads to `start`.
pub fn preview(catalogue: &Catalogue, v: &Visitor, revision: &Arc<Revision>, start: &str) -> Answer {
    let first = revision.procedure.effective_from.max(v.now.day());
    let regime = catalogue.regime_on(first).or_else(|| catalogue.regime_on(v.now.day()));
    let regime = regime.ok_or_else(|| Fault::new(format!("no regime is in force on {first}")))?;
    made::show(catalogue, v, revision, &revision.acceptance(&regime), start)
}

/// The page of a code another procedure took the place of.
fn replaced(catalogue: &Catalogue, v: &Visitor, asked: &str) -> Answer {
    let code = asked.split('-').next().unwrap_or_default();
    let by = catalogue.replaced_by(code, v.now.day()).ok_or_else(Refusal::absent)?;
    v.page(&ReplacedPage {
        code: code.to_owned(),
        name: name_of(catalogue, v, code),
        from: by.procedure.effective_from,
        line: entry_line(v, &Entry::Made(by)),
        v: v.clone(),
    })
}

/// The answer below a code that stands no more: its page says what took its place.
pub(super) fn gone(catalogue: &Catalogue, v: &Visitor, asked: &str) -> Answer {
    let code = asked.split('-').next().unwrap_or_default();
    catalogue.replaced_by(code, v.now.day()).ok_or_else(Refusal::absent)?;
    Ok(v.see_other(&format!("/thu-tuc/{code}")))
}

/// What a code that is offered no more was called.
pub(super) fn name_of(catalogue: &Catalogue, v: &Visitor, code: &str) -> Option<Words> {
    let made = catalogue.named(code).map(|revision| Words::of(&revision.procedure.short, v.lang));
    made.or_else(|| Some(Words::vietnamese(&catalogue.national(code)?.name, v.lang)))
}
