//! The State's days off and worked Saturdays, read from data, each with its instrument.

use crate::count::Count;
use crate::error::CalendarError;
use kernel::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// How sure the data are of an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Mark {
    /// The law's own text was read.
    L,
    /// Several secondary sources agree.
    S,
    /// From memory: to be checked.
    M,
}

/// Why a day is off.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OffKind {
    /// The public holiday itself.
    Holiday,
    /// A working day given back for a holiday that fell on a weekend (Labour Code 111.3).
    Substitute,
    /// A working day given off and paid back on a worked Saturday.
    Swap,
    /// Added later by an overlay: a storm, an order of the province.
    Added,
}

/// A named run of days off.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holiday {
    /// First day.
    pub first: Day,
    /// Last day; weekends between the two belong to the holiday.
    pub last: Day,
    /// Name in Vietnamese, as a page says it after "nghỉ lễ".
    pub vi: String,
    /// Name in English.
    pub en: String,
    /// Why it is off.
    pub kind: OffKind,
    /// The act or letter that says so.
    pub instrument: String,
    /// How sure that is.
    pub mark: Mark,
}

/// A weekend day that is worked in exchange for a weekday off.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Swap {
    /// The day worked.
    pub day: Day,
    /// The weekday that it pays back, when named.
    pub pays_for: Option<Day>,
    /// The act or letter that says so.
    pub instrument: String,
    /// How sure that is.
    pub mark: Mark,
}

/// What a table says of one day; days it does not name follow the week.
#[derive(Clone, Debug)]
pub(crate) enum Entry {
    Off(Arc<Holiday>),
    Worked(Arc<Swap>),
}

/// Days off and worked Saturdays; cheap to clone.
#[derive(Clone)]
pub struct Holidays(Arc<Table>);

struct Table {
    version: String,
    /// Year → provisional.
    years: BTreeMap<i16, bool>,
    entries: BTreeMap<i64, Entry>,
    working_days: Count,
}

/// Days that an office adds or takes back later, laid over a table; the later entry wins.
///
/// ```toml
/// version = "hcm-2026-11-20"
/// [[off]]
/// from = "2026-12-07"
/// vi = "Nghỉ tránh bão"
/// en = "Closed for the storm"
/// kind = "added"
/// instrument = "Công điện 12/CĐ-UBND ngày 05/12/2026"
/// mark = "L"
/// ```
#[derive(Clone, Debug)]
pub struct Overlay {
    version: String,
    entries: BTreeMap<i64, Entry>,
}

static VIETNAM: LazyLock<Holidays> = LazyLock::new(|| {
    Holidays::parse(include_str!("../data/vn.toml")).unwrap_or_else(|error| panic!("data/vn.toml: {error}"))
});

impl Holidays {
    /// The table that comes with the program: 2024 to 2027.
    pub fn vietnam() -> Holidays {
        VIETNAM.clone()
    }

    /// Reads a table; an error names the entry at fault.
    pub fn parse(text: &str) -> Result<Holidays, CalendarError> {
        let file: TableFile =
            toml::from_str(text).map_err(|error| CalendarError::shape("calendar file", &error))?;
        let mut years = BTreeMap::new();
        let mut entries = BTreeMap::new();
        for year in &file.years {
            let named = format!("year {}", year.year);
            if years.insert(year.year, year.provisional).is_some() {
                return Err(CalendarError::new(named, "appears twice"));
            }
            let read = read_entries(&named, &year.off, &year.worked)?;
            check_year(&named, year.year, &read)?;
            entries.extend(read);
        }
        let holidays = Holidays::build(file.version, years, entries);
        for year in &file.years {
            let counted = holidays.working_days_in(year.year);
            if counted != year.working_days {
                let problem =
                    format!("states {} working days, its entries give {counted}", year.working_days);
                return Err(CalendarError::new(format!("year {}", year.year), problem));
            }
        }
        Ok(holidays)
    }

