//! What a person was asked for, item by item, with the words they read.

use super::Opened;
use super::tabs::Scene;
use cases::ledger::Record;
use cases::{Event, ItemKind, Stage};
use kernel::{Failure, Id, Moment};
use serde::Deserialize;
use vault::Vault;
use web::Visitor;
use web::parts::{Tag, Tone};

/// One request for papers, as it was made and as far as it was answered.
pub(crate) struct Request {
    pub(crate) stage: Stage,
    pub(crate) at: Moment,
    pub(crate) by: Option<Id>,
    pub(crate) party: String,
    pub(crate) note: String,
    pub(crate) items: Vec<Item>,
}

/// One thing asked for.
pub(crate) struct Item {
    pub(crate) kind: ItemKind,
    pub(crate) key: String,
    pub(crate) reason: String,
    pub(crate) basis: String,
    pub(crate) answered: Option<Moment>,
}

/// The words sealed beside a request.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Told {
    items: Vec<ToldItem>,
    note: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ToldItem {
    kind: String,
    key: String,
    reason: String,
    basis: String,
}

/// Every request of a dossier, oldest first.
pub(crate) fn requests(vault: &Vault, opened: &Opened) -> Result<Vec<Request>, Failure> {
    let mut requests: Vec<Request> = Vec::new();
    for record in &opened.ledger {
        if !matches!(record.kind.as_str(), "supplement-asked" | "item-answered") {
            continue;
        }
        match record.event()? {
            Event::SupplementAsked { stage, items, .. } => {
                requests.push(request(vault, opened, record, stage, items)?);
            }
            Event::ItemAnswered { item, key, .. } => {
                let open = requests.last_mut().into_iter().flat_map(|request| &mut request.items);
                for one in open.filter(|one| one.kind == item && one.key == key) {
                    one.answered = Some(record.at);
                }
            }
            _ => {}
        }
    }
    Ok(requests)
}

fn request(
    vault: &Vault,
    opened: &Opened,
    record: &Record,
    stage: Stage,
    items: Vec<cases::Item>,
) -> Result<Request, Failure> {
    let plain = opened.whole.case.words(vault, record)?.unwrap_or_default();
    let told: Told = serde_json::from_slice(&plain).unwrap_or_default();
    let item = |one: cases::Item| {
        let words = told.items.iter().find(|told| told.kind == one.kind.name() && told.key == one.key);
        let (reason, basis) = words.map(|told| (told.reason.clone(), told.basis.clone())).unwrap_or_default();
        Item { kind: one.kind, key: one.key, reason, basis, answered: None }
    };
    let (by, party) = (record.actor, record.party.clone());
    let items = items.into_iter().map(item).collect();
    Ok(Request { stage, at: record.at, by, party, note: told.note.clone(), items })
}

/// The name of a thing asked for, as the person reads it.
pub(crate) fn item_name(v: &Visitor, opened: &Opened, kind: ItemKind, key: &str) -> String {
    let name = match kind {
        ItemKind::Paper => opened.revision.paper(key).map(|paper| &paper.name),
        ItemKind::Answer => opened.revision.question(key).map(|question| &question.label),
    };
    name.map_or_else(|| key.to_owned(), |name| name.get(v.lang).to_owned())
}

/// A request as the dossier page shows it.
pub(crate) struct RequestShown {
    pub(crate) heading: String,
    pub(crate) note: String,
    pub(crate) items: Vec<ItemShown>,
}

/// An item as the dossier page shows it.
pub(crate) struct ItemShown {
    pub(crate) name: String,
    pub(crate) tag: Tag,
    pub(crate) reason: String,
    pub(crate) basis: String,
}

/// The word for a stage.
pub(crate) const fn stage_key(stage: Stage) -> &'static str {
    match stage {
        Stage::Intake => "desk-request-intake",
        Stage::Appraisal => "desk-request-appraisal",
    }
}

impl Scene<'_> {
    /// Requests for papers, newest first.
    pub(super) fn requests(&self) -> Result<Vec<RequestShown>, Failure> {
        let v = self.v;
        let found = requests(&self.desk.dossiers.vault, self.opened)?;
        let shown = |request: Request| {
            let who = self.who(&request.party, request.by);
            RequestShown {
                heading: v.t2(stage_key(request.stage), "time", v.when(request.at), "who", &who).into_owned(),
                note: request.note,
                items: request.items.into_iter().map(|item| self.item(item)).collect(),
            }
        };
        Ok(found.into_iter().rev().map(shown).collect())
    }

    fn item(&self, item: Item) -> ItemShown {
        let v = self.v;
        let tag = match item.answered {
            Some(at) => Tag::new(Tone::Good, v.t1("desk-item-answered", "time", v.when_short(at))),
            None => Tag::new(Tone::Wait, v.t("desk-item-missing")),
        };
        ItemShown {
            name: item_name(v, self.opened, item.kind, &item.key),
            tag,
            reason: item.reason,
            basis: item.basis,
        }
    }
}
