//! The same form sent twice acts once: every command carries a key made when its form was shown.

use crate::{Db, Expect, Tx, params};
use kernel::{Clock, Failure, Id, Moment, Refusal, RefusalKind};
use std::sync::Arc;

/// The refusal when the same key was used at the same moment; [`once`] turns it into the answer
/// the other one got.
pub const REPLAYED: &str = "replayed";

crate::statements! {
    static SEEN = "select command, actor, answer from form_key where form_key = ?1";
    static KEEP = "insert into form_key (form_key, command, actor, answer, at) values (?1, ?2, ?3, ?4, ?5)
                   on conflict do nothing";
    static PURGE = "delete from form_key where at < ?1";
}

/// What this command answered to this key before. A key of another command or another actor is
/// refused: it must not show what someone else was told.
pub fn seen(tx: &mut Tx<'_>, key: &str, command: &str, actor: Option<Id>) -> Result<Option<String>, Failure> {
    let found = tx.row_opt(&SEEN, &params![key], |row| {
        Ok((row.text(0)? == command && row.get::<Option<Id>>(1)? == actor, row.get::<String>(2)?))
    })?;
    match found {
        None => Ok(None),
        Some((true, answer)) => Ok(Some(answer)),
        Some((false, _)) => Err(Refusal::changed().into()),
    }
}

/// Keeps the answer, in the command's own transaction; undoes it all with the code [`REPLAYED`]
/// when another transaction kept one first.
pub fn keep(
    tx: &mut Tx<'_>,
    key: &str,
    command: &str,
    actor: Option<Id>,
    answer: &str,
) -> Result<(), Failure> {
    let now = Clock::system().technical();
    let refusal = Refusal::new(RefusalKind::Changed, REPLAYED);
    tx.send(&KEEP, &params![key, command, actor, answer, now], Expect::One(refusal))
}

/// Forgets keys kept before a moment of technical time.
pub fn purge(tx: &mut Tx<'_>, before: Moment) -> Result<u64, Failure> {
    Ok(tx.run(&PURGE, &params![before])?)
}

/// The answer to a command, and whether it was given before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// What the command answered.
    pub text: String,
    /// True when this call did nothing because the command had been done already.
    pub replayed: bool,
}

/// Runs a command once per key: `act` makes the changes and gives the answer to keep. The same
/// key again, even from two processes at once, gives the first answer.
pub async fn once<F>(
    db: &Db,
    key: &str,
    command: &'static str,
    actor: Option<Id>,
    act: F,
) -> Result<Answer, Failure>
where
    F: FnMut(&mut Tx<'_>) -> Result<String, Failure> + Send + 'static,
{
    let key: Arc<str> = key.into();
    let mut act = act;
    let mine = Arc::clone(&key);
    let acted = db
        .write(move |tx| {
            if let Some(text) = seen(tx, &mine, command, actor)? {
                return Ok(Answer { text, replayed: true });
            }
            let text = act(tx)?;
            keep(tx, &mine, command, actor, &text)?;
            Ok(Answer { text, replayed: false })
        })
        .await;
    match acted {
        Err(Failure::Refusal(refusal)) if matches!(refusal.code, REPLAYED | "changed" | "taken") => {
            // Two at once: the other one's commit may be what refused this one.
            match db.read(move |tx| seen(tx, &key, command, actor)).await? {
                Some(text) => Ok(Answer { text, replayed: true }),
                None => Err(refusal.into()),
            }
        }
        other => other,
    }
}
