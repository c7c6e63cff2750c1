//! `/can-bo/ho-so/{ma}/bo-sung`: one complete request for papers and answers, built item by item,
//! seen beforehand as the person will read it, and sent once.

mod rows;

use super::dossier::supplement_state::{Request, item_name, requests};
use super::dossier::{Opened, open, resolve};
use crate::Desk;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use cases::looks::Via;
use cases::{Event, ItemKind, Promise, Stage};
use catalogue::SupplementItem;
use dossiers::Seen;
use dossiers::rules::{self, Wanted};
use kernel::{Failure, Refusal, RefusalKind};
use rows::Row;
use serde::Deserialize;
use web::parts::{Field, Markup, Mistake};
use web::{Answer, Form, Pairs, Visitor};

/// What the handler itself reads; the items are read from the pairs.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Said {
    phien_ban: Option<i64>,
    lam: String,
    ghi_chu: String,
}

#[derive(Template)]
#[template(path = "desk/supplement.html")]
pub(crate) struct BuilderPage<'a> {
    pub(crate) v: &'a Visitor,
    pub(crate) mistakes: Vec<Mistake>,
    pub(crate) number: &'a str,
    pub(crate) title: String,
    pub(crate) path: String,
    pub(crate) start: Markup,
    pub(crate) version: i64,
    pub(crate) rule: String,
    pub(crate) papers: Vec<Row>,
    pub(crate) answers: Vec<Row>,
    pub(crate) answers_open: bool,
    pub(crate) note: Field,
}

/// An item as the person reads it.
pub(crate) struct ItemRead {
    pub(crate) name: String,
    pub(crate) reason: String,
    pub(crate) basis: String,
}

#[derive(Template)]
#[template(path = "desk/supplement-preview.html")]
pub(crate) struct PreviewPage<'a> {
    pub(crate) v: &'a Visitor,
    pub(crate) number: &'a str,
    pub(crate) path: String,
    pub(crate) send: String,
    pub(crate) start: Markup,
    pub(crate) again: Markup,
    pub(crate) hidden: Vec<(&'a str, &'a str)>,
    pub(crate) heading: String,
    pub(crate) items: Vec<ItemRead>,
    pub(crate) note: String,
    pub(crate) then: Vec<String>,
}

#[derive(Template)]
#[template(path = "desk/supplement-asked.html")]
pub(crate) struct AskedPage<'a> {
    pub(crate) v: &'a Visitor,
    pub(crate) number: &'a str,
    pub(crate) path: String,
    pub(crate) lead: String,
    pub(crate) rule: String,
    pub(crate) items: Vec<ItemRead>,
}

/// The page of one dossier and what was typed into it.
struct Builder<'a> {
    desk: &'a Desk,
    v: &'a Visitor,
    opened: &'a Opened,
    pairs: &'a Pairs,
}

/// The leaf a stage is sent to.
const fn leaf(stage: Stage) -> &'static str {
    match stage {
        Stage::Intake => "tiep-nhan",
        Stage::Appraisal => "tham-dinh",
    }
}

/// What is ticked, with its words. Nothing else that was typed is asked.
fn wanted(pairs: &Pairs) -> Vec<Wanted> {
    let read = |value: &str| {
        let (kind, key) = value.split_once('.')?;
        Some(Wanted {
            kind: ItemKind::from_name(kind)?,
            key: key.to_owned(),
            reason: pairs.get(&format!("ly_do.{value}")).to_owned(),
            basis: pairs.get(&format!("can_cu.{value}")).to_owned(),
        })
    };
    pairs.all("muc").filter_map(read).collect()
}

impl<'a> Builder<'a> {
    fn path(&self) -> String {
        format!("/can-bo/ho-so/{}", self.opened.state().number())
    }

    fn stage(&self) -> Stage {
        crate::actions::stage(self.opened.state())
    }

