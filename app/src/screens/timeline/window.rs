//! The window on the list: only days near the view are in the page. Everything else is a height,
//! estimated until it was drawn once. Where the view stands is kept by an entry, not by a number
//! of pixels, so that nothing jumps when heights become known, when entries come and go, or when
//! the list was put away and comes back.
//!
//! A change is drawn by Leptos in a microtask; [`Window::settle`] runs in the same frame before it
//! is painted: it measures, moves what must move, and scrolls by the difference. Days that it finds
//! missing come at the beginning of the next frame: drawn behind it, they would be painted where
//! they do not belong.

mod days;
mod focus;
mod view;

use std::ops::Range;

use companion_core::{EntryId, EntrySummary};
use leptos::html::{Div, Section};
use leptos::prelude::*;

use super::DayOf;
use crate::platform::observer::Observer;
use crate::state::{App, Filter, Layout, Order};
use days::{drawn, estimate, in_order, put_in_place};
use view::{Anchor, View, chunk_of};

/// Drawn above and below the view at first, and how little of it may be left, in views.
const AROUND: f64 = 1.0;
const LEAST_AROUND: f64 = 0.4;
/// The same where nothing of the view is drawn yet: what is seen comes first.
const AROUND_AT_FIRST: f64 = 0.1;
/// The view's height where it is not known, in CSS pixels.
const USUAL_VIEW_PX: f64 = 800.0;
/// Movements that nobody sees, in CSS pixels.
const UNSEEN_PX: f64 = 0.5;

/// What the window knows besides what is drawn.
#[derive(Default)]
struct State {
    layout: Layout,
    /// What the layout is of.
    filter: Filter,
    /// Chunks near the view.
    near: Range<usize>,
    /// Nothing while the list's beginning is seen: it stays in sight.
    anchor: Option<Anchor>,
    /// Whether the page has something else than the layout says, until it is settled.
    is_stale: bool,
    /// Whether the list is to be shown from its beginning.
    to_top: bool,
    is_due: bool,
    /// Whether other days are near the view than those that are drawn.
    is_near_new: bool,
    /// Whether days come and go in the page: what has the focus may lose it by that.
    is_drawing: bool,
    /// The entry whose line has the keyboard's focus.
    focused: Option<EntryId>,
    width_px: f64,
    arrangements: u64,
}

/// What is drawn of the list, and the view on it.
#[derive(Clone, Copy)]
pub(super) struct Window {
    app: App,
    /// What scrolls.
    pane: NodeRef<Section>,
    /// What holds the days.
    pub(super) list: NodeRef<Div>,
    state: StoredValue<State>,
    /// Changes with what is near the view.
    moved: RwSignal<u32>,
    /// The first entry of the day that has the keyboard's focus: it stays in the page.
    held: RwSignal<Option<EntryId>>,
}

impl Window {
    /// A window on the list within what scrolls.
    pub(super) fn new(app: App, pane: NodeRef<Section>) -> Self {
        Self {
            app,
            pane,
            list: NodeRef::new(),
            state: StoredValue::new(State {
                is_stale: true,
                ..State::default()
            }),
            moved: RwSignal::new(0),
            held: RwSignal::new(None),
        }
    }

    /// What is drawn: made anew with the journal, the filter and the view.
    pub(super) fn days(self) -> Memo<Vec<DayOf>> {
        let arranged = Memo::new(move |_| {
            self.app.entries.with(|entries| {
                let shown = self.app.finding.shown;
                shown.with(|shown| self.arrange(entries, shown))
            })
        });
        Memo::new(move |_| {
            // Read, and not only followed: the layout is made by that.
            arranged.get();
            self.state.update_value(|state| state.is_drawing = true);
            self.moved.track();
            let near = self.state.with_value(|state| state.near.clone());
            let held = self.held.get();
            self.app.entries.with_untracked(|entries| {
                let shown = self.app.finding.shown;
                shown.with_untracked(|shown| drawn(entries, shown, near, held))
            })
        })
    }

    /// Lays the list out that is shown from now on. Tells how often that was done.
    fn arrange(self, entries: &[EntrySummary], shown: &Order) -> u64 {
        let filter = self.app.finding.filter.get_untracked();
        let arranged = self.state.try_update_value(|state| {
            state
                .layout
                .arrange(shown.chunks().iter().filter_map(|chunk| {
                    let lines = chunk.places().filter_map(|at| shown.entry(entries, at));
                    let estimate = estimate(chunk.is_first, lines);
                    let first = shown.entry(entries, chunk.places().start)?;
                    Some(((first.id, chunk.places().len()), estimate))
                }));
            if state.filter != filter {
                state.filter = filter;
                state.anchor = None;
                state.to_top = true;
            }
            let from = match state.anchor {
                Some(anchor) => {
                    state.layout.top(chunk_of(&anchor, entries, shown)) - anchor.below_px
                }
                None => 0.0,
            };
            let view = View {
                from,
                height: USUAL_VIEW_PX,
            };
            // What is drawn of the new list is near what is seen of it; nothing more.
            if !view.is_covered(state, LEAST_AROUND) {
                state.near = view.near(&state.layout, AROUND);
            }
            state.near.end = state.near.end.min(state.layout.len());
            state.near.start = state.near.start.min(state.near.end);
            state.is_stale = true;
            state.arrangements += 1;
            state.arrangements
        });
        arranged.unwrap_or_default()
    }

