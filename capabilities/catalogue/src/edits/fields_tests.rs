//! Facts shown and saved, and what is typed wrong.

use super::fields::*;
use super::sections::{SECTIONS, section};
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
