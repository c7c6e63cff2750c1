//! A code that only the national catalogue has: what its record says, what is doubted of it, and the
//! form that begins a procedure that can be applied for here.

use super::beside::{DoubtLine, doubts};
use super::home::{EditLine, edit_line};
use super::{day_and_reason, next_month};
use crate::Editor;
use crate::words::word;
use askama::Template;
use catalogue::{ChannelRow, NationalProcedure, NationalUse};
use kernel::{Day, Failure, Refusal};
use web::parts::{Field, Mistake};
use web::{Pairs, Visitor};

/// A channel of the record.
struct ChannelLine {
    way: String,
    limit: String,
    fee: String,
}

#[derive(Template)]
#[template(path = "editor/record.html")]
pub(crate) struct RecordPage {
    v: Visitor,
    code: String,
    name: String,
    field: String,
    public: String,
    imported: Option<Day>,
    /// What the record says of itself, each with its name.
    facts: Vec<(String, String)>,
    channels: Vec<ChannelLine>,
    edits: Vec<EditLine>,
    doubts: Vec<DoubtLine>,
    start: Vec<Field>,
    mistakes: Vec<Mistake>,
}

/// The page of a code under which only a record stands; what was typed is drawn again with its
/// mistakes.
pub(crate) async fn page(
    editor: &Editor,
    v: &Visitor,
    code: &str,
    typed: Option<&Pairs>,
    mistakes: Vec<Mistake>,
) -> Result<RecordPage, Failure> {
    let (catalogue, today) = (editor.edits.catalogue().clone(), v.now.day());
    let entry = catalogue.national(code).ok_or_else(Refusal::absent)?;
    let (asked, shelf) = (code.to_owned(), catalogue.clone());
    let read = catalogue
        .database()
        .read(move |tx| Ok((shelf.national_page(tx, &asked, today)?, shelf.national_uses(tx, &asked)?)));
    let (record, uses) = read.await?;
    let record = record.ok_or_else(Refusal::absent)?;
    let edits = editor.edits.of_code(code).await?;
    let draw = |field: Field| match typed {
        Some(pairs) => field.posted(pairs).mistaken(v, &mistakes),
        None => field,
    };
    Ok(RecordPage {
        code: code.to_owned(),
        name: entry.name.clone(),
        field: entry.field.clone(),
        public: v.url(&format!("/thu-tuc/{}", catalogue::Entry::National(entry).slug())),
        imported: uses.first().map(|used: &NationalUse| used.at.day()),
        facts: facts(v, &record),
        channels: record.channels.iter().map(|row| channel(v, row)).collect(),
        edits: edits.iter().map(|edit| edit_line(editor, v, edit)).collect(),
        doubts: doubts(editor, v, code).await?,
        start: day_and_reason(v, Some(next_month(today)), "").into_iter().map(draw).collect(),
        mistakes,
        v: v.clone(),
    })
}

/// The facts a legal officer looks at first; what the record does not say is left out.
fn facts(v: &Visitor, record: &NationalProcedure) -> Vec<(String, String)> {
    let tiers = record.tiers.iter().map(|tier| word(v, tier.name())).collect::<Vec<_>>().join(", ");
    let papers = record.papers.iter().flat_map(|group| &group.papers).filter(|paper| !paper.note).count();
    let agency = if record.agency.is_empty() { &record.competent } else { &record.agency };
    let all = [
        ("editor-fact-decision", record.decision.clone()),
        ("editor-fact-tier", tiers),
        ("editor-record-agency", agency.clone()),
        ("editor-section-doi-tuong", record.who.join("; ")),
        ("editor-beside-papers", papers.to_string()),
    ];
    let said = all.into_iter().filter(|(_, fact)| !fact.is_empty());
    said.map(|(key, fact)| (v.t(key).into_owned(), fact)).collect()
}

fn channel(v: &Visitor, row: &ChannelRow) -> ChannelLine {
    ChannelLine {
        way: word(v, row.by.name()),
        limit: catalogue::limit_read(v, &row.limit),
        fee: row.fees.iter().map(|fee| catalogue::fee_read(v, fee)).collect::<Vec<_>>().join("; "),
    }
}
