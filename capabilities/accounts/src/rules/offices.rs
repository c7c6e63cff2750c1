//! What may stand in the forms about days, delegations, absences and closings.

use super::Form;
use crate::model::DayKind;
use crate::standing::DELEGABLE;
use kernel::{Day, Moment, Refusal, Role, text};

/// How far ahead a date may lie: two years, beyond which nobody decides such things.
pub const DATE_AHEAD_DAYS: i64 = 731;
/// How long ago a day may lie that is declared, or an absence that is recorded.
const LATE_DAYS: i64 = 31;
/// Longest run of days declared at once, as in the table of days off.
const RUN_DAYS: i64 = 31;
/// Longest delegation: a year, after which someone looks at it again.
const DELEGATION_DAYS: i64 = 366;
const TEXT_MAX_CHARS: usize = 200;
const CODE_MAX_CHARS: usize = 40;

/// A date as typed: day, month, year.
pub(crate) type Typed = (String, String, String);

/// Days declared, as typed by an administrator.
#[derive(Clone, Default)]
pub struct DayEdit {
    /// First day.
    pub first: Typed,
    /// Last day; the first when empty.
    pub last: Typed,
    /// Off or worked.
    pub kind: String,
    /// Name in Vietnamese.
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
    /// The act or letter that says so.
    pub instrument: String,
}

/// Days declared, after their check.
#[derive(Clone)]
pub struct DayChecked {
    /// First day.
    pub first: Day,
    /// Last day.
    pub last: Day,
    /// Off or worked.
    pub kind: DayKind,
    /// Name in Vietnamese.
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
    /// The act or letter that says so.
    pub instrument: String,
}

/// A delegation as typed; who acts for whom is looked up by the command.
#[derive(Clone, Default)]
pub struct DelegationEdit {
    /// Name of the role.
    pub role: String,
    /// Code of the one procedure it is for; empty for all.
    pub procedure: String,
    /// First day.
    pub first: Typed,
    /// Last day.
    pub last: Typed,
    /// Why, and by which paper.
    pub reason: String,
}

/// A delegation after its check.
#[derive(Clone)]
pub struct DelegationChecked {
    /// The role.
    pub role: Role,
    /// Code of the one procedure, or empty.
    pub procedure: String,
    /// From when.
    pub since: Moment,
    /// Until when.
    pub until: Moment,
    /// Why.
    pub reason: String,
}

/// An absence as typed.
#[derive(Clone, Default)]
pub struct AbsenceEdit {
    /// First day.
    pub first: Typed,
    /// Last day.
    pub last: Typed,
    /// Why; may be empty.
    pub reason: String,
}

/// An absence after its check.
#[derive(Clone)]
pub struct AbsenceChecked {
    /// From when.
    pub since: Moment,
    /// Until when.
    pub until: Moment,
    /// Why, or empty.
    pub reason: String,
}

/// The first day without a unit or an agency, as typed.
#[derive(Clone, Default)]
pub struct ClosingEdit {
    /// The day.
    pub on: Typed,
}

fn is_blank((day, month, year): &Typed) -> bool {
    [day, month, year].iter().all(|part| part.trim().is_empty())
}

fn read((day, month, year): &Typed) -> Option<Day> {
    let number = |part: &String| text::digits(part).parse::<i16>().ok();
    let (day, month) = (i8::try_from(number(day)?).ok()?, i8::try_from(number(month)?).ok()?);
    Day::new(number(year)?, month, day)
}

impl Form {
    /// A real day not too far from today on either side.
    fn date(&mut self, path: &str, typed: &Typed, today: Day, late: i64) -> Option<Day> {
        let Some(day) = read(typed) else {
            return self.wrong(path, "accounts-date");
        };
        let ahead = day.number() - today.number();
        if ahead < -late {
            return self.wrong(path, "accounts-date-past");
        }
        if ahead > DATE_AHEAD_DAYS {
            return self.wrong(path, "accounts-date-far");
        }
        Some(day)
    }

