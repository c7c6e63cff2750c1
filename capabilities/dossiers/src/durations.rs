//! How long dossiers really took (thời gian giải quyết thực tế): noted when a result is made ready,
//! counted once a day over the last 90 days, told to the catalogue.

use crate::commands::Dossiers;
use crate::rules;
use ::store::{Expect, Tx, params};
use calendar::Calendar;
use cases::{Case, CaseState};
use catalogue::Durations;
use kernel::{Day, Failure, Fault, Id, Moment};
use std::collections::HashMap;

/// The agenda row that counts them.
pub const COUNT_DURATIONS: &str = "dossiers.count-durations";
/// The figures are of so many whole days before today.
const SPAN_DAYS: i64 = 90;
/// Minute of the day at which the day before is counted.
const AT_MINUTE: u32 = 10;
/// Procedures counted in one transaction.
const AT_ONCE: usize = 20;

::store::statements! {
    /// How long a dossier took. One that was opened again and finished again counts as it ended last.
    static NOTE = "insert into dossier_time (case_id, procedure, ready_day, minutes, late) \
        values (?1, ?2, ?3, ?4, ?5) on conflict (case_id) do update set procedure = excluded.procedure, \
        ready_day = excluded.ready_day, minutes = excluded.minutes, late = excluded.late";
    /// What is too old for the figures, some at a time.
    static FORGET = "delete from dossier_time where case_id in (select case_id from dossier_time \
        where ready_day < ?1 order by ready_day limit 500)";
    /// The last procedure counted today, in the order of codes.
    static LAST_COUNTED = "select procedure from procedure_duration where day = ?1 order by procedure desc limit 1";
    /// The procedure that comes next in the order of codes.
    static NEXT_PROCEDURE = "select procedure from dossier_time where procedure > ?1 order by procedure limit 1";
    /// How many of a procedure were finished in a span, and how many of them late.
    static COUNT = "select count(*), cast(coalesce(sum(late), 0) as bigint) from dossier_time \
        where procedure = ?1 and ready_day >= ?2 and ready_day <= ?3";
    /// How long the n-th of them took, the quickest first.
    static NTH = "select minutes from dossier_time where procedure = ?1 and ready_day >= ?2 and ready_day <= ?3 \
        order by minutes limit 1 offset ?4";
    /// The figures of a procedure.
    static KEEP = "insert into procedure_duration (procedure, day, n, median, p90, late, from_day, to_day) \
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) on conflict (procedure) do update set day = excluded.day, \
        n = excluded.n, median = excluded.median, p90 = excluded.p90, late = excluded.late, \
        from_day = excluded.from_day, to_day = excluded.to_day";
    /// Figures of a procedure nothing of which was finished in the span any more.
    static DROP_OLD = "delete from procedure_duration where day < ?1";
    /// Every figure: a row for each procedure.
    static FIGURES: scan = "select procedure, n, median, p90, late, from_day, to_day from procedure_duration";
}

/// Office time from acceptance until the result is ready, in whole minutes. What does not count:
/// while papers that were asked for are waited for, and what sector law takes out of the limit. A
/// limit that starts anew after a supplement forgets no work done before it.
///
/// `ledger` is moment and name of each event, oldest first.
fn office_minutes<'a>(hours: &Calendar, ledger: impl Iterator<Item = (Moment, &'a str)>) -> i64 {
    let (mut minutes, mut since) = (0, None);
    let (mut under_way, mut asked, mut stopped) = (false, false, false);
    for (at, event) in ledger {
        match event {
            "accepted" | "reopened" => (under_way, asked, stopped) = (true, false, false),
            "ready" => under_way = false,
            "supplement-asked" => asked = true,
            "supplement-completed" | "lapsed" => asked = false,
            "clock-stopped" => stopped = true,
            "clock-resumed" => stopped = false,
            _ => continue,
        }
        let runs = under_way && !asked && !stopped;
        match since {
            None if runs => since = Some(at),
            Some(from) if !runs => {
                minutes += hours.working_minutes_between(from, at);
                since = None;
            }
            _ => {}
        }
    }
    minutes
}

/// Whether its clock ever stood still, or it was opened again: then the ledger tells how long.
fn strayed(state: &CaseState) -> bool {
    let course = &state.course;
    course.asked_after_appraisal > 0
        || course.reopenings > 0
        || course.pause.is_some()
        || course.moves.iter().any(|moved| moved.why == "excluded")
}

/// Notes how long a dossier took, in the transaction that made its result ready.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    room: &Dossiers,
    ready_before: Option<Moment>,
    case: &Case,
) -> Result<(), Failure> {
    let state = &case.state;
    let (Some(from), Some(ready)) = (state.accepted_at, state.ready_at) else { return Ok(()) };
    if ready_before == Some(ready) {
        return Ok(());
    }
    let hours = rules::agency_hours(&room.accounts, state);
    let minutes = if strayed(state) {
        let ledger = cases::queries::ledger(tx, state.id)?;
        office_minutes(&hours, ledger.iter().map(|record| (record.at, record.kind.as_str())))
    } else {
        hours.working_minutes_between(from, ready)
    };
    let late = i64::from(state.late_days(ready) > 0);
    tx.send(&NOTE, &params![state.id, state.about.as_str(), ready.day(), minutes, late], Expect::Any)
}

