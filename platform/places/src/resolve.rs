//! From what was typed beside "Xã, phường" to one commune, or the choice there is.

use crate::Places;
use crate::search::{Hit, Scope};
use crate::units::Commune;

/// Most communes offered to choose from.
const CHOICE: usize = 12;

/// What a typed name comes to.
#[derive(Clone, Debug)]
pub enum Resolution {
    /// One commune of today has this name, or this code.
    One(&'static Commune),
    /// Which of these? Best first. A name of before 01/07/2025 always comes here, with all its
    /// successors, even when there is one: the person sees what the place is called now.
    Several(Vec<Hit>),
    /// Nothing in this province is called so.
    None,
}

impl Places {
    /// Finds the commune meant by `typed` in a province: its code, its name with or without marks
    /// and kind, or a name of before. Only a whole name of today (or a code) is taken at once; the
    /// beginning of a name and a name of before give a choice.
    pub fn resolve(&'static self, province: &str, typed: &str) -> Resolution {
        let typed = typed.trim();
        if let Some(commune) = self.commune(typed) {
            return if self.province_of(commune).code == province {
                Resolution::One(commune)
            } else {
                Resolution::None
            };
        }
        let hits = self.search(typed, CHOICE, Scope::only(province));
        let mut now = hits.iter().filter(|hit| hit.exact && hit.former.is_none());
        match (now.next(), now.next()) {
            (Some(one), None) => Resolution::One(one.commune),
            _ if hits.is_empty() => Resolution::None,
            _ => {
                let exact: Vec<Hit> = hits.iter().filter(|hit| hit.exact).copied().collect();
                Resolution::Several(if exact.is_empty() { hits } else { exact })
            }
        }
    }
}
