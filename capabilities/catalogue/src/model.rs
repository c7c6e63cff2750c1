//! What a procedure file says, as types. Every legal fact carries its source.

use crate::condition::Condition;
use kernel::{Day, Limit, Money};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

pub use accounts::UnitKind;
pub use web::Lang;

pub use crate::steps::{Consult, Excluded, Next, Part, Sector, Step};
pub use crate::words::{Class, FeeKind, Form, Kind, Meaning, Service, Silence, StepKind, Tier, Way};

/// A text in Vietnamese and, where someone wrote it, in English.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Vietnamese.
    pub vi: String,
    /// English; none means the Vietnamese is shown, marked `lang="vi"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Text {
    /// The text in this language, or in Vietnamese.
    pub fn get(&self, lang: Lang) -> &str {
        match (lang, &self.en) {
            (Lang::En, Some(en)) => en,
            _ => &self.vi,
        }
    }

    /// Whether what [`Text::get`] gives is Vietnamese on a page that is not.
    pub fn foreign(&self, lang: Lang) -> bool {
        lang == Lang::En && self.en.is_none()
    }
}

/// How sure a fact is; the order is the order of precedence.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, utoipa::ToSchema)]
pub enum Mark {
    /// Read in the law itself.
    L,
    /// Read in the national catalogue.
    D,
    /// Secondary: press, a summary, a thesis.
    S,
    /// Not verified, or a figure for demonstration; the office must set it.
    M,
}

/// Where a fact comes from: written `"[L] Thông tư 281/2016/TT-BTC, Điều 4"`.
#[derive(Clone, PartialEq, Eq, Debug, utoipa::ToSchema)]
pub struct Source {
    /// How sure.
    pub mark: Mark,
    /// Where, in words.
    pub text: String,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{:?}] {}", self.mark, self.text)
    }
}

impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = String::deserialize(deserializer)?;
        let split = written.trim().split_at_checked(3).map(|(mark, rest)| (mark, rest.trim().to_owned()));
        let mark = match split.as_ref().map(|(mark, _)| *mark) {
            Some("[L]") => Mark::L,
            Some("[D]") => Mark::D,
            Some("[S]") => Mark::S,
            Some("[M]") => Mark::M,
            _ => {
                return Err(serde::de::Error::custom(format!(
                    "source `{written}` must begin with [L], [D], [S] or [M]"
                )));
            }
        };
        let text = split.map(|(_, rest)| rest).unwrap_or_default();
        if text.is_empty() {
            return Err(serde::de::Error::custom("a source needs words after its mark"));
        }
        Ok(Source { mark, text })
    }
}

/// One procedure as its file says it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// National code.
    pub code: String,
    /// Legal name.
    pub name: Text,
    /// What the office calls it in short; used in lists and addresses.
    pub short: Text,
    /// One sentence for citizens: what it is good for.
    pub summary: Text,
    /// Other words people use for it, for search.
    #[serde(default)]
    pub words: Vec<String>,
    /// Field of government.
    pub field: Field,
    /// Who decides, by level.
    pub tier: Vec<Tier>,
    /// How much works on line.
    pub service: Service,
    /// The decision that published it.
    pub decision: String,
    /// First day.
    pub effective_from: Day,
    /// Last day, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_to: Option<Day>,
    /// Codes of the procedures it takes the place of from its first day on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<String>,
    /// Where sector law has a time or a rule of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    /// Minutes a person needs to apply.
    pub minutes: u32,
    /// Who decides, in words.
    pub decides: Text,
    /// Kind of unit that is competent, within the agency that decides.
    pub competent: UnitKind,
    /// Source of what stands above.
    pub source: Source,
    /// Result given on the spot.
    pub counter: Counter,
    /// Who may apply.
    pub who: Vec<Said>,
    /// Ways to file.
    pub way: Vec<Channel>,
    /// Pages of questions, in order.
    pub page: Vec<Page>,
    /// Papers.
    pub paper: Vec<Paper>,
    /// Fees.
    #[serde(default)]
    pub fee: Vec<Fee>,
    /// Legal limits; the first whose condition holds counts.
    pub limit: Vec<LimitRule>,
    /// Steps from acceptance to hand-over; acceptance opens the first.
    pub step: Vec<Step>,
    /// Results.
    pub result: Vec<ResultPaper>,
    /// Legal bases.
    pub basis: Vec<Basis>,
    /// What a citizen reads in a state, where the usual sentence does not fit.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sentence: BTreeMap<String, Text>,
}

/// A field of government.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Key, as in addresses.
    pub key: String,
    /// Name.
    pub name: Text,
}

/// A sentence with its source.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// The sentence.
    pub text: Text,
    /// Its source.
    pub source: Source,
}

/// What the counter may do at once.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counter {
    /// A desk officer with the delegation may decide and give the result at the moment of intake.
    pub result_at_once: bool,
    /// Source.
    pub source: Source,
}

/// A way to file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Which.
    pub by: Way,
    /// What a person must know about it.
    pub note: Text,
    /// Source.
    pub source: Source,
}

/// One page of the application: one thing, or a few that belong together.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Key, as in addresses.
    pub key: String,
    /// Title; a page with one question uses its label instead.
    pub title: Text,
    /// Shown only when this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible_when: Option<Condition>,
    /// Questions, in order.
    pub question: Vec<Question>,
}

