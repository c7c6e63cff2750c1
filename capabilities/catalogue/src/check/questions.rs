//! Questions and the conditions that read them.

use super::Checker;
use crate::condition::{CHANNEL, Condition};
use crate::model::{Class, Kind, Meaning, Question, Way};
use std::collections::HashMap;

impl Checker<'_> {
    pub(super) fn questions(&mut self) {
        for question in self.revision.questions() {
            let at = "[[page.question]]";
            if !is_identifier(&question.key) {
                let remedy = "Use small letters, digits and _, beginning with a letter, not ending in _ngay, _thang or _nam";
                self.add_key(
                    at,
                    &question.key,
                    format!("`{}` cannot be the key of a question", question.key),
                    remedy,
                )
                .of("question-key", &[("key", &question.key)]);
            }
            if question.key == CHANNEL {
                let remedy = "Choose another key; how an application is filed is known and not asked";
                self.add_key(at, &question.key, "`channel` cannot be the key of a question", remedy)
                    .of("question-channel", &[]);
            }
            if (question.kind == Kind::Choice) != (question.option.len() > 1) {
                let what = format!("The question `{}` and its options do not fit", question.key);
                self.add_key(
                    at,
                    &question.key,
                    what,
                    "A choice has two options or more; other kinds have none",
                )
                .of("question-options", &[("key", &question.key)]);
            }
            if is_private(question) && !question.class.is_sealed() {
                let what =
                    format!("The question `{}` asks for a person's data but is not sealed", question.key);
                self.add_key(at, &question.key, what, "Set class to personal or sensitive")
                    .of("question-unsealed", &[("key", &question.key)]);
            }
            if question.means == Some(Meaning::ReceiveBy) {
                let unknown = question.option.iter().find(|option| Way::from_name(&option.key).is_none());
                if let Some(option) = unknown {
                    let what = format!("`{}` is no way to receive a result", option.key);
                    self.add_key(at, &question.key, what, "Use online, counter or post")
                        .of("receive-way", &[("key", &question.key), ("option", &option.key)]);
                }
            }
            if question.required && question.required_when.is_some() {
                let what =
                    format!("The question `{}` is required always and also on a condition", question.key);
                self.add_key(at, &question.key, what, "Add required = false beside required_when")
                    .of("required-twice", &[("key", &question.key)]);
            }
        }
    }

    pub(super) fn conditions(&mut self) {
        for (condition, count) in self.all_conditions() {
            let known = |name: &str| {
                self.revision.question(name).is_some() || (name == CHANNEL && self.is_of_a_fee(condition))
            };
            if let Some(name) = condition.reads().iter().find(|name| !known(name)) {
                let remedy = self.nearest(name);
                self.add(
                    condition.source(),
                    format!("The condition `{}` reads an unknown question `{name}`", condition.source()),
                    remedy,
                )
                .of("condition-unknown", &[("condition", condition.source()), ("read", name)]);
            } else if let Some(trouble) = self.revision.trouble(condition, count) {
                let what = format!("The condition `{}` {trouble}", condition.source());
                self.add(
                    condition.source(),
                    what,
                    "Compare texts with '…', numbers with digits, yes and no alone",
                )
                .of("condition-trouble", &[("condition", condition.source())]);
            } else if let Some(option) = self.unknown_option(condition) {
                let what = format!(
                    "The condition `{}` compares with '{option}', which is no option",
                    condition.source()
                );
                self.add(condition.source(), what, "Use the key of an option of that question")
                    .of("condition-option", &[("condition", condition.source()), ("option", &option)]);
            }
        }
        self.order();
    }

    /// A literal that no choice read by the condition offers, when it reads choices only.
    fn unknown_option(&self, condition: &Condition) -> Option<String> {
        let read: Vec<&Question> =
            condition.reads().iter().filter_map(|name| self.revision.question(name)).collect();
        let texts = |question: &&Question| {
            !matches!(question.kind, Kind::Choice | Kind::YesNo | Kind::Number | Kind::Year | Kind::Decimal)
        };
        if read.iter().any(texts) {
            return None;
        }
        let literals = condition.source().split('\'').skip(1).step_by(2);
        let filed = condition.reads().iter().any(|name| name == CHANNEL);
        let offered = |literal: &&str| {
            literal.is_empty()
                || read.iter().any(|q| q.option.iter().any(|option| option.key == **literal))
                || (filed && Way::from_name(literal).is_some())
        };
        literals.into_iter().find(|literal| !offered(literal)).map(str::to_owned)
    }

    /// Whether it says when a fee is charged: the one kind of condition that may read how an
    /// application is filed, because only a quote is asked with it.
    fn is_of_a_fee(&self, condition: &Condition) -> bool {
        let mut conditions = self.revision.procedure.fee.iter().filter_map(|fee| fee.when.as_ref());
        conditions.any(|when| std::ptr::eq(when, condition))
    }

    fn nearest(&self, name: &str) -> String {
        if name == CHANNEL {
            return "Only when of a fee may read how an application is filed".to_owned();
        }
        let keys = self.revision.questions().map(|question| question.key.as_str());
        match keys.map(|key| (edits(key, name), key)).min() {
            Some((edits, key)) if edits <= 3 => format!("Did you mean `{key}`? Otherwise add the question"),
            _ => "Use the key of a question of this file".to_owned(),
        }
    }

    /// What is shown may depend on earlier pages only; otherwise it could depend on itself.
    fn order(&mut self) {
        let pages = &self.revision.procedure.page;
        let mut page_of: HashMap<&str, usize> = HashMap::new();
        let mut reads: HashMap<&str, Vec<&str>> = HashMap::new();
        for (at, page) in pages.iter().enumerate() {
            for question in &page.question {
                page_of.insert(&question.key, at);
                let conditions = [&page.visible_when, &question.visible_when].into_iter().flatten();
                reads.insert(
                    &question.key,
                    conditions.flat_map(Condition::reads).map(String::as_str).collect(),
                );
            }
        }
        for (at, page) in pages.iter().enumerate() {
            let own = page.question.iter().filter_map(|question| question.visible_when.as_ref());
            for condition in page.visible_when.iter().chain(own) {
                let late = condition
                    .reads()
                    .iter()
                    .find(|name| page_of.get(name.as_str()).is_some_and(|other| *other >= at));
                let Some(late) = late else { continue };
                if page.question.iter().any(|question| reaches(late, &question.key, &reads)) {
                    let what = format!(
                        "The condition `{}` is circular: `{late}` is shown only after this page",
                        condition.source()
                    );
                    self.add(
                        condition.source(),
                        what,
                        "Let one of the two pages depend on an earlier answer",
                    )
                    .of("condition-circular", &[("condition", condition.source()), ("read", late)]);
                } else {
                    let what = format!(
                        "The condition `{}` reads `{late}`, which is not asked on an earlier page",
                        condition.source()
                    );
                    self.add(condition.source(), what, "Move the page after the question it depends on")
                        .of("condition-late", &[("condition", condition.source()), ("read", late)]);
                }
            }
        }
    }
}

/// Whether showing `from` depends, perhaps through others, on `to`.
fn reaches(from: &str, to: &str, reads: &HashMap<&str, Vec<&str>>) -> bool {
    let mut open = vec![from];
    let mut seen = Vec::new();
    while let Some(name) = open.pop() {
        if name == to {
            return true;
        }
        if !seen.contains(&name) {
            seen.push(name);
            open.extend(reads.get(name).into_iter().flatten());
        }
    }
    false
}

fn is_identifier(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !["_ngay", "_thang", "_nam"].iter().any(|end| key.ends_with(end))
}

const fn is_private(question: &Question) -> bool {
    matches!(question.kind, Kind::Name | Kind::Card | Kind::Phone | Kind::Email | Kind::Address)
        && !matches!(question.class, Class::Sensitive)
}

/// How many letters must be added, dropped or changed to make one word of the other.
fn edits(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.bytes().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, b) in other.bytes().enumerate() {
            let changed = before + usize::from(a != b);
            before = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[other.len()]
}
