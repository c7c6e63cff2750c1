//! The catalogue in memory: read once at start, asked synchronously by everyone.

use crate::durations::Told;
use crate::entry::Entry;
use crate::life_event::LifeEvent;
use crate::national::Listed;
use crate::offices_named::offices_named;
use crate::regime::{CodePattern, FormSet, Regime};
use crate::revision::Revision;
use crate::search::Found;
use crate::search::missed::Counter;
use crate::source_files::{Files, SourceFile};
use crate::stock::{self, RefusedFile, Shelf};
use crate::store::{self, Publication};
use ::store::Db;
use kernel::{Clock, Day, Failure, Fault, Id, Ids};
use std::sync::{Arc, PoisonError, RwLock};

/// Most offices of one search.
const OFFICES: usize = 3;

/// The procedures and regimes. Cloning shares them.
#[derive(Clone)]
pub struct Catalogue {
    shelf: Arc<RwLock<Arc<Shelf>>>,
    told: Arc<Told>,
    missed: Arc<Counter>,
    db: Db,
}

impl std::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Catalogue").field(&self.shelf().published.len()).finish()
    }
}

/// A field of government with something in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldCount {
    /// Its name, in Vietnamese.
    pub name: String,
    /// The last part of its address.
    pub slug: String,
    /// How many entries it has.
    pub count: usize,
}

impl Catalogue {
    /// Checks the files, adds new revisions to the database, and reads everything. Blocking; after
    /// the schema is up to date. Mistakes in the files are one fault that lists them all.
    /// A file that changes a text in use is not taken; see [`Catalogue::refused_files`].
    pub fn open(db: &Db, ids: &Ids, clock: &Clock, from: Files) -> Result<Catalogue, Fault> {
        let shelf = stock::read(db, Some(ids), clock, &from)?;
        for refused in &shelf.side.refused {
            tracing::warn!("{refused}");
        }
        Ok(Catalogue::of(shelf, db))
    }

    /// Reads without writing: what is new in the files is left out. For looking at an installation
    /// that another process may be serving.
    pub fn look(db: &Db, clock: &Clock, from: &Files) -> Result<Catalogue, Fault> {
        Ok(Catalogue::of(stock::read(db, None, clock, from)?, db))
    }

    fn of(shelf: Shelf, db: &Db) -> Catalogue {
        Catalogue {
            shelf: Arc::new(RwLock::new(Arc::new(shelf))),
            told: Arc::default(),
            missed: Arc::default(),
            db: db.clone(),
        }
    }

    /// Reads the files again and replaces what is on the shelf; on a mistake, or where a file
    /// changes a text in use, nothing changes.
    pub fn reload(&self, db: &Db, ids: &Ids, clock: &Clock, from: &Files) -> Result<(), Fault> {
        let refused = stock::refused(db, from.read()?, clock.civil().day())?;
        if !refused.is_empty() {
            let list: Vec<String> = refused.iter().map(ToString::to_string).collect();
            return Err(Fault::new(list.join("\n")));
        }
        self.put(stock::read(db, Some(ids), clock, from)?);
        Ok(())
    }

    /// Reads the database again when something was published since, here or by another process;
    /// says whether it was. Blocking.
    pub fn refresh(&self) -> Result<bool, Failure> {
        let before = self.shelf();
        if store::stamp(&self.db)? == before.stamp {
            return Ok(false);
        }
        self.put(stock::refreshed(&self.db, &before)?);
        Ok(true)
    }

    fn put(&self, shelf: Shelf) {
        *self.shelf.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(shelf);
    }

    /// The files that were not taken, because they change a text in use.
    pub fn refused_files(&self) -> Vec<RefusedFile> {
        self.shelf().side.refused.clone()
    }

    /// What these files would change of texts in use; nothing is written.
    pub fn refusals(db: &Db, files: Vec<SourceFile>, today: Day) -> Result<Vec<RefusedFile>, Fault> {
        stock::refused(db, files, today)
    }

    /// Everything ever published of a code, oldest first.
    pub fn publications(&self, code: &str) -> Vec<Publication> {
        self.shelf().publications.get(code).cloned().unwrap_or_default()
    }

    /// What other rooms told.
    pub(crate) fn told(&self) -> &Told {
        &self.told
    }

    /// The words that found nothing, counted.
    pub(crate) fn missed(&self) -> &Counter {
        &self.missed
    }

    /// The database, for what does not stand in memory.
    pub(crate) fn db(&self) -> &Db {
        &self.db
    }

    /// The same, for rooms that ask this one's functions over it.
    pub const fn database(&self) -> &Db {
        &self.db
    }

    /// The codes of all procedures made here, whenever they hold, in order.
    pub fn made_codes(&self) -> Vec<String> {
        let mut codes: Vec<String> = self.shelf().by_code.keys().cloned().collect();
        codes.sort();
        codes
    }

    /// The life events, in their order.
    pub fn events(&self) -> Vec<Arc<LifeEvent>> {
        self.shelf().side.events.clone()
    }

    /// A life event by the last part of its address.
    pub fn event(&self, key: &str) -> Option<Arc<LifeEvent>> {
        self.shelf().side.events.iter().find(|event| event.key == key).cloned()
    }

