//! When an office is open, by weekday.

use crate::error::CalendarError;
use kernel::Day;
use serde::Deserialize;
use std::sync::{Arc, LazyLock};

/// One stretch of opening, in minutes of the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Session {
    /// It opens.
    pub from: u32,
    /// It closes.
    pub to: u32,
}

/// Office hours of a week; cheap to clone.
///
/// Monday to Friday always have some: they are the State's working days, and a limit that ends
/// on one of them needs an hour at which the desk closes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hours(Arc<Week>);

#[derive(PartialEq, Eq, Debug)]
struct Week {
    name: String,
    source: String,
    days: [Vec<Session>; 7],
}

const FRIDAY: usize = 4;

static NAMED: LazyLock<Vec<Hours>> = LazyLock::new(|| {
    Hours::parse_all(include_str!("../data/hours.toml"))
        .unwrap_or_else(|error| panic!("data/hours.toml: {error}"))
});

impl Hours {
    /// 07:30–11:30 and 13:00–17:00, Monday to Friday.
    pub fn standard() -> Hours {
        NAMED[0].clone()
    }

    /// A set of `data/hours.toml` by its name: `standard`, `saturday-morning`.
    pub fn named(name: &str) -> Option<Hours> {
        NAMED.iter().find(|hours| hours.0.name == name).cloned()
    }

    /// Reads sets of hours, written as in `data/hours.toml`; an error names the set and the day.
    pub fn parse_all(text: &str) -> Result<Vec<Hours>, CalendarError> {
        let file: HoursFile =
            toml::from_str(text).map_err(|error| CalendarError::shape("hours file", &error))?;
        let sets: Vec<Hours> = file.hours.into_iter().map(read_set).collect::<Result<_, _>>()?;
        if sets.is_empty() {
            return Err(CalendarError::new("hours file", "holds no set of hours"));
        }
        Ok(sets)
    }

    /// The set's name.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Where the hours were taken from, with its mark, such as `… [D]`.
    pub fn source(&self) -> &str {
        &self.0.source
    }

    /// The sessions of a weekday, 0 being Monday.
    pub fn weekday(&self, weekday: usize) -> &[Session] {
        self.0.days.get(weekday).map_or(&[], Vec::as_slice)
    }

    /// The sessions of a day that is worked although it is a weekend: Friday's.
    pub(crate) fn worked(&self, day: Day) -> &[Session] {
        self.weekday(if day.is_weekend() { FRIDAY } else { day.weekday() })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HoursFile {
    hours: Vec<SetFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetFile {
    name: String,
    #[serde(default)]
    mon: Vec<String>,
    #[serde(default)]
    tue: Vec<String>,
    #[serde(default)]
    wed: Vec<String>,
    #[serde(default)]
    thu: Vec<String>,
    #[serde(default)]
    fri: Vec<String>,
    #[serde(default)]
    sat: Vec<String>,
    #[serde(default)]
    sun: Vec<String>,
    source: String,
    mark: String,
}

fn read_set(set: SetFile) -> Result<Hours, CalendarError> {
    let written = [set.mon, set.tue, set.wed, set.thu, set.fri, set.sat, set.sun];
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let mut days: [Vec<Session>; 7] = Default::default();
    for (index, sessions) in written.iter().enumerate() {
        let named = format!("hours `{}`, {}", set.name, names[index]);
        if sessions.is_empty() && index <= FRIDAY {
            return Err(CalendarError::new(named, "has no opening hours, and is a working day of the State"));
        }
        let mut closed = 0;
        for text in sessions {
            let session = read_session(text).filter(|session| session.from >= closed);
            let Some(session) = session else {
                let problem = format!("`{text}` is no session HH:MM-HH:MM after the one before it");
                return Err(CalendarError::new(named, problem));
            };
            closed = session.to;
            days[index].push(session);
        }
    }
    let source = format!("{} [{}]", set.source, set.mark);
    Ok(Hours(Arc::new(Week { name: set.name, source, days })))
}

fn read_session(text: &str) -> Option<Session> {
    let (from, to) = text.split_once('-')?;
    let session = Session { from: read_minute(from)?, to: read_minute(to)? };
    (session.from < session.to).then_some(session)
}

fn read_minute(text: &str) -> Option<u32> {
    let (hour, minute) = text.split_once(':').filter(|_| text.len() == 5)?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(change: impl Fn(&str) -> String) -> String {
        let text = change(include_str!("../data/hours.toml"));
        Hours::parse_all(&text).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn the_two_named_sets_differ_by_saturday_morning() {
        let (standard, police) = (Hours::standard(), Hours::named("saturday-morning").unwrap());
        assert_eq!(standard.weekday(0), [Session { from: 450, to: 690 }, Session { from: 780, to: 1020 }]);
        assert_eq!(
            (standard.weekday(5), police.weekday(5)),
            (&[][..], &[Session { from: 450, to: 690 }][..])
        );
        assert_eq!((0..5).find(|day| standard.weekday(*day) != police.weekday(*day)), None);
        assert_eq!(Hours::named("midnight"), None);
    }

    #[test]
    fn an_error_names_the_set_and_the_day() {
        assert_eq!(
            problem(|text| text.replacen("\"13:00-17:00\"", "\"11:00-17:00\"", 1)),
            "hours `standard`, mon: `11:00-17:00` is no session HH:MM-HH:MM after the one before it"
        );
        assert_eq!(
            problem(|text| text.replacen("fri = [\"07:30-11:30\", \"13:00-17:00\"]", "fri = []", 1)),
            "hours `standard`, fri: has no opening hours, and is a working day of the State"
        );
        for wrong in ["7:30-11:30", "25:00-26:00", "07:30-07:30", "sáng"] {
            assert!(problem(|text| text.replacen("07:30-11:30", wrong, 1)).contains(wrong), "{wrong}");
        }
        assert_eq!(problem(|_| "hours = []".to_owned()), "hours file: holds no set of hours");
    }
}
