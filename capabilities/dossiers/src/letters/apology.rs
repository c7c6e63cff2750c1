//! Form 04: an apology and a new date, in time or when time had run out.

use super::LetterKind;
use super::head::{Form, Head, Party, Signer, size};
use super::reading::Reading;
use askama::Template;
use cases::{Event, Promise};
use kernel::Failure;
use web::Visitor;
use web::format::{formal, formal_promise};

#[derive(Template)]
#[template(path = "dossiers/letters/apology.html")]
pub(super) struct ApologyPage {
    v: Visitor,
    back: String,
    size: &'static str,
    head: Head,
    form: Form,
    party: Party,
    signer: Signer,
    /// Time had run out.
    late: bool,
    received: String,
    /// The date in force before the letter.
    due: String,
    /// The first date, where another came between.
    first: String,
    new: String,
    cause: String,
    words: String,
    /// How often a new date was named, this time included.
    times: u32,
}

pub(super) fn page(reading: &Reading<'_>, v: &Visitor, back: String) -> Result<ApologyPage, Failure> {
    let (cause, new) = match &reading.event {
        Event::Extended { cause, clock } => (cause.as_str(), Some(clock.due)),
        Event::LateLetter { cause, due } => (cause.as_str(), Some(*due)),
        _ => ("", None),
    };
    let (before, course) = (&reading.before, &reading.after.course);
    let day = |promise: Option<Promise>| promise.map_or_else(String::new, |due| formal_promise(due.at));
    // A second letter names another day than the promise: what was said last is what was broken.
    let said = before.course.letter.or(before.due);
    let cause = reading.cause(cause);
    Ok(ApologyPage {
        size: size(&[&reading.words.reason, &cause]),
        head: reading.head(v)?,
        form: reading.form(v),
        party: reading.party()?,
        signer: reading.signer(),
        late: reading.kind == LetterKind::Late,
        received: formal(before.accepted_at.unwrap_or(before.opened_at)),
        due: day(said),
        first: day(before.original_due.filter(|first| Some(*first) != said)),
        new: day(new),
        cause,
        words: reading.words.reason.clone(),
        times: course.extensions + course.letters,
        back,
        v: v.clone(),
    })
}
