//! One broken file for each mistake: the file changed, what is put in place of what, the words the
//! problem must say, the text of the line it must point at, and words of its remedy.

use super::{CHECKS, Problem, SourceFile, check};
use crate::source_files::{FileKind, Files};

const LINKED: &str = "9.000001.toml";
const EXTRACT: &str = "2.000635.toml";
const REGIME: &str = "regimes/nd-118-2025.toml";
const OLD_REGIME: &str = "regimes/nd-61-2018.toml";
const FORMS: &str = "forms/tt-03-2025.toml";
const CODE: &str = "codes/nd-118-2025.toml";

/// The files of the project and the invented linked procedure.
pub(crate) fn files() -> Vec<SourceFile> {
    let mut files = Files::embedded().read().unwrap();
    let text = include_str!("fixtures/linked.toml").to_owned();
    files.push(SourceFile { path: LINKED.to_owned(), text });
    files
}

pub(crate) fn changed(path: &str, from: &str, to: &str) -> Vec<SourceFile> {
    let mut files = files();
    let file = files.iter_mut().find(|file| file.path == path).unwrap();
    assert!(file.text.contains(from), "{path} has no {from}");
    file.text = file.text.replacen(from, to, 1);
    files
}

struct Mistake {
    file: &'static str,
    from: &'static str,
    to: &'static str,
    says: &'static str,
    line: &'static str,
    remedy: &'static str,
}

