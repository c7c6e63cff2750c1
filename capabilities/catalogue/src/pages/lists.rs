//! The catalogue as lists: by life event, by field, by who, by level; fifty a page.

use super::Words;
use super::event::{Card, cards};
use super::filters::{Filters, TIERS, WHO, agency_of};
use super::head::{crumbs, head};
use super::lines::{Line, lines_of};
use crate::entry::{Entry, slug};
use crate::shelf::Catalogue;
use askama::Template;
use axum::extract::{Path, State};
use kernel::Refusal;
use std::collections::HashMap;
use web::parts::{Markup, Pages};
use web::{Answer, Lang, Visitor};

/// Procedures on one page of a list.
const PER_PAGE: u32 = 50;
/// Fields shown before the list of all of them is opened.
const USUAL_FIELDS: usize = 12;

/// A field of government with how many procedures it has.
#[derive(Clone)]
struct FieldLine {
    slug: String,
    url: String,
    name: Words,
    count: usize,
    /// Of these, those that can be applied for here.
    made: usize,
}

/// A choice of a filter.
struct Choice {
    value: &'static str,
    key: &'static str,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "catalogue/list.html")]
struct ListPage {
    v: Visitor,
    head: Markup,
    title: Words,
    /// Address the filters are sent to.
    action: String,
    /// Whether the list is narrowed.
    narrowed: bool,
    /// The field, on the page of one.
    in_field: bool,
    agency: Option<String>,
    /// The bodies the list is narrowed to, as the first procedure names them.
    agency_name: String,
    tiers: Vec<Choice>,
    who: Vec<Choice>,
    here: bool,
    online: bool,
    events: Vec<Card>,
    /// The fields most people come for.
    usual: Vec<FieldLine>,
    fields: Vec<FieldLine>,
    /// Procedures in all.
    total: usize,
    /// Procedures that can be applied for here.
    made: usize,
    lines: Vec<Line>,
    pages: Pages,
}

/// `/thu-tuc`.
pub(crate) async fn list(State(catalogue): State<Catalogue>, v: Visitor) -> Answer {
    show(&catalogue, &v, None)
}

/// `/thu-tuc/linh-vuc/{slug}`.
pub(crate) async fn field(
    State(catalogue): State<Catalogue>,
    v: Visitor,
    Path(slug): Path<String>,
) -> Answer {
    show(&catalogue, &v, Some(&slug))
}

/// The fields with their counts, in order; entries come by field. Only files of this house know
/// the name of a field in another language.
fn fields(v: &Visitor, entries: &[Entry]) -> Vec<FieldLine> {
    let mut all: Vec<FieldLine> = Vec::new();
    let mut last = "";
    for entry in entries {
        let name = entry.field();
        if name != last || all.is_empty() {
            last = name;
            let slug = slug(name);
            // Two spellings of one name are one field.
            if all.last().is_none_or(|line| line.slug != slug) {
                let url = v.url(&format!("/thu-tuc/linh-vuc/{slug}"));
                all.push(FieldLine { slug, url, name: Words::vietnamese(name, v.lang), count: 0, made: 0 });
            }
        }
        let Some(line) = all.last_mut() else { continue };
        line.count += 1;
        line.made += usize::from(entry.is_made());
        if let (Entry::Made(revision), Lang::En) = (entry, v.lang) {
            line.name = Words::of(&revision.procedure.field.name, v.lang);
        }
    }
    all.retain(|line| !line.slug.is_empty());
    all
}

/// The fields most people come for, in the order of all: where something can be done here, then the
/// largest. None when there are few fields anyway.
fn usual(fields: &[FieldLine]) -> Vec<FieldLine> {
    if fields.len() <= USUAL_FIELDS {
        return Vec::new();
    }
    let mut places: Vec<usize> = (0..fields.len()).collect();
    places.sort_by_key(|place| std::cmp::Reverse((fields[*place].made > 0, fields[*place].count)));
    places.truncate(USUAL_FIELDS);
    places.sort_unstable();
    places.into_iter().map(|place| fields[place].clone()).collect()
}

/// The last parts of the fields' addresses.
pub(crate) fn field_slugs(entries: &[Entry]) -> Vec<String> {
    let mut names: Vec<&str> = entries.iter().map(Entry::field).collect();
    names.dedup();
    let mut slugs: Vec<String> = names.into_iter().map(slug).filter(|slug| !slug.is_empty()).collect();
    slugs.dedup();
    slugs
}

fn show(catalogue: &Catalogue, v: &Visitor, asked: Option<&str>) -> Answer {
    let entries = catalogue.entries(v.now.day());
    let fields = fields(v, &entries);
    let in_field = match asked {
        Some(asked) => Some(fields.iter().find(|line| line.slug == asked).ok_or_else(Refusal::absent)?),
        None => None,
    };
    let filters = Filters::of(v);
    // Slugs are made once a name, not once a procedure.
    let mut belongs: HashMap<&str, bool> = HashMap::new();
    let mut wanted: Vec<&Entry> = entries
        .iter()
        .filter(|entry| match asked {
            None => true,
            Some(asked) => *belongs.entry(entry.field()).or_insert_with(|| slug(entry.field()) == asked),
        })
        .filter(|entry| filters.fits(entry))
        .collect();
    // What can be done here comes first; the rest keeps its order.
    wanted.sort_by_key(|entry| !entry.is_made());
    let path = asked.map_or_else(|| "/thu-tuc".to_owned(), |asked| format!("/thu-tuc/linh-vuc/{asked}"));
    let base = format!("{}?{}", v.url(&path), filters.query());
    let rows = u64::try_from(wanted.len()).unwrap_or(u64::MAX);
    let pages = Pages::new(v.query_number("trang").unwrap_or(1), rows, PER_PAGE, base);
    let first = usize::try_from((pages.page - 1) * PER_PAGE).unwrap_or(usize::MAX);
    let lines = lines_of(v, wanted.iter().skip(first).take(PER_PAGE as usize).copied());
    let title = in_field.map_or_else(
        || Words { text: v.t("catalogue-list-title").into_owned(), foreign: false },
        |line| line.name.clone(),
    );
    let front = asked.is_none() && filters.is_empty() && pages.page == 1;
    v.page(&ListPage {
        head: head(v, &path, vec![trail(v, in_field, &path)]),
        title,
        action: v.url(&path),
        narrowed: !filters.is_empty(),
        in_field: in_field.is_some(),
        agency: filters.agency.clone(),
        agency_name: wanted
            .first()
            .filter(|_| filters.agency.is_some())
            .map(|entry| agency_of(entry).to_owned())
            .unwrap_or_default(),
        tiers: TIERS
            .map(|(value, key, tier)| Choice { value, key, chosen: filters.tier == Some(tier) })
            .into(),
        who: WHO.map(|(value, key, who)| Choice { value, key, chosen: filters.who == Some(who) }).into(),
        here: filters.here,
        online: filters.online,
        events: if front { cards(v, &catalogue.events()) } else { Vec::new() },
        total: wanted.len(),
        made: wanted.iter().filter(|entry| entry.is_made()).count(),
        lines,
        pages,
        usual: if front { usual(&fields) } else { Vec::new() },
        fields: if front { fields } else { Vec::new() },
        v: v.clone(),
    })
}

fn trail(v: &Visitor, field: Option<&FieldLine>, path: &str) -> serde_json::Value {
    let (home, all) = (v.t("catalogue-home"), v.t("catalogue-list-title"));
    let mut steps = vec![(home.as_ref(), "/"), (all.as_ref(), "/thu-tuc")];
    steps.extend(field.map(|line| (line.name.text.as_str(), path)));
    crumbs(v, &steps)
}
