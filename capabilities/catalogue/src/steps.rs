//! The steps of a procedure file: who does what in which order, whom is asked, what sector law
//! sets of its own.

use crate::condition::Condition;
use crate::model::{Source, Text};
use crate::regime::Timed;
use crate::words::{Silence, StepKind};
use accounts::UnitKind;
use kernel::{Limit, Role};
use serde::{Deserialize, Serialize};

/// A step of the flow.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Key.
    pub key: String,
    /// What the office calls it.
    pub name: Text,
    /// What a citizen reads: "Xem bản vẽ, đến thực địa".
    pub citizen: Text,
    /// The whole sentence on the tracking page while it is open.
    pub sentence: Text,
    /// What is done.
    pub kind: StepKind,
    /// The role that does it.
    pub role: Role,
    /// The kind of unit it is given to.
    pub unit: UnitKind,
    /// Internal limit; none for a hand-over, which waits for the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// A result file may be attached here.
    #[serde(default)]
    pub may_attach_result: bool,
    /// Cannot be finished while a consultation is open.
    #[serde(default)]
    pub waits_for_consults: bool,
    /// What follows; the first whose condition holds. Empty: the flow ends here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<Next>,
    /// Where it goes back to when it is returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<String>,
    /// Consultations opened when it begins.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consult: Vec<Consult>,
    /// Parts of other agencies, sent out together when the step opens.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub part: Vec<Part>,
    /// The step ends only when every part is done.
    #[serde(default)]
    pub waits_for_parts: bool,
    /// For a step that waits for the person: what to do, as the person reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_does: Option<Text>,
    /// The time of this step is outside the limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excluded: Option<Excluded>,
    /// Source.
    pub source: Source,
}

/// A way on from a step.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Next {
    /// To which step.
    pub to: String,
    /// When; the last has no condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
}

/// A question put to another unit or agency, in parallel.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consult {
    /// Key.
    pub key: String,
    /// What is asked.
    pub name: Text,
    /// A kind of unit of the same agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitKind>,
    /// Code of another agency: a fact of this province, not of the law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// Only when this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Limit for the answer.
    pub limit: Limit,
    /// What silence means.
    pub silence: Silence,
    /// The time until the answer is outside the limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excluded: Option<Excluded>,
    /// Source.
    pub source: Source,
}

/// Times that sector law sets in place of the regime's.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sector {
    /// How soon an application is accepted or answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acceptance: Option<Timed>,
    /// By when more papers may be asked after appraisal, from acceptance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplement_within: Option<Timed>,
    /// When an unanswered request for papers closes the dossier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_after: Option<Timed>,
}

/// Sector law takes an interval out of the limit.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Excluded {
    /// What the person reads while the clock stands still.
    pub why: Text,
    /// The rule that grants it; without one nothing is excluded.
    pub source: Source,
}

/// What another agency does at the same time for a linked procedure, with its own limit and result.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Key, unique among steps, consultations and parts.
    pub key: String,
    /// The procedure it stands for, when it has a code of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure: Option<String>,
    /// Name for officers.
    pub name: Text,
    /// Name for the person.
    pub citizen: Text,
    /// A unit of the competent agency, or
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitKind>,
    /// another agency by code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// Only when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Its own limit, from the moment it is sent to all at once.
    pub limit: Limit,
    /// Code of the result it makes; one of the procedure's results. None: data only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// Its source.
    pub source: Source,
}

impl Step {
    /// The source of every fact of the step, its consultations and its parts.
    pub fn sources(&self) -> Vec<&Source> {
        let mut all = vec![&self.source];
        all.extend(self.excluded.iter().map(|excluded| &excluded.source));
        for consult in &self.consult {
            all.push(&consult.source);
            all.extend(consult.excluded.iter().map(|excluded| &excluded.source));
        }
        all.extend(self.part.iter().map(|part| &part.source));
        all
    }
}
