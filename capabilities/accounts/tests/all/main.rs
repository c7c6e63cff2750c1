//! Accounts from outside: the façade, the pages, the API, on both engines.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod facade;
mod house;
mod offices;
mod routes;
mod sealed;
mod written;