    /// This table with later decisions laid over it. The table itself stays as it is, so limits
    /// computed before can be explained, and those still open be computed anew and compared.
    pub fn with_overlay(&self, overlay: &Overlay) -> Holidays {
        let mut entries = self.0.entries.clone();
        entries.extend(overlay.entries.clone());
        let version = format!("{}+{}", self.0.version, overlay.version);
        Holidays::build(version, self.0.years.clone(), entries)
    }

    fn build(version: String, years: BTreeMap<i16, bool>, entries: BTreeMap<i64, Entry>) -> Holidays {
        let weights = entries.iter().map(|(day, entry)| (*day, i64::from(matches!(entry, Entry::Worked(_)))));
        let working_days = Count::new([1, 1, 1, 1, 1, 0, 0], weights);
        Holidays(Arc::new(Table { version, years, entries, working_days }))
    }

    /// Version of the table, with those of its overlays: written beside every decided limit.
    pub fn version(&self) -> &str {
        &self.0.version
    }

    /// Working days of a year.
    pub fn working_days_in(&self, year: i16) -> u32 {
        let first = |year| Day::new(year, 1, 1).map_or(0, Day::number);
        (self.count().before(first(year.saturating_add(1))) - self.count().before(first(year))).max(0) as u32
    }

    /// The years of the table, ascending, each with whether it is provisional.
    pub fn years(&self) -> impl Iterator<Item = (i16, bool)> + '_ {
        self.0.years.iter().map(|(year, provisional)| (*year, *provisional))
    }

    /// Whether the table has this year.
    pub fn covers(&self, year: i16) -> bool {
        self.0.years.contains_key(&year)
    }

    /// Whether the table has this year only provisionally.
    pub fn is_provisional(&self, year: i16) -> bool {
        self.0.years.get(&year).copied().unwrap_or(false)
    }

    pub(crate) fn count(&self) -> &Count {
        &self.0.working_days
    }

    pub(crate) fn entry(&self, day: i64) -> Option<&Entry> {
        self.0.entries.get(&day)
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = (i64, &Entry)> {
        self.0.entries.iter().map(|(day, entry)| (*day, entry))
    }

    /// What the table says of the days from `first` to `last`.
    pub(crate) fn between(&self, first: i64, last: i64) -> impl Iterator<Item = (i64, &Entry)> {
        let last = last.max(first - 1);
        self.0.entries.range(first..last + 1).map(|(day, entry)| (*day, entry))
    }
}

/// A decision of an office about its days.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Declared {
    /// Days off.
    Off(Holiday),
    /// A weekend day, or one off by the table, that is worked.
    Worked(Swap),
}

impl Overlay {
    /// An overlay of decisions in the order they were made: of two about one day the later wins.
    pub fn of(version: impl Into<String>, decisions: impl IntoIterator<Item = Declared>) -> Overlay {
        let mut entries = BTreeMap::new();
        for decision in decisions {
            match decision {
                Declared::Off(holiday) => {
                    let holiday = Arc::new(holiday);
                    let days = holiday.first.number()..=holiday.last.number();
                    entries.extend(days.map(|day| (day, Entry::Off(Arc::clone(&holiday)))));
                }
                Declared::Worked(swap) => {
                    entries.insert(swap.day.number(), Entry::Worked(Arc::new(swap)));
                }
            }
        }
        Overlay { version: version.into(), entries }
    }

    /// Reads an overlay; an error names the entry at fault.
    pub fn parse(text: &str) -> Result<Overlay, CalendarError> {
        let file: OverlayFile =
            toml::from_str(text).map_err(|error| CalendarError::shape("calendar overlay", &error))?;
        let entries = read_entries(&format!("overlay {}", file.version), &file.off, &file.worked)?;
        Ok(Overlay { version: file.version, entries })
    }

