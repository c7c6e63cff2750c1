//! Two clocks: civil time (law, people, demonstration) and technical time (sessions, retries).
//! Only the first can be moved, only in a demonstration, never back.

use crate::Moment;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Both clocks of one process. Cloning shares them.
#[derive(Clone)]
pub struct Clock(Arc<ClockInner>);

struct ClockInner {
    /// What civil time is ahead of (or behind) technical time, in ms; moves only forward.
    civil_ahead_ms: AtomicI64,
    /// A technical time fixed by a test, in ms; `i64::MIN` when the machine's time is used.
    fixed_ms: AtomicI64,
}

impl Clock {
    /// The machine's time for both clocks.
    pub fn system() -> Clock {
        Clock(Arc::new(ClockInner { civil_ahead_ms: AtomicI64::new(0), fixed_ms: AtomicI64::new(i64::MIN) }))
    }

    /// Both clocks stand at `moment` until a test moves them with [`Clock::move_civil_to`].
    pub fn fixed(moment: Moment) -> Clock {
        let clock = Clock::system();
        clock.0.fixed_ms.store(moment.ms(), Ordering::SeqCst);
        clock
    }

    /// The time of law and people.
    pub fn civil(&self) -> Moment {
        self.technical().plus_ms(self.0.civil_ahead_ms.load(Ordering::SeqCst))
    }

    /// The time of sessions, retries and leases.
    pub fn technical(&self) -> Moment {
        match self.0.fixed_ms.load(Ordering::SeqCst) {
            i64::MIN => Moment::from_ms(machine_ms()),
            fixed => Moment::from_ms(fixed),
        }
    }

    /// How far civil time is from technical time, in ms: what a demonstration persists.
    pub fn civil_ahead_ms(&self) -> i64 {
        self.0.civil_ahead_ms.load(Ordering::SeqCst)
    }

    /// Restores what [`Clock::civil_ahead_ms`] said, at start-up only.
    pub fn set_civil_ahead_ms(&self, ms: i64) {
        self.0.civil_ahead_ms.store(ms, Ordering::SeqCst);
    }

    /// Moves civil time forward to `moment`; false when that would be backward.
    #[must_use]
    pub fn move_civil_to(&self, moment: Moment) -> bool {
        let ahead = moment.ms() - self.technical().ms();
        self.0
            .civil_ahead_ms
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |now| (ahead >= now).then_some(ahead))
            .is_ok()
    }
}

#[allow(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
fn machine_ms() -> i64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn civil_time_moves_forward_only_and_leaves_technical_time_alone() {
        let start = Moment::from_ms(1_000_000);
        let clock = Clock::fixed(start);
        assert!(clock.move_civil_to(start.plus_ms(5)));
        assert_eq!((clock.civil(), clock.technical()), (start.plus_ms(5), start));
        assert!(!clock.move_civil_to(start));
        assert_eq!(clock.civil(), start.plus_ms(5));
    }
}
