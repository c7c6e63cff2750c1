//! What a revision says of the way of a dossier: steps, consultations, parts, sector times, and
//! what a person may be asked for. All pure.

use crate::filled::{Filled, Need};
use crate::model::{Consult, Excluded, Part, Sector, Source, Step, Text};
use crate::regime::{Regime, SupplementRule, Timed};
use crate::revision::Revision;

/// How a step ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepOutcome {
    /// Done or approved: on to what follows.
    Forward,
    /// Returned to where it came from.
    Back,
}

/// What an item of a request for more papers is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ItemKind {
    /// A paper of the dossier.
    Paper,
    /// The answer to a question.
    Answer,
}

impl ItemKind {
    /// Its stable name: `paper`, `answer`.
    pub const fn name(self) -> &'static str {
        match self {
            ItemKind::Paper => "paper",
            ItemKind::Answer => "answer",
        }
    }

    /// The one with this stable name.
    pub fn from_name(name: &str) -> Option<ItemKind> {
        [ItemKind::Paper, ItemKind::Answer].into_iter().find(|kind| kind.name() == name)
    }
}

/// Something a request for more papers may ask for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct SupplementItem<'a> {
    /// A paper or an answer.
    pub kind: ItemKind,
    /// Its key.
    pub key: &'a str,
    /// Its name, as the person reads it.
    pub name: &'a Text,
    /// The rule that requires it.
    pub source: &'a Source,
}

/// The way of a dossier.
impl Revision {
    /// A step by key.
    pub fn step(&self, key: &str) -> Option<&Step> {
        self.procedure.step.iter().find(|step| step.key == key)
    }

    /// The step that acceptance opens.
    pub fn first_step(&self) -> &Step {
        &self.procedure.step[0]
    }

    /// A consultation by key, of any step.
    pub fn consult(&self, key: &str) -> Option<&Consult> {
        self.procedure.step.iter().flat_map(|step| &step.consult).find(|consult| consult.key == key)
    }

    /// A part by key, of any step.
    pub fn part(&self, key: &str) -> Option<&Part> {
        self.procedure.step.iter().flat_map(|step| &step.part).find(|part| part.key == key)
    }

    /// The sector rule that takes the time of this step or consultation out of the limit.
    pub fn excluded(&self, key: &str) -> Option<&Excluded> {
        match self.step(key) {
            Some(step) => step.excluded.as_ref(),
            None => self.consult(key).and_then(|consult| consult.excluded.as_ref()),
        }
    }
}

/// The way of a dossier with these answers.
impl<'r> Filled<'r, '_> {
    /// The step after this one; `None` when the flow ends (or the step is unknown). A step that
    /// waits for the person is a step like any other.
    pub fn next_step(&self, step: &str, outcome: StepOutcome) -> Option<&'r Step> {
        let from = self.revision.step(step)?;
        let to = match outcome {
            StepOutcome::Back => from.back.as_deref(),
            StepOutcome::Forward => {
                let open = from.next.iter().find(|next| self.holds(next.when.as_ref(), true));
                open.map(|next| next.to.as_str())
            }
        };
        self.revision.step(to?)
    }

    /// The steps a dossier with these answers will take when nothing is returned, from the first:
    /// the future rows of the tracking page.
    pub fn path(&self) -> Vec<&'r Step> {
        let mut path = vec![self.revision.first_step()];
        while let Some(next) = path.last().and_then(|step| self.next_step(&step.key, StepOutcome::Forward)) {
            if path.iter().any(|step| step.key == next.key) {
                break;
            }
            path.push(next);
        }
        path
    }

    /// The consultations this step opens for these answers.
    pub fn consults(&self, step: &str) -> Vec<&'r Consult> {
        let Some(step) = self.revision.step(step) else { return Vec::new() };
        step.consult.iter().filter(|consult| self.holds(consult.when.as_ref(), true)).collect()
    }

    /// The parts of other agencies this step sends out for these answers.
    pub fn parts(&self, step: &str) -> Vec<&'r Part> {
        let Some(step) = self.revision.step(step) else { return Vec::new() };
        step.part.iter().filter(|part| self.holds(part.when.as_ref(), true)).collect()
    }
}

/// Times: the sector's own where it has one, otherwise the regime's.
impl Revision {
    /// How soon an application is accepted or answered.
    pub fn acceptance(&self, regime: &Regime) -> Timed {
        self.sector(|sector| sector.acceptance.as_ref()).unwrap_or_else(|| regime.acceptance.clone())
    }

    /// By when more papers may be asked after appraisal, from acceptance; none: at any time.
    pub fn supplement_within(&self, regime: &Regime) -> Option<Timed> {
        let rule = &regime.supplement_after_appraisal;
        self.sector(|sector| sector.supplement_within.as_ref()).or_else(|| timed(rule.within, rule))
    }

    /// When an unanswered request for papers closes the dossier, from the notice; none: never.
    pub fn closes_after(&self, regime: &Regime) -> Option<Timed> {
        let rule = &regime.supplement_after_appraisal;
        self.sector(|sector| sector.closes_after.as_ref()).or_else(|| timed(rule.closes_after, rule))
    }

    fn sector(&self, which: impl Fn(&Sector) -> Option<&Timed>) -> Option<Timed> {
        self.procedure.sector.as_ref().and_then(|sector| which(sector).cloned())
    }
}

fn timed(limit: Option<kernel::Limit>, rule: &SupplementRule) -> Option<Timed> {
    Some(Timed { limit: limit?, source: rule.source.clone() })
}

/// What a person may be asked for.
impl<'r> Filled<'r, '_> {
    /// What a request for more papers may ask for under these answers: the papers that must be
    /// brought and the questions that must be answered, and nothing else. What the State holds or
    /// the system makes is never among them.
    pub fn supplement_items(&self) -> Vec<SupplementItem<'r>> {
        let whole = &self.revision.procedure.source;
        let papers = self.papers().into_iter().filter(|paper| paper.need == Need::Required);
        let mut items: Vec<SupplementItem<'_>> = papers
            .map(|need| SupplementItem {
                kind: ItemKind::Paper,
                key: &need.paper.key,
                name: &need.paper.name,
                source: need.paper.source.as_ref().unwrap_or(whole),
            })
            .collect();
        let questions = self.pages().into_iter().flat_map(|shown| shown.questions);
        items.extend(questions.filter(|question| self.requires(question)).map(|question| {
            let (key, name) = (&question.key, &question.label);
            SupplementItem { kind: ItemKind::Answer, key, name, source: whole }
        }));
        items
    }
}
