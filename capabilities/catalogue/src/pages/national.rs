//! The page of a procedure of the national catalogue: what its record says, in the order people
//! ask; what is doubted said in words; where to apply, which is not here.

use super::head::{crumbs, head, service};
use super::lines::{capital, fee_read, limit_read, or, tier_key};
use super::made::way_key;
use super::prose::{paragraph, prose};
use crate::entry::slug;
use crate::national::words::without_bullet;
use crate::national::{
    ChannelRow, FeeRead, LimitRead, Listed, NationalPaper, NationalProcedure, NationalUse, Related, reading,
    store,
};
use crate::shelf::Catalogue;
use crate::words::Service;
use askama::Template;
use kernel::{Day, Failure, Refusal};
use serde_json::{Value, json};
use web::parts::Markup;
use web::{Answer, Lang, Visitor};

/// A record as it is read now, with its uses, newest first.
pub(super) struct Record {
    pub(super) read: NationalProcedure,
    pub(super) uses: Vec<NationalUse>,
}

/// A channel: how long, how much, what stands beside it.
struct ChannelLine {
    way: &'static str,
    limit: String,
    fees: Vec<FeeLine>,
    note: Markup,
}

struct FeeLine {
    amount: String,
    note: Markup,
}

/// Papers of a case.
struct GroupLine {
    case: Option<String>,
    papers: Vec<PaperLine>,
}

struct PaperLine {
    name: Markup,
    count: String,
    form: Option<String>,
    note: bool,
}

struct RelatedLine {
    name: String,
    url: Option<String>,
}

/// A body with what it does.
struct BodyLine {
    key: &'static str,
    name: Markup,
}

#[derive(Template)]
#[template(path = "catalogue/national.html")]
struct NationalPage {
    v: Visitor,
    head: Markup,
    /// ` lang="vi"` where the page is not Vietnamese.
    vi: Markup,
    code: String,
    slug: String,
    name: String,
    field: String,
    field_url: String,
    decision: String,
    tiers: String,
    service: &'static str,
    result_in: String,
    fee_in_short: String,
    papers_in_short: String,
    who: Vec<String>,
    groups: Vec<GroupLine>,
    channels: Vec<ChannelLine>,
    cautions: Vec<String>,
    steps: Markup,
    conditions: Markup,
    results: Vec<(String, Option<String>)>,
    bases: Vec<(String, Option<String>)>,
    related: Vec<RelatedLine>,
    bodies: Vec<BodyLine>,
    /// The other procedures of the body that carries it out.
    agency_url: String,
    unread: Vec<Markup>,
    url: Option<String>,
    imported: Option<Day>,
    /// How many texts the code has had.
    uses: usize,
}

/// Reads the record in use for a code.
pub(super) async fn record(catalogue: &Catalogue, code: &str) -> Result<Record, Failure> {
    let code = code.to_owned();
    let held =
        catalogue.db().read(move |tx| Ok((store::in_use(tx, &code)?, store::history(tx, &code)?))).await?;
    let (Some((_, body)), uses) = held else { return Err(Refusal::absent().into()) };
    Ok(Record { read: reading::read(&body), uses })
}

/// The page of an imported record.
pub(super) async fn show(catalogue: &Catalogue, v: &Visitor, listed: &Listed) -> Answer {
    let record = record(catalogue, &listed.code).await?;
    v.page(&page(catalogue, v, listed, &record))
}

