//! A record read: every field of it told apart as far as its text allows.

use crate::national::words::{said, tail, without_debris};
use crate::national::{
    Doubt, DoubtKind, FeeRead, LimitRead, Listed, NationalProcedure, NationalRecord, Related, Unread, bases,
    channels, doubts, papers, prose, results,
};
use crate::words::{Service, Tier};
use kernel::Id;

/// Raised whenever this reader reads the same text otherwise: what was kept of it is made anew.
pub(crate) const VERSION: u32 = 2;

/// Reads a record. Never fails: what is not understood is handed on as it is.
pub(crate) fn read(record: &NationalRecord) -> NationalProcedure {
    let text = |name: &str| said(without_debris(&record.text(name)));
    let raw = |name: &str| record.text(name);
    let mut unread = Unreads(Vec::new());
    let mut found = Vec::new();

    let (tiers, unknown) = tiers(&raw("cap_thuc_hien"));
    for word in unknown {
        found.push(DoubtKind::UnknownTier.about(&word));
        unread.add("cap_thuc_hien", word);
    }
    let table = channels::table(&raw("cach_thuc_thuc_hien"));
    found.extend(table.doubts.into_iter().map(|(kind, text)| kind.about(text)));
    table.unread.into_iter().for_each(|text| unread.add("cach_thuc_thuc_hien", text));
    let tables = papers::tables(&raw("thanh_phan_ho_so"));
    tables.unread.into_iter().for_each(|text| unread.add("thanh_phan_ho_so", text));

    let (conditions, results_text) = (raw("yeu_cau_dieu_kien"), raw("ket_qua_xu_ly"));
    let (conditions, behind_conditions) = tail(&conditions);
    let (results_text, behind_results) = tail(&results_text);
    let results = results::results(results_text);
    found.extend(results.odd.iter().map(|code| DoubtKind::OddResultCode.about(code)));
    let tails: Vec<_> = [behind_results, behind_conditions].into_iter().flatten().collect();
    let joined =
        |all: Vec<&str>| all.into_iter().filter(|one| !one.is_empty()).collect::<Vec<_>>().join("\n");
    let (related, stray) = related(&raw("thu_tuc_lien_quan"));
    stray.into_iter().for_each(|text| unread.add("thu_tuc_lien_quan", text));
    let service = service(record, &mut unread);
    let sequence = text("trinh_tu_thuc_hien");

    let mut read = NationalProcedure {
        code: record.code(),
        name: crate::national::words::one_line(&text("ten_thu_tuc")),
        decision: text("so_quyet_dinh"),
        tiers,
        kind: text("loai_thu_tuc"),
        field: text("linh_vuc"),
        who: who(&text("doi_tuong_thuc_hien")),
        agency: text("co_quan_thuc_hien"),
        competent: text("co_quan_co_tham_quyen"),
        address: text("dia_chi_tiep_nhan"),
        delegated: text("co_quan_duoc_uy_quyen"),
        coordinating: text("co_quan_phoi_hop"),
        related,
        sequence: prose::lines(&sequence),
        channels: table.rows,
        papers: tables.groups,
        conditions: prose::lines(&said(conditions)),
        bases: bases::bases(&raw("can_cu_phap_ly")),
        results: results.results,
        keywords: joined(tails.iter().map(|tail| tail.keywords.as_str()).collect()),
        description: joined(tails.iter().map(|tail| tail.description.as_str()).collect()),
        service,
        url: text("detail_url"),
        portal_id: text("formality_id"),
        origin: text("_nguon"),
        doubts: Vec::new(),
        unread: unread.0,
    };
    found.extend(doubts::of_procedure(&read, &sequence));
    read.doubts = found;
    read
}

struct Unreads(Vec<Unread>);

impl Unreads {
    fn add(&mut self, field: &str, text: impl Into<String>) {
        self.0.push(Unread { field: field.to_owned(), text: text.into() });
    }
}

const TIERS: [(&str, Tier); 7] = [
    ("cấp bộ", Tier::Central),
    ("cấp trung ương", Tier::Central),
    ("trung ương", Tier::Central),
    ("cấp tỉnh", Tier::Province),
    ("cấp xã", Tier::Commune),
    ("cơ quan khác", Tier::Other),
    ("khác", Tier::Other),
];

