//! Which records of the national catalogue changed since a moment.

use kernel::{Fault, Moment};
use store::{Tx, params};

store::statements! {
    /// Texts that took the place of another one, newest first. Read whole: one short row a change.
    pub static CHANGED_SINCE: scan = "select code, from_at from national_use \
        where seq > 1 and from_at >= ?1 order by from_at desc, code";
}

/// Codes whose text is another than it was, with when: newest first; a code may come twice.
pub(crate) fn changed_since(tx: &mut Tx<'_>, from: Moment) -> Result<Vec<(String, Moment)>, Fault> {
    tx.rows(&CHANGED_SINCE, &params![from], |row| Ok((row.get(0)?, row.get(1)?)))
}
