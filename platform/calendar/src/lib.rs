//! Working time: office hours, holidays, swapped days, legal computing of limits.
//!
//! Two things are kept apart, because the law keeps them apart:
//!
//! - **Working days** (`ngày làm việc`) are the State's: Monday to Friday, less the days off, plus
//!   the worked Saturdays of a swap. They decide every limit in days, and the "next working day"
//!   on which a period ends (Civil Code 91/2015, Art 147–148). They are the same for every desk.
//! - **Office hours** ([`Hours`]) are the desk's: when it is open. They decide limits in working
//!   hours, step clocks and the printed hour of an appointment. A desk open on Saturday morning
//!   gains four working hours, but no working day: a citizen's three days do not become
//!   shorter or longer because of the desk at which they are counted.
//!
//! A [`Calendar`] joins [`Holidays`] and [`Hours`] for one office and is cheap to clone. Every
//! function is pure; the data are `data/vn.toml` and `data/hours.toml`, and an office can lay
//! later decisions over them ([`Overlay`]). Outside the years of the table only weekends
//! count, and [`Due::beyond_table`] says so.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod calendar;
mod count;
mod doctor;
mod due;
mod error;
mod holidays;
mod hours;
mod points;
mod shifted;
mod time_left;

pub use calendar::{Calendar, DayKind, WORKING_DAY_MINUTES};
pub use doctor::Warning;
pub use due::{Due, Skipped, Terms, rule};
pub use error::CalendarError;
pub use holidays::{Declared, Holiday, Holidays, Mark, OffKind, Overlay, Swap};
pub use hours::{Hours, Session};
pub use points::Point;
pub use time_left::{Lateness, Remaining, Ruler, Tick};
