//! Real values for the parameters of every page of a demonstration, for the browser stories: a
//! page whose parameters have no sample here fails them.

use super::people::People;
use crate::house::House;
use cases::{CaseState, Phase};
use kernel::{Failure, Id, Permission, Role};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// One way to open a page.
#[derive(Clone, Serialize)]
pub struct Sample {
    params: Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<String>,
    #[serde(rename = "as", skip_serializing_if = "Option::is_none")]
    people: Option<Vec<&'static str>>,
}

/// Samples of one demonstration.
#[derive(Default)]
pub struct Samples {
    procedures: Vec<String>,
    draft: Option<(Id, String)>,
    draft_paper: Option<Id>,
    own: Vec<CaseState>,
    own_paper: Option<(String, Id)>,
    tokens: Vec<String>,
    officer: Option<Id>,
    invitation: Option<String>,
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
    let day = house.clock.civil().day();
    let people = People::of(house)?;
    let citizen = people.actor(house, "nguoidan")?;
    let account = citizen.account.unwrap_or(Id(0));
    let own = house.db.read_blocking(move |tx| Ok(cases::queries::of_person(tx, account)?))?;
    let with_papers = own.iter().map(|state| (state.number().to_owned(), state.id)).collect::<Vec<_>>();
    let own_paper = house.db.read_blocking(move |tx| {
        for (number, id) in &with_papers {
            let whole = cases::queries::whole(tx, &cases::queries::Key::Id(*id), false)?;
            let paper = whole.and_then(|whole| whole.papers.iter().find(|(paper, _)| paper.file.is_some()).map(|(p, _)| p.id));
            if let Some(paper) = paper {
                return Ok(Some((number.clone(), paper)));
            }
        }
        Ok(None)
    })?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(kernel::Fault::from)?;
    let drafts = runtime.block_on(house.dossiers.drafts(&citizen))?;
    let draft = drafts.first();
    let draft_paper = match draft {
        Some(draft) => runtime.block_on(house.dossiers.draft(&citizen, draft.id))?.papers.first().map(|paper| paper.id),
        None => None,
    };
    let first_page = match draft {
        Some(draft) => house.dossiers.revision(draft.revision)?.procedure.page.first().map(|page| page.key.clone()),
        None => None,
    };
    Ok(Samples {
        procedures: house.catalogue.list(day).iter().map(|revision| revision.code().to_owned()).collect(),
        draft: draft.map(|draft| draft.id).zip(first_page),
        draft_paper,
        tokens: own.iter().map(|state| cases::link_token(&house.vault, state.id)).collect(),
        own,
        own_paper,
        officer: people.actor(house, "hotich.saigon")?.account,
        invitation: None,
    })
}

impl Samples {
    /// The samples of a path (`/en` has the same as its Vietnamese twin).
    pub fn of(&self, path: &str) -> Vec<Sample> {
        let path = path.strip_prefix("/en").filter(|rest| rest.starts_with('/')).unwrap_or(path);
        let one = |pairs: &[(&str, String)], people: Option<Vec<&'static str>>| Sample {
            params: pairs.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect(),
            query: None,
            people,
        };
        let staff = || Some(vec!["receiver"]);
        if path.starts_with("/nop/{ma}") || path.starts_with("/thu-tuc/{") || path.starts_with("/can-bo/quay/{") {
            if let (true, Some((draft, page))) = (path.matches('/').count() > 2 && path.starts_with("/nop/"), &self.draft) {
                let paper = self.draft_paper.map(|id| id.to_string()).unwrap_or_default();
                return vec![one(
                    &[("ma", draft.to_string()), ("draft", draft.to_string()), ("khoa", page.clone()), ("paper", paper)],
                    Some(vec!["citizen"]),
                )];
            }
            let people = path.starts_with("/can-bo/").then(staff).flatten();
            return self
                .procedures
                .iter()
                .map(|code| one(&[("ma", code.clone()), ("procedure", code.clone())], people.clone()))
                .collect();
        }
        if path.starts_with("/t/{") {
            return self.tokens.iter().map(|token| one(&[("token", token.clone())], None)).collect();
        }
        if path.starts_with("/can-bo/he-thong/nguoi-dung/{") {
            let id = self.officer.map(|id| id.to_string()).unwrap_or_default();
            return vec![one(&[("id", id.clone()), ("officer", id)], Some(vec!["admin"]))];
        }
        if path.contains("{paper}") {
            let people = if path.starts_with("/can-bo/") { staff() } else { Some(vec!["citizen"]) };
            return self
                .own_paper
                .iter()
                .map(|(number, paper)| one(&[("ma", number.clone()), ("paper", paper.to_string())], people.clone()))
                .collect();
        }
        if path.starts_with("/ho-so/{ma}") || path.starts_with("/can-bo/ho-so/{ma}") {
            let people = || {
                if path.starts_with("/can-bo/") { Some(vec!["receiver", "specialist", "head", "signatory"]) } else { Some(vec!["citizen"]) }
            };
            let wanted = |state: &&CaseState| !path.ends_with("/giay-hen") || state.phase != Phase::Waiting || !path.starts_with("/can-bo/");
            return self
                .own
                .iter()
                .filter(wanted)
                .map(|state| one(&[("ma", state.number().to_owned()), ("tab", "noi-dung".to_owned())], people()))
                .collect();
        }
        if path.starts_with("/thiet-lap/{") {
            return self.invitation.iter().map(|token| one(&[("token", token.clone())], Some(vec!["visitor"]))).collect();
        }
        Vec::new()
    }
}
