//! Who stands behind a cookie or a token, and what was given to a session beyond its account.

use crate::directory::open_profile;
use crate::model::{AccountKind, GrantKind};
use crate::store::{self, Bearer};
use crate::{Accounts, permissions, rules};
use ::store::{Expect, Tx, params};
use futures_util::future::BoxFuture;
use kernel::{Actor, Failure, Fault, Id, Moment, Party, Role, Roles};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use web::{Credential, Resolver, SessionActor};

/// A resolved session is believed for so long without asking the database.
const CACHE_MS: i64 = 5_000;
/// Most resolved sessions kept; a province has some thousands at work at a time.
const CACHE_MAX: usize = 20_000;
/// The time of use is written at most so often.
const TOUCH_MS: i64 = 60_000;

/// A session just made: its token goes into the cookie and is kept nowhere.
#[derive(Clone)]
pub struct NewSession {
    /// Identifier.
    pub id: Id,
    /// What the cookie holds.
    pub token: String,
}

/// Resolved sessions and tokens of this process.
#[derive(Default)]
pub(crate) struct Cache(Mutex<HashMap<Shown, Cached>>);

/// What was shown: whether as a session, and its hash.
type Shown = (bool, Vec<u8>);

struct Cached {
    who: Arc<SessionActor>,
    until: Moment,
}

impl Cache {
    fn get(&self, shown: &Shown, now: Moment) -> Option<Arc<SessionActor>> {
        let entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.get(shown).filter(|cached| now < cached.until).map(|cached| Arc::clone(&cached.who))
    }

    fn put(&self, shown: Shown, who: Arc<SessionActor>, now: Moment, ends: Moment) {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= CACHE_MAX {
            entries.retain(|_, cached| now < cached.until);
            if entries.len() >= CACHE_MAX {
                entries.clear();
            }
        }
        entries.insert(shown, Cached { who, until: now.plus_ms(CACHE_MS).min(ends) });
    }

    /// Forgets what concerns a session or token.
    pub(crate) fn forget_session(&self, session: Id) {
        self.forget(|actor| actor.session == Some(session));
    }

    /// Forgets what concerns an account.
    pub(crate) fn forget_account(&self, account: Id) {
        self.forget(|actor| actor.account == Some(account));
    }

    fn forget(&self, gone: impl Fn(&Actor) -> bool) {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.retain(|_, cached| !gone(&cached.who.actor));
    }
}

impl Resolver for Accounts {
    fn resolve<'a>(
        &'a self,
        credential: Credential<'a>,
    ) -> BoxFuture<'a, Result<Option<Arc<SessionActor>>, Fault>> {
        Box::pin(async move {
            match self.who_is(credential).await {
                Ok(who) => Ok(who),
                Err(Failure::Fault(fault)) => Err(fault.context("who asks")),
                Err(Failure::Refusal(refusal)) => Err(Fault::new(refusal).context("who asks")),
            }
        })
    }
}

