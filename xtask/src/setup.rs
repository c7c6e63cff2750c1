//! `cargo xtask setup`: what the tests need beyond Rust. Running it again is quick and changes nothing.

use crate::house;
use crate::problem::{Context, Outcome, Problem};
use std::path::Path;
use std::process::Command;

/// Something the tests need from the system.
struct Need {
    what: &'static str,
    why: &'static str,
    packages: &'static [&'static str],
    present: fn() -> bool,
}

const NEEDS: &[Need] = &[
    Need {
        what: "PostgreSQL",
        why: "every store test runs on both engines",
        packages: &["postgresql"],
        present: crate::servers::postgres_is_installed,
    },
    Need {
        what: "Chromium",
        why: "the browser stories",
        packages: &["chromium-headless-shell"],
        present: || Path::new(CHROMIUM).exists(),
    },
    Need {
        what: "fonts with all Vietnamese letters",
        why: "the browser stories look at pages as pictures",
        packages: &["fonts-noto-core"],
        present: || Path::new("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf").exists(),
    },
    Need {
        what: "Node 18.19 or newer",
        why: "drives the browser",
        packages: &["nodejs"],
        present: node_is_there,
    },
    Need {
        what: "zbarimg",
        why: "the browser stories read the code on a slip as a phone does",
        packages: &["zbar-tools"],
        present: || Path::new("/usr/bin/zbarimg").exists(),
    },
    Need { what: "npm", why: "installs the packages of e2e/", packages: &["npm"], present: npm_is_there },
];

/// Where Debian puts the browser without a window: pages cost it half of what they cost one that has one.
pub(crate) const CHROMIUM: &str = "/usr/bin/chromium-headless-shell";

fn node_is_there() -> bool {
    let version = Command::new("node").arg("--version").output();
    let Ok(version) = version else { return false };
    let text = String::from_utf8_lossy(&version.stdout).into_owned();
    let mut parts =
        text.trim().trim_start_matches('v').split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let (major, minor) = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    (major, minor) >= (18, 19)
}

fn npm_is_there() -> bool {
    Command::new("npm").arg("--version").output().is_ok_and(|answer| answer.status.success())
}

/// The copy of the lock file that says which packages stand in `e2e/node_modules`.
const STAMP: &str = "e2e/node_modules/.installed-from-lock";

fn browser_packages_are_there() -> bool {
    let root = house::root();
    let lock = std::fs::read(root.join("e2e/package-lock.json"));
    let stamp = std::fs::read(root.join(STAMP));
    matches!((lock, stamp), (Ok(lock), Ok(stamp)) if lock == stamp)
}

/// The one line to run before the tests, when something is missing.
pub(crate) fn missing() -> Option<String> {
    let packages = missing_packages();
    match (packages.is_empty(), browser_packages_are_there()) {
        (true, true) => None,
        (true, false) => Some("cargo xtask setup".to_owned()),
        (false, _) => Some(format!(
            "sudo apt-get update && sudo apt-get install -y --no-install-recommends {} && cargo xtask setup",
            packages.join(" ")
        )),
    }
}

fn missing_packages() -> Vec<&'static str> {
    let absent = NEEDS.iter().filter(|need| !(need.present)());
    absent.flat_map(|need| need.packages).copied().collect()
}

/// Installs what is missing, and says of each need whether it is there.
pub(crate) fn run() -> Outcome {
    let packages = missing_packages();
    if !packages.is_empty() {
        install(&packages)?;
    }
    for need in NEEDS {
        let state = if (need.present)() { "there" } else { "MISSING" };
        println!("{state:>8}  {} ({})", need.what, need.why);
    }
    let still = missing_packages();
    if !still.is_empty() {
        return Err(Problem::new(format!("still missing after the installation: {}", still.join(", "))));
    }
    if !browser_packages_are_there() {
        install_browser_packages()?;
    }
    println!("   there  packages of e2e/ as e2e/package-lock.json names them");
    Ok(())
}

fn install(packages: &[&str]) -> Outcome {
    if !house::is_root() {
        let line = missing().unwrap_or_default();
        return Err(Problem::new(format!("the system packages need root. Run this line:\n  {line}")));
    }
    if Command::new("apt-get").arg("--version").output().is_err() {
        return Err(Problem::new(format!(
            "this machine has no apt-get. Install what these Debian packages hold, then run this again: {}",
            packages.join(" ")
        )));
    }
    let quiet = |command: &mut Command| {
        command.env("DEBIAN_FRONTEND", "noninteractive");
        house::run(command)
    };
    quiet(house::command("apt-get").args(["update", "-qq"]))
        .context("the package lists could not be refreshed")?;
    let mut line = house::command("apt-get");
    line.args(["install", "-y", "-qq", "-o=Dpkg::Use-Pty=0", "--no-install-recommends"]).args(packages);
    quiet(&mut line).context("the packages could not be installed")
}

fn install_browser_packages() -> Outcome {
    let mut line = house::command("npm");
    line.current_dir(house::root().join("e2e"));
    line.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    house::run(&mut line).context("the packages of e2e/ could not be installed")?;
    std::fs::copy(house::root().join("e2e/package-lock.json"), house::root().join(STAMP))
        .context("cannot note which packages were installed")?;
    Ok(())
}
