//! Regime files.

use crate::parse::{Problem, line_at};
use crate::regime::{Regime, minute_of};
use crate::source_files::SourceFile;
use kernel::Day;

const PURPOSES: [&str; 7] = ["receipt", "supplement", "refusal", "extension", "stop", "control", "book"];

pub(super) fn check(regime: &Regime, file: &SourceFile) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut add = |needle: &str, what: String, remedy: &str| {
        let line = file.text.find(needle).map(|at| line_at(&file.text, at));
        problems.push(Problem { file: file.path.clone(), line, what, remedy: remedy.to_owned() });
    };
    if file.path != format!("regimes/{}.toml", regime.key) {
        add(
            "key =",
            format!("The file has another name than the regime `{}`", regime.key),
            "Name the file after its key",
        );
    }
    if minute_of(&regime.paper_moves.after).is_none() {
        add("after =", format!("`{}` is no hour", regime.paper_moves.after), "Write it as 15:00");
    }
    for code in &regime.code {
        let has_date = code.pattern.contains("{yymmdd}") || code.pattern.contains("{yyyymmdd}");
        if !code.pattern.contains("{agency}") || !has_date || regime_code(regime, code.from).is_none() {
            let remedy = "Use {agency}, {yymmdd} or {yyyymmdd}, and {n:4}";
            add("pattern =", format!("The pattern `{}` does not make codes", code.pattern), remedy);
        }
    }
    if !regime.code.iter().any(|code| code.from <= regime.effective_from) {
        add("[[code]]", "No code pattern holds on the first day".to_owned(), "Let one begin with the regime");
    }
    if !regime.forms.iter().any(|set| set.from <= regime.effective_from) {
        add(
            "[[forms]]",
            "No set of forms holds on the first day".to_owned(),
            "Let one begin with the regime",
        );
    }
    for form in regime.forms.iter().flat_map(|set| &set.form) {
        if !PURPOSES.contains(&form.purpose.as_str()) {
            let what = format!("`{}` is no purpose of a form", form.purpose);
            add(&form.purpose, what, "Use receipt, supplement, refusal, extension, stop, control or book");
        }
    }
    problems
}

fn regime_code(regime: &Regime, day: Day) -> Option<String> {
    regime.dossier_code("H00.00", day, 1)
}
