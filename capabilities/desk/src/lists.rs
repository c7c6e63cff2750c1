//! Lists of tasks: loading a page of one, noting who looked, and the lines as pages and the API
//! show them.

use crate::Desk;
use crate::status::{Warned, is_overdue, warned};
use crate::time::{Group, Left};
use calendar::Calendar;
use cases::queries::{self, Listed, Listing, Scope};
use cases::{CaseState, Task};
use catalogue::Revision;
use kernel::{Actor, Failure, Fault, Id, Moment, Refusal};
use std::borrow::Cow;
use std::sync::Arc;
use web::Visitor;

/// Lines on a page.
pub(crate) const PER_PAGE: i64 = 50;

/// Which part of a list: the groups are stretches of the whole, because it is sorted by due time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Only {
    /// Everything.
    All,
    /// What is past its time.
    Late,
    /// What is due today.
    Today,
}

impl Only {
    /// The one named in a query; anything else is everything.
    pub(crate) fn from_query(name: Option<&str>) -> Only {
        match name {
            Some("qua-han") => Only::Late,
            Some("hom-nay") => Only::Today,
            _ => Only::All,
        }
    }

    /// Its name in a query; empty for everything.
    pub(crate) const fn query(self) -> &'static str {
        match self {
            Only::All => "",
            Only::Late => "qua-han",
            Only::Today => "hom-nay",
        }
    }

    /// Where it begins in the whole list, and how many lines it has.
    fn stretch(self, counts: &Listing) -> (i64, i64) {
        match self {
            Only::All => (0, counts.total),
            Only::Late => (0, counts.late),
            Only::Today => (counts.late, counts.today),
        }
    }
}

/// A page of a list.
pub(crate) struct Loaded {
    /// Lines and counts of the whole list.
    pub listing: Listing,
    /// Which page, from 1.
    pub page: i64,
    /// Lines of the part asked for.
    pub rows: i64,
}

/// Loads a page and notes that the officer saw it, before anything is shown.
pub(crate) async fn load(
    desk: &Desk,
    actor: &Actor,
    scope: Scope,
    only: Only,
    page: u32,
    now: Moment,
) -> Result<Loaded, Failure> {
    let asked = i64::from(page.max(1));
    let loaded = desk
        .dossiers
        .db
        .read(move |tx| {
            if asked == 1 && only == Only::All {
                let listing = queries::list(tx, scope, now, PER_PAGE, 0)?;
                return Ok(Loaded { page: 1, rows: listing.total, listing });
            }
            let (from, rows) = only.stretch(&queries::list(tx, scope, now, 0, 0)?);
            let page = asked.min((rows + PER_PAGE - 1) / PER_PAGE).max(1);
            let before = (page - 1) * PER_PAGE;
            let listing = queries::list(tx, scope, now, PER_PAGE.min(rows - before), from + before)?;
            Ok(Loaded { listing, page, rows })
        })
        .await?;
    note(desk, actor, loaded.listing.lines.iter().map(|line| line.state.id), now).await?;
    Ok(loaded)
}

/// Writes that the officer saw these cases in a list, once per day.
pub(crate) async fn note(
    desk: &Desk,
    actor: &Actor,
    cases: impl Iterator<Item = Id>,
    now: Moment,
) -> Result<(), Failure> {
    let officer = actor.account.ok_or_else(Refusal::absent)?;
    let new = desk.seen.new_among(officer, now.day(), cases);
    if new.is_empty() {
        return Ok(());
    }
    let dossiers = &desk.dossiers;
    cases::looks::note_list(&dossiers.db, &dossiers.ids, actor, new.clone(), now).await?;
    desk.seen.noted(officer, now.day(), &new);
    Ok(())
}

/// What the lines of a page have in common, fetched once.
#[derive(Default)]
pub(crate) struct Around {
    revisions: Vec<Arc<Revision>>,
    calendars: Vec<(Id, Calendar)>,
    officers: Vec<(Id, String)>,
}

impl Around {
    /// Fetches what these lines need; nothing here asks the database.
    pub(crate) fn of(desk: &Desk, lines: &[Listed]) -> Around {
        let mut around = Around::default();
        let dossiers = &desk.dossiers;
        for line in lines {
            let (revision, unit) = (line.state.revision, line.task.unit);
            if !around.revisions.iter().any(|one| one.id == revision) {
                around.revisions.extend(dossiers.catalogue.revision(revision));
            }
            if !around.calendars.iter().any(|(id, _)| *id == unit) {
                around.calendars.push((unit, dossiers.accounts.calendar_for_unit(unit)));
            }
            if let Some(holder) = line.task.holder
                && !around.officers.iter().any(|(id, _)| *id == holder)
                && let Some(officer) = dossiers.accounts.officer(holder)
            {
                around.officers.push((holder, officer.name.clone()));
            }
        }
        around
    }

