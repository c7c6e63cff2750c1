//! Open data: the whole catalogue as JSON and as CSV, and how long things took. Written while it is
//! sent, a hundred procedures at a time, so that its size costs no memory.

use super::filters;
use super::head::head;
use super::lines::{fee_read, limit_in_short};
use crate::api;
use crate::entry::Entry;
use crate::national::{FeeRead, LimitRead, NationalProcedure, reading, store};
use crate::shelf::Catalogue;
use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Failure, Id};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;
use web::parts::Markup;
use web::{Answer, Rate, Visitor};

/// Procedures read and written at a time.
const CHUNK: usize = 100;
/// Whole downloads a network may begin; each reads the whole catalogue.
const DOWNLOADS: Rate = Rate { per_minute: 6, burst: 6 };
/// What a spreadsheet takes for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// Columns of the CSV; the page of the data says what each means.
const COLUMNS: [&str; 19] = [
    "ma",
    "ten",
    "linh_vuc",
    "cap_thuc_hien",
    "doi_tuong",
    "co_quan",
    "muc_do",
    "cach_nop",
    "thoi_han",
    "don_vi",
    "thoi_han_ghi",
    "loai_phi",
    "so_tien",
    "phi_ghi",
    "nop_tai_day",
    "nguon",
    "quyet_dinh",
    "nghi_van",
    "trang",
];
const BOM: &str = "\u{FEFF}";

/// A column and what it means.
struct Column {
    name: &'static str,
    key: String,
}

#[derive(Template)]
#[template(path = "catalogue/data.html")]
struct DataPage {
    v: Visitor,
    head: Markup,
    count: usize,
    columns: Vec<Column>,
}

/// `/du-lieu`: what there is, under which terms, what the columns mean.
pub(crate) async fn about(State(catalogue): State<Catalogue>, v: Visitor) -> Answer {
    let count = catalogue.entries(v.now.day()).len();
    let graph = serde_json::json!({
        "@type": "Dataset",
        "name": v.t("catalogue-data-title"),
        "description": v.t("catalogue-data-lead"),
        "url": v.full_url(&v.url("/du-lieu")),
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": v.full_url("/du-lieu/thu-tuc.csv")},
            {"@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": v.full_url("/du-lieu/thu-tuc.json")},
        ],
    });
    let column =
        |name: &'static str| Column { name, key: format!("catalogue-column-{}", name.replace('_', "-")) };
    v.page(&DataPage {
        head: head(&v, "/du-lieu", vec![graph]),
        count,
        columns: COLUMNS.into_iter().map(column).collect(),
        v: v.clone(),
    })
}

/// What the whole catalogue is known by: it changes when any text in it does, or its address.
pub(super) fn tag(catalogue: &Catalogue, v: &Visitor, entries: &[Entry]) -> HeaderValue {
    let mut digest = Sha256::new();
    digest.update(v.full_url("/").as_bytes());
    digest.update(reading::VERSION.to_be_bytes());
    digest.update(env!("CARGO_PKG_VERSION").as_bytes());
    for event in catalogue.events() {
        digest.update(event.key.as_bytes());
    }
    for entry in entries {
        digest.update(entry.code().as_bytes());
        match entry {
            Entry::Made(revision) => digest.update(revision.hash.as_bytes()),
            Entry::National(listed) => digest.update(listed.id.to_string().as_bytes()),
        }
    }
    let mut out = String::from("\"");
    for byte in &digest.finalize()[..12] {
        // Writing into a string does not fail.
        let _ = write!(out, "{byte:02x}");
    }
    out.push('"');
    HeaderValue::from_str(&out).unwrap_or_else(|_| HeaderValue::from_static("\"0\""))
}

/// Whether the one who asks has this already.
pub(super) fn has(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let asked = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let tag = tag.to_str().unwrap_or_default();
    asked.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == tag)
}

/// How an entry is written; `national` is its record where it is one.
type Line = fn(&Visitor, &Entry, Option<&NationalProcedure>) -> String;

/// What a file is made of.
struct Form {
    kind: &'static str,
    name: &'static str,
    before: String,
    line: Line,
    between: &'static str,
    after: &'static str,
}

