//! "Đã xảy ra": the events beside the straight way, in plain words.

use crate::queries::{Happening, Until};
use web::Visitor;

/// One event in words.
pub(super) struct Event {
    pub(super) when: String,
    pub(super) title: String,
    pub(super) lines: Vec<String>,
    /// The legal letter: where it is, and its title.
    pub(super) letter: Option<(String, String)>,
}

/// The events in words, newest first.
pub(super) fn events(v: &Visitor, happened: &[Happening], path: &str) -> Vec<Event> {
    happened.iter().rev().map(|one| event(v, one, path)).collect()
}

fn event(v: &Visitor, one: &Happening, path: &str) -> Event {
    let about = one.about.as_ref().map(|about| about.get(v.lang)).unwrap_or_default();
    // These sentences name what they are about; for the others it is the cause below.
    let named =
        matches!(one.kind, "item-answered" | "task-moved" | "papers-sent" | "papers-received" | "part-done");
    let key = format!("dossiers-happened-{}", one.kind);
    let mut lines = Vec::new();
    if !named && !about.is_empty() {
        lines.push(v.t1("dossiers-happened-cause", "cause", about).into_owned());
    }
    if !one.words.is_empty() {
        lines.push(v.t1("dossiers-happened-words", "words", one.words.as_str()).into_owned());
    }
    lines.extend(one.until.map(|until| until_words(v, until)));
    let letter = one
        .letter
        .as_ref()
        .map(|letter| (format!("{path}/phieu/{}", letter.seq), letter.title.get(v.lang).to_owned()));
    Event { when: v.when(one.at), title: v.t1(&key, "about", about).into_owned(), lines, letter }
}

fn until_words(v: &Visitor, until: Until) -> String {
    match until {
        Until::Promise(at) => v.t1("dossiers-until-promise", "when", v.when(at)),
        Until::Answer(at) => v.t1("dossiers-until-answer", "when", v.when(at)),
        Until::Close(day) => v.t1("dossiers-until-close", "day", v.long_day(day)),
        Until::Letter(day) => v.t1("dossiers-until-letter", "day", v.long_day(day)),
        Until::Mend(at) => v.t1("dossiers-until-mend", "when", v.when(at)),
    }
    .into_owned()
}
