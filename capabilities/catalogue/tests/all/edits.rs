//! A change of a procedure from its first word to its publication, and back.

use catalogue::edits::{EditState, ItemAct, Place, Stamp, Unready, section};
use catalogue::{Catalogue, Edits, Files, check};
use kernel::{Clock, Day, Failure, Id, Ids, Refusal};
use std::sync::atomic::{AtomicU16, Ordering};
use testkit::store::Db;

const CODE: &str = "1.013225";
const AUTHOR: Id = Id(11);
const SECOND: Id = Id(22);

struct Room {
    edits: Edits,
    clock: Clock,
}

fn open(db: &Db) -> Room {
    static NODE: AtomicU16 = AtomicU16::new(1);
    let clock = testkit::clock_at("2026-09-07T09:41:00+07:00");
    let ids = Ids::new(clock.clone(), NODE.fetch_add(1, Ordering::Relaxed));
    let catalogue = Catalogue::open(db, &ids, &clock, Files::embedded()).unwrap();
    Room { edits: Edits::new(catalogue, clock.clone(), ids), clock }
}

fn by(account: Id) -> Stamp {
    Stamp { account, key: None }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn refused(failure: Failure) -> Refusal {
    match failure {
        Failure::Refusal(refusal) => refusal,
        Failure::Fault(fault) => panic!("{fault}"),
    }
}

fn code_of<T: std::fmt::Debug>(result: Result<T, Failure>) -> &'static str {
    refused(result.unwrap_err()).code
}

fn block<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

type Typed = Vec<(&'static str, &'static str)>;

impl Room {
    async fn start(&self, from: &str) -> Id {
        self.edits.start(&by(AUTHOR), CODE, Some(day(from)), "Nghị quyết 12/2026/NQ-HĐND").await.unwrap()
    }

    async fn save(&self, id: Id, slug: &str, place: &str, typed: Typed) -> Result<(), Failure> {
        self.save_as(AUTHOR, id, slug, place, typed).await
    }

    async fn save_as(&self, who: Id, id: Id, slug: &str, place: &str, typed: Typed) -> Result<(), Failure> {
        let version = self.edits.edit(id).await.unwrap().version;
        let section = section(slug).unwrap();
        let place = Place::parse(place, section.is_nested()).unwrap();
        let typed = move |name: &str| -> Vec<String> {
            typed.iter().filter(|(known, _)| *known == name).map(|(_, said)| (*said).to_owned()).collect()
        };
        self.edits.save_item(&by(who), id, version, (section, place), &typed).await
    }

    async fn version(&self, id: Id) -> i64 {
        self.edits.edit(id).await.unwrap().version
    }

    async fn propose(&self, id: Id) -> Result<(), Failure> {
        self.edits.propose(&by(AUTHOR), id, self.version(id).await).await
    }

    async fn publish(&self, who: Id, id: Id) -> Result<(), Failure> {
        self.edits.publish(&by(who), id, self.version(id).await).await
    }
}

/// The limit as it stands, with another number.
fn limit(n: &'static str) -> Typed {
    vec![
        ("limit_n", n),
        ("limit_unit", "working_days"),
        ("source_mark", "L"),
        ("source_text", "Nghị quyết 12/2026/NQ-HĐND, Điều 1"),
    ]
}

async fn published(room: &Room, n: &'static str, from: &str) -> Id {
    let id = room.start(from).await;
    let at = room.edits.catalogue().current(CODE, day("2026-09-07")).unwrap().procedure.limit.len() - 1;
    room.save(id, "thoi-han", &at.to_string(), limit(n)).await.unwrap();
    room.propose(id).await.unwrap();
    room.publish(SECOND, id).await.unwrap();
    id
}

fn last_limit(room: &Room, on: &str) -> u32 {
    room.edits.catalogue().current(CODE, day(on)).unwrap().procedure.limit.last().unwrap().limit.n
}

