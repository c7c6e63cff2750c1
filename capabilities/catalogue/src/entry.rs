//! What stands in the catalogue under one code: a procedure made here, which can be applied for,
//! or one of the national catalogue, which can be read. One made here outranks the other.

use crate::model::Mark;
use crate::national::Listed;
use crate::revision::Revision;
use crate::words::{Tier, Way};
use std::sync::Arc;
use web::Lang;

/// One entry of the catalogue on a day.
#[derive(Clone, Debug)]
pub enum Entry {
    /// Made here: a file, or published in the browser.
    Made(Arc<Revision>),
    /// From the national catalogue.
    National(Arc<Listed>),
}

impl Entry {
    /// National code.
    pub fn code(&self) -> &str {
        match self {
            Entry::Made(revision) => revision.code(),
            Entry::National(listed) => &listed.code,
        }
    }

    /// What people call it: the short name of one made here, otherwise the legal name.
    pub fn short(&self, lang: Lang) -> &str {
        match self {
            Entry::Made(revision) => revision.procedure.short.get(lang),
            Entry::National(listed) => &listed.name,
        }
    }

    /// Whether [`Entry::short`] is Vietnamese on a page that is not.
    pub fn foreign(&self, lang: Lang) -> bool {
        match self {
            Entry::Made(revision) => revision.procedure.short.foreign(lang),
            Entry::National(_) => lang == Lang::En,
        }
    }

    /// The field of government, in Vietnamese.
    pub fn field(&self) -> &str {
        match self {
            Entry::Made(revision) => &revision.procedure.field.name.vi,
            Entry::National(listed) => &listed.field,
        }
    }

    /// The last part of the field's address.
    pub fn field_slug(&self) -> String {
        slug(self.field())
    }

    /// The levels that decide.
    pub fn tiers(&self) -> &[Tier] {
        match self {
            Entry::Made(revision) => &revision.procedure.tier,
            Entry::National(listed) => &listed.tiers,
        }
    }

    /// The channels it is filed by.
    pub fn ways(&self) -> Vec<Way> {
        match self {
            Entry::Made(revision) => revision.procedure.way.iter().map(|way| way.by).collect(),
            Entry::National(listed) => listed.ways.clone(),
        }
    }

    /// The last part of its address: the code, then its name as decoration, 80 characters at most.
    pub fn slug(&self) -> String {
        match self {
            Entry::Made(revision) => revision.slug(),
            Entry::National(listed) => national_slug(&listed.code, &listed.name),
        }
    }

    /// Whether it can be applied for here.
    pub const fn is_made(&self) -> bool {
        matches!(self, Entry::Made(_))
    }

    /// How sure its facts are as a whole: a record of the national catalogue is `[D]`.
    pub fn mark(&self) -> Mark {
        match self {
            Entry::Made(revision) => revision.procedure.source.mark,
            Entry::National(_) => Mark::D,
        }
    }
}

/// A name as part of an address: folded, words joined by hyphens.
pub(crate) fn slug(name: &str) -> String {
    kernel::text::fold(name).replace(' ', "-")
}

/// Whole words only, so that an address can be read aloud.
fn national_slug(code: &str, name: &str) -> String {
    let mut out = code.to_owned();
    for word in kernel::text::fold(name).split(' ') {
        if out.len() + word.len() > 72 {
            break;
        }
        out.push('-');
        out.push_str(word);
    }
    out
}
