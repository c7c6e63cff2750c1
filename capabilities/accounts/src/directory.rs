//! The agency tree and its officers, kept in memory: pages name an office and an officer on
//! nearly every line, and ask no database for it.

use crate::model::{Absence, Agency, DeclaredDay, Delegation, Officer, Profile, Unit, UnitKind};
use crate::store::{AbsenceRow, DelegationRow, DirectoryRows};
use calendar::{Calendar, Overlay};
use kernel::{Day, Fault, Id, IdMap, text};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use vault::{Place, Vault};

/// One state of the directory; replaced as a whole when its version changes.
#[derive(Default)]
pub(crate) struct Directory {
    pub(crate) version: i64,
    /// Parent before children, brothers by code.
    pub(crate) agencies: Vec<Arc<Agency>>,
    agency_by_id: IdMap<Arc<Agency>>,
    agency_by_code: HashMap<String, Arc<Agency>>,
    unit_by_id: IdMap<Arc<Unit>>,
    /// Oldest first.
    units_by_agency: IdMap<Vec<Arc<Unit>>>,
    /// By given name.
    pub(crate) officers: Vec<Arc<Officer>>,
    officer_by_id: IdMap<Arc<Officer>>,
    /// Those whose accounts are on, by given name.
    officers_by_unit: IdMap<Vec<Arc<Officer>>>,
    /// Days declared by offices, oldest first, withdrawn ones too.
    pub(crate) days: Vec<Arc<DeclaredDay>>,
    /// What the whole province declared, laid over the table of days off.
    pub(crate) province_days: Option<Overlay>,
    /// What one agency declared, laid over that.
    pub(crate) agency_days: IdMap<Overlay>,
    /// Delegations that run or will, oldest first.
    pub(crate) delegations: Vec<Arc<Delegation>>,
    /// Absences that run or will, oldest first.
    pub(crate) absences: Vec<Arc<Absence>>,
    /// Calendars made so far, by hours and by the agency with days of its own.
    pub(crate) calendars: Mutex<HashMap<(String, Option<Id>), Calendar>>,
    /// The same for units asked for so far: a page asks for one on nearly every line.
    pub(crate) calendar_by_unit: Mutex<IdMap<Calendar>>,
}

/// How many units in a row may have taken over from each other.
const MOST_SUCCESSORS: usize = 16;

/// Where the reason of a delegation or an absence is sealed.
pub(crate) const fn reason_place(id: Id) -> Place {
    Place { room: "accounts", id, field: "reason" }
}

fn open_reason(vault: &Vault, id: Id, sealed: &[u8]) -> Result<String, Fault> {
    let plain = vault.open(&reason_place(id), sealed)?;
    String::from_utf8(plain).map_err(|_| Fault::new(format_args!("the reason {id} is no text")))
}

fn delegation(vault: &Vault, row: DelegationRow) -> Result<Arc<Delegation>, Fault> {
    Ok(Arc::new(Delegation {
        reason: open_reason(vault, row.id, &row.reason)?,
        id: row.id,
        principal: row.principal,
        delegate: row.delegate,
        unit: row.unit,
        role: row.role,
        procedure: row.procedure,
        since: row.since,
        until: row.until,
        made_by: row.made_by,
        ended: row.ended,
        version: row.version,
    }))
}

fn absence(vault: &Vault, row: AbsenceRow) -> Result<Arc<Absence>, Fault> {
    Ok(Arc::new(Absence {
        reason: open_reason(vault, row.id, &row.reason)?,
        id: row.id,
        officer: row.officer,
        since: row.since,
        until: row.until,
        ended: row.ended,
        version: row.version,
    }))
}

/// Where an account's profile is sealed.
pub(crate) const fn profile_place(account: Id) -> Place {
    Place { room: "accounts", id: account, field: "profile" }
}

