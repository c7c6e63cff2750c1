//! Who acts: a person, an officer with roles at an office, or the system itself.

use crate::Id;
use serde::{Deserialize, Serialize};

crate::words! {
    /// The roles of the house (ux.md section 1). An account may hold several.
    Role {
        /// Người dân.
        Citizen = "citizen",
        /// Người hỗ trợ, nhập hộ.
        Helper = "helper",
        /// Người được doanh nghiệp ủy quyền.
        Agent = "agent",
        /// Cán bộ tiếp nhận.
        Receiver = "receiver",
        /// Chuyên viên thụ lý.
        Specialist = "specialist",
        /// Trưởng phòng.
        Head = "head",
        /// Người ký.
        Signatory = "signatory",
        /// Lãnh đạo tỉnh.
        Leader = "leader",
        /// Tổng đài viên 1022.
        Operator = "operator",
        /// Quản trị khảo sát.
        Surveyor = "surveyor",
        /// Cán bộ kiểm soát, biên tập thủ tục.
        Editor = "editor",
        /// Quản trị hệ thống.
        Admin = "admin",
        /// Thanh tra, kiểm tra.
        Auditor = "auditor",
    }
}

crate::words! {
    /// What a role may do; the matrix is in `accounts`.
    Permission {
        /// See the receiving list, accept, refuse, take walk-ins, hand over.
        Receive = "receive",
        /// Work the steps given to one's unit.
        Process = "process",
        /// Give tasks to officers of one's unit.
        Assign = "assign",
        /// Approve a result (not a digital signature).
        Approve = "approve",
        /// Answer a consultation put to one's unit.
        Advise = "advise",
        /// Find any dossier of one's agency and see where it is.
        Lookup = "lookup",
        /// Manage agencies, officers and roles.
        Administer = "administer",
        /// Read every log; change nothing.
        Audit = "audit",
        /// See live figures.
        Oversee = "oversee",
        /// Write changes of procedures, and publish those of others.
        Edit = "edit",
    }
}

/// A set of roles.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Roles(u32);

impl Roles {
    /// No role.
    pub const NONE: Roles = Roles(0);

    /// A set of these roles.
    pub fn of(roles: &[Role]) -> Roles {
        roles.iter().fold(Roles::NONE, |set, role| set.with(*role))
    }

    /// This set with one role more.
    #[must_use]
    pub const fn with(self, role: Role) -> Roles {
        Roles(self.0 | 1 << role as u32)
    }

    /// Whether the role is in the set.
    pub const fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u32) != 0
    }

    /// The roles in the set, in order.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.iter().copied().filter(move |role| self.has(*role))
    }
}

/// What kind of one acts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// The system: agenda, doctor, seed.
    System,
    /// Someone without an account.
    Guest,
    /// A person with an account.
    Person,
    /// An officer.
    Officer,
}

impl Party {
    /// Its stable name, as stored in the ledger.
    pub const fn name(self) -> &'static str {
        match self {
            Party::System => "system",
            Party::Guest => "guest",
            Party::Person => "person",
            Party::Officer => "officer",
        }
    }
}

/// Who acts in one request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Actor {
    /// What kind of one.
    pub party: Party,
    /// The account, for persons and officers.
    pub account: Option<Id>,
    /// The session or API token, for grants given to it.
    pub session: Option<Id>,
    /// The roles held.
    pub roles: Roles,
    /// What the roles allow: one bit per [`Permission`].
    pub permissions: u32,
    /// The officer's agency.
    pub agency: Option<Id>,
    /// The officer's unit (a department, or the agency's one-stop desk).
    pub unit: Option<Id>,
    /// Roles of others that the officer may use now, by delegation.
    pub lent: Vec<Lent>,
}

/// A role of someone else that an officer may use for a time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lent {
    /// In which unit.
    pub unit: Id,
    /// Which role.
    pub role: Role,
    /// For one procedure; for all when absent.
    pub procedure: Option<String>,
    /// Whose it is.
    pub principal: Id,
}

/// In whose name an officer acts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// In the own one.
    Own,
    /// For the officer who delegated it.
    For(Id),
}

impl Actor {
    /// The system itself.
    pub const fn system() -> Actor {
        Actor {
            party: Party::System,
            account: None,
            session: None,
            roles: Roles::NONE,
            permissions: 0,
            agency: None,
            unit: None,
            lent: Vec::new(),
        }
    }

    /// Someone unknown, perhaps with a session.
    pub const fn guest(session: Option<Id>) -> Actor {
        Actor {
            party: Party::Guest,
            account: None,
            session,
            roles: Roles::NONE,
            permissions: 0,
            agency: None,
            unit: None,
            lent: Vec::new(),
        }
    }

    /// Whether a role of this actor allows it.
    pub const fn may(&self, permission: Permission) -> bool {
        self.permissions & (1 << permission as u32) != 0
    }

    /// Whether this actor belongs to a unit, or acts for someone there.
    pub fn works_in(&self, unit: Id) -> bool {
        self.unit == Some(unit) || self.lent.iter().any(|lent| lent.unit == unit)
    }

    /// In whose name this actor may act with a role in a unit on a procedure; not at all when `None`.
    pub fn standing(&self, unit: Id, role: Role, procedure: &str) -> Option<Standing> {
        if self.unit == Some(unit) && self.roles.has(role) {
            return Some(Standing::Own);
        }
        let fits = |lent: &&Lent| {
            lent.unit == unit
                && lent.role == role
                && lent.procedure.as_deref().is_none_or(|only| only == procedure)
        };
        self.lent.iter().find(fits).map(|lent| Standing::For(lent.principal))
    }

    /// An officer of any kind.
    pub fn is_officer(&self) -> bool {
        self.party == Party::Officer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_roles_go_both_ways() {
        for role in Role::ALL {
            assert_eq!(Role::from_name(role.name()), Some(*role));
        }
        assert_eq!(Role::from_name("emperor"), None);
    }

    #[test]
    fn a_lent_role_works_in_its_unit_and_for_its_procedure_only() {
        let lent = |procedure: Option<&str>| Lent {
            unit: Id(7),
            role: Role::Signatory,
            procedure: procedure.map(str::to_owned),
            principal: Id(3),
        };
        let actor = Actor {
            party: Party::Officer,
            unit: Some(Id(1)),
            roles: Roles::of(&[Role::Head]),
            lent: vec![lent(Some("a"))],
            ..Actor::system()
        };
        assert_eq!(actor.standing(Id(1), Role::Head, "a"), Some(Standing::Own));
        assert_eq!(actor.standing(Id(7), Role::Signatory, "a"), Some(Standing::For(Id(3))));
        assert_eq!(actor.standing(Id(7), Role::Signatory, "b"), None);
        assert_eq!(actor.standing(Id(7), Role::Head, "a"), None);
        assert_eq!(actor.standing(Id(1), Role::Signatory, "a"), None, "not in the own unit");
        assert!(actor.works_in(Id(7)) && !actor.works_in(Id(8)));
    }

    #[test]
    fn a_set_of_roles_holds_what_was_put_in() {
        let set = Roles::of(&[Role::Head, Role::Receiver]);
        assert_eq!(set.iter().collect::<Vec<_>>(), [Role::Receiver, Role::Head]);
        assert!(!set.has(Role::Admin));
    }
}