    /// Version of the overlay.
    pub fn version(&self) -> &str {
        &self.version
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableFile {
    version: String,
    years: Vec<YearFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YearFile {
    year: i16,
    provisional: bool,
    working_days: u32,
    #[serde(default)]
    off: Vec<OffFile>,
    #[serde(default)]
    worked: Vec<WorkedFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OverlayFile {
    version: String,
    #[serde(default)]
    off: Vec<OffFile>,
    #[serde(default)]
    worked: Vec<WorkedFile>,
}

// Days are read as text, so that a wrong one is reported with its entry's name.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OffFile {
    from: String,
    to: Option<String>,
    vi: String,
    en: String,
    kind: OffKind,
    instrument: String,
    mark: Mark,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WorkedFile {
    day: String,
    #[serde(rename = "for")]
    pays_for: Option<String>,
    instrument: String,
    mark: Mark,
}

fn read_entries(
    place: &str,
    off: &[OffFile],
    worked: &[WorkedFile],
) -> Result<BTreeMap<i64, Entry>, CalendarError> {
    let mut entries = BTreeMap::new();
    for written in off {
        let named = format!("{place}, off {} ({})", written.from, written.vi);
        let holiday = Arc::new(read_off(&named, written)?);
        for day in holiday.first.number()..=holiday.last.number() {
            if entries.insert(day, Entry::Off(Arc::clone(&holiday))).is_some() {
                return Err(CalendarError::new(named, format!("{} is named twice", Day::from_number(day))));
            }
        }
    }
    for written in worked {
        let named = format!("{place}, worked {}", written.day);
        let swap = Arc::new(read_worked(&named, written)?);
        if entries.insert(swap.day.number(), Entry::Worked(Arc::clone(&swap))).is_some() {
            return Err(CalendarError::new(named, "the same day is named twice"));
        }
    }
    Ok(entries)
}

fn read_off(named: &str, written: &OffFile) -> Result<Holiday, CalendarError> {
    let first = read_day(named, &written.from)?;
    let last = written.to.as_deref().map_or(Ok(first), |to| read_day(named, to))?;
    if last < first || last.number() - first.number() > 31 {
        return Err(CalendarError::new(named, format!("{first} to {last} is no run of days off")));
    }
    if written.vi.trim().is_empty() || written.en.trim().is_empty() {
        return Err(CalendarError::new(named, "has no name in Vietnamese or in English"));
    }
    let instrument = read_instrument(named, &written.instrument)?;
    let (vi, en) = (written.vi.clone(), written.en.clone());
    Ok(Holiday { first, last, vi, en, kind: written.kind, instrument, mark: written.mark })
}

fn read_worked(named: &str, written: &WorkedFile) -> Result<Swap, CalendarError> {
    let day = read_day(named, &written.day)?;
    let pays_for = written.pays_for.as_deref().map(|day| read_day(named, day)).transpose()?;
    let instrument = read_instrument(named, &written.instrument)?;
    Ok(Swap { day, pays_for, instrument, mark: written.mark })
}

fn read_day(named: &str, text: &str) -> Result<Day, CalendarError> {
    text.parse().map_err(|_| CalendarError::new(named, format!("`{text}` is not a day written YYYY-MM-DD")))
}

fn read_instrument(named: &str, text: &str) -> Result<String, CalendarError> {
    if text.trim().is_empty() {
        return Err(CalendarError::new(named, "names no instrument"));
    }
    Ok(text.to_owned())
}

/// A year's entries lie in it, and every swapped weekday is paid back by exactly one worked day.
fn check_year(place: &str, year: i16, entries: &BTreeMap<i64, Entry>) -> Result<(), CalendarError> {
    let mut owed: Vec<Day> = Vec::new();
    for (number, entry) in entries {
        let day = Day::from_number(*number);
        if day.year() != year {
            return Err(CalendarError::new(format!("{place}, {day}"), "lies in another year"));
        }
        match entry {
            Entry::Off(holiday) if holiday.kind == OffKind::Swap && !day.is_weekend() => owed.push(day),
            Entry::Worked(swap) if !swap.day.is_weekend() => {
                return Err(CalendarError::new(format!("{place}, worked {day}"), "is no weekend day"));
            }
            _ => {}
        }
    }
    for swap in entries.values().filter_map(|entry| match entry {
        Entry::Worked(swap) => Some(swap),
        Entry::Off(_) => None,
    }) {
        let paid = swap.pays_for.and_then(|paid| owed.iter().position(|day| *day == paid));
        match paid {
            Some(index) => drop(owed.swap_remove(index)),
            None => {
                let problem = "pays for no weekday of kind `swap`, or for one that is paid already";
                return Err(CalendarError::new(format!("{place}, worked {}", swap.day), problem));
            }
        }
    }
    match owed.first() {
        Some(day) => Err(CalendarError::new(
            format!("{place}, off {day}"),
            "is swapped, but no worked day pays for it",
        )),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(change: impl Fn(&str) -> String) -> String {
        let text = change(include_str!("../data/vn.toml"));
        Holidays::parse(&text).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn the_years_have_the_working_days_that_were_published() {
        let counted: Vec<u32> = (2024..=2027).map(|year| Holidays::vietnam().working_days_in(year)).collect();
        assert_eq!(counted, [251, 250, 249, 249]);
    }

    #[test]
    fn only_2027_is_provisional() {
        let years: Vec<_> = Holidays::vietnam().years().collect();
        assert_eq!(years, [(2024, false), (2025, false), (2026, false), (2027, true)]);
    }

    #[test]
    fn an_error_names_the_entry_that_is_wrong() {
        let swap = "\nday = \"2026-01-10\"";
        assert_eq!(
            problem(|text| text.replace(swap, "\nday = \"2026-1-10\"")),
            "year 2026, worked 2026-1-10: `2026-1-10` is not a day written YYYY-MM-DD"
        );
        assert_eq!(
            problem(|text| text.replace(swap, "\nday = \"2026-01-13\"")),
            "year 2026, worked 2026-01-13: is no weekend day"
        );
        assert_eq!(
            problem(|text| text.replace("for = \"2026-01-02\"", "for = \"2026-01-05\"")),
            "year 2026, worked 2026-01-10: pays for no weekday of kind `swap`, or for one that is paid already"
        );
        assert_eq!(
            problem(|text| text.replace("from = \"2027-04-16\"", "from = \"2027-01-01\"")),
            "year 2027, off 2027-01-01 (Giỗ Tổ Hùng Vương): 2027-01-01 is named twice"
        );
        assert_eq!(
            problem(|text| text.replace("from = \"2027-04-16\"", "from = \"2027-04-17\"")),
            "year 2027: states 249 working days, its entries give 250"
        );
        assert_eq!(
            problem(|text| text.replacen("to = \"2024-02-14\"", "to = \"2024-02-01\"", 1)),
            "year 2024, off 2024-02-08 (Tết Nguyên đán): 2024-02-08 to 2024-02-01 is no run of days off"
        );
        assert_eq!(
            problem(|text| text.replacen("\"Thông báo 5015/TB-LĐTBXH\"", "\" \"", 1)),
            "year 2024, off 2024-02-08 (Tết Nguyên đán): names no instrument"
        );
        assert!(problem(|text| text.replacen("mark = \"L\"", "mark = \"Z\"", 1)).contains("line"));
    }

    #[test]
    fn an_overlay_wins_over_the_table_and_leaves_it_as_it_was() {
        let table = Holidays::vietnam();
        let overlay = Overlay::parse(
            "version = \"hcm-1\"\n[[off]]\nfrom = \"2026-12-07\"\nto = \"2026-12-08\"\nvi = \"Nghỉ tránh bão\"\n\
             en = \"Storm\"\nkind = \"added\"\ninstrument = \"Công điện 12\"\nmark = \"L\"\n\
             [[worked]]\nday = \"2026-11-24\"\ninstrument = \"Công văn 34\"\nmark = \"M\"\n",
        )
        .unwrap();
        let later = table.with_overlay(&overlay);
        assert_eq!(later.version(), "vn-2026-10-02+hcm-1");
        assert_eq!((table.working_days_in(2026), later.working_days_in(2026)), (249, 248));
        let wrong =
            Overlay::parse("version = \"x\"\n[[worked]]\nday = \"mai\"\ninstrument = \"a\"\nmark = \"S\"\n");
        assert_eq!(
            wrong.unwrap_err().to_string(),
            "overlay x, worked mai: `mai` is not a day written YYYY-MM-DD"
        );
    }
}
