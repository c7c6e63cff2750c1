//! What a head is asked to decide: what is proposed, why, in which words, by whom.

use super::course::cause_name;
use super::tabs::Scene;
use cases::{Proposal, Proposed};
use kernel::Failure;
use serde::Deserialize;
use web::parts::Fact;

/// The words sealed beside a proposal.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Told {
    reason: String,
}

impl Scene<'_> {
    /// The open proposal, as whoever decides it reads it.
    pub(super) fn proposal(&self, proposal: &Proposal) -> Result<Vec<Fact>, Failure> {
        let (v, state) = (self.v, self.opened.state());
        let mut facts = Vec::new();
        let mut fact = |key: &str, value: String| facts.push(Fact::new(v.t(key), value));
        fact("desk-decide-what", v.t(&format!("desk-proposed-{}", proposal.what.name())).into_owned());
        if !proposal.cause.is_empty() {
            fact("desk-decide-cause", cause_name(v, &self.opened.regime, &proposal.cause));
        }
        if let (Some(new), Some(due)) = (proposal.due, state.due) {
            fact("desk-decide-new", v.when(new.at));
            fact("desk-decide-old", v.when(due.at));
            if let Some(first) = state.original_due.filter(|first| *first != due) {
                fact("desk-course-first", v.when(first.at));
            }
        }
        // Proposals follow one another: the open one is the last.
        let record = self.opened.ledger.iter().rev().find(|record| record.kind == "proposed");
        if let Some(record) = record {
            let plain = self.opened.whole.case.words(&self.desk.dossiers.vault, record)?.unwrap_or_default();
            let told: Told = serde_json::from_slice(&plain).unwrap_or_default();
            let words = match proposal.what {
                Proposed::Extension => "desk-decide-words",
                Proposed::Refusal | Proposed::Stop => "desk-decide-reason",
            };
            fact(words, told.reason);
            fact("desk-decide-who", self.who(&record.party, record.actor));
            fact("desk-decide-when", v.when(record.at));
        }
        Ok(facts)
    }
}
