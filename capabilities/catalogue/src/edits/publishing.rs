//! A change as the text it would be, and what the checks of files say of it.

use super::asked::asked;
use super::export::{of_code, path_of};
use super::rules::{Beside, Unready, unready};
use super::{Asked, Edit, EditKind, write};
use crate::model::Procedure;
use crate::parse::{self, Problem};
use crate::revision::Revision;
use crate::shelf::Catalogue;
use crate::source_files::SourceFile;
use crate::stock::Shelf;
use crate::{check, national, store};
use ::store::Tx;
use kernel::{Day, Failure, Fault, Id};
use std::collections::HashMap;
use std::sync::Arc;

/// A change as it would be published.
pub struct Candidate {
    /// The text as a revision without an id: for looking at it.
    pub revision: Arc<Revision>,
    /// The same as a file.
    pub file: SourceFile,
    /// What stands in the way.
    pub unready: Vec<Unready>,
    /// The published text that would hold on its first day without it.
    pub standing: Option<Arc<Revision>>,
    /// The first day of a text published for later, which would not hold this change.
    pub later: Option<Day>,
}

/// A procedure without a last day where another text follows it.
fn dated(edit: &Edit, shelf: &Shelf) -> Result<Procedure, Fault> {
    let mut procedure = edit.procedure()?;
    let versions = shelf.by_code.get(&edit.code).map(Vec::as_slice).unwrap_or_default();
    let followed = super::later_than(versions, edit.from).is_some();
    if followed || procedure.effective_to.is_some_and(|last| last < edit.from) {
        procedure.effective_to = None;
    }
    Ok(procedure)
}

/// The change as it would be published, with everything that stands in its way. Blocking.
pub(super) fn candidate(catalogue: &Catalogue, edit: &Edit, today: Day) -> Result<Candidate, Failure> {
    let shelf = catalogue.shelf();
    let procedure = dated(edit, &shelf)?;
    let file = SourceFile { path: path_of(&edit.code, edit.from), text: write::toml(&procedure)? };
    let revision = parse::procedure(&file).map_err(Fault::new)?;
    let problems = problems(catalogue, &shelf, &revision, &file)?;
    let versions = shelf.by_code.get(&edit.code).map(Vec::as_slice).unwrap_or_default();
    let standing =
        versions.iter().rev().find(|version| version.procedure.effective_from <= edit.from).cloned();
    let too_long = check::steps_too_long(&revision, &file);
    let beside = Beside {
        standing: standing.as_deref(),
        is_published: !versions.is_empty(),
        asked: asked_of(catalogue, edit)?,
        replaced_by: shelf.successor(&edit.code, edit.from).map(str::to_owned),
        today,
        problems,
        too_long,
    };
    let unready = unready(edit, &procedure, beside);
    let later = super::later_than(versions, edit.from);
    Ok(Candidate { revision: Arc::new(revision), file, unready, standing, later })
}

/// What the record leaves open that a procedure is made from.
fn asked_of(catalogue: &Catalogue, edit: &Edit) -> Result<Vec<Asked>, Failure> {
    if edit.kind != EditKind::Create {
        return Ok(Vec::new());
    }
    let (code, id) = (edit.code.clone(), edit.id);
    let read =
        move |tx: &mut Tx<'_>| Ok((national::store::in_use(tx, &code)?, super::store::events(tx, id)?));
    let (held, history) = catalogue.db().read_blocking(read)?;
    let read = held.map(|(_, record)| national::reading::read(&record));
    Ok(read.map(|read| asked(&read, &history)).unwrap_or_default())
}

/// The change with its steps made shorter until they fit into the shortest limit; none when that
/// cannot be.
pub(super) fn fitted(edit: &Edit) -> Result<Option<Procedure>, Fault> {
    let too_long = |procedure: &Procedure| {
        let file = SourceFile { path: String::new(), text: write::toml(procedure).ok()? };
        let revision = parse::procedure(&file).ok()?;
        check::steps_too_long(&revision, &file)
    };
    Ok(super::rules::fitted(&edit.procedure()?, too_long))
}

/// What `procedures check` would say of this text beside the other procedures. Where its days meet
/// those of its own older texts, publishing sees to that.
fn problems(
    catalogue: &Catalogue,
    shelf: &Shelf,
    revision: &Revision,
    file: &SourceFile,
) -> Result<Vec<Problem>, Failure> {
    let takes_a_place =
        |versions: &Vec<Arc<Revision>>| versions.iter().any(|version| !version.procedure.replaces.is_empty());
    let beside = shelf.by_code.iter().filter(|(code, _)| *code != revision.code());
    let beside: Vec<&String> =
        beside.filter(|(_, versions)| takes_a_place(versions)).map(|(code, _)| code).collect();
    let mut files = shelf.side.files.clone();
    if !beside.is_empty() {
        let texts: HashMap<Id, SourceFile> = store::texts(catalogue.db())?.into_iter().collect();
        for code in beside {
            files.extend(of_code(shelf, code, &texts)?);
        }
    }
    files.push(file.clone());
    let problems = check::check(files);
    Ok(problems.into_iter().filter(|problem| problem.file == file.path).collect())
}
