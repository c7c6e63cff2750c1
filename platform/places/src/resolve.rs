//! From what was typed beside "Xã, phường" to one commune, or the choice there is.

use crate::Places;
use crate::search::{Hit, Scope};
use crate::units::Commune;
use kernel::text::{clean, fold};

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
        let now: Vec<&'static Commune> =
            hits.iter().filter(|hit| hit.exact && hit.former.is_none()).map(|hit| hit.commune).collect();
        if let Some(one) = the_one(&now, typed) {
            return Resolution::One(one);
        }
        if hits.is_empty() {
            return Resolution::None;
        }
        let exact: Vec<Hit> = hits.iter().filter(|hit| hit.exact).copied().collect();
        Resolution::Several(if exact.is_empty() { hits } else { exact })
    }
}

/// The one meant among communes whose names are alike without marks: the only one, or the only
/// one written just so (Văn Lang and Văn Lăng are neighbours), or the only one of the kind typed.
fn the_one(fitting: &[&'static Commune], typed: &str) -> Option<&'static Commune> {
    let only = |same: &dyn Fn(&Commune) -> bool| {
        let mut all = fitting.iter().filter(|commune| same(commune));
        all.next().filter(|_| all.next().is_none()).copied()
    };
    let written = clean(typed, false).to_lowercase();
    let folded = fold(typed);
    only(&|_| true)
        .or_else(|| only(&|one| written == one.full_name().to_lowercase()))
        .or_else(|| only(&|one| written == one.name.to_lowercase()))
        .or_else(|| only(&|one| folded == fold(&one.full_name())))
}
