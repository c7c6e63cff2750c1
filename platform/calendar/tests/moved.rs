//! Limits moved by an interval taken out of them, moments of warnings, the last call for an
//! extension: tables of dates.
#![allow(clippy::unwrap_used)]

use calendar::{Calendar, Declared, Holiday, Holidays, Hours, Mark, OffKind, Overlay, Point, Swap, rule};
use kernel::LimitUnit::{Days, Hours as ClockHours, Months, SameDay, WorkingDays, WorkingHours};
use kernel::{Day, Limit, Moment};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn at(text: &str) -> Moment {
    Moment::parse_rfc3339(&format!("{}:00+07:00", text.replace(' ', "T"))).unwrap()
}

fn text(moment: Moment) -> String {
    moment.rfc3339()[..16].replace('T', " ")
}

#[test]
fn an_excluded_interval_moves_the_promise_in_the_unit_of_its_limit() {
    // NĐ 123/2015 Art 3.4: not counted; how is a design of this project.
    let rows = [
        // Working days: (first day, last day] of the interval, weekends for nothing.
        (WorkingDays, "2026-09-11 17:00", "2026-09-07 10:00", "2026-09-09 10:00", "2026-09-15 17:00"),
        (WorkingDays, "2026-09-11 17:00", "2026-09-11 10:00", "2026-09-14 10:00", "2026-09-14 17:00"),
        (WorkingDays, "2026-09-11 17:00", "2026-09-07 08:00", "2026-09-07 16:30", "2026-09-11 17:00"),
        (WorkingDays, "2026-09-15 17:00", "2026-09-11 16:00", "2026-09-13 09:00", "2026-09-15 17:00"),
        // Back on a Saturday after the last day: what is left cannot end before it runs again.
        (WorkingDays, "2026-09-11 17:00", "2026-09-11 10:00", "2026-09-12 09:00", "2026-09-14 17:00"),
        // Across Tết (14–22/2) one working day passes.
        (WorkingDays, "2026-02-13 17:00", "2026-02-12 09:00", "2026-02-18 09:00", "2026-02-23 17:00"),
        (WorkingDays, "2026-02-24 17:00", "2026-02-13 09:00", "2026-02-23 09:00", "2026-02-25 17:00"),
        // Saturday 22/8 is worked for 31/8.
        (WorkingDays, "2026-08-24 17:00", "2026-08-21 09:00", "2026-08-24 09:00", "2026-08-26 17:00"),
        (WorkingDays, "2026-08-28 17:00", "2026-08-27 09:00", "2026-08-28 09:00", "2026-09-03 17:00"),
        // Late before, late by as much after.
        (WorkingDays, "2026-09-08 17:00", "2026-09-10 09:00", "2026-09-15 09:00", "2026-09-11 17:00"),
        // The same day.
        (SameDay, "2026-09-07 17:00", "2026-09-07 10:00", "2026-09-07 16:30", "2026-09-07 17:00"),
        (SameDay, "2026-09-07 17:00", "2026-09-07 10:00", "2026-09-10 15:00", "2026-09-10 17:00"),
        (SameDay, "2026-09-07 17:00", "2026-09-07 10:00", "2026-09-10 15:01", "2026-09-11 17:00"),
        (SameDay, "2026-09-07 17:00", "2026-09-07 10:00", "2026-09-11 15:01", "2026-09-14 17:00"),
        (SameDay, "2026-09-11 17:00", "2026-09-11 10:00", "2026-09-12 09:00", "2026-09-14 17:00"),
        (SameDay, "2026-09-08 17:00", "2026-09-07 16:00", "2026-09-08 16:00", "2026-09-09 17:00"),
        (SameDay, "2026-02-13 17:00", "2026-02-13 10:00", "2026-02-18 10:00", "2026-02-23 17:00"),
        (SameDay, "2026-08-21 17:00", "2026-08-21 10:00", "2026-08-22 15:01", "2026-08-24 17:00"),
        // Calendar days and months; 148.5 for a last day that is off.
        (Days, "2026-09-22 17:00", "2026-09-08 09:00", "2026-09-11 09:00", "2026-09-25 17:00"),
        (Days, "2026-09-22 17:00", "2026-09-08 09:00", "2026-09-12 09:00", "2026-09-28 17:00"),
        (Days, "2026-02-11 17:00", "2026-02-09 09:00", "2026-02-12 09:00", "2026-02-23 17:00"),
        (Months, "2026-08-20 17:00", "2026-08-10 09:00", "2026-08-12 09:00", "2026-08-22 17:00"),
        // Hours by the clock, working hours by the office.
        (ClockHours, "2026-09-11 18:30", "2026-09-11 17:00", "2026-09-12 01:30", "2026-09-12 03:00"),
        (WorkingHours, "2026-09-14 15:30", "2026-09-11 16:00", "2026-09-14 09:30", "2026-09-15 09:00"),
        (WorkingHours, "2026-09-14 15:30", "2026-09-12 08:00", "2026-09-13 08:00", "2026-09-14 15:30"),
        // An interval that ends before it begins moves nothing.
        (WorkingDays, "2026-09-11 17:00", "2026-09-09 10:00", "2026-09-07 10:00", "2026-09-11 17:00"),
    ];
    let calendar = Calendar::standard();
    for (unit, promised, from, to, want) in rows {
        let promised = at(promised);
        let due = calendar.shifted(promised, promised.day(), unit, at(from), at(to));
        assert_eq!((text(due.at).as_str(), due.rule), (want, rule::SHIFTED), "{unit:?} {from} – {to}");
        assert_eq!(due.last_day, due.at.day());
    }
}

