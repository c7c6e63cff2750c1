//! `/can-bo/tra-cuu`: one field for a code, a receipt number, a card, a phone or a name. What was
//! typed is posted, and stands in the address only sealed: addresses
//! end up in histories and logs, and "back" must work.

use crate::Desk;
use crate::card;
use crate::lists;
use crate::status::{is_overdue, status};
use askama::Template;
use axum::extract::State;
use base64ct::{Base64UrlUnpadded, Encoding};
use cases::Case;
use cases::queries;
use kernel::{Actor, Failure, Id};
use serde::Deserialize;
use vault::{Place, Vault};
use web::parts::Tag;
use web::{Answer, Form, Visitor};

/// Most results shown; more words narrow the search.
const MOST: usize = 50;

/// A dossier that was found.
pub(crate) struct Hit {
    pub(crate) number: String,
    pub(crate) url: String,
    pub(crate) name: String,
    pub(crate) procedure: String,
    pub(crate) status: Tag,
    pub(crate) overdue: bool,
    pub(crate) due: String,
    pub(crate) holder: String,
}

#[derive(Template)]
#[template(path = "desk/lookup.html")]
pub(crate) struct LookupPage {
    pub(crate) v: Visitor,
    pub(crate) query: String,
    pub(crate) hits: Vec<Hit>,
    pub(crate) more: bool,
}

/// What was typed; the words are read from the pairs, cleaned.
#[derive(Deserialize)]
pub(crate) struct Asked {}

/// `POST /can-bo/tra-cuu`: seals what was typed and shows what it finds.
pub(crate) async fn ask(State(desk): State<Desk>, v: Visitor, form: Form<Asked>) -> Answer {
    let words = kernel::text::clean(form.pairs.get("q"), false);
    if words.is_empty() {
        return Ok(v.see_other("/can-bo/tra-cuu"));
    }
    Ok(v.see_other(&format!("/can-bo/tra-cuu?tim={}", sealed(&desk.dossiers.vault, &words))))
}

/// `GET /can-bo/tra-cuu`: the field, and what was found.
pub(crate) async fn show(State(desk): State<Desk>, v: Visitor) -> Answer {
    let query = v.query("tim").and_then(|sealed| opened(&desk.dossiers.vault, &sealed)).unwrap_or_default();
    let cases = if query.is_empty() { Vec::new() } else { find(&desk, &v.actor, &query).await? };
    let more = cases.len() > MOST;
    lists::note(&desk, &v.actor, cases.iter().take(MOST).map(|case| case.state.id), v.now).await?;
    let hits = cases.iter().take(MOST).map(|case| hit(&desk, &v, case)).collect::<Result<_, Failure>>()?;
    v.page(&LookupPage { query, hits, more, v: v.clone() })
}

const PLACE: Place = Place { room: "desk", id: Id(0), field: "lookup" };

/// What was typed, as it may stand in an address (`?tim=`).
pub fn sealed(vault: &Vault, words: &str) -> String {
    Base64UrlUnpadded::encode_string(&vault.seal(&PLACE, words.as_bytes()))
}

fn opened(vault: &Vault, sealed: &str) -> Option<String> {
    let bytes = Base64UrlUnpadded::decode_vec(sealed).ok()?;
    String::from_utf8(vault.open(&PLACE, &bytes).ok()?).ok()
}

/// What the words name, of what this officer may see.
async fn find(desk: &Desk, actor: &Actor, query: &str) -> Result<Vec<Case>, Failure> {
    let words = card::read(query).map_or_else(|| query.to_owned(), |card| card.number);
    let (vault, actor) = (desk.dossiers.vault.clone(), actor.clone());
    let cases = desk
        .dossiers
        .db
        .read(move |tx| {
            let mut ids: Vec<Id> = Vec::new();
            if let Some((_, token)) = words.rsplit_once("/t/") {
                let token = token.split(['?', '#', '/']).next().unwrap_or_default();
                let found = queries::by_link(tx, &vault::token_hash(token))?;
                ids.extend(found.map(|whole| whole.case.state.id));
            } else if let Some(id) = queries::id_by_number(tx, &words)? {
                ids.push(id);
            } else if let Some(agency) = actor.agency {
                ids = queries::search(tx, &vault, agency, &words)?;
            }
            // Newest first; one more than shown, to know that there are more.
            ids.sort_unstable_by(|a, b| b.cmp(a));
            let mut cases = queries::several(tx, &ids[..ids.len().min(MOST * 2)])?;
            cases.retain(|case| dossiers::rules::officer_may_see(&case.state, &actor));
            cases.truncate(MOST + 1);
            Ok(cases)
        })
        .await?;
    Ok(cases)
}

/// The promise, the first one beside it when it moved.
fn promised(v: &Visitor, state: &cases::CaseState) -> String {
    let due = state.due.map_or_else(String::new, |due| v.when_short(due.at));
    match state.original_due.filter(|first| Some(*first) != state.due) {
        Some(first) => format!("{due} ({} {})", v.t("desk-promise-first"), v.when_short(first.at)),
        None => due,
    }
}

fn hit(desk: &Desk, v: &Visitor, case: &Case) -> Result<Hit, Failure> {
    let (state, dossiers) = (&case.state, &desk.dossiers);
    let revision = dossiers.revision(state.revision)?;
    let leading = state.leading();
    let holder = leading.and_then(|task| task.holder).and_then(|id| dossiers.accounts.officer(id));
    let unit = leading.and_then(|task| dossiers.accounts.unit(task.unit));
    Ok(Hit {
        number: state.number().to_owned(),
        url: v.url(&format!("/can-bo/ho-so/{}", state.number())),
        name: case.applicant(&dossiers.vault)?.name,
        procedure: revision.procedure.short.get(v.lang).to_owned(),
        status: status(state, leading).tag(v),
        overdue: is_overdue(state, v.now),
        due: promised(v, state),
        holder: match (holder, unit) {
            (Some(officer), _) => officer.name.clone(),
            (None, Some(unit)) => unit.name(v.lang.tag()).to_owned(),
            (None, None) => String::new(),
        },
    })
}
