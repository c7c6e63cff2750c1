//! Fresh, migrated databases of both engines, copied from templates made once.

use crate::postgres::{Cluster, Kind, SHARED};
use crate::{TempDir, temp_dir, unique};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, OnceLock, PoisonError};
use store::{Db, Engine, Migrations, Options};

/// A database of one test, removed when dropped.
pub struct Fresh {
    db: Option<Db>,
    place: Place,
}

enum Place {
    Folder { _folder: TempDir },
    Server { name: String },
}

impl Fresh {
    /// The database.
    pub fn db(&self) -> Db {
        self.db.clone().expect("it is there until this is dropped")
    }

    /// A second handle with connections of its own, as another process would have. PostgreSQL only.
    pub fn another(&self) -> Db {
        match &self.place {
            Place::Server { name } => open(&pg_url(name)),
            Place::Folder { .. } => panic!("SQLite serves one process"),
        }
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        self.db = None;
        if let Place::Server { name } = &self.place {
            drop(admin(&[format!("drop database if exists {name} with (force)")]));
        }
    }
}

/// A fresh database with the store's own tables and those of `sets`.
pub fn fresh(engine: Engine, sets: &[Migrations]) -> Fresh {
    match engine {
        Engine::Sqlite => {
            let folder = temp_dir();
            let path = folder.path().join("motcua.db");
            std::fs::write(&path, sqlite_template(sets)).expect("the template can be copied");
            let db = Db::open_sqlite(&path, options()).expect("the copied database opens");
            Fresh { db: Some(db), place: Place::Folder { _folder: folder } }
        }
        Engine::Postgres => {
            let sets: Vec<Migrations> = sets.to_vec();
            let template = format!("template_{:016x}", key(&sets));
            let name = pg_database_from(&template, move |url| {
                open(url).migrate(&sets).expect("the template can be migrated");
            });
            Fresh { db: Some(open(&pg_url(&name))), place: Place::Server { name } }
        }
    }
}

/// A new empty PostgreSQL database; its name. [`pg_url`] says where it is reached.
pub fn pg_database() -> String {
    let name = format!("test_{}", unique());
    admin(&[format!("create database {name} template template0")]).expect("a database can be made");
    name
}

/// A new PostgreSQL database copied from `template`, which `prepare` fills when nobody did yet.
pub fn pg_database_from(template: &str, prepare: impl FnOnce(&str)) -> String {
    static MADE: Mutex<Vec<String>> = Mutex::new(Vec::new());
    {
        let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        if !made.iter().any(|one| one == template) {
            make_template(template, prepare);
            made.push(template.to_owned());
        }
    }
    let name = format!("test_{}", unique());
    admin(&[format!("create database {name} template {template}")]).expect("the template can be copied");
    name
}

/// Prepared under another name first: two test processes may both want it.
fn make_template(template: &str, prepare: impl FnOnce(&str)) {
    let exists = || {
        let asked = format!("select datname from pg_database where datname = '{template}'");
        !admin(&[asked]).expect("the server answers").is_empty()
    };
    if exists() {
        return;
    }
    let unfinished = pg_database();
    prepare(&pg_url(&unfinished));
    if admin(&[format!("alter database {unfinished} rename to {template}")]).is_err() {
        assert!(exists(), "the template {template} could not be made");
        drop(admin(&[format!("drop database {unfinished} with (force)")]));
    }
}

/// Where a database of the test cluster is reached.
pub fn pg_url(database: &str) -> String {
    let (before, _) = server().rsplit_once('/').expect("the address ends with /database");
    format!("{before}/{database}")
}

/// The cluster of this run: the one prepared by `cargo xtask test`, or one of our own that ends
/// with this process.
fn server() -> &'static str {
    static SERVER: OnceLock<(String, Option<Cluster>)> = OnceLock::new();
    let (url, _) = SERVER.get_or_init(|| {
        #[allow(clippy::disallowed_methods, reason = "the harness hands its cluster to the tests this way")]
        let shared = std::env::var(SHARED).ok().filter(|url| !url.is_empty());
        match shared {
            Some(url) => (url, None),
            None => match Cluster::start(Kind::Throwaway) {
                Ok(cluster) => (cluster.url("postgres"), Some(cluster)),
                Err(problem) => panic!(
                    "the tests run on PostgreSQL too, and it could not be started: {problem}\n\
                     run `cargo xtask setup` first"
                ),
            },
        }
    });
    url
}

fn admin(statements: &[String]) -> Result<Vec<String>, kernel::Fault> {
    store::postgres_script(server(), statements)
}

fn open(url: &str) -> Db {
    Db::open_postgres(url, options()).expect("the test database opens")
}

/// Few connections: many tests run at once.
fn options() -> Options {
    Options { connections: 8, ..Options::default() }
}

fn sqlite_template(sets: &[Migrations]) -> Vec<u8> {
    static MADE: Mutex<Option<HashMap<u64, Vec<u8>>>> = Mutex::new(None);
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let make = || {
        let folder = temp_dir();
        let path = folder.path().join("template.db");
        let db = Db::open_sqlite(&path, options()).expect("a database can be made");
        db.migrate(sets).expect("the template can be migrated");
        drop(db);
        std::fs::read(&path).expect("the template can be read")
    };
    made.get_or_insert_default().entry(key(sets)).or_insert_with(make).clone()
}

fn key(sets: &[Migrations]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for set in std::iter::once(&store::MIGRATIONS).chain(sets) {
        (set.room, set.steps).hash(&mut hasher);
    }
    hasher.finish()
}
