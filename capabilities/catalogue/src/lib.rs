//! Procedures as files: questions, papers, fees, limits, flows; revisions and regimes.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod answer;
mod api;
mod api_places;
mod check;
mod compare;
mod condition;
mod durations;
pub mod edits;
mod entry;
mod filled;
#[cfg(test)]
mod filled_tests;
mod flow;
#[cfg(test)]
mod flow_tests;
mod life_event;
mod model;
mod national;
mod normal;
mod offices_named;
mod pages;
mod parse;
mod place;
mod reader;
mod regime;
mod report;
mod revision;
#[cfg(test)]
mod revision_tests;
mod search;
mod shelf;
mod since;
mod source_files;
mod steps;
mod stock;
mod store;
mod tables;
mod words;

pub use answer::{Answer, Answers, shown};
pub use check::{CHECKS, check};
pub use compare::{COMPARED, Difference, RecordBeside};
pub use condition::Condition;
pub use durations::{Durations, FEWEST, HomeSlot};
pub use edits::{Change, ChangeKind, Edits, Fact, FactChange, What, difference, everything, export};
pub use entry::Entry;
pub use filled::{FeeLine, FeeQuote, Filled, Missing, Need, PaperNeed, Shown};
pub use flow::{ItemKind, StepOutcome, SupplementItem};
pub use life_event::{EventStep, LifeEvent, Together};
pub use model::*;
pub use national::{
    ChannelRow, Doubt, DoubtKind, FeeRead, FieldChange, Finding, Findings, FindingsAsked, ImportSummary,
    Imported, LimitRead, Line, Listed, MadeHere, NationalBasis, NationalCatalogue, NationalChange,
    NationalPaper, NationalProcedure, NationalRecord, NationalResult, NationalUse, PaperGroup, RefusedLine,
    Related, Settled, Times, Unread, findings, import, open_again, settle,
};
pub use offices_named::offices_named;
pub use pages::{
    PlaceFields, PlaceTyped, fee_read, limit_read, limit_words, place_fields, place_name, preview,
};
pub use parse::{Problem, ProblemWords};
pub use place::{ELSEWHERE, PLACE_PARTS, Place, place_parts, province_code};
pub use regime::{
    Allowed, Amendment, CAUSES, Cause, CodePattern, CodeScope, CorrectionRule, ExtensionRule, FORMS,
    FormNumber, FormSet, PaperMoves, Regime, SupplementRule, Timed, WARNINGS, WarningRule,
};
pub use report::{Beside, Report, Summary, report};
pub use revision::{Checked, Revision, unanswered};
pub use search::{Found, Hit, MissedTerm, OfficeHit, Topic};
pub use shelf::{Catalogue, FieldCount};
pub use source_files::{FileKind, Files, SourceFile};
pub use stock::RefusedFile;
pub use store::{MIGRATIONS, Origin, Publication};

/// Every SQL text of this room.
pub fn statements() -> &'static [&'static ::store::Statement] {
    static ALL: std::sync::LazyLock<Vec<&'static ::store::Statement>> = std::sync::LazyLock::new(|| {
        [store::ALL, edits::store::ALL, national::store::ALL, since::ALL, search::missed::ALL].concat()
    });
    &ALL
}

/// The texts of this room.
pub const TEXTS: web::Source = web::Source {
    room: "catalogue",
    vi: include_str!("../texts/vi.ftl"),
    en: include_str!("../texts/en.ftl"),
};

/// The pages and the API of this room.
pub fn room(catalogue: Catalogue) -> web::Room {
    use web::routes;
    use web::{Access, Routes};
    Routes::new("catalogue")
        .texts(TEXTS.vi, TEXTS.en)
        .page("/", "catalogue.home", Access::Public, pages::home)
        .page("/thu-tuc", "catalogue.list", Access::Public, pages::list)
        .nav(10, "catalogue-nav")
        .page("/thu-tuc/linh-vuc/{slug}", "catalogue.field", Access::Public, pages::field)
        .page("/thu-tuc/thay-doi", "catalogue.changes", Access::Public, pages::changes)
        .page("/thu-tuc/{ma}", "catalogue.procedure", Access::Public, pages::procedure)
        .page("/thu-tuc/{ma}/mang-theo", "catalogue.bring", Access::Public, pages::bring)
        .page("/thu-tuc/{ma}/thay-doi", "catalogue.changes-of", Access::Public, pages::changes_of)
        .page("/su-kien/{slug}", "catalogue.event", Access::Public, pages::event)
        .page("/tim", "catalogue.search", Access::Public, pages::search)
        .page("/du-lieu", "catalogue.data", Access::Public, pages::about)
        .foot(30, "catalogue-data-link")
        .page("/du-lieu/thu-tuc.csv", "catalogue.csv", Access::Public, pages::csv)
        .page("/du-lieu/thu-tuc.json", "catalogue.json", Access::Public, pages::json)
        .page("/du-lieu/thoi-gian.csv", "catalogue.durations", Access::Public, pages::durations_csv)
        .asset("/sitemap.xml", "sitemap", pages::sitemap)
        .asset("/robots.txt", "robots", pages::robots)
        .api("catalogue.list", Access::Public, routes!(api::list))
        .api("catalogue.procedure", Access::Public, routes!(api::detail))
        .with_state(catalogue)
}

/// Where procedures are done: the pages and the API of places. A room of its own because its pages
/// ask the offices, not the procedures; its texts are those of [`room`].
pub fn offices(accounts: accounts::Accounts) -> web::Room {
    use web::routes;
    use web::{Access, Routes};
    Routes::new("offices")
        .page("/co-quan", "offices.list", Access::Public, pages::offices)
        .foot(20, "catalogue-offices-nav")
        .page("/co-quan/{ma}", "offices.one", Access::Public, pages::office)
        .api("places.list", Access::Public, routes!(api_places::list))
        .api("places.one", Access::Public, routes!(api_places::detail))
        .with_state(accounts)
}
