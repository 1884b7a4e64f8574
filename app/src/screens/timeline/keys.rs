//! The list by keyboard: from one entry to the next, also where the next is not drawn yet.

use companion_core::EntryId;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use crate::state::{App, Goal};

/// Entries that Page Up and Page Down pass.
const PAGE: usize = 10;

/// Moves the focus from the entry that has it. Tells whether the key was for that.
pub(super) fn walk(app: App, event: &KeyboardEvent) -> bool {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
        return false;
    }
    let focused = event.target().and_then(|target| target.dyn_into().ok());
    let goal = focused.as_ref().and_then(entry_of_line).and_then(|entry| {
        app.entries.with_untracked(|entries| {
            app.finding.shown.with_untracked(|shown| {
                let from = shown.place_of(entries, entry)?;
                let last = shown.len().checked_sub(1)?;
                let to = target(&event.key(), from, last)?;
                Some(shown.entry(entries, to)?.id)
            })
        })
    });
    if let Some(goal) = goal {
        app.finding.wanted.set(Some(Goal::Entry(goal)));
    }
    goal.is_some()
}

/// The entry to whose line an element belongs.
pub(super) fn entry_of_line(element: &Element) -> Option<EntryId> {
    let line = element.closest(".card-line").ok()??;
    let card = line.query_selector("[data-entry-id]").ok()??;
    card.get_attribute("data-entry-id")?.parse().ok()
}

/// The place to which a key leads.
fn target(key: &str, from: usize, last: usize) -> Option<usize> {
    let to = match key {
        "ArrowDown" => from + 1,
        "ArrowUp" => from.checked_sub(1)?,
        "PageDown" => from + PAGE,
        "PageUp" => from.saturating_sub(PAGE),
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    Some(to.min(last))
}

#[cfg(test)]
mod tests {
    use super::target;

    #[test]
    fn keys_lead_no_further_than_the_list() {
        let from = |from| move |key| target(key, from, 20);
        let keys = ["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End"];
        assert_eq!(keys.map(from(5)), [6, 4, 15, 0, 0, 20].map(Some));
        assert_eq!(keys.map(from(20)), [20, 19, 20, 10, 0, 20].map(Some));
        assert_eq!(
            target("ArrowUp", 0, 20),
            None,
            "from there on the page scrolls"
        );
        assert_eq!(target("a", 5, 20), None);
    }
}