/// Opens a sealed profile.
pub(crate) fn open_profile(vault: &Vault, account: Id, sealed: &[u8]) -> Result<Profile, Fault> {
    let plain = vault.open(&profile_place(account), sealed)?;
    serde_json::from_slice(&plain).map_err(|error| {
        Fault::new(error.classify_text()).context(format_args!("profile of account {account}"))
    })
}

/// Seals a profile.
pub(crate) fn seal_profile(vault: &Vault, account: Id, profile: &Profile) -> Result<Vec<u8>, Fault> {
    let plain = serde_json::to_vec(profile).map_err(Fault::new)?;
    Ok(vault.seal(&profile_place(account), &plain))
}

/// Errors of JSON without the text they point at, which may be personal.
trait ClassifyText {
    fn classify_text(&self) -> String;
}

impl ClassifyText for serde_json::Error {
    fn classify_text(&self) -> String {
        format!("JSON {:?} at column {}", self.classify(), self.column())
    }
}

impl Directory {
    /// Puts the rows together and opens what is sealed about officers.
    pub(crate) fn build(rows: DirectoryRows, vault: &Vault) -> Result<Directory, Fault> {
        let mut roles: IdMap<Vec<_>> = IdMap::default();
        for (account, held) in rows.roles {
            roles.entry(account).or_default().push(held);
        }
        let mut officers = Vec::with_capacity(rows.officers.len());
        for row in rows.officers {
            let profile = open_profile(vault, row.account, &row.profile)?;
            officers.push(Arc::new(Officer {
                id: row.account,
                name: profile.name,
                title: row.title,
                phone: profile.phone,
                login: profile.login,
                agency: row.agency,
                unit: row.unit,
                roles: roles.remove(&row.account).unwrap_or_default(),
                disabled_at: row.disabled_at,
                version: row.version,
            }));
        }
        officers.sort_by_cached_key(|officer| (text::name_key(&officer.name), officer.id));
        let agencies = in_tree_order(rows.agencies);
        let units: Vec<_> = rows.units.into_iter().map(Arc::new).collect();
        let mut units_by_agency: IdMap<Vec<_>> = IdMap::default();
        for unit in &units {
            units_by_agency.entry(unit.agency).or_default().push(Arc::clone(unit));
        }
        let mut officers_by_unit: IdMap<Vec<_>> = IdMap::default();
        for officer in officers.iter().filter(|officer| officer.disabled_at.is_none()) {
            if let Some(unit) = officer.unit {
                officers_by_unit.entry(unit).or_default().push(Arc::clone(officer));
            }
        }
        let days: Vec<_> = rows.days.into_iter().map(Arc::new).collect();
        let delegations = rows.delegations.into_iter().map(|row| delegation(vault, row));
        let absences = rows.absences.into_iter().map(|row| absence(vault, row));
        Ok(Directory {
            version: rows.version,
            province_days: crate::days::overlay(&days, None, "declared"),
            agency_days: agencies
                .iter()
                .filter_map(|one| Some((one.id, crate::days::overlay(&days, Some(one.id), &one.code)?)))
                .collect(),
            days,
            delegations: delegations.collect::<Result<_, _>>()?,
            absences: absences.collect::<Result<_, _>>()?,
            calendars: Mutex::default(),
            calendar_by_unit: Mutex::default(),
            agency_by_id: agencies.iter().map(|one| (one.id, Arc::clone(one))).collect(),
            agency_by_code: agencies.iter().map(|one| (one.code.clone(), Arc::clone(one))).collect(),
            unit_by_id: units.iter().map(|one| (one.id, Arc::clone(one))).collect(),
            officer_by_id: officers.iter().map(|one| (one.id, Arc::clone(one))).collect(),
            agencies,
            units_by_agency,
            officers,
            officers_by_unit,
        })
    }

    pub(crate) fn agency(&self, id: Id) -> Option<Arc<Agency>> {
        self.agency_by_id.get(&id).cloned()
    }

