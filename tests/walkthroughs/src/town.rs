//! A whole house in the test's own process, on a fresh database, with clocks that stand still.

use crate::client::Client;
use crate::stock::{
    copy_of, demonstration_template, drop_database, new_place, open, open_demonstration, template,
};
use crate::{runtime, samples};
use axum::Router;
use cases::CaseState;
use kernel::{Actor, Clock, Failure, Id, Moment, Party, Roles};
use motcua::{House, Place};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};
use store::{Db, Engine};
use testkit::TempDir;
use web::{Assembled, RouteInfo};

/// Monday morning, an ordinary week.
const MORNING: &str = "2026-09-07T08:30:00+07:00";
/// When every demonstration begins.
pub const DEMONSTRATION: &str = "2026-09-07T09:00:00+07:00";

/// A house with seeded accounts and no dossiers.
pub struct Town {
    /// The engine behind it.
    pub engine: Engine,
    /// Where it keeps what it keeps.
    pub place: Place,
    house: Option<Arc<House>>,
    assembled: OnceLock<Assembled>,
    database: Option<String>,
    /// Tokens made so far, by login: an account has only so many.
    tokens: Mutex<BTreeMap<String, String>>,
    _folder: TempDir,
}

impl Town {
    /// On a Monday morning at half past eight.
    pub fn on(engine: Engine) -> Town {
        Town::at(engine, MORNING)
    }

    /// At a moment written as RFC 3339, not before July 2026.
    pub fn at(engine: Engine, moment: &str) -> Town {
        Town::with_procedures(engine, moment, None)
    }

    /// The same with the procedure files of a folder.
    pub fn with_procedures(engine: Engine, moment: &str, procedures: Option<PathBuf>) -> Town {
        let (folder, mut place, database) = copy_of(&template(engine).stock);
        place.procedures = procedures;
        let house = open(&place, testkit::clock_at(moment));
        Town::of(engine, folder, place, database, Arc::new(house))
    }

    /// The demonstration with its seeded dossiers at [`DEMONSTRATION`], as `motcua demo` makes it and
    /// goes on with it.
    pub fn demonstration(engine: Engine) -> Town {
        let (folder, place, database) = copy_of(demonstration_template(engine));
        let house = open_demonstration(&place);
        Town::of(engine, folder, place, database, house)
    }

    /// A house in which nothing is founded yet: no agency, no account.
    pub fn unfounded(engine: Engine) -> Town {
        let folder = testkit::temp_dir();
        let (place, database) = new_place(engine, &folder, testkit::pg_database);
        let house = open(&place, testkit::clock_at(MORNING));
        Town::of(engine, folder, place, database, Arc::new(house))
    }

    /// A second process over the same database, as several may serve one PostgreSQL: its house and
    /// its router.
    pub fn another_process(&self) -> (Arc<House>, Router) {
        let ours = &self.house().clock;
        let theirs = Clock::fixed(ours.technical());
        theirs.set_civil_ahead_ms(ours.civil_ahead_ms());
        let house = Arc::new(open(&self.place, theirs));
        let router = house.assemble(|_| {}).expect("the house is put together").router;
        (house, router)
    }

    fn of(
        engine: Engine,
        folder: TempDir,
        place: Place,
        database: Option<String>,
        house: Arc<House>,
    ) -> Town {
        Town {
            engine,
            place,
            house: Some(house),
            assembled: OnceLock::new(),
            database,
            tokens: Mutex::default(),
            _folder: folder,
        }
    }

    /// The house.
    pub fn house(&self) -> &Arc<House> {
        self.house.as_ref().expect("it is there until this is dropped")
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.house().db
    }

    /// The web side, put together when first asked for.
    pub fn web(&self) -> &Assembled {
        self.assembled.get_or_init(|| self.house().assemble(|_| {}).expect("the house is put together"))
    }

    /// The route table.
    pub fn table(&self) -> &[RouteInfo] {
        &self.web().table
    }