/// `/du-lieu/thu-tuc.csv`: one row for each procedure and channel.
pub(crate) async fn csv(State(catalogue): State<Catalogue>, v: Visitor, headers: HeaderMap) -> Answer {
    let form = Form {
        kind: "text/csv; charset=utf-8; header=present",
        name: "thu-tuc.csv",
        // Without the mark at the beginning, spreadsheets read Vietnamese letters as another alphabet.
        before: format!("{BOM}{}\r\n", COLUMNS.join(",")),
        line: csv_rows,
        between: "",
        after: "",
    };
    download(&catalogue, &v, &headers, form)
}

/// `/du-lieu/thu-tuc.json`: everything each procedure says.
pub(crate) async fn json(State(catalogue): State<Catalogue>, v: Visitor, headers: HeaderMap) -> Answer {
    let form = Form {
        kind: "application/json",
        name: "thu-tuc.json",
        before: format!(
            "{{\"published\":\"{}\",\"licence\":\"CC BY 4.0\",\"source\":{},\"procedures\":[\n",
            v.now.day(),
            serde_json::json!(v.full_url("/du-lieu"))
        ),
        line: json_line,
        between: ",\n",
        after: "\n]}\n",
    };
    download(&catalogue, &v, &headers, form)
}

fn download(catalogue: &Catalogue, v: &Visitor, headers: &HeaderMap, form: Form) -> Answer {
    let entries = catalogue.entries(v.now.day());
    let tag = tag(catalogue, v, &entries);
    if has(headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    v.limit(&format!("du-lieu:{}", v.network()), DOWNLOADS, 1)?;
    let name = format!("attachment; filename=\"{}\"", form.name);
    let fixed = |text: &str| HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""));
    let headers = [
        (header::CONTENT_TYPE, fixed(form.kind)),
        (header::CONTENT_DISPOSITION, fixed(&name)),
        (header::ETAG, tag),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300")),
    ];
    let sending = Sending {
        catalogue: catalogue.clone(),
        v: v.clone(),
        entries,
        at: 0,
        form: Arc::new(form),
        done: false,
    };
    let body = Body::from_stream(futures_util::stream::unfold(sending, next));
    Ok((headers, body).into_response())
}

/// Where a download is.
struct Sending {
    catalogue: Catalogue,
    v: Visitor,
    entries: Vec<Entry>,
    at: usize,
    form: Arc<Form>,
    done: bool,
}

/// The next piece; a database that fails ends the answer short, which the reader sees.
async fn next(mut sending: Sending) -> Option<(Result<String, Failure>, Sending)> {
    if sending.done {
        return None;
    }
    let end = (sending.at + CHUNK).min(sending.entries.len());
    let chunk = &sending.entries[sending.at..end];
    let records = match records(&sending.catalogue, chunk).await {
        Ok(records) => records,
        Err(failure) => {
            tracing::error!(%failure, "open data could not be read");
            sending.done = true;
            return Some((Err(failure), sending));
        }
    };
    let mut out = if sending.at == 0 { sending.form.before.clone() } else { String::new() };
    for (at, entry) in chunk.iter().enumerate() {
        if sending.at + at > 0 {
            out.push_str(sending.form.between);
        }
        out.push_str(&(sending.form.line)(&sending.v, entry, records.get(entry.code())));
    }
    sending.at = end;
    if end == sending.entries.len() {
        out.push_str(sending.form.after);
        sending.done = true;
    }
    Some((Ok(out), sending))
}

/// The records of a few entries, read by today's reader.
async fn records(
    catalogue: &Catalogue,
    entries: &[Entry],
) -> Result<HashMap<String, NationalProcedure>, Failure> {
    let ids: Vec<Id> = entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::National(listed) => Some(listed.id),
            Entry::Made(_) => None,
        })
        .collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let bodies = catalogue
        .db()
        .read(move |tx| {
            let mut bodies = Vec::with_capacity(ids.len());
            for id in &ids {
                bodies.extend(store::body_of(tx, *id)?);
            }
            Ok(bodies)
        })
        .await?;
    Ok(bodies.iter().map(reading::read).map(|read| (read.code.clone(), read)).collect())
}

