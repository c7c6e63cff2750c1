//! The counter's one dense page: person, questions, papers, fee and promise of a procedure.

use super::dossier::{first, form_key};
use crate::Desk;
use crate::card::{Card, Sex};
use accounts::{Agency, UnitKind};
use askama::Template;
use calendar::Calendar;
use cases::Channel;
use catalogue::{Answers, CodeScope, Kind, Meaning, Need, PaperNeed, Question, Revision};
use kernel::{FieldError, Id, Moment, Money};
use std::sync::Arc;
use web::parts::{Choice, Fact, Field, Markup, Mistake};
use web::{Pairs, Visitor};

/// What a scan gave.
pub(crate) enum Scanned {
    /// A card.
    Card(Card),
    /// Nothing that is known.
    Nothing,
}

/// A paper on the counter.
pub(crate) struct PaperRow {
    pub(crate) key: String,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) hint: String,
    pub(crate) asked: bool,
    pub(crate) word: String,
    pub(crate) ticked: bool,
    pub(crate) forms: Vec<Choice>,
    pub(crate) copies: String,
    pub(crate) compare: bool,
    pub(crate) compared: bool,
    pub(crate) error: String,
}

/// A box to tick.
pub(crate) struct Tick {
    pub(crate) id: String,
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) ticked: bool,
    pub(crate) error: String,
}

#[derive(Template)]
#[template(path = "desk/counter.html")]
pub(crate) struct CounterPage {
    pub(crate) v: Visitor,
    pub(crate) mistakes: Vec<Mistake>,
    pub(crate) title: String,
    pub(crate) code: String,
    pub(crate) start: Markup,
    pub(crate) url: String,
    pub(crate) scan: Field,
    pub(crate) scan_bad: bool,
    pub(crate) scan_notes: Vec<String>,
    pub(crate) person: Vec<Field>,
    pub(crate) agency: Field,
    pub(crate) questions: Vec<Field>,
    pub(crate) papers: Vec<PaperRow>,
    pub(crate) fees: Vec<Fact>,
    pub(crate) total: String,
    pub(crate) fee: Option<Tick>,
    pub(crate) due: Moment,
    pub(crate) at_once: Option<Tick>,
    pub(crate) consent: Tick,
}

/// The page of a procedure with what was typed.
pub(crate) struct Sheet<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) v: &'a Visitor,
    pub(crate) revision: &'a Revision,
    pub(crate) pairs: &'a Pairs,
}

/// The answers that stand in the box about the person.
const PERSON: [Meaning; 7] = [
    Meaning::Organisation,
    Meaning::ApplicantName,
    Meaning::ApplicantBirth,
    Meaning::ApplicantCard,
    Meaning::ApplicantPhone,
    Meaning::ApplicantEmail,
    Meaning::ApplicantAddress,
];

