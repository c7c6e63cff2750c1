//! Uploads as they come: whole, broken, too large, many at once; kept, erased, swept, checked.
#![allow(clippy::unwrap_used, missing_docs)]

mod samples;

use bytes::Bytes;
use files::{FileKind, Files, LIMIT, Received, UploadProblem};
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use kernel::{Clock, Failure, Fault, Id, Ids, Moment, Refusal};
use samples::{jpeg, pdf, png};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::Db;
use testkit::{TempDir, block_on, temp_dir};
use vault::Vault;

const NAME: &str = "Đơn của Nguyễn Thị Ví Dụ.pdf";
const AT: Moment = Moment::from_ms(1_788_000_000_000);

struct House {
    files: Files,
    folder: TempDir,
}

fn house() -> House {
    let folder = temp_dir();
    let files = Files::open(folder.path(), Vault::ephemeral(), Ids::new(Clock::system(), 3)).unwrap();
    House { files, folder }
}

/// Everything on disk, objects and half-written ones.
fn on_disk(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(on_disk(&path)) } else { found.push(path) }
    }
    found
}

fn pieces(content: &[u8], piece: usize) -> impl Stream<Item = Result<Bytes, Fault>> + use<> {
    let parts: Vec<_> = content.chunks(piece).map(|part| Ok(Bytes::copy_from_slice(part))).collect();
    stream::iter(parts)
}

async fn take(files: &Files, content: &[u8]) -> Result<Received, UploadProblem> {
    files.receive(pieces(content, 10_000), NAME, LIMIT).await
}

async fn kept(files: &Files, db: &Db, content: &[u8]) -> Received {
    let received = take(files, content).await.unwrap();
    let row = received.clone();
    db.write(move |tx| files::keep(tx, &row, AT)).await.unwrap();
    received
}

async fn read_back(files: &Files, db: &Db, id: Id) -> Result<Vec<u8>, Fault> {
    let stored = db.read(move |tx| Ok(files::load(tx, id)?)).await.unwrap().unwrap();
    let parts: Vec<Bytes> = files.open_stream(&stored).await?.try_collect().await?;
    Ok(parts.concat())
}

/// Technical time after everything this test wrote.
fn later() -> Moment {
    Clock::system().technical().plus_ms(60_000)
}

