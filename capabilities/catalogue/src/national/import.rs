//! A file of the national catalogue into the database: line by line, a batch a transaction. What
//! is held already is not written again; what is no record is named and the rest goes in.

use crate::compare::differences;
use crate::national::record::{beginning, hash};
use crate::national::source::{Bad, Lines};
use crate::national::store::{self, Incoming, Outcome, json};
use crate::national::{DoubtKind, NationalRecord, reading, summary::Summary};
use crate::shelf::Catalogue;
use ::store::Db;
use kernel::{Clock, Day, Failure, Fault, Ids};
use serde::Serialize;
use std::collections::HashMap;
use std::fmt::Write;
use std::path::Path;

/// Records of one transaction; fewer when they are long.
const BATCH: usize = 100;
const BATCH_BYTES: usize = 2 * 1024 * 1024;
/// Lines refused beyond this many are counted, not told one by one.
const TOLD: usize = 200;

/// What became of a file.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Imported {
    /// Its name.
    pub file: String,
    /// Records that were not held before.
    pub new: u32,
    /// Records whose text changed; the old text is kept.
    pub changed: u32,
    /// Records held already as they are; nothing was written for them.
    pub unchanged: u32,
    /// Records that stand in the file once more, the same.
    pub repeated: u32,
    /// Lines that were refused, or could not be read.
    pub refused: u32,
    /// The first of them.
    pub lines: Vec<RefusedLine>,
    /// The file could not be read to its end; what came before went in.
    pub broken: bool,
    /// Records in the database that this file does not have; they stay. None when the file was not
    /// read to its end.
    pub not_in_file: Option<u32>,
    /// Records whose code is also a procedure made here, which outranks them.
    pub made_here: Vec<MadeHere>,
    /// What was read.
    pub summary: Summary,
}

/// A line that was refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RefusedLine {
    /// Counted from one.
    pub line: u32,
    /// Why.
    pub why: String,
}

/// A record beside the procedure made here under its code.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct MadeHere {
    /// The code.
    pub code: String,
    /// How many differences there are.
    pub differences: usize,
}

/// Imports a file. `progress` hears the number of lines read, now and then. Failures of the
/// database end it; batches written before stay, and importing again completes them.
pub fn import(
    db: &Db,
    ids: &Ids,
    clock: &Clock,
    catalogue: &Catalogue,
    path: &Path,
    progress: &mut dyn FnMut(u32),
) -> Result<Imported, Failure> {
    let lines = Lines::open(path).map_err(|fault| fault.context(path.display()))?;
    let file = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    store::refresh(db)?;
    let mut run = Run {
        db,
        ids,
        clock,
        catalogue,
        day: clock.civil().day(),
        seen: HashMap::new(),
        batch: Vec::new(),
        bytes: 0,
        done: Imported { file, ..Imported::default() },
    };
    for line in lines {
        match line.text {
            Ok(text) => run.line(line.number, &text)?,
            Err(bad) => {
                run.done.broken |= matches!(bad, Bad::Broken(_));
                run.refuse(line.number, bad.to_string());
            }
        }
        progress(line.number);
    }
    run.write()?;
    if run.done.new + run.done.changed > 0 {
        db.write_blocking(|tx| Ok(crate::store::bump(tx)?))?;
    }
    if !run.done.broken {
        let held = store::codes(db)?;
        let missing = held.iter().filter(|code| !run.seen.contains_key(*code)).count();
        run.done.not_in_file = Some(u32::try_from(missing).unwrap_or(u32::MAX));
    }
    Ok(run.done)
}

struct Run<'a> {
    db: &'a Db,
    ids: &'a Ids,
    clock: &'a Clock,
    catalogue: &'a Catalogue,
    day: Day,
    /// Line and hash of each code of this file.
    seen: HashMap<String, (u32, String)>,
    batch: Vec<Incoming>,
    bytes: usize,
    done: Imported,
}

