//! Folds every case and compares it with its row: where they differ, the ledger wins.

use crate::case::Case;
use crate::fold;
use crate::ledger::{self, GENESIS, Record};
use crate::model::{CaseState, Phase};
use crate::store as sql;
use ::store::{Db, params};
use kernel::{Failure, Fault, Id};
use vault::Vault;

/// One thing that is not as it should be.
#[derive(Debug)]
pub struct Finding {
    /// The case.
    pub case: Id,
    /// What is wrong, in words without personal data.
    pub what: String,
}

/// What the doctor saw.
#[derive(Default, Debug)]
pub struct Report {
    /// Cases read.
    pub cases: u64,
    /// Events read.
    pub events: u64,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// Reads every case: chain, fold, row, tasks, payloads (against their commitments) and wake-up.
pub fn examine(db: &Db, vault: &Vault) -> Result<Report, Failure> {
    let mut report = Report::default();
    let mut after = Id(0);
    loop {
        let ids = db
            .read_blocking(move |tx| Ok(tx.rows(&sql::CASE_IDS, &params![after], |row| row.get::<Id>(0))?))?;
        let Some(last) = ids.last() else { return Ok(report) };
        after = *last;
        for id in ids {
            let Some((case, records)) = db.read_blocking(move |tx| {
                let events = tx.ask(&sql::EVENTS, &params![id])?;
                let case = Case::load(tx, id)?;
                let records = tx.take(events, sql::record_from_row)?;
                Ok(case.map(|case| (case, records)))
            })?
            else {
                continue;
            };
            report.cases += 1;
            report.events += records.len() as u64;
            for what in compare(&case, &records, vault) {
                report.findings.push(Finding { case: id, what });
            }
        }
    }
}

fn compare(case: &Case, records: &[Record], vault: &Vault) -> Vec<String> {
    let mut wrong = Vec::new();
    let id = case.state.id;
    let mut previous = GENESIS.to_vec();
    for (at, record) in records.iter().enumerate() {
        if record.seq != at as i64 + 1 {
            wrong.push(format!("event {} stands where {} should", record.seq, at + 1));
        }
        if record.hash_after(id, &previous).as_slice() != record.hash.as_slice() {
            wrong.push(format!("event {} does not fit the chain", record.seq));
        }
        previous.clone_from(&record.hash);
    }
    if let Ok(key) = case.unlock(vault) {
        for record in records {
            if let (Some(payload), Some(commitment)) = (&record.payload, &record.commitment)
                && let Err(fault) = ledger::open(&key, id, payload, commitment)
            {
                wrong.push(format!("event {}: {fault}", record.seq));
            }
        }
    } else {
        wrong.push("its key does not open".to_owned());
    }
    match refold(id, records) {
        Err(fault) => wrong.push(fault.to_string()),
        Ok(mut folded) => {
            folded.version = case.state.version;
            if folded != case.state {
                wrong.push(differences(&folded, &case.state));
            }
            if case.state.phase != Phase::Closed && case.state.open_tasks().next().is_none() {
                wrong.push("unfinished, and nobody has anything to do".to_owned());
            }
        }
    }
    wrong
}

/// The state that the ledger alone gives; its version is 0.
pub fn refold(id: Id, records: &[Record]) -> Result<CaseState, Fault> {
    let mut lines = records.iter();
    let first = lines.next().ok_or_else(|| Fault::new("an empty ledger"))?;
    let mut state = fold::first(id, first.at, &first.event()?).map_err(Fault::new)?;
    for record in lines {
        state
            .apply(record.at, &record.event()?)
            .map_err(|why| Fault::new(why).context(format!("event {}", record.seq)))?;
    }
    Ok(state)
}

fn differences(folded: &CaseState, row: &CaseState) -> String {
    let mut names = Vec::new();
    let mut note = |name: &'static str, same: bool| {
        if !same {
            names.push(name);
        }
    };
    note("phase", folded.phase == row.phase && folded.outcome == row.outcome);
    note("code", folded.code == row.code && folded.receipt == row.receipt);
    note("promise", folded.due == row.due && folded.original_due == row.original_due);
    note("tasks", folded.tasks == row.tasks);
    note("sequence", folded.seq == row.seq);
    if names.is_empty() {
        names.push("another column");
    }
    format!("the row differs from the ledger in: {}", names.join(", "))
}
