//! Read-only views for pages and API.

use crate::case::{Case, paper_place};
use crate::ledger::Record;
use crate::model::{CaseState, Fee, Paper, Task};
use crate::store as sql;
use ::store::{Tx, params};
use kernel::{Fault, Id, Moment};
use vault::Vault;

/// A case with what stands beside it.
pub struct Whole {
    /// The case and its tasks.
    pub case: Case,
    /// Its papers and the sealed names of their files.
    pub papers: Vec<(Paper, Vec<u8>)>,
    /// Fees taken.
    pub fees: Vec<Fee>,
    /// Sealed payload of the submission, with its commitment.
    pub submission: Option<(Vec<u8>, Vec<u8>)>,
    /// How many papers came, results not counted.
    pub paper_count: usize,
}

/// Loads a case, its tasks, papers and fees, with its submission: all questions travel together.
pub fn whole(tx: &mut Tx<'_>, id: Id) -> Result<Option<Whole>, Fault> {
    let by = params![id];
    let row = tx.ask(&sql::CASE, &by)?;
    let tasks = tx.ask(&sql::TASKS, &by)?;
    let papers = tx.ask(&sql::PAPERS, &by)?;
    let fees = tx.ask(&sql::FEES, &by)?;
    let submission = tx.ask(&sql::SUBMISSION, &by)?;
    let row = tx.take(row, |row| sql::case_from_row(row, 0))?.into_iter().next();
    let tasks = tx.take(tasks, sql::task_from_row)?;
    let papers = tx.take(papers, sql::paper_from_row)?;
    let fees = tx.take(fees, sql::fee_from_row)?;
    let submission = tx
        .take(submission, |row| Ok((row.get::<Option<Vec<u8>>>(0)?, row.get::<Option<Vec<u8>>>(1)?)))?
        .into_iter()
        .find_map(|(commitment, payload)| payload.zip(commitment));
    let paper_count = papers.iter().filter(|(paper, _)| !crate::is_result(&paper.key)).count();
    Ok(row.map(|row| Whole { case: Case::from_row(row, tasks), papers, fees, submission, paper_count }))
}

/// Loads a case by the hash of its unguessable link: as much as whoever only has the link is shown, and so
/// neither papers (but how many), nor fees, nor what was submitted.
pub fn by_link(tx: &mut Tx<'_>, hash: &[u8]) -> Result<Option<Whole>, Fault> {
    let by = params![hash];
    let row = tx.ask(&sql::CASE_BY_LINK, &by)?;
    let tasks = tx.ask(&sql::TASKS_BY_LINK, &by)?;
    let row = tx
        .take(row, |row| Ok((sql::case_from_row(row, 0)?, row.get::<usize>(sql::CASE_WIDTH)?)))?
        .into_iter()
        .next();
    let tasks = tx.take(tasks, sql::task_from_row)?;
    Ok(row.map(|(row, paper_count)| Whole {
        case: Case::from_row(row, tasks),
        papers: Vec::new(),
        fees: Vec::new(),
        submission: None,
        paper_count,
    }))
}

/// Loads a case, its tasks and its submission: what a decision needs.
pub fn to_decide(tx: &mut Tx<'_>, id: Id) -> Result<Option<Whole>, Fault> {
    let submission = tx.ask(&sql::SUBMISSION, &params![id])?;
    let case = Case::load(tx, id)?;
    let submission = tx
        .take(submission, |row| Ok((row.get::<Option<Vec<u8>>>(0)?, row.get::<Option<Vec<u8>>>(1)?)))?
        .into_iter()
        .find_map(|(commitment, payload)| payload.zip(commitment));
    Ok(case.map(|case| Whole { case, papers: Vec::new(), fees: Vec::new(), submission, paper_count: 0 }))
}

impl Whole {
    /// The personal content of the submission (JSON), opened.
    pub fn content(&self, vault: &Vault) -> Result<Vec<u8>, Fault> {
        match &self.submission {
            Some((payload, commitment)) => {
                crate::ledger::open(&self.case.unlock(vault)?, self.case.state.id, payload, commitment)
            }
            None => Ok(b"{}".to_vec()),
        }
    }

