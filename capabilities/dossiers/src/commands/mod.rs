//! One function per use case: load → decide → save → emit, in one transaction.

mod again;
mod drafts;
mod law;
mod officers;
mod person;
mod submit;
mod walk_in;

pub use drafts::{Saved, Upload};
pub use law::Letter;
pub use officers::{Advice, Attached, Done};
pub use submit::Submitted;
pub use walk_in::{SeenPaper, WalkIn};

use crate::model::{Content, Seen};
use crate::rules::{self, Ground, Offices};
use ::store::{Db, Tx, form_key};
use accounts::{Accounts, GrantKind};
use cases::queries::Whole;
use cases::{Case, CaseState};
use catalogue::{Answers, Catalogue, Regime, Revision};
use files::Files;
use kernel::{Actor, Clock, Failure, Fault, Id, Ids, Moment, Refusal, Role};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use vault::Vault;

/// The façade of this room.
#[derive(Clone)]
pub struct Dossiers {
    /// The database.
    pub db: Db,
    /// The keyring.
    pub vault: Vault,
    /// Sealed files.
    pub files: Files,
    /// Both clocks.
    pub clock: Clock,
    /// Makes ids.
    pub ids: Ids,
    /// People and offices.
    pub accounts: Accounts,
    /// Procedures.
    pub catalogue: Catalogue,
}

/// How often a lost race is decided again before the person is told.
const RACES: usize = 3;

impl Dossiers {
    /// Runs `change` once per form key: the same key, even from two processes at once, gives the
    /// same answer.
    pub(crate) async fn once<T, F>(
        &self,
        actor: &Actor,
        command: &'static str,
        key: Option<String>,
        mut change: F,
    ) -> Result<T, Failure>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T, Failure> + Send + 'static,
    {
        let (again, who) = (key.clone(), who(actor));
        let result = self
            .db
            .write(move |tx| {
                let done = change(tx)?;
                keep(tx, key.as_deref(), command, who, &done)?;
                Ok(done)
            })
            .await;
        self.or_answered(result, again, command, who).await
    }

    /// A refused command whose key was answered before gets that answer: it was the same form
    /// again, and what it asked for has happened. Asking only then keeps the usual way short.
    async fn or_answered<T>(
        &self,
        result: Result<T, Failure>,
        key: Option<String>,
        command: &'static str,
        who: Option<Id>,
    ) -> Result<T, Failure>
    where
        T: DeserializeOwned + Send + 'static,
    {
        match (result, key) {
            (Err(Failure::Refusal(refusal)), Some(key)) => {
                let answer = self.answered(refusal, key, command, who).await?;
                Ok(serde_json::from_str(&answer).map_err(Fault::new)?)
            }
            (result, _) => result,
        }
    }

    /// What this key was answered, or the refusal again.
    async fn answered(
        &self,
        refusal: Refusal,
        key: String,
        command: &'static str,
        who: Option<Id>,
    ) -> Result<String, Failure> {
        let answer = self.db.read(move |tx| form_key::seen(tx, &key, command, who)).await?;
        answer.ok_or_else(|| refusal.into())
    }

    /// The revision a case is pinned to.
    pub fn revision(&self, id: Id) -> Result<Arc<Revision>, Failure> {
        self.catalogue.revision(id).ok_or_else(|| Fault::new(format!("revision {id} is not loaded")).into())
    }

    /// The regime that binds a dossier: the one it was accepted under, or before that the one in
    /// force today.
    pub fn regime(&self, state: &CaseState, today: kernel::Day) -> Result<Arc<Regime>, Failure> {
        match state.course.regime.as_str() {
            "" => self.regime_on(today),
            key => self
                .catalogue
                .regime(key)
                .ok_or_else(|| Fault::new(format!("regime {key} is not loaded")).into()),
        }
    }

    /// The regime in force on a day.
    pub fn regime_on(&self, day: kernel::Day) -> Result<Arc<Regime>, Failure> {
        self.catalogue
            .regime_on(day)
            .ok_or_else(|| Fault::new(format!("no regime is in force on {day}")).into())
    }