    fn rule(&self) -> &'a catalogue::SupplementRule {
        match self.stage() {
            Stage::Intake => &self.opened.regime.supplement_at_intake,
            Stage::Appraisal => &self.opened.regime.supplement_after_appraisal,
        }
    }

    /// What the rules say to these items: the request they would make, or what is wrong with it.
    fn tried(&self, wanted: &[Wanted]) -> Result<Option<Promise>, Refusal> {
        let (ground, state, actor) =
            (self.opened.ground(self.desk, self.v), self.opened.state(), &self.v.actor);
        let events = match self.stage() {
            Stage::Intake => rules::ask_at_intake(&ground, state, actor, wanted)?,
            Stage::Appraisal => rules::ask_after_appraisal(&ground, state, actor, wanted)?,
        };
        let close = events.iter().find_map(|event| match event {
            Event::SupplementAsked { close, .. } => Some(*close),
            _ => None,
        });
        Ok(close.flatten())
    }

    fn items(&self) -> Vec<SupplementItem<'a>> {
        self.opened.revision.with(&self.opened.content.answers).supplement_items()
    }

    fn build(&self, status: StatusCode, refusal: Option<&Refusal>) -> Answer {
        let (v, state) = (self.v, self.opened.state());
        let mistakes = refusal.map(|refusal| self.mistakes(refusal)).unwrap_or_default();
        let (papers, answers) = self.rows(&mistakes);
        let rule = match self.stage() {
            Stage::Intake => "desk-supplement-rule-intake",
            Stage::Appraisal => "desk-supplement-rule-appraisal",
        };
        let page = BuilderPage {
            v,
            number: state.number(),
            title: super::dossier::title(v, self.opened),
            path: v.url(&self.path()),
            start: v.form_start(),
            version: state.version,
            rule: v.t1(rule, "rule", &self.rule().source.text).into_owned(),
            answers_open: papers.is_empty() || answers.iter().any(|row| row.ticked),
            papers,
            answers,
            note: Field::area("ghi_chu", v.t("desk-supplement-note"))
                .hint(v.t("desk-supplement-note-hint"))
                .optional(v)
                .value(self.pairs.get("ghi_chu")),
            mistakes,
        };
        v.page_with(status, &page)
    }

    /// Exactly what the person will read.
    fn preview(&self, wanted: &[Wanted], close: Option<Promise>) -> Answer {
        let (v, opened) = (self.v, self.opened);
        let n = wanted.len();
        let heading = match close {
            Some(close) => v.t2("desk-preview-until", "n", n, "when", v.when(close.at)),
            None => v.t1("desk-preview-open", "n", n),
        };
        let item = |one: &Wanted| ItemRead {
            name: item_name(v, opened, one.kind, &one.key),
            reason: one.reason.trim().to_owned(),
            basis: one.basis.trim().to_owned(),
        };
        let kept = |(name, _): &(&str, &str)| {
            matches!(*name, "muc" | "phien_ban" | "ghi_chu")
                || name.starts_with("ly_do.")
                || name.starts_with("can_cu.")
        };
        let page = PreviewPage {
            v,
            number: opened.state().number(),
            path: v.url(&format!("{}/bo-sung", self.path())),
            send: v.url(&format!("{}/bo-sung/{}", self.path(), leaf(self.stage()))),
            start: v.form_start(),
            again: v.form_start(),
            hidden: self.pairs.iter().filter(kept).collect(),
            heading: heading.into_owned(),
            items: wanted.iter().map(item).collect(),
            note: self.pairs.get("ghi_chu").trim().to_owned(),
            then: self.consequences(close),
        };
        v.page(&page)
    }

    /// What happens afterwards, in the order in which it may happen.
    fn consequences(&self, close: Option<Promise>) -> Vec<String> {
        let v = self.v;
        let mut keys = vec!["desk-preview-complete"];
        keys.push(match self.stage() {
            Stage::Intake => "desk-preview-then-intake",
            Stage::Appraisal if self.rule().restarts => "desk-preview-then-restart",
            Stage::Appraisal => "desk-preview-then-goes-on",
        });
        let mut words: Vec<String> = keys.into_iter().map(|key| v.t(key).into_owned()).collect();
        words.push(match close {
            Some(close) => v.t1("desk-preview-closes", "when", v.when(close.at)).into_owned(),
            None => v.t("desk-preview-stays").into_owned(),
        });
        words
    }

    /// It was asked before: when, by whom, for what, and that once is what the law allows.
    fn asked_before(&self) -> Answer {
        let (v, opened, stage) = (self.v, self.opened, self.stage());
        let found = requests(&self.desk.dossiers.vault, opened)?;
        let request = found.into_iter().rev().find(|request| request.stage == stage);
        let lead = request.as_ref().map_or_else(String::new, |request| {
            let officer = request.by.and_then(|id| self.desk.dossiers.accounts.officer(id));
            let who = officer.map_or_else(String::new, |officer| officer.name.clone());
            v.t3("desk-asked-before", "time", v.when(request.at), "who", &who, "n", request.items.len())
                .into_owned()
        });
        let items = |request: Request| {
            let items = request.items.into_iter();
            items
                .map(|one| ItemRead {
                    name: item_name(v, opened, one.kind, &one.key),
                    reason: one.reason,
                    basis: one.basis,
                })
                .collect()
        };
        let page = AskedPage {
            v,
            number: opened.state().number(),
            path: v.url(&self.path()),
            lead,
            rule: v
                .t2("desk-asked-before-rule", "most", self.rule().most, "rule", &self.rule().source.text)
                .into_owned(),
            items: request.map(items).unwrap_or_default(),
        };
        v.page_with(StatusCode::CONFLICT, &page)
    }

    /// The page a refusal leads to, with nothing typed lost.
    fn refused(&self, refusal: Refusal) -> Answer {
        match refusal.kind {
            RefusalKind::Fields => self.build(StatusCode::UNPROCESSABLE_ENTITY, Some(&refusal)),
            RefusalKind::Changed => self.build(StatusCode::CONFLICT, Some(&refusal)),
            _ if refusal.code == "supplement-asked-already" => self.asked_before(),
            _ => Err(refusal.into()),
        }
    }
}

