//! Forms about days, absences, delegations and closings.

use super::{Example, Prepare, Scene};
use accounts::rules::{AbsenceEdit, DayEdit, DelegationEdit};
use accounts::{AgencyKind, NewAgency, NewUnit, Stamp, UnitKind};
use kernel::{Day, Id};

const DAYS: &str = "/can-bo/he-thong/ngay-nghi";
const AWAY: &str = "/tai-khoan/vang-mat";
const LENT: &str = "/tai-khoan/uy-quyen";
const UNIT: &str = "/can-bo/he-thong/giai-the/don-vi";
const AGENCY: &str = "/can-bo/he-thong/giai-the/co-quan";

pub(super) fn example(path: &str) -> Option<Prepare> {
    let prepare: Prepare = match path {
        DAYS => |scene| {
            // One row of the agenda serves all declarations, so it is there before.
            declared(scene);
            let who = scene.who("quantri");
            let form = who.form(DAYS, DAYS);
            let mut values = vec![
                ("agency".to_owned(), "tinh".to_owned()),
                ("kind".to_owned(), "worked".to_owned()),
                ("name_vi".to_owned(), "Làm bù".to_owned()),
                ("name_en".to_owned(), "Worked in exchange".to_owned()),
                ("instrument".to_owned(), "Công văn (ví dụ)".to_owned()),
            ];
            values.extend(date("first", today(scene).plus(300)));
            Example { values, ..Example::new(who, form, &[]).stranger(scene.who("chutich.saigon")) }
        },
        "/can-bo/he-thong/ngay-nghi/{day}/rut" => |scene| {
            let id = declared(scene);
            let who = scene.who("quantri");
            let form = who.form(DAYS, &format!("{DAYS}/{id}/rut"));
            Example::new(who, form, &[]).stranger(scene.who("chutich.saigon")).versioned("version")
        },
        AWAY => |scene| {
            let who = scene.who("hotich.saigon");
            let form = who.form(AWAY, AWAY);
            let values = period(scene).collect();
            Example { values, ..Example::new(who, form, &[]).stranger(scene.who("xaydung.saigon")) }
        },
        "/tai-khoan/vang-mat/{absence}/dung" => |scene| {
            let (stamp, own) = stamp(scene, "hotich.saigon");
            let (first, last) = typed_period(scene);
            let edit = AbsenceEdit { first, last, reason: String::new() };
            let made = scene.town.wait(scene.town.house().accounts.record_absence(&stamp, own, &edit));
            let who = scene.who("hotich.saigon");
            let form = who.form(AWAY, &format!("{AWAY}/{}/dung", made.unwrap()));
            Example::new(who, form, &[]).stranger(scene.who("xaydung.saigon")).versioned("version")
        },
        LENT => |scene| {
            let who = scene.who("chutich.saigon");
            let form = who.form(LENT, LENT);
            let (_, head) = stamp(scene, "truongvanhoa.saigon");
            let mut values: Vec<_> = period(scene).collect();
            values.push(("delegate".to_owned(), head.to_string()));
            values.push(("role".to_owned(), "signatory".to_owned()));
            values.push(("reason".to_owned(), "Giấy ủy quyền (ví dụ)".to_owned()));
            Example { values, ..Example::new(who, form, &[]).stranger(scene.who("chutich.thuduc")) }
        },
        "/tai-khoan/uy-quyen/{delegation}/dung" => |scene| {
            let (stamp, own) = stamp(scene, "chutich.saigon");
            let (_, head) = self::stamp(scene, "truongvanhoa.saigon");
            let (first, last) = typed_period(scene);
            let (role, reason) = ("signatory".to_owned(), "Đi họp".to_owned());
            let edit = DelegationEdit { role, procedure: String::new(), first, last, reason };
            let room = &scene.town.house().accounts;
            let made = scene.town.wait(room.delegate(&stamp, own, Some(head), &edit));
            let who = scene.who("chutich.saigon");
            let form = who.form(LENT, &format!("{LENT}/{}/dung", made.unwrap()));
            Example::new(who, form, &[]).stranger(scene.who("chutich.thuduc")).versioned("version")
        },
        UNIT => |scene| {
            let (_, units) = founded(scene);
            closing(scene, UNIT, units[0], units[1])
        },
        AGENCY => |scene| {
            let ((closed, _), (heir, _)) = (founded(scene), founded(scene));
            closing(scene, AGENCY, closed, heir)
        },
        _ => return None,
    };
    Some(prepare)
}

pub(super) fn today(scene: &Scene<'_>) -> Day {
    scene.town.house().clock.civil().day()
}

fn stamp(scene: &Scene<'_>, login: &str) -> (Stamp, Id) {
    let actor = scene.town.actor(login);
    let own = actor.account.unwrap();
    (Stamp { actor, key: None }, own)
}

fn typed(day: Day) -> (String, String, String) {
    (day.day().to_string(), day.month().to_string(), day.year().to_string())
}

/// A date as its three inputs.
pub(super) fn date(name: &str, day: Day) -> [(String, String); 3] {
    let (day, month, year) = typed(day);
    [(format!("{name}_ngay"), day), (format!("{name}_thang"), month), (format!("{name}_nam"), year)]
}

/// A week some months ahead, so that it changes nothing of what other examples do.
fn typed_period(scene: &Scene<'_>) -> ((String, String, String), (String, String, String)) {
    let first = today(scene).plus(200);
    (typed(first), typed(first.plus(6)))
}

fn period(scene: &Scene<'_>) -> impl Iterator<Item = (String, String)> {
    let first = today(scene).plus(200);
    date("first", first).into_iter().chain(date("last", first.plus(6)))
}

fn declared(scene: &Scene<'_>) -> Id {
    let (stamp, _) = stamp(scene, "quantri");
    let edit = DayEdit {
        first: typed(today(scene).plus(300)),
        kind: "off".to_owned(),
        name_vi: "Nghỉ tránh bão".to_owned(),
        name_en: "Storm".to_owned(),
        instrument: "Công điện (ví dụ)".to_owned(),
        ..DayEdit::default()
    };
    scene.town.wait(scene.town.house().accounts.declare_day(&stamp, &edit, None)).unwrap()
}

/// An agency nobody else needs, with two units.
fn founded(scene: &Scene<'_>) -> (Id, Vec<Id>) {
    let unit = |kind| NewUnit { kind, name_vi: "Phòng Thử", name_en: "Test Division", hours: None };
    let agency = NewAgency {
        code: format!("H29.9{:02}", scene.number()).leak(),
        name_vi: "Cơ quan thử",
        name_en: "Test agency",
        kind: AgencyKind::Department,
        parent: Some(scene.town.agency("H29")),
        hours: "standard",
        phone: "1022",
        address: "",
        commune: None,
        opened: today(scene),
        units: vec![unit(UnitKind::Department), unit(UnitKind::Department)],
    };
    scene.town.house().accounts.found_agency(agency).unwrap()
}

fn closing(scene: &Scene<'_>, path: &str, closed: Id, heir: Id) -> Example {
    let who = scene.who("quantri");
    let form = who.form(path, path);
    let mut values =
        vec![("closed".to_owned(), closed.to_string()), ("successor".to_owned(), heir.to_string())];
    values.extend(date("on", today(scene)));
    Example { values, ..Example::new(who, form, &[]).stranger(scene.who("chutich.saigon")) }
}
