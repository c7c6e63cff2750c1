//! A file of the national catalogue into the database, on both engines: what goes in, what is
//! refused and named, what is written a second time.

use catalogue::{Catalogue, Files, FindingsAsked, Imported, NationalProcedure};
use flate2::Compression;
use flate2::write::GzEncoder;
use kernel::{Clock, Id, Ids};
use serde_json::json;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU16, Ordering};
use testkit::store::Db;

fn clock() -> Clock {
    testkit::clock_at("2026-09-07T09:41:00+07:00")
}

fn ids() -> Ids {
    static NODE: AtomicU16 = AtomicU16::new(1);
    Ids::new(clock(), NODE.fetch_add(1, Ordering::Relaxed))
}

/// A record in the shape of the published ones, with an invented code.
fn record(code: &str, name: &str) -> serde_json::Value {
    json!({
        "ma_thu_tuc": code,
        "ten_thu_tuc": name,
        "so_quyet_dinh": "1/QĐ-THU",
        "cap_thuc_hien": "Cấp tỉnh, Cấp xã",
        "loai_thu_tuc": "Loại khác",
        "linh_vuc": "Thử",
        "doi_tuong_thuc_hien": "Công dân Việt Nam, Cán bộ, công chức, viên chức",
        "co_quan_thuc_hien": "Ủy ban nhân dân cấp xã",
        "trinh_tu_thuc_hien": "Bước 1: Nộp hồ sơ.\n- Trực tiếp;\nBước 2: Nhận <b>kết quả</b>.",
        "cach_thuc_thuc_hien": concat!(
            "Hình thức nộpThời gianPhí, lệ phíMô tảTrực tuyến3 Ngày làm việcMiễn phí",
            "(Theo Nghị quyết của Hội đồng nhân dân cấp tỉnh)Trực tiếp1Miễn phí"
        ),
        "thanh_phan_ho_so": "--Tên giấy tờMẫu đơn, tờ khaiSố lượngTờ khai;TO KHAI.docx1 bản chính",
        "can_cu_phap_ly": "Tên văn bản pháp lýMã văn bảnLuật Thử nghiệm46/2024/QH15",
        "yeu_cau_dieu_kien": "Không có thông tin",
        "ket_qua_xu_ly": "Giấy phépMã: KQ.G15.000031Từ khóaKhông có thông tinMô tảKhông có thông tin",
        "thu_tuc_lien_quan": "Không có thông tin",
    })
}

fn records(count: usize) -> Vec<String> {
    (0..count).map(|n| record(&format!("9.1{n:05}"), &format!("Thủ tục thử số {n}")).to_string()).collect()
}

struct Place {
    folder: testkit::TempDir,
    db: Db,
    ids: Ids,
    catalogue: Catalogue,
}

impl Place {
    fn new(db: Db) -> Place {
        let ids = ids();
        let catalogue = Catalogue::open(&db, &ids, &clock(), Files::embedded()).unwrap();
        Place { folder: testkit::temp_dir(), db, ids, catalogue }
    }

    fn file(&self, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join("catalogue.jsonl");
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn import_file(&self, path: &Path) -> Imported {
        catalogue::import(&self.db, &self.ids, &clock(), &self.catalogue, path, &mut |_| {}).unwrap()
    }

    fn import(&self, text: &str) -> Imported {
        self.import_file(&self.file(text.as_bytes()))
    }

    fn page(&self, code: &'static str) -> Option<NationalProcedure> {
        let catalogue = self.catalogue.clone();
        let day = clock().civil().day();
        self.db.read_blocking(move |tx| Ok(catalogue.national_page(tx, code, day)?)).unwrap()
    }

    /// Rows of the three tables together.
    fn rows(&self) -> (i64, i64) {
        testkit::store::statements! {
            static REVISIONS: scan = "select count(*) from national_revision";
            static USES: scan = "select count(*) from national_use";
        }
        self.db
            .read_blocking(|tx| {
                Ok((tx.row(&REVISIONS, &[], |row| row.get(0))?, tx.row(&USES, &[], |row| row.get(0))?))
            })
            .unwrap()
    }
}

fn packed(text: &str) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap()
}

fn refused(imported: &Imported) -> Vec<(u32, &str)> {
    imported.lines.iter().map(|line| (line.line, line.why.as_str())).collect()
}

