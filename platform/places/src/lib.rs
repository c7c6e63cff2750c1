//! Provinces and communes of Vietnam since 01/07/2025, what they were before, and finding them by
//! name.
//!
//! Everything stands in two files of the project, `data/units.tsv` and `data/former.tsv`, which
//! say where each fact comes from; they are read once, when first asked for. Pure: no IO, no clock.
//!
//! ```
//! let places = places::Places::get();
//! let hit = places.search("ben nghe", 5, places::Scope::default()).into_iter().next();
//! assert_eq!(hit.map(|hit| hit.commune.full_name()).as_deref(), Some("Phường Sài Gòn"));
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod index;
mod key;
mod read;
mod resolve;
mod search;
mod units;

pub use resolve::Resolution;
pub use search::{Hit, ProvinceHit, Scope};
pub use units::{Commune, Former, Kind, Level, Province};

use index::Index;
use std::sync::{LazyLock, OnceLock};
use units::Taken;

/// Every place, in memory once.
#[derive(Debug)]
pub struct Places {
    /// By code.
    provinces: Vec<Province>,
    /// By province, then code.
    communes: Vec<Commune>,
    /// As in the file: a province, then each of its districts with the communes of it.
    former: Vec<Former>,
    /// Successors of former communes and island districts, in the order of `former`.
    taken: Vec<Taken>,
    /// Commune and former unit, sorted: what each commune was formed from.
    formed: Vec<(u16, u16)>,
    /// Positions in `communes`, by code.
    by_code: Vec<u16>,
    /// Positions in `former` of what is no province, by code.
    former_by_code: Vec<u16>,
    /// Made at the first search.
    index: OnceLock<Index>,
}

static PLACES: LazyLock<Places> = LazyLock::new(|| {
    read::read(include_str!("../data/units.tsv"), include_str!("../data/former.tsv"))
        .unwrap_or_else(|problem| panic!("platform/places/data: {problem}"))
});

