//! A procedure made here beside the imported record of its code, and one made from a record that
//! nothing here stands beside.
#![allow(clippy::unwrap_used)]

use catalogue::edits::{Asked, EditKind, EditState, Place, Stamp, Unready, section};
use catalogue::{Beside, Catalogue, Edits, Entry, Files, Mark, NationalCatalogue, check, report};
use kernel::{Clock, Day, Failure, Id, Ids};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU16, Ordering};
use testkit::store::Db;

const AUTHOR: Id = Id(11);
const SECOND: Id = Id(22);
const MADE: &str = "1.013225";
const ONLY: &str = "9.000009";

struct Room {
    edits: Edits,
    ids: Ids,
    clock: Clock,
    db: Db,
    folder: testkit::TempDir,
}

fn open(db: &Db) -> Room {
    static NODE: AtomicU16 = AtomicU16::new(1);
    let clock = testkit::clock_at("2026-09-07T09:41:00+07:00");
    let ids = Ids::new(clock.clone(), NODE.fetch_add(1, Ordering::Relaxed));
    let catalogue = Catalogue::open(db, &ids, &clock, Files::embedded()).unwrap();
    let edits = Edits::new(catalogue, clock.clone(), ids.clone());
    Room { edits, ids, clock, db: db.clone(), folder: testkit::temp_dir() }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn by(account: Id) -> Stamp {
    Stamp { account, key: None }
}

fn block<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn code_of<T: std::fmt::Debug>(result: Result<T, Failure>) -> &'static str {
    match result.unwrap_err() {
        Failure::Refusal(refusal) => refusal.code,
        Failure::Fault(fault) => panic!("{fault}"),
    }
}

/// A record in the shape of the published ones; one channel has a number without a unit.
fn record(code: &str) -> Value {
    json!({
        "ma_thu_tuc": code,
        "ten_thu_tuc": "Cấp thẻ tham quan vườn ví dụ",
        "so_quyet_dinh": "1/QĐ-THU",
        "cap_thuc_hien": "Cấp xã",
        "linh_vuc": "Vườn ví dụ",
        "doi_tuong_thuc_hien": "Công dân Việt Nam, Người nước ngoài",
        "co_quan_co_tham_quyen": "Ủy ban nhân dân cấp xã",
        "trinh_tu_thuc_hien": "Bước 1: Nộp hồ sơ.\nBước 2: Nhận thẻ.",
        "cach_thuc_thuc_hien": concat!(
            "Hình thức nộpThời gianPhí, lệ phíMô tả",
            "Trực tuyến3 Ngày làm việc20,000 Việt Nam Đồng(Lệ phí cấp thẻ)Nộp trên cổng.",
            "Trực tiếp3Miễn phí"
        ),
        "thanh_phan_ho_so": concat!(
            "--Tên giấy tờMẫu đơn, tờ khaiSố lượngTờ khai cấp thẻTO KHAI.docx1 bản chính",
            "Ảnh chân dung0 bản chính,2 bản sao"
        ),
        "can_cu_phap_ly": "Tên văn bản pháp lýMã văn bảnLuật Thử nghiệm46/2024/QH15",
        "ket_qua_xu_ly": "Thẻ tham quanMã: KQ.G15.000031",
    })
}

impl Room {
    fn catalogue(&self) -> &Catalogue {
        self.edits.catalogue()
    }

    fn import(&self, record: &Value) {
        let path = self.folder.path().join("catalogue.jsonl");
        std::fs::write(&path, record.to_string()).unwrap();
        let done = catalogue::import(&self.db, &self.ids, &self.clock, self.catalogue(), &path, &mut |_| {});
        assert!(done.unwrap().is_well());
        self.catalogue().refresh().unwrap();
    }

    async fn start(&self, account: Id, from: &str) -> Id {
        self.edits.start(&by(account), ONLY, Some(day(from)), "Quyết định 1/QĐ-THU").await.unwrap()
    }

    async fn version(&self, id: Id) -> i64 {
        self.edits.edit(id).await.unwrap().version
    }

    async fn unready(&self, id: Id) -> Vec<Unready> {
        self.edits.candidate(&self.edits.edit(id).await.unwrap()).await.unwrap().unready
    }

