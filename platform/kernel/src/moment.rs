//! Instants and legal days. Instants are milliseconds UTC; legal time is always +07:00.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Legal time of Vietnam, in milliseconds east of UTC; it has no daylight saving.
const OFFSET_MS: i64 = 7 * 3_600_000;
const DAY_MS: i64 = 86_400_000;

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(i64);

impl Moment {
    /// From milliseconds since the Unix epoch, UTC.
    pub const fn from_ms(ms: i64) -> Moment {
        Moment(ms)
    }

    /// Milliseconds since the Unix epoch, UTC.
    pub const fn ms(self) -> i64 {
        self.0
    }

    /// The instant of a legal day and a minute of that day (0 to 1,440), in +07:00.
    pub fn at(day: Day, minute: u32) -> Moment {
        Moment(day.number() * DAY_MS + i64::from(minute) * 60_000 - OFFSET_MS)
    }

    /// The legal day this instant falls on.
    pub fn day(self) -> Day {
        Day::from_number((self.0 + OFFSET_MS).div_euclid(DAY_MS))
    }

    /// The minute of the legal day, 0 to 1,439.
    pub fn minute(self) -> u32 {
        ((self.0 + OFFSET_MS).rem_euclid(DAY_MS) / 60_000) as u32
    }

    /// This instant moved by so many milliseconds.
    pub const fn plus_ms(self, ms: i64) -> Moment {
        Moment(self.0 + ms)
    }

    /// This instant moved by so many minutes.
    pub const fn plus_minutes(self, minutes: i64) -> Moment {
        Moment(self.0 + minutes * 60_000)
    }

    /// RFC 3339 in legal time, to the second: `2026-09-07T09:41:00+07:00`.
    pub fn rfc3339(self) -> String {
        let seconds = (self.0 + OFFSET_MS).rem_euclid(DAY_MS) / 1000;
        let mut text = *b"0000-00-00T00:00:00+07:00";
        self.day().write(&mut text);
        for (at, part) in [(11, seconds / 3600), (14, seconds / 60 % 60), (17, seconds % 60)] {
            write_digits(&mut text[at..at + 2], part);
        }
        ascii(&text).to_owned()
    }

    /// Reads RFC 3339 with any offset.
    pub fn parse_rfc3339(text: &str) -> Option<Moment> {
        text.parse::<jiff::Timestamp>().ok().map(|stamp| Moment(stamp.as_millisecond()))
    }

    /// `09:41`.
    pub fn clock_text(self) -> String {
        let minute = self.minute();
        format!("{:02}:{:02}", minute / 60, minute % 60)
    }
}

/// Digits with noughts before them: answers hold so many moments that the machinery of formatting
/// was a tenth of their cost.
fn write_digits(place: &mut [u8], mut number: i64) {
    for digit in place.iter_mut().rev() {
        *digit = b'0' + (number % 10).unsigned_abs() as u8;
        number /= 10;
    }
}

/// What was written digit by digit, as text.
fn ascii(text: &[u8]) -> &str {
    std::str::from_utf8(text).unwrap_or_default()
}

/// A legal day, written `YYYY-MM-DD`: days since 1970-01-01, because days are counted far more often
/// than they are written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// Days of the 400 years after which the Gregorian calendar repeats itself.
const ERA_DAYS: i64 = 146_097;
/// Days from 0000-03-01, where eras begin, to 1970-01-01.
const ERA_TO_EPOCH: i64 = 719_468;

/// The number of a day of the Gregorian calendar. Years begin in March here, so that a leap day is the last
/// of its year.
const fn number_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year - ERA_TO_EPOCH
}

