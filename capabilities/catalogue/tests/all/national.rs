//! The project's files beside the national catalogue of July 2026.

use catalogue::{Beside, Files, Mark, NationalCatalogue, report};
use std::io::Write;
use std::path::Path;

/// Facts marked [D] agree with the record, in its tables or in its prose; every other difference
/// is printed for the reader.
#[test]
fn facts_from_the_national_catalogue_agree_with_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/tthc-national-2026-07-part.jsonl.gz");
    let mut out = std::io::stderr();
    if !path.exists() {
        writeln!(out, "national catalogue: not compared, ../shared/data does not stand beside this clone")
            .unwrap();
        return;
    }
    let national = NationalCatalogue::read(&path).unwrap();
    let report = report(Files::embedded().read().unwrap(), Some(&national));
    assert!(report.is_well(), "{}", report.text());
    writeln!(out, "{}", report.text()).unwrap();
    let mut compared = 0;
    for summary in &report.procedures {
        let Beside::Differences(all) = &summary.beside else { continue };
        compared += 1;
        let wrong: Vec<String> = all
            .iter()
            .filter(|difference| difference.mark == Some(Mark::D) && !difference.in_prose)
            .map(ToString::to_string)
            .collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", summary.file);
    }
    assert!(compared > 0);
}
