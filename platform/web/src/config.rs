//! What the house is told at start, and what every request shares.

use crate::limiter::{Limiter, Network, Rate};
use crate::replay::ReplayStore;
use crate::routes::RouteInfo;
use crate::session::Resolver;
use crate::texts::Texts;
use kernel::Clock;
use std::ops::Deref;
use std::sync::Arc;

/// Settings of the web side.
#[derive(Clone)]
pub struct Config {
    /// Name of the portal in the band.
    pub portal: String,
    /// Whose portal it is, under the name.
    pub province: String,
    /// Address in printed links and QR codes, without a final slash; `https://` makes cookies secure.
    pub base_url: String,
    /// Whether this is a demonstration.
    pub demo: bool,
    /// The phone number people call.
    pub phone: String,
    /// Names under which requests are answered; empty means any.
    pub hosts: Vec<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub proxies: Vec<Network>,
    /// Key of the form tokens; the vault derives it.
    pub csrf_key: Vec<u8>,
    /// Requests allowed per network; `None` for any number. This machine itself is never limited.
    pub rate: Option<Rate>,
    /// Largest form body in bytes.
    pub form_limit: usize,
    /// Largest JSON body in bytes.
    pub json_limit: usize,
    /// Largest upload body in bytes, all files together.
    pub upload_limit: usize,
}

impl Config {
    /// Usual settings for a machine on its own.
    pub fn new(csrf_key: impl Into<Vec<u8>>) -> Config {
        Config {
            portal: "Một Cửa".to_owned(),
            province: "Thành phố Hồ Chí Minh".to_owned(),
            base_url: "http://127.0.0.1:8080".to_owned(),
            demo: false,
            phone: "1022".to_owned(),
            hosts: Vec::new(),
            proxies: Vec::new(),
            csrf_key: csrf_key.into(),
            rate: Some(Rate { per_minute: 1_200, burst: 600 }),
            form_limit: 64 * 1024,
            json_limit: 256 * 1024,
            upload_limit: 320 * 1024 * 1024,
        }
    }

    /// Whether people reach the portal over https.
    pub fn https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

/// What every request shares. Cloning is cheap.
#[derive(Clone)]
pub struct Web(pub(crate) Arc<Shared>);

/// The inside of [`Web`].
pub struct Shared {
    /// Settings.
    pub config: Config,
    /// Both clocks.
    pub clock: Clock,
    /// Every sentence.
    pub texts: Texts,
    /// Token buckets.
    pub limiter: Limiter,
    /// The route table.
    pub table: Vec<Arc<RouteInfo>>,
    pub(crate) index: crate::routes::Index,
    pub(crate) entries: crate::app::Entries,
    pub(crate) resolver: Arc<dyn Resolver>,
    pub(crate) replay: Option<Arc<dyn ReplayStore>>,
    pub(crate) openapi: bytes::Bytes,
}

impl Deref for Web {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
