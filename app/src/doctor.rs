//! Looks at everything and says what is not as it should be; changes nothing.

use crate::house::{House, Place};
use kernel::Failure;
use std::fmt::Write;

/// What the doctor saw.
#[derive(Default)]
pub struct Report {
    good: Vec<String>,
    notes: Vec<String>,
    bad: Vec<String>,
}

/// At most so many findings of one kind are written out.
const SHOWN: usize = 20;

/// Examines the installation at `place`.
pub fn examine(place: &Place) -> Result<Report, Failure> {
    let house = House::read_only(place)?;
    let mut report = Report::default();
    schema(&house, &mut report)?;
    ledgers(&house, &mut report)?;
    looks(&house, &mut report)?;
    calendar(&house, &mut report);
    agenda(&house, &mut report)?;
    sealed_files(&house, &mut report)?;
    procedures(&house, &mut report);
    Ok(report)
}

impl Report {
    /// Nothing is wrong.
    pub fn is_well(&self) -> bool {
        self.bad.is_empty()
    }

    /// The report as lines.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for (mark, lines) in [("ok  ", &self.good), ("note", &self.notes), ("BAD ", &self.bad)] {
            for line in lines.iter().take(SHOWN) {
                let _ = writeln!(out, "{mark} {line}");
            }
            if lines.len() > SHOWN {
                let _ = writeln!(out, "{mark} … and {} more", lines.len() - SHOWN);
            }
        }
        let _ = write!(
            out,
            "{}",
            if self.is_well() { "Everything is as it should be." } else { "Something is wrong; see BAD." }
        );
        out
    }
}

fn schema(house: &House, report: &mut Report) -> Result<(), Failure> {
    let problems =
        store::check::statements(&house.db, &[&crate::house::statements(), &store::check::own_statements()])?;
    if problems.is_empty() {
        report.good.push("schema: every statement fits the database".to_owned());
    }
    report.bad.extend(problems.into_iter().map(|problem| format!("schema: {problem}")));
    Ok(())
}

fn ledgers(house: &House, report: &mut Report) -> Result<(), Failure> {
    let seen = cases::doctor::examine(&house.db, &house.vault)?;
    if seen.findings.is_empty() {
        report.good.push(format!(
            "ledgers: {} cases with {} events; every chain holds, every row is what its ledger folds to",
            seen.cases, seen.events
        ));
    }
    report
        .bad
        .extend(seen.findings.into_iter().map(|finding| format!("case {}: {}", finding.case, finding.what)));
    Ok(())
}

fn looks(house: &House, report: &mut Report) -> Result<(), Failure> {
    let verified = cases::looks::verify(&house.db)?;
    report.good.push(format!("looks: {} sealed and intact", verified.looks));
    report.bad.extend(verified.broken.into_iter().map(|number| format!("looks: block {number} was changed")));
    Ok(())
}

fn calendar(house: &House, report: &mut Report) {
    let warnings = calendar::Calendar::standard().doctor(house.clock.civil());
    if warnings.is_empty() {
        report.good.push("calendar: the days ahead are fixed".to_owned());
    }
    report.notes.extend(warnings.into_iter().map(|warning| format!("calendar: {warning}")));
}

/// Files that change a text in use are not taken; the office must know.
fn procedures(house: &House, report: &mut Report) {
    let refused = house.catalogue.refused_files();
    if refused.is_empty() {
        report.good.push("procedures: no file changes a text in use".to_owned());
    }
    report.notes.extend(refused.iter().map(|one| format!("procedures: {one}")));
}

fn agenda(house: &House, report: &mut Report) -> Result<(), Failure> {
    let troubled = house.db.read_blocking(|tx| Ok(store::agenda::troubled(tx, 100)?))?;
    if troubled.is_empty() {
        report.good.push("agenda: nothing has failed".to_owned());
    }
    for entry in troubled {
        let why = entry.last_error.unwrap_or_default();
        report
            .bad
            .push(format!("agenda: {} {} failed {} times: {why}", entry.kind, entry.subject, entry.attempts));
    }
    Ok(())
}

fn sealed_files(house: &House, report: &mut Report) -> Result<(), Failure> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(kernel::Fault::from)?;
    let checked = runtime.block_on(house.files.check(&house.db, true))?;
    if checked.wrong.is_empty() {
        report.good.push(format!("files: {} sealed files open to their last chunk", checked.files));
    }
    report.bad.extend(checked.wrong.into_iter().map(|problem| format!("files: {problem}")));
    Ok(())
}
