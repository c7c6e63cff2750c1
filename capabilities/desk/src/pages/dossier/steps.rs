//! The forms of a dossier as commands: each runs one command and goes back to the dossier, or
//! shows the page again with the mistakes at their fields.

use super::{Posted, again, resolve};
use crate::Desk;
use axum::extract::{Path, State};
use dossiers::{Advice, Attached, Done, Seen};
use files::UploadProblem;
use kernel::{Failure, Id, Refusal, RefusalKind};
use serde::Deserialize;
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
}

impl Said {
    fn task(&self) -> Option<Id> {
        id(&self.viec)
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

/// `POST …/ket-qua`: the result file, sealed as it arrives.
pub(crate) async fn attach(
    State(desk): State<Desk>,
    v: Visitor,
    Path(name): Path<String>,
    mut upload: Upload,
) -> Answer {
    let case = resolve(&desk, &name).await?;
    // Nothing is received for a dossier this officer may not see.
    desk.dossiers.for_officer(&v.actor, case).await?;
    let mut received: Option<(String, Result<files::Received, UploadProblem>)> = None;
    while let Some(file) = upload.next_file().await? {
        let file_name = file.name.clone();
        let one = desk.dossiers.files.receive(file.stream(), &file_name, files::LIMIT).await;
        received = Some((file_name, one));
    }
    let key = upload.key()?;
    let pairs = upload.pairs.clone();
    let seen = Seen { key: Some(key), version: pairs.get("phien_ban").parse().ok() };
    let task = id(pairs.get("viec"));
    let result = match (received, task) {
        (None, _) => Err(Refusal::field("result", "required").into()),
        (_, None) => Err(Refusal::field("form", "form").into()),
        (Some((file_name, one)), Some(task)) => {
            match desk.dossiers.attach_result(&v.actor, case, task, seen, &file_name, one).await {
                Ok(Attached::Taken(done)) => Ok(done),
                Ok(Attached::Not(field)) => Err(Refusal::fields(vec![field])
                    .unwrap_or_else(|| Refusal::field("result", "required"))
                    .into()),
                Err(failure) => Err(failure),
            }
        }
    };
    Action { desk: &desk, v: &v, name: &name, command: "attach-result", task, pairs }.answer(result).await
}
