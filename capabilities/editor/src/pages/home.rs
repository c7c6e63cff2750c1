//! The procedures an editor looks after, what is on its way, what begins when, and the legal forms.

use super::{edit_path, short_of, state, who};
use crate::Editor;
use crate::words::{ChangeBox, changes};
use askama::Template;
use axum::extract::State;
use catalogue::edits::{Edit, EditState};
use catalogue::{Entry, Revision};
use kernel::Day;
use std::sync::Arc;
use web::parts::{Pages, Tag, Tone};
use web::{Answer, Visitor};

const PER_PAGE: u32 = 50;
/// Most entries that words find; whoever wants another says more.
const MOST_FOUND: usize = 200;
/// Fewer letters find too much to be of use.
const FEWEST_LETTERS: usize = 2;

/// A change on its way.
pub(crate) struct EditLine {
    pub(crate) url: String,
    pub(crate) name: String,
    pub(crate) code: String,
    pub(crate) from: Day,
    pub(crate) author: String,
    pub(crate) at: kernel::Moment,
    pub(crate) state: Tag,
}

pub(crate) fn edit_line(editor: &Editor, v: &Visitor, edit: &Edit) -> EditLine {
    EditLine {
        url: v.url(&edit_path(edit)),
        name: short_of(editor, v, &edit.code),
        code: edit.code.clone(),
        from: edit.from,
        author: who(editor, edit.author),
        at: edit.changed_at,
        state: state(v, edit.state),
    }
}

/// A procedure in the list.
struct ProcedureLine {
    url: String,
    code: String,
    name: String,
    field: String,
    from: Option<Day>,
    next: Option<Day>,
    states: Vec<Tag>,
    made: bool,
}

/// A file that was not taken, and what it would change.
struct RefusedLine {
    path: String,
    changes: Vec<ChangeBox>,
}

#[derive(Template)]
#[template(path = "editor/home.html")]
struct HomePage {
    v: Visitor,
    query: String,
    all: bool,
    waiting: Vec<EditLine>,
    drafts: Vec<EditLine>,
    refused: Vec<RefusedLine>,
    rows: Vec<ProcedureLine>,
    count: i64,
    pages: Pages,
}

/// `/can-bo/thu-tuc`.
pub(crate) async fn show(State(editor): State<Editor>, v: Visitor) -> Answer {
    let open = editor.edits.open().await?;
    let line = |edit: &Edit| edit_line(&editor, &v, edit);
    let waiting = open.iter().filter(|edit| edit.state == EditState::Proposed).map(line).collect();
    let drafts = open.iter().filter(|edit| edit.state.is_written()).map(line).collect();
    let query = v.query("q").unwrap_or_default();
    let all = v.query("ca").is_some_and(|said| said == "quoc-gia");
    let entries = found(&editor, &v, &query, all);
    let base = format!("{}?{}", v.url("/can-bo/thu-tuc"), address(&query, all));
    let pages = Pages::new(v.query_number("trang").unwrap_or(1), entries.len() as u64, PER_PAGE, base);
    let skip = (pages.page as usize - 1) * PER_PAGE as usize;
    let rows = entries.iter().skip(skip).take(PER_PAGE as usize);
    let rows = rows.map(|entry| procedure_line(&editor, &v, entry, &open)).collect();
    let refused = editor.edits.catalogue().refused_files();
    v.page(&HomePage {
        query,
        all,
        waiting,
        drafts,
        refused: refused
            .iter()
            .map(|one| RefusedLine { path: one.path.clone(), changes: changes(&v, &one.changes) })
            .collect(),
        rows,
        count: i64::try_from(entries.len()).unwrap_or(i64::MAX),
        pages,
        v: v.clone(),
    })
}

fn address(query: &str, all: bool) -> String {
    let query: String = query
        .bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect();
    let all = if all { "ca=quoc-gia&" } else { "" };
    if query.is_empty() { all.to_owned() } else { format!("{all}q={query}&") }
}

/// The entries asked for: those made here, or everything; words are looked for in everything.
fn found(editor: &Editor, v: &Visitor, query: &str, all: bool) -> Vec<Entry> {
    let (catalogue, today) = (editor.edits.catalogue(), v.now.day());
    if query.chars().count() < FEWEST_LETTERS {
        let mut entries = catalogue.entries(today);
        entries.extend(ahead(editor, &entries));
        entries.retain(|entry| all || entry.is_made());
        return entries;
    }
    catalogue.search(query, today, MOST_FOUND).procedures.into_iter().map(|hit| hit.entry).collect()
}

