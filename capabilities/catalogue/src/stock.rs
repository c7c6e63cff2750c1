//! What stands on the shelf: made once from the files and the database, then only read.

use crate::check;
use crate::edits::{Change, core_substance, difference, substance};
use crate::entry::{Entry, slug};
use crate::life_event::LifeEvent;
use crate::model::Procedure;
use crate::national::{self, Listed};
use crate::revision::Revision;
use crate::search::{SearchIndex, Synonyms, Topic};
use crate::source_files::{FileKind, Files, SourceFile};
use crate::store::{self, New, Origin, Publication};
use crate::tables::Tables;
use ::store::Db;
use kernel::{Clock, Day, Failure, Fault, Id, Ids};
use std::collections::hash_map;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;
use web::Lang;

/// What stands on the shelf at one time; replaced as a whole.
#[derive(Debug)]
pub(crate) struct Shelf {
    /// Every revision ever used, for the dossiers pinned to it.
    pub(crate) all: HashMap<Id, Arc<Revision>>,
    /// Those that are published, by field, short name and first day.
    pub(crate) published: Vec<Arc<Revision>>,
    /// The same by code, each by first day.
    pub(crate) by_code: HashMap<String, Vec<Arc<Revision>>>,
    /// Everything ever published, oldest first, by code.
    pub(crate) publications: HashMap<String, Vec<Publication>>,
    /// Codes replaced by another procedure: from which day, and the code of that one.
    pub(crate) replaced: HashMap<String, Vec<(Day, String)>>,
    /// What is imported, by code.
    pub(crate) national: HashMap<String, Arc<Listed>>,
    /// Both kinds, by field and name.
    pub(crate) order: Vec<Entry>,
    pub(crate) index: SearchIndex,
    /// What the files hold beside procedures.
    pub(crate) side: Arc<FileSide>,
    /// The stamp of the database when this was read.
    pub(crate) stamp: u64,
}

/// What the files hold beside the texts of procedures; read at start and when told to.
#[derive(Debug)]
pub(crate) struct FileSide {
    pub(crate) tables: Tables,
    pub(crate) events: Vec<Arc<LifeEvent>>,
    synonyms: Synonyms,
    /// The files that are no procedures, as they are.
    pub(crate) files: Vec<SourceFile>,
    /// Code and first day of the procedure files: what was published from a file counts as long
    /// as one of them holds it.
    keys: HashSet<(String, Day)>,
    /// Files that were not taken.
    pub(crate) refused: Vec<RefusedFile>,
}

/// A file that says something else for a first day that has come and is in use. It was not taken:
/// what is held stays in force.
#[derive(Clone, Debug)]
pub struct RefusedFile {
    /// The file.
    pub path: String,
    /// Code of the procedure.
    pub code: String,
    /// The first day both name.
    pub from: Day,
    /// The text in use.
    pub held: Id,
    /// What differs, from what is held to the file.
    pub changes: Vec<Change>,
}

impl fmt::Display for RefusedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: the text of {} in force from {} is in use and differs from this file; what is held stays in force.",
            self.path, self.code, self.from
        )?;
        for change in &self.changes {
            write!(f, "\n  {change}")?;
        }
        write!(
            f,
            "\n  To change the procedure, put the older text back and add a file with a new effective_from, \
             or change it in the browser; `motcua procedures export` writes what is held."
        )
    }
}

impl Shelf {
    /// Of the published revisions of a code, the one that counts on a day: the last that has
    /// begun; none when that one has ended.
    pub(crate) fn in_force(&self, code: &str, day: Day) -> Option<&Arc<Revision>> {
        let of_code = self.by_code.get(code)?;
        let begun = of_code.iter().rev().find(|revision| revision.procedure.effective_from <= day)?;
        begun.in_force(day).then_some(begun)
    }

    /// The same, unless another procedure took its place.
    pub(crate) fn offered(&self, code: &str, day: Day) -> Option<&Arc<Revision>> {
        self.in_force(code, day).filter(|_| self.successor(code, day).is_none())
    }

    /// Whether a revision is the one offered on a day.
    pub(crate) fn offers(&self, revision: &Revision, day: Day) -> bool {
        self.offered(revision.code(), day).is_some_and(|offered| offered.id == revision.id)
    }

    /// The code of the procedure that took the place of this one.
    pub(crate) fn successor(&self, code: &str, day: Day) -> Option<&str> {
        let begun = self.replaced.get(code)?.iter().filter(|(from, _)| *from <= day);
        begun.max_by_key(|(from, _)| *from).map(|(_, by)| by.as_str())
    }

