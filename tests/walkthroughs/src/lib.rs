//! Walkthroughs across capabilities: a whole house in the test's own process, a browser without
//! scripts, and the real binary where a process must die.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::missing_panics_doc, reason = "a harness of tests")]

mod client;
pub mod html;
pub mod samples;
pub mod server;
mod stock;
mod town;
pub mod walk;
mod wire;

pub use client::{Answer, Client, Sent, fresh_key, multipart, urlencoded};
pub use server::Server;
pub use store::Engine;
pub use town::{DEMONSTRATION, NewDatabase, Town, new_database, seeded_secrets};

use std::sync::OnceLock;

/// The runtime all towns of this process share.
pub fn runtime() -> &'static tokio::runtime::Runtime {
    static RUNTIME: OnceLock<tokio::runtime::Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(4).enable_all().build().expect("a runtime can be made")
    })
}

/// Both engines.
pub const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

/// Each `fn name(engine)` becomes `name::on_sqlite` and `name::on_postgres`.
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$meta:meta])* fn $name:ident($engine:ident) $body:block)*) => {
        $(
            $(#[$meta])*
            mod $name {
                #[allow(unused_imports)]
                use super::*;

                fn body($engine: $crate::Engine) $body

                #[test]
                fn on_sqlite() {
                    body($crate::Engine::Sqlite);
                }

                #[test]
                fn on_postgres() {
                    body($crate::Engine::Postgres);
                }
            }
        )*
    };
}
