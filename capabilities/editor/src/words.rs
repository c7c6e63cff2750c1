//! Facts of a procedure, and how two texts differ, in words.

use catalogue::edits::{Asked, Unready};
use catalogue::{Change, ChangeKind, Fact, FactChange, ProblemWords, Procedure, Text, Way, What};
use web::Visitor;
use web::parts::{Tag, Tone};

/// One fact before and after.
pub(crate) struct FactLine {
    pub(crate) label: String,
    pub(crate) before: String,
    pub(crate) after: String,
}

/// One thing that differs.
pub(crate) struct ChangeBox {
    /// What it is, and what it is called.
    pub(crate) title: String,
    pub(crate) tag: Tag,
    pub(crate) facts: Vec<FactLine>,
}

/// The differences of two texts.
pub(crate) fn changes(v: &Visitor, changes: &[Change]) -> Vec<ChangeBox> {
    changes.iter().map(|change| change_box(v, change)).collect()
}

fn change_box(v: &Visitor, change: &Change) -> ChangeBox {
    let what = v.t(&format!("editor-what-{}", change.what.name())).into_owned();
    let name = match &change.title {
        Some(title) => title.get(v.lang).to_owned(),
        None => String::new(),
    };
    let title = if name.is_empty() { what } else { format!("{what}: {name}") };
    let (tone, key) = match change.kind {
        ChangeKind::Added => (Tone::Good, "editor-added"),
        ChangeKind::Removed => (Tone::Bad, "editor-removed"),
        ChangeKind::Changed => (Tone::Warn, "editor-changed"),
        ChangeKind::Moved => (Tone::Wait, "editor-moved"),
    };
    ChangeBox { title, tag: Tag::new(tone, v.t(key)), facts: facts(v, &change.facts) }
}

/// What says nothing to people is left out of a thing that is new or gone: it would be its key.
fn facts(v: &Visitor, facts: &[FactChange]) -> Vec<FactLine> {
    let said = facts.iter().filter(|fact| fact.name != "key" && !is_silent(fact));
    let side = |fact: &FactChange, value: &Option<Fact>| match value {
        Some(value) => fact_words(v, &fact.name, value),
        None => "–".to_owned(),
    };
    said.map(|fact| FactLine {
        label: label(v, &fact.name),
        before: side(fact, &fact.before),
        after: side(fact, &fact.after),
    })
    .collect()
}

/// "No" that became nothing, or nothing that became "no".
fn is_silent(fact: &FactChange) -> bool {
    let silent = |side: &Option<Fact>| matches!(side, None | Some(Fact::Yes(false) | Fact::Number(0)));
    silent(&fact.before) && silent(&fact.after)
}

/// What a fact is called.
pub(crate) fn label(v: &Visitor, name: &str) -> String {
    let key = format!("editor-fact-{}", name.replace(['.', '_'], "-"));
    if v.has_text(&key) {
        return v.t(&key).into_owned();
    }
    match name.strip_prefix("sentence.") {
        Some(state) => v.t1("editor-fact-sentence-of", "state", state).into_owned(),
        None => name.to_owned(),
    }
}

/// A word of a file in the words of people: `working_days`, `specialist`.
pub(crate) fn word(v: &Visitor, word: &str) -> String {
    let key = format!("editor-word-{}", word.replace('_', "-"));
    if !word.is_empty() && v.has_text(&key) { v.t(&key).into_owned() } else { word.to_owned() }
}

/// A fact in words.
pub(crate) fn fact_words(v: &Visitor, name: &str, fact: &Fact) -> String {
    match fact {
        Fact::Text(text) => match &text.en {
            Some(en) => format!("{}\n({en})", text.vi),
            None => text.vi.clone(),
        },
        Fact::Limit(limit) => catalogue::limit_words(v, *limit),
        Fact::Money(money) => v.money(*money),
        Fact::Day(day) => v.day(*day),
        Fact::Number(number) => number.to_string(),
        Fact::Yes(yes) => v.t(if *yes { "editor-yes" } else { "editor-no" }).into_owned(),
        Fact::Plain(said) if is_word(name) => word(v, said),
        Fact::Plain(said) => said.clone(),
        Fact::List(facts) => {
            let all: Vec<String> = facts.iter().map(|fact| fact_words(v, name, fact)).collect();
            all.join(if all.iter().any(|one| one.contains('\n')) { "\n" } else { "; " })
        }
        Fact::Several(facts) => {
            let all: Vec<String> = facts
                .iter()
                .map(|(name, fact)| {
                    format!("{}: {}", label(v, name), fact_words(v, name, fact).replace('\n', " "))
                })
                .collect();
            all.join("; ")
        }
    }
}

