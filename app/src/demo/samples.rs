//! Real values for the parameters of every page of a demonstration, for the browser stories: a
//! page whose parameters have no sample here fails them.

use super::people::People;
use crate::house::House;
use crate::setting;
use cases::{CaseState, Phase};
use dossiers::queries::Act;
use kernel::{Failure, Fault, Id, Permission, Role};
use serde::Serialize;
use serde_json::{Map, Value, json};
use tokio::runtime::{Builder, Runtime};

/// Most procedures of the national catalogue that are sampled.
const NATIONAL: usize = 3;
/// The setting that names the draft sent last by the seeds.
pub(super) const SENT: &str = "demonstration-sent-draft";
/// Someone who is not signed in.
const VISITOR: &str = "visitor";
/// The tabs of an officer's dossier page.
const TABS: [&str; 5] = ["giay-to", "quy-trinh", "trao-doi", "ket-qua", "nhat-ky"];

/// One way to open a page.
#[derive(Clone, Default, Serialize)]
pub struct Sample {
    params: Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<String>,
    /// What it answers, when that is not 200.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<u16>,
    /// Who may open this one: roles, and `visitor`.
    #[serde(rename = "as", skip_serializing_if = "Option::is_none")]
    people: Option<Vec<&'static str>>,
}

impl Sample {
    fn new(params: &[(&str, &str)]) -> Sample {
        let params = params.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        Sample { params, ..Sample::default() }
    }

    fn asking(mut self, query: &str) -> Sample {
        self.query = Some(query.to_owned());
        self
    }

    fn by(mut self, people: &[&'static str]) -> Sample {
        self.people = Some(people.to_vec());
        self
    }
}

/// The citizen's unfinished draft.
struct Begun {
    id: String,
    pages: Vec<String>,
    paper: Option<String>,
}

/// A dossier of the citizen.
struct Known {
    state: CaseState,
    number: String,
    token: String,
    paper: Option<String>,
    result: Option<String>,
    /// What the person may do with it now.
    acts: Vec<Act>,
    /// Ledger numbers of the events that made letters.
    letters: Vec<String>,
    /// The person may download the result.
    given: bool,
    /// Roles whose first officer may see it.
    officers: Vec<&'static str>,
}

/// Samples of one demonstration.
#[derive(Default)]
pub struct Samples {
    procedures: Vec<String>,
    /// Codes of procedures of the national catalogue.
    national: Vec<String>,
    /// Last parts of the addresses of fields and of life events.
    fields: Vec<String>,
    events: Vec<String>,
    begun: Option<Begun>,
    sent: Option<String>,
    own: Vec<Known>,
    officer: String,
    /// What the look-up of officers is asked, sealed as in an address.
    asked: Vec<String>,
    /// The change an editor is writing.
    written: Option<Written>,
    /// A procedure made here whose code the national catalogue has too.
    beside: Option<String>,
}

/// A change of a procedure.
struct Written {
    code: String,
    id: String,
    /// The first page of questions.
    page: String,
    /// Sections and places of their items: the first of each, and one to be added.
    places: Vec<(&'static str, String)>,
}

/// What a page of the person is there for: some are shown only while it may be done.
fn acts_of(path: &str) -> &'static [Act] {
    match path.rsplit('/').next() {
        Some("bo-sung") => &[Act::Supplement],
        Some("sua") => &[Act::Adjust],
        Some("rut") => &[Act::Withdraw, Act::DropWithdrawal],
        Some("bao-sai") => &[Act::ReportError],
        Some("nop-lai") => &[Act::Again],
        _ => &[],
    }
}

/// Roles that hold any of these permissions; all officers' roles when none is named.
pub fn roles_with(any: &[Permission]) -> Vec<&'static str> {
    Role::ALL
        .iter()
        .filter(|role| !matches!(role, Role::Citizen | Role::Agent))
        .filter(|role| {
            let held = accounts::permissions::of_roles(kernel::Roles::of(&[**role]));
            any.is_empty() || any.iter().any(|one| held & (1 << *one as u32) != 0)
        })
        .map(|role| role.name())
        .collect()
}