    /// The API description.
    pub fn openapi(&self) -> serde_json::Value {
        serde_json::from_str(&self.web().openapi.to_json().expect("JSON")).expect("JSON")
    }

    /// The router.
    pub fn router(&self) -> Router {
        self.web().router.clone()
    }

    /// A browser that has not been here before.
    pub fn guest(&self) -> Client {
        Client::new(self.router())
    }

    /// A browser whose owner signed in at the door.
    #[track_caller]
    pub fn sign_in(&self, login: &str) -> Client {
        let client = self.guest();
        sign_in(&client, login);
        client
    }

    /// A program with a token of this account.
    #[track_caller]
    pub fn program(&self, login: &str) -> Client {
        let mut tokens = self.tokens.lock().expect("tokens");
        let token = tokens.entry(login.to_owned()).or_insert_with(|| token(&self.guest(), login));
        Client::with_token(self.router(), token)
    }

    /// A seeded account as a request of it would be seen.
    #[track_caller]
    pub fn actor(&self, login: &str) -> Actor {
        let seeded = &template(self.engine).seeded;
        let row = seeded.accounts.iter().find(|row| row.login == login);
        let row = row.unwrap_or_else(|| panic!("no account {login}"));
        let officer = self.house().accounts.officer(row.id);
        let held = officer.iter().flat_map(|officer| &officer.roles);
        let roles = held.fold(Roles::of(&[row.role]), |set, held| set.with(held.role));
        Actor {
            party: if officer.is_some() { Party::Officer } else { Party::Person },
            account: Some(row.id),
            session: None,
            roles,
            permissions: accounts::permissions::of_roles(roles),
            agency: officer.as_ref().and_then(|officer| officer.agency),
            unit: officer.as_ref().and_then(|officer| officer.unit),
            lent: Vec::new(),
        }
    }

    /// The agency with this code.
    #[track_caller]
    pub fn agency(&self, code: &str) -> Id {
        self.house().accounts.agency_by_code(code).unwrap_or_else(|| panic!("no agency {code}")).id
    }