testkit::both_engines! {
    migrations = &[catalogue::MIGRATIONS];

    fn a_change_published_by_a_second_person_holds_from_its_first_day_and_dossiers_keep_theirs(db) {
        let room = open(&db);
        let before = room.edits.catalogue().current(CODE, day("2026-09-07")).unwrap();
        let old = before.procedure.limit.last().unwrap().limit.n;
        block(async {
            let id = published(&room, "33", "2026-10-01").await;
            assert_eq!(last_limit(&room, "2026-09-30"), old);
            assert_eq!(last_limit(&room, "2026-10-01"), 33);
            assert_eq!(room.edits.catalogue().revision(before.id).unwrap().procedure.limit.last().unwrap().limit.n, old);
            let edit = room.edits.edit(id).await.unwrap();
            assert_eq!(edit.state, EditState::Published);
            let history: Vec<String> =
                room.edits.history(id).await.unwrap().into_iter().map(|event| event.what).collect();
            assert_eq!(history, ["start", "save", "propose", "publish"]);
        });
    }

    fn nobody_publishes_or_returns_what_they_wrote_and_nobody_writes_what_is_another_s(db) {
        let room = open(&db);
        block(async {
            let id = room.start("2026-10-01").await;
            assert_eq!(code_of(room.save_as(SECOND, id, "thoi-han", "0", limit("12")).await), "edit-not-author");
            let at = room.edits.catalogue().current(CODE, day("2026-09-07")).unwrap().procedure.limit.len() - 1;
            room.save(id, "thoi-han", &at.to_string(), limit("33")).await.unwrap();
            assert_eq!(code_of(room.publish(SECOND, id).await), "edit-not-proposed");
            room.propose(id).await.unwrap();
            assert_eq!(code_of(room.publish(AUTHOR, id).await), "edit-second-person");
            assert_eq!(code_of(room.save(id, "thoi-han", "0", limit("34")).await), "edit-not-written");
            let version = room.version(id).await;
            assert_eq!(code_of(room.edits.give_back(&by(SECOND), id, version, " ").await), "fields");
            room.edits.give_back(&by(SECOND), id, version, "Thiếu căn cứ").await.unwrap();
            let edit = room.edits.edit(id).await.unwrap();
            assert_eq!((edit.state, edit.note.as_deref()), (EditState::Returned, Some("Thiếu căn cứ")));
            room.save(id, "thoi-han", &at.to_string(), limit("34")).await.unwrap();
            room.propose(id).await.unwrap();
            room.publish(SECOND, id).await.unwrap();
            assert_eq!(last_limit(&room, "2026-10-01"), 34);
        });
    }

    fn a_paper_without_a_legal_basis_is_not_published_and_named(db) {
        let room = open(&db);
        block(async {
            let id = room.start("2026-10-01").await;
            let paper = vec![("name_vi", "Ảnh thẻ"), ("forms", "photo"), ("originals", "2")];
            room.save(id, "giay-to", "moi", paper).await.unwrap();
            let edit = room.edits.edit(id).await.unwrap();
            let candidate = room.edits.candidate(&edit).await.unwrap();
            let named = |unready: &Unready| matches!(unready, Unready::PaperWithoutBasis { name } if name.vi == "Ảnh thẻ");
            assert!(candidate.unready.iter().any(named), "{:?}", candidate.unready);
            assert_eq!(candidate.unready.len(), 1, "{:?}", candidate.unready);
            assert_eq!(code_of(room.propose(id).await), "edit-unready");
            let at = candidate.revision.procedure.paper.len() - 1;
            let paper = vec![("name_vi", "Ảnh thẻ"), ("forms", "photo"), ("source_mark", "L"), ("source_text", "Điều 5")];
            room.save(id, "giay-to", &at.to_string(), paper).await.unwrap();
            room.propose(id).await.unwrap();
        });
    }

    fn what_files_are_refused_for_stops_a_change_too(db) {
        let room = open(&db);
        block(async {
            let id = room.start("2026-10-01").await;
            let empty = room.edits.candidate(&room.edits.edit(id).await.unwrap()).await.unwrap();
            assert_eq!(empty.unready, [Unready::NoDifference]);
            let first = room.edits.catalogue().current(CODE, day("2026-09-07")).unwrap().procedure.limit.len() - 1;
            room.save(id, "thoi-han", &first.to_string(), limit("1")).await.unwrap();
            let edit = room.edits.edit(id).await.unwrap();
            let unready = room.edits.candidate(&edit).await.unwrap().unready;
            assert!(
                unready.iter().any(|one| matches!(one, Unready::StepsTooLong { leaves: 8, .. })),
                "steps take longer: {unready:?}"
            );
            let next = vec![("when", "khong_co == 1"), ("limit_n", "9"), ("limit_unit", "days"), ("source_text", "x"), ("source_mark", "L")];
            room.save(id, "thoi-han", "0", next).await.unwrap();
            let edit = room.edits.edit(id).await.unwrap();
            let unready = room.edits.candidate(&edit).await.unwrap().unready;
            assert!(unready.iter().any(|one| matches!(one, Unready::Check(_))), "an unknown question: {unready:?}");
        });
    }

    fn steps_are_shortened_in_proportion_until_they_fit_and_what_law_gives_others_stays(db) {
        let room = open(&db);
        block(async {
            let id = room.start("2026-10-01").await;
            let shorter = vec![
                ("limit_n", "14"), ("limit_unit", "days"), ("when", "work == 'house'"), ("label_vi", "Nhà ở riêng lẻ"),
                ("source_mark", "L"), ("source_text", "Nghị quyết 12/2026/NQ-HĐND, Điều 1"),
            ];
            room.save(id, "thoi-han", "0", shorter).await.unwrap();
            assert_eq!(code_of(room.propose(id).await), "edit-unready");
            let before = room.edits.edit(id).await.unwrap().procedure().unwrap();
            room.edits.fit_steps(&by(AUTHOR), id, room.version(id).await).await.unwrap();
            let after = room.edits.edit(id).await.unwrap().procedure().unwrap();
            let hours = |procedure: &catalogue::Procedure| -> u32 {
                procedure.step.iter().filter_map(|step| step.limit).map(|limit| limit.n).sum()
            };
            assert!(hours(&after) < hours(&before));
            let consults = |procedure: &catalogue::Procedure| -> Vec<kernel::Limit> {
                procedure.step.iter().flat_map(|step| &step.consult).map(|consult| consult.limit).collect()
            };
            assert_eq!(consults(&after), consults(&before));
            room.propose(id).await.unwrap();
        });
    }

    fn the_first_day_lies_ahead_and_is_not_in_use(db) {
        let room = open(&db);
        block(async {
            let past = room.edits.start(&by(AUTHOR), CODE, Some(day("2026-09-06")), "").await;
            assert_eq!(refused(past.unwrap_err()).fields[0].code, "edit-past");
            let id = room.start("2026-10-01").await;
            let at = room.edits.catalogue().current(CODE, day("2026-09-07")).unwrap().procedure.limit.len() - 1;
            room.save(id, "thoi-han", &at.to_string(), limit("33")).await.unwrap();
            let version = room.version(id).await;
            room.edits.set_day(&by(AUTHOR), id, version, Some(day("2026-09-10")), "Nghị quyết 12").await.unwrap();
            room.propose(id).await.unwrap();
            room.clock.set_civil_ahead_ms(room.clock.civil_ahead_ms() + 30 * 86_400_000);
            let edit = room.edits.edit(id).await.unwrap();
            let unready = room.edits.candidate(&edit).await.unwrap().unready;
            assert_eq!(unready, [Unready::PastDay]);
            assert_eq!(code_of(room.publish(SECOND, id).await), "edit-unready");
        });
    }

    fn two_changes_of_one_text_do_not_undo_each_other_unseen(db) {
        let room = open(&db);
        block(async {
            let slow = room.start("2026-11-01").await;
            let at = room.edits.catalogue().current(CODE, day("2026-09-07")).unwrap().procedure.limit.len() - 1;
            room.save(slow, "thoi-han", &at.to_string(), limit("34")).await.unwrap();
            room.propose(slow).await.unwrap();
            published(&room, "33", "2026-10-01").await;
            let edit = room.edits.edit(slow).await.unwrap();
            assert_eq!(room.edits.candidate(&edit).await.unwrap().unready, [Unready::BaseChanged]);
            assert_eq!(code_of(room.publish(SECOND, slow).await), "edit-unready");
        });
    }

    fn a_scheduled_text_is_cancelled_before_it_begins_and_rolled_back_after(db) {
        let room = open(&db);
        let old = last_limit(&room, "2026-09-07");
        block(async {
            published(&room, "33", "2026-10-01").await;
            let publication = room.edits.catalogue().publications(CODE).pop().unwrap();
            assert_eq!(code_of(room.edits.cancel(&by(SECOND), CODE, publication.id, "").await), "fields");
            let file = room.edits.catalogue().publications(CODE)[0].id;
            assert_eq!(code_of(room.edits.cancel(&by(SECOND), CODE, file, "Sai").await), "edit-cancel-file");
            room.edits.cancel(&by(SECOND), CODE, publication.id, "Nghị quyết lùi ngày").await.unwrap();
            assert_eq!(last_limit(&room, "2026-10-01"), old);
            let kept = room.edits.catalogue().publications(CODE).pop().unwrap().cancelled.unwrap();
            assert_eq!(kept.2, "Nghị quyết lùi ngày");
            assert_eq!(code_of(room.edits.cancel(&by(SECOND), CODE, publication.id, "Lại").await), "changed");

            published(&room, "33", "2026-10-01").await;
            room.clock.set_civil_ahead_ms(room.clock.civil_ahead_ms() + 40 * 86_400_000);
            let publication = room.edits.catalogue().publications(CODE).pop().unwrap();
            assert_eq!(code_of(room.edits.cancel(&by(SECOND), CODE, publication.id, "Sai").await), "edit-cancel-begun");
            let older = room.edits.catalogue().versions(CODE)[0].clone();
            let id = room.edits.roll_back(&by(AUTHOR), CODE, older.id, Some(day("2026-10-20")), "Nghị quyết bị bãi bỏ").await.unwrap();
            room.propose(id).await.unwrap();
            room.publish(SECOND, id).await.unwrap();
            assert_eq!((last_limit(&room, "2026-10-19"), last_limit(&room, "2026-10-20")), (33, old));
            assert_eq!(room.edits.catalogue().versions(CODE).len(), 3, "nothing of the past is altered");
        });
    }

    fn what_is_exported_passes_every_check_and_changes_nothing_where_it_is_loaded(db) {
        let room = open(&db);
        block(published(&room, "33", "2026-10-01"));
        block(async {
            let id = room.start("2026-11-01").await;
            let fee = vec![
                ("name_vi", "Phí thẩm định"), ("name_en", "Appraisal"), ("kind", "service"), ("amount", "50.000"),
                ("source_mark", "L"), ("source_text", "Nghị quyết 12"),
            ];
            room.save(id, "phi", "moi", fee).await.unwrap();
            room.propose(id).await.unwrap();
            room.publish(SECOND, id).await.unwrap();
        });
        let files = catalogue::export(room.edits.catalogue()).unwrap();
        assert_eq!(check(files.clone()), []);
        let embedded = Files::embedded().read().unwrap();
        assert_eq!(files.len(), embedded.len() + 2);
        for file in embedded.iter().filter(|file| !file.path.starts_with(CODE)) {
            assert!(files.contains(file), "{} is exported as it is", file.path);
        }
        let loaded = testkit::clock_at("2026-09-08T08:00:00+07:00");
        let ids = Ids::new(loaded.clone(), 99);
        let again = Catalogue::open(&db, &ids, &loaded, Files::given(files.clone())).unwrap();
        assert!(again.refused_files().is_empty());
        let limits = |catalogue: &Catalogue| -> Vec<(Day, u32, usize)> {
            let versions = catalogue.versions(CODE);
            let facts = |one: &std::sync::Arc<catalogue::Revision>| {
                let procedure = &one.procedure;
                (procedure.effective_from, procedure.limit.last().unwrap().limit.n, procedure.fee.len())
            };
            versions.iter().map(facts).collect()
        };
        assert_eq!(limits(&again), limits(room.edits.catalogue()));
        assert_eq!(catalogue::export(&again).unwrap(), files);
    }

    fn a_form_sent_twice_acts_once_and_a_stale_one_is_refused(db) {
        let room = open(&db);
        block(async {
            let keyed = |key: &str| Stamp { account: AUTHOR, key: Some(key.to_owned()) };
            let from = Some(day("2026-10-01"));
            let id = room.edits.start(&keyed("a"), CODE, from, "x").await.unwrap();
            assert_eq!(room.edits.start(&keyed("a"), CODE, from, "x").await.unwrap(), id);
            assert_eq!(room.edits.of_code(CODE).await.unwrap().len(), 1);
            room.edits.set_day(&keyed("b"), id, 1, from, "y").await.unwrap();
            room.edits.set_day(&keyed("b"), id, 1, from, "y").await.unwrap();
            assert_eq!(room.version(id).await, 2);
            assert_eq!(code_of(room.edits.set_day(&keyed("c"), id, 1, from, "z").await), "changed");
            let other = Stamp { account: SECOND, key: Some("b".to_owned()) };
            assert_eq!(code_of(room.edits.set_day(&other, id, 2, from, "z").await), "edit-not-author");
            let at = room.edits.catalogue().current(CODE, day("2026-09-07")).unwrap().procedure.limit.len() - 1;
            room.save(id, "thoi-han", &at.to_string(), limit("33")).await.unwrap();
            room.edits.propose(&keyed("d"), id, 3).await.unwrap();
            room.edits.propose(&keyed("d"), id, 3).await.unwrap();
            let second = Stamp { account: SECOND, key: Some("e".to_owned()) };
            room.edits.publish(&second, id, 4).await.unwrap();
            room.edits.publish(&second, id, 4).await.unwrap();
            assert_eq!(room.edits.catalogue().publications(CODE).len(), 2);
        });
    }

    fn items_are_taken_out_and_moved_within_their_list(db) {
        let room = open(&db);
        block(async {
            let id = room.start("2026-10-01").await;
            let papers = |edit: &catalogue::edits::Edit| -> Vec<String> {
                edit.procedure().unwrap().paper.into_iter().map(|paper| paper.key).collect()
            };
            let edit = room.edits.edit(id).await.unwrap();
            let before = papers(&edit);
            let section = section("giay-to").unwrap();
            let place = |at: usize| Place { outer: None, at: Some(at) };
            room.edits.act_on_item(&by(AUTHOR), id, 1, (section, place(1)), ItemAct::Up).await.unwrap();
            let after = papers(&room.edits.edit(id).await.unwrap());
            assert_eq!((&after[0], &after[1]), (&before[1], &before[0]));
            room.edits.act_on_item(&by(AUTHOR), id, 2, (section, place(0)), ItemAct::Remove).await.unwrap();
            assert_eq!(papers(&room.edits.edit(id).await.unwrap()).len(), before.len() - 1);
            assert_eq!(code_of(room.edits.act_on_item(&by(AUTHOR), id, 3, (section, place(99)), ItemAct::Remove).await), "absent");
            assert_eq!(code_of(room.edits.act_on_item(&by(AUTHOR), id, 3, (section, place(0)), ItemAct::Up).await), "absent");
        });
    }

    fn a_waiver_of_a_fee_is_written_seen_published_and_exported(db) {
        let room = open(&db);
        block(async {
            let id = room.start("2026-10-01").await;
            let waiver: Typed = vec![
                ("when", "work == 'house'"),
                ("reason_vi", "Nhà ở riêng lẻ của hộ nghèo"),
                ("source_mark", "L"),
                ("source_text", "Nghị quyết 12/2026/NQ-HĐND, Điều 3"),
            ];
            let before = room.edits.edit(id).await.unwrap().procedure().unwrap().fee[0].waiver.len();
            room.save(id, "mien-phi", "0-moi", waiver).await.unwrap();
            let candidate = room.edits.candidate(&room.edits.edit(id).await.unwrap()).await.unwrap();
            assert_eq!(candidate.unready, []);
            let standing = candidate.standing.clone().unwrap();
            let said = catalogue::difference(&standing.procedure, &candidate.revision.procedure);
            assert!(said.iter().any(|change| change.to_string().contains("hộ nghèo")), "{said:?}");
            room.propose(id).await.unwrap();
            room.publish(SECOND, id).await.unwrap();
            let now = room.edits.catalogue().current(CODE, day("2026-10-01")).unwrap();
            assert_eq!(now.procedure.fee[0].waiver.len(), before + 1);
            let files = catalogue::export(room.edits.catalogue()).unwrap();
            assert!(files.iter().any(|file| file.text.contains("[[fee.waiver]]") && file.text.contains("hộ nghèo")));
            assert_eq!(check(files), []);
        });
    }
}
