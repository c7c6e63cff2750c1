//! The catalogue in memory: read once at start, asked synchronously by everyone.

use crate::check;
use crate::regime::Regime;
use crate::revision::Revision;
use crate::search::Index;
use crate::source_files::Files;
use crate::store;
use ::store::Db;
use kernel::{Clock, Day, Failure, Fault, Id, Ids};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

/// The procedures and regimes. Cloning shares them.
#[derive(Clone, Debug)]
pub struct Catalogue(Arc<RwLock<Arc<Shelf>>>);

/// What stands on the shelf at one time; replaced as a whole.
#[derive(Debug)]
struct Shelf {
    /// Every revision ever used, for the dossiers pinned to it.
    all: HashMap<Id, Arc<Revision>>,
    /// Those the files now hold, by field, short name and first day.
    published: Vec<Arc<Revision>>,
    regimes: HashMap<String, Arc<Regime>>,
    index: Index,
}

impl Catalogue {
    /// Checks the files, adds new revisions to the database, and reads everything. Blocking; after
    /// the schema is up to date. Mistakes in the files are one fault that lists them all.
    pub fn open(db: &Db, ids: &Ids, clock: &Clock, from: Files) -> Result<Catalogue, Fault> {
        let shelf = read(db, ids, clock, &from)?;
        Ok(Catalogue(Arc::new(RwLock::new(Arc::new(shelf)))))
    }

    /// Reads the files again and replaces what is on the shelf; on a mistake nothing changes.
    pub fn reload(&self, db: &Db, ids: &Ids, clock: &Clock, from: &Files) -> Result<(), Fault> {
        let shelf = Arc::new(read(db, ids, clock, from)?);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = shelf;
        Ok(())
    }

    fn shelf(&self) -> Arc<Shelf> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The revision of a procedure in force on a day.
    pub fn current(&self, code: &str, day: Day) -> Option<Arc<Revision>> {
        let shelf = self.shelf();
        shelf.published.iter().find(|revision| revision.code() == code && revision.in_force(day)).cloned()
    }

    /// A revision by id, also one no longer published: for the dossiers pinned to it.
    pub fn revision(&self, id: Id) -> Option<Arc<Revision>> {
        self.shelf().all.get(&id).cloned()
    }

    /// The procedures in force on a day, by field, then by short name.
    pub fn list(&self, day: Day) -> Vec<Arc<Revision>> {
        self.shelf().published.iter().filter(|revision| revision.in_force(day)).cloned().collect()
    }

    /// The procedures in force on a day that fit the words, best first.
    pub fn find(&self, words: &str, day: Day) -> Vec<Arc<Revision>> {
        self.shelf().index.find(words, |revision| revision.in_force(day))
    }

    /// A regime by key.
    pub fn regime(&self, key: &str) -> Option<Arc<Regime>> {
        self.shelf().regimes.get(key).cloned()
    }

    /// The regime a revision runs under.
    pub fn regime_of(&self, revision: &Revision) -> Result<Arc<Regime>, Fault> {
        let key = &revision.procedure.regime;
        self.regime(key).ok_or_else(|| Fault::new(format!("no file describes the regime {key}")))
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
    let regimes =
        loaded.regimes.into_iter().map(|(regime, _)| (regime.key.clone(), Arc::new(regime))).collect();
    let index = Index::of(&published);
    Ok(Shelf { all, published, regimes, index })
}

fn fault(failure: &Failure) -> Fault {
    Fault::new(failure).context("reading the procedures")
}
