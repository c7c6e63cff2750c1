//! Open data: the whole catalogue as JSON and as CSV, and how long things took. Written while it is
//! sent, a hundred procedures at a time, so that its size costs no memory.

use super::head::head;
use super::sheet::{BOM, COLUMNS, cell, csv_rows};
use crate::api;
use crate::entry::Entry;
use crate::national::{NationalProcedure, reading, store};
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
const DOWNLOADS: Rate = Rate { per_minute: 60, burst: 60 };
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
    digest.update(v.lang.tag().as_bytes());
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
