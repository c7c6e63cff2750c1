//! Token buckets per network and per key, and the networks of trusted proxies.

use kernel::{Moment, Refusal};
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::Mutex;

/// How fast a bucket fills and how much it holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rate {
    /// Tokens added per minute.
    pub per_minute: u32,
    /// Most tokens held.
    pub burst: u32,
}

const SHARDS: usize = 16;
/// Buckets per shard before full ones are thrown out.
const SHARD_LIMIT: usize = 8_192;

struct Bucket {
    /// Thousandths of a token.
    level: i64,
    seen_ms: i64,
}

/// Buckets of every key. Memory is bounded; a forgotten bucket counts as full.
pub struct Limiter {
    hasher: RandomState,
    shards: Vec<Mutex<HashMap<u64, Bucket>>>,
}

impl Default for Limiter {
    fn default() -> Limiter {
        Limiter { hasher: RandomState::new(), shards: (0..SHARDS).map(|_| Mutex::default()).collect() }
    }
}

impl Limiter {
    /// Takes `cost` tokens from the bucket of `key`, or refuses with `too-often`.
    pub fn check(&self, key: &str, rate: Rate, cost: u32, now: Moment) -> Result<(), Refusal> {
        let hash = self.hasher.hash_one(key);
        let Ok(mut shard) = self.shards[(hash % SHARDS as u64) as usize].lock() else {
            return Ok(());
        };
        let full = i64::from(rate.burst) * 1_000;
        if shard.len() >= SHARD_LIMIT {
            forget(&mut shard, now);
        }
        let bucket = shard.entry(hash).or_insert(Bucket { level: full, seen_ms: now.ms() });
        let filled = (now.ms() - bucket.seen_ms).max(0).saturating_mul(i64::from(rate.per_minute)) / 60;
        // A part of a token is not lost: the time only moves on when something was added.
        if filled > 0 {
            bucket.level = bucket.level.saturating_add(filled).min(full);
            bucket.seen_ms = now.ms();
        }
        let cost = i64::from(cost) * 1_000;
        if bucket.level < cost {
            let wait = ((cost - bucket.level) * 60 / i64::from(rate.per_minute.max(1))).div_ceil_1000();
            return Err(Refusal::limit("too-often").with("seconds", wait));
        }
        bucket.level -= cost;
        Ok(())
    }
}

trait DivCeil {
    fn div_ceil_1000(self) -> i64;
}

impl DivCeil for i64 {
    fn div_ceil_1000(self) -> i64 {
        (self + 999) / 1000
    }
}

/// Throws out what has not been seen for ten minutes, or everything when that is not enough.
fn forget(shard: &mut HashMap<u64, Bucket>, now: Moment) {
    shard.retain(|_, bucket| now.ms() - bucket.seen_ms < 600_000);
    if shard.len() >= SHARD_LIMIT {
        shard.clear();
    }
}

/// A network such as `10.0.0.0/8` or `::1/128`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    /// Whether the address lies in it.
    pub fn holds(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(a), IpAddr::V4(b)) => same_bits(&a.octets(), &b.octets(), self.bits),
            (IpAddr::V6(a), IpAddr::V6(b)) => same_bits(&a.octets(), &b.octets(), self.bits),
            _ => false,
        }
    }
}

fn same_bits(a: &[u8], b: &[u8], bits: u8) -> bool {
    let (whole, rest) = (usize::from(bits / 8), bits % 8);
    a[..whole] == b[..whole] && (rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0)
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Network, String> {
        let wrong = || format!("not a network: {text}");
        let (address, bits) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).map_err(|_| wrong())?;
        if bits > most { Err(wrong()) } else { Ok(Network { address, bits }) }
    }
}

/// The key of the network an address belongs to: /24 or /48.
pub fn network_key(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("net {a}.{b}.{c}")
        }
        IpAddr::V6(v6) => {
            let [a, b, c, ..] = v6.segments();
            format!("net {a:x}:{b:x}:{c:x}")
        }
    }
}

/// The asker's address: the last one in `X-Forwarded-For` that no trusted proxy added.
pub(crate) fn client_address(peer: IpAddr, forwarded: Option<&str>, proxies: &[Network]) -> IpAddr {
    let trusted = |address: IpAddr| proxies.iter().any(|network| network.holds(address));
    let mut client = peer;
    let mut hops = forwarded.unwrap_or_default().rsplit(',');
    while trusted(client) {
        match hops.next().and_then(|hop| hop.trim().parse().ok()) {
            Some(before) => client = before,
            None => break,
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let limiter = Limiter::default();
        let rate = Rate { per_minute: 60, burst: 3 };
        let start = Moment::from_ms(1_000_000);
        for _ in 0..3 {
            limiter.check("a", rate, 1, start).unwrap();
        }
        let refusal = limiter.check("a", rate, 1, start).unwrap_err();
        assert_eq!((refusal.code, refusal.params[0].1.as_str()), ("too-often", "1"));
        limiter.check("b", rate, 1, start).unwrap();
        limiter.check("a", rate, 1, start.plus_ms(1_000)).unwrap();
        assert!(limiter.check("a", rate, 1, start.plus_ms(1_500)).is_err());
    }

    #[test]
    fn memory_stays_bounded_under_many_keys() {
        let limiter = Limiter::default();
        let now = Moment::from_ms(0);
        for n in 0..300_000 {
            limiter.check(&n.to_string(), Rate { per_minute: 1, burst: 1 }, 1, now).unwrap();
        }
        assert!(limiter.shards.iter().all(|shard| shard.lock().unwrap().len() <= SHARD_LIMIT));
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let proxies = ["10.0.0.0/8".parse().unwrap()];
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        assert_eq!(client_address(ip("203.0.113.9"), Some("1.2.3.4"), &proxies), ip("203.0.113.9"));
        assert_eq!(
            client_address(ip("10.0.0.1"), Some("6.6.6.6, 198.51.100.7"), &proxies),
            ip("198.51.100.7")
        );
        assert_eq!(
            client_address(ip("10.0.0.1"), Some("198.51.100.7, 10.1.1.1"), &proxies),
            ip("198.51.100.7")
        );
        assert_eq!(client_address(ip("10.0.0.1"), None, &proxies), ip("10.0.0.1"));
    }

    #[test]
    fn networks_are_read_and_compared_by_bits() {
        let network: Network = "192.168.4.0/22".parse().unwrap();
        assert!(network.holds("192.168.7.9".parse().unwrap()));
        assert!(!network.holds("192.168.8.1".parse().unwrap()));
        assert!("1.2.3.4/33".parse::<Network>().is_err());
        assert_eq!(network_key("198.51.100.7".parse().unwrap()), "net 198.51.100");
        assert_eq!(network_key("2001:db8:1:2::5".parse().unwrap()), "net 2001:db8:1");
    }
}