const fn mistake(
    file: &'static str,
    [from, to]: [&'static str; 2],
    [says, line, remedy]: [&'static str; 3],
) -> Mistake {
    Mistake { file, from, to, says, line, remedy }
}

fn mistakes() -> Vec<Mistake> {
    [in_the_words(), in_the_flow(), in_waits_and_parts(), in_tables()].into_iter().flatten().collect()
}

/// What the parser finds.
fn in_the_words() -> Vec<Mistake> {
    vec![
        mistake(
            LINKED,
            ["role = \"signatory\"", "role = \"emperor\""],
            ["`emperor` is not a word", "role = \"emperor\"", "words listed"],
        ),
        mistake(
            LINKED,
            ["unit = \"leadership\"", "unit = \"court\""],
            ["`court` is not a word", "unit = \"court\"", "words listed"],
        ),
        mistake(
            LINKED,
            ["kind = \"await\"", "kind = \"wait\""],
            ["`wait` is not a word", "kind = \"wait\"", "words listed"],
        ),
        mistake(
            LINKED,
            ["n = 5, unit = \"working_days\"", "n = 5, unit = \"work_days\""],
            ["`work_days` is not a word", "unit = \"work_days\"", "words listed"],
        ),
        mistake(
            LINKED,
            ["minutes = 5", "minutes = 5\nregime = \"nd-118-2025\""],
            ["`regime` is not a field", "regime = \"nd-118-2025\"", "spelling"],
        ),
        mistake(LINKED, ["decision = \"1/QĐ-THU\"\n", ""], ["The field `decision` is missing", "", "Add it"]),
        mistake(
            LINKED,
            ["source = \"[M] luật bịa, Điều 5\"", "source = \"luật bịa, Điều 5\""],
            ["must begin with [L]", "source = \"luật bịa, Điều 5\"", "where the fact comes from"],
        ),
        mistake(
            LINKED,
            ["when = \"insured\"", "when = \"insured &&\""],
            ["is not a CEL expression", "when = \"insured &&\"", "Mend the expression"],
        ),
        mistake(LINKED, ["minutes = 5", "minutes = five"], ["", "minutes = five", "as TOML"]),
    ]
}

fn in_the_flow() -> Vec<Mistake> {
    vec![
        mistake(
            LINKED,
            ["limit = { n = 8, unit = \"working_hours\" }", "limit = { n = 13, unit = \"working_hours\" }"],
            ["41 working hours, the legal limit leaves 40", "[[step]]", "Shorten steps"],
        ),
        mistake(
            LINKED,
            ["when = \"insured\"", "when = \"insurd\""],
            ["unknown question `insurd`", "when = \"insurd\"", "Did you mean `insured`?"],
        ),
        mistake(
            LINKED,
            ["when = \"insured\"", "when = \"channel == 'post'\""],
            ["unknown question `channel`", "when = \"channel == 'post'\"", "Only when of a fee"],
        ),
        mistake(
            LINKED,
            ["forms = [\"original\"]\nsource = \"[M] luật bịa, Điều 3\"", "forms = [\"original\"]"],
            ["`giay-chung-sinh` has no legal basis", "key = \"giay-chung-sinh\"", "no rule asks for"],
        ),
        mistake(
            LINKED,
            ["next = [{ to = \"tra\" }]", "next = [{ to = \"nop-tien\" }]"],
            ["No step leads to `tra`", "key = \"tra\"", "Let another step lead to it"],
        ),
        mistake(
            LINKED,
            ["next = [{ to = \"ky\" }]", "next = [{ to = \"xem\", when = \"insured\" }, { to = \"ky\" }]"],
            ["comes back to `xem` and never ends", "to = \"xem\"", "Use back for returns"],
        ),
        mistake(
            LINKED,
            ["next = [{ to = \"ky\" }]", "next = [{ to = \"ki\", when = \"insured\" }, { to = \"ky\" }]"],
            ["unknown step `ki`", "to = \"ki\"", "key of a step"],
        ),
        mistake(
            LINKED,
            ["back = \"xem\"", "back = \"xet\""],
            ["goes back to an unknown step `xet`", "key = \"nop-tien\"", "key of a step"],
        ),
        mistake(
            LINKED,
            ["key = \"hoi-xa\"", "key = \"supplement\""],
            ["`supplement` is kept", "key = \"supplement\"", "Choose another than receive"],
        ),
        mistake(
            LINKED,
            ["key = \"bao-hiem\"", "key = \"hoi-xa\""],
            ["`hoi-xa` is used twice", "key = \"hoi-xa\"", "another key"],
        ),
        mistake(
            LINKED,
            ["unit = \"department\"\nlimit = { n = 20", "limit = { n = 20"],
            ["does not name exactly one to ask", "key = \"hoi-xa\"", "either unit or agency"],
        ),
        mistake(
            LINKED,
            ["limit = { n = 4, unit = \"working_hours\" }\nnext", "next"],
            ["has a limit it may not have, or lacks one", "key = \"ky\"", "internal limit"],
        ),
    ]
}

fn in_waits_and_parts() -> Vec<Mistake> {
    vec![
        mistake(
            LINKED,
            ["person_does.vi = \"Nộp tiền theo thông báo.\"\n", ""],
            ["without saying what to do", "key = \"nop-tien\"", "Add person_does.vi"],
        ),
        mistake(
            LINKED,
            ["waits_for_parts = true", "waits_for_parts = true\nperson_does.vi = \"Chờ.\""],
            ["tells the person what to do, yet waits for no one", "key = \"chuyen-di\"", "kind = \"await\""],
        ),
        mistake(
            LINKED,
            ["source = \"[S] luật bịa, Điều 7\"", "source = \"[M] luật bịa, Điều 7\""],
            ["without a verified rule", "key = \"nop-tien\"", "rule of sector law"],
        ),
        mistake(
            LINKED,
            ["result = \"KQ.G01.000065\"", "result = \"KQ.G01.000066\""],
            ["makes an unknown result `KQ.G01.000066`", "key = \"cu-tru\"", "Use one of: KQ.G01.000065"],
        ),
        mistake(
            LINKED,
            ["agency = \"H29.32\"\n", ""],
            ["does not name exactly one to do it", "key = \"bao-hiem\"", "either unit or agency"],
        ),
        mistake(
            LINKED,
            ["procedure = \"9.000003\"", "procedure = \"9.3\""],
            ["`9.3`, which is not a procedure code", "key = \"bao-hiem\"", "one digit, a dot and six digits"],
        ),
        mistake(
            LINKED,
            ["limit = { n = 2, unit = \"working_days\" }", "limit = { n = 48, unit = \"hours\" }"],
            ["cannot be counted in working time", "key = \"bao-hiem\"", "working_days"],
        ),
        mistake(
            LINKED,
            ["waits_for_parts = true\n", ""],
            ["No step waits for the part `cu-tru`", "key = \"cu-tru\"", "waits_for_parts = true"],
        ),
        mistake(
            EXTRACT,
            ["may_attach_result = true", "may_attach_result = true\nwaits_for_parts = true"],
            ["waits for parts, and there are none", "key = \"tra-cuu\"", "[[step.part]]"],
        ),
        mistake(
            LINKED,
            ["replaces = [\"9.000002\"]", "replaces = [\"9.000001\"]"],
            ["not the code of another procedure", "replaces = [\"9.000001\"]", "of the procedure that ends"],
        ),
        mistake(
            LINKED,
            ["limit = { n = 30, unit = \"days\" }", "limit = { n = 0, unit = \"days\" }"],
            ["a time of nothing", "[sector.acceptance]", "from 1"],
        ),
    ]
}

fn in_tables() -> Vec<Mistake> {
    vec![
        mistake(
            OLD_REGIME,
            ["effective_to = \"2021-12-05\"", "effective_to = \"2021-12-04\""],
            [
                "No regime is in force between 2021-12-04 and 2021-12-06",
                "effective_from = \"2021-12-06\"",
                "add the regime between",
            ],
        ),
        mistake(
            OLD_REGIME,
            ["effective_to = \"2021-12-05\"", "effective_to = \"2021-12-06\""],
            ["overlap with the regime `nd-61-2018`", "effective_from = \"2021-12-06\"", "End the older one"],
        ),
        mistake(
            REGIME,
            ["key = \"most\"", "key = \"late\""],
            ["`late` is no warning", "key = \"late\"", "half, most, eve"],
        ),
        mistake(
            REGIME,
            ["key = \"most\"", "key = \"half\""],
            ["`half` stands twice", "key = \"half\"", "Take one"],
        ),
        mistake(
            REGIME,
            ["permille = 800", "permille = 1000"],
            ["does not fall inside", "key = \"most\"", "between 1 and 999"],
        ),
        mistake(REGIME, ["permille = 800\n", ""], ["does not say when", "key = \"most\"", "either permille"]),
        mistake(
            REGIME,
            ["working_days_before = 1", "working_days_before = 1\npermille = 900"],
            ["says it twice", "key = \"eve\"", "either permille"],
        ),
        mistake(
            REGIME,
            ["working_days_before = 1", "working_days_before = 0"],
            ["the last day itself", "key = \"eve\"", "from 1"],
        ),
        mistake(
            REGIME,
            ["of = [\"extension\", \"late\"]", "of = [\"extension\", \"lateness\"]"],
            [
                "for `lateness`, which nobody asks for",
                "key = \"verification\"",
                "extension, late, stop, reopen",
            ],
        ),
        mistake(
            REGIME,
            ["key = \"system\"", "key = \"many\""],
            ["`many` stands twice", "key = \"many\"", "another key"],
        ),
        mistake(
            REGIME,
            ["after = \"15:00\"", "after = \"25:00\""],
            ["`25:00` is no hour", "after = \"25:00\"", "15:00"],
        ),
        mistake(
            REGIME,
            ["n = 8, unit", "n = 0, unit"],
            ["[acceptance] has a limit of nothing", "[acceptance]", "from 1"],
        ),
        mistake(
            REGIME,
            ["from = \"2026-08-01\"", "from = \"2024-08-01\""],
            ["when it is not in force", "act = \"Nghị định 309/2026/NĐ-CP\"", "regime of that day"],
        ),
        mistake(
            REGIME,
            ["key = \"nd-118-2025\"", "key = \"nd-118\""],
            ["another name than its key", "key = \"nd-118\"", "regimes/nd-118.toml"],
        ),
        mistake(
            FORMS,
            ["purpose = \"stop\"", "purpose = \"halt\""],
            ["`halt` is no purpose", "purpose = \"halt\"", "receipt, supplement"],
        ),
        mistake(
            FORMS,
            ["number = \"07\"", "number = \"06\""],
            ["stands twice", "purpose = \"book\"", "one form for each"],
        ),
        mistake(
            FORMS,
            ["from = \"2025-09-15\"", "from = \"2019-01-06\""],
            ["begins on the same day as forms/tt-01-2018.toml", "from = ", "another day"],
        ),
        mistake(
            CODE,
            ["{agency}-{yymmdd}-{n:4}", "{agency}-{yymmdd}"],
            ["does not make codes", "pattern = ", "{n:4}"],
        ),
        mistake(
            CODE,
            ["from = \"2025-07-01\"", "from = \"2019-01-06\""],
            ["begins on the same day as", "from = ", "another day"],
        ),
        mistake(
            LINKED,
            ["effective_from = \"2026-07-01\"", "effective_from = \"2018-07-01\""],
            ["No set of forms holds on the first day", "effective_from = \"2018-07-01\"", "forms/"],
        ),
    ]
}

#[test]
fn the_invented_procedure_has_no_mistake() {
    let problems = check(files());
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn every_mistake_is_named_with_its_file_its_line_and_a_remedy() {
    let missed: Vec<String> = mistakes().iter().filter_map(missed).collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

/// Mistakes the parser finds have no kind: nobody can make them in the browser.
#[test]
fn every_mistake_of_a_procedure_that_can_be_read_is_of_a_kind_that_has_words() {
    let mut without = Vec::new();
    for mistake in mistakes() {
        let files = changed(mistake.file, mistake.from, mistake.to);
        let file = files.iter().find(|file| file.path == mistake.file).unwrap();
        if file.kind() != FileKind::Procedure || crate::parse::procedure(file).is_err() {
            continue;
        }
        let own = check(files.clone()).into_iter().filter(|one| one.file == mistake.file);
        without.extend(own.filter(|one| !is_told(one)).map(|one| one.to_string()));
    }
    assert_eq!(without, [""; 0]);
}

/// Whether both languages have a sentence for it, with nothing in it that is not given. Whoever
/// shows it calls what has a key by its name.
fn is_told(problem: &Problem) -> bool {
    let Some(words) = &problem.words else { return false };
    let given = |name: &str| {
        let about = |wanted: &str| words.about.iter().any(|(known, _)| *known == wanted);
        about(name) || (name == "name" && about("key"))
    };
    let told = |texts: &str| {
        let line =
            texts.lines().find_map(|line| line.strip_prefix(&format!("catalogue-check-{} = ", words.kind)));
        line.is_some_and(|line| {
            line.split("{ $").skip(1).all(|rest| rest.split_once(" }").is_some_and(|(name, _)| given(name)))
        })
    };
    CHECKS.contains(&words.kind) && [crate::TEXTS.vi, crate::TEXTS.en].into_iter().all(told)
}

/// What is wrong with how a mistake is told.
fn missed(mistake: &Mistake) -> Option<String> {
    let files = changed(mistake.file, mistake.from, mistake.to);
    let problems = check(files.clone());
    let Some(found) = problems.iter().find(|one| one.what.contains(mistake.says)) else {
        return Some(format!("`{}`: not found in {problems:?}", mistake.to));
    };
    let file = files.iter().find(|file| file.path == found.file)?;
    let line = found.line.and_then(|line| file.text.lines().nth(line - 1));
    let told = line.is_some_and(|line| line.contains(mistake.line)) && found.remedy.contains(mistake.remedy);
    (!told).then(|| format!("`{}`: {found} points at {line:?}", mistake.to))
}

#[test]
fn a_part_longer_than_the_whole_is_found() {
    let from = "limit = { n = 3, unit = \"working_days\" }";
    let problems = check(changed(LINKED, from, "limit = { n = 6, unit = \"working_days\" }"));
    assert!(
        problems.iter().any(|one| one.what.contains("takes 48 working hours, the whole limit leaves 40"))
    );
}

#[test]
fn excluded_time_does_not_count_and_the_same_time_without_a_rule_does() {
    let consult =
        "excluded = { why = { vi = \"Chờ nơi khác trả lời\" }, source = \"[S] luật bịa, Điều 6\" }\n";
    let waits = ("waits_for_parts = true", "waits_for_parts = true\nwaits_for_consults = true");
    let mut files = changed(LINKED, waits.0, waits.1);
    assert!(check(files.clone()).is_empty());
    let file = files.iter_mut().find(|file| file.path == LINKED).unwrap();
    file.text = file.text.replacen(consult, "", 1);
    assert!(check(files).iter().any(|one| one.what.contains("The steps take")));
}

#[test]
fn two_procedures_may_not_replace_one_another_nor_the_same_third() {
    let replaces =
        |codes: &str| changed(EXTRACT, "minutes = 6", &format!("replaces = [{codes}]\nminutes = 6"));
    let twice = check(replaces("\"9.000002\""));
    assert!(twice.iter().any(|one| one.what.contains("is replaced here and in")), "{twice:#?}");
    let mut files = replaces("\"9.000001\"");
    let file = files.iter_mut().find(|file| file.path == LINKED).unwrap();
    file.text = file.text.replacen("replaces = [\"9.000002\"]", "replaces = [\"2.000635\"]", 1);
    let circle = check(files);
    assert!(circle.iter().any(|one| one.what.contains("replaced by itself")), "{circle:#?}");
}
