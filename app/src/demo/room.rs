//! The pages of a demonstration: who is in it, and the clock.

use super::advance;
use crate::house::House;
use askama::Template;
use axum::extract::State;
use kernel::{Failure, Fault, Moment, Refusal, RefusalKind};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use web::parts::{Field, Mistake};
use web::routes;
use web::{Access, Answer, ApiError, Form, Json, Routes, Visitor};

/// Where the clock shall stand: a moment, or a span from now (`PT4H`, `P3D`).
#[derive(Deserialize, utoipa::ToSchema)]
pub(super) struct MoveBody {
    /// RFC 3339 with its offset.
    to: Option<String>,
    /// ISO 8601 duration.
    by: Option<String>,
}

/// Where the clock stands now.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct ClockOut {
    /// Civil time, RFC 3339.
    now: String,
}

fn target(house: &House, to: Option<&str>, by: Option<&str>) -> Result<Moment, Refusal> {
    let wrong = |path: &'static str, code: &'static str| Refusal::field(path, code);
    match (to.map(str::trim).filter(|t| !t.is_empty()), by.map(str::trim).filter(|b| !b.is_empty())) {
        (Some(to), None) => read_moment(to).ok_or_else(|| wrong("to", "clock-form")),
        (None, Some(by)) => {
            let ms = read_span(by).ok_or_else(|| wrong("by", "clock-span"))?;
            Ok(house.clock.civil().plus_ms(ms))
        }
        _ => Err(wrong("to", "clock-one")),
    }
}

/// RFC 3339, or `2026-09-07T09:00` in legal time as a date field sends it.
fn read_moment(text: &str) -> Option<Moment> {
    Moment::parse_rfc3339(text)
        .or_else(|| Moment::parse_rfc3339(&format!("{text}:00+07:00")))
        .or_else(|| Moment::parse_rfc3339(&format!("{text}+07:00")))
}

/// Days, hours, minutes and seconds of an ISO 8601 duration, in milliseconds; not negative.
fn read_span(text: &str) -> Option<i64> {
    let rest = text.strip_prefix('P')?;
    let (days, time) = rest.split_once('T').unwrap_or((rest, ""));
    let mut total: i64 = 0;
    for (part, units) in [
        (days, &[('W', 604_800_000), ('D', 86_400_000)][..]),
        (time, &[('H', 3_600_000), ('M', 60_000), ('S', 1000)]),
    ] {
        let mut digits = String::new();
        for c in part.chars() {
            if c.is_ascii_digit() {
                digits.push(c);
                continue;
            }
            let (_, ms) = units.iter().find(|(unit, _)| *unit == c)?;
            total = total.checked_add(digits.parse::<i64>().ok()?.checked_mul(*ms)?)?;
            digits.clear();
        }
        if !digits.is_empty() {
            return None;
        }
    }
    (text.len() > 2).then_some(total)
}

/// The routes of a demonstration.
pub(crate) fn room(house: Arc<House>) -> web::Room {
    Routes::new("app")
        .texts(include_str!("../../texts/vi.ftl"), include_str!("../../texts/en.ftl"))
        .page("/demo", "demo", Access::Public, page)
        .foot(90, "app-demo-link")
        .form("/demo/dong-ho", "demo.clock", Access::Public, move_by_form)
        .api("demo.clock", Access::Public, routes!(move_by_api))
        .with_state(house)
}

#[derive(Template)]
#[template(path = "app/demo.html")]
struct DemoPage {
    v: Visitor,
    mistakes: Vec<Mistake>,
    to: Field,
    now: Moment,
    accounts: Vec<Shown>,
    password: &'static str,
}

struct Shown {
    role: String,
    login: String,
    name: String,
    office: String,
}

fn shown(house: &House, v: &Visitor) -> Vec<Shown> {
    let mut rows: Vec<Shown> = Vec::new();
    for agency in house.accounts.agencies() {
        for officer in house.accounts.officers_of_agency(agency.id) {
            let unit = officer.unit.and_then(|unit| house.accounts.unit(unit));
            rows.push(Shown {
                role: officer.title.clone(),
                login: officer.login.clone(),
                name: officer.name.clone(),
                office: unit.map_or_else(
                    || agency.name(v.lang.tag()).to_owned(),
                    |unit| format!("{}, {}", unit.name(v.lang.tag()), agency.name(v.lang.tag())),
                ),
            });
        }
    }
    rows
}

fn demo_page(house: &House, v: &Visitor, mistakes: Vec<Mistake>, typed: Option<&str>) -> DemoPage {
    let to = Field::text("to", v.t("app-demo-to"))
        .hint(v.t("app-demo-to-hint"))
        .value(typed.unwrap_or_default())
        .mistaken(v, &mistakes);
    DemoPage {
        mistakes,
        to,
        now: house.clock.civil(),
        accounts: shown(house, v),
        password: accounts::seed::PASSWORD,
        v: v.clone(),
    }
}

async fn page(State(house): State<Arc<House>>, v: Visitor) -> Answer {
    v.page(&demo_page(&house, &v, Vec::new(), None))
}

#[derive(Deserialize)]
struct MoveForm {
    #[serde(default)]
    to: String,
    #[serde(default)]
    by: String,
}

async fn move_by_form(State(house): State<Arc<House>>, v: Visitor, form: Form<MoveForm>) -> Answer {
    match moved(&house, &form.value.to, &form.value.by).await {
        Ok(_) => Ok(v.see_other("/demo")),
        Err(Failure::Refusal(refusal)) if refusal.kind == RefusalKind::Fields => {
            let mistakes = v.mistakes(&refusal);
            let page = demo_page(&house, &v, mistakes, Some(&form.value.to));
            v.page_with(axum::http::StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Moves the civil clock of a demonstration forward and runs what falls due.
#[utoipa::path(post, path = "/demo/clock", request_body = MoveBody, responses((status = 200, body = ClockOut)))]
async fn move_by_api(
    State(house): State<Arc<House>>,
    Json(body): Json<MoveBody>,
) -> Result<Json<ClockOut>, ApiError> {
    let now = moved(&house, body.to.as_deref().unwrap_or(""), body.by.as_deref().unwrap_or("")).await?;
    Ok(Json(ClockOut { now: now.rfc3339() }))
}

async fn moved(house: &Arc<House>, to: &str, by: &str) -> Result<Moment, Failure> {
    let to = target(house, Some(to), Some(by))?;
    let house = Arc::clone(house);
    tokio::task::spawn_blocking(move || advance(&house, to)).await.map_err(Fault::new)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_as_iso_8601_and_never_backward() {
        assert_eq!(read_span("PT4H"), Some(4 * 3_600_000));
        assert_eq!(read_span("P1DT30M"), Some(86_400_000 + 30 * 60_000));
        for wrong in ["", "P", "PT", "4H", "-PT1H", "PT-1H", "P1Y", "PT1"] {
            assert_eq!(read_span(wrong), None, "{wrong}");
        }
    }
}
