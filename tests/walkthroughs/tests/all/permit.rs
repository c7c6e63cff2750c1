//! A building permit, 1.013225, by a citizen with an account: papers, consultation, two signatures.

use cases::TaskKind;
use kernel::{Day, Moment};
use walkthroughs::samples::{self, HOUSE};
use walkthroughs::walk::{self, act, attach};
use walkthroughs::{Town, on_both_engines};

const CODE: &str = "1.013225";
const WARD: &str = "UBND phường Sài Gòn";

/// Questions that a house is not asked.
const OTHER_WORKS: [&str; 2] = ["work_class", "environment"];

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

on_both_engines! {
    fn a_citizen_gets_a_building_permit_with_papers_and_opinions(engine) {
        let town = Town::on(engine);
        let citizen = town.sign_in("nguoidan2");
        // Another paper about the land: two consultations, one within the ward, one outside it.
        let answers = samples::with(HOUSE, &[("land_paper", "other")]);
        let receipt = walk::apply(&citizen, CODE, WARD, &answers);
        assert!(receipt.page.main().contains("Đã nhận"), "{}", receipt.page.main());
        assert!(citizen.page("/ho-so").html.contains(&receipt.number), "it is in the person's own list");

        let desk = town.sign_in("tiepnhan.saigon");
        let code = walk::accept(&desk, &receipt.number);
        let case = town.case(&code);
        let due = town.state(case).due.unwrap();
        assert_eq!(due.day, day("2026-09-22"), "15 days for a house, the first not counted");

        let head = town.sign_in("truongphong.saigon");
        act(&head, &code, "chuyen", &[]);
        let open: Vec<_> = town.state(case).open_tasks().map(|task| (task.step.clone(), task.kind)).collect();
        assert_eq!(open, [
            ("tham-dinh".to_owned(), TaskKind::Work),
            ("quy-hoach".to_owned(), TaskKind::Consult),
            ("nguon-goc-dat".to_owned(), TaskKind::Consult),
        ]);
        let asked = town.state(case).tasks.iter().find(|task| task.step == "quy-hoach").unwrap().clone();
        assert_eq!(asked.due_at.unwrap().day(), day("2026-09-21"), "12 days end on a Saturday, so on Monday");

        let builder = town.sign_in("xaydung.saigon");
        act(&builder, &code, "chuyen", &[]);
        act(&builder, &code, "chuyen", &[]);
        let tracking = citizen.page(&format!("/ho-so/{code}"));
        assert!(tracking.h1().contains("Giấy phép đang được soạn"), "{}", tracking.h1());

        // Drafting waits for the opinions: no button, and a forged form is refused.
        let path = walk::staff_path(&code);
        let page = builder.page(&path);
        assert!(page.form(&format!("{path}/chuyen")).is_none(), "no button leads to a refusal");
        attach(&builder, &code, "giấy phép Kiểm Chứng.pdf", samples::PDF);
        let form = builder.form(&path, &format!("{path}/ket-qua"));
        let pairs: Vec<_> = form.pairs();
        let forged = builder.post(&format!("{path}/chuyen"), &pairs);
        assert_eq!(forged.status, 409, "{}", forged.short());

        let clerk = town.sign_in("hotich.saigon");
        act(&clerk, &code, "y-kien", &[("tra_loi", "dong-y"), ("y_kien", "Đất ở, không tranh chấp")]);
        town.until("2026-09-21T16:59:00+07:00");
        assert!(town.state(case).task(asked.id).unwrap().is_open(), "the asked department still has a minute");
        town.until("2026-09-21T17:01:00+07:00");
        let silent = town.state(case).task(asked.id).unwrap().clone();
        assert_eq!(silent.outcome.as_deref(), Some("silent"), "silence is consent after 12 days");
        assert_eq!(silent.done_at, asked.due_at);
        let late = town.sign_in("chuyenvien.sxd");
        assert!(late.page(&path).form(&format!("{path}/y-kien")).is_none(), "too late to answer");

        act(&builder, &code, "chuyen", &[]);
        act(&head, &code, "chuyen", &[]);
        let chief = town.sign_in("chutich.saigon");
        act(&chief, &code, "chuyen", &[]);
        let ready = citizen.page(&format!("/ho-so/{code}"));
        assert!(ready.h1().contains("Đã có giấy phép"), "{}", ready.h1());
        assert!(ready.main().contains("75.000 đồng"), "{}", ready.main());
        act(&desk, &code, "thu-phi", &[]);
        act(&desk, &code, "tra-ket-qua", &[("trao_cho", "applicant")]);
        let over = citizen.page(&format!("/ho-so/{code}"));
        let file = citizen.get(&over.link("/tep/").expect("the permit to download")).expect(200);
        assert_eq!(&file.body[..], samples::PDF);

        let flow = desk.page(&format!("{path}?muc=nhat-ky")).main();
        assert!(flow.contains("không trả lời nên coi là đồng ý"), "{flow}");
        town.doctor();
    }

    fn a_head_gives_a_task_to_another_and_only_that_one_can_finish_it(engine) {
        let town = Town::on(engine);
        let case = town.sent("nguoidan", CODE, "H29.201", HOUSE);
        let code = town.accepted("tiepnhan.saigon", case);
        let head = town.sign_in("truongphong.saigon");
        act(&head, &code, "chuyen", &[]);
        let path = walk::staff_path(&code);
        // Only one specialist works there, and holds it already.
        let form = head.form(&path, &format!("{path}/phan-cong"));
        let offered = form.input("nguoi_nhan").unwrap().options.clone();
        assert_eq!(offered.len(), 1, "nobody else may be given it");
        let signatory = town.actor("chutich.saigon").account.unwrap().to_string();
        let refused = head.submit(&form, &[("nguoi_nhan", &signatory)]).expect(422);
        assert!(!refused.page().tags("a").is_empty());
        assert_eq!(town.state(case).leading().unwrap().holder, town.actor("xaydung.saigon").account);
    }

    fn limits_of_a_permit_end_on_the_days_the_law_says(engine) {
        // (accepted, what is built, last day): the first day is not counted, the last one is a working
        // day (BLDS 2015 Art 147, 148); 15 days for a house, 20 for other works of class III and IV.
        let table = [
            ("2026-09-07T09:00:00+07:00", "house", "2026-09-22"),
            ("2026-09-07T09:00:00+07:00", "building", "2026-09-28"), // 27 September is a Sunday
            ("2026-08-07T09:00:00+07:00", "house", "2026-08-22"), // a Saturday worked instead of 31 August
            ("2026-08-12T09:00:00+07:00", "building", "2026-09-03"), // 1 and 2 September are National Day
            ("2027-01-25T09:00:00+07:00", "house", "2027-02-11"), // Tết is from 4 to 10 February
            ("2026-09-05T09:00:00+07:00", "house", "2026-09-21"), // accepted on a Saturday; the 20th is a Sunday
        ];
        for (accepted, work, last) in table {
            let town = Town::at(engine, accepted);
            let answers = samples::with(HOUSE, &[("work", work), ("work_class", "3"), ("environment", "0")]);
            let answers: Vec<_> =
                answers.into_iter().filter(|(key, _)| work != "house" || !OTHER_WORKS.contains(key)).collect();
            let case = town.sent("nguoidan", CODE, "H29.201", &answers);
            town.accepted("tiepnhan.saigon", case);
            let state = town.state(case);
            assert_eq!(state.due.unwrap().day, day(last), "{work} accepted {accepted}");
            assert_eq!(state.original_due, state.due);
            assert_eq!(state.accepted_at, Moment::parse_rfc3339(accepted));
        }
    }
}