/// Whether the fact is one word of a fixed set.
fn is_word(name: &str) -> bool {
    matches!(
        name,
        "tier"
            | "service"
            | "competent"
            | "by"
            | "class"
            | "kind"
            | "means"
            | "role"
            | "unit"
            | "silence"
            | "forms"
    )
}

/// What a national record leaves open, in words.
fn asked_words(v: &Visitor, asked: &Asked) -> String {
    match asked {
        Asked::General { service: true } => v.t("editor-unready-asked-general-service").into_owned(),
        Asked::General { service: false } => v.t("editor-unready-asked-general").into_owned(),
        Asked::Fee { several: true } => v.t("editor-unready-asked-fee-several").into_owned(),
        Asked::Fee { several: false } => v.t("editor-unready-asked-fee-kind").into_owned(),
        Asked::Flow => v.t("editor-unready-asked-flow").into_owned(),
        Asked::Limit { rows, doubted } => {
            let row = |(by, printed): &(Way, String)| {
                let printed = if printed.is_empty() {
                    v.t("editor-beside-nothing").into_owned()
                } else {
                    format!("“{printed}”")
                };
                format!("{}: {printed}", word(v, by.name()))
            };
            let rows = rows.iter().map(row).chain(doubted.iter().map(|text| format!("“{text}”")));
            let told = rows.collect::<Vec<_>>().join("; ");
            match told.is_empty() {
                true => v.t("editor-unready-asked-limit-none").into_owned(),
                false => v.t1("editor-unready-asked-limit", "rows", told).into_owned(),
            }
        }
    }
}

/// What a check of files would refuse, in the reader's language: what has a key is called by its name.
fn check_words(v: &Visitor, told: &ProblemWords, procedure: &Procedure) -> String {
    let key = told.about.iter().find(|(name, _)| *name == "key").map(|(_, key)| key.as_str());
    let name = key
        .map(|key| named(procedure, key).map_or_else(|| key.to_owned(), |name| name.get(v.lang).to_owned()));
    let mut about = told.about.clone();
    about.extend(name.map(|name| ("name", name)));
    v.tp(&format!("catalogue-check-{}", told.kind), &about).into_owned()
}

/// What the thing with this key is called.
fn named<'p>(procedure: &'p Procedure, key: &str) -> Option<&'p Text> {
    let papers = procedure.paper.iter().map(|one| (&one.key, &one.name));
    let fees = procedure.fee.iter().map(|one| (&one.key, &one.name));
    let questions = procedure.page.iter().flat_map(|page| &page.question);
    let questions = questions.map(|one| (&one.key, &one.label));
    let steps = procedure.step.iter();
    let consults = steps.clone().flat_map(|step| &step.consult).map(|one| (&one.key, &one.name));
    let parts = steps.clone().flat_map(|step| &step.part).map(|one| (&one.key, &one.name));
    let mut all = papers
        .chain(fees)
        .chain(questions)
        .chain(steps.map(|one| (&one.key, &one.name)))
        .chain(consults)
        .chain(parts);
    all.find(|(known, _)| *known == key).map(|(_, name)| name)
}

/// What stands in the way of publishing, in words; the second half is English where only English
/// was written.
pub(crate) fn unready(v: &Visitor, unready: &Unready, procedure: &Procedure) -> (String, Option<String>) {
    let said = match unready {
        Unready::NoDifference => v.t("editor-unready-no-difference"),
        Unready::NoReason => v.t("editor-unready-no-reason"),
        Unready::PastDay => v.t("editor-unready-past-day"),
        Unready::DayInUse => v.t("editor-unready-day-in-use"),
        Unready::BaseChanged => v.t("editor-unready-base-changed"),
        Unready::PaperWithoutBasis { name } => {
            v.t1("editor-unready-paper-without-basis", "name", name.get(v.lang))
        }
        Unready::StepsTooLong { takes, leaves } => {
            v.t2("editor-unready-steps-too-long", "takes", *takes, "leaves", *leaves)
        }
        Unready::Blank { fact } => v.t1("editor-unready-blank", "fact", label(v, fact)),
        Unready::Lacks { what: What::Basis, name } => {
            v.t1("editor-unready-basis-without-number", "name", name.get(v.lang))
        }
        Unready::Lacks { name, .. } => v.t1("editor-unready-result-without-code", "name", name.get(v.lang)),
        Unready::FeeAsked { name } => v.t1("editor-unready-fee-asked", "name", name.get(v.lang)),
        Unready::Replaced { by } => v.t1("editor-unready-replaced", "by", by),
        Unready::Asked(asked) => asked_words(v, asked).into(),
        Unready::Check(problem) => match &problem.words {
            Some(told) => check_words(v, told, procedure).into(),
            None => {
                let words = format!("{}. {}.", problem.what, problem.remedy);
                return (v.t("editor-unready-check").into_owned(), Some(words));
            }
        },
    };
    (said.into_owned(), None)
}
