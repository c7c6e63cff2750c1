//! What a record of the national catalogue says, told apart as far as its text allows. Nothing of
//! the record is dropped: what was not understood stands in [`NationalProcedure::unread`], and
//! what is doubted in [`NationalProcedure::doubts`].

use crate::words::{Service, Tier, Way};
use kernel::{Limit, Money};
use serde::{Deserialize, Serialize};

/// One procedure as the national catalogue publishes it; made from the stored record each time it
/// is read, so that a better reader needs no second import.
#[derive(Clone, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct NationalProcedure {
    /// National code: `1.013225`.
    pub code: String,
    /// Legal name.
    pub name: String,
    /// Number of the decision that published it.
    pub decision: String,
    /// Levels that decide, those understood.
    pub tiers: Vec<Tier>,
    /// Its kind under the Law on Promulgation: who may regulate it.
    pub kind: String,
    /// Field of government.
    pub field: String,
    /// Who may apply, one by one.
    pub who: Vec<String>,
    /// Body that carries it out.
    pub agency: String,
    /// Body that is competent.
    pub competent: String,
    /// Where it is received.
    pub address: String,
    /// Body to which it is delegated.
    pub delegated: String,
    /// Bodies that take part.
    pub coordinating: String,
    /// Procedures named as related.
    pub related: Vec<Related>,
    /// What is done, in order.
    pub sequence: Vec<Line>,
    /// How it is filed, how long it takes, what it costs: one row a channel, as printed.
    pub channels: Vec<ChannelRow>,
    /// Papers by case, in order.
    pub papers: Vec<PaperGroup>,
    /// Requirements and conditions.
    pub conditions: Vec<Line>,
    /// Legal bases.
    pub bases: Vec<NationalBasis>,
    /// Results.
    pub results: Vec<NationalResult>,
    /// Words published with the results for finding it.
    pub keywords: String,
    /// What the portal prints as description, behind the results.
    pub description: String,
    /// How much works on line, where the record says so.
    pub service: Option<Service>,
    /// Where the national portal shows it.
    pub url: String,
    /// Its number on the portal.
    pub portal_id: String,
    /// Which part of the catalogue it came from.
    pub origin: String,
    /// What is doubted; never mended.
    pub doubts: Vec<Doubt>,
    /// Texts not understood, for an editor.
    pub unread: Vec<Unread>,
}

/// A paragraph or list item of a run-together text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct Line {
    /// How deep it stands: 0 a paragraph or a step (`Bước 1`), 1 an item (`-`), 2 an item in it (`+`).
    pub depth: u8,
    /// Its words, without the leading dash.
    pub text: String,
}

/// A related procedure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct Related {
    /// Its code, where it is named.
    pub code: Option<String>,
    /// Its name, as printed.
    pub name: String,
}

/// One row of the table of channels.
#[derive(Clone, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct ChannelRow {
    /// The channel.
    pub by: Way,
    /// The cell of the time as printed: `7 Ngày làm việc`, `1`, `Không quy định`; empty where the
    /// portal says that there is nothing.
    pub time: String,
    /// How long it takes.
    pub limit: LimitRead,
    /// What it costs; one or several.
    pub fees: Vec<FeeRead>,
    /// What stands behind, as printed.
    pub note: String,
}

/// How long it takes, as far as the text says it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum LimitRead {
    /// A number with its unit.
    Unit {
        /// The limit.
        #[schema(value_type = Object)]
        limit: Limit,
    },
    /// A number whose unit was lost: kept as printed, never given a unit by guess.
    NoUnit {
        /// As printed: `3`.
        text: String,
    },
    /// Nothing is said.
    NotStated,
}

/// What it costs, as far as the text says it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum FeeRead {
    /// An amount.
    Amount {
        /// In đồng.
        #[schema(value_type = i64)]
        amount: Money,
        /// What the record says beside it.
        note: String,
    },
    /// Free.
    Free {
        /// What the record says beside it.
        note: String,
    },
    /// It depends on the case; the text says how.
    ByCase {
        /// As printed.
        note: String,
    },
    /// The province's council sets it.
    ByProvince {
        /// As printed.
        note: String,
    },
    /// Nothing is said.
    NotStated,
}

/// Papers that belong together.
#[derive(Clone, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct PaperGroup {
    /// In which case they are needed; none means always.
    pub case: Option<String>,
    /// The papers.
    pub papers: Vec<NationalPaper>,
}

/// One paper, or a note that stands among the papers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct NationalPaper {
    /// Its name.
    pub name: String,
    /// File name of its form, as printed.
    pub form: Option<String>,
    /// How many originals, where it is said.
    pub originals: Option<u32>,
    /// How many copies, where it is said.
    pub copies: Option<u32>,
    /// Neither original nor copy is asked: a note, not a paper.
    pub note: bool,
}

/// A legal basis.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct NationalBasis {
    /// Name of the act.
    pub name: String,
    /// Its number, where one is printed.
    pub number: Option<String>,
}

/// A result.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct NationalResult {
    /// Its name.
    pub name: String,
    /// Its code, where one is printed.
    pub code: Option<String>,
}

/// Something in a record that should be looked at by a person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Doubt {
    /// Which kind: `limit-without-unit`, `free-but-council`, `channels-differ`, `replaced`… ; the
    /// text `catalogue-doubt-{kind}` says it to people.
    pub kind: String,
    /// What of the record it is about, as printed.
    pub text: String,
}

/// A text that was not understood.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Unread {
    /// Field of the record, by its name there.
    pub field: String,
    /// The text.
    pub text: String,
}

/// What is kept in memory of a national procedure: enough for lists and for search.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Listed {
    /// Its row in the database: the revision in use.
    pub id: kernel::Id,
    /// National code.
    pub code: String,
    /// Legal name.
    pub name: String,
    /// Field of government.
    pub field: String,
    /// Levels that decide.
    pub tiers: Vec<Tier>,
    /// Who may apply.
    pub who: Vec<String>,
    /// Body that carries it out, or is competent.
    pub agency: String,
    /// Channels, each once.
    pub ways: Vec<Way>,
    /// Limits of its channels, each once.
    pub limits: Vec<LimitRead>,
    /// Fees of its channels, each once, without notes.
    pub fees: Vec<FeeRead>,
    /// Something doubted leaves none of these fees to be believed.
    pub fee_doubted: bool,
    /// Names of papers and results, and the words published for finding it, in one text for search.
    pub search: String,
    /// How much works on line, where the record says so.
    pub service: Option<Service>,
    /// How many things are doubted.
    pub doubts: u32,
}