    fn revision(&self, id: Id) -> Option<&Revision> {
        self.revisions.iter().find(|one| one.id == id).map(Arc::as_ref)
    }

    /// The lines, ready to show. `applicant` opens the name on a line.
    pub(crate) fn lines<'a>(
        &'a self,
        listed: &'a [Listed],
        v: &'a Visitor,
        applicant: impl Fn(&Listed) -> Result<String, Fault>,
    ) -> Result<Vec<Line<'a>>, Fault> {
        listed.iter().map(|one| Ok(self.line(&one.task, &one.state, v, applicant(one)?))).collect()
    }

    /// One line.
    pub(crate) fn line<'a>(
        &'a self,
        task: &'a Task,
        state: &'a CaseState,
        v: &'a Visitor,
        name: String,
    ) -> Line<'a> {
        let (lang, now) = (v.lang, v.now);
        let revision = self.revision(state.revision);
        let calendar =
            self.calendars.iter().find(|(unit, _)| *unit == task.unit).map(|(_, calendar)| calendar);
        let left = calendar.map_or(Left::Open, |calendar| Left::of(calendar, task.due_at, now));
        let used = calendar
            .zip(task.due_at)
            .map_or(0, |(calendar, due)| calendar.used(task.opened_at, due, now).permille());
        Line {
            task,
            state,
            group: Group::of(task.due_at, now),
            left,
            used,
            name,
            procedure: revision.map_or(state.about.as_str(), |revision| revision.procedure.short.get(lang)),
            step: step_name(v, revision, &task.step),
            holder: task
                .holder
                .and_then(|id| self.officers.iter().find(|(one, _)| *one == id))
                .map(|(_, name)| name.as_str()),
            overdue: is_overdue(state, now),
            warned: warned(state),
        }
    }
}

/// The name of what a task is about: a step of the flow, a consultation, an agency's part, or one
/// of the tasks that stand beside every flow.
pub(crate) fn step_name<'a>(v: &'a Visitor, revision: Option<&'a Revision>, key: &'a str) -> Cow<'a, str> {
    if let Some(text) = beside(key) {
        return v.t(text);
    }
    let Some(revision) = revision else { return Cow::Borrowed(key) };
    let consults =
        || revision.procedure.step.iter().flat_map(|step| &step.consult).find(|one| one.key == key);
    let name = revision
        .step(key)
        .map(|step| &step.name)
        .or_else(|| consults().map(|consult| &consult.name))
        .or_else(|| revision.part(key).map(|part| &part.name));
    Cow::Borrowed(name.map_or(key, |name| name.get(v.lang)))
}

/// The text of a step key that no procedure may use.
fn beside(key: &str) -> Option<&'static str> {
    use dossiers::rules::step;
    Some(match key {
        step::RECEIVE => "desk-step-receive",
        step::SUPPLEMENT => "desk-step-supplement",
        step::EXTENSION => "desk-step-extension",
        step::REFUSAL => "desk-step-refusal",
        step::STOP => "desk-step-stop",
        step::WITHDRAWAL => "desk-step-withdrawal",
        step::TRANSFER => "desk-step-transfer",
        step::CORRECTION => "desk-step-correction",
        _ => return None,
    })
}

/// One line of a list.
pub(crate) struct Line<'a> {
    /// The task.
    pub task: &'a Task,
    /// Its case, without the other tasks.
    pub state: &'a CaseState,
    /// Its group.
    pub group: Group,
    /// Office time left.
    pub left: Left,
    /// What is used of the step's time, in thousandths.
    pub used: u32,
    /// Who it is for.
    pub name: String,
    /// The procedure, in short.
    pub procedure: &'a str,
    /// The step.
    pub step: Cow<'a, str>,
    /// Who holds it.
    pub holder: Option<&'a str>,
    /// The whole dossier is legally late.
    pub overdue: bool,
    /// How urgently holder and head were warned.
    pub warned: Option<Warned>,
}

/// Splits sorted lines into their groups, in order.
pub(crate) fn grouped<'l, 'a>(lines: &'l [Line<'a>]) -> Vec<(Group, &'l [Line<'a>])> {
    lines.chunk_by(|a, b| a.group == b.group).map(|chunk| (chunk[0].group, chunk)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts() -> Listing {
        Listing { lines: Vec::new(), total: 70, more: false, late: 4, today: 10, unheld: 2 }
    }

    #[test]
    fn a_number_leads_to_exactly_the_lines_it_counts() {
        assert_eq!(Only::All.stretch(&counts()), (0, 70));
        assert_eq!(Only::Late.stretch(&counts()), (0, 4));
        assert_eq!(Only::Today.stretch(&counts()), (4, 10));
    }

    #[test]
    fn parts_are_named_in_addresses() {
        for only in [Only::All, Only::Late, Only::Today] {
            assert_eq!(Only::from_query(Some(only.query())), only);
        }
    }
}