    /// Waits for a command.
    pub fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        runtime().block_on(future)
    }

    /// A dossier sent by a person with an account, through the commands: for tests about what comes
    /// after.
    #[track_caller]
    pub fn sent(&self, login: &str, procedure: &str, agency: &str, answers: &[(&str, &str)]) -> Id {
        let draft = self.draft(login, procedure, agency, answers);
        let who = self.actor(login);
        let sent = self.wait(self.house().dossiers.submit(&who, draft, None, true));
        sent.unwrap_or_else(|failure| panic!("{failure:?}")).id
    }

    /// A complete draft of a person with an account, its papers included.
    #[track_caller]
    pub fn draft(&self, login: &str, procedure: &str, agency: &str, answers: &[(&str, &str)]) -> Id {
        let (room, who, agency) = (&self.house().dossiers, self.actor(login), self.agency(agency));
        let raw: Vec<(String, String)> =
            answers.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let made = self.wait(async {
            let draft = room.start(&who, None, procedure, None).await?;
            room.answer_all(&who, draft.id, None, &raw, Some(agency)).await?;
            let draft = room.draft(&who, draft.id).await?;
            let revision = room.revision(draft.revision)?;
            for need in revision.with(&draft.answers(&room.vault)?).papers() {
                if need.need == catalogue::Need::Required {
                    let name = "bản vẽ Kiểm Chứng.pdf";
                    let bytes = Ok::<_, std::io::Error>(axum::body::Bytes::from_static(samples::PDF));
                    let received =
                        room.files.receive(futures_util::stream::iter([bytes]), name, files::LIMIT).await;
                    room.add_paper(&who, draft.id, &need.paper.key, name, received, None).await?;
                }
            }
            Ok::<Id, Failure>(draft.id)
        });
        made.unwrap_or_else(|failure| panic!("{failure:?}"))
    }

    /// The desk of the ward accepts it.
    #[track_caller]
    pub fn accepted(&self, login: &str, case: Id) -> String {
        let done =
            self.wait(self.house().dossiers.accept(&self.actor(login), case, dossiers::Seen::default()));
        done.unwrap_or_else(|failure| panic!("{failure:?}")).number
    }

    /// What a dossier's row says now.
    #[track_caller]
    pub fn state(&self, case: Id) -> CaseState {
        self.db()
            .read_blocking(move |tx| Ok(cases::Case::require(tx, case)?.state))
            .expect("the case is there")
    }

    /// The dossier with this code or receipt number.
    #[track_caller]
    pub fn case(&self, number: &str) -> Id {
        let wanted = number.to_owned();
        let found = self.db().read_blocking(move |tx| Ok(cases::queries::id_by_number(tx, &wanted)?));
        found.expect("the database answers").unwrap_or_else(|| panic!("no dossier {number}"))
    }

    /// Names and times of its events.
    #[track_caller]
    pub fn events(&self, case: Id) -> Vec<(String, Moment)> {
        let records =
            self.db().read_blocking(move |tx| Ok(cases::queries::ledger(tx, case)?)).expect("a ledger");
        records.into_iter().map(|record| (record.kind, record.at)).collect()
    }

    /// The page by which a dossier is followed without a name.
    pub fn link(&self, case: Id) -> String {
        format!("/t/{}", cases::link_token(&self.house().vault, case))
    }

    /// Civil time.
    pub fn now(&self) -> Moment {
        self.house().clock.civil()
    }

    /// Moves civil time to a moment written as RFC 3339; what falls due on the way happens when it
    /// is due.
    #[track_caller]
    pub fn until(&self, moment: &str) {
        self.until_moment(Moment::parse_rfc3339(moment).expect("RFC 3339"));
    }

    /// Moves civil time forward by so many minutes.
    #[track_caller]
    pub fn pass_minutes(&self, minutes: i64) {
        self.until_moment(self.now().plus_minutes(minutes));
    }

    /// Moves civil time to a moment.
    #[track_caller]
    pub fn until_moment(&self, moment: Moment) {
        assert!(moment >= self.now(), "civil time never goes back");
        self.house().claimant().run_due_until(moment).expect("the agenda runs");
        assert!(self.house().clock.move_civil_to(moment), "civil time moves forward");
    }

    /// The doctor's report; the test fails when something is wrong.
    #[track_caller]
    pub fn doctor(&self) -> String {
        let report = motcua::doctor::examine(&self.place).expect("the doctor can look");
        assert!(report.is_well(), "{}", report.text());
        report.text()
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        self.assembled.take();
        self.house = None;
        if let Some(name) = &self.database {
            drop_database(name);
        }
    }
}

/// Everything personal about the seeded accounts; the same in every house.
pub fn seeded_secrets() -> &'static [String] {
    &template(Engine::Sqlite).seeded.personal
}

/// Signs in through the door.
#[track_caller]
pub(crate) fn sign_in(client: &Client, login: &str) {
    let password = accounts::seed::PASSWORD;
    let answer = client.post_form("/dang-nhap", "/dang-nhap", &[("login", login), ("mat_khau", password)]);
    answer.expect(303);
}

/// A token of this account.
#[track_caller]
pub(crate) fn token(client: &Client, login: &str) -> String {
    let body = serde_json::json!({ "login": login, "password": accounts::seed::PASSWORD });
    let made = client.post_json("/api/v1/tokens", &body).expect(201).json();
    made["token"].as_str().expect("a token").to_owned()
}

/// A new empty PostgreSQL database that goes when this is dropped: its address.
pub struct NewDatabase(String);

impl NewDatabase {
    /// Where it is reached.
    pub fn url(&self) -> String {
        testkit::pg_url(&self.0)
    }
}

impl Drop for NewDatabase {
    fn drop(&mut self) {
        drop_database(&self.0);
    }
}

/// A new empty PostgreSQL database.
pub fn new_database() -> NewDatabase {
    NewDatabase(testkit::pg_database())
}
