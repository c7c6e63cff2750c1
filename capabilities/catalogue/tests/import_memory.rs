//! An import holds one batch at a time: five times the records take no more memory. Alone in its
//! process, because memory is measured of the process.
#![allow(clippy::unwrap_used)]

use catalogue::{Catalogue, Files};
use kernel::Ids;
use std::io::Write;
use testkit::store::Engine;

/// What the process held at most, in KiB.
fn most_held() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn five_times_the_records_take_no_more_memory() {
    if most_held().is_none() {
        return;
    }
    let clock = testkit::clock_at("2026-09-07T09:41:00+07:00");
    let fresh = testkit::fresh(Engine::Sqlite, &[catalogue::MIGRATIONS]);
    let (db, ids) = (fresh.db(), Ids::new(clock.clone(), 1));
    let catalogue = Catalogue::open(&db, &ids, &clock, Files::embedded()).unwrap();
    let folder = testkit::temp_dir();
    let import = |first: u32, count: u32| {
        let path = folder.path().join(format!("{count}.jsonl"));
        let mut out = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
        for n in first..first + count {
            let text = format!("- Nộp hồ sơ số {n} tại Trung tâm phục vụ hành chính công.\n").repeat(150);
            let record = serde_json::json!({
                "ma_thu_tuc": format!("9.{n:06}"), "ten_thu_tuc": format!("Thủ tục {n}"), "trinh_tu_thuc_hien": text,
            });
            writeln!(out, "{record}").unwrap();
        }
        drop(out);
        let done = catalogue::import(&db, &ids, &clock, &catalogue, &path, &mut |_| {}).unwrap();
        assert_eq!(done.new, count);
        most_held().unwrap()
    };
    let few = import(0, 600);
    let many = import(1000, 3000);
    // The list of codes and the cache of the database grow a little; the file has 50 MB.
    assert!(many < few + 24 * 1024, "{few} KiB for 600 records, {many} KiB for 3,000");
}