/// Collects them; empty when this is no demonstration.
pub fn samples(house: &House) -> Result<Samples, Failure> {
    if !house.is_demo {
        return Ok(Samples::default());
    }
    let people = People::of(house)?;
    let runtime = Builder::new_current_thread().enable_all().build().map_err(Fault::from)?;
    let today = house.clock.civil().day();
    let own = own(house, &people)?;
    let words = own.iter().map(|known| known.state.number()).take(1).chain(["KHONG-CO"]);
    Ok(Samples {
        asked: words.map(|words| desk::sealed_words(&house.vault, words)).collect(),
        procedures: house.catalogue.list(today).iter().map(|revision| revision.code().to_owned()).collect(),
        national: house
            .catalogue
            .entries(today)
            .iter()
            .filter(|entry| !entry.is_made())
            .take(NATIONAL)
            .map(|entry| entry.code().to_owned())
            .collect(),
        fields: house.catalogue.fields(today).into_iter().map(|field| field.slug).collect(),
        events: house.catalogue.events().iter().map(|event| event.key.clone()).collect(),
        begun: begun(house, &people, &runtime)?,
        sent: house.db.read_blocking(|tx| Ok(setting::get(tx, SENT)?))?,
        own,
        written: written(house, &people, &runtime)?,
        beside: house
            .catalogue
            .made_codes()
            .into_iter()
            .find(|code| house.catalogue.national(code).is_some()),
        officer: people.actor(house, "hotich.saigon")?.account.map(|id| id.to_string()).unwrap_or_default(),
    })
}

/// The change that the editor of a demonstration has not proposed yet.
fn written(house: &House, people: &People, runtime: &Runtime) -> Result<Option<Written>, Failure> {
    let author = people.actor(house, super::edits::AUTHOR)?.account;
    let open = runtime.block_on(house.edits().open())?;
    let mine = open.into_iter().find(|edit| Some(edit.author) == author && edit.state.is_written());
    let Some(mine) = mine else { return Ok(None) };
    let procedure = runtime.block_on(house.edits().edit(mine.id))?.procedure()?;
    let Some(page) = procedure.page.first().map(|page| page.key.clone()) else { return Ok(None) };
    let tree = serde_json::to_value(&procedure).map_err(Fault::new)?;
    let places = tree.as_object().map(places).unwrap_or_default();
    Ok(Some(Written { code: mine.code, id: mine.id.to_string(), page, places }))
}

/// The first item of each section and one to be added; those inside others, in the first of these.
fn places(tree: &serde_json::Map<String, serde_json::Value>) -> Vec<(&'static str, String)> {
    let mut places = Vec::new();
    for section in catalogue::edits::SECTIONS {
        let holder = section.parent.map_or(1, |parent| tree[parent].as_array().map_or(0, Vec::len));
        let outer = section.is_nested().then_some(0);
        let first = section.list.is_empty() || !section.items(tree, outer).is_empty();
        let before = if section.is_nested() { "0-" } else { "" };
        places.extend((holder > 0 && first).then(|| (section.slug, format!("{before}0"))));
        let more = holder > 0 && !section.list.is_empty();
        places.extend(more.then(|| (section.slug, format!("{before}moi"))));
    }
    places
}

fn begun(house: &House, people: &People, runtime: &Runtime) -> Result<Option<Begun>, Failure> {
    let citizen = people.actor(house, "nguoidan")?;
    let Some(first) = runtime.block_on(house.dossiers.drafts(&citizen))?.into_iter().next() else {
        return Ok(None);
    };
    let draft = runtime.block_on(house.dossiers.draft(&citizen, first.id))?;
    let answers = draft.answers(&house.vault)?;
    let revision = house.dossiers.revision(draft.revision)?;
    Ok(Some(Begun {
        id: draft.id.to_string(),
        pages: revision.with(&answers).pages().iter().map(|shown| shown.page.key.clone()).collect(),
        paper: draft.papers.first().map(|paper| paper.id.to_string()),
    }))
}

