//! Every answer of the rules: state × command × role, as one table a legal officer can read.
//! Nothing is written to a database here: states are folds of events that the rules themselves gave.

use cases::{CaseState, Channel, Event, ItemKind, TaskKind};
use catalogue::{Answers, Regime, Revision};
use dossiers::rules::{self, Ground, Submission, Wanted};
use kernel::{Actor, Day, Id, Moment, Refusal};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;
use walkthroughs::samples::{self, HOUSE};
use walkthroughs::{Engine, Town};

/// Who asks, as a column of the table.
const PEOPLE: &[(&str, &str)] = &[
    ("Người nộp", "nguoidan"),
    ("Tiếp nhận", "tiepnhan.saigon"),
    ("Tiếp nhận phường khác", "tiepnhan.thuduc"),
    ("Chuyên viên thụ lý", "xaydung.saigon"),
    ("Chuyên viên hộ tịch", "hotich.saigon"),
    ("Trưởng phòng", "truongphong.saigon"),
    ("Người ký", "chutich.saigon"),
    ("Sở được hỏi ý kiến", "chuyenvien.sxd"),
    ("Lãnh đạo tỉnh", "lanhdao"),
    ("Quản trị", "quantri"),
    ("Thanh tra", "thanhtra"),
];

struct Bench {
    town: Town,
    revision: Arc<Revision>,
    regime: Arc<Regime>,
    answers: Answers,
    next: Cell<i64>,
    now: Cell<Moment>,
}

impl Bench {
    fn new() -> Bench {
        let town = Town::on(Engine::Sqlite);
        let day = town.now().day();
        let revision = town.house().catalogue.current("1.013225", day).unwrap();
        let regime = town.house().catalogue.regime_on(day).unwrap();
        let raw: Vec<(String, String)> = samples::with(HOUSE, &[("land_paper", "other")])
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect();
        let mut answers = Answers::default();
        answers.apply(revision.validate_form(&raw, day).said);
        let now = Cell::new(town.now());
        Bench { town, revision, regime, answers, next: Cell::new(1), now }
    }

