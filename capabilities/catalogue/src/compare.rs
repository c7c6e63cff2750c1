//! A procedure made here beside its record in the national catalogue: every difference, by source.

use crate::model::{Fee, Mark, Source, Tier};
use crate::national::{
    ChannelRow, FeeRead, LimitRead, NationalProcedure, NationalRecord, NationalUse, reading, store,
};
use crate::revision::Revision;
use crate::shelf::Catalogue;
use crate::words::Way;
use ::store::Tx;
use kernel::{Failure, Limit, LimitUnit};
use std::fmt;

/// What is compared.
pub const COMPARED: [&str; 11] = [
    "name",
    "decision",
    "field",
    "tier",
    "channel",
    "limit",
    "consultation",
    "fee",
    "papers",
    "result",
    "basis",
];

/// Where a file and the national record do not say the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// What: one of [`COMPARED`].
    pub field: &'static str,
    /// What the file says, in Vietnamese; empty where it says nothing.
    pub ours: String,
    /// How sure the file is; none where it says nothing.
    pub mark: Option<Mark>,
    /// What the record says, in Vietnamese; empty where it says nothing.
    pub theirs: String,
    /// The record's prose says what the file says, though its table does not.
    pub in_prose: bool,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = self.mark.map_or_else(String::new, |mark| format!(" [{mark:?}]"));
        let prose = if self.in_prose { " (its prose agrees with the file)" } else { "" };
        let said = |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.to_owned() };
        write!(f, "{}: file `{}`{mark}, record `{}`{prose}", self.field, said(&self.ours), said(&self.theirs))
    }
}

/// The imported record of a code, beside a procedure made here.
#[derive(Clone, Debug)]
pub struct RecordBeside {
    /// Every difference, in the order of [`COMPARED`].
    pub differences: Vec<Difference>,
    /// When each text of the record was imported, and from which file; newest first.
    pub uses: Vec<NationalUse>,
}

impl Catalogue {
    /// How a text stands beside the imported record of its code; none where none was imported.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn beside_record(&self, revision: &Revision) -> Result<Option<RecordBeside>, Failure> {
        let code = revision.code().to_owned();
        let read = move |tx: &mut Tx<'_>| Ok((store::in_use(tx, &code)?, store::history(tx, &code)?));
        let (held, uses) = self.db().read(read).await?;
        Ok(held.map(|(_, record)| RecordBeside { differences: differences(revision, &record), uses }))
    }
}

/// Every difference between a revision and its record.
pub(crate) fn differences(revision: &Revision, record: &NationalRecord) -> Vec<Difference> {
    let mut found = Found::default();
    let procedure = &revision.procedure;
    let whole = &procedure.source;
    let record = Record {
        read: reading::read(record),
        sequence: record.text("trinh_tu_thuc_hien"),
        ways: record.text("cach_thuc_thuc_hien"),
        bases: record.text("can_cu_phap_ly"),
    };
    found.same("name", &procedure.name.vi, whole, &record.read.name);
    found.same("decision", &procedure.decision, whole, &record.read.decision);
    found.same("field", &procedure.field.name.vi, whole, &record.read.field);
    tiers(&mut found, revision, &record);
    channels(&mut found, revision, &record);
    limits(&mut found, revision, &record);
    consultations(&mut found, revision, &record);
    fees(&mut found, revision, &record);
    papers(&mut found, revision, &record);
    results(&mut found, revision, &record);
    bases(&mut found, revision, &record);
    found.0
}

/// A record read, and the prose beside its tables.
struct Record {
    read: NationalProcedure,
    sequence: String,
    ways: String,
    bases: String,
}

#[derive(Default)]
struct Found(Vec<Difference>);

impl Found {
    fn add(&mut self, field: &'static str, ours: &str, mark: Option<Mark>, theirs: &str, in_prose: bool) {
        let (ours, theirs) = (words(ours), words(theirs));
        self.0.push(Difference { field, ours, mark, theirs, in_prose });
    }

    fn same(&mut self, field: &'static str, ours: &str, source: &Source, theirs: &str) {
        if words(ours) != words(theirs) {
            self.add(field, ours, Some(source.mark), theirs, false);
        }
    }
}

/// One space between words, so that line breaks of the record are no difference.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn joined<T: ToString>(all: impl IntoIterator<Item = T>) -> String {
    all.into_iter().map(|one| one.to_string()).collect::<Vec<_>>().join("; ")
}

