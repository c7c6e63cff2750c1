//! The words that found nothing, kept for editors, so that the synonym file or a procedure learns
//! them. People paste card numbers, names and addresses into search boxes; none of that may be
//! kept. So a term is written only when it was asked [`ENOUGH`] times and does not look like
//! anybody's: no run of digits as long as a number of a card, phone or file, no e-mail or web
//! address, nothing long, no usual beginning of a person's name. Who asked is never known here.
//! Terms are counted in memory and written a few at a time, at most once in [`PAUSE`]; what was not
//! written when the program stops is lost, which is no harm.

use super::vocabulary::words_of;
use crate::shelf::Catalogue;
use kernel::text::{clean, fold};
use kernel::{Day, Failure, Fault, Moment};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use store::{Tx, params};

/// How often a term is asked before it is written: a name or an address is not asked so often.
const ENOUGH: u32 = 3;
/// Most terms counted in memory; more are not counted.
const MOST_COUNTED: usize = 500;
/// Most terms written at once, and most held by the database.
const MOST_AT_ONCE: usize = 50;
const MOST_HELD: i64 = 2_000;
/// Least time between two writes, in milliseconds.
const PAUSE: i64 = 10_000;
/// Days after which a term nobody asked again is forgotten.
const FORGOTTEN_AFTER: i64 = 180;
/// Longest term, in characters and words, and the shortest, in letters.
const LONGEST: usize = 60;
const MOST_WORDS: usize = 8;
const SHORTEST: usize = 3;
/// Digits in a row, whatever stands between them, that may be a number of somebody's.
const DIGITS: usize = 6;

store::statements! {
    static MISSED = "insert into search_miss (term, shown, first_day, last_day, asked) \
        values (?1, ?2, ?3, ?4, ?5) on conflict (term) do update \
        set last_day = excluded.last_day, asked = search_miss.asked + excluded.asked";
    static AGAIN = "update search_miss set last_day = ?2, asked = asked + ?3 where term = ?1";
    static FORGET = "delete from search_miss where last_day < ?1";
    static SETTLE = "delete from search_miss where term = ?1";
    /// How many there are: some thousands at most.
    static HELD: scan = "select count(*) from search_miss";
    /// For editors, some thousands at most.
    static MOST_ASKED: scan = "select term, shown, first_day, last_day, asked from search_miss \
        order by asked desc, term limit ?1";
}

/// A term that found nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MissedTerm {
    /// Folded: what it is known by.
    pub term: String,
    /// As it was typed first.
    pub shown: String,
    /// The first day it was asked, as far as it was counted.
    pub first: Day,
    /// The last day.
    pub last: Day,
    /// How often.
    pub asked: i64,
}

/// What is counted of a term since it was last written.
#[derive(Clone, Debug)]
struct Counted {
    shown: String,
    first: Day,
    last: Day,
    asked: u32,
    written: bool,
}

/// Terms counted in memory.
#[derive(Debug, Default)]
pub(crate) struct Counter(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    terms: HashMap<String, Counted>,
    written_at: Option<Moment>,
}

/// Terms to be written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Batch(Vec<MissedTerm>);

impl Counter {
    /// Counts a query that found nothing. Gives what should be written now: nothing, most times.
    pub(crate) fn note(&self, query: &str, day: Day, now: Moment) -> Option<Batch> {
        let (term, shown) = kept(query)?;
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.terms.len() >= MOST_COUNTED && !counts.terms.contains_key(&term) {
            // What was asked once, on another day, makes room.
            counts.terms.retain(|_, one| one.written || one.asked > 1 || one.last == day);
            if counts.terms.len() >= MOST_COUNTED {
                return None;
            }
        }
        let one = counts.terms.entry(term).or_insert(Counted {
            shown,
            first: day,
            last: day,
            asked: 0,
            written: false,
        });
        one.asked = one.asked.saturating_add(1);
        one.last = day;
        counts.due(now)
    }

    /// Forgets a term.
    pub(crate) fn settle(&self, term: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).terms.remove(term);
    }
}

