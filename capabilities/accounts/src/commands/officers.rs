//! What an administrator does with the accounts of officers.

use super::{Stamp, open_account, set_roles};
use crate::directory::{open_profile, seal_profile};
use crate::model::{AccountKind, Agency, Officer};
use crate::rules::{self, OfficerChecked, OfficerEdit};
use crate::{Accounts, store};
use ::store::{Expect, params};
use kernel::{Actor, Failure, Id, Permission, Refusal, Role};
use std::sync::Arc;
use vault::CODE_ALPHABET;

/// Characters of a first password; typed once, then changed by its owner.
const FIRST_PASSWORD_CHARS: usize = 12;

/// Where an officer works.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OfficerPlace {
    /// The agency.
    pub agency: Id,
    /// The unit of that agency.
    pub unit: Id,
}

/// An officer's account just made, or its password just replaced.
#[derive(Clone)]
pub struct NewOfficer {
    /// The account.
    pub id: Id,
    /// What to sign in with; shown this once.
    pub password: String,
}

impl Accounts {
    /// Whether an administrator looks after this agency: its own, and all below. One without an
    /// agency looks after the whole house.
    pub fn manages(&self, actor: &Actor, agency: Option<Id>) -> bool {
        if !actor.may(Permission::Administer) {
            return false;
        }
        let Some(own) = actor.agency else { return true };
        let mut above = agency;
        for _ in 0..8 {
            match above {
                Some(id) if id == own => return true,
                Some(id) => above = self.agency(id).and_then(|agency| agency.parent),
                None => return false,
            }
        }
        false
    }

    /// The agencies an administrator looks after, in tree order.
    pub fn managed(&self, actor: &Actor) -> Vec<Arc<Agency>> {
        self.agencies().into_iter().filter(|agency| self.manages(actor, Some(agency.id))).collect()
    }

    /// An officer this administrator looks after; absent otherwise.
    ///
    /// # Errors
    /// Absent.
    pub fn managed_officer(&self, actor: &Actor, id: Id) -> Result<Arc<Officer>, Refusal> {
        self.officer(id).filter(|officer| self.manages(actor, officer.agency)).ok_or_else(Refusal::absent)
    }

    /// The place typed, if it is one and this administrator's.
    fn place(&self, actor: &Actor, unit: Option<Id>) -> Result<OfficerPlace, Refusal> {
        let unit = unit.and_then(|id| self.unit(id)).filter(|unit| self.manages(actor, Some(unit.agency)));
        let unit = unit.ok_or_else(|| Refusal::field("unit", "accounts-unit"))?;
        if unit.closed.is_some() {
            return Err(Refusal::field("unit", "accounts-unit-closed"));
        }
        Ok(OfficerPlace { agency: unit.agency, unit: unit.id })
    }

    fn checked(
        &self,
        actor: &Actor,
        typed: &OfficerEdit,
        unit: Option<Id>,
    ) -> Result<(OfficerChecked, OfficerPlace), Refusal> {
        match (rules::officer(typed), self.place(actor, unit)) {
            (Ok(checked), Ok(place)) => Ok((checked, place)),
            (Err(mut fields), Err(place)) => {
                // The unit stands before the roles on the page.
                let at = fields.fields.iter().position(|field| field.path == "roles");
                let at = at.unwrap_or(fields.fields.len());
                fields.fields.splice(at..at, place.fields);
                Err(fields)
            }
            (Err(refusal), Ok(_)) | (Ok(_), Err(refusal)) => Err(refusal),
        }
    }

    /// Makes an officer's account with a first password.
    ///
    /// # Errors
    /// Fields to mend; absent for one who does not administer.
    pub async fn add_officer(
        &self,
        stamp: &Stamp,
        typed: &OfficerEdit,
        unit: Option<Id>,
    ) -> Result<NewOfficer, Failure> {
        administers(&stamp.actor)?;
        let (checked, place) = self.checked(&stamp.actor, typed, unit)?;
        let mut account = self.opening(AccountKind::Officer, &checked.profile, String::new())?;
        let id = account.id;
        account.password = self.inner.passwords.hash(self.first_password(id)).await?;
        let civil = self.clock().civil();
        let OfficerChecked { title, roles, .. } = checked;
        let made = self
            .once(stamp, "accounts.add-officer", id, move |tx| {
                open_account(tx, &account)?;
                let row = params![id, place.agency, place.unit, title.as_str()];
                tx.send(&store::ADD_OFFICER, &row, Expect::Any)?;
                set_roles(tx, id, &roles, civil)?;
                store::directory_changed(tx)
            })
            .await?;
        self.refresh().await?;
        Ok(NewOfficer { id: made, password: self.first_password(made) })
    }

    /// Derived, so that a form sent twice shows the same one; stored only as a hash.
    fn first_password(&self, id: Id) -> String {
        let code = self.vault().derive_code("first password", id, FIRST_PASSWORD_CHARS, CODE_ALPHABET);
        match (code.get(..4), code.get(4..8), code.get(8..)) {
            (Some(a), Some(b), Some(c)) => format!("{a}-{b}-{c}"),
            _ => code,
        }
    }