    /// Follows the view and the list. Called once, when they are in the page.
    pub(super) fn watch(self, days: Memo<Vec<DayOf>>) {
        Effect::new(move || {
            days.track();
            self.app.entries.track();
            self.app.finding.wanted.track();
            self.app.search.query.track();
            self.settle_soon(days);
        });
        let observers = StoredValue::new_local(None);
        Effect::new(move || {
            let pane = self.pane.get();
            observers.set_value(pane.map(|pane| {
                // The list comes back into view or gets another size; something above it has
                // come or gone.
                let size = Observer::of_size(&pane, move || self.settle(days));
                let content = Observer::of_content(&pane, move || self.settle_soon(days));
                let scroll = Observer::of_scroll(&pane, move || self.scrolled(days));
                (size, content, scroll)
            }));
        });
    }

    /// The view has moved.
    fn scrolled(self, days: Memo<Vec<DayOf>>) {
        let view = self.view();
        let is_stale = self.state.with_value(|state| state.is_stale);
        match view {
            Some(view) if !is_stale => {
                self.remember(view);
                self.draw_near(view, days);
            }
            _ => self.settle_soon(days),
        }
    }

    fn settle_soon(self, days: Memo<Vec<DayOf>>) {
        let was_due = self
            .state
            .try_update_value(|state| std::mem::replace(&mut state.is_due, true));
        if was_due == Some(false) {
            // Between two callbacks of one frame Leptos draws what the first has changed.
            request_animation_frame(move || self.draw());
            request_animation_frame(move || {
                // The list may have been put away meanwhile.
                let _ = self.state.try_update_value(|state| state.is_due = false);
                self.settle(days);
            });
        }
    }

    /// Draws the days near the view, where they are others than before.
    fn draw(self) {
        let is_new = self
            .state
            .try_update_value(|state| std::mem::take(&mut state.is_near_new));
        if is_new == Some(true) {
            self.moved.update(|count| *count = count.wrapping_add(1));
        }
    }

    /// Measures what is drawn, puts it into its place, and holds the view where it was.
    fn settle(self, days: Memo<Vec<DayOf>>) {
        let Some(view) = self.view() else {
            // Nothing of it is to be seen: it comes back where it was.
            let _ = self.state.try_update_value(|state| state.is_stale = true);
            return;
        };
        let (Some(pane), Some(list)) = (self.pane.get_untracked(), self.list.get_untracked())
        else {
            return;
        };
        let Some(sections) = days.with_untracked(|days| in_order(&list, days)) else {
            // Not drawn yet.
            return self.settle_soon(days);
        };
        let heights: Vec<(usize, f64)> = sections
            .iter()
            .map(|(at, section)| (*at, section.get_bounding_client_rect().height()))
            .collect();
        let width_px = list.get_bounding_client_rect().width();
        let entries = self.app.entries;
        let from = self.state.try_update_value(|state| {
            if (state.width_px - width_px).abs() > UNSEEN_PX {
                state.width_px = width_px;
                state.layout.forget_heights();
            }
            state.layout.measure(&heights);
            put_in_place(&list, &sections, &state.layout);
            state.is_stale = false;
            let to_top = std::mem::take(&mut state.to_top);
            match state.anchor {
                Some(anchor) => {
                    let at = entries.with_untracked(|entries| {
                        let shown = self.app.finding.shown;
                        shown.with_untracked(|shown| chunk_of(&anchor, entries, shown))
                    });
                    state.layout.top(at) - anchor.below_px
                }
                None if to_top && view.from > 0.0 => view.from - f64::from(pane.scroll_top()),
                None => view.from,
            }
        });
        let Some(from) = from else { return };
        if (from - view.from).abs() > UNSEEN_PX {
            pane.scroll_by_with_x_and_y(0.0, from - view.from);
        }
        self.keep_focus();
        if self.is_on_its_way(days) {
            return;
        }
        if let Some(view) = self.view() {
            self.remember(view);
            self.draw_near(view, days);
        }
    }

    /// Keeps in mind where the view stands.
    fn remember(self, view: View) {
        let (at, top) = self.state.with_value(|state| {
            let at = state.layout.at(view.from);
            (at, state.layout.top(at))
        });
        let anchor = self.app.entries.with_untracked(|entries| {
            let shown = self.app.finding.shown;
            shown.with_untracked(|shown| {
                let chunk = shown.chunks().get(at).filter(|_| view.from > 0.0)?;
                let first = shown.entry(entries, chunk.places().start)?;
                Some(Anchor::new(first, top - view.from))
            })
        });
        self.state.update_value(|state| state.anchor = anchor);
    }

    /// Has more drawn where too little is drawn around the view.
    fn draw_near(self, view: View, days: Memo<Vec<DayOf>>) {
        let is_new = self.state.try_update_value(|state| {
            if view.is_covered(state, LEAST_AROUND) {
                return false;
            }
            let seen = view.near(&state.layout, 0.0);
            let is_far = seen.end <= state.near.start || state.near.end <= seen.start;
            let around = if is_far { AROUND_AT_FIRST } else { AROUND };
            let near = view.near(&state.layout, around);
            let is_new = std::mem::replace(&mut state.near, near.clone()) != near;
            state.is_near_new |= is_new;
            is_new
        });
        if is_new == Some(true) {
            self.settle_soon(days);
        }
    }

    /// The view; nothing while the list is not on screen.
    fn view(self) -> Option<View> {
        // A frame may come when the journal was put away already.
        let pane = self.pane.try_get_untracked()??.get_bounding_client_rect();
        let list = self.list.try_get_untracked()??.get_bounding_client_rect();
        (list.width() > 0.0 && pane.height() > 0.0).then(|| View {
            from: pane.top() - list.top(),
            height: pane.height(),
        })
    }
}
