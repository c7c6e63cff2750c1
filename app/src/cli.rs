//! The command line.

use axum::serve::ListenerExt;
use clap::{Args, Parser, Subcommand};
use kernel::{Clock, Failure, Fault, Moment};
use motcua::house::{House, Place};
use motcua::{demo, doctor, load, routes};
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use store::lock::DataLock;
use tracing::info;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Một Cửa: the open public-service portal and electronic one-stop shop.
#[derive(Parser)]
#[command(name = "motcua", version, about, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a demonstration province of invented people and serve it
    Demo(DemoArgs),
    /// Serve an installation
    Serve(ServeArgs),
    /// Look at everything: ledgers, chains, schema, calendar, agenda, files
    Doctor(PlaceArgs),
    /// Write a checksummed copy of a running installation (database and sealed files, never the keys)
    Backup(BackupArgs),
    /// Put a copy back into an empty installation, on either engine
    Restore(BackupArgs),
    /// Print the one-time address at which the first administrator sets a password
    Admin(AdminArgs),
    /// Look at procedure files, import the national catalogue
    #[command(subcommand)]
    Procedures(crate::procedures::Procedures),
    /// Print every route
    Routes(RoutesArgs),
    /// Fill an installation for measuring (developers)
    #[command(hide = true)]
    BenchLoad(LoadArgs),
}

#[derive(Args)]
pub(crate) struct PlaceArgs {
    /// Folder of keyring, files and database
    #[arg(long, default_value = "data/motcua")]
    data: PathBuf,
    /// A PostgreSQL address instead of the embedded database
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// A folder of procedure files instead of the ones built in
    #[arg(long, value_name = "DIR")]
    procedures: Option<PathBuf>,
}

impl PlaceArgs {
    pub(crate) fn place(&self) -> Place {
        Place {
            data: self.data.clone(),
            database: self.database.clone(),
            procedures: self.procedures.clone(),
        }
    }
}

#[derive(Args)]
struct DemoArgs {
    /// Where to listen
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Keep the demonstration here and go on with it next time (otherwise it is made afresh)
    #[arg(long)]
    data: Option<PathBuf>,
    /// A PostgreSQL address instead of the embedded database
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Where the civil clock starts, for example 2026-09-07T09:00:00+07:00
    #[arg(long, value_name = "TIME", value_parser = moment)]
    at: Option<Moment>,
    /// Write the accounts here as JSON too
    #[arg(long, value_name = "FILE")]
    accounts_json: Option<PathBuf>,
    /// Read a file of the national catalogue in as well: one JSON record a line, packed or not
    #[arg(long, value_name = "FILE")]
    catalogue: Option<PathBuf>,
}

#[derive(Args)]
struct ServeArgs {
    #[command(flatten)]
    place: PlaceArgs,
    /// Where to listen
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The address people use, for links and QR codes
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Networks of proxies whose X-Forwarded-For is believed
    #[arg(long, value_name = "NETWORK")]
    proxy: Vec<String>,
}

#[derive(Args)]
struct BackupArgs {
    #[command(flatten)]
    place: PlaceArgs,
    /// The folder of the copy
    copy: PathBuf,
}

#[derive(Args)]
struct AdminArgs {
    #[command(flatten)]
    place: PlaceArgs,
    /// The address people use
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    base_url: String,
}

