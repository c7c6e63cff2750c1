//! The forms beside a dossier: one action, one form, one post.

use super::law_forms::RESULT_FILES;
use super::ledger::{contact_key, fault_key};
use super::{Opened, Tab};
use crate::Desk;
use crate::actions::{self, Actions, Forward, HandOver, Holder, TaskActions};
use kernel::{Failure, FieldError, Id, Refusal, RefusalKind};
use web::parts::{Choice, Fact, Field, Markup, Mistake};
use web::{Pairs, Visitor};

/// A form ready to print.
pub(crate) struct ActionForm {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) lead: String,
    pub(crate) url: String,
    pub(crate) start: Markup,
    pub(crate) hidden: Vec<(&'static str, String)>,
    pub(crate) fields: Vec<Field>,
    pub(crate) button: String,
    /// Classes of the button beside `button`.
    pub(crate) look: &'static str,
    pub(crate) upload: bool,
    /// What the form is about, before its fields.
    pub(crate) facts: Vec<Fact>,
    /// Shown only as its title until it is wanted.
    pub(crate) fold: bool,
    /// It came back with something to mend.
    pub(crate) open: bool,
}

/// A form that came back with something to mend.
pub(crate) struct Posted {
    pub(crate) command: &'static str,
    pub(crate) task: Option<Id>,
    pub(crate) pairs: Pairs,
    pub(crate) refusal: Refusal,
}

impl Posted {
    /// The tab on which its form stands.
    pub(super) fn tab(&self) -> Tab {
        if self.command == "contact" { Tab::Contacts } else { Tab::Content }
    }

    /// Whether someone else was first.
    pub(super) fn is_late(&self) -> bool {
        self.refusal.kind == RefusalKind::Changed
    }

    /// What to mend, with the ids of this form's inputs.
    pub(super) fn mistakes(&self, v: &Visitor) -> Vec<Mistake> {
        if self.is_late() {
            let text = v.t("desk-mend-changed").into_owned();
            return vec![Mistake { path: "form".to_owned(), id: "xu-ly".to_owned(), text }];
        }
        let id = form_id(self.command, self.task);
        let one = |field: &FieldError| {
            let name = field_name(self.command, &field.path);
            Mistake { path: name.to_owned(), id: format!("{id}-{name}"), text: self.sentence(v, field) }
        };
        self.refusal.fields.iter().map(one).collect()
    }
}

/// The input that a path of a refusal means.
fn field_name(command: &str, path: &str) -> &'static str {
    match path {
        "reason" => "ly_do",
        "words" if command == "advise" => "y_kien",
        "words" => "loi_nhan",
        "cause" => "nguyen_nhan",
        "day" => "hen",
        "decision" => "quyet_dinh",
        "holder" => "nguoi_nhan",
        "result" => "tep",
        "to" => "trao_cho",
        "channel" => "kenh",
        "fault" => "do_ai",
        _ => "form",
    }
}

impl Posted {
    /// What to do, in words of this page where the general ones would be vague.
    fn sentence(&self, v: &Visitor, field: &FieldError) -> String {
        let key = match (field.path.as_str(), field.code) {
            ("reason", "required") if self.command == "decide" => "desk-mend-decline",
            ("reason", "required") => "desk-mend-reason",
            ("words", "required") if self.command == "advise" => "desk-mend-words",
            ("words", "required") => "desk-mend-letter",
            ("cause", _) => "desk-mend-cause",
            ("decision", _) => "desk-mend-decision",
            ("holder", _) => "desk-mend-holder",
            ("to", _) => "desk-mend-to",
            ("channel", _) => "desk-mend-channel",
            ("fault", _) => "desk-mend-fault",
            ("result", "required") => "desk-mend-result",
            _ => return v.field_error(field).into_owned(),
        };
        v.t(key).into_owned()
    }
}

fn form_id(command: &str, task: Option<Id>) -> String {
    match task {
        Some(task) => format!("{command}-{task}"),
        None => command.to_owned(),
    }
}

/// Builds the forms of one page.
pub(super) struct Builder<'a> {
    pub(super) desk: &'a Desk,
    pub(super) v: &'a Visitor,
    pub(super) opened: &'a Opened,
    pub(super) path: &'a str,
    pub(super) posted: Option<&'a Posted>,
}

