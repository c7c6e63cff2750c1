//! A procedure begun from a record of the national catalogue: what the record says, marked `[D]`,
//! a plain flow and one page to say who applies. Pure. Nothing is guessed: what the record does not
//! say is left empty, or stands as a figure of nothing, and is asked for.

use super::fields::new_key;
use crate::entry::slug;
use crate::model::{
    Basis, Channel, Class, Counter, Field, Form, Kind, LimitRule, Mark, Meaning, Next, Page, Paper,
    Procedure, Question, ResultPaper, Said, Service, Source, Step, StepKind, Text, UnitKind, Way,
};
use crate::national::words::without_bullet;
use crate::national::{LimitRead, NationalPaper, NationalProcedure};
use kernel::{Day, Limit, LimitUnit, Role};
use std::collections::{BTreeMap, HashSet};

/// Words in Vietnamese alone: what a record says.
pub(super) fn vi(text: &str) -> Text {
    Text { vi: text.trim().to_owned(), en: None }
}

fn both(vi: &str, en: &str) -> Text {
    Text { vi: vi.to_owned(), en: Some(en.to_owned()) }
}

/// A fact of the record, and where in it.
pub(super) fn of_record(read: &NationalProcedure, place: &str) -> Source {
    let decision = if read.decision.is_empty() { String::new() } else { format!(", {}", read.decision) };
    let words = format!("Danh mục quốc gia, bản ghi {}{decision}: {place}", read.code);
    Source { mark: Mark::D, text: words.split_whitespace().collect::<Vec<_>>().join(" ") }
}

/// What nobody has said yet.
pub(super) fn unsaid(words: &str) -> Source {
    Source { mark: Mark::M, text: words.split_whitespace().collect::<Vec<_>>().join(" ") }
}

/// The procedure as an editor finds it: whole enough to be read, not yet to be published.
pub(super) fn procedure(read: &NationalProcedure, from: Day) -> Procedure {
    let limits = limits(read);
    Procedure {
        code: read.code.clone(),
        name: vi(&read.name),
        short: vi(&read.name),
        summary: vi(""),
        words: Vec::new(),
        field: Field { key: slug(&read.field), name: vi(&read.field) },
        tier: read.tiers.clone(),
        service: read.service.unwrap_or(Service::Counter),
        decision: read.decision.clone(),
        effective_from: from,
        effective_to: None,
        replaces: Vec::new(),
        sector: None,
        minutes: 0,
        decides: vi(if read.competent.is_empty() { &read.agency } else { &read.competent }),
        competent: UnitKind::Department,
        source: of_record(read, "thông tin chung"),
        counter: Counter {
            result_at_once: false,
            source: unsaid("Bản ghi không nói; chưa cho trả kết quả ngay tại quầy"),
        },
        who: read.who.iter().map(|who| said(read, who)).collect(),
        way: ways(read),
        page: vec![contact()],
        paper: papers(read, from),
        fee: super::record_fees::fees(read),
        step: steps(&limits),
        limit: limits,
        result: results(read),
        basis: bases(read),
        sentence: BTreeMap::new(),
    }
}

fn said(read: &NationalProcedure, who: &str) -> Said {
    Said { text: vi(who), source: of_record(read, "đối tượng thực hiện") }
}

/// Each channel once, with what the record says behind it.
fn ways(read: &NationalProcedure) -> Vec<Channel> {
    let mut ways: Vec<Channel> = Vec::new();
    for row in &read.channels {
        if ways.iter().any(|way| way.by == row.by) {
            continue;
        }
        let note = match (without_bullet(row.note.trim()), row.by) {
            ("", Way::Online) => both("Nộp trực tuyến.", "Online."),
            ("", Way::Counter) => both("Nộp trực tiếp.", "In person."),
            ("", Way::Post) => both("Nộp qua dịch vụ bưu chính.", "By post."),
            (note, _) => vi(note),
        };
        ways.push(Channel { by: row.by, note, source: of_record(read, "cách thức thực hiện") });
    }
    ways
}

/// The limits that were read with their unit, each once; where they differ, each is named by its
/// channels, and an editor says which holds when.
fn limits(read: &NationalProcedure) -> Vec<LimitRule> {
    let mut found: Vec<(Limit, Vec<Way>)> = Vec::new();
    for row in &read.channels {
        let LimitRead::Unit { limit } = row.limit else { continue };
        match found.iter_mut().find(|(known, _)| *known == limit) {
            Some((_, ways)) if ways.contains(&row.by) => {}
            Some((_, ways)) => ways.push(row.by),
            None => found.push((limit, vec![row.by])),
        }
    }
    let several = found.len() > 1;
    let rule = |(limit, ways): (Limit, Vec<Way>)| {
        let named = ways.iter().map(|way| way_words(*way)).collect::<Vec<_>>().join(", ");
        LimitRule {
            when: None,
            limit,
            label: several.then(|| vi(&named)),
            source: of_record(read, "thời hạn giải quyết"),
        }
    };
    found.into_iter().map(rule).collect()
}

/// A channel as the record prints it.
const fn way_words(by: Way) -> &'static str {
    match by {
        Way::Online => "Trực tuyến",
        Way::Counter => "Trực tiếp",
        Way::Post => "Dịch vụ bưu chính",
    }
}

fn papers(read: &NationalProcedure, day: Day) -> Vec<Paper> {
    let online = read.channels.iter().any(|row| row.by == Way::Online);
    let mut taken = HashSet::new();
    let mut papers = Vec::new();
    for group in &read.papers {
        for one in group.papers.iter().filter(|one| !one.note) {
            let key = new_key(&taken, &one.name, day);
            taken.insert(key.clone());
            papers.push(paper(read, one, (key, group.case.as_deref()), online));
        }
    }
    papers
}

