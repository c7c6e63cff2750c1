//! The rows of a request: everything the catalogue allows to ask for, with what was typed about it
//! and what is wrong with it.

use super::Builder;
use cases::ItemKind;
use catalogue::{SupplementItem, shown};
use kernel::{FieldError, Refusal, RefusalKind};
use web::parts::Mistake;

/// A thing that may be asked for, with what was typed about it.
pub(crate) struct Row {
    pub(crate) at: usize,
    pub(crate) value: String,
    pub(crate) name: String,
    pub(crate) has: String,
    pub(crate) ticked: bool,
    pub(crate) reason: String,
    pub(crate) basis: String,
    pub(crate) error: String,
    pub(crate) reason_error: String,
    pub(crate) basis_error: String,
}

fn kind(item: &SupplementItem<'_>) -> ItemKind {
    match item.kind {
        catalogue::ItemKind::Paper => ItemKind::Paper,
        catalogue::ItemKind::Answer => ItemKind::Answer,
    }
}

/// The value of an item's tick box, and the end of the names of its fields.
fn value(kind: ItemKind, key: &str) -> String {
    format!("{}.{key}", kind.name())
}

impl Builder<'_> {
    pub(super) fn rows(&self, mistakes: &[Mistake]) -> (Vec<Row>, Vec<Row>) {
        let rows = self.items().into_iter().enumerate().map(|(at, item)| self.row(at, &item, mistakes));
        rows.partition(|row| row.value.starts_with("paper."))
    }

    fn row(&self, at: usize, item: &SupplementItem<'_>, mistakes: &[Mistake]) -> Row {
        let value = value(kind(item), item.key);
        let typed = |name: &str| self.pairs.get(&format!("{name}.{value}")).to_owned();
        let error = |id: String| {
            mistakes.iter().find(|one| one.id == id).map_or_else(String::new, |one| one.text.clone())
        };
        let basis = typed("can_cu");
        Row {
            at,
            name: item.name.get(self.v.lang).to_owned(),
            has: self.has(item),
            ticked: self.pairs.all("muc").any(|one| one == value),
            reason: typed("ly_do"),
            // An emptied field comes back empty: it is the tick that says the row was filled in.
            basis: if basis.is_empty() && !self.pairs.has(&format!("can_cu.{value}")) {
                item.source.text.clone()
            } else {
                basis
            },
            error: error(format!("muc-{at}")),
            reason_error: error(format!("ly-do-{at}")),
            basis_error: error(format!("can-cu-{at}")),
            value,
        }
    }

    /// What the dossier has of it now.
    fn has(&self, item: &SupplementItem<'_>) -> String {
        let (v, opened) = (self.v, self.opened);
        match item.kind {
            catalogue::ItemKind::Paper => {
                let n = opened.whole.papers.iter().filter(|(paper, _)| paper.key == item.key).count();
                if n == 0 {
                    v.t("desk-supplement-none").into_owned()
                } else {
                    v.t1("desk-supplement-has", "n", n).into_owned()
                }
            }
            catalogue::ItemKind::Answer => {
                let answer = opened.content.answers.get(item.key);
                let question = opened.revision.question(item.key);
                question.zip(answer).map_or_else(
                    || v.t("desk-supplement-none").into_owned(),
                    |(question, answer)| shown(question, answer, v.lang),
                )
            }
        }
    }

    /// What is wrong, with the ids of the rows' inputs.
    pub(super) fn mistakes(&self, refusal: &Refusal) -> Vec<Mistake> {
        let v = self.v;
        if refusal.kind == RefusalKind::Changed {
            let text = v.t("desk-mend-changed").into_owned();
            return vec![Mistake { path: "form".to_owned(), id: "muc-0".to_owned(), text }];
        }
        refusal.fields.iter().map(|field| self.mistake(field)).collect()
    }

    fn mistake(&self, field: &FieldError) -> Mistake {
        let v = self.v;
        let items = self.items();
        // A paper and a question of one key are told apart by what was ticked.
        let at = |key: &str| {
            let ticked = |item: &SupplementItem<'_>| {
                item.key == key && self.pairs.all("muc").any(|one| one == value(kind(item), key))
            };
            items.iter().position(ticked).unwrap_or(0)
        };
        let (id, key) = match field.path.split_once('-') {
            Some(("reason", key)) => (format!("ly-do-{}", at(key)), "desk-mend-item-reason"),
            Some(("basis", key)) => (format!("can-cu-{}", at(key)), "desk-mend-item-basis"),
            Some(("item", key)) => (format!("muc-{}", at(key)), ""),
            _ if field.code == "required" => ("muc-0".to_owned(), "desk-mend-items"),
            _ => ("muc-0".to_owned(), ""),
        };
        let name = field.path.split_once('-').and_then(|(_, key)| items.iter().find(|one| one.key == key));
        let text = match (key, name) {
            ("", _) => v.field_error(field).into_owned(),
            (key, Some(item)) => v.t1(key, "item", item.name.get(v.lang)).into_owned(),
            (key, None) => v.t(key).into_owned(),
        };
        Mistake { path: field.path.clone(), id, text }
    }
}
