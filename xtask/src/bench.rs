//! `cargo xtask bench`: the release build under load, on one engine, with durable commits, measured from
//! another process; beside it the limits of the machine from the same run, and the targets.

pub(crate) mod client;
mod http;
mod machine;
mod operations;
mod process;
mod report;

use crate::house;
use crate::problem::{Context, Outcome, Problem};
use crate::servers::{self, Engine, Scratch, Server, postgres};
use operations::{Material, OPERATIONS, Operation};
use report::{Cell, Report};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Instant;

/// How many connections ask at once.
const CONNECTIONS: [usize; 3] = [1, 16, 64];

/// What `cargo xtask bench` is asked to do.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The engine to measure
    #[arg(long, value_enum, default_value = "sqlite")]
    engine: Engine,
    /// How many dossiers stand in the database before the load
    #[arg(long, default_value_t = 100_000)]
    dossiers: usize,
    /// Write the figures here as JSON too
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// At most so many requests in one cell of the table
    #[arg(long, default_value_t = 5_000)]
    requests: usize,
    /// At most so long for one cell, in seconds
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Only operations whose name contains this
    #[arg(long, value_name = "PART")]
    only: Option<String>,
    /// Ask for compressed pages, as a browser does
    #[arg(long)]
    compressed: bool,
}

/// Where the data of the run stand, and what serves them.
struct Ground {
    scratch: Scratch,
    cluster: Option<postgres::Cluster>,
    place: Vec<String>,
    motcua: PathBuf,
    client: PathBuf,
}

/// Builds, loads, measures, prints; a problem when any answer was not the one asked for.
pub(crate) fn run(options: &Options) -> Outcome {
    let ground = prepare(options)?;
    let mut report = Report::new(options.engine.name(), options.dossiers);
    let url = ground.cluster.as_ref().map(|cluster| cluster.url("bench"));
    report.machine = machine::measure(&ground.scratch.path("machine"), url.as_deref())?;
    let material = load(&ground, options, &mut report)?;
    let mut server = serve(&ground)?;
    report.ready_first_ms = server.ready_after.as_secs_f64() * 1e3;
    measure(&ground, options, &material, &server, &mut report)?;
    report.memory = process::memory(server.pid())?;
    report.restart_ms = restarts(&ground, &mut server)?;
    server.stop()?;
    report.print();
    if let Some(file) = &options.json {
        std::fs::write(file, serde_json::to_string_pretty(&report)?)
            .context(format_args!("cannot write {}", file.display()))?;
        println!("\nwritten to {}", file.display());
    }
    match report.wrong_answers() {
        0 => Ok(()),
        wrong => {
            Err(Problem::new(format!("{wrong} answer(s) were not 2xx or 3xx: the figures do not count")))
        }
    }
}

fn prepare(options: &Options) -> Outcome<Ground> {
    let mut line = house::command("cargo");
    line.args(["build", "--release", "--locked", "--quiet", "-p", "motcua", "-p", "xtask"]);
    house::run(&mut line)?;
    let answer = house::read(house::command("cargo").args(["metadata", "--no-deps", "--format-version=1"]))?;
    let answer: serde_json::Value = serde_json::from_str(&answer)?;
    let target =
        answer["target_directory"].as_str().ok_or_else(|| Problem::new("cargo names no target folder"))?;
    let built = Path::new(target).join("release");
    let scratch = Scratch::new("bench")?;
    let mut place = vec!["--data".to_owned(), scratch.path("data").display().to_string()];
    let mut cluster = None;
    if options.engine == Engine::Postgres {
        let started = servers::cluster(postgres::Kind::Durable)?;
        place.extend(["--database".to_owned(), started.new_database("bench").map_err(Problem::new)?]);
        cluster = Some(started);
    }
    Ok(Ground { scratch, cluster, place, motcua: built.join("motcua"), client: built.join("xtask") })
}

