//! Small writes that stand beside the ledger, used by the kinds inside their transactions.

use crate::model::Paper;
use crate::store as sql;
use ::store::{Expect, Tx, params};
use kernel::{Failure, Id, Moment, Money, Refusal};

/// Puts a paper with a case; `sealed_name` is the file's name under the case's key, or empty.
pub fn add_paper(
    tx: &mut Tx<'_>,
    case: Id,
    paper: &Paper,
    sealed_name: &[u8],
    compared_by: Option<Id>,
) -> Result<(), Failure> {
    tx.send(
        &sql::INSERT_PAPER,
        &params![
            paper.id,
            case,
            paper.key.as_str(),
            paper.file,
            sealed_name,
            paper.form.as_str(),
            paper.copies,
            paper.pages,
            paper.size,
            paper.added_at,
            paper.compared_at,
            compared_by
        ],
        Expect::Any,
    )
}

/// Notes that an officer compared the original of a paper.
pub fn compare_original(
    tx: &mut Tx<'_>,
    case: Id,
    paper: Id,
    officer: Id,
    at: Moment,
) -> Result<(), Failure> {
    tx.send(
        &sql::COMPARE_PAPER,
        &params![at, officer, paper, case],
        Expect::One(Refusal::state("already-compared")),
    )
}

/// Replaces the sealed particulars of the applicant ([`Case::seal_applicant`](crate::Case::seal_applicant)).
pub fn replace_applicant(tx: &mut Tx<'_>, case: Id, party: &[u8]) -> Result<(), Failure> {
    tx.send(&sql::REPLACE_PARTY, &params![party, case], Expect::Any)
}

/// Notes a fee taken at the counter.
pub fn take_fee(
    tx: &mut Tx<'_>,
    id: Id,
    case: Id,
    amount: Money,
    number: &str,
    officer: Id,
    at: Moment,
) -> Result<(), Failure> {
    tx.send(&sql::INSERT_FEE, &params![id, case, amount, number, "cash", officer, at], Expect::Any)
}
