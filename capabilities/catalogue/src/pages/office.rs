//! The page of a commune: where its counter is and when it is open, what it was before 01/07/2025.

use super::offices::{Named, agency_of, commune_line, home_province, name_of, province_name};
use accounts::{Accounts, Agency, UnitKind};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Day, Moment, Refusal};
use places::{Commune, Former, Level, Places};
use web::{Answer, Visitor, format};

/// How far the next opening is looked for, in days: longer than any holiday.
const FAR: i64 = 20;

/// The counter of an agency of this house.
pub(super) struct Here {
    pub(super) desk: Option<String>,
    pub(super) address: String,
    pub(super) phone: String,
    /// Days of the week and their hours.
    pub(super) hours: Vec<(String, String)>,
    pub(super) open: bool,
    /// When it opens next; nothing while it is open.
    pub(super) next: Option<Moment>,
}

/// A former unit in a list.
struct FormerLine {
    /// In Vietnamese.
    name: String,
    certain: bool,
}

#[derive(Template)]
#[template(path = "catalogue/office.html")]
struct OfficePage {
    v: Visitor,
    name: String,
    code: &'static str,
    province: Named,
    path: String,
    /// Name and counter of the agency, when it is of this house.
    house: Option<(String, Here)>,
    /// It lies in the province this house serves.
    served: bool,
    formed: Vec<FormerLine>,
    neighbours: Vec<Named>,
}

#[derive(Template)]
#[template(path = "catalogue/former.html")]
struct FormerPage {
    v: Visitor,
    /// In Vietnamese.
    name: String,
    district: bool,
    successors: Vec<(Named, bool)>,
    province: Named,
}

/// `/co-quan/26740-phuong-sai-gon`: the code decides, a wrong tail is sent to the right one. A
/// code of before 01/07/2025 leads to what the unit became.
pub(crate) async fn office(
    State(accounts): State<Accounts>,
    v: Visitor,
    Path(asked): Path<String>,
) -> Answer {
    let code = asked.split('-').next().unwrap_or_default();
    let places = Places::get();
    if let Some(commune) = places.commune(code) {
        if asked != commune.slug() {
            return Ok(moved(v.url(&format!("/co-quan/{}", commune.slug()))));
        }
        return v.page(&office_page(&accounts, &v, commune));
    }
    if let Some(province) = places.province(code) {
        return Ok(moved(v.url(&format!("/co-quan?tinh={}", province.code))));
    }
    let former = places.former(code).ok_or_else(Refusal::absent)?;
    let after = places.province_after(former);
    if former.level == Level::Province {
        return Ok(moved(v.url(&format!("/co-quan?tinh={}", after.code))));
    }
    let successors = places.successors(former);
    if let [(only, true)] = successors.as_slice() {
        return Ok(moved(v.url(&format!("/co-quan/{}", only.slug()))));
    }
    v.page(&former_page(&v, former))
}

fn moved(url: String) -> Response {
    (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, url)]).into_response()
}

fn province_line(v: &Visitor, province: &places::Province) -> Named {
    Named { url: v.url(&format!("/co-quan?tinh={}", province.code)), name: province_name(v.lang, province) }
}

fn former_page(v: &Visitor, former: &'static Former) -> FormerPage {
    let places = Places::get();
    let successors = places.successors(former);
    FormerPage {
        name: places.former_full(former),
        district: former.level == Level::District,
        successors: successors.into_iter().map(|(one, certain)| (commune_line(v, one), certain)).collect(),
        province: province_line(v, places.province_after(former)),
        v: v.clone(),
    }
}

fn office_page(accounts: &Accounts, v: &Visitor, commune: &'static Commune) -> OfficePage {
    let places = Places::get();
    let province = places.province_of(commune);
    let agency = agency_of(accounts, v, commune);
    let mut around: Vec<&Commune> =
        places.communes_of(province.code).iter().filter(|one| one.code != commune.code).collect();
    around.sort_by_cached_key(|one| (kernel::text::fold(one.name), one.code));
    let formed = places.formed_from(commune).into_iter();
    OfficePage {
        name: name_of(v.lang, commune),
        code: commune.code,
        province: province_line(v, province),
        path: format!("/co-quan/{}", commune.slug()),
        house: agency.map(|agency| (agency.name(v.lang.tag()).to_owned(), here(accounts, v, &agency))),
        served: home_province(accounts).is_some_and(|home| home.code == province.code),
        formed: formed
            .map(|(former, certain)| FormerLine { name: places.former_full(former), certain })
            .collect(),
        neighbours: around.into_iter().map(|one| commune_line(v, one)).collect(),
        v: v.clone(),
    }
}

/// The counter of an agency, with its hours; of the agency itself when it has none.
pub(super) fn here(accounts: &Accounts, v: &Visitor, agency: &Agency) -> Here {
    let desk = accounts.unit_of_kind(agency.id, UnitKind::Desk);
    let calendar = match &desk {
        Some(desk) => accounts.calendar_for_unit(desk.id),
        None => accounts.calendar_for(agency.id),
    };
    let open = calendar.is_open(v.now);
    let today = v.now.day();
    let next = (0..FAR).find_map(|ahead| {
        let day = today.plus(ahead);
        let opens = calendar.sessions(day).iter().map(|session| Moment::at(day, session.from));
        opens.into_iter().find(|opens| *opens > v.now)
    });
    let times = |weekday: usize| {
        let session = |from: u32, to: u32| format!("{}–{}", minute(from), minute(to));
        let sessions: Vec<String> =
            calendar.hours().weekday(weekday).iter().map(|one| session(one.from, one.to)).collect();
        sessions.join(", ")
    };
    Here {
        desk: desk.map(|desk| desk.name(v.lang.tag()).to_owned()),
        address: agency.address.clone(),
        phone: agency.phone.clone(),
        hours: week(v, times),
        open,
        next: if open { None } else { next },
    }
}

/// `07:30`.
fn minute(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Neighbouring days with the same hours in one line: `Thứ Hai – thứ Sáu`. Days without are left out.
fn week(v: &Visitor, times: impl Fn(usize) -> String) -> Vec<(String, String)> {
    let monday = Day::from_number(v.now.day().number() - v.now.day().weekday() as i64);
    let mut lines: Vec<(usize, usize, String)> = Vec::new();
    for weekday in 0..7 {
        let times = times(weekday);
        match lines.last_mut() {
            Some((_, last, known)) if *known == times => *last = weekday,
            _ => lines.push((weekday, weekday, times)),
        }
    }
    let day = |weekday: usize| monday.plus(weekday as i64);
    let named = |first: usize, last: usize| {
        let head = format::weekday_capital(v.lang, day(first));
        if first == last { head } else { format!("{head} – {}", format::weekday(v.lang, day(last))) }
    };
    let open = lines.into_iter().filter(|(_, _, times)| !times.is_empty());
    open.map(|(first, last, times)| (named(first, last), times)).collect()
}
