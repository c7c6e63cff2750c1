//! Every side path of a dossier at least once, over HTTP, on both engines: what the law allows
//! beside the straight way, and what it does not.

use cases::{CaseState, Outcome, Phase, TaskKind};
use kernel::{Day, Id, Moment};
use serde_json::{Value, json};
use walkthroughs::samples::{self, EXTRACT, HOUSE};
use walkthroughs::{Sent, Town, on_both_engines};

const PERMIT: &str = "1.013225";
const COPY: &str = "2.000635";
const RECEIVER: &str = "tiepnhan.saigon";
const BUILDER: &str = "xaydung.saigon";
const HEAD: &str = "truongphong.saigon";
const SIGNATORY: &str = "chutich.saigon";
const PERSON: &str = "nguoidan2";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// One dossier and those who work on it.
struct Path<'t> {
    town: &'t Town,
    case: Id,
}

impl<'t> Path<'t> {
    /// A permit for a house, sent online.
    fn sent(town: &'t Town) -> Path<'t> {
        Path { town, case: town.sent(PERSON, PERMIT, "H29.201", HOUSE) }
    }

    /// Accepted and given to the specialist, who appraises it.
    fn appraising(town: &'t Town) -> Path<'t> {
        let path = Path::sent(town);
        path.does(RECEIVER, "accept", &json!({}));
        path.forward(HEAD);
        path
    }

    fn state(&self) -> CaseState {
        self.town.state(self.case)
    }

    fn task(&self, kind: TaskKind) -> String {
        let state = self.state();
        let open = state.open_tasks().find(|task| task.kind == kind);
        open.unwrap_or_else(|| panic!("no open {}", kind.name())).id.to_string()
    }

    fn ask(&self, login: &str, leaf: &str, body: &Value) -> walkthroughs::Answer {
        self.town.program(login).post_json(&format!("/api/v1/dossiers/{}/{leaf}", self.case), body)
    }

    #[track_caller]
    fn does(&self, login: &str, leaf: &str, body: &Value) {
        let answer = self.ask(login, leaf, body);
        assert!(matches!(answer.status, 200 | 201), "{login} {leaf}: {}", answer.short());
    }

    #[track_caller]
    fn may_not(&self, login: &str, leaf: &str, body: &Value, status: u16, code: &str) {
        let answer = self.ask(login, leaf, body);
        assert_eq!(answer.status, status, "{login} {leaf}: {}", answer.short());
        assert_eq!(answer.json()["code"], code, "{}", answer.short());
    }

    #[track_caller]
    fn forward(&self, login: &str) {
        let lead = self.state().leading().unwrap().id.to_string();
        self.does(login, "forward", &json!({ "task": lead }));
    }

    #[track_caller]
    fn gives(&self, login: &str, leaf: &str, field: (&str, &str)) {
        let path = format!("/api/v1/dossiers/{}/{leaf}", self.case);
        let pairs = [(field.0.to_owned(), field.1.to_owned())];
        let file = Sent { field: "file", name: "giấy tờ.pdf", bytes: samples::PDF };
        let answer = self.town.program(login).upload(&path, &pairs, &[file]);
        assert_eq!(answer.status, 201, "{login} {leaf}: {}", answer.short());
    }

    /// What the person reads.
    fn tracking(&self) -> String {
        let number = self.state().number().to_owned();
        self.town.sign_in(PERSON).page(&format!("/ho-so/{number}")).main()
    }

    #[track_caller]
    fn reads(&self, words: &[&str]) {
        let page = self.tracking();
        for words in words {
            assert!(page.contains(words), "“{words}” is not in: {page}");
        }
    }

    /// A complete request for these papers and answers.
    fn request(items: &[(&str, &str)]) -> Value {
        let item = |(kind, key): &(&str, &str)| {
            json!({
                "kind": kind, "key": key, "reason": "Bản chụp bị mờ, không đọc được diện tích",
                "basis": "Nghị định 175/2024/NĐ-CP",
            })
        };
        json!({ "items": items.iter().map(item).collect::<Vec<_>>(), "note": "" })
    }

    /// Through the remaining steps to the result, and handed over.
    fn finishes(&self) {
        for _ in 0..20 {
            let state = self.state();
            let lead = state.leading().unwrap().clone();
            for task in state.open_tasks().filter(|task| task.kind == TaskKind::Consult) {
                let login = self.login(task);
                self.does(&login, "advise", &json!({ "task": task.id.to_string(), "agrees": true }));
            }
            if lead.kind == TaskKind::HandOver {
                self.does(RECEIVER, "fee", &json!({}));
                return self.does(RECEIVER, "hand-over", &json!({ "to": "applicant" }));
            }
            let login = self.login(&lead);
            if matches!(lead.step.as_str(), "tong-hop") {
                self.gives(&login, "results", ("task", &lead.id.to_string()));
            }
            self.does(&login, "forward", &json!({ "task": lead.id.to_string() }));
        }
        panic!("it never ends");
    }

    fn login(&self, task: &cases::Task) -> String {
        let accounts = &self.town.house().accounts;
        let fit = accounts.officers_for(task.unit, task.role, self.town.now());
        let officer = task.holder.or(fit.first().copied()).unwrap();
        accounts.officer(officer).unwrap().login.clone()
    }
}

fn cause(town: &Town, of: &str) -> String {
    let regime = town.house().catalogue.regime_on(town.now().day()).unwrap();
    regime.causes(of).next().unwrap().key.clone()
}

fn letter(town: &Town, of: &str, on: &str) -> Value {
    json!({ "cause": cause(town, of), "words": "Chờ kết quả xác minh. Xin lỗi ông/bà.", "day": on })
}

on_both_engines! {
    fn more_papers_are_asked_once_at_intake_and_come_item_by_item(engine) {
        let town = Town::on(engine);
        let path = Path::sent(&town);
        let request = Path::request(&[("paper", "giay-to-dat"), ("answer", "floors")]);
        path.may_not(BUILDER, "ask-supplement-intake", &request, 404, "absent");
        let strange = Path::request(&[("paper", "so-ho-khau")]);
        let answer = path.ask(RECEIVER, "ask-supplement-intake", &strange);
        assert_eq!(answer.status, 422, "only what the catalogue requires: {}", answer.short());
        path.does(RECEIVER, "ask-supplement-intake", &request);
        assert_eq!((path.state().phase, path.state().code), (Phase::Asked, None));
        path.may_not(RECEIVER, "ask-supplement-intake", &request, 409, "supplement-asked-already");
        path.reads(&["bổ sung"]);
        town.until("2026-10-20T09:00:00+07:00");
        assert_eq!(path.state().phase, Phase::Asked, "before acceptance nothing closes by itself");
        path.does(PERSON, "answer-item", &json!({ "key": "floors", "value": "4" }));
        path.gives(PERSON, "answer-item/paper", ("paper", "giay-to-dat"));
        assert_eq!(path.state().phase, Phase::Waiting);
        assert_eq!(path.state().accept_by, Moment::parse_rfc3339("2026-10-21T09:00:00+07:00").unwrap());
        path.does(RECEIVER, "accept", &json!({}));
        let shown = town.program(BUILDER).get_json(&format!("/api/v1/dossiers/{}", path.case));
        assert_eq!(shown["answers"]["floors"], 4, "the mended answer is the one in force: {shown}");
        path.may_not(RECEIVER, "ask-supplement-intake", &request, 409, "not-waiting");
        town.doctor();
    }

    fn the_last_paper_after_appraisal_starts_the_limit_anew(engine) {
        let town = Town::on(engine);
        let path = Path::appraising(&town);
        let first = path.state().due.unwrap();
        assert_eq!(first.day, day("2026-09-22"));
        let request = Path::request(&[("paper", "giay-to-dat"), ("paper", "ban-ve-nha")]);
        path.does(BUILDER, "ask-supplement-appraisal", &request);
        path.may_not(BUILDER, "ask-supplement-appraisal", &request, 409, "supplement-asked-already");
        town.until("2026-09-14T10:00:00+07:00");
        path.gives(PERSON, "answer-item/paper", ("paper", "giay-to-dat"));
        assert_eq!(path.state().phase, Phase::Asked, "one of two is there");
        path.gives(PERSON, "answer-item/paper", ("paper", "ban-ve-nha"));
        let state = path.state();
        assert_eq!((state.phase, state.due.unwrap().day), (Phase::Running, day("2026-09-29")));
        assert_eq!(state.original_due, Some(first), "the first promise stays");
        path.reads(&["22/9", "29/9"]);
        path.may_not(BUILDER, "ask-supplement-appraisal", &request, 409, "supplement-asked-already");
        path.finishes();
        assert_eq!(path.state().outcome, Some(Outcome::Delivered));
        town.doctor();
    }

    fn what_never_comes_closes_the_dossier_and_is_not_typed_again(engine) {
        let town = Town::on(engine);
        let path = Path::appraising(&town);
        path.does(BUILDER, "ask-supplement-appraisal", &Path::request(&[("paper", "giay-to-dat")]));
        // Asked on Monday 7/9: 15 days from the notice end on Tuesday 22/9.
        town.until("2026-09-22T23:59:00+07:00");
        assert_eq!(path.state().phase, Phase::Asked);
        town.until("2026-09-23T00:01:00+07:00");
        assert_eq!(path.state().outcome, Some(Outcome::Lapsed));
        path.reads(&["đóng"]);
        let again = path.ask(PERSON, "apply-again", &json!({}));
        assert_eq!(again.status, 201, "{}", again.short());
        let draft = again.json()["id"].as_str().unwrap().to_owned();
        let kept = town.program(PERSON).get_json(&format!("/api/v1/drafts/{draft}"));
        assert_eq!(kept["answers"]["land_parcel"], "5432", "{kept}");
        town.doctor();
    }

    fn a_new_date_is_promised_once_in_time_and_by_the_head(engine) {
        let town = Town::on(engine);
        let path = Path::appraising(&town);
        let first = path.state().due.unwrap();
        path.does(BUILDER, "propose-extension", &letter(&town, "extension", "2026-09-29"));
        path.reads(&["22/9"]);
        assert_eq!(path.state().due, Some(first), "nothing moves before the head agrees");
        let task = path.task(TaskKind::Decide);
        path.may_not(BUILDER, "decide", &json!({ "task": task, "agrees": true }), 404, "absent");
        path.does(HEAD, "decide", &json!({ "task": task, "agrees": true }));
        assert_eq!(path.state().due.unwrap().day, day("2026-09-29"));
        path.reads(&["22/9", "29/9"]);
        path.may_not(BUILDER, "propose-extension", &letter(&town, "extension", "2026-10-05"), 409, "extended-already");

        let declined = Path::appraising(&town);
        declined.does(BUILDER, "propose-extension", &letter(&town, "extension", "2026-09-29"));
        let task = declined.task(TaskKind::Decide);
        declined.does(HEAD, "decide", &json!({ "task": task, "agrees": false, "reason": "Làm kịp." }));
        assert_eq!(declined.state().due, Some(first));

        // A same-day procedure is not extended.
        let copy = Path { town: &town, case: town.sent(PERSON, COPY, "H29.201", EXTRACT) };
        copy.does(RECEIVER, "accept", &json!({}));
        let tomorrow = letter(&town, "extension", "2026-09-08");
        copy.may_not("hotich.saigon", "propose-extension", &tomorrow, 409, "too-short-to-extend");
        town.doctor();
    }

    fn time_runs_out_with_warnings_and_a_letter_that_repairs_nothing(engine) {
        let town = Town::on(engine);
        let path = Path::appraising(&town);
        let promise = path.state().due.unwrap();
        path.may_not(HEAD, "late-letter", &letter(&town, "late", "2026-09-30"), 409, "not-late");
        town.until("2026-09-22T16:00:00+07:00");
        path.may_not(BUILDER, "propose-extension", &letter(&town, "extension", "2026-09-29"), 409, "too-late-to-extend");
        town.until("2026-09-24T09:00:00+07:00");
        let names: Vec<String> = town.events(path.case).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names.iter().filter(|name| *name == "warned").count(), 3, "{names:?}");
        assert!(names.contains(&"overdue".to_owned()));
        path.reads(&["Xin lỗi"]);
        path.does(HEAD, "late-letter", &letter(&town, "late", "2026-09-30"));
        let state = path.state();
        assert_eq!((state.due, state.late_days(town.now())), (Some(promise), 2));
        path.reads(&["22/9", "30/9", "Chờ kết quả xác minh"]);
        town.until("2026-09-28T09:00:00+07:00");
        assert_eq!(path.state().late_days(town.now()), 6, "a letter never resets lateness");
        town.doctor();
    }

    fn refusing_after_appraisal_and_stopping_need_the_head(engine) {
        let town = Town::on(engine);
        let refused = Path::appraising(&town);
        refused.does(BUILDER, "propose-refusal", &json!({ "reason": "Đất thuộc quy hoạch đường" }));
        refused.may_not(HEAD, "refuse", &json!({ "reason": "x" }), 404, "absent");
        let task = refused.task(TaskKind::Decide);
        refused.does(HEAD, "decide", &json!({ "task": task, "agrees": true }));
        assert_eq!(refused.state().outcome, Some(Outcome::Refused));
        refused.reads(&["quy hoạch đường"]);

        let stopped = Path::appraising(&town);
        let body = json!({ "cause": cause(&town, "stop"), "reason": "Đất đang có tranh chấp tại tòa án" });
        stopped.does(BUILDER, "propose-stop", &body);
        let task = stopped.task(TaskKind::Decide);
        stopped.does(HEAD, "decide", &json!({ "task": task, "agrees": true }));
        assert_eq!(stopped.state().outcome, Some(Outcome::Stopped));
        stopped.reads(&["tranh chấp"]);

        // The State erred: the head opens it again, and the limit starts anew.
        let body = json!({ "cause": cause(&town, "reopen"), "reason": "Tra cứu nhầm thửa đất" });
        stopped.may_not(BUILDER, "reopen", &body, 404, "absent");
        stopped.does(HEAD, "reopen", &body);
        assert_eq!(stopped.state().phase, Phase::Running);
        assert_eq!(stopped.state().leading().unwrap().step, "tham-dinh", "where it stood");
        stopped.finishes();
        stopped.may_not(HEAD, "reopen", &body, 409, "not-closed-by-the-state");
        town.doctor();
    }

    fn the_person_takes_it_back_or_changes_it_until_the_decision(engine) {
        let town = Town::on(engine);
        let early = Path::sent(&town);
        early.does(PERSON, "withdraw", &json!({}));
        assert_eq!(early.state().outcome, Some(Outcome::Withdrawn), "before acceptance it is over at once");

        let path = Path::appraising(&town);
        path.may_not("nguoidan3", "withdraw", &json!({}), 404, "absent");
        path.does(PERSON, "withdraw", &json!({ "reason": "Chưa đủ tiền xây" }));
        path.may_not(
            BUILDER, "forward", &json!({ "task": path.state().leading().unwrap().id.to_string() }), 409,
            "withdrawal-open",
        );
        path.does(PERSON, "drop-withdrawal", &json!({}));
        let answers: serde_json::Map<String, Value> =
            samples::with(HOUSE, &[("floors", "2")]).iter().map(|(key, value)| ((*key).to_owned(), json!(value))).collect();
        path.does(PERSON, "adjust", &json!({ "answers": answers }));
        let shown = town.program(BUILDER).get_json(&format!("/api/v1/dossiers/{}", path.case));
        assert_eq!(shown["answers"]["floors"], 2);
        let stranger: serde_json::Map<String, Value> = samples::with(HOUSE, &[("owner_name", "Người Khác Hẳn")])
            .iter()
            .map(|(key, value)| ((*key).to_owned(), json!(value)))
            .collect();
        let other = path.ask(PERSON, "adjust", &json!({ "answers": stranger }));
        assert_eq!(other.status, 422, "somebody else's request is another request: {}", other.short());
        path.does(PERSON, "withdraw", &json!({}));
        path.does(RECEIVER, "confirm-withdrawal", &json!({ "note": "Đã trả lại bản vẽ" }));
        assert_eq!(path.state().outcome, Some(Outcome::Withdrawn));

        let done = Path::appraising(&town);
        done.finishes();
        done.may_not(PERSON, "withdraw", &json!({}), 409, "decided-already");
        // Wrong result: mended within three working days, without leaving the end.
        done.does(PERSON, "report-error", &json!({ "reason": "Sai số nhà" }));
        let task = done.state().open_tasks().next().unwrap().clone();
        assert_eq!((task.kind, task.due_at.unwrap().day()), (TaskKind::Correct, day("2026-09-10")));
        let login = done.login(&task);
        done.gives(&login, "correct-result", ("task", &task.id.to_string()));
        assert_eq!((done.state().phase, done.state().course.corrections), (Phase::Closed, 1));
        town.doctor();
    }

    fn any_desk_takes_it_with_the_code_and_calendar_of_who_decides(engine) {
        let town = Town::at(engine, "2026-09-07T15:20:00+07:00");
        let answers: serde_json::Map<String, Value> =
            HOUSE.iter().map(|(key, value)| ((*key).to_owned(), json!(value))).collect();
        let papers: Vec<Value> = ["giay-to-dat", "ban-ve-nha", "cam-ket-lien-ke"]
            .iter()
            .map(|key| json!({ "key": key, "form": "photo", "compared": true }))
            .collect();
        let body = json!({
            "procedure": PERMIT, "agency": "H29.201", "answers": answers, "papers": papers, "agreed": true,
        });
        let made = town.program("tiepnhan.thuduc").post_json("/api/v1/dossiers", &body);
        assert_eq!(made.status, 201, "{}", made.short());
        let path = Path { town: &town, case: made.json()["id"].as_str().unwrap().parse().unwrap() };
        let state = path.state();
        assert!(state.code.as_deref().unwrap().starts_with("H29.201-"), "the competent agency's code");
        let transfer = state.open_tasks().find(|task| task.kind == TaskKind::Transfer).unwrap().clone();
        assert_eq!(
            transfer.due_at, Moment::parse_rfc3339("2026-09-08T11:30:00+07:00"),
            "accepted after 15:00: the papers leave the next morning"
        );
        path.does("tiepnhan.thuduc", "papers-moved", &json!({ "task": transfer.id.to_string() }));
        let there = path.task(TaskKind::Transfer);
        path.may_not("tiepnhan.thuduc", "papers-moved", &json!({ "task": there }), 404, "absent");
        path.does(RECEIVER, "papers-moved", &json!({ "task": there }));
        assert!(!path.state().open_tasks().any(|task| task.kind == TaskKind::Transfer), "they are there");
        town.doctor();
    }

    fn a_day_off_declared_late_moves_the_promise_and_is_named(engine) {
        let town = Town::on(engine);
        let path = Path::appraising(&town);
        let before = path.state().due.unwrap();
        let declared = json!({
            "first": "2026-09-22", "last": "2026-09-22", "kind": "off", "name_vi": "Nghỉ tránh bão số 9",
            "name_en": "Closed for storm 9", "instrument": "Công điện 15/CĐ-UBND",
        });
        let made = town.program("quantri").post_json("/api/v1/declared-days", &declared);
        assert_eq!(made.status, 201, "{}", made.short());
        town.pass_minutes(1);
        let state = path.state();
        assert_eq!(state.due.unwrap().day, day("2026-09-23"), "the last day is off, so the next one");
        assert_eq!(state.original_due, Some(before));
        path.reads(&["Nghỉ tránh bão số 9", "15/CĐ-UBND"]);
        town.doctor();
    }

    fn a_signatory_away_and_a_dissolved_unit_stop_nothing(engine) {
        let town = Town::on(engine);
        let accounts = &town.house().accounts;
        let id = |login: &str| town.actor(login).account.unwrap();
        let delegation = json!({
            "delegate": id(HEAD).to_string(), "role": "signatory", "first": "2026-09-07", "last": "2026-09-11",
            "reason": "Đi công tác, Quyết định 12/QĐ-UBND",
        });
        let path = format!("/api/v1/officers/{}/delegations", id(SIGNATORY));
        let made = town.program(SIGNATORY).post_json(&path, &delegation);
        assert_eq!(made.status, 201, "{}", made.short());
        let absence = json!({ "first": "2026-09-07", "last": "2026-09-11", "reason": "Đi công tác" });
        let path = format!("/api/v1/officers/{}/absences", id(SIGNATORY));
        assert_eq!(town.program(SIGNATORY).post_json(&path, &absence).status, 201);
        assert!(accounts.is_absent(id(SIGNATORY), town.now()));

        let permit = Path::appraising(&town);
        permit.finishes();
        let signed = permit.state().tasks.iter().find(|task| task.kind == TaskKind::Approve).unwrap().clone();
        assert_eq!(signed.holder, Some(id(HEAD)), "the delegate signed");

        // A dissolved division: its open work passes to the one that takes over.
        let open = Path::appraising(&town);
        let ward = town.agency("H29.201");
        let from = accounts.unit_of_kind(ward, accounts::UnitKind::Construction).unwrap().id;
        let to = accounts.unit_of_kind(ward, accounts::UnitKind::Social).unwrap().id;
        let closing = json!({ "successor": to.to_string(), "on": "2026-09-07" });
        let closed = town.program("quantri").post_json(&format!("/api/v1/units/{from}/close"), &closing);
        assert_eq!(closed.status, 204, "{}", closed.short());
        town.pass_minutes(1);
        assert_eq!(open.state().leading().unwrap().unit, to);
        town.doctor();
    }

    fn the_clock_stands_still_only_where_sector_law_says_so(engine) {
        let town = Town::on(engine);
        let all: std::collections::BTreeMap<String, std::collections::BTreeMap<String, String>> =
            serde_json::from_str(include_str!("../../data/applications.json")).unwrap();
        let revision = town.house().catalogue.current("1.004873", town.now().day()).unwrap();
        let asking = revision.procedure.step.iter().flat_map(|step| &step.consult).find(|one| one.excluded.is_some());
        assert!(asking.is_some(), "NĐ 123/2015 Art 3.4 takes the inquiry out of the limit");
        let mut raw = all["1.004873"].clone();
        raw.insert("subject_places".to_owned(), "elsewhere".to_owned());
        raw.insert("subject_places_list".to_owned(), "xã Mẫu, tỉnh Thí Dụ, từ 2014 đến 2020".to_owned());
        let pairs: Vec<(&str, &str)> = raw.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let path = Path { town: &town, case: town.sent(PERSON, "1.004873", "H29.201", &pairs) };
        path.does(RECEIVER, "accept", &json!({}));
        let promised = path.state().due.unwrap();
        let mut moved = 0;
        while path.state().course.pause.is_none() && moved < 6 {
            let lead = path.state().leading().unwrap().clone();
            path.does(&path.login(&lead), "forward", &json!({ "task": lead.id.to_string() }));
            moved += 1;
        }
        let state = path.state();
        let pause = state.course.pause.clone().expect("the inquiry stopped the clock");
        path.reads(&["không tính"]);
        town.until("2026-09-11T10:00:00+07:00");
        assert_eq!(path.state().late_days(town.now()), 0, "and nobody is late meanwhile");
        for id in pause.tasks {
            let task = path.state().task(id).unwrap().clone();
            path.does(&path.login(&task), "advise", &json!({ "task": id.to_string(), "agrees": true }));
        }
        let state = path.state();
        assert!(state.course.pause.is_none());
        assert_eq!(promised.day, day("2026-09-10"));
        assert_eq!(state.due.unwrap().day, day("2026-09-16"), "four working days did not count");
        assert_eq!(state.course.moves[0].why, "excluded");
        town.doctor();
    }

    fn a_third_regime_comes_as_files_alone_and_binds_what_is_accepted_under_it(engine) {
        let folder = testkit::temp_dir();
        third_regime(folder.path());
        let files = Some(folder.path().to_owned());
        let town = Town::with_procedures(engine, "2026-12-30T09:00:00+07:00", files);
        let old = Path::appraising(&town);
        old.does(BUILDER, "ask-supplement-appraisal", &Path::request(&[("paper", "giay-to-dat")]));
        town.until("2027-01-04T09:00:00+07:00");
        let new = Path::sent(&town);
        let state = new.state();
        assert_eq!(state.accept_by, Moment::parse_rfc3339("2027-01-04T13:30:00+07:00").unwrap(), "3 hours, not 8");
        new.does(RECEIVER, "accept", &json!({}));
        let code = new.state().code.unwrap();
        assert_eq!(code, "H29.201/20270104/0000001", "and the code pattern of its own file");
        assert_eq!(new.state().course.regime, "nd-900-2027");
        new.forward(HEAD);
        new.does(BUILDER, "ask-supplement-appraisal", &Path::request(&[("paper", "giay-to-dat")]));
        let close = |path: &Path<'_>| path.state().course.supplement.unwrap().close.unwrap().day;
        assert_eq!(close(&new), day("2027-03-04"), "two months to answer");
        assert_eq!((old.state().course.regime.as_str(), close(&old)), ("nd-118-2025", day("2027-01-14")));
        town.doctor();
    }
}

/// The project's own files, and beside them a regime and a code pattern that nobody ever decreed.
fn third_regime(folder: &std::path::Path) {
    let own = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../procedures");
    for part in ["", "regimes", "forms", "codes"] {
        std::fs::create_dir_all(folder.join(part)).unwrap();
        for file in std::fs::read_dir(own.join(part)).unwrap().map(Result::unwrap) {
            if file.path().is_file() {
                std::fs::copy(file.path(), folder.join(part).join(file.file_name())).unwrap();
            }
        }
    }
    let path = folder.join("regimes/nd-118-2025.toml");
    let old = std::fs::read_to_string(&path).unwrap();
    let ended = old.replacen("\neffective_from", "\neffective_to = \"2026-12-31\"\neffective_from", 1);
    std::fs::write(&path, ended).unwrap();
    let mut new = old;
    while let Some(at) = new.find("[[amended]]") {
        let end = new[at..].find("\n\n").unwrap();
        new.replace_range(at..at + end, "");
    }
    for (from, to) in [
        ("key = \"nd-118-2025\"", "key = \"nd-900-2027\""),
        ("effective_from = \"2025-07-01\"", "effective_from = \"2027-01-01\""),
        ("limit = { n = 8, unit = \"working_hours\" }", "limit = { n = 3, unit = \"working_hours\" }"),
        ("closes_after = { n = 15, unit = \"days\" }", "closes_after = { n = 2, unit = \"months\" }"),
    ] {
        assert!(new.contains(from), "{from}");
        new = new.replacen(from, to, 1);
    }
    std::fs::write(folder.join("regimes/nd-900-2027.toml"), new).unwrap();
    let code = "key = \"tt-9-2027\"\nfrom = \"2027-01-01\"\npattern = \"{agency}/{yyyymmdd}/{n:7}\"\n\
        scope = \"competent-agency\"\nsource = \"[M] bịa\"\n";
    std::fs::write(folder.join("codes/tt-9-2027.toml"), code).unwrap();
}
