//! The accounts of a demonstration, for the table on the screen and for tests.

use crate::house::House;
use accounts::seed::SeedRow;
use serde_json::json;

/// The demonstration accounts.
pub struct People(Vec<SeedRow>);

impl People {
    /// Reads them.
    pub(super) fn of(house: &House) -> People {
        People(accounts::seed::rows(&house.accounts).unwrap_or_default())
    }

    /// The table `motcua demo` prints: one account per role, and the whole first ward.
    pub fn table(&self) -> String {
        let mut lines = vec![format!("{:<12} {:<24} {:<22} {}", "vai trò", "tên đăng nhập", "họ và tên", "nơi làm việc")];
        for row in self.0.iter().filter(|row| row.shown) {
            lines.push(format!("{:<12} {:<24} {:<22} {}", row.role.name(), row.login, row.name, row.office));
        }
        lines.join("\n")
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
                    "password": accounts::seed::PASSWORD,
                    "name": row.name,
                    "office": row.office,
                    "agency": row.agency_code,
                    "shown": row.shown,
                })
            })
            .collect();
        json!({ "accounts": rows }).to_string()
    }
}
