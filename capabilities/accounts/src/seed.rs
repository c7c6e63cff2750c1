//! The demonstration province: Thành phố Hồ Chí Minh with two departments and three wards.
//! Places are real, codes below H29 and everyone who works or lives there are invented.

use crate::commands::{NewAgency, NewUnit, Opening, open_account, set_roles};
use crate::model::{AccountKind, AgencyKind, Profile, UnitKind};
use crate::{Accounts, store};
use ::store::{Expect, params};
use kernel::{Day, Failure, Id, Refusal, Role};

/// The password of every demonstration account.
pub const PASSWORD: &str = "motcua-demo";

/// One demonstration account.
#[derive(Clone)]
pub struct SeedRow {
    /// The account.
    pub id: Id,
    /// Its role.
    pub role: Role,
    /// What to sign in with.
    pub login: String,
    /// Full name.
    pub name: String,
    /// Unit and agency; empty for people.
    pub office: String,
    /// Code of the agency; empty for people.
    pub agency_code: &'static str,
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

/// A post to be filled: login, role, title, index of the unit within the agency.
type Post = (&'static str, Role, &'static str, usize);

const WARD_POSTS: &[Post] = &[
    ("tiepnhan", Role::Receiver, "Công chức tiếp nhận", 0),
    ("hotich", Role::Specialist, "Công chức tư pháp – hộ tịch", 1),
    ("chanhvanphong", Role::Head, "Chánh Văn phòng", 1),
    ("xaydung", Role::Specialist, "Chuyên viên xây dựng", 2),
    ("truongphong", Role::Head, "Trưởng phòng", 2),
    ("chutich", Role::Signatory, "Phó Chủ tịch UBND", 3),
];

const DEPARTMENT_POSTS: &[Post] = &[
    ("tiepnhan", Role::Receiver, "Chuyên viên tiếp nhận", 0),
    ("chuyenvien", Role::Specialist, "Chuyên viên", 1),
    ("truongphong", Role::Head, "Trưởng phòng", 1),
    ("giamdoc", Role::Signatory, "Phó Giám đốc", 2),
];

const PROVINCE_POSTS: &[Post] = &[
    ("lanhdao", Role::Leader, "Phó Chủ tịch UBND Thành phố", 0),
    ("khaosat", Role::Surveyor, "Chuyên viên cải cách hành chính", 1),
    ("quantri", Role::Admin, "Quản trị hệ thống", 1),
    ("thanhtra", Role::Auditor, "Thanh tra viên", 1),
    ("tongdai", Role::Operator, "Tổng đài viên", 2),
];

/// Logins, roles and wards of residence of the people.
const PEOPLE: &[(&str, Role, &str)] = &[
    ("nguoidan", Role::Citizen, "phường Sài Gòn"),
    ("uyquyen", Role::Agent, "phường Bến Thành"),
    ("nguoidan2", Role::Citizen, "phường Sài Gòn"),
    ("nguoidan3", Role::Citizen, "phường Bến Thành"),
    ("nguoidan4", Role::Citizen, "phường Thủ Đức"),
    ("nguoidan5", Role::Citizen, "phường Thủ Đức"),
];

fn ward_units(desk_hours: Option<&'static str>) -> Vec<NewUnit> {
    let unit = |kind, name_vi, name_en, hours| NewUnit { kind, name_vi, name_en, hours };
    vec![
        unit(UnitKind::Desk, "Trung tâm Phục vụ hành chính công", "Public Service Centre", desk_hours),
        unit(
            UnitKind::CivilStatus,
            "Văn phòng HĐND và UBND",
            "Office of the People's Council and Committee",
            None,
        ),
        unit(
            UnitKind::Construction,
            "Phòng Kinh tế, Hạ tầng và Đô thị",
            "Economy, Infrastructure and Urban Division",
            None,
        ),
        unit(UnitKind::Leadership, "Lãnh đạo UBND phường", "Leadership of the People's Committee", None),
    ]
}

fn department_units(kind: UnitKind, name_vi: &'static str, name_en: &'static str) -> Vec<NewUnit> {
    let unit = |kind, name_vi, name_en| NewUnit { kind, name_vi, name_en, hours: None };
    vec![
        unit(UnitKind::Desk, "Bộ phận Một cửa", "One-stop desk"),
        unit(kind, name_vi, name_en),
        unit(UnitKind::Leadership, "Ban Giám đốc", "Directorate"),
    ]
}

fn province_units() -> Vec<NewUnit> {
    let unit = |kind, name_vi, name_en| NewUnit { kind, name_vi, name_en, hours: None };
    vec![
        unit(UnitKind::Leadership, "Lãnh đạo UBND Thành phố", "Leadership of the City"),
        unit(UnitKind::Department, "Văn phòng UBND Thành phố", "Office of the City People's Committee"),
        unit(UnitKind::Department, "Tổng đài 1022", "1022 call centre"),
    ]
}

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
    let province = seeder.agency(province(), "", PROVINCE_POSTS, true)?;
    seeder.agency(justice(province), ".tuphap", DEPARTMENT_POSTS, false)?;
    seeder.agency(building(province), ".sxd", DEPARTMENT_POSTS, false)?;
    for (at, ward) in wards(province).into_iter().enumerate() {
        let (new, suffix) = ward;
        let mut posts = WARD_POSTS.to_vec();
        if at == 0 {
            posts.push(("nhapho", Role::Helper, "Người hỗ trợ nhập hồ sơ", 0));
        }
        seeder.agency(new, suffix, &posts, at == 0)?;
    }
    seeder.people()?;
    accounts.refresh_blocking()?;
    Ok(Seeded { accounts: seeder.rows, password: PASSWORD, personal: seeder.personal })
}

