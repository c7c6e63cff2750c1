//! Life events: what a person does when a child is born, someone dies, a house is bought; in which
//! order, and which of it can be done together. Files of `procedures/events/`.

use crate::model::{Source, Text};
use serde::Deserialize;

/// Names of the drawings a life event may have.
pub(crate) const ICONS: [&str; 8] =
    ["birth", "marriage", "death", "home", "shop", "land", "old-age", "disability"];

/// One life event.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifeEvent {
    /// The last part of its address: `sinh-con`.
    pub key: String,
    /// Place among the others, smallest first.
    pub order: u16,
    /// Its drawing.
    pub icon: String,
    /// What people call it.
    pub name: Text,
    /// One sentence: what it is about.
    pub summary: Text,
    /// Other words people use for it, for search.
    #[serde(default)]
    pub words: Vec<String>,
    /// Source of what stands above.
    pub source: Source,
    /// Procedures that do several steps at once.
    #[serde(default)]
    pub together: Vec<Together>,
    /// What is done, in order.
    pub step: Vec<EventStep>,
}

/// A procedure that does several steps at once.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Together {
    /// Code of the procedure.
    pub code: String,
    /// What a person must know about it.
    pub text: Text,
    /// Keys of the steps it does.
    pub steps: Vec<String>,
    /// Source.
    pub source: Source,
}

/// One step of a life event.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventStep {
    /// Key, unique in the file.
    pub key: String,
    /// What is done.
    pub title: Text,
    /// What a person must know about it.
    pub text: Text,
    /// Until or from when, in words.
    #[serde(default)]
    pub when: Option<Text>,
    /// Where it is done, in words: read where its procedure is not in this catalogue.
    #[serde(rename = "where")]
    pub place: Text,
    /// Codes of the procedures to choose from; none where the step is no procedure of the portal.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Source.
    pub source: Source,
}

impl LifeEvent {
    /// Every code it names.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        let steps = self.step.iter().flat_map(|step| step.codes.iter());
        self.together.iter().map(|together| &together.code).chain(steps).map(String::as_str)
    }

    /// The step with a key.
    pub fn step(&self, key: &str) -> Option<&EventStep> {
        self.step.iter().find(|step| step.key == key)
    }
}
