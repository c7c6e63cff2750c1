use super::*;
use crate::source_files::Files;

const EXTRACT: &str = "2.000635.toml";
const PERMIT: &str = "1.013225.toml";

/// The files of the project with one of them changed.
fn with_change(path: &str, from: &str, to: &str) -> Vec<SourceFile> {
    let mut files = Files::embedded().read().unwrap();
    let file = files.iter_mut().find(|file| file.path == path).unwrap();
    assert!(file.text.contains(from), "{from}");
    file.text = file.text.replacen(from, to, 1);
    files
}

/// The one problem that a change makes.
fn problem(path: &str, from: &str, to: &str) -> Problem {
    let problems = check(with_change(path, from, to));
    assert_eq!(problems.len(), 1, "{problems:#?}");
    problems.into_iter().next().unwrap()
}

fn says(problem: &Problem, words: &str) {
    assert!(problem.to_string().contains(words), "{problem}");
    assert!(problem.line.is_some(), "no line: {problem}");
}

#[test]
fn the_files_of_the_project_pass() {
    let problems = check(Files::embedded().read().unwrap());
    assert!(problems.is_empty(), "{}", problems.iter().map(|p| format!("{p}\n")).collect::<String>());
}

#[test]
fn an_unknown_role_is_named_with_those_that_exist() {
    let problem = problem(EXTRACT, "role = \"specialist\"", "role = \"emperor\"");
    says(&problem, "emperor");
    says(&problem, "`specialist`");
}

#[test]
fn a_misspelt_field_is_named_with_its_line() {
    let files = with_change(EXTRACT, "minutes = 6", "minute = 6");
    let line = files
        .iter()
        .find(|f| f.path == EXTRACT)
        .unwrap()
        .text
        .lines()
        .position(|l| l == "minute = 6")
        .unwrap()
        + 1;
    let problem = check(files).remove(0);
    assert_eq!(problem.line, Some(line), "{problem}");
    says(&problem, "minute");
}

#[test]
fn a_source_without_a_mark_is_refused() {
    let problem = problem(EXTRACT, "source = \"[L] Luật Hộ tịch", "source = \"Luật Hộ tịch");
    says(&problem, "[L], [D], [S] or [M]");
}

#[test]
fn an_expression_that_is_not_cel_is_refused_where_it_stands() {
    let problem = problem(EXTRACT, "\"event == 'other'\"", "\"event = = 'other'\"");
    says(&problem, "CEL");
}

#[test]
fn a_condition_on_an_unknown_question_names_the_nearest() {
    let problem = problem(EXTRACT, "\"event == 'other'\"", "\"evnt == 'other'\"");
    says(&problem, "`evnt`");
    says(&problem, "Did you mean `event`?");
}

#[test]
fn a_condition_that_compares_with_no_option_is_found() {
    says(&problem(EXTRACT, "\"event == 'other'\"", "\"event == 'others'\""), "'others'");
}

#[test]
fn a_condition_that_is_neither_yes_nor_no_is_found() {
    says(&problem(PERMIT, "\"work in ['house', 'belief'] && adjoining\"", "\"floors + 1\""), "not yes or no");
    says(&problem(EXTRACT, "times = \"copies\"", "times = \"event\""), "not a whole number");
}

#[test]
fn a_condition_on_a_later_page_is_found() {
    says(
        &problem(
            EXTRACT,
            "\"asker == 'organisation'\"\n\n[[page.question]]",
            "\"copies > 3\"\n\n[[page.question]]",
        ),
        "earlier page",
    );
}

#[test]
fn a_circular_condition_is_found() {
    let mut files = with_change(EXTRACT, "\"asker != 'self'\"", "\"spouse_name == ''\"");
    let file = files.iter_mut().find(|file| file.path == EXTRACT).unwrap();
    file.text = file.text.replacen("\"event == 'marriage'\"", "\"subject_name != ''\"", 1);
    let problems = check(files);
    assert_eq!(problems.len(), 1, "{problems:#?}");
    says(&problems[0], "circular");
}