impl Builder<'_> {
    /// Every form this officer has now, the main one first.
    pub(super) fn all(&self, actions: &Actions<'_>) -> Result<Vec<ActionForm>, Failure> {
        let v = self.v;
        let mut forms = Vec::new();
        if actions.receive {
            let mut accept = self.form("accept", None, "tiep-nhan", "desk-do-accept", Vec::new());
            accept.lead = self.promise_if_accepted();
            forms.push(accept);
            let reason = Field::area("ly_do", v.t("desk-field-reason")).hint(v.t("desk-field-reason-hint"));
            forms.push(
                self.form("refuse", None, "tu-choi", "desk-do-refuse", vec![reason]).look(" second stop"),
            );
        }
        if let Some(amount) = actions.fee {
            let mut fee = self.form("take-fee", None, "thu-phi", "desk-do-take-fee", Vec::new());
            fee.lead = v.t1("desk-do-take-fee-lead", "amount", v.money(amount)).into_owned();
            forms.push(fee);
        }
        forms.extend(self.hand_over(actions));
        // What waits for this officer's word comes before what may be done besides.
        for task in &actions.tasks {
            self.beside(task, &mut forms)?;
        }
        for task in &actions.tasks {
            self.of_task(task, &mut forms);
        }
        forms.extend(self.ways(actions));
        Ok(forms)
    }

    fn of_task(&self, actions: &TaskActions<'_>, forms: &mut Vec<ActionForm>) {
        let (v, task) = (self.v, actions.task);
        let id = Some(task.id);
        if actions.take {
            forms.push(self.form("take", id, "nhan-viec", "desk-do-take", Vec::new()));
        }
        if actions.attach {
            let file = Field::file("tep", v.t("desk-field-result"))
                .hint(v.t("desk-field-result-hint"))
                .extra(RESULT_FILES);
            let mut form =
                self.form("attach-result", id, "ket-qua", "desk-do-attach", vec![file]).look(" second");
            form.upload = true;
            forms.push(form);
        }
        if let Some(forward) = &actions.forward {
            forms.push(self.forward(forward, id));
        }
        if actions.advise {
            let choices = vec![
                Choice::new("dong-y", v.t("desk-advise-agree")),
                Choice::new("khong", v.t("desk-advise-object")),
            ];
            let words = Field::area("y_kien", v.t("desk-field-words")).hint(v.t("desk-field-words-hint"));
            let answer = Field::one("tra_loi", v.t("desk-field-answer"), choices).value("dong-y");
            forms.push(self.form("advise", id, "y-kien", "desk-do-advise", vec![answer, words]));
        }
        if let Some(back) = actions.back {
            let reason = Field::area("ly_do", v.t("desk-field-reason")).hint(v.t("desk-field-back-hint"));
            let mut form =
                self.form("send-back", id, "tra-lai", "desk-do-send-back", vec![reason]).look(" second stop");
            form.lead = v.t1("desk-do-send-back-lead", "step", back.name.get(v.lang)).into_owned();
            forms.push(form);
        }
        if actions.assign {
            let (accounts, about) = (&self.desk.dossiers.accounts, &self.opened.state().about);
            let officers = actions::may_hold(accounts, about, task, v.now);
            let choices = officers.into_iter().map(|one| holder_choice(v, one)).collect();
            let holder = Field::select("nguoi_nhan", v.t("desk-field-holder"), first(v, choices));
            forms.push(self.form("assign", id, "phan-cong", "desk-do-assign", vec![holder]).look(" second"));
        }
    }

    /// How a step goes on, or why it cannot yet.
    fn forward(&self, forward: &Forward<'_>, id: Option<Id>) -> ActionForm {
        let v = self.v;
        let (title, button) = if forward.approves {
            ("desk-do-approve", "desk-do-approve-button")
        } else if forward.step.kind == catalogue::StepKind::Await {
            ("desk-do-await", "desk-do-await-button")
        } else {
            ("desk-do-forward", "desk-do-forward-button")
        };
        let mut form = self.form("forward", id, "chuyen", "desk-do-forward", Vec::new());
        form.title = v.t(title).into_owned();
        form.button = v.t(button).into_owned();
        form.lead = match (&forward.blocked, &forward.step.person_does) {
            (Some(refusal), _) => self.blocked(refusal),
            (None, Some(does)) => v
                .t2("desk-do-await-lead", "does", does.get(v.lang), "next", forward.next.name.get(v.lang))
                .into_owned(),
            (None, None) => v.t1("desk-do-forward-lead", "next", forward.next.name.get(v.lang)).into_owned(),
        };
        if forward.blocked.is_some() {
            form.button.clear();
        }
        form
    }

    /// Why a button is not there, in words of this page where the general ones would be vague.
    pub(super) fn blocked(&self, refusal: &Refusal) -> String {
        let v = self.v;
        match refusal.code {
            "consults-open" => v.t("desk-blocked-consults"),
            "result-missing" => v.t("desk-blocked-result"),
            _ => v.refusal(refusal),
        }
        .into_owned()
    }

    fn hand_over(&self, actions: &Actions<'_>) -> Option<ActionForm> {
        let v = self.v;
        let choices = vec![
            Choice::new("applicant", v.t("desk-to-applicant")),
            Choice::new("proxy", v.t("desk-to-proxy")),
        ];
        let to = Field::one("trao_cho", v.t("desk-field-to"), choices).value("applicant");
        let mut form = match actions.hand_over? {
            HandOver::Now => self.form("hand-over", None, "tra-ket-qua", "desk-do-hand-over", vec![to]),
            HandOver::Unpaid => {
                let mut form = self.form("hand-over", None, "tra-ket-qua", "desk-do-hand-over", Vec::new());
                form.lead = v.t("desk-blocked-unpaid").into_owned();
                form.button.clear();
                return Some(form);
            }
        };
        form.lead = v.t("desk-do-hand-over-lead").into_owned();
        Some(form)
    }

    /// The form that notes a contact; it stands on its own tab.
    pub(super) fn contact(&self, actions: &Actions<'_>) -> Option<ActionForm> {
        if !actions.contact {
            return None;
        }
        let v = self.v;
        let choice = |value: &str, key: &str| Choice::new(value, v.t(key));
        let channels = ["visit", "call", "message"].map(|one| choice(one, contact_key(one)));
        let faults = ["none", "office", "person"].map(|one| choice(one, fault_key(one)));
        let fields = vec![
            Field::one("kenh", v.t("desk-field-channel"), channels.into()),
            Field::one("do_ai", v.t("desk-field-fault"), faults.into()).hint(v.t("desk-field-fault-hint")),
            Field::area("noi_dung", v.t("desk-field-note")).optional(v),
        ];
        let mut form = self.form("contact", None, "lien-he", "desk-do-contact", fields);
        form.lead = v.t("desk-do-contact-lead").into_owned();
        Some(form)
    }

    /// A form with what was typed when it came back.
    pub(super) fn form(
        &self,
        command: &'static str,
        task: Option<Id>,
        leaf: &str,
        key: &str,
        fields: Vec<Field>,
    ) -> ActionForm {
        let v = self.v;
        let id = form_id(command, task);
        let posted = self.posted.filter(|posted| posted.command == command && posted.task == task);
        let mistakes = posted.map(|posted| posted.mistakes(v)).unwrap_or_default();
        let place = |field: Field| {
            let mut field = match posted {
                Some(posted) => field.posted(&posted.pairs).mistaken(v, &mistakes),
                None => field,
            };
            field.id = format!("{id}-{}", field.name);
            field
        };
        let mut hidden = vec![("phien_ban", self.opened.state().version.to_string())];
        hidden.extend(task.map(|task| ("viec", task.to_string())));
        let words = v.t(key).into_owned();
        ActionForm {
            title: words.clone(),
            lead: String::new(),
            url: format!("{}#loi", v.url(&format!("{}/{leaf}", self.path))),
            start: v.form_start(),
            hidden,
            fields: fields.into_iter().map(place).collect(),
            button: words,
            look: "",
            upload: false,
            facts: Vec::new(),
            fold: false,
            open: posted.is_some(),
            id,
        }
    }

    /// The appointment that accepting now would give, said before the button is pressed.
    fn promise_if_accepted(&self) -> String {
        let (v, opened) = (self.v, self.opened);
        let limit = opened.revision.with(&opened.content.answers).limit().limit;
        let calendar = super::agency_hours(self.desk, opened.state());
        v.t1("desk-do-accept-lead", "due", v.when(calendar.due(v.now, limit).at)).into_owned()
    }
}

impl ActionForm {
    pub(super) fn look(mut self, look: &'static str) -> ActionForm {
        self.look = look;
        self
    }

    /// Shown only as its title until it is wanted.
    pub(super) fn folded(mut self) -> ActionForm {
        self.fold = true;
        self
    }
}

/// An officer to choose: who is away, and who stands in for whom, is said.
pub(crate) fn holder_choice(v: &Visitor, holder: Holder) -> Choice {
    let mut text = holder.name;
    if let Some(principal) = &holder.stands_in {
        text = v.t2("desk-holder-for", "name", &text, "principal", principal).into_owned();
    }
    if holder.away {
        text = v.t1("desk-holder-away", "name", &text).into_owned();
    }
    Choice::new(holder.id.to_string(), text)
}

/// Choices with an empty one first, so that nothing is chosen by accident.
pub(crate) fn first(v: &Visitor, mut choices: Vec<Choice>) -> Vec<Choice> {
    choices.insert(0, Choice::new("", v.t("desk-choose")));
    choices
}
