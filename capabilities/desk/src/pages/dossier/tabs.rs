//! What stands on the tabs: answers, papers, flow, contacts, result, looks.

use super::{LedgerLine, Opened, PaperLine, ledger};
use crate::Desk;
use crate::actions::Actions;
use crate::time::TimeWords;
use cases::{Paper, Task, TaskKind};
use catalogue::shown;
use kernel::{Failure, Id};
use web::Visitor;
use web::parts::{Fact, Step, StepState, Tag, Tone};

/// What every tab is drawn from.
pub(super) struct Scene<'a> {
    pub(super) desk: &'a Desk,
    pub(super) v: &'a Visitor,
    pub(super) opened: &'a Opened,
    pub(super) path: &'a str,
    pub(super) words: &'a TimeWords,
}

impl Scene<'_> {
    /// The answers, in the order they were asked.
    pub(super) fn answers(&self) -> Vec<Fact> {
        let (lang, answers) = (self.v.lang, &self.opened.content.answers);
        let pages = self.opened.revision.with(answers).pages();
        let asked = pages.iter().flat_map(|page| &page.questions);
        asked
            .filter_map(|question| Some((question, answers.get(&question.key)?)))
            .map(|(question, answer)| Fact::new(question.label.get(lang), shown(question, answer, lang)))
            .collect()
    }

    /// Papers of the person, and results.
    pub(super) fn papers(&self, actions: &Actions<'_>) -> Result<(Vec<PaperLine>, Vec<PaperLine>), Failure> {
        let mut papers = Vec::new();
        let mut results = Vec::new();
        for (paper, _) in &self.opened.whole.papers {
            let line = self.paper(paper, actions)?;
            if cases::is_result(&paper.key) { results.push(line) } else { papers.push(line) }
        }
        Ok((papers, results))
    }

    fn paper(&self, paper: &Paper, actions: &Actions<'_>) -> Result<PaperLine, Failure> {
        let v = self.v;
        let asked = self.opened.revision.paper(&paper.key);
        let is_result = cases::is_result(&paper.key);
        let name = match asked {
            Some(asked) => asked.name.get(v.lang).to_owned(),
            None if is_result => v.t("desk-paper-result").into_owned(),
            None => paper.key.clone(),
        };
        let mut detail = vec![v.t(form_key(&paper.form)).into_owned()];
        detail.push(v.t1("desk-paper-copies", "n", paper.copies).into_owned());
        if let Some(pages) = paper.pages {
            detail.push(v.t1("desk-paper-pages", "n", pages).into_owned());
        }
        if let Some(size) = paper.size {
            detail.push(v.size(size));
        }
        let file_name = self.opened.whole.file_name(&self.desk.dossiers.vault, paper.id)?;
        if !file_name.is_empty() {
            detail.push(file_name);
        }
        let tag = match paper.compared_at {
            _ if is_result => Tag::new(Tone::Warn, v.t("desk-paper-unsigned")),
            Some(_) => Tag::new(Tone::Good, v.t("desk-paper-compared")),
            None if paper.file.is_some() => Tag::new(Tone::Now, v.t("desk-paper-uploaded")),
            None => Tag::new(Tone::Now, v.t("desk-paper-seen")),
        };
        let compare = actions.compare && !is_result && paper.compared_at.is_none();
        Ok(PaperLine {
            id: paper.id,
            name,
            tag,
            detail: detail.join(" · "),
            file: paper.file.map(|_| v.url(&format!("{}/tep/{}", self.path, paper.id))),
            compare: compare.then(|| v.form_start()),
        })
    }

    /// Fees asked and taken.
    pub(super) fn fees(&self) -> Vec<Fact> {
        let v = self.v;
        let opened = self.opened;
        let quote = dossiers::rules::quote(&opened.revision, &opened.content.answers, opened.state().channel);
        let mut facts: Vec<Fact> = quote
            .lines
            .iter()
            .map(|line| {
                let words = match line.waived {
                    Some(waiver) => v.t1("desk-fee-waived", "reason", waiver.reason.get(v.lang)).into_owned(),
                    None => v.money(line.amount),
                };
                Fact::new(line.fee.name.get(v.lang), words)
            })
            .collect();
        for fee in &self.opened.whole.fees {
            let words = v.t3(
                "desk-fee-taken",
                "amount",
                v.money(fee.amount),
                "number",
                &fee.number,
                "time",
                v.when(fee.at),
            );
            facts.push(Fact::new(v.t("desk-fee-receipt"), words));
        }
        facts
    }

    /// The flow: what was done, what is open, what is to come.
    pub(super) fn steps(&self) -> Vec<Step> {
        let state = self.opened.state();
        let mut steps: Vec<Step> = state.tasks.iter().map(|task| self.step(task)).collect();
        let path = self.opened.revision.with(&self.opened.content.answers).path();
        let known = |key: &str| state.tasks.iter().any(|task| task.step == key);
        if state.closed_at.is_none() {
            steps.extend(path.into_iter().filter(|step| !known(&step.key)).map(|step| self.ahead(step)));
        }
        steps
    }

    fn step(&self, task: &Task) -> Step {
        let (v, accounts) = (self.v, &self.desk.dossiers.accounts);
        let name = crate::lists::step_name(v, Some(&self.opened.revision), &task.step);
        let unit = accounts.unit(task.unit);
        let place = unit.as_deref().map_or("", |unit| unit.name(v.lang.tag()));
        let holder = task.holder.and_then(|id| accounts.officer(id));
        let place = match &holder {
            Some(officer) => format!("{} · {place}", officer.name),
            None => place.to_owned(),
        };
        let calendar = accounts.calendar_for_unit(task.unit);
        let until = task.done_at.unwrap_or(v.now);
        let late = task.due_at.filter(|due| *due < until).map(|due| calendar.step_lateness(due, until));
        let mut times = vec![(v.t("desk-step-opened").into_owned(), v.when_short(task.opened_at))];
        if let Some(due) = task.due_at {
            times.push((v.t("desk-step-due").into_owned(), v.when_short(due)));
        }
        if let Some(done) = task.done_at {
            times.push((v.t("desk-step-done").into_owned(), v.when_short(done)));
        }
        if let Some(minutes) = late {
            let words = self.words.left(crate::time::Left::Late(minutes)).to_string();
            times.push((v.t("desk-step-late").into_owned(), words));
        }
        let state = match (task.is_open(), late.is_some()) {
            (_, true) => StepState::Late,
            (true, false) => StepState::Current,
            (false, false) => StepState::Done,
        };
        let (tone, word) = outcome_word(task, late.is_some());
        Step {
            state,
            current: task.is_open(),
            title: name.into_owned(),
            place,
            times,
            tag: Tag::new(tone, v.t(word)),
        }
    }

    fn ahead(&self, step: &catalogue::Step) -> Step {
        let (v, accounts) = (self.v, &self.desk.dossiers.accounts);
        let state = self.opened.state();
        let kind = accounts::UnitKind::from_name(step.unit.name());
        let unit = match kind {
            Some(accounts::UnitKind::Desk) => accounts.unit(state.desk),
            Some(kind) => accounts.unit_of_kind(state.agency, kind),
            None => None,
        };
        Step {
            state: StepState::Ahead,
            current: false,
            title: step.name.get(v.lang).to_owned(),
            place: unit.as_deref().map_or_else(String::new, |unit| unit.name(v.lang.tag()).to_owned()),
            times: Vec::new(),
            tag: Tag::new(Tone::Wait, v.t("desk-step-ahead")),
        }
    }

    /// The ledger in words, newest first.
    pub(super) fn ledger(&self) -> Result<Vec<LedgerLine>, Failure> {
        ledger::lines(self)
    }

    /// Contacts with the person, out of the ledger.
    pub(super) fn contacts(&self, ledger: &[LedgerLine]) -> Vec<LedgerLine> {
        let records = self.opened.ledger.iter().rev();
        let contact = records.zip(ledger).filter(|(record, _)| record.kind == "contact");
        contact
            .map(|(_, line)| LedgerLine {
                at: line.at.clone(),
                who: line.who.clone(),
                what: line.what.clone(),
                words: line.words.clone(),
                late: String::new(),
            })
            .collect()
    }

    /// Who looked, newest first.
    pub(super) fn looks(&self) -> Vec<LedgerLine> {
        let v = self.v;
        let line = |look: &cases::looks::Look| LedgerLine {
            at: v.when_short(look.at),
            who: self.who(&look.party, look.actor),
            what: v.t(via_key(&look.via)).into_owned(),
            words: String::new(),
            late: String::new(),
        };
        self.opened.looks.iter().map(line).collect()
    }

    /// Who acted or looked: officers by name and place, others by what they are.
    pub(super) fn who(&self, party: &str, actor: Option<Id>) -> String {
        let (v, accounts) = (self.v, &self.desk.dossiers.accounts);
        match (party, actor.and_then(|id| accounts.officer(id))) {
            ("officer", Some(officer)) => {
                let unit = officer.unit.and_then(|unit| accounts.unit(unit));
                match unit {
                    Some(unit) => format!("{}, {}", officer.name, unit.name(v.lang.tag())),
                    None => officer.name.clone(),
                }
            }
            ("officer", None) => v.t("desk-who-officer").into_owned(),
            ("system", _) => v.t("desk-who-system").into_owned(),
            _ => v.t("desk-who-person").into_owned(),
        }
    }
}

