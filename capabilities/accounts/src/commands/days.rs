//! Days off and worked days declared after the table of days off was made.

use super::Stamp;
use super::officers::administers;
use crate::days::CALENDAR_CHANGED;
use crate::rules::{self, DayEdit};
use crate::{Accounts, store};
use ::store::{Expect, agenda, params};
use kernel::{Actor, Failure, Id, Refusal};

/// All open cases, whatever they are about.
const ALL_CASES: Id = Id(0);

impl Accounts {
    /// Whether an administrator may declare days for an agency, or (none) for the whole province:
    /// the latter is for those who look after its root.
    pub fn may_declare(&self, actor: &Actor, agency: Option<Id>) -> bool {
        let of = agency.or_else(|| self.agencies().first().map(|root| root.id));
        self.manages(actor, of)
    }

    /// Declares days off or worked, for an agency or (none) the whole province. The core counts the
    /// open limits anew.
    ///
    /// # Errors
    /// Fields to mend; absent for one who does not administer.
    pub async fn declare_day(
        &self,
        stamp: &Stamp,
        typed: &DayEdit,
        agency: Option<Id>,
    ) -> Result<Id, Failure> {
        administers(&stamp.actor)?;
        let now = self.clock().civil();
        let checked = rules::declared_day(typed, now.day());
        if !self.may_declare(&stamp.actor, agency) || agency.is_some_and(|id| self.agency(id).is_none()) {
            let mut refusal = Refusal::field("agency", "accounts-day-agency");
            refusal.fields.extend(checked.err().into_iter().flat_map(|other| other.fields));
            return Err(refusal.into());
        }
        let (day, who, id) = (checked?, stamp.account()?, self.ids().next());
        let made = self
            .once(stamp, "accounts.declare-day", id, move |tx| {
                let row = params![
                    id,
                    agency,
                    day.kind.name(),
                    day.first,
                    day.last,
                    day.name_vi.as_str(),
                    day.name_en.as_str(),
                    day.instrument.as_str(),
                    now,
                    who
                ];
                tx.send(&store::DECLARE_DAY, &row, Expect::Any)?;
                agenda::put(tx, CALENDAR_CHANGED, ALL_CASES, now)?;
                store::directory_changed(tx)
            })
            .await?;
        self.refresh().await?;
        Ok(made)
    }

    /// Takes a declaration back. The core counts the open limits anew.
    ///
    /// # Errors
    /// Changed meanwhile; absent.
    pub async fn withdraw_day(&self, stamp: &Stamp, id: Id, version: i64) -> Result<(), Failure> {
        administers(&stamp.actor)?;
        let found = self.db().read(move |tx| Ok(store::declared_day(tx, id)?)).await?;
        let day =
            found.filter(|day| self.may_declare(&stamp.actor, day.agency)).ok_or_else(Refusal::absent)?;
        let (now, who, id) = (self.clock().civil(), stamp.account()?, day.id);
        self.once(stamp, "accounts.withdraw-day", id, move |tx| {
            let mine = Expect::One(Refusal::changed());
            tx.send(&store::WITHDRAW_DAY, &params![now, who, id, version], mine)?;
            agenda::put(tx, CALENDAR_CHANGED, ALL_CASES, now)?;
            store::directory_changed(tx)
        })
        .await?;
        self.refresh().await
    }
}
