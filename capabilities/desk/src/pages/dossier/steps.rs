//! The forms of a dossier as commands: each runs one command and goes back to the dossier, or
//! shows the page again with the mistakes at their fields.

use super::{Posted, again, resolve};
use crate::Desk;
use axum::extract::{Path, State};
use dossiers::commands::Letter;
use dossiers::{Advice, Attached, Done, Seen};
use files::UploadProblem;
use kernel::{Failure, FieldError, Id, Refusal, RefusalKind};
use serde::Deserialize;
use web::parts::DateTyped;
use web::{Answer, Form, Pairs, Upload, Visitor};

/// What the forms say. Each has a part of it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Said {
    phien_ban: Option<i64>,
    viec: String,
    giay: String,
    ly_do: String,
    y_kien: String,
    tra_loi: String,
    nguoi_nhan: String,
    trao_cho: String,
    kenh: String,
    do_ai: String,
    noi_dung: String,
    nguyen_nhan: String,
    loi_nhan: String,
    quyet_dinh: String,
    hen_ngay: String,
    hen_thang: String,
    hen_nam: String,
}

impl Said {
    fn task(&self) -> Option<Id> {
        id(&self.viec)
    }

    /// What a letter says: its cause, its words and the day it names.
    fn letter(&self) -> Result<Letter, Refusal> {
        let part = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let typed = Pairs::new(vec![
            part("hen_ngay", &self.hen_ngay),
            part("hen_thang", &self.hen_thang),
            part("hen_nam", &self.hen_nam),
        ]);
        let day = DateTyped::from_pairs(&typed, "hen").day();
        let mut wrong = Vec::new();
        if self.nguyen_nhan.is_empty() {
            wrong.push(FieldError::new("cause", "choose"));
        }
        if day.is_none() {
            wrong.push(FieldError::new("day", "date"));
        }
        if self.loi_nhan.trim().is_empty() {
            wrong.push(FieldError::new("words", "required"));
        }
        match (Refusal::fields(wrong), day) {
            (None, Some(day)) => {
                Ok(Letter { cause: self.nguyen_nhan.clone(), words: self.loi_nhan.clone(), day })
            }
            (Some(refusal), _) => Err(refusal),
            (None, None) => Err(Refusal::field("day", "date")),
        }
    }

    /// Agreed or declined; nothing is decided by accident.
    fn agrees(&self) -> Result<bool, Refusal> {
        match self.quyet_dinh.as_str() {
            "dong-y" => Ok(true),
            "khong" => Ok(false),
            _ => Err(Refusal::field("decision", "choose")),
        }
    }

    /// A cause and a reason; both are asked for at once.
    fn caused(&self) -> Result<(), Refusal> {
        let mut wrong = Vec::new();
        if self.nguyen_nhan.is_empty() {
            wrong.push(FieldError::new("cause", "choose"));
        }
        if self.ly_do.trim().is_empty() {
            wrong.push(FieldError::new("reason", "required"));
        }
        Refusal::fields(wrong).map_or(Ok(()), Err)
    }
}

fn id(text: &str) -> Option<Id> {
    text.parse().ok().filter(|id| *id > 0).map(Id)
}

/// One posted action: which case, which form, what it said.
struct Action<'a> {
    desk: &'a Desk,
    v: &'a Visitor,
    name: &'a str,
    command: &'static str,
    task: Option<Id>,
    pairs: Pairs,
}

impl Action<'_> {
    /// 303 to the dossier, or the page with the mistakes; other refusals become pages of their own.
    async fn answer(self, result: Result<Done, Failure>) -> Answer {
        match result {
            Ok(done) => Ok(self.v.see_other(&format!("/can-bo/ho-so/{}?xong={}", done.number, self.command))),
            // Too late is said on the fresh page, with what was typed still in its form.
            Err(Failure::Refusal(refusal))
                if matches!(refusal.kind, RefusalKind::Fields | RefusalKind::Changed) =>
            {
                let posted = Posted { command: self.command, task: self.task, pairs: self.pairs, refusal };
                again(self.desk, self.v, self.name, posted).await
            }
            Err(other) => Err(other.into()),
        }
    }
}

