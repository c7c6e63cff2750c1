//! What a legal officer would want to know before a file is used: every mistake at once, with
//! file, line and remedy.

mod between;
pub(crate) mod events;
mod flow;
#[cfg(test)]
pub(crate) mod mistake_tests;
mod papers;
mod questions;
mod tables;
#[cfg(test)]
mod tests;

use crate::condition::Condition;
use crate::life_event::LifeEvent;
use crate::parse::{self, Problem};
use crate::revision::Revision;
use crate::search::synonyms::{self, Synonyms};
use crate::source_files::{FileKind, SourceFile};
use crate::tables::Tables;
use kernel::{Limit, LimitUnit};
use std::collections::HashSet;
use std::sync::Arc;

/// Every kind of mistake that a text of a procedure can have; the text `catalogue-check-{kind}` says
/// it to people.
pub const CHECKS: [&str; 58] = [
    "not-a-code",
    "replaces-odd",
    "sector-nothing",
    "no-basis",
    "no-result",
    "nobody",
    "last-before-first",
    "no-regime",
    "no-forms",
    "no-code-pattern",
    "key-twice",
    "paper-without-basis",
    "paper-in-no-form",
    "paper-case-without-condition",
    "paper-condition-without-case",
    "paper-held-unsaid",
    "fee-negative",
    "fee-council-certain",
    "no-limit",
    "limit-conditions",
    "limit-nothing",
    "no-steps",
    "step-unreached",
    "flow-circle",
    "step-limit",
    "step-uncountable",
    "flow-end",
    "next-unknown",
    "next-conditions",
    "back-unknown",
    "await-unsaid",
    "person-does-nobody",
    "handover-excluded",
    "excluded-unverified",
    "consult-whom",
    "part-whom",
    "part-code",
    "part-result",
    "part-uncountable",
    "part-too-long",
    "key-kept",
    "part-unawaited",
    "waits-for-nothing",
    "steps-too-long",
    "question-key",
    "question-channel",
    "question-options",
    "question-unsealed",
    "receive-way",
    "required-twice",
    "condition-unknown",
    "condition-trouble",
    "condition-option",
    "condition-circular",
    "condition-late",
    "dates-overlap",
    "replaced-twice",
    "replaced-by-itself",
];

/// Everything read from a set of files.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub(crate) revisions: Vec<(Revision, SourceFile)>,
    pub(crate) tables: Tables,
    /// Life events with their files, in their order.
    pub(crate) events: Vec<(LifeEvent, SourceFile)>,
    /// People's words, and their file where there is one.
    pub(crate) synonyms: Synonyms,
    pub(crate) synonyms_file: Option<SourceFile>,
    pub(crate) problems: Vec<Problem>,
}

/// Reads and checks a set of files.
pub(crate) fn load(files: Vec<SourceFile>) -> Loaded {
    let mut loaded = Loaded::default();
    let mut tables = tables::Read::default();
    for file in files {
        let read = match file.kind() {
            FileKind::Regime => {
                parse::table(&file).map(|regime| tables.regimes.push((Arc::new(regime), file)))
            }
            FileKind::Forms => parse::table(&file).map(|set| tables.forms.push((Arc::new(set), file))),
            FileKind::Code => parse::table(&file).map(|code| tables.codes.push((Arc::new(code), file))),
            FileKind::Event => parse::table(&file).map(|event| loaded.events.push((event, file))),
            FileKind::Synonyms => parse::table(&file).map(|synonyms| {
                loaded.synonyms = synonyms;
                loaded.synonyms_file = Some(file);
            }),
            FileKind::Procedure => parse::procedure(&file).map(|read| loaded.revisions.push((read, file))),
        };
        loaded.problems.extend(read.err());
    }
    loaded.problems.extend(tables.check());
    loaded.tables = tables.into_tables();
    loaded.events.sort_by_key(|(event, _)| event.order);
    loaded.problems.extend(events::check(&loaded.events));
    for (revision, file) in &loaded.revisions {
        let mut checker = Checker::new(file, revision);
        checker.run(&loaded.tables);
        loaded.problems.extend(checker.problems);
    }
    let people = loaded.synonyms_file.iter().flat_map(|file| synonyms::check(&loaded.synonyms, file));
    loaded.problems.extend(people);
    let between = between::check(&loaded.revisions);
    loaded.problems.extend(between);
    loaded
}

