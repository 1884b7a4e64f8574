//! Where the view on the list stands: kept by an entry, not by a number of pixels.

use std::ops::Range;

use companion_core::{EntryId, EntrySummary};

use super::State;
use crate::state::{Layout, Order};

/// Where the view stands.
#[derive(Clone, Copy)]
pub(super) struct Anchor {
    /// The first entry of the first day that is seen.
    pub(super) entry: EntryId,
    /// When that was begun, for when it is gone.
    unix_ms: i64,
    /// How far its day's beginning lies below the view's, in CSS pixels; mostly negative.
    pub(super) below_px: f64,
}

impl Anchor {
    pub(super) fn new(entry: &EntrySummary, below_px: f64) -> Self {
        Self {
            entry: entry.id,
            unix_ms: entry.created.unix_ms,
            below_px,
        }
    }
}

/// The chunk in which the view stands.
pub(super) fn chunk_of(anchor: &Anchor, entries: &[EntrySummary], shown: &Order) -> usize {
    let place = shown
        .place_of(entries, anchor.entry)
        .unwrap_or_else(|| shown.place_of_moment(entries, anchor.unix_ms));
    shown.chunk_of(place)
}

/// The view, in CSS pixels from the list's beginning.
#[derive(Clone, Copy)]
pub(super) struct View {
    pub(super) from: f64,
    pub(super) height: f64,
}

impl View {
    /// What is in view, and so much around it, in views.
    pub(super) fn near(self, layout: &Layout, around: f64) -> Range<usize> {
        let around = self.height * around;
        layout.between(self.from - around, self.from + self.height + around)
    }

    /// Whether all of that is drawn.
    pub(super) fn is_covered(self, state: &State, around: f64) -> bool {
        let near = self.near(&state.layout, around);
        state.near.start <= near.start && near.end <= state.near.end
    }
}
