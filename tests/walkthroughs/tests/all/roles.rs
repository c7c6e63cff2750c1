//! Every page for every role: open to whom the table admits, absent for everybody else.

use kernel::Role;
use serde_json::Value;
use std::fmt::Write;
use walkthroughs::{Client, Town, on_both_engines};

/// One demonstration account per role, as `motcua demo` prints them.
const PEOPLE: &[(&str, &str)] = &[
    ("citizen", "nguoidan"),
    ("helper", "nhapho.saigon"),
    ("agent", "uyquyen"),
    ("receiver", "tiepnhan.saigon"),
    ("specialist", "hotich.saigon"),
    ("head", "truongphong.saigon"),
    ("signatory", "chutich.saigon"),
    ("leader", "lanhdao"),
    ("operator", "tongdai"),
    ("surveyor", "khaosat"),
    ("editor", "bientap"),
    ("admin", "quantri"),
    ("auditor", "thanhtra"),
];

/// The path with the values of a sample, and whom the sample is for.
fn filled(path: &str, sample: &Value) -> (String, Option<Vec<String>>) {
    let mut path = path.to_owned();
    for (name, value) in sample["params"].as_object().into_iter().flatten() {
        path = path.replace(&format!("{{{name}}}"), value.as_str().unwrap());
    }
    if let Some(query) = sample["query"].as_str() {
        path = format!("{path}?{query}");
    }
    let people = sample["as"].as_array();
    (path, people.map(|all| all.iter().map(|one| one.as_str().unwrap().to_owned()).collect()))
}

/// A citizen's page stays within 60 KB, and no page asks another host for anything.
fn light_and_alone(path: &str, answer: &walkthroughs::Answer) {
    let size = answer.body.len();
    assert!(path.starts_with("/can-bo") || size <= 60 * 1024, "{path} is {size} bytes");
    let page = answer.page();
    for (tag, name) in [("script", "src"), ("link", "href"), ("img", "src"), ("form", "action")] {
        for found in page.tags(tag) {
            // A name for machines: the page's own address, nothing that is fetched.
            if matches!(found.attr("rel"), Some("canonical" | "alternate")) {
                continue;
            }
            let to = found.attr(name).unwrap_or("/");
            assert!(to.starts_with('/') && !to.starts_with("//"), "{path}: {tag} leads to {to}");
        }
    }
}

/// What the page says to somebody: a letter for the snapshot.
fn asked(client: &Client, path: &str) -> &'static str {
    let answer = client.get(path);
    if answer.header("content-type").starts_with("text/html") {
        light_and_alone(path, &answer);
    }
    match answer.status {
        200 => "open",
        404 => "absent",
        303 if answer.location().contains("/dang-nhap") => "sign-in",
        303 => "onward",
        other => panic!("{path} answered {other}: {}", answer.short()),
    }
}

fn pages(town: &Town) -> Vec<Value> {
    let all: Vec<Value> =
        serde_json::from_str(&motcua::routes::json(town.house(), town.table()).unwrap()).unwrap();
    all.into_iter().filter(|route| route["kind"] == "page" && route["lang"] == "vi").collect()
}

/// Who may open a page, by the table alone.
fn admitted(route: &Value, role: Option<&str>) -> Option<bool> {
    let officer = |role: &str| !matches!(role, "citizen" | "agent");
    match (route["access"].as_str().unwrap(), role) {
        ("public" | "grant", _) => Some(true),
        (_, None) => None,
        ("signed", Some(_)) => Some(true),
        (_, Some(role)) => {
            let allowed = route["roles"].as_array().unwrap();
            Some(officer(role) && allowed.iter().any(|one| one == role))
        }
    }
}

