//! A regime: the dated set of rules a dossier is accepted under. Data, never code.

use crate::model::{Source, Text};
use kernel::{Day, Limit};
use serde::{Deserialize, Serialize};

/// One regime as its file says it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regime {
    /// Key, as procedures name it.
    pub key: String,
    /// Name.
    pub name: Text,
    /// First day.
    pub effective_from: Day,
    /// Last day, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_to: Option<Day>,
    /// How soon the desk is told of an application on line, from the moment it was sent.
    pub notice: Timed,
    /// How soon it is accepted or answered, from the moment it was received.
    pub acceptance: Timed,
    /// How long a dossier may be without a holder before an alarm.
    pub unheld: Timed,
    /// Papers accepted after this hour move first thing on the next working day.
    pub paper_moves: PaperMoves,
    /// Patterns of the dossier code, by date.
    pub code: Vec<CodePattern>,
    /// Sets of legal forms, by date; an axis of its own.
    pub forms: Vec<FormSet>,
}

/// A limit with its source.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timed {
    /// The limit.
    pub limit: Limit,
    /// Its source.
    pub source: Source,
}

/// The hour after which papers wait for the next morning.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperMoves {
    /// The hour, written `"15:00"`.
    pub after: String,
    /// Its source.
    pub source: Source,
}

/// How dossier codes look from a day on.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodePattern {
    /// First day.
    pub from: Day,
    /// With `{agency}`, `{yymmdd}` or `{yyyymmdd}`, and `{n:4}`: the number of the day in so many digits.
    pub pattern: String,
    /// Whose agency, and within what the number counts.
    pub scope: CodeScope,
    /// Its source.
    pub source: Source,
}

/// Whose agency stands in the code; numbers count per agency and day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodeScope {
    /// The agency competent to solve.
    CompetentAgency,
    /// The agency competent to receive.
    ReceivingAgency,
}

/// The legal forms in use from a day on.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormSet {
    /// First day.
    pub from: Day,
    /// The act that sets them.
    pub act: String,
    /// Its source.
    pub source: Source,
    /// The forms.
    pub form: Vec<FormNumber>,
}

/// One legal form.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormNumber {
    /// What it is for: `receipt`, `supplement`, `refusal`, `extension`, `stop`, `control`, `book`.
    pub purpose: String,
    /// Its number: `01`.
    pub number: String,
    /// Its title, as printed.
    pub title: Text,
}

impl Regime {
    /// Whether it is in force on a day.
    pub fn in_force(&self, day: Day) -> bool {
        self.effective_from <= day && self.effective_to.is_none_or(|last| day <= last)
    }

    /// The code of the `n`th dossier an agency accepts on a day; `None` before the first pattern.
    pub fn dossier_code(&self, agency: &str, day: Day, n: u32) -> Option<String> {
        let pattern = &self.code.iter().filter(|code| code.from <= day).max_by_key(|code| code.from)?.pattern;
        let year = day.year();
        let date = format!("{:02}{:02}", day.month(), day.day());
        let filled = pattern
            .replace("{agency}", agency)
            .replace("{yymmdd}", &format!("{:02}{date}", year % 100))
            .replace("{yyyymmdd}", &format!("{year:04}{date}"));
        let (before, rest) = filled.split_once("{n:")?;
        let (width, after) = rest.split_once('}')?;
        let width: usize = width.parse().ok()?;
        Some(format!("{before}{n:0width$}{after}"))
    }

    /// The form for a purpose on a day.
    pub fn form(&self, purpose: &str, day: Day) -> Option<&FormNumber> {
        let set = self.forms.iter().filter(|set| set.from <= day).max_by_key(|set| set.from)?;
        set.form.iter().find(|form| form.purpose == purpose)
    }

    /// The minute of the day after which papers wait for the next morning.
    pub fn paper_moves_after(&self) -> u32 {
        minute_of(&self.paper_moves.after).unwrap_or(u32::MAX)
    }
}

/// `15:00` as minutes of the day.
pub(crate) fn minute_of(clock: &str) -> Option<u32> {
    let (hour, minute) = clock.split_once(':')?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}
