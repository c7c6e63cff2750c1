//! Who stands in for whom, who is away, and which unit took over from which: what decisions ask.

use crate::Accounts;
use crate::directory::Directory;
use crate::model::{Absence, Delegation};
use ::store::Tx;
use kernel::{Failure, Id, Lent, Moment, Role};
use std::sync::Arc;

/// The agenda row that tells the core that a unit was closed: subject the unit, due on the first
/// day it no longer exists.
pub const UNIT_CLOSED: &str = "case.move-tasks";

/// The roles that may be delegated: those that take part in a dossier.
pub const DELEGABLE: &[Role] = &[Role::Receiver, Role::Specialist, Role::Head, Role::Signatory];

impl Delegation {
    /// Whether it covers a procedure.
    fn covers(&self, procedure: &str) -> bool {
        self.procedure.is_empty() || self.procedure == procedure
    }
}

impl Directory {
    /// Whether a delegation gives anything at a moment. It gives nothing its giver does not have:
    /// it sleeps while the giver is switched off, works elsewhere or does not hold the role.
    fn runs(&self, delegation: &Delegation, now: Moment) -> bool {
        let within = delegation.since <= now && now < delegation.until && delegation.ended.is_none();
        let on = |id| self.officer(id).filter(|officer| officer.disabled_at.is_none());
        let (Some(principal), Some(delegate)) = (on(delegation.principal), on(delegation.delegate)) else {
            return false;
        };
        within
            && principal.unit == Some(delegation.unit)
            && principal.agency == delegate.agency
            && principal.roles_at(now).has(delegation.role)
    }

    fn running(&self, now: Moment) -> impl Iterator<Item = &Arc<Delegation>> {
        self.delegations.iter().filter(move |delegation| self.runs(delegation, now))
    }

    /// Roles an officer may use for others at a moment, oldest delegation first.
    pub(crate) fn lent(&self, officer: Id, now: Moment) -> Vec<Lent> {
        let mine = self.running(now).filter(|delegation| delegation.delegate == officer);
        let lent = mine.map(|delegation| Lent {
            unit: delegation.unit,
            role: delegation.role,
            procedure: Some(delegation.procedure.clone()).filter(|code| !code.is_empty()),
            principal: delegation.principal,
        });
        lent.collect()
    }

    fn holds(&self, officer: Id, unit: Id, role: Role, now: Moment) -> bool {
        self.officers_of_unit(unit).iter().any(|one| one.id == officer && one.roles_at(now).has(role))
    }

    fn officers_for(&self, unit: Id, role: Role, procedure: &str, now: Moment) -> Vec<Id> {
        let holders = self.officers_of_unit(unit).iter().filter(|one| one.roles_at(now).has(role));
        let mut found: Vec<Id> = holders.map(|one| one.id).collect();
        let fits = |one: &&Arc<Delegation>| one.unit == unit && one.role == role && one.covers(procedure);
        for delegation in self.running(now).filter(fits) {
            if !found.contains(&delegation.delegate) {
                found.push(delegation.delegate);
            }
        }
        found
    }
}

impl Accounts {
    /// The officers who may act with a role in a unit for every procedure: those who hold it, by
    /// given name, then those it was delegated to without a procedure being named.
    pub fn officers_for(&self, unit: Id, role: Role, now: Moment) -> Vec<Id> {
        // No procedure has an empty code, so that only unlimited delegations cover it.
        self.directory().officers_for(unit, role, "", now)
    }

    /// The same for one procedure: also those it was delegated to for that procedure alone.
    pub fn officers_for_procedure(&self, unit: Id, role: Role, procedure: &str, now: Moment) -> Vec<Id> {
        self.directory().officers_for(unit, role, procedure, now)
    }

    /// For whom an officer acts with a role in a unit, when it is by delegation; none for one who
    /// holds the role there, and for one who may not act.
    pub fn acts_for(&self, officer: Id, unit: Id, role: Role, procedure: &str, now: Moment) -> Option<Id> {
        let directory = self.directory();
        if directory.holds(officer, unit, role, now) {
            return None;
        }
        let fits = |one: &&Arc<Delegation>| {
            one.delegate == officer && one.unit == unit && one.role == role && one.covers(procedure)
        };
        directory.running(now).find(fits).map(|delegation| delegation.principal)
    }

    /// Roles of others that an officer may use at a moment: what an [`Actor`](kernel::Actor) carries.
    pub fn lent(&self, officer: Id, now: Moment) -> Vec<Lent> {
        self.directory().lent(officer, now)
    }

    /// Whether an officer is recorded as away.
    pub fn is_absent(&self, officer: Id, now: Moment) -> bool {
        self.directory()
            .absences
            .iter()
            .any(|one| one.officer == officer && one.since <= now && now < one.until)
    }

    /// Delegations by and to an officer that run or will, oldest first.
    pub fn delegations_of(&self, officer: Id, now: Moment) -> Vec<Arc<Delegation>> {
        let directory = self.directory();
        let concerns =
            |one: &&Arc<Delegation>| now < one.until && (one.principal == officer || one.delegate == officer);
        directory.delegations.iter().filter(concerns).cloned().collect()
    }

    /// Absences of an officer that run or will, oldest first.
    pub fn absences_of(&self, officer: Id, now: Moment) -> Vec<Arc<Absence>> {
        let directory = self.directory();
        let concerns = |one: &&Arc<Absence>| now < one.until && one.officer == officer;
        directory.absences.iter().filter(concerns).cloned().collect()
    }

    /// The unit that does the work of a closed one today, over any number of closings; none for a
    /// unit that exists.
    pub fn successor_of(&self, unit: Id) -> Option<Id> {
        self.directory().successor_of(unit, self.clock().civil().day())
    }

    /// Sees what other processes changed in the directory, inside the caller's transaction: for
    /// work that was put on the agenda because of such a change.
    ///
    /// # Errors
    /// When the database fails.
    pub fn refresh_within(&self, tx: &mut Tx<'_>) -> Result<(), Failure> {
        if crate::store::directory_version(tx)? != self.directory().version {
            let rows = crate::store::directory(tx, self.clock().civil())?;
            self.replace(rows)?;
        }
        Ok(())
    }
}