on_both_engines! {
    fn every_page_opens_for_whom_the_table_admits_and_for_nobody_else(engine) {
        let town = Town::demonstration(engine);
        let mut people: Vec<(Option<&str>, Client)> = vec![(None, town.guest())];
        people.extend(PEOPLE.iter().map(|(role, login)| (Some(*role), town.sign_in(login))));
        let mut wrong = Vec::new();
        let mut table = String::new();
        for route in pages(&town) {
            let path = route["path"].as_str().unwrap();
            let samples = route["samples"].as_array().cloned().unwrap_or_default();
            if path.contains('{') && samples.is_empty() && path != "/thiet-lap/{token}" {
                wrong.push(format!("{path} has no sample parameters"));
            }
            let samples = if path.contains('{') { samples } else { vec![Value::Null] };
            let mut line: Vec<String> = Vec::new();
            for (role, client) in &people {
                let mut said: Vec<&str> = Vec::new();
                for sample in &samples {
                    let (at, wanted) = filled(path, sample);
                    let answer = asked(client, &at);
                    let listed = wanted.as_ref().is_none_or(|wanted| role.is_some_and(|role| wanted.iter().any(|one| one == role)));
                    let right = match admitted(&route, *role) {
                        None => answer == "sign-in",
                        Some(false) => answer == "absent",
                        Some(true) if listed && route["access"] != "grant" => matches!(answer, "open" | "onward"),
                        Some(true) => matches!(answer, "open" | "onward" | "absent"),
                    };
                    if !right {
                        wrong.push(format!("{at} is {answer} for {}", role.unwrap_or("visitor")));
                    }
                    if !said.contains(&answer) {
                        said.push(answer);
                    }
                }
                said.sort_unstable();
                line.push(format!("{} {}", role.unwrap_or("visitor"), said.join("/")));
            }
            // Grouped by answer, so that a reader sees who may and who may not.
            let mut groups: Vec<(String, Vec<String>)> = Vec::new();
            for one in line {
                let (role, said) = one.split_once(' ').unwrap();
                match groups.iter_mut().find(|(known, _)| known == said) {
                    Some((_, roles)) => roles.push(role.to_owned()),
                    None => groups.push((said.to_owned(), vec![role.to_owned()])),
                }
            }
            writeln!(table, "{path}").unwrap();
            for (said, roles) in groups.iter().filter(|(said, _)| !said.is_empty()) {
                writeln!(table, "    {said:13} {}", roles.join(", ")).unwrap();
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        insta::assert_snapshot!("every_page_for_every_role", table);
    }
}

/// Path and method of every API operation, its parameters filled with numbers nobody has.
fn operations(town: &Town) -> Vec<(axum::http::Method, String, web::Access)> {
    let api = town.table().iter().filter(|route| route.kind == web::Kind::Api);
    api.map(|route| {
        let parts = route.path.split('/').map(|part| if part.starts_with('{') { "1" } else { part });
        (route.method.clone(), parts.collect::<Vec<_>>().join("/"), route.access)
    })
    .collect()
}

on_both_engines! {
    fn every_api_operation_asks_for_a_token_and_is_absent_without_the_right(engine) {
        let town = Town::on(engine);
        let programs: Vec<(&str, Client)> =
            PEOPLE.iter().map(|(role, login)| (*role, town.program(login))).collect();
        let forged = Client::with_token(town.router(), "aaaaaaaaaaaaaaaaaaaaaaaaaa");
        let empty = serde_json::json!({});
        let mut wrong = Vec::new();
        for (method, path, access) in operations(&town) {
            let mut expect = |who: &str, answer: walkthroughs::Answer, status: u16| {
                let problem = answer.header("content-type") == "application/problem+json";
                if answer.status != status || !problem {
                    wrong.push(format!("{method} {path} answers {} to {who} instead of {status}", answer.status));
                }
            };
            expect("a forged token", forged.json(method.clone(), &path, &empty), 401);
            if matches!(access, web::Access::Public | web::Access::Grant) {
                continue;
            }
            expect("nobody", town.guest().json(method.clone(), &path, &empty), 401);
            for ((role, program), (_, login)) in programs.iter().zip(PEOPLE) {
                if access.admits(&town.actor(login)) == Some(false) {
                    expect(role, program.json(method.clone(), &path, &empty), 404);
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

#[test]
fn every_role_of_the_house_is_among_the_people_asked() {
    let asked: Vec<&str> = PEOPLE.iter().map(|(role, _)| *role).collect();
    let all: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
    assert_eq!(asked, all);
}

#[test]
fn the_permission_matrix_is_as_it_was_agreed() {
    insta::assert_snapshot!(accounts::permissions::table());
}