fn json_line(v: &Visitor, entry: &Entry, national: Option<&NationalProcedure>) -> String {
    api::as_json(v, entry, national).unwrap_or_else(|| "null".to_owned())
}

/// The rows of a procedure: one a channel, and one for a procedure that names none.
fn csv_rows(v: &Visitor, entry: &Entry, national: Option<&NationalProcedure>) -> String {
    let mut out = String::new();
    let rows = match (entry, national) {
        (Entry::National(_), Some(read)) => national_rows(v, read),
        _ => made_rows(v, entry),
    };
    for row in rows {
        row_into(&mut out, &shared(v, entry, national), &row);
    }
    out
}

/// What differs by channel: from `cach_nop` to `phi_ghi`.
#[derive(Default)]
struct Row {
    way: String,
    limit: String,
    unit: String,
    limit_said: String,
    fee_kind: String,
    amount: String,
    fee_said: String,
}

fn national_rows(v: &Visitor, read: &NationalProcedure) -> Vec<Row> {
    let row = |row: &crate::national::ChannelRow| {
        let (limit, unit) = match &row.limit {
            LimitRead::Unit { limit } => (limit.n.to_string(), unit_name(limit.unit)),
            LimitRead::NoUnit { text } => (text.clone(), String::new()),
            LimitRead::NotStated => (String::new(), String::new()),
        };
        let amounts: Vec<String> = row
            .fees
            .iter()
            .filter_map(|fee| match fee {
                FeeRead::Amount { amount, .. } => Some(amount.0.to_string()),
                _ => None,
            })
            .collect();
        let kinds: Vec<&str> = row.fees.iter().map(fee_kind).collect();
        let said: Vec<String> = row.fees.iter().map(|fee| fee_with_note(v, fee)).collect();
        Row {
            way: row.by.name().to_owned(),
            limit,
            unit,
            limit_said: row.time.clone(),
            fee_kind: kinds.join("; "),
            amount: amounts.join("; "),
            fee_said: said.join("; "),
        }
    };
    let rows: Vec<Row> = read.channels.iter().map(row).collect();
    if rows.is_empty() { vec![Row::default()] } else { rows }
}

fn made_rows(v: &Visitor, entry: &Entry) -> Vec<Row> {
    let Entry::Made(revision) = entry else { return vec![Row::default()] };
    let procedure = &revision.procedure;
    let each = |words: Vec<String>| words.join("; ");
    let single = match procedure.limit.as_slice() {
        [rule] => (rule.limit.n.to_string(), unit_name(rule.limit.unit)),
        _ => (String::new(), String::new()),
    };
    let said = each(procedure.limit.iter().map(|rule| limit_in_short(v, rule.limit)).collect());
    // What a council sets is a figure for demonstration: it is no amount here.
    let kind = |fee: &crate::model::Fee| if fee.by_council { "by-province" } else { "amount" };
    let kinds: Vec<&str> = procedure.fee.iter().map(kind).collect();
    let sure = procedure.fee.iter().filter(|fee| !fee.by_council);
    let row = |way: &crate::model::Channel| Row {
        way: way.by.name().to_owned(),
        limit: single.0.clone(),
        unit: single.1.clone(),
        limit_said: said.clone(),
        fee_kind: if kinds.is_empty() { "free".to_owned() } else { kinds.join("; ") },
        amount: each(sure.clone().map(|fee| fee.amount.0.to_string()).collect()),
        fee_said: each(procedure.fee.iter().map(|fee| fee.name.vi.clone()).collect()),
    };
    procedure.way.iter().map(row).collect()
}

fn fee_with_note(v: &Visitor, fee: &FeeRead) -> String {
    match fee {
        FeeRead::Amount { note, .. } | FeeRead::Free { note } if !note.is_empty() => {
            format!("{} ({note})", fee_read(v, fee))
        }
        FeeRead::ByCase { note } | FeeRead::ByProvince { note } => note.clone(),
        _ => String::new(),
    }
}

