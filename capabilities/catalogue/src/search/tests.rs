//! Search over the procedures of this office, and over the national catalogue where it is there.

use super::*;
use crate::check::load;
use crate::national::NationalCatalogue;
use crate::source_files::{Files, SourceFile};
use kernel::Day;
use serde::Deserialize;
use std::collections::HashSet;
use std::io::Write;
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// A day on which every procedure made here is in force.
const DAY: &str = "2026-09-15";
const LISTS: [(&str, &str); 4] = [
    ("queries.toml", include_str!("../../tests/data/queries.toml")),
    ("queries_unseen.toml", include_str!("../../tests/data/queries_unseen.toml")),
    ("queries_third.toml", include_str!("../../tests/data/queries_third.toml")),
    ("queries_drawn.toml", include_str!("../../tests/data/queries_drawn.toml")),
];

#[derive(Deserialize)]
struct Lines {
    query: Vec<Asked>,
}

#[derive(Deserialize)]
struct Asked {
    words: String,
    expects: Vec<String>,
}

/// An index with what stands in it on the day.
struct Desk {
    index: SearchIndex,
    made: HashSet<String>,
    hidden: HashSet<String>,
}

impl Desk {
    fn of(files: Vec<SourceFile>, national: &[Arc<Listed>]) -> Desk {
        let loaded = load(files);
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        let made: Vec<Arc<Revision>> =
            loaded.revisions.into_iter().map(|(revision, _)| Arc::new(revision)).collect();
        let day: Day = DAY.parse().unwrap();
        let in_force: Vec<_> = made.iter().filter(|revision| revision.in_force(day)).cloned().collect();
        let hidden = in_force.iter().flat_map(|revision| revision.procedure.replaces.clone()).collect();
        let topics =
            [Topic { key: "sinh-con".to_owned(), names: vec!["Sinh con".to_owned(), "em bé".to_owned()] }];
        Desk {
            index: SearchIndex::build(&in_force, national, &loaded.synonyms, &topics),
            made: in_force.iter().map(|revision| revision.code().to_owned()).collect(),
            hidden,
        }
    }

    fn ask(&self, query: &str) -> Found {
        let fits = |entry: &Entry| {
            !self.hidden.contains(entry.code()) && (entry.is_made() || !self.made.contains(entry.code()))
        };
        self.index.find(query, fits, 20)
    }

    fn codes(&self, query: &str) -> Vec<String> {
        self.ask(query).procedures.iter().map(|hit| hit.entry.code().to_owned()).collect()
    }

    fn first(&self, query: &str) -> Option<String> {
        self.codes(query).into_iter().next()
    }
}

/// Only what this office made.
fn made() -> &'static Desk {
    static DESK: OnceLock<Desk> = OnceLock::new();
    DESK.get_or_init(|| Desk::of(Files::embedded().read().unwrap(), &[]))
}

/// With the national catalogue, where it stands beside the clone; otherwise it says so.
fn whole() -> Option<&'static Desk> {
    static DESK: OnceLock<Option<Desk>> = OnceLock::new();
    let desk = DESK.get_or_init(|| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../../shared/data/tthc-national-2026-07-part.jsonl.gz");
        let national = path.exists().then(|| NationalCatalogue::read(&path).unwrap().listed())?;
        Some(Desk::of(Files::embedded().read().unwrap(), &national))
    });
    if desk.is_none() {
        say("search: not tried over the national catalogue, ../shared/data does not stand beside this clone");
    }
    desk.as_ref()
}

fn say(line: &str) {
    writeln!(std::io::stderr(), "{line}").unwrap();
}

fn lists() -> Vec<(&'static str, Vec<Asked>)> {
    LISTS.map(|(name, text)| (name, toml::from_str::<Lines>(text).unwrap().query)).into()
}

#[test]
fn nine_of_ten_lay_queries_have_their_procedure_among_the_first_three() {
    let Some(desk) = whole() else { return };
    for (name, list) in lists() {
        assert_eq!(list.len(), 60, "{name}");
        let mut missed = Vec::new();
        for asked in &list {
            let found = desk.codes(&asked.words);
            if !found.iter().take(3).any(|code| asked.expects.contains(code)) {
                missed.push(format!("`{}` gives {:?}", asked.words, &found[..found.len().min(3)]));
            }
        }
        say(&format!("search: {name}: {} of 60 in the top three; missed: {missed:#?}", 60 - missed.len()));
        // The first list is the promise; the others show that it was not made for the list.
        let most = if name == "queries.toml" { 6 } else { 9 };
        assert!(missed.len() <= most, "{name}: {missed:#?}");
    }
}

