//! Every SQL text of the house, on both engines, on a database with some thousand rows.

use std::collections::BTreeSet;
use walkthroughs::samples::EXTRACT;
use walkthroughs::{ENGINES, Town, on_both_engines, runtime};

const DOSSIERS: usize = 500;

on_both_engines! {
    fn every_statement_can_be_prepared_and_none_reads_a_whole_table(engine) {
        let town = Town::on(engine);
        let rooms: Vec<_> = (0..DOSSIERS)
            .map(|n| {
                let ward = ["H29.201", "H29.202", "H29.203"][n % 3];
                let draft = town.draft("nguoidan", "2.000635", ward, EXTRACT);
                let (room, who) = (town.house().dossiers.clone(), town.actor("nguoidan"));
                runtime().spawn(async move { room.submit(&who, draft, None, true).await })
            })
            .collect();
        for task in rooms {
            town.wait(task).unwrap().unwrap();
        }
        if let Some(url) = &town.place.database {
            store::postgres_script(url, &["analyze".to_owned()]).unwrap();
        }
        let own = store::check::own_statements();
        let house = motcua::house::statements();
        store::check::assert_statements(town.db(), &[&own, &house]);
    }
}

#[test]
fn no_two_statements_of_a_room_share_a_name_and_few_are_for_one_engine() {
    let own = store::check::own_statements();
    let house = motcua::house::statements();
    store::check::few_are_specific(&[&own, &house]).unwrap();
    let texts: BTreeSet<&str> = house.iter().map(|statement| statement.sql()).collect();
    assert!(texts.len() > 50, "the house lists its statements: {}", texts.len());
}

#[test]
fn both_engines_have_the_same_tables() {
    let [sqlite, postgres] = ENGINES.map(|engine| store::check::schema(Town::on(engine).db()).unwrap());
    assert_eq!(sqlite, postgres);
}