const fn tier_words(tier: Tier) -> &'static str {
    match tier {
        Tier::Central => "Cấp bộ",
        Tier::Province => "Cấp tỉnh",
        Tier::Commune => "Cấp xã",
        Tier::Other => "Cơ quan khác",
    }
}

fn tiers(found: &mut Found, revision: &Revision, record: &Record) {
    let procedure = &revision.procedure;
    let told = |tiers: &[Tier]| {
        let mut all: Vec<&str> = tiers.iter().map(|tier| tier_words(*tier)).collect();
        all.sort_unstable();
        all.join(", ")
    };
    let (ours, theirs) = (told(&procedure.tier), told(&record.read.tiers));
    if ours != theirs {
        found.add("tier", &ours, Some(procedure.source.mark), &theirs, false);
    }
}

const fn way_words(by: Way) -> &'static str {
    match by {
        Way::Online => "trực tuyến",
        Way::Counter => "trực tiếp",
        Way::Post => "bưu chính",
    }
}

fn channels(found: &mut Found, revision: &Revision, record: &Record) {
    let rows = &record.read.channels;
    let theirs: Vec<&str> = rows.iter().map(|row| way_words(row.by)).collect();
    for way in revision.procedure.way.iter().filter(|way| rows.iter().all(|row| row.by != way.by)) {
        found.add("channel", way_words(way.by), Some(way.source.mark), &theirs.join(", "), false);
    }
    let ours: Vec<&str> = revision.procedure.way.iter().map(|way| way_words(way.by)).collect();
    let mut beside: Vec<&str> = theirs.into_iter().filter(|by| !ours.contains(by)).collect();
    beside.dedup();
    for by in beside {
        found.add("channel", &ours.join(", "), None, by, false);
    }
}

/// A limit as the record would print it; the number alone may stand with a leading nought.
fn limit_words(limit: Limit, n: &str) -> String {
    match limit.unit {
        LimitUnit::Hours => format!("{n} giờ"),
        LimitUnit::WorkingHours => format!("{n} giờ làm việc"),
        LimitUnit::WorkingDays => format!("{n} ngày làm việc"),
        LimitUnit::Days => format!("{n} ngày"),
        LimitUnit::Months => format!("{n} tháng"),
        LimitUnit::SameDay => "trong ngày".to_owned(),
    }
}

/// Whether prose states a limit: `3 ngày làm việc` or `03 ngày làm việc`.
fn states(prose: &str, limit: Limit) -> bool {
    let prose = prose.to_lowercase();
    if limit.unit == LimitUnit::SameDay {
        return ["trong ngày", "ngày làm việc tiếp theo"].iter().any(|words| prose.contains(words));
    }
    [limit.n.to_string(), format!("{:02}", limit.n)].iter().any(|n| {
        let written = limit_words(limit, n);
        prose.match_indices(&written).any(|(at, _)| !prose[..at].ends_with(|c: char| c.is_ascii_digit()))
    })
}

fn limits(found: &mut Found, revision: &Revision, record: &Record) {
    let rules = &revision.procedure.limit;
    let rows = &record.read.channels;
    let written = |limit: Limit| limit_words(limit, &limit.n.to_string());
    let printed = |row: &ChannelRow| match &row.limit {
        LimitRead::Unit { limit } => Some(format!("{} {}", way_words(row.by), written(*limit))),
        LimitRead::NoUnit { text } => Some(format!("{} {text} (không có đơn vị)", way_words(row.by))),
        LimitRead::NotStated => None,
    };
    let theirs = joined(rows.iter().filter_map(printed));
    let stated: Vec<Limit> = rows.iter().filter_map(stated).collect();
    for rule in rules.iter().filter(|rule| !stated.contains(&rule.limit)) {
        let in_prose = states(&record.sequence, rule.limit) || states(&record.ways, rule.limit);
        found.add("limit", &written(rule.limit), Some(rule.source.mark), &theirs, in_prose);
    }
    let ours: Vec<String> = rules.iter().map(|rule| written(rule.limit)).collect();
    let mut beside: Vec<String> = stated.into_iter().map(written).collect();
    beside.retain(|time| !ours.contains(time));
    beside.sort_unstable();
    beside.dedup();
    for time in beside {
        found.add("limit", &ours.join("; "), None, &time, false);
    }
}

