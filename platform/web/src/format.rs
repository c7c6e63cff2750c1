//! Dates, times, amounts and sizes as ux.md 4.3 writes them.

use crate::Lang;
use kernel::{Day, Moment, Money};

const WEEKDAYS_VI: [&str; 7] = ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"];
const WEEKDAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A value that templates pass by reference, at any depth.
pub trait Val<T: Copy> {
    /// The value itself.
    fn val(&self) -> T;
}

impl<T: Copy, V: Val<T> + ?Sized> Val<T> for &V {
    fn val(&self) -> T {
        (**self).val()
    }
}

macro_rules! plain {
    ($($kind:ty)*) => { $(impl Val<$kind> for $kind {
        fn val(&self) -> $kind {
            *self
        }
    })* };
}
plain!(Moment Day Money i64);

impl Val<i64> for u64 {
    fn val(&self) -> i64 {
        i64::try_from(*self).unwrap_or(i64::MAX)
    }
}

impl Val<i64> for usize {
    fn val(&self) -> i64 {
        i64::try_from(*self).unwrap_or(i64::MAX)
    }
}

impl Val<i64> for u32 {
    fn val(&self) -> i64 {
        i64::from(*self)
    }
}

/// `thứ Ba`, `Tuesday`.
pub fn weekday(lang: Lang, day: Day) -> &'static str {
    match lang {
        Lang::Vi => WEEKDAYS_VI[day.weekday()],
        Lang::En => WEEKDAYS_EN[day.weekday()],
    }
}

/// `Thứ Ba`, `Tuesday`: at the head of a leaf or a line.
pub fn weekday_capital(lang: Lang, day: Day) -> String {
    weekday(lang, day).replacen('t', "T", usize::from(lang == Lang::Vi && day.weekday() < 6))
}

/// `04/9/2026`: days under 10 and months 1 and 2 carry a zero, as official documents write.
pub fn day(day: Day) -> String {
    format!("{}/{}", short(day), day.year())
}

/// `04/9`.
pub fn short(day: Day) -> String {
    let zero = if day.month() < 3 { "0" } else { "" };
    format!("{:02}/{zero}{}", day.day(), day.month())
}

/// `thứ Ba, 15/9/2026`, `Tuesday 15/9/2026`.
pub fn long_day(lang: Lang, date: Day) -> String {
    match lang {
        Lang::Vi => format!("{}, {}", weekday(lang, date), day(date)),
        Lang::En => format!("{} {}", weekday(lang, date), day(date)),
    }
}

/// `17:00 thứ Ba, 15/9/2026`, `17:00 Tuesday 15/9/2026`.
pub fn when(lang: Lang, moment: Moment) -> String {
    format!("{} {}", moment.clock_text(), long_day(lang, moment.day()))
}

/// `17:00 thứ Ba, 15/9`: where the year is plain.
pub fn when_short(lang: Lang, moment: Moment) -> String {
    let date = moment.day();
    let comma = if lang == Lang::Vi { "," } else { "" };
    format!("{} {}{comma} {}", moment.clock_text(), weekday(lang, date), short(date))
}

/// `ngày 04 tháng 9 năm 2026`, as letters on a legal form write it. Always Vietnamese.
pub fn formal_day(day: impl Val<Day>) -> String {
    let day = day.val();
    let zero = if day.month() < 3 { "0" } else { "" };
    format!("ngày {:02} tháng {zero}{} năm {}", day.day(), day.month(), day.year())
}

/// `09 giờ 41 phút, ngày 07 tháng 9 năm 2026`. Always Vietnamese.
pub fn formal(moment: impl Val<Moment>) -> String {
    let moment = moment.val();
    let minute = moment.minute();
    format!("{:02} giờ {:02} phút, {}", minute / 60, minute % 60, formal_day(moment.day()))
}

/// `17 giờ 00 phút, thứ Hai, ngày 07 tháng 9 năm 2026`. Always Vietnamese.
pub fn formal_promise(moment: impl Val<Moment>) -> String {
    let moment = moment.val();
    let minute = moment.minute();
    let date = moment.day();
    format!(
        "{:02} giờ {:02} phút, {}, {}",
        minute / 60,
        minute % 60,
        weekday(Lang::Vi, date),
        formal_day(date)
    )
}

/// `Tháng 9, 2026`, `September 2026`; without the year on a small leaf.
pub fn month(lang: Lang, date: Day, with_year: bool) -> String {
    let at = usize::try_from(date.month() - 1).unwrap_or(0);
    match (lang, with_year) {
        (Lang::Vi, true) => format!("Tháng {}, {}", date.month(), date.year()),
        (Lang::Vi, false) => format!("Tháng {}", date.month()),
        (Lang::En, true) => format!("{} {}", MONTHS_EN[at.min(11)], date.year()),
        (Lang::En, false) => MONTHS_EN[at.min(11)].to_owned(),
    }
}

/// `8.000 đồng`.
pub fn money(money: Money) -> String {
    format!("{money} đồng")
}

/// `640 KB`, `2,4 MB`.
pub fn size(bytes: i64) -> String {
    match bytes {
        ..=999 => format!("{bytes} B"),
        1_000..=999_499 => format!("{} KB", (bytes + 500) / 1_000),
        _ => {
            let tenths = (bytes + 50_000) / 100_000;
            if tenths % 10 == 0 || tenths > 100 {
                format!("{} MB", (tenths + 5) / 10)
            } else {
                format!("{},{} MB", tenths / 10, tenths % 10)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn a_deadline_always_names_its_weekday_and_hour() {
        let moment = at("2026-09-15T17:00:00+07:00");
        assert_eq!(when(Lang::Vi, moment), "17:00 thứ Ba, 15/9/2026");
        assert_eq!(when(Lang::En, moment), "17:00 Tuesday 15/9/2026");
        assert_eq!(when_short(Lang::Vi, moment), "17:00 thứ Ba, 15/9");
        assert_eq!(weekday_capital(Lang::Vi, moment.day()), "Thứ Ba");
    }

    #[test]
    fn only_days_under_ten_and_the_first_two_months_carry_a_zero() {
        assert_eq!(day("2026-09-04".parse().unwrap()), "04/9/2026");
        assert_eq!(day("2026-02-14".parse().unwrap()), "14/02/2026");
        assert_eq!(day("2026-10-05".parse().unwrap()), "05/10/2026");
        assert_eq!(formal_day("2026-09-04".parse::<Day>().unwrap()), "ngày 04 tháng 9 năm 2026");
        assert_eq!(
            formal_promise(at("2026-09-07T17:00:00+07:00")),
            "17 giờ 00 phút, thứ Hai, ngày 07 tháng 9 năm 2026"
        );
    }

    #[test]
    fn sizes_are_short() {
        let shown: Vec<String> = [640, 640_000, 2_400_000, 15_000_000, 22_000_000].map(size).into();
        assert_eq!(shown, ["640 B", "640 KB", "2,4 MB", "15 MB", "22 MB"]);
    }

    #[test]
    fn sunday_is_written_as_it_is() {
        assert_eq!(weekday_capital(Lang::Vi, "2026-09-06".parse().unwrap()), "Chủ nhật");
    }
}
