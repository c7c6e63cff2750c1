//! What `motcua procedures check` tells: every mistake, every difference from the national
//! catalogue, and how sure the facts of each procedure are.

use crate::check::events::unknown_codes;
use crate::check::load;
use crate::compare::{Difference, differences};
use crate::model::{Mark, Procedure};
use crate::national::NationalCatalogue;
use crate::parse::Problem;
use crate::search::synonyms::unknown_codes as unknown_people;
use crate::source_files::SourceFile;
use std::fmt::Write;

/// What there is to say of a set of files.
#[derive(Clone, Debug)]
pub struct Report {
    /// Mistakes; with any, the files cannot be used.
    pub problems: Vec<Problem>,
    /// What should be looked at but stops nothing: codes of life events and of people's words that
    /// the national catalogue given does not have. It may be only a part of the whole.
    pub remarks: Vec<Problem>,
    /// Each procedure that could be read.
    pub procedures: Vec<Summary>,
}

/// One procedure of a report.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Its file.
    pub file: String,
    /// How many facts bear each mark, in the order L, D, S, M.
    pub facts: [(Mark, usize); 4],
    /// How it stands beside the national catalogue.
    pub beside: Beside,
}

/// How a procedure stands beside the national catalogue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Beside {
    /// No catalogue was given.
    NotAsked,
    /// The catalogue has no such code.
    NoRecord,
    /// These differ; none when the list is empty.
    Differences(Vec<Difference>),
}

/// Checks a set of files, and compares them with the national catalogue where one is given.
pub fn report(files: Vec<SourceFile>, national: Option<&NationalCatalogue>) -> Report {
    let loaded = load(files);
    let remarks = national.map(|national| {
        let made = |code: &str| {
            let mut all = loaded.revisions.iter().map(|(revision, _)| revision);
            all.any(|one| one.code() == code || one.procedure.replaces.iter().any(|old| old == code))
        };
        let knows = |code: &str| made(code) || national.record(code).is_some();
        let mut remarks = unknown_codes(&loaded.events, &knows);
        let people = loaded.synonyms_file.as_ref();
        remarks.extend(people.into_iter().flat_map(|file| unknown_people(&loaded.synonyms, file, knows)));
        remarks
    });
    let procedures = loaded.revisions.iter().map(|(revision, file)| Summary {
        file: file.path.clone(),
        facts: facts(&revision.procedure),
        beside: match national.map(|national| national.record(revision.code())) {
            None => Beside::NotAsked,
            Some(None) => Beside::NoRecord,
            Some(Some(record)) => Beside::Differences(differences(revision, record)),
        },
    });
    Report {
        procedures: procedures.collect(),
        remarks: remarks.unwrap_or_default(),
        problems: loaded.problems,
    }
}

fn facts(procedure: &Procedure) -> [(Mark, usize); 4] {
    let sources = procedure.sources();
    [Mark::L, Mark::D, Mark::S, Mark::M]
        .map(|mark| (mark, sources.iter().filter(|source| source.mark == mark).count()))
}

impl Report {
    /// Whether the files can be used.
    pub fn is_well(&self) -> bool {
        self.problems.is_empty()
    }

    /// As plain text, one line a finding.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for problem in self.problems.iter().chain(&self.remarks) {
            let _ = writeln!(out, "{problem}");
        }
        for summary in &self.procedures {
            let facts = summary.facts.map(|(mark, count)| format!("[{mark:?}] {count}")).join(", ");
            let beside = match &summary.beside {
                Beside::NotAsked => String::new(),
                Beside::NoRecord => "; not in the national catalogue".to_owned(),
                Beside::Differences(all) => {
                    format!("; differences from the national catalogue: {}", all.len())
                }
            };
            let _ = writeln!(out, "{}: facts {facts}{beside}", summary.file);
            if let Beside::Differences(all) = &summary.beside {
                all.iter().for_each(|difference| {
                    let _ = writeln!(out, "  {difference}");
                });
            }
        }
        let _ = match self.problems.len() {
            0 => write!(out, "No mistakes in {} procedures", self.procedures.len()),
            count => write!(out, "Mistakes: {count}"),
        };
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::mistake_tests::{changed, files};

    const LINKED: &str = "9.000001.toml";
    const RECORD: &str = r#"{"ma_thu_tuc": "9.000001", "ten_thu_tuc": "Tên khác",
        "so_quyet_dinh": "1/QĐ-THU", "linh_vuc": "Thử", "cap_thuc_hien": "Cấp xã"}"#;

    #[test]
    fn a_report_counts_facts_by_mark_and_says_that_all_is_well() {
        let report = report(files(), None);
        let text = report.text();
        assert!(report.is_well());
        assert!(text.contains("9.000001.toml: facts [L] 0, [D] 0, [S] 2, [M] "), "{text}");
        assert!(text.ends_with(&format!("No mistakes in {} procedures", report.procedures.len())), "{text}");
    }

    #[test]
    fn mistakes_come_first_and_are_counted() {
        let report = report(changed(LINKED, "result = \"KQ.G01.000065\"", "result = \"KQ\""), None);
        let text = report.text();
        assert!(!report.is_well());
        assert!(text.starts_with("9.000001.toml:"), "{text}");
        assert!(text.ends_with("Mistakes: 1"), "{text}");
    }

    #[test]
    fn differences_name_the_field_our_value_with_its_mark_and_the_record_s() {
        let national = NationalCatalogue::parse(&RECORD.replace('\n', " "));
        let report = report(files(), Some(&national));
        let text = report.text();
        assert!(report.is_well(), "differences are no mistakes");
        let name = "name: file `Thủ tục liên thông bịa ra để thử` [M], record `Tên khác`";
        for line in [name, "limit: file `5 ngày làm việc` [M], record `nothing`"] {
            assert!(text.contains(line), "{text}");
        }
        for same in ["decision:", "field:", "tier:"] {
            let linked = text.split(LINKED).nth(1).unwrap();
            assert!(!linked.contains(same), "{same} {linked}");
        }
        assert!(text.contains("; not in the national catalogue"), "{text}");
    }
}
