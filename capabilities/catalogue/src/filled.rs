//! A revision filled in: what answers decide. Which questions they show is worked out once, however
//! much is asked. Everything here is pure.

use crate::answer::Answers;
use crate::condition::{Condition, Facts};
use crate::model::{Fee, LimitRule, Meaning, Page, Paper, Question, Waiver};
use crate::revision::Revision;
use kernel::Money;
use serde::Serialize;
use std::cell::OnceCell;

/// A revision with the answers of one application.
pub struct Filled<'r, 'a> {
    pub(crate) revision: &'r Revision,
    answers: &'a Answers,
    /// Keys of the questions not shown, from the first time that something depends on them.
    hidden: OnceCell<Vec<&'r str>>,
}

/// A page with the questions shown on it.
#[derive(Clone, Debug)]
pub struct Shown<'a> {
    /// The page.
    pub page: &'a Page,
    /// Its questions that are shown, in order.
    pub questions: Vec<&'a Question>,
}

impl<'r> Shown<'r> {
    pub(crate) fn of(page: &'r Page, hidden: &[&str]) -> Shown<'r> {
        let is_shown = |question: &&Question| !hidden.contains(&question.key.as_str());
        Shown { page, questions: page.question.iter().filter(is_shown).collect() }
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
    /// The revision with these answers. Keep it as long as the answers stay as they are: each new one
    /// works out anew what is shown.
    pub fn with<'r, 'a>(&'r self, answers: &'a Answers) -> Filled<'r, 'a> {
        Filled { revision: self, answers, hidden: OnceCell::new() }
    }

    /// Adds to `hidden` the questions of a page that are not shown. Conditions read earlier pages
    /// only, so going through the pages in order once settles it.
    pub(crate) fn hide<'r>(&self, page: &'r Page, answers: &Answers, hidden: &mut Vec<&'r str>) {
        let fails = |when: &Option<Condition>, hidden: &[&str]| {
            when.as_ref().is_some_and(|when| !Facts::new(&self.kinds, answers, hidden).holds(when))
        };
        let whole = fails(&page.visible_when, hidden);
        for question in &page.question {
            if whole || fails(&question.visible_when, hidden) {
                hidden.push(&question.key);
            }
        }
    }
}

impl<'r, 'a> Filled<'r, 'a> {
    /// The answer that carries this meaning, of those shown.
    pub fn meaning(&self, meaning: Meaning) -> Option<&'a str> {
        self.revision
            .questions()
            .filter(|question| question.means == Some(meaning) && self.shows(&question.key))
            .find_map(|question| self.answers.text(&question.key))
    }

    /// The pages shown for these answers, in order.
    pub fn pages(&self) -> Vec<Shown<'r>> {
        let pages = self.revision.procedure.page.iter();
        pages.map(|page| self.shown(page)).filter(|shown| !shown.questions.is_empty()).collect()
    }

    /// The page shown after this one; `None` when it was the last.
    pub fn next_page(&self, after: &str) -> Option<&'r Page> {
        let pages = &self.revision.procedure.page;
        let at = pages.iter().position(|page| page.key == after)?;
        pages[at + 1..].iter().find(|page| !self.shown(page).questions.is_empty())
    }

    /// Only the answers of questions that are shown: what is submitted.
    pub fn relevant(&self) -> Answers {
        self.answers
            .iter()
            .filter(|(key, _)| self.revision.kinds.contains_key(*key) && self.shows(key))
            .map(|(key, answer)| (key.to_owned(), answer.clone()))
            .collect()
    }

    /// What is still missing, in the order of the pages, then of the papers.
    pub fn missing(&self, has_paper: impl Fn(&str) -> bool) -> Vec<Missing> {
        let is_open =
            |question: &&&Question| self.answers.get(&question.key).is_none() && self.requires(question);
        let mut missing: Vec<Missing> = self
            .pages()
            .iter()
            .flat_map(|shown| shown.questions.iter().filter(is_open).map(|question| (shown.page, question)))
            .map(|(page, question)| Missing::Answer {
                page: page.key.clone(),
                question: question.key.clone(),
            })
            .collect();
        missing.extend(
            self.papers()
                .into_iter()
                .filter(|paper| paper.need == Need::Required && !has_paper(&paper.paper.key))
                .map(|paper| Missing::Paper { paper: paper.paper.key.clone() }),
        );
        missing
    }

    /// The papers of these answers, in order. What is neither required, optional nor held is left out.
    pub fn papers(&self) -> Vec<PaperNeed<'r>> {
        let papers = self.revision.procedure.paper.iter();
        papers.filter_map(|paper| self.need(paper).map(|need| PaperNeed { paper, need })).collect()
    }

    fn need(&self, paper: &Paper) -> Option<Need> {
        let needed = self.holds(paper.required_when.as_ref(), !paper.optional);
        if !needed {
            return paper.optional.then_some(Need::Optional);
        }
        if paper.made_here {
            return Some(Need::MadeHere);
        }
        if paper.held_by_state.is_some() && self.holds(paper.held_when.as_ref(), true) {
            return Some(Need::Held);
        }
        Some(Need::Required)
    }

    /// What is to be paid for these answers.
    pub fn fee(&self) -> FeeQuote<'r> {
        let mut quote = FeeQuote::default();
        for fee in &self.revision.procedure.fee {
            if !self.holds(fee.when.as_ref(), true) {
                continue;
            }
            let times = fee.times.as_ref().map_or(1, |times| self.facts().count(times));
            let waived = fee.waiver.iter().find(|waiver| self.facts().holds(&waiver.when));
            let amount = if waived.is_some() { Money(0) } else { Money(fee.amount.0 * i64::from(times)) };
            quote.total.0 += amount.0;
            quote.lines.push(FeeLine { fee, times, amount, waived });
        }
        quote
    }

    /// The legal limit for these answers.
    pub fn limit(&self) -> &'r LimitRule {
        let rules = &self.revision.procedure.limit;
        let at = rules.iter().position(|rule| self.holds(rule.when.as_ref(), true));
        &rules[at.unwrap_or(rules.len() - 1)]
    }

    /// Whether a question must be answered.
    pub(crate) fn requires(&self, question: &Question) -> bool {
        question.required || self.holds(question.required_when.as_ref(), false)
    }

    /// Whether an optional condition holds; `without` when there is none.
    pub(crate) fn holds(&self, condition: Option<&Condition>, without: bool) -> bool {
        condition.map_or(without, |condition| self.facts().holds(condition))
    }

    /// A page with its questions that are shown.
    pub(crate) fn shown(&self, page: &'r Page) -> Shown<'r> {
        Shown::of(page, self.hidden())
    }

    fn shows(&self, key: &str) -> bool {
        !self.hidden().contains(&key)
    }

    fn facts(&self) -> Facts<'_> {
        // Without answers there is none that could not count: a page for whoever has the link opens none.
        let hidden = if self.answers.is_empty() { &[] } else { self.hidden() };
        Facts::new(&self.revision.kinds, self.answers, hidden)
    }

    fn hidden(&self) -> &[&'r str] {
        self.hidden.get_or_init(|| {
            let mut hidden = Vec::new();
            for page in &self.revision.procedure.page {
                self.revision.hide(page, self.answers, &mut hidden);
            }
            hidden
        })
    }
}