    /// A paper's file name, opened.
    pub fn file_name(&self, vault: &Vault, paper: Id) -> Result<String, Fault> {
        let sealed = self.papers.iter().find(|(one, _)| one.id == paper).map(|(_, name)| name.as_slice());
        match sealed {
            Some([]) | None => Ok(String::new()),
            Some(sealed) => {
                let plain = self.case.unlock(vault)?.open(&paper_place(paper), sealed)?;
                String::from_utf8(plain).map_err(Fault::new)
            }
        }
    }
}

/// The events of a case that carry sealed words (reasons, opinions, notes), oldest first; the
/// submission is not among them. [`Case::words`] opens them.
pub fn worded(tx: &mut Tx<'_>, case: Id) -> Result<Vec<crate::ledger::Record>, Fault> {
    tx.rows(&sql::WORDED, &params![case], sql::record_from_row)
}

/// Whether a result is with the case.
pub fn has_result(tx: &mut Tx<'_>, case: Id) -> Result<bool, Fault> {
    Ok(tx.row_opt(&sql::RESULT_PAPER, &params![case], |row| row.get::<Id>(0))?.is_some())
}

/// Whether a paper of this key is with the case.
pub fn has_paper(tx: &mut Tx<'_>, case: Id, key: &str) -> Result<bool, Fault> {
    Ok(tx.row_opt(&sql::PAPER_OF_KEY, &params![case, key], |row| row.get::<Id>(0))?.is_some())
}

/// Whether a fee was taken.
pub fn has_fee(tx: &mut Tx<'_>, case: Id) -> Result<bool, Fault> {
    Ok(!tx.rows(&sql::FEES, &params![case], |_| Ok(()))?.is_empty())
}

/// The case with this dossier code or receipt number.
pub fn id_by_number(tx: &mut Tx<'_>, number: &str) -> Result<Option<Id>, Fault> {
    let number = number.trim().to_uppercase();
    match tx.row_opt(&sql::ID_BY_CODE, &params![number.as_str()], |row| row.get(0))? {
        Some(id) => Ok(Some(id)),
        None => tx.row_opt(&sql::ID_BY_RECEIPT, &params![number.as_str()], |row| row.get(0)),
    }
}

/// A person's cases, newest first.
pub fn of_person(tx: &mut Tx<'_>, account: Id) -> Result<Vec<CaseState>, Fault> {
    tx.rows(&sql::CASES_OF_PERSON, &params![account], |row| Ok(sql::case_from_row(row, 0)?.state))
}

/// Cases of an agency that all these words find: a card, a phone, or syllables of a name.
pub fn search(tx: &mut Tx<'_>, vault: &Vault, agency: Id, words: &str) -> Result<Vec<Id>, Fault> {
    let digits = kernel::text::digits(words);
    let tokens: Vec<i64> = if digits.len() == 12 {
        vec![vault.index("card", agency, &digits)]
    } else if let Some(phone) = kernel::text::phone(words) {
        vec![vault.index("phone", agency, &phone)]
    } else {
        let folded = kernel::text::fold(words);
        folded
            .split(' ')
            .filter(|s| !s.is_empty())
            .map(|syllable| vault.index("name", agency, syllable))
            .collect()
    };
    let mut found: Option<Vec<Id>> = None;
    for token in tokens {
        let ids = tx.rows(&sql::CASES_BY_TOKEN, &params![token], |row| row.get::<Id>(0))?;
        found = Some(match found {
            None => ids,
            Some(before) => before.into_iter().filter(|id| ids.contains(id)).collect(),
        });
    }
    Ok(found.unwrap_or_default())
}

/// One line of a list: a task and its case (the case's tasks are not loaded).
pub struct Listed {
    /// The open task.
    pub task: Task,
    /// Its case.
    pub state: CaseState,
    key: vault::WrappedKey,
    party: Vec<u8>,
}

impl Listed {
    /// The full name of whom the case is for.
    pub fn name(&self, vault: &Vault) -> Result<String, Fault> {
        crate::case::name(vault, self.state.id, &self.key, &self.party)
    }
}

/// Whose list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// What an officer holds.
    Holder(Id),
    /// What a unit has open, held or not.
    Unit(Id),
    /// What a unit has open and nobody holds.
    Unheld(Id),
    /// What a desk must accept or refuse.
    Waiting(Id),
}

