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
fn own(scene: &Scene<'_>, case: Id, page: &str, leaf: &str, values: &[(&str, &str)]) -> Example {
    let path = format!("/ho-so/{}", scene.town.state(case).number());
    let who = scene.who("nguoidan");
    let form = who.form(&format!("{path}/{page}"), &format!("{path}/{leaf}"));
    Example::new(who, form, values).stranger(scene.who("nguoidan2"))
}

fn permit(scene: &Scene<'_>) -> Id {
    scene.town.sent("nguoidan", PERMIT, WARD, HOUSE)
}

/// A permit of which the desk wants a paper and an answer.
fn asked(scene: &Scene<'_>) -> Id {
    let case = permit(scene);
    let one = |kind, key: &str| Wanted {
        kind,
        key: key.to_owned(),
        reason: "Không đọc được.".to_owned(),
        basis: "Nghị định 175/2024/NĐ-CP".to_owned(),
    };
    let wanted = vec![one(ItemKind::Paper, "giay-to-dat"), one(ItemKind::Answer, "floors")];
    let (room, desk) = (&scene.town.house().dossiers, actor(scene, "tiepnhan.saigon"));
    let done = scene.town.wait(room.ask_supplement(&desk, case, Seen::default(), Stage::Intake, wanted, ""));
    done.unwrap_or_else(|failure| panic!("{failure:?}"));
    case
}

fn withdrawn(scene: &Scene<'_>, case: Id) {
    let (room, person) = (&scene.town.house().dossiers, actor(scene, "nguoidan"));
    let done = scene.town.wait(room.withdraw(&person, case, Seen::default(), ""));
    done.unwrap_or_else(|failure| panic!("{failure:?}"));
}

fn delivered(scene: &Scene<'_>) -> Id {
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