macro_rules! step {
    ($(#[$doc:meta])* $name:ident, $command:literal, |$desk:ident, $v:ident, $case:ident, $seen:ident, $said:ident| $run:expr) => {
        $(#[$doc])*
        pub(crate) async fn $name(State(desk): State<Desk>, v: Visitor, Path(name): Path<String>, form: Form<Said>) -> Answer {
            let $case = resolve(&desk, &name).await?;
            let $seen = Seen { key: Some(form.key), version: form.value.phien_ban };
            let $said = form.value;
            let ($desk, $v) = (&desk.dossiers, &v);
            let result: Result<Done, Failure> = $run.await;
            let task = $said.task();
            let pairs = (*form.pairs).clone();
            Action { desk: &desk, v: $v, name: &name, command: $command, task, pairs }.answer(result).await
        }
    };
}

/// A missing hidden field means a broken form, not a person's mistake.
fn task_of(said: &Said) -> Result<Id, Refusal> {
    said.task().ok_or_else(|| Refusal::field("form", "form"))
}

step!(
    /// `POST …/tiep-nhan`.
    accept, "accept", |desk, v, case, seen, _said| desk.accept(&v.actor, case, seen)
);
step!(
    /// `POST …/tu-choi`.
    refuse, "refuse", |desk, v, case, seen, said| desk.refuse(&v.actor, case, seen, &said.ly_do)
);
step!(
    /// `POST …/nhan-viec`.
    take, "take", |desk, v, case, seen, said| desk.take(&v.actor, case, task_of(&said)?, seen)
);
step!(
    /// `POST …/chuyen`.
    forward, "forward", |desk, v, case, seen, said| desk.forward(&v.actor, case, task_of(&said)?, seen)
);
step!(
    /// `POST …/tra-lai`.
    send_back, "send-back", |desk, v, case, seen, said| desk.send_back(&v.actor, case, task_of(&said)?, seen, &said.ly_do)
);
step!(
    /// `POST …/thu-phi`.
    take_fee, "take-fee", |desk, v, case, seen, _said| desk.take_fee(&v.actor, case, seen)
);
step!(
    /// `POST …/tra-ket-qua`.
    hand_over, "hand-over", |desk, v, case, seen, said| desk.hand_over(&v.actor, case, seen, &said.trao_cho)
);
step!(
    /// `POST …/lien-he`.
    contact, "contact", |desk, v, case, seen, said| desk.contact(&v.actor, case, seen, &said.kenh, &said.do_ai, &said.noi_dung)
);
step!(
    /// `POST …/doi-chieu`.
    compare, "compare-original", |desk, v, case, seen, said| {
        desk.compare_original(&v.actor, case, id(&said.giay).ok_or_else(Refusal::absent)?, seen)
    }
);
step!(
    /// `POST …/phan-cong`.
    assign, "assign", |desk, v, case, seen, said| assign_to(desk, v, case, seen, &said)
);
step!(
    /// `POST …/y-kien`.
    advise, "advise", |desk, v, case, seen, said| {
        let advice = Advice { agrees: said.tra_loi == "dong-y", words: said.y_kien.clone() };
        let task = task_of(&said)?;
        async move { desk.advise(&v.actor, case, task, seen, &advice).await }
    }
);

step!(
    /// `POST …/hen-lai`.
    extension, "propose-extension", |desk, v, case, seen, said| {
        let letter = said.letter();
        async move { desk.propose_extension(&v.actor, case, seen, &letter?).await }
    }
);
step!(
    /// `POST …/de-nghi-tu-choi`.
    refusal, "propose-refusal", |desk, v, case, seen, said| desk.propose_refusal(&v.actor, case, seen, &said.ly_do)
);
step!(
    /// `POST …/de-nghi-dung`.
    stop, "propose-stop", |desk, v, case, seen, said| {
        let said = &said;
        async move {
            said.caused()?;
            desk.propose_stop(&v.actor, case, seen, &said.nguyen_nhan, &said.ly_do).await
        }
    }
);
step!(
    /// `POST …/quyet-dinh`.
    decide, "decide", |desk, v, case, seen, said| {
        let said = &said;
        async move { desk.decide(&v.actor, case, task_of(said)?, seen, said.agrees()?, &said.ly_do).await }
    }
);
step!(
    /// `POST …/thu-xin-loi`.
    late_letter, "late-letter", |desk, v, case, seen, said| {
        let letter = said.letter();
        async move { desk.late_letter(&v.actor, case, seen, &letter?).await }
    }
);
step!(
    /// `POST …/rut`.
    withdrawal, "confirm-withdrawal", |desk, v, case, seen, said| desk.confirm_withdrawal(&v.actor, case, seen, &said.noi_dung)
);
step!(
    /// `POST …/xong-phan`.
    part, "complete-part", |desk, v, case, seen, said| desk.complete_part(&v.actor, case, task_of(&said)?, seen)
);
step!(
    /// `POST …/chuyen-giay`.
    papers, "papers-moved", |desk, v, case, seen, said| desk.papers_moved(&v.actor, case, task_of(&said)?, seen)
);
step!(
    /// `POST …/dinh-chinh`.
    correction, "open-correction", |desk, v, case, seen, said| desk.open_correction(&v.actor, case, seen, &said.ly_do)
);
step!(
    /// `POST …/mo-lai`.
    reopening, "reopen", |desk, v, case, seen, said| {
        let said = &said;
        async move {
            said.caused()?;
            desk.reopen(&v.actor, case, seen, &said.nguyen_nhan, &said.ly_do).await
        }
    }
);

async fn assign_to(
    dossiers: &dossiers::Dossiers,
    v: &Visitor,
    case: Id,
    seen: Seen,
    said: &Said,
) -> Result<Done, Failure> {
    let task = task_of(said)?;
    let holder = id(&said.nguoi_nhan).ok_or_else(|| Refusal::field("holder", "choose"))?;
    dossiers.assign(&v.actor, case, task, holder, seen).await
}

/// A result file as it came in, with what stands beside it.
struct Sent {
    case: Id,
    task: Option<Id>,
    seen: Seen,
    file: Option<(String, Result<files::Received, UploadProblem>)>,
    pairs: Pairs,
}

/// Receives a result file, sealed as it arrives.
async fn receive(desk: &Desk, v: &Visitor, name: &str, mut upload: Upload) -> Result<Sent, web::PageError> {
    let case = resolve(desk, name).await?;
    // Nothing is received for a dossier this officer may not see.
    desk.dossiers.for_officer(&v.actor, case).await?;
    let mut file = None;
    while let Some(sent) = upload.next_file().await? {
        let file_name = sent.name.clone();
        let received = desk.dossiers.files.receive(sent.stream(), &file_name, files::LIMIT).await;
        file = Some((file_name, received));
    }
    let (key, pairs) = (upload.key()?, upload.pairs.clone());
    let seen = Seen { key: Some(key), version: pairs.get("phien_ban").parse().ok() };
    Ok(Sent { case, task: id(pairs.get("viec")), seen, file, pairs })
}

/// A file that was not taken is something to mend.
fn taken(attached: Result<Attached, Failure>) -> Result<Done, Failure> {
    match attached? {
        Attached::Taken(done) => Ok(done),
        Attached::Not(field) => {
            Err(Refusal::fields(vec![field]).unwrap_or_else(|| Refusal::field("result", "required")).into())
        }
    }
}

/// `POST …/ket-qua`: the result.
pub(crate) async fn attach(
    State(desk): State<Desk>,
    v: Visitor,
    Path(name): Path<String>,
    upload: Upload,
) -> Answer {
    let Sent { case, task, seen, file, pairs } = receive(&desk, &v, &name, upload).await?;
    let result = match (file, task) {
        (None, _) => Err(Refusal::field("result", "required").into()),
        (_, None) => Err(Refusal::field("form", "form").into()),
        (Some((file_name, file)), Some(task)) => {
            taken(desk.dossiers.attach_result(&v.actor, case, task, seen, &file_name, file).await)
        }
    };
    Action { desk: &desk, v: &v, name: &name, command: "attach-result", task, pairs }.answer(result).await
}

/// `POST …/ket-qua-dung`: the right result in place of a wrong one.
pub(crate) async fn correct(
    State(desk): State<Desk>,
    v: Visitor,
    Path(name): Path<String>,
    upload: Upload,
) -> Answer {
    let Sent { case, task, seen, file, pairs } = receive(&desk, &v, &name, upload).await?;
    let result = match (file, task) {
        (None, _) => Err(Refusal::field("result", "required").into()),
        (_, None) => Err(Refusal::field("form", "form").into()),
        (Some((file_name, file)), Some(task)) => {
            taken(desk.dossiers.correct_result(&v.actor, case, task, seen, &file_name, file).await)
        }
    };
    Action { desk: &desk, v: &v, name: &name, command: "correct-result", task, pairs }.answer(result).await
}
