//! The forms of ways beside the straight one: new dates, letters, refusals, stopping, decisions,
//! taking back, parts, papers on their way, mending, opening again.

use super::forms::{ActionForm, Builder, first};
use super::tabs::Scene;
use crate::actions::{Actions, Papers, Possible, TaskActions, Way};
use crate::time::TimeWords;
use kernel::Failure;
use web::parts::{Choice, Field};

/// What a result file may be.
pub(super) const RESULT_FILES: &str = "accept=\".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png\"";

impl Builder<'_> {
    /// Where more papers are asked for, when they may be.
    pub(super) fn builder(&self, actions: &Actions<'_>) -> Option<String> {
        let may = actions.ways.iter().any(|(way, may)| matches!(way, Way::Supplement(_)) && may.is_ok());
        may.then(|| self.v.url(&format!("{}/bo-sung", self.path)))
    }

    /// What can no longer be done, and why.
    pub(super) fn closed(&self, actions: &Actions<'_>) -> Vec<String> {
        let v = self.v;
        let closed = actions.ways.iter().filter_map(|(way, may)| Some((way, may.as_ref().err()?)));
        closed
            .map(|(way, refusal)| {
                let what = v.t(match way {
                    Way::Supplement(_) => "desk-do-supplement",
                    _ => "desk-do-extension",
                });
                v.t2("desk-closed-why", "what", what, "why", v.refusal(refusal)).into_owned()
            })
            .collect()
    }

    /// The forms of the ways that are open.
    pub(super) fn ways(&self, actions: &Actions<'_>) -> Vec<ActionForm> {
        let open = actions.ways.iter().filter(|(_, may)| may.is_ok());
        open.filter_map(|(way, _)| self.way(*way)).collect()
    }

    fn way(&self, way: Way) -> Option<ActionForm> {
        Some(match way {
            // It has a page of its own.
            Way::Supplement(_) => return None,
            Way::Extension => self.extension(),
            Way::Refusal => self.refusal(),
            Way::Stop => self.stop(),
            Way::LateLetter => self.late_letter(),
            Way::Withdrawal => self.withdrawal(),
            Way::Correction => self.correction(),
            Way::Reopening => self.reopening(),
        })
    }

    fn extension(&self) -> ActionForm {
        let v = self.v;
        let due = self.opened.state().due.map_or_else(String::new, |due| v.when(due.at));
        let fields = vec![
            self.causes("extension"),
            Field::date(v, "hen", v.t("desk-field-day")).hint(v.t1("desk-field-day-hint", "due", &due)),
            Field::area("loi_nhan", v.t("desk-field-letter"))
                .hint(v.t("desk-field-letter-hint"))
                .value(v.t1("desk-letter-extension", "due", &due)),
        ];
        let mut form = self.form("propose-extension", None, "hen-lai", "desk-do-extension", fields);
        form.lead =
            v.t1("desk-do-extension-lead", "rule", &self.opened.regime.extension.source.text).into_owned();
        form.button = v.t("desk-propose").into_owned();
        form.folded()
    }

    fn refusal(&self) -> ActionForm {
        let v = self.v;
        let reason = Field::area("ly_do", v.t("desk-field-reason")).hint(v.t("desk-field-refusal-hint"));
        let mut form = self.form("propose-refusal", None, "de-nghi-tu-choi", "desk-do-refusal", vec![reason]);
        form.lead = v
            .t1("desk-do-refusal-lead", "rule", &self.opened.regime.refusal_after_appraisal.source.text)
            .into_owned();
        form.button = v.t("desk-propose").into_owned();
        form.look(" second stop").folded()
    }

    fn stop(&self) -> ActionForm {
        let v = self.v;
        let reason = Field::area("ly_do", v.t("desk-field-reason")).hint(v.t("desk-field-reason-hint"));
        let fields = vec![self.causes("stop"), reason];
        let mut form = self.form("propose-stop", None, "de-nghi-dung", "desk-do-stop", fields);
        form.lead = v.t1("desk-do-stop-lead", "rule", &self.opened.regime.stop.source.text).into_owned();
        form.button = v.t("desk-propose").into_owned();
        form.look(" second stop").folded()
    }

    fn late_letter(&self) -> ActionForm {
        let v = self.v;
        let due = self.opened.state().due.map_or_else(String::new, |due| v.when(due.at));
        let fields = vec![
            self.causes("late"),
            Field::date(v, "hen", v.t("desk-field-day")).hint(v.t("desk-field-late-day-hint")),
            Field::area("loi_nhan", v.t("desk-field-letter"))
                .hint(v.t("desk-field-letter-hint"))
                .value(v.t1("desk-letter-late", "due", &due)),
        ];
        let mut form = self.form("late-letter", None, "thu-xin-loi", "desk-do-late-letter", fields);
        form.lead = v.t("desk-do-late-letter-lead").into_owned();
        form.button = v.t("desk-do-late-letter-button").into_owned();
        form.folded()
    }

    fn withdrawal(&self) -> ActionForm {
        let v = self.v;
        let note = Field::area("noi_dung", v.t("desk-field-note")).optional(v);
        let mut form = self.form("confirm-withdrawal", None, "rut", "desk-do-withdrawal", vec![note]);
        form.lead = v.t("desk-do-withdrawal-lead").into_owned();
        form.button = v.t("desk-do-withdrawal-button").into_owned();
        form
    }

    fn correction(&self) -> ActionForm {
        let v = self.v;
        let reason = Field::area("ly_do", v.t("desk-field-error")).hint(v.t("desk-field-error-hint"));
        let mut form = self.form("open-correction", None, "dinh-chinh", "desk-do-correction", vec![reason]);
        form.lead = v.t("desk-do-correction-lead").into_owned();
        form.button = v.t("desk-do-correction-button").into_owned();
        form.look(" second").folded()
    }

    fn reopening(&self) -> ActionForm {
        let v = self.v;
        let reason = Field::area("ly_do", v.t("desk-field-reopening")).hint(v.t("desk-field-reopening-hint"));
        let fields = vec![self.causes("reopen"), reason];
        let mut form = self.form("reopen", None, "mo-lai", "desk-do-reopen", fields);
        form.lead = v.t("desk-do-reopen-lead").into_owned();
        form.look(" second").folded()
    }

    /// The regime's list of causes.
    fn causes(&self, of: &str) -> Field {
        let v = self.v;
        let causes = self.opened.regime.causes(of);
        let choices = causes.map(|cause| Choice::new(&cause.key, cause.name.get(v.lang))).collect();
        Field::select("nguyen_nhan", v.t("desk-field-cause"), first(v, choices))
    }

    /// The forms of a task beside the flow.
    pub(super) fn beside(
        &self,
        actions: &TaskActions<'_>,
        forms: &mut Vec<ActionForm>,
    ) -> Result<(), Failure> {
        let (v, id) = (self.v, Some(actions.task.id));
        if let Some((proposal, may)) = &actions.decide {
            let words = TimeWords::new(v);
            let scene = Scene { desk: self.desk, v, opened: self.opened, path: self.path, words: &words };
            let facts = scene.proposal(proposal)?;
            let choices = vec![
                Choice::new("dong-y", v.t("desk-decide-agree")),
                Choice::new("khong", v.t("desk-decide-decline")),
            ];
            let fields = vec![
                Field::one("quyet_dinh", v.t("desk-field-decision"), choices),
                Field::area("ly_do", v.t("desk-field-reason"))
                    .hint(v.t("desk-field-decision-hint"))
                    .optional(v),
            ];
            let mut form = self.form("decide", id, "quyet-dinh", "desk-do-decide", fields);
            form.facts = facts;
            form.button = v.t("desk-do-decide-button").into_owned();
            forms.push(self.unless(form, may));
        }
        if let Some(may) = &actions.part {
            let form = self.form("complete-part", id, "xong-phan", "desk-do-part", Vec::new());
            forms.push(self.unless(form, may));
        }
        if let Some(papers) = actions.papers {
            let (title, lead) = match papers {
                Papers::ToSend => ("desk-do-papers-send", "desk-do-papers-send-lead"),
                Papers::ToReceive => ("desk-do-papers-receive", "desk-do-papers-receive-lead"),
            };
            let mut form = self.form("papers-moved", id, "chuyen-giay", title, Vec::new());
            let agency = self.desk.dossiers.accounts.agency(self.opened.state().agency);
            let agency = agency.as_deref().map_or("", |agency| agency.name(v.lang.tag()));
            form.lead = v.t1(lead, "agency", agency).into_owned();
            forms.push(form);
        }
        if actions.correct {
            let file = Field::file("tep", v.t("desk-field-corrected"))
                .hint(v.t("desk-field-result-hint"))
                .extra(RESULT_FILES);
            let mut form = self.form("correct-result", id, "ket-qua-dung", "desk-do-correct", vec![file]);
            form.lead = v.t("desk-do-correct-lead").into_owned();
            form.upload = true;
            forms.push(form);
        }
        Ok(())
    }

    /// The form, or why its button is not there.
    fn unless(&self, mut form: ActionForm, may: &Possible) -> ActionForm {
        if let Err(refusal) = may {
            form.lead = self.blocked(refusal);
            form.button.clear();
            form.fields.clear();
        }
        form
    }
}