fn own(house: &House, people: &People) -> Result<Vec<Known>, Failure> {
    let account = people.actor(house, "nguoidan")?.account.unwrap_or(Id(0));
    let states = house.db.read_blocking(move |tx| Ok(cases::queries::of_person(tx, account)?))?;
    let mut known = Vec::new();
    for state in states {
        let id = state.id;
        let whole = house.db.read_blocking(move |tx| Ok(cases::queries::whole(tx, id)?))?;
        let given = whole.as_ref().map(|whole| house.dossiers.gives_result(whole)).transpose()?;
        let may = |act: &Act| whole.as_ref().is_some_and(|whole| house.dossiers.may(whole, *act).is_ok());
        let acts = Act::ALL.into_iter().filter(may).collect();
        let papers: Vec<_> =
            whole.into_iter().flat_map(|whole| whole.papers).map(|(paper, _)| paper).collect();
        let find = |result: bool| {
            let filed = papers.iter().filter(|paper| paper.file.is_some());
            filed
                .filter(|paper| cases::is_result(&paper.key) == result)
                .map(|paper| paper.id.to_string())
                .next()
        };
        known.push(Known {
            number: state.number().to_owned(),
            token: cases::link_token(&house.vault, state.id),
            paper: find(false),
            result: find(true),
            acts,
            letters: letters(house, state.id)?,
            given: given == Some(true),
            officers: officers_who_see(house, people, &state)?,
            state,
        });
    }
    Ok(known)
}

fn letters(house: &House, case: Id) -> Result<Vec<String>, Failure> {
    let ledger = house.db.read_blocking(move |tx| Ok(cases::queries::ledger(tx, case)?))?;
    let lines = dossiers::letters(&house.catalogue, &ledger);
    Ok(lines.iter().map(|line| line.seq.to_string()).collect())
}

/// The roles whose first shown officer may see a dossier.
fn officers_who_see(house: &House, people: &People, state: &CaseState) -> Result<Vec<&'static str>, Failure> {
    let mut seeing = Vec::new();
    for name in roles_with(&[]) {
        let row = people.rows().iter().find(|row| row.shown && row.role.name() == name);
        if let Some(row) = row
            && dossiers::rules::officer_may_see(state, &people.actor(house, &row.login)?)
        {
            seeing.push(name);
        }
    }
    Ok(seeing)
}

