//! Files of the dated tables: regimes, forms, code patterns.

use crate::parse::{Problem, line_at};
use crate::regime::{
    CAUSES, CodePattern, FORMS, FormSet, Regime, SupplementRule, WARNINGS, WarningRule, minute_of,
};
use crate::source_files::SourceFile;
use crate::tables::Tables;
use kernel::{Day, Limit, LimitUnit};
use std::collections::HashSet;
use std::sync::Arc;

/// The tables with the files they were read from.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) regimes: Vec<(Arc<Regime>, SourceFile)>,
    pub(super) forms: Vec<(Arc<FormSet>, SourceFile)>,
    pub(super) codes: Vec<(Arc<CodePattern>, SourceFile)>,
}

impl Read {
    /// Every mistake: in each file, then between files of one table.
    pub(super) fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        problems.extend(self.regimes.iter().flat_map(|(regime, file)| check_regime(regime, file)));
        problems.extend(self.forms.iter().flat_map(|(set, file)| check_forms(set, file)));
        problems.extend(self.codes.iter().flat_map(|(code, file)| check_code(code, file)));
        problems.extend(self.order_of_regimes());
        problems.extend(same_day(self.forms.iter().map(|(set, file)| (set.from, file))));
        problems.extend(same_day(self.codes.iter().map(|(code, file)| (code.from, file))));
        problems
    }

    pub(super) fn into_tables(self) -> Tables {
        fn alone<T>(read: Vec<(T, SourceFile)>) -> Vec<T> {
            read.into_iter().map(|(one, _)| one).collect()
        }
        Tables { regimes: alone(self.regimes), forms: alone(self.forms), codes: alone(self.codes) }
    }

    /// Between the first day of the first regime and the last, every day has exactly one.
    fn order_of_regimes(&self) -> Vec<Problem> {
        let mut by_day: Vec<_> = self.regimes.iter().collect();
        by_day.sort_by_key(|(regime, _)| regime.effective_from);
        let mut problems = Vec::new();
        for pair in by_day.windows(2) {
            let [(one, _), (next, file)] = pair else { continue };
            let mut page = Page::of(file);
            match one.effective_to {
                Some(last) if last.plus(1) < next.effective_from => {
                    let what = format!("No regime is in force between {last} and {}", next.effective_from);
                    page.add("effective_from", what, "Move one of the two dates, or add the regime between");
                }
                Some(last) if last < next.effective_from => {}
                _ => {
                    let what = format!("The dates overlap with the regime `{}`", one.key);
                    page.add("effective_from", what, "End the older one on the day before the newer begins");
                }
            }
            problems.extend(page.problems);
        }
        problems
    }
}