impl Run<'_> {
    fn refuse(&mut self, line: u32, why: String) {
        self.done.refused += 1;
        if self.done.lines.len() < TOLD {
            self.done.lines.push(RefusedLine { line, why: beginning(&why, 300) });
        }
    }

    fn line(&mut self, number: u32, text: &str) -> Result<(), Failure> {
        let record = match NationalRecord::of_line(text) {
            Ok(record) => record,
            Err(why) => {
                self.refuse(number, why);
                return Ok(());
            }
        };
        let code = record.code();
        let body = record.canonical().map_err(Fault::new)?;
        let hash = hash(&body);
        if let Some((first, held)) = self.seen.get(&code) {
            if *held == hash {
                self.done.repeated += 1;
            } else {
                let why = format!(
                    "states {code} otherwise than line {first}; the first was taken, see which is right"
                );
                self.refuse(number, why);
            }
            return Ok(());
        }
        self.seen.insert(code.clone(), (number, hash.clone()));
        self.take(number, code, &record, hash, body)
    }

    fn take(
        &mut self,
        line: u32,
        code: String,
        record: &NationalRecord,
        hash: String,
        body: String,
    ) -> Result<(), Failure> {
        let read = reading::read(record);
        self.done.summary.add(&read);
        if self.catalogue.replaced_by(&code, self.day).is_some() {
            self.done.summary.doubt(DoubtKind::Replaced.name());
        }
        if let Some(made) = self.catalogue.current(&code, self.day) {
            let differences = differences(&made, record).len();
            self.done.made_here.push(MadeHere { code: code.clone(), differences });
        }
        let id = self.ids.next();
        let (listed, findings) = reading::summary(id, &read);
        let (listed, findings) = (json(&listed)?, json(&findings)?);
        self.bytes += body.len() + listed.len() + findings.len();
        self.batch.push(Incoming { id, code, hash, line, listed, findings, body });
        if self.batch.len() >= BATCH || self.bytes >= BATCH_BYTES { self.write() } else { Ok(()) }
    }

    /// One batch, one transaction: whole or not at all.
    fn write(&mut self) -> Result<(), Failure> {
        self.bytes = 0;
        let batch = std::mem::take(&mut self.batch);
        if batch.is_empty() {
            return Ok(());
        }
        let (file, now) = (self.done.file.clone(), self.clock.technical());
        let outcomes = self.db.write_blocking(move |tx| store::put(tx, &batch, &file, now))?;
        for outcome in outcomes {
            *match outcome {
                Outcome::New => &mut self.done.new,
                Outcome::Changed => &mut self.done.changed,
                Outcome::Unchanged => &mut self.done.unchanged,
            } += 1;
        }
        Ok(())
    }
}

impl Imported {
    /// Whether every line was a record.
    pub fn is_well(&self) -> bool {
        self.refused == 0 && !self.broken
    }

    /// As plain text, with what to do next.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for line in &self.lines {
            let _ = writeln!(out, "line {} {}", line.line, line.why);
        }
        let untold = self.refused.saturating_sub(u32::try_from(self.lines.len()).unwrap_or(u32::MAX));
        if untold > 0 {
            let _ = writeln!(out, "and {untold} more lines");
        }
        let _ = writeln!(
            out,
            "{}: {} records read; {} new, {} changed, {} unchanged, {} repeated, {} lines refused.",
            self.file,
            self.summary.records,
            self.new,
            self.changed,
            self.unchanged,
            self.repeated,
            self.refused
        );
        match self.not_in_file {
            None => {
                let _ = writeln!(
                    out,
                    "The file breaks off; what came before is in. Fetch it again and import it."
                );
            }
            Some(0) => {}
            Some(count) => {
                let _ = writeln!(out, "{count} records held are not in this file; they stay.");
            }
        }
        out.push_str(&self.summary.text());
        if !self.made_here.is_empty() {
            let differ = self.made_here.iter().filter(|one| one.differences > 0).count();
            let _ = writeln!(
                out,
                "{} records have a procedure made here, which outranks them; {differ} of them differ from it \
                 (`motcua procedures check --catalogue FILE` tells how).",
                self.made_here.len()
            );
        }
        out.push_str("Next: `motcua procedures doubts [--kind KIND]` lists what an editor should look at.");
        out
    }
}
