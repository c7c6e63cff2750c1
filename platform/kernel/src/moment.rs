//! Instants and legal days. Instants are milliseconds UTC; legal time is always +07:00.

use jiff::civil::{Date, Weekday};
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
        let mut text = String::with_capacity(25);
        self.day().write(&mut text);
        for (before, part) in [('T', seconds / 3600), (':', seconds / 60 % 60), (':', seconds % 60)] {
            text.push(before);
            write_digits(&mut text, part, 2);
        }
        text.push_str("+07:00");
        text
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
fn write_digits(text: &mut String, number: i64, width: u32) {
    for place in (0..width).rev() {
        let digit = number / 10_i64.pow(place) % 10;
        text.push(char::from(b'0' + digit.unsigned_abs() as u8));
    }
}

/// A legal day, written `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    fn write(self, text: &mut String) {
        write_digits(text, i64::from(self.year()), 4);
        for part in [self.month(), self.day()] {
            text.push('-');
            write_digits(text, i64::from(part), 2);
        }
    }

    /// The day, if year, month and day name one between 1583 and 9999.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Day> {
        Date::new(year, month, day).ok().filter(|date| date.year() >= 1583).map(Day)
    }

    /// Days since 1970-01-01.
    pub fn number(self) -> i64 {
        let epoch = Date::constant(1970, 1, 1);
        i64::from(epoch.until(self.0).map_or(0, |span| span.get_days()))
    }

    /// The day so many days after 1970-01-01.
    pub fn from_number(number: i64) -> Day {
        let span = jiff::Span::new().days(number.clamp(-140_000, 2_900_000));
        Day(Date::constant(1970, 1, 1).saturating_add(span))
    }

    /// This day moved by so many days.
    pub fn plus(self, days: i64) -> Day {
        Day::from_number(self.number() + days)
    }

    /// The same-numbered day so many months later, or the last day of that month (BLDS 148.3).
    pub fn plus_months(self, months: i32) -> Day {
        Day(self.0.saturating_add(jiff::Span::new().months(months)))
    }

    /// Year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// Day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// Days from Monday: 0 is Monday, 6 is Sunday.
    pub fn weekday(self) -> usize {
        self.0.weekday().to_monday_zero_offset() as usize
    }

    /// Saturday or Sunday.
    pub fn is_weekend(self) -> bool {
        matches!(self.0.weekday(), Weekday::Saturday | Weekday::Sunday)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(10);
        self.write(&mut text);
        f.pad(&text)
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
        let wrong = || NotADay(text.to_owned());
        if text.len() != 10 {
            return Err(wrong());
        }
        text.parse::<Date>().map(Day).map_err(|_| wrong())
    }
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
    fn days_count_from_1970_both_ways() {
        let day: Day = "2026-11-24".parse().unwrap();
        assert_eq!(Day::from_number(day.number()), day);
        assert_eq!(day.weekday(), 1);
    }
}
