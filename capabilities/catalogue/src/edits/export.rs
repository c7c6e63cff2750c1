//! What is published, written as files in the shape of `procedures/`.

use super::write::with_last_day;
use crate::revision::Revision;
use crate::shelf::Catalogue;
use crate::source_files::SourceFile;
use crate::stock::Shelf;
use crate::store;
use kernel::{Day, Failure, Fault, Id};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Every published revision as a file, each with its last day where another follows it, and the
/// tables, events and words as they were read. The checks accept it, and loading it changes
/// nothing. Blocking.
///
/// # Errors
/// A fault of the database.
pub fn export(catalogue: &Catalogue) -> Result<Vec<SourceFile>, Failure> {
    let shelf = catalogue.shelf();
    let texts: HashMap<Id, SourceFile> = store::texts(catalogue.db())?.into_iter().collect();
    let mut files = shelf.side.files.clone();
    let mut codes: Vec<&String> = shelf.by_code.keys().collect();
    codes.sort();
    for code in codes {
        files.extend(of_code(&shelf, code, &texts)?);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The files of one procedure.
pub(super) fn of_code(
    shelf: &Shelf,
    code: &str,
    texts: &HashMap<Id, SourceFile>,
) -> Result<Vec<SourceFile>, Fault> {
    let versions = shelf.by_code.get(code).map(Vec::as_slice).unwrap_or_default();
    let mut files = Vec::with_capacity(versions.len());
    let mut paths = HashSet::new();
    for (at, revision) in versions.iter().enumerate() {
        let text = texts
            .get(&revision.id)
            .ok_or_else(|| Fault::new(format!("the text of revision {} is gone", revision.id)))?;
        let last = last_day(revision, versions.get(at + 1));
        let stays = last == revision.procedure.effective_to;
        let body = if stays { text.text.clone() } else { with_last_day(&text.text, last) };
        let mut path = text.path.clone();
        if !path.starts_with(code) || !paths.insert(path.clone()) {
            path = path_of(code, revision.procedure.effective_from);
            paths.insert(path.clone());
        }
        files.push(SourceFile { path, text: body });
    }
    Ok(files)
}

/// The last day of a text: its own, or the day before the next one begins.
fn last_day(revision: &Revision, next: Option<&Arc<Revision>>) -> Option<Day> {
    let before_next = next.map(|next| next.procedure.effective_from.plus(-1));
    match (revision.procedure.effective_to, before_next) {
        (Some(own), Some(before)) => Some(own.min(before)),
        (own, before) => own.or(before),
    }
}

/// What a text published in the browser is called as a file.
pub(super) fn path_of(code: &str, from: Day) -> String {
    format!("{code}-{from}.toml")
}
