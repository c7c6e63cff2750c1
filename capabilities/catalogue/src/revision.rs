//! A revision: one procedure as it stood from a day on, never changed, asked by the dossiers
//! pinned to it. Everything here is pure.

use crate::answer::{Answer, Answers};
use crate::condition::{Condition, Evaluator, Facts};
use crate::model::{Fee, Kind, LimitRule, Meaning, Page, Paper, Procedure, Question, Waiver};
use crate::normal::{DATE_PARTS, Typed, normalise};
use crate::place::PLACE_PARTS;
use kernel::{Day, FieldError, Id, Money};
use serde::Serialize;
use std::collections::HashMap;

/// One immutable revision of a procedure.
#[derive(Debug)]
pub struct Revision {
    /// Its id; a dossier keeps it. Zero until it is in the database.
    pub id: Id,
    /// SHA-256 of the file's text, in hex.
    pub hash: String,
    /// What the file says.
    pub procedure: Procedure,
    pub(crate) file: String,
    kinds: HashMap<String, Kind>,
}

/// A page with the questions shown on it.
#[derive(Clone, Debug)]
pub struct Shown<'a> {
    /// The page.
    pub page: &'a Page,
    /// Its questions that are shown, in order.
    pub questions: Vec<&'a Question>,
}

/// What a page said: answers to keep (or to empty), and what must be mended.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Checked {
    /// What was understood, also when other fields were not; `None` empties an answer.
    pub said: Vec<(String, Option<Answer>)>,
    /// What was not; the path is the question's key.
    pub errors: Vec<FieldError>,
}

impl Checked {
    /// Whether there is nothing to mend.
    pub fn is_ok(&self) -> bool {
        self.errors.is_empty()
    }
}

/// Something still to do before the application is complete.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Missing {
    /// A question to answer.
    Answer {
        /// Key of its page.
        page: String,
        /// Key of the question.
        question: String,
    },
    /// A paper to add.
    Paper {
        /// Key of the paper.
        paper: String,
    },
}

/// Whether a paper must be brought.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// It must.
    Required,
    /// It may.
    Optional,
    /// The State holds it; `held_by_state` says why.
    Held,
    /// The system makes it from the answers.
    MadeHere,
}

/// A paper and whether it must be brought.
#[derive(Clone, Copy, Debug)]
pub struct PaperNeed<'a> {
    /// The paper.
    pub paper: &'a Paper,
    /// Whether it must be brought.
    pub need: Need,
}

/// One fee of a quote.
#[derive(Clone, Copy, Debug)]
pub struct FeeLine<'a> {
    /// The fee.
    pub fee: &'a Fee,
    /// How many.
    pub times: u32,
    /// Amount to pay: nothing when waived.
    pub amount: Money,
    /// Why it is not charged.
    pub waived: Option<&'a Waiver>,
}

/// What is to be paid.
#[derive(Clone, Debug, Default)]
pub struct FeeQuote<'a> {
    /// Each fee that applies.
    pub lines: Vec<FeeLine<'a>>,
    /// Their sum.
    pub total: Money,
}

impl Revision {
    pub(crate) fn new(id: Id, hash: String, file: String, procedure: Procedure) -> Revision {
        let questions = procedure.page.iter().flat_map(|page| &page.question);
        let kinds = questions.map(|question| (question.key.clone(), question.kind)).collect();
        Revision { id, hash, procedure, file, kinds }
    }

    /// The same text under the id the database has it by.
    pub(crate) fn stored_as(&self, id: Id) -> Revision {
        Revision::new(id, self.hash.clone(), self.file.clone(), self.procedure.clone())
    }

    /// National code.
    pub fn code(&self) -> &str {
        &self.procedure.code
    }

    /// Whether it is in force on a day.
    pub fn in_force(&self, day: Day) -> bool {
        self.procedure.effective_from <= day && self.procedure.effective_to.is_none_or(|last| day <= last)
    }

    /// The last part of its address: `{code}-ban-sao-trich-luc`.
    pub fn slug(&self) -> String {
        format!("{}-{}", self.code(), kernel::text::fold(&self.procedure.short.vi).replace(' ', "-"))
    }

