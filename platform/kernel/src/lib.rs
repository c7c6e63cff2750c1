//! Words every room shares: ids, moments, clocks, actors, refusals, limits, money, text folding.
//!
//! No SQL, no HTTP, no async, no files. The only places that touch the machine are
//! [`clock`] (the time) and [`ids`] through it; `clippy.toml` keeps others from doing so.

pub mod actor;
pub mod clock;
pub mod failure;
mod id_map;
pub mod ids;
pub mod limit;
pub mod moment;
pub mod money;
pub mod text;
pub mod words;

pub use actor::{Actor, Lent, Party, Permission, Role, Roles, Standing};
pub use clock::Clock;
pub use failure::{Failure, Fault, FieldError, Refusal, RefusalKind};
pub use id_map::IdMap;
pub use ids::{Id, Ids};
pub use limit::{Limit, LimitUnit};
pub use moment::{Day, Moment};
pub use money::Money;
