//! Opens an installation: database, keyring, files, rooms.

use crate::{demo, setting};
use accounts::Accounts;
use catalogue::Catalogue;
use dossiers::Dossiers;
use files::Files;
use kernel::{Clock, Failure, Fault, Ids};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::agenda::{Claimant, Handler};
use store::{Db, NodeLease, Options, Statement};
use vault::Vault;

/// Where an installation keeps what it keeps.
#[derive(Clone, Debug)]
pub struct Place {
    /// Folder of keyring, files and (on SQLite) the database.
    pub data: PathBuf,
    /// A PostgreSQL address; without one, SQLite in the folder.
    pub database: Option<String>,
    /// A folder of procedure files instead of the ones built in.
    pub procedures: Option<PathBuf>,
}

impl Place {
    /// The SQLite file.
    pub fn sqlite_file(&self) -> PathBuf {
        self.data.join("motcua.sqlite")
    }

    /// The keyring; it belongs on another disk or backup than the database.
    pub fn keyring(&self) -> PathBuf {
        self.data.join("keys")
    }

    /// The folder of sealed files.
    pub fn files_folder(&self) -> PathBuf {
        self.data.join("files")
    }

    /// Opens the database without looking at what is in it.
    pub fn open_database(&self) -> Result<Db, Fault> {
        match &self.database {
            Some(url) => Db::open_postgres(url, Options::default()),
            None => Db::open_sqlite(&self.sqlite_file(), Options::default()),
        }
    }
}

/// The agenda row that forgets old form keys.
const FORGET_KEYS: &str = "app.forget-form-keys";
const DAY_MS: i64 = 86_400_000;
/// Nobody posts a form again after so long.
const FORM_KEYS_KEPT_MS: i64 = 30 * DAY_MS;
/// The setting that names the keyring these data were sealed with.
const KEYRING: &str = "keyring";

/// The keyring of these data. Another one could open nothing and would seal new data beside the
/// old, so it is refused in words.
fn keyring(db: &Db, place: &Place) -> Result<Vault, Failure> {
    let known = db.read_blocking(|tx| Ok(setting::get(tx, KEYRING)?))?;
    let Some(known) = known else {
        let vault = Vault::from_file(place.keyring())?;
        let name = vault.fingerprint();
        db.write_blocking(move |tx| setting::set(tx, KEYRING, &name))?;
        return Ok(vault);
    };
    let vault = Vault::from_existing_file(place.keyring())?;
    if vault.fingerprint() == known {
        return Ok(vault);
    }
    let path = place.keyring();
    let words = format!(
        "{} is not the keyring of these data: put back the one they were sealed with",
        path.display()
    );
    Err(Fault::new(words).into())
}

/// An open installation.
pub struct House {
    /// The database.
    pub db: Db,
    /// The keyring.
    pub vault: Vault,
    /// Sealed files.
    pub files: Files,
    /// Both clocks.
    pub clock: Clock,
    /// Makes ids.
    pub ids: Ids,
    /// People and offices.
    pub accounts: Accounts,
    /// Procedures.
    pub catalogue: Catalogue,
    /// Dossiers.
    pub dossiers: Dossiers,
    /// Whether this is a demonstration: only then may civil time be moved.
    pub is_demo: bool,
    _lease: Option<NodeLease>,
}

/// The schema of every room, in the order of the arrows.
pub fn migrations() -> Vec<store::Migrations> {
    vec![
        setting::MIGRATIONS,
        accounts::MIGRATIONS,
        catalogue::MIGRATIONS,
        files::MIGRATIONS,
        cases::MIGRATIONS,
        dossiers::MIGRATIONS,
    ]
}

/// Every SQL text of the house, for the test that prepares each on both engines.
pub fn statements() -> Vec<&'static Statement> {
    [
        setting::ALL,
        accounts::statements(),
        catalogue::statements(),
        files::statements(),
        cases::STATEMENTS,
        &dossiers::statements(),
    ]
    .concat()
}

impl House {
    /// Opens (and where needed migrates) the installation at `place`. The caller holds the lock
    /// of the data folder.
    pub fn open(place: &Place, clock: Clock) -> Result<House, Failure> {
        std::fs::create_dir_all(&place.data)
            .map_err(|error| Fault::from(error).context(place.data.display()))?;
        let db = place.open_database()?;
        House::over(db, place, clock)
    }

    /// Opens an installation that another process may be serving, to read it: nothing is
    /// migrated, put on the agenda or made.
    pub fn read_only(place: &Place) -> Result<House, Failure> {
        if place.database.is_none() && !exists(&place.data) {
            return Err(Fault::new(format!("there is no installation in {}", place.data.display())).into());
        }
        let clock = Clock::system();
        let db = place.open_database()?;
        let is_demo = demo::restore_clock(&db, &clock)?;
        let vault = Vault::from_existing_file(place.keyring())?;
        House::furnish(db, vault, place, clock, is_demo, None)
    }

