//! `motcua procedures`: files looked at, the national catalogue imported, what is doubted listed.

use crate::cli::{PlaceArgs, lock, say, say_error};
use catalogue::{Finding, FindingsAsked, Imported, RefusedFile};
use clap::{Args, Subcommand};
use kernel::{Clock, Failure, Fault};
use motcua::house::{House, Place};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Subcommand)]
pub(crate) enum Procedures {
    /// Print every mistake, and every difference from the national catalogue
    Check(CheckArgs),
    /// Read a file of the national catalogue into the installation; what is held already is not
    /// written again, what cannot be read is named by its line
    Import(ImportArgs),
    /// Write every published revision as a file in the shape of `procedures/`, with the tables,
    /// events and words beside them
    Export(ExportArgs),
    /// List what is doubted or was not understood of the records imported
    Doubts(DoubtsArgs),
}

#[derive(Args)]
pub(crate) struct CheckArgs {
    /// A folder of procedure files instead of the ones built in
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// The national catalogue to compare with: one JSON record a line, packed with gzip or not
    #[arg(long, value_name = "FILE")]
    catalogue: Option<PathBuf>,
    /// The installation these files are for: a changed text for a first day in use is a mistake
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The same, by its PostgreSQL address
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

#[derive(Args)]
pub(crate) struct ExportArgs {
    /// Where to write; files of the same names are written over, others are left
    #[arg(long, value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    place: PlaceArgs,
}

#[derive(Args)]
pub(crate) struct ImportArgs {
    /// One JSON record a line, packed with gzip or not
    file: PathBuf,
    #[command(flatten)]
    place: PlaceArgs,
    /// Print the summary as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(crate) struct DoubtsArgs {
    #[command(flatten)]
    place: PlaceArgs,
    /// Only of this kind, for example limit-without-unit
    #[arg(long)]
    kind: Option<String>,
    /// Only of this procedure
    #[arg(long)]
    code: Option<String>,
    /// Those already settled by an editor too
    #[arg(long)]
    settled: bool,
}

/// Runs one of them.
pub(crate) fn run(command: Procedures) -> ExitCode {
    let done = match command {
        Procedures::Check(args) => check(&args),
        Procedures::Import(args) => import(&args),
        Procedures::Export(args) => export(&args).map(|()| true),
        Procedures::Doubts(args) => doubts(&args).map(|()| true),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            say_error(&failure);
            ExitCode::FAILURE
        }
    }
}

/// Mistakes make it fail; differences from the national catalogue are only told.
fn check(args: &CheckArgs) -> Result<bool, Failure> {
    let files = args.folder.as_deref().map_or_else(catalogue::Files::embedded, catalogue::Files::folder);
    let files = files.read()?;
    let national = args.catalogue.as_deref().map(catalogue::NationalCatalogue::read).transpose()?;
    let report = catalogue::report(files.clone(), national.as_ref());
    say(&report.text());
    let mut refused = Vec::new();
    if report.is_well() && (args.data.is_some() || args.database.is_some()) {
        refused = refusals(args, files)?;
    }
    Ok(report.is_well() && refused.is_empty())
}

/// What these files would change of texts in use there, told one by one.
fn refusals(args: &CheckArgs, files: Vec<catalogue::SourceFile>) -> Result<Vec<RefusedFile>, Failure> {
    let data = args.data.clone().unwrap_or_else(|| PathBuf::from("data/motcua"));
    let place = Place { data, database: args.database.clone(), procedures: args.folder.clone() };
    let house = House::read_only(&place)?;
    let refused = catalogue::Catalogue::refusals(&house.db, files, house.clock.civil().day())?;
    refused.iter().for_each(|one| say(&one.to_string()));
    if refused.is_empty() {
        say("No file changes a text in use.");
    }
    Ok(refused)
}

fn export(args: &ExportArgs) -> Result<(), Failure> {
    let house = House::read_only(&args.place.place())?;
    let files = catalogue::export(&house.catalogue)?;
    for file in &files {
        let path = args.folder.join(&file.path);
        let context = |error: std::io::Error| Fault::from(error).context(path.display());
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(context)?;
        }
        std::fs::write(&path, &file.text).map_err(context)?;
    }
    say(&format!("{} files written to {}", files.len(), args.folder.display()));
    for file in catalogue::Files::folder(&args.folder).read()? {
        if !files.iter().any(|written| written.path == file.path) {
            say(&format!("left as it was, not published: {}", file.path));
        }
    }
    Ok(())
}

/// A line that was refused makes it fail; the rest is in all the same.
fn import(args: &ImportArgs) -> Result<bool, Failure> {
    let place = args.place.place();
    is_there(&args.file)?;
    let _lock = place.database.is_none().then(|| lock(&place)).transpose()?;
    let house = House::open(&place, Clock::system())?;
    let imported = import_into(&house, &args.file)?;
    if args.json {
        say(&serde_json::to_string_pretty(&imported).map_err(Fault::new)?);
    } else {
        say(&imported.text());
    }
    Ok(imported.is_well())
}

/// Into a demonstration that is about to be served.
pub(crate) fn read_in(house: &House, file: &Path) -> Result<(), Failure> {
    is_there(file)?;
    say(&import_into(house, file)?.text());
    house.catalogue.refresh()?;
    Ok(())
}

fn is_there(file: &Path) -> Result<(), Fault> {
    if file.is_file() { Ok(()) } else { Err(Fault::new(format!("there is no file {}", file.display()))) }
}

fn import_into(house: &House, file: &Path) -> Result<Imported, Failure> {
    let terminal = std::io::stderr().is_terminal();
    let mut progress = |line: u32| {
        if terminal && line.is_multiple_of(100) {
            drop(write!(std::io::stderr(), "\r{line} lines"));
        }
    };
    let imported =
        catalogue::import(&house.db, &house.ids, &house.clock, &house.catalogue, file, &mut progress)?;
    if terminal {
        drop(write!(std::io::stderr(), "\r"));
    }
    Ok(imported)
}

fn doubts(args: &DoubtsArgs) -> Result<(), Failure> {
    if let Some(kind) = args.kind.as_deref().filter(|kind| catalogue::DoubtKind::from_name(kind).is_none()) {
        let known: Vec<&str> = catalogue::DoubtKind::ALL.iter().map(|kind| kind.name()).collect();
        return Err(Fault::new(format!("{kind} is no kind; there are {}", known.join(", "))).into());
    }
    let house = House::read_only(&args.place.place())?;
    let asked = FindingsAsked {
        kind: args.kind.clone(),
        code: args.code.clone(),
        settled: args.settled,
        skip: 0,
        take: usize::MAX,
    };
    let found = catalogue::findings(&house.db, &house.catalogue, house.clock.civil().day(), &asked)?;
    found.items.iter().for_each(|finding| say(&line(finding)));
    let kinds: Vec<String> = found.kinds.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
    say(&format!(
        "{} listed. All kinds: {}",
        found.total,
        if kinds.is_empty() { "none".to_owned() } else { kinds.join(", ") }
    ));
    Ok(())
}

fn line(finding: &Finding) -> String {
    let text: Vec<&str> = finding.text.split_whitespace().collect();
    let settled =
        finding.settled.as_ref().map_or_else(String::new, |settled| format!(" [settled: {}]", settled.note));
    format!("{}  {}  {}  {}{settled}", finding.code, finding.kind, finding.name, text.join(" "))
}
