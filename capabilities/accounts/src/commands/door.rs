//! Coming in and going out: sign-up, sign-in, sign-out, the first administrator.

use super::{Stamp, open_account, set_roles};
use crate::model::AccountKind;
use crate::passwords::hash_blocking;
use crate::rules::{self, SignUp};
use crate::sessions::{NewSession, add_session, end_session, follow_session};
use crate::{Accounts, store};
use ::store::{Expect, Tx, form_key, params};
use kernel::{Actor, Failure, FieldError, Id, Refusal, Role};

/// Someone who came in.
#[derive(Clone)]
pub struct SignedIn {
    /// The new session, whose token goes into the cookie.
    pub session: NewSession,
    /// Person or officer: decides where to go on.
    pub kind: AccountKind,
}

/// What is said whenever login and password do not open an account, whatever the reason:
/// unknown, wrong, locked or switched off.
fn not_opened() -> Refusal {
    let mut refusal = Refusal::field("login", "accounts-sign-in-wrong");
    if let Some(field) = refusal.fields.first_mut() {
        field.params.push(("attempts", rules::LOCK_AFTER_ATTEMPTS.to_string()));
        field.params.push(("minutes", rules::LOCK_MINUTES.to_string()));
    }
    refusal
}

impl Accounts {
    /// Compares login and password, counting attempts.
    async fn check_password(
        &self,
        found: Option<store::PasswordRow>,
        password: String,
    ) -> Result<store::PasswordRow, Failure> {
        let now = self.clock().technical();
        let attempt = match found {
            Some(row) => {
                let locked = now.plus_minutes(rules::LOCK_MINUTES);
                let account = row.account;
                // The attempt is taken before the comparison: parallel guesses count too.
                let taken = self
                    .db()
                    .write(move |tx| {
                        let limit = rules::LOCK_AFTER_ATTEMPTS;
                        Ok(tx.run(&store::TAKE_ATTEMPT, &params![limit, locked, account, now])?)
                    })
                    .await?;
                (taken > 0).then_some(row)
            }
            None => None,
        };
        let hash = attempt.as_ref().map(|row| row.hash.clone());
        let fits = self.inner.passwords.fits(password, hash).await?;
        attempt.filter(|_| fits).ok_or_else(|| not_opened().into())
    }

    /// The account behind a login and its password.
    pub(crate) async fn open_with_password(
        &self,
        login: &str,
        password: &str,
    ) -> Result<store::PasswordRow, Failure> {
        let mut missing = Vec::new();
        if login.trim().is_empty() {
            missing.push(FieldError::new("login", "accounts-login-empty"));
        }
        if password.is_empty() {
            missing.push(FieldError::new("password", "accounts-password-empty"));
        }
        if let Some(refusal) = Refusal::fields(missing) {
            return Err(refusal.into());
        }
        let too_long = password.chars().count() > rules::PASSWORD_MAX_CHARS;
        let found = match rules::login_key(login).filter(|_| !too_long) {
            Some((kind, key)) => {
                let token = self.login_token(kind, &key);
                self.db().read(move |tx| Ok(store::password_by_login(tx, token)?)).await?
            }
            None => None,
        };
        let password = if too_long { String::new() } else { password.to_owned() };
        self.check_password(found, password).await
    }

    /// The account of the one who acts, after their password was given again.
    pub(crate) async fn confirm_password(&self, account: Id, password: String) -> Result<(), Failure> {
        let found = self.db().read(move |tx| Ok(store::password_by_account(tx, account)?)).await?;
        self.check_password(found, password).await?;
        self.db().write(move |tx| tx.send(&store::CLEAR_ATTEMPTS, &params![account], Expect::Any)).await
    }

    fn new_session(&self) -> NewSession {
        let id = self.ids().next();
        self.session_again(id)
    }

    /// A session's token is derived from its id, so that a form sent twice gets the same cookie.
    fn session_again(&self, id: Id) -> NewSession {
        NewSession { id, token: self.vault().derive_token("session", id) }
    }

    /// Opens a session with login and password. What a guest's session held moves to it.
    ///
    /// # Errors
    /// One sentence for every reason why login and password do not open an account.
    pub async fn sign_in(&self, stamp: &Stamp, login: &str, password: &str) -> Result<SignedIn, Failure> {
        let row = self.open_with_password(login, password).await?;
        let now = self.clock().technical();
        let new = self.new_session();
        let (account, id, hash) = (row.account, new.id, vault::token_hash(&new.token));
        let old = stamp.actor.session;
        let key = stamp.key.clone();
        let session = self
            .db()
            .write(move |tx| {
                tx.send(&store::CLEAR_ATTEMPTS, &params![account], Expect::Any)?;
                if let Some(key) = &key {
                    let before = form_key::seen(tx, key, "accounts.sign-in", Some(account))?;
                    if let Some(before) = before.and_then(|text| text.parse::<Id>().ok()) {
                        if session_is_open(tx, before)? {
                            return Ok(before);
                        }
                    } else {
                        form_key::keep(tx, key, "accounts.sign-in", Some(account), &id.to_string())?;
                    }
                }
                add_session(tx, id, &hash, Some(account), now)?;
                if let Some(old) = old {
                    follow_session(tx, old, id)?;
                }
                Ok(id)
            })
            .await;
        let session = match session {
            Err(Failure::Refusal(refusal)) if refusal.code == "replayed" => {
                self.sign_in_before(stamp, account).await?
            }
            other => other?,
        };
        if let Some(old) = old {
            self.inner.sessions.forget_session(old);
        }
        Ok(SignedIn { session: self.session_again(session), kind: row.kind })
    }

