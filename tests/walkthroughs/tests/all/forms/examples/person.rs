//! Forms of the person whose dossier was sent: what is missing, changing, taking back, a wrong
//! result, applying again.

use super::{Example, PERMIT, Prepare, Scene, WARD};
use cases::{ItemKind, Stage};
use dossiers::Seen;
use dossiers::rules::Wanted;
use kernel::{Actor, Id};
use walkthroughs::samples::{self, HOUSE};

pub(super) fn example(path: &str) -> Option<Prepare> {
    let prepare: Prepare = match path {
        "/ho-so/{ma}/bo-sung/giay/{muc}" => |scene| {
            let example = own(scene, asked(scene), "bo-sung", "bo-sung/giay/giay-to-dat", &[]);
            let file = ("giay_giay-to-dat".to_owned(), "sổ hồng.pdf".to_owned(), samples::PDF.to_vec());
            Example { files: vec![file], ..example }
        },
        "/ho-so/{ma}/bo-sung/cau/{muc}" => {
            |scene| own(scene, asked(scene), "bo-sung", "bo-sung/cau/floors", &[("floors", "2")])
        }
        "/ho-so/{ma}/sua" => |scene| {
            let case = permit(scene);
            own(scene, case, "sua", "sua", &[("floors", "2")]).versioned("phien_ban")
        },
        "/ho-so/{ma}/rut" => |scene| {
            let case = permit(scene);
            own(scene, case, "rut", "rut", &[("ly_do", "Xây sau")]).versioned("phien_ban")
        },
        "/ho-so/{ma}/rut/thoi" => |scene| {
            let case = scene.accepted(false);
            withdrawn(scene, case);
            own(scene, case, "rut", "rut/thoi", &[]).versioned("phien_ban")
        },
        "/ho-so/{ma}/bao-sai" => |scene| {
            let case = delivered(scene);
            let said = [("ly_do", "Năm sinh ghi 1991, đúng là 1990")];
            own(scene, case, "bao-sai", "bao-sai", &said).versioned("phien_ban")
        },
        "/ho-so/{ma}/nop-lai" => |scene| {
            let case = permit(scene);
            withdrawn(scene, case);
            own(scene, case, "nop-lai", "nop-lai", &[])
        },
        _ => return None,
    };
    Some(prepare)
}

/// A form of the person on a page of the dossier.
pub(super) fn own(scene: &Scene<'_>, case: Id, page: &str, leaf: &str, values: &[(&str, &str)]) -> Example {
    let path = format!("/ho-so/{}", scene.town.state(case).number());
    let who = scene.who("nguoidan");
    let form = who.form(&format!("{path}/{page}"), &format!("{path}/{leaf}"));
    Example::new(who, form, values).stranger(scene.who("nguoidan2"))
}

/// A permit for a house, sent online.
pub(super) fn permit(scene: &Scene<'_>) -> Id {
    scene.town.sent("nguoidan", PERMIT, WARD, HOUSE)
}

/// A permit of which the desk wants a paper and an answer.
fn asked(scene: &Scene<'_>) -> Id {
    let case = permit(scene);
    asks(scene, "tiepnhan.saigon", case, Stage::Intake, &[PAPER, ANSWER]);
    case
}

const PAPER: (ItemKind, &str) = (ItemKind::Paper, "giay-to-dat");
const ANSWER: (ItemKind, &str) = (ItemKind::Answer, "floors");

/// A permit whose appraiser wants these things.
fn asked_after_appraisal(scene: &Scene<'_>, items: &[(ItemKind, &str)]) -> Id {
    let case = super::paths::appraising(scene);
    asks(scene, "xaydung.saigon", case, Stage::Appraisal, items);
    case
}

/// The last paper that is missing: the clock starts anew by itself.
pub(super) fn last_paper(scene: &Scene<'_>) -> Example {
    paper(scene, asked_after_appraisal(scene, &[PAPER]))
}

pub(crate) fn both_items(scene: &Scene<'_>) -> (Id, [Example; 2]) {
    let case = asked_after_appraisal(scene, &[PAPER, ANSWER]);
    (case, [paper(scene, case), words(scene, case)])
}

fn paper(scene: &Scene<'_>, case: Id) -> Example {
    let example = own(scene, case, "bo-sung", "bo-sung/giay/giay-to-dat", &[]);
    let file = ("giay_giay-to-dat".to_owned(), "sổ hồng.pdf".to_owned(), samples::PDF.to_vec());
    Example { files: vec![file], ..example }
}

fn words(scene: &Scene<'_>, case: Id) -> Example {
    own(scene, case, "bo-sung", "bo-sung/cau/floors", &[("floors", "2")])
}

fn asks(scene: &Scene<'_>, login: &str, case: Id, stage: Stage, items: &[(ItemKind, &str)]) {
    let one = |(kind, key): &(ItemKind, &str)| Wanted {
        kind: *kind,
        key: (*key).to_owned(),
        reason: "Không đọc được.".to_owned(),
        basis: "Nghị định 175/2024/NĐ-CP".to_owned(),
    };
    let wanted = items.iter().map(one).collect();
    let (room, officer) = (&scene.town.house().dossiers, actor(scene, login));
    let done = scene.town.wait(room.ask_supplement(&officer, case, Seen::default(), stage, wanted, ""));
    done.unwrap_or_else(|failure| panic!("{failure:?}"));
}

fn withdrawn(scene: &Scene<'_>, case: Id) {
    let (room, person) = (&scene.town.house().dossiers, actor(scene, "nguoidan"));
    let done = scene.town.wait(room.withdraw(&person, case, Seen::default(), ""));
    done.unwrap_or_else(|failure| panic!("{failure:?}"));
}

/// A copy handed over to the person.
pub(super) fn delivered(scene: &Scene<'_>) -> Id {
    let case = scene.ready();
    let (room, desk) = (&scene.town.house().dossiers, actor(scene, "tiepnhan.saigon"));
    let taken = scene.town.wait(room.take_fee(&desk, case, Seen::default()));
    taken.unwrap_or_else(|failure| panic!("{failure:?}"));
    let handed = scene.town.wait(room.hand_over(&desk, case, Seen::default(), "applicant"));
    handed.unwrap_or_else(|failure| panic!("{failure:?}"));
    case
}

fn actor(scene: &Scene<'_>, login: &str) -> Actor {
    scene.town.actor(login)
}
