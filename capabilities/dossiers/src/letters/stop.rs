//! The notice of stopping: a form of its own since the set of 2025, a plain notice before.

use super::head::{Form, Head, Party, Signer, basis, size, vi};
use super::reading::Reading;
use askama::Template;
use cases::Event;
use kernel::Failure;
use web::Visitor;
use web::format::formal;

#[derive(Template)]
#[template(path = "dossiers/letters/stop.html")]
pub(super) struct StopPage {
    v: Visitor,
    back: String,
    size: &'static str,
    head: Head,
    form: Form,
    party: Party,
    signer: Signer,
    received: String,
    stopped: String,
    cause: String,
    words: String,
    basis: String,
    /// The step at which it was stopped.
    stage: String,
    /// Papers that came with it.
    papers: usize,
    fees: Vec<String>,
}

pub(super) fn page(reading: &Reading<'_>, v: &Visitor, back: String) -> Result<StopPage, Failure> {
    let before = &reading.before;
    let cause = match &reading.event {
        Event::Stopped { cause } => reading.cause(cause),
        _ => String::new(),
    };
    let at = reading.record.at;
    let papers = reading.whole.papers.iter();
    let papers = papers.filter(|(paper, _)| paper.added_at <= at && !cases::is_result(&paper.key)).count();
    let lead = before.open_tasks().find(|task| task.lead);
    let step = lead.and_then(|task| reading.revision.step(&task.step));
    let rule = basis(&reading.regime.stop.source).unwrap_or_else(|| reading.regime.name.vi.clone());
    Ok(StopPage {
        size: size(&[&reading.words.reason, &cause]),
        head: reading.head(v)?,
        form: reading.form(v),
        party: reading.party()?,
        signer: reading.signer(),
        received: formal(before.accepted_at.unwrap_or(before.opened_at)),
        stopped: formal(at),
        cause,
        words: reading.words.reason.clone(),
        basis: rule,
        stage: step.map_or_else(String::new, |step| step.name.vi.clone()),
        papers,
        fees: fees(reading, v),
        back,
        v: v.clone(),
    })
}

/// Fees taken by the day of the notice.
fn fees(reading: &Reading<'_>, v: &Visitor) -> Vec<String> {
    let taken = reading.whole.fees.iter().filter(|fee| fee.at <= reading.record.at);
    let line = |fee: &cases::Fee| {
        vi(v, "dossiers-letter-fee", &[("amount", &v.money(fee.amount)), ("number", &fee.number)])
    };
    taken.map(line).collect()
}
