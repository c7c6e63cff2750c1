//! What a record leaves open, which the author of a procedure made from it must look at: each holds
//! until its section was saved.

use super::EditEvent;
use super::record_fees::{has_several, is_of_no_kind};
use crate::national::{LimitRead, NationalProcedure};
use crate::words::Way;

/// Something a record does not say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Asked {
    /// The unit that decides, the minutes, the short name; how much works on line, where the record
    /// does not say that either.
    General {
        /// The record does not say how much works on line.
        service: bool,
    },
    /// Limits that could not be read, or only with a doubt.
    Limit {
        /// Channel and what is printed; empty where nothing is.
        rows: Vec<(Way, String)>,
        /// What is doubted of the limits that were read, as printed.
        doubted: Vec<String>,
    },
    /// Of amounts in one channel, which is charged when; whether phí or lệ phí.
    Fee {
        /// One channel has several amounts.
        several: bool,
    },
    /// The flow is that of most procedures, not of this one.
    Flow,
}

impl Asked {
    /// The section it is about.
    pub const fn section(&self) -> &'static str {
        match self {
            Asked::General { .. } => "chung",
            Asked::Limit { .. } => "thoi-han",
            Asked::Fee { .. } => "phi",
            Asked::Flow => "quy-trinh",
        }
    }
}

/// What the record leaves open, and its author has not saved yet.
pub(super) fn asked(read: &NationalProcedure, history: &[EditEvent]) -> Vec<Asked> {
    let mut all = vec![Asked::General { service: read.service.is_none() }];
    all.extend(limits(read));
    if has_several(read) || is_of_no_kind(read) {
        all.push(Asked::Fee { several: has_several(read) });
    }
    all.push(Asked::Flow);
    let saved = |section: &str| history.iter().any(|event| event.what == "save" && event.detail == section);
    all.retain(|one| !saved(one.section()));
    all
}

/// Kinds of doubt about a limit that was read.
const LIMIT_DOUBTS: [&str; 4] = ["limit-range", "limit-fraction", "several-limits", "run-together"];

fn limits(read: &NationalProcedure) -> Option<Asked> {
    let unread = |row: &crate::national::ChannelRow| match &row.limit {
        LimitRead::Unit { .. } => None,
        LimitRead::NoUnit { text } => Some((row.by, text.clone())),
        LimitRead::NotStated => Some((row.by, row.time.clone())),
    };
    let mut rows: Vec<(Way, String)> = read.channels.iter().filter_map(unread).collect();
    rows.dedup();
    let doubts = read.doubts.iter().filter(|doubt| LIMIT_DOUBTS.contains(&doubt.kind.as_str()));
    let doubted: Vec<String> = doubts.map(|doubt| doubt.text.clone()).collect();
    let nothing = read.channels.is_empty();
    (nothing || !rows.is_empty() || !doubted.is_empty()).then_some(Asked::Limit { rows, doubted })
}
