//! Tables of dates, each row with the law it rests on.
#![allow(clippy::unwrap_used)]

use calendar::{Calendar, DayKind, Due, Holidays, Hours, Overlay, Terms, rule};
use kernel::LimitUnit::{Days, Hours as ClockHours, Months, SameDay, WorkingDays, WorkingHours};
use kernel::{Day, Limit, LimitUnit, Moment};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// `2026-02-13 15:20`, or with seconds.
fn at(text: &str) -> Moment {
    let seconds = if text.len() == 16 { ":00" } else { "" };
    Moment::parse_rfc3339(&format!("{}{seconds}+07:00", text.replace(' ', "T"))).unwrap()
}

fn text(moment: Moment) -> String {
    moment.rfc3339()[..16].replace('T', " ")
}

fn due(start: &str, n: u32, unit: LimitUnit) -> Due {
    Calendar::standard().due(at(start), Limit::new(n, unit))
}

fn saturday_desk() -> Calendar {
    Calendar::new(Holidays::vietnam(), Hours::named("saturday-morning").unwrap())
}

/// Holidays jumped over, as `name first..last (days)`.
fn moved_by(due: &Due) -> Vec<String> {
    due.moved_by.iter().map(|s| format!("{} {}..{} ({})", s.holiday.vi, s.first, s.last, s.days)).collect()
}

#[test]
fn limits_end_when_the_law_says() {
    // (start, n, unit, printed end, law)
    let rows = [
        (
            "2025-12-31 10:00",
            3,
            WorkingDays,
            "2026-01-07 17:00",
            "BLDS 147; BLLĐ 112.1; 12729/VPCP-KGVX: 2/1 off",
        ),
        ("2026-01-08 10:00", 2, WorkingDays, "2026-01-10 17:00", "12729/VPCP-KGVX: Saturday 10/1 is worked"),
        ("2026-02-13 15:20", 0, SameDay, "2026-02-23 17:00", "Luật Hộ tịch 5.3; TB 9441/TB-BNV: Tết 14–22/2"),
        ("2026-04-29 10:00", 3, WorkingDays, "2026-05-06 17:00", "BLLĐ 112.1; 3383/BNV-CVL: no swap"),
        ("2026-08-20 10:00", 3, WorkingDays, "2026-08-24 17:00", "TB 9441/TB-BNV: Saturday 22/8 is worked"),
        ("2026-08-28 10:00", 2, WorkingDays, "2026-09-04 17:00", "TB 9441/TB-BNV: 29/8–2/9 off"),
        ("2026-11-23 10:00", 1, WorkingDays, "2026-11-25 17:00", "NQ 28/2026/QH16 Art 2"),
        ("2027-02-03 10:00", 3, WorkingDays, "2027-02-15 17:00", "VPCP 02/10/2026: Tết 4–10/2"),
        ("2027-04-29 10:00", 1, WorkingDays, "2027-05-04 17:00", "BLLĐ 111.3: 3/5 for Saturday 1/5"),
        ("2026-04-10 10:00", 20, Days, "2026-05-04 17:00", "BLDS 148.5: 30/4 is off"),
        ("2026-02-01 10:00", 15, Days, "2026-02-23 17:00", "NĐ 118/2025 19.5 (closing); BLDS 148.5"),
        ("2026-08-16 10:00", 15, Days, "2026-09-03 17:00", "BLDS 148.5: 31/8 is swapped off"),
        ("2027-01-20 10:00", 20, Days, "2027-02-11 17:00", "BLDS 148.5: 9/2 is Tết"),
        ("2027-01-31 10:00", 1, Months, "2027-03-01 17:00", "BLDS 148.3 (28/2), 148.5 (a Sunday)"),
        ("2026-09-11 15:30", 8, WorkingHours, "2026-09-14 15:30", "NĐ 118/2025 17.2c"),
    ];
    for (start, n, unit, end, law) in rows {
        assert_eq!(text(due(start, n, unit).at), end, "{start} + {n} {unit:?} ({law})");
    }
}

