//! What one installation remembers about itself.

use kernel::{Failure, Fault};
use store::{Expect, Tx, params};

/// The table of this room.
pub(crate) const MIGRATIONS: store::Migrations =
    store::Migrations { room: "app", steps: &[include_str!("../migrations/0001.sql")] };

store::statements! {
    static SETTING = "select value from setting where name = ?1";
    static SET = "insert into setting (name, value) values (?1, ?2) on conflict (name) do update set value = excluded.value";
    static ANY_AGENCY: scan = "select id from agency limit 1";
}

/// Whether no office has been founded yet.
pub(crate) fn no_agency(tx: &mut Tx<'_>) -> Result<bool, Fault> {
    Ok(tx.row_opt(&ANY_AGENCY, &[], |row| row.get::<i64>(0))?.is_none())
}

/// Reads a setting.
pub(crate) fn get(tx: &mut Tx<'_>, name: &str) -> Result<Option<String>, Fault> {
    tx.row_opt(&SETTING, &params![name], |row| row.get(0))
}

/// Writes a setting.
pub(crate) fn set(tx: &mut Tx<'_>, name: &str, value: &str) -> Result<(), Failure> {
    tx.send(&SET, &params![name, value], Expect::Any)
}
