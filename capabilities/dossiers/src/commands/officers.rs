//! What officers do with a dossier.

use super::Dossiers;
use crate::model::Seen;
use crate::rules;
use accounts::GrantKind;
use cases::{CaseState, Event};
use files::{Received, UploadProblem};
use kernel::{Actor, Failure, Id, Money, Refusal};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What a command on a dossier answers.
#[derive(Clone, Serialize, Deserialize)]
pub struct Done {
    /// The case.
    pub id: Id,
    /// Code, or receipt number before acceptance.
    pub number: String,
    /// Its new version.
    pub version: i64,
}

impl Done {
    pub(super) fn of(state: &CaseState) -> Done {
        Done { id: state.id, number: state.number().to_owned(), version: state.version }
    }
}

/// A result file: attached, or why not.
pub enum Attached {
    /// Attached.
    Taken(Done),
    /// Not taken.
    Not(kernel::FieldError),
}

/// What the asked agency says.
#[derive(Clone, Serialize, Deserialize)]
pub struct Advice {
    /// Agrees.
    pub agrees: bool,
    /// In words; needed for an objection.
    pub words: String,
}

/// Most characters of a reason or an opinion.
const LONGEST: usize = 2_000;

/// Words a person will read: needed, cleaned, not endless.
pub(super) fn words(path: &'static str, raw: &str) -> Result<String, Refusal> {
    let said = note(path, raw)?;
    if said.is_empty() { Err(Refusal::field(path, "required")) } else { Ok(said) }
}

/// The same where nothing has to be said.
pub(super) fn note(path: &'static str, raw: &str) -> Result<String, Refusal> {
    let clean = kernel::text::clean(raw, true);
    match clean.chars().count() {
        n if n > LONGEST => {
            let error = kernel::FieldError::new(path, "too-long").with("max", LONGEST).with("count", n);
            Err(Refusal::fields(vec![error]).unwrap_or_else(|| Refusal::field(path, "too-long")))
        }
        _ => Ok(clean),
    }
}

impl Dossiers {
    /// Accepts: code, limit from now, promise, first step.
    pub async fn accept(&self, actor: &Actor, case: Id, seen: Seen) -> Result<Done, Failure> {
        let (room, who) = (self.clone(), actor.clone());
        self.change(actor, case, seen, "accept", None, move |ground, tx, loaded| {
            rules::may_receive(&loaded.state, &who)?;
            let code = room.next_code(tx, loaded.state.agency, loaded.state.desk, ground.now)?;
            Ok(rules::accept(ground, &loaded.state, &who, code)?)
        })
        .await
    }

    /// Refuses at intake; the person reads the reason.
    pub async fn refuse(&self, actor: &Actor, case: Id, seen: Seen, reason: &str) -> Result<Done, Failure> {
        let reason = words("reason", reason)?;
        let who = actor.clone();
        let carried = Some(("refused", json!({ "reason": reason })));
        self.change(actor, case, seen, "refuse", carried, move |_, _, loaded| {
            Ok(rules::refuse(&loaded.state, &who)?)
        })
        .await
    }

    /// Takes an open task of the own unit.
    pub async fn take(&self, actor: &Actor, case: Id, task: Id, seen: Seen) -> Result<Done, Failure> {
        let who = actor.clone();
        self.change(actor, case, seen, "take", None, move |_, _, loaded| {
            Ok(rules::take(&loaded.state, &who, task)?)
        })
        .await
    }

    /// Gives an open task of the own unit to an officer.
    pub async fn assign(
        &self,
        actor: &Actor,
        case: Id,
        task: Id,
        holder: Id,
        seen: Seen,
    ) -> Result<Done, Failure> {
        let who = actor.clone();
        self.change(actor, case, seen, "assign", None, move |ground, _, loaded| {
            Ok(rules::assign(ground, &loaded.state, &who, task, holder)?)
        })
        .await
    }

