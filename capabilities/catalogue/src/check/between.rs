//! Mistakes between procedure files: dates of one code, and who takes the place of whom.

use crate::parse::{Problem, line_at};
use crate::revision::Revision;
use crate::source_files::SourceFile;
use kernel::Day;

type File = (Revision, SourceFile);

pub(super) fn check(revisions: &[File]) -> Vec<Problem> {
    let mut problems = overlaps(revisions);
    problems.extend(replaced_twice(revisions));
    problems.extend(circles(revisions));
    problems
}

fn problem(file: &SourceFile, needle: &str, what: String, remedy: &str) -> Problem {
    let line = file.text.find(needle).map(|at| line_at(&file.text, at));
    Problem::new(file, line, what, remedy.to_owned())
}

/// Two revisions of one procedure in force on the same day.
fn overlaps(revisions: &[File]) -> Vec<Problem> {
    let open = |from: Day, to: Option<Day>| to.is_none_or(|last| last >= from);
    let mut problems = Vec::new();
    for (at, (one, _)) in revisions.iter().enumerate() {
        for (other, file) in &revisions[at + 1..] {
            let (a, b) = (&one.procedure, &other.procedure);
            let both = open(b.effective_from, a.effective_to) && open(a.effective_from, b.effective_to);
            if a.code == b.code && both {
                let what = format!("The dates overlap with {}", one.file);
                let remedy = "End the older one with effective_to on the day before the newer begins";
                let mut found = problem(file, "effective_from", what, remedy);
                found.of("dates-overlap", &[]);
                problems.push(found);
            }
        }
    }
    problems
}

/// One code replaced by two procedures: nobody would know where to send people.
fn replaced_twice(revisions: &[File]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, (one, _)) in revisions.iter().enumerate() {
        for (other, file) in &revisions[at + 1..] {
            let (a, b) = (&one.procedure, &other.procedure);
            let both = b.replaces.iter().find(|code| a.code != b.code && a.replaces.contains(code));
            if let Some(code) = both {
                let what = format!("`{code}` is replaced here and in {}", one.file);
                let mut found = problem(file, "replaces =", what, "Let one procedure take its place");
                found.of("replaced-twice", &[("code", code), ("by", &a.code)]);
                problems.push(found);
            }
        }
    }
    problems
}

/// Procedures that, one after another, replace each other.
fn circles(revisions: &[File]) -> Vec<Problem> {
    let circular = |start: &str| {
        let mut open: Vec<&str> = replaced_by_files(revisions, start);
        let mut seen: Vec<&str> = Vec::new();
        while let Some(code) = open.pop() {
            if code == start {
                return !replaced_by_files(revisions, start).contains(&start);
            }
            if !seen.contains(&code) {
                seen.push(code);
                open.extend(replaced_by_files(revisions, code));
            }
        }
        false
    };
    let inside = revisions.iter().filter(|(revision, _)| circular(revision.code()));
    inside
        .map(|(revision, file)| {
            let what = format!("`{}` is, through others, replaced by itself", revision.code());
            let mut found = problem(file, "replaces =", what, "Let the newest procedure replace the others");
            found.of("replaced-by-itself", &[("code", revision.code())]);
            found
        })
        .collect()
}

/// The codes that the files of a procedure replace.
fn replaced_by_files<'a>(revisions: &'a [File], code: &str) -> Vec<&'a str> {
    let files = revisions.iter().filter(|(revision, _)| revision.code() == code);
    files.flat_map(|(revision, _)| &revision.procedure.replaces).map(String::as_str).collect()
}
