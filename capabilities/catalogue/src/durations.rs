//! How long things really took, and what a person has under way: told to the catalogue by the
//! rooms that know, shown on its pages.

use crate::shelf::Catalogue;
use kernel::{Day, Failure};
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, PoisonError, RwLock};
use web::Visitor;
use web::parts::Markup;

/// Below this many dossiers no figure is shown: a few cases say little, and say it of few people.
pub const FEWEST: u32 = 30;

/// How long the dossiers of one procedure took that were finished in a span of days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Durations {
    /// How many were finished.
    pub count: u32,
    /// Half were finished within this, in minutes of office time (eight hours a day).
    pub median_minutes: u32,
    /// Nine in ten were finished within this, in minutes of office time.
    pub p90_minutes: u32,
    /// How many of them were late by the law.
    pub late: u32,
    /// First day of the span.
    pub from: Day,
    /// Last day of the span.
    pub to: Day,
}

impl Durations {
    /// Whether there are enough of them to show figures.
    pub const fn is_enough(&self) -> bool {
        self.count >= FEWEST
    }
}

/// What a section of the home page is made by, for whoever is signed in.
pub type HomeSlot =
    Arc<dyn Fn(Visitor) -> Pin<Box<dyn Future<Output = Result<Markup, Failure>> + Send>> + Send + Sync>;

/// What other rooms told.
#[derive(Default)]
pub(crate) struct Told {
    durations: RwLock<Arc<HashMap<String, Durations>>>,
    home: RwLock<Option<HomeSlot>>,
}

impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Told")
    }
}

impl Catalogue {
    /// Puts the durations in place, by code; the ones before are forgotten.
    pub fn set_durations(&self, durations: HashMap<String, Durations>) {
        *self.told().durations.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(durations);
    }

    /// How long the dossiers of a procedure took of late.
    pub fn duration(&self, code: &str) -> Option<Durations> {
        self.told().durations.read().unwrap_or_else(PoisonError::into_inner).get(code).copied()
    }

    /// All of them, by code.
    pub(crate) fn durations(&self) -> Arc<HashMap<String, Durations>> {
        self.told().durations.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Names who makes the section of the home page about one's own dossiers.
    pub fn set_home_slot(&self, slot: HomeSlot) {
        *self.told().home.write().unwrap_or_else(PoisonError::into_inner) = Some(slot);
    }

    pub(crate) fn home_slot(&self) -> Option<HomeSlot> {
        self.told().home.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