#[test]
fn the_same_day_ends_at_three_o_clock_sharp() {
    // Luật Hộ tịch 60/2014 Art 5.3, NĐ 23/2015 Art 7: "sau 15 giờ" is after 15:00, not at it.
    let rows = [
        ("2026-09-07 07:00", "2026-09-07 17:00"),
        ("2026-09-07 14:59", "2026-09-07 17:00"),
        ("2026-09-07 15:00", "2026-09-07 17:00"),
        ("2026-09-07 15:00:01", "2026-09-08 17:00"),
        ("2026-09-07 15:01", "2026-09-08 17:00"),
        ("2026-09-11 15:01", "2026-09-14 17:00"), // Friday: the weekend is jumped
        ("2026-09-12 09:00", "2026-09-14 17:00"), // Saturday morning
        ("2026-09-12 23:30", "2026-09-14 17:00"), // Saturday night
        ("2026-02-13 14:59", "2026-02-13 17:00"), // the last day before Tết
        ("2026-02-13 15:01", "2026-02-23 17:00"),
        ("2026-02-18 09:00", "2026-02-23 17:00"), // accepted in Tết
        ("2026-08-21 15:01", "2026-08-22 17:00"), // a worked Saturday is the next working day
        ("2026-08-22 15:00", "2026-08-22 17:00"),
        ("2026-08-22 15:01", "2026-08-24 17:00"),
    ];
    for (start, end) in rows {
        let due = due(start, 0, SameDay);
        assert_eq!((text(due.at).as_str(), due.rule), (end, rule::SAME_DAY), "{start}");
    }
}

#[test]
fn the_cut_off_is_a_parameter() {
    let noon = Terms { same_day_until: 12 * 60 };
    let limit = Limit::new(0, SameDay);
    let calendar = Calendar::standard();
    assert_eq!(calendar.due_with(at("2026-09-07 12:00"), limit, noon).last_day, day("2026-09-07"));
    assert_eq!(calendar.due_with(at("2026-09-07 12:01"), limit, noon).last_day, day("2026-09-08"));
}

#[test]
fn a_notice_runs_at_night_and_an_acceptance_does_not() {
    // NĐ 118/2025 Art 17.2: 02 hours from the portal's answer (plain hours, BLDS 147.1);
    // 17.2c: at most 08 working hours.
    let rows = [
        ("2026-09-12 23:30", "2026-09-13 01:30", "2026-09-14 17:00"), // Saturday night
        ("2026-09-11 16:30", "2026-09-11 18:30", "2026-09-14 16:30"),
        ("2026-09-11 15:30", "2026-09-11 17:30", "2026-09-14 15:30"),
        ("2026-09-07 12:00", "2026-09-07 14:00", "2026-09-08 11:30"), // in the lunch break
        ("2026-02-13 16:00", "2026-02-13 18:00", "2026-02-23 16:00"), // before Tết
        ("2026-08-21 16:00", "2026-08-21 18:00", "2026-08-22 16:00"), // a worked Saturday
        ("2026-12-31 23:00", "2027-01-01 01:00", "2027-01-04 17:00"),
    ];
    for (start, notice, acceptance) in rows {
        assert_eq!(text(due(start, 2, ClockHours).at), notice, "{start}");
        assert_eq!(text(due(start, 8, WorkingHours).at), acceptance, "{start}");
    }
    let seconds = due("2026-09-11 15:30:20", 8, WorkingHours);
    assert_eq!(seconds.at, at("2026-09-14 15:30:20"));
}