fn page(catalogue: &Catalogue, v: &Visitor, listed: &Listed, record: &Record) -> NationalPage {
    let read = &record.read;
    let slug_of = crate::entry::Entry::National(std::sync::Arc::new(listed.clone())).slug();
    let path = format!("/thu-tuc/{slug_of}");
    let field_path = format!("/thu-tuc/linh-vuc/{}", slug(&read.field));
    let tiers: Vec<String> = read.tiers.iter().map(|tier| v.t(tier_key(*tier)).into_owned()).collect();
    let channels: Vec<ChannelLine> = read.channels.iter().map(|row| channel_line(v, row)).collect();
    NationalPage {
        head: head(v, &path, graph(v, read, &path, &field_path)),
        vi: super::lang_mark(v.lang == Lang::En),
        code: read.code.clone(),
        slug: slug_of,
        name: if read.name.is_empty() { read.code.clone() } else { read.name.clone() },
        field: read.field.clone(),
        field_url: v.url(&field_path),
        decision: read.decision.clone(),
        tiers: tiers.join(", "),
        service: service_key(read.service),
        result_in: result_in(v, read),
        fee_in_short: fee_in_short(v, read),
        papers_in_short: papers_in_short(v, read),
        who: read.who.clone(),
        groups: groups(v, read),
        channels,
        cautions: cautions(v, read),
        steps: prose(&read.sequence),
        conditions: prose(&read.conditions),
        results: read.results.iter().map(|one| (one.name.clone(), one.code.clone())).collect(),
        bases: read.bases.iter().map(|one| (one.name.clone(), one.number.clone())).collect(),
        related: read.related.iter().map(|one| related_line(catalogue, v, one)).collect(),
        bodies: bodies(read),
        agency_url: match slug(&read.agency) {
            agency if agency.is_empty() => String::new(),
            agency => format!("{}?co-quan={agency}", v.url("/thu-tuc")),
        },
        unread: read.unread.iter().map(|one| Markup::trusted(paragraph(&one.text))).collect(),
        url: portal(&read.url),
        imported: record.uses.first().map(|one| one.at.day()),
        uses: record.uses.len(),
        v: v.clone(),
    }
}

/// The address at the national portal: only one of a web page is made a link.
fn portal(url: &str) -> Option<String> {
    (url.starts_with("https://") && !url.contains(['"', ' ', '<'])).then(|| url.to_owned())
}

const fn service_key(service: Option<Service>) -> &'static str {
    match service {
        Some(Service::Full) => "catalogue-service-full",
        Some(Service::Partial) => "catalogue-service-partial",
        Some(Service::Counter) => "catalogue-service-counter",
        None => "",
    }
}

