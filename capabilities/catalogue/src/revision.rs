//! A revision: one procedure as it stood from a day on, never changed, asked by the dossiers
//! pinned to it. Everything here is pure.

use crate::answer::{Answer, Answers};
use crate::condition::{Condition, Facts};
use crate::filled::Shown;
use crate::model::{Kind, Page, Paper, Procedure, Question};
use crate::normal::{DATE_PARTS, Typed, normalise};
use crate::place::PLACE_PARTS;
use kernel::{Day, FieldError, Id};
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
    pub(crate) kinds: HashMap<String, Kind>,
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

    /// Reads one submitted page. `raw` are the form's pairs as typed; a date may come as one
    /// value or as `key_ngay`, `key_thang`, `key_nam`. `None` when no such page is shown.
    pub fn validate_page(
        &self,
        page: &str,
        raw: &[(String, String)],
        answers: &Answers,
        today: Day,
    ) -> Option<Checked> {
        let shown = self.with(answers).shown(self.page(page)?);
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
        let mut hidden = Vec::new();
        for page in &self.procedure.page {
            self.hide(page, &answers, &mut hidden);
            let shown = Shown::of(page, &hidden);
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
        let after = self.with(&after);
        let is_empty = |question: &Question| {
            checked.said.iter().any(|(key, answer)| *key == question.key && answer.is_none())
        };
        let open = questions.iter().filter(|question| is_empty(question) && after.requires(question));
        let open: Vec<FieldError> = open.map(|question| unanswered(question)).collect();
        checked.errors.extend(open);
        let of = |path: &str| questions.iter().position(|question| question.key == path);
        let order = |error: &FieldError| of(&error.path).or_else(|| of(part_of(&error.path)?));
        checked.errors.sort_by_key(order);
        checked
    }

    /// What is wrong with a condition on empty answers; `None` when it works.
    pub(crate) fn trouble(&self, condition: &Condition, count: bool) -> Option<String> {
        let answers = Answers::new();
        Facts::new(&self.kinds, &answers, &[]).trouble(condition, count)
    }
}

/// The key of the question whose answer an input with this name is a part of.
fn part_of(name: &str) -> Option<&str> {
    DATE_PARTS.iter().chain(&PLACE_PARTS).find_map(|end| name.strip_suffix(end))
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
