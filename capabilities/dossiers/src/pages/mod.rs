//! The citizen's pages. Every one of them works without scripts.

mod adjust;
mod drafts;
mod fields;
mod filling;
mod happened;
mod home;
mod lookup;
mod own;
mod papers;
mod person;
mod promise;
mod questions;
mod review;
mod sending;
mod slip;
mod start;
mod supplement;
mod todo;
mod tracking;
mod words;

pub(crate) use home::slot as home_slot;
pub use questions::preview_questions;
pub(crate) use sending::{Sent, send_file};
pub use slip::slip;
pub(crate) use start::prefill;
pub use words::{late_words, lateness_words, limit_words, stage_rows};

use crate::commands::Dossiers;
use serde::Deserialize;
use web::{Access, Routes};

/// A form whose values are read as pairs.
#[derive(Deserialize)]
pub(crate) struct Nothing {}

/// Registers the pages.
pub(crate) fn routes(routes: Routes<Dossiers>) -> Routes<Dossiers> {
    let filling = routes
        .page("/nop/{ma}", "dossiers.start", Access::Public, start::show)
        .form("/nop/{ma}", "start", Access::Public, start::begin)
        .page("/nop/{ma}/buoc/{khoa}", "dossiers.question", Access::Grant, questions::show)
        .form("/nop/{ma}/buoc/{khoa}", "answer", Access::Grant, questions::save)
        .page("/nop/{ma}/giay-to", "dossiers.papers", Access::Grant, papers::show)
        .upload("/nop/{ma}/giay-to", "attach-paper", Access::Grant, papers::upload)
        .page("/nop/{ma}/giay-to/{giay}", "dossiers.draft-file", Access::Grant, papers::open)
        .form("/nop/{ma}/giay-to/{giay}/xoa", "remove-paper", Access::Grant, papers::remove)
        .page("/nop/{ma}/xem-lai", "dossiers.review", Access::Grant, review::show)
        .form("/nop/{ma}/gui", "submit", Access::Grant, review::submit)
        .page("/nop/{ma}/da-nop", "dossiers.sent", Access::Grant, review::sent)
        .page("/nop/{ma}/xoa", "dossiers.discard", Access::Grant, drafts::ask_discard)
        .form("/nop/{ma}/xoa", "discard", Access::Grant, drafts::discard)
        .page("/ban-nhap", "dossiers.drafts", Access::Grant, drafts::list)
        .foot(20, "dossiers-foot-drafts");
    filling
        .page("/tra-cuu", "dossiers.look-up", Access::Public, lookup::show)
        .nav_always(20, "dossiers-nav-look-up")
        .form("/tra-cuu", "open-with-secret", Access::Public, lookup::open)
        .page("/ho-so", "dossiers.own", Access::Grant, own::list)
        .foot(10, "dossiers-foot-own")
        .page("/ho-so/{ma}", "dossiers.tracking", Access::Grant, tracking::own)
        .page("/ho-so/{ma}/bo-sung", "dossiers.supplement", Access::Grant, supplement::show)
        .upload("/ho-so/{ma}/bo-sung/giay/{muc}", "answer-item", Access::Grant, supplement::paper)
        .form("/ho-so/{ma}/bo-sung/cau/{muc}", "answer-item", Access::Grant, supplement::words)
        .page("/ho-so/{ma}/sua", "dossiers.adjust", Access::Grant, adjust::show)
        .form("/ho-so/{ma}/sua", "adjust", Access::Grant, adjust::save)
        .page("/ho-so/{ma}/rut", "dossiers.withdraw", Access::Grant, person::withdraw)
        .form("/ho-so/{ma}/rut", "withdraw", Access::Grant, person::take_back)
        .form("/ho-so/{ma}/rut/thoi", "drop-withdrawal", Access::Grant, person::go_on)
        .page("/ho-so/{ma}/bao-sai", "dossiers.report-error", Access::Grant, person::wrong_result)
        .form("/ho-so/{ma}/bao-sai", "report-error", Access::Grant, person::report)
        .page("/ho-so/{ma}/nop-lai", "dossiers.apply-again", Access::Grant, person::again)
        .form("/ho-so/{ma}/nop-lai", "apply-again", Access::Grant, person::begin_again)
        .page("/ho-so/{ma}/nhat-ky", "dossiers.looks", Access::Grant, own::looks)
        .page("/ho-so/{ma}/giay-hen", "dossiers.slip", Access::Grant, slip::own)
        .page("/ho-so/{ma}/phieu/{so}", "dossiers.letter", Access::Grant, crate::letters::own)
        .page("/ho-so/{ma}/tep/{giay}", "dossiers.file", Access::Grant, own::file)
        .page("/t/{token}", "dossiers.link", Access::Grant, tracking::link)
}