impl Dossiers {
    /// Reads the figures and tells them to the catalogue: at start, and now and then in a process
    /// whose agenda did not count them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn tell_durations(&self) -> Result<(), Failure> {
        let figures = self.db.read_blocking(|tx| Ok(figures(tx)?))?;
        self.catalogue.set_durations(figures);
        Ok(())
    }

    /// Counts the whole days before today, some procedures at a time. Run again on the same day it
    /// finds everything counted.
    pub(crate) fn count_durations(&self, tx: &mut Tx<'_>, now: Moment) -> Result<Option<Moment>, Failure> {
        let today = now.day();
        let span = (today.plus(-SPAN_DAYS), today.plus(-1));
        if tx.run(&FORGET, &params![span.0])? > 0 {
            return Ok(Some(now));
        }
        let last = tx.row_opt(&LAST_COUNTED, &params![today], |row| row.get::<String>(0))?;
        let mut last = last.unwrap_or_default();
        for _ in 0..AT_ONCE {
            let next = tx.row_opt(&NEXT_PROCEDURE, &params![last.as_str()], |row| row.get::<String>(0))?;
            let Some(next) = next else {
                tx.run(&DROP_OLD, &params![today])?;
                self.catalogue.set_durations(figures(tx)?);
                return Ok(Some(Moment::at(today.plus(1), AT_MINUTE)));
            };
            count(tx, &next, today, span)?;
            last = next;
        }
        Ok(Some(now))
    }
}

/// Counts one procedure and keeps its figures: a row also when nothing was finished before today.
fn count(tx: &mut Tx<'_>, procedure: &str, today: Day, (from, to): (Day, Day)) -> Result<(), Failure> {
    let (n, late) =
        tx.row(&COUNT, &params![procedure, from, to], |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)))?;
    let mut share = |permille: i64| -> Result<i64, Fault> {
        let at = nearest_rank(n, permille);
        let found = tx.row_opt(&NTH, &params![procedure, from, to, at], |row| row.get::<i64>(0))?;
        Ok(found.unwrap_or_default())
    };
    let (median, p90) = (share(500)?, share(900)?);
    tx.run(&KEEP, &params![procedure, today, n, median, p90, late, from, to])?;
    Ok(())
}

/// Place (from 0) of the first of `n` within which so many in a thousand are.
const fn nearest_rank(n: i64, permille: i64) -> i64 {
    let rank = (n * permille + 999) / 1000;
    if rank > 0 { rank - 1 } else { 0 }
}

fn figures(tx: &mut Tx<'_>) -> Result<HashMap<String, Durations>, Fault> {
    let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    let rows = tx.rows(&FIGURES, &params![], |row| {
        let figures = Durations {
            count: number(row.get(1)?),
            median_minutes: number(row.get(2)?),
            p90_minutes: number(row.get(3)?),
            late: number(row.get(4)?),
            from: row.get(5)?,
            to: row.get(6)?,
        };
        Ok((row.get::<String>(0)?, figures))
    })?;
    Ok(rows.into_iter().filter(|(_, figures)| figures.count > 0).collect())
}

/// Every SQL text of this file.
pub(crate) const STATEMENTS: &[&::store::Statement] = ALL;

/// The work on the agenda.
pub(crate) fn handler(room: &Dossiers) -> ::store::agenda::Handler {
    let room = room.clone();
    std::sync::Arc::new(move |tx: &mut Tx<'_>, _: Id, now| room.count_durations(tx, now))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        Moment::parse_rfc3339(&format!("2026-09-{text}:00+07:00")).unwrap()
    }

    fn minutes(ledger: &[(&str, &str)]) -> i64 {
        let hours = Calendar::standard();
        office_minutes(&hours, ledger.iter().map(|(at, event)| (moment(at), *event)))
    }

    #[test]
    fn nights_and_weekends_do_not_count() {
        // Friday 16:00 to Monday 08:30, open from 07:30: an hour on either side.
        assert_eq!(minutes(&[("04T16:00", "accepted"), ("07T08:30", "ready")]), 120);
    }

    #[test]
    fn waiting_for_the_person_and_excluded_time_do_not_count_but_work_before_does() {
        let ledger = [
            ("07T08:00", "accepted"),
            ("07T09:00", "supplement-asked"),
            ("09T09:00", "supplement-completed"),
            ("09T09:30", "clock-stopped"),
            ("09T10:00", "clock-stopped"),
            ("10T10:00", "clock-resumed"),
            ("10T10:15", "ready"),
        ];
        assert_eq!(minutes(&ledger), 60 + 30 + 15);
    }

    #[test]
    fn time_in_which_it_was_closed_by_an_error_counts() {
        let ledger = [
            ("07T08:00", "accepted"),
            ("07T09:00", "supplement-asked"),
            ("08T09:00", "lapsed"),
            ("08T09:30", "reopened"),
            ("08T10:00", "ready"),
        ];
        assert_eq!(minutes(&ledger), 60 + 30 + 30);
    }

    #[test]
    fn half_and_nine_in_ten_are_those_within_which_so_many_are() {
        let places = |n| (nearest_rank(n, 500), nearest_rank(n, 900));
        assert_eq!(
            [places(0), places(1), places(10), places(30), places(31)],
            [(0, 0), (0, 0), (4, 8), (14, 26), (15, 27)]
        );
    }
}
