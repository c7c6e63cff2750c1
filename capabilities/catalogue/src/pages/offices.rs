//! Where procedures are done: provinces, their communes, and the agencies of this house among them.

use super::office::{Here, here};
use accounts::{Accounts, Agency, AgencyKind};
use askama::Template;
use axum::extract::State;
use places::{Commune, Hit, Places, Province, ProvinceHit, Scope};
use std::sync::Arc;
use web::parts::{Choice, Field};
use web::{Answer, Lang, Visitor};

/// Most communes a search shows.
const MOST: usize = 40;
/// Name of the list of names a browser offers while one types.
const NAMES: &str = "list=\"ten-xa\" maxlength=\"200\" enterkeyhint=\"search\"";
const PLAIN: &str = "maxlength=\"200\" enterkeyhint=\"search\"";

/// A name with the page behind it.
pub(super) struct Named {
    pub(super) url: String,
    pub(super) name: String,
}

/// A province in the list.
struct ProvinceLine {
    url: String,
    name: String,
    count: usize,
}

/// What a search found.
struct HitLine {
    url: String,
    name: String,
    province: String,
    /// "trước là", in Vietnamese.
    before: Option<String>,
    certain: bool,
}

/// A former province a search found.
struct ProvinceFound {
    url: String,
    name: String,
    before: Option<String>,
}

/// An agency of this house.
struct HouseLine {
    url: Option<String>,
    name: String,
    here: Here,
}

/// The communes of one kind.
struct KindGroup {
    key: &'static str,
    names: Vec<Named>,
}

#[derive(Template)]
#[template(path = "catalogue/offices.html")]
struct OfficesPage {
    v: Visitor,
    province: Option<String>,
    typed: String,
    fields: [Field; 2],
    /// Offered by the browser while one types.
    offered: Vec<String>,
    provinces_found: Vec<ProvinceFound>,
    hits: Vec<HitLine>,
    /// The hits lie outside the province chosen.
    elsewhere: bool,
    house: Vec<HouseLine>,
    groups: Vec<KindGroup>,
    provinces: Vec<ProvinceLine>,
}

pub(super) fn name_of(lang: Lang, commune: &Commune) -> String {
    if lang == Lang::En { commune.english_name() } else { commune.full_name() }
}

pub(super) fn province_name(lang: Lang, province: &Province) -> String {
    if lang == Lang::En { province.english_name() } else { province.full_name() }
}

pub(super) fn commune_line(v: &Visitor, commune: &Commune) -> Named {
    Named { url: v.url(&format!("/co-quan/{}", commune.slug())), name: name_of(v.lang, commune) }
}

/// The agencies of this house that work today.
fn open_agencies(accounts: &Accounts, v: &Visitor) -> Vec<Arc<Agency>> {
    let today = v.now.day();
    accounts.agencies().into_iter().filter(|one| one.closed.is_none_or(|closed| today < closed)).collect()
}

/// The province this house serves: where the first agency with a commune lies.
pub(crate) fn home_province(accounts: &Accounts) -> Option<&'static Province> {
    let places = Places::get();
    let first = accounts.agencies().iter().find_map(|one| places.commune(one.commune.as_deref()?));
    first.map(|commune| places.province_of(commune))
}

/// The agency that is the committee of a commune.
pub(super) fn agency_of(accounts: &Accounts, v: &Visitor, commune: &Commune) -> Option<Arc<Agency>> {
    open_agencies(accounts, v).into_iter().find(|one| one.commune.as_deref() == Some(commune.code))
}

pub(crate) async fn offices(State(accounts): State<Accounts>, v: Visitor) -> Answer {
    v.page(&offices_page(&accounts, &v))
}

fn offices_page(accounts: &Accounts, v: &Visitor) -> OfficesPage {
    let places = Places::get();
    let typed: String = v.query("q").unwrap_or_default().trim().chars().take(200).collect();
    let province = v.query("tinh").and_then(|code| places.province(&code));
    let home = home_province(accounts);
    let (hits, elsewhere) = found(&typed, province, home);
    let searched = !typed.is_empty();
    let communes = if searched { &[] } else { province.map_or(&[][..], |one| places.communes_of(one.code)) };
    OfficesPage {
        province: province.map(|one| province_name(v.lang, one)),
        fields: fields(v, province, &typed),
        offered: province
            .map(|one| places.communes_of(one.code).iter().map(Commune::full_name).collect())
            .unwrap_or_default(),
        provinces_found: if province.is_none() { provinces_found(v, &typed) } else { Vec::new() },
        hits: hits.iter().map(|hit| hit_line(v, hit)).collect(),
        elsewhere,
        house: if searched { Vec::new() } else { house(accounts, v, province) },
        groups: groups(v, communes),
        provinces: if province.is_none() && !searched { provinces(v) } else { Vec::new() },
        typed,
        v: v.clone(),
    }
}