    /// Finishes a step (approving it where the step approves), and opens what follows.
    pub async fn forward(&self, actor: &Actor, case: Id, task: Id, seen: Seen) -> Result<Done, Failure> {
        let who = actor.clone();
        self.change(actor, case, seen, "forward", None, move |ground, tx, loaded| {
            let result = !rules::leads_to_hand_over(ground, &loaded.state, task)
                || cases::queries::has_result(tx, case)?;
            Ok(rules::forward(ground, &loaded.state, &who, task, false, result)?)
        })
        .await
    }

    /// Sends a step back with a reason.
    pub async fn send_back(
        &self,
        actor: &Actor,
        case: Id,
        task: Id,
        seen: Seen,
        reason: &str,
    ) -> Result<Done, Failure> {
        let reason = words("reason", reason)?;
        let who = actor.clone();
        let carried = Some(("task-done", json!({ "reason": reason })));
        self.change(actor, case, seen, "send-back", carried, move |ground, _, loaded| {
            Ok(rules::forward(ground, &loaded.state, &who, task, true, true)?)
        })
        .await
    }

    /// Answers a consultation.
    pub async fn advise(
        &self,
        actor: &Actor,
        case: Id,
        task: Id,
        seen: Seen,
        advice: &Advice,
    ) -> Result<Done, Failure> {
        let said = if advice.agrees { note("words", &advice.words)? } else { words("words", &advice.words)? };
        let (who, agrees) = (actor.clone(), advice.agrees);
        let carried = Some(("task-done", json!({ "words": said })));
        self.change(actor, case, seen, "advise", carried, move |_, _, loaded| {
            Ok(rules::advise(&loaded.state, &who, task, agrees)?)
        })
        .await
    }

    /// Attaches a result file ("chưa ký số": nothing pretends to be signed).
    pub async fn attach_result(
        &self,
        actor: &Actor,
        case: Id,
        task: Id,
        seen: Seen,
        name: &str,
        received: Result<Received, UploadProblem>,
    ) -> Result<Attached, Failure> {
        let who = actor.clone();
        self.attach(actor, case, seen, "attach-result", name, received, move |ground, state| {
            rules::attach_result(ground, state, &who, task)
        })
        .await
    }

