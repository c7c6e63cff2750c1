//! Filling in: every answer is on the server from the first one on, with or without an account.

use super::{Dossiers, RACES};
use crate::model::{self, Draft, DraftPaper};
use crate::store as sql;
use ::store::{Expect, Tx, params};
use accounts::GrantKind;
use catalogue::Answer;
use files::{Received, UploadProblem};
use kernel::{Actor, Failure, FieldError, Id, Refusal};
use serde::{Deserialize, Serialize};

/// How long a draft is kept: 30 days for an account, as long for a guest whose session lives.
const KEEP_MS: i64 = 30 * 86_400_000;
/// Most papers on one draft.
const MOST_PAPERS: usize = 40;

/// What saving a page of answers gave.
#[derive(Clone, Serialize, Deserialize)]
pub struct Saved {
    /// The draft.
    pub id: Id,
    /// Its new version.
    pub version: i64,
}

/// One file of an upload: taken, or why not. The others are kept.
pub enum Upload {
    /// Taken.
    Taken {
        /// The paper.
        paper: Id,
    },
    /// Not taken.
    Not {
        /// Name the person gave.
        name: String,
        /// Why.
        error: FieldError,
    },
}

impl Dossiers {
    /// Begins an application, once per form key. A guest gets a session that is granted the draft.
    pub async fn start(
        &self,
        actor: &Actor,
        session: Option<Id>,
        code: &str,
        key: Option<String>,
    ) -> Result<Draft, Failure> {
        let now = self.clock.civil();
        let revision = self.catalogue.current(code, now.day()).ok_or_else(Refusal::absent)?;
        let id = self.ids.next();
        let (_, wrapped) = self.vault.new_case_key(&model::key_place(id));
        let draft = Draft {
            id,
            procedure: revision.code().to_owned(),
            revision: revision.id,
            owner: actor.account,
            agency: self.sole_agency(&revision),
            version: 1,
            sealed: Vec::new(),
            key: wrapped,
            created_at: now,
            updated_at: now,
            expires_at: now.plus_ms(KEEP_MS),
            submitted_case: None,
            papers: Vec::new(),
        };
        let (made, accounts) = (draft.clone(), self.accounts.clone());
        let until = self.clock.technical().plus_ms(KEEP_MS);
        let guest = session.filter(|_| actor.account.is_none());
        let begun = self
            .once(actor, "start", key, move |tx| {
                sql::insert(tx, &made)?;
                if let Some(session) = guest {
                    accounts.grant(tx, session, GrantKind::Draft, id, until)?;
                }
                Ok(Saved { id, version: 1 })
            })
            .await?;
        if begun.id == id {
            return Ok(draft);
        }
        // The form was sent twice: the first draft is given to the session the browser keeps now.
        let accounts = self.accounts.clone();
        let who = guest.map_or_else(|| actor.clone(), |session| Actor::guest(Some(session)));
        self.db
            .write(move |tx| match guest {
                Some(session) => accounts.grant(tx, session, GrantKind::Draft, begun.id, until),
                None => Ok(()),
            })
            .await?;
        self.draft(&who, begun.id).await
    }

    /// The agencies that may decide under a revision: those of its tiers that have the unit.
    pub fn agencies_for(&self, revision: &catalogue::Revision) -> Vec<std::sync::Arc<accounts::Agency>> {
        use accounts::AgencyKind;
        use catalogue::Tier;
        let kind = accounts::UnitKind::from_name(revision.procedure.competent.name());
        let tier = |tier| revision.procedure.tier.contains(&tier);
        self.accounts
            .agencies()
            .into_iter()
            .filter(|agency| match agency.kind {
                AgencyKind::Ward => tier(Tier::Commune),
                AgencyKind::Province | AgencyKind::Department => tier(Tier::Province),
            })
            .filter(|agency| kind.is_some_and(|kind| self.accounts.unit_of_kind(agency.id, kind).is_some()))
            .filter(|agency| self.accounts.unit_of_kind(agency.id, accounts::UnitKind::Desk).is_some())
            .collect()
    }

    fn sole_agency(&self, revision: &catalogue::Revision) -> Option<Id> {
        match self.agencies_for(revision).as_slice() {
            [one] => Some(one.id),
            _ => None,
        }
    }

