//! What the tests and the bench start beside them: PostgreSQL and the server itself. Each is ended by its
//! own handle when it is dropped.

use crate::house;
use crate::problem::{Context, Outcome, Problem};
use std::fs::File;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

// The file itself, not its crate: a developer's tool must build before the platform does.
#[allow(dead_code, unreachable_pub, reason = "the same file serves testkit")]
#[path = "../../platform/testkit/src/postgres.rs"]
pub(crate) mod postgres;

/// One of the two engines every store test and story runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Engine {
    /// The embedded database.
    Sqlite,
    /// A temporary cluster.
    Postgres,
}

impl Engine {
    /// Its name as the command line writes it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
        }
    }
}

/// True when a cluster can be started.
pub(crate) fn postgres_is_installed() -> bool {
    postgres::programs().is_some()
}

/// Starts a temporary cluster.
pub(crate) fn cluster(kind: postgres::Kind) -> Outcome<postgres::Cluster> {
    postgres::Cluster::start(kind).map_err(Problem::new)
}

/// The same in a folder of its own inside `place`.
pub(crate) fn cluster_in(place: &Path, kind: postgres::Kind) -> Outcome<postgres::Cluster> {
    postgres::Cluster::start_in(place, kind).map_err(Problem::new)
}

/// A folder of our own under the machine's temporary files, removed when dropped.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// A new empty folder whose name says what it is for.
    pub(crate) fn new(purpose: &str) -> Outcome<Scratch> {
        Scratch::inside(&std::env::temp_dir(), purpose)
    }

    /// The same inside `place`.
    pub(crate) fn inside(place: &Path, purpose: &str) -> Outcome<Scratch> {
        let folder = place.join(format!("motcua-{purpose}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).context(format_args!("cannot make {}", folder.display()))?;
        Ok(Scratch(folder))
    }

    /// Where it is.
    pub(crate) fn folder(&self) -> &Path {
        &self.0
    }

    /// A path inside.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A running `motcua`, ended by its process id when dropped.
pub(crate) struct Server {
    child: Child,
    /// `127.0.0.1:PORT`.
    pub(crate) address: String,
    /// From starting the process to its first healthy answer.
    pub(crate) ready_after: Duration,
}

impl Server {
    /// Starts `binary` with the arguments and `--listen` on a free port, and waits until it is healthy.
    /// What it writes goes into `log`.
    pub(crate) fn start(binary: &Path, arguments: &[String], log: &Path) -> Outcome<Server> {
        let address = format!("127.0.0.1:{}", free_port()?);
        let output = File::create(log).context(format_args!("cannot write {}", log.display()))?;
        let mut command = Command::new(binary);
        command.args(arguments).arg("--listen").arg(&address).stdin(Stdio::null());
        command.stdout(output.try_clone()?).stderr(output);
        let started = Instant::now();
        let words = house::words(&command);
        let child = command.spawn().context(format_args!("cannot start `{words}`"))?;
        let mut server = Server { child, address, ready_after: Duration::ZERO };
        server.wait_until_healthy(started, Duration::from_secs(60)).map_err(|problem| {
            let said = std::fs::read_to_string(log).unwrap_or_default();
            Problem::new(format!("`{words}`: {problem}; it said:\n{}", last_lines(&said, 30)))
        })?;
        Ok(server)
    }

    /// The server's own process id.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Where a browser finds it.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Asks it to stop as an administrator would, and waits until it has.
    pub(crate) fn stop(&mut self) -> Outcome {
        if self.child.try_wait()?.is_some() {
            return Ok(());
        }
        let asked = Command::new("kill").arg("-TERM").arg(self.pid().to_string()).status();
        if asked.is_ok_and(|status| status.success()) {
            for _ in 0..400 {
                if self.child.try_wait()?.is_some() {
                    return Ok(());
                }
                std::thread::sleep(Duration::from_millis(25));
            }
        }
        self.child.kill()?;
        self.child.wait()?;
        Err(Problem::new("the server did not stop within ten seconds of being asked, and was killed"))
    }

    fn wait_until_healthy(&mut self, started: Instant, limit: Duration) -> Outcome {
        loop {
            if is_healthy(&self.address) {
                self.ready_after = started.elapsed();
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                return Err(Problem::new(format!("it ended by itself ({status})")));
            }
            if started.elapsed() > limit {
                return Err(Problem::new(format!("not healthy within {} s", limit.as_secs())));
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.stop();
    }
}

/// The page that says whether the server is well.
const HEALTH: &str = "/suc-khoe";

fn is_healthy(address: &str) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        stream.write_all(
            format!("GET {HEALTH} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").as_bytes(),
        )?;
        let mut start = [0_u8; 12];
        stream.read_exact(&mut start)?;
        Ok(&start == b"HTTP/1.1 200")
    };
    ask().unwrap_or(false)
}

/// A port nobody listens on at this moment.
fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}
