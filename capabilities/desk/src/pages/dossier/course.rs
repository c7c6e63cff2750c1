//! Where the clock of a dossier stands, how its promise moved, and what waits for somebody's word.

use super::tabs::Scene;
use crate::lists::step_name;
use cases::{CaseState, Event, Move, Phase};
use catalogue::Regime;
use kernel::{Id, Moment};
use web::Visitor;
use web::parts::{Fact, Tone};

/// Something to know before anything is done, below the header.
pub(crate) struct Notice {
    pub(crate) tone: Tone,
    pub(crate) title: String,
    pub(crate) words: Vec<String>,
}

/// The promise in words, the first one beside it when it moved.
pub(super) fn promise(v: &Visitor, state: &CaseState) -> Option<String> {
    let (due, first) = (state.due?, state.original_due?);
    Some(if due == first {
        v.t1("desk-promise", "due", v.when(due.at)).into_owned()
    } else {
        v.t2("desk-promise-moved", "due", v.when(due.at), "first", v.when(first.at)).into_owned()
    })
}

/// The name of a cause of the regime's lists.
pub(crate) fn cause_name(v: &Visitor, regime: &Regime, key: &str) -> String {
    let found = regime.cause.iter().find(|cause| cause.key == key);
    found.map_or_else(|| key.to_owned(), |cause| cause.name.get(v.lang).to_owned())
}

