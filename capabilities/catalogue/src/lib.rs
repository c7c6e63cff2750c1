//! Procedures as files: questions, papers, fees, limits, flows; revisions and regimes.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod answer;
mod check;
mod condition;
mod lang;
mod model;
mod normal;
mod parse;
mod regime;
mod revision;
#[cfg(test)]
mod revision_tests;
mod source_files;

pub use answer::{Answer, Answers, shown};
pub use check::{check, unsure};
pub use condition::Condition;
pub use model::*;
pub use parse::Problem;
pub use regime::{CodePattern, CodeScope, FormNumber, FormSet, PaperMoves, Regime, Timed};
pub use revision::{Checked, FeeLine, FeeQuote, Missing, Need, PaperNeed, Revision, Shown, StepOutcome};
pub use source_files::{Files, SourceFile};
