//! What people change about their own account: profile, password, API tokens.

use super::Stamp;
use crate::directory::{open_profile, seal_profile};
use crate::model::{AccountKind, ApiToken, LoginKind};
use crate::rules::{self, ProfileEdit};
use crate::{Accounts, store};
use ::store::{Expect, params};
use kernel::{Failure, Fault, Id, Moment, Refusal};
use vault::Place;

const DAY_MS: i64 = 86_400_000;

const fn token_place(id: Id) -> Place {
    Place { room: "accounts", id, field: "token-name" }
}

impl Accounts {
    /// Changes a person's own profile.
    ///
    /// # Errors
    /// Fields to mend; changed meanwhile; an officer's profile is kept by the administrator.
    pub async fn change_profile(
        &self,
        stamp: &Stamp,
        typed: &ProfileEdit,
        version: i64,
    ) -> Result<(), Failure> {
        let id = stamp.account()?;
        let account = self.account(id).await?.ok_or_else(Refusal::absent)?;
        if account.kind != AccountKind::Person {
            return Err(Refusal::forbidden("accounts-profile-kept").into());
        }
        let profile = rules::edit_profile(&account.profile, typed)?;
        let sealed = seal_profile(self.vault(), id, &profile)?;
        let email = (profile.email != account.profile.email)
            .then(|| rules::login_key(&profile.email).map(|(kind, key)| self.login_token(kind, &key)));
        self.once(stamp, "accounts.change-profile", id, move |tx| {
            let mine = Expect::One(Refusal::changed());
            tx.send(&store::SET_PROFILE, &params![&sealed[..], id, version], mine)?;
            let Some(email) = email else { return Ok(()) };
            tx.send(&store::DROP_LOGIN, &params![id, LoginKind::Email.name()], Expect::Any)?;
            match email {
                Some(token) => store::add_login(tx, token, id, LoginKind::Email, "email"),
                None => Ok(()),
            }
        })
        .await?;
        self.inner.sessions.forget_account(id);
        Ok(())
    }

    /// Changes one's own password; every other session of the account ends.
    ///
    /// # Errors
    /// Fields to mend; the old password does not fit.
    pub async fn change_password(
        &self,
        stamp: &Stamp,
        old: &str,
        password: &str,
        again: &str,
    ) -> Result<(), Failure> {
        let id = stamp.account()?;
        if self.done_before(stamp, "accounts.change-password").await? {
            return Ok(());
        }
        rules::new_password(password, again)?;
        if old == password {
            return Err(Refusal::field("password", "accounts-password-same").into());
        }
        match self.confirm_password(id, old.to_owned()).await {
            Err(Failure::Refusal(_)) => {
                return Err(Refusal::field("old", "accounts-password-old").into());
            }
            other => other?,
        }
        let hash = self.inner.passwords.hash(password.to_owned()).await?;
        let session = stamp.actor.session;
        self.once(stamp, "accounts.change-password", id, move |tx| {
            tx.send(&store::SET_PASSWORD, &params![hash.as_str(), id], Expect::Any)?;
            tx.send(&store::END_OTHER_SESSIONS, &params![id, session.unwrap_or(Id(0))], Expect::Any)
        })
        .await?;
        self.inner.sessions.forget_account(id);
        Ok(())
    }

    /// Whether a form key was used up already: for commands whose check would fail the second time.
    async fn done_before(&self, stamp: &Stamp, command: &'static str) -> Result<bool, Failure> {
        let Some(key) = stamp.key.clone() else { return Ok(false) };
        let who = stamp.actor.account.or(stamp.actor.session);
        let before = self.db().read(move |tx| ::store::form_key::seen(tx, &key, command, who)).await?;
        Ok(before.is_some())
    }

    /// Makes an API token; the answer holds it, and it is shown this once.
    ///
    /// # Errors
    /// Fields to mend; too many tokens at work.
    pub async fn create_token(
        &self,
        stamp: &Stamp,
        name: &str,
        days: &str,
    ) -> Result<(ApiToken, String), Failure> {
        let account = stamp.account()?;
        let (name, days) = rules::new_token(name, days)?;
        self.issue_token(stamp, account, name, days).await
    }

