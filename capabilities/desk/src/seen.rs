//! Which cases an officer has been noted as seeing today in a list. One look a day is enough for
//! the person concerned; knowing it here spares a write for every refresh of a list.

use kernel::{Day, Id};
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// So many pairs are remembered; then it starts over, and at worst a look is written again, which
/// the table drops.
const MOST: usize = 200_000;

/// Officers and cases noted today by this process, after their commit.
#[derive(Default)]
pub(crate) struct Seen(Mutex<Today>);

#[derive(Default)]
struct Today {
    day: Option<Day>,
    pairs: HashSet<(i64, i64)>,
}

impl Seen {
    /// Those of `cases` that still have to be noted, each once.
    pub(crate) fn new_among(&self, officer: Id, day: Day, cases: impl Iterator<Item = Id>) -> Vec<Id> {
        let today = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = |case: &Id| today.day == Some(day) && today.pairs.contains(&(officer.0, case.0));
        let mut new: Vec<Id> = cases.filter(|case| !known(case)).collect();
        new.sort_unstable();
        new.dedup();
        new
    }

    /// Remembers what was noted; call it after the commit only.
    pub(crate) fn noted(&self, officer: Id, day: Day, cases: &[Id]) {
        let mut today = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if today.day != Some(day) || today.pairs.len() + cases.len() > MOST {
            today.day = Some(day);
            today.pairs.clear();
        }
        today.pairs.extend(cases.iter().map(|case| (officer.0, case.0)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_noted_once_per_officer_and_day() {
        let seen = Seen::default();
        let (monday, tuesday) = (Day::from_number(20_000), Day::from_number(20_001));
        let cases = [Id(3), Id(1), Id(3)];
        assert_eq!(seen.new_among(Id(9), monday, cases.into_iter()), [Id(1), Id(3)]);
        seen.noted(Id(9), monday, &[Id(1), Id(3)]);
        assert_eq!(seen.new_among(Id(9), monday, cases.into_iter()), []);
        assert_eq!(seen.new_among(Id(8), monday, cases.into_iter()).len(), 2);
        assert_eq!(seen.new_among(Id(9), tuesday, cases.into_iter()).len(), 2);
        seen.noted(Id(9), tuesday, &[Id(1)]);
        assert_eq!(seen.new_among(Id(9), tuesday, cases.into_iter()), [Id(3)]);
    }

    #[test]
    fn memory_stays_bounded() {
        let seen = Seen::default();
        let many: Vec<Id> = (0..150_000).map(Id).collect();
        seen.noted(Id(1), Day::from_number(1), &many);
        seen.noted(Id(2), Day::from_number(1), &many);
        assert_eq!(seen.0.lock().unwrap().pairs.len(), many.len());
    }
}
