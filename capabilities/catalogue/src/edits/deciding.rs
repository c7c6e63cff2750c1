//! Proposing a change, publishing it by a second person, returning it, taking it back; cancelling a
//! text that has not begun.

use super::commands::{Edits, Stamp, said};
use super::publishing::Candidate;
use super::rules::{may_decide, may_write, refusal};
use super::{Edit, EditState, store};
use crate::store::{self as shelf_store, New, Origin};
use kernel::{Failure, Id, Refusal};

impl Edits {
    /// Puts a change before a second person.
    ///
    /// # Errors
    /// Not ready; someone else's; not in a state to be written; changed meanwhile.
    pub async fn propose(&self, stamp: &Stamp, id: Id, version: i64) -> Result<(), Failure> {
        let edit = self.edit(id).await?;
        if self.is_replay(stamp, "catalogue.propose-edit").await? {
            return Ok(());
        }
        may_write(&edit, stamp.account)?;
        let candidate = self.candidate(&edit).await?;
        if self.ready(stamp, "catalogue.propose-edit", &candidate).await? {
            return Ok(());
        }
        let now = self.clock.civil();
        let edit = Edit { version, proposed_at: Some(now), decided: None, note: None, ..edit };
        self.step(stamp, "catalogue.propose-edit", edit, EditState::Proposed, ("propose", String::new()))
            .await
    }

    /// Takes a change back from the second person, or gives it up.
    ///
    /// # Errors
    /// Someone else's; decided already; changed meanwhile.
    pub async fn take_back(&self, stamp: &Stamp, id: Id, version: i64, give_up: bool) -> Result<(), Failure> {
        let command = if give_up { "catalogue.withdraw-edit" } else { "catalogue.take-back-edit" };
        let edit = self.edit(id).await?;
        if self.is_replay(stamp, command).await? {
            return Ok(());
        }
        if edit.author != stamp.account {
            return Err(refusal("edit-not-author").into());
        }
        let fits = if give_up { edit.state.is_open() } else { edit.state == EditState::Proposed };
        if !fits {
            return Err(refusal("edit-not-proposed").into());
        }
        let (state, what) =
            if give_up { (EditState::Withdrawn, "withdraw") } else { (EditState::Draft, "take-back") };
        let edit = Edit { version, ..edit };
        self.step(stamp, command, edit, state, (what, String::new())).await
    }

    /// Gives a change back to its author, with the reason.
    ///
    /// # Errors
    /// No reason; one's own; not waiting; changed meanwhile.
    pub async fn give_back(&self, stamp: &Stamp, id: Id, version: i64, reason: &str) -> Result<(), Failure> {
        let reason = said(reason, "note", true)?;
        let edit = self.edit(id).await?;
        if self.is_replay(stamp, "catalogue.return-edit").await? {
            return Ok(());
        }
        may_decide(&edit, stamp.account)?;
        let decided = Some((stamp.account, self.clock.civil()));
        let edit = Edit { version, decided, note: Some(reason.clone()), ..edit };
        self.step(stamp, "catalogue.return-edit", edit, EditState::Returned, ("return", reason)).await
    }

    /// Publishes a change of someone else: its text becomes a revision that holds from its first
    /// day. Dossiers keep theirs.
    ///
    /// # Errors
    /// One's own; not waiting; not ready; changed meanwhile.
    pub async fn publish(&self, stamp: &Stamp, id: Id, version: i64) -> Result<(), Failure> {
        let edit = self.edit(id).await?;
        if self.is_replay(stamp, "catalogue.publish-edit").await? {
            return Ok(());
        }
        may_decide(&edit, stamp.account)?;
        let candidate = self.candidate(&edit).await?;
        if self.ready(stamp, "catalogue.publish-edit", &candidate).await? {
            return Ok(());
        }
        let now = self.clock.civil();
        let new = New {
            revision: self.ids.next(),
            publication: self.ids.next(),
            code: edit.code.clone(),
            hash: candidate.revision.hash.clone(),
            from: edit.from,
            to: candidate.revision.procedure.effective_to,
            file: candidate.file,
            origin: Origin::Browser,
            edit: Some(edit.id),
            by: Some(stamp.account),
        };
        let edit = Edit { version, decided: Some((stamp.account, now)), note: None, ..edit };
        let by = stamp.account;
        self.once(
            stamp,
            "catalogue.publish-edit",
            id,
            Box::new(move |tx| {
                store::put(tx, &edit, EditState::Published, now)?;
                store::event(tx, edit.id, now, by, "publish", "")?;
                Ok(shelf_store::publish(tx, &new, now)?)
            }),
        )
        .await?;
        self.refresh().await
    }

    /// Takes back a text that was published in the browser and has not begun.
    ///
    /// # Errors
    /// Absent; it has begun; it came from a file; nothing would hold in its place; no reason.
    pub async fn cancel(
        &self,
        stamp: &Stamp,
        code: &str,
        publication: Id,
        reason: &str,
    ) -> Result<(), Failure> {
        let reason = said(reason, "note", true)?;
        self.refresh().await?;
        let all = self.catalogue.publications(code);
        if self.is_replay(stamp, "catalogue.cancel-publication").await? {
            return Ok(());
        }
        let found = all.iter().find(|one| one.id == publication).ok_or_else(Refusal::absent)?;
        if found.cancelled.is_some() {
            return Err(Refusal::changed().into());
        }
        if found.origin == Origin::File {
            return Err(refusal("edit-cancel-file").into());
        }
        if found.from <= self.clock.civil().day() {
            return Err(refusal("edit-cancel-begun").into());
        }
        let versions = self.catalogue.versions(code);
        let before = versions.iter().rev().find(|version| version.procedure.effective_from < found.from);
        let stays = match before {
            Some(before) => before.in_force(found.from),
            // One made from a national record: the record stands under the code again.
            None => self.catalogue.national(code).is_some(),
        };
        if !stays {
            return Err(refusal("edit-cancel-gap").into());
        }
        let (id, edit, by, now) = (found.id, found.edit, stamp.account, self.clock.civil());
        self.once(
            stamp,
            "catalogue.cancel-publication",
            id,
            Box::new(move |tx| {
                if !shelf_store::cancel(tx, id, now, by, &reason)? {
                    return Err(Refusal::changed().into());
                }
                if let Some(edit) = edit {
                    store::event(tx, edit, now, by, "cancel", &reason)?;
                }
                Ok(())
            }),
        )
        .await?;
        self.refresh().await
    }

    /// Nothing stands in the way; or (true) the same form did it while this one was looking.
    async fn ready(
        &self,
        stamp: &Stamp,
        command: &'static str,
        candidate: &Candidate,
    ) -> Result<bool, Failure> {
        if candidate.unready.is_empty() {
            return Ok(false);
        }
        if self.is_replay(stamp, command).await? {
            return Ok(true);
        }
        Err(refusal("edit-unready").into())
    }

    async fn step(
        &self,
        stamp: &Stamp,
        command: &'static str,
        edit: Edit,
        state: EditState,
        (what, detail): (&'static str, String),
    ) -> Result<(), Failure> {
        let (by, now, id) = (stamp.account, self.clock.civil(), edit.id);
        self.once(
            stamp,
            command,
            id,
            Box::new(move |tx| {
                store::put(tx, &edit, state, now)?;
                Ok(store::event(tx, id, now, by, what, &detail)?)
            }),
        )
        .await?;
        Ok(())
    }
}
