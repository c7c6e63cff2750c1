//! Counting along days: a weekly pattern of weights and the few days that differ from it.
//!
//! The same structure counts working days (weight 0 or 1) and working time (weight in
//! milliseconds). A count up to a day is arithmetic on weeks plus one binary search among some
//! sixty exceptions, so no table has to cover every day, and every year works alike.

/// Day 0 (1970-01-01) is a Thursday; three days earlier the week began.
const MONDAY_SHIFT: i64 = 3;

#[derive(Clone, Debug)]
pub(crate) struct Count {
    week: [i64; 7],
    /// Weight of the week before each weekday; the last is the whole week's.
    prefix: [i64; 8],
    exceptions: Vec<Exception>,
}

#[derive(Clone, Copy, Debug)]
struct Exception {
    day: i64,
    weight: i64,
    /// All weight on days before this one.
    before: i64,
    /// How far this and earlier exceptions depart from the weekly pattern, together.
    shift: i64,
}

impl Count {
    /// A pattern from Monday to Sunday, and exceptions `(day number, weight)` in ascending order.
    pub(crate) fn new(week: [i64; 7], exceptions: impl Iterator<Item = (i64, i64)>) -> Count {
        let mut prefix = [0; 8];
        for (index, weight) in week.iter().enumerate() {
            prefix[index + 1] = prefix[index] + weight;
        }
        let mut count = Count { week, prefix, exceptions: Vec::new() };
        let mut shift = 0;
        for (day, weight) in exceptions {
            let before = count.pattern_before(day) + shift;
            shift += weight - count.pattern(day);
            count.exceptions.push(Exception { day, weight, before, shift });
        }
        count
    }

    /// The weight of one day.
    pub(crate) fn weight(&self, day: i64) -> i64 {
        match self.exceptions.binary_search_by_key(&day, |exception| exception.day) {
            Ok(index) => self.exceptions[index].weight,
            Err(_) => self.pattern(day),
        }
    }

    /// All weight on days before `day`, from a fixed origin; only differences mean something.
    pub(crate) fn before(&self, day: i64) -> i64 {
        let passed = self.exceptions.partition_point(|exception| exception.day < day);
        let shift = passed.checked_sub(1).map_or(0, |last| self.exceptions[last].shift);
        self.pattern_before(day) + shift
    }

    /// The day that holds unit `unit`: `before(day) <= unit < before(day + 1)`.
    pub(crate) fn day_of(&self, unit: i64) -> i64 {
        let passed = self.exceptions.partition_point(|exception| exception.before <= unit);
        let Some(last) = passed.checked_sub(1).map(|index| self.exceptions[index]) else {
            return self.pattern_day_of(unit);
        };
        if unit < last.before + last.weight {
            return last.day;
        }
        self.pattern_day_of(unit - last.shift)
    }

    fn pattern(&self, day: i64) -> i64 {
        self.week[(day + MONDAY_SHIFT).rem_euclid(7) as usize]
    }

    fn pattern_before(&self, day: i64) -> i64 {
        let since_monday = day + MONDAY_SHIFT;
        let weekday = since_monday.rem_euclid(7) as usize;
        since_monday.div_euclid(7) * self.prefix[7] + self.prefix[weekday]
    }

    fn pattern_day_of(&self, unit: i64) -> i64 {
        let within = unit.rem_euclid(self.prefix[7]);
        let weekday = self.prefix.partition_point(|before| *before <= within) - 1;
        unit.div_euclid(self.prefix[7]) * 7 + weekday as i64 - MONDAY_SHIFT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_agrees_with_walking_day_by_day() {
        let exceptions = [(3, 0), (4, 0), (9, 5), (10, 0), (30, 2), (31, 2)];
        let count = Count::new([2, 2, 0, 2, 3, 0, 0], exceptions.into_iter());
        for day in -40..80 {
            assert_eq!(count.before(day + 1) - count.before(day), count.weight(day), "day {day}");
            for unit in count.before(day)..count.before(day + 1) {
                assert_eq!(count.day_of(unit), day, "unit {unit}");
            }
        }
    }
}
