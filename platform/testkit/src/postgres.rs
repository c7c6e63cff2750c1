//! A temporary PostgreSQL cluster on a Unix socket of its own, ended with the process that asked for it.
//! Only `std` is used here: `xtask` takes this same file, so that there is one starter in the house.

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::Duration;

/// The variable that names a cluster that runs already, as [`Cluster::url`] writes it for no database.
pub const SHARED: &str = "MOTCUA_TEST_POSTGRES";

/// What the cluster is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Tests: nothing is kept for a power cut, many connections.
    Throwaway,
    /// Measuring: commits are durable, settings as a small office would have them.
    Durable,
}

impl Kind {
    fn settings(self) -> &'static [&'static str] {
        match self {
            Kind::Throwaway => &[
                "fsync=off",
                "synchronous_commit=off",
                "full_page_writes=off",
                "wal_level=minimal",
                "max_wal_senders=0",
                "max_connections=400",
                "shared_buffers=128MB",
            ],
            Kind::Durable => {
                &["fsync=on", "synchronous_commit=on", "max_connections=200", "shared_buffers=512MB"]
            }
        }
    }
}

/// A running cluster. Dropping it, or the end of this process however it comes, ends and removes it.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    guardian: Child,
}

/// Lives beside the cluster and waits for the pipe to this process to close: so the cluster goes even
/// when this process is killed, and also when a test harness never drops its statics.
const GUARDIAN: &str = r#"
folder=$1; postgres=$2; shift 2
"$postgres" -D "$folder/data" "$@" >"$folder/log" 2>&1 </dev/null &
server=$!
read -r _nothing
kill -INT "$server" 2>/dev/null
wait "$server"
rm -rf "$folder/data" "$folder"/.s.PGSQL.* "$folder/log"
rmdir "$folder" 2>/dev/null
exit 0
"#;

impl Cluster {
    /// Makes and starts a cluster, as an unprivileged user when this process is root.
    pub fn start(kind: Kind) -> Result<Cluster, String> {
        Cluster::start_in(&std::env::temp_dir(), kind)
    }

    /// The same in a folder of its own inside `place`.
    pub fn start_in(place: &Path, kind: Kind) -> Result<Cluster, String> {
        let programs = programs().ok_or("PostgreSQL is not installed; `cargo xtask setup` installs it")?;
        let folder = new_folder(place)?;
        let owner = owner_for(&folder)?;
        let data = folder.join("data");
        let mut init = Command::new(programs.join("initdb"));
        init.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"])
            .args(["--no-instructions", "-D"])
            .arg(&data);
        let made = as_owner(&mut init, owner).stdin(Stdio::null()).output();
        let made = made.map_err(|error| format!("cannot start initdb: {error}"))?;
        if !made.status.success() {
            return Err(format!("initdb failed: {}", String::from_utf8_lossy(&made.stderr)));
        }
        let mut guardian = Command::new("/bin/sh");
        guardian.args(["-c", GUARDIAN, "sh"]).arg(&folder).arg(programs.join("postgres"));
        guardian.args(["-c", "listen_addresses=", "-c"]);
        guardian.arg(format!("unix_socket_directories={}", folder.display()));
        for setting in kind.settings() {
            guardian.args(["-c", setting]);
        }
        as_owner(&mut guardian, owner).process_group(0).stdin(Stdio::piped());
        let guardian = guardian.spawn().map_err(|error| format!("cannot start PostgreSQL: {error}"))?;
        let cluster = Cluster { folder, guardian };
        cluster.wait_until_ready(&programs)?;
        Ok(cluster)
    }

    /// Where `database` is reached, as every command of the house takes it.
    pub fn url(&self, database: &str) -> String {
        let socket = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://postgres@{socket}/{database}")
    }

    /// Makes an empty database and says where it is reached.
    pub fn new_database(&self, name: &str) -> Result<String, String> {
        let programs = programs().ok_or("PostgreSQL is gone")?;
        let mut line = Command::new(programs.join("createdb"));
        line.arg("--host").arg(&self.folder).args(["--username=postgres", "--template=template0", name]);
        let made = line.stdin(Stdio::null()).output();
        let made = made.map_err(|error| format!("cannot start createdb: {error}"))?;
        if made.status.success() {
            Ok(self.url(name))
        } else {
            Err(format!("createdb failed: {}", String::from_utf8_lossy(&made.stderr)))
        }
    }

    /// The process all others of the cluster descend from.
    pub fn pid(&self) -> Option<u32> {
        let text = std::fs::read_to_string(self.folder.join("data/postmaster.pid")).ok()?;
        text.lines().next()?.trim().parse().ok()
    }

    fn wait_until_ready(&self, programs: &Path) -> Result<(), String> {
        let mut left = 600;
        loop {
            let mut ask = Command::new(programs.join("pg_isready"));
            ask.arg("--quiet").arg("--host").arg(&self.folder).arg("--username=postgres");
            let answer = ask.stdin(Stdio::null()).stderr(Stdio::null()).status();
            if answer.is_ok_and(|status| status.success()) {
                return Ok(());
            }
            if left == 0 {
                let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                return Err(format!("PostgreSQL did not become ready within a minute:\n{log}"));
            }
            left -= 1;
            sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.guardian.stdin.take());
        let _ = self.guardian.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The folder with PostgreSQL's programs: Debian's newest version, or what the path offers.
#[allow(clippy::disallowed_methods, reason = "asks where this machine keeps its programs")]
pub fn programs() -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = Vec::new();
    for entry in std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten() {
        let version = entry.file_name().to_string_lossy().parse().unwrap_or(0);
        found.push((version, entry.path().join("bin")));
    }
    found.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<PathBuf> = found.into_iter().rev().map(|(_, folder)| folder).collect();
    places.extend(std::env::split_paths(&path));
    places.into_iter().find(|folder| folder.join("initdb").is_file() && folder.join("pg_isready").is_file())
}

/// A new folder with a short name: a socket's path must fit in 107 bytes.
fn new_folder(place: &Path) -> Result<PathBuf, String> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    loop {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = place.join(format!("motcua-pg-{}-{number}", std::process::id()));
        match std::fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(format!("cannot make {}: {error}", folder.display())),
        }
    }
}

/// Who shall own the cluster: nobody special when we are root (PostgreSQL refuses root), else ourselves.
fn owner_for(folder: &Path) -> Result<Option<(u32, u32)>, String> {
    let problem = |error: std::io::Error| format!("cannot prepare {}: {error}", folder.display());
    let made = std::fs::metadata(folder).map_err(problem)?;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).map_err(problem)?;
    if made.uid() != 0 {
        return Ok(None);
    }
    let users =
        std::fs::read_to_string("/etc/passwd").map_err(|error| format!("no list of users: {error}"))?;
    let user = |name: &str| {
        users.lines().find_map(|line| {
            let mut parts = line.split(':');
            (parts.next() == Some(name)).then_some(())?;
            Some((parts.nth(1)?.parse().ok()?, parts.next()?.parse().ok()?))
        })
    };
    let (uid, gid) =
        user("postgres").or_else(|| user("nobody")).ok_or("no unprivileged user to run PostgreSQL as")?;
    chown(folder, Some(uid), Some(gid)).map_err(problem)?;
    Ok(Some((uid, gid)))
}

fn as_owner(command: &mut Command, owner: Option<(u32, u32)>) -> &mut Command {
    command.current_dir("/").env_remove("PGDATA").env_remove("PGHOST").env_remove("PGPORT");
    if let Some((uid, gid)) = owner {
        command.uid(uid).gid(gid);
    }
    command
}
