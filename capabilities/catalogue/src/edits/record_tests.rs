//! Procedures made from records: fees as they are printed, and every record of a real file.

use super::from_record::procedure;
use super::{record_fees, write};
use crate::national::{NationalCatalogue, NationalRecord, reading};
use crate::parse;
use crate::source_files::SourceFile;
use kernel::Day;
use std::io::Write;
use std::path::Path;

/// The fees made of a table of channels: amount, whether the council sets it, condition.
fn fees(channels: &str) -> Vec<(i64, bool, String)> {
    let line = serde_json::json!({
        "ma_thu_tuc": "9.000001",
        "cach_thuc_thuc_hien": format!("Hình thức nộpThời gianPhí, lệ phíMô tả{channels}"),
    });
    let read = reading::read(&NationalRecord::of_line(&line.to_string()).unwrap());
    let when =
        |fee: &crate::model::Fee| fee.when.as_ref().map(|when| when.source().to_owned()).unwrap_or_default();
    record_fees::fees(&read).iter().map(|fee| (fee.amount.0, fee.by_council, when(fee))).collect()
}

#[test]
fn amounts_and_free_are_taken_as_they_stand_and_everything_else_is_asked_for() {
    let everywhere = |amount: i64, council: bool| vec![(amount, council, String::new())];
    let both = "Trực tuyến3 Ngày50,000 Việt Nam ĐồngTrực tiếp3 Ngày50,000 Việt Nam Đồng";
    assert_eq!(fees(both), everywhere(50_000, false));
    assert_eq!(fees("Trực tuyến3 NgàyMiễn phíTrực tiếp3 NgàyMiễn phí"), []);
    let one = "Trực tuyến3 NgàyMiễn phíTrực tiếp3 Ngày50,000 Việt Nam Đồng";
    assert_eq!(fees(one), [(50_000, false, "channel == 'counter'".to_owned())]);
    // Free, though a note says that the council sets it: nobody can tell.
    let council = "Trực tiếp3 NgàyMiễn phí(Theo Nghị quyết của Hội đồng nhân dân cấp tỉnh)";
    assert_eq!(fees(council), everywhere(0, false));
    assert_eq!(fees("Trực tiếp3 NgàyKhông có thông tin"), everywhere(0, false));
}

#[test]
fn every_published_record_makes_a_text_that_reads_back() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/tthc-national-2026-07-part.jsonl.gz");
    if !path.exists() {
        let words = "records: none made into procedures, ../shared/data does not stand beside this clone";
        writeln!(std::io::stderr(), "{words}").unwrap();
        return;
    }
    let from = Day::new(2026, 10, 1).unwrap();
    for record in NationalCatalogue::read(&path).unwrap().records() {
        let read = reading::read(record);
        let made = procedure(&read, from);
        let text = write::toml(&made).unwrap();
        let file = SourceFile { path: format!("{}.toml", read.code), text };
        let again = parse::procedure(&file).unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!(super::substance(&again.procedure), super::substance(&made), "{}", read.code);
        assert_eq!(crate::check::steps_too_long(&again, &file), None, "{}", read.code);
        let papers = read.papers.iter().flat_map(|group| &group.papers).filter(|paper| !paper.note);
        assert_eq!(made.paper.len(), papers.count(), "{}", read.code);
    }
}