impl Samples {
    /// The samples of a path (`/en` has the same as its Vietnamese twin); `roles` limits those of
    /// an officers' page.
    pub fn of(&self, path: &str, roles: &[&'static str]) -> Vec<Sample> {
        let path = path.strip_prefix("/en").filter(|rest| rest.starts_with('/')).unwrap_or(path);
        let mut samples = self.all(path);
        if !roles.is_empty() {
            for sample in &mut samples {
                if let Some(people) = &mut sample.people {
                    people.retain(|role| roles.contains(role));
                }
            }
            samples.retain(|sample| sample.people.as_ref().is_none_or(|people| !people.is_empty()));
        }
        samples
    }

    fn all(&self, path: &str) -> Vec<Sample> {
        match path {
            // With an administrator in office no invitation opens: the page of a first start has a story of its own.
            "/thiet-lap/{token}" => {
                let gone = Sample::new(&[("token", "khong-con-mo")]).by(&[VISITOR]);
                vec![Sample { answer: Some(404), ..gone }]
            }
            "/tim" => ["q=trich+luc", "q=khong+co+thu+tuc+nay"].map(|q| Sample::new(&[]).asking(q)).to_vec(),
            "/co-quan" => {
                let asked = ["", "tinh=79", "q=ben+nghe", "tinh=79&q=khong+co", "q=binh+duong"];
                asked.map(|query| Sample::new(&[]).asking(query)).to_vec()
            }
            // One of this house, one that is not, and a former ward that was divided.
            "/co-quan/{ma}" => ["26740-phuong-sai-gon", "00070-phuong-hoan-kiem", "26746"]
                .map(|code| Sample::new(&[("ma", code)]))
                .to_vec(),
            "/thu-tuc" => {
                let narrowed =
                    ["", "o-day=1", "cap=tinh&ai=doanh-nghiep&tren-mang=1", "cap=khac&ai=doanh-nghiep"];
                narrowed.map(|q| Sample::new(&[]).asking(q)).to_vec()
            }
            "/thu-tuc/thay-doi" => ["", "tu=2026-01-01"].map(|q| Sample::new(&[]).asking(q)).to_vec(),
            "/thu-tuc/linh-vuc/{slug}" => {
                self.fields.iter().take(2).map(|slug| Sample::new(&[("slug", slug)])).collect()
            }
            "/su-kien/{slug}" => self.events.iter().map(|slug| Sample::new(&[("slug", slug)])).collect(),
            "/thu-tuc/{ma}/mang-theo" | "/thu-tuc/{ma}/thay-doi" => {
                let made = self.procedures.iter().take(3);
                made.chain(self.national.iter().take(1)).map(|code| Sample::new(&[("ma", code)])).collect()
            }
            "/thu-tuc/{ma}" => {
                let all = self.procedures.iter().chain(&self.national);
                all.map(|code| Sample::new(&[("ma", code)])).collect()
            }
            "/nop/{ma}" | "/can-bo/quay/{procedure}" => {
                self.procedures.iter().map(|code| Sample::new(&[("ma", code), ("procedure", code)])).collect()
            }
            "/can-bo/quay" => ["", "q=xay+dung"].map(|q| Sample::new(&[]).asking(q)).to_vec(),
            "/ban-nhap" | "/ho-so" => vec![Sample::new(&[]).by(&[VISITOR, "citizen", "agent"])],
            "/t/{token}" => {
                self.own.iter().map(|known| Sample::new(&[("token", &known.token)]).by(&[VISITOR])).collect()
            }
            _ if path.starts_with("/can-bo/he-thong/nguoi-dung/{") => {
                vec![Sample::new(&[("officer", &self.officer)])]
            }
            "/can-bo/thu-tuc" => {
                ["", "ca=quoc-gia", "q=khai+sinh"].map(|query| Sample::new(&[]).asking(query)).to_vec()
            }
            _ if path.starts_with("/can-bo/thu-tuc/{") => self.of_editor(path),
            _ if path.starts_with("/nop/{") => self.of_draft(path),
            _ if path.starts_with("/ho-so/{") => self.of_citizen(path),
            _ if path.starts_with("/can-bo/") => self.of_officer(path),
            _ => Vec::new(),
        }
    }

    /// Pages of a procedure and of the change that is being written.
    fn of_editor(&self, path: &str) -> Vec<Sample> {
        let Some(written) = &self.written else { return Vec::new() };
        let of = |more: &[(&str, &str)]| {
            let own = [("ma", written.code.as_str()), ("ban", &written.id), ("khoa", &written.page)];
            Sample::new(&[&own, more].concat())
        };
        let sections = catalogue::edits::SECTIONS.iter();
        if path.ends_with("/{phan}") {
            let own = sections.filter(|section| !section.is_nested());
            return own.map(|section| of(&[("phan", section.slug)])).collect();
        }
        if path.ends_with("/{cho}") {
            let places = written.places.iter();
            return places.map(|(slug, cho)| of(&[("phan", slug), ("cho", cho.as_str())])).collect();
        }
        // A code that only the national catalogue has, and one that stands in both.
        let more = match path {
            "/can-bo/thu-tuc/{ma}" => self.national.first(),
            "/can-bo/thu-tuc/{ma}/quoc-gia" => self.beside.as_ref(),
            _ => None,
        };
        let more = more.map(|code| Sample::new(&[("ma", code.as_str())]));
        std::iter::once(of(&[])).chain(more).collect()
    }

    fn of_draft(&self, path: &str) -> Vec<Sample> {
        let by_citizen = |params: &[(&str, &str)]| Sample::new(params).by(&["citizen"]);
        let Some(begun) = &self.begun else { return Vec::new() };
        match path {
            "/nop/{ma}/buoc/{khoa}" => {
                begun.pages.iter().map(|page| by_citizen(&[("ma", &begun.id), ("khoa", page)])).collect()
            }
            "/nop/{ma}/da-nop" => self.sent.iter().map(|sent| by_citizen(&[("ma", sent)])).collect(),
            _ if path.contains("{giay}") => {
                begun.paper.iter().map(|paper| by_citizen(&[("ma", &begun.id), ("giay", paper)])).collect()
            }
            _ => vec![by_citizen(&[("ma", &begun.id)])],
        }
    }

    fn of_citizen(&self, path: &str) -> Vec<Sample> {
        let by_citizen = |params: &[(&str, &str)]| Sample::new(params).by(&["citizen"]);
        let file = |known: &Known| {
            let result = known.result.as_ref().filter(|_| known.given);
            let shown = known.paper.as_ref().or(result)?;
            Some(by_citizen(&[("ma", &known.number), ("giay", shown)]))
        };
        if path.contains("{giay}") {
            return self.own.iter().filter_map(file).collect();
        }
        if path.contains("{so}") {
            return self.of_letters(|known| by_citizen(&[("ma", &known.number)]));
        }
        let acts = acts_of(path);
        let fits = |known: &&Known| acts.is_empty() || acts.iter().any(|act| known.acts.contains(act));
        self.own.iter().filter(fits).map(|known| by_citizen(&[("ma", &known.number)])).collect()
    }

    /// Every letter of every dossier.
    fn of_letters(&self, dossier: impl Fn(&Known) -> Sample) -> Vec<Sample> {
        let one = |known: &Known, so: &String| {
            let mut sample = dossier(known);
            sample.params.insert("so".to_owned(), json!(so));
            sample
        };
        self.own
            .iter()
            .flat_map(|known| known.letters.iter().map(move |so| (known, so)))
            .map(|(known, so)| one(known, so))
            .collect()
    }

    fn of_officer(&self, path: &str) -> Vec<Sample> {
        let seen = |known: &Known| Sample::new(&[("ma", &known.number)]).by(&known.officers);
        match path {
            "/can-bo/tra-cuu" => {
                let mut samples = vec![Sample::new(&[])];
                samples
                    .extend(self.asked.iter().map(|words| Sample::new(&[]).asking(&format!("tim={words}"))));
                samples
            }
            "/can-bo/ho-so/{ma}" => self.of_dossier_page(),
            "/can-bo/ho-so/{ma}/da-nhan" => {
                self.own.iter().filter(|known| known.state.code.is_some()).map(seen).collect()
            }
            // Asking is the receiver's before acceptance; later it hangs on who holds the step.
            "/can-bo/ho-so/{ma}/bo-sung" => {
                let waiting = self.own.iter().filter(|known| known.state.phase == Phase::Waiting);
                waiting.map(|known| Sample::new(&[("ma", &known.number)]).by(&["receiver"])).collect()
            }
            "/can-bo/ho-so/{ma}/giay-hen" => self.own.iter().map(seen).collect(),
            "/can-bo/viec" => ["", "pham-vi=don-vi"].map(|q| Sample::new(&[]).asking(q)).to_vec(),
            _ if path.contains("{so}") => self.of_letters(seen),
            _ if path.contains("{paper}") => {
                let file = |known: &Known| {
                    let shown = known.paper.as_ref().or(known.result.as_ref())?;
                    Some(Sample::new(&[("ma", &known.number), ("paper", shown)]).by(&known.officers))
                };
                self.own.iter().filter_map(file).collect()
            }
            _ if path.starts_with("/can-bo/ho-so/{ma}") => self.own.iter().map(seen).collect(),
            _ => Vec::new(),
        }
    }

    /// Every dossier on its first tab; one that is being worked on, on every tab.
    fn of_dossier_page(&self) -> Vec<Sample> {
        let seen = |known: &Known| Sample::new(&[("ma", &known.number)]).by(&known.officers);
        let worked_on = self.own.iter().filter(|known| !matches!(known.state.phase, Phase::Waiting));
        let full = worked_on.max_by_key(|known| (known.result.is_some(), known.paper.is_some()));
        let mut samples: Vec<Sample> = self.own.iter().map(seen).collect();
        if let Some(known) = full {
            samples.extend(TABS.iter().map(|tab| seen(known).asking(&format!("muc={tab}"))));
        }
        samples
    }
}