    /// Puts a file with the case, under the key that `decide` names, with the events it chooses.
    #[expect(clippy::too_many_arguments, reason = "a change, and the file that comes with it")]
    pub(super) async fn attach<F>(
        &self,
        actor: &Actor,
        case: Id,
        seen: Seen,
        command: &'static str,
        name: &str,
        received: Result<Received, UploadProblem>,
        decide: F,
    ) -> Result<Attached, Failure>
    where
        F: Fn(&rules::Ground<'_>, &CaseState) -> Result<(Vec<Event>, String), Refusal>
            + Send
            + Sync
            + Clone
            + 'static,
    {
        let shown = kernel::text::clean(name, false);
        let received = match received {
            Ok(received) => received,
            Err(problem) => return Ok(Attached::Not(problem.field("result", &shown)?)),
        };
        let whole = self.for_officer(actor, case).await?;
        let (id, now) = (self.ids.next(), self.clock.civil());
        let sealed = whole.case.unlock(&self.vault)?.seal(&cases::case::paper_place(id), shown.as_bytes());
        let done = self
            .change(actor, case, seen, command, None, move |ground, tx, loaded| {
                let (mut events, key) = decide(ground, &loaded.state)?;
                let paper = super::law::filed(id, key.clone(), &received, now);
                files::keep(tx, &received, now)?;
                cases::add_paper(tx, case, &paper, &sealed, None)?;
                events.insert(0, Event::PaperAdded { paper: id, key });
                Ok(events)
            })
            .await?;
        Ok(Attached::Taken(done))
    }

    /// Notes that the original of a paper was compared.
    pub async fn compare_original(
        &self,
        actor: &Actor,
        case: Id,
        paper: Id,
        seen: Seen,
    ) -> Result<Done, Failure> {
        let who = actor.clone();
        self.change(actor, case, seen, "compare-original", None, move |ground, tx, loaded| {
            rules::at_desk(&loaded.state, &who)?;
            let officer = who.account.ok_or_else(Refusal::absent)?;
            cases::compare_original(tx, case, paper, officer, ground.now)?;
            Ok(vec![Event::OriginalCompared { paper }])
        })
        .await
    }

    /// Notes the fee of the dossier as taken in cash, against the next receipt number of the desk.
    pub async fn take_fee(&self, actor: &Actor, case: Id, seen: Seen) -> Result<Done, Failure> {
        let (who, room) = (actor.clone(), self.clone());
        self.change(actor, case, seen, "take-fee", None, move |ground, tx, loaded| {
            rules::at_desk(&loaded.state, &who)?;
            if cases::queries::has_fee(tx, case)? {
                return Err(Refusal::state("fee-taken").into());
            }
            let amount = rules::quote(ground.revision, ground.answers, loaded.state.channel).total;
            if amount == Money(0) {
                return Err(Refusal::state("no-fee").into());
            }
            let officer = who.account.ok_or_else(Refusal::absent)?;
            let number = room.fee_number(tx, &loaded.state, &who, ground.now)?;
            cases::take_fee(tx, room.ids.next(), case, amount, &number, officer, ground.now)?;
            Ok(vec![Event::FeeTaken { amount, number }])
        })
        .await
    }

    /// The next receipt number of the officer's agency and day.
    pub(super) fn fee_number(
        &self,
        tx: &mut ::store::Tx<'_>,
        state: &CaseState,
        actor: &Actor,
        now: kernel::Moment,
    ) -> Result<String, Failure> {
        let agency = actor.agency.unwrap_or(state.agency);
        let n = cases::next_number(tx, agency, now.day(), "receipt")?;
        let code = self.accounts.agency(agency).map_or_else(String::new, |agency| agency.code.clone());
        Ok(format!("BL-{code}-{}-{n:04}", now.day().to_string().replace('-', "")))
    }

    /// Hands the result over.
    pub async fn hand_over(&self, actor: &Actor, case: Id, seen: Seen, to: &str) -> Result<Done, Failure> {
        let (who, to) = (actor.clone(), to.to_owned());
        self.change(actor, case, seen, "hand-over", None, move |ground, tx, loaded| {
            let unpaid = rules::quote(ground.revision, ground.answers, loaded.state.channel).total > Money(0)
                && !cases::queries::has_fee(tx, case)?;
            Ok(rules::hand_over(&loaded.state, &who, &to, unpaid)?)
        })
        .await
    }

    /// Notes that the person had to come, call or be called, and whose fault it was.
    pub async fn contact(
        &self,
        actor: &Actor,
        case: Id,
        seen: Seen,
        channel: &str,
        fault: &str,
        note: &str,
    ) -> Result<Done, Failure> {
        if !matches!(channel, "visit" | "call" | "message") {
            return Err(Refusal::field("channel", "choose").into());
        }
        if !matches!(fault, "none" | "office" | "person") {
            return Err(Refusal::field("fault", "choose").into());
        }
        let (channel, fault) = (channel.to_owned(), fault.to_owned());
        let carried = Some(("contact", json!({ "note": self::note("note", note)? })));
        self.change(actor, case, seen, "contact", carried, move |_, _, _| {
            Ok(vec![Event::Contact { channel: channel.clone(), fault: fault.clone() }])
        })
        .await
    }

    /// A stranger with a number and the secret printed on the slip gets the session's grant.
    /// The answer never says which of the two was wrong.
    pub async fn open_with_secret(&self, session: Id, number: &str, secret: &str) -> Result<Id, Failure> {
        let number = number.trim().to_uppercase();
        let found = self.db.read(move |tx| Ok(cases::queries::id_by_number(tx, &number)?)).await?;
        // The same work is done when there is no such number.
        let case = found.unwrap_or(Id(0));
        let expected = cases::lookup_secret(&self.vault, case);
        let said: String = secret.trim().to_uppercase().chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        if !vault::same(expected.as_bytes(), said.as_bytes()) || found.is_none() {
            return Err(Refusal::field("secret", "no-such-dossier").into());
        }
        let (accounts, until) = (self.accounts.clone(), self.clock.technical().plus_ms(86_400_000));
        self.db.write(move |tx| accounts.grant(tx, session, GrantKind::Case, case, until)).await?;
        Ok(case)
    }
}