/// The word for how a paper came.
pub(crate) fn form_key(form: &str) -> &'static str {
    match form {
        "original" => "desk-form-original",
        "certified" => "desk-form-certified",
        "electronic" => "desk-form-electronic",
        _ => "desk-form-photo",
    }
}

fn via_key(via: &str) -> &'static str {
    match via {
        "page" => "desk-via-page",
        "link" => "desk-via-link",
        "api" => "desk-via-api",
        "file" => "desk-via-file",
        "slip" => "desk-via-slip",
        "letter" => "desk-via-letter",
        _ => "desk-via-list",
    }
}

/// The word for where a task stands, or how it ended.
fn outcome_word(task: &Task, late: bool) -> (Tone, &'static str) {
    use dossiers::rules::outcome;
    match task.outcome.as_deref() {
        None if late => (Tone::Bad, "desk-outcome-open-late"),
        None if task.holder.is_none() && task.kind != TaskKind::HandOver => {
            (Tone::Warn, "desk-status-unheld")
        }
        None => (Tone::Now, "desk-outcome-open"),
        Some(outcome::RETURNED) => (Tone::Warn, "desk-outcome-returned"),
        Some(outcome::ACCEPTED) => (Tone::Good, "desk-outcome-accepted"),
        Some(outcome::REFUSED) => (Tone::Bad, "desk-outcome-refused"),
        Some(outcome::AGREED) => (Tone::Good, "desk-outcome-agreed"),
        Some(outcome::OBJECTED) => (Tone::Warn, "desk-outcome-objected"),
        Some(outcome::SILENT) => (Tone::Good, "desk-outcome-silent"),
        Some(outcome::HANDED) => (Tone::Good, "desk-outcome-handed"),
        Some(outcome::ASKED) => (Tone::Wait, "desk-outcome-asked"),
        Some(outcome::ANSWERED) => (Tone::Good, "desk-outcome-answered"),
        Some(outcome::DECLINED) => (Tone::Warn, "desk-outcome-declined"),
        Some(outcome::SENT) => (Tone::Good, "desk-outcome-sent"),
        Some(outcome::RECEIVED) => (Tone::Good, "desk-outcome-received"),
        Some(cases::fold::DROPPED) => (Tone::Wait, "desk-outcome-dropped"),
        Some(_) if late => (Tone::Bad, "desk-outcome-done-late"),
        Some(_) => (Tone::Good, "desk-outcome-done"),
    }
}
