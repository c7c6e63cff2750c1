//! Twice, stale, someone else's: asserted for every form of the route table. A new form fails here
//! until it has an example.

mod examples;

use examples::{Example, Prepare, Scene, examples};
use std::collections::BTreeMap;
use std::sync::Barrier;
use walkthroughs::{Answer, Client, Sent, Town, fresh_key, on_both_engines};
use web::{Access, Kind};

/// How many rows each table has; a counter of a day has one however far it counted.
fn rows(town: &Town) -> BTreeMap<String, u64> {
    let mut rows = store::dump::write(town.db(), &mut std::io::sink()).unwrap();
    rows.remove("day_counter");
    rows
}

/// How many rows each table gained.
fn gained(before: &BTreeMap<String, u64>, after: &BTreeMap<String, u64>) -> BTreeMap<String, i64> {
    let change = |name: &String| {
        let of = |counts: &BTreeMap<String, u64>| counts.get(name).copied().unwrap_or(0).cast_signed();
        of(after) - of(before)
    };
    after.keys().map(|name| (name.clone(), change(name))).filter(|(_, change)| *change != 0).collect()
}

fn send(client: &Client, example: &Example, pairs: &[(String, String)]) -> Answer {
    let files: Vec<Sent<'_>> =
        example.files.iter().map(|(field, name, bytes)| Sent { field, name, bytes }).collect();
    if example.form.multipart {
        client.upload(&example.form.action, pairs, &files)
    } else {
        client.post(&example.form.action, pairs)
    }
}

fn changed(pairs: &[(String, String)], name: &str, value: &str) -> Vec<(String, String)> {
    let mut pairs = pairs.to_vec();
    for (key, old) in &mut pairs {
        if key == name {
            value.clone_into(old);
        }
    }
    pairs
}

/// The form token of somebody's own session, as any page of theirs has it.
fn own_token(client: &Client) -> String {
    let forms = client.page("/").forms();
    let hidden = forms.iter().find_map(|form| form.input("csrf").map(|input| input.value.clone()));
    hidden.unwrap_or_default()
}

/// What must not work, and must leave nothing behind.
fn refuses_what_is_not_right(scene: &Scene<'_>, access: Access, example: &Example, wrong: &mut Vec<String>) {
    let name = &example.form.action;
    let before = rows(scene.town);
    let mut expect = |what: &str, answer: &Answer, status: u16| {
        if answer.status != status {
            wrong.push(format!(
                "{name}: {what} answered {} instead of {status}: {}",
                answer.status,
                answer.short()
            ));
        }
    };
    let pairs = example.pairs();
    // From another site, whatever it holds.
    let body = walkthroughs::urlencoded(&pairs).into_bytes();
    let (kind, body) = if example.form.multipart {
        walkthroughs::multipart(&pairs, &[])
    } else {
        ("application/x-www-form-urlencoded".to_owned(), body)
    };
    let foreign = [("content-type", kind.as_str()), ("sec-fetch-site", "cross-site")];
    let answer = example.who.send(axum::http::Method::POST, name, &foreign, body.clone());
    expect("a form of another site", &answer, 403);
    if example.who.cookie("phien").is_some() {
        let without: Vec<_> = pairs.iter().filter(|(key, _)| key != "csrf").cloned().collect();
        expect("a form without its token", &send(&example.who, example, &without), 403);
    }
    let guest = send(&scene.town.guest(), example, &pairs);
    match access {
        Access::Signed | Access::Officer(_) => {
            expect("somebody not signed in", &guest, 303);
            if !guest.location().contains("/dang-nhap") {
                wrong.push(format!("{name}: somebody not signed in is sent to {}", guest.location()));
            }
        }
        Access::Grant => expect("somebody without a grant", &guest, 404),
        Access::Public => {}
    }
    if let Some((stranger, status)) = &example.stranger {
        let forged = changed(&changed(&pairs, "csrf", &own_token(stranger)), "khoa", &fresh_key());
        let answer = send(stranger, example, &forged);
        if answer.status != *status {
            wrong.push(format!(
                "{name}: someone else's answered {} instead of {status}: {}",
                answer.status,
                answer.short()
            ));
        }
    }
    if let Some(field) = example.version {
        let seen = example.form.input(field).map(|input| input.value.clone()).unwrap_or_default();
        let older = older(&seen);
        let answer =
            send(&example.who, example, &changed(&changed(&pairs, field, &older), "khoa", &fresh_key()));
        if answer.status != 409 {
            wrong.push(format!(
                "{name}: an older version ({older}) answered {}: {}",
                answer.status,
                answer.short()
            ));
        }
    }
    let mut left = gained(&before, &rows(scene.town));
    // A page shown again is a look at the dossier; a kept post waits for its owner; a visit has a session.
    left.retain(|table, _| !matches!(table.as_str(), "case_look" | "kept_post" | "session"));
    if access == Access::Public {
        left.clear();
    }
    if !left.is_empty() {
        wrong.push(format!("{name}: what was refused left rows behind: {left:?}"));
    }
}