/// What fits in the province chosen; when nothing does, what fits elsewhere.
fn found(
    typed: &str,
    province: Option<&'static Province>,
    home: Option<&'static Province>,
) -> (Vec<Hit>, bool) {
    let places = Places::get();
    let anywhere = Scope { province: None, prefer: province.or(home).map(|one| one.code) };
    let Some(province) = province else { return (places.search(typed, MOST, anywhere), false) };
    let inside = places.search(typed, MOST, Scope::only(province.code));
    if inside.is_empty() { (places.search(typed, MOST, anywhere), true) } else { (inside, false) }
}

fn fields(v: &Visitor, province: Option<&Province>, typed: &str) -> [Field; 2] {
    let any = Choice::new("", v.t("catalogue-offices-any"));
    let each = Places::get().provinces().iter();
    let choices = std::iter::once(any)
        .chain(each.map(|one| Choice::new(one.code, province_name(v.lang, one))))
        .collect();
    [
        Field::select("tinh", v.t("catalogue-offices-province"), choices)
            .value(province.map_or("", |one| one.code)),
        Field::text("q", v.t("catalogue-offices-name"))
            .hint(v.t("catalogue-offices-name-hint"))
            .value(typed)
            .extra(if province.is_some() { NAMES } else { PLAIN }),
    ]
}

fn hit_line(v: &Visitor, hit: &Hit) -> HitLine {
    let places = Places::get();
    let Named { url, name } = commune_line(v, hit.commune);
    HitLine {
        url,
        name,
        province: province_name(v.lang, places.province_of(hit.commune)),
        before: hit.former.map(|former| places.former_full(former)),
        certain: hit.certain,
    }
}

fn provinces_found(v: &Visitor, typed: &str) -> Vec<ProvinceFound> {
    let line = |hit: &ProvinceHit| ProvinceFound {
        url: v.url(&format!("/co-quan?tinh={}", hit.province.code)),
        name: province_name(v.lang, hit.province),
        before: hit.former.map(places::Former::full_name),
    };
    Places::get().search_provinces(typed).iter().map(line).collect()
}

/// The agencies of this house: communes of the province chosen, or all with what stands above them.
fn house(accounts: &Accounts, v: &Visitor, province: Option<&Province>) -> Vec<HouseLine> {
    let places = Places::get();
    let mut lines = Vec::new();
    for agency in open_agencies(accounts, v) {
        let commune = agency.commune.as_deref().and_then(|code| places.commune(code));
        let fits = match (province, commune) {
            (None, _) => agency.kind != AgencyKind::Province,
            (Some(province), Some(commune)) => places.province_of(commune).code == province.code,
            (Some(_), None) => false,
        };
        if fits {
            let url = commune.map(|commune| commune_line(v, commune).url);
            let name = agency.name(v.lang.tag()).to_owned();
            lines.push((commune.is_none(), HouseLine { url, name, here: here(accounts, v, &agency) }));
        }
    }
    lines.sort_by_key(|(department, _)| *department);
    lines.into_iter().map(|(_, line)| line).collect()
}

fn groups(v: &Visitor, communes: &[Commune]) -> Vec<KindGroup> {
    let kinds = [
        (places::Kind::Ward, "catalogue-offices-wards"),
        (places::Kind::Commune, "catalogue-offices-communes"),
        (places::Kind::SpecialZone, "catalogue-offices-zones"),
    ];
    let group = |(kind, key)| {
        let mut of_kind: Vec<&Commune> = communes.iter().filter(|one| one.kind == kind).collect();
        of_kind.sort_by_cached_key(|one| kernel::text::fold(one.name));
        KindGroup { key, names: of_kind.into_iter().map(|one| commune_line(v, one)).collect() }
    };
    kinds.into_iter().map(group).filter(|group| !group.names.is_empty()).collect()
}

fn provinces(v: &Visitor) -> Vec<ProvinceLine> {
    let mut all: Vec<&Province> = Places::get().provinces().iter().collect();
    all.sort_by_cached_key(|one| (one.kind != places::Kind::City, kernel::text::fold(one.name)));
    let line = |one: &Province| ProvinceLine {
        url: v.url(&format!("/co-quan?tinh={}", one.code)),
        name: province_name(v.lang, one),
        count: one.count(),
    };
    all.into_iter().map(line).collect()
}
