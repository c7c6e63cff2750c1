//! Each of the sixteen procedures made by hand, from application to result: the person goes page by
//! page (or comes to the counter), every office does its part through the API.

use cases::{Outcome, Phase, Task, TaskKind};
use catalogue::Way;
use kernel::{Id, Money};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use walkthroughs::samples::{self, EXTRACT, HOUSE};
use walkthroughs::{Client, Sent, Town, on_both_engines, walk};

/// Complete applications of invented people, by procedure.
const APPLICATIONS: &str = include_str!("../../data/applications.json");
/// More moves than any of them takes.
const MOST_MOVES: usize = 60;

fn applications() -> BTreeMap<String, BTreeMap<String, String>> {
    let mut all: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(APPLICATIONS).unwrap();
    for (code, answers) in [("2.000635", EXTRACT), ("1.013225", HOUSE)] {
        let owned = answers.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        all.insert(code.to_owned(), owned.collect());
    }
    all
}

/// Which agency the person chooses.
fn agency(town: &Town, revision: &catalogue::Revision) -> (String, String) {
    let all = town.house().dossiers.agencies_for(revision);
    let chosen = all.iter().find(|agency| agency.code == "H29.201").or(all.first());
    let chosen = chosen.unwrap_or_else(|| panic!("nobody decides {}", revision.code()));
    (chosen.code.clone(), chosen.name_vi.clone())
}

struct Life<'t> {
    town: &'t Town,
    revision: Arc<catalogue::Revision>,
    case: Id,
}

impl Life<'_> {
    /// Somebody who may do this task.
    fn who(&self, task: &Task) -> Client {
        let accounts = &self.town.house().accounts;
        let fit =
            accounts.officers_for_procedure(task.unit, task.role, self.revision.code(), self.town.now());
        let officer = task.holder.or(fit.first().copied());
        let officer =
            officer.unwrap_or_else(|| panic!("{}: nobody may do {}", self.revision.code(), task.step));
        self.town.program(&accounts.officer(officer).unwrap().login)
    }

    fn post(&self, who: &Client, leaf: &str, body: &Value) {
        let answer = who.post_json(&format!("/api/v1/dossiers/{}/{leaf}", self.case), body);
        assert!(matches!(answer.status, 200 | 201), "{} {leaf}: {}", self.revision.code(), answer.short());
    }

    fn attach(&self, who: &Client, task: &Task) {
        let pairs = [("task".to_owned(), task.id.to_string())];
        let file = Sent { field: "file", name: "kết quả.pdf", bytes: samples::PDF };
        let answer = who.upload(&format!("/api/v1/dossiers/{}/results", self.case), &pairs, &[file]);
        assert_eq!(answer.status, 201, "{}: {}", self.revision.code(), answer.short());
    }

    fn has_result(&self) -> bool {
        let case = self.case;
        self.town.db().read_blocking(move |tx| Ok(cases::queries::has_result(tx, case)?)).unwrap()
    }

    /// One piece of work; what runs beside the leading step comes first.
    fn move_on(&self) {
        let state = self.town.state(self.case);
        let mut open: Vec<Task> = state.open_tasks().cloned().collect();
        open.sort_by_key(|task| task.lead);
        let task = open.first().unwrap_or_else(|| panic!("{}: no task", self.revision.code())).clone();
        let who = self.who(&task);
        let body = json!({ "task": task.id.to_string() });
        match task.kind {
            TaskKind::Receive => self.post(&who, "accept", &json!({})),
            TaskKind::Consult => {
                self.post(&who, "advise", &json!({ "task": task.id.to_string(), "agrees": true }));
            }
            TaskKind::Part => {
                if self.revision.part(&task.step).unwrap().result.is_some() {
                    self.attach(&who, &task);
                }
                self.post(&who, "complete-part", &body);
            }
            TaskKind::Transfer => self.post(&who, "papers-moved", &body),
            TaskKind::HandOver => {
                let dossiers = &self.town.house().dossiers;
                let whole = self.town.wait(dossiers.whole(self.case)).unwrap();
                let answers = dossiers.content(&whole).unwrap().answers;
                let quote = dossiers::rules::quote(&self.revision, &answers, state.channel);
                if quote.total > Money(0) && whole.fees.is_empty() {
                    self.post(&who, "fee", &json!({}));
                }
                self.post(&who, "hand-over", &json!({ "to": "applicant" }));
            }
            TaskKind::Work | TaskKind::Approve | TaskKind::Await => {
                let step = self.revision.step(&task.step).unwrap();
                if step.may_attach_result && !self.has_result() {
                    self.attach(&who, &task);
                }
                self.post(&who, "forward", &body);
            }
            TaskKind::Decide | TaskKind::Correct => panic!("nobody proposed anything"),
        }
    }
}

/// Sends an application the way the procedure takes it.
fn apply(town: &Town, revision: &catalogue::Revision, answers: &BTreeMap<String, String>) -> Id {
    let (code, name) = agency(town, revision);
    let pairs: Vec<(&str, &str)> =
        answers.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    if revision.procedure.way.iter().any(|way| way.by == Way::Online) {
        let receipt = walk::apply(&town.guest(), revision.code(), &name, &pairs);
        return town.case(&receipt.number);
    }
    let mut said = catalogue::Answers::new();
    let raw: Vec<(String, String)> = answers.clone().into_iter().collect();
    said.apply(revision.validate_form(&raw, town.now().day()).said);
    let papers: Vec<Value> = revision
        .with(&said)
        .papers()
        .iter()
        .filter(|paper| paper.need == catalogue::Need::Required)
        .map(|paper| json!({ "key": paper.paper.key, "form": "original", "compared": true }))
        .collect();
    let body = json!({
        "procedure": revision.code(), "agency": code, "answers": answers, "papers": papers,
        "fee_taken": true, "agreed": true,
    });
    let made = town.program("tiepnhan.saigon").post_json("/api/v1/dossiers", &body);
    assert_eq!(made.status, 201, "{}: {}", revision.code(), made.short());
    made.json()["id"].as_str().unwrap().parse().unwrap()
}

on_both_engines! {
    fn each_of_the_sixteen_goes_from_application_to_result(engine) {
        let town = Town::on(engine);
        let all = applications();
        assert_eq!(all.len(), 16);
        for (code, answers) in &all {
            let day = town.now().day();
            let revision = town.house().catalogue.current(code, day).unwrap_or_else(|| panic!("no {code} today"));
            let case = apply(&town, &revision, answers);
            let life = Life { town: &town, revision, case };
            for moved in 0.. {
                let state = town.state(case);
                if state.phase == Phase::Closed {
                    assert_eq!(state.outcome, Some(Outcome::Delivered), "{code}");
                    break;
                }
                assert!(moved < MOST_MOVES, "{code} never ends: {:?}", state.leading().map(|task| &task.step));
                life.move_on();
                town.pass_minutes(7);
            }
            let state = town.state(case);
            assert!(state.original_due.is_some() && state.code.is_some(), "{code}");
            let parts = state.tasks.iter().filter(|task| task.kind == TaskKind::Part);
            assert!(parts.clone().all(|task| task.outcome.as_deref() == Some("done")), "{code}");
        }
        town.doctor();
    }
}