/// One version earlier: a number, or the third part of a ticket `case.task.version.number`.
fn older(seen: &str) -> String {
    if let Ok(version) = seen.parse::<i64>() {
        return (version - 1).to_string();
    }
    let mut parts: Vec<String> = seen.splitn(4, '.').map(str::to_owned).collect();
    if let Some(version) = parts.get_mut(2) {
        *version = version.parse::<i64>().map_or(0, |version| version - 1).to_string();
    }
    parts.join(".")
}

/// Sent from two processes at once (two tasks on SQLite, which serves one process).
fn twice_at_once(scene: &Scene<'_>, example: &Example) -> [Answer; 2] {
    let pairs = example.pairs();
    let start = Barrier::new(2);
    let other = scene.elsewhere(&example.who);
    std::thread::scope(|scope| {
        let tasks = [&example.who.window(), &other].map(|client| {
            let (pairs, start) = (&pairs, &start);
            let client = client.window();
            scope.spawn(move || {
                start.wait();
                send(&client, example, pairs)
            })
        });
        tasks.map(|task| task.join().unwrap())
    })
}

/// What of an answer must be the same when the form came twice.
fn gist(answer: &Answer) -> (u16, String, String) {
    let page = if answer.status == 200 { answer.page().main() } else { String::new() };
    (answer.status, answer.location().to_owned(), page)
}

/// What sending an example added. Whoever is shown a page looks at the dossier, each time anew.
fn added(before: &BTreeMap<String, u64>, town: &Town, answer: &Answer) -> BTreeMap<String, i64> {
    let mut added = gained(before, &rows(town));
    if answer.status == 200 {
        added.remove("case_look");
    }
    added
}

fn gives_one_answer_twice(scene: &Scene<'_>, prepare: Prepare, wrong: &mut Vec<String>) {
    let once = prepare(scene);
    let before = rows(scene.town);
    let answer = send(&once.who, &once, &once.pairs());
    if !matches!(answer.status, 200 | 303) {
        wrong.push(format!("{}: sent once answered {}: {}", once.form.action, answer.status, answer.short()));
        return;
    }
    let by_one = added(&before, scene.town, &answer);

    let twice = prepare(scene);
    let name = twice.form.action.clone();
    let before = rows(scene.town);
    let [one, two] = twice_at_once(scene, &twice);
    if gist(&one) != gist(&two) {
        wrong.push(format!("{name}: twice at once gave {:?} and {:?}", gist(&one), gist(&two)));
    }
    let third = send(&twice.who, &twice, &twice.pairs());
    if gist(&third) != gist(&one) {
        wrong.push(format!("{name}: again later gave {:?} instead of {:?}", gist(&third), gist(&one)));
    }
    let by_three = added(&before, scene.town, &one);
    if by_one != by_three {
        wrong.push(format!("{name}: once adds {by_one:?}, three times {by_three:?}"));
    }
}