impl Accounts {
    /// Who stands behind a session cookie or an API token; nobody when it is unknown, ended or
    /// its account switched off.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn who_is(&self, credential: Credential<'_>) -> Result<Option<Arc<SessionActor>>, Failure> {
        self.refresh_if_old().await?;
        let now = self.clock().technical();
        let (hash, is_session) = match credential {
            Credential::Session(token) => (vault::token_hash(token), true),
            Credential::Bearer(token) => (vault::token_hash(token), false),
        };
        // A token shown as a cookie is not a session, even while it is remembered as a token.
        let known = (is_session, hash.clone());
        if let Some(who) = self.inner.sessions.get(&known, now) {
            return Ok(Some(who));
        }
        let asked = hash;
        let found = self
            .db()
            .read(move |tx| {
                Ok(if is_session { store::session(tx, &asked)? } else { store::api_token(tx, &asked)? })
            })
            .await?;
        let alive = |bearer: &Bearer| match is_session {
            true => rules::session_lives(bearer.account.is_some(), bearer.seen, bearer.expires, now),
            false => now < bearer.expires,
        };
        let Some(bearer) = found.filter(|bearer| !bearer.disabled && alive(bearer)) else {
            return Ok(None);
        };
        if is_session && bearer.seen.plus_ms(TOUCH_MS) <= now {
            self.touch(bearer.id, now);
        }
        let who = Arc::new(self.introduce(&bearer)?);
        self.inner.sessions.put(known, Arc::clone(&who), now, bearer.expires);
        Ok(Some(who))
    }

    /// The actor with what the band of a page says about them.
    fn introduce(&self, bearer: &Bearer) -> Result<SessionActor, Fault> {
        let now = self.clock().civil();
        let mut actor = actor(bearer, now);
        if let Some(officer) = actor.account.filter(|_| actor.is_officer()) {
            // Roles stay one's own; where a lent one may be used, `Actor::standing` says.
            actor.lent = self.directory().lent(officer, now);
            let roles = actor.lent.iter().fold(Roles::NONE, |roles, lent| roles.with(lent.role));
            actor.permissions |= permissions::of_roles(roles);
        }
        let mut who = SessionActor { actor, name: String::new(), post: String::new(), office: String::new() };
        let Some(account) = bearer.account else { return Ok(who) };
        if let Some(officer) = self.officer(account).filter(|_| who.actor.is_officer()) {
            who.name.clone_from(&officer.name);
            who.post.clone_from(&officer.title);
            who.office = officer
                .agency
                .and_then(|id| self.agency(id))
                .map_or_else(String::new, |one| one.name_vi.clone());
        } else if let Some(sealed) = &bearer.profile {
            who.name = open_profile(&self.inner.vault, account, sealed)?.name;
        }
        Ok(who)
    }

    /// Notes that a session is in use, beside the request.
    fn touch(&self, session: Id, now: Moment) {
        let db = self.db().clone();
        tokio::spawn(async move {
            let noted =
                db.write(move |tx| tx.send(&store::TOUCH_SESSION, &params![now, session], Expect::Any)).await;
            if let Err(failure) = noted {
                tracing::warn!(%failure, "the time of use of a session was not noted");
            }
        });
    }

    /// The session of this actor, or a new one without account, whose cookie must be set: a
    /// draft begun by a guest lives in it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ensure_guest_session(&self, actor: &Actor) -> Result<(Id, Option<NewSession>), Failure> {
        if let Some(session) = actor.session {
            return Ok((session, None));
        }
        let new = NewSession { id: self.ids().next(), token: vault::random_token() };
        let hash = vault::token_hash(&new.token);
        let now = self.clock().technical();
        let id = new.id;
        self.db().write(move |tx| add_session(tx, id, &hash, None, now)).await?;
        Ok((id, Some(new)))
    }

    /// Gives a session one subject to open until a moment of technical time.
    ///
    /// # Errors
    /// When the database fails.
    pub fn grant(
        &self,
        tx: &mut Tx<'_>,
        session: Id,
        kind: GrantKind,
        subject: Id,
        until: Moment,
    ) -> Result<(), Failure> {
        tx.send(&store::ADD_GRANT, &params![session, kind.name(), subject, until], Expect::Any)
    }

    /// Whether the actor's session was given this subject.
    ///
    /// # Errors
    /// When the database fails.
    pub fn granted(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        kind: GrantKind,
        subject: Id,
    ) -> Result<bool, Failure> {
        match actor.session {
            Some(session) => Ok(store::granted(tx, session, kind, subject, self.clock().technical())?),
            None => Ok(false),
        }
    }

    /// All subjects of a kind given to the actor's session, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn grants_of(&self, tx: &mut Tx<'_>, actor: &Actor, kind: GrantKind) -> Result<Vec<Id>, Failure> {
        let Some(session) = actor.session else { return Ok(Vec::new()) };
        let now = self.clock().technical();
        Ok(tx.rows(&store::GRANTS, &params![session, kind.name(), now], |row| row.get(0))?)
    }

    /// Takes a subject back from the actor's session.
    ///
    /// # Errors
    /// When the database fails.
    pub fn drop_grant(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        kind: GrantKind,
        subject: Id,
    ) -> Result<(), Failure> {
        match actor.session {
            Some(session) => {
                tx.send(&store::DROP_GRANT, &params![session, kind.name(), subject], Expect::Any)
            }
            None => Ok(()),
        }
    }
}

/// What a bearer may do at a moment of civil time.
fn actor(bearer: &Bearer, civil: Moment) -> Actor {
    let Some(account) = bearer.account else { return Actor::guest(Some(bearer.id)) };
    let held = bearer.roles.iter().filter(|held| held.holds_at(civil));
    let mut roles = held.fold(Roles::NONE, |set, held| set.with(held.role));
    let party = match bearer.kind {
        Some(AccountKind::Officer) => Party::Officer,
        _ => Party::Person,
    };
    if party == Party::Person {
        roles = roles.with(Role::Citizen);
    }
    Actor {
        party,
        account: Some(account),
        session: Some(bearer.id),
        roles,
        permissions: permissions::of_roles(roles),
        agency: bearer.agency,
        unit: bearer.unit,
        lent: Vec::new(),
    }
}

pub(crate) fn add_session(
    tx: &mut Tx<'_>,
    id: Id,
    token_hash: &[u8],
    account: Option<Id>,
    now: Moment,
) -> Result<(), Failure> {
    let ends = rules::session_end(account.is_some(), now);
    tx.send(&store::ADD_SESSION, &params![id, token_hash, account, now, ends], Expect::Any)
}

/// Gives the grants of one session to the one that follows it, and ends the first.
pub(crate) fn follow_session(tx: &mut Tx<'_>, old: Id, new: Id) -> Result<(), Failure> {
    let held: Vec<(String, Id, Moment)> =
        tx.rows(&store::GRANTS_TO_MOVE, &params![old], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    for (kind, subject, until) in held {
        tx.send(&store::ADD_GRANT, &params![new, kind, subject, until], Expect::Any)?;
    }
    end_session(tx, old)
}

pub(crate) fn end_session(tx: &mut Tx<'_>, session: Id) -> Result<(), Failure> {
    tx.send(&store::DROP_SESSION_GRANTS, &params![session], Expect::Any)?;
    tx.send(&store::END_SESSION, &params![session], Expect::Any)
}