    /// Whether an entry is what stands under its code on a day.
    pub(crate) fn stands(&self, entry: &Entry, day: Day) -> bool {
        match entry {
            Entry::Made(revision) => self.offers(revision, day),
            Entry::National(listed) => {
                self.in_force(&listed.code, day).is_none() && self.successor(&listed.code, day).is_none()
            }
        }
    }
}

/// Checks the files, publishes what is new in them, and reads everything. A file that changes a
/// text in use is not taken; see [`FileSide::refused`]. Without ids nothing is written.
pub(crate) fn read(db: &Db, ids: Option<&Ids>, clock: &Clock, from: &Files) -> Result<Shelf, Fault> {
    let loaded = check::load(from.read()?);
    if !loaded.problems.is_empty() {
        let list: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
        return Err(Fault::new(format!("the procedure files have mistakes:\n{}", list.join("\n"))));
    }
    let held = Held::read(db, HashMap::new(), &loaded.revisions)?;
    let compared = held.compare(&loaded.revisions, clock.civil().day());
    let new = compared.new.into_iter().filter_map(|at| Some(new_of(&loaded.revisions[at], ids?)));
    let new: Vec<New> = new.collect();
    if !new.is_empty() {
        tracing::info!(new = new.len(), "procedure revisions published from files");
        let now = clock.civil();
        db.write_blocking(move |tx| Ok(new.iter().try_for_each(|one| store::publish(tx, one, now))?))
            .map_err(fault)?;
    }
    let key = |(revision, _): &(Revision, SourceFile)| {
        (revision.code().to_owned(), revision.procedure.effective_from)
    };
    let side = FileSide {
        keys: loaded.revisions.iter().map(key).collect(),
        tables: loaded.tables,
        events: loaded.events.into_iter().map(|(event, _)| Arc::new(event)).collect(),
        synonyms: loaded.synonyms,
        files: beside(from.read()?),
        refused: compared.refused,
    };
    stock(db, Arc::new(side), held.all, &loaded.revisions)
}

/// What the files at hand would change of texts in use, without writing anything.
pub(crate) fn refused(db: &Db, files: Vec<SourceFile>, today: Day) -> Result<Vec<RefusedFile>, Fault> {
    let loaded = check::load(files);
    Ok(Held::read(db, HashMap::new(), &loaded.revisions)?.compare(&loaded.revisions, today).refused)
}

/// Reads the database again; the files stay as they were read. Texts known already are not parsed
/// again.
pub(crate) fn refreshed(db: &Db, before: &Shelf) -> Result<Shelf, Fault> {
    stock(db, Arc::clone(&before.side), before.all.clone(), &[])
}

fn beside(files: Vec<SourceFile>) -> Vec<SourceFile> {
    files.into_iter().filter(|file| file.kind() != FileKind::Procedure).collect()
}

fn new_of((revision, file): &(Revision, SourceFile), ids: &Ids) -> New {
    New {
        revision: ids.next(),
        publication: ids.next(),
        code: revision.code().to_owned(),
        hash: revision.hash.clone(),
        from: revision.procedure.effective_from,
        to: revision.procedure.effective_to,
        file: file.clone(),
        origin: Origin::File,
        edit: None,
        by: None,
    }
}

/// What the database holds.
struct Held {
    all: HashMap<Id, Arc<Revision>>,
    publications: Vec<Publication>,
}

/// What files mean beside what is held.
struct Compared {
    /// Places of the files whose text is published now.
    new: Vec<usize>,
    refused: Vec<RefusedFile>,
}

impl Held {
    /// Texts that are known, or stand in the files as they were stored, are not parsed again.
    fn read(
        db: &Db,
        known: HashMap<Id, Arc<Revision>>,
        files: &[(Revision, SourceFile)],
    ) -> Result<Held, Fault> {
        let mut all = known;
        for (id, file) in store::texts(db).map_err(fault)? {
            if let hash_map::Entry::Vacant(free) = all.entry(id) {
                let same = files.iter().find(|(_, one)| *one == file);
                let revision = match same {
                    Some((revision, _)) => revision.stored_as(id),
                    None => store::revision(id, &file)?,
                };
                free.insert(Arc::new(revision));
            }
        }
        Ok(Held { all, publications: store::publications(db).map_err(fault)? })
    }

    /// What was published last for a code and a first day, and still counts.
    fn standing(&self, code: &str, from: Day) -> Option<(&Publication, &Arc<Revision>)> {
        let mut fitting = self.publications.iter().rev().filter(|publication| {
            publication.code == code && publication.from == from && publication.cancelled.is_none()
        });
        let publication = fitting.next()?;
        Some((publication, self.all.get(&publication.revision)?))
    }