/// A list shows its most urgent thousand, and its numbers count no further; a page says so.
pub const MOST_COUNTED: i64 = 1_000;

/// A page of a list and the numbers above it.
pub struct Listing {
    /// The lines, least time left first.
    pub lines: Vec<Listed>,
    /// Open tasks in the scope, at most [`MOST_COUNTED`].
    pub total: i64,
    /// There are more than those counted.
    pub more: bool,
    /// Of these, past their time.
    pub late: i64,
    /// Of these, due today and not yet past their time.
    pub today: i64,
    /// Of these, held by nobody.
    pub unheld: i64,
}

/// One page of a list, by time left. Those past their time come first, then those due today: with
/// the counts, any of the groups is a stretch of the whole list.
pub fn list(tx: &mut Tx<'_>, scope: Scope, now: Moment, limit: i64, offset: i64) -> Result<Listing, Fault> {
    let (lines, count, id) = match scope {
        Scope::Holder(id) => (&sql::TASKS_OF_HOLDER, &sql::COUNT_OF_HOLDER, id),
        Scope::Unit(id) => (&sql::TASKS_OF_UNIT, &sql::COUNT_OF_UNIT, id),
        Scope::Unheld(id) => (&sql::UNHELD_OF_UNIT, &sql::COUNT_UNHELD, id),
        Scope::Waiting(id) => (&sql::WAITING_OF_DESK, &sql::COUNT_WAITING, id),
    };
    let tomorrow = Moment::at(now.day().plus(1), 0);
    let counted = tx.ask(count, &params![id, now, tomorrow])?;
    let listed = (limit > 0).then(|| tx.ask(lines, &params![id, limit, offset])).transpose()?;
    let counts = tx.take(counted, |row| {
        Ok((row.get::<i64>(0)?, row.get::<i64>(1)?, row.get::<i64>(2)?, row.get::<i64>(3)?))
    })?;
    let (total, unheld, late, by_tonight) = counts.first().copied().unwrap_or_default();
    let lines = match listed {
        None => Vec::new(),
        Some(listed) => tx.take(listed, |row| {
            let case = sql::case_from_row(row, sql::TASK_WIDTH)?;
            Ok(Listed { task: sql::task_from_row(row)?, state: case.state, key: case.key, party: case.party })
        })?,
    };
    let counted = |n: i64| n.min(MOST_COUNTED);
    Ok(Listing {
        lines,
        total: counted(total),
        more: total > MOST_COUNTED,
        late: counted(late),
        today: counted(by_tonight) - counted(late),
        unheld: counted(unheld),
    })
}

/// Several cases with their tasks, in the order asked; those that are not there are left out.
pub fn several(tx: &mut Tx<'_>, ids: &[Id]) -> Result<Vec<Case>, Fault> {
    let mut asked = Vec::with_capacity(ids.len());
    for id in ids {
        asked.push((tx.ask(&sql::CASE, &params![*id])?, tx.ask(&sql::TASKS, &params![*id])?));
    }
    let mut found = Vec::with_capacity(ids.len());
    for (case, tasks) in asked {
        let row = tx.take(case, |row| sql::case_from_row(row, 0))?.into_iter().next();
        let tasks = tx.take(tasks, sql::task_from_row)?;
        found.extend(row.map(|row| Case::from_row(row, tasks)));
    }
    Ok(found)
}

/// Some cases that are not over, in order, after one of them.
pub fn open_after(tx: &mut Tx<'_>, after: Id) -> Result<Vec<Id>, Fault> {
    tx.rows(&sql::OPEN_CASES, &params![after], |row| row.get(0))
}

/// Some cases that have open tasks of a unit.
pub fn with_tasks_of(tx: &mut Tx<'_>, unit: Id) -> Result<Vec<Id>, Fault> {
    let mut found: Vec<Id> = tx.rows(&sql::CASES_OF_UNIT, &params![unit], |row| row.get(0))?;
    found.extend(tx.rows(&sql::WAITING_CASES, &params![unit], |row| row.get::<Id>(0))?);
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// The ledger of a case, oldest first.
pub fn ledger(tx: &mut Tx<'_>, case: Id) -> Result<Vec<Record>, Fault> {
    tx.rows(&sql::EVENTS, &params![case], sql::record_from_row)
}
