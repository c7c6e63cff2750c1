//! The receiving list and the work list.

use crate::Desk;
use crate::lists::{self, Around, Line, Loaded, Only, PER_PAGE};
use crate::status::Warned;
use crate::time::{Group, LeftWords, Short, TimeWords};
use askama::Template;
use axum::extract::State;
use cases::Channel;
use cases::queries::Scope;
use kernel::{Id, Moment, Refusal};
use std::borrow::Cow;
use web::parts::{Markup, Pages};
use web::{Answer, Visitor};

/// Which list a page shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Which {
    /// What the officer holds.
    Mine,
    /// What the unit has.
    Unit,
    /// What nobody of the unit holds.
    Unheld,
    /// What the desk must accept or refuse.
    Waiting,
    /// What a unit has where this officer stands in for someone.
    Lent(Id),
}

impl Which {
    /// Its address, with the part asked for.
    pub(crate) fn path(self, only: Only) -> String {
        let base = match self {
            Which::Mine => "/can-bo/viec",
            Which::Unit => "/can-bo/viec?pham-vi=don-vi",
            Which::Unheld => "/can-bo/viec?pham-vi=chua-giao",
            Which::Waiting => "/can-bo/tiep-nhan",
            Which::Lent(unit) => return lent_path(unit, only),
        };
        match only.query() {
            "" => base.to_owned(),
            part => format!("{base}{}loc={part}", if base.contains('?') { '&' } else { '?' }),
        }
    }

    const fn heading(self) -> &'static str {
        match self {
            Which::Mine => "desk-list-mine",
            Which::Unit => "desk-list-unit",
            Which::Unheld => "desk-list-unheld",
            Which::Waiting => "desk-list-waiting",
            Which::Lent(_) => "desk-list-lent",
        }
    }
}

fn lent_path(unit: Id, only: Only) -> String {
    let base = format!("/can-bo/viec?pham-vi=thay&don-vi={unit}");
    if only.query().is_empty() { base } else { format!("{base}&loc={}", only.query()) }
}

/// The word for a channel.
pub(crate) const fn channel_key(channel: Channel) -> &'static str {
    match channel {
        Channel::Counter => "desk-channel-counter",
        Channel::Post => "desk-channel-post",
        Channel::Online => "desk-channel-online",
    }
}

/// A link that shows a part of the list, with how many lines it has.
pub(crate) struct Chip {
    url: String,
    text: String,
    current: bool,
}

/// A group of lines under its heading.
pub(crate) struct GroupShown<'a> {
    heading: Cow<'a, str>,
    lines: &'a [Line<'a>],
}

#[derive(Template)]
#[template(path = "desk/list.html")]
pub(crate) struct ListPage<'a> {
    pub(crate) v: &'a Visitor,
    pub(crate) which: Which,
    pub(crate) title: Cow<'a, str>,
    pub(crate) scopes: Vec<Chip>,
    pub(crate) chips: Vec<Chip>,
    pub(crate) groups: Vec<GroupShown<'a>>,
    pub(crate) words: &'a TimeWords,
    pub(crate) prefix: &'static str,
    pub(crate) again: String,
    pub(crate) pages: Markup,
    pub(crate) more: bool,
    pub(crate) tag_unheld: Cow<'a, str>,
    pub(crate) tag_overdue: Cow<'a, str>,
    pub(crate) tag_soon: Cow<'a, str>,
    pub(crate) tag_half: Cow<'a, str>,
    pub(crate) tag_paused: Cow<'a, str>,
    pub(crate) first_word: Cow<'a, str>,
    pub(crate) tag_alarm: Cow<'a, str>,
}

impl<'a> ListPage<'a> {
    pub(crate) fn new(
        v: &'a Visitor,
        which: Which,
        only: Only,
        loaded: &Loaded,
        lines: &'a [Line<'a>],
        words: &'a TimeWords,
    ) -> ListPage<'a> {
        let counts = &loaded.listing;
        let base = v.url(&which.path(only));
        let joined = format!("{base}{}", if base.contains('?') { '&' } else { '?' });
        let page = u32::try_from(loaded.page).unwrap_or(1);
        let rows = u64::try_from(loaded.rows).unwrap_or(0);
        ListPage {
            v,
            which,
            title: v.t2(which.heading(), "n", counts.total, "late", counts.late),
            scopes: scopes(v, which),
            chips: chips(v, which, only, loaded),
            groups: grouped(v, loaded, lines),
            words,
            prefix: v.lang.prefix(),
            again: base,
            pages: Pages::new(page, rows, PER_PAGE as u32, joined).show(v),
            more: counts.more,
            tag_unheld: v.t("desk-status-unheld"),
            tag_overdue: v.t("desk-overdue"),
            tag_soon: v.t("desk-warned-soon"),
            tag_half: v.t("desk-warned-half"),
            tag_paused: v.t("desk-clock-paused"),
            first_word: v.t("desk-promise-first"),
            tag_alarm: v.t("desk-alarm-unheld"),
        }
    }

    fn left(&self, line: &Line<'_>) -> LeftWords<'_> {
        self.words.left(line.left)
    }

    /// Lists of a unit say who holds each task.
    fn says_holder(&self) -> bool {
        matches!(self.which, Which::Unit | Which::Lent(_))
    }

    fn channel(&self, line: &Line<'_>) -> &'static str {
        channel_key(line.state.channel)
    }
}

impl Line<'_> {
    /// The class of the time left: colour and shape, beside the words.
    pub(crate) fn tone(&self) -> &'static str {
        match self.group {
            Group::Late => "dot bad",
            Group::Today => "dot warn",
            Group::Rest => "",
        }
    }

    pub(crate) fn promise(&self) -> Option<Short> {
        self.state.due.map(|due| Short(due.day))
    }

    /// The first promise, when it is no longer the one in force.
    pub(crate) fn first_promise(&self) -> Option<Short> {
        let first = self.state.original_due.filter(|first| Some(*first) != self.state.due)?;
        Some(Short(first.day))
    }

    /// Its clock stands still, by sector law or because the person was asked.
    pub(crate) fn is_paused(&self) -> bool {
        self.state.course.pause.is_some() || self.state.phase == cases::Phase::Asked
    }

    pub(crate) fn sent(&self) -> Short {
        Short(self.state.opened_at.day())
    }

    pub(crate) fn is_late(&self) -> bool {
        self.group == Group::Late
    }

    /// Tenths of a per cent, as SVG wants them.
    pub(crate) fn used_whole(&self) -> u32 {
        self.used / 10
    }
}

