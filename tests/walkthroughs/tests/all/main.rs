//! Walkthroughs across capabilities, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod alarms;
mod backup;
mod codes;
mod commands;
mod english;
mod extract;
mod forms;
mod permit;
mod roles;
mod rules_table;
mod statements;