    /// Loads a case with papers, fees and its sealed submission; "absent" when there is none.
    pub async fn whole(&self, case: Id) -> Result<Whole, Failure> {
        let found = self.db.read(move |tx| Ok(cases::queries::whole(tx, case)?)).await?;
        Ok(found.ok_or_else(Refusal::absent)?)
    }

    /// The answers of a dossier, opened.
    pub fn content(&self, whole: &Whole) -> Result<Content, Failure> {
        Ok(serde_json::from_slice(&whole.content(&self.vault)?).map_err(Fault::new)?)
    }

    /// Loads a dossier that an officer may see.
    pub async fn for_officer(&self, actor: &Actor, case: Id) -> Result<Whole, Failure> {
        let whole = self.whole(case).await?;
        if rules::officer_may_see(&whole.case.state, actor) {
            Ok(whole)
        } else {
            Err(Refusal::absent().into())
        }
    }

    /// Loads a dossier that is this person's own, by account or by a grant to the session.
    pub async fn for_person(&self, actor: &Actor, case: Id) -> Result<Whole, Failure> {
        let whole = self.whole(case).await?;
        if self.is_own(actor, &whole.case).await? { Ok(whole) } else { Err(Refusal::absent().into()) }
    }

    /// Whether a case is this person's own.
    pub async fn is_own(&self, actor: &Actor, case: &Case) -> Result<bool, Failure> {
        if actor.account.is_some() && case.state.applicant == actor.account {
            return Ok(true);
        }
        if actor.session.is_none() {
            return Ok(false);
        }
        let (accounts, actor, id) = (self.accounts.clone(), actor.clone(), case.state.id);
        self.db.read(move |tx| accounts.granted(tx, &actor, GrantKind::Case, id)).await
    }

    /// What a decision stands on, owned so that it can travel into the transaction.
    /// A new dossier stands on the regime of the day, an accepted one on that of its acceptance.
    pub(crate) fn footing(
        &self,
        revision: Id,
        answers: Answers,
        now: Moment,
        state: Option<&CaseState>,
    ) -> Result<Footing, Failure> {
        let revision = self.revision(revision)?;
        let regime = match state {
            None => self.regime_on(now.day())?,
            Some(state) => self.regime(state, now.day())?,
        };
        Ok(Footing { room: self.clone(), revision, regime, answers, now })
    }