    pub(crate) fn shelf(&self) -> Arc<Shelf> {
        self.shelf.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The revision of a procedure in force on a day; none from the day another took its place.
    pub fn current(&self, code: &str, day: Day) -> Option<Arc<Revision>> {
        self.shelf().offered(code, day).cloned()
    }

    /// A revision by id, also one no longer published: for the dossiers pinned to it.
    pub fn revision(&self, id: Id) -> Option<Arc<Revision>> {
        self.shelf().all.get(&id).cloned()
    }

    /// The procedure that takes the place of this code, from its first day on.
    pub fn replaced_by(&self, code: &str, day: Day) -> Option<Arc<Revision>> {
        let shelf = self.shelf();
        let by = shelf.successor(code, day)?;
        shelf.in_force(by, day).or_else(|| shelf.by_code.get(by)?.last()).cloned()
    }

    /// The name of a procedure by code, whether or not it is still offered.
    pub(crate) fn named(&self, code: &str) -> Option<Arc<Revision>> {
        self.shelf().by_code.get(code)?.last().cloned()
    }

    /// The procedures offered on a day, by field, then by short name.
    pub fn list(&self, day: Day) -> Vec<Arc<Revision>> {
        let shelf = self.shelf();
        shelf.published.iter().filter(|revision| shelf.offers(revision, day)).cloned().collect()
    }

    /// What stands in the catalogue on a day, by field, then by name: one entry a code, where one
    /// made here outranks an imported one.
    pub fn entries(&self, day: Day) -> Vec<Entry> {
        let shelf = self.shelf();
        shelf.order.iter().filter(|entry| shelf.stands(entry, day)).cloned().collect()
    }

    /// What stands under a code on a day. None too when another procedure took its place: see
    /// [`Catalogue::replaced_by`].
    pub fn entry(&self, code: &str, day: Day) -> Option<Entry> {
        let shelf = self.shelf();
        let made = || shelf.offered(code, day).cloned().map(Entry::Made);
        let national = || shelf.national.get(code).cloned().map(Entry::National);
        made().or_else(|| national().filter(|entry| shelf.stands(entry, day)))
    }

    /// The published revisions of a code, by first day.
    pub fn versions(&self, code: &str) -> Vec<Arc<Revision>> {
        self.shelf().by_code.get(code).cloned().unwrap_or_default()
    }

    /// Codes another procedure took the place of: from which day, and that procedure.
    pub(crate) fn replacements(&self) -> Vec<(String, Day, Arc<Revision>)> {
        let shelf = self.shelf();
        let by = |by: &String| shelf.by_code.get(by)?.last().cloned();
        let of = |(code, all): (&String, &Vec<(Day, String)>)| {
            all.iter()
                .filter_map(|(day, code_by)| Some((code.clone(), *day, by(code_by)?)))
                .collect::<Vec<_>>()
        };
        let mut all: Vec<_> = shelf.replaced.iter().flat_map(of).collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        all
    }

    /// The imported record of a code, also where a procedure made here outranks it.
    pub fn national(&self, code: &str) -> Option<Arc<Listed>> {
        self.shelf().national.get(code).cloned()
    }

    /// The fields that have entries on a day, by name.
    pub fn fields(&self, day: Day) -> Vec<FieldCount> {
        let shelf = self.shelf();
        let mut fields: Vec<FieldCount> = Vec::new();
        // Entries stand in order of field.
        for entry in shelf.order.iter().filter(|entry| shelf.stands(entry, day)) {
            let slug = entry.field_slug();
            match fields.last_mut().filter(|field| field.slug == slug) {
                Some(field) => field.count += 1,
                None => fields.push(FieldCount { name: entry.field().to_owned(), slug, count: 1 }),
            }
        }
        fields
    }

    /// The procedures offered on a day that fit the words, best first.
    pub fn find(&self, words: &str, day: Day) -> Vec<Arc<Revision>> {
        let found = self.search(words, day, usize::MAX).procedures.into_iter();
        let made = found.filter_map(|hit| match hit.entry {
            Entry::Made(revision) => Some(revision),
            Entry::National(_) => None,
        });
        made.collect()
    }

    /// What fits the words on a day, in groups, best first; at most `limit` procedures.
    pub fn search(&self, query: &str, day: Day, limit: usize) -> Found {
        let shelf = self.shelf();
        let mut found = shelf.index.find(query, |entry| shelf.stands(entry, day), limit);
        found.offices = offices_named(query, None, OFFICES);
        found
    }

    /// A regime by key: the one a dossier was accepted under.
    pub fn regime(&self, key: &str) -> Option<Arc<Regime>> {
        self.shelf().side.tables.regime(key).cloned()
    }

    /// The regime in force on a day.
    pub fn regime_on(&self, day: Day) -> Option<Arc<Regime>> {
        self.shelf().side.tables.regime_on(day).cloned()
    }

    /// The legal forms in use on a day.
    pub fn forms_on(&self, day: Day) -> Option<Arc<FormSet>> {
        self.shelf().side.tables.forms_on(day).cloned()
    }

    /// How dossier codes are made on a day.
    pub fn code_pattern_on(&self, day: Day) -> Option<Arc<CodePattern>> {
        self.shelf().side.tables.code_pattern_on(day).cloned()
    }
}
