//! Walkthroughs across capabilities, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod alarms;
mod backup;
mod codes;
mod commands;
mod crash;
mod demonstration;
mod english;
mod extract;
mod files;
mod forms;
mod from_record;
mod kept;
mod paths;
mod permit;
mod roles;
mod rules_table;
mod secrets;
mod sixteen;
mod statements;
