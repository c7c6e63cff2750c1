//! Facts shown and saved, and what is typed wrong.

use super::fields::*;
use super::sections::{FILE_ONLY, SECTIONS, section};
use kernel::Day;
use serde_json::{Map, Value, json};
use std::collections::HashSet;

type Tree = Map<String, Value>;
use crate::model::Procedure;
use crate::parse;
use crate::source_files::{FileKind, Files};

fn trees() -> Vec<Tree> {
    let files = Files::embedded().read().unwrap();
    let procedures = files.iter().filter(|file| file.kind() == FileKind::Procedure);
    procedures
        .map(|file| {
            let procedure = parse::procedure(file).unwrap().procedure;
            serde_json::to_value(&procedure).unwrap().as_object().unwrap().clone()
        })
        .collect()
}

fn differences(a: &Tree, b: &Tree) -> Vec<String> {
    let read = |tree: &Tree| serde_json::from_value::<Procedure>(Value::Object(tree.clone())).unwrap();
    crate::edits::difference(&read(a), &read(b)).iter().map(ToString::to_string).collect()
}

#[test]
fn a_section_shown_and_saved_unchanged_changes_nothing() {
    for tree in trees() {
        let mut saved = tree.clone();
        for section in SECTIONS {
            let outers: Vec<Option<usize>> = match section.parent {
                Some(parent) => (0..tree[parent].as_array().unwrap().len()).map(Some).collect(),
                None => vec![None],
            };
            for outer in outers {
                let count = if section.list.is_empty() { 1 } else { section.items(&tree, outer).len() };
                for at in 0..count {
                    let place = Place { outer, at: Some(at) };
                    let shown = section.item(&tree, place).unwrap().clone();
                    let pairs: Vec<(String, String)> =
                        section.fields.iter().flat_map(|field| field.typed(&shown)).collect();
                    let typed = |name: &str| -> Vec<String> {
                        pairs.iter().filter(|(known, _)| known == name).map(|(_, v)| v.clone()).collect()
                    };
                    let item = if section.list.is_empty() {
                        &mut saved
                    } else {
                        section.list(&mut saved, place).unwrap()[at].as_object_mut().unwrap()
                    };
                    section.read(item, &typed).unwrap();
                }
            }
        }
        assert_eq!(differences(&tree, &saved), [""; 0], "{}", tree["code"]);
    }
}

/// Every name in a tree of facts, but those of items of lists.
fn names(tree: &Tree, before: &str) -> Vec<String> {
    let named = |(name, value): (&String, &Value)| match value {
        Value::Object(inner)
            if ["sector", "counter", "field", "excluded"].contains(&name.as_str()) || before == "sector." =>
        {
            names(inner, &format!("{before}{name}."))
        }
        _ => vec![format!("{before}{name}")],
    };
    tree.iter().flat_map(named).collect()
}

#[test]
fn every_fact_of_every_procedure_has_a_section_or_is_named_as_one_only_files_change() {
    let known = |list: &str, name: &str| {
        let here = SECTIONS.iter().filter(|section| section.list == list);
        let inner = SECTIONS.iter().any(|section| section.list == name && !name.is_empty());
        inner
            || here.clone().any(|section| section.keyed && name == "key")
            || here.clone().any(|section| section.fields.iter().any(|field| field.name == name))
            || list.is_empty() && (name == "code" || name == "effective_from" || FILE_ONLY.contains(&name))
    };
    let mut unknown = Vec::new();
    for tree in trees() {
        let mut things: Vec<(&str, Tree)> = vec![("", tree.clone())];
        for section in SECTIONS.iter().filter(|section| !section.list.is_empty()) {
            let outers = section.parent.map_or(0, |parent| tree[parent].as_array().unwrap().len());
            let outers = if section.is_nested() { (0..outers).map(Some).collect() } else { vec![None] };
            for outer in outers {
                let items = section.items(&tree, outer).into_iter().cloned();
                things.extend(items.map(|item| (section.list, item)));
            }
        }
        for (list, thing) in things {
            let strange = names(&thing, "").into_iter().filter(|name| !known(list, name));
            unknown.extend(strange.map(|name| format!("{list}.{name}")));
        }
    }
    unknown.sort();
    unknown.dedup();
    assert_eq!(unknown, [""; 0]);
}

#[test]
fn a_time_of_its_own_needs_its_rule_and_goes_when_both_are_taken_away() {
    let section = section("rieng").unwrap();
    let read = |tree: &mut Tree, pairs: &[(&str, &str)]| {
        let typed = |name: &str| -> Vec<String> {
            pairs.iter().filter(|(known, _)| *known == name).map(|(_, v)| (*v).to_owned()).collect()
        };
        section.read(tree, &typed).map_err(|errors| errors[0].path.clone())
    };
    let counter = [("counter.source_mark", "L"), ("counter.source_text", "Điều 17")];
    let mut tree = Tree::new();
    let half =
        [&counter[..], &[("sector.acceptance.limit_n", "3"), ("sector.acceptance.limit_unit", "days")]];
    assert_eq!(read(&mut tree, &half.concat()), Err("sector.acceptance.source_text".to_owned()));
    let whole = [("sector.acceptance.source_mark", "L"), ("sector.acceptance.source_text", "Điều 9")];
    assert_eq!(read(&mut tree, &[half.concat(), whole.to_vec()].concat()), Ok(()));
    assert_eq!(tree["sector"]["acceptance"]["limit"], json!({ "n": 3, "unit": "days" }));
    assert_eq!(read(&mut tree, &counter), Ok(()));
    assert!(!tree.contains_key("sector"));
}

#[test]
fn what_is_typed_wrong_is_named_field_by_field() {
    let pairs = [("limit_n", "mười hai"), ("limit_unit", "working_days"), ("when", "a ==")];
    let typed = |name: &str| -> Vec<String> {
        pairs.iter().filter(|(known, _)| *known == name).map(|(_, v)| (*v).to_owned()).collect()
    };
    let errors = section("thoi-han").unwrap().read(&mut Map::new(), &typed).unwrap_err();
    let said: Vec<_> = errors.iter().map(|error| (error.path.as_str(), error.code)).collect();
    assert_eq!(
        said,
        [("limit_n", "edit-number"), ("source_text", "edit-needed"), ("when", "edit-condition")]
    );
}

#[test]
fn places_are_read_from_addresses() {
    let place = |outer, at| Some(Place { outer, at });
    assert_eq!(Place::parse("3", false), place(None, Some(3)));
    assert_eq!(Place::parse("moi", false), place(None, None));
    assert_eq!(Place::parse("2-1", true), place(Some(2), Some(1)));
    assert_eq!(Place::parse("2-moi", true), place(Some(2), None));
    for (text, nested) in [("2-1", false), ("2", true), ("-1", false), ("x", false), ("", false)] {
        assert_eq!(Place::parse(text, nested), None, "{text}");
    }
}

#[test]
fn new_keys_come_from_names_and_are_not_taken() {
    let day = Day::new(2026, 9, 7).unwrap();
    let tree = json!({ "paper": [{ "key": "don_de_nghi" }] });
    let taken = keys(tree.as_object().unwrap());
    assert_eq!(new_key(&HashSet::new(), "Đơn đề nghị", day), "don_de_nghi");
    assert_eq!(new_key(&taken, "Đơn đề nghị", day), "don_de_nghi_2");
    assert_eq!(new_key(&taken, "12 bản vẽ", day), "muc_20260907");
}