    /// Opens a dossier for an officer, lets `decide` choose events, and saves them, once per form key.
    /// The personal part (a reason, an opinion) is sealed before the transaction and goes with
    /// the event that `carries` names.
    pub(crate) fn change<F>(
        &self,
        actor: &Actor,
        case: Id,
        seen: Seen,
        command: &'static str,
        words: Option<(&'static str, serde_json::Value)>,
        decide: F,
    ) -> impl Future<Output = Result<Done, Failure>> + Send
    where
        F: Fn(&Ground<'_>, &mut Tx<'_>, &Case) -> Result<Vec<cases::Event>, Failure> + Send + Sync + 'static,
    {
        self.change_as(Side::Officer, actor, case, seen, command, words, decide)
    }

    /// The same for whoever stands on this side of the counter.
    #[expect(clippy::too_many_arguments, reason = "what every change needs, and who makes it")]
    pub(crate) fn change_as<F>(
        &self,
        side: Side,
        actor: &Actor,
        case: Id,
        seen: Seen,
        command: &'static str,
        words: Option<(&'static str, serde_json::Value)>,
        decide: F,
    ) -> impl Future<Output = Result<Done, Failure>> + Send
    where
        F: Fn(&Ground<'_>, &mut Tx<'_>, &Case) -> Result<Vec<cases::Event>, Failure> + Send + Sync + 'static,
    {
        self.changed(side, actor, case, seen, command, words, Arc::new(decide))
    }

    /// Compiled once, whatever is decided.
    #[expect(clippy::too_many_arguments, reason = "what every change needs, and who makes it")]
    async fn changed(
        &self,
        side: Side,
        actor: &Actor,
        case: Id,
        seen: Seen,
        command: &'static str,
        words: Option<(&'static str, serde_json::Value)>,
        decide: Decide,
    ) -> Result<Done, Failure> {
        let key = seen.key.clone();
        let mut result = Err(Refusal::changed().into());
        for _ in 0..RACES {
            result = self.try_change(side, actor, case, &seen, command, words.as_ref(), &decide).await;
            // Whoever did not say what they saw is content with what is there now.
            let lost = matches!(&result, Err(Failure::Refusal(refusal)) if refusal.code == "changed");
            if !(lost && seen.version.is_none()) {
                break;
            }
        }
        self.or_answered(result, key, command, who(actor)).await
    }

    /// Reads, decides and writes once; the version in the row tells whether somebody was faster.
    #[expect(clippy::too_many_arguments, reason = "what every change needs, and who makes it")]
    async fn try_change(
        &self,
        side: Side,
        actor: &Actor,
        case: Id,
        seen: &Seen,
        command: &'static str,
        words: Option<&(&'static str, serde_json::Value)>,
        decide: &Decide,
    ) -> Result<Done, Failure> {
        let found = self.db.read(move |tx| Ok(cases::queries::to_decide(tx, case)?)).await?;
        let whole = found.ok_or_else(Refusal::absent)?;
        let theirs = match side {
            Side::Officer => rules::officer_may_see(&whole.case.state, actor),
            Side::Person => self.is_own(actor, &whole.case).await?,
        };
        if !theirs {
            return Err(Refusal::absent().into());
        }
        whole.case.expect_version(seen.version)?;
        let (answers, state) = (self.content(&whole)?.answers, &whole.case.state);
        let footing = self.footing(state.revision, answers, self.clock.civil(), Some(state))?;
        let sealed = match words {
            None => None,
            Some((carries, words)) => {
                let plain = serde_json::to_vec(words).map_err(Fault::new)?;
                Some((*carries, cases::ledger::seal(&whole.case.unlock(&self.vault)?, case, &plain)))
            }
        };
        let (actor, key, who, decide) = (actor.clone(), seen.key.clone(), who(actor), Arc::clone(decide));
        self.db
            .write(move |tx| {
                let mut case = whole.case.clone();
                let first = case.state.seq + 1;
                let events = footing.with(|ground| decide(ground, tx, &case))?;
                for event in &events {
                    let words = sealed.as_ref().filter(|(carries, _)| *carries == event.name());
                    case.record(footing.now, &actor, event, words.map(|(_, sealed)| sealed.clone()))?;
                }
                let then = footing
                    .with(|ground| rules::settle(ground.offices, ground.regime, &case.state, ground.now));
                case.record_all(footing.now, &Actor::system(), &then)?;
                case.save(tx, None)?;
                crate::letters::number(tx, &footing.room, &whole.case.state, first, &events, footing.now)?;
                crate::durations::note(tx, &footing.room, whole.case.state.ready_at, &case)?;
                let done = Done::of(&case.state);
                keep(tx, key.as_deref(), command, who, &done)?;
                Ok(done)
            })
            .await
    }
}

/// Chooses the events of a change.
type Decide =
    Arc<dyn Fn(&Ground<'_>, &mut Tx<'_>, &Case) -> Result<Vec<cases::Event>, Failure> + Send + Sync>;

/// On which side of the counter a change is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Side {
    /// An officer who may see the dossier.
    Officer,
    /// The person whose dossier it is.
    Person,
}

/// Whose form it is: a guest is told apart by the session.
fn who(actor: &Actor) -> Option<Id> {
    actor.account.or(actor.session)
}

/// Keeps the answer of a form key, in the command's own transaction.
fn keep<T: Serialize>(
    tx: &mut Tx<'_>,
    key: Option<&str>,
    command: &'static str,
    who: Option<Id>,
    done: &T,
) -> Result<(), Failure> {
    match key {
        None => Ok(()),
        Some(key) => {
            let answer = serde_json::to_string(done).map_err(Fault::new)?;
            form_key::keep(tx, key, command, who, &answer)
        }
    }
}

/// The owned parts of a [`Ground`].
#[derive(Clone)]
pub(crate) struct Footing {
    room: Dossiers,
    pub(crate) revision: Arc<Revision>,
    pub(crate) regime: Arc<Regime>,
    pub(crate) answers: Answers,
    pub(crate) now: Moment,
}

impl Footing {
    pub(crate) fn with<T>(&self, f: impl FnOnce(&Ground<'_>) -> T) -> T {
        f(&Ground {
            offices: &self.room.accounts as &dyn Offices,
            revision: &self.revision,
            regime: &self.regime,
            answers: &self.answers,
            new_id: &|| self.room.ids.next(),
            now: self.now,
        })
    }
}

impl Dossiers {
    /// The next dossier code of an agency's day, without gaps: it is given inside the transaction
    /// that accepts, and rolls back with it. Whose code it is, the pattern in force says.
    pub(crate) fn next_code(
        &self,
        tx: &mut Tx<'_>,
        agency: Id,
        desk: Id,
        now: Moment,
    ) -> Result<String, Failure> {
        let day = now.day();
        let none = || Fault::new("no code pattern is in force on this day");
        let pattern = self.catalogue.code_pattern_on(day).ok_or_else(none)?;
        let whose = match pattern.scope {
            catalogue::CodeScope::CompetentAgency => agency,
            catalogue::CodeScope::ReceivingAgency => {
                self.accounts.unit(desk).map_or(agency, |desk| desk.agency)
            }
        };
        let number = cases::next_number(tx, whose, day, "dossier")?;
        let agency =
            self.accounts.agency(whose).ok_or_else(|| Fault::new("the agency is not in the directory"))?;
        Ok(pattern.code(&agency.code, day, u32::try_from(number).unwrap_or(u32::MAX)).ok_or_else(none)?)
    }
}

impl Offices for Accounts {
    fn unit(&self, agency: Id, kind: catalogue::UnitKind) -> Option<Id> {
        let kind = accounts::UnitKind::from_name(kind.name())?;
        self.unit_of_kind(agency, kind).map(|unit| unit.id)
    }

    fn asked(&self, code: &str) -> Option<Id> {
        use accounts::UnitKind;
        let agency = self.agency_by_code(code)?;
        // An agency answers through the unit that does its work.
        let works = [
            UnitKind::Tax,
            UnitKind::Insurance,
            UnitKind::Land,
            UnitKind::Department,
            UnitKind::Construction,
            UnitKind::CivilStatus,
        ];
        works.into_iter().find_map(|kind| self.unit_of_kind(agency.id, kind)).map(|unit| unit.id)
    }

    /// Someone who is away gets nothing new, so that a task waits for nobody: whoever stands in for
    /// them finds it, and the alarm clock runs.
    fn sole_holder(&self, unit: Id, role: Role, now: Moment) -> Option<Id> {
        let fit = self.officers_for(unit, role, now);
        let mut there = fit.into_iter().filter(|officer| !self.is_absent(*officer, now));
        match (there.next(), there.next()) {
            (Some(one), None) => Some(one),
            _ => None,
        }
    }

    fn works_in(&self, officer: Id, unit: Id, role: Role, procedure: &str, now: Moment) -> bool {
        self.officers_for_procedure(unit, role, procedure, now).contains(&officer)
    }

    fn calendar(&self, unit: Id) -> calendar::Calendar {
        self.calendar_for_unit(unit)
    }

    fn agency_of(&self, unit: Id) -> Option<Id> {
        Accounts::unit(self, unit).map(|unit| unit.agency)
    }

    fn deciding_unit(&self, unit: Id, now: Moment) -> Option<Id> {
        let headed = |unit: &Id| {
            self.officers_of_unit(*unit).iter().any(|officer| officer.roles_at(now).has(Role::Head))
        };
        let agency = Accounts::unit(self, unit)?.agency;
        let others = self.units_of(agency).into_iter().map(|unit| unit.id);
        std::iter::once(unit).chain(others).find(headed)
    }

    fn successor(&self, unit: Id) -> Option<Id> {
        self.successor_of(unit)
    }
}
