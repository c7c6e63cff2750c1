//! Files of life events.

use super::is_code;
use super::tables::Page;
use crate::life_event::{ICONS, LifeEvent, Together};
use crate::parse::Problem;
use crate::source_files::SourceFile;
use std::collections::HashSet;

/// Every mistake in the files of life events, but for codes that nobody knows.
pub(super) fn check(files: &[(LifeEvent, SourceFile)]) -> Vec<Problem> {
    let mut problems: Vec<Problem> = files.iter().flat_map(|(event, file)| check_one(event, file)).collect();
    let mut places = HashSet::new();
    for (event, file) in files.iter().filter(|(event, _)| !places.insert(event.order)) {
        let mut page = Page::of(file);
        page.add(
            "order =",
            format!("Another life event has the place {}", event.order),
            "Take a free number",
        );
        problems.extend(page.problems);
    }
    problems
}

fn check_one(event: &LifeEvent, file: &SourceFile) -> Vec<Problem> {
    let mut page = Page::of(file);
    page.name("events", &event.key);
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if event.key.is_empty() || !event.key.chars().all(plain) {
        let what = format!("`{}` cannot stand in an address", event.key);
        page.add("key =", what, "Use small letters without marks, digits and hyphens");
    }
    if !ICONS.contains(&event.icon.as_str()) {
        let what = format!("There is no drawing `{}`", event.icon);
        page.add("icon =", what, format!("Use {}", ICONS.join(", ")));
    }
    if event.step.is_empty() {
        page.add("key =", "The life event has no step", "Add [[step]]");
    }
    let mut keys = HashSet::new();
    for step in event.step.iter().filter(|step| !keys.insert(step.key.as_str())) {
        let (needle, what) =
            (format!("key = \"{}\"", step.key), format!("The step `{}` stands twice", step.key));
        page.add(&needle, what, "Give one of them another key");
    }
    for code in event.codes().filter(|code| !is_code(code)) {
        let what = format!("`{code}` is not a procedure code");
        page.add(&format!("\"{code}\""), what, "Write one digit, a dot and six digits");
    }
    event.together.iter().for_each(|together| check_together(&mut page, event, together));
    page.problems
}

fn check_together(page: &mut Page<'_>, event: &LifeEvent, together: &Together) {
    let needle = format!("code = \"{}\"", together.code);
    if together.steps.is_empty() {
        page.add(
            &needle,
            format!("`{}` does no step", together.code),
            "Name the steps it does: steps = [ … ]",
        );
    }
    for key in together.steps.iter().filter(|key| event.step(key).is_none()) {
        let what = format!("`{}` does the step `{key}`, which is not there", together.code);
        page.add(&needle, what, "Name the key of one of the [[step]] below");
    }
}

/// Codes that stand neither among the procedures made here nor in the national catalogue.
pub(crate) fn unknown_codes(files: &[(LifeEvent, SourceFile)], knows: &dyn Fn(&str) -> bool) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (event, file) in files {
        let mut page = Page::of(file);
        for code in event.codes().filter(|code| !knows(code)) {
            let what = format!("`{code}` is neither made here nor in the national catalogue");
            page.add(
                &format!("\"{code}\""),
                what,
                "Take the code out, or put the one in that took its place",
            );
        }
        problems.extend(page.problems);
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::load;

    const EVENT: &str = r#"
key = "thu"
order = 1
icon = "home"
name.vi = "Thử"
summary.vi = "Thử."
source = "[M] thử"

[[together]]
code = "9.000001"
text.vi = "Một lần."
steps = ["mot"]
source = "[M] thử"

[[step]]
key = "mot"
title.vi = "Một"
text.vi = "Một."
where.vi = "Ở quầy"
codes = ["9.000002"]
source = "[M] thử"
"#;

    fn told(change: impl Fn(String) -> String) -> Vec<String> {
        let text = change(EVENT.to_owned());
        let file = SourceFile { path: "events/thu.toml".to_owned(), text };
        load(vec![file]).problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_life_event_without_mistakes_is_read() {
        assert_eq!(told(|text| text), Vec::<String>::new());
    }

    #[test]
    fn every_mistake_of_a_life_event_names_line_and_remedy() {
        for (from, to, said) in [
            ("key = \"thu\"", "key = \"Thử\"", "events/thu.toml:2: `Thử` cannot stand in an address"),
            (
                "icon = \"home\"",
                "icon = \"dragon\"",
                "events/thu.toml:4: There is no drawing `dragon`. Use birth",
            ),
            ("\"9.000002\"", "\"9.2\"", "events/thu.toml:20: `9.2` is not a procedure code"),
            ("steps = [\"mot\"]", "steps = [\"hai\"]", "events/thu.toml:10: `9.000001` does the step `hai`"),
            ("steps = [\"mot\"]", "steps = []", "`9.000001` does no step"),
            ("where.vi", "wo.vi", "wo"),
            (
                "source = \"[M] thử\"\n\n[[together]]",
                "source = \"thử\"\n\n[[together]]",
                "must begin with [L]",
            ),
        ] {
            let problems = told(|text| text.replacen(from, to, 1));
            assert!(problems.iter().any(|problem| problem.contains(said)), "{said}: {problems:#?}");
        }
    }

    #[test]
    fn a_code_nobody_knows_is_named() {
        let file = SourceFile { path: "events/thu.toml".to_owned(), text: EVENT.to_owned() };
        let loaded = load(vec![file]);
        let found = unknown_codes(&loaded.events, &|code| code == "9.000001");
        assert_eq!(found.len(), 1);
        assert!(
            found[0].to_string().starts_with("events/thu.toml:20: `9.000002` is neither"),
            "{}",
            found[0]
        );
    }
}
