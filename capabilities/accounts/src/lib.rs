//! People, agencies, officers, roles, sign-in.
//!
//! [`Accounts`] is what other rooms hold: the agency tree and its officers from memory, who
//! stands behind a session, what a session was given to open, profiles of people.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod api;
mod commands;
mod days;
mod directory;
mod jobs;
mod kept;
mod model;
mod pages;
mod passwords;
pub mod permissions;
pub mod rules;
pub mod seed;
mod sessions;
mod standing;
mod store;

pub use commands::{NewAgency, NewOfficer, NewUnit, OfficerPlace, SignedIn, Stamp};
pub use days::CALENDAR_CHANGED;
pub use jobs::SWEEP;
pub use model::{
    Absence, Account, AccountKind, Agency, AgencyKind, ApiToken, DayKind, DeclaredDay, Delegation, GrantKind,
    LoginKind, Officer, Profile, RoleHeld, Unit, UnitKind,
};
pub use pages::{TEXTS, room};
pub use sessions::NewSession;
pub use standing::{DELEGABLE, UNIT_CLOSED};
pub use store::MIGRATIONS;

use ::store::{Db, Statement, Tx};
use directory::{Directory, open_profile};
use kernel::{Clock, Failure, Fault, Id, Ids};
use passwords::Passwords;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock, PoisonError, RwLock};
use vault::Vault;

/// Another process's change of the directory is seen after so long.
const DIRECTORY_CHECK_MS: i64 = 3_000;

/// Every SQL text of this room.
pub fn statements() -> &'static [&'static Statement] {
    static BOTH: LazyLock<Vec<&'static Statement>> =
        LazyLock::new(|| [store::ALL, store::offices_statements()].concat());
    &BOTH
}

/// A command with the doors it has; a test compares the list with the route table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Command {
    /// Its name, as in the route table.
    pub name: &'static str,
    /// Whether it has a form.
    pub form: bool,
    /// Whether it has an API route.
    pub api: bool,
    /// Why one of the two is missing.
    pub reason: &'static str,
}

const fn both(name: &'static str) -> Command {
    Command { name, form: true, api: true, reason: "" }
}

/// Every command of this room.
pub const COMMANDS: &[Command] = &[
    both("accounts.sign-in"),
    both("accounts.sign-out"),
    both("accounts.sign-up"),
    both("accounts.change-profile"),
    both("accounts.change-password"),
    both("accounts.create-token"),
    both("accounts.revoke-token"),
    both("accounts.add-officer"),
    both("accounts.change-officer"),
    both("accounts.disable-officer"),
    both("accounts.enable-officer"),
    both("accounts.unlock-officer"),
    both("accounts.reset-password"),
    both("accounts.declare-day"),
    both("accounts.withdraw-day"),
    both("accounts.delegate"),
    both("accounts.end-delegation"),
    both("accounts.record-absence"),
    both("accounts.end-absence"),
    both("accounts.close-unit"),
    both("accounts.close-agency"),
    Command {
        name: "accounts.accept-invitation",
        form: true,
        api: false,
        reason: "opened once, by a person, from a link printed on the server's own command line",
    },
    Command {
        name: "accounts.invite-first-admin",
        form: false,
        api: false,
        reason: "only from the server's own command line: nobody is in office who could ask for it",
    },
    Command {
        name: "accounts.found-agency",
        form: false,
        api: false,
        reason: "the tree changes by decision a few times in a decade; entered on the command line",
    },
];

/// The façade of this room. Cloning shares it.
#[derive(Clone)]
pub struct Accounts {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    vault: Vault,
    clock: Clock,
    ids: Ids,
    passwords: Passwords,
    directory: RwLock<Arc<Directory>>,
    /// Technical time of the last look at the directory's version.
    checked_ms: AtomicI64,
    sessions: sessions::Cache,
}

impl Accounts {
    /// Opens the room over a migrated database and reads the directory.
    ///
    /// # Errors
    /// When the database fails, or the keyring does not belong to it.
    pub fn open(db: Db, vault: Vault, clock: Clock, ids: Ids) -> Result<Accounts, Fault> {
        let accounts = Accounts {
            inner: Arc::new(Inner {
                db,
                vault,
                clock,
                ids,
                passwords: Passwords::new(),
                directory: RwLock::default(),
                checked_ms: AtomicI64::new(i64::MIN),
                sessions: sessions::Cache::default(),
            }),
        };
        accounts.refresh_blocking()?;
        Ok(accounts)
    }

    /// Makes ready what the first sign-in would otherwise wait for: call it before serving.
    ///
    /// # Errors
    /// When the password hash cannot be computed.
    pub fn warm(&self) -> Result<(), Fault> {
        self.inner.passwords.warm()
    }

    fn db(&self) -> &Db {
        &self.inner.db
    }

    fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    fn ids(&self) -> &Ids {
        &self.inner.ids
    }

    fn vault(&self) -> &Vault {
        &self.inner.vault
    }