impl Counts {
    fn due(&mut self, now: Moment) -> Option<Batch> {
        let rested = self.written_at.is_none_or(|at| now.ms() - at.ms() >= PAUSE || now < at);
        let enough = |one: &Counted| one.asked >= if one.written { 1 } else { ENOUGH };
        if !rested || !self.terms.values().any(|one| !one.written && enough(one)) {
            return None;
        }
        self.written_at = Some(now);
        let mut batch = Vec::new();
        for (term, one) in self.terms.iter_mut().filter(|(_, one)| enough(one)).take(MOST_AT_ONCE) {
            batch.push(MissedTerm {
                term: term.clone(),
                shown: one.shown.clone(),
                first: one.first,
                last: one.last,
                asked: i64::from(one.asked),
            });
            (one.asked, one.written) = (0, true);
        }
        // Written terms leave when they take up half of the room.
        if self.terms.values().filter(|one| one.written).count() > MOST_COUNTED / 2 {
            self.terms.retain(|_, one| !one.written);
        }
        Some(Batch(batch))
    }
}

/// A query as it may be kept: folded, and as it was typed; none when it may be somebody's own.
fn kept(query: &str) -> Option<(String, String)> {
    let shown = clean(query, false).to_lowercase();
    let term = fold(&shown);
    let letters = term.chars().filter(|c| c.is_alphabetic()).count();
    let long = shown.chars().count() > LONGEST || term.split(' ').count() > MOST_WORDS;
    let address =
        shown.contains('@') || shown.contains("://") || shown.contains("www.") || shown.contains(".com");
    let strange = shown.chars().any(|c| "<>{}[]|\\^~=;".contains(c));
    let own = long || address || strange || longest_number(&shown) >= DIGITS || is_name(&shown);
    (letters >= SHORTEST && !own).then_some((term, shown))
}

/// How many digits follow each other, where spaces, points and dashes between them do not count.
fn longest_number(text: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        if c.is_numeric() {
            run += 1;
            longest = longest.max(run);
        } else if !" .-/()+".contains(c) {
            run = 0;
        }
    }
    longest
}

/// Whether a query begins like the name of a person. With `văn` or `thị` behind it, any usual
/// family name; else those that begin no expression of the offices.
fn is_name(shown: &str) -> bool {
    const FAMILIES: [&str; 16] = [
        "nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho",
        "ngo", "duong", "ly",
    ];
    const SURE: [&str; 6] = ["nguyen", "tran", "pham", "huynh", "hoang", "ngo"];
    let words: Vec<String> = words_of(shown, MOST_WORDS).iter().map(|word| fold(word)).collect();
    let any = |at: usize, list: &[&str]| words.get(at).is_some_and(|word| list.contains(&word.as_str()));
    (0..words.len()).any(|at| any(at, &FAMILIES) && any(at + 1, &["van", "thi"]) && words.len() > at + 2)
        || (any(0, &SURE) && (2..=5).contains(&words.len()))
}

impl Catalogue {
    /// Counts a query that found nothing, and writes what was asked often enough. What cannot be
    /// written is reported in the log, and lost: the person who searches is not kept waiting.
    pub(crate) async fn note_missed(&self, query: &str, now: Moment) {
        let Some(batch) = self.missed().note(query, now.day(), now) else { return };
        if let Err(failure) = self.db().write(move |tx| write(tx, &batch)).await {
            tracing::warn!(%failure, "search terms without a result could not be written");
        }
    }

    /// The words that found nothing, those asked most first, for editors.
    pub async fn missed_terms(&self, limit: u32) -> Result<Vec<MissedTerm>, Failure> {
        self.db().read(move |tx| Ok(most_asked(tx, limit)?)).await
    }

    /// Takes a term out, by its folded form, because an editor has dealt with it; says whether it
    /// was there. It comes back when it finds nothing again.
    pub async fn settle_term(&self, term: &str) -> Result<bool, Failure> {
        self.missed().settle(term);
        let term = term.to_owned();
        self.db().write(move |tx| Ok(settle(tx, &term)?)).await
    }
}