    /// A draft that is this person's own.
    pub async fn draft(&self, actor: &Actor, id: Id) -> Result<Draft, Failure> {
        let (accounts, who) = (self.accounts.clone(), actor.clone());
        let mut draft = self.db.read(move |tx| own_draft(tx, &accounts, &who, id)).await?;
        self.adopt(actor, &mut draft).await?;
        Ok(draft)
    }

    /// What a guest began belongs to the account they sign in with, from its first sight on: with the
    /// session alone it would be lost at signing out.
    async fn adopt(&self, actor: &Actor, draft: &mut Draft) -> Result<(), Failure> {
        let (Some(account), None, false) = (actor.account, draft.owner, actor.is_officer()) else {
            return Ok(());
        };
        let id = draft.id;
        self.db.write(move |tx| tx.send(&sql::ADOPT_DRAFT, &params![account, id], Expect::Any)).await?;
        draft.owner = Some(account);
        Ok(())
    }

    /// A person's open drafts, newest first.
    pub async fn drafts(&self, actor: &Actor) -> Result<Vec<Draft>, Failure> {
        let (accounts, who) = (self.accounts.clone(), actor.clone());
        let mut drafts = self
            .db
            .read(move |tx| {
                let mut drafts = match who.account {
                    Some(account) => {
                        tx.rows(&sql::DRAFTS_OF_PERSON, &params![account], sql::draft_from_row)?
                    }
                    None => Vec::new(),
                };
                for id in accounts.grants_of(tx, &who, GrantKind::Draft)? {
                    if let Some(draft) = sql::load(tx, id)?
                        && draft.submitted_case.is_none()
                        && drafts.iter().all(|known| known.id != draft.id)
                    {
                        drafts.push(draft);
                    }
                }
                Ok(drafts)
            })
            .await?;
        for draft in &mut drafts {
            self.adopt(actor, draft).await?;
        }
        Ok(drafts)
    }

    /// Saves what one page said. `seen` is the version the person saw: when another window changed
    /// the same questions meanwhile, the answer is "changed"; other questions merge.
    pub async fn answer(
        &self,
        actor: &Actor,
        id: Id,
        seen: Option<i64>,
        said: Vec<(String, Option<Answer>)>,
        agency: Option<Id>,
    ) -> Result<Saved, Failure> {
        for _ in 0..RACES {
            let draft = self.draft(actor, id).await?;
            not_submitted(&draft)?;
            if seen.is_some_and(|version| version != draft.version) {
                return Err(Refusal::changed().into());
            }
            let mut answers = draft.answers(&self.vault)?;
            answers.apply(said.clone());
            let sealed = draft.seal(&self.vault, &answers)?;
            let (version, now) = (draft.version, self.clock.civil());
            let agency = agency.or(draft.agency);
            let saved = self.db.write(move |tx| sql::update(tx, id, version, &sealed, agency, now)).await;
            match saved {
                Err(Failure::Refusal(refusal)) if refusal.code == "changed" && seen.is_none() => {}
                Err(failure) => return Err(failure),
                Ok(()) => return Ok(Saved { id, version: version + 1 }),
            }
        }
        Err(Refusal::changed().into())
    }

    /// All answers at once, checked page by page: for the API.
    pub async fn answer_all(
        &self,
        actor: &Actor,
        id: Id,
        seen: Option<i64>,
        raw: &[(String, String)],
        agency: Option<Id>,
    ) -> Result<Saved, Failure> {
        let draft = self.draft(actor, id).await?;
        let revision = self.revision(draft.revision)?;
        let agency = agency.map(|agency| self.fit_agency(&revision, agency)).transpose()?;
        let checked = revision.validate_some(raw, self.clock.civil().day());
        if let Some(refusal) = Refusal::fields(checked.errors) {
            return Err(refusal.into());
        }
        let said = checked.said;
        self.answer(actor, id, seen, said, agency).await
    }

    /// An agency that may decide under this revision.
    pub fn fit_agency(&self, revision: &catalogue::Revision, agency: Id) -> Result<Id, Refusal> {
        let fit = self.agencies_for(revision).iter().any(|one| one.id == agency);
        if fit { Ok(agency) } else { Err(Refusal::field("agency", "choose")) }
    }

