//! The edge, asked over a tiny room: page, form, upload, API; nobody, a person, an officer.

mod fake;
mod parts;
mod requests;