testkit::both_engines! {
    migrations = &[catalogue::MIGRATIONS];

    fn every_record_becomes_a_page_and_a_second_import_writes_nothing(db) {
        let place = Place::new(db);
        let text = records(250).join("\n");
        let first = place.import_file(&place.file(&packed(&text)));
        assert!(first.is_well());
        assert_eq!((first.new, first.summary.records, first.not_in_file), (250, 250, Some(0)));
        assert_eq!(place.rows(), (250, 250));
        let page = place.page("9.100007").unwrap();
        assert_eq!(page.name, "Thủ tục thử số 7");
        assert_eq!(page.sequence[2].text, "Bước 2: Nhận <b>kết quả</b>.");
        let second = place.import(&text);
        assert_eq!((second.new, second.changed, second.unchanged), (0, 0, 250));
        assert_eq!(place.rows(), (250, 250));
    }

    fn its_statements_fit_both_engines_and_read_no_whole_table(db) {
        let place = Place::new(db);
        place.import(&records(250).join("\n"));
        testkit::store::check::assert_statements(&place.db, &[catalogue::statements()]);
    }

    fn a_changed_record_is_a_new_revision_and_an_older_text_comes_back(db) {
        let place = Place::new(db);
        let (a, b) = (record("9.100001", "Tên thứ nhất"), record("9.100001", "Tên thứ hai"));
        assert_eq!(place.import(&a.to_string()).new, 1);
        assert_eq!(place.import(&b.to_string()).changed, 1);
        assert_eq!(place.page("9.100001").unwrap().name, "Tên thứ hai");
        assert_eq!(place.import(&a.to_string()).changed, 1);
        assert_eq!(place.page("9.100001").unwrap().name, "Tên thứ nhất");
        assert_eq!(place.rows(), (2, 3), "the older text is used again, not written again");
        let catalogue = place.catalogue.clone();
        let history = place.db.read_blocking(move |tx| Ok(catalogue.national_history(tx, "9.100001")?)).unwrap();
        assert_eq!(history.len(), 3);
        let change = &history[0].fields[0];
        assert_eq!((change.field.as_str(), change.before.as_str()), ("ten_thu_tuc", "Tên thứ hai"));
        assert_eq!(history[0].from.file, "catalogue.jsonl");
        assert!(history[2].fields.is_empty());
    }

    fn what_is_no_record_is_named_by_its_line_and_the_rest_goes_in(db) {
        let place = Place::new(db);
        let long = json!({"ma_thu_tuc": "9.200001", "ten_thu_tuc": "x".repeat(10 << 20)}).to_string();
        let same = record("9.100001", "Một").to_string();
        let other = record("9.100001", "Một, nói khác").to_string();
        let lines = [
            same.as_str(),
            "{\"ma_thu_tuc\": \"9.100002\", \"ten_thu_tuc\"",
            r#"{"ma_thu_tuc": "", "ten_thu_tuc": " "}"#,
            r#"{"ten_thu_tuc": "không có mã"}"#,
            &long,
            &same,
            &other,
            &record("9.100003", "Ba").to_string(),
        ];
        let imported = place.import(&lines.join("\n"));
        assert!(!imported.is_well());
        assert_eq!((imported.new, imported.repeated, imported.refused), (2, 1, 5));
        let told = refused(&imported);
        for (line, why) in [
            (2, "is no record"),
            (3, "has every field empty"),
            (4, "has no code"),
            (5, "is longer than 8 MiB"),
            (7, "otherwise than line 1"),
        ] {
            assert!(told.iter().any(|(at, said)| *at == line && said.contains(why)), "{line} {why}: {told:?}");
        }
        assert!(imported.text().contains("line 5 is longer"));
        assert_eq!(place.page("9.100001").unwrap().name, "Một");
        assert!(place.page("9.200001").is_none());
        let again = place.import(&lines.join("\n"));
        assert_eq!((again.new, again.changed, again.refused), (0, 0, 5));
    }

    fn a_packed_file_that_breaks_off_leaves_what_came_before(db) {
        let place = Place::new(db);
        let text = records(400).join("\n");
        let mut bytes = packed(&text);
        bytes.truncate(bytes.len() - 40);
        let imported = place.import_file(&place.file(&bytes));
        assert!(imported.broken && !imported.is_well());
        assert!(imported.new > 0 && imported.new < 400);
        assert_eq!(imported.not_in_file, None);
        let (line, why) = refused(&imported)[0];
        assert_eq!(line, imported.new + 1);
        assert!(why.contains("breaks off"), "{why}");
        let whole = place.import_file(&place.file(&packed(&text)));
        assert_eq!((whole.new, whole.unchanged), (400 - imported.new, imported.new));
    }

    fn another_encoding_is_named_by_its_line(db) {
        let place = Place::new(db);
        let good = record("9.100001", "Một").to_string();
        let latin: Vec<u8> = [good.as_bytes(), b"\n{\"ma_thu_tuc\": \"9.100002\", \"ten_thu_tuc\": \"Vi\xeat\"}\n"].concat();
        let imported = place.import_file(&place.file(&latin));
        assert_eq!((imported.new, imported.refused), (1, 1));
        assert!(refused(&imported)[0].1.contains("not UTF-8"));
        let wide: Vec<u8> = format!("\u{feff}{good}\n").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let imported = place.import_file(&place.file(&wide));
        assert_eq!(imported.new, 0);
        assert!(refused(&imported)[0].1.contains("UTF-16"), "{:?}", imported.lines);
    }

    fn a_record_missing_from_a_newer_file_stays(db) {
        let place = Place::new(db);
        place.import(&records(3).join("\n"));
        let imported = place.import(&records(2).join("\n"));
        assert_eq!(imported.not_in_file, Some(1));
        assert!(place.page("9.100002").is_some());
    }

    fn what_is_doubted_is_kept_for_an_editor_and_can_be_settled(db) {
        let place = Place::new(db);
        place.import(&records(3).join("\n"));
        let day = clock().civil().day();
        let all = || FindingsAsked { take: usize::MAX, ..FindingsAsked::default() };
        let found = catalogue::findings(&place.db, &place.catalogue, day, &all()).unwrap();
        let kinds: Vec<_> = found.kinds.iter().map(|(kind, count)| (kind.as_str(), *count)).collect();
        assert_eq!(kinds, [("channels-differ", 3), ("free-but-council", 3), ("limit-without-unit", 3)]);
        let one = found.items.iter().find(|one| one.kind == "limit-without-unit").unwrap().clone();
        assert_eq!((one.code.as_str(), one.text.as_str()), ("9.100000", "1"));
        let (code, now) = (one.code.clone(), clock().technical());
        place.db.write_blocking(move |tx| {
            let about = (one.code.as_str(), one.kind.as_str(), one.text.as_str());
            Ok(catalogue::settle(tx, about, Id(7), now, "đã hỏi Bộ")?)
        }).unwrap();
        let found = catalogue::findings(&place.db, &place.catalogue, day, &all()).unwrap();
        assert_eq!(found.kinds["limit-without-unit"], 2);
        let asked = FindingsAsked { code: Some(code.clone()), settled: true, take: 1, skip: 2, ..all() };
        let found = catalogue::findings(&place.db, &place.catalogue, day, &FindingsAsked { skip: 0, take: 9, ..asked.clone() }).unwrap();
        let settled = found.items.iter().find_map(|one| one.settled.clone()).unwrap();
        assert_eq!((settled.account, settled.note.as_str()), (Id(7), "đã hỏi Bộ"));
        assert_eq!(catalogue::findings(&place.db, &place.catalogue, day, &asked).unwrap().items.len(), 1);
        place.db.write_blocking(move |tx| {
            Ok(catalogue::open_again(tx, &code, "limit-without-unit", "1")?)
        }).unwrap();
        let found = catalogue::findings(&place.db, &place.catalogue, day, &all()).unwrap();
        assert_eq!(found.kinds["limit-without-unit"], 3);
    }

    fn a_record_with_a_procedure_made_here_is_stored_and_told(db) {
        let place = Place::new(db);
        let day = clock().civil().day();
        let made = place.catalogue.list(day)[0].clone();
        let imported = place.import(&record(made.code(), "Tên khác").to_string());
        assert_eq!(imported.new, 1);
        assert_eq!(imported.made_here[0].code, made.code());
        assert!(imported.made_here[0].differences > 0);
    }

    fn a_replaced_code_is_doubted(db) {
        let place = Place::new(db);
        let day = clock().civil().day();
        let list = place.catalogue.list(day);
        let Some(by) = list.iter().find(|made| !made.procedure.replaces.is_empty()) else { return };
        let code: &'static str = by.procedure.replaces[0].clone().leak();
        let imported = place.import(&record(code, "Thủ tục cũ").to_string());
        assert_eq!(imported.summary.doubts["replaced"].records, 1);
        let page = place.page(code).unwrap();
        assert!(page.doubts.iter().any(|doubt| doubt.kind == "replaced" && doubt.text == by.code()));
    }

    fn an_import_ended_in_the_middle_leaves_whole_batches_and_is_completed_by_another(db) {
        let place = Place::new(db);
        let text = records(350).join("\n");
        let file = place.file(text.as_bytes());
        // The process ends here: the panic stands for it, at a line in the middle of a batch.
        let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let mut progress = |line: u32| assert!(line < 230, "ended");
            catalogue::import(&place.db, &place.ids, &clock(), &place.catalogue, &file, &mut progress)
        }));
        assert!(ended.is_err());
        assert_eq!(place.rows(), (200, 200), "batches of a hundred, each whole or absent");
        let again = place.import_file(&file);
        assert_eq!((again.new, again.unchanged), (150, 200));
        assert_eq!(place.rows(), (350, 350));
    }
}

/// The real file, where it stands beside the clone: nothing refused, nothing written twice.
#[test]
fn the_real_file_goes_in_whole_and_a_second_time_writes_nothing() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/tthc-national-2026-07-part.jsonl.gz");
    if !path.exists() {
        writeln!(std::io::stderr(), "national catalogue: not imported, ../shared/data is not there").unwrap();
        return;
    }
    let fresh = testkit::fresh(testkit::store::Engine::Sqlite, &[catalogue::MIGRATIONS]);
    let place = Place::new(fresh.db());
    let first = place.import_file(&path);
    assert!(first.is_well(), "{}", first.text());
    assert_eq!((first.new, first.summary.records), (1597, 1597));
    assert_eq!(first.summary.doubts["limit-without-unit"].records, 212);
    assert_eq!(first.summary.doubts["several-limits"].records, 49);
    let rows = place.rows();
    let second = place.import_file(&path);
    assert_eq!((second.new, second.changed, second.unchanged), (0, 0, 1597));
    assert_eq!(place.rows(), rows);
}
