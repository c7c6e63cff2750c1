//! Public pages. What they share stands here: texts of files, and the head of a page.

mod bring;
mod changes;
mod dataset;
mod event;
mod facts;
mod filters;
mod head;
mod home;
mod lines;
mod lists;
mod made;
mod mark;
mod national;
mod office;
mod offices;
mod place_fields;
mod procedure;
mod prose;
mod ruler;
mod search;
mod sheet;
mod site;

pub(crate) use bring::bring;
pub(crate) use changes::{changes, changes_of};
pub(crate) use dataset::{about, csv, durations_csv, json};
pub(crate) use event::event;
pub(crate) use home::home;
pub(crate) use lists::{field, list};
pub(crate) use office::office;
pub(crate) use offices::offices;
pub use place_fields::{PlaceFields, PlaceTyped, place_fields, place_name};
pub use procedure::preview;
pub(crate) use procedure::procedure;
pub(crate) use search::search;
pub(crate) use site::{robots, sitemap};

pub use lines::{fee_read, limit_read, limit_words};

use crate::model::Text;
use web::Lang;
use web::parts::Markup;

/// A text on a page: its words, and whether they are Vietnamese on an English page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Words {
    pub(crate) text: String,
    pub(crate) foreign: bool,
}

impl Words {
    pub(crate) fn of(text: &Text, lang: Lang) -> Words {
        Words { text: text.get(lang).to_owned(), foreign: text.foreign(lang) }
    }

    /// What is never translated: names of acts, sources, whatever was imported.
    pub(crate) fn vietnamese(text: impl Into<String>, lang: Lang) -> Words {
        Words { text: text.into(), foreign: lang == Lang::En }
    }

    /// ` lang="vi"` where a reader must be told.
    pub(crate) fn mark(&self) -> Markup {
        lang_mark(self.foreign)
    }
}

/// ` lang="vi"` for Vietnamese on a page that is not.
pub(crate) fn lang_mark(foreign: bool) -> Markup {
    if foreign { Markup::fixed(" lang=\"vi\"") } else { Markup::default() }
}
