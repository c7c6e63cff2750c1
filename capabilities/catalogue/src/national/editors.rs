//! What is handed to people: what is doubted of the records in use and what they said to it; the
//! page of a record, and how its texts changed.

use crate::national::store::{self, Note};
use crate::national::{DoubtKind, NationalProcedure, NationalRecord, NationalUse, reading, record};
use crate::shelf::Catalogue;
use ::store::{Db, Tx};
use kernel::{Day, Failure, Fault, Id, Moment};
use std::collections::{BTreeMap, HashMap};

/// Something doubted or not understood of a record in use.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The record.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Name of a [`DoubtKind`].
    pub kind: String,
    /// What it is about, as printed.
    pub text: String,
    /// What an editor said to it, if anyone did.
    pub settled: Option<Settled>,
}

/// An editor's word: it was looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settled {
    /// Account of the editor.
    pub account: Id,
    /// When.
    pub at: Moment,
    /// What was found.
    pub note: String,
}

/// Which findings are asked for.
#[derive(Clone, Debug, Default)]
pub struct FindingsAsked {
    /// Only of this kind.
    pub kind: Option<String>,
    /// Only of this record.
    pub code: Option<String>,
    /// Those already settled too.
    pub settled: bool,
    /// How many are left out first.
    pub skip: usize,
    /// At most so many.
    pub take: usize,
}

/// One page of findings.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Findings {
    /// How many there are of each kind, whatever kind was asked for.
    pub kinds: BTreeMap<String, usize>,
    /// How many fit what was asked.
    pub total: usize,
    /// Those of the page, by code.
    pub items: Vec<Finding>,
}

/// What is doubted of the records in use, on a day.
pub fn findings(
    db: &Db,
    catalogue: &Catalogue,
    day: Day,
    asked: &FindingsAsked,
) -> Result<Findings, Failure> {
    let mut notes: HashMap<(String, String, String), Settled> = HashMap::new();
    for Note { code, kind, text_hash, account, at, note } in store::notes(db)? {
        notes.insert((code, kind, text_hash), Settled { account, at, note });
    }
    let mut page = Findings::default();
    for found in store::findings(db, asked.code.as_deref())? {
        let listed = found.listed;
        let by = catalogue.replaced_by(&listed.code, day);
        let replaced = by.map(|by| DoubtKind::Replaced.about(by.code()));
        for doubt in found.findings.into_iter().chain(replaced) {
            let key = (listed.code.clone(), doubt.kind.clone(), record::hash(&doubt.text));
            let settled = notes.get(&key).cloned();
            if settled.is_some() && !asked.settled {
                continue;
            }
            *page.kinds.entry(doubt.kind.clone()).or_default() += 1;
            if asked.kind.as_ref().is_some_and(|kind| *kind != doubt.kind) {
                continue;
            }
            page.total += 1;
            if page.total > asked.skip && page.items.len() < asked.take {
                let (code, name) = (listed.code.clone(), listed.name.clone());
                page.items.push(Finding { code, name, kind: doubt.kind, text: doubt.text, settled });
            }
        }
    }
    Ok(page)
}

/// Keeps that an editor looked at a finding, with a note; a second word replaces the first. It
/// holds as long as the record says the same.
pub fn settle(
    tx: &mut Tx<'_>,
    finding: (&str, &str, &str),
    account: Id,
    at: Moment,
    note: &str,
) -> Result<(), Fault> {
    let (code, kind, text) = finding;
    let note = Note {
        code: code.to_owned(),
        kind: kind.to_owned(),
        text_hash: record::hash(text),
        account,
        at,
        note: kernel::text::clean(note, true),
    };
    store::settle(tx, &note)
}

/// Takes that word back: the finding is listed again.
pub fn open_again(tx: &mut Tx<'_>, code: &str, kind: &str, text: &str) -> Result<(), Fault> {
    store::open_again(tx, code, kind, &record::hash(text))
}

/// A text in use for a code, and in which fields it differs from the one in use before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NationalChange {
    /// When it began to be in use, and from which file.
    pub from: NationalUse,
    /// Field by field; none for the first text.
    pub fields: Vec<FieldChange>,
}

/// A field that changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldChange {
    /// Its name in the record.
    pub field: String,
    /// What it said.
    pub before: String,
    /// What it says.
    pub after: String,
}

impl Catalogue {
    /// The record in use for a code, read; none where the national catalogue has no such code.
    /// That another procedure took its place is doubted too.
    pub fn national_page(
        &self,
        tx: &mut Tx<'_>,
        code: &str,
        day: Day,
    ) -> Result<Option<NationalProcedure>, Fault> {
        let Some((_, record)) = store::in_use(tx, code)? else { return Ok(None) };
        let mut read = reading::read(&record);
        if let Some(by) = self.replaced_by(code, day) {
            read.doubts.push(DoubtKind::Replaced.about(by.code()));
        }
        Ok(Some(read))
    }

    /// A text of the national catalogue by its id, also one no longer in use.
    pub fn national_text(&self, tx: &mut Tx<'_>, id: Id) -> Result<Option<NationalProcedure>, Fault> {
        Ok(store::body_of(tx, id)?.map(|record| reading::read(&record)))
    }

    /// When each text of a code was imported, newest first.
    pub fn national_uses(&self, tx: &mut Tx<'_>, code: &str) -> Result<Vec<NationalUse>, Fault> {
        store::history(tx, code)
    }

    /// The texts of a code one after another, newest first, with what changed.
    pub fn national_history(&self, tx: &mut Tx<'_>, code: &str) -> Result<Vec<NationalChange>, Fault> {
        let uses = store::history(tx, code)?;
        let mut texts = Vec::with_capacity(uses.len());
        for one in &uses {
            texts.push(store::body_of(tx, one.revision)?);
        }
        let changes = uses.into_iter().enumerate().map(|(at, from)| {
            let fields = match (texts.get(at + 1), &texts[at]) {
                (Some(Some(before)), Some(after)) => changed(before, after),
                _ => Vec::new(),
            };
            NationalChange { from, fields }
        });
        Ok(changes.collect())
    }
}

fn changed(before: &NationalRecord, after: &NationalRecord) -> Vec<FieldChange> {
    let mut names: Vec<&str> = record::KNOWN.to_vec();
    names.extend(before.beside().map(|field| field.0));
    names.extend(after.beside().map(|field| field.0));
    names.dedup();
    let change = |field: &str| {
        let (before, after) = (before.text(field), after.text(field));
        (before != after).then(|| FieldChange { field: field.to_owned(), before, after })
    };
    let mut found: Vec<FieldChange> = names.into_iter().filter_map(change).collect();
    found.dedup();
    found
}
