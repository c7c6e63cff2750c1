//! A person's own dossiers: the list, one of them, and one behind a link.

use super::{Asked, Eyes, Mood, Tracking, acts, aside, happened, lateness, mood, sentence, tracking};
use crate::commands::Dossiers;
use crate::rules;
use calendar::Lateness;
use cases::queries::Whole;
use cases::{CaseState, Phase, TaskKind};
use catalogue::{Revision, Text};
use kernel::{Actor, Failure, Id, Moment, Refusal};
use std::sync::Arc;

/// A line of a person's own list.
#[derive(Clone, Debug)]
pub struct OwnLine {
    /// Code or receipt number.
    pub number: String,
    /// What the procedure is called.
    pub subject: Text,
    /// The state.
    pub mood: Mood,
    /// The sentence of the present step.
    pub sentence: Option<Text>,
    /// The promise, the last day for the person, or the time by which the office must answer.
    pub until: Moment,
    /// Something must come from the person.
    pub asks: bool,
    /// It was accepted: a refusal is one after appraisal.
    pub accepted: bool,
    /// When it ended.
    pub closed_at: Option<Moment>,
    /// How late.
    pub lateness: Lateness,
    /// When it was sent.
    pub opened_at: Moment,
}

impl Dossiers {
    /// A person's own dossiers, by account and by what the session was given; newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn own(&self, actor: &Actor) -> Result<Vec<OwnLine>, Failure> {
        let (accounts, who) = (self.accounts.clone(), actor.clone());
        let states = self
            .db
            .read(move |tx| {
                let mut states = match who.account {
                    Some(account) => cases::queries::of_person(tx, account)?,
                    None => Vec::new(),
                };
                for id in accounts.grants_of(tx, &who, accounts::GrantKind::Case)? {
                    if states.iter().all(|known| known.id != id)
                        && let Some(case) = cases::Case::load(tx, id)?
                    {
                        states.push(case.state);
                    }
                }
                // What is under way is told by its step, and whether it waits for the person.
                let open: Vec<Id> =
                    states.iter().filter(|state| state.closed_at.is_none()).map(|state| state.id).collect();
                for case in cases::queries::several(tx, &open)? {
                    if let Some(state) = states.iter_mut().find(|state| state.id == case.state.id) {
                        *state = case.state;
                    }
                }
                Ok(states)
            })
            .await?;
        let now = self.clock.civil();
        let mut lines = Vec::with_capacity(states.len());
        for state in states {
            let revision = self.revision(state.revision)?;
            let hours = rules::agency_hours(&self.accounts, &state);
            let lateness = lateness(&state, &hours, now);
            lines.push(OwnLine {
                number: state.number().to_owned(),
                subject: revision.procedure.short.clone(),
                mood: mood(&state, lateness, now),
                sentence: sentence(&revision, &state),
                until: until(&state),
                asks: asks(&state),
                accepted: state.accepted_at.is_some(),
                closed_at: state.closed_at,
                lateness,
                opened_at: state.opened_at,
            });
        }
        Ok(lines)
    }

    /// The case with this code or receipt number, of this person.
    ///
    /// # Errors
    /// "Absent" when there is none, or it is somebody else's.
    pub async fn own_by_number(&self, actor: &Actor, number: &str) -> Result<Whole, Failure> {
        let (number, accounts, who) = (number.to_owned(), self.accounts.clone(), actor.clone());
        let found = self
            .db
            .read(move |tx| {
                let Some(id) = cases::queries::id_by_number(tx, &number)? else { return Ok(None) };
                let Some(whole) = cases::queries::whole(tx, id)? else { return Ok(None) };
                let by_account = who.account.is_some() && whole.case.state.applicant == who.account;
                let own = by_account || accounts.granted(tx, &who, accounts::GrantKind::Case, id)?;
                Ok(Some(whole).filter(|_| own))
            })
            .await?;
        Ok(found.ok_or_else(Refusal::absent)?)
    }

    /// The case behind an unguessable link, as much of it as whoever has the link may see.
    ///
    /// # Errors
    /// "Absent" when there is none.
    pub async fn by_link(&self, token: &str) -> Result<Whole, Failure> {
        let hash = vault::token_hash(token);
        let found = self.db.read(move |tx| Ok(cases::queries::by_link(tx, &hash)?)).await?;
        Ok(found.ok_or_else(Refusal::absent)?)
    }

    /// The tracking of the person's own dossier, with what was written to the person and what the
    /// person may do. The ledger is read only when something happened beside the straight way.
    ///
    /// # Errors
    /// When the database fails or something sealed does not open.
    pub async fn own_tracking(&self, whole: &Whole) -> Result<Tracking, Failure> {
        let now = self.clock.civil();
        let state = &whole.case.state;
        let mut view = tracking(self, whole, Eyes::Owner, now)?;
        view.acts = acts::acts(self, state, &self.content(whole)?.answers, now)?;
        if aside::strayed(state) {
            let told = self.told(whole).await?;
            if let Some(asked) = &mut view.aside.asked {
                told.explain(asked);
            }
            if let (Some(letter), Some(words)) = (&mut view.aside.letter, told.letter) {
                letter.words = words;
            }
            (view.happened, view.reason) = (told.happened, told.reason);
        }
        Ok(view)
    }

    /// What is asked of the person now, with reasons and bases.
    ///
    /// # Errors
    /// When the database fails or something sealed does not open.
    pub async fn asked(&self, whole: &Whole) -> Result<Option<Asked>, Failure> {
        let (state, now) = (&whole.case.state, self.clock.civil());
        let revision = self.revision(state.revision)?;
        let mut asked = aside::aside(self, state, &revision, true, now)?.asked;
        if let Some(asked) = &mut asked {
            self.told(whole).await?.explain(asked);
        }
        Ok(asked)
    }

    async fn told(&self, whole: &Whole) -> Result<happened::Told, Failure> {
        let state = &whole.case.state;
        let id = state.id;
        let records = self.db.read(move |tx| Ok(cases::queries::ledger(tx, id)?)).await?;
        let revision = self.revision(state.revision)?;
        let regime = self.regime(state, self.clock.civil().day())?;
        happened::told(self, whole, &records, &revision, &regime)
    }

    /// The revision in force, by procedure code.
    ///
    /// # Errors
    /// "Absent" when there is none today.
    pub fn current(&self, code: &str) -> Result<Arc<Revision>, Refusal> {
        self.catalogue.current(code, self.clock.civil().day()).ok_or_else(Refusal::absent)
    }
}

/// What the list says about when.
fn until(state: &CaseState) -> Moment {
    let asked = state.course.supplement.as_ref().filter(|_| state.phase == Phase::Asked);
    let close = asked.and_then(|asked| asked.close).map(|close| close.at);
    close.or(state.due.map(|due| due.at)).unwrap_or(state.accept_by)
}

/// Whether it waits for the person: to give papers, to do something, or to collect the result.
fn asks(state: &CaseState) -> bool {
    matches!(state.phase, Phase::Asked | Phase::Ready)
        || (state.phase == Phase::Running && state.leading().is_some_and(|task| task.kind == TaskKind::Await))
}