fn since_merger() -> Day {
    // The two-level local government began on 1 July 2025.
    Day::from_number(20_270)
}

fn province() -> NewAgency {
    NewAgency {
        code: "H29",
        name_vi: "UBND Thành phố Hồ Chí Minh",
        name_en: "People's Committee of Ho Chi Minh City",
        kind: AgencyKind::Province,
        parent: None,
        hours: "standard",
        phone: "1022",
        address: "86 Lê Thánh Tôn, phường Sài Gòn",
        opened: since_merger(),
        units: province_units(),
    }
}

fn justice(parent: Id) -> NewAgency {
    NewAgency {
        code: "H29.11",
        name_vi: "Sở Tư pháp",
        name_en: "Department of Justice",
        kind: AgencyKind::Department,
        parent: Some(parent),
        hours: "standard",
        phone: "1022",
        address: "Số 11 đường Trình Diễn, phường Sài Gòn",
        opened: since_merger(),
        units: department_units(
            UnitKind::CivilStatus,
            "Phòng Hành chính tư pháp",
            "Judicial Administration Division",
        ),
    }
}

fn building(parent: Id) -> NewAgency {
    NewAgency {
        code: "H29.14",
        name_vi: "Sở Xây dựng",
        name_en: "Department of Construction",
        kind: AgencyKind::Department,
        parent: Some(parent),
        hours: "standard",
        phone: "1022",
        address: "Số 14 đường Trình Diễn, phường Sài Gòn",
        opened: since_merger(),
        units: department_units(
            UnitKind::Construction,
            "Phòng Cấp phép xây dựng",
            "Building Permit Division",
        ),
    }
}

fn wards(parent: Id) -> [(NewAgency, &'static str); 3] {
    let ward = |code, name_vi, name_en, address, desk| NewAgency {
        code,
        name_vi,
        name_en,
        kind: AgencyKind::Ward,
        parent: Some(parent),
        hours: "standard",
        phone: "1022",
        address,
        opened: since_merger(),
        units: ward_units(desk),
    };
    [
        (
            ward(
                "H29.201",
                "UBND phường Sài Gòn",
                "People's Committee of Sai Gon Ward",
                "Số 201 đường Trình Diễn, phường Sài Gòn",
                None,
            ),
            ".saigon",
        ),
        (
            ward(
                "H29.202",
                "UBND phường Bến Thành",
                "People's Committee of Ben Thanh Ward",
                "Số 202 đường Trình Diễn, phường Bến Thành",
                Some("saturday-morning"),
            ),
            ".benthanh",
        ),
        (
            ward(
                "H29.203",
                "UBND phường Thủ Đức",
                "People's Committee of Thu Duc Ward",
                "Số 203 đường Trình Diễn, phường Thủ Đức",
                None,
            ),
            ".thuduc",
        ),
    ]
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
        let (code, name_vi, units) = (new.code, new.name_vi, new.units.clone());
        let (agency, unit_ids) = self.accounts.found_agency(new)?;
        let mut ready = Vec::new();
        for (who, role, title, unit) in posts {
            let login = format!("{who}{suffix}");
            let profile = Profile {
                name: name(self.next),
                phone: format!("0900000{:03}", 100 + self.next),
                login: login.clone(),
                ..Profile::default()
            };
            self.next += 1;
            let opening = self.accounts.opening(AccountKind::Officer, &profile, self.hash.clone())?;
            self.rows.push(SeedRow {
                id: opening.id,
                role: *role,
                login,
                name: profile.name.clone(),
                office: format!("{}, {name_vi}", units[*unit].name_vi),
                agency_code: code,
                shown,
            });
            self.personal.extend([profile.name, profile.phone]);
            ready.push((opening, *role, *title, unit_ids[*unit]));
        }
        let now = self.accounts.clock().civil();
        self.accounts.db().write_blocking(move |tx| {
            for (opening, role, title, unit) in &ready {
                open_account(tx, opening)?;
                let row = params![opening.id, agency, *unit, *title];
                tx.send(&store::ADD_OFFICER, &row, Expect::Any)?;
                set_roles(tx, opening.id, &[*role], now)?;
            }
            store::directory_changed(tx)
        })?;
        Ok(agency)
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
                agency_code: "",
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
    fn the_wards_began_with_the_two_level_government() {
        assert_eq!(since_merger().to_string(), "2025-07-01");
    }

    #[test]
    fn every_role_has_a_demonstration_account() {
        let posts = [WARD_POSTS, DEPARTMENT_POSTS, PROVINCE_POSTS].concat();
        let mut roles: HashSet<Role> = posts.iter().map(|post| post.1).collect();
        roles.extend(PEOPLE.iter().map(|person| person.1));
        roles.insert(Role::Helper);
        assert_eq!(roles.len(), Role::ALL.len());
    }
}