    /// The last day of a period that begins on a day.
    fn last(&mut self, first: Option<Day>, typed: &Typed, today: Day, late: i64, most: i64) -> Option<Day> {
        let last = self.date("last", typed, today, late)?;
        let long = last.number() - first.unwrap_or(last).number();
        if long < 0 {
            return self.wrong("last", "accounts-date-order");
        }
        if long >= most {
            return self.wrong("last", "accounts-date-long");
        }
        Some(last)
    }

    fn needed(&mut self, path: &'static str, raw: &str, empty: &'static str) -> String {
        let value = self.short(path, raw, TEXT_MAX_CHARS, "accounts-text-long");
        if raw.trim().is_empty() { self.wrong(path, empty) } else { value }
    }

    /// All is well and there, or the fields to mend.
    fn all<T>(self, value: Option<T>) -> Result<T, Refusal> {
        self.done(())?;
        value.ok_or_else(Refusal::absent)
    }
}

/// Checks days to be declared, in the order of the form.
///
/// # Errors
/// The fields to mend.
pub fn declared_day(typed: &DayEdit, today: Day) -> Result<DayChecked, Refusal> {
    let mut form = Form::default();
    let first = form.date("first", &typed.first, today, LATE_DAYS);
    let last = match is_blank(&typed.last) {
        true => first,
        false => form.last(first, &typed.last, today, LATE_DAYS, RUN_DAYS),
    };
    let kind = DayKind::from_name(&typed.kind);
    if kind.is_none() {
        form.wrong::<()>("kind", "accounts-day-kind");
    }
    let name_vi = form.needed("name_vi", &typed.name_vi, "accounts-day-name");
    let name_en = form.needed("name_en", &typed.name_en, "accounts-day-name-en");
    let instrument = form.needed("instrument", &typed.instrument, "accounts-day-instrument");
    let value = first.zip(last).zip(kind);
    form.all(value.map(|((first, last), kind)| DayChecked {
        first,
        last,
        kind,
        name_vi,
        name_en,
        instrument,
    }))
}

/// The code of a procedure as the national catalogue writes it.
fn is_procedure(code: &str) -> bool {
    code.chars().count() <= CODE_MAX_CHARS
        && code.starts_with(|c: char| c.is_ascii_digit())
        && code.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c))
}

/// Checks a delegation, in the order of the form. It begins now at the earliest.
///
/// # Errors
/// The fields to mend.
pub fn delegation(typed: &DelegationEdit, now: Moment) -> Result<DelegationChecked, Refusal> {
    let mut form = Form::default();
    let role = Role::from_name(&typed.role).filter(|role| DELEGABLE.contains(role));
    if role.is_none() {
        form.wrong::<()>("role", "accounts-delegate-role");
    }
    let procedure = text::clean(&typed.procedure, false);
    if !procedure.is_empty() && !is_procedure(&procedure) {
        form.wrong::<()>("procedure", "accounts-delegate-procedure");
    }
    let first = form.date("first", &typed.first, now.day(), 0);
    let last = form.last(first, &typed.last, now.day(), 0, DELEGATION_DAYS);
    let reason = form.needed("reason", &typed.reason, "accounts-delegate-reason");
    let value = role.zip(first).zip(last);
    form.all(value.map(|((role, first), last)| DelegationChecked {
        role,
        procedure,
        since: Moment::at(first, 0).max(now),
        until: Moment::at(last, 1440),
        reason,
    }))
}

/// Checks an absence, in the order of the form.
///
/// # Errors
/// The fields to mend.
pub fn absence(typed: &AbsenceEdit, today: Day) -> Result<AbsenceChecked, Refusal> {
    let mut form = Form::default();
    let first = form.date("first", &typed.first, today, LATE_DAYS);
    let last = form.last(first, &typed.last, today, 0, DELEGATION_DAYS);
    let reason = form.short("reason", &typed.reason, TEXT_MAX_CHARS, "accounts-text-long");
    form.all(first.zip(last).map(|(first, last)| AbsenceChecked {
        since: Moment::at(first, 0),
        until: Moment::at(last, 1440),
        reason,
    }))
}