    /// Puts an uploaded file with a draft, once per `once_key`. The bytes are already sealed and on
    /// disk.
    pub async fn add_paper(
        &self,
        actor: &Actor,
        id: Id,
        key: &str,
        name: &str,
        received: Result<Received, UploadProblem>,
        once_key: Option<String>,
    ) -> Result<Upload, Failure> {
        let shown = kernel::text::clean(name, false);
        let received = match received {
            Ok(received) => received,
            Err(problem) => {
                return Ok(Upload::Not { error: problem.field(key, &shown)?, name: shown });
            }
        };
        let draft = self.draft(actor, id).await?;
        not_submitted(&draft)?;
        let revision = self.revision(draft.revision)?;
        if revision.paper(key).is_none_or(|paper| paper.made_here) {
            return Err(Refusal::absent().into());
        }
        if draft.papers.len() >= MOST_PAPERS {
            let error = FieldError::new(key, "too-many-papers").with("most", MOST_PAPERS);
            return Ok(Upload::Not { name: shown, error });
        }
        let paper = self.ids.next();
        let case_key = self.vault.unwrap(&draft.key, &model::key_place(id))?;
        let row = DraftPaper {
            id: paper,
            draft: id,
            key: key.to_owned(),
            file: received.id,
            sealed_name: case_key.seal(&model::paper_place(paper), shown.as_bytes()),
            kind: received.kind.name().to_owned(),
            size: i64::try_from(received.size).unwrap_or(i64::MAX),
            pages: received.pages.map(i64::from),
            added_at: self.clock.civil(),
        };
        let now = self.clock.civil();
        let taken = self
            .once(actor, "attach-paper", once_key, move |tx| {
                files::keep(tx, &received, now)?;
                sql::insert_paper(tx, &row)?;
                tx.send(&sql::TOUCH_DRAFT, &params![now, id], Expect::One(Refusal::state("already-sent")))?;
                Ok(paper)
            })
            .await?;
        Ok(Upload::Taken { paper: taken })
    }

    /// Takes a paper out of a draft; its file's key is destroyed with it.
    pub async fn remove_paper(&self, actor: &Actor, id: Id, paper: Id) -> Result<(), Failure> {
        let draft = self.draft(actor, id).await?;
        not_submitted(&draft)?;
        let Some(file) = draft.papers.iter().find(|one| one.id == paper).map(|one| one.file) else {
            return Ok(()); // twice is once
        };
        let now = self.clock.civil();
        self.db
            .write(move |tx| {
                tx.send(&sql::DELETE_DRAFT_PAPER, &params![paper, id], Expect::Any)?;
                tx.send(&sql::TOUCH_DRAFT, &params![now, id], Expect::One(Refusal::state("already-sent")))?;
                files::delete(tx, file)
            })
            .await
    }

    /// Throws a draft away, once per form key.
    pub async fn discard(&self, actor: &Actor, id: Id, key: Option<String>) -> Result<(), Failure> {
        let (accounts, who) = (self.accounts.clone(), actor.clone());
        self.once(actor, "discard", key, move |tx| {
            let draft = own_draft(tx, &accounts, &who, id)?;
            not_submitted(&draft)?;
            tx.send(&sql::DELETE_DRAFT_PAPERS, &params![id], Expect::Any)?;
            tx.send(&sql::DELETE_DRAFT, &params![id], Expect::Any)?;
            for paper in &draft.papers {
                files::delete(tx, paper.file)?;
            }
            accounts.drop_grant(tx, &who, GrantKind::Draft, id)
        })
        .await
    }
}

pub(super) fn own_draft(
    tx: &mut Tx<'_>,
    accounts: &accounts::Accounts,
    actor: &Actor,
    id: Id,
) -> Result<Draft, Failure> {
    let draft = sql::load(tx, id)?.ok_or_else(Refusal::absent)?;
    let own = match draft.owner {
        Some(owner) => actor.account == Some(owner),
        None => accounts.granted(tx, actor, GrantKind::Draft, id)?,
    };
    if own { Ok(draft) } else { Err(Refusal::absent().into()) }
}

fn not_submitted(draft: &Draft) -> Result<(), Refusal> {
    if draft.submitted_case.is_some() { Err(Refusal::state("already-sent")) } else { Ok(()) }
}
