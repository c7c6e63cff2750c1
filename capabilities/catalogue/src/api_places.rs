//! Provinces, communes and what they were before, as JSON.

use axum::extract::{Path, State};
use kernel::Refusal;
use places::{Commune, Former, Hit, Kind, Level, Places, Province, Scope};
use serde::Serialize;
use utoipa::ToSchema;
use web::{ApiError, Json, Visitor};

/// Most communes a search answers.
const MOST: usize = 50;

/// A province.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProvinceOut {
    /// Two digits.
    code: &'static str,
    /// `province` or `city`.
    kind: &'static str,
    /// Without the kind.
    name: &'static str,
    full_name: String,
    /// How many communes it has.
    communes: usize,
}

/// A commune (xã, phường, đặc khu) since 01/07/2025.
#[derive(Serialize, ToSchema)]
pub(crate) struct CommuneOut {
    /// Five digits.
    code: &'static str,
    /// `ward`, `commune` or `special-zone`.
    kind: &'static str,
    /// Without the kind.
    name: &'static str,
    full_name: String,
    /// Code of its province.
    province: &'static str,
    /// Address of its page.
    page: String,
    /// The older name that fitted, when it was not the commune's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    former: Option<FormerOut>,
}

/// A province, district or commune as it was until 30/06/2025.
#[derive(Serialize, ToSchema)]
pub(crate) struct FormerOut {
    /// Code of then: two digits a province, three a district, five a commune.
    code: &'static str,
    /// What it was, such as `township`.
    kind: &'static str,
    /// Without the kind.
    name: &'static str,
    /// With district and province.
    full_name: String,
    /// Two independent sources say that it is (partly) in the commune; otherwise one does.
    certain: bool,
}

/// What is found.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlacesOut {
    provinces: Vec<ProvinceOut>,
    communes: Vec<CommuneOut>,
}

/// Where a former unit is now.
#[derive(Serialize, ToSchema)]
pub(crate) struct SuccessorOut {
    #[serde(flatten)]
    commune: CommuneOut,
    /// Two independent sources say so; otherwise one does.
    certain: bool,
}

/// What stood under a code until 30/06/2025.
#[derive(Serialize, ToSchema)]
pub(crate) struct FormerDetail {
    #[serde(flatten)]
    unit: FormerOut,
    /// Code of the province of today.
    province: &'static str,
    /// The communes it is in today; none for a province.
    successors: Vec<SuccessorOut>,
}

/// What a code stands for.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlaceOut {
    /// The province of today.
    province: Option<ProvinceOut>,
    /// The commune of today; all of them when a province was asked for.
    communes: Vec<CommuneOut>,
    /// What the commune was formed from.
    formed_from: Vec<FormerOut>,
    /// What stood under the same code before.
    former: Option<FormerDetail>,
}

/// Provinces and communes: without a query the provinces, or the communes of one; with a query the
/// communes that fit, by names of today and of before 01/07/2025, marks not needed.
#[utoipa::path(get, path = "/api/v1/places", tag = "places",
    params(("q" = Option<String>, Query, description = "Name, with or without marks; district and province of before may follow: `phường 12, quận 10`"),
        ("province" = Option<String>, Query, description = "Code of a province, two digits")),
    responses((status = 200, body = PlacesOut), (status = 404, description = "No such province")))]
pub(crate) async fn list(_: State<accounts::Accounts>, v: Visitor) -> Result<Json<PlacesOut>, ApiError> {
    Ok(Json(listed(&v)?))
}

/// What a code stands for: a province, a commune, or what was before under it.
#[utoipa::path(get, path = "/api/v1/places/{code}", tag = "places",
    params(("code" = String, Path, description = "Two digits: a province; three: a former district; five: a commune")),
    responses((status = 200, body = PlaceOut), (status = 404, description = "No such code, neither now nor before")))]