    /// Makes an API token from login and password, for programs without a browser.
    ///
    /// # Errors
    /// As [`Accounts::sign_in`] and [`Accounts::create_token`].
    pub async fn token_for_password(
        &self,
        login: &str,
        password: &str,
        name: &str,
        days: &str,
    ) -> Result<(ApiToken, String), Failure> {
        let (name, days) = rules::new_token(name, days)?;
        let row = self.open_with_password(login, password).await?;
        let account = row.account;
        self.db().write(move |tx| tx.send(&store::CLEAR_ATTEMPTS, &params![account], Expect::Any)).await?;
        self.issue_token(&Stamp::system(), account, name, days).await
    }

    async fn issue_token(
        &self,
        stamp: &Stamp,
        account: Id,
        name: String,
        days: i64,
    ) -> Result<(ApiToken, String), Failure> {
        let id = self.ids().next();
        // Derived from its number: a form sent twice shows the same token, and none is stored.
        let hash = vault::token_hash(&self.token_text(id));
        let sealed = self.vault().seal(&token_place(id), name.as_bytes());
        let now = self.clock().technical();
        let expires = now.plus_ms(days * DAY_MS);
        let made = self
            .once(stamp, "accounts.create-token", id, move |tx| {
                let at_work = store::tokens(tx, account)?
                    .iter()
                    .filter(|one| one.revoked.is_none() && now < one.expires)
                    .count();
                if at_work >= rules::TOKENS_MAX {
                    return Err(Refusal::state("accounts-tokens-many").with("max", rules::TOKENS_MAX).into());
                }
                let row = params![id, &hash[..], account, &sealed[..], now, expires];
                tx.send(&store::ADD_TOKEN, &row, Expect::Any)
            })
            .await?;
        let token = ApiToken { id: made, name, created: now, expires, revoked: None };
        Ok((token, self.token_text(made)))
    }

    fn token_text(&self, id: Id) -> String {
        format!("mc_{}", self.vault().derive_token("api token", id))
    }

    /// The API tokens of an account, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tokens_of(&self, account: Id) -> Result<Vec<ApiToken>, Failure> {
        let rows = self.db().read(move |tx| Ok(store::tokens(tx, account)?)).await?;
        let open = |row: store::TokenRow| -> Result<ApiToken, Fault> {
            let name = self.vault().open(&token_place(row.id), &row.name)?;
            Ok(ApiToken {
                id: row.id,
                name: String::from_utf8_lossy(&name).into_owned(),
                created: row.created,
                expires: row.expires,
                revoked: row.revoked,
            })
        };
        Ok(rows.into_iter().map(open).collect::<Result<_, _>>()?)
    }

    /// Takes an API token back; at once in this process, within seconds in others.
    ///
    /// # Errors
    /// Absent when it is no token of this account, or already taken back.
    pub async fn revoke_token(&self, stamp: &Stamp, token: Id) -> Result<(), Failure> {
        let account = stamp.account()?;
        let now: Moment = self.clock().technical();
        self.once(stamp, "accounts.revoke-token", token, move |tx| {
            let mine = Expect::One(Refusal::absent());
            tx.send(&store::REVOKE_TOKEN, &params![now, token, account], mine)
        })
        .await?;
        self.inner.sessions.forget_session(token);
        Ok(())
    }

    /// Opens the sealed profile of one's own account.
    ///
    /// # Errors
    /// Absent for a stranger.
    pub async fn own(&self, stamp: &Stamp) -> Result<crate::Account, Failure> {
        let id = stamp.account()?;
        let row = self.db().read(move |tx| Ok(store::account(tx, id)?)).await?.ok_or_else(Refusal::absent)?;
        Ok(crate::Account {
            id,
            kind: row.kind,
            profile: open_profile(self.vault(), id, &row.profile)?,
            created: row.created,
            disabled_at: row.disabled_at,
            version: row.version,
        })
    }
}
