//! The fees of a record as those of a procedure: amounts as they stand; what depends on the case,
//! is set by the province, is not stated or is doubted becomes a fee of nothing that is asked for.

use super::from_record::{of_record, unsaid, vi};
use crate::condition::Condition;
use crate::model::{Fee, FeeKind, Mark, Text, Way};
use crate::national::{FeeRead, NationalProcedure};
use kernel::Money;

/// One fee of a record, and the channels it stands beside.
struct Found {
    amount: i64,
    by_council: bool,
    /// What the record says of it.
    note: String,
    ways: Vec<Way>,
}

/// Whether a fee of a procedure is one that nobody has set yet.
pub(super) fn is_asked(fee: &Fee) -> bool {
    fee.amount.0 == 0 && fee.source.mark == Mark::M
}

/// Whether one channel has several amounts: an editor must say which is charged when.
pub(super) fn has_several(read: &NationalProcedure) -> bool {
    let amounts = |row: &crate::national::ChannelRow| {
        row.fees.iter().filter(|fee| matches!(fee, FeeRead::Amount { .. })).count()
    };
    read.channels.iter().any(|row| amounts(row) > 1)
}

/// Whether a record says of some amount neither phí nor lệ phí.
pub(super) fn is_of_no_kind(read: &NationalProcedure) -> bool {
    found(read).iter().any(|one| one.amount > 0 && kind(&one.note).is_none())
}

/// The fees of the record.
pub(super) fn fees(read: &NationalProcedure) -> Vec<Fee> {
    let mut all: Vec<Way> = Vec::new();
    for row in read.channels.iter().filter(|row| !row.fees.is_empty()) {
        if !all.contains(&row.by) {
            all.push(row.by);
        }
    }
    let found = found(read);
    found.iter().enumerate().map(|(at, one)| fee(read, one, at, &all)).collect()
}

fn fee(read: &NationalProcedure, one: &Found, at: usize, all: &[Way]) -> Fee {
    let kind = kind(&one.note);
    let (vi_name, en_name) = match kind {
        Some(FeeKind::Charge) => ("Lệ phí", "Charge"),
        Some(FeeKind::Service) => ("Phí", "Fee"),
        None => ("Phí, lệ phí", "Fee or charge"),
    };
    let printed = if one.note.is_empty() { "không ghi mức".to_owned() } else { one.note.clone() };
    let source = match one.amount {
        0 => unsaid(&format!("Bản ghi {} của danh mục quốc gia: {printed}; chưa có mức", read.code)),
        _ => of_record(read, &format!("phí, lệ phí: {printed}")),
    };
    let ways = one.ways.iter().map(|way| format!("channel == '{}'", way.name())).collect::<Vec<_>>();
    let everywhere = all.iter().all(|way| one.ways.contains(way));
    Fee {
        key: format!("phi_{}", at + 1),
        name: Text { en: Some(en_name.to_owned()), ..vi(vi_name) },
        kind: kind.unwrap_or(FeeKind::Charge),
        amount: Money(one.amount),
        times: None,
        per: None,
        when: if everywhere { None } else { Condition::compile(&ways.join(" || ")).ok() },
        by_council: one.by_council,
        waiver: Vec::new(),
        source,
    }
}

/// Each different fee once, with its channels; free is no fee.
fn found(read: &NationalProcedure) -> Vec<Found> {
    let doubted = read.fee_is_doubted();
    let mut all: Vec<Found> = Vec::new();
    for row in &read.channels {
        for fee in &row.fees {
            let Some((amount, by_council, note)) = said(fee, doubted) else { continue };
            let same = |known: &&mut Found| {
                known.amount == amount && known.by_council == by_council && (amount > 0 || known.note == note)
            };
            match all.iter_mut().find(same) {
                Some(known) if known.ways.contains(&row.by) => {}
                Some(known) => known.ways.push(row.by),
                None => all.push(Found { amount, by_council, note, ways: vec![row.by] }),
            }
        }
    }
    all
}

/// What a row says of a fee: amount, whether the council sets it, words. None where it is free and
/// nothing speaks against it.
fn said(fee: &FeeRead, doubted: bool) -> Option<(i64, bool, String)> {
    let amount_of = |amount: &Money, note: &str| match (doubted, amount.0) {
        (false, 0) => None,
        (false, amount) => Some((amount, false, note.to_owned())),
        (true, amount) => {
            Some((0, false, format!("{} đồng {note} (có nghi vấn)", kernel::money::grouped(amount))))
        }
    };
    match fee {
        FeeRead::Amount { amount, note } => amount_of(amount, note),
        FeeRead::Free { note } if doubted => Some((0, false, format!("miễn phí {note} (có nghi vấn)"))),
        FeeRead::Free { .. } => None,
        FeeRead::ByCase { note } => Some((0, false, note.clone())),
        FeeRead::ByProvince { note } => Some((0, true, note.clone())),
        FeeRead::NotStated => Some((0, false, String::new())),
    }
}

/// Phí or lệ phí, where the words say which.
fn kind(note: &str) -> Option<FeeKind> {
    let note = note.to_lowercase();
    if note.contains("lệ phí") {
        return (!note.contains("phí, lệ phí")).then_some(FeeKind::Charge);
    }
    (note.contains("phí") && !note.contains("miễn phí")).then_some(FeeKind::Service)
}
