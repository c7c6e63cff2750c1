//! The accounts of a demonstration, for the table on the screen and for tests. Names are sealed
//! like every other.

use crate::house::House;
use crate::setting;
use accounts::seed::{PASSWORD, Seeded};
use kernel::{Actor, Failure, Fault, Id, Party, Role, Roles};
use serde::{Deserialize, Serialize};
use serde_json::json;
use vault::Place;

const SETTING: &str = "demonstration-people";
const PLACE: Place = Place::new("app", Id(0), "people");

/// One demonstration account.
#[derive(Clone, Serialize, Deserialize)]
pub struct Row {
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
    pub agency: String,
    /// Whether the table on the screen shows it.
    pub shown: bool,
}

/// The demonstration accounts.
#[derive(Clone)]
pub struct People(Vec<Row>);

impl People {
    /// Keeps what was seeded, sealed.
    pub(super) fn keep(house: &House, seeded: &Seeded) -> Result<People, Failure> {
        let rows: Vec<Row> = seeded
            .accounts
            .iter()
            .map(|row| Row {
                id: row.id,
                role: row.role,
                login: row.login.clone(),
                name: row.name.clone(),
                office: row.office.clone(),
                agency: row.agency_code.to_owned(),
                shown: row.shown,
            })
            .collect();
        let sealed = house.vault.seal(&PLACE, &serde_json::to_vec(&rows).map_err(Fault::new)?);
        let text: String = sealed.iter().map(|byte| format!("{byte:02x}")).collect();
        house.db.write_blocking(move |tx| setting::set(tx, SETTING, &text))?;
        Ok(People(rows))
    }

    /// Reads them.
    pub fn of(house: &House) -> Result<People, Failure> {
        let text = house.db.read_blocking(|tx| Ok(setting::get(tx, SETTING)?))?.unwrap_or_default();
        let sealed: Vec<u8> = text
            .as_bytes()
            .chunks(2)
            .filter_map(|pair| {
                std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok())
            })
            .collect();
        let plain = house.vault.open(&PLACE, &sealed)?;
        Ok(People(serde_json::from_slice(&plain).map_err(Fault::new)?))
    }

    /// Every account.
    pub fn rows(&self) -> &[Row] {
        &self.0
    }

    /// An officer or person, as a request would see them.
    pub fn actor(&self, house: &House, login: &str) -> Result<Actor, Failure> {
        let row = self.0.iter().find(|row| row.login == login);
        let row = row.ok_or_else(|| Fault::new(format!("no account {login}")))?;
        let officer = house.accounts.officer(row.id);
        let held = officer.iter().flat_map(|officer| &officer.roles);
        let roles = held.fold(Roles::of(&[row.role]), |set, held| set.with(held.role));
        Ok(Actor {
            party: if officer.is_some() { Party::Officer } else { Party::Person },
            account: Some(row.id),
            session: None,
            roles,
            permissions: accounts::permissions::of_roles(roles),
            agency: officer.as_ref().and_then(|officer| officer.agency),
            unit: officer.as_ref().and_then(|officer| officer.unit),
            lent: Vec::new(),
        })
    }

    /// The table `motcua demo` prints: one account per role, and the whole first ward.
    pub fn table(&self) -> String {
        let head = format!("{:<12} {:<24} {:<22} nơi làm việc", "vai trò", "tên đăng nhập", "họ và tên");
        let rows =
            self.0.iter().filter(|row| row.shown).map(|row| {
                format!("{:<12} {:<24} {:<22} {}", row.role.name(), row.login, row.name, row.office)
            });
        std::iter::once(head).chain(rows).collect::<Vec<_>>().join("\n")
    }

    /// The same, all of them, as JSON.
    pub fn json(&self) -> String {
        let rows: Vec<_> = self
            .0
            .iter()
            .map(|row| {
                json!({
                    "role": row.role.name(),
                    "login": row.login,
                    "password": PASSWORD,
                    "name": row.name,
                    "office": row.office,
                    "agency": row.agency,
                    "shown": row.shown,
                })
            })
            .collect();
        json!({ "accounts": rows }).to_string()
    }
}
