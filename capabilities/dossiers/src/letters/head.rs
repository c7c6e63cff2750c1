//! What all forms share: whose paper it is, its form, place and day, whose dossier, who writes.

use crate::commands::Dossiers;
use accounts::UnitKind;
use cases::CaseState;
use cases::queries::Whole;
use catalogue::{Catalogue, Mark, Revision, Source, Text};
use kernel::{Failure, Id, Moment, Refusal};
use web::format::formal_day;
use web::{Arg, Lang, Visitor};

/// A sentence of a form, which is Vietnamese on every page.
pub(crate) fn vi(v: &Visitor, key: &str, args: &[(&'static str, &dyn Arg)]) -> String {
    v.web().texts.with(Lang::Vi, key, args).into_owned()
}

/// The desk whose letter it is: the receiving one before acceptance, afterwards that of the agency
/// that decides.
pub(super) fn issuer(room: &Dossiers, state: &CaseState) -> Id {
    let own = || room.accounts.unit_of_kind(state.agency, UnitKind::Desk).map(|unit| unit.id);
    state.accepted_at.and_then(|_| own()).unwrap_or(state.desk)
}

/// The head of a paper.
pub(crate) struct Head {
    /// The agency above the desk.
    pub(crate) agency: String,
    /// The desk.
    pub(crate) desk: String,
    /// `12/HDHS`; empty where the paper has none.
    pub(crate) number: String,
    /// Where.
    pub(crate) place: String,
    /// `ngày 07 tháng 9 năm 2026`.
    pub(crate) day: String,
    /// The agency's phone.
    pub(crate) phone: String,
}

impl Head {
    /// The head of a paper that a desk issues.
    pub(crate) fn new(room: &Dossiers, v: &Visitor, desk: Id, at: Moment) -> Result<Head, Failure> {
        let desk = room.accounts.unit(desk).ok_or_else(Refusal::absent)?;
        let agency = room.accounts.agency(desk.agency).ok_or_else(Refusal::absent)?;
        Ok(Head {
            place: short_place(&agency.name_vi).unwrap_or(v.province()).to_owned(),
            agency: agency.name_vi.clone(),
            desk: desk.name_vi.clone(),
            number: String::new(),
            day: formal_day(at.day()),
            phone: agency.phone.clone(),
        })
    }

    /// The same with a number.
    pub(crate) fn numbered(self, number: String) -> Head {
        Head { number, ..self }
    }
}

/// `UBND phường Sài Gòn` is dated from `Sài Gòn`; a department from its province.
fn short_place(agency: &str) -> Option<&str> {
    let kinds = ["Phường ", "phường ", "Xã ", "xã ", "Đặc khu ", "đặc khu "];
    kinds.iter().find_map(|kind| agency.split_once(kind)).map(|(_, place)| place)
}

/// The form of a paper under the set in force on its day.
pub(crate) struct Form {
    /// Its title in the reader's language.
    pub(crate) shown: String,
    /// Its title as printed.
    pub(crate) title: String,
    /// `Mẫu số 02, Thông tư …`, or that the set has no such form.
    pub(crate) line: String,
}

impl Form {
    /// The form for a purpose on a day.
    pub(crate) fn of(catalogue: &Catalogue, v: &Visitor, purpose: &str, at: Moment) -> Form {
        let set = catalogue.forms_on(at.day());
        let line = set.as_ref().map(|set| match set.form(purpose) {
            Some(form) => vi(v, "dossiers-slip-form", &[("number", &form.number), ("act", &set.act)]),
            None => vi(v, "dossiers-letter-no-form", &[("act", &set.act)]),
        });
        let title = title(catalogue, purpose, at);
        Form {
            shown: title.get(v.lang).to_owned(),
            title: title.vi.to_uppercase(),
            line: line.unwrap_or_default(),
        }
    }
}

/// The title of a form on a day. A notice of stopping is a plain notice where the set has none.
pub(super) fn title(catalogue: &Catalogue, purpose: &str, at: Moment) -> Text {
    let set = catalogue.forms_on(at.day());
    let form = set.as_ref().and_then(|set| set.form(purpose));
    form.map_or_else(plain_notice, |form| form.title.clone())
}

/// No set before 2025 has a form for stopping; every other letter has one in each.
fn plain_notice() -> Text {
    Text {
        vi: "Thông báo dừng giải quyết hồ sơ".to_owned(), en: Some("Notice of stopping".to_owned())
    }
}

/// Whose dossier a paper is about.
pub(super) struct Party {
    pub(super) number: String,
    pub(super) name: String,
    pub(super) address: String,
    pub(super) phone: String,
    pub(super) email: String,
    pub(super) subject: String,
    pub(super) procedure: String,
}

impl Party {
    pub(super) fn of(room: &Dossiers, whole: &Whole, revision: &Revision) -> Result<Party, Failure> {
        let applicant = whole.case.applicant(&room.vault)?;
        Ok(Party {
            number: whole.case.state.number().to_owned(),
            name: applicant.name,
            address: applicant.address,
            phone: kernel::text::phone_shown(&applicant.phone),
            email: applicant.email,
            subject: revision.procedure.short.vi.clone(),
            procedure: whole.case.state.about.clone(),
        })
    }
}

/// Who wrote a paper: a recorded act, to be signed by hand where it is printed.
#[derive(Default)]
pub(super) struct Signer {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) phone: String,
}

/// An act and its article, as a letter names its basis. What no text of law was found for is none.
pub(super) fn basis(source: &Source) -> Option<String> {
    let act = source.text.split(": ").next().unwrap_or(&source.text);
    (source.mark != Mark::M).then(|| act.to_owned())
}

/// Letters grow smaller with the lines of text, so that a paper stays on one page.
pub(super) fn size(words: &[&str]) -> &'static str {
    /// Characters of one line.
    const LINE: usize = 78;
    let lines: usize = words.iter().map(|text| text.chars().count() / LINE + 1).sum();
    match lines {
        0..=14 => "",
        15..=20 => " small",
        _ => " small tiny",
    }
}
