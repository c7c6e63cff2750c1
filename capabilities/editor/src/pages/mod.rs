//! The pages of editors.

pub(crate) mod actions;
pub(crate) mod beside;
pub(crate) mod compare;
pub(crate) mod doubts;
pub(crate) mod edit;
pub(crate) mod home;
pub(crate) mod missed;
pub(crate) mod preview;
pub(crate) mod procedure;
pub(crate) mod record;
pub(crate) mod section;

use crate::Editor;
use catalogue::Revision;
use catalogue::edits::{Edit, EditState, Stamp};
use kernel::{Day, Failure, FieldError, Id, Refusal, RefusalKind};
use std::sync::Arc;
use web::parts::{DateTyped, Field, Mistake, Tag, Tone};
use web::{Pairs, Visitor};

/// Who gives a command, and the key of the form it came from.
pub(crate) fn stamp(v: &Visitor, key: &str) -> Result<Stamp, Refusal> {
    let account = v.actor.account.ok_or_else(Refusal::absent)?;
    Ok(Stamp { account, key: Some(key.to_owned()) })
}

/// The change in the address, if it is one of the procedure in the address.
pub(crate) async fn edit_of(editor: &Editor, (code, id): (&str, Id)) -> Result<Edit, Failure> {
    let edit = editor.edits.edit(id).await?;
    if edit.code != code {
        return Err(Refusal::absent().into());
    }
    Ok(edit)
}

/// The address of a change.
pub(crate) fn edit_path(edit: &Edit) -> String {
    format!("/can-bo/thu-tuc/{}/sua/{}", edit.code, edit.id)
}

/// What an editor is called.
pub(crate) fn who(editor: &Editor, account: Id) -> String {
    editor.accounts.officer(account).map_or_else(|| account.to_string(), |officer| officer.name.clone())
}

/// The text of a procedure that counts: the one in force, or else the last one.
pub(crate) fn standing(editor: &Editor, v: &Visitor, code: &str) -> Option<Arc<Revision>> {
    let catalogue = editor.edits.catalogue();
    catalogue.current(code, v.now.day()).or_else(|| catalogue.versions(code).pop())
}

/// The short name of a procedure, whichever of its texts counts.
pub(crate) fn short_of(editor: &Editor, v: &Visitor, code: &str) -> String {
    let catalogue = editor.edits.catalogue();
    match standing(editor, v, code) {
        Some(one) => one.procedure.short.get(v.lang).to_owned(),
        // Before a procedure made from a record is published, the record says what it is called.
        None => match catalogue.national(code).map(|listed| listed.name.clone()) {
            Some(name) if !name.is_empty() => name,
            _ => code.to_owned(),
        },
    }
}

/// Where a change stands, in a word.
pub(crate) fn state(v: &Visitor, state: EditState) -> Tag {
    let tone = match state {
        EditState::Draft => Tone::Now,
        EditState::Proposed | EditState::Returned => Tone::Warn,
        EditState::Published => Tone::Good,
        EditState::Withdrawn => Tone::Wait,
    };
    Tag::new(tone, v.t(&format!("editor-state-{}", state.name())))
}

/// Field errors of a form; everything else goes to the edge.
pub(crate) fn fields(failure: Failure) -> Result<Refusal, Failure> {
    match failure {
        Failure::Refusal(refusal) if refusal.kind == RefusalKind::Fields => Ok(refusal),
        other => Err(other),
    }
}

/// What must be mended, each named by what it is about. Inputs may begin with a `prefix`.
pub(crate) fn mistakes(v: &Visitor, refusal: &Refusal, prefix: &str) -> Vec<Mistake> {
    let named = |field: &FieldError| {
        let text = v.field_error(field).into_owned();
        let text = match what(v, &field.path) {
            Some(what) => format!("{what}: {text}"),
            None => text,
        };
        Mistake::new(&format!("{prefix}{}", field.path), text)
    };
    refusal.fields.iter().map(named).collect()
}

/// What an input is about.
fn what(v: &Visitor, path: &str) -> Option<String> {
    let key = match path {
        "" => return None,
        "from" | "again" => "editor-from",
        "reason" | "because" => "editor-reason",
        path if path.starts_with("note") => "editor-why",
        path => {
            let ends = ["_vi", "_en", "_n", "_unit", "_text", "_mark"];
            let name = ends.iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path);
            return Some(crate::words::label(v, name));
        }
    };
    Some(v.t(key).into_owned())
}

/// The version of a change that its form was drawn from.
pub(crate) fn version(pairs: &Pairs) -> i64 {
    pairs.get("version").parse().unwrap_or(0)
}

/// The day typed in the three inputs of a name.
pub(crate) fn typed_day(pairs: &Pairs, name: &str) -> Option<Day> {
    DateTyped::from_pairs(pairs, name).day()
}

/// The first day and the legal basis of a change, as fields.
pub(crate) fn day_and_reason(v: &Visitor, from: Option<Day>, reason: &str) -> Vec<Field> {
    let day = Field::date(v, "from", v.t("editor-from")).hint(v.t("editor-from-hint"));
    let day = match from {
        Some(from) => day.typed(DateTyped::of(from)),
        None => day,
    };
    let reason = Field::area("reason", v.t("editor-reason")).hint(v.t("editor-reason-hint")).value(reason);
    vec![day, reason]
}

/// The first day of the next month: when most changes begin.
pub(crate) fn next_month(today: Day) -> Day {
    let next = today.plus_months(1);
    Day::new(next.year(), next.month(), 1).unwrap_or(next)
}