pub(crate) async fn detail(
    _: State<accounts::Accounts>,
    v: Visitor,
    Path(code): Path<String>,
) -> Result<Json<PlaceOut>, ApiError> {
    Ok(Json(place(&v, &code)?))
}

fn listed(v: &Visitor) -> Result<PlacesOut, Refusal> {
    let places = Places::get();
    let asked = v.query("q").unwrap_or_default();
    let province = match v.query("province").filter(|code| !code.is_empty()) {
        Some(code) => Some(places.province(&code).ok_or_else(Refusal::absent)?),
        None => None,
    };
    if asked.trim().is_empty() {
        let all = match province {
            Some(province) => std::slice::from_ref(province),
            None => places.provinces(),
        };
        let communes = province.map_or(&[][..], |one| places.communes_of(one.code));
        return Ok(PlacesOut {
            provinces: all.iter().map(province_out).collect(),
            communes: communes.iter().map(|one| commune_out(v, one, None)).collect(),
        });
    }
    let scope = Scope { province: province.map(|one| one.code), prefer: None };
    let hits = places.search(&asked, MOST, scope);
    let fitting = places.search_provinces(&asked);
    let mut provinces: Vec<&Province> = fitting.iter().map(|hit| hit.province).collect();
    provinces.retain(|one| province.is_none_or(|only| only.code == one.code));
    provinces.sort_by_key(|one| one.code);
    provinces.dedup_by_key(|one| one.code);
    let hit = |hit: &Hit| commune_out(v, hit.commune, hit.former.map(|former| (former, hit.certain)));
    Ok(PlacesOut {
        provinces: provinces.into_iter().map(province_out).collect(),
        communes: hits.iter().map(hit).collect(),
    })
}

fn place(v: &Visitor, code: &str) -> Result<PlaceOut, Refusal> {
    let places = Places::get();
    let former = places.former(code);
    let commune = places.commune(code);
    let province = places.province(code);
    if former.is_none() && commune.is_none() && province.is_none() {
        return Err(Refusal::absent());
    }
    let communes: Vec<&Commune> = match commune {
        Some(one) => vec![one],
        None => places.communes_of(code).iter().collect(),
    };
    let formed = commune.map(|one| places.formed_from(one)).unwrap_or_default();
    Ok(PlaceOut {
        province: province.or(commune.map(|one| places.province_of(one))).map(province_out),
        communes: communes.into_iter().map(|one| commune_out(v, one, None)).collect(),
        formed_from: formed.into_iter().map(|(one, certain)| former_out(one, certain)).collect(),
        former: former.map(|former| former_detail(v, former)),
    })
}

fn province_out(province: &Province) -> ProvinceOut {
    ProvinceOut {
        code: province.code,
        kind: province.kind.name(),
        name: province.name,
        full_name: province.full_name(),
        communes: province.count(),
    }
}

fn commune_out(
    v: &Visitor,
    commune: &'static Commune,
    former: Option<(&'static Former, bool)>,
) -> CommuneOut {
    CommuneOut {
        code: commune.code,
        kind: commune.kind.name(),
        name: commune.name,
        full_name: commune.full_name(),
        province: Places::get().province_of(commune).code,
        page: v.full_url(&format!("/co-quan/{}", commune.slug())),
        former: former.map(|(former, certain)| former_out(former, certain)),
    }
}

fn former_out(former: &'static Former, certain: bool) -> FormerOut {
    FormerOut {
        code: former.code,
        kind: Kind::name(former.kind),
        name: former.name,
        full_name: Places::get().former_full(former),
        certain,
    }
}

fn former_detail(v: &Visitor, former: &'static Former) -> FormerDetail {
    let places = Places::get();
    let successors = match former.level {
        Level::Province => Vec::new(),
        _ => places.successors(former),
    };
    FormerDetail {
        unit: former_out(former, true),
        province: places.province_after(former).code,
        successors: successors
            .into_iter()
            .map(|(one, certain)| SuccessorOut { commune: commune_out(v, one, None), certain })
            .collect(),
    }
}
