//! Declared days, delegations, absences, closings: what the façade answers, and the doors.

use crate::house::{Browser, NOW, SETS, actor_of, code, moment, open, refusal, seeded};
use accounts::rules::{AbsenceEdit, ClosingEdit, DayEdit, DelegationEdit, OfficerEdit};
use accounts::{Accounts, CALENDAR_CHANGED, Stamp, UNIT_CLOSED, UnitKind, seed};
use axum::http::StatusCode;
use kernel::{Id, Lent, Moment, Permission, RefusalKind, Role};
use store::{Db, agenda};
use testkit::block_on;

fn date(text: &str) -> (String, String, String) {
    let mut parts = text.split('/').map(str::to_owned);
    let mut next = || parts.next().unwrap();
    (next(), next(), next())
}

fn storm() -> DayEdit {
    DayEdit {
        first: date("9/9/2026"),
        last: date("10/9/2026"),
        kind: "off".into(),
        name_vi: "Nghỉ tránh bão số 12".into(),
        name_en: "Storm no. 12".into(),
        instrument: "Công điện 12/CĐ-UBND (ví dụ)".into(),
    }
}

fn signing(first: &str, last: &str) -> DelegationEdit {
    DelegationEdit {
        role: "signatory".into(),
        procedure: String::new(),
        first: date(first),
        last: date(last),
        reason: "Giấy ủy quyền (ví dụ)".into(),
    }
}

fn id_of(seeded: &seed::Seeded, login: &str) -> Id {
    seeded.accounts.iter().find(|row| row.login == login).unwrap().id
}

fn unit(accounts: &Accounts, code: &str, kind: UnitKind) -> Id {
    accounts.unit_of_kind(accounts.agency_by_code(code).unwrap().id, kind).unwrap().id
}

/// When work of a kind about a subject is due.
fn due(db: &Db, kind: &'static str, subject: Id) -> Option<Moment> {
    db.read_blocking(move |tx| Ok(agenda::find(tx, kind, subject)?.map(|row| row.due))).unwrap()
}

async fn stamp(accounts: &Accounts, login: &str) -> Stamp {
    Stamp { actor: actor_of(accounts, login).await, key: None }
}

