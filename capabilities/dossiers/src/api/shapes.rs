//! The JSON of this room: moments in RFC 3339, ids as strings, texts in the language asked for.

use crate::national::NationalStatus;
use crate::queries::{Eyes, OwnLine, PaperLine, Person, Stage, Standing, Title, Tracking};
use cases::{CaseState, Task};
use kernel::Moment;
use serde::Serialize;
use utoipa::ToSchema;
use web::Lang;

pub(super) fn at(moment: Moment) -> String {
    moment.rfc3339()
}

/// An officer.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonOut {
    name: String,
    title: String,
    phone: String,
}

impl PersonOut {
    fn new(person: &Person) -> PersonOut {
        PersonOut { name: person.name.clone(), title: person.title.clone(), phone: person.phone.clone() }
    }
}

/// Who has it.
#[derive(Serialize, ToSchema)]
pub(crate) struct HolderOut {
    unit: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    officer: Option<PersonOut>,
    since: String,
    /// Nobody took it in time; the head was told.
    alarmed: bool,
}

/// A row of the timeline.
#[derive(Serialize, ToSchema)]
pub(crate) struct StageOut {
    key: String,
    title: String,
    /// `done`, `current` or `ahead`.
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    officer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    began: Option<String>,
    /// Promised, or planned for what is ahead.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    done: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<String>,
    /// Office minutes past its time.
    late_minutes: u32,
}

impl StageOut {
    fn new(stage: &Stage, lang: Lang) -> StageOut {
        let title = match &stage.title {
            Title::Sent => "sent".to_owned(),
            Title::Receive => "receive".to_owned(),
            Title::Step(name) | Title::Consult(name) | Title::Part(name) => name.get(lang).to_owned(),
            Title::Beside(step) => step.clone(),
        };
        StageOut {
            key: stage.key.clone(),
            title,
            state: match stage.standing {
                Standing::Done => "done",
                Standing::Current => "current",
                Standing::Ahead => "ahead",
            },
            unit: stage.unit.as_ref().map(|unit| unit.get(lang).to_owned()),
            officer: stage.officer.as_ref().map(|officer| officer.name.clone()),
            began: stage.began.map(at),
            due: stage.due.map(at),
            done: stage.done.map(at),
            outcome: stage.outcome.clone(),
            late_minutes: stage.late_minutes,
        }
    }
}

/// A paper.
#[derive(Serialize, ToSchema)]
pub(crate) struct DossierPaperOut {
    id: String,
    name: String,
    /// Whether there is a file to fetch.
    file: bool,
    form: String,
    copies: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<i64>,
    added_at: String,
    compared: bool,
}

impl DossierPaperOut {
    fn new(paper: &PaperLine, lang: Lang) -> DossierPaperOut {
        DossierPaperOut {
            id: paper.id.to_string(),
            name: paper.name.get(lang).to_owned(),
            file: paper.file,
            form: paper.form.clone(),
            copies: paper.copies,
            pages: paper.pages,
            size: paper.size,
            added_at: at(paper.at),
            compared: paper.compared,
        }
    }
}

/// A fee taken.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReceiptOut {
    amount: i64,
    number: String,
    at: String,
}

/// What is to be paid, and what was.
#[derive(Serialize, ToSchema)]
pub(crate) struct FeesOut {
    /// In đồng.
    total: i64,
    receipts: Vec<ReceiptOut>,
}