/// Without the marks of the list it stood in.
fn as_a_name(text: &str) -> &str {
    without_bullet(text).trim_end_matches([';', '.', ' '])
}

fn paper(
    read: &NationalProcedure,
    one: &NationalPaper,
    (key, case): (String, Option<&str>),
    online: bool,
) -> Paper {
    let (originals, copies) = (one.originals.unwrap_or(0), one.copies.unwrap_or(0));
    let forms = [(originals > 0, Form::Original), (copies > 0, Form::Photo), (online, Form::Electronic)];
    Paper {
        key,
        name: vi(as_a_name(&one.name)),
        hint: one.form.as_ref().map(|form| vi(&format!("Mẫu trong danh mục quốc gia: {form}"))),
        required_when: None,
        case: case.map(vi),
        optional: false,
        made_here: false,
        held_by_state: None,
        held_when: None,
        forms: forms.into_iter().filter_map(|(taken, form)| taken.then_some(form)).collect(),
        originals,
        copies,
        compare_original: false,
        form_number: None,
        source: Some(of_record(read, "thành phần hồ sơ")),
    }
}

fn results(read: &NationalProcedure) -> Vec<ResultPaper> {
    let result = |one: &crate::national::NationalResult| ResultPaper {
        code: one.code.clone().unwrap_or_default(),
        name: vi(&one.name),
        source: of_record(read, "kết quả"),
    };
    read.results.iter().map(result).collect()
}

fn bases(read: &NationalProcedure) -> Vec<Basis> {
    let basis = |one: &crate::national::NationalBasis| Basis {
        number: one.number.clone().unwrap_or_default(),
        name: one.name.clone(),
        source: of_record(read, "căn cứ pháp lý"),
    };
    read.bases.iter().map(basis).collect()
}

/// Who applies and how to reach them; what else must be asked, an editor adds.
fn contact() -> Page {
    let ask = |key: &str, label: Text, kind: Kind, means: Meaning| Question {
        key: key.to_owned(),
        label,
        hint: None,
        why: None,
        class: Class::Personal,
        kind,
        required: matches!(means, Meaning::ApplicantName | Meaning::ApplicantPhone),
        required_when: None,
        visible_when: None,
        min: None,
        max: None,
        length: None,
        year_only: false,
        future: false,
        unit: None,
        option: Vec::new(),
        means: Some(means),
    };
    let question = vec![
        ask("requester_name", both("Họ và tên", "Full name"), Kind::Name, Meaning::ApplicantName),
        ask(
            "requester_card",
            both("Số căn cước", "Identity card number"),
            Kind::Card,
            Meaning::ApplicantCard,
        ),
        ask("phone", both("Số điện thoại", "Phone number"), Kind::Phone, Meaning::ApplicantPhone),
        ask("email", both("Thư điện tử", "E-mail"), Kind::Email, Meaning::ApplicantEmail),
        ask(
            "address",
            both("Nơi ở hiện nay", "Where you live now"),
            Kind::Address,
            Meaning::ApplicantAddress,
        ),
    ];
    Page {
        key: "lien-lac".to_owned(),
        title: both("Họ tên và cách liên lạc với ông/bà", "Your name and how to reach you"),
        visible_when: None,
        question,
    }
}

/// Process, approve, hand over: the flow of most procedures, with hours that fit into the shortest
/// limit.
fn steps(limits: &[LimitRule]) -> Vec<Step> {
    let source = unsaid("Quy trình chung; các bước, đơn vị và giờ nội bộ do cơ quan đặt");
    let hours = limits.iter().filter_map(|rule| crate::check::working_hours(rule.limit)).min().unwrap_or(16);
    let step = |key: &str, [name, citizen, sentence]: [Text; 3], kind: StepKind| Step {
        key: key.to_owned(),
        name,
        citizen,
        sentence,
        kind,
        role: Role::Specialist,
        unit: UnitKind::Department,
        limit: None,
        may_attach_result: false,
        waits_for_consults: false,
        next: Vec::new(),
        back: None,
        consult: Vec::new(),
        part: Vec::new(),
        waits_for_parts: false,
        person_does: None,
        excluded: None,
        source: source.clone(),
    };
    let on = |to: &str| vec![Next { to: to.to_owned(), when: None }];
    let of = |share: u32| Some(Limit::new((hours * share / 10).max(1), LimitUnit::WorkingHours));
    vec![
        Step {
            limit: of(6),
            may_attach_result: true,
            next: on("ky"),
            ..step(
                "xu-ly",
                [
                    both("Xử lý hồ sơ", "Process the dossier"),
                    both("Xem xét hồ sơ", "Looking at the dossier"),
                    both("Hồ sơ đang được xem xét", "The dossier is being looked at"),
                ],
                StepKind::Work,
            )
        },
        Step {
            limit: of(2),
            may_attach_result: true,
            next: on("tra"),
            back: Some("xu-ly".to_owned()),
            role: Role::Signatory,
            unit: UnitKind::Leadership,
            ..step(
                "ky",
                [
                    both("Duyệt, ký kết quả", "Approve and sign the result"),
                    both("Duyệt và ký", "Approving and signing"),
                    both("Kết quả đang chờ ký", "The result is waiting for signature"),
                ],
                StepKind::Approve,
            )
        },
        Step {
            role: Role::Receiver,
            unit: UnitKind::Desk,
            ..step(
                "tra",
                [
                    both("Trả kết quả", "Hand over"),
                    both("Nhận kết quả", "Collect the result"),
                    both("Đã có kết quả, mời ông/bà nhận", "The result is ready for you"),
                ],
                StepKind::Handover,
            )
        },
    ]
}
