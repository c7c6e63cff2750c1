//! What this room does through its façade, on both engines: one program, linked once. What measures
//! memory is a program of its own.
#![allow(clippy::unwrap_used)]

mod edits;
mod import;
mod national;
mod offices;
mod pages;
mod revisions;
mod room;
mod search;
mod third_regime;