    /// The session another request with the same form key opened a moment ago.
    async fn sign_in_before(&self, stamp: &Stamp, account: Id) -> Result<Id, Failure> {
        let key = stamp.key.clone().unwrap_or_default();
        let before =
            self.db().read(move |tx| form_key::seen(tx, &key, "accounts.sign-in", Some(account))).await?;
        before.and_then(|text| text.parse().ok()).ok_or_else(|| Refusal::changed().into())
    }

    /// Ends the session or takes back the API token of the one who acts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sign_out(&self, stamp: &Stamp) -> Result<(), Failure> {
        let Some(session) = stamp.actor.session else { return Ok(()) };
        let account = stamp.actor.account;
        let now = self.clock().technical();
        self.db()
            .write(move |tx| {
                end_session(tx, session)?;
                match account {
                    Some(account) => {
                        tx.send(&store::REVOKE_TOKEN, &params![now, session, account], Expect::Any)
                    }
                    None => Ok(()),
                }
            })
            .await?;
        self.inner.sessions.forget_session(session);
        Ok(())
    }

    /// Opens an account for a person and a session for it.
    ///
    /// # Errors
    /// Fields to mend; the phone may have an account already.
    pub async fn sign_up(&self, stamp: &Stamp, typed: &SignUp) -> Result<SignedIn, Failure> {
        let profile = rules::sign_up(typed)?;
        let password = self.inner.passwords.hash(typed.password.clone()).await?;
        let account = self.opening(AccountKind::Person, &profile, password)?;
        let id = account.id;
        let new = self.new_session();
        let (session, hash, old) = (new.id, vault::token_hash(&new.token), stamp.actor.session);
        // The guest's session ends here, so a second sending comes from nobody: the key stands for
        // both, and the password is asked for before the same session is given again.
        let anyone = Stamp { actor: Actor::guest(None), key: stamp.key.clone() };
        let opened = self
            .once(&anyone, "accounts.sign-up", session, move |tx| {
                open_account(tx, &account)?;
                add_session(tx, session, &hash, Some(id), account.now)?;
                match old {
                    Some(old) => follow_session(tx, old, session),
                    None => Ok(()),
                }
            })
            .await?;
        if opened != session {
            self.open_with_password(&typed.phone, &typed.password).await?;
        }
        if let Some(old) = old {
            self.inner.sessions.forget_session(old);
        }
        Ok(SignedIn { session: self.session_again(opened), kind: AccountKind::Person })
    }

    /// Invites the first administrator; the answer is the token of the page `/thiet-lap/{token}`.
    /// For the command line, on this thread.
    ///
    /// # Errors
    /// Refused when an administrator is in office.
    pub fn invite_first_admin(&self) -> Result<String, Failure> {
        let id = self.ids().next();
        let token = self.vault().derive_token("first administrator", id);
        let hash = vault::token_hash(&token);
        let now = self.clock().technical();
        let ends = now.plus_minutes(rules::INVITATION_HOURS * 60);
        self.db().write_blocking(move |tx| {
            if store::admin_exists(tx)? {
                return Err(Refusal::state("accounts-admin-exists").into());
            }
            tx.send(&store::DROP_INVITATIONS, &[], Expect::Any)?;
            tx.send(&store::ADD_INVITATION, &params![id, &hash[..], now, ends], Expect::Any)
        })?;
        Ok(token)
    }

    /// Whether an invitation still opens its page.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn invitation_opens(&self, token: &str) -> Result<bool, Failure> {
        let hash = vault::token_hash(token);
        let now = self.clock().technical();
        self.db()
            .read(move |tx| {
                let found =
                    tx.row_opt(&store::INVITATION, &params![&hash[..], now], |row| row.get::<Id>(0))?;
                Ok(found.is_some() && !store::admin_exists(tx)?)
            })
            .await
    }

    /// Makes the one who was invited the first administrator; works once.
    ///
    /// # Errors
    /// Absent when the invitation is unknown, used or too old; fields to mend.
    pub async fn accept_invitation(
        &self,
        stamp: &Stamp,
        token: &str,
        name: &str,
        login: &str,
        password: &str,
        again: &str,
    ) -> Result<Id, Failure> {
        let hash = vault::token_hash(token);
        let profile = match rules::first_admin(name, login, password, again) {
            Ok(profile) => profile,
            // A stranger learns nothing about the form either.
            Err(_) if !self.invitation_opens(token).await? => return Err(Refusal::absent().into()),
            Err(refusal) => return Err(refusal.into()),
        };
        let password = self.inner.passwords.hash(password.to_owned()).await?;
        let account = self.opening(AccountKind::Officer, &profile, password)?;
        let (id, civil) = (account.id, self.clock().civil());
        let made = self
            .once(stamp, "accounts.accept-invitation", id, move |tx| {
                if store::admin_exists(tx)? {
                    return Err(Refusal::absent().into());
                }
                let used = Expect::One(Refusal::absent());
                tx.send(&store::USE_INVITATION, &params![account.now, &hash[..]], used)?;
                open_account(tx, &account)?;
                let nowhere = None::<Id>;
                tx.send(
                    &store::ADD_OFFICER,
                    &params![id, nowhere, nowhere, "Quản trị hệ thống"],
                    Expect::Any,
                )?;
                set_roles(tx, id, &[Role::Admin], civil)?;
                store::directory_changed(tx)
            })
            .await?;
        self.refresh().await?;
        Ok(made)
    }

    /// The hash of a password, on this thread.
    pub(crate) fn hash_now(password: &str) -> Result<String, Failure> {
        Ok(hash_blocking(password)?)
    }
}

fn session_is_open(tx: &mut Tx<'_>, id: Id) -> Result<bool, Failure> {
    Ok(tx.row_opt(&store::SESSION_OPEN, &params![id], |row| row.get::<Id>(0))?.is_some())
}
