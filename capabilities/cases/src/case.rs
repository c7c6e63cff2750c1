//! One case in the hands of a command: load → record events → save, in one transaction.

use crate::event::Event;
use crate::fold;
use crate::ledger::{GENESIS, Record, Sealed};
use crate::model::{Applicant, CaseState, Task};
use crate::store::{self as sql, CaseRow};
use ::store::{Tx, agenda, params};
use kernel::{Actor, Failure, Fault, Id, Moment, Refusal};
use serde::Deserialize;
use vault::{CaseKey, Place, Vault, WrappedKey};

/// The agenda row that wakes a case.
pub const WAKE: &str = "case.wake";

/// Where the applicant's particulars belong.
pub(crate) fn party_place(case: Id) -> Place {
    Place { room: "cases", id: case, field: "party" }
}

/// Where a case's key belongs.
pub(crate) fn key_place(case: Id) -> Place {
    Place { room: "cases", id: case, field: "key" }
}

/// Where the name of a paper's file belongs.
pub fn paper_place(paper: Id) -> Place {
    Place { room: "cases", id: paper, field: "paper" }
}

/// A case and what has been recorded on it but not saved.
#[derive(Clone)]
pub struct Case {
    /// The state with everything recorded so far.
    pub state: CaseState,
    pub(crate) key: WrappedKey,
    pub(crate) party: Vec<u8>,
    head: Vec<u8>,
    saved_version: Option<i64>,
    saved_tasks: Vec<Task>,
    records: Vec<Record>,
}

/// What a new case needs that must be made before the transaction: keys and sealed particulars.
#[derive(Clone)]
pub struct Envelope {
    /// The new case's id.
    pub id: Id,
    /// Its key, wrapped.
    pub key: WrappedKey,
    /// The applicant, sealed.
    pub party: Vec<u8>,
    /// The submission's personal content, sealed.
    pub submission: Sealed,
    /// Keyed tokens by which officers find it.
    pub tokens: Vec<i64>,
    /// Hash of its unguessable link.
    pub link_hash: Vec<u8>,
}

impl Envelope {
    /// Seals `applicant` and the personal `content` (JSON) of a submission under a new key.
    /// `agency` scopes the tokens: an officer finds cases of the own agency only.
    pub fn seal(
        vault: &Vault,
        id: Id,
        agency: Id,
        applicant: &Applicant,
        content: &[u8],
    ) -> Result<Envelope, Fault> {
        let (key, wrapped) = vault.new_case_key(&key_place(id));
        let party = serde_json::to_vec(applicant).map_err(Fault::new)?;
        Ok(Envelope {
            id,
            party: key.seal(&party_place(id), &party),
            submission: crate::ledger::seal(&key, id, content),
            key: wrapped,
            tokens: tokens(vault, agency, applicant),
            link_hash: vault::token_hash(&link_token(vault, id)),
        })
    }
}

impl Envelope {
    /// The new case's key, for sealing what goes with it.
    pub fn unlock(&self, vault: &Vault) -> Result<CaseKey, Fault> {
        vault.unwrap(&self.key, &key_place(self.id))
    }
}

