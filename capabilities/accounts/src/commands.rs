//! One function per use case: check, prepare, decide in one transaction.

mod agencies;
mod closing;
mod days;
mod door;
mod officers;
mod own;
mod standing;

pub use agencies::{NewAgency, NewUnit};
pub use door::SignedIn;
pub use officers::{NewOfficer, OfficerPlace};

use crate::Accounts;
use crate::directory::seal_profile;
use crate::model::{AccountKind, LoginKind, Profile};
use crate::store;
use ::store::{Expect, Tx, form_key, params};
use kernel::{Actor, Failure, Fault, Id, Moment, Refusal, Role};

/// Who gives a command, and the key of the form it came from.
#[derive(Clone)]
pub struct Stamp {
    /// Who acts.
    pub actor: Actor,
    /// The same key, even from two processes at once, gives the same answer.
    pub key: Option<String>,
}

impl Stamp {
    /// A command of the system itself.
    pub const fn system() -> Stamp {
        Stamp { actor: Actor::system(), key: None }
    }

    /// The account of whoever acts; a stranger is refused as if nothing were there.
    pub(crate) fn account(&self) -> Result<Id, Refusal> {
        self.actor.account.ok_or_else(Refusal::absent)
    }
}

/// An account ready to be written: made outside the transaction, so that running the closure
/// again is harmless.
#[derive(Clone)]
pub(crate) struct Opening {
    pub(crate) id: Id,
    pub(crate) kind: AccountKind,
    pub(crate) profile: Vec<u8>,
    pub(crate) password: String,
    /// Blind index and kind of each login, and the field it was typed in.
    pub(crate) logins: Vec<(i64, LoginKind, &'static str)>,
    pub(crate) now: Moment,
}

/// What a command changes.
type Work = Box<dyn FnMut(&mut Tx<'_>) -> Result<(), Failure> + Send>;

impl Accounts {
    /// Does `work` once per form key: the first answers `answer`, any later one the same.
    pub(crate) fn once<F>(
        &self,
        stamp: &Stamp,
        command: &'static str,
        answer: Id,
        work: F,
    ) -> impl Future<Output = Result<Id, Failure>> + Send
    where
        F: FnMut(&mut Tx<'_>) -> Result<(), Failure> + Send + 'static,
    {
        self.done_once(stamp, command, answer, Box::new(work))
    }

    /// Compiled once, whatever the work.
    async fn done_once(
        &self,
        stamp: &Stamp,
        command: &'static str,
        answer: Id,
        mut work: Work,
    ) -> Result<Id, Failure> {
        let Some(key) = stamp.key.clone() else {
            self.db().write(work).await?;
            return Ok(answer);
        };
        let who = stamp.actor.account.or(stamp.actor.session);
        let asked = key.clone();
        let done = self
            .db()
            .write(move |tx| {
                if let Some(before) = form_key::seen(tx, &key, command, who)? {
                    return Ok(Some(before));
                }
                form_key::keep(tx, &key, command, who, &answer.to_string())?;
                work(tx)?;
                Ok(None)
            })
            .await;
        let before = match done {
            Ok(None) => return Ok(answer),
            Ok(Some(before)) => Some(before),
            Err(Failure::Refusal(refusal)) if refusal.code == "replayed" => {
                self.db().read(move |tx| form_key::seen(tx, &asked, command, who)).await?
            }
            Err(other) => return Err(other),
        };
        let id = before.and_then(|text| text.parse().ok());
        id.ok_or_else(|| Fault::new("a form key holds no answer").into())
    }

    /// The blind index of a login.
    pub(crate) fn login_token(&self, kind: LoginKind, key: &str) -> i64 {
        self.vault().index("login", Id(0), &format!("{} {key}", kind.name()))
    }

    /// Seals a profile and finds its logins.
    pub(crate) fn opening(
        &self,
        kind: AccountKind,
        profile: &Profile,
        password: String,
    ) -> Result<Opening, Fault> {
        let id = self.ids().next();
        let mut logins = Vec::new();
        if !profile.login.is_empty() {
            logins.push((self.login_token(LoginKind::User, &profile.login), LoginKind::User, "login"));
        }
        if kind == AccountKind::Person && !profile.phone.is_empty() {
            logins.push((self.login_token(LoginKind::Phone, &profile.phone), LoginKind::Phone, "phone"));
        }
        Ok(Opening {
            id,
            kind,
            profile: seal_profile(self.vault(), id, profile)?,
            password,
            logins,
            now: self.clock().technical(),
        })
    }
}

/// Writes an account with its logins.
pub(crate) fn open_account(tx: &mut Tx<'_>, new: &Opening) -> Result<(), Failure> {
    let Opening { id, kind, profile, password, logins, now } = new;
    tx.send(
        &store::ADD_ACCOUNT,
        &params![*id, kind.name(), &profile[..], password.as_str(), *now],
        Expect::Any,
    )?;
    for (token, kind, field) in logins {
        store::add_login(tx, *token, *id, *kind, field)?;
    }
    Ok(())
}

/// Makes an account hold exactly these roles from now on.
pub(crate) fn set_roles(tx: &mut Tx<'_>, account: Id, wanted: &[Role], now: Moment) -> Result<(), Failure> {
    let open: Vec<Role> =
        store::roles(tx, account)?.iter().filter(|held| held.until.is_none()).map(|held| held.role).collect();
    for role in open.iter().filter(|role| !wanted.contains(role)) {
        tx.send(&store::END_ROLE, &params![now, account, role.name()], Expect::Any)?;
    }
    for role in wanted.iter().filter(|role| !open.contains(role)) {
        tx.send(&store::ADD_ROLE, &params![account, role.name(), now], Expect::Any)?;
    }
    Ok(())
}