#[test]
fn limits_count_no_first_day_wherever_they_start() {
    // BLDS 147: the day of the event is skipped, also when it is no working day.
    let rows = [
        ("2026-09-12 23:30", 1, WorkingDays, "2026-09-14 17:00"),
        ("2026-09-11 16:59", 1, WorkingDays, "2026-09-14 17:00"),
        ("2026-02-13 09:00", 1, WorkingDays, "2026-02-23 17:00"),
        ("2026-02-13 09:00", 15, Days, "2026-03-02 17:00"), // 28/2 is a Saturday
        ("2026-08-21 09:00", 1, WorkingDays, "2026-08-22 17:00"),
        ("2026-08-07 09:00", 15, Days, "2026-08-22 17:00"), // ends on a worked Saturday: stays
        ("2026-09-07 09:00", 15, Days, "2026-09-22 17:00"),
        ("2026-09-07 09:00", 20, Days, "2026-09-28 17:00"), // 27/9 is a Sunday
        ("2024-05-03 09:00", 1, WorkingDays, "2024-05-04 17:00"), // 1570/TB-LĐTBXH
        ("2025-04-25 09:00", 1, WorkingDays, "2025-04-26 17:00"), // 6150/TB-BLĐTBXH
        ("2025-04-29 09:00", 1, WorkingDays, "2025-05-05 17:00"),
        ("2026-03-31 09:00", 1, Months, "2026-05-04 17:00"), // 30/4, then 1/5 and a weekend
        ("2026-09-07 09:00", 1, Months, "2026-10-07 17:00"),
        ("2026-09-07 09:00", 0, WorkingDays, "2026-09-07 17:00"),
        ("2026-09-12 09:00", 0, WorkingDays, "2026-09-14 17:00"),
    ];
    for (start, n, unit, end) in rows {
        assert_eq!(text(due(start, n, unit).at), end, "{start} + {n} {unit:?}");
    }
}

#[test]
fn a_limit_names_the_holidays_that_moved_it() {
    let permit = due("2026-08-20 09:00", 12, WorkingDays);
    assert_eq!(text(permit.at), "2026-09-09 17:00");
    assert_eq!(moved_by(&permit), ["Quốc khánh 2026-08-31..2026-09-02 (3)"]);
    assert_eq!(permit.worked_weekends, [day("2026-08-22")]);
    assert_eq!((permit.moved_from, permit.rule), (None, rule::WORKING_DAYS));

    let closing = due("2026-02-01 09:00", 15, Days);
    assert_eq!(closing.moved_from, Some(day("2026-02-16")));
    assert_eq!(moved_by(&closing), ["Tết Nguyên đán 2026-02-16..2026-02-20 (5)"]);

    let april = due("2026-04-24 09:00", 5, WorkingDays);
    let victory = "Ngày Chiến thắng 30/4 và Quốc tế Lao động 1/5 2026-04-30..2026-05-01 (2)";
    assert_eq!(moved_by(&april), ["Giỗ Tổ Hùng Vương 2026-04-27..2026-04-27 (1)", victory]);

    // A limit in days that only passes over Tết is not moved by it.
    let passing = due("2026-02-10 09:00", 15, Days);
    assert_eq!((text(passing.at).as_str(), passing.moved_by.len()), ("2026-02-25 17:00", 0));
    assert_eq!(due("2026-02-13 16:00", 2, ClockHours).moved_by, []);
    assert_eq!(
        moved_by(&due("2026-02-13 16:00", 8, WorkingHours)),
        ["Tết Nguyên đán 2026-02-16..2026-02-20 (5)"]
    );
}

#[test]
fn a_limit_says_on_what_table_it_rests() {
    let flags = |start, n, unit| {
        let due = due(start, n, unit);
        (due.provisional, due.beyond_table)
    };
    assert_eq!(flags("2026-12-01 09:00", 20, WorkingDays), (false, false));
    assert_eq!(flags("2026-12-21 09:00", 20, Days), (true, false));
    assert_eq!(flags("2027-12-21 09:00", 20, Days), (false, true));
    assert_eq!(flags("2027-12-21 09:00", 20, WorkingDays), (true, true));
    assert_eq!(flags("2027-12-31 23:00", 2, ClockHours), (false, false));
    // Beyond the table only weekends are known.
    assert_eq!(text(due("2028-01-21 09:00", 3, WorkingDays).at), "2028-01-26 17:00");
    assert_eq!(text(due("2019-12-31 09:00", 1, WorkingDays).at), "2020-01-01 17:00");
}

