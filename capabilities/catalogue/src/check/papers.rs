//! Papers, fees and limits.

use super::Checker;
use crate::model::Mark;

impl Checker<'_> {
    pub(super) fn papers(&mut self) {
        for paper in &self.revision.procedure.paper {
            if paper.source.is_none() {
                let what = format!("The paper `{}` has no legal basis", paper.key);
                self.add_key(
                    "[[paper]]",
                    &paper.key,
                    what,
                    "Add source = \"[L] …\"; what no rule asks for may not be asked",
                )
                .of("paper-without-basis", &[("key", &paper.key)]);
            }
            if paper.forms.is_empty() {
                self.add_key(
                    "[[paper]]",
                    &paper.key,
                    format!("The paper `{}` is taken in no form", paper.key),
                    "Name at least one form",
                )
                .of("paper-in-no-form", &[("key", &paper.key)]);
            }
            if paper.required_when.is_some() != paper.case.is_some() {
                let remedy =
                    "Add case.vi beside required_when, such as \"Khi xin cho người khác\", or take it away";
                self.add_key(
                    "[[paper]]",
                    &paper.key,
                    format!("The paper `{}` does not say in words when it is needed", paper.key),
                    remedy,
                )
                .of(
                    if paper.case.is_some() {
                        "paper-case-without-condition"
                    } else {
                        "paper-condition-without-case"
                    },
                    &[("key", &paper.key)],
                );
            }
            if paper.held_when.is_some() && paper.held_by_state.is_none() {
                let remedy = "Add held_by_state.vi, the reason a citizen reads";
                self.add_key(
                    "[[paper]]",
                    &paper.key,
                    format!("The paper `{}` does not say why it is held", paper.key),
                    remedy,
                )
                .of("paper-held-unsaid", &[("key", &paper.key)]);
            }
        }
    }

    pub(super) fn fees(&mut self) {
        for fee in &self.revision.procedure.fee {
            if fee.amount.0 < 0 {
                self.add_key(
                    "[[fee]]",
                    &fee.key,
                    format!("The fee `{}` is negative", fee.key),
                    "Write an amount in đồng, from 0",
                )
                .of("fee-negative", &[("key", &fee.key)]);
            }
            if fee.by_council && fee.source.mark < Mark::S {
                let remedy = "Mark the figure [M], or drop by_council when the council's decision is known";
                self.add_key(
                    "[[fee]]",
                    &fee.key,
                    format!("The fee `{}` is set by the council, yet its figure is marked certain", fee.key),
                    remedy,
                )
                .of("fee-council-certain", &[("key", &fee.key)]);
            }
        }
    }

    pub(super) fn limits(&mut self) {
        let limits = &self.revision.procedure.limit;
        if limits.is_empty() {
            self.add("code =", "The procedure has no legal limit", "Add [[limit]]").of("no-limit", &[]);
        }
        for (at, rule) in limits.iter().enumerate() {
            if rule.when.is_none() != (at + 1 == limits.len()) {
                let remedy = "Give every limit but the last a condition; the last has none";
                self.add_nth("[[limit]]", at, "No limit, or more than one, applies in some cases", remedy)
                    .of("limit-conditions", &[]);
            }
            if rule.limit.n == 0 {
                self.add_nth("[[limit]]", at, "A limit of nothing", "Write how many, from 1")
                    .of("limit-nothing", &[]);
            }
        }
    }
}
