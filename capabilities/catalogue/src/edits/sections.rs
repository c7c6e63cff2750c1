//! The sections of a procedure that an editor fills in, and the facts of each.

use super::fields::{FieldSpec, Input, Section};
use crate::words::{Class, FeeKind, Form, Kind, Meaning, Service, Silence, StepKind, Tier, Way};
use accounts::UnitKind;
use kernel::Role;

const fn must(name: &'static str, input: Input) -> FieldSpec {
    FieldSpec { name, input, required: true }
}

const fn may(name: &'static str, input: Input) -> FieldSpec {
    FieldSpec { name, input, required: false }
}

/// Facts of a procedure that no section holds: they are changed in its file.
pub const FILE_ONLY: &[&str] = &["effective_to", "sentence"];

/// The units of limits, in the words of a file.
pub const UNITS: [&str; 6] = ["working_days", "days", "working_hours", "hours", "months", "same_day"];

fn names<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|one| name(*one)).collect()
}

fn tiers() -> Vec<&'static str> {
    names(Tier::ALL, Tier::name)
}
fn services() -> Vec<&'static str> {
    names(Service::ALL, Service::name)
}
fn ways() -> Vec<&'static str> {
    names(Way::ALL, Way::name)
}
fn classes() -> Vec<&'static str> {
    names(Class::ALL, Class::name)
}
fn kinds() -> Vec<&'static str> {
    names(Kind::ALL, Kind::name)
}
fn meanings() -> Vec<&'static str> {
    names(Meaning::ALL, Meaning::name)
}
fn step_kinds() -> Vec<&'static str> {
    names(StepKind::ALL, StepKind::name)
}
fn silences() -> Vec<&'static str> {
    names(Silence::ALL, Silence::name)
}
fn forms() -> Vec<&'static str> {
    names(Form::ALL, Form::name)
}
fn fee_kinds() -> Vec<&'static str> {
    names(FeeKind::ALL, FeeKind::name)
}
fn unit_kinds() -> Vec<&'static str> {
    names(UnitKind::ALL, UnitKind::name)
}
fn step_roles() -> Vec<&'static str> {
    vec![Role::Receiver.name(), Role::Specialist.name(), Role::Head.name(), Role::Signatory.name()]
}

