//! `cargo xtask tidy`: what no compiler checks. The same checks are tests of this crate, so the whole test
//! run holds them too.

mod arrows;
mod documents;
mod sources;

use crate::problem::{Outcome, Problem};

/// One rule: its sentence, and what it found against itself.
struct Rule {
    sentence: &'static str,
    find: fn() -> Vec<String>,
}

const RULES: &[Rule] = &[
    Rule {
        sentence: "every manifest leans only on what the map says, and on all of it",
        find: arrows::manifests,
    },
    Rule { sentence: "foreign keys run only along the arrows", find: arrows::foreign_keys },
    Rule { sentence: "nothing banned by deny.toml stands in Cargo.lock", find: arrows::banned },
    Rule { sentence: "every path named in a document exists", find: documents::named_paths },
    Rule {
        sentence: "no template holds a style attribute, an inline script or a handler",
        find: sources::templates,
    },
    Rule { sentence: "no path of one machine stands in the tree", find: sources::machine_paths },
    Rule { sentence: "no Rust source outside tests names a procedure", find: sources::procedure_codes },
    Rule { sentence: "no registry host stands outside Cargo.lock", find: sources::registry_hosts },
    Rule { sentence: "nothing is left unfinished or switched off", find: sources::unfinished },
];

/// Runs every rule and says what it found; long files are named, not refused.
pub(crate) fn run() -> Outcome {
    let mut count = 0;
    for rule in RULES {
        let found = (rule.find)();
        println!("{} {}", if found.is_empty() { "ok    " } else { "BROKEN" }, rule.sentence);
        for line in &found {
            println!("         {line}");
        }
        count += found.len();
    }
    for line in sources::long_files() {
        println!("note   {line}");
    }
    if count == 0 { Ok(()) } else { Err(Problem::new(format!("{count} finding(s)"))) }
}

#[cfg(test)]
mod tests {
    /// One test per rule, so that the name of a broken one is read in the list.
    macro_rules! rules {
        ($($name:ident => $find:path;)*) => { $(
            #[test]
            fn $name() {
                let found = $find();
                assert!(found.is_empty(), "\n{}\n", found.join("\n"));
            }
        )* };
    }

    rules! {
        every_manifest_leans_on_what_the_map_says => super::arrows::manifests;
        foreign_keys_run_only_along_the_arrows => super::arrows::foreign_keys;
        nothing_banned_stands_in_the_lock => super::arrows::banned;
        every_path_named_in_a_document_exists => super::documents::named_paths;
        no_template_holds_inline_style_or_script => super::sources::templates;
        no_path_of_one_machine_stands_in_the_tree => super::sources::machine_paths;
        no_rust_source_outside_tests_names_a_procedure => super::sources::procedure_codes;
        no_registry_host_stands_outside_the_lock => super::sources::registry_hosts;
        nothing_is_left_unfinished_or_switched_off => super::sources::unfinished;
    }
}
