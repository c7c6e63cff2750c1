//! What answers decide, tried on every procedure of the project with answers drawn at random.

use crate::answer::{Answer, Answers};
use crate::check::load;
use crate::filled::Filled;
use crate::model::{Kind, Meaning};
use crate::revision::{Checked, Revision};
use crate::source_files::Files;
use kernel::Day;
use proptest::prelude::*;
use proptest::sample::Index;
use std::sync::LazyLock;

static REVISIONS: LazyLock<Vec<Revision>> = LazyLock::new(|| {
    let loaded = load(Files::embedded().read().unwrap());
    loaded.revisions.into_iter().map(|(revision, _)| revision).collect()
});

/// Answers to about two thirds of the questions, whether they are shown or not.
fn answers(revision: &Revision, draws: &[Index]) -> Answers {
    let mut answers = Answers::new();
    for (question, draw) in revision.questions().zip(draws.iter().cycle()) {
        let answer = match question.kind {
            Kind::Choice => {
                let at = draw.index(question.option.len() * 3 / 2 + 1);
                question.option.get(at).map(|option| Answer::from(option.key.as_str()))
            }
            Kind::YesNo => [true, false].get(draw.index(3)).map(|yes| Answer::from(*yes)),
            Kind::Number | Kind::Year => [1, 2, 1990].get(draw.index(4)).map(|number| Answer::from(*number)),
            _ => ["1", "Thí Dụ"].get(draw.index(3)).map(|text| Answer::from(*text)),
        };
        answers.apply(vec![(question.key.clone(), answer)]);
    }
    answers
}

/// The same as a browser sends it.
fn typed(answers: &Answers) -> Vec<(String, String)> {
    let text = |answer: &Answer| match answer {
        Answer::Yes(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Answer::Number(number) => number.to_string(),
        other => other.as_text().unwrap_or_default().to_owned(),
    };
    answers.iter().map(|(key, answer)| (key.to_owned(), text(answer))).collect()
}

/// Everything that answers decide, in words.
fn decided<'r, 'a>(ask: impl Fn() -> Filled<'r, 'a>) -> String {
    let pages: Vec<(&str, Vec<&str>)> = ask()
        .pages()
        .into_iter()
        .map(|shown| (shown.page.key.as_str(), shown.questions.iter().map(|one| one.key.as_str()).collect()))
        .collect();
    let papers: Vec<_> = ask().papers().iter().map(|need| (need.paper.key.as_str(), need.need)).collect();
    let fees: Vec<_> = ask().fee().lines.iter().map(|line| (line.times, line.amount)).collect();
    let path: Vec<_> = ask().path().iter().map(|step| step.key.as_str()).collect();
    let parts: Vec<_> =
        path.iter().flat_map(|step| ask().parts(step)).map(|part| part.key.as_str()).collect();
    let asked: Vec<_> =
        path.iter().flat_map(|step| ask().consults(step)).map(|one| one.key.as_str()).collect();
    let items: Vec<_> = ask().supplement_items().iter().map(|item| item.key).collect();
    let meant: Vec<_> = [Meaning::ApplicantName, Meaning::Organisation, Meaning::SubjectName]
        .map(|meaning| ask().meaning(meaning))
        .to_vec();
    let (limit, missing, relevant) = (ask().limit().limit, ask().missing(|_| false), ask().relevant());
    format!(
        "{pages:?} {papers:?} {fees:?} {path:?} {parts:?} {asked:?} {items:?} {meant:?} {limit:?} {missing:?} {relevant:?}"
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn answers_to_questions_not_shown_decide_nothing(
        draws in proptest::collection::vec(any::<Index>(), 61),
    ) {
        for revision in &*REVISIONS {
            let said = answers(revision, &draws);
            let together = revision.with(&said);
            let relevant = together.relevant();
            let once = decided(|| revision.with(&said));
            prop_assert_eq!(&decided(|| revision.with(&relevant)), &once, "{}", revision.code());
            // What was worked out for one question serves the next.
            let (pages, missing) = (together.pages().len(), together.missing(|_| true));
            prop_assert_eq!(pages, revision.with(&said).pages().len());
            prop_assert_eq!(missing, revision.with(&said).missing(|_| true));
        }
    }

    #[test]
    fn a_form_read_at_once_is_read_as_page_by_page(
        draws in proptest::collection::vec(any::<Index>(), 61),
    ) {
        let today = Day::new(2026, 9, 7).unwrap();
        for revision in &*REVISIONS {
            let raw = typed(&answers(revision, &draws));
            let (mut said, mut all) = (Answers::new(), Checked::default());
            for page in &revision.procedure.page {
                let Some(read) = revision.validate_page(&page.key, &raw, &said, today) else { continue };
                said.apply(read.said.clone());
                all.said.extend(read.said);
                all.errors.extend(read.errors);
            }
            prop_assert_eq!(revision.validate_form(&raw, today), all, "{}", revision.code());
        }
    }
}