    /// Whether this very text was published for its first day before.
    fn was_published(&self, revision: &Revision) -> bool {
        self.publications.iter().any(|publication| {
            publication.code == revision.code()
                && publication.from == revision.procedure.effective_from
                && self.all.get(&publication.revision).is_some_and(|held| held.hash == revision.hash)
        })
    }

    fn compare(&self, files: &[(Revision, SourceFile)], today: Day) -> Compared {
        let mut compared = Compared { new: Vec::new(), refused: Vec::new() };
        for (at, (revision, file)) in files.iter().enumerate() {
            let from = revision.procedure.effective_from;
            let Some((publication, held)) = self.standing(revision.code(), from) else {
                // One taken back before it began does not come again by itself.
                if !self.was_published(revision) {
                    compared.new.push(at);
                }
                continue;
            };
            let (ours, theirs) = (&held.procedure, &revision.procedure);
            // Comments and layout are free; a text corrected in the browser outranks the file it
            // corrected.
            let outranked = publication.origin == Origin::Browser && self.was_published(revision);
            if held.hash == revision.hash || substance(ours) == substance(theirs) || outranked {
                continue;
            }
            if from > today || core_substance(ours) == core_substance(theirs) {
                compared.new.push(at);
            } else {
                compared.refused.push(RefusedFile {
                    path: file.path.clone(),
                    code: revision.code().to_owned(),
                    from,
                    held: held.id,
                    changes: beside_last_day(ours, theirs),
                });
            }
        }
        compared
    }
}

/// What differs beside the last day, which may be set.
fn beside_last_day(ours: &Procedure, theirs: &Procedure) -> Vec<Change> {
    let mut theirs = theirs.clone();
    theirs.effective_to = ours.effective_to;
    difference(ours, &theirs)
}

fn stock(
    db: &Db,
    side: Arc<FileSide>,
    known: HashMap<Id, Arc<Revision>>,
    files: &[(Revision, SourceFile)],
) -> Result<Shelf, Fault> {
    // Read before the rest: what is published meanwhile is then read again.
    let stamp = store::stamp(db).map_err(fault)?;
    let held = Held::read(db, known, files)?;
    let listed = national::store::load(db).map_err(fault)?;
    let listed: Vec<Arc<Listed>> = listed.into_iter().map(Arc::new).collect();
    let published = published(&held, &side.keys);
    let mut by_code: HashMap<String, Vec<Arc<Revision>>> = HashMap::new();
    for revision in &published {
        by_code.entry(revision.code().to_owned()).or_default().push(revision.clone());
    }
    for of_code in by_code.values_mut() {
        of_code.sort_by_key(|revision| revision.procedure.effective_from);
    }
    let mut publications: HashMap<String, Vec<Publication>> = HashMap::new();
    for publication in held.publications {
        publications.entry(publication.code.clone()).or_default().push(publication);
    }
    let topics: Vec<Topic> = side.events.iter().map(|event| topic(event)).collect();
    let index = SearchIndex::build(&published, &listed, &side.synonyms, &topics);
    tracing::debug!(kilobytes = index.bytes() / 1024, "search is ready");
    Ok(Shelf {
        all: held.all,
        replaced: replaced(&published),
        order: in_order(&published, &listed),
        published,
        by_code,
        publications,
        national: listed.into_iter().map(|listed| (listed.code.clone(), listed)).collect(),
        index,
        side,
        stamp,
    })
}

/// What counts: one revision for each code and first day, the one published last.
fn published(held: &Held, keys: &HashSet<(String, Day)>) -> Vec<Arc<Revision>> {
    let mut last: HashMap<(String, Day), Id> = HashMap::new();
    for publication in held.publications.iter().filter(|publication| publication.cancelled.is_none()) {
        let key = (publication.code.clone(), publication.from);
        if publication.origin == Origin::Browser || keys.contains(&key) {
            last.insert(key, publication.revision);
        }
    }
    let mut published: Vec<Arc<Revision>> =
        last.values().filter_map(|id| held.all.get(id)).cloned().collect();
    published.sort_by_cached_key(|revision| {
        let procedure = &revision.procedure;
        (
            kernel::text::fold(&procedure.field.name.vi),
            kernel::text::fold(&procedure.short.vi),
            procedure.effective_from,
            revision.id,
        )
    });
    published
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

fn fault(failure: Failure) -> Fault {
    Fault::new(failure).context("reading the procedures")
}