on_both_engines! {
    fn every_form_takes_twice_as_once_and_refuses_the_stale_and_the_strange(engine) {
        let town = Town::on(engine);
        let scene = Scene::new(&town);
        let mut wrong = Vec::new();
        let mut seen = 0;
        for route in town.table() {
            if !matches!(route.kind, Kind::Form | Kind::Upload) || route.lang != web::Lang::Vi {
                continue;
            }
            let Some(prepared) = examples(&route.path) else {
                wrong.push(format!("POST {} has no example", route.path));
                continue;
            };
            for prepare in prepared {
                seen += 1;
                refuses_what_is_not_right(&scene, route.access, &prepare(&scene), &mut wrong);
                gives_one_answer_twice(&scene, prepare, &mut wrong);
            }
        }
        assert!(wrong.is_empty(), "{} of {seen} examples:\n{}", wrong.len(), wrong.join("\n\n"));
        assert!(seen > 60);
        town.doctor();
    }

    fn two_windows_with_different_answers_to_one_question_are_shown_both(engine) {
        let town = Town::on(engine);
        let scene = Scene::new(&town);
        let example = examples::answer(&scene);
        let values = |year: &str| changed(&example.pairs(), "registered_year", year);
        send(&example.who, &example, &changed(&values("1991"), "khoa", &fresh_key())).expect(303);
        let late = send(&example.who, &example, &values("1992")).expect(409);
        let page = late.page().main();
        assert!(page.contains("1991") && page.contains("1992"), "both values are shown: {page}");
    }

    fn two_things_asked_for_may_come_at_once_and_the_dossier_goes_on_once(engine) {
        let town = Town::on(engine);
        let scene = Scene::new(&town);
        let (case, [paper, answer]) = examples::both_items(&scene);
        let start = Barrier::new(2);
        let (one, other) = (paper.who.window(), scene.elsewhere(&answer.who));
        let sent = std::thread::scope(|scope| {
            let tasks = [(one, &paper), (other, &answer)].map(|(client, example)| {
                let (pairs, start) = (example.pairs(), &start);
                scope.spawn(move || {
                    start.wait();
                    send(&client, example, &pairs)
                })
            });
            tasks.map(|task| task.join().unwrap())
        });
        for sent in sent {
            assert_eq!(sent.status, 303, "{}", sent.short());
            assert!(sent.location().ends_with("/bo-sung"), "{}", sent.location());
        }
        assert_eq!(town.state(case).phase, cases::Phase::Running);
        let names: Vec<String> = town.events(case).into_iter().map(|(name, _)| name).collect();
        let count = |wanted: &str| names.iter().filter(|name| *name == wanted).count();
        assert_eq!((count("item-answered"), count("supplement-completed")), (2, 1), "{names:?}");
        town.doctor();
    }

    fn the_first_administrator_is_made_once(engine) {
        let town = Town::unfounded(engine);
        let token = town.house().accounts.invite_first_admin().unwrap();
        let path = format!("/thiet-lap/{token}");
        let guest = town.guest();
        assert_eq!(guest.get("/thiet-lap/aaaaaaaaaaaaaaaaaaaaaaaaaa").status, 404);
        let form = guest.form(&path, &path);
        let password = "một mật khẩu dài";
        let pairs = form.filled(&[("name", "Đỗ Thị Thử"), ("login", "quantri"), ("mat_khau", password), ("mat_khau_lai", password)]);
        let start = Barrier::new(2);
        let answers = std::thread::scope(|scope| {
            let tasks = [(); 2].map(|()| {
                let (client, pairs, start, path) = (town.guest(), &pairs, &start, &path);
                scope.spawn(move || {
                    start.wait();
                    client.post(path, pairs)
                })
            });
            tasks.map(|task| task.join().unwrap())
        });
        assert_eq!(answers.each_ref().map(gist)[0], answers.each_ref().map(gist)[1]);
        answers[0].clone().expect(200);
        assert_eq!(guest.get(&path).status, 404, "it opens once");
        assert!(town.house().accounts.invite_first_admin().is_err(), "somebody is in office");
        let other = changed(&pairs, "khoa", &fresh_key());
        assert_eq!(guest.post(&path, &other).status, 404);
        let admin = town.guest();
        admin.post_form("/dang-nhap", "/dang-nhap", &[("login", "quantri"), ("mat_khau", password)]).expect(303);
        admin.page("/can-bo/he-thong/nguoi-dung");
    }
}
