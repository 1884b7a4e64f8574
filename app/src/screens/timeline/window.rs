//! The window on the list: only days near the view are in the page. Everything else is a height,
//! estimated until it was drawn once. Where the view stands is kept by an entry, not by a number
//! of pixels, so that nothing jumps when heights become known, when entries come and go, or when
//! the list was put away and comes back.
//!
//! A change is drawn by Leptos in a microtask; [`Window::settle`] runs in the same frame before it
//! is painted: it measures, moves what must move, and scrolls by the difference.

use std::ops::Range;

use companion_core::{Day, EntryId, EntrySummary};
use leptos::html::{Div, Section};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::{DayOf, keys};
use crate::platform::observer::Observer;
use crate::state::{App, Filter, Goal, Layout, Order};

/// Drawn above and below the view at first, and how little of it may be left, in views.
const AROUND: f64 = 1.0;
const LEAST_AROUND: f64 = 0.4;
/// The same where nothing of the view is drawn yet: what is seen comes first.
const AROUND_AT_FIRST: f64 = 0.1;
/// The view's height where it is not known, in CSS pixels.
const USUAL_VIEW_PX: f64 = 800.0;
/// Movements that nobody sees, in CSS pixels.
const UNSEEN_PX: f64 = 0.5;
/// Where in the view an entry is brought that the keyboard moves to, from its upper end.
const INTO_VIEW: f64 = 0.35;

/// Heights before anything was measured, in CSS pixels: of `static/styles/journal.css` at 16 pixels
/// to the rem. Only their proportions count once a day was measured.
const DAY_PX: f64 = 20.0;
const HEADING_PX: f64 = 24.0;
const CARD_PX: f64 = 65.0;
const LINE_PX: f64 = 22.0;
/// Bytes of a title from which on it takes two lines.
const LONG_TITLE: usize = 38;

/// Where the view stands.
#[derive(Clone, Copy)]
struct Anchor {
    /// The first entry of the first day that is seen.
    entry: EntryId,
    /// When that was begun, for when it is gone.
    unix_ms: i64,
    /// How far its day's beginning lies below the view's, in CSS pixels; mostly negative.
    below_px: f64,
}

impl Anchor {
    fn new(entry: &EntrySummary, below_px: f64) -> Self {
        Self {
            entry: entry.id,
            unix_ms: entry.created.unix_ms,
            below_px,
        }
    }
}

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

/// The view, in CSS pixels from the list's beginning.
#[derive(Clone, Copy)]
struct View {
    from: f64,
    height: f64,
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
                    let head = if chunk.is_first { HEADING_PX } else { 0.0 };
                    let estimate = DAY_PX + head + lines.map(estimate).sum::<f64>();
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
            request_animation_frame(move || {
                // The list may have been put away meanwhile.
                let _ = self.state.try_update_value(|state| state.is_due = false);
                self.settle(days);
            });
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
        let is_moved = self.state.try_update_value(|state| {
            if view.is_covered(state, LEAST_AROUND) {
                return false;
            }
            let seen = view.near(&state.layout, 0.0);
            let is_far = seen.end <= state.near.start || state.near.end <= seen.start;
            let around = if is_far { AROUND_AT_FIRST } else { AROUND };
            let near = view.near(&state.layout, around);
            std::mem::replace(&mut state.near, near.clone()) != near
        });
        if is_moved == Some(true) {
            self.moved.update(|count| *count = count.wrapping_add(1));
            self.settle_soon(days);
        }
    }

    /// Brings what is wanted into view and moves the focus to it. Tells whether it must be drawn
    /// before.
    fn is_on_its_way(self, days: Memo<Vec<DayOf>>) -> bool {
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
                });
                Some(())
            })
        });
        self.moved.update(|count| *count = count.wrapping_add(1));
    }

    /// An entry's card, if it is drawn.
    fn card(self, entry: EntryId) -> Option<HtmlElement> {
        let list = self.list.get_untracked()?;
        let card = list.query_selector(&format!("[data-entry-id=\"{entry}\"]"));
        card.ok()??.dyn_into().ok()
    }

    /// Gives the focus back to a line that was moved or drawn anew, and forgets the line that has
    /// lost it to something else.
    fn keep_focus(self) {
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
    pub(super) fn hold(self, days: Memo<Vec<DayOf>>, focused: Option<&Element>) {
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

impl View {
    /// What is in view, and so much around it, in views.
    fn near(self, layout: &Layout, around: f64) -> Range<usize> {
        let around = self.height * around;
        layout.between(self.from - around, self.from + self.height + around)
    }

    /// Whether all of that is drawn.
    fn is_covered(self, state: &State, around: f64) -> bool {
        let near = self.near(&state.layout, around);
        state.near.start <= near.start && near.end <= state.near.end
    }
}

/// Gives an element the focus and scrolls nothing.
fn focus_in_place(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // Fails only for an element that is gone.
    let _ = element.focus_with_options(&options);
}

/// What a line would measure.
fn estimate(entry: &EntrySummary) -> f64 {
    let title = if entry.title.len() > LONG_TITLE {
        LINE_PX
    } else {
        0.0
    };
    let tags = if entry.tags.is_empty() { 0.0 } else { LINE_PX };
    CARD_PX + title + tags
}

/// The chunk in which the view stands.
fn chunk_of(anchor: &Anchor, entries: &[EntrySummary], shown: &Order) -> usize {
    let place = shown
        .place_of(entries, anchor.entry)
        .unwrap_or_else(|| shown.place_of_moment(entries, anchor.unix_ms));
    shown.chunk_of(place)
}

/// The days near the view, and the one that is held, in their order.
fn drawn(
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
fn in_order(list: &HtmlElement, days: &[DayOf]) -> Option<Vec<(usize, HtmlElement)>> {
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
fn put_in_place(list: &HtmlElement, sections: &[(usize, HtmlElement)], layout: &Layout) {
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