    /// Opens the installation over a database that is open already.
    pub fn over(db: Db, place: &Place, clock: Clock) -> Result<House, Failure> {
        db.migrate(&migrations())?;
        let is_demo = demo::restore_clock(&db, &clock)?;
        let vault = keyring(&db, place)?;
        let lease = db.lease_node(&clock)?;
        let house = House::furnish(db, vault, place, clock, is_demo, Some(lease))?;
        house.first_agenda()?;
        house.dossiers.tell_durations()?;
        Ok(house)
    }

    fn furnish(
        db: Db,
        vault: Vault,
        place: &Place,
        clock: Clock,
        is_demo: bool,
        lease: Option<NodeLease>,
    ) -> Result<House, Failure> {
        // A reader makes no ids that are kept.
        let ids = Ids::new(clock.clone(), lease.as_ref().map_or(0, NodeLease::node));
        let files = Files::open(place.files_folder(), vault.clone(), ids.clone())?;
        let accounts = Accounts::open(db.clone(), vault.clone(), clock.clone(), ids.clone())?;
        let procedures =
            place.procedures.as_deref().map_or_else(catalogue::Files::embedded, catalogue::Files::folder);
        let catalogue = match lease {
            Some(_) => Catalogue::open(&db, &ids, &clock, procedures)?,
            None => Catalogue::look(&db, &clock, &procedures)?,
        };
        let dossiers = Dossiers {
            db: db.clone(),
            vault: vault.clone(),
            files: files.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
            accounts: accounts.clone(),
            catalogue: catalogue.clone(),
        };
        Ok(House { db, vault, files, clock, ids, accounts, catalogue, dossiers, is_demo, _lease: lease })
    }

    /// Work that is always on the agenda.
    fn first_agenda(&self) -> Result<(), Failure> {
        let now = self.clock.civil();
        self.accounts.plan_sweep()?;
        self.db.write_blocking(move |tx| {
            store::agenda::put(tx, cases::looks::SEAL, kernel::Id(0), now)?;
            store::agenda::put(tx, dossiers::COUNT_DURATIONS, kernel::Id(0), now)?;
            store::agenda::put(tx, FORGET_KEYS, kernel::Id(0), now)
        })
    }

    /// Everything the agenda can be asked to do.
    pub fn handlers(&self) -> Vec<(&'static str, Handler)> {
        let mut handlers = cases::jobs(&self.clock, self.dossiers.settle());
        handlers.extend(self.dossiers.handlers());
        handlers.extend(self.accounts.handlers());
        let clock = self.clock.clone();
        handlers.push((
            FORGET_KEYS,
            Arc::new(move |tx, _, civil| {
                store::form_key::purge(tx, clock.technical().plus_ms(-FORM_KEYS_KEPT_MS))?;
                Ok(Some(civil.plus_ms(DAY_MS)))
            }),
        ));
        handlers
    }

    /// One claimant of the agenda.
    pub fn claimant(&self) -> Claimant {
        Claimant::new(self.db.clone(), self.clock.clone(), self.handlers())
    }

    /// Changes of procedures.
    pub fn edits(&self) -> catalogue::Edits {
        catalogue::Edits::new(self.catalogue.clone(), self.clock.clone(), self.ids.clone())
    }

    /// How the rooms of applicants and of the counter would show a procedure.
    fn previews(&self) -> editor::Previews {
        let dossiers = self.dossiers.clone();
        editor::Previews {
            questions: Arc::new(|v, revision, page, around| {
                dossiers::preview_questions(v, revision, page, around)
            }),
            counter: Arc::new(move |v, revision| desk::preview_sheet(&dossiers, v, revision)),
        }
    }

    /// The rooms with their routes.
    pub fn rooms(self: &Arc<Self>) -> Vec<web::Room> {
        let mut rooms = vec![
            accounts::room(self.accounts.clone()),
            catalogue::room(self.catalogue.clone()),
            catalogue::offices(self.accounts.clone()),
            dossiers::room(self.dossiers.clone()),
            desk::room(self.dossiers.clone()),
            editor::room(self.edits(), self.accounts.clone(), self.previews()),
        ];
        if self.is_demo {
            rooms.push(demo::room(Arc::clone(self)));
        }
        rooms
    }

    /// The whole web side.
    pub fn assemble(
        self: &Arc<Self>,
        change: impl FnOnce(&mut web::Config),
    ) -> Result<web::Assembled, Fault> {
        let mut config = web::Config::new(self.vault.derive_token("csrf", kernel::Id(0)).into_bytes());
        config.portal = "Một Cửa".to_owned();
        config.province = "Thành phố Hồ Chí Minh".to_owned();
        config.demo = self.is_demo;
        change(&mut config);
        web::Assembly {
            config,
            clock: self.clock.clone(),
            resolver: Arc::new(self.accounts.clone()),
            replay: Some(Arc::new(self.accounts.clone())),
            rooms: self.rooms(),
        }
        .build()
    }
}

/// A SQLite installation is there already.
pub fn exists(data: &Path) -> bool {
    data.join("motcua.sqlite").exists()
}
