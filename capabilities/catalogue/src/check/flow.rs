//! Steps: who, where to, and whether they fit into the legal limit.

use super::{Checker, is_code};
use crate::model::{Consult, Excluded, Mark, Part, Step, StepKind};
use kernel::{Limit, LimitUnit};
use std::collections::HashSet;

/// Keys of tasks every dossier may have; no step, consultation or part may use them.
const RESERVED: [&str; 9] = [
    "receive",
    "supplement",
    "extension",
    "refusal",
    "stop",
    "withdrawal",
    "transfer",
    "correction",
    "reopening",
];

/// Where keys of the flow are declared: one name space.
pub(super) const SECTIONS: [&str; 3] = ["[[step]]", "[[step.consult]]", "[[step.part]]"];

/// How far a way through the flow has come, in working hours.
#[derive(Clone, Copy, Default)]
struct Spent {
    /// On steps.
    steps: u32,
    /// When the last consultation asked so far must be answered.
    answered: u32,
    /// When the last part sent out so far must be done.
    parts: u32,
}

impl Checker<'_> {
    pub(super) fn steps(&mut self) {
        let steps = &self.revision.procedure.step;
        if steps.is_empty() {
            self.add("code =", "The procedure has no steps", "Add [[step]]; acceptance opens the first")
                .of("no-steps", &[]);
            return;
        }
        for step in steps {
            self.time_of(step);
            self.ways_from(step);
            self.waiting(step);
            step.consult.iter().for_each(|consult| self.consult(consult));
            step.part.iter().for_each(|part| self.part(part));
        }
        self.reserved();
        self.parts_awaited();
        let reached = self.reached();
        for step in steps.iter().filter(|step| !reached.contains(step.key.as_str())) {
            let remedy = "Let another step lead to it, or take it out";
            self.add_key("[[step]]", &step.key, format!("No step leads to `{}`", step.key), remedy)
                .of("step-unreached", &[("key", &step.key)]);
        }
        match self.longest(&steps[0], &mut Vec::new(), Spent::default()) {
            Ok(hours) => self.total(hours),
            Err(key) => {
                let needle = format!("to = \"{key}\"");
                self.add(
                    &needle,
                    format!("The flow comes back to `{key}` and never ends"),
                    "Use back for returns; next leads forward",
                )
                .of("flow-circle", &[("key", &key)]);
            }
        }
    }

    /// Which steps have a limit of their own, and in what unit.
    fn time_of(&mut self, step: &Step) {
        let may_lack = step.kind == StepKind::Await && step.excluded.is_some();
        let wrong = match step.kind {
            StepKind::Handover => step.limit.is_some(),
            _ => step.limit.is_none() && !may_lack,
        };
        if wrong {
            let what = format!("The step `{}` has a limit it may not have, or lacks one", step.key);
            let remedy = "Every step has an internal limit, except the hand-over, which waits for the person, \
                          and a wait for the person that sector law takes out of the limit";
            self.add_key("[[step]]", &step.key, what, remedy).of("step-limit", &[("key", &step.key)]);
        }
        if step.limit.is_some_and(|limit| working_hours(limit, false).is_none()) {
            let what = format!("The limit of the step `{}` cannot be counted in working time", step.key);
            self.add_key("[[step]]", &step.key, what, "Use working_hours or working_days")
                .of("step-uncountable", &[("key", &step.key)]);
        }
    }

    fn ways_from(&mut self, step: &Step) {
        if step.next.is_empty() != (step.kind == StepKind::Handover) {
            let what = format!("The flow ends at `{}` without a hand-over, or goes on after one", step.key);
            self.add_key(
                "[[step]]",
                &step.key,
                what,
                "End every way with a step of kind handover, and only there",
            )
            .of("flow-end", &[("key", &step.key)]);
        }
        for (position, next) in step.next.iter().enumerate() {
            if self.revision.step(&next.to).is_none() {
                let needle = format!("to = \"{}\"", next.to);
                let what = format!("`{}` leads to an unknown step `{}`", step.key, next.to);
                self.add(&needle, what, "Use the key of a step")
                    .of("next-unknown", &[("key", &step.key), ("to", &next.to)]);
            }
            if next.when.is_none() != (position + 1 == step.next.len()) {
                let what = format!("From `{}` no way, or more than one, may be open", step.key);
                let remedy = "Give every way but the last a condition; the last has none";
                self.add_key("[[step]]", &step.key, what, remedy)
                    .of("next-conditions", &[("key", &step.key)]);
            }
        }
        if let Some(back) = step.back.as_ref().filter(|back| self.revision.step(back).is_none()) {
            let what = format!("`{}` goes back to an unknown step `{back}`", step.key);
            self.add_key("[[step]]", &step.key, what, "Use the key of a step")
                .of("back-unknown", &[("key", &step.key), ("to", back)]);
        }
    }

    /// Steps that wait for the person, and time taken out of the limit.
    fn waiting(&mut self, step: &Step) {
        if step.kind == StepKind::Await && step.person_does.is_none() {
            let what = format!("The step `{}` waits for the person without saying what to do", step.key);
            self.add_key("[[step]]", &step.key, what, "Add person_does.vi, as the person reads it")
                .of("await-unsaid", &[("key", &step.key)]);
        }
        if step.kind != StepKind::Await && step.person_does.is_some() {
            let what = format!("The step `{}` tells the person what to do, yet waits for no one", step.key);
            self.add_key("[[step]]", &step.key, what, "Set kind = \"await\", or take person_does out")
                .of("person-does-nobody", &[("key", &step.key)]);
        }
        if step.kind == StepKind::Handover && step.excluded.is_some() {
            let what = format!("The hand-over `{}` is after the limit; nothing can be excluded", step.key);
            self.add_key("[[step]]", &step.key, what, "Take excluded out")
                .of("handover-excluded", &[("key", &step.key)]);
        }
        self.excluded(&step.key, step.excluded.as_ref());
    }

    /// Time leaves the limit only by a rule someone has read.
    fn excluded(&mut self, key: &str, excluded: Option<&Excluded>) {
        if excluded.is_some_and(|excluded| excluded.source.mark == Mark::M) {
            let what = format!("The time of `{key}` is taken out of the limit without a verified rule");
            self.add_keys(
                &SECTIONS,
                key,
                0,
                what,
                "Give excluded the rule of sector law that grants it, or take it out",
            )
            .of("excluded-unverified", &[("key", key)]);
        }
    }

    fn consult(&mut self, consult: &Consult) {
        if consult.unit.is_some() == consult.agency.is_some() {
            let what = format!("The consultation `{}` does not name exactly one to ask", consult.key);
            self.add_key("[[step.consult]]", &consult.key, what, "Give it either unit or agency")
                .of("consult-whom", &[("key", &consult.key)]);
        }
        self.excluded(&consult.key, consult.excluded.as_ref());
    }

    fn part(&mut self, part: &Part) {
        if part.unit.is_some() == part.agency.is_some() {
            let what = format!("The part `{}` does not name exactly one to do it", part.key);
            self.add_key("[[step.part]]", &part.key, what, "Give it either unit or agency")
                .of("part-whom", &[("key", &part.key)]);
        }
        if let Some(code) = part.procedure.as_ref().filter(|code| !is_code(code)) {
            let what = format!("The part `{}` stands for `{code}`, which is not a procedure code", part.key);
            self.add_key("[[step.part]]", &part.key, what, "Write one digit, a dot and six digits")
                .of("part-code", &[("key", &part.key), ("code", code)]);
        }
        let results = &self.revision.procedure.result;
        let unknown = part.result.as_ref().filter(|code| !results.iter().any(|known| known.code == **code));
        if let Some(code) = unknown {
            let known: Vec<&str> = results.iter().map(|result| result.code.as_str()).collect();
            let remedy = format!("Use one of: {}; or add a [[result]]", known.join(", "));
            self.add_key(
                "[[step.part]]",
                &part.key,
                format!("The part `{}` makes an unknown result `{code}`", part.key),
                remedy,
            )
            .of("part-result", &[("key", &part.key), ("code", code)]);
        }
        match (working_hours(part.limit, false), self.shortest_limit()) {
            (None, _) => {
                let what = format!("The limit of the part `{}` cannot be counted in working time", part.key);
                self.add_key("[[step.part]]", &part.key, what, "Use working_hours, working_days or days")
                    .of("part-uncountable", &[("key", &part.key)]);
            }
            (Some(hours), Some(limit)) if hours > limit => {
                let what = format!(
                    "The part `{}` takes {hours} working hours, the whole limit leaves {limit}",
                    part.key
                );
                self.add_key(
                    "[[step.part]]",
                    &part.key,
                    what,
                    "Shorten it; a part ends inside the limit of the whole",
                )
                .of(
                    "part-too-long",
                    &[("key", &part.key), ("takes", &hours.to_string()), ("leaves", &limit.to_string())],
                );
            }
            _ => {}
        }
    }

    fn reserved(&mut self) {
        for key in self.revision.procedure.step.iter().flat_map(keys_of).filter(|key| RESERVED.contains(key))
        {
            let what = format!("The key `{key}` is kept for what may happen to any dossier");
            self.add_keys(&SECTIONS, key, 0, what, format!("Choose another than {}", RESERVED.join(", ")))
                .of("key-kept", &[("key", key)]);
        }
    }

    /// Parts need a step that waits for them, and the other way round.
    fn parts_awaited(&mut self) {
        let steps = &self.revision.procedure.step;
        let first = steps.iter().flat_map(|step| &step.part).next();
        let waits = steps.iter().find(|step| step.waits_for_parts);
        match (first, waits) {
            (Some(part), None) => {
                let what = format!("No step waits for the part `{}`", part.key);
                self.add_key(
                    "[[step.part]]",
                    &part.key,
                    what,
                    "Add waits_for_parts = true to the step that needs them all",
                )
                .of("part-unawaited", &[("key", &part.key)]);
            }
            (None, Some(step)) => {
                let what = format!("The step `{}` waits for parts, and there are none", step.key);
                self.add_key("[[step]]", &step.key, what, "Add [[step.part]], or take waits_for_parts out")
                    .of("waits-for-nothing", &[("key", &step.key)]);
            }
            _ => {}
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

    /// Working hours of the longest way from a step, with what is `spent` behind it; the key of a
    /// step met twice is an error. What sector law excludes does not count.
    fn longest(&self, step: &Step, way: &mut Vec<String>, spent: Spent) -> Result<u32, String> {
        if way.contains(&step.key) {
            return Err(step.key.clone());
        }
        way.push(step.key.clone());
        let spent = after(step, spent);
        let mut longest = spent.steps;
        for next in step.next.iter().filter_map(|next| self.revision.step(&next.to)) {
            longest = longest.max(self.longest(next, way, spent)?);
        }
        way.pop();
        Ok(longest)
    }

    /// Working hours the steps take, and those the shortest limit leaves, where they do not fit.
    pub(super) fn too_long(&self) -> Option<(u32, u32)> {
        let first = self.revision.procedure.step.first()?;
        let takes = self.longest(first, &mut Vec::new(), Spent::default()).ok()?;
        let leaves = self.shortest_limit()?;
        (takes > leaves).then_some((takes, leaves))
    }

    fn shortest_limit(&self) -> Option<u32> {
        self.revision.procedure.limit.iter().filter_map(|rule| working_hours(rule.limit, false)).min()
    }

    fn total(&mut self, hours: u32) {
        if let Some(limit) = self.shortest_limit().filter(|limit| hours > *limit) {
            let what = format!("The steps take {hours} working hours, the legal limit leaves {limit}");
            self.add("[[step]]", what, "Shorten steps until they fit into the shortest limit")
                .of("steps-too-long", &[("takes", &hours.to_string()), ("leaves", &limit.to_string())]);
        }
    }
}

/// What is spent when a step is over.
fn after(step: &Step, before: Spent) -> Spent {
    let opened = before.steps;
    let consults = step.consult.iter().filter(|consult| consult.excluded.is_none());
    let asked = consults.filter_map(|consult| working_hours(consult.limit, true)).max();
    let sent = step.part.iter().filter_map(|part| working_hours(part.limit, true)).max();
    let answered = before.answered.max(asked.map_or(0, |hours| opened + hours));
    let parts = before.parts.max(sent.map_or(0, |hours| opened + hours));
    let begun = if step.waits_for_consults { opened.max(answered) } else { opened };
    let own = step.limit.filter(|_| step.excluded.is_none()).and_then(|limit| working_hours(limit, true));
    let worked = begun + own.unwrap_or(0);
    let steps = if step.waits_for_parts { worked.max(parts) } else { worked };
    Spent { steps, answered, parts }
}

/// Keys of a step, its consultations and its parts: one name space.
pub(super) fn keys_of(step: &Step) -> impl Iterator<Item = &str> {
    let consults = step.consult.iter().map(|consult| consult.key.as_str());
    let parts = step.part.iter().map(|part| part.key.as_str());
    std::iter::once(step.key.as_str()).chain(consults).chain(parts)
}

/// A limit in working hours, eight to a day, five days to a week; days rounded down, or up.
pub(super) fn working_hours(limit: Limit, up: bool) -> Option<u32> {
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
