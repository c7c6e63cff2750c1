//! A procedure made here beside the imported record of its code: every difference, and what is
//! doubted of the record.

use super::{standing, who};
use crate::Editor;
use askama::Template;
use axum::extract::{Path, State};
use catalogue::{Difference, Finding, FindingsAsked, RecordBeside, Revision};
use kernel::{Day, Failure, Fault, Refusal};
use web::{Answer, Visitor};

/// One fact on both sides.
struct FactLine {
    fact: String,
    ours: String,
    /// How sure the fact is here.
    mark: Option<String>,
    theirs: String,
    in_prose: bool,
}

/// Something doubted of a record.
pub(crate) struct DoubtLine {
    pub(crate) kind: String,
    pub(crate) text: String,
    pub(crate) settled: Option<String>,
}

#[derive(Template)]
#[template(path = "editor/beside.html")]
struct BesidePage {
    v: Visitor,
    code: String,
    name: String,
    public: String,
    /// First day of the text that is compared.
    from: Day,
    /// When the record in use was imported; none where there is no record.
    imported: Option<Day>,
    /// It was published anew after the text here was.
    anew: Option<Day>,
    facts: Vec<FactLine>,
    doubts: Vec<DoubtLine>,
}

/// `/can-bo/thu-tuc/{ma}/quoc-gia`.
pub(crate) async fn show(State(editor): State<Editor>, v: Visitor, Path(code): Path<String>) -> Answer {
    editor.edits.refresh().await?;
    let revision = standing(&editor, &v, &code).ok_or_else(Refusal::absent)?;
    let beside = editor.edits.catalogue().beside_record(&revision).await?;
    let doubts = doubts(&editor, &v, &code).await?;
    v.page(&page(&editor, &v, &revision, beside.as_ref(), doubts))
}

fn page(
    editor: &Editor,
    v: &Visitor,
    revision: &Revision,
    beside: Option<&RecordBeside>,
    doubts: Vec<DoubtLine>,
) -> BesidePage {
    let imported = beside.and_then(|beside| beside.uses.first()).map(|used| used.at.day());
    let publications = editor.edits.catalogue().publications(revision.code());
    let here = publications.iter().rev().find(|one| one.revision == revision.id).map(|one| one.at.day());
    let several = beside.is_some_and(|beside| beside.uses.len() > 1);
    BesidePage {
        code: revision.code().to_owned(),
        name: revision.procedure.short.get(v.lang).to_owned(),
        public: v.url(&format!("/thu-tuc/{}", revision.slug())),
        from: revision.procedure.effective_from,
        imported,
        anew: imported.filter(|day| several && here.is_some_and(|here| *day > here)),
        facts: beside.iter().flat_map(|beside| &beside.differences).map(|one| fact(v, one)).collect(),
        doubts,
        v: v.clone(),
    }
}

fn fact(v: &Visitor, difference: &Difference) -> FactLine {
    let mark = |mark| format!("[{mark:?}] {}", v.t(&format!("editor-mark-{mark:?}").to_lowercase()));
    FactLine {
        fact: v.t(&format!("editor-beside-{}", difference.field)).into_owned(),
        ours: difference.ours.clone(),
        mark: difference.mark.map(mark),
        theirs: difference.theirs.clone(),
        in_prose: difference.in_prose,
    }
}

/// What is doubted of the record of a code, settled or not.
pub(crate) async fn doubts(editor: &Editor, v: &Visitor, code: &str) -> Result<Vec<DoubtLine>, Failure> {
    let asked = FindingsAsked { code: Some(code.to_owned()), settled: true, take: 200, ..Default::default() };
    let (catalogue, today) = (editor.edits.catalogue().clone(), v.now.day());
    let found = tokio::task::spawn_blocking(move || {
        catalogue::findings(catalogue.database(), &catalogue, today, &asked)
    });
    let found = found.await.map_err(Fault::new)??;
    Ok(found.items.iter().map(|finding| doubt(editor, v, finding)).collect())
}

fn doubt(editor: &Editor, v: &Visitor, finding: &Finding) -> DoubtLine {
    DoubtLine {
        kind: super::doubts::words_of(v, &finding.kind),
        text: finding.text.clone(),
        settled: super::doubts::settled_words(v, finding, &|account| who(editor, account)),
    }
}
