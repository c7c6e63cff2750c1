//! Reading, beginning and writing changes of procedures: one function per use case, each once per
//! form key, each with its line in the history.

use super::fields::{keys, new_key};
use super::publishing::{self, Candidate};
use super::rules::{may_write, refusal};
use super::{Edit, EditEvent, EditKind, EditState, Place, Section, from_record, store, write};
use crate::model::Procedure;
use crate::national;
use crate::reader::from_toml;
use crate::shelf::Catalogue;
use ::store::{Db, Tx, form_key};
use kernel::{Clock, Day, Failure, Fault, FieldError, Id, Ids, Refusal};
use serde_json::{Map, Value};

/// Who gives a command, and the key of the form it came from.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// The editor's account.
    pub account: Id,
    /// The same key, even from two processes at once, gives the same answer.
    pub key: Option<String>,
}

/// What is done to an item beside saving it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ItemAct {
    /// It is taken out.
    Remove,
    /// It changes places with the one before it.
    Up,
}

/// The changes of procedures.
#[derive(Clone)]
pub struct Edits {
    pub(super) catalogue: Catalogue,
    pub(super) clock: Clock,
    pub(super) ids: Ids,
}

type Tree = Map<String, Value>;
/// What a command writes.
type Work = Box<dyn FnMut(&mut Tx<'_>) -> Result<(), Failure> + Send>;

impl Edits {
    /// The changes of the procedures of a catalogue.
    pub const fn new(catalogue: Catalogue, clock: Clock, ids: Ids) -> Edits {
        Edits { catalogue, clock, ids }
    }

    /// The catalogue they change.
    pub const fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The database.
    pub fn db(&self) -> &Db {
        self.catalogue.db()
    }

    /// One change.
    ///
    /// # Errors
    /// Absent when there is none.
    pub async fn edit(&self, id: Id) -> Result<Edit, Failure> {
        let found = self.db().read(move |tx| Ok(store::edit(tx, id)?)).await?;
        Ok(found.ok_or_else(Refusal::absent)?)
    }

    /// What happened to a change, oldest first.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn history(&self, id: Id) -> Result<Vec<EditEvent>, Failure> {
        self.db().read(move |tx| Ok(store::events(tx, id)?)).await
    }

    /// The changes of a procedure, newest first; their texts are left out.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn of_code(&self, code: &str) -> Result<Vec<Edit>, Failure> {
        let code = code.to_owned();
        self.db().read(move |tx| Ok(store::of_code(tx, &code)?)).await
    }

    /// The changes that are still on their way, newest first; their texts are left out.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn open(&self) -> Result<Vec<Edit>, Failure> {
        let read = |tx: &mut Tx<'_>| {
            let mut all = store::of_state(tx, EditState::Proposed)?;
            all.extend(store::of_state(tx, EditState::Returned)?);
            all.extend(store::of_state(tx, EditState::Draft)?);
            Ok(all)
        };
        self.db().read(read).await
    }

    /// A change as it would be published, and what stands in its way.
    ///
    /// # Errors
    /// A fault when its text cannot be read.
    pub async fn candidate(&self, edit: &Edit) -> Result<Candidate, Failure> {
        self.refresh().await?;
        let (catalogue, edit, today) = (self.catalogue.clone(), edit.clone(), self.clock.civil().day());
        blocking(move || publishing::candidate(&catalogue, &edit, today)).await
    }

    /// Begins a change of a procedure: from the text that would hold on the day. Where only a
    /// national record stands under the code, the change makes a procedure from it.
    ///
    /// # Errors
    /// Absent when nothing stands under the code; a day that has passed.
    pub async fn start(
        &self,
        stamp: &Stamp,
        code: &str,
        from: Option<Day>,
        reason: &str,
    ) -> Result<Id, Failure> {
        let from = self.day_ahead(from)?;
        self.refresh().await?;
        let versions = self.catalogue.versions(code);
        let begun = versions.iter().rev().find(|version| version.procedure.effective_from <= from);
        match begun.or_else(|| versions.first()) {
            Some(base) => {
                let kind = (EditKind::Change, Some(base.id), None);
                self.begin(stamp, kind, &base.procedure, (from, reason)).await
            }
            None => {
                let text = self.made_from_record(code, from).await?;
                self.begin(stamp, (EditKind::Create, None, None), &text, (from, reason)).await
            }
        }
    }

    /// The procedure that the record of a code makes.
    async fn made_from_record(&self, code: &str, from: Day) -> Result<Procedure, Failure> {
        let code = code.to_owned();
        let held = self.db().read(move |tx| Ok(national::store::in_use(tx, &code)?)).await?;
        let (_, record) = held.ok_or_else(Refusal::absent)?;
        Ok(from_record::procedure(&national::reading::read(&record), from))
    }

    /// Begins a change that restates an older text from a day on.
    ///
    /// # Errors
    /// Absent when there is no such published text; a day that has passed.
    pub async fn roll_back(
        &self,
        stamp: &Stamp,
        code: &str,
        to: Id,
        from: Option<Day>,
        reason: &str,
    ) -> Result<Id, Failure> {
        let from = self.day_ahead(from)?;
        self.refresh().await?;
        let versions = self.catalogue.versions(code);
        let older = versions.iter().find(|version| version.id == to).ok_or_else(Refusal::absent)?;
        let kind = (EditKind::Rollback, Some(older.id), Some(older.id));
        self.begin(stamp, kind, &older.procedure, (from, reason)).await
    }

    fn day_ahead(&self, from: Option<Day>) -> Result<Day, Refusal> {
        match from {
            None => Err(Refusal::field("from", "date")),
            Some(from) if from < self.clock.civil().day() => Err(Refusal::field("from", "edit-past")),
            Some(from) => Ok(from),
        }
    }

    async fn begin(
        &self,
        stamp: &Stamp,
        (kind, base, restates): (EditKind, Option<Id>, Option<Id>),
        text: &Procedure,
        (from, reason): (Day, &str),
    ) -> Result<Id, Failure> {
        let reason = said(reason, "reason", false)?;
        let mut text = text.clone();
        text.effective_from = from;
        text.effective_to = text.effective_to.filter(|last| *last >= from);
        let now = self.clock.civil();
        let edit = Edit {
            id: self.ids.next(),
            code: text.code.clone(),
            kind,
            base,
            restates,
            author: stamp.account,
            started_at: now,
            from,
            reason,
            body: write::toml(&text)?,
            state: EditState::Draft,
            changed_at: now,
            proposed_at: None,
            decided: None,
            note: None,
            version: 1,
        };
        let id = edit.id;
        let answer =
            self.once(stamp, "catalogue.start-edit", id, Box::new(move |tx| Ok(store::start(tx, &edit)?)));
        answer.await
    }

    /// Says from when a change holds, and by which legal basis.
    ///
    /// # Errors
    /// Fields to mend; someone else's; not in a state to be written; changed meanwhile.
    pub async fn set_day(
        &self,
        stamp: &Stamp,
        id: Id,
        version: i64,
        from: Option<Day>,
        reason: &str,
    ) -> Result<(), Failure> {
        let edit = self.written(stamp, id).await?;
        let from = from.ok_or_else(|| Refusal::field("from", "date"))?;
        if from < self.clock.civil().day() {
            return Err(Refusal::field("from", "edit-past").into());
        }
        let reason = said(reason, "reason", true)?;
        let mut procedure = edit.procedure()?;
        procedure.effective_from = from;
        let body = write::toml(&procedure)?;
        self.keep(stamp, id, version, (from, reason, body), "day").await
    }

    /// Saves one item of a section; at no place it is a new one.
    ///
    /// # Errors
    /// Fields to mend; absent; someone else's; not in a state to be written; changed meanwhile.
    pub async fn save_item(
        &self,
        stamp: &Stamp,
        id: Id,
        version: i64,
        (section, place): (&Section, Place),
        typed: &(dyn Fn(&str) -> Vec<String> + Sync),
    ) -> Result<(), Failure> {
        let edit = self.written(stamp, id).await?;
        let mut tree = tree(&edit.procedure()?)?;
        put(&mut tree, section, place, typed, edit.from)?;
        self.keep_tree(stamp, &edit, version, tree, section).await
    }

    /// Takes an item out, or lets it change places with the one before it.
    ///
    /// # Errors
    /// Absent; someone else's; not in a state to be written; changed meanwhile.
    pub async fn act_on_item(
        &self,
        stamp: &Stamp,
        id: Id,
        version: i64,
        (section, place): (&Section, Place),
        act: ItemAct,
    ) -> Result<(), Failure> {
        let edit = self.written(stamp, id).await?;
        if self.is_replay(stamp, "catalogue.save-edit").await? {
            return Ok(());
        }
        let mut tree = tree(&edit.procedure()?)?;
        let list = section.list(&mut tree, place).ok_or_else(Refusal::absent)?;
        let at = place.at.filter(|at| *at < list.len()).ok_or_else(Refusal::absent)?;
        match act {
            ItemAct::Remove => drop(list.remove(at)),
            ItemAct::Up if at == 0 => return Err(Refusal::absent().into()),
            ItemAct::Up => list.swap(at - 1, at),
        }
        self.keep_tree(stamp, &edit, version, tree, section).await
    }

    /// Makes the steps shorter in proportion, until they fit into the shortest limit.
    ///
    /// # Errors
    /// Not possible; someone else's; not in a state to be written; changed meanwhile.
    pub async fn fit_steps(&self, stamp: &Stamp, id: Id, version: i64) -> Result<(), Failure> {
        let edit = self.written(stamp, id).await?;
        let work = edit.clone();
        let fitted = blocking(move || Ok(publishing::fitted(&work)?)).await?;
        let procedure = fitted.ok_or_else(|| refusal("edit-steps-do-not-fit"))?;
        let body = write::toml(&procedure)?;
        self.keep(stamp, id, version, (edit.from, edit.reason.clone(), body), "quy-trinh").await
    }

    /// Reads what is published again, here and now.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn refresh(&self) -> Result<(), Failure> {
        let catalogue = self.catalogue.clone();
        blocking(move || catalogue.refresh()).await?;
        Ok(())
    }

    /// A change its author may write now.
    async fn written(&self, stamp: &Stamp, id: Id) -> Result<Edit, Failure> {
        let edit = self.edit(id).await?;
        may_write(&edit, stamp.account)?;
        Ok(edit)
    }

    async fn keep_tree(
        &self,
        stamp: &Stamp,
        edit: &Edit,
        version: i64,
        tree: Tree,
        section: &Section,
    ) -> Result<(), Failure> {
        let procedure: Procedure = from_toml(&write::tree(&tree))
            .map_err(|error| Fault::new(error).context("a change that cannot be read back"))?;
        let body = write::toml(&procedure)?;
        self.keep(stamp, edit.id, version, (edit.from, edit.reason.clone(), body), section.slug).await
    }

    async fn keep(
        &self,
        stamp: &Stamp,
        id: Id,
        version: i64,
        (from, reason, body): (Day, String, String),
        section: &'static str,
    ) -> Result<(), Failure> {
        let (by, now) = (stamp.account, self.clock.civil());
        self.once(
            stamp,
            "catalogue.save-edit",
            id,
            Box::new(move |tx| {
                store::write(tx, id, version, (from, &reason, &body), now)?;
                Ok(store::event(tx, id, now, by, "save", section)?)
            }),
        )
        .await?;
        Ok(())
    }

    /// Whether this form was answered before: then its conditions need not hold any more.
    pub(super) async fn is_replay(&self, stamp: &Stamp, command: &'static str) -> Result<bool, Failure> {
        let Some(key) = stamp.key.clone() else { return Ok(false) };
        let account = Some(stamp.account);
        let seen = self.db().read(move |tx| form_key::seen(tx, &key, command, account)).await?;
        Ok(seen.is_some())
    }

    /// Does `work` once per form key: the first answers `answer`, any later one the same.
    pub(super) async fn once(
        &self,
        stamp: &Stamp,
        command: &'static str,
        answer: Id,
        mut work: Work,
    ) -> Result<Id, Failure> {
        let Some(key) = &stamp.key else {
            self.db().write(work).await?;
            return Ok(answer);
        };
        let act = move |tx: &mut Tx<'_>| work(tx).map(|()| answer.to_string());
        let done = form_key::once(self.db(), key, command, Some(stamp.account), act).await?;
        done.text.parse().map_err(|_| Fault::new("a form key without an id").into())
    }
}

