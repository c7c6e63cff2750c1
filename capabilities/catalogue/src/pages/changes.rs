//! What changed: of one procedure, text by text; and in the whole catalogue since a day.

use super::facts::{Change, changes as differences, of_made, of_national};
use super::head::head;
use super::lines::{Line, entry_line, name_of};
use super::procedure::{gone, of_address, put_right};
use super::{Words, national};
use crate::entry::Entry;
use crate::national::{Listed, NationalUse, reading, store};
use crate::revision::Revision;
use crate::shelf::Catalogue;
use crate::since as changed;
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Day, Failure, Moment};
use std::sync::Arc;
use web::parts::Markup;
use web::{Answer, Visitor};

/// Most texts of one procedure that are compared on one page.
const MOST_TEXTS: usize = 12;
/// Most changed records of the national catalogue on the page of changes.
const MOST_CHANGED: usize = 500;
const YEAR: i32 = 12;

/// One text compared with the one before it.
struct Step {
    /// From when it holds; when it was imported, for a record.
    from: Day,
    /// Whether it holds today.
    current: bool,
    /// Whether it begins only later.
    ahead: bool,
    /// Nothing stands before it.
    first: bool,
    changes: Vec<Change>,
}

#[derive(Template)]
#[template(path = "catalogue/changes-of.html")]
struct ChangesOfPage {
    v: Visitor,
    head: Markup,
    name: Words,
    /// ` lang="vi"` where the facts are Vietnamese on a page that is not.
    vi: Markup,
    url: String,
    national: bool,
    steps: Vec<Step>,
}

/// `/thu-tuc/{ma}/thay-doi`.
pub(crate) async fn changes_of(
    State(catalogue): State<Catalogue>,
    v: Visitor,
    Path(asked): Path<String>,
) -> Answer {
    let Some(entry) = of_address(&catalogue, &asked, v.now.day()) else {
        return gone(&catalogue, &v, &asked);
    };
    if let Some(response) = put_right(&v, &asked, &entry, "/thay-doi") {
        return Ok(response);
    }
    let path = format!("/thu-tuc/{}", entry.slug());
    let steps = match &entry {
        Entry::Made(revision) => made_steps(&v, &catalogue.versions(revision.code()), revision),
        Entry::National(listed) => national_steps(&catalogue, &v, listed).await?,
    };
    v.page(&ChangesOfPage {
        head: head(&v, &format!("{path}/thay-doi"), Vec::new()),
        name: name_of(&v, &entry),
        vi: super::lang_mark(v.lang == web::Lang::En && !entry.is_made()),
        url: v.url(&path),
        national: !entry.is_made(),
        steps,
        v: v.clone(),
    })
}

/// Newest first, each beside the one before it.
fn made_steps(v: &Visitor, versions: &[Arc<Revision>], current: &Revision) -> Vec<Step> {
    let today = v.now.day();
    let step = |at: usize| {
        let revision = &versions[at];
        let facts = of_made(v, &revision.procedure);
        let before = at.checked_sub(1).and_then(|before| versions.get(before));
        Step {
            from: revision.procedure.effective_from,
            current: revision.id == current.id,
            ahead: revision.procedure.effective_from > today,
            first: before.is_none(),
            changes: before
                .map(|before| differences(&of_made(v, &before.procedure), &facts))
                .unwrap_or_default(),
        }
    };
    (0..versions.len()).rev().take(MOST_TEXTS).map(step).collect()
}

async fn national_steps(catalogue: &Catalogue, v: &Visitor, listed: &Listed) -> Result<Vec<Step>, Failure> {
    let uses = national::record(catalogue, &listed.code).await?.uses;
    let wanted: Vec<NationalUse> = uses.into_iter().take(MOST_TEXTS + 1).collect();
    let ids: Vec<kernel::Id> = wanted.iter().map(|one| one.revision).collect();
    let bodies = catalogue
        .db()
        .read(move |tx| {
            let mut bodies = Vec::with_capacity(ids.len());
            for id in &ids {
                bodies.push(store::body_of(tx, *id)?);
            }
            Ok(bodies)
        })
        .await?;
    let facts: Vec<_> = bodies
        .iter()
        .map(|body| body.as_ref().map(|body| of_national(v, &reading::read(body))).unwrap_or_default())
        .collect();
    let step = |at: usize| Step {
        from: wanted[at].at.day(),
        current: at == 0,
        ahead: false,
        first: at + 1 == wanted.len(),
        changes: facts.get(at + 1).map(|before| differences(before, &facts[at])).unwrap_or_default(),
    };
    Ok((0..wanted.len()).take(MOST_TEXTS).map(step).collect())
}

