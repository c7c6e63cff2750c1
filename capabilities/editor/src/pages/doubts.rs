//! What the import of the national catalogue doubts or did not understand: looked at, settled with
//! a note, opened again.

use super::{stamp, who};
use crate::Editor;
use crate::pages::procedure::Nothing;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use catalogue::{Finding, FindingsAsked};
use kernel::{Fault, Refusal};
use web::parts::{Choice, Field, Mistake, Pages};
use web::{Answer, Form, Pairs, Visitor};

const PER_PAGE: u32 = 30;

/// A doubt.
struct DoubtLine {
    code: String,
    kind: String,
    kind_words: String,
    name: String,
    text: String,
    url: String,
    settled: Option<String>,
    /// Its number on the page: inputs need names of their own.
    n: usize,
    input: Field,
}

#[derive(Template)]
#[template(path = "editor/doubts.html")]
struct DoubtsPage {
    v: Visitor,
    kind: Field,
    code: Field,
    with_settled: bool,
    rows: Vec<DoubtLine>,
    count: i64,
    pages: Pages,
    mistakes: Vec<Mistake>,
}

/// `/can-bo/nghi-van?loai=&ma=&ca=1`.
pub(crate) async fn show(State(editor): State<Editor>, v: Visitor) -> Answer {
    v.page(&page(&editor, &v, None).await?)
}

async fn page(
    editor: &Editor,
    v: &Visitor,
    again: Option<(&Pairs, &[Mistake])>,
) -> Result<DoubtsPage, kernel::Failure> {
    let some = |name: &str| v.query(name).filter(|said| !said.is_empty());
    let (kind, code, with_settled) = (some("loai"), some("ma"), some("ca").is_some());
    let page = v.query_number("trang").unwrap_or(1).max(1);
    let asked = FindingsAsked {
        kind: kind.clone(),
        code: code.clone(),
        settled: with_settled,
        skip: (page as usize - 1) * PER_PAGE as usize,
        take: PER_PAGE as usize,
    };
    let (catalogue, today) = (editor.edits.catalogue().clone(), v.now.day());
    let found = tokio::task::spawn_blocking(move || {
        catalogue::findings(catalogue.database(), &catalogue, today, &asked)
    });
    let found = found.await.map_err(Fault::new)??;
    let mut kinds = vec![Choice::new("", v.t("editor-doubts-all"))];
    kinds.extend(found.kinds.iter().map(|(kind, count)| {
        Choice::new(kind, format!("{} ({})", words_of(v, kind), v.count(i64::try_from(*count).unwrap_or(0))))
    }));
    let base = format!(
        "{}?loai={}&ma={}{}&",
        v.url("/can-bo/nghi-van"),
        kind.as_deref().unwrap_or_default(),
        code.as_deref().unwrap_or_default(),
        if with_settled { "&ca=1" } else { "" }
    );
    let mistakes = again.map(|(_, mistakes)| mistakes.to_vec()).unwrap_or_default();
    let rows = found.items.iter().enumerate().map(|(n, one)| line(editor, v, (n, one), again)).collect();
    Ok(DoubtsPage {
        kind: Field::select("loai", v.t("editor-doubts-kind"), kinds).value(kind.unwrap_or_default()),
        code: Field::text("ma", v.t("editor-code")).value(code.unwrap_or_default()).optional(v),
        with_settled,
        rows,
        count: i64::try_from(found.total).unwrap_or(i64::MAX),
        pages: Pages::new(page, found.total as u64, PER_PAGE, base),
        mistakes,
        v: v.clone(),
    })
}

/// A kind of doubt in words.
pub(crate) fn words_of(v: &Visitor, kind: &str) -> String {
    let key = format!("catalogue-doubt-{kind}");
    if v.has_text(&key) { v.t(&key).into_owned() } else { kind.to_owned() }
}

/// Who settled a doubt, when and with which words; none while it is open.
pub(crate) fn settled_words(
    v: &Visitor,
    finding: &Finding,
    who: &dyn Fn(kernel::Id) -> String,
) -> Option<String> {
    let settled = finding.settled.as_ref()?;
    let (by, at) = (who(settled.account), v.when_short(settled.at));
    let told = v.tx("editor-doubts-settled-by", &[("by", &by), ("at", &at), ("note", &settled.note)]);
    Some(told.into_owned())
}

fn line(
    editor: &Editor,
    v: &Visitor,
    (n, finding): (usize, &Finding),
    again: Option<(&Pairs, &[Mistake])>,
) -> DoubtLine {
    let input = Field::text(&format!("note_{n}"), v.t("editor-doubts-note"));
    let input = match again {
        Some((pairs, mistakes)) => input.posted(pairs).mistaken(v, mistakes),
        None => input,
    };
    DoubtLine {
        kind_words: words_of(v, &finding.kind),
        url: v.url(&format!("/thu-tuc/{}", finding.code)),
        settled: settled_words(v, finding, &|account| who(editor, account)),
        code: finding.code.clone(),
        kind: finding.kind.clone(),
        name: finding.name.clone(),
        text: finding.text.clone(),
        n,
        input,
    }
}

/// The finding a form is about, if it is one.
fn finding(editor: &Editor, v: &Visitor, pairs: &Pairs) -> Result<(String, String, String), kernel::Failure> {
    let (code, kind, text) = (pairs.get("ma"), pairs.get("loai"), pairs.get("text"));
    let asked = FindingsAsked {
        kind: Some(kind.to_owned()),
        code: Some(code.to_owned()),
        settled: true,
        skip: 0,
        take: usize::MAX,
    };
    let catalogue = editor.edits.catalogue();
    let found = catalogue::findings(catalogue.database(), catalogue, v.now.day(), &asked)?;
    // What a form carries has its line ends and spaces put right on the way.
    let same = |one: &&Finding| kernel::text::clean(&one.text, true) == text;
    let one = found.items.iter().find(same).ok_or_else(Refusal::absent)?;
    Ok((one.code.clone(), one.kind.clone(), one.text.clone()))
}

/// `POST /can-bo/nghi-van/da-xem`.
pub(crate) async fn settle(State(editor): State<Editor>, v: Visitor, form: Form<Nothing>) -> Answer {
    let finding = finding(&editor, &v, &form.pairs)?;
    let note = format!("note_{}", form.pairs.get("o"));
    match editor.edits.settle(&stamp(&v, &form.key)?, finding, form.pairs.get(&note)).await {
        Ok(()) => Ok(v.see_other(&home(&form.pairs))),
        Err(failure) => {
            let mut refusal = super::fields(failure)?;
            refusal.fields.iter_mut().for_each(|field| field.path.clone_from(&note));
            let mistakes = super::mistakes(&v, &refusal, "");
            let page = page(&editor, &v, Some((&form.pairs, &mistakes))).await?;
            v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// `POST /can-bo/nghi-van/mo-lai`.
pub(crate) async fn open_again(State(editor): State<Editor>, v: Visitor, form: Form<Nothing>) -> Answer {
    let finding = finding(&editor, &v, &form.pairs)?;
    editor.edits.open_again(&stamp(&v, &form.key)?, finding).await?;
    Ok(v.see_other(&home(&form.pairs)))
}

/// Back to the list of this kind.
fn home(pairs: &Pairs) -> String {
    format!("/can-bo/nghi-van?loai={}", pairs.get("loai"))
}