#[test]
fn a_saturday_session_opens_the_desk_and_makes_no_working_day() {
    let desk = saturday_desk();
    let saturday = day("2026-09-12");
    assert!(!desk.is_working_day(saturday));
    assert_eq!(desk.kind(saturday), DayKind::Weekend);
    assert_eq!(desk.closes(saturday), Some(at("2026-09-12 11:30")));
    let start = at("2026-09-11 16:00");
    for (limit, end) in [
        (Limit::new(4, WorkingHours), "2026-09-12 10:30"), // hours run while the desk is open
        (Limit::new(8, WorkingHours), "2026-09-14 10:30"),
        (Limit::new(1, WorkingDays), "2026-09-14 17:00"), // days are the State's
        (Limit::new(1, Days), "2026-09-14 17:00"),
        (Limit::new(0, SameDay), "2026-09-14 17:00"),
    ] {
        assert_eq!(text(desk.due(start, limit).at), end, "{limit:?}");
    }
    // Closed on the Saturdays inside Tết; open like a Friday on a worked one.
    assert_eq!(desk.opens(day("2026-02-14")), None);
    assert_eq!(desk.opens(day("2027-05-01")), None);
    assert_eq!(desk.closes(day("2026-08-22")), Some(at("2026-08-22 17:00")));
    assert_eq!(desk.working_minutes_between(at("2026-08-22 00:00"), at("2026-08-23 00:00")), 480);
}

#[test]
fn a_day_says_why_it_is_off() {
    let calendar = Calendar::standard();
    let name = |text| calendar.why_off(day(text)).map(|holiday| holiday.vi.as_str());
    assert_eq!(name("2026-11-24"), Some("Ngày Văn hóa Việt Nam"));
    assert_eq!(name("2025-11-24"), None);
    assert_eq!(name("2026-02-14"), Some("Tết Nguyên đán"));
    assert_eq!(name("2026-09-12"), None);
    assert!(matches!(calendar.kind(day("2026-01-10")), DayKind::WorkedWeekend(swap)
        if swap.pays_for == Some(day("2026-01-02"))));
    assert_eq!(calendar.next_working_day(day("2026-02-13")), day("2026-02-23"));
    assert_eq!(calendar.working_day_until(day("2026-02-22")), day("2026-02-13"));
}

#[test]
fn an_apology_goes_out_a_day_before_on_a_working_day() {
    // NĐ 118/2025 Art 19.6: at least 01 day before the limit ends.
    let calendar = Calendar::standard();
    for (last, by) in [
        ("2026-09-10", "2026-09-09"),
        ("2026-09-14", "2026-09-11"),
        ("2026-02-23", "2026-02-13"),
        ("2026-08-24", "2026-08-22"),
    ] {
        assert_eq!(calendar.apology_by(day(last)), day(by), "{last}");
    }
}

#[test]
fn a_later_decision_moves_open_limits_and_names_its_holiday() {
    let storm = Overlay::parse(
        "version = \"bao-so-12\"\n[[off]]\nfrom = \"2026-09-09\"\nto = \"2026-09-10\"\nvi = \"Nghỉ tránh bão số 12\"\n\
         en = \"Storm no. 12\"\nkind = \"added\"\ninstrument = \"Công điện (ví dụ)\"\nmark = \"M\"\n",
    )
    .unwrap();
    let before = Calendar::standard();
    let after = before.with_overlay(&storm);
    let limit = Limit::new(3, WorkingDays);
    let start = at("2026-09-07 09:00");
    assert_eq!(text(before.due(start, limit).at), "2026-09-10 17:00");
    assert_eq!(text(after.due(start, limit).at), "2026-09-14 17:00");
    assert_eq!(moved_by(&after.due(start, limit)), ["Nghỉ tránh bão số 12 2026-09-09..2026-09-10 (2)"]);
    assert_eq!(after.version(), "vn-2026-10-02+bao-so-12/standard");
}
