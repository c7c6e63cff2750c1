//! What a legal officer would want to know before a file is used: every mistake at once, with
//! file, line and remedy.

mod flow;
mod questions;
mod tables;
#[cfg(test)]
mod tests;

use crate::condition::Condition;
use crate::model::{Mark, Source};
use crate::parse::{self, Problem};
use crate::revision::Revision;
use crate::source_files::{FileKind, SourceFile};
use crate::tables::Tables;
use std::collections::HashSet;
use std::sync::Arc;

/// Everything read from a set of files.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub(crate) revisions: Vec<(Revision, SourceFile)>,
    pub(crate) tables: Tables,
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
            FileKind::Procedure => parse::procedure(&file).map(|read| loaded.revisions.push((read, file))),
        };
        loaded.problems.extend(read.err());
    }
    loaded.problems.extend(tables.check());
    loaded.tables = tables.into_tables();
    for (revision, file) in &loaded.revisions {
        let mut checker = Checker::new(file, revision);
        checker.run(&loaded.tables);
        loaded.problems.extend(checker.problems);
    }
    let overlaps = overlaps(&loaded.revisions);
    loaded.problems.extend(overlaps);
    loaded
}

/// Every mistake in a set of files; none means they can be used.
pub fn check(files: Vec<SourceFile>) -> Vec<Problem> {
    load(files).problems
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
    fn add_nth(&mut self, needle: &str, nth: usize, what: impl Into<String>, remedy: impl Into<String>) {
        let line =
            self.file.text.match_indices(needle).nth(nth).map(|(at, _)| parse::line_at(&self.file.text, at));
        let (what, remedy) = (what.into(), remedy.into());
        self.problems.push(Problem { file: self.file.path.clone(), line, what, remedy });
    }

    fn add(&mut self, needle: &str, what: impl Into<String>, remedy: impl Into<String>) {
        self.add_nth(needle, 0, what, remedy);
    }

    fn head(&mut self) {
        let procedure = &self.revision.procedure;
        if !is_code(&procedure.code) {
            self.add(
                "code =",
                format!("`{}` is not a procedure code", procedure.code),
                "Write one digit, a dot and six digits",
            );
        }
        if !self.file.path.starts_with(&procedure.code) {
            self.add(
                "code =",
                "The file has another name than the procedure",
                format!("Call it {}.toml", procedure.code),
            );
        }
        if procedure.basis.is_empty() {
            self.add(
                "code =",
                "The procedure has no legal basis",
                "Add [[basis]] with number, name and source",
            );
        }
        if procedure.result.is_empty() {
            self.add(
                "code =",
                "The procedure has no result",
                "Add [[result]] with its code in the national catalogue",
            );
        }
        if procedure.who.is_empty() {
            self.add("code =", "Nobody may apply", "Add [[who]]");
        }
    }

    /// First and last day, and the tables that hold on the first.
    fn dates(&mut self, tables: &Tables) {
        let procedure = &self.revision.procedure;
        let first = procedure.effective_from;
        if procedure.effective_to.is_some_and(|last| last < first) {
            self.add("effective_to", "The last day is before the first", "Mend one of the two dates");
        }
        let missing = [
            ("regime", "regimes/", tables.regime_on(first).is_some()),
            ("set of forms", "forms/", tables.forms_on(first).is_some()),
            ("code pattern", "codes/", tables.code_pattern_on(first).is_some()),
        ];
        for (what, folder, _) in missing.into_iter().filter(|(_, _, there)| !there) {
            let what = format!("No {what} holds on the first day, {first}");
            self.add("effective_from", what, format!("Move the first day, or add a file to {folder}"));
        }
    }

    fn keys(&mut self) {
        let procedure = &self.revision.procedure;
        self.unique("page", procedure.page.iter().map(|page| page.key.as_str()));
        self.unique(
            "question",
            procedure.page.iter().flat_map(|page| &page.question).map(|question| question.key.as_str()),
        );
        self.unique("paper", procedure.paper.iter().map(|paper| paper.key.as_str()));
        self.unique("fee", procedure.fee.iter().map(|fee| fee.key.as_str()));
        self.unique("step", procedure.step.iter().map(|step| step.key.as_str()));
        self.unique(
            "consultation",
            procedure.step.iter().flat_map(|step| &step.consult).map(|consult| consult.key.as_str()),
        );
    }

    fn unique<'k>(&mut self, what: &str, keys: impl Iterator<Item = &'k str>) {
        let mut seen = HashSet::new();
        for key in keys {
            if !seen.insert(key) {
                let needle = format!("key = \"{key}\"");
                self.add_nth(
                    &needle,
                    1,
                    format!("The {what} key `{key}` is used twice"),
                    "Give one of them another key",
                );
            }
        }
    }

    fn papers(&mut self) {
        for paper in &self.revision.procedure.paper {
            let needle = format!("key = \"{}\"", paper.key);
            if paper.source.is_none() {
                let what = format!("The paper `{}` has no legal basis", paper.key);
                self.add(&needle, what, "Add source = \"[L] …\"; what no rule asks for may not be asked");
            }
            if paper.forms.is_empty() {
                self.add(
                    &needle,
                    format!("The paper `{}` is taken in no form", paper.key),
                    "Name at least one form",
                );
            }
            if paper.required_when.is_some() != paper.case.is_some() {
                let remedy =
                    "Add case.vi beside required_when, such as \"Khi xin cho người khác\", or take it away";
                self.add(
                    &needle,
                    format!("The paper `{}` does not say in words when it is needed", paper.key),
                    remedy,
                );
            }
            if paper.held_when.is_some() && paper.held_by_state.is_none() {
                let remedy = "Add held_by_state.vi, the reason a citizen reads";
                self.add(&needle, format!("The paper `{}` does not say why it is held", paper.key), remedy);
            }
        }
    }

    fn fees(&mut self) {
        for fee in &self.revision.procedure.fee {
            let needle = format!("key = \"{}\"", fee.key);
            if fee.amount.0 < 0 {
                self.add(
                    &needle,
                    format!("The fee `{}` is negative", fee.key),
                    "Write an amount in đồng, from 0",
                );
            }
            if fee.by_council && fee.source.mark < Mark::S {
                let remedy = "Mark the figure [M], or drop by_council when the council's decision is known";
                self.add(
                    &needle,
                    format!("The fee `{}` is set by the council, yet its figure is marked certain", fee.key),
                    remedy,
                );
            }
        }
    }

    fn limits(&mut self) {
        let limits = &self.revision.procedure.limit;
        if limits.is_empty() {
            self.add("code =", "The procedure has no legal limit", "Add [[limit]]");
        }
        for (at, rule) in limits.iter().enumerate() {
            if rule.when.is_none() != (at + 1 == limits.len()) {
                let remedy = "Give every limit but the last a condition; the last has none";
                self.add_nth("[[limit]]", at, "No limit, or more than one, applies in some cases", remedy);
            }
            if rule.limit.n == 0 {
                self.add_nth("[[limit]]", at, "A limit of nothing", "Write how many, from 1");
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
        }
        all
    }
}

