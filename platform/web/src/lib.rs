//! Sessions, CSRF, locale, forms, errors, layout, components, route table.
//!
//! A room declares its routes with [`Routes`]; [`Assembly`] puts the rooms together behind one
//! layer that does everything every request needs. README.md shows the way of a request.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod app;
mod assets;
pub mod checks;
mod compress;
mod config;
mod edge;
mod errors;
mod extract;
pub mod format;
mod frame;
mod limiter;
mod origin;
pub mod parts;
mod random;
pub mod replay;
mod routes;
pub mod samples;
pub mod session;
#[cfg(test)]
mod tests;
mod texts;
mod visitor;

pub use app::{Assembled, Assembly, TEXTS, safe_next};
pub use config::{Config, Shared, Web};
pub use errors::{Answer, ApiError, PageError, Problem, ProblemField, status};
pub use extract::{Form, IdempotencyKey, Json, Pairs, Upload, UploadedFile};
pub use frame::Frame;
pub use limiter::{Limiter, Network, Rate, network_key};
#[doc(hidden)]
pub use pastey::paste;
#[doc(hidden)]
pub use routes::operation;
pub use routes::{Access, Kind, MenuItem, Operation, Room, RouteInfo, Routes, localised};
pub use session::{Credential, Resolver, SessionActor};
pub use texts::{Arg, Lang, Source, Texts};
pub use visitor::{Link, Visitor, page, page_with};
