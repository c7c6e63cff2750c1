//! Steps: who, where to, and whether they fit into the legal limit.

use super::Checker;
use crate::model::{Step, StepKind};
use kernel::{Limit, LimitUnit};
use std::collections::HashSet;

impl Checker<'_> {
    pub(super) fn steps(&mut self) {
        let steps = &self.revision.procedure.step;
        if steps.is_empty() {
            self.add("code =", "The procedure has no steps", "Add [[step]]; acceptance opens the first");
            return;
        }
        for step in steps {
            self.step(step);
        }
        let reached = self.reached();
        for step in steps.iter().filter(|step| !reached.contains(step.key.as_str())) {
            let remedy = "Let another step lead to it, or take it out";
            self.add(&at(step), format!("No step leads to `{}`", step.key), remedy);
        }
        match self.longest(&steps[0], &mut Vec::new(), 0, 0) {
            Ok(hours) => self.total(hours),
            Err(key) => {
                let needle = format!("to = \"{key}\"");
                self.add(
                    &needle,
                    format!("The flow comes back to `{key}` and never ends"),
                    "Use back for returns; next leads forward",
                );
            }
        }
    }

    fn step(&mut self, step: &Step) {
        if (step.kind == StepKind::Handover) == step.limit.is_some() {
            let what = format!("The step `{}` has a limit it may not have, or lacks one", step.key);
            self.add(
                &at(step),
                what,
                "Every step has an internal limit, except the hand-over, which waits for the person",
            );
        }
        if step.limit.is_some_and(|limit| working_hours(limit, false).is_none()) {
            let what = format!("The limit of the step `{}` cannot be counted in working time", step.key);
            self.add(&at(step), what, "Use working_hours or working_days");
        }
        if step.next.is_empty() != (step.kind == StepKind::Handover) {
            let what = format!("The flow ends at `{}` without a hand-over, or goes on after one", step.key);
            self.add(&at(step), what, "End every way with a step of kind handover, and only there");
        }
        for (position, next) in step.next.iter().enumerate() {
            if self.revision.step(&next.to).is_none() {
                let needle = format!("to = \"{}\"", next.to);
                self.add(
                    &needle,
                    format!("`{}` leads to an unknown step `{}`", step.key, next.to),
                    "Use the key of a step",
                );
            }
            if next.when.is_none() != (position + 1 == step.next.len()) {
                let remedy = "Give every way but the last a condition; the last has none";
                self.add(
                    &at(step),
                    format!("From `{}` no way, or more than one, may be open", step.key),
                    remedy,
                );
            }
        }
        if let Some(back) = step.back.as_ref().filter(|back| self.revision.step(back).is_none()) {
            self.add(
                &at(step),
                format!("`{}` goes back to an unknown step `{back}`", step.key),
                "Use the key of a step",
            );
        }
        for consult in &step.consult {
            if consult.unit.is_some() == consult.agency.is_some() {
                let needle = format!("key = \"{}\"", consult.key);
                let what = format!("The consultation `{}` does not name exactly one to ask", consult.key);
                self.add(&needle, what, "Give it either unit or agency");
            }
        }
    }

    fn reached(&self) -> HashSet<String> {
        let mut reached = HashSet::new();
        let mut open = vec![self.revision.first_step().key.as_str()];
        while let Some(key) = open.pop() {
            if reached.insert(key.to_owned())
                && let Some(step) = self.revision.step(key)
            {
                open.extend(step.next.iter().map(|next| next.to.as_str()).chain(step.back.as_deref()));
            }
        }
        reached
    }

    /// Working hours of the longest way from a step, with `spent` behind it and consultations
    /// that end at `answered`; the key of a step met twice is an error.
    fn longest(&self, step: &Step, way: &mut Vec<String>, spent: u32, answered: u32) -> Result<u32, String> {
        if way.contains(&step.key) {
            return Err(step.key.clone());
        }
        way.push(step.key.clone());
        let asked = step.consult.iter().filter_map(|consult| working_hours(consult.limit, true)).max();
        let answered = answered.max(asked.map_or(0, |hours| spent + hours));
        let begun = if step.waits_for_consults { spent.max(answered) } else { spent };
        let spent = begun + step.limit.and_then(|limit| working_hours(limit, true)).unwrap_or(0);
        let mut longest = spent;
        for next in step.next.iter().filter_map(|next| self.revision.step(&next.to)) {
            longest = longest.max(self.longest(next, way, spent, answered)?);
        }
        way.pop();
        Ok(longest)
    }

    fn total(&mut self, hours: u32) {
        let limits = self.revision.procedure.limit.iter();
        let shortest = limits.filter_map(|rule| working_hours(rule.limit, false)).min();
        if let Some(limit) = shortest.filter(|limit| hours > *limit) {
            let what = format!("The steps take {hours} working hours, the legal limit leaves {limit}");
            self.add("[[step]]", what, "Shorten steps until they fit into the shortest limit");
        }
    }
}

fn at(step: &Step) -> String {
    format!("key = \"{}\"", step.key)
}

/// A limit in working hours, eight to a day, five days to a week; days rounded down, or up.
fn working_hours(limit: Limit, up: bool) -> Option<u32> {
    let of_days = |days: u32| if up { (days * 40).div_ceil(7) } else { days * 40 / 7 };
    match limit.unit {
        LimitUnit::WorkingHours => Some(limit.n),
        LimitUnit::WorkingDays => Some(limit.n * 8),
        LimitUnit::Days => Some(of_days(limit.n)),
        LimitUnit::Months => Some(of_days(limit.n * 30)),
        LimitUnit::SameDay => Some(8),
        LimitUnit::Hours => None,
    }
}
