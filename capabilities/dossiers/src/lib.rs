//! The dossier kind: draft, submit, accept, steps, result.
//!
//! `rules` decides, `commands` load and save, pages and API are two doors to the same commands.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod api;
pub mod commands;
mod durations;
mod jobs;
mod letters;
pub mod model;
pub mod national;
mod pages;
pub mod queries;
pub mod rules;
mod store;

use accounts::Command;

pub use commands::{Advice, Attached, Done, Dossiers, Saved, SeenPaper, Submitted, Upload, WalkIn};
pub use durations::COUNT_DURATIONS;
pub use letters::{LetterLine, control, letter, letters};
pub use model::{Content, Draft, DraftPaper, Seen};
pub use pages::{late_words, lateness_words, limit_words, preview_questions, slip, stage_rows};
pub use store::MIGRATIONS;

/// Every SQL text of this room.
pub fn statements() -> Vec<&'static ::store::Statement> {
    [store::ALL, durations::STATEMENTS].concat()
}

/// Texts of this room.
pub const TEXTS: web::Source = web::Source {
    room: "dossiers",
    vi: include_str!("../texts/vi.ftl"),
    en: include_str!("../texts/en.ftl"),
};

/// What this room answers: the citizen's pages, and the API of citizens and officers.
pub fn room(dossiers: Dossiers) -> web::Room {
    dossiers.catalogue.set_home_slot(pages::home_slot(&dossiers));
    let routes = web::Routes::new("dossiers").texts(TEXTS.vi, TEXTS.en);
    api::routes(pages::routes(routes)).with_state(dossiers)
}

const fn both(name: &'static str) -> Command {
    Command { name, form: true, api: true, reason: "" }
}

/// Every command of this room with its doors. The forms of officers are in `desk`.
pub const COMMANDS: &[Command] = &[
    both("start"),
    both("answer"),
    both("attach-paper"),
    both("remove-paper"),
    both("discard"),
    both("submit"),
    Command {
        name: "open-with-secret",
        form: true,
        api: false,
        reason: "opens a dossier for a browser session; software uses the link or its own token",
    },
    both("walk-in"),
    both("accept"),
    both("refuse"),
    both("take"),
    both("assign"),
    both("forward"),
    both("send-back"),
    both("advise"),
    both("attach-result"),
    both("compare-original"),
    both("take-fee"),
    both("hand-over"),
    both("contact"),
    both("ask-supplement-intake"),
    both("ask-supplement-appraisal"),
    both("propose-extension"),
    both("propose-refusal"),
    both("propose-stop"),
    both("decide"),
    both("late-letter"),
    both("confirm-withdrawal"),
    both("complete-part"),
    both("papers-moved"),
    both("open-correction"),
    both("correct-result"),
    both("reopen"),
    both("answer-item"),
    both("adjust"),
    both("withdraw"),
    both("drop-withdrawal"),
    both("report-error"),
    both("apply-again"),
];
