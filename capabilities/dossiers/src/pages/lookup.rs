//! Look-up by number and the secret printed on the slip.

use super::Nothing;
use crate::commands::Dossiers;
use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use kernel::{Failure, Refusal, RefusalKind};
use web::parts::{Field, Mistake};
use web::{Answer as Page, Form, Pairs, Rate, Visitor, session};

/// Five tries per number, then one more each hour: a try costs what an hour fills.
const PER_NUMBER: Rate = Rate { per_minute: 1, burst: 300 };
const TRY: u32 = 60;
/// Tries per network.
const PER_NETWORK: Rate = Rate { per_minute: 30, burst: 60 };
/// A guest's session lives so long.
const GUEST_SECONDS: u32 = 86_400;

#[derive(Template)]
#[template(path = "dossiers/look-up.html")]
struct LookUpPage {
    v: Visitor,
    mistakes: Vec<Mistake>,
    number: Field,
    secret: Field,
}

pub(super) async fn show(v: Visitor) -> Page {
    let number = v.query("ma").unwrap_or_default();
    v.page(&page(&v, &number, Vec::new()))
}

pub(super) async fn open(State(room): State<Dossiers>, v: Visitor, form: Form<Nothing>) -> Page {
    let number = normal(form.pairs.get("ma"));
    if let Some(refusal) = empty(&form.pairs) {
        let mistakes = v.mistakes(&refusal);
        return v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page(&v, form.pairs.get("ma"), mistakes));
    }
    v.limit(&format!("tra-cuu {}", v.network()), PER_NETWORK, 1)?;
    v.limit(&format!("tra-cuu-ma {number}"), PER_NUMBER, TRY)?;
    let (session, new) = room.accounts.ensure_guest_session(&v.actor).await?;
    match room.open_with_secret(session, &number, form.pairs.get("bi_mat")).await {
        Ok(_) => {
            let mut response = v.see_other(&format!("/ho-so/{number}"));
            if let Some(new) = new {
                let cookie = session::set_cookie(v.web(), &new.token, GUEST_SECONDS);
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            Ok(response)
        }
        Err(Failure::Refusal(refusal)) if refusal.kind == RefusalKind::Fields => {
            let mistakes = vec![Mistake::new("ma", v.t("field-no-such-dossier").into_owned())];
            v.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page(&v, form.pairs.get("ma"), mistakes))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// As it is stored: capitals, no spaces; a receipt number may come without its hyphen.
fn normal(number: &str) -> String {
    let bare: String = number.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect();
    match bare.len() {
        8 if bare.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            format!("{}-{}", &bare[..4], &bare[4..])
        }
        _ => bare,
    }
}

fn empty(pairs: &Pairs) -> Option<Refusal> {
    let wanted = [("ma", "look-up-number"), ("bi_mat", "look-up-secret")];
    let missing = wanted.into_iter().filter(|(name, _)| pairs.get(name).is_empty());
    Refusal::fields(missing.map(|(name, code)| kernel::FieldError::new(name, code)).collect())
}

fn page(v: &Visitor, number: &str, mistakes: Vec<Mistake>) -> LookUpPage {
    LookUpPage {
        number: Field::text("ma", v.t("dossiers-number"))
            .hint(v.t("dossiers-number-hint"))
            .code()
            .value(number)
            .mistaken(v, &mistakes),
        secret: Field::text("bi_mat", v.t("dossiers-secret"))
            .hint(v.t("dossiers-secret-hint"))
            .code()
            .mistaken(v, &mistakes),
        mistakes,
        v: v.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn a_receipt_number_is_known_however_it_is_typed() {
        for typed in ["9K2P-Q7X4", "9k2p q7x4", " 9k2pq7x4", "9K2P - Q7X4"] {
            assert_eq!(normal(typed), "9K2P-Q7X4");
        }
        assert_eq!(normal("h29.201-260907-0001"), "H29.201-260907-0001");
        assert_eq!(normal("đđđđ"), "ĐĐĐĐ");
    }
}