#[derive(Args)]
struct RoutesArgs {
    #[command(flatten)]
    place: PlaceArgs,
    /// As JSON, with samples of a demonstration database
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct LoadArgs {
    #[command(flatten)]
    place: PlaceArgs,
    #[command(flatten)]
    load: load::Plan,
}

fn moment(text: &str) -> Result<Moment, String> {
    Moment::parse_rfc3339(text).ok_or_else(|| "write it like 2026-09-07T09:00:00+07:00".to_owned())
}

/// Runs what the command line asks for.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    logging();
    let done = match cli.command {
        Command::Demo(args) => run_demo(&args),
        Command::Serve(args) => run_serve(&args),
        Command::Doctor(args) => return run_doctor(&args.place()),
        Command::Backup(args) => run_backup(&args),
        Command::Restore(args) => run_restore(&args),
        Command::Admin(args) => run_admin(&args),
        Command::Procedures(command) => return crate::procedures::run(command),
        Command::Routes(args) => run_routes(&args),
        Command::BenchLoad(args) => run_load(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say_error(&failure);
            ExitCode::FAILURE
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "what the log shows is asked of the environment, as everywhere"
)]
fn logging() {
    let usual = Targets::new().with_default(LevelFilter::WARN).with_target("motcua", LevelFilter::INFO);
    let asked = std::env::var("MOTCUA_LOG").ok().and_then(|said| said.parse().ok());
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_target(false);
    tracing_subscriber::registry().with(lines.with_filter(asked.unwrap_or(usual))).init();
}

pub(crate) fn say_error(failure: &Failure) {
    drop(writeln!(std::io::stderr(), "motcua: {failure}"));
}

pub(crate) fn say(line: &str) {
    drop(writeln!(std::io::stdout(), "{line}"));
}

fn runtime() -> Result<tokio::runtime::Runtime, Fault> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Fault::from)
}

/// The folder is locked by whoever serves it; other writing commands say that it is in use.
pub(crate) fn lock(place: &Place) -> Result<DataLock, Fault> {
    std::fs::create_dir_all(&place.data).map_err(|error| Fault::from(error).context(place.data.display()))?;
    DataLock::take(&place.data)
}

fn run_demo(args: &DemoArgs) -> Result<(), Failure> {
    let fresh = args.data.is_none();
    let data = args.data.clone().unwrap_or_else(|| PathBuf::from("data/demo"));
    let place = Place { data, database: args.database.clone(), procedures: None };
    std::fs::create_dir_all(&place.data).map_err(Fault::from)?;
    let _lock = lock(&place)?;
    if fresh && place.database.is_none() {
        demo::clear(&place)?;
    }
    let clock = Clock::system();
    let (house, people) = demo::open(&place, clock, args.at)?;
    if let Some(file) = &args.accounts_json {
        std::fs::write(file, people.json()).map_err(Fault::from)?;
    }
    if let Some(file) = &args.catalogue {
        crate::procedures::read_in(&house, file)?;
    }
    let listen = args.listen;
    let runtime = runtime()?;
    runtime.block_on(serve(house, listen, None, &[], |address| {
        say(&people.table());
        say(&format!("Mật khẩu / password: {}\n", accounts::seed::PASSWORD));
        say(&format!("http://{address}"));
    }))
}

fn run_serve(args: &ServeArgs) -> Result<(), Failure> {
    let place = args.place.place();
    let _lock = place.database.is_none().then(|| lock(&place)).transpose()?;
    let house = Arc::new(House::open(&place, Clock::system())?);
    let runtime = runtime()?;
    runtime.block_on(serve(house, args.listen, args.base_url.as_deref(), &args.proxy, |address| {
        info!(%address, "serving");
    }))
}

/// Serves until the process is told to end; the claimant of the agenda runs inside.
async fn serve(
    house: Arc<House>,
    listen: SocketAddr,
    base_url: Option<&str>,
    proxies: &[String],
    ready: impl FnOnce(SocketAddr),
) -> Result<(), Failure> {
    let proxies = proxies
        .iter()
        .map(|text| text.parse().map_err(|_| Fault::new(format!("not a network: {text}"))))
        .collect::<Result<Vec<_>, Fault>>()?;
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .map_err(|error| Fault::from(error).context(format!("listening on {listen}")))?;
    let address = listener.local_addr().map_err(Fault::from)?;
    let base = base_url.map_or_else(|| format!("http://{address}"), str::to_owned);
    let assembled = house.assemble(|config| {
        config.base_url = base;
        config.proxies = proxies;
    })?;
    house.accounts.warm()?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let swept = tokio::spawn(sweep_daily(Arc::clone(&house)));
    let told = tokio::spawn(tell_durations_hourly(Arc::clone(&house)));
    let read = tokio::spawn(read_what_others_publish(Arc::clone(&house)));
    let claimant = tokio::spawn(house.claimant().run_forever(async { drop(stopped.await) }));
    ready(address);
    let app = assembled.router.into_make_service_with_connect_info::<SocketAddr>();
    // Answers are small; waiting to fill a packet would only delay them.
    let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
    axum::serve(listener, app).with_graceful_shutdown(told_to_end()).await.map_err(Fault::from)?;
    swept.abort();
    told.abort();
    read.abort();
    drop(stop);
    drop(claimant.await);
    Ok(())
}

