//! Houses that are made once a process and copied for every town.

use crate::town::DEMONSTRATION;
use accounts::seed::Seeded;
use kernel::{Clock, Moment};
use motcua::{House, Place};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use store::{Db, Engine, Options};
use testkit::TempDir;

/// When the accounts of the template were made.
const FOUNDED: &str = "2026-07-01T07:00:00+07:00";

/// A house that is copied for every town.
pub(crate) struct Stock {
    folder: PathBuf,
    database: Option<String>,
    _kept: TempDir,
}

/// A house with seeded accounts.
pub(crate) struct Template {
    pub(crate) stock: Stock,
    pub(crate) seeded: Seeded,
}

pub(crate) fn template(engine: Engine) -> &'static Template {
    static MADE: [OnceLock<Template>; 2] = [OnceLock::new(), OnceLock::new()];
    MADE[usize::from(engine == Engine::Postgres)].get_or_init(|| {
        sweep();
        let mut seeded = None;
        let stock = stock(engine, "town", |place| {
            let house = open(place, testkit::clock_at(FOUNDED));
            seeded = Some(accounts::seed::run(&house.accounts).expect("accounts can be seeded"));
        });
        Template { stock, seeded: seeded.expect("it was just seeded") }
    })
}

pub(crate) fn demonstration_template(engine: Engine) -> &'static Stock {
    static MADE: [OnceLock<Stock>; 2] = [OnceLock::new(), OnceLock::new()];
    MADE[usize::from(engine == Engine::Postgres)]
        .get_or_init(|| stock(engine, "demonstration", |place| drop(open_demonstration(place))))
}

pub(crate) fn open_demonstration(place: &Place) -> Arc<House> {
    let at = Moment::parse_rfc3339(DEMONSTRATION).expect("RFC 3339");
    let made = motcua::demo::open(place, testkit::clock_at(DEMONSTRATION), Some(at));
    made.expect("the demonstration is made").0
}

/// A copy of a house: the folder it stands in, where it is, and its database on PostgreSQL.
pub(crate) fn copy_of(stock: &Stock) -> (TempDir, Place, Option<String>) {
    let folder = testkit::temp_dir();
    let engine = if stock.database.is_some() { Engine::Postgres } else { Engine::Sqlite };
    let (place, database) = new_place(engine, &folder, || match &stock.database {
        Some(name) => testkit::pg_database_from(name, |_| unreachable!("the template is there")),
        None => unreachable!("asked for on PostgreSQL only"),
    });
    copy_folder(&stock.folder, &place.data);
    (folder, place, database)
}

/// Templates live in statics, which nobody drops at the end of a process: the next one takes away
/// what processes that are gone left behind.
fn sweep() {
    for entry in std::fs::read_dir(std::env::temp_dir()).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let process = name.strip_prefix("motcua-test-").and_then(|rest| rest.split('_').next());
        let process = process.and_then(|id| id.parse::<u32>().ok());
        if process.is_some_and(|id| !Path::new(&format!("/proc/{id}")).exists()) {
            drop(std::fs::remove_dir_all(entry.path()));
        }
    }
}

/// Makes a house to copy; `fill` closes what it opened.
fn stock(engine: Engine, name: &str, fill: impl FnOnce(&Place)) -> Stock {
    let kept = testkit::temp_dir();
    // The keyring beside it belongs to this process, so the name does too.
    let name = format!("{name}_{}", std::process::id());
    let (place, database) = new_place(engine, &kept, || {
        drop_database(&name);
        let line = format!("create database {name} template template0");
        store::postgres_script(&testkit::pg_url("postgres"), &[line]).expect("a database can be made");
        name
    });
    fill(&place);
    // Nobody may be connected to a database that is copied.
    if let Some(name) = &database {
        let line =
            format!("select pg_terminate_backend(pid)::text from pg_stat_activity where datname = '{name}'");
        store::postgres_script(&testkit::pg_url("postgres"), &[line]).expect("the server answers");
    }
    Stock { folder: place.data, database, _kept: kept }
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    for entry in std::fs::read_dir(from).expect("the template is there") {
        let path = entry.expect("the template is there").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("the template can be copied");
        }
    }
}

pub(crate) fn open(place: &Place, clock: Clock) -> House {
    let db = match &place.database {
        Some(url) => Db::open_postgres(url, Options { connections: 8, ..Options::default() }),
        None => Db::open_sqlite(&place.sqlite_file(), Options::default()),
    };
    House::over(db.expect("the database opens"), place, clock).expect("the house opens")
}

pub(crate) fn new_place(
    engine: Engine,
    folder: &TempDir,
    database: impl FnOnce() -> String,
) -> (Place, Option<String>) {
    let data = folder.path().join("data");
    std::fs::create_dir_all(&data).expect("a folder can be made");
    let name = (engine == Engine::Postgres).then(database);
    let url = name.as_deref().map(testkit::pg_url);
    (Place { data, database: url, procedures: None }, name)
}

pub(crate) fn drop_database(name: &str) {
    let line = format!("drop database if exists {name} with (force)");
    drop(store::postgres_script(&testkit::pg_url("postgres"), &[line]));
}
