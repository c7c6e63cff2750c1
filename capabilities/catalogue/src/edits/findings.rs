//! What the import doubts and what people did not find: an editor's word on it.

use super::commands::{Edits, Stamp, said};
use crate::national;
use crate::search::missed;
use ::store::Tx;
use kernel::{Failure, Refusal};

impl Edits {
    /// Keeps that an editor looked at something doubted of an imported record: its code, the kind of
    /// doubt and the text.
    ///
    /// # Errors
    /// No note.
    pub async fn settle(
        &self,
        stamp: &Stamp,
        finding: (String, String, String),
        note: &str,
    ) -> Result<(), Failure> {
        let note = said(note, "note", true)?;
        let (by, now) = (stamp.account, self.clock.civil());
        let (code, kind, text) = finding;
        self.once(
            stamp,
            "catalogue.settle-doubt",
            by,
            Box::new(move |tx| Ok(national::settle(tx, (&code, &kind, &text), by, now, &note)?)),
        )
        .await?;
        Ok(())
    }

    /// Takes that word back.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn open_again(&self, stamp: &Stamp, finding: (String, String, String)) -> Result<(), Failure> {
        let (code, kind, text) = finding;
        self.once(
            stamp,
            "catalogue.open-doubt-again",
            stamp.account,
            Box::new(move |tx| Ok(national::open_again(tx, &code, &kind, &text)?)),
        )
        .await?;
        Ok(())
    }

    /// Takes a term that found nothing from the list, because it was dealt with.
    ///
    /// # Errors
    /// Changed when it is not there, or no more.
    pub async fn settle_term(&self, stamp: &Stamp, term: &str) -> Result<(), Failure> {
        self.catalogue.missed().settle(term);
        let term = term.to_owned();
        let work = Box::new(move |tx: &mut Tx<'_>| match missed::settle(tx, &term)? {
            true => Ok(()),
            false => Err(Refusal::changed().into()),
        });
        self.once(stamp, "catalogue.settle-term", stamp.account, work).await?;
        Ok(())
    }
}
