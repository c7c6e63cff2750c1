//! Invented dossiers in every state, made through the same commands that people use.

mod aside;
mod finished;

use super::advance;
use super::answers::{EXTRACT, PERMIT};
use super::people::People;
use crate::house::House;
use crate::setting;
use catalogue::Answers;
use dossiers::{Attached, Dossiers, Draft, Seen, Upload};
use files::Received;
use kernel::{Actor, Failure, Fault, Id, Moment};
use std::sync::Arc;

const DAY_MS: i64 = 86_400_000;
/// Who appraises permits in the first ward.
const SPECIALIST: &str = "xaydung.saigon";

/// Everything personal typed into the seeded dossiers; a test looks for it in files.
pub const PERSONAL: &[&str] = &[
    "Lý Thị Giả Tưởng",
    "079190004321",
    "0903004321",
    "12 đường Ví Dụ, phường Sài Gòn",
    "Lý Văn Tưởng Tượng",
    "079085001234",
    "0908001234",
    "214 đường Minh Họa, phường Sài Gòn",
    "Công ty Thiết kế Diễn Tập",
    aside::BLURRED,
    aside::BOUNDARY,
    aside::PLANNING,
    aside::WAITING,
    finished::NAMES[0],
    finished::NAMES[1],
    finished::NAMES[2],
    finished::NAMES[3],
];

/// Seeds them, moving the clock from the past to `at`.
pub(super) fn seed(house: &Arc<House>, people: &People, at: Moment) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Fault::from)?;
    let scene = Scene::new(house, people, &runtime)?;
    let morning = |days: i64| {
        let calendar = calendar::Calendar::standard();
        let day = calendar.working_day_until(Moment::from_ms(at.ms() - days * DAY_MS).day());
        Moment::at(day, 8 * 60 + 30)
    };
    scene.finished(&before(at))?;
    scene.at(morning(15))?;
    let permit = scene.permit()?;
    let delivered = scene.extract()?;
    scene.at(morning(15).plus_minutes(45))?;
    scene.accept(permit)?;
    scene.deliver(delivered)?;
    scene.at(morning(12))?;
    scene.forward("truongphong.saigon", permit)?;
    let apologised = scene.extract()?;
    scene.accept(apologised)?;
    scene.at(morning(10))?;
    let aside = scene.four_permits()?;
    scene.at(morning(9).plus_minutes(90))?;
    scene.leave_the_straight_way(&aside)?;
    scene.at(morning(6))?;
    let late = scene.extract()?;
    scene.at(morning(6).plus_minutes(60))?;
    scene.accept(late)?;
    scene.at(morning(2))?;
    let ready = scene.extract()?;
    scene.accept(ready)?;
    scene.make_ready(ready)?;
    scene.apologise(apologised)?;
    let forgotten = scene.extract()?;
    let _ = forgotten;
    scene.at(Moment::from_ms(at.ms() - 3_600_000))?;
    scene.extract()?;
    scene.permit_draft(4)?;
    Ok(())
}

/// Four mornings in the fourth week before.
fn before(at: Moment) -> [Moment; 4] {
    let calendar = calendar::Calendar::standard();
    let mut day = calendar.working_day_from(Moment::from_ms(at.ms() - 27 * DAY_MS).day());
    [(); 4].map(|()| {
        let morning = Moment::at(day, 8 * 60 + 30);
        day = calendar.next_working_day(day);
        morning
    })
}

struct Scene<'a> {
    house: &'a Arc<House>,
    people: &'a People,
    runtime: &'a tokio::runtime::Runtime,
    room: &'a Dossiers,
    citizen: Actor,
    ward: Id,
}

