//! Texts of this room, and that every fact has its words.

use catalogue::edits::{FILE_ONLY, Input, SECTIONS, UNITS};
use catalogue::{Fact, Files, TEXTS as CATALOGUE};
use kernel::{Actor, Role};
use web::{Lang, Room, Routes, Visitor};

fn texts(name: &'static str, source: &web::Source) -> Room {
    Routes::<()>::new(name).texts(source.vi, source.en).with_state(())
}

fn visitor(lang: Lang) -> Visitor {
    let house =
        web::samples::house(vec![texts("editor", &crate::TEXTS), texts("catalogue", &CATALOGUE)]).unwrap();
    web::samples::visitor(&house.web, lang, Actor::guest(None))
}

#[test]
fn every_text_is_written_in_both_languages_and_nothing_is_inline() {
    let folder = env!("CARGO_MANIFEST_DIR");
    assert_eq!(web::checks::room_among(folder, &crate::TEXTS, &[CATALOGUE]), [""; 0]);
    assert_eq!(web::checks::codes_among(folder, &crate::TEXTS, &[CATALOGUE]), [""; 0]);
}

#[test]
fn every_fact_and_every_word_of_a_procedure_has_words_for_people() {
    let v = visitor(Lang::Vi);
    let files: Vec<_> = Files::embedded().read().unwrap();
    let mut missing = std::collections::BTreeSet::new();
    let need = |key: String, missing: &mut std::collections::BTreeSet<String>| {
        if !v.has_text(&key) {
            missing.insert(key);
        }
    };
    for section in SECTIONS {
        need(format!("editor-section-{}", section.slug), &mut missing);
        if !section.is_nested() {
            need(format!("editor-lead-{}", section.slug), &mut missing);
        } else {
            need(format!("editor-add-{}", section.slug), &mut missing);
        }
        if !section.list.is_empty() {
            need(format!("editor-new-{}", section.slug), &mut missing);
        }
        for field in section.fields {
            need(format!("editor-fact-{}", field.name.replace(['.', '_'], "-")), &mut missing);
            if let Input::Word(words) | Input::Words(words) = field.input {
                for word in words() {
                    need(format!("editor-word-{}", word.replace('_', "-")), &mut missing);
                }
            }
        }
    }
    for kind in catalogue::CHECKS {
        need(format!("catalogue-check-{kind}"), &mut missing);
    }
    for field in catalogue::COMPARED {
        need(format!("editor-beside-{field}"), &mut missing);
    }
    for name in FILE_ONLY {
        need(format!("editor-file-only-{}", name.replace('_', "-")), &mut missing);
    }
    for unit in UNITS {
        need(format!("editor-word-{}", unit.replace('_', "-")), &mut missing);
    }
    for role in [Role::Receiver, Role::Specialist, Role::Head, Role::Signatory] {
        need(format!("editor-word-{}", role.name()), &mut missing);
    }
    for what in catalogue::What::ALL {
        need(format!("editor-what-{}", what.name()), &mut missing);
    }
    // Every procedure against every other: whatever a file can say differs somewhere.
    let procedures: Vec<_> = files
        .iter()
        .filter(|file| file.kind() == catalogue::FileKind::Procedure)
        .map(|file| catalogue::Procedure::from_file(file).unwrap())
        .collect();
    for pair in procedures.windows(2) {
        for change in catalogue::difference(&pair[0], &pair[1]) {
            for fact in change.facts {
                names(&fact.name, fact.before.as_ref(), &mut |name| {
                    if !name.starts_with("sentence.") {
                        need(format!("editor-fact-{}", name.replace(['.', '_'], "-")), &mut missing);
                    }
                });
            }
        }
    }
    missing.remove("editor-fact-key");
    assert_eq!(missing.into_iter().collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn what_a_check_would_refuse_is_said_in_the_reader_s_language_and_by_its_name() {
    let mut files = Files::embedded().read().unwrap();
    let file = files.iter_mut().find(|file| file.path == "2.000815.toml").unwrap();
    file.text = file.text.replacen("back = \"doi-chieu\"", "back = \"khong-co\"", 1);
    let procedure = catalogue::Procedure::from_file(file).unwrap();
    let problem = catalogue::check(files).pop().unwrap();
    let said = |lang: Lang| {
        let unready = catalogue::edits::Unready::Check(problem.clone());
        crate::words::unready(&visitor(lang), &unready, &procedure)
    };
    let vi = "“Ký bản sao” trả về khong-co, không có bước này. Ghi khóa của một bước.";
    assert_eq!(said(Lang::Vi), (vi.to_owned(), None));
    let en = "“Sign the certified copy” goes back to khong-co, which is no step. Use the key of a step.";
    assert_eq!(said(Lang::En), (en.to_owned(), None));
}

fn names(name: &str, fact: Option<&Fact>, hear: &mut dyn FnMut(&str)) {
    hear(name);
    match fact {
        Some(Fact::Several(facts)) => facts.iter().for_each(|(name, fact)| names(name, Some(fact), hear)),
        Some(Fact::List(facts)) => {
            for fact in facts {
                if let Fact::Several(inner) = fact {
                    inner.iter().for_each(|(name, fact)| names(name, Some(fact), hear));
                }
            }
        }
        _ => {}
    }
}
