//! Delegations and absences of officers.

use super::Stamp;
use crate::directory::reason_place;
use crate::model::Officer;
use crate::rules::{self, AbsenceEdit, DelegationEdit};
use crate::{Accounts, store};
use ::store::{Expect, params};
use kernel::{Actor, Failure, Id, Refusal, Role};
use std::sync::Arc;

impl Accounts {
    /// Whether one looks after an officer's absences and delegations: the officer, the head of the
    /// officer's unit, an administrator.
    pub fn looks_after(&self, actor: &Actor, officer: &Officer) -> bool {
        let heads = actor.roles.has(Role::Head) && actor.unit.is_some() && actor.unit == officer.unit;
        actor.account == Some(officer.id) || heads || self.manages(actor, officer.agency)
    }

    /// An officer whose absences and delegations one looks after; absent otherwise.
    ///
    /// # Errors
    /// Absent.
    pub fn looked_after(&self, actor: &Actor, id: Id) -> Result<Arc<Officer>, Refusal> {
        self.officer(id).filter(|officer| self.looks_after(actor, officer)).ok_or_else(Refusal::absent)
    }

    /// Those who may act for an officer: the others of the same agency whose accounts are on.
    pub fn possible_delegates(&self, officer: &Officer) -> Vec<Arc<Officer>> {
        let Some(agency) = officer.agency else { return Vec::new() };
        self.officers_of_agency(agency).into_iter().filter(|one| one.id != officer.id).collect()
    }

    /// The delegate, if the choice is one. Nobody takes a role of someone else for themselves.
    fn delegate_of(&self, actor: &Actor, principal: &Officer, chosen: Option<Id>) -> Result<Id, Refusal> {
        let known = self.possible_delegates(principal);
        let chosen = chosen.filter(|id| known.iter().any(|one| one.id == *id));
        let chosen = chosen.ok_or_else(|| Refusal::field("delegate", "accounts-delegate"))?;
        if actor.account == Some(chosen) {
            return Err(Refusal::field("delegate", "accounts-delegate-yourself"));
        }
        Ok(chosen)
    }

    /// Lets another officer of the same agency use a role of `principal` for a time.
    ///
    /// # Errors
    /// Fields to mend; absent for one who does not look after the principal.
    pub async fn delegate(
        &self,
        stamp: &Stamp,
        principal: Id,
        chosen: Option<Id>,
        typed: &DelegationEdit,
    ) -> Result<Id, Failure> {
        let officer = self.looked_after(&stamp.actor, principal)?;
        let now = self.clock().civil();
        let mut wrong = Vec::new();
        let delegate =
            self.delegate_of(&stamp.actor, &officer, chosen).map_err(|one| wrong.extend(one.fields));
        let checked = rules::delegation(typed, now).map_err(|one| wrong.extend(one.fields));
        let held = |role: Role| officer.roles_at(now).has(role);
        if checked.as_ref().is_ok_and(|checked| !held(checked.role)) {
            wrong.extend(Refusal::field("role", "accounts-delegate-role").fields);
        }
        if let Some(refusal) = Refusal::fields(wrong) {
            return Err(refusal.into());
        }
        let (Ok(delegate), Ok(checked)) = (delegate, checked) else { return Err(Refusal::absent().into()) };
        let unit = officer.unit.ok_or_else(|| Refusal::state("accounts-delegate-no-unit"))?;
        let (id, who) = (self.ids().next(), stamp.account()?);
        let reason = self.vault().seal(&reason_place(id), checked.reason.as_bytes());
        let made = self
            .once(stamp, "accounts.delegate", id, move |tx| {
                let row = params![
                    id,
                    principal,
                    delegate,
                    unit,
                    checked.role.name(),
                    checked.procedure.as_str(),
                    checked.since,
                    checked.until,
                    &reason[..],
                    now,
                    who
                ];
                tx.send(&store::ADD_DELEGATION, &row, Expect::Any)?;
                store::directory_changed(tx)
            })
            .await?;
        self.inner.sessions.forget_account(delegate);
        self.refresh().await?;
        Ok(made)
    }

    /// Ends a delegation before its last day.
    ///
    /// # Errors
    /// Changed meanwhile; absent.
    pub async fn end_delegation(&self, stamp: &Stamp, id: Id, version: i64) -> Result<(), Failure> {
        let found = self.db().read(move |tx| Ok(store::delegation(tx, id)?)).await?;
        let row = found.ok_or_else(Refusal::absent)?;
        self.looked_after(&stamp.actor, row.principal)?;
        let (now, who) = (self.clock().civil(), stamp.account()?);
        self.once(stamp, "accounts.end-delegation", id, move |tx| {
            let mine = Expect::One(Refusal::changed());
            tx.send(&store::END_DELEGATION, &params![now, who, id, version], mine)?;
            store::directory_changed(tx)
        })
        .await?;
        self.inner.sessions.forget_account(row.delegate);
        self.refresh().await
    }

    /// Records that an officer is away.
    ///
    /// # Errors
    /// Fields to mend; absent for one who does not look after the officer.
    pub async fn record_absence(
        &self,
        stamp: &Stamp,
        officer: Id,
        typed: &AbsenceEdit,
    ) -> Result<Id, Failure> {
        self.looked_after(&stamp.actor, officer)?;
        let now = self.clock().civil();
        let checked = rules::absence(typed, now.day())?;
        let (id, who) = (self.ids().next(), stamp.account()?);
        let reason = self.vault().seal(&reason_place(id), checked.reason.as_bytes());
        let made = self
            .once(stamp, "accounts.record-absence", id, move |tx| {
                let row = params![id, officer, checked.since, checked.until, &reason[..], now, who];
                tx.send(&store::ADD_ABSENCE, &row, Expect::Any)?;
                store::directory_changed(tx)
            })
            .await?;
        self.refresh().await?;
        Ok(made)
    }

    /// Ends an absence before its last day: the officer is back.
    ///
    /// # Errors
    /// Changed meanwhile; absent.
    pub async fn end_absence(&self, stamp: &Stamp, id: Id, version: i64) -> Result<(), Failure> {
        let found = self.db().read(move |tx| Ok(store::absence(tx, id)?)).await?;
        let row = found.ok_or_else(Refusal::absent)?;
        self.looked_after(&stamp.actor, row.officer)?;
        let (now, who) = (self.clock().civil(), stamp.account()?);
        self.once(stamp, "accounts.end-absence", id, move |tx| {
            let mine = Expect::One(Refusal::changed());
            tx.send(&store::END_ABSENCE, &params![now, who, id, version], mine)?;
            store::directory_changed(tx)
        })
        .await?;
        self.refresh().await
    }
}
