//! A demonstration: a province of invented people, and a civil clock that can be moved forward.

pub(crate) mod answers;
pub(crate) mod dossiers;
mod edits;
mod people;
mod room;
mod samples;

pub use dossiers::PERSONAL;
pub use people::People;
pub use samples::{Samples, roles_with, samples};

pub(crate) use room::room;

use crate::house::{House, Place};
use crate::setting;
use kernel::{Clock, Failure, Fault, Moment, Refusal};
use std::sync::Arc;
use store::Db;

const MARK: &str = "demonstration";
const CLOCK: &str = "civil-ahead-ms";
/// The clock may be moved this far in one request.
const FARTHEST_MS: i64 = 400 * 86_400_000;

/// Reads whether this is a demonstration and puts its clock where it stood.
pub(crate) fn restore_clock(db: &Db, clock: &Clock) -> Result<bool, Failure> {
    let (mark, ahead) = db.read_blocking(|tx| Ok((setting::get(tx, MARK)?, setting::get(tx, CLOCK)?)))?;
    if let Some(ahead) = ahead.and_then(|text| text.parse().ok()) {
        clock.set_civil_ahead_ms(ahead);
    }
    Ok(mark.is_some())
}

/// History of the seeded dossiers begins this long before the demonstration.
const HISTORY_MS: i64 = 28 * 86_400_000;

/// Opens the demonstration at `place`, making it where there is none. Its civil clock stands at
/// `at`, at the machine's time, or where it stood last time.
pub fn open(place: &Place, clock: Clock, at: Option<Moment>) -> Result<(Arc<House>, People), Failure> {
    std::fs::create_dir_all(&place.data).map_err(|error| Fault::from(error).context(place.data.display()))?;
    let db = place.open_database()?;
    db.migrate(&crate::house::migrations())?;
    if restore_clock(&db, &clock)? {
        let house = Arc::new(House::over(db, place, clock)?);
        if let Some(at) = at {
            advance(&house, at)?;
        }
        let people = People::of(&house)?;
        return Ok((house, people));
    }
    if !is_empty(&db)? {
        return Err(Fault::new("this database is a real installation, not a demonstration").into());
    }
    let at = at.unwrap_or_else(|| clock.civil());
    clock.set_civil_ahead_ms(at.ms() - HISTORY_MS - clock.technical().ms());
    mark(&db, &clock)?;
    let house = Arc::new(House::over(db, place, clock)?);
    let people = People::keep(&house, &accounts::seed::run(&house.accounts)?)?;
    dossiers::seed(&house, &people, at)?;
    advance(&house, at)?;
    edits::seed(&house, &people)?;
    Ok((house, people))
}

/// A database in which no office has been founded.
fn is_empty(db: &Db) -> Result<bool, Failure> {
    db.read_blocking(|tx| Ok(setting::no_agency(tx)?))
}

fn mark(db: &Db, clock: &Clock) -> Result<(), Failure> {
    let ahead = clock.civil_ahead_ms().to_string();
    db.write_blocking(move |tx| {
        setting::set(tx, MARK, "1")?;
        setting::set(tx, CLOCK, &ahead)
    })
}

/// Takes an earlier demonstration away; refuses to touch anything else.
pub fn clear(place: &Place) -> Result<(), Failure> {
    let file = place.sqlite_file();
    if !file.exists() {
        return Ok(());
    }
    {
        let db = place.open_database()?;
        let is_demo = db.read_blocking(|tx| Ok(setting::get(tx, MARK)?.is_some())).unwrap_or(false);
        if !is_demo {
            return Err(Fault::new(format!(
                "{} is not a demonstration; nothing was removed",
                file.display()
            ))
            .into());
        }
    }
    for name in ["motcua.sqlite", "motcua.sqlite-wal", "motcua.sqlite-shm", "keys"] {
        let path = place.data.join(name);
        if path.exists() {
            std::fs::remove_file(&path).map_err(|error| Fault::from(error).context(path.display()))?;
        }
    }
    let files = place.data.join("files");
    if files.exists() {
        std::fs::remove_dir_all(&files).map_err(|error| Fault::from(error).context(files.display()))?;
    }
    Ok(())
}

/// Moves civil time forward, running what falls due on the way at the time it is due.
pub fn advance(house: &House, to: Moment) -> Result<Moment, Failure> {
    if !house.is_demo {
        return Err(Refusal::absent().into());
    }
    let now = house.clock.civil();
    if to < now {
        return Err(Refusal::field("to", "clock-back").into());
    }
    if to.ms() - now.ms() > FARTHEST_MS {
        return Err(Refusal::field("to", "clock-far").into());
    }
    // This moves the clock too; a moment later it stands past `to` already.
    house.claimant().run_due_until(to)?;
    let ahead = house.clock.civil_ahead_ms().to_string();
    house.db.write_blocking(move |tx| setting::set(tx, CLOCK, &ahead))?;
    Ok(house.clock.civil())
}
