//! Form 03: not accepted at the desk, or not solved after appraisal.

use super::head::{Form, Head, Party, Signer, basis, size};
use super::reading::Reading;
use askama::Template;
use kernel::Failure;
use web::Visitor;
use web::format::formal;

#[derive(Template)]
#[template(path = "dossiers/letters/refusal.html")]
pub(super) struct RefusalPage {
    v: Visitor,
    back: String,
    size: &'static str,
    head: Head,
    form: Form,
    party: Party,
    signer: Signer,
    at_intake: bool,
    received: String,
    reason: String,
    basis: Vec<String>,
}

pub(super) fn page(reading: &Reading<'_>, v: &Visitor, back: String) -> Result<RefusalPage, Failure> {
    let at_intake = reading.before.accepted_at.is_none();
    let regime = &reading.regime;
    let rule = basis(&regime.refusal_after_appraisal.source).filter(|_| !at_intake);
    let procedure = basis(&reading.revision.procedure.source);
    let basis = procedure.into_iter().chain([rule.unwrap_or_else(|| regime.name.vi.clone())]).collect();
    Ok(RefusalPage {
        size: size(&[&reading.words.reason]),
        head: reading.head(v)?,
        form: reading.form(v),
        party: reading.party()?,
        signer: reading.signer(),
        at_intake,
        received: formal(reading.before.accepted_at.unwrap_or(reading.before.opened_at)),
        reason: reading.words.reason.clone(),
        basis,
        back,
        v: v.clone(),
    })
}
