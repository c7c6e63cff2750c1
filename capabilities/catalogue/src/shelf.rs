//! The catalogue in memory: read once at start, asked synchronously by everyone.

use crate::check;
use crate::durations::Told;
use crate::entry::{Entry, slug};
use crate::life_event::LifeEvent;
use crate::national::{self, Listed};
use crate::offices_named::offices_named;
use crate::regime::{CodePattern, FormSet, Regime};
use crate::revision::Revision;
use crate::search::missed::Counter;
use crate::search::{Found, SearchIndex, Topic};
use crate::source_files::Files;
use crate::store;
use crate::tables::Tables;
use ::store::Db;
use kernel::{Clock, Day, Failure, Fault, Id, Ids};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};
use web::Lang;

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

/// What stands on the shelf at one time; replaced as a whole.
#[derive(Debug)]
struct Shelf {
    /// Every revision ever used, for the dossiers pinned to it.
    all: HashMap<Id, Arc<Revision>>,
    /// Those that are published, by field, short name and first day.
    published: Vec<Arc<Revision>>,
    /// The same by code, each by first day.
    by_code: HashMap<String, Vec<Arc<Revision>>>,
    /// Codes replaced by another procedure: from which day, and the code of that one.
    replaced: HashMap<String, Vec<(Day, String)>>,
    /// What is imported, by code.
    national: HashMap<String, Arc<Listed>>,
    /// Both kinds, by field and name.
    order: Vec<Entry>,
    tables: Tables,
    events: Vec<Arc<LifeEvent>>,
    index: SearchIndex,
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

impl Shelf {
    /// Of the published revisions of a code, the one that counts on a day: the last that has
    /// begun; none when that one has ended.
    fn in_force(&self, code: &str, day: Day) -> Option<&Arc<Revision>> {
        let of_code = self.by_code.get(code)?;
        let begun = of_code.iter().rev().find(|revision| revision.procedure.effective_from <= day)?;
        begun.in_force(day).then_some(begun)
    }

    /// The same, unless another procedure took its place.
    fn offered(&self, code: &str, day: Day) -> Option<&Arc<Revision>> {
        self.in_force(code, day).filter(|_| self.successor(code, day).is_none())
    }

    /// Whether a revision is the one offered on a day.
    fn offers(&self, revision: &Revision, day: Day) -> bool {
        self.offered(revision.code(), day).is_some_and(|offered| offered.id == revision.id)
    }

    /// The code of the procedure that took the place of this one.
    fn successor(&self, code: &str, day: Day) -> Option<&str> {
        let begun = self.replaced.get(code)?.iter().filter(|(from, _)| *from <= day);
        begun.max_by_key(|(from, _)| *from).map(|(_, by)| by.as_str())
    }

    /// Whether an entry is what stands under its code on a day.
    fn stands(&self, entry: &Entry, day: Day) -> bool {
        match entry {
            Entry::Made(revision) => self.offers(revision, day),
            Entry::National(listed) => {
                self.in_force(&listed.code, day).is_none() && self.successor(&listed.code, day).is_none()
            }
        }
    }
}

impl Catalogue {
    /// Checks the files, adds new revisions to the database, and reads everything. Blocking; after
    /// the schema is up to date. Mistakes in the files are one fault that lists them all.
    pub fn open(db: &Db, ids: &Ids, clock: &Clock, from: Files) -> Result<Catalogue, Fault> {
        let shelf = read(db, ids, clock, &from)?;
        Ok(Catalogue {
            shelf: Arc::new(RwLock::new(Arc::new(shelf))),
            told: Arc::default(),
            missed: Arc::default(),
            db: db.clone(),
        })
    }

