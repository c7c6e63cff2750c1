//! Every command has a form and an API route, or is listed with its reason.

use std::collections::{BTreeMap, BTreeSet};
use walkthroughs::{Engine, Town};
use web::Kind;

/// Name, form, API, reason: as the rooms list their commands.
fn listed() -> BTreeMap<&'static str, (bool, bool, &'static str)> {
    let accounts = accounts::COMMANDS.iter().map(|one| (one.name, (one.form, one.api, one.reason)));
    let dossiers = dossiers::COMMANDS.iter().map(|one| (one.name, (one.form, one.api, one.reason)));
    let editor = editor::COMMANDS.iter().map(|one| (one.name, (one.form, one.api, one.reason)));
    // A demonstration's clock is no command of an installation: its room is only there in a demonstration.
    accounts.chain(dossiers).chain(editor).collect()
}

#[test]
fn every_command_has_a_form_and_an_api_route_or_says_why_not() {
    let town = Town::on(Engine::Sqlite);
    let with = |wanted: fn(Kind) -> bool| -> BTreeSet<&str> {
        town.table().iter().filter(|route| wanted(route.kind)).filter_map(|route| route.command).collect()
    };
    let (forms, api) =
        (with(|kind| matches!(kind, Kind::Form | Kind::Upload)), with(|kind| kind == Kind::Api));
    let listed = listed();
    for (name, (form, json, reason)) in &listed {
        assert_eq!(forms.contains(name), *form, "the list says whether {name} has a form");
        assert_eq!(api.contains(name), *json, "the list says whether {name} has an API route");
        assert!(*form && *json || reason.len() > 20, "{name} lacks a door, and the list does not say why");
    }
    let unlisted: Vec<&&str> = forms.union(&api).filter(|name| !listed.contains_key(**name)).collect();
    assert!(unlisted.is_empty(), "routes of commands no room lists: {unlisted:?}");
}

#[test]
fn the_api_description_and_the_route_table_say_the_same() {
    let town = Town::on(Engine::Sqlite);
    let described: BTreeSet<(String, String)> = town.openapi()["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().keys();
            methods.map(|method| (method.to_uppercase(), path.clone())).collect::<Vec<_>>()
        })
        .collect();
    let table: BTreeSet<(String, String)> = town
        .table()
        .iter()
        .filter(|route| route.kind == Kind::Api)
        .map(|route| (route.method.to_string(), route.path.clone()))
        .collect();
    assert_eq!(described, table);
    let served = town.guest().get_json("/api/v1/openapi.json");
    assert_eq!(served, town.openapi(), "what is served is what is described");
}

#[test]
fn no_two_rooms_use_the_same_name_for_different_things() {
    let town = Town::on(Engine::Sqlite);
    let mut rooms: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for route in town.table().iter().filter(|route| route.command.is_none() && route.kind != Kind::Asset) {
        rooms.entry(route.name).or_default().insert(route.room);
    }
    let shared: Vec<_> = rooms.iter().filter(|(_, rooms)| rooms.len() > 1).collect();
    assert!(shared.is_empty(), "{shared:?}");
}
