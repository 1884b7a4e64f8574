//! What is drawn of the list: which days, how high they will be, and where they stand in the page.

use std::ops::Range;

use companion_core::{EntryId, EntrySummary};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::DayOf;
use crate::state::{Layout, Order};

/// Heights before anything was measured, in CSS pixels: of `static/styles/journal.css` at 16 pixels
/// to the rem. Only their proportions count once a day was measured.
const DAY_PX: f64 = 20.0;
const HEADING_PX: f64 = 24.0;
const CARD_PX: f64 = 65.0;
const LINE_PX: f64 = 22.0;
/// Bytes of a title from which on it takes two lines.
const LONG_TITLE: usize = 38;

/// What the days of a chunk will measure, in CSS pixels.
pub(super) fn estimate<'a>(is_first: bool, lines: impl Iterator<Item = &'a EntrySummary>) -> f64 {
    let head = if is_first { HEADING_PX } else { 0.0 };
    DAY_PX + head + lines.map(line).sum::<f64>()
}

fn line(entry: &EntrySummary) -> f64 {
    let title = if entry.title.len() > LONG_TITLE {
        LINE_PX
    } else {
        0.0
    };
    let tags = if entry.tags.is_empty() { 0.0 } else { LINE_PX };
    CARD_PX + title + tags
}

/// The days near the view, and the one that is held, in their order.
pub(super) fn drawn(
    entries: &[EntrySummary],
    shown: &Order,
    near: Range<usize>,
    held: Option<EntryId>,
) -> Vec<DayOf> {
    let held = held
        .and_then(|id| shown.place_of(entries, id))
        .map(|place| shown.chunk_of(place));
    let before = held.filter(|at| *at < near.start);
    let after = held.filter(|at| *at >= near.end);
    let all = before.into_iter().chain(near).chain(after);
    let days = all.filter_map(|at| {
        let chunk = shown.chunks().get(at)?;
        let entries = chunk.places().filter_map(|at| shown.entry(entries, at));
        Some(DayOf {
            at,
            day: chunk.day,
            is_first: chunk.is_first,
            entries: entries.cloned().collect(),
        })
    });
    days.collect()
}

/// The elements of the days, each with its place; nothing as long as others are in the page.
pub(super) fn in_order(list: &HtmlElement, days: &[DayOf]) -> Option<Vec<(usize, HtmlElement)>> {
    let children = list.children();
    if children.length() as usize != days.len() {
        return None;
    }
    let pairs = days.iter().zip(0..).map(|(of_day, at)| {
        let section: HtmlElement = children.item(at)?.dyn_into().ok()?;
        let is_its =
            section.get_attribute("data-first") == of_day.first_entry().map(|id| id.to_string());
        is_its.then_some((of_day.at, section))
    });
    pairs.collect()
}

/// Gives the list its length and each day its distance from the one before it, and tells
/// screen readers where it stands among all.
pub(super) fn put_in_place(list: &HtmlElement, sections: &[(usize, HtmlElement)], layout: &Layout) {
    set_style(list, "height", layout.total());
    let mut end = 0;
    for (at, section) in sections {
        set_style(
            section,
            "margin-block-start",
            layout.top(*at) - layout.top(end),
        );
        set_attribute(section, "aria-posinset", at + 1);
        set_attribute(section, "aria-setsize", layout.len());
        end = at + 1;
    }
}

fn set_style(element: &HtmlElement, name: &str, px: f64) {
    let style = element.style();
    let value = format!("{px:.2}px");
    if style.get_property_value(name).as_deref() != Ok(&value) {
        // Fails only for a name that no browser knows.
        let _ = style.set_property(name, &value);
    }
}

fn set_attribute(element: &HtmlElement, name: &str, value: usize) {
    let value = value.to_string();
    if element.get_attribute(name).as_ref() != Some(&value) {
        // Fails only for a name that is none.
        let _ = element.set_attribute(name, &value);
    }
}