/// A national code: `1.234567`.
fn is_code(code: &str) -> bool {
    code.split_once('.').is_some_and(|(first, rest)| {
        first.len() == 1
            && rest.len() == 6
            && [first, rest].iter().all(|part| part.chars().all(|c| c.is_ascii_digit()))
    })
}

/// Two revisions of one procedure in force on the same day.
fn overlaps(revisions: &[(Revision, SourceFile)]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, (one, _)) in revisions.iter().enumerate() {
        for (other, file) in &revisions[at + 1..] {
            let (a, b) = (&one.procedure, &other.procedure);
            let open = |from: kernel::Day, to: Option<kernel::Day>| to.is_none_or(|last| last >= from);
            if a.code == b.code
                && open(b.effective_from, a.effective_to)
                && open(a.effective_from, b.effective_to)
            {
                let line = file.text.find("effective_from").map(|at| parse::line_at(&file.text, at));
                let what = format!("The dates overlap with {}", one.file);
                let remedy =
                    "End the older one with effective_to on the day before the newer begins".to_owned();
                problems.push(Problem { file: file.path.clone(), line, what, remedy });
            }
        }
    }
    problems
}

/// Facts whose source is not certain: shown to the office that must set them.
pub fn unsure(revision: &Revision) -> Vec<&Source> {
    let procedure = &revision.procedure;
    let fees = procedure.fee.iter().map(|fee| &fee.source);
    let steps = procedure
        .step
        .iter()
        .flat_map(|step| std::iter::once(&step.source).chain(step.consult.iter().map(|c| &c.source)));
    let limits = procedure.limit.iter().map(|rule| &rule.source);
    fees.chain(limits).chain(steps).filter(|source| source.mark == Mark::M).collect()
}
