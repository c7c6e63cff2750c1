//! Drafts, and what a submission holds that is personal.

use catalogue::Answers;
use kernel::{Fault, Id, Moment};
use serde::{Deserialize, Serialize};
use vault::{Place, Vault, WrappedKey};

/// An application somebody is filling in.
#[derive(Clone)]
pub struct Draft {
    /// Its id.
    pub id: Id,
    /// Procedure code.
    pub procedure: String,
    /// The revision it was begun under; it stays pinned.
    pub revision: Id,
    /// The account that owns it; a guest's draft is granted to the session instead.
    pub owner: Option<Id>,
    /// The agency that shall decide.
    pub agency: Option<Id>,
    /// Rises with every change.
    pub version: i64,
    pub(crate) sealed: Vec<u8>,
    pub(crate) key: WrappedKey,
    /// When it was begun.
    pub created_at: Moment,
    /// When it was last saved.
    pub updated_at: Moment,
    /// Until when it is kept.
    pub expires_at: Moment,
    /// The case it became.
    pub submitted_case: Option<Id>,
    /// Papers uploaded so far.
    pub papers: Vec<DraftPaper>,
}

/// A paper uploaded to a draft.
#[derive(Clone)]
pub struct DraftPaper {
    /// Its id.
    pub id: Id,
    /// Its draft.
    pub draft: Id,
    /// Which required paper it is.
    pub key: String,
    /// The sealed file.
    pub file: Id,
    pub(crate) sealed_name: Vec<u8>,
    /// `jpeg`, `png` or `pdf`.
    pub kind: String,
    /// Size in bytes.
    pub size: i64,
    /// Pages, when known.
    pub pages: Option<i64>,
    /// When it came.
    pub added_at: Moment,
}

pub(crate) fn key_place(draft: Id) -> Place {
    Place { room: "dossiers", id: draft, field: "draft-key" }
}

pub(crate) fn answers_place(draft: Id) -> Place {
    Place { room: "dossiers", id: draft, field: "answers" }
}

pub(crate) fn paper_place(paper: Id) -> Place {
    Place { room: "dossiers", id: paper, field: "paper-name" }
}

impl Draft {
    /// The answers, opened.
    pub fn answers(&self, vault: &Vault) -> Result<Answers, Fault> {
        if self.sealed.is_empty() {
            return Ok(Answers::default());
        }
        let plain =
            vault.unwrap(&self.key, &key_place(self.id))?.open(&answers_place(self.id), &self.sealed)?;
        serde_json::from_slice(&plain).map_err(Fault::new)
    }

    /// Answers sealed for this draft.
    pub(crate) fn seal(&self, vault: &Vault, answers: &Answers) -> Result<Vec<u8>, Fault> {
        let plain = serde_json::to_vec(answers).map_err(Fault::new)?;
        Ok(vault.unwrap(&self.key, &key_place(self.id))?.seal(&answers_place(self.id), &plain))
    }

    /// The name of an uploaded file, opened.
    pub fn file_name(&self, vault: &Vault, paper: &DraftPaper) -> Result<String, Fault> {
        let plain =
            vault.unwrap(&self.key, &key_place(self.id))?.open(&paper_place(paper.id), &paper.sealed_name)?;
        String::from_utf8(plain).map_err(Fault::new)
    }
}

/// What is personal in a submission; sealed in the first event of the case.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Content {
    /// The answers.
    pub answers: Answers,
    /// Version of the declaration the person agreed to (purpose of use, truth of the answers).
    #[serde(default)]
    pub consent: String,
    /// Who typed it for the person, when not the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typed_by: Option<Id>,
}

/// Version of the declaration people agree to when sending.
pub const CONSENT: &str = "2026-07-01";

/// What a form of an officer says about the case it was shown: whose version, which form.
#[derive(Clone, Default)]
pub struct Seen {
    /// Key of the form; the same key gives the same answer.
    pub key: Option<String>,
    /// Version of the case the person saw.
    pub version: Option<i64>,
}