fn scopes(v: &Visitor, which: Which) -> Vec<Chip> {
    if which == Which::Waiting {
        return Vec::new();
    }
    let chip = |one: Which, key| Chip {
        url: v.url(&one.path(Only::All)),
        text: v.t(key).into_owned(),
        current: one == which,
    };
    let mut chips = vec![chip(Which::Mine, "desk-scope-mine")];
    if v.actor.unit.is_some() {
        chips.push(chip(Which::Unit, "desk-scope-unit"));
        chips.push(chip(Which::Unheld, "desk-scope-unheld"));
    }
    chips
}

/// The units in which this officer stands in for someone.
fn lent_chips(desk: &Desk, v: &Visitor, which: Which) -> Vec<Chip> {
    let mut units: Vec<Id> = v.actor.lent.iter().map(|lent| lent.unit).collect();
    units.retain(|unit| Some(*unit) != v.actor.unit);
    units.sort_unstable();
    units.dedup();
    let chip = |unit: Id| {
        let name = desk.dossiers.accounts.unit(unit)?.name(v.lang.tag()).to_owned();
        let one = Which::Lent(unit);
        Some(Chip {
            url: v.url(&one.path(Only::All)),
            text: v.t1("desk-scope-lent", "unit", &name).into_owned(),
            current: one == which,
        })
    };
    units.into_iter().filter_map(chip).collect()
}

fn chips(v: &Visitor, which: Which, only: Only, loaded: &Loaded) -> Vec<Chip> {
    let counts = &loaded.listing;
    let chip = |part: Only, key, n: i64| Chip {
        url: v.url(&which.path(part)),
        text: v.t1(key, "n", n).into_owned(),
        current: part == only,
    };
    vec![
        chip(Only::All, "desk-only-all", counts.total),
        chip(Only::Late, "desk-only-late", counts.late),
        chip(Only::Today, "desk-only-today", counts.today),
    ]
}

/// Groups with the number of lines each has in the whole list, not on this page.
fn grouped<'a>(v: &'a Visitor, loaded: &Loaded, lines: &'a [Line<'a>]) -> Vec<GroupShown<'a>> {
    let counts = &loaded.listing;
    let heading = |group: Group| match group {
        Group::Late => v.t1("desk-group-late", "n", counts.late),
        Group::Today => v.t1("desk-group-today", "n", counts.today),
        Group::Rest => v.t1("desk-group-rest", "n", counts.total - counts.late - counts.today),
    };
    lists::grouped(lines)
        .into_iter()
        .map(|(group, lines)| GroupShown { heading: heading(group), lines })
        .collect()
}

/// `GET /can-bo/tiep-nhan`: what this officer's desk must accept or refuse.
pub(crate) async fn waiting(State(desk): State<Desk>, v: Visitor) -> Answer {
    let unit = desk.dossiers.own_desk(&v.actor)?;
    show(&desk, &v, Which::Waiting, Scope::Waiting(unit)).await
}

/// `GET /can-bo/viec`: the officer's own tasks, or the unit's.
pub(crate) async fn work(State(desk): State<Desk>, v: Visitor) -> Answer {
    let which = match v.query("pham-vi").as_deref() {
        Some("don-vi") => Which::Unit,
        Some("chua-giao") => Which::Unheld,
        Some("thay") => Which::Lent(lent(&v)?),
        _ => Which::Mine,
    };
    let unit = || v.actor.unit.ok_or_else(Refusal::absent);
    let scope = match which {
        Which::Unit => Scope::Unit(unit()?),
        Which::Unheld => Scope::Unheld(unit()?),
        Which::Lent(unit) => Scope::Unit(unit),
        _ => Scope::Holder(v.actor.account.ok_or_else(Refusal::absent)?),
    };
    show(&desk, &v, which, scope).await
}

/// The unit asked for, when this officer stands in for someone there.
fn lent(v: &Visitor) -> Result<Id, Refusal> {
    let asked = v.query("don-vi").and_then(|id| id.parse().ok()).map(Id);
    asked.filter(|unit| v.actor.lent.iter().any(|lent| lent.unit == *unit)).ok_or_else(Refusal::absent)
}

async fn show(desk: &Desk, v: &Visitor, which: Which, scope: Scope) -> Answer {
    let only = Only::from_query(v.query("loc").as_deref());
    let page = v.query_number("trang").unwrap_or(1);
    let now: Moment = v.now;
    let loaded = lists::load(desk, &v.actor, scope, only, page, now).await?;
    let around = Around::of(desk, &loaded.listing.lines);
    let vault = &desk.dossiers.vault;
    let lines = around.lines(&loaded.listing.lines, v, |one| one.name(vault))?;
    let words = TimeWords::new(v);
    let mut list = ListPage::new(v, which, only, &loaded, &lines, &words);
    if which != Which::Waiting {
        list.scopes.extend(lent_chips(desk, v, which));
    }
    v.page(&list)
}
