//! Procedures edited in the browser: what stands, drafts of change, what differs, previews,
//! publishing by a second person, and what the import doubts. Pages only: every change is a
//! command of `catalogue`.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod inputs;
mod pages;
mod words;

#[cfg(test)]
mod tests;

use accounts::Accounts;
use catalogue::{Edits, Revision};
use kernel::Permission::Edit;
use pages::{actions, beside, compare, doubts, edit, home, missed, preview, procedure, section};
use std::sync::Arc;
use web::{Access, Answer, Room, Routes, Source, Visitor};

/// Texts of this room.
pub const TEXTS: Source =
    Source { room: "editor", vi: include_str!("../texts/vi.ftl"), en: include_str!("../texts/en.ftl") };

/// Draws a page of questions as applicants meet it: key of the page; the words above it, the way
/// back, the address it posts to. None when there is no such page.
pub type QuestionsPreview =
    Arc<dyn Fn(&Visitor, &Revision, &str, (String, String, String)) -> Option<Answer> + Send + Sync>;

/// Draws the page of the counter as officers meet it.
pub type CounterPreview = Arc<dyn Fn(&Visitor, &Revision) -> Answer + Send + Sync>;

/// How rooms this one does not lean on would show a procedure.
#[derive(Clone)]
pub struct Previews {
    /// A page of questions.
    pub questions: QuestionsPreview,
    /// The page of the counter.
    pub counter: CounterPreview,
}

/// The state of this room.
#[derive(Clone)]
pub struct Editor {
    edits: Edits,
    accounts: Accounts,
    previews: Previews,
}

/// A command and the doors it has.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// Name in the route table.
    pub name: &'static str,
    /// It has a form.
    pub form: bool,
    /// It has an API route.
    pub api: bool,
    /// Why a door is missing.
    pub reason: &'static str,
}

const fn page_only(name: &'static str) -> Command {
    let reason =
        "what an editor does is seen before it is done; software hands in files: `motcua procedures`";
    Command { name, form: true, api: false, reason }
}

/// Every command of this room.
pub const COMMANDS: &[Command] = &[
    page_only("editor.start"),
    page_only("editor.roll-back"),
    page_only("editor.cancel"),
    page_only("editor.set-day"),
    page_only("editor.save"),
    page_only("editor.remove"),
    page_only("editor.move"),
    page_only("editor.fit-steps"),
    page_only("editor.propose"),
    page_only("editor.take-back"),
    page_only("editor.withdraw"),
    page_only("editor.return"),
    page_only("editor.publish"),
    page_only("editor.settle"),
    page_only("editor.open-again"),
    page_only("editor.settle-term"),
];

const EDITOR: Access = Access::Officer(&[Edit]);

/// The room with its routes.
pub fn room(edits: Edits, accounts: Accounts, previews: Previews) -> Room {
    let editor = Editor { edits, accounts, previews };
    let routes = Routes::new("editor")
        .texts(TEXTS.vi, TEXTS.en)
        .page("/can-bo/thu-tuc", "editor.home", EDITOR, home::show)
        .menu(70, "editor-menu-procedures")
        .page("/can-bo/lich-ap-dung", "editor.schedule", EDITOR, home::schedule)
        .menu(71, "editor-menu-schedule")
        .page("/can-bo/bieu-mau", "editor.forms", EDITOR, home::forms)
        .menu(72, "editor-menu-forms")
        .page("/can-bo/nghi-van", "editor.doubts", EDITOR, doubts::show)
        .menu(73, "editor-menu-doubts")
        .form("/can-bo/nghi-van/da-xem", "editor.settle", EDITOR, doubts::settle)
        .form("/can-bo/nghi-van/mo-lai", "editor.open-again", EDITOR, doubts::open_again)
        .page("/can-bo/tu-khong-thay", "editor.missed", EDITOR, missed::show)
        .menu(74, "editor-menu-missed")
        .form("/can-bo/tu-khong-thay", "editor.settle-term", EDITOR, missed::settle)
        .page("/can-bo/thu-tuc/{ma}", "editor.procedure", EDITOR, procedure::show)
        .page("/can-bo/thu-tuc/{ma}/so-sanh", "editor.compare", EDITOR, compare::show)
        .page("/can-bo/thu-tuc/{ma}/quoc-gia", "editor.beside-national", EDITOR, beside::show)
        .page("/can-bo/thu-tuc/{ma}/sua", "editor.edits", EDITOR, procedure::edits)
        .form("/can-bo/thu-tuc/{ma}/sua", "editor.start", EDITOR, procedure::start)
        .form("/can-bo/thu-tuc/{ma}/khoi-phuc", "editor.roll-back", EDITOR, procedure::roll_back)
        .form("/can-bo/thu-tuc/{ma}/huy", "editor.cancel", EDITOR, procedure::cancel);
    of_an_edit(routes).with_state(editor)
}

/// The routes of one change.
fn of_an_edit(routes: Routes<Editor>) -> Routes<Editor> {
    routes
        .page("/can-bo/thu-tuc/{ma}/sua/{ban}", "editor.edit", EDITOR, edit::show)
        .form("/can-bo/thu-tuc/{ma}/sua/{ban}/ngay", "editor.set-day", EDITOR, edit::set_day)
        .page("/can-bo/thu-tuc/{ma}/sua/{ban}/muc/{phan}", "editor.section", EDITOR, section::show)
        .page("/can-bo/thu-tuc/{ma}/sua/{ban}/muc/{phan}/{cho}", "editor.item", EDITOR, section::item)
        .form("/can-bo/thu-tuc/{ma}/sua/{ban}/muc/{phan}/{cho}", "editor.save", EDITOR, section::save)
        .form("/can-bo/thu-tuc/{ma}/sua/{ban}/muc/{phan}/{cho}/bo", "editor.remove", EDITOR, section::remove)
        .form("/can-bo/thu-tuc/{ma}/sua/{ban}/muc/{phan}/{cho}/len", "editor.move", EDITOR, section::up)
        .page("/can-bo/thu-tuc/{ma}/sua/{ban}/xem/nguoi-dan", "editor.as-citizen", EDITOR, preview::citizen)
        .page("/can-bo/thu-tuc/{ma}/sua/{ban}/xem/hoi/{khoa}", "editor.as-asked", EDITOR, preview::asked)
        .ask("/can-bo/thu-tuc/{ma}/sua/{ban}/xem/hoi/{khoa}", "editor.asked-on", EDITOR, preview::asked_on)
        .page("/can-bo/thu-tuc/{ma}/sua/{ban}/xem/can-bo", "editor.as-officer", EDITOR, preview::officer)
        .form("/can-bo/thu-tuc/{ma}/sua/{ban}/vua", "editor.fit-steps", EDITOR, actions::fit)
        .form("/can-bo/thu-tuc/{ma}/sua/{ban}/trinh", "editor.propose", EDITOR, actions::propose)
        .form("/can-bo/thu-tuc/{ma}/sua/{ban}/lay-lai", "editor.take-back", EDITOR, actions::take_back)
        .form("/can-bo/thu-tuc/{ma}/sua/{ban}/bo", "editor.withdraw", EDITOR, actions::withdraw)
        .form("/can-bo/thu-tuc/{ma}/sua/{ban}/tra-lai", "editor.return", EDITOR, actions::give_back)
        .form("/can-bo/thu-tuc/{ma}/sua/{ban}/cong-bo", "editor.publish", EDITOR, actions::publish)
}