    fn directory(&self) -> Arc<Directory> {
        Arc::clone(&self.inner.directory.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the directory anew, on this thread.
    ///
    /// # Errors
    /// When the database fails.
    pub fn refresh_blocking(&self) -> Result<(), Fault> {
        let now = self.clock().civil();
        let rows = self.db().read_blocking(move |tx| Ok(store::directory(tx, now)?)).map_err(unexpected)?;
        self.replace(rows)
    }

    async fn refresh(&self) -> Result<(), Failure> {
        let now = self.clock().civil();
        let rows = self.db().read(move |tx| Ok(store::directory(tx, now)?)).await?;
        Ok(self.replace(rows)?)
    }

    fn replace(&self, rows: store::DirectoryRows) -> Result<(), Fault> {
        let built = Arc::new(Directory::build(rows, self.vault())?);
        let mut slot = self.inner.directory.write().unwrap_or_else(PoisonError::into_inner);
        if built.version >= slot.version {
            *slot = built;
        }
        self.inner.checked_ms.store(self.clock().technical().ms(), Ordering::Relaxed);
        Ok(())
    }

    /// Sees what another process changed, at most every few seconds.
    async fn refresh_if_old(&self) -> Result<(), Failure> {
        let now = self.clock().technical().ms();
        let checked = self.inner.checked_ms.load(Ordering::Relaxed);
        if now.saturating_sub(checked) < DIRECTORY_CHECK_MS {
            return Ok(());
        }
        let mine = self
            .inner
            .checked_ms
            .compare_exchange(checked, now, Ordering::Relaxed, Ordering::Relaxed)
            .is_ok();
        if !mine {
            return Ok(());
        }
        let version = self.db().read(|tx| Ok(store::directory_version(tx)?)).await?;
        if version == self.directory().version {
            return Ok(());
        }
        self.refresh().await
    }

    /// An agency.
    pub fn agency(&self, id: Id) -> Option<Arc<Agency>> {
        self.directory().agency(id)
    }

    /// An agency by its code.
    pub fn agency_by_code(&self, code: &str) -> Option<Arc<Agency>> {
        self.directory().agency_by_code(code)
    }

    /// All agencies: each parent before its children, brothers by code.
    pub fn agencies(&self) -> Vec<Arc<Agency>> {
        self.directory().agencies.clone()
    }

    /// How deep an agency stands in the tree; the root is 0.
    pub fn depth(&self, agency: &Agency) -> usize {
        self.directory().depth(agency)
    }

    /// A unit.
    pub fn unit(&self, id: Id) -> Option<Arc<Unit>> {
        self.directory().unit(id)
    }

    /// The units of an agency, oldest first.
    pub fn units_of(&self, agency: Id) -> Vec<Arc<Unit>> {
        self.directory().units_of(agency).to_vec()
    }

    /// The first unit of an agency that is for this; when it is closed, the one that took over.
    pub fn unit_of_kind(&self, agency: Id, kind: UnitKind) -> Option<Arc<Unit>> {
        self.directory().unit_of_kind(agency, kind, self.clock().civil().day())
    }

    /// An officer, in office or not.
    pub fn officer(&self, id: Id) -> Option<Arc<Officer>> {
        self.directory().officer(id)
    }

    /// The officers of a unit whose accounts are on, by given name.
    pub fn officers_of_unit(&self, unit: Id) -> Vec<Arc<Officer>> {
        self.directory().officers_of_unit(unit).to_vec()
    }

    /// The officers of an agency whose accounts are on, by given name.
    pub fn officers_of_agency(&self, agency: Id) -> Vec<Arc<Officer>> {
        let directory = self.directory();
        let on = |one: &&Arc<Officer>| one.disabled_at.is_none() && one.agency == Some(agency);
        directory.officers.iter().filter(on).cloned().collect()
    }

    /// Every officer's account, by given name.
    pub fn officers(&self) -> Vec<Arc<Officer>> {
        self.directory().officers.clone()
    }

    /// What an account says about its person. The caller logs the look.
    ///
    /// # Errors
    /// When the database fails or the profile does not open.
    pub async fn person(&self, id: Id) -> Result<Option<Profile>, Failure> {
        Ok(self.account(id).await?.map(|account| account.profile))
    }

    /// The same inside a transaction of the caller.
    ///
    /// # Errors
    /// When the database fails or the profile does not open.
    pub fn profile_of(&self, tx: &mut Tx<'_>, id: Id) -> Result<Option<Profile>, Failure> {
        match store::account(tx, id)? {
            Some(row) => Ok(Some(open_profile(self.vault(), id, &row.profile)?)),
            None => Ok(None),
        }
    }

    /// An account with its open profile.
    ///
    /// # Errors
    /// When the database fails or the profile does not open.
    pub async fn account(&self, id: Id) -> Result<Option<Account>, Failure> {
        let Some(row) = self.db().read(move |tx| Ok(store::account(tx, id)?)).await? else {
            return Ok(None);
        };
        Ok(Some(Account {
            id: row.id,
            kind: row.kind,
            profile: open_profile(self.vault(), row.id, &row.profile)?,
            created: row.created,
            disabled_at: row.disabled_at,
            version: row.version,
        }))
    }
}

/// A refusal where none can be.
fn unexpected(failure: Failure) -> Fault {
    match failure {
        Failure::Fault(fault) => fault,
        Failure::Refusal(refusal) => Fault::new(refusal),
    }
}