/// Writes what was counted, forgets what nobody asked for long.
fn write(tx: &mut Tx<'_>, batch: &Batch) -> Result<(), Failure> {
    let Some(today) = batch.0.iter().map(|one| one.last).max() else { return Ok(()) };
    tx.run(&FORGET, &params![today.plus(-FORGOTTEN_AFTER)])?;
    let held: i64 = tx.rows(&HELD, &[], |row| row.get(0))?.into_iter().next().unwrap_or(0);
    let mut room = MOST_HELD - held;
    for one in &batch.0 {
        let known = tx.run(&AGAIN, &params![one.term.as_str(), one.last, one.asked])? > 0;
        if !known && room > 0 {
            let values = params![one.term.as_str(), one.shown.as_str(), one.first, one.last, one.asked];
            tx.run(&MISSED, &values)?;
            room -= 1;
        }
    }
    Ok(())
}

/// The terms asked most.
fn most_asked(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<MissedTerm>, Fault> {
    tx.rows(&MOST_ASKED, &params![i64::from(limit)], |row| {
        Ok(MissedTerm {
            term: row.get(0)?,
            shown: row.get(1)?,
            first: row.get(2)?,
            last: row.get(3)?,
            asked: row.get(4)?,
        })
    })
}

/// Takes a term out; says whether it was there.
pub(crate) fn settle(tx: &mut Tx<'_>, term: &str) -> Result<bool, Fault> {
    Ok(tx.run(&SETTLE, &params![term])? > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: &str = "2026-09-15";

    fn day() -> Day {
        DAY.parse().unwrap()
    }

    #[test]
    fn what_may_be_somebody_s_own_is_never_kept() {
        for query in [
            "001090123456",
            "0912 345 678",
            "tra hồ sơ 12.34.56-78",
            "an@example.vn",
            "https://example.vn/x",
            "Nguyễn Văn A",
            "giấy khai sinh của tran thi b",
            "tìm Lê Thị Bích Ngọc",
            "hoàng minh anh",
            "<script>alert(1)</script>",
            "' or 1=1; --",
            "một câu rất dài kể hết mọi chuyện của nhà tôi cho cả làng nghe",
            &"x".repeat(10_000),
            "",
            "👶",
            "ab",
        ] {
            assert_eq!(kept(query), None, "{query}");
        }
    }

    #[test]
    fn what_people_call_a_procedure_is_kept_as_typed_and_folded() {
        for query in [
            "Giấy Phép Bán Hàng Rong",
            "lệ phí trước bạ",
            "lý lịch tư pháp",
            "đo đất",
            "hồ sơ thị thực",
            "nghị định 118",
        ] {
            assert!(kept(query).is_some(), "{query}");
        }
        assert_eq!(kept("  Bán  HÀNG rong "), Some(("ban hang rong".to_owned(), "bán hàng rong".to_owned())));
    }

    #[test]
    fn a_term_is_written_when_it_was_asked_often_enough_and_no_more_than_once_in_a_while() {
        let counter = Counter::default();
        let note =
            |query: &str, at: i64| counter.note(query, day(), Moment::from_ms(at)).map(|batch| batch.0);
        assert_eq!(note("bán hàng rong", 0), None);
        assert_eq!(note("ban hang rong", 1), None);
        let batch = note("BÁN HÀNG RONG", 2).unwrap();
        assert_eq!((batch.len(), batch[0].asked, batch[0].shown.as_str()), (1, 3, "bán hàng rong"));
        for at in 3..9 {
            assert_eq!(note("thả diều", at), None, "so soon after the last");
        }
        assert_eq!(note("bán hàng rong", 5), None);
        let batch = note("thả diều", PAUSE + 5).unwrap();
        let asked: i64 = batch.iter().map(|one| one.asked).sum();
        assert_eq!((batch.len(), asked), (2, 8));
    }

    #[test]
    fn memory_stays_bounded_however_many_terms_are_asked() {
        let counter = Counter::default();
        for at in 0..5_000_u32 {
            let query = format!("khong co {}", char::from_u32(0x4E00 + at).unwrap());
            counter.note(&query, day(), Moment::from_ms(0));
        }
        assert!(counter.0.lock().unwrap().terms.len() <= MOST_COUNTED);
    }
}