    /// Every question, in order, shown or not.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.procedure.page.iter().flat_map(|page| &page.question)
    }

    /// A question by key.
    pub fn question(&self, key: &str) -> Option<&Question> {
        self.questions().find(|question| question.key == key)
    }

    /// The question that a mistake is about: its path is the key, or names a part of the answer.
    pub fn question_at(&self, path: &str) -> Option<&Question> {
        self.question(path).or_else(|| self.question(part_of(path)?))
    }

    /// A page by key.
    pub fn page(&self, key: &str) -> Option<&Page> {
        self.procedure.page.iter().find(|page| page.key == key)
    }

    /// A paper by key.
    pub fn paper(&self, key: &str) -> Option<&Paper> {
        self.procedure.paper.iter().find(|paper| paper.key == key)
    }

    /// The answer that carries this meaning, of those shown.
    pub fn meaning<'a>(&self, meaning: Meaning, answers: &'a Answers) -> Option<&'a str> {
        let hidden = self.hidden(answers);
        self.questions()
            .filter(|question| question.means == Some(meaning) && !hidden.contains(&question.key.as_str()))
            .find_map(|question| answers.text(&question.key))
    }

    /// The pages shown for these answers, in order.
    pub fn pages(&self, answers: &Answers) -> Vec<Shown<'_>> {
        let hidden = self.hidden(answers);
        let shown = |page| shown_of(page, &hidden);
        self.procedure.page.iter().map(shown).filter(|shown| !shown.questions.is_empty()).collect()
    }

    /// The page shown after this one; `None` when it was the last.
    pub fn next_page(&self, after: &str, answers: &Answers) -> Option<&Page> {
        let at = self.procedure.page.iter().position(|page| page.key == after)?;
        let hidden = self.hidden(answers);
        self.procedure.page[at + 1..].iter().find(|page| !shown_of(page, &hidden).questions.is_empty())
    }

    /// Only the answers of questions that are shown: what is submitted.
    pub fn relevant(&self, answers: &Answers) -> Answers {
        let hidden = self.hidden(answers);
        answers
            .iter()
            .filter(|(key, _)| self.kinds.contains_key(*key) && !hidden.contains(key))
            .map(|(key, answer)| (key.to_owned(), answer.clone()))
            .collect()
    }

    /// Reads one submitted page. `raw` are the form's pairs as typed; a date may come as one
    /// value or as `key_ngay`, `key_thang`, `key_nam`. `None` when no such page is shown.
    pub fn validate_page(
        &self,
        page: &str,
        raw: &[(String, String)],
        answers: &Answers,
        today: Day,
    ) -> Option<Checked> {
        let hidden = self.hidden(answers);
        let shown = shown_of(self.page(page)?, &hidden);
        if shown.questions.is_empty() {
            return None;
        }
        Some(self.read(&shown.questions, raw, answers, today))
    }

    /// Reads a whole application at once (the counter's dense page, the API): pages are walked in
    /// order, so that conditions see the answers before them.
    pub fn validate_form(&self, raw: &[(String, String)], today: Day) -> Checked {
        let mut answers = Answers::new();
        let mut all = Checked::default();
        for page in &self.procedure.page {
            let hidden = self.hidden(&answers);
            let shown = shown_of(page, &hidden);
            let read = self.read(&shown.questions, raw, &answers, today);
            answers.apply(read.said.clone());
            all.said.extend(read.said);
            all.errors.extend(read.errors);
        }
        all
    }

    /// Reads whichever answers are given and demands no others (the API's partial update). A key
    /// that is no question is an error of its own.
    pub fn validate_some(&self, raw: &[(String, String)], today: Day) -> Checked {
        let mut checked = Checked::default();
        for (name, _) in raw {
            let key = part_of(name).unwrap_or(name);
            if !self.kinds.contains_key(name) && !self.kinds.contains_key(key) {
                checked.errors.push(FieldError::new(name, "unknown-question"));
            }
        }
        for question in self.questions() {
            let typed = Typed::find(&question.key, raw);
            if !typed.is_absent() {
                match normalise(question, &typed, today) {
                    Ok(answer) => checked.said.push((question.key.clone(), answer)),
                    Err(error) => checked.errors.push(error),
                }
            }
        }
        checked
    }

    fn read(
        &self,
        questions: &[&Question],
        raw: &[(String, String)],
        answers: &Answers,
        today: Day,
    ) -> Checked {
        let mut checked = Checked::default();
        for question in questions {
            match normalise(question, &Typed::find(&question.key, raw), today) {
                Ok(answer) => checked.said.push((question.key.clone(), answer)),
                Err(error) => checked.errors.push(error),
            }
        }
        let mut after = answers.clone();
        after.apply(checked.said.clone());
        let empty: Vec<&Question> = questions
            .iter()
            .copied()
            .filter(|question| {
                checked.said.iter().any(|(key, answer)| *key == question.key && answer.is_none())
            })
            .collect();
        let required = self.with(&after, |eval| {
            empty.into_iter().filter(|question| is_required(question, eval)).collect::<Vec<_>>()
        });
        checked.errors.extend(required.into_iter().map(unanswered));
        let of = |path: &str| questions.iter().position(|question| question.key == path);
        let order = |error: &FieldError| of(&error.path).or_else(|| of(part_of(&error.path)?));
        checked.errors.sort_by_key(order);
        checked
    }

    /// What is still missing, in the order of the pages, then of the papers.
    pub fn missing(&self, answers: &Answers, has_paper: impl Fn(&str) -> bool) -> Vec<Missing> {
        let pages = self.pages(answers);
        let mut missing: Vec<Missing> = self.with(answers, |eval| {
            let is_open =
                |question: &&&Question| answers.get(&question.key).is_none() && is_required(question, eval);
            pages
                .iter()
                .flat_map(|shown| {
                    shown.questions.iter().filter(is_open).map(|question| (shown.page, *question))
                })
                .map(|(page, question)| Missing::Answer {
                    page: page.key.clone(),
                    question: question.key.clone(),
                })
                .collect()
        });
        let papers = self.papers(answers).into_iter();
        missing.extend(
            papers
                .filter(|paper| paper.need == Need::Required && !has_paper(&paper.paper.key))
                .map(|paper| Missing::Paper { paper: paper.paper.key.clone() }),
        );
        missing
    }

    /// The papers of these answers, in order. What is neither required, optional nor held is left out.
    pub fn papers(&self, answers: &Answers) -> Vec<PaperNeed<'_>> {
        self.with(answers, |eval| {
            let papers = self.procedure.paper.iter();
            papers.filter_map(|paper| need_of(paper, eval).map(|need| PaperNeed { paper, need })).collect()
        })
    }

    /// What is to be paid for these answers.
    pub fn fee(&self, answers: &Answers) -> FeeQuote<'_> {
        let mut quote = FeeQuote::default();
        self.with(answers, |eval| {
            for fee in &self.procedure.fee {
                if !eval.holds_or(fee.when.as_ref(), true) {
                    continue;
                }
                let times = fee.times.as_ref().map_or(1, |times| eval.count(times));
                let waived = fee.waiver.iter().find(|waiver| eval.holds(&waiver.when));
                let amount = if waived.is_some() { Money(0) } else { Money(fee.amount.0 * i64::from(times)) };
                quote.total.0 += amount.0;
                quote.lines.push(FeeLine { fee, times, amount, waived });
            }
        });
        quote
    }

    /// The legal limit for these answers.
    pub fn limit(&self, answers: &Answers) -> &LimitRule {
        let rules = &self.procedure.limit;
        let at =
            self.with(answers, |eval| rules.iter().position(|rule| eval.holds_or(rule.when.as_ref(), true)));
        &rules[at.unwrap_or(rules.len() - 1)]
    }

    /// Evaluates conditions over the answers that count.
    pub(crate) fn with<T>(&self, answers: &Answers, ask: impl FnOnce(&Evaluator<'_>) -> T) -> T {
        let hidden = self.hidden(answers);
        let facts = Facts::new(&self.kinds, answers, &hidden);
        ask(&Evaluator::new(&facts))
    }

    /// The questions not shown. Conditions read earlier pages only, so one pass settles it.
    fn hidden(&self, answers: &Answers) -> Vec<&str> {
        let mut hidden: Vec<&str> = Vec::new();
        for page in &self.procedure.page {
            let whole = page.visible_when.as_ref().is_some_and(|when| !self.holds(when, answers, &hidden));
            for question in &page.question {
                let alone =
                    || question.visible_when.as_ref().is_some_and(|when| !self.holds(when, answers, &hidden));
                if whole || alone() {
                    hidden.push(&question.key);
                }
            }
        }
        hidden
    }

    fn holds(&self, condition: &Condition, answers: &Answers, hidden: &[&str]) -> bool {
        let facts = Facts::new(&self.kinds, answers, hidden);
        Evaluator::new(&facts).holds(condition)
    }

    /// What is wrong with a condition on empty answers; `None` when it works.
    pub(crate) fn trouble(&self, condition: &Condition, count: bool) -> Option<String> {
        let answers = Answers::new();
        let facts = Facts::new(&self.kinds, &answers, &[]);
        Evaluator::new(&facts).trouble(condition, count)
    }
}

