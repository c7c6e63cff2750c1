//! What is told of the records of a file: how many rows were read as what, what is doubted.

use crate::national::limits::names_unit;
use crate::national::{FeeRead, LimitRead, NationalProcedure};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Counts over records.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Summary {
    /// Records.
    pub records: u32,
    /// Rows of channels.
    pub rows: u32,
    /// Rows whose limit was read with its unit.
    pub limit_with_unit: u32,
    /// Rows with a number whose unit is lost, kept as printed.
    pub limit_without_unit: u32,
    /// Rows that state no limit.
    pub limit_not_stated: u32,
    /// Rows whose cell of the time names a unit, whether or not it was read.
    pub cells_naming_a_unit: u32,
    /// Of those, the ones that were read.
    pub cells_naming_a_unit_read: u32,
    /// Fees that are an amount.
    pub fee_amount: u32,
    /// Free.
    pub fee_free: u32,
    /// By case.
    pub fee_by_case: u32,
    /// Set by the province.
    pub fee_by_province: u32,
    /// Not stated.
    pub fee_not_stated: u32,
    /// Papers, without notes.
    pub papers: u32,
    /// Notes that stand among papers.
    pub paper_notes: u32,
    /// Results.
    pub results: u32,
    /// Legal bases.
    pub bases: u32,
    /// What is doubted, by kind: how often, and in how many records.
    pub doubts: BTreeMap<String, Times>,
    /// Texts that were not understood, by the field they stand in.
    pub unread: BTreeMap<String, Times>,
}

/// How often something was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Times {
    /// How often.
    pub times: u32,
    /// In how many records.
    pub records: u32,
}

impl Summary {
    /// Counts one more record.
    pub(crate) fn add(&mut self, read: &NationalProcedure) {
        self.records += 1;
        for row in &read.channels {
            self.rows += 1;
            let with_unit = matches!(row.limit, LimitRead::Unit { .. });
            match row.limit {
                LimitRead::Unit { .. } => self.limit_with_unit += 1,
                LimitRead::NoUnit { .. } => self.limit_without_unit += 1,
                LimitRead::NotStated => self.limit_not_stated += 1,
            }
            if names_unit(&row.time) {
                self.cells_naming_a_unit += 1;
                self.cells_naming_a_unit_read += u32::from(with_unit);
            }
            row.fees.iter().for_each(|fee| self.fee(fee));
        }
        for paper in read.papers.iter().flat_map(|group| &group.papers) {
            if paper.note { self.paper_notes += 1 } else { self.papers += 1 }
        }
        self.results += number(read.results.len());
        self.bases += number(read.bases.len());
        found(&mut self.doubts, read.doubts.iter().map(|doubt| doubt.kind.as_str()));
        found(&mut self.unread, read.unread.iter().map(|unread| unread.field.as_str()));
    }

    /// Counts a doubt that the record alone does not show.
    pub(crate) fn doubt(&mut self, kind: &str) {
        found(&mut self.doubts, [kind].into_iter());
    }

    fn fee(&mut self, fee: &FeeRead) {
        *match fee {
            FeeRead::Amount { .. } => &mut self.fee_amount,
            FeeRead::Free { .. } => &mut self.fee_free,
            FeeRead::ByCase { .. } => &mut self.fee_by_case,
            FeeRead::ByProvince { .. } => &mut self.fee_by_province,
            FeeRead::NotStated => &mut self.fee_not_stated,
        } += 1;
    }

    /// As plain text, one line a count.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let _ = writeln!(
            out,
            "Rows of channels: {}. Limits: {} with unit, {} a number without unit (kept as printed), {} not stated. \
             Of {} cells that name a unit, {} were read.",
            self.rows,
            self.limit_with_unit,
            self.limit_without_unit,
            self.limit_not_stated,
            self.cells_naming_a_unit,
            self.cells_naming_a_unit_read,
        );
        let _ = writeln!(
            out,
            "Fees: {} amounts, {} free, {} by case, {} set by the province, {} not stated.",
            self.fee_amount, self.fee_free, self.fee_by_case, self.fee_by_province, self.fee_not_stated
        );
        let _ = writeln!(
            out,
            "Papers: {}, and {} notes among them. Results: {}. Legal bases: {}.",
            self.papers, self.paper_notes, self.results, self.bases
        );
        told(&mut out, "Doubted (never mended)", &self.doubts);
        told(&mut out, "Texts not understood", &self.unread);
        out
    }
}

fn told(out: &mut String, title: &str, all: &BTreeMap<String, Times>) {
    if all.is_empty() {
        let _ = writeln!(out, "{title}: none.");
        return;
    }
    let _ = writeln!(out, "{title}:");
    for (kind, times) in all {
        let _ = writeln!(out, "  {kind}: {} in {} records", times.times, times.records);
    }
}

fn found<'k>(all: &mut BTreeMap<String, Times>, kinds: impl Iterator<Item = &'k str>) {
    let mut seen: Vec<&str> = Vec::new();
    for kind in kinds {
        let entry = all.entry(kind.to_owned()).or_default();
        entry.times += 1;
        if !seen.contains(&kind) {
            entry.records += 1;
            seen.push(kind);
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