/// `GET …/bo-sung`.
pub(crate) async fn show(State(desk): State<Desk>, v: Visitor, Path(name): Path<String>) -> Answer {
    let opened = open(&desk, &v, &name, Via::Page).await?;
    let builder = Builder { desk: &desk, v: &v, opened: &opened, pairs: &Pairs::default() };
    match builder.tried(&[]) {
        // Nothing is chosen yet: that is no mistake on the first page.
        Err(refusal) if refusal.kind == RefusalKind::Fields => builder.build(StatusCode::OK, None),
        Err(refusal) => builder.refused(refusal),
        Ok(_) => builder.build(StatusCode::OK, None),
    }
}

/// `POST …/bo-sung`: looked at before it is sent, or mended once more.
pub(crate) async fn look(
    State(desk): State<Desk>,
    v: Visitor,
    Path(name): Path<String>,
    form: Form<Said>,
) -> Answer {
    let opened = open(&desk, &v, &name, Via::Page).await?;
    let builder = Builder { desk: &desk, v: &v, opened: &opened, pairs: &form.pairs };
    let wanted = wanted(&form.pairs);
    match builder.tried(&wanted) {
        Err(refusal) if form.value.lam == "sua" && refusal.kind == RefusalKind::Fields => {
            builder.build(StatusCode::OK, None)
        }
        Err(refusal) => builder.refused(refusal),
        Ok(_) if form.value.lam == "sua" => builder.build(StatusCode::OK, None),
        Ok(_) if form.value.phien_ban != Some(opened.state().version) => builder.refused(Refusal::changed()),
        Ok(close) => builder.preview(&wanted, close),
    }
}

async fn send(desk: Desk, v: Visitor, name: String, form: Form<Said>, stage: Stage) -> Answer {
    let case = resolve(&desk, &name).await?;
    let seen = Seen { key: Some(form.key), version: form.value.phien_ban };
    let wanted = wanted(&form.pairs);
    let sent = desk.dossiers.ask_supplement(&v.actor, case, seen, stage, wanted, &form.value.ghi_chu).await;
    let refusal = match sent {
        Ok(done) => {
            let command = match stage {
                Stage::Intake => "ask-supplement-intake",
                Stage::Appraisal => "ask-supplement-appraisal",
            };
            return Ok(v.see_other(&format!("/can-bo/ho-so/{}?xong={command}", done.number)));
        }
        Err(Failure::Refusal(refusal)) => refusal,
        Err(fault) => return Err(fault.into()),
    };
    let opened = open(&desk, &v, &name, Via::Page).await?;
    Builder { desk: &desk, v: &v, opened: &opened, pairs: &form.pairs }.refused(refusal)
}

/// `POST …/bo-sung/tiep-nhan`: before acceptance.
pub(crate) async fn at_intake(
    State(desk): State<Desk>,
    v: Visitor,
    Path(name): Path<String>,
    form: Form<Said>,
) -> Answer {
    send(desk, v, name, form, Stage::Intake).await
}

/// `POST …/bo-sung/tham-dinh`: after appraisal.
pub(crate) async fn after_appraisal(
    State(desk): State<Desk>,
    v: Visitor,
    Path(name): Path<String>,
    form: Form<Said>,
) -> Answer {
    send(desk, v, name, form, Stage::Appraisal).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_ticked_is_asked() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let pairs = Pairs::new(vec![
            pair("muc", "paper.ban-ve-nha"),
            pair("ly_do.paper.ban-ve-nha", "Thiếu mặt cắt"),
            pair("can_cu.paper.ban-ve-nha", "Điều 55"),
            pair("ly_do.answer.height", "không được đánh dấu"),
            pair("muc", "xyz.height"),
            pair("muc", "height"),
        ]);
        let asked = Wanted {
            kind: ItemKind::Paper,
            key: "ban-ve-nha".to_owned(),
            reason: "Thiếu mặt cắt".to_owned(),
            basis: "Điều 55".to_owned(),
        };
        assert_eq!(wanted(&pairs), vec![asked]);
    }
}
