//! What differs between two texts of a procedure, as facts that can be put into words. Everything
//! a file says is compared, so nothing can change unseen.

use super::write::in_order;
use crate::model::{Procedure, Text};
use kernel::{Day, Limit, Money};
use serde_json::{Map, Value};
use std::fmt;

kernel::words! {
    /// What a fact belongs to.
    #[derive(utoipa::ToSchema)]
    What {
        /// The procedure itself: name, dates, who decides.
        General = "general",
        /// A legal limit.
        Limit = "limit",
        /// A fee.
        Fee = "fee",
        /// A paper.
        Paper = "paper",
        /// A page of questions.
        Page = "page",
        /// A question.
        Question = "question",
        /// A step of the flow.
        Step = "step",
        /// A consultation.
        Consult = "consult",
        /// A part of another agency.
        Part = "part",
        /// Who may apply.
        Who = "who",
        /// A way to file.
        Way = "way",
        /// A result.
        Result = "result",
        /// A legal basis.
        Basis = "basis",
    }
}

kernel::words! {
    /// How a thing differs.
    #[derive(utoipa::ToSchema)]
    ChangeKind {
        /// It is new.
        Added = "added",
        /// It is gone.
        Removed = "removed",
        /// Some of its facts differ.
        Changed = "changed",
        /// Only the order of the things of its kind differs.
        Moved = "moved",
    }
}

/// One value of a fact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fact {
    /// Words in Vietnamese, perhaps in English.
    Text(Text),
    /// A limit in its legal unit.
    Limit(Limit),
    /// An amount in đồng.
    Money(Money),
    /// A day.
    Day(Day),
    /// A word of a fixed set, a condition, a source: as it stands in the file.
    Plain(String),
    /// A number.
    Number(i64),
    /// Yes or no.
    Yes(bool),
    /// Several of them, in order.
    List(Vec<Fact>),
    /// Named facts together, such as a way on from a step.
    Several(Vec<(String, Fact)>),
}

/// A fact before and after; none where it does not stand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FactChange {
    /// Its name in the file: `limit`, `amount`, `name`.
    pub name: String,
    /// Before.
    pub before: Option<Fact>,
    /// After.
    pub after: Option<Fact>,
}

/// One thing that differs, with all its facts that do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// What kind of thing.
    pub what: What,
    /// Its key, code or number; its place from 1 where it has none; empty for the procedure.
    pub key: String,
    /// What people call it, where it has a name.
    pub title: Option<Text>,
    /// How it differs.
    pub kind: ChangeKind,
    /// The facts, in the order of the file.
    pub facts: Vec<FactChange>,
}

/// The lists of a procedure: its name in the file, and what one of its items is.
const LISTS: &[(&str, What)] = &[
    ("limit", What::Limit),
    ("fee", What::Fee),
    ("paper", What::Paper),
    ("page", What::Page),
    ("question", What::Question),
    ("step", What::Step),
    ("consult", What::Consult),
    ("part", What::Part),
    ("who", What::Who),
    ("way", What::Way),
    ("result", What::Result),
    ("basis", What::Basis),
];

/// The facts that differ between two texts of a procedure: limits, fees and papers first. Empty
/// when they say the same.
pub fn difference(a: &Procedure, b: &Procedure) -> Vec<Change> {
    let (Some(a), Some(b)) = (tree(a), tree(b)) else { return Vec::new() };
    let mut changes = Vec::new();
    compare(What::General, "", &a, &b, &mut changes);
    changes.sort_by_key(|change| match change.what {
        What::General => LISTS.len(),
        what => LISTS.iter().position(|(_, known)| *known == what).unwrap_or(LISTS.len()),
    });
    changes
}

