//! What a search gives, in groups.

use crate::entry::Entry;

/// What was found for a query.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// What the words were taken for, where that is not what was typed: `đăng ký khai sinh` for
    /// `dang ki khai xinh`. Vietnamese, for "Đã hiểu là “…”". Usually none or one.
    pub understood: Vec<String>,
    /// The procedures, best first, at most as many as were asked for.
    pub procedures: Vec<Hit>,
    /// How many procedures fit, shown or not. Of very many, only the best hundred or two are told
    /// apart: a query that fits more says too little.
    pub total: usize,
    /// Keys of the life events and guides that fit, best first.
    pub topics: Vec<String>,
    /// Offices that fit, by their names of now or of before.
    pub offices: Vec<OfficeHit>,
    /// What is near, when no procedure was found; empty otherwise.
    pub nearest: Vec<Entry>,
}

impl Found {
    /// Whether nothing at all was found. What is near does not count.
    pub fn is_empty(&self) -> bool {
        self.procedures.is_empty() && self.topics.is_empty() && self.offices.is_empty()
    }
}

/// A procedure that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// What stands in the catalogue.
    pub entry: Entry,
    /// The people's word it was found by, where its own name says something else: `sổ đỏ`.
    pub by: Option<String>,
}

/// The office of a province, ward or commune.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfficeHit {
    /// Code of the unit in the national list: the page of the office is found by it.
    pub code: String,
    /// Its name of now, with its kind: `Phường Ba Đình`.
    pub name: String,
    /// The name of before that fits, where the name of now does not.
    pub was: Option<String>,
}

/// Something else than a procedure that can be found by its words: a life event, a guide.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Topic {
    /// What its page is known by.
    pub key: String,
    /// Its names and what people call it, in any language.
    pub names: Vec<String>,
}