    /// Saves an item as it stands, but for what is given.
    async fn save(&self, account: Id, id: Id, slug: &str, at: usize, with: &[(&str, &str)]) {
        let edit = self.edits.edit(id).await.unwrap();
        let section = section(slug).unwrap();
        let place = Place { outer: None, at: Some(at) };
        let tree = serde_json::to_value(edit.procedure().unwrap()).unwrap();
        let item = section.item(tree.as_object().unwrap(), place).unwrap();
        let stands: Vec<(String, String)> =
            section.fields.iter().flat_map(|field| field.typed(item)).collect();
        let typed = |name: &str| -> Vec<String> {
            let given: Vec<String> =
                with.iter().filter(|(known, _)| *known == name).map(|(_, said)| (*said).to_owned()).collect();
            if !given.is_empty() {
                return given;
            }
            stands.iter().filter(|(known, _)| known == name).map(|(_, said)| said.clone()).collect()
        };
        self.edits.save_item(&by(account), id, edit.version, (section, place), &typed).await.unwrap();
    }

    /// Everything the record leaves open, filled in.
    async fn filled(&self, account: Id, id: Id) {
        let general = [
            ("short_vi", "Thẻ tham quan"),
            ("summary_vi", "Để vào vườn ví dụ."),
            ("minutes", "5"),
            ("service", "full"),
            ("competent", "social"),
        ];
        self.save(account, id, "chung", 0, &general).await;
        self.save(account, id, "thoi-han", 0, &[]).await;
        self.save(account, id, "quy-trinh", 0, &[("unit", "social")]).await;
    }

    async fn published(&self, id: Id) {
        self.edits.propose(&by(AUTHOR), id, self.version(id).await).await.unwrap();
        self.edits.publish(&by(SECOND), id, self.version(id).await).await.unwrap();
    }

    fn stands(&self, on: &str) -> Option<Entry> {
        self.catalogue().entry(ONLY, day(on))
    }
}