const fn fee_kind(fee: &FeeRead) -> &'static str {
    match fee {
        FeeRead::Amount { .. } => "amount",
        FeeRead::Free { .. } => "free",
        FeeRead::ByCase { .. } => "by-case",
        FeeRead::ByProvince { .. } => "by-province",
        FeeRead::NotStated => "not-stated",
    }
}

/// The name of a unit as the API writes it.
fn unit_name(unit: kernel::LimitUnit) -> String {
    serde_json::to_value(unit).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What is the same in all rows of a procedure: before and behind the columns of a channel.
fn shared(v: &Visitor, entry: &Entry, national: Option<&NationalProcedure>) -> [String; 12] {
    let names = |all: Vec<&str>| all.join("; ");
    let tiers = names(entry.tiers().iter().map(|tier| tier.name()).collect());
    let page = v.full_url(&format!("/thu-tuc/{}", entry.slug()));
    let agency = filters::agency_of(entry).to_owned();
    let doubts =
        national.map_or_else(Vec::new, |read| read.doubts.iter().map(|doubt| doubt.kind.as_str()).collect());
    let (name, who, service, source, decision) = match entry {
        Entry::Made(revision) => {
            let procedure = &revision.procedure;
            let who = names(procedure.who.iter().map(|who| who.text.vi.as_str()).collect());
            let source = format!("{:?}", procedure.source.mark);
            (procedure.name.vi.clone(), who, Some(procedure.service), source, procedure.decision.clone())
        }
        Entry::National(listed) => {
            let decision = national.map(|read| read.decision.clone()).unwrap_or_default();
            (listed.name.clone(), listed.who.join("; "), listed.service, "D".to_owned(), decision)
        }
    };
    [
        entry.code().to_owned(),
        name,
        entry.field().to_owned(),
        tiers,
        who,
        agency,
        service.map(|service| service.name().to_owned()).unwrap_or_default(),
        i32::from(entry.is_made()).to_string(),
        source,
        decision,
        names(doubts),
        page,
    ]
}

fn row_into(out: &mut String, shared: &[String; 12], row: &Row) {
    let (before, behind) = shared.split_at(7);
    let middle =
        [&row.way, &row.limit, &row.unit, &row.limit_said, &row.fee_kind, &row.amount, &row.fee_said];
    let cells = before.iter().chain(middle).chain(behind).map(|text| cell(text));
    out.push_str(&cells.collect::<Vec<_>>().join(","));
    out.push_str("\r\n");
}

/// A cell after RFC 4180; what a spreadsheet would run as a formula gets an apostrophe in front.
fn cell(text: &str) -> String {
    let guarded = if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() };
    if guarded.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

/// `/du-lieu/thoi-gian.csv`: how long the dossiers of each procedure took of late, where there are
/// enough of them.
pub(crate) async fn durations_csv(State(catalogue): State<Catalogue>) -> Response {
    let mut all: Vec<_> = catalogue.durations().iter().map(|(code, one)| (code.clone(), *one)).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    let mut out = format!("{BOM}ma,tu_ngay,den_ngay,so_ho_so,trung_vi_phut,chin_phan_muoi_phut,tre_han\r\n");
    for (code, one) in all {
        let figures = if one.is_enough() {
            format!("{},{},{}", one.median_minutes, one.p90_minutes, one.late)
        } else {
            ",,".to_owned()
        };
        // Writing into a string does not fail.
        let _ = write!(out, "{},{},{},{},{figures}\r\n", cell(&code), one.from, one.to, one.count);
    }
    let fixed = HeaderValue::from_static;
    let headers = [
        (header::CONTENT_TYPE, fixed("text/csv; charset=utf-8; header=present")),
        (header::CONTENT_DISPOSITION, fixed("attachment; filename=\"thoi-gian.csv\"")),
    ];
    (headers, out).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_run_as_formulas() {
        assert_eq!(cell("a"), "a");
        assert_eq!(cell("a,b"), "\"a,b\"");
        assert_eq!(cell("\"x\"\ny"), "\"\"\"x\"\"\ny\"");
        for formula in ["=1+1", "+84", "-1", "@x", "\tx"] {
            assert!(cell(formula).trim_start_matches('"').starts_with('\''), "{formula}");
        }
    }
}
