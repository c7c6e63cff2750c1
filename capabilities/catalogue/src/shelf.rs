//! The catalogue in memory: read once at start, asked synchronously by everyone.

use crate::check;
use crate::durations::Told;
use crate::life_event::LifeEvent;
use crate::regime::{CodePattern, FormSet, Regime};
use crate::revision::Revision;
use crate::search::{Found, Index};
use crate::source_files::Files;
use crate::store;
use crate::tables::Tables;
use ::store::Db;
use kernel::{Clock, Day, Failure, Fault, Id, Ids};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

/// The procedures and regimes. Cloning shares them.
#[derive(Clone)]
pub struct Catalogue {
    shelf: Arc<RwLock<Arc<Shelf>>>,
    told: Arc<Told>,
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
    /// Those the files now hold, by field, short name and first day.
    published: Vec<Arc<Revision>>,
    /// Codes replaced by another procedure, from which day, and the code of that one.
    replaced: Vec<(String, Day, String)>,
    tables: Tables,
    events: Vec<Arc<LifeEvent>>,
    index: Index,
}

impl Shelf {
    /// Whether a revision is offered on a day: in force, and no other took its place.
    fn offers(&self, revision: &Revision, day: Day) -> bool {
        revision.in_force(day) && self.successor(revision.code(), day).is_none()
    }

    /// The code of the procedure that took the place of this one.
    fn successor(&self, code: &str, day: Day) -> Option<&str> {
        let of_code = |one: &&(String, Day, String)| one.0 == code && one.1 <= day;
        self.replaced.iter().filter(of_code).max_by_key(|one| one.1).map(|(_, _, by)| by.as_str())
    }
}

impl Catalogue {
    /// Checks the files, adds new revisions to the database, and reads everything. Blocking; after
    /// the schema is up to date. Mistakes in the files are one fault that lists them all.
    pub fn open(db: &Db, ids: &Ids, clock: &Clock, from: Files) -> Result<Catalogue, Fault> {
        let shelf = read(db, ids, clock, &from)?;
        Ok(Catalogue { shelf: Arc::new(RwLock::new(Arc::new(shelf))), told: Arc::default(), db: db.clone() })
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
        let shelf = self.shelf();
        let mut of_code = shelf.published.iter().filter(|revision| revision.code() == code);
        of_code.find(|revision| shelf.offers(revision, day)).cloned()
    }

    /// A revision by id, also one no longer published: for the dossiers pinned to it.
    pub fn revision(&self, id: Id) -> Option<Arc<Revision>> {
        self.shelf().all.get(&id).cloned()
    }

    /// The procedure that takes the place of this code, from its first day on.
    pub fn replaced_by(&self, code: &str, day: Day) -> Option<Arc<Revision>> {
        let shelf = self.shelf();
        let by = shelf.successor(code, day)?;
        let of_code = || shelf.published.iter().filter(|revision| revision.code() == by);
        of_code().find(|revision| revision.in_force(day)).or_else(|| of_code().next_back()).cloned()
    }

    /// The name of a procedure by code, whether or not it is still offered.
    pub(crate) fn named(&self, code: &str) -> Option<Arc<Revision>> {
        self.shelf().published.iter().rev().find(|revision| revision.code() == code).cloned()
    }

    /// The procedures offered on a day, by field, then by short name.
    pub fn list(&self, day: Day) -> Vec<Arc<Revision>> {
        let shelf = self.shelf();
        shelf.published.iter().filter(|revision| shelf.offers(revision, day)).cloned().collect()
    }

    /// The procedures offered on a day that fit the words, best first.
    pub fn find(&self, words: &str, day: Day) -> Vec<Arc<Revision>> {
        let shelf = self.shelf();
        shelf.index.find(words, |revision| shelf.offers(revision, day))
    }

    /// What fits the words on a day, in groups, best first; at most `limit` procedures.
    pub fn search(&self, query: &str, day: Day, limit: usize) -> Found {
        let shelf = self.shelf();
        shelf.index.search(query, |revision| shelf.offers(revision, day), limit)
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
    let index = Index::of(&published);
    let replaced = replaced(&published);
    let events = loaded.events.into_iter().map(|(event, _)| Arc::new(event)).collect();
    Ok(Shelf { all, published, replaced, tables: loaded.tables, events, index })
}

fn replaced(published: &[Arc<Revision>]) -> Vec<(String, Day, String)> {
    let of = |revision: &Arc<Revision>| {
        let (from, by) = (revision.procedure.effective_from, revision.code().to_owned());
        let codes = revision.procedure.replaces.clone();
        codes.into_iter().map(move |code| (code, from, by.clone()))
    };
    published.iter().flat_map(of).collect()
}

fn fault(failure: &Failure) -> Fault {
    Fault::new(failure).context("reading the procedures")
}
