//! Dossiers from outside: pages, API, rules, on both engines.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod api;
mod api_house;
mod api_law;
mod drafts;
mod durations;
mod home;
mod house;
mod law;
mod letters;
mod national;
mod person;
mod places;
mod regimes;
mod rules;
mod tracking;
mod way;
mod written;