/// The tokens of an applicant within an agency: card, phone, each syllable of the name.
fn tokens(vault: &Vault, agency: Id, applicant: &Applicant) -> Vec<i64> {
    let mut tokens: Vec<i64> = kernel::text::fold(&applicant.name)
        .split(' ')
        .filter(|syllable| !syllable.is_empty())
        .map(|syllable| vault.index("name", agency, syllable))
        .collect();
    if !applicant.card.is_empty() {
        tokens.push(vault.index("card", agency, &applicant.card));
    }
    if !applicant.phone.is_empty() {
        tokens.push(vault.index("phone", agency, &applicant.phone));
    }
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

/// The unguessable link of a case; only its hash is stored.
pub fn link_token(vault: &Vault, case: Id) -> String {
    vault.derive_token("link", case)
}

/// The short secret printed on the slip; never stored, recomputed from keys outside the database.
pub fn lookup_secret(vault: &Vault, case: Id) -> String {
    vault.derive_code("lookup", case, 6, vault::CODE_ALPHABET)
}

/// The receipt number of a case: eight unambiguous characters, `9K2P-Q7X4`.
pub fn receipt_number(vault: &Vault, case: Id) -> String {
    let code = vault.derive_code("receipt", case, 8, vault::CODE_ALPHABET);
    format!("{}-{}", &code[..4], &code[4..])
}

impl Case {
    /// A new case from its first event.
    pub fn begin(envelope: &Envelope, at: Moment, actor: &Actor, event: &Event) -> Result<Case, Failure> {
        let state = fold::first(envelope.id, at, event).map_err(impossible)?;
        let record =
            Record::next(envelope.id, 1, &GENESIS, at, actor, event, Some(envelope.submission.clone()));
        Ok(Case {
            state,
            key: envelope.key.clone(),
            party: envelope.party.clone(),
            head: record.hash.clone(),
            saved_version: None,
            saved_tasks: Vec::new(),
            records: vec![record],
        })
    }

    /// Loads a case with its tasks; the two questions travel together.
    pub fn load(tx: &mut Tx<'_>, id: Id) -> Result<Option<Case>, Fault> {
        let case = tx.ask(&sql::CASE, &params![id])?;
        let tasks = tx.ask(&sql::TASKS, &params![id])?;
        let row = tx.take(case, |row| sql::case_from_row(row, 0))?.into_iter().next();
        let tasks = tx.take(tasks, sql::task_from_row)?;
        Ok(row.map(|row| Case::from_row(row, tasks)))
    }

    /// Loads a case that must be there; "not yours" and "not there" are the same answer.
    pub fn require(tx: &mut Tx<'_>, id: Id) -> Result<Case, Failure> {
        Ok(Case::load(tx, id)?.ok_or_else(Refusal::absent)?)
    }

    pub(crate) fn from_row(row: CaseRow, tasks: Vec<Task>) -> Case {
        let mut state = row.state;
        state.tasks = tasks;
        Case {
            saved_version: Some(state.version),
            saved_tasks: state.tasks.clone(),
            state,
            key: row.key,
            party: row.party,
            head: row.head,
            records: Vec::new(),
        }
    }

    /// The case's key, for sealing before a transaction.
    pub fn unlock(&self, vault: &Vault) -> Result<CaseKey, Fault> {
        vault.unwrap(&self.key, &key_place(self.state.id))
    }

    /// Who the case is for.
    pub fn applicant(&self, vault: &Vault) -> Result<Applicant, Fault> {
        let plain = self.unlock(vault)?.open(&party_place(self.state.id), &self.party)?;
        serde_json::from_slice(&plain).map_err(Fault::new)
    }

    /// The full name of whom the case is for.
    pub fn applicant_name(&self, vault: &Vault) -> Result<String, Fault> {
        name(vault, self.state.id, &self.key, &self.party)
    }

    /// Particulars of the applicant sealed for this case.
    pub fn seal_applicant(&self, vault: &Vault, applicant: &Applicant) -> Result<Vec<u8>, Fault> {
        let plain = serde_json::to_vec(applicant).map_err(Fault::new)?;
        Ok(self.unlock(vault)?.seal(&party_place(self.state.id), &plain))
    }

    /// The words sealed beside an event of this case (JSON), opened; none when it has none.
    pub fn words(&self, vault: &Vault, record: &Record) -> Result<Option<Vec<u8>>, Fault> {
        match (&record.payload, &record.commitment) {
            (Some(payload), Some(commitment)) => {
                crate::ledger::open(&self.unlock(vault)?, self.state.id, payload, commitment).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Refuses when somebody changed the case since `seen`.
    pub fn expect_version(&self, seen: Option<i64>) -> Result<(), Refusal> {
        match seen {
            Some(version) if version != self.state.version => Err(Refusal::changed()),
            _ => Ok(()),
        }
    }

    /// Records one more event; the state takes it in at once.
    pub fn record(
        &mut self,
        at: Moment,
        actor: &Actor,
        event: &Event,
        sealed: Option<Sealed>,
    ) -> Result<(), Failure> {
        self.state.apply(at, event).map_err(impossible)?;
        let record = Record::next(self.state.id, self.state.seq, &self.head, at, actor, event, sealed);
        self.head.clone_from(&record.hash);
        self.records.push(record);
        Ok(())
    }

    /// Records several events that carry nothing personal.
    pub fn record_all(&mut self, at: Moment, actor: &Actor, events: &[Event]) -> Result<(), Failure> {
        events.iter().try_for_each(|event| self.record(at, actor, event, None))
    }

    /// Writes everything recorded: row, ledger, tasks, and the one agenda row that wakes the case.
    pub fn save(&mut self, tx: &mut Tx<'_>, new: Option<&Envelope>) -> Result<(), Failure> {
        let id = self.state.id;
        self.state.version += 1;
        match (self.saved_version, new) {
            (None, Some(envelope)) => {
                sql::insert_case(tx, &self.state, &self.head, &self.key, &self.party, &envelope.link_hash)?;
                sql::insert_tokens(tx, id, &envelope.tokens)?;
            }
            (Some(expected), _) => sql::update_case(tx, &self.state, &self.head, expected)?,
            (None, None) => return Err(Fault::new("a new case is saved with its envelope").into()),
        }
        sql::insert_events(tx, id, &self.records)?;
        self.records.clear();
        for task in &self.state.tasks {
            match self.saved_tasks.iter().find(|saved| saved.id == task.id) {
                None => sql::insert_task(tx, id, task)?,
                Some(saved) if saved != task => sql::update_task(tx, task)?,
                Some(_) => {}
            }
        }
        match fold::next_wake(&self.state) {
            Some(due) => agenda::put(tx, WAKE, id, due)?,
            None => agenda::drop_row(tx, WAKE, id)?,
        }
        self.saved_version = Some(self.state.version);
        self.saved_tasks.clone_from(&self.state.tasks);
        Ok(())
    }
}

/// The name within sealed particulars, and nothing else of them.
pub(crate) fn name(vault: &Vault, case: Id, key: &WrappedKey, party: &[u8]) -> Result<String, Fault> {
    #[derive(Deserialize)]
    struct Named {
        name: String,
    }
    let plain = vault.unwrap(key, &key_place(case))?.open(&party_place(case), party)?;
    serde_json::from_slice(&plain).map(|named: Named| named.name).map_err(Fault::new)
}

/// The rules let something through that the fold does not know: a bug, never the person's fault.
fn impossible(why: fold::Impossible) -> Failure {
    Failure::Fault(Fault::new(why))
}

/// The next number without a gap for an agency and a day; taken last, it rolls back with the rest.
pub fn next_number(tx: &mut Tx<'_>, agency: Id, day: kernel::Day, series: &str) -> Result<i64, Fault> {
    tx.row(&sql::NEXT_NUMBER, &params![agency, day, series], |row| row.get(0))
}