impl Sheet<'_> {
    /// Draws it.
    pub(crate) fn page(&self, wrong: &[FieldError], scanned: Option<Scanned>) -> CounterPage {
        let (v, revision) = (self.v, self.revision);
        let answers = self.answers();
        let at_fields: Vec<Mistake> = wrong.iter().map(|field| self.mistake(field, false)).collect();
        let (person, questions) = self.questions(&answers, &at_fields);
        let quote = dossiers::rules::quote(revision, &answers, Channel::Counter);
        let calendar = self.hours();
        CounterPage {
            mistakes: wrong.iter().map(|field| self.mistake(field, true)).collect(),
            title: revision.procedure.short.get(v.lang).to_owned(),
            code: revision.code().to_owned(),
            start: v.form_start(),
            url: format!("{}#loi", v.url(&format!("/can-bo/quay/{}", revision.code()))),
            scan: Field::text("quet", v.t("desk-scan")).hint(v.t("desk-scan-hint")).code().extra(SCAN),
            scan_bad: matches!(scanned, Some(Scanned::Nothing)),
            scan_notes: self.notes(scanned),
            person,
            agency: self.agency(&at_fields),
            questions,
            papers: self.papers(&answers, &at_fields),
            fees: self.fees(&answers),
            total: v.money(quote.total),
            fee: (!revision.procedure.fee.is_empty()).then(|| {
                // Before the amount is known the box is there all the same: one pass must do.
                let label = match quote.total {
                    Money(0) => v.t("desk-fee-cash-all"),
                    total => v.t1("desk-fee-cash", "amount", v.money(total)),
                };
                self.tick("thu", "thu", label.into_owned(), &at_fields)
            }),
            due: calendar.due(v.now, revision.with(&answers).limit().limit).at,
            at_once: revision
                .procedure
                .counter
                .result_at_once
                .then(|| self.tick("tra_ngay", "tra_ngay", v.t("desk-at-once").into_owned(), &at_fields)),
            consent: self.tick("dong_y", "agree", v.t("desk-consent").into_owned(), &at_fields),
            v: v.clone(),
        }
    }

    /// What is understood of what was typed so far: decides which questions and papers are shown.
    fn answers(&self) -> Answers {
        let raw: Vec<(String, String)> =
            self.pairs.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let mut answers = Answers::new();
        answers.apply(self.revision.validate_form(&raw, self.v.now.day()).said);
        answers
    }

    /// A mistake in words; in the summary it names its field.
    fn mistake(&self, field: &FieldError, named: bool) -> Mistake {
        let (v, lang) = (self.v, self.v.lang);
        let text = match field.code {
            "choose" => v.t("desk-mend-agency"),
            "agree" => v.t("desk-mend-consent"),
            "fee-unpaid" => v.t("desk-mend-fee"),
            "paper-not-seen" => v.t("desk-mend-paper"),
            _ => v.field_error(field),
        };
        // These two name their question themselves.
        let named = named && !matches!(field.code, "answer-missing" | "choice-missing");
        let question = self.revision.question(&field.path).map(|question| question.label.get(lang));
        let paper = self.revision.paper(&field.path).map(|paper| paper.name.get(lang));
        match question.or(paper).filter(|_| named) {
            Some(label) => Mistake::new(&field.path, format!("{}: {text}", label.trim_end_matches('?'))),
            None => Mistake::new(&field.path, text.into_owned()),
        }
    }

    /// The questions shown: those about the person, and the others.
    fn questions(&self, answers: &Answers, mistakes: &[Mistake]) -> (Vec<Field>, Vec<Field>) {
        let pages = self.revision.with(answers).pages();
        let about_person = |question: &&Question| question.means.is_some_and(|means| PERSON.contains(&means));
        let (person, others): (Vec<&Question>, Vec<&Question>) =
            pages.into_iter().flat_map(|shown| shown.questions).partition(about_person);
        let drawn = |questions: Vec<&Question>| {
            let field = |one: &Question| self.field(one).posted(self.pairs).mistaken(self.v, mistakes);
            questions.into_iter().map(field).collect()
        };
        (drawn(person), drawn(others))
    }

    /// One question, dense: lists instead of buttons, one line for a date.
    fn field(&self, question: &Question) -> Field {
        let (v, lang) = (self.v, self.v.lang);
        let (key, label) = (question.key.as_str(), question.label.get(lang));
        let field = match question.kind {
            Kind::Choice => {
                let choices =
                    question.option.iter().map(|one| Choice::new(&one.key, one.label.get(lang))).collect();
                Field::select(key, label, first(v, choices))
            }
            Kind::YesNo => {
                let choices = vec![Choice::new("1", v.t("desk-yes")), Choice::new("0", v.t("desk-no"))];
                Field::select(key, label, first(v, choices))
            }
            Kind::Long => Field::area(key, label),
            Kind::Number | Kind::Year => Field::digits(key, label).short(),
            Kind::Card => Field::digits(key, label).code(),
            Kind::Phone => Field::phone(key, label).autocomplete("off"),
            Kind::Date => Field::text(key, label).hint(v.t("desk-date-hint")),
            Kind::Address => Field::text(key, label).hint(self.commune(key)),
            Kind::Decimal | Kind::Text | Kind::Name | Kind::Email => Field::text(key, label),
        };
        if question.is_optional() { field.optional(v) } else { field }
    }

    /// The commune an address typed in one line was taken to name.
    fn commune(&self, key: &str) -> String {
        let home = catalogue::province_code(self.v.province());
        catalogue::Place::recognised(self.pairs.get(key).trim(), home).map_or_else(String::new, |place| {
            self.v.t1("desk-address-known", "place", place.commune()).into_owned()
        })
    }

    /// The agencies that may decide, the officer's own first.
    fn agencies(&self) -> Vec<Arc<Agency>> {
        let mut agencies = self.desk.dossiers.agencies_for(self.revision);
        agencies.sort_by_key(|agency| Some(agency.id) != self.v.actor.agency);
        agencies
    }

    /// The agency chosen so far: what was said, or else the officer's own where it may decide.
    fn competent(&self, agencies: &[Arc<Agency>]) -> Option<Arc<Agency>> {
        let typed = self.pairs.get("agency");
        let chosen = |agency: &&Arc<Agency>| {
            if typed.is_empty() {
                Some(agency.id) == self.v.actor.agency
            } else {
                agency.id.to_string() == typed
            }
        };
        agencies.iter().find(chosen).cloned()
    }

    /// The working time the limit is counted by: that of the agency that decides, not of this desk.
    fn hours(&self) -> Calendar {
        let accounts = &self.desk.dossiers.accounts;
        let competent = self.competent(&self.agencies());
        let theirs = competent.and_then(|agency| accounts.unit_of_kind(agency.id, UnitKind::Desk));
        let desk = theirs.map(|unit| unit.id).or(self.v.actor.unit).unwrap_or(Id(0));
        accounts.calendar_for_unit(desk)
    }

    /// Which agency decides: any of the province, whichever desk takes the papers.
    fn agency(&self, mistakes: &[Mistake]) -> Field {
        let v = self.v;
        let agencies = self.agencies();
        let choices: Vec<Choice> = agencies
            .iter()
            .map(|agency| Choice::new(agency.id.to_string(), agency.name(v.lang.tag())))
            .collect();
        let competent = self.competent(&agencies);
        let chosen = competent.as_ref().map(|agency| agency.id.to_string()).unwrap_or_default();
        Field::select("agency", v.t("desk-field-agency"), first(v, choices))
            .hint(competent.map_or_else(String::new, |agency| self.about(&agency)))
            .value(chosen)
            .mistaken(v, mistakes)
    }

    /// Whose code, whose hours, and whether papers travel.
    fn about(&self, competent: &Agency) -> String {
        let (v, dossiers) = (self.v, &self.desk.dossiers);
        let name = competent.name(v.lang.tag());
        if Some(competent.id) == v.actor.agency {
            return v.t1("desk-agency-own", "agency", name).into_owned();
        }
        let own = v.actor.agency.and_then(|id| dossiers.accounts.agency(id));
        let scope = dossiers.catalogue.code_pattern_on(v.now.day()).map(|pattern| pattern.scope);
        let coded = match scope {
            Some(CodeScope::ReceivingAgency) => own.as_deref().unwrap_or(competent),
            _ => competent,
        };
        let regime = dossiers.catalogue.regime_on(v.now.day());
        let tomorrow = regime.is_some_and(|regime| v.now.minute() > regime.paper_moves_after());
        let moves = if tomorrow { "desk-papers-move-tomorrow" } else { "desk-papers-move-today" };
        [
            v.t2("desk-agency-code", "code", &coded.code, "agency", coded.name(v.lang.tag())),
            v.t1("desk-agency-hours", "agency", name),
            v.t(moves),
        ]
        .join(" ")
    }

    fn papers(&self, answers: &Answers, mistakes: &[Mistake]) -> Vec<PaperRow> {
        self.revision.with(answers).papers().iter().map(|need| self.paper(need, mistakes)).collect()
    }

    fn paper(&self, need: &PaperNeed<'_>, mistakes: &[Mistake]) -> PaperRow {
        let (v, lang, paper) = (self.v, self.v.lang, need.paper);
        let word = match need.need {
            Need::Required => "desk-need-required",
            Need::Optional => "desk-need-optional",
            Need::Held => "desk-need-held",
            Need::MadeHere => "desk-need-made",
        };
        let hint = match (need.need, &paper.held_by_state) {
            (Need::Held, Some(why)) => why.get(lang).to_owned(),
            _ => paper.hint.as_ref().map_or_else(String::new, |hint| hint.get(lang).to_owned()),
        };
        let typed = self.pairs.get(&format!("dang-{}", paper.key));
        let forms = paper.forms.iter().map(|form| {
            let mut choice = Choice::new(form.name(), v.t(form_key(form.name())));
            choice.chosen = form.name() == typed;
            choice
        });
        let copies = self.pairs.get(&format!("ban-{}", paper.key));
        let usual = (paper.originals + paper.copies).max(1).to_string();
        PaperRow {
            id: web::parts::id_of(&paper.key),
            name: paper.name.get(lang).to_owned(),
            hint,
            asked: matches!(need.need, Need::Required | Need::Optional),
            word: v.t(word).into_owned(),
            ticked: self.pairs.all("giay").any(|key| key == paper.key),
            forms: forms.collect(),
            copies: if copies.is_empty() { usual } else { copies.to_owned() },
            compare: paper.compare_original,
            compared: self.pairs.all("doi").any(|key| key == paper.key),
            error: mistakes
                .iter()
                .find(|one| one.path == paper.key)
                .map_or_else(String::new, |one| one.text.clone()),
            key: paper.key.clone(),
        }
    }

    fn fees(&self, answers: &Answers) -> Vec<Fact> {
        let v = self.v;
        let quote = dossiers::rules::quote(self.revision, answers, Channel::Counter);
        let words = |line: &catalogue::FeeLine<'_>| match line.waived {
            Some(waiver) => v.t1("desk-fee-waived", "reason", waiver.reason.get(v.lang)).into_owned(),
            None => v.money(line.amount),
        };
        quote.lines.iter().map(|line| Fact::new(line.fee.name.get(v.lang), words(line))).collect()
    }

    fn tick(&self, name: &'static str, path: &str, label: String, mistakes: &[Mistake]) -> Tick {
        Tick {
            id: web::parts::id_of(path),
            name,
            label,
            ticked: self.pairs.has(name),
            error: mistakes
                .iter()
                .find(|one| one.path == path)
                .map_or_else(String::new, |one| one.text.clone()),
        }
    }

    /// What to look at after a scan.
    fn notes(&self, scanned: Option<Scanned>) -> Vec<String> {
        let v = self.v;
        match scanned {
            None => Vec::new(),
            Some(Scanned::Nothing) => vec![v.t("desk-scan-nothing").into_owned()],
            Some(Scanned::Card(card)) => {
                let mut notes = vec![v.t("desk-scan-read").into_owned()];
                if let Some(sex) = card.sex {
                    let word = if sex == Sex::Female { "desk-sex-female" } else { "desk-sex-male" };
                    notes.push(v.t1("desk-scan-sex", "sex", v.t(word)).into_owned());
                }
                if !card.old_number.is_empty() {
                    notes.push(v.t1("desk-scan-old-number", "number", &card.old_number).into_owned());
                }
                notes.extend(card.doubts.iter().map(|doubt| v.t(doubt_key(*doubt)).into_owned()));
                if !card.other.is_empty() {
                    notes.push(v.t1("desk-scan-other", "words", card.other.join(" · ")).into_owned());
                }
                notes
            }
        }
    }
}

const fn doubt_key(doubt: crate::card::Doubt) -> &'static str {
    use crate::card::Doubt;
    match doubt {
        Doubt::Name => "desk-doubt-name",
        Doubt::Sex => "desk-doubt-sex",
        Doubt::Year => "desk-doubt-year",
        Doubt::Place => "desk-doubt-place",
    }
}

/// A scanner types like a keyboard: no suggestions, no soft keyboard, no Vietnamese correction.
const SCAN: &str = "autofocus accesskey=\"2\" data-key=\"F2\" inputmode=\"none\" lang=\"en\"";