/// The key of the question whose answer an input with this name is a part of.
fn part_of(name: &str) -> Option<&str> {
    DATE_PARTS.iter().chain(&PLACE_PARTS).find_map(|end| name.strip_suffix(end))
}

fn shown_of<'a>(page: &'a Page, hidden: &[&str]) -> Shown<'a> {
    let questions =
        page.question.iter().filter(|question| !hidden.contains(&question.key.as_str())).collect();
    Shown { page, questions }
}

pub(crate) fn is_required(question: &Question, eval: &Evaluator<'_>) -> bool {
    question.required || question.required_when.as_ref().is_some_and(|when| eval.holds(when))
}

/// A required question without an answer. The sentence names the question, in its own language.
pub fn unanswered(question: &Question) -> FieldError {
    let error = match question.kind {
        Kind::Choice | Kind::YesNo => FieldError::new(&question.key, "choice-missing"),
        _ => FieldError::new(&question.key, "answer-missing"),
    };
    let label = &question.label;
    error.with("label_vi", &label.vi).with("label_en", label.en.as_ref().unwrap_or(&label.vi))
}

fn need_of(paper: &Paper, eval: &Evaluator<'_>) -> Option<Need> {
    let needed = eval.holds_or(paper.required_when.as_ref(), !paper.optional);
    if !needed {
        return paper.optional.then_some(Need::Optional);
    }
    if paper.made_here {
        return Some(Need::MadeHere);
    }
    if paper.held_by_state.is_some() && eval.holds_or(paper.held_when.as_ref(), true) {
        return Some(Need::Held);
    }
    Some(Need::Required)
}
