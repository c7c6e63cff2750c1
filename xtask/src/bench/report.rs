//! The figures of a run: printed as tables, written as JSON, held against the targets.

use super::client::Answers;
use super::machine::Machine;
use super::operations::Operation;
use super::process::Memory;
use serde::Serialize;
use std::collections::BTreeMap;

/// One operation with one number of connections.
#[derive(Serialize)]
pub(super) struct Cell {
    operation: String,
    connections: usize,
    pub(super) requests: usize,
    per_second: f64,
    p50_ms: f64,
    p95_ms: f64,
    p99_ms: f64,
    max_ms: f64,
    /// Server and database together, per request.
    cpu_ms: f64,
    cpu_server_ms: f64,
    cpu_database_ms: f64,
    bytes: usize,
    statuses: BTreeMap<u16, usize>,
    first_wrong: Option<String>,
    #[serde(skip)]
    target_cpu_ms: Option<f64>,
    #[serde(skip)]
    target_rate: Option<f64>,
}

impl Cell {
    /// The cell from what the client saw and what the server and the database spent, in seconds.
    pub(super) fn new(operation: &Operation, connections: usize, seen: Answers, cpu: (f64, f64)) -> Cell {
        let each = |seconds: f64| seconds * 1e3 / seen.requests.max(1) as f64;
        Cell {
            operation: operation.title(),
            connections,
            requests: seen.requests,
            per_second: seen.requests as f64 / seen.seconds.max(1e-9),
            p50_ms: seen.p50_ms,
            p95_ms: seen.p95_ms,
            p99_ms: seen.p99_ms,
            max_ms: seen.max_ms,
            cpu_ms: each(cpu.0 + cpu.1),
            cpu_server_ms: each(cpu.0),
            cpu_database_ms: each(cpu.1),
            bytes: seen.bytes,
            statuses: seen.statuses,
            first_wrong: seen.first_wrong,
            target_cpu_ms: operation.target_cpu_ms,
            target_rate: operation.target_rate,
        }
    }

    fn wrong(&self) -> usize {
        self.statuses.iter().filter(|(status, _)| !(200..400).contains(*status)).map(|(_, count)| count).sum()
    }

    /// One line of the table.
    pub(super) fn line(&self) -> String {
        let statuses: Vec<String> =
            self.statuses.iter().map(|(status, count)| format!("{status}x{count}")).collect();
        let mut line = format!(
            "{:<24} {:>3} {:>8} {:>9.0} {:>8.2} {:>8.2} {:>8.2} {:>8.3} {:>8.3} {:>8.3} {:>7}  {}",
            self.operation,
            self.connections,
            self.requests,
            self.per_second,
            self.p50_ms,
            self.p95_ms,
            self.p99_ms,
            self.cpu_ms,
            self.cpu_server_ms,
            self.cpu_database_ms,
            self.bytes,
            statuses.join(" "),
        );
        if let (true, Some(words)) = (self.wrong() > 0, &self.first_wrong) {
            line.push_str(&format!("\n      first wrong answer: {words}"));
        }
        line
    }
}

const HEAD: &str = "operation                con requests requests/s  p50 ms   p95 ms   p99 ms   CPU ms   server database   bytes  answers";

/// The figures of a whole run.
#[derive(Serialize)]
pub(super) struct Report {
    engine: &'static str,
    dossiers: usize,
    pub(super) machine: Machine,
    pub(super) load_seconds: f64,
    pub(super) cells: Vec<Cell>,
    pub(super) memory: Memory,
    pub(super) ready_first_ms: f64,
    pub(super) restart_ms: f64,
}

/// One target and what was measured.
struct Verdict {
    what: String,
    measured: f64,
    target: f64,
    unit: &'static str,
    at_most: bool,
}