/// The sections in the order an editor meets them.
pub const SECTIONS: &[Section] = &[
    Section {
        slug: "thoi-han",
        list: "limit",
        parent: None,
        keyed: false,
        fields: &[
            must("limit", Input::Limit),
            must("source", Input::Source),
            may("label", Input::Pair),
            may("when", Input::Condition),
        ],
    },
    Section {
        slug: "phi",
        list: "fee",
        parent: None,
        keyed: true,
        fields: &[
            must("name", Input::Pair),
            must("kind", Input::Word(fee_kinds)),
            must("amount", Input::Money),
            must("source", Input::Source),
            may("by_council", Input::Flag),
            may("per", Input::Pair),
            may("times", Input::Condition),
            may("when", Input::Condition),
        ],
    },
    Section {
        slug: "mien-phi",
        list: "waiver",
        parent: Some("fee"),
        keyed: false,
        fields: &[must("when", Input::Condition), must("reason", Input::Pair), must("source", Input::Source)],
    },
    Section {
        slug: "giay-to",
        list: "paper",
        parent: None,
        keyed: true,
        fields: &[
            must("name", Input::Pair),
            may("source", Input::Source),
            may("hint", Input::LongPair),
            must("forms", Input::Words(forms)),
            may("originals", Input::Number),
            may("copies", Input::Number),
            may("optional", Input::Flag),
            may("case", Input::Pair),
            may("required_when", Input::Condition),
            may("compare_original", Input::Flag),
            may("made_here", Input::Flag),
            may("held_by_state", Input::Pair),
            may("held_when", Input::Condition),
            may("form_number", Input::Line),
        ],
    },
    Section {
        slug: "trang",
        list: "page",
        parent: None,
        keyed: true,
        fields: &[must("title", Input::Pair), may("visible_when", Input::Condition)],
    },
    Section {
        slug: "cau-hoi",
        list: "question",
        parent: Some("page"),
        keyed: true,
        fields: &[
            must("label", Input::Pair),
            may("hint", Input::Pair),
            may("why", Input::Pair),
            must("kind", Input::Word(kinds)),
            must("class", Input::Word(classes)),
            may("required", Input::Flag),
            may("required_when", Input::Condition),
            may("visible_when", Input::Condition),
            may("option", Input::Options),
            may("min", Input::Number),
            may("max", Input::Number),
            may("length", Input::Number),
            may("year_only", Input::Flag),
            may("future", Input::Flag),
            may("unit", Input::Pair),
            may("means", Input::Word(meanings)),
        ],
    },
    Section {
        slug: "quy-trinh",
        list: "step",
        parent: None,
        keyed: true,
        fields: &[
            must("name", Input::Pair),
            must("citizen", Input::Pair),
            must("sentence", Input::Pair),
            must("kind", Input::Word(step_kinds)),
            must("role", Input::Word(step_roles)),
            must("unit", Input::Word(unit_kinds)),
            may("limit", Input::Limit),
            must("source", Input::Source),
            may("next", Input::Next),
            may("back", Input::Line),
            may("may_attach_result", Input::Flag),
            may("waits_for_consults", Input::Flag),
            may("waits_for_parts", Input::Flag),
            may("person_does", Input::Pair),
            may("excluded.why", Input::Pair),
            may("excluded.source", Input::Source),
        ],
    },
    Section {
        slug: "y-kien",
        list: "consult",
        parent: Some("step"),
        keyed: true,
        fields: &[
            must("name", Input::Pair),
            may("unit", Input::Word(unit_kinds)),
            may("agency", Input::Line),
            must("limit", Input::Limit),
            must("silence", Input::Word(silences)),
            must("source", Input::Source),
            may("when", Input::Condition),
            may("excluded.why", Input::Pair),
            may("excluded.source", Input::Source),
        ],
    },
    Section {
        slug: "phan-viec",
        list: "part",
        parent: Some("step"),
        keyed: true,
        fields: &[
            must("name", Input::Pair),
            must("citizen", Input::Pair),
            may("procedure", Input::Line),
            may("unit", Input::Word(unit_kinds)),
            may("agency", Input::Line),
            must("limit", Input::Limit),
            may("result", Input::Line),
            must("source", Input::Source),
            may("when", Input::Condition),
        ],
    },
    Section {
        slug: "chung",
        list: "",
        parent: None,
        keyed: false,
        fields: &[
            must("name", Input::LongPair),
            must("short", Input::Pair),
            must("summary", Input::LongPair),
            may("words", Input::Lines),
            must("tier", Input::Words(tiers)),
            must("service", Input::Word(services)),
            must("decision", Input::Line),
            must("field.name", Input::Pair),
            must("field.key", Input::Line),
            may("replaces", Input::Lines),
            must("minutes", Input::Number),
            must("decides", Input::Pair),
            must("competent", Input::Word(unit_kinds)),
            must("source", Input::Source),
        ],
    },
    Section {
        slug: "rieng",
        list: "",
        parent: None,
        keyed: false,
        fields: &[
            may("counter.result_at_once", Input::Flag),
            must("counter.source", Input::Source),
            may("sector.acceptance.limit", Input::Limit),
            may("sector.acceptance.source", Input::Source),
            may("sector.supplement_within.limit", Input::Limit),
            may("sector.supplement_within.source", Input::Source),
            may("sector.closes_after.limit", Input::Limit),
            may("sector.closes_after.source", Input::Source),
        ],
    },
    Section {
        slug: "doi-tuong",
        list: "who",
        parent: None,
        keyed: false,
        fields: &[must("text", Input::LongPair), must("source", Input::Source)],
    },
    Section {
        slug: "cach-nop",
        list: "way",
        parent: None,
        keyed: false,
        fields: &[
            must("by", Input::Word(ways)),
            must("note", Input::LongPair),
            must("source", Input::Source),
        ],
    },
    Section {
        slug: "ket-qua",
        list: "result",
        parent: None,
        keyed: false,
        fields: &[must("code", Input::Line), must("name", Input::Pair), must("source", Input::Source)],
    },
    Section {
        slug: "can-cu",
        list: "basis",
        parent: None,
        keyed: false,
        fields: &[must("number", Input::Line), must("name", Input::Line), must("source", Input::Source)],
    },
];

/// The section with this address.
pub fn section(slug: &str) -> Option<&'static Section> {
    SECTIONS.iter().find(|section| section.slug == slug)
}
