//! Where things stand in the work tree, and how a command is run in it.

use crate::problem::{Context, Outcome, Problem};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The root of the work tree that this binary was built in.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// A command in the root, without standing input. Cargo is the one that started us.
pub(crate) fn command(program: &str) -> Command {
    let program = match program {
        "cargo" => std::env::var("CARGO").unwrap_or_else(|_| program.to_owned()),
        other => other.to_owned(),
    };
    let mut command = Command::new(program);
    command.current_dir(root()).stdin(Stdio::null());
    command
}

/// Runs the command, its output going where ours goes; a problem when it fails.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let words = words(command);
    println!("$ {words}");
    let status = command.status().context(format_args!("cannot start `{words}`"))?;
    if status.success() { Ok(()) } else { Err(Problem::new(format!("`{words}` failed ({status})"))) }
}

/// Runs the command and gives what it wrote; a problem that shows its error output when it fails.
pub(crate) fn read(command: &mut Command) -> Outcome<String> {
    let words = words(command);
    let output = command.output().context(format_args!("cannot start `{words}`"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Problem::new(format!("`{words}` failed ({}): {}", output.status, said.trim())));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The command as a person would type it.
pub(crate) fn words(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let mut words = program.to_string_lossy().into_owned();
    for argument in command.get_args() {
        words.push(' ');
        words.push_str(&argument.to_string_lossy());
    }
    words
}

/// True when this process runs as root.
pub(crate) fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// True under continuous integration.
pub(crate) fn is_ci() -> bool {
    std::env::var("CI").is_ok_and(|ci| ci == "true" || ci == "1")
}

/// Every file of the work tree that is ours: no build output, no installed packages, nothing hidden by git.
pub(crate) fn files() -> Vec<PathBuf> {
    let made = [root().join("data"), root().join("e2e/out")];
    let mut found = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            let name = entry.file_name();
            if path.is_symlink() {
                continue;
            }
            if !path.is_dir() {
                found.push(path);
            } else if !matches!(name.to_str(), Some(".git" | "target" | "node_modules"))
                && !made.contains(&path)
            {
                folders.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The path as written in documents: relative to the root.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
