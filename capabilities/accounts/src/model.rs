//! Agencies, units, people and officers as the other rooms see them.

use kernel::{Day, Id, Moment, Role, Roles};
use serde::{Deserialize, Serialize};

kernel::words! {
    /// What level of the State an agency is.
    AgencyKind {
        /// Ủy ban nhân dân tỉnh, thành phố.
        Province = "province",
        /// Sở, ngành.
        Department = "department",
        /// Ủy ban nhân dân xã, phường, đặc khu.
        Ward = "ward",
    }
}

kernel::words! {
    /// What a unit is for; flows name the unit of a step by it.
    UnitKind {
        /// Bộ phận một cửa: receives and hands over.
        Desk = "desk",
        /// Tư pháp – hộ tịch.
        CivilStatus = "civil-status",
        /// Xây dựng, hạ tầng, đô thị.
        Construction = "construction",
        /// Công an cấp xã: residence.
        Police = "police",
        /// Văn hóa – xã hội: social protection.
        Social = "social",
        /// Thuế.
        Tax = "tax",
        /// Đăng ký đất đai.
        Land = "land",
        /// Bảo hiểm xã hội.
        Insurance = "insurance",
        /// Lãnh đạo: approves.
        Leadership = "leadership",
        /// Any other room of the agency.
        Department = "department",
    }
}

kernel::words! {
    /// What an account is.
    AccountKind {
        /// A person acting for themselves or for others.
        Person = "person",
        /// An officer of an agency.
        Officer = "officer",
    }
}

kernel::words! {
    /// What a login name is; one account may have several.
    LoginKind {
        /// A user name.
        User = "user",
        /// A phone number, as ten national digits.
        Phone = "phone",
        /// An e-mail address.
        Email = "email",
    }
}

/// An agency: a node of the tree of the province.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Agency {
    /// Identifier.
    pub id: Id,
    /// Electronic identifier, first part of a dossier code: `H29.201`.
    pub code: String,
    /// Name in Vietnamese.
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
    /// Level.
    pub kind: AgencyKind,
    /// The agency above.
    pub parent: Option<Id>,
    /// Name of its calendar of working time.
    pub hours: String,
    /// Public phone.
    pub phone: String,
    /// Address of the house.
    pub address: String,
    /// Code of the commune it is the committee of, five digits.
    pub commune: Option<String>,
    /// First day of its life.
    pub opened: Day,
    /// First day it no longer exists.
    pub closed: Option<Day>,
    /// Who took over its work.
    pub successor: Option<Id>,
    /// Version, for forms.
    pub version: i64,
}

impl Agency {
    /// The name in a language (`vi` or `en`).
    pub fn name(&self, lang: &str) -> &str {
        if lang == "en" { &self.name_en } else { &self.name_vi }
    }
}

/// A unit of an agency: a room, or its one-stop desk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unit {
    /// Identifier.
    pub id: Id,
    /// The agency it belongs to.
    pub agency: Id,
    /// What it is for.
    pub kind: UnitKind,
    /// Name in Vietnamese.
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
    /// Name of its own calendar, where it differs from the agency's.
    pub hours: Option<String>,
    /// First day it no longer exists.
    pub closed: Option<Day>,
    /// The unit that took over its work.
    pub successor: Option<Id>,
    /// Version, for forms.
    pub version: i64,
}

impl Unit {
    /// Whether it exists on a day.
    pub fn is_open(&self, day: Day) -> bool {
        self.closed.is_none_or(|closed| day < closed)
    }

    /// The name in a language (`vi` or `en`).
    pub fn name(&self, lang: &str) -> &str {
        if lang == "en" { &self.name_en } else { &self.name_vi }
    }
}

/// A role held for a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RoleHeld {
    /// The role.
    pub role: Role,
    /// From when, civil time.
    pub since: Moment,
    /// Until when; open when absent.
    pub until: Option<Moment>,
}

impl RoleHeld {
    /// Whether it is held at a moment.
    pub fn holds_at(&self, now: Moment) -> bool {
        self.since <= now && self.until.is_none_or(|until| now < until)
    }
}

/// An officer, as pages name them.
#[derive(Clone, PartialEq, Eq)]
pub struct Officer {
    /// The account.
    pub id: Id,
    /// Full name.
    pub name: String,
    /// Title: `Chuyên viên`, `Phó Chủ tịch`.
    pub title: String,
    /// Phone at work, ten digits, empty when there is none.
    pub phone: String,
    /// User name to sign in with; shown to administrators only.
    pub login: String,
    /// The agency; none for an administrator of the house itself.
    pub agency: Option<Id>,
    /// The unit.
    pub unit: Option<Id>,
    /// Roles with their times.
    pub roles: Vec<RoleHeld>,
    /// Since when the account is switched off.
    pub disabled_at: Option<Moment>,
    /// Version, for forms.
    pub version: i64,
}