#[test]
fn lay_queries_for_procedures_made_here_find_them_without_the_national_catalogue() {
    let desk = made();
    let here: Vec<Asked> = lists()
        .into_iter()
        .flat_map(|(_, list)| list)
        .filter(|asked| asked.expects.iter().any(|code| desk.made.contains(code)))
        .collect();
    assert!(here.len() > 30);
    let is_missed =
        |asked: &&Asked| !desk.codes(&asked.words).iter().take(3).any(|code| asked.expects.contains(code));
    let missed: Vec<&str> = here.iter().filter(is_missed).map(|asked| asked.words.as_str()).collect();
    assert!(missed.len() * 10 <= here.len(), "{} of {}: {missed:?}", missed.len(), here.len());
}

#[test]
fn at_least_half_of_the_lay_queries_are_typed_without_marks() {
    for (name, list) in lists() {
        let plain = list.iter().filter(|asked| asked.words.is_ascii()).count();
        assert!(plain >= 30, "{name}: {plain}");
    }
}

#[test]
fn people_find_a_procedure_by_their_own_words_with_or_without_marks() {
    for query in [
        "trích lục khai sinh",
        "trich luc",
        "ban sao giay khai sinh",
        "XIN LẠI giấy khai sinh",
        "2.000635",
        "2000635",
        "thủ tục 2.000635",
        "birth certificate copy",
    ] {
        assert_eq!(made().first(query).as_deref(), Some("2.000635"), "{query}");
    }
    for query in [
        "xây nhà",
        "tôi muốn xin phép xây nhà",
        "giay phep xay dung",
        "gpxd",
        "cất nhà",
        "building permit",
        "bulding permitt",
        "xay d",
    ] {
        assert_eq!(made().first(query).as_deref(), Some("1.013225"), "{query}");
    }
}

#[test]
fn words_are_found_mistyped_joined_split_unfinished_and_in_any_order() {
    for query in [
        "đăng kí khai sinh",
        "dang ky khai sinhs",
        "ddăng ký khai sinh",
        "d9a8ng ky1 khai sinh",
        "khai xinh",
        "khaisinh",
        "dangkykhaisinh",
        "kh ai sinh",
        "sinh khai đăng ký",
        "đăng ký khai si",
        "dăng ký kai sinh",
        "ĐĂNG  KÝ… KHAI-SINH?",
    ] {
        assert_eq!(made().first(query).as_deref(), Some("1.001193"), "{query}");
    }
    let found = made().ask("khai xinh");
    assert_eq!(found.understood, ["khai sinh"]);
    assert!(made().ask("dang ky khai sinh").understood.is_empty(), "left out marks are no mistake");
}

#[test]
fn what_is_not_there_is_not_found_and_the_nearest_is_named() {
    for query in ["", "   ", "xyz", "?", "👶", "а б в", "9.999999"] {
        let found = made().ask(query);
        assert!(found.is_empty() && found.total == 0, "{query}");
    }
    let found = made().ask("hộ chiếu");
    assert!(found.procedures.is_empty(), "papers name it, but no procedure is about it");
    assert!(!found.nearest.is_empty());
}

#[test]
fn any_text_is_answered_quickly() {
    let zalgo: String = "khai sinh".chars().flat_map(|c| [c, '\u{336}', '\u{35C}', '\u{489}']).collect();
    let long = "đăng ký khai sinh ".repeat(600);
    let joined = "dangkykhaisinh".repeat(700);
    let odd = [
        "\u{202E}hnis iahk",
        "' or 1=1; drop table x; --",
        "<script>alert(1)</script>",
        "a",
        "cho của để",
        "%_*?",
    ];
    let started = Instant::now();
    for query in odd.into_iter().chain([zalgo.as_str(), long.as_str(), joined.as_str()]) {
        made().ask(query);
    }
    assert_eq!(made().first(&zalgo).as_deref(), Some("1.001193"));
    assert_eq!(made().first(&long).as_deref(), Some("1.001193"));
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
}

