//! The three dated tables, each independent of the others: regimes, forms, code patterns.

use crate::regime::{CodePattern, FormSet, Regime};
use kernel::Day;
use std::sync::Arc;

/// What the folders `regimes/`, `forms/` and `codes/` hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tables {
    pub(crate) regimes: Vec<Arc<Regime>>,
    pub(crate) forms: Vec<Arc<FormSet>>,
    pub(crate) codes: Vec<Arc<CodePattern>>,
}

impl Tables {
    pub(crate) fn regime(&self, key: &str) -> Option<&Arc<Regime>> {
        self.regimes.iter().find(|regime| regime.key == key)
    }

    pub(crate) fn regime_on(&self, day: Day) -> Option<&Arc<Regime>> {
        self.regimes.iter().find(|regime| regime.in_force(day))
    }

    pub(crate) fn forms_on(&self, day: Day) -> Option<&Arc<FormSet>> {
        self.forms.iter().filter(|set| set.from <= day).max_by_key(|set| set.from)
    }

    pub(crate) fn code_pattern_on(&self, day: Day) -> Option<&Arc<CodePattern>> {
        self.codes.iter().filter(|code| code.from <= day).max_by_key(|code| code.from)
    }
}