testkit::both_engines! {
    migrations = &[files::MIGRATIONS];

    fn every_statement_is_prepared_and_none_reads_the_whole_table(db) {
        store::check::assert_statements(&db, &[files::statements()]);
    }

    fn what_is_kept_comes_back_byte_for_byte_with_its_name(db) {
        let house = house();
        block_on(async {
            let chunk = 64 * 1024;
            for size in [600, chunk - 1, chunk, chunk + 1, 4 * chunk, 4 * chunk + 1, 1_000_000] {
                let content = jpeg(size);
                let received = kept(&house.files, &db, &content).await;
                assert_eq!((received.kind, received.size), (FileKind::Jpeg, size as u64));
                assert!(read_back(&house.files, &db, received.id).await.unwrap() == content, "{size}");
            }
            let received = kept(&house.files, &db, &pdf(3)).await;
            let stored = db.read(move |tx| Ok(files::load(tx, received.id)?)).await.unwrap().unwrap();
            assert_eq!((stored.kind, stored.pages, stored.at), (FileKind::Pdf, Some(3), AT));
            assert_eq!(house.files.name(&stored).unwrap(), NAME);
        });
    }

    fn a_refused_transaction_keeps_no_file_and_the_sweep_removes_its_object(db) {
        let house = house();
        block_on(async {
            let received = take(&house.files, &png(5000)).await.unwrap();
            let id = received.id;
            let refused = db.write(move |tx| {
                files::keep(tx, &received, AT)?;
                Err::<(), Failure>(Refusal::state("closed").into())
            });
            assert!(matches!(refused.await, Err(Failure::Refusal(_))));
            assert!(db.read(move |tx| Ok(files::load(tx, id)?)).await.unwrap().is_none());
            assert_eq!(on_disk(house.folder.path()).len(), 1);
            assert_eq!(house.files.sweep(&db, later()).await.unwrap(), 1);
            assert!(on_disk(house.folder.path()).is_empty());
        });
    }

    fn the_sweep_removes_what_is_old_and_belongs_to_nobody_and_nothing_else(db) {
        let house = house();
        block_on(async {
            let mine = kept(&house.files, &db, &jpeg(3000)).await;
            let erased = kept(&house.files, &db, &jpeg(3000)).await;
            take(&house.files, &jpeg(3000)).await.unwrap();
            let id = erased.id;
            db.write(move |tx| files::delete(tx, id)).await.unwrap();
            assert!(db.read(move |tx| Ok(files::load(tx, id)?)).await.unwrap().is_none());
            let object = on_disk(house.folder.path())[0].clone();
            fs::write(object.with_file_name("half#1"), b"sealed, half").unwrap();

            let yesterday = Clock::system().technical().plus_ms(-86_400_000);
            assert_eq!(house.files.sweep(&db, yesterday).await.unwrap(), 0);
            assert_eq!(house.files.sweep(&db, later()).await.unwrap(), 3);
            assert_eq!(on_disk(house.folder.path()).len(), 1);
            assert_eq!(read_back(&house.files, &db, mine.id).await.unwrap(), jpeg(3000));
        });
    }

    fn the_doctor_finds_a_missing_a_cut_and_an_altered_object(db) {
        let house = house();
        block_on(async {
            for _ in 0..4 {
                kept(&house.files, &db, &jpeg(200_000)).await;
            }
            let healthy = house.files.check(&db, true).await.unwrap();
            assert_eq!((healthy.files, healthy.bytes, healthy.wrong.len()), (4, 800_000, 0));

            let objects = on_disk(house.folder.path());
            fs::remove_file(&objects[0]).unwrap();
            let bytes = fs::read(&objects[1]).unwrap();
            fs::write(&objects[1], &bytes[..bytes.len() - 1]).unwrap();
            let mut bytes = fs::read(&objects[2]).unwrap();
            bytes[150_000] ^= 1;
            fs::write(&objects[2], bytes).unwrap();

            assert_eq!(house.files.check(&db, false).await.unwrap().wrong.len(), 2);
            let wrong = house.files.check(&db, true).await.unwrap().wrong.join("\n");
            assert_eq!(wrong.lines().count(), 3, "{wrong}");
            for words in ["object is missing", "bytes instead of", "does not open"] {
                assert!(wrong.contains(words), "{wrong}");
            }
        });
    }

    fn a_file_whose_object_is_gone_or_swapped_does_not_begin_to_download(db) {
        let house = house();
        block_on(async {
            let one = kept(&house.files, &db, &jpeg(90_000)).await;
            let two = kept(&house.files, &db, &jpeg(90_000)).await;
            let path = |received: &Received| house.folder.path().join(&received.object[..1]).join(&received.object);
            fs::copy(path(&one), path(&two)).unwrap();
            let told = read_back(&house.files, &db, two.id).await.unwrap_err().to_string();
            assert!(told.contains("does not open"), "{told}");
            fs::remove_file(path(&one)).unwrap();
            let told = read_back(&house.files, &db, one.id).await.unwrap_err().to_string();
            assert!(told.contains("missing"), "{told}");
        });
    }
}

#[test]
fn each_broken_upload_has_a_problem_of_its_own_and_leaves_nothing_on_disk() {
    let house = house();
    let (photo, picture, document) = (jpeg(700_000), png(700_000), pdf(2));
    let locked = String::from_utf8(pdf(2)).unwrap().replace("/Root", "/Encrypt 9 0 R /Root");
    let program = [&b"MZ\x90\0"[..], &[0; 400_000]].concat();
    let cases: [(&str, &[u8]); 8] = [
        ("file-empty", b""),
        ("file-kind", &program),
        ("file-kind", b"just some words"),
        ("file-truncated", &photo[..650_000]),
        ("file-truncated", &picture[..650_000]),
        ("file-truncated", &document[..document.len() - 10]),
        ("file-encrypted", locked.as_bytes()),
        ("file-unreadable", b"\xff\xd8\xff\xd9"),
    ];
    block_on(async {
        for (code, content) in cases {
            let problem = take(&house.files, content).await.unwrap_err();
            assert_eq!(problem.code(), Some(code));
            assert_eq!(on_disk(house.folder.path()), [] as [PathBuf; 0], "{code}");
        }
    });
}

/// Pieces of a photograph that never ends, counted.
fn endless(sent: &Arc<AtomicU64>, most: u64) -> impl Stream<Item = Result<Bytes, Fault>> + use<> {
    let sent = Arc::clone(sent);
    let (head, body) = (Bytes::from(jpeg(64 * 1024)[..60_000].to_vec()), Bytes::from(vec![7; 64 * 1024]));
    stream::iter(std::iter::once(head).chain(std::iter::repeat(body))).map(Ok).take_while(
        move |part: &Result<Bytes, Fault>| {
            let so_far = sent.fetch_add(part.as_ref().map_or(0, Bytes::len) as u64, Ordering::Relaxed);
            std::future::ready(so_far < most)
        },
    )
}