/// Different limits in short.
fn result_in(v: &Visitor, read: &NationalProcedure) -> String {
    let mut words: Vec<String> = Vec::new();
    for row in read.channels.iter().filter(|row| row.limit != LimitRead::NotStated) {
        let word = limit_read(v, &row.limit);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    match words.len() {
        0 => v.t("catalogue-limit-not-stated").into_owned(),
        1..=3 => capital(&or(v, &words)),
        _ => v.t("catalogue-fee-by-case").into_owned(),
    }
}

fn fee_in_short(v: &Visitor, read: &NationalProcedure) -> String {
    if read.fee_is_doubted() {
        return v.t("catalogue-fee-doubted").into_owned();
    }
    let mut words: Vec<String> = Vec::new();
    for fee in read.channels.iter().flat_map(|row| &row.fees).filter(|fee| **fee != FeeRead::NotStated) {
        let word = fee_read(v, fee);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    match words.len() {
        0 => v.t("catalogue-fee-not-stated").into_owned(),
        1 | 2 => or(v, &words),
        _ => v.t("catalogue-fee-by-case").into_owned(),
    }
}

fn papers_in_short(v: &Visitor, read: &NationalProcedure) -> String {
    let counts: Vec<i64> = read
        .papers
        .iter()
        .map(|group| group.papers.iter().filter(|paper| !paper.note).count())
        .filter_map(|count| i64::try_from(count).ok().filter(|count| *count > 0))
        .collect();
    match counts.as_slice() {
        [] => v.t("catalogue-papers-not-stated").into_owned(),
        [count] => v.t1("catalogue-papers-all", "count", *count).into_owned(),
        counts => {
            v.t1("catalogue-papers-cases", "count", i64::try_from(counts.len()).unwrap_or(0)).into_owned()
        }
    }
}

fn groups(v: &Visitor, read: &NationalProcedure) -> Vec<GroupLine> {
    let groups = read.papers.iter().filter(|group| !group.papers.is_empty());
    groups
        .map(|group| GroupLine {
            case: group.case.clone(),
            papers: group.papers.iter().map(|paper| paper_line(v, paper)).collect(),
        })
        .collect()
}

fn paper_line(v: &Visitor, paper: &NationalPaper) -> PaperLine {
    let one = |key: &str, count: Option<u32>| {
        count.filter(|count| *count > 0).map(|count| v.t1(key, "count", i64::from(count)).into_owned())
    };
    let counts =
        [one("catalogue-paper-originals", paper.originals), one("catalogue-paper-copies", paper.copies)];
    PaperLine {
        name: Markup::trusted(paragraph(without_bullet(&paper.name))),
        count: counts.into_iter().flatten().collect::<Vec<_>>().join(", "),
        form: paper.form.clone(),
        note: paper.note,
    }
}

fn channel_line(v: &Visitor, row: &ChannelRow) -> ChannelLine {
    let limit = match &row.limit {
        LimitRead::NotStated if !row.time.is_empty() => {
            v.t1("catalogue-limit-said", "text", &row.time).into_owned()
        }
        limit => limit_read(v, limit),
    };
    ChannelLine {
        way: way_key(row.by),
        limit,
        fees: row.fees.iter().map(|fee| fee_line(v, fee)).collect(),
        note: Markup::trusted(paragraph(&row.note)),
    }
}

fn fee_line(v: &Visitor, fee: &FeeRead) -> FeeLine {
    let note = match fee {
        FeeRead::Amount { note, .. }
        | FeeRead::Free { note }
        | FeeRead::ByCase { note }
        | FeeRead::ByProvince { note } => note.as_str(),
        FeeRead::NotStated => "",
    };
    FeeLine { amount: fee_read(v, fee), note: Markup::trusted(paragraph(note)) }
}

/// What is doubted, as far as it matters to whoever applies; the rest is for editors.
fn cautions(v: &Visitor, read: &NationalProcedure) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for doubt in &read.doubts {
        let key = format!("catalogue-caution-{}", doubt.kind);
        if !v.has_text(&key) {
            continue;
        }
        let said = v.t1(&key, "text", &doubt.text).into_owned();
        if !out.contains(&said) {
            out.push(said);
        }
    }
    out
}

fn related_line(catalogue: &Catalogue, v: &Visitor, related: &Related) -> RelatedLine {
    let entry = related.code.as_deref().and_then(|code| catalogue.entry(code, v.now.day()));
    let name = match &related.code {
        Some(code) => format!("{} ({code})", related.name),
        None => related.name.clone(),
    };
    RelatedLine { name, url: entry.map(|entry| v.url(&format!("/thu-tuc/{}", entry.slug()))) }
}

fn bodies(read: &NationalProcedure) -> Vec<BodyLine> {
    let all = [
        ("catalogue-body-agency", &read.agency),
        ("catalogue-body-competent", &read.competent),
        ("catalogue-body-address", &read.address),
        ("catalogue-body-delegated", &read.delegated),
        ("catalogue-body-coordinating", &read.coordinating),
    ];
    let said = all.into_iter().filter(|(_, name)| !name.is_empty());
    said.map(|(key, name)| BodyLine { key, name: Markup::trusted(paragraph(name)) }).collect()
}

fn graph(v: &Visitor, read: &NationalProcedure, path: &str, field_path: &str) -> Vec<Value> {
    let agency = if read.agency.is_empty() { &read.competent } else { &read.agency };
    let mut about = service(v, &read.code, &read.name, &read.field, agency, path);
    about["inLanguage"] = json!("vi");
    // An amount only where nothing of the record's fees is doubted or differs by channel.
    let mut amounts: Vec<i64> = Vec::new();
    let mut sure = !read.fee_is_doubted();
    for fee in read.channels.iter().flat_map(|row| &row.fees) {
        match fee {
            FeeRead::Amount { amount, note } if note.is_empty() => amounts.push(amount.0),
            FeeRead::Free { note } if note.is_empty() => amounts.push(0),
            _ => sure = false,
        }
    }
    amounts.sort_unstable();
    amounts.dedup();
    if let ([amount], true) = (amounts.as_slice(), sure) {
        about["offers"] = json!([{"@type": "Offer", "price": amount, "priceCurrency": "VND"}]);
    }
    if let Some(url) = portal(&read.url) {
        about["sameAs"] = json!(url);
    }
    let (home, all) = (v.t("catalogue-home"), v.t("catalogue-list-title"));
    let mut steps = vec![(home.as_ref(), "/"), (all.as_ref(), "/thu-tuc")];
    if !read.field.is_empty() {
        steps.push((&read.field, field_path));
    }
    steps.push((if read.name.is_empty() { &read.code } else { &read.name }, path));
    vec![about, crumbs(v, &steps)]
}