#[test]
fn a_moved_promise_names_the_holidays_it_jumped() {
    let last = at("2026-08-28 17:00");
    let due = Calendar::standard().shifted(
        last,
        last.day(),
        WorkingDays,
        at("2026-08-27 09:00"),
        at("2026-08-28 09:00"),
    );
    let names: Vec<_> =
        due.moved_by.iter().map(|skipped| (skipped.holiday.vi.as_str(), skipped.days)).collect();
    assert_eq!(names, [("Quốc khánh", 3)]);
}

#[test]
fn warnings_come_at_shares_of_the_office_time_and_on_the_working_day_before() {
    let wants = [Point::Share(500), Point::Share(800), Point::WorkingDaysBefore(1)];
    let calendar = Calendar::standard();
    let rows = [
        // (start, limit, half, four fifths, a working day before)
        (
            "2026-09-07 07:30",
            Limit::new(4, WorkingDays),
            ["2026-09-09 11:30", "2026-09-10 17:00", "2026-09-10 07:30"],
        ),
        ("2026-09-11 15:00", Limit::new(1, WorkingDays), ["2026-09-14 10:30", "2026-09-14 15:00", ""]),
        (
            "2026-09-10 16:00",
            Limit::new(2, WorkingDays),
            ["2026-09-11 16:30", "2026-09-14 13:36", "2026-09-11 07:30"],
        ),
        // Over Tết: 13/2 is the working day before 23/2.
        (
            "2026-02-12 15:00",
            Limit::new(2, WorkingDays),
            ["2026-02-13 16:00", "2026-02-23 13:24", "2026-02-13 07:30"],
        ),
        // The worked Saturday is the working day before Monday.
        (
            "2026-08-20 09:00",
            Limit::new(3, WorkingDays),
            ["2026-08-22 08:15", "2026-08-24 09:24", "2026-08-22 07:30"],
        ),
        ("2026-09-07 09:00", Limit::new(0, SameDay), ["2026-09-07 13:45", "2026-09-07 15:42", ""]),
        // No office time in a night: no share of it.
        ("2026-09-12 20:00", Limit::new(2, ClockHours), ["", "", ""]),
    ];
    for (start, limit, want) in rows {
        let due = calendar.due(at(start), limit);
        let got = calendar.points(at(start), due.at, due.last_day, &wants);
        let got: Vec<String> = got.into_iter().map(|point| point.map_or_else(String::new, text)).collect();
        assert_eq!(got, want, "{start} {limit:?}");
    }
    let due = calendar.due(at("2026-09-07 09:00"), Limit::new(5, WorkingDays));
    let last = calendar.points(at("2026-09-07 09:00"), due.at, due.last_day, &[Point::WorkingDaysBefore(0)]);
    assert_eq!(last, [Some(at("2026-09-14 07:30"))]);
}

#[test]
fn an_extension_may_go_out_until_the_office_closes_a_day_before() {
    // NĐ 118/2025 Art 19.6: "chậm nhất 01 ngày trước"; on a working day.
    let calendar = Calendar::standard();
    let desk = Calendar::new(Holidays::vietnam(), Hours::named("saturday-morning").unwrap());
    for (last, days, until) in [
        ("2026-09-10", 1, "2026-09-09 17:00"),
        ("2026-09-14", 1, "2026-09-11 17:00"),
        ("2026-02-23", 1, "2026-02-13 17:00"),
        ("2026-08-24", 1, "2026-08-22 17:00"),
        ("2026-09-10", 3, "2026-09-07 17:00"),
        ("2026-09-10", 0, "2026-09-10 17:00"),
    ] {
        assert_eq!(text(calendar.extension_open_until(day(last), days)), until, "{last} {days}");
        assert_eq!(desk.extension_open_until(day(last), days), at(until), "{last} {days}");
    }
}

#[test]
fn of_two_decisions_about_one_day_the_later_wins() {
    let off = Holiday {
        first: day("2026-09-09"),
        last: day("2026-09-10"),
        vi: "Nghỉ tránh bão".into(),
        en: "Storm".into(),
        kind: OffKind::Added,
        instrument: "Công điện (ví dụ)".into(),
        mark: Mark::M,
    };
    let worked =
        Swap {
            day: day("2026-09-10"), pays_for: None, instrument: "Công văn (ví dụ)".into(), mark: Mark::M
        };
    let overlay = Overlay::of("bao+1", [Declared::Off(off), Declared::Worked(worked)]);
    let calendar = Calendar::standard().with_overlay(&overlay);
    assert!(!calendar.is_working_day(day("2026-09-09")) && calendar.is_working_day(day("2026-09-10")));
    assert_eq!(calendar.version(), "vn-2026-10-02+bao+1/standard");
}