testkit::both_engines! {
    migrations = &[catalogue::MIGRATIONS];

    fn a_procedure_beside_its_imported_record_differs_as_the_command_line_says(db) {
        let room = open(&db);
        let revision = room.catalogue().current(MADE, day("2026-09-07")).unwrap();
        assert!(block(room.catalogue().beside_record(&revision)).unwrap().is_none());
        let record = record(MADE);
        room.import(&record);
        let beside = block(room.catalogue().beside_record(&revision)).unwrap().unwrap();
        let path = room.folder.path().join("catalogue.jsonl");
        let national = NationalCatalogue::read(&path).unwrap();
        let report = report(Files::embedded().read().unwrap(), Some(&national));
        let told = report.procedures.iter().find_map(|one| match &one.beside {
            Beside::Differences(all) if one.file.starts_with(MADE) => Some(all.clone()),
            _ => None,
        });
        assert_eq!(Some(&beside.differences), told.as_ref());
        assert!(beside.differences.iter().all(|one| catalogue::COMPARED.contains(&one.field)));
        assert_eq!(beside.uses.len(), 1);
        let name = beside.differences.iter().find(|one| one.field == "name").unwrap();
        assert_eq!(name.theirs, "Cấp thẻ tham quan vườn ví dụ");
    }

    fn what_a_record_says_is_written_down_and_what_it_does_not_is_asked(db) {
        let room = open(&db);
        room.import(&record(ONLY));
        block(async {
            let id = room.start(AUTHOR, "2026-10-01").await;
            let edit = room.edits.edit(id).await.unwrap();
            assert_eq!((edit.kind, edit.base), (EditKind::Create, None));
            let text = edit.procedure().unwrap();
            assert_eq!(text.name.vi, "Cấp thẻ tham quan vườn ví dụ");
            assert_eq!(text.limit.len(), 1, "a number without a unit is no limit");
            assert_eq!(text.limit[0].limit, kernel::Limit::new(3, kernel::LimitUnit::WorkingDays));
            let fees: Vec<_> = text.fee.iter().map(|fee| (fee.amount.0, fee.when.as_ref().map(|when| when.source().to_owned()))).collect();
            let when = |way: &str| Some(format!("channel == '{way}'"));
            assert_eq!(fees, [(20_000, when("online"))], "free at the counter");
            let papers: Vec<_> = text.paper.iter().map(|paper| (paper.originals, paper.copies)).collect();
            assert_eq!(papers, [(1, 0), (0, 2)]);
            assert_eq!((text.result[0].code.as_str(), text.basis[0].number.as_str()), ("KQ.G15.000031", "46/2024/QH15"));
            let of_record = text.sources().into_iter().filter(|source| source.mark == Mark::D);
            assert!(of_record.clone().count() > 8 && of_record.into_iter().all(|source| source.text.contains(ONLY)));
            let unready = room.unready(id).await;
            let asked: Vec<_> = unready.iter().filter_map(|one| match one {
                Unready::Asked(asked) => Some(asked.section()),
                _ => None,
            }).collect();
            assert_eq!(asked, ["chung", "thoi-han", "quy-trinh"], "{unready:#?}");
            assert!(unready.contains(&Unready::Blank { fact: "summary" }));
            let limit = unready.iter().find_map(|one| match one {
                Unready::Asked(Asked::Limit { rows, .. }) => Some(rows.clone()),
                _ => None,
            });
            assert_eq!(limit.unwrap(), [(catalogue::Way::Counter, "3".to_owned())]);
            assert_eq!(code_of(room.edits.propose(&by(AUTHOR), id, 1).await), "edit-unready");
            room.filled(AUTHOR, id).await;
            assert_eq!(room.unready(id).await, []);
        });
    }

    fn a_procedure_made_from_a_record_is_published_by_a_second_person_and_exported_without_a_mistake(db) {
        let room = open(&db);
        room.import(&record(ONLY));
        block(async {
            let id = room.start(AUTHOR, "2026-10-01").await;
            room.filled(AUTHOR, id).await;
            room.edits.propose(&by(AUTHOR), id, room.version(id).await).await.unwrap();
            assert_eq!(code_of(room.edits.publish(&by(AUTHOR), id, room.version(id).await).await), "edit-second-person");
            assert_eq!(code_of(room.edits.publish(&by(SECOND), id, 1).await), "changed");
            room.edits.publish(&by(SECOND), id, room.version(id).await).await.unwrap();
            assert_eq!(room.edits.edit(id).await.unwrap().state, EditState::Published);
        });
        assert!(!room.stands("2026-09-30").unwrap().is_made());
        assert!(room.stands("2026-10-01").unwrap().is_made());
        let found = room.catalogue().search("the tham quan", day("2026-10-01"), 5);
        let hits: Vec<_> = found.procedures.iter().map(|hit| (hit.entry.code().to_owned(), hit.entry.is_made())).collect();
        assert_eq!(hits.first(), Some(&(ONLY.to_owned(), true)), "{hits:?}");
        let files = catalogue::export(room.catalogue()).unwrap();
        assert!(files.iter().any(|file| file.path == format!("{ONLY}-2026-10-01.toml")));
        assert_eq!(check(files), []);
    }

    fn of_two_made_from_one_record_the_first_published_stands_and_the_other_is_told(db) {
        let room = open(&db);
        room.import(&record(ONLY));
        block(async {
            let first = room.start(AUTHOR, "2026-11-01").await;
            let other = room.start(SECOND, "2026-10-01").await;
            room.filled(AUTHOR, first).await;
            room.filled(SECOND, other).await;
            room.published(first).await;
            assert_eq!(room.unready(other).await, [Unready::BaseChanged]);
            let version = room.version(other).await;
            assert_eq!(code_of(room.edits.propose(&by(SECOND), other, version).await), "edit-unready");
            assert_eq!(code_of(room.edits.propose(&by(AUTHOR), other, version).await), "edit-not-author");
            // From then on a change is made from the text that is published.
            let change = room.start(SECOND, "2026-12-01").await;
            assert_eq!(room.edits.edit(change).await.unwrap().kind, EditKind::Change);
        });
    }

    fn a_cancelled_publication_leads_back_to_the_record(db) {
        let room = open(&db);
        room.import(&record(ONLY));
        block(async {
            let id = room.start(AUTHOR, "2026-10-01").await;
            room.filled(AUTHOR, id).await;
            room.published(id).await;
            let change = room.start(AUTHOR, "2026-12-01").await;
            let publication = room.catalogue().publications(ONLY)[0].id;
            room.edits.cancel(&by(SECOND), ONLY, publication, "Lùi ngày").await.unwrap();
            assert!(!room.stands("2026-10-01").unwrap().is_made());
            assert!(room.catalogue().versions(ONLY).is_empty());
            assert!(room.unready(change).await.contains(&Unready::BaseChanged), "what it was made from is gone");
            let again = room.start(AUTHOR, "2026-10-01").await;
            assert_eq!(room.edits.edit(again).await.unwrap().kind, EditKind::Create);
            room.filled(AUTHOR, again).await;
            room.published(again).await;
            assert!(room.stands("2026-10-01").unwrap().is_made());
        });
        assert_eq!(check(catalogue::export(room.catalogue()).unwrap()), []);
    }

    fn a_code_that_nothing_stands_under_begins_nothing(db) {
        let room = open(&db);
        let begun = block(room.edits.start(&by(AUTHOR), ONLY, Some(day("2026-10-01")), ""));
        assert_eq!(code_of(begun), "absent");
    }
}
