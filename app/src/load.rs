//! Fills an installation for measuring, through the commands people use.

use crate::demo::answers::EXTRACT;
use crate::house::House;
use dossiers::Seen;
use kernel::{Actor, Failure, Fault, Id};
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;

/// How much to load.
#[derive(clap::Args, Clone)]
pub struct Plan {
    /// Accepted dossiers that stand in the database
    #[arg(long, default_value_t = 100_000)]
    pub dossiers: usize,
    /// Complete drafts ready to be sent
    #[arg(long, default_value_t = 1_000)]
    pub drafts: usize,
    /// Dossiers of which one step is ready to be finished
    #[arg(long, default_value_t = 1_000)]
    pub steps: usize,
    /// Where to write what the load needs
    #[arg(long)]
    pub out: PathBuf,
}

/// Commands under way at once.
const AT_ONCE: usize = 64;
/// Link tokens to read by.
const TRACKED: usize = 10_000;

/// Loads and writes the material.
pub async fn fill(house: &Arc<House>, accounts: &crate::demo::People, plan: &Plan) -> Result<(), Failure> {
    let people = People::of(house, accounts)?;
    let total = plan.dossiers.max(plan.steps);
    let cases = many(total, |n| {
        let (house, people) = (Arc::clone(house), people.clone());
        async move {
            let case = people.submitted(&house, n).await?;
            let desk = people.desk(n);
            house.dossiers.accept(desk, case, Seen::default()).await?;
            Ok(case)
        }
    })
    .await?;
    let drafts = many(plan.drafts, |n| {
        let (house, people) = (Arc::clone(house), people.clone());
        async move { people.draft(&house, n).await }
    })
    .await?;
    let steps = steps(house, &people, &cases, plan.steps)?;
    let tracked: Vec<String> =
        cases.iter().take(TRACKED).map(|case| cases::link_token(&house.vault, *case)).collect();
    let (officer_token, officer) = credentials(house, WORKER).await?;
    let (citizen_token, citizen) = credentials(house, CITIZEN).await?;
    let name = web::session::cookie_name(&web::Config::new(Vec::new()));
    let cookie = |token: &str| format!("{name}={token}");
    let out = json!({
        "officer_token": officer_token,
        "officer_cookie": cookie(&officer),
        "citizen_token": citizen_token,
        "citizen_cookie": cookie(&citizen),
        "drafts": drafts.iter().map(|id| json!({ "id": id })).collect::<Vec<_>>(),
        "track_tokens": tracked.iter().map(|token| json!({ "token": token })).collect::<Vec<_>>(),
        "steps": steps,
    });
    std::fs::write(&plan.out, out.to_string()).map_err(Fault::from)?;
    Ok(())
}

const CITIZEN: &str = "nguoidan";
const WORKER: &str = "hotich.saigon";

/// An API token and a session of a demonstration account.
async fn credentials(house: &House, login: &str) -> Result<(String, String), Failure> {
    let password = accounts::seed::PASSWORD;
    let (_, token) = house.accounts.token_for_password(login, password, "bench", "1").await?;
    let signed = house.accounts.sign_in(&accounts::Stamp::system(), login, password).await?;
    Ok((token, signed.session.token))
}

/// The first step of each dossier, held by the officer whose token is handed out.
fn steps(
    house: &House,
    people: &People,
    cases: &[Id],
    most: usize,
) -> Result<Vec<serde_json::Value>, Failure> {
    let mut out = Vec::with_capacity(most);
    // Only the first ward's dossiers are held by that officer.
    for case in cases.iter().step_by(people.desks.len()).take(most) {
        let case = *case;
        let (version, task) = house.db.read_blocking(move |tx| {
            let state = cases::Case::require(tx, case)?.state;
            Ok((state.version, state.leading().map(|task| task.id)))
        })?;
        if let Some(task) = task {
            out.push(json!({ "id": case, "version": version, "task": task }));
        }
    }
    Ok(out)
}

#[derive(Clone)]
struct People {
    citizen: Actor,
    /// One receiving officer per ward, with the ward.
    desks: Arc<Vec<(Actor, Id)>>,
    procedure: Arc<str>,
    answers: Arc<Vec<(String, String)>>,
}

impl People {
    fn of(house: &House, accounts: &crate::demo::People) -> Result<People, Failure> {
        let desks = ["saigon", "benthanh", "thuduc"]
            .into_iter()
            .map(|ward| {
                let desk = accounts.actor(house, &format!("tiepnhan.{ward}"))?;
                let agency = desk.agency.ok_or_else(|| Fault::new("an officer without an agency"))?;
                Ok((desk, agency))
            })
            .collect::<Result<Vec<_>, Failure>>()?;
        let procedure = house
            .catalogue
            .list(house.clock.civil().day())
            .into_iter()
            .find(|revision| revision.question("copies").is_some())
            .ok_or_else(|| Fault::new("no procedure to load"))?;
        Ok(People {
            citizen: accounts.actor(house, CITIZEN)?,
            desks: Arc::new(desks),
            procedure: procedure.code().into(),
            answers: Arc::new(EXTRACT.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()),
        })
    }

    fn desk(&self, n: usize) -> &Actor {
        &self.desks[n % self.desks.len()].0
    }

    async fn draft(&self, house: &House, n: usize) -> Result<Id, Failure> {
        let draft = house.dossiers.start(&self.citizen, None, &self.procedure, None).await?;
        let agency = self.desks[n % self.desks.len()].1;
        house.dossiers.answer_all(&self.citizen, draft.id, None, &self.answers, Some(agency)).await?;
        Ok(draft.id)
    }

    async fn submitted(&self, house: &House, n: usize) -> Result<Id, Failure> {
        let draft = self.draft(house, n).await?;
        Ok(house.dossiers.submit(&self.citizen, draft, None, true).await?.id)
    }
}

/// Runs `n` commands, [`AT_ONCE`] at a time, and says how far it is every few seconds.
async fn many<F, W>(n: usize, work: F) -> Result<Vec<Id>, Failure>
where
    F: Fn(usize) -> W,
    W: Future<Output = Result<Id, Failure>> + Send + 'static,
{
    let done = Arc::new(AtomicUsize::new(0));
    let told = Arc::clone(&done);
    let teller = tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(5)).await;
            tracing::info!("{} of {n}", told.load(Ordering::Relaxed));
        }
    });
    let mut ids = vec![Id(0); n];
    let mut set = JoinSet::new();
    let mut next = 0;
    let mut failed = None;
    while next < n || !set.is_empty() {
        while next < n && set.len() < AT_ONCE && failed.is_none() {
            let (at, one) = (next, work(next));
            set.spawn(async move { one.await.map(|id| (at, id)) });
            next += 1;
        }
        match set.join_next().await {
            Some(Ok(Ok((at, id)))) => {
                ids[at] = id;
                done.fetch_add(1, Ordering::Relaxed);
            }
            Some(Ok(Err(failure))) => failed = Some(failure),
            Some(Err(error)) => failed = Some(Fault::new(error).into()),
            None => {}
        }
        if failed.is_some() && set.is_empty() {
            break;
        }
    }
    teller.abort();
    failed.map_or(Ok(ids), Err)
}