    /// Changes an officer's name, title, phone, place and roles.
    ///
    /// # Errors
    /// Fields to mend; changed meanwhile; absent; one's own administration cannot be given up.
    pub async fn change_officer(
        &self,
        stamp: &Stamp,
        id: Id,
        typed: &OfficerEdit,
        unit: Option<Id>,
        version: i64,
    ) -> Result<(), Failure> {
        let officer = self.managed_officer(&stamp.actor, id)?;
        let (checked, place) = self.checked(&stamp.actor, typed, unit)?;
        if stamp.actor.account == Some(id) && !checked.roles.contains(&Role::Admin) {
            return Err(Refusal::field("roles", "accounts-roles-own").into());
        }
        let row = self.db().read(move |tx| Ok(store::account(tx, id)?)).await?.ok_or_else(Refusal::absent)?;
        let mut profile = open_profile(self.vault(), id, &row.profile)?;
        profile.name = checked.profile.name;
        profile.phone = checked.profile.phone;
        profile.login.clone_from(&officer.login);
        let sealed = seal_profile(self.vault(), id, &profile)?;
        let civil = self.clock().civil();
        let OfficerChecked { title, roles, .. } = checked;
        self.once(stamp, "accounts.change-officer", id, move |tx| {
            let mine = Expect::One(Refusal::changed());
            tx.send(&store::SET_PROFILE, &params![&sealed[..], id, version], mine)?;
            let row = params![place.agency, place.unit, title.as_str(), id];
            tx.send(&store::SET_OFFICER, &row, Expect::Any)?;
            set_roles(tx, id, &roles, civil)?;
            store::directory_changed(tx)
        })
        .await?;
        self.settle(id).await
    }

    /// Sees the change in this process at once.
    async fn settle(&self, id: Id) -> Result<(), Failure> {
        self.inner.sessions.forget_account(id);
        self.refresh().await
    }

    /// Switches an officer's account off: sessions end and tokens are taken back.
    ///
    /// # Errors
    /// Changed meanwhile; absent; not one's own.
    pub async fn disable_officer(&self, stamp: &Stamp, id: Id, version: i64) -> Result<(), Failure> {
        self.managed_officer(&stamp.actor, id)?;
        if stamp.actor.account == Some(id) {
            return Err(Refusal::state("accounts-not-yourself").into());
        }
        let now = self.clock().technical();
        self.once(stamp, "accounts.disable-officer", id, move |tx| {
            tx.send(&store::DISABLE, &params![now, id, version], Expect::One(Refusal::changed()))?;
            tx.send(&store::END_OTHER_SESSIONS, &params![id, Id(0)], Expect::Any)?;
            tx.send(&store::REVOKE_TOKENS, &params![now, id], Expect::Any)?;
            store::directory_changed(tx)
        })
        .await?;
        self.settle(id).await
    }

    /// Switches an officer's account on again.
    ///
    /// # Errors
    /// Changed meanwhile; absent.
    pub async fn enable_officer(&self, stamp: &Stamp, id: Id, version: i64) -> Result<(), Failure> {
        self.managed_officer(&stamp.actor, id)?;
        self.once(stamp, "accounts.enable-officer", id, move |tx| {
            tx.send(&store::ENABLE, &params![id, version], Expect::One(Refusal::changed()))?;
            store::directory_changed(tx)
        })
        .await?;
        self.settle(id).await
    }

    /// Opens the lock that wrong passwords closed.
    ///
    /// # Errors
    /// Changed meanwhile; absent.
    pub async fn unlock_officer(&self, stamp: &Stamp, id: Id, version: i64) -> Result<(), Failure> {
        self.managed_officer(&stamp.actor, id)?;
        self.once(stamp, "accounts.unlock-officer", id, move |tx| {
            tx.send(&store::UNLOCK, &params![id, version], Expect::One(Refusal::changed()))?;
            store::directory_changed(tx)
        })
        .await?;
        self.settle(id).await
    }

    /// Gives an officer a new first password; every session of the account ends.
    ///
    /// # Errors
    /// Changed meanwhile; absent; one's own is changed on the own page.
    pub async fn reset_password(&self, stamp: &Stamp, id: Id, version: i64) -> Result<NewOfficer, Failure> {
        self.managed_officer(&stamp.actor, id)?;
        if stamp.actor.account == Some(id) {
            return Err(Refusal::state("accounts-not-yourself").into());
        }
        let occasion = self.ids().next();
        let hash = self.inner.passwords.hash(self.first_password(occasion)).await?;
        let made = self
            .once(stamp, "accounts.reset-password", occasion, move |tx| {
                let mine = Expect::One(Refusal::changed());
                tx.send(&store::UNLOCK, &params![id, version], mine)?;
                tx.send(&store::SET_PASSWORD, &params![hash.as_str(), id], Expect::Any)?;
                tx.send(&store::END_OTHER_SESSIONS, &params![id, Id(0)], Expect::Any)?;
                store::directory_changed(tx)
            })
            .await?;
        self.settle(id).await?;
        Ok(NewOfficer { id, password: self.first_password(made) })
    }

    /// The officers locked by wrong passwords at this moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn locked_officers(&self) -> Result<Vec<Id>, Failure> {
        let now = self.clock().technical();
        self.db().read(move |tx| Ok(tx.rows(&store::LOCKED_OFFICERS, &params![now], |row| row.get(0))?)).await
    }
}

pub(super) fn administers(actor: &Actor) -> Result<(), Refusal> {
    if actor.may(Permission::Administer) { Ok(()) } else { Err(Refusal::absent()) }
}
