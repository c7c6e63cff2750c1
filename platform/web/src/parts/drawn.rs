//! What is drawn: the calendar leaf, the ruler of working time, the QR code.

use super::{Markup, escape, rendered};
use crate::Visitor;
use crate::format::{self, Val};
use askama::Template;
use kernel::Moment;
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;

fn draw_leaf(v: &Visitor, moment: Moment, class: &str, with_year: bool) -> Markup {
    let day = moment.day();
    Markup::trusted(format!(
        "<div class=\"{class}\" aria-hidden=\"true\"><span>{}</span><b>{}</b><span>{}</span><span>{}</span></div>",
        format::month(v.lang, day, with_year),
        day.day(),
        format::weekday_capital(v.lang, day),
        moment.clock_text()
    ))
}

/// A promise as a leaf of the tear-off calendar; the exact sentence must stand beside it.
pub fn leaf(v: &Visitor, moment: impl Val<Moment>) -> Markup {
    draw_leaf(v, moment.val(), "leaf", true)
}

/// A small leaf.
pub fn leaf_mini(v: &Visitor, moment: impl Val<Moment>) -> Markup {
    draw_leaf(v, moment.val(), "leaf mini", false)
}

/// A leaf for a promise that rests.
pub fn leaf_paused(v: &Visitor, moment: impl Val<Moment>) -> Markup {
    draw_leaf(v, moment.val(), "leaf pause", true)
}

/// The ruler of a limit: ticks are its units, the filled part is what is used.
#[derive(Clone, Template)]
#[template(path = "parts/ruler.html")]
pub struct Ruler {
    /// Id, unique in the page.
    pub id: String,
    /// The whole in a sentence, for those who do not see it.
    pub title: String,
    /// Number of units in the limit.
    pub units: u32,
    /// How much is used, in thousandths of the limit; over 1,000 is late.
    pub used_thousandths: u32,
    /// Words at the mark: "đã dùng 3 ngày".
    pub used: String,
    /// Words at the left end.
    pub from: String,
    /// Words at the right end.
    pub until: String,
}

impl askama::filters::HtmlSafe for Ruler {}

impl Ruler {
    fn used_percent(&self) -> String {
        let tenths = self.used_thousandths.min(1_000);
        format!("{}.{}%", tenths / 10, tenths % 10)
    }

    fn late(&self) -> bool {
        self.used_thousandths > 1_000
    }

    /// Where the words at the mark stand: inside the drawing whatever is used.
    fn anchor(&self) -> &'static str {
        match self.used_thousandths {
            ..250 => "bold",
            250..750 => "bold mid",
            _ => "bold end",
        }
    }

    fn anchor_x(&self) -> String {
        match self.used_thousandths {
            ..250 => "0%".to_owned(),
            250..750 => self.used_percent(),
            _ => "100%".to_owned(),
        }
    }

    /// Ticks as position and whether they are long: at most 31, so that they stay apart on a phone.
    fn ticks(&self) -> Vec<(String, bool)> {
        let units = self.units.clamp(1, 30);
        let long = if units.is_multiple_of(5) { 5 } else { units };
        (0..=units)
            .map(|at| {
                let hundredths = at * 10_000 / units;
                (format!("{}.{:02}%", hundredths / 100, hundredths % 100), at % long == 0)
            })
            .collect()
    }
}

/// A QR code as one path, four modules of quiet zone included; print what it says beside it.
pub fn qr(text: &str, title: &str) -> Markup {
    #[derive(Template)]
    #[template(path = "parts/qr.html")]
    struct Qr<'a> {
        title: &'a str,
        edge: i32,
        path: String,
    }
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else {
        return Markup::trusted(escape(text));
    };
    rendered(&Qr { title, edge: code.size() + 8, path: qr_path(&code) })
}

/// Runs of dark modules, row by row, as strokes one unit high.
fn qr_path(code: &QrCode) -> String {
    let mut path = String::with_capacity(3_000);
    for y in 0..code.size() {
        let (mut x, mut last) = (0, None);
        while x < code.size() {
            let start = x;
            while x < code.size() && code.get_module(x, y) {
                x += 1;
            }
            if x == start {
                x += 1;
                continue;
            }
            // Writing into a string does not fail.
            let _ = match last {
                None => write!(path, "M{start} {y}.5h{}", x - start),
                Some(end) => write!(path, "m{} 0h{}", start - end, x - start),
            };
            last = Some(x);
        }
    }
    path
}
