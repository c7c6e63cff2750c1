//! The load generator: a closed loop in a process of its own, so that its cost is not the server's.

use super::http::Connection;
use super::operations::{Material, Operation};
use crate::problem::{Outcome, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// What one cell of the table asks for.
#[derive(clap::Args)]
pub(crate) struct Options {
    #[arg(long)]
    material: PathBuf,
    #[arg(long)]
    operation: String,
    #[arg(long)]
    variant: String,
    #[arg(long)]
    address: String,
    #[arg(long)]
    connections: usize,
    /// Items of the material that are spent already
    #[arg(long)]
    skip: usize,
    /// At most so many requests
    #[arg(long)]
    limit: usize,
    #[arg(long)]
    seconds: u64,
    #[arg(long)]
    compressed: bool,
}

/// What came back.
#[derive(Default, Deserialize, Serialize)]
pub(crate) struct Answers {
    pub(super) requests: usize,
    pub(super) seconds: f64,
    pub(super) p50_ms: f64,
    pub(super) p95_ms: f64,
    pub(super) p99_ms: f64,
    pub(super) max_ms: f64,
    /// How often each status came; `0` for a broken connection.
    pub(super) statuses: BTreeMap<u16, usize>,
    /// The mean size of an answer.
    pub(super) bytes: usize,
    /// What the first answer said that was not the one asked for.
    pub(super) first_wrong: Option<String>,
}

/// What one connection saw.
#[derive(Default)]
struct Seen {
    micros: Vec<u64>,
    statuses: BTreeMap<u16, usize>,
    bytes: usize,
    first_wrong: Option<String>,
}

/// Runs the load and prints what came back as one line of JSON.
pub(crate) fn run(options: &Options) -> Outcome {
    let operation = Operation::named(&options.operation, &options.variant)?;
    let material = Material::read(&options.material)?;
    if !operation.material.is_empty() && material.count(operation.material) == 0 {
        return Err(Problem::new(format!("the material has no {}", operation.material)));
    }
    let requests: Vec<Vec<u8>> = (options.skip..options.skip + options.limit)
        .map(|number| operation.request(&material, number, &options.address, options.compressed))
        .collect::<Outcome<_>>()?;
    if requests.is_empty() {
        return Err(Problem::new(format!("nothing left of {} to ask with", operation.material)));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let answers = runtime.block_on(load(options, Arc::new(requests)));
    println!("{}", serde_json::to_string(&answers)?);
    Ok(())
}

async fn load(options: &Options, requests: Arc<Vec<Vec<u8>>>) -> Answers {
    let next = Arc::new(AtomicUsize::new(0));
    let started = Instant::now();
    let until = started + Duration::from_secs(options.seconds);
    let tasks: Vec<_> = (0..options.connections)
        .map(|_| tokio::spawn(one_connection(options.address.clone(), requests.clone(), next.clone(), until)))
        .collect();
    let mut all = Seen::default();
    for task in tasks {
        let seen = task.await.unwrap_or_default();
        all.micros.extend(seen.micros);
        all.bytes += seen.bytes;
        all.first_wrong = all.first_wrong.or(seen.first_wrong);
        for (status, count) in seen.statuses {
            *all.statuses.entry(status).or_default() += count;
        }
    }
    summed(all, started.elapsed())
}

/// Asks one request after the other, each only when the one before is answered.
async fn one_connection(
    address: String,
    requests: Arc<Vec<Vec<u8>>>,
    next: Arc<AtomicUsize>,
    until: Instant,
) -> Seen {
    let mut seen = Seen::default();
    let mut connection = None;
    while Instant::now() < until {
        let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
        let asked = Instant::now();
        let answer = async {
            if connection.is_none() {
                connection = Some(Connection::open(&address).await?);
            }
            match connection.as_mut() {
                Some(open) => open.ask(request).await,
                None => Err(std::io::ErrorKind::NotConnected.into()),
            }
        };
        let (status, words) = match answer.await {
            Ok(answer) => {
                seen.bytes += answer.length;
                if answer.closes {
                    connection = None;
                }
                (answer.status, answer.words)
            }
            Err(error) => {
                connection = None;
                (0, Some(error.to_string()))
            }
        };
        seen.micros.push(u64::try_from(asked.elapsed().as_micros()).unwrap_or(u64::MAX));
        *seen.statuses.entry(status).or_default() += 1;
        if seen.first_wrong.is_none() {
            seen.first_wrong = words.map(|words| format!("{status}: {words}"));
        }
    }
    seen
}

fn summed(mut all: Seen, time: Duration) -> Answers {
    all.micros.sort_unstable();
    let requests = all.micros.len();
    let at = |share: f64| {
        let place = (share * requests as f64).ceil() as usize;
        all.micros.get(place.clamp(1, requests.max(1)) - 1).map_or(0.0, |micros| *micros as f64 / 1e3)
    };
    Answers {
        requests,
        seconds: time.as_secs_f64(),
        p50_ms: at(0.50),
        p95_ms: at(0.95),
        p99_ms: at(0.99),
        max_ms: at(1.0),
        statuses: all.statuses,
        bytes: all.bytes / requests.max(1),
        first_wrong: all.first_wrong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_the_ranks_of_the_sorted_times() {
        let seen = Seen { micros: (1..=100).rev().map(|n| n * 1_000).collect(), ..Seen::default() };
        let answers = summed(seen, Duration::from_secs(1));
        assert_eq!(
            (answers.p50_ms, answers.p95_ms, answers.p99_ms, answers.max_ms),
            (50.0, 95.0, 99.0, 100.0)
        );
    }
}