impl Verdict {
    fn line(&self) -> String {
        let met = if self.at_most { self.measured <= self.target } else { self.measured >= self.target };
        let relation = if self.at_most { "at most" } else { "at least" };
        let share = self.measured / self.target;
        let off = if self.at_most { share - 1.0 } else { 1.0 - share };
        let verdict = if met { "met".to_owned() } else { format!("MISSED by {:.0} %", off * 100.0) };
        let Verdict { what, measured, target, unit, .. } = self;
        format!("{what:<44} {measured:>9.2} {unit:<3} {relation} {target:<8} {verdict}")
    }
}

impl Report {
    /// An empty report.
    pub(super) fn new(engine: &'static str, dossiers: usize) -> Report {
        Report {
            engine,
            dossiers,
            machine: Machine::default(),
            load_seconds: 0.0,
            cells: Vec::new(),
            memory: Memory::default(),
            ready_first_ms: 0.0,
            restart_ms: 0.0,
        }
    }

    /// How many answers were not the one asked for.
    pub(super) fn wrong_answers(&self) -> usize {
        self.cells.iter().map(Cell::wrong).sum()
    }

    /// Prints everything for a person.
    pub(super) fn print(&self) {
        println!("\n== {} with {} dossiers, durable commits", self.engine, self.dossiers);
        let machine = &self.machine;
        println!("cores                        {:>10}", machine.cores);
        println!("append 4 KiB + fsync         {:>10.0} /s ({})", machine.fsyncs_per_s, machine.file_system);
        println!(
            "raw inserts                  {:>10.0} rows/s (one table, one transaction)",
            machine.raw_inserts_per_s
        );
        let rate = self.dossiers as f64 / self.load_seconds.max(1e-9);
        println!(
            "loaded in                    {:>10.1} s ({rate:.0} dossiers/s through the commands)",
            self.load_seconds
        );
        println!(
            "memory of the server         {:>10.1} MB now, {:.1} MB at most",
            self.memory.now_mb, self.memory.peak_mb
        );
        println!(
            "restart to first answer      {:>10.0} ms (slowest of three; first start {:.0} ms)\n",
            self.restart_ms, self.ready_first_ms
        );
        println!("{HEAD}");
        for cell in &self.cells {
            println!("{}", cell.line());
        }
        println!("\ntargets");
        for verdict in self.verdicts() {
            println!("{}", verdict.line());
        }
    }

    fn verdicts(&self) -> Vec<Verdict> {
        let sqlite = self.engine == "sqlite";
        let factor = if sqlite { 1.0 } else { 2.0 };
        let mut verdicts = Vec::new();
        for cell in &self.cells {
            if let (16, Some(target)) = (cell.connections, cell.target_cpu_ms) {
                verdicts.push(Verdict {
                    what: format!("{}: CPU at 16 connections", cell.operation),
                    measured: cell.cpu_ms,
                    target: target * factor,
                    unit: "ms",
                    at_most: true,
                });
            }
            if let (64, true, Some(target)) = (cell.connections, sqlite, cell.target_rate) {
                verdicts.push(Verdict {
                    what: format!("{}: rate at 64 connections", cell.operation),
                    measured: cell.per_second,
                    target,
                    unit: "/s",
                    at_most: false,
                });
            }
        }
        let whole = |what: &str, measured, target, unit| Verdict {
            what: what.to_owned(),
            measured,
            target,
            unit,
            at_most: true,
        };
        verdicts.push(whole("memory of the server, at most", self.memory.peak_mb, 150.0, "MB"));
        verdicts.push(whole("restart to first answer", self.restart_ms, 1_000.0, "ms"));
        verdicts
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict;

    #[test]
    fn a_missed_target_says_by_how_much() {
        let verdict = |measured, target, at_most| {
            Verdict { what: "x".into(), measured, target, unit: "ms", at_most }.line()
        };
        assert!(verdict(0.6, 0.5, true).ends_with("MISSED by 20 %"));
        assert!(verdict(0.4, 0.5, true).ends_with("met"));
        assert!(verdict(1_000.0, 2_000.0, false).ends_with("MISSED by 50 %"));
    }
}
