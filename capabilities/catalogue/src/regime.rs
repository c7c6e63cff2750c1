//! A regime: the dated set of rules a dossier is accepted under. Data, never code.

use crate::model::{Source, Text};
use kernel::{Day, Limit};
use serde::{Deserialize, Serialize};

/// Keys of warnings, in the order they come.
pub const WARNINGS: [&str; 3] = ["half", "most", "eve"];

/// What an officer chooses a cause for.
pub const CAUSES: [&str; 4] = ["extension", "late", "stop", "reopen"];

/// What legal forms are for.
pub const FORMS: [&str; 7] = ["receipt", "supplement", "refusal", "extension", "stop", "control", "book"];

/// One regime as its file says it: `regimes/{key}.toml`. Code patterns and legal forms are dated
/// tables of their own ([`CodePattern`], [`FormSet`]).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regime {
    /// Key; a dossier keeps the one it was accepted under.
    pub key: String,
    /// Name.
    pub name: Text,
    /// First day.
    pub effective_from: Day,
    /// Last day, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_to: Option<Day>,
    /// Acts that amended it, with what they changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amended: Vec<Amendment>,
    /// How soon the desk is told of an application on line, from the moment it was sent.
    pub notice: Timed,
    /// How soon it is accepted or answered, from the moment it was received.
    pub acceptance: Timed,
    /// How long a dossier may be without a holder before an alarm.
    pub unheld: Timed,
    /// Papers accepted after this hour move first thing on the next working day.
    pub paper_moves: PaperMoves,
    /// How soon papers reach a competent agency elsewhere.
    pub transfer: Timed,
    /// Whether any desk of the province takes dossiers of any of its agencies (phi địa giới).
    pub any_office: Allowed,
    /// More papers asked before acceptance.
    pub supplement_at_intake: SupplementRule,
    /// More papers asked after appraisal.
    pub supplement_after_appraisal: SupplementRule,
    /// Refusal after appraisal, inside the limit.
    pub refusal_after_appraisal: Allowed,
    /// A new date, promised in time.
    pub extension: ExtensionRule,
    /// The letter when time ran out all the same.
    pub late_letter: Allowed,
    /// When holder and head are warned that time runs out.
    pub warning: Vec<WarningRule>,
    /// The office stops the dossier, with a notice.
    pub stop: Allowed,
    /// The person takes the request back.
    pub withdrawal: Allowed,
    /// The person changes what was sent on line.
    pub adjustment: Allowed,
    /// An error in a result is mended.
    pub correction: CorrectionRule,
    /// A closed dossier is opened again because the State erred.
    pub reopening: Allowed,
    /// Causes an officer chooses from.
    pub cause: Vec<Cause>,
}

/// An act that amended a regime.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amendment {
    /// The act: `Nghị định 367/2025/NĐ-CP`.
    pub act: String,
    /// From which day.
    pub from: Day,
    /// What it changed, as far as it was read.
    pub changes: Text,
    /// Its source.
    pub source: Source,
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

/// Whether a regime allows something.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allowed {
    /// It does.
    pub allowed: bool,
    /// Its source, or where it was looked for and not found.
    pub source: Source,
}

/// Rules for asking a person for more papers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupplementRule {
    /// How many times it may be asked.
    pub most: u32,
    /// By when it must be asked, from acceptance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Limit>,
    /// The limit starts anew, from zero, when the last item came.
    #[serde(default)]
    pub restarts: bool,
    /// When an unanswered one closes the dossier, from the notice; never when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_after: Option<Limit>,
    /// Its source.
    pub source: Source,
}

/// Rules for promising a new date.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionRule {
    /// How many times.
    pub most: u32,
    /// How long before the promised day it must be out, in days.
    pub days_before: u32,
    /// Barred for limits of so many working days or days, or less, and for same-day ones.
    pub barred_up_to_days: u32,
    /// Its source.
    pub source: Source,
}

/// When to warn: at a share of the limit, or so many working days before its last day.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WarningRule {
    /// Key: one of [`WARNINGS`].
    pub key: String,
    /// Thousandths of the working time between start and promise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permille: Option<u32>,
    /// Working days before the last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working_days_before: Option<u32>,
    /// Its source.
    pub source: Source,
}

/// Rules for mending a result.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrectionRule {
    /// In how long; no time is set when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// Its source.
    pub source: Source,
}

/// A cause of the governed list.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// Key, kept in the ledger.
    pub key: String,
    /// For what: some of [`CAUSES`].
    pub of: Vec<String>,
    /// What the person reads.
    pub name: Text,
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

/// How dossier codes look from a day on: `codes/{key}.toml`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodePattern {
    /// Key.
    pub key: String,
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

/// The legal forms in use from a day on: `forms/{key}.toml`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormSet {
    /// Key.
    pub key: String,
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
    /// What it is for: one of [`FORMS`].
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

    /// The minute of the day after which papers wait for the next morning.
    pub fn paper_moves_after(&self) -> u32 {
        minute_of(&self.paper_moves.after).unwrap_or(u32::MAX)
    }

    /// The causes for a purpose, in the order of the file.
    pub fn causes(&self, of: &str) -> impl Iterator<Item = &Cause> {
        self.cause.iter().filter(move |cause| cause.of.iter().any(|one| one == of))
    }
}

impl CodePattern {
    /// The code of the `n`th dossier of an agency and day.
    pub fn code(&self, agency: &str, day: Day, n: u32) -> Option<String> {
        let year = day.year();
        let date = format!("{:02}{:02}", day.month(), day.day());
        let filled = self
            .pattern
            .replace("{agency}", agency)
            .replace("{yymmdd}", &format!("{:02}{date}", year % 100))
            .replace("{yyyymmdd}", &format!("{year:04}{date}"));
        let (before, rest) = filled.split_once("{n:")?;
        let (width, after) = rest.split_once('}')?;
        let width: usize = width.parse().ok()?;
        Some(format!("{before}{n:0width$}{after}"))
    }
}

impl FormSet {
    /// The form for a purpose.
    pub fn form(&self, purpose: &str) -> Option<&FormNumber> {
        self.form.iter().find(|form| form.purpose == purpose)
    }
}

/// `15:00` as minutes of the day.
pub(crate) fn minute_of(clock: &str) -> Option<u32> {
    let (hour, minute) = clock.split_once(':')?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}
