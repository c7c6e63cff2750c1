//! What was done at the counter in the weeks before: enough finished dossiers of one procedure for
//! the figures of how long it really takes. What falls on one moment is done side by side.

use super::{EXTRACT, Scene};
use dossiers::{Attached, Seen, WalkIn};
use futures_util::future::try_join_all;
use kernel::{Actor, Failure, Fault, Id, Moment};

/// Who came to the counter; sealed like everything personal.
pub(super) const NAMES: [&str; 4] =
    ["Hoàng Thị Giả Định", "Vũ Văn Thí Nghiệm", "Bùi Thị Hình Dung", "Đặng Văn Ví Von"];
/// How many wait each morning, the one from the day before included.
const EACH_MORNING: usize = 9;
/// So many minutes after they came, so many were ready: all but one, which waited for the next time.
const READY: [(i64, usize); 4] = [(35, 2), (80, 3), (150, 2), (390, 1)];

/// The officers who do it.
struct Officers {
    desk: Actor,
    clerk: Actor,
    chair: Actor,
}

impl Scene<'_> {
    /// Walk-ins on each of these mornings, handed over on the same day but for a few.
    pub(super) fn finished(&self, mornings: &[Moment]) -> Result<(), Failure> {
        let officers = Officers {
            desk: self.people.actor(self.house, "tiepnhan.saigon")?,
            clerk: self.people.actor(self.house, "hotich.saigon")?,
            chair: self.people.actor(self.house, "chutich.saigon")?,
        };
        let procedure = self.procedure_with("copies")?;
        let mut waiting: Vec<Id> = Vec::new();
        for morning in mornings {
            self.at(*morning)?;
            let come = (waiting.len()..EACH_MORNING).map(|n| self.comes(&officers, &procedure, n));
            waiting.extend(self.wait(try_join_all(come))?);
            for (minutes, count) in READY {
                self.at(morning.plus_minutes(minutes))?;
                self.done(&officers, waiting.drain(..count).collect())?;
            }
        }
        self.done(&officers, waiting)
    }

    fn done(&self, officers: &Officers, cases: Vec<Id>) -> Result<(), Failure> {
        self.wait(try_join_all(cases.into_iter().map(|case| self.goes_home(officers, case)))).map(drop)
    }

    /// A person comes, pays, and waits.
    async fn comes(&self, officers: &Officers, procedure: &str, n: usize) -> Result<Id, Failure> {
        let revision = self.room.current(procedure)?;
        let card = format!("0791900077{n:02}");
        let own = [("requester_name", NAMES[n % NAMES.len()]), ("requester_card", card.as_str())];
        let said = EXTRACT.iter().filter(|(key, _)| own.iter().all(|(mine, _)| mine != key)).chain(&own);
        let raw: Vec<(String, String)> =
            said.map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let mut answers = catalogue::Answers::new();
        answers.apply(revision.validate_form(&raw, self.house.clock.civil().day()).said);
        let form = WalkIn {
            procedure: procedure.to_owned(),
            agency: self.ward,
            answers,
            papers: Vec::new(),
            fee_taken: true,
            at_once: false,
            agreed: true,
        };
        Ok(self.room.walk_in(&officers.desk, None, form).await?.id)
    }

    /// The result is made, signed and handed over.
    async fn goes_home(&self, officers: &Officers, case: Id) -> Result<(), Failure> {
        let (room, name) = (self.room, "ban-sao-trich-luc.pdf");
        let received = self.receive(name).await;
        let task = self.leading_of(case).await?;
        match room.attach_result(&officers.clerk, case, task, Seen::default(), name, received).await? {
            Attached::Taken(_) => {}
            Attached::Not(_) => return Err(Fault::new("a seeded result was not taken").into()),
        }
        room.forward(&officers.clerk, case, task, Seen::default()).await?;
        let task = self.leading_of(case).await?;
        room.forward(&officers.chair, case, task, Seen::default()).await?;
        room.hand_over(&officers.desk, case, Seen::default(), "applicant").await.map(drop)
    }

    async fn leading_of(&self, case: Id) -> Result<Id, Failure> {
        let state = self.house.db.read(move |tx| Ok(cases::Case::require(tx, case)?.state)).await?;
        let task = state.leading().map(|task| task.id);
        Ok(task.ok_or_else(|| Fault::new("no open task"))?)
    }
}