/// Every mistake in a set of files; none means they can be used.
pub fn check(files: Vec<SourceFile>) -> Vec<Problem> {
    load(files).problems
}

/// Working hours the steps of a text take, and those its shortest limit leaves, where they do not
/// fit.
pub(crate) fn steps_too_long(revision: &Revision, file: &SourceFile) -> Option<(u32, u32)> {
    Checker::new(file, revision).too_long()
}

/// A limit in working hours, days rounded down; none where it cannot be counted in working time.
pub(crate) fn working_hours(limit: Limit) -> Option<u32> {
    flow::working_hours(limit, false)
}

/// Checks one procedure file.
pub(crate) struct Checker<'a> {
    file: &'a SourceFile,
    revision: &'a Revision,
    problems: Vec<Problem>,
}

impl<'a> Checker<'a> {
    fn new(file: &'a SourceFile, revision: &'a Revision) -> Checker<'a> {
        Checker { file, revision, problems: Vec::new() }
    }

    fn run(&mut self, tables: &Tables) {
        self.head();
        self.dates(tables);
        self.keys();
        self.questions();
        self.conditions();
        self.papers();
        self.fees();
        self.limits();
        self.steps();
    }

    /// Adds a problem at the line where `needle` stands (from the `nth` on, counted from 0).
    fn add_nth(
        &mut self,
        needle: &str,
        nth: usize,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> &mut Problem {
        let line =
            self.file.text.match_indices(needle).nth(nth).map(|(at, _)| parse::line_at(&self.file.text, at));
        self.problem(line, what.into(), remedy.into())
    }

    fn add(&mut self, needle: &str, what: impl Into<String>, remedy: impl Into<String>) -> &mut Problem {
        self.add_nth(needle, 0, what, remedy)
    }

    /// Adds a problem at the line of a key, in the section it is declared in.
    fn add_key(
        &mut self,
        section: &str,
        key: &str,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> &mut Problem {
        self.add_keys(&[section], key, 0, what, remedy)
    }

    fn add_keys(
        &mut self,
        sections: &[&str],
        key: &str,
        nth: usize,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> &mut Problem {
        let line = self.lines_of(sections, key).get(nth).copied();
        self.problem(line, what.into(), remedy.into())
    }

    fn problem(&mut self, line: Option<usize>, what: String, remedy: String) -> &mut Problem {
        let at = self.problems.len();
        self.problems.push(Problem::new(self.file, line, what, remedy));
        &mut self.problems[at]
    }

    /// The lines, from 1, on which sections of these names declare a key.
    fn lines_of(&self, sections: &[&str], key: &str) -> Vec<usize> {
        let wanted = format!("key = \"{key}\"");
        let mut inside = false;
        let mut lines = Vec::new();
        for (at, line) in self.file.text.lines().enumerate() {
            let line = line.trim();
            if line.starts_with('[') {
                inside = sections.contains(&line);
            } else if inside && line == wanted {
                lines.push(at + 1);
            }
        }
        lines
    }

    fn head(&mut self) {
        let procedure = &self.revision.procedure;
        if !is_code(&procedure.code) {
            self.add(
                "code =",
                format!("`{}` is not a procedure code", procedure.code),
                "Write one digit, a dot and six digits",
            )
            .of("not-a-code", &[("code", &procedure.code)]);
        }
        if !self.file.path.starts_with(&procedure.code) {
            self.add(
                "code =",
                "The file has another name than the procedure",
                format!("Call it {}.toml", procedure.code),
            );
        }
        for code in procedure.replaces.iter().filter(|code| !is_code(code) || **code == procedure.code) {
            let what = format!("It replaces `{code}`, which is not the code of another procedure");
            self.add("replaces =", what, "Write one digit, a dot and six digits, of the procedure that ends")
                .of("replaces-odd", &[("code", code)]);
        }
        let sector = procedure.sector.iter();
        let times = sector.flat_map(|own| [&own.acceptance, &own.supplement_within, &own.closes_after]);
        let nothing = |limit: Limit| limit.n == 0 && limit.unit != LimitUnit::SameDay;
        if times.flatten().any(|time| nothing(time.limit)) {
            self.add("[sector", "The sector has a time of nothing", "Write how many, from 1")
                .of("sector-nothing", &[]);
        }
        if procedure.basis.is_empty() {
            self.add(
                "code =",
                "The procedure has no legal basis",
                "Add [[basis]] with number, name and source",
            )
            .of("no-basis", &[]);
        }
        if procedure.result.is_empty() {
            self.add(
                "code =",
                "The procedure has no result",
                "Add [[result]] with its code in the national catalogue",
            )
            .of("no-result", &[]);
        }
        if procedure.who.is_empty() {
            self.add("code =", "Nobody may apply", "Add [[who]]").of("nobody", &[]);
        }
    }

    /// First and last day, and the tables that hold on the first.
    fn dates(&mut self, tables: &Tables) {
        let procedure = &self.revision.procedure;
        let first = procedure.effective_from;
        if procedure.effective_to.is_some_and(|last| last < first) {
            self.add("effective_to", "The last day is before the first", "Mend one of the two dates")
                .of("last-before-first", &[]);
        }
        let missing = [
            ("regime", "regimes/", "no-regime", tables.regime_on(first).is_some()),
            ("set of forms", "forms/", "no-forms", tables.forms_on(first).is_some()),
            ("code pattern", "codes/", "no-code-pattern", tables.code_pattern_on(first).is_some()),
        ];
        for (what, folder, kind, _) in missing.into_iter().filter(|one| !one.3) {
            let what = format!("No {what} holds on the first day, {first}");
            self.add("effective_from", what, format!("Move the first day, or add a file to {folder}"))
                .of(kind, &[("day", &first.to_string())]);
        }
    }

    fn keys(&mut self) {
        let procedure = &self.revision.procedure;
        let questions = procedure.page.iter().flat_map(|page| &page.question);
        self.unique("page", &["[[page]]"], procedure.page.iter().map(|page| page.key.as_str()));
        self.unique("question", &["[[page.question]]"], questions.map(|question| question.key.as_str()));
        self.unique("paper", &["[[paper]]"], procedure.paper.iter().map(|paper| paper.key.as_str()));
        self.unique("fee", &["[[fee]]"], procedure.fee.iter().map(|fee| fee.key.as_str()));
        self.unique("step", &flow::SECTIONS, procedure.step.iter().flat_map(flow::keys_of));
    }

    fn unique<'k>(&mut self, what: &str, sections: &[&str], keys: impl Iterator<Item = &'k str>) {
        let mut seen = HashSet::new();
        for key in keys {
            if !seen.insert(key) {
                let what = format!("The {what} key `{key}` is used twice");
                self.add_keys(sections, key, 1, what, "Give one of them another key")
                    .of("key-twice", &[("key", key)]);
            }
        }
    }

    /// Every condition of the file with what it must give (`true`: a whole number).
    fn all_conditions(&self) -> Vec<(&'a Condition, bool)> {
        let procedure = &self.revision.procedure;
        let mut all: Vec<(&Condition, bool)> = Vec::new();
        for page in &procedure.page {
            all.extend(page.visible_when.as_ref().map(|when| (when, false)));
            for question in &page.question {
                all.extend(
                    [&question.visible_when, &question.required_when]
                        .into_iter()
                        .flatten()
                        .map(|when| (when, false)),
                );
            }
        }
        for paper in &procedure.paper {
            all.extend(
                [&paper.required_when, &paper.held_when].into_iter().flatten().map(|when| (when, false)),
            );
        }
        for fee in &procedure.fee {
            all.extend(fee.when.as_ref().map(|when| (when, false)));
            all.extend(fee.times.as_ref().map(|times| (times, true)));
            all.extend(fee.waiver.iter().map(|waiver| (&waiver.when, false)));
        }
        all.extend(procedure.limit.iter().filter_map(|rule| rule.when.as_ref()).map(|when| (when, false)));
        for step in &procedure.step {
            all.extend(step.next.iter().filter_map(|next| next.when.as_ref()).map(|when| (when, false)));
            all.extend(
                step.consult.iter().filter_map(|consult| consult.when.as_ref()).map(|when| (when, false)),
            );
            all.extend(step.part.iter().filter_map(|part| part.when.as_ref()).map(|when| (when, false)));
        }
        all
    }
}

/// A national code: `1.234567`.
pub(crate) fn is_code(code: &str) -> bool {
    code.split_once('.').is_some_and(|(first, rest)| {
        first.len() == 1
            && rest.len() == 6
            && [first, rest].iter().all(|part| part.chars().all(|c| c.is_ascii_digit()))
    })
}