    /// Reads the files again and replaces what is on the shelf; on a mistake nothing changes.
    pub fn reload(&self, db: &Db, ids: &Ids, clock: &Clock, from: &Files) -> Result<(), Fault> {
        let shelf = Arc::new(read(db, ids, clock, from)?);
        *self.shelf.write().unwrap_or_else(PoisonError::into_inner) = shelf;
        Ok(())
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

    /// The life events, in their order.
    pub fn events(&self) -> Vec<Arc<LifeEvent>> {
        self.shelf().events.clone()
    }

    /// A life event by the last part of its address.
    pub fn event(&self, key: &str) -> Option<Arc<LifeEvent>> {
        self.shelf().events.iter().find(|event| event.key == key).cloned()
    }

    fn shelf(&self) -> Arc<Shelf> {
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
        self.shelf().tables.regime(key).cloned()
    }

    /// The regime in force on a day.
    pub fn regime_on(&self, day: Day) -> Option<Arc<Regime>> {
        self.shelf().tables.regime_on(day).cloned()
    }

    /// The legal forms in use on a day.
    pub fn forms_on(&self, day: Day) -> Option<Arc<FormSet>> {
        self.shelf().tables.forms_on(day).cloned()
    }

    /// How dossier codes are made on a day.
    pub fn code_pattern_on(&self, day: Day) -> Option<Arc<CodePattern>> {
        self.shelf().tables.code_pattern_on(day).cloned()
    }
}

fn read(db: &Db, ids: &Ids, clock: &Clock, from: &Files) -> Result<Shelf, Fault> {
    let loaded = check::load(from.read()?);
    if !loaded.problems.is_empty() {
        let list: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
        return Err(Fault::new(format!("the procedure files have mistakes:\n{}", list.join("\n"))));
    }
    let added =
        store::sync(db, ids, clock.technical(), &loaded.revisions).map_err(|failure| fault(&failure))?;
    if added > 0 {
        tracing::info!(added, "new procedure revisions");
    }
    let in_files: HashSet<(&str, &str)> =
        loaded.revisions.iter().map(|(revision, _)| (revision.code(), revision.hash.as_str())).collect();
    let listed = national::store::load(db).map_err(|failure| fault(&failure))?;
    let listed: Vec<Arc<Listed>> = listed.into_iter().map(Arc::new).collect();
    let mut all = HashMap::new();
    let mut published = Vec::new();
    for revision in store::load(db).map_err(|failure| fault(&failure))? {
        let revision = Arc::new(revision);
        if in_files.contains(&(revision.code(), revision.hash.as_str())) {
            published.push(revision.clone());
        }
        all.insert(revision.id, revision);
    }
    published.sort_by_cached_key(|revision| {
        let procedure = &revision.procedure;
        (
            kernel::text::fold(&procedure.field.name.vi),
            kernel::text::fold(&procedure.short.vi),
            procedure.effective_from,
        )
    });
    let mut by_code: HashMap<String, Vec<Arc<Revision>>> = HashMap::new();
    for revision in &published {
        by_code.entry(revision.code().to_owned()).or_default().push(revision.clone());
    }
    for of_code in by_code.values_mut() {
        of_code.sort_by_key(|revision| revision.procedure.effective_from);
    }
    let replaced = replaced(&published);
    let order = in_order(&published, &listed);
    let events: Vec<Arc<LifeEvent>> = loaded.events.into_iter().map(|(event, _)| Arc::new(event)).collect();
    let topics: Vec<Topic> = events.iter().map(|event| topic(event)).collect();
    let index = SearchIndex::build(&published, &listed, &loaded.synonyms, &topics);
    tracing::debug!(kilobytes = index.bytes() / 1024, "search is ready");
    let national = listed.into_iter().map(|listed| (listed.code.clone(), listed)).collect();
    Ok(Shelf { all, published, by_code, replaced, national, order, tables: loaded.tables, events, index })
}

/// A life event as search knows it.
fn topic(event: &LifeEvent) -> Topic {
    let names = [Some(event.name.vi.clone()), event.name.en.clone()].into_iter().flatten();
    Topic { key: event.key.clone(), names: names.chain(event.words.iter().cloned()).collect() }
}

/// Both kinds of entries, by field and name.
fn in_order(published: &[Arc<Revision>], listed: &[Arc<Listed>]) -> Vec<Entry> {
    let made = published.iter().cloned().map(Entry::Made);
    let mut order: Vec<Entry> = made.chain(listed.iter().cloned().map(Entry::National)).collect();
    order.sort_by_cached_key(|entry| {
        (entry.field_slug(), slug(entry.short(Lang::Vi)), entry.code().to_owned())
    });
    order
}

/// Who takes whose place, by the code that ends.
fn replaced(published: &[Arc<Revision>]) -> HashMap<String, Vec<(Day, String)>> {
    let mut replaced: HashMap<String, Vec<(Day, String)>> = HashMap::new();
    for revision in published {
        for code in &revision.procedure.replaces {
            let by = (revision.procedure.effective_from, revision.code().to_owned());
            replaced.entry(code.clone()).or_default().push(by);
        }
    }
    replaced
}

fn fault(failure: &Failure) -> Fault {
    Fault::new(failure).context("reading the procedures")
}
