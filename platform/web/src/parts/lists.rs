//! Lines of lists: facts, steps, files, pages.

use super::{Markup, rendered};
use crate::Visitor;
use askama::Template;

/// The tone of a state: colour, shape and word together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// Under way.
    Now,
    /// Good.
    Good,
    /// Watch.
    Warn,
    /// Bad.
    Bad,
    /// Resting.
    Pause,
    /// Not yet.
    Wait,
}

impl Tone {
    /// Its class in the style sheet.
    pub const fn class(self) -> &'static str {
        match self {
            Tone::Now => "now",
            Tone::Good => "good",
            Tone::Warn => "warn",
            Tone::Bad => "bad",
            Tone::Pause => "pause",
            Tone::Wait => "wait",
        }
    }
}

/// A state in a word.
#[derive(Clone, Template)]
#[template(source = "<strong class=\"tag {{ tone.class() }}\">{{ text }}</strong>", ext = "html")]
pub struct Tag {
    /// Its tone.
    pub tone: Tone,
    /// Its word.
    pub text: String,
}

impl askama::filters::HtmlSafe for Tag {}

impl Tag {
    /// A state in a word.
    pub fn new(tone: Tone, text: impl Into<String>) -> Tag {
        Tag { tone, text: text.into() }
    }
}

/// Something to do with a line: a link, or a form when it changes something.
#[derive(Clone, Debug)]
pub struct Action {
    /// Where to.
    pub url: String,
    /// Its words.
    pub text: String,
    /// Words only heard, naming what it is about.
    pub about: String,
    /// The hidden inputs of a form; `None` for a link.
    pub form: Option<Markup>,
}

impl Action {
    /// A link.
    pub fn link(url: impl Into<String>, text: impl Into<String>, about: impl Into<String>) -> Action {
        Action { url: url.into(), text: text.into(), about: about.into(), form: None }
    }

    /// A button that posts.
    pub fn post(
        v: &Visitor,
        url: impl Into<String>,
        text: impl Into<String>,
        about: impl Into<String>,
    ) -> Action {
        Action { url: url.into(), text: text.into(), about: about.into(), form: Some(v.form_start()) }
    }
}

/// A name and what it is.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Name.
    pub label: String,
    /// What it is; line breaks are kept.
    pub value: String,
    /// A link that changes it.
    pub action: Option<Action>,
}

impl Fact {
    /// A name and what it is.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Fact {
        Fact { label: label.into(), value: value.into(), action: None }
    }

    /// With a link that changes it.
    #[must_use]
    pub fn change(mut self, action: Action) -> Fact {
        self.action = Some(action);
        self
    }
}

#[derive(Template)]
#[template(path = "parts/facts.html")]
struct Facts<'a> {
    facts: &'a [Fact],
}

/// Facts one below the other.
pub fn facts(facts: &[Fact]) -> Markup {
    rendered(&Facts { facts })
}

/// Where a step of the timeline stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepState {
    /// Done in time.
    Done,
    /// Done late, or late and still open.
    Late,
    /// Under way.
    Current,
    /// Resting.
    Held,
    /// Not yet.
    Ahead,
}

impl StepState {
    const fn class(self) -> &'static str {
        match self {
            StepState::Done => "done",
            StepState::Late => "late",
            StepState::Held => "held",
            StepState::Current | StepState::Ahead => "",
        }
    }
}

/// A step of the timeline; print several inside `<ol class="steps">`.
#[derive(Clone, Template)]
#[template(path = "parts/step.html")]
pub struct Step {
    /// Where it stands.
    pub state: StepState,
    /// Whether it is the present one.
    pub current: bool,
    /// What is done.
    pub title: String,
    /// Where or by whom.
    pub place: String,
    /// Times: word and moment in words.
    pub times: Vec<(String, String)>,
    /// Its state in a word.
    pub tag: Tag,
}

impl askama::filters::HtmlSafe for Step {}

/// A file of a paper; print several inside `<ul class="items">`.
#[derive(Clone, Template)]
#[template(path = "parts/file.html")]
pub struct FileItem {
    /// Name of the paper or file.
    pub name: String,
    /// Id of its line, so that messages can lead to it.
    pub id: String,
    /// Its state.
    pub tag: Tag,
    /// More in words: pages, size, file name.
    pub detail: String,
    /// What can be done with it.
    pub actions: Vec<Action>,
}

impl askama::filters::HtmlSafe for FileItem {}

/// Where one is in a long list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pages {
    /// Present page, from 1.
    pub page: u32,
    /// Pages in all.
    pub pages: u32,
    /// Rows in all.
    pub rows: u64,
    /// Address without the page number, ending in `?` or `&`.
    pub base: String,
}

#[derive(Template)]
#[template(path = "parts/pages.html")]
struct PagesNav<'a> {
    v: &'a Visitor,
    at: &'a Pages,
}

impl Pages {
    /// From the number of rows; `base` as `/can-bo/viec?loc=qua-han&`.
    pub fn new(page: u32, rows: u64, per_page: u32, base: impl Into<String>) -> Pages {
        let pages = u32::try_from(rows.div_ceil(u64::from(per_page.max(1)))).unwrap_or(u32::MAX).max(1);
        Pages { page: page.clamp(1, pages), pages, rows, base: base.into() }
    }

    /// In words, with links before and after.
    pub fn show(&self, v: &Visitor) -> Markup {
        rendered(&PagesNav { v, at: self })
    }
}