/// All that a text says, as what is new: for one that follows no other.
pub fn everything(procedure: &Procedure) -> Vec<Change> {
    let mut nothing = procedure.clone();
    nothing.limit.clear();
    nothing.fee.clear();
    nothing.paper.clear();
    nothing.page.clear();
    nothing.step.clear();
    nothing.who.clear();
    nothing.way.clear();
    nothing.result.clear();
    nothing.basis.clear();
    difference(&nothing, procedure)
}

/// All that a file says, whatever its comments and its layout.
pub(crate) fn substance(procedure: &Procedure) -> String {
    tree(procedure).map(|tree| Value::Object(tree).to_string()).unwrap_or_default()
}

/// The same without its last day: a later text may set that.
pub(crate) fn core_substance(procedure: &Procedure) -> String {
    let mut tree = tree(procedure).unwrap_or_default();
    tree.remove("effective_to");
    Value::Object(tree).to_string()
}

fn tree(procedure: &Procedure) -> Option<Map<String, Value>> {
    match serde_json::to_value(procedure) {
        Ok(Value::Object(tree)) => Some(tree),
        _ => None,
    }
}

fn list_of(name: &str, value: &Value) -> Option<What> {
    let what = LISTS.iter().find(|(known, _)| *known == name).map(|(_, what)| *what)?;
    value.is_array().then_some(what)
}

fn compare(what: What, key: &str, a: &Map<String, Value>, b: &Map<String, Value>, changes: &mut Vec<Change>) {
    let facts = changed_facts(a, b);
    if !facts.is_empty() {
        let title = title(b).or_else(|| title(a));
        changes.push(Change { what, key: key.to_owned(), title, kind: ChangeKind::Changed, facts });
    }
    for (name, what) in LISTS {
        let items = |tree: &Map<String, Value>| match tree.get(*name) {
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_object).cloned().collect(),
            _ => Vec::new(),
        };
        lists(*what, &items(a), &items(b), changes);
    }
}

fn changed_facts(a: &Map<String, Value>, b: &Map<String, Value>) -> Vec<FactChange> {
    let (a, b) = (leaves(a), leaves(b));
    let of = |facts: &[(String, Fact)], name: &str| {
        facts.iter().find(|(known, _)| known == name).map(|(_, fact)| fact.clone())
    };
    let mut names: Vec<&String> = b.iter().chain(&a).map(|(name, _)| name).collect();
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(*name));
    let change = |name: &String| FactChange { name: name.clone(), before: of(&a, name), after: of(&b, name) };
    names.into_iter().map(change).filter(|change| change.before != change.after).collect()
}

/// Every fact of a thing that is no list of things of its own.
fn leaves(fields: &Map<String, Value>) -> Vec<(String, Fact)> {
    let mut facts = Vec::new();
    for (name, value) in in_order(fields) {
        if list_of(name, value).is_some() {
            continue;
        }
        match value {
            // Groups of facts, each with its own name.
            Value::Object(group)
                if matches!(name.as_str(), "sector" | "counter" | "sentence" | "field")
                    && !group.contains_key("vi") =>
            {
                for (inner, value) in in_order(group) {
                    facts.extend(fact(inner, value).map(|fact| (format!("{name}.{inner}"), fact)));
                }
            }
            _ => facts.extend(fact(name, value).map(|fact| (name.clone(), fact))),
        }
    }
    facts
}

fn fact(name: &str, value: &Value) -> Option<Fact> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(yes) => Fact::Yes(*yes),
        Value::Number(number) if name == "amount" => Fact::Money(Money(number.as_i64()?)),
        Value::Number(number) => Fact::Number(number.as_i64()?),
        Value::String(day) if name.starts_with("effective_") => {
            day.parse().map_or_else(|_| Fact::Plain(day.clone()), Fact::Day)
        }
        Value::String(text) => Fact::Plain(text.clone()),
        Value::Array(items) => Fact::List(items.iter().filter_map(|item| fact(name, item)).collect()),
        Value::Object(fields) if fields.contains_key("vi") => {
            Fact::Text(serde_json::from_value(value.clone()).ok()?)
        }
        Value::Object(fields) if fields.contains_key("n") => {
            Fact::Limit(serde_json::from_value(value.clone()).ok()?)
        }
        Value::Object(fields) => Fact::Several(
            in_order(fields)
                .into_iter()
                .filter_map(|(name, value)| fact(name, value).map(|fact| (name.clone(), fact)))
                .collect(),
        ),
    })
}

