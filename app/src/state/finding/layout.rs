//! Where each day of the list lies, although only those near the view are drawn: heights are
//! estimated until a day was drawn once, and measured from then on.

use std::collections::HashMap;
use std::ops::Range;

use companion_core::EntryId;

/// A chunk by its first entry and its number of entries: what it measures is known again as long
/// as both stay.
pub(crate) type Key = (EntryId, usize);

/// Differences in height that nobody sees, in CSS pixels.
const UNSEEN_PX: f64 = 0.25;

/// Heights and places of all chunks, in CSS pixels from the beginning of the list.
#[derive(Default)]
pub(crate) struct Layout {
    keys: Vec<Key>,
    /// What each chunk would measure at a scale of one.
    estimates: Vec<f64>,
    /// Where each chunk begins, and last where the list ends.
    tops: Vec<f64>,
    measured: HashMap<Key, f64>,
    /// Measured heights over estimated ones, once there are any.
    scale: Option<f64>,
}

impl Layout {
    /// Takes other chunks; what was measured of the same ones is still known.
    pub(crate) fn arrange(&mut self, chunks: impl Iterator<Item = (Key, f64)>) {
        (self.keys, self.estimates) = chunks.unzip();
        self.place();
    }

    /// Forgets what was measured: at another width everything is of another height.
    pub(crate) fn forget_heights(&mut self) {
        self.measured.clear();
        self.scale = None;
        self.place();
    }

    /// Takes measured heights of chunks. The first ones tell how far the estimates are off.
    /// Tells whether anything lies elsewhere now.
    pub(crate) fn measure(&mut self, heights: &[(usize, f64)]) -> bool {
        let mut is_changed = false;
        for &(at, height_px) in heights {
            let Some(&key) = self.keys.get(at) else {
                continue;
            };
            is_changed |= (self.height(at) - height_px).abs() > UNSEEN_PX;
            self.measured.insert(key, height_px);
        }
        if self.scale.is_none() {
            let estimated: f64 = heights
                .iter()
                .filter_map(|(at, _)| self.estimates.get(*at))
                .sum();
            let measured: f64 = heights.iter().map(|(_, height_px)| height_px).sum();
            if estimated > 0.0 && measured > 0.0 {
                self.scale = Some(measured / estimated);
                is_changed = true;
            }
        }
        if is_changed {
            self.place();
        }
        is_changed
    }

    fn place(&mut self) {
        let scale = self.scale.unwrap_or(1.0);
        let mut end = 0.0;
        self.tops.clear();
        self.tops.push(end);
        for (key, estimate) in self.keys.iter().zip(&self.estimates) {
            end += self.measured.get(key).copied().unwrap_or(estimate * scale);
            self.tops.push(end);
        }
    }

    /// How many chunks there are.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Where a chunk begins; the end of the list beyond the last one.
    pub(crate) fn top(&self, at: usize) -> f64 {
        let top = self.tops.get(at).or_else(|| self.tops.last());
        top.copied().unwrap_or(0.0)
    }

    /// The length of the list.
    pub(crate) fn total(&self) -> f64 {
        self.top(self.len())
    }

    fn height(&self, at: usize) -> f64 {
        self.top(at + 1) - self.top(at)
    }

    /// The chunk at a distance from the beginning; the first or last one outside the list.
    pub(crate) fn at(&self, y: f64) -> usize {
        let after = self.tops.partition_point(|top| *top <= y);
        after.saturating_sub(1).min(self.len().saturating_sub(1))
    }

    /// The chunks between two distances from the beginning.
    pub(crate) fn between(&self, from: f64, to: f64) -> Range<usize> {
        if self.len() == 0 {
            return 0..0;
        }
        self.at(from)..self.at(to.max(from)) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(at: usize) -> Key {
        (EntryId::from_bytes([at as u8; 16]), 1)
    }

    fn layout(estimates: &[f64]) -> Layout {
        let mut layout = Layout::default();
        let numbered = estimates.iter().enumerate();
        layout.arrange(numbered.map(|(at, px)| (key(at), *px)));
        layout
    }

    #[test]
    fn chunks_lie_one_after_the_other() {
        let layout = layout(&[100.0, 50.0, 25.0]);
        assert_eq!(layout.total(), 175.0);
        let at = [-10.0, 0.0, 99.9, 100.0, 149.0, 150.0, 900.0].map(|y| layout.at(y));
        assert_eq!(at, [0, 0, 0, 1, 1, 2, 2]);
        assert_eq!(layout.between(90.0, 120.0), 0..2);
        assert_eq!(layout.between(-500.0, -20.0), 0..1);
        assert_eq!(layout.between(900.0, 950.0), 2..3);
        assert_eq!(
            (layout.top(1), layout.top(3), layout.top(9)),
            (100.0, 175.0, 175.0)
        );
    }

    #[test]
    fn an_empty_list_has_no_length() {
        let layout = Layout::default();
        assert_eq!(layout.between(0.0, 800.0), 0..0);
        assert_eq!((layout.total(), layout.at(5.0)), (0.0, 0));
    }

    #[test]
    fn the_first_heights_correct_all_estimates_and_later_ones_only_themselves() {
        let mut layout = layout(&[100.0; 10]);
        assert!(layout.measure(&[(0, 120.0), (1, 120.0)]));
        assert_eq!(layout.total(), 1_200.0);
        assert!(!layout.measure(&[(0, 120.1)]), "nobody sees that");
        assert!(layout.measure(&[(5, 180.0)]));
        assert!(
            (layout.total() - 1_260.1).abs() < 0.01,
            "the other estimates stay"
        );
        assert!((layout.top(6) - layout.top(5) - 180.0).abs() < 0.01);
    }

    #[test]
    fn what_was_measured_stays_known_where_it_moves() {
        let mut layout = layout(&[100.0; 3]);
        layout.measure(&[(0, 100.0)]);
        layout.measure(&[(2, 70.0)]);
        layout.arrange([(key(9), 100.0), (key(2), 100.0)].into_iter());
        assert_eq!((layout.top(1), layout.total()), (100.0, 170.0));
        layout.forget_heights();
        assert_eq!(layout.total(), 200.0);
    }
}