#[test]
fn thirty_megabytes_are_heard_out_and_answered_and_far_more_is_not_waited_for() {
    let house = house();
    const MB: u64 = 1024 * 1024;
    for (most, heard) in [(30 * MB, 30 * MB), (500 * MB, 60 * MB)] {
        let sent = Arc::new(AtomicU64::new(0));
        let problem = block_on(house.files.receive(endless(&sent, most), "phim.jpg", LIMIT)).unwrap_err();
        assert!(matches!(problem, UploadProblem::TooLarge { limit: LIMIT, seen } if seen > 29 * MB));
        let sent = sent.load(Ordering::Relaxed);
        assert!((heard..heard + MB).contains(&sent), "{sent}");
        assert!(on_disk(house.folder.path()).is_empty());
    }
}

#[test]
fn exactly_the_limit_is_taken_and_one_byte_more_is_not() {
    let house = house();
    block_on(async {
        assert_eq!(take(&house.files, &jpeg(15 * 1024 * 1024)).await.unwrap().size, LIMIT);
        let problem = take(&house.files, &jpeg(15 * 1024 * 1024 + 1)).await.unwrap_err();
        assert_eq!(problem.code(), Some("file-too-large"));
    });
}

#[test]
fn a_line_that_drops_leaves_nothing_on_disk() {
    let house = house();
    let photo = jpeg(900_000);
    block_on(async {
        let broken = pieces(&photo[..700_000], 50_000).chain(stream::iter([Err(Fault::new("gone"))]));
        let problem = house.files.receive(broken, NAME, LIMIT).await.unwrap_err();
        assert_eq!(problem.code(), Some("file-interrupted"));
        assert!(on_disk(house.folder.path()).is_empty());

        // The server itself gives up the request: the future is dropped half-way.
        let stalled = pieces(&photo[..700_000], 50_000).chain(stream::pending());
        let patience = std::time::Duration::from_millis(300);
        assert!(tokio::time::timeout(patience, house.files.receive(stalled, NAME, LIMIT)).await.is_err());
        // Nobody waits for the removal then: it happens soon after.
        for _ in 0..100 {
            if on_disk(house.folder.path()).is_empty() {
                return;
            }
            tokio::time::sleep(patience / 10).await;
        }
        panic!("a half-written file was left");
    });
}

#[test]
fn a_full_or_broken_disk_is_a_fault_and_not_the_senders_mistake() {
    let house = house();
    fs::remove_dir_all(house.folder.path()).unwrap();
    fs::write(house.folder.path(), b"no folder any more").unwrap();
    let problem = block_on(take(&house.files, &jpeg(900_000))).unwrap_err();
    assert!(matches!(problem, UploadProblem::Io(_)), "{problem:?}");
    fs::remove_file(house.folder.path()).unwrap();
}

#[test]
fn neither_content_nor_name_can_be_found_on_disk() {
    let house = house();
    let mut content = jpeg(300_000);
    let secret = b"so nha 12 pho Thi Du";
    content[200_000..200_000 + secret.len()].copy_from_slice(secret);
    let received = block_on(take(&house.files, &content)).unwrap();
    for path in on_disk(house.folder.path()) {
        let bytes = fs::read(&path).unwrap();
        for part in [&secret[..], NAME.as_bytes(), b"Exif", &content[100_000..100_032]] {
            assert!(!bytes.windows(part.len()).any(|window| window == part));
        }
        let name = path.to_string_lossy();
        assert!(!name.contains(&received.id.to_string()) && name.contains(&received.object));
    }
}

#[test]
fn twenty_at_once_are_each_judged_alone() {
    let house = house();
    block_on(async {
        let uploads = (0..20).map(|number| {
            let files = house.files.clone();
            let mut content = jpeg(400_000 + number * 1000);
            if number % 4 == 3 {
                content.truncate(300_000);
            }
            tokio::spawn(async move { (number, take(&files, &content).await) })
        });
        let mut taken = 0;
        for upload in uploads.collect::<Vec<_>>() {
            match upload.await.unwrap() {
                (number, Ok(received)) => {
                    assert_eq!(received.size, 400_000 + number as u64 * 1000);
                    taken += 1;
                }
                (number, Err(problem)) => {
                    assert_eq!((number % 4, problem.code()), (3, Some("file-truncated")));
                }
            }
        }
        assert_eq!((taken, on_disk(house.folder.path()).len()), (15, 15));
    });
}