/// Procedures made here that stand under no code today: their text is still to begin, or has ended.
fn ahead(editor: &Editor, entries: &[Entry]) -> Vec<Entry> {
    let known: std::collections::HashSet<&str> =
        entries.iter().filter(|entry| entry.is_made()).map(Entry::code).collect();
    let others = editor.edits.catalogue().made_codes().into_iter();
    let others = others.filter(|code| !known.contains(code.as_str()));
    others.filter_map(|code| editor.edits.catalogue().versions(&code).pop()).map(Entry::Made).collect()
}

fn procedure_line(editor: &Editor, v: &Visitor, entry: &Entry, open: &[Edit]) -> ProcedureLine {
    let (catalogue, today) = (editor.edits.catalogue(), v.now.day());
    let mut states = Vec::new();
    let mut from = None;
    let next = catalogue::edits::later_than(&catalogue.versions(entry.code()), today);
    if let Entry::Made(_) = entry {
        let current = catalogue.current(entry.code(), today);
        from = current.as_ref().map(|revision| revision.procedure.effective_from);
        states.push(match current {
            Some(_) => Tag::new(Tone::Good, v.t("editor-in-force")),
            None => Tag::new(Tone::Wait, v.t("editor-not-in-force")),
        });
    }
    if next.is_some() {
        states.push(Tag::new(Tone::Now, v.t("editor-scheduled")));
    }
    let mine = open.iter().filter(|edit| edit.code == entry.code());
    states.extend(mine.map(|edit| state(v, edit.state)));
    ProcedureLine {
        url: v.url(&format!("/can-bo/thu-tuc/{}", entry.code())),
        code: entry.code().to_owned(),
        name: entry.short(v.lang).to_owned(),
        field: entry.field().to_owned(),
        from,
        next,
        states,
        made: entry.is_made(),
    }
}

/// A text and when it holds.
struct ScheduleLine {
    from: Day,
    to: Option<Day>,
    name: String,
    code: String,
    url: String,
}

#[derive(Template)]
#[template(path = "editor/schedule.html")]
struct SchedulePage {
    v: Visitor,
    ahead: Vec<ScheduleLine>,
    lately: Vec<ScheduleLine>,
}

/// `/can-bo/lich-ap-dung`: what begins when.
pub(crate) async fn schedule(State(editor): State<Editor>, v: Visitor) -> Answer {
    let catalogue = editor.edits.catalogue();
    let today = v.now.day();
    let codes = catalogue.made_codes();
    let mut all: Vec<Arc<Revision>> = codes.iter().flat_map(|code| catalogue.versions(code)).collect();
    all.sort_by_key(|one| (one.procedure.effective_from, one.code().to_owned()));
    let line = |one: &Arc<Revision>| ScheduleLine {
        from: one.procedure.effective_from,
        to: one.procedure.effective_to,
        name: one.procedure.short.get(v.lang).to_owned(),
        code: one.code().to_owned(),
        url: v.url(&format!("/can-bo/thu-tuc/{}", one.code())),
    };
    let year_ago = today.plus_months(-12);
    let begun = |one: &&Arc<Revision>| one.procedure.effective_from <= today;
    let ahead = all.iter().filter(|one| !begun(one)).map(line).collect();
    let lately = all.iter().filter(|one| begun(one) && one.procedure.effective_from > year_ago);
    let lately = lately.rev().map(line).collect();
    v.page(&SchedulePage { ahead, lately, v: v.clone() })
}

/// A legal form in use.
struct FormLine {
    number: String,
    title: String,
}

#[derive(Template)]
#[template(path = "editor/forms.html")]
struct FormsPage {
    v: Visitor,
    act: String,
    from: Option<Day>,
    rows: Vec<FormLine>,
}

/// `/can-bo/bieu-mau`: the legal forms in use today.
pub(crate) async fn forms(State(editor): State<Editor>, v: Visitor) -> Answer {
    let set = editor.edits.catalogue().forms_on(v.now.day());
    let rows = set
        .iter()
        .flat_map(|set| &set.form)
        .map(|form| FormLine { number: form.number.clone(), title: form.title.get(v.lang).to_owned() });
    let rows = rows.collect();
    let act = set.as_ref().map(|set| set.act.clone()).unwrap_or_default();
    v.page(&FormsPage { act, from: set.map(|set| set.from), rows, v: v.clone() })
}