/// The levels, and the words that are none.
fn tiers(text: &str) -> (Vec<Tier>, Vec<String>) {
    let (mut tiers, mut unknown) = (Vec::new(), Vec::new());
    for word in text.split([',', ';', '\n']).map(str::trim).filter(|word| !word.is_empty()) {
        match TIERS.iter().find(|(name, _)| *name == word.to_lowercase()) {
            Some((_, tier)) if tiers.contains(tier) => {}
            Some((_, tier)) => tiers.push(*tier),
            None if word == crate::national::words::NOTHING => {}
            None => unknown.push(word.to_owned()),
        }
    }
    (tiers, unknown)
}

/// Kinds of people, one by one: cut at a comma before a capital, outside brackets.
fn who(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_i32, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' | ';' | '\n' if depth <= 0 && text[at + 1..].trim_start().starts_with(char::is_uppercase) => {
                found.push(text[start..at].trim().to_owned());
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(text[start..].trim().to_owned());
    found.retain(|one| !one.is_empty());
    found
}

/// Related procedures stand twice: as a table `#Tên thủ tục1…2…` and as cards `#1Tên thủ tục…`.
fn related(text: &str) -> (Vec<Related>, Vec<String>) {
    const TITLE: &str = "Tên thủ tục";
    let text = without_debris(text).trim();
    if said(text).is_empty() {
        return (Vec::new(), Vec::new());
    }
    let table = text.strip_prefix('#').and_then(|rest| rest.strip_prefix(TITLE));
    let mut names = Vec::new();
    let mut rest = table.unwrap_or(text);
    let first_card = card(rest, 1);
    if let Some((before, mut cards)) = first_card {
        for n in 2.. {
            let Some((name, after)) = card(cards, n) else { break };
            names.push(name);
            cards = after;
        }
        names.push(cards);
        let both: String = names.iter().enumerate().map(|(at, name)| format!("{}{name}", at + 1)).collect();
        rest = if both == before { "" } else { before };
    }
    let mut stray = Vec::new();
    if !rest.trim().is_empty() {
        if names.is_empty() { names.extend(rest.lines()) } else { stray.push(rest.trim().to_owned()) }
    }
    (names.into_iter().filter_map(one_related).collect(), stray)
}

/// What stands before and behind `#3Tên thủ tục`.
fn card(text: &str, n: usize) -> Option<(&str, &str)> {
    let title = format!("#{n}Tên thủ tục");
    text.split_once(title.as_str())
}

fn one_related(text: &str) -> Option<Related> {
    let text = crate::national::words::one_line(text);
    if text.is_empty() {
        return None;
    }
    let head = text.split([' ', '-', '–', ':']).next().unwrap_or_default();
    let is_code = head.len() == 8
        && head.as_bytes()[1] == b'.'
        && head.bytes().enumerate().all(|(at, byte)| at == 1 || byte.is_ascii_digit());
    if !is_code {
        return Some(Related { code: None, name: text });
    }
    let name = text[head.len()..].trim_start_matches([' ', '-', '–', ':']).to_owned();
    Some(Related { code: Some(head.to_owned()), name })
}

/// How much works on line, from a field of that name. Every other field this reader does not know
/// goes to an editor.
fn service(record: &NationalRecord, unread: &mut Unreads) -> Option<Service> {
    let mut found = None;
    for (name, text) in record.beside() {
        let lower = text.to_lowercase();
        let level = match () {
            () if !name.contains("muc_do") => None,
            () if lower.contains("toàn trình") => Some(Service::Full),
            () if lower.contains("một phần") => Some(Service::Partial),
            () => None,
        };
        match level {
            Some(level) if found.is_none() => found = Some(level),
            _ => unread.add(name, text),
        }
    }
    found
}

