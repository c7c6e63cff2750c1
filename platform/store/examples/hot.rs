//! The hot transaction of a submission, measured on both engines: `cargo run --release -p store --example
//! hot`. Figures and what they led to are in docs/decisions/0001-store.md.
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used)]

use kernel::{Clock, Id, Ids, Refusal};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::{Db, Expect, Migrations, Options, params};
use testkit::postgres::{Cluster, Kind};

const CLIENTS: [usize; 3] = [1, 16, 64];
const SECONDS: u64 = 2;

const TABLES: Migrations = Migrations {
    room: "hot",
    steps: &[
        "create table day_seq (agency INT not null, day TEXT not null, n INT not null, primary key (agency, day)) STRICT;
              create table dossier (id INT not null primary key, agency INT not null, code TEXT not null unique,
                state TEXT not null, form TEXT not null, at INT not null, version INT not null) STRICT;
              create table dossier_doc (id INT not null primary key, dossier INT not null references dossier (id), name TEXT not null) STRICT;
              create index dossier_doc_of on dossier_doc (dossier);
              create table event (id INT not null primary key, dossier INT not null references dossier (id), kind TEXT not null, body TEXT not null) STRICT;
              create index event_of on event (dossier);
              create table outbox (id INT not null primary key, dossier INT not null, due INT not null) STRICT;
              create index outbox_due on outbox (due);",
    ],
};

store::statements! {
    static NEXT = "insert into day_seq (agency, day, n) values (?1, ?2, 1)
                   on conflict (agency, day) do update set n = day_seq.n + 1 returning n";
    static ADD_DOSSIER = "insert into dossier (id, agency, code, state, form, at, version) values (?1, ?2, ?3, 'new', ?4, ?5, 0)";
    static ADD_DOC = "insert into dossier_doc (id, dossier, name) values (?1, ?2, ?3)";
    static ADD_EVENT = "insert into event (id, dossier, kind, body) values (?1, ?2, 'submitted', ?3)";
    static ADD_OUTBOX = "insert into outbox (id, dossier, due) values (?1, ?2, ?3)";
    static READ_BACK = "select code, state, version from dossier where id = ?1";
    static DOCS = "select name from dossier_doc where dossier = ?1 order by id";
    static EVENTS = "select kind, body from event where dossier = ?1 order by id";
    static STEP = "update dossier set state = ?3, version = version + 1 where id = ?1 and version = ?2";
}

fn main() {
    let folder = testkit::temp_dir();
    let sqlite = Db::open_sqlite(&folder.path().join("hot.db"), Options::default()).unwrap();
    measure("SQLite", &sqlite, None);
    drop(sqlite);
    alone(&folder.path().join("alone.db"));
    let cluster = Cluster::start(Kind::Durable).unwrap();
    let url = cluster.new_database("hot").unwrap();
    let postgres = Db::open_postgres(&url, Options::default()).unwrap();
    measure("PostgreSQL", &postgres, cluster.pid());
}

/// The alternative: a commit, and so an fsync, for every transaction.
fn alone(path: &std::path::Path) {
    let db = Db::open_sqlite(path, Options { batch: 1, ..Options::default() }).unwrap();
    db.migrate(&[TABLES]).unwrap();
    let (ids, last) = (Ids::new(Clock::system(), 1), Arc::new(AtomicU64::new(0)));
    run("SQLite", "submit, a commit for each", &db, None, 64, move |db| {
        submit(db, ids.clone(), Arc::clone(&last))
    });
}

fn measure(name: &str, db: &Db, server: Option<u32>) {
    db.migrate(&[TABLES]).unwrap();
    let ids = Ids::new(Clock::system(), 1);
    let last = Arc::new(AtomicU64::new(0));
    for clients in CLIENTS {
        run(name, "submit: 8 statements", db, server, clients, {
            let (ids, last) = (ids.clone(), Arc::clone(&last));
            move |db| submit(db, ids.clone(), Arc::clone(&last))
        });
    }
    let newest = Id(last.load(Ordering::SeqCst).cast_signed());
    run(name, "step: 1 question, 2 statements", db, server, 64, {
        let ids = ids.clone();
        move |db| step(db, ids.clone())
    });
    for clients in CLIENTS {
        run(name, "read: 3 questions", db, server, clients, move |db| read(db, newest));
    }
}

