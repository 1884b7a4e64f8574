//! The keyboard's focus in the list: it moves to what is wanted, also where that is not drawn yet, and is not lost to days that
//! come and go.

use companion_core::{Day, EntryId};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::days::in_order;
use super::view::{Anchor, View};
use super::{AROUND_AT_FIRST, DayOf, USUAL_VIEW_PX, Window};
use crate::screens::timeline::keys;
use crate::state::{App, Filter, Goal};

/// Where in the view an entry is brought that the keyboard moves to, from its upper end.
const INTO_VIEW: f64 = 0.35;

impl Window {
    /// Brings what is wanted into view and moves the focus to it. Tells whether it must be drawn
    /// before.
    pub(super) fn is_on_its_way(self, days: Memo<Vec<DayOf>>) -> bool {
        let wanted = self.app.finding.wanted;
        let Some(goal) = wanted.get_untracked() else {
            return false;
        };
        let Some(entry) = self.entry_of(goal) else {
            wanted.set(None);
            return false;
        };
        if let Some(card) = self.card(entry) {
            wanted.set(None);
            focus_in_place(&card);
            let (target, position) = match goal {
                Goal::Entry(_) => (Some(Element::from(card)), ScrollLogicalPosition::Nearest),
                Goal::Day(_) => (
                    card.closest("article").ok().flatten(),
                    ScrollLogicalPosition::Start,
                ),
            };
            if let Some(target) = target {
                let options = ScrollIntoViewOptions::new();
                options.set_block(position);
                target.scroll_into_view_with_scroll_into_view_options(&options);
            }
            return false;
        }
        self.go_to(entry);
        self.settle_soon(days);
        true
    }

    /// The first entry of what is wanted, if it is shown.
    fn entry_of(self, goal: Goal) -> Option<EntryId> {
        let shown = self.app.finding.shown;
        self.app.entries.with_untracked(|entries| {
            shown.with_untracked(|shown| match goal {
                Goal::Entry(id) => shown.place_of(entries, id).map(|_| id),
                Goal::Day(day) => {
                    let chunk = shown.chunks().get(shown.chunk_of_day(day)?)?;
                    Some(shown.entry(entries, chunk.places().start)?.id)
                }
            })
        })
    }

    /// Moves the view to an entry that may not be drawn.
    fn go_to(self, entry: EntryId) {
        let shown = self.app.finding.shown;
        let height = self.view().map_or(USUAL_VIEW_PX, |view| view.height);
        self.app.entries.with_untracked(|entries| {
            shown.with_untracked(|shown| {
                let place = shown.place_of(entries, entry)?;
                let at = shown.chunk_of(place);
                let first = shown.entry(entries, shown.chunks().get(at)?.places().start)?;
                self.state.update_value(|state| {
                    let below_px = height * INTO_VIEW;
                    state.anchor = Some(Anchor::new(first, below_px));
                    state.is_stale = true;
                    let from = state.layout.top(at) - below_px;
                    let near = View { from, height }.near(&state.layout, AROUND_AT_FIRST);
                    state.near = near.start.min(at)..near.end.max(at + 1);
                    state.is_near_new = true;
                });
                Some(())
            })
        });
    }

    /// An entry's card, if it is drawn.
    fn card(self, entry: EntryId) -> Option<HtmlElement> {
        let list = self.list.get_untracked()?;
        let card = list.query_selector(&format!("[data-entry-id=\"{entry}\"]"));
        card.ok()??.dyn_into().ok()
    }

    /// Gives the focus back to a line that was moved or drawn anew, and forgets the line that has
    /// lost it to something else.
    pub(super) fn keep_focus(self) {
        let focused = self.state.try_update_value(|state| {
            state.is_drawing = false;
            state.focused
        });
        let Some(entry) = focused.flatten() else {
            return;
        };
        let active = document().active_element();
        let is_lost = active
            .as_ref()
            .is_none_or(|active| active.tag_name() == "BODY");
        let list = self.list.get_untracked();
        if is_lost {
            if let Some(card) = self.card(entry) {
                focus_in_place(&card);
            }
        } else if !list.is_some_and(|list| list.contains(active.as_deref())) {
            self.state.update_value(|state| state.focused = None);
            self.held.set(None);
        }
    }

    /// Keeps the day in the page that has the keyboard's focus.
    pub(in crate::screens::timeline) fn hold(
        self,
        days: Memo<Vec<DayOf>>,
        focused: Option<&Element>,
    ) {
        if focused.is_none() && self.state.with_value(|state| state.is_drawing) {
            // Nobody has moved it: see `keep_focus`.
            return;
        }
        let line = focused.and_then(keys::entry_of_line);
        self.state.update_value(|state| state.focused = line);
        let held = focused.and_then(|focused| {
            let list = self.list.get_untracked()?;
            days.with_untracked(|days| {
                let sections = in_order(&list, days)?;
                let at = sections
                    .iter()
                    .position(|(_, section)| section.contains(Some(focused)))?;
                days.get(at).and_then(DayOf::first_entry)
            })
        });
        if self.held.get_untracked() != held {
            self.held.set(held);
        }
    }
}

/// Gives an element the focus and scrolls nothing.
fn focus_in_place(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // Fails only for an element that is gone.
    let _ = element.focus_with_options(&options);
}

/// What the list is asked to show and to give the focus to.
impl App {
    /// Shows a day in the list; where a filter hides it, without the filter.
    pub(crate) fn show_day_in_list(self, day: Day) {
        let shown = self.finding.shown;
        let is_hidden = shown.with_untracked(|shown| {
            let at = shown.chunk_of_day(day);
            at.and_then(|at| shown.chunks().get(at))
                .is_none_or(|chunk| chunk.day != day)
        });
        if is_hidden {
            self.finding.look_for(|filter| *filter = Filter::default());
        }
        self.clear_search();
        self.finding.wanted.set(Some(Goal::Day(day)));
        self.show_list();
    }
}