/// What is kept in memory and what is handed to an editor.
pub(crate) fn summary(id: Id, read: &NationalProcedure) -> (Listed, Vec<Doubt>) {
    let mut findings = read.doubts.clone();
    findings.extend(
        read.unread.iter().map(|one| DoubtKind::Unread.about(format!("{}: {}", one.field, one.text))),
    );
    let mut ways = Vec::new();
    let (mut limits, mut fees): (Vec<LimitRead>, Vec<FeeRead>) = (Vec::new(), Vec::new());
    for row in &read.channels {
        if !ways.contains(&row.by) {
            ways.push(row.by);
        }
        if row.limit != LimitRead::NotStated && !limits.contains(&row.limit) {
            limits.push(row.limit.clone());
        }
        for fee in row.fees.iter().map(bare).filter(|fee| *fee != FeeRead::NotStated) {
            if !fees.contains(&fee) {
                fees.push(fee);
            }
        }
    }
    let papers = read.papers.iter().flat_map(|group| &group.papers).filter(|paper| !paper.note);
    let mut search: Vec<String> = papers.map(|paper| super::record::beginning(&paper.name, 120)).collect();
    search.extend(read.results.iter().map(|result| result.name.clone()));
    search.push(read.keywords.clone());
    search.retain(|one| !one.is_empty());
    let agency = if read.agency.is_empty() { &read.competent } else { &read.agency };
    let listed = Listed {
        id,
        code: read.code.clone(),
        name: read.name.clone(),
        field: read.field.clone(),
        tiers: read.tiers.clone(),
        who: read.who.clone(),
        agency: agency.clone(),
        ways,
        limits,
        fees,
        fee_doubted: read.fee_is_doubted(),
        search: search.join("\n"),
        service: read.service,
        doubts: u32::try_from(findings.len()).unwrap_or(u32::MAX),
    };
    (listed, findings)
}

/// A fee without its note.
fn bare(fee: &FeeRead) -> FeeRead {
    match fee {
        FeeRead::Amount { amount, .. } => FeeRead::Amount { amount: *amount, note: String::new() },
        FeeRead::Free { .. } => FeeRead::Free { note: String::new() },
        FeeRead::ByCase { .. } => FeeRead::ByCase { note: String::new() },
        FeeRead::ByProvince { .. } => FeeRead::ByProvince { note: String::new() },
        FeeRead::NotStated => FeeRead::NotStated,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_apart_though_their_names_have_commas() {
        let text = "Tổ chức (không bao gồm doanh nghiệp, HTX), Cán bộ, công chức, viên chức, Doanh nghiệp";
        assert_eq!(
            who(text),
            ["Tổ chức (không bao gồm doanh nghiệp, HTX)", "Cán bộ, công chức, viên chức", "Doanh nghiệp",]
        );
    }

    #[test]
    fn levels_are_read_and_an_unknown_one_is_handed_on() {
        let (tiers, unknown) = tiers("Cấp bộ, cấp Xã, Cấp huyện");
        assert_eq!(tiers, [Tier::Central, Tier::Commune]);
        assert_eq!(unknown, ["Cấp huyện"]);
    }

    #[test]
    fn related_procedures_stand_twice_and_are_read_once() {
        let (found, stray) = related("#Tên thủ tục1Một2Hai#1Tên thủ tụcMột#2Tên thủ tụcHai");
        let names: Vec<_> = found.iter().map(|one| one.name.as_str()).collect();
        assert_eq!((names, stray), (vec!["Một", "Hai"], Vec::<String>::new()));
        let (found, _) = related("1.004222 - Đăng ký thường trú\n1.004194 – Đăng ký tạm trú");
        assert_eq!(found[0].code.as_deref(), Some("1.004222"));
        assert_eq!(found[1].name, "Đăng ký tạm trú");
    }

    #[test]
    fn a_field_nobody_knows_goes_to_an_editor_and_a_level_of_service_is_read() {
        let line = r#"{"ma_thu_tuc":"9.000001","muc_do":"Toàn trình","moi":"lạ"}"#;
        let read = read(&NationalRecord::of_line(line).unwrap());
        assert_eq!(read.service, Some(Service::Full));
        assert_eq!(read.unread, [Unread { field: "moi".to_owned(), text: "lạ".to_owned() }]);
    }
}