    fn with<T>(&self, f: impl FnOnce(&Ground<'_>) -> T) -> T {
        f(&Ground {
            offices: &self.town.house().accounts,
            revision: &self.revision,
            regime: &self.regime,
            answers: &self.answers,
            new_id: &|| {
                self.next.set(self.next.get() + 1);
                Id(self.next.get())
            },
            now: self.now.get(),
        })
    }

    fn sent(&self) -> CaseState {
        let ward = self.town.agency("H29.201");
        let desk = self.town.actor("tiepnhan.saigon").unit.unwrap();
        let said = Submission {
            agency: ward,
            desk,
            channel: Channel::Online,
            applicant: self.town.actor("nguoidan").account,
            receipt: "9K2P-Q7X4".to_owned(),
        };
        let (first, then) = self.with(|ground| rules::submit(ground, &said));
        let mut state = cases::fold::first(Id(1), self.now.get(), &first).unwrap();
        self.apply(&mut state, &then);
        state
    }

    fn apply(&self, state: &mut CaseState, events: &[Event]) {
        self.now.set(self.now.get().plus_minutes(10));
        for event in events {
            state.apply(self.now.get(), event).unwrap();
        }
    }

    /// The dossier after these officers finished their steps.
    fn after(&self, path: &[&str]) -> CaseState {
        let mut state = self.sent();
        let desk = self.town.actor("tiepnhan.saigon");
        let accepted =
            self.with(|ground| rules::accept(ground, &state, &desk, "H29.201-260907-0001".to_owned()));
        self.apply(&mut state, &accepted.unwrap());
        for login in path {
            self.close_consults(&mut state, login);
            let task = state.leading().unwrap().id;
            let who = self.town.actor(login);
            let done = self.with(|ground| rules::forward(ground, &state, &who, task, false, true));
            self.apply(&mut state, &done.unwrap());
        }
        state
    }

    /// Whoever drafts waits for the opinions: they are given here.
    fn close_consults(&self, state: &mut CaseState, login: &str) {
        let drafting =
            state.leading().is_some_and(|task| task.step == "tong-hop") && login == "xaydung.saigon";
        let open: Vec<Id> = state
            .open_tasks()
            .filter(|task| drafting && task.kind == TaskKind::Consult)
            .map(|task| task.id)
            .collect();
        for task in open {
            self.apply(state, &[Event::TaskDone { task, outcome: rules::outcome::AGREED.to_owned() }]);
        }
    }

    fn refused(&self) -> CaseState {
        let mut state = self.sent();
        let events = rules::refuse(&state, &self.town.actor("tiepnhan.saigon")).unwrap();
        self.apply(&mut state, &events);
        state
    }

    fn delivered(&self, path: &[&str]) -> CaseState {
        let mut state = self.after(path);
        let events =
            rules::hand_over(&state, &self.town.actor("tiepnhan.saigon"), "applicant", false).unwrap();
        self.apply(&mut state, &events);
        state
    }

    fn cause(&self, of: &str) -> String {
        self.regime.causes(of).next().unwrap().key.clone()
    }

    /// A request for the first thing the procedure requires.
    fn wanted(&self) -> Vec<Wanted> {
        let items = self.revision.with(&self.answers).supplement_items();
        let first = items.iter().find(|item| item.kind == catalogue::ItemKind::Paper).unwrap();
        vec![Wanted {
            kind: ItemKind::Paper,
            key: first.key.to_owned(),
            reason: "Không đọc được".to_owned(),
            basis: first.source.to_string(),
        }]
    }

    /// What an officer's command makes of a state.
    fn then(&self, mut state: CaseState, login: &str, command: &str) -> CaseState {
        let actor = self.town.actor(login);
        let lead = state.leading().map_or(Id(0), |task| task.id);
        let decision =
            state.open_tasks().find(|task| task.kind == TaskKind::Decide).map_or(Id(0), |task| task.id);
        let events = self.with(|ground| match command {
            "asked at intake" => rules::ask_at_intake(ground, &state, &actor, &self.wanted()),
            "asked" => rules::ask_after_appraisal(ground, &state, &actor, &self.wanted()),
            "extension" => {
                let day = Day::new(2026, 9, 30).unwrap();
                rules::propose_extension(ground, &state, &actor, &self.cause("extension"), day)
            }
            "refusal" => rules::propose_refusal(ground, &state, &actor),
            "stop" => rules::propose_stop(ground, &state, &actor, &self.cause("stop")),
            "agreed" => rules::decide(ground, &state, &actor, decision, true),
            "withdraw" => rules::withdraw(ground, &state),
            "withdrawn" => rules::confirm_withdrawal(&state, &actor),
            "wrong" => rules::open_correction(ground, &state),
            "lapsed" => Ok(vec![Event::Lapsed]),
            other => panic!("{other} {lead}"),
        });
        let events = events.unwrap_or_else(|refusal| panic!("{login} {command}: {}", refusal.code));
        self.apply(&mut state, &events);
        state
    }

    /// Every command of an officer, asked of one state.
    fn ask(&self, state: &CaseState, actor: &Actor, command: &str) -> Result<usize, Refusal> {
        let lead = state.leading().map_or(Id(0), |task| task.id);
        let consult =
            state.open_tasks().find(|task| task.kind == TaskKind::Consult && Some(task.unit) == actor.unit);
        let consult = consult.map_or(lead, |task| task.id);
        let holder = self.town.actor("xaydung.saigon").account.unwrap();
        let open =
            |kind: TaskKind| state.open_tasks().find(|task| task.kind == kind).map_or(Id(0), |task| task.id);
        let decision = open(TaskKind::Decide);
        let count = |events: Vec<Event>| events.len();
        self.with(|ground| match command {
            "xem" if rules::officer_may_see(state, actor) => Ok(0),
            "xem" => Err(Refusal::absent()),
            "tiếp nhận" => {
                rules::accept(ground, state, actor, "H29.201-260907-0002".to_owned()).map(count)
            }
            "từ chối" => rules::refuse(state, actor).map(count),
            "nhận việc" => rules::take(state, actor, lead).map(count),
            "phân công" => rules::assign(ground, state, actor, lead, holder).map(count),
            "chuyển bước, chưa có kết quả" => {
                rules::forward(ground, state, actor, lead, false, false).map(count)
            }
            "chuyển bước, có kết quả" => {
                rules::forward(ground, state, actor, lead, false, true).map(count)
            }
            "trả lại" => rules::forward(ground, state, actor, lead, true, true).map(count),
            "trả lời ý kiến" => rules::advise(state, actor, consult, true).map(count),
            "gắn kết quả" => {
                rules::attach_result(ground, state, actor, lead).map(|(events, _)| events.len())
            }
            "yêu cầu bổ sung khi tiếp nhận" => {
                rules::ask_at_intake(ground, state, actor, &self.wanted()).map(count)
            }
            "yêu cầu bổ sung sau thẩm định" => {
                rules::ask_after_appraisal(ground, state, actor, &self.wanted()).map(count)
            }
            "đề nghị lùi ngày trả" => {
                let day = state.due.map_or(ground.now.day(), |due| due.day).plus(1);
                rules::propose_extension(ground, state, actor, &self.cause("extension"), day).map(count)
            }
            "gửi thư xin lỗi vì quá hạn" => {
                let day = Day::new(2026, 9, 30).unwrap();
                rules::late_letter(ground, state, actor, &self.cause("late"), day).map(count)
            }
            "đề nghị từ chối sau thẩm định" => {
                rules::propose_refusal(ground, state, actor).map(count)
            }
            "đề nghị dừng giải quyết" => {
                rules::propose_stop(ground, state, actor, &self.cause("stop")).map(count)
            }
            "đồng ý với đề nghị" => rules::decide(ground, state, actor, decision, true).map(count),
            "không đồng ý với đề nghị" => {
                rules::decide(ground, state, actor, decision, false).map(count)
            }
            "trả giấy tờ, đóng hồ sơ đã rút" => {
                rules::confirm_withdrawal(state, actor).map(count)
            }
            "gửi, nhận giấy tờ chuyển đi" => {
                rules::papers_moved(ground, state, actor, open(TaskKind::Transfer)).map(count)
            }
            "thay kết quả sai" => rules::correct(state, actor, open(TaskKind::Correct)).map(count),
            "mở lại do lỗi của cơ quan nhà nước" => {
                rules::reopen(ground, state, actor, &self.cause("reopen")).map(count)
            }
            "đối chiếu, thu phí" => rules::at_desk(state, actor).map(|()| 0),
            "trả kết quả, chưa thu phí" => {
                rules::hand_over(state, actor, "applicant", true).map(count)
            }
            "trả kết quả, đã thu phí" => {
                rules::hand_over(state, actor, "applicant", false).map(count)
            }
            other => panic!("{other}"),
        })
    }
}

const COMMANDS: &[&str] = &[
    "xem",
    "tiếp nhận",
    "từ chối",
    "nhận việc",
    "phân công",
    "chuyển bước, chưa có kết quả",
    "chuyển bước, có kết quả",
    "trả lại",
    "trả lời ý kiến",
    "gắn kết quả",
    "đối chiếu, thu phí",
    "trả kết quả, chưa thu phí",
    "trả kết quả, đã thu phí",
    "yêu cầu bổ sung khi tiếp nhận",
    "yêu cầu bổ sung sau thẩm định",
    "đề nghị lùi ngày trả",
    "gửi thư xin lỗi vì quá hạn",
    "đề nghị từ chối sau thẩm định",
    "đề nghị dừng giải quyết",
    "đồng ý với đề nghị",
    "không đồng ý với đề nghị",
    "trả giấy tờ, đóng hồ sơ đã rút",
    "gửi, nhận giấy tờ chuyển đi",
    "thay kết quả sai",
    "mở lại do lỗi của cơ quan nhà nước",
];

const UNTIL_DRAFT: &[&str] = &["truongphong.saigon", "xaydung.saigon", "xaydung.saigon"];
const UNTIL_CHECK: &[&str] = &["truongphong.saigon", "xaydung.saigon", "xaydung.saigon", "xaydung.saigon"];
const UNTIL_SIGNED: &[&str] = &[
    "truongphong.saigon",
    "xaydung.saigon",
    "xaydung.saigon",
    "xaydung.saigon",
    "truongphong.saigon",
    "chutich.saigon",
];

/// A state with its name.
fn states(bench: &Bench) -> Vec<(&'static str, CaseState)> {
    let appraising = || bench.after(&UNTIL_CHECK[..1]);
    let agreed = |what| bench.then(bench.then(appraising(), BUILDER, what), HEAD, "agreed");
    vec![
        ("Đã gửi, chờ tiếp nhận", bench.sent()),
        ("Phân công thụ lý, trưởng phòng giữ", bench.after(&[])),
        ("Thẩm định, chuyên viên giữ, đang hỏi hai nơi", bench.after(&UNTIL_CHECK[..1])),
        ("Tổng hợp, chuyên viên giữ, còn hai nơi chưa trả lời", bench.after(UNTIL_DRAFT)),
        ("Trưởng phòng kiểm tra", bench.after(UNTIL_CHECK)),
        ("Chờ ký", bench.after(&UNTIL_SIGNED[..5])),
        ("Có kết quả, chờ trả", bench.after(UNTIL_SIGNED)),
        ("Đã trả kết quả", bench.delivered(UNTIL_SIGNED)),
        ("Từ chối tiếp nhận", bench.refused()),
        ("Chờ bổ sung, trước khi tiếp nhận", bench.then(bench.sent(), RECEIVER, "asked at intake")),
        ("Chờ bổ sung, sau thẩm định", bench.then(appraising(), BUILDER, "asked")),
        ("Đóng vì không bổ sung", bench.then(bench.then(appraising(), BUILDER, "asked"), BUILDER, "lapsed")),
        ("Trưởng phòng xem đề nghị lùi ngày trả", bench.then(appraising(), BUILDER, "extension")),
        ("Đã lùi ngày trả một lần", agreed("extension")),
        ("Trưởng phòng xem đề nghị từ chối", bench.then(appraising(), BUILDER, "refusal")),
        ("Từ chối sau thẩm định", agreed("refusal")),
        ("Dừng giải quyết", agreed("stop")),
        ("Người dân xin rút", bench.then(appraising(), BUILDER, "withdraw")),
        ("Đã rút", bench.then(bench.then(appraising(), BUILDER, "withdraw"), RECEIVER, "withdrawn")),
        ("Đã trả kết quả, đang sửa kết quả sai", bench.then(bench.delivered(UNTIL_SIGNED), BUILDER, "wrong")),
    ]
}

const RECEIVER: &str = "tiepnhan.saigon";
const BUILDER: &str = "xaydung.saigon";
const HEAD: &str = "truongphong.saigon";

#[test]
fn every_command_in_every_state_for_every_role_is_answered_as_agreed() {
    let bench = Bench::new();
    let texts = &bench.town.web().web.texts;
    let mut table = String::from(
        "Giấy phép xây dựng, hỏi ý kiến hai nơi. Mỗi dòng: việc, rồi ai được làm và vì sao người khác không.\n\
         Ai không có tên ở một dòng thì với họ hồ sơ không tồn tại (404).\n",
    );
    let mut codes: BTreeSet<&'static str> = BTreeSet::new();
    for (name, state) in states(&bench) {
        writeln!(table, "\n== {name}").unwrap();
        for command in COMMANDS {
            let mut allowed = Vec::new();
            let mut refused: Vec<(&'static str, Vec<&str>)> = Vec::new();
            for (role, login) in PEOPLE {
                match bench.ask(&state, &bench.town.actor(login), command) {
                    Ok(_) => allowed.push(*role),
                    Err(refusal) if refusal.code == "absent" => {}
                    Err(refusal) => {
                        let code = refusal.fields.first().map_or(refusal.code, |field| field.code);
                        codes.insert(code);
                        match refused.iter_mut().find(|(known, _)| *known == code) {
                            Some((_, roles)) => roles.push(role),
                            None => refused.push((code, vec![role])),
                        }
                    }
                }
            }
            let yes = if allowed.is_empty() { "không ai".to_owned() } else { allowed.join(", ") };
            write!(table, "  {command}: {yes}").unwrap();
            for (code, roles) in refused {
                write!(table, "; [{code}] {}", roles.join(", ")).unwrap();
            }
            table.push('\n');
        }
    }
    table.push_str("\n== Lý do\n");
    for code in codes {
        let text = ["refusal", "field"].map(|kind| format!("{kind}-{code}"));
        let text = text
            .iter()
            .find(|key| texts.has(web::Lang::Vi, key))
            .unwrap_or_else(|| panic!("{code} has no words"));
        writeln!(table, "  [{code}] {}", texts.get(web::Lang::Vi, text)).unwrap();
    }
    insta::assert_snapshot!("rules", table);
}

#[test]
fn no_path_leaves_a_finished_dossier_and_nothing_shortens_what_was_promised() {
    let bench = Bench::new();
    for (name, state) in states(&bench) {
        for command in COMMANDS {
            for (_, login) in PEOPLE {
                let answer = bench.ask(&state, &bench.town.actor(login), command);
                // Only an error of the State opens a closed dossier, or mends its result.
                let mending = command.starts_with("mở lại") || command.starts_with("thay kết quả sai");
                let taking = command.starts_with("nhận việc") || command.starts_with("phân công");
                let open = state.open_tasks().next().is_some();
                if state.phase == cases::Phase::Closed && *command != "xem" && !mending && !(taking && open) {
                    assert!(answer.is_err(), "{login} can still do {command} in {name}");
                }
            }
        }
        if let (Some(due), Some(first)) = (state.due, state.original_due) {
            assert_eq!(due != first, name.contains("lùi ngày trả một lần"), "{name}");
        }
    }
}
