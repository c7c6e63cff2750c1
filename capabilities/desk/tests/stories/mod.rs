//! Stories of the ways beside the straight one: each form right, wrong, too late, somebody else's.

mod afterwards;
mod elsewhere;
mod linked;
mod proposals;
mod supplement;

pub(crate) use super::house::{self, House, picture};
pub(crate) use super::{ANSWERS, permit, press, sent, tabs, taken_in};
pub(crate) use axum::http::StatusCode;
pub(crate) use testkit::store::Engine;

/// Posts a form of the dossier page that must be carried out; its address afterwards.
pub(crate) fn does(house: &House, login: &str, path: &str, leaf: &str, values: &[(&str, &str)]) -> String {
    let page = house.get(login, path);
    let got = house.post(login, &page, &format!("{path}/{leaf}"), values);
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{login} {leaf}: {}", got.body);
    house.get_both(login, &got.location);
    got.location
}

/// Posts a form of the dossier page that must come back; the page.
pub(crate) fn mends(house: &House, login: &str, path: &str, leaf: &str, values: &[(&str, &str)]) -> String {
    let page = house.get(login, path);
    let got = house.post(login, &page, &format!("{path}/{leaf}"), values);
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{login} {leaf}: {}", got.body);
    assert!(got.body.contains("id=\"loi\"") && got.body.contains("Lỗi: "), "{}", got.body);
    house::well_made(path, &got.body);
    got.body
}

/// The same form posted by an officer of another office, with that officer's own token.
pub(crate) fn steals(
    house: &House,
    owner: &str,
    thief: &str,
    path: &str,
    leaf: &str,
    values: &[(&str, &str)],
) {
    let page = house.get(owner, path);
    let url = format!("{path}/{leaf}");
    let mut pairs = house::form_of(&page, &url).hidden;
    pairs.retain(|(name, _)| name != "csrf");
    pairs.push(("csrf".to_owned(), house.csrf(thief)));
    pairs.extend(values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let got = house.post_pairs(thief, &url, &pairs);
    assert!(matches!(got.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN), "{thief}: {}", got.status);
}

/// A form that was on the screen while somebody else did something: nothing typed is lost.
pub(crate) fn too_late(
    house: &House,
    login: &str,
    before: &str,
    url: &str,
    values: &[(&str, &str)],
    typed: &str,
) {
    let got = house.post(login, before, url, values);
    assert_eq!(got.status, StatusCode::CONFLICT, "{}", got.body);
    assert!(got.body.contains("Có người vừa làm bước khác") && got.body.contains(typed), "{}", got.body);
}

/// Notes a contact, so that the version of the dossier moves.
pub(crate) fn moves_on(house: &House, login: &str, path: &str) {
    let page = house.get(login, &format!("{path}?muc=trao-doi"));
    let got = house.post(login, &page, &format!("{path}/lien-he"), &[("kenh", "call"), ("do_ai", "none")]);
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
}

/// The state of a dossier.
pub(crate) fn state(house: &House, number: &str) -> cases::CaseState {
    let number = number.to_owned();
    let found = testkit::block_on(house.dossiers.db.read(move |tx| {
        let id = cases::queries::id_by_number(tx, &number)?.unwrap();
        Ok(cases::queries::several(tx, &[id])?)
    }));
    found.unwrap().remove(0).state
}

/// Moves the clock by days.
pub(crate) fn days_pass(house: &House, days: i64) {
    assert!(house.clock.move_civil_to(house.clock.civil().plus_minutes(days * 24 * 60)));
}