/// One question.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Key, as conditions read it.
    pub key: String,
    /// The question, as a person reads it.
    pub label: Text,
    /// How to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    /// Why it is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Text>,
    /// How closely the answer is guarded.
    pub class: Class,
    /// What kind of answer.
    pub kind: Kind,
    /// Must be answered; true unless the file says otherwise.
    #[serde(default = "yes")]
    pub required: bool,
    /// Must be answered when this holds, though `required` is false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_when: Option<Condition>,
    /// Shown only when this holds; may read earlier pages only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible_when: Option<Condition>,
    /// Least number or year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// Greatest number or year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// Most characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<usize>,
    /// For dates: the year alone is enough.
    #[serde(default)]
    pub year_only: bool,
    /// For dates: a day that has not come yet is meant.
    #[serde(default)]
    pub future: bool,
    /// Unit of a number, such as m².
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
    /// Options of a choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub option: Vec<Choice>,
    /// What the answer means to the dossier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub means: Option<Meaning>,
}

const fn yes() -> bool {
    true
}

/// One option of a choice.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Key, as conditions read it.
    pub key: String,
    /// Words.
    pub label: Text,
    /// A few words more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
}

/// A paper of the dossier.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Key.
    pub key: String,
    /// Name.
    pub name: Text,
    /// What a citizen must know to have the right one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    /// Required only when this holds; without it, always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_when: Option<Condition>,
    /// The same in words: "Khi xin cho người khác".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Text>,
    /// May be added, but never must.
    #[serde(default)]
    pub optional: bool,
    /// Made by the system from the answers; nothing to bring.
    #[serde(default)]
    pub made_here: bool,
    /// Why it need not be brought: the State holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_by_state: Option<Text>,
    /// Held by the State only when this holds; without it, always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_when: Option<Condition>,
    /// Forms in which it is taken.
    pub forms: Vec<Form>,
    /// How many originals.
    #[serde(default)]
    pub originals: u32,
    /// How many copies.
    #[serde(default)]
    pub copies: u32,
    /// At the counter the original is compared and handed back.
    #[serde(default)]
    pub compare_original: bool,
    /// Number of the legal form, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form_number: Option<String>,
    /// Legal basis for asking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// A fee.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// Key.
    pub key: String,
    /// Name.
    pub name: Text,
    /// Phí or lệ phí.
    pub kind: FeeKind,
    /// Amount of one, in đồng.
    pub amount: Money,
    /// How many; a whole number from the answers. Without it, one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<Condition>,
    /// What is counted: a copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Text>,
    /// Charged only when this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The provincial council sets it; the amount here is a figure for demonstration.
    #[serde(default)]
    pub by_council: bool,
    /// When it is not charged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiver: Vec<Waiver>,
    /// Source.
    pub source: Source,
}

/// A reason not to charge a fee.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// When.
    pub when: Condition,
    /// Why, in words.
    pub reason: Text,
    /// Source.
    pub source: Source,
}

/// A legal limit and when it applies.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitRule {
    /// When; the last rule has no condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The limit.
    pub limit: Limit,
    /// For whom or what, in words; none when there is only one rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Text>,
    /// Source.
    pub source: Source,
}

/// A result.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultPaper {
    /// Code in the national catalogue: `KQ.…`.
    pub code: String,
    /// Name.
    pub name: Text,
    /// Source.
    pub source: Source,
}

/// A legal basis of the procedure.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// Number of the act.
    pub number: String,
    /// Its name; not translated.
    pub name: String,
    /// Source.
    pub source: Source,
}

impl Procedure {
    /// The source of every fact, in the order of the file.
    pub fn sources(&self) -> Vec<&Source> {
        let mut all = vec![&self.source, &self.counter.source];
        if let Some(sector) = &self.sector {
            let times = [&sector.acceptance, &sector.supplement_within, &sector.closes_after];
            all.extend(times.into_iter().flatten().map(|time| &time.source));
        }
        all.extend(self.who.iter().map(|who| &who.source));
        all.extend(self.way.iter().map(|way| &way.source));
        all.extend(self.paper.iter().filter_map(|paper| paper.source.as_ref()));
        for fee in &self.fee {
            all.push(&fee.source);
            all.extend(fee.waiver.iter().map(|waiver| &waiver.source));
        }
        all.extend(self.limit.iter().map(|rule| &rule.source));
        all.extend(self.step.iter().flat_map(Step::sources));
        all.extend(self.result.iter().map(|result| &result.source));
        all.extend(self.basis.iter().map(|basis| &basis.source));
        all
    }

    /// Facts whose source is not certain: those the office must set or confirm.
    pub fn unsure(&self) -> Vec<&Source> {
        self.sources().into_iter().filter(|source| source.mark == Mark::M).collect()
    }
}

impl Question {
    /// Whether it is marked "(không bắt buộc)".
    pub const fn is_optional(&self) -> bool {
        !self.required && self.required_when.is_none()
    }

    /// The browser's word for what the applicant may have stored.
    pub const fn autocomplete(&self) -> Option<&'static str> {
        match self.means {
            Some(Meaning::ApplicantName) => Some("name"),
            Some(Meaning::ApplicantPhone) => Some("tel"),
            Some(Meaning::ApplicantEmail) => Some("email"),
            Some(Meaning::ApplicantAddress | Meaning::PostAddress) => Some("street-address"),
            Some(Meaning::ApplicantBirth) => Some("bday"),
            Some(Meaning::Organisation) => Some("organization"),
            _ => None,
        }
    }

    /// The keyboard a phone should show.
    pub const fn inputmode(&self) -> &'static str {
        match self.kind {
            Kind::Number | Kind::Year | Kind::Card => "numeric",
            Kind::Decimal => "decimal",
            Kind::Phone => "tel",
            Kind::Email => "email",
            _ => "text",
        }
    }
}
