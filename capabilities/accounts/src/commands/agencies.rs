//! Founding agencies and units. There is no page for it yet: a province gets its tree from the
//! command line (today: the demonstration seed).

use crate::model::{AgencyKind, UnitKind};
use crate::{Accounts, store};
use ::store::{Expect, params};
use kernel::{Day, Failure, Id};

/// An agency to be founded.
#[derive(Clone)]
pub struct NewAgency {
    /// Electronic identifier.
    pub code: &'static str,
    /// Name in Vietnamese.
    pub name_vi: &'static str,
    /// Name in English.
    pub name_en: &'static str,
    /// Level.
    pub kind: AgencyKind,
    /// The agency above.
    pub parent: Option<Id>,
    /// Name of its calendar of working time.
    pub hours: &'static str,
    /// Public phone.
    pub phone: &'static str,
    /// Address of the house.
    pub address: &'static str,
    /// Code of the commune it is the committee of, five digits.
    pub commune: Option<&'static str>,
    /// First day of its life.
    pub opened: Day,
    /// Its units.
    pub units: Vec<NewUnit>,
}

/// A unit to be founded with its agency.
#[derive(Clone)]
pub struct NewUnit {
    /// What it is for.
    pub kind: UnitKind,
    /// Name in Vietnamese.
    pub name_vi: &'static str,
    /// Name in English.
    pub name_en: &'static str,
    /// Its own calendar, where it differs.
    pub hours: Option<&'static str>,
}

impl Accounts {
    /// Founds an agency with its units, on this thread; the answer is the agency and its units
    /// in the order given.
    ///
    /// # Errors
    /// When the database fails or the code is taken.
    pub fn found_agency(&self, new: NewAgency) -> Result<(Id, Vec<Id>), Failure> {
        let id = self.ids().next();
        let units: Vec<(Id, NewUnit)> =
            new.units.iter().map(|unit| (self.ids().next(), unit.clone())).collect();
        let unit_ids = units.iter().map(|(id, _)| *id).collect();
        self.db().write_blocking(move |tx| {
            let (kind, parent, opened) = (new.kind.name(), new.parent, new.opened);
            let row = params![
                id,
                new.code,
                new.name_vi,
                new.name_en,
                kind,
                parent,
                new.hours,
                new.phone,
                new.address,
                opened,
                new.commune
            ];
            tx.send(&store::ADD_AGENCY, &row, Expect::Any)?;
            for (unit, what) in &units {
                let row = params![*unit, id, what.kind.name(), what.name_vi, what.name_en, what.hours];
                tx.send(&store::ADD_UNIT, &row, Expect::Any)?;
            }
            store::directory_changed(tx)
        })?;
        self.refresh_blocking()?;
        Ok((id, unit_ids))
    }
}