/// Removes sealed objects that no row knows, once a day; several processes may do it at once.
async fn sweep_daily(house: Arc<House>) {
    let mut daily = tokio::time::interval(std::time::Duration::from_secs(86_400));
    loop {
        daily.tick().await;
        // An upload under way belongs to no row yet.
        let before = house.clock.technical().plus_ms(-86_400_000);
        match house.files.sweep(&house.db, before).await {
            Ok(0) => {}
            Ok(removed) => info!(removed, "objects of no file removed"),
            Err(fault) => tracing::error!(%fault, "sweeping files"),
        }
    }
}

/// Reads the figures that another process counted.
async fn tell_durations_hourly(house: Arc<House>) {
    let mut hourly = tokio::time::interval(std::time::Duration::from_secs(3_600));
    loop {
        hourly.tick().await;
        let house = Arc::clone(&house);
        match tokio::task::spawn_blocking(move || house.dossiers.tell_durations()).await {
            Ok(Ok(())) => {}
            Ok(Err(failure)) => tracing::error!(%failure, "reading how long dossiers took"),
            Err(_) => tracing::error!("reading how long dossiers took panicked"),
        }
    }
}

/// Seconds between two looks at what other processes published or imported.
const LOOK_S: u64 = 10;

/// Reads procedures again soon after another process published or imported some.
async fn read_what_others_publish(house: Arc<House>) {
    let mut often = tokio::time::interval(std::time::Duration::from_secs(LOOK_S));
    loop {
        often.tick().await;
        let catalogue = house.catalogue.clone();
        match tokio::task::spawn_blocking(move || catalogue.refresh()).await {
            Ok(Ok(false)) => {}
            Ok(Ok(true)) => info!("procedures read again"),
            Ok(Err(failure)) => tracing::error!(%failure, "reading what others published"),
            Err(_) => tracing::error!("reading what others published panicked"),
        }
    }
}

async fn told_to_end() {
    let interrupt = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
        }
        Err(_) => drop(interrupt.await),
    }
}

fn run_doctor(place: &Place) -> ExitCode {
    match doctor::examine(place) {
        Err(failure) => {
            say_error(&failure);
            ExitCode::FAILURE
        }
        Ok(report) => {
            say(&report.text());
            if report.is_well() { ExitCode::SUCCESS } else { ExitCode::from(2) }
        }
    }
}

fn run_backup(args: &BackupArgs) -> Result<(), Failure> {
    say(&motcua::backup::backup(&args.place.place(), &args.copy)?);
    Ok(())
}

fn run_restore(args: &BackupArgs) -> Result<(), Failure> {
    let place = args.place.place();
    let _lock = lock(&place)?;
    say(&motcua::backup::restore(&place, &args.copy)?);
    Ok(())
}

fn run_admin(args: &AdminArgs) -> Result<(), Failure> {
    let place = args.place.place();
    let _lock = place.database.is_none().then(|| lock(&place)).transpose()?;
    let house = House::open(&place, Clock::system())?;
    let token = house.accounts.invite_first_admin()?;
    say(&format!("{}/thiet-lap/{token}", args.base_url.trim_end_matches('/')));
    Ok(())
}

fn run_routes(args: &RoutesArgs) -> Result<(), Failure> {
    let place = args.place.place();
    let house = Arc::new(House::read_only(&place)?);
    let assembled = house.assemble(|_| {})?;
    say(&if args.json { routes::json(&house, &assembled.table)? } else { routes::text(&assembled.table) });
    Ok(())
}

fn run_load(args: &LoadArgs) -> Result<(), Failure> {
    let place = args.place.place();
    let _lock = lock(&place)?;
    let (house, people) = demo::open(&place, Clock::system(), None)?;
    runtime()?.block_on(load::fill(&house, &people, &args.load))
}