async fn submit(db: Db, ids: Ids, last: Arc<AtomicU64>) {
    let (id, docs, event, outbox) =
        (ids.next(), [ids.next(), ids.next(), ids.next()], ids.next(), ids.next());
    // Sequence bits start anew every millisecond: spread by a count of our own.
    static TURN: AtomicU64 = AtomicU64::new(0);
    let agency = (TURN.fetch_add(1, Ordering::Relaxed) % 128).cast_signed();
    let form = "x".repeat(330);
    db.write(move |tx| {
        let n: i64 = tx.row(&NEXT, &params![agency, "2026-09-07"], |row| row.get(0))?;
        let code = format!("H29.{agency}-260907-{n:05}");
        tx.send(&ADD_DOSSIER, &params![id, agency, &code, &form, n], Expect::Any)?;
        for doc in docs {
            tx.send(&ADD_DOC, &params![doc, id, "giay-to.pdf"], Expect::Any)?;
        }
        tx.send(&ADD_EVENT, &params![event, id, &form], Expect::Any)?;
        tx.send(&ADD_OUTBOX, &params![outbox, id, n], Expect::Any)?;
        Ok(tx.row(&READ_BACK, &params![id], |row| row.get::<String>(0))?)
    })
    .await
    .unwrap();
    last.store(id.0.cast_unsigned(), Ordering::SeqCst);
}

async fn step(db: Db, ids: Ids) {
    // Its own dossier each time, so that no two meet.
    let (id, event) = (ids.next(), ids.next());
    db.write(move |tx| {
        let code = id.to_string();
        tx.send(&ADD_DOSSIER, &params![id, 1, &code, "x", 0], Expect::Any)?;
        let version: i64 = tx.row(&READ_BACK, &params![id], |row| row.get(2))?;
        tx.send(&STEP, &params![id, version, "accepted"], Expect::One(Refusal::changed()))?;
        tx.send(&ADD_EVENT, &params![event, id, "x"], Expect::Any)
    })
    .await
    .unwrap();
}

async fn read(db: Db, id: Id) {
    db.read(move |tx| {
        let (docs, events) = (tx.ask(&DOCS, &params![id])?, tx.ask(&EVENTS, &params![id])?);
        let head = tx.row(&READ_BACK, &params![id], |row| row.get::<String>(0))?;
        let docs = tx.take(docs, |row| row.get::<String>(0))?;
        assert_eq!((docs.len(), tx.take(events, |row| row.get::<String>(1))?.len()), (3, 1));
        Ok(head)
    })
    .await
    .unwrap();
}

fn run<F>(name: &str, what: &str, db: &Db, server: Option<u32>, clients: usize, act: impl Fn(Db) -> F)
where
    F: Future<Output = ()> + Send + 'static,
    F::Output: Send,
{
    let act = Arc::new(act);
    let (own, theirs) = (cpu_ms("self"), server.map_or(0, server_cpu_ms));
    let began = Instant::now();
    let mut times: Vec<Duration> = testkit::block_on(async {
        let mut all = Vec::new();
        let mut waiting = futures_util::stream::FuturesUnordered::new();
        for _ in 0..clients {
            waiting.push(timed(act(db.clone())));
        }
        while let Some(took) = futures_util::StreamExt::next(&mut waiting).await {
            all.push(took);
            if began.elapsed() < Duration::from_secs(SECONDS) {
                waiting.push(timed(act(db.clone())));
            }
        }
        all
    });
    let (own, theirs) = (cpu_ms("self") - own, server.map_or(0, server_cpu_ms) - theirs);
    times.sort_unstable();
    let done = times.len() as u64;
    println!(
        "{name:<11}{what:<32}c={clients:<3}{:>7}/s  p99 {:>6.1} ms  app {:>4} us  server {:>4} us",
        done * 1000 / began.elapsed().as_millis() as u64,
        times[times.len() * 99 / 100].as_secs_f64() * 1000.0,
        own * 1000 / done,
        theirs * 1000 / done,
    );
}

async fn timed<F>(work: F) -> Duration
where
    F: Future<Output = ()> + Send + 'static,
{
    let began = Instant::now();
    tokio::spawn(work).await.unwrap();
    began.elapsed()
}

/// User and system time of one process, in ms (a tick is 10 ms).
fn cpu_ms(process: &str) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
    after.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>() * 10
}

fn server_cpu_ms(postmaster: u32) -> u64 {
    let parent = |pid: &str| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse::<u32>().ok()
    };
    let children = std::fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok());
    cpu_ms(&postmaster.to_string())
        + children.filter(|pid| parent(pid) == Some(postmaster)).map(|pid| cpu_ms(&pid)).sum::<u64>()
}
