//! The demonstration province: Thành phố Hồ Chí Minh with two departments, three wards and the
//! three offices that take part in their procedures. Places are real, codes below H29 and
//! everyone who works or lives there are invented.

mod offices;

use crate::commands::{NewAgency, Opening, open_account, set_roles};
use crate::model::{AccountKind, Profile};
use crate::{Accounts, store};
use ::store::{Expect, params};
use kernel::{Failure, Id, Refusal, Role};
use offices::Post;

/// The password of every demonstration account.
pub const PASSWORD: &str = "motcua-demo";

/// One demonstration account.
#[derive(Clone)]
pub struct SeedRow {
    /// The account.
    pub id: Id,
    /// Its role; the first of several.
    pub role: Role,
    /// What to sign in with.
    pub login: String,
    /// Full name.
    pub name: String,
    /// Unit and agency; empty for people.
    pub office: String,
    /// Code of the agency; empty for people.
    pub agency_code: String,
    /// Whether the table of `motcua demo` shows it: one per role, and the whole first ward.
    pub shown: bool,
}

/// What was seeded.
#[derive(Clone)]
pub struct Seeded {
    /// Every account.
    pub accounts: Vec<SeedRow>,
    /// The shared password.
    pub password: &'static str,
    /// Everything personal that was typed in: names, phones, numbers, addresses. A test looks
    /// for it in files and finds none.
    pub personal: Vec<String>,
}

const FAMILIES: [&str; 12] =
    ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương"];
const GIVEN: [&str; 6] = ["Mẫu", "Ví Dụ", "Thí Dụ", "Giả Định", "Minh Họa", "Diễn Tập"];

/// The name of the `n`th person: no two of the first 72 share one.
fn name(n: usize) -> String {
    let middle = if n.is_multiple_of(2) { "Thị" } else { "Văn" };
    format!("{} {middle} {}", FAMILIES[n % 12], GIVEN[(n + n / 12) % 6])
}

/// Logins, roles and wards of residence of the people.
const PEOPLE: &[(&str, Role, &str)] = &[
    ("nguoidan", Role::Citizen, "phường Sài Gòn"),
    ("uyquyen", Role::Agent, "phường Bến Thành"),
    ("nguoidan2", Role::Citizen, "phường Sài Gòn"),
    ("nguoidan3", Role::Citizen, "phường Bến Thành"),
    ("nguoidan4", Role::Citizen, "phường Thủ Đức"),
    ("nguoidan5", Role::Citizen, "phường Thủ Đức"),
];

/// Fills an empty house, on this thread.
///
/// # Errors
/// Refused when there is an agency already.
pub fn run(accounts: &Accounts) -> Result<Seeded, Failure> {
    if !accounts.agencies().is_empty() {
        return Err(Refusal::state("accounts-seeded").into());
    }
    let hash = Accounts::hash_now(PASSWORD)?;
    let mut seeder = Seeder { accounts, hash, next: 0, rows: Vec::new(), personal: Vec::new() };
    let province = seeder.agency(offices::province(), "", offices::PROVINCE_POSTS, true)?;
    seeder.agency(offices::justice(province), ".tuphap", offices::DEPARTMENT_POSTS, false)?;
    seeder.agency(offices::building(province), ".sxd", offices::DEPARTMENT_POSTS, false)?;
    let mut wards = Vec::new();
    for (at, (new, suffix)) in offices::wards(province).into_iter().enumerate() {
        let mut posts = offices::WARD_POSTS.to_vec();
        if at == 0 {
            posts.push(("nhapho", &[Role::Helper], "Người hỗ trợ nhập hồ sơ", 0));
        }
        wards.push((seeder.agency(new, suffix, &posts, at == 0)?, suffix));
    }
    seeder.people()?;
    // Filled last: names and phones follow the order of filling, and stay who they were.
    for (at, (ward, suffix)) in wards.into_iter().enumerate() {
        seeder.fill(ward, suffix, offices::WARD_DIVISION_POSTS, at == 0)?;
    }
    seeder.agency(offices::tax(province), ".thue", offices::TAX_POSTS, false)?;
    seeder.agency(offices::insurance(province), ".bhxh", offices::INSURANCE_POSTS, false)?;
    seeder.agency(offices::land(province), ".datdai", offices::LAND_POSTS, false)?;
    seeder.fill(province, "", offices::EDITOR_POSTS, true)?;
    accounts.refresh_blocking()?;
    Ok(Seeded { accounts: seeder.rows, password: PASSWORD, personal: seeder.personal })
}

