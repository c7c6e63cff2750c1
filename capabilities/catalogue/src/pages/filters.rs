//! Which procedures of a list are wanted: all in the query, so that a list can be shared and read
//! without a script.

use crate::entry::{Entry, slug};
use crate::words::{Tier, Way};
use std::borrow::Cow;
use web::Visitor;

/// Who applies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Who {
    Person,
    Organisation,
    Business,
}

/// Word in the address, text key, value.
pub(crate) const WHO: [(&str, &str, Who); 3] = [
    ("ca-nhan", "catalogue-who-person", Who::Person),
    ("to-chuc", "catalogue-who-organisation", Who::Organisation),
    ("doanh-nghiep", "catalogue-who-business", Who::Business),
];

/// Word in the address, text key, value.
pub(crate) const TIERS: [(&str, &str, Tier); 4] = [
    ("xa", "catalogue-tier-commune", Tier::Commune),
    ("tinh", "catalogue-tier-province", Tier::Province),
    ("trung-uong", "catalogue-tier-central", Tier::Central),
    ("khac", "catalogue-tier-other", Tier::Other),
];

/// Words a sentence on who may apply has, folded; the national catalogue names groups, a file tells.
const PERSON: [&str; 4] = ["cong dan", "nguoi", "can bo", "ca nhan"];
const ORGANISATION: [&str; 3] = ["to chuc", "hop tac xa", "co quan"];
const BUSINESS: [&str; 3] = ["doanh nghiep", "hop tac xa", "ho kinh doanh"];

/// What is wanted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Filters {
    pub(crate) tier: Option<Tier>,
    pub(crate) who: Option<Who>,
    /// Can be applied for on this site.
    pub(crate) here: bool,
    /// Can be applied for on line, here or on the national portal.
    pub(crate) online: bool,
    /// Part of the name of the body that carries it out, as in an address.
    pub(crate) agency: Option<String>,
}

impl Filters {
    /// From the query; a word nobody knows asks for nothing.
    pub(crate) fn of(v: &Visitor) -> Filters {
        let tier = v.query("cap");
        let who = v.query("ai");
        let known = |asked: &Option<String>, word: &str| asked.as_deref() == Some(word);
        Filters {
            tier: TIERS.iter().find(|(word, _, _)| known(&tier, word)).map(|(_, _, tier)| *tier),
            who: WHO.iter().find(|(word, _, _)| known(&who, word)).map(|(_, _, who)| *who),
            here: v.query("o-day").is_some(),
            online: v.query("tren-mang").is_some(),
            agency: v.query("co-quan").map(|agency| slug(&agency)).filter(|agency| !agency.is_empty()),
        }
    }

    /// Whether nothing special is wanted.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Filters::default()
    }

    /// As the query, ready for more: `cap=xa&`.
    pub(crate) fn query(&self) -> String {
        let mut out = String::new();
        if let Some((word, _, _)) = TIERS.iter().find(|(_, _, tier)| self.tier == Some(*tier)) {
            out.push_str(&format!("cap={word}&"));
        }
        if let Some((word, _, _)) = WHO.iter().find(|(_, _, who)| self.who == Some(*who)) {
            out.push_str(&format!("ai={word}&"));
        }
        if self.here {
            out.push_str("o-day=1&");
        }
        if self.online {
            out.push_str("tren-mang=1&");
        }
        if let Some(agency) = &self.agency {
            out.push_str(&format!("co-quan={agency}&"));
        }
        out
    }

    /// Whether an entry is wanted.
    pub(crate) fn fits(&self, entry: &Entry) -> bool {
        self.tier.is_none_or(|tier| entry.tiers().contains(&tier))
            && (!self.here || entry.is_made())
            && (!self.online || entry.ways().contains(&Way::Online))
            && self.who.is_none_or(|who| applies(entry, who))
            && self.agency.as_deref().is_none_or(|agency| slug(agency_of(entry)).contains(agency))
    }
}

/// The body that carries it out, in Vietnamese.
pub(crate) fn agency_of(entry: &Entry) -> &str {
    match entry {
        Entry::Made(revision) => &revision.procedure.decides.vi,
        Entry::National(listed) => &listed.agency,
    }
}

fn applies(entry: &Entry, who: Who) -> bool {
    let named: Vec<Cow<'_, str>> = match entry {
        Entry::Made(revision) => {
            revision.procedure.who.iter().map(|said| Cow::from(said.text.vi.as_str())).collect()
        }
        // A name in brackets tells who is left out: “Tổ chức (không bao gồm doanh nghiệp, HTX)”.
        Entry::National(listed) => {
            listed.who.iter().map(|one| Cow::from(one.split('(').next().unwrap_or(one))).collect()
        }
    };
    let has = |words: &[&str]| {
        named.iter().any(|one| {
            let folded = kernel::text::fold(one);
            words.iter().any(|word| folded.contains(word))
        })
    };
    match who {
        // A file that names nobody else speaks of people.
        Who::Person => has(&PERSON) || (entry.is_made() && !has(&ORGANISATION) && !has(&BUSINESS)),
        Who::Organisation => has(&ORGANISATION),
        Who::Business => has(&BUSINESS),
    }
}
