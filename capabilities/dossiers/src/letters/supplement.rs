//! Form 02: what is missing, why, on which basis, until when, and whom to call.

use super::head::{Form, Head, Party, Signer, size, vi};
use super::reading::{Reading, Told};
use askama::Template;
use cases::{Event, ItemKind, Stage};
use catalogue::Paper;
use kernel::Failure;
use web::Visitor;
use web::format::formal_day;

#[derive(Template)]
#[template(path = "dossiers/letters/supplement.html")]
pub(super) struct SupplementPage {
    v: Visitor,
    back: String,
    size: &'static str,
    head: Head,
    form: Form,
    party: Party,
    signer: Signer,
    items: Vec<Row>,
    note: String,
    at_intake: bool,
    /// How often the person was asked at this stage, this time included.
    asked: u32,
    until: String,
    restarts: bool,
}

/// One thing asked for.
struct Row {
    name: String,
    form: String,
    count: String,
    reason: String,
    basis: String,
}

pub(super) fn page(reading: &Reading<'_>, v: &Visitor, back: String) -> Result<SupplementPage, Failure> {
    let (at_intake, close) = match &reading.event {
        Event::SupplementAsked { stage, close, .. } => (*stage == Stage::Intake, *close),
        _ => (true, None),
    };
    let (course, regime) = (&reading.after.course, &reading.regime);
    let rule = if at_intake { &regime.supplement_at_intake } else { &regime.supplement_after_appraisal };
    let items: Vec<Row> = reading.words.items.iter().map(|told| row(reading, v, told)).collect();
    let mut words = vec![reading.words.note.as_str()];
    words.extend(items.iter().flat_map(|item| [item.name.as_str(), &item.reason, &item.basis]));
    Ok(SupplementPage {
        size: size(&words),
        head: reading.head(v)?,
        form: reading.form(v),
        party: reading.party()?,
        signer: reading.signer(),
        note: reading.words.note.clone(),
        at_intake,
        asked: if at_intake { course.asked_at_intake } else { course.asked_after_appraisal },
        until: close.map_or_else(String::new, |close| formal_day(close.day)),
        restarts: rule.restarts,
        items,
        back,
        v: v.clone(),
    })
}

fn row(reading: &Reading<'_>, v: &Visitor, told: &Told) -> Row {
    let asked = |name: &str, form: String, count: String| Row {
        name: name.to_owned(),
        form,
        count,
        reason: told.reason.clone(),
        basis: told.basis.clone(),
    };
    let revision = &reading.revision;
    if ItemKind::from_name(&told.kind) == Some(ItemKind::Answer) {
        let question = revision.question(&told.key).map(|question| question.label.vi.as_str());
        return asked(question.unwrap_or(&told.key), vi(v, "dossiers-letter-answer", &[]), String::new());
    }
    match revision.paper(&told.key) {
        Some(paper) => asked(&paper.name.vi, forms(v, paper), count(v, paper)),
        None => asked(&told.key, String::new(), String::new()),
    }
}

/// `bản chính, bản điện tử`: forms in which it is taken.
fn forms(v: &Visitor, paper: &Paper) -> String {
    let form = |form: &catalogue::Form| vi(v, &format!("dossiers-form-{}", form.name()), &[]);
    paper.forms.iter().map(form).collect::<Vec<_>>().join("; ")
}

/// `01 bản chính, 02 bản sao`.
fn count(v: &Visitor, paper: &Paper) -> String {
    let some = |key: &str, n: u32| (n > 0).then(|| vi(v, key, &[("n", &format!("{n:02}"))]));
    let counts =
        [some("dossiers-letter-originals", paper.originals), some("dossiers-letter-copies", paper.copies)];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    if counts.is_empty() { "01".to_owned() } else { counts.join(", ") }
}