impl Places {
    /// The places of the files built in; the first call reads them.
    pub fn get() -> &'static Places {
        &PLACES
    }

    /// The 34 provinces, by code.
    pub fn provinces(&'static self) -> &'static [Province] {
        &self.provinces
    }

    /// The province with a code of two digits.
    pub fn province(&'static self, code: &str) -> Option<&'static Province> {
        let at = self.provinces.binary_search_by(|province| province.code.cmp(code)).ok()?;
        self.provinces.get(at)
    }

    /// The communes of a province, by code; none when there is no such province.
    pub fn communes_of(&'static self, province: &str) -> &'static [Commune] {
        self.province(province)
            .and_then(|province| self.communes.get(province.communes()))
            .unwrap_or_default()
    }

    /// All communes, by province and code.
    pub fn communes(&'static self) -> &'static [Commune] {
        &self.communes
    }

    /// The commune with a code of five digits.
    pub fn commune(&'static self, code: &str) -> Option<&'static Commune> {
        let code_at = |at: &u16| self.communes.get(usize::from(*at)).map_or("", |commune| commune.code);
        let at = self.by_code.binary_search_by(|at| code_at(at).cmp(code)).ok()?;
        self.communes.get(usize::from(*self.by_code.get(at)?))
    }

    /// The province a commune belongs to.
    pub fn province_of(&'static self, commune: &Commune) -> &'static Province {
        &self.provinces[usize::from(commune.province)]
    }

    /// `Phường Sài Gòn, Thành phố Hồ Chí Minh`.
    pub fn with_province(&'static self, commune: &Commune) -> String {
        format!("{}, {}", commune.full_name(), self.province_of(commune).full_name())
    }

    /// What stood under a code until 30/06/2025: five digits a commune, three a district, two a
    /// province. Many communes of today have the code of one of then.
    pub fn former(&'static self, code: &str) -> Option<&'static Former> {
        if code.len() == 2 {
            return self.former_provinces().find(|former| former.code == code);
        }
        let code_at = |at: &u16| self.former.get(usize::from(*at)).map_or("", |former| former.code);
        let at = self.former_by_code.binary_search_by(|at| code_at(at).cmp(code)).ok()?;
        self.former.get(usize::from(*self.former_by_code.get(at)?))
    }

    /// The 63 provinces of before 01/07/2025, by code.
    pub fn former_provinces(&'static self) -> impl Iterator<Item = &'static Former> {
        self.former.iter().filter(|former| former.level == Level::Province)
    }

    /// Every former unit: a province, then each of its districts with the communes of it.
    pub fn all_former(&'static self) -> &'static [Former] {
        &self.former
    }

    /// The district of a former commune, the province of a former district.
    pub fn above(&'static self, former: &Former) -> Option<&'static Former> {
        self.former.get(usize::from(former.above?))
    }

    /// `Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh`.
    pub fn former_full(&'static self, former: &Former) -> String {
        let mut name = former.full_name();
        let mut above = self.above(former);
        while let Some(one) = above {
            name.push_str(", ");
            name.push_str(&one.full_name());
            above = self.above(one);
        }
        name
    }

    /// The province of today in which a former unit lies.
    pub fn province_after(&'static self, former: &Former) -> &'static Province {
        &self.provinces[usize::from(former.province)]
    }

    /// The communes a former commune or district is part of today, those surely so first; `false`
    /// beside one that only one of the two sources names. Nothing for a province: see
    /// [`Places::province_after`].
    pub fn successors(&'static self, former: &Former) -> Vec<(&'static Commune, bool)> {
        let mut found: Vec<(&'static Commune, bool)> = Vec::new();
        let at =
            |taken: &Taken| self.communes.get(usize::from(taken.commune)).map(|one| (one, taken.certain));
        for one in self.parts(former) {
            for (commune, certain) in self.taken_by(one).iter().filter_map(at) {
                match found.iter_mut().find(|known| known.0.code == commune.code) {
                    Some(known) => known.1 |= certain,
                    None => found.push((commune, certain)),
                }
            }
        }
        found.sort_by_key(|(commune, certain)| (!certain, commune.code));
        found
    }

    /// The former communes (and island districts) a commune was formed from, by code; `false`
    /// beside one that only one of the two sources names.
    pub fn formed_from(&'static self, commune: &Commune) -> Vec<(&'static Former, bool)> {
        let Some(at) = self.position(commune) else { return Vec::new() };
        let from = self.formed.partition_point(|(one, _)| *one < at);
        let of_it = self.formed.iter().skip(from).take_while(|(one, _)| *one == at);
        let former = of_it.filter_map(|(_, former)| self.former.get(usize::from(*former)));
        former
            .map(|former| {
                let certain = self.taken_by(former).iter().any(|one| one.commune == at && one.certain);
                (former, certain)
            })
            .collect()
    }

    /// Position of a commune among all.
    pub(crate) fn position(&self, commune: &Commune) -> Option<u16> {
        let code_at = |at: &u16| self.communes.get(usize::from(*at)).map_or("", |one| one.code);
        let at = self.by_code.binary_search_by(|at| code_at(at).cmp(commune.code)).ok()?;
        self.by_code.get(at).copied()
    }

    /// The former unit itself, and the communes of a district.
    pub(crate) fn parts(&self, former: &Former) -> impl Iterator<Item = &Former> {
        let at = usize::from(former.at);
        let below = match former.level {
            Level::District => {
                self.former.iter().skip(at + 1).take_while(|one| one.level == Level::Commune).count()
            }
            _ => 0,
        };
        self.former.get(at..=at + below).unwrap_or_default().iter()
    }

    pub(crate) fn taken_by(&self, former: &Former) -> &[Taken] {
        self.taken.get(former.taken.0 as usize..former.taken.1 as usize).unwrap_or_default()
    }

    pub(crate) fn index(&'static self) -> &'static Index {
        self.index.get_or_init(|| Index::of(self))
    }
}