impl Scene<'_> {
    /// What stands still or waits: pause, request for papers, withdrawal, proposal, letter.
    pub(super) fn notices(&self) -> Vec<Notice> {
        let all =
            [self.paused(), self.waits_for_papers(), self.withdrawing(), self.proposed(), self.letter()];
        all.into_iter().flatten().collect()
    }

    fn paused(&self) -> Option<Notice> {
        let (v, state) = (self.v, self.opened.state());
        let pause = state.course.pause.as_ref()?;
        let rule = |id: &Id| {
            let task = state.task(*id).filter(|task| task.is_open())?;
            let rule = self.opened.revision.excluded(&task.step)?;
            let (why, source) = (rule.why.get(v.lang), rule.source.text.as_str());
            Some(v.t2("desk-paused-why", "why", why, "source", source).into_owned())
        };
        Some(Notice {
            tone: Tone::Pause,
            title: v.t1("desk-paused", "since", v.when(pause.since)).into_owned(),
            words: pause.tasks.iter().filter_map(rule).collect(),
        })
    }

    fn waits_for_papers(&self) -> Option<Notice> {
        let (v, state) = (self.v, self.opened.state());
        let asked = state.course.supplement.as_ref().filter(|_| state.phase == Phase::Asked)?;
        let words = match asked.close {
            Some(close) => v.t1("desk-asked-until", "when", v.when(close.at)),
            None => v.t("desk-asked-open"),
        };
        Some(Notice {
            tone: Tone::Pause,
            title: v
                .t3(
                    "desk-asked",
                    "missing",
                    asked.missing().count(),
                    "n",
                    asked.items.len(),
                    "since",
                    v.when(asked.asked_at),
                )
                .into_owned(),
            words: vec![words.into_owned()],
        })
    }

    fn withdrawing(&self) -> Option<Notice> {
        let v = self.v;
        let since = self.opened.state().course.withdrawal_at?;
        Some(Notice {
            tone: Tone::Warn,
            title: v.t1("desk-withdrawing", "since", v.when(since)).into_owned(),
            words: vec![v.t("desk-withdrawing-more").into_owned()],
        })
    }

    fn proposed(&self) -> Option<Notice> {
        let v = self.v;
        let proposal = self.opened.state().course.proposal.as_ref()?;
        let what = v.t(&format!("desk-proposed-{}", proposal.what.name())).into_owned();
        Some(Notice {
            tone: Tone::Warn,
            title: v.t1("desk-proposed", "what", &what).into_owned(),
            words: vec![v.t("desk-proposed-more").into_owned()],
        })
    }

    fn letter(&self) -> Option<Notice> {
        let (v, state) = (self.v, self.opened.state());
        let letter = state.course.letter.filter(|_| state.phase == Phase::Running)?;
        Some(Notice {
            tone: Tone::Bad,
            title: v.t2("desk-letter-sent", "n", state.course.letters, "due", v.when(letter.at)).into_owned(),
            words: vec![v.t("desk-letter-sent-more").into_owned()],
        })
    }

    /// The clock as the law counts it: promises, moves, extensions, letters, warnings.
    pub(super) fn course(&self) -> Vec<Fact> {
        let (v, state, regime) = (self.v, self.opened.state(), &self.opened.regime);
        let course = &state.course;
        let fact = |key: &str, value: String| Fact::new(v.t(key), value);
        let mut facts = vec![fact("desk-course-regime", regime.name.get(v.lang).to_owned())];
        if let (Some(due), Some(first)) = (state.due, state.original_due) {
            facts.push(fact("desk-course-first", v.when(first.at)));
            facts.push(fact("desk-course-due", v.when(due.at)));
        }
        facts.extend(course.moves.iter().map(|one| fact("desk-course-moved", self.moved(one))));
        let asked = [
            (course.asked_at_intake, regime.supplement_at_intake.most, "desk-course-asked-intake"),
            (
                course.asked_after_appraisal,
                regime.supplement_after_appraisal.most,
                "desk-course-asked-appraisal",
            ),
            (course.extensions, regime.extension.most, "desk-course-extensions"),
        ];
        for (n, most, key) in asked {
            facts.push(fact(key, v.t2("desk-course-of", "n", n, "most", most).into_owned()));
        }
        let counts = [
            (course.letters, "desk-course-letters"),
            (course.adjustments, "desk-course-adjustments"),
            (course.corrections, "desk-course-corrections"),
            (course.reopenings, "desk-course-reopenings"),
        ];
        for (n, key) in counts.into_iter().filter(|(n, _)| *n > 0) {
            facts.push(fact(key, v.t1("desk-course-times", "n", n).into_owned()));
        }
        let national = dossiers::national::national_status(state, &self.opened.revision);
        let name = national.name(v.lang);
        facts.push(fact(
            "desk-course-national",
            v.t2("desk-course-national-code", "code", national.code(), "name", name).into_owned(),
        ));
        let warned = self.warned();
        if !warned.is_empty() {
            facts.push(fact("desk-course-warned", warned.join("\n")));
        }
        let late = state.late_days(v.now);
        if late > 0 {
            facts.push(fact("desk-course-late", v.t1("desk-course-late-days", "n", late).into_owned()));
        }
        facts
    }

    /// Warnings that were given, with their moments.
    fn warned(&self) -> Vec<String> {
        let v = self.v;
        let given = |at: Moment, key: &str| {
            let what = v.t(&format!("desk-event-{key}")).into_owned();
            v.t2("desk-course-at", "time", v.when(at), "what", &what).into_owned()
        };
        let records = self.opened.ledger.iter().filter(|one| one.kind == "warned" || one.kind == "overdue");
        records
            .filter_map(|record| match record.event().ok()? {
                Event::Warned { warning } => Some(given(record.at, &format!("warned-{warning}"))),
                Event::Overdue => Some(given(record.at, "overdue")),
                _ => None,
            })
            .collect()
    }

    fn moved(&self, one: &Move) -> String {
        let v = self.v;
        let cause = match one.why.as_str() {
            "extension" | "reopening" => cause_name(v, &self.opened.regime, &one.cause),
            "excluded" => {
                let name = |key| step_name(v, Some(&self.opened.revision), key).into_owned();
                one.cause.split(' ').filter(|key| !key.is_empty()).map(name).collect::<Vec<_>>().join(", ")
            }
            _ => one.cause.clone(),
        };
        let why = v.t(&format!("desk-move-{}", one.why)).into_owned();
        let why = if cause.is_empty() { why } else { format!("{why}: {cause}") };
        v.t3("desk-course-move", "from", v.when(one.from.at), "to", v.when(one.to.at), "why", &why)
            .into_owned()
    }
}