impl Officer {
    /// The roles held at a moment.
    pub fn roles_at(&self, now: Moment) -> Roles {
        self.roles.iter().filter(|held| held.holds_at(now)).fold(Roles::NONE, |set, held| set.with(held.role))
    }
}

kernel::words! {
    /// What an office says of days that the table of days off does not know.
    DayKind {
        /// Off: a storm, an order of the province.
        Off = "off",
        /// Worked, although the week or the table has it off.
        Worked = "worked",
    }
}

/// Days declared off or worked after the table of days off was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeclaredDay {
    /// Identifier.
    pub id: Id,
    /// For which agency; the whole province when absent.
    pub agency: Option<Id>,
    /// Off or worked.
    pub kind: DayKind,
    /// First day.
    pub first: Day,
    /// Last day.
    pub last: Day,
    /// Name in Vietnamese, as a page says it after "nghỉ".
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
    /// The act or letter that says so.
    pub instrument: String,
    /// When it was declared, civil time.
    pub declared: Moment,
    /// When it was taken back.
    pub withdrawn: Option<Moment>,
    /// Version, for forms.
    pub version: i64,
}

impl DeclaredDay {
    /// The name in a language (`vi` or `en`).
    pub fn name(&self, lang: &str) -> &str {
        if lang == "en" { &self.name_en } else { &self.name_vi }
    }
}

/// A role that one officer lets another use for a time.
#[derive(Clone, PartialEq, Eq)]
pub struct Delegation {
    /// Identifier.
    pub id: Id,
    /// Whose role it is.
    pub principal: Id,
    /// Who acts for them.
    pub delegate: Id,
    /// The unit in which the role is held.
    pub unit: Id,
    /// The role.
    pub role: Role,
    /// Code of the one procedure it is for; empty for all.
    pub procedure: String,
    /// From when, civil time.
    pub since: Moment,
    /// Until when.
    pub until: Moment,
    /// Why, and by which paper.
    pub reason: String,
    /// Who made it.
    pub made_by: Id,
    /// Since when it is ended early.
    pub ended: Option<Moment>,
    /// Version, for forms.
    pub version: i64,
}

/// A time in which an officer is away.
#[derive(Clone, PartialEq, Eq)]
pub struct Absence {
    /// Identifier.
    pub id: Id,
    /// Who is away.
    pub officer: Id,
    /// From when, civil time.
    pub since: Moment,
    /// Until when.
    pub until: Moment,
    /// Why, or empty.
    pub reason: String,
    /// Since when it is ended early.
    pub ended: Option<Moment>,
    /// Version, for forms.
    pub version: i64,
}

/// What an account says about its person. Always sealed at rest; never printed by `Debug`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Profile {
    /// Full name.
    pub name: String,
    /// Phone, ten digits, or empty.
    #[serde(default)]
    pub phone: String,
    /// Personal identification number, twelve digits, or empty.
    #[serde(default)]
    pub card: String,
    /// Date of birth, `YYYY-MM-DD` or a year, or empty.
    #[serde(default)]
    pub born: String,
    /// Where the person lives, or empty.
    #[serde(default)]
    pub address: String,
    /// E-mail, or empty.
    #[serde(default)]
    pub email: String,
    /// User name, or empty.
    #[serde(default)]
    pub login: String,
}

/// An account with its open profile.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Identifier.
    pub id: Id,
    /// Person or officer.
    pub kind: AccountKind,
    /// What it says about its person.
    pub profile: Profile,
    /// When it was opened.
    pub created: Moment,
    /// Since when it is switched off.
    pub disabled_at: Option<Moment>,
    /// Version, for forms.
    pub version: i64,
}

/// An API token as its owner sees it; the token itself is shown once and not kept.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Identifier.
    pub id: Id,
    /// The name its owner gave it.
    pub name: String,
    /// When it was made.
    pub created: Moment,
    /// When it ends.
    pub expires: Moment,
    /// When it was taken back.
    pub revoked: Option<Moment>,
}

impl ApiToken {
    /// Whether it still opens anything.
    pub fn works_at(&self, now: Moment) -> bool {
        self.revoked.is_none() && now < self.expires
    }
}

/// What a session may be given beyond its account: a draft begun without one, a case opened
/// with its look-up secret.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum GrantKind {
    /// A draft begun in this session.
    Draft,
    /// A case opened with code and secret, or by its link.
    Case,
}

impl GrantKind {
    /// Its stable name, as stored.
    pub const fn name(self) -> &'static str {
        match self {
            GrantKind::Draft => "draft",
            GrantKind::Case => "case",
        }
    }
}
