//! Late, left, used, and the warnings of the doctor.
#![allow(clippy::unwrap_used)]

use calendar::{Calendar, Lateness, Tick, Warning};
use kernel::{LimitUnit, Moment};

fn at(text: &str) -> Moment {
    Moment::parse_rfc3339(&format!("{}:00+07:00", text.replace(' ', "T"))).unwrap()
}

#[test]
fn a_limit_in_days_is_late_after_midnight_and_not_after_closing_time() {
    // BLDS 148.6: the last day ends at 24:00.
    let calendar = Calendar::standard();
    let last = at("2026-09-11 17:00").day();
    for (now, late) in [
        ("2026-09-11 16:00", Lateness::No),
        ("2026-09-11 23:59", Lateness::No),
        ("2026-09-12 00:00", Lateness::Days { calendar: 1, working: 0 }),
        ("2026-09-13 12:00", Lateness::Days { calendar: 2, working: 0 }),
        ("2026-09-15 08:00", Lateness::Days { calendar: 4, working: 2 }),
    ] {
        assert_eq!(calendar.lateness(last, at(now)), late, "{now}");
        assert_eq!(
            calendar.lateness_of(at("2026-09-11 17:00"), LimitUnit::WorkingDays, at(now)),
            late,
            "{now}"
        );
    }
}

#[test]
fn a_limit_in_hours_is_late_by_the_minute() {
    let calendar = Calendar::standard();
    let due = at("2026-09-11 16:30");
    let late = |unit, now| calendar.lateness_of(due, unit, at(now));
    assert_eq!(late(LimitUnit::Hours, "2026-09-11 16:30"), Lateness::No);
    assert_eq!(late(LimitUnit::Hours, "2026-09-11 18:30"), Lateness::Minutes(120));
    assert_eq!(late(LimitUnit::WorkingHours, "2026-09-11 18:30"), Lateness::Minutes(30));
    assert_eq!(late(LimitUnit::WorkingHours, "2026-09-14 08:30"), Lateness::Minutes(90));
    assert_eq!(calendar.step_lateness(due, at("2026-09-14 08:30")), 90);
    assert_eq!(calendar.step_lateness(due, at("2026-09-11 09:00")), 0);
}

#[test]
fn what_is_left_is_told_in_days_and_in_office_hours() {
    let calendar = Calendar::standard();
    let due = at("2026-09-15 17:00");
    let left = calendar.remaining(due, at("2026-09-07 15:00"));
    assert_eq!((left.days_after_today, left.today, left.passed), (6, false, false));
    assert_eq!(left.split(), (6, 2, 0));
    let left = calendar.remaining(due, at("2026-09-15 15:40"));
    assert_eq!((left.days_after_today, left.today, left.split()), (0, true, (0, 1, 20)));
    let left = calendar.remaining(due, at("2026-09-15 17:30"));
    assert_eq!((left.today, left.passed, left.minutes), (true, true, 0));
    let left = calendar.remaining(due, at("2026-09-18 09:00"));
    assert_eq!((left.today, left.passed, left.minutes, left.days_after_today), (false, true, 0, 0));
}

#[test]
fn a_ruler_counts_working_days_from_the_end_of_the_first() {
    let calendar = Calendar::standard();
    let (start, due) = (at("2026-08-28 08:30"), at("2026-09-15 17:00"));
    for (now, used_milli) in [
        ("2026-08-28 16:00", 0),
        ("2026-08-30 16:00", 0),
        ("2026-09-02 16:00", 0),
        ("2026-09-03 11:30", 500),
        ("2026-09-03 12:30", 500),
        ("2026-09-03 18:00", 1000),
        ("2026-09-05 09:00", 2000),
        ("2026-09-07 09:30", 2250),
        ("2026-09-15 17:00", 9000),
        ("2026-09-16 09:30", 9250),
    ] {
        let ruler = calendar.used(start, due, at(now));
        assert_eq!((ruler.tick, ruler.total, ruler.used_milli), (Tick::WorkingDay, 9, used_milli), "{now}");
    }
    assert_eq!(calendar.used(start, due, at("2026-09-07 09:30")).permille(), 250);
    assert_eq!(calendar.used(start, due, at("2026-10-07 09:30")).permille(), 1000);
}

#[test]
fn a_ruler_of_one_day_counts_hours() {
    let calendar = Calendar::standard();
    let ruler = calendar.used(at("2026-09-07 09:00"), at("2026-09-07 17:00"), at("2026-09-07 10:30"));
    assert_eq!((ruler.tick, ruler.total, ruler.used_milli, ruler.used()), (Tick::WorkingHour, 7, 1500, 1));
    let early = calendar.used(at("2026-09-07 09:00"), at("2026-09-07 17:00"), at("2026-09-07 08:00"));
    assert_eq!(early.used_milli, 0);
    let at_night = calendar.used(at("2026-09-12 20:00"), at("2026-09-12 22:00"), at("2026-09-12 21:00"));
    assert_eq!((at_night.total, at_night.used_milli), (1, 0));
}

#[test]
fn the_doctor_warns_of_a_provisional_year_and_of_a_missing_one() {
    let calendar = Calendar::standard();
    let provisional = |in_use| Warning::Provisional { year: 2027, in_use };
    assert_eq!(calendar.doctor(at("2026-09-07 09:00")), [provisional(false)]);
    assert_eq!(calendar.doctor(at("2026-11-21 09:00")), [provisional(true)]);
    assert_eq!(calendar.doctor(at("2027-11-21 09:00")), [provisional(true), Warning::NoTable { year: 2028 }]);
    assert_eq!(calendar.doctor(at("2028-03-01 09:00")), [Warning::NoTable { year: 2028 }]);
    assert!(Warning::NoTable { year: 2028 }.to_string().contains("2028"));
}