/// Words that were typed: without space around them, not too long.
pub(super) fn said(typed: &str, path: &'static str, needed: bool) -> Result<String, Refusal> {
    let typed = typed.trim().replace("\r\n", "\n");
    if needed && typed.is_empty() {
        return Err(Refusal::field(path, "edit-needed"));
    }
    if typed.chars().count() > 2_000 {
        return Err(Refusal::field(path, "edit-long"));
    }
    Ok(typed)
}

fn tree(procedure: &Procedure) -> Result<Tree, Fault> {
    match serde_json::to_value(procedure).map_err(Fault::new)? {
        Value::Object(tree) => Ok(tree),
        _ => Err(Fault::new("a procedure that is no table")),
    }
}

/// Puts what was typed at its place in the tree; a new item gets a key of its own.
fn put(
    tree: &mut Tree,
    section: &Section,
    place: Place,
    typed: &dyn Fn(&str) -> Vec<String>,
    day: Day,
) -> Result<(), Failure> {
    let mend = |errors: Vec<FieldError>| Refusal::fields(errors).unwrap_or_else(Refusal::absent);
    if section.list.is_empty() {
        section.read(tree, typed).map_err(mend)?;
        return readable(tree);
    }
    let taken = keys(tree);
    let list = section.list(tree, place).ok_or_else(Refusal::absent)?;
    let mut item = match place.at {
        Some(at) => list.get(at).and_then(Value::as_object).cloned().ok_or_else(Refusal::absent)?,
        None => Tree::new(),
    };
    section.read(&mut item, typed).map_err(mend)?;
    match place.at {
        Some(at) => list[at] = Value::Object(item),
        None => {
            if section.keyed {
                let named = ["name", "label", "title"].iter().find_map(|name| item.get(*name)?.get("vi"));
                let key = new_key(&taken, named.and_then(Value::as_str).unwrap_or_default(), day);
                item.insert("key".to_owned(), Value::String(key));
            }
            if section.list == "page" {
                item.insert("question".to_owned(), Value::Array(Vec::new()));
            }
            // The last limit is the one without a condition: what has one stands before it.
            let last = list.len();
            let at =
                if section.list == "limit" && item.contains_key("when") { last - last.min(1) } else { last };
            list.insert(at, Value::Object(item));
        }
    }
    readable(tree)
}

/// What every field allows by itself may still not fit together.
fn readable(tree: &Tree) -> Result<(), Failure> {
    match from_toml::<Procedure>(&write::tree(tree)) {
        Ok(_) => Ok(()),
        Err(error) => {
            let error = FieldError::new("", "edit-unreadable").with("why", error.message);
            Err(Refusal::fields(vec![error]).unwrap_or_else(Refusal::absent).into())
        }
    }
}

/// Work that reads the database or files the whole catalogue, away from the threads that answer.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => Err(Fault::new(error).into()),
    }
}