impl<'a> Scene<'a> {
    fn new(
        house: &'a Arc<House>,
        people: &'a People,
        runtime: &'a tokio::runtime::Runtime,
    ) -> Result<Scene<'a>, Failure> {
        let ward = house.accounts.agency_by_code("H29.201").ok_or_else(|| Fault::new("no ward"))?.id;
        let citizen = people.actor(house, "nguoidan")?;
        Ok(Scene { house, people, runtime, room: &house.dossiers, citizen, ward })
    }

    fn at(&self, moment: Moment) -> Result<(), Failure> {
        if moment > self.house.clock.civil() {
            advance(self.house, moment)?;
        }
        Ok(())
    }

    fn wait<T>(&self, future: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
        self.runtime.block_on(future)
    }

    /// The published procedure whose pages have this question: seeds name no codes.
    fn procedure_with(&self, question: &str) -> Result<String, Failure> {
        self.house
            .catalogue
            .list(self.house.clock.civil().day())
            .into_iter()
            .find(|revision| revision.question(question).is_some())
            .map(|revision| revision.code().to_owned())
            .ok_or_else(|| Fault::new(format!("no procedure asks {question}")).into())
    }

    fn draft(&self, code: &str, answers: &[(&str, &str)]) -> Result<Draft, Failure> {
        self.wait(async {
            let draft = self.room.start(&self.citizen, None, code, None).await?;
            let raw: Vec<(String, String)> =
                answers.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
            self.room.answer_all(&self.citizen, draft.id, None, &raw, Some(self.ward)).await?;
            self.room.draft(&self.citizen, draft.id).await
        })
    }

    fn upload(&self, draft: Id, key: &str, name: &str) -> Result<(), Failure> {
        self.wait(async {
            let received = self.receive(name).await;
            match self.room.add_paper(&self.citizen, draft, key, name, received, None).await? {
                Upload::Taken { .. } => Ok(()),
                Upload::Not { .. } => Err(Fault::new("a seeded file was not taken").into()),
            }
        })
    }

    async fn receive(&self, name: &str) -> Result<Received, files::UploadProblem> {
        let bytes = Ok::<_, std::io::Error>(axum::body::Bytes::from_static(SAMPLE_PDF));
        self.house.files.receive(futures_util::stream::iter([bytes]), name, files::LIMIT).await
    }

    fn submit(&self, draft: Id) -> Result<Id, Failure> {
        let case = self.wait(async { Ok(self.room.submit(&self.citizen, draft, None, true).await?.id) })?;
        self.house.db.write_blocking(move |tx| setting::set(tx, super::samples::SENT, &draft.to_string()))?;
        Ok(case)
    }

    fn extract(&self) -> Result<Id, Failure> {
        let draft = self.draft(&self.procedure_with("copies")?, EXTRACT)?;
        self.submit(draft.id)
    }

    fn permit(&self) -> Result<Id, Failure> {
        let draft = self.permit_draft(PERMIT.len())?;
        self.submit(draft)
    }

    /// A building permit with the first so many answers, and the papers a house needs.
    fn permit_draft(&self, answers: usize) -> Result<Id, Failure> {
        let draft = self.draft(&self.procedure_with("floors")?, &PERMIT[..answers])?;
        let revision = self.room.revision(draft.revision)?;
        let known = draft.answers(&self.house.vault)?;
        let needed: Vec<String> = needed_papers(&revision, &known);
        for (at, key) in needed.iter().enumerate() {
            self.upload(draft.id, key, &format!("giay-to-{}.pdf", at + 1))?;
        }
        Ok(draft.id)
    }

    fn accept(&self, case: Id) -> Result<(), Failure> {
        let officer = self.people.actor(self.house, "tiepnhan.saigon")?;
        self.wait(async { self.room.accept(&officer, case, Seen::default()).await.map(drop) })
    }

    fn state(&self, case: Id) -> Result<cases::CaseState, Failure> {
        self.house.db.read_blocking(move |tx| Ok(cases::Case::require(tx, case)?.state))
    }

    fn leading(&self, case: Id) -> Result<Id, Failure> {
        let task = self.state(case)?.leading().map(|task| task.id);
        Ok(task.ok_or_else(|| Fault::new("no open task"))?)
    }

    fn forward(&self, login: &str, case: Id) -> Result<(), Failure> {
        let officer = self.people.actor(self.house, login)?;
        let task = self.leading(case)?;
        self.wait(async { self.room.forward(&officer, case, task, Seen::default()).await.map(drop) })
    }

    fn make_ready(&self, case: Id) -> Result<(), Failure> {
        let officer = self.people.actor(self.house, "hotich.saigon")?;
        let task = self.leading(case)?;
        self.wait(async {
            let received = self.receive("ban-sao-trich-luc.pdf").await;
            let name = "ban-sao-trich-luc.pdf";
            match self.room.attach_result(&officer, case, task, Seen::default(), name, received).await? {
                Attached::Taken(_) => Ok(()),
                Attached::Not(_) => Err(Failure::from(Fault::new("a seeded result was not taken"))),
            }
        })?;
        self.forward("hotich.saigon", case)?;
        self.forward("chutich.saigon", case)
    }

    fn deliver(&self, case: Id) -> Result<(), Failure> {
        self.accept(case)?;
        self.make_ready(case)?;
        let desk = self.people.actor(self.house, "tiepnhan.saigon")?;
        self.wait(async {
            self.room.take_fee(&desk, case, Seen::default()).await?;
            self.room.hand_over(&desk, case, Seen::default(), "applicant").await.map(drop)
        })
    }
}

/// Keys of the papers that must be uploaded for these answers.
pub(crate) fn needed_papers(revision: &catalogue::Revision, answers: &Answers) -> Vec<String> {
    revision
        .with(answers)
        .papers()
        .into_iter()
        .filter(|need| need.need == catalogue::Need::Required)
        .map(|need| need.paper.key.clone())
        .collect()
}

/// One empty page.
pub(crate) const SAMPLE_PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n";
