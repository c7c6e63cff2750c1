//! A person at the counter: receipt and acceptance in one transaction, on one form.

use super::Dossiers;
use super::officers::Done;
use super::submit::applicant;
use crate::model::{CONSENT, Content};
use crate::rules::{self, Submission};
use accounts::UnitKind;
use cases::{Case, Channel, Event, Paper};
use catalogue::Answers;
use kernel::{Actor, Failure, FieldError, Id, Money, Refusal, Role};

/// A paper the officer saw at the counter.
#[derive(Clone)]
pub struct SeenPaper {
    /// Which required paper.
    pub key: String,
    /// `original`, `certified`, `electronic` or `photo`.
    pub form: String,
    /// How many.
    pub copies: i64,
    /// Its original was compared and handed back.
    pub compared: bool,
}

/// What the intake form says; answers are checked already.
#[derive(Clone)]
pub struct WalkIn {
    /// Procedure code.
    pub procedure: String,
    /// The agency that shall decide; any office takes any procedure of the province.
    pub agency: Id,
    /// The answers.
    pub answers: Answers,
    /// Papers seen.
    pub papers: Vec<SeenPaper>,
    /// The fee was taken in cash.
    pub fee_taken: bool,
    /// The result is given at once, where the procedure allows.
    pub at_once: bool,
    /// The applicant agreed that the data are used for this procedure.
    pub agreed: bool,
}

impl Dossiers {
    /// Receives and accepts a walk-in in one transaction.
    pub async fn walk_in(&self, actor: &Actor, key: Option<String>, form: WalkIn) -> Result<Done, Failure> {
        let desk = self.own_desk(actor)?;
        let now = self.clock.civil();
        let revision = self.catalogue.current(&form.procedure, now.day()).ok_or_else(Refusal::absent)?;
        let filled = revision.with(&form.answers);
        let agency = self.fit_agency(&revision, form.agency)?;
        let mut wrong: Vec<FieldError> = filled
            .missing(|key| form.papers.iter().any(|paper| paper.key == key))
            .into_iter()
            .map(|missing| match missing {
                catalogue::Missing::Answer { question, .. } => FieldError::new(question, "required"),
                catalogue::Missing::Paper { paper } => FieldError::new(paper, "paper-not-seen"),
            })
            .collect();
        if !form.agreed {
            wrong.push(FieldError::new("agree", "agree"));
        }
        if let Some(refusal) = Refusal::fields(wrong) {
            return Err(refusal.into());
        }
        let case = self.ids.next();
        let answers = filled.relevant();
        let content =
            Content { answers: answers.clone(), consent: CONSENT.to_owned(), typed_by: actor.account };
        let envelope = self.envelope(case, agency, &applicant(&filled), &content)?;
        let footing = self.footing(revision.id, answers, now, None)?;
        let said = Submission {
            agency,
            desk,
            channel: Channel::Counter,
            applicant: None,
            receipt: cases::receipt_number(&self.vault, case),
        };
        let (first, then) = footing.with(|ground| rules::submit(ground, &said));
        let amount = rules::quote(&revision, &footing.answers, Channel::Counter).total;
        let papers = self.papers_seen(&form, now);
        let (who, room) = (actor.clone(), self.clone());
        self.once(actor, "walk-in", key, move |tx| {
            let mut new = Case::begin(&envelope, now, &who, &first)?;
            new.record_all(now, &who, &then)?;
            for paper in &papers {
                new.record(now, &who, &Event::PaperAdded { paper: paper.id, key: paper.key.clone() }, None)?;
                if paper.compared_at.is_some() {
                    new.record(now, &who, &Event::OriginalCompared { paper: paper.id }, None)?;
                }
            }
            let fee = if form.fee_taken && amount > Money(0) {
                Some(room.fee_number(tx, &new.state, &who, now)?)
            } else {
                None
            };
            let code = room.next_code(tx, agency, desk, now)?;
            let accepted = footing.with(|ground| rules::accept(ground, &new.state, &who, code))?;
            new.record_all(now, &who, &accepted)?;
            if let Some(number) = &fee {
                let taken = Event::FeeTaken { amount, number: number.clone() };
                new.record(now, &who, &taken, None)?;
            }
            if form.at_once {
                if amount > Money(0) && fee.is_none() {
                    return Err(Refusal::state("fee-unpaid").into());
                }
                let done = footing.with(|ground| rules::result_at_once(ground, &new.state, &who))?;
                new.record_all(now, &who, &done)?;
            }
            new.save(tx, Some(&envelope))?;
            crate::durations::note(tx, &room, None, &new)?;
            for paper in &papers {
                cases::add_paper(tx, case, paper, &[], paper.compared_at.and(who.account))?;
            }
            if let Some(number) = &fee {
                let officer = who.account.ok_or_else(Refusal::absent)?;
                cases::take_fee(tx, room.ids.next(), case, amount, number, officer, now)?;
            }
            Ok(Done::of(&new.state))
        })
        .await
    }

    /// The desk this officer receives at: the own one, or that of a colleague they stand in for.
    pub fn own_desk(&self, actor: &Actor) -> Result<Id, Failure> {
        let lent = actor.lent.iter().filter(|lent| lent.role == Role::Receiver).map(|lent| lent.unit);
        let own = actor.unit.filter(|_| actor.roles.has(Role::Receiver));
        let units = own.into_iter().chain(lent).filter_map(|unit| self.accounts.unit(unit));
        let desk = units.into_iter().find(|unit| unit.kind == UnitKind::Desk);
        Ok(desk.ok_or_else(Refusal::absent)?.id)
    }

    fn papers_seen(&self, form: &WalkIn, now: kernel::Moment) -> Vec<Paper> {
        form.papers
            .iter()
            .map(|seen| Paper {
                id: self.ids.next(),
                key: seen.key.clone(),
                file: None,
                form: seen.form.clone(),
                copies: seen.copies.clamp(1, 99),
                pages: None,
                size: None,
                added_at: now,
                compared_at: seen.compared.then_some(now),
            })
            .collect()
    }
}