    pub(crate) fn unit(&self, id: Id) -> Option<Arc<Unit>> {
        self.unit_by_id.get(&id).cloned()
    }

    pub(crate) fn officer(&self, id: Id) -> Option<Arc<Officer>> {
        self.officer_by_id.get(&id).cloned()
    }

    pub(crate) fn agency_by_code(&self, code: &str) -> Option<Arc<Agency>> {
        self.agency_by_code.get(code).cloned()
    }

    pub(crate) fn units_of(&self, agency: Id) -> &[Arc<Unit>] {
        self.units_by_agency.get(&agency).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn officers_of_unit(&self, unit: Id) -> &[Arc<Officer>] {
        self.officers_by_unit.get(&unit).map_or(&[], Vec::as_slice)
    }

    /// The first unit of an agency that is for this and exists on the day; when it is closed, the
    /// one that took over.
    pub(crate) fn unit_of_kind(&self, agency: Id, kind: UnitKind, today: Day) -> Option<Arc<Unit>> {
        let fit = || self.units_of(agency).iter().filter(|unit| unit.kind == kind);
        let after = |unit: &Arc<Unit>| self.successor_of(unit.id, today).and_then(|id| self.unit(id));
        fit().find(|unit| unit.is_open(today)).cloned().or_else(|| fit().find_map(after))
    }

    /// The unit that does the work of a closed one on a day, over any number of closings.
    pub(crate) fn successor_of(&self, unit: Id, today: Day) -> Option<Id> {
        let mut at = self.unit_by_id.get(&unit)?;
        for _ in 0..MOST_SUCCESSORS {
            if at.is_open(today) {
                return (at.id != unit).then_some(at.id);
            }
            at = self.unit_by_id.get(&at.successor?)?;
        }
        None
    }

    /// How deep an agency stands in the tree: 0 is the root.
    pub(crate) fn depth(&self, agency: &Agency) -> usize {
        let mut depth = 0;
        let mut above = agency.parent;
        while let Some(parent) = above.and_then(|id| self.agency_by_id.get(&id)) {
            depth += 1;
            above = parent.parent.filter(|_| depth < 8);
        }
        depth
    }
}

fn in_tree_order(agencies: Vec<Agency>) -> Vec<Arc<Agency>> {
    let mut children: HashMap<Option<Id>, Vec<Arc<Agency>>> = HashMap::new();
    let known: Vec<Id> = agencies.iter().map(|one| one.id).collect();
    for agency in agencies {
        let parent = agency.parent.filter(|parent| known.contains(parent));
        children.entry(parent).or_default().push(Arc::new(agency));
    }
    let mut ordered = Vec::with_capacity(known.len());
    let mut open = children.remove(&None).unwrap_or_default();
    open.reverse();
    while let Some(agency) = open.pop() {
        let mut below = children.remove(&Some(agency.id)).unwrap_or_default();
        below.reverse();
        open.append(&mut below);
        ordered.push(agency);
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AgencyKind;

    fn agency(id: i64, code: &str, parent: Option<i64>) -> Agency {
        Agency {
            id: Id(id),
            code: code.into(),
            name_vi: code.into(),
            name_en: code.into(),
            kind: AgencyKind::Ward,
            parent: parent.map(Id),
            hours: String::new(),
            phone: String::new(),
            address: String::new(),
            commune: None,
            opened: kernel::Day::from_number(0),
            closed: None,
            successor: None,
            version: 1,
        }
    }

    #[test]
    fn parents_come_before_their_children_and_brothers_by_code() {
        let by_code = vec![
            agency(1, "H29", None),
            agency(2, "H29.11", Some(1)),
            agency(4, "H29.11.1", Some(2)),
            agency(3, "H29.14", Some(1)),
        ];
        let order: Vec<i64> = in_tree_order(by_code).iter().map(|one| one.id.0).collect();
        assert_eq!(order, [1, 2, 4, 3]);
    }
}
