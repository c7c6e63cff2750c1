//! The parts pages are made of. Each prints itself: `{{ field }}`, `{{ step }}`.

mod drawn;
mod field;
mod lists;

pub use drawn::{Ruler, leaf, leaf_mini, leaf_paused, qr};
pub use field::{Choice, DateTyped, Field};
pub use lists::{Action, Fact, FileItem, Pages, Step, StepState, Tag, Tone, facts};

use crate::Visitor;
use askama::Template;
use std::borrow::Cow;
use std::fmt;

/// HTML that is known to be right; templates print it as it is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Markup(Cow<'static, str>);

impl Markup {
    /// Takes HTML made by our own code, with every foreign text already escaped.
    pub fn trusted(html: String) -> Markup {
        Markup(Cow::Owned(html))
    }

    /// HTML that never changes.
    pub const fn fixed(html: &'static str) -> Markup {
        Markup(Cow::Borrowed(html))
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Markup {}

/// One thing to mend, in the summary and at its field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mistake {
    /// Path of the field, as the refusal named it.
    pub path: String,
    /// Id of its first input.
    pub id: String,
    /// What to do.
    pub text: String,
}

impl Mistake {
    /// A mistake at the field with this name.
    pub fn new(path: &str, text: String) -> Mistake {
        Mistake { path: path.to_owned(), id: id_of(path), text }
    }
}

/// The id of the first input of a field.
pub fn id_of(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' };
    format!("f-{}", name.chars().map(plain).collect::<String>())
}

#[derive(Template)]
#[template(path = "parts/summary.html")]
struct Summary<'a> {
    v: &'a Visitor,
    mistakes: &'a [Mistake],
}

/// The error summary, first in the content; nothing when there is nothing to mend.
pub fn summary(v: &Visitor, mistakes: &[Mistake]) -> Markup {
    if mistakes.is_empty() {
        return Markup::default();
    }
    rendered(&Summary { v, mistakes })
}

fn rendered(template: &impl Template) -> Markup {
    template.render().map_or_else(
        |error| {
            tracing::error!(%error, "a part could not be rendered");
            Markup::default()
        },
        Markup::trusted,
    )
}

/// Escapes text for HTML, in content and attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
