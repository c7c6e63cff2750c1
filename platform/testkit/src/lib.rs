//! Fake clocks and temporary databases of both engines (development only).
//!
//! ```ignore
//! testkit::both_engines! {
//!     migrations = &[accounts::MIGRATIONS];
//!     fn a_name_can_be_found(db) {
//!         db.write_blocking(|tx| …).unwrap();
//!     }
//! }
//! ```
//!
//! PostgreSQL is never skipped in silence: where it is missing, the test says which line to run.

mod database;
pub mod postgres;

pub use database::{Fresh, fresh, pg_database, pg_database_from, pg_url};
pub use store;

use kernel::{Clock, Moment};
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder of one test, removed when dropped.
#[derive(Debug)]
pub struct TempDir(PathBuf);

impl TempDir {
    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TempDir {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// A new empty folder.
pub fn temp_dir() -> TempDir {
    let folder = std::env::temp_dir().join(format!("motcua-test-{}", unique()));
    drop(std::fs::remove_dir_all(&folder));
    std::fs::create_dir_all(&folder).expect("the machine's folder for temporary files can be written");
    TempDir(folder)
}

/// A name no other test of this machine has.
fn unique() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// Both clocks stand at this moment, written as `2026-09-07T09:41:00+07:00`.
pub fn clock_at(rfc3339: &str) -> Clock {
    Clock::fixed(Moment::parse_rfc3339(rfc3339).expect("an RFC 3339 time with its offset"))
}

/// Runs a future to its end on a runtime of its own with two threads.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime can be made")
        .block_on(future)
}

/// Tests that run on SQLite and on PostgreSQL: each `fn name(db)` becomes `name::on_sqlite` and
/// `name::on_postgres` with a fresh [`store::Db`], migrated with the store's own tables and the
/// `migrations` of the first line (which may be left out).
#[macro_export]
macro_rules! both_engines {
    (migrations = $sets:expr; $($(#[$meta:meta])* fn $name:ident($db:ident) $body:block)*) => {
        $(
            $(#[$meta])*
            mod $name {
                #[allow(unused_imports)]
                use super::*;

                fn body($db: $crate::store::Db) $body

                #[test]
                fn on_sqlite() {
                    let fresh = $crate::fresh($crate::store::Engine::Sqlite, $sets);
                    body(fresh.db());
                }

                #[test]
                fn on_postgres() {
                    let fresh = $crate::fresh($crate::store::Engine::Postgres, $sets);
                    body(fresh.db());
                }
            }
        )*
    };
    ($($(#[$meta:meta])* fn $name:ident($db:ident) $body:block)*) => {
        $crate::both_engines! { migrations = &[]; $($(#[$meta])* fn $name($db) $body)* }
    };
}
