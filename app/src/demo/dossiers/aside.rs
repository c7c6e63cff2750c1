//! Dossiers that leave the straight way: more papers asked, a new date, stopped, refused, late with a
//! letter. Each makes one of the legal letters.

use super::{SPECIALIST, Scene};
use cases::{ItemKind, Stage, TaskKind};
use dossiers::Seen;
use dossiers::commands::Letter;
use dossiers::rules::Wanted;
use kernel::{Day, Failure, Fault, Id};

/// What officers write to the person; sealed like everything personal.
pub(super) const BLURRED: &str = "Bản chụp mờ, không đọc được số thửa.";
pub(super) const BOUNDARY: &str = "Người nộp xin dừng để đo lại ranh giới thửa 214.";
pub(super) const PLANNING: &str = "Thửa 214 nằm trong hành lang mở đường.";
pub(super) const WAITING: &str = "Chờ kết quả đo lại ranh thửa 214.";

const HEAD: &str = "truongphong.saigon";

/// Permits that go different ways.
pub(super) struct Aside {
    asked: Id,
    extended: Id,
    stopped: Id,
    refused: Id,
}

impl Scene<'_> {
    /// Four permits, accepted and with the specialist.
    pub(super) fn four_permits(&self) -> Result<Aside, Failure> {
        let one = || {
            let case = self.permit()?;
            self.accept(case)?;
            self.forward(HEAD, case)?;
            Ok::<Id, Failure>(case)
        };
        Ok(Aside { asked: one()?, extended: one()?, stopped: one()?, refused: one()? })
    }

    /// Each goes its way; a head decides where the law wants one.
    pub(super) fn leave_the_straight_way(&self, aside: &Aside) -> Result<(), Failure> {
        let specialist = self.people.actor(self.house, SPECIALIST)?;
        let extension = Letter {
            cause: self.cause(aside.extended, "extension")?,
            words: WAITING.to_owned(),
            day: self.working_day_after(aside.extended, 7)?,
        };
        let stop = self.cause(aside.stopped, "stop")?;
        let (papers, seen) = (self.one_paper(aside.asked)?, Seen::default);
        self.wait(async {
            let room = self.room;
            room.ask_supplement(&specialist, aside.asked, seen(), Stage::Appraisal, papers, "").await?;
            room.propose_extension(&specialist, aside.extended, seen(), &extension).await?;
            room.propose_stop(&specialist, aside.stopped, seen(), &stop, BOUNDARY).await?;
            room.propose_refusal(&specialist, aside.refused, seen(), PLANNING).await.map(drop)
        })?;
        [aside.extended, aside.stopped, aside.refused].into_iter().try_for_each(|case| self.agree(case))
    }

    /// A letter because time ran out; the promise stays broken.
    pub(super) fn apologise(&self, case: Id) -> Result<(), Failure> {
        let signatory = self.people.actor(self.house, "chutich.saigon")?;
        let today = self.house.clock.civil().day();
        let letter = Letter {
            cause: self.cause(case, "late")?,
            words: WAITING.to_owned(),
            day: calendar::Calendar::standard().working_day_from(today.plus(5)),
        };
        self.wait(async { self.room.late_letter(&signatory, case, Seen::default(), &letter).await.map(drop) })
    }

    fn agree(&self, case: Id) -> Result<(), Failure> {
        let head = self.people.actor(self.house, HEAD)?;
        let state = self.state(case)?;
        let task = state.open_tasks().find(|task| task.kind == TaskKind::Decide).map(|task| task.id);
        let task = task.ok_or_else(|| Fault::new("nothing to decide"))?;
        self.wait(async { self.room.decide(&head, case, task, Seen::default(), true, "").await.map(drop) })
    }

    /// The first cause of the regime's list.
    fn cause(&self, case: Id, of: &str) -> Result<String, Failure> {
        let regime = self.room.regime(&self.state(case)?, self.house.clock.civil().day())?;
        let cause = regime.causes(of).next().map(|cause| cause.key.clone());
        cause.ok_or_else(|| Fault::new(format!("the regime has no cause for {of}")).into())
    }

    /// A working day so many days after the promise.
    fn working_day_after(&self, case: Id, days: i64) -> Result<Day, Failure> {
        let due = self.state(case)?.due.ok_or_else(|| Fault::new("no promise"))?;
        Ok(calendar::Calendar::standard().working_day_from(due.day.plus(days)))
    }

    /// A paper that the catalogue requires, asked for again.
    fn one_paper(&self, case: Id) -> Result<Vec<Wanted>, Failure> {
        let whole = self.wait(self.room.whole(case))?;
        let revision = self.room.revision(whole.case.state.revision)?;
        let answers = self.room.content(&whole)?.answers;
        let items = revision.with(&answers).supplement_items();
        let paper = items.iter().find(|item| item.kind == catalogue::ItemKind::Paper);
        let paper = paper.ok_or_else(|| Fault::new("nothing may be asked for"))?;
        Ok(vec![Wanted {
            kind: ItemKind::Paper,
            key: paper.key.to_owned(),
            reason: BLURRED.to_owned(),
            basis: paper.source.text.clone(),
        }])
    }
}
