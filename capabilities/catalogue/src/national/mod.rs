//! The national catalogue: its records as they are published, what is read from them, and how they
//! come into the database.
//!
//! `record` a line of the file · `reading` a record read, from `channels` (with `limits` and
//! `fees`), `papers`, `results`, `bases` and `prose`, over `words` · `doubts` what is doubted ·
//! `source` a file line by line · `import` a file into the database · `summary` what is told of
//! it · `store` the database · `editors` what is handed to people.

mod bases;
mod channels;
mod doubts;
mod editors;
mod fees;
mod import;
mod limits;
mod papers;
mod prose;
mod read;
pub(crate) mod reading;
mod record;
mod results;
mod source;
pub(crate) mod store;
mod summary;
#[cfg(test)]
mod whole_tests;
pub(crate) mod words;

pub use doubts::DoubtKind;
pub use editors::{
    FieldChange, Finding, Findings, FindingsAsked, NationalChange, Settled, findings, open_again, settle,
};
pub use import::{Imported, MadeHere, RefusedLine, import};
pub use read::{
    ChannelRow, Doubt, FeeRead, LimitRead, Line, Listed, NationalBasis, NationalPaper, NationalProcedure,
    NationalResult, PaperGroup, Related, Unread,
};
pub use record::NationalRecord;
pub use store::NationalUse;
pub use summary::{Summary as ImportSummary, Times};

use kernel::Fault;
use std::collections::HashMap;
use std::path::Path;

/// The records of a file by code, to compare procedures made here with them.
#[derive(Clone, Debug, Default)]
pub struct NationalCatalogue(HashMap<String, NationalRecord>);

impl NationalCatalogue {
    /// Reads a file, packed or not. A line that is no record is a fault that names it.
    pub fn read(path: &Path) -> Result<NationalCatalogue, Fault> {
        let context = |fault: Fault| fault.context(path.display());
        let mut all = HashMap::new();
        for line in source::Lines::open(path).map_err(context)? {
            let told =
                |why: String| Fault::new(format!("line {} {why}", line.number)).context(path.display());
            let text = line.text.map_err(|why| told(why.to_string()))?;
            let record = NationalRecord::of_line(&text).map_err(told)?;
            all.insert(record.code(), record);
        }
        Ok(NationalCatalogue(all))
    }

    /// The record of a code.
    pub fn record(&self, code: &str) -> Option<&NationalRecord> {
        self.0.get(code)
    }

    /// What is kept in memory of every record.
    #[cfg(test)]
    pub(crate) fn listed(&self) -> Vec<std::sync::Arc<Listed>> {
        let of = |record| std::sync::Arc::new(reading::summary(kernel::Id(0), &reading::read(record)).0);
        self.0.values().map(of).collect()
    }

    /// Every record.
    #[cfg(test)]
    pub(crate) fn records(&self) -> impl Iterator<Item = &NationalRecord> {
        self.0.values()
    }

    #[cfg(test)]
    pub(crate) fn parse(line: &str) -> NationalCatalogue {
        let record = NationalRecord::of_line(line).unwrap();
        NationalCatalogue(HashMap::from([(record.code(), record)]))
    }
}