/// How a thing is known in its list; `place` counts from 1.
fn identity(item: &Map<String, Value>, place: usize) -> String {
    let named = ["key", "code", "number", "by"].iter().find_map(|name| item.get(*name));
    named.and_then(Value::as_str).map_or_else(|| place.to_string(), str::to_owned)
}

fn title(item: &Map<String, Value>) -> Option<Text> {
    let named =
        ["short", "label", "title", "name", "text", "note"].iter().find_map(|name| item.get(*name))?;
    match named {
        Value::String(name) => Some(Text { vi: name.clone(), en: None }),
        other => serde_json::from_value(other.clone()).ok(),
    }
}

type Item = Map<String, Value>;

fn lists(what: What, a: &[Item], b: &[Item], changes: &mut Vec<Change>) {
    let keyed = |items: &[Item]| -> Vec<(String, Item)> {
        let items = items.iter().enumerate();
        items.map(|(at, item)| (identity(item, at + 1), item.clone())).collect()
    };
    let (a, b) = (keyed(a), keyed(b));
    let of = |items: &[(String, Item)], key: &str| {
        items.iter().find(|(known, _)| known == key).map(|(_, item)| item.clone())
    };
    for (key, item) in &b {
        match of(&a, key) {
            Some(before) => compare(what, key, &before, item, changes),
            None => whole(what, key, item, ChangeKind::Added, changes),
        }
    }
    for (key, item) in a.iter().filter(|(key, _)| of(&b, key).is_none()) {
        whole(what, key, item, ChangeKind::Removed, changes);
    }
    let stayed = |these: &[(String, Item)], those: &[(String, Item)]| -> Vec<String> {
        let kept = these.iter().filter(|(key, _)| of(those, key).is_some());
        kept.map(|(key, _)| key.clone()).collect()
    };
    let (before, after) = (stayed(&a, &b), stayed(&b, &a));
    if before != after {
        let names = |keys: &[String]| {
            let name = |key: &String| {
                let named = of(&b, key).and_then(|item| title(&item)).map(Fact::Text);
                named.unwrap_or_else(|| Fact::Plain(key.clone()))
            };
            Some(Fact::List(keys.iter().map(name).collect()))
        };
        let facts =
            vec![FactChange { name: "order".to_owned(), before: names(&before), after: names(&after) }];
        changes.push(Change { what, key: String::new(), title: None, kind: ChangeKind::Moved, facts });
    }
}

/// A thing that is new or gone, with everything it says, and the things inside it.
fn whole(what: What, key: &str, item: &Item, kind: ChangeKind, changes: &mut Vec<Change>) {
    let empty = Map::new();
    let (before, after) = if kind == ChangeKind::Added { (&empty, item) } else { (item, &empty) };
    let facts = changed_facts(before, after);
    changes.push(Change { what, key: key.to_owned(), title: title(item), kind, facts });
    for (name, what) in LISTS {
        if let Some(Value::Array(items)) = item.get(*name) {
            for (at, inner) in items.iter().filter_map(Value::as_object).enumerate() {
                whole(*what, &identity(inner, at + 1), inner, kind, changes);
            }
        }
    }
}