const fn stated(row: &ChannelRow) -> Option<Limit> {
    match row.limit {
        LimitRead::Unit { limit } => Some(limit),
        LimitRead::NoUnit { .. } | LimitRead::NotStated => None,
    }
}

/// Only what the file took from the record; the rest is no fact of it.
fn consultations(found: &mut Found, revision: &Revision, record: &Record) {
    let consults = revision.procedure.step.iter().flat_map(|step| &step.consult);
    for consult in consults.filter(|consult| consult.source.mark == Mark::D) {
        if !states(&record.sequence, consult.limit) {
            let ours = limit_words(consult.limit, &consult.limit.n.to_string());
            found.add("consultation", &ours, Some(Mark::D), "", false);
        }
    }
}

fn fees(found: &mut Found, revision: &Revision, record: &Record) {
    let fees = &revision.procedure.fee;
    let amount = |fee: &FeeRead| match fee {
        FeeRead::Amount { amount, .. } => Some(amount.0),
        _ => None,
    };
    let rows = &record.read.channels;
    let mut theirs: Vec<i64> = rows.iter().flat_map(|row| &row.fees).filter_map(amount).collect();
    theirs.sort_unstable();
    theirs.dedup();
    let money = |amount: i64| format!("{} đồng", kernel::money::grouped(amount));
    let printed = if theirs.is_empty() {
        "miễn phí".to_owned()
    } else {
        joined(theirs.iter().map(|one| money(*one)))
    };
    let ours = |fee: &Fee| {
        let council = if fee.by_council { " (do hội đồng nhân dân quy định)" } else { "" };
        format!("{}: {}{council}", fee.name.vi, money(fee.amount.0))
    };
    for fee in fees.iter().filter(|fee| !theirs.contains(&fee.amount.0)) {
        let grouped = kernel::money::grouped(fee.amount.0);
        let in_prose = [&grouped, &grouped.replace('.', ",")].iter().any(|one| record.ways.contains(*one));
        found.add("fee", &ours(fee), Some(fee.source.mark), &printed, in_prose);
    }
    for amount in theirs.iter().filter(|amount| fees.iter().all(|fee| fee.amount.0 != **amount)) {
        found.add("fee", &joined(fees.iter().map(ours)), None, &money(*amount), false);
    }
}

/// Only how many: names in the record are whole paragraphs.
fn papers(found: &mut Found, revision: &Revision, record: &Record) {
    let ours = revision.procedure.paper.len();
    let rows = || record.read.papers.iter().flat_map(|group| &group.papers);
    let notes = rows().filter(|row| row.note).count();
    let theirs = rows().count() - notes;
    if ours != theirs {
        let theirs = format!("{theirs} giấy tờ, {notes} ghi chú");
        found.add("papers", &format!("{ours} giấy tờ"), None, &theirs, false);
    }
}

fn results(found: &mut Found, revision: &Revision, record: &Record) {
    let mut theirs: Vec<&str> = record.read.results.iter().filter_map(|one| one.code.as_deref()).collect();
    theirs.sort_unstable();
    theirs.dedup();
    let results = &revision.procedure.result;
    for result in results.iter().filter(|result| !theirs.contains(&result.code.as_str())) {
        found.add("result", &result.code, Some(result.source.mark), &theirs.join(", "), false);
    }
    for code in theirs.iter().filter(|code| results.iter().all(|result| result.code != **code)) {
        found.add("result", &joined(results.iter().map(|result| &result.code)), None, code, false);
    }
}

fn bases(found: &mut Found, revision: &Revision, record: &Record) {
    let basis = &revision.procedure.basis;
    for act in basis.iter().filter(|act| !record.bases.contains(&act.number)) {
        found.add("basis", &act.number, Some(act.source.mark), "", false);
    }
    let ours: Vec<&str> = basis.iter().map(|act| act.number.as_str()).collect();
    let numbers = record.read.bases.iter().filter_map(|act| act.number.as_deref());
    let mut beside: Vec<&str> =
        numbers.filter(|number| !ours.iter().any(|one| number.ends_with(one))).collect();
    beside.sort_unstable();
    beside.dedup();
    for act in beside {
        found.add("basis", "", None, act, false);
    }
}
