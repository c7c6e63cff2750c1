//! The officers' side: the day's work, receiving list, work list, dossier page, walk-in intake,
//! assignment, look-up. Pages only: every change is a command of `dossiers`.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod actions;
mod api;
pub mod card;
mod lists;
mod pages;
mod seen;
mod status;
mod time;

#[cfg(test)]
mod tests;

pub use pages::counter::preview_sheet;
pub use pages::lookup::sealed as sealed_words;

use dossiers::Dossiers;
use kernel::Permission::{Advise, Approve, Assign, Audit, Lookup, Process, Receive};
use pages::counter;
use pages::dossier::{self, steps};
use pages::supplement;
use seen::Seen;
use std::sync::Arc;
use web::routes;
use web::{Access, Room, Routes, Source};

/// Texts of this room.
pub const TEXTS: Source =
    Source { room: "desk", vi: include_str!("../texts/vi.ftl"), en: include_str!("../texts/en.ftl") };

/// The state of this room.
#[derive(Clone)]
pub struct Desk {
    dossiers: Dossiers,
    seen: Arc<Seen>,
}

const RECEIVER: Access = Access::Officer(&[Receive]);
const WORKER: Access = Access::Officer(&[Receive, Process, Approve, Advise]);
const ASSIGNER: Access = Access::Officer(&[Assign]);
const CALLER: Access = Access::Officer(&[Receive, Process, Approve, Advise, Lookup]);
const FINDER: Access = Access::Officer(&[Lookup]);
const HEAD: Access = Access::Officer(&[Assign, Approve]);
const READER: Access = Access::Officer(&[Receive, Process, Approve, Advise, Lookup, Audit]);

/// The room with its routes.
pub fn room(dossiers: Dossiers) -> Room {
    let desk = Desk { dossiers, seen: Arc::new(Seen::default()) };
    Routes::new("desk")
        .texts(TEXTS.vi, TEXTS.en)
        .page("/can-bo", "desk.today", Access::Officer(&[]), pages::today::today)
        .menu(10, "desk-menu-today")
        .page("/can-bo/tiep-nhan", "desk.receiving", RECEIVER, pages::lists::waiting)
        .menu(30, "desk-menu-receiving")
        .page("/can-bo/viec", "desk.work", WORKER, pages::lists::work)
        .menu(40, "desk-menu-work")
        .page("/can-bo/quay", "desk.counter", RECEIVER, counter::choose)
        .menu(20, "desk-menu-counter")
        .page("/can-bo/quay/{procedure}", "desk.intake", RECEIVER, counter::sheet)
        .form("/can-bo/quay/{procedure}", "walk-in", RECEIVER, counter::intake)
        .page("/can-bo/phan-cong", "desk.assignment", ASSIGNER, pages::assign::show)
        .menu(50, "desk-menu-assign")
        .form("/can-bo/phan-cong", "assign", ASSIGNER, pages::assign::assign)
        .page("/can-bo/tra-cuu", "desk.lookup", FINDER, pages::lookup::show)
        .menu(60, "desk-menu-lookup")
        .ask("/can-bo/tra-cuu", "desk.lookup", FINDER, pages::lookup::ask)
        .page("/can-bo/ho-so/{ma}", "desk.dossier", READER, dossier::show)
        .page("/can-bo/ho-so/{ma}/da-nhan", "desk.received", RECEIVER, dossier::receipt::received)
        .page("/can-bo/ho-so/{ma}/giay-hen", "desk.slip", READER, dossier::receipt::slip)
        .page("/can-bo/ho-so/{ma}/phieu/{so}", "desk.letter", READER, dossier::receipt::letter)
        .page("/can-bo/ho-so/{ma}/phieu-kiem-soat", "desk.control", READER, dossier::receipt::control)
        .page("/can-bo/ho-so/{ma}/tep/{paper}", "desk.file", READER, dossier::file::file)
        .form("/can-bo/ho-so/{ma}/tiep-nhan", "accept", RECEIVER, steps::accept)
        .form("/can-bo/ho-so/{ma}/tu-choi", "refuse", RECEIVER, steps::refuse)
        .form("/can-bo/ho-so/{ma}/nhan-viec", "take", WORKER, steps::take)
        .form("/can-bo/ho-so/{ma}/phan-cong", "assign", ASSIGNER, steps::assign)
        .form("/can-bo/ho-so/{ma}/chuyen", "forward", WORKER, steps::forward)
        .form("/can-bo/ho-so/{ma}/tra-lai", "send-back", WORKER, steps::send_back)
        .form("/can-bo/ho-so/{ma}/y-kien", "advise", WORKER, steps::advise)
        .upload("/can-bo/ho-so/{ma}/ket-qua", "attach-result", WORKER, steps::attach)
        .form("/can-bo/ho-so/{ma}/doi-chieu", "compare-original", RECEIVER, steps::compare)
        .form("/can-bo/ho-so/{ma}/thu-phi", "take-fee", RECEIVER, steps::take_fee)
        .form("/can-bo/ho-so/{ma}/tra-ket-qua", "hand-over", RECEIVER, steps::hand_over)
        .form("/can-bo/ho-so/{ma}/lien-he", "contact", CALLER, steps::contact)
        .page("/can-bo/ho-so/{ma}/bo-sung", "desk.supplement", WORKER, supplement::show)
        .ask("/can-bo/ho-so/{ma}/bo-sung", "desk.supplement-look", WORKER, supplement::look)
        .form(
            "/can-bo/ho-so/{ma}/bo-sung/tiep-nhan",
            "ask-supplement-intake",
            RECEIVER,
            supplement::at_intake,
        )
        .form(
            "/can-bo/ho-so/{ma}/bo-sung/tham-dinh",
            "ask-supplement-appraisal",
            WORKER,
            supplement::after_appraisal,
        )
        .form("/can-bo/ho-so/{ma}/hen-lai", "propose-extension", WORKER, steps::extension)
        .form("/can-bo/ho-so/{ma}/de-nghi-tu-choi", "propose-refusal", WORKER, steps::refusal)
        .form("/can-bo/ho-so/{ma}/de-nghi-dung", "propose-stop", WORKER, steps::stop)
        .form("/can-bo/ho-so/{ma}/quyet-dinh", "decide", ASSIGNER, steps::decide)
        .form("/can-bo/ho-so/{ma}/thu-xin-loi", "late-letter", HEAD, steps::late_letter)
        .form("/can-bo/ho-so/{ma}/rut", "confirm-withdrawal", RECEIVER, steps::withdrawal)
        .form("/can-bo/ho-so/{ma}/xong-phan", "complete-part", WORKER, steps::part)
        .form("/can-bo/ho-so/{ma}/chuyen-giay", "papers-moved", RECEIVER, steps::papers)
        .form("/can-bo/ho-so/{ma}/dinh-chinh", "open-correction", CALLER, steps::correction)
        .upload("/can-bo/ho-so/{ma}/ket-qua-dung", "correct-result", WORKER, steps::correct)
        .form("/can-bo/ho-so/{ma}/mo-lai", "reopen", HEAD, steps::reopening)
        .api("desk.tasks", WORKER, routes!(api::tasks))
        .with_state(desk)
}