/// As an office reads it on a command line: the words of the file.
impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fact::Text(text) => match &text.en {
                Some(en) => write!(f, "\"{}\" / \"{en}\"", text.vi),
                None => write!(f, "\"{}\"", text.vi),
            },
            Fact::Limit(limit) => {
                let unit = serde_json::to_value(limit.unit).unwrap_or_default();
                write!(f, "{} {}", limit.n, unit.as_str().unwrap_or_default())
            }
            Fact::Money(money) => write!(f, "{} đồng", money.0),
            Fact::Day(day) => write!(f, "{day}"),
            Fact::Plain(text) => f.write_str(text),
            Fact::Number(number) => write!(f, "{number}"),
            Fact::Yes(yes) => write!(f, "{yes}"),
            Fact::List(facts) => {
                let all: Vec<String> = facts.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", all.join(", "))
            }
            Fact::Several(facts) => {
                let all: Vec<String> = facts.iter().map(|(name, fact)| format!("{name} {fact}")).collect();
                f.write_str(&all.join(", "))
            }
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.what.name())?;
        if !self.key.is_empty() {
            write!(f, " {}", self.key)?;
        }
        if self.kind != ChangeKind::Changed {
            write!(f, " ({})", self.kind.name())?;
        }
        let side =
            |fact: &Option<Fact>| fact.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string);
        for fact in &self.facts {
            write!(f, "\n    {}: {} -> {}", fact.name, side(&fact.before), side(&fact.after))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use crate::source_files::{Files, SourceFile};

    fn text() -> String {
        let files = Files::embedded().read().unwrap();
        files.into_iter().find(|file| file.path == "1.013225.toml").unwrap().text
    }

    fn procedure(text: &str) -> Procedure {
        let file = SourceFile { path: "1.013225.toml".to_owned(), text: text.to_owned() };
        parse::procedure(&file).unwrap().procedure
    }

    fn words(a: &str, b: &str) -> Vec<String> {
        difference(&procedure(a), &procedure(b)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn comments_and_layout_are_no_difference() {
        let other = format!("# một dòng nữa\n{}", text().replace("minutes = 20", "minutes   =  20 # phút"));
        assert_eq!(words(&text(), &other), [""; 0]);
        assert_eq!(substance(&procedure(&text())), substance(&procedure(&other)));
    }

    #[test]
    fn a_changed_limit_is_told_with_both_figures() {
        let mut b = procedure(&text());
        b.limit[0].limit.n += 3;
        let said = difference(&procedure(&text()), &b);
        assert_eq!(said.len(), 1);
        assert_eq!((said[0].what, said[0].kind), (What::Limit, ChangeKind::Changed));
        let fact = &said[0].facts[0];
        assert_eq!(fact.name, "limit");
        assert_ne!(fact.before, fact.after);
        assert!(matches!(fact.after, Some(Fact::Limit(_))));
    }

    #[test]
    fn what_is_added_taken_away_or_moved_is_named() {
        let (a, mut b) = (procedure(&text()), procedure(&text()));
        let first = b.paper.remove(0);
        b.paper.swap(0, 1);
        let mut fee = b.fee.first().cloned().unwrap();
        fee.key = "them".to_owned();
        b.fee.push(fee);
        b.page[0].question[0].label.vi = "Khác".to_owned();
        let said = difference(&a, &b);
        let kinds: Vec<_> = said.iter().map(|change| (change.what, change.kind)).collect();
        assert_eq!(
            kinds,
            [
                (What::Fee, ChangeKind::Added),
                (What::Paper, ChangeKind::Removed),
                (What::Paper, ChangeKind::Moved),
                (What::Question, ChangeKind::Changed),
            ]
        );
        assert_eq!(said[1].key, first.key);
        assert!(said[0].facts.iter().any(|fact| matches!(fact.after, Some(Fact::Money(_)))));
    }

    #[test]
    fn the_last_day_is_no_matter_of_substance_but_told() {
        let ended = text().replacen("minutes", "effective_to = \"2026-12-31\"\nminutes", 1);
        assert_eq!(core_substance(&procedure(&text())), core_substance(&procedure(&ended)));
        assert_eq!(words(&text(), &ended), ["general\n    effective_to: nothing -> 2026-12-31"]);
    }
}
