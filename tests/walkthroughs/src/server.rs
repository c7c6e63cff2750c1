//! The real binary, for what a test in the same process cannot show: it is killed, it writes logs.

use crate::client::Client;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Nothing here waits longer for the binary.
const PATIENCE: Duration = Duration::from_secs(90);

/// A running `motcua demo`. It is ended by its process id when this is dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    log: Arc<Mutex<Vec<u8>>>,
}

/// Where the server is: named by `cargo xtask test`, else beside this test.
pub fn binary() -> PathBuf {
    #[allow(clippy::disallowed_methods, reason = "the harness hands its binary to the tests this way")]
    let named = std::env::var_os("MOTCUA_BIN").map(PathBuf::from);
    let beside = || {
        let own = std::env::current_exe().ok()?;
        Some(own.parent()?.parent()?.join("motcua"))
    };
    let path = named.or_else(beside).expect("a test knows where it is");
    assert!(path.is_file(), "{} is not there: run `cargo build -p motcua` first", path.display());
    path
}

impl Server {
    /// Starts `motcua demo` on a free port and waits until it says where it serves.
    pub fn start(data: &Path, database: Option<&str>, more: &[&str], env: &[(&str, &str)]) -> Server {
        let mut line = Command::new(binary());
        line.args(["demo", "--listen", "127.0.0.1:0", "--data"]).arg(data).args(more);
        if let Some(url) = database {
            line.args(["--database", url]);
        }
        line.envs(env.iter().copied()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = line.spawn().expect("the binary starts");
        let log = Arc::new(Mutex::new(Vec::new()));
        let stderr = child.stderr.take().expect("piped");
        let kept = Arc::clone(&log);
        std::thread::spawn(move || drain(stderr, &kept));
        let stdout = child.stdout.take().expect("piped");
        let said = addresses(stdout);
        let mut server = Server { child, address: SocketAddr::from(([127, 0, 0, 1], 0)), log };
        match said.recv_timeout(PATIENCE) {
            Ok(address) => server.address = address,
            Err(_) => panic!("the server did not come up:\n{}", server.log()),
        }
        server
    }

    /// Everything it wrote into its log so far.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&self.log.lock().expect("log")).into_owned()
    }

    /// A browser that has not been here before.
    pub fn guest(&self) -> Client {
        Client::over_wire(self.address)
    }

    /// A program with a token of this account.
    pub fn program(&self, login: &str) -> Client {
        self.with_token(&crate::town::token(&self.guest(), login))
    }

    /// A program with a token it has already.
    pub fn with_token(&self, token: &str) -> Client {
        Client::over_wire_with(self.address, token)
    }

    /// A browser whose owner signed in.
    pub fn sign_in(&self, login: &str) -> Client {
        let client = self.guest();
        crate::town::sign_in(&client, login);
        client
    }

    /// Ends it at once, as a power cut would: nothing is said, nothing is finished.
    pub fn kill_now(&mut self) {
        self.end();
    }

    /// The same for one that is not needed again.
    pub fn kill(mut self) {
        self.end();
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Memory it holds now, in bytes.
    pub fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) * 1024
    }

    /// Lets [`Server::most_resident`] begin anew.
    pub fn forget_most_resident(&self) {
        drop(std::fs::write(format!("/proc/{}/clear_refs", self.pid()), "5"));
    }

    /// The most memory it held, in bytes.
    pub fn most_resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) * 1024
    }

    fn end(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

fn drain(mut from: impl Read, into: &Mutex<Vec<u8>>) {
    let mut buffer = [0; 8192];
    while let Ok(n @ 1..) = from.read(&mut buffer) {
        into.lock().expect("log").extend_from_slice(&buffer[..n]);
    }
}

/// The address it prints last. The rest of its output is for the person at the screen.
fn addresses(stdout: impl Read + Send + 'static) -> Receiver<SocketAddr> {
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if let Some(address) = line.trim().strip_prefix("http://").and_then(|rest| rest.parse().ok()) {
                let _ = tell.send(address);
            }
        }
    });
    told
}

/// Runs another command of the binary to its end: whether it went well, and what it said.
pub fn run(args: &[&str]) -> (bool, String) {
    let done = Command::new(binary()).args(args).stdin(Stdio::null()).output().expect("the binary starts");
    let said = [done.stdout, done.stderr].concat();
    (done.status.success(), String::from_utf8_lossy(&said).into_owned())
}