#[test]
fn the_beginning_of_a_code_finds_all_that_begin_so() {
    assert_eq!(made().codes("1.0048"), ["1.004859", "1.004873"]);
    assert_eq!(made().codes("1.0009999"), Vec::<String>::new());
}

#[test]
fn topics_are_found_beside_procedures() {
    let found = made().ask("sinh con");
    assert_eq!(found.topics, ["sinh-con"]);
    assert!(!found.procedures.is_empty());
}

#[test]
fn the_office_s_own_words_count_and_lead_to_the_codes_they_name() {
    let mut files = Files::embedded().read().unwrap();
    files.retain(|file| file.path != "synonyms.toml");
    let without = Desk::of(files.clone(), &[]);
    assert_eq!(without.first("xe ôm đêm"), None);
    let text = "[[group]]\nwords = [\"xe ôm đêm\"]\ncodes = [\"1.001612\"]\n\
        [[group]]\nwords = [\"chuồng bò\"]\nmeans = [\"giấy phép xây dựng\"]\n\
        [[group]]\nwords = [\"ĐKTT\"]\nmeans = [\"đăng ký tạm trú\"]\nabbreviation = true\n";
    files.push(SourceFile { path: "synonyms.toml".to_owned(), text: text.to_owned() });
    let with = Desk::of(files, &[]);
    assert_eq!(with.first("xe om dem").as_deref(), Some("1.001612"));
    assert_eq!(with.ask("xe ôm đêm").procedures[0].by.as_deref(), Some("xe ôm đêm"));
    assert_eq!(with.first("làm chuồng bò").as_deref(), Some("1.013225"));
    assert_eq!(with.ask("chuồng bò").understood, ["giấy phép xây dựng"]);
    assert_eq!(with.first("dktt").as_deref(), Some("1.004194"));
}

#[test]
fn marks_tell_words_apart_where_they_were_typed() {
    let desk = made();
    // `thuê` is renting, `thuế` is tax; without marks both may be meant.
    assert_eq!(desk.first("mã số thuế").as_deref(), Some("1.008498"));
    assert_eq!(desk.first("thuê trọ").as_deref(), Some("1.004194"));
    assert!(desk.codes("thue").contains(&"1.008498".to_owned()));
}

#[test]
fn a_procedure_made_here_comes_before_a_record_of_the_same_name_and_a_level_asked_for_counts() {
    let Some(desk) = whole() else { return };
    let found = desk.ask("đăng ký kết hôn");
    assert!(found.procedures[0].entry.is_made());
    let tiers = |query: &str| desk.ask(query).procedures[0].entry.tiers().to_vec();
    assert!(tiers("cấp lại thẻ căn cước cấp tỉnh").contains(&crate::words::Tier::Province));
    assert!(tiers("cấp lại thẻ căn cước cấp xã").contains(&crate::words::Tier::Commune));
    assert!(tiers("cap lai the can cuoc trung uong").contains(&crate::words::Tier::Central));
}

/// In a build for use it is a hundredth of this; see the README of the room.
#[test]
fn a_query_over_everything_is_answered_in_time_and_the_index_is_small() {
    let desk = whole().unwrap_or_else(|| made());
    let mut times: Vec<Duration> = Vec::new();
    for (_, list) in lists() {
        for asked in &list {
            let started = Instant::now();
            desk.ask(&asked.words);
            times.push(started.elapsed());
        }
    }
    times.sort_unstable();
    let (p50, p99) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    let bytes = desk.index.bytes();
    say(&format!("search: p50 {p50:?}, p99 {p99:?} in this build, index {} KB", bytes / 1024));
    assert!(p99 < Duration::from_millis(400), "{p99:?}");
    assert!(bytes < 8 << 20, "{bytes}");
}

#[test]
fn no_line_of_the_lists_drawn_by_lot_stands_in_the_file_of_people_s_words() {
    let synonyms = load(Files::embedded().read().unwrap()).synonyms;
    let words: HashSet<String> =
        synonyms.group.iter().flat_map(|group| &group.words).map(|word| kernel::text::fold(word)).collect();
    for (name, list) in lists().into_iter().skip(2) {
        for asked in list {
            assert!(!words.contains(&kernel::text::fold(&asked.words)), "{name}: {}", asked.words);
        }
    }
}
