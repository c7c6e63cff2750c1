//! What holds for every start, limit and desk.
#![allow(clippy::unwrap_used)]

use calendar::{Calendar, Holidays, Hours};
use kernel::{Day, Limit, LimitUnit, Moment};
use proptest::prelude::*;

fn desk(saturdays: bool) -> Calendar {
    let name = if saturdays { "saturday-morning" } else { "standard" };
    Calendar::new(Holidays::vietnam(), Hours::named(name).unwrap())
}

/// Any second from mid-2023 to mid-2028: before, within and beyond the table.
fn moment() -> impl Strategy<Value = Moment> {
    (1_688_000_000i64..1_846_000_000).prop_map(|seconds| Moment::from_ms(seconds * 1000))
}

fn unit() -> impl Strategy<Value = LimitUnit> {
    prop_oneof![
        Just(LimitUnit::Hours),
        Just(LimitUnit::WorkingHours),
        Just(LimitUnit::WorkingDays),
        Just(LimitUnit::Days),
        Just(LimitUnit::Months),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_limit_ends_on_a_working_day_and_not_before_it_starts(
        start in moment(), n in 1u32..200, unit in unit(), saturdays: bool
    ) {
        let calendar = desk(saturdays);
        let due = calendar.due(start, Limit::new(n, unit));
        prop_assert!(due.at > start);
        prop_assert_eq!(due.last_day, due.at.day());
        if matches!(unit, LimitUnit::WorkingDays | LimitUnit::Days | LimitUnit::Months) {
            prop_assert!(calendar.is_working_day(due.last_day));
            prop_assert!(due.last_day > start.day());
            prop_assert_eq!(Some(due.at), calendar.closes(due.last_day));
        }
    }

    #[test]
    fn a_same_day_limit_ends_today_or_on_the_next_working_day(start in moment(), saturdays: bool) {
        let calendar = desk(saturdays);
        let last = calendar.due(start, Limit::new(0, LimitUnit::SameDay)).last_day;
        prop_assert!(calendar.is_working_day(last));
        prop_assert!(last == start.day() || last == calendar.next_working_day(start.day()));
    }

    #[test]
    fn starting_later_or_having_more_never_ends_earlier(
        start in moment(), later in 0i64..30_000_000, n in 0u32..90, more in 0u32..30, unit in unit(), saturdays: bool
    ) {
        let calendar = desk(saturdays);
        let end = |start, n| calendar.due(start, Limit::new(n, unit)).at;
        prop_assert!(end(start, n) <= end(start.plus_ms(later * 1000), n));
        // Nothing added to a closed hour stays where it is, so only real limits are compared.
        prop_assert!(n == 0 || end(start, n) <= end(start, n + more));
    }

    #[test]
    fn adding_and_measuring_office_time_are_inverse(
        start in moment(), minutes in -50_000i64..50_000, saturdays: bool
    ) {
        let calendar = desk(saturdays);
        let end = calendar.add_working_minutes(start, minutes);
        prop_assert_eq!(calendar.working_minutes_between(start, end), minutes);
        prop_assert_eq!(calendar.working_minutes_between(end, start), -minutes);
    }

    #[test]
    fn measured_office_time_leads_to_its_end_or_to_a_closed_hour_before_it(
        start in moment(), length in 1i64..10_000_000, saturdays: bool
    ) {
        let calendar = desk(saturdays);
        let end = start.plus_ms(length * 1000);
        let minutes = calendar.working_minutes_between(start, end);
        let reached = calendar.add_working_minutes(start, minutes);
        prop_assert!(reached <= end);
        prop_assert_eq!(calendar.working_minutes_between(reached, end), 0);
    }

    #[test]
    fn an_interval_taken_out_never_ends_a_limit_earlier_nor_before_it_runs_again(
        start in moment(), n in 1u32..60, unit in unit(), into in 0i64..3_000_000, long in 0i64..3_000_000, saturdays: bool
    ) {
        let calendar = desk(saturdays);
        let due = calendar.due(start, Limit::new(n, unit));
        let from = start.plus_ms(into * 1000);
        let to = from.plus_ms(long * 1000);
        let moved = calendar.shifted(due.at, due.last_day, unit, from, to);
        prop_assert!(moved.at >= due.at);
        prop_assert!(from > due.at || moved.last_day >= to.day());
        let more = calendar.shifted(due.at, due.last_day, unit, from, to.plus_ms(100_000_000));
        prop_assert!(more.at >= moved.at);
    }

    #[test]
    fn working_days_agree_with_walking_along_the_days(number in 19_500i64..21_400, n in 1u32..120) {
        let calendar = desk(false);
        let start = Day::from_number(number);
        let (mut day, mut seen) = (start, 0);
        while seen < n {
            day = day.plus(1);
            let off = calendar.why_off(day).is_some() || day.is_weekend();
            let worked = ["2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"].contains(&day.to_string().as_str());
            seen += u32::from(!off || worked);
        }
        prop_assert_eq!(calendar.add_working_days(start, n), day);
        prop_assert_eq!(calendar.working_days_between(start, day), i64::from(n));
        prop_assert_eq!(calendar.working_days_between(day, start), -i64::from(n));
    }

    #[test]
    fn lateness_and_use_never_shrink_as_time_passes(
        start in moment(), n in 1u32..40, early in 0i64..8_000_000, step in 0i64..2_000_000, saturdays: bool
    ) {
        let calendar = desk(saturdays);
        let due = calendar.due(start, Limit::new(n, LimitUnit::WorkingDays));
        let (first, second) = (start.plus_ms(early * 1000), start.plus_ms((early + step) * 1000));
        let used = |now| calendar.used(start, due.at, now).used_milli;
        prop_assert!(used(first) <= used(second));
        let late = |now: Moment| calendar.lateness(due.last_day, now).is_late();
        prop_assert!(!late(first) || late(second));
        prop_assert_eq!(late(second), second.day() > due.last_day);
    }
}

#[test]
fn no_limit_however_long_breaks_the_arithmetic() {
    let calendar = desk(true);
    for start in [Moment::from_ms(0), Moment::at(Day::new(2026, 9, 7).unwrap(), 600)] {
        for unit in [
            LimitUnit::Hours,
            LimitUnit::WorkingHours,
            LimitUnit::WorkingDays,
            LimitUnit::Days,
            LimitUnit::Months,
        ] {
            for n in [0, 1, 100_000, u32::MAX] {
                assert!(calendar.due(start, Limit::new(n, unit)).at >= start, "{n} {unit:?}");
            }
        }
    }
}