/// A change in the whole catalogue.
struct Changed {
    day: Day,
    line: Line,
    /// Text key of what happened.
    what: &'static str,
    /// Where the difference stands.
    url: String,
}

/// A code another procedure took the place of.
struct ReplacedLine {
    code: String,
    name: Option<Words>,
    day: Day,
    line: Line,
}

#[derive(Template)]
#[template(path = "catalogue/changes.html")]
struct ChangesPage {
    v: Visitor,
    head: Markup,
    since: Day,
    since_text: String,
    made: Vec<Changed>,
    replaced: Vec<ReplacedLine>,
    national: Vec<Changed>,
    /// How many of them are not shown.
    more: usize,
}

/// `/thu-tuc/thay-doi?tu=`: since a day; since a year ago when none is asked for.
pub(crate) async fn changes(State(catalogue): State<Catalogue>, v: Visitor) -> Answer {
    let today = v.now.day();
    let asked = v.query("tu").and_then(|text| text.parse::<Day>().ok()).filter(|day| *day <= today);
    let since = asked.unwrap_or_else(|| today.plus_months(-YEAR));
    let from = Moment::at(since, 0);
    let uses = catalogue.db().read(move |tx| Ok(changed::changed_since(tx, from)?)).await?;
    let mut seen = std::collections::HashSet::new();
    let changed: Vec<(String, Moment)> =
        uses.into_iter().filter(|(code, _)| seen.insert(code.clone())).collect();
    let national: Vec<Changed> = changed
        .iter()
        .filter_map(|(code, at)| national_change(&catalogue, &v, code, *at))
        .take(MOST_CHANGED)
        .collect();
    v.page(&ChangesPage {
        head: head(&v, "/thu-tuc/thay-doi", Vec::new()),
        since_text: since.to_string(),
        made: made_since(&catalogue, &v, since),
        replaced: replaced_since(&catalogue, &v, since),
        more: changed.len().saturating_sub(MOST_CHANGED),
        national,
        since,
        v: v.clone(),
    })
}

fn national_change(catalogue: &Catalogue, v: &Visitor, code: &str, at: Moment) -> Option<Changed> {
    let entry = catalogue.entry(code, v.now.day()).filter(|entry| !entry.is_made())?;
    let line = entry_line(v, &entry);
    Some(Changed {
        day: at.day(),
        what: "catalogue-change-text",
        url: format!("{}/thay-doi", line.url),
        line,
    })
}

/// Texts made here that began since a day, or begin later: newest first.
fn made_since(catalogue: &Catalogue, v: &Visitor, since: Day) -> Vec<Changed> {
    let today = v.now.day();
    let mut all = Vec::new();
    for entry in catalogue.entries(today).iter().filter(|entry| entry.is_made()) {
        let versions = catalogue.versions(entry.code());
        for (at, revision) in versions.iter().enumerate() {
            let day = revision.procedure.effective_from;
            if day < since {
                continue;
            }
            let what = match (at, day > today) {
                (_, true) => "catalogue-change-ahead",
                (0, false) => "catalogue-change-new",
                (_, false) => "catalogue-change-text",
            };
            let line = entry_line(v, entry);
            all.push(Changed { day, what, url: format!("{}/thay-doi", line.url), line });
        }
    }
    all.sort_by_key(|changed| std::cmp::Reverse(changed.day));
    all
}

fn replaced_since(catalogue: &Catalogue, v: &Visitor, since: Day) -> Vec<ReplacedLine> {
    let all = catalogue.replacements().into_iter().filter(|(_, day, _)| *day >= since && *day <= v.now.day());
    let line = |(code, day, by): (String, Day, Arc<Revision>)| ReplacedLine {
        name: super::procedure::name_of(catalogue, v, &code),
        line: entry_line(v, &Entry::Made(by)),
        code,
        day,
    };
    all.map(line).collect()
}
