//! What was typed into a form whose session had ended, kept until its author signs in again.

use crate::{Accounts, store, unexpected};
use ::store::{Expect, params};
use futures_util::future::BoxFuture;
use kernel::{Fault, Id, Refusal};
use vault::Place;
use web::replay::{KEPT_SECONDS, KeptPost, ReplayStore};

const fn place(id: Id) -> Place {
    Place { room: "accounts", id, field: "kept-post" }
}

/// Sealed by the vault, found by the hash of the one-time key in the cookie, taken out once.
impl ReplayStore for Accounts {
    fn keep<'a>(&'a self, key: &'a str, post: KeptPost) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            let id = self.ids().next();
            let plain = serde_json::to_vec(&post).map_err(Fault::new)?;
            let sealed = self.vault().seal(&place(id), &plain);
            let hash = vault::token_hash(key);
            let ends = self.clock().technical().plus_ms(i64::from(KEPT_SECONDS) * 1000);
            self.db()
                .write(move |tx| {
                    tx.send(&store::KEEP_POST, &params![id, &hash[..], &sealed[..], ends], Expect::Any)
                })
                .await
                .map_err(unexpected)
        })
    }

    fn take<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<KeptPost>, Fault>> {
        Box::pin(async move {
            let hash = vault::token_hash(key);
            let now = self.clock().technical();
            let found = self
                .db()
                .write(move |tx| {
                    let found = tx.row_opt(&store::KEPT_POST, &params![&hash[..], now], |row| {
                        Ok((row.get::<Id>(0)?, row.get::<Vec<u8>>(1)?))
                    })?;
                    if let Some((id, _)) = &found {
                        tx.send(&store::DROP_POST, &params![*id], Expect::One(Refusal::absent()))?;
                    }
                    Ok(found)
                })
                .await;
            let Some((id, sealed)) = found.map_or_else(taken_meanwhile, Ok)? else { return Ok(None) };
            let plain = self.vault().open(&place(id), &sealed)?;
            Ok(serde_json::from_slice(&plain).ok())
        })
    }
}

/// Two requests took it at once: the second finds nothing.
fn taken_meanwhile<T>(failure: kernel::Failure) -> Result<Option<T>, Fault> {
    match failure {
        kernel::Failure::Refusal(_) => Ok(None),
        kernel::Failure::Fault(fault) => Err(fault),
    }
}
