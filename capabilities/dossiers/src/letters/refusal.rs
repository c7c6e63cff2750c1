//! Form 03: not accepted at the desk, or not solved after appraisal.

use super::head::{Form, Head, Party, Signer, size};
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
    let mut basis = vec![reading.revision.procedure.source.text.clone()];
    if at_intake {
        basis.push(reading.regime.name.vi.clone());
    } else {
        basis.push(reading.regime.refusal_after_appraisal.source.text.clone());
    }
    Ok(RefusalPage {
        size: size(&[&reading.words.reason, &basis[0], &basis[1]]),
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