/// Fills the database through the server's own commands and gives the material for the load.
fn load(ground: &Ground, options: &Options, report: &mut Report) -> Outcome<Material> {
    let once = cells_of(options).len().max(1);
    let per_material = (options.requests * once).min(30_000).to_string();
    let file = ground.scratch.path("bench.json");
    let started = Instant::now();
    let mut line = house::command(&ground.motcua.display().to_string());
    line.arg("bench-load").args(&ground.place).arg("--dossiers").arg(options.dossiers.to_string());
    line.arg("--drafts").arg(&per_material).arg("--steps").arg(&per_material).arg("--out").arg(&file);
    house::run(line.stdout(Stdio::null())).context("the database could not be filled")?;
    report.load_seconds = started.elapsed().as_secs_f64();
    if let (Engine::Postgres, Some(url)) = (options.engine, ground.place.last()) {
        // what loading left to do must not be counted as the cost of requests
        let psql = postgres::programs().unwrap_or_default().join("psql");
        let mut line = house::command(&psql.display().to_string());
        line.args(["--quiet", "--no-psqlrc", "--dbname", url, "-c", "vacuum analyze", "-c", "checkpoint"]);
        house::run(&mut line)?;
    }
    Material::read(&file)
}

fn serve(ground: &Ground) -> Outcome<Server> {
    let mut arguments = vec!["serve".to_owned()];
    arguments.extend(ground.place.iter().cloned());
    Server::start(&ground.motcua, &arguments, &ground.scratch.path("server.log"))
}

fn cells_of(options: &Options) -> Vec<&'static Operation> {
    let wanted = |operation: &&Operation| match &options.only {
        Some(part) => operation.title().contains(part.as_str()),
        None => true,
    };
    OPERATIONS.iter().filter(wanted).collect()
}

/// Every operation with every number of connections. What can be used only once is dealt out evenly over
/// the cells that still want it.
fn measure(
    ground: &Ground,
    options: &Options,
    material: &Material,
    server: &Server,
    report: &mut Report,
) -> Outcome {
    let cells: Vec<(&Operation, usize)> = cells_of(options)
        .into_iter()
        .flat_map(|operation| CONNECTIONS.map(|count| (operation, count)))
        .collect();
    let mut used: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, (operation, connections)) in cells.iter().enumerate() {
        let mut limit = options.requests;
        let mut skip = 0;
        if operation.once {
            skip = used.get(operation.material).copied().unwrap_or(0);
            let still = cells[at..].iter().filter(|(other, _)| other.material == operation.material).count();
            limit = limit.min((material.count(operation.material) - skip) / still.max(1));
        }
        let cell = measure_cell(ground, options, server, (operation, *connections), (skip, limit))?;
        println!("   {}", cell.line());
        // a request may have been sent without its answer being counted: those items are spent too
        *used.entry(operation.material).or_default() += cell.requests + connections;
        report.cells.push(cell);
    }
    Ok(())
}

fn measure_cell(
    ground: &Ground,
    options: &Options,
    server: &Server,
    (operation, connections): (&Operation, usize),
    (skip, limit): (usize, usize),
) -> Outcome<Cell> {
    let cluster = ground.cluster.as_ref().and_then(postgres::Cluster::pid);
    let mut line = house::command(&ground.client.display().to_string());
    line.arg("bench-client").arg("--material").arg(ground.scratch.path("bench.json"));
    line.args(["--operation", operation.name, "--variant", operation.variant, "--address", &server.address]);
    for (name, value) in [("--connections", connections), ("--skip", skip), ("--limit", limit)] {
        line.arg(name).arg(value.to_string());
    }
    line.arg("--seconds").arg(options.seconds.to_string());
    if options.compressed {
        line.arg("--compressed");
    }
    let before = (process::cpu_of(server.pid())?, cluster.map_or(Ok(0.0), process::cpu_of_tree)?);
    let said = house::read(&mut line).context(format_args!("the load of {}", operation.title()))?;
    let after = (process::cpu_of(server.pid())?, cluster.map_or(Ok(0.0), process::cpu_of_tree)?);
    let answers: client::Answers = serde_json::from_str(&said)?;
    Ok(Cell::new(operation, connections, answers, (after.0 - before.0, after.1 - before.1)))
}

/// From starting the process to its first healthy answer, on the filled database; the slowest of three.
fn restarts(ground: &Ground, server: &mut Server) -> Outcome<f64> {
    let mut slowest = 0.0_f64;
    for _ in 0..3 {
        server.stop()?;
        *server = serve(ground)?;
        slowest = slowest.max(server.ready_after.as_secs_f64() * 1e3);
    }
    Ok(slowest)
}