const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl Day {
    /// Writes `YYYY-MM-DD` over the first ten bytes, whose hyphens stand there already.
    fn write(self, text: &mut [u8]) {
        let (year, month, day) = self.parts();
        write_digits(&mut text[..4], year);
        write_digits(&mut text[5..7], month);
        write_digits(&mut text[8..10], day);
    }

    /// The day, if year, month and day name one between 1583 and 9999.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Day> {
        Day::named(year.into(), month.into(), day.into()).filter(|_| year >= 1583)
    }

    fn named(year: i64, month: i64, day: i64) -> Option<Day> {
        let real = (0..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day);
        real.then(|| Day(number_of(year, month, day) as i32))
    }

    /// Days since 1970-01-01.
    pub fn number(self) -> i64 {
        self.0.into()
    }

    /// The day so many days after 1970-01-01.
    pub fn from_number(number: i64) -> Day {
        Day(number.clamp(-140_000, 2_900_000) as i32)
    }

    /// This day moved by so many days.
    pub fn plus(self, days: i64) -> Day {
        Day::from_number(self.number().saturating_add(days))
    }

    /// The same-numbered day so many months later, or the last day of that month (BLDS 148.3).
    pub fn plus_months(self, months: i32) -> Day {
        let (year, month, day) = self.parts();
        let months = year * 12 + month - 1 + i64::from(months);
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        Day::from_number(number_of(year, month, day.min(days_in_month(year, month))))
    }

    /// Year, month and day of the month.
    fn parts(self) -> (i64, i64, i64) {
        let number = self.number() + ERA_TO_EPOCH;
        let (era, of_era) = (number.div_euclid(ERA_DAYS), number.rem_euclid(ERA_DAYS));
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        (year + era * 400 + i64::from(month <= 2), month, day)
    }

    /// Year.
    pub fn year(self) -> i16 {
        self.parts().0 as i16
    }

    /// Month, 1 to 12.
    pub fn month(self) -> i8 {
        self.parts().1 as i8
    }

    /// Day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.parts().2 as i8
    }

    /// Days from Monday: 0 is Monday, 6 is Sunday.
    pub fn weekday(self) -> usize {
        // 1970-01-01 was a Thursday.
        (self.0 + 3).rem_euclid(7) as usize
    }

    /// Saturday or Sunday.
    pub fn is_weekend(self) -> bool {
        self.weekday() > 4
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = *b"0000-00-00";
        self.write(&mut text);
        f.pad(ascii(&text))
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not a day written `YYYY-MM-DD`.
#[derive(Debug, thiserror::Error)]
#[error("not a day written YYYY-MM-DD: {0}")]
pub struct NotADay(String);

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read_day(text.as_bytes()).ok_or_else(|| NotADay(text.to_owned()))
    }
}

fn read_day(text: &[u8]) -> Option<Day> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else { return None };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0'))
        })
    };
    Day::named(number(&[*y1, *y2, *y3, *y4])?, number(&[*m1, *m2])?, number(&[*d1, *d2])?)
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_time_is_seven_hours_east_whatever_the_host_says() {
        let moment = Moment::parse_rfc3339("2026-09-06T17:30:00Z").unwrap();
        assert_eq!(moment.day().to_string(), "2026-09-07");
        assert_eq!(moment.clock_text(), "00:30");
        assert_eq!(moment.rfc3339(), "2026-09-07T00:30:00+07:00");
        assert_eq!(Moment::at(moment.day(), 30), moment);
    }

    #[test]
    fn a_month_ends_on_the_same_number_or_the_last_day() {
        let day: Day = "2027-01-31".parse().unwrap();
        assert_eq!(day.plus_months(1).to_string(), "2027-02-28");
    }

    #[test]
    fn days_are_those_of_the_gregorian_calendar() {
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        // Every day of five centuries, and both ends of what can be counted.
        for number in (-141_500..41_500).chain([-719_528, 2_900_000, 2_932_896]) {
            let date = epoch.checked_add(jiff::Span::new().days(number)).unwrap();
            let day: Day = date.to_string().parse().unwrap();
            assert_eq!((day.number(), day.to_string()), (number, date.to_string()));
            assert_eq!((day.year(), day.month(), day.day()), (date.year(), date.month(), date.day()));
            assert_eq!(day.weekday(), date.weekday().to_monday_zero_offset() as usize);
        }
    }

    #[test]
    fn months_are_added_as_the_calendar_has_them() {
        let start = jiff::civil::Date::constant(2023, 1, 31);
        for months in -500..500 {
            let date = start.checked_add(jiff::Span::new().months(months)).unwrap();
            let day = Day::new(2023, 1, 31).unwrap().plus_months(months);
            assert_eq!(day.to_string(), date.to_string());
        }
    }

    #[test]
    fn only_days_that_exist_can_be_read() {
        for text in
            ["2026-02-29", "2026-13-01", "2026-00-10", "2026-4-01", "2026-04-31", "2026-09-0a", "20260907"]
        {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
        assert!("2024-02-29".parse::<Day>().is_ok());
        assert_eq!(Day::new(1582, 12, 31), None);
    }

    #[test]
    fn days_count_from_1970_both_ways() {
        let day: Day = "2026-11-24".parse().unwrap();
        assert_eq!(Day::from_number(day.number()), day);
        assert_eq!(day.weekday(), 1);
    }
}