testkit::both_engines! {
    migrations = SETS;

    fn a_day_declared_late_lies_over_every_calendar_until_it_is_withdrawn(db) {
        let (accounts, _, vault) = seeded(&db);
        let other = open(&db, &vault, moment(NOW), 2);
        let desk = unit(&accounts, "H29.202", UnitKind::Desk);
        let storm_day = "2026-09-09".parse().unwrap();
        block_on(async {
            let admin = Stamp { key: Some("0123456789abcdef".into()), ..stamp(&accounts, "quantri").await };
            assert_eq!(accounts.calendar_for_unit(desk).version(), "vn-2026-10-02/saturday-morning");
            let id = accounts.declare_day(&admin, &storm(), None).await.unwrap();
            assert_eq!(accounts.declare_day(&admin, &storm(), None).await.unwrap(), id);
            let calendar = accounts.calendar_for_unit(desk);
            assert_eq!(calendar.version(), "vn-2026-10-02+declared-1/saturday-morning");
            assert_eq!(calendar.why_off(storm_day).unwrap().vi, "Nghỉ tránh bão số 12");
            assert_eq!(due(&db, CALENDAR_CHANGED, Id(0)), Some(moment(NOW)));

            // Another process sees it inside the work that the change put on its agenda.
            assert!(other.calendar_for_unit(desk).is_working_day(storm_day));
            let room = other.clone();
            db.read(move |tx| room.refresh_within(tx)).await.unwrap();
            assert!(!other.calendar_for_unit(desk).is_working_day(storm_day));

            let admin = Stamp { key: None, ..admin };
            let ward = accounts.agency_by_code("H29.202").unwrap().id;
            let worked = DayEdit { kind: "worked".into(), ..storm() };
            accounts.declare_day(&admin, &worked, Some(ward)).await.unwrap();
            let calendar = accounts.calendar_for_unit(desk);
            assert_eq!(calendar.version(), "vn-2026-10-02+declared-1+H29.202-1/saturday-morning");
            assert!(calendar.is_working_day(storm_day));
            assert!(!accounts.calendar_for_unit(unit(&accounts, "H29.201", UnitKind::Desk)).is_working_day(storm_day));

            accounts.withdraw_day(&admin, id, 1).await.unwrap();
            assert_eq!(refusal(accounts.withdraw_day(&admin, id, 1).await).kind, RefusalKind::Changed);
            let calendar = accounts.calendar_of_province();
            assert_eq!((calendar.version(), calendar.is_working_day(storm_day)), ("vn-2026-10-02+declared-2/standard", true));
            let nobody = stamp(&accounts, "chutich.saigon").await;
            assert_eq!(refusal(accounts.declare_day(&nobody, &storm(), Some(ward)).await).kind, RefusalKind::Absent);
        });
    }

    fn an_administrator_of_a_ward_declares_for_that_ward_alone(db) {
        let (accounts, _, _) = seeded(&db);
        block_on(async {
            let admin = stamp(&accounts, "quantri").await;
            let ward = accounts.agency_by_code("H29.201").unwrap().id;
            let typed = OfficerEdit {
                name: "Giàng A Quản Lý".into(),
                title: "Quản trị phường".into(),
                login: "quantri.saigon".into(),
                roles: vec!["admin".into()],
                ..OfficerEdit::default()
            };
            let place = unit(&accounts, "H29.201", UnitKind::Leadership);
            accounts.add_officer(&admin, &typed, Some(place)).await.unwrap();
            let mut actor = admin.actor.clone();
            actor.agency = Some(ward);
            let own = Stamp { actor, key: None };
            assert_eq!(code(accounts.declare_day(&own, &storm(), None).await), "accounts-day-agency");
            let elsewhere = accounts.agency_by_code("H29.202").unwrap().id;
            assert_eq!(code(accounts.declare_day(&own, &storm(), Some(elsewhere)).await), "accounts-day-agency");
            let id = accounts.declare_day(&admin, &storm(), None).await.unwrap();
            assert_eq!(refusal(accounts.withdraw_day(&own, id, 1).await).kind, RefusalKind::Absent);
            assert!(accounts.declare_day(&own, &storm(), Some(ward)).await.is_ok());
        });
    }

    fn a_delegate_signs_while_the_delegation_runs_and_no_longer(db) {
        let (accounts, seeded, vault) = seeded(&db);
        let (chair, head) = (id_of(&seeded, "chutich.saigon"), id_of(&seeded, "chanhvanphong.saigon"));
        let leaders = unit(&accounts, "H29.201", UnitKind::Leadership);
        let now = moment(NOW);
        block_on(async {
            let signatory = stamp(&accounts, "chutich.saigon").await;
            assert!(!actor_of(&accounts, "chanhvanphong.saigon").await.may(Permission::Approve));
            let edit = signing("7/9/2026", "8/9/2026");
            let made = accounts.delegate(&signatory, chair, Some(head), &edit).await.unwrap();
            let delegate = actor_of(&accounts, "chanhvanphong.saigon").await;
            assert!(delegate.may(Permission::Approve) && !delegate.roles.has(Role::Signatory));
            assert_eq!(accounts.officers_for(leaders, Role::Signatory, now), [chair, head]);
            assert_eq!(accounts.acts_for(head, leaders, Role::Signatory, "1.001193", now), Some(chair));
            assert_eq!(accounts.acts_for(chair, leaders, Role::Signatory, "1.001193", now), None);
            assert_eq!(accounts.acts_for(head, leaders, Role::Head, "1.001193", now), None);
            let lent = Lent { unit: leaders, role: Role::Signatory, procedure: None, principal: chair };
            assert_eq!((&accounts.lent(head, now), &delegate.lent), (&vec![lent.clone()], &vec![lent]));
            let after = moment("2026-09-09T00:00:00+07:00");
            assert_eq!(accounts.acts_for(head, leaders, Role::Signatory, "1.001193", after), None);
            let later = open(&db, &vault, after, 2);
            assert!(!actor_of(&later, "chanhvanphong.saigon").await.may(Permission::Approve));

            accounts.end_delegation(&signatory, made, 1).await.unwrap();
            assert_eq!(refusal(accounts.end_delegation(&signatory, made, 1).await).kind, RefusalKind::Changed);
            assert_eq!(accounts.officers_for(leaders, Role::Signatory, now), [chair]);
            assert!(!actor_of(&accounts, "chanhvanphong.saigon").await.may(Permission::Approve));
        });
    }

    fn a_delegation_for_one_procedure_covers_that_one(db) {
        let (accounts, seeded, _) = seeded(&db);
        let (chair, head) = (id_of(&seeded, "chutich.saigon"), id_of(&seeded, "truongphong.saigon"));
        let leaders = unit(&accounts, "H29.201", UnitKind::Leadership);
        let now = moment(NOW);
        block_on(async {
            let admin = stamp(&accounts, "quantri").await;
            let edit = DelegationEdit { procedure: "2.000815".into(), ..signing("7/9/2026", "8/9/2026") };
            accounts.delegate(&admin, chair, Some(head), &edit).await.unwrap();
            let of = |procedure| accounts.acts_for(head, leaders, Role::Signatory, procedure, now);
            assert_eq!((of("2.000815"), of("1.001193")), (Some(chair), None));
            assert_eq!(accounts.officers_for(leaders, Role::Signatory, now), [chair]);
            assert_eq!(accounts.officers_for_procedure(leaders, Role::Signatory, "2.000815", now), [chair, head]);
            // It gives nothing its giver does not have.
            let version = accounts.officer(chair).unwrap().version;
            accounts.disable_officer(&admin, chair, version).await.unwrap();
            assert_eq!(accounts.acts_for(head, leaders, Role::Signatory, "2.000815", now), None);
        });
    }

    fn only_those_who_look_after_an_officer_delegate_and_nobody_to_themselves(db) {
        let (accounts, seeded, _) = seeded(&db);
        let id = |login: &str| id_of(&seeded, login);
        block_on(async {
            let edit = signing("7/9/2026", "8/9/2026");
            let stranger = stamp(&accounts, "truongphong.saigon").await;
            let chair = id("chutich.saigon");
            let taken = accounts.delegate(&stranger, chair, Some(id("truongphong.saigon")), &edit).await;
            assert_eq!(refusal(taken).kind, RefusalKind::Absent);
            let own = stamp(&accounts, "chutich.saigon").await;
            let foreign = accounts.delegate(&own, chair, Some(id("chutich.benthanh")), &edit).await;
            assert_eq!(code(foreign), "accounts-delegate");
            let role = DelegationEdit { role: "receiver".into(), ..edit.clone() };
            let lacking = accounts.delegate(&own, chair, Some(id("truongphong.saigon")), &role).await;
            assert_eq!(code(lacking), "accounts-delegate-role");
            // The head looks after the specialists of the unit, and takes no role of theirs.
            let head = stamp(&accounts, "truongphong.saigon").await;
            let work = DelegationEdit { role: "specialist".into(), ..edit };
            let specialist = id("xaydung.saigon");
            let grabbed = accounts.delegate(&head, specialist, Some(id("truongphong.saigon")), &work).await;
            assert_eq!(code(grabbed), "accounts-delegate-yourself");
            let made = accounts.delegate(&head, specialist, Some(id("hotich.saigon")), &work).await.unwrap();
            let other = stamp(&accounts, "chanhvanphong.saigon").await;
            assert_eq!(refusal(accounts.end_delegation(&other, made, 1).await).kind, RefusalKind::Absent);
            assert!(accounts.end_delegation(&stamp(&accounts, "xaydung.saigon").await, made, 1).await.is_ok());
        });
    }

    fn an_officer_is_away_from_the_first_day_to_the_last_or_until_back(db) {
        let (accounts, seeded, _) = seeded(&db);
        let one = id_of(&seeded, "hotich.saigon");
        block_on(async {
            let own = stamp(&accounts, "hotich.saigon").await;
            let edit = AbsenceEdit { first: date("8/9/2026"), last: date("9/9/2026"), reason: "Nghỉ phép".into() };
            let made = accounts.record_absence(&own, one, &edit).await.unwrap();
            let away = |at: &str| accounts.is_absent(one, moment(at));
            assert!(!away(NOW) && away("2026-09-08T00:00:00+07:00") && away("2026-09-09T23:59:00+07:00"));
            assert!(!away("2026-09-10T00:00:00+07:00"));
            assert_eq!(accounts.absences_of(one, moment(NOW))[0].reason, "Nghỉ phép");
            let stranger = stamp(&accounts, "xaydung.saigon").await;
            assert_eq!(refusal(accounts.record_absence(&stranger, one, &edit).await).kind, RefusalKind::Absent);
            let head = stamp(&accounts, "chanhvanphong.saigon").await;
            accounts.end_absence(&head, made, 1).await.unwrap();
            assert!(!accounts.is_absent(one, moment("2026-09-08T09:00:00+07:00")));
            assert_eq!(refusal(accounts.end_absence(&head, made, 1).await).kind, RefusalKind::Changed);
        });
    }

    fn a_closed_unit_hands_on_over_any_number_of_closings_and_takes_nobody_in(db) {
        let (accounts, _, vault) = seeded(&db);
        let of = |kind| unit(&accounts, "H29.201", kind);
        let (social, civil, building) = (of(UnitKind::Social), of(UnitKind::CivilStatus), of(UnitKind::Construction));
        let ward = accounts.agency_by_code("H29.201").unwrap().id;
        block_on(async {
            let admin = stamp(&accounts, "quantri").await;
            let on = |day: &str| ClosingEdit { on: date(day) };
            accounts.close_unit(&admin, social, Some(civil), &on("7/9/2026")).await.unwrap();
            assert_eq!((accounts.successor_of(social), accounts.successor_of(civil)), (Some(civil), None));
            assert_eq!(due(&db, UNIT_CLOSED, social), Some(moment(NOW)));
            let again = accounts.close_unit(&admin, social, Some(civil), &on("7/9/2026")).await;
            assert_eq!(refusal(again).kind, RefusalKind::Changed);
            // What is closed takes over nothing.
            let back = accounts.close_unit(&admin, civil, Some(social), &on("7/9/2026")).await;
            assert_eq!(code(back), "accounts-successor");
            accounts.close_unit(&admin, civil, Some(building), &on("10/9/2026")).await.unwrap();
            assert_eq!(accounts.successor_of(social), Some(civil));
            let day = moment("2026-09-10T00:00:00+07:00");
            assert_eq!(due(&db, UNIT_CLOSED, civil), Some(day));
            let later = open(&db, &vault, day, 2);
            assert_eq!(later.successor_of(social), Some(building));
            assert_eq!(later.unit_of_kind(ward, UnitKind::Social).unwrap().id, building);
            let typed = OfficerEdit {
                name: "Bàn Văn Thử".into(),
                title: "Chuyên viên".into(),
                login: "thu.saigon".into(),
                roles: vec!["specialist".into()],
                ..OfficerEdit::default()
            };
            assert_eq!(code(accounts.add_officer(&admin, &typed, Some(social)).await), "accounts-unit-closed");
        });
    }

    fn a_closed_agency_hands_each_unit_to_one_of_its_kind(db) {
        let (accounts, _, _) = seeded(&db);
        let agency = |code: &str| accounts.agency_by_code(code).unwrap().id;
        let police = unit(&accounts, "H29.203", UnitKind::Police);
        block_on(async {
            let admin = stamp(&accounts, "quantri").await;
            let on = ClosingEdit { on: date("7/9/2026") };
            let none = accounts.close_agency(&admin, agency("H29.203"), None, &ClosingEdit::default()).await;
            let fields: Vec<_> = refusal(none).fields.into_iter().map(|field| field.code).collect();
            assert_eq!(fields, ["accounts-successor", "accounts-date"]);
            accounts.close_agency(&admin, agency("H29.203"), Some(agency("H29.202")), &on).await.unwrap();
            let closed = accounts.agency_by_code("H29.203").unwrap();
            assert_eq!((closed.closed.map(|day| day.to_string()).as_deref(), closed.successor), (Some("2026-09-07"), Some(agency("H29.202"))));
            assert_eq!(accounts.successor_of(police), Some(unit(&accounts, "H29.202", UnitKind::Police)));
            let again = accounts.close_agency(&admin, agency("H29.203"), Some(agency("H29.201")), &on).await;
            assert_eq!(refusal(again).kind, RefusalKind::Changed);
            let into = accounts.close_agency(&admin, agency("H29.201"), Some(agency("H29.203")), &on).await;
            assert_eq!(code(into), "accounts-successor");
        });
    }

    fn the_pages_declare_record_delegate_and_close(db) {
        let (accounts, seeded, _) = seeded(&db);
        block_on(async {
            let mut admin = Browser::signed_in(&accounts, "quantri").await;
            let path = "/can-bo/he-thong/ngay-nghi";
            let page = admin.get(path).await;
            let wrong = admin.post(path, &page, &[("name_vi", "Nghỉ tránh bão")]).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(wrong.body.contains("value=\"Nghỉ tránh bão\""), "{}", wrong.body);
            let typed = [
                ("agency", "tinh"),
                ("first_ngay", "9"), ("first_thang", "9"), ("first_nam", "2026"),
                ("kind", "off"),
                ("name_vi", "Nghỉ tránh bão"),
                ("name_en", "Storm"),
                ("instrument", "Công điện (ví dụ)"),
            ];
            for _ in 0..2 {
                assert_eq!(admin.post(path, &wrong, &typed).await.status, StatusCode::SEE_OTHER);
            }
            assert_eq!(accounts.declared_days().len(), 1);
            let shown = admin.get(path).await;
            assert!(shown.body.contains("Công điện (ví dụ)"));
            let back = format!("{path}/{}/rut", accounts.declared_days()[0].id);
            let version = shown.hidden("version");
            assert_eq!(admin.post(&back, &shown, &[("version", &version)]).await.status, StatusCode::SEE_OTHER);
            let shown = admin.get(path).await;
            assert_eq!(admin.post(&back, &shown, &[("version", &version)]).await.status, StatusCode::CONFLICT);

            let mut chair = Browser::signed_in(&accounts, "chutich.saigon").await;
            let own = id_of(&seeded, "chutich.saigon").to_string();
            let head = id_of(&seeded, "chanhvanphong.saigon").to_string();
            let page = chair.get("/tai-khoan/uy-quyen").await;
            let days = [
                ("first_ngay", "7"), ("first_thang", "9"), ("first_nam", "2026"),
                ("last_ngay", "8"), ("last_thang", "9"), ("last_nam", "2026"),
            ];
            let wrong = chair.post("/tai-khoan/uy-quyen", &page, &[("officer", &own), ("role", "signatory")]).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
            let mut typed = vec![("officer", own.as_str()), ("delegate", head.as_str()), ("role", "signatory"), ("reason", "Đi họp")];
            typed.extend(days);
            let made = chair.post("/tai-khoan/uy-quyen", &wrong, &typed).await;
            assert_eq!((made.status, made.location()), (StatusCode::SEE_OTHER, "/tai-khoan/uy-quyen?da-luu=1"));
            let page = chair.get("/tai-khoan/vang-mat").await;
            let mut typed = vec![("officer", own.as_str())];
            typed.extend(days);
            assert_eq!(chair.post("/tai-khoan/vang-mat", &page, &typed).await.status, StatusCode::SEE_OTHER);
            assert!(accounts.is_absent(id_of(&seeded, "chutich.saigon"), moment(NOW)));
            let about = format!("/tai-khoan/vang-mat?can-bo={own}");
            assert_eq!(Browser::signed_in(&accounts, "hotich.saigon").await.get(&about).await.status, StatusCode::NOT_FOUND);
            assert_eq!(Browser::signed_in(&accounts, "nguoidan").await.get("/tai-khoan/vang-mat").await.status, StatusCode::NOT_FOUND);

            let path = "/can-bo/he-thong/giai-the/don-vi";
            let page = admin.get(path).await;
            let wrong = admin.post(path, &page, &[]).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
            let social = unit(&accounts, "H29.201", UnitKind::Social).to_string();
            let civil = unit(&accounts, "H29.201", UnitKind::CivilStatus).to_string();
            let typed = [
                ("closed", social.as_str()), ("successor", civil.as_str()),
                ("on_ngay", "7"), ("on_thang", "9"), ("on_nam", "2026"),
            ];
            for _ in 0..2 {
                assert_eq!(admin.post(path, &wrong, &typed).await.status, StatusCode::SEE_OTHER);
            }
            let fresh = admin.get(path).await;
            assert_eq!(admin.post(path, &fresh, &typed).await.status, StatusCode::CONFLICT);
            let tree = admin.get("/can-bo/he-thong/co-quan").await.body;
            let closed = tree.split("Giải thể từ").nth(1).unwrap_or_else(|| panic!("{tree}"));
            assert!(closed.contains("7/9/2026"), "{closed:.80}");

            let pages = [
                "/can-bo/he-thong/ngay-nghi",
                "/can-bo/he-thong/giai-the/don-vi",
                "/can-bo/he-thong/giai-the/co-quan",
                "/tai-khoan/vang-mat",
                "/tai-khoan/uy-quyen",
                about.as_str(),
                &about.replace("vang-mat", "uy-quyen"),
            ];
            for page in pages {
                for path in [page.to_owned(), format!("/en{page}")] {
                    let answer = admin.get(&path).await;
                    assert_eq!(answer.status, StatusCode::OK, "{path}");
                    assert!(!answer.body.contains("accounts-"), "{path} shows a key");
                }
            }
        });
    }

    fn a_program_does_the_same(db) {
        let (accounts, seeded, _) = seeded(&db);
        block_on(async {
            let mut program = Browser::new(&accounts);
            let body = format!(r#"{{"login":"quantri","password":"{}"}}"#, seed::PASSWORD);
            let made = program.api("POST", "/api/v1/tokens", "", "", &body).await;
            let token = made.body.split("\"token\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
            let mut key = 0;
            let mut send = async |path: &str, body: &str| {
                key += 1;
                program.api("POST", path, &token, &format!("key-of-this-test-{key}"), body).await.status
            };
            let day = r#"{"kind":"off","first":"2026-09-09","name_vi":"Nghỉ","name_en":"Off","instrument":"Văn bản"}"#;
            assert_eq!(send("/api/v1/declared-days", day).await, StatusCode::CREATED);
            let id = accounts.declared_days()[0].id;
            let version = r#"{"version":1}"#;
            let path = format!("/api/v1/declared-days/{id}/withdraw");
            assert_eq!(send(&path, version).await, StatusCode::NO_CONTENT);
            assert_eq!(send(&path, version).await, StatusCode::CONFLICT);
            let (chair, head) = (id_of(&seeded, "chutich.saigon"), id_of(&seeded, "chanhvanphong.saigon"));
            let lent = format!(
                r#"{{"delegate":"{head}","role":"signatory","first":"2026-09-07","last":"2026-09-08","reason":"Đi họp"}}"#
            );
            assert_eq!(send(&format!("/api/v1/officers/{chair}/delegations"), &lent).await, StatusCode::CREATED);
            let made = accounts.delegations_of(chair, moment(NOW))[0].id;
            assert_eq!(send(&format!("/api/v1/delegations/{made}/end"), version).await, StatusCode::NO_CONTENT);
            let away = r#"{"first":"2026-09-07","last":"2026-09-08"}"#;
            assert_eq!(send(&format!("/api/v1/officers/{chair}/absences"), away).await, StatusCode::CREATED);
            let made = accounts.absences_of(chair, moment(NOW))[0].id;
            assert_eq!(send(&format!("/api/v1/absences/{made}/end"), version).await, StatusCode::NO_CONTENT);
            let (social, civil) = (UnitKind::Social, UnitKind::CivilStatus);
            let heir = unit(&accounts, "H29.201", civil);
            let closing = format!(r#"{{"successor":"{heir}","on":"2026-09-07"}}"#);
            let path = format!("/api/v1/units/{}/close", unit(&accounts, "H29.201", social));
            assert_eq!(send(&path, &closing).await, StatusCode::NO_CONTENT);
            let agency = |code: &str| accounts.agency_by_code(code).unwrap().id;
            let closing = format!(r#"{{"successor":"{}","on":"2026-09-07"}}"#, agency("H29.201"));
            let path = format!("/api/v1/agencies/{}/close", agency("H29.203"));
            assert_eq!(send(&path, &closing).await, StatusCode::NO_CONTENT);
            for path in [
                "/api/v1/declared-days".to_owned(),
                format!("/api/v1/officers/{chair}/delegations"),
                format!("/api/v1/officers/{chair}/absences"),
            ] {
                assert_eq!(program.api("GET", &path, &token, "", "").await.status, StatusCode::OK, "{path}");
            }
        });
    }
}
