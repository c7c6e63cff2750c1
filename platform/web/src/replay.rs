//! What was typed into a form whose session had ended: kept sealed until the person signs in again.

use futures_util::future::BoxFuture;
use kernel::Fault;
use serde::{Deserialize, Serialize};

/// Name of the cookie that holds the one-time key.
pub(crate) const COOKIE: &str = "giu";
/// Where a kept post is offered again. A sign-in page whose `tiep` leads here says that nothing is lost.
pub const RESUME: &str = "/tiep-tuc";
/// How long a kept post waits, in seconds.
pub const KEPT_SECONDS: u32 = 1_800;

/// A post that could not be let in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPost {
    /// Where it was going, with its language prefix.
    pub path: String,
    /// What was typed, without form token.
    pub pairs: Vec<(String, String)>,
}

/// Stores kept posts sealed under their one-time key, at most [`KEPT_SECONDS`]; `accounts` implements it.
pub trait ReplayStore: Send + Sync {
    /// Keeps `post`; only the hash of `key` may be stored.
    fn keep<'a>(&'a self, key: &'a str, post: KeptPost) -> BoxFuture<'a, Result<(), Fault>>;
    /// Takes it out again, once.
    fn take<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<KeptPost>, Fault>>;
}