struct Seeder<'a> {
    accounts: &'a Accounts,
    /// One hash for all: the demonstration shares one password, and must start fast.
    hash: String,
    next: usize,
    rows: Vec<SeedRow>,
    personal: Vec<String>,
}

impl Seeder<'_> {
    fn agency(&mut self, new: NewAgency, suffix: &str, posts: &[Post], shown: bool) -> Result<Id, Failure> {
        let (agency, _) = self.accounts.found_agency(new)?;
        self.fill(agency, suffix, posts, shown)?;
        Ok(agency)
    }

    /// Fills posts of an agency that stands.
    fn fill(&mut self, agency: Id, suffix: &str, posts: &[Post], shown: bool) -> Result<(), Failure> {
        let units = self.accounts.units_of(agency);
        let house = self.accounts.agency(agency).ok_or_else(Refusal::absent)?;
        let mut ready = Vec::new();
        for (who, roles, title, at) in posts {
            let unit = units.get(*at).ok_or_else(Refusal::absent)?;
            let profile = Profile {
                name: name(self.next),
                phone: format!("0900000{:03}", 100 + self.next),
                login: format!("{who}{suffix}"),
                ..Profile::default()
            };
            self.next += 1;
            let opening = self.accounts.opening(AccountKind::Officer, &profile, self.hash.clone())?;
            self.rows.push(SeedRow {
                id: opening.id,
                role: roles.first().copied().unwrap_or(Role::Specialist),
                login: profile.login,
                name: profile.name.clone(),
                office: format!("{}, {}", unit.name_vi, house.name_vi),
                agency_code: house.code.clone(),
                shown,
            });
            self.personal.extend([profile.name, profile.phone]);
            ready.push((opening, *roles, *title, unit.id));
        }
        let now = self.accounts.clock().civil();
        self.accounts.db().write_blocking(move |tx| {
            for (opening, roles, title, unit) in &ready {
                open_account(tx, opening)?;
                let row = params![opening.id, agency, *unit, *title];
                tx.send(&store::ADD_OFFICER, &row, Expect::Any)?;
                set_roles(tx, opening.id, roles, now)?;
            }
            store::directory_changed(tx)
        })
    }

    fn people(&mut self) -> Result<(), Failure> {
        let mut ready: Vec<(Opening, Role)> = Vec::new();
        for (at, (login, role, ward)) in PEOPLE.iter().enumerate() {
            let profile = Profile {
                name: name(self.next),
                phone: format!("0900000{:03}", 400 + at),
                card: format!("0790900004{at:02}"),
                born: format!("19{}-0{}-1{at}", 80 + at, at + 1),
                address: format!("Số {} đường Ví Dụ, {ward}, Thành phố Hồ Chí Minh", 18 + at),
                login: (*login).to_owned(),
                ..Profile::default()
            };
            self.next += 1;
            let opening = self.accounts.opening(AccountKind::Person, &profile, self.hash.clone())?;
            self.rows.push(SeedRow {
                id: opening.id,
                role: *role,
                login: (*login).to_owned(),
                name: profile.name.clone(),
                office: String::new(),
                agency_code: String::new(),
                shown: at < 2,
            });
            self.personal.extend([profile.name, profile.phone, profile.card, profile.address]);
            ready.push((opening, *role));
        }
        let now = self.accounts.clock().civil();
        self.accounts.db().write_blocking(move |tx| {
            for (opening, role) in &ready {
                open_account(tx, opening)?;
                // Every person is a citizen without being told.
                if *role != Role::Citizen {
                    set_roles(tx, opening.id, &[*role], now)?;
                }
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_two_invented_people_share_a_name() {
        let names: HashSet<String> = (0..72).map(name).collect();
        assert_eq!(names.len(), 72);
    }

    #[test]
    fn every_role_has_a_demonstration_account() {
        let province = [offices::PROVINCE_POSTS, offices::EDITOR_POSTS].concat();
        let posts = [offices::WARD_POSTS, offices::DEPARTMENT_POSTS, &province].concat();
        let mut roles: HashSet<Role> = posts.iter().flat_map(|post| post.1).copied().collect();
        roles.extend(PEOPLE.iter().map(|person| person.1));
        roles.insert(Role::Helper);
        assert_eq!(roles.len(), Role::ALL.len());
    }
}
