//! What stands around every page: head, header, menu, footer. Each part is drawn by one function of
//! this room, so that it is compiled once and not again inside every page.

use crate::visitor::Visitor;
use askama::filters::HtmlSafe;
use askama::{FastWritable, Template, Values};
use std::fmt;

/// A part of the frame; the base templates print it.
pub struct Frame<'v> {
    v: &'v Visitor,
    draw: fn(&Visitor, &mut dyn fmt::Write) -> askama::Result<()>,
}

impl FastWritable for Frame<'_> {
    fn write_into(&self, to: &mut dyn fmt::Write, _: &dyn Values) -> askama::Result<()> {
        (self.draw)(self.v, to)
    }
}

impl fmt::Display for Frame<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.draw)(self.v, f).map_err(|_| fmt::Error)
    }
}

impl HtmlSafe for Frame<'_> {}

macro_rules! parts {
    ($($(#[doc = $doc:literal])* $name:ident: $part:ident = $path:literal;)*) => {
        $(
            #[derive(Template)]
            #[template(path = $path)]
            struct $part<'v> {
                v: &'v Visitor,
            }
        )*

        impl Visitor {
            $(
                $(#[doc = $doc])*
                pub fn $name(&self) -> Frame<'_> {
                    Frame { v: self, draw: |v, to| $part { v }.render_into(to) }
                }
            )*
        }
    };
}

parts! {
    /// From the end of the title to what a page adds to the head.
    frame_title: Title = "frame/title.html";
    /// The rest of the head, up to the classes of the body.
    frame_head: Head = "frame/head.html";
    /// From the classes of the body to its content.
    frame_body: Body = "frame/body.html";
    /// The header of public pages.
    frame_band: Band = "frame/band.html";
    /// The footer of public pages.
    frame_foot: Foot = "frame/foot.html";
    /// Header and menu of pages for officers.
    frame_staff: Staff = "frame/staff.html";
    /// The end of pages for officers.
    frame_staff_foot: StaffFoot = "frame/staff-foot.html";
    /// The header of papers to print.
    frame_slip: Slip = "frame/slip.html";
    /// The button that prints.
    frame_slip_print: SlipPrint = "frame/slip-print.html";
}