/// Checks the first day without a unit or an agency. A decision may be entered a year late.
///
/// # Errors
/// The field to mend.
pub fn closing_day(typed: &ClosingEdit, today: Day) -> Result<Day, Refusal> {
    let mut form = Form::default();
    let on = form.date("on", &typed.on, today, DELEGATION_DAYS);
    form.all(on)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(day: &str) -> Typed {
        let mut parts = day.split('/').map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        (next(), next(), next())
    }

    fn codes<T>(result: Result<T, Refusal>) -> Vec<(String, &'static str)> {
        let fields = result.err().map(|refusal| refusal.fields).unwrap_or_default();
        fields.into_iter().map(|field| (field.path, field.code)).collect()
    }

    fn today() -> Day {
        Day::new(2026, 9, 7).unwrap()
    }

    #[test]
    fn a_declared_day_needs_names_an_instrument_and_a_run_of_at_most_a_month() {
        let mut day = DayEdit {
            first: typed("9/9/2026"),
            kind: "off".into(),
            name_vi: "Nghỉ tránh bão".into(),
            name_en: "Storm".into(),
            instrument: "Công điện (ví dụ)".into(),
            ..DayEdit::default()
        };
        let checked = declared_day(&day, today()).unwrap();
        assert_eq!((checked.first, checked.last), (checked.last, Day::new(2026, 9, 9).unwrap()));
        day.last = typed("10/10/2026");
        day.kind = "maybe".into();
        day.instrument = " ".into();
        assert_eq!(
            codes(declared_day(&day, today())),
            [
                ("last".to_owned(), "accounts-date-long"),
                ("kind".to_owned(), "accounts-day-kind"),
                ("instrument".to_owned(), "accounts-day-instrument")
            ]
        );
        day.first = typed("1/8/2026");
        assert_eq!(codes(declared_day(&day, today()))[0].1, "accounts-date-past");
        day.first = typed("31/9/2026");
        assert_eq!(codes(declared_day(&day, today()))[0].1, "accounts-date");
    }

    #[test]
    fn a_delegation_begins_now_and_ends_with_its_last_day() {
        let now = Moment::at(today(), 600);
        let mut edit = DelegationEdit {
            role: "signatory".into(),
            procedure: "1.001193".into(),
            first: typed("7/9/2026"),
            last: typed("8/9/2026"),
            reason: "Giấy ủy quyền số 12 (ví dụ)".into(),
        };
        let checked = delegation(&edit, now).unwrap();
        assert_eq!((checked.since, checked.until), (now, Moment::at(today().plus(2), 0)));
        edit.role = "admin".into();
        edit.procedure = "khai sinh".into();
        edit.last = typed("6/9/2026");
        let wrong: Vec<_> = codes(delegation(&edit, now)).into_iter().map(|(_, code)| code).collect();
        assert_eq!(wrong, ["accounts-delegate-role", "accounts-delegate-procedure", "accounts-date-past"]);
    }

    #[test]
    fn an_absence_may_have_begun_and_must_not_be_over() {
        let mut edit =
            AbsenceEdit { first: typed("1/9/2026"), last: typed("7/9/2026"), reason: String::new() };
        assert!(absence(&edit, today()).is_ok());
        edit.last = typed("5/9/2026");
        assert_eq!(codes(absence(&edit, today()))[0].1, "accounts-date-past");
        edit = AbsenceEdit { first: typed("9/9/2026"), last: typed("8/9/2026"), reason: String::new() };
        assert_eq!(codes(absence(&edit, today()))[0].1, "accounts-date-order");
    }
}