/// Collects the mistakes of one file.
pub(super) struct Page<'a> {
    file: &'a SourceFile,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Page<'a> {
    pub(super) const fn of(file: &'a SourceFile) -> Page<'a> {
        Page { file, problems: Vec::new() }
    }

    pub(super) fn add(&mut self, needle: &str, what: impl Into<String>, remedy: impl Into<String>) {
        let line = self.file.text.find(needle).map(|at| line_at(&self.file.text, at));
        let (what, remedy) = (what.into(), remedy.into());
        self.problems.push(Problem::new(self.file, line, what, remedy));
    }

    pub(super) fn name(&mut self, folder: &str, key: &str) {
        if self.file.path != format!("{folder}/{key}.toml") {
            let what = format!("The file has another name than its key `{key}`");
            self.add("key =", what, format!("Call it {folder}/{key}.toml"));
        }
    }

    fn limit(&mut self, section: &str, limit: Limit) {
        if limit.n == 0 && limit.unit != LimitUnit::SameDay {
            self.add(section, format!("{section} has a limit of nothing"), "Write how many, from 1");
        }
    }
}

fn check_regime(regime: &Regime, file: &SourceFile) -> Vec<Problem> {
    let mut page = Page::of(file);
    page.name("regimes", &regime.key);
    if regime.effective_to.is_some_and(|last| last < regime.effective_from) {
        page.add("effective_to", "The last day is before the first", "Mend one of the two dates");
    }
    for act in regime.amended.iter().filter(|act| !regime.in_force(act.from)) {
        let what = format!("{} amends the regime on {}, when it is not in force", act.act, act.from);
        page.add(&act.act, what, "Mend the day, or move the amendment to the regime of that day");
    }
    if minute_of(&regime.paper_moves.after).is_none() {
        page.add("after =", format!("`{}` is no hour", regime.paper_moves.after), "Write it as 15:00");
    }
    for (section, limit) in limits(regime) {
        page.limit(section, limit);
    }
    warnings(&mut page, &regime.warning);
    causes(&mut page, regime);
    page.problems
}

/// Every limit a regime sets, with its section.
fn limits(regime: &Regime) -> Vec<(&'static str, Limit)> {
    let mut all = vec![
        ("[notice]", regime.notice.limit),
        ("[acceptance]", regime.acceptance.limit),
        ("[unheld]", regime.unheld.limit),
        ("[transfer]", regime.transfer.limit),
    ];
    let mut asked = |section, rule: &SupplementRule| {
        all.extend([rule.within, rule.closes_after].into_iter().flatten().map(|limit| (section, limit)));
    };
    asked("[supplement_at_intake]", &regime.supplement_at_intake);
    asked("[supplement_after_appraisal]", &regime.supplement_after_appraisal);
    all.extend(regime.correction.limit.map(|limit| ("[correction]", limit)));
    all
}

fn warnings(page: &mut Page<'_>, rules: &[WarningRule]) {
    let mut seen = HashSet::new();
    for rule in rules {
        let (needle, key) = (format!("key = \"{}\"", rule.key), &rule.key);
        if !WARNINGS.contains(&key.as_str()) {
            page.add(&needle, format!("`{key}` is no warning"), format!("Use {}", WARNINGS.join(", ")));
        }
        if !seen.insert(key) {
            page.add(&needle, format!("The warning `{key}` stands twice"), "Take one of them out");
        }
        if rule.permille.is_some() == rule.working_days_before.is_some() {
            let what = format!("The warning `{key}` does not say when, or says it twice");
            page.add(&needle, what, "Give it either permille or working_days_before");
        }
        if rule.permille.is_some_and(|part| !(1..1000).contains(&part)) {
            let what = format!("The warning `{key}` does not fall inside the limit");
            page.add(&needle, what, "Write permille between 1 and 999; 500 is half of the time");
        }
        if rule.working_days_before == Some(0) {
            let what = format!("The warning `{key}` falls on the last day itself");
            page.add(&needle, what, "Write working_days_before from 1");
        }
    }
}

fn causes(page: &mut Page<'_>, regime: &Regime) {
    let mut seen = HashSet::new();
    for cause in &regime.cause {
        let (needle, key) = (format!("key = \"{}\"", cause.key), &cause.key);
        if !seen.insert(key) {
            page.add(&needle, format!("The cause `{key}` stands twice"), "Give one of them another key");
        }
        let unknown = cause.of.iter().find(|of| !CAUSES.contains(&of.as_str()));
        if let Some(of) = unknown {
            let what = format!("The cause `{key}` is for `{of}`, which nobody asks for");
            page.add(&needle, what, format!("Use {}", CAUSES.join(", ")));
        }
        if cause.of.is_empty() {
            page.add(&needle, format!("The cause `{key}` is for nothing"), "Say what for: of = [\"late\"]");
        }
    }
    let asked = [
        (CAUSES[0], regime.extension.most > 0),
        (CAUSES[1], regime.late_letter.allowed),
        (CAUSES[2], regime.stop.allowed),
        (CAUSES[3], regime.reopening.allowed),
    ];
    for (of, _) in asked.into_iter().filter(|(of, asked)| *asked && regime.causes(of).next().is_none()) {
        let what = format!("There is no cause to choose from for `{of}`, which the regime allows");
        page.add("key =", what, format!("Add [[cause]] with of = [\"{of}\"]"));
    }
}

fn check_forms(set: &FormSet, file: &SourceFile) -> Vec<Problem> {
    let mut page = Page::of(file);
    page.name("forms", &set.key);
    if set.form.is_empty() {
        page.add("key =", "The set has no forms", "Add form = [ … ]");
    }
    let (mut purposes, mut numbers) = (HashSet::new(), HashSet::new());
    for form in &set.form {
        let needle = format!("\"{}\"", form.purpose);
        if !FORMS.contains(&form.purpose.as_str()) {
            let what = format!("`{}` is no purpose of a form", form.purpose);
            page.add(&needle, what, format!("Use {}", FORMS.join(", ")));
        }
        if !purposes.insert(&form.purpose) || !numbers.insert(&form.number) {
            let what = format!("The form {} for `{}` stands twice", form.number, form.purpose);
            page.add(&needle, what, "Keep one form for each purpose and number");
        }
    }
    page.problems
}

fn check_code(code: &CodePattern, file: &SourceFile) -> Vec<Problem> {
    let mut page = Page::of(file);
    page.name("codes", &code.key);
    let has_date = code.pattern.contains("{yymmdd}") || code.pattern.contains("{yyyymmdd}");
    if !code.pattern.contains("{agency}") || !has_date || code.code("H00.00", code.from, 1).is_none() {
        let what = format!("The pattern `{}` does not make codes", code.pattern);
        page.add("pattern =", what, "Use {agency}, {yymmdd} or {yyyymmdd}, and {n:4}");
    }
    page.problems
}

/// Two files of one table that begin on the same day.
fn same_day<'a>(files: impl Iterator<Item = (Day, &'a SourceFile)>) -> Vec<Problem> {
    let mut seen: Vec<(Day, &SourceFile)> = Vec::new();
    let mut problems = Vec::new();
    for (from, file) in files {
        if let Some((_, other)) = seen.iter().find(|(day, _)| *day == from) {
            let mut page = Page::of(file);
            let what = format!("It begins on the same day as {}", other.path);
            page.add("from =", what, "Let one of them begin on another day");
            problems.extend(page.problems);
        }
        seen.push((from, file));
    }
    problems
}
