//! The application as a library: the one place that lists the capabilities and puts them together.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod backup;
pub mod demo;
pub mod doctor;
pub mod house;
pub mod load;
pub mod routes;
mod setting;

pub use house::{House, Place};
