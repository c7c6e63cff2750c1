//! Working time as offices have it: hours, the State's table of days off, and over it what the
//! province and the agency declared later.

use crate::model::{DayKind, DeclaredDay};
use crate::{Accounts, directory::Directory};
use calendar::{Calendar, Declared, Holiday, Holidays, Hours, Mark, OffKind, Overlay, Swap};
use kernel::{Day, Id};
use std::sync::{Arc, PoisonError};

/// The agenda row that tells the core that working time changed: subject 0, due at once.
pub const CALENDAR_CHANGED: &str = "case.recount";

/// The declarations of the province (no agency) or of one agency as an overlay; none when there
/// never was one. Its version is a number that every declaration and withdrawal raises.
pub(crate) fn overlay(days: &[Arc<DeclaredDay>], agency: Option<Id>, name: &str) -> Option<Overlay> {
    let of_these = || days.iter().filter(|day| day.agency == agency);
    let version: i64 = of_these().map(|day| day.version).sum();
    let decisions = of_these().filter(|day| day.withdrawn.is_none()).flat_map(|day| decisions(day));
    (version > 0).then(|| Overlay::of(format!("{name}-{version}"), decisions))
}

fn decisions(day: &DeclaredDay) -> Vec<Declared> {
    // The instrument was entered by the office that has it in hand.
    let mark = Mark::L;
    match day.kind {
        DayKind::Off => vec![Declared::Off(Holiday {
            first: day.first,
            last: day.last,
            vi: day.name_vi.clone(),
            en: day.name_en.clone(),
            kind: OffKind::Added,
            instrument: day.instrument.clone(),
            mark,
        })],
        DayKind::Worked => (day.first.number()..=day.last.number())
            .map(|number| {
                let instrument = day.instrument.clone();
                Declared::Worked(Swap { day: Day::from_number(number), pays_for: None, instrument, mark })
            })
            .collect(),
    }
}

impl Directory {
    /// The calendar of these hours with what the province and, where it did, the agency declared.
    fn calendar(&self, hours: &str, agency: Option<Id>) -> Calendar {
        let own = agency.and_then(|id| self.agency_days.get(&id).map(|overlay| (id, overlay)));
        let key = (hours.to_owned(), own.map(|(id, _)| id));
        let mut known = self.calendars.lock().unwrap_or_else(PoisonError::into_inner);
        let made = || {
            let hours = Hours::named(hours).unwrap_or_else(Hours::standard);
            let overlays = self.province_days.iter().chain(own.map(|(_, overlay)| overlay));
            overlays
                .fold(Calendar::new(Holidays::vietnam(), hours), |calendar, over| calendar.with_overlay(over))
        };
        known.entry(key).or_insert_with(made).clone()
    }

    fn calendar_of_agency(&self, agency: Id) -> Calendar {
        let hours = self.agency(agency).map_or_else(String::new, |agency| agency.hours.clone());
        self.calendar(&hours, Some(agency))
    }

    fn calendar_of_unit(&self, id: Id) -> Calendar {
        let mut known = self.calendar_by_unit.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(calendar) = known.get(&id) {
            return calendar.clone();
        }
        let Some(unit) = self.unit(id) else { return self.calendar("", None) };
        let calendar = match &unit.hours {
            Some(hours) => self.calendar(hours, Some(unit.agency)),
            None => self.calendar_of_agency(unit.agency),
        };
        known.insert(id, calendar.clone());
        calendar
    }
}

impl Accounts {
    /// The working time of an agency; the usual one when it names none that is known.
    pub fn calendar_for(&self, agency: Id) -> Calendar {
        self.directory().calendar_of_agency(agency)
    }

    /// The working time of a unit: its own, or its agency's.
    pub fn calendar_for_unit(&self, unit: Id) -> Calendar {
        self.directory().calendar_of_unit(unit)
    }

    /// The usual office hours with what the whole province declared: for what no office does.
    pub fn calendar_of_province(&self) -> Calendar {
        self.directory().calendar("", None)
    }

    /// Days declared off or worked by offices, the newest first, withdrawn ones too.
    pub fn declared_days(&self) -> Vec<Arc<DeclaredDay>> {
        self.directory().days.iter().rev().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Moment;

    fn declared(id: i64, agency: Option<i64>, kind: DayKind, day: &str, version: i64) -> Arc<DeclaredDay> {
        Arc::new(DeclaredDay {
            id: Id(id),
            agency: agency.map(Id),
            kind,
            first: day.parse().unwrap(),
            last: day.parse().unwrap(),
            name_vi: "Nghỉ tránh bão".into(),
            name_en: "Storm".into(),
            instrument: "Công điện (ví dụ)".into(),
            declared: Moment::from_ms(0),
            withdrawn: (version > 1).then(|| Moment::from_ms(1)),
            version,
        })
    }

    #[test]
    fn a_withdrawn_day_is_worked_again_and_the_version_goes_on() {
        let one = declared(1, None, DayKind::Off, "2026-09-09", 1);
        let two = declared(2, None, DayKind::Off, "2026-09-10", 2);
        let made = overlay(&[one, two], None, "declared").unwrap();
        assert_eq!(made.version(), "declared-3");
        let calendar = Calendar::standard().with_overlay(&made);
        let worked = |day: &str| calendar.is_working_day(day.parse().unwrap());
        assert_eq!((worked("2026-09-09"), worked("2026-09-10")), (false, true));
    }

    #[test]
    fn what_nobody_declared_lays_nothing_over() {
        let ward = declared(1, Some(5), DayKind::Worked, "2026-09-12", 1);
        assert!(overlay(&[Arc::clone(&ward)], None, "declared").is_none());
        let made = overlay(&[ward], Some(Id(5)), "H29.201").unwrap();
        assert!(Calendar::standard().with_overlay(&made).is_working_day("2026-09-12".parse().unwrap()));
    }
}
