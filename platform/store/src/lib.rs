//! One synchronous [`Tx`] over SQLite and PostgreSQL, group commit, migrations, agenda.
//!
//! Everyone holds a [`Db`] and gives it closures: `db.write(|tx| …)` answers after the commit,
//! `db.read(|tx| …)` sees one consistent state. Every SQL text is a registered [`Statement`] in
//! the subset both engines share (docs/decisions/0001-store.md), so that one test can prepare and
//! explain all of them on both.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod agenda;
pub mod catalogue;
pub mod check;
mod db;
mod ddl;
pub mod dump;
pub mod form_key;
pub mod lock;
mod migrate;
mod node;
mod postgres;
mod postgres_pool;
mod sqlite;
mod statement;
mod tx;
mod value;

pub use db::{Coming, Db, Engine, Options};
pub use migrate::{MIGRATIONS, Migrations};
pub use node::NodeLease;
pub use postgres_pool::postgres_script;
pub use statement::Statement;
pub use tx::{Expect, Ticket, Tx};
pub use value::{Cell, FromCell, Row, Value};