/// A dossier as its tracking page tells it; masked for whoever only has the link.
#[derive(Serialize, ToSchema)]
pub(crate) struct TrackingOut {
    /// Only for the person and officers.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// Commands name the version they saw.
    version: i64,
    /// Code when accepted, else receipt number.
    number: String,
    receipt: String,
    procedure: String,
    subject: String,
    agency: String,
    /// `sent`, `accept-late`, `unheld`, `running`, `overdue`, `asked`, `ready`, `delivered`, `refused`,
    /// `withdrawn`, `lapsed` or `stopped`.
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sentence: Option<String>,
    /// Masked for whoever only has the link.
    applicant: String,
    sent_at: String,
    accept_by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_due: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    working_days_left: Option<u32>,
    late: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    ready_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_news_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    holder: Option<HolderOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    receiver: Option<PersonOut>,
    steps: Vec<StageOut>,
    paper_count: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    papers: Vec<DossierPaperOut>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    results: Vec<DossierPaperOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fees: Option<FeesOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl TrackingOut {
    pub(crate) fn new(view: &Tracking, eyes: Eyes, lang: Lang) -> TrackingOut {
        let papers =
            |papers: &[PaperLine]| papers.iter().map(|paper| DossierPaperOut::new(paper, lang)).collect();
        TrackingOut {
            id: (eyes == Eyes::Owner).then(|| view.id.to_string()),
            version: view.version,
            number: view.number.clone(),
            receipt: view.receipt.clone(),
            procedure: view.procedure.clone(),
            subject: view.subject.get(lang).to_owned(),
            agency: view.agency.get(lang).to_owned(),
            state: view.mood.name(),
            sentence: view.sentence.as_ref().map(|sentence| sentence.get(lang).to_owned()),
            applicant: view.name.clone(),
            sent_at: at(view.opened_at),
            accept_by: at(view.accept_by),
            accepted_at: view.accepted_at.map(at),
            due: view.due.map(|due| at(due.at)),
            original_due: view.original_due.map(|due| at(due.at)),
            working_days_left: view.remaining.map(|left| left.days_after_today),
            late: view.lateness.is_late(),
            ready_at: view.ready_at.map(at),
            closed_at: view.closed_at.map(at),
            next_news_by: view.news_by.map(at),
            holder: view.holder.as_ref().map(|holder| HolderOut {
                unit: holder.unit.get(lang).to_owned(),
                officer: holder.officer.as_ref().map(PersonOut::new),
                since: at(holder.since),
                alarmed: holder.alarmed_at.is_some(),
            }),
            receiver: view.receiver.as_ref().map(PersonOut::new),
            steps: view.stages.iter().map(|stage| StageOut::new(stage, lang)).collect(),
            paper_count: view.paper_count,
            papers: papers(&view.papers),
            results: papers(&view.results),
            fees: view.fees.as_ref().map(|fees| FeesOut {
                total: fees.total.0,
                receipts: fees
                    .taken
                    .iter()
                    .map(|(amount, number, when)| ReceiptOut {
                        amount: amount.0,
                        number: number.clone(),
                        at: at(*when),
                    })
                    .collect(),
            }),
            reason: view.reason.clone(),
        }
    }
}

/// A line of the own list.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnOut {
    number: String,
    subject: String,
    state: &'static str,
    /// The promise, or the time by which the office must answer.
    until: String,
    sent_at: String,
    late: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_at: Option<String>,
}

impl OwnOut {
    pub(crate) fn new(line: &OwnLine, lang: Lang) -> OwnOut {
        OwnOut {
            number: line.number.clone(),
            subject: line.subject.get(lang).to_owned(),
            state: line.mood.name(),
            until: at(line.until),
            sent_at: at(line.opened_at),
            late: line.lateness.is_late(),
            closed_at: line.closed_at.map(at),
        }
    }
}

/// A task of a dossier, for officers.
#[derive(Serialize, ToSchema)]
pub(crate) struct TaskOut {
    /// Commands on a task name it.
    id: String,
    step: String,
    /// `receive`, `work`, `approve`, `consult`, `handover`, `await`, `decide`, `part`, `transfer` or
    /// `correct`.
    kind: &'static str,
    unit: String,
    role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    holder: Option<String>,
    open: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<String>,
}

impl TaskOut {
    fn new(task: &Task) -> TaskOut {
        TaskOut {
            id: task.id.to_string(),
            step: task.step.clone(),
            kind: task.kind.name(),
            unit: task.unit.to_string(),
            role: task.role.name(),
            holder: task.holder.map(|holder| holder.to_string()),
            open: task.is_open(),
            due: task.due_at.map(at),
            outcome: task.outcome.clone(),
        }
    }

    pub(crate) fn all(state: &CaseState) -> Vec<TaskOut> {
        state.tasks.iter().map(TaskOut::new).collect()
    }
}

/// A status as the national exchange numbers it.
#[derive(Serialize, ToSchema)]
pub(crate) struct NationalOut {
    /// 1 to 10.
    code: u8,
    name: &'static str,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
}

impl NationalOut {
    pub(crate) fn new(status: NationalStatus, since: Option<Moment>, lang: Lang) -> NationalOut {
        NationalOut { code: status.code(), name: status.name(lang), at: since.map(at) }
    }
}

/// A look at a dossier.
#[derive(Serialize, ToSchema)]
pub(crate) struct LookOut {
    /// When.
    pub(crate) at: String,
    /// `officer`, `person`, `guest` or `system`.
    pub(crate) party: String,
    /// An officer's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    /// An officer's unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) unit: Option<String>,
    /// `page`, `link`, `api`, `file`, `slip` or `list`.
    pub(crate) via: String,
}
