//! Texts, templates, statements, commands: what is declared holds together.

use crate::house::SETS;
use accounts::{COMMANDS, TEXTS};
use std::collections::BTreeSet;
use store::Engine;

#[test]
fn every_text_is_in_both_languages_and_every_key_used_is_written() {
    let folder = env!("CARGO_MANIFEST_DIR");
    assert_eq!(web::checks::room(folder, &TEXTS), Vec::<String>::new());
    assert_eq!(web::checks::codes(folder, &TEXTS), Vec::<String>::new());
}

#[test]
fn every_role_permission_and_kind_has_words() {
    let keys = web::checks::keys(TEXTS.vi);
    let roles = kernel::Role::ALL.iter().map(|role| format!("accounts-role-{}", role.name()));
    let may = kernel::Permission::ALL.iter().map(|one| format!("accounts-may-{}", one.name()));
    let kinds = accounts::AgencyKind::ALL.iter().map(|kind| format!("accounts-kind-{}", kind.name()));
    for key in roles.chain(may).chain(kinds) {
        assert!(keys.contains(&key), "{key}");
    }
}

#[test]
fn every_statement_prepares_and_scans_nothing_on_both_engines() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let fresh = testkit::fresh(engine, SETS);
        let findings = store::check::statements(&fresh.db(), &[accounts::statements()]).unwrap();
        assert!(findings.is_empty(), "{engine:?}: {findings:#?}");
    }
}

#[test]
fn every_command_has_the_doors_it_claims() {
    let fresh = testkit::fresh(Engine::Sqlite, SETS);
    let room = accounts::room(crate::house::seeded(&fresh.db()).0);
    let of = |kind: web::Kind| -> BTreeSet<&str> {
        room.table.iter().filter(|route| route.kind == kind).filter_map(|route| route.command).collect()
    };
    let claimed = |door: fn(&accounts::Command) -> bool| -> BTreeSet<&str> {
        COMMANDS.iter().filter(|command| door(command)).map(|command| command.name).collect()
    };
    assert_eq!(of(web::Kind::Form), claimed(|command| command.form));
    assert_eq!(of(web::Kind::Api), claimed(|command| command.api));
    for command in COMMANDS {
        assert_eq!(command.reason.is_empty(), command.form && command.api, "{}", command.name);
    }
}