#[test]
fn a_paper_without_legal_basis_is_found() {
    let source = "source = \"[D] Danh mục quốc gia 7/2026, giấy tờ phải xuất trình\"\n";
    says(&problem(EXTRACT, source, ""), "no legal basis");
}

#[test]
fn keys_used_twice_are_found() {
    says(&problem(EXTRACT, "key = \"uy-quyen\"", "key = \"van-ban-yeu-cau\""), "used twice");
    says(&problem(EXTRACT, "key = \"letter_number\"", "key = \"organisation_name\""), "used twice");
}

#[test]
fn steps_longer_than_the_limit_are_found() {
    says(
        &problem(
            EXTRACT,
            "limit = { n = 4, unit = \"working_hours\" }",
            "limit = { n = 7, unit = \"working_hours\" }",
        ),
        "9 working hours",
    );
    says(
        &problem(
            PERMIT,
            "limit = { n = 6, unit = \"working_hours\" }",
            "limit = { n = 8, unit = \"working_hours\" }",
        ),
        "leaves 85",
    );
}

#[test]
fn a_step_nobody_reaches_and_a_way_to_nowhere_are_found() {
    let problems =
        check(with_change(PERMIT, "next = [{ to = \"thuc-dia\" }]", "next = [{ to = \"tong-hop\" }]"));
    says(&problems[0], "No step leads to `thuc-dia`");
    let problems =
        check(with_change(PERMIT, "next = [{ to = \"thuc-dia\" }]", "next = [{ to = \"thuc-te\" }]"));
    says(&problems[0], "unknown step `thuc-te`");
}

#[test]
fn a_flow_that_never_ends_is_found() {
    let problems = check(with_change(
        PERMIT,
        "next = [{ to = \"kiem-tra\" }]",
        "next = [{ to = \"tham-dinh\", when = \"fire\" }, { to = \"kiem-tra\" }]",
    ));
    says(&problems[0], "never ends");
}

#[test]
fn a_person_s_data_in_the_clear_is_found() {
    let from = "class = \"personal\"\nkind = \"card\"";
    says(&problem(EXTRACT, from, "class = \"fact\"\nkind = \"card\""), "not sealed");
}

#[test]
fn dates_that_overlap_are_found() {
    let mut files = Files::embedded().read().unwrap();
    let first = files.iter().find(|file| file.path == EXTRACT).unwrap().clone();
    let text = first.text.replacen("effective_from = \"2026-07-01\"", "effective_from = \"2027-03-01\"", 1);
    files.push(SourceFile { path: "2.000635-2027.toml".to_owned(), text });
    let problems = check(files.clone());
    assert_eq!(problems.len(), 1, "{problems:#?}");
    says(&problems[0], "overlap");
    let old = files.iter_mut().find(|file| file.path == EXTRACT).unwrap();
    old.text = old.text.replacen("effective_from", "effective_to = \"2027-02-28\"\neffective_from", 1);
    assert!(check(files).is_empty());
}

#[test]
fn a_council_fee_marked_certain_is_found() {
    says(
        &problem(PERMIT, "source = \"[M] Hội đồng nhân dân", "source = \"[L] Hội đồng nhân dân"),
        "by_council",
    );
}

#[test]
fn limits_must_leave_no_case_open() {
    says(&problem(PERMIT, "when = \"work == 'house'\"\nlimit", "limit"), "No limit, or more than one");
}

#[test]
fn figures_to_be_set_by_the_office_are_listed() {
    let files = Files::embedded().read().unwrap();
    let loaded = load(files);
    let (permit, _) = loaded.revisions.iter().find(|(revision, _)| revision.file == PERMIT).unwrap();
    assert!(permit.procedure.unsure().iter().any(|source| source.text.contains("75.000")));
}
