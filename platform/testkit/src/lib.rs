//! Fake clocks, temporary databases of both engines, HTML assertions (development only).

pub mod postgres;
