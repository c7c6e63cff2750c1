//! Every sentence is written, in both languages; every command has its doors.

use web::{Access, Kind};

#[test]
fn every_key_is_written_in_both_languages() {
    let folder = env!("CARGO_MANIFEST_DIR");
    assert_eq!(web::checks::room(folder, &dossiers::TEXTS), Vec::<String>::new());
    // The sentence about long text is the catalogue's.
    let ours = web::checks::codes(folder, &dossiers::TEXTS);
    assert_eq!(
        ours.iter().filter(|code| *code != "field-too-long").collect::<Vec<_>>(),
        Vec::<&String>::new()
    );
}

#[test]
fn keys_built_from_names_are_written_too() {
    let keys = web::checks::keys(dossiers::TEXTS.vi);
    let mut built = Vec::new();
    built.extend(dossiers::queries::Mood::ALL.map(|mood| format!("dossiers-tag-{}", mood.name())));
    built.extend(
        ["page", "link", "api", "file", "slip", "letter", "list"].map(|via| format!("dossiers-via-{via}")),
    );
    let happened = dossiers::queries::Happening::ALL;
    built.extend(happened.map(|kind| format!("dossiers-happened-{kind}")));
    let beside = ["supplement", "extension", "refusal", "stop", "withdrawal", "transfer", "correction"];
    built.extend(beside.map(|step| format!("dossiers-stage-{step}")));
    built.extend(catalogue::Form::ALL.iter().map(|form| format!("dossiers-form-{}", form.name())));
    for unit in ["hours", "working-hours", "working-days", "days", "months", "same-day"] {
        built.push(format!("dossiers-limit-{unit}"));
    }
    let missing: Vec<&String> = built.iter().filter(|key| !keys.contains(*key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_command_has_the_doors_it_is_listed_with() {
    let fresh = testkit::fresh(store::Engine::Sqlite, crate::house::SETS);
    let house = crate::house::House::new(&fresh.db());
    let room = dossiers::room(house.room.clone());
    for command in dossiers::COMMANDS {
        let api =
            room.table.iter().any(|route| route.kind == Kind::Api && route.command == Some(command.name));
        assert_eq!(api, command.api, "{}", command.name);
        assert_eq!(command.reason.is_empty(), command.form && command.api, "{}", command.name);
        let told = command.reason.is_empty() || command.reason.chars().count() >= 20;
        assert!(told, "{}: {}", command.name, command.reason);
    }
    for route in room.table.iter().filter(|route| route.command.is_some()) {
        let name = route.command.unwrap();
        assert!(dossiers::COMMANDS.iter().any(|command| command.name == name), "{name} is not listed");
    }
    let open: Vec<&str> =
        room.table.iter().filter(|route| route.access == Access::Public).map(|route| route.name).collect();
    assert!(open.iter().all(|name| !name.contains("draft")), "{open:?}");
}

#[test]
fn no_other_room_describes_something_else_under_the_name_of_a_shape_of_ours() {
    let fresh = testkit::fresh(store::Engine::Sqlite, crate::house::SETS);
    let house = crate::house::House::new(&fresh.db());
    let shapes = |room: web::Room| {
        let components = room.openapi.components.unwrap_or_default();
        serde_json::to_value(components.schemas).unwrap().as_object().unwrap().clone()
    };
    let ours = shapes(dossiers::room(house.room.clone()));
    for room in [accounts::room(house.room.accounts.clone()), catalogue::room(house.room.catalogue.clone())] {
        let name = room.name;
        for (shape, theirs) in shapes(room) {
            assert!(
                ours.get(&shape).is_none_or(|ours| *ours == theirs),
                "{shape} is another thing in {name}"
            );
        }
    }
}
